from __future__ import annotations

import copy
import datetime as dt
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from alignkit.errors import CalendarError, DocumentError, TimeError
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.work_time import work_hours

OFFICE = WorkCalendar(
    "Europe/Amsterdam",
    week={"mon-fri": ["09:00-12:30", "13:00-17:30"], "sat": ["22:00-02:00"]},
    holidays=[date(2026, 4, 27), date(2026, 4, 6)],
    exceptions={date(2026, 12, 24): ["09:00-12:00"]},
    name="office",
)
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)


def test_repr_rebuilds() -> None:
    """The repr is the expression that builds an equal calendar."""
    rebuilt = eval(repr(OFFICE), {"WorkCalendar": WorkCalendar, "datetime": dt})  # noqa: S307 - our own repr
    assert rebuilt == OFFICE
    assert rebuilt.name == "office"
    assert repr(rebuilt) == repr(OFFICE)
    assert "'mon-fri': ['09:00-12:30', '13:00-17:30']" in repr(OFFICE)


def test_equality_is_by_meaning() -> None:
    """Order, ranges, split intervals, repeats and the name do not matter; hours, zone and dates do."""
    other = WorkCalendar(
        "Europe/Amsterdam",
        week={
            "sat": ["22:00-02:00"],
            "thu-fri": ["13:00-17:30", "09:00-11:00", "11:00-12:30"],
            "mon-wed": ["09:00-12:30", "13:00-17:30"],
            "sun": [],
        },
        holidays=(date(2026, 4, 6), date(2026, 4, 6)),
        exceptions={date(2026, 4, 27): [], date(2026, 12, 24): ["09:00-12:00"]},
    )
    assert other == OFFICE
    assert hash(other) == hash(OFFICE)
    changes: list[dict[str, Any]] = [{"zone": "UTC"}, {"week": {"mon": ["09:00-12:00"]}}, {"holidays": ()}]
    for change in [*changes, {"exceptions": {}}]:
        assert attrs.evolve(OFFICE, **change) != OFFICE


def test_the_cache_is_no_part_of_the_value() -> None:
    """Asking fills tables; the calendar stays equal, prints alike, and copies work."""
    calendar = attrs.evolve(OFFICE)
    before = (hash(calendar), repr(calendar), pickle.dumps(calendar))
    answer = due(calendar, MONDAY, work_hours(400))
    assert (hash(calendar), repr(calendar), pickle.dumps(calendar)) == before
    for other in (copy.copy(calendar), copy.deepcopy(calendar), pickle.loads(before[2])):
        assert other == calendar
        assert due(other, MONDAY, work_hours(400)) == answer


def test_threads_agree() -> None:
    """Threads that fill one calendar's tables at once all get the answers of a calendar of their own."""
    shared = attrs.evolve(OFFICE)
    years = [1900, 1960, 1985, 2026, 2060, 2200] * 20

    def ask(calendar: WorkCalendar, year: int) -> object:
        start = datetime(year, 3, 1, tzinfo=UTC)
        return due(calendar, start, work_hours(5000)), elapsed(calendar, start, MONDAY)

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda year: ask(shared, year), years))
    assert together == [ask(OFFICE, year) for year in years]


def test_a_name_is_given() -> None:
    """Another calendar by another name; the hours stay."""
    support = OFFICE.named("support")
    assert (support, support.name, OFFICE.name) == (OFFICE, "support", "office")


def test_frozen() -> None:
    """A calendar is a value."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        OFFICE.zone = "UTC"  # type: ignore[misc] # that it cannot be set is what is tested


@pytest.mark.parametrize("week", [{}, {"mon": []}, {"mon-sun": []}])
def test_T10_never_open(week: dict[str, list[str]]) -> None:
    """T10: a calendar with no open window is refused when it is built."""
    with pytest.raises(CalendarError) as caught:
        WorkCalendar("UTC", week, exceptions={date(2026, 1, 1): []})
    assert caught.value.code == "never-open"


def test_a_calendar_of_exceptions_alone() -> None:
    """Dated openings are enough, as for a fair."""
    fair = WorkCalendar("UTC", {}, exceptions={date(2026, 1, 6): ["10:00-12:00"]})
    assert due(fair, MONDAY, work_hours(2)) == datetime(2026, 1, 6, 12, tzinfo=UTC)


def test_an_exception_opens_a_holiday() -> None:
    """The more specific statement wins, and evolving keeps that."""
    calendar = WorkCalendar("UTC", {"mon": ["09:00-17:00"]}, [date(2026, 1, 5)], {date(2026, 1, 5): ["09:00-12:00"]})
    assert calendar.holidays == ()
    assert elapsed(calendar, MONDAY, MONDAY + timedelta(days=1)) == work_hours(3)
    assert attrs.evolve(calendar, name="x") == calendar


@pytest.mark.parametrize("zone", ["Europe/Pariss", "", "../../etc/passwd", "/etc/localtime", "UTC+1"])
def test_T04_unknown_zone(zone: str) -> None:
    """T04: a zone is an IANA name."""
    with pytest.raises(TimeError) as caught:
        WorkCalendar(zone, {"mon": ["09:00-17:00"]})
    assert caught.value.code == "unknown-zone"


@pytest.mark.parametrize(
    "change", [{"zone": None}, {"zone": ["UTC"]}, {"name": 5}, {"holidays": "x"}, {"exceptions": 5}]
)
def test_wrong_types(change: dict[str, Any]) -> None:
    """Each field says what it should be."""
    with pytest.raises(DocumentError) as caught:
        attrs.evolve(OFFICE, **change)
    assert caught.value.code == "wrong-type"
