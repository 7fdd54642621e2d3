"""How the history of a score and the firings of a trigger are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from alignkit.display.blocks import (
    Block,
    Cell,
    Column,
    Group,
    Heading,
    Mark,
    Paragraph,
    Segment,
    StepLine,
    Table,
    Timeline,
)
from alignkit.display.size import cut
from alignkit.exact import plain
from alignkit.funnel.series import ScoreSeries, ScoreStep
from alignkit.funnel.triggers import Firing, Firings, Trigger
from alignkit.instants import told_in
from alignkit.rules.describe import points_words
from alignkit.rules.show import score_blocks

_MOST_DRAWN = 2000
"""Steps of which a picture is made: four for each column of a terminal or a screen."""
_MOST_LANES = 12
"""With more leads, a picture of their stays tells nothing that the table does not."""


def _minute(instant: datetime, as_of: datetime) -> str:
    """Write an instant in a table; a table has one zone, that of the question."""
    return told_in(instant, as_of.tzinfo).isoformat(" ", "minutes")[:16]


def _change(points: Decimal, before: Decimal | None) -> str:
    if before is None:
        return ""
    gained = Fraction(points) - Fraction(before)  # the host's decimal context must not change an answer
    return f"{'+' if gained > 0 else '−'}{plain(abs(gained))}"


def series_blocks(series: ScoreSeries) -> Block:
    """Return the points over time as a picture with the bands, and every change, the newest first."""
    last, label = series.last, series.score.label
    band = "" if last.band is None else f", band {last.band}"
    told = f"{points_words(last.points)}{band}, as of {series.as_of.isoformat(' ', 'minutes')}."
    line = StepLine(
        told_in(series.start, series.as_of.tzinfo),
        series.as_of,
        [(step.at, step.points) for step in _thinned(series.steps)],
        [(least, name) for name, least in series.score.bands],
        title=f"Points of {label}, lead {series.lead}",
    )
    newest, more = cut(series.steps[::-1])
    before: list[Decimal | None] = [*(step.points for step in series.steps[-2::-1][: len(newest)]), None]
    rows = [
        (_minute(step.at, series.as_of), plain(step.points), _change(step.points, was), step.band or "–")
        for step, was in zip(newest, before, strict=False)
    ]
    numbers = (Column("points", "right"), Column("change", "right"))
    return Group(
        [
            Heading(f"Score {label} of lead {series.lead}"),
            Paragraph(told),
            line,
            Table(("from", *numbers, "band"), rows, "Every change, the newest first.", more),
        ]
    )


def _thinned(steps: Sequence[ScoreStep]) -> Sequence[ScoreStep]:
    """Return the steps that a picture is made of: of each few neighbours the first, the last, the lowest, the highest.

    The last may hold for a long time: without it, a lead that has come to rest would be drawn at another height.
    """
    size = -(-len(steps) * 4 // _MOST_DRAWN)
    if size <= 4:
        return steps
    kept: list[ScoreStep] = []
    for first in range(0, len(steps), size):
        few = steps[first : first + size]
        chosen = {few[0], few[-1], min(few, key=_points), max(few, key=_points)}
        kept += sorted(chosen, key=few.index)
    return kept


def _points(step: ScoreStep) -> Decimal:
    return step.points


def trigger_text(trigger: Trigger) -> str:
    """Say in a sentence when a trigger fires.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.scores import Points, Score
    >>> trigger_text(Trigger("hot", Score("fit", [Points(60, when=field("budget") >= 1)]), 60, 40))
    'Fires at 60 points of fit; left below 40.'
    """
    again = "" if trigger.rearm is None else f"; re-armed by {trigger.rearm!r}"
    label = trigger.score.label
    return f"Fires at {points_words(trigger.enter)} of {label}; left below {plain(trigger.leave)}{again}."


def trigger_blocks(trigger: Trigger) -> Block:
    """Return when a trigger fires, and what the score that it watches is made of."""
    return Group([Heading(f"Trigger {trigger.name}"), Paragraph(trigger_text(trigger)), score_blocks(trigger.score)])


def firings_blocks(firings: Firings) -> Block:
    """Return how many leads a trigger fired for, and every stay."""
    fired = dict.fromkeys(firing.lead for firing in firings)
    lead_s = "lead" if firings.leads == 1 else "leads"
    times = "once" if len(firings) == 1 else f"{len(firings):,} times"
    inside = f", {times}; {len(firings.inside):,} inside" if fired else ""
    told = (
        f"Fired for {len(fired):,} of {firings.leads:,} {lead_s}{inside} as of "
        f"{firings.as_of.isoformat(' ', 'minutes')}."
    )
    blocks: list[Block] = [
        Heading(f"Trigger {firings.trigger.name}"),
        Paragraph(f"{trigger_text(firings.trigger)} {told}"),
    ]
    if 0 < len(fired) <= _MOST_LANES:
        blocks.append(_stays(firings))
    stays, more = cut(firings)
    rows = [
        (
            firing.lead,
            _minute(firing.entered_at, firings.as_of),
            plain(firing.points),
            "–" if firing.left_at is None else _minute(firing.left_at, firings.as_of),
            _remark(firing),
        )
        for firing in stays
    ]
    if rows:
        blocks.append(Table(("lead", "fired", Column("points", "right"), "left", ""), rows, more=more))
    return Group(blocks)


def _stays(firings: Firings) -> Timeline:
    lanes: dict[str, list[Segment]] = {}
    for firing in firings:
        until = firings.as_of if firing.left_at is None else firing.left_at
        lanes.setdefault(firing.lead, []).append(Segment(firing.entered_at, until, "good", "inside"))
    start = min(firing.entered_at for firing in firings)
    return Timeline(
        told_in(start, firings.as_of.tzinfo), firings.as_of, lanes.items(), title=f"Leads past {firings.trigger.name}"
    )


def _remark(firing: Firing) -> Cell:
    if firing.rearmed:
        return Mark("re-armed", "warn")
    if firing.inside:
        return Mark("inside since the start" if firing.from_start else "inside", "good")
    return Mark("left", "muted")
