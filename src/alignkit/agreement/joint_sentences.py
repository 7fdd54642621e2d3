"""Plain words for what the teams plan, win and do together, in full: both sign them, so nothing is rounded or cut."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from alignkit.agreement.sentences import number_text, stage_label
from alignkit.currency import Money
from alignkit.handoff.amounts import amount_text
from alignkit.names import in_words
from alignkit.rules.quote import event_words, label_words, quoted
from alignkit.scorecard.groups import groups_in
from alignkit.scorecard.metrics import scale_of

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement
    from alignkit.plan.tasks import Task
    from alignkit.plan.year_plan import YearTarget
    from alignkit.scorecard.factors import Amount, FlowPlan, PlannedStage
    from alignkit.scorecard.rates import Rates
    from alignkit.scorecard.rewards import Reward
    from alignkit.together.meetings import Meeting
    from alignkit.together.members import Member


def goal_label(agreement: Agreement, name: str) -> str:
    """Return how people call a goal or a group of goals; the name itself where there is none."""
    labels = {group.name: group.label for _, group in groups_in(agreement.goals)}
    labels |= {leaf.goal.name: leaf.goal.label for leaf in agreement.leaves}
    return labels.get(name, name)


def known_stage(agreement: Agreement, stage: str) -> str:
    """Return how people call a stage; its id where the funnel has none, as in a play that nobody needs any more."""
    known = {one.id for one in agreement.funnel.stages}
    return stage_label(agreement, stage) if stage in known else label_words(stage)


def exact_text(value: Amount | timedelta) -> str:
    """Write an amount exactly: a number, money with its currency, or a time.

    >>> exact_text(Fraction(1, 3)), exact_text(timedelta(days=2))
    ('1/3', '2 days')
    """
    if isinstance(value, timedelta):
        return amount_text(value)
    return f"{number_text(value.amount)} {value.currency}" if isinstance(value, Money) else number_text(value)


def rate_sentence(rates: Rates, code: str) -> str:
    """Say what one unit of another currency counts as."""
    return f"1 {code} counts as {number_text(dict(rates.rates)[code])} {rates.currency}"


def stated_sentence(rates: Rates) -> str:
    """Say for which day, and by whom, rates were stated."""
    by = f", by {rates.source}" if rates.source else ""
    return f"rates are those stated for {rates.on}{by}"


# The plan of a period -------------------------------------------------------------------------------------------------


def planned_sentence(agreement: Agreement, planned: PlannedStage) -> str:
    """Say how many leads are planned to enter a stage."""
    one = planned.planned == 1
    text = f"{number_text(planned.planned)} {'lead is' if one else 'leads are'} planned to enter "
    text += known_stage(agreement, planned.stage)
    return text + (f" (told as {quoted(planned.says)})" if planned.says else "")


def worth_sentence(plan: FlowPlan) -> str:
    """Say what a deal is planned to be worth, and what tells its worth; blank where deals are counted."""
    if plan.value is None:
        return ""
    return f"a deal is planned to be worth {exact_text(plan.value)}, told by its {event_words(plan.attribute)}"


def attribute_sentence(plan: FlowPlan) -> str:
    """Say what would tell the worth of a deal."""
    return f"what a deal is worth is told by its {event_words(plan.attribute)}"


def lands_sentence(plan: FlowPlan) -> str:
    """Say which share of the deals is planned to land in the period; blank where that is no part of the plan."""
    if plan.lands is None:
        return ""
    share = f"{number_text(plan.lands * 100)} %"
    return f"of the deals that come of the period's leads, {share} are planned to land within it"


def result_sentence(agreement: Agreement, plan: FlowPlan) -> str:
    """Say what a plan comes to."""
    last = known_stage(agreement, plan.stages[-1].stage)
    if plan.value is None:
        return f"that makes {exact_text(plan.result)} at {last}"
    of = "" if isinstance(plan.value, Money) else f" of {event_words(plan.attribute)}"
    return f"that makes {exact_text(plan.result)}{of}"


# Rewards --------------------------------------------------------------------------------------------------------------


def reward_sentence(agreement: Agreement, reward: Reward) -> str:
    """Say what is won, once which goals are met, without its name."""
    names = [quoted(goal_label(agreement, name)) for name in reward.requires]
    met = "is met" if len(names) == 1 else "are both met" if len(names) == 2 else "are all met"
    text = f"{won(reward)}, once {in_words(names)} {met}"
    shares = in_words([share_sentence(team, share) for team, share in reward.shares])
    return f"{text}; {shares}" if shares else text


def won(reward: Reward) -> str:
    """Return what is won: an amount, or words."""
    return exact_text(reward.what) if isinstance(reward.what, Money) else reward.what


def share_sentence(team: str, share: Fraction) -> str:
    """Say which part of a reward a team gets.

    >>> share_sentence("sales", Fraction(1, 2))
    'sales gets 50 %'
    """
    return f"{team} gets {number_text(share * 100)} %"


# The year's plan ------------------------------------------------------------------------------------------------------


def quarter_texts(agreement: Agreement, target: YearTarget) -> list[str]:
    """Return what each quarter is to bring of a goal, and the year; a part of a whole in per cent."""
    shares = {leaf.goal.name for leaf in agreement.leaves if scale_of(leaf.goal.metric) == "share"}
    found = []
    for value in (*target.quarters, target.whole):
        if value is None:
            found.append("–")
        elif isinstance(value, Fraction) and target.goal in shares:
            found.append(f"{number_text(value * 100)} %")
        else:
            found.append(exact_text(value))
    return found


def quarters_sentence(agreement: Agreement, target: YearTarget) -> str:
    """Say what each quarter is to bring of a goal, and the year."""
    *quarters, whole = quarter_texts(agreement, target)
    text = f"{in_words(quarters)}, quarter by quarter"
    return text if target.whole is None else f"{text}; {whole} in the year"


def accountable_sentence(task: Task) -> str:
    """Say who answers for a task."""
    return f"{task.accountable} ({task.team}) answers for it"


def serves_sentence(agreement: Agreement, task: Task) -> str:
    """Say which goal a task serves; blank for none."""
    return f"it serves {quoted(goal_label(agreement, task.serves))}" if task.serves else ""


def task_sentence(agreement: Agreement, task: Task) -> str:
    """Say who answers for a task, with whom, until when, and what it serves, without its name."""
    text = accountable_sentence(task)
    text += f", with {in_words(task.supporters)}" if task.supporters else ""
    serves = serves_sentence(agreement, task)
    return f"{text}, due {task.due}" + (f"; {serves}" if serves else "")


# Meetings -------------------------------------------------------------------------------------------------------------


def takes_place(meeting: Meeting) -> str:
    """Say when a meeting takes place, and from which day on it does."""
    from alignkit.together.show_meetings import when_text

    return f"{when_text(meeting)}, from {meeting.first} on"


def member_text(member: Member) -> str:
    """Return who somebody is, with the address for invitations."""
    return f"{member.name}, {member.email} ({member.team})" if member.email else str(member)


def meeting_sentences(meeting: Meeting) -> str:
    """Say what a meeting is, when it takes place, and who comes."""
    from alignkit.together.show_meetings import KINDS

    text = f"{meeting.label}, a meeting {KINDS[meeting.kind]}: {takes_place(meeting)}."
    text += f" It is left out on {in_words([str(day) for day in meeting.skips])}." if meeting.skips else ""
    return text + (f" Who comes: {'; '.join(map(member_text, meeting.attendees))}." if meeting.attendees else "")
