from __future__ import annotations

from alignkit.agreement.doubtful import _tiers
from alignkit.handoff.slas import SLA, Tier
from alignkit.instants import days
from alignkit.rules.doubt.look import Look
from alignkit.rules.field import field
from alignkit.rules.predicates import AnyOf, did
from alignkit.rules.scores import Points, Score


def test_tiers_that_take_more_steps_than_are_left_are_not_doubted() -> None:
    """However few are left, and wherever they run out, nothing is raised; with enough of them the finding is told."""
    large = Score("large", [Points(1, when=AnyOf([field(f"f{i}") > 1 for i in range(450)]))])
    tiers = [Tier("hot", when=large >= 1, within=days(1)), Tier("hotter", when=large >= 1, within=days(1))]
    sla = SLA("first touch", owner="sales", starts=did("lead"), stops=did("call"), within=days(2), tiers=tiers)
    told = []
    for left in range(0, 8_000, 100):
        look = Look({})
        look.effort.left = left
        told.append([finding.code for finding in _tiers(sla, look)])
    assert told[0] == []
    assert told[-1] == ["shadowed-tier"]
