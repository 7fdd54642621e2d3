"""Follow a score: what was known when, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from tests.funnel.build import END, START, act, change, day, entry, followed, walked

from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.follow_score import points, score_series
from alignkit.funnel.journeys import Journey
from alignkit.funnel.series import ScoreSeries
from alignkit.history.attributes import Attributes
from alignkit.history.events import Event
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.rate import rate
from alignkit.rules.rating import as_points
from alignkit.rules.scores import Points, Score

MONTH = timedelta(days=30)
SIZE = Points(30, when=field("employees") >= 50)
INTEREST = Points(20, each=did("webinar"), steps={MONTH: 0.5})
SCORE = Score("lead score", [SIZE, INTEREST], bands={"A": 50, "B": 20})


def told(series: ScoreSeries) -> list[tuple[float, int, str | None]]:
    """Write a series as days, points and bands."""
    return [((step.at - START) / timedelta(days=1), int(step.points), step.band) for step in series.steps]


def series_of(*events: Event, **given: Any) -> ScoreSeries:  # noqa: ANN401 - fields of the lead
    """Follow the score of one lead to the end."""
    return score_series(SCORE, followed(*events, leads={"L1": given}).of("L1"), as_of=END)


def test_a_series_tells_every_change() -> None:
    """Events add, time takes away, and the band follows."""
    assert told(series_of(act("webinar", 2), act("webinar", 10), employees=80)) == [
        *[(2, 50, "A"), (10, 70, "A")],
        *[(32, 60, "A"), (40, 50, "A")],
    ]


def test_a_later_value_is_not_known_earlier() -> None:
    """A field counts from its change on: what the lead holds now says nothing about then."""
    grown = series_of(act("webinar", 2), change("employees", 80, 5), change("employees", 3, 7), employees=10)
    assert told(grown) == [(2, 20, "B"), (5, 50, "A"), (7, 20, "B"), (32, 10, None)]
    # the change is the first that is known of the lead
    assert told(series_of(change("employees", 80, 1))) == [(1, 30, "B")]


def test_the_last_of_two_changes_at_one_instant_holds() -> None:
    """In the order of the lead's events; and a change to what held before is none."""
    grown = series_of(change("employees", 3, 5), change("employees", 80, 5), change("employees", 90, 6))
    assert told(grown) == [(5, 30, "B")]


def test_a_lead_whose_fields_change_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its fields are not gathered anew for each of the changes: ten times as many take ten times as long."""
    gathered: list[datetime] = []
    fields_at = Journey.fields_at

    def noted(journey: Journey, instant: datetime) -> Attributes:
        gathered.append(instant)
        return fields_at(journey, instant)

    monkeypatch.setattr(Journey, "fields_at", noted)
    changes = [change("employees", 10 + 60 * (number % 2), number / 9) for number in range(500)]
    assert len(series_of(*changes).steps) == 500
    assert len(gathered) == 1


def test_equal_to_python_is_not_the_same() -> None:
    """1 and True are equal, and so are two wall times of one zone; to a rule they are not the same."""
    yes = Score("s", [Points(1, when=field("site").is_true())])
    journey = followed(change("site", True, 3), change("site", 1, 5), leads={"L1": {"site": 1}}).of("L1")
    assert told(score_series(yes, journey, as_of=END, since=START)) == [(0, 0, None), (3, 1, None), (5, 0, None)]


def test_a_field_of_a_deal_is_none_of_the_leads() -> None:
    """A deal's events count for its lead, its fields do not."""
    linked = (act("link", 1, "D1"), change("employees", 80, 2, "D1"), act("webinar", 3, lead="D1"))
    assert told(series_of(*linked)) == [(1, 0, None), (3, 20, "B"), (33, 10, None)]


def test_from_an_instant_on() -> None:
    """A series may begin earlier than the first event, or later."""
    journey = followed(act("webinar", 2), leads={"L1": {"employees": 80}}).of("L1")
    assert told(score_series(SCORE, journey, as_of=END, since=START)) == [(0, 30, "B"), (2, 50, "A"), (32, 40, "B")]
    assert told(score_series(SCORE, journey, as_of=END, since=day(40))) == [(40, 40, "B")]
    assert told(score_series(SCORE, journey, as_of=day(1))) == [(1, 30, "B")]
    assert told(score_series(SCORE, journey, as_of=day(2))) == [(2, 50, "A")]


def test_nothing_is_known_of_a_lead_without_events_but_now() -> None:
    """Its series is one step."""
    assert told(series_of(employees=80)) == [(90, 30, "B")]


def test_what_is_refused() -> None:
    """Instants are aware and within what was replayed; each error has its code."""
    journey = walked(act("webinar", 2))
    later = END + timedelta(microseconds=1)
    naive: Any = datetime(2026, 1, 5)  # noqa: DTZ001 - naive on purpose
    anything: Any = date(2026, 1, 5)
    for error, code, of, asked in (
        (TimeError, "naive", journey, {"as_of": naive}),
        (TimeError, "not-an-instant", journey, {"as_of": anything}),
        (TimeError, "naive", journey, {"as_of": END, "since": naive}),
        (DataError, "later-than-replay", journey, {"as_of": later}),
        (DocumentError, "ends-before-start", journey, {"as_of": END, "since": later}),
        (DocumentError, "wrong-type", anything, {"as_of": END}),
    ):
        with pytest.raises(error) as caught:
            score_series(SCORE, of, **asked)
        assert caught.value.code == code
    with pytest.raises(DocumentError, match="a series is of a Score"):
        score_series(SIZE, journey, as_of=END)  # type: ignore[arg-type]  # the mistake


def test_an_instant_that_utc_cannot_tell() -> None:
    """Midnight of the first of January of the year 1 in Tokyo lies before all years of UTC."""
    far = datetime(1, 1, 1, tzinfo=UTC).replace(tzinfo=ZoneInfo("Asia/Tokyo"))
    with pytest.raises(TimeError) as caught:
        series_of(Event("L1", far, "webinar"))
    assert caught.value.code == "out-of-range"


def test_zones_and_clock_changes_do_not_matter() -> None:
    """Days are of 24 hours, wherever the clocks stand; the series is told in UTC."""
    amsterdam = ZoneInfo("Europe/Amsterdam")
    before = datetime(2026, 3, 10, 12, tzinfo=amsterdam)
    journey = followed(Event("L1", before, "webinar"), as_of=datetime(2026, 5, 1, tzinfo=UTC)).of("L1")
    series = score_series(SCORE, journey, as_of=datetime(2026, 5, 1, tzinfo=amsterdam))
    assert [step.at.isoformat() for step in series.steps] == ["2026-03-10T11:00:00+00:00", "2026-04-09T11:00:00+00:00"]


def test_stages_and_repeated_rating() -> None:
    """A move in the funnel changes no score; the last step is today's rating."""
    journey = walked(act("webinar", 2), entry("mql", 3), entry("sal", 40))
    series = score_series(SCORE, journey, as_of=END)
    assert told(series) == [(2, 20, "B"), (32, 10, None)]
    assert series.last.points == rate(SCORE, journey.fields, journey.events, as_of=END).points


@given(st.one_of(st.integers(-(10**30), 10**30), st.integers(-(10**8), 10**8)))
def test_points_are_as_everywhere(total: int) -> None:
    """The quick way from millionths to points gives the same decimal, exponent and all."""
    assert points(total).as_tuple() == as_points(total).as_tuple()
