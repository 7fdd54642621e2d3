from __future__ import annotations

import copy
import operator
import pickle
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, strategies as st

from alignkit.errors import DocumentError, LimitError, TimeError
from alignkit.worktime.work_time import (
    LARGEST_MICROS,
    WorkTime,
    parse_work_time,
    work_hours,
    work_minutes,
    work_time_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = 3600 * 10**6


def test_a_number_given_by_a_person_is_exact() -> None:
    """A tenth of an hour is six minutes, however it is written."""
    assert work_hours(0.1) == work_hours(Decimal("0.1")) == work_hours(Fraction(1, 10)) == work_minutes(6)
    assert work_hours(Fraction(1, 7)).micros == round(Fraction(HOUR, 7))


def test_arithmetic_stays_in_its_kind() -> None:
    """Work time adds, subtracts, multiplies by whole numbers and orders."""
    assert work_hours(3) + work_minutes(60) - work_hours(1) == 3 * work_hours(1) == work_hours(1) * 3
    assert -work_hours(1) < WorkTime(0) < work_minutes(1)
    assert abs(work_hours(-2)) == work_hours(2)
    assert not WorkTime(0)
    assert work_hours(1)


@pytest.mark.parametrize("other", [timedelta(hours=1), 1, "1 work hour", None])
@pytest.mark.parametrize("combine", [operator.add, operator.sub])
def test_other_kinds_do_not_add(combine: Callable[[object, object], object], other: object) -> None:
    """A timedelta runs by the wall clock and is refused, as is everything else."""
    with pytest.raises(DocumentError, match="work_hours") as caught:
        combine(work_hours(1), other)
    assert caught.value.code == "wrong-type"


@pytest.mark.parametrize("times", [1.5, True, work_hours(1)])
def test_multiplying_takes_whole_numbers_alone(times: object) -> None:
    """Half a work time would have to round, so it is not offered."""
    with pytest.raises(TypeError):
        operator.mul(work_hours(1), times)


def test_repr_rebuilds_and_str_is_plain() -> None:
    """The repr is the expression that builds it, the text is for people."""
    for work in (work_hours(4), work_hours(-4), work_minutes(90), WorkTime(0), WorkTime(1), WorkTime(-61_000_001)):
        assert eval(repr(work), {"WorkTime": WorkTime, "work_hours": work_hours, "work_minutes": work_minutes}) == work  # noqa: S307 - our own repr
    assert str(work_hours(4)) == "4 work hours"
    assert repr(work_hours(4)) == "work_hours(4)"
    assert str(WorkTime(1)) == "1 work microsecond"
    assert str(WorkTime(0)) == "0 work minutes"
    assert str(work_minutes(-90)) == "-1 work hour 30 minutes"
    assert str(work_hours(2) + WorkTime(61_000_002)) == "2 work hours 1 minute 1 second 2 microseconds"


def test_pickle_and_copy() -> None:
    """A work time travels."""
    work = work_minutes(90)
    assert pickle.loads(pickle.dumps(work)) == copy.deepcopy(work) == work
    assert len({work, work_minutes(90)}) == 1


@given(st.integers(-(10**17), 10**17))
def test_text_reads_back(micros: int) -> None:
    """Every work time can be written and read back, signed ones too."""
    assert parse_work_time(work_time_text(WorkTime(micros))) == WorkTime(micros)


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("4 work hours", work_hours(4)),
        ("1 work hour", work_hours(1)),
        ("90 work minutes", work_minutes(90)),
        ("1 work hour 30 work minutes", work_minutes(90)),
        ("0 work minutes", WorkTime(0)),
        ("30 work seconds", WorkTime(30_000_000)),
    ],
)
def test_accepted_forms(text: str, work: WorkTime) -> None:
    """Units in words, `work` said at least with the first."""
    assert parse_work_time(text) == work


@pytest.mark.parametrize(
    "text",
    ["", "4", "4 hours", "4 work", "work hours", "PT4H", "4 work days", "1.5 work hours", "4  work hours", "4x", None,
     4, "4 work hours\n", "٤ work hours", "4 work fortnights", " 4 work hours"],
)  # fmt: skip
def test_refused_forms(text: object) -> None:
    """The error lists the accepted forms."""
    with pytest.raises(TimeError, match="4 work hours") as caught:
        parse_work_time(text, "within")
    assert caught.value.code == "unreadable-duration"
    assert "within" in str(caught.value)


def test_a_work_day_is_explained() -> None:
    """A day at work has no fixed length; the message says so."""
    with pytest.raises(TimeError, match="no fixed length"):
        parse_work_time("2 work days")


@pytest.mark.parametrize("micros", [1.0, True, "1", None, timedelta(1)])
def test_only_whole_microseconds(micros: object) -> None:
    """A float or a truth value is not an amount of microseconds."""
    with pytest.raises(DocumentError, match="work_hours") as caught:
        cast("Any", WorkTime)(micros)
    assert caught.value.code == "wrong-type"


@pytest.mark.parametrize("count", [True, "4", None, float("nan"), float("inf")])
def test_counts_are_numbers(count: object) -> None:
    """Text and truth values are no numbers; NaN is not finite."""
    with pytest.raises(DocumentError):
        cast("Any", work_hours)(count)


def test_amounts_are_bounded() -> None:
    """No amount is beyond what integers of 64 bits hold."""
    assert WorkTime(-LARGEST_MICROS) < WorkTime(LARGEST_MICROS)
    builds: list[Callable[[], WorkTime]] = [
        lambda: WorkTime(LARGEST_MICROS + 1),
        lambda: WorkTime(LARGEST_MICROS) * 10**5000,
        lambda: work_hours(10**12),
        lambda: work_hours(10**16),
        lambda: parse_work_time("999999999999999 work hours"),
    ]
    for build in builds:
        with pytest.raises(LimitError) as caught:
            build()
        assert caught.value.code == "too-large"
