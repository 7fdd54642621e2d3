"""Write holidays as an agreement's document has them: literal dates, with their names as comments."""

from __future__ import annotations

from alignkit.adapters.holiday_dates import WEEKDAYS, HolidayDates
from alignkit.display.wrap import clean, elided
from alignkit.errors import DocumentError, shown

_WIDEST = 80
"""A name takes at most so many columns."""


def write_holidays(*found: HolidayDates) -> str:
    """Write holidays as the lines of a calendar in TOML, to paste under `[calendars.NAME]`.

    Args:
        found: from one source, or from several; each date stands there once, with all its names.

    Raises:
        DocumentError: `wrong-type`.

    >>> from datetime import date
    >>> from alignkit.adapters.holiday_dates import Holiday
    >>> print(write_holidays(HolidayDates(2026, [Holiday(date(2026, 4, 27), "Koningsdag")], "holidays 0.109")))
    # Holidays, 2026, from holidays 0.109
    holidays = [
      2026-04-27,  # Mon Koningsdag
    ]
    <BLANKLINE>
    """
    for one in found:
        if not isinstance(one, HolidayDates):
            raise DocumentError.at("wrong-type", f"holidays are written from HolidayDates, not from {shown(one)}")
    names: dict[str, dict[str, None]] = {}
    for day in (day for one in found for day in one.days):
        # a comment ends with its line: a name must not go on in the next one
        told = names.setdefault(f"{day.on.isoformat()},  # {WEEKDAYS[day.on.weekday()]}", {})
        told[clean(day.name)] = None
    lines = [f"# {elided(one.title, _WIDEST * 2)}" for one in found]
    if not names:
        return "\n".join([*lines, "holidays = []", ""])
    days = [f"  {day} {elided('; '.join(filter(None, names[day])), _WIDEST)}".rstrip() for day in sorted(names)]
    return "\n".join([*lines, "holidays = [", *days, "]", ""])
