"""Compare the rules, scores and grids of two versions: the definitions of a lead, condition by condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from alignkit.agreement.changes import Change
from alignkit.agreement.compare_plain import (
    Data,
    Place,
    Side,
    Two,
    anything,
    each,
    listed,
    sayings,
    several,
    spaced,
    told,
    unlike,
    words,
)
from alignkit.agreement.document.paths import joined
from alignkit.agreement.document.write_rules import write_rule, write_score
from alignkit.agreement.sentences import condition, grid_sentence, number_text, points_sentence
from alignkit.rules.describe import points_words
from alignkit.rules.grids import Grid
from alignkit.rules.node import Condition
from alignkit.rules.predicates import AllOf, AnyOf, Named, Rule
from alignkit.rules.quote import quoted
from alignkit.rules.scores import Points, Score


def rules(two: Two) -> Iterator[Change]:
    """Yield what changed in the named rules."""
    before = {rule.name: rule for rule in two.old.agreement.rules}
    after = {rule.name: rule for rule in two.new.agreement.rules}
    written = [side.terms.get("rules", {}) for side in two]
    for name in dict.fromkeys((*written[0], *written[1])):  # a rule that a grid makes stands in no document
        old, new = before.get(name), after.get(name)
        pieces = written[0].get(name), written[1].get(name)
        if not unlike(*pieces):
            continue
        label = new.label if new is not None else before[name].label
        place = Place(joined("rules", name), "rules", label, two.teams)
        if old is None or new is None or None in pieces:
            was, now = (rule if piece is not None else None for rule, piece in zip((old, new), pieces, strict=True))
            yield told(place, *each(two, (was, now), _means))
            continue
        yield from titled(place, *pieces)
        if unlike(*(_without(piece, "title") for piece in pieces)):
            yield from rule_changes(two, place, old.rule, new.rule)


def _means(side: Side, rule: Named) -> str:
    return condition(rule.rule, side.agreement.declared)


def _pieces(two: Two, key: str, name: str) -> tuple[Data, Data]:
    return two.old.terms[key][name], two.new.terms[key][name]


def _without(piece: Mapping[str, Data], *keys: str) -> dict[str, Data]:
    return {key: part for key, part in piece.items() if key not in keys}


def titled(place: Place, old: Data, new: Data) -> Iterator[Change]:
    """Yield that a thing is called otherwise."""
    before, after = old.get("title"), new.get("title")
    if unlike(before, after):
        said = ("" if title is None else f"it is called {quoted(title)}" for title in (before, after))
        yield told(place.at("title"), *said)


def rule_changes(two: Two, place: Place, old: Rule, new: Rule) -> Iterator[Change]:
    """Yield what two rules ask differently: where both join conditions in one way, condition by condition."""
    before, after = two.old.forms.rule(old), two.new.forms.rule(new)
    if isinstance(before, AllOf) or isinstance(after, AllOf):
        # one condition alone is all that is asked; an `any` among others is one of them
        members = tuple(rule.rules if isinstance(rule, AllOf) else (rule,) for rule in (before, after))
        yield from _members(two, place, (members[0], members[1]), "{}")
    elif isinstance(before, AnyOf) and isinstance(after, AnyOf):
        yield from _members(two, place, (before.rules, after.rules), "or: {}")
    else:
        said = _condition(two.old, before), _condition(two.new, after)
        yield sayings(place, said, (write_rule(before, in_place=True), write_rule(after, in_place=True)))


def _condition(side: Side, rule: Rule) -> str:
    return condition(rule, side.agreement.declared)


def _members(two: Two, place: Place, members: tuple[tuple[Rule, ...], tuple[Rule, ...]], text: str) -> Iterator[Change]:
    gone = _alone(members[0], members[1])
    come = _alone(members[1], members[0])
    for old in gone:
        # what asks about the same field takes its place
        new = next((rule for rule in come if _subject(rule) == _subject(old) is not None), None)
        if new is None:
            yield told(place, text.format(_condition(two.old, old)), "")
            continue
        come.remove(new)
        said = text.format(_condition(two.old, old)), text.format(_condition(two.new, new))
        yield sayings(place, said, (write_rule(old, in_place=True), write_rule(new, in_place=True)))
    for new in come:
        yield told(place, "", text.format(_condition(two.new, new)))


def _alone(members: tuple[Rule, ...], others: tuple[Rule, ...]) -> list[Rule]:
    """Return the members that the others do not hold; a rule with a name is the same if its name is."""
    known = [write_rule(rule) for rule in others]
    return [rule for rule in members if all(unlike(write_rule(rule), other) for other in known)]


def _subject(rule: Rule) -> object:
    """Return what a condition asks about: a field, a score; None where that does not tell."""
    if isinstance(rule, Condition):
        return ("field", rule.field)
    written = write_rule(rule)
    return next(((key, written[key]) for key in ("score", "did") if key in written), None)


# Scores ---------------------------------------------------------------------------------------------------------------


def scores(two: Two) -> Iterator[Change]:
    """Yield what changed in the scores: their points, bounds, bands and parts."""
    before = {score.name: score for score in two.old.agreement.scores}
    after = {score.name: score for score in two.new.agreement.scores}
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        label = new.label if new is not None else before[name].label
        place = Place(joined("scores", name), "points", label, two.teams)
        if old is None or new is None:
            yield told(place, *each(two, (old, new), _whole))
            continue
        pieces = _pieces(two, "scores", name)
        for key in dict.fromkeys((*pieces[0], *pieces[1])):
            if unlike(*(piece.get(key) for piece in pieces)):
                yield from _score_part(two, place, key, (old, new), pieces=pieces)


def _whole(side: Side, score: Score) -> str:
    declared = side.agreement.declared
    said = [points_sentence(clause, declared) for clause in score.points]
    said += [f"the score “{part.label}”" for part in score.parts]
    return several(said)


def _score_part(
    two: Two, place: Place, key: str, both: tuple[Score, Score], *, pieces: tuple[Data, Data]
) -> Iterator[Change]:
    old, new = (piece.get(key) for piece in pieces)
    match key:
        case "title":
            yield from titled(place, *pieces)
        case "points":
            yield from _points(two, place.at(key), *both)
        case "cap" | "floor":
            limit = "at most" if key == "cap" else "at least"
            yield told(
                place.at(key), *("" if bound is None else f"{limit} {_points_of(bound)}" for bound in (old, new))
            )
        case "bands":
            before, after = old or {}, new or {}
            for band in dict.fromkeys((*before, *after)):
                if unlike(before.get(band), after.get(band)):
                    said = (
                        "" if band not in bands else f"the band {band} begins at {_points_of(bands[band])}"
                        for bands in (before, after)
                    )
                    yield told(place.at(key).at(band), *said)
        case "parts":
            say = "it counts the score “{}” in".format
            yield from listed(place.at(key), (old or [], new or []), (say, say))
        case _:
            yield from anything(place.at(key)._replace(what=f"{place.what}: {spaced(key)}"), old, new, deep=0)


def _points_of(value: Data) -> str:
    told_ = number_text(value) if isinstance(value, int | Decimal) else words(value)
    return points_words(value, told_)


def _points(two: Two, place: Place, old: Score, new: Score) -> Iterator[Change]:
    """Yield which clauses came, went, or give other points for the same thing."""
    before, after = (side.forms.score(score).points for side, score in zip(two, (old, new), strict=True))
    gone, come = _unmatched(before, after), _unmatched(after, before)
    for clause in gone:
        said = points_sentence(clause, two.old.agreement.declared)
        heir = next((other for other in come if _earned_by(other) == _earned_by(clause)), None)
        if heir is None:
            yield told(place, said, "")
            continue
        come.remove(heir)
        now = points_sentence(heir, two.new.agreement.declared)
        yield sayings(place, (said, now), (_clause(clause), _clause(heir)))
    for clause in come:
        yield told(place, "", points_sentence(clause, two.new.agreement.declared))


def _clause(clause: Points) -> Data:
    """Return a clause as a document has it."""
    return write_score(Score("score", [clause]))["points"][0]


def _unmatched(clauses: tuple[Points, ...], others: tuple[Points, ...]) -> list[Points]:
    """Return the clauses that the others do not hold as often."""
    left = [_clause(other) for other in others]
    found: list[Points] = []
    for clause in clauses:
        written = _clause(clause)
        place = next((place for place, other in enumerate(left) if not unlike(written, other)), None)
        if place is None:
            found.append(clause)
        else:
            del left[place]
    return found


def _earned_by(clause: Points) -> str:
    written = _clause(clause)
    return repr((written.get("when"), written.get("each")))


def grids(two: Two) -> Iterator[Change]:
    """Yield what changed in the grids."""
    before = {grid.name: grid for grid in two.old.agreement.grids}
    after = {grid.name: grid for grid in two.new.agreement.grids}
    for name in dict.fromkeys((*before, *after)):
        old, new = two.old.terms.get("grids", {}).get(name), two.new.terms.get("grids", {}).get(name)
        if unlike(old, new):
            place = Place(joined("grids", name), "points", (after.get(name) or before[name]).label, two.teams)
            said = _grid(before.get(name)), _grid(after.get(name))
            yield sayings(place, said, (old, new)) if all(said) else told(place, *said)


def _grid(grid: Grid | None) -> str:
    return "" if grid is None else grid_sentence(grid)
