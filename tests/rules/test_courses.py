"""Courses: what held over time."""

from __future__ import annotations

from hypothesis import given, strategies as st

from alignkit.rules.courses import Course, add, joined, summed


def test_a_value_holds_from_its_instant_on() -> None:
    """At the instant itself it is the new one; before all, the first."""
    course = Course((10, 20), ("cold", "warm"))
    assert [course.at(instant) for instant in (-5, 10, 19, 20, 99)] == ["cold", "cold", "cold", "warm", "warm"]


def test_equal_neighbours_are_one() -> None:
    """What changed and came out the same is no change."""
    assert joined((0, 1, 2, 3), (5, 5, 6, 6)) == Course((0, 2), (5, 6))
    assert Course((0, 1), (5, 6)).mapped(lambda points: points >= 5) == Course((0,), (True,))


def test_a_sum_of_nothing_is_nothing() -> None:
    """A sum begins at its start, whether anything happens there or not."""
    assert summed({}, 7) == Course((7,), (0,))
    assert summed({9: 1, 12: -1}, 7) == Course((7, 9, 12), (0, 1, 0))
    assert summed({7: 3, 9: 0}, 7) == Course((7,), (3,))


walks = st.dictionaries(st.integers(1, 20), st.integers(-3, 3), max_size=8)


@given(st.lists(walks, max_size=4))
def test_a_sum_of_courses_is_the_sum_at_every_instant(parts: list[dict[int, int]]) -> None:
    """Courses add up instant by instant."""
    courses = [summed(part, 0) for part in parts]
    changes: dict[int, int] = {}
    for course in courses:
        add(changes, course)
    total = summed(changes, 0)
    assert all(total.at(instant) == sum(course.at(instant) for course in courses) for instant in range(22))
