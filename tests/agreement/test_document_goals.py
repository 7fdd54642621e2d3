"""Goals, weights and money of a document."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.agreement.build import agreement, changed, document, refused

from alignkit.agreement.document.read_agreement import from_document
from alignkit.currency import money
from alignkit.errors import DocumentError, LimitError
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import conversion, median_time

MQLS = {"owner": "marketing", "metric": {"count": {"entered": "mql"}}, "at_least": 400}


def goals(*weights: object, **more: object) -> dict[str, Any]:
    """Return a document with goals of these weights."""
    return changed("goals", {f"g{i}": {**MQLS, "weight": weight, **more} for i, weight in enumerate(weights)})


def only(**parts: object) -> Goal:
    """Return the one goal of a document, with other parts."""
    return from_document(goals(1, **parts)).leaves[0].goal


def test_G03_weights_sum() -> None:
    """The weights sum to 1."""
    (fault,) = refused(goals(0.5, 0.4), "weights-sum")
    assert (fault.path, fault.message) == ("goals", "the weights sum to 0.9, must be 1")


@pytest.mark.parametrize("weights", [[Decimal("0.1")] * 10, [1 / 3] * 3, [{"fraction": [1, 3]}] * 3])
def test_G04_weights_that_sum(weights: list[object]) -> None:
    """Ten of a tenth, three of a third: as floats, or exactly."""
    assert len(from_document(goals(*weights)).goals) == len(weights)


@pytest.mark.parametrize(("weight", "code"), [(0, "bad-weight"), (-1, "bad-weight"), (Decimal("NaN"), "not-finite")])
def test_G05_bad_weight(weight: object, code: str) -> None:
    """A weight is above 0, and a number; the goal is named."""
    (fault,) = refused(goals(weight), code)
    assert fault.path == "goals.g0.weight"


def test_G06_weights_are_fractions() -> None:
    """40 and 60 get the hint."""
    assert "weights are fractions: 0.4 and 0.6" in refused(goals(40, 60), "weights-sum")[0].message


@pytest.mark.parametrize(("target", "code"), [(0, "zero-target"), (-5, "negative-target")])
def test_G07_no_such_target(target: int, code: str) -> None:
    """A target is above 0; 0 at most needs a worst result."""
    assert refused(goals(1, at_least=target), code)[0].path == "goals.g0.at_least"
    whole = goals(1, at_most=0)
    del whole["goals"]["g0"]["at_least"]
    refused(whole, "needs-worst")


@pytest.mark.parametrize("code", ["eur", "EURO", ""])
def test_G09_currency(code: str) -> None:
    """A currency is an ISO 4217 code; the nearest one is offered."""
    (fault,) = refused(changed("currency", code), "unknown-currency")
    assert fault.path == "currency"
    assert ("did you mean 'EUR'?" in fault.message) is bool(code)
    amount = {"amount": 5, "currency": code}
    refused(goals(1, metric={"total": "amount", "at": {"entered": "won"}}, at_least=amount), "unknown-currency")


def test_G09_an_amount_without_a_currency() -> None:
    """An amount names its currency, or is in the agreement's where that is told."""
    total = {"total": "amount", "at": {"entered": "won"}}
    refused(goals(1, metric=total, at_least={"amount": 5}), "missing-field")
    assert only(metric=total, at_least=250_000).at_least == money(250_000, "EUR")
    assert only(metric=total, at_least={"amount": 5, "currency": "USD"}).at_least == money(5, "USD")
    bare = goals(1, metric=total, at_least=400)
    del bare["currency"]
    assert from_document(bare).leaves[0].goal.at_least == Fraction(400)


def test_a_total_of_something_else() -> None:
    """A total counts money unless its field is declared otherwise, or the target is told as a number."""
    total = {"total": "employees", "at": {"entered": "won"}}
    assert only(metric=total, at_least=400).at_least == Fraction(400)
    assert only(metric={**total, "total": "seats"}, at_least={"number": 400}).at_least == Fraction(400)


