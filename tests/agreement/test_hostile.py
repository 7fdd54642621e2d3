"""Whatever is given where an agreement, a date or a list is due: an answer, or an error of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.agreement.editions import AS_OF, edition, facts

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.amend import amend
from alignkit.agreement.backtest import backtest
from alignkit.agreement.canonical import digest
from alignkit.agreement.changes import Change, Changes
from alignkit.agreement.check import check
from alignkit.agreement.compare import compare
from alignkit.agreement.document.write_agreement import to_document
from alignkit.agreement.judge_by_versions import assess_versions
from alignkit.agreement.read import read
from alignkit.agreement.redline import redline
from alignkit.agreement.sign import sign
from alignkit.agreement.signoffs import SignOff
from alignkit.agreement.threshold_curve import threshold_curve
from alignkit.agreement.versions import Versions
from alignkit.agreement.vocabulary import Term
from alignkit.errors import AlignkitError, Finding
from alignkit.funnel.replay import replay
from alignkit.periods import quarter
from alignkit.reports.agreement_page import agreement_page

OLD, NEW = edition("1"), edition("2", least=20, target=9)
FACTS = facts()
JOURNEYS = replay(OLD.funnel, FACTS, as_of=AS_OF)
VERSIONS = Versions([OLD, NEW])
IMPACT = backtest(OLD, NEW, FACTS, as_of=AS_OF)
ANSWER = assess_versions(VERSIONS, FACTS, as_of=AS_OF)
CURVE = threshold_curve(OLD.rules[0], JOURNEYS, as_of=AS_OF)
CHANGES = compare(OLD, NEW)

Call = tuple[Callable[..., Any], dict[str, Any]]
CALLS: list[Call] = [
    (
        amend,
        {
            "agreement": OLD,
            "effective": date(2026, 7, 1),
            "version": None,
            "without": {},
            "rules": [],
            "goals": [],
            "mission": "x",
        },
    ),
    (backtest, {"old": OLD, "new": NEW, "facts": FACTS, "as_of": AS_OF, "period": None, "errors": "collect"}),
    (
        assess_versions,
        {"versions": VERSIONS, "facts": FACTS, "as_of": AS_OF, "period": None, "restated": None, "errors": "collect"},
    ),
    (
        threshold_curve,
        {
            "definition": OLD.rules[0],
            "journeys": JOURNEYS,
            "as_of": AS_OF,
            "thresholds": None,
            "boundary": None,
            "period": None,
        },
    ),
    (check, {"agreement": OLD, "on": None}),
    (compare, {"old": OLD, "new": NEW}),
    (redline, {"old": OLD, "new": NEW}),
    (read, {"agreement": OLD}),
    (agreement_page, {"agreement": OLD}),
    (to_document, {"agreement": OLD}),
    (digest, {"terms": OLD}),
    (sign, {"agreement": OLD, "team": "sales", "by": "Noor", "on": date(2026, 1, 1)}),
    (Versions, {"items": [OLD]}),
    (Term, {"id": "a", "means": "b", "aliases": (), "title": None}),
    (SignOff, {"team": "a", "by": "b", "on": date(2026, 1, 1), "digest": "x"}),
    (Agreement.scorecard_at, {"self": OLD, "instant": AS_OF}),
    (Agreement.rule, {"self": OLD, "name": "mql"}),
    (Versions.version, {"self": VERSIONS, "name": "1"}),
    (Versions.in_force, {"self": VERSIONS, "at": AS_OF}),
]
VALUES = (
    OLD, VERSIONS, IMPACT, IMPACT.stages[0], IMPACT.slas[0], IMPACT.goals[0], ANSWER, ANSWER.by_time, CURVE,
    CHANGES, CHANGES[0], redline(OLD, NEW),
)  # fmt: skip
CALLS += [
    (type(value), {part.name: getattr(value, part.name) for part in attrs.fields(type(value)) if part.init})
    for value in VALUES
]


def strange() -> Iterator[Any]:
    """Yield what nobody should give, fresh each time."""
    yield from (
        None,
        0,
        -1,
        1.5,
        float("nan"),
        float("inf"),
        True,
        "",
        "x",
        "\0",
        "\ud800",
        "a" * 10_000,
        b"x",
        10**400,
    )
    yield from ([], (), {}, [1], {"a": 1}, {1: 2}, {1}, [None], [[]], ["x"], [("a", 1)], object(), int, len)
    yield from (datetime(2026, 1, 1), datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))  # noqa: DTZ001 - a naive one
    yield from (date.max, date.min, timedelta.max, Decimal("NaN"), Fraction(1, 3), quarter(2026, 1, zone="UTC"))
    yield from (OLD, FACTS, JOURNEYS, VERSIONS, OLD.rules[0], iter([1]), (one for one in [OLD]), Change, CHANGES[0])


@pytest.mark.parametrize(("call", "given"), CALLS, ids=lambda part: getattr(part, "__name__", None))
def test_nothing_foreign_is_raised(call: Callable[..., Any], given: dict[str, Any]) -> None:
    """Law 1 of the bad inputs: for each argument, each strange thing; what is built shows itself, too."""
    refused: list[Finding] = []
    for name in given:
        for wrong in strange() if name != "self" else ():
            try:
                made = call(**{**given, name: wrong})
                repr(made)
                getattr(made, "_repr_html_", str)()
            except AlignkitError as error:
                refused += error.issues
    assert refused
    assert all(issue.message and len(issue.message) < 1_000 for issue in refused)


def test_changes_are_no_table() -> None:
    """A mapping or a text is no list of changes."""
    wrong: Any
    for wrong in ({}, "x", None):
        with pytest.raises(AlignkitError, match="wrong-type"):
            Changes("a", "b", "0", "1", wrong)
