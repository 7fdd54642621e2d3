"""Calendars made of calendars: on duty, follow the sun, a person's leave."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime

import pytest

from alignkit.display.text import to_text
from alignkit.errors import DocumentError, LimitError, NoBusinessTimeError
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.combined import CombinedCalendar
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.next_open import is_open, next_open
from alignkit.worktime.work_time import work_hours

OFFICE = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]}, name="office")
LONDON = WorkCalendar("Europe/London", {"mon-fri": ["09:00-17:00"]}, name="london")
NEW_YORK = WorkCalendar("America/New_York", {"mon-fri": ["09:00-17:00"]})
ON_DUTY = WorkCalendar("Europe/Amsterdam", {"mon-wed": ["08:00-12:00"], "sat": ["10:00-14:00"]})
LEAVE = WorkCalendar(
    "Europe/Amsterdam", {}, exceptions={date(2026, 1, 6): ["00:00-24:00"], date(2026, 1, 7): ["13:00-24:00"]}
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant in January 2026 in UTC; Amsterdam is an hour ahead, and the 5th is a Monday."""
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


def test_on_duty_is_while_both_are_open() -> None:
    """The office hours of those on duty: three mornings of three hours."""
    both = OFFICE & ON_DUTY
    assert elapsed(both, at(5, 0), at(12, 0)) == work_hours(9)
    assert due(both, at(5, 0), work_hours(4)).isoformat() == "2026-01-06T10:00:00+01:00"
    assert not is_open(both, at(10, 10))  # Saturday: on duty, and the office is closed


def test_follow_the_sun() -> None:
    """Amsterdam opens at 8 UTC, London closes at 17, New York at 22: a day of 14 hours in one piece."""
    sun = OFFICE | LONDON | NEW_YORK
    assert elapsed(sun, at(5, 0), at(6, 0)) == work_hours(14)
    assert next_open(sun, at(5, 23)).isoformat() == "2026-01-06T09:00:00+01:00"
    assert due(sun, at(9, 21), work_hours(2)).isoformat() == "2026-01-12T10:00:00+01:00"


def test_a_persons_leave() -> None:
    """Tuesday off, and Wednesday afternoon: of five days of eight hours, 28 are left."""
    asha = OFFICE - LEAVE
    assert elapsed(asha, at(5, 0), at(12, 0)) == work_hours(28)
    assert due(asha, at(5, 15), work_hours(2)).isoformat() == "2026-01-07T10:00:00+01:00"


def test_clocks_that_change_on_other_days() -> None:
    """Between 8 and 29 March New York is an hour nearer: what Amsterdam and New York share grows by it."""
    shared = OFFICE & NEW_YORK
    assert elapsed(shared, at(5, 0), at(6, 0)) == work_hours(2)
    assert elapsed(shared, datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC)) == work_hours(3)


def test_nobody_is_ever_there() -> None:
    """Two calendars that never open together answer so at once, with a name."""
    never = OFFICE & WorkCalendar("Europe/Amsterdam", {"sun": ["09:00-17:00"]})
    assert elapsed(never, datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)) == work_hours(0)
    with pytest.raises(NoBusinessTimeError):
        next_open(never, at(5, 0))
    with pytest.raises(NoBusinessTimeError):
        due(never, at(5, 0), work_hours(1))


def test_answers_are_told_in_the_zone_of_the_first() -> None:
    """Whoever stands first: the same instants, told by other clocks."""
    assert (OFFICE | LONDON).zone == "Europe/Amsterdam"
    assert next_open(LONDON | OFFICE, at(4, 0)) == next_open(OFFICE | LONDON, at(4, 0))
    assert next_open(LONDON | OFFICE, at(4, 0)).isoformat() == "2026-01-05T08:00:00+00:00"


def test_it_prints_as_it_is_written() -> None:
    """`repr` builds the same calendar again; so does a pickle and a copy."""
    calendars: list[Calendar] = [
        OFFICE & ON_DUTY,
        (OFFICE | LONDON) - LEAVE,
        CombinedCalendar("any", [OFFICE, OFFICE & LONDON], name="both"),
    ]
    scope = {"WorkCalendar": WorkCalendar, "CombinedCalendar": CombinedCalendar, "datetime": __import__("datetime")}
    for calendar in calendars:
        again = eval(repr(calendar), scope)  # noqa: S307 - our own text
        assert again == calendar
        assert again.name == calendar.name
        assert hash(again) == hash(calendar)
        assert pickle.loads(pickle.dumps(calendar)) == calendar
        assert copy.deepcopy(calendar) == calendar


def test_it_prints_with_parentheses_where_they_are_needed() -> None:
    """Around what is combined itself and has no name."""
    a, b = (WorkCalendar("UTC", {day: ["09:00-17:00"]}) for day in ("mon", "tue"))
    assert repr(a - b - LEAVE) == f"{a!r} - {b!r} - {LEAVE!r}"
    assert repr((a & b) | a) == f"({a!r} & {b!r}) | {a!r}"
    both = (a & b).named("both")
    assert (both, both.name) == (a & b, "both")
    assert repr(both) == f"CombinedCalendar('all', [{a!r}, {b!r}], name='both')"
    assert repr(a - both) == f"{a!r} - {both!r}"


