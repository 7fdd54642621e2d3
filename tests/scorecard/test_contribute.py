"""Whose work a result is, in small worlds reckoned by hand: shares of shares, ties of order, and what is not known."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from tests.funnel.build import JANUARY, change, day, followed
from tests.scorecard.build import FEBRUARY
from tests.scorecard.test_contributions import WON, WORTH, asked, four, sold, touch

from alignkit.currency import money
from alignkit.errors import LimitError
from alignkit.funnel.patterns import entered
from alignkit.rules.field import field
from alignkit.scorecard.contribute import contributions
from alignkit.scorecard.metrics import count
from alignkit.scorecard.rates import Rates

RATES = Rates("EUR", {"USD": "0.5"}, on=date(2026, 1, 1), source="ECB")
DATA = {
    "alignkit": 1,
    "kind": "contributions",
    "metric": "total('amount', at=entered('won'))",
    "period": "2026-01",
    "as_of": "2026-02-01T00:00:00+00:00",
    "whole": {"amount": "150", "currency": "EUR"},
    "overlap": {"amount": "100", "currency": "EUR"},
    "nobody": {"amount": "20", "currency": "EUR"},
    "unknown": 1,
    "sets": [
        {"teams": ["marketing", "sales"], "amount": {"amount": "100", "currency": "EUR"}},
        {"teams": ["sales"], "amount": {"amount": "30", "currency": "EUR"}},
        {"teams": [], "amount": {"amount": "20", "currency": "EUR"}},
    ],
    "teams": [
        {
            "team": "marketing",
            "alone": {"amount": "0", "currency": "EUR"},
            "worked": {"amount": "100", "currency": "EUR"},
            "credit": {"amount": "50", "currency": "EUR"},
        },
        {
            "team": "sales",
            "alone": {"amount": "30", "currency": "EUR"},
            "worked": {"amount": "130", "currency": "EUR"},
            "credit": {"amount": "80", "currency": "EUR"},
        },
    ],
    "people": [
        {"team": "marketing", "person": "mia", "credit": {"amount": "50", "currency": "EUR"}},
        {"team": "sales", "person": "sam", "credit": {"amount": "25", "currency": "EUR"}},
        {"team": "sales", "person": "sue", "credit": {"amount": "25", "currency": "EUR"}},
        {"team": "sales", "person": None, "credit": {"amount": "30", "currency": "EUR"}},
    ],
    "sentence": "100 of 150 EUR came from leads that both teams worked on",
    "converted": [{"currency": "USD", "amounts": 1, "rate": "1 amount at 1 USD = 0.5 EUR, stated 2026-01-01"}],
}


def test_plain_data() -> None:
    """A deal of 100 euros of both teams, one of 60 dollars of sales alone, one of 20 of nobody, one without an amount.

    Marketing's half of the 100 is mia's; the other half is shared by sam and sue. A dollar is half a euro.
    """
    journeys = followed(
        sold("a", amount=money(100, "EUR")),
        sold("b", amount=money(60, "USD")),
        sold("c", amount=money(20, "EUR")),
        sold("d"),
        touch(1, "a", "sales", "sue"),
        touch(1, "a", "sales", "sam"),
        touch(1, "a", "marketing", "mia"),
        touch(1, "b", "sales"),
    )
    found = asked(journeys, WORTH, people=True, rates=RATES).to_dict()
    assert found == json.loads(json.dumps(found)) == DATA
    bare = asked(four()).to_dict()
    assert (bare["whole"], bare["people"], bare["unknown"], "converted" in bare) == (4, [], 0, False)


def test_what_is_not_known_is_passed_over_and_the_rest_counts() -> None:
    """A deal without an amount comes first: those after it are shared out all the same."""
    found = asked(followed(sold("a"), sold("b", amount=5), touch(1, "b", "sales")), WORTH)
    assert [found.whole, found.credit("sales"), found.unknown] == [5, 5, 1]


def test_a_lead_that_may_count_is_no_part_of_the_whole() -> None:
    """Where the size is not known it is told beside the rest, and is nobody's credit."""
    large = count(entered("won"), where=field("size") >= 50)
    journeys = followed(
        sold("a"), sold("b"), change("size", 60, 1, "b"), touch(1, "a", "sales"), touch(1, "b", "sales")
    )
    found = asked(journeys, large)
    assert [found.whole, found.worked("sales"), found.unknown] == [1, 1, 1]


