"""Show the working: what a figure that is put together from others was made of, with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alignkit.scorecard.arithmetic import Arithmetic, Constant, Operand
from alignkit.scorecard.compound import Coverage, SalesVelocity
from alignkit.scorecard.quantities import exact_text

if TYPE_CHECKING:
    from alignkit.scorecard.figures import Figure

SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
"""How the operators are printed for people."""


def working(figure: Figure) -> str:
    """Write how a figure was made of its parts, such as `120,000 EUR ÷ 24`."""
    metric = figure.metric
    match metric:
        case Arithmetic():
            parts = iter(figure.parts)
            return f"{_side(metric.left, parts)} {SIGNS[metric.operator]} {_side(metric.right, parts)}"
        case Coverage():
            target = exact_text(metric.target)
            open_ = figure.parts[0].text
            if len(figure.parts) == 1:
                return f"{open_} ÷ {target}"
            left = f"{open_} ÷ ({target} − {figure.parts[1].text})"
            gone = figure.value is None and None not in (figure.parts[0].value, figure.parts[1].value)
            return f"{left}: nothing is left of the target" if gone else left
        case SalesVelocity():
            came, rate, value, cycle = figure.parts
            one = "opportunity" if came.value == 1 else "opportunities"
            which = "of those" if metric.win_rate == "cohort" else "of those closed"
            return f"{came.text} {one} × {rate.text} won {which} × {value.text} ÷ {cycle.text}"
        case _:
            return ""


def _side(part: Operand, figures: Iterator[Figure]) -> str:
    if isinstance(part, Constant):
        return exact_text(part)
    return next(figures).text
