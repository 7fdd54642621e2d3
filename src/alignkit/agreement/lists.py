"""Lists that are given, of the right kind, as tuples; and parts of answers that are of the right kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from alignkit.errors import DocumentError, shown
from alignkit.instants import checked_instant


def listed(values: object, kind: type | tuple[type, ...], path: str) -> tuple[Any, ...]:
    """Return a list as a tuple, if all in it are of a kind; text and tables are no lists.

    Raises:
        DocumentError: `wrong-type`, with the place.

    >>> listed([1, 2], int, "items")
    (1, 2)
    """
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise DocumentError.at("wrong-type", f"{path} are a list, not {shown(values)}", path=path)
    found = tuple(values)
    for number, value in enumerate(found):
        if not isinstance(value, kind):
            due = " or a ".join(one.__name__ for one in (kind if isinstance(kind, tuple) else (kind,)))
            text = f"must be a {due}, not {shown(value)}"
            raise DocumentError.at("wrong-type", text, path=f"{path}[{number}]")
    return found


def of_type(*kinds: type | None) -> Callable[[object, attrs.Attribute[Any], object], None]:
    """Return an attrs validator: the value is of one of these kinds; None stands for itself, and no truth value counts.

    >>> class_ = attrs.make_class("Shown", {"leads": attrs.field(validator=of_type(int, None))})
    >>> class_(5).leads, class_(None).leads
    (5, None)
    """
    found = tuple(type(None) if kind is None else kind for kind in kinds)
    due = " or a ".join(kind.__name__ for kind in kinds if kind is not None)

    def check(_: object, part: attrs.Attribute[Any], value: object) -> None:
        if not isinstance(value, found) or (isinstance(value, bool) and bool not in kinds):
            raise DocumentError.at("wrong-type", f"must be a {due}, not {shown(value)}", path=part.name)
        if isinstance(value, datetime):
            checked_instant(value, part.name)

    return check
