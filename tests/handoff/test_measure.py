from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, FUNNEL, OFFICE, at, call, happened, journeys, read, stage

from alignkit.errors import DataError, DocumentError, NoBusinessTimeError, TimeError
from alignkit.funnel.patterns import entered, left, rejected
from alignkit.funnel.replay import replay
from alignkit.handoff.clocks import Clock
from alignkit.handoff.measure import measure
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import hours, minutes, zone_of
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import WorkTime, work_hours, work_minutes

MICROSECOND = timedelta(microseconds=1)
AWAY = Pause(did("away"), did("back"))
PAUSED = attrs.evolve(FIRST_TOUCH, pauses=[AWAY])
MQL = stage("2026-01-05 10:00", "mql")


def state(sla: SLA, as_of: datetime, *events: Event) -> str:
    """Return the state of the clock that the lead's entry starts."""
    (reading,) = measure(sla, journeys([MQL, *events]), as_of=as_of)
    return reading.state


def test_T21_exactly_at_the_due_instant() -> None:
    """A response exactly at the due instant meets the SLA; one microsecond later breaches it."""
    due = at("2026-01-05 14:00")
    as_of = at("2026-01-06 09:00")
    for answered, expected in [(due, "met"), (due + MICROSECOND, "breached")]:
        reading = measure(FIRST_TOUCH, Clock("L1", at("2026-01-05 10:00"), answered), as_of=as_of)[0]
        assert reading.state == expected
        assert reading.due == due
        assert reading.breached_at == (due if expected == "breached" else None)
    assert state(FIRST_TOUCH, due) == "warning"
    assert state(FIRST_TOUCH, due + MICROSECOND) == "breached"


def test_T21_at_closing_time() -> None:
    """Due at closing time is due at closing time: a call at night comes too late, though no work time has passed."""
    story = [stage("2026-01-05 13:00", "mql")]
    assert read(FIRST_TOUCH, [*story, call("2026-01-05 17:00")], "2026-01-06 12:00").state == "met"
    late = read(FIRST_TOUCH, [*story, call("2026-01-05 20:00")], "2026-01-06 12:00")
    assert late.state == "breached"
    assert late.worked == late.within
    assert late.breached_at == at("2026-01-05 17:00")


def test_T26_as_of_before_the_event() -> None:
    """Before the lead's entry there is no reading, and no negative age: the finding says so."""
    known = journeys([MQL])
    for source in (known, known[0], Clock("L1", MQL.at)):
        readings = measure(FIRST_TOUCH, source, as_of=at("2026-01-05 09:59"))
        assert len(readings) == 0
        assert [(found.code, found.path) for found in readings.findings] == [("clock-before-event", "L1")]
    (reading,) = measure(FIRST_TOUCH, known, as_of=MQL.at)
    assert (reading.worked, reading.paused) == (WorkTime(0), WorkTime(0))


def test_E05_a_future_event_never_counts() -> None:
    """A call after `as_of` stops nothing, in the facts or in journeys that know more than `as_of`."""
    story = [MQL, call("2026-01-05 12:00")]
    as_of = at("2026-01-05 11:00")
    for known in (journeys(story), journeys(story, as_of=as_of)):
        (reading,) = measure(FIRST_TOUCH, known, as_of=as_of)
        assert (reading.state, reading.stopped, reading.worked) == ("running", None, work_hours(1))


def test_journeys_that_know_less_are_refused() -> None:
    """Events between the replay and a later `as_of` are not known: a clock would look breached that is not."""
    known = journeys([MQL], as_of=at("2026-01-05 12:00"))
    with pytest.raises(DataError, match="replay the facts up to then") as caught:
        measure(FIRST_TOUCH, known, as_of=at("2026-01-05 12:01"))
    assert caught.value.code == "as-of-after-journeys"


