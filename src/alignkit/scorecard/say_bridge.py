"""Say: one plain sentence for a gap, and one for each of its parts. They tell what came otherwise, and blame nobody."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from alignkit.currency import Money
from alignkit.exact import plain
from alignkit.scorecard.factors import bare_of
from alignkit.scorecard.split import half_up

if TYPE_CHECKING:
    from alignkit.scorecard.bridges import Bridge, BridgePart
    from alignkit.scorecard.factors import Amount

_MOST_PLACES = 6


def gap_sentence(bridge: Bridge) -> str:
    """Say how far the result is from the plan: "42 deals fewer than planned (158 of 200)"."""
    gap = sum((part.told for part in bridge.parts), Fraction(0))
    so_far = " so far" if bridge.so_far else ""
    sums = [(_sum_of(bridge, sign), word) for sign, word in ((-1, "missing"), (1, "additional"))]
    told = ", ".join(f"{number_of(size)} {word}" for size, word in (sums if gap <= 0 else reversed(sums)))
    told = told if all(size for size, _ in sums) else ""
    if not gap:
        planned, actual = bare_of(bridge.planned), bare_of(bridge.actual)
        about, of = ("As", "") if planned == actual else ("About as", f" (planned {number_of(planned)})")
        return f"{about} planned{so_far}: {counted(bridge, actual)}{of}{told and f'; {told}'}"
    ends = [_told_end(bridge, end) for end in (bridge.actual, bridge.planned)]
    head = f"{counted(bridge, abs(gap))} {_less(bridge, gap)} than planned{so_far} ({ends[0]} of {ends[1]})"
    return f"{head}: {told}" if told else head


def part_sentence(bridge: Bridge, part: BridgePart) -> str:
    """Say what a part is: how much of what is missing, or additional, and what came otherwise than planned."""
    if part.actual is None:
        return f"Nothing can be said of {part.factor.label}: there was nothing before it"
    if part.actual == part.factor.planned:
        per = "" if part.factor.per is None else f" for every 100 {part.factor.per}"
        return f"As planned: {part.factor.label} ({told_amount(part.actual, part.factor.per)}{per})"
    return f"{_head(bridge, part)}: {_otherwise(part)}"


def _head(bridge: Bridge, part: BridgePart) -> str:
    """Return how much a part is: "19 of the 42 missing deals"."""
    if not part.told:
        return "No difference" if not part.exact else f"Less than {counted(bridge, bridge.told_unit)}"
    sign = -1 if part.told < 0 else 1
    alone = sum(other.told * sign > 0 for other in bridge.parts) == 1
    word = "missing" if sign < 0 else "additional"
    all_of = _sum_of(bridge, sign)
    whole = counted(bridge, all_of, word)
    if alone:
        return f"The one {whole.partition(' ')[2]}" if bridge.things and all_of == 1 else f"All {whole}"
    return f"{number_of(abs(part.told))} of the {whole}"


def _otherwise(part: BridgePart) -> str:
    """Return what came otherwise: "fewer leads were accepted than planned (61 for every 100 at MQL, planned 75)"."""
    factor, actual = part.factor, part.actual
    if actual is None:  # pragma: no cover - told before
        return ""
    less = bare_of(actual) < bare_of(factor.planned)
    numbers = told_apart(actual, factor.planned, factor.per)
    if factor.says is not None:
        per = f" for every 100 {factor.per}" if factor.per is not None else ""
        return f"{'fewer' if less else 'more'} {factor.says} than planned ({numbers[0]}{per}, planned {numbers[1]})"
    lower = "lower" if less else "higher"
    if isinstance(actual, Money):
        return f"the {factor.label} was {lower} than planned ({numbers[0]}, planned {numbers[1]})"
    return f"{factor.label} {lower} than planned ({numbers[0]}, planned {numbers[1]})"


def told_apart(value: Amount, other: Amount, per: str | None) -> tuple[str, str]:
    """Write two amounts with as few decimals as tell them apart; a rate per 100.

    >>> told_apart(Fraction(2, 3), Fraction(3, 4), "at MQL"), told_apart(Fraction(1, 3), Fraction(334, 1000), None)
    (('67', '75'), ('0.333', '0.334'))
    """
    first = _places(value, per)
    for places in range(first, _MOST_PLACES + 1):
        found = told_amount(value, per, places), told_amount(other, per, places)
        if found[0] != found[1]:
            return found
    near = "almost" if bare_of(value) < bare_of(other) else "just over"
    return f"{near} {told_amount(value, per)}", told_amount(other, per)


def told_amount(value: Amount, per: str | None, places: int | None = None) -> str:
    """Write an amount with its currency; a rate per 100."""
    bare = bare_of(value) * (100 if per is not None else 1)
    number = plain(bare, _places(value, per) if places is None else places)
    return f"{number} {value.currency}" if isinstance(value, Money) else number


def _places(value: Amount, per: str | None) -> int:
    return 0 if per is not None or bare_of(value) >= 1000 else 2


def number_of(value: Fraction) -> str:
    """Write a told number: to the cent, or whole."""
    return plain(value, _MOST_PLACES)


def counted(bridge: Bridge, value: Fraction, word: str = "") -> str:
    """Write so much of a result: "1 deal", "42 missing deals", "missing 42,118 EUR", "42"."""
    number = plain(value, 2) if bridge.currency is not None else number_of(value)
    if bridge.currency is not None:
        return f"{word} {number} {bridge.currency}".strip()
    if not bridge.things:
        return f"{word} {number}".strip()
    return " ".join(filter(None, (number, word, bridge.thing if value == 1 else bridge.things)))


def _sum_of(bridge: Bridge, sign: int) -> Fraction:
    return abs(sum((part.told for part in bridge.parts if part.told * sign > 0), Fraction(0)))


def _less(bridge: Bridge, gap: Fraction) -> str:
    return "more" if gap > 0 else "fewer" if bridge.things else "less"


def _told_end(bridge: Bridge, end: Amount) -> str:
    return number_of(half_up(bare_of(end), bridge.told_unit))
