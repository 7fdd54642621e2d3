"""Groups: goals that count together as one, at any level, and change nothing of the whole."""

from __future__ import annotations

import copy
import json
import pickle
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.funnel.build import INBOUND, JANUARY, day, entry
from tests.scorecard.build import assessed, card, goal, won
from tests.scorecard.test_assess import BOTH, JOINT_CARD, facts

from alignkit.currency import money
from alignkit.errors import DataError, DocumentError, LimitError
from alignkit.funnel.patterns import entered
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.scorecard.groups import MOST_LEVELS, GoalGroup, leaves
from alignkit.scorecard.metrics import count, total
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.scorecards import Scorecard

MQLS, SATISFACTION = JOINT_CARD.goal("MQLs"), JOINT_CARD.goal("satisfaction")
DEMAND = GoalGroup(
    "demand",
    [attrs.evolve(MQLS, weight=0.4), GoalGroup("worth", [attrs.evolve(SATISFACTION, weight=1)], weight=0.6)],
    weight=0.5,
    title="Demand",
)
NESTED = card(DEMAND, attrs.evolve(JOINT_CARD.goal("revenue"), weight=0.5))


def test_goals_count_by_the_weights_around_them() -> None:
    """0.4 of a half, 0.6 of a half, and a half."""
    assert [(leaf.goal.name, leaf.weight, leaf.groups) for leaf in NESTED.leaves] == [
        ("MQLs", Fraction(1, 5), ("demand",)),
        ("satisfaction", Fraction(3, 10), ("demand", "worth")),
        ("revenue", Fraction(1, 2), ()),
    ]
    assert [leaf.path for leaf in NESTED.leaves] == ["goals[0].goals[0]", "goals[0].goals[1].goals[0]", "goals[1]"]
    assert [group.name for group in NESTED.groups] == ["demand", "worth"]
    assert NESTED.teams == BOTH
    assert NESTED.goal("satisfaction").weight == 1
    assert NESTED.group("demand").label == "Demand"


def test_a_group_is_seen_by_itself() -> None:
    """3 of 4 MQLs is all that is measured of it; 40 % of its weight. The whole is as without groups."""
    found = assessed(NESTED, facts())
    demand = found.group("demand")
    assert (demand.attainment, demand.measured, demand.group) == (Fraction(3, 4), Fraction(2, 5), "demand")
    assert (demand.lowest, demand.highest) == (Fraction(3, 10), Fraction(9, 10))
    assert [view.group for view in found.groups] == ["demand", "worth"]
    assert found.group("worth").attainment is None
    flat = card(*(attrs.evolve(leaf.goal, weight=leaf.weight) for leaf in NESTED.leaves))
    assert found.whole.attainment == assessed(flat, facts()).whole.attainment
    assert found.of("MQLs").weight == Fraction(1, 5)
    assert sum(loss.weight for loss in found.whole.losses) == 1


def test_a_name_that_no_group_has() -> None:
    """With the nearest one; a goal is no group."""
    with pytest.raises(DocumentError, match="did you mean 'demand'"):
        NESTED.group("demnad")
    with pytest.raises(DocumentError, match="no group 'MQLs'"):
        assessed(NESTED).group("MQLs")
    with pytest.raises(DocumentError, match="no goal 'demand'"):
        NESTED.goal("demand")


def group(*goals: Any, **parts: Any) -> GoalGroup:  # noqa: ANN401 - what a test gives
    """Make a group of weight 1."""
    return GoalGroup(parts.pop("name", "all"), goals, weight=parts.pop("weight", 1), **parts)


@pytest.mark.parametrize(
    ("goals", "parts", "code"),
    [
        ([], {}, "no-goals"),
        ([1], {}, "wrong-type"),
        ([goal()], {"name": " "}, "bad-id"),
        ([goal()], {"title": 5}, "wrong-type"),
        ([goal()], {"weight": 0}, "bad-weight"),
        ([goal()], {"weight": "1"}, "wrong-type"),
    ],
)
def test_a_faulty_group_is_refused(goals: list[Any], parts: dict[str, Any], code: str) -> None:
    """Each fault by its code."""
    with pytest.raises(DocumentError) as caught:
        group(*goals, **parts)
    assert caught.value.code == code
    with pytest.raises(DocumentError):
        GoalGroup("all", "goals", weight=1)  # type: ignore[arg-type]  # the point


