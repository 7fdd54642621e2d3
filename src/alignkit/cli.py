"""The command line: thin edges over the library's calls.

Answers go to standard output, faults to standard error. Exit codes: 0, it is done; 1, what was given has faults; 2, it
could not run (a file that is missing, an option that is wrong, a lead that nobody knows).
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from alignkit.errors import AlignkitError, DataError, DocumentError, Finding

if TYPE_CHECKING:
    from alignkit.adapters.imported import Imported
    from alignkit.agreement.agreement import Agreement
    from alignkit.display.blocks import Block
    from alignkit.reports.scorecard_report import ScorecardReport

_T = TypeVar("_T")

DONE, FAULTY, FAILED = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141
"""As shells count: 128 and the number of the signal."""
NARROWEST, WIDEST, MOST_ALIKE = 40, 120, 5
DEMO_PAGE = "alignkit-demo.html"


class _StopError(Exception):
    """What ends a command: the lines to say, and the exit code."""

    def __init__(self, code: int, *lines: str) -> None:
        super().__init__(*lines)
        self.code, self.lines = code, lines


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a wrong option and `--help` raise SystemExit, as argparse does.

    Args:
        argv: the words after `alignkit`; None takes those of this process.
    """
    words = sys.argv[1:] if argv is None else argv
    try:
        if not words:
            _parser().print_help(sys.stderr)
            return FAILED
        args = _parser().parse_args(words)
        code = int(args.run(args))
        sys.stdout.flush()
    except _StopError as stop:
        for line in stop.lines:
            _complain(line)
        return stop.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read has left; what Python flushes at its end must not raise again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except AlignkitError as error:
        for line in _lines(error.issues):
            _complain(line)
        return FAULTY
    except OSError as error:
        _complain(_os_line(error))
        return FAILED
    return code


def _say(text: str, stream: TextIO | None = None) -> None:
    from alignkit.display.fit import fitted

    print(fitted(text, (stream or sys.stdout).encoding), file=stream)


def _complain(text: str) -> None:
    from alignkit.display.wrap import clean

    _say(clean(text), sys.stderr)


def _draw(block: Block) -> None:
    from alignkit.display.text import to_text

    _say(to_text(block, width=min(WIDEST, max(NARROWEST, shutil.get_terminal_size().columns))))


def _lines(findings: Sequence[Finding], file: str = "alignkit", most: int | None = None) -> list[str]:
    from alignkit.display.say_findings import finding_lines

    return finding_lines(findings, file, most=most)


def _os_line(error: OSError) -> str:
    file = f"{error.filename}: " if error.filename is not None else ""
    return f"alignkit: {file}{error.strerror or error}"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    _say(f"Written: {path}")


def _load(file: str) -> Agreement:
    """Load an agreement; its faults end the command."""
    from alignkit.adapters.documents import load

    try:
        return load(file)
    except AlignkitError as error:
        # a file that no document can be in could not be looked at; one with faults was
        code = FAILED if error.code == "unknown-suffix" else FAULTY
        raise _StopError(code, *_lines(error.issues, file)) from error
    except OSError as error:
        raise _StopError(FAILED, _os_line(error)) from error


def _check(args: argparse.Namespace) -> int:
    worst = DONE
    for file in args.files:
        try:
            found = _findings(file, args.on)
        except _StopError as stop:
            worst = max(worst, stop.code)
            for line in stop.lines:
                (_complain if stop.code == FAILED else _say)(line)
            continue
        for line in _lines(found, file):
            _say(line)
        levels = [finding.level for finding in found]
        if "error" in levels:
            worst = max(worst, FAULTY)
        else:
            counted = [(levels.count(level), level) for level in ("warning", "note") if level in levels]
            told = "".join(f", {count} {level}{'s' if count > 1 else ''}" for count, level in counted)
            _say(f"{file}: no faults{told}")
    return worst


def _findings(file: str, on: date | None) -> tuple[Finding, ...]:
    from alignkit.adapters.document_text import decoded
    from alignkit.adapters.documents import kind_of_file
    from alignkit.adapters.locate import locate
    from alignkit.agreement.check import check

    found = check(_load(file), on=on)
    return locate(found, decoded(Path(file).read_bytes(), file), kind_of_file(Path(file)))


