"""Changes: what two versions of an agreement say differently, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, get_args, overload

import attrs

from alignkit.agreement.lists import listed
from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, shown
from alignkit.names import did_you_mean, in_words

ChangeKind = Literal["added", "removed", "changed"]
CHANGE_KINDS: tuple[str, ...] = get_args(ChangeKind)

PARTS = {
    "agreement": "The agreement itself",
    "dates": "Dates",
    "teams": "The teams",
    "words": "What our words mean",
    "fields": "What we record about a lead",
    "rules": "What counts as qualified",
    "points": "Points and scores",
    "stages": "The path of a lead",
    "handoffs": "Handing over a lead",
    "slas": "Who acts within what time",
    "calendars": "When we are at work",
    "goals": "What we answer for",
    "rewards": "What we share when we attain it",
    "plan": "Our plan",
    "meetings": "How we meet",
    "systems": "Which tool is right",
    "other": "Other terms",
}
"""The parts of an agreement in which something can change, in the order of reading, and how they are called."""


def _teams(values: Iterable[str]) -> tuple[str, ...]:
    return listed(values, str, "teams")


@attrs.frozen(slots=True)
class Change:
    """One thing that two versions say differently.

    Args:
        path: where it stands in the document, such as `slas.first_touch.within`.
        part: the part of the agreement, one of `PARTS`.
        what: what it is about, in a word or two: the name of a rule, a stage, a goal.
        kind: `added`, `removed` or `changed`.
        before: what the old version says, a sentence; blank where it says nothing.
        after: what the new one says; blank where it says nothing.
        teams: the teams that it concerns: who owns the stage, the SLA or the goal; else all.
    """

    path: str
    part: str
    what: str
    kind: ChangeKind
    before: str
    after: str
    teams: tuple[str, ...] = attrs.field(converter=_teams)

    def __attrs_post_init__(self) -> None:
        if self.kind not in CHANGE_KINDS:
            raise DocumentError.at("unknown-option", f"a change is one of {CHANGE_KINDS}, not {shown(self.kind)}")
        if not isinstance(self.part, str) or self.part not in PARTS:
            near = did_you_mean(self.part, PARTS)
            raise DocumentError.at("unknown-option", f"there is no part {shown(self.part)}{near}")

    @property
    def sentence(self) -> str:
        """The change as one sentence."""
        if self.kind == "added":
            return f"{self.what}: new: {self.after}"
        if self.kind == "removed":
            return f"{self.what}: no longer: {self.before}"
        return f"{self.what}: was: {self.before}; is now: {self.after}"

    def to_dict(self) -> dict[str, object]:
        """Return the change as plain data."""
        return {
            "path": self.path,
            "part": self.part,
            "what": self.what,
            "kind": self.kind,
            "before": self.before,
            "after": self.after,
            "teams": list(self.teams),
        }


def _items(values: Iterable[Change]) -> tuple[Change, ...]:
    found: tuple[Change, ...] = listed(values, Change, "items")
    order = list(PARTS)
    return tuple(sorted(found, key=lambda change: order.index(change.part)))


@attrs.frozen(slots=True, repr=False)
class Changes(Shown, Sequence[Change]):
    """What two versions say differently, by the parts of the agreement. Empty where the terms are the same.

    Args:
        old: name and version of the old one.
        new: name and version of the new one.
        old_digest: the digest of the old terms.
        new_digest: that of the new ones; the two are equal if, and only if, nothing changed.
        items: the changes.
    """

    old: str
    new: str
    old_digest: str
    new_digest: str
    items: tuple[Change, ...] = attrs.field(converter=_items)

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        return self.items[index]

    def __iter__(self) -> Iterator[Change]:
        return iter(self.items)

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """How many things were added, removed and changed."""
        found: dict[ChangeKind, int] = {"added": 0, "removed": 0, "changed": 0}
        for change in self.items:
            found[change.kind] += 1
        return found

    def concerning(self, team: str) -> tuple[Change, ...]:
        """Return the changes that concern a team; none for a team that has none."""
        return tuple(change for change in self.items if team in change.teams)

    @property
    def sentence(self) -> str:
        """How much changed, in one sentence."""
        if not self.items:
            return f"{self.old} and {self.new} have the same terms."
        told = [f"{count} {kind}" for kind, count in self.counts.items() if count]
        return f"From {self.old} to {self.new}: {in_words(told)}."

    def blocks(self) -> Block:
        """Return the changes as a table for each part of the agreement."""
        from alignkit.agreement.show_changes import changes_blocks  # drawing is loaded when something is drawn

        return changes_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the changes as plain data."""
        return {
            "alignkit": 1,
            "kind": "changes",
            "old": {"name": self.old, "digest": self.old_digest},
            "new": {"name": self.new, "digest": self.new_digest},
            "counts": dict(self.counts),
            "changes": [change.to_dict() for change in self.items],
        }
