"""A monitor tells what changed on the clocks, once; and what later knowledge made untrue."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, FUNNEL, at, call, happened, journeys, stage

from alignkit.errors import AlignkitError, DataError, DocumentError, NoBusinessTimeError, TimeError
from alignkit.funnel.patterns import entered, left
from alignkit.handoff.escalations import Escalation
from alignkit.handoff.measure import measure
from alignkit.handoff.monitor import Monitor
from alignkit.handoff.news import ClockNews
from alignkit.handoff.slas import SLA
from alignkit.instants import hours
from alignkit.worktime.calendar import WorkCalendar

MONDAY = "2026-01-05 09:00"


def begun(*slas: SLA, **leads: Any) -> Monitor:  # noqa: ANN401 - a lead's fields
    """Begin to watch on Monday at nine."""
    return Monitor(FUNNEL, slas or (FIRST_TOUCH,), as_of=at(MONDAY), leads=leads)


def told(news: tuple[ClockNews, ...]) -> list[tuple[str, str, str]]:
    """Write news as people read it."""
    return [(one.lead, one.kind, f"{one.at.astimezone(at(MONDAY).tzinfo):%a %H:%M}") for one in news]


def test_a_morning() -> None:
    """A lead comes, nobody calls, the time is used up; then somebody calls after all."""
    monitor = begun()
    assert told(monitor.take(stage("2026-01-05 09:00", "mql"), as_of=at("2026-01-05 09:05"))) == [
        ("L1", "opened", "Mon 09:00")
    ]
    assert monitor.tick(at("2026-01-05 12:00")) == ()
    assert told(monitor.tick(at("2026-01-05 12:30"))) == [("L1", "warned", "Mon 12:12")]
    assert monitor.tick(at("2026-01-05 13:00")) == ()  # at exactly its due time a clock is not breached
    assert told(monitor.tick(at("2026-01-05 14:00"))) == [("L1", "breached", "Mon 13:00")]
    assert monitor.tick(at("2026-01-09 09:00")) == ()
    assert told(monitor.take(call("2026-01-09 09:30"), as_of=at("2026-01-09 09:31"))) == [("L1", "closed", "Fri 09:30")]


def test_escalations_are_told_once_each() -> None:
    """Who hears of it at half of the time, when it is over, and when as much again has passed."""
    who = [Escalation(0.5, "the owner"), Escalation(1, "sales lead"), Escalation(2, "head of sales")]
    monitor = begun(attrs.evolve(FIRST_TOUCH, escalations=who))
    monitor.take(stage("2026-01-05 09:00", "mql"), as_of=at(MONDAY))
    (half,) = monitor.tick(at("2026-01-05 11:30"))
    assert (half.kind, half.at) == ("escalated", at("2026-01-05 11:00"))
    assert half.told is not None
    assert half.to_dict()["told"] == {
        "tell": "the owner",
        "share": "1/2",
        "at": "2026-01-05T11:00:00+01:00",
        "is_reached": True,
    }
    rest = monitor.tick(at("2026-01-05 14:00"))
    assert told(rest) == [
        ("L1", "warned", "Mon 12:12"),
        ("L1", "escalated", "Mon 13:00"),
        ("L1", "breached", "Mon 13:00"),
    ]
    assert [one.told.tell for one in rest if one.told is not None] == ["sales lead"]
    assert monitor.tick(at("2026-01-05 16:59")) == ()
    assert told(monitor.tick(at("2026-01-05 17:00"))) == [("L1", "escalated", "Mon 17:00")]
    assert monitor.tick(at("2026-02-05 17:00")) == ()


def test_what_a_revised_clock_has_reached_stands_in_the_revision() -> None:
    """The lead had come on Friday, as is learned on Monday: whom to tell by now is in `after`, and not told apart."""
    monitor = begun(attrs.evolve(FIRST_TOUCH, escalations=[Escalation(1, "sales lead")]))
    monitor.take(stage("2026-01-05 09:00", "mql"), as_of=at(MONDAY))
    (revised,) = monitor.take(stage("2026-01-02 09:00", "mql"), as_of=at("2026-01-05 10:00"))
    assert revised.kind == "revised"
    assert revised.before is not None
    assert revised.after is not None
    assert [(one.tell, one.is_reached) for one in revised.before.told] == [("sales lead", False)]
    assert [(one.tell, one.is_reached) for one in revised.after.told] == [("sales lead", True)]
    assert monitor.tick(at("2026-01-06 10:00")) == ()


def test_nobody_is_told_of_what_was_stopped_before() -> None:
    """A call after three hours: the owner heard of it, the others never do."""
    monitor = begun(attrs.evolve(FIRST_TOUCH, escalations=[Escalation(0.5, "the owner"), Escalation(1, "sales lead")]))
    monitor.take(stage("2026-01-05 09:00", "mql"), as_of=at(MONDAY))
    news = monitor.take(call("2026-01-05 12:00"), as_of=at("2026-01-05 12:00"))
    assert told(news) == [("L1", "escalated", "Mon 11:00"), ("L1", "met", "Mon 12:00")]
    assert monitor.tick(at("2026-01-06 12:00")) == ()


def test_clocks_that_start_at_one_instant_are_told_each() -> None:
    """Of a source that knows the day alone: a lead that came, was given back, and came again."""
    monitor = begun(SLA("answer", "sales", entered("mql"), left("mql"), hours(4)))
    midnight = "2026-01-05 00:00"
    day = [
        stage(midnight, "mql", seq=1),
        happened(midnight, "reject", "no budget", seq=2),
        stage(midnight, "mql", seq=3),
    ]
    news = monitor.take_all(day, as_of=at("2026-01-05 09:00"))
    assert [one[1] for one in told(news)] == ["opened", "opened", "met", "warned", "breached"]
    assert monitor.tick(at("2026-01-05 10:00")) == ()


def test_what_is_met_is_met_once() -> None:
    """A second call, and the same one told again, are no news."""
    monitor = begun()
    monitor.take(stage("2026-01-05 09:00", "mql"), as_of=at(MONDAY))
    called = call("2026-01-05 10:00", id="c1")
    assert told(monitor.take(called, as_of=at("2026-01-05 10:01"))) == [("L1", "met", "Mon 10:00")]
    assert monitor.take(called, as_of=at("2026-01-05 10:02")) == ()
    assert monitor.take(call("2026-01-05 11:00"), as_of=at("2026-01-05 11:00")) == ()
    assert monitor.tick(at("2026-02-01 09:00")) == ()


def test_a_call_that_is_told_late_revises_a_breach() -> None:
    """The clock was breached as far as anybody knew; with both readings a listener can take it back."""
    monitor = begun()
    monitor.take(stage("2026-01-05 09:00", "mql"), as_of=at(MONDAY))
    monitor.tick(at("2026-01-05 15:00"))
    (news,) = monitor.take(call("2026-01-05 10:00"), as_of=at("2026-01-06 09:00"))
    assert (news.kind, news.at) == ("revised", at("2026-01-06 09:00"))
    assert news.before is not None
    assert news.after is not None
    assert (news.before.state, news.after.state) == ("breached", "met")
    assert news.to_dict()["news"] == "revised"


def test_a_start_that_is_told_otherwise() -> None:
    """The same entry, an hour earlier: the clock is the same to people, and starts at another time."""
    monitor = begun()
    monitor.take(stage("2026-01-05 10:00", "mql", id="e1"), as_of=at("2026-01-05 10:00"))
    corrected = stage("2026-01-05 09:00", "mql", id="e1", recorded_at=at("2026-01-05 11:00"))
    (news,) = monitor.take(corrected, as_of=at("2026-01-05 11:00"))
    assert news.before is not None
    assert news.after is not None
    assert (news.before.started, news.after.started) == (at("2026-01-05 10:00"), at("2026-01-05 09:00"))


def test_a_clock_that_never_ran() -> None:
    """The entry was another lead's: one clock is gone, and one opens."""
    monitor = begun()
    monitor.take(stage("2026-01-05 10:00", "mql", id="e1"), as_of=at("2026-01-05 10:00"))
    other = stage("2026-01-05 10:00", "mql", id="e1", lead="L2", recorded_at=at("2026-01-05 11:00"))
    news = monitor.take(other, as_of=at("2026-01-05 11:00"))
    assert [(one.lead, one.kind, one.after is None) for one in news] == [
        ("L2", "opened", False),
        ("L1", "revised", True),
    ]


