"""What changed between two versions in what the teams plan, win and do together, and in groups of goals."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.agreement.build import changed, document

from alignkit.agreement.compare import compare
from alignkit.agreement.document.read_agreement import from_document
from alignkit.currency import Money
from alignkit.scorecard.goals import Goal

JOINT = Path(__file__).with_name("joint.toml").read_text("utf-8")
Told = list[tuple[str, str, str]]


def told(path: str, value: Any, text: str = JOINT) -> Told:  # noqa: ANN401 - any part
    """Return what changed if one value of a document is another one: what, before and after."""
    old, new = from_document(document(text)), from_document(changed(path, value, text))
    return [(change.what, change.before, change.after) for change in compare(old, new)]


PLACE = "every week on Monday at 10:00 (Europe/Amsterdam), 60 minutes, from 2026-01-05 on"
CASES: dict[str, tuple[Any, Told]] = {
    "rates.worth.USD": (0.9, [("USD", "1 USD counts as 0.92 EUR", "1 USD counts as 0.9 EUR")]),
    "rates.worth.GBP": (2, [("GBP", "", "1 GBP counts as 2 EUR")]),
    "rates.source": (..., [("rates", "ECB stated them", "")]),
    "rates.on": (
        "2026-04-01",
        [("rates", "they are those stated for 2026-01-01", "they are those stated for 2026-04-01")],
    ),
    "flow.stages.0.planned": (
        1,
        [("the plan for mql", "400 leads are planned to enter mql", "1 lead is planned to enter mql")],
    ),
    "flow.stages.1.says": (
        "deals were won",
        [
            (
                "the plan for won",
                "42 leads are planned to enter won",
                "42 leads are planned to enter won (told as “deals were won”)",
            )
        ],
    ),
    "flow.value": (
        7000,
        [
            (
                "the plan of a period",
                "a deal is planned to be worth 6,000 EUR, told by its amount",
                "a deal is planned to be worth 7,000 EUR, told by its amount",
            )
        ],
    ),
    "flow.lands": (
        0.6,
        [
            (
                "the plan of a period",
                "",
                "of the deals that come of the period's leads, 60 % are planned to land within it",
            )
        ],
    ),
    "rewards.dinner.what": (1, [("Dinner", "it is 5,000 EUR", "it is 1 EUR")]),
    "rewards.dinner.requires": (
        ["mqls", "revenue"],
        [("Dinner", "", "it requires that “revenue” is met")],
    ),
    "rewards.dinner.shares": (
        {"marketing": 0.4, "sales": 0.6},
        [
            ("Dinner", "marketing gets 50 %", "marketing gets 40 %"),
            ("Dinner", "sales gets 50 %", "sales gets 60 %"),
        ],
    ),
    "rewards.dinner": (
        ...,
        [("Dinner", "5,000 EUR, once “mqls” is met; marketing gets 50 % and sales gets 50 %", "")],
    ),
    "rewards.sea": (
        {"what": "a day at the sea", "requires": ["mqls", "revenue"]},
        [("sea", "", "a day at the sea, once “mqls” and “revenue” are both met")],
    ),
    "plan.year": (2027, [("the year's plan", "it is the plan for 2026", "it is the plan for 2027")]),
    "plan.aim": (..., [("the year's plan", "More from the fair", "")]),
    "plan.targets.0.quarters": (
        [400, 400, 400, 500],
        [
            (
                "mqls in the year",
                "400, 400, 400 and 400, quarter by quarter",
                "400, 400, 400 and 500, quarter by quarter",
            )
        ],
    ),
    "tasks.0.accountable": (
        "Iris",
        [("Spring fair", "Bram (sales) answers for it", "Iris (sales) answers for it")],
    ),
    "tasks.0.supporters": (["Iris"], [("Spring fair", "", "Iris helps with it")]),
    "tasks.0.due": ("2026-05-01", [("Spring fair", "it is due on 2026-04-01", "it is due on 2026-05-01")]),
    "tasks.0.serves": ("mqls", [("Spring fair", "it serves “revenue”", "it serves “mqls”")]),
    "tasks": (
        ...,
        [("Spring fair", "Bram (sales) answers for it, due 2026-04-01; it serves “revenue”", "")],
    ),
    "tasks.0.done": ("2026-03-01", []),
    "plays.0.does": (
        {"marketing": "Stops all mailings"},
        [("a lead in mql", "marketing: Mails", "marketing: Stops all mailings"), ("a lead in mql", "sales: Calls", "")],
    ),
    "meetings.joint.cadence": (
        "FREQ=MONTHLY;BYDAY=1MO",
        [("joint", PLACE, PLACE.replace("week on", "month on the first"))],
    ),
    "meetings.joint.minutes": (30, [("joint", PLACE, PLACE.replace("60 minutes", "30 minutes"))]),
    "meetings.joint.first": ("2026-01-12", [("joint", PLACE, PLACE.replace("2026-01-05", "2026-01-12"))]),
    "meetings.joint.kind": (
        "leaders",
        [("joint", "it is a meeting of both teams", "it is a meeting of the leaders")],
    ),
    "meetings.joint.skips": (["2026-04-06"], [("joint", "", "it is left out on 2026-04-06")]),
    "meetings.joint.attendees": (
        [{"name": "Iris", "team": "marketing", "email": "iris@example.com"}, {"name": "Noor", "team": "sales"}],
        [
            ("joint", "Iris (marketing) comes", ""),
            ("joint", "", "Iris, iris@example.com (marketing) comes"),
            ("joint", "", "Noor (sales) comes"),
        ],
    ),
    "meetings.joint.title": ("Round", [("Round", "", "it is called “Round”")]),
    "meetings": (
        ...,
        [("joint", f"a meeting of both teams: {PLACE}. Who comes: Iris (marketing).", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("path", CASES)
def test_each_joint_clause_is_told(path: str) -> None:
    """One value is changed, and one change is told, in words; to tick a task off changes no term."""
    value, due = CASES[path]
    assert told(path, value) == due


def test_a_task_of_another_team_concerns_both() -> None:
    """Who had it, and who has it now."""
    old, new = from_document(document(JOINT)), from_document(changed("tasks.0.team", "marketing", JOINT))
    [change] = compare(old, new)
    assert change.teams == ("sales", "marketing")
    assert change.sentence == ("Spring fair: was: Bram (sales) answers for it; is now: Bram (marketing) answers for it")


def test_the_order_of_plays_and_targets_is_told() -> None:
    """It is the order of reading, and stands in the terms."""
    two = document(JOINT)
    two["plays"].append({"stage": "sal", "does": {"sales": "Asks"}})
    two["plan"]["targets"].append({"goal": "revenue", "quarters": [1, 2, 3, 4]})
    old = from_document(two)
    two["plays"].reverse()
    two["plan"]["targets"].reverse()
    assert [(change.what, change.before, change.after) for change in compare(old, from_document(two))] == [
        ("targets of the year", "in this order: mqls; revenue", "in this order: revenue; mqls"),
        ("the playbook", "in this order: mql; sal", "in this order: sal; mql"),
    ]


def test_amounts_stay_what_they_are_if_the_currency_is_another() -> None:
    """The bonus is still in euro, and no change of it is told but that of the currency."""
    old = attrs.evolve(from_document(changed("goals.revenue.metric", {"external": "won"}, JOINT)), rates=None)
    new = attrs.evolve(old, currency="USD")
    assert [change.sentence for change in compare(old, new)] == [
        "currency: was: amounts are in EUR; is now: amounts are in USD"
    ]


def test_the_plan_of_a_goal_whose_currency_is_another_stays_what_it_is() -> None:
    """They are still in euro: beside a goal in dollars they are written otherwise, and no change of them is told."""
    targets = [{"goal": "revenue", "quarters": [1000, 2000, 3000, 4000]}]
    old = from_document(changed("plan.targets", targets, JOINT))
    revenue = next(one for one in old.goals if isinstance(one, Goal) and one.name == "revenue")
    dollars = attrs.evolve(revenue, at_least=Money(Fraction(250_000), "USD"))
    goals = [dollars if one.name == "revenue" else one for one in old.goals]
    [change] = compare(old, attrs.evolve(old, goals=goals))
    assert (change.path, change.after) == (
        "goals.revenue",
        "the total amount of leads that enter won is at least 250,000 USD",
    )


GROUPED = JOINT.replace("[goals.mqls]", '[goals.demand]\ntitle = "Demand"\nweight = 0.5\n[goals.demand.goals.mqls]', 1)
GROUPED = GROUPED.replace("weight = 0.5\n[goals.revenue]", "weight = 1\n[goals.revenue]")
GROUPS: dict[str, tuple[Any, Told]] = {
    "goals.demand.title": (..., [("demand", "it is called “Demand”", "")]),
    "goals.demand.goals.mqls.at_least": (
        500,
        [("mqls", "at least 400 leads enter mql", "at least 500 leads enter mql")],
    ),
    "goals.demand.goals.mqls.owner": ("sales", [("mqls", "marketing answers for it", "sales answers for it")]),
}


@pytest.mark.parametrize("path", GROUPS)
def test_groups_of_goals_are_told_at_their_depth(path: str) -> None:
    """A goal in a group is told as any other."""
    value, due = GROUPS[path]
    assert told(path, value, GROUPED) == due


def test_a_goal_that_becomes_a_group_is_told_as_gone_and_come() -> None:
    """With all that the group holds, and what it weighs."""
    changes = compare(from_document(document(JOINT)), from_document(document(GROUPED)))
    assert [(change.what, change.kind, change.before or change.after) for change in changes] == [
        ("mqls", "removed", "at least 400 leads enter mql. Weight: 50 %."),
        ("Demand", "added", "mqls 100 %. Weight: 50 %. mqls: at least 400 leads enter mql. Weight: 100 %."),
    ]
    weighed = GROUPED.replace("weight = 0.5\n[goals.demand.goals.mqls]", "weight = 0.4\n[goals.demand.goals.mqls]")
    weighed = weighed.replace("at_least = 250000\nweight = 0.5", "at_least = 250000\nweight = 0.6")
    assert [
        (change.what, change.before, change.after)
        for change in compare(from_document(document(GROUPED)), from_document(document(weighed)))
    ] == [("Demand", "it counts 50 %", "it counts 40 %"), ("revenue", "it counts 50 %", "it counts 60 %")]


def test_one_point_is_one_point() -> None:
    """And not one points."""
    assert told("scores", {"s": {"points": [{"add": 1, "each": {"did": "call"}}], "cap": 1, "bands": {"A": 1}}}) == [
        ("s", "", "1 point each time a “call” is recorded")
    ]
    scored = JOINT + '[scores.s]\npoints = [{ add = 1, each = { did = "call" } }]\ncap = 1\nbands = { A = 1 }\n'
    assert told("scores.s.cap", 2, scored) == [("s", "at most 1 point", "at most 2 points")]
    assert told("scores.s.bands.A", 0.5, scored) == [
        ("s", "the band A begins at 1 point", "the band A begins at 0.5 points")
    ]
