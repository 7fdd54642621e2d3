"""Laws of the rotation of coaching pairs."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st

from alignkit.together.rotate import pairs
from alignkit.together.rotations import Rotation

teams = st.tuples(st.integers(1, 6), st.integers(1, 6)).map(
    lambda sizes: ([f"m{n}" for n in range(sizes[0])], [f"s{n}" for n in range(sizes[1])])
)


@st.composite
def rotations(draw: st.DrawFn, *, absences: bool = True) -> tuple[Rotation, dict[int, set[str]]]:
    """Draw teams, rounds and who is away, and plan them."""
    ours, theirs = draw(teams)
    rounds = draw(st.integers(1, 16))
    away: dict[int, set[str]] = {}
    if absences:
        names = st.sets(st.sampled_from([*ours, *theirs]), max_size=3)
        away = draw(st.dictionaries(st.integers(1, rounds), names, max_size=5))
    return pairs(ours, theirs, rounds=rounds, absent=away), away


@given(rotations())
def test_nobody_meets_a_partner_again_before_having_met_all(drawn: tuple[Rotation, dict[int, set[str]]]) -> None:
    """All who were there all the while: somebody who missed a round in between is not waited for."""
    found, away = drawn
    for mine, others in ((found.marketing, found.sales), (found.sales, found.marketing)):
        for person in mine:
            partners = found.partners(person)
            for later, partner in enumerate(partners):
                if partner is None or partner not in partners[:later]:
                    continue
                earlier = max(place for place in range(later) if partners[place] == partner)
                met = set(partners[earlier + 1 : later])
                missed = set().union(*(away.get(number + 1, set()) for number in range(earlier + 1, later + 1)))
                assert set(others) - {partner} <= met | missed


@given(rotations(absences=False))
def test_without_absences_each_cycle_is_complete(drawn: tuple[Rotation, dict[int, set[str]]]) -> None:
    """Everybody of the smaller team meets somebody in every round, and counts differ by at most one."""
    found, _ = drawn
    for round_ in found.rounds:
        assert len(round_.pairs) == min(len(found.marketing), len(found.sales))
    counts = found.counts.values()
    assert max(counts) - min(counts) <= 1
    whole = len(found.rounds) // found.cycle
    assert min(counts) >= whole
    if len(found.rounds) % found.cycle == 0:
        assert set(counts) == {whole}


@given(rotations())
def test_everybody_stands_in_a_round_once(drawn: tuple[Rotation, dict[int, set[str]]]) -> None:
    """In a pair, resting, or away."""
    found, away = drawn
    for round_ in found.rounds:
        paired = [name for pair in round_.pairs for name in pair]
        assert sorted([*paired, *round_.resting, *round_.absent]) == sorted([*found.marketing, *found.sales])
        assert set(round_.absent) == away.get(round_.number, set())
        assert all(first in found.marketing and second in found.sales for first, second in round_.pairs)


@given(rotations(), st.randoms())
@settings(max_examples=50)
def test_the_order_of_names_does_not_matter(drawn: tuple[Rotation, dict[int, set[str]]], random: object) -> None:
    """Nor does the order in which absences are told."""
    found, away = drawn
    ours, theirs = list(found.marketing), list(found.sales)
    random.shuffle(ours)  # type: ignore[attr-defined]  # hypothesis draws a random.Random
    random.shuffle(theirs)  # type: ignore[attr-defined]  # the same
    shuffled = dict(sorted(away.items(), reverse=True))
    assert pairs(ours, theirs, rounds=len(found.rounds), absent=shuffled) == found


@given(rotations())
def test_nobody_sits_idle_who_could_meet(drawn: tuple[Rotation, dict[int, set[str]]]) -> None:
    """Two who rest in one round may not have met yet: then they would have met."""
    found, _ = drawn
    met: set[tuple[str, str]] = set()
    for round_ in found.rounds:
        idle = [(first, second) for first in found.marketing for second in found.sales
                if first in round_.resting and second in round_.resting]  # fmt: skip
        assert all(pair in met for pair in idle)
        met |= set(round_.pairs)
