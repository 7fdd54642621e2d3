"""Both directions: what each team owes the other at a handoff, what came of it, and what comes back as feedback."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Literal

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, shown
from alignkit.exact import as_data
from alignkit.handoff.acceptance import Handoffs
from alignkit.names import did_you_mean
from alignkit.periods import Period
from alignkit.plan.checked import listed, of_kind, raise_faults
from alignkit.scorecard.readings import GoalReading
from alignkit.together.feedbacks import FEW, Feedback
from alignkit.together.intervals import Interval, wilson
from alignkit.together.kappas import Kappa

CommitmentKind = Literal["volume", "quality", "speed", "depth"]


def _goals(values: Iterable[GoalReading]) -> tuple[GoalReading, ...]:
    found = listed(values, "the goals of a commitment", path="goals")
    raise_faults(of_kind(found, GoalReading, "goals"))
    return found


@attrs.frozen(slots=True)
class Commitment:
    """One thing that a team owes the other, and what came of it.

    Args:
        team: who owes it.
        kind: `volume`: leads offered; `quality`: those of them that the other team accepts; `speed`: clocks met;
            `depth`: clocks met that ask for several attempts.
        what: how people call it.
        kept: how many leads were offered or accepted, or how many clocks were met.
        judged: of how many: answered offers, or clocks that were met or breached; None for a volume.
        open: how many are not judged yet.
        asks: what is asked for, in words; blank for volume and quality.
        goals: the agreed goals for it, if any.
    """

    team: str
    kind: CommitmentKind
    what: str
    kept: int
    judged: int | None = None
    open: int = 0
    asks: str = ""
    goals: tuple[GoalReading, ...] = attrs.field(default=(), converter=_goals)

    @property
    def share(self) -> Fraction | None:
        """Kept ÷ judged; None for a volume, and where nothing is judged."""
        return Fraction(self.kept, self.judged) if self.judged else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the share, by Wilson."""
        return wilson(self.kept, self.judged) if self.judged else None

    @property
    def is_small(self) -> bool:
        """Whether fewer than ten were judged, so that the share says little; never of a volume."""
        return self.judged is not None and self.judged < FEW

    def to_dict(self) -> dict[str, object]:
        """Return the commitment as plain data."""
        interval = self.interval
        return {
            "team": self.team,
            "kind": self.kind,
            "what": self.what,
            "asks": self.asks,
            "kept": self.kept,
            "judged": self.judged,
            "open": self.open,
            "share": None if self.share is None else as_data(self.share),
            "interval": None if interval is None else [as_data(end) for end in interval],
            "small": self.is_small,
            "goals": [reading.to_dict() for reading in self.goals],
        }


def _commitments(values: Iterable[Commitment]) -> tuple[Commitment, ...]:
    found = listed(values, "the commitments", path="commitments")
    raise_faults(of_kind(found, Commitment, "commitments"))
    return found


@attrs.frozen(slots=True, repr=False)
class BothDirections(Shown):
    """What both teams owe each other at one handoff, side by side, and the feedback between them.

    Args:
        gives: the team that offers leads.
        takes: the team that answers.
        stages: how people call the offered and the accepted stage.
        period: when it counts: offers that were made in it, and clocks that were decided in it.
        as_of: what happened later does not count.
        commitments: those of the team that offers first, then those of the team that answers.
        handoffs: the offers of the period. Where a clock of the agreement runs for the answer, it tells who is silent.
        feedback: the answers by rule, source and campaign.
        rule: the words of the rule by which leads are offered; None where none is agreed.
        judgement: how far that rule and the answers agree.
    """

    gives: str
    takes: str
    stages: tuple[str, str]
    period: Period
    as_of: datetime
    commitments: tuple[Commitment, ...] = attrs.field(converter=_commitments)
    handoffs: Handoffs
    feedback: Feedback
    rule: str | None
    judgement: Kappa

    def owed_by(self, team: str) -> tuple[Commitment, ...]:
        """Return what a team owes.

        Raises:
            DocumentError: `unknown-team`, with the nearest.
        """
        if not isinstance(team, str) or team not in (self.gives, self.takes):
            near = did_you_mean(team, (self.gives, self.takes))
            raise DocumentError.at("unknown-team", f"the handoff is not one of {shown(team)}{near}")
        return tuple(one for one in self.commitments if one.team == team)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What came of each commitment, in plain words; and how far the teams judge alike."""
        from alignkit.together.show_directions import sentences  # drawing is loaded when something is drawn

        return sentences(self)

    def blocks(self) -> Block:
        """Return the commitments of both, how far they judge alike, and the feedback."""
        from alignkit.together.show_directions import directions_blocks  # drawing is loaded when something is drawn

        return directions_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "alignkit": 1,
            "kind": "both-directions",
            "gives": self.gives,
            "takes": self.takes,
            "period": self.period.name,
            "as_of": self.as_of.isoformat(),
            "commitments": [one.to_dict() for one in self.commitments],
            "sentences": list(self.sentences),
            "handoffs": self.handoffs.to_dict(),
            "feedback": self.feedback.to_dict(),
            "rule": self.rule,
            "judgement": self.judgement.to_dict(),
        }
