"""Fit text to a terminal that cannot show every letter: old consoles, logs in ASCII."""

from __future__ import annotations

_SIGNS = dict(zip("─═│├└█▓▒░▚▲•·…–—✓✗“”’", '-=||`#=:.%^*..--+x""\'', strict=True))
_LOOKALIKES = str.maketrans(_SIGNS | {"→": "->", "≥": ">=", "≤": "<=", "×": "x", "÷": "/", "−": "-", "\u00a0": " "})


def fitted(text: str, encoding: str | None) -> str:
    """Return text that an encoding can hold: signs by their lookalikes, any other letter as a question mark.

    Args:
        text: what is to be shown.
        encoding: that of the stream; None takes UTF-8.

    >>> fitted("✓ 83 % of ≥ 90 %", "ascii"), fitted("✓ 83 %", "utf-8")
    ('+ 83 % of >= 90 %', '✓ 83 %')
    """
    encoding = encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_LOOKALIKES).encode(encoding, "replace").decode(encoding)
    return text
