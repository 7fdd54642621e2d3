"""What a monitor tells, to the microsecond and in one order; and that it looks only at what may have changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, FUNNEL, at, call, happened, stage

from alignkit.errors import DataError
from alignkit.funnel.patterns import entered, left
from alignkit.handoff import monitor as watching
from alignkit.handoff.clocks import Clock
from alignkit.handoff.escalations import Escalation
from alignkit.handoff.measure import measure
from alignkit.handoff.monitor import Monitor
from alignkit.handoff.news import NEWS_KINDS, ClockNews, milestones
from alignkit.handoff.readings import Reading
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.work_time import work_hours

MICROSECOND = timedelta(microseconds=1)
NINE = at("2026-01-05 09:00")
MQL = stage("2026-01-05 09:00", "mql")
LOUD = attrs.evolve(FIRST_TOUCH, escalations=[Escalation(0.5, "owner"), Escalation(1, "lead"), Escalation(2, "board")])


def begun(*slas: SLA, **leads: Any) -> Monitor:  # noqa: ANN401 - a lead's fields
    """Begin to watch on Monday at nine, with one MQL."""
    monitor = Monitor(FUNNEL, slas or (FIRST_TOUCH,), as_of=NINE, leads=leads)
    monitor.take(MQL, as_of=NINE)
    return monitor


def told(news: tuple[ClockNews, ...]) -> list[tuple[str, str, str]]:
    """Write news as people read it."""
    return [(one.lead, one.kind, f"{one.at:%d %H:%M}") for one in news]


def read(sla: SLA, as_of: datetime, stopped: datetime | None = None, **ends: Any) -> Reading:  # noqa: ANN401 - of a clock
    """Read a clock that started at nine."""
    return measure(sla, Clock("T1", NINE, stopped, **ends), as_of=as_of)[0]


# Milestones -----------------------------------------------------------------------------------------------------------


def test_milestones_to_the_microsecond() -> None:
    """Warned from the warning on, told from the share on, breached a microsecond after the due time."""
    for moment, kinds in (
        ("11:00", ["opened", "escalated"]),
        ("12:12", ["opened", "warned", "escalated"]),
        ("13:00", ["opened", "warned", "escalated", "escalated"]),
    ):
        when = at(f"2026-01-05 {moment}")
        assert [one.kind for one in milestones(read(LOUD, when))] == kinds
        before = [one.kind for one in milestones(read(LOUD, when - MICROSECOND))]
        assert before != kinds
        assert len(before) == len(kinds) - 1
    late = milestones(read(LOUD, at("2026-01-05 13:00") + MICROSECOND))
    assert [(one.kind, one.tell, one.share, f"{when:%H:%M}") for one, when in late.items()] == [
        ("opened", None, None, "09:00"),
        ("warned", None, None, "12:12"),
        ("escalated", "owner", Fraction(1, 2), "11:00"),
        ("escalated", "lead", Fraction(1), "13:00"),
        ("breached", None, None, "13:00"),
    ]


def test_milestones_of_clocks_that_ended() -> None:
    """Met, cancelled, or closed after a breach; nothing that would have come after the end."""
    evening = at("2026-01-06 17:00")
    for stopped, cancelled, kinds in (
        ("12:11", None, ["opened", "met"]),
        ("12:12", None, ["opened", "warned", "met"]),
        ("13:00", None, ["opened", "warned", "met"]),
        ("13:01", None, ["opened", "warned", "breached", "closed"]),
        (None, "12:11", ["opened", "cancelled"]),
        (None, "13:00", ["opened", "warned", "cancelled"]),
        (None, "13:01", ["opened", "warned", "breached", "closed"]),
    ):
        ends = [None if moment is None else at(f"2026-01-05 {moment}") for moment in (stopped, cancelled)]
        found = milestones(read(FIRST_TOUCH, evening, ends[0], cancelled=ends[1]))
        assert [one.kind for one in found] == kinds
        assert list(found.values())[-1] == (ends[0] or ends[1])
        assert set(kinds) <= set(NEWS_KINDS)


# Ticks ----------------------------------------------------------------------------------------------------------------


def test_each_turn_is_told_at_its_instant_and_once() -> None:
    """A microsecond earlier nothing is told; at the due time itself nobody is late."""
    monitor = begun(LOUD)
    for moment, kind in (("05 11:00", "escalated"), ("05 12:12", "warned"), ("05 13:00", "escalated")):
        when = at(f"2026-01-{moment}")
        assert monitor.tick(when - MICROSECOND) == ()
        assert [one.kind for one in monitor.tick(when)] == [kind]
        assert monitor.tick(when) == ()
    due = at("2026-01-05 13:00")
    assert [one.kind for one in monitor.tick(due + MICROSECOND)] == ["breached"]
    assert monitor.tick(at("2026-01-05 17:00") - MICROSECOND) == ()
    (last,) = monitor.tick(at("2026-01-05 17:00"))
    assert (last.kind, last.told and last.told.tell) == ("escalated", "board")
    assert (last.sla, last.before, last.after and last.after.state) == ("first touch", None, "breached")


def test_nothing_is_measured_where_nothing_can_have_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between turns a tick asks nobody; at a turn it asks for the leads of that turn alone."""
    asked: list[str] = []
    inner: Any = vars(watching)["replay"]

    def counted(funnel: Any, facts: Any, **more: Any) -> Any:  # noqa: ANN401 - what is patched
        asked.append("".join(sorted({event.lead for event in facts.events})))
        return inner(funnel, facts, **more)

    monitor = begun(LOUD)
    monitor.take(stage("2026-01-05 09:30", "mql", lead="L2"), as_of=at("2026-01-05 09:30"))
    monkeypatch.setattr(watching, "replay", counted)
    monitor.tick(at("2026-01-05 10:59"))
    assert asked == []
    monitor.tick(at("2026-01-05 11:00"))
    assert asked == ["L1"]
    monitor.tick(at("2026-01-05 11:30"))
    assert asked == ["L1", "L2"]
    monitor.tick(at("2026-01-05 12:30"))
    assert asked == ["L1", "L2", "L1"]
    monitor.take(call("2026-01-05 12:31", lead="L2"), as_of=at("2026-01-05 12:31"))
    monitor.take(call("2026-01-05 12:31"), as_of=at("2026-01-05 12:31"))
    assert asked[3:] == ["L2", "L1"]
    monitor.tick(at("2026-01-09 12:31"))  # what was to come of both has been noted, and is looked at once
    assert sorted(asked[5:]) == ["L1", "L2"]
    monitor.tick(at("2026-02-09 12:31"))
    assert len(asked) == 7


