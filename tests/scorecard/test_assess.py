"""Assessing: one answer for both teams."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.funnel.build import JANUARY, day, entry
from tests.scorecard.build import FEBRUARY, assessed, card, goal, won

from alignkit.currency import money
from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel
from alignkit.handoff.slas import SLA
from alignkit.history.events import Event
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.instants import days, hours
from alignkit.rules.predicates import did
from alignkit.scorecard.assess import assess
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.compound import coverage, sales_velocity
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.groups import GoalGroup
from alignkit.scorecard.metrics import conversion, count, external, median_time, met, period_conversion, total
from alignkit.scorecard.pace import Elapsed
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.standings import standing
from alignkit.scorecard.times import percentile_time
from alignkit.worktime.calendar import WorkCalendar

TOUCH = SLA("first touch", "sales", entered("mql"), did("call"), hours(4))
BOTH = ("marketing", "sales")
JOINT_CARD = card(
    goal("MQLs", "marketing", count(entered("mql")), at_least=4, weight=0.25),
    goal("touched", "sales", met(TOUCH), at_least=0.8, weight=0.25),
    goal("revenue", BOTH, total("amount", at=entered("won")), at_least=money(1000, "EUR"), weight=0.4),
    goal("satisfaction", BOTH, external("satisfaction"), at_least=4, weight=0.1),
)


def facts(*more: Event) -> Facts:
    """Three MQLs, one of them touched in time, one won for 900 EUR."""
    return Facts(
        events=[
            *(entry("mql", 1, "a"), Event("a", day(1.1), "touch", "call", team="sales")),
            *(entry("mql", 2, "b"), entry("mql", 3, "c")),
            won(9, "a", amount=money(900, "EUR")),
            *more,
        ]
    )


def test_both_teams_see_one_answer() -> None:
    """MQLs 3/4, touched (1/3) ÷ 0.8, revenue 9/10; satisfaction is pending and left out."""
    found = assessed(JOINT_CARD, facts())
    assert [reading.attainment for reading in found.readings] == [
        Fraction(3, 4),
        Fraction(5, 12),
        Fraction(9, 10),
        None,
    ]
    assert found.whole.measured == Fraction(9, 10)
    reached = Fraction(3, 4) * Fraction(1, 4) + Fraction(5, 12) * Fraction(1, 4) + Fraction(9, 10) * Fraction(2, 5)
    assert found.whole.attainment == reached / Fraction(9, 10)
    assert (found.whole.lowest, found.whole.highest) == (reached, reached + Fraction(1, 10))


def test_a_team_sees_its_own_goals_and_the_joint_ones() -> None:
    """Renormalised: a quarter of three quarters is a third. Views are not summed: joint goals stand in both."""
    found = assessed(JOINT_CARD, facts())
    marketing = found.team("marketing")
    assert [reading.goal.name for reading in marketing.readings] == ["MQLs", "revenue", "satisfaction"]
    parts = Fraction(3, 4) * Fraction(1, 4) + Fraction(9, 10) * Fraction(2, 5)
    assert marketing.attainment == parts / Fraction(13, 20)
    assert [view.team for view in found.teams] == ["marketing", "sales"]
    assert [reading.goal.name for reading in found.own("sales")] == ["touched"]
    assert [reading.goal.name for reading in found.joint] == ["revenue", "satisfaction"]
    with pytest.raises(DocumentError, match="did you mean 'sales'"):
        found.team("sale")


def test_the_losses_tell_where_the_gap_is() -> None:
    """Weight × what is missing, the largest first; with the attainment they sum to 1."""
    found = assessed(JOINT_CARD, facts()).whole
    assert found.attainment is not None
    assert [loss.goal for loss in found.losses] == ["touched", "MQLs", "revenue"]
    assert sum(loss.lost for loss in found.losses) + found.attainment == 1
    assert sum(loss.weight for loss in found.losses) == 1


def test_a_team_outside_a_joint_goal_does_not_see_it() -> None:
    """With three teams, a goal of two of them is not the third's."""
    found = assessed(card(goal("a", BOTH, weight=0.5), goal("b", "product", weight=0.5)))
    assert [reading.goal.name for reading in found.team("product").readings] == ["b"]
    assert found.team("product").attainment is None
    assert [found.team("product").lowest, found.team("product").highest] == [0, 1]


def test_before_the_period_all_is_pending() -> None:
    """A count of nothing is no result before anything could happen."""
    found = assessed(JOINT_CARD, facts(), day(-1))
    assert {reading.status for reading in found.readings} == {"pending"}
    assert found.whole.attainment is None
    assert found.whole.losses == ()
    assert "has not begun" in repr(found)


