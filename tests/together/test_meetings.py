"""Meetings: what they are made of, when they take place, and what is doubtful about them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import attrs
import pytest
from dateutil import rrule
from tests.together.build import BOTH, IRIS, NOOR, codes, meeting

from alignkit.display.html import to_html
from alignkit.errors import AlignkitError, DocumentError, LimitError, TimeError
from alignkit.together.doubt_meetings import meeting_doubts
from alignkit.together.meet import last_meeting, meetings_between, next_meeting, skipped_days
from alignkit.together.meetings import Meeting, meeting_list
from alignkit.together.members import Member
from alignkit.worktime.calendar import WorkCalendar

YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"name": " joint"}, [("bad-id", "name")]),
        ({"cadence": "weekly"}, [("unreadable-cadence", "cadence")]),
        (
            {"name": "", "cadence": "weekly", "minutes": 0},
            [("bad-id", "name"), ("unreadable-cadence", "cadence"), ("bad-length", "minutes")],
        ),
        ({"minutes": True}, [("bad-length", "minutes")]),
        ({"minutes": 60.0}, [("bad-length", "minutes")]),
        ({"kind": "jont"}, [("unknown-kind", "kind")]),
        ({"attendees": "Iris"}, [("wrong-type", "attendees")]),
        ({"attendees": ["Iris"]}, [("wrong-type", "attendees[0]")]),
        ({"attendees": [IRIS, IRIS]}, [("duplicate-id", "attendees[1]")]),
        ({"until": date(2026, 1, 4)}, [("until-before-first", "until")]),
        ({"until": date(2026, 1, 8), "first": date(2026, 1, 6)}, [("never-meets", "cadence")]),
        ({"cadence": "FREQ=DAILY;INTERVAL=7;BYDAY=TU"}, [("never-meets", "cadence")]),
        ({"cadence": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"}, [("never-meets", "cadence")]),
        ({"title": 5}, [("wrong-type", "title")]),
        ({"cadence": "FREQ=WEEKLY;COUNT=5", "until": date(2026, 6, 1)}, [("two-ends", "until")]),
    ],
)
def test_a_faulty_meeting_is_refused(parts: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """Every fault at once, each at its place."""
    with pytest.raises(DocumentError) as caught:
        meeting(**parts)
    assert codes(caught.value) == found


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"at": "9:00"}, "unreadable-time"),
        ({"at": 540}, "unreadable-time"),
        ({"at": "24:00"}, "unreadable-time"),
        ({"at": time(9, 0, 1)}, "unreadable-time"),
        ({"at": time(9, tzinfo=UTC)}, "unreadable-time"),
        ({"first": "2026-01-05"}, "not-a-date"),
        ({"first": datetime(2026, 1, 5, tzinfo=UTC)}, "not-a-date"),
        ({"skips": ["2026-01-05"]}, "not-a-date"),
    ],
)
def test_a_meeting_at_no_time_is_refused(parts: dict[str, Any], code: str) -> None:
    """A time of day is told in quotes or as a time; nothing is guessed from a number."""
    with pytest.raises(TimeError, match=code):
        meeting(**parts)


@pytest.mark.parametrize("zone", ["Europe/Pariss", "", "../../etc/passwd", "/etc/localtime", "UTC+1"])
def test_T04_an_unknown_zone(zone: str) -> None:
    """With the nearest name where one is near."""
    with pytest.raises(TimeError, match="unknown-zone") as caught:
        meeting(zone=zone)
    assert ("did you mean 'Europe/Paris'" in str(caught.value)) == (zone == "Europe/Pariss")


def test_limits_are_told() -> None:
    """Nobody meets a thousand people, nor in the year 9000."""
    with pytest.raises(LimitError, match="too-many"):
        meeting(attendees=[Member(f"P{n}", "sales") for n in range(1001)])
    with pytest.raises(LimitError, match="too-late"):
        meeting(first=date(9001, 1, 1))
    with pytest.raises(LimitError, match="too-far"):
        meetings_between(meeting(), datetime(2026, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC))


def test_it_stays_at_ten_when_clocks_change() -> None:
    """By the clocks of the zone: an hour earlier by UTC in summer."""
    found = meetings_between(meeting(), datetime(2026, 3, 23, tzinfo=UTC), datetime(2026, 4, 6, tzinfo=UTC))
    assert [start.isoformat() for start in found] == ["2026-03-23T10:00:00+01:00", "2026-03-30T10:00:00+02:00"]
    autumn = meetings_between(meeting(), datetime(2026, 10, 19, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
    assert [start.astimezone(UTC).hour for start in autumn] == [8, 9]


def test_T02_T03_a_time_that_clocks_skip_or_repeat() -> None:
    """Skipped, it is an hour later that day; repeated, it is the first of the two (RFC 5545, 3.3.5)."""
    daily = meeting(cadence="FREQ=DAILY", first=date(2024, 3, 1), at="02:30", zone="Europe/Paris")
    spring = meetings_between(daily, datetime(2024, 3, 31, tzinfo=UTC), datetime(2024, 4, 1, tzinfo=UTC))
    assert [start.isoformat() for start in spring] == ["2024-03-31T03:30:00+02:00"]
    autumn = meetings_between(daily, datetime(2024, 10, 26, 22, tzinfo=UTC), datetime(2024, 10, 27, 22, tzinfo=UTC))
    assert [start.astimezone(UTC).isoformat() for start in autumn] == ["2024-10-27T00:30:00+00:00"]


def test_a_day_that_a_zone_skips_is_no_second_meeting() -> None:
    """Samoa had no 30 December 2011."""
    daily = meeting(cadence="FREQ=DAILY", first=date(2011, 12, 28), zone="Pacific/Apia")
    found = meetings_between(daily, datetime(2011, 12, 28, tzinfo=UTC), datetime(2012, 1, 1, tzinfo=UTC))
    assert [start.day for start in found] == [28, 29, 31, 1]


def test_first_until_count_and_skips() -> None:
    """The first day need not be one of the rule; the last one counts; a skipped day does not."""
    tuesday = meeting(first=date(2026, 1, 6), until=date(2026, 2, 2), skips=[date(2026, 1, 19), date(2026, 1, 20)])
    assert [start.day for start in meetings_between(tuesday, *YEAR)] == [12, 26, 2]
    assert skipped_days(tuesday) == (date(2026, 1, 19),)
    assert skipped_days(meeting()) == ()
    thrice = meeting(cadence="FREQ=WEEKLY;COUNT=3", first=date(2026, 1, 7), skips=[date(2026, 1, 14)])
    assert [start.day for start in meetings_between(thrice, *YEAR)] == [7, 21]
    leap = meeting(cadence="FREQ=YEARLY", first=date(2024, 2, 29))
    later = meetings_between(leap, datetime(2024, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC))
    assert [start.year for start in later] == [2024, 2028]


def test_the_next_and_the_last_meeting() -> None:
    """A meeting that is on is the next one until it is over."""
    starts = [datetime(2026, 1, number, 9, tzinfo=UTC) for number in (5, 12)]
    first, second = starts
    assert next_meeting(meeting(), first - timedelta(days=30)) == first
    assert next_meeting(meeting(), first + timedelta(minutes=59)) == first
    assert last_meeting(meeting(), first + timedelta(minutes=59)) is None
    assert next_meeting(meeting(), first + timedelta(minutes=60)) == second
    assert last_meeting(meeting(), first + timedelta(minutes=60)) == first
    assert next_meeting(meeting(until=date(2026, 1, 10)), second) is None


def test_T01_a_naive_instant() -> None:
    """The machine's own zone is never assumed."""
    naive = datetime(2026, 1, 5)  # noqa: DTZ001 - what is refused
    for ask in (next_meeting, last_meeting):
        with pytest.raises(TimeError, match="naive"):
            ask(meeting(), naive)
    with pytest.raises(TimeError, match="naive"):
        meetings_between(meeting(), naive, YEAR[1])
    with pytest.raises(TimeError, match="naive"):
        meetings_between(meeting(), YEAR[0], naive)
    with pytest.raises(TimeError, match="naive"):
        meeting_doubts(meeting(), as_of=naive)
    with pytest.raises(DocumentError, match="wrong-type"):
        meeting_doubts(meeting(), teams=[5])  # type: ignore[list-item]  # what is refused
    with pytest.raises(DocumentError, match="a Meeting is due"):
        next_meeting("joint", YEAR[0])  # type: ignore[arg-type]  # what is refused


