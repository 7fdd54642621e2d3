"""Instants, zones and durations: aware or refused, ISO 8601 or refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from alignkit.errors import LimitError, TimeError, shown
from alignkit.exact import Number, exact
from alignkit.names import did_you_mean

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Skipped = Literal["raise", "earlier", "later"]
Repeated = Literal["raise", "earlier", "later"]

# A host may know these, but they name the host's own time or a variant set: an answer must not hang on them.
_HOST_ZONES = frozenset({"localtime", "posixrules", "Factory"})
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+)*")
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)\s?(Z|z|[+-]\d\d:?\d\d(?::\d\d)?)?)?", re.ASCII
)


def checked_instant(value: object, where: str) -> datetime:
    """Return `value` if it is an aware datetime.

    Args:
        value: what was given.
        where: what it is, for the message, such as `as_of` or `event 'e1': at`.

    Raises:
        TimeError: `naive` for a datetime without a zone, `not-an-instant` for anything else (a date, text, NaT).

    >>> checked_instant(datetime(2026, 1, 5, 9, tzinfo=UTC), "as_of")
    datetime.datetime(2026, 1, 5, 9, 0, tzinfo=datetime.timezone.utc)
    """
    # pandas.NaT is an instance of datetime and unequal to itself
    if not isinstance(value, datetime) or value != value:  # noqa: PLR0124 - NaT
        raise TimeError.at("not-an-instant", f"{where} must be an aware datetime, not {shown(value)}")
    if value.utcoffset() is None:
        raise TimeError.at(
            "naive",
            f"{where} has no time zone: {shown(value)}; attach one, for example "
            'value.replace(tzinfo=ZoneInfo("Europe/Amsterdam"))',
        )
    return value


def micros(instant: datetime) -> int:
    """Return an aware instant as whole microseconds since 1970 in UTC; exact, unlike `.timestamp()`."""
    return (instant - EPOCH) // MICROSECOND


def from_micros(value: int, zone: ZoneInfo | timezone = UTC) -> datetime:
    """Return the instant of whole microseconds since 1970, as a datetime in `zone`."""
    return (EPOCH + timedelta(microseconds=value)).astimezone(zone)


def told_in(instant: datetime, zone: tzinfo | None) -> datetime:
    """Return an instant as clocks in `zone` show it, for people; as it is where they would show no year 1 to 9999.

    >>> told_in(datetime(2026, 1, 5, 9, tzinfo=UTC), zone_of("Europe/Amsterdam")).hour
    10
    """
    try:
        return instant if zone is None else instant.astimezone(zone)  # None would be the host's own zone
    except OverflowError:
        return instant


def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone of that name.

    Raises:
        TimeError: `unknown-zone`, with the nearest name.

    >>> zone_of("Europe/Amsterdam")
    zoneinfo.ZoneInfo(key='Europe/Amsterdam')
    """
    if not isinstance(name, str):  # what does not hash must not reach the cache
        raise TimeError.at("unknown-zone", f"a time zone is a name such as Europe/Amsterdam, not {shown(name)}")
    return _zone(name)


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    if len(name) < 64 and _ZONE.fullmatch(name) and name not in _HOST_ZONES:
        head = name.split("/", 1)[0]
        if head not in {"posix", "right"}:
            try:
                found = ZoneInfo(name)
            except (KeyError, OSError, ValueError):
                found = None  # not known, or the name of a folder
            if found is not None:
                return found
    raise TimeError.at("unknown-zone", f"there is no time zone {shown(name)}{_near_zone(name)}")


def _near_zone(name: object) -> str:
    return did_you_mean(name, _zones()) if name else ""


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    from zoneinfo import available_timezones  # walks the disk: only a mistake needs it

    return tuple(sorted(available_timezones() - _HOST_ZONES))


