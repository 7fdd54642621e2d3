"""The law of a score over time: at every instant, a series says what rating the lead then would have said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
from tests.funnel.score_worlds import LAST, journeys, restless_journeys, restless_scores, turns
from tests.rules.strategies import NOW, scores

from alignkit.funnel.follow_score import score_series
from alignkit.funnel.journeys import Journey
from alignkit.funnel.series import ScoreSeries
from alignkit.instants import micros
from alignkit.rules.rate import rate
from alignkit.rules.scores import Score

instants = st.integers(-110 * 86_400 * 10**6, 40 * 86_400 * 10**6).map(lambda at: NOW + timedelta(microseconds=at))


def says_what_rating_says(series: ScoreSeries, journey: Journey, asked: Iterable[datetime]) -> None:
    """Compare a series with the ratings of the lead at some instants."""
    for at in (series.start, *asked, series.as_of):
        rating = rate(series.score, journey.fields_at(at), journey.events_until(at), as_of=at)
        step = [step for step in series.steps if step.at <= at][-1]
        assert series.at(at) == step.points == rating.points, at
        assert step.band == rating.band


@given(scores(), journeys(), st.data())
def test_equals_rating_at_any_instant(score: Score, journey: Journey, data: st.DataObject) -> None:
    """For any score and any lead, the points and the band are those of `rate`, wherever one asks."""
    since = data.draw(st.none() | instants)
    as_of = data.draw(st.sampled_from((LAST, NOW)) if since is None or since <= NOW else st.just(LAST))
    series = score_series(score, journey, as_of=as_of, since=since)
    telling = turns(score, journey, series.start, as_of)
    asked = data.draw(st.lists(st.sampled_from(telling), max_size=12))
    asked += [at for at in data.draw(st.lists(instants, max_size=6)) if series.start <= at <= as_of]
    says_what_rating_says(series, journey, asked)


@given(restless_scores(), restless_journeys(), st.none() | st.sampled_from((30, 8, 1)), st.data())
def test_equals_rating_where_much_changes(
    score: Score, journey: Journey, days: int | None, data: st.DataObject
) -> None:
    """The same where scores change by time alone, at every instant that might matter and just beside it."""
    since = None if days is None else NOW - timedelta(days=days)
    series = score_series(score, journey, as_of=LAST, since=since)
    asked = turns(score, journey, series.start, LAST, daily=False)
    days_on = turns(score, journey, series.start, LAST)
    asked += [days_on[place % len(days_on)] for place in data.draw(st.lists(st.integers(0, 10**4), max_size=12))]
    says_what_rating_says(series, journey, asked)


@given(restless_scores(), restless_journeys())
def test_changes_at_no_other_instant(score: Score, journey: Journey) -> None:
    """Each step lies where something happened, faded or ran out; and each changes the points."""
    series = score_series(score, journey, as_of=LAST)
    known = {micros(at) for at in turns(score, journey, series.start, LAST)}
    assert all(micros(step.at) in known for step in series.steps)
    points = [step.points for step in series.steps]
    assert all(before != after for before, after in pairwise(points))
    assert [step.at for step in series.steps] == sorted(step.at for step in series.steps)


@given(restless_scores(), restless_journeys(), instants)
def test_a_later_start_shows_the_same(score: Score, journey: Journey, since: datetime) -> None:
    """A series from a later instant on is the end of the whole series."""
    whole = score_series(score, journey, as_of=LAST)
    since = max(since, whole.start)
    part = score_series(score, journey, as_of=LAST, since=since)
    assert part.steps[0].points == whole.at(since)
    assert part.steps[1:] == tuple(step for step in whole.steps if step.at > since)
