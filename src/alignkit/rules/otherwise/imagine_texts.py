"""Imagine the texts that a field could hold: those that its conditions list, and some made of their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations, permutations

from alignkit.rules.doubt.signs import Signs, text_excludes, text_implies, together
from alignkit.rules.judge import judge
from alignkit.rules.otherwise.imagined import MOST_CLASSES, MOST_VALUES, Imagined, Values
from alignkit.rules.predicates import Compare, FieldTest, Matches, OneOf, TextMatch
from alignkit.rules.verdict import Verdict

_OTHERS = ("other", "another one", "-", "7", "?", "x")
"""Texts that stand for any other text; the first that meets no condition."""
_ANCHORS = re.compile(r"\\b|\^|\$|\\A|\\z|\(\?[a-z]+\)")
_GROUP = re.compile(r"\((?:\?:)?([^()]*)\)[?]?")
_LITERAL = re.compile(r"[^\\.+*?()\[\]{}|^$]+")


def text_values(tests: Sequence[FieldTest]) -> Values:
    """Return the texts that the conditions on one field tell apart.

    They are the listed texts; the parts asked for, alone and joined (up to six in every way, with a space, a word or
    nothing between them); a text for each pattern, where one can be read off it; and any other text.
    """
    listed: dict[str, set[int]] = {}
    parts: list[TextMatch] = []
    patterns: list[Matches] = []
    for number, test in enumerate(tests):
        match test:
            case Compare():
                listed.setdefault(str(test.value), set()).add(number)
            case OneOf():
                for value in test.values:
                    listed.setdefault(str(value), set()).add(number)
            case TextMatch():
                parts.append(test)
            case Matches():
                patterns.append(test)
            case _:
                pass
    texts, whole = _listed(listed, alike=not parts and not patterns)
    values = [Imagined(text) for text in texts]
    looking = (*dict.fromkeys(parts), *dict.fromkeys(patterns))
    made, ways = _made(looking)
    values += [Imagined(text) for text in made]
    for text in _OTHERS:
        met = any(_meets(part, text) for part in parts) or any(pattern.search(text) for pattern in patterns)
        if text not in listed and not met:
            values.append(Imagined(text, "another text"))
            break
    else:
        whole = False
    # each way to meet some conditions and not the others needs a text of its own, which is not a listed one
    met_so = {signs for text, signs in made.items() if text not in listed}
    return Values(values, whole and ways is not None and ways <= met_so)


@lru_cache(maxsize=256)
def _made(looking: tuple[TextMatch | Matches, ...]) -> tuple[dict[str, Signs], frozenset[Signs] | None]:
    """Return texts that meet such conditions, each with which it meets; and in which ways that could be.

    The ways are all but that of meeting none; None where they are too many. This hangs on the conditions alone, and is
    asked for every lead again.
    """
    parts = [test for test in looking if isinstance(test, TextMatch)]
    read = [text for test in looking if isinstance(test, Matches) for text in _read_off(test)]
    signs = {text: _signs(looking, text) for text in (*_combined(parts), *read)}
    if len(looking) > MOST_CLASSES:
        return signs, None
    seen = set(signs.values())
    for one, other in permutations((*(part.text for part in parts), *read), 2) if read else ():
        for text in (f"{one}{other}", f"{one} {other}"):
            if _signs(looking, text) not in seen:  # a text beside a pattern, where it says something new
                signs[text] = _signs(looking, text)
                seen.add(signs[text])
    ways = together(looking, text_implies, text_excludes)
    return signs, None if ways is None else frozenset(way for way in ways if any(way))


def _signs(looking: Sequence[TextMatch | Matches], text: str) -> Signs:
    return tuple(judge(test, text).verdict is Verdict.YES for test in looking)


def _listed(listed: dict[str, set[int]], *, alike: bool) -> tuple[list[str], bool]:
    """Return the listed texts; where only lists ask, one that is in the same lists as another says nothing new."""
    if alike:
        first: dict[frozenset[int], str] = {}
        for text, numbers in listed.items():
            first.setdefault(frozenset(numbers), text)
        return list(first.values()), True
    return list(listed)[:MOST_VALUES], len(listed) <= MOST_VALUES


def _combined(parts: Sequence[TextMatch]) -> Iterator[str]:
    """Yield texts that meet one of the conditions, then several at a time."""
    few = parts[:MOST_CLASSES]
    alone = ((part,) for part in parts[:MOST_VALUES])
    for chosen in chain(alone, *(combinations(few, size) for size in range(2, len(few) + 1))):
        yield from _joined(chosen)


def _joined(parts: Sequence[TextMatch]) -> Iterator[str]:
    """Yield texts that start, end and go on as all of these ask, if there is one; plain ones first."""
    start = max((part.text for part in parts if part.op == "starts_with"), key=len, default="")
    end = max((part.text for part in parts if part.op == "ends_with"), key=len, default="")
    inside = [part.text for part in parts if part.op == "contains"]
    middle = [text for text in inside if not any(text in other and text != other for other in (*inside, start, end))]
    for gap, filler in (("" if not middle else " ", ()), (" ", ("other",))):
        text = gap.join(piece for piece in (start, *filler, *middle, end) if piece)
        yield text
    yield start + "".join(middle) + end


def _meets(part: TextMatch, text: str) -> bool:
    """Say whether a part stands anywhere in a text: at its start or end is not asked, so this is strict."""
    return part.text in text if part.case_matters else part.text.casefold() in text.casefold()


def _read_off(test: Matches) -> list[str]:
    """Return a few texts that match a simple pattern."""
    return [text for text in dict.fromkeys(_letters(test.pattern)) if test.search(text) is not None]


def _letters(pattern: str) -> Iterable[str]:
    """Yield texts that may match a simple pattern: its letters without anchors, with one choice of each group."""
    plain = _ANCHORS.sub("", pattern)
    for choice in range(MOST_CLASSES):
        text = plain
        while _GROUP.search(text):
            text = _GROUP.sub(lambda found: _choice(found[1], choice), text)  # noqa: B023 - called at once
        for branch in text.split("|"):
            letters = branch.replace(".*", "").replace(r"\.", "\0").replace(r"\s", " ").replace(r"\d", "7")
            if _LITERAL.fullmatch(letters):
                yield letters.replace("\0", ".")


def _choice(group: str, number: int) -> str:
    branches = group.split("|")
    return branches[min(number, len(branches) - 1)]
