"""A grid of two scores: how well a lead fits against how interested it is, as cells from A1 to C3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from alignkit.display.shown import Shown, ShownInNotebooks
from alignkit.errors import DocumentError, shown
from alignkit.names import LONGEST_ID, checked_id, did_you_mean
from alignkit.rules.checked import checked_list, unlisted
from alignkit.rules.predicates import AllOf, AnyOf, Named, Rule, ScoreCompare
from alignkit.rules.questions import NO_CELL
from alignkit.rules.rating import Rating
from alignkit.rules.scores import Score
from alignkit.rules.spell import LONGEST, spell

if TYPE_CHECKING:
    from alignkit.display.blocks import Block


@attrs.frozen(slots=True, repr=False)
class Grid(ShownInNotebooks):
    """Two scores with bands, side by side: a cell is a row's band and a column's band, such as `A1`.

    A total hides what it is made of: 60 points may be a good fit without interest, or much interest without a fit. A
    grid keeps both apart. A lead below all bands of one of the scores stands in no cell.

    Args:
        name: the grid's name.
        rows: the score whose bands name the rows, by custom the fit.
        columns: the score whose bands name the columns, by custom the engagement.
        title: how people call the grid; its name when None.

    Raises:
        DocumentError: `bad-id`; `wrong-type`; `no-bands` for a score without bands; `duplicate-id` if two cells would
            have one name.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.scores import Points
    >>> fit = Score("fit", [Points(60, when=field("employees") >= 50)], bands={"A": 60, "B": 0})
    >>> interest = Score("interest", [Points(40, when=field("demo").is_true())], bands={"1": 40, "2": 0})
    >>> Grid("grade", fit, interest).cells
    ('A1', 'A2', 'B1', 'B2')
    """

    name: str
    rows: Score
    columns: Score
    title: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "name", checked_id(self.name, "grid"))
        if self.title is not None:
            object.__setattr__(self, "title", checked_id(self.title, "grid's title", path="title"))
        for what, score in (("rows", self.rows), ("columns", self.columns)):
            if not isinstance(score, Score):
                raise DocumentError.at("wrong-type", f"the {what} of a grid are a Score, not {shown(score)}")
            if not score.bands:
                raise DocumentError.at("no-bands", f"the {what} of the grid {self.name!r} need a score with bands")
        if len(set(self.cells)) < len(self.cells):
            raise DocumentError.at("duplicate-id", f"two cells of the grid {self.name!r} have one name")

    def __repr__(self) -> str:
        title = "" if self.title is None else f", title={self.title!r}"
        text = f"Grid({self.name!r}, {spell(self.rows)}, {spell(self.columns)}{title})"
        whole = len(text.encode()) <= LONGEST
        return text if whole else f"<Grid {self.name!r}: {len(self.rows.bands)} × {len(self.columns.bands)} cells>"

    def blocks(self) -> Block:
        """Show the cells, and both scores."""
        from alignkit.rules.show import grid_blocks

        return grid_blocks(self)

    @property
    def label(self) -> str:
        """How people call the grid."""
        return self.title or self.name

    @property
    def cells(self) -> tuple[str, ...]:
        """The names of all cells, row by row, the best first."""
        return tuple(f"{row}{column}" for row, _ in self.rows.bands for column, _ in self.columns.bands)

    def is_in(self, *cells: str | Iterable[str]) -> Named:
        """Ask whether a lead stands in one of these cells; they may come as one list.

        The answer is a rule over the two scores, under the name of the grid and its cells; where a name cannot hold
        them all, they are told by their places, row by row from the best: `grade: cells 1–9, 12`.

        Raises:
            DocumentError: `unknown-cell`, with the nearest name; `empty-group` without cells.
        """
        wanted = checked_list(unlisted(cells), "the cells")
        known = self.cells
        for cell in wanted:
            if cell not in known:
                hint = did_you_mean(cell, known) if isinstance(cell, str) else ""
                raise DocumentError.at("unknown-cell", f"the grid {self.name!r} has no cell {shown(cell)}{hint}")
        if not wanted:
            raise DocumentError.at("empty-group", "a rule over a grid needs at least one cell")
        width = len(self.columns.bands)
        # rows that share their columns are told together
        by_columns: dict[tuple[int, ...], list[int]] = {}
        for row in range(len(self.rows.bands)):
            columns = tuple(i for i in range(width) if known[row * width + i] in wanted)
            if columns:
                by_columns.setdefault(columns, []).append(row)
        parts = [
            AllOf((_in_bands(self.rows, rows), _in_bands(self.columns, columns)))
            for columns, rows in by_columns.items()
        ]
        rule: Rule = parts[0] if len(parts) == 1 else AnyOf(parts)
        listed = ", ".join(cell for cell in known if cell in wanted)
        if max(len(self.name), len(self.label)) + len(f": {listed}") > LONGEST_ID:
            listed = _by_place(place for place, cell in enumerate(known, 1) if cell in wanted)
        return Named(f"{self.name}: {listed}", rule, None if self.title is None else f"{self.title}: {listed}")


def definitions_in(definition: Rule | Score | Grid) -> tuple[Rule | Score, ...]:
    """Return the two scores of a grid, or a rule or a score alone."""
    return (definition.rows, definition.columns) if isinstance(definition, Grid) else (definition,)


def size_of(definition: Rule | Score | Grid) -> int:
    """Return how many parts a definition has, conditions and groups, each use of a named rule counted."""
    return sum(part.size for part in definitions_in(definition))


def cells_in(rule: Named) -> tuple[tuple[str, ...], ...]:
    """Return the cells that each branch of a rule means, if it is one that `Grid.is_in` has made; else nothing.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.scores import Points
    >>> fit = Score("fit", [Points(60, when=field("employees") >= 50)], bands={"A": 60, "B": 0})
    >>> interest = Score("interest", [Points(40, when=field("demo").is_true())], bands={"1": 40, "2": 0})
    >>> cells_in(Grid("grade", fit, interest).is_in("A1", "A2", "B1"))
    (('A1', 'A2'), ('B1',))
    """
    branches = rule.rule.rules if isinstance(rule.rule, AnyOf) else (rule.rule,)
    first = branches[0].rules if isinstance(branches[0], AllOf) else ()
    scores = [score for score in map(_score_in, first) if score is not None and score.bands]
    found: list[tuple[str, ...]] = []
    for branch in branches:
        if len(scores) != 2 or not isinstance(branch, AllOf) or len(branch.rules) != 2:
            return ()
        sides = zip(scores, branch.rules, strict=True)
        rows, columns = ([name for name, least in score.bands if _holds(side, least)] for score, side in sides)
        found.append(tuple(f"{row}{column}" for row in rows for column in columns))
    try:
        again = Grid("grid", *scores).is_in(cell for cells in found for cell in cells)
    except DocumentError:
        return ()  # its cells could not be told apart
    return tuple(found) if again.rule == rule.rule else ()


def _score_in(rule: Rule) -> Score | None:
    while isinstance(rule, AllOf | AnyOf):
        rule = rule.rules[0]
    return rule.score if isinstance(rule, ScoreCompare) else None


def _holds(rule: Rule, points: Decimal | int) -> bool:
    """Say whether a rule over one score holds for so many points."""
    match rule:
        case AllOf():
            return all(_holds(part, points) for part in rule.rules)
        case AnyOf():
            return any(_holds(part, points) for part in rule.rules)
        case ScoreCompare():
            return points >= rule.points if rule.op == ">=" else points < rule.points
        case _:
            return False  # no such rule is made of a grid


def in_bands(score: Score, bands: Iterable[str]) -> Rule:
    """Ask whether a score lies in one of its bands: at least its least points, and less than those of the next.

    Raises:
        DocumentError: `no-bands`; `unknown-band`, with the nearest name; `empty-group` without bands.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.scores import Points
    >>> fit = Score("fit", [Points(60, when=field("employees") >= 50)], bands={"A": 60, "B": 30, "C": 0})
    >>> in_bands(fit, ["B"]) == (fit >= 30) & (fit < 60)
    True
    """
    known = [name for name, _ in score.bands]
    wanted = tuple(bands)
    if not known:
        raise DocumentError.at("no-bands", f"the score {score.name!r} has no bands")
    for band in wanted:
        if band not in known:
            hint = did_you_mean(band, known)
            raise DocumentError.at("unknown-band", f"the score {score.name!r} has no band {shown(band)}{hint}")
    if not wanted:
        raise DocumentError.at("empty-group", f"name at least one band of the score {score.name!r}")
    return _in_bands(score, (place for place, name in enumerate(known) if name in wanted))


def _in_bands(score: Score, places: Iterable[int]) -> Rule:
    """Ask whether a score lies in one of its bands, given by their places from the highest down."""
    runs: list[Rule] = []
    for bands in _runs(places):
        test: Rule = ScoreCompare(score, ">=", score.bands[bands[-1]][1])
        if bands[0] > 0:
            test = AllOf((test, ScoreCompare(score, "<", score.bands[bands[0] - 1][1])))
        runs.append(test)
    return runs[0] if len(runs) == 1 else AnyOf(runs)


def _by_place(places: Iterable[int]) -> str:
    runs = (f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in _runs(places))
    return f"cells {', '.join(runs)}"


def _runs(places: Iterable[int]) -> Iterator[list[int]]:
    """Yield ascending numbers in runs without a gap."""
    for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        yield [place for _, place in run]


@attrs.frozen(slots=True, repr=False)
class Grade(Shown):
    """Where a lead stands in a grid.

    Args:
        grid: the grid.
        row: the rating by the score of the rows.
        column: the rating by the score of the columns.

    Raises:
        DocumentError: `wrong-type`, also for a rating by another score.
    """

    grid: Grid
    row: Rating
    column: Rating

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.grid, Grid):
            raise DocumentError.at("wrong-type", f"a Grade stands in a Grid, not in {shown(self.grid)}")
        for what, score, rating in (
            ("row", self.grid.rows, self.row),
            ("column", self.grid.columns, self.column),
        ):
            if not isinstance(rating, Rating):
                raise DocumentError.at("wrong-type", f"the {what} of a Grade is a Rating, not {shown(rating)}")
            if rating.score is not score and rating.score != score:
                raise DocumentError.at(
                    "wrong-type", f"the {what} of a Grade is rated by {score.name!r}, not by {rating.score.name!r}"
                )

    @property
    def cell(self) -> str | None:
        """The cell, such as `A1`; None for a lead below all bands of one of the scores."""
        row, column = self.row.band, self.column.band
        return None if row is None or column is None else f"{row}{column}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells that the lead may turn out to stand in while something is unknown, the best first.

        No other cell can be reached, but not each of these need be: a score is taken to come to any number of points
        within its `range()`, and the two scores are looked at apart, even where they ask about one field.
        """
        rows, columns = (bands_within(rating.score, *rating.range()) for rating in (self.row, self.column))
        return tuple(f"{row}{column}" for row in rows for column in columns)

    def to_dict(self) -> dict[str, object]:
        """Return the grade as plain data, version 1."""
        return {
            "format": 1,
            "grid": self.grid.name,
            "cell": self.cell,
            "cells": list(self.cells),
            "row": self.row.to_dict(),
            "column": self.column.to_dict(),
        }

    def blocks(self) -> Block:
        """Show the grid with the lead's cell marked, and both ratings."""
        from alignkit.display.blocks import Column, Group, Mark, Paragraph, Table

        open_to = set(self.cells)
        head = f"{self.grid.label}: {self.cell or f'in {NO_CELL}'}"
        if len(open_to) > 1:
            head += f" ({', '.join(self.cells)} while something is unknown)"
        columns = [name for name, _ in self.grid.columns.bands]
        table: list[tuple[str | Mark, ...]] = []
        for row, _ in self.grid.rows.bands:
            names = [f"{row}{column}" for column in columns]
            marks = (
                Mark(name, "good" if name == self.cell else "warn" if name in open_to else "muted") for name in names
            )
            table.append((row, *marks))
        title = f"{self.grid.rows.label} × {self.grid.columns.label}"
        grid = Table((Column(title), *(Column(name) for name in columns)), tuple(table))
        return Group((Paragraph(head), grid, self.row.blocks(), self.column.blocks()))


def bands_within(score: Score, least: Decimal | None, most: Decimal | None) -> tuple[str, ...]:
    """Return the bands that lie between two numbers of points, the highest first; None is without end.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.scores import Points
    >>> score = Score("fit", [Points(60, when=field("employees") >= 50)], bands={"A": 60, "B": 30, "C": 0})
    >>> bands_within(score, Decimal(10), Decimal(40))
    ('B', 'C')
    """
    found = []
    above: Decimal | int | None = None
    for name, threshold in score.bands:
        if (most is None or most >= threshold) and (above is None or least is None or least < above):
            found.append(name)
        above = threshold
    return tuple(found)
