from __future__ import annotations

import copy
import csv
import json
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from alignkit.errors import DocumentError, LimitError
from alignkit.history.events import Event
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.predicates import ScoreCompare, did
from alignkit.rules.rate import rate
from alignkit.rules.scores import MOST_POINTS, Points, Score, checked_points, millionths
from alignkit.rules.verdict import Verdict

big = field("employees") >= 50
one = Points(1, when=big)
NOW = datetime(2026, 1, 31, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("10", "wrong-type"),
        (True, "wrong-type"),
        (None, "wrong-type"),
        (float("nan"), "not-finite"),
        (float("inf"), "not-finite"),
        (Decimal("sNaN"), "not-finite"),
        (Fraction(1, 3), "too-fine"),
        (0.0000001, "too-fine"),
        (1e308, "points-too-large"),
        (10**400, "points-too-large"),
        pytest.param(10**5000, "points-too-large", id="5000 digits"),
        (MOST_POINTS + 1, "points-too-large"),
        (Decimal("1e999999"), "points-too-large"),
    ],
)
def test_R09_points_that_are_none(value: Any, code: str) -> None:  # noqa: ANN401 - the mistake
    """In a clause, a cap, a floor, a band and a threshold alike."""
    for build in (
        lambda: Points(value, when=big),
        lambda: Score("s", [one], cap=value) if value is not None else checked_points(value, "cap"),
        lambda: Score("s", [one], floor=value) if value is not None else checked_points(value, "floor"),
        lambda: Score("s", [one], bands={"A": value}),
        lambda: Score("s", [one]) >= value,
    ):
        with pytest.raises(DocumentError) as caught:
            build()
        assert caught.value.code == code
        assert len(str(caught.value)) < 500


def test_R09_a_total_is_never_infinite() -> None:
    """Ten times the most points is a number like others, and a million points ten times is exact."""
    score = Score("s", [Points(MOST_POINTS, when=big)] * 10)
    assert rate(score, {"employees": 80}).points == 10 * MOST_POINTS
    with pytest.raises(LimitError, match="points-too-large"):
        Points(1e308, when=big)


def test_points_have_one_form() -> None:
    """70, 70.0 and Decimal("70.0") are the same clause."""
    clauses = [Points(points, when=big) for points in (70, 70.0, Decimal("70.0"), Fraction(70))]
    assert len(set(clauses)) == 1
    assert millionths(checked_points(0.1, "points")) == 100_000


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: Points(1), "ambiguous-rule"),
        (lambda: Points(1, when=big, each=did("call")), "ambiguous-rule"),
        (lambda: Points(1, when=field("x")), "not-a-rule"),  # type: ignore[arg-type]  # the mistake
        (lambda: Points(1, each=big), "wrong-type"),  # type: ignore[arg-type]  # the mistake
        (lambda: Points(1, each=did("call", at_least=2)), "ambiguous-rule"),
        (lambda: Points(1, when=big, half_life=timedelta(days=1)), "ambiguous-rule"),
        (lambda: Points(1, each=did("call"), half_life=timedelta(hours=36)), "wrong-type"),
        (lambda: Points(1, each=did("call"), half_life=timedelta(days=10**6)), "too-long"),
        (lambda: Points(1, each=did("call"), half_life=30), "wrong-type"),  # type: ignore[arg-type]  # the mistake
        (lambda: Points(1, each=did("call"), count_up_to=0), "wrong-type"),
        (lambda: Points(1, each=did("call"), count_up_to=True), "wrong-type"),
        (lambda: Points(1, when=big, steps={DAY: 0.5}), "ambiguous-rule"),
        (lambda: Points(1, when=big, first_only=True), "ambiguous-rule"),
        (lambda: Points(1, when=big, count_up_to=1), "ambiguous-rule"),
        (lambda: Points(1, when=big, cap=1), "ambiguous-rule"),
        (lambda: Points(1, each=did("call"), half_life=DAY, steps={DAY: 0}), "ambiguous-rule"),
        (lambda: Points(1, each=did("call"), first_only=True, count_up_to=1), "ambiguous-rule"),
        (lambda: Points(1, each=did("call"), first_only=1), "wrong-type"),  # type: ignore[arg-type]  # the mistake
        (lambda: Points(1, each=did("call"), steps={1: 0.5}), "wrong-type"),
        (lambda: Points(1, each=did("call"), steps=5), "wrong-type"),  # type: ignore[arg-type]  # the mistake
        (lambda: Points(1, each=did("call"), steps=[DAY]), "wrong-type"),
        (lambda: Points(1, each=did("call"), steps={timedelta(hours=1): 0.5}), "wrong-type"),
        (lambda: Points(1, each=did("call"), steps={DAY: 1}), "wrong-type"),
        (lambda: Points(1, each=did("call"), steps={DAY: -0.5}), "wrong-type"),
        (lambda: Points(1, each=did("call"), steps={DAY: "0.5"}), "wrong-type"),
        (lambda: Points(1, each=did("call"), steps={DAY: 0.5, 2 * DAY: 0.5}), "wrong-order"),
        (lambda: Points(1, each=did("call"), steps=[(DAY, 0.5), (DAY, 0.25)]), "wrong-order"),
        (lambda: Points(1, each=did("call"), cap=-5), "wrong-type"),
        (lambda: Points(-1, each=did("call"), cap=5), "wrong-type"),
        (lambda: Points(1, each=did("call"), cap=0), "wrong-type"),
        (lambda: Points(1, each=did("call"), cap="5"), "wrong-type"),  # type: ignore[arg-type]  # the mistake
        (lambda: Score("s"), "empty-group"),
        (lambda: Score("", [one]), "bad-id"),
        (lambda: Score("s", one), "wrong-type"),  # type: ignore[arg-type]  # the mistake
        (lambda: Score("s", [big]), "wrong-type"),  # type: ignore[list-item]  # the mistake
        (lambda: Score("s", "abc"), "wrong-type"),  # type: ignore[arg-type]  # the mistake
        (lambda: Score("s", parts=[one]), "wrong-type"),  # type: ignore[list-item]  # the mistake
        (lambda: Score("s", parts=Score("t", [one])), "wrong-type"),  # type: ignore[arg-type]  # the mistake
        (lambda: Score("s", [one], cap=1, floor=2), "empty-range"),
        (lambda: Score("s", [one], bands={"A": 10, "B": 10}), "duplicate-id"),
        (lambda: Score("s", [one], bands=[("A", 10), ("A", 20)]), "duplicate-id"),
        (lambda: Score("s", [one], bands=["A"]), "wrong-type"),  # type: ignore[list-item]  # the mistake
        (lambda: Score("s", [one], bands=5), "wrong-type"),  # type: ignore[arg-type]  # the mistake
        (lambda: Score("s", [one], bands={1: 10}), "wrong-type"),  # type: ignore[arg-type]  # the mistake
        (lambda: Score("s", [one], title=" "), "bad-id"),
        (lambda: ScoreCompare(big, ">=", 1), "wrong-type"),  # type: ignore[arg-type]  # the mistake
    ],
)
def test_scores_that_make_no_sense(build: Callable[[], object], code: str) -> None:
    """Each is refused when it is built, in words."""
    with pytest.raises(DocumentError) as caught:
        build()
    assert caught.value.code == code