def test_the_states_of_a_clock_in_order() -> None:
    """Running, then warning from four fifths on, then breached; paused in between."""
    assert state(FIRST_TOUCH, at("2026-01-05 10:00")) == "running"
    assert state(FIRST_TOUCH, at("2026-01-05 13:12") - MICROSECOND) == "running"
    assert state(FIRST_TOUCH, at("2026-01-05 13:12")) == "warning"
    assert state(PAUSED, at("2026-01-05 13:30"), happened("2026-01-05 13:20", "away")) == "paused"
    assert state(PAUSED, at("2026-01-05 11:30"), happened("2026-01-05 11:30", "away")) == "paused"
    away = (happened("2026-01-05 11:00", "away"), happened("2026-01-05 11:30", "back"))
    assert state(PAUSED, at("2026-01-05 11:30") - MICROSECOND, *away) == "paused"
    assert state(PAUSED, at("2026-01-05 11:30"), *away) == "running"
    half = attrs.evolve(FIRST_TOUCH, warn_at=0.5)
    assert state(half, at("2026-01-05 12:00")) == "warning"
    assert state(half, at("2026-01-05 12:00") - MICROSECOND) == "running"


def test_a_warning_share_that_falls_between_microseconds() -> None:
    """The warning comes at the first microsecond at which the share is used up."""
    sla = SLA("x", "sales", entered("mql"), left("mql"), timedelta(microseconds=10), warn_at=Fraction(1, 3))
    (reading,) = measure(sla, Clock("L1", MQL.at), as_of=MQL.at)
    assert reading.warned_at == MQL.at + 4 * MICROSECOND


def test_wall_time_runs_day_and_night() -> None:
    """Four hours by the clock on the wall are used up at night, in the zone of the start, across a clock change."""
    sla = SLA("x", "sales", entered("mql"), did("call"), hours(4))
    reading = read(sla, [stage("2026-03-29 00:30", "mql")], "2026-03-29 03:30")
    assert reading.due.isoformat() == "2026-03-29T05:30:00+02:00"
    assert reading.worked == hours(2)
    assert reading.left == hours(2)


def test_trap_1_a_start_while_closed() -> None:
    """Trap 1: Saturday 16:00 and one hour, Monday to Friday 10 to 18, is Monday 11:00, not 17:00."""
    sla = attrs.evolve(FIRST_TOUCH, within=work_hours(1), calendar=WorkCalendar("UTC", {"mon-fri": ["10:00-18:00"]}))
    start = datetime(2026, 1, 10, 16, tzinfo=UTC)
    (reading,) = measure(sla, Clock("L1", start), as_of=start)
    assert reading.due == datetime(2026, 1, 12, 11, tzinfo=UTC)


def test_trap_2_every_pause_counts() -> None:
    """Trap 2: two pauses both move the due time, and in work time."""
    story = [
        MQL,
        happened("2026-01-05 11:00", "away"),
        happened("2026-01-05 12:00", "back"),
        happened("2026-01-05 16:00", "away"),
        happened("2026-01-06 10:00", "back"),
    ]
    reading = read(PAUSED, story, "2026-01-05 16:00")
    assert reading.due == at("2026-01-05 15:00")  # one pause, and breached before the second
    slow = attrs.evolve(PAUSED, within=work_hours(6))
    assert read(slow, story, "2026-01-06 10:00").due == at("2026-01-06 11:00")
    assert read(slow, story, "2026-01-06 10:00").paused == work_hours(3)


def test_trap_3_pauses_are_measured_as_the_time_is() -> None:
    """Trap 3: a pause over the night gives back the work time in it, not sixteen hours; by the wall it gives all."""
    story = [MQL, happened("2026-01-05 12:00", "away"), happened("2026-01-06 10:00", "back")]
    reading = read(PAUSED, story, "2026-01-06 10:00")
    assert reading.paused == work_hours(6)
    assert reading.due == at("2026-01-06 12:00")
    wall = attrs.evolve(PAUSED, within=hours(4), calendar=None)
    reading = read(wall, story, "2026-01-06 10:00")
    assert reading.paused == hours(22)
    assert reading.due == at("2026-01-06 12:00")


