"""Rate many leads: at once to columns, or one after the other in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from alignkit.errors import DataError
from alignkit.rules.columns import columns_made
from alignkit.rules.compile import compiled_score
from alignkit.rules.decide import moment
from alignkit.rules.rate import checked_score
from alignkit.rules.rows import in_turn, placed, rows, rows_with_events
from alignkit.rules.scores import Score

if TYPE_CHECKING:
    from alignkit.history.events import Event
    from alignkit.rules.columns import RatingColumns
    from alignkit.rules.rating import Rating


def rate_all(
    score: Score,
    leads: Iterable[Mapping[str, object]],
    events: Iterable[Iterable[Event] | None] | None = None,
    *,
    as_of: datetime | None = None,
    explained: bool = False,
) -> RatingColumns:
    """Rate many leads to columns: the points and bands that `rate` gives for each, and why, if that is asked.

    Args:
        score: what is counted.
        leads: the leads' fields, from any iterable; a generator is read once.
        events: the events of each lead, in the order of the leads, None where they are not known; or None.
        as_of: the instant of asking, the same for all; needed where points fade or events count only for a time.
        explained: whether to tell in words what gave the points.

    Raises:
        TimeError: `as-of-needed`, or `naive`.
        DataError: `wrong-type` when a lead is no mapping, or events are none: with its place, such as `leads[3]`;
            `unequal-length` when there are not as many lists of events as leads.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.scores import Points
    >>> fit = Score("fit", [Points(60, when=field("employees") >= 50)], bands={"A": 60})
    >>> found = rate_all(fit, [{"employees": 80}, {}], explained=True)
    >>> found.points, found.band, found.explanation
    ([Decimal('60'), Decimal('0')], ['A', None], ['fit: +60 (employees is at least 50)', ''])
    """
    form = compiled_score(checked_score(score))
    now = moment(as_of, needed=form.needs_as_of)
    points: list[Decimal] = []
    bands: list[str | None] = []
    texts: list[str] = []
    run = form.columns(explained=explained, with_events=events is not None)
    given = rows(leads) if events is None else rows_with_events(leads, events, checked=form.hears)
    try:
        run(given, now, points, bands, texts)
    except DataError as fault:
        raise placed(fault, len(points)) from fault
    return columns_made(score, points, bands, texts if explained else None)


def rate_each(
    score: Score,
    leads: Iterable[Mapping[str, object]],
    events: Iterable[Iterable[Event] | None] | None = None,
    *,
    as_of: datetime | None = None,
) -> Iterator[Rating]:
    """Rate lead after lead, each when it is asked for: a generator of millions takes the memory of one.

    Args:
        score: what is counted.
        leads: the leads' fields, from any iterable.
        events: the events of each lead, in the order of the leads, None where they are not known; or None.
        as_of: the instant of asking, the same for all.

    Raises:
        TimeError: `as-of-needed`, or `naive`.
        DataError: as `rate_all`, when the wrong lead is reached.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.scores import Points
    >>> fit = Score("fit", [Points(60, when=field("employees") >= 50)])
    >>> [rating.points for rating in rate_each(fit, ({"employees": size} for size in (80, 8)))]
    [Decimal('60'), Decimal('0')]
    """
    form = compiled_score(checked_score(score))
    now = moment(as_of, needed=form.needs_as_of)  # a mistake is told before the first lead is asked for
    given = rows_with_events(leads, events, checked=form.hears)
    return in_turn(given, lambda lead, happened: form.run(lead, happened, now, as_of))
