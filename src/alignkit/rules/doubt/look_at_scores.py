"""Find what is doubtful in a score: points that nobody wins, bands that nobody reaches, bounds that never bite."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from alignkit.errors import Finding
from alignkit.exact import plain
from alignkit.rules.decay import capped
from alignkit.rules.doubt.algebras import YES
from alignkit.rules.doubt.clash import words
from alignkit.rules.doubt.look import InRules, below
from alignkit.rules.doubt.survey import Form
from alignkit.rules.doubt.totals import Totals, total_words
from alignkit.rules.scores import Points, Score, millionths

MOST_CLAUSES = 60
"""Whether a clause changes anything beside the others is asked in scores of up to so many."""
_NEVER = {"never-true", "unreachable-threshold"}


def in_score(score: Score, path: str, rules: InRules) -> Iterator[Finding]:
    """Yield what is doubtful in a score that stands at a path: in its clauses, its bounds and its bands."""
    form = rules.outcomes.survey.form(score)
    twice = dict(_said_twice(score, form, rules))
    places = {id(clause): place for place, (clause, _, _) in enumerate(form.clauses)}
    for i, clause in enumerate(score.points):
        here = f"{below(path, 'points')}[{i}]"
        if i in twice:
            text = f"asks the same as points[{twice[i]}], so that points are given twice for one thing"
            yield Finding("duplicate-condition", text, here, "warning")
        if clause.when is not None:
            yield from _of_rule(form, places[id(clause)], here, rules, beside=i not in twice)
        elif clause.each is not None:
            yield from _of_events(clause, here, rules)
    for i, part in enumerate(score.parts):
        if part.name not in rules.look.scores:
            rules.waiting.append((part, f"{below(path, 'parts')}[{i}]"))
    summed, totals = rules.outcomes.summed(form), rules.outcomes.totals(form)
    if score.cap is not None and summed.most is not None and summed.most < millionths(score.cap):
        text = f"the cap of {plain(score.cap)} never bites: at most {total_words(totals.most)} can be reached"
        yield Finding("idle-cap", text, below(path, "cap"), "note")
    if score.floor is not None and summed.least is not None and summed.least > millionths(score.floor):
        least = total_words(totals.least)
        text = f"the floor of {plain(score.floor)} never bites: the score always comes to at least {least}"
        yield Finding("idle-floor", text, below(path, "floor"), "note")
    yield from _bands(score, totals, path)


def _of_rule(form: Form, place: int, here: str, rules: InRules, *, beside: bool) -> Iterator[Finding]:
    """Say what is doubtful in a clause with a rule, and where asked, `beside` the other clauses."""
    clause, _, part = form.clauses[place]
    when = below(here, "when")
    inner = [] if clause.when is None else list(rules.at(clause.when, when))
    if not rules.outcomes.of(part) & YES:
        why = next((finding.message for finding in inner if finding.code in _NEVER), None)
        if why is None and clause.when is not None:
            why = f"{words(clause.when, rules.declared)} can never be YES"
        yield Finding("never-won", f"{_lost(clause)}: {why}", here, "warning")
        inner = [finding for finding in inner if finding.code != "never-true"]
    elif beside and len(form.clauses) <= MOST_CLAUSES and clause.points and (bound := _held_at(form, place, rules)):
        text = f"{_lost(clause)}: whoever meets this stands at {bound} with it and without it"
        yield Finding("never-won", text, here, "warning")
    yield from inner


def _of_events(clause: Points, here: str, rules: InRules) -> Iterator[Finding]:
    """Say what is doubtful in a clause over events."""
    if clause.each is None:
        return
    inner = list(rules.events(clause.each, below(here, "each")))
    if not rules.outcomes.survey.yields(clause):
        why = next((finding.message for finding in inner if finding.code in _NEVER), "no event can be one of these")
        yield Finding("never-won", f"{_lost(clause)}: {why}", here, "warning")
        inner = [finding for finding in inner if finding.code != "never-true"]
    yield from inner
    count = 1 if clause.first_only else clause.count_up_to
    if clause.cap is not None and count is not None:
        most = count * millionths(clause.points)
        if abs(most) < abs(millionths(clause.cap)) and capped(clause, most) == most:
            text = f"the cap of {plain(clause.cap)} never bites: at most {total_words(most)} can be reached"
            yield Finding("idle-cap", text, below(here, "cap"), "note")


def _held_at(form: Form, place: int, rules: InRules) -> str:
    """Return the bound that holds a score wherever a clause is YES, whatever that gives; nothing where none does."""
    score = form.score
    if score.cap is None and score.floor is None:
        return ""
    others = rules.outcomes.given(form, place)
    if others is None:
        return ""
    points = form.clauses[place][1]
    if score.cap is not None and others.least is not None and others.least + min(0, points) >= millionths(score.cap):
        return f"the cap of {plain(score.cap)}"
    if score.floor is not None and others.most is not None and others.most + max(0, points) <= millionths(score.floor):
        return f"the floor of {plain(score.floor)}"
    cap = None if score.cap is None else millionths(score.cap)
    floor = None if score.floor is None else millionths(score.floor)
    moved = others.values is None or any(
        Totals.of(total).held(floor, cap) != Totals.of(total + points).held(floor, cap) for total in others.values
    )
    return "" if moved else "one of its bounds"


def _said_twice(score: Score, form: Form, rules: InRules) -> Iterator[tuple[int, int]]:
    """Yield the places of clauses that ask what an earlier one asks, with the place of that."""
    parts = {id(clause): part for clause, _, part in form.clauses}
    first: dict[tuple[object, ...], int] = {}
    for i, clause in enumerate(score.points):
        key: tuple[object, ...]
        if clause.when is not None:
            part = parts[id(clause)]
            if not rules.outcomes.of(part) & YES:
                continue
            key = ("when", rules.look.likeness.of(clause.when))
            if part.var is not None:
                key = ("over", part.var, part.yes)
        elif clause.each is not None:
            fades = (clause.half_life, clause.steps)
            each = rules.look.likeness.of(clause.each)
            key = ("each", each, *fades, clause.count_up_to, clause.first_only, clause.cap is None)
        else:
            continue
        if first.setdefault(key, i) != i:
            yield i, first[key]


def _bands(score: Score, totals: Totals, path: str) -> Iterator[Finding]:
    """Say which bands no lead can be in."""
    if not score.bands:
        return
    ends = [None, *(millionths(least) for _, least in score.bands)]
    for (name, least), (above, low) in zip(score.bands, pairwise(ends), strict=True):
        if totals.between(low, above):
            continue
        if totals.most is not None and low is not None and totals.most < low:
            why = f"it takes {plain(least)}, and at most {total_words(totals.most)} can be reached"
        elif totals.least is not None and above is not None and totals.least >= above:
            why = f"the score always comes to at least {total_words(totals.least)}, which is a higher band"
        else:
            why = f"no total lies from {total_words(low)} up to the next band"
        text = f"no lead can be in the band “{name}”: {why}"
        yield Finding("unreachable-band", text, _key(below(path, "bands"), name), "warning")


def _lost(clause: Points) -> str:
    points = millionths(clause.points)
    return f"{total_words(abs(points))} can never be {'won' if points >= 0 else 'lost'}"


def _key(path: str, name: str) -> str:
    """Return the path of a key, quoted unless it is a bare word of ASCII."""
    bare = name.replace("-", "_").replace("_", "a")
    if bare.isalnum() and bare.isascii():
        return below(path, name)
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return below(path, f'"{quoted}"')
