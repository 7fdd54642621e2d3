from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

import pytest

from alignkit.currency import Money, money
from alignkit.history.declarations import FieldDeclaration
from alignkit.rules.describe import brief, describe, in_short, points_words, value_text
from alignkit.rules.field import field
from alignkit.rules.predicates import AnyOf, at_least, did
from alignkit.rules.scores import Points, Score

big = field("employees") >= 50
dutch = field("country") == "NL"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (big, "employees is at least 50"),
        (field("employees") < 50, "employees is less than 50"),
        (field("signed") >= date(2026, 1, 5), "signed is on or after 2026-01-05"),
        (field("signed") < datetime(2026, 1, 5, 9, tzinfo=UTC), "signed is before 2026-01-05 09:00+00:00"),
        (field("country").is_in("NL", "BE", "DE"), "country is BE, DE or NL"),
        (~field("country").is_in("NL", "BE"), "country is none of BE and NL"),
        (field("country").is_in(), "country is one of nothing"),
        (~field("country").is_in(), "country is none of nothing"),
        (field("employees").between(1_000, 9_000), "employees is between 1,000 and 9,000"),
        (field("employees").is_in(10, 20), "employees is 10 or 20"),
        (field("trade").is_in("Arts, Crafts or Music", "Food"), "trade is “Arts, Crafts or Music” or Food"),
        (field("trade").is_in("United Kingdom", "Head of Sales"), "trade is Head of Sales or United Kingdom"),
        (field("size is 5 and trade") == "x", "“size is 5 and trade” is x"),
        (field("email").ends_with("@gmail.com"), "email ends with “@gmail.com”"),
        (~field("email").contains("test", case_matters=True), "email does not contain “test” (case matters)"),
        (field("email").starts_with("X", case_matters=True), "email starts with “X” (case matters)"),
        (field("site").is_true(), "site is true"),
        (~field("site").is_true(), "site is not true"),
        (field("site").is_missing(), "site is missing"),
        (~field("site").is_missing(), "site is known"),
        (field("seen").within(timedelta(days=30)), "seen lies in the last 30 days"),
        (big & (dutch | field("site").is_true()), "employees is at least 50 and (country is NL or site is true)"),
        (~(big & dutch), "not (employees is at least 50 and country is NL)"),
        (at_least(2, big, dutch), "at least 2 of: employees is at least 50; country is NL"),
        (
            at_least(1, at_least(1, big, dutch), big),
            "at least 1 of: (at least 1 of: employees is at least 50; country is NL); employees is at least 50",
        ),
        (did("demo request"), "did “demo request”"),
        (did("call", where=big & dutch), "did call where (employees is at least 50 and country is NL)"),
        (~field("email").starts_with("x"), "email does not start with “x”"),
        (~field("email").ends_with("x"), "email does not end with “x”"),
        (field("tools").any_item == "crm", "any item of tools is crm"),
        (field("tools").every_item == "crm", "every item of tools is crm"),
        (~field("tools").any_item.contains("crm"), "no item of tools contains “crm”"),
        (~field("tools").every_item.contains("crm"), "not every item of tools contains “crm”"),
        (field("employees", unit="people") >= 50, "employees is at least 50 people"),
        ((big & dutch) | big, "(employees is at least 50 and country is NL) or employees is at least 50"),
        (
            big & at_least(1, big, dutch),
            "employees is at least 50 and (at least 1 of: employees is at least 50; country is NL)",
        ),
        (did("call", where=big | dutch), "did call where (employees is at least 50 or country is NL)"),
        (
            did("call", where=at_least(1, big, dutch)),
            "did call where (at least 1 of: employees is at least 50; country is NL)",
        ),
        (did("call", at_least=3), "did call at least 3 times"),
        (~did("call"), "not (did call)"),
        ((big & dutch).named("ICP fit"), "“ICP fit”"),
        (big.named("icp", title="Our ideal customer"), "“Our ideal customer”"),
        (did("demo_request"), "did demo request"),
        (
            did("webinar", where=field("minutes") > 10, at_least=2, within=timedelta(days=90)),
            "did webinar where minutes is more than 10 at least twice in the last 90 days",
        ),
        (Score("fit", [Points(60, when=big)]) >= 0.5, "the score “fit” is at least 0.5 points"),
    ],
)
def test_rules_in_plain_words(rule: Any, words: str) -> None:  # noqa: ANN401 - rules of all kinds
    """Heads of department read these."""
    assert describe(rule) == words


def test_declared_titles_and_units_are_used() -> None:
    """A field is called by its title, and its numbers carry their unit."""
    declared = {"employees": FieldDeclaration("employees", "integer", unit="people", title="Company size")}
    assert describe(big, declared) == "Company size is at least 50 people"
    assert describe(field("employees").between(1, 9), declared) == "Company size is between 1 and 9 people"
    assert describe(field("employees").is_in(1, 9), declared) == "Company size is 1 or 9 people"
    some = "Company size is at least 50 people"
    for rule, words in (
        (~big, f"not ({some})"),
        (big | (big & big), f"{some} or ({some} and {some})"),
        (field("employees").any_item >= 50, f"any item of {some}"),
        (~(field("employees").every_item.contains("x")), "not every item of Company size contains “x”"),
        (did("call", where=big), f"did call where {some}"),
    ):
        assert describe(rule, declared) == words
    assert describe(Points(1, each=did("call", where=big)), declared) == f"1 point for each call where {some}"


