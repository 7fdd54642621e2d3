"""Write meetings, planned activities and the log as the tables of documents; `read_together` reads them back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from alignkit.together.activities import Activity
from alignkit.together.decisions import Action, Decision
from alignkit.together.log import Held, Log
from alignkit.together.meetings import Meeting
from alignkit.together.members import Member
from alignkit.together.recognitions import Recognition
from alignkit.together.requests import Answer, Request


def write_meetings(meetings: Iterable[Meeting], zone: str) -> dict[str, Any]:
    """Return the `meetings` of a document; what is as a constructor has it, and the agreement's zone, is left out."""
    return {meeting.name: _meeting(meeting, zone) for meeting in meetings}


def _meeting(meeting: Meeting, zone: str) -> dict[str, Any]:
    found: dict[str, Any] = {"title": meeting.title} if meeting.title is not None else {}
    found |= {"cadence": meeting.cadence, "first": meeting.first, "at": meeting.at.isoformat("minutes")}
    if meeting.zone != zone:
        found["zone"] = meeting.zone
    if meeting.minutes != 60:
        found["minutes"] = meeting.minutes
    if meeting.kind != "joint":
        found["kind"] = meeting.kind
    rest = {"until": meeting.until, "skips": list(meeting.skips), "attendees": _members(meeting.attendees)}
    return found | _given(rest)


def _given(parts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in parts.items() if value not in (None, "", [])}


def _member(member: Member) -> dict[str, Any]:
    return _given({"name": member.name, "team": member.team, "email": member.email})


def _members(members: Iterable[Member]) -> list[dict[str, Any]]:
    return [_member(member) for member in members]


def write_activities(activities: Iterable[Activity]) -> list[dict[str, Any]]:
    """Return the `activities` of a document."""
    return [
        {"name": activity.name, "kind": activity.kind, "on": activity.on}
        | _given({"participants": _members(activity.participants)})
        for activity in activities
    ]


def write_log(log: Log) -> dict[str, Any]:
    """Return a log as a document of its own."""
    parts: dict[str, Any] = {
        "decisions": [_decision(entry) for entry in log.decisions],
        "actions": [_action(entry) for entry in log.actions],
        "requests": [_request(entry) for entry in log.requests],
        "thanks": [_thanks(entry) for entry in log.thanks],
        "activities": write_activities(log.activities),
        "held": [_held(entry) for entry in log.held],
    }
    return {"format": 1, **_given(parts)}


def _decision(entry: Decision) -> dict[str, Any]:
    found = {"id": entry.id, "text": entry.text, "owner": entry.owner, "team": entry.team, "on": entry.on}
    rest = {"serves": entry.serves, "review_on": entry.review_on, "closed": entry.closed, "became": entry.became}
    return found | _given(rest)


def _action(entry: Action) -> dict[str, Any]:
    found = {"id": entry.id, "text": entry.text, "owner": entry.owner, "team": entry.team, "on": entry.on}
    rest = {"serves": entry.serves, "decision": entry.decision, "done": entry.done, "dropped": entry.dropped}
    return found | {"due": entry.due} | _given(rest | {"reason": entry.reason})


def _request(entry: Request) -> dict[str, Any]:
    found = {"id": entry.id, "text": entry.text, "from": entry.from_team, "to": entry.to_team, "on": entry.on}
    return found | _given({"by": entry.by, "answers": [_answer(answer) for answer in entry.answers]})


def _answer(answer: Answer) -> dict[str, Any]:
    found = {"state": answer.state, "on": answer.on}
    return found | _given({"by": answer.by, "reason": answer.reason, "review_on": answer.review_on})


def _thanks(entry: Recognition) -> dict[str, Any]:
    return {"by": _member(entry.by), "to": _member(entry.to), "what": entry.what, "on": entry.on}


def _held(entry: Held) -> dict[str, Any]:
    rest = {"instead_of": entry.instead_of, "attended": _members(entry.attended)}
    return {"meeting": entry.meeting, "on": entry.on} | _given(rest)
