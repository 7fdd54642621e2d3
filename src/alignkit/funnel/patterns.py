"""Patterns over a journey: a stage entered or left, a handoff answered, an event; joined with `|`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import attrs

from alignkit.errors import DocumentError, RuleError, shown
from alignkit.names import checked_id
from alignkit.rules.predicates import AnyOf, Did


class Joined:
    """What the patterns share: `a | b` is either of both, and none is a truth value."""

    __slots__ = ()

    joins_rules = True
    """A rule on the left leaves `|` to the pattern: `did("call") | entered("sal")`."""

    def __or__(self, other: object) -> Either:
        return Either((self, other))

    def __ror__(self, other: object) -> Either:
        return Either((other, self))

    def __bool__(self) -> bool:
        raise RuleError.at("no-truth-value", "a pattern has no truth value: write `a | b` for `a or b`")


def _id(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    checked_id(value, attribute.name)


def _optional_id(_: object, attribute: attrs.Attribute[str | None], value: str | None) -> None:
    if value is not None:
        checked_id(value, attribute.name)


@attrs.frozen(slots=True, repr=False)
class Entered(Joined):
    """Every entry into a stage; of a stage that was passed without a record too, and then marked as inferred."""

    stage: str = attrs.field(validator=_id)

    def __repr__(self) -> str:
        return f"entered({self.stage!r})"


@attrs.frozen(slots=True, repr=False)
class Left(Joined):
    """Every end of a visit to a stage; the event is the one that ended it."""

    stage: str = attrs.field(validator=_id)

    def __repr__(self) -> str:
        return f"left({self.stage!r})"


@attrs.frozen(slots=True, repr=False)
class Accepted(Joined):
    """Every `accept` event; with a stage, those that accept the lead into it."""

    stage: str | None = attrs.field(default=None, validator=_optional_id)

    def __repr__(self) -> str:
        return f"accepted({self.stage!r})" if self.stage is not None else "accepted()"


@attrs.frozen(slots=True, repr=False)
class Rejected(Joined):
    """Every `reject` event; with a reason, those that give it."""

    reason: str | None = attrs.field(default=None, validator=_optional_id)

    def __repr__(self) -> str:
        return f"rejected({self.reason!r})" if self.reason is not None else "rejected()"


def _parts(patterns: Iterable[object]) -> tuple[Simple, ...]:
    found: dict[Simple, None] = {}
    for pattern in patterns:
        checked = checked_pattern(pattern)
        found.update(dict.fromkeys(simple_parts(checked)))
    if not found:
        raise DocumentError.at("empty-group", "`either` needs at least one pattern: none would never occur")
    return tuple(found)


@attrs.frozen(slots=True, repr=False)
class Either(Joined):
    """What any of the patterns matches; one inside another is taken apart, and doubles stand once."""

    patterns: tuple[Simple, ...] = attrs.field(converter=_parts)

    def __repr__(self) -> str:
        return " | ".join(repr(pattern) for pattern in self.patterns)


Simple: TypeAlias = Entered | Left | Accepted | Rejected | Did
"""A pattern that is no join."""
Pattern: TypeAlias = Simple | Either
"""Every kind of pattern."""


def simple_parts(pattern: Pattern) -> tuple[Simple, ...]:
    """Return the patterns of a join, or a single one.

    >>> simple_parts(entered("mql") | left("mql"))
    (entered('mql'), left('mql'))
    """
    return pattern.patterns if isinstance(pattern, Either) else (pattern,)


def checked_pattern(value: object, what: str = "a pattern") -> Pattern:
    """Return `value` as a pattern. `did("call") | did("mail")`, which is a rule, is read as either of both.

    Raises:
        DocumentError: `not-a-pattern`, with what to write instead.
    """
    if isinstance(value, Either):
        first, *others = value.patterns
        return value if others else first
    if isinstance(value, Entered | Left | Accepted | Rejected | Did):
        return value
    if isinstance(value, AnyOf):
        return either(*value.rules)
    raise DocumentError.at(
        "not-a-pattern",
        f"{what} must be a pattern such as entered('mql'), accepted() or did('call'), or several joined with |, "
        f"not {shown(value)}",
    )


def entered(stage: str) -> Entered:
    """Match every entry into a stage.

    >>> entered("mql") | Did("demo_request")
    entered('mql') | did('demo_request')
    """
    return Entered(stage)


def left(stage: str) -> Left:
    """Match every end of a visit to a stage.

    >>> left("mql")
    left('mql')
    """
    return Left(stage)


def accepted(stage: str | None = None) -> Accepted:
    """Match every `accept` event, or those that accept the lead into `stage`.

    >>> accepted() | rejected()
    accepted() | rejected()
    """
    return Accepted(stage)


def rejected(reason: str | None = None) -> Rejected:
    """Match every `reject` event, or those that give `reason`.

    >>> rejected("no budget").reason
    'no budget'
    """
    return Rejected(reason)


def either(*patterns: object) -> Pattern:
    """Match what any of the patterns matches; a single one is that pattern.

    Raises:
        DocumentError: `not-a-pattern`, `empty-group`.

    >>> either(entered("mql"), Did("call"))
    entered('mql') | did('call')
    """
    return checked_pattern(Either(patterns))
