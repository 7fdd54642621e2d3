"""Times, zones, calendars and SLAs of a document."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.agreement.build import agreement, changed, document, refused

from alignkit.agreement.document.read_agreement import from_document
from alignkit.errors import LimitError
from alignkit.rules.predicates import Compare


def at(value: object, zone: str = "Europe/Paris") -> dict[str, object]:
    """Return a document with a rule about an instant."""
    return {
        "name": "x", "version": "1", "zone": zone, "fields": {"seen": {"type": "instant"}},
        "rules": {"r": {"field": "seen", "at_least": value}},
        "stages": [{"id": "lead", "owner": "marketing"}, {"id": "won", "owner": "sales", "outcome": "won"}],
    }  # fmt: skip


@pytest.mark.parametrize("value", ["2024-03-31T02:30:00", datetime(2024, 3, 31, 2, 30)])  # noqa: DTZ001 - a wall time
def test_T02_skipped_time(value: object) -> None:
    """A wall time of the agreement's zone that does not exist is refused, naming zone and gap."""
    (fault,) = refused(at(value), "skipped-time")
    assert fault.path == "rules.r.at_least"
    assert "Europe/Paris" in fault.message
    assert "+01:00 to +02:00" in fault.message


@pytest.mark.parametrize("value", ["2024-10-27T02:30:00", datetime(2024, 10, 27, 2, 30)])  # noqa: DTZ001 - a wall time
def test_T03_repeated_time(value: object) -> None:
    """A wall time that exists twice is refused; with its offset it is one of both."""
    refused(at(value), "repeated-time")
    from_document(at("2024-10-27T02:30:00+01:00"))
    folded = from_document(at(datetime(2024, 10, 27, 2, 30, fold=1)))  # noqa: DTZ001 - the second of the two
    assert folded == from_document(at("2024-10-27T02:30:00+01:00"))


