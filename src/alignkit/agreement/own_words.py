"""Facts in a version's own words: what the stages of other versions are called says nothing to it."""

from __future__ import annotations

from collections.abc import Iterable

from alignkit.agreement.agreement import Agreement
from alignkit.history.facts import Facts


def in_own_words(agreement: Agreement, others: Iterable[Agreement], facts: Facts) -> Facts:
    """Return the facts without the stage events that name a stage which other versions alone know.

    A stage that no version knows stays, and is found as `unknown-stage` by the replay.
    """
    own = {stage.id for stage in agreement.funnel.stages}
    strange = {stage.id for other in others for stage in other.funnel.stages} - own
    if not strange:
        return facts
    kept = [event for event in facts.events if event.kind != "stage" or event.value not in strange]
    return facts if len(kept) == len(facts.events) else Facts(facts.leads, kept, facts.figures)
