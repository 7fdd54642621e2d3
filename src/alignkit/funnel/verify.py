"""Verify: did each lead meet the entry rule of a stage when it entered it?"""

from __future__ import annotations

from collections.abc import Iterable

from alignkit.errors import DocumentError, shown
from alignkit.funnel.evidence import Evidence, Evidences
from alignkit.funnel.journeys import Journey, checked_journeys
from alignkit.funnel.stages import Funnel
from alignkit.rules.decide import decide


def verify(funnel: Funnel, journeys: Journey | Iterable[Journey]) -> Evidences:
    """Check each observed entry against the stage's entry rule, at the entry's instant.

    The rule is decided on the lead's events up to and including that instant, and on its fields as known then. An
    inferred visit, which nobody claimed, is not checked. No move changes.

    Args:
        funnel: whose entry rules are asked; it may have other rules than the funnel that was replayed.
        journeys: one journey, or those of `replay`.

    Returns:
        One `Evidence` per entry into a stage with an entry rule, by lead and in time order; a tuple of them.

    Raises:
        DocumentError: `wrong-type`.

    >>> from datetime import UTC, datetime
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> from alignkit.rules.field import field
    >>> mql = Stage("mql", "marketing", entry=field("employees") >= 50)
    >>> funnel = Funnel("inbound", [mql, Stage("won", "sales", outcome="won")])
    >>> facts = Facts({"L1": {"employees": 20}}, [Event("L1", datetime(2026, 1, 5, tzinfo=UTC), "stage", "mql")])
    >>> verify(funnel, replay(funnel, facts, as_of=datetime(2026, 2, 1, tzinfo=UTC)))[0].verdict
    Verdict.NO
    """
    if not isinstance(funnel, Funnel):
        raise DocumentError.at("wrong-type", f"verify takes a Funnel and journeys, not {shown(funnel)}")
    items = checked_journeys(journeys, "verify takes a Funnel and journeys")
    rules = {stage.id: stage.entry for stage in funnel.stages if stage.entry is not None}
    found: list[Evidence] = []
    for journey in items:
        for visit in journey.visits:
            rule = rules.get(visit.stage)
            if rule is None or visit.inferred:
                continue
            at = visit.entered_at
            verdict = decide(rule, journey.fields_at(at), journey.events_until(at), as_of=at)
            found.append(Evidence(journey.lead, visit.stage, at, verdict))
    return Evidences(found)
