"""Write meetings as an iCalendar file (RFC 5545), which any calendar reads; through the extra `[ical]`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from alignkit.adapters.ical_zones import Observance, observances
from alignkit.adapters.load_icalendar import load_icalendar
from alignkit.errors import DocumentError
from alignkit.instants import checked_instant, from_micros, micros
from alignkit.names import checked_id
from alignkit.periods import midnight
from alignkit.plan.checked import is_left_out
from alignkit.together.meet import first_day, skipped_days
from alignkit.together.meetings import Meeting, meeting_list
from alignkit.together.show_meetings import names_of

if TYPE_CHECKING:
    from types import ModuleType

_PRODUCT = "-//alignkit//meetings//EN"


def write_ics(meetings: Meeting | Iterable[Meeting], *, stamp: datetime, name: str = "") -> str:
    """Write meetings as the text of an `.ics` file.

    A meeting recurs by the clocks of its zone: it is written with that zone and the zone's clock changes, so that it
    stays at ten when they change. The same meetings give the same text: nothing in it comes from the machine. A meeting
    keeps its UID as long as its name and the calendar's stay, so that a calendar takes a new file for a change of it.
    Who comes is invited where an address is known, and named in the description.

    Args:
        meetings: one, or several.
        stamp: when the file is made; calendars take the later of two versions.
        name: what the calendar is called, such as the agreement's name.

    Raises:
        MissingExtraError: without icalendar.
        DocumentError: `wrong-type`, `duplicate-id`, `bad-id`, `nothing-to-write`.
        TimeError: `naive`.

    >>> from datetime import date
    >>> joint = Meeting("joint", "FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 5), "10:00", "Europe/Amsterdam")
    >>> text = write_ics(joint, stamp=datetime(2026, 1, 1, tzinfo=UTC))  # doctest: +SKIP
    """
    found = meeting_list(meetings)
    if not found:
        raise DocumentError.at("nothing-to-write", "there is no meeting to write", path="meetings")
    if not is_left_out(name):
        checked_id(name, "calendar", path="name")
    stamped = from_micros(micros(checked_instant(stamp, "stamp"))).replace(microsecond=0)
    ical = load_icalendar()
    calendar = ical.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", name)
    for zone in sorted({meeting.zone for meeting in found} - {"UTC"}):  # whose times bear a Z and need no changes
        there = [meeting for meeting in found if meeting.zone == zone]
        calendar.add_component(_zone(ical, zone, there, stamped.year))
    for meeting in found:
        calendar.add_component(_event(ical, meeting, stamped, name))
    text: bytes = calendar.to_ical()
    return text.decode()


def _wall(ical: ModuleType, meeting: Meeting, day: date) -> Any:  # noqa: ANN401 - icalendar's own kind
    """Return what clocks show when a meeting begins, with its zone: even where clocks skip it, that is what recurs."""
    value = ical.vDDDTypes(datetime.combine(day, meeting.at))
    value.params["TZID"] = meeting.zone
    return value


def _event(ical: ModuleType, meeting: Meeting, stamp: datetime, name: str) -> Any:  # noqa: ANN401 - icalendar's own kind
    event = ical.Event()
    identity = sha256(f"{name}\0{meeting.name}".encode()).hexdigest()
    event.add("uid", f"{identity[:32]}@alignkit")
    event.add("dtstamp", stamp)
    event.add("summary", meeting.label)
    event.add("duration", meeting.length)
    event.add("dtstart", _wall(ical, meeting, first_day(meeting) or meeting.first), encode=0)
    rule = ical.vRecur.from_ical(meeting.cadence)
    if meeting.until is not None:
        end = midnight(meeting.until + timedelta(days=1), meeting.zone) - timedelta(seconds=1)
        rule["UNTIL"] = [end.astimezone(UTC)]
    event.add("rrule", rule)
    for day in skipped_days(meeting):
        event.add("exdate", _wall(ical, meeting, day), encode=0)
    if meeting.attendees:
        event.add("description", names_of(meeting.attendees, 1000))
    for member in meeting.attendees:
        if member.email:
            address = ical.vCalAddress(f"mailto:{member.email}")
            address.params["CN"] = member.name.replace('"', "'")
            address.params["ROLE"] = "REQ-PARTICIPANT"
            event.add("attendee", address, encode=0)
    return event


def _zone(ical: ModuleType, name: str, meetings: list[Meeting], today: int) -> Any:  # noqa: ANN401 - icalendar's own kind
    zone = ical.Timezone()
    zone.add("tzid", name)
    years = [(first_day(meeting) or meeting.first).year for meeting in meetings]
    ends = [meeting.until.year if meeting.until is not None else None for meeting in meetings]
    last = None if None in ends else max(end for end in ends if end is not None) + 1
    # a meeting that has taken place for long goes on from today, and not from when it began
    for found in observances(name, max(min(years) - 1, 1), last, today=max(*years, today)):
        zone.add_component(_observance(ical, found))
    return zone


def _observance(ical: ModuleType, found: Observance) -> Any:  # noqa: ANN401 - icalendar's own kind
    part = ical.TimezoneDaylight() if found.is_daylight else ical.TimezoneStandard()
    part.add("dtstart", found.starts[0])
    part.add("tzoffsetfrom", found.before)
    part.add("tzoffsetto", found.after)
    part.add("tzname", found.name)
    if found.rule:
        part.add("rrule", ical.vRecur.from_ical(found.rule))
    elif len(found.starts) > 1:
        part.add("rdate", list(found.starts[1:]))
    return part
