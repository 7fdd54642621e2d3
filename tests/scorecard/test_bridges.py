"""What a program reads of a bridge: its numbers, its parts, and whether the period is over."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.funnel.build import HANDED, JANUARY, day, followed
from tests.scorecard.build import FEBRUARY
from tests.scorecard.test_bridge import came, january

from alignkit.currency import Money, money
from alignkit.errors import DocumentError
from alignkit.scorecard.bridge import bridge, bridge_between
from alignkit.scorecard.bridges import Bridge, BridgePart
from alignkit.scorecard.factors import Factor, FlowPlan

PLAN = FlowPlan({"mql": 10, "sal": 5, "won": 2}, value=money("1000.50", "EUR"))
DATA = {
    "alignkit": 1,
    "kind": "bridge",
    "period": "2026-01",
    "as_of": "2026-02-01T00:00:00+00:00",
    "planned": {"amount": "2001", "currency": "EUR"},
    "actual": {"amount": "2700", "currency": "EUR"},
    "gap": {"amount": "699", "currency": "EUR"},
    "unit": 0.01,
    "sentence": "699 EUR more than planned (2,700 of 2,001): 949 additional, 250 missing",
    "parts": [
        {
            "factor": "mql",
            "title": "leads at mql",
            "planned": 10,
            "actual": 10,
            "part": 0,
            "exact": 0,
            "sentence": "As planned: leads at mql (10)",
        },
        {
            "factor": "mql to sal",
            "title": "mql to sal",
            "planned": 0.5,
            "actual": 0.6,
            "part": 426.78,
            "exact": 426.775,
            "sentence": (
                "427 of the additional 949 EUR: more leads were accepted than planned "
                "(60 for every 100 at mql, planned 50)"
            ),
        },
        {
            "factor": "sal to won",
            "title": "sal to won",
            "planned": 0.4,
            "actual": 0.5,
            "part": 521.8,
            "exact": 521.8,
            "sentence": (
                "522 of the additional 949 EUR: more deals were won than planned (50 for every 100 at sal, planned 40)"
            ),
        },
        {
            "factor": "value",
            "title": "value per deal",
            "planned": {"amount": "1000.5", "currency": "EUR"},
            "actual": {"amount": "900", "currency": "EUR"},
            "part": -249.58,
            "exact": -249.575,
            "sentence": "All missing 250 EUR: the value per deal was lower than planned (900 EUR, planned 1,000.5 EUR)",
        },
    ],
    "notes": [],
}


def test_plain_data_of_a_period() -> None:
    """Three deals of 900 euros instead of two of 1,000.50: every part to the cent, exactly, and as a sentence."""
    found = january(PLAN, came(10, 6, 3, amount=money(900, "EUR")))
    assert found.to_dict() == DATA
    assert json.loads(json.dumps(found.to_dict())) == DATA


def test_plain_data_of_bare_numbers() -> None:
    """Without a period and an instant; a factor of which nothing can be said has no actual value."""
    found = bridge_between({"a": 3}, {"a": 2}).to_dict()
    assert {key: found[key] for key in ("period", "as_of", "planned", "actual", "gap", "unit", "notes")} == {
        "period": None,
        "as_of": None,
        "planned": 3,
        "actual": 2,
        "gap": -1,
        "unit": 1,
        "notes": [],
    }
    nothing: Any = january(FlowPlan({"mql": 4, "won": 2}), followed(funnel=HANDED)).to_dict()
    rate = nothing["parts"][1]
    assert (rate["planned"], rate["actual"], rate["part"], rate["exact"]) == (0.5, None, 0, 0)


def test_notes_are_data() -> None:
    """What a reader needs to know is there for a program, too."""
    found = january(FlowPlan({"won": 1}, value=5), came(0, 0, 2))
    assert found.to_dict()["notes"] == ["2 deals have no amount: they count as worth nothing."]


def test_over_once_the_period_has_ended() -> None:
    """An instant before its end the gap is what is still open; at its end the period is over."""
    plan, journeys = FlowPlan({"won": 1}), came(0, 0, 1)
    end = bridge(plan, journeys, period=JANUARY, as_of=FEBRUARY)
    before = bridge(plan, journeys, period=JANUARY, as_of=day(30.999))
    assert (before.so_far, end.so_far) == (True, False)
    assert bridge_between({"a": 3}, {"a": 2}).so_far is False
    assert attrs.evolve(before, period=None).so_far is False
    assert attrs.evolve(before, as_of=None).so_far is False


def test_made_by_hand() -> None:
    """A bridge that somebody draws up is of bare numbers, told in ones, unless it says otherwise."""
    part = BridgePart(Factor("a", Fraction(3)), Fraction(2), Fraction(-1), Fraction(-1), Fraction(-1))
    found = Bridge((part,), Fraction(3), Fraction(2))
    assert found.currency is None
    assert found.gap == -1
    assert found.sentence == "1 less than planned (2 of 3)"
    assert found.of("a") is part


def test_the_gap_has_the_currency_of_the_plan() -> None:
    """Below nothing where less came; exactly."""
    found = bridge_between(
        [Factor("a", Fraction(3)), Factor("v", money("1.10", "EUR"))], {"a": 2, "v": money("1.05", "EUR")}
    )
    assert (found.currency, found.gap) == ("EUR", money("-1.20", "EUR"))
    assert isinstance(found.actual, Money)
    with pytest.raises(DocumentError, match=r"must sum to the difference between 3\.3 EUR and 2\.11 EUR"):
        attrs.evolve(found, actual=money("2.11", "EUR"))
