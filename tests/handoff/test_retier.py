"""A lead that changes while its clock runs: the clock keeps its time, starts anew, or is recomputed from its start."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st
from tests.handoff.scenes import FIRST_TOUCH, OFFICE, at, call, happened, journeys, stage
from tests.handoff.slow import MINUTE, slow_reading

from alignkit.errors import DataError, DocumentError
from alignkit.funnel.patterns import entered, left
from alignkit.handoff.clocks import Clock
from alignkit.handoff.measure import measure
from alignkit.handoff.monitor import Monitor
from alignkit.handoff.retier import changes_with_time
from alignkit.handoff.slas import SLA, Pause, Retier, Tier
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.instants import days, hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import work_hours

HOT = Tier("hot", field("hot").is_true(), work_hours(1))
BIG = Tier("big", field("size") >= 50, hours(3))
KEEP = attrs.evolve(
    FIRST_TOUCH, tiers=[HOT, BIG]
)  # four hours of work; an hour for hot leads, three by the clock for big
RESTART = attrs.evolve(KEEP, retier="restart")
RECOMPUTE = attrs.evolve(KEEP, retier="recompute")
WHETHER = "whether the tier 'hot' of 'first touch' holds is not known"
COLD: dict[str, Any] = {"hot": False, "size": 10}
TEN = stage("2026-01-05 10:00", "mql")  # a Monday


def changed(when: str, name: str, value: Value) -> Event:
    """Tell that a field changed."""
    return Event("L1", at(when), "field", value, field=name)


def told(sla: SLA, *events: Event, as_of: str = "2026-01-05 16:00", **fields: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - what a field may hold
    """Measure one lead's clocks: their tier, start, due time and state."""
    found = measure(sla, journeys(events, {"L1": COLD | fields}), as_of=at(as_of))
    return [(one.tier, f"{one.started:%H:%M}", f"{one.due:%H:%M}", one.state) for one in found]


def test_a_clock_keeps_its_tier_unless_told() -> None:
    """As ever: the rule is asked once."""
    hot = changed("2026-01-05 11:00", "hot", value=True)
    assert KEEP.retier == "keep"
    assert told(KEEP, TEN, hot, as_of="2026-01-05 12:30") == [(None, "10:00", "14:00", "running")]


def test_restart_gives_the_new_tier_its_whole_time_from_now_on() -> None:
    """The old clock ends as if it was cancelled, and the new one starts at the very instant of the change."""
    hot = changed("2026-01-05 11:00", "hot", value=True)
    assert told(RESTART, TEN, hot, as_of="2026-01-05 11:30") == [
        (None, "10:00", "14:00", "cancelled"),
        ("hot", "11:00", "12:00", "running"),
    ]
    cancelled, running = measure(RESTART, journeys([TEN, hot], {"L1": COLD}), as_of=at("2026-01-05 11:30"))
    assert (cancelled.reset, running.reset) == (True, False)
    assert cancelled.cancelled == running.started
    assert running.retiered_at is None  # it has held since its start


def test_a_clock_that_started_anew_says_so() -> None:
    """Of what was cancelled for good nothing more is said."""
    ended = Clock("L1", at("2026-01-05 10:00"), cancelled=at("2026-01-05 12:00"))
    anew = attrs.evolve(ended, reset=True)
    for clock, words in ((ended, "cancelled as of"), (anew, "cancelled, and started anew, as of")):
        (reading,) = measure(FIRST_TOUCH, clock, as_of=at("2026-01-05 13:00"))
        assert words in " ".join(repr(reading).split())


def test_a_clock_that_was_late_when_it_started_anew_stays_late() -> None:
    """What was promised before was not kept."""
    cold = changed("2026-01-05 12:00", "hot", value=False)
    assert told(RESTART, TEN, cold, hot=True) == [
        ("hot", "10:00", "11:00", "breached"),
        (None, "12:00", "16:00", "warning"),
    ]