def test_G03_the_weights_of_each_level() -> None:
    """Of a group as of a scorecard."""
    with pytest.raises(DocumentError, match=r"sum to 0\.9, must be 1"):
        group(goal("a", weight=0.5), goal("b", weight=0.4))
    with pytest.raises(DocumentError, match=r"sum to 0\.5, must be 1"):
        card(group(goal(), weight=0.5))


def test_G04_thirds_in_thirds() -> None:
    """Three groups of 1/3, each of three goals of 1/3, as floats."""
    third = 1 / 3
    groups = [GoalGroup(f"g{n}", [goal(f"{n}{m}", weight=third) for m in range(3)], weight=third) for n in range(3)]
    assert len(card(*groups).leaves) == 9


def test_G04_weights_within_a_milliardth() -> None:
    """So much off is taken, twice as much is not."""
    tiny = Fraction(1, 10**9)
    for off in (tiny, -tiny):
        assert len(card(goal(weight=1 + off)).leaves) == 1
        with pytest.raises(DocumentError, match="must be 1"):
            card(goal(weight=1 + 2 * off))


def test_G06_the_hint_ends_somewhere() -> None:
    """After a dozen weights."""
    with pytest.raises(DocumentError) as caught:
        card(*(goal(f"goal {number}", weight=2) for number in range(14)))
    assert str(caught.value).count("0.0714") == 12
    assert str(caught.value).endswith("and so on")


def test_G06_weights_of_a_group_in_per_cent() -> None:
    """The hint holds in a group too."""
    with pytest.raises(DocumentError, match=r"weights are fractions: 0\.4 and 0\.6"):
        group(goal("a", weight=40), goal("b", weight=60))


def test_G10_one_name_on_two_levels() -> None:
    """A goal's, or a group's, at whatever level; told in the order in which they stand."""
    with pytest.raises(DocumentError) as caught:
        card(group(goal("a"), weight=0.5), goal("A", weight=0.3), group(goal("b"), name="a", weight=0.2))
    assert [(issue.code, issue.path) for issue in caught.value.issues] == [
        ("confusable-id", "goals[1]"),
        ("duplicate-id", "goals[2]"),
    ]
    with pytest.raises(DocumentError, match=r"the group 'b' stands at goals\[0\] and at goals\[1\]"):
        card(goal("b", weight=0.5), group(goal("c"), name="b", weight=0.5))
    with pytest.raises(DocumentError) as caught:
        card(group(goal(metric=count(entered("mqll")))))
    assert (caught.value.code, caught.value.issues[0].path) == ("unknown-stage", "goals[0].goals[0].metric")


def test_groups_end_somewhere() -> None:
    """Six levels, and no more."""
    inner = group(goal(), name="g1")
    for level in range(2, MOST_LEVELS + 1):
        inner = group(inner, name=f"g{level}")
    assert len(card(inner).groups) == MOST_LEVELS
    with pytest.raises(LimitError) as caught:
        group(inner, name="one more")
    assert caught.value.code == "too-deep"


def test_O05_a_changed_group_is_checked() -> None:
    """And copies are equal."""
    with pytest.raises(DocumentError):
        attrs.evolve(DEMAND, weight=-1)
    with pytest.raises(DocumentError):
        attrs.evolve(DEMAND, goals=[goal(weight=0.5)])
    found = assessed(NESTED, facts())
    for value in (DEMAND, NESTED, found, found.side_by_side):
        for twin in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
            assert twin == value


