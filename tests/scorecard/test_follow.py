"""Progress: this week against last, and how a scorecard went over its period."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.funnel.build import day, entry
from tests.scorecard.build import assessed, card, goal
from tests.scorecard.test_assess import JOINT_CARD, facts

from alignkit.currency import money
from alignkit.display.text import to_text
from alignkit.errors import AlignkitError, DataError, DocumentError, LimitError
from alignkit.funnel.patterns import entered
from alignkit.history.events import Event
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.instants import days
from alignkit.periods import Period, month, quarter
from alignkit.scorecard.assess import assess
from alignkit.scorecard.follow import follow_goals, progress
from alignkit.scorecard.metrics import conversion, count, external, median_time
from alignkit.scorecard.scorecards import Scorecard

HOSTILE = '<script>alert(1)</script>" onmouseover="alert(1)'


def test_this_week_against_last() -> None:
    """MQLs 2 and then 3; revenue none and then 900 EUR; what has no figure is said to have none."""
    found = progress(JOINT_CARD, facts(), as_of=day(9.5))
    assert [goal.difference for goal in found.goals] == [1, Fraction(-1, 6), money(900, "EUR"), None]
    assert [goal.turn for goal in found.goals] == ["same", "same", "better", "same"]
    assert [goal.sentence for goal in found.goals] == [
        "MQLs: 3, 1 more than on 2026-01-03 12:00; still ahead",
        "touched: 33.3 %, 16.7 percentage points less than on 2026-01-03 12:00; still at risk",
        "revenue: 900 EUR, 900 EUR more than on 2026-01-03 12:00; ahead, was at risk",
        "satisfaction: has not been measured yet",
    ]
    assert found.of("revenue") == found.goals[2]
    assert found.difference == found.now.whole.attainment - found.before.whole.attainment  # type: ignore[operator]  # both are
    assert found.sentence == ("All goals together attain 72.4 %, 41.2 percentage points more than on 2026-01-03 12:00")


def test_it_equals_two_assessments() -> None:
    """What came later is left out then, and no finding: it is known to have come."""
    found = progress(JOINT_CARD, facts(), as_of=day(9.5), since=day(3))
    assert found.now == assess(JOINT_CARD, facts(), as_of=day(9.5))
    then = assess(JOINT_CARD, facts(), as_of=day(3))
    assert found.before.readings == then.readings
    assert "future-event" in {finding.code for finding in then.findings}
    assert found.before.findings == ()


def test_nothing_moved_and_nothing_was_known() -> None:
    """Said so, each in its words."""
    figures = [ExternalFigure("a", 5, day(8)), ExternalFigure("b", 5, day(1)), ExternalFigure("b", 7, day(8))]
    made = card(
        goal("a", weight=0.25), goal("b", weight=0.25, at_least=6),
        goal("c", weight=0.25, metric=count(entered("mql"))),
        goal("d", weight=0.25, metric=median_time("lead", "mql"), at_least=None, at_most=days(2)),
    )  # fmt: skip
    events = [entry("lead", 0, "x"), entry("mql", 1, "x"), entry("lead", 3, "y"), entry("mql", 7, "y"),
              entry("lead", 3, "z"), entry("mql", 7, "z")]  # fmt: skip
    found = progress(made, Facts(events=events, figures=figures), as_of=day(31), since=day(2))
    assert [goal.sentence for goal in found.goals] == [
        "a: 5, not known on 2026-01-03; missed",
        "b: 7, 2 more than on 2026-01-03; met, was at risk",
        "c: 3, 2 more than on 2026-01-03; missed, was ahead",
        "d: 4 days, 3 days longer than on 2026-01-03; missed, was ahead",
    ]
    assert [goal.turn for goal in found.goals] == ["same", "better", "worse", "worse"]
    same = progress(made, Facts(events=events, figures=figures), as_of=day(30), since=day(20))
    assert [goal.sentence for goal in same.goals][:2] == ["a: 5, as on 2026-01-21; still at risk",
                                                          "b: 7, as on 2026-01-21; still ahead"]  # fmt: skip
    assert same.sentence.endswith("as on 2026-01-21")
    before = progress(made, Facts(events=events), as_of=day(1), since=day(-3))
    assert before.sentence == "All goals together attain 55 %; on 2025-12-29 none was measured"
    assert before.difference is None
    none = progress(card(goal()), Facts(), as_of=day(3))
    assert (none.sentence, none.goals[0].sentence) == ("No goal is measured yet", "share: has not been measured yet")


def test_the_smallest_move_is_not_none() -> None:
    """Less than a tenth of a point."""
    made = card(goal("wins", metric=conversion("lead", "mql"), at_least=0.5))
    events = [entry("mql", 1, f"L{n}") for n in range(2000)]
    events += [entry("lead", 1, "x"), entry("lost", 2, "x"), entry("lead", 4, "y"), entry("lost", 5, "y")]
    found = progress(made, Facts(events=events), as_of=day(9), since=day(3))
    assert "less than 0.1 percentage points less than on 2026-01-04" in found.goals[0].sentence


class Signed:
    """An agreement that has a card for each quarter."""

    def scorecard_at(self, instant: datetime, /) -> Scorecard:
        """Return the card of the quarter around an instant."""
        number = (instant.month + 2) // 3
        return Scorecard(f"Q{number}", JOINT_CARD.funnel, quarter(2026, number, zone="UTC"), JOINT_CARD.goals)


def test_one_scorecard_for_both() -> None:
    """In the first week of a quarter, last week's look is at the new quarter, which had not begun."""
    found = progress(Signed(), facts(), as_of=datetime(2026, 4, 3, tzinfo=UTC))
    assert found.before.scorecard == found.now.scorecard
    assert {reading.status for reading in found.before.readings} == {"pending"}


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"since": timedelta(0)}, "wrong-order"),
        ({"since": timedelta(days=-3)}, "wrong-order"),
        ({"since": day(9.5)}, "wrong-order"),
        ({"since": datetime(2026, 1, 1)}, "naive"),  # noqa: DTZ001 - the point
        ({"since": "last week"}, "not-an-instant"),
        ({"since": timedelta.max}, "out-of-range"),
        ({"as_of": datetime(2026, 1, 1)}, "naive"),  # noqa: DTZ001 - the point
        ({"source": "card"}, "wrong-type"),
        ({"facts": []}, "wrong-type"),
    ],
)
def test_a_question_that_makes_no_sense(parts: dict[str, Any], code: str) -> None:
    """Each by its code."""
    given: dict[str, Any] = {"source": JOINT_CARD, "facts": facts(), "as_of": day(9.5), **parts}
    with pytest.raises(AlignkitError) as caught:
        progress(given.pop("source"), given.pop("facts"), **given)
    assert caught.value.code == code


