"""What is told of scores, in every word, with its place and level."""

from __future__ import annotations

import pytest

from alignkit.history.declarations import FieldDeclaration
from alignkit.instants import days
from alignkit.rules.doubt.look import Look
from alignkit.rules.doubt.look_at_scores import MOST_CLAUSES
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, AnyOf, did
from alignkit.rules.scores import Points, Score

a, b, vip = field("a"), field("b"), field("vip")
NEVER = AllOf([a > 9, a < 5])
BAND = "unreachable-band: no lead can be in the band"
SIZE = "can never be YES: the size is 4.5: the field is declared as integer"
WHY = "can never be YES: a is more than 9 and a is less than 5 exclude each other"


def told(score: Score, path: str = "s", scores: frozenset[str] = frozenset()) -> list[str]:
    """Return what is told of a score that stands at a path, each as one line."""
    declared = {"size": FieldDeclaration("size", "integer", title="the size")}
    return [f"{found.level}: {found}" for found in Look(declared, scores=scores).at(score, path)]


def test_a_score_of_many_doubts() -> None:
    """In the order in which it is written: clause by clause, then parts, bounds and bands."""
    part = Score("part", [Points(1, when=vip.is_true())], cap=2)
    score = Score(
        "s",
        [
            Points(3, when=NEVER),
            Points(4, when=AnyOf([vip.is_true(), AllOf([a > 9, a < 5])])),
            Points(-5, each=did("call", where=AnyOf([b.is_true(), AllOf([a > 9, a < 5])])), count_up_to=2, cap=-20),
            Points(6, each=did("mail", where=AllOf([a > 9, a < 5]))),
            Points(-7, when=b.is_in()),
            Points(8, when=field("size") == 4.5),
        ],
        [part],
        cap=30,
        floor=-30,
        bands={"A": 30, "B": 5, "C": -40},
    )
    assert told(score) == [
        f"warning: s.points[0]: never-won: 3 points can never be won: {WHY}",
        f"warning: s.points[1].when.any[1]: never-true: {WHY}",
        f"warning: s.points[2].each.where.any[1]: never-true: {WHY}",
        "note: s.points[2].cap: idle-cap: the cap of -20 never bites: at most -10 points can be reached",
        f"warning: s.points[3]: never-won: 6 points can never be won: {WHY}",
        "warning: s.points[4]: never-won: 7 points can never be lost: 'b' in [] is never true",
        f"warning: s.points[5]: never-won: 8 points can never be won: {SIZE}",
        "note: s.cap: idle-cap: the cap of 30 never bites: at most 5 points can be reached",
        "note: s.floor: idle-floor: the floor of -30 never bites: the score always comes to at least -10 points",
        f"warning: s.bands.A: {BAND} “A”: it takes 30, and at most 5 points can be reached",
        "note: s.parts[0].cap: idle-cap: the cap of 2 never bites: at most 1 point can be reached",
    ]
    assert [line for line in told(score, scores=frozenset(["part"])) if "parts" in line] == []


def test_rules_by_name_that_are_told_elsewhere() -> None:
    """Points for a rule that is never YES are lost; why, is told at the rule."""
    score = Score("s", [Points(3, when=NEVER.named("never", title="Never ever")), Points(2, when=vip.is_true())])
    look = Look({}, rules=frozenset(["never"]))
    assert [str(found) for found in look.at(score, "s")] == [
        "s.points[0]: never-won: 3 points can never be won: “Never ever” can never be YES"
    ]
    events = did("call", where=NEVER)
    look = Look({})
    assert [str(found) for found in look.events(events, "x")] == [f"x.where: never-true: {WHY}"]
    assert [str(found) for found in look.at(Score("s", [Points(3, each=events)]), "")] == [
        "points[0]: never-won: 3 points can never be won: no event can be one of these"
    ]


def test_an_unreachable_threshold_in_a_clause() -> None:
    """The points are lost, and the threshold is told too: it is an error."""
    inner = Score("inner", [Points(5, when=vip.is_true())])
    score = Score("s", [Points(3, when=inner >= 6), Points(1, when=b.is_true())])
    why = "can never be YES: the score “inner” is at least 6 points, and at most 5 points can be reached"
    assert told(score) == [
        f"warning: s.points[0]: never-won: 3 points can never be won: {why}",
        f"error: s.points[0].when: unreachable-threshold: {why}",
    ]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("A1", "bands.A1"),
        ("A-1", "bands.A-1"),
        ("A_1", "bands.A_1"),
        ("A 1", 'bands."A 1"'),
        ('A"1\\2', r'bands."A\"1\\2"'),
        ("Ä", 'bands."Ä"'),
    ],
)
def test_bands_by_name(name: str, path: str) -> None:
    """A path quotes what is no bare word."""
    (line,) = told(Score("s", [Points(1, when=vip.is_true())], bands={name: 2}), "")
    assert line == f"warning: {path}: {BAND} “{name}”: it takes 2, and at most 1 point can be reached"