def _read(args: argparse.Namespace) -> int:
    from alignkit.agreement.read import read
    from alignkit.reports.agreement_page import agreement_page

    agreement = _load(args.file)
    _draw(read(agreement).blocks())
    if args.html is not None:
        _say("")
        _write(args.html, agreement_page(agreement))
    return DONE


def _sign(args: argparse.Namespace) -> int:
    from alignkit.adapters.documents import sign_file
    from alignkit.agreement.check import unsigned

    _load(args.file)
    try:
        signed = sign_file(args.file, team=args.team, by=args.by, on=args.on)
    except AlignkitError as error:
        # the file was found to be good: what is refused is who signs for whom, and when
        raise _StopError(FAILED, *_lines(error.issues)) from error
    last = signed.signoffs[-1]
    _say(f"{last.by} signed for {last.team} on {last.on.isoformat()}; digest {last.digest}")
    for finding in unsigned(signed):
        _say(f"Still open: {finding.message}.")
    return DONE


def _report(args: argparse.Namespace) -> int:
    from alignkit.reports.make_report import scorecard_report

    agreement = _load(args.file)
    read = _facts(agreement, args)
    report = scorecard_report(
        agreement,
        read.facts,
        as_of=args.as_of,
        errors="collect" if args.keep_going else "raise",
        findings=read.findings,
    )
    _show(report, args.html, args.json)
    return DONE


def _show(report: ScorecardReport, html: Path | None, json: Path | None) -> None:
    """Show a report in the terminal, and write its page and its data where that is asked for."""
    from json import dumps

    from alignkit.reports.scorecard_page import scorecard_page

    data = "" if json is None else dumps(report.to_dict(), indent=2)
    if json == Path("-"):
        _say(data)
    else:
        _draw(report.blocks())
        if json is not None:
            _write(json, data + "\n")
    if html is not None:
        _write(html, scorecard_page(report))


def _facts(agreement: Agreement, args: argparse.Namespace) -> Imported:
    """Read the files that were given; what cannot be read ends the command, or is told and left out."""
    from alignkit.adapters.exports import read_exports

    if not args.leads and not args.events:
        raise _StopError(FAILED, "alignkit: give leads, events or both: --leads FILE, --events FILE")
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
        raise _StopError(FAULTY, *_lines(error.issues, "", MOST_ALIKE), *hint) from error
    except DocumentError as error:
        # what is refused is an option: the name of a source
        raise _StopError(FAILED, *_lines(error.issues)) from error
    for line in _lines(found.findings, "", MOST_ALIKE):
        _complain(line)
    return found


def _demo(args: argparse.Namespace) -> int:
    from alignkit.reports.make_report import scorecard_report
    from alignkit.samples.generate import sample_company

    sample = sample_company()
    if args.write is not None:
        from alignkit.adapters.write_facts import write_plain

        _say("Written: " + ", ".join(map(str, write_plain(sample.agreement, sample.facts, args.write))))
    as_of = args.as_of or sample.as_of
    _show(scorecard_report(sample.agreement, sample.facts, as_of=as_of), args.html, None)
    if args.write is not None:
        words = [f"{args.write / 'agreement.toml'}"]
        words += (f"--{what}={args.write / what}.csv" for what in ("leads", "events", "figures"))
        _say(f"To try: alignkit report {shlex.join(words)} --as-of {as_of.isoformat()}")
    return DONE


def _explain(args: argparse.Namespace) -> int:
    from alignkit.reports.explain_lead import explain_lead

    agreement = _load(args.file)
    read = _facts(agreement, args)
    try:
        found = explain_lead(
            agreement,
            read.facts,
            args.lead,
            rule=args.rule,
            as_of=args.as_of,
            has_events=bool(args.events or read.facts.events),
        )
    except AlignkitError as error:
        # the lead, the rule and the instant are options: one that does not fit is no fault of the files
        needed = error.code == "as-of-needed"
        hint = [f"alignkit: add --as-of and the instant up to which events count, {_INSTANT}"] if needed else []
        raise _StopError(FAILED, *_lines(error.issues), *hint) from error
    _draw(found.blocks())
    return DONE


