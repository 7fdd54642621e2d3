"""The gap bridge: how much of a miss goes back to which step, in numbers that add up and words that blame nobody."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.funnel.build import END, HANDED, JANUARY, day, followed
from tests.scorecard.build import FEBRUARY

from alignkit.currency import Money, money
from alignkit.display.html import to_html
from alignkit.display.svg import to_svg
from alignkit.display.text import to_text
from alignkit.errors import AlignkitError, DataError, DocumentError, LimitError, TimeError
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.stages import Funnel, Stage
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.scorecard import bridge as bridging
from alignkit.scorecard.bridge import bridge, bridge_between
from alignkit.scorecard.bridges import Bridge
from alignkit.scorecard.factors import Factor, FlowPlan, PlannedStage
from alignkit.scorecard.rates import Rates

ANY: Any = bridging
PLAN = FlowPlan({"mql": 1000, "sal": 750, "won": 200})


def came(mql: int, sal: int, won: int, *, amount: Value = None, since: float = 1) -> Journeys:
    """Replay so many leads that came to each stage in January."""
    attributes = {} if amount is None else {"amount": amount}
    events = [
        Event(f"L{number}", day(since + place), "stage", stage, attributes=attributes if stage == "won" else {})
        for place, (stage, least) in enumerate((("mql", mql), ("sal", sal), ("won", won)))
        for number in range(least)
    ]
    return followed(*events, funnel=HANDED)


def january(plan: FlowPlan, journeys: Journeys, **parts: Any) -> Bridge:  # noqa: ANN401 - what a test gives
    """Hold January against a plan, once it is over."""
    return bridge(plan, journeys, period=JANUARY, as_of=FEBRUARY, **parts)


# what both heads of department read


def test_a_miss_in_one_sentence_a_part() -> None:
    """The parts of what is missing add up to it, and each says what came otherwise than planned."""
    found = january(PLAN, came(1000, 610, 158))
    assert found.sentence == "42 deals fewer than planned (158 of 200)"
    assert found.sentences == (
        "As planned: leads at mql (1,000)",
        "37 of the 42 missing deals: fewer leads were accepted than planned (61 for every 100 at mql, planned 75)",
        "5 of the 42 missing deals: fewer deals were won than planned (26 for every 100 at sal, planned 27)",
    )
    assert [part.told for part in found.parts] == [0, -37, -5]


def test_gains_and_losses_are_told_apart() -> None:
    """What more leads brought is not hidden behind what fewer acceptances cost."""
    found = january(PLAN, came(1100, 671, 160))
    assert found.sentence == "40 deals fewer than planned (160 of 200): 57 missing, 17 additional"
    assert found.sentences[0] == "All 17 additional deals: more leads came to mql than planned (1,100, planned 1,000)"
    assert found.sentences[1].startswith("37 of the 57 missing deals: fewer leads were accepted than planned")


def test_more_than_planned() -> None:
    """A surplus has parts, too."""
    found = january(PLAN, came(1000, 800, 210))
    assert found.sentence == "10 deals more than planned (210 of 200): 13 additional, 3 missing"
    assert found.sentences[1].startswith("All 13 additional deals: more leads were accepted than planned (80 for")
    assert found.sentences[2].startswith("All 3 missing deals: fewer deals were won")


def test_one_deal() -> None:
    """One is one, not “1 deals”."""
    found = january(FlowPlan({"sal": 100, "won": 50}), came(100, 100, 49))
    assert found.sentence == "1 deal fewer than planned (49 of 50)"
    assert (
        found.sentences[1]
        == "The one missing deal: fewer deals were won than planned (49 for every 100 at sal, planned 50)"
    )
    small = january(FlowPlan({"sal": 100, "won": 40}), came(101, 101, 40))
    assert small.sentence == "As planned: 40 deals"
    assert small.sentences[0] == "Less than 1 deal: more leads came to sal than planned (101, planned 100)"
    assert small.sentences[1].endswith("(39.6 for every 100 at sal, planned 40)")


def test_a_plan_of_deals_alone() -> None:
    """Where only the sale is planned, it is told of deals, not of leads that came to it."""
    found = january(FlowPlan({"won": 3}), came(9, 5, 2))
    assert found.sentence == "1 deal fewer than planned (2 of 3)"
    assert found.sentences == ("The one missing deal: fewer deals were won than planned (2, planned 3)",)
    assert found.parts[0].factor.label == "deals won"
    assert january(FlowPlan({"won": 3}), came(9, 5, 5)).sentences[0].startswith("All 2 additional deals: more deals")
    none = january(FlowPlan({"won": 3}), came(9, 5, 0))
    assert none.sentences == ("All 3 missing deals: fewer deals were won than planned (0, planned 3)",)


def test_more_than_planned_with_parts_that_are_missing() -> None:
    """A surplus whose largest part is additional names what is missing, too, and one deal is one."""
    found = january(FlowPlan({"mql": 100, "sal": 50, "won": 10}), came(90, 60, 12))
    assert found.sentence == "2 deals more than planned (12 of 10): 3 additional, 1 missing"
    assert found.sentences[0] == "The one missing deal: fewer leads came to mql than planned (90, planned 100)"
    assert sum(part.told for part in found.parts) == 2


def test_huge_and_negative_amounts_are_drawn_whole() -> None:
    """No number is cut into another one: huge ones stand in powers of ten, below 0 with the sign of the parts."""
    planned: dict[str, int | Money] = {"leads": 200_000_000, "value": money(900_000_000_000, "IDR")}
    actual: dict[str, int | Money] = {"leads": 190_000_000, "value": money(910_000_000_000, "IDR")}
    found = bridge_between(planned, actual)
    for drawn in (to_svg(found.picture), to_text(found.picture, width=80), to_text(found.picture, width=40)):
        assert "1.8×10^20 IDR" in drawn
        assert "−9.05×10^18" in drawn
    assert "180,000,000,000,000,000,000" in found.sentence
    largest = {f"f{n}": 10**15 for n in range(12)}
    assert "1×10^180" in to_text(bridge_between(largest, {**largest, "f3": 10**14}).picture)
    notes = january(FlowPlan({"won": 2}, value=money(100, "EUR")), came(0, 0, 2, amount=money(-30, "EUR")))
    assert (notes.picture.end.text, notes.picture.rises[0].text) == ("−60 EUR", "−260")


def test_twelve_factors_that_change_alike() -> None:
    """Ties go by the order of the path; the parts as told sum to the gap as told."""
    found = bridge_between({f"f{n}": 2 for n in range(12)}, {f"f{n}": 1 for n in range(12)}, things=("deal", "deals"))
    told = [part.told for part in found.parts]
    assert sum(told) == -4095
    assert set(told) == {-341, -342}
    assert {part.exact for part in found.parts} == {Fraction(-4095, 12)}
    assert told == sorted(told, reverse=True)
    assert len(set(found.sentences)) == 12


def test_as_planned() -> None:
    """No gap has no parts and needs no picture; equal gains and losses do."""
    found = january(PLAN, came(1000, 750, 200))
    assert found.sentence == "As planned: 200 deals"
    assert all(sentence.startswith("As planned: ") for sentence in found.sentences)
    assert "<svg" not in to_html(found.blocks())
    offset = january(PLAN, came(2000, 750, 200))
    assert offset.sentence == "As planned: 200 deals; 150 missing, 150 additional"
    assert "<svg" in to_html(offset.blocks())


def test_money() -> None:
    """What the deals were worth is a step of its own; parts are exact to the cent, and told in whole euros."""
    plan = attrs.evolve(PLAN, value=money(6000, "EUR"))
    assert plan.result == money(1_200_000, "EUR")
    found = january(plan, came(1000, 610, 158, amount=money("5400.10", "EUR")))
    assert found.sentence == "346,784 EUR less than planned (853,216 of 1,200,000)"
    assert found.sentences[-1] == (
        "107,275 of the missing 346,784 EUR: the value per deal was lower than planned (5,400 EUR, planned 6,000 EUR)"
    )
    assert found.gap == money("-346784.20", "EUR")
    assert sum(part.rounded for part in found.parts) == Fraction(-34678420, 100)
    assert sum(part.told for part in found.parts) == -346784
    assert "−107,275" in to_svg(found.picture)
    small = january(FlowPlan({"won": 2}, value=money(100, "EUR")), came(0, 0, 2, amount=money("99.5", "EUR")))
    assert small.sentence == "1 EUR less than planned (199 of 200)"


def test_the_period_is_not_over() -> None:
    """Before its end the gap is what is still open."""
    found = bridge(PLAN, came(1000, 750, 158), period=JANUARY, as_of=day(20))
    assert found.so_far
    assert found.sentence == "42 deals fewer than planned so far (158 of 200)"


def test_words_of_ones_own() -> None:
    """A plan may say what there was more or fewer of; its last stage need not be a sale."""
    plan = FlowPlan([PlannedStage("mql", 100), PlannedStage("sal", 50, says="leads got a call")])
    found = january(plan, came(100, 40, 0))
    assert found.sentence == "10 leads at sal fewer than planned (40 of 50)"
    assert found.sentences[1].startswith("All 10 missing leads at sal: fewer leads got a call than planned")


# what is counted


def test_flows_may_exceed_one() -> None:
    """Deals of leads that were accepted earlier count now: more may be won than were accepted."""
    events = [Event(f"L{n}", day(-20), "stage", "sal") for n in range(30)]
    events += [Event(f"L{n}", day(5), "stage", "won") for n in range(30)]
    found = january(FlowPlan({"sal": 20, "won": 20}), followed(*events, *_accepted(20), funnel=HANDED))
    assert found.of("sal to won").actual == Fraction(3, 2)
    assert found.actual == 30


def _accepted(count: int) -> list[Event]:
    return [Event(f"new{n}", day(3), "stage", "sal") for n in range(count)]


def test_a_stage_that_nobody_entered_is_told_with_the_next() -> None:
    """Leads accepted earlier were won: of acceptance and winning one part remains, and a note says so."""
    events = [Event(f"L{n}", day(-20), "stage", "sal") for n in range(10)]
    events += [Event(f"L{n}", day(5), "stage", "won") for n in range(10)]
    events += [Event(f"new{n}", day(5), "stage", "mql") for n in range(100)]
    found = january(FlowPlan({"mql": 100, "sal": 50, "won": 20}), followed(*events, funnel=HANDED))
    assert [part.factor.name for part in found.parts] == ["mql", "mql to won"]
    assert found.of("mql to won").exact == -10
    assert found.notes == ("Nobody came to sal, and leads came to later stages: its two steps are told as one.",)
    assert found.notes[0] in to_html(found.blocks())


def test_nothing_came() -> None:
    """Of a step after nothing nothing can be said: the whole gap is that no leads came."""
    found = january(attrs.evolve(PLAN, value=money(10, "EUR")), followed(funnel=HANDED))
    assert found.sentence == "2,000 EUR less than planned (0 of 2,000)"
    assert [part.actual for part in found.parts] == [0, None, None, None]
    assert [part.exact for part in found.parts] == [-2000, 0, 0, 0]
    assert found.sentences[1] == "Nothing can be said of mql to sal: there was nothing before it"
    assert "–" in repr(found)


def test_deals_count_where_they_have_a_value() -> None:
    """A lead with two deals counts twice, as their worth does; a deal without an amount is told."""
    events = [
        Event("L1", day(1), "link", "D1"),
        Event("L1", day(1), "link", "D2"),
        *(Event(deal, day(5), "stage", "won", attributes={"amount": 50}) for deal in ("D1", "D2")),
        Event("L2", day(5), "stage", "won"),
    ]
    found = january(FlowPlan({"won": 4}, value=50), followed(*events, funnel=HANDED))
    assert [part.actual for part in found.parts] == [3, Fraction(100, 3)]
    assert found.actual == 100
    assert found.notes == ("1 deal has no amount: it counts as worth nothing.",)


def test_speed_is_a_step_only_if_the_plan_says_so() -> None:
    """Deals that were won after the period's end came, and landed late: that is told apart from fewer deals."""
    events = [Event(f"L{n}", day(5), "stage", "mql") for n in range(100)]
    events += [Event(f"L{n}", day(25 if n < 10 else 40), "stage", "won") for n in range(20)]
    journeys = followed(*events, funnel=HANDED)
    plan = FlowPlan({"mql": 100, "won": 18}, lands=0.9)
    found = bridge(plan, journeys, period=JANUARY, as_of=END)
    assert [part.exact for part in found.parts] == [0, 0, -8]
    assert found.sentences[-1] == (
        "All 8 missing deals: fewer deals landed in the period than planned (50 for every 100 of the period's own "
        "leads, planned 90)"
    )
    assert found.notes == ("80 leads of the period are still open: which share lands in the period is not known yet.",)
    before = january(plan, journeys)
    assert [part.factor.name for part in before.parts] == ["mql", "mql to won"]
    assert before.notes == ("Which share of the deals lands in the period can be told once it is over.",)
    early = [Event(f"old{n}", day(-9), "stage", "mql") for n in range(5)]
    early += [Event(f"old{n}", day(9), "stage", "won") for n in range(5)]
    others = bridge(plan, followed(*early, *events[:100], funnel=HANDED), period=JANUARY, as_of=END)
    assert [part.factor.name for part in others.parts] == ["mql", "mql to won"]
    assert others.notes[0] == "None of the period's own leads came to won so far: its two steps are told as one."


