"""How contributions are shown: how far they overlap, who worked on what, and what each is credited with."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from alignkit.display.blocks import Bar, Block, Bullets, Cell, Column, Group, Heading, Paragraph, Table
from alignkit.display.size import cut
from alignkit.exact import plain
from alignkit.scorecard.describe import describe_metric
from alignkit.scorecard.factors import Amount, bare_of
from alignkit.scorecard.quantities import share_text
from alignkit.scorecard.split import half_up, rounded_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alignkit.scorecard.contributions import Contributions

_UNIT = Fraction(1, 100)


def overlap_sentence(found: Contributions) -> str:
    """Say how much of the whole more than one team worked on."""
    who = "both teams" if len(found.teams) == 2 else "more than one team"
    whole, overlap = bare_of(found.whole), bare_of(found.overlap)
    if not found.things:
        unit = f" {found.currency}" if found.currency else ""
        if not found.sets:
            return "No amount is known" if found.unknown else "There was nothing to work on"
        return f"{plain(overlap, 2)} of {plain(whole, 2)}{unit} came from leads that {who} worked on"
    if not whole:
        return f"There were no {found.things}"
    if whole == 1:
        return f"The one {found.thing} was {'' if overlap else 'not '}worked on by {who}"
    if not overlap:
        return f"None of the {plain(whole)} {found.things} was worked on by {who}"
    return f"{plain(overlap)} of {plain(whole)} {found.things} {'was' if overlap == 1 else 'were'} worked on by {who}"


def lists_sentence(found: Contributions) -> str:
    """Say what the teams' own lists would sum to, where that is more than there is."""
    worked = [(team, bare_of(found.worked(team))) for team in found.teams]
    total = sum((amount for _, amount in worked), Fraction(0))
    if not bare_of(found.overlap):
        return ""
    told = ", ".join(f"{team} {plain(amount, 2)}" for team, amount in worked)
    unit = f" {found.currency}" if found.currency else ""
    return (
        f"Each team's own list ({told}) holds what it worked on, so that the lists sum to {plain(total, 2)}{unit}. "
        "Credit shares what several worked on equally among them, and counts nothing twice."
    )


def contributions_blocks(found: Contributions) -> Block:
    """Return the sentences, who worked on what, the credits, and each person's if asked for."""
    blocks: list[Block] = [Heading("Whose work it is", 3), Paragraph(f"{found.sentence}.")]
    lists = lists_sentence(found)
    if lists:
        blocks.append(Paragraph(lists))
    caption = f"{describe_metric(found.metric)}, {found.period.name}"
    whole = bare_of(found.whole)
    rows: list[tuple[Cell, ...]] = [
        (_called(item.teams, found.teams), _text(item.amount, found), _part(item.amount, whole)) for item in found.sets
    ]
    shown_rows, more = cut(rows)
    blocks.append(Table(("worked on by", Column("amount", "right"), "share"), shown_rows, caption, more))
    credited = [((team,), bare_of(found.credit(team))) for team in found.teams]
    credited += [(("nobody of these",), bare_of(found.nobody))] if bare_of(found.nobody) else []
    blocks.append(_credits(credited, found, ("team",)))
    if found.people:
        named = [((item.team, item.person or "(not named)"), item.amount) for item in found.people]
        blocks.append(_credits(named, found, ("team", "person")))
    if found.unknown:
        blocks.append(Paragraph(f"Beside it: {found.unknown:,} unknown."))
    if found.converted:
        blocks.append(Bullets([f"{part.text}." for part in found.converted]))
    return Group(blocks)


def _credits(
    credited: Sequence[tuple[tuple[str, ...], Fraction]], found: Contributions, titles: tuple[str, ...]
) -> Block:
    """Return credits as a table; as they are shown they sum to their sum as shown."""
    amounts = [amount for _, amount in credited]
    told = rounded_parts(amounts, half_up(sum(amounts, Fraction(0)), _UNIT), _UNIT)
    rows = [(*key, _text(amount, found)) for (key, _), amount in zip(credited, told, strict=True)]
    shown_rows, more = cut(rows)
    return Table((*titles, Column("credit", "right")), shown_rows, "", more)


def _called(teams: tuple[str, ...], asked: tuple[str, ...]) -> str:
    if not teams:
        return "nobody of these"
    if len(teams) == len(asked):
        return "both" if len(teams) == 2 else "all"
    return f"{teams[0]} alone" if len(teams) == 1 else " and ".join(teams)


def _text(amount: Amount, found: Contributions) -> str:
    return f"{plain(bare_of(amount), 2)}{f' {found.currency}' if found.currency else ''}"


def _part(amount: Fraction, whole: Fraction) -> Cell:
    share = amount / whole if whole else Fraction(0)
    # amounts below nothing, such as credit notes, are no part that a bar can show
    return Bar(share, share_text(share)) if whole and 0 <= share <= 1 else "–"
