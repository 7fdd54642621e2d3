"""What stands in a stage at an instant is worth: when it counts, whose it is, and which amount it has."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.funnel.build import END, act, change, day, entry, followed
from tests.scorecard.build import FEBRUARY, grouped, measured

from alignkit.currency import money
from alignkit.errors import DataError
from alignkit.history.events import Event
from alignkit.scorecard.quantities import Quantity
from alignkit.scorecard.standings import pipeline, standing

OPEN = pipeline("amount", "sal", "sql")
MOMENT = timedelta(microseconds=1)


def worth(stage: str, as_of: datetime) -> Quantity | None:
    """Return what stands in a stage of a lead of 5 EUR: sal on the second, sql on the 21st, won as January ends."""
    journeys = followed(
        *(entry("sal", 1), change("amount", 5, 1), entry("sql", 20)),
        act("call", 30),
        *(entry("won", 31), change("amount", 7, 31)),
    )
    return measured(pipeline("amount", stage), journeys, as_of).value


@pytest.mark.parametrize(
    ("stage", "as_of", "value"),
    [
        ("sal", day(10), 5),
        ("sql", day(10), 0),
        ("sal", day(20) - MOMENT, 5),
        ("sal", day(20), 0),
        ("sql", day(20), 5),
        ("sql", FEBRUARY - MOMENT, 5),
        ("sql", FEBRUARY, 5),
        ("won", FEBRUARY, 0),
        ("sql", END, 5),
        ("won", END, 0),
    ],
)
def test_the_instant_is_as_of_or_the_last_of_the_period(stage: str, as_of: datetime, value: int) -> None:
    """What happens as January ends, or later, is not January's, whenever one asks."""
    assert worth(stage, as_of) == value


def test_the_last_instant_is_just_before_the_end() -> None:
    """What comes in the last microsecond of January stands there; the owner of then has it."""
    journeys = followed(
        act("owner", 1, "ann"),
        *(entry("sal", 1), Event("L1", FEBRUARY - MOMENT, "stage", "sql")),
        act("owner", 31, "bob"),
    )
    assert [(name, one.value) for name, one in grouped(standing("sql"), journeys, "owner", END)] == [("ann", 1)]


def test_what_stands_group_by_group_on_the_way() -> None:
    """On the eleventh, of leads whose later ways are known."""
    journeys = followed(
        *(act("owner", 0, "ann", "a"), entry("sal", 1, "a"), entry("sql", 20, "a")),
        *(act("owner", 0, "bob", "b"), entry("sal", 1, "b"), act("owner", 12, "ann", "b")),
    )
    assert [(name, one.value) for name, one in grouped(standing("sal"), journeys, "owner", day(10))] == [
        ("ann", 1),
        ("bob", 1),
    ]


def test_other_fields_are_no_amounts() -> None:
    """A size that is told later changes no amount; an attribute of that event does."""
    size = change("size", 99, 3)
    assert measured(OPEN, followed(entry("sal", 1), change("amount", 5, 2), size)).value == 5
    empty = change("size", None, 3)
    assert measured(OPEN, followed(entry("sal", 1), change("amount", 5, 2), empty)).value == 5
    assert measured(OPEN, followed(entry("sal", 1), change("amount", 5, 2), act("offer", 3, amount=8))).value == 8


def test_the_lead_beside_its_deal() -> None:
    """A lead that came to the stage itself, too, adds nothing beside a deal with an amount."""
    journeys = followed(
        act("link", 0, "D1"),
        *(entry("sql", 1), change("amount", 9, 1)),
        *(entry("sql", 1, "D1"), change("amount", 5, 2, "D1")),
        leads={"L1": {}},
    )
    assert measured(OPEN, journeys).value == 5


def test_deals_belong_to_the_group_of_that_instant() -> None:
    """Deals have the owner of their lead as of then."""
    journeys = followed(
        *(act("owner", 0, "ann"), act("link", 0, "D1"), act("owner", 9, "bob"), act("owner", 12, "cas")),
        *(entry("sql", 1, "D1"), change("amount", 5, 2, "D1")),
        leads={"L1": {}},
    )
    assert [(name, one.value) for name, one in grouped(OPEN, journeys, "owner", day(10))] == [("bob", 5)]


@pytest.mark.parametrize("deal", [False, True])
def test_an_amount_that_is_too_large(deal: bool) -> None:
    """Refused with its name and its lead, whether the lead's own or that of a deal."""
    huge = "D1" if deal else "L1"
    links = [act("link", 0, "D1"), entry("sql", 1, "D1")] if deal else [entry("sql", 1)]
    journeys = followed(*links, change("amount", 10**20, 2, huge), leads={"L1": {}})
    with pytest.raises(DataError) as caught:
        measured(OPEN, journeys)
    assert str(caught.value) == "L1: too-large: the amount is too large: 100000000000000000000"


def test_two_currencies_are_told_with_the_events_that_have_them() -> None:
    """With the lead, the deal, and the event's own id."""
    journeys = followed(
        *(entry("sql", 1, "a"), Event("a", day(2), "field", money(5, "EUR"), field="amount", id="E7")),
        *(act("link", 0, "D1", "b"), entry("sql", 1, "D1"), change("amount", money(6, "USD"), 2, "D1")),
        leads={"a": {}, "b": {}},
    )
    with pytest.raises(DataError) as caught:
        measured(OPEN, journeys, day(10))
    assert str(caught.value) == (
        "amount: mixed-currencies: the amount 5 EUR (lead 'a', event 'E7', 2026-01-11T00:00:00+00:00) and the amount "
        "6 USD (lead 'b', 'D1', 2026-01-11T00:00:00+00:00) cannot be added without a stated rate"
    )


def test_E07_merged_records_are_one_lead_worth_one_amount() -> None:
    """The survivor's amount, with gaps filled; what does not count tells none; each deal of both has its own."""
    merge = act("merge", 15, "B", lead="A")
    both = (entry("sal", 1, "A"), entry("sal", 2, "B"))
    told = (change("amount", 5, 3, "A"), change("amount", 7, 4, "B"), change("amount", 9, 5, "A"))
    assert measured(OPEN, followed(merge, *both, *told)).value == 7
    assert measured(OPEN, followed(merge, *both, told[0])).value == 5
    assert measured(standing("sal"), followed(merge, *both)).value == 1
    passed = Event("B", day(2), "stage", "sal", attributes={"amount": 100})
    assert measured(OPEN, followed(merge, told[0], both[0], passed, change("amount", 6, 6, "A"))).value == 6
    deals = [act("link", 1, f"D{lead}", lead=lead) for lead in "AB"]
    deals += [entry("sql", 3, f"D{lead}") for lead in "AB"]
    deals += [change("amount", worth, 3, deal) for deal, worth in (("DA", 3), ("DB", 4))]
    assert measured(OPEN, followed(merge, *both, *deals)).value == 7
