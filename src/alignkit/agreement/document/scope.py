"""What a document's clauses may refer to: rules, scores, stages, calendars, SLAs, each built once at first use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.faults import Faults
from alignkit.agreement.document.paths import joined
from alignkit.errors import shown
from alignkit.handoff.slas import SLA
from alignkit.history.declarations import FieldDeclaration
from alignkit.names import checked_id
from alignkit.rules.conform import Allowed, conform
from alignkit.rules.grids import Grid
from alignkit.rules.node import DEEPEST
from alignkit.rules.predicates import FieldTest, Named
from alignkit.rules.scores import Score
from alignkit.worktime.calendar import Calendar

_DEEPEST_WALK = 2 * DEEPEST
"""Rules and references inside each other are followed this deep: a rule that is allowed never needs more."""
MOST_CONDITIONS = 1_000_000
"""All rules and scores of a document have at most this many conditions, each use of a named one counted."""


class Scope:
    """The named things of a document while it is read.

    Args:
        document: the whole document.
        faults: every fault so far.
    """

    def __init__(self, document: Mapping[str, Any], faults: Faults) -> None:
        self.document = document
        self.faults = faults
        self.raw_rules = _tables(document.get("rules"))
        self.raw_scores = _tables(document.get("scores"))
        self.raw_grids = _tables(document.get("grids"))
        self.raw_fields = _tables(document.get("fields"))
        self.declared: dict[str, FieldDeclaration] = {}
        self.calendars: dict[str, Calendar | None] = {}
        self.slas: dict[str, SLA | None] = {}
        self.stages: Mapping[str, None] = {}
        self.teams: Mapping[str, None] = {}
        self.zone: ZoneInfo | None = None
        self.currency: str | None = None
        self.aliases = _aliases(_tables(document.get("vocabulary")))
        self.in_event = False
        self._allowed: Allowed = {}
        self._made: dict[tuple[str, str], Named | Score | Grid | None] = {}
        self._open: dict[tuple[str, str], None] = {}
        self._depth = 0
        self._conditions = 0
        self._told: set[str] = set()

    def rule(self, name: str, asker: Table, key: str | None) -> Named | None:
        """Return the rule of that name, which `asker` refers to by `key`."""
        found = self._get("rule", name, asker, key)
        return found if isinstance(found, Named) else None

    def score(self, name: str, asker: Table, key: str | None) -> Score | None:
        """Return the score of that name, which `asker` refers to by `key`."""
        found = self._get("score", name, asker, key)
        return found if isinstance(found, Score) else None

    def grid(self, name: str, asker: Table, key: str | None) -> Grid | None:
        """Return the grid of that name, which `asker` refers to by `key`."""
        found = self._get("grid", name, asker, key)
        return found if isinstance(found, Grid) else None

    def _raw(self, kind: str) -> Mapping[str, Any]:
        return {"rule": self.raw_rules, "score": self.raw_scores, "grid": self.raw_grids}[kind]

    def _get(self, kind: str, name: str, asker: Table, key: str | None) -> Named | Score | Grid | None:
        if not self.known(kind, name, self._raw(kind), asker, key=key):
            return None
        here = (kind, name)
        if here in self._open:
            circle = list(self._open)
            circle = [*circle[circle.index(here) :], here]
            if len(circle) > 7:
                circle = [*circle[:3], ("…", ""), *circle[-3:]]
            walked = " → ".join(f"{what} {shown(which) if which else ''}".strip() for what, which in circle)
            asker.fault("cycle", f"a definition must not rest on itself: {walked}", key)
            return None
        return self.make(kind, name)

    def known(self, kind: str, name: str, names: Mapping[str, object], asker: Table, *, key: str | None = None) -> bool:
        """Say whether a thing of that kind exists; else keep the fault, with the nearest name."""
        if name in names:
            return True
        meant = self.aliases.get(name)
        hint = f"; the vocabulary calls it {meant!r}" if meant in names else self.faults.near(name, names.keys())
        code = f"unknown-{kind.lower()}"
        asker.fault(code, f"there is no {kind} {shown(name)}{hint}", key)
        return False

    def make(self, kind: str, name: str) -> Named | Score | Grid | None:
        """Build a thing at its first use and keep it, so that it is one object and its faults stand once."""
        from alignkit.agreement.document.read_rules import read_named
        from alignkit.agreement.document.read_scores import read_grid, read_score

        here = (kind, name)
        if self._told:  # past a limit nothing more is built: what follows from it would be told as other faults
            return None
        if here not in self._made:
            raw = self._raw(kind)[name]
            path = joined(f"{kind}s", name)
            found: Named | Score | Grid | None = None
            self._open[here] = None
            with self.deeper(path) as allowed:
                if isinstance(raw, Mapping) and allowed:
                    table = Table(raw, path, self.faults)
                    table.build(checked_id, name, kind)
                    read = {"rule": read_named, "score": read_score, "grid": read_grid}[kind]
                    found = read(name, table, self)
            del self._open[here]
            self._made[here] = self._counted(found, path)
        return self._made[here]

    @contextmanager
    def deeper(self, path: str) -> Iterator[bool]:
        """Go one step further inside rules that stand in rules; give False where that is too deep, and tell it once."""
        self._depth += 1
        try:
            if self._depth > _DEEPEST_WALK:
                self._tell("too-deep", f"a rule is nested at most {DEEPEST} deep, those it refers to included", path)
            yield self._depth <= _DEEPEST_WALK
        finally:
            self._depth -= 1

    def _counted(self, found: Named | Score | Grid | None, path: str) -> Named | Score | Grid | None:
        self._conditions += 0 if found is None or isinstance(found, Grid) else found.size
        if self._conditions > MOST_CONDITIONS:
            text = f"all rules and scores have at most {MOST_CONDITIONS:,} conditions, each use of a named one counted"
            self._tell("too-many", text, path)
            return None
        return found

    def _tell(self, code: str, message: str, path: str) -> None:
        if code not in self._told:
            self._told.add(code)
            self.faults.add(code, message, path)

    @contextmanager
    def of_event(self) -> Iterator[None]:
        """Read a rule over the attributes of an event: nobody declares them, and no rule about leads is meant."""
        before, self.in_event = self.in_event, True
        try:
            yield
        finally:
            self.in_event = before

    def fits(self, test: FieldTest, table: Table, op: str) -> bool:
        """Hold a condition against the declarations of the fields; keep what is wrong."""
        if self.in_event or not self.raw_fields:
            return True
        if test.field not in self.declared:
            # a field that is declared wrongly has its own fault
            return self.known("field", test.field, self.raw_fields, table, key="field")
        found = conform(test, self.declared, path=table.at(op), allowed=self._allowed, near=self.faults.near)
        for fault in found:
            self.faults.add(fault.code, fault.message, fault.path)
        return not found

    def team_at(self, table: Table, key: str, *, required: bool = False) -> str | None:
        """Read a team of the agreement."""
        name = table.text(key, required=required)
        if name is None or not self.teams:  # teams that are told wrongly have their own fault
            return name
        return name if self.known("team", name, self.teams, table, key=key) else None

    def stage_at(self, table: Table, key: str, *, required: bool = False) -> str | None:
        """Read the id of a stage that exists."""
        name = table.text(key, required=required)
        return name if name is not None and self.known("stage", name, self.stages, table, key=key) else None


def _aliases(vocabulary: Mapping[str, Any]) -> dict[str, str]:
    """Return the words that somebody may take for a name: what is wrong with them is told where they stand."""
    found: dict[str, str] = {}
    for name, term in vocabulary.items():
        aliases = _tables(term).get("aliases")
        found |= {alias: name for alias in aliases if isinstance(alias, str)} if isinstance(aliases, list) else {}
    return found


def _tables(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