def test_a_sound_meeting_has_no_doubts() -> None:
    """Both teams, an hour, five people."""
    assert meeting_doubts(meeting()) == ()
    office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]})
    assert meeting_doubts(meeting(), calendar=office, as_of=YEAR[0]) == ()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"attendees": []}, "nobody-comes"),
        ({"attendees": [IRIS]}, "team-missing"),
        ({"attendees": [*BOTH, Member("Eva", "finance")]}, "unknown-team"),
        ({"minutes": 121}, "too-long"),
        ({"attendees": [*BOTH, *(Member(f"P{n}", "sales") for n in range(8))]}, "too-many-people"),
    ],
)
def test_a_doubtful_meeting(parts: dict[str, Any], code: str) -> None:
    """What can stand, and somebody should look at."""
    (doubt,) = meeting_doubts(meeting(**parts))
    assert (doubt.code, doubt.level) == (code, "warning")
    assert doubt.path.startswith("meetings.joint.")


def test_two_hours_and_twelve_people_are_no_doubt() -> None:
    """And whoever renews the agreement may be more."""
    people = [*BOTH, *(Member(f"P{n}", "sales") for n in range(7))]
    assert meeting_doubts(meeting(minutes=120, attendees=people)) == ()
    assert meeting_doubts(meeting(kind="renewal", attendees=[*people, Member("Eva", "sales")])) == ()


