"""What an adviser of both teams would say about an agreement, each as a small story."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs
import pytest
from tests.agreement.build import FULL, agreement, changed, document

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.check import check
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.sign import sign
from alignkit.errors import DocumentError, Finding

DAY = date(2026, 1, 5)


def found(made: Agreement, code: str, *, on: date | None = None) -> list[Finding]:
    """Return the findings of one code."""
    return [finding for finding in check(made, on=on) if finding.code == code]


def signed(made: Agreement) -> Agreement:
    """Return an agreement that both teams signed."""
    return sign(sign(made, team="marketing", by="Ada", on=DAY), team="sales", by="Grace", on=DAY)


def test_unsigned() -> None:
    """Each team that has not signed is told; once both have, nobody is."""
    made = agreement()
    assert [finding.message for finding in found(made, "unsigned")] == [
        "marketing has not signed", "sales has not signed",
    ]  # fmt: skip
    once = sign(made, team="sales", by="Grace", on=DAY)
    assert [finding.message for finding in found(once, "unsigned")] == ["marketing has not signed"]
    assert not [finding for finding in check(signed(made)) if "sign" in finding.code]


def test_changed_after_signing() -> None:
    """Both signed; then somebody lowered a goal. The sign-off says who signed what, and it is an error."""
    before = signed(agreement())
    goals = [attrs.evolve(goal, at_least=300) if goal.name == "mqls" else goal for goal in before.goals]
    after = attrs.evolve(before, goals=goals)
    findings = found(after, "changed-after-signing")
    assert [(finding.level, finding.path) for finding in findings] == [
        ("error", "signoffs[0]"),
        ("error", "signoffs[1]"),
    ]
    assert findings[0].message.startswith("Ada signed other terms for marketing on 2026-01-05")
    again = sign(after, team="marketing", by="Ada", on=date(2026, 2, 1))
    assert [finding.path for finding in found(again, "changed-after-signing")] == ["signoffs[1]"]


def test_a_change_that_is_taken_back() -> None:
    """The signed terms hold again, and so do the signatures."""
    before = signed(agreement())
    assert not found(attrs.evolve(attrs.evolve(before, mission="x"), mission=""), "changed-after-signing")


def test_no_joint_goal() -> None:
    """Two teams that share no goal are told; a shared one is enough."""
    assert found(agreement(), "no-joint-goal")[0].level == "warning"
    assert not found(agreement("goals.mqls.owner", ["marketing", "sales"]), "no-joint-goal")


def test_one_sided() -> None:
    """Where one team alone owes nothing, commitments go in one direction."""
    findings = found(agreement("goals.touched.owner", "marketing"), "one-sided")
    assert [finding.message.split()[0] for finding in findings] == ["sales"]
    assert not found(agreement(), "one-sided")


def test_no_goals() -> None:
    """Without goals that is all there is to say about them."""
    made = from_document(changed("goals", ...))
    assert found(made, "no-goals")[0].level == "note"
    assert not found(made, "one-sided")
    with pytest.raises(DocumentError, match="no-goals"):
        made.scorecard_at(datetime(2026, 1, 5, tzinfo=UTC))


def test_no_reasons() -> None:
    """A handoff whose rejection needs no reason gives no feedback."""
    made = from_document(changed("boundaries.0.reasons", ...))
    assert found(made, "no-reasons")[0].path == "boundaries[0]"
    assert not found(agreement(), "no-reasons")


def test_R07_never_true() -> None:
    """A condition that nobody can meet, wherever it stands."""
    rule = found(agreement("rules.icp", {"field": "country", "in": []}), "never-true")
    assert [(finding.path, finding.message) for finding in rule] == [("rules.icp", "'country' in [] is never true")]
    tier = found(agreement("slas.first_touch.tiers.hot.when", {"field": "country", "in": []}), "never-true")
    assert tier[0].path == "slas.first_touch.tiers.hot.when"
    assert not found(agreement(), "never-true")


def test_one_team_fields() -> None:
    """A definition that rests on one team's data is told."""
    whole = document()
    for field in whole["fields"].values():
        field["from"] = "sales"
    assert found(from_document(whole), "one-team-fields")[0].level == "note"
    assert not found(agreement(), "one-team-fields")


def test_no_meaning() -> None:
    """Once a vocabulary is begun, each stage should have its meaning."""
    assert "'lead'" in found(agreement(), "no-meaning")[0].message
    assert not found(from_document(changed("vocabulary", ...)), "no-meaning")


def test_dates() -> None:
    """With a day of asking: past review, and not yet in force; without a review date, that is told."""
    made = agreement(text=FULL)
    assert found(made, "past-review", on=date(2026, 7, 1))
    assert not found(made, "past-review", on=date(2026, 6, 30))
    assert found(made, "not-yet-effective", on=date(2025, 12, 31))
    assert not found(made, "not-yet-effective", on=date(2026, 1, 1))
    assert not found(made, "past-review")
    assert found(agreement(), "no-review")
    with pytest.raises(DocumentError, match="`on` must be a date"):
        check(made, on=datetime(2026, 1, 1, tzinfo=UTC))


def test_errors_come_first() -> None:
    """Then warnings, then notes; the same on every run."""
    after = attrs.evolve(signed(agreement()), mission="changed")
    levels = [finding.level for finding in check(after)]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    assert check(after) == check(after)
