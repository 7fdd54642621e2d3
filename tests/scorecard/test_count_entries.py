"""The short way to counts and amounts of entries: what it answers at once, and what it leaves to the long one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.funnel.build import HANDED, JANUARY, act, change, day, entry, followed
from tests.scorecard.build import FEBRUARY, won

from alignkit.errors import DocumentError
from alignkit.funnel.patterns import either, entered, left
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.instants import days, micros
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.scorecard.amounts import average, median
from alignkit.scorecard.count_entries import Counts, amounts_at, counts_of, standing_now, values_at
from alignkit.scorecard.metrics import count, share, total
from alignkit.scorecard.standings import standing
from alignkit.scorecard.tally import Mark, span_of

SPAN = span_of(JANUARY, FEBRUARY)
WHOLE = span_of(JANUARY, day(40))
MQL, SAL, WON = entered("mql"), entered("sal"), entered("won")
BIG, LOCAL = field("size") >= 50, field("region") == "north"
AMOUNT = total("amount", at=WON)
MICRO = timedelta(microseconds=1)


# counts


def test_entries_are_counted_at_once() -> None:
    """Three leads became MQL, one of them twice; two of these or of others were accepted."""
    journeys = followed(
        *(entry("mql", 1, "a"), entry("lead", 2, "a"), entry("mql", 3, "a"), entry("sal", 4, "a")),
        *(entry("mql", 1, "b"), entry("mql", 1, "c"), entry("mql", 40, "late")),
        *(entry("mql", -9, "old"), entry("sal", 2, "old")),
    )
    assert counts_of(count(MQL), journeys, SPAN) == Counts(3, 0, 0)
    assert counts_of(count(either(MQL, SAL)), journeys, SPAN) == Counts(4, 0, 0)
    assert counts_of(share(SAL, among=MQL), journeys, SPAN) == Counts(1, 3, 0)
    assert counts_of(share(MQL, among=SAL), journeys, SPAN) == Counts(1, 2, 0)
    assert counts_of(count(MQL), followed(), SPAN) == Counts(0, 0, 0)


def test_anything_else_is_left_to_the_long_way() -> None:
    """The end of a visit, an event, or either of these and an entry; on either side of a share."""
    journeys = followed(entry("mql", 1), entry("sal", 2))
    for other in (left("mql"), did("call"), either(MQL, left("mql"))):
        assert counts_of(count(other), journeys, SPAN) is None
        assert counts_of(share(other, among=MQL), journeys, SPAN) is None
        assert counts_of(share(MQL, among=other), journeys, SPAN) is None
        assert counts_of(share(other, among=other), journeys, SPAN) is None


def test_a_period_holds_its_first_instant_and_not_its_end() -> None:
    """Also of leads that came several times: an entry at midnight of the first of February is February's."""
    for again in ([], [entry("lead", 2, "b"), entry("mql", 3, "b")]):
        journeys = followed(
            *(entry("mql", 0, "first"), Event("last", day(31) - MICRO, "stage", "mql"), entry("mql", 31, "after")),
            *(entry("mql", 1, "b"), *again),
            leads={lead: {"size": 90} for lead in ("first", "last", "after", "b")},
        )
        for metric in (count(MQL), count(MQL, where=BIG)):
            assert counts_of(metric, journeys, WHOLE) == Counts(3, 0, 0)


def test_a_condition_may_hold_at_any_entry() -> None:
    """Of one lead it was not known at first, and then it was big; of another it was never known."""
    journeys = followed(
        *(event for lead in "abc" for event in (entry("mql", 1, lead), entry("lead", 2, lead), entry("mql", 4, lead))),
        *(change("size", 90, 3, "a"), change("size", 5, 3, "b")),
        leads={"a": {}, "b": {"size": 90}, "c": {}},
    )
    assert counts_of(count(MQL, where=BIG), journeys, SPAN) == Counts(2, 0, 1)
    assert counts_of(count(either(MQL, SAL), where=BIG), journeys, SPAN) == Counts(2, 0, 1)
    assert counts_of(share(BIG, among=MQL), journeys, SPAN) == Counts(2, 3, 1)
    assert counts_of(share(MQL, among=count(MQL, where=BIG)), journeys, SPAN) == Counts(2, 2, 1)


def test_what_is_not_known_of_a_share() -> None:
    """One lead may be big; of another, who is big, it is not known whether it belongs to the north."""
    journeys = followed(
        *(entry("mql", 1, lead) for lead in "abc"),
        leads={"a": {"region": "north"}, "b": {"size": 90}, "c": {"size": 9, "region": "south"}},
    )
    assert counts_of(share(BIG, among=count(MQL, where=LOCAL)), journeys, SPAN) == Counts(0, 1, 2)


def test_one_question_after_another() -> None:
    """Each condition, and each span, has its own answer."""
    journeys = followed(
        *(entry("mql", at, lead) for lead, at in (("a", 1), ("b", 2), ("c", 20))),
        leads={"a": {"size": 90, "region": "north"}, "b": {"size": 90}, "c": {"size": 90}},
    )
    big, local = count(MQL, where=BIG), count(MQL, where=LOCAL)
    early = span_of(JANUARY, day(1))
    for _ in range(2):
        assert counts_of(big, journeys, SPAN) == Counts(3, 0, 0)
        assert counts_of(local, journeys, SPAN) == Counts(1, 0, 2)
        assert counts_of(big, journeys, early) == Counts(1, 0, 0)


