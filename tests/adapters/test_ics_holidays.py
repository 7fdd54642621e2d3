"""Holidays of iCalendar files: what icalendar writes is read day by day, and broken or hostile files have an end."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import example, given, strategies as st

from alignkit.adapters.holiday_dates import HolidayDates
from alignkit.adapters.ics_events import LARGEST
from alignkit.adapters.ics_holidays import read_ics_holidays
from alignkit.errors import AlignkitError, DocumentError, LimitError, MissingExtraError, TimeError
from alignkit.worktime.calendar import WorkCalendar

icalendar: Any = pytest.importorskip("icalendar")
NEW_YEAR = "DTSTART;VALUE=DATE:20260101"
NEVER, YEARLY = 0, 1
"""How often an event recurs; other numbers are days."""


def _file(*events: tuple[str, ...]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "".join(f"{line}\r\n" for line in [*lines, "END:VCALENDAR"])


def _read(*events: tuple[str, ...], years: Any = 2026) -> HolidayDates:  # noqa: ANN401 - one or several
    return read_ics_holidays(_file(*events), years=years)


def _days(*events: tuple[str, ...], years: Any = 2026) -> list[str]:  # noqa: ANN401 - one or several
    return [day.isoformat() for day in _read(*events, years=years)]


@attrs.frozen
class Drawn:
    """An event, and how often it recurs."""

    first: date
    length: int
    name: str
    every: int
    left_out: frozenset[date]

    def days(self, last: date) -> set[date]:
        """Return its days up to a last one, by looking at each day by itself."""
        found: set[date] = set()
        day = self.first
        while day <= last:
            if self.every == YEARLY:
                begins = (day.month, day.day) == (self.first.month, self.first.day)
            else:
                begins = day == self.first or (self.every > 1 and not (day - self.first).days % self.every)
            if begins and day not in self.left_out:
                found |= {day + timedelta(days=step) for step in range(self.length)}
            day += timedelta(days=1)
        return found


@st.composite
def drawn_events(draw: st.DrawFn) -> Drawn:
    """Draw an event that may lie before, in and after the year 2026, and some days on which it is left out."""
    first = draw(st.dates(date(2019, 1, 1), date(2027, 6, 30)))
    every = draw(st.sampled_from([NEVER, YEARLY, 7, 14, 35]))
    weeks = draw(st.sets(st.integers(1, 400), max_size=5))
    left_out = frozenset(first + timedelta(days=number * every) for number in weeks if every != NEVER)
    name = draw(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=100))
    return Drawn(first, draw(st.integers(1, 40)), name.strip(), every, left_out)


@given(st.lists(drawn_events(), max_size=5))
@example([Drawn(date(2020, 2, 29), 3, "a;b,c\\n " + "ü" * 90, YEARLY, frozenset())])
def test_what_icalendar_writes_is_read(drawn: list[Drawn]) -> None:
    """Folded and escaped as it does; the dates are those of a look at each day."""
    calendar = icalendar.Calendar()
    for number, one in enumerate(drawn):
        event = icalendar.Event()
        event.add("uid", str(number))
        event.add("summary", one.name)
        event.add("dtstart", one.first)
        event.add("dtend", one.first + timedelta(days=one.length))
        if one.every == YEARLY:
            event.add("rrule", {"freq": "yearly"})
        elif one.every != NEVER:
            event.add("rrule", {"freq": "weekly", "interval": one.every // 7})
        if one.left_out:
            event.add("exdate", sorted(one.left_out), parameters={"VALUE": "DATE"})
        calendar.add_component(event)
    found = read_ics_holidays(calendar.to_ical().decode(), years=2026)
    due = [{day for day in one.days(date(2026, 12, 31)) if day.year == 2026} for one in drawn]
    assert list(found) == sorted(set().union(*due))
    for one, days in zip(drawn, due, strict=True):
        assert all(" ".join(one.name.split()) in day.name for day in found.days if day.on in days)


def test_days_from_the_first_to_the_end() -> None:
    """The end is not among them; without one, or with one on the first day, it is that day."""
    assert _days((NEW_YEAR, "DTEND;VALUE=DATE:20260103")) == ["2026-01-01", "2026-01-02"]
    assert _days((NEW_YEAR,)) == _days((NEW_YEAR, "DTEND;VALUE=DATE:20260101")) == ["2026-01-01"]
    assert _days((NEW_YEAR, "DURATION:P2D")) == ["2026-01-01", "2026-01-02"]
    assert len(_days((NEW_YEAR, "DURATION:P1W"))) == 7
    assert _days((NEW_YEAR, "DURATION:P1DT0H0M0S")) == ["2026-01-01"]
    assert _days(("dtstart:20260101",)) == ["2026-01-01"]  # without VALUE=DATE, as some write it
    assert _days(("DTSTART;VALUE=DATE:20251230", "DTEND;VALUE=DATE:20270103"))[0] == "2026-01-01"
    assert len(_days(("DTSTART;VALUE=DATE:00010101", "DTEND;VALUE=DATE:99991231"))) == 365


def test_recurring_events() -> None:
    """Within the years; what began before them is taken up there."""
    christmas = ("DTSTART;VALUE=DATE:20101231", "DTEND;VALUE=DATE:20110103", "RRULE:FREQ=YEARLY")
    assert _days(christmas) == ["2026-01-01", "2026-01-02", "2026-12-31"]
    assert _days(christmas, years=[2009, 2010]) == ["2010-12-31"]
    assert _days((*christmas, "EXDATE;VALUE=DATE:20251231,20240101")) == ["2026-12-31"]
    assert _days((*christmas, "RDATE;VALUE=DATE:20260501", "RDATE;VALUE=DATE:20260502"))[2:6] == [
        "2026-05-01",
        "2026-05-02",
        "2026-05-03",
        "2026-05-04",
    ]
    assert _days(("DTSTART;VALUE=DATE:20201126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"), years=[2026, 2027]) == [
        "2026-11-26",
        "2027-11-25",
    ]
    for end in ("UNTIL=20260101", "UNTIL=20260101T235959Z", "COUNT=7"):
        assert _days(("DTSTART;VALUE=DATE:20200101", f"RRULE:FREQ=YEARLY;{end}"), years=range(2025, 2030)) == [
            "2025-01-01",
            "2026-01-01",
        ]
    assert _days(("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY;UNTIL=20190101"), years=range(2019, 2030)) == [
        "2020-01-01"
    ]
    # the first day counts even where the rule does not name it
    assert _days(("DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=1")) == [
        "2026-01-05",
        "2026-07-01",
    ]


def test_a_day_that_another_event_changes() -> None:
    """Of a recurring event it takes that day's place; cancelled, it takes it away."""
    weekly = ("UID:a", "DTSTART;VALUE=DATE:20261207", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Closed")
    moved = ("UID:a", "RECURRENCE-ID;VALUE=DATE:20261214", "DTSTART;VALUE=DATE:20261215", "SUMMARY:Moved")
    assert _days(weekly, moved) == ["2026-12-07", "2026-12-15", "2026-12-21"]
    assert _days(moved, weekly) == _days(weekly, moved)
    assert _days(weekly, (*moved, "STATUS:CANCELLED")) == ["2026-12-07", "2026-12-21"]
    other = (*moved[1:], "UID:b")
    assert _days(weekly, other) == ["2026-12-07", "2026-12-14", "2026-12-15", "2026-12-21"]
    at_a_time = ("UID:a", "RECURRENCE-ID:20261214T000000Z", "DTSTART;VALUE=DATE:20261215")
    assert _days(weekly, at_a_time) == ["2026-12-07", "2026-12-14", "2026-12-15", "2026-12-21"]


def test_T25_the_same_day_of_two_events() -> None:
    """T25: it counts once, with both names."""
    found = _read((NEW_YEAR, "SUMMARY:New Year"), (NEW_YEAR, "SUMMARY:Closed\\, all of us\\nReally"), (NEW_YEAR,))
    assert [day.name for day in found.days] == ["New Year; Closed, all of us Really"]
    assert WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]}, holidays=found).holidays == (date(2026, 1, 1),)