def test_the_order_of_sets() -> None:
    """Those of more teams first; of as many, by the teams' names, however much they are."""
    work = [touch(1, "a", "sales"), touch(1, "b", "marketing"), touch(1, "c", "marketing"), touch(1, "d", "product")]
    both = [touch(1, "e", "sales"), touch(1, "e", "marketing"), touch(1, "f", "sales"), touch(1, "f", "product")]
    journeys = followed(*(sold(lead) for lead in "abcdefg"), *work, *both)
    found = asked(journeys, teams=["sales", "product", "marketing"])
    assert found.teams == ("marketing", "product", "sales")
    assert [(item.teams, int(item.amount)) for item in found.sets] == [
        (("marketing", "sales"), 1),
        (("product", "sales"), 1),
        (("marketing",), 2),
        (("product",), 1),
        (("sales",), 1),
        ((), 1),
    ]


def test_the_order_of_people() -> None:
    """By team and by name, whoever came first; work that names nobody is last."""
    deals = [sold(lead) for lead in "abcd"]
    work = [touch(1, "a", "sales"), touch(1, "b", "sales", "sue"), touch(1, "c", "sales", "ann")]
    found = asked(followed(*deals, *work, touch(1, "d", "marketing", "zoe")), people=True)
    assert [(item.team, item.person) for item in found.people] == [
        ("marketing", "zoe"),
        ("sales", "ann"),
        ("sales", "sue"),
        ("sales", None),
    ]


def test_named_work_goes_before_work_that_names_nobody() -> None:
    """One touch names sam, one names nobody: the credit is sam's; where nobody is named, it is nobody's by name."""
    journeys = followed(sold("a"), touch(1, "a", "sales"), touch(2, "a", "sales", "sam"))
    assert [tuple(item) for item in asked(journeys, people=True).people] == [("sales", "sam", Fraction(1))]
    unnamed = followed(sold("a"), touch(1, "a", "sales"), touch(2, "a", "sales"))
    assert [tuple(item) for item in asked(unnamed, people=True).people] == [("sales", None, Fraction(1))]


def test_what_is_counted_has_a_name() -> None:
    """Who won is a deal, who came to another stage a lead; amounts have none."""
    journeys = followed(sold("a"), touch(1, "a", "sales"))
    named = [(found.thing, found.things) for found in (asked(journeys), asked(journeys, count(entered("mql"))))]
    assert named == [("deal", "deals"), ("lead", "leads")]
    worth = asked(journeys, WORTH)
    assert (worth.thing, worth.things) == ("", "")
    assert asked(followed(), count(entered("mql"))).sentence == "There were no leads"


def test_shares_of_the_whole() -> None:
    """How far the credits overlap; no share of nothing."""
    assert asked(four()).overlap_share == Fraction(1, 4)
    assert asked(followed()).overlap_share is None
    assert asked(followed(sold("a"))).overlap_share == 0


def test_no_part_is_an_exact_nothing() -> None:
    """A team that worked on nothing has a part of 0, of the same kind as every other."""
    found = asked(followed(sold("a")))
    for part in (found.alone("sales"), found.worked("sales"), found.credit("sales"), found.overlap):
        assert isinstance(part, Fraction)
        assert part == 0
    assert asked(followed(sold("a", amount=money(5, "EUR"))), WORTH).credit("sales") == money(0, "EUR")


def test_twelve_teams_and_no_more() -> None:
    """So many are asked about at most."""
    teams = [f"team {number:02}" for number in range(13)]
    assert asked(followed(), teams=teams[:12]).teams == tuple(teams[:12])
    with pytest.raises(LimitError):
        asked(followed(), teams=teams)


def test_marketing_and_sales_unless_told_otherwise() -> None:
    """These two teams, no people, in the period and as of the instant that was asked for."""
    found = contributions(WON, four(), period=JANUARY, as_of=FEBRUARY)
    assert (found.teams, found.people, found.period) == (("marketing", "sales"), (), JANUARY)
    assert (found.metric, found.as_of) == (WON, datetime(2026, 2, 1, tzinfo=UTC))
    assert (found.currency, found.converted) == (None, ())
    assert contributions(WON, followed(sold("a", 30)), period=JANUARY, as_of=day(30)).whole == 1
