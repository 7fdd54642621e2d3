"""Explain a lead: which agreed rules it meets, why, and what would change that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from alignkit.agreement.agreement import Agreement
from alignkit.display.shown import Shown
from alignkit.errors import DataError, DocumentError, TimeError, shown
from alignkit.funnel.journeys import Journey
from alignkit.funnel.replay import replay
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.names import did_you_mean
from alignkit.reports.checked import checked_agreement, checked_facts
from alignkit.rules.explain import explain
from alignkit.rules.predicates import Named, Rule
from alignkit.rules.scores import Score
from alignkit.rules.trace import Trace

if TYPE_CHECKING:
    from alignkit.display.blocks import Block

_NEAR = 10_000
"""Among at most so many leads the nearest id is looked for."""


@attrs.frozen(slots=True, repr=False)
class LeadExplanation(Shown):
    """Why a lead is qualified or not.

    Args:
        lead: the lead's id.
        traces: what was asked, and the trace of its answer.
        journey: where the lead has been; None where no events were given.
    """

    lead: str
    traces: tuple[tuple[str, Trace], ...]
    journey: Journey | None = None

    def blocks(self) -> Block:
        """Return where the lead stands, and each answer as a tree."""
        from alignkit.display.blocks import Group, Heading, Paragraph

        parts: list[Block] = [Heading(f"Lead {self.lead}", 1)]
        if self.journey is not None:
            current = self.journey.current
            stands = "in no stage" if current is None else f"in {self.journey.funnel.stage(current.stage).label}"
            parts.append(Paragraph(f"As of {self.journey.as_of.isoformat(' ', 'minutes')} it is {stands}."))
        for asked, trace in self.traces:
            parts += [Heading(asked), trace.blocks()]
        return Group(parts)

    def to_dict(self) -> dict[str, object]:
        """Return the explanation as plain data, version 1."""
        return {
            "alignkit": 1,
            "kind": "lead-explanation",
            "lead": self.lead,
            "answers": [{"asked": asked, "trace": trace.to_dict()} for asked, trace in self.traces],
        }


def explain_lead(
    agreement: Agreement,
    facts: Facts,
    lead: str,
    *,
    rule: str | None = None,
    as_of: datetime | None = None,
    has_events: bool | None = None,
) -> LeadExplanation:
    """Explain which agreed rules a lead meets, and why.

    Args:
        agreement: whose rules are asked.
        facts: the leads, and their events.
        lead: the lead's id.
        rule: a rule or a score of the agreement; None asks the entry rules of all stages.
        as_of: events after it do not count; needed where there are events, and where a rule asks about time.
        has_events: whether the facts tell events: without them what a lead did is unknown. None: if there are any.

    Raises:
        DataError: `unknown-lead`, with the nearest id.
        DocumentError: `unknown-rule`, with the nearest name; `no-entry-rules`, `wrong-type`.
        TimeError: `as-of-needed`, `naive`.
    """
    checked_agreement(agreement, "an explanation")
    checked_facts(facts, "an explanation")
    asked = _asked(agreement, rule)
    events: tuple[Event, ...] | None = None
    journey = None
    if facts.events if has_events is None else has_events:
        if as_of is None:
            raise TimeError.at("as-of-needed", "there are events, so `as_of` must say up to when they count")
        journey = replay(agreement.funnel, facts, as_of=as_of, errors="collect").of(lead)
        fields: Mapping[str, object] = journey.fields
        events = journey.events
    else:
        leads = facts.leads
        if not isinstance(lead, str) or lead not in leads:
            near = did_you_mean(lead, leads) if len(leads) <= _NEAR else ""
            raise DataError.at("unknown-lead", f"there is no lead {shown(lead)}{near}")
        fields = leads[lead]
    traces = tuple((title, explain(definition, fields, events, as_of=as_of)) for title, definition in asked)
    return LeadExplanation(lead, traces, journey)


def _asked(agreement: Agreement, name: str | None) -> list[tuple[str, Rule | Score]]:
    if name is None:
        asked: list[tuple[str, Rule | Score]] = [
            (f"Entry into {stage.label}", stage.entry) for stage in agreement.funnel.stages if stage.entry is not None
        ]
        if not asked:
            raise DocumentError.at(
                "no-entry-rules", f"no stage has an entry rule{_known(agreement)}; name what to ask", path="stages"
            )
        return asked
    known: dict[str, Rule | Score] = {score.name: score for score in agreement.scores}
    known |= {named.name: named for named in agreement.rules}  # a rule before a score of the same name
    if not isinstance(name, str) or name not in known:
        near = did_you_mean(name, _names(agreement))
        raise DocumentError.at("unknown-rule", f"there is no rule or score {shown(name)}{near}")
    found = known[name]
    return [(found.label if isinstance(found, Named | Score) else name, found)]


def _known(agreement: Agreement) -> str:
    names = _names(agreement)
    return f"; there are {', '.join(names)}" if names else ""


def _names(agreement: Agreement) -> list[str]:
    """Return the names that somebody gave: a rule that a condition on a grid makes can be asked for, too."""
    return [*(rule.name for rule in agreement.written_rules), *(score.name for score in agreement.scores)]