def test_E05_what_comes_later_is_left_out_and_told() -> None:
    """As of the fifth, the sale of the ninth has not happened; it is found as `future-event`."""
    found = assessed(JOINT_CARD, facts(), day(5))
    assert found.of("revenue").actual == money(0, "EUR")
    assert "future-event" in {finding.code for finding in found.findings}


def test_E06_no_facts_at_all() -> None:
    """Counts 0, shares undefined, and the answer still has all its parts."""
    found = assessed(JOINT_CARD)
    assert [reading.figure.text for reading in found.readings] == ["0", "–", "0 EUR", "–"]
    assert [reading.status for reading in found.readings] == ["missed", "pending", "missed", "pending"]
    assert len(found.stages) == 8
    assert "The funnel" in repr(found)


def test_G08_one_goal_in_two_currencies() -> None:
    """Raised; or collected as a finding, the goal pending and the others measured."""
    wrong = facts(won(10, "b", amount=money(5, "USD")))
    with pytest.raises(DataError) as caught:
        assessed(JOINT_CARD, wrong)
    assert caught.value.code == "mixed-currencies"
    found = assess(JOINT_CARD, wrong, as_of=FEBRUARY, errors="collect")
    assert found.of("revenue").is_pending
    assert found.of("MQLs").attainment == Fraction(3, 4)
    assert found.findings[0].code == "mixed-currencies"
    dollars = Facts(events=[won(10, "b", amount=money(5, "USD"))])
    with pytest.raises(DataError, match="no rate is stated"):
        assessed(JOINT_CARD, dollars)


def test_S09_an_unknown_stage_stops_or_is_collected() -> None:
    """As replay says."""
    wrong = facts(entry("mqll", 4, "x"))
    with pytest.raises(DataError, match="did you mean 'mql'"):
        assessed(JOINT_CARD, wrong)
    found = assess(JOINT_CARD, wrong, as_of=FEBRUARY, errors="collect")
    assert (found.leads, found.of("MQLs").actual) == (4, 3)


def test_external_figures_come_with_the_facts() -> None:
    """Measured elsewhere, in the period."""
    known = facts() + Facts(figures=[ExternalFigure("satisfaction", 4.2, day(20), "survey")])
    assert assessed(JOINT_CARD, known).of("satisfaction").status == "met"


def test_journeys_are_assessed_as_their_facts_are() -> None:
    """Who asks for several scorecards replays once; external figures are given beside."""
    satisfied = ExternalFigure("satisfaction", 4.2, day(20), "survey")
    journeys = replay(JOINT_CARD.funnel, facts(), as_of=FEBRUARY)
    found = assess(JOINT_CARD, journeys, as_of=FEBRUARY, figures=[satisfied])
    assert found == assess(JOINT_CARD, facts() + Facts(figures=[satisfied]), as_of=FEBRUARY)
    assert found.of("satisfaction").status == "met"
    assert found == assess(JOINT_CARD, facts(), as_of=FEBRUARY, figures=[satisfied])
    paris = FEBRUARY.astimezone(ZoneInfo("Europe/Paris"))
    assert assess(JOINT_CARD, journeys, as_of=paris).readings == assess(JOINT_CARD, facts(), as_of=paris).readings


def test_journeys_must_be_those_of_the_question() -> None:
    """Through the scorecard's funnel, up to the same instant, with no fault that `errors` does not let pass."""
    journeys = replay(JOINT_CARD.funnel, facts(), as_of=FEBRUARY)
    with pytest.raises(DataError, match="replay the facts to that instant") as caught:
        assess(JOINT_CARD, journeys, as_of=FEBRUARY - timedelta(days=1))
    assert caught.value.code == "other-instant"
    other = Funnel("other", JOINT_CARD.funnel.path)
    with pytest.raises(DocumentError, match="'other'") as refused:
        assess(JOINT_CARD, replay(other, Facts(), as_of=FEBRUARY), as_of=FEBRUARY)
    assert refused.value.code == "other-funnel"
    wrong = replay(JOINT_CARD.funnel, facts(entry("mqll", 4, "x")), as_of=FEBRUARY, errors="collect")
    with pytest.raises(DataError, match="did you mean 'mql'"):
        assess(JOINT_CARD, wrong, as_of=FEBRUARY)
    assert assess(JOINT_CARD, wrong, as_of=FEBRUARY, errors="collect").leads == 4
    with pytest.raises(DocumentError, match="errors is one of"):
        assess(JOINT_CARD, journeys, as_of=FEBRUARY, errors="ignore")  # type: ignore[arg-type]  # the point
    with pytest.raises(DocumentError, match="external figures are a list"):
        assess(JOINT_CARD, journeys, as_of=FEBRUARY, figures=3)  # type: ignore[arg-type]  # the point


