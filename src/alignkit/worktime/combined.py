"""Calendars made of calendars: while all are open, while any is, while the first is and the others are not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, get_args

import attrs

from alignkit.errors import DocumentError, LimitError, shown
from alignkit.names import did_you_mean
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.hours import CombinedHours, Kind
from alignkit.worktime.tables import Tables, tables_of

if TYPE_CHECKING:
    from alignkit.display.blocks import Block

KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_PARTS = 100
"""A calendar is combined of at most this many."""
MOST_LEAVES = 1_000
MOST_LEVELS = 20
"""Combined calendars may stand in one another this deep."""

_SIGNS: dict[Kind, str] = {"all": " & ", "any": " | ", "except": " - "}


def _parts(given: Iterable[Calendar]) -> tuple[Calendar, ...]:
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise DocumentError.at("wrong-type", f"the parts are a list of calendars, not {shown(given)}", path="parts")
    return tuple(given)


@attrs.frozen(slots=True, repr=False, cache_hash=True)
class CombinedCalendar(Calendar):
    """When several calendars together say that people are at work; made with `&`, `|` and `-`.

    Args:
        kind: `all`: open while all parts are; `any`: while one of them is; `except`: while the first is and none of the
            others is.
        parts: two calendars or more. The first gives the zone in which answers are told, and the local dates that are
            days of work; with `any` those of each part count.
        name: what people call it; not part of its meaning.

    Attributes:
        levels: how deep calendars stand in one another; 1 where no part is combined itself.
        leaves: how many calendars that are not combined it is made of in the end.

    Raises:
        DocumentError: `wrong-type`, `wrong-length`, `unknown-kind`.
        LimitError: `too-many`, over 100 parts, or over 1,000 in the end; `too-deep`, over 20 levels.

    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> nl, uk = (WorkCalendar(zone, {"mon-fri": ["09:00-17:00"]}) for zone in ("Europe/Amsterdam", "Europe/London"))
    >>> CombinedCalendar("any", [nl, uk]) == nl | uk
    True
    """

    kind: Kind
    parts: tuple[Calendar, ...] = attrs.field(converter=_parts)
    name: str = attrs.field(default="", eq=False)
    levels: int = attrs.field(init=False, eq=False)
    leaves: int = attrs.field(init=False, eq=False)
    # the one private cache: filled at first use, and no part of the calendar's meaning
    _tables: Tables = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if self.kind not in KINDS:
            near = did_you_mean(self.kind, KINDS) if isinstance(self.kind, str) else ""
            raise DocumentError.at(
                "unknown-kind",
                f"calendars are combined as {', '.join(KINDS)}, not {shown(self.kind)}{near}",
                path="kind",
            )
        if not isinstance(self.name, str):
            raise DocumentError.at("wrong-type", f"a calendar's name is text, not {shown(self.name)}", path="name")
        for number, part in enumerate(self.parts):
            if not isinstance(part, Calendar):
                text = f"a part is a calendar such as a WorkCalendar, not {shown(part)}"
                raise DocumentError.at("wrong-type", text, path=f"parts[{number}]")
        if len(self.parts) < 2:
            raise DocumentError.at("wrong-length", "it takes two calendars or more to combine them", path="parts")
        if len(self.parts) > MOST_PARTS:
            raise LimitError.at("too-many", f"at most {MOST_PARTS} calendars are combined", path="parts")
        inner = [part for part in self.parts if isinstance(part, CombinedCalendar)]
        levels = 1 + max((part.levels for part in inner), default=0)
        leaves = len(self.parts) - len(inner) + sum(part.leaves for part in inner)
        if levels > MOST_LEVELS:
            raise LimitError.at("too-deep", f"calendars are combined at most {MOST_LEVELS} levels deep", path="parts")
        if leaves > MOST_LEAVES:
            text = f"at most {MOST_LEAVES:,} calendars stand in one that is combined of others, however often each"
            raise LimitError.at("too-many", text, path="parts")
        object.__setattr__(self, "levels", levels)
        object.__setattr__(self, "leaves", leaves)
        hours = CombinedHours(self.kind, tuple(tables_of(part).hours for part in self.parts))
        object.__setattr__(self, "_tables", Tables(hours))

    @property
    def zone(self) -> str:  # type: ignore[override]  # a field of other calendars, and as unchangeable here
        """The zone of the first calendar, in which answers are told."""
        return self.parts[0].zone

    def named(self, name: str) -> Self:
        """Return the calendar with a name."""
        return attrs.evolve(self, name=name)

    def __reduce__(self) -> tuple[object, ...]:
        # a copy starts with empty tables
        return (type(self), (self.kind, self.parts, self.name))

    def blocks(self) -> Block:
        """Return how the calendars are combined, and each of them."""
        from alignkit.worktime.show import combined_blocks  # drawing is loaded when something is drawn

        return combined_blocks(self)

    def __repr__(self) -> str:
        if self.name:
            return f"CombinedCalendar({self.kind!r}, {list(self.parts)!r}, name={self.name!r})"
        return _SIGNS[self.kind].join(
            f"({part!r})" if isinstance(part, CombinedCalendar) and not part.name else repr(part) for part in self.parts
        )


def combined(kind: Kind, first: Calendar, other: Calendar) -> Calendar:
    """Combine two calendars; what is already combined in the same way, and has no name, takes the other in.

    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> a, b, c = (WorkCalendar("UTC", {day: ["09:00-17:00"]}) for day in ("mon", "tue", "wed"))
    >>> (a | b | c).parts == (a, b, c), (a | a) == a, ((a | b) - c).kind
    (True, True, 'except')
    """
    if kind != "except" and first == other:
        return first
    parts: list[Calendar] = []
    for place, calendar in enumerate((first, other)):
        # (a - b) - c is a - (b | c); a - (b - c) is something else
        same = isinstance(calendar, CombinedCalendar) and calendar.kind == kind and not calendar.name
        if same and (kind != "except" or place == 0):
            parts += calendar.parts  # type: ignore[attr-defined]  # a combined one, as was just asked
        else:
            parts.append(calendar)
    unique = parts if kind == "except" else list(dict.fromkeys(parts))
    return CombinedCalendar(kind, unique) if len(unique) > 1 else unique[0]
