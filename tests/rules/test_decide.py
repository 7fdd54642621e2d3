from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import pytest

from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.history.attributes import Attributes
from alignkit.history.events import Event
from alignkit.rules.decide import decide
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.predicates import at_least, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
NOW = datetime(2026, 1, 31, tzinfo=UTC)
big = field("employees") >= 50
dutch = field("country").is_in("NL", "BE")
icp = (big & dutch).named("ICP fit")


def test_a_lead_qualifies() -> None:
    """80 people in the Netherlands: the ideal customer."""
    assert decide(icp, {"employees": 80, "country": "NL"}) is YES
    assert decide(icp, {"employees": 8, "country": "NL"}) is NO
    assert decide(icp, {"employees": 80}) is UNKNOWN
    assert decide(icp, {"employees": 8}) is NO
    assert decide(~icp, {"employees": 8}) is YES
    assert decide(at_least(1, big, dutch), {"country": "NL"}) is YES


def test_traps_of_other_rule_engines() -> None:
    """`null < 50`, `"10" < "9"` and `"abc" >= 200` are not true here (traps 28 to 32)."""
    for rule, lead in (
        (field("a") < 50, {"a": None}),
        (field("a") >= 200, {"a": "abc"}),
        (field("a") >= 100, {"a": "200"}),
        (field("employes") >= 50, {"employees": 80}),
    ):
        assert decide(rule, lead) is UNKNOWN
    assert decide(field("a") >= 1, {"a": 0.9999999}) is NO


@pytest.mark.parametrize("name", ["__class__.__mro__", "__class__", "items", "keys", "get"])
def test_R15_fields_are_keys_alone(name: str) -> None:
    """No attribute of a Python object is reached: these are simply absent, or the key of that name."""
    rule = field(name) == "x"
    empty: tuple[Mapping[str, object], ...] = ({}, Attributes())
    for lead in empty:
        assert decide(rule, lead) is UNKNOWN
        assert explain(rule, lead).reason == "absent"
        assert decide(field(name).is_missing(), lead) is YES
    assert decide(rule, {name: "x"}) is YES


class Trap:
    """Reaching any attribute of it goes wrong."""

    def __getattribute__(self, name: str) -> NoReturn:
        raise AssertionError(f"the attribute {name} was reached")


class Unwritable:
    """Cannot be shown, compared or hashed."""

    def __repr__(self) -> NoReturn:
        raise RuntimeError("do not show me")

    def __eq__(self, other: object) -> NoReturn:
        raise RuntimeError("do not compare me")

    __hash__ = None  # type: ignore[assignment]  # unhashable on purpose


def _nested(depth: int) -> list[object]:
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "make",
    [
        Trap,
        Unwritable,
        lambda: _nested(100_000),
        lambda: 10**5000,
        lambda: {"a": {"b": Unwritable()}},
        lambda: "x" * 10**6,
    ],
)
def test_hostile_values_are_only_unknown(make: Callable[[], object]) -> None:
    """Whatever a lead holds, every condition is answered and explained, and nothing of the object is asked."""
    lead = {"a": make()}
    a = field("a")
    for rule in (
        *(a == "x", a != 5, a >= 50, a < 0.1, a.is_in("x"), a.is_in(5), a.is_in(), a.between(1, 9), a.is_true()),
        *(a.contains("y"), a.is_missing(), a.within(timedelta(1)), a < NOW),
    ):
        verdict = decide(rule, lead, as_of=NOW)
        trace = explain(rule, lead, as_of=NOW)
        assert trace.verdict is verdict
        assert len(repr(trace)) < 4096
    assert decide(a.is_missing(), lead) is NO


def test_memory_errors_pass_through() -> None:
    """A value whose comparison runs out of memory is no answer."""

    class Greedy:
        def __eq__(self, other: object) -> NoReturn:
            raise MemoryError

        __hash__ = None  # type: ignore[assignment]  # unhashable on purpose

    with pytest.raises(MemoryError):
        decide(field("a") > 1, {"a": Greedy()})


class Row(Mapping[str, object]):
    """A mapping of somebody else's."""

    def __getitem__(self, name: str) -> object:
        return {"employees": 80}[name]

    def __iter__(self) -> Iterator[str]:
        return iter(["employees"])

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize(
    "lead",
    [
        {"employees": 80},
        Attributes({"employees": 80}),
        ChainMap({}, {"employees": 80}),
        defaultdict(int, {"employees": 80}),
        Row(),
    ],
    ids=lambda lead: type(lead).__name__,
)
def test_any_mapping_is_a_lead(lead: Mapping[str, object]) -> None:
    """And asking never adds to it."""
    size = len(lead)
    assert decide(big & ~field("site").is_true(), lead) is UNKNOWN
    assert decide(big, lead) is YES
    assert len(lead) == size


