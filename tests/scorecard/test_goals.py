"""Goals and scorecards: what they hold, and every fault they refuse."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.funnel.build import INBOUND, JANUARY
from tests.scorecard.build import card, goal

from alignkit.currency import money
from alignkit.errors import DocumentError, LimitError
from alignkit.funnel.patterns import entered
from alignkit.handoff.slas import SLA, Pause
from alignkit.instants import days, hours
from alignkit.periods import Period
from alignkit.rules.predicates import did
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import Metric, conversion, count, median_time, met, share, total
from alignkit.scorecard.scorecards import Scorecard
from alignkit.worktime.calendar import WorkCalendar

MQLS = count(entered("mql"))
REVENUE = total("amount", at=entered("won"))


def codes(error: DocumentError) -> list[tuple[str, str]]:
    """Return each fault's code and path."""
    return [(issue.code, issue.path) for issue in error.issues]


def test_a_goal_is_exact() -> None:
    """A float stands for its shortest decimal, in the target and in the weight."""
    found = goal("fit", "marketing", at_least=0.1, weight=0.1)
    assert found.target == found.weight == Fraction(1, 10)
    assert found == goal("fit", ["marketing"], at_least=Decimal("0.1"), weight=Fraction(1, 10))


def test_a_joint_goal_has_several_owners() -> None:
    """In whatever order they are named."""
    assert goal(owner=("sales", "marketing")) == goal(owner=["marketing", "sales"])
    assert goal(owner=("sales", "marketing")).is_joint
    assert not goal(owner="sales").is_joint
    assert goal(title="Share of market").label == "Share of market"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"owner": ()}, "no-owner"),
        ({"owner": ("sales", "sales")}, "duplicate-id"),
        ({"owner": 5}, "wrong-type"),
        ({"name": ""}, "bad-id"),
        ({"metric": "mqls"}, "not-a-metric"),
        ({"at_least": None}, "no-target"),
        ({"at_least": 5, "at_most": 5}, "two-targets"),
        ({"at_least": "400"}, "wrong-type"),
        ({"at_least": True}, "wrong-type"),
        ({"at_least": float("nan")}, "not-finite"),
        ({"at_least": 10**16}, "too-large"),
        ({"metric": MQLS, "at_least": money(5, "EUR")}, "wrong-type"),
        ({"metric": MQLS, "at_least": days(5)}, "wrong-type"),
        ({"metric": median_time("mql", "won"), "at_most": 20}, "wrong-type"),
        ({"metric": REVENUE, "at_least": days(5)}, "wrong-type"),
        ({"metric": conversion("mql", "won"), "at_least": 90}, "unreachable-target"),
        ({"worst": money(5, "EUR")}, "wrong-type"),
        ({"metric": REVENUE, "at_least": money(5, "EUR"), "worst": money(1, "USD")}, "wrong-type"),
        ({"worst": 10}, "wrong-worst"),
        ({"worst": 11}, "wrong-worst"),
        ({"at_most": 10, "worst": 9}, "wrong-worst"),
        ({"title": 5}, "wrong-type"),
    ],
)
def test_a_faulty_goal_is_refused(parts: dict[str, Any], code: str) -> None:
    """Each fault by its code."""
    with pytest.raises(DocumentError) as caught:
        goal(**{"name": "share", **parts})
    assert caught.value.code == code


def test_a_worst_time_may_be_none_at_all() -> None:
    """Nothing is the least that a time can be; and it counts as nothing where a long time is asked for."""
    assert goal(metric=median_time("mql", "won"), at_least=days(5), worst=timedelta(0)).worst == timedelta(0)


def test_all_faults_of_a_goal_come_at_once() -> None:
    """In the order of its parts."""
    with pytest.raises(DocumentError) as caught:
        goal("fit", at_least="many", worst=float("inf"), weight=-1)
    assert codes(caught.value) == [("wrong-type", "at_least"), ("not-finite", "worst"), ("bad-weight", "weight")]


def test_G03_weights_that_do_not_sum_to_1() -> None:
    """0.5 and 0.4."""
    with pytest.raises(DocumentError, match=r"sum to 0\.9, must be 1") as caught:
        card(goal("a", weight=0.5), goal("b", weight=0.4))
    assert codes(caught.value) == [("weights-sum", "goals")]


def test_G04_weights_that_sum_to_1() -> None:
    """Ten of 0.1; three of 1/3, as floats too; whichever kind of number."""
    assert len(card(*(goal(f"g{n}", weight=0.1) for n in range(10))).goals) == 10
    for third in (1 / 3, Fraction(1, 3), Decimal("0.3333333333")):
        assert len(card(*(goal(f"g{n}", weight=third) for n in range(3))).goals) == 3
    with pytest.raises(DocumentError):
        card(*(goal(f"g{n}", weight=0.3333) for n in range(3)))


@pytest.mark.parametrize("weight", [0, -0.5, float("nan"), float("inf"), None, True, "0.5"])
def test_G05_weights_that_are_none(weight: object) -> None:
    """All weights 0, a negative one, a NaN: the goal is named."""
    with pytest.raises(DocumentError, match="'MQLs delivered'") as caught:
        goal("MQLs delivered", weight=weight)
    assert caught.value.issues[0].path == "weight"


