"""Stages, the boundaries between teams, and the funnel that a lead passes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

import attrs

from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import DocumentError, Finding, LimitError, raise_found, shown
from alignkit.funnel.faults import faults
from alignkit.names import checked_id, did_you_mean

if TYPE_CHECKING:
    from alignkit.display.blocks import Block
    from alignkit.rules.predicates import Rule

Outcome = Literal["won", "lost", "disqualified"]
_T = TypeVar("_T")
OUTCOMES: tuple[str, ...] = get_args(Outcome)
MOST_ROUNDS = 1_000
"""A lead may be offered again so often at most: what is more is no limit, or a slip."""


@attrs.frozen(slots=True)
class Stage:
    """One stage of the funnel, and the team that answers for it.

    Args:
        id: matched exactly with the stage events; adapters map aliases to it.
        owner: the team that answers for a lead in this stage.
        entry: the rule that a lead meets when it enters; `verify` checks it, replay does not.
        outcome: `won` for the stage of the sale; `lost` or `disqualified` for an exit; None for any other.
        title: how people call it; the id when blank.

    Raises:
        DocumentError: `bad-id`, `wrong-type`, `unknown-outcome`, `not-a-rule`.
        LimitError: `too-long`.

    >>> Stage("won", owner="sales", outcome="won").label
    'won'
    """

    id: str
    owner: str
    entry: Rule | None = None
    outcome: Outcome | None = None
    title: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_id(self.id, "stage")
        checked_id(self.owner, "team")
        if self.entry is not None:
            from alignkit.rules.node import checked_rule  # a funnel without entry rules needs no rules

            checked_rule(self.entry, f"the entry of the stage {self.id!r}")
        if self.outcome is not None and self.outcome not in OUTCOMES:
            raise DocumentError.at(
                "unknown-outcome",
                f"the stage {self.id!r} has an unknown outcome {shown(self.outcome)}"
                f"{did_you_mean(self.outcome, OUTCOMES)}",
            )
        if self.title is not None and not isinstance(self.title, str):
            raise DocumentError.at("wrong-type", f"the title of a stage is text, not {shown(self.title)}")

    @property
    def label(self) -> str:
        """How people call the stage."""
        return self.title or self.id


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise DocumentError.at("wrong-type", f"the reasons of a boundary are a list of texts, not {shown(values)}")
    return tuple(checked_id(value, "reason") for value in values)


@attrs.frozen(slots=True)
class Boundary:
    """Where one team hands a lead to the other: the offer, the yes and the no.

    Args:
        offered: the stage in which a lead waits for the answer.
        accepted: the stage to which an `accept` event moves it.
        rejected: the stage, or the exit, to which a `reject` event moves it.
        reasons: the agreed reasons of a rejection; empty allows any.
        recycle_limit: how often a lead that was offered once may be offered again; None for as often as anybody likes.
            `review` finds what goes beyond it; nothing is stopped.
        recycle_to_another: whether a lead that is offered again goes to another person than the one who had it before.

    Raises:
        DocumentError: `bad-id`, `wrong-type`, `self-loop`, `duplicate-reason`, `negative`.
        LimitError: `too-large`: a limit over 1,000.

    >>> Boundary("mql", "sal", "lead", reasons=["no budget", "wrong region"]).reasons
    ('no budget', 'wrong region')
    """

    offered: str
    accepted: str
    rejected: str
    reasons: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    recycle_limit: int | None = attrs.field(default=None, kw_only=True)
    recycle_to_another: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for stage in (self.offered, self.accepted, self.rejected):
            checked_id(stage, "stage")
        if len({self.offered, self.accepted, self.rejected}) < 3:
            raise DocumentError.at(
                "self-loop",
                "a boundary leads from its offered stage to two others, not "
                f"{self.offered!r} → {self.accepted!r} or {self.rejected!r}",
            )
        if len(set(self.reasons)) < len(self.reasons):
            raise DocumentError.at("duplicate-reason", f"a reason stands there twice: {shown(self.reasons)}")
        if self.recycle_limit is not None:
            _check_limit(self.recycle_limit)
        if not isinstance(self.recycle_to_another, bool):
            text = f"is true or false, not {shown(self.recycle_to_another)}"
            raise DocumentError.at("wrong-type", text, path="recycle_to_another")


def _check_limit(limit: object) -> None:
    place = "recycle_limit"
    if not isinstance(limit, int) or isinstance(limit, bool):
        raise DocumentError.at("wrong-type", f"is a whole number, not {shown(limit)}", path=place)
    if limit < 0:
        raise DocumentError.at("negative", f"is 0 or more, not {shown(limit)}: 0 for never again", path=place)
    if limit > MOST_ROUNDS:
        text = f"is at most {MOST_ROUNDS:,}, not {shown(limit)}; leave it out for no limit"
        raise LimitError.at("too-large", text, path=place)


def _listed(values: Iterable[_T], what: str) -> tuple[_T, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DocumentError.at("wrong-type", f"the {what} of a funnel are a list, not {shown(values)}", path=what)
    return tuple(values)


def _path(values: Iterable[Stage]) -> tuple[Stage, ...]:
    return _listed(values, "path")


def _exits(values: Iterable[Stage]) -> tuple[Stage, ...]:
    return _listed(values, "exits")


def _recycles(values: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    # what is no pair is kept, and found below with its place
    return tuple((pair[0], pair[1]) if _is_pair(pair) else pair for pair in _listed(values, "recycles"))


def _is_pair(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(end, str) for end in value)


def _boundaries(values: Iterable[Boundary]) -> tuple[Boundary, ...]:
    return _listed(values, "boundaries")


@attrs.frozen(slots=True)
class Funnel(ShownInNotebooks):
    """The path that a lead takes, the exits from it, and the ways back that both teams agreed on.

    The path is in order: the open stages, the stage won, and the post-sale stages. Its first stage is the one entry;
    each other is reached from the one before it, and an exit from every stage. A move forward may skip stages.

    Args:
        name: how people call the funnel.
        path: the stages in order; one of them has the outcome `won`.
        exits: the stages that end without a sale, with the outcome `lost` or `disqualified`.
        recycles: the agreed ways back as pairs of stage ids: from a later stage to an earlier one, or from a lost exit
            to a stage of the path. Any other way back is followed by replay, and flagged.
        boundaries: where one team hands leads to the other.

    Raises:
        DocumentError: with every fault found: `too-few-stages`, `duplicate-id`, `cycle`, `confusable-id`,
            `wrong-outcome`, `no-end-stage`, `two-won-stages`, `unknown-stage`, `self-loop`, `wrong-direction`,
            `end-stage-leads-on`, `duplicate-boundary`, `wrong-type`.

    >>> funnel = Funnel("inbound", path=[Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> [stage.id for stage in funnel.stages]
    ['lead', 'won']
    """

    name: str
    path: tuple[Stage, ...] = attrs.field(converter=_path)
    exits: tuple[Stage, ...] = attrs.field(default=(), converter=_exits)
    recycles: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_recycles)
    boundaries: tuple[Boundary, ...] = attrs.field(default=(), converter=_boundaries)

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "funnel", path="name")
        raise_found(DocumentError, _wrong_types(self))
        raise_found(DocumentError, faults(self))

    def blocks(self) -> Block:
        """Return the stages as a table, the agreed ways back, and the handoffs."""
        from alignkit.funnel.show_funnel import funnel_blocks  # drawing is loaded when something is drawn

        return funnel_blocks(self)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All stages in stage order: the path, then the exits."""
        return self.path + self.exits

    @property
    def won(self) -> Stage:
        """The stage of the sale."""
        return next(stage for stage in self.path if stage.outcome == "won")

    def stage(self, stage_id: str) -> Stage:
        """Return the stage of that id.

        Raises:
            DocumentError: `unknown-stage`, with the nearest id.
        """
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise DocumentError.at(
            "unknown-stage",
            f"there is no stage {shown(stage_id)} in the funnel {self.name!r}"
            f"{did_you_mean(stage_id, (stage.id for stage in self.stages))}",
        )

    def position(self, stage_id: str) -> int | None:
        """Return where on the path a stage stands, from 0; None for an exit.

        Raises:
            DocumentError: `unknown-stage`.
        """
        found = self.stage(stage_id)
        return self.path.index(found) if found in self.path else None


def _wrong_types(funnel: Funnel) -> list[Finding]:
    faults = [
        Finding("wrong-type", f"must be a {kind.__name__}, not {shown(value)}", f"{place}[{number}]")
        for place, kind, values in (
            ("path", Stage, funnel.path),
            ("exits", Stage, funnel.exits),
            ("boundaries", Boundary, funnel.boundaries),
        )
        for number, value in enumerate(values)
        if not isinstance(value, kind)
    ]
    for number, pair in enumerate(funnel.recycles):
        if not _is_pair(pair):
            text = f'a recycle is a pair of stage ids such as ("sal", "lead"), not {shown(pair)}'
            faults.append(Finding("wrong-type", text, f"recycles[{number}]"))
    return faults
