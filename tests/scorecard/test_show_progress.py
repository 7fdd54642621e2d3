"""How progress and series read: in full, since people act on every word and number."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import attrs
from tests.funnel.build import day, entry
from tests.scorecard.build import assessed, card, goal, won
from tests.scorecard.drawn import tables, text_of

from alignkit.currency import money
from alignkit.display.blocks import Bar, Heading, Level, Mark, StepLine
from alignkit.funnel.patterns import entered
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.instants import days
from alignkit.periods import month
from alignkit.scorecard.follow import follow_goals, progress
from alignkit.scorecard.metrics import conversion, count, external, median_time, total
from alignkit.scorecard.progress import Progress
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.series import GoalSeries, ScorecardSeries

BOTH = ("marketing", "sales")
CARD = card(
    goal("MQLs", "marketing", count(entered("mql")), at_least=None, between=(4, 9), weight=0.25),
    goal("rate", "sales", conversion("lead", "mql"), at_least=0.5, weight=0.25),
    goal("speed", BOTH, median_time("lead", "mql"), at_most=days(2), weight=0.25, title="Time to MQL"),
    goal("nps", "sales", external("nps"), at_most=8, weight=0.125),
    goal("csat", "sales", at_least=4, weight=0.125),
)
FACTS = Facts(
    events=[
        entry("lead", 1, "a"),
        entry("mql", 2, "a"),  # after 1 day
        entry("lead", 2, "b"),
        entry("mql", 8, "b"),  # after 6 days
        entry("lead", 8, "c"),
        entry("lost", 9, "c"),
    ],
    figures=[ExternalFigure("nps", 10, day(1)), ExternalFigure("nps", 5, day(12)), ExternalFigure("csat", 5, day(9))],
)

SINCE_THE_FOURTH = """
January: since 2026-01-04
─────────────────────────
All goals together attain 68.3 %, 7.4 percentage points less than on 2026-01-04.
Statuses that changed: 2 better, 1 worse.

What each goal came to: then on 2026-01-04, now on 2026-01-11

goal          then     now    difference  status
───────────  ─────  ──────  ────────────  ─────────────────────
MQLs             1       2            +1  on track, was at risk
rate          50 %  66.7 %  +16.7 points  ✓ ahead, was on track
Time to MQL  1 day  6 days       +5 days  ! at risk, was ahead
nps             10      10             0  ! at risk
csat             –       5             –  ✓ ahead, was pending
"""
HOW_IT_WENT = """
January: how it went
────────────────────
5 looks from 2026-01-08 to 2026-02-01, all by what is known today.

January: all goals together, attained in per cent; 70.8 % at last
100 │┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
    │                ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂
    │                ███████████████████████████████████████████████████████████
    │                ███████████████████████████████████████████████████████████
    │                ███████████████████████████████████████████████████████████
  0 │                ███████████████████████████████████████████████████████████
     2026-01-01 00:00                                           2026-02-01 00:00
┄ all: 100

goal         actual    agreed  attained           status over time
───────────  ──────  ────────  ─────────────────  ───────────────────────────
MQLs              2    4 to 9  █████░░░░░ 50 %    on track → at risk → missed
rate         66.7 %    ≥ 50 %  ██████████ 100 %   on track → ahead → met
Time to MQL  6 days  ≤ 2 days  ███░░░░░░░ 33.3 %  ahead → at risk → missed
nps               5       ≤ 8  ██████████ 100 %   at risk → ahead → met
csat              5       ≥ 4  ██████████ 100 %   pending → ahead → met
"""
MQLS = """
MQLs: 4 to 9
MQLs over time; agreed: 4 to 9
9 │┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
  │
  │
  │┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
  │                                  ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃
0 │                 ▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅███████████████████████████████████████████
   2026-01-01 00:00                                             2026-02-01 00:00
┄ agreed: 4
┄ agreed: 9

