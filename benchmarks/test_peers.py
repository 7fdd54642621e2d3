"""Rating a lead by 24 rules in other libraries, beside alignkit: how many times as long they take, for the same points.

The libraries come with the dependency group `bench`; what is not installed is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from benchmarks import peers
from benchmarks.model import LEAD_SCORE, WORLD, floor_rate
from benchmarks.side_by_side import Benchmark, beside

from alignkit.rules.rate import rate


class Peer(NamedTuple):
    """A library, and how much it is asked: the slow ones are asked about fewer leads.

    Args:
        row: the line of the table.
        module: what is imported.
        rater: makes the function that gives a lead's points.
        prepared: what the library is given for a lead; it is made beforehand.
        leads: how many leads it rates in a round.
        rounds: how many rounds.
    """

    row: str
    module: str
    rater: Callable[[], peers.Rater]
    prepared: Callable[[peers.Lead], peers.Lead] = peers.ready
    leads: int = len(WORLD)
    rounds: int = 60


PEERS = (
    Peer("datalogic-py", "datalogic_py", peers.datalogic),
    Peer("datalogic-py verdicts", "datalogic_py", peers.datalogic_verdicts, dict),
    Peer("zen-engine", "zen", peers.zen),
    Peer("zen-engine verdicts", "zen", peers.zen_verdicts, dict),
    Peer("CEL", "cel", peers.cel, rounds=30),
    Peer("CEL verdicts", "cel", peers.cel_verdicts, peers.lowered, rounds=30),
    Peer("json-logic", "json_logic", peers.json_logic, leads=100),
    Peer("business-rules", "business_rules", peers.business_rules, leads=100),
    Peer("rule-engine", "rule_engine", peers.rule_engine, leads=100),
    Peer("cel-python", "celpy", peers.cel_python, peers.cel_values, leads=20, rounds=10),
)


@pytest.mark.parametrize("peer", PEERS, ids=[peer.row for peer in PEERS])
def test_peer(benchmark: Benchmark, peer: Peer) -> None:
    """A library and `rate`, the same leads, the same points."""
    pytest.importorskip(peer.module)
    points, asked = peer.rater(), WORLD[: peer.leads]
    leads = [peer.prepared(lead) for lead in asked]
    found, ratings = beside(
        benchmark,
        peer.row,
        lambda: [points(lead) for lead in leads],
        lambda: [rate(LEAD_SCORE, lead) for lead in asked],
        rounds=peer.rounds,
    )
    assert found == [floor_rate(lead)[0] for lead in asked] == [float(rating.points) for rating in ratings]