def test_a_wall_time_is_one_of_the_agreements_zone() -> None:
    """A time without an offset is read by the clocks of the agreement."""
    made = from_document(at("2026-01-05T09:00:00")).rules[0].rule
    assert isinstance(made, Compare)
    assert made.value == datetime(2026, 1, 5, 8, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Europe/Pariss", "", "../../etc/passwd", "/etc/localtime", "UTC+1"])
@pytest.mark.parametrize("path", ["zone", "calendars.office.zone"])
def test_T04_unknown_zone(zone: str, path: str) -> None:
    """A zone is one of IANA; nothing else is looked up."""
    (fault,) = refused(changed(path, zone), "unknown-zone")
    assert fault.path == path
    assert ("did you mean 'Europe/Paris'?" in fault.message) is (zone == "Europe/Pariss")


@pytest.mark.parametrize("within", ["-4 work hours", "0 work hours", "0 minutes"])
def test_T09_not_positive(within: str) -> None:
    """A promise takes longer than nothing."""
    assert refused(changed("slas.first_touch.within", within), "not-positive")[0].path == "slas.first_touch.within"
    path = "slas.first_touch.tiers.hot.within"
    assert refused(changed(path, within), "not-positive")[0].path == path


def test_T10_never_open() -> None:
    """A calendar has open hours."""
    refused(changed("calendars.office", {"week": {"mon": []}}), "never-open")


def test_T12_empty_interval() -> None:
    """09:00–09:00 is refused with the hint for all day; 09:00–00:00 is open to midnight."""
    (fault,) = refused(changed("calendars.office.week", {"mon": ["09:00-09:00"]}), "empty-interval")
    assert "00:00-24:00 for all day" in fault.message
    assert fault.path == "calendars.office.week.mon[0]"
    agreement("calendars.office.week", {"mon": ["09:00-00:00"]})


@pytest.mark.parametrize("hours", ["24:00-25:00", "09:00-25:00", "9-17", "09:00:60-17:00", "09:00"])
def test_T14_no_time_of_day(hours: str) -> None:
    """24:00 can end a day; nothing else past it is a time."""
    refused(changed("calendars.office.week", {"mon": [hours]}), "unreadable-time")
    refused(changed("calendars.office.exceptions", {"2026-12-24": [hours]}), "unreadable-time")
    agreement("calendars.office.week", {"mon": ["09:00-24:00"]})


@pytest.mark.parametrize("day", ["10", "Friday", "02/03/04", "2024", "2026-02-30", 20260105])
@pytest.mark.parametrize("path", ["effective", "review_by"])
def test_T22_unreadable_date(day: object, path: str) -> None:
    """A date is ISO 8601, never completed from today's."""
    assert refused(changed(path, day), "unreadable-date")[0].path == path


def test_T22_in_calendars_and_signoffs() -> None:
    """Wherever a date stands."""
    assert refused(changed("calendars.office.holidays", [date(2026, 1, 1), "Friday"]), "unreadable-date")[0].path == (
        "calendars.office.holidays[1]"
    )
    refused(changed("calendars.office.exceptions", {"Friday": []}), "unreadable-date")
    refused(changed("signoffs", [{"team": "sales", "by": "me", "on": "10", "digest": "x"}]), "unreadable-date")
    refused(changed("signoffs", [{"team": "sales", "by": "me", "on": datetime(2026, 1, 5, tzinfo=UTC), "digest": "x"}]),
            "unreadable-date")  # fmt: skip


@pytest.mark.parametrize("text", ["4", "4x", "1 month", "P1M", "-PT4H", 4, "4 work", "1.5 work days"])
def test_T23_unreadable_duration(text: object) -> None:
    """A duration says its unit; a month has no fixed length."""
    (fault,) = refused(changed("slas.first_touch.within", text), "unreadable-duration")
    assert "write" in fault.message


def test_T23_too_long() -> None:
    """A duration is at most a hundred years."""
    with pytest.raises(LimitError) as caught:
        from_document(changed("slas.first_touch.within", "1e9 days"))
    assert caught.value.code == "too-long"
    refused(changed("scores.lead.points.0.half_life", "1 month"), "unreadable-duration")


def test_all_faults_of_a_calendar_at_once() -> None:
    """Zone, hours, holidays and exceptions are told together."""
    week = {"week": {"mon": ["9-5"]}, "zone": "Mars", "holidays": ["x"], "exceptions": {"y": ["z"]}, "hollidays": []}
    faults = refused(
        changed("calendars.office", week),
        "unreadable-time", "unknown-zone", "unreadable-date", "unreadable-date", "unreadable-time", "unknown-field",
    )  # fmt: skip
    assert faults[1].path == "calendars.office.zone"


def test_a_calendar_has_the_agreements_zone() -> None:
    """Unless it names its own."""
    assert agreement().calendars[0].zone == "Europe/Amsterdam"
    assert agreement("calendars.office.zone", "Asia/Tokyo").calendars[0].zone == "Asia/Tokyo"


def test_work_time_needs_a_calendar() -> None:
    """And a calendar work time."""
    assert refused(changed("slas.first_touch.calendar", ...), "no-calendar")[0].path == "slas.first_touch.within"
    refused(changed("slas.first_touch.within", "4 hours"), "calendar-without-work-time")


def test_a_broken_calendar_is_told_once() -> None:
    """The SLA that uses it stays quiet."""
    refused(changed("calendars.office.week", {"mon": ["x"]}), "unreadable-time")


@pytest.mark.parametrize("period", ["month", "year", "2026", "2026-Q1", "2026-03", "2026-01-01 to 2026-03-31"])
def test_periods(period: str) -> None:
    """Goals hold for each month, quarter or year, or for one period."""
    assert agreement("period", period).period == period


@pytest.mark.parametrize(("period", "code"), [("Q1", "unreadable-period"), ("2026-Q5", "no-such-period")])
def test_period_faults(period: str, code: str) -> None:
    """A period that cannot be read is told at its key."""
    assert refused(changed("period", period), code)[0].path == "period"


def test_G10_period_ends_before_it_starts() -> None:
    """A period ends after it starts."""
    refused(changed("period", "2026-03-31 to 2026-01-01"), "empty-period")


def test_tiers_and_pauses_are_read_in_order() -> None:
    """The first tier whose rule holds counts, so their order is kept."""
    whole = document()
    tiers = whole["slas"]["first_touch"]["tiers"]
    tiers["zz"], tiers["aa"] = dict(tiers["hot"]), dict(tiers["hot"])
    assert [tier.name for tier in from_document(whole).slas[0].tiers] == ["hot", "zz", "aa"]
