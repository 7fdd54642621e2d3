"""Cadences: how often a meeting takes place, as an `rrule` of RFC 5545, in one normal form.

The days come from the rule and the time of day from the meeting. So a rule says nothing smaller than a day, and when
the meetings end stands in the meeting too, as a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from alignkit.errors import DocumentError, Finding, LimitError, shown
from alignkit.names import did_you_mean
from alignkit.plan.checked import raise_faults

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
LONGEST = 500
"""A cadence has at most this many characters."""
MOST_INTERVAL = 1000
MOST_COUNT = 10_000

_RANGES: Mapping[str, int] = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_SIGNED = frozenset({"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
_ORDER = ("FREQ", "INTERVAL", "COUNT", *_RANGES, "BYDAY", "WKST")
# what dateutil would walk through day by day to the year 9999, should it never come true
_ALLOWED: Mapping[str, frozenset[str]] = {
    "DAILY": frozenset({"INTERVAL", "COUNT", "BYDAY"}),
    "WEEKLY": frozenset({"INTERVAL", "COUNT", "BYDAY", "WKST"}),
    "MONTHLY": frozenset({"INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"}),
    "YEARLY": frozenset(_ORDER) - {"FREQ"},
}
_DAY = re.compile(r"([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,6}", re.ASCII)
_ELSEWHERE = {
    "UNTIL": "say with `until` of the meeting on which day it ends",
    "BYHOUR": "the time of day is `at` of the meeting",
    "BYMINUTE": "the time of day is `at` of the meeting",
    "BYSECOND": "the time of day is `at` of the meeting",
}
_FORM = 'such as "FREQ=WEEKLY;BYDAY=MO" or "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"'


@attrs.frozen(slots=True)
class Cadence:
    """The parts of a rule.

    Args:
        frequency: `DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`.
        interval: every how many days, weeks, months or years.
        count: after how many meetings it ends; None for never.
        days: each the weekday from 0 for Monday, and which one in the month or year, 0 for each.
        months: 1 to 12.
        month_days: 1 to 31, or from the month's end -1 to -31.
        others: the other parts, as numbers.
        week_starts: on which weekday a week starts, from 0 for Monday.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    days: tuple[tuple[int, int], ...] = ()
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    others: tuple[tuple[str, tuple[int, ...]], ...] = ()
    week_starts: int = 0

    @property
    def text(self) -> str:
        """The rule in its normal form: parts in a fixed order, defaults left out, lists sorted."""
        parts: dict[str, str] = {"FREQ": self.frequency}
        if self.interval != 1:
            parts["INTERVAL"] = str(self.interval)
        if self.count is not None:
            parts["COUNT"] = str(self.count)
        numbers = {"BYMONTH": self.months, "BYMONTHDAY": self.month_days, **dict(self.others)}
        parts |= {name: ",".join(map(str, values)) for name, values in numbers.items() if values}
        if self.days:
            parts["BYDAY"] = ",".join(f"{nth or ''}{DAYS[day]}" for day, nth in self.days)
        if self.week_starts:
            parts["WKST"] = DAYS[self.week_starts]
        return ";".join(f"{name}={parts[name]}" for name in _ORDER if name in parts)


