"""Courses: what held over time, as step functions of the instant; and what is known of a lead over time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from alignkit.history.events import Event

Held = TypeVar("Held")
Other = TypeVar("Other")


class Course(NamedTuple, Generic[Held]):
    """From each instant on, a value, up to the next instant; two neighbours are unlike.

    Args:
        instants: in microseconds, ascending; at least one.
        values: what holds from each of them on.

    >>> Course((0, 10), ("cold", "warm")).at(9)
    'cold'
    """

    instants: tuple[int, ...]
    values: tuple[Held, ...]

    def at(self, instant: int) -> Held:
        """Return what holds at an instant; before the first one, the first value."""
        return self.values[max(0, bisect_right(self.instants, instant) - 1)]

    def mapped(self, change: Callable[[Held], Other]) -> Course[Other]:
        """Return the course of another value that depends on this one alone.

        >>> Course((0, 10, 20), (5, 7, 3)).mapped(lambda points: points >= 5)
        Course(instants=(0, 20), values=(True, False))
        """
        return joined(self.instants, [change(value) for value in self.values])


def joined(instants: Sequence[int], values: Sequence[Held]) -> Course[Held]:
    """Return a course in which equal neighbours are one."""
    kept = [0, *(place for place in range(1, len(values)) if values[place] != values[place - 1])]
    if len(kept) == len(values):
        return Course(tuple(instants), tuple(values))
    return Course(tuple(instants[place] for place in kept), tuple(values[place] for place in kept))


def summed(changes: Mapping[int, int], start: int) -> Course[int]:
    """Return the course of a sum that begins with 0, from its changes at instants from `start` on.

    >>> summed({10: 5, 20: -5, 30: 0}, 0)
    Course(instants=(0, 10, 20), values=(0, 5, 0))
    """
    instants = sorted(instant for instant, change in changes.items() if change and instant != start)
    totals = accumulate(map(changes.__getitem__, instants), initial=changes.get(start, 0))
    return Course((start, *instants), tuple(totals))


def add(changes: dict[int, int], course: Course[int]) -> None:
    """Add to the changes of a sum those of one of its parts."""
    before = 0
    for instant, value in zip(course.instants, course.values, strict=True):
        changes[instant] = changes.get(instant, 0) + value - before
        before = value


class Past(NamedTuple):
    """What is known of one lead over a stretch of time; instants in microseconds.

    Args:
        start: the first instant.
        end: the last one, which belongs to it.
        events: those up to `end`, each with its instant, in time order.
        fields: from a field's name to what it holds since when, in time order; the first of these from the start on.
            A field that is not there holds nothing.
    """

    start: int
    end: int
    events: Sequence[tuple[int, Event]]
    fields: Mapping[str, Sequence[tuple[int, object]]]
