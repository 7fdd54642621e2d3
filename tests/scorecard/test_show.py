"""How a scorecard and an assessment read: in full, since both teams act on every word and number."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from tests.funnel.build import day, entry
from tests.scorecard.build import assessed, card, goal, won
from tests.scorecard.drawn import tables, text_of

from alignkit.display.blocks import Bar, Bullets, Column, FunnelPicture, Group, Heading, Mark, Paragraph, Table
from alignkit.funnel.patterns import entered
from alignkit.funnel.stages import Funnel, Stage
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.instants import days
from alignkit.periods import quarter
from alignkit.rules.field import field
from alignkit.scorecard.assess import assess
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.groups import GoalGroup
from alignkit.scorecard.metrics import count, external, median_time
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.show import (
    assessment_blocks,
    attained_cell,
    card_blocks,
    gap_blocks,
    reading_blocks,
    state_text,
)
from alignkit.worktime.calendar import WorkCalendar

BOTH = ("marketing", "sales")
OFFICE = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})
MQLS = goal("MQLs", "marketing", count(entered("mql")), at_least=40, weight=0.4)
SPEED = goal("speed", "sales", median_time("mql", "won"), at_most=days(20), weight=0.2, title="Time to deal")
DEALS = goal("deals", BOTH, count(entered("won")), at_least=None, between=(1, 4), weight=0.4)
AT_WORK = card(DEALS, SPEED, MQLS, calendar=OFFICE)
CAME = (entry("mql", 1, "a"), entry("mql", 2, "b"), entry("mql", 3, "c"), won(9, "a"))
ODD = (
    entry("mql", 1, "a"),  # a second time
    entry("lead", 10, "a"),  # back from won
    entry("won", 20, "z"),  # two after as_of
    entry("sal", 60, "b"),
    entry("mqll", 3, "q"),
)
NESTED = card(
    GoalGroup(
        "demand",
        [
            goal("MQLs", "marketing", count(entered("mql")), at_least=4, weight=0.5),
            GoalGroup(
                "depth",
                [goal("deals", BOTH, count(entered("won")), weight=1, at_least=1)],
                title="Depth of work",
                weight=0.5,
            ),
        ],
        weight=0.6,
    ),
    goal("nps", ("marketing", "product", "sales"), at_least=None, at_most=8, weight=0.4),
)

IN_THE_MIDDLE = """
January
───────
As of 2026-01-16 12:00+00:00: the period 2026-01 has run for 52 % of its working
time.

view       attained           goals  measured  once all is measured
─────────  ─────────────────  ─────  ────────  ────────────────────
all goals  █████░░░░░ 53.8 %      3      80 %          43 % to 63 %
marketing  █████░░░░░ 53.8 %      2     100 %                     –
sales      ██████████ 100 %       2      67 %       66.7 % to 100 %

What each team owes the other, and what they owe together

goal          owed by    actual     agreed  attained          status
────────────  ─────────  ──────  ─────────  ────────────────  ─────────
MQLs          marketing       3       ≥ 40  █░░░░░░░░░ 7.5 %  ! at risk
Time to deal  sales           –  ≤ 20 days  –                 pending
deals         both            1     1 to 4  ██████████ 100 %  on track

Not all is known yet:

• Time to deal: 1 of 3 came, 2 pending

What is still open
46.2 of 100 points are still open:

• MQLs: 3 of 40 so far, 18 fewer than due by now (46.2 points; needs 3.48 a
  working day from now on)

The funnel
Leads that ever entered each stage of inbound
lead  ████████████████████████████████████████  3
mql   ████████████████████████████████████████  3  100 % of lead
sal   █████████████                             1  33 % of mql
sql   █████████████                             1  100 % of sal
won   █████████████                             1  100 % of sql
live                                            0  0 % of won

Found in the facts of 5 leads: 1 × unknown-stage, 1 × backward-move, 2 ×
future-event, 1 × doubled-event.
"""
AT_THE_END = """
January
───────
As of 2026-02-01 00:00+00:00: the period 2026-01 is over.

view           attained           goals  measured  once all is measured
─────────────  ─────────────────  ─────  ────────  ────────────────────
all goals      █████████░ 87.5 %      3      60 %      52.5 % to 92.5 %
marketing      █████████░ 87.5 %      3      60 %      52.5 % to 92.5 %
product        –                      1       0 %          0 % to 100 %
sales          ██████████ 100 %       2      43 %       42.9 % to 100 %
demand         █████████░ 87.5 %      2     100 %                     –
Depth of work  ██████████ 100 %       1     100 %                     –