def test_a_stated_unit() -> None:
    """Parts are rounded to what people count in, and still add up."""
    plan = attrs.evolve(PLAN, value=money(6000, "EUR"))
    found = january(plan, came(1013, 617, 158, amount=money(5401, "EUR")), unit=1000)
    assert found.sentence.startswith("347,000 EUR less than planned (853,000 of 1,200,000)")
    assert sum(part.rounded for part in found.parts) == -347_000


# bare numbers


def test_numbers_without_facts() -> None:
    """Two products and their factors are enough."""
    found = bridge_between({"visits": 1000, "rate": 0.05}, {"visits": 1200, "rate": 0.04}, things=("sale", "sales"))
    assert found.sentence == "2 sales fewer than planned (48 of 50): 11 missing, 9 additional"
    assert found.sentences == (
        "All 9 additional sales: visits higher than planned (1,200, planned 1,000)",
        "All 11 missing sales: rate lower than planned (0.04, planned 0.05)",
    )
    bare = bridge_between({"a": 1, "b": 0.5}, {"a": 1, "b": 0.25})
    assert bare.sentence == "0.25 less than planned (0.25 of 0.5)"
    assert bare.sentences[1] == "All missing 0.25: b lower than planned (0.25, planned 0.5)"
    yen = [Factor("deals", 3), Factor("value", money(100, "JPY"))]
    assert bridge_between(yen, {"deals": 2, "value": money(9, "JPY")}).unit == 1