def test_bands_at_the_very_end() -> None:
    """The most that can be reached is reached, and the least too."""
    points = [Points(10, when=vip.is_true()), Points(-5, when=b.is_true())]
    assert told(Score("s", points, bands={"A": 10, "B": 5, "C": 0, "D": -5})) == []
    assert told(Score("s", points, bands={"A": 10, "B": 6, "C": 0, "D": -4, "E": -9})) == [
        f"warning: s.bands.B: {BAND} “B”: no total lies from 6 points up to the next band",
        f"warning: s.bands.D: {BAND} “D”: no total lies from -4 points up to the next band",
    ]
    assert told(Score("s", points, floor=0, bands={"A": 10, "B": 0, "C": -1})) == [
        f"warning: s.bands.C: {BAND} “C”: the score always comes to at least 0 points, which is a higher band"
    ]


def idle(points: int, bound: str) -> list[str]:
    """Return what is told of the second clause where a bound makes it idle."""
    way = "won" if points > 0 else "lost"
    text = f"{abs(points)} points can never be {way}: whoever meets this stands at {bound} with it and without it"
    return [f"warning: s.points[1]: never-won: {text}"]


def test_clauses_beside_a_cap() -> None:
    """Idle where the rest comes to the cap whenever it is YES; with events, whose totals have no end, too."""
    sixty, ten = Points(60, when=a >= 50), Points(10, when=a >= 200)
    assert told(Score("s", [sixty, ten], cap=60)) == idle(10, "the cap of 60")
    assert told(Score("s", [sixty, ten], cap=61)) == []
    assert told(Score("s", [Points(59.999999, when=a >= 50), ten], cap=60)) == []
    calls = Points(5, each=did("call"))
    assert told(Score("s", [sixty, ten, calls], cap=60)) == idle(10, "the cap of 60")
    assert told(Score("s", [sixty, ten, calls], cap=61)) == []
    assert told(Score("s", [sixty, ten, Points(-5, each=did("call"))], cap=60)) == []
    lost = Points(-10, when=a >= 200)
    assert told(Score("s", [sixty, lost, calls], cap=50)) == idle(-10, "the cap of 50")
    assert told(Score("s", [sixty, lost, calls], cap=51)) == []
    assert told(Score("s", [sixty, lost], cap=50)) == idle(-10, "the cap of 50")
    assert told(Score("s", [sixty, lost], cap=51)) == []


def test_clauses_beside_a_floor() -> None:
    """The same below."""
    sixty, ten = Points(-60, when=a < 50), Points(-10, when=a < 5)
    assert told(Score("s", [sixty, ten], floor=-60)) == idle(-10, "the floor of -60")
    assert told(Score("s", [sixty, ten], floor=-61)) == []
    calls = Points(-5, each=did("call"))
    assert told(Score("s", [sixty, ten, calls], floor=-60)) == idle(-10, "the floor of -60")
    assert told(Score("s", [sixty, ten, calls], floor=-61)) == []
    assert told(Score("s", [sixty, ten, Points(5, each=did("call"))], floor=-60)) == []
    won = Points(10, when=a < 5)
    assert told(Score("s", [sixty, won, calls], floor=-50)) == idle(10, "the floor of -50")
    assert told(Score("s", [sixty, won, calls], floor=-51)) == []


def test_clauses_between_two_bounds() -> None:
    """Here the rest comes to the cap or to the floor, and never in between."""
    far = [Points(100, when=a >= 50), Points(3, when=a.is_in(1, 99)), Points(-100, when=a < 50)]
    assert told(Score("s", far, cap=20, floor=-20)) == idle(3, "one of its bounds")
    assert told(Score("s", [*far, Points(5, each=did("call"))], cap=20, floor=-20)) == []
    assert told(Score("s", far, cap=20)) == []
    assert told(Score("s", far, floor=-20)) == []