def test_G06_weights_in_per_cent() -> None:
    """40 and 60: the hint says what was meant."""
    with pytest.raises(DocumentError, match=r"weights are fractions: 0\.4 and 0\.6") as caught:
        card(goal("a", weight=40), goal("b", weight=60))
    assert caught.value.code == "weights-sum"


def test_G07_target_0_and_below() -> None:
    """At least 0 is always met and refused; a negative target too; at most 0 needs a worst result."""
    for parts, code in (
        ({"at_least": 0}, "zero-target"),
        ({"metric": REVENUE, "at_least": money(0, "EUR")}, "zero-target"),
        ({"at_least": -5}, "negative-target"),
        ({"at_most": -5}, "negative-target"),
        ({"metric": median_time("mql", "won"), "at_most": timedelta(0)}, "needs-worst"),
        ({"at_most": 0}, "needs-worst"),
    ):
        with pytest.raises(DocumentError) as caught:
            goal(**parts)
        assert caught.value.code == code
    assert goal(at_most=0, worst=10).target == 0


def test_G10_one_goal_twice() -> None:
    """Two goals of one name would be one goal twice; and a period must not end before it starts."""
    with pytest.raises(DocumentError) as caught:
        card(goal("a", weight=0.5), goal("a", weight=0.5))
    assert codes(caught.value) == [("duplicate-id", "goals[1]")]
    assert "goals[0]" in str(caught.value)
    with pytest.raises(DocumentError) as caught:
        card(goal("mqls", weight=0.5), goal("MQLs", weight=0.5))
    assert codes(caught.value) == [("confusable-id", "goals[1]")]
    with pytest.raises(DocumentError, match="2026-04-01 to 2026-01-01"):
        Period(date(2026, 4, 1), date(2026, 1, 1), "UTC")


def test_O05_evolve_is_validated() -> None:
    """A goal and a card that are changed are checked like new ones."""
    with pytest.raises(DocumentError):
        attrs.evolve(goal(), weight=-1)
    with pytest.raises(DocumentError):
        attrs.evolve(card(goal()), goals=[goal(weight=0.5)])
    assert attrs.evolve(card(goal()), cap=1.5).cap == Fraction(3, 2)


def test_a_card_knows_its_teams_and_goals() -> None:
    """Sorted, each once."""
    found = card(goal("a", ("sales", "marketing"), weight=0.5), goal("b", "product", weight=0.5))
    assert found.teams == ("marketing", "product", "sales")
    assert found.goal("b").owner == ("product",)
    with pytest.raises(DocumentError, match="did you mean 'churn'"):
        card(goal("churn")).goal("chrun")


def test_a_card_knows_its_stages() -> None:
    """A misspelt stage in any metric is found when the card is built, all at once."""
    clock = SLA(
        "answer", "sales", entered("mq"), did("call"), hours(4), pauses=[Pause(entered("hold"), entered("sal"))]
    )
    metrics: tuple[Metric, ...] = (
        count(entered("mqll")),
        met(clock),
        share(entered("sla"), among=entered("mql")),
        conversion("mql", "wno"),
    )
    goals = [goal(f"g{n}", metric=metric, at_least=0.5, weight=0.25) for n, metric in enumerate(metrics)]
    with pytest.raises(DocumentError) as caught:
        card(*goals)
    assert codes(caught.value) == [
        ("unknown-stage", "goals[0].metric"),
        ("unknown-stage", "goals[1].metric"),
        ("unknown-stage", "goals[1].metric"),
        ("unknown-stage", "goals[2].metric"),
        ("unknown-stage", "goals[3].metric"),
    ]
    assert "did you mean 'mql'?" in str(caught.value)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"goals": []}, "no-goals"),
        ({"goals": "goals"}, "wrong-type"),
        ({"goals": [1]}, "wrong-type"),
        ({"funnel": None}, "wrong-type"),
        ({"period": "2026 Q1"}, "wrong-type"),
        ({"calendar": "office"}, "wrong-type"),
        ({"calendar": WorkCalendar("UTC", {"mon": []}, exceptions={date(2027, 1, 4): ["09:00-10:00"]})}, "never-open"),
        ({"cap": 0.5}, "bad-cap"),
        ({"cap": "1"}, "wrong-type"),
        ({"name": " "}, "bad-id"),
    ],
)
def test_a_faulty_card_is_refused(parts: dict[str, Any], code: str) -> None:
    """Each fault by its code."""
    with pytest.raises(DocumentError) as caught:
        Scorecard(**{"name": "January", "funnel": INBOUND, "period": JANUARY, "goals": [goal()], **parts})
    assert caught.value.code == code


def test_a_goal_says_which_limit_it_passed() -> None:
    """A limit stays a limit among other faults."""
    with pytest.raises(DocumentError, match=r"10\*\*15"):
        goal(weight=1e300)
    with pytest.raises(LimitError):
        card(goal(), cap=1e300)


def test_a_goal_needs_what_it_needs() -> None:
    """The weight is never a default."""
    with pytest.raises(TypeError):
        Goal("a", "sales", MQLS, at_least=1)  # type: ignore[call-arg]  # the point
