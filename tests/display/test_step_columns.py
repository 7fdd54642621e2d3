"""A number over time, column by column."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from alignkit.display.blocks import StepLine
from alignkit.display.step_columns import Reach, columns, number_text, scale

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
walks = st.dictionaries(st.integers(-5, 25), st.integers(-9, 9), max_size=12)


@given(walks, st.integers(1, 30))
def test_no_peak_is_lost(walk: dict[int, int], count: int) -> None:
    """The columns together reach just as far as the line, from its first step on, and follow on each other."""
    steps = [(NOON + HOUR * at, walk[at]) for at in sorted(walk)]
    found = columns(StepLine(NOON, NOON + 20 * HOUR, steps), count)
    reached = [reach for reach in found if reach is not None]
    shown = [walk[at] for at in sorted(walk) if 0 <= at <= 20]
    shown += [walk[at] for at in sorted(walk) if at < 0][-1:] if 0 not in walk else []
    assert (
        {min(reach.lowest for reach in reached), max(reach.highest for reach in reached)}
        == ({min(shown), max(shown)} if shown else set())
        if reached
        else not shown
    )
    assert found[len(found) - len(reached) :] == reached
    for reach in reached:
        assert reach.lowest <= min(reach.first, reach.last) <= max(reach.first, reach.last) <= reach.highest


def test_edges() -> None:
    """What lies outside is cut off; the right edge belongs to the line; a line of no length is one column."""
    steps = [(NOON - HOUR, 1), (NOON, 2), (NOON + 2 * HOUR, 3), (NOON + 4 * HOUR, 4), (NOON + 5 * HOUR, 9)]
    found = columns(StepLine(NOON, NOON + 4 * HOUR, steps), 4)
    assert found == [Reach(2, 2, 2, 2), Reach(2, 2, 2, 2), Reach(3, 3, 3, 3), Reach(3, 3, 4, 4)]
    assert columns(StepLine(NOON, NOON, [(NOON, 2)]), 3) == [Reach(2, 2, 2, 2), None, None]
    assert columns(StepLine(NOON, NOON + HOUR, []), 2) == [None, None]


@pytest.mark.parametrize(
    ("heights", "levels", "edges"),
    [([5, 9], [], (0, 9)), ([-5, -9], [], (-9, 0)), ([], [70], (0, 70)), ([], [], (0, 1)), ([0], [0], (0, 1))],
)
def test_the_scale_holds_nothing_all_and_every_level(
    heights: list[float], levels: list[float], edges: tuple[float, float]
) -> None:
    """Zero is always in the picture, so that a height is a share of what is there."""
    steps = [(NOON + HOUR * number, height) for number, height in enumerate(heights)]
    assert scale(StepLine(NOON, NOON + 9 * HOUR, steps, [(level, "x") for level in levels])) == edges


def test_numbers_for_people() -> None:
    """Three decimals at most, and powers of ten where nobody could count the digits."""
    told = [number_text(value) for value in (70.0, 0.1 + 0.2, -5.25, 1234567.0, 1e12, 1e-9)]
    assert told == ["70", "0.3", "-5.25", "1,234,567", "1×10^12", "0"]
