"""Two versions as one page, with what was deleted and inserted."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from typing import Any

import attrs
import pytest
from tests.agreement.build import FULL, agreement, document

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.redline import redline
from alignkit.agreement.redlines import Redline
from alignkit.agreement.sign import sign
from alignkit.display.html import page, to_html
from alignkit.errors import DocumentError

ANY: Any = redline


def full(*changes: tuple[str, str]) -> Agreement:
    """Return the agreement that holds every kind of clause, with some words replaced."""
    text = FULL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return from_document(document(text))


def test_words_are_struck_out_and_underlined() -> None:
    """A number in a sentence is one word; the rest of the sentence stays."""
    found = redline(full(), full(('within = "4 work hours"', 'within = "2 work hours"')))
    [line, last] = found.revised
    assert [(piece.kind, piece.text) for piece in line.pieces][:4] == [
        ("kept", "first touch: when the lead enters MQL, sales has"),
        ("deleted", "4"),
        ("inserted", "2"),
        ("kept", line.pieces[3].text),
    ]
    assert last.pieces[0].text == "Digest of the terms (SHA-256):"
    html = to_html(found.blocks())
    assert "sales has <del>4</del> <ins>2</ins> work hours" in html
    assert "~~4~~ **2** work hours" in found.to_markdown()
    assert found.sentence == (
        "From Zuid – Ünïcode 2026.1 to Zuid – Ünïcode 2026.1, 2 lines differ: what was deleted is struck out, what was "
        "inserted underlined."
    )


def test_sentences_come_and_go() -> None:
    """A sentence that has nothing in common with any other is deleted, or inserted, as a whole."""
    mission = ("Each good lead is called while it is warm.", "We answer quickly.")
    found = redline(full(), full(mission))
    kinds = [[piece.kind for piece in line.pieces] for line in found.revised]
    assert kinds[:2] == [["deleted"], ["inserted"]]
    assert [line.kind for line in found.revised[:2]] == ["quote", "quote"]


def test_a_row_of_a_table_is_an_item() -> None:
    """With the titles of its columns."""
    found = redline(full(), full(('title = "MQL"', 'title = "Lead of marketing"')))
    rows = [" ".join(piece.text for piece in line.pieces) for line in found.revised if line.kind == "item"]
    assert rows[0] == "MQL; Lead of marketing; answered for by: marketing; entry: when “mql” holds"


def test_the_same_terms_have_no_marks() -> None:
    """Whoever signed: the sign lines are empty."""
    old = full()
    new = sign(attrs.evolve(old, sources=[]), team="marketing", by="Iris Vermeer", on=date(2026, 1, 1))
    found = redline(old, new)
    assert found.same_terms
    assert found.revised == ()
    assert "Iris" not in found.to_markdown()
    assert found.sentence == "Zuid – Ünïcode 2026.1 and Zuid – Ünïcode 2026.1 have the same terms."


def test_other_words_for_the_same_terms_are_said_to_be() -> None:
    """A rule in another order reads otherwise and means the same."""
    whole = document(FULL)
    whole["rules"]["icp"]["all"].reverse()
    found = redline(full(), from_document(whole))
    assert found.same_terms
    assert found.revised
    assert found.sentence.endswith("have the same terms; what is marked is wording alone.")


def test_O01_names_are_escaped() -> None:
    """In HTML and in Markdown."""
    found = redline(agreement(), agreement("name", "<script>*x*</script>"))
    assert "<script>" not in found._repr_html_()
    assert "<ins>&lt;script&gt;" in found._repr_html_()
    assert "*x*" not in found.to_markdown().replace("\\*x\\*", "")
    assert "<h1>" in page("Redline", found.blocks())


def test_O03_a_large_page_is_bounded() -> None:
    """And says how much was left out."""
    found = redline(full(), full())
    many = attrs.evolve(found, lines=found.lines * 1_000)
    assert len(repr(many).encode()) < 4096
    assert "more line" in repr(many)
    assert len(many._repr_html_().encode()) < 200_000


def test_very_long_sentences_are_replaced_as_a_whole() -> None:
    """Of thousands of words none are matched: a page must come at once."""
    words = " ".join(f"w{number}" for number in range(5_000))
    found = redline(full(("Each good lead", words)), full(("Each good lead", f"{words} x")))
    line = next(line for line in found.revised if line.kind == "quote")
    assert [piece.kind for piece in line.pieces] == ["deleted", "inserted"]


def test_a_redline_is_a_value() -> None:
    """O04; and making it changes no digest."""
    old, new = full(), full(('within = "4 work hours"', 'within = "2 work hours"'))
    before = digest(old), digest(new)
    found = redline(old, new)
    assert (digest(old), digest(new)) == before
    for made in (pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):
        assert made == found
    told = found.to_dict()
    assert (told["kind"], told["same_terms"]) == ("redline", False)
    with pytest.raises(DocumentError):
        ANY(old, "new")
    with pytest.raises(DocumentError):
        Redline("a", "b", [ANY], same_terms=False)
