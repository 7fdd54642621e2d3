"""Find members of a group that say what another says already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from alignkit.errors import Level
from alignkit.rules.doubt.algebras import NO, YES
from alignkit.rules.doubt.clash import meant, words
from alignkit.rules.doubt.likeness import Likeness
from alignkit.rules.doubt.outcomes import Outcomes
from alignkit.rules.doubt.survey import Part
from alignkit.rules.predicates import Named, Not

if TYPE_CHECKING:
    from alignkit.history.declarations import FieldDeclaration

MOST_MEMBERS = 40
"""Members of larger groups are held against each other only where they are alike in form, or for one field."""
MOST_TOLD = 20
"""So many members of one group are told."""


class Redundant(NamedTuple):
    """A member that adds nothing: the code, why, and how much it matters."""

    code: str
    message: str
    level: Level


def redundant(
    part: Part, outcomes: Outcomes, likeness: Likeness, declared: Mapping[str, FieldDeclaration]
) -> dict[int, Redundant]:
    """Return the members of a group without which it would come to the same verdict for every lead, by their places.

    Without all of them at once, too. Of members that say the same, the first is not among them. In an `at_least`, only
    members that say the same are found, which count twice there.
    """
    found = _Found(part, outcomes, declared)
    by_form: dict[int, int] = {}
    kept = []
    for place, member in enumerate(part.members):
        if outcomes.of(member) & (YES | NO) != YES | NO:
            continue  # that is told by itself
        alike = likeness.of(member.rule, positive=member.positive)
        first = by_form.setdefault(alike, place)
        if first != place:
            found.same(first, place)
        else:
            kept.append(place)
    if len(kept) <= MOST_MEMBERS:
        groups = [kept]
    else:
        by_var: dict[int | None, list[int]] = {}
        for place in kept:
            by_var.setdefault(part.members[place].var, []).append(place)
        groups = [group for var, group in by_var.items() if var is not None and len(group) <= MOST_MEMBERS]
    for group in groups:
        for at, place in enumerate(group):
            for earlier in group[:at]:
                if len(found.told) >= MOST_TOLD:
                    return found.told
                found.compare(earlier, place)
    return found.told


class _Found:
    """What is found in one group so far."""

    def __init__(self, part: Part, outcomes: Outcomes, declared: Mapping[str, FieldDeclaration]) -> None:
        self.told: dict[int, Redundant] = {}
        self._part = part
        self._outcomes = outcomes
        self._declared = declared
        of = len(part.members)
        self._joint = "all" if part.needed == of else "any" if part.needed == 1 else "of"

    def compare(self, earlier: int, later: int) -> None:
        """Hold two members against each other."""
        if earlier in self.told and later in self.told:
            return
        left, right = self._part.members[earlier], self._part.members[later]
        below, above = self._outcomes.ordered(left, right)
        if below and above:
            self.same(earlier, later)
        elif self._joint != "of" and (below or above):
            # an `all` comes to the least of its members, an `any` to the greatest
            idle, other = (earlier, later) if below is (self._joint == "any") else (later, earlier)
            if idle not in self.told:
                why = "asks for more" if self._joint == "all" else "lets in more"
                text = f"{self._words(idle)} adds nothing beside {self._words(other)}, which {why}"
                self.told[idle] = Redundant("shadowed-condition", text, self._level(idle, other))

    def same(self, earlier: int, later: int) -> None:
        """Keep that the later of two members says the same as the earlier one."""
        if later in self.told or len(self.told) >= MOST_TOLD:
            return
        one, other = self._words(earlier), self._words(later)
        said = f"{other} stands there twice" if one == other else f"{other} says the same as {one}"
        counts = " and counts twice" if self._joint == "of" else ""
        level: Level = "warning" if self._joint == "of" else self._level(earlier, later)
        self.told[later] = Redundant("duplicate-condition", f"{said}{counts}", level)

    def _words(self, place: int) -> str:
        return words(meant(self._part.members[place]), self._declared)

    def _level(self, *places: int) -> Level:
        """Return how much it matters: what a name stands for may change, and then both are needed."""
        rules = [self._part.members[place].rule for place in places]
        named = any(isinstance(rule.rule if isinstance(rule, Not) else rule, Named) for rule in rules)
        return "note" if named else "warning"