def test_a_condition_is_asked_as_of_the_entry() -> None:
    """Of time, of events, or of both and a field: what came after the entry does not count."""
    journeys = followed(
        *(act("demo", 1, lead="a"), entry("mql", 2, "a"), entry("mql", 2, "b"), act("demo", 3, lead="b")),
        *(act("demo", 1, lead="c"), entry("mql", 9, "c")),
        leads={
            "a": {"size": 90, "seen": day(0)},
            "b": {"size": 90, "seen": day(1)},
            "c": {"size": 9, "seen": day(1)},
        },
    )
    recent, keen = field("seen").within(days(2)), did("demo")
    for rule, yes in ((recent, 2), (keen, 2), (keen & BIG, 1), (recent & keen, 1), (recent & BIG, 2)):
        assert counts_of(count(MQL, where=rule), journeys, SPAN) == Counts(yes, 0, 0)


def test_a_misspelt_stage_is_not_empty() -> None:
    """It is refused, with its nearest, whatever is asked of it."""
    wrong = entered("mqll")
    for ask in (
        lambda: counts_of(count(wrong), followed(), SPAN),
        lambda: counts_of(count(either(MQL, wrong), where=BIG), followed(), SPAN),
        lambda: values_at(total("amount", at=wrong), followed(), SPAN),
        lambda: amounts_at(total("amount", at=wrong), followed(), SPAN),
        lambda: standing_now(standing("mqll"), followed(), 0),
    ):
        with pytest.raises(DocumentError, match="did you mean 'mql'"):
            ask()


def test_what_stands_in_stages() -> None:
    """One in sal and one in sql on the third; on the ninth both are gone."""
    journeys = followed(entry("sal", 1, "a"), entry("sql", 2, "b"), won(8, "a"), entry("lost", 8, "b"))
    at = [micros(day(number)) for number in (0, 1, 3, 9)]
    assert [standing_now(standing("sal", "sql"), journeys, now) for now in at] == [0, 1, 2, 0]
    assert [standing_now(standing("sql"), journeys, now) for now in at] == [0, 0, 1, 0]


# amounts


def test_bare_amounts_in_the_order_of_the_leads() -> None:
    """Each entry of the period adds one; None where it tells none."""
    journeys = followed(
        *(won(9, "a", amount=5), won(2, "b"), won(3, "c", amount="12"), won(40, "d", amount=8), won(-1, "e", amount=8)),
        *(won(1, "f", amount=6), entry("lost", 2, "f"), won(7, "f", amount=7)),
    )
    for metric in (AMOUNT, average("amount", at=WON), median("amount", at=WON)):
        assert values_at(metric, journeys, SPAN) == [5, None, None, 6, 7]
    assert values_at(total("seats", at=WON), journeys, SPAN) == [None] * 5
    assert values_at(total("amount", at=entered("lost")), journeys, SPAN) == [None]
    assert values_at(AMOUNT, followed(), SPAN) == []


def test_amounts_at_the_ends_of_a_period() -> None:
    """The first instant is inside, midnight of February is not."""
    journeys = followed(won(0, "first", amount=1), won(31, "after", amount=2))
    assert values_at(AMOUNT, journeys, WHOLE) == [1]
    assert values_at(AMOUNT, journeys, span_of(JANUARY, day(0) - MICRO)) == []


def test_a_stage_that_was_passed_is_told_by_what_implies_it() -> None:
    """The sale tells the amount of the sql that nobody recorded, and is named as its source."""
    journeys = followed(entry("mql", 1), won(3, amount=5))
    metric = total("amount", at=entered("sql"))
    (journey,) = journeys
    assert values_at(metric, journeys, SPAN) == [5]
    assert amounts_at(metric, journeys, SPAN) == [Mark(journey, day(3), amount=5, event=journey.events[1])]


def test_the_long_way_is_asked_of_leads_with_several_records() -> None:
    """Deals, and answers that move a lead: bare amounts would say too little; marks come in the order of the leads."""
    alone = [won(2, "a", amount=5), won(3, "z")]
    dealt = [act("link", 0, "D1", "m"), won(4, "D1", amount=6), act("link", 0, "D2", "m"), won(5, "D2", amount=7)]
    leads: dict[str, dict[str, Value]] = {lead: {} for lead in "amz"}
    assert values_at(AMOUNT, followed(*alone, *dealt, leads=leads), SPAN) is None
    journeys = followed(*alone, *dealt, leads=leads)
    a, m, z = journeys
    assert amounts_at(AMOUNT, journeys, SPAN) == [
        Mark(a, day(2), amount=5, event=a.events[0]),
        Mark(m, day(4), amount=6, event=m.events[2]),
        Mark(m, day(5), amount=7, event=m.events[3]),
        Mark(z, day(3), unknown=1, event=z.events[0]),
    ]
    # what was won at one instant stays in the order of the events
    at_once = followed(*dealt[:1], won(4, "D1", amount=9), dealt[2], won(4, "D2", amount=6), leads={"m": {}})
    assert [mark.amount for mark in amounts_at(AMOUNT, at_once, SPAN) or ()] == [9, 6]
    # who has deals, but never came, needs no long way
    others = followed(*alone, act("link", 0, "D1", "m"), leads=leads)
    assert values_at(AMOUNT, others, SPAN) == [5, None]
    moved = followed(entry("mql", 1), act("accept", 2), entry("sal", 3), funnel=HANDED)
    assert values_at(total("fee", at=SAL), moved, SPAN) is None
    assert values_at(total("fee", at=MQL), moved, SPAN) == [None]


def test_amounts_of_anything_else_are_left_to_the_long_way() -> None:
    """Of either of two stages, of ends and of events."""
    journeys = followed(won(2, amount=5))
    for at in (either(WON, SAL), left("mql"), did("order")):
        assert values_at(total("amount", at=at), journeys, SPAN) is None
        assert amounts_at(total("amount", at=at), journeys, SPAN) is None
