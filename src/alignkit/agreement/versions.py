"""Versions: the editions of an agreement, and which of them is in force at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import overload

import attrs

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest
from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, Finding, LimitError, shown
from alignkit.instants import checked_instant, micros, told_in, zone_of
from alignkit.names import did_you_mean
from alignkit.periods import midnight

MOST_VERSIONS = 500
"""So many versions at most: fifty years of a renewal each month are more."""


@attrs.frozen(slots=True, repr=False)
class Tenure:
    """The time for which a version is in force.

    Args:
        agreement: the version.
        start: the first instant, in the version's zone; None where it has no first day and so always was.
        end: the first instant of the version after it; None while there is none.
    """

    agreement: Agreement
    start: datetime | None
    end: datetime | None

    def __contains__(self, instant: object) -> bool:
        at = micros(checked_instant(instant, "an instant"))
        return (self.start is None or micros(self.start) <= at) and (self.end is None or at < micros(self.end))

    def __repr__(self) -> str:
        return f"<Tenure of {self.agreement.version}: {self.told}>"

    @property
    def told(self) -> str:
        """The days of the tenure in words, such as "from 2026-01-01 up to, not including, 2026-07-01"."""
        start = "from the first" if self.start is None else f"from {self.start.date()}"
        if self.end is None:
            return f"{start} on"
        return f"{start} up to, not including, {told_in(self.end, zone_of(self.agreement.zone)).date()}"


def _items(values: Iterable[Agreement]) -> tuple[Agreement, ...]:
    if isinstance(values, str | bytes | Agreement) or not isinstance(values, Iterable):
        raise DocumentError.at("wrong-type", f"versions are a list of agreements, not {shown(values)}")
    found = tuple(values)
    if len(found) > MOST_VERSIONS:
        raise LimitError.at("too-many", f"there are at most {MOST_VERSIONS} versions, not {len(found):,}")
    faults = [
        Finding("wrong-type", f"a version is an Agreement, not {shown(value)}", f"[{place}]")
        for place, value in enumerate(found)
        if not isinstance(value, Agreement)
    ]
    if faults:
        raise DocumentError(*faults)
    if not found:
        raise DocumentError.at("no-versions", "there must be one version at least")
    known: dict[str, Agreement] = {}
    for agreement in found:
        other = known.setdefault(agreement.version, agreement)
        if other is not agreement and digest(other) != digest(agreement):
            text = f"two agreements with unlike terms are both called version {shown(agreement.version)}"
            faults.append(Finding("duplicate-id", text, agreement.version))
        elif _rank(agreement) > _rank(other):  # one version, signed once more since
            known[agreement.version] = agreement
    if faults:
        raise DocumentError(*dict.fromkeys(faults))
    return tuple(sorted(known.values(), key=_order))


def _begins(agreement: Agreement) -> datetime | None:
    return None if agreement.effective is None else midnight(agreement.effective, agreement.zone)


def _rank(agreement: Agreement) -> tuple[int, date, int, str, str]:
    """Return what decides between two versions that would hold from one instant: the one that more teams signed."""
    terms = digest(agreement)
    valid = [signoff for signoff in agreement.signoffs if signoff.digest == terms]
    teams = len({signoff.team for signoff in valid})
    last = max((signoff.on for signoff in valid), default=date.min)
    return teams, last, len(agreement.signoffs), agreement.version, repr((terms, agreement.signoffs, agreement.sources))


def _order(agreement: Agreement) -> tuple[float, tuple[int, date, int, str, str]]:
    begins = _begins(agreement)
    return (float("-inf") if begins is None else micros(begins)), _rank(agreement)


@attrs.frozen(slots=True, repr=False)
class Versions(Shown, Sequence[Agreement]):
    """The versions of an agreement, by the day from which they hold; the order in which they are given means nothing.

    A version is in force from the first instant of its `effective` day, in its own zone, up to that of the next one;
    one without such a day always was. So there is at most one in force. Where two would hold from the same instant,
    the one that more teams signed counts, then the one signed later, then the greater version text; `findings` says so.

    Args:
        items: the agreements, at least one; one that stands there twice counts once.

    Raises:
        DocumentError: `wrong-type`, `no-versions`; `duplicate-id` for unlike terms under one version.
        LimitError: `too-many`.

    >>> from datetime import UTC
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> old = Agreement("Inbound", version="1", zone="UTC", funnel=funnel, effective=date(2026, 1, 1))
    >>> versions = Versions([attrs.evolve(old, version="2", effective=date(2026, 7, 1)), old])
    >>> [versions.in_force(datetime(2026, month, 1, tzinfo=UTC)).version for month in (6, 7)]
    ['1', '2']
    """

    items: tuple[Agreement, ...] = attrs.field(converter=_items)

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> Agreement: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Agreement, ...]: ...
    def __getitem__(self, index: int | slice) -> Agreement | tuple[Agreement, ...]:
        return self.items[index]

    def __iter__(self) -> Iterator[Agreement]:
        return iter(self.items)

    def version(self, name: str) -> Agreement:
        """Return the version of that name.

        Raises:
            DocumentError: `unknown-version`, with the nearest name.
        """
        for agreement in self.items:
            if agreement.version == name:
                return agreement
        near = did_you_mean(name, [agreement.version for agreement in self.items])
        raise DocumentError.at("unknown-version", f"there is no version {shown(name)}{near}")

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """Which version is in force from when to when, in time order; a version that never is has none."""
        starts = [(_begins(agreement), agreement) for agreement in self.items]
        found: list[Tenure] = []
        for place, (start, agreement) in enumerate(starts):
            end = starts[place + 1][0] if place + 1 < len(starts) else None
            never = place + 1 < len(starts) and (end is None or (start is not None and micros(end) == micros(start)))
            if not never:
                found.append(Tenure(agreement, start, end))
        return tuple(found)

    def in_force(self, at: datetime) -> Agreement | None:
        """Return the version in force at an instant; None before the first of them.

        Raises:
            TimeError: the instant is naive.
        """
        checked_instant(at, "the instant")
        return next((tenure.agreement for tenure in self.tenures if at in tenure), None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is doubtful about the versions together.

        `overlap`: two hold from one instant; `gap`: nothing is agreed before the first; `late-review`: one was in force
        past its day of review; `unsigned`: one that comes into force is not signed by every team.
        """
        tenures = self.tenures
        kept = {id(tenure.agreement) for tenure in tenures}
        found = [self._overlap(agreement) for agreement in self.items if id(agreement) not in kept]
        first = tenures[0]
        if first.start is not None:
            text = f"before {first.start.date()}, when version {first.agreement.version} begins, nothing was agreed"
            found.append(Finding("gap", text, first.agreement.version, "note"))
        for tenure in tenures:
            found += _doubts(tenure)
        return tuple(found)

    def _overlap(self, agreement: Agreement) -> Finding:
        rival = next(one for one in reversed(self.items) if _same_start(one, agreement))
        since = "always" if agreement.effective is None else f"from {agreement.effective} on"
        text = f"versions {agreement.version} and {rival.version} both hold {since}: {rival.version} counts"
        return Finding("overlap", text, agreement.version, "warning")

    def blocks(self) -> Block:
        """Return the versions and their tenures as a table, and what is doubtful."""
        from alignkit.agreement.show_versions import versions_blocks  # drawing is loaded when something is drawn

        return versions_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the versions as plain data: names, digests and tenures, not the terms."""
        return {
            "alignkit": 1,
            "kind": "versions",
            "versions": [
                {
                    "name": tenure.agreement.name,
                    "version": tenure.agreement.version,
                    "digest": digest(tenure.agreement),
                    "start": None if tenure.start is None else tenure.start.isoformat(),
                    "end": None if tenure.end is None else tenure.end.isoformat(),
                }
                for tenure in self.tenures
            ],
            "findings": [finding.to_dict() for finding in self.findings],
        }


def _same_start(one: Agreement, other: Agreement) -> bool:
    mine, theirs = _begins(one), _begins(other)
    return (None if mine is None else micros(mine)) == (None if theirs is None else micros(theirs))


def _doubts(tenure: Tenure) -> Iterator[Finding]:
    agreement, end = tenure.agreement, tenure.end
    version = agreement.version
    if agreement.review_by is not None and end is not None:
        last = told_in(end, zone_of(agreement.zone)).date()
        if last > agreement.review_by and (last - agreement.review_by).days > 1:
            text = f"version {version} was to be reviewed by {agreement.review_by}, and the next one holds from {last}"
            yield Finding("late-review", text, version, "warning")
    terms = digest(agreement)
    signed = {signoff.team for signoff in agreement.signoffs if signoff.digest == terms}
    missing = [team for team in agreement.teams if team not in signed]
    if missing:
        text = f"version {version} is in force {tenure.told}, and these terms are not signed by {' and '.join(missing)}"
        yield Finding("unsigned", text, version, "warning")


def checked_versions(value: object) -> Versions:
    """Return `value` if it is versions.

    Raises:
        DocumentError: `wrong-type`.
    """
    if not isinstance(value, Versions):
        raise DocumentError.at("wrong-type", f"Versions are due, a list of agreements, not {shown(value)}")
    return value