def test_a_paused_clock_waits_for_its_events() -> None:
    """Time alone brings nothing while it pauses; once it goes on, its turns come later."""
    patient = attrs.evolve(LOUD, pauses=[Pause(entered("hold"), left("hold"))])
    monitor = begun(patient)
    monitor.take(stage("2026-01-05 10:00", "hold"), as_of=at("2026-01-05 10:00"))
    assert monitor.tick(at("2026-01-07 16:00")) == ()
    assert monitor.take(stage("2026-01-08 09:00", "sal"), as_of=at("2026-01-08 09:00")) == ()
    assert told(monitor.tick(at("2026-01-08 17:00"))) == [
        ("L1", "escalated", "08 10:00"),
        ("L1", "warned", "08 11:12"),
        ("L1", "escalated", "08 12:00"),
        ("L1", "breached", "08 12:00"),
        ("L1", "escalated", "08 16:00"),
    ]


def test_news_of_one_instant_stand_in_one_order() -> None:
    """By lead, then SLA, then as things happen; what was revised last."""
    answer = SLA("answer", "sales", entered("mql"), left("mql"), hours(4))
    monitor = begun(FIRST_TOUCH, answer)
    monitor.take(stage("2026-01-05 09:00", "mql", lead="A1"), as_of=NINE)
    assert [(one.lead, one.sla, one.kind) for one in monitor.tick(at("2026-01-05 14:00"))] == [
        ("A1", "answer", "warned"),
        ("A1", "first touch", "warned"),
        ("L1", "answer", "warned"),
        ("L1", "first touch", "warned"),
        ("A1", "answer", "breached"),
        ("A1", "first touch", "breached"),
        ("L1", "answer", "breached"),
        ("L1", "first touch", "breached"),
    ]


# What was told and is no longer so ------------------------------------------------------------------------------------


def test_what_is_revised_has_both_readings() -> None:
    """Of the clock as it was told, and as it is now; at the instant of learning it."""
    monitor = begun()
    monitor.tick(at("2026-01-05 14:00"))
    learnt = at("2026-01-05 15:00")
    (news,) = monitor.take(call("2026-01-05 10:00"), as_of=learnt)
    assert (news.kind, news.sla, news.lead, news.at, news.told) == ("revised", "first touch", "L1", learnt, None)
    assert (news.before and news.before.state, news.after and news.after.state) == ("breached", "met")


def test_a_milestone_at_another_time_is_a_revision() -> None:
    """The call was an hour earlier than told: met all the same, and not when they said."""
    monitor = begun()
    monitor.take(call("2026-01-05 12:00", id="c"), as_of=at("2026-01-05 12:00"))
    sooner = call("2026-01-05 11:00", id="c", recorded_at=at("2026-01-05 12:30"))
    (news,) = monitor.take(sooner, as_of=at("2026-01-05 12:30"))
    assert (news.kind, news.after and news.after.stopped) == ("revised", sooner.at)


