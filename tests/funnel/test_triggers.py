"""Triggers and firings as values."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest
from tests.funnel.build import END, day

from alignkit.errors import DocumentError, LimitError
from alignkit.funnel.patterns import Either, entered, rejected
from alignkit.funnel.triggers import Firing, Firings, Trigger
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score

SCORE = Score("interest", [Points(20, each=did("webinar"))])
ANY: Any = Trigger
HOT = Trigger("hot", SCORE, 70, 50, rejected())


@pytest.mark.parametrize(
    ("make", "error", "code"),
    [
        (lambda: ANY("", SCORE, 70), DocumentError, "bad-id"),
        (lambda: ANY(5, SCORE, 70), DocumentError, "wrong-type"),
        (lambda: ANY("x" * 201, SCORE, 70), LimitError, "too-long"),
        (lambda: ANY("hot", SCORE >= 70, 70), DocumentError, "wrong-type"),
        (lambda: ANY("hot", SCORE, "70"), DocumentError, "wrong-type"),
        (lambda: ANY("hot", SCORE, None), DocumentError, "wrong-type"),
        (lambda: ANY("hot", SCORE, True), DocumentError, "wrong-type"),
        (lambda: ANY("hot", SCORE, float("nan")), DocumentError, "not-finite"),
        (lambda: ANY("hot", SCORE, 10**10), LimitError, "points-too-large"),
        (lambda: ANY("hot", SCORE, Decimal("1e-7")), DocumentError, "too-fine"),
        (lambda: ANY("hot", SCORE, 70, Decimal("70.000001")), DocumentError, "empty-range"),
        (lambda: ANY("hot", SCORE, 70, 50, "recycled"), DocumentError, "not-a-pattern"),
        (lambda: ANY("hot", SCORE, 70, 50, field("a") > 1), DocumentError, "not-a-pattern"),
        (lambda: attrs.evolve(HOT, leave=71), DocumentError, "empty-range"),
    ],
)
def test_what_is_refused(make: Callable[[], Trigger], error: type[DocumentError], code: str) -> None:
    """A trigger that could not work is refused when it is made."""
    with pytest.raises(error) as caught:
        make()
    assert caught.value.code == code


def test_thresholds_are_exact_and_leave_is_enter_by_default() -> None:
    """A float stands for its shortest decimal; one threshold serves for both ways."""
    assert (Trigger("hot", SCORE, 0.1).enter, Trigger("hot", SCORE, 0.1).leave) == (Decimal("0.1"), Decimal("0.1"))
    assert Trigger("hot", SCORE, 70.0, None).leave == 70
    assert Trigger("hot", SCORE, 0, -5).leave == -5


def test_O04_copies() -> None:
    """A trigger is data: it equals its copies, has a hash, and prints as what builds it."""
    assert pickle.loads(pickle.dumps(HOT)) == copy.deepcopy(HOT) == HOT
    assert len({HOT, copy.copy(HOT)}) == 1
    names = {"Trigger": Trigger, "Score": Score, "Points": Points, "did": did, "rejected": rejected}
    assert eval(repr(HOT), names) == HOT  # noqa: S307 - our own text


def test_rules_joined_as_patterns() -> None:
    """What joins two patterns joins them here too."""
    assert isinstance(Trigger("hot", SCORE, 70, rearm=did("call") | did("mail")).rearm, Either)  # type: ignore[arg-type]  # read as a pattern


def test_firings_are_a_sequence() -> None:
    """Sorted by lead and time, whatever the order in which they were given; asked for by lead."""
    second = Firing("L1", day(9), None, Decimal(71))
    first = Firing("L1", day(2), day(5), Decimal(70), rearmed=True)
    other = Firing("A", day(1), day(2), Decimal(90))
    firings = Firings(HOT, [second, other, first], 3, END)
    assert list(firings) == [other, first, second]
    assert (len(firings), firings[0], firings[1:]) == (3, other, (first, second))
    assert firings.of("L1") == (first, second)
    assert firings.of("nobody") == firings.of(5) == ()  # type: ignore[arg-type]  # asked by mistake
    assert firings.inside == (second,)
    data: Any = firings.to_dict()
    assert (data["trigger"], data["leads"], data["inside"]) == ("hot", 3, 1)
    assert data["firings"][1] == {
        "lead": "L1",
        "entered_at": "2026-01-03T00:00:00+00:00",
        "left_at": "2026-01-06T00:00:00+00:00",
        "points": "70",
        "rearmed": True,
        "from_start": False,
    }


def test_O03_a_trigger_with_long_names_is_written_short() -> None:
    """Whatever the score and the pattern hold; what it fires at is told in any case."""
    long = [Points(1, when=(field(f"{i}" * 100) >= 1).named("x" * 199 + str(i % 10))) for i in range(100)]
    for trigger in (
        Trigger("é" * 200, Score("y" * 200, long), 70, 50),
        Trigger("hot", SCORE, 70, rearm=Either([entered(f"{'é' * 190}{i}") for i in range(50)])),
    ):
        assert len(repr(trigger).encode()) < 4_096
        assert f"enter=70, leave={trigger.leave}>" in repr(trigger)
        assert len(trigger._repr_html_().encode()) < 200 * 1024


def test_a_trigger_shows_itself_in_a_notebook() -> None:
    """When it fires, in a sentence, and what its score is made of; a threshold of one point is no "1 points"."""
    page = Trigger("hot", SCORE, 1, rearm=rejected())._repr_html_()
    assert "Trigger hot" in page
    assert "Fires at 1 point of interest; left below 1; re-armed by rejected()." in page
    assert "each webinar" in page


def test_a_trigger_that_would_be_left_as_it_fires_says_so() -> None:
    """With the points that were given."""
    with pytest.raises(DocumentError, match="fires at 1 point and is left below 2"):
        Trigger("hot", SCORE, 1, 2)
