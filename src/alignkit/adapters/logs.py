"""Load and write the log of meetings: a TOML or JSON file of its own, beside the agreement's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import Any

from alignkit.adapters.document_text import KINDS, LARGEST_BYTES, Kind, checked_size, decoded, parsed
from alignkit.adapters.documents import kind_of_file, path_of
from alignkit.adapters.locate import locate
from alignkit.adapters.write_document import json_text, toml_text
from alignkit.agreement.document.read_together import read_log
from alignkit.agreement.document.write_together import write_log
from alignkit.errors import DocumentError, shown
from alignkit.together.log import Log


def load_log(source: str | os.PathLike[str] | Mapping[str, Any]) -> Log:
    """Load a log: a file `.toml` or `.json`, or plain data. All or nothing: every fault is told at once.

    Raises:
        DocumentError: `not-a-table`, `syntax`, `duplicate-key`, `not-utf8`, `unknown-suffix`, and whatever is wrong
            inside.
        LimitError: `too-large` over 4 MiB, `too-deep` over 120 levels, `too-many`, `too-long`.
        OSError: the file cannot be read.

    >>> load_log({"held": [{"meeting": "joint", "on": "2026-01-05"}]})
    <Log: 0 decisions, 0 actions, 0 requests, 0 thanks, 0 activities, 1 held>
    """
    if not isinstance(source, str | os.PathLike):
        return read_log(source)
    path = path_of(source)
    kind = kind_of_file(path)
    with path.open("rb") as file:
        checked_size(os.fstat(file.fileno()).st_size, path.name)
        data = file.read(LARGEST_BYTES + 1)
    return _read(data, kind, path.name)


def _read(data: bytes, kind: Kind, name: str) -> Log:
    text = decoded(data, name)
    document = parsed(text, kind, name) if text.strip() else {}
    try:
        return read_log(document)
    except DocumentError as error:
        placed = sorted(locate(error.issues, text, kind), key=lambda issue: (issue.line or 0, issue.column or 0))
        raise type(error)(*placed) from error


def dump_log(log: Log, path: str | os.PathLike[str]) -> None:
    """Write a log to a file, `.toml` or `.json`; `load_log` reads back an equal one.

    Raises:
        DocumentError: `unknown-suffix`, `wrong-type`, `bad-path`.
        LimitError: `too-large` over 4 MiB, which `load_log` would not read: begin a new file, such as one a year.
        OSError: the file cannot be written.
    """
    if not isinstance(log, Log):
        raise DocumentError.at("wrong-type", f"a log is a Log, not {shown(log)}")
    file = path_of(path)
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise DocumentError.at("unknown-suffix", f"{shown(file.name)}: a log ends in {' or '.join(KINDS)}")
    document = write_log(log)
    text = toml_text(document) if kind == "toml" else json_text(_spelt(document))
    # held in hand before the file is opened: what cannot be written, or not be read again, must not empty it
    data = text.encode()
    checked_size(len(data), file.name)
    file.write_bytes(data)


def _spelt(value: Any) -> Any:  # noqa: ANN401 - whatever the document holds
    """Return a document with its dates as text: JSON has none, and a log holds no other kind of time."""
    if isinstance(value, dict):
        return {key: _spelt(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_spelt(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
