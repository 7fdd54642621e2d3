"""HubSpot's merged contacts, in each of the ways in which it tells of them."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from alignkit.adapters.hubspot import read_contacts
from alignkit.adapters.hubspot_merges import merge_contacts
from alignkit.errors import DataError, TimeError
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel, Stage
from alignkit.history.facts import Facts

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
MILLIS = int(NINE.timestamp() * 1000)
LATE = datetime(2030, 1, 1, tzinfo=UTC)


def told(facts: Facts) -> list[tuple[str, object, datetime]]:
    """Write what was read: who was merged into whom, and when."""
    return [(event.lead, event.value, event.at) for event in facts.events if event.kind == "merge"]


@pytest.mark.parametrize(
    "reply",
    [
        {"canonical_vid": 7, "vid_to_merge": "5", "timestamp": "2026-01-05T09:00:00Z"},
        {"vid": 7, "merge-audits": [{"canonical-vid": 7, "vid-to-merge": 5, "timestamp": MILLIS}]},
        {"contacts": [{"vid": 7, "merge-audits": [{"canonical-vid": 7, "vid-to-merge": 5, "timestamp": MILLIS}, 5]}]},
        {"results": [{"id": "7", "properties": {"hs_calculated_merged_vids": f"5:{MILLIS}"}}]},
        {"id": "7", "properties": {"hs_calculated_merged_vids": f"5:{MILLIS}; 7:{MILLIS}"}},
        {"id": "7", "properties": {"hs_calculated_merged_vids": f"5:{MILLIS}", "hs_merged_object_ids": "5"}},
        {"vid": 7, "properties": {"hs_calculated_merged_vids": {"value": f"5:{MILLIS}"}}},
    ],
)
def test_one_merge(reply: dict[str, Any]) -> None:
    """The same merge, however it is told."""
    found = merge_contacts(reply)
    assert told(found.facts) == [("5", "7", NINE)]
    assert (found.rows, found.findings) == (1, ())
    (event,) = found.facts.events
    assert (event.id, event.source, event.automatic) == ("hubspot:5/merge/7", "hubspot", True)


def test_a_list_of_ids_needs_a_time() -> None:
    """`hs_merged_object_ids` tells none; one that is told elsewhere counts, and the earliest of several."""
    listed = {"id": "7", "properties": {"hs_merged_object_ids": "5;6;"}}
    with pytest.raises(DataError) as refused:
        merge_contacts(listed)
    assert [str(issue) for issue in refused.value.issues] == [
        f"hubspot merges:7: missing-time: nothing tells when '{record}' was merged; fetch hs_calculated_merged_vids, "
        "or give `at`"
        for record in (5, 6)
    ]
    assert told(merge_contacts(listed, at=NINE).facts) == [("5", "7", NINE), ("6", "7", NINE)]
    rows = [
        {"canonical_vid": 7, "vid_to_merge": 5, "timestamp": when}
        for when in ("2026-01-06T00:00:00Z", "2026-01-05T09:00:00Z", None)
    ]
    assert told(merge_contacts([listed, *rows], at=LATE).facts) == [("5", "7", NINE), ("6", "7", LATE)]


def test_faults_are_collected() -> None:
    """What cannot be read is named, the rest is kept."""
    page: list[dict[str, Any]] = [
        {"canonical_vid": 7, "vid_to_merge": 5, "timestamp": "yesterday"},
        {"canonical_vid": 7, "vid_to_merge": 6, "timestamp": MILLIS},
        {"vid": 7, "merge-audits": [{"canonical-vid": 7}]},
        {"properties": {}},
        {"id": "8", "properties": {"hs_calculated_merged_vids": None}},
    ]
    found = merge_contacts(page, errors="collect")
    assert told(found.facts) == [("6", "7", NINE)]
    assert [item.code for item in found.findings if item.level == "error"] == [
        "unreadable-cell",
        "missing-id",
        "missing-id",
        "missing-time",
    ]
    assert merge_contacts({"id": "8", "properties": {}}).facts.events == ()


def test_wrong_arguments() -> None:
    """Named errors."""
    wrong: list[Any] = ["x", 5, [5]]
    for value in wrong:
        with pytest.raises(DataError, match="wrong-type"):
            merge_contacts(value)
    with pytest.raises(TimeError, match="naive"):
        merge_contacts([], at=datetime(2026, 1, 5))  # noqa: DTZ001 - the mistake under test
    with pytest.raises(DataError, match="api-error"):
        merge_contacts({"status": "error", "message": "the token expired"})


def test_E07_two_contacts_become_one_lead() -> None:
    """The absorbed contact has vanished from the list of contacts, and is not told as unknown."""

    def contact(name: str, stage: str, when: str, **properties: str) -> dict[str, Any]:
        history = {"lifecyclestage": [{"value": stage, "timestamp": when}]}
        return {"id": name, "properties": properties, "propertiesWithHistory": history}

    contacts = read_contacts(
        [
            contact("5", "lead", "2026-01-02T00:00:00Z"),
            contact("7", "customer", "2026-01-03T00:00:00Z", hs_calculated_merged_vids=f"5:{MILLIS}"),
        ]
    )
    merges = merge_contacts({"id": "7", "properties": {"hs_calculated_merged_vids": f"5:{MILLIS}"}})
    leads = {lead: fields for lead, fields in contacts.facts.leads.items() if lead != "5"}
    funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("customer", "sales", outcome="won")])
    facts = Facts(leads, contacts.facts.events) + merges.facts
    (journey,) = replay(funnel, facts, as_of=LATE, errors="strict")
    assert (journey.lead, journey.absorbed) == ("7", ("5",))
    assert [(visit.stage, visit.inferred) for visit in journey.visits] == [("lead", False), ("customer", False)]
    assert journey.fields["hs_calculated_merged_vids"] == f"5:{MILLIS}"


def test_what_a_pipeline_delivers(shared_data: Path) -> None:
    """Fivetran's seeds: the audit has times; of the contacts, one lists three others."""
    folder = shared_data / "fivetran-seeds" / "hubspot"
    audit = list(csv.DictReader((folder / "contact_merge_audit_data.csv").read_text(encoding="utf-8").splitlines()))
    found = merge_contacts(audit)
    assert [(lead, into) for lead, into, _ in told(found.facts)] == [
        ("11111", "5555"), ("7777", "4444"), ("8888", "3333"), ("9999", "2222"),
    ]  # fmt: skip
    assert told(found.facts)[0][2] == datetime(2019, 10, 8, 15, 50, 57, tzinfo=UTC)
    contacts = list(csv.DictReader((folder / "contact_data.csv").read_text(encoding="utf-8").splitlines()))
    listed = merge_contacts(contacts, at=NINE)
    assert ("76340251", "78971951", NINE) in told(listed.facts)
