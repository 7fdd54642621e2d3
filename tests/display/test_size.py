"""What is left out is counted."""

from __future__ import annotations

from alignkit.display.blocks import Tree
from alignkit.display.size import bytes_of, cut, parts_of


def test_cut_says_how_many_are_left() -> None:
    """The first parts, and the number of the others; never below nothing."""
    assert cut([1, 2, 3], 2) == ([1, 2], 1)
    assert cut((), 2) == ((), 0)


def test_bytes_and_parts() -> None:
    """Bytes are those of UTF-8; parts are counted through all levels."""
    assert bytes_of("a", "é", "日") == 6
    assert parts_of([Tree("a", children=[Tree("b"), Tree("c", children=[Tree("d")])])]) == 4
    assert parts_of([Tree("a", children=[Tree("b", more=7)], more=20), Tree("c")]) == 30
