"""The words by which an agreement asks for what happened: stages, events, reasons; and aliases that are one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alignkit.agreement.asked_events import events_asked
from alignkit.agreement.document.paths import joined
from alignkit.errors import Finding, shown
from alignkit.names import nearest

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement


def words_in_use(agreement: Agreement) -> dict[str, str]:
    """Return the words that events are matched by, each with what it is: a stage, an event, a reason."""
    found = {reason: "an agreed reason" for one in agreement.funnel.boundaries for reason in one.reasons}
    found |= {asked.name: "an event that is asked for" for asked in events_asked(agreement)}
    return found | {stage.id: "a stage" for stage in agreement.funnel.stages}


def aliases_in_use(agreement: Agreement) -> Iterator[Finding]:
    """Say which alias of a term is a word of its own: exports keep such a word as it is."""
    used = words_in_use(agreement)
    for term in agreement.vocabulary:
        for alias in term.aliases:
            if alias != term.id and alias in used:
                text = (
                    f"{shown(alias)} is an alias of {shown(term.id)} and {used[alias]}: it means two things, and what "
                    f"an export calls so stays {shown(alias)}; write {shown(term.id)} there, or take the alias away"
                )
                yield Finding("alias-in-use", text, f"{joined('vocabulary', term.id)}.aliases", "warning")


def term_near(agreement: Agreement, word: str) -> str | None:
    """Return the term of the vocabulary that a word most likely means, though nobody wrote it so; None for none."""
    known = {term.id: term.id for term in agreement.vocabulary}
    known |= {alias: term.id for term in agreement.vocabulary for alias in term.aliases}
    near = nearest(word, known)
    return None if near is None else known[near]
