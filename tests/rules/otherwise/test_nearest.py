from __future__ import annotations

import decimal
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from alignkit.currency import money
from alignkit.history.events import Event
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.otherwise import aim, nearest as module, search as searching
from alignkit.rules.otherwise.changes import Search
from alignkit.rules.otherwise.nearest import nearest
from alignkit.rules.predicates import AllOf, AnyOf, at_least, did
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

NOW = datetime(2026, 1, 31, tzinfo=UTC)
x, y, z = field("x"), field("y"), field("z")
calls = Score("calls", [Points(10, each=did("call"), count_up_to=3), Points(25, when=x > 1)])


def found(rule: Any, lead: Mapping[str, object], events: list[Event] | None = None, as_of: datetime = NOW) -> Search:  # noqa: ANN401 - rules and scores
    """Return what the search finds."""
    return nearest(rule, Outlook(Known(lead, events, as_of)))


def change(rule: Any, lead: dict[str, object], events: list[Event] | None = None) -> str:  # noqa: ANN401 - rules and scores
    """Return the change in words."""
    return str(found(rule, lead, events).nearest)


@pytest.mark.parametrize(
    ("rule", "lead", "expected"),
    [
        (x >= 50, {}, "YES if x were 50"),
        (x > 50, {"x": 8}, "YES if x were 51"),
        (x > 50, {"x": "8"}, "YES if x were 51"),
        (x > 0.5, {"x": 0}, "YES if x were 0.6"),
        (x > Fraction(1, 3), {"x": 0}, "YES if x were 0.34"),
        (x >= 50, {"x": 80}, "NO if x were 49"),
        (x == "NL", {"x": "NL"}, "NO if x were another text"),
        (x == True, {"x": True}, "NO if x were false"),  # noqa: E712 - a rule is built
        (x > date(2026, 1, 5), {}, "YES if x were 2026-01-06"),
        (x < datetime(2026, 1, 5, tzinfo=UTC), {}, "YES if x were 2026-01-04 23:59+00:00"),
        (x > money(1, "EUR"), {}, "YES if x were 1.01 EUR"),
        (x.is_in("BE", "NL"), {}, "YES if x were BE"),
        (~x.is_in(1, 2), {"x": 1}, "YES if x were 3"),
        (~x.is_in(), {}, "YES if x were known"),
        (x.between(1, 9), {"x": 80}, "YES if x were 9"),
        (x.between(1, 9), {"x": "80"}, "YES if x were 1"),
        (x.between(1, 9), {"x": 5}, "NO if x were 10"),
        (x.between(100, 900), {"x": 500}, "NO if x were 901"),
        (x.contains("a"), {}, "YES if x were a"),
        (x.contains("a"), {"x": "a"}, "NO if x were another text"),
        (x.is_true(), {}, "YES if x were true"),
        (x.is_missing(), {"x": 1}, "YES if x were missing"),
        (x.is_missing(), {}, "NO if x were known"),
        (x.is_missing() & (y > 1), {"x": 1, "y": 1}, "YES if x were missing and y were 2"),
        (x.within(timedelta(days=30)), {}, "YES if x were 2026-01-31 00:00+00:00"),
        (x.within(timedelta(days=30)), {"x": NOW - timedelta(days=40)}, "YES if x were 2026-01-01 00:00+00:00"),
        (x.within(timedelta(days=30)), {"x": NOW}, "NO if x were 2025-12-31 23:59+00:00"),
        (x.any_item == "crm", {"x": ["cms"]}, "YES if x were a list with cms and crm"),
        (x.every_item.is_in("crm", "cms"), {"x": ["cms", "erp"]}, "YES if x were a list with cms"),
        (~(x.any_item == "crm"), {"x": ["crm", "b"]}, "YES if x were a list with b"),
        (x.every_item == "crm", {"x": ["b"]}, "YES if x were a list with crm"),
        ((x > 1) & (y > 1), {"x": 5}, "YES if y were 2"),
        ((x > 1) & (y > 1), {}, "YES if x were 2 and y were 2"),
        ((x >= 1) & (x <= 9), {"x": 80}, "YES if x were 9"),
        ((x > 1) & (x < 2), {"x": 0}, "YES if x were 1.5"),
        ((x > 1) | ((y > 1) & y.is_missing()), {}, "YES if x were 2"),
        ((x > 1).named("a") | (y > 1), {"x": 2, "y": 2}, "NO if x were 1 and y were 1"),
        (at_least(2, x > 1, y > 1, z > 1), {"x": 5}, "YES if y were 2"),
        (~at_least(2, x > 1, y > 1, z > 1), {"x": 5, "y": 5, "z": 5}, "YES if x were 1 and y were 1"),
        (~(x > 1), {"x": 5}, "YES if x were 1"),
        (x.starts_with("a") & x.ends_with("b") & ~x.contains("x"), {"x": "x"}, "YES if x were ab"),
        ((x != "a") & x.starts_with("a"), {}, "YES if x were a other"),
    ],
)
def test_the_smallest_change_flips_the_answer(rule: Any, lead: dict[str, object], expected: str) -> None:  # noqa: ANN401 - rules of all kinds
    """The value of a class that lies nearest, of as few fields as can be."""
    answer = found(rule, lead, [])
    assert str(answer.nearest) == expected
    assert answer.nearest is not None
    assert answer.nearest.exact
    assert decide(rule, {**lead, **dict(answer.nearest.fields)}, [], as_of=NOW) is answer.nearest.verdict


