"""Where in the text of a document a path stands: line and column, for findings.

The text was parsed before, so it is valid; this scanner only follows its keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import attrs

from alignkit.agreement.document.cursor import joined
from alignkit.errors import Finding

_STRING = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)
_SPACE = re.compile(r"(?:\s|#[^\n]*)*")
_INLINE_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")


def locate(findings: Iterable[Finding], text: str, kind: Literal["toml", "json"]) -> tuple[Finding, ...]:
    r"""Return the findings with line and column, of the path itself or of the nearest table around it.

    >>> locate([Finding("f", "", "rules.a.at_leat")], '[rules]\na = { field = "x", at_leat = 5 }', "toml")[0].line
    2
    """
    found = _Scanner(text, kind).run()
    placed = []
    for finding in findings:
        place = _place(found, finding.path)
        if place is None or finding.line is not None:
            placed.append(finding)
        else:
            line = text.count("\n", 0, place) + 1
            placed.append(attrs.evolve(finding, line=line, column=place - text.rfind("\n", 0, place)))
    return tuple(placed)


def _place(found: dict[str, int], path: str) -> int | None:
    while path and path not in found:
        cut = max(path.rfind("."), path.rfind("["))
        path = path[:cut] if cut > 0 else ""
    return found.get(path)


class _Scanner:
    """Follows the keys of a text and keeps where each path starts, as an offset."""

    def __init__(self, text: str, kind: Literal["toml", "json"]) -> None:
        self.text = text
        self.sign = "=" if kind == "toml" else ":"
        self.found: dict[str, int] = {}
        self.at = 0
        self._lists: dict[str, int] = {}

    def run(self) -> dict[str, int]:
        try:
            if self.sign == ":":
                self._skip()
                self._value("")
            else:
                self._toml()
        except (IndexError, AttributeError):  # an exotic spelling: findings then go without a place
            pass
        return self.found

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _toml(self) -> None:
        base = ""
        while True:
            self._skip()
            if self.at >= len(self.text):
                return
            start = self.at
            if self.text[self.at] == "[":
                double = self.text.startswith("[[", self.at)
                self.at += 2 if double else 1
                parts = self._key()
                self.at = self.text.index("]", self.at) + (2 if double else 1)
                base = self._header(parts, double=double)
                self.found.setdefault(base, start)
            else:
                self._pair(base)

    def _header(self, parts: list[str], *, double: bool) -> str:
        path = ""
        for i, part in enumerate(parts):
            path = joined(path, part)
            if double and i == len(parts) - 1:
                self._lists[path] = self._lists.get(path, -1) + 1
            if path in self._lists:
                path = f"{path}[{self._lists[path]}]"
        return path

    def _pair(self, base: str) -> None:
        start = self.at
        path = base
        for part in self._key():
            path = joined(path, part)
            self.found.setdefault(path, start)
        self.at = self.text.index(self.sign, self.at) + 1
        self._skip()
        self._value(path)

    def _key(self) -> list[str]:
        parts = []
        while True:
            self.at = self._after(_INLINE_SPACE)
            string = _STRING.match(self.text, self.at)
            word = string or _BARE.match(self.text, self.at)
            if word is None:
                raise IndexError
            self.at = word.end()
            parts.append(_unquoted(word[0]) if string else word[0])
            self.at = self._after(_INLINE_SPACE)
            if self.sign == ":" or self.text[self.at] != ".":
                return parts
            self.at += 1

    def _after(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.at)
        return match.end() if match else self.at

    def _value(self, path: str) -> None:
        sign = self.text[self.at]
        if sign in "{[":
            self.at += 1
            self._inside(path, "}" if sign == "{" else "]")
        elif string := _STRING.match(self.text, self.at):
            self.at = string.end()
        else:
            self.at = self._after(_SCALAR)

    def _inside(self, path: str, end: str) -> None:
        index = 0
        while True:
            self._skip()
            if self.text[self.at] == end:
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            if end == "]":
                here = f"{path}[{index}]"
                index += 1
                self.found.setdefault(here, self.at)
                self._value(here)
            else:
                self._pair(path)


def _unquoted(text: str) -> str:
    from json import loads

    return text[1:-1] if text[0] == "'" else str(loads(text))
