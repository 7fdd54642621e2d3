"""What came to each stage of a plan in its period, and the notes that a reader needs beside it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs
import pytest
from tests.funnel.build import END, HANDED, INBOUND, JANUARY, PATH, act, day, entry, followed
from tests.scorecard.build import FEBRUARY, won

from alignkit.currency import money
from alignkit.errors import DataError, Finding
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.history.attributes import Value
from alignkit.scorecard.count_flow import Flow, FlowStep, flow_faults, flow_of, left_out_note, told_one_by_one
from alignkit.scorecard.factors import FlowPlan, PlannedStage
from alignkit.scorecard.rates import Rates

LEAD, MQL, SAL, SQL, WON, LIVE = PATH
NO = Stage("no", "sales", outcome="disqualified")
RATES = Rates("EUR", {"USD": "0.5", "GBP": 2}, on=date(2026, 1, 1))
MICRO = timedelta(microseconds=1)


def sold(*amounts: Value) -> Journeys:
    """Replay a sale of the third of January for each amount; None for one that tells none."""
    return followed(
        *(won(2, f"L{n}", **({} if amount is None else {"amount": amount})) for n, amount in enumerate(amounts))
    )


def worth(plan: FlowPlan, *amounts: Value, rates: Rates | None = None) -> Flow:
    """Count sales against a plan of January."""
    return flow_of(plan, sold(*amounts), JANUARY, FEBRUARY, rates=rates)


def step(stage: Stage, planned: int, actual: int, says: str = "") -> FlowStep:
    """Write one number of a flow."""
    return FlowStep(stage, Fraction(planned), actual, says)


# a plan and its funnel


def test_a_plan_that_fits_has_no_faults() -> None:
    """All stages of the path, or some of them, in its order."""
    for stages in ({"lead": 9, "mql": 8, "live": 1}, {"lead": 9}, {"sal": 3, "won": 2}):
        assert list(flow_faults(FlowPlan(stages), INBOUND)) == []


def test_every_fault_of_a_plan_is_told() -> None:
    """A stage that is not of the path, and one that stands before those that were told."""
    plan = FlowPlan({"mql": 9, "lead": 8, "sall": 7, "sal": 6, "lost": 5})
    assert list(flow_faults(plan, INBOUND)) == [
        Finding(
            "wrong-order",
            "the stages of a plan stand in the order of the path: 'lead' comes before 'mql'",
            "stages[1].stage",
        ),
        Finding(
            "unknown-stage",
            "the path of the funnel 'inbound' has no stage 'sall'; did you mean 'sal'?",
            "stages[2].stage",
        ),
        Finding(
            "unknown-stage",
            "the path of the funnel 'inbound' has no stage 'lost'; known: 'lead', 'mql', 'sal', 'sql', 'won', 'live'",
            "stages[4].stage",
        ),
    ]


# what came


def test_each_stage_has_its_number_and_its_words() -> None:
    """Leads come to the first stage, are accepted, go on, and are won; a plan may have words of its own."""
    journeys = followed(
        *(entry("mql", 1, lead) for lead in "abc"),
        *(entry("sal", 2, lead) for lead in "ab"),
        *(entry("sql", 3, "a"), entry("mql", 40, "late")),
        funnel=HANDED,
    )
    plan = FlowPlan([("mql", 9), ("sal", 6), ("sql", 4), PlannedStage("won", Fraction(3, 2)), ("live", 1)])
    steps = [
        step(MQL, 9, 3, "leads came to mql"),
        step(SAL, 6, 2, "leads were accepted"),
        step(SQL, 4, 1, "leads went on to sql"),
        FlowStep(WON, Fraction(3, 2), 0, "deals were won"),
        step(LIVE, 1, 0, "leads went on to live"),
    ]
    assert flow_of(plan, journeys, JANUARY, END) == Flow(steps, None, [])
    assert [found.part for found in steps] == [""] * 5
    own = FlowPlan([PlannedStage("mql", 9, says="visitors signed up"), PlannedStage("sal", 6, says="calls were held")])
    assert [found.says for found in flow_of(own, journeys, JANUARY, END).steps] == [
        "visitors signed up",
        "calls were held",
    ]


def test_the_first_stage_that_a_plan_names() -> None:
    """A sale is won, also where it stands first; a stage after a handoff is come to, and called by its title."""
    path = [LEAD, Stage("ok", "sales", title="Accepted"), WON]
    funnel = Funnel("titled", path, exits=[NO], boundaries=[Boundary("lead", "ok", "no")])
    journeys = followed(won(2), funnel=funnel)

    def said(*stages: str) -> list[str]:
        return [found.says for found in flow_of(FlowPlan(dict.fromkeys(stages, 1)), journeys, JANUARY, END).steps]

    assert said("won") == ["deals were won"]
    assert said("ok", "won") == ["leads came to Accepted", "deals were won"]
    assert said("lead", "ok") == ["leads came to lead", "leads were accepted"]
    plain = attrs.evolve(funnel, boundaries=[])
    (*_, second) = flow_of(FlowPlan({"lead": 1, "ok": 1}), followed(won(2), funnel=plain), JANUARY, END).steps
    assert second.says == "leads went on to Accepted"


# what the deals are worth


def test_deals_and_what_each_is_worth() -> None:
    """Three sales, 100 EUR in all; in bare numbers as well; without a sale there is nothing to divide."""
    euros = FlowPlan({"won": 4}, value=money(50, "EUR"))
    assert worth(euros, money(60, "EUR"), money(40, "EUR")) == Flow(
        [step(WON, 4, 2, "deals were won")], money(50, "EUR"), []
    )
    assert worth(FlowPlan({"won": 4}, value=5), 3, 4, 9).worth_each == Fraction(16, 3)
    assert worth(euros) == Flow([step(WON, 4, 0, "deals were won")], None, [])
    assert worth(FlowPlan({"won": 4}, value=5)).worth_each is None
    assert worth(FlowPlan({"won": 4}), money(60, "EUR")).worth_each is None


def test_a_deal_without_an_amount_is_told() -> None:
    """One counts as worth nothing; two do."""
    plan = FlowPlan({"won": 4}, value=money(50, "EUR"))
    one, two = worth(plan, money(60, "EUR"), None), worth(plan, money(60, "EUR"), None, None)
    assert (one.worth_each, one.notes) == (money(30, "EUR"), ["1 deal has no amount: it counts as worth nothing."])
    assert (two.worth_each, two.notes) == (money(20, "EUR"), ["2 deals have no amount: they count as worth nothing."])
    seats = attrs.evolve(plan, attribute="seats", value=Fraction(3))
    assert worth(seats, 5).notes == ["1 deal has no seats: it counts as worth nothing."]
    assert worth(plan, None).worth_each == money(0, "EUR")


def test_each_deal_of_a_lead_counts() -> None:
    """Two deals of one lead, won on two days: two deals, and one lead."""
    deals = [act("link", 0, "D1"), act("link", 0, "D2"), won(3, "D1", amount=30), won(5, "D2", amount=10)]
    journeys = followed(*deals, leads={"L1": {}})
    assert flow_of(FlowPlan({"won": 4}, value=5), journeys, JANUARY, END).steps[0].actual == 2
    assert flow_of(FlowPlan({"won": 4}, value=5), journeys, JANUARY, END).worth_each == 20
    assert flow_of(FlowPlan({"won": 4}), journeys, JANUARY, END).steps[0].actual == 1
    assert flow_of(FlowPlan({"won": 4}, value=5), journeys, JANUARY, day(4)).worth_each == 30


def test_other_currencies_are_told_with_their_rates() -> None:
    """In the order of their codes, how many amounts of each; the plan's own needs none."""
    plan = FlowPlan({"won": 4}, value=money(50, "EUR"))
    dollars, pounds, euros = money(40, "USD"), money(10, "GBP"), money(20, "EUR")
    found = worth(plan, dollars, euros, pounds, dollars, None, rates=RATES)
    assert found.worth_each == money(16, "EUR")
    assert found.notes == [
        "1 amount in GBP at 1 GBP = 2 EUR, stated 2026-01-01.",
        "2 amounts in USD at 1 USD = 0.5 EUR, stated 2026-01-01.",
        "1 deal has no amount: it counts as worth nothing.",
    ]
    assert worth(plan, euros, rates=RATES) == worth(plan, euros)
    # a plan in another currency than the agreed one is told in its own
    abroad = worth(FlowPlan({"won": 4}, value=money(50, "USD")), dollars, pounds, euros, rates=RATES)
    assert abroad.worth_each == money(40, "USD")
    assert abroad.notes == [
        "1 amount in EUR at 1 USD = 0.5 EUR, stated 2026-01-01.",
        "1 amount in GBP at 1 GBP = 2 EUR and 1 USD = 0.5 EUR, stated 2026-01-01.",
    ]
    # rates that do not know the plan's currency change nothing
    yen = FlowPlan({"won": 4}, value=money(50, "JPY"))
    assert worth(yen, money(70, "JPY"), rates=RATES) == worth(yen, money(70, "JPY"))
    # bare numbers have no currency to be told in
    assert worth(FlowPlan({"won": 4}, value=5), 7, rates=RATES) == Flow(
        [step(WON, 4, 1, "deals were won")], Fraction(7), []
    )