def test_an_agreement_knows_the_scorecard_of_each_period() -> None:
    """Whatever has one for an instant can be assessed."""

    class Signed:
        def scorecard_at(self, instant: datetime, /) -> Scorecard:
            assert instant == FEBRUARY
            return JOINT_CARD

    assert assess(Signed(), facts(), as_of=FEBRUARY) == assessed(JOINT_CARD, facts())


def test_the_question_must_make_sense() -> None:
    """What is no scorecard, no facts, no instant."""
    with pytest.raises(DocumentError, match="Scorecard"):
        assess("card", facts(), as_of=FEBRUARY)  # type: ignore[arg-type]  # the point
    with pytest.raises(DocumentError) as refused:
        assess(JOINT_CARD, [], as_of=FEBRUARY)  # type: ignore[arg-type]  # the point
    assert str(refused.value) == "wrong-type: a scorecard is held against Facts, not []"
    with pytest.raises(TimeError):
        assess(JOINT_CARD, facts(), as_of=datetime(2026, 2, 1))  # noqa: DTZ001 - the point
    with pytest.raises(DocumentError, match="did you mean 'MQLs'"):
        assessed(JOINT_CARD, facts()).of("MQL")
    backward = card(goal(metric=conversion("won", "mql"), at_least=0.5))
    with pytest.raises(DocumentError) as caught:
        assessed(backward, facts())
    assert caught.value.code == "wrong-order"


def test_the_order_of_arrival_changes_nothing() -> None:
    """Nor does telling an event twice."""
    given = facts()
    again = Facts(events=[*reversed(given.events), given.events[-1]])
    first, second = assessed(JOINT_CARD, given), assessed(JOINT_CARD, again)
    assert first.readings == second.readings
    assert first.stages == second.stages


def test_O04_an_assessment_can_be_copied() -> None:
    """Pickled, copied, compared."""
    found = assessed(JOINT_CARD, facts())
    for twin in (pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):
        assert twin == found


def test_an_assessment_as_data() -> None:
    """Versioned and ready for JSON: shares are numbers, amounts of money are exact text."""
    found = assessed(JOINT_CARD, facts())
    data = json.loads(json.dumps(found.to_dict()))
    assert (data["alignkit"], data["kind"], data["scorecard"]) == (1, "assessment", "January")
    assert data["period"] == {"name": "2026-01", "first": "2026-01-01", "end": "2026-02-01", "zone": "UTC"}
    assert data["whole"]["measured"] == 0.9
    assert [view["team"] for view in data["teams"]] == ["marketing", "sales"]
    revenue = data["goals"][2]
    assert revenue["actual"]["value"] == {"amount": "900", "currency": "EUR"}
    assert (revenue["owner"], revenue["attainment"], revenue["status"]) == (["marketing", "sales"], 0.9, "missed")
    assert revenue["sentence"] == "revenue: 900 of 1,000 EUR, 100 EUR less than agreed"
    assert data["stages"][1] == {"stage": "mql", "entered": 3, "inside": 2, "left": 1}


# how it is said


def said(assessment: Assessment) -> list[str]:
    """Return the sentence of each goal."""
    return [reading.sentence for reading in assessment.readings]


def test_each_goal_in_one_plain_sentence() -> None:
    """The result, what was agreed, and the difference."""
    assert said(assessed(JOINT_CARD, facts())) == [
        "MQLs: 3 of 4, 1 fewer than agreed",
        "touched: 33.3 % (1 of 3) where 80 % was agreed, 46.7 percentage points below what was agreed",
        "revenue: 900 of 1,000 EUR, 100 EUR less than agreed",
        "satisfaction: was not measured",
    ]


def test_while_the_period_lasts_by_what_is_due() -> None:
    """Half of January: 2 of 4 MQLs are due."""
    assert said(assessed(JOINT_CARD, facts(), day(15.5))) == [
        "MQLs: 3 of 4 so far, 1 more than due by now",
        "touched: 33.3 % (1 of 3) so far where 80 % was agreed, 46.7 percentage points below what was agreed",
        "revenue: 900 of 1,000 EUR so far, 400 EUR more than due by now",
        "satisfaction: has not been measured yet",
    ]
    assert said(assessed(JOINT_CARD, facts(), day(-1)))[0] == "MQLs: the period has not begun"


