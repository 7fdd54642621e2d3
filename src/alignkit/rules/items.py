"""The builder of rules over the items of a list field: `field("products").any_item == "crm"`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from alignkit.errors import RuleError, shown
from alignkit.rules.node import refused
from alignkit.rules.predicates import AnyItem, EveryItem

if TYPE_CHECKING:
    from alignkit.rules.field import Comparable, Field

ItemTest: TypeAlias = AnyItem | EveryItem


class Items:
    """Some or all items of a list field, until they are asked something; a builder, as `Field` is.

    >>> from alignkit.rules.field import field
    >>> field("regions").every_item.is_in("NL", "BE")
    field('regions').every_item.is_in('BE', 'NL')
    """

    __slots__ = ("_field", "_kind")

    def __init__(self, field: Field, kind: type[AnyItem | EveryItem]) -> None:
        self._field = field
        self._kind = kind

    def __eq__(self, other: object) -> ItemTest:  # type: ignore[override]  # it builds a rule
        return self._kind(self._field == other)

    def __ne__(self, other: object) -> ItemTest:  # type: ignore[override]  # it builds a rule
        return self._kind(self._field != other)

    def __lt__(self, other: Comparable) -> ItemTest:
        return self._kind(self._field < other)

    def __le__(self, other: Comparable) -> ItemTest:
        return self._kind(self._field <= other)

    def __gt__(self, other: Comparable) -> ItemTest:
        return self._kind(self._field > other)

    def __ge__(self, other: Comparable) -> ItemTest:
        return self._kind(self._field >= other)

    def __hash__(self) -> int:
        return hash((Items, self._field, self._kind))

    def __bool__(self) -> NoReturn:
        raise RuleError.at(
            "no-truth-value", f"the items of a list have no truth value: write {self!r} == 'crm', and & | ~ to combine"
        )

    def __contains__(self, item: object) -> NoReturn:
        raise RuleError.at("no-truth-value", f"write {self!r} == {shown(item)}, not `in`")

    def __and__(self, other: object) -> NoReturn:
        raise refused(self)

    __rand__ = __or__ = __ror__ = __and__

    def __invert__(self) -> NoReturn:
        raise refused(self)

    def __repr__(self) -> str:
        return f"{self._field!r}.{'any_item' if self._kind is AnyItem else 'every_item'}"

    def is_in(self, *values: object) -> ItemTest:
        """Ask whether the items are among these; they may come as one list."""
        return self._kind(self._field.is_in(*values))

    def between(self, low: Comparable, high: Comparable) -> ItemTest:
        """Ask whether the items lie from `low` to `high`, both included."""
        return self._kind(self._field.between(low, high))

    def contains(self, text: str, *, case_matters: bool = False) -> ItemTest:
        """Ask whether the items, as texts, contain another."""
        return self._kind(self._field.contains(text, case_matters=case_matters))

    def starts_with(self, text: str, *, case_matters: bool = False) -> ItemTest:
        """Ask whether the items, as texts, start with another."""
        return self._kind(self._field.starts_with(text, case_matters=case_matters))

    def ends_with(self, text: str, *, case_matters: bool = False) -> ItemTest:
        """Ask whether the items, as texts, end with another."""
        return self._kind(self._field.ends_with(text, case_matters=case_matters))

    def matches(self, pattern: str, *, case_matters: bool = False) -> ItemTest:
        """Ask whether a regular expression is found in the items; needs the extra `[regex]`."""
        return self._kind(self._field.matches(pattern, case_matters=case_matters))

    def is_true(self) -> ItemTest:
        """Ask whether the items are true."""
        return self._kind(self._field.is_true())

    def within(self, span: timedelta) -> ItemTest:
        """Ask whether the items are instants in the span before `as_of`."""
        return self._kind(self._field.within(span))
