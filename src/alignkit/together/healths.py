"""Health: the alignment index, made of parts that each can be traced to their records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, shown
from alignkit.exact import as_data
from alignkit.names import did_you_mean
from alignkit.periods import Period
from alignkit.plan.checked import listed, of_kind, raise_faults
from alignkit.together.kappas import Kappa

PARTS: tuple[str, ...] = ("signed", "judgement", "commitments", "reasons", "meetings", "requests", "records")
"""The parts of the index, in the order in which they are shown."""


class Record(NamedTuple):
    """One piece of evidence.

    Args:
        what: which: a lead, a goal, a team, the day of a meeting, a request.
        kept: whether it speaks for the alignment.
        said: what it says, in words.
    """

    what: str
    kept: bool
    said: str


def _records(values: Iterable[Record]) -> tuple[Record, ...]:
    found = listed(values, "the records of a part", path="records")
    raise_faults(of_kind(found, Record, "records"))
    return found


@attrs.frozen(slots=True)
class HealthPart:
    """One part of the index.

    Args:
        name: one of `PARTS`.
        title: what it measures, in words.
        value: 0 to 1; None while it is pending: there is no data.
        weight: how much it counts.
        sentence: what it came to, in plain words.
        records: the evidence.
        kappa: of the judgement on leads: the counts and the interval.
    """

    name: str
    title: str
    value: Fraction | None
    weight: Fraction
    sentence: str
    records: tuple[Record, ...] = attrs.field(default=(), converter=_records)
    kappa: Kappa | None = None

    @property
    def kept(self) -> int:
        """How many of the records speak for the alignment."""
        return sum(record.kept for record in self.records)

    @property
    def is_pending(self) -> bool:
        """Whether there is no data to tell."""
        return self.value is None

    def to_dict(self) -> dict[str, object]:
        """Return the part as plain data."""
        return {
            "name": self.name,
            "title": self.title,
            "value": None if self.value is None else as_data(self.value),
            "weight": as_data(self.weight),
            "sentence": self.sentence,
            "kept": self.kept,
            "records": [record._asdict() for record in self.records],
            "kappa": None if self.kappa is None else self.kappa.to_dict(),
        }


def _parts(values: Iterable[HealthPart]) -> tuple[HealthPart, ...]:
    found = listed(values, "the parts of the index", path="parts")
    raise_faults(of_kind(found, HealthPart, "parts"))
    return found


@attrs.frozen(slots=True, repr=False)
class Health(Shown):
    """How well both teams are aligned, from evidence.

    Args:
        period: when it counts.
        as_of: what happened later does not count.
        parts: what was looked at; those without data are pending.
    """

    period: Period
    as_of: datetime
    parts: tuple[HealthPart, ...] = attrs.field(converter=_parts)

    @property
    def index(self) -> Fraction | None:
        """The mean of the parts that are measured, by their weights: 0 to 1; None where nothing is measured."""
        measured = [(part.value, part.weight) for part in self.parts if part.value is not None]
        weights = sum((weight for _, weight in measured), Fraction(0))
        return sum((value * weight for value, weight in measured), Fraction(0)) / weights if weights else None

    @property
    def measured(self) -> Fraction:
        """The share of the weights whose parts are measured."""
        whole = sum((part.weight for part in self.parts), Fraction(0))
        found = sum((part.weight for part in self.parts if part.value is not None), Fraction(0))
        return found / whole if whole else Fraction(0)

    @property
    def lowest(self) -> Fraction:
        """The index if all pending parts came to nothing."""
        return (self.index or Fraction(0)) * self.measured

    @property
    def highest(self) -> Fraction:
        """The index if all pending parts came to 1."""
        return self.lowest + 1 - self.measured

    @property
    def pending(self) -> tuple[HealthPart, ...]:
        """The parts without data."""
        return tuple(part for part in self.parts if part.value is None)

    def of(self, name: str) -> HealthPart:
        """Return the part of that name.

        Raises:
            DocumentError: `unknown-part`, with the nearest name.
        """
        for part in self.parts:
            if part.name == name:
                return part
        near = did_you_mean(name, (part.name for part in self.parts))
        raise DocumentError.at("unknown-part", f"the index has no part {shown(name)}{near}")

    @property
    def sentence(self) -> str:
        """The result in plain words."""
        from alignkit.together.show_health import health_sentence  # drawing is loaded when something is drawn

        return health_sentence(self)

    def blocks(self) -> Block:
        """Return the index, its parts, and what speaks against each."""
        from alignkit.together.show_health import health_blocks  # drawing is loaded when something is drawn

        return health_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the health as plain data."""
        return {
            "alignkit": 1,
            "kind": "health",
            "period": self.period.name,
            "as_of": self.as_of.isoformat(),
            "index": None if self.index is None else as_data(self.index),
            "measured": as_data(self.measured),
            "lowest": as_data(self.lowest),
            "highest": as_data(self.highest),
            "parts": [part.to_dict() for part in self.parts],
        }
