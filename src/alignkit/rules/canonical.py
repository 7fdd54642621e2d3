"""Bring a rule or a score into its canonical form: one for all that differ only in order or spelling.

Each step keeps the meaning for every lead, YES, NO and UNKNOWN alike (tests/laws/test_canonical.py):

- members have no order, and in `all` and `any` no doubles; a group in a group of its kind is one group; a group of one
  is its member; `at_least(1, ...)` is `any`, `at_least(k, ...)` of k is `all`;
- `~` goes down to the conditions by De Morgan, through `at_least` too, and vanishes where there is an opposite:
  `~(a >= 5)` is `a < 5`, and "not any item is" is "every item is not". It stays before names, events and the rest;
- what `any` asks of one field by `==` and `is_in` is one `is_in`, what `all` excludes one `~is_in`; both ends of a
  range are one `between`; `is_true` is `== True`; where case is ignored, a text is told in folded case.

Names and titles of rules and scores, units, and the number of equal clauses in a score are no matter of spelling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import attrgetter, is_, itemgetter
from typing import TypeAlias, assert_never, overload

import attrs

from alignkit.instants import MICROSECOND
from alignkit.rules.node import Condition, checked_rule
from alignkit.rules.operators import OPPOSITE
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Did, Named, Not, Rule, ScoreCompare
from alignkit.rules.restate import Form, Key, leaf, merged, opposite, plainest
from alignkit.rules.scores import Points, Score, millionths

_Group: TypeAlias = AllOf | AnyOf | AtLeast
# the first part of a key: the keys of one kind are alike in all that follows; those of conditions begin with 0
_DID, _SCORE, _NAMED, _ALL, _ANY, _AT_LEAST, _NOT = range(1, 8)
_BY_KEY = attrgetter("key")


@overload
def canonical(definition: Score) -> Score: ...
@overload
def canonical(definition: Rule) -> Rule: ...
def canonical(definition: Rule | Score) -> Rule | Score:
    """Return the canonical form of a rule or a score; it decides, and rates, as the definition does.

    Two rules that differ only in order or spelling have equal forms; the form of a form is itself. It goes by the laws
    of Kleene's logic that say the same in other words, and never looks for what is redundant: a rule that asks for
    `a > 1` and for `a > 2` keeps both.

    Args:
        definition: a rule or a score.

    Raises:
        DocumentError: `not-a-rule`.

    >>> from alignkit.rules.field import field
    >>> a, b = field("a") >= 5, field("b").is_in("x", "y")
    >>> canonical(~(a & b))
    (field('a') < 5) | ~field('b').is_in('x', 'y')
    >>> canonical(~(b & a)) == canonical(~b | (field("a") < 5.0))
    True
    """
    forms = Forms()
    return forms.score(definition) if isinstance(definition, Score) else forms.rule(definition)


class Forms:
    """Finds canonical forms, that of each part once, while the definitions live.

    >>> from alignkit.rules.field import field
    >>> Forms().rule(field("vip").is_true())
    field('vip') == True
    """

    def __init__(self) -> None:
        # by identity: equality would walk over the whole definition
        self._rules: dict[tuple[int, bool], Form] = {}
        self._scores: dict[int, tuple[Score, Key]] = {}

    def rule(self, rule: Rule) -> Rule:
        """Return the canonical form of a rule."""
        return self._rule(checked_rule(rule, "what is brought into canonical form")).rule

    def score(self, score: Score) -> Score:
        """Return the canonical form of a score."""
        return self._score(score)[0]

    def _rule(self, rule: Rule, positive: bool = True) -> Form:  # noqa: FBT001, FBT002 - the polarity of a rule
        """Return the form of a rule, or where not positive, of its opposite."""
        while isinstance(rule, Not):
            rule, positive = rule.rule, not positive
        found = self._rules.get((id(rule), positive))
        if found is None:
            found = self._rules[id(rule), positive] = self._form(rule, positive)
        return found

    def _form(self, rule: Rule, positive: bool) -> Form:  # noqa: FBT001 - the polarity of a rule
        match rule:
            case Condition():
                return leaf(plainest(rule) if positive else opposite(plainest(rule)))
            case AllOf() | AnyOf() | AtLeast():
                return self._group(rule, positive)
            case Named():
                inner = self._rule(rule.rule)
                named = rule if inner.rule is rule.rule else Named(rule.name, inner.rule, rule.title)
                return _signed(Form(named, (_NAMED, rule.name, rule.title or "", inner.key)), positive)
            case Did():
                return _signed(Form(*self._did(rule)), positive)
            case ScoreCompare():
                score, key = self._score(rule.score)
                op = rule.op if positive else OPPOSITE[rule.op]
                same = positive and score is rule.score
                compared = rule if same else ScoreCompare(score, op, rule.points)
                return Form(compared, (_SCORE, key, op, millionths(rule.points)))
            case Not():
                return self._rule(rule, positive)  # never: `_rule` has taken it off
            case _:
                assert_never(rule)

    def _group(self, group: _Group, positive: bool) -> Form:  # noqa: FBT001 - the polarity of a rule
        needed, of = _needed(group, positive), len(group.rules)
        if 1 < needed < of:
            forms = sorted((self._rule(part, positive) for part in group.rules), key=_BY_KEY)
            key: Key = (_AT_LEAST, needed, tuple(form.key for form in forms))
            rules = _rules(forms, group if positive else None)
            return Form(group if rules is group.rules else AtLeast(needed, rules), key)
        every = needed > 1
        forms = _once(merged(self._members(group, positive, every), every=every))
        if len(forms) == 1:
            return forms[0]
        kind = AllOf if every else AnyOf
        rules = _rules(forms, group if positive and isinstance(group, kind) else None)
        whole = group if rules is group.rules else kind(rules)
        return Form(whole, (_ALL if every else _ANY, tuple(form.key for form in forms)))

    def _members(self, group: _Group, positive: bool, every: bool) -> Iterator[Form]:  # noqa: FBT001 - two polarities
        """Yield the forms of what a group joins; a group of its kind is taken apart, however deep."""
        waiting: list[tuple[Rule, bool]] = [(group, positive)]
        while waiting:
            part, sign = waiting.pop()
            if isinstance(part, Not):
                waiting.append((part.rule, not sign))
            elif isinstance(part, AllOf | AnyOf | AtLeast) and _is_one(part, sign, every):
                waiting.extend((inner, sign) for inner in part.rules)
            else:
                form = self._rule(part, sign)
                if isinstance(form.rule, AllOf if every else AnyOf):  # it became one: an `any` of two equal groups
                    yield from map(Form, form.rule.rules, form.key[1])
                else:
                    yield form

    def _did(self, did: Did) -> tuple[Did, Key]:
        where = None if did.where is None else self._rule(did.where)
        if where is not None and where.rule is not did.where:
            did = attrs.evolve(did, where=where.rule)
        span = 0 if did.within is None else did.within // MICROSECOND
        return did, (_DID, did.name, did.at_least, span, () if where is None else where.key)

    def _score(self, score: Score) -> tuple[Score, Key]:
        found = self._scores.get(id(score))
        if found is None:
            clauses = sorted(map(self._clause, score.points), key=itemgetter(1))
            parts = sorted(map(self._score, score.parts), key=itemgetter(1))
            points, scores = tuple(clause for clause, _ in clauses), tuple(part for part, _ in parts)
            key = (
                *(score.name, score.title or "", _bound(score.cap), _bound(score.floor)),
                tuple((name, millionths(least)) for name, least in score.bands),
                tuple(key for _, key in clauses),
                tuple(key for _, key in parts),
            )
            same = _alike(points, score.points) and _alike(scores, score.parts)
            found = (score if same else attrs.evolve(score, points=points, parts=scores), key)
            self._scores[id(score)] = found
        return found

    def _clause(self, clause: Points) -> tuple[Points, Key]:
        steps = tuple((span.days, share) for span, share in clause.steps)
        faded = clause.half_life.days if clause.half_life is not None else 0
        limits = (faded, steps, clause.count_up_to or 0, clause.first_only, _bound(clause.cap))
        if clause.each is not None:
            each, key = self._did(clause.each)
            made = clause if each is clause.each else attrs.evolve(clause, each=each)
            return made, (millionths(clause.points), "each", key, limits)
        when = self._rule(clause.when)  # type: ignore[arg-type]  # Points has one of both
        made = clause if when.rule is clause.when else attrs.evolve(clause, when=when.rule)
        return made, (millionths(clause.points), "when", when.key, limits)


def _signed(form: Form, positive: bool) -> Form:  # noqa: FBT001 - the polarity of a rule
    return form if positive else Form(Not(form.rule), (_NOT, form.key))


def _needed(group: _Group, positive: bool) -> int:  # noqa: FBT001 - the polarity of a rule
    """Return how many members must be YES; or of their opposites, for the group to be NO."""
    of = len(group.rules)
    needed = group.n if isinstance(group, AtLeast) else of if isinstance(group, AllOf) else 1
    return needed if positive else of - needed + 1


def _is_one(group: _Group, positive: bool, every: bool) -> bool:  # noqa: FBT001 - two polarities
    """Say whether a group is an `all`, or where not `every`, an `any`; of one member it is both."""
    return _needed(group, positive) == (len(group.rules) if every else 1)


def _once(forms: list[Form]) -> list[Form]:
    """Return forms in order, equal ones once."""
    forms.sort(key=_BY_KEY)
    return [form for i, form in enumerate(forms) if i == 0 or form.key != forms[i - 1].key]


def _rules(forms: list[Form], group: _Group | None) -> tuple[Rule, ...]:
    """Return the rules of forms; those of the group itself, if they are the same in the same order."""
    rules = tuple(form.rule for form in forms)
    return group.rules if group is not None and _alike(rules, group.rules) else rules


def _alike(these: Sequence[object], those: Sequence[object]) -> bool:
    return len(these) == len(those) and all(map(is_, these, those))


def _bound(points: int | Decimal | None) -> tuple[int, ...]:
    """Return a bound as a part of a key, where None must be comparable too."""
    return () if points is None else (millionths(points),)
