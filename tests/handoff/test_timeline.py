"""The picture of a clock: when people were at work, when it ran, paused and was late."""

from __future__ import annotations

import attrs
from tests.handoff.scenes import FIRST_TOUCH, at, call, read, stage

from alignkit.display.blocks import Group, Timeline
from alignkit.display.text import to_text
from alignkit.funnel.patterns import entered, left
from alignkit.handoff.readings import Reading
from alignkit.handoff.slas import Pause
from alignkit.instants import hours
from alignkit.worktime.work_time import work_hours

PAUSED = attrs.evolve(FIRST_TOUCH, within=work_hours(12), pauses=[Pause(entered("hold"), left("hold"))])
EVENTS = [
    stage("2026-01-05 15:00", "mql"),
    stage("2026-01-06 11:00", "hold"),
    stage("2026-01-06 14:00", "sal"),
    call("2026-01-08 10:00"),
]


def picture(reading: Reading) -> Timeline:
    """Return the picture of a reading."""
    page = reading.blocks()
    assert isinstance(page, Group)
    (found,) = (block for block in page.blocks if isinstance(block, Timeline))
    return found


def test_a_clock_beside_the_hours_of_work() -> None:
    """Over three days: it runs at night, and its time counts by day; it pauses, and is late at last."""
    assert to_text(picture(read(PAUSED, EVENTS, "2026-01-09 09:00"))) == SHOWN.strip("\n")


SHOWN = """
first touch, lead L1
         2026-01-05 15:00                                       2026-01-08 10:00
at work  ▓▓·················▓▓▓▓▓▓▓▓·················▓▓▓▓▓▓▓▓·················▓▓
clock    █████████████████████░░░█████████████████████████▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚
                                                        ▲ ▲                    ▲
▲ 2026-01-07 11:36  warning
▲ 2026-01-07 14:00  due
▲ 2026-01-08 10:00  stopped
▓ at work   █ running   ░ paused   ▚ late
"""


def test_the_hours_of_work_lie_within_the_clock() -> None:
    """From its start on, and up to its end."""
    at_work = picture(read(PAUSED, EVENTS, "2026-01-09 09:00")).lanes[0]
    assert [(part.start, part.end) for part in at_work.segments] == [
        (at("2026-01-05 15:00"), at("2026-01-05 17:00")),
        (at("2026-01-06 09:00"), at("2026-01-06 17:00")),
        (at("2026-01-07 09:00"), at("2026-01-07 17:00")),
        (at("2026-01-08 09:00"), at("2026-01-08 10:00")),
    ]


def test_where_all_time_counts_there_are_no_hours_of_work() -> None:
    """Nor beside a clock of months, where they would be a grey bar."""
    wall = attrs.evolve(FIRST_TOUCH, within=hours(4), calendar=None)
    assert [lane.label for lane in picture(read(wall, EVENTS, "2026-01-09 09:00")).lanes] == ["clock"]
    for day, lanes in (("2026-03-05 15:00", ["at work", "clock"]), ("2026-03-07 15:00", ["clock"])):
        reading = read(FIRST_TOUCH, [EVENTS[0], call(day)], "2026-04-01 09:00")
        assert [lane.label for lane in picture(reading).lanes] == lanes
