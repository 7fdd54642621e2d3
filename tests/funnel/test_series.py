"""A series as a value."""

from __future__ import annotations

import copy
import pickle
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.funnel.build import END, START, act, day, walked

from alignkit.errors import TimeError
from alignkit.funnel.follow_score import score_series
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score

SCORE = Score("interest", [Points(20, each=did("webinar"), steps={timedelta(days=30): 0.5})], bands={"warm": 20})
SERIES = score_series(SCORE, walked(act("webinar", 2), act("webinar", 5)), as_of=END)


def test_points_at_an_instant() -> None:
    """The step that has begun holds, its first instant included, up to `as_of`."""
    told = {2: 20, 4: 20, 5: 40, 31.9: 40, 32: 30, 35: 20, 90: 20}
    assert {at: SERIES.at(day(at)) for at in told} == {at: Decimal(points) for at, points in told.items()}
    assert (SERIES.start, SERIES.last.points) == (day(2), Decimal(20))


@pytest.mark.parametrize("at", [START, END + timedelta(microseconds=1), datetime(2026, 1, 9)])  # noqa: DTZ001 - naive
def test_no_points_beyond_what_is_known(at: datetime) -> None:
    """Before the start and after `as_of` the series knows nothing."""
    with pytest.raises(TimeError) as caught:
        SERIES.at(at)
    assert caught.value.code in {"out-of-range", "naive"}


def test_O04_copies() -> None:
    """A series equals its copies and its pickle."""
    assert pickle.loads(pickle.dumps(SERIES)) == copy.deepcopy(SERIES) == SERIES


def test_as_data() -> None:
    """Points are text, for they are exact."""
    data: Any = SERIES.to_dict()
    assert (data["alignkit"], data["kind"], data["score"], data["lead"]) == (1, "score-series", "interest", "L1")
    assert data["steps"][0] == {"at": "2026-01-03T00:00:00+00:00", "points": "20", "band": "warm"}
