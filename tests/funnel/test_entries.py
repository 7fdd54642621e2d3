"""The entries that are found once for all questions: what they hold, and that nobody sees them."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction

import attrs
import pytest
from tests.funnel.build import END, JANUARY, act, day, entry, followed

from alignkit.errors import DocumentError
from alignkit.funnel.convert import cohort_conversion
from alignkit.funnel.entries import arrivals_of, cohort_of, entries_of, with_deals
from alignkit.funnel.speed import time_to, time_within
from alignkit.instants import days, micros


def test_entries_are_found_once_and_kept() -> None:
    """By stage, in the order of the leads; equality, hash, repr, copies and pickles know nothing of them."""
    events = [entry("mql", 2, "b"), entry("mql", 1, "a"), entry("lead", 3, "a"), entry("mql", 4, "a")]
    journeys, fresh = followed(*events), followed(*events)
    rows = entries_of(journeys)
    assert [(place, visit.entered_at) for _, place, visit in rows["mql"]] == [(0, day(1)), (0, day(4)), (1, day(2))]
    assert all(at == micros(visit.entered_at) for row in rows.values() for at, _, visit in row)
    assert entries_of(journeys) is rows
    assert journeys == fresh
    assert repr(journeys) == repr(fresh)
    assert len(pickle.dumps(journeys)) == len(pickle.dumps(fresh))
    for again in (copy.deepcopy(journeys), pickle.loads(pickle.dumps(journeys)), attrs.evolve(journeys, items=())):
        assert entries_of(again) is not rows
    assert entries_of(attrs.evolve(journeys, items=())) == {}


def test_a_list_of_journeys_is_asked_each_time() -> None:
    """One that was made by hand has nowhere to keep anything, and gives the same."""
    journeys = followed(entry("mql", 1, "a"), entry("won", 5, "a"), entry("mql", 2, "b"))
    assert entries_of(journeys.items) == entries_of(journeys)
    whole, some = (
        cohort_conversion(asked, "mql", "won", period=JANUARY, as_of=END) for asked in (journeys, list(journeys))
    )
    assert whole == some
    assert whole.rate == Fraction(1, 2)


def test_a_cohort_has_each_lead_once() -> None:
    """By its first entry, in the period and up to now."""
    rows = entries_of(followed(*(entry("mql", at, lead) for lead, at in (("a", 1), ("b", 50)))))["mql"]
    opens, closes = micros(JANUARY.starts_at), micros(JANUARY.ends_at)
    assert list(cohort_of(rows, micros(END), opens, closes)) == [(0, micros(day(1)))]
    assert list(cohort_of(rows, micros(day(0)), opens, closes)) == []
    assert arrivals_of(rows, micros(day(2))) == {0: [micros(day(1))]}


def test_which_leads_have_deals() -> None:
    """Those with an event of another record."""
    journeys = followed(act("link", 0, "D1"), entry("sql", 1, "D1"), entry("sql", 1, "L2"), leads={"L1": {}, "L2": {}})
    assert with_deals(journeys) == {0}
    assert with_deals(journeys) is with_deals(journeys)


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
