"""What the source must not hold: clocks, eval, unpickling, printing, rooms that grew too large."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "alignkit"
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST = 400
CLOCKS = {"now", "utcnow", "today", "localtime", "time_ns", "monotonic", "perf_counter"}
MODULES_OF_CLOCKS = {"datetime", "date", "time", "dt", "zoneinfo"}
UNPICKLERS = {"pickle", "cPickle", "marshal", "shelve", "dill", "joblib"}
CORE = {"attr", "attrs", "dateutil", "alignkit"}


def _id(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _calls(tree: ast.AST) -> Iterator[tuple[str, str, int]]:
    """Yield (owner, name, line) of every call; the owner is blank for a plain name."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name):
                yield "", name, node.lineno
            case ast.Attribute(value=owner, attr=name):
                yield ast.unparse(owner).rpartition(".")[2], name, node.lineno


def _outside_type_checking(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield the statements that run when a module is imported, without those for type checkers."""
    for node in tree.body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from node.orelse
        elif isinstance(node, ast.If | ast.Try | ast.With):
            yield from (inner for inner in ast.walk(node) if isinstance(inner, ast.stmt))
        else:
            yield node


def _faults(find: Callable[[ast.Module], list[str]]) -> dict[str, list[str]]:
    """Return what `find` finds in each file, for the files in which it finds anything."""
    return {_id(path): found for path in FILES if (found := find(_tree(path)))}


def test_there_is_source() -> None:
    """The walk found the files that it judges."""
    assert len(FILES) > 50


def test_no_clock_is_read() -> None:
    """`as_of` is given: the same question has the same answer tomorrow."""
    assert not _faults(
        lambda tree: [
            f"{owner}.{name} in line {line}"
            for owner, name, line in _calls(tree)
            if (owner in MODULES_OF_CLOCKS and name in CLOCKS) or (owner, name) == ("time", "time") or name == "utcnow"
        ]
    )


def test_no_eval_and_no_unpickling() -> None:
    """A document is data: nothing in it is ever run."""
    assert not _faults(
        lambda tree: [
            f"{owner}.{name} in line {line}"
            for owner, name, line in _calls(tree)
            if (not owner and name in {"eval", "__import__"}) or owner in UNPICKLERS
        ]
    )
    assert not _faults(lambda tree: sorted(_imported(tree) & UNPICKLERS))


def test_one_file_compiles_rules() -> None:
    """Rules become one generated function in one place, and nothing else runs generated code."""
    found = _faults(lambda tree: [name for owner, name, _ in _calls(tree) if not owner and name == "exec"])
    assert set(found) == {"rules/compile.py"}


def test_only_the_command_line_prints() -> None:
    """A library answers; it does not speak to the terminal of whoever embeds it."""
    found = _faults(
        lambda tree: [
            f"{name} in line {line}"
            for owner, name, line in _calls(tree)
            if (not owner and name in {"print", "input"}) or (owner, name) == ("stdout", "write")
        ]
    )
    assert set(found) == {"commands/say.py"}


def test_no_file_holds_two_rooms() -> None:
    """A file has one purpose; past 400 lines it holds two. The list of all public names is no room."""
    rooms = [path for path in FILES if path != SOURCE / "__init__.py"]
    lengths = {_id(path): len(path.read_text(encoding="utf-8").splitlines()) for path in rooms}
    assert not {name: length for name, length in lengths.items() if length > LONGEST}


def _imported(tree: ast.AST) -> set[str]:
    """Return the top names of all modules that any statement of a tree imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    return names


def _at_import(tree: ast.Module) -> ast.Module:
    """Return the import statements that run when a module is imported."""
    return ast.Module(
        [node for node in _outside_type_checking(tree) if isinstance(node, ast.Import | ast.ImportFrom)], []
    )


def test_modules_import_core_libraries_alone() -> None:
    """At import a module needs the standard library, attrs and python-dateutil; the rest comes at first use."""
    assert not _faults(lambda tree: sorted(_imported(_at_import(tree)) - CORE - sys.stdlib_module_names))


def test_chapters_import_nothing() -> None:
    """A chapter's `__init__` is a docstring: importing one file of it must not load the others."""
    chapters = [path for path in FILES if path.name == "__init__.py" and path.parent != SOURCE]
    assert chapters
    assert not [_id(path) for path in chapters if _imported(_tree(path))]


UNDONE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
EXCEPTION = re.compile(r"# (noqa|type: ignore|pyright: ignore|pragma: no cover)")
WITH_REASON = re.compile(r"# (noqa: [A-Z0-9, ]+ -|(type|pyright): ignore\[[^]]+\]  #|pragma: no cover -) \w")


def test_nothing_is_left_undone() -> None:
    """No marks of unfinished work, and every exception to a rule carries its reason, in words, on the line."""
    lines = [
        (f"{_id(path)}:{number}", line.strip())
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]
    assert not [(place, line) for place, line in lines if UNDONE.search(line)]
    assert not [(place, line) for place, line in lines if EXCEPTION.search(line) and not WITH_REASON.search(line)]


def test_every_module_says_what_it_is() -> None:
    """Each file starts with a docstring."""
    assert not [_id(path) for path in FILES if not ast.get_docstring(_tree(path))]
