"""What counts, mark by mark: whose it is, when it counted, and what it adds."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from tests.funnel.build import HANDED, JANUARY, act, change, day, entry, followed
from tests.scorecard.build import FEBRUARY, measured, won

from alignkit.currency import money
from alignkit.errors import DataError
from alignkit.exact import LARGEST
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered, left
from alignkit.handoff.slas import SLA
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.scorecard.amounts import average, median
from alignkit.scorecard.metrics import count, met, share, total
from alignkit.scorecard.tally import Mark, Span, Tallied, amount_of, span_of, tally

MICRO = timedelta(microseconds=1)
BIG = field("size") >= 50
MQLS = count(entered("mql"), where=BIG)
WON = entered("won")


def marks(metric: Tallied, journeys: Journeys, as_of: Any = FEBRUARY) -> list[Mark]:  # noqa: ANN401 - an instant
    """Return what counts in January."""
    return list(tally(metric, journeys, span_of(JANUARY, as_of), as_of))


def sums(metric: Tallied, journeys: Journeys) -> list[tuple[float, Any, str | None]]:
    """Return what is added: the day, the amount, and whose record tells it."""
    found = marks(metric, journeys)
    assert all(mark.unknown == (mark.amount is None) and not mark.counted for mark in found)
    return [
        ((mark.at - day(0)) / timedelta(days=1), mark.amount, mark.event and mark.event.lead)  # type: ignore[misc]  # None or an id
        for mark in found
    ]


# the part of a period that is known


def test_a_span_ends_with_the_period_or_after_as_of() -> None:
    """The first instant and `as_of` are inside, the instant after it and midnight of February are not."""
    early, whole = span_of(JANUARY, day(3)), span_of(JANUARY, day(40))
    assert [early.holds(at) for at in (day(0) - MICRO, day(0), day(3), day(3) + MICRO)] == [False, True, True, False]
    assert [whole.holds(at) for at in (day(0), day(31) - MICRO, day(31))] == [True, True, False]
    size = 24 * 60 * 60 * 10**6
    assert (early.closes - early.opens, early.ends - early.opens) == (3 * size + 1, 31 * size)
    assert whole == Span(early.opens, early.ends, early.ends) == span_of(JANUARY, day(31))


# leads


def test_a_lead_is_marked_where_it_first_counted() -> None:
    """Small in December and on the second, big on the fifth and on the ninth."""
    journeys = followed(
        *(entry(stage, at) for stage, at in (("mql", -5), ("lead", -4), ("mql", 1), ("lead", 2))),
        change("size", 90, 3),
        *(entry(stage, at) for stage, at in (("mql", 4), ("lead", 5), ("mql", 8))),
        leads={"L1": {"size": 5}},
    )
    journey = journeys.of("L1")
    assert marks(MQLS, journeys) == [Mark(journey, day(4), counted=1)]
    assert marks(count(entered("mql")), journeys) == [Mark(journey, day(1), counted=1)]
    assert marks(MQLS, journeys, day(3)) == []


def test_a_lead_that_may_count_is_marked_where_it_first_might() -> None:
    """Its size is not known twice, and small in the end; once it is known to be big, it counts."""
    came = [entry(stage, at) for stage, at in (("mql", 1), ("lead", 2), ("mql", 3), ("lead", 4), ("mql", 6))]
    small = followed(*came, change("size", 5, 5), leads={"L1": {}})
    assert marks(MQLS, small) == [Mark(small.of("L1"), day(1), unknown=1)]
    big = followed(*came, change("size", 90, 5), leads={"L1": {}})
    assert marks(MQLS, big) == [Mark(big.of("L1"), day(6), counted=1)]
    never = followed(*came, leads={"L1": {"size": 5}})
    assert marks(MQLS, never) == []


def test_a_condition_is_asked_as_of_the_entry() -> None:
    """Two demos within a week before the entry: of what came later, or long before, nothing counts."""
    keen = count(entered("mql"), where=did("demo", at_least=2, within=timedelta(days=7)))
    demos = [act("demo", 1), act("demo", 2)]
    soon, late, before = (followed(*demos, entry("mql", at)) for at in (8, 9, 1.5))
    assert marks(keen, soon) == [Mark(soon.of("L1"), day(8), counted=1)]
    assert marks(keen, late) == marks(keen, before) == []


def test_a_share_is_marked_where_the_whole_is() -> None:
    """Accepted on the third, an MQL since the second: of January's MQLS, whoever was accepted when."""
    metric = share(entered("sal"), among=entered("mql"))
    journeys = followed(
        *(entry("mql", 1, "a"), entry("sal", 2, "a"), entry("mql", 1, "b")),
        *(entry("mql", -9, "old"), entry("sal", 2, "old")),
    )
    a, b = journeys.of("a"), journeys.of("b")
    assert marks(metric, journeys) == [Mark(a, day(1), counted=1, among=1), Mark(b, day(1), among=1)]


