"""What the teams plan, win and do together, as sentences of the agreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alignkit.exact import plain

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement
    from alignkit.display.blocks import Block


def rates_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield what other currencies are worth."""
    from alignkit.display.blocks import Bullets, Heading

    rates = agreement.rates
    if rates is not None:
        by = f" by {rates.source}" if rates.source else ""
        yield Heading("What other currencies are worth")
        yield Bullets(
            tuple(
                f"1 {code} counts as {plain(rate, 10)} {rates.currency}, as stated{by} for {rates.on}."
                for code, rate in rates.rates
            )
        )


def flow_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield what is planned for each period, stage by stage."""
    from alignkit.display.blocks import Heading
    from alignkit.scorecard.show_bridge import plan_blocks

    if agreement.flow is not None:
        yield Heading("What we plan for each period")
        yield plan_blocks(agreement.flow)


def rewards_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield what the teams win together."""
    from alignkit.display.blocks import Heading
    from alignkit.scorecard.show_reward import reward_blocks

    if agreement.rewards:
        yield Heading("What we win together")
    for reward in agreement.rewards:
        yield reward_blocks(reward)


def plan_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield the year's plan, without what has been done of it: that is no part of the terms."""
    from alignkit.display.blocks import Bullets, Heading, Paragraph
    from alignkit.plan.show_plan import targets_table

    plan = agreement.plan
    if plan is None:
        return
    yield Heading(f"Our plan for {plan.year}")
    if plan.aim:
        yield Paragraph(plan.aim)
    if plan.targets:
        yield targets_table(plan)
    if plan.tasks:
        yield Bullets(
            tuple(
                f"{task.name}: {task.accountable} ({task.team}) answers for it"
                + (f", with {', '.join(task.supporters)}" if task.supporters else "")
                + f", due {task.due}"
                + (f"; it serves “{task.serves}”." if task.serves else ".")
                for task in plan.tasks
            )
        )


def playbook_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield what each team does with a lead in each stage."""
    from alignkit.plan.show_plan import playbook_blocks

    if agreement.playbook is not None:
        yield playbook_blocks(agreement.playbook)


def meetings_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield when the teams meet."""
    from alignkit.display.blocks import Bullets, Heading
    from alignkit.together.show_meetings import KINDS, names_of, when_text

    if agreement.meetings:
        yield Heading("When we meet")
        yield Bullets(
            tuple(
                f"{meeting.label}, a meeting {KINDS[meeting.kind]}: {when_text(meeting)}."
                + (f" It is left out on {', '.join(map(str, meeting.skips))}." if meeting.skips else "")
                + (f" Who comes: {names_of(meeting.attendees)}." if meeting.attendees else "")
                for meeting in agreement.meetings
            )
        )
