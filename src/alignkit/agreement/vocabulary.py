"""The words that both teams use, what they mean, and what else they are called."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from alignkit.errors import DocumentError, shown
from alignkit.names import checked_id


def _aliases(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise DocumentError.at("wrong-type", f"aliases are a list of texts, not {shown(values)}")
    return tuple(checked_id(value, "alias") for value in values)


@attrs.frozen(slots=True)
class Term:
    """One agreed word.

    Args:
        id: the word; where it is a stage, an event, an agreed reason or one of a field's values, adapters turn the
            aliases into it.
        means: what both teams mean by it, in a sentence.
        aliases: what the systems and people of either team call it; as they write it, capitals and spaces included.
        title: how it is written for people; the id when None.

    Raises:
        DocumentError: `bad-id`, `wrong-type`.

    >>> Term("mql", "Fits our ideal customer and has shown interest.", aliases=["marketingqualifiedlead"]).label
    'mql'
    """

    id: str
    means: str
    aliases: tuple[str, ...] = attrs.field(default=(), converter=_aliases)
    title: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_id(self.id, "term")
        if not isinstance(self.means, str) or not self.means.strip():
            raise DocumentError.at("missing-field", f"the term {self.id!r} needs its meaning, a sentence")
        if self.title is not None and not isinstance(self.title, str):
            raise DocumentError.at("wrong-type", f"the title of a term is text, not {shown(self.title)}")

    @property
    def label(self) -> str:
        """How the word is written for people."""
        return self.title or self.id
