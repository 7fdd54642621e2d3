"""Figures: what a metric came to, with the counts behind it; as a whole, or group by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import attrs

from alignkit.display.blocks import Block, Cell, Column, Group, Paragraph, Table
from alignkit.display.shown import Shown
from alignkit.display.size import cut
from alignkit.errors import DataError, shown
from alignkit.history.attributes import Value
from alignkit.history.facts import ExternalFigure
from alignkit.names import did_you_mean
from alignkit.periods import Period
from alignkit.rules.describe import value_text
from alignkit.scorecard.compound import SalesVelocity
from alignkit.scorecard.group import group_key
from alignkit.scorecard.metrics import Metric, scale_of
from alignkit.scorecard.quantities import Quantity, quantity_data, quantity_text
from alignkit.scorecard.rates import Converted


@attrs.frozen(slots=True, repr=False)
class Figure(Shown):
    """What a metric came to in a period, as known at `as_of`.

    Args:
        metric: what was measured.
        period: when it counts.
        as_of: up to when events count.
        value: a whole number for a count; an exact share from 0 to 1; a number or money for a total; a `timedelta` for
            a time. None where it is undefined: 0 of 0, nothing measured, too few that came, divided by nothing.
        numerator: of a share, what counts; of a time, the leads that came. None where there is none.
        denominator: of a share, the whole; of a time, all leads of the cohort; of an average or a percentile, the
            amounts that it was taken of. None where there is none.
        unknown: beside it: how many may count, for a field or an amount that is not known; of a metric that is put
            together from others, theirs together.
        pending: beside it: how many are not decided yet: open clocks, open windows, leads on the way; of a metric that
            is put together, those of its parts together.
        lowest: the least that it can come to, as far as what is pending decides it; known for shares, for the time by
            which so many have come, and for what is put together of metrics whose bounds are known.
        highest: the most that it can come to.
        measured: of an external figure, the one taken.
        parts: of a metric that is put together from others, their figures, in the order of `metric.parts`.
        converted: which amounts were told in the agreed currency, and at which stated rate.
    """

    metric: Metric
    period: Period
    as_of: datetime
    value: Quantity | None
    numerator: int | None = None
    denominator: int | None = None
    unknown: int = 0
    pending: int = 0
    lowest: Quantity | None = None
    highest: Quantity | None = None
    measured: ExternalFigure | None = None
    parts: tuple[Figure, ...] = ()
    converted: tuple[Converted, ...] = ()

    @property
    def text(self) -> str:
        """The value for people; "–" where it is undefined."""
        found = quantity_text(self.value, scale_of(self.metric))
        return f"{found} a day" if isinstance(self.metric, SalesVelocity) and self.value is not None else found

    @property
    def note(self) -> str:
        """What stands beside the value: how it was made up, what is unknown and pending, dates, sources and rates."""
        parts = []
        if self.parts:
            from alignkit.scorecard.working import working  # told only where it is shown

            parts.append(working(self))
        if self.denominator == 0 and not self.numerator and self.pending and scale_of(self.metric) == "share":
            which = "the only one" if self.pending == 1 else f"none of {self.pending:,}"
            undecided = f"{which} is {'not ' if self.pending == 1 else ''}decided yet"
            return ", ".join([undecided, *([f"{self.unknown:,} unknown"] if self.unknown else [])])
        if self.denominator is not None and self.numerator is None:
            parts.append(f"of {self.denominator:,} amount{'' if self.denominator == 1 else 's'}")
        elif self.denominator is not None and scale_of(self.metric) == "share":
            parts.append(f"{self.numerator:,} of {self.denominator:,}")
        elif self.denominator is not None:
            parts.append(f"{self.numerator:,} of {self.denominator:,} came")
        if self.unknown:
            parts.append(f"{self.unknown:,} unknown")
        if self.pending:
            parts.append(f"{self.pending:,} pending")
        if self.measured is not None:
            by = f" by {self.measured.source}" if self.measured.source else ""
            parts.append(f"measured {self.measured.at.date().isoformat()}{by}")
        parts += [part.text for part in self.converted]
        return ", ".join(parts)

    def blocks(self) -> Block:
        """Return one sentence; below it the parts, where it is put together from others."""
        from alignkit.scorecard.describe import describe_metric

        note = f" ({self.note})" if self.note else ""
        sentence = Paragraph(f"{describe_metric(self.metric)}, {self.period.name}: {self.text}{note}")
        if not self.parts:
            return sentence
        rows = [(describe_metric(part.metric), part.text, part.note) for part in self.parts]
        return Group([sentence, Table(("made up of", Column("value", "right"), ""), rows)])

    def to_dict(self) -> dict[str, object]:
        """Return the figure as plain data: whole numbers as they are, any other to 12 decimals."""
        return {
            "alignkit": 1,
            "kind": "figure",
            "metric": repr(self.metric),
            "period": self.period.name,
            "as_of": self.as_of.isoformat(),
            **self.numbers(),
        }

    def numbers(self) -> dict[str, object]:
        """Return the value and what stands beside it as plain data."""
        found: dict[str, object] = {
            "value": quantity_data(self.value),
            "text": self.text,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "unknown": self.unknown,
            "pending": self.pending,
        }
        if self.measured is not None:
            found["measured"] = {"at": self.measured.at.isoformat(), "source": self.measured.source}
        if self.parts:
            found["parts"] = [{"metric": repr(part.metric), **part.numbers()} for part in self.parts]
        if self.converted:
            found["converted"] = [
                {"currency": part.currency, "amounts": part.amounts, "rate": part.text} for part in self.converted
            ]
        return found


def group_text(group: Value) -> str:
    """Write the name of a group; the group without a value is unlike any text.

    >>> group_text(None), group_text("unknown"), group_text(""), group_text("(missing)")
    ('(missing)', 'unknown', '“”', '“(missing)”')
    """
    if group is None:
        return "(missing)"
    return f"“{group}”" if group == "(missing)" else value_text(group)


@attrs.frozen(slots=True, repr=False)
class Figures(Shown, Sequence[tuple[Value, Figure]]):
    """What a metric came to group by group, as pairs of group and figure; counts and totals add up to the whole.

    The group None holds what has no value; it comes last.

    Args:
        by: the field by which the leads are grouped, or `owner`, `source`, `campaign`.
        whole: the figure of all groups together.
        groups: one pair a group, sorted.
    """

    by: str
    whole: Figure
    groups: tuple[tuple[Value, Figure], ...]

    def __len__(self) -> int:
        return len(self.groups)

    def __getitem__(self, index: int) -> tuple[Value, Figure]:  # type: ignore[override]  # a slice of groups is no answer
        return self.groups[index]

    def __iter__(self) -> Iterator[tuple[Value, Figure]]:
        return iter(self.groups)

    def of(self, group: Value) -> Figure:
        """Return the figure of a group; None asks for what has no value.

        Raises:
            DataError: `unknown-group`, with the nearest.
        """
        wanted = group_key(group)
        for name, figure in self.groups:
            if group_key(name) == wanted:
                return figure
        near = did_you_mean(group, [name for name, _ in self.groups if isinstance(name, str)])
        raise DataError.at("unknown-group", f"no {self.by} is {shown(group)}{near}")

    def blocks(self) -> Block:
        """Return a table of the groups, and the whole below them."""
        from alignkit.scorecard.describe import describe_metric

        groups, more = cut(self.groups)
        rows: list[tuple[Cell, ...]] = [(group_text(name), figure.text, figure.note) for name, figure in groups]
        rows.append(("all", self.whole.text, self.whole.note))
        caption = f"{describe_metric(self.whole.metric)}, {self.whole.period.name}, by {self.by}"
        return Table((self.by, Column("value", "right"), ""), rows, caption, more)

    def to_dict(self) -> dict[str, object]:
        """Return the groups as plain data; `group` is null for what has no value."""
        return {
            "alignkit": 1,
            "kind": "figures",
            "by": self.by,
            "whole": self.whole.to_dict(),
            "groups": [
                {"group": name if name is None or isinstance(name, str) else value_text(name), **figure.numbers()}
                for name, figure in self.groups
            ],
        }
