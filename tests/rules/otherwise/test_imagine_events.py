from __future__ import annotations

from datetime import UTC, datetime

from alignkit.instants import EPOCH
from alignkit.rules.field import field
from alignkit.rules.match import matches
from alignkit.rules.otherwise.imagine_events import MOST_WHERES, Met, imagine_events
from alignkit.rules.predicates import Compare, Did, Rule, did

NOW = datetime(2026, 1, 31, tzinfo=UTC)


def meet(wanted: tuple[Rule, ...], unwanted: tuple[Rule, ...]) -> Met:
    """Meet comparisons with `==` on fields of their own: take their constants."""
    held: dict[str, object] = {}
    for rule in wanted:
        assert isinstance(rule, Compare)
        if held.setdefault(rule.field, rule.value) != rule.value:
            return Met(None)
    met = any(isinstance(rule, Compare) and held.get(rule.field) == rule.value for rule in unwanted)
    return Met(None if met else held)


def coming(*patterns: Did) -> list[list[tuple[str, dict[str, object], tuple[bool, ...]]]]:
    """Return the groups of events: kind, attributes, and the patterns that mean each."""
    groups = imagine_events(patterns, NOW, meet).groups
    for group in groups:
        for one in group:
            assert one.means == tuple(matches(pattern, one.event) for pattern in patterns)
    return [[(one.event.kind, dict(one.event.attributes), one.means) for one in group] for group in groups]


def test_each_name_has_its_event() -> None:
    """They come at `as_of`; names that no pattern shares stand apart."""
    assert coming(did("call"), did("webinar"), did("call", at_least=2)) == [
        [("call", {}, (True, False, True))],
        [("webinar", {}, (False, True, False))],
    ]
    assert imagine_events([did("call")], NOW, meet).groups[0][0].event.at == NOW
    assert imagine_events([did("call")], None, meet).groups[0][0].event.at == EPOCH
    assert imagine_events([], NOW, meet) == ([], True)


def test_each_set_of_wheres_has_its_event() -> None:
    """Both, one alone, or none of them; where a pattern asks for nothing, a bare event too."""
    a, b = did("page", where=field("a") == 1), did("page", where=field("b") == 2)
    assert coming(a, b) == [
        [("page", {"a": 1}, (True, False)), ("page", {"b": 2}, (False, True)), ("page", {"a": 1, "b": 2}, (True, True))]
    ]
    assert coming(a, did("page")) == [[("page", {}, (False, True)), ("page", {"a": 1}, (True, True))]]


def test_wheres_that_exclude_each_other() -> None:
    """No event is made for both."""
    one, two = did("page", where=field("a") == 1), did("page", where=field("a") == 2)
    assert coming(one, two) == [[("page", {"a": 1}, (True, False))], [("page", {"a": 2}, (False, True))]]


def test_a_touch_joins_what_it_is_called() -> None:
    """A call may be a touch or not, where touches are asked about."""
    assert coming(did("call"), did("touch")) == [
        [("call", {}, (True, False)), ("touch", {}, (True, True)), ("touch", {}, (False, True))]
    ]
    assert coming(did("call"), did("touch"), did("webinar"))[0][0] == ("call", {}, (True, False, False))


def test_kinds_that_need_a_value() -> None:
    """Each can be made."""
    for name in ("stage", "touch", "accept", "reject", "owner", "merge", "field", "link"):
        assert coming(did(name))[0][0][0] == name
        assert coming(did(name, where=field("a") == 1)) == [[(name, {"a": 1}, (True,))]]
    called = imagine_events([did("call", where=field("a") == 1), did("touch", where=field("a") == 1)], NOW, meet)
    assert [one.event.name for one in called.groups[0]] == ["call", "call", "touch"]


def test_a_name_is_a_touch_only_where_touches_are_asked_about() -> None:
    """Else there is one event of it."""
    assert coming(did("call")) == [[("call", {}, (True,))]]
    assert len(coming(did("call"), did("mail"))) == 2


def test_what_cannot_be_met_ends_nothing() -> None:
    """The other sets of conditions are tried all the same."""
    one, two = did("page", where=field("a") == 1), did("page", where=field("a") == 2)
    three = did("page", where=field("b") == 3)
    assert sorted(sum(event[2]) for group in coming(one, two, three) for event in group) == [1, 1, 1, 2, 2]


def test_many_wheres_are_not_combined_in_every_way() -> None:
    """One, or all; and that is said."""
    wheres = [did("page", where=field(f"f{i}") == i) for i in range(MOST_WHERES + 1)]
    assert imagine_events(wheres[:-1], NOW, meet).whole
    assert len(imagine_events(wheres[:-1], NOW, meet).groups[0]) == 2**MOST_WHERES - 1
    many = imagine_events(wheres, NOW, meet)
    assert not many.whole
    assert sorted(sum(one.means) for one in many.groups[0]) == [1, 1, 1, 1, 4]
    bare = imagine_events([*wheres, did("page")], NOW, meet)
    assert sorted(sum(one.means) for one in bare.groups[0]) == [1, 2, 2, 2, 2, 5]
