"""Meetings: how often the teams meet, when, for how long, and who comes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias, get_args

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import AlignkitError, DocumentError, Finding, LimitError, TimeError, shown
from alignkit.instants import zone_of
from alignkit.names import checked_id, did_you_mean
from alignkit.plan.checked import checked_day, listed, raise_faults, try_each
from alignkit.together.cadences import cadence_of
from alignkit.together.members import Member, member_list
from alignkit.worktime.day_rules import DayRule

MeetingKind: TypeAlias = Literal["joint", "leaders", "renewal", "other"]
MEETING_KINDS: tuple[MeetingKind, ...] = get_args(MeetingKind)
MOST_PEOPLE = 1_000
MOST_SKIPS = 10_000
LONGEST_MINUTES = 24 * 60
LAST_YEAR = 9000
"""A meeting begins before this year, so that what comes after it can be told."""

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_OF_TIME = frozenset({"not-a-date", "unreadable-time", "unknown-zone"})


def _attendees(values: Iterable[Member]) -> tuple[Member, ...]:
    return member_list(values, "the attendees of a meeting", "attendees")


def _skips(values: Iterable[date]) -> tuple[date, ...]:
    found = listed(values, "the days on which a meeting is skipped", path="skips")
    # what is no date is refused by its place, so it must keep it
    return tuple(sorted(set(found))) if all(type(day) is date for day in found) else found


def _at(value: time | str) -> time:
    return value  # type: ignore[return-value]  # text is read in __attrs_post_init__, with all other faults


def _clock(value: object) -> time:
    """Return a time of day, to the minute."""
    if isinstance(value, time) and value.tzinfo is None and not (value.second or value.microsecond or value.fold):
        return value
    if isinstance(value, str) and (match := _CLOCK.fullmatch(value)):
        return time(int(match[1]), int(match[2]))
    text = f'at is a time of day by the clocks of the zone, to the minute, such as "10:00", not {shown(value)}'
    raise TimeError.at("unreadable-time", text, path="at")


@attrs.frozen(slots=True, repr=False)
class Meeting(ShownInNotebooks):
    """A meeting that recurs. It keeps to the clocks of its zone: at ten it stays at ten when clocks change.

    A time that a clock change skips is taken an hour later that day, and one that it repeats the first time, as
    calendars do (RFC 5545, section 3.3.5).

    Args:
        name: its id, such as `joint`.
        cadence: how often, as an `rrule` of RFC 5545: `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO`; kept in its normal form.
        first: the day from which on it takes place: the first day that the rule names on or after it is the first
            meeting, and there is one within two hundred years. Of a rule such as `FREQ=MONTHLY` it gives the day.
        at: when it begins, by the clocks of the zone: `time(10, 0)` or `"10:00"`.
        zone: an IANA zone name.
        minutes: how long it lasts.
        attendees: who comes.
        kind: `joint` of both teams, of their `leaders`, the yearly `renewal` of the agreement, or `other`.
        title: how people call it.
        until: the last day on which it may take place; None for no end.
        skips: the days on which it does not take place.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-type`, `unreadable-cadence`, `unknown-part`, `never-meets`,
            `duplicate-id`, `bad-length`, `unknown-kind`, `until-before-first`; `two-ends` for COUNT and `until`.
        LimitError: `too-many`, over 1,000 attendees or 10,000 skipped days; `too-long`; `too-late`, from 9000 on.
        TimeError: `not-a-date`, `unreadable-time`, `unknown-zone`.

    >>> monday = Meeting("joint", "FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 5), "10:00", "Europe/Amsterdam")
    >>> monday.sentence
    'joint: every week on Monday at 10:00 (Europe/Amsterdam), 60 minutes'
    """

    name: str
    cadence: str
    first: date
    at: time = attrs.field(converter=_at)
    zone: str
    minutes: int = attrs.field(default=60, kw_only=True)
    attendees: tuple[Member, ...] = attrs.field(default=(), converter=_attendees, kw_only=True)
    kind: MeetingKind = attrs.field(default="joint", kw_only=True)
    title: str | None = attrs.field(default=None, kw_only=True)
    until: date | None = attrs.field(default=None, kw_only=True)
    skips: tuple[date, ...] = attrs.field(default=(), converter=_skips, kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = try_each(("name", checked_id, self.name, "meeting"))
        if self.title is not None:
            faults += try_each(("title", checked_id, self.title, "meeting"))
        for part, read in (("cadence", lambda value: cadence_of(value).text), ("at", _clock)):
            try:
                object.__setattr__(self, part, read(getattr(self, part)))  # our own names
            except AlignkitError as refused:
                faults += refused.issues
        dates = [("first", self.first)] if self.until is None else [("first", self.first), ("until", self.until)]
        dates += [(f"skips[{number}]", day) for number, day in enumerate(self.skips[: MOST_SKIPS + 1])]
        faults += try_each(*((path, checked_day, day, path) for path, day in dates))
        faults += try_each(("zone", lambda value, _: zone_of(value), self.zone, "zone"))
        faults += _length_faults(self)
        if faults:
            if all(fault.code in _OF_TIME for fault in faults):
                raise TimeError(*faults)
            raise_faults(faults)
        if self.until is not None and self.until < self.first:
            told = f"the meeting {self.name!r} ends on {self.until}, before its first day {self.first}"
            raise DocumentError.at("until-before-first", told, path="until")
        if self.until is not None and self.rule.count is not None:
            told = f"the meeting {self.name!r} ends after COUNT meetings or on {self.until}: say one of them"
            raise DocumentError.at("two-ends", told, path="until")
        from alignkit.together.meet import first_day  # dateutil is loaded when a meeting is made

        if first_day(self) is None:
            span = f"from {self.first} on" if self.until is None else f"from {self.first} to {self.until}"
            told = f"the meeting {self.name!r} never takes place: {self.cadence} names no day {span}"
            raise DocumentError.at("never-meets", told, path="cadence")

    def __repr__(self) -> str:
        return f"<Meeting {self.sentence}; {len(self.attendees):,} people>"

    @property
    def label(self) -> str:
        """How people call it."""
        return self.title or self.name

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams of those who come, sorted."""
        return tuple(sorted({member.team for member in self.attendees}))

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return timedelta(minutes=self.minutes)

    @property
    def rule(self) -> DayRule:
        """The parts of its cadence."""
        return cadence_of(self.cadence)

    @property
    def sentence(self) -> str:
        """When it takes place, in plain words."""
        from alignkit.together.show_meetings import meeting_sentence  # drawing is loaded when something is drawn

        return meeting_sentence(self)

    def blocks(self) -> Block:
        """Return when it takes place, and who comes."""
        from alignkit.together.show_meetings import meeting_blocks  # drawing is loaded when something is drawn

        return meeting_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the meeting as plain data."""
        return {
            "alignkit": 1,
            "kind": "meeting",
            "name": self.name,
            "title": self.title,
            "of": self.kind,
            "cadence": self.cadence,
            "first": self.first.isoformat(),
            "at": self.at.isoformat("minutes"),
            "zone": self.zone,
            "minutes": self.minutes,
            "attendees": [member.to_dict() for member in self.attendees],
            "until": None if self.until is None else self.until.isoformat(),
            "skips": [day.isoformat() for day in self.skips],
            "sentence": self.sentence,
        }


def _length_faults(meeting: Meeting) -> list[Finding]:
    faults: list[Finding] = []
    minutes = meeting.minutes
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 0 < minutes <= LONGEST_MINUTES:
        told = f"minutes are a whole number, 1 to {LONGEST_MINUTES:,}, not {shown(minutes)}"
        faults.append(Finding("bad-length", told, "minutes"))
    if not isinstance(meeting.kind, str) or meeting.kind not in MEETING_KINDS:
        told = f"the kind of a meeting is not {shown(meeting.kind)}{did_you_mean(meeting.kind, MEETING_KINDS)}"
        faults.append(Finding("unknown-kind", told, "kind"))
    for path, parts, most in (("attendees", meeting.attendees, MOST_PEOPLE), ("skips", meeting.skips, MOST_SKIPS)):
        if len(parts) > most:
            raise LimitError.at("too-many", f"a meeting has at most {most:,} {path}, not {len(parts):,}", path=path)
    if isinstance(meeting.first, date) and not isinstance(meeting.first, datetime) and meeting.first.year >= LAST_YEAR:
        raise LimitError.at("too-late", f"a meeting begins before the year {LAST_YEAR}: {meeting.first}", path="first")
    return faults


def meeting_list(values: Meeting | Iterable[Meeting], path: str = "meetings") -> tuple[Meeting, ...]:
    """Return one meeting, or several, as a tuple.

    Raises:
        DocumentError: `wrong-type`; `duplicate-id` for two of one name.
    """
    found = (values,) if isinstance(values, Meeting) else listed(values, "the meetings", path=path)
    names: set[str] = set()
    for number, meeting in enumerate(found):
        if not isinstance(meeting, Meeting):
            text = f"must be a Meeting, not {shown(meeting)}"
            raise DocumentError.at("wrong-type", text, path=f"{path}[{number}]")
        if meeting.name in names:
            text = f"the meeting {shown(meeting.name)} stands there twice"
            raise DocumentError.at("duplicate-id", text, path=f"{path}[{number}]")
        names.add(meeting.name)
    return found