What each team owes the other, and what they owe together

goal   owed by              actual  agreed  attained          status
─────  ───────────────────  ──────  ──────  ────────────────  ────────
MQLs   marketing                 3     ≥ 4  ████████░░ 75 %   ✗ missed
deals  marketing and sales       1     ≥ 1  ██████████ 100 %  ✓ met
nps    all                       –     ≤ 8  –                 pending

Where the gap is
12.5 of 100 points are missing:

• MQLs: 3 of 4, 1 fewer than agreed (12.5 points)

The funnel
Leads that ever entered each stage of inbound
lead  ████████████████████████████████████████  3
mql   ████████████████████████████████████████  3  100 % of lead
sal   █████████████                             1  33 % of mql
sql   █████████████                             1  100 % of sal
won   █████████████                             1  100 % of sql
live                                            0  0 % of won
"""
CARD = """
Scorecard January
─────────────────
For 2026-01

goal   owed by              metric                 agreed  weight  in the group
─────  ───────────────────  ─────────────────────  ──────  ──────  ─────────────
MQLs   marketing            leads that entered        ≥ 4    30 %  demand
                            mql
deals  marketing and sales  leads that entered        ≥ 1    30 %  demand /
                            won                                    Depth of work
nps    marketing and        the figure “nps”,         ≤ 8    40 %
       product and sales    measured elsewhere
"""
DEALS_ALONE = """
deals: 1 so far where 1 to 4 was agreed, as due by now.

status    attained
────────  ────────────────
on track  ██████████ 100 %
"""


def middle() -> Assessment:
    """Assess when 11 3/8 of January's 22 working days have passed: 3 MQLs where 40 × 11.375 ÷ 22 = 20.7 were due."""
    return assess(AT_WORK, Facts(events=[*CAME, *ODD]), as_of=day(15.5), errors="collect")


def test_an_assessment_while_the_period_runs() -> None:
    """Both views with their bounds, the goals team by team, what is open, the funnel, and what the facts are like."""
    assert text_of(middle().blocks()) == IN_THE_MIDDLE.strip()


def test_an_assessment_with_groups_once_the_period_is_over() -> None:
    """Three teams share one goal; two of them another; groups stand below the teams."""
    assert text_of(assessed(NESTED, Facts(events=CAME)).blocks()) == AT_THE_END.strip()


def test_a_scorecard_before_anything_is_measured() -> None:
    """Who owes what, how it is measured, and what it counts; with groups, where it stands."""
    assert text_of(NESTED.blocks()) == CARD.strip()


def test_a_scorecard_without_groups_has_no_column_for_them() -> None:
    """Numbers to the right."""
    (table,) = tables(AT_WORK.blocks())
    columns = (
        Column("goal"),
        Column("owed by"),
        Column("metric"),
        Column("agreed", "right"),
        Column("weight", "right"),
    )
    assert table.columns == columns
    assert table.rows[1] == ("Time to deal", "sales", "median time from mql to won", "≤ 20 days", "20 %")


def test_a_status_has_its_tone() -> None:
    """What is well is green, what is at risk is amber, what is missed red; what is pending has no colour."""
    _, table = tables(middle().blocks())
    assert [row[-2:] for row in table.rows] == [
        (Bar(0.075, "7.5 %", "warn"), Mark("at risk", "warn")),
        ("–", Mark("pending", "muted")),
        (Bar(1, "100 %", "neutral"), Mark("on track", "neutral")),
    ]
    _, table = tables(assessed(NESTED, Facts(events=CAME)).blocks())
    assert [row[-2:] for row in table.rows] == [
        (Bar(0.75, "75 %", "bad"), Mark("missed", "bad")),
        (Bar(1, "100 %", "good"), Mark("met", "good")),
        ("–", Mark("pending", "muted")),
    ]
    ahead = card(goal("MQLs", "marketing", count(entered("mql"))))
    _, table = tables(assessed(ahead, Facts(events=CAME), day(4)).blocks())
    assert table.rows[0][-2:] == (Bar(0.3, "30 %", "good"), Mark("ahead", "good"))


