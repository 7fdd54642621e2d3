"""Whatever a document holds, only errors of alignkit leave, each fault with code, message and place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
from tests.agreement.build import FULL, SMALL, document

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.check import check
from alignkit.agreement.document.paths import Step, inside, steps
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.document.write_agreement import to_document
from alignkit.agreement.read import read
from alignkit.errors import AlignkitError, Finding

WORDS = (
    "all any not of rule score did field entered left accepted rejected count share met total conversion external at "
    "at_least at_most in between missing is_true within where name title id owner mql lead first_touch office "
    "icp sales EUR UTC 2026-01-05 2026-Q1 fraction amount currency date instant number points parts week mon mon-fri "
    "09:00-17:00"
).split()
LOCAL = datetime(2026, 1, 5)  # noqa: DTZ001 - a local time, as TOML has them
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 100), st.integers(), st.floats(), st.decimals(), st.text(max_size=5),
    st.sampled_from(WORDS), st.sampled_from(["4 hours", "4 work hours", "", " ", "\x00", "\ud800", "x" * 300]),
    st.sampled_from([10**400, -(10**400), Decimal("1e-999999999"), Decimal("1e999999999"), Decimal("sNaN")]),
    st.sampled_from([date(2026, 1, 5), LOCAL, datetime(2026, 1, 5, tzinfo=UTC), time(9), Fraction(1, 3)]),
    st.sampled_from([b"bytes", {1, 2}, object(), 1j]),
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=3) | st.integers(0, 3), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: object, here: tuple[Step, ...] = ()) -> list[tuple[Step, ...]]:
    """Return the steps to every value inside a document."""
    if isinstance(value, dict):
        return [here, *(place for key, part in value.items() for place in places(part, (*here, key)))]
    if isinstance(value, list):
        return [here, *(place for i, part in enumerate(value) for place in places(part, (*here, i)))]
    return [here]


PLACES = {text: places(document(text))[1:] for text in (SMALL, FULL)}


@st.composite
def mutated(draw: st.DrawFn) -> Any:  # noqa: ANN401 - a document, more or less
    """Draw a valid document in which some values, keys and items are replaced, taken out or put in."""
    text = draw(st.sampled_from([SMALL, FULL]))
    whole = document(text)
    for place in draw(st.lists(st.sampled_from(PLACES[text]), min_size=1, max_size=4)):
        *way, last = place
        here: Any = whole
        try:
            for step in way:
                here = here[step]
            change = draw(st.sampled_from(["set", "set", "drop", "add", "copy"]))
            if change == "set":
                here[last] = draw(values)
            elif change == "drop":
                del here[last]
            elif change == "copy":
                here[last] = whole[draw(st.sampled_from(list(whole)))]
            elif isinstance(here, list):
                here.insert(0, draw(values))
            else:
                here[draw(st.sampled_from(WORDS))] = draw(values)
        except (LookupError, TypeError):
            continue  # an earlier change took it away
    return whole


def judged(whole: object) -> tuple[Finding, ...]:
    """Read a document; look at each fault, or use what could be read."""
    try:
        usable(from_document(whole))
    except AlignkitError as error:
        issues = error.issues
    else:
        return ()
    assert issues
    for issue in issues:
        assert issue.code
        assert 0 < len(issue.message) < 500
        assert issue.path.isprintable()
        assert stands(whole, issue.path), issue
    return issues


def stands(whole: object, path: str) -> bool:
    """Say whether a path, or the table that it is in, stands in a document."""
    walked = steps(path)
    here = whole
    for step in walked[:-1]:
        try:
            here = inside(here, step)
        except LookupError:
            return False
    return not path or bool(walked)


def usable(made: Agreement) -> None:
    """Use whatever could be read: it is written and read back, signed, checked and told."""
    try:
        again = from_document(to_document(made))
    except AlignkitError as error:
        raise AssertionError(str(error)) from error
    assert again == made
    assert len(digest(made)) == 64
    check(made)
    assert repr(read(made))
    assert read(made)._repr_html_()


@given(mutated())
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_a_mutated_document(whole: object) -> None:
    """Nothing but errors of alignkit leaves, and every run tells the same faults in the same order."""
    assert judged(whole) == judged(whole)


@given(values)
@settings(max_examples=200)
def test_any_value(whole: object) -> None:
    """What is no document at all is refused like one."""
    assert judged(whole)


@given(st.sampled_from(["rules", "scores", "fields", "slas", "goals", "calendars", "sources", "vocabulary"]), values)
@settings(max_examples=200)
def test_any_definition(key: str, value: object) -> None:
    """A named thing of any content."""
    whole = document()
    whole.setdefault(key, {})
    whole[key]["mql"] = value
    assert judged(whole) == judged(whole)
