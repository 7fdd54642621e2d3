"""What an SLA can say besides a time: working days, clocks that start anew, whose they are, and who is told."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, OFFICE, at, call, happened, journeys, read, stage

from alignkit.errors import DocumentError, LimitError
from alignkit.funnel.patterns import entered, left
from alignkit.handoff.clocks import Clock
from alignkit.handoff.escalations import Escalation
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Reading, Readings
from alignkit.handoff.slas import SLA, Pause
from alignkit.history.events import Event
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import work_hours

LATE = "2026-02-01 12:00"
MONDAY = stage("2026-01-05 10:00", "mql")


def told(readings: Readings) -> list[tuple[str, str, str]]:
    """Write each clock as people see it: owner, from when to when, and its state."""

    def end(reading: Reading) -> str:
        last = reading.stopped or reading.cancelled
        return "…" if last is None else f"{last:%d %H:%M}"

    return [(one.owner, f"{one.started:%d %H:%M} to {end(one)}", one.state) for one in readings]


def measured(sla: SLA, *events: Event, as_of: str = LATE, **fields: Any) -> Readings:  # noqa: ANN401 - what a field may hold
    """Measure events of one lead, with these fields."""
    return measure(sla, journeys(events, {"L1": fields} if fields else None), as_of=at(as_of))


# working days

TWO_DAYS = attrs.evolve(FIRST_TOUCH, within=work_days(2))


def test_two_working_days() -> None:
    """What starts on Monday is due when Wednesday closes; met to the very close, and breached a moment later."""
    reading = read(TWO_DAYS, [MONDAY], "2026-01-06 13:00")
    assert (reading.state, reading.due) == ("running", at("2026-01-07 17:00"))
    assert (reading.within, reading.allowed) == (work_days(2), work_hours(23))
    assert (reading.worked, reading.left) == (work_hours(11), work_hours(12))
    assert read(TWO_DAYS, [MONDAY, call("2026-01-07 17:00")], LATE).state == "met"
    assert read(TWO_DAYS, [MONDAY, call("2026-01-07 17:01")], LATE).state == "breached"


def test_the_warning_of_working_days_goes_by_work_time() -> None:
    """At four fifths of the 23 working hours between: 18.4 of them."""
    reading = read(TWO_DAYS, [MONDAY], "2026-01-07 12:24")
    assert reading.warned_at == at("2026-01-07 12:24")
    assert reading.state == "warning"
    assert reading.to_dict()["within"] == "2 work days"


def test_a_reading_in_working_days_says_both() -> None:
    """Days as they were agreed, and the hours that they are."""
    assert "11 work hours of 23 work hours (2 work days) used" in repr(read(TWO_DAYS, [MONDAY], "2026-01-06 13:00"))


def test_working_days_do_not_pause_and_need_a_calendar() -> None:
    """Both are refused where the SLA is built."""
    with pytest.raises(DocumentError) as refused:
        attrs.evolve(TWO_DAYS, pauses=[Pause(entered("hold"), left("hold"))])
    assert str(refused.value) == (
        "within: days-cannot-pause: 2 work days are over at a close, and cannot pause: give work time, or no pauses"
    )
    with pytest.raises(DocumentError) as refused:
        attrs.evolve(TWO_DAYS, calendar=None)
    assert refused.value.code == "no-calendar"


# clocks that start anew


def test_a_reset_starts_the_clock_anew() -> None:
    """A new request: the clock of the first ends without a verdict, and the second has its whole time."""
    again = attrs.evolve(FIRST_TOUCH, resets=did("demo_request"))
    asked = happened("2026-01-05 13:00", "demo_request")
    found = measured(again, MONDAY, asked, call("2026-01-05 16:30"))
    assert told(found) == [
        ("sales", "05 10:00 to 05 13:00", "cancelled"),
        ("sales", "05 13:00 to 05 16:30", "met"),
    ]
    assert [reading.reset for reading in found] == [True, False]
    assert told(measured(again, asked, call("2026-01-05 16:30"))) == []  # without a clock there is nothing to reset


def test_a_reset_comes_too_late_for_a_breach() -> None:
    """A breach stays one, and the clock starts anew all the same."""
    again = attrs.evolve(FIRST_TOUCH, resets=did("demo_request"))
    found = measured(again, MONDAY, happened("2026-01-06 10:00", "demo_request"), call("2026-01-06 11:00"))
    assert told(found) == [
        ("sales", "05 10:00 to 06 10:00", "breached"),
        ("sales", "06 10:00 to 06 11:00", "met"),
    ]


def test_the_owners_clock_starts_anew_with_each_owner() -> None:
    """Nobody is given a lead whose time is spent; told once more who owns it, nothing starts anew."""
    of_owner = attrs.evolve(FIRST_TOUCH, whose="owner")
    events = [
        MONDAY,
        happened("2026-01-05 10:00", "owner", "ann"),
        happened("2026-01-05 13:00", "owner", "bram"),
        happened("2026-01-05 14:00", "owner", "bram"),
        call("2026-01-05 16:59", actor="bram"),
    ]
    assert told(measured(of_owner, *events)) == [
        ("ann", "05 10:00 to 05 13:00", "cancelled"),
        ("bram", "05 13:00 to 05 16:59", "met"),
    ]
    assert told(measured(FIRST_TOUCH, *events)) == [("ann", "05 10:00 to 05 16:59", "breached")]


def test_who_owns_a_deal_does_not_own_the_lead() -> None:
    """Nor does a clock start anew where the owner is named once more, or a field says what an event has said."""
    of_owner = attrs.evolve(FIRST_TOUCH, whose="owner")
    linked = [happened("2026-01-05 09:00", "link", "D1"), happened("2026-01-05 11:00", "owner", "desk", lead="D1")]
    again = happened("2026-01-05 11:00", "owner", "ann")
    by_field = happened("2026-01-05 12:00", "field", "bram", field="owner")
    for events in ([*linked, MONDAY], [MONDAY, again], [MONDAY, again, by_field]):
        assert told(measured(of_owner, *events, as_of="2026-01-05 13:00", owner="ann")) == [
            ("ann", "05 10:00 to …", "running")
        ]
    assert told(measured(of_owner, MONDAY, by_field, as_of="2026-01-05 13:00", owner="ann")) == [
        ("ann", "05 10:00 to 05 12:00", "cancelled"),
        ("bram", "05 12:00 to …", "running"),
    ]


def test_updates_time_and_again() -> None:
    """Every two working days while the lead is an SQL: each update starts the next clock, and leaving ends the last."""
    updates = SLA(
        "updates", "sales", entered("sql"), did("update"), work_days(2), OFFICE, cancels=left("sql"), again=True
    )
    events = [
        stage("2026-01-05 10:00", "sql"),
        call("2026-01-06 10:00", what="update"),
        call("2026-01-12 10:00", what="update"),
        stage("2026-01-13 10:00", "won"),
    ]
    assert told(measured(updates, *events)) == [
        ("sales", "05 10:00 to 06 10:00", "met"),
        ("sales", "06 10:00 to 12 10:00", "breached"),
        ("sales", "12 10:00 to 13 10:00", "cancelled"),
    ]


def test_what_stops_a_clock_does_not_start_it_anew() -> None:
    """Refused: whoever calls would start the next clock without being asked to."""
    with pytest.raises(DocumentError) as refused:
        attrs.evolve(FIRST_TOUCH, resets=did("call"))
    assert str(refused.value) == ("resets: resets-at-stop: did('call') both stops the clock and starts it anew")


# who has no clock


def test_who_must_not_be_called_has_no_clock() -> None:
    """As known at the start; the reading counts it."""
    polite = attrs.evolve(FIRST_TOUCH, exempt=field("do_not_call").is_true())
    found = measured(polite, MONDAY, do_not_call=True)
    assert (len(found), found.exempt, found.to_dict()["exempt"]) == (0, 1, 1)
    assert (len(measured(polite, MONDAY, do_not_call=False)), measured(polite, MONDAY, do_not_call=False).exempt) == (
        1,
        0,
    )
    later = happened("2026-01-06 09:00", "field", "yes", field="do_not_call")
    assert len(measured(polite, MONDAY, later, do_not_call=False)) == 1


def test_an_exemption_that_is_not_known_is_none() -> None:
    """The clock runs, and somebody should look."""
    polite = attrs.evolve(FIRST_TOUCH, exempt=field("do_not_call").is_true())
    found = measured(polite, MONDAY)
    assert len(found) == 1
    (doubt,) = found.findings
    assert (doubt.code, doubt.path) == ("unknown-exemption", "L1")
    assert doubt.message == (
        "whether the lead is exempt from 'first touch' is not known at 2026-01-05T10:00:00+01:00: its clock runs"
    )


# who is told


def test_who_is_told_and_when() -> None:
    """The owner at half the time, the head of sales when it is due, the board a day's work later; data, and no more."""
    loud = attrs.evolve(
        FIRST_TOUCH, escalations=[Escalation(0.5, "owner"), Escalation(1, "head of sales"), Escalation(3, "board")]
    )
    reading = read(loud, [MONDAY], "2026-01-05 15:00")
    assert [(one.tell, one.at, one.is_reached) for one in reading.told] == [
        ("owner", at("2026-01-05 12:00"), True),
        ("head of sales", at("2026-01-05 14:00"), True),
        ("board", at("2026-01-06 14:00"), False),
    ]
    assert reading.to_dict()["told"] == [one.to_dict() for one in reading.told]
    assert reading.told[0].to_dict() == {
        "tell": "owner",
        "share": "1/2",
        "at": "2026-01-05T12:00:00+01:00",
        "is_reached": True,
    }
    stopped = read(loud, [MONDAY, call("2026-01-05 13:00")], LATE)
    assert [one.is_reached for one in stopped.told] == [True, False, False]


