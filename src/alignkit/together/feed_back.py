"""Feed back: tell how offered leads were answered, by the rules that they met and by what brought them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alignkit.errors import DocumentError, shown
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.funnel.stages import Funnel
from alignkit.handoff.acceptance import Handoff, Handoffs
from alignkit.plan.checked import listed
from alignkit.rules.checked import checked_field_name
from alignkit.rules.decide import decide
from alignkit.rules.describe import describe
from alignkit.rules.node import checked_rule
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Named, Rule
from alignkit.rules.verdict import Verdict
from alignkit.together.feedbacks import Feedback, FeedbackGroup, FeedbackTable
from alignkit.together.origins import origin

BY = ("source", "campaign")


def feedback(
    handoffs: Handoffs,
    journeys: Journeys,
    *,
    by: Iterable[str] = BY,
    rules: Iterable[Rule] | None = None,
) -> Feedback:
    """Tell how offered leads were answered: by rule, and by source and campaign.

    A rule is decided at the instant of each offer, on the lead's events up to then and its fields as known then. What
    brought a lead is its field of that name, or else what its first event tells that has such a kind or attribute.
    Shares are of answered offers: one that waits, is silent or was withdrawn is told apart.

    Args:
        handoffs: what `review` found; a part of it, such as the offers of one period, does as well.
        journeys: what `replay` gave, from which they were reviewed.
        by: the fields that say what brought a lead; a lead of which nothing is told is in a group of its own.
        rules: the rules to look at; the entry rule of the offered stage and its parts when left out.

    Raises:
        DocumentError: `wrong-type`, `not-a-rule`, `bad-id`; `unknown-stage`: the handoffs are of another funnel.
        DataError: `unknown-lead`: the handoffs are of other journeys.

    >>> from datetime import UTC, datetime
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Boundary, Stage
    >>> from alignkit.handoff.review import review
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> path = [Stage("lead", "marketing"), Stage("mql", "marketing"), Stage("won", "sales", outcome="won")]
    >>> offer = Boundary("mql", "won", "lead")
    >>> day = datetime(2026, 1, 5, tzinfo=UTC)
    >>> events = [Event("L1", day, "stage", "mql"), Event("L1", day, "reject", "no budget")]
    >>> facts = Facts({"L1": {"source": "webinar"}}, events)
    >>> journeys = replay(Funnel("inbound", path, boundaries=[offer]), facts, as_of=day)
    >>> found = feedback(review(journeys, offer, as_of=day), journeys)
    >>> found.of("source").of("webinar").reasons
    (('no budget', 1),)
    """
    if not isinstance(handoffs, Handoffs):
        raise DocumentError.at(
            "wrong-type", f"feedback is told of Handoffs, as review gives them, not {shown(handoffs)}"
        )
    if not isinstance(journeys, Journeys):
        raise DocumentError.at("wrong-type", f"feedback needs the Journeys that replay gave, not {shown(journeys)}")
    names = dict.fromkeys(checked_field_name(name) for name in listed(by, "`by`", path="by"))
    asked = entry_parts(journeys.funnel, handoffs.boundary.offered) if rules is None else _checked(rules)
    found = {handoff.lead: journeys.of(handoff.lead) for handoff in handoffs}
    tables = [_by_rule(words, rule, handoffs, found) for words, rule in asked.items()]
    tables += [_by_field(name, handoffs, found) for name in names]
    label = journeys.funnel.stage(handoffs.boundary.offered).label
    return Feedback(handoffs.boundary, label, FeedbackGroup("all", handoffs), tables, handoffs.as_of)


def rule_words(rule: Rule) -> str:
    """Return how people call a rule: by its title or name, else in words."""
    return rule.label if isinstance(rule, Named) else describe(rule)


def entry_parts(funnel: Funnel, stage: str) -> dict[str, Rule]:
    """Return the entry rule of a stage and the parts that it is made of, each by its words; nothing without a rule."""
    whole = funnel.stage(stage).entry
    if whole is None:
        return {}
    inner = whole
    while isinstance(inner, Named):
        inner = inner.rule
    parts = inner.rules if isinstance(inner, AllOf | AnyOf | AtLeast) else ()
    return _by_words((whole, *parts))


def _checked(rules: Iterable[Rule]) -> dict[str, Rule]:
    return _by_words(checked_rule(rule) for rule in listed(rules, "`rules`", path="rules"))


def _by_words(rules: Iterable[Rule]) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for rule in rules:
        found.setdefault(rule_words(rule), rule)
    return found


def verdict_at(rule: Rule, journey: Journey, handoff: Handoff) -> Verdict:
    """Return what a rule said of a lead when it was offered, as `verify` does."""
    at = handoff.offered_at
    return decide(rule, journey.fields_at(at), journey.events_until(at), as_of=at)


def _by_rule(words: str, rule: Rule, handoffs: Handoffs, journeys: Mapping[str, Journey]) -> FeedbackTable:
    groups: dict[Verdict, list[Handoff]] = {verdict: [] for verdict in Verdict}
    for handoff in handoffs:
        groups[verdict_at(rule, journeys[handoff.lead], handoff)].append(handoff)
    found = [FeedbackGroup(verdict.value, group) for verdict, group in groups.items() if group]
    return FeedbackTable(words, "rule", found)


def _by_field(name: str, handoffs: Handoffs, journeys: Mapping[str, Journey]) -> FeedbackTable:
    groups: dict[str | None, list[Handoff]] = {}
    told = {lead: origin(journey, name, handoffs.as_of) for lead, journey in journeys.items()}
    for handoff in handoffs:
        groups.setdefault(told[handoff.lead], []).append(handoff)
    found = [FeedbackGroup(value, group) for value, group in groups.items()]
    found.sort(key=lambda group: (group.value is None, -len(group.handoffs), group.value or ""))
    return FeedbackTable(name, "field", found)
