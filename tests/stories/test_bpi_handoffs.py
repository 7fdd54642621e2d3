"""Two years at a real service desk: 7,554 incidents, 649 teams, 9,454 times handed on, and who kept whom waiting.

The log is Volvo IT's (BPI Challenge 2013): a row says the status of an incident, why it waits, and whose it is. Here an
incident is the lead, its status a stage, and its team the owner. What `expected.json` does not hold is computed once
more from the raw rows (`incident_rows`).
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import chain, pairwise
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from tests.stories.incident_rows import (
    CUSTOMER,
    FEASTS,
    FOUR_HOURS,
    YEARS,
    ZONE,
    Cases,
    allowed,
    fate,
    judged,
    open_parts,
    paused,
    raw_cases,
    returns,
    team_at,
    waits,
    whole,
    whole_seconds,
    works,
)

import alignkit as ak

INCIDENTS = ak.CsvSource(name="incidents", lead="case_id", fields=["impact", "product"])
STATUSES = ak.CsvSource(
    name="statuses", lead="case_id", at="timestamp", value="status", id=("case_id", "seq"), seq="seq", team="team",
    actor="resource", attributes=["sub_status"], always={"kind": "stage"},
)  # fmt: skip
TEAMS = ak.CsvSource(
    name="teams", lead="case_id", at="timestamp", value="team", id=("case_id", "seq"), seq="seq", attributes=[],
    always={"kind": "owner"},
)  # fmt: skip

OFFER = ak.Boundary("Queued", "Accepted", "Unmatched")
FUNNEL = ak.Funnel(
    "incidents",
    path=[ak.Stage("Queued", "desk"), ak.Stage("Accepted", "desk"), ak.Stage("Completed", "desk", outcome="won")],
    exits=[ak.Stage("Unmatched", "desk", outcome="lost")],
    # to open a completed incident again is not among them
    recycles=[("Accepted", "Queued"), ("Unmatched", "Accepted")],
    boundaries=[OFFER],
)

OFFICE = ak.WorkCalendar(
    ZONE,
    {"mon-fri": ["08:00-17:00"]},
    holidays=chain.from_iterable(
        ak.recurring_dates(f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}", YEARS) for month, day in FEASTS
    ),
)

TAKEN = ak.entered("Accepted") | ak.entered("Completed")
QUEUE = ak.SLA("queue", "desk", ak.entered("Queued"), TAKEN, ak.work_hours(4), OFFICE)
QUEUE_OF_EACH = ak.SLA(
    "queue of each team", "desk", ak.entered("Queued"), TAKEN, ak.work_hours(4), OFFICE, whose="owner"
)
QUEUE_DAY_AND_NIGHT = ak.SLA("queue, day and night", "desk", ak.entered("Queued"), TAKEN, ak.hours(4))

ON_CUSTOMER = ak.field("sub_status").is_in(*CUSTOMER)
ANY_WORK = ak.entered("Queued") | ak.entered("Accepted")
URGENT = [
    ak.Tier("major", ak.field("impact") == "Major", ak.work_hours(4)),
    ak.Tier("high", ak.field("impact") == "High", ak.work_hours(16)),
]
SOLVE = ak.SLA(
    "solve", "desk", ANY_WORK, ak.entered("Completed"), ak.work_hours(40), OFFICE, tiers=URGENT,
    pauses=[ak.Pause(ak.did("stage", where=ON_CUSTOMER), ak.did("stage", where=~ON_CUSTOMER))],
)  # fmt: skip
SOLVE_WITHOUT_PAUSE = ak.SLA(
    "solve, no pause", "desk", ANY_WORK, ak.entered("Completed"), ak.work_hours(40), OFFICE, tiers=URGENT
)

TUESDAY = datetime(2012, 5, 8, 10, 30, tzinfo=ZoneInfo(ZONE))
"""In the last month of the log, when the desk is at work."""


class Desk(NamedTuple):
    """What every chapter of the story starts from."""

    journeys: ak.Journeys
    cases: Cases
    expected: Mapping[str, Any]

    @property
    def end(self) -> datetime:
        """When the log ends."""
        return self.journeys.as_of


@pytest.fixture(scope="module")
def desk(shared_data: Path) -> Desk:
    """Read the packed file three times over, as leads, stages and owners, and follow every incident."""
    folder = shared_data / "bpi2013-incident-handoffs"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data/bpi2013-incident-handoffs, which is not here")
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    unpacked = gzip.decompress((folder / "incident_events.csv.gz").read_bytes())
    facts = ak.Facts()
    for source in (INCIDENTS, STATUSES, TEAMS):
        found = ak.read_csv(unpacked, source)
        assert (found.rows, found.findings) == (expected["from_log_header"]["events"], ())
        facts += found.facts
    end = datetime.fromisoformat(expected["from_log_header"]["end"])
    journeys = ak.replay(FUNNEL, facts, as_of=end, errors="strict")
    return Desk(journeys, raw_cases(unpacked.decode("utf-8")), expected)


@pytest.fixture(scope="module")
def queued(desk: Desk) -> ak.Readings:
    """Measure how long incidents waited for a team to take them, in work time."""
    return ak.measure(QUEUE, desk.journeys, as_of=desk.end)


@pytest.fixture(scope="module")
def solved(desk: Desk) -> ak.Readings:
    """Measure how long incidents took, without the time in which the customer was asked."""
    return ak.measure(SOLVE, desk.journeys, as_of=desk.end)


# the log as it was counted by others


def test_the_header_of_the_log(desk: Desk) -> None:
    """Every count of the log's own header: incidents, events, statuses, teams, people, first and last event."""
    header = desk.expected["from_log_header"]
    events = [event for journey in desk.journeys for event in statuses(journey)]
    assert len(desk.journeys) == header["traces"] == 7554
    assert len(events) == header["events"] == 65_533
    assert Counter(event.value for event in events) == header["status"]
    assert Counter(event.attributes["sub_status"] for event in events) == header["sub_status"]
    owners = {event.value for journey in desk.journeys for event in journey.events if event.kind == "owner"}
    assert len(owners) == header["teams"] == 649
    assert len({event.actor for event in events}) == header["resources"]
    assert min(event.at for event in events).isoformat(timespec="milliseconds") == header["start"]
    assert max(event.at for event in events).isoformat(timespec="milliseconds") == header["end"]