def test_a_factor_that_makes_no_difference() -> None:
    """Where another factor is nothing, a changed one changes nothing; what is almost as planned says so."""
    found = bridge_between({"a": 0, "b": 2}, {"a": 0, "b": 3})
    assert found.sentences[1] == "No difference: b higher than planned (3, planned 2)"
    close = bridge_between([Factor("a", 1)], {"a": Fraction(10**9 - 1, 10**9)})
    assert close.sentences == ("Less than 0.01: a lower than planned (almost 1, planned 1)",)


def test_the_unit_of_the_parts() -> None:
    """Ones where both ends are whole, else hundredths; of money its smallest unit, told in whole ones from 1,000 on."""

    def units(planned: Any, actual: Any, **parts: Any) -> list[Fraction]:  # noqa: ANN401 - numbers or money
        found = bridge_between({"a": planned}, {"a": actual}, **parts)
        return [found.unit, found.told_unit]

    cent = Fraction(1, 100)
    assert units(4, 3) == [1, 1]
    assert units(4000, 3000) == [1, 1]
    assert units(4, 3.5) == units(3.5, 4) == units(4000.5, 1) == [cent, cent]
    assert units(4, 3, unit=0.5) == [Fraction(1, 2), Fraction(1, 2)]
    assert units(money(999, "EUR"), money("999.99", "EUR")) == [cent, cent]
    assert units(money(1, "EUR"), money(1000, "EUR")) == units(money(1000, "EUR"), money(1, "EUR")) == [cent, 1]
    assert units(money(1, "JPY"), money(1000, "JPY")) == [1, 1]
    assert units(money(1, "KWD"), money(2, "KWD")) == [Fraction(1, 1000), Fraction(1, 1000)]
    assert units(money(1, "EUR"), money(5000, "EUR"), unit=100) == [100, 100]
    assert units(money(1, "EUR"), money(5000, "EUR"), unit=0.5) == [Fraction(1, 2), 1]
    assert units(money(1, "EUR"), money(5000, "EUR"), unit=1.5) == [Fraction(3, 2), Fraction(3, 2)]


