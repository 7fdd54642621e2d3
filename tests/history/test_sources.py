"""CSV sources and the forms of text: built, compared, refused."""

from __future__ import annotations

import copy
import pickle

import pytest

from alignkit.errors import AlignkitError, DocumentError, TimeError
from alignkit.history.forms import NEVER, TextForms
from alignkit.history.sources import CsvSource


def test_shapes() -> None:
    """The columns that are named tell what a row is."""
    assert CsvSource().shape == "plain"
    assert CsvSource(lead="id").shape == "leads"
    assert CsvSource(lead="id", touches={"call": "called"}).shape == "stages"
    assert CsvSource(lead="id", at="when", kind="what").shape == "events"


def test_value() -> None:
    """A source is a plain value: equal, hashable, picklable; lists inside become tuples."""
    source = CsvSource(
        lead="id", stages={"mql": "a"}, fields=["country"], date_format="DD/MM/YYYY", never=NEVER, id=["a", "b"]
    )
    assert source == pickle.loads(pickle.dumps(source)) == copy.deepcopy(source)
    assert hash(source) == hash(copy.deepcopy(source))
    assert source.fields == (("country", "country"),)
    assert source.columns == ("id", "a", "b", "country")
    assert CsvSource(lead="id", id="a", at="at", always={"kind": "touch", "automatic": True}).constant("automatic") == (
        "true"
    )


@pytest.mark.parametrize("zone", ["Europe/Pariss", "", "../../etc/passwd", "/etc/localtime", "UTC+1"])
def test_T04_unknown_zone(zone: str) -> None:
    """A zone that is none is a TimeError, with the nearest name."""
    with pytest.raises(TimeError) as caught:
        CsvSource(lead="id", zone=zone)
    assert caught.value.code == "unknown-zone"
    if zone == "Europe/Pariss":
        assert "did you mean 'Europe/Paris'?" in str(caught.value)


def test_all_faults_at_once() -> None:
    """Every fault is in the one error, each with its path."""
    with pytest.raises(DocumentError) as caught:
        CsvSource(
            zone="Mars/Base",
            decimal=";",
            thousands="x",
            currency="EURO",
            date_format=["%d %m", "DD/MM/YYYY"],
            never=["2050"],
            skipped="guess",  # type: ignore[arg-type]  # the mistake under test
            encoding="utf-9",
            delimiter=";;",
            true=["Ja"],
            false=["ja"],
            list_separator="",
            trim="no",  # type: ignore[arg-type]  # the mistake under test
        )
    assert {issue.path for issue in caught.value.issues} == {
        "zone", "decimal", "thousands", "currency", "date_format", "never", "skipped", "encoding", "delimiter", "true",
        "list_separator", "trim",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"at": "when"}, "lead"),
        ({"fields": []}, "lead"),
        ({"lead": ""}, "lead"),
        ({"lead": "id", "at": "when"}, "kind"),
        ({"lead": "id", "at": "when", "kind": "k", "stages": {"mql": "d"}}, "stages"),
        ({"lead": "id", "at": "when", "kind": "k", "fields": ["a"]}, "fields"),
        ({"lead": "id", "at": "when", "kind": "k", "always": {"kind": "touch"}}, "always.kind"),
        ({"lead": "id", "at": "when", "always": {"kind": "field"}}, "field"),
        ({"lead": "id", "value": "v"}, "at"),
        ({"lead": "id", "always": {"knd": "v"}}, "always.knd"),
        ({"lead": "id", "always": {"automatic": "perhaps"}}, "always"),
        ({"lead": "id", "events": {"touch": "called"}}, "events.touch"),
        ({"lead": "id", "stages": {"mql": ""}}, "stages.mql"),
        ({"lead": "id", "stages": [("mql", "a"), ("mql", "b")]}, "stages.mql"),
        ({"lead": "id", "id": [""]}, "id"),
        ({"lead": "id", "quote": ","}, "quote"),
        ({"lead": "id", "name": 5}, "name"),
    ],
)
def test_bad_columns(given: dict[str, object], path: str) -> None:
    """Columns that do not fit together are refused where they are stated."""
    with pytest.raises(DocumentError) as caught:
        CsvSource(**given)  # type: ignore[arg-type]  # the mistakes under test
    assert path in {issue.path for issue in caught.value.issues}


@pytest.mark.parametrize("given", [{"fields": 5}, {"id": 5}, {"date_format": 7}, {"zone": [1]}, {"encoding": 5}])
def test_wrong_types(given: dict[str, object]) -> None:
    """A value of the wrong type is refused by an error of our own."""
    with pytest.raises(AlignkitError):
        CsvSource(**{"lead": "id", **given})  # type: ignore[arg-type]  # the mistakes under test


def test_same_sign_twice() -> None:
    """One sign cannot mean both decimals and thousands."""
    with pytest.raises(DocumentError) as caught:
        TextForms(decimal=",", thousands=",")
    assert caught.value.code == "bad-sign"
