"""Ask for what is missing: which unknown fields would settle an answer, the most decisive first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from alignkit.errors import DocumentError, shown
from alignkit.exact import plain
from alignkit.history.events import Event
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.compile import needs_as_of
from alignkit.rules.decide import listed, mapping, moment
from alignkit.rules.describe import describe
from alignkit.rules.node import Predicate
from alignkit.rules.otherwise.weigh import weigh
from alignkit.rules.predicates import Rule
from alignkit.rules.questions import Questions
from alignkit.rules.rating import as_points
from alignkit.rules.scores import Score, millionths


def ask_for(
    rule_or_score: Rule | Score,
    lead: Mapping[str, object],
    events: Iterable[Event] | None = None,
    *,
    as_of: datetime | None = None,
) -> Questions:
    """Tell which unknown fields could change an answer, the most decisive first.

    For a rule the answer is its verdict; for a score its band, and for a score without bands its points. A field comes
    first if knowing it alone can settle the answer either way; then if it can settle it one way; then if it matters
    only together with others. Among equals: the larger share of its classes of values that settle the answer; the more
    points that hang on it; the order of the definition.

    Args:
        rule_or_score: what is asked.
        lead: the lead's fields; a value of a kind that the rule cannot use is as unknown as none.
        events: this lead's events; without them `(events)` may be worth asking for.
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
    if not isinstance(rule_or_score, Predicate | Score):
        raise DocumentError.at("not-a-rule", f"ask_for takes a rule or a score, not {shown(rule_or_score)}")
    moment(as_of, needed=needs_as_of(rule_or_score))
    outlook = Outlook(Known(mapping(lead), listed(events), as_of))
    asks, more = weigh(rule_or_score, outlook)
    return Questions(_asked(rule_or_score), _now(rule_or_score, outlook), asks, more)


def _asked(definition: Rule | Score) -> str:
    return f"score {definition.label}" if isinstance(definition, Score) else describe(definition)


def _now(definition: Rule | Score, outlook: Outlook) -> str:
    if not isinstance(definition, Score):
        return outlook.answer(definition).verdict.name
    total = outlook.standing(definition).total
    band = next((f", band {name}" for name, least in definition.bands if total >= millionths(least)), "")
    return f"{plain(Fraction(as_points(total)), 2)} points{band}"
