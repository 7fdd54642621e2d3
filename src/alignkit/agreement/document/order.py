"""Put faults into the order of the document, so that every run tells them alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alignkit.agreement.document.cursor import joined
from alignkit.errors import DocumentError, Finding, LimitError

DEEPEST = 100
"""Tables and lists in a document are nested at most this deep."""


def in_document_order(faults: Iterable[Finding], document: Mapping[str, object]) -> tuple[Finding, ...]:
    """Sort faults by where their path stands in the document; a missing key stands at its table.

    >>> document = {"a": {"x": 1}, "b": 2}
    >>> [fault.path for fault in in_document_order([Finding("f", "", "b"), Finding("f", "", "a.y")], document)]
    ['a.y', 'b']
    """
    places: dict[str, int] = {}
    for path in paths(document):
        places.setdefault(path, len(places))

    def place(fault: Finding) -> int:
        path = fault.path
        while path and path not in places:
            cut = max(path.rfind("."), path.rfind("["))
            path = path[:cut] if cut > 0 else ""
        return places.get(path, -1)

    return tuple(sorted(dict.fromkeys(faults), key=place))


def paths(document: Mapping[str, object]) -> Iterable[str]:
    """Yield the path of every value in a document, in document order.

    Raises:
        LimitError: `too-deep`, over 100 levels.
        DocumentError: `wrong-type` for a key that is no text.
    """
    waiting: list[tuple[str, object, int]] = [("", document, 0)]
    while waiting:
        path, value, depth = waiting.pop()
        if depth > DEEPEST:
            raise LimitError.at(
                "too-deep", f"a document is nested at most {DEEPEST} deep; this one goes on below", path=path[:80]
            )
        if path:
            yield path
        if isinstance(value, Mapping):
            for key in value:
                if not isinstance(key, str):
                    raise DocumentError.at("wrong-type", f"a key is text, not {key!r:.80}", path=path)
            waiting.extend((joined(path, key), value[key], depth + 1) for key in reversed(list(value)))
        elif isinstance(value, list | tuple):
            waiting.extend((f"{path}[{i}]", value[i], depth + 1) for i in range(len(value) - 1, -1, -1))
