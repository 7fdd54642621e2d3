from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from alignkit.history.events import Event
from alignkit.rules.bounds import Answer, Known, Outlook, bounds, fading, possible
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.predicates import at_least, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
NOW = datetime(2026, 1, 31, tzinfo=UTC)
a, b = field("a") > 1, field("b") > 1
sum_of = Score("s", [Points(10, when=a), Points(-3, when=b)])


def _known(lead: dict[str, object], events: tuple[Event, ...] | None = ()) -> Known:
    return Known(lead, events, NOW)


@pytest.mark.parametrize(
    ("lead", "least", "most"),
    [({}, -3, 10), ({"a": 2}, 7, 10), ({"a": 0}, -3, 0), ({"a": 2, "b": 2}, 7, 7), ({"a": "2", "b": 0}, 0, 10)],
)
def test_each_unknown_clause_may_give_its_points_or_none(lead: dict[str, object], least: int, most: int) -> None:
    """A value of another kind is as unknown as none."""
    assert bounds(sum_of, _known(lead)) == (least * 10**6, most * 10**6)


def test_caps_and_floors_bound_the_bounds() -> None:
    """Also where events could be any number."""
    capped = Score("s", [Points(1, each=did("x")), Points(-1, each=did("y"))], cap=5, floor=-2)
    assert bounds(capped, _known({}, None)) == (-2_000_000, 5_000_000)
    assert bounds(Score("t", capped.points), _known({}, None)) == (None, None)
    assert bounds(Score("t", capped.points[:1]), _known({}, None)) == (0, None)
    assert bounds(Score("t", [Points(Decimal("0.000001"), each=did("x"))]), _known({}, None)) == (0, None)
    assert bounds(Score("t", [Points(-4, each=did("x"), count_up_to=2)]), _known({}, None)) == (-8_000_000, 0)


def test_known_events_are_what_they_are_worth() -> None:
    """With events given, a clause over events is settled."""
    demo = Score("s", [Points(20, each=did("demo"), half_life=timedelta(days=30))])
    assert bounds(demo, _known({}, (Event("L1", NOW - timedelta(days=30), "demo"),))) == (10_000_000, 10_000_000)


@pytest.mark.parametrize(
    ("rule", "lead", "verdict"),
    [
        (sum_of >= 11, {}, NO),
        (sum_of >= 10, {}, UNKNOWN),
        (sum_of >= -3, {}, YES),
        (sum_of > 10, {}, NO),
        (sum_of > -3, {}, UNKNOWN),
        (sum_of > -4, {}, YES),
        (sum_of <= -4, {}, NO),
        (sum_of <= -3, {}, UNKNOWN),
        (sum_of <= 10, {}, YES),
        (sum_of < -3, {}, NO),
        (sum_of < 10, {}, UNKNOWN),
        (sum_of < 11, {}, YES),
        (~(sum_of >= 11), {}, YES),
        ((sum_of >= 10).named("x") & a, {"a": 0}, NO),
        ((sum_of >= 10) | a, {"a": 2}, YES),
        (at_least(2, sum_of >= 10, a, b), {"a": 2}, UNKNOWN),
        (at_least(1, sum_of >= 10, a, b), {"a": 2}, YES),
        (at_least(3, sum_of >= 10, a, b), {"a": 0}, NO),
        (field("a").is_missing(), {}, UNKNOWN),
        (field("a").is_missing(), {"a": 1}, NO),
    ],
)
def test_what_no_unknown_value_could_change(rule: Any, lead: dict[str, object], verdict: Verdict) -> None:  # noqa: ANN401 - rules of all kinds
    """YES and NO here are final; `decide` counts a score's points as they are now."""
    assert possible(rule, _known(lead)) is verdict


def test_a_rule_is_what_decide_says() -> None:
    """Without being compiled; and what it stays whatever is learnt."""
    happened = (Event("L1", NOW, "demo"), Event("L1", NOW + timedelta(days=1), "demo"))
    single: Any
    for single in (a, field("a").is_missing(), did("demo"), did("demo", at_least=2), did("call"), sum_of >= 10):
        for events in (None, (), happened):
            known = _known({"a": 2}, events)
            assert Outlook(known).answer(single).verdict is decide(single, known.lead, events, as_of=NOW)
    assert Outlook(_known({})).answer(field("a").is_missing()) == Answer(YES, UNKNOWN)
    assert Outlook(_known({})).answer(~field("a").is_missing()) == Answer(NO, UNKNOWN)
    assert Outlook(_known({"b": 0})).answer(sum_of >= 10) == Answer(NO, UNKNOWN)


