from __future__ import annotations

import pytest

from alignkit.rules.quote import event_words, is_spoken, label_words, quoted


@pytest.mark.parametrize("text", ["a “b", "a” b", "a\nb"])
def test_nothing_in_a_text_closes_its_quotes(text: str) -> None:
    """A quotation mark of either kind, or a line break, and it is written as Python writes it."""
    assert quoted(text) == repr(text)


@pytest.mark.parametrize("label", ["Company size", "X-ray budget", "Size (people)", "Budget '26", "Diderot"])
def test_a_plain_label_stands_as_it_is(label: str) -> None:
    """Also with what would be odd where a label begins."""
    assert label_words(label) == label


@pytest.mark.parametrize(
    "label",
    [
        *("(old) size", "'size", '"size', ""),  # begin as what we put in brackets or quotes
        *(" size", "size ", "company  size"),  # blanks that a sentence would swallow
        *("size,country", "size;country"),  # read as two
        *("any item of size", "did call", "at least 2 sizes", "the score fit", "size is known"),  # read as conditions
    ],
)
def test_a_label_that_could_be_read_as_more_is_quoted(label: str) -> None:
    """So that each reads as one thing that people named."""
    assert label_words(label) == f"“{label}”"


@pytest.mark.parametrize("label", ["the “size", "size”", "company\nsize"])
def test_a_label_that_could_close_its_quotes(label: str) -> None:
    """It is written as Python writes it."""
    assert label_words(label) == repr(label)


@pytest.mark.parametrize(
    ("event", "words", "spoken"),
    [
        ("demo_request", "demo request", True),
        ("Xmas_call", "Xmas call", True),
        ("don't_call", "don't call", True),
        ("'demo'", "“'demo'”", True),
        ("call,mail", "“call,mail”", True),
        ("demo request", "“demo request”", False),
        ("demo__request", "“demo__request”", False),
        ("_demo", "“_demo”", False),
        ("demo_", "“demo_”", False),
        ("a“b", "'a“b'", False),
    ],
)
def test_an_event_is_spoken_where_no_other_could_be_meant(event: str, words: str, spoken: bool) -> None:
    """With spaces for `_`; what a sentence cannot hold is quoted, letter by letter."""
    assert is_spoken(event) is spoken
    assert event_words(event) == words
