"""Sources: how a CSV file, as people have it, says what happened.

A source is a value, so that an agreement can hold it: the mapping is stated once and read by every program.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import attrs

from alignkit.errors import AlignkitError, DocumentError, Finding, shown
from alignkit.history.forms import TextForms, form_faults, raise_all, texts
from alignkit.names import checked_id, did_you_mean

Shape = Literal["plain", "leads", "stages", "events"]
Pairs: TypeAlias = tuple[tuple[str, str], ...]

CONSTANTS = ("kind", "value", "field", "actor", "team", "automatic", "source")
"""What a whole file can say once, in `always`."""

_WIDE_KINDS_REFUSED = {
    "stage": "name it in `stages`",
    "touch": "name it in `touches`",
    "field": "an event a row (`at`) can say it",
    "owner": "an event a row (`at`) can say it",
    "merge": "an event a row (`at`) can say it",
    "link": "an event a row (`at`) can say it",
}


def pairs(value: Mapping[str, str] | Iterable[str]) -> Pairs:
    """Return what was given as pairs of (name, column); a list of columns keeps their names."""
    if isinstance(value, Mapping):
        return tuple(value.items())
    if isinstance(value, str):
        return ((value, value),)
    try:
        items = tuple(value)
    except TypeError as fault:
        raise DocumentError.at(
            "wrong-type", f"a table of names and columns, or a list of columns, is due, not {shown(value)}"
        ) from fault
    return tuple((item[0], item[1]) if isinstance(item, tuple) and len(item) == 2 else (item, item) for item in items)


def _constants(value: Mapping[str, str | bool] | Iterable[str]) -> Pairs:
    words = {True: "true", False: "false"}
    return tuple((name, words[said] if isinstance(said, bool) else said) for name, said in pairs(value))


def _pairs_or_rest(value: Mapping[str, str] | Iterable[str] | None) -> Pairs | None:
    return None if value is None else pairs(value)


@attrs.frozen(slots=True, kw_only=True)
class CsvSource(TextForms):
    r"""How one CSV file says what happened. All that `TextForms` takes can be given here too.

    A file has an event a row (`at` is given: shape `events`), or a lead a row, with a date column per stage or event
    (`stages`, `touches`, `events`: shape `stages`) or without (shape `leads`). A file of leads and stages is both.

    A source that names no column at all (shape `plain`) reads the plain formats: of events, the columns `lead`, `at`,
    `kind`, and, where they are there, `value`, `field`, `id`, `recorded_at`, `actor`, `team`, `automatic`, `source`,
    `seq`; any other column is an attribute. Of leads, the column `lead` (or `id`); any other column is a field.

    Args:
        name: how the source is called; it stands before the ids of its events, so that two systems may both count
            from 1.
        delimiter: one character between cells.
        quote: one character around cells.
        encoding: a Python codec; a byte order mark is tolerated in UTF-8.
        lead: the column of the lead's id.
        fields: the columns of the lead's fields, as a mapping from field to column or a list of columns. None takes
            every column that nothing else names; an empty list takes none, and then the file only tells events.
        stages: from a stage to the column of the date on which the lead entered it.
        touches: from a touch (`call`) to the column of its date.
        events: from a kind (`accept`, `reject`, an own kind) to the column of its date.
        at: the column of the instant of an event.
        kind: the column of its kind; `always` can state it for all.
        value: the column of its value. A blank value of a stage event clears the stage.
        field: the column of the field's name, for events of the kind `field`.
        stage_field: the field whose changes are stage entries, for tables of property history.
        owner_field: the field whose changes are changes of owner.
        id: the column, or the columns, that identify an event; without them rows that are equal in every column count
            once.
        recorded_at: the column of when it was known.
        actor: the column of who did it.
        team: the column of the actor's team.
        automatic: the column that says whether a machine did it.
        source: the column of the system that recorded it.
        seq: the column of the order in the source.
        attributes: the columns of what else is known of the event. None takes, of a file with an event a row, every
            column that nothing else names, and of any other file none.
        always: what holds for every event of the file: `{"kind": "touch", "value": "call", "team": "sales"}`.

    Raises:
        DocumentError: with every fault: `missing-key`, `wrong-type`, `given-twice`, `unknown-key`, `unknown-encoding` …
        TimeError: `unknown-zone`, if that is all that is wrong.

    >>> CsvSource(lead="mql_id", zone="UTC", stages={"mql": "first_contact_date"}).shape
    'stages'
    >>> CsvSource(lead="contact", at="when", always={"kind": "touch", "value": "call"}).shape
    'events'
    """

    name: str = ""
    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    lead: str | None = None
    fields: Pairs | None = attrs.field(default=None, converter=_pairs_or_rest)
    stages: Pairs = attrs.field(default=(), converter=pairs)
    touches: Pairs = attrs.field(default=(), converter=pairs)
    events: Pairs = attrs.field(default=(), converter=pairs)
    at: str | None = None
    kind: str | None = None
    value: str | None = None
    field: str | None = None
    stage_field: str | None = None
    owner_field: str | None = None
    id: tuple[str, ...] = attrs.field(default=(), converter=texts)
    recorded_at: str | None = None
    actor: str | None = None
    team: str | None = None
    automatic: str | None = None
    source: str | None = None
    seq: str | None = None
    attributes: Pairs | None = attrs.field(default=None, converter=_pairs_or_rest)
    always: Pairs = attrs.field(default=(), converter=_constants)

    def __attrs_post_init__(self) -> None:
        raise_all([*form_faults(self), *_dialect_faults(self), *_column_faults(self)])

    @property
    def shape(self) -> Shape:
        """What a row of the file is."""
        if self.lead is None:
            return "plain"
        if self.at is not None:
            return "events"
        return "stages" if self.stages or self.touches or self.events else "leads"

    def constant(self, what: str) -> str | None:
        """Return what `always` says, or None.

        >>> CsvSource(lead="id", at="at", always={"kind": "touch"}).constant("kind")
        'touch'
        """
        return dict(self.always).get(what)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the source names, once each."""
        singles = (getattr(self, what) for what in ("lead", *_EVENT_COLUMNS))
        several = (column for part in (self.fields, self.stages, self.touches, self.events, self.attributes)
                   for _, column in part or ())  # fmt: skip
        return tuple(dict.fromkeys([column for column in singles if column is not None] + [*self.id, *several]))