def test_a_name_of_another_kind_is_none() -> None:
    """What it would be as text is for nobody to guess, and may not be text at all."""
    found = _read((NEW_YEAR, "SUMMARY;VALUE=CATEGORIES:a,b\udc80"))
    assert [(day.on, day.name) for day in found.days] == [(date(2026, 1, 1), "")]


def test_cancelled_events_are_left_out() -> None:
    """Whatever they say."""
    assert _days((NEW_YEAR, "STATUS:CANCELLED"), ("DTSTART:20260501T090000", "STATUS:cancelled")) == []
    assert _days((NEW_YEAR, "STATUS:CONFIRMED", "TRANSP:TRANSPARENT")) == ["2026-01-01"]


def test_an_event_with_a_time_of_day_is_a_finding() -> None:
    """It is no holiday, and never dropped in silence; of other years nothing is said."""
    found = _read(
        (NEW_YEAR,),
        ("DTSTART;TZID=Europe/Amsterdam:20260601T150000", "SUMMARY:Party"),
        ("DTSTART:20260602T150000Z",),
        ("DTSTART:20250602T150000Z",),
        ("DTSTART:20250602T150000Z", "RRULE:FREQ=DAILY"),
        ("DTSTART:20270602T150000Z", "RRULE:FREQ=DAILY"),
    )
    assert [(one.code, one.level, one.path) for one in found.findings] == [
        ("not-all-day", "warning", "event 2"),
        ("not-all-day", "warning", "event 3"),
        ("not-all-day", "warning", "event 5"),
    ]
    assert "'Party' has a time of day, 2026-06-01T15:00:" in found.findings[0].message
    assert list(found) == [date(2026, 1, 1)]


