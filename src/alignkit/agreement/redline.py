"""Redline: set two versions of an agreement against each other, sentence by sentence and word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import attrs

from alignkit.agreement.agreement import Agreement, checked_agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.read import read
from alignkit.agreement.redlines import Redline
from alignkit.display.blocks import Bar, Beside, Block, Bullets, Cell, Group, Heading, Mark, Paragraph, Quote, Table
from alignkit.display.revised import LineKind, RevisedLine, RevisedPiece
from alignkit.display.text import to_text

_ALIKE = 0.4
"""Two sentences of which this share of words is the same are one that was changed; less, and one took its place."""
_MOST_COMPARED = 4_000
"""Of longer sentences the words are not matched: one is struck out as a whole."""
_REACH = 40
"""A sentence is looked for among so many that follow."""


class _Line(NamedTuple):
    """A line of a page: what it is, and its words."""

    kind: LineKind
    level: int
    text: str


def redline(old: Agreement, new: Agreement) -> Redline:
    """Return what `read` says of two versions as one page, with deletions and insertions.

    The sign lines are empty, whoever signed before: what changed is yet to be signed. The words are those in which each
    version was written, so that a rule in another order is marked though its meaning is the same; `compare` goes by
    the meaning.

    Args:
        old: the version that was agreed.
        new: the version that is held against it.

    Raises:
        DocumentError: `wrong-type`.

    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.rules.field import field
    >>> funnel = Funnel("inbound", [Stage("mql", "marketing"), Stage("won", "sales", outcome="won")])
    >>> icp = (field("employees") >= 50).named("icp")
    >>> old = Agreement("Inbound", version="1", zone="UTC", funnel=funnel, rules=[icp])
    >>> new = attrs.evolve(old, rules=[(field("employees") >= 80).named("icp")])
    >>> next(line for line in redline(old, new).to_markdown().splitlines() if "icp" in line)
    '“icp” means: employees is at least ~~50.~~ **80.**'
    """
    before, after = (attrs.evolve(checked_agreement(one), signoffs=()) for one in (old, new))
    lines = _lined(list(_lines(read(before).blocks())), list(_lines(read(after).blocks())))
    return Redline(
        f"{old.name} {old.version}", f"{new.name} {new.version}", tuple(lines), digest(before) == digest(after)
    )


def _lines(block: Block) -> Iterator[_Line]:
    """Yield a page line by line; a row of a table is an item of a list."""
    match block:
        case Group(blocks) | Beside(blocks):
            for part in blocks:
                yield from _lines(part)
        case Heading(text, level):
            yield _Line("heading", level, text)
        case Paragraph(text):
            yield _Line("paragraph", 2, text)
        case Quote(text):
            yield _Line("quote", 2, text)
        case Bullets(items):
            yield from (_Line("item", 2, text) for text in items)
        case Table():
            for row in block.rows:
                yield _Line("item", 2, _row([column.title for column in block.columns], row))
        case _:
            yield from (_Line("paragraph", 2, text) for text in to_text(block, width=400).splitlines())


def _row(titles: Sequence[str], row: Sequence[Cell]) -> str:
    texts = [cell.text if isinstance(cell, Mark) else cell.label if isinstance(cell, Bar) else cell for cell in row]
    first, *rest = zip(titles, texts, strict=True)
    told = [f"{title}: {text}" if title else text for title, text in rest if text]
    return "; ".join([first[1], *told])


def _lined(old: list[_Line], new: list[_Line]) -> Iterator[RevisedLine]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (_whole(line, "kept") for line in new[k:m])
        else:
            yield from _replaced(old[i:j], new[k:m])


def _whole(line: _Line, kind: str) -> RevisedLine:
    return RevisedLine([(line.text, kind)], line.kind, line.level)


def _replaced(old: list[_Line], new: list[_Line]) -> Iterator[RevisedLine]:
    """Yield the lines that took the place of others: each beside the one it was made of, where there is such a one."""
    waiting = 0
    for line in old:
        words = line.text.split()
        nearby = range(waiting, min(len(new), waiting + _REACH))
        heir = max(nearby, key=lambda place: _likeness(line, words, new[place]), default=None)
        if heir is None or _likeness(line, words, new[heir]) < _ALIKE:
            yield _whole(line, "deleted")
            continue
        yield from (_whole(come, "inserted") for come in new[waiting:heir])
        yield RevisedLine(_pieces(words, new[heir].text.split()), new[heir].kind, new[heir].level)
        waiting = heir + 1
    yield from (_whole(come, "inserted") for come in new[waiting:])


def _likeness(line: _Line, words: Sequence[str], other: _Line) -> float:
    """Return which share of the words two lines have in common, whatever their order."""
    if line.kind != other.kind or line.level != other.level:
        return 0.0
    mine, theirs = set(words), set(other.text.split())
    return 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))


def _pieces(old: list[str], new: list[str]) -> Iterable[RevisedPiece]:
    if len(old) + len(new) > _MOST_COMPARED:
        return [RevisedPiece(" ".join(old), "deleted"), RevisedPiece(" ".join(new), "inserted")]
    found: list[RevisedPiece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(RevisedPiece(" ".join(old[i:j])))
            continue
        if j > i:
            found.append(RevisedPiece(" ".join(old[i:j]), "deleted"))
        if m > k:
            found.append(RevisedPiece(" ".join(new[k:m]), "inserted"))
    return found
