"""Work time in other libraries, beside alignkit: how many times as long they take, for the same answers.

The libraries come with the dependency group `bench`; what is not installed is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from benchmarks import worktime_peers as peers
from benchmarks.side_by_side import Benchmark, beside
from benchmarks.worktime_peers import ENDS, HOURS, SHOP, SOON, STARTS

from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.work_time import work_hours

WORKS = [work_hours(hours) for hours in HOURS]


class Peer(NamedTuple):
    """A library, and how much it is asked.

    Args:
        row: the line of the table.
        module: what is imported.
        elapsed: makes what tells the work time between two instants.
        due: or what tells when work is due.
        ends: up to which instants.
        pairs: how much it is asked in a round; alignkit is asked all of it, ten times.
        rounds: how many rounds.
    """

    row: str
    module: str
    elapsed: Callable[[], peers.Elapsed] | None = None
    due: Callable[[], peers.Later] | None = None
    ends: list[datetime] = ENDS
    pairs: int = len(STARTS)
    rounds: int = 20


PEERS = (
    Peer("django-bizcal elapsed", "django_bizcal", elapsed=peers.bizcal_elapsed),
    Peer("django-bizcal elapsed soon", "django_bizcal", elapsed=peers.bizcal_elapsed, ends=SOON),
    Peer("business-duration elapsed", "business_duration", elapsed=peers.duration_elapsed),
    Peer("business-duration elapsed soon", "business_duration", elapsed=peers.duration_elapsed, ends=SOON),
    Peer("businesstimedelta elapsed", "businesstimedelta", elapsed=peers.timedelta_elapsed, pairs=20),
    Peer("django-bizcal due", "django_bizcal", due=peers.bizcal_due),
    Peer("django-bizcal due in zone", "django_bizcal", due=peers.bizcal_due_in_zone),
    Peer("pandas due", "pandas", due=peers.pandas_due),
    Peer("businesstimedelta due", "businesstimedelta", due=peers.timedelta_due, pairs=20),
)
MORE = 10
"""alignkit is asked so often more in a round, so that its part is long enough for the watch."""


@pytest.mark.parametrize("peer", PEERS, ids=[peer.row for peer in PEERS])
def test_peer(benchmark: Benchmark, peer: Peer) -> None:
    """A library and alignkit, the same question, the same answers."""
    pytest.importorskip(peer.module)
    if peer.elapsed is not None:
        measure_elapsed(benchmark, peer, peer.elapsed())
    if peer.due is not None:
        measure_due(benchmark, peer, peer.due())


def measure_elapsed(benchmark: Benchmark, peer: Peer, library: peers.Elapsed) -> None:
    """Measure the work time between two instants."""
    starts, ends = ([library.instant(one) for one in some[: peer.pairs]] for some in (STARTS, peer.ends))
    ask = library.ask
    theirs, ours = beside(
        benchmark,
        peer.row,
        lambda: [ask(start, end) for start, end in zip(starts, ends, strict=True)],
        lambda: [elapsed(SHOP, start, end) for _ in range(MORE) for start, end in zip(STARTS, peer.ends, strict=True)],
        rounds=peer.rounds,
        times=MORE * len(STARTS) / peer.pairs,
    )
    assert [timedelta(seconds=seconds) // timedelta(microseconds=1) for seconds in theirs] == [
        work.micros for work in ours[: peer.pairs]
    ]


def measure_due(benchmark: Benchmark, peer: Peer, library: peers.Later) -> None:
    """Measure when work is due."""
    starts = [library.instant(start) for start in STARTS[: peer.pairs]]
    amounts = [library.amount(hours) for hours in HOURS[: peer.pairs]]
    ask = library.ask
    theirs, ours = beside(
        benchmark,
        peer.row,
        lambda: [ask(start, amount) for start, amount in zip(starts, amounts, strict=True)],
        lambda: [due(SHOP, start, work) for _ in range(MORE) for start, work in zip(STARTS, WORKS, strict=True)],
        rounds=peer.rounds,
        times=MORE * len(STARTS) / peer.pairs,
    )
    assert theirs == ours[: peer.pairs]
