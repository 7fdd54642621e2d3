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
        events: this lead's events and no other's, in any order; those after `as_of` do not count. Whose they are is not
            looked at, for an event of one of its deals bears the deal's id.
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
    try:
        form = score._rated  # noqa: SLF001 - the score's own cache
    except AttributeError:
        form = None  # it is no score
    if form is None:
        form = compiled_score(checked_score(score))
    asked, now = form.asked  # whoever rates lead after lead asks about one instant
    if as_of is not asked:
        now = moment(as_of, needed=form.needs_as_of)
        form.asked = (as_of, now)
    if events is not None:
        events = tuple(events) if form.hears and type(events) is list else listed(events, checked=form.hears)
    if type(lead) is not dict:
        mapping(lead)
    return form.run(lead, events, now, as_of)  # type: ignore[no-any-return]  # generated


def checked_score(score: object) -> Score:
    """Return what is rated, if it is a score.

    Raises:
        DocumentError: `wrong-type`.
    """
    if not isinstance(score, Score):
        raise DocumentError.at("wrong-type", f"rate takes a Score, not {shown(score)}")
    return score
