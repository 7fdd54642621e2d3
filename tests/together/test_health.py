"""The alignment index: each part traceable, and pending where there is no data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.together.build import FACTS, IRIS, NOOR, TEN, Ground, Signature, codes, day, meeting, request, told

from alignkit.display.text import to_text
from alignkit.errors import AlignkitError, DataError, DocumentError, LimitError, TimeError
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.periods import month, quarter
from alignkit.together.agree import kappa
from alignkit.together.health import health
from alignkit.together.healths import PARTS, Health, HealthPart
from alignkit.together.kappas import Kappa
from alignkit.together.log import Held, Log
from alignkit.together.record_matches import RecordMatch, match_records
from alignkit.together.requests import Answer

SIGNED = (Signature("marketing", "Eva", day(1), "now"), Signature("sales", "Otto", day(1), "before"))


def made(**parts: Any) -> Health:  # noqa: ANN401 - what a test gives
    """Ask on Monday 16 February."""
    return health(parts.pop("source", Ground()), parts.pop("facts", FACTS), **({"as_of": TEN} | parts))


def test_Fleiss_example() -> None:
    """Table 18.1 of Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions: κ = 0.68, s.e. 0.087."""
    found = kappa([[75, 1, 4], [5, 4, 1], [0, 0, 10]], words=["psychotic", "neurotic", "organic"])
    assert found.value is not None
    assert found.highest is not None
    assert found.agreed == Fraction(89, 100)
    assert float(found.value) == pytest.approx(0.6765, abs=5e-5)
    assert float((found.highest - found.value) / Fraction(196, 100)) == pytest.approx(0.0877, abs=5e-5)


def test_Agresti_example() -> None:
    """Four answers of 91 couples (Agresti, Categorical Data Analysis); R's package vcd tells 0.129 and ASE 0.0686."""
    table = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
    found = kappa(table, words=["never", "fairly often", "very often", "almost always"])
    assert found.value is not None
    assert found.highest is not None
    assert float(found.value) == pytest.approx(0.1293, abs=5e-5)
    assert float((found.highest - found.value) / Fraction(196, 100)) == pytest.approx(0.0686, abs=5e-5)


def test_kappa_where_there_is_nothing_to_tell() -> None:
    """Nothing judged, and one word alone."""
    nothing = kappa([[0, 0], [0, 0]])
    assert (nothing.value, nothing.agreed) == (None, None)
    assert nothing.sentence == "Nothing was judged by both yet."
    one = kappa([[9, 0], [0, 0]])
    assert (one.value, one.agreed) == told(None, 1)
    assert "always said the same word" in one.sentence
    assert "0.4" in repr(kappa([[20, 5], [10, 15]]))
    assert kappa([[20, 5], [10, 15]]).to_dict()["judged"] == 50


@pytest.mark.parametrize(
    ("counts", "words", "code"),
    [
        ([[1, 2]], ("a", "b"), "wrong-length"),
        ([[1, 2], [3]], ("a", "b"), "wrong-length"),
        ([[1, 2], [3, -1]], ("a", "b"), "negative"),
        ([[1, 2], [3, True]], ("a", "b"), "wrong-type"),
        ([[1, 2], [3, 0.5]], ("a", "b"), "wrong-type"),
        ([[1, 2], [3, 10**13]], ("a", "b"), "too-large"),
        (5, ("a", "b"), "wrong-type"),
        ([[1]], ("a",), "duplicate-id"),
        ([[1, 2], [3, 4]], ("a", "a"), "duplicate-id"),
    ],
)
def test_counts_that_are_none(counts: Any, words: Any, code: str) -> None:  # noqa: ANN401 - what is refused
    """Square, whole, and not below nothing."""
    with pytest.raises(AlignkitError, match=code):
        kappa(counts, words=words)
    with pytest.raises(LimitError, match="too-large"):
        kappa([], words=[f"w{n}" for n in range(51)])


def test_without_data_every_part_is_pending() -> None:
    """Nothing is guessed."""
    found = made(facts=Facts(), source=Ground(goals=()), period=month(2026, 2, zone="UTC"))
    assert [part.name for part in found.pending] == list(PARTS)
    assert told(found.index, found.measured, found.lowest, found.highest) == (None, 0, 0, 1)
    assert found.sentence == "Nothing is measured yet of the alignment in 2026-02."
    assert "pending" in repr(found)


def test_signatures_and_dates() -> None:
    """Each team signed the terms of now; they are in force, and not past review."""
    ground = Ground(signoffs=SIGNED, effective=day(1), review_by=day(15))
    part = made(source=ground, digest="now").of("signed")
    assert [(record.what, record.kept) for record in part.records] == [
        ("marketing", True),
        ("sales", False),
        ("in force", True),
        ("review", False),
    ]
    assert part.value == Fraction(1, 2)
    assert "signed other terms" in part.records[1].said
    assert made(source=ground).of("signed").is_pending
    early = made(source=ground, digest="now", as_of=datetime(2026, 1, 20, tzinfo=UTC)).of("signed")
    assert [record.said for record in early.records[:3]] == ["has not signed", "has not signed", "only from 2026-02-01"]


