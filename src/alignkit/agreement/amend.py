"""Amend an agreement: the next version of it, with some things exchanged wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, cast

import attrs

from alignkit.agreement.agreement import Agreement, checked_agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.coherence import calendar_name
from alignkit.agreement.document.paths import joined
from alignkit.errors import DocumentError, Finding, raise_found, shown
from alignkit.funnel.stages import Stage
from alignkit.handoff.slas import SLA
from alignkit.names import did_you_mean
from alignkit.rules.grids import Grid
from alignkit.rules.predicates import Named
from alignkit.rules.scores import Score
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import GoalGroup
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.combined import CombinedCalendar

_WHERE: Mapping[type, str] = MappingProxyType(
    {
        Named: "rules",
        Score: "scores",
        Grid: "grids",
        WorkCalendar: "calendars",
        CombinedCalendar: "calendars",
        SLA: "slas",
        Goal: "goals",
        GoalGroup: "goals",
        Stage: "stages",
    }
)
"""The things that stand inside others, and the part under which they are given."""
_LISTS = ("vocabulary", "fields", "rules", "scores", "grids", "calendars", "slas", "goals", "rewards", "meetings")
_APART = ("vocabulary", "fields", "rewards", "meetings")
"""Lists of things that stand nowhere else."""
_NOT_GIVEN = ("version", "effective", "sources", "signoffs")
_PARTS = tuple(part.name for part in attrs.fields(Agreement) if part.name not in _NOT_GIVEN)
_NUMBERED = re.compile(r"(.*?)(\d{1,9})", re.ASCII | re.DOTALL)


def amend(
    agreement: Agreement,
    *,
    effective: date,
    version: str | None = None,
    without: Mapping[str, Iterable[str]] = MappingProxyType({}),
    **parts: Any,  # noqa: ANN401 - the parts of an agreement, each of its own type
) -> Agreement:
    """Return the next version of an agreement, which nobody has signed yet; the old one stays as it is.

    A list such as `rules`, `slas` or `goals` holds what is new or another one: a thing of a known name takes the place
    of the old one wherever that stands, in entry rules, scores, SLAs and goals too; the others stay. Any other part,
    such as `mission` or `flow`, is exchanged as a whole.

    Args:
        agreement: the version that holds until then.
        effective: the first day of the new one; after that of the old one.
        version: what it is called; the old version's name with its last number one higher when None.
        without: what is no more: names by part, such as `{"slas": ["first_touch"]}`.
        parts: `rules`, `scores`, `grids`, `calendars`, `slas`, `goals`, `stages`, `fields`, `vocabulary`, `rewards`,
            `meetings`: lists of what is new or another one; and any other part of an `Agreement`, whole.

    Raises:
        DocumentError: with every fault: `nothing-changed` for what is as it was, and if nothing else is new;
            `wrong-order`, `same-version`, `no-next-version`, `unknown-part`, `unknown-name`, `still-used`,
            `wrong-type`; and all that an Agreement raises.
        TimeError: as an Agreement.

    >>> from alignkit.funnel.stages import Funnel
    >>> from alignkit.rules.field import field
    >>> mql = (field("employees") >= 50).named("mql")
    >>> funnel = Funnel("inbound", [Stage("mql", "marketing", mql), Stage("won", "sales", outcome="won")])
    >>> old = Agreement("Inbound", version="2026.1", zone="UTC", funnel=funnel)
    >>> new = amend(old, effective=date(2026, 7, 1), rules=[(field("employees") >= 80).named("mql")])
    >>> new.version, new.funnel.stage("mql").entry == new.rule("mql")
    ('2026.2', True)
    """
    checked_agreement(agreement)
    faults = [*_times(agreement, version, effective)]
    given, whole = _sorted(parts, faults)
    gone = _gone(agreement, without, faults)
    raise_found(DocumentError, faults)
    swap = _Swap(agreement, given)
    made: dict[str, Any] = {}
    for part in _PARTS:
        old = getattr(agreement, part)  # our own names
        if part in whole:
            new = whole[part]
            if new == old:
                faults.append(Finding("nothing-changed", f"the {part.replace('_', ' ')} is as it was", part))
        else:
            kept = tuple(one for one in old if _name(one) not in gone[part]) if part in gone else old
            mine = given.get(part, {})
            new = swap.of(kept) if part not in _APART else tuple(mine.get(_name(one), one) for one in kept)
        made[part] = new
    for part, things in given.items():
        known = swap.known(part)
        faults += _unchanged(part, things, known)
        if part == "stages":
            path = [name for name in things if name not in known]
            faults += (Finding("unknown-name", _no_such("stages", name, known), "stages") for name in path)
        else:
            made[part] = (*made[part], *(swap.of(thing) for name, thing in things.items() if name not in known))
    raise_found(DocumentError, faults)
    called = version if version is not None else next_version(agreement.version)
    amended = attrs.evolve(agreement, version=called, effective=effective, signoffs=(), **made)
    raise_found(DocumentError, _still_there(amended, gone))
    if digest(attrs.evolve(amended, version=agreement.version, effective=agreement.effective)) == digest(agreement):
        text = f"nothing but its name and its first day would make {called} another version than {agreement.version}"
        raise DocumentError.at("nothing-changed", text)
    return amended


def next_version(version: str) -> str:
    """Return the name of the version after one: its last number one higher.

    Raises:
        DocumentError: `no-next-version`.

    >>> next_version("2026.1"), next_version("v9"), next_version("7")
    ('2026.2', 'v10', '8')
    """
    found = _NUMBERED.fullmatch(version)
    if found is None:
        text = f"the version {shown(version)} does not end with a number: say what the next one is called"
        raise DocumentError.at("no-next-version", text, path="version")
    return f"{found[1]}{int(found[2]) + 1}"


def _times(agreement: Agreement, version: object, effective: object) -> list[Finding]:
    faults: list[Finding] = []
    if version is None:
        try:
            next_version(agreement.version)
        except DocumentError as fault:
            faults += fault.issues
    elif version == agreement.version:
        text = f"the new version needs another name than {shown(version)}: both will stand side by side"
        faults.append(Finding("same-version", text, "version"))
    if not isinstance(effective, date) or isinstance(effective, datetime):
        faults.append(Finding("wrong-type", f"'effective' must be a date, not {shown(effective)}", "effective"))
    elif agreement.effective is not None and effective <= agreement.effective:
        text = f"version {agreement.version} holds from {agreement.effective} on, and the next one after that, not from"
        faults.append(Finding("wrong-order", f"{text} {effective} on", "effective"))
    return faults


def _sorted(parts: Mapping[str, Any], faults: list[Finding]) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Return the lists that are given, each by name, and the parts that are given whole."""
    given: dict[str, dict[str, Any]] = {}
    whole: dict[str, Any] = {}
    for part, value in parts.items():
        if part not in (*_PARTS, "stages"):
            near = did_you_mean(part, (*_PARTS, "stages"))
            faults.append(Finding("unknown-part", f"an agreement has no part {shown(part)}{near}", part))
        elif part not in (*_LISTS, "stages"):
            whole[part] = value
        elif isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
            faults.append(Finding("wrong-type", f"{part} are a list, not {shown(value)}", part))
        else:
            given[part] = {}
            for number, thing in enumerate(value):
                path = f"{part}[{number}]"
                if not _fits(thing, part):
                    faults.append(Finding("wrong-type", f"{shown(thing)} does not belong to {part}", path))
                elif _name(thing) in given[part]:
                    faults.append(Finding("duplicate-id", f"{shown(_name(thing))} is given twice", path))
                else:
                    given[part][_name(thing)] = thing
    return given, whole


