"""Grade a lead: its cell in a grid of two scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from alignkit.errors import DocumentError, shown
from alignkit.history.events import Event
from alignkit.rules.decide import listed
from alignkit.rules.grids import Grade, Grid
from alignkit.rules.rate import rate


def grade(
    grid: Grid,
    lead: Mapping[str, object],
    events: Iterable[Event] | None = None,
    *,
    as_of: datetime | None = None,
) -> Grade:
    """Rate a lead by both scores of a grid, and say in which cell it stands.

    Args:
        grid: the two scores.
        lead: the lead's fields.
        events: this lead's events and no other's, in any order; those after `as_of` do not count. Whose they are is not
            looked at, for an event of one of its deals bears the deal's id.
        as_of: the instant of asking; needed where points fade or events count only for a time.

    Raises:
        DocumentError: `wrong-type` for anything but a grid.
        TimeError: `as-of-needed`, or `naive`.
        DataError: `wrong-type` when the lead is no mapping, or the events are none.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.scores import Points, Score
    >>> fit = Score("fit", [Points(60, when=field("employees") >= 50)], bands={"A": 60, "B": 0})
    >>> interest = Score("interest", [Points(40, when=field("demo").is_true())], bands={"1": 40, "2": 0})
    >>> found = grade(Grid("grade", fit, interest), {"employees": 80})
    >>> found.cell, found.cells
    ('A2', ('A1', 'A2'))
    """
    if not isinstance(grid, Grid):
        raise DocumentError.at("wrong-type", f"grade takes a Grid, not {shown(grid)}")
    known = listed(events)
    return Grade(grid, rate(grid.rows, lead, known, as_of=as_of), rate(grid.columns, lead, known, as_of=as_of))
