"""Unlock: say whether a reward is earned, and doubt one that a team can win alone."""

from __future__ import annotations

from alignkit.errors import AlignkitError, DocumentError, Finding, shown
from alignkit.names import did_you_mean
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.rewards import Reward, Unlock
from alignkit.scorecard.scorecards import Scorecard


def unlock(reward: Reward, assessment: Assessment) -> Unlock:
    """Say what became of a reward: it is unlocked only when every goal that it requires is met.

    A goal is met once its period is over and nothing that is pending can turn the answer, so that no reward is given
    and taken back. It is locked as soon as one goal is missed, and pending as long as that is open.

    Raises:
        DocumentError: `unknown-goal` when the scorecard lacks one, `wrong-type`.
    """
    if not isinstance(reward, Reward) or not isinstance(assessment, Assessment):
        raise DocumentError.at(
            "wrong-type", f"unlock takes a Reward and an Assessment, not {shown(reward)}, {shown(assessment)}"
        )
    known = {reading.goal.name: reading for reading in assessment.readings}
    readings = tuple(known[goal] if goal in known else assessment.of(goal) for goal in reward.requires)
    if all(reading.status == "met" for reading in readings):
        return Unlock(reward, "unlocked", readings)
    missed = any(reading.status == "missed" for reading in readings)
    return Unlock(reward, "locked" if missed else "pending", readings)


def reward_doubts(reward: Reward, scorecard: Scorecard) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful with a reward for a scorecard; a `check` passes it on.

    Errors: `unknown-goal`, `unknown-team`. Warnings: `one-team-reward` where no required goal is owned, alone or with
    another, by one of the teams, so that the others can win without it; `reward-leaves-out` for a team that owns goals
    and has no share.

    Raises:
        DocumentError: `wrong-type`.
    """
    if not isinstance(reward, Reward) or not isinstance(scorecard, Scorecard):
        raise DocumentError.at(
            "wrong-type", f"reward_doubts takes a Reward and a Scorecard, not {shown(reward)}, {shown(scorecard)}"
        )
    found: list[Finding] = []
    owners: set[str] = set()
    known = {leaf.goal.name: leaf.goal.owner for leaf in scorecard.leaves}
    for number, name in enumerate(reward.requires):
        try:
            owners |= set(known[name] if name in known else scorecard.goal(name).owner)
        except AlignkitError as fault:
            found += [Finding(issue.code, issue.message, f"requires[{number}]") for issue in fault.issues]
    for team in reward.teams:
        if team not in scorecard.teams:
            text = f"no goal is owned by a team {shown(team)}{did_you_mean(team, scorecard.teams)}"
            found.append(Finding("unknown-team", text, f"shares.{team}"))
    if found:
        return tuple(found)
    for team in scorecard.teams:
        if team not in owners:
            text = (
                f"the reward {reward.name!r} can be won without {team}: it requires no goal of {team}, nor a joint one"
            )
            found.append(Finding("one-team-reward", text, "requires", "warning"))
    for team in scorecard.teams if reward.shares else ():
        if team not in reward.teams:
            text = f"{team} owns goals and has no share of the reward {reward.name!r}"
            found.append(Finding("reward-leaves-out", text, "shares", "warning"))
    return tuple(found)
