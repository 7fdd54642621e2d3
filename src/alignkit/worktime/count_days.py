"""Count in working days: how many lie between two dates, which one is so many days on, when it closes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, get_args

from alignkit.errors import DocumentError, LimitError, NoBusinessTimeError, TimeError, shown
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.convert import checked_calendar
from alignkit.worktime.day_tables import DayTables, day_tables_of
from alignkit.worktime.search import HORIZON_YEARS
from alignkit.worktime.work_days import MOST_WORK_DAYS

Roll = Literal["next", "previous"]
ROLLS: tuple[Roll, ...] = get_args(Roll)

_EPOCH = date(1970, 1, 1)
_HORIZON_DAYS = HORIZON_YEARS * 365
_FIRST, _LAST = ((edge - _EPOCH).days for edge in (date.min, date.max))


def is_work_day(calendar: Calendar, day: date) -> bool:
    """Say whether anybody's work starts on a local date.

    Args:
        calendar: when people are at work. Of calendars combined with `&` and `-` the dates are those of the first, as
            far as it is open then; of those combined with `|` the dates of each.
        day: a date without a time.

    Raises:
        TimeError: `not-a-date`.
        DocumentError: `wrong-type`.

    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]}, holidays=[date(2026, 1, 1)])
    >>> is_work_day(office, date(2026, 1, 1)), is_work_day(office, date(2026, 1, 2))
    (False, True)
    """
    number = _number(day, "day")
    days = day_tables_of(checked_calendar(calendar))
    return days.before(number + 1) > days.before(number)


def work_days_between(calendar: Calendar, start: date, end: date) -> int:
    """Return how many working days there are from `start` up to the day before `end`; negative backwards.

    Args:
        calendar: when people are at work.
        start: the first date that counts.
        end: the first date that does not.

    Raises:
        TimeError: `not-a-date`.
        DocumentError: `wrong-type`.

    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]}, holidays=[date(2026, 1, 1)])
    >>> work_days_between(office, date(2026, 1, 1), date(2026, 2, 1))
    21
    """
    first, last = _number(start, "start"), _number(end, "end")
    days = day_tables_of(checked_calendar(calendar))
    return days.before(last) - days.before(first)


def add_work_days(calendar: Calendar, day: date, count: int, *, roll: Roll = "next") -> date:
    """Return the working day that is `count` working days after a date; before it where `count` is negative.

    A date that is no working day stands for the next one, or for the one before it, as `roll` says; so one working day
    after a Friday is the Monday, and after a Saturday it is the Tuesday, or with `roll="previous"` the Monday. 0 gives
    the working day for which the date stands.

    Args:
        calendar: when people are at work.
        day: a date without a time.
        count: whole days, at most 36,600 either way.
        roll: `next` or `previous`.

    Raises:
        TimeError: `not-a-date`; `out-of-range` outside the years 1 to 9999.
        DocumentError: `wrong-type`, `unknown-roll`.
        LimitError: `too-long`.
        NoBusinessTimeError: `no-open-time` where 50 years (of 365 days) without a working day lie on the way.

    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})
    >>> add_work_days(office, date(2026, 1, 9), 1).isoformat(), add_work_days(office, date(2026, 1, 10), -1).isoformat()
    ('2026-01-12', '2026-01-09')
    """
    number = _number(day, "day")
    days = day_tables_of(checked_calendar(calendar))
    if roll not in ROLLS:
        raise DocumentError.at(
            "unknown-roll", f"roll is {' or '.join(map(repr, ROLLS))}, not {shown(roll)}", path="roll"
        )
    if not isinstance(count, int) or isinstance(count, bool):
        raise DocumentError.at("wrong-type", f"working days are a whole number, not {shown(count)}", path="count")
    if abs(count) > MOST_WORK_DAYS:
        raise LimitError.at(
            "too-long", f"at most {MOST_WORK_DAYS:,} working days either way, not {count:,}", path="count"
        )
    own = days.before(number) + 1 if roll == "next" else days.before(number + 1)
    return _EPOCH + timedelta(days=reach(days, number, own, own + count)[0])


def reach(days: DayTables, start: int, own: int, target: int) -> tuple[int, int]:
    """Return the working day of a number, and its close, if no wait on the way to it is too long.

    Args:
        days: the tables.
        start: the day that is counted from, since 1970.
        own: the number of the working day for which it stands.
        target: the number of the day sought.

    Raises:
        NoBusinessTimeError: `no-open-time`.
        TimeError: `out-of-range`.
    """
    found = days.nth(target)
    if found is None or abs(found[0] - start) > _HORIZON_DAYS:
        _refuse_long_wait(days, start, own, target)
    if found is None or not _FIRST <= found[0] <= _LAST:
        raise _outside(start)
    return found


def _refuse_long_wait(days: DayTables, start: int, own: int, target: int) -> None:
    # every wait on the way counts, as it does for `due`; the way has at most as many steps as there are days to count
    last = start
    for number in range(own, target + 1) if target >= own else range(own, target - 1, -1):
        here = days.nth(number)
        if here is None or abs(here[0] - last) > _HORIZON_DAYS:
            ahead = target > own or (target == own and number > days.before(start))
            if not _FIRST <= last + (_HORIZON_DAYS if ahead else -_HORIZON_DAYS) <= _LAST:
                raise _outside(start)
            told = _EPOCH + timedelta(days=start)
            text = (
                f"counting from {told}, the calendar has {HORIZON_YEARS} years (of 365 days) without a working day, "
                "which is as far as a search goes"
            )
            raise NoBusinessTimeError.at("no-open-time", text)
        last = here[0]


def _outside(start: int) -> TimeError:
    told = _EPOCH + timedelta(days=start)
    return TimeError.at("out-of-range", f"the working day sought, counting from {told}, is not in the years 1 to 9999")


def _number(day: object, what: str) -> int:
    if not isinstance(day, date) or isinstance(day, datetime):
        raise TimeError.at(
            "not-a-date", f"{what} must be a date such as date(2026, 3, 31), not {shown(day)}", path=what
        )
    return (date(day.year, day.month, day.day) - _EPOCH).days
