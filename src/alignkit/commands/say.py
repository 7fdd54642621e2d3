"""Say what a command found, on the terminal or in a file."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from alignkit.errors import Finding

if TYPE_CHECKING:
    from alignkit.display.blocks import Block

NARROWEST, WIDEST = 40, 120
TERMINAL = Path("-")
"""Given as a file, it stands for the terminal."""


def say(text: str, stream: TextIO | None = None) -> None:
    """Print text, in letters that the terminal can show."""
    from alignkit.display.fit import fitted

    print(fitted(text, (stream or sys.stdout).encoding), file=stream)


def complain(text: str) -> None:
    """Print a fault to standard error."""
    from alignkit.display.wrap import clean

    say(clean(text), sys.stderr)


def draw(block: Block) -> None:
    """Print a block, as wide as the terminal is."""
    from alignkit.display.text import to_text

    say(to_text(block, width=min(WIDEST, max(NARROWEST, shutil.get_terminal_size().columns))))


def lines(findings: Sequence[Finding], file: str = "alignkit", most: int | None = None) -> list[str]:
    """Return findings as lines: `file:path: code: message`."""
    from alignkit.display.say_findings import finding_lines

    return finding_lines(findings, file, most=most)


def os_line(error: OSError) -> str:
    """Return what the system says of a file, as a line."""
    file = f"{error.filename}: " if error.filename is not None else ""
    return f"alignkit: {file}{error.strerror or error}"


def write(path: Path, text: str) -> None:
    """Write a file, and say so."""
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    say(f"Written: {path}")


def tell(block: Block, files: Iterable[tuple[Path | None, Callable[[], str]]]) -> None:
    """Draw a block, and write each file that is asked for; text for `-` goes to the terminal, and nothing else does.

    Args:
        block: what is drawn.
        files: where something is to be written, if at all, and what makes it.
    """
    asked = [(path, make) for path, make in files if path is not None]
    if TERMINAL not in (path for path, _ in asked):
        draw(block)
    for path, make in asked:
        if path == TERMINAL:
            say(make().removesuffix("\n"))
        else:
            write(path, make())
