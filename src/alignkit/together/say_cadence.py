"""Say a cadence in plain words."""

from __future__ import annotations

from alignkit.names import in_words
from alignkit.together.cadences import Cadence

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_NUMBERS = {2: "two", 3: "three", 4: "four", 6: "six"}
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second-to-last"}


def say_cadence(cadence: Cadence, first_weekday: int) -> str:
    """Say how often, in words where there are words for it; otherwise as the rule itself.

    Args:
        cadence: the rule.
        first_weekday: the weekday of the first meeting, from 0 for Monday, for a rule that names no day.

    >>> from alignkit.together.cadences import cadence_of
    >>> say_cadence(cadence_of("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"), 0)
    'every two weeks on Monday and Thursday'
    >>> say_cadence(cadence_of("FREQ=MONTHLY;BYDAY=1MO"), 0)
    'every month on the first Monday'
    """
    if cadence.others or cadence.week_starts or (cadence.month_days and cadence.days):
        return f"as {cadence.text} says"
    unit, every = _UNITS[cadence.frequency], cadence.interval
    said = f"every {unit}" if every == 1 else f"every {_NUMBERS.get(every, every)} {unit}s"
    if cadence.months:
        said += f" in {in_words([_MONTHS[month - 1] for month in cadence.months])}"
    if cadence.month_days:
        if any(day < 0 for day in cadence.month_days):
            return f"as {cadence.text} says"
        said += f" on day {in_words(list(map(str, cadence.month_days)))}"
    elif cadence.days or cadence.frequency == "WEEKLY":
        days = cadence.days or ((first_weekday, 0),)
        if any(nth not in _NTH and nth for _, nth in days):
            return f"as {cadence.text} says"
        said += f" on {in_words([f'the {_NTH[nth]} {_WEEKDAYS[day]}' if nth else _WEEKDAYS[day] for day, nth in days])}"
    return said if cadence.count is None else f"{said}, {cadence.count:,} times"
