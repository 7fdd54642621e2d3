"""Commands that ask about agreements alone."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from alignkit.commands.given import loaded
from alignkit.commands.say import complain, lines, say, tell
from alignkit.commands.stop import DONE, FAILED, FAULTY, StopError
from alignkit.errors import AlignkitError, Finding


def run_check(args: argparse.Namespace) -> int:
    """Tell the faults and doubts of each agreement."""
    worst = DONE
    for file in args.files:
        try:
            found = _findings(file, args.on)
        except StopError as stop:
            worst = max(worst, stop.code)
            for line in stop.lines:
                (complain if stop.code == FAILED else say)(line)
            continue
        for line in lines(found, file):
            say(line)
        levels = [finding.level for finding in found]
        if "error" in levels:
            worst = max(worst, FAULTY)
        else:
            counted = [(levels.count(level), level) for level in ("warning", "note") if level in levels]
            told = "".join(f", {count} {level}{'s' if count > 1 else ''}" for count, level in counted)
            say(f"{file}: no faults{told}")
    return worst


def _findings(file: str, on: date | None) -> tuple[Finding, ...]:
    from alignkit.adapters.document_text import decoded
    from alignkit.adapters.documents import kind_of_file
    from alignkit.adapters.locate import locate
    from alignkit.agreement.check import check

    found = check(loaded(file), on=on)
    return locate(found, decoded(Path(file).read_bytes(), file), kind_of_file(Path(file)))


def run_read(args: argparse.Namespace) -> int:
    """Say an agreement in plain words."""
    from alignkit.agreement.read import read
    from alignkit.display.html import LARGEST_PAGE
    from alignkit.display.markdown import to_markdown
    from alignkit.reports.agreement_page import agreement_page

    agreement = loaded(args.file)
    words = read(agreement).blocks()
    files = [
        (args.markdown, lambda: to_markdown(words, limit=LARGEST_PAGE)),
        (args.html, lambda: agreement_page(agreement)),
    ]
    tell(words, files)
    return DONE


def run_compare(args: argparse.Namespace) -> int:
    """Say what two versions say differently; write the redline."""
    from alignkit.agreement.compare import compare
    from alignkit.agreement.redline import redline
    from alignkit.reports.redline_page import redline_page

    old, new = loaded(args.old), loaded(args.new)
    tell(compare(old, new).blocks(), [(args.html, lambda: redline_page(redline(old, new)))])
    return DONE


def run_sign(args: argparse.Namespace) -> int:
    """Add a sign-off to an agreement's file."""
    from alignkit.adapters.documents import sign_file
    from alignkit.agreement.check import unsigned

    loaded(args.file)
    try:
        signed = sign_file(args.file, team=args.team, by=args.by, on=args.on)
    except AlignkitError as error:
        # the file was found to be good: what is refused is who signs for whom, and when
        raise StopError(FAILED, *lines(error.issues)) from error
    last = signed.signoffs[-1]
    say(f"{last.by} signed for {last.team} on {last.on.isoformat()}; digest {last.digest}")
    for finding in unsigned(signed):
        say(f"Still open: {finding.message}.")
    return DONE
