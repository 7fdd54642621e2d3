"""How what grows came in over an earlier period: which part of the whole fell into each part of the time."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from tests.funnel.build import JANUARY, act, day, entry, followed
from tests.scorecard.build import won

from alignkit.currency import money
from alignkit.errors import DataError, DocumentError, LimitError
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered
from alignkit.history.events import Event
from alignkit.periods import Period
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.scorecard.measure_shape import shape_of
from alignkit.scorecard.metrics import Metric, count, total
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.shapes import Shape

MQLS = count(entered("mql"))
WORTH = total("amount", at=entered("won"))
RATES = Rates("EUR", {"USD": "0.5"}, on=date(2026, 1, 1))
MICRO = timedelta(microseconds=1)


def thirds(metric: Metric, journeys: Journeys, parts: int = 3, rates: Rates | None = None) -> list[Fraction]:
    """Return the shape of January in some parts, three unless told otherwise."""
    return list(shape_of(metric, journeys, period=JANUARY, parts=parts, rates=rates).parts)


def share(top: int, bottom: int = 4) -> Fraction:
    """Return so many quarters."""
    return Fraction(top, bottom)


def test_leads_fall_into_the_part_in_which_they_came() -> None:
    """The first instant of a part is its own; what came before January or after it counts nowhere."""
    at = (day(0), day(15.5) - MICRO, day(15.5), day(31) - MICRO, day(0) - MICRO, day(31))
    journeys = followed(*(Event(f"L{n}", instant, "stage", "mql") for n, instant in enumerate(at)))
    assert shape_of(MQLS, journeys, period=JANUARY, parts=2) == Shape("2026-01", [share(2), share(2)])
    assert shape_of(MQLS, journeys, period=JANUARY, parts=1, name="last") == Shape("last", [1])
    assert thirds(MQLS, journeys, 4) == [share(1)] * 4


def test_a_shape_is_told_by_the_day() -> None:
    """Where nothing else is said: 31 parts of January, and 366 of whatever is longer."""
    journeys = followed(entry("mql", 0), entry("mql", 30.5, "b"), as_of=day(800))
    assert shape_of(MQLS, journeys, period=JANUARY).parts == (share(2), *[0] * 29, share(2))
    for end, parts in ((date(2026, 12, 31), 364), (date(2027, 1, 2), 366), (date(2027, 12, 1), 366)):
        period = Period(date(2026, 1, 1), end, "UTC", "long")
        assert len(shape_of(MQLS, journeys, period=period).parts) == parts


def test_at_most_a_part_a_day_of_a_leap_year() -> None:
    """366 are taken, one more is not."""
    journeys = followed(entry("mql", 30.99))
    assert thirds(MQLS, journeys, 366) == [0] * 365 + [1]
    with pytest.raises(LimitError):
        thirds(MQLS, journeys, 367)


def test_the_journeys_go_up_to_the_end_of_the_period() -> None:
    """A microsecond less is not enough."""
    events = [entry("mql", 3)]
    assert thirds(MQLS, followed(*events, as_of=day(31))) == [1, 0, 0]
    with pytest.raises(DataError, match="period-not-over"):
        shape_of(MQLS, followed(*events, as_of=day(31) - MICRO), period=JANUARY)


def test_who_may_count_has_no_part_in_the_shape() -> None:
    """Of one MQL it is not known whether it is big; any other event gives a shape, too."""
    journeys = followed(entry("mql", 3, "a"), entry("mql", 20, "b"), leads={"a": {"size": 90}, "b": {}})
    assert thirds(count(entered("mql"), where=field("size") >= 50), journeys) == [1, 0, 0]
    assert thirds(count(did("call")), followed(act("call", 20))) == [0, 1, 0]


def test_a_shape_of_bare_amounts() -> None:
    """Seats: 3 and 1 of 4; a sale that tells none has no part in it."""
    journeys = followed(won(1, "a", seats=3), won(2, "b"), won(20, "c", seats=1), won(25, "d"))
    assert thirds(total("seats", at=entered("won")), journeys) == [share(3), share(1), 0]


def test_a_shape_of_money() -> None:
    """Euros alone, dollars alone, and both by a stated rate."""
    euros, dollars = won(1, "a", amount=money(30, "EUR")), won(25, "b", amount=money(20, "USD"))
    assert thirds(WORTH, followed(euros)) == thirds(WORTH, followed(euros), rates=RATES) == [1, 0, 0]
    assert thirds(WORTH, followed(dollars)) == thirds(WORTH, followed(dollars), rates=RATES) == [0, 0, 1]
    assert thirds(WORTH, followed(euros, dollars), rates=RATES) == [share(3), 0, share(1)]


def test_G08_two_currencies_have_no_shape_together() -> None:
    """Each is named, and whose amount was the second; without a currency it is named so."""
    euros, dollars = won(1, "a", amount=money(30, "EUR")), won(2, "b", amount=money(20, "USD"))
    bare = won(3, "c", amount=5)
    for events, lead, told in (
        ((euros, dollars), "b", "amounts in EUR and USD"),
        ((dollars, bare), "c", "amounts in USD and no currency"),
        ((won(1, "a", amount=5), dollars), "b", "amounts in no currency and USD"),
    ):
        with pytest.raises(DataError) as caught:
            thirds(WORTH, followed(*events))
        rate = " without a stated rate" if told.endswith("EUR and USD") else ""  # no rate is of help to a bare number
        assert str(caught.value) == f"{lead}: mixed-currencies: {told} have no shape together{rate}"


def test_what_was_taken_back_is_made_good_first() -> None:
    """60, then 20 back, then 50, then 10: the second part is 0, and the third what came above 60."""
    amounts = ((1, 60), (9, -20), (17, 50), (25, 10))
    journeys = followed(*(won(at, f"L{at}", amount=amount) for at, amount in amounts))
    assert thirds(WORTH, journeys, 4) == [Fraction(3, 5), 0, Fraction(3, 10), Fraction(1, 10)]
    # the sum was above the whole, and below nothing
    fell = followed(won(1, "a", amount=9), won(9, "b", amount=-5))
    assert thirds(WORTH, fell, 4) == [1, 0, 0, 0]
    low = followed(won(1, "a", amount=-5), won(9, "b", amount=9))
    assert thirds(WORTH, low, 4) == [0, 1, 0, 0]


def test_nothing_has_no_shape() -> None:
    """Nor has what was taken back in full."""
    back = followed(won(1, "a", amount=9), won(9, "b", amount=-9))
    for metric, journeys in ((MQLS, followed()), (WORTH, back), (WORTH, followed(won(3)))):
        with pytest.raises(DataError) as caught:
            thirds(metric, journeys)
        assert str(caught.value) == "no-shape: nothing came in during 2026-01, so that it has no shape"


@pytest.mark.parametrize(("journeys", "period"), [([], JANUARY), (followed(), "January")])
def test_a_shape_is_that_of_journeys_in_a_period(journeys: Any, period: Any) -> None:  # noqa: ANN401 - the point
    """Neither of the two may be something else."""
    with pytest.raises(DocumentError, match="shape_of takes Journeys and a Period"):
        shape_of(MQLS, journeys, period=period)
