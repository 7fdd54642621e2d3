"""Arithmetic between metrics: what goes together, what comes of it, and how it is told."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.funnel.build import JANUARY, day, entry, followed
from tests.scorecard.build import FEBRUARY, assessed, card, goal, grouped, measured, won

from alignkit.currency import money
from alignkit.errors import DataError, DocumentError, LimitError
from alignkit.funnel.patterns import entered
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.instants import days
from alignkit.scorecard.arithmetic import Arithmetic, Operator
from alignkit.scorecard.describe import describe_metric
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import (
    Metric,
    conversion,
    count,
    external,
    is_cumulative,
    median_time,
    scale_of,
    share,
    stages_of,
    total,
)
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.standings import standing
from alignkit.scorecard.times import average_time

MQLS, SQLS, DEALS = count(entered("mql")), count(entered("sql")), count(entered("won"))
WORTH = total("amount", at=entered("won"))
RATE = conversion("mql", "won")
TIME = median_time("mql", "won")
SOLD = [
    *(entry("mql", 1, lead) for lead in "abcd"),
    won(5, "a", amount=money(100, "EUR")),
    won(9, "b", amount=money(50, "EUR")),
]


def test_a_sum_is_the_sum_of_the_figures() -> None:
    """Exact, with the figures of its parts beside it."""
    found = measured(MQLS + DEALS - 1, followed(*SOLD))
    assert (found.value, found.text, found.note) == (5, "5", "6 − 1")
    assert [part.value for part in found.parts] == [6]
    assert [part.value for part in found.parts[0].parts] == [4, 2]


def test_money_over_leads() -> None:
    """What a deal is worth, what a lead is worth, what comes in a day."""
    journeys = followed(*SOLD)
    assert measured(WORTH / DEALS, journeys).value == money(75, "EUR")
    assert measured(WORTH / MQLS, journeys).value == money("37.5", "EUR")
    assert measured(WORTH / timedelta(days=30), journeys).value == money(5, "EUR")
    assert measured(WORTH / WORTH, journeys).value == 1
    assert measured((money(200, "EUR") - WORTH) / 2, journeys).value == money(25, "EUR")
    assert measured(WORTH + money(1, "EUR"), journeys).value == money(151, "EUR")
    assert measured(money(2, "EUR") * MQLS, journeys).value == money(8, "EUR")
    assert measured(money(2, "EUR") + WORTH, journeys).value == money(152, "EUR")


def test_shares_and_numbers() -> None:
    """What did not convert; an index of two shares; how many deals are to be expected."""
    journeys = followed(*SOLD)
    assert measured(1 - RATE, journeys).text == "50 %"
    assert measured(0.4 * RATE + 0.6 * share(entered("sql"), among=entered("mql")), journeys).value == Fraction(1, 2)
    assert measured(RATE * MQLS, journeys).value == 2
    assert measured(MQLS / DEALS, journeys).text == "2"


def test_times() -> None:
    """In days, or as often as another."""
    journeys = followed(*SOLD[:2], *SOLD[4:])
    assert measured(TIME + days(2), journeys).value == days(6)
    assert measured(average_time("mql", "won") * 2, journeys).value == days(12)
    assert measured(average_time("mql", "won") / TIME, journeys).value == Fraction(3, 2)
    assert measured(DEALS / average_time("mql", "won"), journeys).value == Fraction(1, 3)


def test_G01_divided_by_nothing() -> None:
    """Undefined, not 0 and no error; what is undefined makes what rests on it undefined."""
    for metric in (WORTH / DEALS, WORTH / DEALS + money(5, "EUR"), DEALS / average_time("mql", "won"), 1 - RATE):
        found = measured(metric, followed())
        assert (found.value, found.text) == (None, "–")


def test_pending_gives_bounds() -> None:
    """Two of four may yet convert: between 2 and 0 of four do not; a cohort undecided gives bounds, too."""
    found = measured(1 - RATE, followed(*SOLD))
    assert (found.value, found.lowest, found.highest, found.pending) == (Fraction(1, 2), 0, Fraction(1, 2), 2)
    young = measured(conversion("mql", "won", within=days(60)) * 100, followed(*SOLD), day(6))
    assert (young.value, young.lowest, young.highest) == (None, 25, 100)
    assert measured(MQLS / RATE, followed(*(entry("mql", 1, lead) for lead in "ab"))).lowest is None


def test_bounds_that_are_not_known_are_not_told() -> None:
    """Half of four came, after 4 and 8 days, so that no other can turn the median; of five, three may never come."""
    found = measured(TIME + days(1), followed(*SOLD))
    assert (found.value, found.pending, found.lowest, found.highest) == (days(9), 2, days(9), days(9))
    late = measured(TIME + days(1), followed(*SOLD, entry("mql", 1, "e")))
    assert (late.pending, late.lowest, late.highest) == (3, None, None)


def test_group_by_group() -> None:
    """Each group is computed of its own parts; what adds up, adds up."""
    leads = {lead: {"origin": "paid" if lead in "ac" else "free"} for lead in "abcd"}
    journeys = followed(*SOLD, leads=leads)
    worth = grouped(WORTH / MQLS, journeys, "origin")
    assert [(name, part.value) for name, part in worth] == [("free", money(25, "EUR")), ("paid", money(50, "EUR"))]
    both = grouped(MQLS + DEALS, journeys, "origin")
    assert sum(part.value for _, part in both) == both.whole.value == 6  # type: ignore[misc]  # counts
    lone = grouped(SQLS + standing("won"), followed(*SOLD[:4], won(3, "e"), leads={**leads, "e": {}}), "origin")
    assert [(name, part.value) for name, part in lone] == [(None, 2)]
    with pytest.raises(DocumentError) as caught:
        grouped(external("nps") + MQLS, journeys, "origin")
    assert caught.value.code == "no-groups"


def test_figures_from_elsewhere_go_with_anything() -> None:
    """Deals that resellers count, or the money that they took."""
    figures = [ExternalFigure("resold", 7, day(3)), ExternalFigure("taken", money(10, "USD"), day(3))]
    rates = Rates("EUR", {"USD": "0.5"}, on=date(2026, 1, 1))

    def found(metric: Metric) -> Any:  # noqa: ANN401 - any quantity
        return figure(metric, followed(*SOLD), period=JANUARY, as_of=FEBRUARY, figures=figures, rates=rates).value

    assert found(DEALS + external("resold")) == 9
    assert found(WORTH + external("taken")) == money(155, "EUR")
    assert found(external("taken") - money(4, "USD")) == money(3, "EUR")
    with pytest.raises(DataError) as caught:
        found(DEALS + external("taken"))
    assert caught.value.code == "unlike-kinds"


def test_G08_amounts_that_do_not_go_together() -> None:
    """Two currencies without a rate; money and seats: refused once they are measured."""
    journeys = followed(won(1, "a", amount=money(5, "EUR"), seats=3, cost=money(2, "USD")))
    for other, code in (("cost", "mixed-currencies"), ("seats", "unlike-kinds")):
        with pytest.raises(DataError) as caught:
            measured(WORTH - total(other, at=entered("won")), journeys)
        assert caught.value.code == code
    assert measured(total("seats", at=entered("won")) * WORTH, journeys).value == money(15, "EUR")
    with pytest.raises(DataError):
        measured(WORTH * WORTH, journeys)


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: MQLS + money(5, "EUR"), "unlike-kinds"),
        (lambda: MQLS + WORTH, "unlike-kinds"),
        (lambda: MQLS - RATE, "unlike-kinds"),
        (lambda: RATE + WORTH, "unlike-kinds"),
        (lambda: TIME + 5, "unlike-kinds"),
        (lambda: TIME * TIME, "unlike-kinds"),
        (lambda: TIME * WORTH, "unlike-kinds"),
        (lambda: TIME / WORTH, "unlike-kinds"),
        (lambda: RATE / TIME, "unlike-kinds"),
        (lambda: external("x") + TIME, "unlike-kinds"),
        (lambda: (WORTH + money(1, "EUR")) * MQLS + 5 * MQLS, "unlike-kinds"),
        (lambda: (money(5, "EUR") * MQLS) * (money(5, "EUR") * MQLS), "unlike-kinds"),
        (lambda: MQLS / 0, "divided-by-zero"),
        (lambda: WORTH / money(0, "EUR"), "divided-by-zero"),
        (lambda: TIME / timedelta(0), "divided-by-zero"),
        (lambda: TIME + timedelta(days=-2), "negative-span"),
        (lambda: MQLS * None, "wrong-type"),  # type: ignore[operator]  # the point
        (lambda: MQLS * True, "wrong-type"),
        (lambda: "5" + MQLS, "wrong-type"),  # type: ignore[operator]  # the point
        (lambda: MQLS * float("inf"), "not-finite"),
        (lambda: Arithmetic("+", 1, 2), "no-metric"),
        (lambda: Arithmetic("^", MQLS, 2), "wrong-type"),  # type: ignore[arg-type]  # the point
    ],
)
def test_what_does_not_go_together_is_refused_when_written(build: Any, code: str) -> None:  # noqa: ANN401 - a thunk
    """Each refusal says which two kinds they are."""
    with pytest.raises(DocumentError) as caught:
        build()
    assert caught.value.code == code


def test_it_is_bounded() -> None:
    """40 deep, 200 parts; and no number beyond all measure."""
    deep: Metric = MQLS
    for _ in range(39):
        deep = deep + MQLS
    with pytest.raises(LimitError) as caught:
        _ = deep + MQLS
    assert caught.value.code == "too-deep"
    wide: Metric = sum([MQLS] * 30)  # type: ignore[assignment]  # of metrics it is one
    with pytest.raises(LimitError) as refused:
        _ = (wide + wide) + ((wide + wide) + (wide + (wide + wide)))
    assert refused.value.code == "too-many"
    with pytest.raises(LimitError):
        _ = MQLS * 10**16
    with pytest.raises(LimitError):
        _ = TIME + timedelta.max
    with pytest.raises(DataError, match="too-large"):
        measured(average_time("mql", "won") * 10**9, followed(*SOLD))


EXPRESSIONS: list[tuple[Metric, str, str, bool]] = [
    (MQLS + SQLS, "count", "count(entered('mql')) + count(entered('sql'))", True),
    (MQLS - SQLS, "count", "count(entered('mql')) - count(entered('sql'))", False),
    (MQLS + 5, "count", "count(entered('mql')) + 5", False),
    (MQLS + 0.5, "amount", "count(entered('mql')) + 0.5", False),
    (2 * MQLS, "amount", "2 * count(entered('mql'))", True),
    (MQLS / 3, "amount", "count(entered('mql')) / 3", True),
    (-1 * MQLS, "amount", "-1 * count(entered('mql'))", False),
    (1 - RATE, "share", "1 - conversion('mql', 'won')", False),
    (WORTH / MQLS, "amount", "total('amount', at=entered('won')) / count(entered('mql'))", False),
    (TIME / 2, "span", "median_time('mql', 'won') / 2", False),
    (DEALS * money(6, "EUR"), "amount", "count(entered('won')) * money(6, 'EUR')", True),
    (money(-6, "EUR") * DEALS, "amount", "money(-6, 'EUR') * count(entered('won'))", False),
    (WORTH / money(6, "EUR"), "amount", "total('amount', at=entered('won')) / money(6, 'EUR')", True),
    (DEALS / days(90), "amount", "count(entered('won')) / datetime.timedelta(days=90)", True),
    (money(6, "EUR") / DEALS, "amount", "money(6, 'EUR') / count(entered('won'))", False),
    ((MQLS + SQLS) * 2, "amount", "(count(entered('mql')) + count(entered('sql'))) * 2", True),
    (MQLS - (SQLS - DEALS), "count", "count(entered('mql')) - (count(entered('sql')) - count(entered('won')))", False),
    (MQLS - SQLS - DEALS, "count", "count(entered('mql')) - count(entered('sql')) - count(entered('won'))", False),
]


@pytest.mark.parametrize(("metric", "scale", "text", "grows"), EXPRESSIONS, ids=[text for _, _, text, _ in EXPRESSIONS])
def test_it_prints_as_it_is_written(metric: Metric, scale: str, text: str, grows: object) -> None:
    """With the brackets that it needs; it knows what it counts, and whether it grows through the period."""
    assert (repr(metric), scale_of(metric), is_cumulative(metric)) == (text, scale, grows)
    assert copy.deepcopy(metric) == metric == pickle.loads(pickle.dumps(metric))
    assert len({metric, copy.copy(metric)}) == 1
    assert json.dumps(measured(metric, followed(*SOLD)).to_dict())


ANY, SPAN, MONEY, NUMBER, AMOUNT = external("nps"), TIME, DEALS * money(6, "EUR"), MQLS / DEALS, WORTH
LIKE: dict[str, Metric] = {
    "count": MQLS,
    "share": RATE,
    "number": NUMBER,
    "amount": AMOUNT,
    "money": MONEY,
    "span": SPAN,
    "any": ANY,
}


def kinds(operator: Operator) -> dict[str, list[str]]:
    """Return, for each kind on the left, what comes of it with each kind on the right: "-" where nothing does."""
    return {left: [_made(operator, one, other) for other in LIKE.values()] for left, one in LIKE.items()}


def _made(operator: Operator, one: Metric, other: Metric) -> str:
    try:
        return Arithmetic(operator, one, other).kind
    except DocumentError as fault:
        return "-" if fault.code == "unlike-kinds" else fault.code


def test_what_may_be_added() -> None:
    """Like and like; leads and numbers, shares and numbers, amounts and what they turn out to be; as subtracted."""
    assert {kind: metric.kind for kind, metric in LIKE.items()} == {kind: kind for kind in LIKE}
    assert kinds("+") == kinds("-")
    assert kinds("+") == {
        #          count     share    number    amount    money    span    any
        "count": ["count", "-", "number", "-", "-", "-", "count"],
        "share": ["-", "share", "share", "-", "-", "-", "share"],
        "number": ["number", "share", "number", "amount", "-", "-", "number"],
        "amount": ["-", "-", "amount", "amount", "money", "-", "amount"],
        "money": ["-", "-", "-", "money", "money", "-", "money"],
        "span": ["-", "-", "-", "-", "-", "span", "-"],
        "any": ["count", "share", "number", "amount", "money", "-", "any"],
    }


def test_what_may_be_multiplied() -> None:
    """Anything with a number, a share or leads; but not money with money, nor time with amounts or with time."""
    assert kinds("*") == {
        #          count     share    number    amount    money    span    any
        "count": ["number", "number", "number", "amount", "money", "span", "amount"],
        "share": ["number", "share", "share", "amount", "money", "span", "amount"],
        "number": ["number", "share", "number", "amount", "money", "span", "amount"],
        "amount": ["amount", "amount", "amount", "amount", "amount", "-", "amount"],
        "money": ["money", "money", "money", "amount", "-", "-", "money"],
        "span": ["span", "span", "span", "-", "-", "-", "span"],
        "any": ["amount", "amount", "amount", "amount", "money", "span", "amount"],
    }


def test_what_may_be_divided() -> None:
    """A share stays one over a number alone; what is divided by time is told for each day of it."""
    assert kinds("/") == {
        #          count     share    number    amount    money    span    any
        "count": ["number", "number", "number", "number", "number", "number", "amount"],
        "share": ["number", "number", "share", "number", "number", "-", "amount"],
        "number": ["number", "number", "number", "number", "number", "number", "amount"],
        "amount": ["amount", "amount", "amount", "amount", "amount", "amount", "amount"],
        "money": ["money", "money", "money", "number", "number", "money", "money"],
        "span": ["span", "span", "span", "-", "-", "number", "span"],
        "any": ["amount", "amount", "amount", "amount", "amount", "amount", "amount"],
    }


def test_leads_and_whole_numbers_are_leads() -> None:
    """5 more leads are leads, half a lead is a number; and only where they are added or subtracted."""
    for metric in (MQLS + 5, 5 - MQLS, MQLS - 0):
        assert metric.kind == "count"
    for other in (MQLS + 0.5, MQLS * 5, MQLS / 5, NUMBER + 5, MQLS + NUMBER):
        assert other.kind == "number"
    assert [(5 * RATE).kind, (RATE / 5).kind, (RATE + 5).kind, (5 / RATE).kind] == ["share", "share", "share", "number"]
    assert [(DEALS * money(6, "EUR")).kind, (WORTH + money(6, "EUR")).kind] == ["money", "money"]
    assert [(MQLS * days(6)).kind, (TIME + days(6)).kind] == ["span", "span"]


def test_how_large_it_is() -> None:
    """One more than what it is made of, in depth; every metric and constant counts, each time."""
    both = MQLS + SQLS
    assert (both.depth, both.size) == (2, 2)
    assert ((MQLS + 5).depth, (5 - MQLS).size) == (2, 2)
    assert ((both * 5).depth, (both * 5).size) == (3, 3)
    assert ((5 * both / both).depth, (5 * both / both).size) == (4, 5)


def test_brackets_stand_where_they_are_needed() -> None:
    """What binds less than what it stands in, and what stands on the right of its like."""
    written = [
        (MQLS + SQLS) * DEALS,
        (MQLS - SQLS) / DEALS,
        MQLS - (SQLS + DEALS),
        MQLS + SQLS + DEALS,
        MQLS - SQLS * DEALS,
        MQLS / (SQLS * DEALS),
        MQLS / SQLS * DEALS,
        MQLS * SQLS / DEALS,
        MQLS * (SQLS / DEALS),
        MQLS / SQLS + DEALS,
    ]
    short = {"count(entered('mql'))": "m", "count(entered('sql'))": "s", "count(entered('won'))": "d"}
    texts = [repr(metric) for metric in written]
    for long, letter in short.items():
        texts = [text.replace(long, letter) for text in texts]
    assert texts == [
        "(m + s) * d",
        "(m - s) / d",
        "m - (s + d)",
        "m + s + d",
        "m - s * d",
        "m / (s * d)",
        "m / s * d",
        "m * s / d",
        "m * (s / d)",
        "m / s + d",
    ]


def test_it_grows_where_what_it_is_made_of_does() -> None:
    """A sum of what grows, and what grows times or over something above nothing."""
    for metric in (MQLS + SQLS, MQLS * 2, 2 * MQLS, MQLS / 2, MQLS / days(2), (MQLS + SQLS) * 2, WORTH * 0.5):
        assert is_cumulative(metric)
    for other in (
        *(MQLS + 2, 2 + MQLS, MQLS + RATE * MQLS, RATE + RATE, MQLS - SQLS, 2 - MQLS),
        *(MQLS * -2, MQLS / -2, MQLS * 0, 2 / MQLS, MQLS * SQLS, MQLS / SQLS, RATE * 2, TIME / 2),
    ):
        assert not is_cumulative(other)


def test_sums_begin_with_nothing() -> None:
    """As Python's own do; half of nothing, no money and nothing subtracted are put together as they stand."""
    same: Any = 0 + MQLS
    assert same is MQLS
    for metric in (0.0 + MQLS, MQLS + 0, 0 - MQLS, money(0, "EUR") + WORTH):
        assert isinstance(metric, Arithmetic)
    assert repr(1 + MQLS) == "1 + count(entered('mql'))"


