"""Stated forms of dates and times."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from alignkit.errors import DocumentError, TimeError
from alignkit.history.date_forms import date_form


@pytest.mark.parametrize(
    ("form", "text", "wall"),
    [
        ("ISO 8601", "2026-01-05", "2026-01-05T00:00:00"),
        ("ISO 8601", "2026-01-05 09:00", "2026-01-05T09:00:00"),
        ("DD/MM/YYYY", "5/1/2026", "2026-01-05T00:00:00"),
        ("DD/MM/YYYY", "05/01/2026 09:30", "2026-01-05T09:30:00"),
        ("MM/DD/YYYY", "1/5/2026", "2026-01-05T00:00:00"),
        ("MM/DD/YYYY hh:mm A", "01/05/2026 12:05 am", "2026-01-05T00:05:00"),
        ("MM/DD/YYYY hh:mm A", "01/05/2026 12:05 PM", "2026-01-05T12:05:00"),
        ("YYYYMMDD", "20260105", "2026-01-05T00:00:00"),
        ("D MMM YYYY", "5 Mar 2026", "2026-03-05T00:00:00"),
        ("D MMMM YYYY", "5 March 2026", "2026-03-05T00:00:00"),
        ("DD.MM.YY", "05.01.68", "2068-01-05T00:00:00"),
        ("DD.MM.YY", "05.01.69", "1969-01-05T00:00:00"),
        ("%Y-%m-%d %H:%M:%S", "2021-01-07 6:49:18", "2021-01-07T06:49:18"),
        ("%Y-%m-%d %H:%M:%S", "2020-05-19 15:45:36.499", "2020-05-19T15:45:36.499000"),
        ("%Y-%m-%d %H:%M:%S UTC", "2020-05-15 22:18:25 UTC", "2020-05-15T22:18:25"),
        ("%d%%%m%%%Y", "05%01%2026", "2026-01-05T00:00:00"),
        ("epoch milliseconds", "1713607200000", "2024-04-20T10:00:00"),
        ("epoch seconds", "-1.5", "1969-12-31T23:59:58.500000"),
    ],
)
def test_reads(form: str, text: str, wall: str) -> None:
    """A stated form reads what people write in it."""
    found = date_form(form).read(text)
    assert found is not None
    assert found.time == datetime.fromisoformat(wall)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("ISO 8601", "10"),
        ("ISO 8601", "Friday"),
        ("ISO 8601", "02/03/04"),
        ("ISO 8601", "2024"),
        ("ISO 8601", "2026-1-5"),
        ("ISO 8601", "2026-02-31"),
        ("ISO 8601", "2026-01-05T25:00"),
        ("ISO 8601", "2026-01-05T09:00+99:00"),
        ("DD/MM/YYYY", "12/31/2026"),
        ("DD/MM/YYYY", "31-12-2026"),
        ("YYYYMMDD", "2026105"),
        ("MM/DD/YYYY hh:mm A", "01/05/2026 13:05 PM"),
        ("epoch milliseconds", "999999999999999"),
        ("epoch seconds", "soon"),
    ],
)
def test_T22_nothing_is_completed(form: str, text: str) -> None:
    """Text in another form, or of no day of the calendar, is not read at all."""
    assert date_form(form).read(text) is None


def test_offset_and_date_only() -> None:
    """An offset is kept apart from the wall time, and a date alone is marked."""
    found = date_form("ISO 8601").read("2026-01-05T09:00:00-05:30")
    assert found is not None
    assert (found.offset, found.date_only) == (timedelta(hours=-5, minutes=-30), False)
    day = date_form("%d.%m.%Y").read("5.1.2026")
    assert day is not None
    assert day.date_only


def test_T16_leap_second() -> None:
    """A leap second is refused by its own name."""
    with pytest.raises(TimeError) as caught:
        date_form("ISO 8601").read("2016-12-31T23:59:60Z")
    assert caught.value.code == "leap-second"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("dd/mm/yyyy", "'DD/MM/YYYY'"),
        ("YYYY-MM", "where the day stands"),
        ("%d %m", "where the year stands"),
        ("%Y-%m-%d %q", "%q"),
        ("%d/%m/%Y %I:%M", "AM or PM"),
        ("%d/%m/%Y %p", "AM or PM"),
        ("DD/DD/YYYY", "twice"),
        ("DD/MM/YYYY mm", "without an hour"),
        ("", "year"),
        ("D" * 101, "over 100"),
    ],
)
def test_bad_forms(form: str, said: str) -> None:
    """A form that does not say all that it must is refused when it is stated."""
    with pytest.raises(DocumentError) as caught:
        date_form(form)
    assert caught.value.code == "bad-date-format"
    assert said in str(caught.value)
