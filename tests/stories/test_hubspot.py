"""HubSpot: a small team keeps its leads there, and asks what its agreement says about them.

The replies are those of the CRM v3 API, as `json.loads` gives them: contacts with `propertiesWithHistory` (newest
first, cleared stages as empty text), a deal with its history, and the associations of a batch call.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import alignkit as ak

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday, 10:00 in Amsterdam."""
ANN = {"sourceType": "CRM_UI", "sourceId": "userId:77", "updatedByUserId": 77}
MACHINE = {"sourceType": "AUTOMATION_PLATFORM", "sourceId": "enrollmentId:1"}

CONTACTS: dict[str, Any] = {
    "results": [
        {
            "id": "101",
            "properties": {"employees": "120", "country": "NL", "lifecyclestage": "salesqualifiedlead"},
            "propertiesWithHistory": {
                "lifecyclestage": [
                    {"value": "salesqualifiedlead", "timestamp": "2026-01-12T08:30:00.000Z", **ANN},
                    {"value": "marketingqualifiedlead", "timestamp": "2026-01-09T14:00:00.000Z", **MACHINE},
                    {"value": "lead", "timestamp": "2026-01-05T09:00:00.000Z", "sourceType": "FORM"},
                ],
                "hubspot_owner_id": [{"value": "9001", "timestamp": "2026-01-09T14:00:03.000Z", **MACHINE}],
            },
            "createdAt": "2026-01-05T09:00:00.000Z",
        },
        {
            "id": "102",
            "properties": {"employees": "20", "country": "NL", "lifecyclestage": "lead"},
            "propertiesWithHistory": {
                "lifecyclestage": [
                    {"value": "lead", "timestamp": "2026-01-20T09:00:00.000Z", **ANN},
                    {"value": "", "timestamp": "2026-01-20T08:59:58.000Z", **ANN},
                    {"value": "marketingqualifiedlead", "timestamp": "2026-01-14T10:00:00.000Z", **MACHINE},
                    {"value": "lead", "timestamp": "2026-01-13T10:00:00.000Z", "sourceType": "IMPORT"},
                ]
            },
            "createdAt": "2026-01-13T10:00:00.000Z",
        },
        {
            "id": "103",
            "properties": {"employees": "", "country": "BE", "lifecyclestage": "marketingqualifiedlead"},
            "propertiesWithHistory": {
                "lifecyclestage": [
                    {"value": "marketingqualifiedlead", "timestamp": "2026-02-27T15:00:00.000Z", **MACHINE},
                ],
                "hubspot_owner_id": [{"value": "9002", "timestamp": "2026-02-27T15:00:00.000Z", **ANN}],
            },
            "createdAt": "2026-02-27T15:00:00.000Z",
        },
    ],
    "paging": {"next": {"after": "104"}},
}
DEAL: dict[str, Any] = {
    "id": "5001",
    "properties": {"dealstage": "closedwon", "amount": "12500", "deal_currency_code": "EUR", "dealname": "Press, two"},
    "propertiesWithHistory": {
        "dealstage": [
            {"value": "closedwon", "timestamp": "2026-02-20T10:00:00.000Z", **ANN},
            {"value": "appointmentscheduled", "timestamp": "2026-01-15T10:00:00.000Z", **ANN},
        ],
        "amount": [
            {"value": "12500", "timestamp": "2026-02-25T10:00:00.000Z", **ANN},
            {"value": "12000", "timestamp": "2026-01-15T10:00:00.000Z", **ANN},
        ],
    },
    "createdAt": "2026-01-15T10:00:00.000Z",
    "updatedAt": "2026-02-25T10:00:00.000Z",
}
ASSOCIATIONS: dict[str, Any] = {
    "status": "COMPLETE",
    "results": [{"from": {"id": "101"}, "to": [{"toObjectId": 5001, "associationTypes": []}]}],
}


class Team(NamedTuple):
    """What every chapter of the story starts from."""

    agreement: ak.Agreement
    facts: ak.Facts
    journeys: ak.Journeys

    def visits(self, lead: str) -> list[tuple[str, str]]:
        """Return the stages of a lead, each with its day."""
        return [(visit.stage, f"{visit.entered_at:%m-%d}") for visit in self.journeys.of(lead).visits]

    @property
    def answers(self) -> ak.Readings:
        """Return the clocks of the one promise."""
        return ak.measure(self.agreement.slas[0], self.journeys, as_of=NOW)


@pytest.fixture(scope="module")
def team() -> Team:
    """Read the three replies with the agreement's words, fields and currency, and follow every lead."""
    agreement = ak.loads(Path(__file__).with_name("hubspot.toml").read_text(encoding="utf-8"), "toml")
    words: dict[str, Any] = {
        "aliases": agreement.aliases,
        "declarations": agreement.fields,
        "currency": agreement.currency,
        "teams": {"77": "sales"},
    }
    contacts, deals = ak.read_contacts(CONTACTS, **words), ak.read_deals(DEAL, **words)
    facts = contacts.facts + deals.facts + ak.link_deals(ASSOCIATIONS, facts=deals.facts).facts
    assert contacts.findings + deals.findings == ()
    return Team(agreement, facts, ak.replay(agreement.funnel, facts, as_of=NOW))


