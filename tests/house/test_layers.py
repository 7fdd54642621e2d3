"""The house: a room imports only from rooms above it, and every room stands in the contract."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_room_imports_only_from_rooms_above_it() -> None:
    """The layers contract of pyproject.toml is kept; it is exhaustive, so a room that it does not name breaks it."""
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    ran = subprocess.run(  # noqa: S603 - our own interpreter and fixed words
        [sys.executable, "-c", lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "A room imports only from rooms above it KEPT" in ran.stdout
