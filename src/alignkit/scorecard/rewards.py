"""Rewards that both teams earn together, and what became of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import attrs

from alignkit.currency import Money
from alignkit.display.shown import Shown, ShownInNotebooks
from alignkit.errors import AlignkitError, DocumentError, Finding, raise_found, shown
from alignkit.exact import Number, as_data, exact, plain
from alignkit.names import checked_id
from alignkit.scorecard.quantities import quantity_data
from alignkit.scorecard.readings import GoalReading
from alignkit.scorecard.split import split_money
from alignkit.scorecard.weights import WEIGHT_TOLERANCE

if TYPE_CHECKING:
    from alignkit.display.blocks import Block

State: TypeAlias = Literal["unlocked", "locked", "pending"]
SharesGiven: TypeAlias = Mapping[str, Number] | Iterable[tuple[str, Number]]


def _required(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DocumentError.at(
            "wrong-type", f"the goals that a reward requires are a list of names, not {shown(values)}", path="requires"
        )
    return tuple(values)


def _shares(values: SharesGiven) -> tuple[tuple[str, Fraction], ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DocumentError.at(
            "wrong-type", f'the shares are a table such as {{"sales": 0.5}}, not {shown(values)}', path="shares"
        )
    listed = cast("Iterable[Any]", values.items() if isinstance(values, Mapping) else values)
    pairs: list[tuple[str, Fraction]] = []
    for pair in listed:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            text = f"a share is a pair of a team and its part, not {shown(pair)}"
            raise DocumentError.at("wrong-type", text, path="shares")
        pairs.append((pair[0], pair[1]))
    return tuple(pairs)


@attrs.frozen(slots=True)
class Reward(ShownInNotebooks):
    """What the teams earn together: it unlocks when every goal that it requires is met, and never before.

    Args:
        name: its id.
        what: an amount of money, or words: "a day at the sea for both teams".
        requires: the names of the goals that must be met; for each team one that it owns, alone or with another.
        shares: of an amount, each team's part, such as `{"marketing": 0.5, "sales": 0.5}`; they sum to 1, within
            `WEIGHT_TOLERANCE`. The amount is split to the cent, by largest remainder, ties by the teams' names.
        title: how people call it; the name when blank.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-type`, `no-goals`, `duplicate-id`, `no-shares`,
            `unwanted-shares` for a reward in words, `bad-share`, `shares-sum`, `not-positive`, `not-payable` for an
            amount with parts of a cent.
        LimitError: `too-large`.

    >>> from alignkit.currency import money
    >>> reward = Reward("bonus", money(1000, "EUR"), ["mqls", "revenue"], {"marketing": 0.5, "sales": 0.5})
    >>> [(team, str(amount)) for team, amount in reward.amounts]
    [('marketing', '500 EUR'), ('sales', '500 EUR')]
    """

    name: str
    what: Money | str
    requires: tuple[str, ...] = attrs.field(converter=_required)
    shares: tuple[tuple[str, Fraction], ...] = attrs.field(default=(), converter=_shares)
    title: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "reward", path="name")
        faults: list[Finding] = []
        if self.title is not None and not isinstance(self.title, str):
            faults.append(Finding("wrong-type", f"the title of a reward is text, not {shown(self.title)}", "title"))
        faults += _what_faults(self.name, self.what)
        faults += _named_once(self.requires, "goal", "requires")
        if not self.requires:
            text = f"the reward {self.name!r} requires no goal: name those that must be met"
            faults.append(Finding("no-goals", text, "requires"))
        made: list[tuple[str, Fraction]] = []
        for team, share in self.shares:
            try:
                made.append((team, _share(team, share)))
            except AlignkitError as fault:
                faults += fault.issues
        faults += _named_once([team for team, _ in self.shares], "team", "shares")
        raise_found(DocumentError, faults)
        object.__setattr__(self, "shares", tuple(sorted(made)))  # a table has no order: equal ones split alike
        raise_found(DocumentError, _share_faults(self))

    @property
    def label(self) -> str:
        """How people call the reward."""
        return self.title or self.name

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that share it; none for a reward in words, which is for all."""
        return tuple(team for team, _ in self.shares)

    @property
    def amounts(self) -> tuple[tuple[str, Money], ...]:
        """What each team gets of an amount, to the cent; they sum to it exactly. Empty for a reward in words."""
        if not isinstance(self.what, Money):
            return ()
        parts = split_money(self.what, [share for _, share in self.shares])
        return tuple(zip(self.teams, parts, strict=True))

    @property
    def text(self) -> str:
        """What it is, for people."""
        return str(self.what)

    def blocks(self) -> Block:
        """Return the reward as a sentence, and who gets what."""
        from alignkit.scorecard.show_reward import reward_blocks  # drawing is loaded when something is drawn

        return reward_blocks(self)


def _what_faults(name: str, what: object) -> list[Finding]:
    if isinstance(what, str):
        return [] if what.strip() else [Finding("wrong-type", f"say what the reward {name!r} is", "what")]
    if not isinstance(what, Money):
        text = f'a reward is money such as money(1_000, "EUR"), or words, not {shown(what)}'
        return [Finding("wrong-type", text, "what")]
    if what.amount <= 0:
        return [Finding("not-positive", f"the reward {name!r} must be above 0, not {what}", "what")]
    try:
        split_money(what, [Fraction(1)])
    except DocumentError as fault:
        return [attrs.evolve(issue, path="what") for issue in fault.issues]
    return []


def _named_once(names: Iterable[object], what: str, path: str) -> list[Finding]:
    faults: list[Finding] = []
    seen: set[object] = set()
    for number, name in enumerate(names):
        at = f"{path}[{number}]"
        try:
            checked_id(name, what, path=at)
        except AlignkitError as fault:
            faults += fault.issues
            continue
        if name in seen:
            faults.append(Finding("duplicate-id", f"the {what} {name!r} stands there twice", at))
        seen.add(name)
    return faults


def _share(team: str, value: object) -> Fraction:
    share = exact(value, f"the share of {shown(team)}", path="shares")
    if not 0 < share <= 1:
        hint = f"; shares are fractions: {plain(share / 100)}" if 1 < share <= 100 else ""
        text = f"the share of {shown(team)} is above 0 and at most 1, not {shown(value)}{hint}"
        raise DocumentError.at("bad-share", text, path="shares")
    return share


def _share_faults(reward: Reward) -> list[Finding]:
    if not isinstance(reward.what, Money):
        if not reward.shares:
            return []
        text = f"{shown(reward.what)} cannot be split: shares are for an amount of money"
        return [Finding("unwanted-shares", text, "shares")]
    if not reward.shares:
        text = f"say how {reward.what} is shared, such as marketing = 0.5, sales = 0.5"
        return [Finding("no-shares", text, "shares")]
    total = sum((share for _, share in reward.shares), Fraction(0))
    if abs(total - 1) <= WEIGHT_TOLERANCE:
        return []
    return [Finding("shares-sum", f"the shares sum to {plain(total, 9)}, must be 1", "shares")]


@attrs.frozen(slots=True, repr=False)
class Unlock(Shown):
    """What became of a reward, as known at an instant.

    Args:
        reward: the reward.
        state: `unlocked` when every goal that it requires is met; `locked` when one is missed; `pending` otherwise.
        readings: what the required goals came to, in the order in which the reward names them.
    """

    reward: Reward
    state: State
    readings: tuple[GoalReading, ...]

    @property
    def missing(self) -> tuple[GoalReading, ...]:
        """The required goals that are not met, or not yet."""
        return tuple(reading for reading in self.readings if reading.status != "met")

    @property
    def amounts(self) -> tuple[tuple[str, Money], ...]:
        """What each team gets now: nothing before the reward is unlocked."""
        return self.reward.amounts if self.state == "unlocked" else ()

    @property
    def sentence(self) -> str:
        """What became of it, as one plain sentence."""
        from alignkit.scorecard.show_reward import unlock_sentence  # words are loaded when something is told

        return unlock_sentence(self)

    def blocks(self) -> Block:
        """Return the sentence, the goals that it requires, and who gets what."""
        from alignkit.scorecard.show_reward import unlock_blocks  # drawing is loaded when something is drawn

        return unlock_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return what became of the reward as plain data; `shares` tells who gets what once it is unlocked."""
        what = self.reward.what
        return {
            "alignkit": 1,
            "kind": "unlock",
            "reward": self.reward.name,
            "title": self.reward.label,
            "what": what if isinstance(what, str) else quantity_data(what),
            "state": self.state,
            "requires": [{"goal": reading.goal.name, "status": reading.status} for reading in self.readings],
            "missing": [reading.goal.name for reading in self.missing],
            "shares": [
                {"team": team, "share": as_data(share), "amount": quantity_data(amount)}
                for (team, share), (_, amount) in zip(self.reward.shares, self.reward.amounts, strict=True)
            ],
            "sentence": self.sentence,
        }
