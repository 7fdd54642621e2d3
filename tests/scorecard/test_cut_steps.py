"""Steps laid over a period."""

from __future__ import annotations

from datetime import date

import pytest
from tests.scorecard.build import goal

from alignkit.errors import DocumentError
from alignkit.funnel.patterns import entered
from alignkit.periods import Period, month, quarter
from alignkit.scorecard.cut_steps import step_periods
from alignkit.scorecard.metrics import count

SPRING = quarter(2026, 2, zone="Europe/Amsterdam")


def cut(steps: object, period: Period = SPRING) -> list[tuple[str, str, str, object]]:
    """Return first day, end, zone and target of each step of 10 MQLs."""
    made = goal(metric=count(entered("mql")), steps=steps)
    return [
        (part.first.isoformat(), part.end.isoformat(), part.zone, target) for part, target in step_periods(made, period)
    ]


def test_months_in_order() -> None:
    """A step a month, in the zone of the period."""
    zone = "Europe/Amsterdam"
    assert cut([5, 3, 2]) == [
        ("2026-04-01", "2026-05-01", zone, 5),
        ("2026-05-01", "2026-06-01", zone, 3),
        ("2026-06-01", "2026-07-01", zone, 2),
    ]
    assert cut([10], month(2026, 4, zone="UTC")) == [("2026-04-01", "2026-05-01", "UTC", 10)]
    assert cut([]) == []


def test_first_days() -> None:
    """Each step lasts until the next begins, the last to the end of the period."""
    zone = "Europe/Amsterdam"
    assert cut({date(2026, 4, 1): 5, date(2026, 4, 2): 3, date(2026, 6, 30): 2}) == [
        ("2026-04-01", "2026-04-02", zone, 5),
        ("2026-04-02", "2026-06-30", zone, 3),
        ("2026-06-30", "2026-07-01", zone, 2),
    ]


def test_the_first_step_may_begin_before_a_broken_month() -> None:
    """A period from the fifteenth takes the step of its month, and cuts it; that of the month before is of no use."""
    broken = Period(date(2026, 4, 15), date(2026, 6, 1), "UTC")
    assert cut({"2026-04": 4, "2026-05": 6}, broken) == [
        ("2026-04-15", "2026-05-01", "UTC", 4),
        ("2026-05-01", "2026-06-01", "UTC", 6),
    ]
    assert cut({date(2026, 4, 15): 10}, broken) == [("2026-04-15", "2026-06-01", "UTC", 10)]
    with pytest.raises(DocumentError) as caught:
        cut({date(2026, 4, 1): 4, date(2026, 4, 15): 6}, broken)
    assert str(caught.value) == (
        "steps: steps-outside: the steps of the goal 'share' are not those of 2026-04-15 to 2026-05-31: "
        "the step before 2026-04-15 holds for no day of it"
    )
    for steps in (
        {"2026-03": 10},
        {"2025-04": 10},
        {"2025-12": 10},
        {date(2026, 4, 16): 10},
        {"2026-04": 4, "2026-06": 6},
    ):
        with pytest.raises(DocumentError) as caught:
            cut(steps, broken)
        assert caught.value.code == "steps-outside"
