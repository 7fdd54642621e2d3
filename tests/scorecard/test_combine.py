"""What metrics that are put together come to, and between what they will come out while parts are pending."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from tests.funnel.build import JANUARY, entry, followed
from tests.scorecard.build import FEBRUARY, measured, won

from alignkit.currency import money
from alignkit.errors import DataError
from alignkit.funnel.patterns import entered
from alignkit.history.facts import ExternalFigure
from alignkit.instants import LONGEST_DAYS, days
from alignkit.rules.field import field
from alignkit.scorecard.arithmetic import Operator
from alignkit.scorecard.combine import compute
from alignkit.scorecard.compound import coverage, sales_velocity
from alignkit.scorecard.figure import figure
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.metrics import Metric, conversion, count, external, share, total
from alignkit.scorecard.quantities import Quantity
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.standings import standing
from alignkit.scorecard.times import average_time, percentile_time

EUR, USD = money(6, "EUR"), money(6, "USD")
DAY, HOUR, MICRO = timedelta(days=1), timedelta(hours=1), timedelta(microseconds=1)
MQLS, DEALS = count(entered("mql")), count(entered("won"))
RATE = conversion("mql", "won")
WORTH = total("amount", at=entered("won"))
FOUR = followed(
    *(event for lead in "ab" for event in (entry("mql", 1, lead), won(5, lead, amount=money(30, "EUR")))),
    *(entry("mql", 1, "c"), entry("lost", 9, "c"), entry("mql", 1, "d")),
)
"""Of four leads two were won, one was lost, and one is open: 2 or 3 of 4 convert."""


def half(over: int) -> Fraction:
    """Return so many halves."""
    return Fraction(over, 2)


@pytest.mark.parametrize(
    ("left", "operator", "right", "found"),
    [
        (3, "+", 2, 5),
        (3, "-", 2, 1),
        (EUR, "+", EUR, money(12, "EUR")),
        (EUR, "-", money(7, "EUR"), money(-1, "EUR")),
        (DAY, "+", HOUR, timedelta(hours=25)),
        (DAY, "-", HOUR, timedelta(hours=23)),
        # a bare nothing is nothing of anything
        (0, "+", EUR, EUR),
        (EUR, "+", 0, EUR),
        (0, "-", EUR, money(-6, "EUR")),
        (DAY, "-", 0, DAY),
        (3, "*", 2, 6),
        (3, "*", EUR, money(18, "EUR")),
        (EUR, "*", 3, money(18, "EUR")),
        (3, "*", DAY, days(3)),
        (DAY, "*", half(1), timedelta(hours=12)),
        (3, "/", 2, half(3)),
        (EUR, "/", 4, money("1.5", "EUR")),
        (EUR, "/", money(4, "EUR"), half(3)),
        (DAY, "/", 2, timedelta(hours=12)),
        (DAY, "/", HOUR, 24),
        (3, "/", EUR, half(1)),
        # over a span: for each day of it
        (3, "/", days(2), half(3)),
        (3, "/", HOUR, 72),
        (EUR, "/", days(2), money(3, "EUR")),
        # divided by nothing, and of what is undefined, there is nothing to tell
        (3, "/", 0, None),
        (EUR, "/", money(0, "USD"), None),
        (DAY, "/", timedelta(0), None),
        (None, "+", 2, None),
        (2, "*", None, None),
        (None, "/", None, None),
    ],
    ids=repr,
)
def test_two_quantities(left: Quantity, operator: Operator, right: Quantity, found: Quantity) -> None:
    """Exactly, in the kind and the currency that follows."""
    assert compute(operator, left, right) == found


def test_time_comes_out_to_the_microsecond() -> None:
    """The nearest one; up to a hundred years, on either side of now."""
    assert compute("*", MICRO, Fraction(7, 4)) == MICRO * 2
    assert compute("/", MICRO * 5, Fraction(4)) == MICRO
    longest = timedelta(days=LONGEST_DAYS)
    assert compute("+", longest - DAY, DAY) == longest
    assert compute("-", timedelta(0), longest) == -longest
    for operator, left in (("+", longest), ("-", -longest)):
        with pytest.raises(DataError) as caught:
            compute(operator, left, MICRO)  # type: ignore[arg-type]  # one of four
        assert str(caught.value) == "too-large: a span of time is at most 36600 days"


@pytest.mark.parametrize(
    ("left", "operator", "right", "told"),
    [
        (EUR, "+", USD, "mixed-currencies: 6 EUR and 6 USD cannot be put together without a stated rate"),
        (EUR, "/", USD, "mixed-currencies: 6 EUR and 6 USD cannot be put together without a stated rate"),
        (3, "-", EUR, "unlike-kinds: 3 cannot be put together with 6 EUR"),
        (EUR, "+", DAY, "unlike-kinds: 6 EUR cannot be put together with 1 day"),
        (EUR, "*", USD, "unlike-kinds: 6 EUR cannot be multiplied by 6 USD"),
        (timedelta(0), "+", 3, "unlike-kinds: 0 seconds cannot be put together with 3"),
        (DAY, "*", EUR, "unlike-kinds: 1 day cannot be multiplied by 6 EUR"),
        (DAY, "/", EUR, "unlike-kinds: 1 day cannot be divided by 6 EUR"),
    ],
    ids=repr,
)
def test_what_does_not_go_together(left: Quantity, operator: Operator, right: Quantity, told: str) -> None:
    """Each refusal names both."""
    with pytest.raises(DataError) as caught:
        compute(operator, left, right)
    assert str(caught.value) == told


# while something is pending


@pytest.mark.parametrize(
    ("metric", "value", "lowest", "highest"),
    [
        (RATE, half(1), half(1), Fraction(3, 4)),
        (RATE + 1, half(3), half(3), Fraction(7, 4)),
        (1 - RATE, half(1), Fraction(1, 4), half(1)),
        (RATE - Fraction(1, 4), Fraction(1, 4), Fraction(1, 4), half(1)),
        (RATE * 100, 50, 50, 75),
        (-2 * RATE, -1, Fraction(-3, 2), -1),
        (RATE / 2, Fraction(1, 4), Fraction(1, 4), Fraction(3, 8)),
        (3 / RATE, 6, 4, 6),
        (RATE * MQLS, 2, 2, 3),
        (RATE * RATE, Fraction(1, 4), Fraction(1, 4), Fraction(9, 16)),
        (RATE / RATE, 1, Fraction(2, 3), half(3)),
        ((RATE - 1) * RATE, Fraction(-1, 4), Fraction(-3, 8), Fraction(-1, 8)),
        (RATE * money(8, "EUR"), money(4, "EUR"), money(4, "EUR"), money(6, "EUR")),
        (average_time("mql", "won") * RATE, days(2), days(2), days(3)),
        # between below and above nothing nobody can divide
        (1 / (RATE - Fraction(5, 8)), -8, None, None),
        (1 / (RATE - half(1)), None, None, None),
        (1 / (RATE - Fraction(3, 4)), -4, None, None),
        (1 / (RATE - 1), -2, -4, -2),
    ],
    ids=repr,
)
def test_what_is_pending_gives_bounds(
    metric: Metric, value: Quantity, lowest: Quantity | None, highest: Quantity | None
) -> None:
    """A rate of 1/2 that may come to 3/4, and all that is made of it."""
    found = measured(metric, FOUR)
    assert (found.value, found.lowest, found.highest) == (value, lowest, highest)


def test_a_figure_tells_all_that_it_was_made_of() -> None:
    """Its parts, and what is unknown and pending of them together."""
    big = count(entered("mql"), where=field("size") >= 50)
    fits = share(field("size") >= 50, among=entered("won"))
    metric = (big + 1) * (RATE + fits)
    found = measured(metric, FOUR)
    parts = (measured(big + 1, FOUR), measured(RATE + fits, FOUR))
    assert found == Figure(
        metric,
        JANUARY,
        FEBRUARY,
        half(1),
        unknown=6,
        pending=1,
        lowest=half(1),
        highest=Fraction(3, 4),
        parts=parts,
    )
    assert parts[1].parts == (measured(RATE, FOUR), measured(fits, FOUR))


def test_a_part_without_bounds_leaves_none() -> None:
    """While the window of all is open, the rate is undefined, and bounded all the same; nothing at all is neither."""
    early = measured(conversion("mql", "won", within=days(60)) * 4, FOUR)
    assert (early.value, early.lowest, early.highest, early.pending) == (None, 2, 4, 4)
    nothing = measured(RATE * MQLS, followed())
    assert (nothing.value, nothing.lowest, nothing.highest) == (None, None, None)
    one = measured(RATE + share(entered("live"), among=entered("live")), FOUR)
    assert (one.value, one.lowest, one.highest, one.pending) == (None, None, None, 1)
    # by when three of four have come is known only from below: the one that is open may never come
    late = measured(percentile_time(75, "mql", "won") + days(1), FOUR)
    assert (late.parts[0].lowest, late.parts[0].highest) == (days(30), None)
    assert (late.value, late.lowest, late.highest, late.pending) == (None, None, None, 1)


# coverage and velocity


def test_the_bounds_of_a_coverage() -> None:
    """Of 10 deals 2 or 3 are reached: what stands open covers 8 or 7 of them; of a target of 3, perhaps nothing."""
    open_ = standing("won", "lost")
    reached = RATE * MQLS
    covered = measured(coverage(open=open_, target=10, reached=reached), FOUR)
    assert (covered.value, covered.lowest, covered.highest) == (Fraction(3, 8), Fraction(3, 8), Fraction(3, 7))
    assert measured(coverage(open=open_, target=6), FOUR).lowest == half(1)
    nearly = measured(coverage(open=open_, target=3, reached=reached), FOUR)
    assert (nearly.value, nearly.lowest, nearly.highest) == (3, None, None)
    barely = measured(coverage(open=open_, target=4, reached=reached), FOUR)
    assert (barely.value, barely.lowest, barely.highest) == (half(3), half(3), 3)
    for target in (2, 1):
        gone = measured(coverage(open=open_, target=target, reached=reached), FOUR)
        assert (gone.value, gone.lowest, gone.highest) == (None, None, None)
    unknown = measured(coverage(open=open_, target=2, reached=RATE * MQLS), followed())
    assert (unknown.value, unknown.lowest, unknown.pending) == (None, None, 0)


def test_the_bounds_of_sales_velocity() -> None:
    """4 leads × 1/2 to 3/4 × 30 EUR ÷ 4 days; without any deal it is undefined, and so are its bounds."""
    metric = sales_velocity("amount", opportunity="mql")
    found = measured(metric, FOUR)
    assert [part.value for part in found.parts] == [4, half(1), money(30, "EUR"), days(4)]
    assert (found.value, found.lowest, found.highest) == (money(15, "EUR"), money(15, "EUR"), money("22.5", "EUR"))
    nobody = measured(metric, followed(entry("mql", 1)))
    assert (nobody.value, nobody.lowest, nobody.highest, nobody.pending) == (None, None, None, 1)
    nothing = measured(metric, followed())
    assert (nothing.value, nothing.lowest, nothing.highest, nothing.pending) == (None, None, None, 0)
    at_once = measured(metric, followed(entry("mql", 3), won(3, amount=5)))
    assert (at_once.value, at_once.lowest, at_once.highest) == (None, None, None)


def test_constants_are_told_in_the_agreed_currency() -> None:
    """A target of 240 USD at a half is 120 EUR: on either side, in the value and in the bounds."""
    rates = Rates("EUR", {"USD": "0.5"}, on=date(2026, 1, 1))
    nps = ExternalFigure("nps", 2, FEBRUARY - DAY)

    def found(metric: Metric) -> tuple[Quantity | None, Quantity | None, Quantity | None]:
        made = figure(metric, FOUR, period=JANUARY, as_of=FEBRUARY, rates=rates, figures=[nps])
        return made.value, made.lowest, made.highest

    euros = money(60, "EUR")
    assert found(WORTH - money(240, "USD")) == (euros * -1, euros * -1, euros * -1)
    assert found(money(240, "USD") - WORTH) == (euros, euros, euros)
    assert found(RATE * money(240, "USD")) == (euros, euros, money(90, "EUR"))
    assert found(coverage(open=WORTH, target=money(240, "USD"))) == (half(1), half(1), half(1))
    assert found(coverage(open=WORTH, target=money(240, "USD"), reached=WORTH)) == (1, 1, 1)
    assert found(external("nps") * 2 + 1) == (5, 5, 5)
    assert measured(WORTH + money(1, "EUR"), FOUR).value == money(61, "EUR")
