"""The ids that people give, and the nearest one to an id that they misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.errors import DocumentError, LimitError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_ID = 200
"""An id has at most this many characters."""


def checked_id(value: object, what: str, *, path: str = "") -> str:
    """Return `value` if it can be the id of a `what`: text, not blank, no control characters, no outer spaces.

    Raises:
        DocumentError: `wrong-type` or `bad-id`.
        LimitError: `too-long`, over 200 characters.

    >>> checked_id("mql", "stage")
    'mql'
    """
    whose = f"{'an' if what[:1] in 'aeiou' or what == 'SLA' else 'a'} {what}"
    whose = whose if what.endswith(" title") else f"the id of {whose}"
    if not isinstance(value, str):
        raise DocumentError.at("wrong-type", f"{whose} is text, not {shown(value)}", path=path)
    if len(value) > LONGEST_ID:
        raise LimitError.at(
            "too-long",
            f"{whose} has at most {LONGEST_ID} characters, not {len(value)}: {shown(value)}",
            path=path,
        )
    if not value.strip():
        raise DocumentError.at("bad-id", f"{whose} must not be blank: {shown(value)}", path=path)
    if value != value.strip():
        raise DocumentError.at("bad-id", f"{whose} must not begin or end with a space: {shown(value)}", path=path)
    if not value.isprintable():
        raise DocumentError.at("bad-id", f"{whose} must not hold control characters: {shown(value)}", path=path)
    return str.__str__(value)  # a subclass, such as an enum, would print and compare in its own way


def nearest(name: object, known: Iterable[str]) -> str | None:
    """Return the known name that a misspelt one most likely means, or None.

    >>> nearest("treshold", ["threshold", "points"])
    'threshold'
    >>> nearest("MQL", ["mql", "sal"])
    'mql'
    """
    if not isinstance(name, str) or len(name) > LONGEST_ID:
        return None
    from difflib import get_close_matches  # only a mistake needs it; it costs an import of `re`

    by_fold: dict[str, str] = {}
    for candidate in known:
        by_fold.setdefault(candidate.casefold(), candidate)
    close = get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


def did_you_mean(name: object, known: Iterable[str]) -> str:
    """Return `"; did you mean 'x'?"`, or the list of known names if none is near, or nothing if none is known.

    >>> did_you_mean("SLQ", ["MQL", "SQL"])
    "; did you mean 'SQL'?"
    """
    names = list(known)
    near = nearest(name, names)
    if near is not None:
        return f"; did you mean {near!r}?"
    if not names:
        return ""
    listed = ", ".join(repr(known_name) for known_name in names[:12])
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f"; known: {listed}{more}"


def in_words(words: Sequence[str], last: str = "and") -> str:
    """Write words one after the other, as people do.

    >>> in_words(["fit", "interest", "lead"]), in_words(["NL", "BE"], "or"), in_words(["NL"]), in_words([])
    ('fit, interest and lead', 'NL or BE', 'NL', '')
    """
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
