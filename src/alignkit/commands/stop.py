"""How a command ends: its exit codes, and what ends it early."""

from __future__ import annotations

DONE, FAULTY, FAILED = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141
"""As shells count: 128 and the number of the signal."""


class StopError(Exception):
    """What ends a command: the lines to say, and the exit code."""

    def __init__(self, code: int, *lines: str) -> None:
        super().__init__(*lines)
        self.code, self.lines = code, lines
