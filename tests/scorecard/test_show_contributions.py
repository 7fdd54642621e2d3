"""How contributions read: the sentences, who worked on what, and the credits, which add up as they are shown."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.funnel.build import followed
from tests.scorecard.test_contributions import WORTH, asked, four, sold, touch

from alignkit.currency import money
from alignkit.display.blocks import Bar, Group, Heading, Table
from alignkit.display.text import to_text
from alignkit.scorecard.contributions import Contributions, PersonCredit, SharedWork
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.show_contributions import lists_sentence

DEALS = """Whose work it is
1 of 4 deals was worked on by both teams.

Each team's own list (marketing 2, sales 2) holds what it worked on, so that the
lists sum to 4. Credit shares what several worked on equally among them, and
counts nothing twice.

leads that entered won, 2026-01

worked on by     amount  share
───────────────  ──────  ───────────────
both                  1  ██░░░░░░░░ 25 %
marketing alone       1  ██░░░░░░░░ 25 %
sales alone           1  ██░░░░░░░░ 25 %
nobody of these       1  ██░░░░░░░░ 25 %

team             credit
───────────────  ──────
marketing           1.5
sales               1.5
nobody of these       1"""
EUROS = """Whose work it is
100 of 400 EUR came from leads that both teams worked on.

Each team's own list (marketing 200, sales 200) holds what it worked on, so that
the lists sum to 400 EUR. Credit shares what several worked on equally among
them, and counts nothing twice.

total amount of what entered won, 2026-01

worked on by      amount  share
───────────────  ───────  ───────────────
both             100 EUR  ██░░░░░░░░ 25 %
marketing alone  100 EUR  ██░░░░░░░░ 25 %
sales alone      100 EUR  ██░░░░░░░░ 25 %
nobody of these  100 EUR  ██░░░░░░░░ 25 %

team              credit
───────────────  ───────
marketing        150 EUR
sales            150 EUR
nobody of these  100 EUR

team       person   credit
─────────  ──────  ───────
marketing  mia     150 EUR
sales      sam     125 EUR
sales      sue      25 EUR"""
THREE = """Whose work it is
3 of 3 deals were worked on by more than one team.

Each team's own list (marketing 3, product 2, sales 3) holds what it worked on,
so that the lists sum to 8. Credit shares what several worked on equally among
them, and counts nothing twice.

leads that entered won, 2026-01

worked on by         amount  share
───────────────────  ──────  ─────────────────
all                       2  ███████░░░ 66.7 %
marketing and sales       1  ███░░░░░░░ 33.3 %

team       credit
─────────  ──────
marketing    1.17
product      0.67
sales        1.16

team       person       credit
─────────  ───────────  ──────
marketing  (not named)    1.17
product    (not named)    0.67
sales      (not named)    1.16"""
NOTHING = """Whose work it is
There were no deals.

leads that entered won, 2026-01

worked on by  amount  share
────────────  ──────  ─────

team       credit
─────────  ──────
marketing       0
sales           0"""
CREDIT_NOTES = """total amount of what entered won, 2026-01

worked on by     amount  share
───────────────  ──────  ─────
sales alone          15  –
nobody of these      -3  –"""


def test_deals() -> None:
    """Four deals, of both teams, of each alone and of nobody: each list holds two, and credit halves what is shared."""
    assert to_text(asked(four()).blocks()) == DEALS


def test_money_and_people() -> None:
    """Amounts have their currency; each person's part stands below the teams' where it was asked for."""
    assert to_text(asked(four(amount=money(100, "EUR")), WORTH, people=True).blocks()) == EUROS


def test_three_teams() -> None:
    """Of three deals two are everybody's: 2 ÷ 3 for each, and 1 ÷ 2 for two; as they are shown they sum to 3."""
    work = [touch(1, lead, team) for lead in "abc" for team in ("marketing", "sales", "product")]
    journeys = followed(*(sold(lead) for lead in "abc"), *work[:-1])
    assert to_text(asked(journeys, teams=["marketing", "sales", "product"], people=True).blocks()) == THREE


def test_nothing_came() -> None:
    """The teams are named all the same."""
    assert to_text(asked(followed()).blocks()) == NOTHING


def test_credit_notes_are_no_part_of_the_whole() -> None:
    """An amount below 0 is no part that a bar can show, nor is one that is more than the whole."""
    found = asked(followed(sold("L", amount=15), sold("K", amount=-3), touch(1, "L", "sales")), WORTH).blocks()
    assert isinstance(found, Group)
    assert found.blocks[0] == Heading("Whose work it is", 3)
    table = found.blocks[2]
    assert to_text(table) == CREDIT_NOTES
    none = asked(followed(sold("L", amount=9), sold("K", amount=-9), touch(1, "L", "sales")), WORTH).blocks()
    assert isinstance(none, Group)
    table = none.blocks[2]
    assert isinstance(table, Table)
    assert [row[2] for row in table.rows] == ["–", "–"]


def test_all_of_it_is_a_whole_bar() -> None:
    """A part that is the whole fills its bar; one that is nothing leaves it empty."""
    found = asked(followed(sold("L", amount=9), sold("K", amount=0), touch(1, "L", "sales")), WORTH).blocks()
    assert isinstance(found, Group)
    table = found.blocks[2]
    assert isinstance(table, Table)
    assert [row[2] for row in table.rows] == [Bar(1, "100 %"), Bar(0, "0 %")]


