"""Health: measure how well both teams are aligned, from evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

import attrs

from alignkit.errors import DocumentError, Finding, shown
from alignkit.exact import Number, exact
from alignkit.funnel.replay import Errors, replay
from alignkit.funnel.verify import verify
from alignkit.handoff.review import review
from alignkit.history.facts import Facts
from alignkit.instants import checked_instant, told_in, zone_of
from alignkit.names import did_you_mean
from alignkit.periods import Period
from alignkit.plan.checked import raise_faults
from alignkit.scorecard.assess import assess
from alignkit.together import evidence
from alignkit.together.common import CommonGround, checked_ground, known_in, scorecard_of
from alignkit.together.healths import PARTS, Health, HealthPart
from alignkit.together.log import Log, checked_log
from alignkit.together.meetings import Meeting, meeting_list
from alignkit.together.record_matches import RecordMatch


def health(  # noqa: PLR0913 - one keyword for each source of evidence
    source: CommonGround,
    facts: Facts,
    *,
    as_of: datetime,
    period: Period | None = None,
    log: Log | None = None,
    meetings: Meeting | Iterable[Meeting] = (),
    digest: str | None = None,
    records: RecordMatch | None = None,
    weights: Mapping[str, Number] | None = None,
    errors: Errors = "raise",
) -> Health:
    """Measure the alignment index: the mean of seven parts from 0 to 1, each traceable to its records.

    `signed`: which share of the signatures and dates of the terms hold. `judgement`: Cohen's kappa between the agreed
    rule's verdict on offered leads and the answer that they got; below 0 counts as 0. `commitments`: which share of its
    own goals a team keeps (met, ahead or on track), of the goals around the end of the period; of the team that keeps
    less. `reasons`: which share of rejections
    has an agreed reason. `meetings`: which share of the meetings that are over was held, with somebody of each team.
    `requests`: which share of the requests was answered; one that waits for two weeks or less is not counted.
    `records`: which share of the records matches between the teams' systems. A part without data is pending: it is left
    out, the weights of the others are renormalised, and the bounds of the index say what it may still come to.

    Args:
        source: the agreement.
        facts: leads, events and external figures.
        as_of: what happened later does not count.
        period: when it counts; the period of the goals around `as_of` when left out.
        log: what was decided, asked and held.
        meetings: the meetings that the teams agreed on.
        digest: the digest of the terms as they are now, which signatures are held against.
        records: how many records match, as `match_records` or two counts tell.
        weights: how much each part counts, by name; 1 for those that are left out, 0 leaves a part out.
        errors: what to do with wrong facts, as in `assess`.

    Raises:
        TimeError: `naive`.
        DocumentError: `wrong-type`; `no-period` without goals and without a period; `unknown-part`, `negative` and
            `no-weight` for weights.
        DataError: as `assess`.
    """
    checked_ground(source, facts, "the health of an alignment")
    checked_instant(as_of, "as_of")
    known, agreed = checked_log(log), meeting_list(meetings)
    if records is not None and not isinstance(records, RecordMatch):
        raise DocumentError.at("wrong-type", f"records are a RecordMatch, not {shown(records)}", path="records")
    if digest is not None and not isinstance(digest, str):
        raise DocumentError.at("wrong-type", f"a digest is text, not {shown(digest)}", path="digest")
    weighed = _weights(weights)
    card = scorecard_of(source, as_of if period is None else known_in(period, as_of))
    when = period if period is not None else None if card is None else card.period
    if when is None:
        raise DocumentError.at("no-period", "no goals are agreed, so that the period must be given", path="period")
    assessment = None if card is None else assess(card, facts, as_of=as_of, errors=errors)
    journeys = replay(source.funnel, facts, as_of=as_of, errors=errors)
    handoffs = [review(journeys, boundary, as_of=as_of) for boundary in source.funnel.boundaries]
    now = told_in(as_of, zone_of(when.zone))
    parts = (
        evidence.signed_part(source, source.teams, digest, now),
        evidence.judgement_part(verify(source.funnel, journeys), handoffs, when),
        evidence.commitments_part(assessment, source.teams),
        evidence.reasons_part(handoffs, when, now),
        evidence.meetings_part(agreed, known, source.teams, (when, now)),
        evidence.requests_part(known, when, now),
        evidence.records_part(records),
    )
    return Health(when, as_of, [_weighed(part, weighed) for part in parts if weighed[part.name]])


def _weighed(part: HealthPart, weights: Mapping[str, Fraction]) -> HealthPart:
    return attrs.evolve(part, weight=weights[part.name])


def _weights(given: object) -> dict[str, Fraction]:
    found: dict[str, Fraction] = dict.fromkeys(PARTS, Fraction(1))
    if given is None:
        return found
    if not isinstance(given, Mapping):
        raise DocumentError.at("wrong-type", f'weights are told as {{"signed": 2}}, not {shown(given)}', path="weights")
    faults: list[Finding] = []
    for name, weight in given.items():
        if name not in found:
            text = f"the index has no part {shown(name)}{did_you_mean(name, PARTS)}"
            faults.append(Finding("unknown-part", text, "weights"))
            continue
        found[name] = exact(weight, f"the weight of {name!r}", path=f"weights.{name}")
        if found[name] < 0:
            faults.append(Finding("negative", f"a weight is 0 or more, not {shown(weight)}", f"weights.{name}"))
    raise_faults(faults)
    if not any(found.values()):
        raise DocumentError.at("no-weight", "all weights are 0: nothing would be measured", path="weights")
    return found