@pytest.mark.skipif(find_spec("re2") is None, reason="needs google-re2")
def test_patterns_in_plain_words() -> None:
    """Told as they were written."""
    declared = {"role": FieldDeclaration("role", "text", title="Role")}
    rule, exact = field("role").matches("^head"), field("role").matches("^Head", case_matters=True)
    assert describe(rule, declared) == "Role matches “^head”"
    assert describe(~rule, declared) == "Role does not match “^head”"
    assert describe(exact) == "role matches “^Head” (case matters)"
    assert describe(~exact) == "role does not match “^Head” (case matters)"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (250_000, "250,000"),
        (Decimal("0.0000001"), "0.0000001"),
        (Decimal("1234.5"), "1,234.5"),
        (Fraction(1, 3), "1/3"),
        (True, "true"),
        ("", "“”"),
        (" NL", "“ NL”"),
        ("a\nb", "'a\\nb'"),
        ("1", "“1”"),
        (1, "1"),
        ("2026-01-05", "“2026-01-05”"),
        ("Missing", "“Missing”"),
        ("x or y", "“x or y”"),
        ("a “b”", "'a “b”'"),
        (money(250_000, "EUR"), "250,000 EUR"),
        (money("0.5", "EUR"), "0.5 EUR"),
        (money("0.001", "EUR"), "0.001 EUR"),
        (money("100.0000000001", "EUR"), "100.0000000001 EUR"),
        (money("100.0000005", "EUR"), "100.0000005 EUR"),
        (("crm", "erp"), "a list with crm and erp"),
        (Money(Fraction(1, 3), "EUR"), "1/3 EUR"),
        (("crm",), "a list with crm"),
        ((), "a list with nothing"),
        (datetime(2026, 1, 5, 9, 0, 30, tzinfo=UTC), "2026-01-05 09:00:30+00:00"),
    ],
)
def test_values_are_written_exactly(value: object, text: str) -> None:
    """What is shown is what is compared with: nothing is rounded away, and odd text can be told from its end."""
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (Points(60, when=big), "60 points when employees is at least 50"),
        (Points(1, when=big.named("size", title="large")), "1 point when “large”"),
        (Points(-5, each=did("unsubscribe"), cap=-10), "-5 points for each unsubscribe, at most -10 points in all"),
        (Points(1, each=did("visit"), first_only=True), "1 point for the first visit"),
        (
            Points(1, each=did("visit"), steps={timedelta(days=7): 0.5, timedelta(days=30): 0}),
            "1 point for each visit, 50 % left after 7 days, 0 % left after 30 days",
        ),
        (Points(1, each=did("visit"), count_up_to=3), "1 point for each visit, at most 3 times"),
        (Points(1, each=did("visit"), cap=1), "1 point for each visit, at most 1 point in all"),
        (
            Score("fit", [Points(60, when=big), Points(1, each=did("x"))], bands={"A": 60, "B": 0}),
            "the score “fit”: 60 points when employees is at least 50; 1 point for each x; bands: A from 60, B from 0",
        ),
        (
            Score("lead", parts=[Score("fit", [Points(1, when=big)], title="Fit")], floor=0, title="Lead score"),
            "the score “Lead score”: what the score “Fit” gives; at least 0 points in all",
        ),
        (
            Score("s", [Points(1, when=big)], cap=9, floor=-2),
            "the score “s”: 1 point when employees is at least 50; at most 9 points in all; at least -2 points in all",
        ),
        (Score("fit", [Points(1, when=big)]) >= 1, "the score “fit” is at least 1 point"),
    ],
)
def test_scores_and_their_clauses_in_plain_words(definition: Any, words: str) -> None:  # noqa: ANN401 - rules, clauses, scores
    """What a clause gives and for what; what a score adds up, and how it is held; one point is no "1 points"."""
    assert describe(definition) == words


def test_titles_and_units_are_used_in_scores_too() -> None:
    """They reach every clause."""
    declared = {"employees": FieldDeclaration("employees", "integer", unit="people", title="Company size")}
    fit = Score("fit", [Points(60, when=big)])
    assert describe(fit, declared) == "the score “fit”: 60 points when Company size is at least 50 people"


def test_large_rules_are_described_in_short() -> None:
    """By how many conditions they have; and a name stands for what it names, however large."""
    large = AnyOf([field(f"f{i}") > 1 for i in range(61)])
    assert in_short(large) == in_short(Points(1, when=large)) == "a rule of 62 parts"
    assert in_short(large.named("many")) == "“many”"
    assert in_short(AnyOf(large.rules[:59])).startswith("f0 is more than 1 or ")
    assert len(in_short(field("x") == "a" * 1_000_000)) == 301
    assert brief("a" * 300) == "a" * 300
    assert points_words(Decimal(-1)) == "-1 point"
