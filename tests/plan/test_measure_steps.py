"""Rates, lags and the value of a deal, measured in what happened."""

from __future__ import annotations

import copy
import pickle
from datetime import timedelta
from fractions import Fraction

import attrs
import pytest
from tests.funnel.build import END, JANUARY, day, entry, followed
from tests.plan.build import codes

from alignkit.currency import Money, money
from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.convert import cohort_conversion
from alignkit.funnel.journeys import Journeys
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.instants import days
from alignkit.plan.measure_steps import DealValue, measured_steps, measured_value


def four() -> Journeys:
    """Follow four MQLs: two come to SAL after 2 and 6 days, one is lost, one is on the way."""
    return followed(
        *(entry("mql", 1, f"L{number}") for number in range(1, 5)),
        entry("sal", 3, "L1"),
        entry("sal", 7, "L2"),
        entry("lost", 4, "L3"),
    )


def test_rates_are_the_cohorts() -> None:
    """Of four, two came: counts and not only a share, since the range depends on them."""
    (step,) = measured_steps(four(), ["mql", "sal"], period=JANUARY, as_of=END)
    assert (step.start, step.end, step.converted, step.of) == ("mql", "sal", 2, 4)


def test_the_lag_is_the_median_of_those_that_come() -> None:
    """Fewer than half of all came, and half of those that come do so within two days."""
    (step,) = measured_steps(four(), ["mql", "sal"], period=JANUARY, as_of=END)
    assert step.lag == days(2)


def test_with_a_window_only_closed_ones_count() -> None:
    """After 5 days, one of four has come within 4 days and all windows are closed; one came too late."""
    (step,) = measured_steps(four(), ["mql", "sal"], period=JANUARY, as_of=day(8), within=days(4))
    assert (step.converted, step.of, step.lag) == (1, 4, days(2))
    (step,) = measured_steps(four(), ["mql", "sal"], period=JANUARY, as_of=day(4), within=days(4))
    assert (step.converted, step.of) == (0, 0)


def test_the_lag_is_that_of_the_one_in_the_middle() -> None:
    """Of those that come within the window; exactly at its end is within."""

    def lag(*came: float, within: timedelta | None = None) -> timedelta:
        leads = [f"L{number}" for number in range(len(came))]
        moves = [entry("sal", 1 + after, lead) for lead, after in zip(leads, came, strict=True)]
        journeys = followed(*(entry("mql", 1, lead) for lead in leads), *moves)
        return measured_steps(journeys, ["mql", "sal"], period=JANUARY, as_of=END, within=within)[0].lag

    assert lag(2, 3, 4, 6, 7) == days(4)
    assert (lag(3, 6, 7), lag(3, 6, 7, within=days(4))) == (days(6), days(3))
    assert lag(3, within=days(3)) == days(3)
    assert lag(3, within=days(3) - timedelta(microseconds=1)) == timedelta(0)


def test_nobody_came() -> None:
    """0 of 4, and no lag: the reverse funnel refuses to go on from there."""
    (step,) = measured_steps(four(), ["mql", "sql"], period=JANUARY, as_of=END)
    assert (step.converted, step.of, step.lag) == (0, 4, timedelta(0))


def test_steps_follow_each_other() -> None:
    """One step for each pair of stages, by the same counts as the conversion has."""
    journeys = four()
    steps = measured_steps(journeys, ["lead", "mql", "sal"], period=JANUARY, as_of=END)
    assert [(step.start, step.end) for step in steps] == [("lead", "mql"), ("mql", "sal")]
    cohort = cohort_conversion(journeys, "lead", "mql", period=JANUARY, as_of=END)
    assert (steps[0].converted, steps[0].of) == (cohort.converted, cohort.entered)


def test_what_cannot_be_measured() -> None:
    """One stage, stages that are none, journeys that are none, an instant without a zone."""
    with pytest.raises(DocumentError) as caught:
        measured_steps(four(), ["mql"], period=JANUARY, as_of=END)
    assert codes(caught.value) == [("too-few-stages", "stages")]
    with pytest.raises(DocumentError, match="must be a list"):
        measured_steps(four(), "mql", period=JANUARY, as_of=END)
    with pytest.raises(DocumentError, match="did you mean 'mql'"):
        measured_steps(four(), ["mlq", "sal"], period=JANUARY, as_of=END)
    with pytest.raises(DocumentError) as caught:
        measured_steps(four(), ["sal", "mql"], period=JANUARY, as_of=END)
    assert caught.value.code == "wrong-order"
    with pytest.raises(DocumentError, match="measured in Journeys"):
        measured_steps(list(four()), ["mql", "sal"], period=JANUARY, as_of=END)  # type: ignore[arg-type]  # what a user may give
    with pytest.raises(TimeError):
        measured_steps(four(), ["mql", "sal"], period=JANUARY, as_of=END.replace(tzinfo=None))
    with pytest.raises(DataError) as late:
        measured_steps(four(), ["mql", "sal"], period=JANUARY, as_of=END + days(1))
    assert late.value.code == "later-than-replay"