def test_where_less_is_better() -> None:
    """Longer, more, or within what was agreed."""
    events = [entry("lead", 1, "a"), entry("mql", 4, "a"), entry("lost", 5, "a")]
    limits = card(
        goal("to MQL", "marketing", median_time("lead", "mql"), at_most=days(2), weight=0.25),
        goal("lost", "sales", count(entered("lost")), at_most=1, weight=0.25),
        goal("gone", "sales", count(entered("disqualified")), at_most=3, weight=0.25),
        goal("nps", "sales", external("nps"), at_most=3, weight=0.25),
    )
    found = assessed(limits, Facts(events=events, figures=[ExternalFigure("nps", 5, day(2))]))
    assert said(found) == [
        "to MQL: 3 days where at most 2 days was agreed, 1 day longer than agreed",
        "lost: 1 where at most 1 was agreed, as agreed",
        "gone: 0 where at most 3 was agreed, 3 fewer than agreed",
        "nps: 5 where at most 3 was agreed, 2 more than agreed",
    ]


def test_where_nothing_can_be_said() -> None:
    """0 of 0; more out than in; and the smallest difference is not none."""
    flow = card(goal("flow", metric=period_conversion("mql", "won"), at_least=0.5))
    assert said(assessed(flow)) == ["flow: there was nothing to measure"]
    more = Facts(events=[entry("mql", -3, "a"), won(1, "a")])
    assert said(assessed(flow, more)) == ["flow: there was nothing to measure"]
    more += Facts(events=[entry("mql", -3, "b"), won(1, "b"), entry("mql", 1, "c")])
    assert said(assessed(flow, more)) == ["flow: 2 came out of 1 that went in: no conversion of one cohort"]
    near = card(goal("near", metric=conversion("lead", "mql"), at_least=0.6669))
    two_of_three = Facts(
        events=[entry("mql", 1, "a"), entry("mql", 1, "b"), entry("lead", 1, "c"), entry("lost", 2, "c")]
    )
    assert said(assessed(near, two_of_three)) == [
        "near: 66.7 % (2 of 3) where 66.7 % was agreed, less than 0.1 percentage points below what was agreed"
    ]


def test_where_nothing_can_be_said_yet() -> None:
    """Windows that are open, and a median that too few have reached: neither is nothing to measure."""
    early = card(
        goal("wins", metric=conversion("mql", "won", within=days(20)), at_least=0.5, weight=0.5),
        goal("speed", metric=median_time("mql", "won"), at_most=days(9), weight=0.5),
    )
    three = [entry("mql", 1, "a"), entry("mql", 2, "b"), entry("mql", 3, "c"), won(4, "a", amount=money(1, "EUR"))]
    assert said(assessed(early, Facts(events=three[:3]), day(9))) == [
        "wins: none of 3 is decided yet",
        "speed: a median needs half to have come; 0 of 3 came so far",
    ]
    lost = Facts(events=[*three, entry("lost", 5, "b"), entry("lost", 5, "c")])
    assert said(assessed(early, lost))[1] == "speed: fewer than half came (1 of 3), so that there is no median"


def test_the_goals_are_cut_last() -> None:
    """Eleven goals with long names all stand in the text of 4 KB; what comes after them gives way."""
    many = card(
        *(
            goal(f"goal {place} of a long and joint list", BOTH, count(entered("mql")), at_least=99, weight=weight)
            for place, weight in enumerate([0.05, 0.05, *[0.1] * 9])
        )
    )
    text = repr(assessed(many, facts()))
    assert len(text.encode()) < 4096
    assert text.count("missed") == 11
    assert "more row" not in text


def test_a_scorecard_shows_its_goals() -> None:
    """Before anything is assessed: who owes what, and how much it counts."""
    html = JOINT_CARD._repr_html_()
    for told in ("Scorecard", "marketing and sales", "leads that entered mql", "≥ 1,000 EUR", "40 %"):
        assert told in html


def test_one_point() -> None:
    """A gap of one point is no "1 points"."""
    near = card(goal("MQLs", metric=count(entered("mql")), at_least=100))
    events = [entry("mql", 1, f"L{number}") for number in range(99)]
    text = " ".join(repr(assessed(near, Facts(events=events))).split())
    assert "1 of 100 points is missing:" in text
    assert "(1 point)" in text


