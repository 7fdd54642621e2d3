from __future__ import annotations

from datetime import timedelta

import pytest

from alignkit.handoff.amounts import Amount, amount_text, brief_text, less, short_text
from alignkit.instants import parse_duration
from alignkit.worktime.work_time import WorkTime, parse_work_time, work_hours, work_minutes


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (timedelta(days=1, hours=2, minutes=3, seconds=4), "1 day 2 hours"),
        (timedelta(hours=2, minutes=3, seconds=4), "2 hours 3 minutes"),
        (timedelta(minutes=3, seconds=4, microseconds=5), "3 minutes 4 seconds"),
        (timedelta(microseconds=5), "0 minutes"),
        (timedelta(hours=-2, seconds=-59), "-2 hours"),
        (work_hours(40) + work_minutes(1) + WorkTime(59 * 10**6), "40 work hours 1 minute"),
        (WorkTime(-(10**6)), "-1 work second"),
        (WorkTime(0), "0 work minutes"),
    ],
)
def test_short_texts(amount: Amount, text: str) -> None:
    """For people, an amount is cut off to what matters; a negative one towards zero."""
    assert short_text(amount) == text


def test_brief_texts() -> None:
    """For a narrow column each unit has its letters."""
    shown = [brief_text(amount) for amount in (timedelta(seconds=61), timedelta(seconds=1), timedelta(days=1, hours=1))]
    assert shown == ["1 min 1 s", "1 s", "1 d 1 h"]
    assert brief_text(WorkTime(-(30 * 10**6))) == "-30 work s"


def test_texts_read_back() -> None:
    """The exact text is what the parsers read; two amounts of one kind subtract."""
    wall, work = timedelta(hours=1, microseconds=7), WorkTime(90_000_001)
    assert parse_duration(amount_text(wall)) == wall
    assert parse_work_time(amount_text(work)) == work
    assert less(work_hours(1), work_hours(4)) == work_hours(-3)
    assert amount_text(less(timedelta(hours=1), timedelta(hours=4))) == "-3 hours"
