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
from alignkit.rules.otherwise.weigh import weigh
from alignkit.rules.predicates import Rule
from alignkit.rules.questions import Ask
from alignkit.rules.scores import Score
from alignkit.rules.trace import Trace
from alignkit.rules.trace_parts import MOST_PARTS, Tracing


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
    ask = weigh(definition, outlook, fields).asks if trace.unknown else ()
    unknown = tuple(one.field for one in ask) if trace.verdict is not None else _sorted(trace.unknown, ask)
    return evolve(trace, unknown=unknown, ask=ask, search=nearest(definition, outlook, fields))


def _sorted(names: tuple[str, ...], ask: tuple[Ask, ...]) -> tuple[str, ...]:
    """Return the names with those that settle the band or the cell first."""
    first = [one.field for one in ask if one.field in names]
    return (*first, *(name for name in names if name not in first))
