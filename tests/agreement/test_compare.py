"""What changed between two versions, told in plain words for each kind of clause."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest
from tests.agreement.build import FULL, SMALL, agreement, changed, document

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.changes import Change, Changes
from alignkit.agreement.compare import compare
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.sign import sign
from alignkit.errors import DocumentError

ANY: Any = compare


def told(path: str, value: Any, text: str = FULL) -> list[tuple[str, str, str]]:  # noqa: ANN401 - any part
    """Return what changed if one value of a document is another one: what, before and after."""
    old, new = from_document(document(text)), from_document(changed(path, value, text))
    return [(change.what, change.before, change.after) for change in compare(old, new)]


CASES: dict[str, tuple[Any, list[tuple[str, str, str]]]] = {
    "version": ("2026.2", [("version", "it is version 2026.1", "it is version 2026.2")]),
    "mission": (..., [("mission", "Each good lead is called while it is warm.", "")]),
    "review_by": (..., [("review by", "both teams review it by 2026-06-30", "")]),
    "period": (..., [("period", "the goals hold for 2026-Q1", "the goals hold for each quarter")]),
    "systems.amounts": ("the CRM", [("amounts", "“the invoices” is right about it", "“the CRM” is right about it")]),
    "vocabulary.mql.means": (
        "Wants to buy.",
        [("Marketing-qualified lead", "Fits our ideal customer and has shown interest.", "Wants to buy.")],
    ),
    "vocabulary.mql.aliases": (["MQL"], [("Marketing-qualified lead", "also called marketingqualifiedlead", "")]),
    "vocabulary.demo": ({"means": "A show."}, [("demo", "", "A show.")]),
    "fields.employees.unit": ("heads", [("size", "it counts people", "it counts heads")]),
    "fields.country.one_of": (["NL", "BE", "DE", "FR", "LU"], [("country", "", "it may be LU")]),
    "fields.note": (
        {"type": "text", "one_of": ["a", "b"], "from": "sales"},
        [("note", "", "we record it, as text, one of a or b, from sales")],
    ),
    "rules.icp.title": ("target", [("target", "it is called “ideal customer”", "it is called “target”")]),
    "rules.known.any.0": (..., [("known", "email is known or vip is true", "email is known")]),
    "rules.two_of.at_least": (3, None),  # type: ignore[dict-item]  # told below, whole
    "rules.early.less_than": (
        date(2026, 3, 1),
        [("early", "signed_up is before 2026-02-01", "signed_up is before 2026-03-01")],
    ),
    "scores.fit.cap": (70, [("fit", "at most 60 points", "at most 70 points")]),
    "scores.fit.floor": (..., [("fit", "at least -10 points", "")]),
    "scores.fit.points.0.add": (
        50,
        [("fit", "60 points when “ideal customer” holds", "50 points when “ideal customer” holds")],
    ),
    "scores.lead.bands.C": (40, [("lead score", "", "the band C begins at 40 points")]),
    "scores.lead.bands.A": (
        95,
        [("lead score", "the band A begins at 90 points", "the band A begins at 95 points")],
    ),
    "stages.1.title": ("Hot", [("Hot", "it is called “MQL”", "it is called “Hot”")]),
    "stages.5.owner": ("sales", [("spam", "marketing answers for it", "sales answers for it")]),
    "stages.5.outcome": ("lost", [("spam", "it ends as disqualified", "it ends as lost")]),
    "stages.2.entry": (..., [("sal", "a lead enters when country is none of FR", "")]),
    "stages.1.entry": (
        {"rule": "icp"},
        [("MQL", "“mql” holds", "“ideal customer” holds")],
    ),
    "boundaries.0.reasons": (
        ["wrong region", "no budget"],
        [
            (
                "the handoff of a lead in MQL",
                "in this order: the reason no budget for a rejection; the reason wrong region for a rejection",
                "in this order: the reason wrong region for a rejection; the reason no budget for a rejection",
            )
        ],
    ),
    "boundaries.0.recycle_limit": (
        1,
        [
            (
                "the handoff of a lead in MQL",
                "a lead may be offered again at most twice",
                "a lead may be offered again at most once",
            )
        ],
    ),
    "boundaries.0.recycle_to_another": (
        False,
        [
            (
                "the handoff of a lead in MQL",
                "a lead that is offered again goes to another person than the one who had it before",
                "",
            )
        ],
    ),
    "recycles": ([["sal", "lead"]], [("ways back", "a lead may go back from lost to MQL", "")]),
    "calendars.office.holidays": (
        ...,
        [("office", "closed on 2026-04-06", ""), ("office", "closed on 2026-04-27", "")],
    ),
    "calendars.office.zone": (
        "Europe/Paris",
        [("office", "hours are those of Europe/Amsterdam", "hours are those of Europe/Paris")],
    ),
    "calendars.office.exceptions": (..., [("office", "on 2026-12-24: 09:00-12:00", "")]),
    "slas.first_touch.owner": ("marketing", [("first touch", "sales must act", "marketing must act")]),
    "slas.first_touch.within": (
        "2 work hours",
        [("first touch", "there is time for 4 work hours", "there is time for 2 work hours")],
    ),
    "slas.first_touch.warn_at": (
        ...,
        [
            (
                "first touch",
                "a warning is due when 75 % of the time has passed",
                "a warning is due when 80 % of the time has passed",
            )
        ],
    ),
    "slas.first_touch.cancels": (
        ...,
        [("first touch", "the clock is cancelled when the lead is rejected because “no budget”", "")],
    ),
    "slas.first_touch.starts": (
        {"entered": "sal"},
        [("first touch", "the clock starts when the lead enters MQL", "the clock starts when the lead enters sal")],
    ),
    "slas.first_touch.any_actor": (True, [("first touch", "a person must act", "a machine may act too")]),
    "slas.first_touch.pauses": (
        ...,
        [("first touch", "the clock rests once an “away” is recorded, until a “back” is recorded", "")],
    ),
    "slas.first_touch.calendar": (
        "night shift",
        [
            (
                "first touch",
                "work time goes by the calendar “office”",
                "work time goes by the calendar “night shift”",
            )
        ],
    ),
    "slas.first_touch.tiers.hot.within": (
        "10 minutes",
        [
            (
                "first touch, “hot”",
                "there is time for 5 minutes by the clock, day and night",
                "there is time for 10 minutes by the clock, day and night",
            )
        ],
    ),
    "slas.first_touch.tiers.known": (
        ...,
        [("first touch, “known”", "2 work hours instead when “known” holds", "")],
    ),
    "slas.deepen.title": ("depth", [("depth", "", "it is called “depth”")]),
    "goals.mqls.at_least": (
        450,
        [
            (
                "MQLs delivered",
                "at least 400 leads for which “ideal customer” holds enter MQL",
                "at least 450 leads for which “ideal customer” holds enter MQL",
            )
        ],
    ),
    "goals.mqls.owner": (
        ["marketing", "sales"],
        [("MQLs delivered", "marketing answers for it", "marketing and sales answer together for it")],
    ),
    "goals.speed.worst": (
        ...,
        [
            (
                "speed",
                "the median time from MQL to won is at most 30 days. A result of 90 days counts as nothing",
                "the median time from MQL to won is at most 30 days",
            )
        ],
    ),
}


@pytest.mark.parametrize("path", [path for path, (_, due) in CASES.items() if due is not None])
def test_each_kind_of_clause_is_told(path: str) -> None:
    """One value is changed, and one change is told, in words."""
    value, due = CASES[path]
    assert told(path, value) == due


def test_a_rule_of_another_form_is_told_whole() -> None:
    """Where conditions cannot be set against each other, both rules are told."""
    [(what, before, after)] = told("rules.two_of.at_least", 1)
    assert what == "two_of"
    assert before.startswith("at least 2 of: ")
    assert after.startswith("any") or " or " in after


def test_a_condition_takes_the_place_of_one_on_the_same_field() -> None:
    """And others come and go."""
    icp = "rules.icp"
    asked = {
        "all": [{"field": "employees", "at_least": 80}, {"field": "vip", "is_true": True}],
        "title": "ideal customer",
    }
    assert told(icp, asked) == [
        ("ideal customer", "country is BE, DE or NL", ""),
        ("ideal customer", "size is between 50 and 5,000 people", "size is at least 80 people"),
        ("ideal customer", "", "vip is true"),
    ]


def test_weights_are_told_by_themselves() -> None:
    """Two goals of the small agreement, changed together."""
    new = changed("goals.mqls.weight", 0.6)
    new["goals"]["touched"]["weight"] = 0.4
    changes = compare(agreement(), from_document(new))
    assert [(change.path, change.before, change.after) for change in changes] == [
        ("goals.mqls.weight", "it counts 50 %", "it counts 60 %"),
        ("goals.touched.weight", "it counts 50 %", "it counts 40 %"),
    ]
    assert [change.teams for change in changes] == [("marketing",), ("sales",)]
    assert changes.concerning("sales") == (changes[1],)
    assert changes.concerning("nobody") == ()


def test_whole_parts_come_and_go() -> None:
    """A goal, an SLA, a stage and a rule."""
    old, new = from_document(document(FULL)), from_document(document(SMALL))
    kinds = {(change.path, change.kind) for change in compare(old, new)}
    assert {("goals.revenue", "removed"), ("slas.deepen", "removed"), ("stages.spam", "removed")} <= kinds
    back = {(change.path, change.kind) for change in compare(new, old)}
    assert {("goals.revenue", "added"), ("slas.deepen", "added"), ("rules.fresh", "added")} <= back
    assert ("systems.stages", "added") in back


def test_a_handoff_comes_with_all_that_is_agreed_on_it() -> None:
    """Its ways, its reasons, and what is agreed on leads that are offered again."""
    whole = document(FULL)
    whole["boundaries"] = []
    change = next(one for one in compare(from_document(whole), from_document(document(FULL))) if one.kind == "added")
    assert change.after == (
        "an accepted lead goes on to sal, a rejected one to lead; the agreed reasons are no budget and wrong region; "
        "a lead may be offered again at most twice; a lead that is offered again goes to another person than the one "
        "who had it before"
    )


def test_the_order_of_stages_is_told() -> None:
    """A lead takes another way."""
    order = changed("name", "Inbound")
    stages = order["stages"]
    order["stages"] = [stages[0], stages[2], stages[1], *stages[3:]]
    order["boundaries"], order["recycles"] = [], []
    base = changed("name", "Inbound")
    base["boundaries"], base["recycles"] = [], []
    changes = compare(from_document(base), from_document(order))
    assert [(change.path, change.after) for change in changes] == [
        ("stages", "in this order: lead; sal; mql; won; lost")
    ]


def test_the_order_of_exceptions_is_told() -> None:
    """The first that holds counts."""
    whole = document(FULL)
    tiers = whole["slas"]["first_touch"]["tiers"]
    whole["slas"]["first_touch"]["tiers"] = dict(reversed(list(tiers.items())))
    [change] = compare(from_document(document(FULL)), from_document(whole))
    assert change.path == "slas.first_touch.tiers"
    assert change.before == "the first exception that holds counts, in this order: “hot”; “known”"


def test_the_same_in_other_words_is_no_change() -> None:
    """Order and spelling mean nothing, nor do signatures and sources."""
    old = from_document(document(FULL))
    other = document(FULL)
    other["rules"]["icp"]["all"].reverse()
    other["fields"] = dict(reversed(list(other["fields"].items())))
    assert len(compare(old, from_document(other))) == 0
    day = date(2026, 1, 1)
    signed = sign(attrs.evolve(old, sources=[]), team="marketing", by="Iris", on=day)
    assert len(compare(old, signed)) == 0
    assert compare(old, signed).sentence == "Zuid – Ünïcode 2026.1 and Zuid – Ünïcode 2026.1 have the same terms."


def test_what_has_no_sentence_is_told_as_it_stands() -> None:
    """A condition whose unit alone differs reads the same in words: the document's data stand beside it."""
    [(what, before, after)] = told("rules.rich", {"field": "fit_index", "at_least": 5000})
    assert (what, after) == ("rich", "fit_index is at least 5,000")
    assert before == "budget is at least 5,000 EUR"


