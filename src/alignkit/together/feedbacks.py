"""Feedback: how offered leads were answered, by what they met and by what brought them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Literal

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, shown
from alignkit.exact import as_data
from alignkit.funnel.stages import Boundary
from alignkit.handoff.acceptance import HANDOFF_STATES, Handoff, HandoffState
from alignkit.names import did_you_mean
from alignkit.plan.checked import listed, of_kind, raise_faults
from alignkit.together.intervals import Interval, wilson

FEW = 10
"""Of fewer answers no share is told, only the counts: two of two is no 100 %."""


def _handoffs(values: Iterable[Handoff]) -> tuple[Handoff, ...]:
    found = listed(values, "the offers of a group", path="handoffs")
    raise_faults(of_kind(found, Handoff, "handoffs"))
    return found


@attrs.frozen(slots=True)
class FeedbackGroup:
    """The leads that have one thing in common, and how they were answered.

    Args:
        value: what they have in common: `yes`, `no` or `unknown` for a rule, else the value of a field; None for those
            of which nothing is told.
        handoffs: their offers.
    """

    value: str | None
    handoffs: tuple[Handoff, ...] = attrs.field(converter=_handoffs)

    @property
    def counts(self) -> dict[HandoffState, int]:
        """How many offers are in each state; every state is there."""
        found: dict[HandoffState, int] = dict.fromkeys(HANDOFF_STATES, 0)
        for handoff in self.handoffs:
            found[handoff.state] += 1
        return found

    @property
    def answered(self) -> int:
        """How many were accepted or rejected; what waits, is silent or was withdrawn has no answer."""
        return sum(handoff.state in {"accepted", "rejected"} for handoff in self.handoffs)

    @property
    def accepted(self) -> int:
        """How many were accepted, those given back later among them."""
        return sum(handoff.state == "accepted" for handoff in self.handoffs)

    @property
    def returned(self) -> int:
        """How many were accepted and given back later."""
        return sum(handoff.is_returned for handoff in self.handoffs)

    @property
    def share(self) -> Fraction | None:
        """Which share of the answered ones was accepted; None without any answer."""
        return Fraction(self.accepted, self.answered) if self.answered else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the share, by Wilson; None without any answer."""
        return wilson(self.accepted, self.answered)

    @property
    def is_small(self) -> bool:
        """Whether fewer than ten were answered, so that the share says little."""
        return self.answered < FEW

    @property
    def reasons(self) -> tuple[tuple[str | None, int], ...]:
        """How often each reason of a no was given, the most frequent first.

        None stands for rejections without a reason. A lead that was given back counts where a reason was given: to move
        it back asks for none.
        """
        found = Counter(handoff.reason for handoff in self.handoffs if handoff.state == "rejected")
        found.update(handoff.returned_for for handoff in self.handoffs if handoff.returned_for is not None)
        return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0] is None, item[0] or "")))

    def to_dict(self) -> dict[str, object]:
        """Return the group as plain data."""
        interval = self.interval
        return {
            "value": self.value,
            "counts": dict(self.counts),
            "answered": self.answered,
            "returned": self.returned,
            "share": None if self.share is None else as_data(self.share),
            "interval": None if interval is None else [as_data(end) for end in interval],
            "small": self.is_small,
            "reasons": [{"reason": reason, "count": count} for reason, count in self.reasons],
        }


def _groups(values: Iterable[FeedbackGroup]) -> tuple[FeedbackGroup, ...]:
    found = listed(values, "the groups of a table", path="groups")
    raise_faults(of_kind(found, FeedbackGroup, "groups"))
    return found


@attrs.frozen(slots=True)
class FeedbackTable:
    """The offered leads in groups, by one thing; each offer is in one group.

    Args:
        what: by what: the words of a rule, or the name of a field.
        kind: `rule` or `field`.
        groups: for a rule those that met it, those that did not, and those of which too little was known, as far as
            there are any; for a field the most frequent first, and those of which nothing is told last.
    """

    what: str
    kind: Literal["rule", "field"]
    groups: tuple[FeedbackGroup, ...] = attrs.field(converter=_groups)

    def of(self, value: str | None) -> FeedbackGroup:
        """Return the group of a value; an empty one where no lead has it."""
        return next((group for group in self.groups if group.value == value), FeedbackGroup(value, ()))

    @property
    def sentence(self) -> str:
        """What it tells, in plain words."""
        from alignkit.together.show_feedback import table_sentence  # drawing is loaded when something is drawn

        return table_sentence(self)

    def to_dict(self) -> dict[str, object]:
        """Return the table as plain data."""
        return {
            "what": self.what,
            "kind": self.kind,
            "sentence": self.sentence,
            "groups": [group.to_dict() for group in self.groups],
        }


def _tables(values: Iterable[FeedbackTable]) -> tuple[FeedbackTable, ...]:
    found = listed(values, "the tables of feedback", path="tables")
    raise_faults(of_kind(found, FeedbackTable, "tables"))
    return found


@attrs.frozen(slots=True, repr=False)
class Feedback(Shown):
    """How offered leads were answered: by rule, and by what brought them.

    Args:
        boundary: over which the leads were offered.
        label: how people call the offered stage.
        whole: all offers as one group.
        tables: one a rule, then one a field.
        as_of: what happened later does not count.
    """

    boundary: Boundary
    label: str
    whole: FeedbackGroup
    tables: tuple[FeedbackTable, ...] = attrs.field(converter=_tables)
    as_of: datetime

    def of(self, what: str) -> FeedbackTable:
        """Return the table by a field, or by a rule.

        Raises:
            DocumentError: `unknown-name`, with the nearest.
        """
        for table in self.tables:
            if isinstance(what, str) and table.what == what:
                return table
        near = did_you_mean(what, (table.what for table in self.tables))
        raise DocumentError.at("unknown-name", f"there is no feedback by {shown(what)}{near}")

    def blocks(self) -> Block:
        """Return the answers by rule and by field, with the reasons that were given."""
        from alignkit.together.show_feedback import feedback_blocks  # drawing is loaded when something is drawn

        return feedback_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the feedback as plain data."""
        return {
            "alignkit": 1,
            "kind": "feedback",
            "boundary": {"offered": self.boundary.offered, "accepted": self.boundary.accepted},
            "as_of": self.as_of.isoformat(),
            "whole": self.whole.to_dict(),
            "tables": [table.to_dict() for table in self.tables],
        }
