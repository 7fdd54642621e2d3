"""`python -m alignkit` is the command `alignkit`."""

from __future__ import annotations

from alignkit.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