def test_an_assessment_shows_itself() -> None:
    """Both teams in one table, where the gap is, and the funnel; 80 columns, under 4 KB; HTML that escapes."""
    found = assessed(JOINT_CARD, facts())
    text = repr(found)
    assert max(map(len, text.splitlines())) <= 80
    assert len(text.encode()) < 4096
    for part in (
        "marketing",
        "sales",
        "both",
        "missed",
        "Where the gap is",
        "(4.4 points",
        "The funnel",
        "33 % of mql",
    ):
        assert part in text
    html = found._repr_html_()
    assert "<script" not in html
    assert len(html.encode()) < 200_000


def test_what_is_open_is_told_while_the_period_lasts() -> None:
    """With what each day that is left needs."""
    text = repr(assessed(card(goal("MQLs", "marketing", count(entered("mql")), at_least=40)), facts(), day(15.5)))
    assert "What is still open" in text
    assert "needs 2.39 a day from now on" in " ".join(text.split())


def test_nothing_missing_is_said() -> None:
    """All met."""
    found = assessed(card(goal("MQLs", "marketing", count(entered("mql")), at_least=3)), facts())
    assert "Nowhere: every goal that is measured is attained in full." in repr(found)
    assert "100 %" in repr(found.of("MQLs"))


def test_O01_names_are_escaped() -> None:
    """A team and a goal named like a script read right on the page and run nothing."""
    bad = "<script>alert(1)</script>"
    html = assessed(card(goal(bad, bad, count(entered("mql")), at_least=5)), facts())._repr_html_()
    assert bad not in html
    assert "&lt;script&gt;" in html


def test_O03_a_huge_scorecard_stays_small() -> None:
    """2,000 goals: under 4 KB of text, and it says how much was left out."""
    goals = [
        goal(f"goal {n}", "marketing", count(entered("mql")), at_least=5, weight=Fraction(1, 2000)) for n in range(2000)
    ]
    found = assessed(card(*goals), facts())
    assert len(repr(found).encode()) < 4096
    assert "more" in repr(found)
    assert len(found._repr_html_().encode()) < 200_000


def test_the_zone_of_the_period_tells_the_time() -> None:
    """Whatever zone the caller's instant is in."""
    assert "2026-02-01 00:00+00:00" in repr(assess(JOINT_CARD, facts(), as_of=datetime(2026, 2, 1, tzinfo=UTC)))


@pytest.mark.parametrize("wrong", [[], {}, None, 5, ("MQLs",)])
def test_a_name_is_text(wrong: Any) -> None:  # noqa: ANN401 - whatever is wrong on purpose
    """Nothing else names a goal, a group or a team, and nothing else escapes."""
    found = assessed(JOINT_CARD, facts())
    for asked, code in (
        (found.of, "unknown-goal"),
        (found.group, "unknown-group"),
        (found.team, "unknown-team"),
        (found.scorecard.goal, "unknown-goal"),
    ):
        with pytest.raises(DocumentError) as caught:
            asked(wrong)
        assert caught.value.code == code
    assert found.own(wrong) == ()


def test_a_percentage_point_a_day_and_a_part() -> None:
    """One point is one; what is agreed for each day is told so; what is agreed in parts is told in parts."""
    deals = [entry("mql", 1, "a"), won(5, "a", amount=money(100, "EUR")), entry("mql", 1, "b")]
    told: dict[str, tuple[Any, Any]] = {
        "51 % (1 point)": (conversion("mql", "won"), 0.51),
        "a day": (sales_velocity("amount", opportunity="mql"), money(10, "EUR")),
        "2.5": (count(entered("mql")), 2.5),
        "90 %": (percentile_time(90, "mql", "won"), days(1)),
        "nothing left": (coverage(open=standing("mql"), target=1, reached=count(entered("won"))), 2),
    }
    goals = [goal(name, metric=metric, at_least=target, weight=0.2) for name, (metric, target) in told.items()]
    assert said(assessed(card(*goals), Facts(events=deals))) == [
        "51 % (1 point): 50 % (1 of 2) so far where 51 % was agreed, 1 percentage point below what was agreed",
        "a day: 25 of 10 EUR a day so far, 15 EUR more than agreed",
        "2.5: 2 of 2.5, 0.5 fewer than agreed",
        "90 %: a time for that needs 90 % to have come; 1 of 2 came so far",
        "nothing left: nothing is left of the target",
    ]
    lost = Facts(events=[*deals, entry("lost", 6, "b")])
    assert assessed(card(*goals), lost).of("90 %").sentence == (
        "90 %: fewer than 90 % came (1 of 2), so that there is no time for that"
    )
    settled = card(goal(metric=median_time("mql", "won"), at_least=None, at_most=days(5)))
    assert said(assessed(settled, Facts(events=deals))) == [
        "share: 4 days where at most 5 days was agreed, 1 day shorter than agreed"
    ]


