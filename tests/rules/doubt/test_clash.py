"""Why a rule can never be YES, or never NO, in words that stay short."""

from __future__ import annotations

from typing import Any

import pytest

from alignkit.errors import Finding
from alignkit.history.declarations import FieldDeclaration
from alignkit.rules.doubt.clash import meant, why_never, words
from alignkit.rules.doubt.effort import Effort
from alignkit.rules.doubt.outcomes import Outcomes
from alignkit.rules.doubt.survey import Survey
from alignkit.rules.doubts import doubts
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, AnyOf, at_least, did
from alignkit.rules.scores import Points, Score

a, b, c = field("a"), field("b"), field("c")
MANY = Score("fit", [Points(5, when=field(f"f{number}") > 1) for number in range(12)])
EVERY = "; it is YES wherever all that it asks about is known"


def why(rule: Any) -> str:  # noqa: ANN401 - any rule
    """Return the one thing that is told of a rule."""
    told: tuple[Finding, ...] = doubts(rule)
    (found,) = (finding for finding in told if finding.code in {"never-true", "always-true"})
    return found.message.removeprefix("can never be ")


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ((a > 9) & (b > 1) & (a < 5), "YES: a is more than 9 and a is less than 5 exclude each other"),
        (
            AllOf([a >= 1, a >= 2, a != 2, a <= 2, b > 1]),
            "YES: a is at least 2, a is not 2 and a is at most 2 exclude each other",
        ),
        (
            (a > 9).named("big") & ~(a > 5),
            "YES: a is more than 9 (in “big”) and not (a is more than 5) exclude each other",
        ),
        (
            ((a > 9) & (b > 1)).named("big") & ((c > 1) & (a < 5)).named("small"),
            "YES: a is more than 9 (in “big”) and a is less than 5 (in “small”) exclude each other",
        ),
        (
            (a == "x") & (a > 5),
            "YES: a is x and a is more than 5 ask one field for values of two kinds, number and text",
        ),
        (
            (a > 9) & (b > 9) & ((a < 5) | (b < 5)),
            "YES: a is more than 9, b is more than 9 and a is less than 5 or b is less than 5 exclude each other",
        ),
        (
            (a > 9) & (b > 9) & ((a < 5) | (b < 5)) & (c > 1),
            "YES: a is more than 9, b is more than 9 and a is less than 5 or b is less than 5 exclude each other",
        ),
        (
            AllOf([a > 9, b > 9, (a < 5) | (b < 5), *(field(f"f{i}") > 1 for i in range(13))]),
            "YES: a is more than 9, b is more than 9 and a is less than 5 or b is less than 5 exclude each other",
        ),
        (
            AllOf([*(field(f"f{i}") > 1 for i in range(30)), a > 9, a < 5]),
            "YES: a is more than 9 and a is less than 5 exclude each other",
        ),
        (
            AnyOf([*(field(f"f{i}") > 1 for i in range(30)), a > 5, a < 9]),
            "NO: a is more than 5 or a is less than 9 leave nothing out; it is YES for every lead whose a is known",
        ),
        (
            AllOf([a.is_in(1, 2, 3), a != 1, a != 2, a != 3]),
            "YES: a is 1, 2 or 3, a is not 1, a is not 2 and a is not 3 exclude each other",
        ),
        (
            ~a.contains("x") & (a > 5),
            "YES: a does not contain “x” and a is more than 5 ask one field for values of two kinds, number and text",
        ),
        (at_least(2, a > 5, a < 3, a == 4), "YES: at most 1 of its 3 rules can be YES at once, and 2 are due"),
        (
            at_least(3, a > 5, a < 3, a == 4, a == 3.5),
            "YES: at most 1 of its 4 rules can be YES at once, and 3 are due",
        ),
        (at_least(3, a > 5, a < 3, a == 4, b > 5), "YES: at most 2 of its 4 rules can be YES at once, and 3 are due"),
        (
            at_least(2, a > 5, a <= 5, a > 3, a <= 3),
            "NO: there is nothing that it leaves out; it is YES for every lead whose a is known",
        ),
        (
            at_least(2, a > 5, ~(a > 5), a > 3, ~(a > 3)),
            "NO: there is nothing that it leaves out; it is YES for every lead whose a is known",
        ),
        (
            (a < 9) | (b > 9) | (a > 5),
            "NO: a is less than 9 or a is more than 5 leave nothing out; it is YES for every lead whose a is known",
        ),
        (
            ~((a < 9) & ~(b < 3) & ~(c < 3)) | ((a < 9) & (b >= 3)),
            "NO: not (a is less than 9), b is less than 3 or a is less than 9 and b is at least 3 leave nothing out"
            + EVERY,
        ),
    ],
)
def test_a_least_clash_is_named(rule: Any, message: str) -> None:  # noqa: ANN401 - any rule
    """None of those that are named could be left out, and the rest is left out."""
    assert why(rule) == message