def test_what_is_counted_has_a_name() -> None:
    """Deals, leads at a stage, or nothing where the result is an amount; the period and the instant are kept."""
    found = january(FlowPlan({"mql": 4, "won": 2}), came(4, 4, 2))
    assert (found.thing, found.things) == ("deal", "deals")
    assert (found.period, found.as_of, found.notes) == (JANUARY, FEBRUARY, ())
    leads = january(FlowPlan({"mql": 4, "sal": 2}), came(4, 4, 2))
    assert (leads.thing, leads.things) == ("lead at sal", "leads at sal")
    worth = january(FlowPlan({"mql": 4, "won": 2}, value=5), came(4, 4, 2, amount=6))
    assert (worth.thing, worth.things) == ("", "")
    bare = bridge_between({"a": 1}, {"a": 2})
    assert (bare.thing, bare.things, bare.period, bare.as_of, bare.notes) == ("", "", None, None, ())


def test_the_factors_of_a_flow() -> None:
    """Leads at the first stage, then each step for every hundred before it, what landed, and the value per deal."""
    plan = FlowPlan({"mql": 8, "sal": 4, "won": 1}, value=money(100, "EUR"), lands=0.5)
    events = [
        Event(f"L{n}", day(2 + place), "stage", stage) for place, stage in enumerate(("mql", "sal")) for n in (1, 2)
    ]
    events += [Event("L1", day(9), "stage", "won", attributes={"amount": money(70, "EUR")})]
    found = bridge(plan, followed(*events, funnel=HANDED), period=JANUARY, as_of=END)
    told = [(f.name, f.label, f.says, f.per) for f in (part.factor for part in found.parts)]
    assert told == [
        ("mql", "leads at mql", "leads came to mql", None),
        ("mql to sal", "mql to sal", "leads were accepted", "at mql"),
        ("sal to won", "sal to won", "deals were won", "at sal"),
        ("landing", "landed in the period", "deals landed in the period", "of the period's own leads"),
        ("value", "value per deal", None, None),
    ]
    half = Fraction(1, 2)
    assert [part.factor.planned for part in found.parts] == [8, half, half, half, money(100, "EUR")]
    assert [part.actual for part in found.parts] == [2, 1, half, 1, money(70, "EUR")]
    assert (found.planned, found.actual) == (money(100, "EUR"), money(70, "EUR"))