def test_what_is_not_known_of_a_share() -> None:
    """Of one lead it is unknown whether it belongs to the part, of another whether it belongs to the whole."""
    journeys = followed(entry("mql", 1, "a"), entry("sal", 2, "a"), leads={"a": {}})
    a = journeys.of("a")
    assert marks(share(BIG, among=entered("mql")), journeys) == [Mark(a, day(1), among=1, unknown=1)]
    assert marks(share(entered("sal"), among=MQLS), journeys) == [Mark(a, day(1), unknown=1)]
    assert marks(share(MQLS, among=entered("sal")), journeys) == [Mark(a, day(2), among=1, unknown=1)]


# clocks


CALLS = (("met", 1.1), ("breached", 1.5))


def test_each_clock_is_marked_where_it_was_decided() -> None:
    """Met by the call; breached four hours after the entry, though a call came later; open as of now; or cancelled."""
    sla = SLA("first touch", "sales", entered("mql"), did("call"), hours(4), cancels=entered("lost"))
    entries = [entry("mql", 1, lead) for lead in ("breached", "met", "cancelled")]
    journeys = followed(
        *entries,
        *(Event(lead, day(at), "touch", "call", actor="ann", team="sales") for lead, at in CALLS),
        entry("lost", 1.05, "cancelled"),
        entry("mql", 2, "open"),
    )
    breached, was_met, is_open = (journeys.of(lead) for lead in ("breached", "met", "open"))
    due, now = day(1) + hours(4), day(2) + hours(1)
    assert marks(met(sla), journeys, now) == [
        Mark(breached, due, among=1),
        Mark(was_met, day(1.1), counted=1, among=1),
        Mark(is_open, now, pending=1),
    ]
    later = [Mark(breached, due, among=1), Mark(was_met, day(1.1), counted=1, among=1)]
    assert marks(met(sla), journeys) == [*later, Mark(is_open, day(2) + hours(4), among=1)]


def test_an_open_clock_is_pending_while_the_period_lasts() -> None:
    """Until its last instant; a clock that is open at midnight belongs to February."""
    sla = SLA("first touch", "sales", entered("mql"), did("call"), hours(4))
    journeys = followed(entry("mql", 30.9))
    (journey,) = journeys
    assert marks(met(sla), journeys, day(30.9)) == [Mark(journey, day(30.9), pending=1)]
    assert marks(met(sla), journeys, day(31) - MICRO * 2) == [Mark(journey, day(31) - MICRO * 2, pending=1)]
    assert marks(met(sla), journeys, day(31)) == []
    assert marks(met(sla), journeys, day(32)) == []  # breached after midnight
    early = followed(entry("mql", -0.1))
    assert marks(met(sla), early, day(0)) == [Mark(early[0], day(0), pending=1)]
    call = Event("L1", day(-0.05), "touch", "call", actor="ann", team="sales")
    assert marks(met(sla), followed(entry("mql", -0.1), call), day(1)) == []  # met in December


# amounts


def test_every_metric_of_amounts_adds_the_same_events() -> None:
    """A total, an average and a median: of each sale in the period, what it tells."""
    journeys = followed(won(1, "a", amount=5), won(-1, "b", amount=7), won(2, "c"), won(3, "d", amount="9"))
    for metric in (total("amount", at=WON), average("amount", at=WON), median("amount", at=WON)):
        assert sums(metric, journeys) == [(1, 5, "a"), (2, None, "c"), (3, None, "d")]
    (mark, *_) = marks(total("amount", at=WON), journeys)
    assert mark == Mark(journeys.of("a"), day(1), amount=5, event=journeys.of("a").events[0])


