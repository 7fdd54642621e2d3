"""Commands that hold an agreement against facts."""

from __future__ import annotations

import argparse
import shlex
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

from alignkit.commands.given import INSTANT, facts_for, loaded, loaded_log, meeting_named, period_of, reader_of
from alignkit.commands.say import draw, lines, say, tell
from alignkit.commands.stop import DONE, FAILED, StopError
from alignkit.errors import AlignkitError

if TYPE_CHECKING:
    from alignkit.funnel.replay import Errors
    from alignkit.reports.scorecard_report import ScorecardReport


def run_report(args: argparse.Namespace) -> int:
    """Show the scorecard for real exports."""
    from alignkit.reports.make_report import scorecard_report

    agreement = loaded(args.file)
    period = period_of(agreement, args)
    read = facts_for(agreement, args)
    report = scorecard_report(
        agreement, read.facts, as_of=args.as_of, period=period, errors=_errors(args), findings=read.findings
    )
    _show(report, args.html, args.json)
    return DONE


def _errors(args: argparse.Namespace) -> Errors:
    return "collect" if args.keep_going else "raise"


def _data(found: dict[str, object]) -> str:
    return dumps(found, indent=2) + "\n"


def _show(report: ScorecardReport, html: Path | None, json: Path | None) -> None:
    """Show a report in the terminal, and write its page and its data where that is asked for."""
    from alignkit.reports.scorecard_page import scorecard_page

    tell(report.blocks(), [(json, lambda: _data(report.to_dict())), (html, lambda: scorecard_page(report))])


def run_demo(args: argparse.Namespace) -> int:
    """Show the scorecard of a sample company."""
    from alignkit.reports.make_report import scorecard_report
    from alignkit.samples.generate import sample_company

    sample = sample_company()
    if args.write is not None:
        from alignkit.adapters.write_facts import write_plain

        say("Written: " + ", ".join(map(str, write_plain(sample.agreement, sample.facts, args.write))))
    as_of = args.as_of or sample.as_of
    _show(scorecard_report(sample.agreement, sample.facts, as_of=as_of), args.html, None)
    if args.write is not None:
        words = [f"{args.write / 'agreement.toml'}"]
        words += (f"--{what}={args.write / what}.csv" for what in ("leads", "events", "figures"))
        say(f"To try: alignkit report {shlex.join(words)} --as-of {as_of.isoformat()}")
    return DONE


def run_explain(args: argparse.Namespace) -> int:
    """Tell why a lead is or is not qualified."""
    from alignkit.reports.explain_lead import explain_lead

    agreement = loaded(args.file)
    read = facts_for(agreement, args)
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
        hint = [f"alignkit: add --as-of and the instant up to which events count, {INSTANT}"] if needed else []
        raise StopError(FAILED, *lines(error.issues), *hint) from error
    draw(found.blocks())
    return DONE


def run_bridge(args: argparse.Namespace) -> int:
    """Say where the gap to the plan is, step by step."""
    from alignkit.reports.answer_page import answer_page
    from alignkit.reports.make_bridge import gap_bridge, planned_flow

    agreement = loaded(args.file)
    planned_flow(agreement)  # told before the exports are read
    period = period_of(agreement, args)
    facts = facts_for(agreement, args).facts
    found = gap_bridge(agreement, facts, as_of=args.as_of, period=period, errors=_errors(args))
    title = agreement.name if found.period is None else f"{agreement.name}, {found.period.name}"
    data, page = (lambda: _data(found.to_dict())), (lambda: answer_page(found, title))
    tell(found.blocks(), [(args.json, data), (args.html, page)])
    return DONE


def run_directions(args: argparse.Namespace) -> int:
    """Tell what both teams owe each other at a handoff, what came of it, and the feedback on leads."""
    from alignkit.reports.answer_page import answer_page
    from alignkit.together.feed_back import BY
    from alignkit.together.hold_both import both_directions

    agreement = loaded(args.file)
    period = period_of(agreement, args)
    facts = facts_for(agreement, args).facts
    found = both_directions(agreement, facts, as_of=args.as_of, period=period, by=args.by or BY, errors=_errors(args))
    data, page = (lambda: _data(found.to_dict())), (lambda: answer_page(found, f"{agreement.name}, {period.name}"))
    tell(found.blocks(), [(args.json, data), (args.html, page)])
    return DONE


def run_agenda(args: argparse.Namespace) -> int:
    """Make the agenda of a meeting from the facts since the last one."""
    from alignkit.reports.meeting_page import meeting_page
    from alignkit.together.prepare import agenda

    agreement = loaded(args.file)
    meeting = meeting_named(agreement, args.meeting)
    if args.since is not None and args.since > args.at:
        raise StopError(FAILED, f"alignkit: --since is {args.since.isoformat()}, after --at, {args.at.isoformat()}")
    log = loaded_log(args.log)
    read = facts_for(agreement, args)
    found = agenda(meeting, agreement, read.facts, as_of=args.at, since=args.since, log=log, errors=_errors(args))
    tell(found.blocks(), [(args.markdown, found.to_markdown), (args.html, lambda: meeting_page(found))])
    return DONE


def run_backtest(args: argparse.Namespace) -> int:
    """Say what would have come out otherwise, had the new version held all along."""
    from alignkit.agreement.backtest import backtest

    old, new = loaded(args.old), loaded(args.new)
    found = backtest(old, new, facts_for(reader_of(old, new), args).facts, as_of=args.as_of, errors=_errors(args))
    draw(found.blocks())
    return DONE