def test_an_escalation_waits_while_the_clock_pauses() -> None:
    """Its share is one of the time that counts."""
    quiet = attrs.evolve(
        FIRST_TOUCH, escalations=[Escalation(Fraction(1, 2), "owner")], pauses=[Pause(entered("hold"), left("hold"))]
    )
    events = [MONDAY, stage("2026-01-05 11:00", "hold"), stage("2026-01-06 09:00", "sal")]
    assert read(quiet, events, LATE).told[0].at == at("2026-01-06 10:00")


@pytest.mark.parametrize(
    ("share", "tell", "code"),
    [
        (0, "owner", "bad-share"),
        (-1, "owner", "bad-share"),
        (101, "owner", "bad-share"),
        ("half", "owner", "wrong-type"),
        (float("nan"), "owner", "not-finite"),
        (10**16, "owner", "too-large"),
        (1, "", "bad-id"),
        (1, 5, "wrong-type"),
    ],
)
def test_escalations_that_are_none(share: Any, tell: Any, code: str) -> None:  # noqa: ANN401 - what a user may give
    """A share above nothing, and somebody to tell."""
    with pytest.raises((DocumentError, LimitError)) as refused:
        Escalation(share, tell)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("parts", "code", "path"),
    [
        ({"whose": "team"}, "unknown-owner", "whose"),
        ({"again": "yes"}, "wrong-type", "again"),
        ({"escalations": ["owner"]}, "wrong-type", "escalations[0]"),
        ({"escalations": "owner"}, "wrong-type", "escalations"),
        ({"resets": "demo"}, "not-a-pattern", ""),
        ({"exempt": "vip"}, "not-a-rule", ""),
    ],
)
def test_clauses_that_are_none(parts: dict[str, Any], code: str, path: str) -> None:
    """Each with its place."""
    with pytest.raises(DocumentError) as refused:
        attrs.evolve(FIRST_TOUCH, **parts)
    assert refused.value.code == code
    assert path in refused.value.issues[0].path


