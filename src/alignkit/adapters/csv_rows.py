"""From the cells of one row to a lead's fields and events, as the source says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import TypeVar

import attrs

from alignkit.adapters.cells import Moment, cell_reader, known, not_allowed, read_cell, read_moment
from alignkit.adapters.imported import Notes
from alignkit.errors import AlignkitError
from alignkit.history.attributes import Attributes, Value
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.events import Event
from alignkit.history.sources import CsvSource

_T = TypeVar("_T")


@attrs.frozen(slots=True)
class _Column:
    index: int
    column: str
    name: str
    declaration: FieldDeclaration | None
    read: Callable[[str], Value]


@attrs.frozen(slots=True)
class Row:
    """What one row says: of which lead, its fields, and what happened."""

    lead: str
    fields: dict[str, Value]
    events: list[Event]


@attrs.frozen(slots=True)
class _Common:
    """What every event of a row shares."""

    id: str | None
    recorded_at: datetime | None
    automatic: bool
    seq: int | None
    actor: str | None
    team: str | None
    source: str | None
    attributes: Attributes


@attrs.frozen(slots=True)
class _Said:
    kind: str
    value: Value
    field: str | None


def _event(lead: str, moment: Moment, said: _Said, common: _Common) -> Event:
    return Event(
        lead,
        moment.at,
        said.kind,
        said.value,
        field=said.field,
        id=common.id,
        recorded_at=common.recorded_at,
        actor=common.actor,
        team=common.team,
        automatic=common.automatic,
        source=common.source,
        seq=common.seq,
        attributes=common.attributes,
        date_only=moment.date_only,
    )


class RowReader:
    """Reads the rows of one file; built once from the header."""

    __slots__ = (
        "_aliases",
        "_always",
        "_at",
        "_attributes",
        "_declared",
        "_digest",
        "_fields",
        "_notes",
        "_source",
        "_wide",
    )

    def __init__(
        self,
        source: CsvSource,
        header: Sequence[str],
        *,
        declared: Mapping[str, FieldDeclaration],
        aliases: Mapping[str, str | None],
        notes: Notes,
    ) -> None:
        self._always = dict(source.always)
        self._source, self._declared, self._aliases, self._notes = source, declared, aliases, notes
        self._at = {column: index for index, column in enumerate(header) if column}
        # several columns that identify an event say something of their own as well; one is a mere number
        named = set((attrs.evolve(source, id=()) if len(source.id) > 1 else source).columns)
        rest = [(column, column) for column in self._at if column not in named]
        long = source.shape == "events"
        fields = () if long else rest if source.fields is None else source.fields
        attributes = source.attributes if source.attributes is not None else rest if long else ()
        self._fields = self._columns(fields)
        self._attributes = self._columns(attributes)
        self._wide = [
            (kind, value, column)
            for kind, value, column in (
                *(("stage", aliases.get(stage, stage), column) for stage, column in source.stages),
                *(("touch", aliases.get(touch, touch), column) for touch, column in source.touches),
                *((aliases.get(kind, kind), "", column) for kind, column in source.events),
            )
            if kind is not None and value is not None
        ]
        # Without an identity rows are one event when they are equal in every column, also in those that no attribute
        # keeps; when it was recorded is not content.
        left_out = set(self._at) - named - {column for _, column in attributes}
        self._digest = (
            [index for column, index in self._at.items() if column != source.recorded_at]
            if long and left_out and not source.id
            else []
        )

    def _columns(self, parts: Iterable[tuple[str, str]]) -> list[_Column]:
        return [
            _Column(self._at[column], column, name, self._declared.get(name),
                    cell_reader(self._declared.get(name), self._source))
            for name, column in parts
        ]  # fmt: skip

    def read(self, line: int, cells: Sequence[str]) -> Row | None:
        """Return what a row says, or None if it does not say of which lead."""
        column = str(self._source.lead)
        lead = self._text(column, cells)
        if lead is None:
            self._missing(column, line, "the id of the lead is missing")
            return None
        events: list[Event] = []
        try:
            if self._source.at is not None:
                events = self._long(lead, self._source.at, line, cells)
            elif self._wide:
                events = self._dates(lead, line, cells)
        except AlignkitError as error:
            where = self._source.value or self._source.at or column
            self._notes.add_error(error, where=where, line=line, column=self._at[where] + 1)
        return Row(lead, self._values(self._fields, line, cells), events)

    def _dates(self, lead: str, line: int, cells: Sequence[str]) -> list[Event]:
        events = []
        common: _Common | None = None
        for kind, value, column in self._wide:
            moment = self._tried(read_moment, column, line, cells)
            if moment is None:
                continue
            common = common or self._common(line, cells)
            own = attrs.evolve(common, id=f"{common.id}:{value or kind}") if common.id else common
            events.append(_event(lead, moment, _Said(kind, value or None, None), own))
        return events

    def _long(self, lead: str, at: str, line: int, cells: Sequence[str]) -> list[Event]:
        moment = self._tried(read_moment, at, line, cells)
        if moment is None:
            if known(cells[self._at[at]], self._source) is None:
                self._missing(at, line, "the time of the event is missing")
            return []
        said = self._said(at, line, cells)
        return [_event(lead, moment, said, self._common(line, cells))] if said else []

    def _said(self, at: str, line: int, cells: Sequence[str]) -> _Said | None:
        """Return what the event of a row says; its missing parts are noted at their column, or at `at`."""
        source = self._source
        kind = self._stated("kind", source.kind, cells)
        if kind is None:
            self._missing(str(source.kind), line, "the kind of the event is missing")
            return None
        meant = self._aliases.get(kind, kind)
        if meant is None:
            return None
        kind = meant
        field = self._stated("field", source.field, cells)
        if kind == "field" and field is None:
            self._missing(source.field or at, line, "the name of the field is missing")
            return None
        if kind == "field" and field in {source.stage_field, source.owner_field}:
            kind, field = ("stage" if field == source.stage_field else "owner"), None
        value: Value = self._stated("value", source.value, cells)
        if kind == "field" and isinstance(value, str):
            value = self._field_value(str(field), value, source.value or at, line)
        elif kind in {"stage", "touch", "reject"} and isinstance(value, str):
            if value in self._aliases and self._aliases[value] is None:
                return None
            value = self._aliases.get(value, value)
        elif value is None and kind in {"touch", "merge", "link"}:
            self._missing(source.value or at, line, f"an event of the kind {kind!r} needs a value")
            return None
        return _Said(kind, value, field)

    def _common(self, line: int, cells: Sequence[str]) -> _Common:
        source = self._source
        constant = self._always.get("automatic")
        recorded = self._tried(read_moment, source.recorded_at, line, cells)
        automatic = (
            constant in {"true", *source.true}
            if constant is not None
            else self._tried(_truth, source.automatic, line, cells)
        )
        return _Common(
            self._identity(cells),
            recorded.at if recorded else None,
            bool(automatic),
            self._tried(_whole, source.seq, line, cells),
            self._stated("actor", source.actor, cells),
            self._stated("team", source.team, cells),
            self._stated("source", source.source, cells),
            Attributes(self._values(self._attributes, line, cells)) if self._attributes else _NOTHING,
        )

    def _identity(self, cells: Sequence[str]) -> str | None:
        source = self._source
        if source.id:
            parts = [self._text(column, cells) for column in source.id]
            if all(part is None for part in parts):
                return None
            found = (
                str(parts[0])
                if len(parts) == 1
                else "|".join((part or "").replace("\\", "\\\\").replace("|", "\\|") for part in parts)
            )
        elif self._digest:
            content = "\0".join(cells[index].replace("\0", "\0\0") for index in self._digest)
            found = "row:" + blake2b(content.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        else:
            return None
        return f"{source.name}:{found}" if source.name else found

    def _field_value(self, field: str, text: str, column: str, line: int) -> Value:
        declaration = self._declared.get(field)
        try:
            value = cell_reader(declaration, self._source)(text)
        except AlignkitError as error:
            # the old value no longer holds, and the new one is not known
            self._notes.add_error(error, where=column, line=line, column=self._at[column] + 1)
            return None
        value = self._meant(value, declaration)
        self._allowed(value, declaration, column, line)
        return value

    def _meant(self, value: Value, declaration: FieldDeclaration | None) -> Value:
        """Return the agreed value of a field for an alias of it; of free text nothing is taken for anything else."""
        if declaration is None or not declaration.one_of or not self._aliases:
            return value
        if isinstance(value, tuple):
            return tuple(self._agreed(str(item), declaration.one_of) for item in value)
        return self._agreed(value, declaration.one_of) if isinstance(value, str) else value

    def _agreed(self, text: str, one_of: tuple[str, ...]) -> str:
        meant = None if text in one_of else self._aliases.get(text)
        return meant if meant is not None and meant in one_of else text

    def _values(self, columns: Sequence[_Column], line: int, cells: Sequence[str]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for part in columns:
            try:
                value = part.read(cells[part.index])
            except AlignkitError as error:
                self._notes.add_error(error, where=part.column, line=line, column=part.index + 1)
                continue
            if value is not None:
                value = found[part.name] = self._meant(value, part.declaration)
                self._allowed(value, part.declaration, part.column, line)
        return found

    def _text(self, column: str, cells: Sequence[str]) -> str | None:
        return known(cells[self._at[column]], self._source)

    def _stated(self, what: str, column: str | None, cells: Sequence[str]) -> str | None:
        return self._always.get(what) if column is None else self._text(column, cells)

    def _tried(
        self, read: Callable[[str, CsvSource], _T | None], column: str | None, line: int, cells: Sequence[str]
    ) -> _T | None:
        if column is None:
            return None
        index = self._at[column]
        try:
            return read(cells[index], self._source)
        except AlignkitError as error:
            self._notes.add_error(error, where=column, line=line, column=index + 1)
            return None

    def _allowed(self, value: Value, declaration: FieldDeclaration | None, column: str, line: int) -> None:
        said = not_allowed(value, declaration)
        if said:
            at = self._at[column] + 1
            self._notes.add("not-allowed", said, where=column, line=line, column=at, level="warning")

    def _missing(self, column: str, line: int, what: str) -> None:
        self._notes.add("missing-value", what, where=column, line=line, column=self._at[column] + 1)


_NOTHING = Attributes()


def _truth(text: str, source: CsvSource) -> bool:
    return bool(read_cell(text, "boolean", source))


def _whole(text: str, source: CsvSource) -> int | None:
    found = read_cell(text, "integer", source)
    return found if isinstance(found, int) else None
