"""The reverse funnel: from a goal to leads, by stage and by month."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.funnel.build import INBOUND
from tests.plan.build import COUNTED, STATED, YEAR, codes, planned, told

from alignkit.currency import money
from alignkit.errors import DataError, DocumentError, LimitError, TimeError
from alignkit.instants import days, hours
from alignkit.periods import Period, month, quarter
from alignkit.plan.reverse import TOLERANCE, reverse_funnel
from alignkit.plan.steps import FlowStep
from alignkit.plan.year_plan import YearTarget

NOBODY = FlowStep("a", "b", converted=0, of=0)
NONE_CAME = FlowStep("b", "c", converted=0, of=40)
PINNED = (Fraction(200688847, 250000), Fraction(1275731233, 1000000))
"""Of 30 deals by the counts of `COUNTED`, to six decimals."""


def test_revenue_becomes_deals_and_leads() -> None:
    """Revenue ÷ value = deals; deals ÷ the product of the rates = leads. All exact."""
    found = planned(money(300_000, "EUR"), value=money(8_000, "EUR"))
    assert found.deals == Fraction(75, 2)
    assert found.counts == {"lead": 1250, "mql": 375, "sql": 150, "won": Fraction(75, 2)}
    assert [need.whole for need in found.needs] == [1250, 375, 150, 38]
    assert found.first.lag == days(90)


def test_a_number_of_deals_is_a_goal_too() -> None:
    """Without any money."""
    found = planned(30)
    assert told(found.target, found.value, found.first.count) == (30, None, 1000)


def test_published_funnel(shared_data: Path) -> None:
    """Worked back by the printed counts, 20 deals take the 1,000 leads that the table begins with."""
    with (shared_data / "scoring-and-funnel-oracle" / "funnel_table_prowi.csv").open(encoding="utf-8") as file:
        rows = [(row["stage"], int(row["count"])) for row in csv.DictReader(file) if row["stage"] != "overall"]
    steps = [FlowStep(start, end, converted=there, of=here) for (start, here), (end, there) in pairwise(rows)]
    found = planned(20, steps)
    assert found.counts == dict(rows)


@pytest.mark.parametrize(
    ("target", "value", "deals"), [(2_100_000, 100_000, 21), (83_333, 25_000, Fraction(83_333, 25_000))]
)
def test_deals_are_the_goal_divided_by_the_value(target: int, value: int, deals: Fraction | int) -> None:
    """Exactly, though no whole number of deals may bring it."""
    assert planned(money(target, "EUR"), value=money(value, "EUR")).deals == deals


def test_leads_arrive_before_the_deals_that_they_become() -> None:
    """March's deals with a lag of 31 days are February's and late January's leads."""
    steps = [FlowStep("lead", "won", 0.1, lag=days(31))]
    found = planned(31, steps, month(2026, 3, zone="UTC"))
    assert [told(arrival.month.name, arrival.count, arrival.whole) for arrival in found.first.arrivals] == [
        ("2026-01", 30, 30),
        ("2026-02", 280, 280),
    ]
    assert found.first.closes.date() == date(2026, 3, 1)
    assert [arrival.month.name for arrival in found.of("won").arrivals] == ["2026-03"]


def test_months_take_equal_shares_unless_told_otherwise() -> None:
    """A strong last month takes more; a month of nothing takes none."""
    steps = [FlowStep("lead", "won", 0.5)]
    even = planned(30, steps, quarter(2026, 1, zone="UTC"))
    assert [arrival.count for arrival in even.first.arrivals] == [20, 20, 20]
    late = planned(30, steps, quarter(2026, 1, zone="UTC"), shares=[0, 0.4, 0.6])
    assert [arrival.count for arrival in late.first.arrivals] == [0, 24, 36]
    thirds = planned(30, steps, quarter(2026, 1, zone="UTC"), shares=[1 / 3] * 3)
    assert thirds.counts == even.counts
    assert [arrival.count for arrival in thirds.first.arrivals] == [20, 20, 20]


def test_whole_months_are_never_behind() -> None:
    """Rounded up as they add up: after each month as many whole leads as are needed by then, and no month to spare."""
    found = planned(10, [FlowStep("lead", "won", 1)], quarter(2026, 1, zone="UTC"))
    assert [arrival.whole for arrival in found.first.arrivals] == [4, 3, 3]


def test_months_are_those_of_the_zone() -> None:
    """With a lag of an hour, the first hour of the year's deals are last year's leads: by clocks in Amsterdam."""
    found = planned(744, [FlowStep("lead", "won", 1, lag=hours(1))], month(2026, 1, zone="Europe/Amsterdam"))
    assert [(arrival.month.name, int(arrival.count)) for arrival in found.first.arrivals] == [
        ("2025-12", 1),
        ("2026-01", 743),
    ]


