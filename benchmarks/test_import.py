"""What a first import costs, against `import attrs`: each in an interpreter of its own, which times itself.

The benchmark's timer is the sum of the seconds that the child processes told: starting an interpreter is not counted.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Protocol

import pytest

ROUNDS = 25
TIMED = "from time import perf_counter as c\nb = c()\n{}\nprint(c() - b)"
DECIDE = "import alignkit as ak\nak.decide(ak.field('x') >= 1, {'x': 2})"


class Benchmark(Protocol):
    """What is used of the fixture `benchmark`, whose own methods come untyped."""

    def pedantic(self, work: Callable[[], None], *, rounds: int, iterations: int, warmup_rounds: int) -> None:
        """Run `work` many times."""
        ...


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


def measure(benchmark: Benchmark, code: str) -> None:
    """Run code many times, each in a fresh interpreter; the first runs write the compiled files."""
    benchmark.pedantic(lambda: Children.run(code), rounds=ROUNDS, iterations=1, warmup_rounds=3)


@pytest.mark.benchmark(group="import", timer=Children.clock)
def test_import_floor(benchmark: Benchmark) -> None:
    """The floor: attrs, which alignkit needs in any case."""
    measure(benchmark, "import attrs")


@pytest.mark.benchmark(group="import", timer=Children.clock)
def test_import(benchmark: Benchmark) -> None:
    """The package with its lazy public names."""
    measure(benchmark, "import alignkit")


@pytest.mark.benchmark(group="import and decide", timer=Children.clock)
def test_import_and_decide_floor(benchmark: Benchmark) -> None:
    """The floor: attrs, which alignkit needs in any case."""
    measure(benchmark, "import attrs")


@pytest.mark.benchmark(group="import and decide", timer=Children.clock)
def test_import_and_decide(benchmark: Benchmark) -> None:
    """The package and a first decision: the rules are loaded, and one is compiled."""
    measure(benchmark, DECIDE)
