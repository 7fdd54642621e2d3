"""What the teams plan, win and do together, as sentences of the agreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alignkit.agreement.joint_sentences import (
    attribute_sentence,
    exact_text,
    goal_label,
    known_stage,
    lands_sentence,
    meeting_sentences,
    quarter_texts,
    rate_sentence,
    result_sentence,
    reward_sentence,
    stated_sentence,
    task_sentence,
    worth_sentence,
)
from alignkit.agreement.sentences import number_text
from alignkit.exact import plain
from alignkit.periods import RECURRING
from alignkit.rules.quote import quoted

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement
    from alignkit.display.blocks import Block
    from alignkit.scorecard.factors import FlowPlan
    from alignkit.scorecard.rewards import Reward


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def rates_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield what other currencies are worth."""
    from alignkit.display.blocks import Bullets, Heading, Paragraph

    rates = agreement.rates
    if rates is not None:
        yield Heading("What other currencies are worth")
        yield Bullets(tuple(f"{rate_sentence(rates, code)}." for code, _ in rates.rates))
        yield Paragraph(_sentence(stated_sentence(rates)))


def flow_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield what is planned for each period, stage by stage."""
    from alignkit.display.blocks import Column, Heading, Paragraph, Table

    plan = agreement.flow
    if plan is None:
        return
    each = f"each {agreement.period}" if agreement.period in RECURRING else agreement.period
    yield Heading(f"What we plan for {each}")
    rows = []
    before = None
    for stage in plan.stages:
        rate = "" if before is None else f"{plain(stage.planned / before * 100, 1)} for every 100 before it"
        told = f"told as {quoted(stage.says)}" if stage.says else ""
        rows.append((known_stage(agreement, stage.stage), number_text(stage.planned), rate, told))
        before = stage.planned
    columns = [Column("stage"), Column("planned", "right"), Column("")]
    if any(stage.says for stage in plan.stages):
        columns.append(Column(""))
    yield Table(columns, tuple(row[: len(columns)] for row in rows))
    said = [worth_sentence(plan) or _other_attribute(plan), lands_sentence(plan), result_sentence(agreement, plan)]
    yield Paragraph(" ".join(_sentence(text) for text in said if text))


def _other_attribute(plan: FlowPlan) -> str:
    return attribute_sentence(plan) if plan.attribute != "amount" else ""


def rewards_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield what the teams win together."""
    from alignkit.display.blocks import Bullets, Heading

    if agreement.rewards:
        yield Heading("What we win together")
        yield Bullets(tuple(_reward(agreement, reward) for reward in agreement.rewards))


def _reward(agreement: Agreement, reward: Reward) -> str:
    paid = "; ".join(f"{team}: {exact_text(amount)}" for team, amount in reward.amounts)
    return f"{reward.label}: {reward_sentence(agreement, reward)}" + (f" ({paid})." if paid else ".")


def plan_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield the year's plan, without what has been done of it: that is no part of the terms."""
    from alignkit.display.blocks import Bullets, Column, Heading, Paragraph, Table

    plan = agreement.plan
    if plan is None:
        return
    yield Heading(f"Our plan for {plan.year}")
    if plan.aim:
        yield Paragraph(plan.aim)
    if plan.targets:
        rows = tuple((goal_label(agreement, one.goal), *quarter_texts(agreement, one)) for one in plan.targets)
        columns = [Column(f"Q{number}", "right") for number in (1, 2, 3, 4)]
        yield Table((Column("goal"), *columns, Column("year", "right")), rows, "What each quarter is to bring")
    if plan.tasks:
        yield Bullets(tuple(f"{task.name}: {task_sentence(agreement, task)}." for task in plan.tasks))


def playbook_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield what each team does with a lead in each stage."""
    from alignkit.display.blocks import Column, Heading, Table

    playbook = agreement.playbook
    if playbook is None:
        return
    yield Heading("What each team does with a lead")
    teams = playbook.teams
    rows = tuple(
        (known_stage(agreement, play.stage), *(play.by(team) or "–" for team in teams)) for play in playbook.plays
    )
    yield Table((Column("a lead in"), *map(Column, teams)), rows)


def meetings_chapter(agreement: Agreement, _: str) -> Iterator[Block]:
    """Yield when the teams meet."""
    from alignkit.display.blocks import Bullets, Heading

    if agreement.meetings:
        yield Heading("When we meet")
        yield Bullets(tuple(map(meeting_sentences, agreement.meetings)))
