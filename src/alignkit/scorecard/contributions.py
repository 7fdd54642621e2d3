"""Contributions: how each team's work is part of a result, without anything counted twice."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import attrs

from alignkit.currency import Money
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, shown
from alignkit.names import did_you_mean
from alignkit.periods import Period
from alignkit.scorecard.factors import Amount
from alignkit.scorecard.metrics import Count, Total
from alignkit.scorecard.quantities import quantity_data
from alignkit.scorecard.rates import Converted

if TYPE_CHECKING:
    from alignkit.display.blocks import Block


class SharedWork(NamedTuple):
    """What exactly these teams worked on, and no other.

    Args:
        teams: the teams, sorted; none for what no team worked on.
        amount: how much of the whole, without its currency.
    """

    teams: tuple[str, ...]
    amount: Fraction


class PersonCredit(NamedTuple):
    """A person's part of what a team is credited with.

    Args:
        team: the team.
        person: who; None for work that names nobody.
        amount: the credit, without its currency.
    """

    team: str
    person: str | None
    amount: Fraction


@attrs.frozen(slots=True, repr=False)
class Contributions(Shown):
    """Who had a part in a result: each thing that counts belongs to the teams whose people worked on it up to then.

    What several teams worked on is told apart from what one worked on alone, so that nothing counts twice. Credit
    shares each thing equally among the teams that worked on it: all credits, and what nobody worked on, sum to the
    whole exactly.

    Args:
        metric: what was counted.
        period: when it counts.
        as_of: up to when events count.
        teams: the teams that were asked about, sorted.
        sets: what each set of teams worked on; they sum to the whole.
        currency: of the amounts; None where leads, deals or numbers are counted.
        people: each person's part of the team's credit, by team and name; empty unless asked for.
        unknown: beside it: how many may count, for a field or an amount that is not known.
        converted: which amounts were told in the agreed currency, and at which stated rate.
        thing: the name of one of what is counted; blank for amounts.
        things: the name of several.
    """

    metric: Count | Total
    period: Period
    as_of: datetime
    teams: tuple[str, ...]
    sets: tuple[SharedWork, ...]
    currency: str | None = None
    people: tuple[PersonCredit, ...] = ()
    unknown: int = 0
    converted: tuple[Converted, ...] = attrs.field(default=(), kw_only=True)
    thing: str = attrs.field(default="", kw_only=True)
    things: str = attrs.field(default="", kw_only=True)

    def _amount(self, bare: Fraction) -> Amount:
        return bare if self.currency is None else Money(bare, self.currency)

    def _sum(self, which: tuple[SharedWork, ...]) -> Amount:
        return self._amount(sum((item.amount for item in which), Fraction(0)))

    def _known(self, team: str) -> str:
        if team not in self.teams:
            near = did_you_mean(team, self.teams)
            raise DocumentError.at("unknown-team", f"the contributions are not of a team {shown(team)}{near}")
        return team

    @property
    def whole(self) -> Amount:
        """All that counts."""
        return self._sum(self.sets)

    @property
    def overlap(self) -> Amount:
        """What more than one team worked on."""
        return self._sum(tuple(item for item in self.sets if len(item.teams) > 1))

    @property
    def overlap_share(self) -> Fraction | None:
        """The overlap as a share of the whole: how far the teams' credits overlap; None where the whole is nothing."""
        whole, overlap = (sum((item.amount for item in self.sets if len(item.teams) >= n), Fraction(0)) for n in (0, 2))
        return overlap / whole if whole else None

    @property
    def nobody(self) -> Amount:
        """What none of the teams worked on, as far as the records say."""
        return self._sum(tuple(item for item in self.sets if not item.teams))

    def alone(self, team: str) -> Amount:
        """Return what a team alone worked on.

        Raises:
            DocumentError: `unknown-team`, with the nearest name.
        """
        self._known(team)
        return self._sum(tuple(item for item in self.sets if item.teams == (team,)))

    def worked(self, team: str) -> Amount:
        """Return all that a team worked on, alone or with others: what its own list would show.

        These are never summed over teams: what several worked on stands in each list.

        Raises:
            DocumentError: `unknown-team`, with the nearest name.
        """
        self._known(team)
        return self._sum(tuple(item for item in self.sets if team in item.teams))

    def credit(self, team: str) -> Amount:
        """Return a team's credit: each thing shared equally among the teams that worked on it.

        Raises:
            DocumentError: `unknown-team`, with the nearest name.
        """
        self._known(team)
        parts = (item.amount / len(item.teams) for item in self.sets if team in item.teams)
        return self._amount(sum(parts, Fraction(0)))

    @property
    def sentence(self) -> str:
        """How far the credits overlap, such as "31 of 42 deals were worked on by both teams"."""
        from alignkit.scorecard.show_contributions import overlap_sentence  # words are loaded when something is told

        return overlap_sentence(self)

    def blocks(self) -> Block:
        """Return the sentence, who worked on what, each team's credit, and each person's if asked for."""
        from alignkit.scorecard.show_contributions import contributions_blocks  # drawing is loaded when it is drawn

        return contributions_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the contributions as plain data."""
        found: dict[str, object] = {
            "alignkit": 1,
            "kind": "contributions",
            "metric": repr(self.metric),
            "period": self.period.name,
            "as_of": self.as_of.isoformat(),
            "whole": quantity_data(self.whole),
            "overlap": quantity_data(self.overlap),
            "nobody": quantity_data(self.nobody),
            "unknown": self.unknown,
            "sets": [
                {"teams": list(item.teams), "amount": quantity_data(self._amount(item.amount))} for item in self.sets
            ],
            "teams": [
                {
                    "team": team,
                    "alone": quantity_data(self.alone(team)),
                    "worked": quantity_data(self.worked(team)),
                    "credit": quantity_data(self.credit(team)),
                }
                for team in self.teams
            ],
            "people": [
                {"team": item.team, "person": item.person, "credit": quantity_data(self._amount(item.amount))}
                for item in self.people
            ],
            "sentence": self.sentence,
        }
        if self.converted:
            found["converted"] = [
                {"currency": part.currency, "amounts": part.amounts, "rate": part.text} for part in self.converted
            ]
        return found