def test_stages_are_called_by_their_titles() -> None:
    """A program reads ids, people the titles of the stages."""
    path = [
        Stage("mql", "marketing", title="MQL"),
        Stage("sal", "sales", title="Accepted"),
        Stage("won", "sales", outcome="won", title="Sold"),
    ]
    events = [Event(f"L{n}", day(2), "stage", stage) for n, stage in enumerate(("mql", "mql", "sal"))]
    journeys = followed(*events, funnel=Funnel("titled", path))
    found = january(FlowPlan({"mql": 3, "sal": 2}), journeys)
    assert [part.factor.name for part in found.parts] == ["mql", "mql to sal"]
    assert [part.factor.label for part in found.parts] == ["leads at MQL", "MQL to Accepted"]
    assert found.sentence == "1 lead at Accepted fewer than planned (1 of 2)"
    assert found.sentences[1] == (
        "The one missing lead at Accepted: fewer leads went on to Accepted than planned "
        "(33 for every 100 at MQL, planned 67)"
    )


def test_twelve_factors_and_no_words() -> None:
    """Twelve are shared out; a title is what the table and the sentence call them."""
    names = {f"f{n}": 1 for n in range(12)}
    assert len(bridge_between(names, names).parts) == 12
    titled = bridge_between([Factor("a", Fraction(2), title="visits to the fair")], {"a": 1})
    assert titled.sentences == ("All missing 1: visits to the fair lower than planned (1, planned 2)",)