def test_it_is_a_value() -> None:
    """Its parts are checked again when one is replaced; sums begin with nothing; stages are named once."""
    both = Arithmetic("+", MQLS, SQLS)
    summed: Any = sum([MQLS, SQLS])
    assert summed == both
    assert stages_of(both + MQLS) == ("mql", "sql")
    with pytest.raises(DocumentError):
        attrs.evolve(both, right=money(5, "EUR"))
    assert attrs.evolve(both, operator="/").scale == "amount"


def test_it_is_told_in_words() -> None:
    """As a clause that people read."""
    assert describe_metric(MQLS - SQLS * 2) == (
        "number of leads that entered mql minus (number of leads that entered sql times 2)"
    )
    assert describe_metric((money(5, "EUR") - WORTH) / days(2)) == (
        "(5 EUR minus total amount of what entered won) divided by 2 days"
    )
    text = repr(measured(WORTH / DEALS, followed(*SOLD)))
    assert "150 EUR ÷ 2" in text
    assert "made up of" in text


def test_a_goal_may_aim_at_it() -> None:
    """A share of shares, a value per deal: assessed like any other."""
    goals = [
        goal("worth", metric=WORTH / DEALS, at_least=money(60, "EUR"), weight=0.5),
        goal("kept", metric=1 - RATE, at_least=0.4, weight=0.5),
    ]
    found = assessed(card(*goals), Facts(events=SOLD))
    assert [reading.attainment for reading in found.readings] == [1, 1]
    assert "50 %" in found.of("kept").sentence


@pytest.mark.parametrize("wrong", [[], {}, None, "%", 5])
def test_an_operator_is_one_of_four(wrong: Any) -> None:  # noqa: ANN401 - whatever is wrong on purpose
    """Whatever is given instead is refused by name."""
    with pytest.raises(DocumentError) as caught:
        Arithmetic(wrong, MQLS, SQLS)
    assert caught.value.code == "wrong-type"
