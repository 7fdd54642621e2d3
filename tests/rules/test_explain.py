from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NoReturn

import pytest
from attrs import evolve
from tests.rules.strategies import SulkingText

from alignkit.errors import AlignkitError, DocumentError, TimeError, shown
from alignkit.history.events import Event
from alignkit.rules.ask import ask_for
from alignkit.rules.decide import decide
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.grade import grade
from alignkit.rules.grids import Grid
from alignkit.rules.otherwise.changes import Search
from alignkit.rules.predicates import AllOf, AnyOf, at_least, did
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score
from alignkit.rules.trace import EVENTS
from alignkit.rules.verdict import Verdict

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
NOW = datetime(2026, 1, 31, tzinfo=UTC)
big = field("employees") >= 50
dutch = field("country") == "NL"
icp = (big & dutch).named("ICP fit")
fit = Score("fit", [Points(60, when=icp), Points(-40, when=field("email").ends_with("@gmail.com"))], cap=50)
demo = Score("interest", [Points(20, each=did("demo"), half_life=timedelta(days=30), count_up_to=2)])
total = Score("total", parts=[fit, demo], floor=0)
banded = Score("fit", [Points(30, when=big), Points(30, when=dutch)], bands={"A": 60, "B": 30, "C": 0})
grid = Grid("grade", banded, evolve(demo, bands={"1": 20, "2": 0}), title="Lead grade")


@pytest.mark.parametrize(
    "rule",
    [
        field("x") == "a",
        field("x") >= 50,
        field("x").is_in("a"),
        field("x").between(1, 2),
        field("x").contains("a"),
        field("x").is_true(),
        field("x").is_missing(),
    ],
)
def test_R11_absent_none_and_empty_are_told_apart(rule: Any) -> None:  # noqa: ANN401 - a condition
    """The explanation says which of the three it was, whatever was asked."""
    absent, none, empty = (explain(rule, lead) for lead in ({}, {"x": None}, {"x": ""}))
    assert (absent.found, none.found, empty.found) == ("nothing", "None", "''")
    assert len({(trace.found, trace.reason) for trace in (absent, none, empty)}) == 3
    if absent.verdict is UNKNOWN:
        assert (absent.reason, none.reason) == ("absent", "none")
        assert empty.reason in {"type-mismatch", "empty-text"}


def test_R10_a_mismatch_names_both_kinds() -> None:
    """Text where a number is due."""
    trace = explain(field("employees") > 100, {"employees": "200"})
    assert (trace.verdict, trace.reason) == (UNKNOWN, "type-mismatch")
    assert (trace.found, trace.note) == ("'200'", "text where a number is due")


def test_the_tree_follows_the_rule() -> None:
    """A named group shows its members; each line has the question, what was found and the verdict."""
    trace = explain(icp | ~big, {"employees": 80})
    assert (trace.asked, trace.verdict) == ("any of", UNKNOWN)
    first, second = trace.children
    assert (first.asked, first.verdict, [child.asked for child in first.children]) == (
        "ICP fit: all of",
        UNKNOWN,
        ["employees is at least 50", "country is NL"],
    )
    assert (second.asked, second.verdict, second.children[0].found) == ("not", NO, "80")
    assert trace.unknown == ("country",)
    assert explain(big.named("large"), {}).asked == "large"
    assert explain(at_least(1, big, dutch), {"country": "NL"}).found == "1"


def test_settled_answers_name_no_field() -> None:
    """What is unknown but cannot change the answer is not worth asking for."""
    trace = explain(big & dutch, {"employees": 8})
    assert (trace.verdict, trace.unknown) == (NO, ())
    assert trace.children[1].unknown == ("country",)
    assert explain(big | dutch, {"employees": 80}).unknown == ()
    assert explain(big & dutch, {}).unknown == ("employees", "country")


def test_to_learn_a_missing_value_could_change_the_answer() -> None:
    """`is_missing` is YES while nobody knows, so that field is worth asking for."""
    trace = explain(field("email").is_missing(), {})
    assert (trace.verdict, trace.unknown) == (YES, ("email",))
    assert explain(field("email").is_missing(), {"email": "x"}).unknown == ()