def test_what_left_a_stage_or_was_done_tells_its_own_amount() -> None:
    """The event that ended a visit, and any other event, stand for themselves."""
    journeys = followed(
        *(entry("mql", 1), Event("L1", day(2), "stage", "sal", attributes={"fee": 3})),
        *(act("order", 3, fee=4), act("order", 4)),
    )
    assert sums(total("fee", at=left("mql")), journeys) == [(2, 3, "L1")]
    assert sums(total("fee", at=did("order")), journeys) == [(3, 4, "L1"), (4, None, "L1")]
    # also one that clears the stage
    cleared = Event("L1", day(2), "stage", None, attributes={"fee": 5})
    assert sums(total("fee", at=did("stage")), followed(entry("mql", 1), cleared)) == [(1, None, "L1"), (2, 5, "L1")]
    # a stage that was passed is told by what implies it
    assert sums(total("fee", at=entered("lead")), journeys) == [(1, None, "L1")]
    skipped = followed(entry("mql", 1), Event("L1", day(2), "stage", "sql", attributes={"fee": 6}))
    assert sums(total("fee", at=entered("sal")), skipped) == [(2, 6, "L1")]


LINKS = (act("link", 0, "D1"), act("link", 0, "D2"))
AMOUNT = total("amount", at=WON)


def dealt(*events: Event) -> Journeys:
    """Replay a lead with two deals."""
    return followed(*LINKS, *events, leads={"L1": {}})


def test_a_second_deal_is_no_entry_of_its_lead_and_counts() -> None:
    """Each of the deals that were won while the lead stood in won, on its own day; sent twice it counts once."""
    first, second = won(4, "D1", amount=100), won(6, "D2", amount=20)
    again = won(7, "D2", amount=20)
    assert sums(AMOUNT, dealt(first, second, again)) == [(4, 100, "D1"), (6, 20, "D2")]
    # the lead's own record adds nothing where a deal tells an amount, before it or after it
    own = won(5, "L1", amount=999)
    assert sums(AMOUNT, dealt(first, own, second)) == [(4, 100, "D1"), (6, 20, "D2")]
    assert sums(AMOUNT, dealt(won(3, "L1", amount=999), second)) == [(6, 20, "D2")]
    # one that was won after the period is another month's
    assert sums(AMOUNT, dealt(first, won(31, "D2", amount=20))) == [(4, 100, "D1")]


def test_where_no_deal_tells_an_amount() -> None:
    """The lead's own counts; where it has none either, each deal is unknown."""
    assert sums(AMOUNT, dealt(won(4, "D1"), won(5, "L1", amount=7))) == [(5, 7, "L1")]
    assert sums(AMOUNT, dealt(won(4, "D1"), won(5, "D2"))) == [(4, None, "D1"), (5, None, "D2")]
    assert sums(AMOUNT, dealt(won(4, "D1"), won(5, "D2", amount=3))) == [(4, None, "D1"), (5, 3, "D2")]
    assert sums(AMOUNT, dealt(won(4, "L1"), won(5, "D2", amount=3))) == [(5, 3, "D2")]
    assert sums(AMOUNT, followed(won(4), leads={"L1": {}})) == [(4, None, "L1")]


def test_a_deal_that_left_and_came_again() -> None:
    """It was lost and won once more while the other one kept the lead in won: two sales of it."""
    sold = [won(4, "D1", amount=100), won(5, "D2", amount=20)]
    back = [*sold, entry("sql", 6, "D2"), won(7, "D2", amount=30)]
    assert sums(AMOUNT, dealt(*back)) == [(4, 100, "D1"), (5, 20, "D2"), (7, 30, "D2")]
    # a record that is told once more to stand where it stood all the time is no sale
    told_again = [won(1, "D1", amount=20), entry("sql", 2, "D2"), won(3, "D1", amount=20)]
    assert sums(AMOUNT, dealt(*told_again)) == [(1, 20, "D1")]
    assert sums(AMOUNT, dealt(*told_again, won(4, "D2", amount=5))) == [(1, 20, "D1"), (4, 5, "D2")]


def test_a_join_takes_its_entries_apart() -> None:
    """Won or live: each with its own events; the end of a visit tells its own amount beside them."""
    live = Event("L1", day(5), "stage", "live", attributes={"amount": 8})
    sold = followed(won(4, amount=5), live)
    assert sums(total("amount", at=WON | entered("live")), sold) == [(4, 5, "L1"), (5, 8, "L1")]
    assert sums(total("amount", at=WON | left("won")), sold) == [(4, 5, "L1"), (5, 8, "L1")]
    # the sale tells the sql too that nobody recorded
    assert sums(total("amount", at=entered("sql") | WON), sold) == [(4, 5, "L1"), (4, 5, "L1")]
    both = dealt(won(4, "D1", amount=100), won(6, "D2", amount=20), entry("lost", 8))
    for other in (WON | entered("live"), WON | left("live")):
        assert sums(total("amount", at=other), both) == [(4, 100, "D1"), (6, 20, "D2")]


