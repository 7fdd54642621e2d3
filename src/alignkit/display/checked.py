"""Check what a block is made of."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Literal, get_args

from alignkit.errors import DocumentError, shown
from alignkit.exact import is_number
from alignkit.instants import checked_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import attrs

Tone = Literal["good", "warn", "bad", "neutral", "muted"]
Align = Literal["left", "right"]

_TONES: tuple[str, ...] = get_args(Tone)
_ALIGNS: tuple[str, ...] = get_args(Align)


def wrong(rule: str, value: object) -> DocumentError:
    """Return the error for a value of a wrong type."""
    return DocumentError.at("wrong-type", f"{rule}, not {shown(value)}")


def text(block: object, attribute: attrs.Attribute[str], value: object) -> None:
    """Refuse what is not text."""
    if not isinstance(value, str):
        raise wrong(f"the {attribute.name} of a {type(block).__name__} must be text", value)


def count(block: object, attribute: attrs.Attribute[int], value: object) -> None:
    """Refuse what is not a whole number of things."""
    what = f"the {attribute.name} of a {type(block).__name__}"
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(f"{what} must be a whole number", value)
    if value < 0:
        raise DocumentError.at("negative", f"{what} must not be negative: {shown(value)}")


def height(value: object) -> float:
    """Return a number as a picture draws it: a picture has no room for what a float cuts off.

    Raises:
        DocumentError: `wrong-type`, `not-finite`.
    """
    if not is_number(value):
        raise wrong("what a picture draws is a number", value)
    try:
        drawn = float(value)  # type: ignore[arg-type]  # a number
    except (OverflowError, ValueError):  # 10**400, a signalling NaN
        drawn = float("nan")
    if not isfinite(drawn):
        raise DocumentError.at("not-finite", f"what a picture draws is a finite number, not {shown(value)}")
    return drawn


def tone(block: object, attribute: attrs.Attribute[Tone], value: object) -> None:
    """Refuse what is not a tone."""
    if value not in _TONES:
        what = f"the {attribute.name} of a {type(block).__name__}"
        raise DocumentError.at("unknown-tone", f"{what} is one of {', '.join(_TONES)}, not {shown(value)}")


def align(_block: object, _attribute: attrs.Attribute[Align], value: object) -> None:
    """Refuse what is not a side."""
    if value not in _ALIGNS:
        raise DocumentError.at("unknown-align", f"a Column lines up left or right, not {shown(value)}")


def instant(block: object, attribute: attrs.Attribute[datetime], value: object) -> None:
    """Refuse what is not an aware datetime."""
    checked_instant(value, f"the {attribute.name} of a {type(block).__name__}")


def listed(values: Iterable[object], what: str) -> Iterator[object]:
    """Return the parts one by one; text is refused, for it would fall apart into letters."""
    if isinstance(values, str | bytes) or not hasattr(values, "__iter__"):
        raise wrong(f"{what} must be a list", values)
    return iter(values)
