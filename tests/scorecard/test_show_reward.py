"""How a reward reads, and what became of it: in full, since people count on every word of it."""

from __future__ import annotations

import json
from fractions import Fraction

import attrs
import pytest
from tests.funnel.build import day
from tests.scorecard.test_rewards import BONUS, stands

from alignkit.currency import money
from alignkit.display.blocks import Group, Heading, Mark, Table
from alignkit.display.text import to_text
from alignkit.scorecard.rewards import Reward, Unlock
from alignkit.scorecard.show_reward import listed
from alignkit.scorecard.unlock import unlock

THIRDS = attrs.evolve(
    BONUS,
    requires=["leads", "calls", "revenue"],
    shares=[("sales", Fraction(2, 3)), ("marketing", Fraction(1, 3))],
    title="Spring bonus",
)
SEA = Reward("sea", "a day at the sea", ["revenue"], title="Summer")

UNLOCKED = """Reward
✓ unlocked

bonus (1,000.01 EUR) is unlocked: both goals are met; marketing gets 500.01 EUR
and sales gets 500 EUR.

What the reward requires

goal             owed by    result                        status
───────────────  ─────────  ────────────────────────────  ──────
Leads delivered  marketing  12 of 10, 2 more than agreed  ✓ met
calls            sales      10 of 10, as agreed           ✓ met"""
LOCKED = """Reward
locked

bonus (1,000.01 EUR) stays locked: Leads delivered was not met.

What the reward requires

goal             owed by    result                        status
───────────────  ─────────  ────────────────────────────  ────────
Leads delivered  marketing  9 of 10, 1 less than agreed   ✗ missed
calls            sales      12 of 10, 2 more than agreed  ✓ met

team       share  once unlocked
─────────  ─────  ─────────────
marketing   50 %     500.01 EUR
sales       50 %        500 EUR"""
PENDING = """Reward
pending

Summer (a day at the sea) is not decided yet: its goal is still open (revenue).

What the reward requires

goal     owed by              result            status
───────  ───────────────────  ────────────────  ───────
revenue  marketing and sales  was not measured  pending"""
THREE = """Spring bonus: 1,000.01 EUR, once leads, calls and revenue are all met.

team       share  once unlocked
─────────  ─────  ─────────────
marketing   33 %     333.34 EUR
sales       67 %     666.67 EUR"""


def test_unlocked() -> None:
    """The state, the sentence, and each goal with its result; who gets what stands in the sentence."""
    assert to_text(unlock(BONUS, stands(leads=12, calls=10)).blocks()) == UNLOCKED


def test_locked() -> None:
    """Who would have got what stands below the goals; that a reward is not earned is no fault of anybody."""
    page = unlock(BONUS, stands(leads=9, calls=12)).blocks()
    assert to_text(page) == LOCKED
    assert isinstance(page, Group)
    assert page.blocks[:2] == (Heading("Reward", 3), Mark("locked", "muted"))


def test_pending() -> None:
    """A reward in words has no shares to show."""
    page = unlock(SEA, stands()).blocks()
    assert to_text(page) == PENDING
    assert isinstance(page, Group)
    assert page.blocks[1] == Mark("pending", "neutral")