def test_counts_give_a_range_and_stated_rates_do_not() -> None:
    """The more leads stand behind a rate, the closer the range."""
    assert planned(30, STATED).first.is_certain
    few, many = (
        planned(30, COUNTED),
        planned(
            30, [FlowStep(s.start, s.end, converted=(s.converted or 0) * 100, of=(s.of or 0) * 100) for s in COUNTED]
        ),
    )
    for found in (few, many):
        assert found.first.lowest < 1000 < found.first.highest
    assert many.first.highest - many.first.lowest < (few.first.highest - few.first.lowest) / 5
    assert few.of("won").is_certain
    # a stage nearer to the deal depends on fewer rates
    assert few.of("sql").highest / few.of("sql").count < few.first.highest / few.first.count


def test_the_range_is_pinned() -> None:
    """One seed, one range: on every machine and every Python."""
    found = planned(30, COUNTED)
    assert (round(found.first.lowest, 6), round(found.first.highest, 6)) == PINNED
    assert planned(30, COUNTED, seed=0) == found
    assert planned(30, COUNTED, seed=1).first.lowest != found.first.lowest


def test_where_every_lead_came_the_range_reaches_to_what_was_measured() -> None:
    """3 of 3 came: 30 leads may be enough, and the draws say that more may be needed."""
    found = planned(30, [FlowStep("lead", "won", converted=3, of=3)])
    assert found.first.lowest == found.first.count == 30
    assert found.first.highest > 40


