"""Make text from outside harmless, measure it in columns of a terminal, and wrap it.

A terminal draws Chinese letters and emoji two columns wide and accents none, so `len` does not align a table.
"""

from __future__ import annotations

from unicodedata import category, east_asian_width

_GONE = "\N{REPLACEMENT CHARACTER}"
_SPACES = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINER = "\N{ZERO WIDTH JOINER}"
_EMOJI_STYLE = "\N{VARIATION SELECTOR-16}"
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def clean(text: str) -> str:
    r"""Return text that cannot steer a terminal nor break a page: one line, no control characters.

    White space of any kind becomes one space. Control characters become their pictures (ESC is `␛`), so that a
    person sees them. Halves of surrogate pairs, characters that turn the reading direction, and non-characters
    become U+FFFD.

    >>> clean("two\n lines"), clean("\x1b[31mred")
    ('two lines', '␛[31mred')
    """
    if not text.isprintable():
        text = "".join(map(_harmless, text))
    return " ".join(text.split()) if "  " in text else text.strip()


def _harmless(letter: str) -> str:
    code = ord(letter)
    if letter in _SPACES:
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    # C1 controls steer terminals as ESC does; the other three make a document ill-formed or read backwards
    strange = 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or 0xFDD0 <= code < 0xFDF0 or code & 0xFFFE == 0xFFFE
    return _GONE if strange or letter in _BIDI else letter


def clipped(text: str, most: int) -> str:
    """Return clean text of about `most` characters, saying how many were left out.

    >>> clipped("a" * 1_000_000, 5)
    'aaaaa… (999,995 characters more)'
    """
    if len(text) <= most:
        return clean(text)
    return f"{clean(text[:most])}… ({len(text) - most:,} characters more)"


def elided(text: str, most: int) -> str:
    """Return clean text cut to `most` columns, with an ellipsis in place of the rest.

    >>> elided("marketing-qualified lead", 12)
    'marketing-q…'
    """
    whole = clean(text[: most * 8])
    if len(text) <= most * 8 and width_of(whole) <= most:
        return whole
    taken = _take(whole, most - 1)[0].rstrip()
    return taken + "…" if width_of(taken) < most else "…"


def escaped(text: str) -> str:
    """Return clean text for HTML and XML, for elements and for attributes in quotes.

    >>> escaped('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return clean(text).translate(_ESCAPES)


def width_of(text: str) -> int:
    """Return how many columns of a terminal clean text takes.

    >>> width_of("lead"), width_of("日本"), width_of("e\N{COMBINING ACUTE ACCENT}")
    (4, 4, 1)
    """
    return len(text) if text.isascii() else sum(width for _, width in _letters(text))


def _letters(text: str) -> list[tuple[str, int]]:
    """Cut text into what a person sees as letters, each with its width in columns."""
    letters: list[tuple[str, int]] = []
    joined = False
    for char in text:
        kind = category(char)
        skin = "\U0001f3fb" <= char <= "\U0001f3ff"
        if letters and (joined or skin or kind in {"Mn", "Me", "Cf"}):
            seen, width = letters[-1]
            letters[-1] = (seen + char, 2 if char == _EMOJI_STYLE and width else width)
        elif kind in {"Mn", "Me", "Cf"} and char != "\N{SOFT HYPHEN}":
            letters.append((char, 0))
        else:
            letters.append((char, 2 if east_asian_width(char) in {"W", "F"} else 1))
        joined = char == _JOINER
    return letters


def _take(text: str, most: int) -> tuple[str, str]:
    """Return as many leading letters as fit into `most` columns (one at least), and the rest."""
    if text.isascii():
        return text[: max(1, most)], text[max(1, most) :]
    taken, used = "", 0
    for letter, width in _letters(text):
        if taken and used + width > most:
            break
        taken, used = taken + letter, used + width
    return taken, text[len(taken) :]


def wrap(text: str, width: int) -> list[str]:
    """Wrap clean text into lines of at most `width` columns; a word that is too long is broken.

    >>> wrap("the quick brown fox", 10)
    ['the quick', 'brown fox']
    >>> wrap("abcdefgh", 3)
    ['abc', 'def', 'gh']
    >>> wrap("marketing-qualified lead", 16)
    ['marketing-', 'qualified lead']
    >>> wrap("a weight of 15 %", 14)
    ['a weight of', '15 %']
    """
    if width_of(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for word in _words(text, width):
        rest, wide = word, width_of(word)
        if line and used + 1 + wide <= width:
            line, used = f"{line} {rest}", used + 1 + wide
            continue
        if line:
            lines.append(line)
        while wide > width:
            taken = _take(rest, width)[0]
            # a long id or address breaks best after its joints
            joint = max(taken.rfind(mark) for mark in "-_/.,:;") + 1
            taken = taken[:joint] if joint > len(taken) // 2 else taken
            lines.append(taken)
            rest = rest[len(taken) :]
            wide = width_of(rest)
        line, used = rest, wide
    if line:
        lines.append(line)
    return lines


def _words(text: str, width: int) -> list[str]:
    """Split text at its spaces, but not between a number and its percent sign."""
    words: list[str] = []
    for word in text.split(" "):
        if word.startswith("%") and words and words[-1][-1:].isdigit() and width_of(words[-1]) + 2 <= width:
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill clean text with spaces up to `width` columns, on its left side if `right`.

    >>> pad("412", 5, right=True)
    '  412'
    """
    gap = " " * (width - width_of(text))
    return gap + text if right else text + gap
