"""Public holidays as literal dates: against a table that was made independently, and what is refused."""

from __future__ import annotations

import csv
import doctest
import pickle
import sys
import tomllib
import warnings
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from alignkit.adapters.holiday_dates import Holiday, HolidayDates, PublicHolidays
from alignkit.adapters.holidays import public_holidays
from alignkit.adapters.write_holidays import write_holidays
from alignkit.errors import (
    AlignkitError,
    CalendarError,
    DocumentError,
    Finding,
    LimitError,
    MissingExtraError,
    TimeError,
)
from alignkit.worktime.calendar import WorkCalendar

package: Any = pytest.importorskip("holidays")
NL = public_holidays("NL", [2026, 2027])
WEEK = {"mon-fri": ["09:00-17:00"]}


def test_the_dates_are_those_of_the_table(shared_data: Path) -> None:
    """Four countries over twelve years; days on which a holiday is observed are among them."""
    due: defaultdict[tuple[str, str], dict[date, str]] = defaultdict(dict)
    with (shared_data / "calendar-oracle" / "public_holidays.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            due[row["country"], row["subdivision"]][date.fromisoformat(row["date"])] = row["name"]
    assert len(due) == 4
    for (country, subdivision), days in due.items():
        found = public_holidays(country, range(2016, 2028), subdivision=subdivision or None, language="en_US")
        fixed = date(2026, 1, 1)  # what a country may still decide comes after
        assert [day for day in found if day < fixed] == sorted(day for day in days if day < fixed)
        assert set(days) <= set(found)
        assert all(day.name for day in found.days)
        if country == "US":  # elsewhere versions of the package translate some names otherwise
            assert {day.on: day.name for day in found.days if day.on in days} == days


def test_they_are_the_holidays_of_a_calendar() -> None:
    """As they are, without a step between."""
    calendar = WorkCalendar("Europe/Amsterdam", WEEK, holidays=NL)
    assert calendar.holidays == tuple(NL)
    assert date(2026, 4, 27) in calendar.holidays
    assert len(NL) == len(calendar.holidays)


def test_they_are_a_snapshot() -> None:
    """Plain dates and names: looking at them adds none, and nothing of the package is inside (trap 39)."""
    before = (NL, hash(NL), len(NL))
    assert date(2030, 1, 1) not in NL
    assert (NL, hash(NL), len(NL)) == before
    assert pickle.loads(pickle.dumps(NL)) == NL
    assert {type(day.on) for day in NL.days} == {date}
    assert {type(day.name) for day in NL.days} == {str}
    assert {day.on.year for day in NL.days} == {2026, 2027}
    assert public_holidays("NL", (year for year in (2027, 2026))) == NL


def test_the_language_is_the_country_s_own_unless_another_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's language changes nothing."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "th")
    found = public_holidays("NL", 2026)
    assert found.language == "nl"
    assert found.days[0].name == "Nieuwjaarsdag"
    assert public_holidays("NL", 2026, language="en_US").days[0].name == "New Year's Day"


def test_other_kinds_of_holidays() -> None:
    """Bank holidays are there when they are asked for."""
    more = public_holidays("NL", 2026, categories=["public", "optional"])
    assert more.categories == ("optional", "public")
    assert set(public_holidays("NL", 2026)) < set(more)
    assert more.title.startswith("Holidays of NL (optional, public), 2026, from holidays ")


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("XX", "near it are 'AX', 'CX', "),
        ("nl", "did you mean 'NL'?"),
        ("Netherlands", "did you mean 'NL'?"),
        ("United Kingdom", "did you mean 'GB'?"),
        ("Atlantis", "known: 'AD'"),
        ("country_holidays", "known: 'AD'"),  # a name of the package that is no country
        ("__class__", "known: 'AD'"),
        ("", "known: 'AD'"),
        (None, "known: 'AD'"),
        (["NL"], "known: 'AD'"),
    ],
)
def test_T24_an_unknown_country(country: Any, told: str) -> None:  # noqa: ANN401 - what is refused
    """T24: the code is named, and near ones."""
    with pytest.raises(CalendarError) as caught:
        public_holidays(country, 2026)
    assert caught.value.code == "unknown-country"
    assert repr(country) in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("country", "subdivision", "told"),
    [
        ("DE", "ZZ", "known: 'BB', 'BE', "),
        ("DE", "bavaria", ""),
        ("DE", "BX", "near it are 'BB', "),
        ("JM", "ZZ", "it knows none"),
    ],
)
def test_T24_an_unknown_subdivision(country: str, subdivision: str, told: str) -> None:
    """T24: the code is named, and near ones."""
    with pytest.raises(CalendarError) as caught:
        public_holidays(country, 2026, subdivision=subdivision)
    assert caught.value.code == "unknown-subdivision"
    assert repr(subdivision) in str(caught.value)
    assert told in str(caught.value)