def test_a_funnel_gives_the_stages_their_names() -> None:
    """And a stage that it does not have is refused with the nearest one."""
    assert planned(30, STATED, funnel=INBOUND).first.label == "lead"
    with pytest.raises(DocumentError, match="did you mean 'mql'") as caught:
        planned(30, [FlowStep("lead", "mlq", 0.5)], funnel=INBOUND)
    assert codes(caught.value) == [("unknown-stage", "steps[0]")]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"steps": []}, [("no-steps", "steps")]),
        ({"steps": "mql"}, [("wrong-type", "steps")]),
        ({"steps": [5, STATED[0], None]}, [("wrong-type", "steps[0]"), ("wrong-type", "steps[2]")]),
        ({"steps": [STATED[0], STATED[2]]}, [("broken-chain", "steps[1]")]),
        ({"steps": [STATED[0], FlowStep("mql", "lead", 0.5)]}, [("circle", "steps[1]")]),
        ({"steps": [NOBODY, NONE_CAME]}, [("no-rate", "steps[0]"), ("zero-rate", "steps[1]")]),
        ({"target": "many"}, [("wrong-type", "target")]),
        ({"target": True}, [("wrong-type", "target")]),
        ({"target": 0}, [("not-positive", "target")]),
        ({"target": -5}, [("not-positive", "target")]),
        ({"target": float("nan")}, [("not-finite", "target")]),
        ({"target": 30, "value": money(5, "EUR")}, [("wrong-type", "value")]),
        ({"target": money(30, "EUR")}, [("no-value", "value")]),
        ({"target": money(30, "EUR"), "value": 5}, [("wrong-type", "value")]),
        ({"target": money(0, "EUR"), "value": money(5, "EUR")}, [("not-positive", "target")]),
        ({"target": money(5, "EUR"), "value": money(-5, "EUR")}, [("not-positive", "value")]),
        ({"period": "2026"}, [("wrong-type", "period")]),
        ({"shares": [1]}, [("wrong-length", "shares")]),
        ({"shares": 5}, [("wrong-type", "shares")]),
        ({"shares": [0.1] * 12}, [("shares-sum", "shares")]),
        ({"shares": [-1, 2, *[0] * 10]}, [("negative", "shares[0]")]),
        ({"shares": ["1", *[0] * 11]}, [("wrong-type", "shares[0]")]),
        ({"funnel": "inbound"}, [("wrong-type", "funnel")]),
        ({"draws": 99}, [("wrong-type", "draws")]),
        ({"draws": 10**6}, [("wrong-type", "draws")]),
        ({"seed": 0.5}, [("wrong-type", "seed")]),
        ({"seed": -1}, [("wrong-type", "seed")]),
        ({"seed": True}, [("wrong-type", "seed")]),
    ],
)  # fmt: skip
def test_a_faulty_plan_is_refused(parts: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """Each fault by its code and place."""
    given: dict[str, Any] = {"target": 30, "steps": STATED, "period": YEAR} | parts
    with pytest.raises(DocumentError) as caught:
        reverse_funnel(given.pop("target"), **given)
    assert codes(caught.value) == found


def test_G08_a_goal_and_a_value_in_two_currencies() -> None:
    """Neither is guessed into the other."""
    with pytest.raises(DataError, match="300 EUR and deals of 5 USD") as caught:
        planned(money(300, "EUR"), value=money(5, "USD"))
    assert caught.value.code == "mixed-currencies"


def test_limits() -> None:
    """50 steps, 120 months, and nothing before the year 1."""
    chain = [FlowStep(f"s{n}", f"s{n + 1}", 1) for n in range(51)]
    assert planned(1, chain[:50]).first.count == 1
    with pytest.raises(LimitError, match="at most 50 steps, not 51"):
        planned(1, chain)
    decade = Period(date(2026, 1, 1), date(2036, 1, 1), "UTC")
    assert len(planned(1, STATED, decade).of("won").arrivals) == 120
    with pytest.raises(LimitError, match="at most 120 months"):
        planned(1, STATED, Period(date(2026, 1, 1), date(2037, 1, 1), "UTC"))
    assert planned(10**15, [FlowStep("lead", "won", 1)]).first.count == 10**15
    with pytest.raises(LimitError, match=r"over 10\*\*15 leads in 'lead'"):
        planned(10**15, [FlowStep("lead", "won", 0.999)])
    with pytest.raises(TimeError, match="before the year 1"):
        planned(1, [FlowStep("lead", "won", 1, lag=days(36_600))], Period(date(90, 1, 1), date(91, 1, 1), "UTC"))


def test_what_was_given_is_kept() -> None:
    """The value of a deal, and the draws and the seed that the ranges come from; windows by the period's own clocks."""
    found = planned(money(300_000, "EUR"), value=money(8_000, "EUR"), draws=500, seed=7)
    assert (found.value, found.period, found.draws, found.seed) == (money(8_000, "EUR"), YEAR, 500, 7)
    assert (found.first.opens.isoformat(), found.first.closes.isoformat()) == (
        "2025-10-03T01:00:00+02:00",
        "2026-10-03T01:00:00+02:00",
    )


def test_exactly_on_a_limit_is_taken() -> None:
    """100,000 draws, a seed of 2**63, and months whose shares miss 1 by a billionth; a little more is not."""
    found = planned(30, draws=100_000, seed=2**63)
    assert (found.draws, found.seed) == (100_000, 2**63)
    spring = quarter(2026, 2, zone="UTC")
    assert planned(30, period=spring, shares=[1 + TOLERANCE, 0, 0]).of("won").count == 30
    with pytest.raises(DocumentError, match="the shares of the months sum to"):
        planned(30, period=spring, shares=[1 + TOLERANCE + Fraction(1, 10**12), 0, 0])
    with pytest.raises(LimitError, match="at most 120 months"):
        planned(1, STATED, Period(date(2026, 1, 1), date(2036, 7, 1), "UTC"))


def test_lags_of_centuries_add_up_to_the_microsecond() -> None:
    """More microseconds than a float can tell apart."""
    lag = days(36_500) + timedelta(microseconds=1)
    found = planned(1, [FlowStep(f"s{n}", f"s{n + 1}", 1, lag=lag) for n in range(5)], month(2026, 1, zone="UTC"))
    assert found.of("s5").opens - found.first.opens == found.first.lag == 5 * lag


def test_the_earliest_leads() -> None:
    """Late in the first month of the year 1; leads a microsecond before are too early."""
    earliest = timedelta(microseconds=62_133_000_000_000_000)
    rest = earliest - 19 * days(36_600)

    def chain(last: timedelta) -> list[FlowStep]:
        return [FlowStep(f"s{n}", f"s{n + 1}", 1, lag=days(36_600) if n < 19 else last) for n in range(20)]

    found = planned(1, chain(rest), month(1970, 1, zone="UTC"))
    assert found.first.opens.isoformat() == "0001-01-31T01:20:00+00:00"
    with pytest.raises(TimeError, match="the leads in 's0' would be due before the year 1"):
        planned(1, chain(rest + timedelta(microseconds=1)), month(1970, 1, zone="UTC"))


def test_a_plan_covers_ten_years_and_no_month_more() -> None:
    """However many days the months have."""
    steps = [FlowStep("lead", "won", 1)]
    ten = reverse_funnel(1, steps=steps, period=Period(date(2026, 1, 1), date(2036, 1, 1), "UTC"))
    assert len(ten.first.arrivals) == 120
    with pytest.raises(LimitError, match="at most 120 months"):
        reverse_funnel(1, steps=steps, period=Period(date(2026, 1, 1), date(2036, 2, 1), "UTC"))


def test_sums_that_miss_by_little_are_told_in_full() -> None:
    """Rounded, both sides would read alike."""
    parts = [Decimal("0.5"), Decimal("0.25"), Decimal("0.25000001")]
    with pytest.raises(DocumentError, match=r"sum to 1\.00000001, must be 1"):
        reverse_funnel(1, steps=[FlowStep("lead", "won", 1)], period=quarter(2026, 2, zone="UTC"), shares=parts)
    with pytest.raises(DocumentError, match=r"sum to 400\.001, must be 400"):
        YearTarget("m", [Decimal("100.001"), 100, 100, 100], whole=400)
