"""Compare plain data: what stands in one document and not in the other, and how it is said in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias, TypeVar

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import canonical_json
from alignkit.agreement.changes import Change, ChangeKind
from alignkit.agreement.document.paths import joined
from alignkit.rules.canonical import Forms

_T = TypeVar("_T")

Data: TypeAlias = Any
"""What stands in a document: tables, lists, texts, numbers."""
Said: TypeAlias = tuple[str, str]
"""What the old version says, and what the new one says; blank for nothing."""


class Side(NamedTuple):
    """One of two versions that are compared.

    Args:
        agreement: the version.
        terms: its terms as the canonical document has them: what its digest is made of.
        forms: the canonical forms of its rules and scores.
    """

    agreement: Agreement
    terms: Mapping[str, Data]
    forms: Forms


class Two(NamedTuple):
    """The old version and the new one."""

    old: Side
    new: Side

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams of both, each once."""
        return tuple(dict.fromkeys((*self.old.agreement.teams, *self.new.agreement.teams)))


class Place(NamedTuple):
    """Where a change stands, what it is about, and whom it concerns."""

    path: str
    part: str
    what: str
    teams: tuple[str, ...]

    def at(self, key: str) -> Place:
        """Return a place inside this one."""
        return self._replace(path=joined(self.path, key))


def each(two: Two, both: tuple[_T | None, _T | None], say: Callable[[Side, _T], str]) -> Said:
    """Return what each version says of a thing; blank where it does not have it."""
    old, new = both
    return "" if old is None else say(two.old, old), "" if new is None else say(two.new, new)


def told(place: Place, before: str, after: str) -> Change:
    """Return the change between two sayings, of which one may be blank: added, or removed."""
    kind: ChangeKind = "added" if not before else "removed" if not after else "changed"
    return Change(place.path, place.part, place.what, kind, before, after, place.teams)


def unlike(one: Data, other: Data) -> bool:
    """Say whether two pieces of the canonical documents differ.

    >>> unlike({"a": 1}, {"a": True}), unlike({"a": Decimal("0.5")}, {"a": Decimal("0.50")})
    (True, False)
    """
    return canonical_json(one) != canonical_json(other)


def sayings(place: Place, said: Said, pieces: tuple[Data, Data]) -> Change:
    """Return the change between two sayings; where both read alike, what the documents hold is told as well."""
    before, after = said
    if before == after:
        before, after = (f"{text} ({words(piece)})" for text, piece in zip(said, pieces, strict=True))
    return told(place, before, after)


def listed(
    place: Place, lists: tuple[Sequence[Data], Sequence[Data]], say: tuple[Callable[[Data], str], Callable[[Data], str]]
) -> Iterator[Change]:
    """Yield what stands in one of two lists alone; where that is nothing, that they have another order."""
    old, new = lists
    before, after = Counter(map(canonical_json, old)), Counter(map(canonical_json, new))
    gone, come = before - after, after - before
    for pieces, missing, side in ((old, gone, 0), (new, come, 1)):
        for piece in pieces:
            key = canonical_json(piece)
            if missing[key] > 0:
                missing[key] -= 1
                text = say[side](piece)
                yield told(place, *((text, "") if side == 0 else ("", text)))
    if before == after and list(map(canonical_json, old)) != list(map(canonical_json, new)):
        lines = ["; ".join(map(say[side], lists[side])) for side in (0, 1)]
        yield told(place, f"in this order: {lines[0]}", f"in this order: {lines[1]}")


def anything(place: Place, old: Data, new: Data, *, deep: int = 2) -> Iterator[Change]:
    """Yield how two pieces of data differ, of whatever kind: entry by entry, so many tables deep."""
    if not unlike(old, new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping) and deep > 0:
        for key in dict.fromkeys((*old, *new)):
            inner = place.at(key)._replace(what=spaced(key) if deep > 1 else f"{place.what}: {spaced(key)}")
            yield from anything(inner, old.get(key), new.get(key), deep=deep - 1)
        return
    if isinstance(old, list) and isinstance(new, list):
        yield from listed(place, (old, new), (words, words))
        return
    before, after = ("" if piece is None else words(piece) or "nothing" for piece in (old, new))
    yield told(place, before, after)


def words(piece: Data) -> str:
    """Write a piece of data for people who do not code.

    >>> words({"team": "sales", "due": "2026-03-01", "supporters": ["Iris", "Noor"], "at_least": Decimal("0.90")})
    'team: sales, due: 2026-03-01, supporters: Iris and Noor, at least: 0.9'
    """
    if isinstance(piece, Mapping):
        return ", ".join(f"{spaced(key)}: {_inner(part)}" for key, part in piece.items())
    if isinstance(piece, list):
        return several(map(_inner, piece))
    if piece is True or piece is False:
        return "yes" if piece else "no"
    if isinstance(piece, int | Decimal):
        short = piece.normalize() if isinstance(piece, Decimal) and piece else piece
        return f"{short:,}" if isinstance(short, int) else f"{short:,f}"
    return piece.isoformat() if isinstance(piece, date) else str(piece)


def _inner(piece: Data) -> str:
    text = words(piece)
    return f"({text})" if isinstance(piece, Mapping | list) and len(piece) > 1 and "," in text else text


def spaced(key: str) -> str:
    """Write a key of a document as words."""
    return key.replace("_", " ")


def several(texts: Iterable[str], last: str = "and") -> str:
    """Join texts as a sentence does.

    >>> several(["a", "b", "c"]), several([])
    ('a, b and c', '')
    """
    found = list(texts)
    return f" {last} ".join(part for part in (", ".join(found[:-1]), *found[-1:]) if part)