def test_trap_4_the_pause_in_progress_moves_the_due_time() -> None:
    """Trap 4: a clock that pauses is not breached by waiting; its due time is what it would be if it resumed now."""
    story = [MQL, happened("2026-01-05 12:00", "away")]
    for as_of, due in [("2026-01-05 13:00", "2026-01-05 15:00"), ("2026-01-09 16:00", "2026-01-12 10:00")]:
        reading = read(PAUSED, story, as_of)
        assert (reading.state, reading.due) == ("paused", at(due))
        assert reading.worked == work_hours(2)
    assert read(PAUSED, [MQL, happened("2026-01-05 14:30", "away")], "2026-01-05 15:00").state == "breached"
    assert read(PAUSED, [*story, call("2026-01-09 10:00")], "2026-01-09 16:00").state == "met"


def test_a_pause_that_starts_when_the_time_is_used_up() -> None:
    """A pause at the due instant comes too late to move it."""
    story = [MQL, happened("2026-01-05 14:00", "away")]
    assert read(PAUSED, story, "2026-01-05 14:00").state == "paused"
    reading = read(PAUSED, story, "2026-01-05 14:01")
    assert (reading.state, reading.breached_at) == ("breached", at("2026-01-05 14:00"))


HOT = Tier("hot", field("employees") >= 500, work_hours(1))
TIERED = attrs.evolve(PAUSED, tiers=[HOT])


def test_trap_5_a_change_during_a_pause_keeps_tier_and_pause() -> None:
    """Trap 5: what a lead becomes during a pause neither changes its time nor loses the time paused."""
    story = [
        MQL,
        happened("2026-01-05 11:00", "away"),
        happened("2026-01-05 11:30", "field", field="employees", team="marketing"),
        happened("2026-01-05 12:00", "back"),
    ]
    story[2] = attrs.evolve(story[2], value=900)
    reading = read(TIERED, story, "2026-01-05 12:00")
    assert (reading.tier, reading.due) == (None, at("2026-01-05 15:00"))


def test_trap_6_the_clock_is_the_leads() -> None:
    """Trap 6: another owner does not get a fresh clock, and the reading names whose lead it was at the start."""
    story = [
        happened("2026-01-05 09:00", "owner", "ann"),
        MQL,
        happened("2026-01-05 13:00", "owner", "bob"),
    ]
    reading = read(FIRST_TOUCH, story, "2026-01-05 13:30")
    assert (reading.owner, reading.due) == ("ann", at("2026-01-05 14:00"))
    assert read(FIRST_TOUCH, [MQL], "2026-01-05 13:30").owner == "sales"


def test_trap_7_a_tier_is_chosen_by_the_fields_known_at_the_start() -> None:
    """Trap 7: what was known at the clock's start chooses the tier, that instant's own change included."""
    grown = attrs.evolve(happened("2026-01-05 10:00", "field", field="employees"), value=900)
    later = attrs.evolve(grown, at=at("2026-01-05 10:01"))
    assert read(TIERED, [MQL, grown], "2026-01-05 10:30").tier == "hot"
    assert read(TIERED, [MQL, grown], "2026-01-05 10:30").due == at("2026-01-05 11:00")
    assert read(TIERED, [MQL, later], "2026-01-05 10:30").tier is None


def test_a_tier_may_ask_for_events() -> None:
    """Who asked for a demo before is hot; who asks afterwards is not, for this clock."""
    sla = attrs.evolve(FIRST_TOUCH, tiers=[Tier("asked", did("demo"), minutes(5)), HOT])
    assert read(sla, [happened("2026-01-05 10:00", "demo"), MQL], "2026-01-05 10:01").tier == "asked"
    reading = read(sla, [happened("2026-01-05 10:00", "demo"), MQL], "2026-01-05 10:01")
    assert (reading.due, reading.worked) == (at("2026-01-05 10:05"), minutes(1))
    assert read(sla, [MQL, happened("2026-01-05 10:01", "demo")], "2026-01-05 10:01").tier is None


