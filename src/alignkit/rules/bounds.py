"""What is known of a lead so far, and between which bounds a verdict or a score lies while the rest is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, assert_never

from alignkit.instants import micros
from alignkit.rules.compile import asks_events
from alignkit.rules.decay import Fading, capped, earned
from alignkit.rules.judge import Judgement, judge
from alignkit.rules.match import found
from alignkit.rules.node import Condition
from alignkit.rules.operators import OPERATORS
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
from alignkit.rules.questions import EVENTS
from alignkit.rules.scores import Points, Score, Step, millionths
from alignkit.rules.verdict import Verdict, enough

if TYPE_CHECKING:
    from alignkit.history.events import Event

_YES, _NO, _UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


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


class Answer(NamedTuple):
    """What a rule is now, and what it stays whatever is learnt: UNKNOWN while that is open."""

    verdict: Verdict
    final: Verdict


class Standing(NamedTuple):
    """Where a score stands: its total and its bounds, in millionths, and whether it lacks the events it asks about."""

    total: int
    reach: Bounds
    without_events: bool


class Outlook:
    """Answers for one lead: what each part of a definition is, and what it can still become.

    The plain, slow form of `decide` and `rate`. Nothing is compiled, and each part is computed once, however often it
    stands in the definition, which must outlive this object.
    """

    def __init__(self, known: Known) -> None:
        self.known = known
        self.now = known.now
        self._judged: dict[int, Judgement] = {}
        self._answers: dict[int, Answer] = {}
        self._standings: dict[int, Standing] = {}
        self._worths: dict[int, tuple[int, Bounds]] = {}
        self._hits: dict[int, list[tuple[int, Event]]] = {}
        self._earned: dict[int, list[tuple[int, Event]]] = {}
        self._unknown: dict[int, tuple[str, ...]] = {}
        self._named: dict[str, tuple[Event, ...]] | None = None

    def judged(self, test: FieldTest) -> Judgement:
        """Return what a condition is, and why."""
        made = self._judged.get(id(test))
        if made is None:
            made = self._judged[id(test)] = judge(test, self.known.lead.get(test.field), self.now)
        return made

    def answer(self, rule: Rule) -> Answer:
        """Return what a rule is, and what it stays."""
        made = self._answers.get(id(rule))
        if made is None:
            made = self._answers[id(rule)] = self._answer(rule)
        return made

    def _answer(self, rule: Rule) -> Answer:
        if isinstance(rule, Condition):
            verdict = self.judged(rule).verdict
            # to learn a missing value changes the answer to `is_missing()` too
            open_ = verdict is _YES and isinstance(rule, Missing)
            return Answer(verdict, _UNKNOWN if open_ else verdict)
        match rule:
            case Named():
                return self.answer(rule.rule)
            case Not():
                inner = self.answer(rule.rule)
                return Answer(~inner.verdict, ~inner.final)
            case AllOf():
                return self._joined(rule.rules, len(rule.rules))
            case AnyOf():
                return self._joined(rule.rules, 1)
            case AtLeast():
                return self._joined(rule.rules, rule.n)
            case Did():
                verdict = _UNKNOWN
                if self.known.events is not None:
                    verdict = _YES if len(self.hits(rule)) >= rule.at_least else _NO
                return Answer(verdict, verdict)
            case ScoreCompare():
                return self._compared(rule)
            case _:
                assert_never(rule)

    def _joined(self, rules: tuple[Rule, ...], needed: int) -> Answer:
        """Return the answer of a group of which so many must be YES."""
        verdicts, finals = zip(*[self.answer(rule) for rule in rules], strict=True)
        return Answer(enough(verdicts, needed), enough(finals, needed))

    def _compared(self, rule: ScoreCompare) -> Answer:
        total, reach, without_events = self.standing(rule.score)
        limit = millionths(rule.points)
        verdict = _YES if OPERATORS[rule.op](total, limit) else _NO
        return Answer(_UNKNOWN if without_events else verdict, _threshold(rule, limit, reach))

    def standing(self, score: Score) -> Standing:
        """Return where a score stands."""
        made = self._standings.get(id(score))
        if made is None:
            made = self._standings[id(score)] = self._standing(score)
        return made

    def _standing(self, score: Score) -> Standing:
        total = 0
        least: int | None = 0
        most: int | None = 0
        parts = [self.standing(part) for part in score.parts]
        for now, (low, high) in [*((part.total, part.reach) for part in parts), *map(self.worth, score.points)]:
            total += now
            least = None if least is None or low is None else least + low
            most = None if most is None or high is None else most + high
        if score.cap is not None:
            cap = millionths(score.cap)
            total = min(total, cap)
            least = min(least, cap) if least is not None else None
            most = min(most, cap) if most is not None else cap
        if score.floor is not None:
            floor = millionths(score.floor)
            total = max(total, floor)
            least = max(least, floor) if least is not None else floor
            most = max(most, floor) if most is not None else None
        without_events = any(part.without_events for part in parts)
        if self.known.events is None and not without_events:
            without_events = asks_events(score)
        return Standing(total, Bounds(least, most), without_events)

    def worth(self, clause: Points) -> tuple[int, Bounds]:
        """Return what a clause gives, and between which bounds that lies, in millionths."""
        made = self._worths.get(id(clause))
        if made is None:
            made = self._worths[id(clause)] = self._worth(clause)
        return made

    def _worth(self, clause: Points) -> tuple[int, Bounds]:
        points = millionths(clause.points)
        if clause.when is not None:
            verdict, final = self.answer(clause.when)
            now = points if verdict is _YES else 0
            if final is _UNKNOWN:
                return now, Bounds(min(0, points), max(0, points))
            return now, Bounds(points, points) if final is _YES else Bounds(0, 0)
        if self.known.events is None:
            most = _most(clause)
            if most is not None:
                return 0, Bounds(min(0, most), max(0, most))
            return 0, Bounds(0 if points > 0 else None, 0 if points < 0 else None)
        now = capped(clause, sum(part for part, _ in self.earned(clause)))
        return now, Bounds(now, now)

    def unknown(self, definition: Rule | Score) -> tuple[str, ...]:
        """Return the unknown fields that could change an answer, in the order of the definition."""
        names = self._unknown.get(id(definition))
        if names is None:
            found = self._of_score(definition) if isinstance(definition, Score) else self._of_rule(definition)
            names = self._unknown[id(definition)] = tuple(dict.fromkeys(found))
        return names

    def _of_rule(self, rule: Rule) -> Iterator[str]:
        verdict, final = self.answer(rule)
        if verdict is not _UNKNOWN and final is not _UNKNOWN:
            return
        match rule:
            case AllOf() | AnyOf() | AtLeast():
                for part in rule.rules:
                    yield from self.unknown(part)
            case Named() | Not():
                yield from self.unknown(rule.rule)
            case ScoreCompare():
                yield from self.unknown(rule.score)
                if self.standing(rule.score).without_events:
                    yield EVENTS
            case Did():
                yield EVENTS
            case _:
                yield rule.field

    def _of_score(self, score: Score) -> Iterator[str]:
        least, most = self.standing(score).reach
        if least is not None and least == most:
            return
        for part in score.parts:
            yield from self.unknown(part)
        for clause in score.points:
            yield from self.of_clause(clause)

    def of_clause(self, clause: Points) -> tuple[str, ...]:
        """Return the unknown fields that could change what a clause gives."""
        if clause.when is not None:
            return self.unknown(clause.when)
        return (EVENTS,) if self.known.events is None else ()

    def hits(self, pattern: Did) -> list[tuple[int, Event]]:
        """Return the events that a pattern means, with their instants in microseconds."""
        made = self._hits.get(id(pattern))
        if made is None:
            made = self._hits[id(pattern)] = found(pattern, self._of_name(pattern.name), self.now)
        return made

    def earned(self, clause: Points) -> list[tuple[int, Event]]:
        """Return the events that count for a clause and what each is worth, in millionths, before its cap."""
        if clause.each is None:
            return []
        made = self._earned.get(id(clause))
        if made is None:
            events = self._of_name(clause.each.name)
            made = self._earned[id(clause)] = earned(clause, fading(clause), events, self.now) if events else []
        return made

    def _of_name(self, name: str) -> tuple[Event, ...]:
        """Return the events that go by a name, looked up and not searched for: a score has many patterns."""
        if self._named is None:
            named: dict[str, list[Event]] = {}
            for event in self.known.events or ():
                for known in {event.kind, event.name}:
                    named.setdefault(known, []).append(event)
            self._named = {known: tuple(events) for known, events in named.items()}
        return self._named.get(name, ())


def fading(clause: Points) -> Fading:
    """Return how the points of a clause fade; its table is kept, for most leads ask for the same days."""
    return _fading(millionths(clause.points), clause.half_life, clause.steps)


@lru_cache(maxsize=1024)
def _fading(full: int, half_life: timedelta | None, steps: tuple[Step, ...]) -> Fading:
    return Fading(full, half_life, steps)


def bounds(score: Score, known: Known) -> Bounds:
    """Return the bounds of a score over everything that is unknown: each unknown value may be any value.

    A clause whose rule is UNKNOWN may give its points or none; events that were not given may be any number.
    """
    return Outlook(known).standing(score).reach


def possible(rule: Rule, known: Known) -> Verdict:
    """Decide a rule where a score is open too: YES and NO only if no unknown value could change it.

    Unlike `decide`, comparing a score is UNKNOWN here while the score's bounds lie on both sides of the threshold, and
    asking whether a field is missing is UNKNOWN while it is: to learn its value would change the answer.
    """
    return Outlook(known).answer(rule).final


def _most(clause: Points) -> int | None:
    """Return what the events of a clause come to at the utmost, in millionths; None where nothing bounds it."""
    count = 1 if clause.first_only else clause.count_up_to
    full = millionths(clause.points)
    if full == 0:
        return 0
    if count is not None:
        return capped(clause, full * count)
    return None if clause.cap is None else millionths(clause.cap)


def _threshold(rule: ScoreCompare, limit: int, reach: Bounds) -> Verdict:
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
        return _YES
    return _NO if never else _UNKNOWN
