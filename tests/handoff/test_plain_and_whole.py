"""A history that has everything: clocks found plainly are those of the whole finder, which is not asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, FUNNEL, OFFICE, at, call, happened, journeys, stage

from alignkit.errors import TimeError
from alignkit.funnel.patterns import accepted, entered, left, rejected
from alignkit.funnel.replay import replay
from alignkit.handoff import measure as measuring
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Readings
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import work_hours

LONG = did("call", where=field("length") >= 10)
ON_HOLD = Pause(entered("hold"), left("hold"))


def a_quarter() -> list[Event]:
    """Tell of one lead that comes and goes: no two things happen at one instant."""
    short, long = {"attributes": {"length": 5}}, {"attributes": {"length": 30}}
    return [
        stage("2026-01-05 09:00", "lead"),
        happened("2026-01-05 09:10", "asked"),
        call("2026-01-05 09:20", **short),
        Event("L1", at("2026-01-05 09:25"), "field", value=True, field="hot"),
        stage("2026-01-05 09:30", "mql"),
        Event("L1", at("2026-01-05 09:35"), "field", value=False, field="hot"),
        call("2026-01-05 09:40", team="marketing"),
        call("2026-01-05 09:50", automatic=True),
        call("2026-01-05 10:00", team=None),
        call("2026-01-05 10:10", team=None, automatic=True),
        happened("2026-01-05 10:20", "asked"),
        happened("2026-01-05 10:30", "asked"),
        happened("2026-01-05 10:50", "answered"),
        happened("2026-01-05 11:00", "answered"),
        call("2026-01-05 11:10", **short),
        call("2026-01-05 11:20", **long),
        happened("2026-01-05 11:30", "accept"),
        stage("2026-01-05 11:40", "hold"),
        stage("2026-01-05 13:00", "sal"),
        happened("2026-01-05 14:00", "reject", "no budget"),
        stage("2026-01-06 09:00", "mql"),
        stage("2026-01-06 09:30", "lead"),
        stage("2026-01-06 10:00", "mql"),
        happened("2026-01-06 10:10", "reject", "wrong region"),
        stage("2026-01-06 11:00", "mql"),
        stage("2026-01-06 11:10", "hold"),
        happened("2026-01-06 11:20", "asked"),
        stage("2026-01-06 12:00", "sal"),
        call("2026-01-06 16:00", **long),
        stage("2026-01-06 16:10", "sql"),
        Event("L1", at("2026-01-06 17:00"), "field", value=None, field="hot"),
        stage("2026-01-07 09:00", "lead"),
        stage("2026-01-07 09:10", "mql"),
        stage("2026-01-07 09:20", "spam"),
        call("2026-01-07 09:30"),
        stage("2026-01-07 10:00", "mql"),
        happened("2026-01-07 10:10", "accept"),
        stage("2026-01-07 10:20", "won"),
        happened("2026-01-07 10:30", "asked"),
        stage("2026-01-08 09:00", "mql"),
        stage("2026-01-08 09:05", "hold"),
    ]


CLAUSES = {
    "a call": FIRST_TOUCH,
    "a call by whomever": attrs.evolve(FIRST_TOUCH, any_actor=True),
    "a long call": attrs.evolve(FIRST_TOUCH, stops=LONG),
    "a call or going on": attrs.evolve(FIRST_TOUCH, stops=did("call") | entered("sal") | accepted()),
    "going on by whomever": attrs.evolve(FIRST_TOUCH, stops=entered("sal") | did("call"), any_actor=True),
    "answered": SLA("answer", "sales", entered("mql"), accepted() | rejected(), hours(1)),
    "accepted": SLA("accepted", "sales", entered("mql"), accepted("sal"), hours(1), cancels=rejected()),
    "accepted elsewhere": SLA("accepted", "sales", entered("mql"), accepted("won"), hours(1)),
    "rejected for money": SLA("money", "sales", entered("mql"), rejected("no budget"), hours(1)),
    "cancelled by spam": attrs.evolve(FIRST_TOUCH, cancels=entered("spam") | entered("lead")),
    "cancelled by an exit or won": attrs.evolve(FIRST_TOUCH, cancels=left("mql")),
    "on hold": attrs.evolve(FIRST_TOUCH, pauses=[ON_HOLD]),
    "asked, or on hold": attrs.evolve(FIRST_TOUCH, pauses=[Pause(did("asked"), did("answered")), ON_HOLD]),
    "never paused, or on hold": attrs.evolve(FIRST_TOUCH, pauses=[Pause(did("never"), did("answered")), ON_HOLD]),
    "in stage": SLA("in stage", "sales", entered("mql"), left("mql"), hours(2)),
    "in two stages": SLA("in stage", "sales", entered("mql") | entered("sal"), left("sal"), hours(2)),
    "after what is left": SLA("after", "sales", left("mql"), entered("sql") | did("call"), hours(2)),
    "after an answer": SLA("after", "sales", accepted(), did("call"), work_hours(8), OFFICE),
    "after a no": SLA("after", "sales", rejected(), entered("mql"), hours(20)),
    "after a question": SLA("after", "sales", did("asked"), did("call"), work_days(1), OFFICE),
    "by a field": attrs.evolve(FIRST_TOUCH, tiers=[Tier("hot", field("hot").is_true(), work_hours(1))]),
    "by tiers": attrs.evolve(
        FIRST_TOUCH,
        tiers=[Tier("just", did("asked", within=hours(1)), hours(2)), Tier("ever", did("asked"), hours(1))],
    ),
}


def found(sla: SLA, events: list[Event], how: str, when: str) -> Readings:
    """Measure with the plain finder alone, or with the whole one alone; what is replayed is known up to then."""
    known = journeys(events, as_of=at(when))
    with pytest.MonkeyPatch.context() as patch:
        if how == "plainly":
            patch.setattr(measuring, "find_clocks", None)  # which is not asked
        else:
            patch.setattr(measuring, "is_plain", lambda _: False)
        readings = measure(sla, known, as_of=at(when))
    return attrs.evolve(readings, items=tuple(readings))


@pytest.mark.parametrize("clause", CLAUSES)
def test_the_same_clocks(clause: str) -> None:
    """At five instants of a quarter that has everything."""
    plain = found(CLAUSES[clause], a_quarter(), "plainly", "2026-01-04 09:00")
    assert not plain.items
    for when in ("2026-01-05 10:40", "2026-01-05 12:30", "2026-01-06 11:25", "2026-01-07 09:15", "2026-01-09 09:00"):
        plain, whole = (found(CLAUSES[clause], a_quarter(), how, when) for how in ("plainly", "wholly"))
        assert plain == whole
    assert plain.items


EXPECTED = {
    "a call": ["05 09:30 met 11:10", "06 09:00 breached 16:00", "07 09:10 met 09:30", "07 10:00 breached …"],
    "a call by whomever": [
        "05 09:30 met 09:40",
        "06 09:00 breached 16:00",
        "07 09:10 met 09:30",
        "07 10:00 breached …",
    ],
    "a long call": ["05 09:30 met 11:20", "06 09:00 breached 16:00", "07 09:10 breached …"],
    "a call or going on": [
        "05 09:30 met 11:10",
        "06 09:00 met 12:00",
        "07 09:10 met 09:30",
        "07 10:00 met 10:10",
        "08 09:00 breached …",
    ],
    "answered": [
        "05 09:30 breached 11:30",
        "06 09:00 breached 10:10",
        "06 11:00 breached 10:10",
        "08 09:00 breached …",
    ],
    "accepted": [
        "05 09:30 breached 11:30",
        "06 09:00 breached 10:10",
        "06 11:00 breached 10:10",
        "08 09:00 breached …",
    ],
    "accepted elsewhere": ["05 09:30 breached …"],
    "rejected for money": ["05 09:30 breached 14:00", "06 09:00 breached …"],
    "cancelled by spam": [
        "05 09:30 met 11:10",
        "06 09:00 cancelled 09:30",
        "06 10:00 cancelled 10:10",
        "06 11:00 breached 16:00",
        "07 09:10 cancelled 09:20",
        "07 10:00 breached …",
    ],
    "by a field": ["05 09:30 breached 11:10", "06 09:00 breached 16:00", "07 09:10 met 09:30", "07 10:00 breached …"],
    "in stage": [
        "05 09:30 met 11:30",
        "06 09:00 met 09:30",
        "06 10:00 met 10:10",
        "06 11:00 met 11:10",
        "07 09:10 met 09:20",
        "07 10:00 met 10:10",
        "08 09:00 met 09:05",
    ],
    "after a no": ["05 14:00 met 09:00", "06 10:10 met 11:00"],
}


def lines(readings: Readings) -> list[str]:
    """Write each clock on a line: from when, its state, and until when."""
    ends = [reading.stopped or reading.cancelled for reading in readings]
    return [
        f"{one.started:%d %H:%M} {one.state} {'…' if end is None else f'{end:%H:%M}'}"
        for one, end in zip(readings, ends, strict=True)
    ]


@pytest.mark.parametrize("clause", EXPECTED)
def test_these_clocks(clause: str) -> None:
    """As anybody can tell by reading the history."""
    for how in ("plainly", "wholly"):
        assert lines(found(CLAUSES[clause], a_quarter(), how, "2026-01-09 09:00")) == EXPECTED[clause]


def test_pauses_are_the_same_stretches() -> None:
    """Asked thrice, first before the start, and answered twice is one pause; who is on hold at the end pauses on."""
    for how in ("plainly", "wholly"):
        first, *_, last = found(CLAUSES["asked, or on hold"], a_quarter(), how, "2026-01-08 09:30")
        assert [(f"{since:%H:%M}", f"{until:%H:%M}") for since, until in first.pauses] == [("09:30", "10:50")]
        assert last.state == "paused"  # asked once more, and not answered
        held = found(CLAUSES["never paused, or on hold"], a_quarter()[-2:], how, "2026-01-08 09:30")
        assert [(one.state, one.paused) for one in held] == [("paused", work_hours(25 / 60))]


@pytest.mark.parametrize(
    "tie",
    [
        call("2026-01-05 09:30"),
        stage("2026-01-05 11:10", "lead"),
        happened("2026-01-05 10:20", "answered"),
        stage("2026-01-05 11:20", "spam"),
    ],
)
def test_ties_are_left_to_the_whole_finder(tie: Event) -> None:
    """At a clock's start, at its stop, at a pause's start, and at no instant of the clock's."""
    for clause in ("a call", "cancelled by spam", "asked, or on hold", "in stage"):
        known = journeys([*a_quarter(), tie], as_of=at("2026-01-05 12:00"))
        plain = measure(CLAUSES[clause], known, as_of=at("2026-01-05 12:00"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(measuring, "is_plain", lambda _: False)
            assert plain == measure(CLAUSES[clause], known, as_of=at("2026-01-05 12:00"))


def test_each_funnel_is_looked_at_once() -> None:
    """One SLA is measured over journeys of one funnel: its stages are looked up for the first of them alone."""
    looked_up: list[str] = []
    leads = [stage("2026-01-05 09:00", "mql", lead=lead) for lead in ("L1", "L2", "L3")]
    known = replay(FUNNEL, Facts(events=leads), as_of=at("2026-01-05 10:00"))
    inner: Any = type(FUNNEL).stage

    def look_up(funnel: Any, name: str) -> Any:  # noqa: ANN401 - what is patched
        looked_up.append(name)
        return inner(funnel, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(FUNNEL), "stage", look_up)
        measure(CLAUSES["in stage"], known, as_of=at("2026-01-05 10:00"))
    assert looked_up == ["mql", "mql"]


def test_what_is_found_of_each_lead_stays() -> None:
    """Two leads whose callers name no team, of which one calls at the very start; and two whose tier is not known."""
    story = [stage("2026-01-05 09:00", "mql", lead=lead) for lead in ("L1", "L2")]
    calls = [call("2026-01-05 09:00", lead="L1", team=None), call("2026-01-05 09:30", lead="L2", team=None)]
    early = call("2026-01-05 08:59", lead="L2", team=None)
    known = journeys([*story, *calls, early], as_of=at("2026-01-05 10:00"))
    for plainly in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            if not plainly:
                patch.setattr(measuring, "is_plain", lambda _: False)
            found = measure(FIRST_TOUCH, known, as_of=at("2026-01-05 10:00")).findings
            doubts = measure(CLAUSES["by a field"], known, as_of=at("2026-01-05 10:00")).findings
        assert [(one.path, one.message[:8]) for one in found] == [("L1", "1 event "), ("L2", "1 event ")]
        assert [(one.code, one.path) for one in doubts] == [
            ("unknown-tier", "L1"),
            ("touch-without-team", "L1"),
            ("unknown-tier", "L2"),
            ("touch-without-team", "L2"),
        ]


def test_an_answer_where_the_funnel_has_no_boundary() -> None:
    """It says itself what was accepted; of another stage, or of none, it stops no clock."""
    funnel = attrs.evolve(FUNNEL, boundaries=[])
    for value, state in (("sal", "met"), ("won", "running"), (None, "running")):
        story = [stage("2026-01-05 09:00", "mql"), happened("2026-01-05 09:30", "accept", value)]
        known = replay(funnel, Facts(events=story), as_of=at("2026-01-05 09:40"))
        for plainly in (True, False):
            with pytest.MonkeyPatch.context() as patch:
                if plainly:
                    patch.setattr(measuring, "find_clocks", None)
                else:
                    patch.setattr(measuring, "is_plain", lambda _: False)
                found = measure(CLAUSES["accepted"], known, as_of=at("2026-01-05 09:40"))
            assert [one.state for one in found] == [state], value


def test_a_tier_that_asks_for_something_lately() -> None:
    """Asked within the hour before the start, to the microsecond."""
    sla = attrs.evolve(FIRST_TOUCH, tiers=[Tier("just", did("asked", within=hours(1)), hours(2))])
    for later, tier in ((timedelta(0), "just"), (timedelta(microseconds=1), None)):
        start = attrs.evolve(stage("2026-01-05 10:00", "mql"), at=at("2026-01-05 10:00") + later)
        known = journeys([happened("2026-01-05 09:00", "asked"), start], as_of=at("2026-01-05 11:00"))
        assert [one.tier for one in measure(sla, known, as_of=at("2026-01-05 11:00"))] == [tier]


def test_a_clock_that_runs_into_the_last_days() -> None:
    """It starts on a day that every zone can show, and is due on none."""
    start = datetime(9999, 12, 28, tzinfo=UTC)
    answer = SLA("answer", "sales", entered("mql"), left("mql"), hours(96))
    known = journeys([Event("L1", start, "stage", "mql")], as_of=start)
    with pytest.raises(TimeError):
        measure(answer, known, as_of=start)
    (reading,) = measure(attrs.evolve(answer, within=hours(95)), known, as_of=start)
    assert reading.due == datetime(9999, 12, 31, 23, tzinfo=UTC)


def test_all_that_are_exempt_are_counted() -> None:
    """Of every lead."""
    polite = attrs.evolve(FIRST_TOUCH, exempt=field("silent").is_true())
    known = journeys(
        [stage("2026-01-05 09:00", "mql", lead=lead) for lead in ("L1", "L2", "L3")],
        {lead: {"silent": lead != "L2"} for lead in ("L1", "L2", "L3")},
    )
    found = measure(polite, known, as_of=at("2026-01-05 10:00"))
    assert ([one.lead for one in found], found.exempt, found.findings) == (["L2"], 2, ())


def test_a_clock_at_the_end_of_time() -> None:
    """Due within the last year it is read; due after it, it is refused with where it started."""
    last = datetime(9999, 12, 31, 20, tzinfo=UTC)
    lead = Event("L1", last, "stage", "mql")
    answer = SLA("answer", "sales", entered("mql"), left("mql"), timedelta(hours=4) - timedelta(microseconds=1))
    for plainly in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            if not plainly:
                patch.setattr(measuring, "is_plain", lambda _: False)
            (reading,) = measure(answer, journeys([lead], as_of=last), as_of=last)
            assert reading.due == datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
            with pytest.raises(TimeError) as refused:
                measure(attrs.evolve(answer, within=hours(4)), journeys([lead], as_of=last), as_of=last)
        assert str(refused.value) == (
            "out-of-range: what starts at 9999-12-31T20:00:00+00:00 is not due within the years 1 to 9999"
        )