def test_a_tier_has_its_own_calendar_and_measures_pauses_in_it() -> None:
    """A tier that works on Saturdays measures its pauses on Saturdays too."""
    six = WorkCalendar("Europe/Amsterdam", {"mon-sat": ["09:00-17:00"]})
    sla = attrs.evolve(PAUSED, tiers=[Tier("hot", field("employees") >= 500, work_hours(4), six)])
    story = [
        stage("2026-01-09 16:00", "mql"),
        happened("2026-01-10 09:00", "away"),
        happened("2026-01-10 11:00", "back"),
    ]
    known = journeys(story, {"L1": {"employees": 900}})
    (reading,) = measure(sla, known, as_of=at("2026-01-10 12:00"))
    assert (reading.paused, reading.due) == (work_hours(2), at("2026-01-10 14:00"))
    assert read(sla, story, "2026-01-10 12:00").paused == work_hours(0)


def test_trap_32_an_unknown_tier_does_not_fall_through_in_silence() -> None:
    """Trap 32: where it is not known whether a tier holds, the default is taken and the lead is named."""
    readings = measure(TIERED, journeys([MQL]), as_of=MQL.at)
    assert readings[0].tier is None
    assert [(found.code, found.path) for found in readings.findings] == [("unknown-tier", "L1")]
    known = journeys([MQL], {"L1": {"employees": 3}})
    assert not measure(TIERED, known, as_of=MQL.at).findings


def test_trap_8_every_sla_has_its_own_reading() -> None:
    """Trap 8: that the second clause is met does not hide that the first is breached."""
    quick = attrs.evolve(FIRST_TOUCH, name="quick", within=work_minutes(5))
    story = [MQL, call("2026-01-05 12:00")]
    assert read(quick, story, "2026-01-06 09:00").state == "breached"
    assert read(FIRST_TOUCH, story, "2026-01-06 09:00").state == "met"


def test_trap_10_the_definition_says_what_ends_a_clock() -> None:
    """Trap 10: closing without a call breaches; where the clause exempts spam, it is cancelled, in time alone."""
    story = [MQL, stage("2026-01-05 11:00", "spam")]
    assert read(FIRST_TOUCH, story, "2026-01-06 09:00").state == "breached"
    exempt = attrs.evolve(FIRST_TOUCH, cancels=entered("spam"))
    reading = read(exempt, story, "2026-01-06 09:00")
    assert (reading.state, reading.cancelled, reading.breached_at) == ("cancelled", at("2026-01-05 11:00"), None)
    assert not reading.is_open
    late = read(exempt, [MQL, stage("2026-01-05 15:00", "spam")], "2026-01-06 09:00")
    assert (late.state, late.cancelled) == ("breached", at("2026-01-05 15:00"))
    assert not late.is_open


def test_trap_11_a_reply_outside_working_hours_is_there() -> None:
    """Trap 11: a call on a Sunday stops the clock that Friday evening started, with no time used."""
    reading = read(FIRST_TOUCH, [stage("2026-01-09 18:00", "mql"), call("2026-01-11 12:00")], "2026-01-12 12:00")
    assert (reading.state, reading.worked) == ("met", work_hours(0))


def test_trap_12_the_breach_is_the_first_crossing() -> None:
    """Trap 12: neither a late stop, nor a pause or a cancellation after the breach moves its instant."""
    later = [
        happened("2026-01-05 15:00", "away"),
        happened("2026-01-06 12:00", "back"),
        call("2026-01-07 12:00"),
        happened("2026-01-08 12:00", "reject", "no budget"),
    ]
    sla = attrs.evolve(PAUSED, cancels=rejected())
    for count in range(len(later) + 1):
        assert read(sla, [MQL, *later[:count]], "2026-01-09 12:00").breached_at == at("2026-01-05 14:00")


