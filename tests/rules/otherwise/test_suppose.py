from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alignkit.rules.ask import ask_for
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.field import field
from alignkit.rules.otherwise.circuits import ALL, Table
from alignkit.rules.otherwise.imagine_events import imagine_events
from alignkit.rules.otherwise.lay_out import MOST_OPTIONS, Fields
from alignkit.rules.otherwise.nearest import meet
from alignkit.rules.otherwise.suppose import MOST_KINDS, Heap, Supposed
from alignkit.rules.predicates import AllOf, AnyOf, did
from alignkit.rules.questions import EVENTS
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
NOW = datetime(2026, 1, 31, tzinfo=UTC)
MILLION = 10**6
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
big = field("employees") >= 50


def supposed(definition: Any) -> Supposed:  # noqa: ANN401 - a rule or a score
    """Suppose the events of a definition."""
    fields = Fields(definition, Outlook(Known({}, None, NOW)))
    return Supposed(fields, imagine_events(fields.patterns, NOW, meet))


def options(definition: Any) -> list[Any]:  # noqa: ANN401 - a rule or a score
    """Return what is supposed of the events."""
    return [option.value for option in supposed(definition).choices[-1].options]


def test_events_that_are_supposed() -> None:
    """None; more than enough of every name; of all but one; of each alone."""
    calls, mails = Points(5, each=did("call"), count_up_to=2), Points(-1, each=did("mail"))
    page = did("page")
    score = Score("s", [calls, mails, Points(1, when=page), Points(1, when=field("x") > 1)])
    leaves = supposed(score)
    call, mail, visit = (Heap(kind) for kind in range(3))
    assert options(score) == [
        *(None, (), (call, mail, visit)),
        *((call, mail), (call, visit), (mail, visit)),
        *((call,), (mail,), (visit,)),
    ]
    assert [choice.open for choice in leaves.choices] == [True] * 4
    # each pattern has a choice of its own: while the events are free nothing is taken to go together
    assert leaves.worths(calls) == Table(1, tuple(MILLION * points for points in (0, 0, 10, 10, 10, 0, 10, 0, 0)))
    assert leaves.worths(mails) == Table(2, tuple(-MILLION * points for points in (0, 0, 20, 20, 0, 20, 0, 20, 0)))
    assert leaves.verdicts(page) == (3, (UNKNOWN, NO, YES, NO, YES, YES, NO, NO, YES))
    assert leaves.heard(score) == Table(3, (0, *[1] * 8))
    assert leaves.heard(Score("p", [Points(1, when=field("x") > 1)])) == 1
    assert [option.changes for option in leaves.choices[-1].options] == [0, *[1] * 8]


def test_one_pattern_that_stands_twice_is_one() -> None:
    """However often it is written."""
    two = supposed(did("call") & did("mail") & did("call"))
    assert [choice.name for choice in two.choices] == ["", ""]
    assert options(did("call")) == [None, (), (Heap(0),)]


def test_of_many_kinds_not_all_sets_are_supposed() -> None:
    """All, all but each, and each alone; then it is not sure that a field changes nothing."""
    few, many = (AnyOf([did(f"e{i}") for i in range(count)]) for count in (MOST_KINDS, MOST_KINDS + 1))
    assert len(options(few)) == 1 + 2**MOST_KINDS
    assert len(options(many)) == 1 + 1 + 1 + 2 * (MOST_KINDS + 1)
    assert {choice.covers for choice in supposed(few).choices} == {ALL}
    assert {choice.covers for choice in supposed(many).choices} == {0}
    assert len(options(AnyOf([did(f"e{i}") for i in range(200)]))) == 2 + MOST_OPTIONS


def test_so_many_and_so_old() -> None:
    """Where one pattern asks for more, or for later ones, than another: enough for the one and not for the other."""
    assert options(did("call", at_least=2) & ~did("call", at_least=5)) == [None, (), (Heap(0),), (Heap(0, 2),)]
    assert options(did("call") & ~did("call", within=WEEK)) == [None, (), (Heap(0),), (Heap(0, None, WEEK),)]
    assert options(did("call", within=WEEK)) == [None, (), (Heap(0),)]
    lately = did("call", within=MONTH) & ~did("call", within=WEEK)
    assert options(lately) == [None, (), (Heap(0),), (Heap(0, None, WEEK),)]