def test_a_lead_is_followed_into_its_deal(team: Team) -> None:
    """The contact's stages and its deal's are one journey, under the team's own names."""
    assert team.visits("101") == [("lead", "01-05"), ("mql", "01-09"), ("sal", "01-12"), ("won", "02-20")]
    assert {journey.lead for journey in team.journeys} == {"101", "102", "103"}
    assert team.journeys.of("101").owner_at(NOW) == "9001"


def test_a_cleared_stage_is_no_stage(team: Team) -> None:
    """For two seconds 102 stands nowhere; its way back, which nobody agreed on, is followed and flagged."""
    assert team.visits("102") == [("lead", "01-13"), ("mql", "01-14"), ("lead", "01-20")]
    assert team.journeys.of("102").visit_at(datetime(2026, 1, 20, 8, 59, 59, tzinfo=UTC)) is None
    assert [found.code for found in team.journeys.of("102").violations] == ["backward-move"]


def test_who_was_answered_in_time(team: Team) -> None:
    """Friday afternoon to Monday morning is three work hours; six days are too many; this morning's still runs."""
    assert [(found.lead, found.state) for found in team.answers] == [
        ("101", "met"), ("102", "breached"), ("103", "running"),
    ]  # fmt: skip
    assert [str(found.worked) for found in team.answers][::2] == ["3 work hours", "2 work hours 30 minutes"]
    assert team.answers[1].due.isoformat() == "2026-01-14T15:30:00+01:00"


def test_what_is_due_next(team: Team) -> None:
    """The work list names the lead, its owner, and the time that is left of the four hours."""
    (item,) = ak.work_list(team.agreement, team.facts, as_of=NOW)
    assert (item.lead, item.owner, str(item.left)) == ("103", "9002", "1 work hour 30 minutes")
    assert item.due.isoformat() == "2026-03-02T11:30:00+01:00"


def test_did_marketing_send_qualified_leads(team: Team) -> None:
    """One met the agreed rule when it was sent, one did not, and of one nobody knows the size."""
    evidence = ak.verify(team.agreement.funnel, team.journeys)
    assert [(found.lead, found.verdict.value) for found in evidence] == [
        ("101", "yes"),
        ("102", "no"),
        ("103", "unknown"),
    ]
    assert "employees" in str(ak.explain_lead(team.agreement, team.facts, "103", as_of=NOW))


def test_why_a_lead_is_no_mql(team: Team) -> None:
    """The trace says what was asked and found, and the nearest change that flips it."""
    trace = ak.explain(team.agreement.rule("mql"), team.journeys.of("102").fields)
    assert trace.verdict is ak.Verdict.NO
    assert "employees" in repr(trace)
    assert "50" in repr(trace)


def test_how_the_quarter_stands(team: Team) -> None:
    """Three of four MQLs; half of the answers in time; the amount as it stood on the day of the order."""
    found = ak.assess(team.agreement, team.facts, as_of=NOW)
    assert found.of("mqls").actual == 3
    assert (found.of("answered").actual, found.of("answered").figure.pending) == (Fraction(1, 2), 1)
    assert found.of("revenue").actual == ak.money(12_000, "EUR")


def test_pages_twice_and_in_any_order_change_nothing(team: Team) -> None:
    """An export that was fetched again, page by page and backwards, tells the same story."""
    again = [{"results": [contact]} for contact in reversed(CONTACTS["results"])]
    words: dict[str, Any] = {"aliases": team.agreement.aliases, "declarations": team.agreement.fields}
    doubled = ak.read_contacts([*again, CONTACTS], teams={"77": "sales"}, **words).facts + team.facts
    assert ak.replay(team.agreement.funnel, doubled, as_of=NOW).items == team.journeys.items


@pytest.mark.parametrize("file", ["hubspot_contacts_v3_properties_with_history.json", "hubspot_deal_v1_versions.json"])
def test_the_documented_replies_give_their_stage_entries(shared_data: Path, file: str) -> None:
    """Replayed, each record of the documented replies enters the stages that it should, when it should."""
    folder = shared_data / "crm-api-shapes"
    due = json.loads((folder / "expected_stage_entries.json").read_text(encoding="utf-8"))[file]
    reply = json.loads((folder / file).read_text(encoding="utf-8"))
    facts = ak.read_deals(reply, currency="EUR").facts if "deal" in file else ak.read_contacts(reply).facts
    assert entered(facts, due) == due


def entered(facts: ak.Facts, due: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    """Return the observed entries of each record, replayed through a funnel of the stages that occur."""
    names = list(dict.fromkeys(stage for entries in due.values() for stage, _ in entries))
    path = [ak.Stage(name, "both", outcome="won" if name == names[-1] else None) for name in names]
    journeys = ak.replay(ak.Funnel("documented", path), facts, as_of=NOW)
    return {
        journey.lead.removeprefix("deal:"): [
            [visit.stage, written(visit.entered_at)] for visit in journey.visits if not visit.inferred
        ]
        for journey in journeys
    }


def written(instant: datetime) -> str:
    """Write an instant as the expectation does: in UTC, milliseconds where there are any."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00").removesuffix(".000") + "Z"
