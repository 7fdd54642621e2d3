"""The agreement in plain words: every clause has its sentence, and nothing in it is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.agreement.build import FULL, agreement, document

from alignkit.agreement.canonical import digest
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.read import read
from alignkit.agreement.redline import redline
from alignkit.agreement.sign import sign
from alignkit.display.html import to_html
from alignkit.display.text import to_text


def told(made: Any) -> str:  # noqa: ANN401 - an agreement
    """Return the whole agreement as text on endless lines."""
    return re.sub(r"\s+", " ", to_text(read(made).blocks(), width=400))


SENTENCES = """\
This is version 2026.1 of the agreement between marketing and sales. It holds from 2026-01-01 on. Both teams
review it by 2026-06-30. Dates and times are those of Europe/Amsterdam. Amounts are in EUR.

Marketing-qualified lead: Fits our ideal customer and has shown interest. Also called MQL or
marketingqualifiedlead.

“ideal customer” means all of these:

size is between 50 and 5,000 people

“known” means any of these:

“fresh” means: last_seen lies in the last 14 days.

“rich” means: budget is at least 5,000 EUR.

“two_of” holds

the score “lead score” is at least 70 points

The score “fit” adds up points, at most 60 and at least -10:

40.5 points off when email ends with “@gmail.com”

The score “lead score” is “fit”, plus these points; its bands are A from 90, B from 70:

20 points each time a “demo request” is recorded, counted at most twice; half of them are left after 30 days, a
quarter after 60 days, and so on

Of a “demo request”, “big” means: seats is at least 10.

Handoff: marketing hands over a lead in MQL; sales accepts it (it goes on to sal) or rejects it with a reason
(it goes to lead).

The agreed reasons of a rejection are: no budget; wrong region.

A lead may go back from lost to MQL.

first touch: when the lead enters MQL, sales has 4 work hours (calendar “office”) until a “call” by a person of
sales is recorded, or a “mail” where length is more than 20 by a person of sales is recorded at least twice;
automatic replies do not count.

first touch: a warning is due when 75 % of the time has passed.

first touch, “hot”: 5 minutes (by the clock, day and night) instead when the score “lead score” is at least 90
points.

first touch, “known”: 2 work hours (calendar “night shift”) instead when “known” holds.

first touch: the clock rests once an “away” is recorded, until a “back” is recorded.

first touch: the clock is cancelled when the lead is rejected because “no budget”.

answer: when the lead enters MQL, sales has 2 days (by the clock, day and night) until the lead is accepted, or
the lead is rejected, or the lead leaves MQL.

office: Monday to Friday 09:00-12:30 and 13:00-17:30 (Europe/Amsterdam). Closed on 2026-04-06 and 2026-04-27. On
2026-12-24: 09:00-12:00.

These goals hold for 2026-Q1

MQLs delivered: at least 400 leads for which “ideal customer” holds enter MQL. Weight: 20 %.

touched: at least 90 % of the “first touch” clocks are met. Weight: 10 %.

fit: for at least 60 % of the leads that enter MQL, “known” holds. A result of 20 % counts as nothing.

accepted: at least 50 % of the leads that enter MQL are accepted.

revenue: the total amount of leads that enter won is at least 250,000 EUR.

seats: the total seats of leads that enter won is at least 1,000.

closed: at least 5 % of the leads that enter MQL come to won within 90 days.

flow: entries into won are at least 20 % of those into sal. Weight: 5 %.

speed: the median time from MQL to won is at most 30 days. A result of 90 days counts as nothing.

liked: the figure “satisfaction”, measured elsewhere, is at least 8.5.

A lead may be offered again at most twice. A lead that is offered again goes to another person than the one who had it
before.

About stages: HubSpot.

signed other terms; must sign again

Marketing alone answers for:

Together we answer for:
"""
"""What must stand in the text, a blank line between."""

TEXT = told(agreement(text=FULL))


@pytest.mark.parametrize("sentence", SENTENCES.split("\n\n"))
def test_every_kind_of_clause_has_its_sentence(sentence: str) -> None:
    """Owners, numbers and times stand in sentences that a head of department can sign."""
    assert " ".join(sentence.split()) in TEXT


SILENT = {"format", "sources", "signoffs", "type", "title"}
"""Keys whose values are no clause, or stand in the text as something else."""


def values(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield every single value of a document with its path."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in SILENT:
                yield from values(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from values(inner, path)
    else:
        yield path, value


def is_told(value: object) -> bool:
    """Say whether a value stands in the text: as it is, by its title, or as a number or a share for people."""
    if isinstance(value, bool):
        return True
    if isinstance(value, int | Decimal):
        size = Decimal(value).copy_abs()
        share = f"{(size * 100).normalize():f} %"
        return any(text in TEXT for text in (f"{size:,}", share))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") in TEXT
    text = str(value)
    titles = {"mql": "MQL", "icp": "ideal customer", "employees": "size", "lead": "lead score"}
    return any(one in TEXT for one in (text, text.replace("_", " "), titles.get(text, text)))


def test_no_clause_is_left_out() -> None:
    """Each name, owner, number, date and time of the document stands in the text."""
    assert [pair for pair in values(document(FULL)) if not is_told(pair[1])] == []


def test_ids_of_everything_stand_in_the_text() -> None:
    """A rule, a score, a goal, an SLA: whatever has a name is called by it, or by its title."""
    made = agreement(text=FULL)
    things: list[Any] = [
        *made.rules,
        *made.scores,
        *made.goals,
        *made.slas,
        *made.funnel.stages,
        *made.fields,
        *made.vocabulary,
    ]
    for thing in things:
        assert thing.label in TEXT
    for calendar in made.calendars:
        assert calendar.name in TEXT
    for team in made.teams:
        assert team in TEXT
    assert digest(made) in TEXT


def test_sign_lines() -> None:
    """A team that has not signed has a line to sign on; one that has, its name and date."""
    made = sign(agreement(), team="sales", by="Grace", on=date(2026, 1, 5))
    text = told(made)
    assert "sales Grace 2026-01-05 signed these terms" in text
    assert "marketing ________________________ ____________ not signed yet" in text


def test_numbers_are_told_exactly() -> None:
    """What is signed is what is measured: no number is rounded."""
    whole = document()
    whole["goals"]["touched"]["at_least"] = {"fraction": [1, 3]}
    whole["goals"]["mqls"] |= {"metric": {"external": "x"}, "at_least": 1234567.8901}
    text = told(from_document(whole))
    assert "at least 100/3 % of the “first_touch” clocks are met" in text
    assert "is at least 1,234,567.8901." in text


def test_three_teams() -> None:
    """A goal that two of three teams share names them."""
    whole = document()
    whole["teams"] = ["marketing", "sales", "customer success"]
    whole["goals"]["mqls"]["owner"] = ["sales", "marketing"]
    assert "Together marketing and sales answer for:" in told(from_document(whole))


HOSTILE = ["<script>alert(1)</script>", '" onmouseover="alert(1)', "&amp;<b>", "javascript:alert(1)"]


@pytest.mark.parametrize("name", HOSTILE)
def test_O01_hostile_names(name: str) -> None:
    """A name is text, wherever it stands, and reads right on the page."""
    whole = document()
    whole["mission"] = whole["vocabulary"]["mql"]["means"] = whole["name"] = name
    whole["stages"][0]["title"] = whole["rules"]["icp"]["title"] = whole["goals"]["mqls"]["title"] = name
    whole["fields"]["email"]["title"] = whole["slas"]["first_touch"]["title"] = name
    whole["systems"] = {name: name}
    whole["boundaries"][0]["reasons"] = [name]
    made = sign(from_document(whole), team="sales", by=name, on=date(2026, 1, 5))
    html = to_html(read(made).blocks())
    assert "<script" not in html
    assert "<b>" not in html
    assert not re.search(r'<[^>]*onmouseover="alert', html)
    assert name in told(made)


def test_it_shows_itself() -> None:
    """In a notebook and on a terminal, short enough for both."""
    found = read(agreement(text=FULL))
    assert len(repr(found)) < 4096
    assert len(found._repr_html_()) < 200 * 1024


SLA: dict[str, Any] = {"owner": "sales", "starts": {"entered": "mql"}, "stops": {"did": "call"}, "within": "4 hours"}
GOAL: dict[str, Any] = {"owner": "sales", "metric": {"count": {"entered": "mql"}}, "at_least": 9, "weight": 1}
RATE: dict[str, Any] = {"owner": "sales", "metric": {"conversion": ["mql", "won"]}, "at_least": 0.5, "weight": 1}
NL: dict[str, Any] = {"field": "country", "equals": "NL"}
WON: dict[str, Any] = {"entered": "won"}
MQLS: dict[str, Any] = {"count": {"entered": "mql"}}
DEALS: dict[str, Any] = {"count": WON}
TOTAL: dict[str, Any] = {"total": "amount", "at": WON}
HOT: dict[str, Any] = {"when": {"field": "country", "equals": "NL"}, "within": "5 minutes"}
PAUSE: dict[str, Any] = {"starts": {"did": "away"}, "ends": {"did": "back"}}
OTHERWISE: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("slas", SLA, {"owner": "marketing"}),
    ("slas", SLA, {"starts": {"left": "mql"}}),
    ("slas", SLA, {"starts": {"entered": "sal"}}),
    ("slas", SLA, {"starts": {"accepted": True}}),
    ("slas", SLA, {"starts": {"accepted": "sal"}}),
    ("slas", SLA, {"starts": {"rejected": True}}),
    ("slas", SLA, {"starts": {"rejected": "no budget"}}),
    ("slas", SLA, {"stops": {"did": "call", "at_least": 2}}),
    ("slas", SLA, {"stops": {"did": "call", "within": "2 days"}}),
    ("slas", SLA, {"stops": {"did": "demo_request"}}),
    ("slas", SLA, {"stops": {"did": "demo request"}}),
    ("slas", SLA, {"stops": {"any": [{"did": "call"}, {"left": "mql"}]}}),
    ("slas", SLA, {"within": "4 work hours", "calendar": "office"}),
    ("slas", SLA, {"within": "4 hours 1 second"}),
    ("slas", SLA, {"warn_at": {"fraction": [1, 3]}}),
    ("slas", SLA, {"any_actor": True}),
    ("slas", SLA, {"cancels": {"left": "mql"}}),
    ("slas", SLA, {"pauses": {"away": PAUSE}}),
    ("slas", SLA, {"pauses": {"away": {**PAUSE, "ends": {"did": "call"}}}}),
    ("slas", SLA, {"tiers": {"hot": HOT}}),
    ("slas", SLA, {"tiers": {"hot": {**HOT, "within": "5 work hours", "calendar": "office"}}}),
    ("slas", SLA, {"tiers": {"hot": HOT, "warm": HOT}}),
    ("slas", SLA, {"tiers": {"warm": HOT, "hot": HOT}}),
    ("goals", GOAL, {"owner": ["marketing", "sales"]}),
    ("goals", GOAL, {"owner": "marketing"}),
    ("goals", GOAL, {"at_least": 8.999999999}),
    ("goals", GOAL, {"worst": 1}),
    ("goals", GOAL, {"metric": {"count": {"entered": "mql"}, "where": {"field": "country", "equals": "NL"}}}),
    ("goals", GOAL, {"metric": {"count": {"did": "call", "where": {"field": "minutes", "at_least": 5}}}}),
    ("goals", GOAL, {"metric": {"count": {"did": "call", "where": {"field": "is recorded", "is_true": True}}}}),
    ("goals", GOAL, {"metric": {"total": "deal_size", "at": {"entered": "won"}}}),
    ("goals", GOAL, {"metric": {"total": "deal size", "at": {"entered": "won"}}}),
    ("goals", GOAL, {"metric": {"external": "deal size"}}),
    ("goals", RATE, {"metric": {"conversion": ["mql", "won"], "within": "90 days"}}),
    ("goals", RATE, {"metric": {"conversion": ["sal", "won"]}}),
    ("goals", RATE, {"metric": {"period_conversion": ["mql", "won"]}}),
    ("goals", RATE, {"metric": {"share": {"count": {"entered": "sal"}}, "among": {"count": {"entered": "mql"}}}}),
    ("goals", RATE, {"metric": {"met": "clock"}}),
    ("goals", GOAL, {"metric": {"count": {"entered": "sal"}}}),
    ("goals", GOAL, {"metric": {"count": {"left": "mql"}}}),
    ("goals", GOAL, {"metric": {"count": {"any": [{"entered": "mql"}, {"entered": "sal"}]}}}),
    ("goals", GOAL, {"metric": {"count": {"accepted": True}}}),
    ("goals", GOAL, {"metric": {"count": {"rejected": True}}}),
    ("goals", GOAL, {"metric": {"count": {"rejected": "no budget"}}}),
    ("goals", GOAL, {"metric": {"count": {"entered": "mql"}}, "at_least": 1}),
    ("goals", GOAL, {"metric": {"count": {"entered": "mql"}, "where": NL}, "at_least": 1}),
    ("goals", GOAL, {"at_least": None, "at_most": 9}),
    ("goals", GOAL, {"at_least": None, "at_most": 9, "worst": 20}),
    ("goals", GOAL, {"at_least": None, "between": [9, 20]}),
    ("goals", GOAL, {"at_least": None, "between": [9, 21]}),
    ("goals", GOAL, {"at_least": None, "between": [9, 20], "worst": [1, 30]}),
    ("goals", GOAL, {"at_least": None, "between": [9, 20], "worst": [1, 31]}),
    ("goals", GOAL, {"steps": [2, 3, 4]}),
    ("goals", GOAL, {"steps": [3, 3, 3]}),
    ("goals", GOAL, {"shape": {"name": "2025", "parts": [0.5, 0.5]}}),
    ("goals", GOAL, {"shape": {"name": "2024", "parts": [0.5, 0.5]}}),
    ("goals", GOAL, {"shape": {"name": "2025", "parts": [0.25, 0.75]}}),
    ("goals", GOAL, {"shape": {"name": "2025", "parts": [0.25, 0.25, 0.5]}}),
    *(
        ("goals", GOAL, {"metric": metric})
        for name in ("deal_size", "deal size", "Deal_size")
        for metric in (
            {"average": name, "at": WON},
            {"median": name, "at": WON},
            {"percentile": name, "percent": 90, "at": WON},
            {"percentile": name, "percent": 90.00001, "at": WON},
            {"percentile": name, "percent": 90, "at": {"left": "won"}},
            {"pipeline": name, "in": ["sal"]},
            {"pipeline": name, "in": ["mql", "sal"]},
            {"sales_velocity": name, "opportunity": "sal"},
            {"sales_velocity": name, "opportunity": "mql"},
            {"sales_velocity": name, "opportunity": "sal", "win_rate": "closed", "lost": ["lost"]},
        )
    ),
    ("goals", GOAL, {"metric": {"average": "seats", "at": {"any": [WON, {"left": "won"}]}}}),
    ("goals", GOAL, {"metric": {"standing": ["sal"]}}),
    ("goals", GOAL, {"metric": {"standing": ["mql", "sal"]}}),
    ("goals", GOAL, {"metric": {"standing": ["sal"]}, "at_least": 1}),
    ("goals", GOAL, {"metric": {"external": "deal_size"}}),
    *(
        ("goals", GOAL, {"metric": {form: ["mql", "won"], **options}, "at_least": "5 days"})
        for form, options in (
            ("median_time", {}),
            ("average_time", {}),
            ("percentile_time", {"percent": 90}),
            ("percentile_time", {"percent": 90.00001}),
            ("percentile_time", {"percent": {"fraction": [100, 3]}}),
        )
    ),
    *(
        ("goals", GOAL, {"metric": {operator: parts}})
        for operator in ("add", "subtract", "multiply", "divide")
        for parts in (
            [MQLS, DEALS],
            [DEALS, MQLS],
            [MQLS, DEALS, MQLS],
            [MQLS, {operator: [DEALS, MQLS]}],
            [{**MQLS, "where": NL}, DEALS],
            [MQLS, {**DEALS, "where": NL}],
        )
    ),
    *(
        ("goals", GOAL, {"metric": {operator: [MQLS, number]}})
        for operator in ("multiply", "divide")
        for number in (2, 2.000001, 1.001, 1.002, {"fraction": [1, 3]}, 0.333333)
    ),
    *(
        ("goals", GOAL, {"metric": {"add": [TOTAL, {"amount": amount, "currency": currency}]}})
        for amount in (1000, 1000.4, 0.001, 0.002)
        for currency in ("EUR", "USD")
    ),
    *(
        ("goals", GOAL, {"metric": {"add": [{"median_time": ["mql", "won"]}, span]}, "at_least": "9 days"})
        for span in ("5 days", "5 days 1 second", "5 days 2 seconds")
    ),
    *(
        ("goals", GOAL, {"metric": {"coverage": {"pipeline": "amount", "in": ["sal"]}, "target": target, **less}})
        for target in (1000, 1000.4, {"amount": 1000, "currency": "USD"}, {"number": 1000})
        for less in ({}, {"reached": TOTAL}, {"reached": {"average": "amount", "at": WON}})
    ),
    ("goals", GOAL, {"metric": {"coverage": TOTAL, "target": 1000, "reached": {"pipeline": "amount", "in": ["sal"]}}}),
    ("goals", RATE, {"metric": {"multiply": [{"period_conversion": ["mql", "won"]}, 2]}}),
    ("goals", RATE, {"metric": {"subtract": [1, {"met": "clock"}]}}),
    ("goals", RATE, {"metric": {"add": [{"met": "clock"}, {"conversion": ["mql", "won"]}]}}),
    ("goals", RATE, {"metric": {"add": [{"met": "clock"}, {"conversion": ["mql", "won"], "within": "9 days"}]}}),
    ("goals", RATE, {"metric": {"share": {"where": NL}, "among": MQLS}}),
    ("goals", RATE, {"metric": {"share": DEALS, "among": {**MQLS, "where": NL}}}),
    ("goals", RATE, {"metric": {"share": {**DEALS, "where": NL}, "among": MQLS}}),
    ("goals", GOAL, {"metric": {"divide": [DEALS, {"multiply": [MQLS, 2]}]}}),
]
"""A clause or a goal, and one thing that can be said otherwise in it."""


def test_what_is_said_otherwise_reads_otherwise() -> None:
    """Each option of a clause and of a goal stands in the text: no two that differ read alike."""
    texts: dict[str, str] = {}
    for kind, first, other in [("slas", SLA, {}), ("goals", GOAL, {}), ("goals", RATE, {}), *OTHERWISE]:
        whole = document()
        whole["slas"] = {"clock": SLA}
        whole["goals"] = {}
        said = {**first, **other}
        whole[kind] |= {"clock": {key: value for key, value in said.items() if value is not None}}
        made = from_document(whole)
        text = told(made).replace(digest(made), "")
        assert texts.setdefault(text, digest(made)) == digest(made), (kind, other)
    assert len(texts) == len(OTHERWISE) + 3


def test_an_actor_is_told_where_an_event_stops_the_clock() -> None:
    """Whoever enters a stage, the clock stops: to allow any actor there says nothing, and nothing is told."""
    by_stage = {**SLA, "stops": {"entered": "sal"}}
    one, other = (told(agreement("slas.clock", {**by_stage, "any_actor": anyone})) for anyone in (False, True))
    assert one.rpartition("Digest")[0] == other.rpartition("Digest")[0]


def test_the_agreement_as_markdown() -> None:
    """To paste in a wiki: headings, lists, tables and the digest; nothing in it is read as a mark or as HTML."""
    made = agreement("mission", "*Each* <b>lead</b> | is called.", text=FULL)
    before = digest(made)
    text = read(made).to_markdown()
    assert text.startswith("# Zuid – Ünïcode\n\n> \\*Each\\* &lt;b&gt;lead&lt;/b&gt; \\| is called.\n")
    for part in (
        "## What counts as qualified",
        "“ideal customer” means all of these:\n\n- size is between 50 and 5,000 people\n- country is BE, DE or NL\n",
        "| --- | --- | --- | --- |\n| size | whole number | people | sales |\n| country | text |",
        f"Digest of the terms (SHA-256): {before}",
    ):
        assert part in text
    assert digest(made) == before


def test_a_long_sentence_is_whole_in_markdown() -> None:
    """Ten years of holidays stand in one sentence of a calendar; in the redline, too."""
    days = [date(2026 + number // 20, 1 + number % 12, 1 + number % 20).isoformat() for number in range(400)]
    made = agreement("calendars.office.holidays", days)
    text = read(made).to_markdown()
    assert all(day in text for day in days)
    assert all(day in redline(agreement(), made).to_markdown() for day in days)