def test_recompute_counts_from_the_start() -> None:
    """One clock, whose due time is that of the new tier: an hour after ten, which is over at half past eleven."""
    hot = changed("2026-01-05 10:30", "hot", value=True)
    assert told(RECOMPUTE, TEN, hot, as_of="2026-01-05 10:45") == [("hot", "10:00", "11:00", "running")]
    late = changed("2026-01-05 11:30", "hot", value=True)
    assert told(RECOMPUTE, TEN, late, as_of="2026-01-05 11:29") == [(None, "10:00", "14:00", "running")]
    assert told(RECOMPUTE, TEN, late, as_of="2026-01-05 11:30") == [("hot", "10:00", "11:00", "breached")]


def test_recompute_says_since_when() -> None:
    """In the reading, in its sentence and in its picture."""
    hot = changed("2026-01-05 10:30", "hot", value=True)
    (reading,) = measure(RECOMPUTE, journeys([TEN, hot], {"L1": COLD}), as_of=at("2026-01-05 10:45"))
    assert reading.retiered_at == at("2026-01-05 10:30")
    assert reading.to_dict()["retiered_at"] == "2026-01-05T10:30:00+01:00"
    assert "clock of sales, tier hot since 2026-01-05 10:30+01:00: running" in repr(reading)
    assert "tier hot" in reading._repr_html_()
    cold = changed("2026-01-05 10:40", "hot", value=False)
    (reading,) = measure(RECOMPUTE, journeys([TEN, hot, cold], {"L1": COLD}), as_of=at("2026-01-05 10:45"))
    assert (reading.tier, reading.due) == (None, at("2026-01-05 14:00"))
    assert "clock of sales, no tier since 2026-01-05 10:40+01:00: running" in repr(reading)


def test_a_breach_stays_one_when_more_time_is_given() -> None:
    """Breached as a hot lead at eleven: at noon it is hot no more, and still late, with the tier that it had."""
    cold = changed("2026-01-05 12:00", "hot", value=False)
    assert told(RECOMPUTE, TEN, cold, as_of="2026-01-05 13:00", hot=True) == [("hot", "10:00", "11:00", "breached")]
    just = changed("2026-01-05 11:00", "hot", value=False)  # at the due instant it is not late yet
    assert told(RECOMPUTE, TEN, just, as_of="2026-01-05 13:00", hot=True) == [(None, "10:00", "14:00", "running")]


def test_used_time_is_not_converted() -> None:
    """From work time to wall time and its own measure: three hours by the clock, counted from the start."""
    big = changed("2026-01-05 12:00", "size", 80)
    (reading,) = measure(RECOMPUTE, journeys([TEN, big], {"L1": COLD}), as_of=at("2026-01-05 12:15"))
    assert (reading.tier, reading.due, reading.calendar) == ("big", at("2026-01-05 13:00"), None)
    assert (reading.worked, reading.allowed) == (hours(2.25), hours(3))


def test_pauses_count_in_the_measure_of_the_tier_that_holds() -> None:
    """On hold from five in the afternoon to eight at night: no work time, and three hours by the clock."""
    sla = attrs.evolve(RECOMPUTE, pauses=[Pause(entered("hold"), left("hold"))])
    history = [
        stage("2026-01-05 16:00", "mql"),
        stage("2026-01-05 17:00", "hold"),
        stage("2026-01-05 20:00", "sal"),
        changed("2026-01-05 20:30", "size", 80),
    ]
    before, after = (
        measure(sla, journeys(history, {"L1": COLD}), as_of=at(when))[0]
        for when in ("2026-01-05 20:15", "2026-01-05 20:45")
    )
    assert (before.paused, before.due) == (work_hours(0), at("2026-01-06 12:00"))
    assert (after.paused, after.due) == (hours(3), at("2026-01-05 22:00"))


def test_the_stop_wins_at_the_instant_of_a_change() -> None:
    """Whoever calls in time has done what there was to do."""
    hot = changed("2026-01-05 12:00", "hot", value=True)
    for sla in (RESTART, RECOMPUTE):
        assert told(sla, TEN, call("2026-01-05 12:00"), hot) == [(None, "10:00", "14:00", "met")]
        assert told(sla, TEN, call("2026-01-05 11:59"), hot) == [(None, "10:00", "14:00", "met")]


