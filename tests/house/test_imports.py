"""What `import alignkit` costs and gives: nothing optional is loaded, and every public name is there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import alignkit

OPTIONAL = (
    "pandas", "polars", "narwhals", "pyarrow", "duckdb", "numpy", "yaml", "re2", "holidays", "icalendar", "hypothesis",
    "pytest",
)  # fmt: skip
"""Libraries of extras and of tests: absent on a core install, so never loaded unasked."""


def _loaded_by(code: str) -> set[str]:
    """Return the modules that a fresh interpreter holds after running `code`."""
    report = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run(  # noqa: S603 - our own interpreter and fixed words
        [sys.executable, "-I", "-c", report], capture_output=True, text=True, check=True, timeout=120
    )
    return set(json.loads(ran.stdout))


def test_import_loads_no_chapter_and_nothing_optional() -> None:
    """The chapters make many attrs classes, which takes longer than importing attrs: they come at first use."""
    loaded = _loaded_by("import alignkit")
    assert not loaded & set(OPTIONAL)
    chapters = {name for name in loaded if name.startswith("alignkit.") and name.count(".") > 1}
    assert not chapters
    assert not {name for name in loaded if name.startswith("alignkit.rules")}


def test_a_first_decision_loads_the_rules_alone() -> None:
    """`decide` needs no funnel, no calendar, no page and nothing optional."""
    loaded = _loaded_by("import alignkit as ak\nak.decide(ak.field('x') >= 1, {'x': 2})")
    assert "alignkit.rules.decide" in loaded
    assert not loaded & set(OPTIONAL)
    rooms = {name.split(".")[1] for name in loaded if name.startswith("alignkit.")}
    below = {
        "worktime",
        "funnel",
        "handoff",
        "scorecard",
        "agreement",
        "samples",
        "reports",
        "adapters",
        "commands",
        "cli",
    }
    assert not rooms & below


def test_all_public_names_load_nothing_optional() -> None:
    """A core install has the whole public API."""
    loaded = _loaded_by("import alignkit\nfor name in alignkit.__all__: getattr(alignkit, name)")
    assert not loaded & set(OPTIONAL)


def test_every_public_name_resolves() -> None:
    """Each name in `__all__` is there, and has a docstring where it is a class or a function."""
    values = {name: getattr(alignkit, name) for name in alignkit.__all__}
    assert not [name for name, value in values.items() if callable(value) and not value.__doc__]


def test_no_module_takes_a_public_name() -> None:
    """A module that bore a public name would take its place once a chapter imported it, whatever was there before."""
    rooms = {path.stem for path in Path(alignkit.__file__).parent.iterdir()}
    assert not rooms & set(alignkit.__all__)


def _order(name: str) -> tuple[int, str]:
    # as ruff sorts: constants, then classes, then the rest
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def test_all_is_sorted_and_listed_by_dir() -> None:
    """A reader finds a name at once, and so does completion."""
    names = list(alignkit.__all__)
    assert names == sorted(names, key=_order)
    assert len(names) == len(set(names))
    assert set(names) <= set(dir(alignkit))


def test_star_import_gives_all() -> None:
    """`from alignkit import *` gives the public names and no others."""
    given: dict[str, object] = {}
    exec("from alignkit import *", given)  # noqa: S102 - a star import cannot stand in a function
    assert set(given) - {"__builtins__"} == set(alignkit.__all__)


def test_an_unknown_name_says_the_nearest() -> None:
    """A misspelt name is an AttributeError that helps, and `hasattr` still works."""
    with pytest.raises(AttributeError, match="work_hours"):
        getattr(alignkit, "work_hour")  # noqa: B009 - a type checker would refuse the attribute
    assert not hasattr(alignkit, "nothing_like_it")
