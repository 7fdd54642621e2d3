"""Look over rules and yield what is doubtful in them, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, assert_never

import attrs

from alignkit.errors import Finding, Level
from alignkit.rules.doubt.algebras import NO, UNKNOWN, YES
from alignkit.rules.doubt.clash import meant, why_always, why_never, words
from alignkit.rules.doubt.effort import Effort, SpentError
from alignkit.rules.doubt.likeness import Likeness
from alignkit.rules.doubt.outcomes import Outcomes
from alignkit.rules.doubt.plain import is_plain
from alignkit.rules.doubt.redundant import redundant
from alignkit.rules.doubt.survey import Part, Survey
from alignkit.rules.doubt.totals import total_words
from alignkit.rules.node import Condition
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Did, IsTrue, Missing, Named, Not, OneOf, Rule, ScoreCompare
from alignkit.rules.scores import Score

if TYPE_CHECKING:
    from alignkit.history.declarations import FieldDeclaration

NOTHING_DECLARED: Mapping[str, FieldDeclaration] = MappingProxyType({})
MOST_EFFORT = 400_000
"""So many steps are taken for one definition, or for all of an agreement; what they do not reach is not doubted."""
MOST_TRIALS = 100_000
"""And so many to try what members have in common; beyond, they are taken to be independent."""
_NO_NAMES: frozenset[str] = frozenset()
_NEVER: tuple[str, Level] = ("never-true", "warning")
_UNREACHABLE: tuple[str, Level] = ("unreachable-threshold", "error")


class Look:
    """A look over several definitions, in which each of their parts is looked at once.

    Args:
        declared: the field declarations by name.
        rules: the names of rules that are looked at by themselves, and not again wherever they are used.
        scores: the same for scores.
        in_grids: the names of rules that conditions on a grid make: what is doubtful inside stands at the condition.
    """

    def __init__(
        self,
        declared: Mapping[str, FieldDeclaration],
        rules: frozenset[str] = _NO_NAMES,
        scores: frozenset[str] = _NO_NAMES,
        in_grids: frozenset[str] = _NO_NAMES,
    ) -> None:
        self.declared = declared
        self.in_grids = in_grids
        self.rules = rules
        self.scores = scores
        self.effort = Effort(MOST_EFFORT, MOST_TRIALS)
        self.likeness = Likeness()
        # by identity, with the thing itself, which keeps its place in memory
        self._seen: dict[tuple[int, bool], Rule | Score] = {}
        self._names: set[str] = set()

    def at(self, definition: Rule | Score, path: str) -> Iterator[Finding]:
        """Yield what is doubtful in a definition that stands at a path, and in the scores inside."""
        waiting: list[tuple[Rule | Score, str]] = [(definition, path)]
        for found, here in waiting:
            if isinstance(found, Score | Named) and not self._first_time(found):
                continue
            try:
                yield from self._one(found, here, waiting)
            except SpentError:
                return

    def _first_time(self, definition: Named | Score) -> bool:
        """Say whether a definition is looked at for the first time; one name means one rule, even if told twice."""
        if not self.first(definition) or (isinstance(definition, Named) and definition.name in self._names):
            return False
        if isinstance(definition, Named) and definition.name in self.rules:
            self._names.add(definition.name)
        return True

    def _one(self, definition: Rule | Score, path: str, waiting: list[tuple[Rule | Score, str]]) -> Iterator[Finding]:
        if not isinstance(definition, Score) and is_plain(definition, self.declared, self.effort):
            return iter(())
        rules = InRules(self, Outcomes(Survey((definition,), self.declared, self.effort)), waiting)
        if isinstance(definition, Score):
            from alignkit.rules.doubt.look_at_scores import in_score

            return in_score(definition, path, rules)
        return self.at_its_place(definition, rules.at(_unnamed(definition), path), path)

    def at_its_place(self, rule: Rule, findings: Iterator[Finding], path: str) -> Iterator[Finding]:
        """Yield what is doubtful in a rule; if a condition on a grid made it, at the path of that condition."""
        made = isinstance(rule, Named) and rule.name in self.in_grids
        return (attrs.evolve(finding, path=path) for finding in findings) if made else findings

    def events(self, pattern: Did, path: str) -> Iterator[Finding]:
        """Yield what is doubtful in a pattern of events that stands outside all rules."""
        try:
            yield from InRules(self, Outcomes(Survey((pattern,), self.declared, self.effort)), []).events(pattern, path)
        except SpentError:
            return

    def first(self, thing: Rule | Score, *, positive: bool = True) -> bool:
        """Say whether a rule, or its opposite, or a score is looked at for the first time."""
        key = (id(thing), positive)
        if key in self._seen:
            return False
        self._seen[key] = thing
        return True


class InRules:
    """A look over the rules of one survey.

    Args:
        look: the look that this is part of.
        outcomes: how the parts of the survey can come out.
        waiting: where scores inside are put, to be looked at next.
        of_events: whether the rules are about the attributes of events, where names mean what stands there.
    """

    def __init__(
        self, look: Look, outcomes: Outcomes, waiting: list[tuple[Rule | Score, str]], *, of_events: bool = False
    ) -> None:
        self.look = look
        self.outcomes = outcomes
        self.declared = outcomes.survey.declared
        self.waiting = waiting
        self._apart = _NO_NAMES if of_events else look.rules

    def at(self, rule: Rule, path: str, *, positive: bool = True, in_grid: bool = False) -> Iterator[Finding]:
        """Yield what is doubtful in a rule, or in its opposite, that stands at a path.

        Args:
            rule: the rule.
            path: where it stands.
            positive: whether it is meant, or its opposite.
            in_grid: whether it asks for a cell of a grid: the lowest band may well hold every lead.
        """
        if isinstance(rule, Named) and rule.name in self._apart:
            return
        if not isinstance(rule, Not) and not self.look.first(rule, positive=positive):
            return
        match rule:
            case Named():
                yield from self.look.at_its_place(rule, self.at(rule.rule, path, positive=positive), path)
            case Not():
                said = isinstance(rule.rule, OneOf | IsTrue | Missing)  # `not_in` and the like stand where they are
                yield from self.at(rule.rule, path if said else below(path, "not"), positive=not positive)
            case AllOf() | AnyOf() | AtLeast():
                yield from self._group(rule, self._part(rule, positive=positive), path, in_grid=in_grid)
            case Did():
                yield from self.events(rule, path)
            case ScoreCompare():
                yield from self._threshold(rule, self._part(rule, positive=positive), path, in_grid=in_grid)
                if rule.score.name not in self.look.scores:
                    self.waiting.append((rule.score, below(path, "score")))
            case Condition():
                yield from self.constant(self._part(rule, positive=positive), path)
            case _:
                assert_never(rule)

    def _part(self, rule: Rule, *, positive: bool) -> Part:
        return self.outcomes.survey.part(rule, positive=positive)

    def events(self, rule: Did, path: str) -> Iterator[Finding]:
        """Yield what is doubtful in what is asked of events."""
        if rule.where is not None:
            inner = Outcomes(Survey((rule.where,), NOTHING_DECLARED, self.look.effort))
            yield from InRules(self.look, inner, self.waiting, of_events=True).at(rule.where, below(path, "where"))

    def _group(self, rule: AllOf | AnyOf | AtLeast, part: Part, path: str, *, in_grid: bool) -> Iterator[Finding]:
        told = list(self.constant(part, path))
        yield from told
        beside = {} if told else redundant(part, self.outcomes, self.look.likeness, self.declared)
        word = "all" if isinstance(rule, AllOf) else "any" if isinstance(rule, AnyOf) else "of"
        in_grid = in_grid or _is_cell(rule)
        for place, (member, inner) in enumerate(zip(rule.rules, part.members, strict=True)):
            here = f"{below(path, word)}[{place}]"
            if place in beside:
                code, message, level = beside[place]
                yield Finding(code, message, here, level)
            yield from self.at(member, here, positive=inner.positive, in_grid=in_grid)

    def constant(self, part: Part, path: str) -> Iterator[Finding]:
        """Say if a part can never be YES, or never NO, unless one of its members says that by itself."""
        verdicts = self.outcomes.of(part)
        if verdicts & YES and verdicts & NO:
            return
        alone = self.outcomes.alone(part) if part.members else YES | NO
        if not verdicts & YES:
            if alone & YES:
                yield Finding("never-true", why_never(part, self.outcomes, self.declared), path, "warning")
        elif alone & NO:
            yield Finding("always-true", why_always(part, self.outcomes, self.declared), path, "warning")

    def _threshold(self, rule: ScoreCompare, part: Part, path: str, *, in_grid: bool) -> Iterator[Finding]:
        """Say if a score lies on one side of a threshold whatever the lead."""
        verdicts = self.outcomes.of(part)
        never = not verdicts & YES
        if not never and verdicts & NO:
            return
        totals = self.outcomes.comes_to(part)
        upwards = (rule.op in {">=", ">"}) is part.positive
        above = upwards is not never  # the score lies above the threshold for every lead, or below it
        reach = (
            f"it always comes to at least {total_words(totals.least)}"
            if above
            else f"at most {total_words(totals.most)} can be reached"
        )
        asked = words(meant(part), self.declared)
        if never:
            code, level = _UNREACHABLE if upwards else _NEVER
            yield Finding(code, f"can never be YES: {asked}, and {reach}", path, level)
        elif not in_grid:
            given = " whose events are given" if verdicts & UNKNOWN else ""
            text = f"can never be NO: {asked}, and {reach}; it is YES for every lead{given}"
            yield Finding("always-true", text, path, "warning")


def _is_cell(rule: Rule) -> bool:
    """Say whether a rule asks for cells of a grid: for bands of one score and bands of another."""
    if not isinstance(rule, AllOf) or len(rule.rules) != 2:
        return False
    left, right = (_banded(part) for part in rule.rules)
    return len(left) == len(right) == 1 and left != right


def _banded(rule: Rule) -> set[int]:
    """Return the scores of which a rule asks for bands and for nothing else; none if it asks for more."""
    if isinstance(rule, ScoreCompare):
        return {id(rule.score)} if rule.points in {least for _, least in rule.score.bands} else set()
    if isinstance(rule, AllOf | AnyOf):
        inner = [_banded(part) for part in rule.rules]
        return set().union(*inner) if all(inner) else set()
    return set()


def below(path: str, step: str) -> str:
    """Return the path of a step below another path.

    >>> below("rules.mql", "all"), below("", "all")
    ('rules.mql.all', 'all')
    """
    return f"{path}.{step}" if path else step


def _unnamed(rule: Rule) -> Rule:
    return rule.rule if isinstance(rule, Named) else rule
