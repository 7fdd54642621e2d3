"""Imagine the lists that a field could hold: which kinds of items are in it is all that its conditions ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations

from alignkit.currency import Money
from alignkit.errors import shown
from alignkit.rules.constants import kind_of
from alignkit.rules.describe import value_text
from alignkit.rules.judge import judge
from alignkit.rules.otherwise.imagined import MOST_CLASSES, Imagined, Values
from alignkit.rules.predicates import AnyItem, EveryItem
from alignkit.rules.verdict import Verdict

_MOST_TOLD = 5
"""So many items of a list are told."""
_LONGEST = 80
"""An item that takes more characters is cut."""
_OWN = {str, bool, int, Decimal, Fraction, date, datetime, Money}
"""Classes whose text is told as it is; a stranger's may be anything."""


def list_values(
    tests: Sequence[AnyItem | EveryItem], items: Sequence[Imagined], held: object, now: int | None
) -> Values:
    """Return the lists that the conditions on a field tell apart: with or without items of each kind.

    What the lead has stays where it may: a list keeps its items of the kinds that it holds.

    Args:
        tests: the conditions on the list.
        items: values of all kinds that an item could have.
        held: what the lead has.
        now: `as_of` in microseconds.
    """
    own: dict[tuple[Verdict, ...], list[object]] = {}
    for item in listed_items(held):
        own.setdefault(_kind(tests, item, now), []).append(item)
    kinds: dict[tuple[Verdict, ...], list[object]] = {kind: group for kind, group in own.items() if _keeps(group)}
    for item in items:
        kinds.setdefault(_kind(tests, item.value, now), [item.value])
    values = []
    for chosen in _choices(list(kinds)):
        kept = [item for kind in chosen if kind in own for item in own[kind]]
        value = (*kept, *(item for kind in chosen if kind not in own for item in kinds[kind]))
        # an empty list says YES to "every item", which is not what people mean by it
        values.append(Imagined(value, _words(value)) if value else Imagined((), "an empty list", odd=True))
    return Values(values, len(kinds) <= MOST_CLASSES and all(kind in kinds for kind in own))


def listed_items(held: object) -> list[object]:
    """Return the items of a list that a lead has, in one order whatever it is; none where it is no list."""
    if kind_of(held) != "list" or not isinstance(held, list | tuple | set | frozenset):
        return []
    try:
        return sorted(held, key=shown) if isinstance(held, set | frozenset) else list(held)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a stranger's list may refuse to tell its items; to `judge` it then is none
        return []


def _words(items: Sequence[object]) -> str:
    words = [_word(item) for item in items[:_MOST_TOLD]]
    words += [f"{len(items) - _MOST_TOLD:,} more"] if len(items) > _MOST_TOLD else []
    return f"a list with {' and '.join(words)}"


def _word(item: object) -> str:
    """Tell an item of a list, which may be as long as the lead's source made it."""
    huge = isinstance(item, Decimal) and abs(item.adjusted()) > _LONGEST  # written out it would fill the memory
    if type(item) in _OWN and not huge:
        with suppress(ValueError):  # Python writes no whole number of 5,000 digits
            text = value_text(item)
            if len(text) <= _LONGEST:
                return text
    return shown(item)


def _kind(tests: Sequence[AnyItem | EveryItem], item: object, now: int | None) -> tuple[Verdict, ...]:
    return tuple(judge(test.test, item, now).verdict for test in tests)


def _choices(
    kinds: list[tuple[Verdict, ...]],
) -> Iterator[tuple[tuple[Verdict, ...], ...]]:
    """Yield sets of kinds, small ones first; not all of them where they are many."""
    sizes = range(len(kinds) + 1) if len(kinds) <= MOST_CLASSES else (0, 1, 2, len(kinds) - 1, len(kinds))
    return chain.from_iterable(combinations(kinds, size) for size in sizes)


def _keeps(items: list[object]) -> bool:
    """Say whether items can stand in a proposal, which is a value: it is hashed."""
    try:
        hash(tuple(items))
    except Exception:  # noqa: BLE001 - the items are strangers' objects
        return False
    return True
