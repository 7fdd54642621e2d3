"""The tokens of TOML and JSON text, for what is looked at before and after the parsers: depth, doubles and places."""

from __future__ import annotations

import re

# Possessive, so that each pattern takes linear time; a string that nothing closes runs to the end of its line or text,
# and the parser tells the fault.
_LONG_BASIC = r'"""(?:[^"\\]++|\\.|"{1,2}+(?!"))*+(?:"{3,5})?+'
_LONG_LITERAL = r"'''(?:[^']++|'{1,2}+(?!'))*+(?:'{3,5})?+"
_BASIC = r'"(?:[^"\\\n]++|\\.)*+"?+'
_LITERAL = r"'[^'\n]*+'?+"

TOML_STRING = re.compile(f"{_LONG_BASIC}|{_LONG_LITERAL}|{_BASIC}|{_LITERAL}", re.DOTALL)
JSON_STRING = re.compile(_BASIC, re.DOTALL)
TOML_TOKEN = re.compile(f"{TOML_STRING.pattern}|#[^\\n]*+|[\\[\\]{{}}.=,\\n]", re.DOTALL)
JSON_TOKEN = re.compile(f"{_BASIC}|[\\[\\]{{}}]", re.DOTALL)
SPACE = re.compile(r"(?:\s++|#[^\n]*+)*+")
"""Blanks, line ends and, in TOML, comments."""
INLINE_SPACE = re.compile(r"[ \t]*+")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
SCALAR = re.compile(r"[^,\]}\n#]*+")

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SIGNS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def key_text(token: str) -> str:
    r"""Return the key that a quoted token of TOML stands for.

    >>> key_text('"a\\tb"'), key_text("'a b'")
    ('a\tb', 'a b')
    """
    if token.startswith("'"):
        return token[1:-1]
    return _ESCAPE.sub(_sign, token[1:-1])


def _sign(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _SIGNS.get(match[3], match[3])
