"""How a reverse funnel and the capacity for it read: in full, since people act on every word and number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import attrs
from tests.plan.build import COUNTED, STATED, capacity, planned

from alignkit.currency import money
from alignkit.display.blocks import Bar, Block, Group, Heading, Table
from alignkit.display.text import to_text
from alignkit.instants import days
from alignkit.periods import Period, month, quarter
from alignkit.plan.capacities import Load, Workload
from alignkit.plan.requirements import Requirements
from alignkit.plan.show import hours_text, load_sentence
from alignkit.plan.staff import capacity_needed
from alignkit.plan.steps import FlowStep
from alignkit.worktime.calendar import WorkCalendar

FEBRUARY = month(2026, 2, zone="UTC")
TEN = FlowStep("mql", "won", 0.1)
ODD = capacity(people=0.125, hours_a_week=36.125, touches_per_lead=5.125, minutes_per_touch=10.125)

REVENUE = """
What the goal for 2026-03 takes
───────────────────────────────
900,500 EUR in 2026-03, at 9,005 EUR a deal, are 100 deals. For that, 2,667 leads must enter “lead”. That number is as
sure as the counts behind the rates: in 8 of 10 draws it lies from 2,373 to 3,021. The fewest leads stand behind the
rate from “sal” to “won”: 90 of 360 came. From there to “won” a lead typically takes 80 days: the first of these leads
are due from 2025-12-11 on, the last by 2026-01-10.

stage  needed   8 of 10 draws                come on  after  last due
─────  ──────  ──────────────  ─────────────────────  ─────  ──────────
lead    2,667  2,373 to 3,021          30 % (stated)  20 d   2026-01-10
mql       800      711 to 907  50 % (2,000 of 4,000)  none   2026-01-30
sal       400      356 to 452       25 % (90 of 360)  60 d   2026-01-30
won       100               –                      –  –      2026-03-31

Month by month
How many must enter each stage in each month

month     lead  mql  sal  won
───────  ─────  ───  ───  ───
2025-12  1,807   26   13    –
2026-01    860  774  387    –
2026-03      –    –    –  100
all      2,667  800  400  100

How many leads must enter each stage for 2026-03
lead  ████████████████████████████████████████  2,667
mql   ████████████                                800  30 % of lead
sal   ██████                                      400  50 % of mql
won   █                                           100  25 % of sal
"""
DEALS = """
What the goal for 2026 Q1 takes
───────────────────────────────
The goal for 2026 Q1 is 1,001 deals. For that, 33,367 leads must enter “lead”, about 11,122 a month. From there to “won”
a lead typically takes 90 days: the first of these leads are due from 2025-10-03 on, the last by 2025-12-31.

stage  needed  8 of 10 draws        come on  after  last due
─────  ──────  ─────────────  ─────────────  ─────  ──────────
lead   33,367              –  30 % (stated)  10 d   2025-12-31
mql    10,010              –  40 % (stated)  20 d   2026-01-10
sql     4,004              –  25 % (stated)  60 d   2026-01-30
won     1,001              –              –  –      2026-03-31

Month by month
How many must enter each stage in each month

month      lead     mql    sql    won
───────  ──────  ──────  ─────  ─────
2025-10  10,405   2,046      –      –
2025-11  11,840   3,436  1,249      –
2025-12  11,122   3,452  1,464      –
2026-01       –   1,076  1,291    334
2026-02       –       –      –    334
2026-03       –       –      –    333
all      33,367  10,010  4,004  1,001

How many leads must enter each stage for 2026 Q1
lead  ████████████████████████████████████████  33,367
mql   ████████████                              10,010  30 % of lead
sql   █████                                      4,004  40 % of mql
won   █                                          1,001  25 % of sql
"""
FOLLOW_UP = """
Follow-up: hours needed, and hours there
────────────────────────────────────────
• Follow-up of “mql” by sales needs 88.3 hours in 2026-03, and 20 hours are there: 68.3 hours are missing, about 0.4
  more people. In all, 4 of 4 months are short of hours.

