"""Judge one condition on one value: the slow, plain form that the compiled form must equal."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from alignkit.currency import Money
from alignkit.instants import MICROSECOND, micros
from alignkit.rules.constants import Kind, comparable, kind_of
from alignkit.rules.operators import OPERATORS
from alignkit.rules.predicates import (
    AnyItem,
    Between,
    Compare,
    EveryItem,
    FieldTest,
    IsTrue,
    Matches,
    Missing,
    OneOf,
    TextMatch,
    Within,
)
from alignkit.rules.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable


class Judgement(NamedTuple):
    """A verdict, and why where it is UNKNOWN: `missing` or `type-mismatch`, with plain words."""

    verdict: Verdict
    reason: str = ""
    note: str = ""


def judge(test: FieldTest, value: object, now: int | None = None) -> Judgement:
    """Decide one condition for a value that a lead holds (None where it holds none).

    Args:
        test: the condition.
        value: what the lead's mapping gave.
        now: `as_of` in microseconds, for `Within`.

    >>> judge(Compare("employees", ">=", 100), "200").note
    'text where a number is due'
    """
    kind = kind_of(value)
    if isinstance(test, Missing):
        return Judgement(_verdict(kind == "missing"))
    if kind == "missing":
        return Judgement(Verdict.UNKNOWN, "missing", "no value")
    wanted = kind_asked(test)
    if wanted is not None and kind != wanted:
        return Judgement(Verdict.UNKNOWN, "type-mismatch", f"{_held(value, kind)} where {_a(wanted)} is due")
    try:
        return _judge(test, comparable(value, kind), kind, now)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a stranger's subclass of `str` or `int` may raise anything when it is compared
        return Judgement(Verdict.UNKNOWN, "type-mismatch", f"{_a(kind)} that cannot be compared")


def _judge(test: FieldTest, held: Any, kind: Kind, now: int | None) -> Judgement:  # noqa: ANN401 - of that kind
    match test:
        case Compare():
            if kind == "money" and held.currency != _money(test.value).currency:
                if test.op in {"==", "!="}:
                    return Judgement(_verdict(test.op == "!="))
                return _currencies(held.currency, _money(test.value).currency)
            return Judgement(_verdict(OPERATORS[test.op](_ordered(held, kind), _ordered(test.value, kind))))
        case OneOf():
            sought = _ordered(held, kind)
            return Judgement(_verdict(any(sought == _ordered(item, kind) for item in test.values)))
        case Between():
            if kind == "money" and held.currency != _money(test.low).currency:
                return _currencies(held.currency, _money(test.low).currency)
            low, high = _ordered(test.low, kind), _ordered(test.high, kind)
            return Judgement(_verdict(low <= _ordered(held, kind) <= high))
        case TextMatch():
            return Judgement(_verdict(_matches(test, held)))
        case Matches():
            return Judgement(_verdict(test.search(held) is not None))
        case AnyItem() | EveryItem():
            return _items(test, held, now)
        case IsTrue():
            return Judgement(_verdict(held))
        case Within():
            if now is None:
                return Judgement(Verdict.UNKNOWN, "no-as-of", "no `as_of` was given")
            return Judgement(_verdict(now - test.span // MICROSECOND <= micros(held) <= now))
        case Missing():
            return Judgement(Verdict.NO)
        case _:
            assert_never(test)


def _items(test: AnyItem | EveryItem, held: Iterable[object], now: int | None) -> Judgement:
    """Join the answers of the items by Kleene's tables: NO is the answer that an `any` of nothing has."""
    settled = Verdict.YES if isinstance(test, AnyItem) else Verdict.NO
    doubt = None
    for item in held:
        found = judge(test.test, item, now)
        if found.verdict is settled:
            return Judgement(settled)
        if found.verdict is Verdict.UNKNOWN and (
            doubt is None or found.note < doubt.note
        ):  # whatever the order of a set
            doubt = found
    if doubt is None:
        return Judgement(~settled)
    return doubt._replace(note=f"an item: {doubt.note}")


def _ordered(value: Any, kind: Kind) -> Any:  # noqa: ANN401 - a value of any kind
    """Return what a value is compared by: two instants of one zone would be compared by the wall clock."""
    return micros(value) if kind == "instant" else value


def _money(value: object) -> Money:
    return value  # type: ignore[return-value]  # the constant is of the value's kind, which was seen to be money


def _verdict(holds: object) -> Verdict:
    return Verdict.YES if holds else Verdict.NO


def kind_asked(test: FieldTest) -> Kind | None:
    """Return the kind of value that a condition asks for; None where it asks nothing of the value itself.

    >>> kind_asked(Compare("x", ">", 4)), kind_asked(Missing("x"))
    ('number', None)
    """
    match test:
        case Compare():
            return kind_of(test.value)
        case OneOf():
            return kind_of(test.values[0]) if test.values else None
        case Between():
            return kind_of(test.low)
        case TextMatch() | Matches():
            return "text"
        case AnyItem() | EveryItem():
            return "list"
        case IsTrue():
            return "truth value"
        case Within():
            return "instant"
        case Missing():
            return None
        case _:
            assert_never(test)


def _currencies(held: str, due: str) -> Judgement:
    return Judgement(Verdict.UNKNOWN, "type-mismatch", f"{held} where {due} is due")


def _matches(test: TextMatch, held: str) -> bool:
    text, sought = (held, test.text) if test.case_matters else (held.casefold(), test.text.casefold())
    if test.op == "contains":
        return sought in text
    return text.startswith(sought) if test.op == "starts_with" else text.endswith(sought)


def _held(value: object, kind: Kind) -> str:
    """Say what a lead holds. Without a zone a time is none that could be compared: what it lacks is told."""
    naive = kind == "object" and issubclass(type(value), datetime)
    return "a time without a zone" if naive else _a(kind)


def _a(kind: str) -> str:
    if kind in {"text", "money"}:
        return kind
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
