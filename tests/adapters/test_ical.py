"""Meetings as an iCalendar file: what icalendar and dateutil read from it are the same instants."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rruleset, rrulestr
from dateutil.tz import tzical
from hypothesis import assume, given, settings, strategies as st

from alignkit.adapters.ical import write_ics
from alignkit.adapters.ical_zones import observances
from alignkit.errors import DocumentError, MissingExtraError, TimeError
from alignkit.instants import micros
from alignkit.together.meet import meetings_between
from alignkit.together.meetings import Meeting
from alignkit.together.members import Member

icalendar: Any = pytest.importorskip("icalendar")
STAMP = datetime(2026, 1, 1, 12, 30, 15, 999, tzinfo=UTC)


def _meeting(**parts: Any) -> Meeting:  # noqa: ANN401 - what a test gives
    given: dict[str, Any] = {"name": "joint", "cadence": "FREQ=WEEKLY;BYDAY=MO", "first": date(2026, 1, 7)}
    given |= {"at": "10:00", "zone": "Europe/Amsterdam"}
    return Meeting(**(given | parts))


def _starts(text: str, end: datetime) -> list[int]:
    """Read when the first meeting of a file begins: by its own rule, and by the file's own time zone."""
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")[:1]
    start = event["dtstart"].dt
    zone: Any = UTC
    name = event["dtstart"].params.get("TZID")
    if name is not None:
        zone = tzical(StringIO(_zone_text(text, name))).get(name)
    wall = start.replace(tzinfo=None)
    found = rruleset()
    rule = event["rrule"].to_ical().decode()
    until = event["rrule"].get("UNTIL")
    if until:
        # dateutil wants both naive: what clocks show at the last instant
        told = until[0].astimezone(ZoneInfo(name)).replace(tzinfo=None) if name else until[0].replace(tzinfo=None)
        rule = ";".join(part for part in rule.split(";") if not part.startswith("UNTIL"))
        rule += f";UNTIL={told:%Y%m%dT%H%M%S}"
    read: Any = rrulestr(rule, dtstart=wall)
    found.rrule(read)
    skipped = event.get("exdate", [])
    for one in skipped if isinstance(skipped, list) else [skipped]:
        for moment in getattr(one, "dts", [one]):
            found.exdate(moment.dt.replace(tzinfo=None))
    instants = []
    for moment in found:
        instant = micros(moment.replace(tzinfo=zone))
        if instant >= micros(end):
            break
        instants.append(instant)
    return instants


def _zone_text(text: str, name: str) -> str:
    start = text.index(f"TZID:{name}")
    return "BEGIN:VTIMEZONE\r\n" + text[start : text.index("END:VTIMEZONE", start)] + "END:VTIMEZONE\r\n"


RULES = st.sampled_from(
    [
        "FREQ=WEEKLY;BYDAY=MO",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU",
        "FREQ=DAILY;INTERVAL=5",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
        "FREQ=MONTHLY",
        "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
        "FREQ=WEEKLY;COUNT=40",
        "FREQ=YEARLY",
    ]
)
ZONES = st.sampled_from(
    ["Europe/Amsterdam", "America/New_York", "Australia/Sydney", "Africa/Casablanca", "Asia/Kolkata", "UTC", "Etc/UTC"]
)


@given(
    rule=RULES,
    zone=ZONES,
    first=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    at=st.times(time(4), time(23, 59)),
    days=st.none() | st.integers(0, 900),
    skips=st.sets(st.integers(0, 60), max_size=4),
)
@settings(max_examples=40)
def test_a_round_trip_gives_the_same_instants(
    *, rule: str, zone: str, first: date, at: time, days: int | None, skips: set[int]
) -> None:
    """Over two years, and every clock change in them; by the zone that the file itself tells.

    At hours that no clock change skips or repeats, which dateutil's zones read in a way of their own.
    """
    until = None if days is None else first + timedelta(days=days)
    away = {first + timedelta(days=number) for number in skips}
    try:
        meeting = _meeting(
            cadence=rule, zone=zone, first=first, at=time(at.hour, at.minute), until=until, skips=away, minutes=90
        )
    except DocumentError:
        assume(False)
        raise
    end = datetime.combine(first, time(), UTC) + timedelta(days=730)
    due = [micros(start) for start in meetings_between(meeting, end - timedelta(days=800), end)]
    assert _starts(write_ics(meeting, stamp=STAMP), end) == due


