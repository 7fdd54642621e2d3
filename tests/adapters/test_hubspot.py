"""HubSpot's replies: contacts, deals and their associations."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alignkit.adapters.hubspot import DEAL, link_deals, read_contacts, read_deals
from alignkit.currency import money
from alignkit.errors import DataError, DocumentError, LimitError, TimeError
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.history.gather import gather
from alignkit.instants import micros, parse_instant

LATE = datetime(2030, 1, 1, tzinfo=UTC)
NINE = "2026-01-05T09:00:00.000Z"


def contact(name: str = "101", **history: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": name, "properties": {}, "propertiesWithHistory": history}


def said(value: str | None, at: object = NINE, **more: object) -> dict[str, Any]:
    return {"value": value, "timestamp": at, **more}


def payload(shared_data: Path, name: str) -> Any:  # noqa: ANN401 - JSON of any shape
    return json.loads((shared_data / "crm-api-shapes" / name).read_text())


def entries(facts: Facts) -> dict[str, list[tuple[object, int]]]:
    """Return (stage, instant) of each record's stage entries; a deal by its own id, a cleared stage is no entry."""
    found: dict[str, list[tuple[object, int]]] = {}
    for event in facts.events:
        if event.kind == "stage" and event.value is not None:
            found.setdefault(event.lead.removeprefix(DEAL), []).append((event.value, micros(event.at)))
    return found


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("hubspot_contacts_v3_properties_with_history.json", read_contacts),
        ("hubspot_deal_v1_versions.json", lambda reply: read_deals(reply, currency="EUR")),
    ],
)
def test_expected_stage_entries(shared_data: Path, name: str, read: Any) -> None:  # noqa: ANN401 - either verb
    """The replies of both calls give exactly the stage entries that they should."""
    due = payload(shared_data, "expected_stage_entries.json")[name]
    found = read(payload(shared_data, name))
    assert found.findings == ()
    assert entries(found.facts) == {
        record: [(stage, micros(parse_instant(at))) for stage, at in stages] for record, stages in due.items()
    }


def test_contacts(shared_data: Path) -> None:
    """Owners, actors, machines and people, cleared stages, and fields that have no history."""
    reply = payload(shared_data, "hubspot_contacts_v3_properties_with_history.json")
    aliases = {"marketingqualifiedlead": "mql", "salesqualifiedlead": "sql", "customer": "won", "opportunity": None}
    found = read_contacts(reply, aliases=aliases, teams={"77": "sales"})
    assert found.rows == 2
    assert {lead: dict(fields) for lead, fields in found.facts.leads.items()} == {
        "101": {"createdate": "2024-03-01T09:00:00.000Z", "email": "a@example.com"},
        "102": {"createdate": "2024-03-05T12:00:00.000Z", "email": "b@example.com"},
    }
    stages = [event for event in found.facts.events if event.kind == "stage" and event.lead == "101"]
    assert [(event.value, event.actor, event.team, event.automatic) for event in stages] == [
        ("lead", None, None, True),
        ("mql", None, None, True),
        ("sql", "77", "sales", False),
        ("won", None, None, True),
    ]
    owners = [(event.value, event.automatic) for event in found.facts.events if event.kind == "owner"]
    assert owners == [("9001", True), ("9002", False)]
    cleared = [event.value for event in found.facts.events if event.kind == "stage" and event.lead == "102"]
    assert cleared == ["lead", "mql", None, "lead"]


def test_doubled_pages_count_once(shared_data: Path) -> None:
    """The same page twice, and pages in any order, give the same history."""
    reply = payload(shared_data, "hubspot_contacts_v3_properties_with_history.json")
    once = gather(read_contacts(reply).facts, as_of=LATE)
    twice = gather(read_contacts([reply, {"results": reply["results"][::-1]}]).facts, as_of=LATE)
    assert once.histories == twice.histories
    assert twice.doubled == len(read_contacts(reply).facts.events)


