"""Worked cases of others: published tests and help pages, and minutes counted one by one."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from alignkit.instants import micros, zone_of
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.next_open import is_open, next_open
from alignkit.worktime.work_time import WorkTime, work_minutes

if TYPE_CHECKING:
    from pathlib import Path

STEPS_BACK = {"working_hours-013", "working_hours-019"}
"""These add a negative time, which `due` refuses."""
PUBLISHED_WRONG = {"vendor_docs-008"}
"""The source's own sum is wrong."""
ASKED = {"add_seconds", "between_seconds", "next_open", "is_open"}
ENDS = ("open", "close")
OPEN_MINUTES = "open_minutes_between"


def calendar_of(spec: dict[str, Any]) -> WorkCalendar:
    """Build a calendar from the oracle's form of one."""
    assert not spec.get("leaves")
    return WorkCalendar(
        spec["tz"],
        {day: [f"{start}-{end}" for start, end in hours] for day, hours in spec["weekly"].items()},
        [date.fromisoformat(day) for day in spec["holidays"]],
    )


def instant(text: str, calendar: WorkCalendar) -> datetime:
    """Read a time; without an offset it is local to the calendar's zone."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=zone_of(calendar.zone))


def test_business_hours_oracle(shared_data: Path) -> None:
    """Every published case of adding, measuring, opening holds, but for those named above."""
    folder = shared_data / "business-hours-oracle"
    specs = json.loads((folder / "calendars.json").read_text(encoding="utf-8"))
    calendars = {name: calendar_of(spec) for name, spec in specs.items()}
    held = dict.fromkeys(ASKED, 0)
    failed = []
    left_out = set()
    with (folder / "cases.csv").open(encoding="utf-8", newline="") as file:
        for case in csv.DictReader(file):
            calendar = calendars[case["calendar_id"]]
            if case["op"] not in ASKED:
                continue
            if case["id"] in STEPS_BACK | PUBLISHED_WRONG:
                assert case["arg"].startswith("-") or case["basis"] == "published_wrong"
                left_out.add(case["id"])
                continue
            start = instant(case["start"], calendar)
            found: object
            expected: object
            if case["op"] == "add_seconds":
                found = micros(due(calendar, start, WorkTime(int(case["arg"]) * 10**6)))
                expected = micros(instant(case["expected"], calendar))
            elif case["op"] == "between_seconds":
                found = elapsed(calendar, start, instant(case["arg"], calendar)).micros
                expected = int(case["expected"]) * 10**6
            elif case["op"] == "next_open":
                found, expected = micros(next_open(calendar, start)), micros(instant(case["expected"], calendar))
            else:
                found, expected = is_open(calendar, start), case["expected"] == "true"
            held[case["op"]] += found == expected
            if found != expected:
                failed.append((case["id"], found, expected))
    assert not failed
    assert left_out == STEPS_BACK | PUBLISHED_WRONG
    assert held == {"add_seconds": 26, "between_seconds": 39, "next_open": 12, "is_open": 11}


def test_minutes_counted_one_by_one(shared_data: Path) -> None:
    """Open minutes and added minutes agree with a count of every minute against the local wall clock."""
    cases = json.loads((shared_data / "calendar-oracle" / "brute_force_minutes.json").read_text(encoding="utf-8"))
    failed = []
    for case in cases:
        calendar = calendar_of(case)
        start, end = instant(case["start"], calendar), instant(case["end"], calendar)
        if elapsed(calendar, start, end) != work_minutes(case["open_minutes"]):
            failed.append((case["id"], "elapsed"))
        if micros(due(calendar, start, work_minutes(case["add_minutes"]))) != micros(
            instant(case["add_result"], calendar)
        ):
            failed.append((case["id"], "due"))
    assert len(cases) == 120
    assert not failed


@pytest.mark.parametrize(
    ("exchange", "zone", "hours"),
    [("XNYS", "America/New_York", "09:30-16:00"), ("XLON", "Europe/London", "08:00-16:30")],
)
def test_exchange_minutes(shared_data: Path, exchange: str, zone: str, hours: str) -> None:
    """Trading minutes of New York and London agree; early closings are exceptions, days without a session holidays."""
    folder = shared_data / "calendar-oracle"
    sessions: dict[date, str] = {}
    with gzip.open(folder / "exchange_sessions.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["exchange"] == exchange:
                opens, closes = (datetime.fromisoformat(row[f"{end}_utc"]).astimezone(zone_of(zone)) for end in ENDS)
                sessions[date.fromisoformat(row["session"])] = f"{opens:%H:%M}-{closes:%H:%M}"
    every_day = (date(2016, 1, 1) + timedelta(days=day) for day in range(10 * 365 + 3))
    calendar = WorkCalendar(
        zone,
        {"mon-fri": [hours]},
        holidays=[day for day in every_day if day not in sessions],
        exceptions={day: [other] for day, other in sessions.items() if other != hours},
    )
    with (folder / "exchange_cases.csv").open(encoding="utf-8", newline="") as file:
        cases = [row for row in csv.DictReader(file) if row["exchange"] == exchange and row["op"] == OPEN_MINUTES]
    failed = [
        case["id"]
        for case in cases
        if elapsed(calendar, instant(case["start"], calendar), instant(case["arg"], calendar))
        != work_minutes(int(case["expected"]))
    ]
    assert cases
    assert not failed
