"""What a document's clauses may refer to: rules, scores, stages, calendars, SLAs, each built once at first use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignkit.agreement.document.cursor import Table, joined
from alignkit.errors import Finding
from alignkit.history.declarations import FieldDeclaration
from alignkit.names import did_you_mean
from alignkit.rules.predicates import Named
from alignkit.rules.scores import Score
from alignkit.worktime.calendar import WorkCalendar


class Scope:
    """The named things of a document while it is read.

    Args:
        document: the whole document.
        faults: every fault so far.
    """

    def __init__(self, document: Mapping[str, Any], faults: list[Finding]) -> None:
        self.faults = faults
        self.raw_rules: Mapping[str, Any] = _tables(document.get("rules"))
        self.raw_scores: Mapping[str, Any] = _tables(document.get("scores"))
        self.declared: dict[str, FieldDeclaration] = {}
        self.calendars: dict[str, WorkCalendar] = {}
        self.currency: str | None = None
        self.stages: tuple[str, ...] = ()
        self._made: dict[tuple[str, str], Named | Score | None] = {}
        self._open: list[tuple[str, str]] = []

    def rule(self, name: str, asker: Table, key: str) -> Named | None:
        """Return the rule of that name, which `asker` refers to by `key`."""
        found = self._get("rule", name, asker, key)
        return found if isinstance(found, Named) else None

    def score(self, name: str, asker: Table, key: str) -> Score | None:
        """Return the score of that name, which `asker` refers to by `key`."""
        found = self._get("score", name, asker, key)
        return found if isinstance(found, Score) else None

    def _get(self, kind: str, name: str, asker: Table, key: str) -> Named | Score | None:
        known = self.raw_rules if kind == "rule" else self.raw_scores
        if name not in known:
            asker.fault(f"unknown-{kind}", f"there is no {kind} {name!r}{did_you_mean(name, known)}", key)
            return None
        here = (kind, name)
        if here in self._open:
            circle = [*self._open[self._open.index(here) :], here]
            walked = " → ".join(f"{what} {which}" for what, which in circle)
            asker.fault("cycle", f"a definition must not rest on itself: {walked}", key)
            return None
        return self.make(kind, name)

    def make(self, kind: str, name: str) -> Named | Score | None:
        """Build a rule or a score at its first use and keep it, so that it is one object and its faults stand once."""
        from alignkit.agreement.document.read_rules import read_named, read_score

        here = (kind, name)
        if here not in self._made:
            self._open.append(here)
            raw = (self.raw_rules if kind == "rule" else self.raw_scores)[name]
            path = joined("rules" if kind == "rule" else "scores", name)
            found: Named | Score | None = None
            if isinstance(raw, Mapping):
                table = Table(raw, path, self.faults)
                found = read_named(name, table, self) if kind == "rule" else read_score(name, table, self)
            else:
                self.faults.append(Finding("wrong-type", f"a {kind} is a table, not {raw!r:.80}", path))
            self._open.pop()
            self._made[here] = found
        return self._made[here]


def _tables(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
