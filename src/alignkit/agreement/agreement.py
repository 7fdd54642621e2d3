"""The agreement between a marketing and a sales team, as one value."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from alignkit.agreement import parts
from alignkit.agreement.alike import alike
from alignkit.agreement.coherence import collected, faults_of, of_grids
from alignkit.agreement.signoffs import SignOff
from alignkit.agreement.vocabulary import Term
from alignkit.agreement.words_in_use import words_in_use
from alignkit.errors import DocumentError, TimeError, raise_found, shown
from alignkit.funnel.stages import Funnel
from alignkit.handoff.slas import SLA
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.sources import CsvSource
from alignkit.instants import checked_instant
from alignkit.names import did_you_mean
from alignkit.periods import parse_period
from alignkit.plan.plays import Playbook
from alignkit.plan.year_plan import YearPlan
from alignkit.rules.grids import Grid
from alignkit.rules.predicates import Named
from alignkit.rules.scores import Score
from alignkit.scorecard.factors import FlowPlan
from alignkit.scorecard.groups import Leaf, Member, leaves
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.rewards import Reward
from alignkit.scorecard.scorecards import Scorecard
from alignkit.together.meetings import Meeting
from alignkit.worktime.calendar import Calendar


@attrs.frozen(slots=True, repr=False)
class Agreement:
    """What both teams agreed on: words, fields, rules, stages, promises and goals.

    Rules and scores that stand inside others are collected: each name means one thing.

    Args:
        name: what it is called.
        version: which edition, such as `2026.1`.
        zone: the IANA zone in which its dates and periods run.
        funnel: the stages, exits, recycles and boundaries.
        teams: the teams that sign; marketing and sales.
        mission: a sentence on what both are there for.
        effective: the first day on which it holds.
        review_by: the day by which both look at it again.
        currency: the ISO 4217 code of its amounts.
        vocabulary: the agreed words.
        fields: the declared fields; where there are any, rules may ask about no other.
        rules: the named rules.
        scores: the scores.
        grids: the grids of two scores.
        calendars: the work calendars, each with a name.
        slas: the promised times.
        goals: what each team, and both, answer for, as goals or as groups of them; the weights of a level sum to 1.
        period: `month`, `quarter` or `year`: goals hold for each; or one period, such as `2026-Q1`.
        rates: what other currencies are worth in the agreed one; without a stated rate nothing is converted.
        flow: what is planned for a period, stage by stage: the bridge of a missed goal compares with it.
        rewards: what the teams win together.
        plan: the year's targets and tasks. That a task is done is no part of the terms.
        playbook: what each team does with a lead in each stage.
        meetings: when the teams meet.
        systems: which tool is right about what, such as `stages` or `amounts`.
        sources: how the exports of those tools are read; no part of the terms.
        signoffs: who signed; no part of the terms.

    Raises:
        DocumentError: with every fault found: `duplicate-id`, `confusable-id`, `duplicate-title`, `unknown-team`,
            `unknown-stage`, `unknown-field`, `unknown-goal`, `wrong-type`, `weights-sum`, `too-few-teams` and the like.
        TimeError: `unknown-zone`, `unreadable-period`.
    """

    name: str
    version: str = attrs.field(kw_only=True)
    zone: str = attrs.field(kw_only=True)
    funnel: Funnel = attrs.field(kw_only=True)
    teams: tuple[str, ...] = attrs.field(default=("marketing", "sales"), converter=parts.teams, kw_only=True)
    mission: str = attrs.field(default="", kw_only=True)
    effective: date | None = attrs.field(default=None, kw_only=True)
    review_by: date | None = attrs.field(default=None, kw_only=True)
    currency: str | None = attrs.field(default=None, kw_only=True)
    vocabulary: tuple[Term, ...] = attrs.field(default=(), converter=parts.terms, kw_only=True)
    fields: tuple[FieldDeclaration, ...] = attrs.field(default=(), converter=parts.declarations, kw_only=True)
    rules: tuple[Named, ...] = attrs.field(default=(), converter=parts.rules, kw_only=True)
    scores: tuple[Score, ...] = attrs.field(default=(), converter=parts.scores, kw_only=True)
    grids: tuple[Grid, ...] = attrs.field(default=(), converter=parts.grids, kw_only=True)
    calendars: tuple[Calendar, ...] = attrs.field(default=(), converter=parts.calendars, kw_only=True)
    slas: tuple[SLA, ...] = attrs.field(default=(), converter=parts.slas, kw_only=True)
    goals: tuple[Member, ...] = attrs.field(default=(), converter=parts.goals, kw_only=True)
    period: str = attrs.field(default="quarter", kw_only=True)
    rates: Rates | None = attrs.field(default=None, kw_only=True)
    flow: FlowPlan | None = attrs.field(default=None, kw_only=True)
    rewards: tuple[Reward, ...] = attrs.field(default=(), converter=parts.rewards, kw_only=True)
    plan: YearPlan | None = attrs.field(default=None, kw_only=True)
    playbook: Playbook | None = attrs.field(default=None, kw_only=True)
    meetings: tuple[Meeting, ...] = attrs.field(default=(), converter=parts.meetings, kw_only=True)
    systems: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=parts.systems, kw_only=True)
    sources: tuple[CsvSource, ...] = attrs.field(default=(), converter=parts.sources, kw_only=True)
    signoffs: tuple[SignOff, ...] = attrs.field(default=(), converter=parts.signoffs, kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = list(parts.wrong_parts(self))
        if faults:
            raise (TimeError if all(fault.code in parts.OF_TIME for fault in faults) else DocumentError)(*faults)
        for what, found in collected(self).items():
            object.__setattr__(self, what, found)
        raise_found(DocumentError, [*faults_of(self), *alike(self)])

    def __repr__(self) -> str:
        return (
            f"<Agreement {self.name!r} {self.version}: {len(self.rules)} rules, {len(self.scores)} scores, "
            f"{len(self.funnel.stages)} stages, {len(self.slas)} SLAs, {len(self.leaves)} goals, "
            f"{len(self.signoffs)} sign-offs>"
        )

    def _repr_html_(self) -> str:
        from alignkit.agreement.read import read

        return read(self)._repr_html_()

    def rule(self, name: str) -> Named:
        """Return the rule of that name.

        Raises:
            DocumentError: `unknown-rule`, with the nearest name.
        """
        for rule in self.rules:
            if rule.name == name:
                return rule
        known = [rule.name for rule in self.written_rules]
        raise DocumentError.at("unknown-rule", f"there is no rule {shown(name)}{did_you_mean(name, known)}")

    @property
    def written_rules(self) -> tuple[Named, ...]:
        """The rules that somebody named: all but those that conditions on a grid make."""
        hidden = of_grids(self)
        return tuple(rule for rule in self.rules if rule.name not in hidden)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every goal, also those in groups, with its weight in the whole, in order."""
        return leaves(self.goals)

    @property
    def declared(self) -> dict[str, FieldDeclaration]:
        """The field declarations by name."""
        return {declaration.name: declaration for declaration in self.fields}

    @property
    def aliases(self) -> dict[str, str]:
        """From what a system calls a thing to what the teams call it.

        An alias that is a stage, an event that is asked for or an agreed reason itself is left out: `check` tells it.
        """
        used = words_in_use(self)
        return {
            alias: term.id
            for term in self.vocabulary
            for alias in term.aliases
            if alias == term.id or alias not in used
        }

    def scorecard_at(self, instant: datetime) -> Scorecard:
        """Return the scorecard for the period that an instant falls in.

        Raises:
            DocumentError: `no-goals`.
            TimeError: `naive`.
        """
        period = parse_period(self.period, zone=self.zone, around=checked_instant(instant, "as_of"))
        if not self.goals:
            raise DocumentError.at("no-goals", f"the agreement {self.name!r} has no goals yet", path="goals")
        calendar = self.calendars[0] if self.calendars else None
        name = f"{self.name}, {period.name}"
        return Scorecard(name, self.funnel, period, self.goals, calendar=calendar, rates=self.rates)


def checked_agreement(value: object) -> Agreement:
    """Return `value` if it is an agreement.

    Raises:
        DocumentError: `wrong-type`.
    """
    if not isinstance(value, Agreement):
        raise DocumentError.at("wrong-type", f"an Agreement is due, not {shown(value)}; `load` reads one from a file")
    return value
