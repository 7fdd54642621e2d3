"""Rating a lead by 24 rules over a dict, with caps and bands, against a function written by hand for the one model.

The floor is three-valued too: only a value of the right class counts, and a missing or mistyped one gives no points.
It loads each field once, shares its guards, knows no other classes, and answers in a bare tuple: points and band.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from alignkit.rules.field import field
from alignkit.rules.rate import rate
from alignkit.rules.rating import Rating
from alignkit.rules.scores import Points, Score

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


class Benchmark(Protocol):
    """What is used of the fixture `benchmark`, whose own methods come untyped."""

    group: str

    def pedantic(self, work: Callable[[], Result], *, rounds: int, iterations: int, warmup_rounds: int) -> Result:
        """Run `work` many times and return its last answer."""
        ...


employees, revenue, country = field("employees"), field("revenue"), field("country")
email, title, source = field("email"), field("title"), field("source")
visits, opens, seats = field("visits"), field("opens"), field("seats")

NEAR, FAR = frozenset({"NL", "BE", "DE"}), frozenset({"FR", "GB", "US"})
FIT = Score(
    "fit",
    [
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
    ],
    cap=60,
    floor=-30,
)
INTEREST = Score(
    "interest",
    [
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
    ],
    cap=40,
)
LEAD_SCORE = Score("lead score", parts=[FIT, INTEREST], bands={"A": 80, "B": 60, "C": 30})

LEADS = 1000
ROUNDS = {"rounds": 60, "iterations": 5, "warmup_rounds": 5}

random.seed(20260105)
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
WORLD: list[dict[str, object]] = [
    {name: random.choice(values) for name, values in CHOICES.items() if random.random() < 0.9}  # noqa: S311 - no secret
    for _ in range(LEADS)
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


def test_rating_floor(benchmark: Benchmark) -> None:
    """The floor of `rate`, a thousand leads."""
    benchmark.group = "rating"
    benchmark.pedantic(lambda: [floor_rate(lead) for lead in WORLD], **ROUNDS)


def test_rating(benchmark: Benchmark) -> None:
    """`rate`, a thousand leads, the same points and bands as its floor."""
    benchmark.group = "rating"
    found: list[Rating] = benchmark.pedantic(lambda: [rate(LEAD_SCORE, lead) for lead in WORLD], **ROUNDS)
    assert [(float(rating.points), rating.band) for rating in found] == [floor_rate(lead) for lead in WORLD]
