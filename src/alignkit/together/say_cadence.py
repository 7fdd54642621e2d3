"""Say a cadence in plain words."""

from __future__ import annotations

from datetime import date

from alignkit.names import in_words
from alignkit.worktime.day_rules import DayRule

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_NUMBERS = {2: "two", 3: "three", 4: "four", 6: "six"}
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second-to-last"}


def say_cadence(cadence: DayRule, first: date) -> str:
    """Say how often, in words where there are words for it; otherwise as the rule itself.

    Args:
        cadence: the rule.
        first: the day of the first meeting, which tells what the rule does not: on which weekday, on which day.

    >>> from alignkit.together.cadences import cadence_of
    >>> say_cadence(cadence_of("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"), date(2026, 1, 5))
    'every two weeks on Monday and Thursday'
    >>> say_cadence(cadence_of("FREQ=MONTHLY;BYDAY=1MO"), date(2026, 1, 5))
    'every month on the first Monday'
    >>> say_cadence(cadence_of("FREQ=YEARLY"), date(2026, 12, 7))
    'every year in December on day 7'
    """
    as_it_is = f"as {cadence.text} says"
    if cadence.others or cadence.week_starts or (cadence.month_days and cadence.days):
        return as_it_is
    if any(day < 0 for day in cadence.month_days) or any(nth and nth not in _NTH for _, nth in cadence.days):
        return as_it_is
    unit, every = _UNITS[cadence.frequency], cadence.interval
    said = f"every {unit}" if every == 1 else f"every {_NUMBERS.get(every, every)} {unit}s"
    said += _months(cadence, first) + _days(cadence, first)
    return said if cadence.count is None else f"{said}, {cadence.count:,} times"


def _months(cadence: DayRule, first: date) -> str:
    months = cadence.months
    if cadence.frequency == "YEARLY" and not (months or cadence.month_days or cadence.days):
        months = (first.month,)
    return f" in {in_words([_MONTHS[month - 1] for month in months])}" if months else ""


def _days(cadence: DayRule, first: date) -> str:
    if cadence.days:
        # in a week a weekday comes once: "on Monday"; in a month or a year it comes again: "on each Monday"
        each = "each " if cadence.frequency in {"MONTHLY", "YEARLY"} else ""
        told = [f"the {_NTH[nth]} {_WEEKDAYS[day]}" if nth else each + _WEEKDAYS[day] for day, nth in cadence.days]
        return f" on {in_words(told)}"
    if cadence.frequency == "DAILY":
        return ""
    if cadence.frequency == "WEEKLY":
        return f" on {_WEEKDAYS[first.weekday()]}"
    of_each = " of each month" if cadence.frequency == "YEARLY" and cadence.month_days and not cadence.months else ""
    return f" on day {in_words(list(map(str, cadence.month_days or (first.day,))))}{of_each}"