def test_trap_13_lunch_is_no_work() -> None:
    """Trap 13: two intervals a day; the lunch break is not used, and nothing is due at midnight."""
    lunch = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]})
    sla = attrs.evolve(FIRST_TOUCH, calendar=lunch)
    assert read(sla, [MQL], "2026-01-05 13:00").due == at("2026-01-05 14:30")
    assert read(sla, [MQL], "2026-01-05 13:00").worked == work_hours(2.5)


def test_trap_14_clock_changes_and_zones() -> None:
    """Trap 14: the calendar's zone counts, clock changes and all; a lead from Tokyo is not late at its creation."""
    night = WorkCalendar("Europe/Paris", {"mon-sun": ["22:00-06:00"]})
    sla = attrs.evolve(FIRST_TOUCH, within=work_hours(8), calendar=night)
    (reading,) = measure(sla, Clock("L1", at("2024-03-30 22:00", "Europe/Paris")), as_of=at("2024-03-31 06:00", "UTC"))
    assert (reading.worked, reading.due) == (work_hours(7), at("2024-03-31 23:00", "Europe/Paris"))
    tokyo = at("2026-01-05 18:00", "Asia/Tokyo")
    (reading,) = measure(FIRST_TOUCH, Clock("L1", tokyo), as_of=tokyo)
    assert (reading.state, reading.due) == ("running", at("2026-01-05 14:00"))
    assert reading.due.isoformat() == "2026-01-05T14:00:00+01:00"


def test_trap_15_a_calendar_that_never_opens_again() -> None:
    """Trap 15: a clock whose calendar ends does not loop for ever."""
    once = WorkCalendar("UTC", {}, exceptions={date(2026, 1, 5): ["09:00-10:00"]})
    sla = attrs.evolve(FIRST_TOUCH, calendar=once)
    with pytest.raises(NoBusinessTimeError, match="2026-01-05"):
        measure(sla, Clock("L1", MQL.at), as_of=MQL.at)


def test_a_due_time_past_the_year_9999() -> None:
    """It is refused with a message, not with an overflow."""
    sla = SLA("x", "sales", entered("mql"), did("call"), timedelta(days=36_500))
    with pytest.raises(TimeError, match="out-of-range"):
        measure(sla, Clock("L1", datetime(9950, 1, 1, tzinfo=UTC)), as_of=datetime(9951, 1, 1, tzinfo=UTC))


def test_no_instant_of_a_reading_lies_before_the_year_1() -> None:
    """What cannot be shown in the calendar's zone is refused by measure, and not when somebody looks at a reading."""
    start = datetime(1, 1, 1, tzinfo=UTC)
    always = WorkCalendar("Pacific/Honolulu", {"mon-sun": ["00:00-24:00"]})
    sla = SLA("x", "sales", entered("mql"), did("call"), work_hours(50), always)
    events = [Event("L1", start, "stage", "mql"), Event("L1", start + hours(1), "away")]
    for clause in (attrs.evolve(sla, warn_at=0.1), attrs.evolve(sla, pauses=[AWAY])):
        for again in (False, True):  # found plainly, and not
            with pytest.raises(TimeError, match="out-of-range"):
                measure(attrs.evolve(clause, again=again), journeys(events), as_of=start + hours(9))


def test_the_last_days_of_the_year_9999_are_shown() -> None:
    """Although the last has no close any more."""
    days = SLA("x", "sales", entered("mql"), did("call"), work_days(2), OFFICE)
    as_of = datetime(9999, 12, 31, 23, tzinfo=zone_of("Pacific/Pago_Pago"))
    told = replay(FUNNEL, Facts(events=[Event("L1", datetime(9999, 12, 27, tzinfo=UTC), "stage", "mql")]), as_of=as_of)
    (reading,) = measure(days, told, as_of=as_of)
    assert "breached" in repr(reading)


