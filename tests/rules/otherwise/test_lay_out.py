from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from alignkit.history.events import Event
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.field import field
from alignkit.rules.otherwise.circuits import ALL, Table
from alignkit.rules.otherwise.imagine_events import Coming, Groups, Met, imagine_events
from alignkit.rules.otherwise.lay_out import Fields, Heard, Unheard, _counts
from alignkit.rules.predicates import AnyOf, Rule, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
NOW = datetime(2026, 1, 31, tzinfo=UTC)
x, y = field("x"), field("y")
MILLION = 10**6


def fields_of(rule: Rule | Score, lead: dict[str, object]) -> Fields:
    """Lay out the fields."""
    return Fields(rule, Outlook(Known(lead, (), NOW)))


def heard(rule: Rule | Score, happened: list[Event]) -> Heard:
    """Lay out fields and events."""
    outlook = Outlook(Known({}, happened, NOW))
    fields = Fields(rule, outlook)
    return Heard(fields, outlook, imagine_events(fields.patterns, NOW, lambda wanted, _: Met(None if wanted else {})))


def test_one_option_for_each_set_of_answers() -> None:
    """The first is what is; values for which all conditions say the same are one, the nearest."""
    rule = (x >= 50) & (x < 100) & (y == "a")
    laid = fields_of(rule, {"x": 80, "y": None})
    first, second = laid.choices
    assert (first.name, [option.value for option in first.options]) == ("x", [80, 100, 49])
    assert (second.name, [option.value for option in second.options]) == ("y", [None, "a", "other"])
    assert (first.open, second.open, first.covers) == (False, True, ALL)
    assert laid.verdicts(rule.rules[0]) == (0, (YES, YES, NO))  # type: ignore[arg-type]  # a condition
    assert laid.verdicts(rule.rules[1]) == (0, (YES, NO, YES))  # type: ignore[arg-type]  # a condition
    assert laid.verdicts(rule.rules[2]) == (1, (UNKNOWN, YES, NO))  # type: ignore[arg-type]  # a condition
    assert [option.changes for option in first.options] == [0, 1, 1]


@pytest.mark.parametrize(
    ("test", "held", "open_"),
    [
        (x > 1, None, True),
        (x > 1, "5", True),
        (x > 1, 5, False),
        (x.is_missing(), None, True),
        (x.is_missing(), 5, False),
        (x.any_item == "a", [None], True),
        (x.any_item == "a", ["a", None], False),
    ],
)
def test_a_field_is_open_while_a_condition_is(test: Any, held: object, open_: bool) -> None:  # noqa: ANN401 - a condition
    """Nothing, or a value of another kind; or it is asked whether there is one, and there is none."""
    assert fields_of(test, {"x": held}).choices[0].open is open_


def test_prices_order_what_is_equally_many() -> None:
    """To learn costs nothing; a step less than a leap; an event less than a known value; a loss most."""
    options = fields_of(x.between(50, 90) & (x != 60.5) & ~x.is_missing(), {"x": 60}).choices[0].options
    known = {option.value: option.price for option in options}
    assert list(known) == [60, Decimal("60.5"), Decimal("49.9"), None]
    assert known[60] == 0 < known[Decimal("60.5")] < known[Decimal("49.9")] < 2 * known[Decimal("60.5")] < known[None]
    assert known[Decimal("49.9")] == 10**12 + 10**6 * 101 // 600
    unknown = fields_of(x >= 50, {}).choices[0].options
    assert {option.price for option in unknown} == {0}
    more = heard(did("call", at_least=3), []).choices[0].options
    assert [option.price for option in more] == [0, 10**9, 2 * 10**9, 3 * 10**9]
    assert more[3].price < known[Decimal("60.5")]


def test_values_left_out_are_told() -> None:
    """A field of which some constants are not tried covers no change for sure."""
    assert fields_of(AnyOf([x > number for number in range(60)]), {}).choices[0].covers == 0


def test_events_that_are_not_given() -> None:
    """A pattern is UNKNOWN, a clause gives nothing, a score that asks about events is not known."""
    clause = Points(5, each=did("call"))
    score, plain = Score("s", [clause]), Score("p", [Points(1, when=x > 1)])
    leaves = Unheard(fields_of(score, {}))
    assert leaves.verdicts(did("call")) == (0, (UNKNOWN,))
    assert leaves.worths(clause) == 0
    assert (leaves.heard(score), leaves.heard(plain)) == (0, 1)


def test_events_that_could_come() -> None:
    """As many as make a difference; by each, what a pattern is and what a clause gives."""
    twice = did("call", at_least=3)
    clause = Points(10, each=did("call"), count_up_to=2)
    score = Score("s", [clause, Points(1, when=twice)])
    call = Event("L1", NOW - timedelta(days=30), "touch", "call")
    leaves = heard(score, [call])
    assert [option.changes for option in leaves.choices[0].options] == [0, 1, 2]
    assert leaves.verdicts(twice) == (0, (NO, NO, YES))
    assert leaves.worths(clause) == Table(0, (10 * MILLION, 20 * MILLION, 20 * MILLION))
    assert leaves.heard(score) == 1
    option = leaves.choices[0].options[2]
    assert [(event.name, count) for event, count in leaves.came(0, option)] == [("call", 2)]
    enough = heard(did("call", at_least=1), [call])
    assert [option.changes for option in enough.choices[0].options] == [0]


