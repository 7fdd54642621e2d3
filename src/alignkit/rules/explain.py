"""Explain a decision or a score: every question, what was found, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, assert_never

import attrs

from alignkit.errors import DocumentError, shown
from alignkit.exact import plain
from alignkit.history.events import Event
from alignkit.instants import micros
from alignkit.rules.bounds import Known, possible
from alignkit.rules.compile import asks_events, needs_as_of
from alignkit.rules.decay import DAY, Fading, capped, earned
from alignkit.rules.decide import listed, mapping, moment
from alignkit.rules.describe import describe, describe_clause, times
from alignkit.rules.judge import OPERATORS, judge
from alignkit.rules.match import found
from alignkit.rules.nearest import nearest_change
from alignkit.rules.node import Condition, Predicate
from alignkit.rules.predicates import (
    AllOf,
    AnyOf,
    AtLeast,
    Did,
    FieldTest,
    Named,
    Not,
    Rule,
    ScoreCompare,
)
from alignkit.rules.rating import as_points
from alignkit.rules.scores import Points, Score, millionths
from alignkit.rules.trace import EVENTS, Trace
from alignkit.rules.verdict import Verdict


def explain(
    rule_or_score: Rule | Score,
    lead: Mapping[str, object],
    events: Iterable[Event] | None = None,
    *,
    as_of: datetime | None = None,
) -> Trace:
    """Tell why a rule is YES, NO or UNKNOWN for a lead, or how a score came about.

    The trace's verdict always equals `decide`, its points always equal `rate`.

    Args:
        rule_or_score: what is asked.
        lead: the lead's fields.
        events: this lead's events.
        as_of: the instant of asking; needed where the definition asks about time.

    Raises:
        TimeError: `as-of-needed`, or `naive`.
        DataError: `wrong-type` when the lead is no mapping, or the events are none.

    >>> from alignkit.rules.field import field
    >>> trace = explain(field("employees") >= 50, {})
    >>> trace.verdict, trace.reason, trace.unknown
    (Verdict.UNKNOWN, 'absent', ('employees',))
    """
    if not isinstance(rule_or_score, Predicate | Score):
        raise DocumentError.at("not-a-rule", f"explain takes a rule or a score, not {shown(rule_or_score)}")
    moment(as_of, needed=needs_as_of(rule_or_score))
    known = Known(mapping(lead), listed(events), as_of)
    if isinstance(rule_or_score, Score):
        return _score(rule_or_score, known)
    trace = _rule(rule_or_score, known)
    return attrs.evolve(trace, nearest=nearest_change(rule_or_score, known, trace.verdict))


def _rule(rule: Rule, known: Known) -> Trace:
    match rule:
        case AllOf() | AnyOf():
            children = tuple(_rule(part, known) for part in rule.rules)
            verdict = _verdict(children[0])
            for child in children[1:]:
                verdict = verdict & _verdict(child) if isinstance(rule, AllOf) else verdict | _verdict(child)
            return Trace(
                "all of" if isinstance(rule, AllOf) else "any of",
                verdict,
                children=children,
                unknown=_open(rule, verdict, children, known),
            )
        case Not():
            inner = _rule(rule.rule, known)
            verdict = ~_verdict(inner)
            return Trace("not", verdict, children=(inner,), unknown=_open(rule, verdict, (inner,), known))
        case Named():
            inner = _rule(rule.rule, known)
            plainly = isinstance(rule.rule, AllOf | AnyOf | AtLeast)
            children = inner.children if plainly else (inner,)
            asked = f"{rule.label}: {inner.asked}" if plainly else rule.label
            return Trace(asked, inner.verdict, children=children, unknown=inner.unknown)
        case AtLeast():
            children = tuple(_rule(part, known) for part in rule.rules)
            yes = sum(child.verdict is Verdict.YES for child in children)
            no = sum(child.verdict is Verdict.NO for child in children)
            verdict = Verdict.UNKNOWN
            if yes >= rule.n:
                verdict = Verdict.YES
            elif len(children) - no < rule.n:
                verdict = Verdict.NO
            return Trace(
                f"at least {rule.n} of {len(children)}",
                verdict,
                f"{yes}",
                children=children,
                unknown=_open(rule, verdict, children, known),
            )
        case Did():
            return _did(rule, known)
        case ScoreCompare():
            return _threshold(rule, known)
        case Condition():
            return _test(rule, known)
        case _:
            assert_never(rule)


def _verdict(trace: Trace) -> Verdict:
    return trace.verdict if trace.verdict is not None else Verdict.UNKNOWN


def _open(rule: Rule, verdict: Verdict, children: tuple[Trace, ...], known: Known) -> tuple[str, ...]:
    """Return the unknown fields that could change a joined answer: none where the answer is settled."""
    if verdict is not Verdict.UNKNOWN and possible(rule, known) is not Verdict.UNKNOWN:
        return ()
    return tuple(dict.fromkeys(name for child in children for name in child.unknown))


def _test(test: FieldTest, known: Known) -> Trace:
    present = test.field in known.lead
    value = known.lead.get(test.field)
    verdict, reason, note = judge(test, value, known.now)
    seen = shown(value) if present else "nothing"
    if reason == "missing":
        reason = "none" if present else "absent"
        note = "the field has no value" if present else "the field is absent"
    elif type(value) is str and not value:
        reason, note = reason or "empty-text", note or "an empty text"
    # to learn a missing value changes the answer to `is_missing()` too
    unknown = (test.field,) if possible(test, known) is Verdict.UNKNOWN else ()
    return Trace(describe(test), verdict, seen, reason, note, unknown=unknown)


def _did(rule: Did, known: Known) -> Trace:
    if known.events is None:
        return Trace(
            describe(rule), Verdict.UNKNOWN, reason="no-events", note="no events were given", unknown=(EVENTS,)
        )
    count = len(found(rule, known.events, known.now))
    verdict = Verdict.YES if count >= rule.at_least else Verdict.NO
    return Trace(describe(rule), verdict, times(count) if count else "none")


def _threshold(rule: ScoreCompare, known: Known) -> Trace:
    inner = _score(rule.score, known)
    total = inner.points if inner.points is not None else as_points(0)
    without = inner.reason == "no-events"
    unknown = inner.unknown
    if without and EVENTS not in unknown:
        unknown = (*unknown, EVENTS)
    verdict = Verdict.UNKNOWN
    if not without:
        verdict = Verdict.YES if OPERATORS[rule.op](total, rule.points) else Verdict.NO
    open_ = possible(rule, known) is Verdict.UNKNOWN or without
    return Trace(
        describe(rule),
        verdict,
        f"{plain(total)} points",
        inner.reason,
        "no events were given" if without else "",
        children=inner.children,
        unknown=unknown if open_ else (),
    )


class _Clause(NamedTuple):
    trace: Trace
    millions: int


def _score(score: Score, known: Known) -> Trace:
    parts = [_score(part, known) for part in score.parts]
    clauses = [_clause(clause, known) for clause in score.points]
    total = sum(clause.millions for clause in clauses) + sum(millionths(part.points or 0) for part in parts)
    note = ""
    if score.cap is not None and total > millionths(score.cap):
        note = f"{plain(as_points(total))} before the cap of {plain(score.cap)}"
        total = millionths(score.cap)
    if score.floor is not None and total < millionths(score.floor):
        note = f"{plain(as_points(total))} before the floor of {plain(score.floor)}"
        total = millionths(score.floor)
    children = (*parts, *(clause.trace for clause in clauses))
    without = known.events is None and asks_events(score)
    return Trace(
        f"score {score.label}",
        reason="no-events" if without else "",
        note=note,
        points=as_points(total),
        children=children,
        unknown=tuple(dict.fromkeys(name for child in children for name in child.unknown)),
    )


def _clause(clause: Points, known: Known) -> _Clause:
    if clause.when is not None:
        inner = _rule(clause.when, known)
        got = millionths(clause.points) if inner.verdict is Verdict.YES else 0
        asked = f"{plain(clause.points)} when {describe(clause.when)}"
        reason = "no-events" if inner.reason == "no-events" or EVENTS in inner.unknown else ""
        trace = Trace(asked, points=as_points(got), reason=reason, children=(inner,), unknown=inner.unknown)
        return _Clause(trace, got)
    if clause.each is None:
        return _Clause(Trace("nothing", points=as_points(0)), 0)
    asked = f"{plain(clause.points)} for {describe_clause(clause)}"
    if known.events is None:
        trace = Trace(asked, points=as_points(0), reason="no-events", note="no events were given", unknown=(EVENTS,))
        return _Clause(trace, 0)
    fading = Fading.of(clause)
    counted = earned(clause, fading, known.events, known.now)
    total = sum(points for points, _ in counted)
    got = capped(clause, total)
    children = tuple(_counted(event, points, fading, known) for points, event in counted)
    meant = len(found(clause.each, known.events, known.now))
    notes = [f"{meant - len(counted)} more do not count"] if meant > len(counted) else []
    if got != total and clause.cap is not None:
        notes.append(f"{plain(as_points(total))} before the cap of {plain(clause.cap)}")
    seen = times(len(counted)) if counted else "none"
    return _Clause(Trace(asked, points=as_points(got), found=seen, note="; ".join(notes), children=children), got)


def _counted(event: Event, points: int, fading: Fading, known: Known) -> Trace:
    """Tell what one event gives, and how it faded."""
    note = ""
    if known.now is not None and not fading.lasts:
        age = (known.now - micros(event.at)) // DAY
        note = f"{plain(as_points(fading.after(0)))} faded for {age} day{'s' * (age != 1)}"
    return Trace(f"{event.name.replace('_', ' ')} on {event.at:%Y-%m-%d}", points=as_points(points), note=note)
