"""Times from stage to stage: percentiles with those on the way, and the mean of those that came."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.funnel.build import day, entry, followed
from tests.scorecard.build import grouped, measured, won

from alignkit.errors import DocumentError
from alignkit.instants import days
from alignkit.scorecard.metrics import median_time
from alignkit.scorecard.times import PercentileTime, average_time, percentile_time

FOUR = [
    *(entry("mql", 1, "a"), won(3, "a"), entry("mql", 1, "b"), won(5, "b")),
    *(entry("mql", 1, "c"), won(9, "c"), entry("mql", 1, "d")),
]


def test_the_median_is_the_50th() -> None:
    """One metric, whichever way it is written; so their goals have one digest."""
    assert percentile_time(50, "mql", "won") == median_time("mql", "won")
    with pytest.raises(DocumentError, match="median_time"):
        PercentileTime(Fraction(50), "mql", "won")


@pytest.mark.parametrize(("percent", "came"), [(25, 2), (26, 4), (50, 4), (75, 8), (76, None), (100, None)])
def test_by_when_so_many_have_come(percent: int, came: int | None) -> None:
    """Three of four came, after 2, 4 and 8 days: by when 90 of 100 come cannot be told yet."""
    found = measured(percentile_time(percent, "mql", "won"), followed(*FOUR))
    assert found.value == (None if came is None else days(came))
    assert (found.numerator, found.denominator, found.pending) == (3, 4, 1)


@pytest.mark.parametrize(
    ("percent", "lowest", "highest"), [(25, 2, 2), (50, 4, 4), (75, 8, 8), (76, 30, None), (100, 30, None)]
)
def test_what_those_on_the_way_may_make_of_it(percent: int, lowest: int, highest: int | None) -> None:
    """The fourth has been on the way for 30 days: it comes then at the earliest, and never at the latest."""
    found = measured(percentile_time(percent, "mql", "won"), followed(*FOUR))
    assert (found.lowest, found.highest) == (days(lowest), None if highest is None else days(highest))
    nobody = measured(percentile_time(percent, "mql", "won"), followed())
    assert (nobody.lowest, nobody.highest) == (None, None)


def test_a_third_is_a_third() -> None:
    """100/3 per cent of three leads have come with the first of them."""
    found = measured(percentile_time(Fraction(100, 3), "mql", "won"), followed(*FOUR[:6]))
    assert found.value == days(2)


def test_the_average_is_of_those_that_came_in_the_period() -> None:
    """After 2, 4 and 8 days; one that came in February is not January's, whenever it began."""
    old = [entry("mql", -9, "old"), won(1, "old"), entry("mql", 2, "late"), won(40, "late")]
    found = measured(average_time("mql", "won"), followed(*FOUR, *old))
    assert (found.value, found.numerator, found.denominator) == (days(6), 4, 4)
    assert measured(average_time("mql", "won"), followed(*FOUR), day(6)).value == days(3)


def test_a_lead_counts_once() -> None:
    """Won, lost and won again: its first win in the period."""
    events = [entry("mql", 1), won(3), entry("lost", 5), entry("mql", 6), won(9)]
    assert measured(average_time("mql", "won"), followed(*events)).value == days(2)


def test_G01_nobody_came() -> None:
    """Undefined, not 0."""
    for journeys in (followed(), followed(entry("mql", 1))):
        found = measured(average_time("mql", "won"), journeys)
        assert (found.value, found.text, found.numerator) == (None, "–", 0)


def test_wrong_ends() -> None:
    """A lead comes from a stage of the path to a later one."""
    for metric in (average_time("won", "mql"), percentile_time(90, "won", "mql")):
        with pytest.raises(DocumentError) as caught:
            measured(metric, followed())
        assert caught.value.code == "wrong-order"
    with pytest.raises(DocumentError) as refused:
        percentile_time(0, "mql", "won")
    assert refused.value.code == "bad-percent"


def test_groups_add_up() -> None:
    """Each lead is in the group that it had when it came."""
    leads = {lead: {"origin": "paid" if lead in "ab" else "free"} for lead in "abcd"}
    found = grouped(average_time("mql", "won"), followed(*FOUR, leads=leads), "origin")
    assert [(name, part.value, part.numerator) for name, part in found] == [("free", days(8), 1), ("paid", days(3), 2)]
