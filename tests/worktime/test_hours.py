"""The hours of a calendar by blocks and by dates, told in whole hours since 1970 in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from alignkit.instants import micros
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.hours import Hours, PlainHours, changes_in
from alignkit.worktime.segments import BLOCK, DAY

HOUR = 3600 * 10**6
EPOCH = date(1970, 1, 1)
WINTER = 108
"""A block that begins on Thursday 20 November 2025 at midnight in UTC; its clocks change in March."""


def hours_of(calendar: Calendar) -> Hours:
    """Return the hours of a calendar."""
    return calendar._tables.hours


def plain(zone: str, week: dict[str, list[str]], *holidays: date) -> PlainHours:
    """Return the hours of a week in a zone."""
    found = hours_of(WorkCalendar(zone, week, holidays))
    assert isinstance(found, PlainHours)
    return found


def utc(text: str) -> int:
    """Read an instant."""
    return micros(datetime.fromisoformat(text).replace(tzinfo=UTC))


def told(spans: list[tuple[int, int]]) -> list[tuple[str, str]]:
    """Write spans as they can be read."""
    return [tuple(f"{datetime.fromtimestamp(at / 10**6, UTC):%m-%d %H:%M}" for at in span) for span in spans]  # type: ignore[misc]  # pairs


def day(text: str) -> int:
    """Return a date as a number of days since 1970."""
    return (date.fromisoformat(text) - EPOCH).days


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("block", [-400, -329, -10, -1, 0, 1, WINTER])
def test_around_the_clock_a_block_is_one_span(zone: str, block: int) -> None:
    """From end to end, in any zone, before 1970 as well."""
    always = plain(zone, {"mon-sun": ["00:00-24:00"]})
    assert always.opened(block) == [(block * BLOCK, (block + 1) * BLOCK)]
    assert always.total(block) == BLOCK


def test_a_block_begins_in_the_middle_of_a_night() -> None:
    """A shift is cut where the block begins; one that ends there does not reach into it."""
    assert told(plain("UTC", {"wed": ["22:00-06:00"]}).opened(WINTER)[:1]) == [("11-20 00:00", "11-20 06:00")]
    assert told(plain("UTC", {"wed": ["22:00-06:00"]}).opened(WINTER - 1)[-1:]) == [("11-19 22:00", "11-20 00:00")]
    paris = plain("Europe/Paris", {"thu": ["00:00-01:00", "02:00-03:00"]})
    assert told(paris.opened(WINTER)[:2]) == [("11-20 01:00", "11-20 02:00"), ("11-26 23:00", "11-27 00:00")]
    assert told(paris.opened(WINTER - 1)[-1:]) == [("11-19 23:00", "11-20 00:00")]
    evening = plain("America/New_York", {"wed": ["18:00-23:00"]})
    assert told(evening.opened(WINTER)[:1]) == [("11-20 00:00", "11-20 04:00")]
    assert told(evening.opened(WINTER - 1)[-1:]) == [("11-19 23:00", "11-20 00:00")]


def test_where_clocks_change() -> None:
    """On 29 March 2026 Amsterdam has no hour from two to three: what lies in it is not there, and nothing is empty."""
    sundays = plain("Europe/Amsterdam", {"sun": ["01:30-02:15", "02:20-02:40", "02:45-03:00", "03:00-03:30"]})
    spans = [span for span in sundays.opened(WINTER) if utc("2026-03-28") < span[0] < utc("2026-03-30")]
    assert told(spans) == [("03-29 00:30", "03-29 01:30")]
    assert told(sundays.of_day(day("2026-03-29"))) == [("03-29 00:30", "03-29 01:30")]
    assert all(start < end for start, end in sundays.opened(WINTER))
    around = plain("Europe/Amsterdam", {"sun": ["02:40-03:00", "04:00-05:00"]}).of_day(day("2026-03-29"))
    assert told(around) == [("03-29 02:00", "03-29 03:00")]
    twice = plain("Europe/Amsterdam", {"sun": ["02:15-02:45"]}).of_day(day("2025-10-26"))
    assert told(twice) == [("10-26 00:15", "10-26 00:45"), ("10-26 01:15", "10-26 01:45")]


@pytest.mark.parametrize(
    ("zone", "week", "of", "expected"),
    [
        ("UTC", "wed", "2025-11-19", [("11-19 20:00", "11-20 10:00")]),
        ("UTC", "wed", "2025-11-20", []),
        ("UTC", "thu", "2025-11-20", [("11-20 20:00", "11-21 10:00")]),
        ("Pacific/Kiritimati", "thu", "2025-11-20", [("11-20 06:00", "11-20 20:00")]),
        ("Pacific/Kiritimati", "wed", "2025-11-19", [("11-19 06:00", "11-19 20:00")]),
        ("Pacific/Pago_Pago", "tue", "2025-11-18", [("11-19 07:00", "11-19 21:00")]),
        ("Pacific/Pago_Pago", "wed", "2025-11-19", [("11-20 07:00", "11-20 21:00")]),
        ("America/New_York", "wed", "2025-11-19", [("11-20 01:00", "11-20 15:00")]),
        ("Asia/Tokyo", "thu", "2025-11-20", [("11-20 11:00", "11-21 01:00")]),
    ],
)
def test_a_night_belongs_to_its_date(zone: str, week: str, of: str, expected: list[tuple[str, str]]) -> None:
    """Whole, over the edge of a block, in zones far ahead and far behind."""
    assert told(plain(zone, {week: ["20:00-10:00"]}).of_day(day(of))) == expected


def test_a_long_shift_belongs_to_its_date() -> None:
    """Nearly two days, in pieces or at a stretch, over the edge of a block and a change of the clocks."""
    long = plain("UTC", {"tue": ["08:00-09:00", "23:58-24:00", "23:59-23:58"]})
    assert told(long.of_day(day("2025-11-18"))) == [("11-18 08:00", "11-18 09:00"), ("11-18 23:58", "11-19 23:58")]
    over = plain("Pacific/Pago_Pago", {"tue": ["23:58-24:00", "23:59-23:58"]})
    assert told(over.of_day(day("2025-11-18"))) == [("11-19 10:58", "11-20 10:58")]
    saturday = plain("Europe/Amsterdam", {"sat": ["12:00-11:00"]})
    assert told(saturday.of_day(day("2026-03-28"))) == [("03-28 11:00", "03-29 09:00")]
    assert told(saturday.of_day(day("2025-10-25"))) == [("10-25 10:00", "10-26 10:00")]


def test_how_much_a_block_opens() -> None:
    """By its weeks, its holidays and its clocks, whichever was asked first."""
    for blocks in ([107, 108, 109, 110], [110, 109, 108, 107]):
        nights = plain("Europe/Amsterdam", {"sun": ["01:00-04:00"]}, date(2026, 2, 1))
        found = {block: nights.total(block) // HOUR for block in blocks}
        assert found == {107: 27 * 3 + 1, 108: 26 * 3 - 1, 109: 27 * 3 + 1, 110: 27 * 3 - 1}
        assert found == {block: sum(end - start for start, end in nights.opened(block)) // HOUR for block in blocks}


def test_usual_weeks_are_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A block without a holiday opens as long as any other in which clocks change alike."""
    looked_at: list[int] = []
    inner = PlainHours.opened

    def opened(hours: PlainHours, block: int) -> list[tuple[int, int]]:
        looked_at.append(block)
        return inner(hours, block)

    monkeypatch.setattr(PlainHours, "opened", opened)
    hours = plain("UTC", {"mon": ["09:00-17:00"]}, date(2026, 2, 2))
    assert [hours.total(block) // HOUR for block in (100, 101, 108, 109, 108, 110)] == [216, 216, 208, 216, 208, 216]
    assert looked_at == [100, 108, 108]


def test_where_clocks_change_in_a_block() -> None:
    """Counted from its start: by zone, up to which instant an offset holds."""
    amsterdam, utc_ = (plain(zone, {"mon": ["09:00-17:00"]}).zones[0] for zone in ("Europe/Amsterdam", "UTC"))
    change = utc("2026-03-29T01:00") - WINTER * BLOCK
    assert changes_in([utc_, amsterdam], WINTER) == ((0, BLOCK, 0), (0, change, HOUR), (change, BLOCK, 2 * HOUR))
    assert changes_in([utc_], 5) == changes_in([utc_], -5) == ((0, BLOCK, 0),)


NL = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]})
UK = WorkCalendar("Europe/London", {"mon-fri": ["09:00-17:00"]}, [date(2025, 11, 24)])
NIGHT = WorkCalendar("Europe/Amsterdam", {"mon-thu": ["20:00-19:00"]})


