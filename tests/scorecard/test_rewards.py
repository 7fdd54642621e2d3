"""Rewards that unlock only when both sides attain, split to the cent."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st
from tests.funnel.build import day
from tests.scorecard.build import assessed, card, goal

from alignkit.currency import money
from alignkit.display.html import to_html
from alignkit.errors import DocumentError
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.scorecard import rewards, unlock as unlocking
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.rewards import Reward
from alignkit.scorecard.unlock import reward_doubts, unlock

ANY: Any = rewards
ASK: Any = unlocking
HALVES = {"marketing": 0.5, "sales": 0.5}
BONUS = Reward("bonus", money("1000.01", "EUR"), ["leads", "calls"], HALVES)
CARD = card(
    goal("leads", "marketing", weight=0.5, title="Leads delivered"),
    goal("calls", "sales", weight=0.25),
    goal("revenue", ["marketing", "sales"], weight=0.25),
)


def stands(as_of: object = None, **actual: float) -> Assessment:
    """Assess the card over figures measured in January; each goal wants 10."""
    figures = [ExternalFigure(name, value, day(5)) for name, value in actual.items()]
    return assessed(CARD, Facts(figures=figures), **({} if as_of is None else {"as_of": as_of}))  # type: ignore[arg-type]  # an instant


# what becomes of it


def test_both_sides_attain() -> None:
    """Both goals are met: the amount is split to the cent, and the cent that is left goes to the first."""
    found = unlock(BONUS, stands(leads=12, calls=10))
    assert found.state == "unlocked"
    assert found.amounts == (("marketing", money("500.01", "EUR")), ("sales", money(500, "EUR")))
    assert found.missing == ()
    assert found.sentence == (
        "bonus (1,000.01 EUR) is unlocked: both goals are met; marketing gets 500.01 EUR and sales gets 500 EUR"
    )


def test_one_side_alone_unlocks_nothing() -> None:
    """However far ahead one is, the other's goal is not met: nobody gets anything, and nobody is blamed."""
    found = unlock(BONUS, stands(leads=9, calls=1000))
    assert (found.state, found.amounts) == ("locked", ())
    assert [reading.goal.name for reading in found.missing] == ["leads"]
    assert found.sentence == "bonus (1,000.01 EUR) stays locked: Leads delivered was not met"
    both = unlock(BONUS, stands(leads=9, calls=9))
    assert both.sentence == "bonus (1,000.01 EUR) stays locked: Leads delivered and calls were not met"


def test_nothing_is_decided_before_the_end() -> None:
    """While January lasts no goal is met, so that no reward is given and taken back."""
    found = unlock(BONUS, stands(day(20), leads=12, calls=12))
    assert (found.state, found.amounts) == ("pending", ())
    assert found.sentence == (
        "bonus (1,000.01 EUR) is not decided yet: 2 of 2 goals are still open (Leads delivered and calls)"
    )
    later = unlock(BONUS, stands(leads=12))
    assert later.sentence == "bonus (1,000.01 EUR) is not decided yet: 1 of 2 goals is still open (calls)"
    one = unlock(attrs.evolve(BONUS, requires=["calls"]), stands())
    assert one.sentence == "bonus (1,000.01 EUR) is not decided yet: its goal is still open (calls)"


def test_a_reward_in_words() -> None:
    """A day at the sea is for all: it has no shares."""
    sea = Reward("sea", "a day at the sea", ["revenue"], title="Summer")
    found = unlock(sea, stands(revenue=10))
    assert found.sentence == "Summer (a day at the sea) is unlocked: its goal is met"
    assert (found.amounts, sea.amounts, sea.teams) == ((), (), ())
    assert "Summer: a day at the sea, once revenue is met." in to_html(sea.blocks())


def test_how_it_is_shown() -> None:
    """Its state, a sentence, each goal with its result, and who would get what."""
    html = unlock(BONUS, stands(leads=9, calls=12))._repr_html_()
    for words in ("stays locked", "Leads delivered", "9 of 10, 1 less than agreed", "500.01 EUR", "✗"):
        assert words in html
    assert "bonus: 1,000.01 EUR, once leads and calls are both met." in to_html(BONUS.blocks())
    three = attrs.evolve(BONUS, requires=["leads", "calls", "revenue"])
    assert "once leads, calls and revenue are all met." in to_html(three.blocks())
    assert "once unlocked" not in unlock(BONUS, stands(leads=12, calls=12))._repr_html_()


