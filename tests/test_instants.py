"""Instants are aware or refused, text is ISO 8601 or refused, durations have a fixed length or are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from alignkit.errors import DocumentError, LimitError, TimeError
from alignkit.instants import (
    EPOCH,
    checked_instant,
    days,
    duration_text,
    from_micros,
    hours,
    localize,
    micros,
    minutes,
    parse_date,
    parse_duration,
    parse_instant,
    told_in,
    zone_of,
)

PARIS = zone_of("Europe/Paris")


def test_T01_naive_datetimes_are_refused() -> None:
    """The machine's zone is never assumed; the message says how to attach one."""
    with pytest.raises(TimeError, match=r"as_of has no time zone.*ZoneInfo") as caught:
        checked_instant(datetime(2026, 1, 5, 9), "as_of")  # noqa: DTZ001 - naive on purpose
    assert caught.value.code == "naive"


@pytest.mark.parametrize("value", [None, "2026-01-05", date(2026, 1, 5), 0, float("nan")])
def test_T01_what_is_no_datetime_is_refused(value: object) -> None:
    """A date, text or NaN is no instant."""
    with pytest.raises(TimeError) as caught:
        checked_instant(value, "as_of")
    assert caught.value.code == "not-an-instant"


def test_T02_skipped_time() -> None:
    """02:30 does not exist in Paris on 2024-03-31, unless the caller chose what then to take."""
    wall = datetime(2024, 3, 31, 2, 30)  # noqa: DTZ001 - a wall time
    with pytest.raises(TimeError, match=r"does not exist in Europe/Paris.*\+01:00 to \+02:00") as caught:
        localize(wall, PARIS, "event e1")
    assert caught.value.code == "skipped-time"
    assert localize(wall, PARIS, skipped="earlier").isoformat() == "2024-03-31T01:30:00+01:00"
    assert localize(wall, PARIS, skipped="later").isoformat() == "2024-03-31T03:30:00+02:00"


def test_T03_repeated_time() -> None:
    """02:30 exists twice in Paris on 2024-10-27: refused, chosen by policy, or chosen by `fold`."""
    wall = datetime(2024, 10, 27, 2, 30)  # noqa: DTZ001 - a wall time
    with pytest.raises(TimeError, match="happens twice in Europe/Paris") as caught:
        localize(wall, PARIS)
    assert caught.value.code == "repeated-time"
    assert localize(wall, PARIS, repeated="earlier").isoformat() == "2024-10-27T02:30:00+02:00"
    assert localize(wall, PARIS, repeated="later").isoformat() == "2024-10-27T02:30:00+01:00"
    assert localize(wall.replace(fold=1), PARIS).isoformat() == "2024-10-27T02:30:00+01:00"


@pytest.mark.parametrize("name", ["Europe/Pariss", "", "../../etc/passwd", "/etc/localtime", "UTC+1", "localtime"])
def test_T04_unknown_zones(name: str) -> None:
    """Five names that are no zone, and one that means the host's own."""
    with pytest.raises(TimeError) as caught:
        zone_of(name)
    assert caught.value.code == "unknown-zone"
    if name == "Europe/Pariss":
        assert "did you mean 'Europe/Paris'?" in str(caught.value)


@pytest.mark.parametrize("name", [None, 7, "posix/Europe/Paris", "Europe", "a" * 1000, "Europe/Paris\n"])
def test_zones_of_other_kinds(name: object) -> None:
    """What is no text, a folder of the zone files, or a variant set, is no zone either."""
    with pytest.raises(TimeError):
        zone_of(name)  # type: ignore[arg-type]  # wrong on purpose


def test_T16_leap_seconds_are_named() -> None:
    """The second 60 is not represented, and the message says so."""
    with pytest.raises(TimeError, match="leap seconds are not represented") as caught:
        parse_instant("2016-12-31T23:59:60Z")
    assert caught.value.code == "leap-second"


