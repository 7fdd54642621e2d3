"""How a reward is shown, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.display.blocks import Block, Cell, Column, Group, Heading, Mark, Paragraph, Table, Tone, percent
from alignkit.display.size import cut
from alignkit.names import in_words
from alignkit.scorecard.show import TONES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alignkit.scorecard.rewards import Reward, State, Unlock

STATES: dict[State, Tone] = {"unlocked": "good", "locked": "muted", "pending": "neutral"}
"""The tone of each state: that a reward is not earned is no fault of anybody."""

_NAMED = 12


def listed(names: Sequence[str]) -> str:
    """Write names one after the other: "a, b and c".

    >>> listed(["marketing", "sales"])
    'marketing and sales'
    """
    if len(names) > _NAMED:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED:,} more"
    return in_words(names)


def unlock_sentence(unlock: Unlock) -> str:
    """Say what became of a reward, and why."""
    reward = unlock.reward
    head = f"{reward.label} ({reward.text})"
    if unlock.state == "unlocked":
        both = "both goals are" if len(unlock.readings) == 2 else f"all {len(unlock.readings)} goals are"
        shares = listed([f"{team} gets {amount}" for team, amount in unlock.amounts])
        why = "its goal is met" if len(unlock.readings) == 1 else f"{both} met"
        return f"{head} is unlocked: {why}{f'; {shares}' if shares else ''}"
    if unlock.state == "locked":
        missed = [reading.goal.label for reading in unlock.readings if reading.status == "missed"]
        return f"{head} stays locked: {listed(missed)} {'was' if len(missed) == 1 else 'were'} not met"
    count = len(unlock.missing)
    which = "its goal is" if len(unlock.readings) == 1 else f"{count:,} of {len(unlock.readings):,} goals are"
    which = which.replace("goals are", "goals is") if count == 1 else which
    return f"{head} is not decided yet: {which} still open ({listed([item.goal.label for item in unlock.missing])})"


def unlock_blocks(unlock: Unlock) -> Block:
    """Return the sentence, and the goals that a reward requires."""
    readings, more = cut(unlock.readings)
    rows: list[tuple[Cell, ...]] = [
        (
            reading.goal.label,
            " and ".join(reading.goal.owner),
            reading.sentence.removeprefix(f"{reading.goal.label}: "),
            Mark(reading.status, TONES[reading.status]),
        )
        for reading in readings
    ]
    state = Mark(unlock.state, STATES[unlock.state])
    table = Table(("goal", "owed by", "result", "status"), rows, "What the reward requires", more)
    parts: list[Block] = [Heading("Reward", 3), state, Paragraph(f"{unlock.sentence}."), table]
    if unlock.state != "unlocked" and unlock.reward.shares:
        parts.append(_shares(unlock.reward))
    return Group(parts)


def reward_blocks(reward: Reward) -> Block:
    """Return a reward: what it is, what it requires, and who gets what."""
    names = listed(reward.requires)
    many = {1: "is", 2: "are both"}.get(len(reward.requires), "are all")
    parts: list[Block] = [Paragraph(f"{reward.label}: {reward.text}, once {names} {many} met.")]
    return Group([*parts, _shares(reward)] if reward.shares else parts)


def _shares(reward: Reward) -> Block:
    pairs, more = cut(tuple(zip(reward.shares, reward.amounts, strict=True)))
    rows = [(team, percent(share), str(amount)) for (team, share), (_, amount) in pairs]
    columns = ("team", Column("share", "right"), Column("once unlocked", "right"))
    return Table(columns, rows, "", more)