def test_events_that_were_not_given() -> None:
    """`(events)` stands among what is unknown, also where only a settled rule of a score asks about them."""
    trace = explain(did("demo"), {})
    assert (trace.verdict, trace.reason, trace.unknown) == (UNKNOWN, "no-events", (EVENTS,))
    assert explain(did("demo"), {}, []).found == "none"
    assert explain(did("demo"), {}, [Event("L1", NOW, "demo")] * 2).found == "twice"
    hidden = Score("s", [Points(1, when=big & did("demo"))])
    trace = explain(hidden >= 1, {"employees": 1})
    assert trace.verdict is decide(hidden >= 1, {"employees": 1}) is UNKNOWN
    assert (trace.reason, trace.unknown) == ("no-events", (EVENTS,))


def test_a_threshold_names_the_fields_that_could_cross_it() -> None:
    """A score is a number and the verdict YES or NO; the trace says what is still open."""
    trace = explain(fit >= 50, {"employees": 80})
    assert (trace.verdict, trace.found, trace.unknown) == (NO, "0 points", ("country", "email"))
    assert explain(fit >= 51, {"employees": 80}).unknown == ()
    assert explain(fit >= 50, {"employees": 80, "country": "NL", "email": "a@b.example"}).unknown == ()


def test_a_score_is_explained() -> None:
    """Parts, clauses, events and what a cap or a floor did; the points equal those of `rate`."""
    happened = [Event("L1", NOW - timedelta(days=days), "demo") for days in (0, 30, 60)]
    lead = {"employees": 80, "country": "NL", "email": "ann@acme.example"}
    trace = explain(total, lead, happened, as_of=NOW)
    assert trace.points == rate(total, lead, happened, as_of=NOW).points == 80
    fitting, interested = trace.children
    assert fitting.points == 50
    assert fitting.note == "60 before the cap of 50"
    clause = interested.children[0]
    assert clause.asked == "20 for each demo, at most twice, halving every 30 days"
    assert [child.asked for child in clause.children] == ["demo on 2026-01-31", "demo on 2026-01-01"]
    assert [child.points for child in clause.children] == [20, 10]
    down = explain(total, {"email": "x@gmail.com"}, [], as_of=NOW)
    assert down.points == 0
    assert down.note == "-40 before the floor of 0; 0 to 20 while something is unknown"


def test_only_rules_and_scores_are_explained() -> None:
    """A field alone or a text is neither."""
    wrong: Any
    for wrong in (None, field("x"), "x", Points(1, when=big)):
        with pytest.raises(DocumentError) as fault:
            explain(wrong, {})
        assert fault.value.code == "not-a-rule"
        assert f"explain takes a rule, a score or a grid, not {shown(wrong)}" in str(fault.value)
    with pytest.raises(TimeError, match="as-of-needed"):
        explain(total, {})
    with pytest.raises(TimeError, match="naive"):
        explain(big, {}, as_of=datetime(2026, 1, 1))  # noqa: DTZ001 - naive on purpose


def test_the_trace_of_events_is_free_of_order() -> None:
    """Two events of one instant stand in one order, however they came."""
    happened = [Event("L1", NOW, "touch", "call"), Event("L1", NOW, "touch", "email")]
    touches = Score("s", [Points(Decimal("0.5"), each=did("touch"), count_up_to=1)])
    assert explain(touches, {}, happened, as_of=NOW) == explain(touches, {}, happened[::-1], as_of=NOW)


SECRET = "s3cret-4711"  # noqa: S105 - no password


class Person:
    """A value of a lead that shows itself, and raises what it shows."""

    def __repr__(self) -> str:
        return SECRET

    def _refuse(self, *_: object) -> NoReturn:
        raise ArithmeticError(SECRET)

    __eq__ = __ne__ = __lt__ = __bool__ = __str__ = _refuse
    __hash__ = object.__hash__


HOSTILE_LEADS: list[Any] = [
    *(SECRET, [SECRET], (SECRET,), {SECRET}, [("email", SECRET)], Person(), Person, SECRET.encode(), 4711, None),
    *({"a": value} for value in (SECRET, [SECRET], {"x": SECRET}, Person(), [Person()], {SECRET}, SulkingText(SECRET))),
]
HOSTILE_EVENTS: list[Any] = [
    *(None, [], SECRET, [SECRET], [{"email": SECRET}], Person(), [Person()], {SECRET: 1}, 4711),
    [Event("L1", NOW, "demo", attributes={"a": SECRET})],
]