@pytest.mark.parametrize(
    ("calendar", "of", "expected"),
    [
        (NL & UK, "2025-11-21", [("11-21 09:00", "11-21 16:00")]),
        (NL | UK, "2025-11-21", [("11-21 08:00", "11-21 17:00")]),
        (NL - UK, "2025-11-21", [("11-21 08:00", "11-21 09:00")]),
        (UK - NL, "2025-11-21", [("11-21 16:00", "11-21 17:00")]),
        (NL & UK, "2025-11-24", []),
        (NL | UK, "2025-11-24", [("11-24 08:00", "11-24 16:00")]),
        (NL - UK, "2025-11-24", [("11-24 08:00", "11-24 16:00")]),
        (UK - NL, "2025-11-24", []),
        (NL | UK, "2025-11-22", []),
        (NL - NIGHT, "2025-11-19", [("11-19 18:00", "11-19 19:00")][:0]),
        (NL & NIGHT, "2025-11-20", [("11-20 08:00", "11-20 16:00")]),
        (NIGHT & NL, "2025-11-19", [("11-20 08:00", "11-20 16:00")]),
        (NIGHT - NL, "2025-11-19", [("11-19 19:00", "11-20 08:00"), ("11-20 16:00", "11-20 18:00")]),
        (NIGHT - NL - UK, "2025-11-19", [("11-19 19:00", "11-20 08:00"), ("11-20 17:00", "11-20 18:00")]),
        ((NL | UK) & NIGHT, "2025-11-21", [("11-21 08:00", "11-21 17:00")]),
    ],
)
def test_what_belongs_to_a_date_of_several(calendar: Calendar, of: str, expected: list[tuple[str, str]]) -> None:
    """To a date of the first, as far as the others say; of any, to that date of each."""
    assert told(hours_of(calendar).of_day(day(of))) == expected


def test_blocks_of_several() -> None:
    """A holiday of any part makes a block unusual; zones are those of all parts, once each."""
    both = hours_of((NL & UK) | NIGHT)
    assert [zone.key for zone in both.zones] == ["Europe/Amsterdam", "Europe/London"]
    assert both.touched == hours_of(UK).touched == frozenset({WINTER})
    first = both.opened(WINTER)[:2]
    assert told(first) == [("11-20 00:00", "11-20 18:00"), ("11-20 19:00", "11-21 18:00")]
    assert both.of_day(WINTER * BLOCK // DAY)[0][0] == WINTER * BLOCK + 9 * HOUR
