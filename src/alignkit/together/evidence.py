"""The evidence for the health of the alignment: what each part of the index is measured from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction

from alignkit.funnel.evidence import Evidence
from alignkit.handoff.acceptance import Handoff, Handoffs
from alignkit.instants import micros, told_in, zone_of
from alignkit.periods import Period
from alignkit.scorecard.assessment import Assessment
from alignkit.together.common import Signed
from alignkit.together.doubt_log import ANSWER_DAYS
from alignkit.together.healths import HealthPart, Record
from alignkit.together.judge import judged
from alignkit.together.log import Held, Log
from alignkit.together.meet import meetings_between
from alignkit.together.meetings import Meeting
from alignkit.together.record_matches import RecordMatch

_ONE = Fraction(1)
_KEPT = frozenset({"met", "ahead", "on track"})


def _share(records: list[Record]) -> Fraction | None:
    return Fraction(sum(record.kept for record in records), len(records)) if records else None


def _of(records: list[Record], what: str) -> str:
    kept, count = sum(record.kept for record in records), len(records)
    return f"{kept:,} of {count:,} {what if count == 1 else what + 's'} {'was' if kept == 1 else 'were'}"


def signed_part(source: object, teams: Iterable[str], digest: str | None, now: datetime) -> HealthPart:
    """Look whether every team signed the terms as they are now, and whether they are in force and not past review."""
    name, title = "signed", "Definitions signed and current"
    if digest is None or not isinstance(source, Signed):
        return HealthPart(
            name, title, None, _ONE, "The digest of the terms was not given, so that no signature can be told."
        )
    today = now.date()
    records: list[Record] = []
    for team in teams:
        mine = [signoff for signoff in source.signoffs if signoff.team == team and signoff.on <= today]
        same = [signoff for signoff in mine if signoff.digest == digest]
        if same:
            said = f"signed by {same[-1].by} on {same[-1].on.isoformat()}"
        else:
            said = "signed other terms than those of now" if mine else "has not signed"
        records.append(Record(team, bool(same), said))
    if source.effective is not None:
        held = source.effective <= today
        records.append(Record("in force", held, f"{'since' if held else 'only from'} {source.effective.isoformat()}"))
    if source.review_by is not None:
        held = today <= source.review_by
        records.append(Record("review", held, f"{'due by' if held else 'was due by'} {source.review_by.isoformat()}"))
    kept = sum(record.kept for record in records)
    return HealthPart(
        name, title, _share(records), _ONE, f"{kept} of {len(records)} hold: signatures and dates.", records
    )


def judgement_part(evidence: Iterable[Evidence], handoffs: Iterable[Handoffs], period: Period) -> HealthPart:
    """Hold the agreed rule's verdict on each offered lead against the answer that it got: Cohen's kappa.

    A lead counts that was offered in the period and accepted or rejected since, and of which enough was known at the
    offer to tell YES from NO. Kappa below 0 counts as 0.
    """
    name, title = "judgement", "Agreement of judgement on leads"
    verdicts = {(found.lead, found.stage, micros(found.at)): found.verdict for found in evidence}
    offers = [
        (handoff, verdicts.get((handoff.lead, boundary.boundary.offered, micros(handoff.offered_at))))
        for boundary in handoffs
        for handoff in _offered(boundary, period)
    ]
    found, records = judged(offers)
    value = None if found.value is None else max(found.value, Fraction(0))
    if found.value is None:
        said = "No offered lead was judged by the rule and answered yet." if not records else found.sentence
        return HealthPart(name, title, None, _ONE, said, records, found)
    return HealthPart(name, title, value, _ONE, f"Rule and answer: {_lower(found.sentence)}", records, found)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _offered(handoffs: Handoffs, period: Period) -> list[Handoff]:
    return [handoff for handoff in handoffs if handoff.offered_at in period]


def commitments_part(assessment: Assessment | None, teams: Iterable[str]) -> HealthPart:
    """Take each team's own goals: kept is what is met, ahead or on track; the team that keeps less tells the value."""
    name, title = "commitments", "Both directions of commitment kept"
    records: list[Record] = []
    shares: list[Fraction] = []
    counts: list[str] = []
    without: list[str] = []
    for team in teams:
        own = () if assessment is None else assessment.own(team)
        mine = [
            Record(f"{team}: {reading.goal.label}", reading.status in _KEPT, f"{reading.status}, {reading.figure.text}")
            for reading in own
            if reading.status != "pending"
        ]
        records += mine
        share = _share(mine)
        if share is None:
            without.append(team)
        else:
            shares.append(share)
            counts.append(f"{sum(record.kept for record in mine)} of {len(mine)} of {team}")
    if without or not shares:
        who = " and ".join(without) or "nobody"
        return HealthPart(
            name, title, None, _ONE, f"There is nothing to measure yet of what is owed by {who}.", records
        )
    said = f"Commitments kept: {', '.join(counts)}; the lowest share counts."
    return HealthPart(name, title, min(shares), _ONE, said, records)