def test_an_array_is_no_choice() -> None:
    """It is neither among the words nor not: that is told as for any other value."""
    np = pytest.importorskip("numpy")
    for place in ("whose", "retier"):
        with pytest.raises(DocumentError) as refused:
            attrs.evolve(FIRST_TOUCH, **{place: np.array(["lead", "keep"])})
        assert refused.value.issues[0].path == place


def test_a_clock_of_known_instants_takes_them_too() -> None:
    """Whoever has no journey states when it started."""
    clock = Clock("L1", at("2026-01-05 10:00"), cancelled=at("2026-01-05 12:00"), reset=True)
    (reading,) = measure(FIRST_TOUCH, clock, as_of=at(LATE))
    assert (reading.state, reading.reset) == ("cancelled", True)
    assert (
        measure(attrs.evolve(FIRST_TOUCH, within=timedelta(hours=1), calendar=None), clock, as_of=at(LATE))[0].state
        == "breached"
    )


# what comes at one instant


def test_what_ends_all_ends_the_updates() -> None:
    """One event answers and cancels, in whatever order: nothing starts anew on a lead that is won."""
    updates = SLA("u", "sales", entered("mql"), left("mql"), timedelta(hours=4), again=True, cancels=entered("won"))
    assert told(measured(updates, MONDAY, stage("2026-01-05 11:00", "won"))) == [
        ("sales", "05 10:00 to 05 11:00", "met")
    ]
    by_note = attrs.evolve(updates, stops=did("update"), any_actor=True)
    for first, second in ((1, 2), (2, 1)):
        sold = stage("2026-01-05 11:00", "won", seq=first)
        noted = happened("2026-01-05 11:00", "update", seq=second)
        assert told(measured(by_note, MONDAY, sold, noted)) == [("sales", "05 10:00 to 05 11:00", "met")]