def test_what_lies_on_a_limit_is_taken() -> None:
    """The most points as a float, and the least of points, caps and shares: a millionth."""
    least = Decimal("0.000001")
    assert Points(float(MOST_POINTS), when=big).points == MOST_POINTS
    assert Points(least, each=did("call"), cap=least).cap == least
    assert Points(1, each=did("call"), steps={DAY: 0.000001}).steps == ((DAY, Fraction(1, 10**6)),)


def test_a_cap_is_held_against_its_points_whatever_the_hosts_decimals() -> None:
    """A program that forbids decimals to be rounded can agree on points and their cap too."""
    with localcontext(prec=1) as context:
        context.traps[Inexact] = True
        clause = Points(Decimal("1.25"), each=did("call"), cap=Decimal("2.55"))
    assert (clause.points, clause.cap) == (Decimal("1.25"), Decimal("2.55"))


def test_steps_have_one_order() -> None:
    """The soonest first, shares as fractions."""
    call = did("call")
    written = [{90 * DAY: 0, 30 * DAY: 0.5}, [(30 * DAY, Fraction(1, 2)), (90 * DAY, 0)]]
    clauses = {Points(1, each=call, steps=steps) for steps in written}
    assert [clause.steps for clause in clauses] == [((30 * DAY, Fraction(1, 2)), (90 * DAY, Fraction(0)))]


def test_every_cap_bites_on_its_own() -> None:
    """A clause's, a part's, and the total's."""
    events = [Event("L1", NOW - days * DAY, name) for name in ("call", "visit") for days in range(5)]
    calls = Points(3, each=did("call"), cap=10)
    visits = Points(2, each=did("visit"))
    assert rate(Score("s", [calls]), {}, events).points == 10
    assert rate(Score("s", [calls, visits]), {}, events).points == 20
    part = Score("part", [calls, visits], cap=15)
    assert rate(part, {}, events).points == 15
    assert rate(Score("s", [visits], [part], cap=22), {}, events).points == 22
    assert rate(Score("s", [Points(-3, each=did("call"), cap=-10)]), {}, events).points == -10


