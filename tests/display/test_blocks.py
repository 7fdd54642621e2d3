"""Blocks refuse what they cannot show."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from alignkit.display import blocks
from alignkit.display.blocks import (
    Bar,
    Block,
    Column,
    Mark,
    Step,
    Table,
    Timeline,
    Tree,
    percent,
)
from alignkit.errors import DocumentError, TimeError

ANY: Any = blocks
"""The same classes without their types: what a type checker refuses must be refused at run time too."""
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: ANY.Paragraph(5), "wrong-type"),
        (lambda: ANY.Heading("a", 5), "bad-level"),
        (lambda: ANY.Heading("a", True), "bad-level"),
        (lambda: ANY.Mark("a", "red"), "unknown-tone"),
        (lambda: ANY.Mark("a", ["bad"]), "unknown-tone"),
        (lambda: ANY.Bar(1.01), "bad-share"),
        (lambda: ANY.Bar(-0.1), "bad-share"),
        (lambda: ANY.Bar(float("nan")), "not-finite"),
        (lambda: ANY.Bar("0.5"), "wrong-type"),
        (lambda: ANY.Bullets("abc"), "wrong-type"),
        (lambda: ANY.Bullets([1]), "wrong-type"),
        (lambda: ANY.Bullets(["a"], more=-1), "negative"),
        (lambda: ANY.Bullets(["a"], more=True), "wrong-type"),
        (lambda: ANY.Column("a", "middle"), "unknown-align"),
        (lambda: ANY.Table([], []), "no-columns"),
        (lambda: ANY.Table("ab", []), "wrong-type"),
        (lambda: ANY.Table([3], []), "wrong-type"),
        (lambda: ANY.Table(["a"], ["x"]), "wrong-type"),
        (lambda: ANY.Table(["a"], [5]), "wrong-type"),
        (lambda: ANY.Table(["a"], [[5]]), "wrong-type"),
        (lambda: ANY.Table(["a"], [["x", "y"]]), "wrong-length"),
        (lambda: ANY.Tree("a", 5), "wrong-type"),
        (lambda: ANY.Tree("a", children=["b"]), "wrong-type"),
        (lambda: ANY.Tree("a", children=5), "wrong-type"),
        (lambda: ANY.FunnelPicture([("a", -1)]), "negative"),
        (lambda: ANY.FunnelPicture([("a",)]), "wrong-type"),
        (lambda: ANY.FunnelPicture(["ab"]), "wrong-type"),
        (lambda: ANY.Timeline(NOON, NOON.replace(hour=1)), "ends-before-start"),
        (lambda: ANY.Segment(NOON, NOON.replace(hour=1)), "ends-before-start"),
        (lambda: ANY.Lane("a", [NOON]), "wrong-type"),
        (lambda: ANY.StepLine(NOON, NOON.replace(hour=1), []), "ends-before-start"),
        (lambda: ANY.StepLine(NOON, NOON, [(NOON, 1), (NOON, 2)]), "wrong-order"),
        (lambda: ANY.StepLine(NOON, NOON, [(NOON, "1")]), "wrong-type"),
        (lambda: ANY.StepLine(NOON, NOON, [(NOON, True)]), "wrong-type"),
        (lambda: ANY.StepLine(NOON, NOON, [NOON]), "wrong-type"),
        (lambda: ANY.StepLine(NOON, NOON, [(NOON, 10**400)]), "not-finite"),
        (lambda: ANY.StepLine(NOON, NOON, [(NOON, Decimal("sNaN"))]), "not-finite"),
        (lambda: ANY.StepLine(NOON, NOON, [], [(float("inf"), "hot")]), "not-finite"),
        (lambda: ANY.StepLine(NOON, NOON, [], [70]), "wrong-type"),
        (lambda: ANY.Group(["text"]), "wrong-type"),
    ],
)
def test_refused(make: Callable[[], Block], code: str) -> None:
    """A block that could not be drawn is refused when it is made, with a code."""
    with pytest.raises(DocumentError) as caught:
        make()
    assert caught.value.code == code


def test_naive_times_are_refused() -> None:
    """A timeline has instants only."""
    with pytest.raises(TimeError):
        Timeline(datetime(2026, 1, 5), NOON)  # noqa: DTZ001 - the fault under test


def test_evolve_checks_like_making() -> None:
    """A changed copy is checked as a new block is."""
    with pytest.raises(DocumentError):
        attrs.evolve(Bar(0.5), share=2)


def test_parts_become_values() -> None:
    """Tuples and titles given for short become the values that they stand for, in tuples."""
    funnel = ANY.FunnelPicture([["lead", 3], ("mql", 1, "33 %"), Step("won", 0)])
    assert funnel.steps == (Step("lead", 3), Step("mql", 1, "33 %"), Step("won", 0))
    assert Table(["a", Column("b", "right")], []).columns == (Column("a"), Column("b", "right"))
    assert Tree("a", "yes").mark == Mark("yes")
    assert Tree("a", "").mark is None


def test_blocks_copy_and_pickle(every_kind: Callable[[str], tuple[Block, ...]]) -> None:
    """O04: a block equals its copies, and has a hash."""
    for block in every_kind("MQL"):
        assert pickle.loads(pickle.dumps(block)) == copy.deepcopy(block) == block
        assert hash(block) == hash(copy.copy(block))


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (1, "100 %"), (Fraction(1, 3), "33 %"), (0.9999, ">99 %"), (1e-9, "<1 %"), (Fraction(5, 2), "250 %")],
)
def test_percent_is_honest(share: Any, text: str) -> None:  # noqa: ANN401 - numbers of several kinds
    """Nothing is called all or none that is not."""
    assert percent(share) == text
