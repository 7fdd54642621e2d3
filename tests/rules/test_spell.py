from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from enum import Enum
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import given
from tests.rules.strategies import rules, scores

from alignkit.currency import money
from alignkit.instants import days
from alignkit.rules.canonical import canonical
from alignkit.rules.field import field
from alignkit.rules.node import DEEPEST
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Not, at_least, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.spell import LONGEST, shortened, spell

a, b, c = field("a") > 1, field("b").is_true(), field("c").is_missing()
people, products = field("employees", unit="people"), field("products")
BUILDERS: dict[str, Any] = {
    **{each.__name__: each for each in (field, did, at_least, days, money, AllOf, AnyOf, Not, Points, Score)},
    **{each.__name__: each for each in (date, datetime, timedelta, timezone, Decimal, Fraction)},
}
"""All names that a spelling needs."""


def built(text: str) -> Any:  # noqa: ANN401 - what a spelling builds
    """Return what a spelling builds."""
    return eval(text, BUILDERS.copy())  # noqa: S307 - our own spelling, in a test


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (a & b & c, "(field('a') > 1) & field('b').is_true() & field('c').is_missing()"),
        (a & (b | c), "(field('a') > 1) & (field('b').is_true() | field('c').is_missing())"),
        (~a & ~b, "~(field('a') > 1) & ~field('b').is_true()"),
        (~(a & b), "~((field('a') > 1) & field('b').is_true())"),
        ((a & b).named("ICP fit"), "((field('a') > 1) & field('b').is_true()).named('ICP fit')"),
        (b.named("x", title="Y"), "field('b').is_true().named('x', title='Y')"),
        (at_least(1, a, b), "at_least(1, field('a') > 1, field('b').is_true())"),
        (field("x") == "it's", "field('x') == \"it's\""),
        (field("x").is_in(), "field('x').is_in()"),
        (field("x") >= 0.1, "field('x') >= 0.1"),
        (field("x") >= Decimal("0.1234567890123456789"), "field('x') >= Decimal('0.1234567890123456789')"),
        (field("x") >= Fraction(1, 3), "field('x') >= Fraction(1, 3)"),
        (field("x") >= money(250_000, "EUR"), "field('x') >= money(250000, 'EUR')"),
        (field("x") >= date(2026, 1, 5), "field('x') >= date(2026, 1, 5)"),
        (
            field("x").between(date(2026, 1, 5), date(2026, 1, 6)),
            "field('x').between(date(2026, 1, 5), date(2026, 1, 6))",
        ),
        (
            field("x") < datetime(2026, 1, 5, 9, tzinfo=UTC),
            "field('x') < datetime(2026, 1, 5, 9, 0, tzinfo=timezone.utc)",
        ),
        (field("x") == "datetime.date", "field('x') == 'datetime.date'"),
        (field("x").within(timedelta(hours=36)), "field('x').within(timedelta(days=1, seconds=43200))"),
        (
            field("x").ends_with("@gmail.com", case_matters=True),
            "field('x').ends_with('@gmail.com', case_matters=True)",
        ),
        (
            did("webinar", where=a, at_least=2, within=timedelta(days=90)),
            "did('webinar', where=field('a') > 1, at_least=2, within=days(90))",
        ),
        (AllOf([a]), "AllOf([field('a') > 1])"),
        (AnyOf([AnyOf([a, b]), c]), "AnyOf([(field('a') > 1) | field('b').is_true(), field('c').is_missing()])"),
        (Not(Not(a)), "Not(~(field('a') > 1))"),
        (people >= 50, "field('employees', unit='people') >= 50"),
        (people.between(1, 9), "field('employees', unit='people').between(1, 9)"),
        (people.is_in(1, 2).named("n"), "field('employees', unit='people').is_in(1, 2).named('n')"),
        (products.any_item == "crm", "field('products').any_item == 'crm'"),
        (~(products.every_item != "crm") & b, "~(field('products').every_item != 'crm') & field('b').is_true()"),
        ((products.any_item > 1).named("n"), "(field('products').any_item > 1).named('n')"),
        (products.every_item.is_in("x"), "field('products').every_item.is_in('x')"),
        (products.any_item.between(1, 2), "field('products').any_item.between(1, 2)"),
        (products.any_item.within(timedelta(1)), "field('products').any_item.within(days(1))"),
        (products.every_item.is_true(), "field('products').every_item.is_true()"),
        (
            products.any_item.starts_with("x", case_matters=True),
            "field('products').any_item.starts_with('x', case_matters=True)",
        ),
        (people.any_item < 5, "field('employees', unit='people').any_item < 5"),
        (field("x") == money("0.1234567", "EUR"), "field('x') == money('0.1234567', 'EUR')"),
        (field("x") == money(Fraction(1, 3), "EUR"), "field('x') == money(Fraction(1, 3), 'EUR')"),
    ],
)
def test_a_rule_prints_as_the_expression_that_builds_it(rule: Any, text: str) -> None:  # noqa: ANN401 - rules of all kinds
    """Brackets stand where Python needs them; what no operator builds is spelt with its constructor."""
    assert spell(rule) == repr(rule) == text
    assert built(text) == rule


