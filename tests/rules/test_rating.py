from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from alignkit.errors import DocumentError
from alignkit.history.events import Event
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.rate import rate
from alignkit.rules.rating import Rating, as_points
from alignkit.rules.scores import Points, Score

NOW = datetime(2026, 1, 31, tzinfo=UTC)
big = field("employees") >= 50
score = Score(
    "lead",
    [Points(5, when=field("site").is_true()), Points(2, each=did("call"), count_up_to=3)],
    [Score("fit", [Points(60, when=big), Points(-10, when=field("email").ends_with("@gmail.com"))], cap=55)],
    bands={"A": 60, "B": 55},
)
LEAD = {"employees": 80, "email": "ann@acme.example"}


def _range(rating: Rating) -> tuple[Any, Any]:
    return rating.range()


def test_millionths_become_points() -> None:
    """Without trailing zeros, without an exponent."""
    assert [str(as_points(some)) for some in (0, 70_000_000, 72_500_000, 1, -100_000)] == [
        "0",
        "70",
        "72.5",
        "0.000001",
        "-0.1",
    ]


def test_contributions_tell_where_points_come_from() -> None:
    """Parts first, in the order written, each before any cap."""
    rating = rate(score, LEAD, [Event("L1", NOW, "touch", "call")])
    assert [part.score for part in rating.contributions] == ["fit", "fit", "lead", "lead"]
    assert [part.points for part in rating.contributions] == [60, 0, 0, 2]
    assert rating.points == 57
    assert rating.band == "B"


def test_bands_are_reached_exactly() -> None:
    """The least points of a band are in it."""
    banded = Score("s", [Points(1, each=did("call"))], bands={"A": 2, "B": 0.5})
    bands = [rate(banded, {}, [Event("L1", NOW, "touch", "call", id=str(i)) for i in range(n)]).band for n in range(4)]
    assert bands == [None, "B", "A", "A"]


def test_the_range_over_what_is_unknown() -> None:
    """The site is unknown, and so are the calls."""
    assert _range(rate(score, LEAD, [])) == (55, 60)
    assert _range(rate(score, LEAD)) == (55, 66)
    assert _range(rate(score, LEAD | {"site": False}, [])) == (55, 55)
    assert _range(rate(score, {}, [])) == (-10, 60)
    without_limit = Score("s", [Points(1, each=did("call")), Points(-1, each=did("email"))])
    assert _range(rate(without_limit, {})) == (None, None)


def test_to_learn_a_missing_value_is_in_the_range() -> None:
    """Points for "email is missing" are lost as soon as the email is known."""
    penalty = Score("s", [Points(-10, when=field("email").is_missing())])
    assert _range(rate(penalty, {})) == (-10, 0)
    assert _range(rate(penalty, {"email": "x"})) == (0, 0)


def test_O04_ratings_are_values() -> None:
    """Equal, hashed, copied and pickled by what they say."""
    rating = rate(score, LEAD, [], as_of=NOW)
    for again in (pickle.loads(pickle.dumps(rating)), copy.copy(rating), copy.deepcopy(rating), rate(score, LEAD, [])):
        assert again == rating
        assert hash(again) == hash(rating)
        assert again.range() == rating.range()
        assert again.band == rating.band
    assert rating != rate(score, LEAD)  # its range is another
    assert rating != rate(score, {}, [])
    assert rating != 55


def test_a_rating_keeps_no_list_of_the_caller() -> None:
    """Events that are added to the caller's list later change nothing."""
    happened = [Event("L1", NOW, "touch", "call", id="1")]
    rating = rate(score, LEAD, happened)
    before = rating.range()
    happened.append(Event("L1", NOW, "touch", "call", id="2"))
    assert rating.range() == before


def test_a_rating_keeps_no_field_of_the_caller() -> None:
    """A lead that changes later, or a list or a set in it, changes nothing."""
    owns = field("tools").any_item.is_in("crm", "cms")
    asked = Score(
        "s", [Points(60, when=big), Points(5, when=owns), Points(1, when=Score("t", [Points(1, when=owns)]) >= 1)]
    )
    for tools in (["crm", 5], {"crm", 5}, ["erp"], []):
        lead: dict[str, Any] = {"employees": 80, "tools": tools}
        rating = rate(asked, lead)
        before = (rating.points, rating.band, rating.contributions, rating.range(), rating.to_dict())
        tools.clear()
        lead.clear()
        assert (rating.points, rating.band, rating.contributions, rating.range(), rating.to_dict()) == before


