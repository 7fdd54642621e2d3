"""A work calendar shows itself in a notebook."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alignkit.display.blocks import Block, Group, Heading, Paragraph, Table
from alignkit.display.text import to_text
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.combined import CombinedCalendar
from alignkit.worktime.hours import Kind

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


def test_the_blocks_of_a_calendar() -> None:
    """One that has no name, and no holidays, and the same with both."""
    rows = [("mon", "09:00-17:00"), ("2026-01-03", "09:00-12:00, 13:00-14:00")]
    fair = WorkCalendar("UTC", {"mon": ["09:00-17:00"]}, (), {date(2026, 1, 3): ["13:00-14:00", "09:00-12:00"]})
    assert fair.blocks() == Group([Heading("Work calendar"), Table(("when", "at work"), rows, "Local times of UTC")])
    table = Table(("when", "at work"), rows[:1], "Local times of UTC")
    mondays = WorkCalendar("UTC", {"mon": ["09:00-17:00"]})
    assert mondays.blocks() == Group([Heading("Work calendar"), table])
    closed = WorkCalendar("UTC", {"mon": ["09:00-17:00"]}, [date(2026, 1, 12), date(2026, 1, 5)], name="mondays")
    told = Paragraph("Closed on 2026-01-05, 2026-01-12.")
    assert closed.blocks() == Group([Heading("Work calendar mondays"), table, told])


@pytest.mark.parametrize(("more", "rest", "rows"), [(0, "", ""), (1, " and 1 more", "… and 1 more row")])
def test_forty_dates_are_listed(more: int, rest: str, rows: str) -> None:
    """Of the holidays as of the dates with other hours; one more is counted."""
    days = [date(2026, 1, 1) + timedelta(day) for day in range(40 + more)]
    others = {day + timedelta(100): ["09:00-12:00"] for day in days}
    heading, table, closed = WorkCalendar("UTC", {"mon": ["09:00-17:00"]}, days, others).blocks().blocks  # type: ignore[union-attr]  # a group
    assert heading == Heading("Work calendar")
    listed = [("mon", "09:00-17:00"), *((day.isoformat(), "09:00-12:00") for day in list(others)[:40])]
    assert table == Table(("when", "at work"), listed, "Local times of UTC", more)
    assert to_text(table).endswith(rows or "2026-05-20  09:00-12:00")
    assert closed == Paragraph(f"Closed on {', '.join(day.isoformat() for day in days[:40])}{rest}.")


MONDAYS = WorkCalendar("Europe/London", {"mon": ["09:00-17:00"]})


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("all", "while each of these calendars is open"),
        ("any", "while any of these calendars is open"),
        ("except", "while the first of these calendars is open and no other is"),
    ],
)
def test_how_calendars_are_combined(kind: Kind, how: str) -> None:
    """In a sentence; of one that stands deeper, how many it is made of."""
    inner = CombinedCalendar(kind, [MONDAYS, MONDAYS, MONDAYS], name="inner")
    told = f"At work {how}. Times are told in Europe/London, the zone of the first."
    deeper = Group([Heading("Work calendar inner"), Paragraph(f"3 calendars, combined: at work {how}.")])
    assert CombinedCalendar(kind, [MONDAYS, inner], name="both").blocks() == Group(
        [Heading("Work calendar both"), Paragraph(told), MONDAYS.blocks(), deeper]
    )


def test_twenty_parts_are_shown() -> None:
    """And the rest are counted."""
    twenty, more = (CombinedCalendar("any", [MONDAYS] * count).blocks() for count in (20, 21))
    head: list[Block] = [
        Heading("Work calendar"),
        Paragraph(
            "At work while any of these calendars is open. Times are told in Europe/London, the zone of the first."
        ),
    ]
    assert twenty == Group([*head, *[MONDAYS.blocks()] * 20])
    assert more == Group([*head, *[MONDAYS.blocks()] * 20, Paragraph("And 1 more.")])
