from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.history.events import Event
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score

NOW = datetime(2026, 1, 31, tzinfo=UTC)
icp = ((field("employees") >= 50) & field("country").is_in("NL", "BE", "DE")).named("ICP fit")
fit = Score("fit", [Points(60, when=icp), Points(-40, when=field("email").ends_with("@gmail.com"))], cap=60)
interest = Score(
    "interest", [Points(20, each=did("demo_request"), half_life=timedelta(days=30), count_up_to=2)], cap=40
)
lead_score = Score("lead score", parts=[fit, interest], bands={"A": 90, "B": 70, "C": 40})
LEAD = {"employees": 80, "country": "NL", "email": "ann@acme.example"}


def _demos(*days_ago: int) -> list[Event]:
    return [Event("L1", NOW - timedelta(days=days), "demo_request") for days in days_ago]


@pytest.mark.parametrize(
    ("lead", "events", "points", "band"),
    [
        (LEAD, _demos(0, 0), 100, "A"),
        (LEAD, _demos(0, 0, 0), 100, "A"),
        (LEAD, _demos(30), 70, "B"),
        (LEAD, _demos(31), Decimal("69.7716"), "C"),
        (LEAD, [], 60, "C"),
        (LEAD | {"email": "ann@gmail.com"}, [], 20, None),
        ({"email": "ann@gmail.com"}, [], -40, None),
        (LEAD | {"employees": "80"}, [], 0, None),
        ({}, [], 0, None),
    ],
)
def test_a_lead_is_rated(lead: dict[str, object], events: list[Event], points: object, band: str | None) -> None:
    """The example of the design page: fit, interest that fades, bands."""
    rating = rate(lead_score, lead, events, as_of=NOW)
    assert (rating.points, rating.band) == (points, band)


def test_events_after_as_of_give_nothing() -> None:
    """What lies in the future was not done yet."""
    assert rate(lead_score, LEAD, _demos(-1), as_of=NOW).points == 60


def test_what_is_rated() -> None:
    """A score, for a mapping, with events, at an aware instant; each mistake is named."""
    wrong: Any
    for wrong in (None, icp, "fit"):
        with pytest.raises(DocumentError, match="rate takes a Score"):
            rate(wrong, {})
    for wrong in (None, [("employees", 80)], 5):
        with pytest.raises(DataError, match="a lead is a mapping"):
            rate(fit, wrong)
    for wrong in (5, ["demo_request"], [{"kind": "demo_request"}]):
        with pytest.raises(DataError, match="wrong-type"):
            rate(fit, {}, wrong)
    loud = Score("loud", [Points(1, each=did("call"))])
    lazy = Score(
        "lazy", [Points(1, when=(field("a") > 1) & (loud >= 1)), Points(1, when=(field("a") > 1) & did("call"))]
    )
    for scored in (loud, lazy, Score("calm", lazy.points[:1])):
        for wrong in (5, ["demo_request"], [{"kind": "demo_request"}], iter([None])):
            with pytest.raises(DataError, match="wrong-type"):
                rate(scored, {}, wrong)
    with pytest.raises(TimeError, match="as-of-needed"):
        rate(lead_score, {}, [])
    with pytest.raises(TimeError, match="naive"):
        rate(fit, {}, as_of=datetime(2026, 1, 31))  # noqa: DTZ001 - naive on purpose


def test_a_score_may_ask_about_another() -> None:
    """A clause's rule may compare a score; that score's own clauses are no contributions of this one."""
    bonus = Score("bonus", [Points(5, when=fit >= 60), Points(1, when=icp)])
    rating = rate(bonus, LEAD)
    assert rating.points == 6
    assert [part.score for part in rating.contributions] == ["bonus", "bonus"]
    assert [part.points for part in rating.contributions] == [5, 1]
    asked_and_counted = rate(Score("sum", [Points(5, when=fit >= 60)], [fit]), LEAD)
    assert asked_and_counted.points == 65
    assert [part.score for part in asked_and_counted.contributions] == ["fit", "fit", "sum"]