def test_a_point_beside_a_bound() -> None:
    """One point, and no points at all."""
    sixty = Points(60, when=a >= 50)
    assert len(told(Score("s", [sixty, Points(1, when=a >= 200)], cap=60))) == 1
    assert told(Score("s", [sixty, Points(0, when=a >= 200)], cap=60)) == []


def test_many_clauses_are_not_held_against_each_other() -> None:
    """Up to so many; of more, what can be seen of each by itself."""
    steps = [Points(60, when=a >= i) for i in range(1, MOST_CLAUSES + 1)]
    assert len(told(Score("s", steps, cap=60))) == MOST_CLAUSES - 1
    more = [*steps, Points(60, when=a >= MOST_CLAUSES + 1)]
    assert told(Score("s", more, cap=60)) == []


def test_one_thing_twice() -> None:
    """Of one form, or of one meaning for one field; events only where they are counted alike."""
    both = (a > 1) & b.is_true()
    score = Score("s", [Points(1, when=a > 1), Points(2, when=both), Points(3, when=~(a <= 1)), Points(4, when=~~both)])
    line = "duplicate-condition: asks the same as points[{}], so that points are given twice for one thing"
    assert told(score) == [
        f"warning: s.points[2]: {line.format(0)}",
        f"warning: s.points[3]: {line.format(1)}",
    ]
    wide = Score("s", [Points(1, when=a > 1), Points(2, when=(a > 1) & (a > 0)), Points(4, when=vip.is_true())])
    assert told(wide)[0] == f"warning: s.points[1]: {line.format(0)}"
    unlike = [Points(1, when=both), Points(2, when=(a > 1) | b.is_true()), Points(4, when=(b == 5) | (vip == 5))]
    assert told(Score("s", unlike)) == []
    lost = AllOf([field("size") > 9, field("size") < 5])
    parts = "the size is more than 9 and the size is less than 5"
    assert told(Score("s", [Points(3, when=lost), Points(0, when=lost), Points(1, when=vip.is_true())])) == [
        f"warning: s.points[0]: never-won: 3 points can never be won: can never be YES: {parts} exclude each other",
        f"warning: s.points[1]: never-won: 0 points can never be won: {parts} can never be YES",
    ]
    never = Score("s", [Points(1, when=a.is_in()), Points(2, when=b.is_in()), Points(3, when=vip.is_true())])
    assert not [found for found in told(never) if "duplicate" in found]
    call = did("call")
    others = [
        Points(1, each=call),
        Points(2, each=call, half_life=days(5)),
        Points(3, each=call, steps={days(5): 0}),
        Points(4, each=call, count_up_to=2),
        Points(5, each=call, first_only=True),
        Points(6, each=call, cap=60),
        Points(7, each=did("call", within=days(5))),
        Points(8, when=call),
    ]
    assert told(Score("s", others)) == []
    assert told(Score("s", [Points(1, each=call, cap=5), Points(2, each=call, cap=6), Points(3, when=call)])) == [
        f"warning: s.points[1]: {line.format(0)}"
    ]
    assert told(Score("s", [Points(1, when=NEVER), others[0], Points(2, each=did("call"))])) == [
        f"warning: s.points[0]: never-won: 1 point can never be won: {WHY}",
        f"warning: s.points[2]: {line.format(1)}",
    ]


def test_caps_of_clauses() -> None:
    """A cap above all that the events come to never bites; at that, it says what is so."""
    line = "note: s.points[0].cap: idle-cap: the cap of 9 never bites: at most {} points can be reached"
    assert told(Score("s", [Points(4, each=did("call"), count_up_to=2, cap=9)])) == [line.format(8)]
    assert told(Score("s", [Points(4, each=did("call"), first_only=True, cap=9)])) == [line.format(4)]
    assert told(Score("s", [Points(4, each=did("call"), count_up_to=2, cap=8)])) == []
    assert told(Score("s", [Points(4, each=did("call"), cap=9)])) == []


def test_bounds_of_scores() -> None:
    """At the very bound they say what is so."""
    points = [Points(5, when=vip.is_true()), Points(-5, when=b.is_true())]
    assert told(Score("s", points, cap=5, floor=-5)) == []
    assert told(Score("s", points, cap=5.5, floor=-5.5)) == [
        "note: s.cap: idle-cap: the cap of 5.5 never bites: at most 5 points can be reached",
        "note: s.floor: idle-floor: the floor of -5.5 never bites: the score always comes to at least -5 points",
    ]
    events = [Points(5, each=did("call")), Points(-5, each=did("mail"))]
    assert told(Score("s", events, cap=10**9, floor=-(10**9))) == []