def test_T24_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """T24: the message is the command that installs it."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingExtraError, match=r'^missing-extra: pip install "alignkit\[holidays\]"$'):
        public_holidays("NL", 2026)


@pytest.mark.parametrize(
    ("country", "years", "told"),
    [
        ("NL", [1900, 1950, 2026], "from 1966 to 2100, and none of 1900 and 1950"),
        ("NL", 2101, "none of 2101"),
        ("BV", [2025, 2026], "tells no holiday of BV in 2025 to 2026"),  # nobody lives there
    ],
)
def test_years_that_the_package_does_not_know(country: str, years: Any, told: str) -> None:  # noqa: ANN401 - one or several
    """It returns nothing for them, which a calendar would take for days of work (trap 39)."""
    with pytest.raises(CalendarError) as caught:
        public_holidays(country, years)
    assert caught.value.code == "no-holiday-data"
    assert told in str(caught.value)


def test_what_the_package_warns_of_is_a_finding() -> None:
    """No warning escapes; the finding says what it said."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = public_holidays("IN", 2036)
    assert [(finding.code, finding.level) for finding in found.findings] == [("partial-holiday-data", "warning")]
    assert "2035" in found.findings[0].message
    assert "partial-holiday-data" in repr(found)


def test_a_failure_of_the_package_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it raises, an error of ours comes out, with its as the cause."""

    def fail(*_: object, **__: object) -> None:
        raise KeyError(7)

    monkeypatch.setattr(package, "country_holidays", fail)
    with pytest.raises(CalendarError, match="no-holiday-data") as caught:
        public_holidays("NL", 2026)
    assert isinstance(caught.value.__cause__, KeyError)


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        ({"years": "2026"}, DocumentError, "wrong-type"),
        ({"years": []}, TimeError, "no-such-year"),
        ({"years": [2026.0]}, TimeError, "no-such-year"),
        ({"years": range(1, 5000)}, LimitError, "too-many"),
        ({"categories": "public"}, DocumentError, "wrong-type"),
        ({"categories": 5}, DocumentError, "wrong-type"),
        ({"categories": ["publik"]}, CalendarError, "unknown-category"),
        ({"categories": [None]}, CalendarError, "unknown-category"),
        ({"language": "xx"}, CalendarError, "unknown-language"),
        ({"language": 5}, CalendarError, "unknown-language"),
        ({"subdivision": 5}, CalendarError, "unknown-subdivision"),
        ({"subdivision": ["BY"]}, CalendarError, "unknown-subdivision"),
    ],
)
def test_bad_input(change: dict[str, Any], kind: type[AlignkitError], code: str) -> None:
    """Each is refused by its name."""
    given: dict[str, Any] = {"country": "DE", "years": 2026} | change
    country, years = given.pop("country"), given.pop("years")
    with pytest.raises(kind) as caught:
        public_holidays(country, years, **given)
    assert caught.value.code == code


def test_T25_half_days_and_days_of_work_close_no_day() -> None:
    """T25: of a half-day holiday the half that stays open counts, so that it must not become a whole one."""
    by_kind = {"half_day": "write it as an exception", "workday": "people work"}
    for kind, told in by_kind.items():
        country = next(
            code
            for code in package.list_supported_countries(include_aliases=False)
            if kind in vars(package)[code].supported_categories
        )
        with pytest.raises(CalendarError, match=told) as caught:
            public_holidays(country, 2026, categories=["public", kind])
        assert caught.value.code == "not-a-day-off"


def test_T25_a_holiday_twice_counts_once() -> None:
    """T25: its names are joined; on a Sunday it has no effect."""
    found = HolidayDates(2026, [Holiday(date(2026, 1, 4), "a"), Holiday(date(2026, 1, 4), "b"), *NL.days[:1]])
    assert found.days == (Holiday(date(2026, 1, 1), "Nieuwjaarsdag"), Holiday(date(2026, 1, 4), "a; b"))
    assert WorkCalendar("UTC", WEEK, holidays=found).holidays == (date(2026, 1, 1), date(2026, 1, 4))


def test_the_value_shows_itself() -> None:
    """As a table, bounded; what was found stands below."""
    assert repr(NL).startswith(f"Holidays of NL, 2026 to 2027, from holidays {package.__version__}\n")
    assert "2026-04-27  Mon  Koningsdag" in repr(NL)
    assert ">Koningsdag</td>" in NL._repr_html_()
    many = public_holidays("NL", range(1970, 2100))
    assert len(repr(many)) < 4096
    bavaria = public_holidays("DE", 2026, subdivision="BY")
    assert bavaria.title.startswith("Holidays of DE-BY, 2026, from ")
    assert public_holidays("DE", 2026, subdivision="Bayern") == bavaria
    doubted = HolidayDates(2026, [], "a file", [Finding("not-all-day", "x", level="warning")])
    assert "not-all-day: x" in repr(doubted)
    years = [*range(2000, 2100, 2)]
    assert "2038 and others" in HolidayDates(years, []).title


def test_what_the_value_refuses() -> None:
    """Dates that are none, outside of the years, or of another kind."""
    with pytest.raises(TimeError, match="not-in-years"):
        HolidayDates(2026, [Holiday(date(2027, 1, 1))])
    with pytest.raises(DocumentError, match="wrong-type"):
        HolidayDates(2026, [date(2026, 1, 1)])  # type: ignore[list-item]  # what is refused
    with pytest.raises(TimeError, match="not-a-date"):
        Holiday(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(DocumentError, match="wrong-type"):
        Holiday(date(2026, 1, 1), 5)  # type: ignore[arg-type]  # what is refused


def test_the_source_is_a_note() -> None:
    """Two versions of the package that tell the same days tell the same."""
    other = PublicHolidays([2026, 2027], NL.days, "holidays 1.0", country="NL", language="nl")
    assert other == NL
    assert hash(other) == hash(NL)
    assert PublicHolidays([2026, 2027], NL.days, country="NL", language="nl").title == "Holidays of NL, 2026 to 2027"


def test_they_are_written_as_a_document_has_them() -> None:
    """What is written is TOML that says the same dates; a name cannot leave its comment."""
    hostile = HolidayDates(2026, [Holiday(date(2026, 4, 27), "x\nholidays = []\x00\x7f\u2028y" + "z" * 500)])
    text = write_holidays(NL, hostile)
    assert tomllib.loads(text) == {"holidays": list(NL)}
    assert "\n  2026-04-27,  # Mon Koningsdag; x holidays = []␀␡ yzz" in text
    assert max(map(len, text.splitlines())) < 120
    assert tomllib.loads(write_holidays()) == {"holidays": []}
    assert write_holidays(HolidayDates(2026, [Holiday(date(2026, 1, 1))])).splitlines()[2] == "  2026-01-01,  # Thu"
    with pytest.raises(DocumentError, match="wrong-type"):
        write_holidays([date(2026, 1, 1)])  # type: ignore[arg-type]  # what is refused


def test_the_example_holds() -> None:
    """The docstring's, which is skipped where the package is absent."""
    text = (public_holidays.__doc__ or "").replace("# doctest: +SKIP", "")
    example = doctest.DocTestParser().get_doctest(text, {"public_holidays": public_holidays}, "example", None, None)
    assert len(example.examples) == 2
    assert doctest.DocTestRunner().run(example).failed == 0
