"""Circuits: a rule as sums of whole numbers, so that it is weighed in microseconds what a change would do.

Every rule is a threshold over a sum: an `all` of three is a sum of three that must be 3, an `any` one that must be 1,
a score is a sum already. Negation is pushed to the leaves first, so that no sum ever falls when one of its terms rises.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

UNIT = 10**6
"""What a member of a group weighs; points weigh their millionths."""


ALL = 10**9
"""More changes than any choice is."""


class Option(NamedTuple):
    """One thing that a choice can be.

    Args:
        value: the field's value; for events, how many more of each kind.
        words: how the value is told where it does not tell itself.
        changes: how many changes that is: 0 for what is so already.
        price: among equally many changes the lower price is nearer.
    """

    value: object
    words: str = ""
    changes: int = 0
    price: int = 0
    odd: bool = False


class Choice(NamedTuple):
    """What can be otherwise: the value of a field, or how many more events of some kinds came.

    Args:
        name: the field's name; blank for events.
        options: what it can be; the first is what it is.
        open: its value is unknown, or of a kind that a condition cannot use.
        covers: its options stand for all that the rule tells apart, among changes of up to so many; 0 where some value
            of a field was left out.
    """

    name: str
    options: tuple[Option, ...]
    open: bool = False
    covers: int = ALL


class Table(NamedTuple):
    """What one choice adds to a sum, by its option."""

    choice: int
    worth: tuple[int, ...]


class Inner(NamedTuple):
    """Another sum of the circuit, by its place."""

    place: int


Term: TypeAlias = "int | Table | Inner"


class Sum(NamedTuple):
    """A sum of what choices add and of other sums, each by its weight; held between `least` and `most`.

    With `need` it is a gate: 1 if the sum comes to that, else 0.
    """

    base: int
    tables: tuple[Table, ...]
    inner: tuple[tuple[int, int], ...]
    least: int | None = None
    most: int | None = None
    need: int | None = None

    def settled(self, total: int) -> int:
        """Return what a total comes to after the bounds, or as a gate."""
        if self.need is not None:
            return int(total >= self.need)
        if self.most is not None and total > self.most:
            return self.most
        return self.least if self.least is not None and total < self.least else total


class Range(NamedTuple):
    """The least and the most that a sum can come to."""

    least: int
    most: int


def run(sums: list[Sum], state: list[int]) -> list[int]:
    """Return what each sum comes to.

    Args:
        sums: each after those that stand in it.
        state: the option of each choice.
    """
    values: list[int] = []
    for made in sums:
        total = made.base
        for choice, worth in made.tables:
            total += worth[state[choice]]
        for weight, place in made.inner:
            total += weight * values[place]
        values.append(made.settled(total))
    return values


def reach(sums: list[Sum], state: list[int], free: set[int]) -> list[Range]:
    """Return between which bounds each sum lies while some choices are free."""
    found: list[Range] = []
    for made in sums:
        least = most = made.base
        for choice, worth in made.tables:
            if choice in free:
                least += min(worth)
                most += max(worth)
            else:
                least += worth[state[choice]]
                most += worth[state[choice]]
        for weight, place in made.inner:
            least += weight * found[place].least
            most += weight * found[place].most
        found.append(Range(made.settled(least), made.settled(most)))
    return found
