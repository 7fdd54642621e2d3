"""Versions: which one is in force, and what is doubtful about them together."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from tests.agreement.editions import at, edition

from alignkit.agreement.sign import sign
from alignkit.agreement.versions import MOST_VERSIONS, Tenure, Versions, checked_versions
from alignkit.errors import DocumentError, LimitError, TimeError

ANY: Any = Versions
OLD = edition("1", effective=date(2026, 1, 1))
NEW = edition("2", least=20, effective=date(2026, 4, 1))


def signed(agreement: Any) -> Any:  # noqa: ANN401 - an agreement
    """Return an agreement that both teams signed."""
    once = sign(agreement, team="marketing", by="Iris", on=date(2025, 12, 1))
    return sign(once, team="sales", by="Noor", on=date(2025, 12, 2))


def test_the_version_in_force_at_an_instant() -> None:
    """A version holds from the first instant of its day up to that of the next one; before the first, none."""
    versions = Versions([NEW, OLD])
    found = [versions.in_force(when) for when in (at(1, 1), datetime(2026, 3, 31, 23, 59, tzinfo=UTC), at(4, 1))]
    assert [one.version for one in found if one is not None] == ["1", "1", "2"]
    assert versions.in_force(datetime(2025, 12, 31, tzinfo=UTC)) is None
    assert [tenure.told for tenure in versions.tenures] == [
        "from 2026-01-01 up to, not including, 2026-04-01",
        "from 2026-04-01 on",
    ]
    assert len(versions) == 2
    assert versions[0] is versions.version("1")
    assert versions[:1] == (OLD,)
    assert list(versions) == [OLD, NEW]


def test_a_day_begins_in_the_zone_of_the_version() -> None:
    """In Amsterdam the year begins an hour before it does in UTC."""
    versions = Versions([attrs.evolve(OLD, zone="Europe/Amsterdam")])
    assert versions.in_force(datetime(2025, 12, 31, 23, tzinfo=UTC)) is not None
    assert versions.in_force(datetime(2025, 12, 31, 22, 59, tzinfo=UTC)) is None
    assert versions.in_force(datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo"))) is None


def test_a_version_without_a_first_day_always_was() -> None:
    """It holds up to the first that has one."""
    versions = Versions([edition("0"), NEW])
    assert versions.in_force(datetime(1999, 1, 1, tzinfo=UTC)) == edition("0")
    assert versions.tenures[0].told == "from the first up to, not including, 2026-04-01"
    assert "gap" not in {finding.code for finding in versions.findings}
    assert repr(versions.tenures[0]) == "<Tenure of 0: from the first up to, not including, 2026-04-01>"


def test_the_order_of_the_versions_means_nothing() -> None:
    """However they are listed, the answer is the same: by the signatures where two hold from one day."""
    rival = edition("3", least=30, effective=date(2026, 4, 1))
    whole = [OLD, signed(NEW), rival, edition("0")]
    assert len({Versions(order) for order in permutations(whole)}) == 1
    versions = Versions(whole)
    assert versions.in_force(at(5)) == signed(NEW)
    overlap = next(finding for finding in versions.findings if finding.code == "overlap")
    assert overlap.message == "versions 3 and 2 both hold from 2026-04-01 on: 2 counts"
    assert overlap.path == "3"


def test_two_versions_that_always_were_overlap() -> None:
    """The greater version counts where nobody signed."""
    versions = Versions([edition("0"), edition("00", least=3)])
    assert [tenure.agreement.version for tenure in versions.tenures] == ["00"]
    assert versions.findings[0].message == "versions 0 and 00 both hold always: 00 counts"


def test_what_is_doubtful_is_found() -> None:
    """Nothing was agreed before the first; a review that was late; terms that nobody signed."""
    late = attrs.evolve(signed(edition("1", effective=date(2026, 1, 1), review_by=date(2026, 3, 1))))
    versions = Versions([late, NEW])
    assert [(finding.code, finding.level) for finding in versions.findings] == [
        ("gap", "note"),
        ("late-review", "warning"),
        ("unsigned", "warning"),
    ]
    assert versions.findings[0].message == "before 2026-01-01, when version 1 begins, nothing was agreed"
    assert versions.findings[1].message == (
        "version 1 was to be reviewed by 2026-03-01, and the next one holds from 2026-04-01"
    )
    assert versions.findings[2].message == (
        "version 2 is in force from 2026-04-01 on, and these terms are not signed by marketing and sales"
    )


def test_a_review_in_time_is_no_doubt() -> None:
    """The next version may begin on the day after the review."""
    in_time = signed(edition("1", effective=date(2026, 1, 1), review_by=date(2026, 3, 31)))
    assert [finding.code for finding in Versions([in_time, signed(NEW)]).findings] == ["gap"]


def test_one_version_counts_once() -> None:
    """The same terms twice are one version: that which more teams signed."""
    assert list(Versions([signed(NEW), NEW, OLD, OLD])) == [OLD, signed(NEW)]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: ANY([]), "no-versions"),
        (lambda: ANY(OLD), "wrong-type"),
        (lambda: ANY("1"), "wrong-type"),
        (lambda: ANY([OLD, 5]), "wrong-type"),
        (lambda: ANY([OLD, attrs.evolve(NEW, version="1")]), "duplicate-id"),
        (lambda: checked_versions([OLD]), "wrong-type"),
        (lambda: Versions([OLD]).version("2"), "unknown-version"),
    ],
)
def test_what_are_no_versions_is_refused(make: Any, code: str) -> None:  # noqa: ANN401 - makes what is wrong
    """Each with its code."""
    with pytest.raises(DocumentError) as caught:
        make()
    assert caught.value.code == code


def test_all_faults_are_told_at_once() -> None:
    """Two that are no agreements are two faults, each with its place."""
    with pytest.raises(DocumentError) as caught:
        ANY([OLD, 5, "x"])
    assert [issue.path for issue in caught.value.issues] == ["[1]", "[2]"]


def test_there_are_not_too_many_versions() -> None:
    """The limit is told."""
    with pytest.raises(LimitError, match="at most 500"):
        Versions([OLD] * (MOST_VERSIONS + 1))


def test_a_naive_instant_is_refused() -> None:
    """T01: nobody knows which day it is."""
    with pytest.raises(TimeError):
        Versions([OLD]).in_force(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_versions_are_values() -> None:
    """O04: copies are equal."""
    versions = Versions([OLD, signed(NEW)])
    for made in (pickle.loads(pickle.dumps(versions)), copy.copy(versions), copy.deepcopy(versions)):
        assert made == versions
    assert isinstance(versions.tenures[0], Tenure)


def test_versions_show_themselves() -> None:
    """O01, O03: escaped and bounded, with who signed."""
    odd = edition("<script>alert(1)</script>", effective=date(2027, 1, 1))
    versions = Versions([OLD, signed(NEW), odd])
    assert "marketing and sales" in repr(versions)
    assert "<script>" not in versions._repr_html_()
    many = Versions([edition(f"v{day}", effective=date(2026, 1, day + 1)) for day in range(30)])
    assert len(repr(many).encode()) < 4096
    found = versions.to_dict()
    assert found["kind"] == "versions"
    assert [one["version"] for one in found["versions"]] == ["1", "2", odd.version]  # type: ignore[attr-defined]