@pytest.mark.parametrize(
    ("rule", "lead", "expected"),
    [
        # learning a value comes before changing one
        ((x > 1) | (y > 1), {"x": 1}, "YES if y were 2"),
        # of two known values the smaller step, as a share
        ((x >= 100) | (y >= 100), {"x": 10, "y": 90}, "YES if y were 100"),
        # a number comes before a text, which is as far as can be
        ((x == "a") | (y >= 100), {"x": "b", "y": 10}, "YES if y were 100"),
        # an event comes before a change of what is known, and after what is unknown
        ((x > 1) | did("call"), {"x": 1}, "YES if 1 more call came"),
        ((x > 1) | did("call"), {}, "YES if x were 2"),
        # one known value less stays as it is
        (((x > 1) & (y > 1)) | ((x > 2) & (z > 1)), {"x": 0, "y": 0}, "YES if x were 3 and z were 2"),
        # to take a value away is a last resort
        (x.is_missing() | (y > 1), {"x": 5, "y": 1}, "YES if y were 2"),
        # otherwise the first in the rule
        ((y > 1) | (x > 1), {}, "YES if y were 2"),
        # two changes of what is unknown are more than one of what is known
        ((x > 1) | ((y > 1) & (z > 1)), {"x": 1}, "YES if x were 2"),
    ],
)
def test_among_changes_of_one_size_the_easiest(rule: Any, lead: dict[str, object], expected: str) -> None:  # noqa: ANN401 - rules of all kinds
    """What is unknown first, then what could come, then the smallest step, then the order of the rule."""
    assert change(rule, lead, []) == expected


@pytest.mark.parametrize(
    ("rule", "lead"),
    [((x > 1) & (x < 1), {}), (x.is_in(), {}), (did("call"), {}), (x > date.max, {}), (x < date.min, {})],
)
def test_no_change_makes_it_so(rule: Any, lead: dict[str, object]) -> None:  # noqa: ANN401 - rules of all kinds
    """A contradiction; what happened cannot be undone; nothing lies beyond the calendar."""
    answer = found(rule, lead, [Event("L1", NOW, "touch", "call")])
    assert answer.nearest is None
    assert not answer.stopped
    assert str(answer) == f"No change of up to 20 fields and events makes it {answer.wanted}."


