"""Coverage of what is left of a target, and sales velocity with its four parts."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.funnel.build import JANUARY, day, entry, followed
from tests.scorecard.build import FEBRUARY, grouped, measured, won

from alignkit.currency import money
from alignkit.errors import DataError, DocumentError, LimitError
from alignkit.funnel.patterns import either, entered
from alignkit.instants import days
from alignkit.scorecard.amounts import average
from alignkit.scorecard.compound import Coverage, SalesVelocity, coverage, sales_velocity
from alignkit.scorecard.describe import describe_metric
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import conversion, count, external, median_time, share, stages_of, total
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.standings import pipeline, standing
from alignkit.scorecard.times import average_time

OPEN = pipeline("amount", "sql")
REACHED = total("amount", at=entered("won"))
COVER = coverage(open=OPEN, target=money(500, "EUR"), reached=REACHED)
EVENTS = [
    entry("sql", 2, "a"),
    won(8, "a", amount=money(100, "EUR")),
    entry("sql", 2, "b"),
    won(6, "b", amount=money(300, "EUR")),
    entry("sql", 4, "c"),
    entry("lost", 9, "c"),
    entry("sql", 5, "d"),
]
LEADS = {"d": {"amount": money(300, "EUR")}}
FOUR = followed(*EVENTS, leads={**{lead: {} for lead in "abc"}, **LEADS})


def test_coverage_is_open_over_what_is_left() -> None:
    """300 EUR are open, and 100 of 500 are left: three times."""
    found = measured(COVER, FOUR)
    assert (found.value, found.text) == (3, "3")
    assert found.note == "300 EUR ÷ (500 EUR − 400 EUR)"
    assert [part.value for part in found.parts] == [money(300, "EUR"), money(400, "EUR")]
    assert measured(coverage(open=OPEN, target=money(500, "EUR")), FOUR).value == Fraction(3, 5)
    assert measured(coverage(open=standing("sql"), target=4, reached=count(entered("won"))), FOUR).value == Fraction(
        1, 2
    )


def test_nothing_is_left_of_the_target() -> None:
    """Reached or passed, it is undefined and says so; never infinite, never negative."""
    for target in (400, 399):
        found = measured(coverage(open=OPEN, target=money(target, "EUR"), reached=REACHED), FOUR)
        assert (found.value, found.lowest) == (None, None)
        assert found.note.endswith("nothing is left of the target")


def test_a_target_in_another_currency() -> None:
    """Refused without a rate; with one, told in the agreed currency."""
    metric = coverage(open=OPEN, target=money(1000, "USD"), reached=REACHED)
    with pytest.raises(DataError) as caught:
        measured(metric, FOUR)
    assert caught.value.code == "mixed-currencies"
    rates = Rates("EUR", {"USD": "0.9"}, on=date(2026, 1, 1))
    assert figure(metric, FOUR, period=JANUARY, as_of=FEBRUARY, rates=rates).value == Fraction(3, 5)


def test_velocity_by_cohort() -> None:
    """4 opportunities × 1/2 × 200 EUR ÷ 5 days: 80 EUR a day, with its four parts."""
    found = measured(sales_velocity("amount", opportunity="sql"), FOUR)
    assert found.value == money(80, "EUR")
    assert found.text == "80 EUR a day"
    assert found.note == "4 opportunities × 50 % won of those × 200 EUR ÷ 5 days, 1 pending"
    assert [part.value for part in found.parts] == [4, Fraction(1, 2), money(200, "EUR"), days(5)]
    assert (found.lowest, found.highest) == (money(80, "EUR"), money(120, "EUR"))


def test_velocity_by_what_was_closed() -> None:
    """2 won of 3 that were closed: another win rate, and it says which."""
    found = measured(sales_velocity("amount", opportunity="sql", win_rate="closed", lost="lost"), FOUR)
    assert found.value == money(400, "EUR") * Fraction(4, 15)
    assert "won of those closed" in found.note


def test_G01_velocity_of_nothing() -> None:
    """Nobody was won: no average value, no cycle, no velocity."""
    for journeys in (followed(), followed(entry("sql", 1))):
        assert measured(sales_velocity("amount", opportunity="sql"), journeys).value is None
    at_once = followed(entry("sql", 3), won(3, amount=5))
    assert measured(sales_velocity("amount", opportunity="sql"), at_once).value is None


def test_group_by_group() -> None:
    """Each group is computed of its own four parts."""
    leads = {lead: {"origin": "paid" if lead in "ac" else "free"} for lead in "abcd"}
    found = grouped(sales_velocity("amount", opportunity="sql"), followed(*EVENTS, leads=leads), "origin")
    assert [(name, part.value) for name, part in found] == [
        ("free", money(75, "EUR")),
        ("paid", money(100, "EUR") * Fraction(1, 6)),
    ]
    covered = grouped(COVER, followed(*EVENTS, leads={**leads, "d": {"amount": money(300, "EUR")}}), "amount")
    assert covered.of(None).value == 0


def test_in_words() -> None:
    """With which win rate."""
    assert describe_metric(COVER) == (
        "coverage: total amount of what stands in sql, over what is left of the target "
        "(500 EUR, less the total amount of what entered won)"
    )
    closed = sales_velocity("amount", opportunity="sql", win_rate="closed", lost=["lost", "disqualified"])
    assert "share won of the leads that entered won or disqualified or lost" in describe_metric(closed)
    assert stages_of(closed) == ("sql", "won", "disqualified", "lost")


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: coverage(open="sql", target=5), "not-a-metric"),  # type: ignore[arg-type]  # the point
        (lambda: coverage(open=OPEN, target=0), "bad-target"),
        (lambda: coverage(open=OPEN, target=money(-1, "EUR")), "bad-target"),
        (lambda: coverage(open=OPEN, target=days(5)), "wrong-type"),  # type: ignore[arg-type]  # the point
        (lambda: coverage(open=standing("sql"), target=money(5, "EUR")), "unlike-kinds"),
        (lambda: coverage(open=OPEN, target=5, reached=median_time("mql", "won")), "unlike-kinds"),
        (lambda: coverage(open=conversion("mql", "won"), target=5), "unlike-kinds"),
        (lambda: sales_velocity(""), "bad-id"),
        (lambda: sales_velocity("amount", win_rate="best"), "wrong-type"),  # type: ignore[arg-type]  # the point
        (lambda: sales_velocity("amount", win_rate="closed"), "no-stages"),
        (lambda: sales_velocity("amount", lost="lost"), "not-asked"),
        (lambda: sales_velocity("amount", opportunity="won"), "duplicate-id"),
        (lambda: sales_velocity("amount", win_rate="closed", lost=5), "wrong-type"),  # type: ignore[arg-type]  # the point
    ],
)
def test_what_is_no_such_metric_is_refused(build: Any, code: str) -> None:  # noqa: ANN401 - a thunk
    """Each refusal has its code."""
    with pytest.raises(DocumentError) as caught:
        build()
    assert caught.value.code == code


@pytest.mark.parametrize("metric", [COVER, sales_velocity("amount", win_rate="closed", lost="lost")], ids=repr)
def test_they_are_values(metric: Coverage | SalesVelocity) -> None:
    """Equal to their copies, and checked when changed."""
    assert copy.deepcopy(metric) == metric == pickle.loads(pickle.dumps(metric))
    assert len({metric, copy.copy(metric)}) == 1
    with pytest.raises(DocumentError):
        attrs.evolve(metric, **({"target": 0} if isinstance(metric, Coverage) else {"win_rate": "cohort"}))


def test_while_the_period_lasts() -> None:
    """As of 7 January one is won and three are open."""
    found = measured(sales_velocity("amount", opportunity="sql"), FOUR, day(7))
    assert [part.value for part in found.parts] == [4, Fraction(1, 4), money(300, "EUR"), days(4)]
    assert found.value == money(75, "EUR")


@pytest.mark.parametrize("wrong", [[], {}, 5, ["cohort"], None])
def test_a_win_rate_is_one_of_two_words(wrong: Any) -> None:  # noqa: ANN401 - whatever is wrong on purpose
    """Whatever is given instead is refused by name."""
    with pytest.raises(DocumentError) as caught:
        sales_velocity("amount", win_rate=wrong)
    assert caught.value.code == "wrong-type"
    assert sales_velocity("amount", lost=[]) == sales_velocity("amount")


def test_D15_a_coverage_of_a_coverage() -> None:
    """Metrics are put inside each other 40 deep at most, by whatever way."""
    deep: Any = count(entered("mql"))
    for _ in range(39):
        deep = coverage(open=deep, target=5)
    assert (deep.depth, deep.size) == (40, 40)
    assert hash(deep) == hash(copy.deepcopy(deep))
    for too_deep in (lambda: coverage(open=deep, target=5), lambda: deep + 1):
        with pytest.raises(LimitError) as caught:
            too_deep()
        assert caught.value.code == "too-deep"
    wide: Any = count(entered("mql"))
    for _ in range(6):
        wide = coverage(open=wide, target=5, reached=wide)
    assert wide.size == 127
    with pytest.raises(LimitError) as refused:
        coverage(open=wide, target=5, reached=wide)
    assert refused.value.code == "too-many"


def test_they_print_as_they_are_written() -> None:
    """With all that was asked, what was left out as it is then."""
    assert repr(COVER) == (
        "coverage(open=pipeline('amount', 'sql'), target=money(500, 'EUR'), reached=total('amount', at=entered('won')))"
    )
    assert repr(coverage(open=standing("sql"), target=4.5)) == "coverage(open=standing('sql'), target=4.5)"
    assert repr(sales_velocity("fee")) == (
        "sales_velocity('fee', opportunity='opportunity', won='won', win_rate='cohort')"
    )
    closed = sales_velocity("fee", opportunity="sql", won="live", win_rate="closed", lost=["lost", entered("gone")])
    assert repr(closed) == (
        "sales_velocity('fee', opportunity='sql', won='live', win_rate='closed', lost=['gone', 'lost'])"
    )
    assert sales_velocity("fee") == SalesVelocity("fee", opportunity="opportunity", won="won", win_rate="cohort")


def test_the_parts_of_a_velocity() -> None:
    """How many came, which share was won, what each was worth, and how long it took."""
    cohort = sales_velocity("fee", opportunity="sql", won="live")
    came, worth, cycle = count(entered("sql")), average("fee", at=entered("live")), average_time("sql", "live")
    assert cohort.parts == (came, conversion("sql", "live"), worth, cycle)
    closed = attrs.evolve(cohort, win_rate="closed", lost=("gone", "lost"))
    rate = share(entered("live"), among=either(entered("live"), entered("gone"), entered("lost")))
    assert closed.parts == (came, rate, worth, cycle)
    assert (cohort.kind, cohort.grows, cohort.scale, cohort.depth, cohort.size) == ("amount", False, "amount", 1, 1)


def test_what_can_be_held_against_a_target() -> None:
    """Money against money; a number against a number; an amount is either, and so is what is measured elsewhere."""
    leads, euros, ratio = count(entered("sql")), count(entered("sql")) * money(5, "EUR"), standing("sql") / 2
    for metric, targets in (
        (OPEN, (5, money(5, "EUR"))),
        (external("open"), (5, money(5, "EUR"))),
        (euros, (money(5, "EUR"),)),
        (leads, (5,)),
        (ratio, (5,)),
        (conversion("mql", "won"), ()),
        (median_time("mql", "won"), ()),
    ):
        for target in (5, money(5, "EUR")):
            if target in targets:
                assert coverage(open=metric, target=target, reached=metric).parts == (metric, metric)
                continue
            for made in ({"open": metric}, {"open": external("open"), "reached": metric}):
                with pytest.raises(DocumentError) as caught:
                    coverage(target=target, **made)
                assert (caught.value.code, caught.value.issues[0].path) == ("unlike-kinds", list(made)[-1])


def test_how_large_a_coverage_is() -> None:
    """Its target is one of the constants that it is made up of; it stands one above the deeper of its parts."""
    deep = standing("sql") / 2 + 1
    assert (deep.depth, deep.size) == (3, 3)
    for made, extent in (
        (coverage(open=standing("sql"), target=4), (2, 2)),
        (coverage(open=deep, target=4), (4, 4)),
        (coverage(open=standing("sql"), target=4, reached=deep), (4, 5)),
    ):
        assert (made.depth, made.size) == extent
    assert coverage(open=standing("sql"), target=Fraction(1, 10**9)).target == Fraction(1, 10**9)
