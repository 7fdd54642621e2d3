"""Contributions: whose work is part of a result, with nothing counted twice."""

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
from hypothesis import given, strategies as st
from tests.funnel.build import JANUARY, day, followed
from tests.funnel.worlds import AS_OF, worlds
from tests.laws.test_scorecard_figures import DAY
from tests.scorecard.build import FEBRUARY

from alignkit.currency import money
from alignkit.errors import DataError, DocumentError
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.scorecard import contribute
from alignkit.scorecard.contribute import contributions
from alignkit.scorecard.contributions import Contributions
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import Count, Total, count, met, total
from alignkit.scorecard.quantities import magnitude
from alignkit.scorecard.rates import Rates

ANY: Any = contribute
WON = count(entered("won"))
WORTH = total("amount", at=entered("won"))


def touch(at: float, lead: str, team: str | None, actor: str | None = None, *, automatic: bool = False) -> Event:
    """Make a touch of a team."""
    return Event(lead, day(at), "touch", "call", actor=actor, team=team, automatic=automatic)


def sold(lead: str, at: float = 9, team: str | None = None, **attributes: Value) -> Event:
    """Make a sale, recorded by a team perhaps."""
    return Event(lead, day(at), "stage", "won", team=team, attributes=attributes)


def four(amount: Value = None) -> Journeys:
    """Four deals: of marketing alone, of sales alone, of both, of nobody."""
    return followed(
        *(sold(lead, amount=amount) for lead in ("m", "s", "ms", "n")),
        touch(1, "m", "marketing", "mia"),
        touch(1, "s", "sales", "sam"),
        touch(1, "ms", "marketing", "mia"),
        touch(2, "ms", "sales", "sam"),
        touch(3, "ms", "sales", "sue"),
    )


def asked(journeys: Journeys, metric: Count | Total = WON, **parts: Any) -> Contributions:  # noqa: ANN401 - what a test gives
    """Ask whose work January's deals are."""
    return contributions(metric, journeys, period=JANUARY, as_of=FEBRUARY, **parts)


def test_each_deal_counts_once() -> None:
    """Alone, together and nobody's sum to the whole; credit halves what both worked on."""
    found = asked(four())
    assert list(map(magnitude, (found.whole, found.overlap, found.nobody))) == [4, 1, 1]
    assert found.overlap_share == Fraction(1, 4)
    one = Fraction(1)
    assert found.sets == ((("marketing", "sales"), one), (("marketing",), one), (("sales",), one), ((), one))
    for team in ("marketing", "sales"):
        assert [found.alone(team), found.worked(team), found.credit(team)] == [1, 2, Fraction(3, 2)]
    assert found.people == ()
    assert found.sentence == "1 of 4 deals was worked on by both teams"


def test_people_only_when_asked() -> None:
    """A team's credit for a deal is shared by those of its people who worked on it."""
    found = asked(four(), people=True)
    assert [tuple(item) for item in found.people] == [
        ("marketing", "mia", Fraction(3, 2)),
        ("sales", "sam", Fraction(5, 4)),
        ("sales", "sue", Fraction(1, 4)),
    ]
    nameless = asked(
        followed(sold("a"), touch(1, "a", "sales"), sold("b"), touch(1, "b", "sales"), touch(2, "b", "sales", "sam")),
        people=True,
    )
    assert [item.person for item in nameless.people] == ["sam", None]
    assert "(not named)" in nameless._repr_html_()


def test_money() -> None:
    """Amounts are shared like deals, in their currency."""
    found = asked(four(amount=money(100, "EUR")), WORTH)
    assert (found.whole, found.overlap, found.credit("sales")) == (
        money(400, "EUR"),
        money(100, "EUR"),
        money(150, "EUR"),
    )
    assert found.sentence == "100 of 400 EUR came from leads that both teams worked on"
    assert asked(four(amount=5), WORTH).sentence == "5 of 20 came from leads that both teams worked on"
    assert asked(four(amount="much"), WORTH).unknown == 4