@pytest.mark.parametrize("text", ["10", "Friday", "02/03/04", "2024", "2024-02-30", "20240101", "2024-W01-1", None, 5])
def test_T22_dates_are_iso_8601_only(text: object) -> None:
    """Nothing is completed from today's date, and no order of day and month is guessed."""
    with pytest.raises(TimeError) as caught:
        parse_date(text)
    assert caught.value.code == "unreadable-date"
    with pytest.raises(TimeError):
        parse_instant(text, zone=PARIS)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2024-03-08T17:59:59.999Z", "2024-03-08T17:59:59.999000+00:00"),
        ("2024-02-27T08:00:05.000+0000", "2024-02-27T08:00:05+00:00"),
        ("2024-03-08 17:59:59", "2024-03-08T17:59:59+01:00"),
        ("2024-07-08T17:59", "2024-07-08T17:59:00+02:00"),
        ("2024-07-08 17:59:59,123456789", "2024-07-08T17:59:59.123456+02:00"),
    ],
)
def test_instants_as_exports_write_them(text: str, due: str) -> None:
    """With an offset, or as a wall time of a stated zone; finer than a microsecond is cut."""
    assert parse_instant(text, zone=PARIS).isoformat() == due


def test_a_wall_time_without_a_zone_is_naive() -> None:
    """Text without an offset needs a zone."""
    with pytest.raises(TimeError) as caught:
        parse_instant("2024-03-08 17:59:59")
    assert caught.value.code == "naive"


@pytest.mark.parametrize("text", ["4", "4x", "1 month", "P1M", "-PT4H", "", "4 hours and", "P", "PT", "1 fortnight", 4])
def test_T23_unreadable_durations(text: object) -> None:
    """The message lists the accepted forms; a month has no fixed length."""
    with pytest.raises(TimeError, match="PT4H") as caught:
        parse_duration(text)
    assert caught.value.code == "unreadable-duration"


@pytest.mark.parametrize("text", ["1e9 days", "40000 days", "99999999999999999999 weeks"])
def test_T23_durations_beyond_the_limit(text: str) -> None:
    """A hundred years are enough for an agreement."""
    with pytest.raises(LimitError, match="36600 days"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("4 hours", timedelta(hours=4)),
        ("1 hour 30 minutes", timedelta(minutes=90)),
        ("2 weeks", timedelta(days=14)),
        ("PT4H", timedelta(hours=4)),
        ("P2DT1H", timedelta(days=2, hours=1)),
        ("P1W", timedelta(days=7)),
    ],
)
def test_durations(text: str, due: timedelta) -> None:
    """Words or ISO 8601, of fixed length."""
    assert parse_duration(text) == due


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=36_600)))
def test_durations_are_read_as_they_are_written(span: timedelta) -> None:
    """Every duration comes back, to the microsecond."""
    assert parse_duration(duration_text(span)) == span


@given(
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001 - made aware below
    st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30)), ZoneInfo("America/New_York"), PARIS]),
)
def test_microseconds_are_exact(wall: datetime, zone: timezone | ZoneInfo) -> None:
    """An instant comes back from its microseconds, whatever its zone."""
    instant = wall.replace(tzinfo=zone)
    assert micros(from_micros(micros(instant))) == micros(instant)
    assert from_micros(micros(instant)) - EPOCH == timedelta(microseconds=micros(instant))


def test_durations_are_exact() -> None:
    """A float stands for its shortest decimal."""
    assert days(0.1) * 10 == timedelta(days=1)
    assert (hours(1.5), minutes(-90)) == (timedelta(minutes=90), timedelta(minutes=-90))


@pytest.mark.parametrize("count", [None, "1", True, float("nan"), float("inf"), 10**10, 10**400])
def test_wrong_durations(count: object) -> None:
    """No overflow and no `TypeError` of `timedelta` escapes."""
    with pytest.raises(DocumentError):
        days(count)  # type: ignore[arg-type]  # wrong on purpose


def test_an_instant_that_a_zone_cannot_show_is_told_as_it_is() -> None:
    """At the calendar's end an hour ahead would be the year 10000; no zone is not the host's."""
    last = datetime.max.replace(tzinfo=UTC)
    assert told_in(last, PARIS) is last
    assert told_in(last, None) is last
    assert told_in(EPOCH, PARIS).hour == 1
