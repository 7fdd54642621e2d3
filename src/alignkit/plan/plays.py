"""The playbook: what each team does with a lead in each stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import DocumentError, LimitError, shown
from alignkit.names import checked_id, did_you_mean
from alignkit.plan.checked import checked_text, doubled, listed, of_kind, raise_faults, try_each

MOST_PLAYS = 1_000


def _does(value: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    pairs = tuple(value.items()) if isinstance(value, Mapping) else listed(value, "what the teams do", path="does")
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2:
            text = f'what the teams do is told by team, {{"marketing": "…", "sales": "…"}}, not {shown(pair)}'
            raise DocumentError.at("wrong-type", text, path="does")
    # a team that is no text is refused below, and must not keep the others from being sorted
    return tuple(sorted(pairs, key=lambda pair: str(pair[0])))


@attrs.frozen(slots=True)
class Play:
    """What each team does with a lead that stands in one stage.

    Args:
        stage: the stage's id.
        does: by team, what it does: `{"marketing": "Sends the pricing guide", "sales": "Calls within four hours"}`;
            at least one. A team that has nothing to do there is left out.

    Raises:
        DocumentError: with every fault: `bad-id`, `no-play`, `wrong-type`, `blank-text`, `too-long`, `duplicate-id`.

    >>> Play("mql", {"sales": "Calls within four hours", "marketing": "Stops all mailings"}).by("marketing")
    'Stops all mailings'
    """

    stage: str
    does: tuple[tuple[str, str], ...] = attrs.field(converter=_does)

    def __attrs_post_init__(self) -> None:
        faults = try_each(("stage", checked_id, self.stage, "stage"))
        if not self.does:
            raise DocumentError.at(
                "no-play", f"a play for {shown(self.stage)} says what at least one team does", path="does"
            )
        for team, text in self.does:
            path = f"does.{team}" if isinstance(team, str) and team.isidentifier() else "does"
            faults += try_each((path, checked_id, team, "team"), (path, checked_text, text, f"what {shown(team)} does"))
        raise_faults(faults)
        raise_faults(doubled((team for team, _ in self.does), "team", "does"))

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that have something to do, sorted."""
        return tuple(team for team, _ in self.does)

    def by(self, team: str) -> str:
        """Return what a team does; blank where it has nothing to do."""
        return next((text for whose, text in self.does if whose == team), "")

    def to_dict(self) -> dict[str, object]:
        """Return the play as plain data."""
        return {"stage": self.stage, "does": dict(self.does)}


def _plays(values: Iterable[Play]) -> tuple[Play, ...]:
    return listed(values, "the plays of a playbook", path="plays")


@attrs.frozen(slots=True, repr=False)
class Playbook(ShownInNotebooks):
    """What each team does with a lead, stage by stage.

    Args:
        plays: one per stage, in the order in which a lead passes them.

    Raises:
        DocumentError: `wrong-type`; `duplicate-id`, `confusable-id` for two plays of one stage.
        LimitError: `too-many`, over 1,000 plays.

    >>> Playbook([Play("mql", {"sales": "Calls"}), Play("sal", {"marketing": "Sends a case study"})]).teams
    ('marketing', 'sales')
    """

    plays: tuple[Play, ...] = attrs.field(converter=_plays)

    def __attrs_post_init__(self) -> None:
        if len(self.plays) > MOST_PLAYS:
            text = f"a playbook has at most {MOST_PLAYS:,} plays, not {len(self.plays):,}"
            raise LimitError.at("too-many", text, path="plays")
        raise_faults(of_kind(self.plays, Play, "plays"))
        raise_faults(doubled((play.stage for play in self.plays), "stage", "plays"))

    def __repr__(self) -> str:
        return f"<Playbook: {len(self.plays):,} plays>"

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that have something to do in some stage, sorted."""
        return tuple(sorted({team for play in self.plays for team in play.teams}))

    def of(self, stage: str) -> Play:
        """Return the play of a stage.

        Raises:
            DocumentError: `unknown-stage`, with the nearest id.
        """
        for play in self.plays:
            if play.stage == stage:
                return play
        near = did_you_mean(stage, (play.stage for play in self.plays))
        raise DocumentError.at("unknown-stage", f"the playbook has no play for {shown(stage)}{near}")

    def blocks(self) -> Block:
        """Return the plays as a table: a row per stage, a column per team."""
        from alignkit.plan.show_plan import playbook_blocks  # drawing is loaded when something is drawn

        return playbook_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the playbook as plain data."""
        return {"alignkit": 1, "kind": "playbook", "plays": [play.to_dict() for play in self.plays]}
