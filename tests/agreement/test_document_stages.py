"""Stages of a document: what is refused, with its place among the stages as they stand there."""

from __future__ import annotations

from typing import Any

import pytest
from tests.agreement.build import agreement, changed, document, refused

from alignkit.agreement.canonical import digest, terms_text
from alignkit.agreement.document.read_agreement import from_document

LEAD = {"id": "lead", "owner": "marketing"}
MQL = {"id": "mql", "owner": "marketing"}
SAL = {"id": "sal", "owner": "sales"}
WON = {"id": "won", "owner": "sales", "outcome": "won"}
LOST = {"id": "lost", "owner": "sales", "outcome": "lost"}


def staged(*stages: dict[str, Any], **more: object) -> dict[str, Any]:
    """Return a bare document of these stages."""
    return {"name": "Inbound", "version": "1", "zone": "UTC", "stages": list(stages), **more}


@pytest.mark.parametrize("stages", [[], [WON], [LOST]])
def test_S01_too_few_stages(stages: list[dict[str, Any]]) -> None:
    """A path has at least two stages."""
    assert refused(staged(*stages), "too-few-stages")[0].path == "stages"


def test_S02_duplicate_id() -> None:
    """Both places are named as the document counts them, exits or not."""
    (fault,) = refused(staged(LEAD, LOST, MQL, MQL, WON), "duplicate-id")
    assert (fault.path, fault.message) == ("stages[3]", "the id 'mql' stands at stages[2] and at stages[3]")
    (fault,) = refused(staged(LEAD, LOST, {**LOST, "id": "lead"}, WON), "duplicate-id")
    assert (fault.path, "stages[0] and at stages[2]" in fault.message) == ("stages[2]", True)


def test_S03_confusable_id() -> None:
    """Ids that differ in case alone are refused; a space at the end is."""
    (fault,) = refused(staged(LEAD, MQL, {**SAL, "id": "MQL"}, WON), "confusable-id")
    assert fault.path == "stages[2]"
    assert refused(staged(LEAD, MQL, {**WON, "id": "Won "}), "bad-id")[0].path == "stages[2]"


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\x00b"])
def test_S04_bad_id(name: str) -> None:
    """A blank or unprintable id is told in a short message without control characters."""
    (fault,) = refused(staged(LEAD, {**SAL, "id": name}, WON), "bad-id")
    assert fault.message.isprintable()


def test_S04_endless_id() -> None:
    """A million letters are no id."""
    (fault,) = refused(staged(LEAD, {**SAL, "id": "x" * 1_000_000}, WON), "too-long")
    assert len(fault.message) < 500


def test_S05_cycle() -> None:
    """A path that comes back to a stage is a cycle; the message shows it and what to write."""
    (fault,) = refused(staged(MQL, SAL, MQL, WON), "cycle")
    assert "mql → sal → mql" in fault.message
    assert "stages[0] and stages[2]" in fault.message
    faults = refused(staged(*[MQL, SAL] * 50, WON), *["cycle"] * 98)
    assert "mql → sal → mql → sal → … → sal → mql" in faults[-2].message


def test_S06_self_loop() -> None:
    """No stage leads to itself, by a recycle or over a boundary."""
    assert refused(changed("recycles", [["sal", "sal"]]), "self-loop")[0].path == "recycles[0]"
    assert refused(changed("boundaries.0.rejected", "mql"), "self-loop")[0].path == "boundaries[0]"


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("recycles", [["sal", "lead"], ["slq", "lead"]], "recycles[1]"),
        ("boundaries.0.accepted", "sla", "boundaries[0].accepted"),
        ("slas.first_touch.starts", {"entered": "mlq"}, "slas.first_touch.starts.entered"),
        ("slas.first_touch.stops", {"any": [{"did": "call"}, {"left": "mlq"}]}, "slas.first_touch.stops.any[1].left"),
        ("slas.first_touch.cancels", {"accepted": "sla"}, "slas.first_touch.cancels.accepted"),
        ("goals.mqls.metric", {"count": {"entered": "mlq"}}, "goals.mqls.metric.count.entered"),
        ("goals.mqls.metric", {"median_time": ["mql", "wonn"]}, "goals.mqls.metric.median_time[1]"),
    ],
)
def test_S07_unknown_stage(path: str, value: object, place: str) -> None:
    """Wherever a stage is named, the nearest one is offered at that very place."""
    (fault,) = refused(changed(path, value), "unknown-stage")
    assert fault.path == place
    assert "did you mean" in fault.message


def test_S08_end_stages() -> None:
    """No end stage, two of them, an end stage that leads on."""
    assert "the last is 'sal'" in refused(staged(LEAD, SAL), "no-end-stage")[0].message
    assert "won, done" in refused(staged(LEAD, WON, {**WON, "id": "done"}), "two-won-stages")[0].message
    spam = {"id": "spam", "owner": "sales", "outcome": "disqualified"}
    (fault,) = refused(staged(LEAD, WON, spam, recycles=[["spam", "lead"]]), "end-stage-leads-on")
    assert fault.path == "recycles[0]"


def test_exits_may_stand_anywhere() -> None:
    """Where the exits stand among the stages means nothing."""
    whole = document()
    whole["stages"].insert(0, whole["stages"].pop())
    assert from_document(whole) == agreement()


def test_faults_of_boundaries_and_recycles_keep_their_places() -> None:
    """They are told where they stand, and each once."""
    whole = staged(LEAD, MQL, SAL, WON, recycles=[["lead", "mql"], "sal", ["sal", "lead", "mql"]])
    whole["boundaries"] = [{"offered": "sal", "accepted": "mql", "rejected": "lead"}]
    found = refused(whole, "wrong-direction", "wrong-type", "wrong-type", "wrong-direction")
    assert [fault.path for fault in found] == ["recycles[0]", "recycles[1]", "recycles[2]", "boundaries[0]"]


def test_the_name_of_the_funnel() -> None:
    """It is the agreement's, unless it is told; blank is no name."""
    assert agreement().funnel.name == "Inbound"
    assert agreement("funnel", "The Funnel").funnel.name == "The Funnel"
    assert refused(changed("funnel", ""), "bad-id")[0].path == "funnel"


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("recycle_limit", -1, "negative"),
        ("recycle_limit", 1.5, "wrong-type"),
        ("recycle_limit", "2", "wrong-type"),
        ("recycle_limit", True, "wrong-type"),
        ("recycle_limit", 10**6, "too-large"),
        ("recycle_to_another", "yes", "wrong-type"),
        ("recycle_to_another", 1, "wrong-type"),
    ],
)
def test_recycling_is_agreed_in_numbers_and_yes_or_no(key: str, value: object, code: str) -> None:
    """What is wrong is told at its very place."""
    (fault,) = refused(changed(f"boundaries.0.{key}", value), code)
    assert fault.path == f"boundaries[0].{key}"


def test_what_is_not_agreed_changes_no_digest() -> None:
    """The defaults say nothing: with them written out the terms are the same, and signatures hold."""
    plain = agreement()
    assert digest(from_document(changed("boundaries.0.recycle_to_another", value=False))) == digest(plain)
    for key, something in (("recycle_limit", 2), ("recycle_to_another", True)):
        assert digest(from_document(changed(f"boundaries.0.{key}", something))) != digest(plain)
    assert "recycle_" not in terms_text(plain)
