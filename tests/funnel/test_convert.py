"""Conversion: by cohort within a window, and by period."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from tests.funnel.build import END, INBOUND, JANUARY, day, entry, followed

from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.conversions import Conversion, PeriodConversion
from alignkit.funnel.convert import cohort_conversion, period_conversion
from alignkit.funnel.journeys import Journeys
from alignkit.periods import month

WEEK = timedelta(days=7)


def converted(journeys: Journeys, start: str = "mql", end: str = "won", **options: object) -> Conversion:
    """Count January's cohort."""
    return cohort_conversion(journeys, start, end, **{"period": JANUARY, "as_of": END, **options})  # type: ignore[arg-type]  # options of several types


def test_E06_G01_nothing_of_nothing() -> None:
    """0 of 0 is None, never 0 and never NaN."""
    found = converted(followed())
    assert (found.entered, found.converted, found.rate, found.lowest, found.highest) == (0, 0, None, None, None)
    assert "–" in repr(found)
    empty = period_conversion(followed(), "mql", "won", period=JANUARY, as_of=END)
    assert (empty.rate, empty.flow) == (None, None)
    assert "–" in repr(empty)


def test_G02_never_over_100_percent() -> None:
    """Counts that cannot be a conversion are refused; a period's ratio over 1 is a flow and no rate."""
    with pytest.raises(DataError, match="passed-exceeds-entered"):
        Conversion(entered=4, converted=5, pending=0, dropped=0)
    assert PeriodConversion(4, 5).rate is None
    assert PeriodConversion(4, 5).flow == Fraction(5, 4)


@pytest.mark.parametrize("counts", [(4, 1, 1, 1, 0), (4, 1, 1, 2, 2), (4, -1, 1, 4, 0), (4, 1.0, 1, 2, 0)])
def test_counts_must_agree(counts: tuple[int, int, int, int, int]) -> None:
    """Converted, pending and dropped sum to entered."""
    with pytest.raises(DataError):
        Conversion(*counts)


def test_trap_21_leads_not_rows() -> None:
    """A lead that enters and converts three times counts once; the losers are in the denominator."""
    journeys = followed(
        *(entry(stage, at) for at, stage in enumerate(("mql", "won", "mql", "won", "mql", "won"), start=1)),
        entry("mql", 2, "L2"),
        entry("lost", 3, "L2"),
    )
    found = converted(journeys, within=WEEK)
    assert (found.entered, found.converted, found.dropped, found.rate) == (2, 1, 1, Fraction(1, 2))


def test_trap_22_open_windows_are_pending() -> None:
    """A lead whose window is open is pending, not dropped; and is in neither part of the rate."""
    journeys = followed(
        entry("mql", 1, "A"),
        entry("won", 3, "A"),
        entry("mql", 1, "B"),
        entry("mql", 10, "C"),
        entry("mql", 10, "D"),
        entry("won", 11, "D"),
        as_of=day(12),
    )
    found = converted(journeys, within=WEEK, as_of=day(12))
    assert (found.entered, found.converted, found.pending, found.dropped, found.early) == (4, 2, 1, 1, 1)
    assert (found.numerator, found.denominator, found.rate) == (1, 2, Fraction(1, 2))
    assert (found.lowest, found.highest) == (Fraction(1, 2), Fraction(3, 4))


def test_a_window_that_nobody_has_passed() -> None:
    """No mature lead: no rate yet, though one converted early."""
    journeys = followed(entry("mql", 1, "A"), entry("won", 2, "A"), entry("mql", 1, "B"), as_of=day(5))
    found = converted(journeys, within=WEEK, as_of=day(5))
    assert (found.rate, found.lowest) == (None, Fraction(1, 2))


def test_the_window_is_closed_at_both_ends() -> None:
    """At the entry's instant and at the window's last one: converted; a microsecond later: dropped."""
    late = timedelta(microseconds=1) / timedelta(days=1)
    for after, count in ((0, 1), (7, 1), (7 + late, 0)):
        found = converted(followed(entry("mql", 1), entry("won", 1 + after)), within=WEEK)
        assert (found.converted, found.dropped) == (count, 1 - count)


def test_trap_23_steps_at_one_instant_convert() -> None:
    """A lead that appears as won passed MQL at that instant, and has converted."""
    assert converted(followed(entry("won", 1)), within=WEEK).rate == 1


def test_a_window_has_closed_at_its_last_instant() -> None:
    """At that instant everything in the window is known: dropped. A microsecond before, pending."""
    journeys = followed(entry("mql", 1))
    assert converted(journeys, within=WEEK, as_of=day(8)).dropped == 1
    assert converted(journeys, within=WEEK, as_of=day(8) - timedelta(microseconds=1)).pending == 1


def test_without_a_window_it_is_the_share_so_far() -> None:
    """Those in an exit have dropped, the others are pending and stay in the denominator."""
    journeys = followed(
        entry("mql", 1, "A"),
        entry("won", 60, "A"),
        entry("mql", 1, "B"),
        entry("lost", 3, "B"),
        entry("mql", 1, "C"),
        entry("mql", 1, "D"),
        entry("lost", 3, "D"),
        entry("mql", 5, "D"),
    )
    found = converted(journeys)
    assert (found.entered, found.converted, found.pending, found.dropped) == (4, 1, 2, 1)
    assert found.rate == Fraction(1, 4)


