"""Clocks that start anew, exemptions, working days and escalations in an agreement: written, read, told, compared."""

from __future__ import annotations

from typing import Any

import pytest
from tests.agreement.build import SMALL, changed, document, refused

from alignkit.adapters.documents import dumps, loads
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.compare import compare
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.read import read
from alignkit.handoff.escalations import Escalation
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.work_days import work_days

CLAUSES = """calendar = "office"
resets = { did = "demo_request" }
whose = "owner"
again = true
exempt = { field = "employees", less_than = 5 }
escalations = [{ at = 0.5, tell = "the owner" }, { at = 1, tell = "head of sales" }]
"""


def agreement(clauses: str = CLAUSES, within: str = "2 work days") -> Agreement:
    """Read the small agreement with these clauses of its SLA."""
    text = SMALL.replace('calendar = "office"\n', clauses, 1).replace("4 work hours", within)
    return from_document(document(text))


def test_they_are_read() -> None:
    """Each clause as its value."""
    (sla,) = agreement().slas
    assert sla.within == work_days(2)
    assert (sla.resets, sla.whose, sla.again) == (did("demo_request"), "owner", True)
    assert sla.exempt == (field("employees") < 5)
    assert sla.escalations == (Escalation(0.5, "the owner"), Escalation(1, "head of sales"))


def test_they_are_written_and_read_back() -> None:
    """The same terms; and without them the digest of an agreement is what it was before there were such clauses."""
    made = agreement()
    for kind in ("toml", "json"):
        again = loads(dumps(made, kind=kind), kind=kind)
        assert again == made
        assert digest(again) == digest(made)
    plain = agreement('calendar = "office"\n')
    assert not {"resets", "whose", "again", "exempt", "escalations"} & set(dumps(plain, kind="toml").split())


def test_each_has_its_sentence() -> None:
    """Whoever signs reads all of it."""
    lines = read(agreement()).to_markdown().replace("\\", "").splitlines()
    told = [line.removeprefix("- first_touch: ") for line in lines if line.startswith("- first_touch: ")]
    assert told[0].startswith("when the lead enters mql, sales has 2 work days (calendar “office”) until ")
    assert told[-6:] == [
        "the clock starts anew, with its whole time, when a “demo request” is recorded.",
        "the clock is that of the lead's owner, and starts anew when somebody else owns the lead.",
        "once it was stopped in time or late, the clock starts anew at once.",
        "there is no clock when employees is less than 5 people.",
        "the owner is told when 50 % of the time has passed.",
        "head of sales is told when the time is over.",
    ]


def test_what_changed_is_told() -> None:
    """Clause by clause."""
    plain = agreement('calendar = "office"\n', "4 work hours")
    found = {change.path: (change.before, change.after) for change in compare(plain, agreement())}
    owner = "the clock is that of the lead's owner"
    assert found == {
        "slas.first_touch.within": ("there is time for 4 work hours", "there is time for 2 work days"),
        "slas.first_touch.again": ("once stopped, the clock is over", "once stopped, the clock starts anew"),
        "slas.first_touch.escalations": ("", "head of sales is told when the time is over"),
        "slas.first_touch.exempt": ("", "there is no clock when employees is less than 5 people"),
        "slas.first_touch.resets": ("", "the clock starts anew when a “demo request” is recorded"),
        "slas.first_touch.whose": ("the clock is that of the lead, whoever owns it", owner),
    }


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("whose", "team", "unknown-owner"),
        ("retier", "again", "unknown-option"),
        ("again", "yes", "wrong-type"),
        ("resets", {"did": "call"}, "resets-at-stop"),
        ("resets", {"entered": "nowhere"}, "unknown-stage"),
        ("exempt", {"field": "employes", "less_than": 5}, "unknown-field"),
        ("escalations", [{"at": 0, "tell": "x"}], "bad-share"),
        ("escalations", [{"at": 1}], "missing-field"),
        ("escalations", {"at": 1}, "wrong-type"),
        ("within", "2 work dayz", "unreadable-duration"),
        ("within", "99999 work days", "too-long"),
    ],
)
def test_what_is_wrong_with_one(key: str, value: Any, code: str) -> None:  # noqa: ANN401 - what a document may hold
    """Each fault with its code."""
    refused(changed(f"slas.first_touch.{key}", value), code)


# exceptions that come to apply while the clock runs


def retiered(how: str) -> Agreement:
    """Read the small agreement, which has a tier, with what becomes of a clock whose tier changes."""
    return agreement(f'calendar = "office"\nretier = "{how}"\n', "4 work hours")


@pytest.mark.parametrize("how", ["restart", "recompute"])
def test_what_becomes_of_a_clock_is_written_and_read_back(how: str) -> None:
    """In both formats; the usual way is not written at all."""
    made = retiered(how)
    assert made.slas[0].retier == how
    for kind in ("toml", "json"):
        assert loads(dumps(made, kind=kind), kind=kind) == made
    kept = retiered("keep")
    assert "retier" not in dumps(kept, kind="toml")
    assert digest(kept) == digest(agreement('calendar = "office"\n', "4 work hours"))
    assert digest(kept) != digest(made)


def test_what_becomes_of_a_clock_has_its_sentence() -> None:
    """Where both signed that the clock keeps its time, nothing is said."""
    texts = {how: read(retiered(how)).to_markdown().replace("\\", "") for how in ("keep", "restart", "recompute")}
    begins = "- first_touch: when another of its times comes to apply while a clock runs, it "
    assert f"{begins}starts anew with that time." in texts["restart"]
    assert f"{begins}has that time from its start on." in texts["recompute"]
    assert "another of its times" not in texts["keep"]


def test_a_change_of_what_becomes_of_a_clock_is_told() -> None:
    """As a change for the team that must act."""
    (change,) = compare(retiered("keep"), retiered("restart"))
    assert (change.path, change.before) == ("slas.first_touch.retier", "a clock keeps the time that it started with")
    assert change.after.endswith("it starts anew with that time")