def test_O03_progress_is_shown_and_bounded() -> None:
    """As a table for people; hostile names are escaped; as data for programs; and copied."""
    found = progress(JOINT_CARD, facts(), as_of=day(9.5))
    text = repr(found)
    for told in ("since 2026-01-03 12:00", "+900 EUR", "-16.7 points", "ahead, was at risk", "1 better"):
        assert told in text
    assert max(map(len, text.splitlines())) <= 80
    assert "Statuses that changed: none" in repr(progress(JOINT_CARD, facts(), as_of=day(3), since=day(2.9)))
    bad = card(goal("g", title=HOSTILE))
    html = progress(bad, Facts(), as_of=day(9))._repr_html_()
    assert "<script" not in html
    assert "&lt;script" in html
    data = json.loads(json.dumps(found.to_dict()))
    assert (data["kind"], data["goals"][2]["difference"]) == ("progress", {"amount": "900", "currency": "EUR"})
    assert data["goals"][2]["turn"] == "better"
    for twin in (pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):
        assert twin == found
    assert "900 EUR more" in repr(found.of("revenue"))


# the course of a period


def test_a_course_looks_each_week() -> None:
    """The end of each week of January, and at last when asked; after the end, its end and then."""
    found = follow_goals(JOINT_CARD, facts(), as_of=day(16))
    assert [one.as_of for one in found.assessments] == [day(7), day(14), day(16)]
    assert [one.as_of for one in follow_goals(JOINT_CARD, facts(), as_of=day(40)).assessments] == [
        day(7), day(14), day(21), day(28), day(31), day(40),
    ]  # fmt: skip
    course = found.of("revenue")
    assert [reading.status for reading in course.readings] == ["at risk", "ahead", "ahead"]
    assert found.assessments[-1] == assess(JOINT_CARD, facts(), as_of=day(16))


