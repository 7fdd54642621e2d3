"""How a meeting is shown: when, for how long, and who comes."""

from __future__ import annotations

from alignkit.display.blocks import Block, Group, Heading, Paragraph, Table
from alignkit.display.size import cut
from alignkit.together.meetings import Meeting
from alignkit.together.members import Member
from alignkit.together.say_cadence import say_cadence

KINDS = {
    "joint": "of both teams",
    "leaders": "of the leaders",
    "renewal": "to renew the agreement",
    "other": "of some of both teams",
}
"""What each kind of meeting is, in words."""


def when_text(meeting: Meeting) -> str:
    """Say when a meeting takes place, without its name."""
    from alignkit.together.meet import first_day

    first = first_day(meeting) or meeting.first
    until = "" if meeting.until is None else f" until {meeting.until.isoformat()}"
    often = say_cadence(meeting.rule, first)
    return f"{often} at {meeting.at.isoformat('minutes')} ({meeting.zone}), {meeting.minutes:,} minutes{until}"


def meeting_sentence(meeting: Meeting) -> str:
    """Say when a meeting takes place."""
    return f"{meeting.label}: {when_text(meeting)}"


def names_of(members: tuple[Member, ...], most: int = 40) -> str:
    """Return the names of some people, team by team; of very many the first."""
    by_team: dict[str, list[str]] = {}
    listed, more = cut(members, most)
    for member in listed:
        by_team.setdefault(member.team, []).append(member.name)
    said = "; ".join(f"{', '.join(names)} ({team})" for team, names in sorted(by_team.items()))
    return f"{said} and {more:,} more" if more else said


def meeting_blocks(meeting: Meeting) -> Block:
    """Return when a meeting takes place, and who comes, team by team."""
    blocks: list[Block] = [Heading(meeting.label), Paragraph(f"A meeting {KINDS[meeting.kind]}: {when_text(meeting)}.")]
    if meeting.skips:
        days, more = cut(meeting.skips, 12)
        told = ", ".join(day.isoformat() for day in days) + (f" and {more:,} more" if more else "")
        blocks.append(Paragraph(f"Not on {told}."))
    if meeting.attendees:
        members, more = cut(sorted(meeting.attendees, key=lambda member: (member.team, member.name)))
        rows = [(member.team, member.name) for member in members]
        blocks.append(Table(("team", "who comes"), rows, "", more))
    return Group(blocks)
