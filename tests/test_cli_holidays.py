"""The command line for holidays: a country's, and those of a calendar's file."""

from __future__ import annotations

import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from alignkit import cli
from alignkit.adapters.documents import dump, load, loads
from alignkit.samples.generate import sample_company
from alignkit.worktime.calendar import WorkCalendar

CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20201224
DTEND;VALUE=DATE:20201227
RRULE:FREQ=YEARLY
SUMMARY:Closed for Christmas
END:VEVENT
BEGIN:VEVENT
DTSTART:20260601T150000Z
SUMMARY:Party
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a calendar's file, which is the current one."""
    (tmp_path / "closed.ics").write_text(CALENDAR, encoding="utf-8-sig", newline="\r\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_holidays_of_a_country(capsys: pytest.CaptureFixture[str]) -> None:
    """Lines to paste: dates in the order of the years, with names as comments."""
    pytest.importorskip("holidays")
    assert cli.main(["holidays", "NL", "2027", "2026"]) == 0
    said = capsys.readouterr()
    assert not said.err
    assert said.out.startswith("# Holidays of NL, 2026 to 2027, from holidays 0")
    assert "\n  2026-04-27,  # Mon Koningsdag\n" in said.out
    found = tomllib.loads(said.out)["holidays"]
    assert found == sorted(found)
    assert {day.year for day in found} == {2026, 2027}


def test_a_subdivision_a_language_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    """Each is an option."""
    pytest.importorskip("holidays")
    assert cli.main(["holidays", "DE", "2026", "--subdivision", "BY", "--language", "en_US"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("# Holidays of DE-BY, 2026, from holidays 0")
    assert "2026-01-06,  # Tue Epiphany" in said.out
    assert cli.main(["holidays", "NL", "2026", "--category", "public", "--category", "optional"]) == 0
    assert "# Holidays of NL (optional, public), 2026" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_the_holidays_of_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """What is no holiday is said beside it."""
    pytest.importorskip("icalendar")
    assert cli.main(["holidays", "--ics", "closed.ics", "2026"]) == 0
    said = capsys.readouterr()
    assert said.out == (
        "# Holidays, 2026, from an iCalendar file\n"
        "holidays = [\n"
        "  2026-12-24,  # Thu Closed for Christmas\n"
        "  2026-12-25,  # Fri Closed for Christmas\n"
        "  2026-12-26,  # Sat Closed for Christmas\n"
        "]\n"
    )
    assert said.err.startswith("closed.ics:event 2: not-all-day: the event 'Party' has a time of day")
    assert said.err.endswith("[warning]\n")
    assert cli.main(["holidays", "2019", "--ics", "closed.ics"]) == 0
    said = capsys.readouterr()
    assert said.out.endswith("holidays = []\n")
    assert said.err == "closed.ics: no-holidays: no all-day event of the file lies in 2019 [warning]\n"


@pytest.mark.usefixtures("folder")
def test_both_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A date of both stands there once."""
    pytest.importorskip("holidays")
    pytest.importorskip("icalendar")
    assert cli.main(["holidays", "NL", "2026", "--ics", "closed.ics"]) == 0
    out = capsys.readouterr().out
    assert "# Thu Closed for Christmas\n" in out
    assert "# fri eerste kerstdag; closed for christmas\n" in out.lower()
    found = tomllib.loads(out)["holidays"]
    assert len(found) == len(set(found))


def test_what_is_written_fits_an_agreement(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pasted under a calendar, it is that calendar's holidays; a date with other hours keeps them."""
    pytest.importorskip("icalendar")
    agreement = sample_company(leads=10).agreement
    dump(agreement, folder / "agreement.toml")
    assert cli.main(["holidays", "2026", "--ics", "closed.ics"]) == 0
    lines = capsys.readouterr().out
    head, _, rest = (folder / "agreement.toml").read_text(encoding="utf-8").partition("\nholidays = [")
    pasted = loads(f"{head}\n{lines}{rest.partition(']')[2]}", "toml")
    before, office = load("agreement.toml").calendars[0], pasted.calendars[0]
    assert isinstance(before, WorkCalendar)
    assert isinstance(office, WorkCalendar)
    assert office.holidays != before.holidays
    assert {date(2026, 12, 24), *office.holidays} == {date(2026, 12, day) for day in (24, 25, 26)}
    assert date(2026, 12, 24) in dict(office.exceptions)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["XX", "2026"], "alignkit:country: unknown-country: 'XX' is no country that the package knows"),
        (["nl", "2026"], "did you mean 'NL'? [error]"),
        (["DE", "2026", "--subdivision", "ZZ"], "unknown-subdivision: 'ZZ' is not a subdivision of DE"),
        (["NL", "2026", "--category", "publik"], "did you mean 'public'? [error]"),
        (["NL", "2026", "--language", "xx"], "unknown-language: 'xx'"),
        (["NL", "1900"], "no-holiday-data: holidays 0"),
        (["NL", "0000"], "no-such-year: a year is a whole number such as 2026, 1 to 9998, not 0"),
    ],
)
def test_T24_what_the_package_does_not_know(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """T24: the code is named, and near ones; it ends with 2, for what is wrong is an option."""
    pytest.importorskip("holidays")
    assert cli.main(["holidays", *words]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert told in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("package", "words", "extra"),
    [("holidays", ["NL", "2026"], "holidays"), ("icalendar", ["2026", "--ics", "closed.ics"], "ical")],
)
@pytest.mark.usefixtures("folder")
def test_T24_without_the_extra(
    *, package: str, words: list[str], extra: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """T24: the command that installs it is said; it could not run, which is 2."""
    monkeypatch.setitem(sys.modules, package, None)
    assert cli.main(["holidays", *words]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert said.err == f'alignkit: missing-extra: pip install "alignkit[{extra}]" [error]\n'


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["2026"], 2, "give a country, such as NL, or a calendar's file: --ics FILE"),
        (["NL"], 2, "say for which years, such as: alignkit holidays NL 2026 2027"),
        (["NL", "26"], 2, "a year is written with four digits, such as 2026, not '26'"),
        (["NL", "2026", "BE"], 2, "a year is written with four digits, such as 2026, not 'BE'"),
        (["NL", "٢٠٢٦"], 2, "a year is written with four digits"),
        (["2026", "--ics", "closed.ics", "--subdivision", "BY"], 2, "are of a country; give its code"),
        (["2026", "--ics", "none.ics"], 2, "none.ics: No such file"),
        (["0000", "--ics", "closed.ics"], 2, "no-such-year"),
        (["1000", "2000", "--ics", "closed.ics"], 2, "too-many"),
        (["2026", "--ics", "broken.ics"], 1, "broken.ics:event 1: unreadable-date: DTSTART is a date such as 20260427"),
        (["2026", "--ics", "latin.ics"], 1, "not-utf8"),
        (["2026", "--ics", "page.ics"], 1, "page.ics: not-icalendar: an iCalendar file begins with BEGIN:VCALENDAR"),
    ],
)
def test_bad_input(*, words: list[str], code: int, told: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Options that are wrong and files that are missing end with 2, files that have faults with 1."""
    if told.startswith("broken.ics"):
        pytest.importorskip("icalendar")
    (folder / "broken.ics").write_text(CALENDAR.replace("20201224", "Friday"), encoding="utf-8")
    (folder / "latin.ics").write_bytes(CALENDAR.replace("Party", "Fête").encode("latin-1"))
    (folder / "page.ics").write_text("<html>", encoding="utf-8")
    assert cli.main(["holidays", *words]) == code
    said = capsys.readouterr()
    assert not said.out
    assert told in said.err


def test_the_help_names_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    """And without a word it says what is due."""
    with pytest.raises(SystemExit):
        cli.main(["holidays", "--help"])
    said = capsys.readouterr().out
    for word in ("COUNTRY", "YEAR", "--subdivision", "--category", "--language", "--ics"):
        assert word in said
    with pytest.raises(SystemExit) as caught:
        cli.main(["holidays"])
    assert caught.value.code == 2