def test_how_long_incidents_took(desk: Desk) -> None:
    """The mean and the longest time from an incident's first event to its last, which is two years."""
    told = [statuses(journey) for journey in desk.journeys]
    took = [(events[-1].at - events[0].at).total_seconds() for events in told]
    header = desk.expected["from_log_header"]
    assert round(fmean(took), 2) == header["mean_case_duration_seconds"]
    assert round(fmean(took), 2) == desk.expected["computed"]["mean_case_duration_seconds"]
    assert max(took) == header["max_case_duration_seconds"]


def test_how_incidents_ended(desk: Desk) -> None:
    """Most were closed, a quarter was solved on the phone, and eight were not over when the log ends."""
    last = Counter(statuses(journey)[-1].attributes["sub_status"] for journey in desk.journeys)
    assert last == desk.expected["computed"]["last_sub_status"]
    still_open = [journey.lead for journey in desk.journeys if journey.current and journey.current.stage != "Completed"]
    assert len(still_open) == 8
    assert still_open == sorted(case for case, rows in desk.cases.items() if rows[-1].status != "Completed")


def test_the_log_keeps_the_hours_of_stockholm(desk: Desk) -> None:
    """Every offset is that of Stockholm at the time, so a calendar of that zone is the desk's."""
    zone = ZoneInfo(ZONE)
    assert all(
        row.at.utcoffset() == row.at.astimezone(zone).utcoffset() for rows in desk.cases.values() for row in rows
    )


