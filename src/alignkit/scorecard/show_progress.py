"""How progress and series are shown: a table with a row a goal, and pictures over time."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from alignkit.display.blocks import (
    Block,
    Cell,
    Column,
    Group,
    Heading,
    Level,
    Mark,
    Paragraph,
    StepLine,
    Table,
)
from alignkit.display.size import cut
from alignkit.exact import plain
from alignkit.instants import told_in, zone_of
from alignkit.scorecard.metrics import scale_of
from alignkit.scorecard.quantities import Quantity, Scale, like, magnitude, quantity_text, share_text
from alignkit.scorecard.say import agreed
from alignkit.scorecard.say_progress import when
from alignkit.scorecard.show import TONES, agreed_text, attained_cell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from alignkit.periods import Period
    from alignkit.scorecard.progress import GoalProgress, Progress
    from alignkit.scorecard.readings import GoalReading
    from alignkit.scorecard.series import GoalSeries, ScorecardSeries


def progress_blocks(found: Progress) -> Block:
    """Return the whole, then each goal: then, now, the difference, and how its status turned."""
    card = found.now.scorecard
    then, now = (when(assessment.as_of, card.period) for assessment in (found.before, found.now))
    goals, more = cut(found.goals)
    columns = (
        Column("goal"),
        Column("then", "right"),
        Column("now", "right"),
        Column("difference", "right"),
        Column("status"),
    )
    rows = [_row(goal) for goal in goals]
    better, worse = (sum(goal.turn == turn for goal in found.goals) for turn in ("better", "worse"))
    told = ", ".join(f"{count:,} {turn}" for count, turn in ((better, "better"), (worse, "worse")) if count)
    return Group(
        [
            Heading(f"{card.name}: since {then}"),
            Paragraph(f"{found.sentence}. Statuses that changed: {told or 'none'}."),
            Table(columns, rows, f"What each goal came to: then on {then}, now on {now}", more),
        ]
    )


def _row(found: GoalProgress) -> tuple[Cell, ...]:
    now, before = found.now, found.before
    return (
        now.goal.label,
        "–" if before.is_pending else before.figure.text,
        "–" if now.is_pending else now.figure.text,
        _difference(found),
        Mark(now.status if before.status == now.status else f"{now.status}, was {before.status}", TONES[now.status]),
    )


def _difference(found: GoalProgress) -> str:
    difference = found.difference
    if difference is None:
        return "–"
    scale = scale_of(found.now.goal.metric)
    more = magnitude(difference)
    sign = "+" if more > 0 else "-" if more < 0 else ""
    if scale == "share":
        points = plain(abs(more) * 100, 1)
        return f"{sign}{'<0.1' if more and points == '0' else points} point{'' if points == '1' else 's'}"
    return f"{sign}{quantity_text(like(difference, abs(more)), scale)}"


def all_blocks(series: ScorecardSeries) -> Block:
    """Return the picture of the whole, and a table with a row a goal: how it stood first, last, and on the way."""
    last = series.assessments[-1]
    card = last.scorecard
    goals, more = cut(series.goals)
    columns = (
        Column("goal"),
        Column("actual", "right"),
        Column("agreed", "right"),
        Column("attained"),
        Column("status over time"),
    )
    rows = [_series_row(goal) for goal in goals]
    looks = len(series.assessments)
    first, now = (when(assessment.as_of, card.period) for assessment in (series.assessments[0], last))
    told = f"{looks} looks from {first} to {now}" if looks > 1 else f"One look, at {now}"
    return Group(
        [
            Heading(f"{card.name}: how it went"),
            Paragraph(f"{told}, all by what is known today."),
            series.picture,
            Table(columns, rows, more=more),
        ]
    )


def _series_row(series: GoalSeries) -> tuple[Cell, ...]:
    last = series.readings[-1]
    return (
        series.goal.label,
        last.figure.text,
        agreed_text(series.goal),
        attained_cell(last.attainment, TONES[last.status]),
        " → ".join(_changes(series.readings)),
    )


def _changes(readings: Iterable[GoalReading]) -> list[str]:
    found: list[str] = []
    for reading in readings:
        if not found or found[-1] != reading.status:
            found.append(reading.status)
    return [*found[:2], "…", *found[-2:]] if len(found) > 5 else found


def series_blocks(series: GoalSeries) -> Block:
    """Return the picture of a goal, and what was due, what it came to and how it stood at each instant."""
    readings, more = cut(series.readings)
    columns = (Column("as of"), Column("actual", "right"), Column("due by then", "right"), Column("status"))
    rows = [
        (
            when(reading.figure.as_of, reading.figure.period),
            "–" if reading.is_pending else reading.figure.text,
            _due(reading),
            Mark(reading.status, TONES[reading.status]),
        )
        for reading in readings
    ]
    told = f"{series.goal.label}: {agreed_text(series.goal)}"
    return Group([Heading(told, 3), series.picture, Table(columns, rows, more=more)])


def _due(reading: GoalReading) -> str:
    scale = scale_of(reading.goal.metric)
    due = reading.expected
    if scale == "count":
        due = Fraction(round(magnitude(due)))
    least = quantity_text(due, scale)
    most = reading.pacing.most
    if most is None:
        return least
    return f"{least} to {quantity_text(Fraction(round(magnitude(most))) if scale == 'count' else most, scale)}"


def goal_picture(series: GoalSeries) -> StepLine:
    """Return what the metric of a goal came to over time, with what was agreed."""
    scale = scale_of(series.goal.metric)
    steps = [
        (reading.figure.as_of, _height(reading.actual, scale))
        for reading in series.readings
        if reading.actual is not None and not reading.is_pending
    ]
    limits = [limit for limit in series.goal.limits if limit is not None]
    levels = [Level(_height(limit, scale), "agreed") for limit in limits]
    unit = {"share": ", in per cent", "span": ", in days"}.get(scale, "")
    title = f"{series.goal.label} over time{unit}; agreed: {agreed(series.goal)}"
    instants = [reading.figure.as_of for reading in series.readings]
    return _line(series.readings[-1].figure.period, instants, steps, levels=levels, title=title)


def _height(value: Quantity, scale: Scale) -> float:
    """Return a quantity as a height: money by its amount, shares in per cent, times in days."""
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return float(magnitude(value) * (100 if scale == "share" else 1))


def whole_picture(series: ScorecardSeries) -> StepLine:
    """Return what all goals together attained over time, in per cent."""
    steps = [
        (assessment.as_of, float(whole * 100))
        for assessment in series.assessments
        if (whole := assessment.whole.attainment) is not None
    ]
    last = series.assessments[-1]
    now = last.whole.attainment
    title = f"{last.scorecard.name}: all goals together, attained in per cent"
    if now is not None:
        title += f"; {share_text(now)} at last"
    instants = [assessment.as_of for assessment in series.assessments]
    return _line(last.scorecard.period, instants, steps, levels=[Level(100, "all")], title=title)


def _line(
    period: Period, instants: list[datetime], steps: list[tuple[datetime, float]], *, levels: list[Level], title: str
) -> StepLine:
    """Return a line from the first look, or the start of the period, to the last."""
    zone = zone_of(period.zone)
    start = told_in(min(instants[0], period.starts_at), zone)
    end = told_in(instants[-1], zone)
    return StepLine(start, end, steps, levels, title=title)
