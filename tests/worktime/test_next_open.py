from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from alignkit.errors import DocumentError, NoBusinessTimeError, TimeError
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.next_open import is_open, next_open

OFFICE = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]}, holidays=[date(2026, 4, 6)])


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-04-03T10:00:00+02:00", "2026-04-03T10:00:00+02:00"),
        ("2026-04-03T12:30:00+02:00", "2026-04-03T13:00:00+02:00"),
        ("2026-04-03T17:30:00+02:00", "2026-04-07T09:00:00+02:00"),
        ("2026-04-06T00:00:00+00:00", "2026-04-07T09:00:00+02:00"),
        ("2026-03-27T20:00:00+01:00", "2026-03-30T09:00:00+02:00"),
    ],
)
def test_next_open(instant: str, expected: str) -> None:
    """An open instant is itself; a closing one is not open; weekends, holidays and clock changes are passed."""
    assert next_open(OFFICE, datetime.fromisoformat(instant)).isoformat() == expected


def test_T20_next_open_is_another_question() -> None:
    """T20: zero work is due at its start, while next_open leads to the opening."""
    assert next_open(OFFICE, datetime(2026, 1, 10, 12, tzinfo=UTC)).isoformat() == "2026-01-12T09:00:00+01:00"


def test_is_open_is_half_open() -> None:
    """The first instant of an interval is open, its last is not, to the microsecond."""
    nine = datetime(2026, 1, 5, 8, tzinfo=UTC)
    tick = timedelta(microseconds=1)
    assert is_open(OFFICE, nine)
    assert not is_open(OFFICE, nine - tick)
    half_past_twelve = nine + timedelta(hours=3, minutes=30)
    assert is_open(OFFICE, half_past_twelve - tick)
    assert not is_open(OFFICE, half_past_twelve)


def test_T11_no_opening_within_50_years() -> None:
    """T11: a search without an end is refused."""
    days = [date(2026, 1, 5) + timedelta(days=day) for day in range(50 * 366)]
    for calendar in (
        WorkCalendar("UTC", {"mon-sun": ["09:00-17:00"]}, days),
        WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]}, days),
        WorkCalendar("UTC", {}, exceptions={date(2020, 1, 6): ["10:00-12:00"]}),
    ):
        with pytest.raises(NoBusinessTimeError, match="2026-01-05") as caught:
            next_open(calendar, datetime(2026, 1, 5, tzinfo=UTC))
        assert caught.value.code == "no-open-time"


def test_T11_a_closing_of_decades_is_passed() -> None:
    """49 years are within the horizon."""
    days = [date(2026, 1, 5) + timedelta(days=day) for day in range(49 * 365)]
    calendar = WorkCalendar("UTC", {"mon-sun": ["09:00-17:00"]}, days)
    assert next_open(calendar, datetime(2026, 1, 5, tzinfo=UTC)).date() == days[-1] + timedelta(days=1)


def test_T15_nothing_opens_after_the_year_9999() -> None:
    """T15: the end of the range of dates is named."""
    calendar = WorkCalendar("UTC", {"sat": ["09:00-17:00"]})
    with pytest.raises(TimeError) as caught:
        next_open(calendar, datetime(9999, 12, 31, tzinfo=UTC))
    assert caught.value.code == "out-of-range"


@pytest.mark.parametrize("ask", [next_open, is_open])
def test_T01_naive(ask: Any) -> None:  # noqa: ANN401 - either of two functions
    """T01: an instant without a zone is refused; so is what is no calendar."""
    with pytest.raises(TimeError) as caught:
        ask(OFFICE, datetime(2026, 1, 5))  # noqa: DTZ001 - that is the fault
    assert caught.value.code == "naive"
    with pytest.raises(DocumentError):
        ask(cast("Any", "office"), datetime(2026, 1, 5, tzinfo=UTC))
