"""Decide a rule for one lead: YES, NO or UNKNOWN."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from alignkit.errors import DataError, DocumentError, TimeError, shown
from alignkit.history.events import Event
from alignkit.instants import checked_instant, micros
from alignkit.rules.compile import compiled
from alignkit.rules.node import Predicate
from alignkit.rules.predicates import Rule
from alignkit.rules.verdict import Verdict


def decide(
    rule: Rule,
    lead: Mapping[str, object],
    events: Iterable[Event] | None = None,
    *,
    as_of: datetime | None = None,
) -> Verdict:
    """Decide whether a rule holds for a lead, by Kleene's three-valued logic.

    A missing value (absent, None, NaN, NaT, NA) or one of another type makes a comparison UNKNOWN; nothing is coerced.
    Without events, a question about events is UNKNOWN, never zero.

    Args:
        rule: what is asked.
        lead: the lead's fields; only its keys are looked up, never an attribute of an object.
        events: this lead's events and no other's, in any order; those after `as_of` do not count. Whose they are is not
            looked at, for an event of one of its deals bears the deal's id.
        as_of: the instant of asking; needed where the rule asks about time.

    Raises:
        TimeError: `as-of-needed`, or `naive`.
        DataError: `wrong-type` when the lead is no mapping, or the events are none.

    >>> from alignkit.rules.field import field
    >>> decide(field("employees") >= 50, {"employees": 80})
    Verdict.YES
    >>> decide(field("employees") >= 50, {"employees": "80"})
    Verdict.UNKNOWN
    """
    form = compiled(checked_for_decide(rule))
    now = moment(as_of, needed=form.needs_as_of)
    known = listed(events)
    mapping(lead)
    return form.decide(lead, known, now)


def checked_for_decide(rule: Rule) -> Rule:
    """Return what is decided, if it is a rule.

    Raises:
        DocumentError: `not-a-rule`.
    """
    if not isinstance(rule, Predicate):
        raise DocumentError.at("not-a-rule", f"decide takes a rule such as field('x') >= 1, not {shown(rule)}")
    return rule


def moment(as_of: datetime | None, *, needed: bool) -> int | None:
    """Return `as_of` in microseconds.

    Raises:
        TimeError: `as-of-needed` when the definition asks about time and there is none; `naive`.
    """
    if as_of is None:
        if needed:
            raise TimeError.at("as-of-needed", "this definition asks about time: give `as_of`, an aware datetime")
        return None
    return micros(checked_instant(as_of, "as_of"))


def listed(events: Iterable[Event] | None, *, checked: bool = False) -> tuple[Event, ...] | None:
    """Return events as a tuple, since they may be asked about more than once.

    Args:
        events: what was given.
        checked: whether what goes over them will look at each one's class.

    Raises:
        DataError: `wrong-type` for anything but events.
    """
    if events is None:
        return None
    try:
        found = tuple(events)
    except TypeError as fault:
        raise DataError.at("wrong-type", f"events come as a list of Event, not as {type(events).__name__}") from fault
    if not checked:
        for kind in set(map(type, found)):
            if not issubclass(kind, Event):
                wrong = next(event for event in found if type(event) is kind)
                raise DataError.at("wrong-type", f"events are of type Event, not {type(wrong).__name__}")
    return found


def mapping(lead: Mapping[str, object]) -> Mapping[str, object]:
    """Return a lead if it is a mapping.

    Raises:
        DataError: `wrong-type`.
    """
    if type(lead) is not dict and not isinstance(lead, Mapping):
        raise DataError.at("wrong-type", f"a lead is a mapping from field names to values, not {type(lead).__name__}")
    return lead