# bad inputs


@pytest.mark.parametrize(
    ("planned", "actual", "code"),
    [
        ({}, {}, "no-factors"),
        ("ab", {}, "wrong-type"),
        (5, {}, "wrong-type"),
        (["a"], {}, "wrong-type"),
        ({"a": 1}, [1], "wrong-type"),
        ({"a": 1}, {}, "missing-factor"),
        ({"a": 1}, {"a": 1, "b": 2}, "unknown-factor"),
        ({"a": 1}, {"a": -1}, "negative"),
        ({"a": -1}, {"a": 1}, "negative"),
        ({"a": True}, {"a": 1}, "wrong-type"),
        ({"a": "1"}, {"a": 1}, "wrong-type"),
        ({"a": float("nan")}, {"a": 1}, "not-finite"),
        ({"a": 10**16}, {"a": 1}, "too-large"),
        ({1: 1}, {1: 1}, "wrong-type"),
        ([Factor("a", 1), Factor("a", 2)], {"a": 1}, "duplicate-id"),
        ({"a": money(1, "EUR"), "b": money(1, "EUR")}, {"a": money(1, "EUR"), "b": money(1, "EUR")}, "two-amounts"),
        ({"a": money(1, "EUR")}, {"a": 1}, "wrong-type"),
        ({"a": money(1, "EUR")}, {"a": money(1, "USD")}, "mixed-currencies"),
    ],
)
def test_refused(planned: Any, actual: Any, code: str) -> None:  # noqa: ANN401 - any bad input
    """What is no product of factors is refused, with a code."""
    with pytest.raises(DocumentError) as caught:
        bridge_between(planned, actual)
    assert caught.value.code == code


def test_more_than_twelve_factors() -> None:
    """Nobody can act on more."""
    values: dict[str, Any] = {f"f{n}": 1 for n in range(13)}
    with pytest.raises(LimitError, match="at most 12 factors, not 13"):
        bridge_between(values, values)


@pytest.mark.parametrize(
    ("ask", "error", "code"),
    [
        (lambda: january(FlowPlan({"mqll": 4}), came(1, 1, 1)), DocumentError, "unknown-stage"),
        (lambda: january(FlowPlan({"lost": 4}), came(1, 1, 1)), DocumentError, "unknown-stage"),
        (lambda: january(FlowPlan({"won": 4, "mql": 9}), came(1, 1, 1)), DocumentError, "wrong-order"),
        (lambda: january(PLAN, came(1, 1, 1), unit=0), DocumentError, "not-positive"),
        (lambda: january(PLAN, came(1, 1, 1), unit="1"), DocumentError, "wrong-type"),
        (lambda: ANY.bridge({"mql": 4}, came(1, 1, 1), period=JANUARY, as_of=FEBRUARY), DocumentError, "wrong-type"),
        (lambda: bridge(PLAN, came(1, 1, 1), period=JANUARY, as_of=day(99)), DataError, "later-than-replay"),
        (lambda: bridge(PLAN, came(1, 1, 1), period=JANUARY, as_of=day(1).replace(tzinfo=None)), TimeError, "naive"),
        (lambda: ANY.bridge(PLAN, [], period=JANUARY, as_of=FEBRUARY), DocumentError, "wrong-type"),
        (lambda: ANY.bridge(PLAN, came(1, 1, 1), period="2026-01", as_of=FEBRUARY), DocumentError, "wrong-type"),
        (lambda: ANY.bridge_between({"a": 1}, {"a": 1}, things="ab"), DocumentError, "wrong-type"),
        (lambda: ANY.bridge_between({"a": 1}, {"a": None}), DocumentError, "wrong-type"),
    ],
)
def test_refused_questions(ask: Callable[[], Bridge], error: type[AlignkitError], code: str) -> None:
    """A plan that does not fit the funnel, an instant that is none."""
    with pytest.raises(error) as caught:
        ask()
    assert caught.value.code == code


