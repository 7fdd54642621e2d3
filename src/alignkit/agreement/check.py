"""Check an agreement: what an adviser of both teams would say about it.

A document that cannot be built raises; what is built and still doubtful is found here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from alignkit.agreement.agreement import Agreement, checked_agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.check_joint import flows, meetings, plans, rewards, unkeepable
from alignkit.agreement.doubtful import doubtful
from alignkit.agreement.words_in_use import aliases_in_use, term_near
from alignkit.errors import DocumentError, Finding, shown
from alignkit.rules.walk import field_names


def check(agreement: Agreement, *, on: date | None = None) -> tuple[Finding, ...]:
    """Return every doubt about an agreement, errors first.

    Args:
        agreement: what to look at.
        on: the day of asking, for what depends on it (past review, not yet in force, overdue tasks); None
            leaves that out.

    Findings: `changed-after-signing` (error); `unsigned`, `no-joint-goal`, `one-sided`, `no-reasons`, `past-review`,
    `not-yet-effective`, `alias-in-use` (warnings); `no-goals`, `no-review`, `one-team-fields`, `no-meaning` (notes).
    About the rules and scores, all that `doubts` finds in one of them: `unreachable-threshold` (error); `never-true`,
    `always-true`, `never-won`, `unreachable-band`, `shadowed-condition`, `duplicate-condition` (warnings), `idle-cap`,
    `idle-floor` (notes); and `shadowed-tier` (warning) for a tier of an SLA that never holds beside those before it.
    About promises: `calendar-cannot-keep` (warning) for a time by the wall clock that is over before anybody is at work
    again. About the plan of a period: `plan-unlike-goal` (warning) where it misses a goal for the same thing, and
    (note) where it asks for more. About rewards, the plan, the plays and the meetings, all that `reward_doubts`,
    `plan_doubts`, `playbook_doubts` and `meeting_doubts` find, such as `one-team-reward`, `serves-nothing`,
    `stage-without-play`, `team-missing` (warnings); with `on`, `overdue` tasks too, and meetings that are over or fall
    on a holiday.

    Raises:
        DocumentError: `wrong-type` for an `on` that is no date.
    """
    if on is not None and (not isinstance(on, date) or isinstance(on, datetime)):
        raise DocumentError.at("wrong-type", f"`on` must be a date, not {shown(on)}", path="on")
    agreement = checked_agreement(agreement)
    found = [finding for look in CHECKS for finding in look(agreement)]
    if on is not None:
        found.extend(_dates(agreement, on))
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(found, key=lambda finding: order[finding.level]))


def unsigned(agreement: Agreement) -> Iterator[Finding]:
    """Say which team has not signed, or has signed other terms."""
    now = digest(agreement)
    for team in agreement.teams:
        signed = [(i, signoff) for i, signoff in enumerate(agreement.signoffs) if signoff.team == team]
        if not signed:
            yield Finding("unsigned", f"{team} has not signed", "signoffs", "warning")
        elif all(signoff.digest != now for _, signoff in signed):
            i, last = signed[-1]
            yield Finding(
                "changed-after-signing",
                f"{last.by} signed other terms for {team} on {last.on}: the digest is {now[:12]}… now, and was "
                f"{last.digest[:12]}… then; let {team} sign again",
                f"signoffs[{i}]",
            )


def balance(agreement: Agreement) -> Iterator[Finding]:
    """Say where one side owes and the other does not."""
    if not agreement.goals:
        yield Finding("no-goals", "nobody answers for anything yet: add goals", "goals", "note")
        return
    if not any(leaf.goal.is_joint for leaf in agreement.leaves):
        yield Finding("no-joint-goal", "no goal is owned by both teams", "goals", "warning")
    for team in agreement.teams:
        if not any(leaf.goal.owner == (team,) for leaf in agreement.leaves):
            message = f"{team} alone answers for nothing: commitments go in one direction only"
            yield Finding("one-sided", message, "goals", "warning")


def reasons(agreement: Agreement) -> Iterator[Finding]:
    """Say where a rejection has no agreed reasons."""
    for i, boundary in enumerate(agreement.funnel.boundaries):
        if not boundary.reasons:
            message = f"no reasons are agreed for rejecting a lead in {boundary.offered!r}"
            yield Finding("no-reasons", message, f"boundaries[{i}]", "warning")


def one_team_fields(agreement: Agreement) -> Iterator[Finding]:
    """Say if one team alone provides the fields that define a lead: those that the stages ask for, or all."""
    asked = {name for stage in agreement.funnel.stages if stage.entry is not None for name in field_names(stage.entry)}
    fields = [field for field in agreement.fields if field.name in asked] or agreement.fields
    teams = {field.team for field in fields if field.team is not None}
    if len(teams) == 1:
        team = teams.pop()
        missing = " and ".join(other for other in agreement.teams if other != team)
        what = "the fields by which a lead is let into a stage" if asked else "fields"
        message = f"only {team} provides {what}: the definition of a lead rests on one team's data, without {missing}"
        yield Finding("one-team-fields", message, "fields", "note")


def meanings(agreement: Agreement) -> Iterator[Finding]:
    """Say which stage has no agreed meaning, once a vocabulary is begun."""
    known = {term.id for term in agreement.vocabulary}
    stages = {stage.id for stage in agreement.funnel.stages}
    if known:
        for stage in agreement.funnel.stages:
            if stage.id not in known:
                near = term_near(agreement, stage.id)
                hint = f"; does it mean {near!r}?" if near is not None and near not in stages else ""
                message = f"the vocabulary does not say what {stage.id!r} means{hint}"
                yield Finding("no-meaning", message, "vocabulary", "note")


def review(agreement: Agreement) -> Iterator[Finding]:
    """Say if nobody will look at it again."""
    if agreement.review_by is None:
        yield Finding("no-review", "there is no `review_by` date", "review_by", "note")


CHECKS: tuple[Callable[[Agreement], Iterator[Finding]], ...] = (
    unsigned,
    doubtful,
    balance,
    reasons,
    one_team_fields,
    meanings,
    aliases_in_use,
    review,
    unkeepable,
    rewards,
    flows,
    plans,
    meetings,
)
"""Every look that `check` takes, in order."""


def _dates(agreement: Agreement, on: date) -> Iterator[Finding]:
    yield from plans(agreement, on)
    yield from meetings(agreement, on)
    if agreement.review_by is not None and on > agreement.review_by:
        message = f"it was to be reviewed by {agreement.review_by}, and it is {on}"
        yield Finding("past-review", message, "review_by", "warning")
    if agreement.effective is not None and on < agreement.effective:
        message = f"it holds from {agreement.effective} on, and it is {on}"
        yield Finding("not-yet-effective", message, "effective", "warning")
