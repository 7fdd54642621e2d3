"""Imagine the values that a field could have: one for each class of values that its conditions tell apart.

A condition cuts the values of its field into finitely many classes: below, at and above each of its numbers, dates,
instants or amounts; each listed text, and any other text; true and false; which kinds of items a list holds. Within a
class every condition gives one answer, so one value stands for all: the one nearest to what the lead has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from alignkit.currency import Money
from alignkit.exact import decimal
from alignkit.instants import EPOCH, MICROSECOND, micros
from alignkit.rules.bounds import Known
from alignkit.rules.constants import comparable, kind_of
from alignkit.rules.otherwise.imagine_lists import list_values, listed_items
from alignkit.rules.otherwise.imagine_texts import text_values
from alignkit.rules.otherwise.imagined import KNOWN, MOST_TESTS, MOST_VALUES, Imagined, Values
from alignkit.rules.predicates import AnyItem, Between, Compare, EveryItem, FieldTest, IsTrue, Missing, OneOf, Within

_WITHOUT_CENTS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
"""Currencies of which nobody has a part of one: ISO 4217 gives them no minor unit."""
Scale: TypeAlias = tuple[str, str]
"""What is ordered among itself: a kind of values, and for money the currency."""
Place: TypeAlias = Fraction | int | float
"""Where a value lies on its scale: a number, a day, microseconds; a float is an infinity of the lead's."""


class _Cut(NamedTuple):
    """A place where answers change, and how many decimals it was written with."""

    scale: Scale
    place: Fraction | int
    decimals: int = 0


