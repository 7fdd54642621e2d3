"""Write a condition on one field as an expression: inline for the usual classes of values, by `judge` for all others.

The expression is true just if the condition is YES (or, when not positive, NO). It must equal `judge` for any value:
tests/laws/test_rules_compiled_equals_slow.py.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, assert_never

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
    OneOf,
    TextMatch,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class Held(NamedTuple):
    """How an expression calls the value that a lead holds, and its class; and how it finds the class first."""

    value: str
    kind: str
    found: str


class Quick(NamedTuple):
    """Classes of values, as a test, and the condition for a value of one of them."""

    guard: str
    test: str


def write_test(test: FieldTest, positive: bool, held: Held, bind: Callable[[object], str]) -> str:  # noqa: FBT001 - the polarity of a rule
    """Write a condition.

    Args:
        test: the condition.
        positive: whether the expression is true where it is YES, or where it is NO.
        held: the names of the value and of its class.
        bind: gives a name that stands for an object.

    >>> print(write_test(Compare("size", ">=", 5), True, Held("v0", "t0", "(t0 := T(v0))"), lambda value: "c0"))
    (v0 >= c0 if (t0 := T(v0)) is I or t0 is F else t0 not in O and yes(c0, v0, now))
    """
    value, kind, found = held
    slow = f"{'yes' if positive else 'no'}({bind(test)}, {value}, now)"
    quick = _quick(test, positive, held, bind)
    if isinstance(test, Missing):
        nan = f"{value} != {value}" if positive else f"{value} == {value}"  # NaN is unlike itself
        return f"({quick.test} if {quick.guard.replace(kind, found, 1)} else {nan} if {kind} is F else {slow})"
    if not quick.guard:
        return f"({value} is not None and {slow})"
    # nothing, or a value of another ordinary class, is UNKNOWN at once: `judge` sees only strangers
    guard = quick.guard.replace(kind, found, 1)
    return f"({quick.test} if {guard} else {kind} not in O and {slow})"


def _quick(test: FieldTest, positive: bool, held: Held, bind: Callable[[object], str]) -> Quick:  # noqa: FBT001 - the polarity
    v, t, _ = held
    match test:
        case Compare(_, op, value):
            return _compare(op if positive else OPPOSITE[op], value, held, bind)
        case OneOf(_, values):
            inside = "in" if positive else "not in"
            if values and all(isinstance(value, str) for value in values):
                return Quick(f"{t} is S", f"{v} {inside} {bind(frozenset(values))}")
            if values and all(type(value) is int and near(value) is not None for value in values):
                alike = "" if positive else f" and {v} == {v}"
                return Quick(_numbers(t), f"{v} {inside} {bind(frozenset(values))}{alike}")
            return Quick("", "")
        case Between(_, low, high):
            least, most = near(low), near(high)
            if least is None or most is None:
                return Quick("", "")
            a, b = bind(least), bind(most)
            return Quick(_numbers(t), f"{a} <= {v} <= {b}" if positive else f"{v} < {a} or {v} > {b}")
        case TextMatch():
            return Quick(
                f"{t} is S", write_text_match(test, positive, v if test.case_matters else f"{v}.casefold()", bind)
            )
        case IsTrue():
            return Quick(f"{t} is B", v if positive else f"not {v}")
        case Missing():
            return Quick(f"{v} is None or {t} is S or {t} is I or {t} is B", f"{v} is {'' if positive else 'not '}None")
        case AnyItem() | EveryItem():
            # YES of any and NO of every need one item, NO of any and YES of every need all
            word = "any" if isinstance(test, AnyItem) is positive else "all"
            item = write_test(test.test, positive, Held("u0", "T(u0)", "T(u0)"), bind)
            return Quick(f"{t} is L or {t} is P", f"{word}({item} for u0 in {v})")
        case Within() | Matches():
            return Quick("", "")
        case _:
            assert_never(test)


def _numbers(kind: str) -> str:
    return f"{kind} is I or {kind} is F"


def _compare(op: str, value: object, held: Held, bind: Callable[[object], str]) -> Quick:
    v, t, _ = held
    match kind_of(value):
        case "number" if (least := near(value)) is not None:
            alike = f" and {v} == {v}" if op == "!=" else ""  # NaN is unlike itself, and missing
            return Quick(_numbers(t), f"{v} {op} {bind(least)}{alike}")
        case "text":
            return Quick(f"{t} is S", f"{v} {op} {bind(value)}")
        case "truth value":
            return Quick(f"{t} is B", f"{v} {op} {bind(value)}")
        case "date":
            return Quick(f"{t} is K", f"{v} {op} {bind(value)}")
        case _:
            return Quick("", "")


def write_text_match(test: TextMatch, positive: bool, text: str, bind: Callable[[object], str]) -> str:  # noqa: FBT001 - the polarity
    """Write how a text, folded where case is ignored, contains, starts or ends with another."""
    sought = bind(test.text if test.case_matters else test.text.casefold())
    negation = "" if positive else "not "
    if test.op == "contains":
        return f"{sought} {negation}in {text}"
    method = "startswith" if test.op == "starts_with" else "endswith"
    return f"{negation}{text}.{method}({sought})"


def near(value: object) -> int | float | None:
    """Return the constant that compares with ints and floats as the exact one does, if there is one.

    A float stands for its shortest decimal. Shortest decimals keep the order of floats, so comparing with the float
    whose shortest decimal is the constant is comparing with the constant; and no whole number lies between the two.

    >>> from fractions import Fraction
    >>> near(50), near(Decimal("0.1")), near(Fraction(1, 3))
    (50, 0.1, None)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) <= 2**53 else None
    if isinstance(value, Decimal):
        found = float(value)
        return found if Decimal(repr(found)) == value else None
    return None