@pytest.mark.parametrize(
    "rule",
    [x > datetime.max.replace(tzinfo=UTC), ~x.between(date.min, date.max), ~x.within(timedelta(days=36_600))],
)
def test_nothing_overflows_at_the_end_of_the_calendar(rule: Any) -> None:  # noqa: ANN401 - rules of all kinds
    """A change, if there is one, lies within it."""
    early = datetime(50, 1, 1, tzinfo=UTC)
    for lead in ({}, {"x": early}):
        answer = found(rule, lead, [], early)
        if answer.nearest is not None:
            assert decide(rule, dict(answer.nearest.fields), as_of=early) is answer.nearest.verdict


@pytest.mark.parametrize("name", ["touch", "field", "link", "merge", "owner", "accept", "reject", "stage", "webinar"])
def test_any_event_can_come(name: str) -> None:
    """Also those whose kind needs a value."""
    assert change(did(name), {}, []) == f"YES if 1 more {name} came"
    assert change(did(name, at_least=3), {}, [Event("L1", NOW, "touch", name)]) == f"YES if 2 more {name} came"


def test_events_come_with_the_attributes_they_need() -> None:
    """A `where` is met by the fewest attributes; one event may serve two patterns, and must not serve a third."""
    pricing, long = did("page", where=field("topic") == "pricing"), did("page", where=field("minutes") > 5)
    assert change(pricing, {}, []) == "YES if 1 more page where topic is pricing came"
    assert change(pricing & long, {}, []) == "YES if 1 more page where minutes is 6 and topic is pricing came"
    assert change(pricing & ~long, {}, []) == "YES if 1 more page where topic is pricing came"
    either = did("page", where=field("topic").is_in("demo", "pricing")) & ~did("page", where=field("topic") == "demo")
    assert change(either, {}, []) == "YES if 1 more page where topic is pricing came"
    known = did("page", where=~field("topic").is_missing())
    assert change(known, {}, []) == "YES if 1 more page where topic is known came"
    assert change(did("page", where=field("topic").is_missing()), {}, []) == "YES if 1 more page came"
    assert change(did("page", where=(field("a") > 1) & (field("a") < 1)), {}, []) == "None"


def test_several_kinds_of_events_come_at_once() -> None:
    """Each is counted."""
    assert change(did("call") & did("webinar"), {}, []) == "YES if 1 more call came and 1 more webinar came"
    assert change(did("call", at_least=2) & did("webinar"), {}) == (
        "YES if the events were known: 2 call and 1 webinar and no other"
    )


