from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings, strategies as st

from alignkit.rules.otherwise import search as module
from alignkit.rules.otherwise.circuits import Choice, Option, Sum, Table, run
from alignkit.rules.otherwise.search import Found, search


def choice(*prices: int) -> Choice:
    """Return a choice of which each option is one change, at these prices."""
    return Choice("x", (Option(0), *(Option(number, "", 1, price) for number, price in enumerate(prices, 1))))


def events(count: int) -> Choice:
    """Return a choice of so many more events."""
    return Choice("", (Option(()), *(Option((number,), "", number, number) for number in range(1, count + 1))))


def adding(need: int, *worths: tuple[int, ...]) -> list[Sum]:
    """Return one gate over tables."""
    return [Sum(0, tuple(Table(place, worth) for place, worth in enumerate(worths)), (), need=need)]


# each two lack a little: nothing but three will do, which no bound foresees
TRAP = [
    Sum(0, (Table(0, (0, 1)), Table(1, (0, 1))), (), need=1),
    Sum(0, (Table(2, (0, 1)), Table(3, (0, 1)), Table(0, (0, -1)), Table(1, (0, -1))), (), need=1),
    Sum(0, (), ((1, 0), (1, 1)), need=2),
]


def test_nothing_is_needed_or_nothing_suffices() -> None:
    """No sets are looked at then."""
    assert search(adding(0, (0, 1)), [choice(1)])[:3] == ((), 0, 0)
    assert search(adding(2, (0, 1)), [choice(1)])[:3] == (None, 0, 0)
    assert search([Sum(1, (), (), need=1)], [])[:3] == ((), 0, 0)
    assert search([Sum(0, (), (), need=1)], [])[:3] == (None, 0, 0)


def test_the_fewest_then_the_cheapest_then_the_first() -> None:
    """In that order."""
    assert search(adding(5, (0, 3), (0, 3), (0, 5)), [choice(1), choice(1), choice(9)]).taken == ((2, 1),)
    assert search(adding(5, (0, 5), (0, 5), (0, 5)), [choice(5), choice(3), choice(3)]).taken == ((1, 1),)
    assert search(adding(6, (0, 3), (0, 3), (0, 3)), [choice(1), choice(2), choice(1)]).taken == ((0, 1), (2, 1))
    assert search(adding(5, (0, 6, 5)), [choice(2, 1)]).taken == ((0, 2),)
    assert search(adding(5, (0, 6, 5)), [choice(1, 2)]).taken == ((0, 1),)


def test_events_count_one_by_one() -> None:
    """Two more events are two changes, and one field is fewer."""
    assert search(adding(4, (0, 2, 4), (0, 4)), [events(2), choice(9)]).taken == ((1, 1),)
    assert search(adding(4, (0, 2, 4), (0, 3)), [events(2), choice(9)]).taken == ((0, 2),)
    assert search(adding(5, (0, 2, 4), (0, 3)), [events(2), choice(9)]).taken == ((0, 1), (1, 1))
    assert search(adding(7, (0, 2, 4), (0, 3)), [events(2), choice(9)]).taken == ((0, 2), (1, 1))
    # the first two are worth nothing alone
    assert search(adding(4, (0, 0, 0, 4), (0, 2), (0, 2)), [events(3), choice(1), choice(1)]).least == 2
    assert search(adding(4, (0, 0, 0, 4), (0, 2)), [events(3), choice(1)]).taken == ((0, 3),)


def test_caps_bound_what_parts_add() -> None:
    """A part at its cap helps no more."""
    part = Sum(0, (Table(0, (0, 9)), Table(1, (0, 9))), (), most=9)
    whole = Sum(0, (Table(2, (0, 5)),), ((1, 0),), need=14)
    assert search([part, whole], [choice(1), choice(1), choice(1)]).taken == ((0, 1), (2, 1))
    assert search([part, whole._replace(need=15)], [choice(1), choice(1), choice(1)])[:3] == (None, 0, 0)