def cadence_of(text: object, path: str = "cadence") -> Cadence:
    """Read a rule.

    Raises:
        DocumentError: with every fault: `wrong-type`, `unreadable-cadence`, `unknown-part`.
        LimitError: `too-long`, over 500 characters.

    >>> cadence_of("RRULE:BYDAY=we,mo;FREQ=weekly;INTERVAL=1").text
    'FREQ=WEEKLY;BYDAY=MO,WE'
    """
    if not isinstance(text, str):
        raise DocumentError.at("wrong-type", f"a cadence is text {_FORM}, not {shown(text)}", path=path)
    if len(text) > LONGEST:
        raise LimitError.at("too-long", f"a cadence has at most {LONGEST} characters, not {len(text):,}", path=path)
    parts: dict[str, str] = {}
    faults: list[Finding] = []
    for part in text.upper().removeprefix("RRULE:").split(";"):
        name, is_one, value = part.strip().partition("=")
        if not is_one or not value or name in parts:
            raise DocumentError.at("unreadable-cadence", f"a cadence is {_FORM}, not {shown(text)}", path=path)
        parts[name] = value
    frequency = parts.pop("FREQ", "")
    if frequency not in FREQUENCIES:
        known = ", ".join(FREQUENCIES)
        told = f"a cadence says FREQ, one of {known}, {_FORM}, not {shown(text)}"
        raise DocumentError.at("unreadable-cadence", told, path=path)
    allowed = _ALLOWED[frequency]
    for name in [name for name in parts if name not in allowed]:
        del parts[name]
        if name in _ELSEWHERE:
            faults.append(Finding("unknown-part", f"{name} does not stand in a cadence: {_ELSEWHERE[name]}", path))
        else:
            near = did_you_mean(name, sorted(allowed))
            faults.append(Finding("unknown-part", f"{shown(name)} cannot stand with FREQ={frequency}{near}", path))
    found: dict[str, tuple[Any, ...]] = {}
    for name, value in parts.items():

        def refuse(due: str, name: str = name, value: str = value) -> None:
            faults.append(Finding("unreadable-cadence", f"{name} is {due}, not {shown(value)}", path))

        found[name] = _part(frequency, name, value, refuse)
    faults += _numbered_days(found, path)
    raise_faults(faults)
    interval, count = found.get("INTERVAL", (1,))[0], found.get("COUNT", (None,))[0]
    others = tuple((name, found[name]) for name in ("BYYEARDAY", "BYWEEKNO", "BYSETPOS") if name in found)
    if "BYSETPOS" in found and len(found) - ("INTERVAL" in found) - ("COUNT" in found) - ("WKST" in found) < 2:
        told = "BYSETPOS picks among days: say among which, such as BYDAY=MO,TU,WE,TH,FR"
        raise DocumentError.at("unreadable-cadence", told, path=path)
    return Cadence(
        frequency,
        interval,
        count,
        found.get("BYDAY", ()),
        found.get("BYMONTH", ()),
        found.get("BYMONTHDAY", ()),
        others,
        found.get("WKST", (0,))[0],
    )


def _numbered_days(found: Mapping[str, tuple[Any, ...]], path: str) -> list[Finding]:
    """Return the faults of days such as 20MO, which number the weekdays of a month where months are named."""
    numbers = {abs(nth) for _, nth in found.get("BYDAY", ()) if nth}
    if numbers and "BYWEEKNO" in found:
        told = "a week has each weekday once: with BYWEEKNO, BYDAY is days such as MO,TH"
    elif numbers and "BYMONTH" in found and max(numbers) > 5:
        told = f"a month has each weekday five times at most: with BYMONTH, BYDAY has no {max(numbers)}"
    else:
        return []
    return [Finding("unreadable-cadence", told, path)]


def _part(frequency: str, name: str, value: str, refuse: Callable[[str], None]) -> tuple[Any, ...]:
    """Return the numbers of a part, or its days as pairs; nothing where it is refused."""
    texts = [text.strip() for text in value.split(",")]
    if name == "WKST":
        if value not in DAYS:
            refuse(f"one of {', '.join(DAYS)}")
            return ()
        return (DAYS.index(value),)
    if name == "BYDAY":
        return _days(frequency, texts, refuse)
    most = {"INTERVAL": MOST_INTERVAL, "COUNT": MOST_COUNT}.get(name) or _RANGES[name]
    least = -most if name in _SIGNED else 1
    is_list = name in _RANGES
    are_numbers = all(_NUMBER.fullmatch(text) for text in texts) and (is_list or len(texts) == 1)
    numbers = sorted({int(text) for text in texts}) if are_numbers else []
    if not numbers or not all(least <= number <= most and number for number in numbers):
        signed = f", or -{most} to -1 from the end" if name in _SIGNED else ""
        refuse(f"{'whole numbers' if is_list else 'a whole number'}, 1 to {most:,}{signed}")
        return ()
    return tuple(numbers)


def _days(frequency: str, texts: list[str], refuse: Callable[[str], None]) -> tuple[tuple[int, int], ...]:
    found = [_DAY.fullmatch(text) for text in texts]
    pairs = sorted({(int(match[1] or 0), DAYS.index(match[2])) for match in found if match is not None})
    most = {"MONTHLY": 5, "YEARLY": 53}.get(frequency, 0)
    if not all(found) or any(abs(nth) > most for nth, _ in pairs):
        refuse("days such as MO,TH" + (", or 1MO for the first Monday and -1FR for the last Friday" if most else ""))
        return ()
    return tuple((day, nth) for nth, day in pairs)
