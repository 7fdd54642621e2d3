"""What is told of a rule or a score before any lead is seen, each as a small story."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from alignkit.currency import money
from alignkit.errors import DocumentError, Finding
from alignkit.history.declarations import FieldDeclaration
from alignkit.instants import days
from alignkit.rules.decide import decide
from alignkit.rules.doubts import doubts
from alignkit.rules.field import field
from alignkit.rules.grids import Grid
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Not, at_least, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

employees, country, vip, title, seen = (field(name) for name in ("employees", "country", "vip", "title", "seen"))
DECLARED = {
    "employees": FieldDeclaration("employees", "integer", unit="people", title="size"),
    "country": FieldDeclaration("country", "text", ("NL", "BE", "DE")),
    "products": FieldDeclaration("products", "list", ("crm", "cms")),
}


def told(definition: Any, declared: dict[str, FieldDeclaration] | None = None) -> list[tuple[str, str]]:  # noqa: ANN401 - a rule or a score
    """Return the codes and places of what is doubtful."""
    return [(doubt.code, doubt.path) for doubt in doubts(definition, declared or {})]


def only(definition: Any, declared: dict[str, FieldDeclaration] | None = None) -> Finding:  # noqa: ANN401 - a rule or a score
    """Return the one thing that is doubtful."""
    (found,) = doubts(definition, declared or {})
    return found


def test_R07_never_true() -> None:
    """More than 500 and less than 100 employees: both conditions are named. Nobody is in no country."""
    found = only((employees > 500) & (employees < 100))
    assert (found.code, found.level, found.path) == ("never-true", "warning", "")
    assert found.message == (
        "can never be YES: employees is more than 500 and employees is less than 100 exclude each other"
    )
    assert only(country.is_in()).message == "'country' in [] is never true"


@pytest.mark.parametrize(
    "rule",
    [
        (employees >= 50).named("icp") & (employees < 10),
        country.is_in("NL", "BE") & (country == "DE"),
        employees.between(5, 10) & (employees > 10),
        vip.is_true() & ~vip.is_true(),
        vip.is_true() & (vip == False),  # noqa: E712 - it builds a rule
        employees.is_missing() & (employees > 5),
        (employees > 5) & (employees == "many"),
        (employees > money(5, "EUR")) & (employees < money(9, "USD")),
        (title == "CEO") & title.contains("sales"),
        title.starts_with("head") & title.starts_with("vp"),
        title.contains("head of") & ~title.contains("HEAD"),
        ~((employees <= 500) | (employees >= 100)),
        ~(~(employees > 500) | ~(employees < 100)),
        at_least(2, employees > 500, employees < 100, employees == 200),
        (vip.is_true() | (employees > 5)) & ~vip.is_true() & (employees < 3),
        did("call", at_least=2, within=days(7)) & ~did("call", within=days(30)),
        field("products").every_item.is_in("crm") & (field("products").any_item == "cms"),
        seen.within(days(7)) & ~seen.within(days(30)),
    ],
)
def test_never_true(rule: Any) -> None:  # noqa: ANN401 - any rule
    """Conditions that exclude each other, in whatever form."""
    assert [code for code, _ in told(rule)] == ["never-true"]


@pytest.mark.parametrize(
    "rule",
    [
        (employees > 4) & (employees < 5),  # 4.5, where nobody declares whole numbers
        (country == "NL") & (field("region") == "BE"),
        (country == "NL") | (country == "BE"),
        (employees != money(5, "EUR")) & (employees != money(9, "USD")),
        title.contains("head") & title.contains("vp"),
        title.starts_with("head") & title.ends_with("vp"),
        title.contains("HEAD", case_matters=True) & ~title.contains("Head", case_matters=True),
        (field("products").any_item == "crm") & (field("products").any_item == "cms"),
        did("call", within=days(7)) & ~did("call", at_least=2),
        did("call") & ~did("mail"),
        seen.within(days(30)) & ~seen.within(days(7)),
        seen.within(days(30)) & (seen > datetime(2040, 1, 1, tzinfo=UTC)),  # in 2040, say
        at_least(2, employees > 500, employees < 100, vip.is_true()),
        ~employees.is_missing() & (employees > 5),  # NO instead of UNKNOWN where it is missing
        (employees >= 50) & (country == "NL") & vip.is_true(),
    ],
)
def test_beyond_doubt(rule: Any) -> None:  # noqa: ANN401 - any rule
    """What some lead meets, and some does not, and where each member counts."""
    assert not told(rule)


def test_whole_numbers_and_allowed_values() -> None:
    """What is declared narrows down what can be: no whole number lies between 4 and 5, and no country is left."""
    found = only((employees > 4) & (employees < 5), DECLARED)
    assert found.code == "never-true"
    assert "size is more than 4 people" in found.message
    assert only(employees == 4.5, DECLARED).message == (
        "can never be YES: size is 4.5 people: the field is declared as integer"
    )
    assert told((country != "NL") & (country != "BE") & (country != "DE"), DECLARED) == [("never-true", "")]
    assert not told((country != "NL") & (country != "BE"), DECLARED)
    assert told(country.starts_with("F"), DECLARED) == [("never-true", "")]
    assert told(field("products").every_item.is_in("crm", "cms"), DECLARED) == [("always-true", "")]
    assert told(field("since") < date.min) == [("never-true", "")]


def test_always_true() -> None:
    """What can never be NO says for whom it is YES; what is YES for everybody, that."""
    found = only((employees <= 500) | (employees >= 100))
    assert (found.code, found.level) == ("always-true", "warning")
    assert found.message == (
        "can never be NO: employees is at most 500 or employees is at least 100 leave nothing out; "
        "it is YES for every lead whose employees is known"
    )
    assert only(vip.is_missing() | ~vip.is_missing()).message.endswith("; it is YES for every lead")
    assert only(~country.is_in()).message.endswith("it is YES for every lead whose country is known")
    both = (vip.is_true() & (employees > 5)) | ~vip.is_true() | (employees <= 5)
    assert only(both).message.endswith("it is YES wherever all that it asks about is known")
    assert only(country.is_in("NL", "BE", "DE"), DECLARED).message == (
        "can never be NO: country is BE, DE or NL: the field is declared as text, one of 3 values; "
        "it is YES for every lead whose country is known"
    )


def test_a_cause_is_told_once_where_it_stands() -> None:
    """Of a rule that can never be YES since a part of it cannot, the part is told alone."""
    bad = (employees > 500) & (employees < 100)
    assert told(AnyOf([AllOf([vip.is_true(), bad]), bad])) == [("never-true", "any[0].all[1]")]
    assert told(AnyOf([AllOf([vip.is_true(), AnyOf([bad, title == "x"])]), country == "NL"])) == [
        ("never-true", "any[0].all[1].any[0]")
    ]
    assert told(Not(AllOf([vip.is_true(), ~bad]))) == [("never-true", "not.all[1].not")]
    assert told(at_least(2, bad, vip.is_true(), country == "NL")) == [("never-true", "of[0]")]


def test_at_least_too_many() -> None:
    """So many of the members cannot be YES at once."""
    found = only(at_least(3, employees >= 50, employees < 10, country == "NL", country == "BE"))
    assert found.message == "can never be YES: at most 2 of its 4 rules can be YES at once, and 3 are due"


def test_shadowed_condition() -> None:
    """A member that adds nothing: in an `any` the narrower one, in an `all` the wider one."""
    found = only((employees >= 50) | (employees >= 200))
    assert (found.code, found.level, found.path) == ("shadowed-condition", "warning", "any[1]")
    assert found.message == (
        "employees is at least 200 adds nothing beside employees is at least 50, which lets in more"
    )
    found = only((employees >= 50) & (employees >= 200) & vip.is_true())
    assert found.path == "all[0]"
    assert found.message.endswith("adds nothing beside employees is at least 200, which asks for more")
    assert told(~((employees < 50) & (employees < 200))) == [("shadowed-condition", "not.all[1]")]
    assert told(vip.is_true() | (vip.is_true() & (employees > 5))) == [("shadowed-condition", "any[1]")]
    assert told(title.contains("head") | title.contains("Head of")) == [("shadowed-condition", "any[1]")]
    assert told(did("call", at_least=2) | did("call")) == [("shadowed-condition", "any[0]")]


def test_what_a_name_says_is_noted() -> None:
    """A named rule may say something else tomorrow: what it makes idle today is a note."""
    icp = ((employees >= 50) & (country == "NL")).named("icp")
    assert [doubt.level for doubt in doubts(icp & (employees >= 50))] == ["note"]
    assert [doubt.level for doubt in doubts(icp & vip.is_true() & icp)] == ["note"]


def test_duplicate_condition() -> None:
    """The same thing twice, in one form or another."""
    found = only(AllOf([vip.is_true(), country == "NL", vip.is_true()]))
    assert (found.code, found.level, found.path) == ("duplicate-condition", "warning", "all[2]")
    assert found.message == "vip is true stands there twice"
    found = only((employees >= 50) | ~(employees < 50))
    assert found.message == "not (employees is less than 50) says the same as employees is at least 50"
    found = only(AtLeast(2, [vip.is_true(), country == "NL", vip == True]))  # noqa: E712 - it builds a rule
    assert found.message == "vip is true stands there twice and counts twice"


LEAD = Score(
    "lead",
    [Points(20, when=employees >= 50), Points(25, when=country == "NL"), Points(10, when=employees < 5)],
    bands={"A": 40, "B": 30, "C": 0},
)


def test_R05_unreachable_threshold() -> None:
    """Small and large firms get points, but no firm is both: 45 is the most, and 50 an error."""
    found = only(LEAD >= 50)
    assert (found.code, found.level, found.path) == ("unreachable-threshold", "error", "")
    assert found.message == (
        "can never be YES: the score “lead” is at least 50 points, and at most 45 points can be reached"
    )
    assert not told(LEAD >= 45)
    assert told(LEAD > 45) == [("unreachable-threshold", "")]
    assert told(vip.is_true() | (LEAD >= 46)) == [("unreachable-threshold", "any[1]")]
    assert told(~(LEAD < 46)) == [("unreachable-threshold", "not")]


def test_R06_a_threshold_that_is_always_reached() -> None:
    """No clause takes points away: each lead has at least 0."""
    found = only(LEAD >= 0)
    assert (found.code, found.level) == ("always-true", "warning")
    assert found.message == (
        "can never be NO: the score “lead” is at least 0 points, and it always comes to at least 0 points; "
        "it is YES for every lead"
    )
    assert not told(Score("s", [Points(5, when=vip.is_true()), Points(-1, when=title.contains("x"))]) >= 0)
    assert "whose events are given" in only(Score("s", [Points(5, each=did("call"))]) >= 0).message
    assert told(LEAD < 0) == [("never-true", "")]
    assert told(LEAD <= 45) == [("always-true", "")]


def test_R08_one_condition_twice_in_a_score() -> None:
    """Two rules of different names with one condition: their points count twice."""
    first, second = (employees >= 50).named("icp"), (~(employees < 50)).named("big enough")
    found = only(Score("fit", [Points(10, when=first), Points(5, when=vip.is_true()), Points(10, when=second)]))
    assert (found.code, found.level, found.path) == ("duplicate-condition", "warning", "points[2]")
    assert found.message == "asks the same as points[0], so that points are given twice for one thing"
    twice = [Points(5, each=did("call"), count_up_to=2), Points(3, each=did("call"), count_up_to=2)]
    assert told(Score("s", twice)) == [("duplicate-condition", "points[1]")]


def test_rising_points_are_no_fault() -> None:
    """More points for more employees, and a first event that counts more: that is how scores are written."""
    steps = [Points(10, when=employees >= 50), Points(10, when=employees >= 200), Points(5, when=employees >= 1000)]
    calls = [Points(20, each=did("call"), first_only=True), Points(5, each=did("call"), half_life=days(30))]
    assert not told(Score("s", [*steps, *calls]))


def test_a_threshold_beside_other_conditions() -> None:
    """20 points take 50 employees or NL: a small firm elsewhere never comes to it."""
    found = only((LEAD >= 20) & (employees < 5) & (country == "BE"))
    assert found.code == "never-true"
    assert "the score “lead” is at least 20 points" in found.message
    assert not told((LEAD >= 20) & (employees < 5))
    assert told((LEAD >= 30) & (LEAD < 35)) == [("never-true", "")]


def test_unreachable_bands() -> None:
    """No lead stands in a band that starts too high, that lies in a gap, or that all have passed."""
    found = only(Score("s", LEAD.points, bands={"A1": 50, "A 2": 40}))
    assert (found.code, found.level, found.path) == ("unreachable-band", "warning", "bands.A1")
    assert found.message == "no lead can be in the band “A1”: it takes 50, and at most 45 points can be reached"
    found = only(Score("s", LEAD.points, bands={"A": 45, "A 2": 40}))
    assert found.path == 'bands."A 2"'
    assert found.message.endswith("no total lies from 40 points up to the next band")
    found = only(Score("s", LEAD.points, bands={"A": 45, "C": 0, "D": -10}))
    assert found.path == "bands.D"
    assert found.message.endswith("the score always comes to at least 0 points, which is a higher band")


def test_never_won() -> None:
    """Points that nobody meets, events that cannot be, and what the cap has given already."""
    never = (employees > 500) & (employees < 100)
    found = only(Score("s", [Points(3, when=never), Points(5, when=vip.is_true())]))
    assert (found.code, found.level, found.path) == ("never-won", "warning", "points[0]")
    assert found.message == (
        "3 points can never be won: can never be YES: employees is more than 500 and employees is less than 100 "
        "exclude each other"
    )
    found = only(Score("s", [Points(3, each=did("call", where=(field("length") > 9) & (field("length") < 5)))]))
    assert (found.code, found.path) == ("never-won", "points[0]")
    assert "length is more than 9 and length is less than 5" in found.message
    capped = Score("s", [Points(60, when=employees >= 50), Points(10, when=employees >= 200)], cap=60)
    assert (
        only(capped).message
        == "10 points can never be won: whoever meets this stands at the cap of 60 with it and without it"
    )
    floored = Score("s", [Points(-60, when=employees < 50), Points(-10, when=employees < 5)], floor=-60)
    assert (
        only(floored).message
        == "10 points can never be lost: whoever meets this stands at the floor of -60 with it and without it"
    )
    fought = [Points(60, when=employees >= 50), Points(10, when=employees >= 200), Points(-5, when=vip.is_true())]
    assert not told(Score("s", fought, cap=60))


def test_idle_bounds() -> None:
    """A cap above all that can be reached, and a floor below it, are notes; at the very bound they say what is so."""
    found = doubts(Score("s", LEAD.points, cap=100, floor=-10))
    assert [(doubt.code, doubt.level, doubt.path) for doubt in found] == [
        ("idle-cap", "note", "cap"),
        ("idle-floor", "note", "floor"),
    ]
    assert found[0].message == "the cap of 100 never bites: at most 45 points can be reached"
    assert not told(Score("s", LEAD.points, cap=45, floor=0))
    assert told(Score("s", [Points(4, each=did("call"), count_up_to=2, cap=9)])) == [("idle-cap", "points[0].cap")]
    assert not told(Score("s", [Points(4, each=did("call"), cap=9)], cap=8))
    assert not told(Score("s", [Points(4, each=did("call"))], cap=1_000))


def test_parts_are_looked_at() -> None:
    """What stands inside is looked at too, each score once."""
    fit = Score("fit", [Points(10, when=employees >= 50)], cap=20)
    whole = Score("lead", [Points(5, when=vip.is_true())], [fit])
    assert told(whole) == [("idle-cap", "parts[0].cap")]
    assert told((whole >= 10) & (whole < 15) & (country == "NL")) == [("idle-cap", "all[0].score.parts[0].cap")]


def test_cells_of_a_grid_are_no_fault() -> None:
    """A rule over a grid asks for the lowest band by its least points, which all leads may have."""
    interest = Score("interest", [Points(40, when=field("demo").is_true())], bands={"1": 40, "2": 0})
    fit = Score("fit", [Points(60, when=employees >= 50), Points(20, when=vip.is_true())], bands={"A": 60, "B": 0})
    grid = Grid("grade", fit, interest)
    for cell in grid.cells:
        assert not told(grid.is_in(cell))
    assert not told(grid.is_in("A1", "B2"))
    assert told(fit >= 0) == [("always-true", "")]


def test_events_are_about_their_own_attributes() -> None:
    """The declarations are about leads: an event may have a field of the same name that holds something else."""
    assert not told(did("call", where=(employees > 4) & (employees < 5)), DECLARED)
    assert told(did("call", where=(employees > 5) & (employees < 4))) == [("never-true", "where")]
    assert told(did("call", where=(vip.is_true() & (employees > 5)).named("long") & vip.is_true())) == [
        ("shadowed-condition", "where.all[1]")
    ]


def test_not_a_rule() -> None:
    """Only rules and scores are doubted."""
    with pytest.raises(DocumentError, match=r"^not-a-rule: doubts are about a rule or a score, not 5$"):
        doubts(5)  # type: ignore[arg-type]  # wrong on purpose


def test_R19_large_rules_take_bounded_steps() -> None:
    """Ten thousand conditions on one field, on many, and tangled ones: told or not, but soon."""
    bounds = [employees >= i for i in range(10_000)]
    assert not told(AllOf(bounds))  # too many to be held against each other
    assert told(AllOf([*bounds, employees < 0]))[0] == ("never-true", "")
    wide = [title.contains(f"x{i}") for i in range(3_000)]
    assert not told(AnyOf(wide))
    chain = [AnyOf([field(f"f{i}") >= 1, field(f"f{i + 1}") <= 0]) for i in range(3_000)]
    assert not told(AllOf(chain))
    tangled = [AnyOf([field(f"f{i % 13}") >= i, field(f"f{i * 5 % 13}") < i]) for i in range(400)]
    assert doubts(AllOf(tangled)) is not None


def test_the_same_on_every_run() -> None:
    """The order is that of the definition."""
    score = Score("s", [Points(10, when=employees >= 50), Points(10, when=employees >= 50)], cap=30, bands={"A": 25})
    assert told(score) == [("duplicate-condition", "points[1]"), ("idle-cap", "cap"), ("unreachable-band", "bands.A")]
    assert doubts(score) == doubts(score)


def test_what_is_never_no_for_want_of_a_kind_is_not_said_to_be_yes() -> None:
    """A field holds a text or a number: of two conditions that ask for either, one is UNKNOWN for every lead."""
    asked = field("size")
    text = (
        "can never be NO: size is large or size is 5 ask one field for values of two kinds, number and text, so that "
    )
    assert only((asked == "large") | (asked == 5)).message == text + "one of them is UNKNOWN for every lead"
    assert decide((asked == "large") | (asked == 5), {"size": "small"}) is Verdict.UNKNOWN


def test_an_amount_in_another_currency_is_not_said_to_be_yes() -> None:
    """Amounts of two currencies have no order."""
    budget = field("budget")
    found = only((budget >= money(5, "EUR")) | (budget < money(5, "EUR")))
    assert found.message.endswith("leave nothing out; it is UNKNOWN for every lead for which it is not YES")
    equal = only((budget == money(5, "EUR")) | (budget != money(5, "EUR")))
    assert equal.message.endswith("it is YES for every lead whose budget is known")


def test_an_idle_bound_tells_what_the_other_bound_leaves() -> None:
    """A floor lifts the most that can be reached, a cap lowers the least."""
    lifted = doubts(Score("s", [Points(5, when=employees > 1)], cap=100, floor=10))
    assert "the cap of 100 never bites: at most 10 points can be reached" in [doubt.message for doubt in lifted]
    lowered = doubts(Score("s", [Points(-5, when=employees > 1)], cap=-10, floor=-100))
    assert "the floor of -100 never bites: the score always comes to at least -10 points" in [
        doubt.message for doubt in lowered
    ]
