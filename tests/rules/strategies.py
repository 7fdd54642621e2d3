"""What hypothesis draws from: rules, scores, leads with hostile values, events. Pools are small, so that they meet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import attrs
from hypothesis import strategies as st

from alignkit.currency import money
from alignkit.history.events import Event
from alignkit.rules.predicates import (
    AllOf,
    AnyItem,
    AnyOf,
    AtLeast,
    Between,
    Compare,
    Did,
    EveryItem,
    IsTrue,
    Matches,
    Missing,
    Named,
    Not,
    OneOf,
    Rule,
    ScoreCompare,
    TextMatch,
    Within,
)
from alignkit.rules.scores import Points, Score

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2024, 10, 28, 9, tzinfo=UTC)
TWICE = (datetime(2024, 10, 27, 2, 30, tzinfo=PARIS), datetime(2024, 10, 27, 2, 30, tzinfo=PARIS, fold=1))
"""One wall time, two instants."""
FIELDS = ("a", "b", "c")
NAMES = ("webinar", "call", "touch")


class NAType:
    """As pandas.NA: equal to nothing, and no truth value."""

    stands_for = "missing"

    def __eq__(self, other: object) -> Any:  # noqa: ANN401 - itself, as pandas does
        return self

    __hash__ = None  # type: ignore[assignment]  # unhashable on purpose

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")


class NotATime(datetime):
    """As pandas.NaT: a datetime that is unlike itself."""

    stands_for = "missing"

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]  # unhashable on purpose


class Refusing:
    """Compares with nothing."""

    stands_for = "other"

    def __eq__(self, other: object) -> NoReturn:
        raise RuntimeError("do not compare me")

    __hash__ = None  # type: ignore[assignment]  # unhashable on purpose


class Pretender:
    """Claims to be an int."""

    stands_for = "other"

    @property  # type: ignore[misc]  # a lie
    def __class__(self) -> Any:  # noqa: ANN401 - the same
        return int


class Array:
    """As an array: its comparison has many answers."""

    stands_for = "other"

    def __eq__(self, other: object) -> Any:  # noqa: ANN401 - as numpy does
        return [True, False]

    __hash__ = None  # type: ignore[assignment]  # unhashable on purpose


class SulkingInt(int):
    """An int that refuses to be compared with others."""

    stands_for = "other"

    def _refuse(self, other: object) -> bool:
        if self is other:
            return True
        raise ZeroDivisionError("no")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __hash__ = int.__hash__


class SulkingText(str):
    """A text that refuses everything."""

    __slots__ = ()
    stands_for = "other"

    def _refuse(self, *_: object) -> NoReturn:
        raise ArithmeticError("no")

    __eq__ = __ne__ = __lt__ = casefold = __contains__ = startswith = endswith = _refuse
    __hash__ = str.__hash__


numbers = st.sampled_from(
    (
        *(0, 1, 49, 50, 51, -1, 50.0, Decimal("50.00")),
        *(0.1, Decimal("0.1"), Fraction(1, 10), Fraction(1, 3), 0.3, 0.5),
        *(10**15, 1e15, -(10**15), 999_999_999_999_999.9),
    )
)
texts = st.sampled_from(("NL", "nl", "BE", "", "Straße", "STRASSE", "50", "İ", "a@gmail.com"))
dates = st.sampled_from((date(2024, 10, 27), date(2024, 10, 28), date.min, date.max))
instants = st.sampled_from(
    (
        *TWICE,
        NOW,
        NOW - timedelta(days=30),
        NOW + timedelta(microseconds=1),
        datetime(2024, 10, 27, 0, 30, tzinfo=UTC),
        datetime(2024, 10, 27, 6, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    )
)
amounts = st.sampled_from((money(1, "EUR"), money("0.10", "EUR"), money(1, "USD"), money(2, "USD")))

plain_values: st.SearchStrategy[object] = st.one_of(numbers, texts, st.booleans(), dates, instants, amounts)
odd_numbers = st.sampled_from(
    (
        *(float("inf"), float("-inf"), Decimal("Infinity"), 1e308, 5e-324, Decimal("1e-400"), -0.0),
        *(10**400, -(10**400), 2**53, 2**53 + 1, 2.0**53, -(2**53) - 1, 10**15 + 1, 1e15 + 0.125),
    )
)
missing_values = st.sampled_from(
    (None, float("nan"), Decimal("NaN"), Decimal("-sNaN"), NAType(), NotATime(2024, 1, 1, tzinfo=UTC))
)
hostile_values: st.SearchStrategy[object] = st.sampled_from(
    (
        datetime(2024, 10, 27, 2, 30),  # noqa: DTZ001 - naive on purpose
        [],
        ["NL", 50],
        ("NL",),
        {"NL"},
        frozenset({50}),
        {"amount": {"value": 50, "currency": ["EUR"]}},
        b"NL",
        1j,
        object(),
        int,
        Refusing(),
        Pretender(),
        Array(),
        SulkingInt(50),
        SulkingText("NL"),
        NotImplemented,
    )
)
lists: st.SearchStrategy[object] = st.lists(
    st.one_of(numbers, texts, st.booleans(), instants, missing_values, st.just(["NL"])), max_size=3
).flatmap(lambda items: st.sampled_from((items, tuple(items))))
values: st.SearchStrategy[object] = st.one_of(
    plain_values, plain_values, lists, odd_numbers, missing_values, hostile_values
)
leads = st.dictionaries(st.sampled_from(FIELDS), values)
plain_leads = st.dictionaries(st.sampled_from(FIELDS), st.one_of(plain_values, odd_numbers, st.none(), lists))

fields = st.sampled_from(FIELDS)
operators = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
spans = st.sampled_from((timedelta(microseconds=1), timedelta(days=1), timedelta(days=30), timedelta(days=36_600)))
ordered = st.one_of(numbers, dates, instants, amounts)


@st.composite
def ranges(draw: st.DrawFn) -> Between:
    """Draw a range of two constants of one kind."""
    pool = draw(st.sampled_from((numbers, dates, st.sampled_from((money(1, "EUR"), money("0.10", "EUR"))))))
    low, high = draw(pool), draw(pool)
    if high < low:  # type: ignore[operator]  # of one kind, which has an order
        low, high = high, low
    return Between(draw(fields), low, high)  # type: ignore[arg-type]  # made exact by Between


def _one_of(pool: st.SearchStrategy[Any]) -> st.SearchStrategy[OneOf]:
    return st.builds(OneOf, fields, st.lists(pool, max_size=4).map(tuple))


patterns = st.sampled_from(("^n", "l$", "a.g", "[0-9]+", "gmail|strasse", "^$"))
single_conditions: st.SearchStrategy[Any] = st.one_of(
    st.builds(Compare, fields, operators, ordered),
    st.builds(Compare, fields, st.sampled_from(("==", "!=")), st.one_of(texts, st.booleans())),
    st.sampled_from((numbers, texts, st.booleans(), dates, instants, amounts)).flatmap(_one_of),
    ranges(),
    st.builds(
        TextMatch, fields, st.sampled_from(("contains", "starts_with", "ends_with")), texts.filter(bool), st.booleans()
    ),
    st.builds(IsTrue, fields),
    *((st.builds(Matches, fields, patterns, st.booleans()),) if find_spec("re2") else ()),  # the extra `[regex]`
)
known_conditions: st.SearchStrategy[Any] = st.one_of(
    single_conditions,
    single_conditions,
    st.builds(AnyItem, single_conditions),
    st.builds(EveryItem, single_conditions),
)
timeless: st.SearchStrategy[Any] = st.one_of(known_conditions, st.builds(Missing, fields))
within = st.one_of(st.builds(Within, fields, spans), st.builds(AnyItem, st.builds(Within, fields, spans)))
"""Conditions on one field; without the question whether it is missing; without `as_of`."""


def _joined(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    groups = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        st.builds(AllOf, groups),
        st.builds(AnyOf, groups),
        st.builds(Not, parts),
        groups.flatmap(lambda rules: st.builds(AtLeast, st.integers(1, len(rules)), st.just(rules))),
        st.builds(Named, st.sampled_from(("ICP fit", "MQL")), parts),
        # one part that stands in three places
        st.builds(lambda part, other: (part & other) | ~part | AtLeast(2, (part, part, other)), parts, parts),
    )


def rules_of(conditions: st.SearchStrategy[Any], leaves: int = 8) -> st.SearchStrategy[Any]:
    """Draw rules over these conditions, of all kinds, nested, with shared parts."""
    return st.recursive(conditions, _joined, max_leaves=leaves)


dids = st.builds(
    Did,
    st.sampled_from(NAMES),
    st.none() | rules_of(timeless, 3),
    st.sampled_from((1, 1, 2, 3)),
    st.none() | spans,
)
single_dids = st.builds(Did, st.sampled_from(NAMES), st.none() | timeless, within=st.none() | spans)
scoreless = rules_of(st.one_of(timeless, within, dids))
informed = rules_of(st.one_of(known_conditions, within, dids))
"""Rules that only gain by information: they do not ask whether a field is missing."""

points: st.SearchStrategy[Any] = st.sampled_from(
    (0, 1, 10, -5, 0.1, Decimal("0.25"), Fraction(1, 8), 10**9, -20, Decimal("0.000001"))
)
bounds: st.SearchStrategy[Any] = st.none() | st.sampled_from((0, 1, 10, Decimal("0.3"), 30))


STEPS = (((timedelta(days=1), Fraction(1, 3)), (timedelta(days=30), 0)), ((timedelta(days=7), Decimal("0.5")),))


@st.composite
def each_points(draw: st.DrawFn) -> Points:
    """Draw points for events, which fade, are counted and capped in every way that goes together."""
    worth = draw(points)
    fading: dict[str, Any] = draw(
        st.sampled_from(
            ({}, *({"half_life": timedelta(days=days)} for days in (1, 7, 30)), *({"steps": s} for s in STEPS))
        )
    )
    limit: dict[str, Any] = draw(st.sampled_from(({}, {"count_up_to": 1}, {"count_up_to": 2}, {"first_only": True})))
    cap: dict[str, Any] = {}
    if worth and draw(st.booleans()):
        size: Any = draw(st.sampled_from((1, 12, Decimal("0.25"))))
        cap = {"cap": size if worth > 0 else -size}
    return Points(worth, each=draw(single_dids), **fading, **limit, **cap)


@st.composite
def scores(draw: st.DrawFn, depth: int = 2, name: str = "s") -> Score:
    """Draw a score with clauses and parts, capped or not, whose rules may ask about other scores."""
    inner = scoreless if depth == 0 else st.one_of(scoreless, rules(depth - 1, f"{name}r"))
    clauses = st.one_of(st.builds(Points, points, when=inner), each_points())
    parts = [draw(scores(depth - 1, f"{name}{i}")) for i in range(draw(st.integers(0, 2)))] if depth else []
    low, high = draw(bounds), draw(bounds)
    if low is not None and high is not None and low > high:
        low, high = high, low
    listed = draw(st.lists(clauses, min_size=0 if parts else 1, max_size=3))
    return Score(name, listed, parts, cap=high, floor=low, bands={"A": 10, "B": 1})


@st.composite
def rules(draw: st.DrawFn, depth: int = 1, name: str = "s") -> Rule:
    """Draw rules of all kinds, those that ask about a score among them."""
    compares = st.builds(ScoreCompare, scores(depth, name), st.sampled_from(("<", "<=", ">", ">=")), points)
    rule: Rule = draw(rules_of(st.one_of(timeless, within, dids, compares), 5))
    return rule


attributes = st.dictionaries(fields, st.one_of(plain_values, st.none(), st.just(float("nan"))), max_size=2)


def _event(name: str, at: datetime, held: dict[str, object], key: str | None) -> Event:
    if name == "touch":
        return Event("L1", at, "touch", "call", attributes=held, id=key)
    return Event("L1", at, name, attributes=held, id=key)


moments = st.one_of(instants, st.integers(-100 * 86_400, 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds)))
events = st.lists(
    st.builds(_event, st.sampled_from(NAMES), moments, attributes, st.none() | st.sampled_from(("e1", "e2"))),
    max_size=6,
)


def about_a(conditions: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw conditions about one field, as a lead holds them."""

    def renamed(test: Any) -> Any:  # noqa: ANN401 - a condition
        inner = getattr(test, "test", None)
        return type(test)(renamed(inner)) if inner is not None else attrs.evolve(test, field="a")

    return conditions.map(renamed)
