"""Verify: an entry is judged on what was known at its instant."""

from __future__ import annotations

import copy
import pickle

import pytest
from tests.funnel.build import EXITS, PATH, act, change, day, entry, followed

from alignkit.errors import DocumentError
from alignkit.funnel.evidence import Evidences
from alignkit.funnel.stages import Funnel, Stage
from alignkit.funnel.verify import verify
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.verdict import Verdict

MQL = (field("employees") >= 50) & did("webinar")
FUNNEL = Funnel("ruled", [PATH[0], Stage("mql", "marketing", entry=MQL), *PATH[2:]], EXITS)


def judged(*events: object, employees: int | None = 80) -> Evidences:
    """Replay and verify one lead with so many employees."""
    journeys = followed(*events, funnel=FUNNEL, leads={"L1": {"employees": employees}})  # type: ignore[arg-type]  # events
    return verify(FUNNEL, journeys)


def test_supported_contradicted_unknown() -> None:
    """The three verdicts, each with its property and its finding."""
    supported, contradicted, unknown = (
        judged(act("webinar", 1), entry("mql", 2), employees=employees)[0] for employees in (80, 20, None)
    )
    assert (supported.supported, contradicted.contradicted, unknown.unknown) == (True, True, True)
    assert supported.finding is None
    assert contradicted.finding is not None
    assert contradicted.finding.code == "contradicted-entry"
    assert unknown.finding is not None
    assert unknown.finding.code == "unknown-entry"
    assert supported.to_dict()["verdict"] == "yes"


def test_only_what_was_known_then_counts() -> None:
    """Events and fields up to and including the instant of the entry, none later."""
    assert judged(entry("mql", 2), act("webinar", 3))[0].verdict is Verdict.NO
    assert judged(entry("mql", 2), act("webinar", 2))[0].verdict is Verdict.YES
    assert judged(act("webinar", 1), entry("mql", 2), change("employees", 3, 4))[0].verdict is Verdict.YES
    assert judged(act("webinar", 1), entry("mql", 2), change("employees", 3, 2))[0].verdict is Verdict.NO


def test_each_observed_entry_is_checked_and_moves_nothing() -> None:
    """A re-entry is checked again; an inferred entry, which nobody claimed, is not."""
    found = judged(entry("mql", 1), act("webinar", 2), entry("lead", 3), entry("mql", 4))
    assert [(item.at, item.verdict) for item in found] == [(day(1), Verdict.NO), (day(4), Verdict.YES)]
    assert judged(entry("sal", 1)) == ()


def test_one_journey_alone() -> None:
    """A single journey can be verified as it is."""
    journeys = followed(entry("mql", 1), funnel=FUNNEL)
    assert verify(FUNNEL, journeys[0]) == verify(FUNNEL, journeys)


def test_arguments_of_another_kind() -> None:
    """The funnel comes first."""
    with pytest.raises(DocumentError, match="wrong-type"):
        verify(followed(), FUNNEL)  # type: ignore[arg-type]  # wrong on purpose


def test_evidence_shows_itself() -> None:
    """A tuple as ever, and bounded however many entries there are."""
    found = judged(act("webinar", 1), entry("mql", 2), employees=20)
    assert isinstance(found, tuple)
    assert (found.to_dict()["kind"], len(found)) == ("evidences", 1)
    assert "did not meet the entry rule of 'mql'" in repr(found)
    many = Evidences(found * 100_000)
    assert len(repr(many).encode()) < 4096
    assert len(many._repr_html_().encode()) < 200 * 1024
    assert pickle.loads(pickle.dumps(found)) == found == copy.deepcopy(found)
