"""What makes the parts of an agreement one whole: each name means one thing, and whatever is named exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import attrs

from alignkit.agreement.document.paths import joined
from alignkit.agreement.joint_parts import faults_of_joint_parts
from alignkit.errors import AlignkitError, DocumentError, Finding, shown
from alignkit.names import checked_id, did_you_mean
from alignkit.periods import RECURRING, parse_period
from alignkit.rules.conform import Allowed, conform
from alignkit.rules.node import Condition
from alignkit.rules.predicates import Named, Rule, ScoreCompare
from alignkit.rules.scores import Score
from alignkit.rules.walk import nodes
from alignkit.scorecard.groups import GoalGroup, Leaf
from alignkit.scorecard.metrics import Count, Met, Metric, Share, stages_of
from alignkit.scorecard.scorecards import Scorecard
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.combined import CombinedCalendar

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement
    from alignkit.handoff.slas import SLA


def collected(agreement: Agreement) -> dict[str, tuple[Any, ...]]:
    """Return every rule, score, SLA and calendar of an agreement: those given, then those inside others, each once.

    Raises:
        DocumentError: `duplicate-id` when one name means two things.
    """
    faults: list[Finding] = []
    slas: dict[str, SLA] = {}
    for sla in [*agreement.slas, *(metric.sla for metric in metrics_of(agreement) if isinstance(metric, Met))]:
        faults += _kept(slas, "slas", sla.name, sla)
    rules: dict[str, Named] = {}
    scores: dict[str, Score] = {}
    for rule in agreement.rules:
        faults += _kept(rules, "rules", rule.name, rule)
    for score in agreement.scores:
        faults += _kept(scores, "scores", score.name, score)
    seen: set[int] = set()
    for _, definition in definitions_of(agreement, slas.values()):
        for node in nodes(definition, seen):
            if isinstance(node, Named):
                faults += _kept(rules, "rules", node.name, node)
            elif isinstance(node, Score):
                faults += _kept(scores, "scores", node.name, node)
    calendars = _named_calendars(agreement.calendars, slas.values(), faults)
    if faults:
        raise DocumentError(*dict.fromkeys(faults))
    return {
        "rules": tuple(rules.values()),
        "scores": tuple(scores.values()),
        "slas": tuple(slas.values()),
        "calendars": calendars,
    }


def _kept(known: dict[str, Any], where: str, name: str, thing: object) -> list[Finding]:
    """Keep a thing under its name, and return a fault if the name means another thing already."""
    if known.setdefault(name, thing) == thing:
        return []
    return [Finding("duplicate-id", f"the name {shown(name)} means two things", joined(where, name))]


def _named_calendars(given: Iterable[Calendar], slas: Iterable[SLA], faults: list[Finding]) -> tuple[Calendar, ...]:
    """Return the calendars, each with a name: one without gets `calendar 1` or the like."""
    found: dict[str, Calendar] = {}
    nameless: list[Calendar] = []
    for calendar in _with_parts([*given, *_calendars(slas)]):
        if calendar.name:
            checked_id(calendar.name, "calendar", path="calendars")
            faults += _kept(found, "calendars", calendar.name, calendar)
        else:
            nameless.append(calendar)
    for calendar in nameless:
        if calendar not in found.values():
            name = next(text for i in range(1, len(found) + 2) if (text := f"calendar {i}") not in found)
            found[name] = calendar.named(name)
    return tuple(found.values())


def _calendars(slas: Iterable[SLA]) -> Iterator[Calendar]:
    for sla in slas:
        for calendar in (sla.calendar, *(tier.calendar for tier in sla.tiers)):
            if calendar is not None:
                yield calendar


def _with_parts(calendars: Iterable[Calendar]) -> list[Calendar]:
    """Return calendars, and then those that they are combined of."""
    found = list(calendars)
    for calendar in found:  # which grows on the way
        if isinstance(calendar, CombinedCalendar):
            found += calendar.parts
    return found


def calendar_name(agreement: Agreement, calendar: Calendar) -> str:
    """Return the name under which an agreement holds a calendar; calendars are equal whatever their name."""
    alike = [known.name for known in agreement.calendars if known == calendar]
    return calendar.name if calendar.name in alike else alike[0]


def definitions_of(agreement: Agreement, slas: Iterable[SLA]) -> Iterator[tuple[str, Rule | Score]]:
    """Yield every rule and score of an agreement, each with its path.

    A rule that a condition on a grid makes stands where that condition does, and is yielded with what holds it.
    """
    hidden = of_grids(agreement)
    reached: set[int] = set()
    for path, definition in _written(agreement, slas, hidden):
        if hidden:
            found = (node for node in nodes(definition, reached) if isinstance(node, Named))
            hidden -= {node.name for node in found}
        yield path, definition
    for rule in agreement.rules:  # one that is given by itself stands nowhere else
        if rule.name in hidden:
            yield joined("rules", rule.name), rule


def of_grids(agreement: Agreement) -> frozenset[str]:
    """Return the names of the rules that conditions on a grid make: `grade: A1, B1`; nobody wrote them as rules."""
    scores = {grid.name: {grid.rows.name, grid.columns.name} for grid in agreement.grids}
    found = set()
    for rule in agreement.rules:
        grid, colon, _ = rule.name.rpartition(": ")
        if colon and grid in scores:
            asked = {node.score.name for node in nodes(rule.rule) if isinstance(node, ScoreCompare)}
            if asked <= scores[grid]:
                found.add(rule.name)
    return frozenset(found)


def _written(agreement: Agreement, slas: Iterable[SLA], hidden: frozenset[str]) -> Iterator[tuple[str, Rule | Score]]:
    for rule in agreement.rules:
        if rule.name not in hidden:
            yield joined("rules", rule.name), rule
    for score in agreement.scores:
        yield joined("scores", score.name), score
    for grid in agreement.grids:
        yield f"{joined('grids', grid.name)}.rows", grid.rows
        yield f"{joined('grids', grid.name)}.columns", grid.columns
    for i, stage in enumerate(agreement.funnel.stages):
        if stage.entry is not None:
            yield f"stages[{i}].entry", stage.entry
    for sla in slas:
        if sla.exempt is not None:
            yield f"{joined('slas', sla.name)}.exempt", sla.exempt
        for tier in sla.tiers:
            yield joined(f"{joined('slas', sla.name)}.tiers", tier.name) + ".when", tier.when
    for leaf in agreement.leaves:
        for metric in parts_of(leaf.goal.metric):
            if isinstance(metric, Count) and metric.where is not None:
                yield f"{goal_path(leaf)}.metric", metric.where


def metrics_of(agreement: Agreement) -> Iterator[Metric]:
    """Yield every metric of an agreement, those inside others too."""
    for leaf in agreement.leaves:
        yield from parts_of(leaf.goal.metric)


def goal_path(leaf: Leaf) -> str:
    """Return where in a document a goal stands, such as `goals.demand.goals.mqls`."""
    path = ""
    for name in (*leaf.groups, leaf.goal.name):
        path = joined(joined(path, "goals"), name)
    return path


def parts_of(metric: Metric) -> tuple[Metric, ...]:
    """Return a metric and those inside it."""
    inside = (metric.of, metric.among) if isinstance(metric, Share) else metric.parts
    return (metric, *(found for part in inside for found in parts_of(part)))


def faults_of(agreement: Agreement) -> list[Finding]:
    """Return what does not fit together, in the order in which an agreement is written."""
    return [
        *_team_faults(agreement),
        *_name_faults(agreement),
        *_word_faults(agreement),
        *_field_faults(agreement),
        *_stage_faults(agreement),
        *_goal_faults(agreement),
        *faults_of_joint_parts(agreement),
    ]


def _team_faults(agreement: Agreement) -> Iterator[Finding]:
    known = frozenset(agreement.teams)
    if len(known) < 2 or len(known) < len(agreement.teams):
        text = f"an agreement is between two teams at least, each named once, not {shown(list(agreement.teams))}"
        yield Finding("too-few-teams", text, "teams")
    owners = [(f"{joined('fields', field.name)}.from", field.team) for field in agreement.fields if field.team]
    owners += [(f"stages[{i}].owner", stage.owner) for i, stage in enumerate(agreement.funnel.stages)]
    owners += [(f"{joined('slas', sla.name)}.owner", sla.owner) for sla in agreement.slas]
    owners += [(f"{goal_path(leaf)}.owner", owner) for leaf in agreement.leaves for owner in leaf.goal.owner]
    owners += [(f"signoffs[{i}].team", signoff.team) for i, signoff in enumerate(agreement.signoffs)]
    for path, team in owners:
        if team not in known:
            hint = did_you_mean(team, agreement.teams)
            yield Finding("unknown-team", f"there is no team {shown(team)} in this agreement{hint}", path)


def _name_faults(agreement: Agreement) -> Iterator[Finding]:
    named = {
        "fields": [field.name for field in agreement.fields],
        "sources": [source.name for source in agreement.sources],
        "grids": [grid.name for grid in agreement.grids],
    }
    for where, names in named.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield Finding("duplicate-id", f"{shown(name)} is declared {count} times", joined(where, name))


def _word_faults(agreement: Agreement) -> Iterator[Finding]:
    meanings: dict[str, str] = {}
    ids = Counter(term.id for term in agreement.vocabulary)
    for term in agreement.vocabulary:
        path = joined("vocabulary", term.id)
        if ids[term.id] > 1:
            yield Finding("duplicate-id", f"the word {shown(term.id)} is explained {ids[term.id]} times", path)
        for word in dict.fromkeys((term.id, *term.aliases)):
            if meanings.setdefault(word, term.id) != term.id:
                text = f"the word {shown(word)} stands for {meanings[word]!r} and for {term.id!r}"
                yield Finding("duplicate-id", text, path)


def _field_faults(agreement: Agreement) -> Iterator[Finding]:
    declared = agreement.declared
    if not declared:
        return
    # a rule or score by name is looked at where it is defined, and not again wherever it is used
    named = {id(thing) for thing in (*agreement.rules, *agreement.scores)}
    seen = set(named)
    allowed: Allowed = {}
    for path, definition in definitions_of(agreement, agreement.slas):
        if id(definition) in named:
            named.remove(id(definition))
            seen.discard(id(definition))
        for node in nodes(definition, seen):
            if isinstance(node, Condition):
                yield from conform(node, declared, path=path, allowed=allowed)


def _stage_faults(agreement: Agreement) -> Iterator[Finding]:
    known = {stage.id: None for stage in agreement.funnel.stages}
    named = [(joined("slas", sla.name), stages_of(Met(sla))) for sla in agreement.slas]
    named += [(f"{goal_path(leaf)}.metric", stages_of(leaf.goal.metric)) for leaf in agreement.leaves]
    for path, stages in named:
        for stage in stages:
            if stage not in known:
                yield Finding("unknown-stage", f"there is no stage {shown(stage)}{did_you_mean(stage, known)}", path)


def _goal_faults(agreement: Agreement) -> Iterator[Finding]:
    if not agreement.goals:
        return
    recurring = agreement.period in RECURRING
    if recurring:
        yield from _dated_steps(agreement)
    # any period of those that recur will do: they have as many months each
    period = parse_period(agreement.period, zone=agreement.zone, around=datetime(2026, 1, 15, tzinfo=UTC))
    try:  # the scorecard knows what goals together must be
        Scorecard(agreement.name, agreement.funnel, period, agreement.goals)
    except AlignkitError as error:
        for issue in error.issues:
            told = issue.code == "unknown-stage" or (recurring and issue.code == "steps-outside")
            if not told:
                yield attrs.evolve(issue, path=goal_place(agreement, issue.path))


def _dated_steps(agreement: Agreement) -> Iterator[Finding]:
    """Say which goals have steps with dates, while the goals hold for each month, quarter or year."""
    for leaf in agreement.leaves:
        if any(step.since is not None for step in leaf.goal.steps):
            text = f"the goals hold for each {agreement.period}: give the steps of a goal as a list, one a month"
            yield Finding("steps-outside", text, f"{goal_path(leaf)}.steps")


def goal_place(agreement: Agreement, path: str) -> str:
    """Return where in a document a fault of a scorecard stands: lists of goals are tables there."""
    found, members = "goals", agreement.goals
    rest = path
    while rest.startswith("goals["):
        number, _, rest = rest.removeprefix("goals[").partition("]")
        member = members[int(number)]
        found, rest = joined(found, member.name), rest.removeprefix(".")
        if not isinstance(member, GoalGroup):
            break
        members = member.goals
        if rest.startswith("goals"):
            found = joined(found, "goals")
    rest = rest.removeprefix("goals")
    return f"{found}.{rest}" if rest else found
