"""Read what a command was given: an agreement, a log, exports, an instant, a day."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from alignkit.commands.say import complain, lines, os_line
from alignkit.commands.stop import FAILED, FAULTY, StopError
from alignkit.errors import AlignkitError, DataError, DocumentError

if TYPE_CHECKING:
    from alignkit.adapters.imported import Imported
    from alignkit.agreement.agreement import Agreement
    from alignkit.periods import Period
    from alignkit.together.log import Log
    from alignkit.together.meetings import Meeting

_T = TypeVar("_T")

INSTANT = "such as 2026-06-19T15:00:00+02:00 or 2026-06-19T13:00:00Z"
MOST_ALIKE = 5


def loaded(file: str) -> Agreement:
    """Load an agreement; its faults end the command."""
    from alignkit.adapters.documents import load

    return _document(load, file)


def loaded_log(file: str | None) -> Log | None:
    """Load the log of meetings; its faults end the command."""
    from alignkit.adapters.logs import load_log

    return None if file is None else _document(load_log, file)


def _document(load: Callable[[str], _T], file: str) -> _T:
    try:
        return load(file)
    except AlignkitError as error:
        # a file that no document can be in could not be looked at; one with faults was
        code = FAILED if error.code == "unknown-suffix" else FAULTY
        raise StopError(code, *lines(error.issues, file)) from error
    except OSError as error:
        raise StopError(FAILED, os_line(error)) from error


def meeting_named(agreement: Agreement, name: str) -> Meeting:
    """Return the meeting of that name; an unknown one ends the command, with the nearest."""
    from alignkit.errors import shown
    from alignkit.names import did_you_mean

    names = [meeting.name for meeting in agreement.meetings]
    for meeting in agreement.meetings:
        if meeting.name == name:
            return meeting
    near = did_you_mean(name, names) if names else ": its meetings stand under [meetings.NAME]"
    told = f"the agreement {agreement.name!r} has no meeting {shown(name)}{near}"
    raise StopError(FAILED, f"alignkit: unknown-meeting: {told}")


def period_of(agreement: Agreement, args: argparse.Namespace) -> Period:
    """Return the period that is asked for; one that the agreement does not have ends the command."""
    from alignkit.reports.asked_period import asked_period

    try:
        return asked_period(agreement, args.period, args.as_of)
    except AlignkitError as error:
        raise StopError(FAILED, *lines(error.issues)) from error


def reader_of(old: Agreement, new: Agreement) -> Agreement:
    """Return what the exports are read by for two versions: the old one, which knows the fields of the new one, too."""
    from attrs import evolve

    if not old.fields:
        return new  # without declarations every cell is text
    known = old.declared
    come = [evolve(field, team=None) for field in new.fields if field.name not in known]
    return evolve(old, fields=(*old.fields, *come)) if come else old


def facts_for(agreement: Agreement, args: argparse.Namespace) -> Imported:
    """Read the files that were given; what cannot be read ends the command, or is told and left out."""
    from alignkit.adapters.exports import read_exports

    if not args.leads and not args.events:
        raise StopError(FAILED, "alignkit: give leads, events or both: --leads FILE, --events FILE")
    try:
        found = read_exports(
            agreement,
            leads=args.leads,
            events=args.events,
            figures=args.figures,
            leads_source=args.leads_source,
            events_source=args.events_source,
            errors="collect" if args.keep_going else "raise",
        )
    except DataError as error:
        told = "alignkit: --keep-going leaves out what cannot be read, and reports on the rest"
        hint = [told] if any((issue.line or 1) > 1 for issue in error.issues) else []
        raise StopError(FAULTY, *lines(error.issues, "", MOST_ALIKE), *hint) from error
    except DocumentError as error:
        # what is refused is an option: the name of a source
        raise StopError(FAILED, *lines(error.issues)) from error
    for line in lines(found.findings, "", MOST_ALIKE):
        complain(line)
    return found


def _given(read: Callable[[str, str], _T], text: str, what: str) -> _T:
    """Read an option's value; argparse tells its fault."""
    try:
        return read(text, what)
    except AlignkitError as error:
        raise argparse.ArgumentTypeError(error.issues[0].message) from error


def instant(text: str) -> datetime:
    """Read an instant."""
    from alignkit.instants import parse_instant

    return _given(parse_instant, text, "the instant")


def day(text: str) -> date:
    """Read a day."""
    from alignkit.instants import parse_date

    return _given(parse_date, text, "the date")