@pytest.mark.skipif(find_spec("re2") is None, reason="needs google-re2")
def test_a_pattern_prints_as_the_expression_that_builds_it() -> None:
    """Backslashes and quotes among its letters."""
    for pattern in ("^head", r"\d+\.", 'it\'s "x"', "\n"):
        for rule in (field("x").matches(pattern), products.any_item.matches(pattern, case_matters=True)):
            assert built(spell(rule)) == rule
    assert spell(field("x").matches("^a", case_matters=True)) == "field('x').matches('^a', case_matters=True)"


@given(rules())
def test_every_rule_is_rebuilt_by_its_spelling(rule: Any) -> None:  # noqa: ANN401 - rules of all kinds
    """And so is its canonical form."""
    assert built(spell(rule)) == rule
    assert built(spell(canonical(rule))) == canonical(rule)


@given(scores())
def test_every_score_is_rebuilt_by_its_spelling(score: Score) -> None:
    """With its clauses, each of which can be spelt alone."""
    assert built(spell(score)) == score
    assert [built(spell(clause)) for clause in score.points] == list(score.points)


@pytest.mark.parametrize(
    "step",
    [
        lambda rule, _: Not(rule | b),
        lambda rule, _: (rule & b) | c,
        lambda rule, _: Not(rule),
        lambda rule, _: Not(rule).named("n"),
        lambda rule, _: AtLeast(1, [rule]),
        lambda rule, _: AllOf([rule]),
        lambda rule, i: Score(f"s{i}", [Points(1, when=rule)]) >= 1,
        lambda rule, i: ~(Score(f"s{i}", (), [Score(f"t{i}", [Points(1, when=rule)])]) >= 1),
    ],
)
def test_the_deepest_rule_is_rebuilt(step: Callable[[Any, int], Any]) -> None:
    """Python's own parser takes the brackets of the deepest rules."""
    rule = step(a, 0)
    for i in range(1, DEEPEST):
        if rule.depth > DEEPEST - 4:
            break
        rule = step(rule, i)
    assert built(spell(rule)) == rule


@pytest.mark.parametrize("kind", [AllOf, AnyOf])
@pytest.mark.parametrize(("size", "listed"), [(2, False), (50, False), (51, True), (5_000, True)])
def test_a_long_group_stands_in_a_list(kind: Any, size: int, listed: bool) -> None:  # noqa: ANN401 - AllOf or AnyOf
    """A chain of operators nests as deep as it is long: Python's parser refuses some thousands."""
    rule = kind([field(f"f{i}") > i for i in range(size)])
    assert spell(rule).startswith(kind.__name__) is listed
    assert built(spell(rule)) == rule


def test_a_score_prints_as_the_expression_that_builds_it() -> None:
    """Clauses, parts, bounds and bands, each only where it says something."""
    fit = Score("fit", [Points(60, when=b)], cap=60)
    demo = Points(20, each=did("demo"), half_life=timedelta(days=30), count_up_to=2)
    lead = Score("lead", [demo], [fit], floor=0, bands={"B": 30, "A": 60.5}, title="Lead score")
    assert repr(fit) == "Score('fit', points=[Points(60, when=field('b').is_true())], cap=60)"
    assert repr(lead) == (
        "Score('lead', points=[Points(20, each=did('demo'), half_life=days(30), count_up_to=2)], "
        f"parts=[{fit!r}], floor=0, bands={{'A': 60.5, 'B': 30}}, title='Lead score')"
    )
    assert repr(fit >= 30) == f"{fit!r} >= 30"
    assert repr(demo).startswith("Points(20, each=")
    faded = Points(-5, each=did("mail"), steps=[(timedelta(30), Fraction(1, 3)), (timedelta(90), 0)], first_only=True)
    assert repr(faded) == (
        "Points(-5, each=did('mail'), steps={days(30): Fraction(1, 3), days(90): 0}, first_only=True)"
    )
    assert repr(Points(5, each=did("mail"), cap=7.5)) == "Points(5, each=did('mail'), cap=7.5)"
    for each in (fit, lead, fit >= 30, demo, faded):
        assert built(spell(each)) == each


