"""What would change an answer, and how far it was looked for."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from alignkit.history.attributes import Attributes
from alignkit.rules.describe import brief, value_text
from alignkit.rules.otherwise.imagined import KNOWN
from alignkit.rules.quote import event_words, label_words
from alignkit.rules.verdict import Verdict

MOST_CHANGES = 20
"""More changes than that are no small change, and are not looked for."""


@attrs.frozen(slots=True)
class MoreEvents:
    """Events that would have to come.

    Args:
        name: what they are called.
        count: how many more.
        kind: their kind: `touch` for a touch of that name.
        where: the attributes that they would need.
    """

    name: str
    count: int
    kind: str
    where: Attributes = attrs.field(default=Attributes())

    @property
    def what(self) -> str:
        """What they are, for people."""
        where = joined(
            f"{label_words(name)} is known" if value == KNOWN else f"{label_words(name)} is {brief(value_text(value))}"
            for name, value in self.where.items()
        )
        return f"{event_words(self.name)}{' where ' if where else ''}{where}"

    def __str__(self) -> str:
        return f"{self.count} more {self.what}"


@attrs.frozen(slots=True)
class Change:
    """What would flip a verdict, or reach another band; it was decided, or rated, again to be sure.

    Args:
        fields: (field, new value); None where the value would have to go.
        events: events that would have to come, at `as_of`.
        verdict: what the rule is then; None for a score or a grid.
        band: the band of a score then.
        cell: the cell of a grid then.
        told: per field how its new value is told: another text than those that the rule names stands for all such.
        history: events were not given, and here they are supposed to be these and no others.
        exact: no smaller change exists; False where the search was stopped before that was sure.
    """

    fields: tuple[tuple[str, object], ...]
    events: tuple[MoreEvents, ...] = ()
    verdict: Verdict | None = None
    band: str | None = None
    told: tuple[str, ...] = ()
    history: bool = False
    exact: bool = True
    cell: str | None = None

    @property
    def outcome(self) -> str:
        """What it would be then: `YES`, `NO`, a band or a cell."""
        if self.cell is not None:
            return f"cell {self.cell}"
        return self.verdict.name if self.verdict is not None else f"band {self.band}"

    def __str__(self) -> str:
        words = self.told or ("",) * len(self.fields)
        parts = [
            f"{label_words(name)} were {told or _told(value)}"
            for (name, value), told in zip(self.fields, words, strict=True)
        ]
        if self.history:
            came = joined(f"{more.count} {more.what}" for more in self.events)
            parts.append(f"the events were known: {came or 'none'}{' and no other' if came else ''}")
        else:
            parts += [f"{more} came" for more in self.events]
        return f"{self.outcome} if {joined(parts)}"

    def to_dict(self) -> dict[str, object]:
        """Return the change as plain data."""
        words = self.told or ("",) * len(self.fields)
        found: dict[str, object] = {
            "fields": {
                name: value if value is None else told or _told(value)
                for (name, value), told in zip(self.fields, words, strict=True)
            },
            "events": [
                {
                    "event": more.name,
                    "kind": more.kind,
                    "more": more.count,
                    "where": {name: brief(value_text(value)) for name, value in more.where.items()},
                }
                for more in self.events
            ],
            "exact": self.exact,
        }
        if self.history:
            found["history"] = True
        if self.verdict is not None:
            found["verdict"] = self.verdict.value
        if self.band is not None:
            found["band"] = self.band
        if self.cell is not None:
            found["cell"] = self.cell
        return found


def _told(value: object) -> str:
    return "missing" if value is None else brief(value_text(value))


def joined(parts: Iterable[str]) -> str:
    """Join parts of a sentence."""
    return " and ".join(parts)


@attrs.frozen(slots=True)
class Search:
    """How the nearest change was looked for, and what was found.

    Args:
        wanted: what the answer was to become: `YES`, `NO`, a band or a cell; blank where there is nothing to become.
        nearest: the change; None where none was found.
        sets: how many sets of changes were looked at.
        stopped: why the search does not settle which change is smallest, in plain words; blank where it does.
    """

    wanted: str = ""
    nearest: Change | None = None
    sets: int = 0
    stopped: str = ""

    def __str__(self) -> str:
        if not self.wanted:
            return self.stopped
        if self.nearest is None:
            if self.stopped:
                return f"No change was found that makes it {self.wanted}: {self.stopped}."
            return f"No change of up to {MOST_CHANGES} fields and events makes it {self.wanted}."
        more = f"; there may be a smaller change: {self.stopped}" if self.stopped else ""
        return f"It would be {self.nearest}{more}."

    def to_dict(self) -> dict[str, object]:
        """Return how the search went as plain data; the change stands beside it."""
        return {"wanted": self.wanted, "sets": self.sets, "settled": not self.stopped, "said": str(self)}
