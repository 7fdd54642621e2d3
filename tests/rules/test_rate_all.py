from __future__ import annotations

import tracemalloc
import weakref
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from tests.rules.strategies import NOW

from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.history.events import Event
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.rate import rate
from alignkit.rules.rate_all import rate_all, rate_each
from alignkit.rules.scores import Points, Score

fit = Score("fit", [Points(60, when=field("employees") >= 50), Points(-5, when=field("site").is_missing())])
calls = Score("calls", [Points(8, each=did("call"), half_life=timedelta(30)), Points(1, when=did("call", at_least=2))])
whole = Score("whole", parts=[fit, calls], bands={"A": 60, "B": 5})
LEADS: list[dict[str, object]] = [{"employees": 80}, {"employees": 8, "site": "x"}, {}]
CALLS = [[Event("L1", NOW - timedelta(days), "call") for days in many] for many in ((0, 30), (), (60,))]


def test_columns_hold_what_rate_gives() -> None:
    """In the order of the leads; with events or without."""
    found = rate_all(whole, LEADS, CALLS, as_of=NOW)
    ratings = [rate(whole, lead, happened, as_of=NOW) for lead, happened in zip(LEADS, CALLS, strict=True)]
    assert found.points == [rating.points for rating in ratings] == [68, 0, -3]
    assert found.band == [rating.band for rating in ratings] == ["A", None, None]
    assert found.explanation is None
    assert rate_all(fit, LEADS).points == [55, 0, -5]
    assert rate_all(whole, [], as_of=NOW).points == []


def test_leads_come_from_anywhere() -> None:
    """From a generator, as any mapping; events that are not known are None."""
    assert rate_all(fit, iter(LEADS)).points == [55, 0, -5]
    assert rate_all(fit, map(MappingProxyType, LEADS)).points == [55, 0, -5]
    known = rate_all(whole, LEADS, (None if not some else iter(some) for some in CALLS), as_of=NOW)
    assert known.points == [68, 0, -3]
    assert rate_all(fit, LEADS, [None, [], CALLS[0]]).points == [55, 0, -5]


def test_explanations_stand_beside() -> None:
    """One text a lead."""
    found = rate_all(whole, LEADS, CALLS, as_of=NOW, explained=True)
    assert found.explanation == [
        (
            "fit: +60 (employees is at least 50) -5 (site is missing) | "
            "calls: +1 (did call at least twice) +12 (each call, halving every 30 days)"
        ),
        "",
        "fit: -5 (site is missing) | calls: +2 (each call, halving every 30 days)",
    ]
    assert (found.points, found.band) == (
        (plain := rate_all(whole, LEADS, CALLS, as_of=NOW)).points,
        plain.band,
    )


def test_what_is_rated() -> None:
    """A score, at an aware instant; each mistake is named before a lead is looked at."""
    wrong: Any
    for run in (rate_all, rate_each):
        for wrong in (None, "fit", fit >= 5):
            with pytest.raises(DocumentError, match="rate takes a Score"):
                run(wrong, LEADS)
        with pytest.raises(TimeError, match="as-of-needed"):
            run(whole, LEADS, CALLS)
        with pytest.raises(TimeError, match="naive"):
            run(fit, LEADS, as_of=datetime(2026, 1, 31))  # noqa: DTZ001 - naive on purpose
        for wrong in (None, 5, "leads", LEADS[0]):
            with pytest.raises(DataError, match="leads come as a list of mappings, not as"):
                run(fit, wrong)
        for wrong in (5, "events", {"L1": []}):
            with pytest.raises(DataError, match="events come as a list of lists, one for each lead, not as"):
                run(fit, LEADS, wrong)


def test_a_wrong_lead_is_told_by_its_place() -> None:
    """So are wrong events, also where the score does not ask about any; and no value of the lead is told."""
    wrong: Any
    for wrong in (None, "secret", ["employees", 80], 5):
        for run in (rate_all, lambda *given: list(rate_each(*given))):
            with pytest.raises(DataError, match=r"^leads\[2\]: wrong-type: a lead is a mapping") as fault:
                run(fit, [*LEADS[:2], wrong])
            assert "secret" not in str(fault.value)
    for score in (fit, Score("s", [Points(1, each=did("call"))])):
        for wrong in (5, ["call"], [None], "call"):
            for happened in ([[], wrong, []], iter([[], wrong, []])):
                with pytest.raises(DataError, match=r"^leads\[1\]: wrong-type: events"):
                    rate_all(score, LEADS, happened)
            with pytest.raises(DataError, match=r"^leads\[1\]: wrong-type: events"):
                list(rate_each(score, LEADS, [[], wrong, []]))


def test_leads_and_events_go_together() -> None:
    """As many lists of events as leads; what was rated before is not given away in part."""
    for leads, happened, more in ((LEADS, CALLS[:2], "more leads than events"), (LEADS[:1], CALLS, "more events than")):
        for run in (rate_all, lambda *given: list(rate_each(*given))):
            with pytest.raises(DataError, match=rf"unequal-length: there are {more}"):
                run(fit, leads, happened)


def test_a_fault_of_the_caller_stays_the_callers() -> None:
    """What a generator of leads raises comes through as it is."""

    def broken() -> Iterator[dict[str, object]]:
        yield {}
        raise ZeroDivisionError("a fault of the source")

    for run in (lambda: rate_all(fit, broken()), lambda: list(rate_each(fit, broken()))):
        with pytest.raises(ZeroDivisionError, match="a fault of the source"):
            run()


def test_ratings_come_one_by_one() -> None:
    """Each is the rating of its lead, and the next lead is not touched before it is asked for."""
    asked: list[int] = []

    def leads() -> Iterator[dict[str, object]]:
        for place, lead in enumerate(LEADS):
            asked.append(place)
            yield lead

    stream = rate_each(whole, leads(), iter(CALLS), as_of=NOW)
    assert not asked
    for place, rating in enumerate(stream):
        assert asked == list(range(place + 1))
        assert rating == rate(whole, LEADS[place], CALLS[place], as_of=NOW)
        assert rating.range() == rate(whole, LEADS[place], CALLS[place], as_of=NOW).range()
    assert [rating.points for rating in rate_each(fit, LEADS)] == [55, 0, -5]


class _Lead(dict[str, object]):
    """A lead that can be watched."""

    __slots__ = ("__weakref__",)


def test_a_stream_takes_the_memory_of_one() -> None:
    """A hundred thousand leads, with events: none is kept, and no table grows with them."""
    alive: weakref.WeakSet[Any] = weakref.WeakSet()
    most = 0

    def leads(count: int) -> Iterator[dict[str, object]]:
        nonlocal most
        for place in range(count):
            lead = _Lead(employees=place % 100, site=f"s{place}")
            lead_set_add(lead)
            most = max(most, len(alive))
            yield lead

    class _Watched:
        __slots__ = ("__weakref__",)

    def lead_set_add(lead: dict[str, object]) -> None:
        watched = _Watched()
        alive.add(watched)
        lead["watched"] = watched

    def run(count: int) -> int:
        happened = ([Event("L1", NOW - timedelta(place % 400, 5), "call")] for place in range(count))
        return sum(rating.points > 0 for rating in rate_each(whole, leads(count), happened, as_of=NOW))

    run(1_000)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        assert run(30_000) > 1
        grown = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert grown < 300_000
    assert most < 5
