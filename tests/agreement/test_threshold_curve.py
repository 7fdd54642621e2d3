"""The curve of a threshold: how many leads each would qualify, at what acceptance."""

from __future__ import annotations

import copy
import pickle
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.agreement.editions import AS_OF, OFFER, at, edition, facts, interest

from alignkit.agreement.curves import Curve, CurvePoint
from alignkit.agreement.threshold_curve import threshold_curve
from alignkit.errors import AlignkitError, DataError, DocumentError, LimitError
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel
from alignkit.history.facts import Facts
from alignkit.periods import month
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, Rule, did
from alignkit.rules.scores import Points, Score

ANY: Any = threshold_curve
DUTCH = field("country") == "NL"


def journeys(of: Facts | None = None, funnel: Funnel | None = None) -> Journeys:
    """Replay the facts of the editions."""
    return replay(edition().funnel if funnel is None else funnel, facts() if of is None else of, as_of=AS_OF)


def counts(curve: Curve) -> list[tuple[int | Decimal, int, int, int]]:
    """Return threshold, qualify, answered and accepted of each point."""
    return [(point.threshold, point.qualify, point.answered, point.accepted) for point in curve]


def test_leads_reach_a_threshold_at_any_time() -> None:
    """A had 40 points, B and C 20, D 60; A and B were offered with 40 and 20, and A was accepted."""
    curve = threshold_curve(interest(), journeys(), as_of=AS_OF, thresholds=[60, 20, 40, 80])
    assert counts(curve) == [(20, 4, 2, 1), (40, 2, 1, 1), (60, 1, 0, 0), (80, 0, 0, 0)]
    assert [point.acceptance for point in curve] == [Fraction(1, 2), 1, None, None]
    assert (curve.current, curve.leads, curve.beside, curve.boundary) == (None, 4, "", "mql")


def test_the_rest_of_a_rule_must_hold_at_that_instant() -> None:
    """D is from abroad: it qualifies at no threshold."""
    rule = edition().rule("mql")
    curve = threshold_curve(rule, journeys(), as_of=AS_OF, thresholds=[20, 40, 60])
    assert counts(curve) == [(20, 3, 2, 1), (40, 1, 1, 1), (60, 0, 0, 0)]
    assert (curve.current, curve.beside, curve.outside) == (40, "country is NL", 0)
    assert curve.at(40).qualify == 1
    inner = threshold_curve(AllOf([DUTCH, (interest() >= 40).named("warm")]), journeys(), as_of=AS_OF, thresholds=[40])
    assert counts(inner) == [(40, 1, 1, 1)]


def test_handoffs_outside_the_rest_of_a_rule_count_nowhere() -> None:
    """They are told."""
    curve = threshold_curve((field("country") == "FR") & (interest() >= 20), journeys(), as_of=AS_OF, thresholds=[20])
    assert counts(curve) == [(20, 1, 0, 0)]
    assert curve.outside == 2
    assert "2 answered ones did not meet the rest of the rule" in repr(curve).replace("\n", " ")


def test_more_than_is_not_at_least() -> None:
    """A rule that asks for more than 40 points takes none with 40."""
    curve = threshold_curve(DUTCH & (interest() > 40), journeys(), as_of=AS_OF, thresholds=[20, 39, 40])
    assert counts(curve) == [(20, 1, 1, 1), (39, 1, 1, 1), (40, 0, 0, 0)]
    assert "more than 40 points" in curve.sentence


def test_only_a_period_counts() -> None:
    """In May, A had its points no longer when the month was over, but still on the first of it."""
    april = threshold_curve(interest(), journeys(), as_of=AS_OF, thresholds=[20, 40], period=month(2026, 4, zone="UTC"))
    assert counts(april) == [(20, 1, 1, 1), (40, 1, 1, 1)]
    may = threshold_curve(interest(), journeys(), as_of=AS_OF, thresholds=[20, 40], period=month(2026, 5, zone="UTC"))
    assert counts(may) == [(20, 4, 1, 0), (40, 2, 0, 0)]
    june = threshold_curve(interest(), journeys(), as_of=AS_OF, thresholds=[20], period=month(2026, 7, zone="UTC"))
    assert counts(june) == [(20, 0, 0, 0)]
    assert april.to_dict()["period"] == "2026-04"


def test_round_thresholds_are_chosen() -> None:
    """Over all points that leads reached, and the agreed one."""
    curve = threshold_curve(edition(least=37).rule("mql"), journeys(), as_of=AS_OF)
    assert [point.threshold for point in curve] == list(range(20, 41))
    nobody = threshold_curve(interest(), journeys(Facts()), as_of=AS_OF)
    assert [point.threshold for point in nobody] == [0]
    assert nobody.sentence == "with at least 0 points, 0 leads qualify; with at least 0 points, 0 leads qualify."
    fine = Score("fine", [Points(Decimal("0.5"), each=did("webinar"))])
    found = threshold_curve(DUTCH & (fine >= Decimal("0.25")), journeys(), as_of=AS_OF)
    assert [point.threshold for point in found] == [0, Decimal("0.25"), 1]


def test_large_scores_have_few_thresholds() -> None:
    """Whatever the score, a person can read the table."""
    for size in (7, 90, 1_234, 56_789, 10**6):
        curve = threshold_curve(Score("s", [Points(size, each=did("webinar"))]), journeys(), as_of=AS_OF)
        assert 2 <= len(curve) <= 23


