from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from alignkit.history.events import Event
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.field import field
from alignkit.rules.grids import Grid
from alignkit.rules.otherwise import weigh as module
from alignkit.rules.otherwise.weigh import Posed, weigh
from alignkit.rules.predicates import AllOf, at_least, did
from alignkit.rules.questions import Ask
from alignkit.rules.scores import Points, Score

NOW = datetime(2026, 1, 31, tzinfo=UTC)
a, b, c, d = (field(name) > 1 for name in "abcd")

BOTH = Score("both", [Points(1, when=a), Points(1, when=b)])


def posed(definition: Any, lead: dict[str, object], events: list[Event] | None = None) -> Posed:  # noqa: ANN401 - rules and scores
    """Weigh what is unknown of a lead."""
    return weigh(definition, Outlook(Known(lead, events, NOW)))


def powers(definition: Any, lead: dict[str, object], events: list[Event] | None = None) -> dict[str, str]:  # noqa: ANN401 - rules and scores
    """Return what each field does, in the order in which they are asked for."""
    return {ask.field: f"{ask.power} {','.join(ask.settles)}".strip() for ask in posed(definition, lead, events).asks}


@pytest.mark.parametrize(
    ("rule", "lead", "expected"),
    [
        (a, {}, {"a": "either way YES,NO"}),
        (~a, {}, {"a": "either way YES,NO"}),
        (a, {"a": "5"}, {"a": "either way YES,NO"}),
        (a, {"a": 5}, {}),
        (a & b, {}, {"a": "one way NO", "b": "one way NO"}),
        (a & b, {"b": 5}, {"a": "either way YES,NO"}),
        (a & b, {"b": 0}, {}),
        (a | b, {}, {"a": "one way YES", "b": "one way YES"}),
        (c & (a | b), {}, {"c": "one way NO", "a": "together", "b": "together"}),
        ((a | b) & c, {}, {"c": "one way NO", "a": "together", "b": "together"}),
        ((a & b) | (~a & c), {}, {"a": "together", "b": "together", "c": "together"}),
        (at_least(2, a, b, c), {"a": 5}, {"b": "one way YES", "c": "one way YES"}),
        (field("a").is_missing(), {}, {"a": "one way NO"}),
        (field("a").is_missing() & b, {}, {"a": "one way NO", "b": "one way NO"}),
        (a.named("x") & (field("a") > 5), {}, {"a": "either way YES,NO"}),
        ((BOTH >= 2) | ~(BOTH >= 2), {}, {}),
        ((BOTH >= 2) | ~(BOTH >= 2) | a, {}, {}),
        (did("call"), {}, {"(events)": "either way YES,NO"}),
        (did("call") & a, {}, {"a": "one way NO", "(events)": "one way NO"}),
        (did("call", at_least=5) & did("mail"), {}, {"(events)": "either way YES,NO"}),
    ],
)
def test_what_one_field_does_alone(rule: Any, lead: dict[str, object], expected: dict[str, str]) -> None:  # noqa: ANN401 - rules of all kinds
    """Either way, one way, or only together with others; in that order, then in the order of the rule."""
    found = powers(rule, lead)
    assert found == expected
    assert list(found) == list(expected)


def test_the_larger_share_of_classes_comes_first() -> None:
    """Of a, two of three classes settle it; of b, one of two."""
    rule = b & a & (field("a") < 9)
    assert [(ask.field, ask.settled, ask.classes) for ask in posed(rule, {}).asks] == [("a", 2, 3), ("b", 1, 2)]
    # it is the share that counts: one of two is more than two of five
    size = field("size")
    many = (size >= 5) & a & ((size >= 7) | b) & ((size >= 3) | c) & ((size >= 9) | d)
    assert [(ask.field, ask.settled, ask.classes) for ask in posed(many, {}).asks][:2] == [("a", 1, 2), ("size", 2, 5)]
    # to be known at all is one class of one
    known = b & field("a").is_missing()
    assert [(ask.field, ask.settled, ask.classes) for ask in posed(known, {}).asks] == [("a", 1, 1), ("b", 1, 2)]


def test_a_value_of_last_resort_is_no_class() -> None:
    """Nobody has one and a half employees."""
    size = field("employees")
    (ask,) = posed((size > 1) & (size < 2), {}).asks
    assert (ask.power, ask.settles, ask.settled, ask.classes) == ("one way", ("NO",), 2, 2)


def test_a_value_that_one_condition_can_use_is_not_asked_for_where_the_other_does_not_matter() -> None:
    """It is a text, and that it is no number changes nothing."""
    rule = (a & b) | ((field("a") == "5") & c)
    assert powers(rule, {"a": "5", "b": 0}) == {"c": "either way YES,NO"}


def test_the_cells_of_a_grid_are_told_in_their_order() -> None:
    """The best first."""
    rows = Score("rows", [Points(5, when=a)], bands={"B": 5, "C": 0})
    columns = Score("columns", [Points(5, when=b)], bands={"1": 5, "2": 0})
    assert powers(Grid("grade", rows, columns), {"b": 5}) == {"a": "either way B1,C1"}
    assert powers(Grid("grade", rows, columns), {}) == {"a": "together", "b": "together"}