# the ways that incidents went


def test_every_way_back_is_followed(desk: Desk) -> None:
    """Whoever works on an incident may queue it for others; one that was completed and goes on is flagged."""
    moves = Counter((a.status, b.status) for rows in desk.cases.values() for a, b in pairwise(rows))
    reopened = moves["Completed", "Accepted"] + moves["Completed", "Queued"]
    assert Counter(finding.code for finding in desk.journeys.violations) == {"backward-move": reopened}
    assert reopened == 575
    observed = Counter(visit.stage for item in desk.journeys for visit in item.visits if not visit.inferred)
    entered = Counter(rows[0].status for rows in desk.cases.values())
    entered.update(after for (before, after), count in moves.items() if before != after for _ in range(count))
    assert observed == entered


def test_five_days_for_the_incidents_of_may(desk: Desk) -> None:
    """Of May's incidents so far, only those whose five days are over were dropped; the others are pending."""
    may = ak.month(2012, 5, zone=ZONE)
    found = ak.cohort_conversion(desk.journeys, "Queued", "Completed", period=may, within=ak.days(5), as_of=TUESDAY)
    counted = Counter(fate(rows, may.starts_at, timedelta(days=5), TUESDAY) for rows in desk.cases.values())
    assert (found.converted, found.pending, found.dropped) == (counted["done"], counted["pending"], counted["dropped"])
    assert (found.entered, found.pending, found.dropped) == (5_202, 230, 196)


# from team to team


def test_changes_of_team(desk: Desk) -> None:
    """Half of the incidents changed hands, and those 2.5 times on average."""
    found = ak.ping_pong(desk.journeys, as_of=desk.end)
    assert found.changes == desk.expected["computed"]["team_changes"] == 9454
    assert found.changed == desk.expected["computed"]["cases_with_a_team_change"] == 3820
    for journey in desk.journeys:
        rows = desk.cases[journey.lead]
        assert journey.owner_at(desk.end) == rows[-1].team
        assert journey.owner_at(rows[0].at) == rows[0].team


def test_ping_pong(desk: Desk) -> None:
    """In 1,177 incidents a team handed on what came straight back to it: ping-pong."""
    found = ak.ping_pong(desk.journeys, as_of=desk.end)
    assert len(found.leads) == desk.expected["computed"]["cases_returning_to_a_team_left_one_change_before"] == 1177
    again = {case: count for case, rows in desk.cases.items() if (count := returns(row.team for row in rows))}
    assert Counter(item.lead for item in found) == again
    assert all(item.owner == desk.journeys.of(item.lead).owner_at(item.at) for item in found)
    assert found.pairs[0] == (("D8", "V37 2nd"), 84)
    soon = 0
    for rows in desk.cases.values():
        runs: list[tuple[str, datetime]] = []
        for row in rows:
            if not runs or runs[-1][0] != row.team:
                runs.append((row.team, row.at))
        soon += sum(
            a[0] == c[0] and c[1] - b[1] <= ak.minutes(5) for a, b, c in zip(runs, runs[1:], runs[2:], strict=False)
        )
    assert len(ak.ping_pong(desk.journeys, as_of=desk.end, within=ak.minutes(5))) == soon == 266


# how long incidents waited for a team


def test_the_queue_in_work_time(desk: Desk, queued: ak.Readings) -> None:
    """Each of 10,767 waits, to the second: who waited since when, for how much work time, and whether that was late."""
    found = [(r.lead, r.started, r.stopped, seconds(r.worked), r.state, r.owner) for r in queued]
    assert found == [
        (wait.case, wait.start, wait.stop, *judged(wait, FOUR_HOURS, open_parts)[:2], wait.team)
        for wait in waits(desk.cases, desk.end)
    ]
    assert (len(queued), queued.counts["breached"], queued.pending) == (10_767, 2_195, 0)
    assert queued.met_share == Fraction(8_572, 10_767)


