"""Every event that an agreement asks about: in its rules, its scores, its clauses and its goals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alignkit.agreement.coherence import definitions_of, metrics_of
from alignkit.funnel.patterns import simple_parts
from alignkit.rules.predicates import Did
from alignkit.rules.walk import nodes
from alignkit.scorecard.amounts import Average, Percentile
from alignkit.scorecard.metrics import Count, Total

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement


def events_asked(agreement: Agreement) -> Iterator[Did]:
    """Yield every pattern of events in rules, scores, clauses and goals; the same one may come more than once."""
    seen: set[int] = set()
    for _, definition in definitions_of(agreement, agreement.slas):
        yield from (node for node in nodes(definition, seen) if isinstance(node, Did))
    for sla in agreement.slas:
        for _, pattern in sla.patterns:
            yield from (part for part in simple_parts(pattern) if isinstance(part, Did))
    for metric in metrics_of(agreement):
        asked = metric.pattern if isinstance(metric, Count) else None
        if isinstance(metric, Total | Average | Percentile):
            asked = metric.at
        if asked is not None:
            yield from (part for part in simple_parts(asked) if isinstance(part, Did))