as of       actual  due by then  status
──────────  ──────  ───────────  ─────────
2026-01-08       1       1 to 2  on track
2026-01-15       2       2 to 4  on track
2026-01-22       2       3 to 6  ! at risk
2026-01-29       2       4 to 8  ! at risk
2026-02-01       2       4 to 9  ✗ missed
"""


def test_progress_in_full() -> None:
    """What grew, what fell, what stayed, and what was not known then: each with its sign and unit."""
    assert text_of(progress(CARD, FACTS, as_of=day(10), since=day(3)).blocks()) == SINCE_THE_FOURTH.strip()


def test_a_series_in_full() -> None:
    """The picture of the whole, and for each goal how its status turned from week to week."""
    assert text_of(follow_goals(CARD, FACTS, as_of=day(31)).blocks()) == HOW_IT_WENT.strip()


def test_one_goal_over_time_in_full() -> None:
    """Of a count whole leads are due: 4 × 14 ÷ 31 is 2, and 9 × 14 ÷ 31 is 4."""
    found = follow_goals(CARD, FACTS, as_of=day(31)).of("MQLs")
    assert text_of(found.blocks()) == MQLS.strip()
    heading, *_ = found.blocks().blocks  # type: ignore[union-attr]  # a group
    assert heading == Heading("MQLs: 4 to 9", 3)


def test_the_tones() -> None:
    """A status has its tone wherever it stands, and the bar the tone of the last status."""
    found = progress(CARD, FACTS, as_of=day(10), since=day(3))
    (table,) = tables(found.blocks())
    assert [row[-1] for row in table.rows] == [
        Mark("on track, was at risk", "neutral"),
        Mark("ahead, was on track", "good"),
        Mark("at risk, was ahead", "warn"),
        Mark("at risk", "warn"),
        Mark("ahead, was pending", "good"),
    ]
    series = follow_goals(CARD, FACTS, as_of=day(31))
    (table,) = tables(series.blocks())
    assert [row[3] for row in table.rows][1:3] == [Bar(1, "100 %", "good"), Bar(Fraction(1, 3), "33.3 %", "bad")]
    (table,) = tables(series.of("csat").blocks())
    assert [row[1:] for row in table.rows][:2] == [
        ("–", "4", Mark("pending", "muted")),
        ("5", "4", Mark("ahead", "good")),
    ]


def told(found: Progress) -> list[tuple[object, ...]]:
    """Return the rows of a progress."""
    (table,) = tables(found.blocks())
    return [row[:4] for row in table.rows]


def test_small_moves() -> None:
    """One point is one; half a euro more is more."""
    made = card(
        goal("share", metric=conversion("lead", "mql"), at_least=0.5, weight=0.5),
        goal("amount", metric=total("amount", at=entered("won")), at_least=money(9, "EUR"), weight=0.5),
    )
    events = [*(entry("mql", 1, f"L{number}") for number in range(98)), entry("lead", 1, "x"), entry("lead", 1, "y")]
    events += [entry("mql", 4, "x"), won(1, "L1", amount=money(1, "EUR")), won(4, "L2", amount=money("0.5", "EUR"))]
    assert told(progress(made, Facts(events=events), as_of=day(9), since=day(3))) == [
        ("share", "98 %", "99 %", "+1 point"),
        ("amount", "1 EUR", "1.5 EUR", "+0.5 EUR"),
    ]


def test_the_smallest_move_is_no_0() -> None:
    """Less than a tenth of a point up, or down; none at all is 0 points."""
    (reading,) = assessed(card(goal(metric=conversion("lead", "mql"), at_least=0.5)), FACTS).readings
    for value, text in (("0.49995", "+<0.1 points"), ("0.50005", "-<0.1 points"), ("0.5", "0 points")):
        before, now = (
            attrs.evolve(reading, figure=attrs.evolve(reading.figure, value=Fraction(share)))
            for share in (value, "0.5")
        )
        one = assessed(card(goal()))
        found = Progress(attrs.evolve(one, readings=(before,)), attrs.evolve(one, readings=(now,)))
        assert told(found)[0][-1] == text


def test_statuses_that_changed_for_the_better_or_the_worse_alone() -> None:
    """Only what there is, is told."""
    up = progress(
        card(goal()),
        Facts(figures=[ExternalFigure("share", 5, day(1)), ExternalFigure("share", 10, day(5))]),
        as_of=day(9),
    )
    down = progress(
        card(goal()),
        Facts(figures=[ExternalFigure("share", 10, day(1)), ExternalFigure("share", 5, day(5))]),
        as_of=day(9),
    )
    assert "Statuses that changed: 1 better.\n" in text_of(up.blocks())
    assert "Statuses that changed: 1 worse.\n" in text_of(down.blocks())
    none = progress(card(goal()), Facts(), as_of=day(9))
    assert "No goal is measured yet. Statuses that changed: none.\n" in text_of(none.blocks())


def test_what_is_not_known_now() -> None:
    """Known then and not now, as when the assessments were made of different facts: dashes."""
    then = assessed(card(goal()), Facts(figures=[ExternalFigure("share", 5, day(1))]), day(3))
    now = assessed(card(goal()), Facts(), day(9))
    assert told(Progress(then, now)) == [("share", "5", "–", "–")]
    early = progress(card(goal(metric=count(entered("mql")))), FACTS, as_of=day(9), since=day(-1))
    assert told(early) == [("share", "–", "2", "–")]
    assert told(progress(early.now.scorecard, FACTS, as_of=day(-1), since=day(-2))) == [("share", "–", "–", "–")]


def flipping(times: int) -> ScorecardSeries:
    """Follow a figure that is at risk and ahead by turns, looking after each turn."""
    figures = [ExternalFigure("share", 20 * (number % 2), day(number + 1)) for number in range(times)]
    looks = [day(number + 1.5) for number in range(times)]
    return follow_goals(card(goal()), Facts(figures=figures), as_of=looks[-1], at=looks)


def test_many_changes_of_status_are_cut() -> None:
    """Five are told; of six the first two and the last two."""
    (five,) = tables(flipping(5).blocks())
    assert five.rows[0][-1] == "at risk → ahead → at risk → ahead → at risk"
    (six,) = tables(flipping(6).blocks())
    assert six.rows[0][-1] == "at risk → ahead → … → at risk → ahead"


def test_one_look_and_two() -> None:
    """A series of one instant is one look."""
    one, two = (follow_goals(card(goal()), Facts(), as_of=day(9), at=at) for at in ([], [day(3)]))
    first = "One look, at 2026-01-10, all by what is known today."
    assert first in text_of(one.blocks())
    assert "2 looks from 2026-01-04 to 2026-01-10, all by what is known today." in text_of(two.blocks())


def test_the_columns() -> None:
    """Numbers to the right."""
    series = follow_goals(CARD, FACTS, as_of=day(31))
    assert [(column.title, column.align) for table in tables(series.blocks()) for column in table.columns] == [
        ("goal", "left"),
        ("actual", "right"),
        ("agreed", "right"),
        ("attained", "left"),
        ("status over time", "left"),
    ]


def test_a_picture_before_the_period() -> None:
    """It begins with the first look; before the period nothing counts, and no height is drawn."""
    series = follow_goals(
        card(goal("MQLs", metric=count(entered("mql")), at_least=4)), FACTS, as_of=day(9), at=[day(-1)]
    )
    assert series.of("MQLs").picture == StepLine(
        day(-1), day(9), [(day(9), 2.0)], [Level(4, "agreed")], title="MQLs over time; agreed: 4"
    )
    assert series.picture == StepLine(
        day(-1), day(9), [(day(9), 50.0)], [Level(100, "all")],
        title="January: all goals together, attained in per cent; 50 % at last",
    )  # fmt: skip
    (table,) = tables(series.of("MQLs").blocks())
    assert [row[:3] for row in table.rows] == [("2025-12-31", "–", "0"), ("2026-01-10", "2", "1")]
    none = follow_goals(card(goal()), Facts(), as_of=day(9), at=[])
    assert none.picture.title == "January: all goals together, attained in per cent"


def test_the_heights_of_pictures() -> None:
    """Shares in per cent, times in days, money by its amount; each with what was agreed."""
    made = card(
        goal("rate", metric=conversion("lead", "mql"), at_least=0.5, weight=0.25),
        goal("speed", metric=median_time("lead", "mql"), at_most=days(2), weight=0.25),
        goal("sold", metric=total("amount", at=entered("won")), at_least=money(1000, "EUR"), weight=0.5),
    )
    known = FACTS + Facts(events=[won(9, "b", amount=money(900, "EUR"))])
    found = follow_goals(made, known, as_of=day(20), at=[day(7)])
    start, end = day(0), day(20)
    assert [one.picture for one in found.goals] == [
        StepLine(
            start, end, [(day(7), 50), (end, 200 / 3)], [Level(50, "agreed")],
            title="rate over time, in per cent; agreed: 50 %",
        ),
        StepLine(
            start, end, [(day(7), 1), (end, 6)], [Level(2, "agreed")],
            title="speed over time, in days; agreed: 2 days",
        ),
        StepLine(
            start, end, [(day(7), 0), (end, 900)], [Level(1000, "agreed")],
            title="sold over time; agreed: 1,000 EUR",
        ),
    ]  # fmt: skip


def test_what_is_due_of_shares_times_and_money() -> None:
    """Of what does not grow all is due; of money a part; between two limits from one to the other."""
    made = card(
        goal("rate", metric=conversion("lead", "mql"), at_least=None, between=(0.5, 0.75), weight=0.25),
        goal("speed", metric=median_time("lead", "mql"), at_least=None, between=(days(1), days(2)), weight=0.25),
        goal("sold", metric=total("amount", at=entered("won")), at_least=None, between=(310, 465), weight=0.5),
    )
    found = follow_goals(made, FACTS, as_of=day(1.1), at=[])
    due = [tables(one.blocks())[0].rows[0][2] for one in found.goals]
    assert due == ["50 % to 75 %", "1 day to 2 days", "11 to 16.5"]


def test_the_clocks_of_the_period() -> None:
    """Pictures and tables tell the time of the period's zone, whatever the zone of the question."""
    amsterdam = Scorecard("Q1", CARD.funnel, month(2026, 1, zone="Europe/Amsterdam"), [goal()])
    found = follow_goals(amsterdam, Facts(), as_of=day(9.5), at=[day(-1)])
    for picture in (found.picture, found.goals[0].picture):
        assert (picture.start.isoformat(), picture.end.isoformat()) == (
            "2025-12-31T01:00:00+01:00",
            "2026-01-10T13:00:00+01:00",
        )
    (table,) = tables(found.goals[0].blocks())
    assert [row[0] for row in table.rows] == ["2025-12-31 01:00", "2026-01-10 13:00"]
    assert "2 looks from 2025-12-31 01:00 to 2026-01-10 13:00, all" in text_of(found.blocks())
    text = text_of(progress(amsterdam, Facts(), as_of=day(9.5)).blocks())
    assert "Q1: since 2026-01-03 13:00\n" in text
    assert "then on 2026-01-03 13:00, now on 2026-01-10 13:00" in text


def test_what_is_long_is_cut() -> None:
    """400 of 402 goals, or looks, are shown, and how many are left out is said."""
    one = assessed(card(goal()), Facts(figures=[ExternalFigure("share", 5, day(2))]))
    long = attrs.evolve(one, readings=one.readings * 402)
    (table,) = tables(Progress(long, long).blocks())
    assert (len(table.rows), table.more) == (400, 2)
    (table,) = tables(ScorecardSeries((long,)).blocks())
    assert (len(table.rows), table.more) == (400, 2)
    (reading,) = one.readings
    looks = [
        attrs.evolve(reading, figure=attrs.evolve(reading.figure, as_of=day(1) + timedelta(hours=number)))
        for number in range(402)
    ]
    (table,) = tables(GoalSeries(reading.goal, tuple(looks)).blocks())
    assert (len(table.rows), table.more) == (400, 2)
