"""Two limits, steps, shapes and groups of goals in a document: read, written, signed and told in plain words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.agreement.build import agreement, changed, document, refused

from alignkit.adapters.document_text import Kind
from alignkit.adapters.documents import dumps, loads
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.check import check
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.document.write_agreement import to_document
from alignkit.agreement.read import read
from alignkit.currency import money
from alignkit.display.text import to_text
from alignkit.errors import DocumentError
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import GoalGroup
from alignkit.scorecard.shapes import Shape
from alignkit.scorecard.targets import TargetStep

MQLS: dict[str, Any] = {"owner": "marketing", "metric": {"count": {"entered": "mql"}}, "weight": 1}
WON: dict[str, Any] = {"owner": ["marketing", "sales"], "metric": {"total": "amount", "at": {"entered": "won"}}}

KINDS: tuple[Kind, ...] = ("toml", "json")


def one(**parts: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a goal
    """Return a document with one goal."""
    return changed("goals", {"mqls": {**MQLS, **parts}})


def read_one(**parts: Any) -> Goal:  # noqa: ANN401 - any part of a goal
    """Return the one goal of a document, which is written as it was read."""
    whole = from_document(one(**parts))
    found = whole.leaves[0].goal
    for kind in KINDS:
        assert loads(dumps(whole, kind), kind) == whole
        assert digest(loads(dumps(whole, kind), kind)) == digest(whole)
    return found


def told(whole: Agreement) -> str:
    """Return the agreement in plain words, on one line."""
    return " ".join(to_text(read(whole).blocks(), width=200).split())


def test_two_limits() -> None:
    """A list of two; with two worst results perhaps; money in the agreement's currency."""
    found = read_one(between=[400, 600], worst=[100, 900])
    assert found == attrs.evolve(found, between=(400, 600), worst=(100, 900))
    assert found.target == 400
    deals = read_one(**{**WON, "weight": 1}, between=[1000, {"amount": 2000, "currency": "EUR"}])
    assert deals.between == (money(1000, "EUR"), money(2000, "EUR"))
    times = read_one(metric={"median_time": ["lead", "won"]}, between=["2 days", "5 days"])
    assert times.between == (timedelta(2), timedelta(5))
    assert to_document(from_document(one(between=[400, 600])))["goals"]["mqls"]["between"] == [400, 600]


def test_steps_of_the_period() -> None:
    """A list, one a month; or a table from months and dates, where the period is one that does not come again."""
    assert read_one(at_least=400, steps=[100, 140, 160]).steps == tuple(map(TargetStep, map(Fraction, (100, 140, 160))))
    whole = {**one(at_least=60, steps={"2026-01": 10, "2026-01-08": 50}), "period": "2026-01"}
    found = from_document(whole)
    assert [step.since for step in found.leaves[0].goal.steps] == [date(2026, 1, 1), date(2026, 1, 8)]
    assert loads(dumps(found, "toml"), "toml") == found
    assert to_document(found)["goals"]["mqls"]["steps"] == {"2026-01-01": 10, "2026-01-08": 50}
    card = found.scorecard_at(datetime(2026, 1, 5, tzinfo=UTC))
    assert card.goal("mqls").steps[1].target == 50


def test_a_shape() -> None:
    """Its name, and the part of the whole in each equal part of the time."""
    found = read_one(at_least=400, shape={"name": "2025", "parts": [0.2, {"fraction": [3, 10]}, 0.5]})
    assert found.shape == Shape("2025", [Fraction(1, 5), Fraction(3, 10), Fraction(1, 2)])


def grouped() -> dict[str, Any]:
    """Return a document with a group in a group."""
    inner = {"weight": 0.25, "goals": {"deals": {**WON, "at_least": 5000, "weight": 1}}}
    return changed(
        "goals",
        {
            "demand": {
                "title": "Demand",
                "weight": 0.6,
                "goals": {"mqls": {**MQLS, "at_least": 400, "weight": 0.75}, "worth": inner},
            },
            "touched": {"owner": "sales", "metric": {"count": {"entered": "won"}}, "at_least": 5, "weight": 0.4},
        },
    )


def test_groups_of_goals() -> None:
    """What has goals of its own is a group; each goal counts by the weights around it."""
    whole = from_document(grouped())
    assert [(leaf.goal.name, leaf.weight) for leaf in whole.leaves] == [
        ("mqls", Fraction(45, 100)),
        ("deals", Fraction(15, 100)),
        ("touched", Fraction(40, 100)),
    ]
    assert isinstance(whole.goals[0], GoalGroup)
    for kind in KINDS:
        assert loads(dumps(whole, kind), kind) == whole
    assert "3 goals" in repr(whole)
    assert whole.scorecard_at(datetime(2026, 1, 5, tzinfo=UTC)).group("demand").label == "Demand"
    assert not [finding for finding in check(whole) if finding.code in {"no-joint-goal", "one-sided"}]


def test_a_group_is_told_in_plain_words() -> None:
    """Each goal with what it is of the whole, and the groups below."""
    text = told(from_document(grouped()))
    assert "mqls: at least 400 leads enter mql. Weight: 45 %." in text
    assert "Some of these goals count together as one:" in text
    assert "Demand: mqls 75 %, worth 25 %. Weight: 60 %." in text
    assert "worth: deals 100 %." in text


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"between": [400, 600]}, "mqls: between 400 and 600 leads enter mql. Weight: 100 %."),
        (
            {"between": [400, 600], "worst": [100, 900]},
            "leads enter mql. A result of 100 or less, or of 900 or more, counts as nothing.",
        ),
        ({"at_least": 400, "steps": [100, 140, 160]}, "In steps: 100 in month 1, 140 in month 2, 160 in month 3."),
        (
            {"at_least": 400, "shape": {"name": "2025", "parts": [0.25, 0.75]}},
            "It is due as the shape “2025” says, by equal parts of the time: 25 %, 75 %.",
        ),
    ],
)
def test_every_clause_has_its_sentence(parts: dict[str, Any], sentence: str) -> None:
    """Exactly, since it is signed."""
    assert sentence in told(from_document(one(**parts)))