def _given(read: Callable[[str, str], _T], text: str, what: str) -> _T:
    """Read an option's value; argparse tells its fault."""
    try:
        return read(text, what)
    except AlignkitError as error:
        raise argparse.ArgumentTypeError(error.issues[0].message) from error


def _instant(text: str) -> datetime:
    from alignkit.instants import parse_instant

    return _given(parse_instant, text, "the instant")


def _day(text: str) -> date:
    from alignkit.instants import parse_date

    return _given(parse_date, text, "the date")


_INSTANT = "such as 2026-06-19T15:00:00+02:00 or 2026-06-19T13:00:00Z"


def _parser() -> argparse.ArgumentParser:
    from alignkit import __version__

    parser = argparse.ArgumentParser(
        prog="alignkit",
        description="The agreement between a marketing and a sales team, checked, read, signed and reported on.",
        epilog="Exit codes: 0 done, 1 what was given has faults, 2 could not run.",
    )
    parser.add_argument("--version", action="version", version=f"alignkit {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    demo = _command(commands, "demo", _demo, "show the scorecard of a sample company, and write it as a page")
    demo.add_argument("--html", type=Path, default=Path(DEMO_PAGE), metavar="PAGE", help=f"the page ({DEMO_PAGE})")
    demo.add_argument("--as-of", type=_instant, metavar="INSTANT", help=f"another instant to look at it, {_INSTANT}")
    demo.add_argument(
        "--write", type=Path, metavar="FOLDER", help="write its agreement and exports, to try the rest on"
    )

    check = _command(commands, "check", _check, "tell every fault and doubt of agreements: file:path: code: message")
    check.add_argument("files", nargs="+", metavar="FILE", help="an agreement, .toml or .json")
    check.add_argument(
        "--on", type=_day, metavar="DATE", help="ask as of this day whether it is in force or past review"
    )

    read = _command(commands, "read", _read, "say an agreement in plain words, with sign lines and digest")
    _agreement(read)
    read.add_argument("--html", type=Path, metavar="PAGE", help="write it as a page too, fit to print")

    sign = _command(commands, "sign", _sign, "add a sign-off with the digest of the terms to an agreement's file")
    _agreement(sign)
    sign.add_argument("--team", required=True, help="for which team")
    sign.add_argument("--by", required=True, metavar="NAME", help="the person who signs")
    sign.add_argument("--on", required=True, type=_day, metavar="DATE", help="the day, such as 2026-01-05")

    report = _command(commands, "report", _report, "show the scorecard for real exports")
    _agreement(report)
    _exports(report)
    report.add_argument(
        "--as-of", required=True, type=_instant, metavar="INSTANT", help=f"when to look at it, {_INSTANT}"
    )
    report.add_argument("--html", type=Path, metavar="PAGE", help="write it as a page too")
    report.add_argument("--json", type=Path, metavar="FILE", help="write it as data too; - for the terminal, instead")

    explain = _command(
        commands, "explain", _explain, "tell why a lead is or is not qualified, and what would change it"
    )
    _agreement(explain)
    explain.add_argument("lead", metavar="LEAD", help="the lead's id")
    _exports(explain)
    explain.add_argument("--rule", metavar="NAME", help="a rule or a score; without it, the entry rules of all stages")
    explain.add_argument(
        "--as-of", type=_instant, metavar="INSTANT", help="up to when events count; needed with events"
    )
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    told: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=told, description=f"{told[0].upper()}{told[1:]}.")
    command.set_defaults(run=run)
    return command


def _agreement(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="the agreement, .toml or .json")


def _exports(command: argparse.ArgumentParser) -> None:
    plain = "without such a source the plain format"
    for what, columns in (("leads", "lead and its fields"), ("events", "lead, at, kind, value")):
        command.add_argument(
            f"--{what}",
            action="append",
            default=[],
            metavar="CSV",
            help=f"a file of {what}, read as the agreement's source {what!r} says; {plain} ({columns}); repeatable",
        )
    command.add_argument(
        "--figures", action="append", default=[], metavar="CSV", help="external figures: name, at, value, source"
    )
    for what in ("leads", "events"):
        command.add_argument(f"--{what}-source", default="", metavar="NAME", help=f"another source for the {what}")
    command.add_argument(
        "--keep-going", action="store_true", help="leave out what cannot be read, and tell it, instead of stopping"
    )
