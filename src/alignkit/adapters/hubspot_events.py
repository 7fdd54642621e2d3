"""From a HubSpot record's properties and their histories to fields and events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import attrs

from alignkit.adapters.cells import known, not_allowed, read_cell
from alignkit.adapters.hubspot_records import FORMS, Record, Version
from alignkit.adapters.imported import Notes
from alignkit.currency import checked_currency
from alignkit.errors import AlignkitError, shown
from alignkit.history.attributes import Value
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.events import Event
from alignkit.history.forms import TextForms
from alignkit.instants import micros

OWNER = "hubspot_owner_id"
_ENTERED = "hs_v2_date_entered_"


def hubspot_forms(currency: str | None) -> TextForms:
    """Return how HubSpot writes values, amounts being in `currency`.

    Raises:
        DocumentError: `unknown-currency`.
    """
    return FORMS if currency is None else attrs.evolve(FORMS, currency=checked_currency(currency))


@attrs.frozen(slots=True)
class Reading:
    """How the records of one call are read."""

    aliases: dict[str, str | None]
    fields: dict[str, FieldDeclaration]
    forms: TextForms
    teams: dict[str, str]
    stage_property: str
    prefix: str
    notes: Notes

    def priced(self, record: Record) -> Reading:
        """Return how a deal that names its own currency is read."""
        code = record.properties.get("deal_currency_code")
        if not code or code == self.forms.currency:
            return self
        try:
            return attrs.evolve(self, forms=hubspot_forms(code))
        except AlignkitError as error:
            self.notes.add_error(error, where=f"{record.id}.deal_currency_code")
            return self

    def value(self, name: str, text: str | None, where: str) -> Value:
        """Return a property's value in its declared type; what cannot be read is noted and None."""
        declaration = self.fields.get(name)
        try:
            value = read_cell(text or "", declaration.type if declaration else "text", self.forms)
        except AlignkitError as error:
            self.notes.add_error(error, where=f"{where}.{name}")
            return None
        said = not_allowed(value, declaration)
        if said:
            self.notes.add("not-allowed", said, where=f"{where}.{name}", level="warning")
        return value

    def current(self, record: Record) -> dict[str, Value]:
        """Return the properties that have no history: a value that has one holds only from its instant on."""
        found = {
            name: self.value(name, text, record.id)
            for name, text in record.properties.items()
            if name not in record.history and known(text or "", self.forms) is not None
        }
        return {name: value for name, value in found.items() if value is not None}

    def events(self, record: Record, attributes: Mapping[str, Value]) -> list[Event]:
        """Return what the histories of a record say happened."""
        events = [
            event
            for name, versions in sorted(record.history.items())
            for version in versions
            if (event := self._event(record, name, version, attributes)) is not None
        ]
        if self.stage_property not in record.history:
            events += self._entries(record, attributes)
        return events

    def _event(self, record: Record, name: str, version: Version, attributes: Mapping[str, Value]) -> Event | None:
        value: Value = version.value
        kind, field = "field", None
        own: dict[str, Value] = {"source_type": version.source_type} if version.source_type else {}
        recorded_at = None
        if name == self.stage_property:
            kind = "stage"
            if version.value is not None:
                value = self.aliases.get(version.value, version.value)
                if value is None:
                    return None
            own = {**attributes, **own}
            recorded_at = record.updated_at if attributes else None
        elif name == OWNER:
            kind = "owner"
        else:
            field, value = name, self.value(name, version.value, record.id)
        identity = f"{self.prefix}{record.id}/{name}/{micros(version.at)}/{(version.value or '')[:40]}"
        return Event(
            self.prefix + record.id,
            version.at,
            kind,
            value,
            field=field,
            id=f"hubspot:{identity}",
            recorded_at=recorded_at,
            actor=version.user,
            team=self.teams.get(version.user) if version.user else None,
            automatic=version.automatic,
            source="hubspot",
            attributes=own,
        )

    def _entries(self, record: Record, attributes: Mapping[str, Value]) -> Iterator[Event]:
        """Give the stage entries that stand in properties, where no history was fetched."""
        entries = {
            name.removeprefix(_ENTERED): text
            for name, text in record.properties.items()
            if name.startswith(_ENTERED) and name != _ENTERED + "current_stage" and text
        }
        stage = record.properties.get(self.stage_property)
        if not entries and stage:
            self.notes.add(
                "no-history",
                f"{self.stage_property} is {shown(stage)}, and nothing tells since when; fetch it with "
                f"propertiesWithHistory={self.stage_property}",
                where=record.id,
                level="warning",
            )
        for name, text in entries.items():
            at = self._instant(text, f"{record.id}.{_ENTERED}{name}")
            if at is not None:
                version = Version(name, at, None, None)
                event = self._event(record, self.stage_property, version, attributes)
                if event is not None:
                    yield event

    def _instant(self, text: str, where: str) -> datetime | None:
        try:
            found = read_cell(text, "instant", self.forms)
        except AlignkitError as error:
            self.notes.add_error(error, where=where)
            return None
        return found if isinstance(found, datetime) else None