def test_plain_data() -> None:
    """What a program reads."""
    data = json.loads(json.dumps(unlock(BONUS, stands(leads=9, calls=12)).to_dict()))
    assert (data["kind"], data["state"], data["missing"]) == ("unlock", "locked", ["leads"])
    assert data["shares"][0] == {"team": "marketing", "share": 0.5, "amount": {"amount": "500.01", "currency": "EUR"}}
    assert unlock(Reward("sea", "the sea", ["calls"]), stands()).to_dict()["what"] == "the sea"


# doubts


def test_a_reward_that_one_team_can_win_alone() -> None:
    """It names the team without which it can be won; a joint goal is enough for both."""
    (found,) = reward_doubts(attrs.evolve(BONUS, requires=["leads"]), CARD)
    assert (found.code, found.level, found.path) == ("one-team-reward", "warning", "requires")
    assert "can be won without sales" in found.message
    assert reward_doubts(attrs.evolve(BONUS, requires=["revenue"]), CARD) == ()
    assert reward_doubts(BONUS, CARD) == ()
    (left_out,) = reward_doubts(attrs.evolve(BONUS, shares={"sales": 1}), CARD)
    assert (left_out.code, left_out.level) == ("reward-leaves-out", "warning")


def test_a_reward_that_does_not_fit() -> None:
    """A goal and a team that the scorecard lacks, each with the nearest name."""
    found = reward_doubts(Reward("b", money(1, "EUR"), ["lead", "calls"], {"marketin": 1}), CARD)
    assert [(fault.code, fault.level, fault.path) for fault in found] == [
        ("unknown-goal", "error", "requires[0]"),
        ("unknown-team", "error", "shares.marketin"),
    ]
    assert all("did you mean" in fault.message for fault in found)
    with pytest.raises(DocumentError, match="did you mean 'leads'"):
        unlock(attrs.evolve(BONUS, requires=["lead"]), stands())


# bad inputs


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (lambda: ANY.Reward("", "x", ["a"]), [("bad-id", "name")]),
        (lambda: ANY.Reward("b", 5, []), [("wrong-type", "what"), ("no-goals", "requires")]),
        (lambda: ANY.Reward("b", " ", ["a"]), [("wrong-type", "what")]),
        (lambda: ANY.Reward("b", money(0, "EUR"), ["a"], HALVES), [("not-positive", "what")]),
        (lambda: ANY.Reward("b", money("0.001", "EUR"), ["a"], HALVES), [("not-payable", "what")]),
        (lambda: ANY.Reward("b", "x", "goal"), [("wrong-type", "requires")]),
        (lambda: ANY.Reward("b", "x", 5), [("wrong-type", "requires")]),
        (lambda: ANY.Reward("b", "x", ["a", "a", 5]), [("duplicate-id", "requires[1]"), ("wrong-type", "requires[2]")]),
        (lambda: ANY.Reward("b", "x", ["a"], HALVES), [("unwanted-shares", "shares")]),
        (lambda: ANY.Reward("b", money(1, "EUR"), ["a"]), [("no-shares", "shares")]),
        (lambda: ANY.Reward("b", money(1, "EUR"), ["a"], "ab"), [("wrong-type", "shares")]),
        (lambda: ANY.Reward("b", money(1, "EUR"), ["a"], ["ab", 5]), [("wrong-type", "shares")]),
        (lambda: ANY.Reward("b", money(1, "EUR"), ["a"], {"s": "0.5"}), [("wrong-type", "shares")]),
        (lambda: ANY.Reward("b", money(1, "EUR"), ["a"], {"s": 50}), [("bad-share", "shares")]),
        (lambda: ANY.Reward("b", money(1, "EUR"), ["a"], {"s": 0, "m": 1}), [("bad-share", "shares")]),
        (lambda: ANY.Reward("b", money(1, "EUR"), ["a"], {"s": float("nan")}), [("not-finite", "shares")]),
        (lambda: ANY.Reward("b", money(1, "EUR"), ["a"], [("s", 0.5), ("s", 0.5)]), [("duplicate-id", "shares[1]")]),
        (lambda: ANY.Reward("b", money(1, "EUR"), ["a"], {"s": 0.5, "m": 0.4}), [("shares-sum", "shares")]),
        (lambda: ANY.Reward("b", "x", ["a"], title=5), [("wrong-type", "title")]),
        (lambda: attrs.evolve(BONUS, shares={"sales": 0.5}), [("shares-sum", "shares")]),
        (lambda: ASK.unlock(5, stands()), [("wrong-type", "")]),
        (lambda: ASK.reward_doubts(BONUS, 5), [("wrong-type", "")]),
    ],
)
def test_refused(make: Callable[[], object], found: list[tuple[str, str]]) -> None:
    """Every fault is told, each with its place; `evolve` is held to the same (O05)."""
    with pytest.raises(DocumentError) as caught:
        make()
    assert [(fault.code, fault.path) for fault in caught.value.issues] == found


