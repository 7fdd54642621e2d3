"""The desk of the incidents once more, from the raw rows: plain, slow, and without the library.

A clock is a run: what was between its start and its end is cut into the parts in which the desk was at work, and those
are added up.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

ZONE = "Europe/Stockholm"
YEARS = range(2010, 2013)
FEASTS = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
CUSTOMER = ("Wait - User", "Wait - Customer")
"""Why an incident waits, where its customer is asked."""

HOUR = timedelta(hours=1)
FOUR_HOURS = 4 * HOUR
Part = tuple[datetime, datetime]
"""From, and up to."""
Parts = Callable[[datetime, datetime], Iterable[Part]]


class Row(NamedTuple):
    """A raw row: what of it the computations here ask for."""

    at: datetime
    status: str
    sub_status: str
    team: str
    impact: str


Cases = Mapping[str, list[Row]]


class Run(NamedTuple):
    """What one clock should have seen, and how it ended: `stopped`, `handed on`, or `open` at the instant of asking."""

    case: str
    team: str
    impact: str
    start: datetime
    end: datetime
    ended: str
    pauses: tuple[Part, ...] = ()

    @property
    def stop(self) -> datetime | None:
        """When it was stopped, if it was."""
        return self.end if self.ended == "stopped" else None


class Judged(NamedTuple):
    """The seconds that a clock worked, its state, and when its time was up, if it was by its end."""

    worked: int
    state: str
    due: datetime | None


def raw_cases(text: str) -> dict[str, list[Row]]:
    """Return the rows of each case, in the order of the log, which is that of time."""
    cases: dict[str, list[Row]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        at = datetime.fromisoformat(row["timestamp"])
        cases.setdefault(row["case_id"], []).append(
            Row(at, row["status"], row["sub_status"], row["team"], row["impact"])
        )
    return dict(sorted(cases.items()))


def returns(teams: Iterable[str]) -> int:
    """Count how often an incident came back to the team that had it before the last."""
    last = before = None
    count = 0
    for team in teams:
        if team != last:
            count += team == before
            last, before = team, last
    return count


def waits(cases: Cases, now: datetime, *, each_team: bool = False) -> Iterator[Run]:
    """Yield each wait in a queue: from the first row that says so up to the first that does not."""
    return _runs(cases, {"Queued"}, {"Accepted", "Completed"}, now, each_team=each_team)


def works(cases: Cases, now: datetime) -> Iterator[Run]:
    """Yield each time that an incident was worked on, up to its completion."""
    return _runs(cases, {"Queued", "Accepted"}, {"Completed"}, now)


def _runs(cases: Cases, starts: set[str], stops: set[str], now: datetime, *, each_team: bool = False) -> Iterator[Run]:
    for case, rows in cases.items():
        first: Row | None = None
        asked: list[Part] = []
        past = [row for row in rows if row.at <= now]
        for row, until in zip(past, [*(row.at for row in past[1:]), now], strict=True):
            stops_here = row.status in stops
            if first is not None and (stops_here or (each_team and row.team != first.team)):
                ended = "stopped" if stops_here else "handed on"
                yield Run(case, first.team, first.impact, first.at, row.at, ended, tuple(asked))
                first, asked = None, []
            if first is None and row.status in starts:
                first = row
            if first is not None and row.sub_status in CUSTOMER:
                asked.append((row.at, until))
        if first is not None:
            yield Run(case, first.team, first.impact, first.at, now, "open", tuple(asked))


def _days() -> Iterator[Part]:
    for number in range(date(YEARS[0], 1, 1).toordinal(), date(YEARS[-1], 12, 31).toordinal()):
        day = date.fromordinal(number)
        if day.weekday() < 5 and (day.month, day.day) not in FEASTS:
            opens, closes = (datetime.combine(day, time(hour), ZoneInfo(ZONE)).astimezone(UTC) for hour in (8, 17))
            yield opens, closes


DAYS = list(_days())
CLOSES = [closes for _, closes in DAYS]


def whole(since: datetime, until: datetime) -> Iterator[Part]:
    """Yield all of a stretch, which is its one part by the wall clock."""
    yield since, until


def open_parts(since: datetime, until: datetime) -> Iterator[Part]:
    """Yield the parts of a stretch in which the desk is at work."""
    for opens, closes in DAYS[bisect_right(CLOSES, since) :]:
        if opens >= until:
            break
        yield max(opens, since), min(closes, until)


def paused(run: Run) -> int:
    """Return how much work time a clock paused, in seconds."""
    parts = (part for pause in run.pauses for part in open_parts(*pause))
    return whole_seconds(sum((until - since for since, until in parts), timedelta()))


def judged(run: Run, within: timedelta, parts: Parts) -> Judged:
    """Judge a clock: late where its time was up before its end."""
    worked = timedelta()
    due: datetime | None = None
    since = run.start
    for pause, resumed in (*run.pauses, (run.end, run.end)):
        for start, end in parts(since, pause):
            worked += end - start
            if due is None and worked >= within:
                due = end - (worked - within)
        since = resumed
    waits_now = bool(run.pauses) and run.pauses[-1][1] == run.end
    state = {"stopped": "met", "handed on": "cancelled", "open": "paused" if waits_now else "running"}[run.ended]
    return Judged(whole_seconds(worked), "breached" if due is not None and due < run.end else state, due)


def whole_seconds(span: timedelta) -> int:
    """Return a span of time in seconds; the log has no parts of them."""
    assert not span % timedelta(seconds=1)
    return span // timedelta(seconds=1)


def allowed(run: Run) -> timedelta:
    """Return the time that an incident may take, by its impact."""
    return {"Major": 4 * HOUR, "High": 16 * HOUR}.get(run.impact, 40 * HOUR)


def team_at(rows: list[Row], now: datetime) -> str:
    """Return whose an incident was at an instant."""
    return next(row.team for row in reversed(rows) if row.at <= now)


def fate(rows: list[Row], since: datetime, within: timedelta, now: datetime) -> str:
    """Return what became by now of an incident that came since an instant, or blank.

    It came with its first row; where no queue was recorded before it was opened again, with the row that records one.
    """
    queue = next((number for number, row in enumerate(rows) if row.status == "Queued"), 0)
    came = rows[queue if queue and rows[queue - 1].status == "Completed" else 0].at
    if not since <= came <= now:
        return ""
    if any(row.status == "Completed" and came <= row.at <= min(came + within, now) for row in rows):
        return "done"
    return "pending" if came + within > now else "dropped"