def test_a_part_counts_once() -> None:
    """A score that stands in two parts, or under one name with another, would count twice."""
    fit = Score("fit", [one])
    again = pickle.loads(pickle.dumps(fit))
    left, right = Score("left", parts=[fit]), Score("right", parts=[again])
    for parts in ([fit, fit], [fit, again], [left, right], [left, fit], [fit, Score("fit", [Points(2, when=big)])]):
        with pytest.raises(DocumentError, match="'fit' would count twice in 'total'"):
            Score("total", parts=parts)
    with pytest.raises(DocumentError, match="duplicate-id"):
        Score("fit", parts=[fit])


def test_R18_totals_below_zero() -> None:
    """A total may be negative; a floor keeps it up, a cap down; each part after its own."""
    away = Score("away", [Points(-10, when=big), Points(-5, when=big)])
    assert rate(away, {"employees": 80}).points == -15
    assert rate(Score("s", away.points, floor=0), {"employees": 80}).points == 0
    assert (
        rate(Score("s", [Points(30, when=big)], [Score("t", away.points, floor=-12)], cap=15), {"employees": 80}).points
        == 15
    )
    assert rate(Score("s", [Points(20, when=big)], [Score("t", away.points, floor=-12)]), {"employees": 80}).points == 8
    assert rate(Score("s", [one], floor=5), {}).points == 5


def test_bands_go_from_the_highest_down() -> None:
    """However they were written; equal scores are equal."""
    bands = {"C": 40, "A": 90, "B": 70.5}
    score = Score("s", [one], bands=bands)
    assert score.bands == (("A", 90), ("B", Decimal("70.5")), ("C", 40))
    assert score == Score("s", [one], bands=list(bands.items()))


def test_O04_scores_are_values() -> None:
    """Pickled and copied, before and after use."""
    score = Score("s", [one, Points(2, each=did("call"), count_up_to=2)], [Score("t", [one], cap=5)], bands={"A": 1})
    for _ in range(2):
        again = pickle.loads(pickle.dumps(score))
        assert again == score == copy.copy(score) == copy.deepcopy(score)
        assert hash(again) == hash(score)
        assert rate(score, {"employees": 80}, []).points == 2
    faded = Points(2, each=did("call"), steps={timedelta(7): 0.5}, first_only=True, cap=1)
    for clause in (*score.points, faded, Points(2, each=did("call"), half_life=timedelta(7))):
        again = pickle.loads(pickle.dumps(clause))
        assert again == clause == copy.copy(clause) == copy.deepcopy(clause)
        assert hash(again) == hash(clause)
    assert score.label == "s"
    titled = Score("s", [one], title="Lead score")
    assert titled.label == pickle.loads(pickle.dumps(titled)).label == "Lead score"


def _published(shared_data: Path, name: str) -> list[dict[str, str]]:
    with (shared_data / "scoring-and-funnel-oracle" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_published_points_of_account_engagement(shared_data: Path) -> None:
    """Salesforce's default points, and the scores that follow from its activities."""
    clauses = [
        Points(int(row["points"]), each=did(row["activity"]))
        for row in _published(shared_data, "points_account_engagement.csv")
    ]
    score = Score("account engagement", clauses)
    for case in _published(shared_data, "points_cases.csv"):
        happened = [
            Event("L1", NOW, activity, id=f"{activity}{i}")
            for activity, count in json.loads(case["activities_json"]).items()
            for i in range(count)
        ]
        assert rate(score, {}, happened, as_of=NOW).points == int(case["expected_score"]), case["id"]


def test_published_thresholds_of_solidgrowth(shared_data: Path) -> None:
    """Fit and engagement of 30 or more each, and 60 in total, make an MQL; the bands tell the rest."""
    fit = Score("fit", [Points(1, each=did("fits"))], cap=50)
    engagement = Score("engagement", [Points(1, each=did("engages"))], cap=50)
    total = Score("total", parts=[fit, engagement], bands={"hot": 80, "mql": 60, "nurture": 30})
    mql = (fit >= 30) & (engagement >= 30) & (total >= 60)
    for case in _published(shared_data, "thresholds_solidgrowth.csv"):
        happened = [Event("L1", NOW, "fits", id=f"f{i}") for i in range(int(case["fit_points"]))]
        happened += [Event("L1", NOW, "engages", id=f"e{i}") for i in range(int(case["engagement_points"]))]
        rating = rate(total, {}, happened, as_of=NOW)
        assert rating.points == int(case["total"]), case["id"]
        qualified = decide(mql, {}, happened, as_of=NOW) is Verdict.YES
        assert qualified == (case["expected_band"] in {"mql", "hot"}), case["id"]
        if case["expected_band"] != "not_mql":
            assert (rating.band or "none") == case["expected_band"], case["id"]