def test_the_first_tier_that_holds_counts_and_what_changes_nothing_else_is_no_change() -> None:
    """A hot lead that grows stays hot; a change of another field changes nothing."""
    big, named = changed("2026-01-05 10:20", "size", 80), changed("2026-01-05 10:30", "name", "Acme")
    assert told(RESTART, TEN, big, named, as_of="2026-01-05 10:40", hot=True) == [("hot", "10:00", "11:00", "running")]


def test_what_is_not_known_changes_nothing() -> None:
    """Somebody clears the field: whether the lead is hot is UNKNOWN, and sales does not get another four hours."""
    cleared = changed("2026-01-05 10:30", "hot", None)
    for sla in (RESTART, RECOMPUTE):
        found = measure(sla, journeys([TEN, cleared], {"L1": COLD | {"hot": True}}), as_of=at("2026-01-05 10:45"))
        assert [(one.tier, one.state) for one in found] == [("hot", "running")]
        assert [(one.code, one.message) for one in found.findings] == [
            (
                "unknown-tier",
                f"{WHETHER} from 2026-01-05T10:30:00+01:00 on: the clock keeps its time",
            )
        ]


def test_what_is_not_known_at_the_start_is_passed_over() -> None:
    """As where a clock keeps its tier; and once it is known, the clock goes by it."""
    hot = changed("2026-01-05 10:30", "hot", value=True)
    found = measure(RECOMPUTE, journeys([TEN, hot], {"L1": {"size": 80}}), as_of=at("2026-01-05 10:15"))
    assert [(one.tier, one.due) for one in found] == [("big", at("2026-01-05 13:00"))]
    assert [one.message for one in found.findings] == [
        f"{WHETHER} at 2026-01-05T10:00:00+01:00: the next that holds was taken"
    ]
    assert told(RECOMPUTE, TEN, hot, as_of="2026-01-05 10:45", hot=None) == [("hot", "10:00", "11:00", "running")]


def test_time_alone_can_change_a_tier() -> None:
    """Warm for a day after a webinar: a microsecond later the clock goes by the SLA's own time again."""
    warm = Tier("warm", did("webinar", within=days(1)), work_hours(1))
    sla = attrs.evolve(FIRST_TOUCH, tiers=[warm], retier="restart", within=work_hours(10))
    history = [happened("2026-01-04 16:30", "webinar"), stage("2026-01-05 16:15", "mql")]
    first, second = measure(sla, journeys(history), as_of=at("2026-01-06 09:00"))
    assert (first.tier, first.state) == ("warm", "cancelled")
    assert second.started - at("2026-01-05 16:30") == timedelta(microseconds=1)
    assert (second.tier, second.due - at("2026-01-07 10:30")) == (None, timedelta(microseconds=1))


def test_a_score_that_fades_can_change_a_tier() -> None:
    """Eight points halve in a day of 24 hours, and four do not make a lead hot."""
    interest = Score("interest", [Points(8, each=did("demo_request"), half_life=days(1))])
    sla = attrs.evolve(FIRST_TOUCH, tiers=[Tier("hot", interest >= 8, work_hours(30))], retier="recompute")
    history = [happened("2026-01-05 09:30", "demo_request"), stage("2026-01-05 16:00", "mql")]
    before, after = (
        measure(sla, journeys(history), as_of=at(when))[0] for when in ("2026-01-06 09:29", "2026-01-06 09:30")
    )
    assert (before.tier, before.due) == ("hot", at("2026-01-09 14:00"))
    assert (after.tier, after.due, after.retiered_at) == (None, at("2026-01-06 12:00"), at("2026-01-06 09:30"))
    assert changes_with_time(sla)
    assert not changes_with_time(RESTART)
    assert not changes_with_time(attrs.evolve(sla, retier="keep"))
    in_a_field = Tier("new", field("created").within(days(2)), work_hours(1))
    assert changes_with_time(attrs.evolve(sla, tiers=[in_a_field]))
    in_a_list = Tier("new", field("visits").any_item.within(days(2)), work_hours(1))
    assert changes_with_time(attrs.evolve(sla, tiers=[in_a_list]))
    given = Score("interest", [Points(8, when=did("demo_request"))])
    assert not changes_with_time(attrs.evolve(sla, tiers=[Tier("hot", given >= 8, work_hours(1))]))


