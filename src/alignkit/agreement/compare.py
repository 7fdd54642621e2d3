"""Compare two versions of an agreement: everything that the new one says differently, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from json import loads
from operator import attrgetter
from types import MappingProxyType
from typing import TypeAlias

from alignkit.agreement.agreement import Agreement, checked_agreement
from alignkit.agreement.canonical import terms_text
from alignkit.agreement.changes import PARTS, Change, Changes
from alignkit.agreement.compare_joint import flow, meetings, plan, plays, rates, rewards, tasks
from alignkit.agreement.compare_path import boundaries, fields, recycles, stages, systems, vocabulary
from alignkit.agreement.compare_plain import Data, Place, Side, Two, anything, listed, sayings, spaced, told, unlike
from alignkit.agreement.compare_promises import calendars, goals, slas
from alignkit.agreement.compare_rules import grids, rules, scores
from alignkit.periods import RECURRING
from alignkit.rules.canonical import Forms

_Look: TypeAlias = Callable[[Two], Iterator[Change]]

_NAMED: dict[str, _Look] = {
    "vocabulary": vocabulary,
    "fields": fields,
    "rules": rules,
    "scores": scores,
    "grids": grids,
    "stages": stages,
    "boundaries": boundaries,
    "recycles": recycles,
    "slas": slas,
    "calendars": calendars,
    "goals": goals,
    "systems": systems,
    "rates": rates,
    "flow": flow,
    "rewards": rewards,
    "plan": plan,
    "tasks": tasks,
    "plays": plays,
    "meetings": meetings,
}
"""The parts that have sentences of their own, by their key in the document."""

_SAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "name": ("agreement", "it is called {}"),
        "version": ("agreement", "it is version {}"),
        "mission": ("agreement", "{}"),
        "zone": ("agreement", "dates and times are those of {}"),
        "currency": ("agreement", "amounts are in {}"),
        "funnel": ("stages", "the funnel is called {}"),
        "period": ("goals", "the goals hold for {}"),
        "effective": ("dates", "it holds from {} on"),
        "review_by": ("dates", "both teams review it by {}"),
        "format": ("agreement", "it is written in format {}"),
    }
)
"""The single values of an agreement: their part, and their sentence."""
_WITH_AMOUNTS: Mapping[str, Callable[[Agreement], object]] = MappingProxyType(
    {"flow": attrgetter("flow"), "rewards": attrgetter("rewards"), "plan": attrgetter("plan")}
)
_PARTS_OF = {"tasks": "plan", "plays": "plan", "flow": "plan", "rates": "goals"}


def compare(old: Agreement, new: Agreement) -> Changes:
    """Return everything that two versions say differently, part by part, in plain words.

    What it goes by is the canonical text of the terms, that of the digest: so nothing is left out, and rules that
    differ only in order or spelling are the same. Who signed, and how exports are read, are no terms.

    Args:
        old: the version that was agreed.
        new: the version that is held against it.

    Raises:
        DocumentError: `wrong-type`.

    >>> import attrs
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.rules.field import field
    >>> funnel = Funnel("inbound", [Stage("mql", "marketing"), Stage("won", "sales", outcome="won")])
    >>> icp = (field("employees") >= 50).named("icp")
    >>> old = Agreement("Inbound", version="1", zone="UTC", funnel=funnel, rules=[icp])
    >>> new = attrs.evolve(old, rules=[(field("employees") >= 80).named("icp")])
    >>> print(compare(old, new)[0].sentence)
    icp: was: employees is at least 50; is now: employees is at least 80
    """
    texts = [terms_text(checked_agreement(one)) for one in (old, new)]
    two = Two(_side(old, texts[0]), _side(new, texts[1]))
    before, after = two.old.terms, two.new.terms
    found: list[Change] = []
    for key in dict.fromkeys((*before, *after)):
        if not unlike(before.get(key), after.get(key)):
            continue
        # what no sentence tells is told as it stands in the document: nothing goes unlisted; but an amount that is
        # written otherwise since the agreement or a goal has another currency is the same amount
        value = _WITH_AMOUNTS.get(key)
        same_amounts = value is not None and value(old) == value(new)
        found += list(_looks(key, two)) or ([] if same_amounts else [_as_it_stands(key, two)])
    # the digest of the terms, as `digest` makes it of the same text
    digests = [sha256(text.encode()).hexdigest() for text in texts]
    return Changes(_called(old), _called(new), digests[0], digests[1], found)


def _side(agreement: Agreement, text: str) -> Side:
    return Side(agreement, loads(text, parse_float=Decimal), Forms())


def _called(agreement: Agreement) -> str:
    return f"{agreement.name} {agreement.version}"


def _looks(key: str, two: Two) -> Iterator[Change]:
    if key in _NAMED:
        yield from _NAMED[key](two)
        return
    old, new = two.old.terms.get(key), two.new.terms.get(key)
    if key in _SAID:
        part, text = _SAID[key]
        place = Place(key, part, spaced(key), two.teams)
        said = [_single(value, key, text) for value in (old, new)]
        yield sayings(place, (said[0], said[1]), (old, new))
    elif key == "teams":
        place = Place("teams", "teams", "teams", two.teams)
        say = "{} is one of the teams".format
        yield from listed(place, (old or [], new or []), (say, say))
    else:
        yield from anything(_place(key, two), old, new)


def _single(value: Data, key: str, text: str) -> str:
    if key == "period":  # a document leaves out the usual one
        value = "each quarter" if value is None else f"each {value}" if value in RECURRING else value
    return "" if value is None else text.format(value)


def _place(key: str, two: Two) -> Place:
    part = _PARTS_OF.get(key, key)
    return Place(key, part if part in PARTS else "other", spaced(key), two.teams)


def _as_it_stands(key: str, two: Two) -> Change:
    old, new = two.old.terms.get(key), two.new.terms.get(key)
    return (
        sayings(_place(key, two), (spaced(key), spaced(key)), (old, new))
        if old and new
        else told(_place(key, two), spaced(key) if old else "", spaced(key) if new else "")
    )
