"""Text is made harmless, measured and wrapped."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from alignkit.display.wrap import clean, clipped, elided, escaped, pad, width_of, wrap

any_text = st.text(st.characters(), max_size=200)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b31m", "\ufffd31m"),
        ("a\u202egpj.exe", "a\ufffdgpj.exe"),
        ("a\ud800b", "a\ufffdb"),
        ("a\r\nb\tc\u2028d", "a b c d"),
        ("\x00", "␀"),
        ("\uffff", "\ufffd"),
        ("עברית 日本 é", "עברית 日本 é"),
        (" a  b ", "a b"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    """What steers a terminal or a page is made visible; what people write stays."""
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("日本", 4),
        ("e\u0301", 1),
        ("👩\u200d💻", 2),
        ("👍\U0001f3fd", 2),
        ("❤\ufe0f", 2),
        ("ｱ", 1),
    ],
)
def test_width(text: str, width: int) -> None:
    """Wide letters take two columns, accents none, and joined emoji are one."""
    assert width_of(text) == width


@given(any_text)
def test_clean_is_harmless_and_stable(text: str) -> None:
    """Clean text has no controls, encodes as UTF-8, and stays as it is when cleaned again."""
    done = clean(text)
    done.encode("utf-8")
    assert clean(done) == done
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in done)


@given(any_text, st.integers(min_value=2, max_value=60))
def test_wrap_keeps_every_letter(text: str, width: int) -> None:
    """No line is too wide, and no letter is lost but spaces at the breaks."""
    lines = wrap(clean(text), width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")


@given(any_text, st.integers(min_value=2, max_value=60))
def test_elided_fits(text: str, width: int) -> None:
    """What is cut to a width is no wider."""
    assert width_of(elided(text, width)) <= width


@given(any_text)
def test_escaped_has_no_markup(text: str) -> None:
    """Escaped text cannot leave an element nor an attribute, and reads as before."""
    from html import unescape

    assert not set(escaped(text)) & set("<>\"'")
    assert unescape(escaped(text)) == clean(text)


def test_clipped_says_how_much() -> None:
    """What is left out of a long text is counted."""
    assert clipped("x" * 1050, 50) == "x" * 50 + "… (1,000 characters more)"


def test_pad() -> None:
    """Wide letters are padded by columns, not by letters."""
    assert pad("日本", 5) == "日本 "
    assert pad("5", 3, right=True) == "  5"