def test_G08_deals_that_do_not_fit_the_plan() -> None:
    """Dollars without a rate, and what the plan calls by its own name."""
    with pytest.raises(DataError) as caught:
        worth(FlowPlan({"won": 4}, value=money(50, "EUR")), money(40, "USD"))
    assert str(caught.value) == (
        "the amount: mixed-currencies: the amount came to 40 USD, and the target is 50 EUR: no rate is stated"
    )


# which share lands in the period


LANDS = FlowPlan({"mql": 10, "won": 6}, lands=0.75)
LATE = followed(
    *(event for lead in "ab" for event in (entry("mql", 1, lead), won(9, lead))),
    *(entry("mql", 1, "c"), won(40, "c"), entry("mql", 1, "d"), entry("lost", 9, "d"), entry("mql", 1, "e")),
    *(entry("mql", -9, "old"), won(9, "old")),
)
"""Of five leads of January two were won in it and one in February, one is lost and one is open; and one is older."""


def test_the_last_step_is_cut_in_two_once_the_period_is_over() -> None:
    """Three deals come of the period's own leads, and three landed in it: not the same three."""
    assert flow_of(LANDS, LATE, JANUARY, END) == Flow(
        [
            step(MQL, 10, 5, "leads came to mql"),
            FlowStep(WON, Fraction(8), 3, "deals were won", "own"),
            FlowStep(WON, Fraction(6), 3, "deals landed in the period", "landed"),
        ],
        None,
        ["1 lead of the period is still open: which share lands in the period is not known yet."],
    )