mql: sales
0.12 people with 36.12 hours a week each; a lead gets 5.12 touches of 10.12 minutes

month    hours needed  at the high end  hours there  used                people needed
───────  ────────────  ───────────────  ───────────  ──────────────────  ─────────────
2026-01          60.5             76.6           20  ██████████ 302.7 %            0.4
2026-02            79             99.9         18.1  ██████████ 437.1 %            0.5
2026-03          88.3            111.7           20  ██████████ 441.3 %            0.6
2026-04          31.7             40.1         19.4  ██████████ 163.9 %            0.2
"""
NOBODY = """
Follow-up: hours needed, and hours there
────────────────────────────────────────
• Follow-up of “mql” by sales needs 300 hours in 2026-02, and 0 hours are there: 300 hours are missing, hours that
  nobody has.

mql: sales
0 people with 20 hours a week each; a lead gets 5 touches of 12 minutes

month    hours needed  at the high end  hours there  used  people needed
───────  ────────────  ───────────────  ───────────  ────  ─────────────
2026-02           300              300            0  –               3.8
"""


def revenue(target: int = 900_500, value: int = 9_005) -> Requirements:
    """Plan revenue in March with a stated rate, one of many leads without a lag, and one of few."""
    steps = [
        FlowStep("lead", "mql", 0.3, lag=days(20)),
        FlowStep("mql", "sal", converted=2000, of=4000),
        FlowStep("sal", "won", converted=90, of=360, lag=days(60)),
    ]
    return planned(money(target, "EUR"), steps, month(2026, 3, zone="UTC"), value=money(value, "EUR"))


def text(block: Block) -> str:
    """Write a block at a fixed width, with a line's end before and after, as it stands in a test."""
    return f"\n{to_text(block, width=120)}\n"


def inner(block: Block) -> Iterator[Block]:
    """Go through a block and all that it holds."""
    yield block
    for part in block.blocks if isinstance(block, Group) else ():
        yield from inner(part)


def tables(block: Block) -> list[Table]:
    """Return the tables of a block."""
    return [part for part in inner(block) if isinstance(part, Table)]


def headings(block: Block) -> list[tuple[str, int]]:
    """Return the headings of a block, each with its level."""
    return [(part.text, part.level) for part in inner(block) if isinstance(part, Heading)]


def test_revenue_in_full() -> None:
    """Sentences, stages with their ranges, months that have no leads of a stage, and the picture."""
    found = revenue().blocks()
    assert text(found) == REVENUE
    assert headings(found) == [("What the goal for 2026-03 takes", 2), ("Month by month", 3)]


def test_a_number_of_deals_in_full() -> None:
    """Stated rates have no range; thousands stand apart."""
    assert text(planned(1001, period=quarter(2026, 1, zone="UTC")).blocks()) == DEALS


def test_a_small_number_has_a_tenth_and_a_large_one_none() -> None:
    """99.4 deals and 100.4: the leads are whole, the goal is what the money comes to."""
    assert revenue(994, 10).sentences[0] == "994 EUR in 2026-03, at 10 EUR a deal, are 99.4 deals."
    assert revenue(1004, 10).sentences[0] == "1,004 EUR in 2026-03, at 10 EUR a deal, are 100 deals."


def test_the_last_day_is_that_of_the_last_moment() -> None:
    """Leads that are due by a microsecond after midnight are due by that day."""
    late = planned(steps=[FlowStep("mql", "won", 0.1, lag=days(10) - timedelta(microseconds=1))], period=FEBRUARY)
    assert late.sentences[-1].endswith("the last by 2026-02-19.")
    prompt = planned(steps=[FlowStep("mql", "won", 0.1, lag=days(10))], period=FEBRUARY)
    assert prompt.sentences[-1].endswith("the last by 2026-02-18.")