@pytest.mark.parametrize("lead", HOSTILE_LEADS)
@pytest.mark.parametrize("events", HOSTILE_EVENTS)
def test_an_exception_never_holds_a_lead_s_values(lead: Any, events: Any) -> None:  # noqa: ANN401 - hostile on purpose
    """Whatever is wrong with a lead or its events: the message names types, for it may end up in a log."""
    a = field("a")
    conditions = (a > 1) | (a == "x") | a.contains("y") | a.is_true() | a.is_missing() | (a.any_item == "z")
    rule = (conditions & did("demo", where=conditions)) | (a.within(timedelta(days=3)) & a.between(1, 2))
    points = Score("s", [Points(5, when=conditions), Points(1, each=did("demo", where=conditions))], bands={"A": 9})
    verbs: tuple[tuple[Callable[..., object], object], ...] = (
        *((decide, rule), (explain, rule), (ask_for, rule)),
        *((rate, points), (explain, points), (ask_for, points)),
    )
    for verb, definition in verbs:
        for as_of in (NOW, None):
            error: BaseException | None = None
            try:
                verb(definition, lead, events, as_of=as_of)
            except AlignkitError as fault:
                error = fault
            while error is not None:
                assert SECRET not in str(error) + repr(error)
                error = error.__cause__


def test_the_answer_itself_is_explained_with_values() -> None:
    """A trace is for who may see the lead."""
    assert explain(field("a") == "x", {"a": SECRET}).found == repr(SECRET)


def test_a_score_says_how_far_the_next_band_is() -> None:
    """And what would reach it; which unknown field could, comes first."""
    banded = Score(
        "s",
        [Points(5, when=field("x").is_true()), Points(40, when=big), Points(30, when=dutch)],
        bands={"A": 60, "B": 40},
        title="Fit score",
    )
    trace = explain(banded, {"employees": 80})
    assert (trace.asked, trace.band, trace.note) == (
        "score Fit score",
        "B",
        "20 below band A; band B; 40 to 75 while something is unknown",
    )
    assert trace.unknown == ("country", "x")
    assert [(ask.field, ask.why) for ask in trace.ask] == [("country", "settles it")]
    assert str(trace.search) == "It would be band A if country were NL."
    text = repr(trace)
    assert "Worth asking for: country, x." in text
    assert "It would be band A if country were NL." in text
    top = explain(banded, {"employees": 80, "country": "NL"})
    assert (top.ask, top.unknown, top.nearest) == ((), ("x",), None)
    assert "Still unknown: x." in repr(top)
    assert "It is in the highest band." in repr(top)
    assert explain(Score("s", banded.points), {"employees": 80, "country": "NL", "x": True}).search == Search()


def test_unknown_fields_stand_in_the_order_in_which_to_ask() -> None:
    """The most decisive first at the root; below it in the order of the rule."""
    rule = (dutch | field("partner").is_true()) & big
    trace = explain(rule, {})
    assert trace.unknown == ("employees", "country", "partner")
    assert trace.children[0].unknown == ("country", "partner")
    assert trace.ask == ask_for(rule, {}).asks


def test_what_nothing_could_change_names_no_field() -> None:
    """Ten points for more than five, and ten for less than three, are never twenty."""
    x = field("x")
    either = Score("s", [Points(10, when=x > 5), Points(10, when=x < 3)])
    assert explain(either >= 20, {}).unknown == ()
    assert explain(either >= 10, {}).unknown == ("x",)


def test_a_change_that_was_not_looked_for_is_told() -> None:
    """A rule of more conditions than are searched."""
    trace = explain(at_least(1, *(field(f"f{i}") > 1 for i in range(2_000))), {})
    assert trace.nearest is None
    assert trace.unknown[:2] == ("f0", "f1")
    assert trace.ask[0].power == "unweighed"
    told = "No change was found that makes it YES: it has 2,001 parts, and at most 2,000 are searched."
    assert told in " ".join(repr(trace).split())
    search: Any = trace.to_dict()["search"]
    assert (search["settled"], search["said"]) == (False, told)


def test_a_grade_is_explained() -> None:
    """Its cell, both scores with all that they ask, what is unknown, and the nearest change to a better cell."""
    happened = [Event("L1", NOW - timedelta(days=30), "demo")]
    trace = explain(grid, {"employees": 80}, happened, as_of=NOW)
    assert trace.cell == grade(grid, {"employees": 80}, happened, as_of=NOW).cell == "B2"
    assert (trace.verdict, trace.points, trace.band) == (None, None, None)
    assert (trace.asked, trace.note) == ("grid Lead grade", "A2, B2 while something is unknown")
    assert [(child.asked, child.points, child.band) for child in trace.children] == [
        ("score fit", Decimal(30), "B"),
        ("score interest", Decimal(10), "2"),
    ]
    assert trace.unknown == ("country",)
    assert [ask.settles for ask in trace.ask] == [("A2", "B2")]
    assert trace.to_dict()["cell"] == "B2"
    assert [line.rstrip() for line in repr(trace).splitlines() if "├" not in line and "│" not in line][-3:] == [
        "Worth asking for: country.",
        "",
        "It would be cell A2 if country were NL.",
    ]
    assert repr(trace).startswith("B2  grid Lead grade (A2, B2 while something is unknown)")


