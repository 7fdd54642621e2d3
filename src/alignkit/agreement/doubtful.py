"""What is doubtful in the rules, scores and tiers of an agreement, whatever the leads."""

from __future__ import annotations

from collections.abc import Iterator

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.coherence import definitions_of, goal_path, of_grids, parts_of
from alignkit.agreement.document.paths import joined
from alignkit.errors import Finding
from alignkit.funnel.patterns import Either, Pattern
from alignkit.handoff.slas import SLA
from alignkit.rules.doubt.algebras import YES
from alignkit.rules.doubt.effort import SpentError
from alignkit.rules.doubt.look import Look
from alignkit.rules.doubt.outcomes import Outcomes
from alignkit.rules.doubt.survey import Survey, joined_part
from alignkit.rules.predicates import Did, Named
from alignkit.scorecard.amounts import Average, Percentile
from alignkit.scorecard.metrics import Count, Total

MOST_TIERS = 50
"""The tiers of an SLA are held against each other up to so many."""


def doubtful(agreement: Agreement) -> Iterator[Finding]:
    """Say what can never be, what always is, and what is said twice; see `doubts`, for each rule and score in turn."""
    rules = frozenset(rule.name for rule in agreement.written_rules)
    scores = frozenset(score.name for score in agreement.scores)
    look = Look(agreement.declared, rules, scores, of_grids(agreement))
    alike: dict[int, str] = {}
    for path, definition in definitions_of(agreement, agreement.slas):
        # what only gives a rule another name is no second rule
        if isinstance(definition, Named) and not isinstance(definition.rule, Named):
            first = alike.setdefault(look.likeness.of(definition), definition.name)
            if first != definition.name:
                text = f"asks the same as the rule {first!r}: in a score, points for both would count twice"
                yield Finding("duplicate-condition", text, path, "warning")
        yield from look.at(definition, path)
    for path, pattern in _patterns(agreement):
        yield from look.events(pattern, path)
    for sla in agreement.slas:
        yield from _tiers(sla, look)


def _patterns(agreement: Agreement) -> Iterator[tuple[str, Did]]:
    """Yield the patterns of events that stand in clauses and goals, with their paths."""
    found: list[tuple[str, Pattern | None]] = []
    for sla in agreement.slas:
        here = joined("slas", sla.name)
        found += [(f"{here}.{place}", pattern) for place, pattern in sla.patterns]
    for leaf in agreement.leaves:
        path = f"{goal_path(leaf)}.metric"
        for metric in parts_of(leaf.goal.metric):
            if isinstance(metric, Count | Total | Average | Percentile):
                found.append((path, metric.pattern if isinstance(metric, Count) else metric.at))
    for path, pattern in found:
        several = isinstance(pattern, Either)
        for i, part in enumerate(pattern.patterns if isinstance(pattern, Either) else (pattern,)):
            if isinstance(part, Did):
                yield f"{path}.any[{i}]" if several else path, part


def _tiers(sla: SLA, look: Look) -> Iterator[Finding]:
    """Say which tiers never hold, since one before them holds for the same leads."""
    if not 2 <= len(sla.tiers) <= MOST_TIERS:
        return
    try:
        yield from _shadowed(sla, look)
    except SpentError:
        return  # what the steps do not reach is not doubted


def _shadowed(sla: SLA, look: Look) -> Iterator[Finding]:
    outcomes = Outcomes(Survey([tier.when for tier in sla.tiers], look.declared, look.effort))
    parts = [outcomes.survey.part(tier.when) for tier in sla.tiers]
    for i, tier in enumerate(sla.tiers[1:], start=1):
        if not outcomes.of(parts[i]) & YES:
            continue  # that is told by itself
        before = joined_part(tier.when, 1, parts[:i])
        if parts[i].reached.isdisjoint(before.reached) or not outcomes.implies(parts[i], before):
            continue
        one = next((sla.tiers[j].name for j in range(i) if outcomes.implies(parts[i], parts[j])), None)
        which = f"the tier “{one}”" if one is not None else "one of the tiers"
        path = joined(f"{joined('slas', sla.name)}.tiers", tier.name)
        text = f"the tier “{tier.name}” never holds: {which} before it holds for each of its leads"
        yield Finding("shadowed-tier", text, path, "warning")
