"""Follow the keys of TOML or JSON text: where each wanted path starts, and which key stands there twice.

The scanner knows no more of a value than where it ends. It is used on text that a parser has judged.
"""

from __future__ import annotations

from collections.abc import Container
from json import loads
from typing import Literal

from alignkit.adapters.document_tokens import (
    BARE_KEY,
    INLINE_SPACE,
    JSON_STRING,
    JSON_TOKEN,
    SCALAR,
    SPACE,
    TOML_STRING,
    TOML_TOKEN,
    key_text,
)
from alignkit.agreement.document.paths import Step

Steps = tuple[Step, ...]


class Everything:
    """Every path: a container of all steps."""

    def __contains__(self, _: object) -> bool:
        return True


class DoubledError(Exception):
    """A key stands there twice: its steps, and where the second one starts."""

    def __init__(self, steps: Steps, at: int) -> None:
        super().__init__(steps, at)
        self.steps = steps
        self.at = at


class Scanner:
    """Follows the keys of a text and keeps where each wanted path starts, as an offset.

    Args:
        text: the document.
        kind: `toml` or `json`.
        wanted: the paths to keep, as steps, with every path around them; what is not wanted is skipped unread.
        unique: whether a key that stands there twice raises `DoubledError`.
    """

    def __init__(
        self, text: str, kind: Literal["toml", "json"], wanted: Container[Steps], *, unique: bool = False
    ) -> None:
        self.found: dict[Steps, int] = {}
        self.implied: set[Steps] = set()
        """The tables without a place of their own: in TOML, `rules` where only `[rules.mql]` stands."""
        self._text = text
        self._toml = kind == "toml"
        self._wanted = wanted
        self._unique = unique
        self._at = 0
        self._lists: dict[Steps, int] = {}

    def run(self) -> dict[Steps, int]:
        """Return the offsets of the wanted paths, as far as the text can be followed."""
        try:
            if self._toml:
                self._document()
            else:
                self._skip_space()
                self._value(())
        except (IndexError, ValueError):
            pass  # the text ends where a sign is due: what follows has no place
        return self.found

    def _keep(self, steps: Steps, start: int, *, once: bool = False) -> None:
        if steps in self._wanted and self.found.setdefault(steps, start) != start and once and self._unique:
            raise DoubledError(steps, start)

    def _skip_space(self) -> None:
        match = SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _document(self) -> None:
        base: Steps = ()
        headers: dict[Steps, int] = {}
        while True:
            self._skip_space()
            start = self._at
            if start >= len(self._text):
                return
            if self._text[start] != "[":
                self._pair(base)
                continue
            double = self._text.startswith("[[", start)
            self._at += 2 if double else 1
            keys = self._key()
            self._at = self._text.index("]", self._at) + (2 if double else 1)
            base = self._header(keys, start, double=double)
            if headers.setdefault(base, start) != start and not double and self._unique:
                raise DoubledError(base, start)
            if base in self.implied:  # its own header comes after that of a table inside it
                self.implied.remove(base)
                self.found.pop(base, None)
            self._keep(base, start)

    def _header(self, keys: list[str], start: int, *, double: bool) -> Steps:
        steps: Steps = ()
        for i, key in enumerate(keys):
            steps = (*steps, key)
            if i < len(keys) - 1 and steps not in self.found:
                self.implied.add(steps)
            self._keep(steps, start)
            if double and i == len(keys) - 1:
                self._lists[steps] = self._lists.get(steps, -1) + 1
            if steps in self._lists:
                steps = (*steps, self._lists[steps])
        return steps

    def _pair(self, base: Steps) -> None:
        start = self._at
        steps = base
        keys = self._key()
        for i, key in enumerate(keys):
            steps = (*steps, key)
            if i < len(keys) - 1 and steps not in self.found:
                self.implied.add(steps)
            self._keep(steps, start, once=i == len(keys) - 1)
        self._at = self._text.index("=" if self._toml else ":", self._at) + 1
        self._skip_space()
        self._value(steps)

    def _key(self) -> list[str]:
        keys: list[str] = []
        while True:
            self._skip_inline()
            token = (TOML_STRING if self._toml else JSON_STRING).match(self._text, self._at)
            word = token or BARE_KEY.match(self._text, self._at)
            if word is None:
                raise IndexError(self._at)
            self._at = word.end()
            keys.append(word[0] if token is None else key_text(word[0]) if self._toml else loads(word[0]))
            self._skip_inline()
            if not self._toml or self._text[self._at] != ".":
                return keys
            self._at += 1

    def _skip_inline(self) -> None:
        match = INLINE_SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _value(self, steps: Steps) -> None:
        sign = self._text[self._at]
        if sign in "{[":
            if steps in self._wanted:
                self._at += 1
                self._inside(steps, "}" if sign == "{" else "]")
            else:
                self._skip_inside()
            return
        string = (TOML_STRING if self._toml else JSON_STRING).match(self._text, self._at)
        match = string or SCALAR.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _skip_inside(self) -> None:
        depth = 0
        for token in (TOML_TOKEN if self._toml else JSON_TOKEN).finditer(self._text, self._at):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
            if depth == 0:
                self._at = token.end()
                return
        raise IndexError(self._at)

    def _inside(self, steps: Steps, end: str) -> None:
        index = 0
        while True:
            self._skip_space()
            sign = self._text[self._at]
            if sign == end:
                self._at += 1
                return
            if sign == ",":
                self._at += 1
            elif end == "]":
                start = self._at
                self._keep((*steps, index), start)
                self._value((*steps, index))
                if self._at == start:
                    raise IndexError(start)  # no value stands there
                index += 1
            else:
                self._pair(steps)