def test_fields_in_their_declared_types() -> None:
    """HubSpot's values are text or null: they are parsed to the declared type, whether they have a history or not."""
    record = contact(employees=[said("60", sourceType="FORM"), said("", "2026-01-06T09:00:00Z")])
    record["properties"] = {
        "employees": "",
        "budget": "12000.50",
        "optin": "true",
        "tags": "a;b",
        "born": "2026-01-05",
        "seen": "1713607200000",
        "score": "7.5",
        "nothing": None,
        "country": "Nl",
    }
    declared = [
        FieldDeclaration("employees", "integer"),
        FieldDeclaration("budget", "money"),
        FieldDeclaration("optin", "boolean"),
        FieldDeclaration("tags", "list"),
        FieldDeclaration("born", "date"),
        FieldDeclaration("seen", "instant"),
        FieldDeclaration("score", "number"),
        FieldDeclaration("country", "text", ["NL"]),
    ]
    found = read_contacts(record, declarations=declared, currency="EUR")
    assert dict(found.facts.leads["101"]) == {
        "budget": money("12000.5", "EUR"),
        "optin": True,
        "tags": ("a", "b"),
        "born": datetime(2026, 1, 5, tzinfo=UTC).date(),
        "seen": datetime(2024, 4, 20, 10, tzinfo=UTC),
        "score": Decimal("7.5"),
        "country": "Nl",
    }
    assert [(event.field, event.value) for event in found.facts.events] == [("employees", 60), ("employees", None)]
    assert [(item.code, item.level) for item in found.findings] == [("not-allowed", "warning")]


def test_clients_dicts() -> None:
    """What the Python client's `.to_dict()` gives is read too: its names, datetimes and numbers."""
    when = datetime(2026, 1, 5, 9, tzinfo=UTC)
    record = {
        "id": 101,
        "properties": {"employees": 60, "open": True, "at": when},
        "properties_with_history": {
            "lifecyclestage": [{"value": "lead", "timestamp": when, "source_type": "CRM_UI", "updated_by_user_id": 7}]
        },
        "created_at": when,
    }
    found = read_contacts([record])
    (event,) = found.facts.events
    assert (event.lead, event.at, event.actor, event.automatic) == ("101", when, "7", False)
    assert dict(found.facts.leads["101"]) == {"employees": "60", "open": "true", "at": "2026-01-05T09:00:00+00:00"}


@pytest.mark.parametrize(
    ("source", "automatic"),
    [
        ({"sourceType": "AUTOMATION_PLATFORM"}, True),
        ({"sourceType": "WORKFLOWS"}, True),
        ({"sourceType": "API", "updatedByUserId": 7}, True),
        ({"sourceType": "IMPORT"}, True),
        ({"sourceType": "CRM_UI"}, False),
        ({"sourceType": "MOBILE_IOS"}, False),
        ({"updatedByUserId": 7}, False),
        ({}, True),
    ],
)
def test_machine_or_human(source: dict[str, object], *, automatic: bool) -> None:
    """A change is human where a colleague is known to have made it by hand; all else is automatic."""
    (event,) = read_contacts(contact(lifecyclestage=[said("lead", **source)])).facts.events
    assert event.automatic is automatic