def test_groups_are_shown() -> None:
    """In the card with the groups around each goal, in the assessment with a view each, and as data."""
    html = NESTED._repr_html_()
    assert "Demand / worth" in html
    assert "30 %" in html
    found = assessed(NESTED, facts())
    assert "Demand" in repr(found)
    data = json.loads(json.dumps(found.to_dict()))
    assert [view["group"] for view in data["groups"]] == ["demand", "worth"]
    assert data["goals"][1]["groups"] == ["demand", "worth"]
    assert "groups" not in assessed(JOINT_CARD, facts()).to_dict()
    assert leaves([]) == ()


# side by side


def test_commitments_stand_side_by_side() -> None:
    """A table a team, beside each other, the joint goals below; each goal once."""
    found = assessed(JOINT_CARD, facts()).side_by_side
    assert [(side.owners, len(side.readings)) for side in found.sides] == [(("marketing",), 1), (("sales",), 1)]
    assert [(side.owners, len(side.readings)) for side in found.joint] == [(("marketing", "sales"), 2)]
    assert not found.one_sided
    text = repr(found)
    assert text.index("What marketing owes") < text.index("What sales owes") < text.index("What they owe together")
    for told in ("MQLs", "≥ 4", "75 %", "✗ missed", "satisfaction", "pending"):
        assert told in text
    assert "ak-beside" in found._repr_html_()
    data = json.loads(json.dumps(found.to_dict()))
    assert [side["goals"][0]["goal"] for side in data["sides"]] == ["MQLs", "touched"]
    assert data["joint"][0]["owners"] == ["marketing", "sales"]


def test_commitments_in_one_direction() -> None:
    """A team that owes nothing alone is seen too; three teams have three columns."""
    one = assessed(card(goal("a", weight=0.5), goal("b", ("marketing", "sales"), weight=0.5))).side_by_side
    assert one.one_sided
    assert "Nothing alone; see what they owe together." in repr(one)
    three = assessed(card(goal("a", weight=0.5), goal("b", "product", weight=0.3), goal("c", BOTH, weight=0.2)))
    assert "What they owe together" in repr(three.side_by_side)
    several = card(goal("a", BOTH, weight=0.5), goal("b", ("product", "sales"), weight=0.5))
    assert "What product and sales owe together" in repr(assessed(several).side_by_side)
    none = assessed(card(goal("c", BOTH))).side_by_side
    assert repr(none).count("Nothing alone") == 2


# rates


def test_G08_a_target_in_another_currency() -> None:
    """By the stated rate, exactly; the figure says so; without one it is refused, as ever."""
    revenue = total("amount", at=entered("won"))
    dollars = Facts(events=[won(3, "a", amount=money(46, "USD")), won(4, "b", amount=money(100, "EUR"))])
    rates = Rates("EUR", {"USD": "0.5"}, on=day(0).date(), source="ECB")
    euros = card(goal("r", metric=revenue, at_least=money(123, "EUR")), rates=rates)
    found = assessed(euros, dollars).of("r")
    assert (found.actual, found.status) == (money(123, "EUR"), "met")
    assert "1 USD = 0.5 EUR" in found.figure.note
    abroad = card(goal("r", metric=revenue, at_least=money(246, "USD")), rates=rates)
    found = assessed(abroad, dollars).of("r")
    assert (found.actual, found.status) == (money(246, "USD"), "met")
    for unknown in (
        card(goal("r", metric=revenue, at_least=money(1, "GBP")), rates=rates),
        attrs.evolve(euros, rates=None),
    ):
        with pytest.raises(DataError) as caught:
            assessed(unknown, dollars)
        assert caught.value.code == "mixed-currencies"
    with pytest.raises(DocumentError) as refused:
        Scorecard("card", INBOUND, JANUARY, [goal()], rates={"USD": 1})  # type: ignore[arg-type]  # the point
    assert (refused.value.code, refused.value.issues[0].path) == ("wrong-type", "rates")
    assert assessed(euros).of("r").actual == money(0, "EUR")
    assert (
        assessed(card(goal(), rates=rates), Facts(figures=[ExternalFigure("share", 12, day(3))])).of("share").status
        == "met"
    )
    mqls = card(goal("m", metric=count(entered("mql")), at_least=1), rates=rates)
    assert assessed(mqls, Facts(events=[entry("mql", 1)])).of("m").status == "met"
