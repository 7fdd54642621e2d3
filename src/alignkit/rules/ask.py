"""Ask for what is missing: which unknown fields would settle an answer, the most decisive first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from alignkit.errors import DocumentError, shown
from alignkit.history.events import Event
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.compile import needs_as_of
from alignkit.rules.decide import listed, mapping, moment
from alignkit.rules.describe import in_short, points_words
from alignkit.rules.grids import Grid, definitions_in
from alignkit.rules.node import Predicate
from alignkit.rules.otherwise.weigh import weigh
from alignkit.rules.predicates import Rule
from alignkit.rules.questions import NO_CELL, Questions
from alignkit.rules.rating import as_points
from alignkit.rules.scores import Score, millionths
from alignkit.rules.trace import points_text


def ask_for(
    definition: Rule | Score | Grid,
    lead: Mapping[str, object],
    events: Iterable[Event] | None = None,
    *,
    as_of: datetime | None = None,
) -> Questions:
    """Tell which unknown fields could change an answer, the most decisive first.

    For a rule the answer is its verdict; for a score its band, and for a score without bands its points; for a grid its
    cell. A field comes first if knowing it alone can settle the answer either way; then if it can settle it one way;
    then if it matters only together with others. Among equals: the larger share of its classes of values that settle
    the answer; the more points that hang on it; the order of the definition.

    Args:
        definition: what is asked: a rule, a score or a grid.
        lead: the lead's fields; a value of a kind that the rule cannot use is as unknown as none.
        events: this lead's events and no other's; without them `(events)` may be worth asking for.
        as_of: the instant of asking; needed where the definition asks about time.

    Raises:
        DocumentError: `not-a-rule`.
        TimeError: `as-of-needed`, or `naive`.
        DataError: `wrong-type` when the lead is no mapping, or the events are none.

    >>> from alignkit.rules.field import field
    >>> big, dutch = field("employees") >= 50, field("country") == "NL"
    >>> ask_for(big & (dutch | field("partner").is_true()), {}).fields
    ('employees', 'country', 'partner')
    """
    if not isinstance(definition, Predicate | Score | Grid):
        raise DocumentError.at("not-a-rule", f"ask_for takes a rule, a score or a grid, not {shown(definition)}")
    moment(as_of, needed=any(map(needs_as_of, definitions_in(definition))))
    outlook = Outlook(Known(mapping(lead), listed(events), as_of))
    asks, more = weigh(definition, outlook)
    return Questions(_asked(definition), _now(definition, outlook), asks, more)


def _asked(definition: Rule | Score | Grid) -> str:
    match definition:
        case Score():
            return f"score {definition.label}"
        case Grid():
            return f"grid {definition.label}"
        case _:
            return in_short(definition)


def _now(definition: Rule | Score | Grid, outlook: Outlook) -> str:
    match definition:
        case Score():
            return _standing(definition, outlook)
        case Grid():
            bands = [_band(score, outlook) for score in (definition.rows, definition.columns)]
            return f"cell {''.join(bands)}" if all(bands) else NO_CELL
        case _:
            return outlook.answer(definition).verdict.name


def _band(score: Score, outlook: Outlook) -> str:
    total = outlook.standing(score).total
    return next((name for name, least in score.bands if total >= millionths(least)), "")


def _standing(definition: Score, outlook: Outlook) -> str:
    total = outlook.standing(definition).total
    band = _band(definition, outlook)
    points = as_points(total)
    # what is a hair below a band must not look as if it stood there, nor what is in it as if it did not
    limits = [0, *(least for _, least in definition.bands)]
    told = max((points_text(points, limit) for limit in limits), key=len)
    return f"{points_words(points, told)}{f', band {band}' if band else ''}"