def localize(
    wall: datetime,
    zone: ZoneInfo,
    where: str = "a time",
    *,
    skipped: Skipped = "raise",
    repeated: Repeated = "raise",
) -> datetime:
    """Return the instant at which clocks in `zone` show the naive time `wall`.

    A clock change skips some wall times and repeats others. What then happens is the caller's choice: `raise`, or the
    `earlier` or `later` of the two instants. A `fold` of 1 on `wall` chooses the later of a repeated time.

    Raises:
        TimeError: `skipped-time` or `repeated-time`, unless a policy was chosen.

    >>> localize(datetime(2024, 3, 31, 3, 30), zone_of("Europe/Paris")).isoformat()
    '2024-03-31T03:30:00+02:00'
    """
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    if before == after:
        return first
    if before is None or after is None:  # pragma: no cover - a ZoneInfo always has an offset at a wall time
        raise TimeError.at("unknown-zone", f"{zone} has no offset at {wall}")
    if before > after:  # repeated: the first showing has the larger offset
        if wall.fold:
            return second
        if repeated == "raise":
            raise TimeError.at(
                "repeated-time",
                f"{where}: {wall.isoformat(' ')} happens twice in {zone.key}, at offsets {_offset(before)} and "
                f"{_offset(after)}; write the offset, or choose earlier or later",
            )
        return first if repeated == "earlier" else second
    if skipped == "raise":
        raise TimeError.at(
            "skipped-time",
            f"{where}: {wall.isoformat(' ')} does not exist in {zone.key}: clocks skip from offset {_offset(before)} "
            f"to {_offset(after)} that day; choose earlier or later",
        )
    # fold=1 reads the wall time with the offset after the change, which is the earlier instant
    chosen = second if skipped == "earlier" else first
    return chosen.astimezone(UTC).astimezone(zone)


def _offset(offset: timedelta) -> str:
    return datetime(2000, 1, 1, tzinfo=timezone(offset)).isoformat()[19:]


def parse_date(text: object, where: str = "a date") -> date:
    """Read an ISO 8601 date, `2026-01-05`; nothing is completed from today's date.

    Raises:
        TimeError: `unreadable-date`.
    """
    if isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise TimeError.at("unreadable-date", f"{where} must be an ISO 8601 date such as 2026-01-05, not {shown(text)}")


def parse_instant(
    text: object,
    where: str = "a time",
    *,
    zone: ZoneInfo | None = None,
    skipped: Skipped = "raise",
    repeated: Repeated = "raise",
) -> datetime:
    """Read an ISO 8601 date and time, `2026-01-05T09:00:00+01:00`.

    Text without an offset is a wall time in `zone`; without a zone it is refused. A fraction of a second finer than a
    microsecond is cut. A date alone is not an instant here: an adapter that allows it says so.

    Raises:
        TimeError: `unreadable-time`, `leap-second`, `naive`, `skipped-time` or `repeated-time`.

    >>> parse_instant("2024-03-08 17:59:59.999", zone=zone_of("UTC")).isoformat()
    '2024-03-08T17:59:59.999000+00:00'
    """
    match = _INSTANT.fullmatch(text) if isinstance(text, str) else None
    if match is None or match[2] is None:
        raise TimeError.at(
            "unreadable-time",
            f"{where} must be an ISO 8601 date and time such as 2026-01-05T09:00:00+01:00, not {shown(text)}",
        )
    day, clock, offset = match[1], match[2].replace(",", "."), match[3]
    if clock[6:8] == "60":
        raise TimeError.at("leap-second", f"{where}: leap seconds are not represented: {shown(text)}")
    whole, _, fraction = clock.partition(".")
    try:
        wall = datetime.fromisoformat(f"{day}T{whole}").replace(microsecond=int(fraction[:6].ljust(6, "0") or 0))
        if offset is not None:
            return datetime.fromisoformat(wall.isoformat() + offset.upper())
    except ValueError as fault:
        raise TimeError.at("unreadable-time", f"{where}: {shown(text)}: {fault}") from fault
    if zone is None:
        raise TimeError.at("naive", f"{where} has no offset: {shown(text)}; write one, such as +01:00 or Z")
    return localize(wall, zone, where, skipped=skipped, repeated=repeated)


def days(count: Number) -> timedelta:
    """Return that many days of 24 hours; a fraction is rounded, half to even, to a microsecond.

    Raises:
        DocumentError: `wrong-type` or `not-finite`.
        LimitError: `too-long`, over 999,999,999 days, or `too-large`.

    >>> days(0.5)
    datetime.timedelta(seconds=43200)
    """
    return _span(count, "day")


