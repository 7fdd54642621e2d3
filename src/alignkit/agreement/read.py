"""Read an agreement in plain words: the whole of it as sentences that heads of department can sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from alignkit.agreement.agreement import Agreement, checked_agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.goal_sentences import goal_sentence, group_sentence
from alignkit.agreement.read_joint import (
    flow_chapter,
    meetings_chapter,
    plan_chapter,
    playbook_chapter,
    rates_chapter,
    rewards_chapter,
)
from alignkit.agreement.sentences import (
    FIELD_KINDS,
    calendar_sentence,
    condition,
    grid_sentence,
    named_in_events,
    points_sentence,
    score_sentence,
    sla_sentences,
    stage_label,
)
from alignkit.display.shown import Shown
from alignkit.funnel.say_recycling import recycling_words
from alignkit.names import in_words
from alignkit.rules.predicates import AllOf, AnyOf, Rule
from alignkit.rules.quote import quoted, text_words
from alignkit.scorecard.groups import Leaf, groups_in

if TYPE_CHECKING:
    from alignkit.display.blocks import Block
    from alignkit.history.declarations import FieldDeclaration


_LARGEST = 5_000_000
"""A page in Markdown takes at most so many bytes."""


@attrs.frozen(slots=True, repr=False)
class PlainWords(Shown):
    """An agreement in plain words. It shows itself; `alignkit.reports` makes the page to print.

    Args:
        agreement: the agreement.
        digest: the digest of its terms.
    """

    agreement: Agreement
    digest: str

    def blocks(self) -> Block:
        """Return the whole agreement as sentences, with sign lines and digest."""
        from alignkit.display.blocks import Group

        return Group(tuple(part for chapter in _CHAPTERS for part in chapter(self.agreement, self.digest)))

    def to_markdown(self) -> str:
        """Return the whole agreement as Markdown, to paste in a wiki or a mail."""
        from alignkit.display.markdown import to_markdown

        return to_markdown(self.blocks(), limit=_LARGEST)


def read(agreement: Agreement) -> PlainWords:
    """Return an agreement in plain words: owners, numbers, sign lines and digest.

    Reading never changes the terms or their digest.

    Raises:
        DocumentError: `wrong-type`.
    """
    return PlainWords(agreement, digest(checked_agreement(agreement)))


def _head(agreement: Agreement, _: str) -> Iterator[Block]:
    from alignkit.display.blocks import Heading, Paragraph, Quote

    yield Heading(agreement.name, 1)
    if agreement.mission:
        yield Quote(agreement.mission)
    since = f" It holds from {agreement.effective} on." if agreement.effective is not None else ""
    until = f" Both teams review it by {agreement.review_by}." if agreement.review_by is not None else ""
    yield Paragraph(
        f"This is version {agreement.version} of the agreement between {in_words(agreement.teams)}.{since}{until} "
        f"Dates and times are those of {agreement.zone}."
        + (f" Amounts are in {agreement.currency}." if agreement.currency is not None else "")
    )


def _words(agreement: Agreement, _: str) -> Iterator[Block]:
    from alignkit.display.blocks import Bullets, Heading

    if agreement.vocabulary:
        yield Heading("What our words mean")
        yield Bullets(
            tuple(
                f"{term.label}: {term.means}"
                + (f" Also called {in_words(term.aliases, 'or')}." if term.aliases else "")
                for term in agreement.vocabulary
            )
        )


def _fields(agreement: Agreement, _: str) -> Iterator[Block]:
    from alignkit.display.blocks import Column, Heading, Table

    if agreement.fields:
        yield Heading("What we record about a lead")
        rows = tuple(
            (field.label, FIELD_KINDS[field.type], _values(field), field.team or "any team")
            for field in agreement.fields
        )
        yield Table((Column("field"), Column("holds"), Column("values or unit"), Column("provided by")), rows)


def _values(field: FieldDeclaration) -> str:
    return "; ".join(part for part in (in_words(tuple(map(text_words, field.one_of)), "or"), field.unit) if part)


def _rules(agreement: Agreement, _: str) -> Iterator[Block]:
    from alignkit.display.blocks import Bullets, Heading, Paragraph

    if agreement.rules or agreement.scores:
        yield Heading("What counts as qualified")
    for rule in agreement.rules:
        parts = _parts(rule.rule)
        if len(parts) == 1:
            yield Paragraph(f"{quoted(rule.label)} means: {condition(parts[0], agreement.declared)}.")
        else:
            word = "all" if isinstance(rule.rule, AllOf) else "any"
            yield Paragraph(f"{quoted(rule.label)} means {word} of these:")
            yield Bullets(tuple(condition(part, agreement.declared) for part in parts))
    for score in agreement.scores:
        yield Paragraph(score_sentence(score))
        if score.points:
            yield Bullets(tuple(points_sentence(clause, agreement.declared) for clause in score.points))
    for grid in agreement.grids:
        yield Paragraph(grid_sentence(grid))
    for sentence in named_in_events(agreement):
        yield Paragraph(sentence)
    if agreement.rules or agreement.scores:
        yield Paragraph("A lead whose data does not tell yet is not qualified, and nobody counts it as rejected.")


def _parts(rule: Rule) -> tuple[Rule, ...]:
    return rule.rules if isinstance(rule, AllOf | AnyOf) else (rule,)


def _stages(agreement: Agreement, _: str) -> Iterator[Block]:
    from alignkit.display.blocks import Bullets, Column, Heading, Paragraph, Table

    funnel = agreement.funnel
    yield Heading("The path of a lead")
    if funnel.name != agreement.name:
        yield Paragraph(f"This funnel is called “{funnel.name}”.")
    rows = []
    for stage in funnel.stages:
        entry = f"when {condition(stage.entry, agreement.declared)}" if stage.entry is not None else ""
        rows.append((stage.label, stage.owner, entry, stage.outcome or ""))
    columns = (Column("stage"), Column("answered for by"), Column("entry"), Column("outcome"))
    yield Table(columns, tuple(rows))
    ways_back = [
        f"A lead may go back from {stage_label(agreement, start)} to {stage_label(agreement, end)}."
        for start, end in funnel.recycles
    ]
    for boundary in funnel.boundaries:
        offered = funnel.stage(boundary.offered)
        answering = funnel.stage(boundary.accepted).owner
        yes, no = stage_label(agreement, boundary.accepted), stage_label(agreement, boundary.rejected)
        sentence = (
            f"Handoff: {offered.owner} hands over a lead in {offered.label}; {answering} accepts it (it goes on to "
            f"{yes}) or rejects it with a reason (it goes to {no})."
        )
        yield Paragraph(sentence)
        if boundary.reasons:
            yield Paragraph(f"The agreed reasons of a rejection are: {'; '.join(map(text_words, boundary.reasons))}.")
        if again := recycling_words(boundary):
            yield Paragraph(" ".join(again))
    if ways_back:
        yield Bullets(tuple(ways_back))


def _promises(agreement: Agreement, _: str) -> Iterator[Block]:
    from alignkit.display.blocks import Bullets, Heading

    if agreement.slas:
        yield Heading("Who acts within what time")
        yield Bullets(tuple(sentence for sla in agreement.slas for sentence in sla_sentences(agreement, sla)))
    if agreement.calendars:
        yield Heading("When we are at work")
        yield Bullets(tuple(calendar_sentence(agreement, calendar) for calendar in agreement.calendars))


def _goals(agreement: Agreement, _: str) -> Iterator[Block]:
    from alignkit.display.blocks import Bullets, Heading, Paragraph

    if not agreement.goals:
        return
    yield Heading("What we answer for")
    each = {"month": "each month", "quarter": "each quarter", "year": "each year"}.get(agreement.period)
    yield Paragraph(f"These goals hold for {each or agreement.period}; the weights say how much each counts.")
    for team in agreement.teams:
        own = tuple(_leaf_sentence(agreement, leaf) for leaf in agreement.leaves if leaf.goal.owner == (team,))
        if own:
            yield Paragraph(f"{team[0].upper()}{team[1:]} alone answers for:")
            yield Bullets(own)
    for owners in dict.fromkeys(leaf.goal.owner for leaf in agreement.leaves if leaf.goal.is_joint):
        together = "Together we" if set(owners) == set(agreement.teams) else f"Together {in_words(owners)}"
        yield Paragraph(f"{together} answer for:")
        yield Bullets(tuple(_leaf_sentence(agreement, leaf) for leaf in agreement.leaves if leaf.goal.owner == owners))
    outer = agreement.goals
    if groups := tuple(group_sentence(group, outer=group in outer) for _, group in groups_in(outer)):
        yield Paragraph("Some of these goals count together as one:")
        yield Bullets(groups)


def _leaf_sentence(agreement: Agreement, leaf: Leaf) -> str:
    return goal_sentence(agreement, leaf.goal, leaf.weight)


def _systems(agreement: Agreement, _: str) -> Iterator[Block]:
    from alignkit.display.blocks import Bullets, Heading

    if agreement.systems:
        yield Heading("Which tool is right")
        yield Bullets(tuple(f"About {what}: {tool}." for what, tool in agreement.systems))


def _signatures(agreement: Agreement, terms: str) -> Iterator[Block]:
    from alignkit.display.blocks import Column, Heading, Paragraph, Table

    yield Heading("Signed by")
    rows = []
    for team in agreement.teams:
        signed = [signoff for signoff in agreement.signoffs if signoff.team == team]
        valid = [signoff for signoff in signed if signoff.digest == terms]
        if valid:
            rows.append((team, valid[-1].by, valid[-1].on.isoformat(), "signed these terms"))
        elif signed:
            rows.append((team, signed[-1].by, signed[-1].on.isoformat(), "signed other terms; must sign again"))
        else:
            rows.append((team, "_" * 24, "_" * 12, "not signed yet"))
    yield Table((Column("team"), Column("name"), Column("date"), Column("state")), tuple(rows))
    yield Paragraph(f"Digest of the terms (SHA-256): {terms}")


_CHAPTERS = (
    *(_head, _words, _fields, _rules, _stages, _promises, _goals),
    *(rates_chapter, flow_chapter, rewards_chapter, plan_chapter, playbook_chapter, meetings_chapter),
    *(_systems, _signatures),
)