def test_an_event_of_tomorrow_waits() -> None:
    """What has not happened yet is news when it has."""
    monitor = begun()
    assert monitor.take(stage("2026-01-06 09:00", "mql"), as_of=at(MONDAY)) == ()
    assert monitor.tick(at("2026-01-06 08:59")) == ()
    assert told(monitor.tick(at("2026-01-06 09:00"))) == [("L1", "opened", "Tue 09:00")]


def test_a_deal_counts_for_its_lead_whenever_it_is_linked() -> None:
    """The deal's stage is known first, and whose it is later."""
    answer = SLA("answer", "sales", entered("sal"), left("sal"), hours(4))
    monitor = begun(answer)
    assert told(monitor.take(stage("2026-01-05 09:00", "sal", lead="D1"), as_of=at(MONDAY))) == [
        ("D1", "opened", "Mon 09:00")
    ]
    news = monitor.take(happened("2026-01-05 09:00", "link", "D1"), as_of=at("2026-01-05 10:00"))
    assert [(one.lead, one.kind) for one in news] == [("L1", "opened"), ("D1", "revised")]


def test_E07_a_merge_revises_the_clocks_of_what_was_absorbed() -> None:
    """Two clocks ran for what was one lead all the time: the absorbed lead's is taken back."""
    monitor = begun()
    for lead in ("L1", "L2"):
        monitor.take(stage("2026-01-05 09:00", "mql", lead=lead), as_of=at(MONDAY))
    (news,) = monitor.take(happened("2026-01-05 10:00", "merge", "L2"), as_of=at("2026-01-05 10:00"))
    assert (news.lead, news.kind, news.after) == ("L1", "revised", None)
    assert told(monitor.take(call("2026-01-05 11:00"), as_of=at("2026-01-05 11:00"))) == [("L2", "met", "Mon 11:00")]
    assert [reading.lead for reading in monitor.readings("first touch")] == ["L2"]