def test_judgement_is_held_against_the_rule() -> None:
    """L1 met the rule and was accepted, L2 did not and was sent back: full agreement."""
    part = made().of("judgement")
    assert part.value == 1
    assert part.kappa is not None
    assert part.kappa.counts == ((1, 0), (0, 1))
    assert [record.what for record in part.records] == ["L1", "L2"]
    unlike = FACTS + Facts({"L1": {"employees": 10}, "L2": {"employees": 90}})
    worse = made(facts=unlike).of("judgement")
    assert worse.value == 0
    assert worse.kappa is not None
    assert worse.kappa.value == -1
    assert worse.records[0].said == "did not meet the agreed rule, and was accepted"
    unknown = made(facts=Facts({lead: {} for lead in FACTS.leads}, FACTS.events)).of("judgement")
    assert (unknown.value, unknown.records) == (None, ())


def test_both_directions_count_the_weaker_one() -> None:
    """Marketing delivered; sales accepted one of two with half the quarter gone."""
    part = made().of("commitments")
    assert [(record.what, record.kept) for record in part.records] == [
        ("marketing: MQLs delivered", True),
        ("sales: accepted", True),
    ]
    assert part.value == 1
    assert part.sentence == "Commitments kept: 1 of 1 of marketing, 1 of 1 of sales; the lowest share counts."
    late = made(as_of=datetime(2026, 3, 31, tzinfo=UTC)).of("commitments")
    assert late.value == 0
    nobody = made(source=Ground(teams=("marketing", "finance"))).of("commitments")
    assert (nobody.value, nobody.sentence) == (None, "There is nothing to measure yet of what is owed by finance.")


def test_a_period_that_is_over_is_told_by_its_own_goals() -> None:
    """Not by those of the period that runs; and one that is still to come has none that are measured."""
    later = datetime(2026, 4, 20, tzinfo=UTC)
    part = made(period=quarter(2026, 1, zone="Europe/Amsterdam"), as_of=later).of("commitments")
    assert [(record.what, record.said) for record in part.records] == [
        ("marketing: MQLs delivered", "met, 4"),
        ("sales: accepted", "missed, 1"),
    ]
    assert {record.said for record in made(as_of=later).of("commitments").records} == {"at risk, 0"}
    assert made(period=quarter(2026, 3, zone="Europe/Amsterdam"), as_of=later).of("commitments").is_pending


def test_what_was_held_later_is_not_known_yet() -> None:
    """As of an earlier day the index tells what was known then."""
    log = Log(held=[Held("joint", day(11), instead_of=day(9))])
    early, late = (
        made(log=log, meetings=meeting(first=day(9)), as_of=datetime(2026, 2, number, 20, tzinfo=UTC)).of("meetings")
        for number in (10, 11)
    )
    assert (early.value, late.value) == told(0, 1)


def test_a_request_of_a_period_before_counts_as_long_as_it_waits() -> None:
    """It is not forgotten because a quarter began; one that was answered then is of then."""
    log = Log(requests=[request("R1"), request("R2", answers=[Answer("declined", day(3), reason="no budget")])])
    part = made(log=log, as_of=datetime(2026, 5, 4, tzinfo=UTC)).of("requests")
    assert [(record.what[:2], record.kept) for record in part.records] == [("R1", False)]


def test_rejections_need_an_agreed_reason() -> None:
    """Of those of the period."""
    more = [
        Event("L3", datetime(2026, 2, 12, tzinfo=UTC), "reject", "too far"),
        Event("L4", datetime(2026, 2, 13, tzinfo=UTC), "reject"),
    ]
    part = made(facts=FACTS + Facts(events=more), errors="collect").of("reasons")
    assert part.value == Fraction(1, 3)
    assert [record.said for record in part.records] == [
        "no budget",
        "“too far” is none of the agreed reasons",
        "no reason given",
    ]
    assert made(period=month(2026, 1, zone="UTC")).of("reasons").is_pending


def test_meetings_that_are_over_were_held_with_both_teams() -> None:
    """The one that is on is not due yet; a moved one counts for its day."""
    log = Log(
        held=[
            Held("joint", day(2), attended=[IRIS, NOOR]),
            Held("joint", day(10), instead_of=day(9)),
            Held("joint", datetime(2026, 1, 26, tzinfo=UTC).date(), attended=[IRIS]),
            Held("other", datetime(2026, 1, 19, tzinfo=UTC).date()),
        ]
    )
    part = made(log=log, meetings=meeting()).of("meetings")
    assert part.sentence == "2 of 6 meetings were held."
    assert [record.said for record in part.records if record.what.endswith("2026-01-26")] == [
        "was held without anybody of sales"
    ]
    assert made(meetings=meeting(first=day(20))).of("meetings").is_pending