def test_hints() -> None:
    """Percentages are no shares, and a sum is told."""
    with pytest.raises(DocumentError, match=r"shares are fractions: 0\.5"):
        Reward("b", money(1, "EUR"), ["a"], {"s": 50, "m": 50})
    with pytest.raises(DocumentError, match=r"the shares sum to 0\.9, must be 1"):
        Reward("b", money(1, "EUR"), ["a"], {"s": 0.5, "m": 0.4})


def test_limits_of_shares() -> None:
    """They sum to 1 within a thousand-millionth, exactly that far included; one team may have it all."""
    euro, part = money(1, "EUR"), Fraction(1, 10**9)
    half = Fraction(1, 2)
    for off in (part, -part):
        assert Reward("b", euro, ["a"], {"m": half + off, "s": half}).teams == ("m", "s")
        with pytest.raises(DocumentError, match="the shares sum to"):
            Reward("b", euro, ["a"], {"m": half + off * Fraction(11, 10), "s": half})
    assert Reward("b", euro, ["a"], {"s": 1}).amounts == (("s", euro),)
    with pytest.raises(DocumentError, match=r"shares sum to 0\.666666667, must be 1"):
        Reward("b", euro, ["a"], {"m": Fraction(1, 3), "s": Fraction(1, 3)})


def test_the_order_of_a_table_decides_nothing() -> None:
    """Of two cents in three equal parts each of the first two teams by name has one; goals stay in the order given."""
    thirds = dict.fromkeys(["sales", "marketing", "product"], Fraction(1, 3))
    found = Reward("b", money("0.02", "EUR"), ["revenue", "calls"], thirds)
    assert [(team, str(amount)) for team, amount in found.amounts] == [
        ("marketing", "0.01 EUR"),
        ("product", "0.01 EUR"),
        ("sales", "0 EUR"),
    ]
    assert found.requires == ("revenue", "calls")
    assert found == Reward("b", money("0.02", "EUR"), ["revenue", "calls"], list(reversed(thirds.items())))


def test_names_and_words() -> None:
    """A reward is called by its title, else by its name, and told as what it is."""
    assert (BONUS.label, BONUS.text) == ("bonus", "1,000.01 EUR")
    sea = Reward("sea", "a day at the sea", ["calls"], title="Summer")
    assert (sea.label, sea.text, sea.shares) == ("Summer", "a day at the sea", ())


def test_O01_hostile_names() -> None:
    """O01: what people call things is text on a page."""
    hostile = Reward("<b>", "<script>alert(1)</script>", ["calls"])
    for html in (unlock(hostile, stands())._repr_html_(), hostile._repr_html_()):
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_O03_bounded() -> None:
    """O03: a reward over many goals, shared by many teams, is told in part."""
    teams = {f"team {number}": Fraction(1, 2000) for number in range(2000)}
    many = Reward("b", money(10**6, "EUR"), [f"goal {number}" for number in range(2000)], teams)
    assert len(many._repr_html_().encode()) < 200_000
    assert "1,988 more" in to_html(many.blocks())


def test_O04_copies_are_equal() -> None:
    """O04: pickled and copied."""
    for value in (BONUS, unlock(BONUS, stands(leads=12, calls=10))):
        assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == copy.copy(value) == value
    assert hash(BONUS)


# laws


@given(st.integers(1, 10**12), st.lists(st.integers(1, 99), min_size=1, max_size=5))
def test_shares_sum_to_the_whole(cents: int, sizes: list[int]) -> None:
    """Law: whatever the shares, the parts sum to the amount to the cent; thirds as floats are accepted."""
    shares = {f"team {number}": size / sum(sizes) for number, size in enumerate(sizes)}
    reward = Reward("b", money(Fraction(cents, 100), "EUR"), ["a"], shares)
    assert sum((amount.amount for _, amount in reward.amounts), Fraction(0)) == Fraction(cents, 100)


@given(st.lists(st.sampled_from([None, 9, 10, 11]), min_size=3, max_size=3), st.sets(st.integers(0, 2), min_size=1))
def test_unlocked_if_and_only_if_all_are_met(actual: list[int | None], required: set[int]) -> None:
    """Law: unlocked means that each required goal is met, locked that one is missed."""
    names = ["leads", "calls", "revenue"]
    values = {name: value for name, value in zip(names, actual, strict=True) if value is not None}
    found = unlock(attrs.evolve(BONUS, requires=[names[number] for number in sorted(required)]), stands(**values))
    wanted = [actual[number] for number in required]
    assert (found.state == "unlocked") == all(value is not None and value >= 10 for value in wanted)
    assert (found.state == "locked") == any(value is not None and value < 10 for value in wanted)