def test_a_rating_is_made_by_rate_alone() -> None:
    """Called like a class, it would say nothing and break when it is shown."""
    for given in ((), (score, 5)):
        with pytest.raises(DocumentError, match=r"made by rate\(score, lead\)"):
            Rating(*given)


def test_a_rating_can_not_be_changed() -> None:
    """What it says is read alone."""
    rating = rate(score, LEAD)
    for name in ("points", "band", "contributions", "other"):
        with pytest.raises(AttributeError):
            setattr(rating, name, 5)


def test_a_pickled_rating_is_its_question() -> None:
    """The score, the fields that it asks about, the events and the instant: it is rated again, whatever has changed."""
    happened = [Event("L1", NOW, "touch", "call")]
    rating = rate(score, LEAD | {"secret": "x"}, happened, as_of=NOW)
    data = pickle.dumps(rating)
    assert b"secret" not in data
    again = pickle.loads(data)
    assert again == rating
    assert again.contributions == rating.contributions
    assert again._found == rating._found
    assert again._found[2:4] == (tuple(happened), NOW)


def test_a_rating_shows_itself() -> None:
    """Points, band, range and the clauses, as text, as HTML and as plain data."""
    rating = rate(score, LEAD, [])
    assert repr(rating).startswith("lead: 55 points, band B (55 to 60 while something is unknown)")
    assert "employees is at least 50" in repr(rating)
    assert "<script" not in rating._repr_html_()
    data = json.loads(json.dumps(rating.to_dict()))
    assert (data["format"], data["points"], data["band"], data["least"], data["most"]) == (1, "55", "B", "55", "60")
    assert data["contributions"][0] == {"score": "fit", "clause": "employees is at least 50", "points": "60"}
    assert "no limit" in repr(rate(Score("s", [Points(Decimal("0.5"), each=did("call"))]), {}))


def test_a_rating_is_headed_as_people_call_its_score() -> None:
    """By its title, as everywhere; and one point is no "1 points"."""
    one = Score("lead_fit", [Points(1, when=big)], title="Fit of the lead")
    assert repr(rate(one, LEAD)).splitlines()[0] == "Fit of the lead: 1 point"


class Sulking:
    """Refuses to be compared, and is known to none."""

    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError("no")

    __hash__ = None  # type: ignore[assignment]  # the same


def test_ratings_that_were_asked_alike_are_equal_at_once() -> None:
    """What differs is looked at by what it could become: no stranger's `==` is asked, and no NaN gets in the way."""
    owns = Score("s", [Points(1, when=field("tools").any_item == "crm"), Points(1, when=field("size") >= 5)])

    def of(**lead: object) -> Rating:
        return rate(owns, lead)

    assert of(tools=["crm"], size=Decimal("5.0")) == of(tools=["crm"], size=Decimal("5.0"))
    assert of(tools=["crm", ("a", 1)]) == of(tools=["crm", ("a", 1)])
    assert of(size=Decimal("sNaN")) == of(size=Decimal("sNaN")) == of()
    assert of(size=float("nan")) == of(size=None)
    assert of(size=5) == of(size=9) == of(size=5.0)
    assert of(size=1) != of(size=True)  # unknown: a truth value is no number
    assert of(size=1) != of(size="1")
    assert of(size=Sulking()) == of(size=Sulking())
    assert of(tools=["crm"]) == of(tools=["crm", "erp"])
    called = Score("s", [Points(1, each=did("call"), half_life=timedelta(days=30))])
    first, second = (rate(called, {}, [Event("L1", NOW, "call")], as_of=as_of) for as_of in (NOW, NOW + timedelta(1)))
    assert first != second
    assert first == rate(called, {}, [Event("L1", NOW, "call")], as_of=NOW.astimezone(timezone(timedelta(hours=1))))


@pytest.mark.parametrize(
    ("rule", "one", "other"),
    [
        (field("a") >= 5, 1, True),  # a truth value is no number: unknown
        (field("a") >= 5, 1, None),
        (field("a") >= 5, 1.0, float("nan")),
        (field("a") >= 5, Decimal(1), Decimal("NaN")),
        (field("a").any_item == "vip", ["crm"], [5]),
        (field("a").any_item == "vip", ["crm"], ["crm", 5]),
    ],
)
def test_ratings_of_the_same_points_differ_by_what_is_unknown(rule: Any, one: object, other: object) -> None:  # noqa: ANN401 - rules of all kinds
    """A value that says no is settled; one that cannot be compared may yet turn out to be anything."""
    asked = Score("s", [Points(1, when=rule)])
    settled, open_ = rate(asked, {"a": one}), rate(asked, {"a": other})
    assert (_range(settled), _range(open_)) == ((0, 0), (0, 1))
    assert settled != open_
    assert open_ != settled