def test_a_floor_hides_what_is_lacking() -> None:
    """Below it a gain shows late."""
    part = Sum(-9, (Table(0, (0, 9)), Table(1, (0, 9))), (), least=0)
    whole = Sum(0, (), ((1, 0),), need=9)
    assert search([part, whole], [choice(1), choice(1)]).taken == ((0, 1), (1, 1))


def test_the_least_that_is_needed_is_told() -> None:
    """Also beyond what is looked for."""
    many = [(0, 1)] * 30
    assert search(adding(20, *many), [choice(1)] * 30).least == 20
    assert search(adding(21, *many), [choice(1)] * 30)[:3] == (None, 0, 21)
    assert search(adding(20, *many), [choice(1)] * 30).helpful == frozenset(range(30))
    assert search(adding(1, (0, 1), (0, -1)), [choice(1)] * 2).helpful == frozenset({0})


def test_what_nothing_serves_is_told_as_such() -> None:
    """What one change gives at one place it takes at another; fields that do not help at all are no more ways."""
    torn = [Sum(0, (Table(0, (0, 1)),), (), need=1), Sum(1, (Table(0, (0, -1)),), (), need=1)]
    both = [*torn, Sum(0, (), ((1, 0), (1, 1)), need=2)]
    assert search(both, [choice(1), *[choice()] * 30])[:3] == (None, 2, 0)


def test_a_search_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many sets, or so many terms; then a set that serves is sought without looking for the smallest."""
    whole = search(TRAP, [choice(1)] * 4)
    assert (whole.taken, whole.least, whole.stopped) == (((0, 1), (2, 1), (3, 1)), 3, False)
    for name in ("MOST_SETS", "MOST_WORK"):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, 3)
            stopped = search(TRAP, [choice(1)] * 4)
            assert stopped.stopped
            assert stopped.sets <= 3
            assert stopped.least == 2
            if stopped.taken is not None:
                assert serves(TRAP, 4, stopped)
    for terms, sets in ((10, 0), (11, 1), (21, 1), (22, 2)):  # six tables, two sums in a sum, three sums
        monkeypatch.setattr(module, "MOST_WORK", terms)
        assert (search(TRAP, [choice(1)] * 4).sets, terms) == (sets, terms)


@pytest.mark.parametrize(
    ("worths", "prices", "need", "taken"),
    [
        # what adds most is taken first, in the option that lacks least, then the cheapest; what is then needless goes
        ([(0, 2), (0, 5), (0, 3)], [(1,), (1,), (1,)], 7, ((1, 1), (2, 1))),
        ([(0, 2, 4), (0, 1)], [(1, 2), (1,)], 4, ((0, 2),)),
        ([(0, 4, 4), (0, 1)], [(2, 1), (1,)], 4, ((0, 2),)),
        # one change that suffices is better than two, and two that suffice than one that leads nowhere
        ([(0, 2, 4), (0, 2)], [(1, 2), (1,)], 4, ((0, 2),)),
        ([(0, 1, 3), (0, 2)], [(1, 2), (1,)], 5, ((0, 2), (1, 1))),
        ([(0, 4), (0, 4)], [(1,), (1,)], 4, ((0, 1),)),
        ([(0, 3), (0, 3), (0, 4)], [(1,), (1,), (1,)], 6, ((0, 1), (2, 1))),
    ],
)
def test_some_set_where_the_smallest_is_not_sought(  # noqa: PLR0917 - the columns of a table
    monkeypatch: pytest.MonkeyPatch,
    worths: list[tuple[int, ...]],
    prices: list[tuple[int, ...]],
    need: int,
    taken: tuple[tuple[int, int], ...],
) -> None:
    """Taken greedily."""
    monkeypatch.setattr(module, "MOST_SETS", 0)
    found = search(adding(need, *worths), [choice(*some) for some in prices])
    assert (found.taken, found.sets, found.stopped) == (taken, 0, True)


def test_a_greedy_set_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty changes, not one more; and none if it leads nowhere."""
    monkeypatch.setattr(module, "MOST_SETS", 0)
    assert len(search(adding(20, *[(0, 1)] * 30), [choice(1)] * 30).taken or ()) == 20
    monkeypatch.setattr(module, "MOST_CHANGES", 19)
    assert search(adding(19, *[(0, 1)] * 30), [choice(1)] * 30).taken is not None
    monkeypatch.setattr(module, "MOST_CHANGES", 2)
    assert search(TRAP, [choice(1)] * 4).taken is None
    spoilt = [Sum(0, (Table(0, (0, 5)),), (), need=5), Sum(1, (Table(0, (0, -1)),), (), need=1)]
    both = [*spoilt, Sum(0, (Table(1, (0, 0)),), ((1, 0), (1, 1)), need=2)]
    assert search(both, [choice(1), choice(1)]).taken is None