def _fits(thing: object, part: str) -> bool:
    if part in _WHERE.values():
        return _WHERE.get(type(thing)) == part
    return attrs.has(type(thing)) and isinstance(_name(thing), str)  # the agreement looks at the rest


def _name(thing: Any) -> str:  # noqa: ANN401 - whatever has a name
    """Return by what a thing is known: its name, or its id."""
    return cast("str", getattr(thing, "name", None) or getattr(thing, "id", ""))


def _gone(agreement: Agreement, without: object, faults: list[Finding]) -> dict[str, frozenset[str]]:
    if not isinstance(without, Mapping):
        text = f'`without` names what is no more, such as {{"slas": ["first_touch"]}}, not {shown(without)}'
        faults.append(Finding("wrong-type", text, "without"))
        return {}
    found: dict[str, frozenset[str]] = {}
    for part, names in without.items():
        path = f"without.{part}"
        if part not in _LISTS:
            text = f"nothing can be taken out of {shown(part)}{did_you_mean(part, _LISTS)}"
            faults.append(Finding("unknown-part", text, path))
        elif isinstance(names, str | bytes) or not isinstance(names, Iterable):
            faults.append(Finding("wrong-type", f"{part} are a list of names, not {shown(names)}", path))
        else:
            known = [_name(thing) for thing in getattr(agreement, part)]
            listed = tuple(names)
            faults += (
                Finding("unknown-name", _no_such(part, name, known), path) for name in listed if name not in known
            )
            found[part] = frozenset(name for name in listed if isinstance(name, str))
    return found


