"""The source of one generated function, and the objects that its names stand for.

Nothing from outside is ever part of the text: a constant, a field's name, a text or a function is bound to a name of
ours (`c7`), and the text holds names, operators and small numbers that the writers count themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType
from typing import Any

from alignkit.history.events import Event
from alignkit.rules.judge import judge
from alignkit.rules.predicates import FieldTest
from alignkit.rules.running.table import Table
from alignkit.rules.verdict import Verdict


def is_yes(test: FieldTest, held: object, now: int | None) -> bool:
    """Say whether a condition is YES for a value, slowly: what generated code does with a value of an unusual class."""
    return judge(test, held, now).verdict is Verdict.YES


def is_no(test: FieldTest, held: object, now: int | None) -> bool:
    """Say whether a condition is NO for a value, slowly."""
    return judge(test, held, now).verdict is Verdict.NO


WORDS = MappingProxyType({
    "__builtins__": {},
    "T": type,  # the true class: an object may claim another by `__class__`
    "I": int,
    "F": float,
    "S": str,
    "B": bool,
    "D": dict,
    "L": list,
    "P": tuple,
    "K": date,
    "O": frozenset({str, int, float, bool, type(None)}),  # the ordinary classes of values
    "E": Event,
    "yes": is_yes,
    "no": is_no,
    "Y": Verdict.YES,
    "N": Verdict.NO,
    "U": Verdict.UNKNOWN,
    "any": any,
    "all": all,
    "KeyError": KeyError,
    "len": len,
    "sum": sum,
})  # fmt: skip
"""The names that stand for the same in every generated function; nothing else of Python can be reached."""

LINE = 50
"""So many terms stand in one sum: a chain of + nests as deep as it is long, and Python's parser has its limit."""


class Source:
    """One function while it is written: its lines, and what its names stand for.

    >>> source = Source()
    >>> source.add(f"return lead.get({source.bind('employees')})")
    >>> print(source.text("lead"))
    def f(lead):
        return lead.get(c22)
    """

    def __init__(self) -> None:
        self.bound: dict[str, Any] = dict(WORDS)
        self._lines: list[str] = []

    def bind(self, value: object) -> str:
        """Return a name that stands for an object."""
        name = f"c{len(self.bound)}"
        self.bound[name] = value
        return name

    def look_up(self, target: str, table: Table[Any], number: str) -> list[str]:
        """Return the lines that look a number up in a table."""
        known, find = self.bind(table.known), self.bind(table.find)
        return [f"try: {target} = {known}[{number}]", f"except KeyError: {target} = {find}({number})"]

    def add(self, *lines: str, depth: int = 1) -> None:
        """Add lines to the function."""
        self._lines += indented(lines, depth)

    def names(self) -> list[str]:
        """Return the names that stand for objects."""
        return [name for name in self.bound if name.isidentifier() and not name.startswith("__")]

    def text(self, parameters: str) -> str:
        """Return the whole function, which is called `f`."""
        return "\n".join((f"def f({parameters}):", *self._lines))


def indented(lines: Iterable[str], depth: int = 1) -> list[str]:
    """Return lines further to the right."""
    margin = "    " * depth
    return [margin + line for line in lines]


def sums(target: str, terms: list[str]) -> list[str]:
    """Return the lines that add terms up into a variable.

    >>> sums("p0", ["p1", "p2"])
    ['p0 = p1 + p2']
    """
    lines = [f"{target} = {' + '.join(terms[:LINE]) or '0'}"]
    return lines + [f"{target} += {' + '.join(terms[i : i + LINE])}" for i in range(LINE, len(terms), LINE)]