def test_a_reward() -> None:
    """What it is, once which goals are met, and who gets what of it: a third and two thirds, to the cent."""
    assert to_text(THIRDS.blocks()) == THREE
    assert to_text(SEA.blocks()) == "Summer: a day at the sea, once revenue is met."
    two = attrs.evolve(SEA, requires=["leads", "calls"])
    assert to_text(two.blocks()) == "Summer: a day at the sea, once leads and calls are both met."
    own_words = attrs.evolve(two, what="prizes that are all new")
    assert to_text(own_words.blocks()) == "Summer: prizes that are all new, once leads and calls are both met."


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (unlock(SEA, stands(revenue=10)), "Summer (a day at the sea) is unlocked: its goal is met"),
        (
            unlock(THIRDS, stands(leads=10, calls=10, revenue=10)),
            (
                "Spring bonus (1,000.01 EUR) is unlocked: all 3 goals are met; "
                "marketing gets 333.34 EUR and sales gets 666.67 EUR"
            ),
        ),
        (
            unlock(attrs.evolve(SEA, requires=["calls", "leads"]), stands(leads=10, calls=10)),
            "Summer (a day at the sea) is unlocked: both goals are met",
        ),
        (unlock(SEA, stands(revenue=9)), "Summer (a day at the sea) stays locked: revenue was not met"),
        (
            unlock(THIRDS, stands(leads=9, calls=9, revenue=9)),
            "Spring bonus (1,000.01 EUR) stays locked: Leads delivered, calls and revenue were not met",
        ),
        (
            unlock(THIRDS, stands(leads=9, calls=10)),
            "Spring bonus (1,000.01 EUR) stays locked: Leads delivered was not met",
        ),
        (
            unlock(THIRDS, stands(leads=10)),
            "Spring bonus (1,000.01 EUR) is not decided yet: 2 of 3 goals are still open (calls and revenue)",
        ),
        (
            unlock(THIRDS, stands(leads=10, revenue=10)),
            "Spring bonus (1,000.01 EUR) is not decided yet: 1 of 3 goals is still open (calls)",
        ),
        (
            unlock(attrs.evolve(SEA, requires=["leads", "calls"]), stands(day(20), leads=12, calls=12)),
            "Summer (a day at the sea) is not decided yet: 2 of 2 goals are still open (Leads delivered and calls)",
        ),
    ],
)
def test_sentences(found: Unlock, sentence: str) -> None:
    """One goal, both, all; missed before pending; and who gets what, once it is unlocked."""
    assert found.sentence == sentence


def test_at_most_twelve_are_named() -> None:
    """Of more, the number is told."""
    names = [f"g{number}" for number in range(14)]
    assert listed(names[:12]) == "g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, g10 and g11"
    assert listed(names[:13]) == "g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, g10, g11 and 1 more"
    assert listed(names) == "g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, g10, g11 and 2 more"
    assert listed([f"g{number}" for number in range(1_512)]).endswith("g11 and 1,500 more")


def test_at_most_four_hundred_rows() -> None:
    """Of more goals, and of more teams, the rest is counted."""
    found = unlock(BONUS, stands())
    goals = attrs.evolve(found, readings=found.readings * 201).blocks()
    assert isinstance(goals, Group)
    table = goals.blocks[3]
    assert isinstance(table, Table)
    assert (len(table.rows), table.more) == (400, 2)
    teams = {f"team {number}": Fraction(1, 402) for number in range(402)}
    shared = Reward("b", money(402, "EUR"), ["leads"], teams).blocks()
    assert isinstance(shared, Group)
    shares = shared.blocks[1]
    assert isinstance(shares, Table)
    assert (len(shares.rows), shares.more) == (400, 2)


UNLOCK = {
    "alignkit": 1,
    "kind": "unlock",
    "reward": "bonus",
    "title": "Spring bonus",
    "what": {"amount": "1000.01", "currency": "EUR"},
    "state": "locked",
    "requires": [
        {"goal": "leads", "status": "met"},
        {"goal": "calls", "status": "pending"},
        {"goal": "revenue", "status": "missed"},
    ],
    "missing": ["calls", "revenue"],
    "shares": [
        {"team": "marketing", "share": 0.333333333333, "amount": {"amount": "333.34", "currency": "EUR"}},
        {"team": "sales", "share": 0.666666666667, "amount": {"amount": "666.67", "currency": "EUR"}},
    ],
    "sentence": "Spring bonus (1,000.01 EUR) stays locked: revenue was not met",
}


def test_plain_data() -> None:
    """All that is told, for a program: the state, the goals and their statuses, and the shares to the cent."""
    found = unlock(THIRDS, stands(leads=12, revenue=9)).to_dict()
    assert found == json.loads(json.dumps(found)) == UNLOCK
    words = unlock(SEA, stands()).to_dict()
    assert (words["title"], words["what"], words["shares"]) == ("Summer", "a day at the sea", [])
