"""The lines and records of a CSV text: opened, decoded and cut into cells; every fault with its line."""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeAlias

from alignkit.adapters.imported import Notes
from alignkit.errors import DataError, shown
from alignkit.history.sources import CsvSource

CsvText: TypeAlias = "str | os.PathLike[str] | bytes | Iterable[str] | BinaryIO"
"""A path, the bytes of a file, a binary or text stream, or lines. A `str` is always a path."""


@contextmanager
def csv_lines(given: CsvText, encoding: str, name: str) -> Iterator[Iterator[str]]:
    """Give the lines of a text, with their line ends, and close what was opened.

    Raises:
        OSError: of the right subclass, when a path cannot be opened.
        DataError: `not-utf8` or `wrong-encoding` with the byte offset and the line; `wrong-type`.
    """
    plain = codecs.lookup(encoding).name
    if isinstance(given, str | os.PathLike):
        with _opened(Path(given)) as file, _decoding(file, plain, name, Path(given)) as lines:
            yield lines
    elif isinstance(given, bytes):
        with _decoding(io.BytesIO(given), plain, name, given) as lines:
            yield lines
    elif isinstance(given, io.BufferedIOBase | io.RawIOBase) or _is_binary(given):
        with _decoding(given, plain, name, None) as lines:  # type: ignore[arg-type]  # a stream of bytes
            yield lines
    else:
        yield _text_lines(given)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except ValueError as fault:  # a NUL, or half a character, which no name of a file can hold
        raise DataError.at("wrong-type", f"no file can be called {shown(os.fspath(path))}") from fault


def _is_binary(given: object) -> bool:
    # a temporary file of the standard library wraps its stream and inherits nothing
    return "b" in str(getattr(given, "mode", "")) and hasattr(given, "read")


def _text_lines(given: object) -> Iterator[str]:
    if not isinstance(given, Iterable):
        raise DataError.at("wrong-type", f"a path, bytes, a stream or lines of text are due, not {shown(given)}")
    for at, line in enumerate(given):
        if not isinstance(line, str):
            raise DataError.at("wrong-type", f"a line must be text, not {shown(line)}")
        yield line.removeprefix("\ufeff") if at == 0 else line


@contextmanager
def _decoding(file: BinaryIO, encoding: str, name: str, origin: Path | bytes | None) -> Iterator[Iterator[str]]:
    stream = io.TextIOWrapper(file, "utf-8-sig" if encoding == "utf-8" else encoding, errors="strict", newline="")
    try:
        yield iter(stream)
    except UnicodeError as fault:
        code = "not-utf8" if encoding in {"utf-8", "utf-8-sig"} else "wrong-encoding"
        where = _place(fault, file, origin)
        raise DataError.at(
            code,
            f"the text is not {encoding}{where}; state the `encoding` of the source, such as cp1252 or utf-16",
            path=name,
        ) from fault
    finally:
        with suppress(ValueError, UnicodeError):  # whoever opened the file may have closed it while it was read
            stream.detach()


def _place(fault: UnicodeError, file: BinaryIO, origin: Path | bytes | None) -> str:
    if not isinstance(fault, UnicodeDecodeError) or not file.seekable():
        return ""
    # the decoder got the end of what was read so far, and says where in it the fault lies
    offset = file.tell() - len(fault.object) + fault.start
    if origin is None:
        return f" at byte offset {offset}"
    before = origin[:offset] if isinstance(origin, bytes) else _head(origin, offset)
    newline = b"\n" if b"\n" in before else b"\r"
    return f" at byte offset {offset}, line {before.count(newline) + 1}"


def _head(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def csv_records(lines: Iterator[str], source: CsvSource, notes: Notes) -> Iterator[tuple[int, list[str]]]:
    """Give each record that is not blank, with the line on which it starts; the header is line 1."""
    reader = csv.reader(lines, delimiter=source.delimiter, quotechar=source.quote, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            # the reader starts afresh at the next line
            notes.add("bad-csv", f"the record that starts here cannot be read: {fault}", line=line)
            continue
        if cells:
            yield line, cells
