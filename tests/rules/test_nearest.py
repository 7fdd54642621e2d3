from __future__ import annotations

import decimal
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from alignkit.currency import money
from alignkit.history.events import Event
from alignkit.rules.decide import decide
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.predicates import at_least, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

NOW = datetime(2026, 1, 31, tzinfo=UTC)
x, y = field("x"), field("y")
calls = Score("calls", [Points(10, each=did("call"), count_up_to=3), Points(25, when=x > 1)])


def _nearest(rule: Any, lead: dict[str, object], events: list[Event] | None = None) -> str:  # noqa: ANN401 - rules of all kinds
    return str(explain(rule, lead, events, as_of=NOW).nearest)


@pytest.mark.parametrize(
    ("rule", "lead", "change"),
    [
        (x >= 50, {}, "YES if x were 50"),
        (x > 50, {"x": 8}, "YES if x were 51"),
        (x > 0.5, {"x": 0}, "YES if x were 1.5"),
        (x > Fraction(1, 3), {"x": 0}, "YES if x were 1.3333333333333333333333333333333333333333"),
        (x >= 50, {"x": 80}, "NO if x were 49"),
        (x == "NL", {"x": "NL"}, "NO if x were other than NL"),
        (x == True, {"x": True}, "NO if x were false"),  # noqa: E712 - a rule is built
        (x > date(2026, 1, 5), {}, "YES if x were 2026-01-06"),
        (x < datetime(2026, 1, 5, tzinfo=UTC), {}, "YES if x were 2026-01-04 23:59+00:00"),
        (x > money(1, "EUR"), {}, "YES if x were 1.01 EUR"),
        (x.is_in("BE", "NL"), {}, "YES if x were BE"),
        (~x.is_in(1, 2), {"x": 1}, "YES if x were 3"),
        (x.between(1, 9), {"x": 80}, "YES if x were 9"),
        (x.between(1, 9), {"x": "80"}, "YES if x were 1"),
        (x.between(1, 9), {"x": 5}, "NO if x were 10"),
        (x.contains("a"), {}, "YES if x were a"),
        (x.contains("a"), {"x": "a"}, "NO if x were -"),
        (x.is_true(), {}, "YES if x were true"),
        (x.is_missing(), {"x": 1}, "YES if x were missing"),
        (x.is_missing(), {}, "NO if x were (known)"),
        (x.within(timedelta(days=30)), {}, "YES if x were 2026-01-31 00:00+00:00"),
        (x.within(timedelta(days=30)), {"x": NOW}, "NO if x were 2025-12-31 00:00+00:00"),
        ((x > 1) & (y > 1), {"x": 5}, "YES if y were 2"),
        ((x > 1) & (y > 1), {}, "YES if x were 2 and y were 2"),
        ((x >= 1) & (x <= 9), {"x": 80}, "YES if x were 9"),
        ((x > 1) | ((y > 1) & y.is_missing()), {}, "YES if x were 2"),
        ((x > 1).named("a") | (y > 1), {"x": 2, "y": 2}, "NO if x were 1 and y were 1"),
        (at_least(2, x > 1, y > 1, field("z") > 1), {"x": 5}, "YES if y were 2"),
        (~(x > 1), {"x": 5}, "YES if x were 1"),
        ((x > 1) & (x < 1), {}, "None"),
        (x.is_in(), {}, "None"),
    ],
)
def test_a_small_change_flips_the_answer(rule: Any, lead: dict[str, object], change: str) -> None:  # noqa: ANN401 - rules of all kinds
    """A value that satisfies what stands in the way; None where none was found."""
    found = explain(rule, lead, [], as_of=NOW)
    assert str(found.nearest) == change
    if found.nearest is not None:
        assert decide(rule, {**lead, **dict(found.nearest.fields)}, [], as_of=NOW) is found.nearest.verdict


@pytest.mark.parametrize("name", ["touch", "field", "link", "merge", "owner", "accept", "reject", "stage", "webinar"])
def test_any_event_can_be_asked_for(name: str) -> None:
    """Also those whose kind needs a value."""
    assert _nearest(did(name), {}, []) == f"YES if 1 more {name} came"
    assert _nearest(did(name, at_least=3), {}, [Event("L1", NOW, "touch", name)]) == f"YES if 2 more {name} came"


def test_events_that_nobody_can_ask_for() -> None:
    """What happened cannot be undone; events with attributes, or very many of them, are no small change."""
    assert _nearest(did("call"), {}, [Event("L1", NOW, "touch", "call")]) == "None"
    assert _nearest(did("webinar", where=field("minutes") > 10), {}, []) == "None"
    assert _nearest(did("call", at_least=10**9), {}, []) == "None"


def test_a_threshold_is_crossed_by_few_clauses() -> None:
    """The clause worth most first; or some events; or both."""
    assert _nearest(calls >= 25, {}, []) == "YES if x were 2"
    assert _nearest(calls >= 20, {"x": 0}, []) == "YES if x were 2"
    assert _nearest(calls >= 35, {}, []) == "YES if x were 2 and 1 more call came"
    assert _nearest(calls >= 35, {"x": 5}, []) == "YES if 1 more call came"
    assert _nearest(calls >= 56, {}, []) == "None"
    assert _nearest(calls >= 25, {"x": 5}, []) == "NO if x were 1"
    assert _nearest(calls < 25, {"x": 5}, []) == "YES if x were 1"
    many = Score("many", [Points(1, each=did("call"), count_up_to=10**9)])
    assert _nearest(many >= 10**6, {}, []) == "None"


@pytest.mark.parametrize(
    "rule",
    [
        x > date.max,
        x < date.min,
        x > datetime.max.replace(tzinfo=UTC),
        ~x.between(date.min, date.max),
        ~x.within(timedelta(days=36_600)),
    ],
)
def test_nothing_lies_beyond_the_calendar(rule: Any) -> None:  # noqa: ANN401 - rules of all kinds
    """The last day has no day after it: no change is found, and nothing overflows."""
    early = datetime(50, 1, 1, tzinfo=UTC)
    assert explain(rule, {}, as_of=early).nearest is None
    assert explain(rule, {"x": early}, as_of=early).verdict is decide(rule, {"x": early}, as_of=early)


def test_the_host_s_decimal_context_changes_no_proposal() -> None:
    """A step from 1000000.25 is exact with two digits of precision."""
    with decimal.localcontext() as context:
        context.prec = 2
        assert explain(x > Decimal("1000000.25"), {}).nearest == explain(x > 1000000.25, {}).nearest
        assert explain(x > Decimal("1000000.25"), {}).nearest.fields == (("x", Decimal("1000001.25")),)  # type: ignore[union-attr]  # found


def test_a_large_score_is_searched_briefly() -> None:
    """Two thousand clauses: an answer comes, be it None, after a bounded number of tries."""
    large = Score("large", [Points(1, when=field(f"f{i}") > 1) for i in range(2_000)])
    assert explain(large >= 1, {}).verdict is Verdict.NO
    assert explain(large >= 4, {}).nearest is None
