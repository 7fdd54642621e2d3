"""Rates, coverage, sales velocity and a funnel that others have published, held against the figures that they give.

The tables print rounded numbers, each in its own way; the exact column is the one that is computed against.
"""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

from alignkit.currency import money
from alignkit.funnel.conversions import Conversion
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel, Stage
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.periods import Period
from alignkit.scorecard.compound import coverage, sales_velocity
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import conversion, count, share, total
from alignkit.scorecard.standings import pipeline

NAMES = ("leads", "mql", "sql", "opportunity", "proposal", "won")
FUNNEL = Funnel(
    "published",
    [Stage(name, "sales", outcome="won" if name == "won" else None) for name in NAMES],
    [Stage("lost", "sales", outcome="lost")],
)
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1), "UTC")
START = datetime(2026, 1, 1, tzinfo=UTC)
AS_OF = datetime(2026, 12, 31, tzinfo=UTC)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "scoring-and-funnel-oracle" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def exact(text: str) -> Fraction:
    """Read a number; one that ends in dots goes on with its last digits for ever: 2777.777..., 66.666..."""
    if not text.endswith("..."):
        return Fraction(text)
    digits = text.removesuffix("...")
    places = len(digits.split(".")[1])
    return Fraction(digits) + Fraction(int(digits[-1]), 9 * 10**places)


def world(counts: dict[str, int], *, amount: object = None, took: timedelta = timedelta(0)) -> Journeys:
    """Return so many leads that came to each stage and no further, the last ones after a time and with an amount."""
    events = []
    ordered = [name for name in NAMES if name in counts]
    for number in range(max(counts.values(), default=0)):
        for name in ordered:
            if number < counts[name]:
                won = name == "won"
                attributes = {"amount": amount} if won and amount is not None else {}
                at = START + (took if won else timedelta(0))
                events.append(Event(f"L{number:04}", at, "stage", name, id=f"{name} {number}", attributes=attributes))
    return replay(FUNNEL, Facts(events=events), as_of=AS_OF)


def test_rates(shared_data: Path) -> None:
    """Each by a share, a cohort and bare counts; 0 of 0 is undefined, and 0 of 40 is 0 %."""
    for row in rows(shared_data, "rates.csv"):
        converted, of = int(row["numerator"]), int(row["denominator"])
        due = None if row["expected_rate"] == "undefined" else Fraction(row["expected_rate"])
        journeys = world({"mql": of, "sql": converted})
        for metric in (conversion("mql", "sql"), share(entered("sql"), among=entered("mql"))):
            found = figure(metric, journeys, period=YEAR, as_of=AS_OF)
            assert (found.value, found.numerator, found.denominator) == (due, converted, of), row["id"]
            assert (found.text == "–") == (due is None)
        assert Conversion(of, converted, 0, of - converted).rate == due


def test_a_funnel(shared_data: Path) -> None:
    """Counts, the rate of each step exactly, and the printed one by rounding half up, as the table does."""
    table = rows(shared_data, "funnel_table_prowi.csv")
    overall = table.pop()
    journeys = world({row["stage"]: int(row["count"]) for row in table})
    for before, row in zip([None, *table], table, strict=False):
        here = figure(count(entered(row["stage"])), journeys, period=YEAR, as_of=AS_OF)
        assert here.value == int(row["count"])
        if before is None:
            continue
        rate = figure(conversion(before["stage"], row["stage"]), journeys, period=YEAR, as_of=AS_OF).value
        assert rate == Fraction(int(row["count"]), int(before["count"]))
        assert isinstance(rate, Fraction)
        assert rate * 100 == exact(row["exact_rate_percent"])
        printed = Decimal(float(rate * 100)).quantize(Decimal(1), ROUND_HALF_UP)
        assert printed == int(row["published_rate_from_previous_percent"])
    whole = figure(conversion("leads", "won"), journeys, period=YEAR, as_of=AS_OF)
    assert whole.value == Fraction(overall["exact_rate_percent"]) / 100


def test_coverage(shared_data: Path) -> None:
    """What is open over the target; what a win rate needs is its inverse."""
    for row in rows(shared_data, "coverage.csv"):
        rate = Fraction(row["win_rate"]) if row["win_rate"] else None
        if row["required_coverage"]:
            assert rate is not None
            digits = row["required_coverage"].removesuffix("...")
            assert str(Decimal(float(1 / rate))).startswith(digits)
        if not row["pipeline"]:
            continue
        worth = money(int(row["pipeline"]), "EUR")
        facts = Facts({"L1": {"amount": worth}}, [Event("L1", START, "stage", "opportunity")])
        journeys = replay(FUNNEL, facts, as_of=AS_OF)
        opened = pipeline("amount", "opportunity", "proposal")
        metric = coverage(
            open=opened, target=money(int(row["target"]), "EUR"), reached=total("amount", at=entered("won"))
        )
        assert figure(metric, journeys, period=YEAR, as_of=AS_OF).value == Fraction(row["expected_coverage"])
        if row["expected_revenue"]:
            assert rate is not None
            expected = figure(opened * rate, journeys, period=YEAR, as_of=AS_OF).value
            assert expected == money(int(row["expected_revenue"]), "EUR")


def test_sales_velocity(shared_data: Path) -> None:
    """40 opportunities of which a quarter is won, 25,000 each, in 90 days: 2,777.78 a day, exactly 25,000 / 9."""
    for row in rows(shared_data, "sales_velocity.csv"):
        came, rate = int(row["opportunities"]), Fraction(row["win_rate"])
        journeys = world(
            {"opportunity": came, "won": int(came * rate)},
            amount=money(int(row["avg_deal_value"]), "EUR"),
            took=timedelta(days=int(row["cycle_days"])),
        )
        found = figure(sales_velocity("amount"), journeys, period=YEAR, as_of=AS_OF)
        due = came * rate * int(row["avg_deal_value"]) / int(row["cycle_days"])
        assert found.value == money(due, "EUR")
        assert due == exact(row["exact_per_day"])
        assert found.parts[1].value == rate