def test_what_does_not_serve_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a circuit ever differ from its rule, no wrong change leaves: it is decided, or rated, again."""
    banded = evolve(calls, bands={"A": 25})
    with monkeypatch.context() as patched:
        patched.setattr(aim, "decide", lambda *_, **__: Verdict.UNKNOWN)
        wrong = found(x > 1, {})
        assert (wrong.nearest, wrong.sets, wrong.stopped) == (None, 2, "what was found did not serve")
    lower = rate(banded, {}, [])
    monkeypatch.setattr(aim, "rate", lambda *_, **__: lower)
    assert found(banded, {}, []).stopped == "what was found did not serve"


def test_a_touch_and_its_name_are_told_apart() -> None:
    """A call is a touch too; where the touch must not come, it is a call of another kind."""
    assert found(did("call") & did("touch"), {}, []).nearest.events[0].kind == "touch"  # type: ignore[union-attr]  # found
    assert found(did("call") & ~did("touch"), {}, []).nearest.events[0].kind == "call"  # type: ignore[union-attr]  # found
    two = found(did("webinar") & did("call") & did("touch"), {}, []).nearest
    assert two is not None
    assert sum(more.count for more in two.events) == 2


def test_events_that_were_not_given_are_supposed() -> None:
    """To know the events is one change, whatever they were; without them a field may be nearer."""
    assert change(did("call"), {}) == "YES if the events were known: 1 call and no other"
    assert change(~did("call"), {}) == "YES if the events were known: none"
    assert change(did("call", at_least=2) | (x > 1), {}) == "YES if x were 2"
    assert change((calls >= 35) & (y > 1), {"y": 2}) == "YES if x were 2 and the events were known: 1 call and no other"
    # of two ways the shorter, then the one that needs no supposition
    assert (
        change(((x > 1) & (y > 1) & (z > 1)) | did("call"), {}) == "YES if the events were known: 1 call and no other"
    )
    assert change(((x > 1) & (y > 1)) | did("call"), {}) == "YES if x were 2 and y were 2"
    assert change(((x > 1) & (y > 1)) | did("call"), {"x": 1}) == "YES if the events were known: 1 call and no other"
    assert found((x > 1) | did("call"), {}).sets == 2
    supposed = found(did("call"), {}).nearest
    assert supposed is not None
    assert supposed.history


def test_too_many_changes_are_not_looked_for() -> None:
    """Twenty are searched, and more are said to be more."""
    assert change(did("call", at_least=20), {}, []) == "YES if 20 more call came"
    assert change(did("call", at_least=10**9), {}, []) == "None"
    many = AllOf([field(f"f{i}") > 1 for i in range(21)])
    assert len(found(AllOf(many.rules[:20]), {}).nearest.fields) == 20  # type: ignore[union-attr]  # found
    assert str(found(many, {})) == "No change was found that makes it YES: it takes more than 20 changes."
    assert found(many, {}).sets == 0


def test_a_threshold_is_crossed_by_as_few_changes_as_can_be() -> None:
    """A field, or events, or both; downwards too."""
    assert change(calls >= 25, {}, []) == "YES if x were 2"
    assert change(calls >= 20, {"x": 0}, []) == "YES if x were 2"
    assert change(calls >= 35, {}, []) == "YES if x were 2 and 1 more call came"
    assert change(calls >= 35, {"x": 5}, []) == "YES if 1 more call came"
    assert change(calls >= 56, {}, []) == "None"
    assert change(calls >= 25, {"x": 5}, []) == "NO if x were 1"
    assert change(calls < 25, {"x": 5}, []) == "YES if x were 1"
    assert change(calls > 25, {"x": 5}, []) == "YES if 1 more call came"
    assert change(calls <= 20, {"x": 5}, []) == "YES if x were 1"


def test_what_one_change_spoils_another_makes_up_for() -> None:
    """To learn that b is 0 gives a point too many, which a takes away again: two changes, and one is no help alone."""
    spoilt = Score("s", [Points(1, when=y >= 0), Points(-2, when=x < 1)])
    assert change(~((y < 0) | (spoilt > 0)), {}, []) == "YES if y were 0 and x were 0"


def test_every_way_in_which_events_earn() -> None:
    """Counted, capped, the first alone, fading; what is earned already is kept in mind."""
    call = Event("L1", NOW - timedelta(days=30), "touch", "call")
    halved = Score("s", [Points(10, each=did("call"), half_life=timedelta(days=30), count_up_to=1)])
    assert change(halved >= 8, {}, [call]) == "YES if 1 more call came"
    assert change(halved >= 11, {}, [call]) == "None"
    first = Score("s", [Points(10, each=did("call"), first_only=True, steps={timedelta(days=10): 0.5})])
    assert change(first >= 6, {}, [call]) == "None"
    assert change(first >= 6, {}, []) == "YES if 1 more call came"
    limited = Score("s", [Points(10, each=did("call"), cap=25)])
    assert change(limited >= 25, {}, [call]) == "YES if 2 more call came"
    assert change(limited >= 26, {}, [call]) == "None"
    taking = Score("s", [Points(-10, each=did("bounce"), cap=-25), Points(5, when=x > 1)])
    assert change(taking < -20, {}, []) == "YES if 3 more bounce came"
    assert change(taking >= -20, {}, []) == "NO if 3 more bounce came"


def test_the_next_band() -> None:
    """The lowest one from below them all; what is reached may be higher; from the top there is none."""
    banded = evolve(calls, bands={"A": 40, "B": 30, "C": 10})
    assert change(banded, {}, []) == "band C if x were 2"
    assert change(banded, {"x": 1}, []) == "band C if 1 more call came"
    assert change(banded, {"x": 5}, []) == "band B if 1 more call came"
    assert (
        change(evolve(calls, bands={"A": 20, "B": 10}), {"x": 1}, [Event("L1", NOW, "call")])
        == "band A if 1 more call came"
    )
    over = found(evolve(calls, bands={"A": 20, "B": 10}), {}, [])
    assert (over.wanted, str(over.nearest)) == ("band B", "band A if x were 2")
    top = found(banded, {"x": 5}, [Event("L1", NOW, "call")] * 2)
    assert (top.nearest, str(top), top.wanted) == (None, "It is in the highest band.", "")
    assert str(found(calls, {}, [])) == ""
    beyond = found(evolve(calls, bands={"A": 56}), {}, [])
    assert str(beyond) == "No change of up to 20 fields and events makes it band A."
    assert change(banded, {}) == "band C if x were 2"
    assert change(banded, {"x": 5}) == "band B if the events were known: 1 call and no other"


def test_a_band_is_rated_again() -> None:
    """The change gives the band that it names."""
    banded = evolve(calls, bands={"A": 40, "B": 30, "C": 10})
    answer = found(banded, {"x": 5}, []).nearest
    assert answer is not None
    fading = Score("f", [Points(8, each=did("call"), half_life=timedelta(days=30))], bands={"A": 8, "B": 4})
    assert change(fading, {}, [Event("L1", NOW - timedelta(days=40), "call")]) == "band A if 1 more call came"
    assert rate(banded, {"x": 5}, [Event("L1", NOW, "touch", "call")], as_of=NOW).band == answer.band == "B"


def test_a_band_is_told_without_supposing_the_events() -> None:
    """Whether there was a call is not known: ten points for none are not given with the change."""
    quiet = Score("quiet", [Points(10, when=x > 1), Points(10, when=~did("call"))], bands={"A": 20, "B": 10})
    assert change(quiet, {}) == "band B if x were 2"


def test_the_host_s_decimal_context_changes_no_proposal() -> None:
    """A step from 1000000.25 is exact with two digits of precision."""
    with decimal.localcontext() as context:
        context.prec = 2
        answer = found(x > Decimal("1000000.25"), {})
    assert answer.nearest is not None
    assert answer.nearest.fields == (("x", Decimal("1000000.26")),)


def test_a_search_that_stops_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many sets a change is still given, if one is at hand, and called what it is."""
    votes = Score("votes", [Points(i, when=field(f"f{i}") > 1) for i in range(1, 12)])
    lead: dict[str, object] = {f"f{i}": 0 for i in range(1, 12)}
    whole = found(votes >= 38, lead)
    assert len(whole.nearest.fields) == 4  # type: ignore[union-attr]  # found
    assert not whole.stopped
    monkeypatch.setattr(searching, "MOST_SETS", 1)
    stopped = found((votes >= 38) & ((field("f1") > 2) | (field("f2") > 2)), lead)
    assert stopped.nearest is not None
    assert not stopped.nearest.exact
    assert stopped.sets == 1
    assert str(stopped).endswith("; there may be a smaller change: searched 1 sets of changes, then stopped.")
    assert decide(votes >= 38, {**lead, **dict(stopped.nearest.fields)}) is Verdict.YES