@pytest.mark.parametrize("lead", [None, [("employees", 80)], "employees", 5, object()])
def test_a_lead_is_a_mapping(lead: Any) -> None:  # noqa: ANN401 - the mistake
    """Anything else is refused by name."""
    for verb in (decide, explain):
        with pytest.raises(DataError, match="a lead is a mapping"):
            verb(big, lead)


@pytest.mark.parametrize("events", [5, [5], ["call"], [{"kind": "call"}], {"kind": "call"}, [None]])
def test_events_are_events(events: Any) -> None:  # noqa: ANN401 - the mistake
    """A dict or a text among the events is refused by name, not by an AttributeError."""
    for verb in (decide, explain):
        with pytest.raises(DataError, match="wrong-type"):
            verb(did("call"), {}, events)


@pytest.mark.parametrize(
    "rule", [None, True, "employees >= 50", field("x"), Score("s", [Points(1, when=big)]), Verdict.YES]
)
def test_only_rules_are_decided(rule: Any) -> None:  # noqa: ANN401 - the mistake
    """A field alone, a score or a text is no rule."""
    with pytest.raises(DocumentError, match="not-a-rule"):
        decide(rule, {})


def test_events_may_be_read_once() -> None:
    """A generator of events is asked about twice, and gives the same answer as a list."""
    happened = [Event("L1", NOW, "demo"), Event("L1", NOW, "demo")]
    rule = did("demo", at_least=2) & ~did("demo", at_least=3)
    assert decide(rule, {}, (event for event in happened)) is decide(rule, {}, happened) is YES


def test_no_events_are_not_zero_events() -> None:
    """With no events given a pattern is UNKNOWN; with none in the list it is NO."""
    assert decide(did("demo"), {}) is UNKNOWN
    assert decide(did("demo"), {}, []) is NO
    assert decide(~did("demo"), {}) is UNKNOWN
    assert decide(did("demo") | big, {"employees": 80}) is YES


def test_events_after_as_of_do_not_count() -> None:
    """Nor do those before the span; an instant in another zone is the same instant."""
    happened = [Event("L1", NOW + timedelta(microseconds=1), "demo"), Event("L1", NOW - timedelta(days=31), "demo")]
    assert decide(did("demo", at_least=2), {}, happened, as_of=NOW) is NO
    assert decide(did("demo", at_least=2), {}, happened) is YES
    assert decide(did("demo", within=timedelta(days=30)), {}, happened, as_of=NOW) is NO


def test_T01_as_of_is_aware() -> None:
    """A naive `as_of`, and a missing one where the rule asks about time, are refused."""
    recent = field("seen").within(timedelta(days=30))
    for verb in (decide, explain):
        with pytest.raises(TimeError, match="naive"):
            verb(big, {}, as_of=datetime(2026, 1, 31))  # noqa: DTZ001 - naive on purpose
        with pytest.raises(TimeError, match="not-an-instant"):
            verb(big, {}, as_of="2026-01-31")  # type: ignore[arg-type]  # the mistake
        for rule in (
            recent,
            ~recent & big,
            did("demo", within=timedelta(days=1)),
            big | did("demo") | recent.named("x"),
        ):
            with pytest.raises(TimeError, match="as-of-needed"):
                verb(rule, {}, [])


def test_a_score_is_compared_once_its_events_are_known() -> None:
    """A score that asks about events is UNKNOWN without them, also where fields alone would reach the threshold."""
    score = Score("s", [Points(70, when=big), Points(10, each=did("demo"))])
    assert decide(score >= 70, {"employees": 80}) is UNKNOWN
    assert decide(score >= 70, {"employees": 80}, []) is YES
    assert decide(score >= 70, {}, []) is NO  # points count YES alone
    assert decide(score < 70, {}, []) is YES
    hidden = Score("t", [Points(1, when=big & did("demo"))])
    for verb in (decide(hidden >= 1, {"employees": 1}), explain(hidden >= 1, {"employees": 1}).verdict):
        assert verb is UNKNOWN


def test_the_events_of_a_deal_count_for_its_lead() -> None:
    """They bear the deal's id, and the event that ties them may come later: whose events they are is not looked at."""
    called = did("call", at_least=2)
    events = [Event("L1", NOW, "touch", "call"), Event("D7", NOW, "touch", "call"), Event("L1", NOW, "link", "D7")]
    assert decide(called, {}, events) is decide(called, {}, events[:2]) is Verdict.YES
