from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alignkit.history.events import Event
from alignkit.rules.bounds import Known, bounds, holds, possible
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


def test_single_conditions_hold_as_decided() -> None:
    """The way without compiling gives what `decide` gives."""
    happened = (Event("L1", NOW, "demo"), Event("L1", NOW + timedelta(days=1), "demo"))
    single: Any
    for single in (a, field("a").is_missing(), did("demo"), did("demo", at_least=2), did("call")):
        for events in (None, (), happened):
            known = _known({"a": 2}, events)
            assert holds(single, known) is decide(single, known.lead, events, as_of=NOW)
