"""Steps: a stated rate, or counts, and a lag."""

from __future__ import annotations

import copy
import csv
import pickle
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.plan.build import codes

from alignkit.errors import DocumentError, LimitError
from alignkit.instants import days
from alignkit.plan.steps import FlowStep


def test_a_stated_rate_is_exact() -> None:
    """A float stands for its shortest decimal."""
    assert FlowStep("mql", "sal", 0.1).share == Fraction(1, 10)
    assert FlowStep("mql", "sal", 0.1) == FlowStep("mql", "sal", Decimal("0.1"))
    assert not FlowStep("mql", "sal", 1).is_measured


def test_published_rates(shared_data: Path) -> None:
    """The printed rates come of the printed counts; 0 of 0 is undefined."""
    with (shared_data / "scoring-and-funnel-oracle" / "rates.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    for row in rows:
        step = FlowStep("a", "b", converted=int(row["numerator"]), of=int(row["denominator"]))
        due = row["expected_rate"]
        assert step.share == (None if due == "undefined" else Fraction(due))


def test_a_measured_rate_is_its_counts() -> None:
    """0 of 40 is nothing, and 0 of 0 is undefined: two answers."""
    assert FlowStep("mql", "sal", converted=75, of=100).share == Fraction(3, 4)
    assert FlowStep("mql", "sal", converted=0, of=40).share == 0
    assert FlowStep("mql", "sal", converted=0, of=0).share is None
    assert FlowStep("mql", "sal", converted=0, of=0).is_measured


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({}, [("no-rate", "rate")]),
        ({"rate": 0.5, "converted": 1, "of": 2}, [("two-rates", "rate")]),
        ({"rate": 0.5, "of": 2}, [("two-rates", "rate")]),
        ({"rate": 0}, [("bad-rate", "rate")]),
        ({"rate": -1}, [("bad-rate", "rate")]),
        ({"rate": 40}, [("bad-rate", "rate")]),
        ({"rate": "40 %"}, [("wrong-type", "rate")]),
        ({"rate": True}, [("wrong-type", "rate")]),
        ({"rate": float("nan")}, [("not-finite", "rate")]),
        ({"converted": 1}, [("wrong-type", "of")]),
        ({"of": 1}, [("wrong-type", "converted")]),
        ({"converted": True, "of": 2}, [("wrong-type", "converted")]),
        ({"converted": -1, "of": -2}, [("negative", "converted"), ("negative", "of")]),
        ({"rate": 0.5, "lag": 14}, [("wrong-type", "lag")]),
        ({"rate": 0.5, "lag": days(-1)}, [("negative-lag", "lag")]),
        ({"start": "", "rate": 0.5}, [("bad-id", "start")]),
        ({"end": 5, "rate": 0.5}, [("wrong-type", "end")]),
        ({"end": "mql", "rate": 0.5}, [("same-stage", "end")]),
        (
            {"start": "", "end": " sal", "lag": days(-1)},
            [("bad-id", "start"), ("bad-id", "end"), ("negative-lag", "lag"), ("no-rate", "rate")],
        ),
    ],
)
def test_a_faulty_step_is_refused(parts: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """Every fault at once, each at its place."""
    given = {"start": "mql", "end": "sal"} | parts
    with pytest.raises(DocumentError) as caught:
        FlowStep(**given)
    assert codes(caught.value) == found


def test_G02_more_passed_than_entered() -> None:
    """5 of 4 is no rate, and the message says so."""
    with pytest.raises(DocumentError, match="of 4 leads that entered 'mql', 5 cannot have come to 'sal'") as caught:
        FlowStep("mql", "sal", converted=5, of=4)
    assert codes(caught.value) == [("passed-exceeds-entered", "converted")]


def test_a_rate_in_per_cent_gets_a_hint() -> None:
    """40 is meant as 0.4."""
    with pytest.raises(DocumentError, match=r"rates are fractions: 0\.4 for 40 %"):
        FlowStep("mql", "sal", 40)
    with pytest.raises(DocumentError) as caught:
        FlowStep("mql", "sal", 140)
    assert "fractions" not in str(caught.value)


def test_limits() -> None:
    """A billion leads and a hundred years are enough."""
    assert FlowStep("mql", "sal", converted=10**9, of=10**9, lag=days(36_600)).share == 1
    with pytest.raises(LimitError) as caught:
        FlowStep("mql", "sal", converted=1, of=10**9 + 1, lag=days(36_601))
    assert codes(caught.value) == [("too-long", "lag"), ("too-large", "of")]
    with pytest.raises(LimitError):
        FlowStep("mql", "sal", Decimal("1e-200"))


def test_O04_O05_copies_are_equal_and_changes_are_validated() -> None:
    """As of every value."""
    step = FlowStep("mql", "sal", converted=3, of=4, lag=timedelta(days=2))
    assert pickle.loads(pickle.dumps(step)) == copy.deepcopy(step) == step
    assert attrs.evolve(step, of=8).share == Fraction(3, 8)
    with pytest.raises(DocumentError):
        attrs.evolve(step, of=2)


def test_data() -> None:
    """Exact: the share as text, the lag in microseconds."""
    assert FlowStep("mql", "sal", converted=3, of=4, lag=timedelta(seconds=1)).to_dict() == {
        "start": "mql", "end": "sal", "share": "3/4", "converted": 3, "of": 4, "lag_microseconds": 10**6,
    }  # fmt: skip
    assert FlowStep("mql", "sal", converted=0, of=0).to_dict()["share"] is None
    assert isinstance(FlowStep("mql", "sal", 0.5, lag=days(1)).to_dict()["lag_microseconds"], int)