def test_requests_are_answered_in_two_weeks() -> None:
    """One that waits for less is not counted; a parked one waits again from its review on."""
    log = Log(
        requests=[
            request("R1", on=day(1)),
            request("R2", on=day(2)),
            request("R3", on=day(1), answers=[Answer("declined", day(14), reason="no budget")]),
            request("R4", on=day(1), answers=[Answer("parked", day(2), reason="fair", review_on=day(3))]),
            request("R5", on=day(20)),
        ]
    )
    part = made(log=log).of("requests")
    assert [(record.what[:2], record.kept) for record in part.records] == [("R1", False), ("R3", True)]
    later = made(log=log, as_of=datetime(2026, 2, 18, tzinfo=UTC)).of("requests")
    assert [record.what[:2] for record in later.records] == ["R1", "R3", "R4", "R2"]


def test_records_that_match() -> None:
    """By counts, or by holding the records of both systems against each other."""
    assert made(records=RecordMatch(940, 1000)).of("records").value == Fraction(47, 50)
    assert made(records=RecordMatch(0, 0)).of("records").is_pending
    ours = Facts({"L1": {"country": "NL", "size": 1}, "L2": {"country": "BE"}, "L3": {}})
    theirs = Facts({"L1": {"country": "NL", "size": 1.0, "more": 5}, "L2": {"country": None}, "L4": {}})
    found = match_records(ours, theirs)
    assert (found.matched, found.of) == (1, 4)
    assert [tuple(difference) for difference in found.differences] == [
        ("L2", ("country",), ""),
        ("L3", (), "left"),
        ("L4", (), "right"),
    ]
    assert match_records(ours, theirs, fields=["size"]).matched == 2
    part = made(records=found).of("records")
    assert [record.said for record in part.records][1:] == [
        "stands only in the left system",
        "stands only in the right system",
    ]
    assert "1 of 4 records match" in repr(found)
    assert json.dumps(found.to_dict())
    with pytest.raises(DataError) as caught:
        RecordMatch(-1, "5")  # type: ignore[arg-type]  # what is refused
    assert codes(caught.value) == [("negative", "matched"), ("negative", "of")]
    with pytest.raises(DataError, match="passed-exceeds-entered"):
        RecordMatch(5, 4)
    with pytest.raises(DocumentError, match="wrong-type"):
        match_records(ours, {})  # type: ignore[arg-type]  # what is refused


def test_weights() -> None:
    """A part of weight 0 is left out."""
    found = made(weights={"judgement": 3, "records": 0})
    assert [part.name for part in found.parts] == [name for name in PARTS if name != "records"]
    assert found.of("judgement").weight == 3
    with pytest.raises(DocumentError) as caught:
        made(weights={"judgment": 1, "signed": -1})
    assert codes(caught.value) == [("unknown-part", "weights"), ("negative", "weights.signed")]
    with pytest.raises(DocumentError, match="no-weight"):
        made(weights=dict.fromkeys(PARTS, 0))
    with pytest.raises(DocumentError, match="wrong-type"):
        made(weights=[1])


def test_bad_input() -> None:
    """In words that say what is due."""
    with pytest.raises(TimeError, match="naive"):
        made(as_of=datetime(2026, 2, 16))  # noqa: DTZ001 - what is refused
    with pytest.raises(DocumentError, match="no-period"):
        made(source=Ground(goals=()))
    for part, value in (("period", "Q1"), ("records", 5), ("digest", 5), ("source", 5), ("log", 5), ("meetings", 5)):
        with pytest.raises(DocumentError, match="wrong-type"):
            made(**{part: value})
    with pytest.raises(DocumentError, match="did you mean 'reasons'"):
        made().of("reason")


def test_it_shows_itself() -> None:
    """The index, its parts, and what speaks against them."""
    found = made(log=Log(requests=[request(on=day(1))]))
    text = " ".join(to_text(found.blocks(), width=200).split())
    assert "The alignment index of 2026 Q1 is 75 of 100, from 4 of its 7 parts; once all are measured" in text
    assert "R1: Case studies: has waited for marketing since 2026-02-01" in text
    data: Any = json.loads(json.dumps(found.to_dict()))
    assert data["index"] == 0.75
    assert data["parts"][1]["kappa"]["value"] == 1


values = st.none() | st.fractions(0, 1, max_denominator=20)


@given(st.lists(st.tuples(values, st.integers(1, 9)), min_size=1, max_size=7), values.filter(lambda v: v is not None))
def test_the_bounds_hold_whatever_is_measured_later(parts: list[tuple[Fraction | None, int]], later: Fraction) -> None:
    """The index lies between 0 and 1, and within its bounds once all is measured."""

    def index(found: list[tuple[Fraction | None, int]]) -> Health:
        made_of = [HealthPart(f"p{n}", "", value, Fraction(weight), "") for n, (value, weight) in enumerate(found)]
        return Health(month(2026, 2, zone="UTC"), TEN, made_of)

    now = index(parts)
    final = index([(later if value is None else value, weight) for value, weight in parts])
    assert final.index is not None
    assert 0 <= now.lowest <= final.index <= now.highest <= 1
    assert final.lowest == final.highest == final.index
    assert isinstance(kappa([[1, 0], [0, 1]]), Kappa)