def test_G08_amounts_in_another_currency() -> None:
    """G08: dollars are not held against euros; an amount without a currency is none of them."""
    plan = FlowPlan({"won": 4}, value=money(5, "EUR"))
    for amount in (money(5, "USD"), 5):
        with pytest.raises(DataError) as caught:
            january(plan, came(1, 1, 1, amount=amount))
        assert caught.value.code == "mixed-currencies"


RATES = Rates("EUR", {"USD": "0.92", "GBP": "1.15"}, on=date(2026, 1, 1), source="ECB")


def deals(*amounts: Value) -> Journeys:
    """Replay a deal for each amount, all won in January."""
    return followed(
        *(Event(f"L{n}", day(3), "stage", "won", attributes={"amount": amount}) for n, amount in enumerate(amounts)),
        funnel=HANDED,
    )


def test_other_currencies_by_a_stated_rate() -> None:
    """Dollars are told in the plan's euros, exactly, and a note says at which rate."""
    plan = FlowPlan({"won": 4}, value=money(50, "EUR"))
    sold = deals(money(50, "USD"), money(20, "EUR"), money("33.33", "USD"), money(1, "GBP"), None)
    found = january(plan, sold, rates=RATES)
    assert found.actual == money("97.8136", "EUR")
    assert sum(part.exact for part in found.parts) == Fraction("97.8136") - 200
    assert found.notes == (
        "1 amount in GBP at 1 GBP = 1.15 EUR, stated 2026-01-01.",
        "2 amounts in USD at 1 USD = 0.92 EUR, stated 2026-01-01.",
        "1 deal has no amount: it counts as worth nothing.",
    )
    assert "2 amounts in USD at 1 USD = 0.92 EUR, stated 2026-01-01." in " ".join(repr(found).split())
    assert found.to_dict()["notes"] == list(found.notes)
    # nothing was converted: nothing is said
    assert january(plan, deals(money(50, "EUR")), rates=RATES).notes == ()
    assert january(plan, deals(), rates=RATES).notes == ()


def test_a_plan_in_another_currency_than_the_agreed_one() -> None:
    """The plan's currency is the one in which all is told; both rates are named."""
    plan = FlowPlan({"won": 2}, value=money(100, "USD"))
    found = january(plan, deals(money(46, "EUR"), money(70, "USD"), money(4, "GBP")), rates=RATES)
    assert found.actual == money(125, "USD")
    assert found.currency == "USD"
    assert found.notes == (
        "1 amount in EUR at 1 USD = 0.92 EUR, stated 2026-01-01.",
        "1 amount in GBP at 1 GBP = 1.15 EUR and 1 USD = 0.92 EUR, stated 2026-01-01.",
    )
    # rates that say nothing of the plan's currency are of no use, and no harm
    yen = FlowPlan({"won": 2}, value=money(100, "JPY"))
    assert january(yen, deals(money(70, "JPY")), rates=RATES).actual == money(70, "JPY")


