"""How a journey and the journeys of all leads are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from alignkit.display.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    FunnelPicture,
    Group,
    Heading,
    Mark,
    Paragraph,
    Step,
    Table,
    percent,
)
from alignkit.display.size import cut
from alignkit.errors import Finding
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.funnel.visits import Visit
from alignkit.history.united import United
from alignkit.instants import told_in

_UNITS = (("day", 86_400_000_000), ("hour", 3_600_000_000), ("minute", 60_000_000), ("second", 1_000_000))


def span_text(span: timedelta, *, short: bool = False) -> str:
    """Write how long something lasted for people: the two largest units, cut off.

    >>> span_text(timedelta(days=3, hours=4, minutes=59)), span_text(timedelta(days=3, hours=4), short=True)
    ('3 days 4 hours', '3 d 4 h')
    """
    left = span // timedelta(microseconds=1)
    parts: list[tuple[int, str]] = []
    for unit, size in _UNITS:
        count, left = divmod(left, size)
        if parts or count:
            parts.append((count, unit))
    told = [(count, unit) for count, unit in parts[:2] if count] or [(0, "second")]
    if short:
        return " ".join(f"{count} {'min' if unit == 'minute' else unit[0]}" for count, unit in told)
    return " ".join(f"{count} {unit}" + ("s" if count != 1 else "") for count, unit in told)


def _minute(instant: datetime, zone: tzinfo | None) -> str:
    return told_in(instant, zone).isoformat(" ", "minutes")[:16]


def _remark(visit: Visit) -> Cell:
    if visit.inferred:
        return Mark("inferred", "muted")
    if visit.flagged:
        return Mark(visit.flagged, "muted" if visit.flagged == "other-deal" else "warn")
    return ""


def journey_blocks(journey: Journey) -> Block:
    """Return a lead's visits with the latest and the cumulative time in each stage, and what went otherwise."""
    current = journey.current
    zone = journey.as_of.tzinfo  # one zone for the whole table: that of the question
    state = f"In {journey.funnel.stage(current.stage).label}" if current is not None else "In no stage"
    blocks: list[Block] = [
        Heading(f"Lead {journey.lead}"),
        Paragraph(f"{state} as of {journey.as_of.isoformat(' ', 'minutes')}, in the funnel {journey.funnel.name}."),
    ]
    if journey.united is not None:
        blocks.append(Paragraph(_united(journey.united)))
    visits, more = cut(journey.visits)
    so_far: dict[str, timedelta] = {}
    rows: list[tuple[Cell, ...]] = []
    for visit in visits:
        spent = visit.time_in_stage(journey.as_of)
        so_far[visit.stage] = so_far.get(visit.stage, timedelta(0)) + spent
        rows.append(
            (
                journey.funnel.stage(visit.stage).label,
                _minute(visit.entered_at, zone),
                "now" if visit.left_at is None else _minute(visit.left_at, zone),
                "–" if visit.inferred else span_text(spent, short=True),
                "–" if visit.inferred else span_text(so_far[visit.stage], short=True),
                _remark(visit),
            )
        )
    columns = ("stage", "entered", "left", Column("latest", "right"), Column("cumulative", "right"), "")
    blocks.append(Table(columns, rows, "Time in stage: of the visit, and cumulative.", more))
    if journey.violations:
        shown, more = cut(journey.violations)
        blocks.append(Bullets((finding.message for finding in shown), more=more))
    return Group(blocks)


def _united(united: United) -> str:
    """Tell which records are one lead, and how many of their entries do not count."""
    told, more = cut(united.merges)
    named = [f"{merge.record} (into {merge.into}, {merge.at.isoformat(' ', 'minutes')})" for merge in told]
    if more:
        named.append(f"{more:,} more")
    passed = len(united.passed_over)
    what = "1 entry" if passed == 1 else f"{passed:,} entries"
    does = "does" if passed == 1 else "do"
    rest = f" {what} of these records {does} not count, since another was as far." if passed else ""
    return f"One lead with what was merged into it: {', '.join(named)}.{rest}"


def journeys_blocks(journeys: Journeys) -> Block:
    """Return the funnel as a picture, the counts per stage, and how often what was found."""
    funnel = journeys.funnel
    counts = journeys.counts
    size = len(journeys.items)
    lead_s = "lead" if size == 1 else "leads"
    steps: list[Step] = []
    for stage, count in zip(funnel.path, counts, strict=False):
        before = steps[-1] if steps else None
        note = f"{percent(count.entered / before.count)} of {before.label}" if before and before.count else ""
        steps.append(Step(stage.label, count.entered, note))
    rows = [
        (stage.label, stage.owner, f"{count.entered:,}", f"{count.inside:,}", f"{count.left:,}")
        for stage, count in zip(funnel.stages, counts, strict=True)
    ]
    numbers = (Column("entered", "right"), Column("inside", "right"), Column("left", "right"))
    blocks: list[Block] = [
        Heading(f"Funnel {funnel.name}"),
        Paragraph(f"{size} {lead_s} as of {journeys.as_of.isoformat(' ', 'minutes')}. A lead counts once a stage."),
        FunnelPicture(steps, f"Leads that entered each stage of {funnel.name}"),
        Table(("stage", "owner", *numbers), rows),
    ]
    found = found_rows((*journeys.findings, *journeys.violations))
    if found:
        blocks.append(Table(("found", Column("times", "right"), "for example"), found))
    return Group(blocks)


def found_rows(findings: Iterable[Finding]) -> list[tuple[Cell, ...]]:
    """Return how often what was found, errors first, with an example: rows of code, times, message."""
    tones = {"error": "bad", "warning": "warn", "note": "muted"}
    times: Counter[str] = Counter()
    first: dict[str, Finding] = {}
    for finding in findings:
        times[finding.code] += 1
        first.setdefault(finding.code, finding)
    rank = {"error": 0, "warning": 1, "note": 2}
    codes = sorted(times, key=lambda code: (rank[first[code].level], code))
    return [(Mark(code, tones[first[code].level]), str(times[code]), first[code].message) for code in codes]  # type: ignore[arg-type]  # a tone
