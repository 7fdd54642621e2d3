"""The mixins of what shows itself: every answer, and the definitions that people look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alignkit.display.blocks import Block


class ShownInNotebooks:
    """A definition that says what it shows in `blocks`, and is drawn in notebooks; its `repr` is an expression."""

    __slots__ = ()

    def blocks(self) -> Block:
        """Return what this shows."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        from alignkit.display.html import notebook  # drawing is loaded when something is drawn

        return notebook(self.blocks())


class Shown(ShownInNotebooks):
    """An answer that says what it shows in `blocks`, and is drawn by `repr` and in notebooks.

    An attrs class that is `Shown` says `@attrs.frozen(slots=True, repr=False)`, or attrs writes its own `repr`.
    The text has 80 columns wherever it is printed, for the host must not change an answer; it takes under 4 KB, the
    HTML under 200 KB. `blocks` puts no more parts into a list than `size.cut` leaves, so that both are made
    at once however large the answer is.

    >>> from alignkit.display.blocks import Paragraph
    >>> class Answer(Shown):
    ...     def blocks(self):
    ...         return Paragraph("412 of 400 MQLs")
    >>> Answer()
    412 of 400 MQLs
    """

    __slots__ = ()

    def __repr__(self) -> str:
        from alignkit.display.text import to_text  # drawing is loaded when something is drawn

        return to_text(self.blocks(), width=80, limit=4000)