@pytest.mark.parametrize("plan_in", ["EUR", "JPY"])
def test_G08_without_a_stated_rate(plan_in: str) -> None:
    """G08: an amount, or a plan, for which no rate is stated is refused as before."""
    plan = FlowPlan({"won": 4}, value=money(5, plan_in))
    with pytest.raises(DataError) as caught:
        january(plan, deals(money(5, "EUR"), money(5, "CHF")), rates=RATES)
    assert caught.value.code == "mixed-currencies"


def test_bare_numbers_need_no_rate() -> None:
    """A plan in points or in deals is as it is; what is no Rates is refused."""
    assert january(FlowPlan({"won": 2}, value=5), deals(3, 4), rates=RATES).actual == 7
    assert january(FlowPlan({"won": 2}), deals(money(3, "CHF")), rates=RATES).actual == 1
    with pytest.raises(DocumentError) as caught:
        january(FlowPlan({"won": 2}), deals(), rates={"USD": 1})
    assert caught.value.code == "wrong-type"


# a value like any other


def test_O01_hostile_names() -> None:
    """O01: a name that is markup reads right, and makes no element."""
    name = "<script>alert(1)</script>"
    found = bridge_between({name: 2, "b": 3}, {name: 1, "b": 3})
    html = to_html(found.blocks())
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_O03_bounded() -> None:
    """O03: twelve factors with the longest names fit."""
    values: dict[str, Any] = {f"{n:02}{'x' * 198}": 2 for n in range(12)}
    ones: dict[str, Any] = dict.fromkeys(values, 1)
    found = bridge_between(values, ones)
    assert len(repr(found).encode()) < 4096
    assert len(found._repr_html_().encode()) < 200_000


def test_O04_copies_are_equal() -> None:
    """O04: pickled, copied, and compared."""
    found = january(attrs.evolve(PLAN, value=money(6000, "EUR"), lands=0.5), came(1000, 610, 158))
    for value in (found, PLAN, found.parts[0].factor, PLAN.stages[0]):
        assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == copy.copy(value) == value
    assert hash(PLAN) == hash(FlowPlan([("mql", 1000), ("sal", 750), ("won", 200)]))


def test_O05_evolve_is_held_to_the_same() -> None:
    """O05: parts that do not sum to the gap make no bridge."""
    found = january(PLAN, came(1000, 610, 158))
    for change, code in (
        ({"actual": Fraction(159)}, "wrong-sum"),
        ({"parts": (1,)}, "wrong-type"),
        ({"unit": Fraction(0)}, "not-positive"),
    ):
        with pytest.raises(DocumentError) as caught:
            attrs.evolve(found, **change)
        assert caught.value.code == code


def test_plain_data() -> None:
    """What a program reads: JSON, with parts that sum to the gap, and the sentences."""
    data = json.loads(json.dumps(january(PLAN, came(1000, 610, 158)).to_dict()))
    assert (data["kind"], data["planned"], data["actual"], data["gap"]) == ("bridge", 200, 158, -42)
    assert sum(part["part"] for part in data["parts"]) == data["gap"]
    assert data["parts"][1]["actual"] == 0.61
    assert data["sentence"] == "42 deals fewer than planned (158 of 200)"
    assert (data["period"], data["as_of"]) == (JANUARY.name, FEBRUARY.isoformat())
    assert bridge_between({"a": 1}, {"a": 1}).to_dict()["as_of"] is None


def test_unknown_factor() -> None:
    """Asked for a factor that it does not have, a bridge names the nearest."""
    with pytest.raises(DocumentError, match="did you mean 'mql to sal'"):
        january(PLAN, came(1, 1, 1)).of("mql to sall")


def test_how_it_is_shown() -> None:
    """First the sentence, then the picture, then a sentence a part, then the numbers, then how they were found."""
    lines = repr(january(PLAN, came(1100, 671, 160))).splitlines()
    assert lines[1] == "40 deals fewer than planned (160 of 200): 57 missing, 17 additional."
    places = [
        next(place for place, line in enumerate(lines) if line.startswith(start))
        for start in ("planned  ", "• All 17", "step", "mql to sal (for every 100 at mql)", "Each part is the mean")
    ]
    assert places == sorted(places)
