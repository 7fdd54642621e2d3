"""Measure alignkit beside its floors and its peers, and write what was found into the docs: `python -m benchmarks`.

A floor is a function written by hand for one definition, with the same answers; a peer is another library. A ratio says
how many times as long one takes as the other; it travels better from machine to machine than seconds do. Every run
takes both by turns, and the median over several runs is told.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from benchmarks.rows import LIBRARIES, LINES, MILLISECONDS

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"


class Measured(NamedTuple):
    """What the runs found for a line of the tables.

    Args:
        row: the line.
        ratios: how many times as long it took as what it is held against, in each run.
        milliseconds: how long it took, in each run; empty where no one asks.
    """

    row: str
    ratios: list[float]
    milliseconds: list[float]

    @property
    def bar_missed(self) -> bool:
        """Whether the median over the runs lies on the wrong side of the bar."""
        ratio = statistics.median(self.ratios)
        if self.row in LIBRARIES:
            least = LIBRARIES[self.row].at_least
            return least is not None and ratio < least
        if self.row in MILLISECONDS:
            most = MILLISECONDS[self.row].at_most
            return most is not None and statistics.median(self.milliseconds) > most
        most = LINES[self.row].at_most
        return most is not None and ratio > most


def one_run(files: list[Path]) -> dict[str, tuple[float, float | None]]:
    """Run every benchmark once, each file in a process of its own; return ratio and milliseconds by row."""
    found: dict[str, tuple[float, float | None]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            report = Path(folder) / f"{file.stem}.json"
            command = [sys.executable, "-m", "pytest", str(file), "-q", f"--benchmark-json={report}"]
            ran = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter and files
            if ran.returncode:
                sys.exit(f"{file.name} failed\n{ran.stdout}{ran.stderr}")
            for item in json.loads(report.read_text(encoding="utf-8"))["benchmarks"]:
                told = item["extra_info"]
                found[told["row"]] = told["ratio"], told.get("milliseconds")
    return found


def gathered(runs: list[dict[str, tuple[float, float | None]]]) -> dict[str, Measured]:
    """Put the runs' findings together, by row."""
    found = {}
    for row in runs[0]:
        ratios, took = zip(*(run[row] for run in runs), strict=True)
        found[row] = Measured(row, list(ratios), [each for each in took if each is not None])
    return found


def number(value: float) -> str:
    """Write a ratio with about three digits."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def spread(values: list[float]) -> str:
    """Write the median of the runs, and the lowest and highest, as two cells."""
    return f"{number(statistics.median(values))} | {number(min(values))}–{number(max(values))}"


def bar(value: float | None) -> str:
    """Write a bar, or nothing."""
    return "" if value is None else f"{value:,g}"


def tables(found: dict[str, Measured], runs: int) -> str:
    """Write what was found as Markdown, with where it was measured."""
    machine = f"{platform.python_implementation()} {platform.python_version()} on {platform.system()}"
    lines = [f"Measured with {machine}, {platform.machine()}, {os.cpu_count()} cores; {runs} run{'s' * (runs != 1)}."]
    if rows := [
        f"| {line.title} | {line.against} | {spread(found[row].ratios)} | {bar(line.at_most)} |"
        for row, line in LINES.items()
        if row in found
    ]:
        lines += [
            "",
            "| what | held against | times as long, median | lowest–highest run | at most |",
            "| --- | --- | ---: | ---: | ---: |",
            *rows,
        ]
    if rows := [
        f"| {line.title} | {spread(found[row].milliseconds)} | {bar(line.at_most)} "
        f"| {line.against} | {number(statistics.median(found[row].ratios))} |"
        for row, line in MILLISECONDS.items()
        if row in found
    ]:
        lines += [
            "",
            "| what | milliseconds, median | lowest–highest run | at most | held against | times as long |",
            "| --- | ---: | ---: | ---: | --- | ---: |",
            *rows,
        ]
    if rows := [
        f"| {library.name} {version(library.name)} | {library.title} | {library.against} "
        f"| {spread(found[row].ratios)} | {bar(library.at_least)} |"
        for row, library in LIBRARIES.items()
        if row in found
    ]:
        lines += [
            "",
            "| library | what it gives | held against | times as long, median | lowest–highest run | at least |",
            "| --- | --- | --- | ---: | ---: | ---: |",
            *rows,
        ]
    return "\n".join(lines)


def missing() -> list[str]:
    """Return the libraries that the table needs and this environment lacks."""
    found = []
    for name in sorted({library.name for library in LIBRARIES.values()}):
        try:
            version(name)
        except PackageNotFoundError:
            found.append(name)
    return found


def write(text: str) -> None:
    """Put the tables between the markers of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit(f"{PAGE.name} lacks the markers {BEGIN} and {END}")
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure, print, write; exit with 1 where a bar was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "chosen", nargs="*", help="only these files: `import` for test_import.py; the page stays as it is"
    )
    parser.add_argument("--runs", type=int, default=5, help="how many times all is measured (5)")
    parser.add_argument("--no-write", action="store_true", help="leave docs/benchmarks.md as it is")
    given = parser.parse_args()
    writes = not given.no_write and not given.chosen
    if writes and (lacking := missing()):
        sys.exit(f"the page tells of libraries that are not here: {', '.join(lacking)}; install the group `bench`")
    files = [HERE / f"test_{name}.py" for name in given.chosen] or sorted(HERE.glob("test_*.py"))
    runs = []
    for turn in range(1, given.runs + 1):
        print(f"run {turn} of {given.runs}", file=sys.stderr, flush=True)  # noqa: T201 - a command's progress
        runs.append(one_run(files))
    found = gathered(runs)
    text = tables(found, given.runs)
    print(text)  # noqa: T201 - a command's answer
    if writes:
        if unfound := (LINES.keys() | LIBRARIES.keys() | MILLISECONDS.keys()) - found.keys():
            sys.exit(f"the page tells of what was not measured: {', '.join(sorted(unfound))}")
        write(text)
    if missed := [row for row, measured in found.items() if measured.bar_missed]:
        sys.exit(f"a bar was missed: {', '.join(missed)}")


if __name__ == "__main__":
    main()
