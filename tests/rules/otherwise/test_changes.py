from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime

import pytest

from alignkit.currency import money
from alignkit.history.attributes import Attributes
from alignkit.rules.ask import ask_for
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.otherwise.changes import Change, MoreEvents, Search
from alignkit.rules.verdict import Verdict

CALL = MoreEvents("call", 1, "touch")
PAGES = MoreEvents("page_visit", 2, "page_visit", Attributes({"topic": "pricing", "minutes": 6}))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            Change((("email", None), ("employees", 50)), (), Verdict.YES),
            "YES if email were missing and employees were 50",
        ),
        (Change((("country", "other"),), (), Verdict.NO, told=("another text",)), "NO if country were another text"),
        (
            Change((("budget", money(5_000, "EUR")),), (CALL,), Verdict.YES),
            "YES if budget were 5,000 EUR and 1 more call came",
        ),
        (Change((), (PAGES,), Verdict.YES), "YES if 2 more page visit where minutes is 6 and topic is pricing came"),
        (
            Change((), (CALL, PAGES), band="A"),
            "band A if 1 more call came and 2 more page visit where minutes is 6 and topic is pricing came",
        ),
        (Change((), (), Verdict.YES, history=True), "YES if the events were known: none"),
        (
            Change((("x", True),), (CALL,), Verdict.YES, history=True),
            "YES if x were true and the events were known: 1 call and no other",
        ),
    ],
)
def test_a_change_reads_well(change: Change, words: str) -> None:
    """Fields, missing values and events in one sentence."""
    assert str(change) == words


def test_a_change_is_plain_data_too() -> None:
    """What would be, and how; a time as text."""
    change = Change((("at", datetime(2026, 1, 5, tzinfo=UTC)), ("gone", None)), (PAGES,), Verdict.YES, exact=False)
    assert json.loads(json.dumps(change.to_dict())) == {
        "fields": {"at": "2026-01-05 00:00+00:00", "gone": None},
        "events": [
            {"event": "page_visit", "kind": "page_visit", "more": 2, "where": {"minutes": "6", "topic": "pricing"}}
        ],
        "exact": False,
        "verdict": "yes",
    }
    supposed = Change((("x", "other"),), band="B", told=("another text",), history=True).to_dict()
    assert supposed == {"fields": {"x": "another text"}, "events": [], "exact": True, "history": True, "band": "B"}


@pytest.mark.parametrize(
    ("search", "words"),
    [
        (Search(), ""),
        (Search(stopped="It is in the highest band."), "It is in the highest band."),
        (Search("YES", Change((("x", 1),), (), Verdict.YES), 3), "It would be YES if x were 1."),
        (
            Search(
                "YES", Change((("x", 1),), (), Verdict.YES, exact=False), 9, "searched 9 sets of changes, then stopped"
            ),
            "It would be YES if x were 1; there may be a smaller change: searched 9 sets of changes, then stopped.",
        ),
        (Search("band A", None, 3), "No change of up to 20 fields and events makes it band A."),
        (
            Search("NO", None, 9, "it takes more than 20 changes"),
            "No change was found that makes it NO: it takes more than 20 changes.",
        ),
    ],
)
def test_a_search_says_how_sure_it_is(search: Search, words: str) -> None:
    """The change; or that there is none; or that nobody knows."""
    assert str(search) == words
    assert search.to_dict() == {
        "wanted": search.wanted,
        "sets": search.sets,
        "settled": not search.stopped,
        "said": words,
    }


def test_O04_changes_are_values() -> None:
    """Equal, hashed and pickled by what they say."""
    search = Search("YES", Change((("x", 1),), (CALL, PAGES), Verdict.YES), 3)
    again = pickle.loads(pickle.dumps(search))
    assert again == search
    assert hash(again) == hash(search)


def test_names_that_would_break_a_sentence_are_quoted() -> None:
    """A field that nobody declared may be called anything: no control character reaches a log or a terminal."""
    escape = "\x1b[31mred\n"
    change = Change(((escape, 1), ("size is known", 2)), verdict=Verdict.YES)
    assert str(change) == "YES if '\\x1b[31mred\\n' were 1 and “size is known” were 2"
    asked = explain((field(escape) >= 1) & (field("b") == 2), {})
    assert str(asked.nearest) == "YES if '\\x1b[31mred\\n' were 1 and b were 2"
    assert "\x1b" not in f"{asked}{asked.search}{ask_for(field(escape) >= 1, {})}"
    known = MoreEvents("demo request", 2, "own", Attributes({escape: 5}))
    assert str(known) == "2 more “demo request” where '\\x1b[31mred\\n' is 5"