def test_stage_entries_without_history() -> None:
    """Where no history was fetched, the dates of entry are read; where there are none either, that is told."""
    record = contact()
    record["properties"] = {
        "lifecyclestage": "12345",
        "hs_v2_date_entered_lead": NINE,
        "hs_v2_date_entered_12345": "1767690000000",
        "hs_v2_date_entered_current_stage": NINE,
        "hs_v2_date_entered_other": None,
    }
    found = read_contacts(record, aliases={"12345": "mql"})
    assert [(event.value, event.at) for event in found.facts.events] == [
        ("lead", datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ("mql", datetime(2026, 1, 6, 9, tzinfo=UTC)),
    ]
    bare = read_contacts({"id": "1", "properties": {"lifecyclestage": "lead"}})
    assert [(item.code, item.level) for item in bare.findings] == [("no-history", "warning")]


def test_faults_are_collected() -> None:
    """What cannot be read is told with the record and the property; asked to, the rest is kept."""
    broken: list[Any] = [said("lead", "yesterday"), said("mql"), {"value": "sql"}, "x"]
    page = {
        "results": [
            contact(lifecyclestage=broken, employees=[said("many")]),
            {"properties": {}},
            {**contact("102"), "createdAt": "never", "properties": {"employees": "few"}},
        ]
    }
    declared = [FieldDeclaration("employees", "integer")]
    found = read_contacts(page, declarations=declared, errors="collect")
    assert [(item.code, item.path) for item in found.findings] == [
        ("unreadable-cell", "hubspot contacts:101.lifecyclestage"),
        ("missing-value", "hubspot contacts:101.lifecyclestage"),
        ("wrong-type", "hubspot contacts:101.lifecyclestage"),
        ("unreadable-cell", "hubspot contacts:101.employees"),
        ("missing-id", "hubspot contacts"),
        ("unreadable-cell", "hubspot contacts:102"),
        ("unreadable-cell", "hubspot contacts:102.employees"),
    ]
    assert [event.value for event in found.facts.events] == [None, "mql"]
    assert list(found.facts.leads) == ["101", "102"]
    assert found.rows == 3
    with pytest.raises(DataError) as caught:
        read_contacts(page, declarations=declared)
    assert len(caught.value.issues) == 7


@pytest.mark.parametrize("reply", ['{"results": []}', b"", 5, None, [5], [["id"]]])
def test_wrong_payloads(reply: Any) -> None:  # noqa: ANN401 - the mistakes under test
    """What is no reply is refused, and the message says how to make one."""
    with pytest.raises(DataError, match="wrong-type"):
        read_contacts(reply)


def test_error_reply() -> None:
    """A reply that says that the call failed is no page without contacts."""
    with pytest.raises(DataError, match="expired"):
        read_contacts({"status": "error", "message": "the token expired", "category": "EXPIRED"})


def test_wrong_arguments() -> None:
    """Arguments of the wrong kind are refused by errors of our own."""
    with pytest.raises(DocumentError):
        read_contacts([], errors="ignore")  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(DocumentError, match="unknown-currency"):
        read_deals([], currency="EURO")
    with pytest.raises(DataError, match="origin"):
        link_deals([], origin="contact")  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(TimeError, match="naive"):
        link_deals([], at=datetime(2026, 1, 5))  # noqa: DTZ001 - the mistake under test


def deal(name: str = "5001", **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - properties of any shape
    stages = [said("appointmentscheduled", sourceType="CRM_UI"), said("closedwon", "2026-02-05T09:00:00Z")]
    return {
        "id": name,
        "createdAt": NINE,
        "updatedAt": "2026-02-06T09:00:00Z",
        "properties": {"dealstage": "closedwon", **properties},
        "propertiesWithHistory": {"dealstage": stages},
    }


def test_deals_v3() -> None:
    """A v3 deal: stages by its aliases, the current amount on its stage entries in the deal's own currency."""
    found = read_deals(
        deal(amount="12000.50", deal_currency_code="USD", dealname="Big"),
        aliases={"closedwon": "won", "appointmentscheduled": None},
        currency="EUR",
    )
    (won,) = found.facts.events
    assert (won.lead, won.value) == ("deal:5001", "won")
    assert won.attributes["amount"] == money("12000.50", "USD")
    assert won.attributes["dealname"] == "Big"
    assert not found.facts.leads


def test_deal_amount_with_history() -> None:
    """An amount that has a history is a field event of money; stage entries carry it as known then."""
    record = deal(amount="900")
    record["propertiesWithHistory"]["amount"] = [
        said("900", "2026-02-10T09:00:00Z"),
        said("500", "2026-01-07T09:00:00Z"),
    ]
    deals = read_deals(record, currency="EUR").facts
    assert [event.value for event in deals.events if event.kind == "field"] == [money(500, "EUR"), money(900, "EUR")]
    links = link_deals({"from": {"id": "101"}, "to": [{"toObjectId": 5001}]}, facts=deals).facts
    (history,) = gather(deals + links, as_of=LATE).histories
    won = next(event for event in history.events if event.value == "closedwon")
    assert won.attributes["amount"] == money(500, "EUR")


def test_a_later_export_wins() -> None:
    """Where the amount has no history, the export that was updated last counts."""
    old, new = deal(amount="500"), deal(amount="900")
    new["updatedAt"] = "2026-03-01T09:00:00Z"
    links = link_deals({"from": {"id": "101"}, "to": [{"toObjectId": 5001}]}, at=parse_instant(NINE)).facts
    for replies in ([old, new], [new, old]):
        (history,) = gather(read_deals(replies, currency="EUR").facts + links, as_of=LATE).histories
        amounts = {event.attributes["amount"] for event in history.events if event.kind == "stage"}
        assert amounts == {money(900, "EUR")}


def test_deal_faults() -> None:
    """An amount without any currency, or in none that exists, is told; deleted deals are left out and noted."""
    with pytest.raises(DataError) as caught:
        read_deals(deal(amount="12"))
    assert caught.value.code == "missing-currency"
    assert caught.value.issues[0].path == "hubspot deals:5001.amount"
    with pytest.raises(DataError, match="unknown-currency"):
        read_deals(deal(deal_currency_code="EURO"))
    gone = read_deals([{"dealId": 1, "isDeleted": True}, {**deal(), "archived": True}])
    assert [(item.code, item.level) for item in gone.findings] == [("deleted", "note")] * 2
    assert not gone.facts.events


def test_deal_ids_never_meet_contact_ids() -> None:
    """A contact and a deal with one number stay two records."""
    both = read_contacts(contact("7", lifecyclestage=[said("lead")])).facts + read_deals(deal("7")).facts
    assert {event.lead for event in both.events} == {"7", "deal:7"}


@pytest.mark.parametrize(
    ("reply", "origin"),
    [
        ({"id": "101", "createdAt": NINE, "associations": {"deals": {"results": [{"id": "5001"}]}}}, "contacts"),
        (
            {"id": "5001", "associations": {"contacts": {"results": [{"id": "101", "type": "deal_to_contact"}]}}},
            "contacts",
        ),
        ({"results": [{"from": {"id": "101"}, "to": [{"toObjectId": 5001, "associationTypes": []}]}]}, "contacts"),
        ({"status": "COMPLETE", "results": [{"from": {"id": "101"}, "to": [{"id": "5001", "type": "x"}]}]}, "contacts"),
        ({"results": [{"from": {"id": "5001"}, "to": [{"toObjectId": "101"}]}]}, "deals"),
        ({"dealId": 5001, "associations": {"associatedVids": [101], "associatedDealIds": []}}, "contacts"),
    ],
)
def test_links(reply: dict[str, Any], origin: Any) -> None:  # noqa: ANN401 - a literal
    """Every shape of association gives one link, dated by the deal's first event."""
    deals = read_deals(deal()).facts
    (link,) = link_deals([reply, reply], facts=deals, origin=origin).facts.events
    assert (link.lead, link.kind, link.value) == ("101", "link", "deal:5001")
    assert link.at == parse_instant(NINE)
    (history,) = gather(deals + Facts(events=[link]), as_of=LATE).histories
    assert [event.value for event in history.events if event.kind == "stage"] == ["appointmentscheduled", "closedwon"]


def test_links_without_a_time() -> None:
    """No time is invented for a link: without one it is refused, and the message says what to give."""
    reply = {"from": {"id": "101"}, "to": [{"toObjectId": 5001}, {}]}
    with pytest.raises(DataError) as caught:
        link_deals(reply)
    assert [item.code for item in caught.value.issues] == ["missing-time", "missing-id"]
    assert link_deals({"id": "101", "associations": None}).facts.events == ()
    assert link_deals({"associations": {}}, errors="collect").findings[0].code == "missing-id"


def test_more_wrong_arguments() -> None:
    """What is no mapping and no list is refused, and nothing is taken apart into letters."""
    wrong: list[Any] = ["x", 5, [5]]
    for value in wrong:
        for option in ("teams", "declarations"):
            with pytest.raises(DataError, match="wrong-type"):
                read_contacts([], **{option: value})
        with pytest.raises(DataError, match="wrong-type"):
            link_deals([], facts=value)
    with pytest.raises(DataError, match="stage_property"):
        read_deals([], stage_property=None)  # type: ignore[arg-type]  # the mistake under test


def test_D15_replies_in_replies() -> None:
    """No depth exhausts Python's stack."""
    deep: dict[str, Any] = {"results": []}
    for _ in range(100_000):
        deep = {"results": [deep]}
    with pytest.raises(LimitError, match="too-deep"):
        read_contacts(deep)


def test_a_clients_datetimes_in_a_repeated_hour() -> None:
    """Versions are put in order, and links dated, by the instant and not by what the clocks show."""
    first = datetime(2026, 10, 25, 2, 50, tzinfo=ZoneInfo("Europe/Amsterdam"))
    second = first.replace(minute=10, fold=1)
    history = [said("lead", first), said("mql", second)]
    events = read_contacts(contact(lifecyclestage=history[::-1])).facts.events
    assert [event.value for event in events] == ["lead", "mql"]
    deals = [Event("deal:5", when, "stage", "won") for when in (second, first)]
    links = link_deals({"from": {"id": "101"}, "to": [{"id": "5"}]}, facts=Facts(events=deals)).facts
    assert micros(links.events[0].at) == micros(first)


def test_an_import_as_plain_data() -> None:
    """How much was read, and what was found; for a log."""
    found = read_contacts(contact(lifecyclestage=[said("lead")])).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert (found["kind"], found["rows"], found["events"], found["findings"]) == ("imported", 1, 1, [])
