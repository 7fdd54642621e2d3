from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alignkit.history.events import Event
from alignkit.instants import micros
from alignkit.rules.field import field
from alignkit.rules.match import found, matches
from alignkit.rules.predicates import Did, did

NOW = datetime(2026, 1, 31, tzinfo=UTC)
CALL = Event("L1", NOW, "touch", "call")
WEBINAR = Event("L1", NOW, "webinar", attributes={"minutes": 30, "topic": ""})


@pytest.mark.parametrize(
    ("pattern", "event", "meant"),
    [
        (did("call"), CALL, True),
        (did("touch"), CALL, True),
        (did("email"), CALL, False),
        (did("webinar"), WEBINAR, True),
        (did("mql"), Event("L1", NOW, "stage", "mql"), False),
        (did("stage"), Event("L1", NOW, "stage", "mql"), True),
        (did("webinar", where=field("minutes") >= 30), WEBINAR, True),
        (did("webinar", where=field("minutes") > 30), WEBINAR, False),
        (did("webinar", where=field("place") == "Utrecht"), WEBINAR, False),
        (did("webinar", where=~(field("place") == "Utrecht")), WEBINAR, False),
        (did("webinar", where=field("place").is_missing()), WEBINAR, True),
        (did("webinar", where=field("lead") == "L1"), WEBINAR, False),
    ],
)
def test_a_pattern_means_events(pattern: Did, event: Event, meant: bool) -> None:
    """By kind, or by a touch's value; `where` sees the event's attributes alone, and only its YES counts."""
    assert matches(pattern, event) is meant


@pytest.mark.parametrize("as_of", [NOW, datetime(9000, 1, 31, 9, 0, 0, 7, tzinfo=UTC)])
def test_events_count_up_to_now_and_in_the_span(as_of: datetime) -> None:
    """An event at `as_of` counts, one a microsecond later does not; the span counts both its ends.

    In every year: the microseconds of the year 9000 are more than a float can tell apart.
    """
    little = timedelta(microseconds=1)
    times = (as_of, as_of + little, as_of - timedelta(days=30), as_of - timedelta(days=30) - little)
    happened = [Event("L1", at, "demo") for at in times]
    now = micros(as_of)
    assert [event.at for _, event in found(did("demo"), happened, now)] == [times[0], times[2], times[3]]
    assert [at for at, _ in found(did("demo", within=timedelta(days=30)), happened, now)] == [
        micros(times[0]),
        micros(times[2]),
    ]
    assert len(found(did("demo"), happened, None)) == 4
