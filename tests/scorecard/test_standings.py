"""What stands in a stage at the end of what is known, and what it is worth."""

from __future__ import annotations

import pytest
from tests.funnel.build import act, change, day, entry, followed
from tests.scorecard.build import FEBRUARY, grouped, measured, won

from alignkit.currency import money
from alignkit.errors import DocumentError, LimitError
from alignkit.funnel.patterns import entered
from alignkit.scorecard.standings import pipeline, standing

OPEN = pipeline("amount", "sal", "sql")


def test_a_lead_stands_where_it_came_last() -> None:
    """One in sal, one in sql, one gone on, one lost, one cleared."""
    journeys = followed(
        *(entry("sal", 1, "a"), entry("sal", 1, "b"), entry("sql", 2, "b")),
        *(entry("sql", 1, "c"), won(3, "c")),
        *(entry("sql", 1, "d"), entry("lost", 3, "d")),
        *(entry("sql", 1, "e"), entry(None, 3, "e")),
    )
    assert measured(standing("sal", "sql"), journeys).value == 2
    assert measured(standing(entered("sql")), journeys).value == 1
    assert measured(standing("lost"), journeys).value == 1


def test_the_instant_is_as_of_or_the_end_of_the_period() -> None:
    """On 10 January in sal; when January is over, in sql; midnight of February is not January."""
    journeys = followed(entry("sal", 1), entry("sql", 20), won(31))
    assert measured(standing("sal"), journeys, day(10)).value == 1
    assert measured(standing("sal"), journeys, FEBRUARY).value == 0
    assert measured(standing("sql"), journeys, day(60)).value == 1
    assert measured(standing("won"), journeys, day(60)).value == 0


def test_the_latest_amount_counts() -> None:
    """A field that changed, an event that tells it later, or the field that the lead always had."""
    journeys = followed(
        *(
            entry("sal", 1, "a"),
            change("amount", 5, 2, "a"),
            change("amount", 8, 3, "a"),
            change("amount", 99, 40, "a"),
        ),
        *(entry("sql", 1, "b"), change("amount", 5, 2, "b"), act("offer", 3, lead="b", amount=20)),
        *(entry("sql", 1, "c"), entry("sql", 1, "d")),
        *(entry("sal", 1, "e"), change("amount", 5, 2, "e"), change("amount", None, 3, "e")),
        leads={"a": {}, "b": {}, "c": {"amount": 100}, "d": {}, "e": {}},
    )
    found = measured(OPEN, journeys)
    assert (found.value, found.unknown) == (128, 2)


def test_each_deal_counts_by_its_own_stage() -> None:
    """One deal is won, two are open: the lead stands in won, and 30 EUR are in the pipeline."""
    journeys = followed(
        *(act("link", 0, deal) for deal in ("D1", "D2", "D3")),
        *(entry("sql", 1, "D1"), entry("sql", 2, "D2"), entry("sal", 2, "D3")),
        *(change("amount", money(7, "EUR"), 2, "D1"), won(3, "D1")),
        *(change("amount", money(10, "EUR"), 2, "D2"), change("amount", money(20, "EUR"), 2, "D3")),
        leads={"L1": {"amount": money(999, "EUR")}},
    )
    found = measured(OPEN, journeys)
    assert (found.value, found.unknown) == (money(30, "EUR"), 0)


def test_a_deal_without_an_amount() -> None:
    """Beside one with an amount it is unknown; alone, its lead's own amount counts, once."""
    links = [act("link", 0, "D1"), act("link", 0, "D2")]
    both = [entry("sql", 1, "D1"), entry("sql", 1, "D2")]
    some = followed(*links, *both, change("amount", 5, 2, "D1"), leads={"L1": {"amount": 9}})
    assert [(f.value, f.unknown) for f in [measured(OPEN, some)]] == [(5, 1)]
    none = followed(*links, *both, leads={"L1": {"amount": 9}})
    assert [(f.value, f.unknown) for f in [measured(OPEN, none)]] == [(9, 0)]
    nowhere = followed(*links, *both, leads={"L1": {}})
    assert [(f.value, f.unknown) for f in [measured(OPEN, nowhere)]] == [(0, 2)]


def test_groups_are_those_of_that_instant() -> None:
    """The owner who has it now, not the one who had it."""
    journeys = followed(
        *(act("owner", 0, "ann", "a"), entry("sql", 1, "a"), act("owner", 5, "bob", "a")),
        *(act("owner", 0, "ann", "b"), entry("sal", 1, "b")),
    )
    assert [(name, part.value) for name, part in grouped(standing("sal", "sql"), journeys, "owner")] == [
        ("ann", 1),
        ("bob", 1),
    ]


def test_E06_nothing_stands_anywhere() -> None:
    """No leads at all: 0, and 0."""
    assert measured(standing("sql"), followed()).value == 0
    assert measured(OPEN, followed()).value == 0


def test_stages_are_named() -> None:
    """In any order, each once; a misspelt one has its nearest; a list is bounded."""
    assert standing("sql", "sal") == standing("sal", "sql")
    assert repr(OPEN) == "pipeline('amount', 'sal', 'sql')"
    with pytest.raises(DocumentError, match="did you mean 'sql'"):
        measured(standing("sqll"), followed())
    for stages, code in (((), "no-stages"), (("a", "a"), "duplicate-id")):
        with pytest.raises(DocumentError) as caught:
            standing(*stages)
        assert caught.value.code == code
    with pytest.raises(LimitError):
        standing(*(f"s{number}" for number in range(201)))
