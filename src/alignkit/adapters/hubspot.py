"""Read HubSpot's contacts, deals and associations into facts.

The caller fetches (`propertiesWithHistory=lifecyclestage,hubspot_owner_id`), this module reads what came back: the
replies of the CRM v3 API as `json.loads` gives them, of v1 (`versions`), or the Python client's `.to_dict()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Literal

from alignkit.adapters.hubspot_events import Reading, hubspot_forms
from alignkit.adapters.hubspot_records import Payload, as_text, objects, record_id, records
from alignkit.adapters.imported import Imported, Notes, OnFaults, checked_aliases, checked_errors, declared, imported
from alignkit.errors import DataError, shown
from alignkit.history.attributes import Value
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import checked_instant, micros

DEAL = "deal:"
"""Stands before a deal's id, so that it never meets the id of a contact."""


def read_contacts(
    payloads: Payload | Iterable[Payload],
    *,
    aliases: Mapping[str, str | None] | None = None,
    declarations: Iterable[FieldDeclaration] | Mapping[str, FieldDeclaration] = (),
    currency: str | None = None,
    teams: Mapping[str, str] | None = None,
    stage_property: str = "lifecyclestage",
    errors: OnFaults = "raise",
) -> Imported:
    """Read contacts: leads, their stages, owners and fields.

    The history of `lifecyclestage` gives stage events (an empty value clears the stage), that of `hubspot_owner_id`
    owner events, that of any other property field events; a property without history is a field of the lead, parsed to
    its declared type. Without a history of the stage, the properties `hs_v2_date_entered_…` give its entries. A merged
    contact stays the contact that it is here; `merge_contacts` tells into which it was merged.

    Args:
        payloads: one reply, or many (all pages), or contacts.
        aliases: from a stage's id in HubSpot to the agreement's stage; None leaves its entries out.
        declarations: the fields, as the agreement declares them.
        currency: the ISO 4217 code of declared money fields.
        teams: from a HubSpot user's id to the user's team.
        stage_property: the property that holds the stage.
        errors: `raise` refuses the replies with every fault found; `collect` keeps what could be read.

    Raises:
        DataError: `wrong-type`, `api-error`; with `errors="raise"` every fault found.
        DocumentError: `unknown-currency`.

    >>> history = {"lifecyclestage": [{"value": "lead", "timestamp": "2026-01-05T09:00:00.000Z", "sourceType": "FORM"}]}
    >>> page = {"results": [{"id": "7", "properties": {"country": "NL"}, "propertiesWithHistory": history}]}
    >>> read_contacts(page).facts.events[0].value
    'lead'
    """
    reading = Reading(
        checked_aliases(aliases),
        declared(declarations),
        hubspot_forms(currency),
        _teams(teams),
        _property(stage_property),
        "",
        Notes("hubspot contacts"),
    )
    checked_errors(errors)
    leads: dict[str, dict[str, Value]] = {}
    events: list[Event] = []
    rows = 0
    for record in records(payloads, reading.notes):
        rows += 1
        if record is not None:
            leads.setdefault(record.id, {}).update(reading.current(record))
            events += reading.events(record, {})
    return imported(Facts(leads, events), reading.notes, rows, errors)


def read_deals(
    payloads: Payload | Iterable[Payload],
    *,
    aliases: Mapping[str, str | None] | None = None,
    declarations: Iterable[FieldDeclaration] | Mapping[str, FieldDeclaration] = (),
    currency: str | None = None,
    teams: Mapping[str, str] | None = None,
    stage_property: str = "dealstage",
    errors: OnFaults = "raise",
) -> Imported:
    """Read deals as events of `deal:` and the deal's id; `link_deals` ties them to their contacts.

    The history of `dealstage` gives stage events, that of `amount` field events of money, in the deal's own
    `deal_currency_code`, else in `currency`. A property without history is an attribute of the deal's stage entries,
    as it stands now. Deleted deals are left out and noted.

    Args:
        payloads: one reply, or many (all pages), or deals; v3 or v1.
        aliases: from a deal stage's id (`closedwon`) to the agreement's stage; None leaves its entries out.
        declarations: the fields, as the agreement declares them; `amount` is money if it is not declared.
        currency: the ISO 4217 code of amounts of deals that name none.
        teams: from a HubSpot user's id to the user's team.
        stage_property: the property that holds the stage.
        errors: `raise` refuses the replies with every fault found; `collect` keeps what could be read.

    Raises:
        DataError: `wrong-type`, `api-error`; with `errors="raise"` every fault found, such as `missing-currency`.
        DocumentError: `unknown-currency`.

    >>> deal = {"dealId": 5, "properties": {"dealstage": {"versions": [{"value": "closedwon", "timestamp": 0}]}}}
    >>> read_deals(deal, aliases={"closedwon": "won"}).facts.events[0].value
    'won'
    """
    fields = {"amount": FieldDeclaration("amount", "money"), **declared(declarations)}
    base = Reading(
        checked_aliases(aliases),
        fields,
        hubspot_forms(currency),
        _teams(teams),
        _property(stage_property),
        DEAL,
        Notes("hubspot deals"),
    )
    checked_errors(errors)
    events: list[Event] = []
    rows = 0
    for record in records(payloads, base.notes):
        rows += 1
        if record is None:
            continue
        if record.deleted:
            base.notes.add("deleted", "the deal is deleted and left out", where=record.id, level="note")
            continue
        reading = base.priced(record)
        events += reading.events(record, reading.current(record))
    return imported(Facts(events=events), base.notes, rows, errors)


