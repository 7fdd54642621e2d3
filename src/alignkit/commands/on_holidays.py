"""The command that writes holidays as literal dates."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from alignkit.commands.say import complain, lines, os_line, say
from alignkit.commands.stop import DONE, FAILED, FAULTY, StopError
from alignkit.errors import AlignkitError, MissingExtraError, shown

if TYPE_CHECKING:
    from alignkit.adapters.holiday_dates import HolidayDates

MOST_ALIKE = 5
_YEAR = re.compile(r"\d{4}", re.ASCII)


def run_holidays(args: argparse.Namespace) -> int:
    """Write the holidays of a country, of a calendar's file, or of both, as lines of an agreement."""
    from alignkit.adapters.write_holidays import write_holidays

    country, years = _country_and_years([args.country, *args.years])
    if country is None and args.ics is None:
        raise StopError(FAILED, "alignkit: give a country, such as NL, or a calendar's file: --ics FILE")
    found = []
    if country is not None:
        found.append(_of_country(country, years, args))
    elif args.subdivision or args.category or args.language:
        raise StopError(FAILED, "alignkit: --subdivision, --category and --language are of a country; give its code")
    if args.ics is not None:
        found.append(_of_file(args.ics, years))
    say(write_holidays(*found).removesuffix("\n"))
    return DONE


def _country_and_years(words: list[str]) -> tuple[str | None, list[int]]:
    country = None if words[0][:1].isdigit() else words[0]
    years = words if country is None else words[1:]
    for word in years:
        if not _YEAR.fullmatch(word):
            raise StopError(FAILED, f"alignkit: a year is written with four digits, such as 2026, not {shown(word)}")
    if not years:
        raise StopError(FAILED, f"alignkit: say for which years, such as: alignkit holidays {country} 2026 2027")
    return country, [int(year) for year in years]


def _of_country(country: str, years: list[int], args: argparse.Namespace) -> HolidayDates:
    from alignkit.adapters.holidays import public_holidays

    try:
        found = public_holidays(
            country, years, subdivision=args.subdivision, categories=args.category, language=args.language
        )
    except AlignkitError as error:
        # country, years and the rest are options, and an extra that is absent cannot be looked at
        raise StopError(FAILED, *lines(error.issues)) from error
    for line in lines(found.findings):
        complain(line)
    return found


def _of_file(file: Path, years: list[int]) -> HolidayDates:
    from alignkit.adapters.document_text import decoded
    from alignkit.adapters.ics_holidays import read_ics_holidays
    from alignkit.worktime.recurring import checked_years

    try:
        wanted = checked_years(years)
    except AlignkitError as error:
        raise StopError(FAILED, *lines(error.issues)) from error
    try:
        found = read_ics_holidays(decoded(file.read_bytes(), str(file)), years=wanted)
    except MissingExtraError as error:
        raise StopError(FAILED, *lines(error.issues)) from error
    except AlignkitError as error:
        raise StopError(FAULTY, *lines(error.issues, str(file), MOST_ALIKE)) from error
    except OSError as error:
        raise StopError(FAILED, os_line(error)) from error
    for line in lines(found.findings, str(file), MOST_ALIKE):
        complain(line)
    return found
