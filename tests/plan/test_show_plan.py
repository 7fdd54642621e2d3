"""How a year's plan, a playbook and doubled touches read: in full, since people act on every word and number."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs
from tests.funnel.build import END, day, followed
from tests.plan.build import task

from alignkit.currency import money
from alignkit.display.blocks import Block, Bullets, Group, Heading, Table
from alignkit.display.text import to_text
from alignkit.errors import Finding
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.instants import days
from alignkit.plan.doubled import DoubledTouches
from alignkit.plan.doubt import plan_state
from alignkit.plan.find_doubled import doubled_touches
from alignkit.plan.plays import Play, Playbook
from alignkit.plan.year_plan import PlanState, YearPlan, YearTarget

APRIL = datetime(2026, 4, 5, 12, tzinfo=UTC)
TARGETS = (
    YearTarget("mqls", [90, 100, 80, 130], whole=400),
    YearTarget("touched", [0.8, 0.85, 0.9, 0.0125]),
    YearTarget("revenue", [money(60_000, "EUR")] * 4, whole=money(240_000, "EUR")),
)
PLAN = YearPlan(
    2026,
    TARGETS,
    [
        task("Call script", accountable="Noor", due=date(2026, 4, 12), serves=""),
        task("Spring fair", supporters=["Pim", "Noor"]),
        task("Case studies", accountable="Iris", team="marketing", done=date(2026, 3, 20), supporters=["Noor"]),
        task("Price list", accountable="Olga", due=date(2026, 9, 1), done=date(2026, 4, 20)),
        task("Autumn fair", due=date(2026, 10, 1)),
    ],
    aim="One story from the first click to the order.",
)
BOOK = Playbook(
    [
        Play("mql", {"sales": "Calls within four hours", "marketing": "Stops all mailings"}),
        Play("sal", {"sales": "Finds out need, budget and time"}),
    ]
)

QUARTERS = """What each quarter is to bring

goal             Q1          Q2          Q3          Q4         year
───────  ──────────  ──────────  ──────────  ──────────  ───────────
mqls             90         100          80         130          400
touched         0.8        0.85         0.9      0.0125            –
revenue  60,000 EUR  60,000 EUR  60,000 EUR  60,000 EUR  240,000 EUR"""
AS_MADE = f"""
The plan for 2026, owned by marketing and sales together
────────────────────────────────────────────────────────
One story from the first click to the order.

{QUARTERS}

Tasks by due date
due         task          answers for it    with       serves  state
──────────  ────────────  ────────────────  ─────────  ──────  ───────────────
2026-03-31  Case studies  Iris (marketing)  Noor       mqls    done 2026-03-20
2026-03-31  Spring fair   Bram (sales)      Pim, Noor  mqls    open
2026-04-12  Call script   Noor (sales)      –          –       open
2026-09-01  Price list    Olga (sales)      –          mqls    done 2026-04-20
2026-10-01  Autumn fair   Bram (sales)      –          mqls    open

Who does what
person  answers for  helps with  next
──────  ───────────  ──────────  ────────────────────────
Bram              2           0  Spring fair (2026-03-31)
Iris              1           0  –
Noor              1           2  Spring fair (2026-03-31)
Olga              1           0  –
Pim               0           1  Spring fair (2026-03-31)
"""
IN_APRIL = f"""
The plan for 2026, owned by marketing and sales together
────────────────────────────────────────────────────────
One story from the first click to the order.

As of 2026-04-05: 1 of 5 tasks is done, 1 is overdue, 1 is due within two weeks.

{QUARTERS}

Tasks by due date
due         task          answers for it    with       serves  state
──────────  ────────────  ────────────────  ─────────  ──────  ──────────
2026-03-31  Case studies  Iris (marketing)  Noor       mqls    ✓ done
2026-03-31  Spring fair   Bram (sales)      Pim, Noor  mqls    ✗ overdue
2026-04-12  Call script   Noor (sales)      –          –       ! due soon
2026-09-01  Price list    Olga (sales)      –          mqls    open
2026-10-01  Autumn fair   Bram (sales)      –          mqls    open

Who does what
person  answers for  helps with  next
──────  ───────────  ──────────  ────────────────────────
Bram              2           0  Spring fair (2026-03-31)
Iris              1           0  –
Noor              1           2  Spring fair (2026-03-31)
Olga              1           0  Price list (2026-09-01)
Pim               0           1  Spring fair (2026-03-31)

To look at
• no task of the plan serves 'touched'
• no task of the plan serves 'revenue'
• the task 'Call script' serves no goal: say which it is to move, or leave it out
"""
PLAYS = """
Playbook
────────
What each team does with a lead there

stage  marketing           sales
─────  ──────────────────  ───────────────────────────────
mql    Stops all mailings  Calls within four hours
sal    –                   Finds out need, budget and time
"""
DOUBLED = """
Doubled touches
───────────────
3 of 3 touched leads heard from two teams within 1 day.

