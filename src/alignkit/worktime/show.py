"""How a work calendar is shown."""

from __future__ import annotations

from alignkit.display.blocks import Block, Group, Heading, Paragraph, Table
from alignkit.display.size import cut
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.combined import CombinedCalendar
from alignkit.worktime.hours import Kind
from alignkit.worktime.week import grouped

MOST_PARTS = 20
"""So many of the calendars that are combined are shown."""
MOST_DATES = 40
"""So many holidays and so many other dates are listed; the rest are counted."""


_HOW: dict[Kind, str] = {
    "all": "At work while each of these calendars is open",
    "any": "At work while any of these calendars is open",
    "except": "At work while the first of these calendars is open and no other is",
}


def combined_blocks(calendar: CombinedCalendar) -> Block:
    """Return how calendars are combined, and then each of them."""
    told = f"{_HOW[calendar.kind]}. Times are told in {calendar.zone}, the zone of the first."
    shown, more = cut(calendar.parts, MOST_PARTS)
    blocks: list[Block] = [Heading(f"Work calendar {calendar.name}".strip()), Paragraph(told)]
    blocks += [_part(part) for part in shown]
    if more:
        blocks.append(Paragraph(f"And {more:,} more."))
    return Group(blocks)


def _part(part: Calendar) -> Block:
    # one level is enough to see at a glance; what stands deeper is named or counted
    if not isinstance(part, CombinedCalendar):
        return part.blocks()
    inner = f"{len(part.parts)} calendars, combined: {_HOW[part.kind][0].lower()}{_HOW[part.kind][1:]}"
    return Group([Heading(f"Work calendar {part.name}".strip()), Paragraph(f"{inner}.")])


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
