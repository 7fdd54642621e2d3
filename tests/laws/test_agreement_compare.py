"""Laws of comparing: nothing changed if, and only if, the digests are equal; and comparing changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.agreement.build import FULL, document
from tests.agreement.joint_worlds import joint
from tests.agreement.worlds import agreements

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.changes import CHANGE_KINDS, PARTS
from alignkit.agreement.compare import compare
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.redline import redline
from alignkit.errors import AlignkitError

JOINT_TEXT = (Path(__file__).parents[1] / "agreement" / "joint.toml").read_text("utf-8")
SLOW = settings(max_examples=25, suppress_health_check=list(HealthCheck))
PIECES = (
    "mission", "effective", "review_by", "currency", "vocabulary", "fields", "rules", "scores", "grids", "calendars",
    "slas", "goals", "period", "systems", "funnel", "version", "rates", "flow", "rewards", "plan", "playbook",
    "meetings",
)  # fmt: skip


def held(old: Agreement, new: Agreement) -> None:
    """Hold the laws for two agreements."""
    before = digest(old), digest(new)
    changes = compare(old, new)
    assert (len(changes) == 0) == (before[0] == before[1])
    assert (digest(old), digest(new)) == before
    assert (changes.old_digest, changes.new_digest) == before
    for change in changes:
        assert change.part in PARTS
        assert change.kind in CHANGE_KINDS
        assert change.teams
        assert (change.before, change.after) != ("", "")
        assert change.before != change.after
        assert (change.kind == "added") == (not change.before)
        assert (change.kind == "removed") == (not change.after)
    assert len(repr(changes).encode()) < 4096
    back = compare(new, old)
    assert len(back) == len(changes)


@SLOW
@given(agreements())
def test_an_agreement_has_no_changes_against_itself(agreement: Agreement) -> None:
    """Signing it, or reading exports otherwise, changes no term."""
    held(agreement, agreement)
    held(agreement, attrs.evolve(agreement, signoffs=(), sources=()))


@SLOW
@given(agreements(), agreements())
def test_two_agreements_are_alike_if_their_digests_are(old: Agreement, new: Agreement) -> None:
    """Whatever two agreements hold, what they differ in is listed."""
    held(old, new)


@SLOW
@given(agreements(), agreements(), st.sampled_from(PIECES))
def test_one_piece_of_another_agreement_is_found(old: Agreement, other: Agreement, piece: str) -> None:
    """One piece is exchanged, where the whole can still stand."""
    try:
        new = attrs.evolve(old, **{piece: getattr(other, piece)})
    except AlignkitError:
        return
    held(old, new)
    held(new, old)


@SLOW
@given(agreements(), st.sampled_from([piece for piece in PIECES if piece not in {"funnel", "version", "period"}]))
def test_one_piece_less_is_found(old: Agreement, piece: str) -> None:
    """One piece is taken out, where the whole can still stand."""
    empty: Any = next(part.default for part in attrs.fields(Agreement) if part.name == piece)
    try:
        new = attrs.evolve(old, **{piece: empty})
    except AlignkitError:
        return
    held(old, new)


JOINT = ("rates", "flow", "rewards", "plan", "playbook", "meetings")


def signed_text(agreement: Agreement) -> str:
    """Return the page that is signed, without the digest."""
    lines = redline(agreement, agreement).lines
    return "\n".join(piece.text for line in lines[:-1] for piece in line.pieces)


@SLOW
@given(agreements(), st.data(), st.sampled_from(JOINT))
def test_joint_parts_that_differ_read_apart(agreement: Agreement, data: st.DataObject, piece: str) -> None:
    """What is planned, won or met otherwise is another text to sign: nothing is rounded, and nothing cut."""
    empty: Any = {part.name: part.default for part in attrs.fields(Agreement) if part.name in JOINT}
    bare = attrs.evolve(agreement, **empty)
    one, two = (attrs.evolve(bare, **{piece: getattr(data.draw(joint(bare)), piece)}) for _ in range(2))
    assert (signed_text(one) == signed_text(two)) == (digest(one) == digest(two))


def places(piece: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of everything that stands in a document."""
    if isinstance(piece, dict | list):
        for key, inner in piece.items() if isinstance(piece, dict) else enumerate(piece):
            yield (*path, key)
            yield from places(inner, (*path, key))


def without(text: str, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - a document
    """Return the document that holds every kind of clause, without one thing."""
    whole: Any = document(text)
    here = whole
    for step in path[:-1]:
        here = here[step]
    del here[path[-1]]
    return whole


def other(text: str, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - a document
    """Return the document with one text, number or truth value that is another one."""
    whole: Any = document(text)
    here = whole
    for step in path[:-1]:
        here = here[step]
    held = here[path[-1]]
    if isinstance(held, bool):
        here[path[-1]] = not held
    elif isinstance(held, int | Decimal):
        here[path[-1]] = held + 1 if held > 1 else held / 2
    elif isinstance(held, str):
        here[path[-1]] = f"{held}x"
    elif isinstance(held, date):
        here[path[-1]] = held + timedelta(days=1)
    return whole


@pytest.mark.parametrize("change", [without, other])
@pytest.mark.parametrize(("text", "least"), [(FULL, 60), (JOINT_TEXT, 10)])
def test_whatever_is_changed_is_told(
    change: Callable[[str, tuple[str | int, ...]], Any], text: str, least: int
) -> None:
    """Each thing in a document, taken out or made another one: where the rest still stands, its change is told.

    The text that is signed is another one, too. That a machine may act means nothing where no event stops a clock.
    """
    old = from_document(document(text))
    signed = signed_text(old)
    told = 0
    for path in places(document(text)):
        try:
            new = from_document(change(text, path))
        except AlignkitError:
            continue
        changes = compare(old, new)
        assert (len(changes) == 0) == (changes.old_digest == changes.new_digest), path
        assert all(one.before != one.after for one in changes), path
        if path != ("slas", "answer", "any_actor"):
            assert (len(changes) == 0) == (signed_text(new) == signed), path
        told += len(changes) > 0
    assert told > least