def test_a_large_rule_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is stated, and so is that it was passed; at the limit it is searched."""
    several = AnyOf([field(f"f{i}") > 1 for i in range(9)])
    monkeypatch.setattr(module, "MOST_CONDITIONS", 10)
    assert change(several, {}) == "YES if f0 were 2"
    monkeypatch.setattr(module, "MOST_CONDITIONS", 9)
    answer = found(several, {})
    assert (answer.nearest, answer.wanted) == (None, "YES")
    assert str(answer).endswith("it has 10 parts, and at most 9 are searched.")


def test_values_that_could_not_be_tried_are_told() -> None:
    """A pattern for which no text could be made up; one change is the smallest all the same."""
    pytest.importorskip("re2")
    hard = x.matches("^[a-f]{3,}[0-9]+$")
    assert str(found(hard, {})) == "No change was found that makes it YES: not all values of x could be tried."
    assert found(hard | (y > 1), {}).nearest.exact  # type: ignore[union-attr]  # found
    two = found((hard | (y > 1)) & (z > 1) & (x.is_missing() | (z > 1)), {})
    assert str(two.nearest) == "YES if y were 2 and z were 2"
    assert two.stopped == "not all values of x could be tried"
    assert change(x.matches("^(head|vp)\\b"), {"x": "Analyst"}) == "YES if x were head"


def test_events_that_could_not_be_tried_are_told() -> None:
    """Four `where` are not met in every way; that matters where they help, and more than one change is needed."""
    pages = [did("page", where=field(f"f{i}") == i) for i in range(4)]
    two = found(pages[0] & pages[1] & ~pages[2] & ~pages[3] & (x > 1), {"x": 1}, [])
    assert two.nearest is not None
    assert two.stopped == "not all events could be tried"
    assert found(pages[0] & pages[1] & ~pages[2] & ~pages[3], {}, []).stopped  # one page that is both might do
    assert not found(AnyOf(pages), {}, []).stopped
    never = found(~AnyOf(pages) & (x > 1) & (y > 1), {"x": 1, "y": 1}, [])
    assert not never.stopped
    assert str(never.nearest) == "YES if x were 2 and y were 2"


def test_a_huge_score_is_searched_briefly() -> None:
    """Ten thousand clauses, and as many fields: an answer comes at once, be it that it was too many."""
    huge = Score("huge", [Points(1, when=field(f"f{i}") > 1) for i in range(10_000)])
    assert found(huge >= 4, {}).nearest is None
    large = Score("large", [Points(1, when=field(f"f{i}") > 1) for i in range(900)])
    assert len(found(large >= 4, {}).nearest.fields) == 4  # type: ignore[union-attr]  # found


@pytest.mark.parametrize(
    "hard",
    [
        x.starts_with("ab") & x.ends_with("ba") & ~x.contains("bb") & ~x.contains(" "),
        (x > 1) & (x < 2) & (y > 1) & x.starts_with("ab") & x.ends_with("ba") & ~x.contains("bb") & ~x.contains(" "),
    ],
)
def test_a_search_that_could_not_think_of_a_text_does_not_say_that_there_is_none(hard: Any) -> None:  # noqa: ANN401 - a rule
    """A text may overlap with itself, as "aba" does: nothing was found, and that settles nothing; nor of attributes."""
    asked = found(hard, {"x": "q"})
    assert (asked.nearest, asked.stopped) == (None, "not all values of x could be tried")
    happened = found(did("page", where=hard), {}, [])
    assert (happened.nearest, happened.stopped) == (None, "not all events could be tried")
    assert decide(x.starts_with("ab") & x.ends_with("ba") & ~x.contains("bb"), {"x": "aba"}) is Verdict.YES


def test_attributes_that_no_event_has_are_known_not_to_help() -> None:
    """What contradicts itself is settled."""
    asked = found(did("page", where=(x > 2) & (x < 1)), {}, [])
    assert (asked.nearest, asked.stopped) == (None, "")


def test_a_text_beside_a_pattern_and_a_list_is_not_taken_for_all() -> None:
    """Two digits other than 42 would do; nobody tried them."""
    pytest.importorskip("re2")
    asked = found(x.matches("[0-9]{2}") & ~(x == "42"), {"x": "q"})
    assert (asked.nearest, asked.stopped) == (None, "not all values of x could be tried")


def test_amounts_are_those_that_people_pay() -> None:
    """Cents where there are any; and as many places as it takes to tell an amount from its neighbours."""
    assert change(x > money(100, "EUR"), {}) == "YES if x were 100.01 EUR"
    assert change(x > money(100, "JPY"), {}) == "YES if x were 101 JPY"
    between = (x > money(100, "EUR")) & (x < money("100.01", "EUR"))
    assert change(between, {}) == "YES if x were 100.005 EUR"


def test_a_list_among_the_attributes_of_an_event() -> None:
    """It is told as a list of a field is."""
    assert (
        change(did("page", where=x.any_item == "crm"), {}, []) == "YES if 1 more page where x is a list with crm came"
    )
