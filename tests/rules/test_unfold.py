"""Unfold: when a score changes, and to what. Days stand for instants, microseconds for what lies just beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alignkit.history.events import Event
from alignkit.instants import micros
from alignkit.rules.courses import Past
from alignkit.rules.decay import DAY
from alignkit.rules.field import field
from alignkit.rules.predicates import Rule, at_least, did
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score
from alignkit.rules.unfold import Unfolding

ZERO = datetime(2026, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
END = 100


def past(
    *days: float, start: float = 0, fields: Mapping[str, Sequence[tuple[float, object]]] = {}, name: str = "webinar"
) -> Past:
    """Make a past of webinars on some days, and of fields since some days."""
    events = [Event("L1", ZERO + timedelta(days=day), name) for day in days]
    held = {field: [(at(since), value) for since, value in values] for field, values in fields.items()}
    return Past(at(start), at(END), [(micros(event.at), event) for event in events], held)


def at(day: float) -> int:
    """Return a day in microseconds."""
    return micros(ZERO) + int(day * DAY)


def told(score: Score, of: Past) -> list[tuple[float | str, float]]:
    """Return when a score changes and to how many points; a microsecond after a day is written so."""
    found: list[tuple[float | str, float]] = []
    for instant, points in zip(*Unfolding(score).over(of), strict=True):
        day, rest = divmod(instant - at(0), DAY)
        found.append((f"{day}+" if rest == 1 else day + rest / DAY, points / 10**6))
    return found


def each(**how: Any) -> Score:  # noqa: ANN401 - the parts of a clause
    """Make a score of 8 points for each webinar."""
    within = how.pop("within", None)
    return Score("s", [Points(8, each=did("webinar", within=within), **how)])


def when(rule: Rule) -> Score:
    """Make a score of 1 point while a rule holds."""
    return Score("s", [Points(1, when=rule)])


def test_an_event_counts_from_its_instant_on() -> None:
    """Each adds its points when it comes; two at once are one change."""
    assert told(each(), past(3, 5, 5)) == [(0, 0), (3, 8), (5, 24)]
    assert told(each(), past(3, name="call")) == [(0, 0)]


def test_points_fade_as_days_complete() -> None:
    """By half-lives each day, until less than half a millionth is left; by steps at each of them."""
    daily = told(Score("s", [Points(0.000008, each=did("webinar"), half_life=timedelta(days=1))]), past(2.5))
    assert daily == [(0, 0), (2.5, 8e-6), (3.5, 4e-6), (4.5, 2e-6), (5.5, 1e-6), (6.5, 0)]  # 0.5 rounds to 0
    steps = each(steps={WEEK: 0.5, 2 * WEEK: 0})
    assert told(steps, past(1, 4)) == [(0, 0), (1, 8), (4, 16), (8, 12), (11, 8), (15, 4), (18, 0)]


def test_a_span_has_both_its_ends() -> None:
    """An event counts up to the end of the span, and not a microsecond longer."""
    assert told(each(within=WEEK), past(1, 4)) == [(0, 0), (1, 8), (4, 16), ("8+", 8), ("11+", 0)]
    assert told(each(within=WEEK), past(95)) == [(0, 0), (95, 8)]
    assert told(each(within=WEEK), past(93)) == [(0, 0), (93, 8)]  # it would change a microsecond after the end


def test_the_first_alone_and_then_the_next() -> None:
    """Without a span the first is the first for ever; in a span the next one follows it."""
    first = {"first_only": True, "steps": {timedelta(days=2): 0.5}}
    assert told(each(**first), past(1, 4, 4)) == [(0, 0), (1, 8), (3, 4)]
    # the second has faded when it becomes the first
    assert told(each(within=WEEK, **first), past(1, 4, 20)) == [
        *[(0, 0), (1, 8), (3, 4), ("11+", 0)],
        *[(20, 8), (22, 4), ("27+", 0)],
    ]


def test_the_latest_are_worth_most() -> None:
    """With `count_up_to`, a later event takes the place of an earlier one that has faded."""
    counted = each(count_up_to=1, steps={timedelta(days=2): 0.5})
    assert told(counted, past(1, 4)) == [(0, 0), (1, 8), (3, 4), (4, 8), (6, 4)]
    assert told(each(count_up_to=2, within=WEEK), past(1, 2, 3)) == [(0, 0), (1, 8), (2, 16), ("9+", 8), ("10+", 0)]


def test_caps_and_floors_cut_what_is_shown() -> None:
    """A clause is capped for itself, then the total: beyond a cap nothing changes."""
    assert told(each(cap=10), past(1, 2, 3)) == [(0, 0), (1, 8), (2, 10)]
    spam = Points(-5, each=did("webinar", within=WEEK), cap=-8)
    score = Score("s", [spam, Points(3, when=field("a").is_true())], floor=-4)
    assert told(score, past(1, 2, fields={"a": [(0, True)]})) == [(0, 3), (1, -2), (2, -4), ("8+", -2), ("9+", 3)]
    assert told(Score("t", parts=[each()], cap=9), past(1, 2)) == [(0, 0), (1, 8), (2, 9)]


def test_events_asked_for_in_a_rule() -> None:
    """So many in a span: a rule holds while they lie close enough."""
    twice = did("webinar", at_least=2, within=WEEK)
    assert told(when(twice), past(1, 5, 20, 30)) == [(0, 0), (5, 1), ("8+", 0)]
    assert told(when(~twice), past(1, 5)) == [(0, 1), (5, 0), ("8+", 1)]
    assert told(when(did("webinar")), past(1)) == [(0, 0), (1, 1)]
    assert told(when(did("webinar", within=WEEK)), past(1, 4)) == [(0, 0), (1, 1), ("11+", 0)]


def test_an_instant_in_a_field() -> None:
    """`within` holds from the instant on, up to the end of its span; a value is asked while the field holds it."""
    recent = field("seen").within(WEEK)
    seen = ZERO + timedelta(days=3)
    assert told(when(recent), past(fields={"seen": [(0, seen)]})) == [(0, 0), (3, 1), ("10+", 0)]
    assert told(when(recent), past(fields={"seen": [(0, None), (5, seen), (8, "x")]})) == [(0, 0), (5, 1), (8, 0)]
    assert told(when(recent), past(fields={"seen": [(0, ZERO + timedelta(days=101))]})) == [(0, 0)]
    # it would be out of its span a microsecond after the end
    assert told(when(recent), past(fields={"seen": [(0, ZERO + timedelta(days=93))]})) == [(0, 0), (93, 1)]
    assert told(when(~recent), past()) == [(0, 0)]  # a field that nobody gave is UNKNOWN, and so is its opposite


def test_the_instants_of_a_list() -> None:
    """Each item of a list has its own span."""
    visits = (ZERO + timedelta(days=3), ZERO + timedelta(days=5))
    fields = {"visits": [(0, visits)]}
    assert told(when(field("visits").any_item.within(WEEK)), past(fields=fields)) == [(0, 0), (3, 1), ("12+", 0)]
    assert told(when(field("visits").every_item.within(WEEK)), past(fields=fields)) == [(0, 0), (5, 1), ("10+", 0)]


def test_rules_join_by_kleene() -> None:
    """All, any and at least so many, over parts that change at unlike instants, one of them not known for some days."""
    a, b = field("a").is_true(), field("b").is_true()
    of = past(fields={"a": [(0, True), (4, False)], "b": [(0, None), (2, True), (6, None)]})
    assert told(when(a & b), of) == [(0, 0), (2, 1), (4, 0)]
    assert told(when(a | b), of) == [(0, 1), (6, 0)]
    assert told(when(~(a & b)), of) == [(0, 0), (4, 1)]
    assert told(when(~(a | b)), of) == [(0, 0)]
    assert told(when(at_least(2, a, b, a)), of) == [(0, 1), (4, 0)]
    assert told(when((a & b).named("both")), of) == [(0, 0), (2, 1), (4, 0)]


@pytest.mark.parametrize(("op", "days"), [(">=", [1, 3]), (">", []), ("<", [0, 1, 3]), ("<=", [0])])
def test_a_score_in_a_rule(op: str, days: list[int]) -> None:
    """A threshold inside a rule is crossed by fading alone too."""
    inner = each(steps={timedelta(days=2): 0.5})
    rule = {">=": inner >= 8, ">": inner > 8, "<": inner < 8, "<=": inner <= 8}[op]
    outer = Score("outer", [Points(1, when=rule)])
    found = told(outer, past(1))
    assert [day for day, _ in found] == sorted({0, *days})
    assert found[-1][1] == (1 if op.startswith("<") else 0)


def test_a_later_start_begins_with_what_holds_then() -> None:
    """What happened before the start counts as far as it still does; what has gone does not."""
    assert told(each(steps={WEEK: 0.5}), past(1, 4, start=10)) == [(10, 8 / 2 + 8), (11, 8)]
    assert told(each(within=WEEK), past(1, 4, start=10)) == [(10, 8), ("11+", 0)]
    assert told(when(did("webinar", within=WEEK)), past(1, 4, start=12)) == [(12, 0)]
    assert told(each(within=WEEK, first_only=True), past(1, 4, 9, start=10)) == [(10, 8), ("16+", 0)]


def test_changes_at_one_instant_are_one() -> None:
    """What comes, fades or goes at the same instant adds up."""
    steps = each(steps={timedelta(days=3): 0.5, timedelta(days=6): 0})
    assert told(steps, past(1, 4)) == [(0, 0), (1, 8), (4, 12), (7, 4), (10, 0)]
    assert told(each(within=WEEK), past(1, 1, 4)) == [(0, 0), (1, 16), (4, 24), ("8+", 8), ("11+", 0)]
    twice = when(did("webinar", at_least=2, within=WEEK))
    assert told(twice, past(1, 1)) == [(0, 0), (1, 1), ("8+", 0)]
    assert told(twice, past(1, 1, 8)) == [(0, 0), (1, 1), ("8+", 0)]


def test_the_last_instant_belongs_to_the_time() -> None:
    """What changes then is told; what changes a microsecond later is not."""
    last = [(0, 0), (93 - 1 / DAY, 1), (100, 0)]
    gone = past(93 - 1 / DAY)
    assert told(when(did("webinar", within=WEEK)), gone) == last
    assert told(each(within=WEEK), gone) == [(day, 8 * points) for day, points in last]
    seen = {"seen": [(0, ZERO + timedelta(days=100))]}
    assert told(when(field("seen").within(WEEK)), past(fields=seen)) == [(0, 0), (100, 1)]
    fading = each(steps={timedelta(days=1): 0.5})
    assert told(fading, past(1, 99)) == [(0, 0), (1, 8), (2, 4), (99, 12), (100, 8)]
    assert [day for day, _ in told(fading, past(1, 99 + 1 / DAY))] == [0, 1, 2, "99+"]
    fading = each(within=WEEK, steps={timedelta(days=1): 0.5})
    assert [day for day, _ in told(fading, past(1, 99 + 1 / DAY))] == [0, 1, 2, "8+", "99+"]


def test_the_first_of_all_may_be_older_than_1970() -> None:
    """Instants are counted from then, and below zero before."""
    day = datetime(1969, 12, 1, tzinfo=UTC)
    events = [Event("L1", day + timedelta(days=count), "webinar") for count in (0, 40)]
    of = Past(micros(day), micros(day) + 50 * DAY, [(micros(event.at), event) for event in events], {})
    course = Unfolding(each(first_only=True)).over(of)
    assert course.instants == (micros(day),)
    assert course.values == (8_000_000,)


def test_an_instant_that_is_compared_does_not_pass() -> None:
    """Only `within` looks at the time; a value that comes later and goes again is asked while it is there."""
    seen = ZERO + timedelta(days=3)
    held = past(fields={"seen": [(0, None), (1, seen), (20, "x")]})
    assert told(when(field("seen") >= ZERO), held) == [(0, 0), (1, 1), (20, 0)]
    assert told(when(field("seen").within(WEEK)), held) == [(0, 0), (3, 1), ("10+", 0)]


def test_a_part_that_turns_out_to_be_no() -> None:
    """It was not known before, and the others decide on."""
    a, b = field("a").is_true(), field("b").is_true()
    of = past(fields={"a": [(0, True)], "b": [(0, None), (2, False), (4, None)]})
    assert told(when(~(a & b)), of) == [(0, 0), (2, 1), (4, 0)]
    assert told(when(at_least(2, a, b, b)), of) == [(0, 0)]
    assert told(when(at_least(1, b, b)), of) == [(0, 0)]


SEEN = field("seen").within(timedelta(days=10))
RICH = Score(
    "rich",
    [
        Points(5, each=did("webinar"), steps={WEEK: 0.5, 2 * WEEK: 0.25}, cap=12),
        Points(3, each=did("webinar", within=3 * WEEK), count_up_to=2, half_life=WEEK),
        Points(-2, each=did("webinar", within=WEEK), first_only=True),
        Points(7, when=SEEN | field("a").is_true()),
        Points(1, when=at_least(2, ~SEEN, field("a") == 5, did("webinar", at_least=2, within=WEEK))),
    ],
    [Score("part", [Points(4, when=each(within=WEEK) >= 16)], floor=1)],
    cap=20,
)


@pytest.mark.parametrize("days", [(), (1,), (1, 1, 8), (3, 4.5, 6, 24), (2, 9, 9, 16, 23, 30)])
@pytest.mark.parametrize("start", [0, 10])
def test_a_score_over_time_is_what_it_is_rated_at_each_instant(days: tuple[float, ...], start: float) -> None:
    """At every quarter of a day, and a microsecond before and after, with what is known by then."""
    values: list[tuple[float, object]] = [
        (start, None),
        (start + 4, ZERO + timedelta(days=start + 6)),
        (start + 30, ZERO),
    ]
    held: dict[str, list[tuple[float, object]]] = {"seen": values, "a": [(start, True), (start + 5, 5)]}
    of = past(*days, start=start, fields=held)
    course = Unfolding(RICH).over(of)
    for quarter in range(4 * 50):
        for beside in (-1, 0, 1):
            instant = at(start) + quarter * DAY // 4 + beside
            if instant < at(start):
                continue
            as_of = ZERO + timedelta(microseconds=instant - at(0))
            lead = {name: [value for since, value in some if at(since) <= instant][-1] for name, some in held.items()}
            events = [event for happened, event in of.events if happened <= instant]
            assert course.at(instant) == rate(RICH, lead, events, as_of=as_of).points * 10**6


def test_nothing_happens_to_nobody() -> None:
    """A lead without events and fields has its score from the start to the end."""
    assert told(each(), past()) == [(0, 0)]
    assert told(Score("s", [Points(0, each=did("webinar"))]), past(3)) == [(0, 0)]


def test_one_unfolding_for_many_leads() -> None:
    """The tables of what fades grow with the oldest event; the leads do not see each other."""
    unfolding = Unfolding(each(half_life=timedelta(days=30)))
    alone = [Unfolding(each(half_life=timedelta(days=30))).over(past(day)) for day in (95, 1, 50)]
    assert [unfolding.over(past(day)) for day in (95, 1, 50)] == alone


def test_a_shared_part_is_computed_once() -> None:
    """A rule of a chain of rules, each used twice, does not double with each."""
    rule: Rule = did("webinar", within=WEEK)
    for _ in range(15):
        rule = (rule & rule).named("again")
    assert told(when(rule), past(1)) == [(0, 0), (1, 1), ("8+", 0)]
