"""The sentences of a bridge: each one whole, with one and many, more and less, numbers, deals and money."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.funnel.build import JANUARY, day
from tests.scorecard.test_bridge import came, january

from alignkit.currency import Money, money
from alignkit.exact import Number
from alignkit.scorecard.bridge import bridge, bridge_between
from alignkit.scorecard.bridges import Bridge
from alignkit.scorecard.factors import Factor, FlowPlan
from alignkit.scorecard.say_bridge import told_apart

SALES = ("sale", "sales")


def changed(planned: Number | Money, actual: Number | Money, things: tuple[str, str] = ("", "")) -> Bridge:
    """Make a bridge of one factor."""
    return bridge_between({"reach": planned}, {"reach": actual}, things=things)


# the gap


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (changed(2, 2), "As planned: 2"),
        (changed(1, 1, SALES), "As planned: 1 sale"),
        (changed(0, 0, SALES), "As planned: 0 sales"),
        (changed(money("33.333", "EUR"), money("33.333", "EUR")), "As planned: 33.33 EUR"),
        (changed(2, 1), "1 less than planned (1 of 2)"),
        (changed(2, 1, SALES), "1 sale fewer than planned (1 of 2)"),
        (changed(3, 1, SALES), "2 sales fewer than planned (1 of 3)"),
        (changed(2, 3, SALES), "1 sale more than planned (3 of 2)"),
        (changed(2, 3), "1 more than planned (3 of 2)"),
        (changed(2, 2.5, SALES), "0.5 sales more than planned (2.5 of 2)"),
        (changed(2, 1.5, SALES), "0.5 sales fewer than planned (1.5 of 2)"),
        (changed(money(2, "EUR"), money("1.95", "EUR")), "0.05 EUR less than planned (1.95 of 2)"),
        (changed(money(2, "EUR"), money(3, "EUR")), "1 EUR more than planned (3 of 2)"),
        # what is less than a step is not told as planned exactly
        (bridge_between({"a": 2}, {"a": 1}, unit=5, things=SALES), "About as planned: 1 sale (planned 2)"),
        (changed(money(1000, "EUR"), money("1000.4", "EUR")), "About as planned: 1,000.4 EUR (planned 1,000)"),
    ],
)
def test_the_gap(found: Bridge, sentence: str) -> None:
    """How far, in which direction, and what of what: sales are fewer, money and numbers are less."""
    assert found.sentence == sentence


def test_what_is_larger_is_said_first() -> None:
    """Of a surplus what is additional, even of a surplus of one; of a shortfall, and of none, what is missing."""
    planned = FlowPlan({"mql": 10, "sal": 5, "won": 2})
    assert january(planned, came(8, 6, 3)).sentence == "1 deal more than planned (3 of 2): 2 additional, 1 missing"
    assert january(planned, came(10, 6, 2)).sentence == "As planned: 2 deals"
    assert january(planned, came(10, 10, 2)).sentence == "As planned: 2 deals; 2 missing, 2 additional"
    assert january(planned, came(30, 5, 1)).sentence == "1 deal fewer than planned (1 of 2): 3 missing, 2 additional"


def test_in_the_unit_that_was_asked_for() -> None:
    """Thousandths, where people count in them; hundreds, where smaller parts would not be believed."""
    found = bridge_between({"reach": 2}, {"reach": 1.875}, unit=0.001, things=("hour", "hours"))
    assert found.sentence == "0.125 hours fewer than planned (1.875 of 2)"
    assert found.sentences == ("All 0.125 missing hours: reach lower than planned (1.88, planned 2)",)
    coarse = bridge_between({"reach": 1180}, {"reach": 849}, unit=100, things=SALES)
    assert coarse.sentence == "400 sales fewer than planned (800 of 1,200)"


def test_before_the_end_of_the_period() -> None:
    """What is still open is told as being so far, whether it is as planned or not."""
    planned = FlowPlan({"mql": 10, "won": 2})

    def sentence(won: int) -> str:
        return bridge(planned, came(10, 10, won), period=JANUARY, as_of=day(20)).sentence

    assert sentence(2) == "As planned so far: 2 deals"
    assert sentence(1) == "1 deal fewer than planned so far (1 of 2)"
    assert sentence(3) == "1 deal more than planned so far (3 of 2)"


# its parts


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (changed(2, 2), "As planned: reach (2)"),
        (changed(money(5, "EUR"), money(5, "EUR")), "As planned: reach (5 EUR)"),
        (changed(3, 1), "All missing 2: reach lower than planned (1, planned 3)"),
        (changed(1, 3), "All additional 2: reach higher than planned (3, planned 1)"),
        (changed(2, 1), "All missing 1: reach lower than planned (1, planned 2)"),
        (changed(2, 1, SALES), "The one missing sale: reach lower than planned (1, planned 2)"),
        (changed(2, 3, SALES), "The one additional sale: reach higher than planned (3, planned 2)"),
        (changed(4, 2, SALES), "All 2 missing sales: reach lower than planned (2, planned 4)"),
        (changed(1, 1.5, SALES), "All 0.5 additional sales: reach higher than planned (1.5, planned 1)"),
        (changed(1, 1.001, SALES), "Less than 0.01 sales: reach higher than planned (1.001, planned 1)"),
        (
            changed(money(2, "EUR"), money(1, "EUR")),
            "All missing 1 EUR: the reach was lower than planned (1 EUR, planned 2 EUR)",
        ),
        (
            changed(money(1, "EUR"), money("1.5", "EUR")),
            "All additional 0.5 EUR: the reach was higher than planned (1.5 EUR, planned 1 EUR)",
        ),
        (
            changed(money(1, "EUR"), money("1.004", "EUR")),
            "Less than 0.01 EUR: the reach was higher than planned (1.004 EUR, planned 1 EUR)",
        ),
        (
            changed(money(1000, "EUR"), money("1000.4", "EUR")),
            "Less than 1 EUR: the reach was higher than planned (1,000.4 EUR, planned 1,000 EUR)",
        ),
    ],
)
def test_one_part(found: Bridge, sentence: str) -> None:
    """It is all of what is missing or additional, and one sale is one."""
    assert found.sentences == (sentence,)


def test_several_parts() -> None:
    """Each says how much of the missing, or of the additional, it is; the sums are of those of its own sign.

    a: −2 × (100 ÷ 3 + (9 × 10 + 10 × 12) ÷ 6 + 9 × 12 ÷ 3) = −208.67, b: −98.67, c: +171.33. Of the three, which lose
    alike by being rounded, the first is rounded up.
    """
    planned = {"a": 10, "b": 10, "c": 10}
    found = bridge_between(planned, {"a": 8, "b": 9, "c": 12}, things=SALES)
    assert found.sentence == "136 sales fewer than planned (864 of 1,000): 307 missing, 171 additional"
    assert found.sentences == (
        "208 of the 307 missing sales: a lower than planned (8, planned 10)",
        "99 of the 307 missing sales: b lower than planned (9, planned 10)",
        "All 171 additional sales: c higher than planned (12, planned 10)",
    )


def test_what_there_was_fewer_or_more_of() -> None:
    """A factor may say what there was fewer of, for every hundred of what; a rate that came is told so, too."""
    named = Factor("rate", 0.5, title="win rate", says="deals were won", per="at sal")
    plain = Factor("leads", 100, says="leads came")
    found = bridge_between([plain, named], {"leads": 80, "rate": 0.75}, things=SALES)
    assert found.sentences == (
        "All 12 missing sales: fewer leads came than planned (80, planned 100)",
        "All 22 additional sales: more deals were won than planned (75 for every 100 at sal, planned 50)",
    )
    rate = Factor("rate", Fraction(1, 3), title="win rate", per="at sal")
    third = bridge_between([rate], {"rate": 0})
    assert third.sentences[0].endswith(": win rate lower than planned (0, planned 33)")
    met = bridge_between([rate], {"rate": Fraction(1, 3)}).sentences[0]
    assert met == "As planned: win rate (33 for every 100 at sal)"


# numbers apart


@pytest.mark.parametrize(
    ("value", "other", "per", "told"),
    [
        (2, 3, None, ("2", "3")),
        (0.125, 3, None, ("0.12", "3")),
        (0.333, 0.334, None, ("0.333", "0.334")),
        (0.5, 0.334, None, ("0.5", "0.33")),
        (0.334, 0.331, "at sal", ("33.4", "33.1")),
        (0.5, 0.334, "at sal", ("50", "33")),
        (999.25, 2000.25, None, ("999.25", "2,000.25")),
        (1000, 1001.25, None, ("1,000", "1,001")),
        (1000, 1000.4, None, ("1,000", "1,000.4")),
        (1.000001, 1.000002, None, ("1.000001", "1.000002")),
        (0.9999999, 1, None, ("almost 1", "1")),
        (0.749999999999, 0.75, "at sal", ("almost 75", "75")),
        (1.0000000001, 1, None, ("just over 1", "1")),
    ],
)
def test_as_few_decimals_as_tell_numbers_apart(
    value: float, other: float, per: str | None, told: tuple[str, str]
) -> None:
    """Two decimals, none from 1,000 on or of a hundred; more where that would make two numbers one, and six at most."""
    assert told_apart(Fraction(str(value)), Fraction(str(other)), per) == told