def test_the_monitor_tells_of_a_change_that_time_alone_brings() -> None:
    """No event comes, and the old clock ends and the new one opens all the same, each told once."""
    warm = Tier("warm", did("webinar", within=days(1)), work_hours(1))
    sla = attrs.evolve(FIRST_TOUCH, tiers=[warm], retier="restart", within=work_hours(10))
    funnel = journeys([TEN]).funnel
    monitor = Monitor(funnel, [sla], as_of=at("2026-01-04 12:00"))
    monitor.take(happened("2026-01-04 16:30", "webinar"), as_of=at("2026-01-04 16:30"))
    news = monitor.take(stage("2026-01-05 16:15", "mql"), as_of=at("2026-01-05 16:15"))
    assert [one.kind for one in news] == ["opened"]
    assert monitor.tick(at("2026-01-05 16:30")) == ()
    assert [one.kind for one in monitor.tick(at("2026-01-05 16:31"))] == ["opened", "cancelled"]
    assert monitor.tick(at("2026-01-05 16:32")) == ()
    assert [one.kind for one in monitor.tick(at("2026-01-09 12:00"))] == ["warned", "breached"]


def test_a_lead_that_becomes_exempt_has_no_clock_anew() -> None:
    """The clock ends there, cancelled, and nothing was reset, for nothing started anew."""
    sla = attrs.evolve(RESTART, exempt=field("hot").is_true())
    hot = changed("2026-01-05 11:00", "hot", value=True)
    found = measure(sla, journeys([TEN, hot], {"L1": COLD}), as_of=at("2026-01-05 12:00"))
    assert [(one.state, one.reset) for one in found] == [("cancelled", False)]
    assert found.exempt == 1


def test_a_tier_in_working_days() -> None:
    """Two working days, counted from the day of the start whenever the tier comes to hold."""
    sla = attrs.evolve(FIRST_TOUCH, tiers=[Tier("calm", field("hot") == False, work_days(2))], retier="recompute")  # noqa: E712 - a rule
    calm = changed("2026-01-06 09:30", "hot", value=False)
    assert told(sla, TEN, changed("2026-01-05 11:00", "hot", value=False), hot=True) == [
        ("calm", "10:00", "17:00", "running")
    ]
    assert told(sla, TEN, calm, as_of="2026-01-06 10:00", hot=True) == [(None, "10:00", "14:00", "breached")]


# clocks of known instants, and what is refused


def test_a_clock_of_known_instants_says_its_tiers() -> None:
    """A ticket that became urgent at eleven."""
    clock = Clock("T1", at("2026-01-05 10:00"), tiers=[(at("2026-01-05 10:00"), None), (at("2026-01-05 10:30"), "hot")])
    (reading,) = measure(RECOMPUTE, clock, as_of=at("2026-01-05 10:45"))
    assert (reading.tier, reading.due) == ("hot", at("2026-01-05 11:00"))


@pytest.mark.parametrize(
    ("tiers", "fault"),
    [
        ([("2026-01-05 10:30", "hot")], "T1: not-from-start: the first tier holds from the start on"),
        ([("2026-01-05 10:00", None), ("2026-01-05 10:00", "hot")], "T1: not-in-order: the tiers stand in time order"),
    ],
)
def test_tiers_that_cannot_be(tiers: list[tuple[str, str | None]], fault: str) -> None:
    """They begin with the start, and follow one another."""
    with pytest.raises(DataError) as refused:
        Clock("T1", at("2026-01-05 10:00"), tiers=[(at(when), name) for when, name in tiers])
    assert fault in str(refused.value)


@pytest.mark.parametrize("tiers", ["hot", 3, [("hot",)], [(at("2026-01-05 10:00"), 3)]])
def test_what_is_no_list_of_tiers(tiers: Any) -> None:  # noqa: ANN401 - wrong on purpose
    """Pairs of an instant and a name, or None."""
    with pytest.raises(DataError, match="wrong-type"):
        Clock("T1", at("2026-01-05 10:00"), tiers=tiers)


