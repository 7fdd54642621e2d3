from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, strategies as st

from alignkit.errors import AlignkitError, CalendarError, DocumentError, LimitError, TimeError
from alignkit.worktime import week as week_module
from alignkit.worktime.week import (
    DAY_NAMES,
    MOST_DATES,
    dates_of,
    exceptions_of,
    grouped,
    intervals_of,
    minutes_of,
    week_of,
)


def test_ranges_of_days() -> None:
    """A range names every day in it and may run over Sunday."""
    nine = ["09:00-17:00"]
    assert [day for day, _ in week_of({"mon-fri": nine})] == ["mon", "tue", "wed", "thu", "fri"]
    assert [day for day, _ in week_of({"fri-mon": nine})] == ["mon", "fri", "sat", "sun"]
    assert [day for day, _ in week_of({"sun": nine, "tue-wed": nine})] == ["tue", "wed", "sun"]


def test_the_normal_form_is_its_own_input() -> None:
    """So that a calendar can be evolved and rebuilt from its fields."""
    week = week_of({"mon-fri": ["13:00-17:30", "09:00-12:30"], "sat": []})
    assert week_of(week) == week
    assert week_of([list(entry) for entry in week]) == week
    assert week_of(grouped(week)) == week


times = st.integers(0, 24 * 60 - 1)
texts = st.tuples(times, times).filter(lambda pair: pair[0] != pair[1])


@given(st.lists(texts, max_size=6))
def test_merging_keeps_the_minutes(pairs: list[tuple[int, int]]) -> None:
    """The normal form covers exactly the minutes that the intervals given cover, and is stable."""
    given_texts = [f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in pairs]
    normal = intervals_of(given_texts, "")

    def minutes(of: list[str] | tuple[str, ...]) -> set[int]:
        return {minute for text in of for minute in range(*minutes_of(text))}

    assert minutes(normal) == minutes(given_texts)
    assert intervals_of(normal, "") == normal
    assert intervals_of(given_texts[::-1], "") == normal


def test_an_en_dash_reads_like_a_hyphen() -> None:
    """People paste it from word processors."""
    assert minutes_of("09:00\u201317:00") == minutes_of("09:00 - 17:00") == (540, 1020)


def test_T12_empty_interval() -> None:
    """T12: 09:00-09:00 is refused with the way to write all day; 09:00-00:00 is open to midnight."""
    for text in ("09:00-09:00", "00:00-00:00"):
        with pytest.raises(CalendarError, match="00:00-24:00 for all day") as caught:
            minutes_of(text)
        assert caught.value.code == "empty-interval"
    assert minutes_of("09:00-00:00") == minutes_of("09:00-24:00") == (540, 1440)
    assert intervals_of(["09:00-00:00"], "") == ("09:00-24:00",)


@pytest.mark.parametrize(
    "text",
    ["24:00-06:00", "24:00-24:00", "25:00-26:00", "09:00-25:00", "9-17", "9", "09:00-9", "09:00-09:00:60", "09:00",
     "09:00:60-17:00", "", "-", "09:00-24:01", "09:60-17:00", "09:00-12:00-17:00",
     "\u0660\u0669:00-17:00", "09:00-17:00\n", "9" * 10_000],
)  # fmt: skip
def test_T14_unreadable_times(text: str) -> None:
    """T14: `24:00` may end an interval and not start one; other forms than HH:MM are refused."""
    with pytest.raises(TimeError) as caught:
        minutes_of(text, "week.mon[0]")
    assert caught.value.code == "unreadable-time"
    assert str(caught.value).startswith("week.mon[0]")


def test_T14_midnight_ends_a_day() -> None:
    """T14: `24:00` as an end is midnight at the end of the day."""
    assert minutes_of("00:00-24:00") == (0, 1440)


@pytest.mark.parametrize("key", ["monday", "Mon", "mon-", "-fri", "mon-fri-sun", "mon,tue", "", "mon-mon", 1, None])
def test_unknown_days(key: object) -> None:
    """A day is one of seven names."""
    with pytest.raises(DocumentError):
        week_of({key: ["09:00-17:00"]})


def test_a_near_day_is_offered() -> None:
    """A misspelt day gets the nearest valid name."""
    with pytest.raises(DocumentError, match="did you mean 'mon'") as caught:
        week_of({"monday": ["09:00-17:00"]})
    assert caught.value.code == "unknown-day"
    assert caught.value.issues[0].path == "week.monday"


def test_a_day_named_twice() -> None:
    """One of the two would be lost, so it is refused."""
    with pytest.raises(DocumentError, match="wed is named twice") as caught:
        week_of({"mon-wed": ["09:00-17:00"], "wed-fri": ["09:00-12:00"]})
    assert caught.value.code == "duplicate-day"


@pytest.mark.parametrize("hours", ["09:00-17:00", None, 9, {"09:00-17:00": 1}, [9], [["09:00", "17:00"]]])
def test_hours_are_a_list_of_texts(hours: object) -> None:
    """A single text is not split into letters."""
    with pytest.raises(DocumentError) as caught:
        week_of({"mon": hours})
    assert caught.value.code == "wrong-type"


