"""The builder of rules over fields: `field("employees") >= 50`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn, TypeAlias

from alignkit.currency import Money
from alignkit.errors import RuleError, shown
from alignkit.rules.checked import checked_field_name, checked_unit, unlisted
from alignkit.rules.items import Items
from alignkit.rules.node import refused
from alignkit.rules.operators import TextOperator
from alignkit.rules.predicates import (
    AnyItem,
    Between,
    Compare,
    EveryItem,
    IsTrue,
    Matches,
    Missing,
    Named,
    OneOf,
    TextMatch,
    Within,
)

Comparable: TypeAlias = int | float | Decimal | Fraction | date | datetime | Money
"""What has an order."""


class Field:
    """A field of a lead, or an attribute of an event; comparing it makes a rule.

    This builder alone overloads `==`: rules themselves keep structural equality and hash.

    >>> field("employees") >= 50
    field('employees') >= 50
    """

    __slots__ = ("name", "unit")

    def __init__(self, name: str, unit: str | None = None) -> None:
        self.name = checked_field_name(name)
        self.unit = None if unit is None else checked_unit(unit, self.name)

    def __eq__(self, other: object) -> Compare:  # type: ignore[override]  # it builds a rule
        if other is None:
            raise RuleError.at(
                "missing-constant", f"write field({self.name!r}).is_missing(): nothing is ever equal to None"
            )
        return Compare(self.name, "==", other, self.unit)  # type: ignore[arg-type]  # checked by Compare

    def __ne__(self, other: object) -> Compare:  # type: ignore[override]  # it builds a rule
        if other is None:
            raise RuleError.at(
                "missing-constant", f"write ~field({self.name!r}).is_missing(): nothing is ever equal to None"
            )
        return Compare(self.name, "!=", other, self.unit)  # type: ignore[arg-type]  # checked by Compare

    def __lt__(self, other: Comparable) -> Compare:
        return Compare(self.name, "<", other, self.unit)  # type: ignore[arg-type]  # made exact by Compare

    def __le__(self, other: Comparable) -> Compare:
        return Compare(self.name, "<=", other, self.unit)  # type: ignore[arg-type]  # made exact by Compare

    def __gt__(self, other: Comparable) -> Compare:
        return Compare(self.name, ">", other, self.unit)  # type: ignore[arg-type]  # made exact by Compare

    def __ge__(self, other: Comparable) -> Compare:
        return Compare(self.name, ">=", other, self.unit)  # type: ignore[arg-type]  # made exact by Compare

    def __hash__(self) -> int:
        return hash((Field, self.name, self.unit))

    def __bool__(self) -> NoReturn:
        raise RuleError.at(
            "no-truth-value", f"a field has no truth value: write field({self.name!r}).is_true(), and & | ~ to combine"
        )

    def __contains__(self, item: object) -> NoReturn:
        raise RuleError.at(
            "no-truth-value", f"write field({self.name!r}).is_in(...) or .contains(...), not `in` ({shown(item)})"
        )

    def __and__(self, other: object) -> NoReturn:
        raise refused(self)

    __rand__ = __or__ = __ror__ = __and__

    def __invert__(self) -> NoReturn:
        raise refused(self)

    def __repr__(self) -> str:
        return f"field({self.name!r})" if self.unit is None else f"field({self.name!r}, unit={self.unit!r})"

    @property
    def any_item(self) -> Items:
        """Ask about a list: at least one of its items.

        >>> field("products").any_item == "crm"
        field('products').any_item == 'crm'
        """
        return Items(self, AnyItem)

    @property
    def every_item(self) -> Items:
        """Ask about a list: each of its items. An empty list is YES, as in logic."""
        return Items(self, EveryItem)

    def is_in(self, *values: object) -> OneOf:
        """Ask whether the value is one of these; they may come as one list, or as anything that holds them.

        >>> field("country").is_in("NL", "BE")
        field('country').is_in('BE', 'NL')
        """
        return OneOf(self.name, unlisted(values), self.unit)  # type: ignore[arg-type]  # checked by OneOf

    def between(self, low: Comparable, high: Comparable) -> Between:
        """Ask whether the value lies from `low` to `high`, both included."""
        return Between(self.name, low, high, self.unit)  # type: ignore[arg-type]  # made exact by Between

    def contains(self, text: str, *, case_matters: bool = False) -> TextMatch:
        """Ask whether the text contains another."""
        return self._text("contains", text, case_matters)

    def starts_with(self, text: str, *, case_matters: bool = False) -> TextMatch:
        """Ask whether the text starts with another."""
        return self._text("starts_with", text, case_matters)

    def ends_with(self, text: str, *, case_matters: bool = False) -> TextMatch:
        """Ask whether the text ends with another."""
        return self._text("ends_with", text, case_matters)

    def matches(self, pattern: str, *, case_matters: bool = False) -> Matches:
        """Ask whether a regular expression is found in the text; needs the extra `[regex]`.

        The syntax is RE2's, whose time grows with the text alone; `^` and `$` tie the pattern to the ends.

        Raises:
            DocumentError: `bad-pattern`.
            LimitError: `too-large`.
            MissingExtraError: without google-re2.
        """
        return Matches(self.name, pattern, case_matters)

    def _text(self, op: TextOperator, text: str, case_matters: bool) -> TextMatch:  # noqa: FBT001 - from the three above
        return TextMatch(self.name, op, text, case_matters)

    def is_true(self) -> IsTrue:
        """Ask whether the truth value is true."""
        return IsTrue(self.name)

    def is_missing(self) -> Missing:
        """Ask whether there is no value: absent, None, NaN, NaT or NA. An empty text is a value."""
        return Missing(self.name)

    def within(self, span: timedelta) -> Within:
        """Ask whether the instant lies in the span before `as_of`."""
        return Within(self.name, span)

    def named(self, name: str, *, title: str | None = None) -> Named:
        """Ask whether the truth value is true, under a name."""
        return self.is_true().named(name, title=title)


def field(name: str, *, unit: str | None = None) -> Field:
    """Start a rule about a field.

    Args:
        name: the field's name, a key of the lead's mapping.
        unit: what the numbers it is compared with count; it must be the declared unit, and is never converted.

    Raises:
        DocumentError: `bad-id` for a blank name; `wrong-type`.

    >>> (field("employees") >= 50) & field("country").is_in("NL", "BE")
    (field('employees') >= 50) & field('country').is_in('BE', 'NL')
    """
    return Field(name, unit)