@pytest.mark.parametrize(
    ("event", "counts"),
    [
        (touch(1, "L", "sales"), True),
        (touch(9, "L", "sales"), True),
        (Event("L", day(1), "stage", "sal", team="sales"), True),
        (Event("L", day(1), "accept", team="sales"), True),
        (Event("L", day(1), "reject", "no budget", team="sales"), True),
        (touch(10, "L", "sales"), False),
        (touch(1, "L", "sales", automatic=True), False),
        (touch(1, "L", None, "sam"), False),
        (touch(1, "L", "support"), False),
        (Event("L", day(1), "webinar", team="sales"), False),
        (Event("L", day(1), "owner", "sam", team="sales"), False),
        (Event("L", day(1), "field", 5, field="size", team="sales"), False),
    ],
)
def test_what_is_work(event: Event, counts: bool) -> None:
    """A person's touch, move or answer up to the sale; not what was sent by itself, nor what came later."""
    assert asked(followed(sold("L"), event)).worked("sales") == int(counts)


def test_the_sale_itself_is_work() -> None:
    """Who moved the deal to won had a part in it."""
    assert asked(followed(sold("L", team="sales"))).alone("sales") == 1


def test_sentences() -> None:
    """One, none, all and nothing read as people say them."""
    both = [touch(1, "L", "sales"), touch(1, "L", "marketing")]
    assert asked(followed(sold("L"), *both)).sentence == "The one deal was worked on by both teams"
    assert asked(followed(sold("L"))).sentence == "The one deal was not worked on by both teams"
    assert asked(followed(sold("L"), sold("K"))).sentence == "None of the 2 deals was worked on by both teams"
    assert asked(followed()).sentence == "There were no deals"
    assert asked(followed(), WORTH).sentence == "There was nothing to work on"
    leads = asked(followed(sold("L"), *both), count(entered("mql")), teams=["sales", "marketing", "product"])
    assert leads.sentence == "The one lead was worked on by more than one team"


def test_how_it_is_shown() -> None:
    """How far the lists overlap is said; tables of who worked on what, and of the credits, which add up as shown."""
    text = repr(asked(four()))
    assert "the lists sum to 4." in " ".join(text.split())
    assert "marketing alone" in text
    assert "nobody of these" in text
    three = [touch(1, lead, team) for lead in "abc" for team in ("marketing", "sales", "product")]
    html = asked(
        followed(*(sold(lead) for lead in "ab"), *three), teams=["marketing", "sales", "product"]
    )._repr_html_()
    assert html.count("0.67") == 2
    assert html.count("0.66") == 1
    assert "Beside it: 4 unknown." in asked(four(amount="much"), WORTH)._repr_html_()
    refund = asked(followed(sold("L", amount=5), sold("K", amount=-9), touch(1, "L", "sales")), WORTH)
    assert "–" in repr(refund)


def test_plain_data() -> None:
    """What a program reads."""
    data = json.loads(json.dumps(asked(four(), people=True).to_dict()))
    assert (data["kind"], data["whole"], data["overlap"], data["nobody"]) == ("contributions", 4, 1, 1)
    assert data["teams"][0] == {"team": "marketing", "alone": 1, "worked": 2, "credit": 1.5}
    assert data["people"][1] == {"team": "sales", "person": "sam", "credit": 1.25}


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: ANY.contributions(met, four(), period=JANUARY, as_of=FEBRUARY), "not-counted"),
        (lambda: asked(four(), teams="sales"), "wrong-type"),
        (lambda: asked(four(), teams=5), "wrong-type"),
        (lambda: asked(four(), teams=["sales"]), "too-few-teams"),
        (lambda: asked(four(), teams=["sales", "sales"]), "duplicate-id"),
        (lambda: asked(four(), teams=["sales", ""]), "bad-id"),
        (lambda: asked(four(), teams=[f"t{n}" for n in range(13)]), "too-many"),
        (lambda: asked(four()).credit("salez"), "unknown-team"),
        (lambda: asked(four()).alone("salez"), "unknown-team"),
        (lambda: asked(four()).worked("salez"), "unknown-team"),
    ],
)
def test_refused(ask: Callable[[], object], code: str) -> None:
    """What cannot be shared out, and teams that are none."""
    with pytest.raises(DocumentError) as caught:
        ask()
    assert caught.value.code == code


def test_G08_mixed_currencies() -> None:
    """G08: euros and dollars have no whole that could be shared."""
    with pytest.raises(DataError) as caught:
        asked(followed(sold("a", amount=money(1, "EUR")), sold("b", amount=money(1, "USD"))), WORTH)
    assert caught.value.code == "mixed-currencies"


