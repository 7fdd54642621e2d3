"""Points and scores: exact, capped, banded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import DocumentError, LimitError, shown
from alignkit.exact import Number, decimal, exact, plain
from alignkit.names import checked_id
from alignkit.rules.checked import checked_count, checked_days, checked_list
from alignkit.rules.constants import number
from alignkit.rules.node import checked_rule, record_size
from alignkit.rules.predicates import Did, Rule, ScoreCompare

if TYPE_CHECKING:
    from alignkit.display.blocks import Block

MILLION = 10**6
"""Points are counted in millionths, so ten times 0.1 is 1."""
MOST_POINTS = 10**9
"""One clause gives at most this many points."""


def checked_points(value: object, what: str) -> int | Decimal:
    """Return points in canonical form: whole millionths, at most a thousand million.

    Raises:
        DocumentError: `wrong-type`, `not-finite`, or `too-fine` below a millionth.
        LimitError: `points-too-large`.
    """
    if type(value) is int and abs(value) <= MOST_POINTS:
        return value
    try:
        points = exact(value, what)
    except LimitError as fault:
        raise LimitError.at("points-too-large", f"{what} must be at most 10**9, not {shown(value)}") from fault
    if abs(points) > MOST_POINTS:
        raise LimitError.at("points-too-large", f"{what} must be at most 10**9, not {shown(value)}")
    if (points * MILLION).denominator != 1:
        raise DocumentError.at("too-fine", f"{what} must be whole millionths, not {shown(value)}")
    found = number(points, what)
    return found if isinstance(found, int | Decimal) else decimal(found)  # millionths always have a decimal


def millionths(points: int | Decimal) -> int:
    """Return checked points as whole millionths."""
    return points * MILLION if isinstance(points, int) else int(Fraction(points) * MILLION)


def _points(value: Number) -> int | Decimal:
    return checked_points(value, "points")


def _cap(value: Number | None) -> int | Decimal | None:
    return None if value is None else checked_points(value, "the cap of a score")


def _floor(value: Number | None) -> int | Decimal | None:
    return None if value is None else checked_points(value, "the floor of a score")


Step: TypeAlias = tuple[timedelta, Fraction]
"""From so long ago on, this share of the points is left."""
OF_EVENTS = ("half_life", "steps", "count_up_to", "first_only", "cap")
"""What goes with `each` alone."""


def _clause_cap(value: Number | None) -> int | Decimal | None:
    return None if value is None else checked_points(value, "the cap of a clause")


def checked_share(value: object) -> Fraction:
    """Return the share of the points that a step leaves.

    Raises:
        DocumentError: `wrong-type`, `not-finite`.
        LimitError: `too-large`.
    """
    share = exact(value, "the share of a step")
    if not 0 <= share < 1 or share.denominator > MILLION:
        hint = f"; for {plain(share)} per cent write {plain(share / 100)}" if 1 < share < 100 else ""
        text = f"a step leaves a share from 0 to below 1, in millionths at the finest, not {shown(value)}{hint}"
        raise DocumentError.at("wrong-type", text)
    return share


def _steps(steps: Mapping[timedelta, object] | Iterable[Any]) -> tuple[Step, ...]:
    """Return the steps by which points fade, the soonest first; each leaves less than the one before."""
    what = "the steps of points"
    found = []
    for pair in checked_list(steps.items() if isinstance(steps, Mapping) else steps, what):
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise DocumentError.at("wrong-type", f"{what} go from a time to the share that is left, not {shown(pair)}")
        found.append((checked_days(pair[0], "a step"), checked_share(pair[1])))
    found.sort()
    for (span, share), (later, less) in pairwise(found):
        if span == later or share <= less:
            text = f"points fade step by step: {later.days} days must come later than {span.days} and leave less"
            raise DocumentError.at("wrong-order", text)
    return tuple(found)


@attrs.frozen(slots=True, repr=False)
class Points(ShownInNotebooks):
    """One clause of a score: points when a rule is YES, or for each event.

    Args:
        points: how many; negative ones take away.
        when: the rule that must be YES.
        each: the events that earn the points, instead of `when`.
        half_life: after this time half is left; whole days. Counted by completed days of 24 hours.
        steps: from a completed time in whole days to the share of the points that is left from then on, such as
            `{days(30): 0.5, days(90): 0}`; instead of `half_life`.
        count_up_to: at most this many events count: those worth most at `as_of`, then the later, then by id.
        first_only: only the first event counts, by its instant, then by id; instead of `count_up_to`.
        cap: all events together give at most this many points, or for negative points take at most this many.

    Raises:
        DocumentError: `wrong-type`, `not-finite`, `too-fine`, `not-positive`; `ambiguous-rule` unless exactly one of
            `when` and `each` is given, or for limits that do not go together; `wrong-order` for steps that do not leave
            less and less.
        LimitError: `points-too-large`, `too-long`.

    >>> from alignkit.rules.predicates import did
    >>> Points(10, each=did("webinar"), steps={timedelta(days=30): 0.5, timedelta(days=90): 0}, cap=25)
    Points(10, each=did('webinar'), steps={days(30): 0.5, days(90): 0}, cap=25)
    """

    points: int | Decimal = attrs.field(converter=_points)
    when: Rule | None = attrs.field(default=None, kw_only=True)
    each: Did | None = attrs.field(default=None, kw_only=True)
    half_life: timedelta | None = attrs.field(default=None, kw_only=True)
    steps: tuple[Step, ...] = attrs.field(default=(), converter=_steps, kw_only=True)
    count_up_to: int | None = attrs.field(default=None, kw_only=True)
    first_only: bool = attrs.field(default=False, kw_only=True)
    cap: int | Decimal | None = attrs.field(default=None, converter=_clause_cap, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if (self.when is None) == (self.each is None):
            raise DocumentError.at("ambiguous-rule", "points need exactly one of `when` (a rule) and `each` (events)")
        if not isinstance(self.first_only, bool):
            raise DocumentError.at("wrong-type", f"`first_only` is True or False, not {shown(self.first_only)}")
        if self.when is not None:
            checked_rule(self.when, "`when`")
            of_events = (self.half_life, self.steps or None, self.count_up_to, self.first_only or None, self.cap)
            for name, given in zip(OF_EVENTS, of_events, strict=True):
                if given is not None:
                    raise DocumentError.at("ambiguous-rule", f"`{name}` goes with `each`, not with `when`")
        if self.each is not None and not isinstance(self.each, Did):
            raise DocumentError.at(
                "wrong-type", f"`each` must be events such as did('webinar'), not {shown(self.each)}"
            )
        if self.each is not None and self.each.at_least != 1:
            raise DocumentError.at("ambiguous-rule", "`each` counts single events: leave `at_least` out of it")
        if self.half_life is not None:
            checked_days(self.half_life, "a half-life")
        if self.half_life is not None and self.steps:
            raise DocumentError.at("ambiguous-rule", "points fade by `half_life` or by `steps`, not by both")
        if self.count_up_to is not None:
            object.__setattr__(self, "count_up_to", checked_count(self.count_up_to, "`count_up_to`"))
            if self.first_only:
                raise DocumentError.at("ambiguous-rule", "`first_only` counts one event: leave `count_up_to` out")
        # in whole millionths: the host's decimal context must not change an answer
        if self.cap is not None and millionths(self.points) * millionths(self.cap) <= 0:
            from alignkit.rules.describe import points_words  # which is built on this file

            told = f"what gives {points_words(self.points)} has a cap of the same sign, not {shown(self.cap)}"
            raise DocumentError.at("wrong-type", told)

    def __repr__(self) -> str:
        from alignkit.rules.spell import shortened

        return shortened(self)

    def blocks(self) -> Block:
        """Show what gives the points, in plain words."""
        from alignkit.rules.show import points_blocks

        return points_blocks(self)


def _clauses(clauses: Iterable[Points]) -> tuple[Points, ...]:
    return checked_list(clauses, "the points of a score")


def _parts(parts: Iterable[Score]) -> tuple[Score, ...]:
    return checked_list(parts, "the parts of a score")


def _bands(bands: Mapping[str, object] | Iterable[tuple[str, object]]) -> tuple[tuple[str, int | Decimal], ...]:
    what = "the bands of a score"
    found = []
    for pair in checked_list(bands.items() if isinstance(bands, Mapping) else bands, what):
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise DocumentError.at("wrong-type", f"{what} go from a name to the least points, not {shown(pair)}")
        found.append((checked_id(pair[0], "band"), checked_points(pair[1], f"the band {pair[0]!r}")))
    if len({least for _, least in found}) < len(found) or len({name for name, _ in found}) < len(found):
        raise DocumentError.at("duplicate-id", "two bands of a score share a name or a threshold")
    return tuple(sorted(found, key=lambda band: band[1], reverse=True))


# no order of its own: comparing a score makes a rule, and type checkers must know that
@attrs.frozen(slots=True, repr=False, order=False)
class Score(ShownInNotebooks):
    """A number of points: the sum of its clauses and parts, held between `floor` and `cap`.

    Args:
        name: the score's name.
        points: its clauses.
        parts: other scores that count towards it, each after its own cap.
        cap: at most this many points.
        floor: at least this many; without one, a total may be negative.
        bands: from a band's name to the least points it takes.
        title: how people call the score; its name when None.

    Raises:
        DocumentError: `empty-group` without clauses and parts; `bad-id`; `duplicate-id`, also for a part that stands
            in two parts; `empty-range`.
        LimitError: `too-deep`, `too-large`.

    >>> from alignkit.rules.field import field
    >>> fit = Score("fit", [Points(60, when=field("employees") >= 50)], cap=60, bands={"A": 60, "B": 30})
    >>> (fit >= 30).points
    30
    """

    name: str
    points: tuple[Points, ...] = attrs.field(default=(), converter=_clauses)
    parts: tuple[Score, ...] = attrs.field(default=(), converter=_parts)
    cap: int | Decimal | None = attrs.field(default=None, converter=_cap, kw_only=True)
    floor: int | Decimal | None = attrs.field(default=None, converter=_floor, kw_only=True)
    bands: tuple[tuple[str, int | Decimal], ...] = attrs.field(default=(), converter=_bands, kw_only=True)
    title: str | None = attrs.field(default=None, kw_only=True)
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)
    _rated: Any = attrs.field(init=False, eq=False, default=None)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "name", checked_id(self.name, "score"))
        if self.title is not None:
            object.__setattr__(self, "title", checked_id(self.title, "score's title", path="title"))
        if not self.points and not self.parts:
            raise DocumentError.at("empty-group", f"the score {self.name!r} needs points or parts")
        for clause in self.points:
            if not isinstance(clause, Points):
                raise DocumentError.at("wrong-type", f"the score {self.name!r} sums up Points, not {shown(clause)}")
        for part in self.parts:
            if not isinstance(part, Score):
                raise DocumentError.at("wrong-type", f"a part of {self.name!r} must be a Score, not {shown(part)}")
        for name, count in Counter(_names(self)).items():
            if count > 1:
                raise DocumentError.at("duplicate-id", f"the score {name!r} would count twice in {self.name!r}")
        if self.cap is not None and self.floor is not None and self.floor > self.cap:
            raise DocumentError.at("empty-range", f"the floor of {self.name!r} lies above its cap")
        rules = (rule for clause in self.points for rule in (clause.when, clause.each) if rule is not None)
        record_size(self, (*self.parts, *rules))

    @property
    def label(self) -> str:
        """How people call the score."""
        return self.title or self.name

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (self.name, self.points, self.parts, self.cap, self.floor, self.bands, self.title))

    def __repr__(self) -> str:
        from alignkit.rules.spell import shortened

        return shortened(self)

    def blocks(self) -> Block:
        """Show what gives points, the bounds and the bands."""
        from alignkit.rules.show import score_blocks

        return score_blocks(self)

    def __lt__(self, points: float | Decimal) -> ScoreCompare:
        return ScoreCompare(self, "<", points)  # type: ignore[arg-type]  # made exact by ScoreCompare

    def __le__(self, points: float | Decimal) -> ScoreCompare:
        return ScoreCompare(self, "<=", points)  # type: ignore[arg-type]  # made exact by ScoreCompare

    def __gt__(self, points: float | Decimal) -> ScoreCompare:
        return ScoreCompare(self, ">", points)  # type: ignore[arg-type]  # made exact by ScoreCompare

    def __ge__(self, points: float | Decimal) -> ScoreCompare:
        return ScoreCompare(self, ">=", points)  # type: ignore[arg-type]  # made exact by ScoreCompare


def _rebuild(name: str, points: Any, parts: Any, cap: Any, floor: Any, bands: Any, title: Any) -> Score:  # noqa: ANN401, PLR0917 - a pickled Score's own parts
    return Score(name, points, parts, cap=cap, floor=floor, bands=bands, title=title)


def _names(score: Score) -> list[str]:
    return [score.name, *(name for part in score.parts for name in _names(part))]