def test_a_rate_that_nobody_knows() -> None:
    """A plan that was put together by hand may hold counts of nothing: no share, and the fewest leads of all."""
    nothing = FlowStep("sal", "won", converted=0, of=0)
    steps = [FlowStep("lead", "mql", converted=1, of=4), FlowStep("mql", "sal", 0.5), nothing]
    unknown = attrs.evolve(revenue(), steps=steps)
    assert [row[3] for row in tables(unknown.blocks())[0].rows] == ["25 % (1 of 4)", "50 % (stated)", "– (0 of 0)", "–"]
    assert unknown.sentences[2].endswith("The fewest leads stand behind the rate from “sal” to “won”: 0 of 0 came.")


def test_as_many_months_as_can_be_read() -> None:
    """Ten years of deals, and lags of eleven years between the stages: 400 rows, how many more, and no row of sums."""
    decade = Period(date(2026, 1, 1), date(2036, 1, 1), "UTC")
    steps = [attrs.evolve(step, lag=days(4018)) for step in STATED]
    months = tables(planned(steps=steps, period=decade).blocks())[1]
    assert (len(months.rows), months.more, months.rows[-1][0]) == (400, 81, "2029-03")


def test_follow_up_in_full() -> None:
    """Hours to a tenth, people and touches to a hundredth; a bar is full where more than all is used."""
    found = capacity_needed(planned(30, COUNTED[1:], quarter(2026, 2, zone="UTC")), [ODD]).blocks()
    assert text(found) == FOLLOW_UP
    assert headings(found) == [("Follow-up: hours needed, and hours there", 2), ("mql: sales", 3)]


def loads(deals: int, calendar: WorkCalendar | None = None, people: int = 3) -> Workload:
    """Follow up ten MQLs a deal in February 2026."""
    return capacity_needed(planned(deals, [TEN], FEBRUARY), [capacity(people=people)], calendar=calendar)


def test_a_month_without_hours_in_full() -> None:
    """Nobody is there: nothing is used. Nobody could be there: no number of people is enough."""
    assert text(loads(30, people=0).blocks()) == NOBODY
    closed = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]}, holidays=[date(2026, 2, day) for day in range(1, 29)])
    assert tables(loads(30, closed).blocks())[0].rows == (("2026-02", "300", "300", "0", "–", "–"),)


def test_the_bar_is_bad_only_where_hours_are_missing() -> None:
    """All hours are used: that still fits."""
    bars = [tables(loads(deals).blocks())[0].rows[0][4] for deals in (12, 24, 30)]
    assert bars == [Bar(0.5, "50 %", "good"), Bar(1.0, "100 %", "good"), Bar(1.0, "125 %", "bad")]


def test_hours() -> None:
    """To a tenth; one hour is one."""
    told = [hours_text(Fraction(hours)) for hours in ("1", "0", "1.04", "1.26", "1250")]
    assert told == ["1 hour", "0 hours", "1 hour", "1.3 hours", "1,250 hours"]


def test_a_load_of_nothing_and_of_many_months() -> None:
    """Put together by hand: no hours are needed of none, and a table says how many months it leaves out."""
    (load,) = loads(30).loads
    nothing = attrs.evolve(
        load.months[0], leads=Fraction(0), needed=Fraction(0), needed_at_most=Fraction(0), there=Fraction(0)
    )
    assert load_sentence(attrs.evolve(load, months=[nothing])) == (
        "Follow-up of “mql” by sales fits in every month; the fullest is 2026-02, with none of the hours."
    )
    long: Load = attrs.evolve(load, months=load.months * 403)
    table = tables(Workload([long]).blocks())[0]
    assert (len(table.rows), table.more) == (400, 3)


def test_one_is_told_as_one() -> None:
    """Also where it is rounded to one."""
    assert planned(1.04, period=month(2026, 2, zone="UTC")).sentences[0] == "The goal for 2026-02 is 1 deal."
