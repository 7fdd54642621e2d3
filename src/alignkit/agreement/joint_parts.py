"""What rewards, the plan of a period and meetings name must exist in the agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from alignkit.agreement.document.paths import joined
from alignkit.errors import Finding, shown
from alignkit.names import did_you_mean
from alignkit.scorecard.count_flow import flow_faults

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement


def faults_of_joint_parts(agreement: Agreement) -> Iterator[Finding]:
    """Yield what does not fit the rest of the agreement, in the order in which it is written.

    Tasks and plays may name a goal or a stage that there is not: that is a doubt, which `check` tells.
    """
    rates = agreement.rates
    if rates is not None and rates.currency != agreement.currency:
        text = f"the rates are in {rates.currency}, and the agreement is in {agreement.currency or 'no currency'}"
        yield Finding("mixed-currencies", text, "rates")
    if agreement.flow is not None:
        for fault in flow_faults(agreement.flow, agreement.funnel):
            yield attrs.evolve(fault, path=f"flow.{fault.path}")
    yield from _names(agreement)
    goals = [leaf.goal.name for leaf in agreement.leaves]
    for reward in agreement.rewards:
        path = joined("rewards", reward.name)
        for number, goal in enumerate(reward.requires):
            if goal not in goals:
                text = f"the reward {reward.name!r} requires {shown(goal)}, and there is no such goal"
                yield Finding("unknown-goal", text + did_you_mean(goal, goals), f"{path}.requires[{number}]")
        yield from _teams(agreement, reward.teams, f"{path}.shares")
    for meeting in agreement.meetings:
        teams = dict.fromkeys(member.team for member in meeting.attendees)
        yield from _teams(agreement, teams, f"{joined('meetings', meeting.name)}.attendees")


def _names(agreement: Agreement) -> Iterator[Finding]:
    for where, parts in (("rewards", agreement.rewards), ("meetings", agreement.meetings)):
        for name, count in Counter(part.name for part in parts).items():
            if count > 1:
                yield Finding("duplicate-id", f"{shown(name)} is declared {count} times", joined(where, name))


def _teams(agreement: Agreement, teams: Iterable[str], path: str) -> Iterator[Finding]:
    for team in teams:
        if team not in agreement.teams:
            hint = did_you_mean(team, agreement.teams)
            yield Finding("unknown-team", f"there is no team {shown(team)} in this agreement{hint}", path)