def test_E07_a_merge_of_tomorrow_waits() -> None:
    """And so does one that is told before either lead is known."""
    monitor = begun()
    monitor.take(happened("2026-01-05 12:00", "merge", "L2"), as_of=at(MONDAY))
    news = monitor.take(stage("2026-01-05 09:00", "mql"), as_of=at(MONDAY))
    assert told(news) == [("L1", "opened", "Mon 09:00")]
    news = monitor.tick(at("2026-01-05 12:00"))
    assert [(one.lead, one.kind, one.after is None) for one in news] == [
        ("L2", "opened", False),
        ("L1", "revised", True),
    ]


def test_E08_a_circle_that_closes_later_takes_a_merge_back() -> None:
    """Nobody knows any more who survived: each lead has its clock again."""
    monitor = begun()
    monitor.take(stage("2026-01-05 09:00", "mql"), as_of=at(MONDAY))
    monitor.take(happened("2026-01-05 09:30", "merge", "L2"), as_of=at("2026-01-05 09:30"))
    back = happened("2026-01-05 09:40", "merge", "L1", lead="L2")
    news = monitor.take(back, as_of=at("2026-01-05 10:00"))
    assert [(one.lead, one.kind, one.after is None) for one in news] == [
        ("L1", "opened", False),
        ("L2", "revised", True),
    ]


def test_several_slas_and_leads_in_time_order() -> None:
    """Each clock has its own news; of one instant by lead and SLA."""
    answer = SLA("answer", "sales", entered("mql"), left("mql"), hours(2))
    monitor = begun(FIRST_TOUCH, answer)
    events = [stage("2026-01-05 09:00", "mql", lead=lead) for lead in ("b", "a")]
    news = monitor.take_all(events, as_of=at("2026-01-05 14:00"))
    assert [(f"{one.at:%H:%M}", one.lead, one.sla, one.kind) for one in news[:4]] == [
        ("09:00", "a", "answer", "opened"),
        ("09:00", "a", "first touch", "opened"),
        ("09:00", "b", "answer", "opened"),
        ("09:00", "b", "first touch", "opened"),
    ]
    assert [one.kind for one in news].count("breached") == 4
    assert [one.at for one in news] == sorted(one.at for one in news)


def test_its_readings_are_those_of_the_batch() -> None:
    """At the instant of the last call."""
    events = [stage("2026-01-05 09:00", "mql"), call("2026-01-05 10:00"), stage("2026-01-06 09:00", "mql", lead="L2")]
    monitor = begun()
    monitor.take_all(events, as_of=at("2026-01-06 12:00"))
    batch = measure(FIRST_TOUCH, journeys(events, as_of=at("2026-01-06 12:00")), as_of=at("2026-01-06 12:00"))
    assert monitor.readings("first touch").items == batch.items
    assert monitor.events == tuple(sorted(events, key=lambda event: event.lead))
    with pytest.raises(DocumentError) as refused:
        monitor.readings("first")
    assert str(refused.value) == "unknown-sla: the monitor watches no SLA 'first'; did you mean 'first touch'?"


