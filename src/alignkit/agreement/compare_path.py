"""Compare the words, fields, stages and handoffs of two versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from alignkit.agreement.changes import Change
from alignkit.agreement.compare_plain import (
    Data,
    Place,
    Side,
    Two,
    anything,
    each,
    listed,
    several,
    spaced,
    told,
    unlike,
    words,
)
from alignkit.agreement.compare_rules import rule_changes, titled
from alignkit.agreement.document.paths import joined
from alignkit.agreement.sentences import FIELD_KINDS, condition, stage_label
from alignkit.funnel.say_recycling import TO_ANOTHER, limit_words
from alignkit.funnel.stages import Stage
from alignkit.history.declarations import FieldType
from alignkit.rules.quote import quoted, text_words


def entries(two: Two, key: str, name: str) -> tuple[Data, Data]:
    """Return what both documents hold under a name; None where one does not."""
    return two.old.terms.get(key, {}).get(name), two.new.terms.get(key, {}).get(name)


def names(two: Two, key: str) -> list[str]:
    """Return the names that either document holds, those of the old one first."""
    return list(dict.fromkeys(name for side in two for name in side.terms.get(key, {})))


def vocabulary(two: Two) -> Iterator[Change]:
    """Yield what changed in the words."""
    for word in names(two, "vocabulary"):
        old, new = entries(two, "vocabulary", word)
        label = _titled_or(word, new, old)
        place = Place(joined("vocabulary", word), "words", label, two.teams)
        if old is None or new is None:
            yield told(place, *("" if piece is None else piece["means"] for piece in (old, new)))
            continue
        yield from _parts(place, old, new, {"means": "{}".format})


def _titled_or(name: str, *pieces: Data) -> str:
    """Return the first title that is not blank; the name without one."""
    return next((piece["title"] for piece in pieces if piece and piece.get("title")), name)


def _parts(place: Place, old: Data, new: Data, say: Mapping[str, Callable[[Data], str]]) -> Iterator[Change]:
    """Yield what changed in the keys of two tables: titles, lists, and the rest by its sentence or as it stands."""
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if not unlike(before, after):
            continue
        if key == "title":
            yield from titled(place, old, new)
        elif key in say:
            yield told(place.at(key), *("" if piece is None else say[key](piece) for piece in (before, after)))
        elif isinstance(before or after, list):
            tell = partial(_member, key)
            yield from listed(place.at(key), (before or [], after or []), (tell, tell))
        else:
            yield from anything(place.at(key), before, after, deep=0)


_MEMBERS = {"aliases": "also called {}", "one_of": "it may be {}", "reasons": "the reason {} for a rejection"}


def _member(key: str, piece: Data) -> str:
    text = text_words(piece) if isinstance(piece, str) else words(piece)
    return _MEMBERS.get(key, f"{spaced(key)}: {{}}").format(text)


def fields(two: Two) -> Iterator[Change]:
    """Yield what changed in the declared fields."""
    for name in names(two, "fields"):
        old, new = entries(two, "fields", name)
        label = _titled_or(name, new, old)
        teams = tuple(dict.fromkeys(piece["from"] for piece in (old, new) if piece and "from" in piece)) or two.teams
        place = Place(joined("fields", name), "fields", label, teams)
        if old is None or new is None:
            yield told(place, *("" if piece is None else _field(piece) for piece in (old, new)))
            continue
        say = {"type": _kind, "unit": "it counts {}".format, "from": "{} provides it".format}
        yield from _parts(place, old, new, say)


def _kind(kind: FieldType) -> str:
    return f"it holds: {FIELD_KINDS[kind]}"


def _field(piece: Data) -> str:
    said = [f"we record it, as {FIELD_KINDS[piece['type']]}"]
    said += [f"one of {several(map(text_words, piece['one_of']), 'or')}"] if "one_of" in piece else []
    said += [f"in {piece['unit']}"] if "unit" in piece else []
    said += [f"from {piece['from']}"] if "from" in piece else []
    return ", ".join(said)


# The path -------------------------------------------------------------------------------------------------------------


def stages(two: Two) -> Iterator[Change]:
    """Yield what changed in the stages, and in their order."""
    before, after = ({stage.id: stage for stage in side.agreement.funnel.stages} for side in two)
    written = [{piece["id"]: piece for piece in side.terms["stages"]} for side in two]
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        teams = tuple(dict.fromkeys(stage.owner for stage in (old, new) if stage is not None))
        place = Place(joined("stages", name), "stages", (new or before[name]).label, teams)
        if old is None or new is None:
            yield told(
                place, *("" if one is None else _stage(side, one) for side, one in zip(two, (old, new), strict=True))
            )
            continue
        pieces = written[0][name], written[1][name]
        for key in dict.fromkeys((*pieces[0], *pieces[1])):
            if unlike(*(piece.get(key) for piece in pieces)):
                yield from _stage_part(two, place, key, (old, new), pieces=pieces)
    common = [name for name in before if name in after]
    if common != [name for name in after if name in before]:
        said = ("; ".join(stage.label for stage in side.agreement.funnel.stages) for side in two)
        place = Place("stages", "stages", "the order of the stages", two.teams)
        yield told(place, *(f"in this order: {text}" for text in said))


def _stage(side: Side, stage: Stage) -> str:
    said = f"a stage that {stage.owner} answers for"
    if stage.outcome is not None:
        said += f", with the outcome {stage.outcome}"
    if stage.entry is not None:
        said += f", entered when {condition(stage.entry, side.agreement.declared)}"
    path = [one.id for one in side.agreement.funnel.path]
    if stage.id in path and path.index(stage.id):
        said += f", after {stage_label(side.agreement, path[path.index(stage.id) - 1])}"
    return said


def _stage_part(
    two: Two, place: Place, key: str, both: tuple[Stage, Stage], *, pieces: tuple[Data, Data]
) -> Iterator[Change]:
    old, new = (piece.get(key) for piece in pieces)
    match key:
        case "title":
            yield from titled(place, *pieces)
        case "owner":
            yield told(place.at(key), *(f"{owner} answers for it" for owner in (old, new)))
        case "outcome":
            yield told(place.at(key), *("" if outcome is None else f"it ends as {outcome}" for outcome in (old, new)))
        case "entry" if both[0].entry is not None and both[1].entry is not None:
            yield from rule_changes(two, place.at(key), both[0].entry, both[1].entry)
        case "entry":
            yield told(place.at(key), *each(two, both, _entry))
        case _:
            yield from anything(place.at(key), old, new, deep=0)


def _entry(side: Side, stage: Stage) -> str:
    return "" if stage.entry is None else f"a lead enters when {condition(stage.entry, side.agreement.declared)}"


def _label(side: Side, stage: str) -> str:
    return stage_label(side.agreement, stage)


def boundaries(two: Two) -> Iterator[Change]:
    """Yield what changed in the handoffs: where a lead is offered, where an answer leads, and the agreed reasons."""
    before, after = ({_ends(piece): piece for piece in side.terms.get("boundaries", [])} for side in two)
    for ends in dict.fromkeys((*before, *after)):
        old, new = before.get(ends), after.get(ends)
        sides = [side for side, piece in zip(two, (old, new), strict=True) if piece is not None]
        funnels = [side.agreement.funnel for side in sides]
        teams = tuple(dict.fromkeys(funnel.stage(stage).owner for funnel in funnels for stage in ends[:2]))
        place = Place("boundaries", "handoffs", f"the handoff of a lead in {_label(sides[-1], ends[0])}", teams)
        if old is None or new is None:
            accepted, rejected = (_label(sides[0], stage) for stage in ends[1:])
            said = f"an accepted lead goes on to {accepted}, a rejected one to {rejected}"
            piece = new or old or {}
            reasons = piece.get("reasons", [])
            said += f"; the agreed reasons are {several(map(text_words, reasons))}" if reasons else ""
            said += "".join(f"; {say(piece[key])}" for key, say in _RECYCLING.items() if key in piece)
            yield told(place, *((said, "") if new is None else ("", said)))
            continue
        yield from _parts(place, old, new, _RECYCLING)
    if list(before) != list(after) and set(before) == set(after):
        place = Place("boundaries", "handoffs", "the handoffs", two.teams)
        yield told(place, *each(two, (list(before), list(after)), _in_order))


def _to_another(_: Data) -> str:
    return TO_ANOTHER


_RECYCLING: Mapping[str, Callable[[Data], str]] = {"recycle_limit": limit_words, "recycle_to_another": _to_another}
"""How what is agreed on leads that are offered again is said."""


def _in_order(side: Side, handoffs: list[tuple[str, str, str]]) -> str:
    return f"in this order: {'; '.join(_label(side, ends[0]) for ends in handoffs)}"


def _ends(piece: Data) -> tuple[str, str, str]:
    return piece["offered"], piece["accepted"], piece["rejected"]


def recycles(two: Two) -> Iterator[Change]:
    """Yield which ways back came or went."""

    def say(side: Side, pair: Data) -> str:
        return f"a lead may go back from {_label(side, pair[0])} to {_label(side, pair[1])}"

    place = Place("recycles", "stages", "ways back", two.teams)
    lists = tuple(side.terms.get("recycles", []) for side in two)
    yield from listed(place, (lists[0], lists[1]), (partial(say, two.old), partial(say, two.new)))


def systems(two: Two) -> Iterator[Change]:
    """Yield which tool is right about what, where that changed."""
    for what in names(two, "systems"):
        old, new = entries(two, "systems", what)
        if unlike(old, new):
            place = Place(joined("systems", what), "systems", what, two.teams)
            yield told(place, *("" if tool is None else f"{quoted(tool)} is right about it" for tool in (old, new)))