def sold(at: float, lead: str, amount: Value, **deal: str) -> Event:
    """Make a sale of an amount."""
    given = {} if amount is None else {"amount": amount}
    return Event(deal.get("deal", lead), day(at), "stage", "won", attributes=given, id=f"{lead} {at} {deal}")


def test_the_value_of_a_deal_is_the_average_of_a_won_lead() -> None:
    """A lead whose amount nobody knows is told beside it."""
    journeys = followed(sold(1, "L1", money(3000, "EUR")), sold(2, "L2", money(5000, "EUR")), sold(3, "L3", None))
    found = measured_value(journeys, "amount", stage="won", period=JANUARY, as_of=END)
    assert found == DealValue(money(8000, "EUR"), 2, 1)
    assert found.average == money(4000, "EUR")


def test_a_lead_of_unknown_amount_hides_no_other() -> None:
    """Whichever was won first."""
    journeys = followed(sold(1, "L1", None), sold(2, "L2", money(5000, "EUR")))
    found = measured_value(journeys, "amount", stage="won", period=JANUARY, as_of=END)
    assert found == DealValue(money(5000, "EUR"), 1, 1)


def test_two_deals_of_a_lead_count_for_one_lead() -> None:
    """The rates count leads, so the value is what a lead brings."""
    links = [Event("L1", day(0), "link", deal, id=deal) for deal in ("D1", "D2")]
    deals = [sold(1, "L1", money(1000, "EUR"), deal="D1"), sold(2, "L1", money(2000, "EUR"), deal="D2")]
    journeys = followed(*links, *deals, leads={"L1": {}})
    found = measured_value(journeys, "amount", stage="won", period=JANUARY, as_of=END)
    assert (found.total, found.leads, found.unknown) == (money(3000, "EUR"), 1, 0)


def test_bare_amounts_take_the_currency_that_is_given() -> None:
    """And none is guessed."""
    journeys = followed(sold(1, "L1", 3000), sold(2, "L2", 4000))
    found = measured_value(journeys, "amount", stage="won", period=JANUARY, as_of=END, currency="EUR")
    assert found.average == Money(Fraction(3500), "EUR")
    with pytest.raises(DataError, match="names no currency") as caught:
        measured_value(journeys, "amount", stage="won", period=JANUARY, as_of=END)
    assert codes(caught.value) == [("no-currency", "L1")]
    with pytest.raises(DocumentError, match="EUR"):
        measured_value(journeys, "amount", stage="won", period=JANUARY, as_of=END, currency="eur")


def test_G08_values_in_two_currencies() -> None:
    """No rate is guessed."""
    journeys = followed(sold(1, "L1", money(1, "EUR")), sold(2, "L2", money(1, "USD")))
    with pytest.raises(DataError) as caught:
        measured_value(journeys, "amount", stage="won", period=JANUARY, as_of=END)
    assert caught.value.code == "mixed-currencies"


def test_nothing_was_sold() -> None:
    """Then somebody has to state the value."""
    with pytest.raises(DataError, match="state the value of a deal") as caught:
        measured_value(four(), "amount", stage="won", period=JANUARY, as_of=END)
    assert caught.value.code == "nothing-measured"
    with pytest.raises(DocumentError, match="no stage 'wno'"):
        measured_value(four(), "amount", stage="wno", period=JANUARY, as_of=END)


def test_a_value_is_checked_and_copied() -> None:
    """As every value."""
    found = DealValue(money(9, "EUR"), 3)
    assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == found
    for parts in ({"leads": 0}, {"leads": True}, {"unknown": -1}, {"total": 9}):
        with pytest.raises(DocumentError) as caught:
            attrs.evolve(found, **parts)
        assert codes(caught.value) == [("wrong-type", next(iter(parts)))]
