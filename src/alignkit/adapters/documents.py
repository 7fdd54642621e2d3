"""Load an agreement from a TOML or JSON document, write one, and sign one in place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from alignkit.adapters.document_text import KINDS, LARGEST_BYTES, Kind, checked_size, decoded, parsed
from alignkit.adapters.locate import locate
from alignkit.adapters.write_document import json_text, toml_text
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.document.write_agreement import spelt, to_document
from alignkit.agreement.sign import sign
from alignkit.errors import DocumentError, Finding, shown
from alignkit.names import did_you_mean


def load(source: str | os.PathLike[str] | Mapping[str, Any]) -> Agreement:
    """Load an agreement: a file `.toml` or `.json`, or plain data.

    All or nothing: every fault is told at once, in document order, with line and column where they can be known.

    Args:
        source: a file's path, or a table as a parser gives it.

    Raises:
        DocumentError: `empty`, `not-a-table`, `syntax`, `duplicate-key`, `not-utf8`, `unknown-suffix`, and whatever is
            wrong inside.
        LimitError: `too-large` over 4 MiB, `too-deep` over 120 levels, `too-many`, `too-long`.
        OSError: the file cannot be read.
    """
    if not isinstance(source, str | os.PathLike):
        return from_document(source)
    path = path_of(source)
    kind = kind_of_file(path)
    return loads(_bytes(path), kind, name=path.name)


def path_of(source: object) -> Path:
    """Return a file's path.

    Raises:
        DocumentError: `wrong-type`; `bad-path` for one that no system can have.
    """
    if not isinstance(source, str | os.PathLike):
        raise DocumentError.at("wrong-type", f"a file's path is text or a Path, not {shown(source)}")
    path = Path(source)
    try:
        named = os.fsencode(path)
    except UnicodeEncodeError as fault:
        raise DocumentError.at("bad-path", f"a file's path holds half a character: {shown(path)}") from fault
    if b"\0" in named:
        raise DocumentError.at("bad-path", f"a file's path holds no zero character: {shown(path)}")
    return path


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        checked_size(os.fstat(file.fileno()).st_size, path.name)
        return file.read(LARGEST_BYTES + 1)  # a pipe does not tell its size


def kind_of_file(path: Path) -> Kind:
    """Return the format of a document by its file's name.

    Raises:
        DocumentError: `unknown-suffix`, listing the known formats.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None and path.exists() and not path.is_dir():
        raise DocumentError.at("unknown-suffix", f"{path.name}: a document ends in {' or '.join(KINDS)}")
    return kind or "toml"  # opening what is not there, or a folder, raises the right OSError


def _checked_kind(kind: str) -> None:
    known = tuple(KINDS.values())
    if kind not in known:
        raise DocumentError.at("unknown-format", f"there is no format {shown(kind)}{did_you_mean(kind, known)}")


def loads(text: str | bytes, kind: Kind = "toml", *, name: str = "") -> Agreement:
    """Load an agreement from the text of a document.

    Args:
        text: the document; bytes are read as UTF-8.
        kind: `toml` or `json`.
        name: what to call it in messages.

    Raises:
        DocumentError: as `load`, and `unknown-format`.
        LimitError: as `load`.

    >>> loads('name = "Inbound"', "toml").name
    Traceback (most recent call last):
        ...
    alignkit.errors.DocumentError: 3 faults
      version: missing-field: the document needs 'version'
      zone: missing-field: the document needs 'zone'
      stages: missing-field: the document needs 'stages'
    """
    _checked_kind(kind)
    if not isinstance(text, str | bytes):
        raise DocumentError.at("wrong-type", f"the text of a document is text or bytes, not {shown(text)}")
    known = decoded(text, name) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    document = parsed(known, kind, name)
    try:
        return from_document(document)
    except DocumentError as error:
        placed = sorted(locate(error.issues, known, kind), key=_place)
        raise type(error)(*placed) from error


def _place(issue: Finding) -> tuple[bool, int, int]:
    """Return what sorts findings by their place; what is about the document as a whole comes first, and an end last."""
    return (issue.code == "too-many-faults", issue.line or 0, issue.column or 0)


def dumps(agreement: Agreement, kind: Kind = "toml") -> str:
    """Write an agreement as the text of a document; `loads` reads back an equal one.

    Raises:
        DocumentError: `unknown-format`; `bad-text` where half a character stands, which no file can hold.
    """
    _checked_kind(kind)
    document = to_document(agreement)
    text = toml_text(document) if kind == "toml" else json_text(spelt(document))
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        near = text[max(fault.start - 20, 0) : fault.start + 20]
        raise DocumentError.at("bad-text", f"half a character cannot be written: {shown(near)}") from fault
    return text


def dump(agreement: Agreement, path: str | os.PathLike[str]) -> None:
    """Write an agreement to a file, `.toml` or `.json`.

    Raises:
        DocumentError: `unknown-suffix`, and as `dumps`.
        OSError: the file cannot be written.
    """
    file = path_of(path)
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise DocumentError.at("unknown-suffix", f"{file.name}: a document ends in {' or '.join(KINDS)}")
    file.write_text(dumps(agreement, kind), encoding="utf-8", newline="\n")


def sign_file(path: str | os.PathLike[str], *, team: str, by: str, on: date) -> Agreement:
    """Add a sign-off to the end of a document; every byte that stands in the file stays.

    A JSON document is written anew, since its end cannot be added to.

    Raises:
        DocumentError: as `load` and `sign`; `cannot-append` for a TOML document whose sign-offs are a list in brackets.
        OSError: the file cannot be read or written.
    """
    file = path_of(path)
    kind = kind_of_file(file)
    data = _bytes(file)
    agreement = loads(data, kind, name=file.name)
    signed = sign(agreement, team=team, by=by, on=on)
    if kind == "json":
        dump(signed, file)
        return signed
    ending = "\r\n" if b"\r\n" in data else "\n"
    text = toml_text({"signoffs": to_document(signed)["signoffs"][-1:]})
    # a blank line stands between, whether or not the last line has an end
    addition = ("\n" if data.endswith(b"\n") else "\n\n") + text
    added = addition.replace("\n", ending).encode()
    try:
        loads(data + added, kind, name=file.name)
    except DocumentError as fault:
        raise DocumentError.at(
            "cannot-append",
            f"{file.name}: a sign-off cannot be added to `signoffs = [...]`; write each as a table [[signoffs]]",
            path="signoffs",
        ) from fault
    with file.open("ab") as end:
        end.write(added)
    return signed
