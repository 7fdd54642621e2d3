"""Meetings and planned activities as tables of an agreement's document."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from alignkit.adapters.document_text import parsed
from alignkit.adapters.write_document import toml_text
from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.faults import Faults
from alignkit.agreement.document.read_together import read_activities, read_meetings
from alignkit.agreement.document.scope import Scope
from alignkit.agreement.document.write_together import write_activities, write_meetings
from alignkit.together.activities import Activity
from alignkit.together.meetings import Meeting
from alignkit.together.members import Member

PEOPLE = [Member("Iris", "marketing", "iris@example.com"), Member("Noor", "sales")]
MEETINGS = [
    Meeting("joint", "FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 5), "10:00", "Europe/Amsterdam", attendees=PEOPLE),
    Meeting(
        "renewal", "FREQ=YEARLY", date(2026, 12, 1), "09:30", "UTC", minutes=120, kind="renewal", title="Renewal",
        until=date(2030, 1, 1), skips=[date(2027, 12, 1)],
    ),
]  # fmt: skip
ACTIVITIES = [Activity("Fair", "trade show", date(2026, 2, 3)), Activity("Visit", "visit", date(2026, 2, 4), PEOPLE)]


def _read(document: dict[str, Any]) -> tuple[list[Meeting | None], list[Activity], list[tuple[str, str]]]:
    faults = Faults()
    scope = Scope(document, faults)
    scope.teams = {"marketing": None, "sales": None}
    top = Table(document, "", faults)
    found = read_meetings(top, scope, "Europe/Amsterdam"), read_activities(top, scope)
    return *found, [(fault.code, fault.path) for fault in faults.found]


def test_what_is_written_is_read_back() -> None:
    """Through TOML, with what is usual left out."""
    document: dict[str, Any] = {
        "meetings": write_meetings(MEETINGS, "Europe/Amsterdam"),
        "activities": write_activities(ACTIVITIES),
    }
    text = toml_text(document)
    assert _read(parsed(text, "toml", "")) == (MEETINGS, ACTIVITIES, [])
    joint = document["meetings"]["joint"]
    assert list(joint) == ["cadence", "first", "at", "attendees"]


def test_a_time_of_the_format_itself() -> None:
    """TOML has times of its own."""
    document = parsed('[meetings.a]\ncadence = "FREQ=WEEKLY"\nfirst = 2026-01-05\nat = 10:00:00\n', "toml", "")
    (found,), _, faults = _read(document)
    assert found is not None
    assert (found.at, faults) == (time(10), [])


def test_D20_a_time_without_quotes() -> None:
    """YAML would read it as a number: never of anything."""
    meeting = {"cadence": "FREQ=WEEKLY", "first": "2026-01-05", "at": 540}
    assert _read({"meetings": {"a": meeting}})[2] == [("unquoted-time", "meetings.a.at")]


def test_every_fault_is_told_at_its_place() -> None:
    """Unknown teams and fields, what is missing, and what a meeting refuses."""
    joint = {"cadence": "FREQ=WEEKLY", "first": "2026-01-05", "at": "10:00"}
    document = {
        "meetings": {
            "a": joint | {"attendees": [{"name": "Iris", "team": "marketin"}], "minuts": 5},
            "b": {"at": "10:00"},
            "c": joint | {"cadence": "weekly", "minutes": 0, "zone": "Europe/Pariss"},
            "d": joint | {"cadence": "weekly", "minutes": 0},
            "e": joint | {"skips": ["soon"], "minutes": 1.5},
        },
        "activities": [{"name": "Fair", "kind": "trade show"}, {"name": "", "kind": "x", "on": "2026-01-05"}],
    }
    meetings, activities, faults = _read(document)
    assert meetings == [None] * 5
    assert activities == []
    assert faults == [
        ("unknown-team", "meetings.a.attendees[0].team"),
        ("unknown-field", "meetings.a.minuts"),
        ("missing-field", "meetings.b.cadence"),
        ("missing-field", "meetings.b.first"),
        ("unknown-zone", "meetings.c.zone"),
        ("unreadable-cadence", "meetings.d.cadence"),
        ("bad-length", "meetings.d.minutes"),
        ("wrong-type", "meetings.e.minutes"),
        ("unreadable-date", "meetings.e.skips[0]"),
        ("missing-field", "activities[0].on"),
        ("bad-id", "activities[1].name"),
    ]
