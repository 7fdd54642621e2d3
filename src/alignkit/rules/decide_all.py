"""Decide a rule for many leads: at once, or one after the other in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from alignkit.rules.compile import compiled
from alignkit.rules.decide import checked_for_decide, moment
from alignkit.rules.rows import in_turn, rows_with_events

if TYPE_CHECKING:
    from alignkit.history.events import Event
    from alignkit.rules.predicates import Rule
    from alignkit.rules.verdict import Verdict


def decide_all(
    rule: Rule,
    leads: Iterable[Mapping[str, object]],
    events: Iterable[Iterable[Event] | None] | None = None,
    *,
    as_of: datetime | None = None,
) -> list[Verdict]:
    """Decide a rule for many leads: the verdict that `decide` gives for each.

    Args:
        rule: what is asked.
        leads: the leads' fields, from any iterable; a generator is read once.
        events: the events of each lead, in the order of the leads, None where they are not known; or None.
        as_of: the instant of asking, the same for all; needed where the rule asks about time.

    Raises:
        TimeError: `as-of-needed`, or `naive`.
        DataError: `wrong-type` when a lead is no mapping, or events are none: with its place, such as `leads[3]`;
            `unequal-length` when there are not as many lists of events as leads.

    >>> from alignkit.rules.field import field
    >>> decide_all(field("employees") >= 50, [{"employees": 80}, {"employees": 8}, {}])
    [Verdict.YES, Verdict.NO, Verdict.UNKNOWN]
    """
    return list(decide_each(rule, leads, events, as_of=as_of))


def decide_each(
    rule: Rule,
    leads: Iterable[Mapping[str, object]],
    events: Iterable[Iterable[Event] | None] | None = None,
    *,
    as_of: datetime | None = None,
) -> Iterator[Verdict]:
    """Decide a rule for lead after lead, each when it is asked for: a generator of millions takes the memory of one.

    Args:
        rule: what is asked.
        leads: the leads' fields, from any iterable.
        events: the events of each lead, in the order of the leads, None where they are not known; or None.
        as_of: the instant of asking, the same for all.

    Raises:
        TimeError: `as-of-needed`, or `naive`.
        DataError: as `decide_all`, when the wrong lead is reached.

    >>> from alignkit.rules.field import field
    >>> next(decide_each(field("employees") >= 50, iter([{"employees": 80}])))
    Verdict.YES
    """
    form = compiled(checked_for_decide(rule))
    now = moment(as_of, needed=form.needs_as_of)  # a mistake is told before the first lead is asked for
    given = rows_with_events(leads, events, checked=False)
    return in_turn(given, lambda lead, happened: form.decide(lead, happened, now))