@pytest.mark.parametrize("week", [None, "mon-fri", ["mon"], 5, {"mon"}, [("mon", [], [])]])
def test_a_week_is_a_mapping(week: object) -> None:
    """What is no mapping is refused with an example."""
    with pytest.raises(DocumentError, match="mon-fri") as caught:
        week_of(week)
    assert caught.value.code == "wrong-type"


def test_all_faults_of_a_week_at_once() -> None:
    """A person mends a week in one go."""
    with pytest.raises(AlignkitError) as caught:
        week_of({"mon": ["9-17", "25:00-26:00"], "tues": [], "wed": ["10:00-10:00"]})
    assert [issue.path for issue in caught.value.issues] == ["week.mon[0]", "week.mon[1]", "week.tues", "week.wed[0]"]


def test_dates_are_plain_sorted_and_once() -> None:
    """T25: the same holiday twice counts once. The result is a snapshot."""
    days = [date(2026, 5, 1), date(2026, 1, 1), date(2026, 5, 1)]
    assert dates_of(iter(days), "holidays") == (date(2026, 1, 1), date(2026, 5, 1))
    assert dates_of({date(2026, 1, 1): "New Year"}, "holidays") == (date(2026, 1, 1),)


@pytest.mark.parametrize("days", ["2026-01-01", None, 5, date(2026, 1, 1)])
def test_holidays_are_a_list(days: object) -> None:
    """A single date, or text, is not a list of dates."""
    with pytest.raises(DocumentError) as caught:
        dates_of(days, "holidays")
    assert caught.value.code == "wrong-type"


def test_dates_carry_no_time() -> None:
    """A datetime is refused: which date it is depends on a zone. All faults come at once."""
    with pytest.raises(TimeError) as caught:
        dates_of([datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01", None], "holidays")
    assert [issue.code for issue in caught.value.issues] == ["not-a-date"] * 3


def test_exceptions_are_sorted_and_checked() -> None:
    """Dates in order, hours in normal form, faults together."""
    found = exceptions_of({date(2026, 12, 24): ["09:00-12:00"], date(2026, 1, 3): []})
    assert found == ((date(2026, 1, 3), ()), (date(2026, 12, 24), ("09:00-12:00",)))
    assert exceptions_of(found) == found
    with pytest.raises(DocumentError, match="twice"):
        exceptions_of([(date(2026, 1, 3), []), (date(2026, 1, 3), [])])
    with pytest.raises(AlignkitError) as caught:
        exceptions_of({"2026-01-03": [], date(2026, 1, 4): ["x"]})
    assert [issue.code for issue in caught.value.issues] == ["not-a-date", "unreadable-time"]


def test_limits_are_named() -> None:
    """Too many intervals or dates are refused before they take memory."""
    with pytest.raises(LimitError, match="1440 intervals"):
        intervals_of(("09:00-17:00" for _ in range(10_000)), "week.mon")
    with pytest.raises(LimitError, match="100000 holidays"):
        dates_of((date.fromordinal(n) for n in range(1, MOST_DATES + 10)), "holidays")
    with pytest.raises(LimitError, match="100000 exceptions"):
        exceptions_of({date.fromordinal(n): () for n in range(1, MOST_DATES + 10)})


def test_limits_are_reached_before_they_are_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many dates as there may be, and as many faults; one more is refused, and the rest is not looked at."""
    monkeypatch.setattr(week_module, "MOST_DATES", 3)
    days = [date(2026, 1, day) for day in range(1, 5)]
    assert dates_of(days[:3] * 2, "holidays") == tuple(days[:3])
    assert [day for day, _ in exceptions_of([(day, ()) for day in days[:3]])] == days[:3]
    with pytest.raises(TimeError, match="3 faults"):
        dates_of(["a", "b", "c"], "holidays")
    with pytest.raises(TimeError, match="3 faults"):
        exceptions_of([(name, []) for name in "abc"])
    for wrong in (days, ["a", "b", "c", "d"]):
        with pytest.raises(LimitError, match=r"^holidays: too-many: a calendar has at most 3 holidays$"):
            dates_of(wrong, "holidays")
        with pytest.raises(LimitError, match=r"^exceptions: too-many: a calendar has at most 3 exceptions$"):
            exceptions_of([(day, []) for day in wrong])


def test_intervals_up_to_the_limit() -> None:
    """One for each minute of a day may be given, and they are one."""
    assert intervals_of(["09:00-17:00"] * 1440, "week.mon") == ("09:00-17:00",)


def test_the_length_of_an_interval() -> None:
    """What is longer than 40 characters is not looked at closer."""
    for length, told in ((40, "'0{34}' in '0{34}-17:00' is no time of day"), (41, "an interval is written")):
        with pytest.raises(TimeError, match=told):
            minutes_of("0" * (length - 6) + "-17:00")


def test_several_faults_are_raised_from_the_first() -> None:
    """Where it came from can be seen."""
    with pytest.raises(DocumentError) as caught:
        week_of({"tues": [], "mon": ["9-17"]})
    assert [issue.code for issue in caught.value.issues] == ["unknown-day", "unreadable-time"]
    assert isinstance(caught.value.__cause__, DocumentError)


def test_seven_days() -> None:
    """The week starts on Monday."""
    assert DAY_NAMES[0] == "mon"
    assert len(DAY_NAMES) == 7