def test_ratings_of_the_same_points_differ_by_their_events_and_their_instant() -> None:
    """No events are not the same as events that nobody gave, and a span that is over is settled."""
    called = Score("s", [Points(1, each=did("call"))])
    assert rate(called, {}, []) != rate(called, {})
    fresh = Score("s", [Points(1, when=field("seen").within(timedelta(days=7)) & big)])
    now, later = (rate(fresh, {"seen": NOW}, as_of=NOW + timedelta(days=days)) for days in (1, 8))
    assert (_range(now), _range(later)) == ((0, 1), (0, 0))
    assert now != later


def test_ratings_of_the_same_points_differ_by_what_gave_them() -> None:
    """By other clauses, or by another score."""
    capped = Score("s", [Points(1, when=field("a") > 1), Points(1, when=field("b") > 1)], cap=1)
    one, other = rate(capped, {"a": 5, "b": 0}), rate(capped, {"a": 0, "b": 5})
    assert _range(one) == _range(other) == (1, 1)
    assert one != other
    assert one != rate(Score("t", capped.points, cap=1), {"a": 5, "b": 0})
    assert len({one, other, rate(capped, {"a": 5, "b": 0})}) == 2
    assert hash(one) == hash(rate(capped, {"a": 5, "b": 0})) != hash(other)


def test_a_rating_is_plain_data() -> None:
    """With texts for exact numbers; what nothing bounds is null, as is the band below them all."""
    endless = Score("calls", [Points(0.5, each=did("call")), Points(-1, each=did("bounce"))], bands={"A": 1})
    assert rate(endless, {}).to_dict() == {
        "format": 1,
        "score": "calls",
        "points": "0",
        "band": None,
        "least": None,
        "most": None,
        "contributions": [
            {"score": "calls", "clause": "each call", "points": "0"},
            {"score": "calls", "clause": "each bounce", "points": "0"},
        ],
    }


def test_a_rating_is_a_table_of_what_gave_points() -> None:
    """With the points to the right, and both ends in words where nothing bounds them."""
    endless = Score("calls", [Points(0.5, each=did("call")), Points(-1, each=did("bounce"))])
    assert repr(rate(endless, {})).splitlines() == [
        "calls: 0 points (no limit to no limit while something is unknown)",
        "",
        "score  for          points",
        "─────  ───────────  ──────",
        "calls  each call         0",
        "calls  each bounce       0",
    ]


def test_equality_and_the_range_agree_on_a_huge_score() -> None:
    """Of ten thousand clauses, those that the lead says nothing of are in no doubt twice."""
    huge = Score("s", [Points(1, when=field(f"f{i}") > 1) for i in range(3_000)])
    assert rate(huge, {"f1": 5}) == rate(huge, {"f1": 5})
    assert rate(huge, {"f1": 5}) == rate(huge, {"f1": 6})
    assert rate(huge, {"f1": 5}) != rate(huge, {"f1": 5, "f2": 0})


def test_the_bounds_of_a_large_score_are_still_shown() -> None:
    """Up to two thousand parts; beyond, they would take longer than somebody who looks should wait."""
    clauses = [Points(1, when=field(f"f{i}") > 1) for i in range(2_000)]
    large, larger = (Score("s", clauses[:count]) for count in (1_999, 2_000))
    assert (large.size, larger.size) == (2_000, 2_001)
    assert repr(rate(large, {})).startswith("s: 0 points (0 to 1,999 while something is unknown)\n")
    assert repr(rate(larger, {})).startswith("s: 0 points (see `range()` for what unknown fields could change)\n")


def test_O03_a_rating_of_a_huge_score_shows_short() -> None:
    """Ten thousand clauses stay under 4 KB of text and 200 KB of HTML."""
    huge = rate(Score("s", [Points(1, when=field(f"f{i}") > 1) for i in range(10_000)]), {})
    assert len(repr(huge).encode()) < 4096
    assert len(huge._repr_html_().encode()) < 200 * 1024
    assert repr(huge).startswith("s: 0 points (see `range()` for what unknown fields could change)\n")
    assert "… and 9,600 more rows" in huge._repr_html_()
