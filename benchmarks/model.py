"""The model that the benchmarks of rules share: 24 rules, caps and bands, the leads, and the same written by hand.

The hand-written function is the floor. It is three-valued too: only a value of the right class counts, and a missing or
mistyped one gives no points. It loads each field once, shares its guards, knows no other classes, and answers in a bare
tuple: points and band.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from alignkit.rules.field import field
from alignkit.rules.scores import Points, Score

employees, revenue, country = field("employees"), field("revenue"), field("country")
email, title, source = field("email"), field("title"), field("source")
visits, opens, seats = field("visits"), field("opens"), field("seats")

NEAR, FAR = frozenset({"NL", "BE", "DE"}), frozenset({"FR", "GB", "US"})


def fit_clauses() -> list[Points]:
    """Return the twelve clauses about who the lead is."""
    return [
        Points(10, when=employees >= 50),
        Points(10, when=employees >= 200),
        Points(5, when=employees >= 1_000),
        Points(-20, when=employees < 5),
        Points(8, when=revenue >= 1_000_000),
        Points(7, when=revenue >= 10_000_000),
        Points(15, when=country.is_in(NEAR)),
        Points(5, when=country.is_in(FAR)),
        Points(-15, when=email.ends_with("@gmail.com")),
        Points(-15, when=email.ends_with("@hotmail.com")),
        Points(12, when=title.contains("head")),
        Points(15, when=title.contains("director")),
    ]


def interest_clauses() -> list[Points]:
    """Return the twelve clauses about what the lead wants."""
    return [
        Points(4, when=visits >= 3),
        Points(6, when=visits >= 10),
        Points(5, when=visits.between(20, 100)),
        Points(2, when=opens >= 2),
        Points(3, when=opens >= 5),
        Points(20, when=field("demo").is_true()),
        Points(10, when=field("trial").is_true() & (seats >= 5)),
        Points(5, when=source == "referral"),
        Points(3, when=source.is_in("webinar", "event")),
        Points(-5, when=source == "list"),
        Points(-50, when=field("opted_out").is_true()),
        Points(2.5, when=~field("competitor").is_true()),
    ]


FIT = Score("fit", fit_clauses(), cap=60, floor=-30)
INTEREST = Score("interest", interest_clauses(), cap=40)
BANDS = {"A": 80, "B": 60, "C": 30}
LEAD_SCORE = Score("lead score", parts=[FIT, INTEREST], bands=BANDS)

LEADS = 1000
_source = random.Random(20260105)  # noqa: S311 - no secret
CHOICES: dict[str, tuple[object, ...]] = {
    "employees": (1, 20, 80, 250, 4_000, "80"),
    "revenue": (5e5, 2e6, 3e7, None),
    "country": ("NL", "DE", "FR", "PL", None),
    "email": ("ann@acme.example", "bob@gmail.com", "eve@HOTMAIL.com"),
    "title": ("Head of Sales", "Marketing director", "Analyst"),
    "visits": (0, 4, 15, 30),
    "opens": (0, 3, 8),
    "demo": (True, False),
    "trial": (True, False),
    "seats": (1, 10),
    "source": ("referral", "webinar", "list", "search"),
    "opted_out": (True, False, False, False),
    "competitor": (True, False, False),
}
"""What a field may hold. One in ten is missing; some are None, or of another type."""
WORLD: list[dict[str, object]] = [
    {name: _source.choice(values) for name, values in CHOICES.items() if _source.random() < 0.9} for _ in range(LEADS)
]


def floor_rate(lead: Mapping[str, Any]) -> tuple[float, str | None]:  # noqa: PLR0915 - 24 rules in a straight line
    """Rate a lead by hand."""
    get = lead.get
    fit: float = 0
    employees = get("employees")
    if employees.__class__ is int or employees.__class__ is float:
        if employees >= 50:
            fit += 10
            if employees >= 200:
                fit += 10
                if employees >= 1_000:
                    fit += 5
        elif employees < 5:
            fit -= 20
    revenue = get("revenue")
    if (revenue.__class__ is int or revenue.__class__ is float) and revenue >= 1_000_000:
        fit += 8
        if revenue >= 10_000_000:
            fit += 7
    country = get("country")
    if country.__class__ is str:
        if country in NEAR:
            fit += 15
        elif country in FAR:
            fit += 5
    email = get("email")
    if email.__class__ is str:
        folded = email.casefold()
        if folded.endswith("@gmail.com") or folded.endswith("@hotmail.com"):  # noqa: PIE810 - the model has two rules
            fit -= 15
    title = get("title")
    if title.__class__ is str:
        folded = title.casefold()
        if "head" in folded:
            fit += 12
        if "director" in folded:
            fit += 15
    if fit > 60:
        fit = 60
    elif fit < -30:
        fit = -30

    interest: float = 0
    visits = get("visits")
    if (visits.__class__ is int or visits.__class__ is float) and visits >= 3:
        interest += 4
        if visits >= 10:
            interest += 6
            if 20 <= visits <= 100:
                interest += 5
    opens = get("opens")
    if (opens.__class__ is int or opens.__class__ is float) and opens >= 2:
        interest += 2
        if opens >= 5:
            interest += 3
    if get("demo") is True:
        interest += 20
    seats = get("seats")
    if get("trial") is True and (seats.__class__ is int or seats.__class__ is float) and seats >= 5:
        interest += 10
    source = get("source")
    if source.__class__ is str:
        if source == "referral":
            interest += 5
        elif source in {"webinar", "event"}:
            interest += 3
        elif source == "list":
            interest -= 5
    if get("opted_out") is True:
        interest -= 50
    if get("competitor") is False:
        interest += 2.5
    if interest > 40:  # noqa: PLR1730 - the floor is as fast as it can be
        interest = 40

    total = fit + interest
    if total >= 60:
        return total, "A" if total >= 80 else "B"
    return total, "C" if total >= 30 else None
