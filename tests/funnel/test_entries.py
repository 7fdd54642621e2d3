"""The entries that are found once for all questions: what they hold, and that nobody sees them."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from zoneinfo import ZoneInfo

import attrs
import pytest
from tests.funnel.build import END, INBOUND, JANUARY, act, day, entry, followed

from alignkit.errors import DocumentError
from alignkit.funnel.convert import cohort_conversion
from alignkit.funnel.entries import MOST_KEPT, index_of, moment_at
from alignkit.funnel.replay import replay
from alignkit.funnel.speed import time_to, time_within
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import days, micros


def test_entries_are_found_once_and_kept() -> None:
    """By stage, in the order of the leads; equality, hash, repr, copies and pickles know nothing of them."""
    events = [entry("mql", 2, "b"), entry("mql", 1, "a"), entry("lead", 3, "a"), entry("mql", 4, "a")]
    journeys, fresh = followed(*events), followed(*events)
    index = index_of(journeys)
    mql = index.of("mql")
    assert list(zip(mql.places, mql.instants, strict=True)) == [(0, day(1)), (0, day(4)), (1, day(2))]
    assert [visit.entered_at for visit in mql.visits] == list(mql.instants)
    assert list(mql.current) == [1, 2]
    assert not mql.single
    assert index.of("won").single
    assert index_of(journeys) is index
    assert journeys == fresh
    assert repr(journeys) == repr(fresh)
    assert len(pickle.dumps(journeys)) == len(pickle.dumps(fresh))
    for again in (copy.deepcopy(journeys), pickle.loads(pickle.dumps(journeys)), attrs.evolve(journeys, items=())):
        assert index_of(again) is not index
    assert index_of(attrs.evolve(journeys, items=())).stages == {}


def test_a_list_of_journeys_is_asked_each_time() -> None:
    """One that was made by hand has nowhere to keep anything, and gives the same."""
    journeys = followed(entry("mql", 1, "a"), entry("won", 5, "a"), entry("mql", 2, "b"))
    assert index_of(journeys.items).stages == index_of(journeys).stages
    whole, some = (
        cohort_conversion(asked, "mql", "won", period=JANUARY, as_of=END) for asked in (journeys, list(journeys))
    )
    assert whole == some
    assert whole.rate == Fraction(1, 2)


def test_an_answer_is_found_once() -> None:
    """And kept, among so many: then all are found anew, so that nothing grows for ever."""
    index = index_of(followed(entry("mql", 1)))
    asked: list[int] = []

    def find(number: int) -> int:
        asked.append(number)
        return number

    assert [index.answer(("double", 1), lambda: find(1)) for _ in range(3)] == [1, 1, 1]
    assert asked == [1]
    for number in range(MOST_KEPT):
        index.answer(("other", number), partial(find, number))
    assert len(asked) == 1 + MOST_KEPT
    index.answer(("double", 1), lambda: find(1))
    assert len(asked) == 2 + MOST_KEPT


def test_instants_are_told_in_utc() -> None:
    """So that two wall times that a zone shows twice are not mistaken; the first and last that there are stay."""
    amsterdam = ZoneInfo("Europe/Amsterdam")
    twice = [datetime(2026, 10, 25, 2, 30, tzinfo=amsterdam, fold=fold) for fold in (0, 1)]
    journeys = replay(
        INBOUND,
        Facts(events=[Event("a", twice[1], "stage", "mql"), Event("b", twice[0], "stage", "mql")]),
        as_of=datetime(2026, 11, 1, tzinfo=UTC),
    )
    found = index_of(journeys).of("mql").instants
    assert [at.isoformat() for at in found] == ["2026-10-25T01:30:00+00:00", "2026-10-25T00:30:00+00:00"]
    assert moment_at(micros(datetime.max.replace(tzinfo=UTC)) + 1) == datetime.max.replace(tzinfo=UTC)
    assert moment_at(micros(datetime.min.replace(tzinfo=UTC)) - 1) == datetime.min.replace(tzinfo=UTC)


def test_a_window_longer_than_all_time() -> None:
    """Converts as no window does, and nothing overflows."""
    journeys = followed(entry("mql", 1, "a"), entry("won", 5, "a"), entry("mql", 2, "b"))
    found = cohort_conversion(journeys, "mql", "won", period=JANUARY, within=timedelta.max, as_of=END)
    assert (found.entered, found.converted, found.early, found.pending) == (2, 1, 1, 1)


def test_which_leads_have_deals() -> None:
    """Those with an event of another record: as the facts were gathered, or by looking at the journeys."""
    journeys = followed(act("link", 0, "D1"), entry("sql", 1, "D1"), entry("sql", 1, "L2"), leads={"L1": {}, "L2": {}})
    known = index_of(journeys)
    again = index_of(pickle.loads(pickle.dumps(journeys)))
    assert known.with_deals == again.with_deals == index_of(journeys.items).with_deals == {"L1"}


def test_by_when_so_many_have_come() -> None:
    """As `time_to` has the median, for any share of a hundred."""
    journeys = followed(
        *(entry("mql", 1, lead) for lead in "abc"),
        *(entry("won", 1 + took, lead) for lead, took in (("a", 2), ("b", 6))),
    )

    def within(percent: int) -> object:
        return time_within(journeys, "mql", "won", Fraction(percent), period=JANUARY, as_of=END).median

    found = {percent: within(percent) for percent in (33, 50, 67)}
    assert found == {33: days(2), 50: days(6), 67: None}
    assert found[50] == time_to(journeys, "mql", "won", period=JANUARY, as_of=END).median
    with pytest.raises(DocumentError):
        time_within(journeys, "won", "mql", Fraction(50), period=JANUARY, as_of=END)
