from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from alignkit.currency import money
from alignkit.errors import of_document
from alignkit.history.declarations import FieldDeclaration
from alignkit.rules.conform import conform
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score

DECLARED = {
    declaration.name: declaration
    for declaration in (
        FieldDeclaration("employees", "integer", unit="people"),
        FieldDeclaration("rate", "number"),
        FieldDeclaration("country", "text", one_of=("NL", "BE")),
        FieldDeclaration("site", "boolean"),
        FieldDeclaration("signed", "date"),
        FieldDeclaration("seen", "instant"),
        FieldDeclaration("budget", "money", unit="EUR"),
        FieldDeclaration("tags", "list"),
    )
}


@pytest.mark.parametrize(
    "rule",
    [
        field("employees") >= 50,
        field("employees") >= 0.5,
        field("rate").between(1, 2),
        field("country").is_in("NL", "BE"),
        field("country").contains("N"),
        field("country").matches("N[LO]"),
        field("country") != "NL",
        field("site").is_true(),
        field("site") == False,  # noqa: E712 - a rule is built
        field("signed") >= date(2026, 1, 5),
        field("seen").within(timedelta(days=30)),
        field("seen") < datetime(2026, 1, 5, tzinfo=UTC),
        field("budget") >= money(1_000, "EUR"),
        field("tags").is_missing(),
        field("tags").any_item == "vip",
        field("tags").every_item.contains("v"),
        field("employees", unit="people") >= 50,
        field("employees", unit="people").between(1, 9),
        field("employees", unit="people").is_in(1, 9),
        did("webinar", where=field("minutes") > 10),
    ],
)
def test_rules_that_fit_their_fields(rule: Any) -> None:  # noqa: ANN401 - rules of all kinds
    """Nothing to say; an event's own attributes are not declared."""
    assert conform(rule, DECLARED) == ()


@pytest.mark.parametrize(
    ("rule", "code", "words"),
    [
        (field("employes") >= 50, "unknown-field", "did you mean 'employees'?"),
        (field("employees") == "50", "wrong-type", "'employees' is declared as integer"),
        (field("country") >= 5, "wrong-type", "declared as text"),
        (field("country") == "UK", "not-allowed", "never 'UK'"),
        (field("country").is_in("NL", "BEE"), "not-allowed", "did you mean 'BE'?"),
        (field("employees").contains("5"), "wrong-type", "'5'"),
        (field("employees").is_true(), "wrong-type", "True"),
        (field("signed") >= datetime(2026, 1, 5, tzinfo=UTC), "wrong-type", "declared as date"),
        (field("signed").within(timedelta(days=1)), "wrong-type", "an instant in a span"),
        (field("budget") >= 5, "wrong-type", "declared as money"),
        (field("tags").contains("vip"), "wrong-type", "declared as list"),
        (field("tags") == "vip", "wrong-type", "ask its items: .any_item or .every_item"),
        (field("tags").any_item >= 5, "wrong-type", "list: its items are text and cannot be compared with 5"),
        (field("tags").every_item.within(timedelta(days=1)), "wrong-type", "its items are text and cannot be"),
        (field("country").any_item == "NL", "wrong-type", "declared as text and has no items"),
        (field("employees", unit="seats") >= 5, "unit-mismatch", "counts people and is compared with seats"),
        (field("employees", unit="seats").between(5, 6), "unit-mismatch", "units are never converted"),
        (field("employees", unit="seats").is_in(5, 6), "unit-mismatch", "seats"),
        (field("rate", unit="points") > 5, "unit-mismatch", "is declared without a unit"),
        (field("budget") >= money(1, "USD"), "unit-mismatch", "counts EUR and is compared with USD"),
        (field("employees").between(date(2026, 1, 5), date(2026, 1, 6)), "wrong-type", "declared as integer"),
    ],
)
def test_R10_rules_that_do_not_fit(rule: Any, code: str, words: str) -> None:  # noqa: ANN401 - rules of all kinds
    """Found when the agreement is built, wherever the condition stands, and told once a mistake."""
    score = Score("s", [Points(1, when=~rule.named("x"))], [Score("t", [Points(1, when=rule)])])
    for definition in (rule, (score >= 1) & rule):
        findings = conform(definition, DECLARED, path="rules.mql")
        assert {finding.code for finding in findings} == {code}
        assert len(set(findings)) == len(findings)
        assert words in findings[0].message
        assert findings[0].path == "rules.mql"
        assert findings[0].level == "error"


IS = "is declared as"
NOT_WITH = "and cannot be compared with"
UNITS = "units are never converted"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (field("countri") == "NL", "there is no field 'countri'; did you mean 'country'?"),
        (field("employees") == "50", f"the field 'employees' {IS} integer {NOT_WITH} '50'"),
        (field("employees").matches("5."), f"the field 'employees' {IS} integer {NOT_WITH} '5.'"),
        (field("signed").within(timedelta(days=1)), f"the field 'signed' {IS} date {NOT_WITH} an instant in a span"),
        (field("tags") == "v", f"the field 'tags' {IS} list {NOT_WITH} 'v'; ask its items: .any_item or .every_item"),
        (field("tags").any_item >= 5, f"the field 'tags' {IS} list: its items are text and cannot be compared with 5"),
        (field("country").any_item == "NL", f"the field 'country' {IS} text and has no items"),
        (field("country").is_in("NL", "BEE"), "the field 'country' is never 'BEE'; did you mean 'BE'?"),
        (field("rate", unit="%") > 5, f"the field 'rate' is declared without a unit and is compared with %; {UNITS}"),
        (field("budget") > money(1, "USD"), f"the field 'budget' counts EUR and is compared with USD; {UNITS}"),
    ],
)
def test_what_does_not_fit_is_told_in_full(rule: Any, told: str) -> None:  # noqa: ANN401 - rules of all kinds
    """The field, what it is declared as, and what it is compared with; one finding, which stands nowhere."""
    (finding,) = conform(rule, DECLARED)
    assert finding.message == (f"{told} before `as_of`" if told.endswith("span") else told)
    assert finding.path == ""


def test_what_does_not_fit_is_told_as_documents_write_it() -> None:
    """While a document is read, its words take the place of those of Python."""
    with of_document():
        found = conform(field("tags") == "v", DECLARED)
    asked = f"the field 'tags' {IS} list {NOT_WITH} 'v'; ask its items: any_item or every_item"
    assert [finding.message for finding in found] == [asked]


def test_all_that_does_not_fit_is_told() -> None:
    """One misspelt field does not hide the next mistake."""
    rule = (field("employes") >= 50) & (field("country") == "UK") & (field("countri") == "NL")
    codes = [finding.code for finding in conform(rule, DECLARED)]
    assert codes == ["unknown-field", "not-allowed", "unknown-field"]
