"""What a plan takes, as it shows itself."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import timedelta

import attrs
import pytest
from tests.plan.build import COUNTED, STATED, codes, planned

from alignkit.currency import money
from alignkit.display.text import to_text
from alignkit.errors import DocumentError
from alignkit.funnel.stages import Funnel, Stage
from alignkit.periods import month, quarter
from alignkit.plan.steps import FlowStep
from alignkit.scorecard.factors import FlowPlan

REVENUE = planned(money(240_000, "EUR"), value=money(8_000, "EUR"), steps=COUNTED)


def test_it_says_what_the_goal_takes() -> None:
    """In sentences for people who do not code."""
    deals, leads, sure, when = REVENUE.sentences
    assert deals == "240,000 EUR in 2026, at 8,000 EUR a deal, are 30 deals."
    assert leads == "For that, 1,000 leads must enter “lead”, about 83.3 a month."
    assert sure.startswith("That number is as sure as the counts behind the rates: in 8 of 10 draws it lies from ")
    assert sure.endswith("The fewest leads stand behind the rate from “sql” to “won”: 30 of 120 came.")
    assert when == (
        "From there to “won” a lead typically takes 90 days: the first of these leads are due from 2025-10-03 on, the "
        "last by 2026-10-03."
    )


def test_one_of_something_is_said_so() -> None:
    """One deal, one lead, one month, no lag, stated rates: as few words."""
    found = planned(1, [FlowStep("lead", "won", 1)], month(2026, 3, zone="UTC"))
    assert found.sentences == ("The goal for 2026-03 is 1 deal.", "For that, 1 lead must enter “lead”.")
    assert planned(money(8, "EUR"), value=money(8, "EUR")).sentences[0].endswith("a deal, is 1 deal.")


def test_it_shows_stages_and_months() -> None:
    """A table of each, and a picture."""
    shown = to_text(REVENUE.blocks(), width=100)
    assert "30 % (300 of 1,000)" in shown
    assert "10 d" in shown
    assert "How many must enter each stage in each month" in shown
    assert "Month by month" in shown
    assert "all" in shown
    assert "(stated)" in to_text(planned(30, STATED).blocks(), width=100)


def test_stages_are_called_as_people_call_them() -> None:
    """By the titles of the funnel."""
    funnel = Funnel("f", [Stage("lead", "m", title="Lead"), Stage("won", "s", outcome="won", title="Order")])
    found = planned(5, [FlowStep("lead", "won", 0.5)], quarter(2026, 1, zone="UTC"), funnel=funnel)
    assert "“Lead”" in found.sentences[1]
    assert [need.label for need in found.needs] == ["Lead", "Order"]


def test_a_stage_is_asked_for_by_its_id() -> None:
    """And an unknown one gets the nearest."""
    assert REVENUE.of("sql").whole == 120
    assert REVENUE.first is REVENUE.of("lead")
    with pytest.raises(DocumentError, match="did you mean 'mql'"):
        REVENUE.of("mlq")


def test_data() -> None:
    """Plain, versioned, and JSON can hold it."""
    told = json.loads(json.dumps(REVENUE.to_dict()))
    assert (told["alignkit"], told["kind"], told["period"], told["seed"]) == (1, "requirements", "2026", 0)
    assert told["target"] == {"amount": "240000", "currency": "EUR"}
    assert [need["whole"] for need in told["needs"]] == [1000, 300, 120, 30]
    assert sum(part["whole"] for part in told["needs"][0]["months"]) == 1000


def test_O01_names_are_escaped() -> None:
    """A stage may be called anything."""
    bad = '<script>alert(1)</script>" onmouseover="x'
    found = planned(5, [FlowStep(bad, "won", converted=1, of=2)])
    assert "<script" not in found._repr_html_()
    assert '" onmouseover="' not in found._repr_html_()


def test_O03_it_is_bounded() -> None:
    """With as many steps and months as there may be."""
    from datetime import date

    from alignkit.periods import Period

    chain = [FlowStep(f"stage {n}", f"stage {n + 1}", 0.99) for n in range(50)]
    found = planned(10**9, chain, Period(date(2026, 1, 1), date(2036, 1, 1), "UTC"))
    assert len(repr(found).encode()) < 4096
    assert len(found._repr_html_().encode()) < 200 * 1024
    assert len(repr(found.first)) < 200
    early = [FlowStep(f"stage {n}", f"stage {n + 1}", 1, lag=timedelta(days=3650)) for n in range(4)]
    found = planned(10, early, Period(date(2026, 1, 1), date(2036, 1, 1), "UTC"))
    assert len(repr(found).encode()) < 4096
    assert "more" in found._repr_html_()


def test_O04_O05_copies_are_equal_and_changes_are_validated() -> None:
    """As of every value."""
    assert pickle.loads(pickle.dumps(REVENUE)) == copy.deepcopy(REVENUE) == copy.copy(REVENUE) == REVENUE
    with pytest.raises(DocumentError) as caught:
        attrs.evolve(REVENUE, needs=REVENUE.needs[1:])
    assert codes(caught.value) == [("counts-differ", "needs")]
    with pytest.raises(DocumentError) as caught:
        attrs.evolve(REVENUE, needs=[5], steps=[None])  # type: ignore[list-item]  # what a user may give
    assert codes(caught.value) == [("wrong-type", "steps[0]"), ("wrong-type", "needs[0]")]
    with pytest.raises(DocumentError) as caught:
        attrs.evolve(REVENUE, steps=[])
    assert caught.value.code == "counts-differ"
    with pytest.raises(DocumentError) as caught:
        attrs.evolve(REVENUE.first, lowest=REVENUE.first.highest + 1)
    assert caught.value.code == "wrong-order"
    with pytest.raises(DocumentError) as caught:
        attrs.evolve(REVENUE.first, arrivals=REVENUE.first.arrivals[1:])
    assert codes(caught.value) == [("months-sum", "arrivals")]
    with pytest.raises(DocumentError):
        attrs.evolve(REVENUE.first, arrivals=[5])  # type: ignore[list-item]  # the same


def test_it_is_what_a_bridge_starts_from() -> None:
    """The counts by stage and the value of a deal make the plan that a gap is told against: its result is the goal."""
    assert list(REVENUE.counts) == ["lead", "mql", "sql", "won"]
    assert FlowPlan(REVENUE.counts, value=REVENUE.value).result == REVENUE.target
    assert FlowPlan(planned(30).counts).result == 30


def test_the_whole_as_data() -> None:
    """Money by its currency, exact numbers beside what is near them, and each stage month by month."""
    won = FlowStep("lead", "won", converted=30, of=120, lag=timedelta(days=10))
    goal, value = money(240_000, "EUR"), money(8_000, "EUR")
    assert planned(goal, [won], month(2026, 3, zone="UTC"), value=value).to_dict() == {
        "alignkit": 1,
        "kind": "requirements",
        "target": {"amount": "240000", "currency": "EUR"},
        "value": {"amount": "8000", "currency": "EUR"},
        "period": "2026-03",
        "steps": [won.to_dict()],
        "needs": [
            {
                "stage": "lead",
                "count": 120,
                "exactly": "120",
                "whole": 120,
                "lowest": 98.661422992567,
                "highest": 148.64534288746,
                "opens": "2026-02-19T00:00:00+00:00",
                "closes": "2026-03-22T00:00:00+00:00",
                "months": [
                    {"month": "2026-02", "count": 38.709677419355, "whole": 39},
                    {"month": "2026-03", "count": 81.290322580645, "whole": 81},
                ],
            },
            {
                "stage": "won",
                "count": 30,
                "exactly": "30",
                "whole": 30,
                "lowest": 30,
                "highest": 30,
                "opens": "2026-03-01T00:00:00+00:00",
                "closes": "2026-04-01T00:00:00+00:00",
                "months": [{"month": "2026-03", "count": 30, "whole": 30}],
            },
        ],
        "draws": 4000,
        "seed": 0,
    }


def test_what_is_no_arrival() -> None:
    """Is told by its place, or as no list at all."""
    with pytest.raises(DocumentError) as caught:
        attrs.evolve(REVENUE.first, arrivals=[5])  # type: ignore[list-item]  # what a user may give
    assert codes(caught.value) == [("wrong-type", "arrivals[0]")]
    with pytest.raises(DocumentError, match=r"^arrivals: wrong-type: the arrivals of a stage must be a list, not 5$"):
        attrs.evolve(REVENUE.first, arrivals=5)  # type: ignore[arg-type]  # the same
