"""The plan that a bridge is held against: a number for each stage, and what a deal is worth."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs
import pytest

from alignkit.currency import money
from alignkit.errors import DocumentError, LimitError
from alignkit.scorecard import factors
from alignkit.scorecard.factors import Factor, FlowPlan, PlannedStage

ANY: Any = factors


def test_a_table_a_list_and_pairs_are_one_plan() -> None:
    """Stages are given as is handiest; floats stand for their shortest decimals."""
    plan = FlowPlan({"mql": 400, "won": 42.5})
    assert plan == FlowPlan([("mql", 400), PlannedStage("won", Fraction(85, 2))])
    assert plan.stages[1].planned == Fraction(85, 2)
    assert (plan.result, plan.size) == (Fraction(85, 2), 2)


def test_a_value_makes_the_result_one() -> None:
    """Deals times what each is worth."""
    assert FlowPlan({"won": 42}, value=money(6000, "EUR")).result == money(252_000, "EUR")
    assert FlowPlan({"won": 42}, value=0.5, attribute="points").result == 21


def test_how_it_is_shown() -> None:
    """A table of the stages, what comes for each hundred before, and the result."""
    plan = FlowPlan({"mql": 400, "sal": 300, "won": 42}, value=money(6000, "EUR"), lands=0.9)
    html = plan._repr_html_()
    for words in (
        "Planned for a period: 252,000 EUR<",
        ">75 for every 100 before it<",
        "6,000 EUR",
        "landed in the period",
    ):
        assert words in html
    assert repr(plan).startswith("FlowPlan(stages=(PlannedStage(stage='mql'")
    assert "84 of hours" in FlowPlan({"won": 42}, value=2, attribute="hours")._repr_html_()
    assert "42 at won" in FlowPlan({"won": 42})._repr_html_()
    assert "<script" not in FlowPlan({"<script>": 1})._repr_html_()


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (lambda: ANY.FlowPlan({}), [("no-stages", "stages")]),
        (lambda: ANY.FlowPlan("mql"), [("wrong-type", "stages")]),
        (lambda: ANY.FlowPlan(5), [("wrong-type", "stages")]),
        (lambda: ANY.FlowPlan(["mql", 5]), [("wrong-type", "stages[0]"), ("wrong-type", "stages[1]")]),
        (
            lambda: ANY.FlowPlan({"mql": 0, "": 3, "won": "4"}),
            [("not-positive", "stages[0].planned"), ("bad-id", "stages[1].stage"), ("wrong-type", "stages[2].planned")],
        ),
        (lambda: ANY.FlowPlan({"mql": money(4, "EUR")}), [("wrong-type", "stages[0].planned")]),
        (lambda: ANY.FlowPlan([("mql", 4), ("mql", 5)]), [("duplicate-id", "stages[1]")]),
        (lambda: ANY.FlowPlan({"a": 1, "b": 1}, lands=1.5), [("bad-share", "lands")]),
        (lambda: ANY.FlowPlan({"a": 1, "b": 1}, lands=money(1, "EUR")), [("bad-share", "lands")]),
        (lambda: ANY.FlowPlan({"a": 1}, lands=0.5), [("too-few-stages", "lands")]),
        (lambda: ANY.FlowPlan({"a": 1}, lands=0, value=0), [("not-positive", "value"), ("not-positive", "lands")]),
        (lambda: ANY.FlowPlan({"a": 1}, value=-5), [("not-positive", "value")]),
        (lambda: ANY.FlowPlan({"a": 1}, attribute=" "), [("bad-id", "")]),
        (lambda: ANY.FlowPlan({f"s{n}": 1 for n in range(12)}, value=1), [("too-many", "stages")]),
        (lambda: ANY.PlannedStage("mql", 1, says=""), [("wrong-type", "says")]),
        (lambda: ANY.PlannedStage("mql", True), [("wrong-type", "planned")]),
        (lambda: ANY.Factor("rate", -1), [("negative", "planned")]),
        (lambda: ANY.Factor("rate", float("inf")), [("not-finite", "planned")]),
        (lambda: ANY.Factor("rate", 1, title=5), [("wrong-type", "title")]),
        (lambda: ANY.Factor(" ", 1), [("bad-id", "name")]),
        (lambda: attrs.evolve(FlowPlan({"a": 1}), value=-1), [("not-positive", "value")]),
        (lambda: attrs.evolve(Factor("rate", 1), planned=-1), [("negative", "planned")]),
    ],
)
def test_refused(make: Callable[[], object], found: list[tuple[str, str]]) -> None:
    """Every fault is told at once, each with its place; `evolve` is held to the same (O05)."""
    with pytest.raises(DocumentError) as caught:
        make()
    assert [(fault.code, fault.path) for fault in caught.value.issues] == found


def test_at_the_limits() -> None:
    """Two stages are enough for a share that lands, which may be all; a planned factor may be nothing."""
    plan = FlowPlan({"mql": 4, "won": 1}, lands=1)
    assert [plan.lands, plan.value, plan.attribute, plan.size] == [1, None, "amount", 3]
    assert [Factor("a", Fraction(0)).planned, Factor("b", money(0, "EUR")).planned] == [0, money(0, "EUR")]
    assert FlowPlan({f"s{n}": 1 for n in range(10)}, value=1, lands=1).size == 12


def test_names_of_factors_and_stages() -> None:
    """A factor is called by its title, else by its name; what there was more or fewer of is as it was given."""
    plain = Factor("rate", Fraction(1, 2))
    told = Factor("rate", Fraction(1, 2), title="win rate", says="deals were won", per="at sal")
    assert (plain.label, plain.title, plain.says, plain.per) == ("rate", None, None, None)
    assert (told.label, told.says, told.per) == ("win rate", "deals were won", "at sal")
    assert PlannedStage("mql", Fraction(1)).says is None


def test_too_many_is_a_limit() -> None:
    """More than twelve factors is a documented limit."""
    with pytest.raises(LimitError, match="at most 12 factors, not 13"):
        FlowPlan({f"s{n}": 1 for n in range(13)})


def test_the_share_that_lands_is_exact_without_a_value() -> None:
    """A tenth is a tenth, whether or not a deal has a value."""
    assert FlowPlan({"mql": 4, "won": 1}, lands=0.1).lands == Fraction(1, 10)