def test_wrong_arguments() -> None:
    """What is no SLA, no journeys, or no aware instant is refused in words."""
    with pytest.raises(DocumentError, match="takes an SLA"):
        measure("first touch", journeys([]), as_of=MQL.at)  # type: ignore[arg-type]  # the mistake
    with pytest.raises(DocumentError, match="as replay gives"):
        measure(FIRST_TOUCH, [MQL], as_of=MQL.at)  # type: ignore[arg-type]  # the mistake
    with pytest.raises(TimeError, match="naive"):
        measure(FIRST_TOUCH, journeys([]), as_of=MQL.at.replace(tzinfo=None))


def several() -> list[Event]:
    """Tell of five leads: met, breached, running, warning and never started."""
    return [
        stage("2026-01-05 09:00", "mql", lead="met"),
        call("2026-01-05 10:00", lead="met"),
        stage("2026-01-05 09:00", "mql", lead="late"),
        stage("2026-01-06 09:00", "mql", lead="new"),
        stage("2026-01-05 13:30", "mql", lead="soon"),
        stage("2026-01-05 13:30", "lead", lead="early"),
    ]


def test_readings_count_clocks_by_state() -> None:
    """The share met is over what is decided; open clocks stand apart; 0 of 0 is None."""
    readings = measure(FIRST_TOUCH, journeys(several()), as_of=at("2026-01-06 09:25"))
    assert readings.met_share == Fraction(1, 2)
    assert readings.pending == 2
    assert readings.counts == {"running": 1, "warning": 1, "paused": 0, "met": 1, "breached": 1, "cancelled": 0}
    assert [reading.lead for reading in readings] == ["late", "met", "new", "soon"]
    assert readings.of("soon")[0].state == "warning"
    assert readings.of("early") == ()
    assert readings[:1] == (readings[0],)
    assert measure(FIRST_TOUCH, journeys([]), as_of=at("2026-01-06 09:25")).met_share is None


def test_readings_show_themselves() -> None:
    """Text, HTML and plain data; an empty answer is well formed too."""
    readings = measure(FIRST_TOUCH, journeys(several()), as_of=at("2026-01-06 09:25"))
    text = repr(readings)
    assert "50 % met, 1 of 2" in text
    assert "2 pending" in text
    assert "breached" in readings._repr_html_()
    plain = json.loads(json.dumps(readings.to_dict()))
    assert (plain["kind"], plain["met_share"], len(plain["readings"])) == ("readings", 0.5, 4)
    assert plain["readings"][0]["left"] == "-4 work hours 25 minutes"
    assert "No clock is decided yet" in repr(measure(FIRST_TOUCH, journeys([]), as_of=MQL.at))
    assert pickle.loads(pickle.dumps(readings)) == readings


@pytest.mark.parametrize(
    "events",
    [
        [],
        [happened("2026-01-05 11:00", "away")],
        [happened("2026-01-05 11:00", "away"), happened("2026-01-05 12:00", "back"), call("2026-01-05 16:00")],
        [call("2026-01-05 12:00")],
        [happened("2026-01-05 15:00", "away"), happened("2026-01-05 16:00", "back")],
        [happened("2026-01-05 11:00", "reject", "no budget")],
    ],
    ids=["open", "paused", "late", "met", "paused late", "cancelled"],
)
def test_a_reading_shows_its_clock(events: list[Event]) -> None:
    """A sentence and a picture of the time used, paused and overdue."""
    sla = attrs.evolve(PAUSED, cancels=rejected(), tiers=[HOT])
    reading = measure(sla, journeys([MQL, *events]), as_of=at("2026-01-06 12:00"))[0]
    assert f"clock of sales: {reading.state}" in repr(reading)
    assert reading.state in reading._repr_html_()
    assert json.loads(json.dumps(reading.to_dict()))["state"] == reading.state
    assert sla.calendar == OFFICE
