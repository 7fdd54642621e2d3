"""How a source writes dates and times: a stated form, compiled once, the same on every machine.

`strptime` reads month names by the host's language and fills what a form leaves out; a form here does neither.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

import attrs

from alignkit.errors import DocumentError, TimeError, shown

ISO_8601 = "ISO 8601"
"""The form that is understood where none is stated: `2026-01-05`, `2026-01-05T09:00:00+01:00`."""

_EPOCHS = {"epoch seconds": 1, "epoch milliseconds": 1000}
_MONTHS = "january february march april may june july august september october november december".split()
_START = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall time of UTC; the offset is told apart from it

_NUMBERS = {"year": r"\d{4}", "year2": r"\d\d", "fraction": r"\d{1,9}"}
_DIRECTIVES = {
    "%Y": "year", "%y": "year2", "%m": "month", "%d": "day", "%H": "hour", "%I": "hour12", "%M": "minute",
    "%S": "second", "%f": "fraction", "%p": "half", "%b": "name", "%B": "name", "%z": "offset",
}  # fmt: skip
_LETTERS = {
    "YYYY": "year", "YY": "year2", "MMMM": "name", "MMM": "name", "MM": "month", "M": "month", "DD": "day", "D": "day",
    "HH": "hour", "H": "hour", "hh": "hour12", "h": "hour12", "mm": "minute", "ss": "second", "SSSSSS": "fraction",
    "SSS": "fraction", "A": "half", "Z": "offset",
}  # fmt: skip
_WORDS = ("UTC", "GMT", "T")
_DIRECTIVE = re.compile(r"%.?|[^%]", re.DOTALL)
_LETTER = re.compile("|".join((*_WORDS, *_LETTERS, ".")), re.DOTALL)
_NUMERIC = frozenset({"year", "year2", "month", "day", "hour", "hour12", "minute", "second", "fraction"})
_CLOCK = (
    r"(?:[ T](?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?: ?(?P<offset>[Zz]|[+-]\d\d:?\d\d))?)?"
)
_FORMS = 'write "DD/MM/YYYY", "YYYY-MM-DD HH:mm:ss", "%d.%m.%Y %H:%M", "epoch milliseconds" or "ISO 8601"'


@attrs.frozen(slots=True)
class Wall:
    """What a text says: a time on the wall, the offset if it is written, and whether it is a date alone."""

    time: datetime
    offset: timedelta | None
    date_only: bool


@attrs.frozen(slots=True)
class DateForm:
    """One stated form of dates and times; `date_form("DD/MM/YYYY")` makes one.

    A form of a date alone also reads a date that a clock of 24 hours follows. Seconds may have a fraction.

    >>> date_form("DD/MM/YYYY").read("5/1/2026")
    Wall(time=datetime.datetime(2026, 1, 5, 0, 0), offset=None, date_only=True)
    """

    text: str
    _pattern: re.Pattern[str] = attrs.field(eq=False, repr=False)

    def read(self, text: str) -> Wall | None:
        """Return what a text says in this form, or None if it has another form.

        Raises:
            TimeError: `leap-second`.
        """
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        found = match.groupdict()
        try:
            return _epoch(found, _EPOCHS[self.text]) if self.text in _EPOCHS else _wall(found, text)
        except TimeError:
            raise
        except (ValueError, OverflowError):
            return None  # 31 February, month 13, hour 25


@lru_cache(maxsize=256)
def date_form(text: str) -> DateForm:
    """Compile a form: a named one, one of letters (`DD/MM/YYYY HH:mm`), or one of `strptime` (`%d/%m/%Y`).

    Letters: YYYY YY MMMM MMM MM M DD D HH H hh h mm ss SSS A (AM or PM) Z (offset); `T`, `UTC` and `GMT` stand for
    themselves. Of `strptime`: %Y %y %m %d %H %I %M %S %f %p %b %B %z. Names of months are English. A year of two
    digits is 1969 to 2068, as POSIX has it.

    Raises:
        DocumentError: `bad-date-format`.
    """
    if text == ISO_8601:
        return DateForm(text, re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)" + _exact_clock(), re.ASCII))
    if text in _EPOCHS:
        return DateForm(text, re.compile(r"(?P<whole>-?\d{1,15})(?:\.(?P<part>\d{1,6}))?", re.ASCII))
    if len(text) > 100:
        raise _bad(text, "has over 100 characters")
    parts = _parts(text)
    return DateForm(text, re.compile(_regex(text, parts), re.ASCII | re.IGNORECASE))


def _exact_clock() -> str:
    return _CLOCK.replace(r"(?P<hour>\d{1,2})", r"(?P<hour>\d\d)")


def _bad(text: str, why: str) -> DocumentError:
    return DocumentError.at("bad-date-format", f"the date format {shown(text)} {why}; {_FORMS}")


def _parts(text: str) -> list[tuple[str, str]]:
    """Cut a form into (what it names, or blank; the piece itself)."""
    if "%" in text:
        full = text.replace("%F", "%Y-%m-%d").replace("%T", "%H:%M:%S")
        parts = [(_DIRECTIVES.get(piece, ""), piece) for piece in _DIRECTIVE.findall(full)]
        for name, piece in parts:
            if not name and piece.startswith("%") and piece != "%%":
                raise _bad(text, f"has an unknown directive {piece!r}; known: {' '.join(_DIRECTIVES)}")
        return [(name, "%" if piece == "%%" else piece) for name, piece in parts]
    parts = [("" if piece in _WORDS else _LETTERS.get(piece, ""), piece) for piece in _LETTER.findall(text)]
    for name, piece in parts:
        if not name and piece.isalpha() and piece not in _WORDS:
            day_alone = not re.search("h|s", text, re.IGNORECASE)
            raise _bad(text, f"has an unknown letter {piece!r}" + (f"; {text.upper()!r}?" if day_alone else ""))
    return parts


def _regex(text: str, parts: list[tuple[str, str]]) -> str:
    names = [name for name, _ in parts if name]
    kinds = ["year" if name == "year2" else "month" if name == "name" else name for name in names]
    if len(set(kinds)) != len(kinds):
        raise _bad(text, "names one part twice")
    for needed in ("year", "month", "day"):
        if needed not in kinds:
            raise _bad(text, f"does not say where the {needed} stands; nothing is completed from today's date")
    if ("hour12" in kinds) != ("half" in kinds) or {"hour", "hour12"} <= set(kinds):
        raise _bad(text, "needs AM or PM beside an hour of 12, and only there")
    clock = {"minute", "second", "fraction", "half", "offset"} & set(kinds)
    if clock and not {"hour", "hour12"} & set(kinds):
        raise _bad(text, "has a clock without an hour")
    found = []
    for at, (name, piece) in enumerate(parts):
        before, after = (parts[near][0] if 0 <= near < len(parts) else "" for near in (at - 1, at + 1))
        if not name:
            found.append(re.escape(piece))
        elif name == "name":
            found.append("(?P<name>" + "|".join(f"{month}|{month[:3]}" for month in _MONTHS) + ")")
        elif name == "half":
            found.append("(?P<half>[AP]M)")
        elif name == "offset":
            found.append(r"(?P<offset>Z|[+-]\d\d:?\d\d)")
        else:
            # without a sign between them numbers have a fixed width: YYYYMMDD
            tight = before in _NUMERIC or after in _NUMERIC
            digits = _NUMBERS.get(name, r"\d\d" if tight else r"\d{1,2}")
            found.append(f"(?P<{name}>{digits})")
        if name == "second" and "fraction" not in kinds:
            found.append(r"(?:[.,](?P<fraction>\d{1,9}))?")
    return "".join(found) + ("" if {"hour", "hour12"} & set(kinds) else _CLOCK)


def _wall(found: dict[str, str | None], text: str) -> Wall:
    year = int(found.get("year") or 0)
    if two := found.get("year2"):
        year = int(two) + (1900 if int(two) > 68 else 2000)
    name = found.get("name")
    month = [near[:3] for near in _MONTHS].index(name[:3].lower()) + 1 if name else int(found.get("month") or 0)
    hour_text = found.get("hour") or found.get("hour12")
    hour = int(hour_text or 0)
    if half := found.get("half"):
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half.upper() == "PM" else 0)
    second = int(found.get("second") or 0)
    if second == 60:
        raise TimeError.at("leap-second", f"leap seconds are not represented: {shown(text)}")
    micro = int((found.get("fraction") or "")[:6].ljust(6, "0"))
    time = datetime(  # noqa: DTZ001 - a time on the wall; its zone is the source's to state
        year, month, int(found.get("day") or 0), hour, int(found.get("minute") or 0), second, micro
    )
    return Wall(time, _offset(found.get("offset")), hour_text is None)


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text in {"Z", "z"}:
        return timedelta()
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    size = timedelta(hours=hours, minutes=minutes)
    return -size if text[0] == "-" else size


def _epoch(found: dict[str, str | None], per_second: int) -> Wall:
    micros = int(found["whole"] or 0) * (10**6 // per_second)
    part = int((found.get("part") or "").ljust(6, "0")) // per_second
    negative = (found["whole"] or "").startswith("-")
    return Wall(_START + timedelta(microseconds=micros - part if negative else micros + part), timedelta(), False)
