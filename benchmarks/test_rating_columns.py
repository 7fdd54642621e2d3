"""Rating 200,000 leads to columns, against a loop written by hand that makes the same columns.

The loop calls the function written by hand for each lead, and appends what it gives. A second loop explains, too, as
one would by hand: it notes a label where a rule holds or a bound bites, and joins the labels to the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from benchmarks.model import FAR, LEAD_SCORE, NEAR, WORLD, floor_rate
from benchmarks.side_by_side import Benchmark, beside

from alignkit.rules.columns import RatingColumns
from alignkit.rules.rate_all import rate_all

Columns: TypeAlias = tuple[list[float], list[str | None]]

TIMES = 200
"""The leads are the world's, so often: each time as dicts of their own, as they would come from a file."""
ROUNDS = 15


def many() -> list[dict[str, object]]:
    """Return the 200,000 leads."""
    return [dict(lead) for _ in range(TIMES) for lead in WORLD]


def floor_columns(leads: Iterable[Mapping[str, Any]]) -> Columns:
    """Rate leads by hand, to columns of points and bands."""
    points: list[float] = []
    bands: list[str | None] = []
    for lead in leads:
        total, band = floor_rate(lead)
        points.append(total)
        bands.append(band)
    return points, bands


def floor_explained(lead: Mapping[str, Any]) -> tuple[float, str | None, str]:  # noqa: PLR0915 - 24 rules in a straight line
    """Rate a lead by hand, and tell which rules held."""
    get = lead.get
    why: list[str] = []
    note = why.append
    fit: float = 0
    employees = get("employees")
    if employees.__class__ is int or employees.__class__ is float:
        if employees >= 50:
            fit += 10
            note(" +10 (employees is at least 50)")
            if employees >= 200:
                fit += 10
                note(" +10 (employees is at least 200)")
                if employees >= 1_000:
                    fit += 5
                    note(" +5 (employees is at least 1,000)")
        elif employees < 5:
            fit -= 20
            note(" -20 (employees is less than 5)")
    revenue = get("revenue")
    if (revenue.__class__ is int or revenue.__class__ is float) and revenue >= 1_000_000:
        fit += 8
        note(" +8 (revenue is at least 1,000,000)")
        if revenue >= 10_000_000:
            fit += 7
            note(" +7 (revenue is at least 10,000,000)")
    country = get("country")
    if country.__class__ is str:
        if country in NEAR:
            fit += 15
            note(" +15 (country is BE, DE or NL)")
        elif country in FAR:
            fit += 5
            note(" +5 (country is FR, GB or US)")
    email = get("email")
    if email.__class__ is str:
        folded = email.casefold()
        if folded.endswith("@gmail.com"):
            fit -= 15
            note(' -15 (email ends with "@gmail.com")')
        elif folded.endswith("@hotmail.com"):
            fit -= 15
            note(' -15 (email ends with "@hotmail.com")')
    title = get("title")
    if title.__class__ is str:
        folded = title.casefold()
        if "head" in folded:
            fit += 12
            note(' +12 (title contains "head")')
        if "director" in folded:
            fit += 15
            note(' +15 (title contains "director")')
    if fit > 60:
        note(f" ({fit} before the cap of 60)")
        fit = 60
    elif fit < -30:
        note(f" ({fit} before the floor of -30)")
        fit = -30
    text = f"fit:{''.join(why)}" if why else ""

    why.clear()
    interest: float = 0
    visits = get("visits")
    if (visits.__class__ is int or visits.__class__ is float) and visits >= 3:
        interest += 4
        note(" +4 (visits is at least 3)")
        if visits >= 10:
            interest += 6
            note(" +6 (visits is at least 10)")
            if 20 <= visits <= 100:
                interest += 5
                note(" +5 (visits is between 20 and 100)")
    opens = get("opens")
    if (opens.__class__ is int or opens.__class__ is float) and opens >= 2:
        interest += 2
        note(" +2 (opens is at least 2)")
        if opens >= 5:
            interest += 3
            note(" +3 (opens is at least 5)")
    if get("demo") is True:
        interest += 20
        note(" +20 (demo is true)")
    seats = get("seats")
    if get("trial") is True and (seats.__class__ is int or seats.__class__ is float) and seats >= 5:
        interest += 10
        note(" +10 (trial is true and seats is at least 5)")
    source = get("source")
    if source.__class__ is str:
        if source == "referral":
            interest += 5
            note(" +5 (source is referral)")
        elif source in {"webinar", "event"}:
            interest += 3
            note(" +3 (source is event or webinar)")
        elif source == "list":
            interest -= 5
            note(' -5 (source is "list")')
    if get("opted_out") is True:
        interest -= 50
        note(" -50 (opted_out is true)")
    if get("competitor") is False:
        interest += 2.5
        note(" +2.5 (competitor is not true)")
    if interest > 40:
        note(f" ({interest:g} before the cap of 40)")
        interest = 40
    if why:
        text += f"{' | ' if text else ''}interest:{''.join(why)}"

    total = fit + interest
    if total >= 60:
        return total, "A" if total >= 80 else "B", text
    return total, "C" if total >= 30 else None, text


def floor_explained_columns(leads: Iterable[Mapping[str, Any]]) -> tuple[list[float], list[str | None], list[str]]:
    """Rate leads by hand, to columns of points, bands and explanations."""
    points: list[float] = []
    bands: list[str | None] = []
    texts: list[str] = []
    for lead in leads:
        total, band, text = floor_explained(lead)
        points.append(total)
        bands.append(band)
        texts.append(text)
    return points, bands, texts


def as_floats(found: RatingColumns) -> list[float]:
    """Return the points as the loop by hand has them."""
    return [float(points) for points in found.points]


def test_columns(benchmark: Benchmark) -> None:
    """`rate_all`, two columns."""
    leads = many()
    found, floor = beside(
        benchmark, "columns", lambda: rate_all(LEAD_SCORE, leads), lambda: floor_columns(leads), rounds=ROUNDS
    )
    assert (as_floats(found), found.band) == floor


def test_columns_explained(benchmark: Benchmark) -> None:
    """`rate_all`, three columns, beside the loop by hand that makes two."""
    leads = many()
    found, floor = beside(
        benchmark,
        "columns explained",
        lambda: rate_all(LEAD_SCORE, leads, explained=True),
        lambda: floor_columns(leads),
        rounds=ROUNDS,
    )
    assert (as_floats(found), found.band) == floor


def test_columns_explained_alike(benchmark: Benchmark) -> None:
    """`rate_all`, three columns, beside the loop by hand that makes three."""
    leads = many()
    found, (points, bands, texts) = beside(
        benchmark,
        "columns explained alike",
        lambda: rate_all(LEAD_SCORE, leads, explained=True),
        lambda: floor_explained_columns(leads),
        rounds=ROUNDS,
    )
    assert (as_floats(found), found.band, found.explanation) == (points, bands, texts)
