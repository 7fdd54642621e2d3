"""A work calendar shows itself in a notebook."""

from __future__ import annotations

from datetime import date, timedelta

from alignkit.display.text import to_text
from alignkit.worktime.calendar import WorkCalendar

WEEK = {"mon-thu": ["09:00-12:30", "13:00-17:30"], "fri": ["09:00-12:30"]}


def test_a_calendar_is_a_table_of_its_week() -> None:
    """Hours by days, dates with other hours, holidays, the zone."""
    office = WorkCalendar(
        "Europe/Amsterdam", WEEK, [date(2026, 4, 6)], {date(2026, 5, 5): ["09:00-12:00"]}, name="office"
    )
    text = to_text(office.blocks())
    assert text.startswith("Work calendar office\n")
    assert "mon-thu     09:00-12:30, 13:00-17:30" in text
    assert "2026-05-05  09:00-12:00" in text
    assert text.endswith("Closed on 2026-04-06.")
    assert "Europe/Amsterdam" in office._repr_html_()


def test_many_dates_are_counted() -> None:
    """A century of holidays is not listed."""
    days = [date(2026, 1, 1) + timedelta(days) for days in range(1000)]
    assert "and 960 more." in to_text(WorkCalendar("UTC", WEEK, days).blocks())
