from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from alignkit.currency import money
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, AnyOf, Not, at_least, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.spell import LONGEST, shortened, spell

a, b, c = field("a") > 1, field("b").is_true(), field("c").is_missing()


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
    ],
)
def test_a_rule_prints_as_the_expression_that_builds_it(rule: Any, text: str) -> None:  # noqa: ANN401 - rules of all kinds
    """Brackets stand where Python needs them; what no operator builds is spelt with its constructor."""
    assert spell(rule) == repr(rule) == text


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


def test_what_is_short_is_not_cut() -> None:
    """Up to the limit the text is whole."""
    rule = field("x") == "y" * (LONGEST - len("field('x') == ''"))
    assert shortened(rule) == spell(rule)
