"""The journeys that a clock is read from, known up to the instant of reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from alignkit.errors import DataError, DocumentError, shown
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.instants import checked_instant, micros


def journeys_until(source: Journeys | Journey, as_of: datetime) -> Sequence[Journey]:
    """Return the journeys of a source that is known up to `as_of`.

    An `as_of` before the journeys' own is answered from what had happened by then; only which records and deals are
    one lead stays as the journeys have it. A later one is refused: what happened in between was left out by the replay,
    and its clocks would look overdue.

    Raises:
        TimeError: `naive`, `not-an-instant`.
        DataError: `as-of-after-journeys`.
        DocumentError: `wrong-type`.
    """
    if not isinstance(source, Journey | Journeys):
        raise DocumentError.at("wrong-type", f"a Journey or Journeys are due, as replay gives, not {shown(source)}")
    if micros(checked_instant(as_of, "as_of")) > micros(source.as_of):
        raise DataError.at(
            "as-of-after-journeys",
            f"the journeys are known up to {source.as_of.isoformat()}, and as_of is {as_of.isoformat()}: replay the "
            "facts up to then",
        )
    return (source,) if isinstance(source, Journey) else source.items