def test_it_is_saved_and_resumed_as_plain_data() -> None:
    """By way of JSON; what was told is told, and what comes is news."""
    monitor = begun(L1={"employees": 50})
    monitor.take(stage("2026-01-05 09:00", "mql"), as_of=at(MONDAY))
    monitor.tick(at("2026-01-05 12:30"))
    data = json.loads(json.dumps(monitor.to_dict()))
    resumed = Monitor.from_dict(data, FUNNEL, [FIRST_TOUCH])
    assert resumed.as_of == monitor.as_of
    assert resumed.to_dict() == monitor.to_dict()
    assert told(resumed.tick(at("2026-01-05 15:00"))) == [("L1", "breached", "Mon 13:00")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "wrong-type"),
        ({}, "wrong-type"),
        ({"kind": "monitor"}, "wrong-type"),
        ({"kind": "monitor", "as_of": "2026-01-05T09:00:00Z", "events": 5}, "wrong-type"),
        ({"kind": "monitor", "as_of": "2026-01-05T09:00:00Z", "events": [{}]}, "missing"),
        ({"kind": "monitor", "as_of": "2026-01-05T09:00:00Z", "leads": []}, "wrong-type"),
        ({"kind": "monitor", "as_of": "2026-01-05T09:00:00Z", "leads": {"L1": 5}}, "wrong-type"),
    ],
)
def test_data_of_no_monitor(data: Any, code: str) -> None:  # noqa: ANN401 - what a file may hold
    """Named errors."""
    with pytest.raises(AlignkitError) as refused:
        Monitor.from_dict(data, FUNNEL, [FIRST_TOUCH])
    assert refused.value.code == code


def test_time_does_not_go_back() -> None:
    """What was told up to an instant cannot be told anew; the same instant may be asked again."""
    monitor = begun()
    monitor.tick(at("2026-01-05 12:00"))
    assert monitor.tick(at("2026-01-05 12:00")) == ()
    with pytest.raises(DataError) as refused:
        monitor.tick(at("2026-01-05 11:59"))
    assert str(refused.value) == (
        "time-goes-back: as_of is 2026-01-05T11:59:00+01:00, and the monitor has told what happened up to "
        "2026-01-05T12:00:00+01:00"
    )
    assert monitor.as_of == at("2026-01-05 12:00")
    with pytest.raises(TimeError):
        monitor.tick(datetime(2026, 1, 6))  # noqa: DTZ001 - naive on purpose


@pytest.mark.parametrize(
    "given",
    [
        ("inbound", [FIRST_TOUCH]),
        (FUNNEL, "first touch"),
        (FUNNEL, ["first touch"]),
        (FUNNEL, [FIRST_TOUCH, attrs.evolve(FIRST_TOUCH, title="again")]),
    ],
)
def test_what_cannot_be_watched(given: Any) -> None:  # noqa: ANN401 - what a user may give
    """A funnel, and SLAs of different names."""
    with pytest.raises(DocumentError):
        Monitor(*given, as_of=at(MONDAY))
    with pytest.raises(DocumentError):
        begun().take("event", as_of=at(MONDAY))  # type: ignore[arg-type]  # no event
    for none in (None, 5, "events"):
        with pytest.raises(DocumentError, match="list of Events"):
            begun().take_all(none, as_of=at(MONDAY))  # type: ignore[arg-type]  # no list


def test_one_lead_that_cannot_be_measured_takes_no_news_from_another() -> None:
    """What was not told for a fault is told once the fault is gone."""
    fair = WorkCalendar("Europe/Amsterdam", {}, exceptions={date(2026, 1, 5): ["09:00-17:00"]})
    monitor = begun(attrs.evolve(FIRST_TOUCH, calendar=fair))
    late = stage("2026-01-05 16:00", "mql", lead="L2", id="e2")
    with pytest.raises(NoBusinessTimeError):
        monitor.take_all([stage("2026-01-05 09:00", "mql"), late], as_of=at("2026-01-05 16:00"))
    corrected = stage("2026-01-05 10:00", "lead", lead="L2", id="e2", recorded_at=at("2026-01-05 16:30"))
    assert told(monitor.take(corrected, as_of=at("2026-01-05 16:30"))) == [
        ("L1", "opened", "Mon 09:00"),
        ("L1", "warned", "Mon 12:12"),
        ("L1", "breached", "Mon 13:00"),
    ]
