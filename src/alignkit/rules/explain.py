"""Explain a decision, a score or a grade: every question, what was found, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import evolve

from alignkit.errors import DocumentError, shown
from alignkit.history.events import Event
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.compile import needs_as_of
from alignkit.rules.decide import listed, mapping, moment
from alignkit.rules.grids import Grid, definitions_in, size_of
from alignkit.rules.node import Predicate
from alignkit.rules.otherwise.lay_out import Fields
from alignkit.rules.otherwise.nearest import MOST_CONDITIONS, nearest
from alignkit.rules.otherwise.weigh import Posed, unknown_in, weigh
from alignkit.rules.predicates import Rule
from alignkit.rules.scores import Score
from alignkit.rules.trace import Trace
from alignkit.rules.trace_parts import MOST_PARTS, MOST_UNKNOWN, Tracing


def explain(
    definition: Rule | Score | Grid,
    lead: Mapping[str, object],
    events: Iterable[Event] | None = None,
    *,
    as_of: datetime | None = None,
) -> Trace:
    """Tell why a rule is YES, NO or UNKNOWN for a lead, or how a score or a grade came about; and what would change it.

    The trace's verdict always equals `decide`, its points always equal `rate`, its cell always equals `grade`. Its
    nearest change is the smallest that makes a rule YES (NO if it is YES), or lifts a score to its next band. In a
    grid, it lifts one score to its next band and lets the other fall below none, or lifts a lead in no cell into one.

    Args:
        definition: what is asked: a rule, a score or a grid.
        lead: the lead's fields.
        events: this lead's events and no other's; as with `decide`, whose they are is not looked at.
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
    if not isinstance(definition, Predicate | Score | Grid):
        raise DocumentError.at("not-a-rule", f"explain takes a rule, a score or a grid, not {shown(definition)}")
    moment(as_of, needed=any(map(needs_as_of, definitions_in(definition))))
    outlook = Outlook(Known(mapping(lead), listed(events), as_of))
    tracing = Tracing(outlook)
    match definition:
        case Score():
            trace = tracing.banded(definition, MOST_PARTS)
        case Grid():
            trace = tracing.graded(definition, MOST_PARTS)
        case _:
            trace = tracing.rule(definition, MOST_PARTS)
    fields = Fields(definition, outlook) if size_of(definition) <= MOST_CONDITIONS else None
    posed = weigh(definition, outlook, fields) if trace.unknown else Posed(())
    unknown, more = tuple(one.field for one in posed.asks), posed.more
    if trace.verdict is None:  # also what could change the points and no band or cell, after what could
        names = dict.fromkeys((*unknown, *unknown_in(definition, outlook)))
        unknown, more = tuple(names)[:MOST_UNKNOWN], max(0, len(names) - MOST_UNKNOWN)
    found = nearest(definition, outlook, fields)
    return evolve(trace, unknown=unknown, more_unknown=more, ask=posed.asks, search=found)
