"""What is told of rules, in every word, with its place and level, and once."""

from __future__ import annotations

from typing import Any

from alignkit.history.declarations import FieldDeclaration
from alignkit.rules.doubt.effort import Effort
from alignkit.rules.doubt.look import Look
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Named, did
from alignkit.rules.scores import Points, Score

a, b, vip = field("a"), field("b"), field("vip")
WHY = "can never be YES: a is more than 9 and a is less than 5 exclude each other"
ALWAYS = "always-true: can never be NO:"
FOR = "it is YES for every lead"
GIVEN = " whose events are given"
FIT = Score("fit", [Points(60, when=a >= 50), Points(20, when=vip.is_true())], bands={"A": 60, "B": 0})
INTEREST = Score("interest", [Points(40, each=did("call"), count_up_to=1)], bands={"1": 40, "2": 0}, title="Interest")


def never() -> AllOf:
    """Return a rule that can never be YES, a new one each time."""
    return AllOf([a > 9, a < 5])


def told(rule: Any, look: Look | None = None, path: str = "rules.r") -> list[str]:  # noqa: ANN401 - any rule
    """Return what is told of a rule that stands at a path, each as one line."""
    return [f"{found.level}: {found}" for found in (look or Look({})).at(rule, path)]


def test_places() -> None:
    """Through groups, denials and events; what the document writes without `not` stands where it is."""
    rule = AnyOf(
        [
            AllOf([never(), vip.is_true()]),
            ~(AllOf([~never(), b.is_true()])),
            AtLeast(2, [vip.is_true(), never(), b.is_true()]),
            did("call", where=never().named("of the event")),
            ~field("c").is_in(),
            ~(field("d").is_true() | ~field("d").is_true()),
        ]
    )
    assert told(rule.named("r")) == [
        f"warning: rules.r.any[0].all[0]: never-true: {WHY}",
        f"warning: rules.r.any[1].not.all[0].not: never-true: {WHY}",
        f"warning: rules.r.any[2].of[1]: never-true: {WHY}",
        f"warning: rules.r.any[3].where: never-true: {WHY}",
        "warning: rules.r.any[4]: always-true: 'c' is never in []; it is YES for every lead whose c is known",
        "warning: rules.r.any[5].not: never-true: can never be YES: d is not true and d is true exclude each other",
    ]


def test_thresholds() -> None:
    """On either side, met always or never, meant or denied."""
    most, least = "at most 80 points can be reached", "it always comes to at least 0 points"
    assert told(FIT > 80) == [
        f"error: rules.r: unreachable-threshold: can never be YES: the score “fit” is more than 80 points, and {most}"
    ]
    assert told(~(FIT <= 80)) == [
        "error: rules.r.not: unreachable-threshold: can never be YES: not (the score “fit” is at most 80 points), and "
        + most
    ]
    assert told(FIT < 0) == [
        f"warning: rules.r: never-true: can never be YES: the score “fit” is less than 0 points, and {least}"
    ]
    assert told(FIT <= 80) == [
        f"warning: rules.r: {ALWAYS} the score “fit” is at most 80 points, and {most}; it is YES for every lead"
    ]
    assert told(~(FIT < 0)) == [
        f"warning: rules.r.not: {ALWAYS} not (the score “fit” is less than 0 points), and {least}; {FOR}"
    ]
    assert told(INTEREST >= 0) == [
        f"warning: rules.r: {ALWAYS} the score “Interest” is at least 0 points, and {least}; {FOR}{GIVEN}"
    ]
    assert told(FIT >= 80) == told(FIT < 80) == told(FIT > 0) == told(FIT <= 0) == []


def test_bands_of_two_scores() -> None:
    """A rule over cells of a grid asks for the least points that there are; another rule should not."""
    assert told(AllOf([FIT >= 0, INTEREST >= 40])) == []
    assert told(AnyOf([AllOf([AllOf([FIT >= 0, FIT < 60]), INTEREST >= 0]), AllOf([FIT >= 60, INTEREST >= 40])])) == []
    for rule in (
        AllOf([FIT >= 0, vip.is_true()]),
        AllOf([FIT >= 0, INTEREST >= 39]),
        AllOf([FIT >= 0, INTEREST >= 40, vip.is_true()]),
        AllOf([FIT >= 0, AllOf([INTEREST >= 40, vip.is_true()])]),
        AllOf([FIT >= 0, FIT < 60]),
        AnyOf([FIT >= 0, INTEREST >= 40]),
    ):
        assert any("always-true" in line for line in told(rule))


