"""The pictures: a funnel, a timeline, and a number over time, as values."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import attrs

from alignkit.display import checked
from alignkit.display.checked import Tone, wrong
from alignkit.errors import DocumentError
from alignkit.instants import checked_instant, micros

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from alignkit.exact import Number

_T = TypeVar("_T")


@attrs.frozen(slots=True)
class Step:
    """One step of a funnel: its name, how many reached it, and a note on the way into it ("33 % of leads")."""

    label: str = attrs.field(validator=checked.text)
    count: int = attrs.field(validator=checked.count)
    note: str = attrs.field(default="", validator=checked.text)


@attrs.frozen(slots=True)
class Segment:
    """A stretch of time in a lane, with its tone and what it is: "working", "paused", "late"."""

    start: datetime = attrs.field(validator=checked.instant)
    end: datetime = attrs.field(validator=checked.instant)
    tone: Tone = attrs.field(default="neutral", validator=checked.tone)
    label: str = attrs.field(default="", validator=checked.text)

    def __attrs_post_init__(self) -> None:
        _ordered(self)


def _segments(values: Iterable[Segment | tuple[object, ...]]) -> tuple[Segment, ...]:
    return parts_given(values, "the segments of a Lane", Segment)


@attrs.frozen(slots=True)
class Lane:
    """One line of a timeline: its name and its segments, each a `Segment` or (start, end, tone, label)."""

    label: str = attrs.field(validator=checked.text)
    segments: tuple[Segment, ...] = attrs.field(converter=_segments)


@attrs.frozen(slots=True)
class Moment:
    """An instant that matters across all lanes: "due", "breached"."""

    at: datetime = attrs.field(validator=checked.instant)
    label: str = attrs.field(validator=checked.text)
    tone: Tone = attrs.field(default="neutral", validator=checked.tone)


def parts_given(values: Iterable[object], what: str, kind: type[_T]) -> tuple[_T, ...]:
    """Make parts of what is given: each is one already, or a tuple of what makes one."""
    made: list[_T] = []
    build: Callable[..., _T] = kind
    for value in checked.listed(values, what):
        if isinstance(value, kind):
            made.append(value)
            continue
        if not isinstance(value, tuple | list):
            raise wrong(f"{what} must be made of {kind.__name__}s or tuples", value)
        try:
            made.append(build(*value))
        except TypeError as error:
            raise wrong(f"{what}: these are not the parts of a {kind.__name__}", value) from error
    return tuple(made)


def _steps(values: Iterable[Step | tuple[object, ...]]) -> tuple[Step, ...]:
    return parts_given(values, "the steps of a FunnelPicture", Step)


def _lanes(values: Iterable[Lane | tuple[object, ...]]) -> tuple[Lane, ...]:
    return parts_given(values, "the lanes of a Timeline", Lane)


def _moments(values: Iterable[Moment | tuple[object, ...]]) -> tuple[Moment, ...]:
    return parts_given(values, "the marks of a Timeline", Moment)


@attrs.frozen(slots=True)
class FunnelPicture:
    """A funnel as bars that taper down, one a step, with counts and the notes between them.

    Args:
        steps: `Step`s, or (label, count) or (label, count, note).
        title: what the picture tells; a screen reader says it first.

    >>> FunnelPicture([("lead", 1200), ("mql", 400, "33 % of leads")]).steps[1].count
    400
    """

    steps: tuple[Step, ...] = attrs.field(converter=_steps)
    title: str = attrs.field(default="", validator=checked.text)


@attrs.frozen(slots=True)
class Timeline:
    """What held when, in lanes, with the moments that matter; told in the zone of `start`.

    Args:
        start: the left edge, an aware datetime.
        end: the right edge; what lies outside is cut off.
        lanes: `Lane`s, or (label, segments).
        marks: `Moment`s, or (at, label) or (at, label, tone).
        title: what the picture tells; a screen reader says it first.

    Raises:
        TimeError: a datetime without a zone.
        DocumentError: `ends-before-start`, `wrong-type`.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    >>> Timeline(noon, noon.replace(hour=17), marks=[(noon.replace(hour=16), "due")]).marks[0].label
    'due'
    """

    start: datetime = attrs.field(validator=checked.instant)
    end: datetime = attrs.field(validator=checked.instant)
    lanes: tuple[Lane, ...] = attrs.field(default=(), converter=_lanes)
    marks: tuple[Moment, ...] = attrs.field(default=(), converter=_moments)
    title: str = attrs.field(default="", validator=checked.text)

    def __attrs_post_init__(self) -> None:
        _ordered(self)


def _heights(values: Iterable[tuple[datetime, Number]]) -> tuple[tuple[datetime, float], ...]:
    what = "the steps of a StepLine"
    made: list[tuple[datetime, float]] = []
    for value in checked.listed(values, what):
        if not isinstance(value, tuple | list) or len(value) != 2:
            raise wrong(f"{what} are pairs of an instant and a number", value)
        made.append((checked_instant(value[0], "a step of a StepLine"), checked.height(value[1])))
    return tuple(made)


def _levels(values: Iterable[Level | tuple[object, ...]]) -> tuple[Level, ...]:
    return parts_given(values, "the levels of a StepLine", Level)


@attrs.frozen(slots=True)
class Level:
    """A height that matters all the time: a threshold, the least points of a band."""

    value: float = attrs.field(converter=checked.height)
    label: str = attrs.field(validator=checked.text)
    tone: Tone = attrs.field(default="muted", validator=checked.tone)


@attrs.frozen(slots=True)
class StepLine:
    """A number over time that changes in steps, with the levels and moments that matter; in the zone of `start`.

    Args:
        start: the left edge, an aware datetime.
        end: the right edge; what lies outside is cut off.
        steps: pairs of an instant and the number from then on, in time order; before the first, nothing is drawn.
        levels: `Level`s, or (value, label) or (value, label, tone).
        marks: `Moment`s, or (at, label) or (at, label, tone).
        title: what the picture tells; a screen reader says it first.

    Raises:
        TimeError: a datetime without a zone.
        DocumentError: `ends-before-start`, `wrong-order`, `not-finite`, `wrong-type`.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    >>> StepLine(noon, noon.replace(hour=17), [(noon, 20), (noon.replace(hour=14), 80)], [(70, "hot")]).steps[1][1]
    80.0
    """

    start: datetime = attrs.field(validator=checked.instant)
    end: datetime = attrs.field(validator=checked.instant)
    steps: tuple[tuple[datetime, float], ...] = attrs.field(converter=_heights)
    levels: tuple[Level, ...] = attrs.field(default=(), converter=_levels)
    marks: tuple[Moment, ...] = attrs.field(default=(), converter=_moments)
    title: str = attrs.field(default="", validator=checked.text)

    def __attrs_post_init__(self) -> None:
        _ordered(self)
        for (earlier, _), (later, _) in pairwise(self.steps):
            if micros(later) <= micros(earlier):
                raise DocumentError.at(
                    "wrong-order",
                    f"the steps of a StepLine come one after the other: {later.isoformat()} must come after "
                    f"{earlier.isoformat()}",
                )


OverTime: TypeAlias = Timeline | StepLine
"""The pictures that go from one instant to another."""


def _ordered(block: Segment | Timeline | StepLine) -> None:
    if micros(block.end) < micros(block.start):
        raise DocumentError.at(
            "ends-before-start",
            f"a {type(block).__name__} must not end ({block.end.isoformat()}) before it starts "
            f"({block.start.isoformat()})",
        )
