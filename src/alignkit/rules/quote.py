"""Quote what people named or typed, where it would read as a word of ours: a number, a date, a list, `missing`."""

from __future__ import annotations

import re

_JOINING = frozenset(
    "after and are at before between by enter have holds in is leave less list more none not on once one or recorded "
    "times twice until when where while".split()
)
"""Our own words: a text that holds one could begin, end or join a condition."""
_ANSWERS = frozenset({"false", "known", "missing", "nothing", "true"})
"""What a field can be said to be; the text itself is something else."""
_STOPS = re.compile(r"[,;:()“”]|\s\s")
_NUMBER = re.compile(r"[+\-−.'\"]|\d")
_VERBS = frozenset("and contains does ends is lies matches not or starts where".split())
_OPENING = re.compile(r"(any|every|no|not every) item of |at least \d|did |the score ")


def quoted(text: str) -> str:
    r"""Write a text in quotes that nothing in it can close.

    >>> quoted("Arts, Crafts"), quoted("a\nb"), quoted("“a” or “b”")
    ('“Arts, Crafts”', "'a\\nb'", "'“a” or “b”'")
    """
    whole = text.isprintable() and "“" not in text and "”" not in text
    return f"“{text}”" if whole else repr(text)  # a line break would break the sentence


def text_words(text: str) -> str:
    """Write a text as a value: as it is, or in quotes where it could be read as anything else.

    >>> text_words("NL"), text_words("Head of Sales"), text_words("Arts and Crafts"), text_words("1"), text_words("")
    ('NL', 'Head of Sales', '“Arts and Crafts”', '“1”', '“”')
    """
    folded = text.casefold()
    odd = not text.isprintable() or not text or text != text.strip() or _STOPS.search(text) or _NUMBER.match(text)
    if odd or folded in _ANSWERS or not _JOINING.isdisjoint(folded.split()):
        return quoted(text)
    return text


def label_words(label: str) -> str:
    """Write what people call a field, or a stage, in a sentence.

    >>> label_words("Company size"), label_words("size is known"), label_words("did call")
    ('Company size', '“size is known”', '“did call”')
    """
    folded = label.casefold()
    odd = not label.isprintable() or label != label.strip() or label[:1] in "('\"" or re.search(r"[,;“”]|\s\s", label)
    if odd or _OPENING.match(folded) or not _VERBS.isdisjoint(folded.split()):
        return quoted(label)
    return label


def is_spoken(event: str) -> bool:
    """Say whether an event's name is spoken with spaces where it has `_`; no other name may then be spoken so.

    >>> is_spoken("demo_request"), is_spoken("demo request"), is_spoken("demo__request")
    (True, False, False)
    """
    return event.isprintable() and " " not in event and all(event.split("_")) and not re.search("[“”]", event)


def event_words(name: str) -> str:
    """Write an event's name in a sentence.

    >>> event_words("demo_request"), event_words("demo request"), event_words("call_at_noon")
    ('demo request', '“demo request”', '“call_at_noon”')
    """
    spoken = name.replace("_", " ")
    plain = is_spoken(name) and not _STOPS.search(name) and name[0] not in "'\""
    return spoken if plain and _JOINING.isdisjoint(spoken.casefold().split()) else quoted(name)
