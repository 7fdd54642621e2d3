"""Metrics of a document: each form both ways, its digest, its sentence, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.agreement.build import changed, refused

from alignkit.adapters.documents import dumps, loads
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.document.write_agreement import to_document
from alignkit.agreement.goal_sentences import goal_sentence
from alignkit.currency import money
from alignkit.funnel.patterns import entered
from alignkit.scorecard.amounts import average, median, percentile
from alignkit.scorecard.compound import coverage, sales_velocity
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import Metric, conversion, count, total
from alignkit.scorecard.standings import pipeline, standing
from alignkit.scorecard.times import average_time, percentile_time

WON = {"entered": "won"}
WORTH = total("amount", at=entered("won"))
MQLS, DEALS = count(entered("mql")), count(entered("won"))
COUNT_MQLS: dict[str, Any] = {"count": {"entered": "mql"}}
COUNT_DEALS: dict[str, Any] = {"count": WON}
TOTAL: dict[str, Any] = {"total": "amount", "at": WON}

FORMS: list[tuple[dict[str, Any], Metric, Any, Any]] = [
    ({"average": "amount", "at": WON}, average("amount", at=entered("won")), 5000, money(5000, "EUR")),
    ({"median": "amount", "at": WON}, median("amount", at=entered("won")), 5000, money(5000, "EUR")),
    (
        {"percentile": "amount", "percent": Decimal("99.5"), "at": WON},
        percentile(Fraction(199, 2), "amount", at=entered("won")),
        {"number": 5000},
        5000,
    ),
    ({"standing": ["mql", "sal"]}, standing("sal", "mql"), 40, 40),
    ({"pipeline": "amount", "in": ["mql", "sal"]}, pipeline("amount", "sal", "mql"), 5000, money(5000, "EUR")),
    (
        {"percentile_time": ["mql", "sal"], "percent": 90},
        percentile_time(90, "mql", "sal"),
        "3 days",
        timedelta(days=3),
    ),
    ({"average_time": ["sal", "won"]}, average_time("sal", "won"), "30 days", timedelta(days=30)),
    (
        {"coverage": {"pipeline": "amount", "in": ["sal"]}, "target": 2_000_000, "reached": TOTAL},
        coverage(open=pipeline("amount", "sal"), target=money(2_000_000, "EUR"), reached=WORTH),
        3,
        3,
    ),
    (
        {"coverage": {"standing": ["sal"]}, "target": {"number": {"fraction": [100, 3]}}},
        coverage(open=standing("sal"), target=Fraction(100, 3)),
        Decimal("1.5"),
        Fraction(3, 2),
    ),
    (
        {"sales_velocity": "amount", "opportunity": "sal", "win_rate": "closed", "lost": ["lost"]},
        sales_velocity("amount", opportunity="sal", win_rate="closed", lost="lost"),
        900,
        money(900, "EUR"),
    ),
    ({"add": [COUNT_MQLS, COUNT_DEALS, 5]}, MQLS + DEALS + 5, 400, 400),
    ({"subtract": [1, {"conversion": ["mql", "won"]}]}, 1 - conversion("mql", "won"), Decimal("0.4"), Fraction(2, 5)),
    ({"multiply": [COUNT_MQLS, {"amount": 30, "currency": "EUR"}]}, MQLS * money(30, "EUR"), 900, money(900, "EUR")),
    ({"divide": [TOTAL, COUNT_DEALS]}, WORTH / DEALS, 5000, money(5000, "EUR")),
    ({"divide": [TOTAL, TOTAL]}, WORTH / WORTH, 1, 1),
    ({"divide": [TOTAL, "1 day"]}, WORTH / timedelta(days=1), 5000, money(5000, "EUR")),
    (
        {"multiply": [{"fraction": [1, 3]}, {"subtract": [COUNT_MQLS, {"add": [COUNT_DEALS, COUNT_DEALS]}]}]},
        Fraction(1, 3) * (MQLS - (DEALS + DEALS)),
        5,
        5,
    ),
]


def agreed(metric: dict[str, Any], target: Any = 5) -> Agreement:  # noqa: ANN401 - a number, money or a time
    """Return an agreement with one goal of a metric."""
    return from_document(whole(metric, target))


def whole(metric: dict[str, Any], target: Any = 5) -> dict[str, Any]:  # noqa: ANN401 - the same
    """Return a document with one goal of a metric."""
    goal = {"owner": ["marketing", "sales"], "metric": metric, "at_least": target, "weight": 1}
    return changed("goals", {"g": goal})


@pytest.mark.parametrize(("form", "metric", "written", "target"), FORMS, ids=[next(iter(form)) for form, *_ in FORMS])
def test_each_form_is_read_and_written(form: dict[str, Any], metric: Metric, written: Any, target: Any) -> None:  # noqa: ANN401 - of any kind
    """The document says what the expression says; and what is written is read back, with the same digest."""
    found = agreed(form, written)
    (goal,) = found.goals
    assert isinstance(goal, Goal)
    assert (goal.metric, goal.target) == (metric, target)
    assert from_document(to_document(found)) == found
    for kind in ("toml", "json"):
        again = loads(dumps(found, kind), kind)
        assert again == found
        assert digest(again) == digest(found)
    assert goal_sentence(found, goal).startswith("g: ")


def test_every_form_has_a_digest_of_its_own() -> None:
    """No two of them are taken for one another."""
    made = [agreed(form, written) for form, _, written, _ in FORMS]
    assert len({digest(one) for one in made}) == len(FORMS)


def test_one_metric_has_one_digest() -> None:
    """The order of stages means nothing, and the 50th percentile is the median."""
    same: list[tuple[dict[str, Any], dict[str, Any], Any]] = [
        ({"standing": ["mql", "sal"]}, {"standing": ["sal", "mql"]}, 5),
        ({"median_time": ["mql", "won"]}, {"percentile_time": ["mql", "won"], "percent": 50}, "5 days"),
        ({"median": "amount", "at": WON}, {"percentile": "amount", "percent": 50, "at": WON}, 5),
        ({"add": [COUNT_MQLS, COUNT_DEALS, 5]}, {"add": [{"add": [COUNT_MQLS, COUNT_DEALS]}, 5]}, 5),
    ]
    for one, other, target in same:
        assert digest(agreed(one, target)) == digest(agreed(other, target))


@pytest.mark.parametrize(
    ("metric", "target", "text"),
    [
        (COUNT_MQLS, 1, "the number of leads that enter mql is at least 1"),
        ({"standing": ["mql"]}, 1, "the number of leads that stand in mql is at least 1"),
        ({"multiply": [2, COUNT_MQLS]}, 5, "2 times number of leads that entered mql is at least 5"),
        (
            {"add": [COUNT_MQLS, COUNT_DEALS]},
            5,
            "the number of leads that entered mql plus number of leads that entered won is at least 5",
        ),
        (
            {"add": [TOTAL, {"amount": Decimal("1000.4"), "currency": "EUR"}]},
            5,
            "the total amount of what entered won plus 1,000.4 EUR is at least 5 EUR",
        ),
    ],
)
def test_the_sentence_of_one_lead_and_of_arithmetic(metric: dict[str, Any], target: int, text: str) -> None:
    """One is one, what begins with a number needs no article, and no number is rounded."""
    found = agreed(metric, target)
    (goal,) = found.goals
    assert isinstance(goal, Goal)
    assert goal_sentence(found, goal) == f"g: {text}. Weight: 100 %."


def test_the_sentences() -> None:
    """What heads of department read."""
    told = {
        "standing": "g: at least 40 leads stand in mql or sal. Weight: 100 %.",
        "average_time": "g: the average time from sal to won is at least 30 days. Weight: 100 %.",
    }
    for form, _, written, _ in FORMS:
        found = agreed(form, written)
        (goal,) = found.goals
        due = told.get(next(iter(form)))
        assert isinstance(goal, Goal)
        assert due is None or goal_sentence(found, goal) == due


@pytest.mark.parametrize(
    ("metric", "code", "path"),
    [
        ({"average": "amount"}, "missing-field", "at"),
        ({"percentile": "amount", "at": WON}, "missing-field", "percent"),
        ({"percentile": "amount", "percent": 0, "at": WON}, "bad-percent", ""),
        ({"percentile_time": ["mql", "won"]}, "missing-field", "percent"),
        ({"median_time": ["mql", "won"], "percent": 5}, "unknown-field", "percent"),
        ({"standing": []}, "no-stages", "standing"),
        ({"standing": ["mql", "mql"]}, "duplicate-id", "standing"),
        ({"standing": ["mqll"]}, "unknown-stage", "standing[0]"),
        ({"standing": "mql"}, "wrong-type", "standing"),
        ({"pipeline": "amount"}, "missing-field", "in"),
        ({"coverage": {"standing": ["sal"]}}, "missing-field", "target"),
        ({"coverage": {"standing": ["sal"]}, "target": 0}, "bad-target", ""),
        ({"coverage": {"pipeline": "x", "in": ["sal"]}, "target": {"amount": 5}}, "missing-field", "target.currency"),
        ({"coverage": TOTAL, "target": 5, "reached": COUNT_MQLS}, "unlike-kinds", "reached"),
        ({"sales_velocity": "amount"}, "unknown-stage", "opportunity"),
        ({"sales_velocity": "amount", "opportunity": "sal", "win_rate": "best"}, "wrong-type", "win_rate"),
        ({"sales_velocity": "amount", "opportunity": "sal", "lost": ["gone"]}, "unknown-stage", "lost[0]"),
        ({"add": [COUNT_MQLS]}, "wrong-type", "add"),
        ({"add": COUNT_MQLS}, "wrong-type", "add"),
        ({"add": [COUNT_MQLS, TOTAL]}, "unlike-kinds", "add"),
        ({"add": [COUNT_MQLS, {"conut": WON}]}, "unknown-metric", "add[1]"),
        ({"add": [COUNT_MQLS, True]}, "wrong-type", "add[1]"),
        ({"add": [COUNT_MQLS, "soon"]}, "unreadable-duration", "add[1]"),
        ({"add": [1, 2]}, "no-metric", "add"),
        ({"divide": [COUNT_MQLS, 0]}, "divided-by-zero", "divide"),
        ({"add": [COUNT_MQLS, {"amount": 5, "currency": "euro"}]}, "unknown-currency", "add[1]"),
        ({"count": WON, "add": [COUNT_MQLS, 5]}, "ambiguous-metric", ""),
    ],
)
def test_what_is_wrong_has_its_code_and_place(metric: dict[str, Any], code: str, path: str) -> None:
    """Each fault at the value that is wrong."""
    found = refused(whole(metric), code)
    here = "goals.g.metric"
    assert [fault.path for fault in found] == [f"{here}.{path}" if path else here]


def test_metrics_inside_each_other_are_bounded() -> None:
    """41 deep is too deep, and is told once."""
    metric: dict[str, Any] = COUNT_MQLS
    for _ in range(39):
        metric = {"add": [metric, {"multiply": [COUNT_MQLS, 1]}]}
    (fault,) = refused(whole({"add": [metric, 5]}), "too-deep")
    assert fault.path.startswith("goals.g.metric")
