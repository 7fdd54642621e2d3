"""Members of a group that add nothing."""

from __future__ import annotations

from alignkit.history.declarations import FieldDeclaration
from alignkit.rules.doubt.redundant import MOST_MEMBERS, MOST_TOLD
from alignkit.rules.doubts import doubts
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Rule

a, b = field("a"), field("b")


def idle(rule: Rule) -> list[tuple[str, str]]:
    """Return the codes and places of what is told of a group."""
    return [(doubt.code, doubt.path) for doubt in doubts(rule)]


def test_all_but_the_last_of_a_row() -> None:
    """Of a row in which each says less than the next, all but one are told; in an `any` the other way round."""
    row = [a >= 1, a >= 2, a >= 3]
    assert idle(AllOf(row)) == [("shadowed-condition", "all[0]"), ("shadowed-condition", "all[1]")]
    assert idle(AnyOf(row)) == [("shadowed-condition", "any[1]"), ("shadowed-condition", "any[2]")]
    assert idle(AllOf([a >= 1, a >= 1.0, a > 0, b > 1])) == [
        ("duplicate-condition", "all[1]"),
        ("shadowed-condition", "all[2]"),
    ]


def test_settled_members_are_told_by_themselves() -> None:
    """What is never YES adds nothing to an `any`: but that is what is said of it, and once."""
    never = (b > 5) & (b < 3)
    assert idle(AnyOf([never, a > 5, b > 1])) == [("never-true", "any[0]")]
    assert idle(AnyOf([never, a > 5, a > 6])) == [("never-true", "any[0]"), ("shadowed-condition", "any[2]")]


def test_one_meaning_in_two_forms() -> None:
    """More than 0 whole people are 1 at least; also where the first of the two is told already."""
    declared = {"a": FieldDeclaration("a", "integer")}
    some, more, same = a >= 1, a >= 2, a > 0
    assert [str(found) for found in doubts(AllOf([some, same]), declared)] == [
        "all[1]: duplicate-condition: a is more than 0 says the same as a is at least 1"
    ]
    assert [str(found) for found in doubts(AllOf([some, more, same]), declared)] == [
        "all[0]: shadowed-condition: a is at least 1 adds nothing beside a is at least 2, which asks for more",
        "all[2]: duplicate-condition: a is more than 0 says the same as a is at least 1",
    ]


def test_at_least() -> None:
    """There only what says the same is told: narrower members make it harder, and that may be meant."""
    assert idle(AtLeast(2, [a >= 1, a >= 2, b > 1])) == []
    assert idle(AtLeast(2, [a >= 1, ~(a < 1), b > 1])) == [("duplicate-condition", "of[1]")]


def test_large_groups() -> None:
    """Members on one field are held against each other while they are few, and those of one form always."""
    others = [field(f"f{i}") > 1 for i in range(MOST_MEMBERS)]
    assert idle(AnyOf([*others, a > 5, a > 3])) == [("shadowed-condition", f"any[{MOST_MEMBERS}]")]
    many = [a >= i for i in range(MOST_MEMBERS + 1)]
    assert idle(AnyOf(many)) == []
    assert idle(AnyOf([*many, ~(a < 7)])) == [("duplicate-condition", f"any[{MOST_MEMBERS + 1}]")]
    assert len(idle(AnyOf(many[:MOST_MEMBERS]))) == len(idle(AnyOf([b > 1, *many[:MOST_MEMBERS]]))) == MOST_TOLD
    unlike: list[Rule] = [*others[:-2], b > 1, (b > 1) & (a > 5)]  # these ask about several fields
    assert idle(AnyOf(unlike)) == [("shadowed-condition", f"any[{MOST_MEMBERS - 1}]")]
    assert idle(AnyOf([field("one more") > 1, *unlike])) == []


def levels(rule: Rule) -> list[str]:
    """Return how much what is told of a group matters."""
    return [f"{doubt.code} {doubt.level}" for doubt in doubts(rule)]


def test_levels() -> None:
    """What a name stands for may change, so it is a note; but what counts twice counts twice."""
    x, y, z = a >= 1, (a >= 1).named("one"), (a >= 2).named("two")
    assert levels(AllOf([x, a >= 1.0])) == ["duplicate-condition warning"]
    assert levels(AllOf([x, y])) == levels(AllOf([y, x])) == ["duplicate-condition note"]
    assert levels(AllOf([x, z])) == levels(AllOf([z, x])) == levels(AllOf([y, a >= 2])) == ["shadowed-condition note"]
    assert levels(AnyOf([x, ~~(a >= 2)])) == ["shadowed-condition warning"]
    assert levels(AnyOf([x, ~((a < 2).named("few"))])) == ["shadowed-condition note"]
    assert levels(AtLeast(2, [x, y, b >= 1])) == ["duplicate-condition warning"]


def test_no_more_than_so_many() -> None:
    """Doubles count among those that are told."""
    assert len(idle(AllOf([a >= 1] * (MOST_TOLD + 9)))) == MOST_TOLD
    doubles = [a >= 1] * 11 + [a >= i for i in range(2, 20)]
    assert len(idle(AllOf(doubles))) == MOST_TOLD


def test_in_words() -> None:
    """In full."""
    rules = [a >= 1, a >= 2, ~(a < 2), b > 1]
    assert [doubt.message for doubt in doubts(AllOf(rules))] == [
        "a is at least 1 adds nothing beside a is at least 2, which asks for more",
        "not (a is less than 2) says the same as a is at least 2",
    ]
    assert [doubt.message for doubt in doubts(AnyOf(rules))] == [
        "a is at least 2 adds nothing beside a is at least 1, which lets in more",
        "not (a is less than 2) says the same as a is at least 2",
    ]