teams                  times
─────────────────────  ─────
marketing, then sales      2
sales, then marketing      1

people who may want to talk  times
───────────────────────────  ─────
bram and iris                    2

lead  first                             then                              apart
────  ────────────────────────────────  ────────────────────────────────  ───────────
L1    2026-01-02 00:00 marketing: call  2026-01-02 12:00 sales: call      12 h
L2    2026-01-02 14:24 sales: call      2026-01-02 16:48 marketing: call  2 h 24 min
L3    2026-01-04 00:00 marketing: call  2026-01-04 00:14 sales: call      14 min 24 s
"""


def touch(at: float, team: str, lead: str, actor: str | None = None) -> Event:
    """Make a call."""
    return Event(lead, day(at), "touch", "call", team=team, actor=actor, id=f"{lead} {at} {team}")


def found(*events: Event) -> DoubledTouches:
    """Find touches of two teams within a day."""
    leads: dict[str, dict[str, Value]] = {event.lead: {} for event in events}
    return doubled_touches(followed(*events, leads=leads), within=days(1), as_of=END)


def some() -> DoubledTouches:
    """Find three pairs of touches: two by the same people, one by nobody knows whom."""
    return found(
        touch(1, "marketing", "L1", "iris"),
        touch(1.5, "sales", "L1", "bram"),
        touch(1.6, "sales", "L2", "bram"),
        touch(1.7, "marketing", "L2", "iris"),
        touch(3, "marketing", "L3"),
        touch(3.01, "sales", "L3"),
    )


def text(block: Block) -> str:
    """Write a block at a fixed width, with a line's end before and after, as it stands in a test."""
    return f"\n{to_text(block, width=120)}\n"


def parts(block: Block) -> list[Block]:
    """Return what a block holds, down to what holds nothing."""
    return [each for part in block.blocks for each in parts(part)] if isinstance(block, Group) else [block]


def headings(block: Block) -> list[tuple[str, int]]:
    """Return the headings of a block, each with its level."""
    return [(part.text, part.level) for part in parts(block) if isinstance(part, Heading)]


def sizes(block: Block) -> list[tuple[int, int]]:
    """Return how many rows each table of a block has, and how many more it says there are."""
    return [(len(part.rows), part.more) for part in parts(block) if isinstance(part, Table)]


def test_a_plan_in_full() -> None:
    """As it was made: what is done has its day, and who has nothing left to do has nothing next."""
    assert text(PLAN.blocks()) == AS_MADE
    assert headings(PLAN.blocks()) == [
        ("The plan for 2026, owned by marketing and sales together", 2),
        ("Tasks by due date", 3),
        ("Who does what", 3),
    ]


def test_how_a_plan_stands_in_full() -> None:
    """On a day: what is done later is not done yet; the doubts, but not once more what is overdue."""
    state = plan_state(PLAN, as_of=APRIL)
    assert "overdue" in [finding.code for finding in state.findings]
    assert text(state.blocks()) == IN_APRIL
    assert headings(state.blocks())[-1] == ("To look at", 3)


def test_a_plan_of_one_team() -> None:
    """Nobody owns it together with anybody."""
    assert headings(YearPlan(2026, tasks=[task()]).blocks())[0] == ("The plan for 2026", 2)
    assert headings(YearPlan(2026).blocks()) == [("The plan for 2026", 2)]


def test_a_plan_of_more_than_is_shown() -> None:
    """400 rows of each, and how many more there are."""
    many = YearPlan(2026, tasks=[task(f"task {n}", accountable=f"person {n}") for n in range(403)])
    assert sizes(many.blocks()) == [(400, 3), (400, 3)]
    doubts = [Finding("no-goal", f"doubt {n}") for n in range(402)]
    (bullets,) = [part for part in parts(PlanState(PLAN, APRIL, doubts).blocks()) if isinstance(part, Bullets)]
    assert (len(bullets.items), bullets.more) == (400, 2)


def test_a_playbook_in_full() -> None:
    """A row per stage, a column per team; 400 stages, and how many more there are."""
    assert text(BOOK.blocks()) == PLAYS
    assert sizes(Playbook([Play(f"s{n}", {"sales": "Calls"}) for n in range(405)]).blocks()) == [(400, 5)]


def test_doubled_touches_in_full() -> None:
    """By teams, by people where both are known, and one by one."""
    assert text(some().blocks()) == DOUBLED


def test_doubled_touches_of_more_than_is_shown() -> None:
    """The 20 pairs of people who touch most, and 400 touches."""
    several = found(
        *(touch(1 + n / 1000, "marketing" if n % 2 else "sales", "L1", f"person {n:02}") for n in range(24))
    )
    assert sizes(several.blocks()) == [(2, 0), (20, 3), (23, 0)]
    (item, *_) = several
    many = attrs.evolve(several, items=[item] * 404)
    assert sizes(many.blocks()) == [(1, 0), (1, 0), (400, 4)]