def hours(count: Number) -> timedelta:
    """Return that many hours by the wall clock; for hours at work see `work_hours`.

    Raises:
        DocumentError: `wrong-type` or `not-finite`.
        LimitError: `too-long`, over 999,999,999 days, or `too-large`.
    """
    return _span(count, "hour")


def minutes(count: Number) -> timedelta:
    """Return that many minutes by the wall clock.

    Raises:
        DocumentError: `wrong-type` or `not-finite`.
        LimitError: `too-long`, over 999,999,999 days, or `too-large`.
    """
    return _span(count, "minute")


def _span(count: Number, unit: str) -> timedelta:
    size = round(exact(count, f"{unit}s") * _UNITS[unit])
    if not timedelta.min // MICROSECOND <= size <= timedelta.max // MICROSECOND:
        raise LimitError.at("too-long", f"a duration is at most 999,999,999 days, not {shown(count)} {unit}s")
    return timedelta(microseconds=size)


_UNITS = {
    "microsecond": 1,
    "second": 10**6,
    "minute": 60 * 10**6,
    "hour": 3600 * 10**6,
    "day": 86400 * 10**6,
    "week": 7 * 86400 * 10**6,
}
_PART = re.compile(r"(?<!\S)(\d{1,15}) +([a-z]+)(?!\S)", re.ASCII)
_ISO = re.compile(r"P(?:(\d{1,9})W|(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?)", re.ASCII)
_FORMS = 'write "4 hours", "90 minutes", "30 days", "2 weeks" or ISO 8601 such as "PT4H", "P2D"'
LONGEST_DAYS = 36_600
"""A duration in a definition is at most this many days, a hundred years."""


def parse_duration(text: object, where: str = "a duration", forms: str = _FORMS) -> timedelta:
    """Read a duration of fixed length: `4 hours`, `1 hour 30 minutes`, `30 days`, `PT4H`.

    Args:
        text: the duration.
        where: what it is, for the message.
        forms: what to write instead, for the message.

    Raises:
        TimeError: `unreadable-duration`, listing the accepted forms; a month has no fixed length and is refused.
        LimitError: `too-long`, over 36,600 days.

    >>> parse_duration("1 hour 30 minutes")
    datetime.timedelta(seconds=5400)
    """
    if isinstance(text, str):
        found = _words(text) if not text.startswith("P") else _iso(text)
        if found is not None:
            if found > LONGEST_DAYS * _UNITS["day"]:
                raise LimitError.at("too-long", f"{where} is at most {LONGEST_DAYS} days, not {shown(text)}")
            return timedelta(microseconds=found)
        if re.fullmatch(r"\d+(\.\d+)?e\d+ \w+", text) or re.fullmatch(r"\d{16,} \w+", text):
            raise LimitError.at("too-long", f"{where} is at most {LONGEST_DAYS} days, not {shown(text)}; {forms}")
        if re.search(r"month|year", text) or re.fullmatch(r"P\d+[MY].*", text):
            raise TimeError.at(
                "unreadable-duration", f"{where}: a month or a year has no fixed length: {shown(text)}; {forms}"
            )
    raise TimeError.at("unreadable-duration", f"{where} cannot be read: {shown(text)}; {forms}")


def _words(text: str) -> int | None:
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text).strip():
        return None
    total = 0
    for count, word in parts:
        unit = _UNITS.get(word.removesuffix("s"))
        if unit is None:
            return None
        total += int(count) * unit
    return total


def _iso(text: str) -> int | None:
    match = _ISO.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    weeks, days_, hours_, minutes_, seconds = (int(part or 0) for part in match.groups())
    return (
        weeks * _UNITS["week"]
        + days_ * _UNITS["day"]
        + hours_ * _UNITS["hour"]
        + minutes_ * _UNITS["minute"]
        + seconds * _UNITS["second"]
    )


def duration_text(value: timedelta) -> str:
    """Write a duration so that `parse_duration` reads it back: the fewest whole units.

    >>> duration_text(timedelta(minutes=90)), duration_text(timedelta(days=30))
    ('1 hour 30 minutes', '30 days')
    """
    left = value // MICROSECOND
    parts = []
    for unit in ("day", "hour", "minute", "second", "microsecond"):
        count, left = divmod(left, _UNITS[unit])
        if count:
            parts.append(f"{count} {unit}" + ("s" if count != 1 else ""))
    return " ".join(parts) or "0 minutes"