def test_a_file_of_several_calendars() -> None:
    """All are read."""
    both = _file((NEW_YEAR,)) + _file(("DTSTART;VALUE=DATE:20260501",))
    assert list(read_ics_holidays(both, years=2026)) == [date(2026, 1, 1), date(2026, 5, 1)]


def test_a_file_without_holidays() -> None:
    """That there is none is said."""
    for text in (_file(), _file((NEW_YEAR,))):
        found = read_ics_holidays(text, years=2027)
        assert [one.code for one in found.findings] == ["no-holidays"]
        assert list(found) == []


def test_lines_as_programs_write_them() -> None:
    """Folded, with a byte order mark, with blank lines and single line feeds, with parts of other kinds inside."""
    text = (
        "\ufeffbegin:vcalendar\nBEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:broken\nEND:STANDARD\nEND:VTIMEZONE\n\n"
        'BEGIN:VEVENT\nDTSTART;VALUE=\n DATE:2026\n\t0101\nX-A;P="a;b:c",d:x\nSUMMARY;LANGUAGE=en:New\n  Year\n'
        "BEGIN:VALARM\nDURATION:PT5M\nSUMMARY:no\nEND:VALARM\nEND:VEVENT\nBEGIN:VTODO\nEND:VTODO\nend:vcalendar\n"
    )
    found = read_ics_holidays(text, years=2026)
    assert [(day.on, day.name) for day in found.days] == [(date(2026, 1, 1), "New Year")]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("SUMMARY:x",), "no-start"),
        (("DTSTART;VALUE=DATE:20261301",), "unreadable-date"),
        (("DTSTART;VALUE=DATE:20260229",), "unreadable-date"),
        (("DTSTART;VALUE=DATE:00000101",), "unreadable-date"),
        (("DTSTART;VALUE=DATE:2026",), "unreadable-date"),
        (("DTSTART;VALUE=DATE:Friday",), "unreadable-date"),
        (("DTSTART;VALUE=DATE:20260101T090000",), "unreadable-date"),
        (("DTSTART;VALUE=DATE:٢٠٢٦٠١٠١",), "unreadable-date"),
        (("DTSTART:20261301T090000",), "unreadable-date"),
        (("DTSTART:",), "unreadable-date"),
        ((NEW_YEAR, NEW_YEAR), "duplicate-property"),
        ((NEW_YEAR, "DTEND;VALUE=DATE:20251231"), "bad-end"),
        ((NEW_YEAR, "DTEND:20260102T000000"), "unreadable-date"),
        ((NEW_YEAR, "DTEND;VALUE=DATE:20260102", "DURATION:P1D"), "bad-end"),
        ((NEW_YEAR, "DURATION:PT8H"), "bad-end"),
        ((NEW_YEAR, "DURATION:-P1D"), "bad-end"),
        ((NEW_YEAR, "RRULE:FREQ=NEVER"), "unreadable-rule"),
        ((NEW_YEAR, "RRULE:" + "X" * 600), "unreadable-rule"),
        ((NEW_YEAR, "RRULE:FREQ=YEARLY;BYHOUR=9"), "unknown-part"),
        ((NEW_YEAR, "RRULE:FREQ=YEARLY;UNTIL=Friday"), "unreadable-rule"),
        ((NEW_YEAR, "RRULE:FREQ=YEARLY;UNTIL=20261301"), "unreadable-rule"),
        ((NEW_YEAR, "RRULE:FREQ=YEARLY;UNTIL=20270101;COUNT=2"), "unreadable-rule"),
        ((NEW_YEAR, "RRULE:FREQ=YEARLY;UNTIL=20270101,20280101"), "unreadable-rule"),
        ((NEW_YEAR, "RRULE:FREQ=YEARLY;UNTIL=P1D"), "unreadable-rule"),
        ((NEW_YEAR, "RRULE;VALUE=DATE:20260101"), "unreadable-rule"),
        (("DTSTART;VALUE=RECUR:FREQ=DAILY",), "unreadable-date"),
        ((NEW_YEAR, "RRULE:FREQ=YEARLY", "RRULE:FREQ=DAILY"), "duplicate-property"),
        ((NEW_YEAR, "EXRULE:FREQ=DAILY"), "unsupported"),
        ((NEW_YEAR, "EXDATE:20260101T000000Z"), "unreadable-date"),
        ((NEW_YEAR, "EXDATE;VALUE=DATE:20260101,"), "unreadable-date"),
        ((NEW_YEAR, "RDATE;VALUE=PERIOD:20260101T000000Z/P1D"), "unreadable-date"),
        ((NEW_YEAR, "RECURRENCE-ID;RANGE=THISANDFUTURE:20260101"), "unsupported"),
        ((NEW_YEAR, "hello"), "broken-line"),
        ((NEW_YEAR, "EXDATE;VALUE:20260101"), "broken-line"),
        ((NEW_YEAR, "SUMMARY;X"), "broken-line"),
    ],
)  # fmt: skip
def test_T22_what_cannot_be_read(lines: tuple[str, ...], code: str) -> None:
    """T22: it is refused with its event, and nothing is completed or left out."""
    with pytest.raises(DocumentError) as caught:
        _read((NEW_YEAR,), lines)
    assert (code, "event 2") in [(issue.code, issue.path) for issue in caught.value.issues]