def test_nothing_is_left_of_a_calendar_without_itself() -> None:
    """And what is taken away twice is written twice."""
    nothing = OFFICE - OFFICE
    assert nothing == CombinedCalendar("except", [OFFICE, OFFICE])
    assert elapsed(nothing, at(5, 0), at(12, 0)) == work_hours(0)
    assert CombinedCalendar("except", [OFFICE, LEAVE, LEAVE]) == OFFICE - LEAVE - LEAVE


def test_what_is_combined_alike_is_one_list() -> None:
    """`a | b | c` has three parts, and a calendar with itself is itself; a named one stays as it is."""
    first, second = OFFICE | LONDON | NEW_YORK, OFFICE | (LONDON | NEW_YORK)
    assert first == second
    assert isinstance(first, CombinedCalendar)
    assert first.parts == (OFFICE, LONDON, NEW_YORK)
    assert OFFICE & OFFICE == OFFICE
    assert (OFFICE | LONDON) | LONDON == OFFICE | LONDON
    assert CombinedCalendar("any", [OFFICE, OFFICE]) | OFFICE == OFFICE
    both = CombinedCalendar("any", [OFFICE, LONDON], name="both")
    outer = both | NEW_YORK
    assert isinstance(outer, CombinedCalendar)
    assert outer.parts == (both, NEW_YORK)
    taken = OFFICE - LEAVE - ON_DUTY
    assert isinstance(taken, CombinedCalendar)
    assert taken.parts == (OFFICE, LEAVE, ON_DUTY)
    assert taken != OFFICE - (LEAVE - ON_DUTY)


@pytest.mark.parametrize(
    ("kind", "parts", "code", "path"),
    [
        ("and", [OFFICE, LONDON], "unknown-kind", "kind"),
        ("al", [OFFICE, LONDON], "unknown-kind", "kind"),
        (None, [OFFICE, LONDON], "unknown-kind", "kind"),
        ("all", [OFFICE], "wrong-length", "parts"),
        ("all", [], "wrong-length", "parts"),
        ("all", [OFFICE, "office"], "wrong-type", "parts[1]"),
        ("all", "office", "wrong-type", "parts"),
        ("all", 5, "wrong-type", "parts"),
        ("any", [OFFICE] * 101, "too-many", "parts"),
    ],
)
def test_parts_that_are_none(kind: str, parts: object, code: str, path: str) -> None:
    """What cannot be combined is refused with its place."""
    with pytest.raises((DocumentError, LimitError)) as caught:
        CombinedCalendar(kind, parts)  # type: ignore[arg-type]  # what a user may give
    assert (caught.value.code, caught.value.issues[0].path) == (code, path)


def test_the_nearest_kind_is_named() -> None:
    """A slip of the pen."""
    with pytest.raises(
        DocumentError, match=r"calendars are combined as all, any, except, not 'al'; did you mean 'all'\?"
    ):
        CombinedCalendar("al", [OFFICE, LONDON])  # type: ignore[arg-type]  # a misspelt one


def test_depth_and_size_are_bounded() -> None:
    """Calendars in calendars in calendars end with a name, and not with a crash."""
    deep: Calendar = OFFICE
    for number in range(20):
        deep = CombinedCalendar("all" if number % 2 else "any", [deep, LONDON])
    with pytest.raises(LimitError) as caught:
        CombinedCalendar("any", [deep, LONDON])
    assert caught.value.code == "too-deep"
    wide: Calendar = OFFICE | LONDON
    for _ in range(8):
        wide = CombinedCalendar("any", [wide, wide])
    with pytest.raises(LimitError) as caught:
        CombinedCalendar("any", [wide, wide])
    assert caught.value.code == "too-many"
    hundred = CombinedCalendar("any", [OFFICE] * 100)
    thousand = CombinedCalendar("any", [hundred] * 10)
    assert (hundred.levels, hundred.leaves, thousand.levels, thousand.leaves) == (1, 100, 2, 1000)
    mixed = CombinedCalendar("any", [LONDON, thousand.parts[0], LONDON])
    assert (mixed.levels, mixed.leaves) == (2, 102)


def test_only_calendars_are_combined() -> None:
    """A date or a text beside the sign is Python's own error."""
    with pytest.raises(TypeError):
        _ = OFFICE & date(2026, 1, 5)  # type: ignore[operator]  # no calendar
    with pytest.raises(TypeError):
        _ = OFFICE - "leave"  # type: ignore[operator]  # no calendar


def test_it_shows_how_it_is_combined() -> None:
    """First how, then each calendar."""
    assert to_text((OFFICE & ((LONDON | NEW_YORK) - LEAVE)).blocks()) == SHOWN.strip("\n")


SHOWN = """
Work calendar
─────────────
At work while each of these calendars is open. Times are told in
Europe/Amsterdam, the zone of the first.

Work calendar office
────────────────────
Local times of Europe/Amsterdam

when     at work
───────  ───────────
mon-fri  09:00-17:00

Work calendar
─────────────
2 calendars, combined: at work while the first of these calendars is open and no
other is.
"""
