"""How readings and the work list are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from alignkit.display.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Group,
    Heading,
    Mark,
    Moment,
    Paragraph,
    Segment,
    Table,
    Timeline,
    Tone,
    percent,
)
from alignkit.display.size import cut
from alignkit.errors import Finding, TimeError
from alignkit.handoff.amounts import brief_text, short_text
from alignkit.handoff.readings import STATES, Reading, Readings
from alignkit.handoff.work_items import WorkItem, WorkList
from alignkit.instants import micros, told_in
from alignkit.worktime.open_intervals import open_intervals
from alignkit.worktime.segments import DAY
from alignkit.worktime.work_days import WorkDays

MOST_DAYS = 60
"""The hours of work are drawn beside a clock of at most so many days; of a longer one they would be a grey bar."""
_TONES: dict[str, Tone] = {
    "running": "neutral",
    "warning": "warn",
    "paused": "muted",
    "met": "good",
    "breached": "bad",
    "cancelled": "muted",
    "accepted": "good",
    "rejected": "warn",
    "waiting": "neutral",
    "silent": "bad",
    "withdrawn": "muted",
}


def minute(instant: datetime) -> str:
    """Write an instant in a sentence, with its offset."""
    return instant.isoformat(" ", "minutes")


def cell(instant: datetime | None, as_of: datetime) -> str:
    """Write an instant in a table; a table has one zone, that of the question."""
    return "–" if instant is None else told_in(instant, as_of.tzinfo).isoformat(" ", "minutes")[:16]


def mark(state: str) -> Mark:
    """Return the state of a clock or a handoff with its colour."""
    return Mark(state, _TONES[state])


def reading_blocks(reading: Reading) -> Block:
    """Return one clock in a sentence, and its time as a picture."""
    owner = f", owned by {reading.owner}" if reading.owner != reading.team else ""
    tier = f", tier {reading.tier}" if reading.tier is not None else ""
    if reading.retiered_at is not None:
        tier = f"{tier or ', no tier'} since {minute(reading.retiered_at)}"
    state = f"{reading.state}, and started anew," if reading.reset else reading.state
    sentence = (
        f"Lead {reading.lead}, clock of {reading.team}{owner}{tier}: {state} as of {minute(reading.as_of)}. "
        f"Due {minute(reading.due)}; {short_text(reading.worked)} of {_time(reading)} used"
    )
    paused = f", {short_text(reading.paused)} paused." if reading.pauses else "."
    return Group([Heading(f"SLA {reading.sla_name}"), Paragraph(sentence + paused), _timeline(reading)])


def _time(reading: Reading) -> str:
    """Write how long the team has; of working days, what work time they are."""
    allowed = short_text(reading.allowed)
    return f"{allowed} ({reading.within})" if isinstance(reading.within, WorkDays) else allowed


def _timeline(reading: Reading) -> Timeline:
    end = reading.stopped or reading.cancelled or reading.as_of
    late = micros(end) > micros(reading.due)
    segments: list[Segment] = []
    since = reading.started
    for start, until in reading.pauses:
        segments += _running(reading, since, start)
        segments.append(Segment(start, until, "muted", "paused"))
        since = until
    segments += _running(reading, since, end)
    marks = [Moment(reading.warned_at, "warning", "warn"), Moment(reading.due, "due", "bad" if late else "neutral")]
    if reading.stopped is not None:
        marks.append(Moment(reading.stopped, "stopped", "bad" if late else "good"))
    elif reading.cancelled is not None:
        marks.append(Moment(reading.cancelled, "cancelled", "muted"))
    else:
        marks.append(Moment(reading.as_of, "as of", "neutral"))
    last = end if late else reading.due
    if reading.retiered_at is not None:
        name = "no tier" if reading.tier is None else f"tier {reading.tier}"
        marks.insert(0, Moment(reading.retiered_at, name, "neutral"))
    lanes = (
        [("at work", at_work), ("clock", segments)] if (at_work := _at_work(reading, last)) else [("clock", segments)]
    )
    return Timeline(reading.started, last, lanes, marks, f"{reading.sla_name}, lead {reading.lead}")


def _at_work(reading: Reading, last: datetime) -> list[Segment]:
    """Return when people were at work while the clock ran; nothing where all time counts, or too much to be seen."""
    if reading.calendar is None or micros(last) - micros(reading.started) > MOST_DAYS * DAY:
        return []
    try:
        hours = open_intervals(reading.calendar, reading.started, last)
    except TimeError:  # the last day of the year 9999 has no close
        return []
    return [Segment(start, until, "neutral", "at work") for start, until in hours]


def _running(reading: Reading, start: datetime, end: datetime) -> list[Segment]:
    """Return a stretch between pauses, cut where it passes the due time."""
    due, since, until = micros(reading.due), micros(start), micros(end)
    if since >= until:
        return []
    if until <= due:
        return [Segment(start, end, "good", "running")]
    if since >= due:
        return [Segment(start, end, "bad", "late")]
    return [Segment(start, reading.due, "good", "running"), Segment(reading.due, end, "bad", "late")]


def readings_blocks(readings: Readings) -> Block:
    """Return how many clocks are in each state, and the clocks."""
    share = readings.met_share
    counts = readings.counts
    decided = counts["met"] + counts["breached"]
    told = "No clock is decided yet" if share is None else f"{percent(share)} met, {counts['met']} of {decided}"
    summary = f"{told}; {readings.pending} pending, as of {minute(readings.as_of)}."
    shown, more = cut(readings)
    rows = [
        (
            reading.lead,
            reading.owner,
            mark(reading.state),
            cell(reading.due, readings.as_of),
            cell(reading.stopped or reading.cancelled, readings.as_of),
            brief_text(reading.worked),
        )
        for reading in shown
    ]
    columns = ("lead", "owner", "state", "due", "ended", Column("used", "right"))
    blocks: list[Block] = [
        Heading(f"SLA {readings.sla_name}"),
        Paragraph(summary),
        Table(("state", Column("clocks", "right")), [(mark(state), str(counts[state])) for state in STATES]),
        Table(columns, rows, more=more),
    ]
    return Group(blocks + _found(readings.findings))


def work_blocks(work: WorkList) -> Block:
    """Return what is due next: first how much each owner has to do, then the open clocks."""
    shown, more = cut(work)
    blocks: list[Block] = [
        Heading("Work list"),
        Paragraph(f"{_clocks(len(work))} open, {work.overdue} overdue, as of {minute(work.as_of)}."),
    ]
    owners, others = cut(work.owners)
    if len(work.owners) > 1:
        heads = ("owner", Column("open", "right"), Column("overdue", "right"), "next due")
        blocks.append(Table(heads, _per_owner(work, owners), more=others))
    rows: list[tuple[Cell, ...]] = [
        (cell(item.due, work.as_of), item.owner, item.lead, item.sla, mark(item.state), brief_text(item.left))
        for item in shown
    ]
    if work.items:
        columns = ("due", "owner", "lead", "SLA", "state", Column("left", "right"))
        blocks.append(Table(columns, rows, more=more))
    return Group(blocks + _found(work.findings))


def _per_owner(work: WorkList, owners: Sequence[str]) -> list[tuple[Cell, ...]]:
    count = Counter(item.owner for item in work)
    overdue = Counter(item.owner for item in work if item.state == "breached")
    following: dict[str, WorkItem] = {}
    for item in work:
        if item.state != "breached":
            following.setdefault(item.owner, item)
    return [
        (
            owner,
            str(count[owner]),
            str(overdue[owner]),
            cell(following[owner].due if owner in following else None, work.as_of),
        )
        for owner in owners
    ]


def _clocks(count: int) -> str:
    return f"{count} clock" if count == 1 else f"{count} clocks"


def _found(findings: Iterable[Finding]) -> list[Block]:
    told, more = cut([finding.message for finding in findings if finding.level != "note"], 20)
    return [Bullets(told, more=more)] if told else []