def test_a_funnel_without_a_boundary_has_no_answers() -> None:
    """How many qualify is told all the same."""
    bare = attrs.evolve(edition().funnel, boundaries=[])
    curve = threshold_curve(interest(), journeys(funnel=bare), as_of=AS_OF, thresholds=[20, 40])
    assert counts(curve) == [(20, 4, 0, 0), (40, 2, 0, 0)]
    assert curve.boundary is None
    assert "acceptance" not in repr(curve)
    told = threshold_curve(interest(), journeys(), as_of=AS_OF, thresholds=[20], boundary=OFFER)
    assert told.boundary == "mql"


def test_the_agreed_threshold_and_its_neighbours_are_told() -> None:
    """In one sentence."""
    curve = threshold_curve(edition().rule("mql"), journeys(), as_of=AS_OF, thresholds=[20, 40, 60])
    assert curve.sentence == (
        "Agreed are 40 points: with at least 40 points, 1 lead qualifies, and 1 of 1 answered were accepted (100 %); "
        "with at least 20 points, 3 leads qualify, and 1 of 2 answered were accepted (50 %); with at least 60 points, "
        "0 leads qualify."
    )
    other = threshold_curve(edition().rule("mql"), journeys(), as_of=AS_OF, thresholds=[20])
    assert other.sentence.endswith("40 points are agreed, and were not asked.")


WRONG_RULES: list[Rule] = [
    DUTCH,
    DUTCH & (interest() < 40),
    (interest() >= 40) & (interest() >= 20),
    DUTCH | (interest() >= 4),
]


@pytest.mark.parametrize("rule", WRONG_RULES, ids=range(len(WRONG_RULES)))
def test_a_rule_needs_one_threshold(rule: Rule) -> None:
    """No threshold, one the other way round, two, or one that need not hold."""
    with pytest.raises(DocumentError) as caught:
        threshold_curve(rule, journeys(), as_of=AS_OF)
    assert caught.value.code == "no-threshold"


@pytest.mark.parametrize(
    ("asked", "kind", "code"),
    [
        ({"thresholds": []}, DocumentError, "no-thresholds"),
        ({"thresholds": "20"}, DocumentError, "wrong-type"),
        ({"thresholds": [True]}, DocumentError, "wrong-type"),
        ({"thresholds": range(2_000)}, LimitError, "too-many"),
        ({"boundary": "mql"}, DocumentError, "wrong-type"),
        ({"period": "2026-Q1"}, DocumentError, "wrong-type"),
        ({"as_of": AS_OF + timedelta(days=1)}, DataError, "later-than-replay"),
        ({"definition": "score"}, DocumentError, "not-a-rule"),
        ({"journeys": [1]}, DocumentError, "wrong-type"),
    ],
)
def test_wrong_questions_are_refused(asked: dict[str, Any], kind: type[AlignkitError], code: str) -> None:
    """Each with its code."""
    given: dict[str, Any] = {"definition": interest(), "journeys": journeys(), "as_of": AS_OF} | asked
    with pytest.raises(kind) as caught:
        ANY(given.pop("definition"), given.pop("journeys"), **given)
    assert caught.value.code == code


def test_a_curve_rises_and_falls_as_it_must() -> None:
    """Thresholds rise, and no higher one qualifies more."""
    curve = threshold_curve(interest(), journeys(), as_of=AS_OF, thresholds=[20, 40])
    with pytest.raises(DocumentError, match="wrong-order"):
        attrs.evolve(curve, items=curve.items[::-1])
    with pytest.raises(DocumentError, match="no more may qualify"):
        attrs.evolve(curve, items=[CurvePoint(1, 5, 0, 0, 0), CurvePoint(2, 6, 0, 0, 0)])
    with pytest.raises(DocumentError, match="wrong-type"):
        attrs.evolve(curve, items=[ANY])
    with pytest.raises(DocumentError, match="no point at 30"):
        curve.at(30)


def test_a_curve_shows_itself() -> None:
    """O01, O03, O04: escaped, bounded, and a value."""
    odd = Score("odd", [Points(20, each=did("webinar"))], title="<script>")
    curve = threshold_curve(odd, journeys(), as_of=AS_OF, thresholds=range(0, 100, 5))
    assert "<script>" not in curve._repr_html_()
    assert "<svg" in curve._repr_html_()
    for made in (pickle.loads(pickle.dumps(curve)), copy.copy(curve), copy.deepcopy(curve)):
        assert made == curve
    assert (curve[0], curve[:1], list(curve)[0]) == (curve.items[0], curve.items[:1], curve.items[0])  # noqa: RUF015 - iterating is asked
    many = attrs.evolve(curve, items=[CurvePoint(number, 1, 1, 1, 1) for number in range(100_000)])
    assert len(repr(many).encode()) < 4096
    assert len(many._repr_html_().encode()) < 200_000
    told = curve.to_dict()
    assert (told["kind"], told["score"]) == ("threshold-curve", "odd")


def test_a_lead_without_events_is_known_when_asked() -> None:
    """Its fields alone count, at `as_of`."""
    fit = Score("fit", [Points(30, when=DUTCH)])
    curve = threshold_curve(fit, journeys(Facts({"X": {"country": "NL"}})), as_of=AS_OF, thresholds=[30])
    assert counts(curve) == [(30, 1, 0, 0)]
    later = month(2026, 7, zone="UTC")
    empty = threshold_curve(fit, journeys(Facts({"X": {"country": "NL"}})), as_of=AS_OF, thresholds=[30], period=later)
    assert counts(empty) == [(30, 0, 0, 0)]
    assert at(4) < datetime.fromisoformat("2026-06-01T00:00:00+00:00")
