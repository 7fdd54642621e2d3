"""Show rules, scores and grids in notebooks: what they ask and give, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.exact import plain
from alignkit.rules.describe import in_short, points_words
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Named, Not, Rule

if TYPE_CHECKING:
    from alignkit.display.blocks import Block, Tree
    from alignkit.rules.grids import Grid
    from alignkit.rules.scores import Points, Score

_MOST = 60
"""So many parts of a rule are drawn on each level, and so many in all on those below."""


def rule_blocks(rule: Rule) -> Block:
    """Return a rule as a tree: what must hold, and of what it is made."""
    from alignkit.display.blocks import Group

    return Group((_tree(rule, _MOST),))


def _tree(rule: Rule, most: int) -> Tree:
    from alignkit.display.blocks import Tree
    from alignkit.display.size import cut

    label, parts = _parts(rule)
    if most < 2 or not parts:
        return Tree(in_short(rule))
    drawn, more = cut(parts, most)
    return Tree(label, children=[_tree(part, most // len(drawn)) for part in drawn], more=more)


def _parts(rule: Rule) -> tuple[str, tuple[Rule, ...]]:
    """Return how a rule joins its parts, and the parts; none for a condition."""
    match rule:
        case Named():
            label, parts = _parts(rule.rule)
            return (f"“{rule.label}”: {label}", parts) if parts else (f"“{rule.label}”:", (rule.rule,))
        case AllOf():
            return "all of", rule.rules
        case AnyOf():
            return "any of", rule.rules
        case AtLeast():
            return f"at least {rule.n} of {len(rule.rules)}", rule.rules
        case Not() if isinstance(rule.rule, AllOf | AnyOf | AtLeast | Named):
            return "not", (rule.rule,)
        case _:
            return "", ()


def points_blocks(clause: Points) -> Block:
    """Return a clause of a score as a sentence, and the rule that it asks as a tree, if it has parts."""
    from alignkit.display.blocks import Group, Paragraph

    joint = "for" if clause.when is None else "when"
    blocks: list[Block] = [Paragraph(f"{points_words(clause.points)} {joint} {in_short(clause)}")]
    if clause.when is not None and _parts(clause.when)[1]:
        blocks.append(rule_blocks(clause.when))
    return Group(blocks)


def score_blocks(score: Score) -> Block:
    """Return a score, and the scores inside it, as tables of what gives points, with their bounds and bands."""
    from alignkit.display.blocks import Group

    found = [score]
    for part in found:  # grows while it is walked over
        found += part.parts[: _MOST - len(found)]
    return Group(tuple(block for part in found for block in _score(part)))


def _score(score: Score) -> list[Block]:
    from alignkit.display.blocks import Column, Heading, Paragraph, Table
    from alignkit.display.size import cut

    parts, more_parts = cut(score.parts, _MOST)
    clauses, more = cut(score.points, _MOST)
    rows = [(f"the score “{part.label}”", _bounds(part, "what it adds up to")) for part in parts]
    rows += [(in_short(clause), plain(clause.points)) for clause in clauses]
    table = Table((Column("for"), Column("points", align="right")), tuple(rows), more=more + more_parts)
    blocks: list[Block] = [Heading(score.label), table]
    if score.cap is not None or score.floor is not None:
        blocks.append(Paragraph(f"The total is {_bounds(score, '')}."))
    if score.bands:
        bands = ", ".join(f"{name} from {plain(least)}" for name, least in score.bands[:_MOST])
        blocks.append(Paragraph(f"Bands: {bands}."))
    return blocks


def _bounds(score: Score, otherwise: str) -> str:
    """Say between which points a score is held."""
    ends = [f"at most {plain(score.cap)}"] if score.cap is not None else []
    ends += [f"at least {plain(score.floor)}"] if score.floor is not None else []
    return " and ".join(ends) or otherwise


def grid_blocks(grid: Grid) -> Block:
    """Return a grid as its cells, and both scores."""
    from alignkit.display.blocks import Column, Group, Heading, Table

    columns = grid.columns.bands
    rows = [
        (f"{row}: from {plain(least)}", *(f"{row}{column}" for column, _ in columns)) for row, least in grid.rows.bands
    ]
    named = (Column(f"{column}: from {plain(least)}") for column, least in columns)
    heads = (Column(f"{grid.rows.label} × {grid.columns.label}"), *named)
    return Group((Heading(grid.label), Table(heads, tuple(rows)), score_blocks(grid.rows), score_blocks(grid.columns)))
