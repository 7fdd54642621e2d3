"""How the curve of a threshold is shown."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from alignkit.agreement.say_impact import counted
from alignkit.display.blocks import Bar, Block, Cell, Column, Group, Heading, Mark, Paragraph, Table
from alignkit.display.curve_picture import CurvePicture
from alignkit.display.size import cut
from alignkit.exact import plain
from alignkit.scorecard.quantities import share_text

if TYPE_CHECKING:
    from alignkit.agreement.curves import Curve, CurvePoint

_MOST_DRAWN = 200


def curve_sentence(curve: Curve) -> str:
    """Say what the agreed threshold does, and what the ones next to it would."""
    if not curve.items:
        return f"No threshold of {curve.score.label} was asked."
    if curve.current is None:
        first, last = curve.items[0], curve.items[-1]
        return f"{_does(curve, first)}; {_does(curve, last)}."
    place = next((place for place, point in enumerate(curve.items) if point.threshold == curve.current), None)
    if place is None:
        return f"{_does(curve, curve.items[0])}; {plain(curve.current)} points are agreed, and were not asked."
    told = [f"Agreed are {plain(curve.current)} points: {_does(curve, curve.items[place])}"]
    near = [curve.items[other] for other in (place - 1, place + 1) if 0 <= other < len(curve.items)]
    return "; ".join([*told, *(_does(curve, point) for point in near)]) + "."


def _does(curve: Curve, point: CurvePoint) -> str:
    than = "more than" if curve.strict else "at least"
    text = f"with {than} {plain(point.threshold)} points, {counted(point.qualify, 'lead')} qualify"
    if point.qualify == 1:
        text = text.removesuffix("qualify") + "qualifies"
    if point.acceptance is None:
        return text
    share = share_text(point.acceptance)
    return f"{text}, and {point.accepted:,} of {point.answered:,} answered were accepted ({share})"


def curve_blocks(curve: Curve) -> Block:
    """Return the sentence, the curve, and a row for each threshold."""
    points, more = cut(curve.items)
    blocks: list[Block] = [Heading(f"Thresholds of {curve.score.label}"), Paragraph(_capital(curve.sentence))]
    if len(curve.items) > 1:
        blocks.append(_picture(curve))
    rows = [_row(curve, point) for point in points]
    offered = (Column("answered", "right"), Column("accepted", "right"), "acceptance") if curve.boundary else ()
    columns = (Column("points", "right"), Column("leads", "right"), "of all", *offered, "")
    blocks += [Table(columns, rows, _caption(curve), more)]
    return Group(blocks)


def _caption(curve: Curve) -> str:
    when = "" if curve.period is None else f" in {curve.period.name}"
    told = f"Leads that reached so many points at any time{when}"
    told += f" while {curve.beside}" if curve.beside else ""
    told += f", of {counted(curve.leads, 'lead')}, as of {curve.as_of.isoformat(' ', 'minutes')}"
    if curve.boundary is not None:
        told += "; answered and accepted are those that had so many points when they were offered"
    if curve.outside:
        told += f"; {curve.outside:,} answered ones did not meet the rest of the rule and count nowhere"
    return f"{told}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _row(curve: Curve, point: CurvePoint) -> tuple[Cell, ...]:
    cells: list[Cell] = [plain(point.threshold), f"{point.qualify:,}"]
    cells.append(Bar(point.qualify / curve.leads) if curve.leads else "–")
    if curve.boundary is not None:
        acceptance = point.acceptance
        cells += [f"{point.answered:,}", f"{point.accepted:,}"]
        cells.append("–" if acceptance is None else Bar(float(acceptance), share_text(acceptance), "good"))
    return (*cells, Mark("agreed", "neutral") if point.threshold == curve.current else "")


def _picture(curve: Curve) -> CurvePicture:
    step = -(-len(curve.items) // _MOST_DRAWN)
    drawn = [point for place, point in enumerate(curve.items) if not place % step or point.threshold == curve.current]
    most = max(1, *(point.qualify for point in drawn))
    lines = [
        (
            "leads that qualify",
            [(p.threshold, Fraction(p.qualify, most)) for p in drawn],
            f"100 % is {most:,}",
            "neutral",
        )
    ]
    answered = [(point.threshold, point.acceptance) for point in drawn if point.acceptance is not None]
    if answered:
        lines.append(("accepted of answered", answered, "", "good"))
    marks = [] if curve.current is None else [(curve.current, "agreed")]
    return CurvePicture(lines, marks, across="points", title=f"What each threshold of {curve.score.label} would do")