def _teams(teams: Mapping[str, str] | None) -> dict[str, str]:
    if teams is None:
        return {}
    if not isinstance(teams, Mapping) or not all(isinstance(part, str) for pair in teams.items() for part in pair):
        raise DataError.at("wrong-type", f"`teams` maps the ids of users to their teams, as text, not {shown(teams)}")
    return dict(teams)


def _property(name: str) -> str:
    if not isinstance(name, str) or not name:
        raise DataError.at("wrong-type", f"`stage_property` is the name of a property, not {shown(name)}")
    return name


def link_deals(
    payloads: Payload | Iterable[Payload],
    *,
    facts: Facts | None = None,
    at: datetime | None = None,
    origin: Literal["contacts", "deals"] = "contacts",
    errors: OnFaults = "raise",
) -> Imported:
    """Read associations of contacts and deals as `link` events.

    Reads contacts or deals with `associations` inside (v3, and v1 deals with `associatedVids`), and the replies of the
    calls that read associations in batches (v3 and v4: `from` and `to`). HubSpot does not say since when two records
    belong together: a link is dated by `at`; else by the deal's first event in `facts`; else by the record's creation.

    Args:
        payloads: one reply, or many.
        facts: facts that hold the deals' events, from `read_deals`.
        at: when all links began.
        origin: what `from` is in a reply of a batch call.
        errors: `raise` refuses the replies with every fault found; `collect` keeps what could be read.

    Raises:
        DataError: `wrong-type`, `api-error`; with `errors="raise"` every fault found, such as `missing-time`.
        TimeError: `at` is naive.

    >>> contacts = {"results": [{"id": "7", "type": "deal_to_contact"}]}
    >>> link = link_deals({"id": "5", "createdAt": "2026-01-05T09:00:00Z", "associations": {"contacts": contacts}})
    >>> link = link.facts.events[0]
    >>> (link.lead, link.value)
    ('7', 'deal:5')
    """
    checked_errors(errors)
    if origin not in ("contacts", "deals"):
        raise DataError.at("wrong-type", f"`origin` is 'contacts' or 'deals', not {shown(origin)}")
    if at is not None:
        checked_instant(at, "at")
    if facts is not None and not isinstance(facts, Facts):
        raise DataError.at("wrong-type", f"`facts` are Facts, as read_deals gives, not {shown(facts)}")
    first: dict[str, datetime] = {}
    for event in facts.events if facts is not None else ():
        first[event.lead] = _earlier(first.get(event.lead, event.at), event.at)
    notes = Notes("hubspot associations")
    links: dict[tuple[str, str], datetime] = {}
    rows = 0
    for found in objects(payloads):
        rows += 1
        created = next((record.created_at for record in records(found, Notes("")) if record is not None), None)
        for contact, deal in _pairs(found, origin, notes):
            when = at or first.get(DEAL + deal) or created
            if when is None:
                notes.add(
                    "missing-time",
                    f"nothing tells since when the deal {shown(deal)} is linked; give `at`, or the deals' `facts`",
                    where=contact,
                )
            else:
                links[contact, deal] = _earlier(links.get((contact, deal), when), when)
    events = [
        Event(contact, when, "link", DEAL + deal, id=f"hubspot:{contact}/link/{deal}", automatic=True, source="hubspot")
        for (contact, deal), when in links.items()
    ]
    return imported(Facts(events=events), notes, rows, errors)


def _earlier(one: datetime, other: datetime) -> datetime:
    # of two datetimes of one zone `min` compares what the clocks show
    return min(one, other, key=micros)


def _pairs(found: Payload, origin: str, notes: Notes) -> Iterator[tuple[str, str]]:
    """Give (contact, deal) for each association of one object, or of one entry of a batch."""
    start = found.get("from")
    if isinstance(start, Mapping):
        here, several = as_text(start.get("id")), {origin: found.get("to")}
    else:
        here, associations = record_id(found), found.get("associations")
        inside = associations if isinstance(associations, Mapping) else {}
        several = {}
        for key, ours in (("deals", "contacts"), ("contacts", "deals")):
            there = inside.get(key)
            several[ours] = there.get("results") if isinstance(there, Mapping) else there
        if several["deals"] is None:
            several["deals"] = inside.get("associatedVids")  # v1
    if here is None:
        notes.add("missing-id", f"there is no id in {shown(dict(found))}")
        return
    for ours, ends in several.items():
        for end in ends if isinstance(ends, list | tuple) else ():
            there = as_text(end) if not isinstance(end, Mapping) else as_text(end.get("toObjectId", end.get("id")))
            if there is None:
                notes.add("missing-id", f"an association has no id: {shown(end)}", where=here)
            else:
                yield (here, there) if ours == "contacts" else (there, here)
