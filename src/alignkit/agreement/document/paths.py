"""Paths: where in a document a value stands, as text such as `rules.mql.all[0].field`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

Step: TypeAlias = str | int
"""A key of a table, or a place in a list."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STEP = re.compile(r'\.?(?:([A-Za-z0-9_-]+)|("(?:[^"\\]|\\.)*"))|\[(\d+)\]')


def joined(path: str, key: str) -> str:
    r"""Return the path of a key inside a table; a key that is no bare word is quoted, on one line.

    >>> joined("rules", "mql"), joined("", "name"), joined("rules", "ICP fit"), joined("rules", "a\nb")
    ('rules.mql', 'name', 'rules."ICP fit"', 'rules."a\\nb"')
    """
    word = key if _BARE.fullmatch(key) else _quoted(key)
    return f"{path}.{word}" if path else word


def _quoted(key: str) -> str:
    from json import dumps

    return '"' + "".join(sign if sign.isprintable() and sign not in '"\\' else dumps(sign)[1:-1] for sign in key) + '"'


def steps(path: str) -> tuple[Step, ...]:
    """Return the steps of a path; what cannot be read as a step ends it.

    >>> steps('rules."ICP fit".all[0].field')
    ('rules', 'ICP fit', 'all', 0, 'field')
    """
    from json import loads

    found: list[Step] = []
    at = 0
    while match := _STEP.match(path, at):
        word, quoted, index = match.groups()
        found.append(word or (int(index) if index else str(loads(quoted))))
        at = match.end()
    return tuple(found)


def path_of(walked: tuple[Step, ...]) -> str:
    """Return the path that steps make.

    >>> path_of(("rules", "mql", "all", 0))
    'rules.mql.all[0]'
    """
    path = ""
    for step in walked:
        path = f"{path}[{step}]" if isinstance(step, int) else joined(path, step)
    return path


def beside(path: str, inner: str) -> str:
    """Return the path of what stands at `inner`, seen from `path`.

    >>> beside("calendars.office", "week.mon[0]"), beside("slas.x.pauses", "[0]"), beside("", "name")
    ('calendars.office.week.mon[0]', 'slas.x.pauses[0]', 'name')
    """
    if not path or not inner:
        return path or inner
    return f"{path}{inner}" if inner.startswith("[") else f"{path}.{inner}"


def inside(value: object, step: Step) -> object:
    """Return what stands at a step of a table or a list.

    Raises:
        LookupError: nothing stands there.
    """
    if isinstance(value, Mapping) and isinstance(step, str):
        return value[step]
    if isinstance(value, list | tuple) and isinstance(step, int):
        return value[step]
    raise LookupError(step)
