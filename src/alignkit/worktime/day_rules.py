"""Rules that name days, as an `rrule` of RFC 5545, in one normal form: for holidays, and for when teams meet.

Such a rule says nothing smaller than a day, and not when it ends: whoever asks says up to when.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from alignkit.errors import Finding, shown
from alignkit.names import did_you_mean

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
LONGEST = 500
"""A rule has at most this many characters."""
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


@attrs.frozen(slots=True)
class DayRule:
    """The parts of a rule.

    Args:
        frequency: `DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`.
        interval: every how many days, weeks, months or years.
        count: after how many days that it names it ends; None for never.
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


@attrs.frozen(slots=True)
class Wording:
    """How faults are told where a rule stands.

    Args:
        what: what it is called, such as `a cadence`.
        code: the code of what cannot be read.
        form: examples of what would be right.
        elsewhere: where that is said which does not stand in such a rule, by part.
    """

    what: str
    code: str
    form: str
    elsewhere: Mapping[str, str]


def read_day_rule(text: str, say: Wording, path: str = "") -> DayRule | tuple[Finding, ...]:
    """Read a rule of at most 500 characters; what cannot be read gives every fault instead.

    >>> say = Wording("a rule", "unreadable-rule", 'such as "FREQ=WEEKLY;BYDAY=MO"', {})
    >>> rule = read_day_rule("RRULE:BYDAY=we,mo;FREQ=weekly;INTERVAL=1", say)
    >>> rule.text
    'FREQ=WEEKLY;BYDAY=MO,WE'
    >>> read_day_rule("FREQ=WEEKLY;BYDAY=XX", say)[0].code
    'unreadable-rule'
    """
    parts: dict[str, str] = {}
    for part in text.upper().removeprefix("RRULE:").split(";"):
        name, is_one, value = part.strip().partition("=")
        if not is_one or not value or name in parts:
            return (Finding(say.code, f"{say.what} is {say.form}, not {shown(text)}", path),)
        parts[name] = value
    frequency = parts.pop("FREQ", "")
    if frequency not in FREQUENCIES:
        known = ", ".join(FREQUENCIES)
        return (Finding(say.code, f"{say.what} says FREQ, one of {known}, {say.form}, not {shown(text)}", path),)
    faults = _unknown(parts, frequency, say, path)
    found: dict[str, tuple[Any, ...]] = {}
    for name, value in parts.items():
        if name not in _ALLOWED[frequency]:
            continue

        def refuse(due: str, name: str = name, value: str = value) -> None:
            faults.append(Finding(say.code, f"{name} is {due}, not {shown(value)}", path))

        found[name] = _part(frequency, name, value, refuse)
    faults += _numbered_days(found, say, path)
    picked = len(found) - sum(name in found for name in ("INTERVAL", "COUNT", "WKST"))
    if not faults and "BYSETPOS" in found and picked < 2:
        told = "BYSETPOS picks among days: say among which, such as BYDAY=MO,TU,WE,TH,FR"
        faults.append(Finding(say.code, told, path))
    if faults:
        return tuple(faults)
    others = tuple((name, found[name]) for name in ("BYYEARDAY", "BYWEEKNO", "BYSETPOS") if name in found)
    return DayRule(
        frequency,
        found.get("INTERVAL", (1,))[0],
        found.get("COUNT", (None,))[0],
        found.get("BYDAY", ()),
        found.get("BYMONTH", ()),
        found.get("BYMONTHDAY", ()),
        others,
        found.get("WKST", (0,))[0],
    )


def _unknown(parts: Mapping[str, str], frequency: str, say: Wording, path: str) -> list[Finding]:
    """Return a fault for each part that does not stand in such a rule."""
    faults = []
    allowed = _ALLOWED[frequency]
    for name in parts:
        if name in allowed:
            continue
        if name in say.elsewhere:
            told = f"{name} does not stand in {say.what}: {say.elsewhere[name]}"
        else:
            told = f"{shown(name)} cannot stand with FREQ={frequency}{did_you_mean(name, sorted(allowed))}"
        faults.append(Finding("unknown-part", told, path))
    return faults


def _numbered_days(found: Mapping[str, tuple[Any, ...]], say: Wording, path: str) -> list[Finding]:
    """Return the faults of days such as 20MO, which number the weekdays of a month where months are named."""
    numbers = {abs(nth) for _, nth in found.get("BYDAY", ()) if nth}
    if numbers and "BYWEEKNO" in found:
        told = "a week has each weekday once: with BYWEEKNO, BYDAY is days such as MO,TH"
    elif numbers and "BYMONTH" in found and max(numbers) > 5:
        told = f"a month has each weekday five times at most: with BYMONTH, BYDAY has no {max(numbers)}"
    else:
        return []
    return [Finding(say.code, told, path)]


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
