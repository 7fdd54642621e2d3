"""Read scores and their points from a document."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from alignkit.agreement.document.cursor import Table, too_long
from alignkit.agreement.document.read_constants import OF_DAYS, span_at
from alignkit.agreement.document.read_rules import BESIDE_DID, read_did, rule_at
from alignkit.agreement.document.scope import Scope
from alignkit.exact import is_number
from alignkit.instants import parse_duration
from alignkit.rules.grids import Grid
from alignkit.rules.predicates import Did
from alignkit.rules.scores import Points, Score, checked_points, checked_share


def read_score(name: str, table: Table, scope: Scope) -> Score | None:
    """Read a score that stands under its name."""
    before = len(scope.faults)
    title = table.text("title")
    points = [_points(clause, scope) for clause in table.tables("points")]
    parts = [_part(part, f"{table.at('parts')}[{i}]", table, scope) for i, part in enumerate(table.texts("parts"))]
    cap, floor = points_at(table, "cap"), points_at(table, "floor")
    bands = {}
    banded = table.table("bands")
    if banded is not None:
        bands = {band: points_at(banded, band) for band in banded.present()}
    given = "points" in table or "parts" in table
    if table.finish().isdisjoint({"points", "parts"}) and not given:
        table.fault("missing-field", f"the score {name!r} needs 'points' or 'parts'", "points")
    if len(scope.faults) > before or None in parts or None in points:
        return None
    return table.build(Score, name, points, parts, cap=cap, floor=floor, bands=bands, title=title)


def read_grid(name: str, table: Table, scope: Scope) -> Grid | None:
    """Read a grid that stands under its name: `{ rows = "fit", columns = "interest" }`."""
    title = table.text("title")
    sides = [(key, table.text(key, required=True)) for key in ("rows", "columns")]
    scores = [scope.score(side, table, key) if side is not None else None for key, side in sides]
    table.finish()
    return None if None in scores else table.build(Grid, name, *scores, title=title)


def _part(name: str, path: str, table: Table, scope: Scope) -> Score | None:
    asker = Table({}, path, table.faults)
    return scope.score(name, asker, None)


def points_at(table: Table, key: str, *, required: bool = False) -> int | Decimal | None:
    """Read a number of points."""
    value = table.raw(key, required=required)
    # a number that is too large for any place has a limit of its own as points
    number = value if is_number(value) and not too_long(value) else None if value is None else table.number(key)
    return table.build(checked_points, number, f"{key!r}", key=key) if number is not None else None


def _points(table: Table, scope: Scope) -> Points | None:
    before = len(scope.faults)
    points = points_at(table, "add", required=True)
    when = rule_at(table, "when", scope)
    each = _each(table, scope)
    limits: dict[str, Any] = {
        "half_life": span_at(table, "half_life", days=True),
        "steps": _steps(table),
        "count_up_to": table.whole("count_up_to"),
        "first_only": table.flag("first_only") or False,
        "cap": points_at(table, "cap"),
    }
    table.finish()
    if len(scope.faults) > before or (when is None and "when" in table):
        return None
    return table.build(Points, points, when=when, each=each, **limits)


def _steps(table: Table) -> list[tuple[timedelta, object]]:
    """Read by which steps points fade: `{ "30 days" = 0.5, "90 days" = 0 }`."""
    steps = table.table("steps")
    if steps is None:
        return []
    if not steps.present():
        table.fault("empty-group", '`steps` needs at least one step, such as { "30 days" = 0.5 }', "steps")
    pairs = [
        (table.build(parse_duration, text, "a step", OF_DAYS, path=steps.at(text)), _share(steps, text))
        for text in steps.present()
    ]
    return [(span, share) for span, share in pairs if span is not None]


def _share(steps: Table, text: str) -> object:
    share = steps.number(text)
    return steps.build(checked_share, share, key=text) if share is not None else None


def _each(table: Table, scope: Scope) -> Did | None:
    events = table.table("each", form="did")
    if events is None:
        return None
    if "did" not in events:
        if any(table.faults.nearest(key, ("did",)) for key in events.present() if key not in BESIDE_DID):
            for key in BESIDE_DID:
                events.raw(key)
            events.finish()  # tells which key was meant
        else:
            events.fault("missing-field", '`each` counts events: { did = "webinar" }', "did")
        return None
    found = read_did(events, scope)
    events.finish()
    return found
