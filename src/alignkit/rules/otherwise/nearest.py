"""Find the nearest change to a lead: the fewest new values and events that reach another answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from alignkit.history.events import Event
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.grids import Grid, size_of
from alignkit.rules.otherwise.aim import Aim, aim_at
from alignkit.rules.otherwise.changes import MOST_CHANGES, Change, MoreEvents, Search
from alignkit.rules.otherwise.circuits import ALL
from alignkit.rules.otherwise.imagine_events import Met, imagine_events
from alignkit.rules.otherwise.lay_out import Fields, Heard, Unheard
from alignkit.rules.otherwise.search import Found, search
from alignkit.rules.otherwise.wire import Wanted, Wiring
from alignkit.rules.predicates import AllOf, Rule
from alignkit.rules.quote import label_words
from alignkit.rules.scores import Score

MOST_CONDITIONS = 2_000
"""A definition of more parts, conditions and groups, each use of a named rule counted, is not searched."""


class _Attempt(NamedTuple):
    """One way to look for it: with the events as they are, or supposing which they were."""

    leaves: Unheard | Heard
    supposed: bool
    found: Found

    @property
    def size(self) -> int:
        taken = self.found.taken or ()
        return self.supposed + sum(self.leaves.choices[choice].options[number].changes for choice, number in taken)

    @property
    def price(self) -> int:
        return sum(self.leaves.choices[choice].options[number].price for choice, number in self.found.taken or ())


def nearest(definition: Rule | Score | Grid, outlook: Outlook, fields: Fields | None = None) -> Search:
    """Return the smallest change that makes a rule YES (NO if it is YES), or that lifts a score to its next band.

    In a grid, one of the scores is lifted to its next band, and the other falls below none; a lead that stands in no
    cell is lifted into one.

    The change is the smallest there is: of the fewest fields and events together. Among those it takes away, and sets
    to odd values, the fewest; then changes the fewest known values; then needs the fewest events; then takes the
    smallest steps (see `distance`); then comes first in the order of the rule.

    It is exact for definitions of at most 2,000 conditions, changes of at most 20, and values as `imagine` tells;
    beyond, and after 5,000 sets, the search stops, and says so.

    Args:
        definition: the rule, score or grid.
        outlook: the lead.
        fields: what its fields could be, where that is known already.
    """
    aim = aim_at(definition, outlook)
    if isinstance(aim, Search):
        return aim
    size = size_of(definition)
    if size > MOST_CONDITIONS:
        told = f"it has {size:,} parts, and at most {MOST_CONDITIONS:,} are searched"
        return Search(aim.words, stopped=told)
    attempts = []
    for leaves, supposed in _leaves(fields or Fields(definition, outlook), outlook):
        attempts.append(_Attempt(leaves, supposed, search(aim.sums(leaves), leaves.choices)))
        if attempts[-1].found.taken is not None and attempts[-1].size == 1:
            break  # there is none smaller
    found = [attempt for attempt in attempts if attempt.found.taken is not None]
    sets = sum(attempt.found.sets for attempt in attempts)
    best = min(found, key=lambda attempt: (attempt.size, attempt.price), default=None)
    stopped = _stopped(attempts, best, sets)
    if best is None:
        return Search(aim.words, None, sets, stopped)
    change = _checked(aim, best, outlook.known, exact=not stopped)
    return Search(aim.words, change, sets, stopped if change is not None else "what was found did not serve")


def _leaves(fields: Fields, outlook: Outlook) -> Iterator[tuple[Unheard | Heard, bool]]:
    """Yield what could be otherwise: where events were not given, that is also which they were."""
    if not fields.patterns:
        yield Unheard(fields), False
        return
    groups = imagine_events(fields.patterns, outlook.known.as_of, meet)
    supposed = outlook.known.events is None
    if supposed:
        yield Unheard(fields), False
    yield Heard(fields, outlook, groups), supposed  # where none were given, none have come so far


@lru_cache(maxsize=256)
def meet(wanted: tuple[Rule, ...], unwanted: tuple[Rule, ...]) -> Met:
    """Return the fewest attributes for which all of the first rules are YES and none of the second is.

    That hangs on the rules alone, and is asked for every lead again.
    """
    if not wanted and not unwanted:
        return Met({})
    blank = Outlook(Known({}, (), None))
    leaves = Unheard(Fields(AllOf((*wanted, *unwanted)), blank))
    wiring = Wiring(leaves)
    gates: list[tuple[Rule, Wanted]] = [*((rule, "yes") for rule in wanted), *((rule, "not yes") for rule in unwanted)]
    found = search(wiring.ending_with(wiring.all(gates)), leaves.choices)
    if found.taken is None:
        settled = not found.stopped and found.least <= MOST_CHANGES
        return Met(None, sure=settled and all(choice.covers for choice in leaves.choices))
    return Met(
        {leaves.choices[choice].name: leaves.choices[choice].options[number].value for choice, number in found.taken}
    )


def _stopped(attempts: Sequence[_Attempt], best: _Attempt | None, sets: int) -> str:
    """Say what leaves open whether there is a smaller change; nothing where that is settled."""
    smaller = ALL if best is None else best.size - 1
    if not smaller:
        return ""
    for leaves, _, found in attempts:
        if found.stopped:
            return f"searched {sets:,} sets of changes, then stopped"
        if isinstance(leaves, Heard) and leaves.unimagined:
            return "not all events could be tried"
        for place, choice in enumerate(leaves.choices):
            # more events of kinds that do not help at all do not help either
            if choice.covers < smaller and (choice.name or place in found.helpful):
                return (
                    f"not all values of {label_words(choice.name)} could be tried"
                    if choice.name
                    else "not all events could be tried"
                )
        if best is None and found.least > MOST_CHANGES:
            return f"it takes more than {MOST_CHANGES} changes"
    return ""


def _checked(aim: Aim, attempt: _Attempt, known: Known, *, exact: bool) -> Change | None:
    """Return the change after it was decided, or rated, with it; None if it does not serve after all."""
    choices = attempt.leaves.choices
    lead = {choice.name: choice.options[0].value for choice in choices if choice.name}
    fields: list[tuple[str, object]] = []
    told: list[str] = []
    came: list[tuple[Event, int]] = []
    for place, number in attempt.found.taken or ():
        option = choices[place].options[number]
        if choices[place].name:
            fields.append((choices[place].name, option.value))
            told.append(option.words)
        elif isinstance(attempt.leaves, Heard):
            came += attempt.leaves.came(place, option)
    lead |= fields
    events = None
    if known.events is not None or attempt.supposed:
        events = [*(known.events or ()), *(event for event, count in came for _ in range(count))]
    change = Change(
        tuple(fields),
        tuple(MoreEvents(event.name, count, event.kind, event.attributes) for event, count in came),
        aim.verdict,
        told=tuple(told),
        history=attempt.supposed,
        exact=exact,
    )
    return aim.reached(change, lead, events, known.as_of)
