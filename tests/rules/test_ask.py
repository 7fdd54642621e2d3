from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alignkit.errors import DataError, DocumentError, TimeError, shown
from alignkit.history.events import Event
from alignkit.rules.ask import ask_for
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, did
from alignkit.rules.scores import Points, Score

NOW = datetime(2026, 1, 31, tzinfo=UTC)
big, dutch = field("employees") >= 50, field("country") == "NL"
demo = Score(
    "demo",
    [Points(60, when=big), Points(Points(20, when=dutch).points, each=did("demo"), half_life=timedelta(days=30))],
    bands={"A": 80, "B": 60},
    title="Demo score",
)


def test_a_rule() -> None:
    """The verdict so far, and what would settle it."""
    found = ask_for((big & dutch).named("icp", title="ICP fit"), {"employees": 80})
    assert (found.asked, found.now, found.fields, found.more) == ("“ICP fit”", "UNKNOWN", ("country",), 0)
    assert ask_for(big, {"employees": 80}).now == "YES"


def test_a_score() -> None:
    """The points and the band so far."""
    found = ask_for(demo, {}, [Event("L1", NOW - timedelta(days=1), "demo")], as_of=NOW)
    assert (found.asked, found.now, found.fields) == ("score Demo score", "19.54 points", ("employees",))
    assert ask_for(demo, {"employees": 80}, [], as_of=NOW).now == "60 points, band B"
    assert ask_for(demo, {"employees": 80}, as_of=NOW).fields == ("(events)",)


def test_only_rules_and_scores() -> None:
    """And leads, events and instants as `decide` takes them."""
    wrong: Any
    for wrong in (None, field("x"), "x", Points(1, when=big)):
        with pytest.raises(DocumentError) as fault:
            ask_for(wrong, {})
        assert fault.value.code == "not-a-rule"
        assert f"ask_for takes a rule or a score, not {shown(wrong)}" in str(fault.value)
    lead: Any = ["employees"]
    with pytest.raises(DataError, match="not list"):
        ask_for(big, lead)
    with pytest.raises(TimeError, match="as-of-needed"):
        ask_for(demo, {})
    with pytest.raises(TimeError, match="naive"):
        ask_for(big, {}, as_of=datetime(2026, 1, 1))  # noqa: DTZ001 - naive on purpose


def test_a_hundred_fields_are_named() -> None:
    """And how many more there are."""
    found = ask_for(AllOf([field(f"f{i}") > 1 for i in range(103)]), {})
    assert (len(found.fields), found.more) == (100, 3)


def test_events_may_be_any_iterable() -> None:
    """Gone through once."""
    assert ask_for(did("demo") & big, {}, iter([Event("L1", NOW, "demo")])).fields == ("employees",)
