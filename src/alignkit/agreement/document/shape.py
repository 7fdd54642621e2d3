"""Look at the bare shape of a document, before any of it is read: how deep, how large, and of what text."""

from __future__ import annotations

from collections.abc import Mapping

from alignkit.agreement.document.paths import Step, path_of
from alignkit.errors import DocumentError, LimitError, shown
from alignkit.names import LONGEST_ID

DEEPEST = 120
"""Tables and lists in a document are nested at most this deep: twice a rule's own depth, and where the rule stands."""
MOST_VALUES = 500_000
"""A document has at most this many values."""

Trail = tuple["Trail", Step] | None
"""The steps to a value, last one first: a path is spelt only where it is told."""


def checked_shape(document: Mapping[str, object]) -> None:
    """Refuse a document that no reader should walk into. A table that stands at two places counts at both.

    Raises:
        LimitError: `too-deep`, over 120 levels; `too-many`, over 500,000 values; `too-long`, a key of over 200
            characters.
        DocumentError: `wrong-type` for a key that is no text; `bad-text` for text that is not Unicode.
    """
    waiting: list[tuple[object, int, Trail]] = [(document, 0, None)]
    count = 0
    while waiting:
        value, depth, trail = waiting.pop()
        if isinstance(value, str):
            _checked_text(value, trail)
            continue
        if not isinstance(value, Mapping | list | tuple):
            continue
        if depth > DEEPEST:
            raise LimitError.at(
                "too-deep",
                f"a document is nested at most {DEEPEST} deep, and this one goes on below",
                path=_path(trail, first=8),
            )
        count += len(value)
        if count > MOST_VALUES:
            raise LimitError.at("too-many", f"a document has at most {MOST_VALUES:,} values", path=_path(trail))
        if isinstance(value, Mapping):
            for key in value:
                _checked_key(key, trail)
            waiting.extend((value[key], depth + 1, (trail, key)) for key in reversed(list(value)))
        else:
            waiting.extend((value[i], depth + 1, (trail, i)) for i in range(len(value) - 1, -1, -1))


def _checked_key(key: object, trail: Trail) -> None:
    if not isinstance(key, str):
        raise DocumentError.at("wrong-type", f"a key is text, not {shown(key)}", path=_path(trail))
    if len(key) > LONGEST_ID:
        raise LimitError.at(
            "too-long",
            f"a key has at most {LONGEST_ID} characters, not {len(key):,}: {shown(key)}",
            path=_path(trail),
        )
    _checked_text(key, trail)


def _checked_text(text: str, trail: Trail) -> None:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as fault:
            raise DocumentError.at(
                "bad-text", f"half a character stands at {fault.start} in {shown(text)}", path=_path(trail)
            ) from fault


def _path(trail: Trail, *, first: int = DEEPEST) -> str:
    walked: list[Step] = []
    while trail is not None:
        trail, step = trail
        walked.append(step)
    return path_of(tuple(reversed(walked))[:first])
