"""Progress: how a scorecard stands now, and how it stood before - this week against last."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.exact import as_data
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.pace import Status
from alignkit.scorecard.quantities import Quantity, like, magnitude, quantity_data
from alignkit.scorecard.readings import GoalReading

Turn: TypeAlias = Literal["better", "worse", "same"]

_RANKS: dict[Status, int] = {"met": 3, "ahead": 3, "on track": 2, "at risk": 1, "missed": 0}


@attrs.frozen(slots=True, repr=False)
class GoalProgress(Shown):
    """How one goal stands now, and how it stood before.

    Args:
        before: what it had come to then.
        now: what it has come to.
    """

    before: GoalReading
    now: GoalReading

    @property
    def difference(self) -> Quantity | None:
        """What it came to now, less what it came to then; None where one of them is not known."""
        then, now = self.before.actual, self.now.actual
        if then is None or now is None or self.before.is_pending:
            return None
        return like(now, magnitude(now) - magnitude(then))

    @property
    def turn(self) -> Turn:
        """Whether its status became better or worse: missed, at risk, on track, and last ahead or met."""
        before, now = (_RANKS.get(reading.status) for reading in (self.before, self.now))
        if before is None or now is None or before == now:
            return "same"
        return "better" if now > before else "worse"

    @property
    def sentence(self) -> str:
        """The progress as one sentence, such as "MQLs: 312, 40 more than on 2026-02-02; on track, was at risk"."""
        from alignkit.scorecard.say_progress import progress_sentence  # words are loaded when something is told

        return progress_sentence(self)

    def blocks(self) -> Block:
        """Return the sentence."""
        from alignkit.display.blocks import Paragraph

        return Paragraph(f"{self.sentence}.")

    def to_dict(self) -> dict[str, object]:
        """Return the progress of the goal as plain data."""
        return {
            "alignkit": 1,
            "kind": "goal-progress",
            "goal": self.now.goal.name,
            "title": self.now.goal.label,
            "before": self.before.to_dict(),
            "now": self.now.to_dict(),
            "difference": quantity_data(self.difference),
            "turn": self.turn,
            "sentence": self.sentence,
        }


@attrs.frozen(slots=True, repr=False)
class Progress(Shown):
    """How a scorecard stands now, and how it stood at an earlier instant, both by what is known today.

    Args:
        before: the earlier assessment.
        now: the later one, of the same scorecard.
    """

    before: Assessment
    now: Assessment

    @property
    def goals(self) -> tuple[GoalProgress, ...]:
        """One a goal, in the scorecard's order."""
        return tuple(map(GoalProgress, self.before.readings, self.now.readings))

    def of(self, goal: str) -> GoalProgress:
        """Return the progress of a goal.

        Raises:
            DocumentError: `unknown-goal`, with the nearest name.
        """
        return GoalProgress(self.before.of(goal), self.now.of(goal))

    @property
    def difference(self) -> Fraction | None:
        """What all goals together attain now, less what they attained then; None where one of them is not known."""
        then, now = self.before.whole.attainment, self.now.whole.attainment
        return None if then is None or now is None else now - then

    @property
    def sentence(self) -> str:
        """How the whole moved, as one plain sentence."""
        from alignkit.scorecard.say_progress import whole_sentence  # words are loaded when something is told

        return whole_sentence(self)

    def blocks(self) -> Block:
        """Return the whole, then each goal: then, now, the difference, and how its status turned."""
        from alignkit.scorecard.show_progress import progress_blocks  # drawing is loaded when something is drawn

        return progress_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the progress as plain data."""
        return {
            "alignkit": 1,
            "kind": "progress",
            "scorecard": self.now.scorecard.name,
            "before": self.before.as_of.isoformat(),
            "as_of": self.now.as_of.isoformat(),
            "difference": None if self.difference is None else as_data(self.difference),
            "goals": [goal.to_dict() for goal in self.goals],
            "sentence": self.sentence,
        }
