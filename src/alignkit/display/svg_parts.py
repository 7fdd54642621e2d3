"""The pieces that every picture is drawn with: its frame, boxes, and words.

Text takes the colour of its surroundings (`currentColor`), and shapes the middle colours of `style`, so a picture
stands on white and on dark ground alike. No ids are used: many pictures share one page.
"""

from __future__ import annotations

from alignkit.display.style import FONT
from alignkit.display.wrap import elided, escaped, width_of

LONGEST = 120
"""Characters of a label or note that are drawn."""

MIDDLE, AT_END = ' text-anchor="middle"', ' text-anchor="end"'
BOLD, SMALL, FAINT = ' font-weight="600"', ' font-size="11.5"', ' fill-opacity=".78"'

_ALONE = (
    "<style>svg:root{background:#fff;color:#1d262d}"
    "@media(prefers-color-scheme:dark){svg:root{background:#14191d;color:#e4e8eb}}</style>"
)
"""Paper and ink for a picture that is a document of its own; within a page `:root` is not the picture."""


def framed(size: tuple[float, float], title: str, told: str, parts: list[str]) -> str:
    """Put the parts of a picture into one element, with its title and its story for screen readers."""
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {numeral(width)} {numeral(height)}" width="100%" '
        f'role="img" fill="currentColor" font-family="{FONT}" font-size="13">'
        f"<title>{escaped(elided(title, 500))}</title><desc>{escaped(elided(told, 3000))}</desc>{_ALONE}"
        f"{''.join(parts)}</svg>"
    )


def numeral(number: float) -> str:
    """Write a coordinate, to a tenth.

    >>> numeral(12.0), numeral(1 / 3)
    ('12', '0.3')
    """
    return f"{number:.1f}".removesuffix(".0")


def rect(box: tuple[float, float, float, float], fill: str, opacity: float = 1, more: str = "") -> str:
    """Draw a box: its left edge, its top, how wide and how high it is."""
    x, y, width, height = map(numeral, box)
    faint = f' fill-opacity="{opacity}"' if opacity < 1 else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"{faint}{more}/>'


def label_at(x: float, y: float, text: str, more: str = "") -> str:
    """Write words; nothing for no words."""
    return f'<text x="{numeral(x)}" y="{numeral(y)}"{more}>{escaped(text)}</text>' if text else ""


def drawn_width(text: str, size: float = 11.5) -> float:
    """Estimate how wide text is drawn: no font is at hand, so 0.64 of its size a column; bold counts as 13."""
    return width_of(text) * size * 0.64
