"""A revised text: what was taken out of it and what was put in, word by word, as a value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import attrs

from alignkit.display import checked
from alignkit.display.checked import wrong
from alignkit.display.pictures import parts_given
from alignkit.errors import DocumentError, shown

PieceKind = Literal["kept", "deleted", "inserted"]
LineKind = Literal["heading", "paragraph", "item", "quote"]
_PIECES: tuple[str, ...] = get_args(PieceKind)
_LINES: tuple[str, ...] = get_args(LineKind)


@attrs.frozen(slots=True)
class RevisedPiece:
    """Some words of a line, and whether they were kept, deleted or inserted.

    >>> RevisedPiece("4 work hours", "deleted").kind
    'deleted'
    """

    text: str = attrs.field(validator=checked.text)
    kind: PieceKind = "kept"

    def __attrs_post_init__(self) -> None:
        if self.kind not in _PIECES:
            raise DocumentError.at("unknown-option", f"a piece is one of {', '.join(_PIECES)}, not {shown(self.kind)}")


def _pieces(values: Iterable[RevisedPiece | tuple[object, ...]]) -> tuple[RevisedPiece, ...]:
    return parts_given(values, "the pieces of a RevisedLine", RevisedPiece)


@attrs.frozen(slots=True)
class RevisedLine:
    """A heading, a sentence or an item of a list, in pieces.

    Args:
        pieces: `RevisedPiece`s, or (text,) or (text, kind); between two of them stands a space.
        kind: `heading`, `paragraph`, `item` or `quote`.
        level: of a heading, 1 to 4.
    """

    pieces: tuple[RevisedPiece, ...] = attrs.field(converter=_pieces)
    kind: LineKind = "paragraph"
    level: int = 2

    def __attrs_post_init__(self) -> None:
        if self.kind not in _LINES:
            raise DocumentError.at("unknown-option", f"a line is one of {', '.join(_LINES)}, not {shown(self.kind)}")
        if isinstance(self.level, bool) or self.level not in (1, 2, 3, 4):
            raise DocumentError.at("bad-level", f"the level of a heading is 1 to 4, not {shown(self.level)}")

    @property
    def is_revised(self) -> bool:
        """Whether anything in it was deleted or inserted."""
        return any(piece.kind != "kept" for piece in self.pieces)


def _lines(values: Iterable[RevisedLine]) -> tuple[RevisedLine, ...]:
    found = tuple(checked.listed(values, "the lines of a RevisedText"))
    for value in found:
        if not isinstance(value, RevisedLine):
            raise wrong("a line of a RevisedText must be a RevisedLine", value)
    return found  # type: ignore[return-value]  # each was looked at


@attrs.frozen(slots=True)
class RevisedText:
    """A text with what was deleted and inserted: struck out and underlined, and said to a screen reader.

    Args:
        lines: the lines in order; `more` are known and not among them.
        more: how many further lines there are.

    >>> line = RevisedLine([("at least",), ("50", "deleted"), ("80", "inserted"), ("people",)])
    >>> RevisedText([line]).lines[0].is_revised
    True
    """

    lines: tuple[RevisedLine, ...] = attrs.field(converter=_lines)
    more: int = attrs.field(default=0, validator=checked.count)