_EVENT_COLUMNS = ("at", "kind", "value", "field", "recorded_at", "actor", "team", "automatic", "source", "seq")


def _dialect_faults(source: CsvSource) -> list[Finding]:
    faults = []
    if not isinstance(source.name, str):
        faults.append(Finding("wrong-type", f"the name of a source is text, not {shown(source.name)}", "name"))
    for path, sign in (("delimiter", source.delimiter), ("quote", source.quote)):
        if not isinstance(sign, str) or len(sign) != 1 or sign in "\r\n\0 ":
            faults.append(
                Finding("bad-sign", f"`{path}` is one character that is no space or line end, not {shown(sign)}", path)
            )
    if source.delimiter == source.quote:
        faults.append(Finding("bad-sign", f"{shown(source.quote)} cannot both part and quote cells", "quote"))
    try:
        "a".encode(codecs.lookup(source.encoding).name)
    except (LookupError, TypeError, ValueError):
        faults.append(
            Finding(
                "unknown-encoding",
                f"there is no text encoding {shown(source.encoding)}"
                + did_you_mean(source.encoding, ["utf-8", "latin-1", "cp1252", "utf-16", "utf-8-sig"]),
                "encoding",
            )
        )
    return faults


def _column_faults(source: CsvSource) -> list[Finding]:
    faults = _name_faults(source)
    if faults:
        return faults  # the rest asks what the names mean together
    always = dict(source.always)
    if source.lead is None:
        if source.columns or source.fields is not None or source.attributes is not None:
            faults.append(
                Finding("missing-key", "a source that names columns must name the column of the lead's id", "lead")
            )
        return faults
    for what in CONSTANTS:
        if what in always and getattr(source, what) is not None:
            faults.append(
                Finding(
                    "given-twice", f"{what!r} is a column and stands in `always`; only one can hold", f"always.{what}"
                )
            )
    long = source.at is not None
    if long:
        for path, part in (("stages", source.stages), ("touches", source.touches), ("events", source.events)):
            if part:
                faults.append(
                    Finding("given-twice", f"a file with an event a row (`at`) has no date columns in `{path}`", path)
                )
        if source.fields:
            faults.append(Finding("given-twice", "a file with an event a row (`at`) has no `fields`", "fields"))
        if source.kind is None and "kind" not in always:
            faults.append(Finding("missing-key", "name the column `kind`, or state the kind in `always`", "kind"))
        if always.get("kind") == "field" and source.field is None and "field" not in always:
            faults.append(Finding("missing-key", "events of the kind 'field' need the column of its name", "field"))
    else:
        for what in ("kind", "value", "field", "stage_field", "owner_field", "seq"):
            if getattr(source, what, None) is not None or what in always:
                faults.append(
                    Finding(
                        "missing-key", f"`{what}` belongs to a file with an event a row: name the column `at`", "at"
                    )
                )
        for kind, _ in source.events:
            if kind in _WIDE_KINDS_REFUSED:
                faults.append(
                    Finding(
                        "unknown-key", f"`events` cannot hold {kind!r}: {_WIDE_KINDS_REFUSED[kind]}", f"events.{kind}"
                    )
                )
    return faults


def _name_faults(source: CsvSource) -> list[Finding]:
    faults: list[Finding] = []
    for path in ("lead", *_EVENT_COLUMNS, "stage_field", "owner_field"):
        column = getattr(source, path)
        if column is not None and (not isinstance(column, str) or not column):
            faults.append(Finding("wrong-type", f"`{path}` is the name of a column, not {shown(column)}", path))
    faults += [
        Finding("wrong-type", f"`id` holds names of columns, not {shown(column)}", "id")
        for column in source.id
        if not isinstance(column, str) or not column
    ]
    for path in ("fields", "stages", "touches", "events", "attributes", "always"):
        seen = set()
        for name, column in getattr(source, path) or ():
            try:
                checked_id(name, {"always": "constant"}.get(path, path.rstrip("s")))
            except AlignkitError as error:
                faults += [attrs.evolve(issue, path=path) for issue in error.issues]
                continue
            if not isinstance(column, str) or not column:
                faults.append(
                    Finding("wrong-type", f"{path}.{name} must be text, not {shown(column)}", f"{path}.{name}")
                )
            if name in seen:
                faults.append(Finding("given-twice", f"`{path}` names {name!r} twice", f"{path}.{name}"))
            seen.add(name)
            if (path, name) == ("always", "automatic") and column not in (*source.true, *source.false, "true", "false"):
                faults.append(Finding("wrong-type", f"always.automatic is true or false, not {shown(column)}", path))
            if path == "always" and name not in CONSTANTS:
                faults.append(
                    Finding(
                        "unknown-key",
                        f"`always` cannot state {name!r}{did_you_mean(name, CONSTANTS)}",
                        f"always.{name}",
                    )
                )
    return faults