# currencies, caps, calendars and goals that cannot be read


DOLLARS = Rates("EUR", {"USD": "0.8"}, on=date(2026, 1, 1))
REVENUE = total("amount", at=entered("won"))


def test_stated_rates_tell_amounts_in_the_currency_of_the_target() -> None:
    """100 EUR and 50 USD are 140 EUR, or 175 USD; with two deals of three open, the bounds are told so too."""
    sold = [won(1, "a", amount=money(100, "EUR")), won(2, "b", amount=money(50, "USD"))]
    one = card(goal(metric=REVENUE, at_least=money(350, "USD")), rates=DOLLARS)
    (reading,) = assessed(one, Facts(events=sold)).readings
    assert (reading.actual, reading.attainment) == (money(175, "USD"), Fraction(1, 2))
    worth = conversion("mql", "won", within=days(20)) * money(80, "EUR")
    open_ = [entry("mql", 20, "a"), entry("mql", 20, "b"), *(entry("mql", 2, "c"), won(3, "c")), entry("mql", 3, "d")]
    two = card(goal(metric=worth, at_least=money(60, "USD")), rates=DOLLARS)
    (reading,) = assessed(two, Facts(events=open_)).readings
    figure = reading.figure
    assert (figure.value, figure.lowest, figure.highest) == (money(50, "USD"), money(25, "USD"), money(75, "USD"))
    assert reading.status == "at risk"


def test_the_cap_of_the_scorecard_counts_what_is_over() -> None:
    """6 of 4 are one and a half; with a cap of 1 they are one."""
    known = Facts(figures=[ExternalFigure("share", 6, day(2))])
    assert assessed(card(goal(at_least=4), cap=2), known).readings[0].attainment == Fraction(3, 2)
    assert assessed(card(goal(at_least=4)), known).readings[0].attainment == 1


def test_steps_pass_by_the_calendar_of_the_scorecard() -> None:
    """On Saturday the third, 2 of January's 22 working days are over: of 22 MQLs two are due."""
    office = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})
    made = card(goal(metric=count(entered("mql")), at_least=22, steps=[22]), calendar=office)
    found = assessed(made, facts(), day(2.5))
    assert found.readings[0].expected == 2
    assert found.elapsed == Elapsed(Fraction(1, 11), 22, begun=True, over=False, at_work=True)


def test_goals_that_cannot_be_read_are_each_told() -> None:
    """Collected, in the scorecard's order and before what was found in the facts; what was asked still stands."""
    made = card(
        goal("revenue", metric=REVENUE, at_least=money(9, "EUR"), weight=0.5),
        goal("more", metric=REVENUE, at_least=money(9, "EUR"), weight=0.5),
    )
    wrong = Facts(events=[won(1, "a", amount=money(5, "USD")), won(9, "b", amount=money(5, "USD")), entry("mql", 9)])
    found = assess(made, wrong, as_of=day(5), errors="collect")
    assert [(finding.code, finding.path) for finding in found.findings] == [
        ("mixed-currencies", "revenue"),
        ("mixed-currencies", "more"),
        ("future-event", "L1"),
        ("future-event", "b"),
    ]
    assert [reading.figure for reading in found.readings] == [Figure(REVENUE, JANUARY, day(5), None)] * 2
    assert {reading.status for reading in found.readings} == {"pending"}
    for errors in ("raise", "strict"):
        with pytest.raises(DataError) as caught:
            assess(made, wrong, as_of=FEBRUARY, errors=errors)
        assert [finding.path for finding in caught.value.issues] == ["revenue", "more"]


def test_goals_in_groups_know_their_weight_and_their_groups() -> None:
    """A half of a half."""
    inner = GoalGroup("inner", [goal("a", weight=1)], weight=0.5)
    found = assessed(card(GoalGroup("outer", [inner, goal("b", weight=0.5)], weight=0.5), goal("c", weight=0.5)))
    assert [(reading.weight, reading.groups) for reading in found.readings] == [
        (Fraction(1, 4), ("outer", "inner")),
        (Fraction(1, 4), ("outer",)),
        (Fraction(1, 2), ()),
    ]
