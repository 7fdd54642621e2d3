"""Agendas: what both teams look at when they meet, from the facts since they last met."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import Finding
from alignkit.exact import as_data
from alignkit.handoff.acceptance import Handoff
from alignkit.handoff.work_items import WorkItem
from alignkit.instants import checked_instant
from alignkit.plan.checked import listed, of_kind, raise_faults
from alignkit.scorecard.assessment import Assessment
from alignkit.together.decisions import Action, Decision
from alignkit.together.meetings import Meeting
from alignkit.together.recognitions import Recognition
from alignkit.together.requests import Request
from alignkit.together.rotations import Round


class CampaignReport(NamedTuple):
    """What a campaign aims at, and how many leads it brought.

    Args:
        name: the campaign.
        aim: what it aims at; blank where nobody has said.
        leads: how many leads it brought since the last meeting.
    """

    name: str
    aim: str
    leads: int


class Outcome(NamedTuple):
    """A decision, and what its goal came to when it was made and now.

    Args:
        decision: the decision.
        then: what the goal came to on the day of the decision, in words; blank where it cannot be told. If that day
            was the first on which both met after a period, it is told of that period: "56.4 % in 2025 Q4".
        now: what it comes to now, likewise.
        status: how the goal stands now; blank where it cannot be told.
        goal: how people call the goal; its name as the decision has it where there is no such goal now.
    """

    decision: Decision
    then: str = ""
    now: str = ""
    status: str = ""
    goal: str = ""


def _overdue(values: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
    return listed(values, "overdue", path="overdue")


def _promises(values: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return listed(values, "promises", path="promises")


def _rejected(values: Iterable[Handoff]) -> tuple[Handoff, ...]:
    return listed(values, "rejected", path="rejected")


def _campaigns(values: Iterable[CampaignReport]) -> tuple[CampaignReport, ...]:
    return listed(values, "campaigns", path="campaigns")


def _outcomes(values: Iterable[Outcome]) -> tuple[Outcome, ...]:
    return listed(values, "outcomes", path="outcomes")


def _actions(values: Iterable[Action]) -> tuple[Action, ...]:
    return listed(values, "actions", path="actions")


def _requests(values: Iterable[Request]) -> tuple[Request, ...]:
    return listed(values, "requests", path="requests")


def _thanks(values: Iterable[Recognition]) -> tuple[Recognition, ...]:
    return listed(values, "thanks", path="thanks")


def _findings(values: Iterable[Finding]) -> tuple[Finding, ...]:
    return listed(values, "findings", path="findings")


@attrs.frozen(slots=True, repr=False)
class Agenda(Shown):
    """What both teams look at in a meeting, in the order in which they look at it. It computes nothing: `agenda` did.

    Args:
        meeting: the meeting.
        name: the agreement that it is about.
        mission: what both teams are there for; may be blank.
        as_of: up to when the facts count.
        since: when they last looked: what happened after it is new.
        starts: when the meeting begins; None where it takes place no more.
        assessment: what each goal came to; None where no goals are agreed.
        before: the same, when they last looked; None where that was in another period.
        ended: what the goals of the period before came to, if it ended since they last looked and the agreement held
            in it.
        overdue: the open clocks that are breached, by due time.
        promises: how people call each promise that a clock belongs to, by its name.
        rejected: the leads that were rejected since, in time order.
        answered: how many handoffs were answered since.
        waiting: how many leads wait for an answer.
        campaigns: what the campaigns aim at, and what they brought since.
        outcomes: the decisions that are open, and those that were closed since.
        actions: the actions that are open, and those that ended since.
        requests: the requests that are open, and those that were answered since.
        thanks: what people thanked each other for since.
        coaching: who coaches whom until the next meeting.
        findings: what was found in the facts.
    """

    meeting: Meeting
    name: str = attrs.field(kw_only=True)
    mission: str = attrs.field(default="", kw_only=True)
    as_of: datetime = attrs.field(kw_only=True)
    since: datetime = attrs.field(kw_only=True)
    starts: datetime | None = attrs.field(default=None, kw_only=True)
    assessment: Assessment | None = attrs.field(default=None, kw_only=True)
    before: Assessment | None = attrs.field(default=None, kw_only=True)
    ended: Assessment | None = attrs.field(default=None, kw_only=True)
    overdue: tuple[WorkItem, ...] = attrs.field(default=(), converter=_overdue, kw_only=True)
    promises: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_promises, kw_only=True)
    rejected: tuple[Handoff, ...] = attrs.field(default=(), converter=_rejected, kw_only=True)
    answered: int = attrs.field(default=0, kw_only=True)
    waiting: int = attrs.field(default=0, kw_only=True)
    campaigns: tuple[CampaignReport, ...] = attrs.field(default=(), converter=_campaigns, kw_only=True)
    outcomes: tuple[Outcome, ...] = attrs.field(default=(), converter=_outcomes, kw_only=True)
    actions: tuple[Action, ...] = attrs.field(default=(), converter=_actions, kw_only=True)
    requests: tuple[Request, ...] = attrs.field(default=(), converter=_requests, kw_only=True)
    thanks: tuple[Recognition, ...] = attrs.field(default=(), converter=_thanks, kw_only=True)
    coaching: Round | None = attrs.field(default=None, kw_only=True)
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=_findings, kw_only=True)

    def __attrs_post_init__(self) -> None:
        kinds: tuple[tuple[str, type], ...] = (
            ("overdue", WorkItem),
            ("rejected", Handoff),
            ("campaigns", CampaignReport),
            ("outcomes", Outcome),
            ("actions", Action),
            ("requests", Request),
            ("thanks", Recognition),
            ("findings", Finding),
        )
        faults = of_kind([self.meeting], Meeting, "meeting")
        for path, kind in kinds:
            faults += of_kind(getattr(self, path), kind, path)  # our own names
        raise_faults(faults)
        checked_instant(self.as_of, "as_of")
        checked_instant(self.since, "since")

    @property
    def attainment(self) -> Fraction | None:
        """What all goals came to together; None where nothing is measured."""
        return None if self.assessment is None else self.assessment.whole.attainment

    @property
    def reasons(self) -> tuple[tuple[str | None, int], ...]:
        """How often each reason of a rejection was given, the most frequent first; None where none was."""
        counts: dict[str | None, int] = {}
        for handoff in self.rejected:
            counts[handoff.reason] = counts.get(handoff.reason, 0) + 1
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0] or "")))

    @property
    def sentence(self) -> str:
        """How both teams stand, in plain words."""
        from alignkit.together.show_agenda import progress_sentence  # drawing is loaded when something is drawn

        return progress_sentence(self)

    def to_markdown(self, *, limit: int = 60_000) -> str:
        """Return the agenda as Markdown, to be pasted into a mail, a chat or a wiki; what people wrote is escaped.

        Args:
            limit: the most bytes of UTF-8, 1,000 at least; what is left out is said.

        Raises:
            DocumentError: `bad-limit`.
        """
        from alignkit.display.markdown import to_markdown  # drawing is loaded when something is drawn

        return to_markdown(self.blocks(), limit=limit)

    def blocks(self) -> Block:
        """Return the mission and the progress, and then point by point what there is to talk about."""
        from alignkit.together.show_agenda import agenda_blocks  # drawing is loaded when something is drawn

        return agenda_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the agenda as plain data."""
        return {
            "alignkit": 1,
            "kind": "agenda",
            "meeting": self.meeting.name,
            "agreement": self.name,
            "mission": self.mission or None,
            "as_of": self.as_of.isoformat(),
            "since": self.since.isoformat(),
            "starts": None if self.starts is None else self.starts.isoformat(),
            "attainment": None if self.attainment is None else as_data(self.attainment),
            "assessment": None if self.assessment is None else self.assessment.to_dict(),
            "ended": None if self.ended is None else self.ended.to_dict(),
            "overdue": [item.to_dict() for item in self.overdue],
            "rejected": [handoff.to_dict() for handoff in self.rejected],
            "answered": self.answered,
            "waiting": self.waiting,
            "campaigns": [report._asdict() for report in self.campaigns],
            "decisions": [
                {
                    **outcome.decision.to_dict(),
                    "then": outcome.then or None,
                    "now": outcome.now or None,
                    "status": outcome.status or None,
                    "state": outcome.decision.state(self.as_of),
                }
                for outcome in self.outcomes
            ],
            "actions": [{**action.to_dict(), "state": action.state(self.as_of)} for action in self.actions],
            "requests": [{**request.to_dict(), "state": request.state(self.as_of)} for request in self.requests],
            "thanks": [thanks.to_dict() for thanks in self.thanks],
            "coaching": None if self.coaching is None else self.coaching.to_dict(),
            "findings": [finding.to_dict() for finding in self.findings],
        }