def test_only_the_last_step_is_cut() -> None:
    """Of three stages, the first two stay as they are; the cohort is that of the first."""
    plan = FlowPlan({"mql": 10, "sql": 7, "won": 6}, lands=0.75)
    found = [(one.stage.id, one.actual, one.part) for one in flow_of(plan, LATE, JANUARY, END).steps]
    assert found == [("mql", 5, ""), ("sql", 3, ""), ("won", 3, "own"), ("won", 3, "landed")]


def test_before_the_end_nothing_is_said_of_landing() -> None:
    """Up to the last instant, as without the share that lands; and the note says why."""
    for as_of in (day(20), FEBRUARY):
        found = flow_of(LANDS, LATE, JANUARY, as_of)
        assert found.steps == flow_of(attrs.evolve(LANDS, lands=None), LATE, JANUARY, as_of).steps
        assert found.notes == ["Which share of the deals lands in the period can be told once it is over."]
    assert len(flow_of(LANDS, LATE, JANUARY, FEBRUARY + MICRO).steps) == 3


def test_how_many_leads_are_open() -> None:
    """Two are; where all are won or lost there is nothing to note."""
    done = followed(*(entry("mql", 1, "a"), won(2, "a"), entry("mql", 1, "b"), entry("lost", 2, "b")))
    assert flow_of(LANDS, done, JANUARY, END).notes == []
    two = followed(entry("mql", 1, "a"), entry("mql", 1, "b"))
    assert flow_of(LANDS, two, JANUARY, END).notes == [
        "2 leads of the period are still open: which share lands in the period is not known yet."
    ]


def test_landing_deals_that_have_a_value() -> None:
    """The last step counts deals; what a deal is worth is told beside it."""
    plan = attrs.evolve(LANDS, value=Fraction(5))
    deals = [act("link", 0, "D1"), act("link", 0, "D2"), entry("mql", 1, "D1")]
    journeys = followed(*deals, won(3, "D1", amount=30), won(5, "D2", amount=10), leads={"L1": {}})
    found = flow_of(plan, journeys, JANUARY, END)
    assert found == Flow(
        [
            step(MQL, 10, 1, "leads came to mql"),
            FlowStep(WON, Fraction(8), 1, "deals were won", "own"),
            FlowStep(WON, Fraction(6), 2, "deals landed in the period", "landed"),
        ],
        Fraction(20),
        [],
    )


# steps that are told together


def test_a_stage_that_nobody_came_to_is_told_with_the_next() -> None:
    """Where later ones were reached; at the end of the path, and where nobody came at all, each is told."""
    some = [step(LEAD, 9, 0), step(MQL, 8, 2), step(SAL, 7, 0), step(SQL, 6, 1), step(WON, 5, 0), step(LIVE, 4, 0)]
    assert told_one_by_one(some) == ([some[1], some[3], some[4], some[5]], [some[0], some[2]])
    nobody = [step(MQL, 8, 0), step(WON, 5, 0)]
    assert told_one_by_one(nobody) == (nobody, [])
    everybody = [step(MQL, 8, 3), step(WON, 5, 1)]
    assert told_one_by_one(everybody) == (everybody, [])
    assert told_one_by_one([]) == ([], [])


def test_it_says_why() -> None:
    """Of a stage, and of the period's own leads."""
    assert left_out_note(step(SAL, 7, 0)) == (
        "Nobody came to sal, and leads came to later stages: its two steps are told as one."
    )
    assert left_out_note(step(WON, 7, 0)._replace(part="own")) == (
        "None of the period's own leads came to won so far: its two steps are told as one."
    )