def test_answers_move_records_too() -> None:
    """A lead that was rejected enters anew, and an answer that moves nobody makes no second sale."""
    fees = total("fee", at=entered("mql"))

    def came(at: float, fee: int, stage: str = "mql") -> Event:
        return Event("L1", day(at), "stage", stage, attributes={"fee": fee})

    for answer in ("accept", "reject"):
        anew = followed(came(1, 3), act(answer, 2, "region"), came(3, 4), funnel=HANDED)
        assert sums(fees, anew) == [(1, 3, "L1"), (3, 4, "L1")]
    # who is accepted late, and sent once more, stays where it is
    late = followed(came(1, 3, "sal"), act("accept", 2), came(3, 4, "sal"), funnel=HANDED)
    assert sums(total("fee", at=entered("sal")), late) == [(1, 3, "L1")]
    # the acceptance is the entry, and the stage event after it tells the amount
    told_after = followed(came(1, 3), act("accept", 2), came(3, 4, "sal"), came(4, 5, "sal"), funnel=HANDED)
    assert sums(total("fee", at=entered("sal")), told_after) == [(3, 4, "L1")]
    accepted = [won(1, amount=20), act("accept", 2), won(3, amount=20)]
    assert sums(AMOUNT, followed(*accepted, funnel=HANDED)) == [(1, 20, "L1")]
    of_deals = [act("link", 0, "D1"), won(1, "D1", amount=20), act("accept", 2, None, "D1"), won(3, "D1", amount=20)]
    assert sums(AMOUNT, followed(*of_deals, funnel=HANDED, leads={"L1": {}})) == [(1, 20, "D1")]


def test_a_deal_that_is_accepted_late_is_no_second_one() -> None:
    """It stands where it is accepted, and stays; a rejection takes it away, so that it can come once more."""
    fees = total("fee", at=entered("sal"))

    def deal(answer: str) -> Journeys:
        came = [Event("D1", day(at), "stage", "sal", attributes={"fee": fee}) for at, fee in ((1, 3), (4, 4))]
        return followed(
            act("link", 0, "D1"), came[0], act(answer, 2, None, "D1"), came[1], funnel=HANDED, leads={"L1": {}}
        )

    assert sums(fees, deal("accept")) == [(1, 3, "D1")]
    assert sums(fees, deal("reject")) == [(1, 3, "D1"), (4, 4, "D1")]


# which values are amounts


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (5, 5),
        (0, 0),
        (-3, -3),
        (0.1, Fraction(1, 10)),
        (money(5, "EUR"), money(5, "EUR")),
        (LARGEST, LARGEST),
        (-LARGEST, -LARGEST),
        (None, None),
        (True, None),
        ("12", None),
        (day(1), None),
        (float("nan"), None),
    ],
)
def test_numbers_and_money_are_amounts(value: Value, amount: Any) -> None:  # noqa: ANN401 - a number or money
    """Exactly as they are; what is neither is none."""
    found = amount_of(value, "seats", "L1")
    assert (found, type(found)) == (amount, type(amount))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (LARGEST + 1, "too-large: the seats is too large: 1000000000000001"),
        (-1e16, "too-large: the seats is too large: -1e+16"),
        (float("inf"), "not-finite: the seats is no finite number: inf"),
    ],
)
def test_an_amount_beyond_measure(value: Value, told: str) -> None:
    """Refused, with whose it is; so it is wherever the amounts are asked for."""
    with pytest.raises(DataError) as seen:
        marks(total("seats", at=WON), followed(won(1, seats=value)))
    assert str(seen.value) == f"L1: {told}"
    with pytest.raises(DataError) as caught:
        amount_of(value, "seats", "L1")
    assert str(caught.value) == f"L1: {told}"


# leads of several records


def test_E07_what_two_merged_records_won_is_won_once() -> None:
    """Both records tell the sale, before the merge and again at it: one amount. Two deals are two."""
    merge = act("merge", 15, "B", lead="A")
    told = ((5, "A"), (6, "B"), (15, "B"), (16, "A"))
    journeys = followed(merge, *(won(at, lead, amount=100) for at, lead in told))
    assert sums(total("amount", at=WON), journeys) == [(5, 100, "A")]
    assert len(marks(count(WON), journeys)) == 1
    deals = [act("link", 1, f"D{lead}", lead=lead) for lead in "AB"]
    both = followed(merge, *deals, won(5, "DA", amount=100), won(6, "DB", amount=50))
    assert sums(total("amount", at=WON), both) == [(5, 100, "DA"), (6, 50, "DB")]
    for found, value in ((journeys, 100), (both, 150)):
        assert measured(total("amount", at=WON), found).value == value
