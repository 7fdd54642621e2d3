"""What makes the parts of an agreement one whole: each name means one thing, and whatever is named exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from alignkit.errors import AlignkitError, DocumentError, Finding, shown
from alignkit.names import did_you_mean
from alignkit.periods import year
from alignkit.rules.conform import conform
from alignkit.rules.predicates import Named, Rule
from alignkit.rules.scores import Score
from alignkit.rules.walk import nodes
from alignkit.scorecard.goals import Scorecard
from alignkit.scorecard.metrics import Count, Met, Metric, Share, stages_of

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement
    from alignkit.handoff.slas import SLA


def collected(agreement: Agreement) -> dict[str, tuple[Any, ...]]:
    """Return every rule, score, SLA and calendar of an agreement, those inside others too, each name once.

    Raises:
        DocumentError: `duplicate-id` when one name means two things.
    """
    faults: list[Finding] = []
    rules: dict[str, Named] = {}
    scores: dict[str, Score] = {}
    for definition in _definitions(agreement):
        for node in nodes(definition):
            if isinstance(node, Named):
                faults += _kept(rules, "rules", node.name, node)
            elif isinstance(node, Score):
                faults += _kept(scores, "scores", node.name, node)
    slas: dict[str, SLA] = {}
    for sla in [*agreement.slas, *(metric.sla for metric in _metrics(agreement) if isinstance(metric, Met))]:
        faults += _kept(slas, "slas", sla.name, sla)
    calendars: dict[str, Any] = {}
    for i, calendar in enumerate([*agreement.calendars, *_calendars(slas.values())]):
        name = calendar.name or f"calendar {i + 1}"
        if not calendar.name and calendar in calendars.values():
            continue
        faults += _kept(calendars, "calendars", name, calendar)
    if faults:
        raise DocumentError(*dict.fromkeys(faults))
    return {
        "rules": tuple(rules.values()),
        "scores": tuple(scores.values()),
        "slas": tuple(slas.values()),
        "calendars": tuple(calendars.values()),
    }


def _kept(known: dict[str, Any], where: str, name: str, thing: object) -> list[Finding]:
    """Keep a thing under its name, and return a fault if the name means another thing already."""
    if known.setdefault(name, thing) == thing:
        return []
    return [Finding("duplicate-id", f"the name {shown(name)} means two things", where)]


def _definitions(agreement: Agreement) -> Iterator[Rule | Score]:
    yield from agreement.rules
    yield from agreement.scores
    for stage in agreement.funnel.stages:
        if stage.entry is not None:
            yield stage.entry
    for sla in agreement.slas:
        for tier in sla.tiers:
            yield tier.when
    for metric in _metrics(agreement):
        if isinstance(metric, Count) and metric.where is not None:
            yield metric.where
        if isinstance(metric, Share) and not isinstance(metric.of, Count):
            yield metric.of


def _metrics(agreement: Agreement) -> Iterator[Metric]:
    waiting: list[Metric] = [goal.metric for goal in agreement.goals]
    while waiting:
        metric = waiting.pop(0)
        yield metric
        if isinstance(metric, Share):
            waiting += [part for part in (metric.of, metric.among) if isinstance(part, Count)]


def _calendars(slas: Iterable[SLA]) -> Iterator[Any]:
    for sla in slas:
        for calendar in (sla.calendar, *(tier.calendar for tier in sla.tiers)):
            if calendar is not None:
                yield calendar


def faults_of(agreement: Agreement) -> list[Finding]:
    """Return what does not fit together, in the order in which an agreement is written."""
    return [
        *_team_faults(agreement),
        *_word_faults(agreement),
        *_field_faults(agreement),
        *_stage_faults(agreement),
        *_goal_faults(agreement),
    ]


def _team_faults(agreement: Agreement) -> Iterator[Finding]:
    if len(agreement.teams) < 2 or len(set(agreement.teams)) < len(agreement.teams):
        yield Finding("too-few-teams", f"an agreement is between two teams at least, not {agreement.teams}", "teams")
    owners = [(f"stages.{stage.id}.owner", stage.owner) for stage in agreement.funnel.stages]
    owners += [(f"slas.{sla.name}.owner", sla.owner) for sla in agreement.slas]
    owners += [(f"goals.{goal.name}.owner", owner) for goal in agreement.goals for owner in goal.owner]
    owners += [(f"fields.{field.name}.from", field.team) for field in agreement.fields if field.team is not None]
    owners += [(f"signoffs[{i}].team", signoff.team) for i, signoff in enumerate(agreement.signoffs)]
    for path, team in owners:
        if team not in agreement.teams:
            hint = did_you_mean(team, agreement.teams)
            yield Finding("unknown-team", f"there is no team {shown(team)} in this agreement{hint}", path)


def _word_faults(agreement: Agreement) -> Iterator[Finding]:
    meanings: dict[str, str] = {}
    for term in agreement.vocabulary:
        for word in {term.id, *term.aliases}:
            if meanings.setdefault(word, term.id) != term.id:
                yield Finding(
                    "duplicate-id",
                    f"the word {shown(word)} stands for {meanings[word]!r} and for {term.id!r}",
                    f"vocabulary.{term.id}",
                )


def _field_faults(agreement: Agreement) -> Iterator[Finding]:
    declared = agreement.declared
    if len(declared) < len(agreement.fields):
        yield Finding("duplicate-id", "a field is declared twice", "fields")
    if not declared:
        return
    for rule in agreement.rules:
        # a named rule inside this one is looked at on its own
        yield from conform(rule, declared, path=f"rules.{rule.name}")
    for score in agreement.scores:
        yield from conform(score, declared, path=f"scores.{score.name}")
    for stage in agreement.funnel.stages:
        if stage.entry is not None and not isinstance(stage.entry, Named):
            yield from conform(stage.entry, declared, path=f"stages.{stage.id}.entry")


def _stage_faults(agreement: Agreement) -> Iterator[Finding]:
    known = [stage.id for stage in agreement.funnel.stages]
    named = [(f"slas.{sla.name}", stages_of(Met(sla))) for sla in agreement.slas]
    named += [(f"goals.{goal.name}.metric", stages_of(goal.metric)) for goal in agreement.goals]
    for path, stages in named:
        for stage in stages:
            if stage not in known:
                yield Finding("unknown-stage", f"there is no stage {shown(stage)}{did_you_mean(stage, known)}", path)


def _goal_faults(agreement: Agreement) -> Iterator[Finding]:
    if agreement.goals:
        try:  # the scorecard knows what goals together must be; the period plays no part in that
            Scorecard(agreement.name, agreement.funnel, year(2026, zone=agreement.zone), agreement.goals)
        except AlignkitError as error:
            names = {f"goals[{i}]": f"goals.{goal.name}" for i, goal in enumerate(agreement.goals)}
            for issue in error.issues:
                if issue.code != "unknown-stage":  # told already
                    yield attrs.evolve(issue, path=names.get(issue.path, issue.path or "goals"))
