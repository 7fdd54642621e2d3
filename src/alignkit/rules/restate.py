"""Restate conditions on fields in one way: alone, denied, and several on one field.

What stands here keeps the meaning for every value, by the answers of `judge`: a missing value or one of another kind
is UNKNOWN to both sides of each law, and an amount in another currency has no order but is unequal.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias, assert_never

import attrs

from alignkit.currency import Money
from alignkit.instants import MICROSECOND, micros
from alignkit.rules.constants import kind_of
from alignkit.rules.operators import OPPOSITE
from alignkit.rules.predicates import (
    AnyItem,
    Between,
    Compare,
    EveryItem,
    FieldTest,
    IsTrue,
    Matches,
    Missing,
    Not,
    OneOf,
    Rule,
    TextMatch,
    Within,
)

Key: TypeAlias = tuple[Any, ...]
"""What a form is sorted by: two forms have one key just if they are equal. Any two keys can be compared."""
Leaf: TypeAlias = FieldTest | Not
"""A condition on a field, or the opposite of one that has no shorter opposite."""
_FURTHEST = timedelta(days=1, microseconds=-1)
"""No clock is further from UTC."""


class Form(NamedTuple):
    """A rule in canonical form, and what it is sorted by."""

    rule: Rule
    key: Key


def plainest(test: FieldTest) -> FieldTest:
    """Return the one way to ask what a condition asks; the condition itself where it is that.

    >>> plainest(IsTrue("vip")), plainest(OneOf("country", ("NL",)))
    (field('vip') == True, field('country') == 'NL')
    """
    match test:
        case Compare(field, op, value, unit):
            if op == "!=" and isinstance(value, bool):
                return Compare(field, "==", not value)
            return Compare(field, op, _in_utc(value), unit) if _elsewhere(value) else test
        case OneOf(field, values, unit):
            if len(values) == 1:
                return Compare(field, "==", _in_utc(values[0]), unit)
            return attrs.evolve(test, values=tuple(map(_in_utc, values))) if _elsewhere(*values) else test
        case Between(_, low, high):
            return attrs.evolve(test, low=_in_utc(low), high=_in_utc(high)) if _elsewhere(low, high) else test
        case TextMatch(field, op, text, False):
            return test if (folded := _folded(text)) == text else TextMatch(field, op, folded)
        case IsTrue(field):
            return Compare(field, "==", True)
        case AnyItem(inner) | EveryItem(inner):
            return test if (plain := plainest(inner)) is inner else type(test)(plain)
        case TextMatch() | Matches() | Missing() | Within():
            return test
        case _:
            assert_never(test)


def opposite(rule: Leaf) -> Leaf:
    """Return the opposite of a condition: a comparison turned round where there is one, else `~`.

    >>> opposite(Compare("a", ">=", 5)), opposite(AnyItem(Compare("a", "==", "x"))), opposite(Not(Missing("a")))
    (field('a') < 5, field('a').every_item != 'x', field('a').is_missing())
    """
    match rule:
        case Not():
            return _sign_of(rule)[0]
        case Compare():
            return _denied(rule)
        case AnyItem(Compare() as test):
            return EveryItem(_denied(test))
        case EveryItem(Compare() as test):
            return AnyItem(_denied(test))
        case _:
            return Not(rule)


def _sign_of(rule: Leaf) -> tuple[FieldTest, bool]:
    """Return the condition, and whether it is told rather than denied."""
    return (rule.rule, False) if isinstance(rule, Not) else (rule, True)  # type: ignore[return-value]  # of a leaf


def _denied(test: Compare) -> Compare:
    field, op, value, unit = test.field, test.op, test.value, test.unit
    return Compare(field, op, not value) if isinstance(value, bool) else Compare(field, OPPOSITE[op], value, unit)


def _in_utc(value: Any) -> Any:  # noqa: ANN401 - any constant
    """Return an instant in UTC; where UTC shows no year 1 to 9999, at the one offset that shows a year for all."""
    if not isinstance(value, datetime):
        return value
    try:
        return value.astimezone(UTC)
    except OverflowError:
        offset = _FURTHEST if value.year == 1 else -_FURTHEST
        wall = value.replace(tzinfo=None) + (offset - (value.utcoffset() or offset))
        return wall.replace(tzinfo=timezone(offset))


def _elsewhere(*values: object) -> bool:
    """Say whether constants, which are of one kind, are instants that are not all told in UTC."""
    return any(isinstance(value, datetime) and value.tzinfo is not UTC for value in values)


def _folded(text: str) -> str:
    """Return a text in folded case, letter by letter as `casefold` does, but the same on every Python.

    Letters that came to Unicode since version 3.2 are left: an older Python may not know how they fold. All versions
    agree on those before, which Unicode promises never to change.
    """
    if text.isascii():
        return text.lower()
    from unicodedata import ucd_3_2_0

    return "".join(letter if ucd_3_2_0.category(letter) == "Cn" else letter.casefold() for letter in text)


def leaf(rule: Leaf) -> Form:
    """Return the form of a condition that is its plainest, or of its opposite."""
    test, told = _sign_of(rule)
    return Form(rule, _key(test, "" if told else "not "))


def _key(test: FieldTest, before: str) -> Key:
    """Return the place of a condition among others: by field, then by what is asked, then by its constants."""
    if isinstance(test, AnyItem | EveryItem):
        return _key(test.test, f"{before}{'any' if isinstance(test, AnyItem) else 'every'} ")
    match test:
        case Compare(field, op, value, unit):
            return (0, field, before + op, (_kind(value), unit or "", _text(value)))
        case OneOf(field, values, unit):
            kind = _kind(values[0]) if values else ""
            return (0, field, f"{before}in", (kind, unit or "", *map(_text, values)))
        case Between(field, low, high, unit):
            return (0, field, f"{before}between", (_kind(low), unit or "", _text(low), _text(high)))
        case TextMatch(field, op, text, case_matters):
            return (0, field, before + op, ("exactly" if case_matters else "", text))
        case Matches(field, pattern, case_matters):
            return (0, field, f"{before}matches", ("exactly" if case_matters else "", pattern))
        case Missing(field):
            return (0, field, f"{before}missing", ())
        case Within(field, span):
            return (0, field, f"{before}within", (str(span // MICROSECOND),))
        case IsTrue(field):
            return (0, field, f"{before}true", ())
        case _:
            assert_never(test)


_KINDS = {str: "text", int: "number", Decimal: "number", Fraction: "number", bool: "truth value", date: "date"}
"""The usual kinds of constants, to be told at once."""


def _kind(value: object) -> str:
    return _KINDS.get(type(value)) or kind_of(value)


def _text(value: object) -> str:
    """Return a constant as text: unlike constants of one kind have unlike texts."""
    if isinstance(value, Money):
        return f"{value.currency} {value.amount}"
    if isinstance(value, datetime):
        return str(micros(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def merged(forms: Iterable[Form], *, every: bool) -> list[Form]:
    """Join what the members of one group ask of one field: sets of values, and both ends of ranges.

    Of an `any`: `a == 1` and `a == 2` is `a.is_in(1, 2)`, `a < 1` and `a > 5` is `~a.between(1, 5)`. An `all` denies
    the `any` of its opposites: `a != 1` and `a != 2` is `~a.is_in(1, 2)`, `a >= 1` and `a <= 5` is `a.between(1, 5)`.
    Of a list, an `any` goes with any item, and an `all` with every item. The members never become more.

    Args:
        forms: the members, none of which is a group of this group's kind.
        every: whether the group is an `all`.
    """
    found: list[Form] = []
    places: dict[_Place, list[tuple[Form, _Asked]]] = {}
    for form in forms:
        place, asked = _asked(form.rule, every)
        if place is None:
            found.append(form)
        else:
            places.setdefault(place, []).append((form, asked))
    for place, group in places.items():
        joined = None if len(group) == 1 else (_one_of if place.what == "set" else _ranges)(place, group)
        if joined is None:
            found += (form for form, _ in group)
        else:
            found += (leaf(opposite(rule) if every else rule) for rule in joined)
    return found


class _Place(NamedTuple):
    """Where conditions can be joined: those of one place ask of one field for constants of one kind."""

    what: Literal["set", "range"]
    of_items: bool
    field: str
    unit: str | None
    kind: str


_Asked: TypeAlias = tuple[tuple[Any, ...], tuple[Any, ...]]
"""What an `any` asks in one place: the values of a set; or those below and those above which the value must lie."""
_NOTHING: tuple[None, _Asked] = (None, ((), ()))


def _asked(rule: Rule, every: bool) -> tuple[_Place | None, _Asked]:  # noqa: FBT001 - the kind of the group
    """Return where a member of an `any` can be joined with others; a member of an `all` is denied first."""
    positive = not isinstance(rule, Not)
    test = rule.rule if isinstance(rule, Not) else rule
    of_items = isinstance(test, AnyItem | EveryItem)
    if isinstance(test, AnyItem | EveryItem):
        if isinstance(test, EveryItem) is not (positive is every):
            return _NOTHING  # of any item, more than one thing is not asked of the same one
        test = test.test
    said = positive is not every
    match test:
        case Compare(field, op, value, unit):
            kind = _kind(value)
            if kind == "truth value":
                return _Place("set", of_items, field, unit, kind), ((value if said else not value,), ())
            op = op if said else OPPOSITE[op]
            if op == "==":
                return _Place("set", of_items, field, unit, kind), ((value,), ())
            if op in {"<", ">"}:
                ends = ((value,), ()) if op == "<" else ((), (value,))
                return _Place("range", of_items, field, unit, _order(value, kind)), ends
        case OneOf(field, values, unit) if said and values:
            return _Place("set", of_items, field, unit, _kind(values[0])), (values, ())
        case Between(field, low, high, unit) if not said:
            return _Place("range", of_items, field, unit, _order(low, _kind(low))), ((low,), (high,))
        case _:
            pass
    return _NOTHING


def _order(value: object, kind: str) -> str:
    """Return what constants must be to be ends of one range: amounts, of one currency."""
    return f"{kind} {value.currency}" if isinstance(value, Money) else kind


def _one_of(place: _Place, group: list[tuple[Form, _Asked]]) -> list[Leaf]:
    values = tuple(value for _, (some, _) in group for value in some)
    test = plainest(OneOf(place.field, values, place.unit))
    return [AnyItem(test) if place.of_items else test]


def _ranges(place: _Place, group: list[tuple[Form, _Asked]]) -> list[Leaf] | None:
    """Return as many ranges as the ends make, and the ends that are left; None where they make none."""
    belows, aboves = (sorted({end for _, ends in group for end in ends[side]}) for side in (0, 1))
    if not belows or not aboves:
        return None
    found: list[Leaf] = []
    waiting = deque(belows)
    for above in aboves:
        if waiting and waiting[0] <= above:
            inside = Between(place.field, waiting.popleft(), above, place.unit)
            # some item lies outside: not every one lies inside
            found.append(Not(EveryItem(inside) if place.of_items else inside))
        else:
            found.append(_end(place, ">", above))
    return found + [_end(place, "<", below) for below in waiting]


def _end(place: _Place, op: Literal["<", ">"], value: Any) -> Leaf:  # noqa: ANN401 - a constant that has an order
    test = Compare(place.field, op, value, place.unit)
    return AnyItem(test) if place.of_items else test