def test_so_many_and_no_more_earn_so_much() -> None:
    """One call, where three of them are asked about: five points, and not those of more than enough."""
    clause = Points(5, each=did("call"))
    leaves = supposed(Score("s", [clause, Points(-1, when=did("call", at_least=3))]))
    assert options(Score("s", [clause, Points(-1, when=did("call", at_least=3))]))[3:] == [(Heap(0, 1),)]
    assert leaves.worths(clause) == Table(0, (0, 0, 100 * MILLION, 5 * MILLION))


@pytest.mark.parametrize(
    "rule",
    [
        did("call", at_least=2) & ~did("call", at_least=5),
        did("call") & ~did("call", within=WEEK),
        did("call", within=MONTH) & ~did("call", within=WEEK),
        did("call", where=field("topic") == "price") & ~did("call", where=field("topic") == "help"),
        did("call") & did("mail") & ~did("page"),
        did("touch") & ~did("call"),
        AllOf([did("page", where=field(f"f{i}") == i) for i in range(4)]),
    ],
)
def test_events_that_can_settle_an_answer_either_way_are_said_to(rule: Any) -> None:  # noqa: ANN401 - a rule
    """A few, old or other events do what none and all of them do not; of a score too, which then could change."""
    (ask,) = ask_for(rule, {}, as_of=NOW).asks
    assert (ask.field, ask.power, ask.settles) == (EVENTS, "either way", ("YES", "NO"))
    score = Score("s", [Points(50, when=rule)], bands={"A": 50})
    (ask,) = ask_for(score, {}, as_of=NOW).asks
    assert (ask.field, ask.settles, int(ask.points)) == (EVENTS, ("A", "no band"), 50)


def test_many_small_points_reach_a_far_band() -> None:
    """Nothing bounds how many events there were."""
    score = Score("s", [Points(1, each=did("page")), Points(-5, when=big)], bands={"A": 30})
    assert ask_for(score, {"employees": 80}).fields == (EVENTS,)
    assert ask_for(score, {}).asks[0].settles == ("A", "no band")
    part = Score("size", [Points(-5, when=big)])
    whole = Score("s", [Points(1, each=did("page"))], parts=[part], bands={"A": 60})
    assert ask_for(whole, {"employees": 80}).fields == (EVENTS,)


def test_another_field_settles_nothing_that_the_events_leave_open() -> None:
    """Two calls and no more would give the points, whatever the size."""
    few = Points(50, when=did("call", at_least=2) & ~did("call", at_least=5))
    score = Score("s", [few, Points(5, when=big)], bands={"A": 50, "B": 5})
    told = [(ask.field, ask.power, ask.settles) for ask in ask_for(score, {}).asks]
    assert told == [(EVENTS, "one way", ("A",)), ("employees", "together", ())]


def test_events_whose_attributes_nobody_can_think_of_may_still_have_come() -> None:
    """They are of a kind of their own."""
    pytest.importorskip("re2")
    hard = did("page", where=field("path").matches(r"pric(e|ing){2}\d{3}"))
    (ask,) = ask_for(hard, {}).asks
    assert (ask.power, ask.settles) == ("either way", ("YES", "NO"))
    (ask,) = ask_for(Score("s", [Points(5, each=hard)], bands={"A": 5}), {}).asks
    assert ask.settles == ("A", "no band")


def test_a_clause_of_no_points_asks_for_no_events() -> None:
    """However often something happens, it gives nothing; what else would change the answer is still found."""
    one = Score("s", [Points(0, each=did("call")), Points(5, when=big)], bands={"A": 5, "B": 0})
    found = ask_for(one, {})
    assert (found.now, found.fields) == ("0 points, band B", ("employees",))
    assert ask_for(one >= 5, {"employees": 80}, []).now == "YES"