@pytest.mark.parametrize(
    ("limits", "happened", "worths"),
    [
        ({"count_up_to": 1}, 0, [0, 10]),
        ({"count_up_to": 1, "half_life": timedelta(days=30)}, 2, [5, 10]),
        ({"count_up_to": 3, "half_life": timedelta(days=30)}, 2, [10, 20, 25, 30]),
        ({"first_only": True, "half_life": timedelta(days=30)}, 1, [5, 5]),
        ({"first_only": True}, 0, [0, 10]),
        ({"cap": 25}, 1, [10, 20, 25, 25]),
        ({"cap": 25, "count_up_to": 2}, 0, [0, 10, 20]),
        ({}, 1, [10 * (number + 1) for number in range(21)]),
    ],
)
def test_what_a_clause_gives_with_more_events(limits: dict[str, Any], happened: int, worths: list[int]) -> None:
    """New events are worth all; those that count already stay while there is room."""
    clause = Points(10, each=did("call"), **limits)
    old = [Event("L1", NOW - timedelta(days=30), "touch", "call", id=str(number)) for number in range(happened)]
    found = heard(Score("s", [clause]), old).worths(clause)
    assert isinstance(found, Table)
    assert [worth // MILLION for worth in found.worth] == worths


def test_patterns_that_share_events_count_together() -> None:
    """In every way up to so many; beyond that it is said how far they go."""
    both = did("call", at_least=2) & did("touch", at_least=2)
    leaves = heard(both, [])
    assert len(leaves.choices) == 1
    assert leaves.choices[0].covers == ALL
    vectors = [option.value for option in leaves.choices[0].options[1:]]
    assert len(vectors) == len(set(vectors)) == 83  # of three kinds up to six in all
    many = heard(did("call", at_least=9) & did("touch", at_least=9), [])
    assert many.choices[0].covers == 7
    assert max(option.changes for option in many.choices[0].options) == 9
    assert all(len(choice.options) < 200 for choice in many.choices)


@pytest.mark.parametrize(
    ("kinds", "useful", "complete", "total"),
    [
        (1, 1, ALL, 1),
        (1, 20, ALL, 20),
        (2, 1, ALL, 5),
        (2, 7, ALL, 119),
        (2, 8, 14, 119),
        (3, 2, ALL, 83),
        (3, 3, 7, 119),
        (3, 9, 7, 119 + 6),
        (41, 1, 1, 41),
        (41, 2, 1, 82),
        (120, 1, 1, 120),
    ],
)
def test_how_many_events_are_combined(kinds: int, useful: int, complete: int, total: int) -> None:
    """In every way up to a number in all, so that there are at most 120 ways; beyond that each kind alone."""
    event = Event("L1", NOW, "call")
    counts, most = _counts([Coming(event, ())] * kinds, useful)
    assert (most, len(counts)) == (complete, total)
    assert len(set(counts)) == len(counts)
    assert [sum(count) for count in counts] == sorted(sum(count) for count in counts)
    assert all(len(count) == kinds and sum(count) > 0 for count in counts)
    for kind in range(kinds):
        assert {count[kind] for count in counts if sum(count) == count[kind]} == set(
            range(1, max(map(sum, counts)) + 1)
        )


def test_a_pattern_that_no_event_can_meet() -> None:
    """It is what it is."""
    never = did("page", where=(x > 1) & (x < 1))
    leaves = heard(never & (y > 1), [])
    assert leaves.verdicts(never) == (0, (NO,) * 4) or leaves.verdicts(never)[1].count(NO) == len(
        leaves.verdicts(never)[1]
    )
    outlook = Outlook(Known({}, (), NOW))
    alone = Heard(Fields(never, outlook), outlook, Groups([], True))
    assert alone.verdicts(never) == (0, (NO,))


def test_clauses_may_share_a_pattern() -> None:
    """One object in two clauses: the one that can use more events says how many."""
    pattern = did("call")
    score = Score("s", [Points(1, each=pattern, count_up_to=4), Points(1, each=pattern, count_up_to=1)])
    assert max(option.changes for option in heard(score, []).choices[0].options) == 4


def test_each_clause_says_how_many_of_its_own_events_are_of_use() -> None:
    """Mails say nothing about calls, nor calls about mails."""
    score = Score("s", [Points(1, each=did("mail"), count_up_to=2), Points(1, each=did("call"), count_up_to=3)])
    assert [[option.changes for option in choice.options] for choice in heard(score, []).choices] == [
        [0, 1, 2],
        [0, 1, 2, 3],
    ]