def test_no_two_clocks_of_a_lead_start_at_one_instant() -> None:
    """An owner named with the start, and two updates at once, make no clock of no length."""
    of_owner = attrs.evolve(FIRST_TOUCH, whose="owner")
    for first, second in ((1, 2), (2, 1)):
        events = [
            stage("2026-01-05 10:00", "mql", seq=first),
            happened("2026-01-05 10:00", "owner", "ann", seq=second),
        ]
        assert told(measured(of_owner, *events, as_of="2026-01-05 11:00")) == [("ann", "05 10:00 to …", "running")]
    updates = SLA("u", "sales", entered("mql"), did("update"), timedelta(hours=4), again=True, any_actor=True)
    twice = [happened("2026-01-05 11:00", "update", id=name) for name in ("one", "two")]
    assert told(measured(updates, MONDAY, *twice, as_of="2026-01-05 12:00")) == [
        ("sales", "05 10:00 to 05 11:00", "met"),
        ("sales", "05 11:00 to …", "running"),
    ]
    at_once = happened("2026-01-05 10:00", "update")
    assert told(measured(updates, MONDAY, at_once, as_of="2026-01-05 12:00")) == [("sales", "05 10:00 to …", "running")]


def test_nobody_is_no_other_owner() -> None:
    """Whoever gives a lead away and takes it back has the same time as before."""
    of_owner = attrs.evolve(FIRST_TOUCH, whose="owner")
    events = [
        happened("2026-01-05 08:00", "owner", "ann"),
        MONDAY,
        happened("2026-01-05 11:00", "owner", None),
        happened("2026-01-05 12:00", "owner", "ann"),
    ]
    assert told(measured(of_owner, *events, as_of="2026-01-05 13:00")) == [("ann", "05 10:00 to …", "running")]


def test_working_days_do_not_pause_whatever_the_source() -> None:
    """A clock of known instants may bring pauses, and working days go on."""
    clock = Clock("L1", at("2026-01-05 10:00"), pauses=[(at("2026-01-05 11:00"), at("2026-01-09 10:00"))])
    (reading,) = measure(TWO_DAYS, clock, as_of=at("2026-01-06 12:00"))
    assert (reading.state, reading.pauses, reading.due) == ("running", (), at("2026-01-07 17:00"))


def test_an_escalation_that_never_comes_is_told_to_nobody() -> None:
    """A fair of a single day: three times the time is never used up, and the clock is read all the same."""
    fair = WorkCalendar("Europe/Amsterdam", {}, exceptions={date(2026, 1, 5): ["09:00-17:00"]})
    loud = attrs.evolve(
        FIRST_TOUCH, calendar=fair, escalations=[Escalation(1, "head of sales"), Escalation(3, "board")]
    )
    (reading,) = measured(loud, MONDAY, call("2026-01-05 11:00"))
    assert (reading.state, [one.tell for one in reading.told]) == ("met", ["head of sales"])