def test_a_course_looks_when_told() -> None:
    """In any order, each instant once; not after `as_of`."""
    found = follow_goals(JOINT_CARD, facts(), as_of=day(9), at=[day(5), day(2), day(5), day(9)])
    assert found.goals == tuple(found.of(name) for name in (goal.name for goal in JOINT_CARD.goals))
    assert [one.as_of for one in found.assessments] == [day(2), day(5), day(9)]
    for at, code in (
        ([day(10)], "wrong-order"), ("weekly", "wrong-type"), (5, "wrong-type"), (["monday"], "not-an-instant"),
        ([day(n / 1000) for n in range(500)], "too-many"),
    ):  # fmt: skip
        with pytest.raises(AlignkitError) as caught:
            follow_goals(JOINT_CARD, facts(), as_of=day(9), at=at)  # type: ignore[arg-type]  # the point
        assert caught.value.code == code
    with pytest.raises(DocumentError, match="did you mean 'MQLs'"):
        found.of("MQL")
    with pytest.raises(DataError):
        follow_goals(JOINT_CARD, Facts(events=[entry("mqll", 1)]), as_of=day(9))


def test_a_course_has_pictures() -> None:
    """The whole in per cent; a goal by what it came to, with what was agreed: shares in per cent, times in days."""
    found = follow_goals(JOINT_CARD, facts(), as_of=day(31))
    picture = found.picture
    assert (picture.start, picture.end, picture.levels[0].value) == (day(0), day(31), 100)
    assert picture.steps[-1][1] == pytest.approx(72.4, abs=0.05)
    assert found.of("touched").picture.steps[-1][1] == pytest.approx(33.3, abs=0.05)
    assert found.of("revenue").picture.levels[0].value == 1000
    assert found.of("satisfaction").picture.steps == ()
    speed = card(goal("speed", metric=median_time("lead", "mql"), at_least=None, at_most=days(2)))
    events = [entry("lead", 1, "x"), entry("mql", 4, "x")]
    line = follow_goals(speed, Facts(events=events), as_of=day(9)).of("speed").picture
    assert (line.steps[-1][1], line.levels[0].value) == (3, 2)
    both = card(goal("nps", at_least=None, between=(4, 6), metric=external("nps")))
    assert len(follow_goals(both, Facts(), as_of=day(9)).of("nps").picture.levels) == 2
    early = follow_goals(JOINT_CARD, facts(), as_of=day(-3))
    assert early.picture.steps == ()
    assert early.picture.end == day(-3)


def test_a_course_shows_itself() -> None:
    """How each status went; bounded; as data; and copied."""
    found = follow_goals(JOINT_CARD, facts(), as_of=day(31))
    text = repr(found)
    assert "5 looks from 2026-01-08 to 2026-02-01" in text
    assert "at risk → ahead → on track → missed" in " ".join(text.split())
    assert len(text.encode()) < 4096
    assert "One look, at 2025-12-30" in repr(follow_goals(JOINT_CARD, facts(), as_of=day(-2)))
    course = found.of("MQLs")
    assert "due by then" in to_text(course.blocks())
    data = json.loads(json.dumps(found.to_dict()))
    assert (data["kind"], len(data["as_of"]), data["whole"][-1]) == ("scorecard-series", 5, data["whole"][-1])
    assert data["goals"][0]["at"][-1]["status"] == "missed"
    assert json.loads(json.dumps(course.to_dict()))["goal"] == "MQLs"
    for twin in (pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):
        assert twin == found
    assert "<svg" in found._repr_html_()
    two = card(goal("mqls", metric=count(entered("mql")), at_least=None, between=(4, 6)))
    assert "4 to 6" in to_text(follow_goals(two, facts(), as_of=day(31)).of("mqls").blocks())
    assert assessed(two, facts()).of("mqls").status == "missed"


