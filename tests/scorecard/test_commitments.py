"""What each team owes the others, side by side, and what they owe together."""

from __future__ import annotations

import attrs
from tests.funnel.build import day
from tests.scorecard.build import assessed, card, goal
from tests.scorecard.drawn import tables, text_of

from alignkit.display.blocks import Bar, Beside, Group, Heading, Mark, Paragraph
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.scorecard.commitments import Commitments
from alignkit.scorecard.show_commitments import commitments_blocks

BOTH = ("marketing", "sales")
FIGURES = Facts(figures=[ExternalFigure(name, 5, day(2)) for name in ("leads", "deals", "margin")])

FULL = """
What marketing owes
goal   actual  agreed  attained         status
─────  ──────  ──────  ───────────────  ────────
leads       5  ≥ 10    █████░░░░░ 50 %  ✗ missed

What product owes
Nothing alone; see what they owe together.

What sales owes
goal   actual  agreed  attained          status
─────  ──────  ──────  ────────────────  ───────
deals       5  ≤ 5     ██████████ 100 %  ✓ met
calls       –  ≥ 10    –                 pending

What marketing and sales owe together
goal    actual  agreed  attained         status
──────  ──────  ──────  ───────────────  ────────
margin       5  ≥ 10    █████░░░░░ 50 %  ✗ missed

What marketing and product owe together
goal  actual  agreed  attained  status
────  ──────  ──────  ────────  ───────
nps        –  ≥ 10    –         pending
"""


def owed() -> Commitments:
    """Assess what three teams owe, product only together with marketing."""
    made = card(
        goal("leads", "marketing", weight=0.25),
        goal("margin", BOTH, weight=0.25),
        goal("deals", "sales", at_least=None, at_most=5, weight=0.25),
        goal("calls", "sales", weight=0.125),
        goal("nps", ("product", "marketing"), weight=0.125),
    )
    return assessed(made, FIGURES).side_by_side


def test_commitments_in_full() -> None:
    """A side a team, in the order of their names; below, who owes what together, in the scorecard's order."""
    found = owed()
    assert text_of(found.blocks()) == FULL.strip()
    assert found.one_sided


def test_two_teams_owe_together() -> None:
    """Who they are needs no word where all that is joint is theirs."""
    found = assessed(
        card(goal("leads", "marketing", weight=0.5), goal("margin", BOTH, weight=0.5)), FIGURES
    ).side_by_side
    text = text_of(found.blocks())
    assert "What they owe together\ngoal    actual" in text
    assert found.one_sided
    alone = assessed(card(goal("leads", "marketing", weight=0.5), goal("deals", "sales", weight=0.5))).side_by_side
    assert not alone.one_sided
    assert "together" not in text_of(alone.blocks())


def test_the_headings_and_the_tones() -> None:
    """The headings are of the level that is asked for, the third if none is; each bar has the tone of its status."""
    for found, level in ((owed().blocks(), 3), (commitments_blocks(owed(), level=4), 4)):
        beside, first, *_ = found.blocks  # type: ignore[union-attr]  # a group
        assert isinstance(beside, Beside)
        product = Group([Heading("What product owes", level), Paragraph("Nothing alone; see what they owe together.")])
        assert beside.blocks[1] == product
        assert first == Heading("What marketing and sales owe together", level)
    leads, sales, *_ = tables(owed().blocks())
    assert leads.rows[0][-2:] == (Bar(0.5, "50 %", "bad"), Mark("missed", "bad"))
    assert [row[-2:] for row in sales.rows] == [
        (Bar(1, "100 %", "good"), Mark("met", "good")),
        ("–", Mark("pending", "muted")),
    ]


def test_commitments_as_data() -> None:
    """Who owes, and the readings of the goals."""
    found = owed()
    assert found.to_dict() == {
        "alignkit": 1,
        "kind": "commitments",
        "sides": [
            {"owners": [team], "goals": [reading.to_dict() for reading in side.readings]}
            for team, side in zip(("marketing", "product", "sales"), found.sides, strict=True)
        ],
        "joint": [
            {"owners": ["marketing", "sales"], "goals": [found.joint[0].readings[0].to_dict()]},
            {"owners": ["marketing", "product"], "goals": [found.joint[1].readings[0].to_dict()]},
        ],
    }
    assert [reading.goal.name for reading in found.sides[2].readings] == ["deals", "calls"]


def test_a_long_side_is_cut() -> None:
    """400 of 402 goals are shown."""
    (side,) = assessed(card(goal()), FIGURES).side_by_side.sides
    (table,) = tables(Commitments((attrs.evolve(side, readings=side.readings * 402),), ()).blocks())
    assert (len(table.rows), table.more) == (400, 2)