def test_dated_steps_have_their_sentence() -> None:
    """With the day from which each holds."""
    whole = from_document({**one(at_least=60, steps={"2026-01": 10, "2026-01-08": 50}), "period": "2026-01"})
    assert "In steps: 10 from 2026-01-01 on, 50 from 2026-01-08 on." in told(whole)


@pytest.mark.parametrize(
    ("parts", "code", "path"),
    [
        ({"between": 400}, "wrong-type", "goals.mqls.between"),
        ({"between": [400]}, "wrong-type", "goals.mqls.between"),
        ({"between": [400, "600"]}, "wrong-type", "goals.mqls.between[1]"),
        ({"between": [600, 400]}, "wrong-order", "goals.mqls.between"),
        ({"between": [400, 600], "at_most": 5}, "two-targets", "goals.mqls.between"),
        ({"between": [400, 600], "worst": 5}, "wrong-worst", "goals.mqls.worst"),
        ({"at_least": 400, "steps": 5}, "wrong-type", "goals.mqls.steps"),
        ({"at_least": 400, "steps": [100, True]}, "wrong-type", "goals.mqls.steps[1]"),
        ({"at_least": 400, "steps": [100, 300]}, "steps-count", "goals.mqls.steps"),
        ({"at_least": 400, "steps": [100, 100, 100]}, "steps-sum", "goals.mqls.steps"),
        ({"at_least": 400, "steps": {"2026-01": 400}}, "steps-outside", "goals.mqls.steps"),
        ({"at_least": 400, "shape": 5}, "wrong-type", "goals.mqls.shape"),
        ({"at_least": 400, "shape": {"parts": [1]}}, "missing-field", "goals.mqls.shape.name"),
        ({"at_least": 400, "shape": {"name": "x", "parts": [0.5]}}, "shape-sum", "goals.mqls.shape.parts"),
        ({"at_least": 400, "shape": {"name": "x", "parts": ["1"]}}, "wrong-type", "goals.mqls.shape.parts[0]"),
        ({"at_least": 400, "shape": {"name": "x", "part": [1]}}, "unknown-field", "goals.mqls.shape.part"),
    ],
)
def test_faulty_clauses(parts: dict[str, Any], code: str, path: str) -> None:
    """Each fault by its code, at its place in the document."""
    (fault,) = refused(one(**parts), code)
    assert fault.path == path


def test_T22_a_step_from_no_day() -> None:
    """A month or an ISO date."""
    (fault,) = refused({**one(at_least=60, steps={"January": 60}), "period": "2026-01"}, "unreadable-date")
    assert fault.path.startswith("goals.mqls")


@pytest.mark.parametrize(
    ("path", "value", "code", "at"),
    [
        ("goals.demand.weight", 0.5, "weights-sum", "goals"),
        ("goals.demand.goals.mqls.weight", 0.5, "weights-sum", "goals.demand.goals"),
        ("goals.demand.goals", {}, "no-goals", "goals.demand.goals"),
        ("goals.demand.owner", "sales", "unknown-field", "goals.demand.owner"),
        ("goals.demand.goals.mqls.metric", {"count": {"entered": "mqll"}}, "unknown-stage", None),
        ("goals.demand.goals.mqls.owner", "ops", "unknown-team", "goals.demand.goals.mqls.owner"),
        ("goals.demand.goals.mqls.steps", [400], "steps-count", "goals.demand.goals.mqls.steps"),
        ("goals.demand.goals.worth.goals.deals.at_least", 0, "zero-target", None),
    ],
)
def test_G03_faults_within_groups(path: str, value: object, code: str, at: str | None) -> None:
    """At their place, however deep."""
    whole = grouped()
    *steps, last = path.split(".")
    table = whole
    for step in steps:
        table = table[step]
    table[last] = value
    (fault,) = refused(whole, code)
    assert fault.path == at or (at is None and fault.path.startswith("goals.demand.goals."))


def test_G10_a_name_on_two_levels() -> None:
    """A goal in a group may not have the name of another."""
    whole = grouped()
    whole["goals"]["demand"]["goals"]["touched"] = whole["goals"]["demand"]["goals"].pop("mqls")
    (fault,) = refused(whole, "duplicate-id")
    assert fault.path == "goals.touched"


def test_terms_without_the_new_clauses_keep_their_digest() -> None:
    """What is not said is not written: what was signed stays signed. What is said changes it."""
    whole = agreement()
    for goal in to_document(whole)["goals"].values():
        assert not {"between", "steps", "shape", "goals"} & goal.keys()
    plain = from_document(one(at_least=400))
    stepped = from_document(one(at_least=400, steps=[100, 140, 160]))
    again = from_document(one(at_least=400, steps=[140, 100, 160]))
    assert len({digest(plain), digest(stepped), digest(again)}) == 3
    assert digest(from_document(grouped())) != digest(from_document(document()))
    with pytest.raises(DocumentError):
        attrs.evolve(whole, goals=["mqls"])  # type: ignore[list-item]  # the point