def test_at_least_that_leaves_nothing_out() -> None:
    """There are no two that do it alone."""
    rule = at_least(2, a > 5, a <= 5, b > 5, b <= 5)
    assert why(rule).startswith("NO: there is nothing that it leaves out")


def test_many_are_not_all_named() -> None:
    """The first four, and how many more; a large group is not written out."""
    fives = [a != i for i in range(1, 8)]
    told = why(AllOf([*fives, a.is_in(*range(1, 8))]))
    assert told.startswith("YES: a is not 1, a is not 2, a is not 3, a is not 4 and 4 more exclude each other")
    large = AnyOf([field(f"f{i}") > 1 for i in range(20)])
    assert words(large, {}) == "a group of 21 parts"
    assert words(a.is_in(*range(100)), {}) == "a is 0 or 1 or 98 others"
    assert len(words(a == "x" * 500, {})) == 90
    members = [AnyOf([field(f"f{i}") > 5, field(f"g{i}") > 5]) for i in range(20)]
    far = AllOf([*members, *(field(f"{name}0") < 3 for name in "fg")])
    assert why(far) == "YES: no lead can meet all that it asks"


def test_what_is_short_enough_is_written_out() -> None:
    """Up to twelve parts, twelve values, and ninety letters; with the fields as people call them."""
    declared = {"a": FieldDeclaration("a", "integer", title="the size")}
    assert words(a.is_in(*range(12)), {}) == "a is 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 or 11"
    assert words(a.is_in(*range(13)), declared) == "the size is 0 or 1 or 11 others"
    twelve = AnyOf([field(f"f{i}").is_true() for i in range(11)])
    assert words(twelve, {}).startswith("f0 is true or f1 is true or ")
    assert words(AnyOf([*twelve.rules, b > 1]), {}) == "a group of 13 parts"
    assert words(a == "x" * 85, {}) == f"a is {'x' * 85}"
    assert words(a == "x" * 86, {}) == f"a is {'x' * 84}…"


def test_one_condition_that_is_never_yes() -> None:
    """On events too, which are no field."""
    rule = did("call", where=(a > 9) & (a < 5))
    survey = Survey((rule,), {}, Effort(999))
    told = why_never(survey.part(rule), Outcomes(survey), {})
    assert told == "can never be YES: did call where (a is more than 9 and a is less than 5)"


def test_no_message_is_long() -> None:
    """However long the texts of a rule are."""
    long = [a.contains("x" * 400) | (b == i) for i in range(3)]
    rule = AllOf([*long, *(~part for part in long)])
    assert all(len(doubt.message) < 500 for doubt in doubts(rule))


def test_a_rule_over_scores() -> None:
    """Thresholds are named as they are told."""
    score = Score("lead", [Points(10, when=a > 5), Points(5, each=did("call"), count_up_to=1)])
    assert why((score >= 12) & (a <= 5)) == (
        "YES: the score “lead” is at least 12 points and a is at most 5 exclude each other"
    )


def test_what_is_meant() -> None:
    """The opposite of a rule is told with `not`."""
    rule = ~(a > 5)
    survey = Survey((rule,), {}, Effort(99))
    assert meant(survey.part(rule).members[0]) == rule
    assert meant(survey.part(rule)) == rule


def test_what_has_a_name_is_told_by_it() -> None:
    """However much it asks: a score or a rule with a name is no group of many parts."""
    assert doubts(MANY >= 100)[0].message.startswith("can never be YES: the score “fit” is at least 100 points, and")
    excluded = "the score “fit” is at least 20 points and the score “fit” is less than 10 points exclude each other"
    assert why((MANY >= 20) & (MANY < 10)) == f"YES: {excluded}"
    profile = AllOf([field(f"f{number}") > 1 for number in range(12)])
    assert words(profile.named("ICP fit"), {}) == "“ICP fit”"
    assert words(~profile.named("ICP fit"), {}) == "not (“ICP fit”)"
    assert words(~profile, {}) == "a group of 13 parts"