def test_points_at_stake() -> None:
    """By how much the least or the most of the score moves; more points come first among equals."""
    score = Score("s", [Points(5, when=a), Points(-20, when=b), Points(8, when=c & d)], bands={"A": 13})
    assert [(ask.field, int(ask.points)) for ask in posed(score, {}).asks] == [
        *(("b", 20), ("c", 8), ("d", 8), ("a", 5)),
    ]
    assert posed(score >= 13, {}).asks[0] == Ask("b", "one way", ("NO",), 1, 2, Decimal(20))
    both = (score >= 13) | (Score("t", [Points(3, when=a)]) >= 3)
    assert {ask.field: ask.points for ask in posed(both, {}).asks}["a"] == 8
    assert posed(a & b, {}).asks[0].points == 0


def test_the_band_is_what_a_score_settles() -> None:
    """Where the range spans none, there is nothing to ask; without bands it is the points."""
    score = Score("s", [Points(5, when=a), Points(3, when=b), Points(1, when=c)], bands={"A": 8, "B": 5})
    assert powers(score, {}) == {"a": "one way no band", "b": "together"}  # one point more is never needed
    assert powers(score, {"a": 0}) == {}
    assert powers(score, {"a": 5}) == {"b": "either way A,B"}
    assert powers(score, {"b": 5, "c": 0}) == {"a": "either way A,no band"}
    plain = Score("p", [Points(5, when=a), Points(3, when=b)])
    assert powers(plain, {}) == {"a": "together", "b": "together"}
    assert powers(plain, {"a": 5}) == {"b": "either way 5,8"}
    assert powers(plain, {"a": 5, "b": 5}) == {}


def test_events_and_thresholds() -> None:
    """Without its events a score is not known; none that come can help where all points are too few."""
    score = Score("s", [Points(5, when=a), Points(3, each=did("call"), half_life=timedelta(days=9), count_up_to=1)])
    assert powers(score >= 8, {}) == {"(events)": "one way NO", "a": "together"}
    assert powers(score >= 5, {"a": 5}, []) == {}
    assert powers(score >= 8, {"a": 5}, []) == {}
    assert powers((did("call") & a) | b, {}, []) == {"b": "either way YES,NO"}
    assert powers((did("call") & a) | b, {}, [Event("L1", NOW, "call")]) == {"a": "one way YES", "b": "one way YES"}
    assert powers(score >= 8, {"a": 5}) == {"(events)": "either way YES,NO"}
    assert powers(score >= 9, {"a": 5}) == {"(events)": "one way NO"}
    # a score takes away where another one is reached, which its events tell
    noise = Score("noise", [Points(5, each=did("bounce"))])
    net = Score("net", [Points(10, when=a), Points(-10, when=noise >= 5)], bands={"A": 10, "B": 0})
    assert powers(net, {"a": 5}) == {"(events)": "either way A,B"}


def test_values_that_nobody_could_imagine() -> None:
    """The field is asked for all the same."""
    pytest.importorskip("re2")
    hard = field("x").matches("^[a-f]{3}[0-9]$") & ~field("x").matches("other")
    assert "x" in powers(hard, {})


def test_what_changes_nothing_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every completion is tried where they are few; where they are many, a field may be named that changes nothing."""
    score = Score("s", [Points(5, when=a), Points(3, when=b), Points(1, when=c)])
    assert list(powers(score >= 8, {})) == ["a", "b"]
    assert list(powers((score >= 8) & d, {})) == ["a", "b", "d"]
    two = Score("two", [Points(4, when=a), Points(4, when=b), Points(1, when=c), Points(4, when=d)])
    assert powers(two >= 8, {}) == {"a": "together", "b": "together", "d": "together"}
    always = (score >= 8) | ~(score >= 8)
    monkeypatch.setattr(module, "MOST_COMPLETIONS", 26)
    assert list(powers(always, {})) == ["a", "b", "c"]
    monkeypatch.setattr(module, "MOST_COMPLETIONS", 27)
    assert list(powers(always, {})) == []


def test_a_large_definition_is_named_and_not_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred fields at the most, in the order of the rule."""
    many = AllOf([field(f"f{i}") > 1 for i in range(120)])
    weighed = posed(many, {})
    assert (len(weighed.asks), weighed.more) == (100, 20)
    assert {ask.power for ask in weighed.asks} == {"one way"}
    monkeypatch.setattr(module, "MOST_CONDITIONS", 121)
    assert posed(many, {}) == weighed
    monkeypatch.setattr(module, "MOST_CONDITIONS", 120)
    assert posed(AllOf(many.rules[:110]), {}).more == 10
    assert posed(AllOf(many.rules[:3]), {}).more == 0
    few = AllOf([field("f0").between(0, i) for i in range(1, 121)])
    assert posed(few, {}) == Posed((Ask("f0"),), 0)
    unweighed = posed(many, {"f0": 5})
    assert (len(unweighed.asks), unweighed.more, unweighed.asks[0]) == (100, 19, Ask("f1"))


def test_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What there is no time for comes last, unweighed."""
    monkeypatch.setattr(module, "MOST_WORK", 30)
    found = powers((a & b & c & d), {})
    assert list(found) == ["a", "b", "c", "d"]
    assert found["a"] == "one way NO"
    assert found["d"] == "unweighed"
