"""Doubt meetings: what can stand, and somebody should look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from alignkit.errors import DocumentError, Finding, shown
from alignkit.instants import checked_instant
from alignkit.names import checked_id, did_you_mean
from alignkit.plan.checked import listed
from alignkit.together.meet import meetings_between, next_meeting
from alignkit.together.meetings import Meeting, meeting_list
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.elapsed import elapsed

LONG_MINUTES = 120
"""A meeting that lasts longer is doubted."""
MANY_PEOPLE = 12
"""A meeting that gathers more is doubted, unless it is the yearly renewal."""
_AHEAD = timedelta(days=366)


def meeting_doubts(
    meetings: Meeting | Iterable[Meeting],
    *,
    teams: Iterable[str] = ("marketing", "sales"),
    calendar: Calendar | None = None,
    as_of: datetime | None = None,
) -> tuple[Finding, ...]:
    """Say what is doubtful about meetings.

    `nobody-comes`: a meeting has no attendees. `team-missing`: it has, and nobody of one of the teams. `unknown-team`:
    somebody who comes is of none of the teams. `too-long`: it lasts over two hours. `too-many-people`: over twelve
    come, and it is not the yearly renewal. `no-joint-meeting` and `no-renewal` (a note): of several meetings, none is
    of that kind. With `as_of`: `meeting-over`: it takes place no more. With a calendar too: `when-closed`: in the year
    ahead it falls on times at which nobody is at work, such as a holiday.

    Args:
        meetings: one, which is doubted by itself; or all that the teams agreed on.
        teams: the teams that meet.
        calendar: when people are at work.
        as_of: the instant of asking.

    Raises:
        DocumentError: `wrong-type`, `duplicate-id`.
        TimeError: `naive`.
        LimitError: `too-far`, over 36,600 days after a meeting's first day.

    >>> from datetime import date
    >>> from alignkit.together.members import Member
    >>> iris = Member("Iris", "marketing")
    >>> alone = Meeting("joint", "FREQ=WEEKLY", date(2026, 1, 5), "10:00", "UTC", attendees=[iris])
    >>> [doubt.message for doubt in meeting_doubts(alone)]
    ["nobody of sales comes to 'joint'"]
    """
    found = meeting_list(meetings)
    both = tuple(checked_id(team, "team", path="teams") for team in listed(teams, "the teams", path="teams"))
    if calendar is not None and not isinstance(calendar, Calendar):
        raise DocumentError.at("wrong-type", f"a calendar is a WorkCalendar, not {shown(calendar)}", path="calendar")
    if as_of is not None:
        checked_instant(as_of, "as_of")
    doubts: list[Finding] = []
    for meeting in found:
        doubts += _doubts(meeting, both)
        if as_of is not None:
            doubts += _doubts_ahead(meeting, calendar, as_of)
    if not isinstance(meetings, Meeting):
        doubts += _doubts_of_all(found)
    return tuple(doubts)


def _doubts(meeting: Meeting, teams: tuple[str, ...]) -> Iterator[Finding]:
    path, called = f"meetings.{meeting.name}", repr(meeting.label)
    if not meeting.attendees:
        yield Finding("nobody-comes", f"nobody is named who comes to {called}", f"{path}.attendees", "warning")
    for team in teams:
        if meeting.attendees and team not in meeting.teams:
            yield Finding("team-missing", f"nobody of {team} comes to {called}", f"{path}.attendees", "warning")
    for number, member in enumerate(meeting.attendees):
        if member.team not in teams:
            near = did_you_mean(member.team, teams)
            text = f"{member.name}, who comes to {called}, is of {member.team!r}, which is none of the teams{near}"
            yield Finding("unknown-team", text, f"{path}.attendees[{number}].team", "warning")
    if meeting.minutes > LONG_MINUTES:
        text = f"{called} lasts {meeting.minutes:,} minutes: over two hours few listen"
        yield Finding("too-long", text, f"{path}.minutes", "warning")
    if len(meeting.attendees) > MANY_PEOPLE and meeting.kind != "renewal":
        text = f"{len(meeting.attendees):,} people come to {called}: over {MANY_PEOPLE} few speak"
        yield Finding("too-many-people", text, f"{path}.attendees", "warning")


def _doubts_ahead(meeting: Meeting, calendar: Calendar | None, as_of: datetime) -> Iterator[Finding]:
    path, called = f"meetings.{meeting.name}", repr(meeting.label)
    if next_meeting(meeting, as_of) is None:
        yield Finding("meeting-over", f"{called} takes place no more", f"{path}.until", "warning")
        return
    if calendar is None:
        return
    year = meetings_between(meeting, as_of, as_of + _AHEAD)
    closed = [start for start in year if elapsed(calendar, start, start + meeting.length).micros == 0]
    if closed:
        days = ", ".join(start.date().isoformat() for start in closed[:3])
        more = f" and {len(closed) - 3:,} times more" if len(closed) > 3 else ""
        text = f"{called} falls on a time at which nobody is at work: {days}{more}"
        yield Finding("when-closed", text, f"{path}.skips", "warning")


def _doubts_of_all(meetings: tuple[Meeting, ...]) -> Iterator[Finding]:
    kinds = {meeting.kind for meeting in meetings}
    if "joint" not in kinds:
        yield Finding("no-joint-meeting", "the teams have no joint meeting", "meetings", "warning")
    if "renewal" not in kinds:
        text = "no meeting is there to renew the agreement, once a year"
        yield Finding("no-renewal", text, "meetings", "note")
