"""The commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from alignkit.commands.given import INSTANT, day, instant
from alignkit.commands.on_agreements import run_check, run_compare, run_read, run_sign
from alignkit.commands.on_facts import (
    run_agenda,
    run_backtest,
    run_bridge,
    run_demo,
    run_directions,
    run_explain,
    run_report,
)
from alignkit.commands.on_holidays import run_holidays

DEMO_PAGE = "alignkit-demo.html"


def parser() -> argparse.ArgumentParser:
    """Return what reads the words of a command line."""
    from alignkit import __version__

    parser = argparse.ArgumentParser(
        prog="alignkit",
        description="The agreement between a marketing and a sales team, checked, read, signed and reported on.",
        epilog="Exit codes: 0 done, 1 what was given has faults, 2 could not run.",
    )
    parser.add_argument("--version", action="version", version=f"alignkit {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _demo(_command(commands, "demo", run_demo, "show the scorecard of a sample company, and write it as a page"))
    _check(_command(commands, "check", run_check, "tell every fault and doubt of agreements: file:path: code: message"))
    _read(_command(commands, "read", run_read, "say an agreement in plain words, with sign lines and digest"))
    _sign(_command(commands, "sign", run_sign, "add a sign-off with the digest of the terms to an agreement's file"))
    _report(_command(commands, "report", run_report, "show the scorecard for real exports"))
    told = "tell why a lead is or is not qualified, and what would change it"
    _explain(_command(commands, "explain", run_explain, told))
    told = "tell which step made which part of the difference between plan and result"
    _bridge(_command(commands, "bridge", run_bridge, told))
    told = "tell what both teams owe each other at a handoff, what came of it, and the feedback on leads"
    _directions(_command(commands, "directions", run_directions, told))
    _agenda(_command(commands, "agenda", run_agenda, "make a meeting's agenda from the facts since the last one"))
    _compare(_command(commands, "compare", run_compare, "say in plain words what two versions say differently"))
    told = "tell what would have come out otherwise, had a new version held all along"
    _backtest(_command(commands, "backtest", run_backtest, told))
    told = "write holidays as literal dates, to paste into an agreement's calendar"
    _holidays(_command(commands, "holidays", run_holidays, told))
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


def _demo(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("--html", type=Path, default=Path(DEMO_PAGE), metavar="PAGE", help=f"the page ({DEMO_PAGE})")
    demo.add_argument("--as-of", type=instant, metavar="INSTANT", help=f"another instant to look at it, {INSTANT}")
    demo.add_argument(
        "--write", type=Path, metavar="FOLDER", help="write its agreement and exports, to try the rest on"
    )


def _check(check: argparse.ArgumentParser) -> None:
    check.add_argument("files", nargs="+", metavar="FILE", help="an agreement, .toml or .json")
    check.add_argument(
        "--on", type=day, metavar="DATE", help="ask as of this day whether it is in force or past review"
    )


def _read(read: argparse.ArgumentParser) -> None:
    _agreement(read)
    read.add_argument("--html", type=Path, metavar="PAGE", help="write it as a page too, fit to print")
    _markdown(read)


def _sign(sign: argparse.ArgumentParser) -> None:
    _agreement(sign)
    sign.add_argument("--team", required=True, help="for which team")
    sign.add_argument("--by", required=True, metavar="NAME", help="the person who signs")
    sign.add_argument("--on", required=True, type=day, metavar="DATE", help="the day, such as 2026-01-05")


def _report(report: argparse.ArgumentParser) -> None:
    _agreement(report)
    _exports(report)
    _as_of(report)
    _period(report)
    _page(report)
    _json(report)


def _explain(explain: argparse.ArgumentParser) -> None:
    _agreement(explain)
    explain.add_argument("lead", metavar="LEAD", help="the lead's id")
    _exports(explain)
    explain.add_argument("--rule", metavar="NAME", help="a rule or a score; without it, the entry rules of all stages")
    explain.add_argument("--as-of", type=instant, metavar="INSTANT", help="up to when events count; needed with events")


def _bridge(bridge: argparse.ArgumentParser) -> None:
    _agreement(bridge, "the agreement, .toml or .json; it plans a flow, stage by stage")
    _exports(bridge)
    _as_of(bridge)
    _period(bridge)
    _page(bridge)
    _json(bridge)


def _directions(directions: argparse.ArgumentParser) -> None:
    _agreement(directions)
    _exports(directions)
    _as_of(directions)
    _period(directions)
    told = "a field that says what brought a lead; repeatable; source and campaign if left out"
    directions.add_argument("--by", action="append", default=[], metavar="FIELD", help=told)
    _page(directions)
    _json(directions)


def _agenda(agenda: argparse.ArgumentParser) -> None:
    _agreement(agenda)
    agenda.add_argument("meeting", metavar="MEETING", help="the meeting's name in the agreement")
    _exports(agenda)
    agenda.add_argument(
        "--at", required=True, type=instant, metavar="INSTANT", help=f"when you meet, or prepare it, {INSTANT}"
    )
    agenda.add_argument(
        "--since", type=instant, metavar="INSTANT", help="when both teams last looked; the last meeting if left out"
    )
    agenda.add_argument("--log", metavar="FILE", help="what was decided, taken on and asked so far, .toml or .json")
    agenda.add_argument("--html", type=Path, metavar="PAGE", help="write it as a page too, fit to print")
    _markdown(agenda)


def _compare(compare: argparse.ArgumentParser) -> None:
    _two(compare)
    compare.add_argument(
        "--html", type=Path, metavar="PAGE", help="write the new one as a page, with deletions and insertions marked"
    )


def _backtest(backtest: argparse.ArgumentParser) -> None:
    _two(backtest)
    _exports(backtest)
    _as_of(backtest)


def _holidays(holidays: argparse.ArgumentParser) -> None:
    holidays.add_argument("country", metavar="COUNTRY", help="its code, such as NL; with --ics it may be left out")
    holidays.add_argument("years", nargs="*", metavar="YEAR", help="for which years, such as 2026 2027")
    holidays.add_argument("--subdivision", metavar="CODE", help="a state or province of it, such as BY of DE")
    holidays.add_argument(
        "--category",
        action="append",
        default=[],
        metavar="NAME",
        help="a kind of holidays, such as bank; public ones without it; repeatable",
    )
    holidays.add_argument("--language", metavar="CODE", help="the language of the names, such as en_US")
    holidays.add_argument("--ics", type=Path, metavar="FILE", help="all-day events of an iCalendar file, too")


def _agreement(command: argparse.ArgumentParser, told: str = "the agreement, .toml or .json") -> None:
    command.add_argument("file", metavar="FILE", help=told)


def _two(command: argparse.ArgumentParser) -> None:
    command.add_argument("old", metavar="OLD", help="the version that was agreed, .toml or .json")
    command.add_argument("new", metavar="NEW", help="the version that is held against it")


def _as_of(command: argparse.ArgumentParser) -> None:
    told = f"when to look at it, {INSTANT}"
    command.add_argument("--as-of", required=True, type=instant, metavar="INSTANT", help=told)


def _period(command: argparse.ArgumentParser) -> None:
    told = "a month, quarter or year that is over, such as 2026-Q1; without it, the one around that instant"
    command.add_argument("--period", metavar="PERIOD", help=told)


def _page(command: argparse.ArgumentParser) -> None:
    command.add_argument("--html", type=Path, metavar="PAGE", help="write it as a page too")


def _json(command: argparse.ArgumentParser) -> None:
    told = "write it as data too; - for the terminal, instead"
    command.add_argument("--json", type=Path, metavar="FILE", help=told)


def _markdown(command: argparse.ArgumentParser) -> None:
    told = "write it as Markdown too, to paste; - for the terminal, instead"
    command.add_argument("--markdown", type=Path, metavar="FILE", help=told)


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
