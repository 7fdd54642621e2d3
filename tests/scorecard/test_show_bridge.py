"""How a bridge and its plan read: in full, since both heads of department act on every word and number."""

from __future__ import annotations

from fractions import Fraction

from tests.funnel.build import HANDED, followed
from tests.scorecard.test_bridge import came, january

from alignkit.currency import money
from alignkit.display.blocks import Group, Heading, Table
from alignkit.display.text import to_text
from alignkit.scorecard.bridge import bridge_between
from alignkit.scorecard.factors import Factor, FlowPlan
from alignkit.scorecard.show_bridge import bridge_parts, bridge_story

PLAN = FlowPlan({"mql": 10, "sal": 5, "won": 2})
WORTH = FlowPlan({"mql": 10, "sal": 5, "won": 2}, value=money("1000.50", "EUR"))

FAIR = """
Each part is the mean, over every order in which the steps can be told, of the
difference that its step makes: the order of telling decides nothing, and the
parts sum to the difference."""
DEALS = f"""From planned to actual
1 deal more than planned (3 of 2): 2 additional, 1 missing.

Deals, 2026-01: from planned to actual
planned       ████████████████████████████████                   2
leads at mql                  ▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚                  −1
mql to sal                    ████████████████                  +1
sal to won                                    ████████████████  +1
actual        ████████████████████████████████████████████████   3

• The one missing deal: fewer leads came to mql than planned (8, planned 10).
• 1 of the 2 additional deals: more leads were accepted than planned (75 for
  every 100 at mql, planned 50).
• 1 of the 2 additional deals: more deals were won than planned (50 for every
  100 at sal, planned 40).

step                               planned  actual  difference in deals
─────────────────────────────────  ───────  ──────  ───────────────────
leads at mql                            10       8                   −1
mql to sal (for every 100 at mql)       50      75                   +1
sal to won (for every 100 at sal)       40      50                   +1
{FAIR}"""
EUROS = f"""From planned to actual
699 EUR more than planned (2,700 of 2,001): 949 additional, 250 missing.

Value in EUR, 2026-01: from planned to actual
planned         █████████████████████████████████                 2,001 EUR
mql to sal                                      ████████               +427
sal to won                                             █████████       +522
value per deal                                             ▚▚▚▚▚       −250
actual          ████████████████████████████████████████████      2,700 EUR

• 427 of the additional 949 EUR: more leads were accepted than planned (60 for
  every 100 at mql, planned 50).
• 522 of the additional 949 EUR: more deals were won than planned (50 for every
  100 at sal, planned 40).
• All missing 250 EUR: the value per deal was lower than planned (900 EUR,
  planned 1,000.5 EUR).

step                                   planned   actual  difference in EUR
─────────────────────────────────  ───────────  ───────  ─────────────────
leads at mql                                10       10                  0
mql to sal (for every 100 at mql)           50       60               +427
sal to won (for every 100 at sal)           40       50               +522
value per deal                     1,000.5 EUR  900 EUR               −250
{FAIR}"""
NOTHING = f"""From planned to actual
2,001 EUR less than planned (0 of 2,001).

Value in EUR, 2026-01: from planned to actual
planned       ████████████████████████████████████████████████  2,001 EUR
leads at mql  ▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚     −2,001
actual                                                              0 EUR

• All missing 2,001 EUR: fewer leads came to mql than planned (0, planned 10).
• Nothing can be said of mql to sal: there was nothing before it.
• Nothing can be said of sal to won: there was nothing before it.
• Nothing can be said of value per deal: there was nothing before it.

step                                 planned  actual  difference in EUR
─────────────────────────────────  ─────────  ──────  ─────────────────
leads at mql                              10       0             −2,001
mql to sal (for every 100 at mql)         50       –                  0
sal to won (for every 100 at sal)         40       –                  0
value per deal                     1,000 EUR       –                  0
{FAIR}"""
AS_PLANNED = """From planned to actual
As planned: 5 leads at sal.

step                               planned  actual  difference in leads at sal
─────────────────────────────────  ───────  ──────  ──────────────────────────
leads at mql                            10      10                           0
mql to sal (for every 100 at mql)       50      50                           0"""
ONE_STEP = """From planned to actual
0.25 more than planned (1.5 of 1.25).

Result: from planned to actual
planned  ████████████████████████                           1.25
visits                           ████████████████████████  +0.25
actual   ████████████████████████████████████████████████    1.5
         the scale begins at 1

• All additional 0.25: visits higher than planned (3, planned 2.5).

step    planned  actual  difference
──────  ───────  ──────  ──────────
visits      2.5       3       +0.25
rate        0.5     0.5           0"""
TWO_STEPS = f"""From planned to actual
2 sales more than planned (52 of 50): 13 additional, 11 missing.

Sales: from planned to actual
planned  ██████████████████████████████████████████████     50
visits                                       ▚▚▚▚▚▚▚▚▚▚    −11
rate                                         ████████████  +13
actual   ████████████████████████████████████████████████   52

• All 11 missing sales: visits lower than planned (80, planned 100).
• All 13 additional sales: rate higher than planned (0.65, planned 0.5).

step    planned  actual  difference in sales
──────  ───────  ──────  ───────────────────
visits      100      80                  −11
rate        0.5    0.65                  +13
{FAIR}"""
HUGE = """Value in EUR: from planned to actual
planned  ████████████████████████████████████████████████          1×10^12 EUR
leads                            ▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚               −1,000
actual   ████████████████████████                          999,999,999,000 EUR
         the scale begins at 999,999,998,000"""


