"""Say why a rule can never be YES, or never NO: which of its conditions exclude each other, or leave nothing out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from alignkit.rules.describe import describe
from alignkit.rules.doubt.algebras import NO, UNKNOWN, YES
from alignkit.rules.doubt.domains import FIRST_HELD
from alignkit.rules.doubt.outcomes import Outcomes
from alignkit.rules.doubt.ranges import Cells, both, minus
from alignkit.rules.doubt.survey import Part, joined_part
from alignkit.rules.judge import kind_asked
from alignkit.rules.node import Condition
from alignkit.rules.predicates import AnyItem, EveryItem, Named, Not, OneOf, Rule, ScoreCompare

if TYPE_CHECKING:
    from alignkit.history.declarations import FieldDeclaration

_LONGEST = 90
_LARGEST = 12
_MOST_NAMED = 4
_MOST_TRIED = 16


class _Member(NamedTuple):
    """One of the conditions that must hold together, and the name of the rule that it came in by, if any."""

    part: Part
    name: str


def words(rule: Rule, declared: Mapping[str, FieldDeclaration]) -> str:
    """Return a rule as a short phrase.

    >>> from alignkit.rules.field import field
    >>> words(~(field("employees") >= 50), {})
    'not (employees is at least 50)'
    """
    named = rule.rule if isinstance(rule, Not) else rule
    if rule.size > _LARGEST and not isinstance(named, Named | ScoreCompare):
        return f"a group of {rule.size:,} parts"
    if isinstance(rule, OneOf) and len(rule.values) > _LARGEST:
        return f"{describe(OneOf(rule.field, rule.values[:2]), declared)} or {len(rule.values) - 2:,} others"
    text = describe(rule, declared)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def meant(part: Part) -> Rule:
    """Return the rule that a part means: where it is the opposite of one, with `not`."""
    return part.rule if part.positive else ~part.rule


def why_never(part: Part, outcomes: Outcomes, declared: Mapping[str, FieldDeclaration]) -> str:
    """Say why a part can never be YES: a condition, or a group none of whose members says that by itself."""
    if not part.members:
        return _alone(part, "YES", declared)
    members = _flat(part, every=True)
    if len(members) == 1:
        inner = members[0].part
        most = next((n for n in range(inner.needed - 1, 0, -1) if outcomes.of_group(inner.members, n) & YES), 0)
        due = f"{inner.needed} are due"
        return f"can never be YES: at most {most} of its {len(inner.members)} rules can be YES at once, and {due}"
    core = _core(members, outcomes, verdict=YES)
    if not core:
        return "can never be YES: no lead can meet all that it asks"
    listed = _listed(core, "and", declared)
    return f"can never be YES: {listed} {_two_kinds(core) or 'exclude each other'}"


def why_always(part: Part, outcomes: Outcomes, declared: Mapping[str, FieldDeclaration]) -> str:
    """Say why a part can never be NO: a condition, or a group none of whose members says that by itself."""
    if not part.members:
        return _alone(part, "NO", declared) + _unless([part], part, outcomes, declared)
    members = _flat(part, every=False)
    core = _core(members, outcomes, verdict=NO) if len(members) > 1 else []
    if not core:
        return f"can never be NO: there is nothing that it leaves out{_unless([part], part, outcomes, declared)}"
    listed = _listed(core, "or", declared)
    two_kinds = _two_kinds(core)
    if two_kinds:
        return f"can never be NO: {listed} {two_kinds}, so that one of them is UNKNOWN for every lead"
    unless = _unless([member.part for member in core], part, outcomes, declared)
    return f"can never be NO: {listed} leave nothing out{unless}"


def _two_kinds(core: Sequence[_Member]) -> str:
    """Say that two conditions ask a field for values of two kinds, of which it holds one at most; nothing if not so."""
    kinds = sorted({kind for kind in (_kind(member.part) for member in core) if kind is not None})
    return f"ask one field for values of two kinds, {' and '.join(kinds)}" if len(core) == len(kinds) == 2 else ""


def _unless(core: Sequence[Part], part: Part, outcomes: Outcomes, declared: Mapping[str, FieldDeclaration]) -> str:
    """Say for which leads a part is YES that is never NO because of its core."""
    if not outcomes.of(part) & UNKNOWN:
        return "; it is YES for every lead"
    inner = core[0]
    while inner.members:
        inner = inner.members[0]
    if isinstance(inner.rule, Condition) and all(member.var == inner.var for member in core):
        if minus((FIRST_HELD, outcomes.survey.full[inner.var or 0][1]), joined_part(part.rule, 1, core).yes):
            return "; it is UNKNOWN for every lead for which it is not YES"
        label = declared[inner.rule.field].label if inner.rule.field in declared else inner.rule.field
        return f"; it is YES for every lead whose {label} is known"
    return "; it is YES wherever all that it asks about is known"


def _alone(part: Part, verdict: str, declared: Mapping[str, FieldDeclaration]) -> str:
    """Say of one condition that it can never come to a verdict."""
    rule = part.rule
    if isinstance(rule, OneOf) and not rule.values:
        return f"{rule.field!r} in [] is never true" if part.positive else f"{rule.field!r} is never in []"
    declaration = declared.get(rule.field) if isinstance(rule, Condition) else None
    known = ""
    if declaration is not None:
        known = f": the field is declared as {declaration.type}"
        known += f", one of {len(set(declaration.one_of))} values" if declaration.one_of else ""
    return f"can never be {verdict}: {words(meant(part), declared)}{known}"


def _flat(part: Part, *, every: bool) -> list[_Member]:
    """Return what an `all` (or an `any`) comes down to, also through names and inner groups of its kind."""
    waiting = [_Member(part, "")]
    found: list[_Member] = []
    while waiting:
        inner, name = waiting.pop()
        of = len(inner.members)
        if of and inner.needed == (of if every else 1):
            label = inner.rule.label if isinstance(inner.rule, Named) and inner is not part else name
            waiting.extend(_Member(member, label) for member in reversed(inner.members))
        else:
            found.append(_Member(inner, name))
    return found


def _core(members: Sequence[_Member], outcomes: Outcomes, *, verdict: int) -> list[_Member]:
    """Return a least set of members that cannot come to a verdict together; none where none is found soon."""
    by_var: dict[int, list[_Member]] = {}
    for member in members:
        if member.part.var is not None and member.part.var not in outcomes.survey.scores:
            by_var.setdefault(member.part.var, []).append(member)
    for var, group in by_var.items():
        sets = [member.part.yes if verdict == YES else member.part.no for member in group]
        places = _least(sets, outcomes.survey.full[var])
        if places:
            return [group[place] for place in places]
    if len(members) > _MOST_TRIED:
        return []
    core = list(members)
    for member in members:
        rest = [other for other in core if other is not member]
        needed = len(rest) if verdict == YES else 1
        if rest and not outcomes.of_group([other.part for other in rest], needed) & verdict:
            core = rest
    return core


def _least(sets: Sequence[Cells], full: Cells) -> list[int]:
    """Return the places of a least number of sets that have no cell in common; none if all have."""
    core: list[int] = []
    while True:
        left = full
        for place in core:
            left = both(left, sets[place])
        if not left and core:
            return sorted(core)
        place = 0
        while left and place < len(sets):
            left = both(left, sets[place])
            place += 1
        if left:
            return []
        core.append(place - 1)


def _listed(core: Sequence[_Member], joint: str, declared: Mapping[str, FieldDeclaration]) -> str:
    told = [
        words(meant(member.part), declared) + (f" (in “{member.name}”)" if member.name else "")
        for member in core[:_MOST_NAMED]
    ]
    if len(core) > _MOST_NAMED:
        told.append(f"{len(core) - _MOST_NAMED} more")
    return f" {joint} ".join((", ".join(told[:-1]), told[-1]))


def _kind(part: Part) -> str | None:
    rule = part.rule.rule if isinstance(part.rule, Not) else part.rule
    return kind_asked(rule) if isinstance(rule, Condition) and not isinstance(rule, AnyItem | EveryItem) else None
