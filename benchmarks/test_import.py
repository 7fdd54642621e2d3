"""What a first import costs, against `import attrs`: each in an interpreter of its own, which times itself.

The watch shows the sum of the seconds that the child processes told: starting an interpreter is not counted.
"""

from __future__ import annotations

import subprocess
import sys

from benchmarks.side_by_side import Benchmark, beside

ROUNDS = 25
TIMED = "from time import perf_counter as c\nb = c()\n{}\nprint(c() - b)"
DECIDE = "import alignkit as ak\nak.decide(ak.field('x') >= 1, {'x': 2})"


class Children:
    """The time that child processes spent, as a clock that stands still between them."""

    seconds = 0.0

    @classmethod
    def clock(cls) -> float:
        """Return the seconds spent so far."""
        return cls.seconds

    @classmethod
    def run(cls, code: str) -> None:
        """Run code in a fresh interpreter, and add the seconds that it took."""
        ran = subprocess.run(  # noqa: S603 - our own interpreter and fixed words
            [sys.executable, "-I", "-c", TIMED.format(code)], capture_output=True, text=True, check=True
        )
        cls.seconds += float(ran.stdout)


def measure(benchmark: Benchmark, row: str, code: str) -> None:
    """Run code many times beside the import of attrs, which alignkit needs in any case."""
    beside(
        benchmark,
        row,
        lambda: Children.run(code),
        lambda: Children.run("import attrs"),
        rounds=ROUNDS,
        clock=Children.clock,
    )


def test_import(benchmark: Benchmark) -> None:
    """The package with its lazy public names."""
    measure(benchmark, "import", "import alignkit")


def test_import_and_decide(benchmark: Benchmark) -> None:
    """The package and a first decision: the rules are loaded, and one is compiled."""
    measure(benchmark, "import and decide", DECIDE)