@pytest.mark.parametrize(
    "huge",
    [
        AllOf([field(f"f{i}") > i for i in range(90_000)]),
        field("x").contains("é" * 1_000_000),
        field("x").is_in(*(f"value {i}" for i in range(50_000))),
        Score("s", [Points(i, when=b) for i in range(50_000)]),
        Points(1, when=AllOf([b] * 50_000)),
    ],
    ids=["rule", "text", "values", "score", "clause"],
)
def test_O03_a_huge_rule_prints_short(huge: Any) -> None:  # noqa: ANN401 - rules and scores
    """A `repr` stays under 4 KB and says that it was cut; `spell` writes all."""
    text = repr(huge)
    assert len(text.encode()) < 4096
    assert text.endswith("parts in all)")
    assert len(spell(huge)) > 100_000


class Crm(str, Enum):  # noqa: UP042 - the kind whose `str` is not its text
    """How a company's own program names what it asks about."""

    SIZE = "employees"
    CALL = "call"
    PEOPLE = "people"


class Few(int, Enum):
    """A number that has a name in such a program."""

    TWO = 2


def test_the_names_of_an_enum_are_told_as_plain_text() -> None:
    """A rule is data: it prints, and travels, without the program in which it was written."""
    big, calls = field(Crm.SIZE, unit=Crm.PEOPLE) >= 50, did(Crm.CALL, at_least=Few.TWO)
    clause = Points(1, each=did(Crm.CALL), count_up_to=Few.TWO)
    score = Score(Crm.SIZE, [clause], bands=[(Crm.CALL, 1)], title=Crm.PEOPLE)
    assert repr(field(Crm.SIZE)) == "field('employees')"
    assert repr(big) == "field('employees', unit='people') >= 50"
    assert repr(field(Crm.SIZE, unit=Crm.PEOPLE).is_in(1, 2)) == "field('employees', unit='people').is_in(1, 2)"
    assert repr(field(Crm.SIZE, unit=Crm.PEOPLE).between(1, 2)) == "field('employees', unit='people').between(1, 2)"
    assert repr(field(Crm.SIZE).is_missing()) == "field('employees').is_missing()"
    assert repr(calls) == "did('call', at_least=2)"
    assert repr(at_least(Few.TWO, b, b)) == f"at_least(2, {b!r}, {b!r})"
    assert repr(b.named(Crm.CALL, title=Crm.PEOPLE)) == f"{b!r}.named('call', title='people')"
    assert repr(score) == (
        "Score('employees', points=[Points(1, each=did('call'), count_up_to=2)], bands={'call': 1}, title='people')"
    )
    for each in (big, calls, score):
        assert built(spell(each)) == each


def test_the_hosts_decimals_do_not_change_the_spelling() -> None:
    """Whoever writes exponents with a small `e` gets the same text."""
    tiny = field("x") >= Decimal("1E-7")
    with localcontext(capitals=0):
        assert spell(tiny) == "field('x') >= Decimal('1E-7')"


def test_what_is_short_is_not_cut() -> None:
    """Up to the limit the text is whole."""
    rule = field("x") == "y" * (LONGEST - len("field('x') == ''"))
    assert shortened(rule) == spell(rule)


def test_what_is_long_is_cut_and_counted() -> None:
    """Whether in one piece or in many, in letters of one byte or of more; what is left is whole text."""
    for rule, begins in (
        (field("x") == "y" * 5_000, "field('x') == 'yyy"),
        (field("x") == "é" * 3_000, "field('x') == 'ééé"),
        (field("x").is_in([f"é{i}" for i in range(600)]), "field('x').is_in('é0', 'é1', "),
    ):
        text = shortened(rule)
        assert text.startswith(begins)
        assert text.endswith("… (1 parts in all)")
        assert LONGEST - 2 < len(text.removesuffix("… (1 parts in all)").encode()) <= LONGEST


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        (5, "5"),
        (0.5, "0.5"),
        (Decimal("0.10"), "0.1"),
        (Decimal("0.30000000000000000000001"), "Decimal('0.30000000000000000000001')"),
        (True, "True"),
        ("a datetime.date", "'a datetime.date'"),
        (date(2026, 3, 1), "date(2026, 3, 1)"),
        (datetime(2026, 3, 1, tzinfo=UTC), "datetime(2026, 3, 1, 0, 0, tzinfo=timezone.utc)"),
    ],
)
def test_constants_are_spelt_the_shortest_way(value: Any, spelt: str) -> None:  # noqa: ANN401 - any constant
    """A float that means the same number stands for a decimal; the text of a user is left alone."""
    assert spell(field("x") == value) == f"field('x') == {spelt}"