def test_other_currencies_by_a_stated_rate() -> None:
    """Dollars are credited in the agreed euros, exactly, and what was converted is said."""
    rates = Rates("EUR", {"USD": "0.92"}, on=date(2026, 1, 1), source="ECB")
    journeys = followed(
        *(sold(lead, amount=money(*amount)) for lead, amount in (("a", (100, "EUR")), ("b", ("33.33", "USD")))),
        touch(1, "a", "marketing", "mia"),
        touch(1, "b", "marketing", "mia"),
        touch(1, "b", "sales", "sam"),
    )
    found = asked(journeys, WORTH, rates=rates, people=True)
    assert found.whole == money("130.6636", "EUR")
    assert found.credit("sales") == money("15.3318", "EUR")
    assert found.credit("marketing") == money("115.3318", "EUR")
    assert [item.amount for item in found.people] == [Fraction("115.3318"), Fraction("15.3318")]
    assert "1 amount at 1 USD = 0.92 EUR, stated 2026-01-01." in " ".join(repr(found).split())
    assert found.to_dict()["converted"] == [
        {"currency": "USD", "amounts": 1, "rate": "1 amount at 1 USD = 0.92 EUR, stated 2026-01-01"}
    ]
    assert pickle.loads(pickle.dumps(found)) == found
    assert "converted" not in asked(four(amount=money(1, "EUR")), WORTH, rates=rates).to_dict()
    with pytest.raises(DataError) as caught:
        asked(followed(sold("a", amount=money(1, "CHF"))), WORTH, rates=rates)
    assert caught.value.code == "mixed-currencies"
    with pytest.raises(DocumentError) as wrong:
        asked(journeys, WORTH, rates={"USD": "0.92"})
    assert wrong.value.code == "wrong-type"


def test_E05_later_work_counts_nowhere() -> None:
    """E05: what happened after `as_of` is not known yet."""
    journeys = followed(sold("L"), sold("K", 20), touch(19, "K", "sales"))
    found = contributions(WON, journeys, period=JANUARY, as_of=day(15))
    assert [found.whole, found.worked("sales")] == [1, 0]


def test_O01_hostile_names() -> None:
    """O01: teams and people are text on a page."""
    name = "<script>alert(1)</script>"
    journeys = followed(sold("L"), touch(1, "L", name, name), touch(1, "L", "sales"))
    html = asked(journeys, teams=[name, "sales"], people=True)._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_O03_bounded() -> None:
    """O03: of 3,000 people some are shown, and the rest is counted."""
    events = [event for n in range(3000) for event in (sold(f"L{n}"), touch(1, f"L{n}", "sales", f"person {n}"))]
    found = asked(followed(*events), people=True)
    assert len(repr(found).encode()) < 4096
    assert len(found._repr_html_().encode()) < 200_000
    assert "more row" in found._repr_html_()


def test_O04_copies_are_equal() -> None:
    """O04: pickled and copied."""
    found = asked(four(amount=money(100, "EUR")), WORTH, people=True)
    assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == copy.copy(found) == found


@given(worlds(), st.data())
def test_nothing_is_counted_twice(world: tuple[Funnel, Facts], data: st.DataObject) -> None:
    """Law: whatever the leads and the teams did, sets, credits and people's credits sum to the whole exactly."""
    funnel, facts = world
    teams = st.sampled_from([None, "marketing", "sales", "product"])
    people = st.sampled_from([None, "ann", "bob"])
    drawn = {event.id: (data.draw(teams), data.draw(people), data.draw(st.integers(-3, 9))) for event in facts.events}
    events = []
    for event in facts.events:
        team, actor, amount = drawn[event.id]
        events.append(attrs.evolve(event, team=team, actor=actor, attributes={"amount": amount}))
    journeys = replay(funnel, Facts(facts.leads, events), as_of=AS_OF, errors="collect")
    last = funnel.path[-1].id
    for metric in (count(entered(last)), total("amount", at=entered(last))):
        found = contributions(
            metric, journeys, period=DAY, as_of=AS_OF, teams=["marketing", "sales", "product"], people=True
        )
        came = figure(metric, journeys, period=DAY, as_of=AS_OF)
        assert came.value is not None
        whole = magnitude(came.value)
        credits_ = [found.credit(team) for team in found.teams]
        assert magnitude(found.whole) == whole
        assert sum(map(magnitude, [*credits_, found.nobody])) == whole
        for team in found.teams:
            assert sum(item.amount for item in found.people if item.team == team) == found.credit(team)
        lists = sum(magnitude(found.worked(team)) for team in found.teams)
        assert lists == sum(item.amount * len(item.teams) for item in found.sets)
        assert repr(found)
