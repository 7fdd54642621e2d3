from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.rules.strategies import NOW

from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.history.events import Event
from alignkit.rules.decide import decide
from alignkit.rules.decide_all import decide_all, decide_each
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.rate import rate
from alignkit.rules.rate_all import rate_all
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

big = field("employees") >= 50
called = did("call", within=timedelta(30))
LEADS: list[dict[str, object]] = [{"employees": 80}, {"employees": 8}, {}]
CALLS = [[Event("L1", NOW - timedelta(days), "call") for days in many] for many in ((0, 30), (), (60,))]


def test_a_column_of_32_bits_compares_as_it_prints() -> None:
    """0.7 is not below 0.7, whatever number of bits it came in: one lead at a time, many, and slowly."""
    np = pytest.importorskip("numpy")
    likely = field("likelihood")
    leads = [{"likelihood": value} for value in np.array([0.7, 0.1], dtype=np.float32)]
    for rule in (likely >= 0.7, likely.between(0.7, 1), likely.is_in(0.7), ~(likely < 0.7)):
        score = Score("s", [Points(1, when=rule), Points(2, when=~rule)])
        assert decide_all(rule, leads) == [decide(rule, lead) for lead in leads] == [Verdict.YES, Verdict.NO]
        assert [explain(rule, lead).verdict for lead in leads] == [Verdict.YES, Verdict.NO]
        assert rate_all(score, leads).points == [rate(score, lead).points for lead in leads] == [1, 2]


def test_verdicts_are_those_of_decide() -> None:
    """In the order of the leads; with events or without."""
    assert decide_all(big, iter(LEADS)) == [Verdict.YES, Verdict.NO, Verdict.UNKNOWN]
    assert decide_all(big | called, LEADS, CALLS, as_of=NOW) == [
        decide(big | called, lead, happened, as_of=NOW) for lead, happened in zip(LEADS, CALLS, strict=True)
    ]
    assert decide_all(called, LEADS, [None, *CALLS[1:]], as_of=NOW) == [Verdict.UNKNOWN, Verdict.NO, Verdict.NO]
    lately = field("seen").within(timedelta(30))
    seen = [{"seen": NOW - timedelta(days)} for days in (3, 90)]
    assert decide_all(lately, seen, as_of=NOW) == [Verdict.YES, Verdict.NO]
    assert decide_all(called, [{}, {}], CALLS[::2], as_of=NOW) == [Verdict.YES, Verdict.NO]
    assert decide_all(big, []) == []


def test_verdicts_come_one_by_one() -> None:
    """The next lead is not touched before it is asked for."""
    wrong: Any = iter([{"employees": 80}, None])
    stream = decide_each(big, wrong)
    assert next(stream) is Verdict.YES
    with pytest.raises(DataError, match=r"^leads\[1\]: wrong-type: a lead is a mapping"):
        next(stream)


def test_what_is_decided() -> None:
    """A rule, for mappings, with as many lists of events, at an aware instant; each mistake is named."""
    wrong: Any
    for run in (decide_all, decide_each):
        for wrong in (None, "big", field("employees")):
            with pytest.raises(DocumentError, match="decide takes a rule"):
                run(wrong, LEADS)
        with pytest.raises(TimeError, match="as-of-needed"):
            run(called, LEADS, CALLS)
        with pytest.raises(TimeError, match="naive"):
            run(big, LEADS, as_of=datetime(2026, 1, 31))  # noqa: DTZ001 - naive on purpose
        with pytest.raises(DataError, match="leads come as a list"):
            run(big, LEADS[0])  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(DataError, match=r"^leads\[0\]: wrong-type: events are of type Event, not str"):
        decide_all(big, LEADS, [["call"], [], []])  # type: ignore[list-item]  # wrong on purpose
    with pytest.raises(DataError, match="unequal-length"):
        decide_all(big, LEADS, CALLS[:2])