def test_clocks_of_one_lead_are_paired_in_time_order() -> None:
    """Two clocks start at other times than told: each is revised; one too many is taken back, one more opens."""
    monitor = Monitor(FUNNEL, [FIRST_TOUCH], as_of=NINE)
    first = [stage("2026-01-05 09:00", "mql", id="a"), call("2026-01-05 09:10", id="b")]
    again = [stage("2026-01-05 09:20", "lead", id="c"), stage("2026-01-05 09:30", "mql", id="d")]
    monitor.take_all([*first, *again], as_of=at("2026-01-05 09:40"))
    known = at("2026-01-05 09:45")
    moved = [
        stage("2026-01-05 09:01", "mql", id="a", recorded_at=known),
        stage("2026-01-05 09:31", "mql", id="d", recorded_at=known),
    ]
    news = monitor.take_all(moved, as_of=known)
    assert [
        (one.kind, f"{one.before.started:%H:%M}", f"{one.after.started:%H:%M}")
        for one in news
        if one.before and one.after
    ] == [
        ("revised", "09:00", "09:01"),
        ("revised", "09:30", "09:31"),
    ]
    gone = stage("2026-01-05 09:31", "lead", id="d", recorded_at=at("2026-01-05 09:50"))
    (taken_back,) = monitor.take(gone, as_of=at("2026-01-05 09:50"))
    assert (taken_back.kind, taken_back.after, taken_back.to_dict()["after"]) == ("revised", None, None)


def test_an_event_of_one_id_belongs_to_one_lead() -> None:
    """Told of another lead, both are looked at together from then on."""
    monitor = begun()
    monitor.take(stage("2026-01-05 09:10", "mql", lead="L2", id="e"), as_of=at("2026-01-05 09:10"))
    other = stage("2026-01-05 09:10", "mql", lead="L3", id="e", recorded_at=at("2026-01-05 09:20"))
    news = monitor.take(other, as_of=at("2026-01-05 09:20"))
    assert [(one.lead, one.kind) for one in news] == [("L3", "opened"), ("L2", "revised")]
    back = stage("2026-01-05 09:10", "mql", lead="L2", id="e", recorded_at=at("2026-01-05 09:30"))
    news = monitor.take(back, as_of=at("2026-01-05 09:30"))
    assert [(one.lead, one.kind) for one in news] == [("L2", "opened"), ("L3", "revised")]
    assert len(monitor.events) == 4


def test_fields_known_from_the_start_choose_the_tier() -> None:
    """Of each lead its own; who is not known by then has none."""
    tiered = attrs.evolve(FIRST_TOUCH, tiers=[Tier("big", field("size") >= 50, work_hours(1))])
    monitor = begun(tiered, L1={"size": 80}, L2={"size": 3})
    monitor.take(stage("2026-01-05 09:00", "mql", lead="L2"), as_of=NINE)
    assert told(monitor.tick(at("2026-01-05 10:30"))) == [("L1", "warned", "05 09:48"), ("L1", "breached", "05 10:00")]
    assert [(one.lead, one.tier) for one in monitor.readings("first touch")] == [("L1", "big"), ("L2", None)]


def test_a_tier_that_fades_is_looked_at_at_every_tick() -> None:
    """For no event tells when a week is over; a clock that has ended is not."""
    warm = Tier("warm", did("webinar", within=hours(2)), work_hours(4))
    fading = attrs.evolve(FIRST_TOUCH, tiers=[warm], retier="recompute", within=work_hours(2))
    monitor = Monitor(FUNNEL, [fading], as_of=NINE)
    monitor.take_all([happened("2026-01-05 08:00", "webinar"), MQL], as_of=NINE)
    assert monitor.tick(at("2026-01-05 10:00")) == ()
    (news,) = monitor.tick(at("2026-01-05 10:40"))
    assert (news.kind, news.at, news.after and news.after.due) == (
        "warned",
        at("2026-01-05 10:36"),
        at("2026-01-05 11:00"),
    )


def test_a_monitor_is_resumed_whole() -> None:
    """With its events and fields, and up to the same instant; without events it is as new."""
    monitor = begun(LOUD, L1={"size": 80})
    monitor.tick(at("2026-01-05 11:30"))
    resumed = Monitor.from_dict(monitor.to_dict(), FUNNEL, [LOUD])
    assert (resumed.as_of, resumed.events, resumed.to_dict()) == (monitor.as_of, monitor.events, monitor.to_dict())
    assert [one.kind for one in resumed.tick(at("2026-01-05 12:30"))] == ["warned"]
    new = Monitor.from_dict({"kind": "monitor", "as_of": "2026-01-05T09:00:00+01:00"}, FUNNEL, [LOUD])
    assert (new.events, new.slas, new.funnel) == ((), (LOUD,), FUNNEL)
    with pytest.raises(DataError, match="time-goes-back"):
        resumed.take(MQL, as_of=NINE)
