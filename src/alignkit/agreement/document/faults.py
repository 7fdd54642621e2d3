"""The faults of a document: kept while it is read, bounded, and told in the order of the document."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from alignkit.agreement.document.paths import Step, inside, steps
from alignkit.errors import Finding, Level
from alignkit.names import did_you_mean, nearest

MOST_FAULTS = 300
"""Reading stops at this many faults: nobody mends more in one go, and telling each may cost a search for a name."""
LONGEST_MESSAGE = 480
"""A message of a fault has at most this many characters."""
_HINTS = 50_000
"""Looking for near names takes at most this many comparisons of short names in one document: half a second."""


class EnoughError(Exception):
    """So many faults are known that reading stops."""


class Faults:
    """Every fault of a document so far."""

    __slots__ = ("_hints", "found")

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self._hints = _HINTS

    def __len__(self) -> int:
        return len(self.found)

    def add(self, code: str, message: str, path: str, level: Level = "error") -> None:
        """Keep a fault.

        Raises:
            EnoughError: it is the last one that is kept.
        """
        text = message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"
        self.found.append(Finding(code, text, path, level))
        if len(self.found) >= MOST_FAULTS:
            raise EnoughError

    def withdraw(self, code: str, path: str) -> None:
        """Drop the latest fault of that code and path, where another one tells it better."""
        for i in range(len(self.found) - 1, -1, -1):
            if (self.found[i].code, self.found[i].path) == (code, path):
                del self.found[i]
                return

    def _affords(self, name: str, known: Collection[str]) -> bool:
        self._hints -= len(known) * (1 + (len(name) // 16) ** 2)
        return self._hints >= 0

    def near(self, name: str, known: Collection[str]) -> str:
        """Return the hint at the nearest known name, as long as the document's share of comparisons lasts."""
        return did_you_mean(name, known) if self._affords(name, known) else ""

    def nearest(self, name: str, known: Collection[str]) -> str | None:
        """Return the nearest known name, on the same terms."""
        return nearest(name, known) if self._affords(name, known) else None


def in_document_order(faults: Collection[Finding], document: Mapping[str, object]) -> tuple[Finding, ...]:
    """Sort faults by where their path stands in the document, each once; a missing key stands at its table.

    >>> document = {"a": {"x": 1}, "b": 2}
    >>> [fault.path for fault in in_document_order([Finding("f", "", "b"), Finding("f", "", "a.y")], document)]
    ['a.y', 'b']
    """
    places: dict[int, dict[Step, int]] = {}

    def place(fault: Finding) -> tuple[int, ...]:
        here: object = document
        found: list[int] = []
        for step in steps(fault.path):
            try:
                following = inside(here, step)
            except LookupError:
                break
            if isinstance(here, Mapping):
                if id(here) not in places:
                    places[id(here)] = {key: i for i, key in enumerate(here)}
                found.append(places[id(here)][step])
            else:
                found.append(int(step))
            here = following
        return tuple(found)

    return tuple(sorted(dict.fromkeys(faults), key=place))