def reasons_part(handoffs: Iterable[Handoffs], period: Period, now: datetime) -> HealthPart:
    """Look whether each rejection of the period has a reason, one of those agreed where there are such."""
    name, title = "reasons", "Rejections with reasons"
    records: list[Record] = []
    for boundary in handoffs:
        for handoff in boundary:
            if handoff.state != "rejected" or handoff.at is None or handoff.at not in period:
                continue
            if micros(handoff.at) > micros(now):
                continue
            listed = handoff.reason_agreed is True
            said = handoff.reason or "no reason given"
            if handoff.reason and not listed:
                said = f"“{said}” is none of the agreed reasons"
            records.append(Record(handoff.lead, listed, said))
    if not records:
        return HealthPart(name, title, None, _ONE, "No lead was sent back.")
    said = f"{_of(records, 'lead')} sent back with an agreed reason."
    return HealthPart(name, title, _share(records), _ONE, said, records)


def meetings_part(
    meetings: Iterable[Meeting], log: Log, teams: Iterable[str], span: tuple[Period, datetime]
) -> HealthPart:
    """Look which of the meetings of the period that are over were held, with somebody of each team."""
    name, title = "meetings", "Meetings held"
    both, (period, now) = set(teams), span
    records: list[Record] = []
    for meeting in meetings:
        held = {
            entry.scheduled: entry for entry in log.held if entry.meeting == meeting.name and entry.on <= now.date()
        }
        end = min(micros(period.ends_at), micros(now))
        for start in meetings_between(meeting, period.starts_at, period.ends_at):
            if micros(start) + meeting.length // timedelta(microseconds=1) > end:
                continue
            day = told_in(start, zone_of(meeting.zone)).date()
            records.append(_held_record(meeting, day.isoformat(), held.get(day), both))
    if not records:
        return HealthPart(name, title, None, _ONE, "No meeting was due yet.")
    return HealthPart(name, title, _share(records), _ONE, f"{_of(records, 'meeting')} held.", records)


def _held_record(meeting: Meeting, day: str, held: Held | None, both: set[str]) -> Record:
    what = f"{meeting.label}, {day}"
    if held is None:
        return Record(what, kept=False, said="is not in the log of meetings held")
    missing = sorted(both - set(held.teams)) if held.attended else []
    if missing:
        return Record(what, kept=False, said=f"was held without anybody of {' and '.join(missing)}")
    return Record(what, kept=True, said="was held")


def requests_part(log: Log, period: Period, now: datetime) -> HealthPart:
    """Look which of the requests of the period were answered: in two weeks, or however late if by now.

    One that has waited for less is not counted yet; a parked one whose review is past waits again. One of a period
    before counts as long as it waits: it is not forgotten because a new period began.
    """
    name, title = "requests", "Requests answered"
    records: list[Record] = []
    today = now.date()
    for request in log.requests:
        if request.on >= period.end or request.on > today:
            continue
        state = request.state(now)
        since = request.on
        answer = request.latest(now)
        if state == "to review" and answer is not None and answer.review_on is not None:
            since = answer.review_on
        waits = state in {"waiting", "to review"}
        if (waits and (today - since).days <= ANSWER_DAYS) or (request.on < period.first and not waits):
            continue
        said = (
            f"has waited for {request.to_team} since {since.isoformat()}" if waits else f"{state} by {request.to_team}"
        )
        records.append(Record(f"{request.id}: {request.text}", not waits, said))
    if not records:
        return HealthPart(name, title, None, _ONE, "No request was due to be answered.")
    return HealthPart(name, title, _share(records), _ONE, f"{_of(records, 'request')} answered.", records)


def records_part(found: RecordMatch | None) -> HealthPart:
    """Take how many records match between the teams' systems."""
    name, title = "records", "Records that match between the systems"
    if found is None or found.share is None:
        return HealthPart(name, title, None, _ONE, "Nobody has held the records of both systems against each other.")
    records = [
        Record(difference.lead, kept=False, said=_difference(difference.fields, difference.only))
        for difference in found.differences
    ]
    return HealthPart(name, title, found.share, _ONE, found.sentence, records)


def _difference(fields: tuple[str, ...], only: str) -> str:
    return f"differs in {', '.join(fields)}" if fields else f"stands only in the {only} system"
