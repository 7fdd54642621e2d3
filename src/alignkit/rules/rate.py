"""Rate a lead: its points, its band, and what each clause gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from alignkit.errors import DocumentError, shown
from alignkit.history.events import Event
from alignkit.rules.compile import compiled_score
from alignkit.rules.decide import listed, mapping, moment
from alignkit.rules.rating import Rating
from alignkit.rules.scores import Score


def rate(
    score: Score,
    lead: Mapping[str, object],
    events: Iterable[Event] | None = None,
    *,
    as_of: datetime | None = None,
) -> Rating:
    """Add up a lead's points. They are exact, and count YES alone; `Rating.range()` tells what is still open.

    Args:
        score: what is counted.
        lead: the lead's fields.
        events: this lead's events, in any order; those after `as_of` do not count.
        as_of: the instant of asking; needed where points fade or events count only for a time.

    Raises:
        TimeError: `as-of-needed`, or `naive`.
        DataError: `wrong-type` when the lead is no mapping, or the events are none.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.scores import Points
    >>> fit = Score("fit", [Points(60, when=field("employees") >= 50)], bands={"A": 60})
    >>> rate(fit, {"employees": 80}).points
    Decimal('60')
    """
    if not isinstance(score, Score):
        raise DocumentError.at("wrong-type", f"rate takes a Score, not {shown(score)}")
    run, _, _, timed = compiled_score(score)
    now = moment(as_of, needed=timed) if timed or as_of is not None else None
    known = listed(events) if events is not None else None
    if type(lead) is not dict:
        mapping(lead)
    return Rating(score, run(lead, known, now), known, as_of)
