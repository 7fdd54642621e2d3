"""Words of an export that nobody agreed on, and that are spelt nearly as one that both teams did agree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.asked_events import events_asked
from alignkit.agreement.document.paths import joined
from alignkit.errors import Finding, shown
from alignkit.history.facts import Facts
from alignkit.names import LONGEST_ID

_ALIKE = 0.8
"""So much of two words must be the same, for a touch of another kind is no misspelt one."""
_MOST_WORDS = 1_000
_MOST = 100
"""So many words are told at most."""
_VALUED = {"stage": "stage", "touch": "touch", "reject": "reason"}
_OTHERS = ("accept", "owner", "merge", "field", "link")


def near_words(agreement: Agreement, facts: Facts) -> Iterator[Finding]:
    """Yield the stages, touches, kinds and reasons of events that are near an agreed word, and are none.

    Findings: `near-word` (warning), one for each word, with how often it stands there; of more than a thousand words
    the most frequent are looked at.
    """
    asked = {one.name: one.name for one in events_asked(agreement)}
    known = {
        "stage": {stage.id: stage.id for stage in agreement.funnel.stages},
        "touch": asked,
        "reason": {reason: reason for one in agreement.funnel.boundaries for reason in one.reasons},
        "event": asked,
    }
    aliases = agreement.aliases
    for words in known.values():
        words |= {alias: term for alias, term in aliases.items() if term in words}
    told = 0
    for (what, word), count in sorted(_counted(facts).most_common(_MOST_WORDS)):
        meant = None if word in known[what] else _near(word, known[what])
        if meant is not None and told < _MOST:
            told += 1
            often = "1 event" if count == 1 else f"{count:,} events"
            text = (
                f"{shown(word)}, in {often}, is no {what} that the agreement knows; did you mean {meant!r}? If so, "
                "make it an alias of that word"
            )
            yield Finding("near-word", text, joined("vocabulary", meant), "warning")


def _counted(facts: Facts) -> Counter[tuple[str, str]]:
    """Count what events are called."""
    found: Counter[tuple[str, str]] = Counter()
    for event in facts.events:
        what = _VALUED.get(event.kind)
        if what is not None and isinstance(event.value, str):
            found[what, event.value] += 1
        elif what is None and event.kind not in _OTHERS:
            found["event", event.kind] += 1
    return found


def _near(word: str, known: dict[str, str]) -> str | None:
    """Return the agreed word that another one most likely means, whatever its capitals, spaces and strokes."""
    if len(word) > LONGEST_ID:
        return None
    plain = {_folded(one): meant for one, meant in known.items()}
    close = get_close_matches(_folded(word), plain, n=1, cutoff=_ALIKE)
    return plain[close[0]] if close else None


def _folded(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())
