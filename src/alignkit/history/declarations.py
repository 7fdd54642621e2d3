"""Field declarations: what both teams agree to record about a lead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import attrs

from alignkit.errors import DocumentError, shown
from alignkit.names import checked_id, did_you_mean

FieldType = Literal["text", "integer", "number", "boolean", "date", "instant", "money", "list"]
FIELD_TYPES: tuple[str, ...] = get_args(FieldType)


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DocumentError.at("wrong-type", f"`one_of` is a list of texts, not {shown(values)}")
    found = tuple(values)
    for value in found:
        if not isinstance(value, str):
            raise DocumentError.at("wrong-type", f"`one_of` is a list of texts, not {shown(value)}")
    return found


@attrs.frozen(slots=True)
class FieldDeclaration:
    """One field of a lead, as the agreement declares it.

    Args:
        name: the field's name, a key of the lead's mapping.
        type: `text`, `integer`, `number`, `boolean`, `date`, `instant`, `money`, or `list`. The items of a list are
            texts: rules ask them what a text is asked, by `any_item` and `every_item`.
        one_of: the allowed values of a text or list field; empty allows all.
        unit: what a number counts (`people`, `EUR`); shown, and compared, never converted.
        team: which team provides the field.
        title: how people call it; the name when blank.

    Raises:
        DocumentError: `bad-id`, `unknown-type`, `wrong-type`.

    >>> FieldDeclaration("employees", "integer", unit="people", team="sales").type
    'integer'
    """

    name: str
    type: FieldType
    one_of: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    unit: str | None = None
    team: str | None = None
    title: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "field")
        if self.type not in FIELD_TYPES:
            raise DocumentError.at(
                "unknown-type",
                f"the field {self.name!r} has an unknown type {shown(self.type)}{did_you_mean(self.type, FIELD_TYPES)}",
            )
        if self.one_of and self.type not in {"text", "list"}:
            raise DocumentError.at("wrong-type", f"only a text or list field has `one_of`, not {self.name!r}")

    @property
    def label(self) -> str:
        """How people call the field."""
        return self.title or self.name