def test_once() -> None:
    """A definition that is used again is not told again; one name means one rule, told where it stands."""
    look = Look({}, rules=frozenset(["r"]))
    rule = never().named("r")
    assert told(rule, look) == [f"warning: rules.r: never-true: {WHY}"]
    assert told(rule, look, "stages[1].entry") == []
    assert told(never().named("r"), look, "stages[2].entry") == []
    assert told(AnyOf([vip.is_true(), rule]), look, "stages[3].entry") == []
    assert told(never().named("other"), look, "stages[4].entry") == [f"warning: stages[4].entry: never-true: {WHY}"]
    assert told(never().named("other"), look, "x") == [f"warning: x: never-true: {WHY}"]
    shared = never()
    assert told(AnyOf([shared, AllOf([vip.is_true(), shared])])) == [f"warning: rules.r.any[0]: never-true: {WHY}"]
    empty = a.is_in()
    assert len(told(AllOf([empty, empty, vip.is_true()]))) == 1


def test_a_rule_and_its_opposite() -> None:
    """They are told apart: where the one can never be YES, the other can never be NO."""
    opposite = "not (a is more than 9) or not (a is less than 5) leave nothing out; it is YES for every lead whose a is"
    always = f"not: {ALWAYS} {opposite} known"
    shared = never()
    assert told(AnyOf([AllOf([vip.is_true(), shared]), AllOf([b.is_true(), ~shared])])) == [
        f"warning: rules.r.any[0].all[1]: never-true: {WHY}",
        f"warning: rules.r.any[1].all[1].{always}",
    ]
    assert told(AllOf([~never().named("x"), vip.is_true()])) == [f"warning: rules.r.all[0].{always}"]
    look, rule = Look({}), never().named("x")
    assert told(rule, look) == [f"warning: rules.r: never-true: {WHY}"]
    assert told(AllOf([~rule, vip.is_true()]), look, "stages[1].entry") == [f"warning: stages[1].entry.all[0].{always}"]


def test_what_can_never_be_is_told_and_no_more() -> None:
    """That a condition adds nothing does not matter where no lead meets the whole."""
    assert told(AllOf([a > 9, a > 8, a < 5])) == [f"warning: rules.r: never-true: {WHY}"]


def test_cells_of_a_grid_stand_where_they_are_asked() -> None:
    """Nobody wrote the rule that such a condition makes: what is doubtful inside stands at the condition."""

    def cell() -> Named:
        return AllOf([FIT >= 81, INTEREST >= 40]).named("grade: A1")

    look = Look({}, in_grids=frozenset(["grade: A1"]))
    line = (
        "rules.r{}: unreachable-threshold: can never be YES: the score “fit” is at least 81 points, and at most 80 "
        "points can be reached"
    )
    assert told(cell(), look) == [f"error: {line.format('')}"]
    assert told(AnyOf([vip.is_true(), cell()]), look) == [f"error: {line.format('.any[1]')}"]
    assert told(cell()) == [f"error: {line.format('.all[0]')}"]


def test_names_of_events_are_their_own() -> None:
    """In what is asked of events, a name stands for what stands there, and the declarations are not meant."""
    look = Look({"a": FieldDeclaration("a", "integer")}, rules=frozenset(["r"]))
    assert told(did("call", where=never().named("r")), look) == [f"warning: rules.r.where: never-true: {WHY}"]
    assert told(did("call", where=AllOf([a > 4, a < 5])), look) == []
    pattern = did("call", where=never())
    assert [str(found) for found in look.events(pattern, "slas.x.stops")] == [f"slas.x.stops.where: never-true: {WHY}"]
    assert list(look.events(pattern, "slas.x.stops")) == []
    assert list(look.events(did("call"), "x")) == []


def test_one_point_is_told_as_one() -> None:
    """In a sentence that does not mind how many there are."""
    one = Score("s", [Points(1, when=vip.is_true())], floor=1)
    assert told(one >= 1)[0] == (
        f"warning: rules.r: {ALWAYS} the score “s” is at least 1 point, and it always comes to at least 1 point; {FOR}"
    )


def test_the_declared_names() -> None:
    """Fields are called by their titles."""
    look = Look({"a": FieldDeclaration("a", "integer", unit="people", title="The size")})
    (line,) = told(AllOf([a > 4, a < 5]), look)
    assert line.endswith(
        "can never be YES: The size is more than 4 people and The size is less than 5 people exclude each other"
    )
    look = Look({"a": FieldDeclaration("a", "integer", unit="people", title="The size")})
    assert told(AnyOf([a > 4, a < 6]), look)[0].endswith("it is YES for every lead whose The size is known")
    assert told(AnyOf([a > 4, a > 5]), look)[0].endswith("beside The size is more than 4 people, which lets in more")
    assert told(AllOf([a == 4.5, b > 1]), look)[0].endswith("The size is 4.5 people: the field is declared as integer")


def test_what_effort_does_not_reach() -> None:
    """It is not doubted, and what was found before stands."""
    look = Look({})
    look.effort = Effort(30)
    assert told(never(), look) == [f"warning: rules.r: never-true: {WHY}"]
    assert told(AllOf([never(), *(b > i for i in range(30))]), look) == []
    assert told(never(), look) == []
    assert list(look.events(did("call", where=AllOf([b > i for i in range(30)])), "x")) == []