@pytest.mark.parametrize(
    ("shared", "alone", "sentence"),
    [
        (0, 0, "There were no deals"),
        (1, 0, "The one deal was worked on by both teams"),
        (0, 1, "The one deal was not worked on by both teams"),
        (0, 2, "None of the 2 deals was worked on by both teams"),
        (1, 1, "1 of 2 deals was worked on by both teams"),
        (2, 0, "2 of 2 deals were worked on by both teams"),
        (2, 1_000, "2 of 1,002 deals were worked on by both teams"),
    ],
)
def test_sentences_of_deals(shared: int, alone: int, sentence: str) -> None:
    """None, one, some and all."""
    sets = [SharedWork(("marketing", "sales"), Fraction(shared)), SharedWork(("sales",), Fraction(alone))]
    assert made(*sets, thing="deal", things="deals").sentence == sentence


@pytest.mark.parametrize(
    ("shared", "alone", "currency", "sentence"),
    [
        (0, 0, None, "0 of 0 came from leads that both teams worked on"),
        (1, 2, None, "1 of 3 came from leads that both teams worked on"),
        ("0.125", "0.5", None, "0.12 of 0.62 came from leads that both teams worked on"),
        (1, 0, "EUR", "1 of 1 EUR came from leads that both teams worked on"),
        ("1200.5", 1000, "EUR", "1,200.5 of 2,200.5 EUR came from leads that both teams worked on"),
    ],
)
def test_sentences_of_amounts(shared: int | str, alone: int | str, currency: str | None, sentence: str) -> None:
    """To the hundredth, with the currency where there is one."""
    sets = [SharedWork(("marketing", "sales"), Fraction(shared)), SharedWork(("sales",), Fraction(alone))]
    assert made(*sets, currency=currency).sentence == sentence


def test_own_lists_are_told_only_where_they_overlap() -> None:
    """Where nothing is shared, the lists sum to what there is; elsewhere each list is told, to the hundredth."""
    alone = SharedWork(("sales",), Fraction(3))
    assert lists_sentence(made(alone)) == ""
    shared = SharedWork(("marketing", "sales"), Fraction(1, 4))
    assert lists_sentence(made(shared, alone, currency="EUR")) == (
        "Each team's own list (marketing 0.25, sales 3.25) holds what it worked on, so that the lists sum to 3.5 EUR. "
        "Credit shares what several worked on equally among them, and counts nothing twice."
    )
    small = made(SharedWork(("marketing", "sales"), Fraction(1, 16)))
    assert "(marketing 0.06, sales 0.06) holds what it worked on, so that the lists sum to 0.12. " in lists_sentence(
        small
    )


def made(*sets: SharedWork, **parts: Any) -> Contributions:  # noqa: ANN401 - what a test gives
    """Make contributions of such sets."""
    return attrs.evolve(asked(followed(), WORTH), sets=sets, **parts)


def test_at_most_four_hundred_rows() -> None:
    """Of more sets of teams, and of more people, the rest is counted."""
    sets = tuple(SharedWork(("sales",), Fraction(1)) for _ in range(401))
    people = tuple(PersonCredit("sales", f"person {number}", Fraction(1)) for number in range(402))
    found = made(*sets, people=people).blocks()
    assert isinstance(found, Group)
    tables = [block for block in found.blocks if isinstance(block, Table)]
    assert [(len(table.rows), table.more) for table in tables] == [(400, 1), (2, 0), (400, 2)]


def test_what_stands_beside_it() -> None:
    """How many are not known, and what was converted, below the tables."""
    found = made(SharedWork(("sales",), Fraction(1)), unknown=1_200).blocks()
    assert isinstance(found, Group)
    assert to_text(found.blocks[-1]) == "Beside it: 1,200 unknown."
    rates = Rates("EUR", {"USD": "0.92"}, on=date(2026, 1, 1), source="ECB")
    sales = followed(sold("a", amount=money(100, "USD")), sold("b", amount=money(10, "USD")))
    changed = asked(sales, WORTH, rates=rates).blocks()
    assert isinstance(changed, Group)
    assert to_text(changed.blocks[-1]) == "• 2 amounts at 1 USD = 0.92 EUR, stated 2026-01-01."


def test_amounts_to_the_hundredth() -> None:
    """Smaller parts are rounded where they are shown; the credits so that they sum to their sum as shown."""
    sets = [SharedWork(("marketing", "sales"), Fraction(1, 8)), SharedWork(("sales",), Fraction(1, 8))]
    found = made(*sets, currency="EUR").blocks()
    assert isinstance(found, Group)
    rows = [[row[1] for row in block.rows] for block in found.blocks if isinstance(block, Table)]
    assert rows == [["0.12 EUR", "0.12 EUR"], ["0.06 EUR", "0.19 EUR"]]


def test_no_amounts() -> None:
    """Where no deal came there is no amount to share; where deals came without one, none is known."""
    assert asked(followed(), WORTH).sentence == "There was nothing to work on"
    assert asked(followed(sold("a", amount="much")), WORTH).sentence == "No amount is known"