def test_doubts_of_all_meetings() -> None:
    """A joint one is due, and one to renew the agreement."""
    leaders = meeting(name="leaders", kind="leaders")
    assert [doubt.code for doubt in meeting_doubts([leaders])] == ["no-joint-meeting", "no-renewal"]
    renewal = meeting(name="renewal", kind="renewal", cadence="FREQ=YEARLY")
    assert meeting_doubts([meeting(), renewal]) == ()
    with pytest.raises(DocumentError, match="duplicate-id"):
        meeting_doubts([meeting(), meeting()])
    with pytest.raises(DocumentError, match=r"meetings\[0\]"):
        meeting_list(["joint"])  # type: ignore[list-item]  # what is refused


def test_doubts_ahead() -> None:
    """A holiday on which both would meet, and meetings that are over."""
    office = WorkCalendar(
        "Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]}, holidays=[date(2026, 4, 6), date(2026, 5, 25)]
    )
    (doubt,) = meeting_doubts(meeting(), calendar=office, as_of=YEAR[0])
    assert (doubt.code, doubt.message) == (
        "when-closed",
        "'joint' falls on a time at which nobody is at work: 2026-04-06, 2026-05-25",
    )
    assert not meeting_doubts(meeting(skips=[date(2026, 4, 6), date(2026, 5, 25)]), calendar=office, as_of=YEAR[0])
    (doubt,) = meeting_doubts(meeting(until=date(2026, 2, 1)), as_of=YEAR[1])
    assert doubt.code == "meeting-over"
    (doubt,) = meeting_doubts(meeting(at="20:00"), calendar=office, as_of=YEAR[0])
    assert doubt.message.endswith("2026-01-05, 2026-01-12, 2026-01-19 and 49 times more")
    with pytest.raises(DocumentError, match="wrong-type"):
        meeting_doubts(meeting(), calendar="office")  # type: ignore[arg-type]  # what is refused


