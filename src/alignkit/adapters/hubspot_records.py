"""HubSpot's objects in one shape, whichever call they come from: CRM v3, the older v1, or the Python client's dicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeAlias, cast

import attrs

from alignkit.adapters.cells import read_moment
from alignkit.adapters.imported import Notes
from alignkit.errors import AlignkitError, DataError, LimitError, shown
from alignkit.history.forms import TextForms
from alignkit.instants import checked_instant, micros

Payload: TypeAlias = Mapping[str, object]
"""The reply of one call (a page with `results`), or one object of it, as `json.loads` gives it."""

FORMS = TextForms(date_format=("ISO 8601", "epoch milliseconds"), zone="UTC")
"""How HubSpot writes values: all are text or null; times are UTC, in ISO 8601 or in milliseconds since 1970."""

_DEEPEST = 20
_END = object()

HUMAN_SOURCES = frozenset(
    {"CRM_UI", "CRM_UI_BULK_ACTION", "CONTACTS_WEB", "MOBILE_ANDROID", "MOBILE_IOS", "EXTENSION", "SIDEKICK"}
)
"""The `sourceType`s of a change that a colleague made by hand. Any other (AUTOMATION_PLATFORM, WORKFLOWS, API, IMPORT,
FORM, DEALS …) is automatic: a machine made it, or the lead."""


@attrs.frozen(slots=True)
class Version:
    """One value in a property's history; None is cleared."""

    value: str | None
    at: datetime
    source_type: str | None
    user: str | None

    @property
    def automatic(self) -> bool:
        """Whether no colleague is known to have made the change by hand."""
        return self.user is None if self.source_type is None else self.source_type not in HUMAN_SOURCES


@attrs.frozen(slots=True)
class Record:
    """One contact or deal: current properties, and the history of those that were asked for with it, oldest first."""

    id: str
    properties: dict[str, str | None]
    history: dict[str, tuple[Version, ...]]
    created_at: datetime | None
    updated_at: datetime | None
    deleted: bool


def objects(payloads: Payload | Iterable[Payload]) -> Iterator[Payload]:
    """Give each object of one reply, of many, or of a list of objects.

    Raises:
        DataError: `wrong-type`, or `api-error` for a reply that says so itself.
        LimitError: `too-deep`: replies that hold replies, over 20 deep.
    """
    waiting: list[Iterator[object]] = [iter((payloads,))]
    while waiting:
        if len(waiting) > _DEEPEST:
            raise LimitError.at("too-deep", f"replies hold replies at most {_DEEPEST} deep: {shown(type(payloads))}")
        found = next(waiting[-1], _END)
        if found is _END:
            waiting.pop()
        elif isinstance(found, Mapping):
            reply = cast("Payload", found)
            if reply.get("status") == "error":
                raise DataError.at("api-error", f"the reply is an error: {shown(reply.get('message'))}")
            page = next((reply[key] for key in ("results", "contacts", "deals") if key in reply), None)
            if isinstance(page, list | tuple):
                waiting.append(iter(page))
            else:
                yield reply
        elif isinstance(found, str | bytes) or not isinstance(found, Iterable):
            raise DataError.at(
                "wrong-type",
                "a reply of HubSpot as a dict is due (`json.loads` of the text, `.to_dict()` of the client's object), "
                f"or a list of them, not {shown(found)}",
            )
        else:
            waiting.append(iter(found))


def records(payloads: Payload | Iterable[Payload], notes: Notes) -> Iterator[Record | None]:
    """Give each object as a record, or None where it has no id; what cannot be read is noted."""
    for found in objects(payloads):
        name = record_id(found)
        if name is None:
            notes.add("missing-id", f"there is no id in {shown(dict(found))}")
            yield None
            continue
        properties, history = _properties(found, name, notes)
        yield Record(
            name,
            properties,
            history,
            time_in(found, ("createdAt", "created_at"), notes, name) or _first(properties, "createdate"),
            time_in(found, ("updatedAt", "updated_at"), notes, name),
            bool(found.get("archived") or found.get("isDeleted")),
        )


def record_id(found: Payload) -> str | None:
    """Return the id of a contact or a deal, whatever the call names it."""
    for key in ("id", "dealId", "vid", "canonical-vid"):
        text = as_text(found.get(key))
        if text:
            return text
    return None


def as_text(value: object) -> str | None:
    """Return a property's value as text: HubSpot's are, a client's may have become numbers."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    try:
        return str(value) if isinstance(value, int | float) else None
    except ValueError:  # Python writes no whole number of over 4,300 digits
        return shown(value)


def _either(found: Mapping[str, object], *names: str) -> object:
    return next((found[name] for name in names if found.get(name) is not None), None)


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _properties(
    found: Payload, record: str, notes: Notes
) -> tuple[dict[str, str | None], dict[str, tuple[Version, ...]]]:
    current: dict[str, str | None] = {}
    history: dict[str, tuple[Version, ...]] = {}
    for name, value in _table(found.get("properties")).items():
        if isinstance(value, Mapping):  # v1: the value with its versions
            current[name] = as_text(value.get("value"))
            versions = value.get("versions") or ([value] if value.get("timestamp") is not None else [])
            history[name] = _versions(versions, f"{record}.{name}", notes)
        else:
            current[name] = as_text(value)
    for name, versions in _table(_either(found, "propertiesWithHistory", "properties_with_history")).items():
        history[name] = _versions(versions, f"{record}.{name}", notes)
    return current, {name: versions for name, versions in history.items() if versions}


def _versions(entries: object, where: str, notes: Notes) -> tuple[Version, ...]:
    versions = []
    for entry in entries if isinstance(entries, list | tuple) else ():
        if not isinstance(entry, Mapping):
            notes.add("wrong-type", f"an entry of a history is a table, not {shown(entry)}", where=where)
            continue
        at = time_in(entry, ("timestamp",), notes, where)
        if at is None:
            if entry.get("timestamp") is None:
                notes.add("missing-value", "an entry of a history has no timestamp", where=where)
            continue
        source = as_text(_either(entry, "sourceType", "source_type", "source"))
        versions.append(Version(as_text(entry.get("value")) or None, at, source or None, _user(entry)))
    # the order is not promised
    return tuple(sorted(versions, key=lambda version: micros(version.at)))


def _user(entry: Mapping[str, object]) -> str | None:
    user = as_text(_either(entry, "updatedByUserId", "updated_by_user_id"))
    source_id = as_text(_either(entry, "sourceId", "source_id")) or ""
    return user or (source_id.removeprefix("userId:") if source_id.startswith("userId:") else None)


def time_in(found: Mapping[str, object], names: tuple[str, ...], notes: Notes, where: str) -> datetime | None:
    """Return the instant that stands under the first of some names that has one; what cannot be read is noted."""
    value = _either(found, *names)
    try:
        if isinstance(value, datetime):
            return checked_instant(value, names[0])
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        moment = read_moment(as_text(value) or "", FORMS)
    except AlignkitError as error:
        notes.add_error(error, where=where)
        return None
    return moment.at if moment else None


def _first(properties: Mapping[str, str | None], name: str) -> datetime | None:
    try:
        moment = read_moment(properties.get(name) or "", FORMS)
    except AlignkitError:
        return None  # it is read again, and reported, as a property
    return moment.at if moment else None