def test_deals() -> None:
    """Eight leads instead of ten, six accepted, three won: −0.57, +1.01 and +0.56 of a deal, told in whole ones.

    Half of the leads were to be accepted and four tenths of these won; six of eight, and three of six, were. Leads:
    −2 × (0.2 ÷ 3 + 0.55 ÷ 6 + 0.375 ÷ 3). What remains of the rounded ones goes to whom rounding down cost most.
    """
    found = january(PLAN, came(8, 6, 3))
    assert to_text(found.blocks()) == DEALS
    assert [round(float(part.exact), 2) for part in found.parts] == [-0.57, 1.01, 0.56]


def test_money() -> None:
    """Amounts stand with their currency, in whole euros where there are thousands of them."""
    assert to_text(january(WORTH, came(10, 6, 3, amount=money(900, "EUR"))).blocks()) == EUROS


def test_nothing_came() -> None:
    """Of the steps after nothing nothing is said; their parts are 0."""
    assert to_text(january(WORTH, followed(funnel=HANDED)).blocks()) == NOTHING


def test_as_planned() -> None:
    """No picture, and no sentence for each step: the table tells that each came as planned."""
    assert to_text(january(FlowPlan({"mql": 10, "sal": 5}), came(10, 5, 0)).blocks()) == AS_PLANNED


def test_nothing_planned_and_nothing_came() -> None:
    """A planned 0 that came is 0 in the table, too."""
    found = bridge_between({"visits": 0, "rate": 2}, {"visits": 0, "rate": 3}).blocks()
    assert isinstance(found, Group)
    assert [row for block in found.blocks if isinstance(block, Table) for row in block.rows] == [
        ("visits", "0", "0", "0"),
        ("rate", "2", "3", "0"),
    ]


def test_one_step_came_otherwise() -> None:
    """Then there is no order of telling, and nothing is said of it; bare numbers have no unit."""
    found = bridge_between({"visits": 2.5, "rate": 0.5}, {"visits": 3, "rate": 0.5})
    assert to_text(found.blocks()) == ONE_STEP


def test_two_steps_came_otherwise() -> None:
    """Their parts depend on no order of telling, and that is said; what is counted has a name."""
    found = bridge_between({"visits": 100, "rate": 0.5}, {"visits": 80, "rate": 0.65}, things=("sale", "sales"))
    assert to_text(found.blocks()) == TWO_STEPS


def test_the_pieces_of_a_page() -> None:
    """A page has a heading of its third level; a story ends before the numbers, and says only what came otherwise."""
    found = january(PLAN, came(10, 6, 2))
    page = found.blocks()
    assert isinstance(page, Group)
    assert page.blocks[0] == Heading("From planned to actual", 3)
    assert page.blocks[1:] == tuple(bridge_parts(found))
    story = bridge_story(found)
    assert story == bridge_parts(found)[:3]
    assert to_text(story[-1]).count("•") == 2
    assert to_text(bridge_story(january(PLAN, came(10, 5, 2)))[-1]) == "As planned: 2 deals."


def test_what_to_know_stands_below_the_numbers() -> None:
    """A stage that nobody entered is told in a note."""
    found = january(FlowPlan({"sal": 2, "won": 1}, value=5), came(0, 2, 1))
    assert to_text(bridge_parts(found)[-1]) == "• 1 deal has no amount: it counts as worth nothing."
    assert to_text(bridge_parts(january(PLAN, came(10, 5, 2)))[-1]).startswith("step")


def test_huge_numbers_in_the_picture() -> None:
    """From a million millions on an amount is drawn in powers of ten, where there is little room; below it whole."""
    planned = [Factor("leads", Fraction(10**9)), Factor("value", money(1000, "EUR"))]
    found = bridge_between(planned, {"leads": 10**9 - 1, "value": money(1000, "EUR")})
    assert to_text(found.picture) == HUGE
    cents = bridge_between({"points": 2_500_000.25}, {"points": 1_000_000}).picture
    assert (cents.start.text, cents.rises[0].text, cents.end.text) == ("2,500,000.25", "−1,500,000.25", "1,000,000")


FLOW = """Planned for a period: 254,021 EUR

step                    planned
────────────────────  ─────────  ──────────────────────────────────────
mql                         400
sal                         300  75 for every 100 before it
won                       42.33  14.1 for every 100 before it
value per deal        6,000 EUR
landed in the period     33.3 %  of the deals of the period's own leads"""
POINTS = """Planned for a period: 89.25 of hours

step            planned
──────────────  ───────  ─
won                  42
value per deal     2.12"""
BARE = """Planned for a period: 0.33 at won

step  planned
────  ───────  ────────────────────────────
mql         3
won      0.33  11.1 for every 100 before it"""


def test_plans() -> None:
    """A stage a row, what comes for each hundred before it, what a deal is worth, and which share lands."""
    plan = FlowPlan({"mql": 400, "sal": 300, "won": 42.3333}, value=money("6000.5", "EUR"), lands=Fraction(1, 3))
    assert to_text(plan.blocks()) == FLOW
    assert to_text(FlowPlan({"won": 42}, value=2.125, attribute="hours").blocks()) == POINTS
    assert to_text(FlowPlan({"mql": 3, "won": 0.3333}).blocks()) == BARE