def test_it_shows_itself() -> None:
    """When, and who comes."""
    text = to_html(meeting(title="Monday round", skips=[date(2026, 4, 6)]).blocks())
    assert "every week on Monday at 10:00 (Europe/Amsterdam), 60 minutes" in text
    assert "2026-04-06" in text
    assert meeting(until=date(2026, 6, 1)).sentence.endswith("60 minutes until 2026-06-01")
    assert meeting().to_dict()["at"] == "10:00"
    assert meeting().teams == ("marketing", "sales")


def test_O05_evolve_validates() -> None:
    """Like construction."""
    assert attrs.evolve(meeting(), minutes=30).length == timedelta(minutes=30)
    with pytest.raises(AlignkitError, match="bad-length"):
        attrs.evolve(meeting(), minutes=-1)


@pytest.mark.parametrize("email", ["iris", "a b@c", "<x@y>", "x@y\n", 5, "a@b@c"])
def test_an_address_that_is_none(email: Any) -> None:  # noqa: ANN401 - what is refused
    """It would be written into a calendar."""
    with pytest.raises(DocumentError) as caught:
        Member("Iris", "marketing", email)
    assert codes(caught.value) == [("bad-email", "email")]
    assert (str(NOOR), NOOR.to_dict()["email"]) == ("Noor (sales)", None)
    assert isinstance(meeting(), Meeting)


@pytest.mark.parametrize(
    ("cadence", "first", "found"),
    [
        # each Friday, and the first Monday: not the Fridays that are first Mondays
        ("FREQ=MONTHLY;BYDAY=FR,1MO", (2026, 6, 25), ["06-26", "07-03", "07-06", "07-10"]),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=-1TU,SU", (2026, 5, 20), ["05-24", "05-26", "05-31", "05-02"]),
        ("FREQ=YEARLY;BYDAY=1MO,WE", (2026, 12, 28), ["12-30", "01-04", "01-06", "01-13"]),
        # a week of the year, on the weekday of the first day
        ("FREQ=YEARLY;BYWEEKNO=20", (2026, 1, 5), ["05-11", "05-17", "05-15", "05-14"]),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=FR", (2026, 1, 5), ["05-15", "05-21", "05-19", "05-18"]),
        ("FREQ=YEARLY", (2096, 2, 29), ["02-29", "02-29", "02-29", "02-29"]),  # 2100 is no leap year
    ],
)
def test_days_as_calendars_read_a_rule(cadence: str, first: tuple[int, int, int], found: list[str]) -> None:
    """By RFC 5545, which dateutil reads otherwise in two places."""
    day = date(*first)
    begins = datetime(*first, tzinfo=UTC)
    starts = meetings_between(meeting(cadence=cadence, first=day), begins, begins + timedelta(days=36_000))
    assert [start.strftime("%m-%d") for start in starts[:4]] == found


def test_T11_a_rule_that_names_no_day_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Months are not looked at one by one until the year 9999: some hundred years are enough."""
    looked: list[int] = []
    rebuild = rrule._iterinfo.rebuild

    def counted(*parts: Any) -> None:  # noqa: ANN401 - dateutil's own
        looked.append(1)
        rebuild(*parts)

    monkeypatch.setattr(rrule._iterinfo, "rebuild", counted)
    with pytest.raises(DocumentError, match="never-meets"):
        meeting(cadence="FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;BYDAY=MO")
    assert 0 < len(looked) <= 12 * 600
    assert next_meeting(meeting(cadence="FREQ=YEARLY;INTERVAL=100"), datetime(2090, 1, 1, tzinfo=UTC)) is not None
    last = meeting(first=date(8999, 12, 25), cadence="FREQ=YEARLY;INTERVAL=100")
    assert next_meeting(last, datetime(9050, 1, 1, tzinfo=UTC)) == datetime(9099, 12, 25, 9, tzinfo=UTC)