def test_a_tier_that_the_sla_does_not_know() -> None:
    """With the nearest name."""
    clock = Clock("T1", at("2026-01-05 10:00"), tiers=[(at("2026-01-05 10:00"), "hott")])
    with pytest.raises(DataError) as refused:
        measure(RECOMPUTE, clock, as_of=at("2026-01-05 10:45"))
    assert str(refused.value) == (
        "T1: unknown-tier: there is no tier 'hott' in the SLA 'first touch'; did you mean 'hot'?"
    )


def test_retier_is_one_of_three_and_needs_tiers() -> None:
    """Both are told at once."""
    with pytest.raises(DocumentError) as refused:
        attrs.evolve(KEEP, retier="restarts")  # type: ignore[arg-type]  # wrong on purpose
    assert str(refused.value) == "retier: unknown-option: must be 'keep', 'restart' or 'recompute', not 'restarts'"
    with pytest.raises(DocumentError) as refused:
        attrs.evolve(FIRST_TOUCH, retier="restart")
    assert str(refused.value) == "retier: no-tiers: has no effect: there are no tiers that a lead could change to"


# against a slow, obvious second implementation

SIZES = {None: 240, "hot": 60, "big": 180}
CALENDARS = {None: OFFICE, "hot": OFFICE, "big": None}


def slow_tier(events: list[Event], when: datetime, held: str | None, *, starts: bool) -> str | None:
    """Say which tier holds at an instant, by going over all changes up to it."""
    known: dict[str, Any] = dict(COLD)
    for event in sorted(events, key=lambda event: event.at):
        if event.at <= when:
            known[str(event.field)] = event.value
    answers = {"hot": known["hot"], "big": None if known["size"] is None else known["size"] >= 50}
    for name, answer in answers.items():
        if answer is True:
            return name
        if answer is None and not starts:
            return held
    return None


def slow_clocks(
    events: list[Event],
    retier: Retier,
    as_of: datetime,
    stop: datetime | None,
) -> list[tuple[str | None, Any, str]]:
    """Return tier, due time and state of each clock that starts at ten, minute by minute."""
    found: list[tuple[str | None, Any, str]] = []
    start = at("2026-01-05 10:00")
    last = min(as_of, stop) if stop is not None else as_of
    stopped = stop is not None and stop <= as_of
    held = slow_tier(events, start, None, starts=True)
    now = start + MINUTE
    while retier != "keep" and (now < last or (now == last and not stopped)):
        tier = slow_tier(events, now, held, starts=False)
        if tier != held and retier == "restart":
            old = slow_reading(CALENDARS[held], SIZES[held], start, [], ends=(None, now, as_of))
            found.append((held, old.due, old.state))
            start, held = now, slow_tier(events, now, None, starts=True)
        elif tier != held:
            old = slow_reading(CALENDARS[held], SIZES[held], start, [], ends=(None, None, now))
            if old.state == "breached":
                break
            held = tier
        now += MINUTE
    one = slow_reading(CALENDARS[held], SIZES[held], start, [], ends=(stop, None, as_of))
    return [*found, (held, one.due, one.state)]


_MINUTES = st.integers(-5, 60).map(lambda count: at("2026-01-05 10:00") + MINUTE * 6 * count)


_CHANGES = st.sampled_from([("hot", True), ("hot", False), ("hot", None), ("size", 80), ("size", 10)])


@given(
    st.lists(st.tuples(_MINUTES, _CHANGES), max_size=6, unique_by=lambda one: one[0]),
    st.sampled_from(["keep", "restart", "recompute"]),
    st.integers(1, 480),
    st.none() | st.integers(1, 480),
)
def test_against_the_slow_clock(
    changes: list[tuple[Any, tuple[str, Any]]], retier: Retier, later: int, called: int | None
) -> None:
    """Whatever changes when, however the clock is re-tiered."""
    fields = [Event("L1", when, "field", value, field=name) for when, (name, value) in changes]
    as_of = at("2026-01-05 10:00") + MINUTE * later
    stop = None if called is None else at("2026-01-05 10:00") + MINUTE * called
    touches = [] if stop is None else [Event("L1", stop, "touch", "call", team="sales")]
    found = measure(attrs.evolve(KEEP, retier=retier), journeys([TEN, *fields, *touches], {"L1": COLD}), as_of=as_of)
    assert [(one.tier, one.due, one.state) for one in found] == slow_clocks(fields, retier, as_of, stop)