def test_each_part_is_computed_once() -> None:
    """However often it stands in the rule, and whoever asks."""
    asked = 0

    class Lead(dict[str, object]):
        def get(self, name: str, default: object = None) -> object:
            nonlocal asked
            asked += 1
            return super().get(name, default)

    rule: Any = a
    for number in range(12):
        rule = rule.named(f"a{number}") & rule.named(f"b{number}")
    outlook = Outlook(_known(Lead({"a": 2})))
    assert outlook.answer(rule).verdict is YES
    assert outlook.judged(a).verdict is YES
    assert asked == 1


def test_where_a_score_stands() -> None:
    """Its total, its bounds, and whether it lacks the events it asks about, be it in a rule or a part."""
    calls = Score("c", [Points(5, each=did("call"), count_up_to=2)], cap=8)
    both = Score("s", [Points(10, when=a)], [calls], floor=1)
    call = Event("L1", NOW, "touch", "call")
    assert Outlook(_known({"a": 2}, (call, call, call))).standing(both) == (18 * 10**6, (18 * 10**6, 18 * 10**6), False)
    assert Outlook(_known({}, None)).standing(both) == (10**6, (10**6, 18 * 10**6), True)
    hidden = Score("h", [Points(1, when=a & did("call"))])
    assert Outlook(_known({"a": 0}, None)).standing(hidden).without_events
    assert not Outlook(_known({"a": 0}, None)).standing(sum_of).without_events
    assert Outlook(_known({}, (call,))).worth(calls.points[0]) == (5 * 10**6, (5 * 10**6, 5 * 10**6))
    assert Outlook(_known({}, None)).worth(calls.points[0]) == (0, (0, 10**7))


@pytest.mark.parametrize(
    ("limits", "least", "most"),
    [
        ({}, 0, None),
        ({"count_up_to": 3}, 0, 15),
        ({"first_only": True}, 0, 5),
        ({"cap": 12}, 0, 12),
        ({"cap": 12, "count_up_to": 3}, 0, 12),
        ({"cap": 12, "count_up_to": 2}, 0, 10),
    ],
)
def test_what_unknown_events_come_to(limits: dict[str, Any], least: int, most: int | None) -> None:
    """Counted, capped, the first alone; negative points the other way round."""
    up = Score("s", [Points(5, each=did("x"), **limits)])
    found = bounds(up, _known({}, None))
    assert found == (least * 10**6, None if most is None else most * 10**6)
    down = {key: -value if key == "cap" else value for key, value in limits.items()}
    below = bounds(Score("s", [Points(-5, each=did("x"), **down)]), _known({}, None))
    assert below == (None if most is None else -most * 10**6, 0)
    assert bounds(Score("s", [Points(0, each=did("x"))]), _known({}, None)) == (0, 0)


@pytest.mark.parametrize(
    ("definition", "lead", "events", "unknown"),
    [
        (a & b, {}, (), ("a", "b")),
        (a & b, {"a": 0}, (), ()),
        (b & a, {"a": 2}, (), ("b",)),
        (a | b, {"a": 2}, (), ()),
        (~a, {}, (), ("a",)),
        (a & a.named("x"), {}, (), ("a",)),
        (field("a").is_missing(), {}, (), ("a",)),
        (did("call") & a, {}, None, ("(events)", "a")),
        (did("call") & a, {}, (), ()),
        (sum_of >= 10, {}, (), ("a", "b")),
        (sum_of >= 11, {}, (), ()),
        (sum_of, {}, (), ("a", "b")),
        (sum_of, {"a": 2}, (), ("b",)),
        (Score("s", [Points(1, when=a), Points(2, each=did("x"))]), {}, None, ("a", "(events)")),
        (Score("s", [Points(1, when=a)], cap=0), {}, (), ()),
        (Score("s", [Points(1, when=a & did("x"))]) >= 1, {"a": 0}, None, ("(events)",)),
    ],
)
def test_the_unknown_fields_of_what_is_open(
    definition: Any,  # noqa: ANN401 - rules and scores
    lead: dict[str, object],
    events: tuple[Event, ...] | None,
    unknown: tuple[str, ...],
) -> None:
    """Each once, in the order of the definition; none where all is settled."""
    assert Outlook(_known(lead, events)).unknown(definition) == unknown


def test_fading_is_kept() -> None:
    """Clauses that fade alike share a table."""
    first, second = (Points(5, each=did(name), half_life=timedelta(days=9)) for name in ("x", "y"))
    assert fading(first) is fading(second)
    assert fading(first) is not fading(Points(6, each=did("x"), half_life=timedelta(days=9)))
    assert fading(first).after(9) == 2_500_000
