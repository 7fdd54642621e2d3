"""The picture of a clock in all its parts: which stretch has which colour, and which moments are marked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, at, call, happened, journeys, stage

from alignkit.display.blocks import Bullets, Group, Heading, Mark, Paragraph, Table, Timeline
from alignkit.funnel.patterns import accepted, entered, left, rejected
from alignkit.handoff import show
from alignkit.handoff.clocks import Clock
from alignkit.handoff.measure import measure
from alignkit.handoff.ping_pong import ping_pong
from alignkit.handoff.readings import STATES
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.handoff.walk import passed, told, walk
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.work_time import work_hours

TEN = at("2026-01-05 10:00")
WALL = SLA("answer", "sales", entered("mql"), left("mql"), hours(4))
MICROSECOND = timedelta(microseconds=1)


def picture(as_of: str, sla: SLA = WALL, **clock: Any) -> Timeline:  # noqa: ANN401 - what a clock takes
    """Return the picture of a clock that starts at ten."""
    page = measure(sla, Clock("T1", TEN, **clock), as_of=at(f"2026-01-{as_of}"))[0].blocks()
    assert isinstance(page, Group)
    assert [type(block) for block in page.blocks] == [Heading, Paragraph, Timeline]
    found = page.blocks[-1]
    assert isinstance(found, Timeline)
    return found


def parts(found: Timeline) -> list[tuple[str, str, str, str]]:
    """Write each stretch of the clock: from when to when, its colour and name."""
    return [(f"{one.start:%H:%M}", f"{one.end:%H:%M}", one.tone, one.label) for one in found.lanes[-1].segments]


def marks(found: Timeline) -> list[tuple[str, str, str]]:
    """Write each moment: when, its name and colour."""
    return [(f"{one.at:%H:%M}", one.label, one.tone) for one in found.marks]


def paused(*stretches: tuple[str, str | None]) -> list[tuple[Any, Any]]:
    """Return stretches of the fifth of January."""
    return [(at(f"2026-01-05 {since}"), until and at(f"2026-01-05 {until}")) for since, until in stretches]


def test_a_clock_that_runs() -> None:
    """Up to the instant of reading; the picture goes on to the due time."""
    found = picture("05 11:00")
    assert parts(found) == [("10:00", "11:00", "good", "running")]
    assert marks(found) == [("13:12", "warning", "warn"), ("14:00", "due", "neutral"), ("11:00", "as of", "neutral")]
    assert (found.start, found.end, found.title) == (TEN, at("2026-01-05 14:00"), "answer, lead T1")


def test_a_clock_at_its_start_and_at_its_due_time() -> None:
    """At the start no stretch has run; at the due time nothing is late yet, a microsecond later a stretch is."""
    assert parts(picture("05 10:00")) == []
    assert parts(picture("05 14:00")) == [("10:00", "14:00", "good", "running")]
    late = measure(WALL, Clock("T1", TEN), as_of=at("2026-01-05 14:00") + MICROSECOND)[0].blocks()
    assert isinstance(late, Group)
    assert isinstance(late.blocks[-1], Timeline)
    assert parts(late.blocks[-1]) == [("10:00", "14:00", "good", "running"), ("14:00", "14:00", "bad", "late")]
    assert marks(late.blocks[-1])[1] == ("14:00", "due", "bad")


@pytest.mark.parametrize(
    ("ends", "mark", "due"),
    [
        ({"stopped": "14:00"}, ("14:00", "stopped", "good"), "neutral"),
        ({"stopped": "14:01"}, ("14:01", "stopped", "bad"), "bad"),
        ({"cancelled": "14:00"}, ("14:00", "cancelled", "muted"), "neutral"),
        ({"cancelled": "14:01"}, ("14:01", "cancelled", "muted"), "bad"),
    ],
)
def test_how_the_end_is_marked(ends: dict[str, str], mark: tuple[str, str, str], due: str) -> None:
    """In time, and too late."""
    instants: dict[str, Any] = {name: at(f"2026-01-05 {when}") for name, when in ends.items()}
    found = picture("06 10:00", **instants)
    assert marks(found)[1:] == [("14:00", "due", due), mark]
    assert found.end == max(at("2026-01-05 14:00"), at(f"2026-01-05 {mark[0]}"))


def test_pauses_before_and_after_the_due_time() -> None:
    """What runs between two pauses is cut where it passes the due time; before a pause at the start nothing runs."""
    late = picture("05 18:00", pauses=paused(("10:00", "10:30"), ("11:00", "11:30"), ("16:00", "17:00")))
    assert parts(late) == [
        ("10:00", "10:30", "muted", "paused"),
        ("10:30", "11:00", "good", "running"),
        ("11:00", "11:30", "muted", "paused"),
        ("11:30", "15:00", "good", "running"),
        ("15:00", "16:00", "bad", "late"),
        ("16:00", "17:00", "muted", "paused"),
        ("17:00", "18:00", "bad", "late"),
    ]
    still = picture("05 11:30", pauses=paused(("11:00", None)))
    assert parts(still) == [("10:00", "11:00", "good", "running"), ("11:00", "11:30", "muted", "paused")]


def test_hours_of_work_up_to_sixty_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of that long a clock they are drawn, of one a microsecond longer they are not."""
    monkeypatch.setattr(show, "MOST_DAYS", 3)
    three_days = TEN + timedelta(days=3)
    for end, lanes in ((three_days, ["at work", "clock"]), (three_days + MICROSECOND, ["clock"])):
        page = measure(FIRST_TOUCH, Clock("T1", TEN, end), as_of=at("2026-02-01 10:00"))[0].blocks()
        assert isinstance(page, Group)
        found = page.blocks[-1]
        assert isinstance(found, Timeline)
        assert [lane.label for lane in found.lanes] == lanes
        assert {(one.tone, one.label) for one in found.lanes[0].segments} <= {("neutral", "at work"), *COLOURS}


