"""A work calendar: the zone, the hours of a week, holidays, and dates with other hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

import attrs

from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import CalendarError, DocumentError, shown
from alignkit.instants import zone_of
from alignkit.worktime.hours import Kind, PlainHours
from alignkit.worktime.tables import Tables
from alignkit.worktime.week import Intervals, dates_of, exceptions_of, grouped, week_of

if TYPE_CHECKING:
    from alignkit.display.blocks import Block


def _week(given: Mapping[str, Sequence[str]] | tuple[tuple[str, Intervals], ...]) -> tuple[tuple[str, Intervals], ...]:
    return week_of(given)


def _holidays(given: Iterable[date]) -> tuple[date, ...]:
    return dates_of(given, "holidays")


def _exceptions(
    given: Mapping[date, Sequence[str]] | tuple[tuple[date, Intervals], ...],
) -> tuple[tuple[date, Intervals], ...]:
    return exceptions_of(given)


class Calendar(ShownInNotebooks):
    """When people are at work: a `WorkCalendar`, or calendars combined with `&`, `|` and `-`.

    `office & on_duty` is open while both are, `nl | uk` while one of them is, `office - leave` while the first is and
    the second is not. What is combined has the zone of its first calendar, and its days of work are those of the
    first; those of `nl | uk` are the days of both.

    >>> office = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})
    >>> office & WorkCalendar("UTC", {"mon": ["13:00-21:00"]})
    WorkCalendar('UTC', {'mon-fri': ['09:00-17:00']}) & WorkCalendar('UTC', {'mon': ['13:00-21:00']})
    """

    __slots__ = ()

    zone: str
    name: str
    _tables: Tables

    def __and__(self, other: Calendar) -> Calendar:
        return self._combined("all", other)

    def __or__(self, other: Calendar) -> Calendar:
        return self._combined("any", other)

    def __sub__(self, other: Calendar) -> Calendar:
        return self._combined("except", other)

    def named(self, name: str) -> Self:
        """Return the calendar with a name.

        Raises:
            DocumentError: `wrong-type`.

        >>> WorkCalendar("UTC", {"mon": ["09:00-17:00"]}).named("office").name
        'office'
        """
        raise NotImplementedError

    def blocks(self) -> Block:
        """Return the calendar as it is shown."""
        raise NotImplementedError

    def _combined(self, kind: Kind, other: object) -> Calendar:
        from alignkit.worktime.combined import combined  # calendars that are combined are made of these

        return combined(kind, self, other) if isinstance(other, Calendar) else NotImplemented


@attrs.frozen(slots=True, repr=False, cache_hash=True)
class WorkCalendar(Calendar):
    """When people are at work.

    Open means: the local wall time lies in an interval. So where a clock change skips an hour, that hour is not
    worked, and where it repeats one, it is worked twice. An interval holds its first instant and not its last. It
    belongs to the local date on which it starts: a night shift 22:00-06:00 that starts before a holiday runs to its
    end, and the one that would start on the holiday does not.

    The fields hold the normal form: open days from Monday on, intervals sorted and merged, dates sorted and once.

    Args:
        zone: an IANA zone name.
        week: intervals by day, `mon` to `sun`, or range of days, such as `mon-fri`. `24:00` ends a day; an end at or
            before the start lies on the next date, so `09:00-00:00` is open to midnight.
        holidays: local dates on which no interval starts.
        exceptions: local dates with other hours: the intervals given replace those of the date, holiday or not; an
            empty list closes it, and the date is then kept with the holidays.
        name: what people call it; not part of its meaning.

    Raises:
        TimeError: `unknown-zone`, `unreadable-time`, `not-a-date`.
        CalendarError: `never-open`, `empty-interval`.
        DocumentError: `wrong-type`, `unknown-day`, `duplicate-day`.
        LimitError: `too-many`: 1,440 intervals a day, 100,000 dates.

    >>> WorkCalendar("Europe/Amsterdam", {"mon-fri": ["13:00-17:30", "09:00-12:30"]}, holidays=[date(2026, 4, 6)])
    WorkCalendar('Europe/Amsterdam', {'mon-fri': ['09:00-12:30', '13:00-17:30']}, holidays=[datetime.date(2026, 4, 6)])
    """

    zone: str
    week: tuple[tuple[str, Intervals], ...] = attrs.field(converter=_week)
    holidays: tuple[date, ...] = attrs.field(default=(), converter=_holidays)
    exceptions: tuple[tuple[date, Intervals], ...] = attrs.field(factory=tuple, converter=_exceptions)
    name: str = attrs.field(default="", eq=False)
    # the one private cache: filled at first use, and no part of the calendar's meaning
    _tables: Tables = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        for what, text in (("zone", self.zone), ("name", self.name)):
            if not isinstance(text, str):
                raise DocumentError.at("wrong-type", f"a calendar's {what} is text, not {shown(text)}", path=what)
        zone = zone_of(self.zone)
        other_hours = tuple((day, texts) for day, texts in self.exceptions if texts)
        closed = {day for day, texts in self.exceptions if not texts}
        opened = {day for day, _ in other_hours}
        object.__setattr__(self, "exceptions", other_hours)
        object.__setattr__(self, "holidays", tuple(sorted((closed | set(self.holidays)) - opened)))
        if not self.week and not self.exceptions:
            raise CalendarError.at(
                "never-open", f"calendar {shown(self.name or self.zone)} has no open hours; give a day of its week some"
            )
        object.__setattr__(self, "_tables", Tables(PlainHours(zone, self.week, self.holidays, self.exceptions)))

    def named(self, name: str) -> Self:
        """Return the calendar with a name."""
        return attrs.evolve(self, name=name)

    def __reduce__(self) -> tuple[object, ...]:
        # a copy starts with empty tables
        return (type(self), (self.zone, self.week, self.holidays, self.exceptions, self.name))

    def blocks(self) -> Block:
        """Return the hours of a week as a table, and the dates on which they differ."""
        from alignkit.worktime.show import calendar_blocks  # drawing is loaded when something is drawn

        return calendar_blocks(self)

    def __repr__(self) -> str:
        parts = [repr(self.zone), repr(grouped(self.week))]
        if self.holidays:
            parts.append(f"holidays={list(self.holidays)!r}")
        if self.exceptions:
            parts.append(f"exceptions={ {day: list(texts) for day, texts in self.exceptions}!r}")
        if self.name:
            parts.append(f"name={self.name!r}")
        return f"WorkCalendar({', '.join(parts)})"