def _still_there(amended: Agreement, gone: Mapping[str, frozenset[str]]) -> Iterable[Finding]:
    """Yield what was to be no more and stands inside other things all the same."""
    for part, names in gone.items():
        for thing in getattr(amended, part):
            if _name(thing) in names:
                text = f"{shown(_name(thing))} still stands inside other things: exchange those, too"
                yield Finding("still-used", text, f"without.{part}")


def _no_such(part: str, name: object, known: Iterable[str]) -> str:
    return f"there is no {shown(name)} among the {part}{did_you_mean(name, known)}"


def _unchanged(part: str, things: Mapping[str, Any], known: Mapping[str, Any]) -> Iterable[Finding]:
    """Yield what is given and is as it was: whoever gives it means another one."""
    for name, thing in things.items():
        old = known.get(name)
        if old is None:
            continue
        same = digest(old) == digest(thing) if isinstance(old, Named | Score) else old == thing
        if same:
            yield Finding("nothing-changed", f"{shown(name)} is as it was", joined(part, name))


class _Swap:
    """Exchanges things by their names, in whatever they stand."""

    def __init__(self, agreement: Agreement, given: Mapping[str, Mapping[str, Any]]) -> None:
        self._agreement, self._given = agreement, given
        self._done: dict[int, tuple[Any, Any]] = {}  # with what the identity is of, which must live as long
        self._begun: set[tuple[str, str]] = set()

    def known(self, part: str) -> dict[str, Any]:
        """Return the old things of a part by name, those within others too."""
        if part == "stages":
            return {stage.id: stage for stage in self._agreement.funnel.stages}
        if part == "goals":
            return {member.name: member for member in _members(self._agreement.goals)}
        return {_name(thing): thing for thing in getattr(self._agreement, part)}

    def of(self, value: Any) -> Any:  # noqa: ANN401 - any part of an agreement
        """Return a value in which every thing that is given stands instead of the old one of its name."""
        found = self._done.get(id(value))
        if found is None:
            found = self._done[id(value)] = value, self._made(value)
        return found[1]

    def _made(self, value: Any) -> Any:  # noqa: ANN401 - any part of an agreement
        if isinstance(value, tuple):
            parts = tuple(self.of(part) for part in value)
            return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
        if not attrs.has(type(value)):
            return value
        part = _WHERE.get(type(value), "")
        name = self._named(value) if part in self._given else ""
        if name in self._given.get(part, {}) and (part, name) not in self._begun:
            self._begun.add((part, name))  # what stands in itself is told as a fault of the whole
            try:
                return self.of(self._given[part][name]) if self._given[part][name] is not value else self._inside(value)
            finally:
                self._begun.discard((part, name))
        return self._inside(value)

    def _named(self, value: Any) -> str:  # noqa: ANN401 - whatever has a name
        # in an SLA a calendar may have no name, and in the agreement it has one
        if isinstance(value, Calendar) and value in self._agreement.calendars:
            return calendar_name(self._agreement, value)
        return _name(value)

    def _inside(self, value: Any) -> Any:  # noqa: ANN401 - any of our values
        old = {part.name: getattr(value, part.name) for part in attrs.fields(type(value)) if part.init}
        new = {name: made for name, part in old.items() if (made := self.of(part)) is not part}
        return attrs.evolve(value, **new) if new else value


def _members(members: Iterable[Goal | GoalGroup]) -> Iterable[Goal | GoalGroup]:
    for member in members:
        yield member
        if isinstance(member, GoalGroup):
            yield from _members(member.goals)
