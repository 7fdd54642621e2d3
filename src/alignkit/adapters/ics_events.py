"""Read the events of an iCalendar file (RFC 5545), through the extra `[ical]`: bounded, and without its time zones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs

from alignkit.adapters.load_icalendar import load_icalendar
from alignkit.errors import DocumentError, Finding, LimitError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

# icalendar takes up to 0.9 s for so much, where lines of two letters are the worst, and the rules of events as long
# again; a file is to be read or refused within 2 s. A country's holidays are some 50 KB
LARGEST = 128 * 2**10
"""A file has at most this many characters."""

ONCE = ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "STATUS", "UID")
"""The properties that an event has once, of those that are read."""
_READ = frozenset({*ONCE, "SUMMARY", "RDATE", "EXDATE", "EXRULE"})
_DATES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"})
_UNREADABLE = {"DURATION": "bad-end", "RRULE": "unreadable-rule"} | dict.fromkeys(_DATES, "unreadable-date")
_OVERLOOKED = re.compile(r"[\s\\]")
_ZONE_NAMED = re.compile(r';\s*+TZID\s*+=(?:"[^"]*+"|[^";:])*+', re.IGNORECASE)


@attrs.frozen(slots=True)
class RawEvent:
    """An event as icalendar has read it.

    Args:
        path: which of the file's it is, such as `event 1`.
        properties: those that are read, by name in capitals, each as icalendar's own kind.
        faults: what icalendar could not read of it.
    """

    path: str
    properties: dict[str, list[Any]]
    faults: tuple[Finding, ...]


def raw_events(text: str) -> list[RawEvent]:
    """Return the events of an iCalendar file, in its order; what icalendar cannot read of one is told beside it.

    Raises:
        MissingExtraError: without icalendar.
        DocumentError: `not-icalendar`, `unbalanced`, `wrong-type`; `broken-line`, for whatever icalendar refuses.
        LimitError: `too-large`, over 128 Ki characters.
    """
    plain = _checked(text)
    icalendar = load_icalendar()
    try:
        read = icalendar.Calendar.from_ical(_without_zones(icalendar, plain), multiple=True)
        calendars = [part for part in read if part.name == "VCALENDAR"]
        events = [part for calendar in calendars for part in calendar.subcomponents if part.name == "VEVENT"]
        found = [_raw(event, f"event {number}") for number, event in enumerate(events, 1)]
    except MemoryError:
        raise
    except Exception as fault:  # what it raises for broken text differs: ValueError, AttributeError, RecursionError
        raise DocumentError.at("broken-line", f"icalendar cannot read the file: {shown(str(fault))}") from fault
    # it leaves a calendar that does not end out, in silence
    begun = len(re.findall(r"^BEGIN:VCALENDAR\s*?$", plain, re.IGNORECASE | re.MULTILINE))
    if len(calendars) < begun:
        told = f"of {begun} BEGIN:VCALENDAR only {len(calendars)} have an end; the file may be cut off"
        raise DocumentError.at("unbalanced", told)
    return found


def _checked(text: str) -> str:
    """Return the text of a file that is not too large and may be iCalendar, without a byte order mark."""
    if not isinstance(text, str):
        raise DocumentError.at("wrong-type", f"an iCalendar file is read as text, not {shown(text)}")
    if len(text) > LARGEST:
        told = f"an iCalendar file has at most {LARGEST:,} characters, not {len(text):,}; take fewer years of it"
        raise LimitError.at("too-large", told)
    plain = text.removeprefix("\ufeff").lstrip()
    if not re.match(r"BEGIN:VCALENDAR\s", plain, re.IGNORECASE):
        told = f"an iCalendar file begins with BEGIN:VCALENDAR, not with {shown(plain[:40])}"
        raise DocumentError.at("not-icalendar", told)
    return plain


def _without_zones(icalendar: ModuleType, text: str) -> str:
    """Return a file's text without its time zones, on which an all-day event does not depend.

    icalendar makes a clock of each, and walks through the rules of its changes, even one for every second; a zone that
    it does not know it looks for on the disk, again for each date.
    """
    kept: list[str] = []
    inside = False
    for line in icalendar.parser.Contentlines.from_ical(text):
        # it overlooks spaces in names, and may take backslashes from values
        plain = _OVERLOOKED.sub("", line).upper()
        is_zone = plain.endswith(":VTIMEZONE")
        inside = inside or (is_zone and plain.startswith(("BEGIN:", "BEGIN;")))
        if not inside and line:
            kept.append(_ZONE_NAMED.sub("", line) if "TZID" in plain.partition(":")[0] else line)
        inside = inside and not (is_zone and plain.startswith(("END:", "END;")))
    return "".join(f"{line}\r\n" for line in kept)  # with a line's end: it takes one line for the name of a file


def _raw(event: Any, path: str) -> RawEvent:  # noqa: ANN401 - icalendar's own kind
    given = {name: event[name] for name in _READ if name in event}
    found = {name: value if isinstance(value, list) else [value] for name, value in given.items()}
    return RawEvent(path, found, tuple(_faults(event.errors, path)))


def _faults(errors: list[tuple[str | None, str]], path: str) -> Iterator[Finding]:
    for name, told in errors:
        if name is None:  # of which it could not tell the name
            yield Finding("broken-line", f"a line is NAME:VALUE; icalendar says: {shown(told)}", path)
        elif name in _READ:
            due = "is a date such as 20260427" if name in _DATES else "cannot be read"
            code = _UNREADABLE.get(name, "broken-line")
            yield Finding(code, f"{name} {due}; icalendar says: {shown(told)}", path)