def test_the_queue_day_and_night(desk: Desk) -> None:
    """By the wall clock half as many more are late, since a night counts: a wait from five o'clock to the morning."""
    found = ak.measure(QUEUE_DAY_AND_NIGHT, desk.journeys, as_of=desk.end)
    assert [(r.lead, r.started, seconds(r.worked), r.state) for r in found] == [
        (wait.case, wait.start, *judged(wait, FOUR_HOURS, whole)[:2]) for wait in waits(desk.cases, desk.end)
    ]
    assert found.counts["breached"] == 3_413


def test_the_queue_of_each_team(desk: Desk) -> None:
    """An incident that goes from one queue to another starts the next team's clock anew: 245 waits more."""
    found = ak.measure(QUEUE_OF_EACH, desk.journeys, as_of=desk.end)
    assert [(r.lead, r.started, r.owner, seconds(r.worked), r.state) for r in found] == [
        (wait.case, wait.start, wait.team, *judged(wait, FOUR_HOURS, open_parts)[:2])
        for wait in waits(desk.cases, desk.end, each_team=True)
    ]
    assert len(found) == 10_767 + 245
    assert found.counts["cancelled"] > 200


def test_the_queue_is_an_offer_to_the_next_team(desk: Desk, queued: ak.Readings) -> None:
    """What a clock says of a wait, a review says of the offer: as many answers were late."""
    offers = ak.review(desk.journeys, OFFER, as_of=desk.end, answer_within=ak.work_hours(4), calendar=OFFICE)
    assert (len(offers), offers.late) == (len(queued), queued.counts["breached"])
    assert offers.counts == {"accepted": len(queued), "rejected": 0, "waiting": 0, "silent": 0, "withdrawn": 0}


def test_teams_by_breach(desk: Desk, queued: ak.Readings) -> None:
    """A reading names the team in whose queue the wait began; one team has a quarter of all that were late."""
    late = Counter(reading.owner for reading in queued if reading.state == "breached")
    counted = Counter(
        wait.team for wait in waits(desk.cases, desk.end) if judged(wait, FOUR_HOURS, open_parts).state == "breached"
    )
    assert late == counted
    assert late.total() == queued.counts["breached"]
    assert late.most_common(4) == [("G97", 553), ("S56", 104), ("V32 2nd", 83), ("V37 2nd", 55)]


def test_teams_by_figure(desk: Desk, queued: ak.Readings) -> None:
    """A figure by owner counts a wait for the team whose it was when it was decided; the teams add up to the whole."""
    found = ak.figure(ak.met(QUEUE), desk.journeys, period=all_time(), as_of=desk.end, by="owner")
    met: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    for wait in waits(desk.cases, desk.end):
        _, state, due = judged(wait, FOUR_HOURS, open_parts)
        team = team_at(desk.cases[wait.case], wait.end if state == "met" or due is None else due)
        decided[team] += 1
        met[team] += state == "met"
    assert {str(team): (part.numerator, part.denominator) for team, part in found.groups} == {
        team: (met[team], count) for team, count in decided.items()
    }
    assert (met.total(), decided.total()) == (found.whole.numerator, found.whole.denominator)
    assert found.whole.value == queued.met_share


# how long incidents took, and what of it the customer


def test_the_clock_pauses_while_the_customer_is_asked(desk: Desk, solved: ak.Readings) -> None:
    """Each of 8,130 clocks: a reopened incident has another; what it worked, what it paused, whether it was late."""
    assert [(r.lead, r.started, r.stopped, seconds(r.paused), seconds(r.worked), r.state) for r in solved] == [
        (work.case, work.start, work.stop, paused(work), *judged(work, allowed(work), open_parts)[:2])
        for work in works(desk.cases, desk.end)
    ]
    assert {state: count for state, count in solved.counts.items() if count} == {
        "met": 6_976, "breached": 1_151, "paused": 3,
    }  # fmt: skip
    assert Counter(reading.tier for reading in solved) == Counter(
        {"Major": "major", "High": "high"}.get(work.impact) for work in works(desk.cases, desk.end)
    )


