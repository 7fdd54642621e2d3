"""Load an agreement from a TOML or JSON document, write one, and sign one in place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from alignkit.adapters.document_text import KINDS, LARGEST_BYTES, Kind, decoded, parsed
from alignkit.adapters.locate import locate
from alignkit.adapters.write_document import json_text, toml_text
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.document.write_agreement import to_document
from alignkit.agreement.sign import sign
from alignkit.errors import DocumentError, LimitError


def load(source: str | Path | Mapping[str, Any]) -> Agreement:
    """Load an agreement: a file `.toml` or `.json`, or plain data.

    All or nothing: every fault is told at once, in document order, with line and column where they can be known.

    Args:
        source: a file's path, or a table as a parser gives it.

    Raises:
        DocumentError: `empty`, `not-a-table`, `syntax`, `not-utf8`, `unknown-suffix`, and whatever is wrong inside.
        LimitError: `too-large` over 4 MiB, `too-deep` over 100 levels.
        OSError: the file cannot be read.
    """
    if isinstance(source, Mapping):
        return from_document(source)
    path = Path(source)
    kind = kind_of_file(path)
    with path.open("rb") as file:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise LimitError.at(
                "too-large", f"a document has at most {LARGEST_BYTES:,} bytes, and {path.name} has {size:,}"
            )
        data = file.read()
    return loads(decoded(data, path.name), kind, name=path.name)


def kind_of_file(path: Path) -> Kind:
    """Return the format of a document by its file's name.

    Raises:
        DocumentError: `unknown-suffix`, listing the known formats.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None and path.exists() and not path.is_dir():
        raise DocumentError.at("unknown-suffix", f"{path.name}: a document ends in {' or '.join(KINDS)}")
    return kind or "toml"  # opening what is not there, or a folder, raises the right OSError


def loads(text: str, kind: Kind = "toml", *, name: str = "") -> Agreement:
    """Load an agreement from the text of a document.

    Args:
        text: the document.
        kind: `toml` or `json`.
        name: what to call it in messages.

    Raises:
        DocumentError: as `load`.

    >>> loads('name = "Inbound"', "toml").name
    Traceback (most recent call last):
        ...
    alignkit.errors.DocumentError: 3 faults
      version: missing-field: the document needs 'version'
      zone: missing-field: the document needs 'zone'
      stages: missing-field: the document needs 'stages'
    """
    text = text.removeprefix("\ufeff")
    document = parsed(text, kind, name)
    try:
        return from_document(document)
    except DocumentError as error:
        raise type(error)(*locate(error.issues, text, kind)) from error


def dumps(agreement: Agreement, kind: Kind = "toml") -> str:
    """Write an agreement as the text of a document; `loads` reads back an equal one.

    Raises:
        DocumentError: `no-decimal` for a constant such as one third.
    """
    document = to_document(agreement)
    return toml_text(document) if kind == "toml" else json_text(document)


def dump(agreement: Agreement, path: str | Path) -> None:
    """Write an agreement to a file, `.toml` or `.json`."""
    file = Path(path)
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise DocumentError.at("unknown-suffix", f"{file.name}: a document ends in {' or '.join(KINDS)}")
    file.write_text(dumps(agreement, kind), encoding="utf-8", newline="\n")


def sign_file(path: str | Path, *, team: str, by: str, on: date) -> Agreement:
    """Add a sign-off to the end of a document; everything else in the file stays as it is.

    A JSON document is written anew, since its end cannot be added to.

    Raises:
        DocumentError: as `load`, and `unknown-team`.
        OSError: the file cannot be read or written.
    """
    file = Path(path)
    signed = sign(load(file), team=team, by=by, on=on)
    if kind_of_file(file) == "json":
        dump(signed, file)
        return signed
    data = file.read_bytes()
    ending = b"\r\n" if b"\r\n" in data else b"\n"
    text = toml_text({"signoffs": to_document(signed)["signoffs"][-1:]})
    addition = text.encode().replace(b"\n", ending)
    file.write_bytes(data.rstrip(b"\r\n") + ending * 2 + addition)
    return signed