@pytest.mark.parametrize(
    ("metric", "target"),
    [
        ({"share": {"where": {"rule": "icp"}}, "among": {"count": {"entered": "mql"}}}, 0.5),
        ({"share": {"count": {"accepted": True}}, "among": {"count": {"entered": "mql"}}}, 0.5),
        ({"conversion": ["mql", "won"], "within": "90 days"}, 0.05),
        ({"period_conversion": ["mql", "won"]}, 0.05),
        ({"external": "satisfaction"}, 8.5),
        ({"count": {"any": [{"did": "call"}, {"entered": "sal"}]}, "where": {"rule": "icp"}}, 8),
        ({"met": "first_touch"}, 0.9),
    ],
)
def test_every_metric(metric: dict[str, Any], target: float) -> None:
    """Each kind of metric can be told."""
    assert only(metric=metric, at_least=target).at_least == Fraction(str(target))


def test_a_median_time() -> None:
    """Its target is a time."""
    whole = goals(1, metric={"median_time": ["mql", "won"]}, at_most="30 days", worst="90 days")
    del whole["goals"]["g0"]["at_least"]
    assert from_document(whole).leaves[0].goal.at_most == timedelta(days=30)
    whole["goals"]["g0"]["at_most"] = 30
    refused(whole, "unreadable-duration")


@pytest.mark.parametrize(
    ("metric", "code"),
    [
        ({}, "unknown-metric"),
        ({"cuont": {"entered": "mql"}}, "unknown-metric"),
        ({"count": {"entered": "mql"}, "met": "first_touch"}, "ambiguous-metric"),
        ({"conversion": ["mql"]}, "wrong-type"),
        ({"conversion": "mql"}, "wrong-type"),
        ({"count": {"entered": "mql", "left": "mql"}}, "ambiguous-pattern"),
        ({"count": {"enterd": "mql"}}, "unknown-operator"),
        ({"count": "mql"}, "wrong-type"),
        ({"share": {"met": "first_touch"}, "among": {"count": {"entered": "mql"}}}, "wrong-type"),
        ({"share": {"count": {"entered": "mql"}}}, "missing-field"),
        ({"count": {"entered": "mql"}, "within": "3 days"}, "unknown-field"),
        ({"total": "amount"}, "missing-field"),
        ({"external": ""}, "bad-id"),
    ],
)
def test_metric_faults(metric: dict[str, Any], code: str) -> None:
    """What is no metric is refused, in one fault."""
    refused(goals(1, metric=metric, at_least=0.5), code)


def test_targets() -> None:
    """One target, of the metric's kind; a share is at most 1."""
    refused(goals(1, at_most=3), "two-targets")
    whole = goals(1)
    del whole["goals"]["g0"]["at_least"]
    refused(whole, "no-target")
    (fault,) = refused(changed("goals.touched.at_least", 90), "unreachable-target")
    assert "0.9" in fault.message
    refused(changed("goals.touched.at_least", "90 %"), "wrong-type")


def test_a_joint_goal() -> None:
    """Several teams own it, each once; their order means nothing."""
    assert only(owner=["sales", "marketing"]).owner == ("marketing", "sales")
    refused(goals(1, owner=["sales", "sales"]), "duplicate-id")
    refused(goals(1, owner=[]), "no-owner")


def test_at_most_200_goals() -> None:
    """Nobody steers by more."""
    assert refused(goals(*[Decimal("0.001")] * 201), "too-many")[0].path == "goals"


def test_goals_of_an_agreement() -> None:
    """The document's goals, in its order."""
    assert [goal.name for goal in agreement().goals] == list(document()["goals"])


def test_times_that_no_document_can_hold() -> None:
    """A goal in Python has the limits of a document: nothing is built that cannot be written and read back."""
    metric = median_time("mql", "won")
    with pytest.raises(DocumentError, match="too-long"):
        Goal("g", "sales", metric, at_most=timedelta(days=36_601), weight=1)
    with pytest.raises(DocumentError, match="wrong-worst"):
        Goal("g", "sales", metric, at_least=timedelta(days=5), worst=timedelta(days=-1), weight=1)
    with pytest.raises(LimitError, match="too-long"):
        conversion("mql", "won", timedelta(days=36_601))