def test_the_bars_of_the_views_take_no_side() -> None:
    """A team is not at risk or well; its goals are."""
    views, _ = tables(middle().blocks())
    assert [row[1] for row in views.rows] == [
        Bar(Fraction(43, 80), "53.8 %", "neutral"),
        Bar(Fraction(43, 80), "53.8 %", "neutral"),
        Bar(1, "100 %", "neutral"),
    ]


def test_more_than_all_fills_the_bar() -> None:
    """With a cap of 1.5 the label tells how much more; what is not known is a dash."""
    assert attained_cell(Fraction(5, 4), "good") == Bar(1, "125 %", "good")
    assert attained_cell(Fraction(1, 4)) == Bar(0.25, "25 %", "neutral")
    assert attained_cell(None, "bad") == "–"


def test_all_measured_needs_no_bounds() -> None:
    """Three columns, and one goal of one team."""
    found = assessed(card(goal("MQLs", "marketing", count(entered("mql")), at_least=3)), Facts(events=CAME))
    views, _ = tables(found.blocks())
    assert views.columns == (Column("view"), Column("attained"), Column("goals", "right"))
    full = Bar(1, "100 %", "neutral")
    assert views.rows == (("all goals", full, "1"), ("marketing", full, "1"))


def test_the_titles_of_stages_and_the_clocks_of_the_period() -> None:
    """A stage is called as its funnel calls it, and the time is that of the period's zone."""
    funnel = Funnel("inbound", [Stage("mql", "marketing", title="MQL"), Stage("won", "sales", outcome="won")])
    made = Scorecard("Q1", funnel, quarter(2026, 1, zone="Europe/Amsterdam"), [goal("MQLs", metric=MQLS.metric)])
    (table,) = tables(made.blocks())
    assert table.rows[0][2] == "leads that entered MQL"
    assert table.caption == "For 2026 Q1"
    assert "As of 2026-01-16 13:00+01:00: the period 2026 Q1 has run for" in text_of(
        assessed(made, as_of=day(15.5)).blocks()
    )


@pytest.mark.parametrize(
    ("scorecard", "at", "told"),
    [
        (AT_WORK, -1, "has not begun"),
        (AT_WORK, 0, "has run for 0 % of its working time"),
        (NESTED, 15.5, "has run for 50 % of its time"),
        (NESTED, 31, "is over"),
    ],
)
def test_how_far_the_period_has_run(scorecard: Scorecard, at: float, told: str) -> None:
    """By working time where there is a calendar."""
    assert state_text(assessed(scorecard, as_of=day(at))) == told


def test_what_can_not_be_told_is_left_out() -> None:
    """Before the period there is no gap; without findings nothing was found; without leads no step has a share."""
    found = assessed(card(goal("MQLs", "marketing", count(entered("mql")))), as_of=day(-1))
    *_, rest = assessment_blocks(found).blocks  # type: ignore[union-attr]  # a group
    assert isinstance(rest, Group)
    heading, picture = rest.blocks
    assert heading == Heading("The funnel", 3)
    assert isinstance(picture, FunnelPicture)
    assert {(step.count, step.note) for step in picture.steps} == {(0, "")}
    assert gap_blocks(found) == []


def headings(block: object) -> list[Heading]:
    """Return the headings of a block."""
    if isinstance(block, Heading):
        return [block]
    return [found for part in block.blocks for found in headings(part)] if isinstance(block, Group) else []


def test_the_headings() -> None:
    """The parts stand one level below the whole."""
    assert headings(middle().blocks()) == [
        Heading("January", 2),
        Heading("What is still open", 3),
        Heading("The funnel", 3),
    ]


def gap_of(found: Assessment) -> list[str]:
    """Return the gap in lines."""
    heading, *rest = gap_blocks(found)
    assert isinstance(heading, Heading)
    return [heading.text, *(text_of(block) for block in rest)]


def test_no_gap() -> None:
    """While the period runs, and at its end."""
    three = card(goal("MQLs", "marketing", count(entered("mql")), at_least=3))
    nowhere = "Nowhere: every goal that is measured is attained in full."
    assert gap_of(assessed(three, Facts(events=CAME), day(8))) == ["What is still open", nowhere]
    assert gap_of(assessed(three, Facts(events=CAME))) == ["Where the gap is", nowhere]


