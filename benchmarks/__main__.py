"""Measure alignkit against its floors, and write what was found into the docs: `python -m benchmarks`.

A floor is a function written by hand for one definition, with the same answers. A ratio says how many times the floor's
time alignkit takes; it travels better from machine to machine than seconds do. Every run measures a function and its
floor one after the other, and the median over several runs is told.
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
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"

TITLES = {
    "elapsed": "`elapsed`: the work time between two instants",
    "due": "`due`: when an amount of work time has passed",
    "rating": "`rate`: one lead, 24 rules",
    "replay": "`replay`: 120,000 events into 20,000 journeys",
    "replay/gather": "… its first part: doubles, deals, order",
    "replay/follow": "… its second part: visits and journeys",
    "import": "`import alignkit`, against `import attrs`",
    "import and decide": "`import alignkit` and a first `decide`, against `import attrs`",
}
"""What a group of benchmarks, or one of its parts, measures: in the words and in the order of the table."""

BARS = {"import": 1.7, "import and decide": 2.5}
"""The ratio that must not be passed, where one was agreed."""


class Row(NamedTuple):
    """One line of the table: a function against its floor."""

    group: str
    name: str
    ratios: list[float]

    @property
    def median(self) -> float:
        """The median ratio over the runs."""
        return statistics.median(self.ratios)

    @property
    def bar(self) -> float | None:
        """The ratio that must not be passed."""
        return BARS.get(self.key)

    @property
    def too_slow(self) -> bool:
        """Whether the median passes the bar."""
        return self.bar is not None and self.median > self.bar

    @property
    def key(self) -> str:
        """Its group, or for a part of it `group/name`."""
        return self.group if self.name == self.group.replace(" ", "_") else f"{self.group}/{self.name}"

    def __str__(self) -> str:
        title = TITLES.get(self.key, self.key)
        bar = "" if self.bar is None else f"{self.bar:g}"
        return f"| {title} | {self.median:.2f} | {min(self.ratios):.2f}–{max(self.ratios):.2f} | {bar} |"


def one_run(chosen: list[str]) -> dict[tuple[str, str], float]:
    """Run every benchmark once; return the median seconds by group and name."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        targets = [str(HERE / f"test_{name}.py") for name in chosen] or [str(HERE)]
        # in the order of the file, so that a function and its floor run side by side
        command = [sys.executable, "-m", "pytest", *targets, "-q", "-p", "no:randomly", "--benchmark-disable-gc"]
        ran = subprocess.run(  # noqa: S603 - our own interpreter and files
            [*command, f"--benchmark-json={report}"], cwd=HERE.parent, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            sys.exit(f"the benchmarks failed\n{ran.stdout}{ran.stderr}")
        found = json.loads(report.read_text(encoding="utf-8"))["benchmarks"]
    return {(item["group"] or "", item["name"]): item["stats"]["median"] for item in found}


def rows_of(runs: list[dict[tuple[str, str], float]]) -> list[Row]:
    """Pair every `test_x` with `test_x_floor`, or with the only floor of its group."""
    rows = []
    for group, name in runs[0]:
        if name.endswith("_floor"):
            continue
        floors = [other for other_group, other in runs[0] if other_group == group and other.endswith("_floor")]
        floor = f"{name}_floor" if f"{name}_floor" in floors else floors[0] if len(floors) == 1 else None
        if floor is None:
            sys.exit(f"{name} of the group {group!r} has no floor")
        ratios = [run[group, name] / run[group, floor] for run in runs]
        rows.append(Row(group, name.removeprefix("test_"), ratios))
    order = list(TITLES)
    return sorted(rows, key=lambda row: (order.index(row.key) if row.key in order else len(order), row.key))


def table(rows: list[Row], runs: int) -> str:
    """Write the rows as Markdown, with where they were measured."""
    machine = f"{platform.python_implementation()} {platform.python_version()} on {platform.system()}"
    lines = [
        f"Measured with {machine}, {platform.machine()}, {os.cpu_count()} cores; {runs} run{'s' * (runs != 1)}.",
        "",
        "| what | × floor, median | lowest–highest run | bar |",
        "| --- | ---: | ---: | ---: |",
        *map(str, rows),
    ]
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the table between the markers of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit(f"{PAGE.name} lacks the markers {BEGIN} and {END}")
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure, print, write; exit with 1 where a bar was passed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "chosen", nargs="*", help="only these files: `import` for test_import.py; the page stays as it is"
    )
    parser.add_argument("--runs", type=int, default=5, help="how many times all is measured (5)")
    parser.add_argument("--no-write", action="store_true", help="leave docs/benchmarks.md as it is")
    given = parser.parse_args()
    runs = []
    for number in range(1, given.runs + 1):
        print(f"run {number} of {given.runs}", file=sys.stderr, flush=True)  # noqa: T201 - a command's progress
        runs.append(one_run(given.chosen))
    rows = rows_of(runs)
    text = table(rows, given.runs)
    print(text)  # noqa: T201 - a command's answer
    if not given.no_write and not given.chosen:
        write(text)
    slow = [row.key for row in rows if row.too_slow]
    if slow:
        sys.exit(f"over the bar: {', '.join(slow)}")


if __name__ == "__main__":
    main()