def test_a_greedy_set_avoids_what_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three points at once, of which one is lacking then and cannot be had; two and two are enough."""
    monkeypatch.setattr(module, "MOST_SETS", 0)
    part = Sum(0, (Table(0, (0, -9, 0)), Table(1, (0, 2))), (), least=0)
    whole = Sum(0, (Table(0, (0, 3, 2)),), ((1, 0),), need=4)
    assert search([part, whole], [choice(1, 1), choice(1)]).taken == ((0, 2), (1, 1))


def serves(sums: list[Sum], choices: int, found: Found) -> bool:
    """Say whether what was found makes the last sum 1."""
    state = [0] * choices
    for place, number in found.taken or ():
        state[place] = number
    return run(sums, state)[-1] == 1


numbers = st.integers(-4, 5)


@st.composite
def circuits(draw: st.DrawFn) -> tuple[list[Sum], list[Choice]]:
    """Draw gates and bounded parts over up to four choices, of which one may be events."""
    choices = [
        choice(*draw(st.lists(st.integers(0, 3), min_size=1, max_size=2))) for _ in range(draw(st.integers(1, 3)))
    ]
    if draw(st.booleans()):
        choices.append(events(3))
    sums: list[Sum] = []
    for _ in range(draw(st.integers(1, 4))):
        picked = draw(st.lists(st.integers(0, len(choices) - 1), unique=True, max_size=4))
        tables = tuple(
            Table(place, (0, *(draw(numbers) for _ in choices[place].options[1:])))  # events need not add evenly
            for place in picked
        )
        below = draw(st.lists(st.integers(0, max(0, len(sums) - 1)), unique=True, max_size=2)) if sums else []
        inner = tuple((draw(st.integers(1, 3)), place) for place in below)
        shape = draw(st.sampled_from(({"need": 2}, {"need": 4}, {"most": 3}, {"least": 1}, {})))
        sums.append(Sum(draw(numbers), tables, inner, **shape))
    last = len(sums) - 1
    sums.append(Sum(0, (), tuple((1, place) for place in range(last + 1)), need=draw(st.integers(1, 8))))
    return sums, choices


@settings(max_examples=300)
@given(circuits())
def test_no_smaller_nor_cheaper_set_is_missed(drawn: tuple[list[Sum], list[Choice]]) -> None:
    """What trying every set finds: as few changes, at as low a price."""
    sums, choices = drawn
    found = search(sums, choices)
    best: tuple[int, int] | None = None
    for state in product(*(range(len(one.options)) for one in choices)):
        if run(sums, list(state))[-1] == 1:
            options = [one.options[number] for one, number in zip(choices, state, strict=True)]
            cost = (sum(option.changes for option in options), sum(option.price for option in options))
            best = cost if best is None else min(best, cost)
    if found.taken is None:
        assert best is None
        return
    assert serves(sums, len(choices), found)
    taken = [choices[place].options[number] for place, number in found.taken]
    assert best == (sum(option.changes for option in taken), sum(option.price for option in taken))
    assert found.least == best[0]


@settings(max_examples=100)
@given(circuits())
def test_a_stopped_search_still_tells_the_truth(drawn: tuple[list[Sum], list[Choice]]) -> None:
    """What it gives serves, and nothing in it is needless."""
    sums, choices = drawn
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "MOST_SETS", 1)
        found = search(sums, choices)
    if found.taken:
        assert serves(sums, len(choices), found)
        for fewer in combinations(found.taken, len(found.taken) - 1):
            assert not serves(sums, len(choices), found._replace(taken=fewer)) or not found.stopped