def test_the_words_of_a_change() -> None:
    """One sentence each."""
    changes = compare(agreement(), agreement("currency", "USD"))
    assert [change.sentence for change in changes] == ["currency: was: amounts are in EUR; is now: amounts are in USD"]
    added = Change("a", "goals", "MQLs", "added", "", "at least 5", ("sales",))
    gone = Change("a", "goals", "MQLs", "removed", "at least 5", "", ("sales",))
    assert (added.sentence, gone.sentence) == ("MQLs: new: at least 5", "MQLs: no longer: at least 5")
    assert changes.sentence == "From Inbound 2026.1 to Inbound 2026.1: 1 changed."
    several = Changes("a", "b", "0", "1", [added, gone, changes[0]])
    assert several.sentence == "From a to b: 1 added, 1 removed and 1 changed."
    assert [change.part for change in several] == ["agreement", "goals", "goals"]
    assert several[:1] == (changes[0],)


WRONG: list[tuple[Callable[[], object], str]] = [
    (lambda: ANY(agreement(), 5), "wrong-type"),
    (lambda: ANY("x", agreement()), "wrong-type"),
    (lambda: Change("a", "goal", "w", "added", "", "b", ()), "unknown-option"),
    (lambda: Change("a", "goals", "w", ANY, "", "b", ()), "unknown-option"),
    (lambda: Changes("a", "b", "0", "1", [ANY]), "wrong-type"),
    (lambda: attrs.evolve(Change("a", "goals", "w", "added", "", "b", ()), kind=ANY), "unknown-option"),
]


@pytest.mark.parametrize(("make", "code"), WRONG)
def test_what_is_wrong_is_refused(make: Callable[[], object], code: str) -> None:
    """O05: evolved values are validated too."""
    with pytest.raises(DocumentError) as caught:
        make()
    assert caught.value.code == code


def test_changes_show_themselves() -> None:
    """O01, O03, O04: escaped, bounded, and values."""
    odd: Agreement = agreement("name", "<script>alert(1)</script>")
    changes = compare(agreement(), odd)
    assert "<script>" not in changes._repr_html_()
    for made in (pickle.loads(pickle.dumps(changes)), copy.copy(changes), copy.deepcopy(changes)):
        assert made == changes
    told_ = changes.to_dict()
    assert told_["kind"] == "changes"
    assert told_["counts"] == {"added": 0, "removed": 0, "changed": 1}
    many = Changes("a", "b", "0", "1", [attrs.evolve(changes[0], path=str(i)) for i in range(100_000)])
    assert len(repr(many).encode()) < 4096
    assert len(many._repr_html_().encode()) < 200_000