def test_it_recurs_by_the_clocks_of_its_zone() -> None:
    """With the zone's own changes, as rules, so that they hold for ever."""
    text = write_ics(_meeting(), stamp=STAMP)
    assert "DTSTART;TZID=Europe/Amsterdam:20260112T100000" in text
    assert "RRULE:FREQ=WEEKLY;BYDAY=MO" in text
    assert "DTSTAMP:20260101T123015Z" in text
    assert "DURATION:PT1H" in text
    assert [found.rule for found in observances("Europe/Amsterdam", 2025, None)] == [
        "",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ]
    assert [found.rule for found in observances("America/New_York", 2025, None)][1:] == [
        "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    ]
    # Morocco's clocks follow the moon: the days are listed
    assert {found.rule for found in observances("Africa/Casablanca", 2025, None)} == {""}
    assert len(observances("Asia/Kolkata", 2025, None)) == 1


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Amsterdam", date(1990, 1, 1)),  # until 1995 clocks went back in September
        ("America/New_York", date(2000, 1, 3)),  # other days until 2006
        ("America/Mexico_City", date(2004, 1, 5)),  # every year the same days until 2022, and none since
        ("Europe/Moscow", date(1997, 1, 6)),  # the same until 2010, another offset in 2011, and again in 2014
        ("Africa/Casablanca", date(1990, 1, 1)),
    ],
)
def test_clock_changes_that_a_law_changed(zone: str, first: date) -> None:
    """A meeting that has taken place for long is right before, today, and for thirty years from today."""
    meeting = _meeting(zone=zone, first=first, cadence="FREQ=MONTHLY;INTERVAL=2;BYDAY=1WE")
    end = datetime(2056, 1, 1, tzinfo=UTC)
    due = [micros(start) for start in meetings_between(meeting, datetime(1990, 1, 1, tzinfo=UTC), end)]
    assert _starts(write_ics(meeting, stamp=STAMP), end) == due


def test_two_meetings_of_one_zone_that_began_a_century_apart() -> None:
    """One list of clock changes serves both."""
    both = [_meeting(), _meeting(name="old", first=date(1901, 1, 7), cadence="FREQ=YEARLY")]
    end = datetime(2030, 1, 1, tzinfo=UTC)
    due = [micros(start) for start in meetings_between(both[0], datetime(2026, 1, 1, tzinfo=UTC), end)]
    assert _starts(write_ics(both, stamp=STAMP), end) == due
    assert len(observances("Europe/Amsterdam", 1, None, today=2026)) == 1  # in 200 years from the year 1 on, no more


def test_an_end_is_told_in_utc_and_skipped_days_are_left_out() -> None:
    """The last day counts to its end by the clocks of the zone."""
    text = write_ics(_meeting(until=date(2026, 6, 29), skips=[date(2026, 4, 6), date(2026, 4, 7)]), stamp=STAMP)
    assert "UNTIL=20260629T215959Z" in text
    assert text.count("EXDATE") == 1
    assert "EXDATE;TZID=Europe/Amsterdam:20260406T100000" in text


def test_the_same_meetings_give_the_same_text() -> None:
    """On every run; and a UID lives as long as the names do."""
    meetings = [_meeting(), _meeting(name="renewal", cadence="FREQ=YEARLY", zone="America/New_York")]
    text = write_ics(meetings, stamp=STAMP, name="Inbound")
    assert text == write_ics(tuple(meetings), stamp=STAMP.astimezone(ZoneInfo("Asia/Tokyo")), name="Inbound")
    uids = [event["uid"] for event in icalendar.Calendar.from_ical(text).walk("VEVENT")]
    moved = write_ics(_meeting(at="11:00"), stamp=STAMP, name="Inbound")
    assert len(set(uids)) == 2
    assert icalendar.Calendar.from_ical(moved).walk("VEVENT")[0]["uid"] == uids[0]
    other = write_ics(_meeting(), stamp=STAMP, name="Outbound")
    assert icalendar.Calendar.from_ical(other).walk("VEVENT")[0]["uid"] != uids[0]
    assert [zone["tzid"] for zone in icalendar.Calendar.from_ical(text).walk("VTIMEZONE")] == [
        "America/New_York",
        "Europe/Amsterdam",
    ]


def test_who_comes_is_invited_or_named() -> None:
    """Hostile names cannot break out of their line."""
    people = [
        Member('Iris "I"; x:y', "marketing", "iris@example.com"),
        Member("BEGIN:VEVENT", "sales", "noor@example.com"),
        Member("Bram", "sales"),
    ]
    text = write_ics(_meeting(attendees=people, title="Joint; all, of us"), stamp=STAMP)
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert event["summary"] == "Joint; all, of us"
    assert [str(one) for one in event["attendee"]] == ["mailto:iris@example.com", "mailto:noor@example.com"]
    assert "Bram" in event["description"]
    assert text.count("\r\nBEGIN:VEVENT") == 1


def test_bad_input() -> None:
    """Nothing to write, two of one name, no instant."""
    with pytest.raises(DocumentError, match="nothing-to-write"):
        write_ics([], stamp=STAMP)
    with pytest.raises(DocumentError, match="duplicate-id"):
        write_ics([_meeting(), _meeting()], stamp=STAMP)
    with pytest.raises(DocumentError, match="bad-id"):
        write_ics(_meeting(), stamp=STAMP, name="a\nb")
    with pytest.raises(DocumentError, match="wrong-type"):
        write_ics("joint", stamp=STAMP)  # type: ignore[arg-type]  # what is refused


def test_T01_a_naive_stamp() -> None:
    """The machine's own zone is never assumed."""
    with pytest.raises(TimeError, match="naive"):
        write_ics(_meeting(), stamp=datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused


def test_D26_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is the command that installs it."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError, match=r'pip install "alignkit\[ical\]"'):
        write_ics(_meeting(), stamp=STAMP)