def test_all_faults_are_told_at_once() -> None:
    """In the order of the events."""
    with pytest.raises(DocumentError) as caught:
        _read(("DTSTART:x", "hello"), (NEW_YEAR,), ("SUMMARY:a",))
    assert [(issue.code, issue.path) for issue in caught.value.issues] == [
        ("unreadable-date", "event 1"),
        ("broken-line", "event 1"),
        ("no-start", "event 3"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not-icalendar"),
        ("hello", "not-icalendar"),
        ("BEGIN:VEVENT\nEND:VEVENT\n", "not-icalendar"),
        ("<html>", "not-icalendar"),
        ("BEGIN:VCALENDAR\n", "unbalanced"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n", "unbalanced"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nEND:VCALENDAR\n", "unbalanced"),
        (f"{_file((NEW_YEAR,))}BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n", "unbalanced"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n", "broken-line"),
        (_file((NEW_YEAR, "END:VALARM")), "broken-line"),
        (_file((NEW_YEAR, "BEGIN:VALARM", "TRIGGER:soon", "END:VALARM")), "broken-line"),
        (_file(("DTSTART;VALUE=DATE,DATE:20260101",)), "broken-line"),
        (None, "wrong-type"),
        (b"BEGIN:VCALENDAR", "wrong-type"),
    ],
)
def test_what_is_no_calendar(text: Any, code: str) -> None:  # noqa: ANN401 - what is refused
    """Or only a part of one."""
    with pytest.raises(DocumentError) as caught:
        read_ics_holidays(text, years=2026)
    assert caught.value.code == code


def _many(event: tuple[str, ...], count: int) -> str:
    return _file(*[event] * count)


_OLD = "DTSTART;VALUE=DATE:19700101"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("BEGIN:VCALENDAR\n" + "X" * LARGEST, "too-large"),
        (_many((_OLD, "RRULE:FREQ=YEARLY"), 1001), "too-many"),
        (_many((_OLD, "RRULE:FREQ=DAILY"), 300), "too-many"),
        (_many((_OLD, "DTEND;VALUE=DATE:99991231"), 300), "too-many"),
        (_many((_OLD, "RRULE:FREQ=DAILY;COUNT=10000"), 3), "too-many"),
        (_many((_OLD, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), 30), "too-many"),
        (_many((_OLD, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5"), 30), "too-many"),
        (_file((_OLD, "DTEND;VALUE=DATE:19710201", "RRULE:FREQ=YEARLY")), "too-long"),
        (_file((_OLD, "DURATION:P400D", "RDATE;VALUE=DATE:20260101")), "too-long"),
    ],
)
def test_hostile_files_have_an_end(text: str, code: str) -> None:
    """Too much is refused before it takes long."""
    with pytest.raises(LimitError) as caught:
        read_ics_holidays(text, years=2026)
    assert caught.value.code == code


ZONE = """BEGIN:VTIMEZONE
TZID:Own
BEGIN:STANDARD
DTSTART:00010101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=SECONDLY
END:STANDARD
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    "begin", ["BEGIN:VTIMEZONE", "b e gin:vtimezone", "BEGIN;X=y:VTIME\n ZONE", "BEGIN\t:V\\TIMEZONE"]
)
@pytest.mark.parametrize("is_first", [True, False])
def test_zones_are_not_looked_at(begin: str, *, is_first: bool) -> None:
    """Neither the rules of a file's own, without end, nor those that nobody knows; nobody is warned of them."""
    events = "".join(
        f"BEGIN:VEVENT\nDTSTART;TZID={name}:{value}\nEND:VEVENT\n"
        for name in ("Own", "Europe", "a" * 5000, "/example.org/Europe/Berlin", '"../a;b:c"')
        for value in ("20260101T090000", "20260501")
    )
    zone = ZONE.replace("BEGIN:VTIMEZONE", begin)
    parts = f"{zone}{events}" if is_first else f"{events}{zone}"
    found = read_ics_holidays(f"BEGIN:VCALENDAR\n{parts}END:VCALENDAR\n", years=2026)
    assert list(found) == [date(2026, 5, 1)]
    assert [one.code for one in found.findings] == ["not-all-day"] * 5


def test_a_long_file_of_little_has_an_end() -> None:
    """Of blank lines; of parts in one another, of which only those of the calendar itself are looked at."""
    blank = _file((NEW_YEAR, "X-A:b" + "\r\n" * 50_000 + "X-A:b"))
    assert list(read_ics_holidays(blank, years=2026)) == [date(2026, 1, 1)]
    nested = _file((NEW_YEAR, *["BEGIN:VEVENT"] * 2_000, *["END:VEVENT"] * 2_000))
    assert list(read_ics_holidays(nested, years=2026)) == [date(2026, 1, 1)]


def test_T24_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """T24: the command that installs it is said."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError, match=r'pip install "alignkit\[ical\]"'):
        _read((NEW_YEAR,))


def test_endless_and_idle_rules_have_an_end() -> None:
    """Few of them are harmless: each is asked for the stated years alone."""
    assert len(_days((_OLD, "RRULE:FREQ=DAILY"))) == 365
    assert _days((_OLD, "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30")) == []
    assert _days(("DTSTART;VALUE=DATE:00010101", "RRULE:FREQ=YEARLY;INTERVAL=1000"), years=[2000, 2001]) == [
        "2001-01-01"
    ]
    assert _days(("DTSTART;VALUE=DATE:99981231", "DTEND;VALUE=DATE:99991231", "RRULE:FREQ=DAILY"), years=9998) == [
        "9998-12-31"
    ]


@given(st.text(max_size=200), st.integers(0, 200))
def test_whatever_stands_there_only_our_errors_come_out(noise: str, at: int) -> None:
    """Noise inside of a good file is refused or read, and nothing else happens."""
    text = _file((_OLD, "DTEND;VALUE=DATE:19700103", "RRULE:FREQ=YEARLY;UNTIL=20300101", "EXDATE:20260101"))
    for given_text in (text[:at] + noise + text[at:], text[:at], text[:at] + noise):
        with suppress(AlignkitError):
            assert all(day.year == 2026 for day in read_ics_holidays(given_text, years=2026))


@pytest.mark.parametrize("years", [[], [0], "2026", 9999])
def test_years_that_cannot_be(years: Any) -> None:  # noqa: ANN401 - what is refused
    """They are checked before the file."""
    with pytest.raises((TimeError, DocumentError), match=r"no-such-year|wrong-type"):
        read_ics_holidays("hello", years=years)
