"""How a work calendar is shown."""

from __future__ import annotations

from alignkit.display.blocks import Block, Group, Heading, Paragraph, Table
from alignkit.display.size import cut
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.week import grouped

MOST_DATES = 40
"""So many holidays and so many other dates are listed; the rest are counted."""


def calendar_blocks(calendar: WorkCalendar) -> Block:
    """Return the hours of a week as a table, the dates with other hours below it, and the holidays."""
    rows = [(days, ", ".join(hours)) for days, hours in grouped(calendar.week).items()]
    others, more = cut(calendar.exceptions, MOST_DATES)
    rows += [(day.isoformat(), ", ".join(hours)) for day, hours in others]
    name = f"Work calendar {calendar.name}".strip()
    table = Table(("when", "at work"), rows, f"Local times of {calendar.zone}", more)
    blocks: list[Block] = [Heading(name), table]
    if calendar.holidays:
        listed, left = cut(calendar.holidays, MOST_DATES)
        rest = f" and {left:,} more" if left else ""
        blocks.append(Paragraph(f"Closed on {', '.join(day.isoformat() for day in listed)}{rest}."))
    return Group(blocks)
