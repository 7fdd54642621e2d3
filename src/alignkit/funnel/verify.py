"""Verify: did each lead meet the entry rule of a stage when it entered it?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from alignkit.errors import DocumentError, Finding, shown
from alignkit.funnel.journeys import Journey
from alignkit.funnel.stages import Funnel
from alignkit.rules.decide import decide
from alignkit.rules.verdict import Verdict


@attrs.frozen(slots=True)
class Evidence:
    """What the facts say about one entry.

    Args:
        lead: the lead's id.
        stage: the stage that it entered.
        at: when.
        verdict: whether the stage's entry rule held then, as far as it was known then.
    """

    lead: str
    stage: str
    at: datetime
    verdict: Verdict

    @property
    def supported(self) -> bool:
        """The facts known then met the rule."""
        return self.verdict is Verdict.YES

    @property
    def contradicted(self) -> bool:
        """The facts known then did not meet the rule."""
        return self.verdict is Verdict.NO

    @property
    def unknown(self) -> bool:
        """Too little was known then to tell."""
        return self.verdict is Verdict.UNKNOWN

    @property
    def finding(self) -> Finding | None:
        """The doubt about this entry, `contradicted-entry` or `unknown-entry`; None where it is supported."""
        if self.supported:
            return None
        code, what = (
            ("contradicted-entry", "did not meet")
            if self.contradicted
            else ("unknown-entry", "cannot be told to have met")
        )
        text = f"{self.lead!r} {what} the entry rule of {self.stage!r}, which it entered at {self.at.isoformat()}"
        return Finding(code, text, self.lead, "warning")

    def to_dict(self) -> dict[str, object]:
        """Return the evidence as plain data."""
        return {
            "alignkit": 1,
            "kind": "evidence",
            "lead": self.lead,
            "stage": self.stage,
            "at": self.at.isoformat(),
            "verdict": self.verdict.value,
        }


def verify(funnel: Funnel, journeys: Journey | Iterable[Journey]) -> tuple[Evidence, ...]:
    """Check each observed entry against the stage's entry rule, at the entry's instant.

    The rule is decided on the lead's events up to and including that instant, and on its fields as known then. An
    inferred visit, which nobody claimed, is not checked. No move changes.

    Args:
        funnel: whose entry rules are asked; it may have other rules than the funnel that was replayed.
        journeys: one journey, or those of `replay`.

    Returns:
        One `Evidence` per entry into a stage with an entry rule, by lead and in time order.

    Raises:
        DocumentError: `wrong-type`.

    >>> from datetime import UTC
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
    rules = {stage.id: stage.entry for stage in funnel.stages if stage.entry is not None}
    found: list[Evidence] = []
    for journey in (journeys,) if isinstance(journeys, Journey) else journeys:
        for visit in journey.visits:
            rule = rules.get(visit.stage)
            if rule is None or visit.inferred:
                continue
            at = visit.entered_at
            verdict = decide(rule, journey.fields_at(at), journey.events_until(at), as_of=at)
            found.append(Evidence(journey.lead, visit.stage, at, verdict))
    return tuple(found)