def test_a_lead_belongs_to_the_period_of_its_first_entry() -> None:
    """A re-entry in a later month is no new cohort member."""
    journeys = followed(entry("sal", 20), entry("lead", 25), entry("mql", 40), entry("won", 50))
    february = month(2026, 2, zone="UTC")
    assert converted(journeys).entered == 1
    assert converted(journeys, period=february).entered == 0


def test_an_inferred_entry_gives_way_to_the_record() -> None:
    """Won before the first contact: the lead belongs to the day of contact, and did not convert at or after it."""
    found = converted(followed(entry("won", 5), entry("mql", 7)), within=WEEK)
    assert (found.entered, found.converted, found.dropped) == (1, 0, 1)
    declared = converted(followed(entry("won", 3), entry("lost", 4), entry("mql", 7)), within=WEEK)
    assert declared.converted == 1


def test_an_earlier_question_sees_no_later_event() -> None:
    """Asked as of an earlier instant than the replay's, what came later does not count."""
    journeys = followed(entry("mql", 1), entry("won", 20), entry("mql", 12, "L2"))
    found = converted(journeys, as_of=day(10))
    assert (found.entered, found.converted, found.pending) == (1, 0, 1)
    assert period_conversion(journeys, "mql", "won", period=JANUARY, as_of=day(10)) == PeriodConversion(1, 0)


def test_a_later_question_than_the_replay() -> None:
    """What happened between is not known: refused."""
    with pytest.raises(DataError, match="later-than-replay"):
        converted(followed(as_of=day(5)), as_of=day(6))


def test_period_conversion_counts_entries_of_the_period() -> None:
    """Leads that went in, leads that came out, each once a stage, whenever they went in."""
    journeys = followed(
        entry("mql", 1, "A"), entry("won", 40, "A"), entry("mql", 2, "B"), entry("won", 3, "B"), entry("won", 35, "C")
    )
    january = period_conversion(journeys, "mql", "won", period=JANUARY, as_of=END)
    february = period_conversion(journeys, "mql", "won", period=month(2026, 2, zone="UTC"), as_of=END)
    assert (january, february) == (PeriodConversion(2, 1), PeriodConversion(1, 2))
    assert (january.rate, february.rate, february.flow) == (Fraction(1, 2), None, Fraction(2))
    assert "1 leads came out" in repr(january)


def test_some_journeys_and_one() -> None:
    """A list of journeys, a selection, or one."""
    journeys = followed(entry("mql", 1), entry("won", 2), entry("mql", 1, "L2"))
    ask = {"period": JANUARY, "as_of": END}
    assert cohort_conversion(journeys.only(["L1"]), "mql", "won", **ask).rate == 1  # type: ignore[arg-type]  # of two types
    assert cohort_conversion([journeys[1]], "mql", "won", **ask).rate == 0  # type: ignore[arg-type]  # of two types
    assert cohort_conversion(journeys[0], "mql", "won", **ask).entered == 1  # type: ignore[arg-type]  # of two types


@pytest.mark.parametrize(("start", "end"), [("won", "mql"), ("mql", "mql"), ("lost", "won")])
def test_ends_in_the_wrong_order(start: str, end: str) -> None:
    """A lead converts from a stage of the path to a later one, or to an exit."""
    with pytest.raises(DocumentError, match="wrong-order"):
        converted(followed(), start, end)
    assert converted(followed(entry("mql", 1), entry("lost", 2)), "mql", "lost").rate == 1


def test_S07_unknown_stage() -> None:
    """A misspelt stage is refused, also where there is no lead."""
    with pytest.raises(DocumentError, match=r"did you mean 'sql'\?"):
        converted(followed(funnel=INBOUND), "slq")


@pytest.mark.parametrize("within", [timedelta(0), timedelta(days=-1), 7])
def test_a_window_that_is_none(within: object) -> None:
    """A window is longer than nothing."""
    with pytest.raises(DocumentError, match="not-positive"):
        converted(followed(), within=within)


def test_T01_a_naive_as_of() -> None:
    """Refused."""
    with pytest.raises(TimeError, match="naive"):
        converted(followed(), as_of=datetime(2026, 2, 1))  # noqa: DTZ001 - wrong on purpose


@pytest.mark.parametrize("options", [{"period": "2026-01"}, {"journeys": [3]}])
def test_arguments_of_another_kind(options: dict[str, object]) -> None:
    """A period is a Period, and journeys are journeys."""
    given = {"journeys": followed(entry("mql", 1)), "start": "mql", "end": "won", "period": JANUARY, "as_of": END}
    with pytest.raises(DocumentError, match="wrong-type"):
        cohort_conversion(**{**given, **options})  # type: ignore[arg-type]  # wrong on purpose


def test_answers_show_themselves() -> None:
    """One sentence, and plain data."""
    found = converted(followed(entry("mql", 1), entry("won", 3)), within=WEEK)
    assert repr(found).startswith("100 %: of 1 leads, 1 converted within 7 days")
    data = json.loads(json.dumps(found.to_dict()))
    assert (data["kind"], data["rate"], data["within"]) == ("conversion", 1, "7 days")
    assert json.loads(json.dumps(PeriodConversion(2, 1).to_dict()))["rate"] == 0.5
