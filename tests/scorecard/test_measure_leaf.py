"""What each metric comes to, with all that stands beside it: over all leads, group by group, and over none.

Each figure is told whole: what is not named is not there.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from tests.funnel.build import END, JANUARY, act, change, day, entry, followed
from tests.scorecard.build import FEBRUARY, grouped, measured, won

from alignkit.currency import money
from alignkit.errors import DocumentError
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered, left
from alignkit.handoff.slas import SLA
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.history.facts import ExternalFigure
from alignkit.instants import days, hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.scorecard.amounts import average, median, percentile
from alignkit.scorecard.figure import figure
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.metrics import (
    Metric,
    conversion,
    count,
    external,
    median_time,
    met,
    period_conversion,
    share,
    total,
)
from alignkit.scorecard.rates import Converted, Rates
from alignkit.scorecard.standings import pipeline, standing
from alignkit.scorecard.times import average_time, percentile_time

MQLS = count(entered("mql"))
WON = entered("won")
RATES = Rates("EUR", {"USD": "0.5"}, on=date(2026, 1, 1), source="both teams")
MICRO = timedelta(microseconds=1)
BIG = field("size") >= 50
SIZES: dict[str, dict[str, Value]] = {
    "a": {"size": 90, "origin": "paid"},
    "b": {"size": 9, "origin": "paid"},
    "c": {"origin": "free"},
}


def told(metric: Metric, value: Any, *rest: Any, as_of: datetime = FEBRUARY, **beside: Any) -> Figure:  # noqa: ANN401 - what a metric comes to
    """Write out what a metric comes to in January."""
    return Figure(metric, JANUARY, as_of, value, *rest, **beside)


def by_group(metric: Metric, journeys: Journeys, by: str = "origin", as_of: datetime = FEBRUARY) -> list[Any]:
    """Measure a metric group by group; the whole is the same as without groups."""
    found = grouped(metric, journeys, by, as_of)
    assert found.whole == measured(metric, journeys, as_of)
    return list(found)


# counts and shares


def test_a_count_and_what_may_count() -> None:
    """One is big, one is small, and of one it is not known."""
    journeys = followed(*(entry("mql", 1, lead) for lead in "abc"), leads=SIZES)
    big = count(entered("mql"), where=BIG)
    assert measured(big, journeys) == told(big, 1, unknown=1)
    assert by_group(big, journeys) == [("free", told(big, 0, unknown=1)), ("paid", told(big, 1))]


def test_a_count_of_something_else_than_entries() -> None:
    """Leads that left a stage, or did something, are counted in the same way."""
    journeys = followed(
        *(entry("mql", 1, "a"), entry("sal", 2, "a"), act("demo", 3, lead="a")), entry("mql", 1, "b"), leads=SIZES
    )
    for metric in (count(left("mql")), count(did("demo"))):
        assert measured(metric, journeys) == told(metric, 1)
        assert by_group(metric, journeys) == [("paid", told(metric, 1))]


def test_a_share_with_all_that_stands_beside_it() -> None:
    """Of three MQLs one is big and one may be: a third, and nothing is pending that could change it."""
    journeys = followed(*(entry("mql", 1, lead) for lead in "abc"), leads=SIZES)
    metric = share(BIG, among=entered("mql"))
    third, half, none = Fraction(1, 3), Fraction(1, 2), Fraction(0)
    assert measured(metric, journeys) == told(metric, third, 1, 3, 1, lowest=third, highest=third)
    assert by_group(metric, journeys) == [
        ("free", told(metric, none, 0, 1, 1, lowest=none, highest=none)),
        ("paid", told(metric, half, 1, 2, lowest=half, highest=half)),
    ]


def test_a_share_of_nothing_has_no_bounds() -> None:
    """0 of 0 may come to anything."""
    metric = share(entered("sal"), among=entered("mql"))
    assert measured(metric, followed()) == told(metric, None, 0, 0)
    assert by_group(metric, followed()) == []


# clocks


def test_clocks_that_are_open_give_bounds() -> None:
    """Two of five were met and one is open: 2 or 3 of 6; of the free ones none is decided."""
    sla = SLA("first touch", "sales", entered("mql"), did("call"), hours(4))
    metric = met(sla)
    journeys = followed(
        *(entry("mql", 1, lead) for lead in "abcde"),
        *(Event(lead, day(1.1), "touch", "call", actor="ann", team="sales") for lead in "ab"),
        entry("mql", 2, "open"),
        leads={**{lead: {"origin": "paid"} for lead in "abcde"}, "open": {"origin": "free"}},
    )
    now = day(2) + hours(1)
    found = measured(metric, journeys, now)
    assert found == told(
        metric,
        Fraction(2, 5),
        2,
        5,
        pending=1,
        lowest=Fraction(1, 3),
        highest=Fraction(1, 2),
        as_of=now,
    )
    assert by_group(metric, journeys, as_of=now) == [
        ("free", told(metric, None, 0, 0, pending=1, lowest=Fraction(0), highest=Fraction(1), as_of=now)),
        ("paid", told(metric, Fraction(2, 5), 2, 5, lowest=Fraction(2, 5), highest=Fraction(2, 5), as_of=now)),
    ]
    assert found.note == "2 of 5, 1 pending"
    even = followed(*(Event("a", day(1.1), "touch", "call", actor="ann", team="sales"), entry("mql", 1, "a")),
                    entry("mql", 2, "open"))  # fmt: skip
    found = measured(metric, even, now)
    assert found == told(metric, Fraction(1), 1, 1, pending=1, lowest=Fraction(1, 2), highest=Fraction(1), as_of=now)


# amounts


def test_amounts_in_euros() -> None:
    """Three sales, 10, 20 and 60 EUR, and one of which no amount is known."""
    journeys = followed(
        *(won(number, lead, amount=money(amount, "EUR")) for number, (lead, amount) in enumerate(SALES, 1)),
        won(9, "d"),
        leads=ORIGINS,
    )
    metric, mean, middle = total("amount", at=WON), average("amount", at=WON), median("amount", at=WON)
    assert measured(metric, journeys) == told(metric, money(90, "EUR"), unknown=1)
    assert measured(mean, journeys) == told(mean, money(30, "EUR"), denominator=3, unknown=1)
    assert measured(middle, journeys) == told(middle, money(20, "EUR"), denominator=3, unknown=1)
    most = percentile(75, "amount", at=WON)
    assert measured(most, journeys) == told(most, money(40, "EUR"), denominator=3, unknown=1)
    assert by_group(metric, journeys) == [
        ("free", told(metric, money(60, "EUR"))),
        ("paid", told(metric, money(30, "EUR"))),
        (None, told(metric, money(0, "EUR"), unknown=1)),
    ]
    assert by_group(mean, journeys) == [
        ("free", told(mean, money(60, "EUR"), denominator=1)),
        ("paid", told(mean, money(15, "EUR"), denominator=2)),
        (None, told(mean, None, denominator=0, unknown=1)),
    ]


SALES = (("a", 10), ("b", 20), ("c", 60))
ORIGINS: dict[str, dict[str, Value]] = {
    "a": {"origin": "paid"},
    "b": {"origin": "paid"},
    "c": {"origin": "free"},
    "d": {},
}


def test_amounts_by_a_stated_rate() -> None:
    """10 EUR, and 40 USD at a half: the figure says that one amount was converted, and so does its group alone."""
    journeys = followed(
        won(1, "a", amount=money(10, "EUR")), won(2, "c", amount=money(40, "USD")), won(3, "d"), leads=ORIGINS
    )
    metric = total("amount", at=WON)
    converted = (Converted("USD", 1, RATES),)
    whole = figure(metric, journeys, period=JANUARY, as_of=FEBRUARY, rates=RATES)
    assert whole == told(metric, money(30, "EUR"), unknown=1, converted=converted)
    parts = figure(metric, journeys, period=JANUARY, as_of=FEBRUARY, rates=RATES, by="origin")
    assert parts.whole == whole
    assert list(parts) == [
        ("free", told(metric, money(20, "EUR"), converted=converted)),
        ("paid", told(metric, money(10, "EUR"))),
        (None, told(metric, money(0, "EUR"), unknown=1)),
    ]
    dollars = followed(won(1, "a", amount=money(40, "USD")))
    alone = figure(metric, dollars, period=JANUARY, as_of=FEBRUARY, rates=RATES)
    assert alone == told(metric, money(20, "EUR"), converted=converted)
    assert measured(metric, dollars) == told(metric, money(40, "USD"))


def test_amounts_without_a_currency() -> None:
    """Seats are bare numbers: without any, 0 and not 0 EUR; without an entry no group either."""
    journeys = followed(won(1, "a", seats=3), won(2, "c"), leads=ORIGINS)
    metric = total("seats", at=WON)
    assert measured(metric, journeys) == told(metric, Fraction(3), unknown=1)
    assert by_group(metric, journeys) == [
        ("free", told(metric, Fraction(0), unknown=1)),
        ("paid", told(metric, Fraction(3))),
    ]
    assert measured(metric, followed()) == told(metric, Fraction(0))


def test_amounts_of_other_events() -> None:
    """An order carries seats, though nobody enters a stage by it."""
    journeys = followed(*(act("order", at, lead="a", seats=at) for at in (1, 2)), act("order", 3, lead="a"))
    metric = average("seats", at=did("order"))
    assert measured(metric, journeys) == told(metric, Fraction(3, 2), denominator=2, unknown=1)


# what stands in a stage


def test_what_stands_in_a_stage() -> None:
    """Two stand in sql, worth 5 and one more that nobody valued."""
    journeys = followed(
        *(entry("sql", 1, "a"), change("amount", 5, 2, "a"), entry("sql", 1, "c")), leads={"a": {}, "c": {}}
    )
    held, worth = standing("sql"), pipeline("amount", "sql")
    assert measured(held, journeys) == told(held, 2)
    assert by_group(held, journeys, "owner") == [(None, told(held, 2))]
    assert measured(worth, journeys) == told(worth, Fraction(5), unknown=1)
    assert by_group(worth, journeys, "owner") == [(None, told(worth, Fraction(5), unknown=1))]
    assert measured(worth, followed()) == told(worth, Fraction(0))


def test_what_stands_there_at_the_last_instant() -> None:
    """The last microsecond of January counts, midnight does not; what comes at `as_of` is known."""
    at_last = Event("L1", day(31) - MICRO, "stage", "sql")
    midnight = entry("sql", 31, "L2")
    journeys = followed(at_last, midnight)
    metric = standing("sql")
    assert [measured(metric, journeys, at).value for at in (day(31) - MICRO * 2, day(31) - MICRO, day(31), END)] == [
        0,
        1,
        1,
        1,
    ]


# from stage to stage


def test_a_cohort_within_a_window() -> None:
    """Of six, two came within ten days, one too late, one early, and of two the window is open."""
    metric = conversion("mql", "won", within=days(10))
    journeys = followed(
        *(event for lead in "ab" for event in (entry("mql", 1, lead), won(5, lead))),
        *(entry("mql", 1, "c"), won(15, "c")),
        *(entry("mql", 25, "d"), won(26, "d"), entry("mql", 25, "e"), entry("mql", 26, "f")),
        leads={lead: {"origin": "paid" if lead in "abc" else "free"} for lead in "abcdef"},
    )
    assert measured(metric, journeys) == told(
        metric, Fraction(2, 3), 2, 3, pending=3, lowest=Fraction(1, 2), highest=Fraction(5, 6)
    )
    both = Fraction(2, 3)
    assert by_group(metric, journeys) == [
        ("free", told(metric, None, 0, 0, pending=3, lowest=Fraction(1, 3), highest=Fraction(1))),
        ("paid", told(metric, both, 2, 3, lowest=both, highest=both)),
    ]


def test_entries_of_one_period() -> None:
    """Two became MQL in January, and one of another month was won: each belongs to the group that it had then."""
    metric = period_conversion("mql", "won")
    journeys = followed(
        *(entry("mql", 1, "a"), change("origin", "free", 2, "a"), won(3, "a")),
        *(entry("mql", -9, "b"), change("origin", "free", 0, "b"), won(4, "b"), entry("sal", 1, "d")),
        *(entry("mql", 5, "c"), entry("mql", 40, "late"), won(50, "late")),
        leads={lead: {"origin": "paid"} for lead in ("a", "b", "c", "d", "late")},
    )
    # d came to sal, and on the way to mql
    assert measured(metric, journeys, END) == told(metric, Fraction(2, 3), 2, 3, as_of=END)
    assert by_group(metric, journeys, as_of=END) == [
        ("free", told(metric, None, 1, 0, as_of=END)),
        ("paid", told(metric, Fraction(1, 3), 1, 3, as_of=END)),
    ]


def test_entries_into_other_stages_put_nobody_into_a_group() -> None:
    """A lead from the web, found out to be paid before it became an MQL, is a paid MQL and nothing else."""
    metric = period_conversion("mql", "won")
    journeys = followed(
        *(entry("lead", 1), change("origin", "paid", 2), entry("mql", 3), change("origin", "free", 4)),
        entry("sal", 5),
        leads={"L1": {"origin": "web"}},
    )
    assert by_group(metric, journeys) == [("paid", told(metric, Fraction(0), 0, 1))]


def test_a_lead_belongs_to_the_group_that_it_had_when_it_came() -> None:
    """Its origin was found out later; a cohort goes by the entry, and an average by when the lead came."""
    journeys = followed(
        *(entry("mql", 1, "a"), change("origin", "paid", 2, "a"), won(3, "a"), change("origin", "free", 4, "a")),
        entry("mql", 40, "b"),
        leads={"a": {}, "b": {}},
    )
    rate, time, mean = conversion("mql", "won"), median_time("mql", "won"), average_time("mql", "won")
    assert by_group(rate, journeys) == [(None, told(rate, Fraction(1), 1, 1, lowest=Fraction(1), highest=Fraction(1)))]
    assert by_group(time, journeys) == [(None, told(time, days(2), 1, 1, lowest=days(2), highest=days(2)))]
    assert by_group(mean, journeys) == [("paid", told(mean, days(2), 1, 1))]


def test_times_with_those_on_the_way() -> None:
    """Of five, three came after 2, 4 and 8 days, one is lost, and one has been on the way for 30."""
    journeys = followed(
        *(event for lead, at in (("a", 3), ("b", 5), ("c", 9)) for event in (entry("mql", 1, lead), won(at, lead))),
        *(entry("mql", 1, "d"), entry("lost", 20, "d"), entry("mql", 1, "e")),
    )
    middle, most = median_time("mql", "won"), percentile_time(80, "mql", "won")
    assert measured(middle, journeys) == told(middle, days(8), 3, 5, pending=1, lowest=days(8), highest=days(8))
    assert measured(most, journeys) == told(most, None, 3, 5, pending=1, lowest=days(30))


def test_half_is_enough_for_a_median() -> None:
    """Two of four came: the median is the time of the second."""
    journeys = followed(
        *(event for lead, at in (("a", 3), ("b", 5)) for event in (entry("mql", 1, lead), won(at, lead))),
        *(entry("mql", 1, "c"), entry("lost", 2, "c"), entry("mql", 1, "d"), entry("lost", 2, "d")),
    )
    metric = median_time("mql", "won")
    assert measured(metric, journeys) == told(metric, days(4), 2, 4, lowest=days(4), highest=days(4))


def test_the_mean_time_is_exact_to_the_microsecond() -> None:
    """2, 2 and 3 microseconds are 2 in the mean; two thirds round up."""
    metric = average_time("mql", "won")

    def took(*micros: int) -> Figure:
        events = [
            Event(f"L{number}", at, "stage", stage)
            for number, size in enumerate(micros)
            for at, stage in ((day(1), "mql"), (day(1) + MICRO * size, "won"))
        ]
        return measured(metric, followed(*events))

    assert took(2, 2, 3) == told(metric, MICRO * 2, 3, 3)
    assert took(2, 3, 3).value == MICRO * 3
    assert took(0) == told(metric, timedelta(0), 1, 1)
    assert took() == told(metric, None, 0, 0)


def test_a_time_is_counted_from_the_entry_on() -> None:
    """Who was won before the first MQL counts from there to the next win; who was never MQL counts nowhere."""
    events = [
        *(won(1, "a"), entry("lost", 2, "a"), entry("mql", 4, "a"), won(9, "a"), entry("lost", 10, "a")),
        *(entry("mql", 11, "a"), won(20, "a")),
        *(entry("lost", 1, "b"), entry("mql", 2, "c")),
    ]
    metric = average_time("mql", "won")
    found = measured(metric, followed(*events))
    assert (found.value, found.numerator, found.denominator) == (timedelta(0), 1, 1)
    later = measured(metric, followed(entry("mql", 4), won(9), entry("lost", 10), entry("mql", 11), won(20)))
    assert later.value == days(5)
    assert measured(metric, followed(entry("mql", 4), won(9)), day(8)).value is None
    with pytest.raises(DocumentError, match="wrong-order"):
        measured(average_time("won", "mql"), followed())


# figures measured elsewhere


def test_a_figure_from_elsewhere() -> None:
    """The last one of its name in the period, with where it was taken from."""
    metric = external("nps")
    figures = [
        ExternalFigure("nps", 39, day(-1), "crm"),
        ExternalFigure("nps", 40, day(3), "survey"),
        ExternalFigure("nps", 42, day(5), "survey"),
        ExternalFigure("nps", 42, day(5), "crm"),
        ExternalFigure("csat", 9, day(6), "survey"),
        ExternalFigure("nps", 43, day(31), "survey"),
    ]
    found = figure(metric, followed(), period=JANUARY, as_of=FEBRUARY, figures=figures)
    assert found == told(metric, Fraction(42), measured=figures[3])
    assert measured(metric, followed()) == told(metric, None)


def test_money_from_elsewhere_is_told_in_the_agreed_currency() -> None:
    """40 USD at a half are 20 EUR; euros stay, and so do bare numbers and money without a rate for it."""
    metric = external("taken")
    for value, came, converted in (
        (money(40, "USD"), money(20, "EUR"), (Converted("USD", 1, RATES),)),
        (money(40, "EUR"), money(40, "EUR"), ()),
        (40, Fraction(40), ()),
    ):
        taken = ExternalFigure("taken", value, day(3))
        found = figure(metric, followed(), period=JANUARY, as_of=FEBRUARY, figures=[taken], rates=RATES)
        assert found == told(metric, came, measured=taken, converted=converted)
    bare = ExternalFigure("taken", money(40, "USD"), day(3))
    unrated = figure(metric, followed(), period=JANUARY, as_of=FEBRUARY, figures=[bare])
    assert unrated == told(metric, money(40, "USD"), measured=bare)


# what a group that lacks a part has


def test_a_group_without_any_part_has_what_nothing_comes_to() -> None:
    """Free leads were never won: no deals, 0 EUR of worth, and no time that they took."""
    journeys = followed(
        *(entry("mql", 1, "a"), won(3, "a", amount=money(10, "EUR")), entry("mql", 1, "c")), leads=ORIGINS
    )

    def free(metric: Metric) -> Any:  # noqa: ANN401 - any quantity
        return grouped(metric, journeys, "origin").of("free").value

    assert free(count(WON) + MQLS) == 1
    assert free(total("amount", at=WON) / MQLS) == money(0, "EUR")
    assert free(average("amount", at=WON) / MQLS) is None
    assert free(share(entered("live"), among=WON) * MQLS) is None
    assert free(average_time("mql", "won") / MQLS) is None
    assert free(pipeline("amount", "won") / MQLS) == money(0, "EUR")
