from __future__ import annotations

import inspect

from alignkit.samples import draws as room
from alignkit.samples.draws import Draws


def test_a_seed_gives_the_same_numbers_for_ever() -> None:
    """Python keeps the numbers of `random()` for a seed; these are those of the first version."""
    draws = Draws(2026)
    assert [round(draws.between(0, 1), 12) for _ in range(3)] == PINNED


PINNED = [0.119119884964, 0.502515755231, 0.511822712773]


def test_only_random_is_called() -> None:
    """The numbers of `choice`, `shuffle` and `gauss` may change with a version of Python."""
    source = inspect.getsource(room)
    assert source.count("random.Random(seed).random") == 2  # the docstring says so, and the code does
    assert "import math" not in source


def test_chance_comes_as_often_as_said() -> None:
    """Never at 0, always at 1, and about a quarter of the time at 0.25."""
    draws = Draws(1)
    assert not any(draws.chance(0) for _ in range(100))
    assert all(draws.chance(1) for _ in range(100))
    assert 2_300 < sum(draws.chance(0.25) for _ in range(10_000)) < 2_700


def test_weights_need_not_sum_to_one() -> None:
    """Each value comes by its weight; one of no weight never comes."""
    draws = Draws(1)
    found = [draws.weighted((("a", 3), ("b", 1), ("c", 0))) for _ in range(4_000)]
    assert 2_850 < found.count("a") < 3_150
    assert "c" not in found


def test_a_curve_keeps_its_quantiles() -> None:
    """Half of all draws lie below the middle quantile, and none outside the ends."""
    draws = Draws(1)
    found = [draws.curve((0, 10, 100)) for _ in range(4_000)]
    assert 0 <= min(found) < 1
    assert 95 < max(found) < 100
    assert 1_850 < sum(number < 10 for number in found) < 2_150


def test_one_of_reaches_every_value() -> None:
    """The first and the last value come too."""
    draws = Draws(1)
    assert {draws.one_of((1, 2, 3)) for _ in range(100)} == {1, 2, 3}
