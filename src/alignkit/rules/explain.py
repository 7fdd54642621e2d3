"""Explain a decision or a score: every question, what was found, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import evolve

from alignkit.errors import DocumentError, shown
from alignkit.history.events import Event
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.compile import needs_as_of
from alignkit.rules.decide import listed, mapping, moment
from alignkit.rules.node import Predicate
from alignkit.rules.otherwise.lay_out import Fields
from alignkit.rules.otherwise.nearest import MOST_CONDITIONS, nearest
from alignkit.rules.otherwise.weigh import weigh
from alignkit.rules.predicates import Rule
from alignkit.rules.questions import Ask
from alignkit.rules.scores import Score
from alignkit.rules.trace import Trace
from alignkit.rules.trace_parts import MOST_PARTS, Tracing


def explain(
    rule_or_score: Rule | Score,
    lead: Mapping[str, object],
    events: Iterable[Event] | None = None,
    *,
    as_of: datetime | None = None,
) -> Trace:
    """Tell why a rule is YES, NO or UNKNOWN for a lead, or how a score came about; and what would change that.

    The trace's verdict always equals `decide`, its points always equal `rate`. Its nearest change is the smallest that
    makes a rule YES (NO if it is YES), or lifts a score to its next band.

    Args:
        rule_or_score: what is asked.
        lead: the lead's fields.
        events: this lead's events.
        as_of: the instant of asking; needed where the definition asks about time.

    Raises:
        DocumentError: `not-a-rule`.
        TimeError: `as-of-needed`, or `naive`.
        DataError: `wrong-type` when the lead is no mapping, or the events are none.

    >>> from alignkit.rules.field import field
    >>> trace = explain(field("employees") >= 50, {})
    >>> trace.verdict, trace.reason, trace.unknown
    (Verdict.UNKNOWN, 'absent', ('employees',))
    >>> print(trace.nearest)
    YES if employees were 50
    """
    if not isinstance(rule_or_score, Predicate | Score):
        raise DocumentError.at("not-a-rule", f"explain takes a rule or a score, not {shown(rule_or_score)}")
    moment(as_of, needed=needs_as_of(rule_or_score))
    outlook = Outlook(Known(mapping(lead), listed(events), as_of))
    tracing = Tracing(outlook)
    if isinstance(rule_or_score, Score):
        trace = tracing.banded(rule_or_score, MOST_PARTS)
    else:
        trace = tracing.rule(rule_or_score, MOST_PARTS)
    fields = Fields(rule_or_score, outlook) if rule_or_score.size <= MOST_CONDITIONS else None
    ask = weigh(rule_or_score, outlook, fields).asks if trace.unknown else ()
    unknown = _sorted(trace.unknown, ask) if isinstance(rule_or_score, Score) else tuple(one.field for one in ask)
    return evolve(trace, unknown=unknown, ask=ask, search=nearest(rule_or_score, outlook, fields))


def _sorted(names: tuple[str, ...], ask: tuple[Ask, ...]) -> tuple[str, ...]:
    """Return the names with those that settle the band first."""
    first = [one.field for one in ask if one.field in names]
    return (*first, *(name for name in names if name not in first))