def test_a_lead_in_no_cell_is_told_so() -> None:
    """Below all bands of one score; what is unknown about the other does not matter."""
    out = Score("interest", [Points(-1, when=field("opted_out").is_true())], bands={"1": 0})
    trace = explain(Grid("grade", banded, out), {"opted_out": True})
    assert (trace.cell, trace.to_dict()["cell"], trace.ask) == ("", None, ())
    assert repr(trace).startswith("no cell  grid grade\n")
    assert "Still unknown: employees, country." in repr(trace)
    assert str(trace.nearest) == "cell C1 if opted_out were false"


def test_a_grade_needs_what_its_scores_need() -> None:
    """An instant, where one of them fades; and a huge grid is bounded."""
    with pytest.raises(TimeError, match="as-of-needed"):
        explain(grid, {})
    bands = {f"b{i}": i for i in range(300)}
    many = [Score(name, [Points(1, when=field(f"{name}{i}") > 1) for i in range(3_000)], bands=bands) for name in "xy"]
    trace = explain(Grid("huge", *many), {})
    assert trace.note == (", ".join(f"b299b{299 - i}" for i in range(9)) + ", … while something is unknown")
    assert len(trace.unknown) == 100
    assert len(str(trace.to_dict())) < 200_000


def test_an_explanation_is_bounded_whatever_the_constants_are() -> None:
    """Thousands of texts, a text of a megabyte, a large rule in each clause: told in a few words each."""
    listed = explain(field("country").is_in([f"v{i}" for i in range(50_000)]), {})
    assert len(str(listed.to_dict())) < 2_000
    long = explain(field("x") == "v" * 1_000_000, {})
    assert len(str(long.to_dict())) < 2_000
    assert long.nearest is not None
    assert long.nearest.fields == (("x", "v" * 1_000_000),)
    wide = AnyOf([field(f"f{i}") > 1 for i in range(300)])
    clauses = explain(Score("s", [Points(1, when=wide) for _ in range(200)]), {})
    assert clauses.children[0].asked == "1 when a rule of 301 parts"
    assert len(ask_for(wide, {}).asked) < 100


def test_points_a_hair_below_a_band_do_not_look_as_if_they_reached_it() -> None:
    """69.999 is not 70; and one point is no "1 points"."""
    near = Score("s", [Points(Decimal("69.999"), when=big), Points(1, when=dutch)], bands={"A": 70, "B": 1})
    trace = explain(near, {"employees": 80})
    assert repr(trace).startswith("69.999 points  score s (0.001 below band A; band B; 69.999 to 71 while")
    assert ask_for(near, {"employees": 80}).now == "69.999 points, band B"
    assert repr(explain(near, {"country": "NL", "employees": 5})).startswith("1 point  score s")
    assert explain(near >= 1, {"country": "NL", "employees": 5}).found == "1 point"


def test_O03_what_an_explanation_leaves_out_is_counted() -> None:
    """Of 5,000 conditions and unknown fields some are told; the others are counted, in the tree and in the sentence."""
    many = [field(f"f{i:04}") >= i for i in range(5_000)]
    trace = explain(AllOf(many), {})
    lines = repr(trace).splitlines()
    drawn = sum("is at least" in line for line in lines)
    assert f"… and {5_000 - drawn:,} more" in lines
    assert "f0009, and 4,990 more." in repr(trace)
    assert (len(trace.unknown), trace.more_unknown) == (100, 4_900)
    assert trace.to_dict()["more_unknown"] == 4_900
    assert "… and 4,800 more below" in trace._repr_html_()
    for definition in (Score("s", [Points(1, when=rule) for rule in many]), ask_all(many)):
        found = explain(definition, {})
        assert "f0009, and 4,990 more." in repr(found)
        assert found.unknown[:2] == ("f0000", "f0001")
    assert explain(AllOf(many[:2]), {}).more_unknown == 0
    assert "more_unknown" not in explain(AllOf(many[:2]), {}).to_dict()


