"""Measure a function beside what it is held against: by turns, round after round, in one process.

A machine that slows down for a while slows both of a round, so the ratio of a round stays, and the median over the
rounds forgets the rounds in which it struck one of them alone. The watch shows the time that the processor spent on
this process, which leaves out what other programs took; Python's garbage collector rests meanwhile.
"""

from __future__ import annotations

import gc
import statistics
from time import process_time
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Answer = TypeVar("Answer")
Other = TypeVar("Other")

WARMUPS = 3
"""The first rounds fill caches and compile rules: they are not counted."""


class Benchmark(Protocol):
    """What is used of the fixture `benchmark`, whose own methods come untyped."""

    group: str | None
    extra_info: dict[str, object]

    def pedantic(
        self,
        target: Callable[[], Answer],
        *,
        setup: Callable[[], None] | None = None,
        rounds: int,
        iterations: int,
        warmup_rounds: int,
    ) -> Answer:
        """Run `target` many times, each time after `setup`, and return its last answer."""
        ...


class Timed(Generic[Answer]):
    """A function with a watch: how long each of its runs took, and its last answer.

    Args:
        work: the function.
        clock: what its watch shows, in seconds.
    """

    def __init__(self, work: Callable[[], Answer], clock: Callable[[], float]) -> None:
        self._work = work
        self._clock = clock
        self._answers: list[Answer] = []
        self.seconds: list[float] = []

    def __call__(self) -> None:
        """Run the function once."""
        self._answers.clear()  # the round before it is no longer held: every round finds the same memory free
        begun = self._clock()
        answer = self._work()
        self.seconds.append(self._clock() - begun)
        self._answers.append(answer)

    @property
    def answer(self) -> Answer:
        """What the last run answered."""
        return self._answers[-1]


def beside(
    benchmark: Benchmark,
    row: str,
    subject: Callable[[], Answer],
    against: Callable[[], Other],
    *,
    rounds: int = 100,
    times: float = 1,
    clock: Callable[[], float] = process_time,
) -> tuple[Answer, Other]:
    """Measure how many times as long a function takes as another, and return the last answers of both.

    Args:
        benchmark: pytest-benchmark's fixture.
        row: the line of the table that the ratio is for.
        subject: what is measured.
        against: what it is held against; it runs right before, each round.
        rounds: how many ratios are taken; their median counts.
        times: how many times as much work `against` does in a call, where that differs.
        clock: what shows the seconds.
    """
    first, second = Timed(against, clock), Timed(subject, clock)
    benchmark.group = row
    with Rest():
        benchmark.pedantic(second, setup=first, rounds=rounds, iterations=1, warmup_rounds=WARMUPS)
    benchmark.extra_info["row"] = row
    benchmark.extra_info["ratio"] = times * statistics.median(
        mine / other for mine, other in zip(second.seconds[-rounds:], first.seconds[-rounds:], strict=True)
    )
    return second.answer, first.answer


def each_alone(
    benchmark: Benchmark, row: str, calls: Sequence[Callable[[], Answer]], others: Sequence[Callable[[], object]]
) -> list[Answer]:
    """Measure calls one by one, note the median of their milliseconds, and return their answers.

    Args:
        benchmark: pytest-benchmark's fixture.
        row: the line of the table that the milliseconds are for.
        calls: the questions; each is asked in a round of its own.
        others: what each is held against; it runs right before.
    """
    mine, theirs = [Timed(call, process_time) for call in calls], [Timed(call, process_time) for call in others]
    before, after = iter(theirs[:1] * WARMUPS + theirs), iter(mine[:1] * WARMUPS + mine)

    def ask_other() -> None:
        next(before)()

    def ask() -> None:
        next(after)()

    benchmark.group = row
    with Rest():
        benchmark.pedantic(ask, setup=ask_other, rounds=len(mine), iterations=1, warmup_rounds=WARMUPS)
    for other in before:  # pytest-benchmark may have been told to run but one round
        other()
    for call in after:
        call()
    seconds = statistics.median(call.seconds[-1] for call in mine)
    benchmark.extra_info["row"] = row
    benchmark.extra_info["milliseconds"] = 1e3 * seconds
    benchmark.extra_info["ratio"] = seconds / statistics.median(call.seconds[-1] for call in theirs)
    return [call.answer for call in mine]


class Rest:
    """The time in which Python's garbage collector rests."""

    def __enter__(self) -> None:
        gc.collect()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()