def test_what_is_over_in_one_goal_closes_no_gap() -> None:
    """With a cap of 2, a goal attained twice has no loss to list; the other's 50 points stay missing."""
    made = card(goal("a", "sales", external("a"), at_least=2, weight=0.5), goal("b", at_least=2, weight=0.5), cap=2)
    known = Facts(figures=[ExternalFigure("a", 4, day(2)), ExternalFigure("b", 0, day(2))])
    assert gap_of(assessed(made, known)) == [
        "Where the gap is",
        "50 of 100 points are missing:",
        "• b: 0 of 2, 2 less than agreed (50 points)",
    ]


def test_one_point_is_one() -> None:
    """In the sum, and in the list; 99 ÷ 100 of all is reached."""
    near = card(goal("nps", at_least=100))
    found = assessed(near, Facts(figures=[ExternalFigure("nps", 99, day(2))]))
    assert gap_of(found) == [
        "Where the gap is",
        "1 of 100 points is missing:",
        "• nps: 99 of 100, 1 less than agreed (1 point)",
    ]


def test_what_is_needed_each_day() -> None:
    """By the calendar's days or by all days; only of what is at risk and can still be made up."""
    by_days = card(goal("MQLs", "marketing", count(entered("mql")), at_least=40))
    assert " ".join(gap_of(assessed(by_days, Facts(events=CAME), day(15.5)))[-1].split()) == (
        "• MQLs: 3 of 40 so far, 17 fewer than due by now (92.5 points; needs 2.39 a day from now on)"
    )
    ahead = card(goal("MQLs", "marketing", count(entered("mql"))))
    assert gap_of(assessed(ahead, Facts(events=CAME), day(4)))[-1] == (
        "• MQLs: 3 of 10 so far, 2 more than due by now (70 points)"
    )
    known = Facts(figures=[ExternalFigure("share", 5, day(2))])
    assert gap_of(assessed(card(goal()), known, day(4)))[-1] == (
        "• share: 5 of 10 so far, 5 less than agreed (50 points)"
    )


def test_what_is_not_known_stands_beside() -> None:
    """A goal with something unknown is told of, as one with something pending is; the joint ones last."""
    big = count(entered("mql"), where=field("size") >= 5)
    made = card(
        goal("all", BOTH, big, weight=0.25),
        goal("large", "sales", big, weight=0.25),
        goal("speed", "marketing", median_time("mql", "won"), at_most=days(20), weight=0.5),
    )
    *_, rest = assessed(made, Facts({"a": {"size": 9}}, CAME)).blocks().blocks  # type: ignore[union-attr]  # a group
    assert isinstance(rest, Group)
    assert rest.blocks[:2] == (
        Paragraph("Not all is known yet:"),
        Bullets(["speed: 1 of 3 came, 2 pending", "large: 2 unknown", "all: 2 unknown"]),
    )


def test_one_goal_by_itself() -> None:
    """Its sentence, what stands beside it, its status and its bar."""
    deals, speed, mqls = middle().readings
    columns = (Column("status"), Column("attained"))
    assert reading_blocks(mqls) == Group(
        [
            Paragraph("MQLs: 3 of 40 so far, 18 fewer than due by now."),
            Table(columns, [(Mark("at risk", "warn"), Bar(0.075, "7.5 %", "neutral"))]),
        ]
    )
    told = "Time to deal: a median needs half to have come; 1 of 3 came so far. Beside it: 1 of 3 came, 2 pending."
    assert reading_blocks(speed) == Group([Paragraph(told), Table(columns, [(Mark("pending", "muted"), "–")])])
    assert text_of(deals.blocks()) == DEALS_ALONE.strip()


def test_a_long_scorecard_is_cut() -> None:
    """400 of 402 goals are shown, and how many are left out is said."""
    (shown,) = tables(card_blocks(card(*(goal(f"g{number}", weight=Fraction(1, 402)) for number in range(402)))))
    assert (len(shown.rows), shown.more) == (400, 2)


def test_a_long_assessment_is_cut() -> None:
    """In the table of goals and in the list of losses."""
    one = assessed(card(goal()), Facts(figures=[ExternalFigure("share", 5, day(2))]))
    found = attrs.evolve(one, readings=one.readings * 402)
    _, shown = tables(found.blocks())
    assert (len(shown.rows), shown.more) == (400, 2)
    assert shown.caption == "What each team owes the other, and what they owe together"
    _, missing, losses = gap_blocks(found)
    assert missing == Paragraph("50 of 100 points are missing:")
    assert isinstance(losses, Bullets)
    assert (len(losses.items), losses.more) == (400, 2)
    assert losses.items[0] == "share: 5 of 10, 5 less than agreed (0.1 points)"
