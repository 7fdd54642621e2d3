"""Check what a plan is made of: each fault with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import attrs

from alignkit.errors import AlignkitError, DocumentError, Finding, LimitError, TimeError, shown
from alignkit.exact import exact

_LIMITS = frozenset({"too-large", "too-long", "too-many"})
LONGEST_TEXT = 2_000
"""What a task or a play says has at most this many characters."""


def listed(values: object, what: str, *, path: str = "") -> tuple[Any, ...]:
    """Return the parts of a list as a tuple; text is refused, for it would fall apart into letters.

    Raises:
        DocumentError: `wrong-type`.
    """
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DocumentError.at("wrong-type", f"{what} must be a list, not {shown(values)}", path=path)
    return tuple(values)


def of_kind(values: Iterable[object], kind: type, path: str) -> list[Finding]:
    """Return a fault for each part of a list that is not of its kind."""
    article = "an" if kind.__name__[0] in "AEIOU" else "a"
    return [
        Finding("wrong-type", f"must be {article} {kind.__name__}, not {shown(value)}", f"{path}[{number}]")
        for number, value in enumerate(values)
        if not isinstance(value, kind)
    ]


def try_each(*checks: tuple[str, Callable[[Any, str], object], object, str]) -> list[Finding]:
    """Return what checks refuse, each fault at its path; a check is given as (path, function, value, what it is)."""
    faults: list[Finding] = []
    for path, check, value, what in checks:
        try:
            check(value, what)
        except AlignkitError as refused:
            faults += [attrs.evolve(issue, path=path) for issue in refused.issues]
    return faults


def raise_faults(faults: Iterable[Finding]) -> None:
    """Raise all faults, if there are any: as a limit that was passed where all of them are limits."""
    found = tuple(faults)
    if found:
        raise (LimitError if all(fault.code in _LIMITS for fault in found) else DocumentError)(*found)


def checked_text(value: object, what: str) -> str:
    """Return a text that says something, in print and on a page.

    Raises:
        DocumentError: `wrong-type`, `blank-text`; `bad-text` for half a character, which no file can hold.
        LimitError: `too-long`, over 2,000 characters.
    """
    if not isinstance(value, str):
        raise DocumentError.at("wrong-type", f"{what} must be text, not {shown(value)}")
    if not value.strip():
        raise DocumentError.at("blank-text", f"{what} must say something, not {shown(value)}")
    if len(value) > LONGEST_TEXT:
        raise LimitError.at("too-long", f"{what} has at most {LONGEST_TEXT:,} characters, not {len(value):,}")
    try:
        value.encode()
    except UnicodeEncodeError as fault:
        told = f"{what} holds half of a surrogate pair at character {fault.start + 1}: {shown(value)}"
        raise DocumentError.at("bad-text", told) from fault
    return value


def is_left_out(value: object) -> bool:
    """Say whether a text that may be blank is blank; what is no text is not, and is to be refused."""
    return isinstance(value, str) and not value


def checked_names(values: object, what: str, *, path: str = "") -> tuple[str, ...]:
    """Return a list of names as a tuple.

    Raises:
        DocumentError: `wrong-type`, with the place of each that is no text.
    """
    found = listed(values, what, path=path)
    raise_faults(
        Finding("wrong-type", f"a name is text, not {shown(name)}", f"{path}[{number}]")
        for number, name in enumerate(found)
        if not isinstance(name, str)
    )
    return found


def checked_day(value: object, what: str) -> date:
    """Return a date without a time.

    Raises:
        TimeError: `not-a-date`.
    """
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TimeError.at("not-a-date", f"{what} must be a date such as date(2026, 3, 31), not {shown(value)}")
    return value


def above_zero(value: object, what: str) -> Fraction:
    """Return an exact number above 0.

    Raises:
        DocumentError: `wrong-type`, `not-finite`, `not-positive`.
        LimitError: `too-large`.
    """
    found = exact(value, what)
    if found <= 0:
        raise DocumentError.at("not-positive", f"{what} must be above 0, not {shown(value)}")
    return found


def doubled(names: Iterable[str], what: str, path: str) -> list[Finding]:
    """Return a fault for each name that stands twice, or that differs from another only in case."""
    faults: list[Finding] = []
    places: dict[str, tuple[int, str]] = {}
    for number, name in enumerate(names):
        since, other = places.setdefault(name.casefold(), (number, name))
        if since == number:
            continue
        if other == name:
            text = f"the {what} {shown(name)} stands at {path}[{since}] and at {path}[{number}]"
            faults.append(Finding("duplicate-id", text, f"{path}[{number}]"))
        else:
            text = f"{shown(name)} and {shown(other)} ({path}[{since}]) differ only in case"
            faults.append(Finding("confusable-id", text, f"{path}[{number}]"))
    return faults