def test_what_the_pause_gives_back(desk: Desk, solved: ak.Readings) -> None:
    """Without the pause the same clocks run through, so that more are late; none is due later."""
    through = ak.measure(SOLVE_WITHOUT_PAUSE, desk.journeys, as_of=desk.end)
    both = list(zip(solved, through, strict=True))
    assert all((a.lead, a.started) == (b.lead, b.started) and b.due <= a.due for a, b in both)
    assert all(seconds(a.worked) + seconds(a.paused) == seconds(b.worked) for a, b in both)
    spared = [a.lead for a, b in both if (a.state, b.state) == ("met", "breached")]
    counted = [
        work.case
        for work in works(desk.cases, desk.end)
        if judged(work, allowed(work), open_parts).state == "met"
        and judged(work._replace(pauses=()), allowed(work), open_parts).state == "breached"
    ]
    assert spared == counted
    assert len(spared) == 761


def test_what_is_open_at_the_end_is_not_over(desk: Desk, solved: ak.Readings) -> None:
    """Eight clocks run past the end of the log: pending, or late and still open; none counts as met."""
    still = [reading for reading in solved if reading.is_open]
    counted = {
        work.case: judged(work, allowed(work), open_parts).state
        for work in works(desk.cases, desk.end)
        if work.stop is None
    }
    assert {reading.lead: reading.state for reading in still} == counted
    assert len(still) == 8
    assert Counter(counted.values()) == {"paused": 3, "breached": 5}
    assert solved.pending == 3


def test_a_tuesday_in_may(desk: Desk) -> None:
    """Hundreds of clocks are open: the share of those met leaves them out, and the work list holds each once."""
    found = ak.measure(SOLVE, desk.journeys, as_of=TUESDAY)
    expected = [
        (work.case, work.start, *judged(work, allowed(work), open_parts)[:2]) for work in works(desk.cases, TUESDAY)
    ]
    assert [(r.lead, r.started, seconds(r.worked), unwarned(r.state)) for r in found] == expected
    counted = Counter(state for *_, state in expected)
    assert counted == {"met": 6_447, "breached": 1_028, "paused": 367, "running": 231}
    assert found.pending == 367 + 231
    assert found.met_share == Fraction(6_447, 6_447 + 1_028)

    to_do = ak.open_work([QUEUE, SOLVE], desk.journeys, as_of=TUESDAY)
    solving = [work for work in works(desk.cases, TUESDAY) if work.stop is None]
    waiting = [wait for wait in waits(desk.cases, TUESDAY) if wait.stop is None]
    assert Counter(item.sla for item in to_do) == {"solve": len(solving), "queue": len(waiting)}
    assert Counter(item.owner for item in to_do) == Counter(
        team_at(desk.cases[run.case], TUESDAY) for run in (*solving, *waiting)
    )
    assert sum(len(to_do.of(owner)) for owner in to_do.owners) == len(to_do)


# what a user of the library writes


def statuses(journey: ak.Journey) -> list[ak.Event]:
    """Return the events that state a status."""
    return [event for event in journey.events if event.kind == "stage"]


def seconds(amount: ak.WorkTime | timedelta) -> int:
    """Return an amount of time on a clock in seconds."""
    return whole_seconds(timedelta(microseconds=amount.micros) if isinstance(amount, ak.WorkTime) else amount)


def unwarned(state: str) -> str:
    """Take a warning for what it is: a clock that runs."""
    return "running" if state == "warning" else state


def all_time() -> ak.Period:
    """Return a period that holds the whole log."""
    return ak.parse_period("2010-01-01 to 2012-12-31", zone=ZONE)