COLOURS = {("good", "running"), ("bad", "late")}


def test_each_state_has_its_colour() -> None:
    """In a list of readings, over what each holds, and what is found below."""
    readings = measure(
        FIRST_TOUCH, journeys([stage("2026-01-05 10:00", "mql"), call("2026-01-05 11:00", team=None)]), as_of=TEN
    )
    page = readings.blocks()
    assert isinstance(page, Group)
    counted = page.blocks[2]
    assert isinstance(counted, Table)
    assert [row[0] for row in counted.rows] == [
        Mark("running", "neutral"),
        Mark("warning", "warn"),
        Mark("paused", "muted"),
        Mark("met", "good"),
        Mark("breached", "bad"),
        Mark("cancelled", "muted"),
    ]
    assert [show.mark(state).tone for state in ("accepted", "rejected", "waiting", "silent", "withdrawn")] == [
        "good",
        "warn",
        "neutral",
        "bad",
        "muted",
    ]
    assert len(STATES) == len(counted.rows)
    assert [type(block) for block in page.blocks] == [Heading, Paragraph, Table, Table]
    later = measure(
        FIRST_TOUCH,
        journeys([stage("2026-01-05 10:00", "mql"), call("2026-01-05 11:00", team=None)]),
        as_of=at("2026-01-05 12:00"),
    ).blocks()
    assert isinstance(later, Group)
    assert isinstance(later.blocks[-1], Bullets)


def test_a_tier_that_came_later_is_marked() -> None:
    """With its name, or without one where no tier holds any more."""
    sla = attrs.evolve(WALL, tiers=[Tier("hot", field("hot").is_true(), hours(1))], retier="recompute")
    both = [(TEN, "hot"), (at("2026-01-05 10:15"), None)]
    assert marks(picture("05 10:30", sla, tiers=both))[0] == ("10:15", "no tier", "neutral")
    there = [(TEN, None), (at("2026-01-05 10:15"), "hot")]
    assert marks(picture("05 10:30", sla, tiers=there))[0] == ("10:15", "tier hot", "neutral")
    assert len(marks(picture("05 10:30", sla, tiers=there[:1]))) == 3


# Small things that others stand on ------------------------------------------------------------------------------------


def test_walking_past_pauses() -> None:
    """To the microsecond: a pause that begins when the time is used up does not count."""
    assert [walk(None, 0, [(10, 30), (40, 50)], size) for size in (1, 10, 11, 20, 21, 30)] == [1, 10, 31, 40, 51, 60]
    assert passed(None, 3, 10) == 7
    assert told(0, None, TEN).isoformat() == "1970-01-01T01:00:00+01:00"
    assert told(0, FIRST_TOUCH.calendar, TEN.astimezone(at("2026-01-01 00:00", "Asia/Tokyo").tzinfo)).hour == 1


def test_an_sla_tells_its_patterns() -> None:
    """Each with its place, in the order in which they stand; what is not there is left out."""
    full = attrs.evolve(
        FIRST_TOUCH,
        cancels=entered("spam"),
        resets=did("asked"),
        pauses=[Pause(entered("hold"), left("hold")), Pause(accepted(), rejected())],
    )
    assert full.patterns == (
        ("starts", entered("mql")),
        ("stops", did("call")),
        ("cancels", entered("spam")),
        ("resets", did("asked")),
        ("pauses", entered("hold")),
        ("pauses", left("hold")),
        ("pauses", accepted()),
        ("pauses", rejected()),
    )
    assert FIRST_TOUCH.patterns == (("starts", entered("mql")), ("stops", did("call")))
    assert (attrs.evolve(FIRST_TOUCH, title="").label, attrs.evolve(FIRST_TOUCH, title="Call!").label) == (
        "first touch",
        "Call!",
    )


def test_what_came_back_in_time_to_the_microsecond() -> None:
    """By the wall clock and at work; an owner by the field is no turn of its own."""
    owners = [("09:00", "ann"), ("10:00", "bob"), ("12:00", "ann")]
    known = journeys([happened(f"2026-01-05 {when}", "owner", who) for when, who in owners])
    for within, count in ((hours(2), 1), (hours(2) - MICROSECOND, 0), (None, 1)):
        assert len(ping_pong(known, as_of=at("2026-01-06 09:00"), within=within)) == count
    late = at("2026-01-05 12:00")
    for as_of, changes in ((late, 2), (late - MICROSECOND, 1), (at("2026-01-05 09:59"), 0)):
        found = ping_pong(known, as_of=as_of, within=work_hours(2), calendar=FIRST_TOUCH.calendar)
        assert (len(found), found.changes, found.changed) == (int(changes == 2), changes, int(changes > 0))
        assert found.as_of == as_of