def imagine(tests: Sequence[FieldTest], held: object, known: Known) -> Values:
    """Return values of all classes that a field's conditions tell apart; the present value's class may be missing.

    Args:
        tests: all conditions on one field.
        held: what the lead has there, None where it has nothing.
        known: for `as_of`.
    """
    values: list[Imagined] = []
    whole = True
    kind = kind_of(held)
    texts: list[FieldTest] = []
    items: list[AnyItem | EveryItem] = []
    cuts: dict[Scale, list[_Cut]] = {}
    truths = asks_missing = False
    for test in tests:
        match test:
            case Missing():
                asks_missing = True
            case IsTrue():
                truths = True
            case AnyItem() | EveryItem():
                items.append(test)
            case Compare() | OneOf() | Between() | Within():
                constants = _constants(test)
                truths = truths or any(isinstance(constant, bool) for constant in constants)
                if any(isinstance(constant, str) for constant in constants):
                    texts.append(test)
                for cut in _cuts(test, constants, known):
                    cuts.setdefault(cut.scale, []).append(cut)
            case _:
                texts.append(test)
    for scale, found in cuts.items():
        place = _place(held, scale) if kind == scale[0] else None
        few, all_of_them = _nearest(found, place, MOST_VALUES if len(tests) <= MOST_TESTS else MOST_VALUES // 5)
        # what is asked about the past is not answered with the future, if it can be helped; and best with the latest
        past = scale[0] == "instant" and any(isinstance(test, Within) for test in tests)
        made = _on_scale(scale, few, place, _Zone.of(tests, held, known), backwards=past and place is None)
        values += [one._replace(odd=_is_later(one.value, known)) for one in made] if past else made
        whole = whole and all_of_them
    if texts:
        more, all_of_them = text_values(texts)
        values += more
        whole = whole and all_of_them
    if truths:
        values += [Imagined(True), Imagined(False)]
    if items:
        inner = imagine([test.test for test in items], None, known)
        more, all_of_them = list_values(items, inner.values, held, known.now)
        values += more
        whole = whole and all_of_them and inner.whole
    if asks_missing and kind != "missing":
        values.append(Imagined(None, "missing", odd=True))
    elif not values:  # it is asked only whether it is known, or is one of nothing
        values.append(Imagined(KNOWN, "known"))
    return Values(values, whole)


def _is_later(value: object, known: Known) -> bool:
    return isinstance(value, datetime) and known.now is not None and micros(value) > known.now


def distance(held: object, value: object) -> Fraction | int:
    """Return how far a value lies from the present one, from 0 to 1.

    Numbers and amounts: the difference as a share of the larger of the two. Dates and instants: days ÷ (days + 30).
    Lists: the share of their items that one of them lacks. Anything else is as far as can be.

    >>> distance(80, 100), distance("NL", "BE")
    (Fraction(1, 5), 1)
    """
    kind = kind_of(value)
    if kind == "list":
        return _unlike(listed_items(held), listed_items(value))
    if kind not in {"number", "money", "date", "instant"} or kind_of(held) != kind:
        return 1
    scale = (kind, value.currency if isinstance(value, Money) else "")
    here, there = _place(held, scale), _place(value, scale)
    if here is None or there is None or isinstance(here, float) or isinstance(there, float):
        return 1
    here, there = Fraction(here), Fraction(there)
    apart = abs(there - here)
    if kind in {"number", "money"}:
        return apart / max(abs(here), abs(there), apart) if apart else 0
    day = 86_400 * 10**6 if kind == "instant" else 1
    return apart / (apart + 30 * day)


def _unlike(here: list[object], there: list[object]) -> Fraction:
    """Return the share of the items of two lists that stand in one of them alone."""
    items = set(map(id, there))
    alike = sum(id(one) in items for one in here)
    return 1 - Fraction(alike, max(1, len(here) + len(there) - alike))


def _constants(test: Compare | OneOf | Between | Within) -> tuple[object, ...]:
    match test:
        case Compare():
            return (test.value,)
        case OneOf():
            return test.values
        case Between():
            return (test.low, test.high)
        case Within():
            return ()


def _cuts(test: FieldTest, constants: tuple[object, ...], known: Known) -> Iterator[_Cut]:
    if isinstance(test, Within) and known.now is not None:
        yield _Cut(("instant", ""), known.now - test.span // MICROSECOND)
        yield _Cut(("instant", ""), known.now)
    for constant in constants:
        kind = kind_of(constant)
        if kind in {"number", "date", "instant", "money"}:
            amount = constant.amount if isinstance(constant, Money) else constant
            scale = (kind, constant.currency if isinstance(constant, Money) else "")
            place = _place(constant, scale)
            if isinstance(place, Fraction | int):
                yield _Cut(scale, place, _decimals(amount))


def _decimals(value: object) -> int:
    """Return with how many decimals a number is written; 2 for one that has no end."""
    if isinstance(value, Fraction):
        found = decimal(value, 40)
        value = found if Fraction(found) == value else Decimal("0.01")
    return max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0


def _place(value: object, scale: Scale) -> Place | None:
    """Return where a value lies on a scale; None where it does not."""
    try:
        return _placed(comparable(value, kind_of(value)), scale)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a stranger's subclass of `int` or `datetime` may raise anything
        return None


def _placed(held: object, scale: Scale) -> Place | None:
    kind, currency = scale
    if isinstance(held, Money):
        return held.amount if held.currency == currency else None
    if isinstance(held, datetime):
        return micros(held)
    if isinstance(held, date):
        return held.toordinal()
    if isinstance(held, Decimal):
        # to turn 1e999999 into a fraction would take all memory: it lies beyond every constant
        if not held.is_finite() or held.adjusted() > 400:
            return inf if held > 0 else -inf
        return Fraction(held) if held.adjusted() > -400 else 0
    if kind != "number":
        return None
    # plain numbers, which compare as numbers do
    return int.__int__(held) if isinstance(held, int) else Fraction(held) if isinstance(held, Fraction) else None


def _nearest(cuts: list[_Cut], here: Place | None, most: int) -> tuple[list[_Cut], bool]:
    """Return the cuts in order, each once; the nearest ones where they are too many."""
    decimals: dict[Fraction | int, int] = {}
    for cut in cuts:
        decimals[cut.place] = max(cut.decimals, decimals.get(cut.place, 0))
    places = sorted(decimals)
    if len(places) > most:
        if here is not None:
            middle = sum(place < here for place in places)
            places = places[min(max(0, middle - most // 2), len(places) - most) :]
        places = places[:most]
    return [_Cut(cuts[0].scale, place, decimals[place]) for place in places], len(places) == len(decimals)


class _Zone(NamedTuple):
    """In which zone instants are told."""

    zone: tzinfo

    @classmethod
    def of(cls, tests: Sequence[FieldTest], held: object, known: Known) -> _Zone:
        constants = [each for test in tests if isinstance(test, Compare | OneOf | Between) for each in _constants(test)]
        own = held if kind_of(held) == "instant" else None  # a stranger's object is asked for nothing
        for instant in (own, *constants, known.as_of):
            # a stranger's own zone may raise anything
            if isinstance(instant, datetime) and isinstance(instant.tzinfo, ZoneInfo | timezone):
                return cls(instant.tzinfo)
        return cls(UTC)


def _on_scale(
    scale: Scale, cuts: list[_Cut], here: Place | None, zone: _Zone, *, backwards: bool
) -> Iterator[Imagined]:
    """Yield a value at each cut, and then one in each gap; not in the gap where the present value is."""
    places = [cut.place for cut in cuts]
    steps = _steps(scale, max(cut.decimals for cut in cuts))
    for place in reversed(places) if backwards else places:
        yield from _made(scale, place, zone)
    for low, high in zip([None, *places], [*places, None], strict=True):
        if here is None or not (low is None or low < here) or not (high is None or here < high):
            upwards = low is not None and (high is None or here is None or here <= low)
            yield from _in_gap(scale, (low, high), steps, zone, upwards=upwards)


def _steps(scale: Scale, decimals: int) -> tuple[Fraction | int, ...]:
    """Return the steps that people take on a scale: the usual one, then finer ones."""
    match scale[0]:
        case "number":
            return (Fraction(1, 10**decimals) if decimals else 1,)
        case "money":
            return (Fraction(1, 10 ** max(decimals, 2 * (scale[1] not in _WITHOUT_CENTS))),)
        case "instant":
            return (60 * 10**6, 1)
        case _:
            return (1,)


def _in_gap(
    scale: Scale,
    gap: tuple[Fraction | int | None, Fraction | int | None],
    steps: tuple[Fraction | int, ...],
    zone: _Zone,
    *,
    upwards: bool,
) -> Iterator[Imagined]:
    """Yield the value next to the lower end of a gap, or to its upper end, that is one that people would say."""
    low, high = gap
    for step in steps:
        if upwards and low is not None:
            place: Fraction | int = (low // step + 1) * step if scale[0] in {"number", "money"} else low + step
        elif high is not None:
            place = -(-high // step + 1) * step if scale[0] in {"number", "money"} else high - step
        else:
            return  # a scale has at least one cut
        if (low is None or low < place) and (high is None or place < high):
            yield from _made(scale, place, zone)
            return
    if low is not None and high is not None and scale[0] in {"number", "money"}:
        # between 1 and 2 lies 1.5; nobody has one and a half employees, so it is a last resort
        yield from _made(scale, (Fraction(low) + Fraction(high)) / 2, zone, odd=True)


def _made(scale: Scale, place: Fraction | int, zone: _Zone, *, odd: bool = False) -> Iterator[Imagined]:
    """Yield the value at a place; nothing where there is none, as on the day after the last."""
    kind, currency = scale
    if isinstance(place, int) and kind == "number":
        yield Imagined(place, odd=odd)
    elif kind == "number":
        short = decimal(Fraction(place), 40)
        exactly: object = place if short != place else int(short) if short == int(short) else short
        yield Imagined(exactly, odd=odd)
    elif kind == "money":
        yield Imagined(Money(Fraction(place), currency), odd=odd)
    elif kind == "date":
        if date.min.toordinal() <= place <= date.max.toordinal():
            yield Imagined(date.fromordinal(int(place)))
    else:
        try:
            yield Imagined((EPOCH + timedelta(microseconds=int(place))).astimezone(zone.zone))
        except (OverflowError, ValueError):  # no calendar goes there
            return
