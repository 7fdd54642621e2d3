"""Record matches: how far the records of two systems tell the same about the same leads."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import attrs

from alignkit.display.blocks import Block, Column, Group, Heading, Paragraph, Table
from alignkit.display.shown import Shown
from alignkit.display.size import cut
from alignkit.errors import DataError, DocumentError, Finding, raise_found, shown
from alignkit.history.facts import Facts
from alignkit.plan.checked import checked_names, listed, of_kind, raise_faults
from alignkit.rules.constants import comparable, kind_of


class RecordDifference(NamedTuple):
    """A lead of which two systems tell unlike things.

    Args:
        lead: the lead's id.
        fields: the fields that differ; empty where only one system knows the lead.
        only: `left` or `right` where only that system knows the lead; blank where both do.
    """

    lead: str
    fields: tuple[str, ...] = ()
    only: str = ""


def _differences(values: Iterable[RecordDifference]) -> tuple[RecordDifference, ...]:
    found = listed(values, "the differences between records", path="differences")
    raise_faults(of_kind(found, RecordDifference, "differences"))
    return found


@attrs.frozen(slots=True, repr=False)
class RecordMatch(Shown):
    """How many records match between the teams' systems.

    Args:
        matched: how many leads both systems know and tell the same about.
        of: how many leads either of them knows.
        differences: where they differ, by lead; may be left out where only the counts are known.

    Raises:
        DataError: `negative`; `passed-exceeds-entered` when more match than there are.

    >>> RecordMatch(940, 1000).share
    Fraction(47, 50)
    """

    matched: int
    of: int
    differences: tuple[RecordDifference, ...] = attrs.field(default=(), converter=_differences)

    def __attrs_post_init__(self) -> None:
        faults: list[Finding] = []
        for path, count in (("matched", self.matched), ("of", self.of)):
            if not isinstance(count, int) or isinstance(count, bool) or count < 0:
                faults.append(Finding("negative", f"a count is a whole number from 0 on, not {shown(count)}", path))
        raise_found(DataError, faults)
        if self.matched > self.of:
            text = f"{self.matched:,} of {self.of:,} records cannot match"
            raise DataError.at("passed-exceeds-entered", text, path="matched")

    @property
    def share(self) -> Fraction | None:
        """`matched` of `of`; None where there are no records."""
        return Fraction(self.matched, self.of) if self.of else None

    @property
    def sentence(self) -> str:
        """The result in plain words."""
        if not self.of:
            return "There are no records to match."
        return f"{self.matched:,} of {self.of:,} records match between the teams' systems."

    def blocks(self) -> Block:
        """Return the sentence, and the leads on which the systems differ."""
        blocks: list[Block] = [Heading("Records of both systems"), Paragraph(self.sentence)]
        if self.differences:
            listed_, more = cut(self.differences)
            rows = [(found.lead, ", ".join(found.fields) or f"only in the {found.only} one") for found in listed_]
            blocks.append(Table((Column("lead"), Column("differs in")), rows, "", more))
        return Group(blocks)

    def to_dict(self) -> dict[str, object]:
        """Return the counts and the differences as plain data."""
        return {
            "alignkit": 1,
            "kind": "record-match",
            "matched": self.matched,
            "of": self.of,
            "differences": [
                {"lead": found.lead, "fields": list(found.fields), "only": found.only or None}
                for found in self.differences
            ],
        }


def match_records(left: Facts, right: Facts, *, fields: Iterable[str] | None = None) -> RecordMatch:
    """Hold the leads of two systems against each other, by id: a lead matches that both know and tell the same about.

    A field counts that both systems tell of any lead, unless `fields` says which. A value that is missing differs from
    one that is there; 1 and 1.0 are the same, 1 and "1" are not.

    Args:
        left: the leads as one system knows them, such as marketing's.
        right: the leads as the other does.
        fields: the fields to hold against each other.

    Raises:
        DocumentError: `wrong-type`.

    >>> ours = Facts({"L1": {"country": "NL"}, "L2": {"country": "BE"}})
    >>> match_records(ours, Facts({"L1": {"country": "NL"}, "L2": {"country": "DE"}})).differences
    (RecordDifference(lead='L2', fields=('country',), only=''),)
    """
    if not isinstance(left, Facts) or not isinstance(right, Facts):
        raise DocumentError.at("wrong-type", f"records are matched between Facts: {shown(left)}, {shown(right)}")
    ours, theirs = left.leads, right.leads
    if fields is None:
        told = [{name for lead in leads.values() for name in lead} for leads in (ours, theirs)]
        names = tuple(sorted(told[0] & told[1]))
    else:
        names = checked_names(fields, "the fields to match", path="fields")
    differences = []
    leads = sorted({*ours, *theirs})
    for lead in leads:
        if lead not in ours or lead not in theirs:
            differences.append(RecordDifference(lead, only="left" if lead in ours else "right"))
            continue
        unlike = tuple(name for name in names if _value(ours[lead].get(name)) != _value(theirs[lead].get(name)))
        if unlike:
            differences.append(RecordDifference(lead, unlike))
    return RecordMatch(len(leads) - len(differences), len(leads), differences)


def _value(value: object) -> object:
    kind = kind_of(value)
    return (kind, None if kind == "missing" else comparable(value, kind))
