"""Between which bounds a score lies while fields or events are unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, assert_never

from alignkit.instants import micros
from alignkit.rules.decay import Fading, capped, earned
from alignkit.rules.judge import judge
from alignkit.rules.match import found
from alignkit.rules.node import Condition
from alignkit.rules.predicates import (
    AllOf,
    AnyOf,
    AtLeast,
    Did,
    FieldTest,
    Missing,
    Named,
    Not,
    Rule,
    ScoreCompare,
)
from alignkit.rules.scores import Points, Score, millionths
from alignkit.rules.verdict import Verdict

if TYPE_CHECKING:
    from alignkit.history.events import Event


class Bounds(NamedTuple):
    """The least and the most a score can come to, in millionths; None where nothing bounds it."""

    least: int | None
    most: int | None


class Known(NamedTuple):
    """What is known of a lead."""

    lead: Mapping[str, object]
    events: Sequence[Event] | None
    as_of: datetime | None

    @property
    def now(self) -> int | None:
        """`as_of` in microseconds."""
        return None if self.as_of is None else micros(self.as_of)


def bounds(score: Score, known: Known) -> Bounds:
    """Return the bounds of a score over everything that is unknown: each unknown value may be any value.

    A clause whose rule is UNKNOWN may give its points or none; events that were not given may be any number.
    """
    least: int | None = 0
    most: int | None = 0
    for low, high in [*(bounds(part, known) for part in score.parts), *(_clause(part, known) for part in score.points)]:
        least = None if least is None or low is None else least + low
        most = None if most is None or high is None else most + high
    if score.cap is not None:
        cap = millionths(score.cap)
        least = min(least, cap) if least is not None else None
        most = min(most, cap) if most is not None else cap
    if score.floor is not None:
        floor = millionths(score.floor)
        least = max(least, floor) if least is not None else floor
        most = max(most, floor) if most is not None else None
    return Bounds(least, most)


def _clause(clause: Points, known: Known) -> Bounds:
    points = millionths(clause.points)
    if clause.when is not None:
        match possible(clause.when, known):
            case Verdict.YES:
                return Bounds(points, points)
            case Verdict.NO:
                return Bounds(0, 0)
            case Verdict.UNKNOWN:
                return Bounds(min(0, points), max(0, points))
    if known.events is None:
        most = _most(clause)
        if most is not None:
            return Bounds(min(0, most), max(0, most))
        return Bounds(0 if points > 0 else None, 0 if points < 0 else None)
    worth = capped(clause, sum(part for part, _ in earned(clause, Fading.of(clause), known.events, known.now)))
    return Bounds(worth, worth)


def _most(clause: Points) -> int | None:
    """Return what the events of a clause come to at the utmost, in millionths; None where nothing bounds it."""
    count = 1 if clause.first_only else clause.count_up_to
    full = millionths(clause.points)
    if full == 0:
        return 0
    if count is not None:
        return capped(clause, full * count)
    return None if clause.cap is None else millionths(clause.cap)


def possible(rule: Rule, known: Known) -> Verdict:
    """Decide a rule where a score is open too: YES and NO only if no unknown value could change it.

    Unlike `decide`, comparing a score is UNKNOWN here while the score's bounds lie on both sides of the threshold, and
    asking whether a field is missing is UNKNOWN while it is: to learn its value would change the answer.
    """
    match rule:
        case Not():
            return ~possible(rule.rule, known)
        case Named():
            return possible(rule.rule, known)
        case AllOf() | AnyOf():
            joined = possible(rule.rules[0], known)
            for part in rule.rules[1:]:
                joined = joined & possible(part, known) if isinstance(rule, AllOf) else joined | possible(part, known)
            return joined
        case AtLeast():
            verdicts = [possible(part, known) for part in rule.rules]
            yes, no = verdicts.count(Verdict.YES), verdicts.count(Verdict.NO)
            if yes >= rule.n:
                return Verdict.YES
            return Verdict.NO if len(verdicts) - no < rule.n else Verdict.UNKNOWN
        case ScoreCompare():
            return _threshold(rule, bounds(rule.score, known))
        case Missing():
            return Verdict.UNKNOWN if holds(rule, known) is Verdict.YES else Verdict.NO
        case Condition() | Did():
            return holds(rule, known)
        case _:
            assert_never(rule)


def holds(rule: FieldTest | Did, known: Known) -> Verdict:
    """Decide a rule that has no rules inside, just as `decide` does."""
    if not isinstance(rule, Did):
        return judge(rule, known.lead.get(rule.field), known.now).verdict
    if known.events is None:
        return Verdict.UNKNOWN
    return Verdict.YES if len(found(rule, known.events, known.now)) >= rule.at_least else Verdict.NO


def _threshold(rule: ScoreCompare, reach: Bounds) -> Verdict:
    limit = millionths(rule.points)
    least, most = reach
    match rule.op:
        case ">=":
            sure, never = least is not None and least >= limit, most is not None and most < limit
        case ">":
            sure, never = least is not None and least > limit, most is not None and most <= limit
        case "<=":
            sure, never = most is not None and most <= limit, least is not None and least > limit
        case "<":
            sure, never = most is not None and most < limit, least is not None and least >= limit
        case _:
            assert_never(rule.op)
    if sure:
        return Verdict.YES
    return Verdict.NO if never else Verdict.UNKNOWN