def ask_all(rules: list[Any]) -> Grid:
    """Return a grid that asks for all of some rules, one half by each score."""
    halves = (rules[:2_500], rules[2_500:])
    rows, columns = (
        Score(name, [Points(1, when=rule) for rule in half], bands={name: 0})
        for name, half in zip("AB", halves, strict=True)
    )
    return Grid("g", rows, columns)


def test_of_a_score_what_changes_its_band_is_told_before_all_else() -> None:
    """The one field that lifts it stands first, though a hundred others come before it in the score."""
    minor = [Points(Decimal("0.001"), when=field(f"f{i}") >= 1) for i in range(150)]
    trace = explain(Score("s", [*minor, Points(50, when=field("budget") >= 1)], bands={"A": 50}), {})
    assert trace.unknown[0] == "budget"
    assert (len(trace.unknown), trace.more_unknown) == (100, 51)


class Sealed(list[object]):
    """A list of somebody's that does not tell its items."""

    def __iter__(self) -> NoReturn:
        raise RuntimeError("no")


class SealedSet(frozenset[object]):
    """The same for a set."""

    def __iter__(self) -> NoReturn:
        raise RuntimeError("no")


@pytest.mark.parametrize("held", [Sealed(["a"]), SealedSet({"a"})])
def test_a_list_that_does_not_tell_its_items_is_explained(held: object) -> None:
    """As any value that cannot be compared, and by every verb: nothing of its own comes out."""
    for rule in (field("x").any_item == "a", ~(field("x").every_item == "a")):
        trace = explain(rule, {"x": held})
        asked = trace.children[0] if trace.children else trace
        assert (trace.verdict, asked.reason, asked.note) == (UNKNOWN, "type-mismatch", "a list that cannot be compared")
        assert ask_for(rule, {"x": held}).fields == ("x",)
        assert trace.nearest is not None
        score = Score("s", [Points(1, when=rule)], bands={"A": 1})
        assert explain(score, {"x": held}).points == rate(score, {"x": held}).points == 0


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (("crm", "erp"), "['crm', 'erp']"),
        (["crm"], "['crm']"),
        (Decimal("1.5"), "1.5"),
        (True, "true"),
        (date(2026, 1, 5), "2026-01-05"),
        ("NL", "'NL'"),
    ],
)
def test_what_was_found_is_told_for_people(value: object, found: str) -> None:
    """Nobody needs to know how Python writes a list, a date or a truth value."""
    assert explain(field("x") == "a", {"x": value}).found == found


def test_a_rule_over_cells_tells_each_score_once() -> None:
    """Its branches are called by their cells, and a score that was told already is as above."""
    interest = Score("interest", [Points(30, when=field("demo").is_true())], bands={"1": 30, "2": 0})
    cells = Grid("grade", banded, interest)
    trace = explain(cells.is_in("A1", "A2", "B1").named("MQL"), {"employees": 80, "demo": False})
    branches = trace.children[0].children
    assert [branch.asked for branch in branches] == ["A1 or A2: all of", "B1: all of"]
    text = repr(trace)
    assert text.count("employees is at least 50; found 80") == 1
    assert text.count("demo is true; found false") == 1
    least = branches[1].children[0].children[0]
    assert (least.asked, least.note) == ("the score “fit” is at least 30 points", "as above")
    assert least.children == ()
    # one branch needs no name, and a rule that looks like one of a grid has none
    alone = explain(cells.is_in("A1", "B1"), {})
    assert [part.asked for part in alone.children] == [
        "the score “fit” is at least 30 points",
        "the score “interest” is at least 30 points",
    ]
    other = ((banded >= 60) & (interest >= 10)) | ((banded >= 30) & (interest >= 30))
    assert [part.asked for part in explain(other.named("other"), {}).children] == ["all of", "all of"]


def test_a_branch_of_many_cells_has_a_short_name() -> None:
    """Nine cells are named, as in all sentences."""
    wide = evolve(demo, bands={str(i): 100 - i for i in range(12)})
    rule = Grid("grade", banded, wide).is_in(*(f"A{i}" for i in range(12)), "B0")
    branch = explain(rule, {}, [], as_of=NOW).children[0]
    assert branch.asked == "A0 or A1 or A2 or A3 or A4 or A5 or A6 or A7 or A8 or …: all of"