def test_a_status_that_changes_often_is_cut() -> None:
    """The first two and the last two."""
    figures = [ExternalFigure("share", 20 * (n % 2), day(n)) for n in range(1, 10)]
    found = follow_goals(card(goal()), Facts(figures=figures), as_of=day(9.5), at=[day(n + 0.5) for n in range(1, 9)])
    assert "ahead → at risk → … → at risk → ahead" in " ".join(repr(found).split())


def test_wrong_facts_are_collected_in_both_looks() -> None:
    """A stage that is not there, told before the first look or between the two."""
    for at in (1, 8):
        wrong = facts(entry("mqll", at, "x"))
        with pytest.raises(DataError):
            progress(JOINT_CARD, wrong, as_of=day(9.5))
        found = progress(JOINT_CARD, wrong, as_of=day(9.5), errors="collect")
        codes = [{finding.code for finding in one.findings} for one in (found.before, found.now)]
        assert codes == [{"unknown-stage"} if at == 1 else set(), {"unknown-stage"}]
        series = follow_goals(JOINT_CARD, wrong, as_of=day(9.5), errors="collect")
        assert [finding.code for finding in series.assessments[-1].findings] == ["unknown-stage"]


def test_what_comes_at_the_instant_counts() -> None:
    """An event or a figure of that very instant is known then; one of a moment later is not."""
    later = day(3) + timedelta(microseconds=1)
    made = card(goal("nps", weight=0.5), goal("MQLs", metric=count(entered("mql")), weight=0.5))
    known = Facts(events=[entry("mql", 3, "a")], figures=[ExternalFigure("nps", 5, day(3))])
    assert [one.before.actual for one in progress(made, known, as_of=day(9), since=day(3)).goals] == [5, 1]
    late = Facts(events=[Event("a", later, "stage", "mql")], figures=[ExternalFigure("nps", 5, later)])
    assert [one.before.actual for one in progress(made, late, as_of=day(9), since=day(3)).goals] == [None, 0]


def test_a_week_ago_is_seven_times_24_hours() -> None:
    """Told in the zone of the question: noon of summer time was eleven o'clock before the clocks changed."""
    noon = datetime(2026, 4, 1, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert progress(JOINT_CARD, facts(), as_of=noon).before.as_of.isoformat() == "2026-03-25T11:00:00+01:00"


def test_an_agreement_is_followed_in_the_period_of_the_question() -> None:
    """On the third of April, the second quarter of 2026."""
    found = follow_goals(Signed(), facts(), as_of=datetime(2026, 4, 3, tzinfo=UTC))
    assert [one.scorecard.name for one in found.assessments] == ["Q2"]


def test_the_weeks_of_a_period() -> None:
    """February has four, of which the last ends with it; on the end of a week that look is the last one."""
    february = Scorecard("February", JOINT_CARD.funnel, month(2026, 2, zone="UTC"), [goal()])
    for at, looks in (
        (59, [38, 45, 52, 59]),
        (52, [38, 45, 52]),
        (52.5, [38, 45, 52, 52.5]),
        (60, [38, 45, 52, 59, 60]),
    ):
        found = follow_goals(february, Facts(), as_of=day(at))
        assert [one.as_of for one in found.assessments] == [day(look) for look in looks]


def test_ten_years_are_too_long_to_look_each_week() -> None:
    """Instants are given, then."""
    decade = Period(date(2026, 1, 1), date(2036, 1, 1), "UTC")
    long = Scorecard("decade", JOINT_CARD.funnel, decade, [goal()])
    with pytest.raises(LimitError) as caught:
        follow_goals(long, Facts(), as_of=decade.ends_at)
    assert str(caught.value) == (
        "at: too-many: a scorecard is followed at most at 400 instants, not at the end of each week of so long a "
        "period: give the instants"
    )
    assert len(follow_goals(long, Facts(), as_of=decade.ends_at, at=[decade.starts_at]).assessments) == 2


def test_400_looks_are_the_most() -> None:
    """The last of them at `as_of`."""
    looks = [day(number / 20) for number in range(399)]
    assert len(follow_goals(card(goal()), Facts(), as_of=day(20), at=looks).assessments) == 400
    with pytest.raises(LimitError):
        follow_goals(card(goal()), Facts(), as_of=day(20), at=[*looks, day(19.96)])
