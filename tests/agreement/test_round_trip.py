"""What is written is read back equal, in every format, for whatever can be built."""

from __future__ import annotations

import json
import pickle
import tomllib
from collections.abc import Callable
from copy import copy, deepcopy
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from tests.agreement.build import FULL, SMALL, agreement, document
from tests.agreement.worlds import agreements

from alignkit.adapters.document_text import Kind
from alignkit.adapters.documents import dumps, loads
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.document.write_agreement import to_document
from alignkit.funnel.stages import Funnel, Stage
from alignkit.rules.field import field
from alignkit.rules.predicates import Rule, did

FUNNEL = Funnel("f", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
KINDS: tuple[Kind, ...] = ("toml", "json")


@given(agreements())
@settings(
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
def test_D27_load_of_dump(made: Agreement) -> None:
    """load(dump(x)) == x in TOML and in JSON; writing twice gives the same bytes, and one digest."""
    for kind in KINDS:
        text = dumps(made, kind)
        again = loads(text, kind)
        assert again == made
        assert dumps(again, kind) == text
        assert digest(again) == digest(made)
    assert from_document(to_document(made)) == made


@pytest.mark.parametrize("text", [SMALL, FULL])
def test_D27_documents_of_every_clause(text: str) -> None:
    """The same for documents by hand, with non-ASCII names."""
    made = loads(text)
    assert made == from_document(document(text))
    for kind in KINDS:
        assert loads(dumps(made, kind), kind) == made


def test_D27_other_parsers_agree() -> None:
    """What is written is TOML and JSON to everybody."""
    assert tomllib.loads(dumps(agreement(text=FULL)))["format"] == 1
    assert json.loads(dumps(agreement(text=FULL), "json"))["format"] == 1


def _grouped(rule: Rule) -> Rule:
    return (rule & (field("x") > 1)) | (field("y") > 1)


def _negated(rule: Rule) -> Rule:
    return ~(rule | (field("z") == "a"))


@pytest.mark.parametrize("deepen", [_grouped, _negated])
def test_D27_the_deepest_rule(deepen: Callable[[Rule], Rule]) -> None:
    """A rule as deep as rules may be fits into a document, an event's inside another too."""
    rule: Rule = field("x") > 1
    while rule.depth < 46:
        rule = deepen(rule)
    deepest = did("call", where=rule).named("deep").named("deeper")
    assert deepest.depth >= 49
    made = Agreement("Deep", version="1", zone="UTC", funnel=FUNNEL, rules=[deepest])
    for kind in KINDS:
        assert loads(dumps(made, kind), kind) == made


def test_D27_numbers_that_no_decimal_tells() -> None:
    """A third, and a number finer than any decimal is written."""
    third = (field("x") > Fraction(1, 3)) & (field("y") > Decimal("1e-60"))
    made = Agreement("x", version="1", zone="UTC", funnel=FUNNEL, rules=[third.named("third")])
    assert loads(dumps(made)) == made
    assert "{ fraction = [1, 3] }" in dumps(made)


@pytest.mark.parametrize(("year", "hours"), [(1, 5), (9999, -5)])
def test_D27_instants_that_utc_cannot_tell(year: int, hours: int) -> None:
    """An instant before the year 1 or after 9999 in UTC is written at its own offset, and has a digest."""
    ends = (1, 1, 0) if year == 1 else (12, 31, 23)
    rule = field("x") > datetime(year, *ends, tzinfo=timezone(timedelta(hours=hours)))
    made = Agreement("x", version="1", zone="UTC", funnel=FUNNEL, rules=[rule.named("edge")])
    for kind in KINDS:
        assert loads(dumps(made, kind), kind) == made
    assert len(digest(made)) == 64


def test_O04_copies() -> None:
    """An agreement is a value: pickled and copied it is equal."""
    made = agreement(text=FULL)
    assert pickle.loads(pickle.dumps(made)) == made
    assert copy(made) == made == deepcopy(made)
    assert hash(made) == hash(agreement(text=FULL))
