"""Worked cases of others: published tests and help pages, and minutes counted one by one."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from alignkit.instants import micros, zone_of
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.count_days import Roll, add_work_days, work_days_between
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.next_open import is_open, next_open
from alignkit.worktime.open_intervals import next_close, open_intervals
from alignkit.worktime.week import DAY_NAMES
from alignkit.worktime.work_time import WorkTime, work_minutes

if TYPE_CHECKING:
    from pathlib import Path

STEPS_BACK = {"working_hours-013", "working_hours-019"}
"""These add a negative time, which `due` refuses."""
PUBLISHED_WRONG = {"vendor_docs-008"}
"""The source's own sum is wrong."""
ENDS = ("open", "close")


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


def asked(case: dict[str, str], calendar: WorkCalendar) -> tuple[object, object]:
    """Return what we answer to a published case, and what is published."""

    def told(text: str) -> int:
        return micros(instant(text, calendar))

    if "days" in case["op"]:
        return asked_in_days(case, calendar)
    start = instant(case["start"], calendar)
    match case["op"]:
        case "add_seconds":
            return micros(due(calendar, start, WorkTime(int(case["arg"]) * 10**6))), told(case["expected"])
        case "between_seconds":
            return elapsed(calendar, start, instant(case["arg"], calendar)).micros, int(case["expected"]) * 10**6
        case "next_open":
            return micros(next_open(calendar, start)), told(case["expected"])
        case "next_close":
            return micros(next_close(calendar, start)), told(case["expected"])
        case "next_period_start":
            after = next_close(calendar, start) if is_open(calendar, start) else start
            return micros(next_open(calendar, after)), told(case["expected"])
        case "return_to_open":
            return micros(open_intervals(calendar, start - timedelta(days=30), start)[-1].end), told(case["expected"])
        case _:
            assert case["op"] == "is_open"
            return is_open(calendar, start), case["expected"] == "true"


def asked_in_days(case: dict[str, str], calendar: WorkCalendar) -> tuple[object, object]:
    """Return the same of a case that counts days; one with a time of day is moved by dates, as its source does."""
    if case["op"] == "days_between":  # the source counts the last date and not the first
        first, last = (date.fromisoformat(case[end]) + timedelta(days=1) for end in ("start", "arg"))
        return work_days_between(calendar, first, last), int(case["expected"])
    count = int(case["arg"])
    start = datetime.fromisoformat(case["start"])
    if start.tzinfo:
        start = start.astimezone(zone_of(calendar.zone))
    moved = add_work_days(calendar, start.date(), count, roll="next" if count > 0 else "previous")
    return datetime.combine(moved, start.timetz()), datetime.fromisoformat(case["expected"])


def test_business_hours_oracle(shared_data: Path) -> None:
    """Every published case of every operation holds, but for those named above."""
    folder = shared_data / "business-hours-oracle"
    specs = json.loads((folder / "calendars.json").read_text(encoding="utf-8"))
    calendars = {name: calendar_of(spec) for name, spec in specs.items()}
    held: Counter[str] = Counter()
    failed = []
    left_out = set()
    with (folder / "cases.csv").open(encoding="utf-8", newline="") as file:
        for case in csv.DictReader(file):
            if case["id"] in STEPS_BACK | PUBLISHED_WRONG:
                assert case["arg"].startswith("-") or case["basis"] == "published_wrong"
                left_out.add(case["id"])
                continue
            found, expected = asked(case, calendars[case["calendar_id"]])
            held[case["op"]] += found == expected
            if found != expected:
                failed.append((case["id"], found, expected))
    assert not failed
    assert left_out == STEPS_BACK | PUBLISHED_WRONG
    assert held == {
        "add_seconds": 26,
        "between_seconds": 39,
        "next_open": 12,
        "is_open": 11,
        "next_close": 8,
        "next_period_start": 7,
        "return_to_open": 10,
        "add_days": 11,
        "days_between": 5,
    }


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
    """Trading minutes and sessions of New York and London; early closings are exceptions, other days holidays."""
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
        cases = [row for row in csv.DictReader(file) if row["exchange"] == exchange]
    failed = [case["id"] for case in cases if not exchange_case_holds(case, calendar)]
    assert len(cases) == 180
    assert not failed


def exchange_case_holds(case: dict[str, str], calendar: WorkCalendar) -> bool:
    """Say whether a case of an exchange holds: its sessions are our days of work."""
    if case["op"] == "open_minutes_between":
        start, end = instant(case["start"], calendar), instant(case["arg"], calendar)
        return elapsed(calendar, start, end) == work_minutes(int(case["expected"]))
    first = date.fromisoformat(case["start"])
    if case["op"] == "session_offset":
        return add_work_days(calendar, first, int(case["arg"])) == date.fromisoformat(case["expected"])
    assert case["op"] == "sessions_between_inclusive"
    after = date.fromisoformat(case["arg"]) + timedelta(days=1)
    return work_days_between(calendar, first, after) == int(case["expected"])


ROLLS: dict[str, Roll] = {"forward": "next", "following": "next", "backward": "previous", "preceding": "previous"}


def test_numpy_busday(shared_data: Path) -> None:
    """Random weeks and holidays: counts and steps are those of numpy; `modified` turns back within the month."""
    with (shared_data / "calendar-oracle" / "numpy_busday_cases.csv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    failed = []
    for case in cases:
        days = [name for name, bit in zip(DAY_NAMES, case["weekmask_mon_to_sun"], strict=True) if bit == "1"]
        holidays = [date.fromisoformat(day) for day in case["holidays"].split(";") if day]
        calendar = WorkCalendar("UTC", {day: ["09:00-17:00"] for day in days}, holidays)
        start = date.fromisoformat(case["start"])
        if case["op"] == "busday_count":
            end = date.fromisoformat(case["arg"])
            # backwards numpy counts the first date given and not the last; ours is minus what it is forwards
            shift = timedelta(days=end < start)
            holds = work_days_between(calendar, start + shift, end + shift) == int(case["expected"])
        else:
            roll = case["roll"].removeprefix("modified")
            rolled = add_work_days(calendar, start, 0, roll=ROLLS[roll])
            if case["roll"] != roll and rolled.month != start.month:
                rolled = add_work_days(calendar, start, 0, roll="previous" if roll == "following" else "next")
            holds = add_work_days(calendar, rolled, int(case["arg"])) == date.fromisoformat(case["expected"])
        if not holds:
            failed.append(case["id"])
    assert len(cases) == 240
    assert not failed
