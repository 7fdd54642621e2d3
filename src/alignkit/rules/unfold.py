"""Unfold a score over time: its points at every instant at which they can change.

What can change them is known and finite: an event comes; a field changes; an event has been there for so many whole
days that it fades; an event or an instant in a field leaves the span of a `within`, one microsecond after its end; an
instant in a field is reached. So every part of a score is a step function of time, and is computed as one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from alignkit.instants import MICROSECOND, micros
from alignkit.rules.courses import Course, Past, add, joined, summed
from alignkit.rules.decay import DAY, Fading, capped
from alignkit.rules.judge import judge
from alignkit.rules.match import matches
from alignkit.rules.node import Condition
from alignkit.rules.operators import OPERATORS
from alignkit.rules.predicates import (
    AllOf,
    AnyItem,
    AnyOf,
    AtLeast,
    Did,
    EveryItem,
    FieldTest,
    Named,
    Not,
    Rule,
    ScoreCompare,
    Within,
)
from alignkit.rules.scores import Points, Score, millionths
from alignkit.rules.verdict import Verdict


class Unfolding:
    """Unfolds one score for lead after lead; what an event is worth by its age is kept between them.

    The time for a lead is that of sorting: n log n for n changes of all parts of the score together. An event whose
    points halve every 30 days has at most some 800 changes, whatever else counts beside it.

    >>> from datetime import UTC, datetime
    >>> from alignkit.history.events import Event
    >>> webinar = Event("L1", datetime(1970, 1, 1, tzinfo=UTC), "webinar")
    >>> score = Score("s", [Points(8, each=Did("webinar"), steps=[(MICROSECOND * DAY, 0.5)])])
    >>> Unfolding(score).over(Past(0, 5 * DAY, [(0, webinar)], {}))
    Course(instants=(0, 86400000000), values=(8000000, 4000000))
    """

    __slots__ = ("_score", "_worths")

    def __init__(self, score: Score) -> None:
        self._score = score
        self._worths: dict[int, _Worth] = {}

    def over(self, past: Past) -> Course[int]:
        """Return the points of a lead in millionths, from the start of its past to the end."""
        return _Unfolded(past, self._worths).score(self._score)


def unfold(rule: Rule, past: Past) -> Course[Verdict]:
    """Return the verdict of a rule over a lead's past: at each instant that of `decide` on what was known then.

    >>> from alignkit.rules.field import field
    >>> unfold(field("employees") >= 50, Past(0, 90, [], {"employees": [(0, None), (10, 80)]}))
    Course(instants=(0, 10), values=(Verdict.UNKNOWN, Verdict.YES))
    """
    return _Unfolded(past, {}).rule(rule)


class _Worth:
    """What an event is worth by its age: how it changes, found as far as it is asked."""

    __slots__ = ("ages", "drops", "fading", "full", "left", "seen")

    def __init__(self, clause: Points) -> None:
        self.fading = Fading.of(clause)
        self.full = self.fading.after(0)
        self.ages: list[int] = []
        self.drops: list[int] = []
        self.left = [self.full]  # before each age, and after the last
        self.seen = 0

    def know(self, age: int) -> None:
        """Find the changes up to an age."""
        while self.left[-1] and self.seen < min(age // DAY, self.fading.ends):
            self.seen += 1
            left = self.fading.after(self.seen)
            if left != self.left[-1]:
                self.ages.append(self.seen * DAY)
                self.drops.append(left - self.left[-1])
                self.left.append(left)


class _Unfolded:
    """One lead: the courses of the rules and scores that were asked so far, each computed once."""

    __slots__ = ("_rules", "_scores", "_worths", "past")

    def __init__(self, past: Past, worths: dict[int, _Worth]) -> None:
        self.past = past
        # by identity: equality would walk over the whole definition, which outlives this object
        self._worths = worths
        self._rules: dict[int, Course[Verdict]] = {}
        self._scores: dict[int, Course[int]] = {}

    def score(self, score: Score) -> Course[int]:
        found = self._scores.get(id(score))
        if found is None:
            changes: dict[int, int] = {}
            for part in score.parts:
                add(changes, self.score(part))
            for clause in score.points:
                self._clause(clause, changes)
            found = summed(changes, self.past.start)
            cap, floor = score.cap, score.floor
            if cap is not None:
                most = millionths(cap)
                found = found.mapped(lambda total: min(total, most))
            if floor is not None:
                least = millionths(floor)
                found = found.mapped(lambda total: max(total, least))
            self._scores[id(score)] = found
        return found

    def _clause(self, clause: Points, changes: dict[int, int]) -> None:
        """Add what a clause gives to the changes of a sum."""
        if clause.when is not None:
            points = millionths(clause.points)
            add(changes, self.rule(clause.when).mapped(lambda verdict: points if verdict is Verdict.YES else 0))
        elif clause.each is not None:
            own = changes if clause.cap is None else {}
            self._events(clause, self._hits(clause.each), own)
            if own is not changes:
                add(changes, summed(own, self.past.start).mapped(lambda total: capped(clause, total)))

    def _events(self, clause: Points, hits: Sequence[tuple[int, int]], changes: dict[int, int]) -> None:
        """Add what the events of a clause are worth, each while it counts."""
        worth = self._worths.get(id(clause))
        if worth is None:
            worth = self._worths[id(clause)] = _Worth(clause)
        if hits:
            worth.know(self.past.end - hits[0][0])
        free = hits[0][0] if hits else 0
        for place, (at, gone) in enumerate(hits):
            since, until = at, gone
            if clause.first_only:  # it is the first once those before it are gone
                since, free = max(at, free), gone
            elif clause.count_up_to is not None and place + clause.count_up_to < len(hits):
                # the latest are worth most, since all points fade: so many later ones, and it counts no more
                until = min(gone, hits[place + clause.count_up_to][0])
            self._spread(worth, at, (since, until), changes)

    def _spread(self, worth: _Worth, at: int, counts: tuple[int, int], changes: dict[int, int]) -> None:
        """Add what one event is worth, from the first instant of `counts` up to before the second."""
        since, until = max(counts[0], self.past.start), min(counts[1], self.past.end + 1)
        if since >= until:
            return
        first, last = bisect_right(worth.ages, since - at), bisect_left(worth.ages, until - at)
        changes[since] = changes.get(since, 0) + worth.left[first]
        for age, drop in zip(worth.ages[first:last], worth.drops[first:last], strict=True):
            changes[at + age] = changes.get(at + age, 0) + drop
        if until <= self.past.end:
            changes[until] = changes.get(until, 0) - worth.left[last]

    def _hits(self, pattern: Did) -> list[tuple[int, int]]:
        """Return the events that a pattern means: when each is there, and when it is out of the span again."""
        never = self.past.end + 1
        span = None if pattern.within is None else pattern.within // MICROSECOND + 1
        met = [at for at, event in self.past.events if matches(pattern, event)]
        return [(at, never if span is None else at + span) for at in met]

    def rule(self, rule: Rule) -> Course[Verdict]:
        found = self._rules.get(id(rule))
        if found is None:
            found = self._rules[id(rule)] = self._rule(rule)
        return found

    def _rule(self, rule: Rule) -> Course[Verdict]:
        if isinstance(rule, Condition):
            return self._field(rule)
        match rule:
            case Not():
                return self.rule(rule.rule).mapped(lambda verdict: ~verdict)
            case Named():
                return self.rule(rule.rule)
            case AllOf():
                return self._at_least(len(rule.rules), rule.rules)
            case AnyOf():
                return self._at_least(1, rule.rules)
            case AtLeast():
                return self._at_least(rule.n, rule.rules)
            case Did():
                return self._did(rule)
            case ScoreCompare():
                compared, least = OPERATORS[rule.op], millionths(rule.points)
                return self.score(rule.score).mapped(lambda total: _verdict(compared(total, least)))
            case _:
                assert_never(rule)

    def _at_least(self, needed: int, rules: Sequence[Rule]) -> Course[Verdict]:
        """Join rules by how many are YES and how many NO; `all` and `any` are at least all and at least one."""
        yes: dict[int, int] = {}
        no: dict[int, int] = {}
        for rule in rules:
            course = self.rule(rule)
            add(yes, course.mapped(lambda verdict: int(verdict is Verdict.YES)))
            add(no, course.mapped(lambda verdict: int(verdict is Verdict.NO)))
        instants = sorted(yes.keys() | no.keys())
        sure = failed = 0
        verdicts: list[Verdict] = []
        for instant in instants:
            sure += yes.get(instant, 0)
            failed += no.get(instant, 0)
            open_ = Verdict.NO if len(rules) - failed < needed else Verdict.UNKNOWN
            verdicts.append(Verdict.YES if sure >= needed else open_)
        return joined(instants, verdicts)

    def _did(self, pattern: Did) -> Course[Verdict]:
        changes: dict[int, int] = {}
        for at, gone in self._hits(pattern):
            since = max(at, self.past.start)
            if since < gone:
                changes[since] = changes.get(since, 0) + 1
                if gone <= self.past.end:
                    changes[gone] = changes.get(gone, 0) - 1
        return summed(changes, self.past.start).mapped(lambda count: _verdict(count >= pattern.at_least))

    def _field(self, test: FieldTest) -> Course[Verdict]:
        """Judge a condition on each value that its field held, and where that is an instant, as time passes."""
        held = self.past.fields.get(test.field, ((self.past.start, None),))
        asked = test.test if isinstance(test, AnyItem | EveryItem) else test
        span = asked.span // MICROSECOND if isinstance(asked, Within) else None
        instants: list[int] = []
        verdicts: list[Verdict] = []
        for place, (since, value) in enumerate(held):
            until = held[place + 1][0] if place + 1 < len(held) else self.past.end + 1
            turns = {when for when in _turns(value, span) if since < when < until} if span is not None else ()
            for when in (since, *sorted(turns)):
                instants.append(when)
                verdicts.append(judge(test, value, when).verdict)
        return joined(instants, verdicts)


def _turns(value: object, span: int) -> Iterator[int]:
    """Return when the instants of a value come within a span before `as_of`, and when they are out of it again."""
    for item in value if isinstance(value, tuple) else (value,):
        if isinstance(item, datetime):  # aware: a field holds no other
            yield micros(item)
            yield micros(item) + span + 1


def _verdict(holds: object) -> Verdict:
    return Verdict.YES if holds else Verdict.NO
