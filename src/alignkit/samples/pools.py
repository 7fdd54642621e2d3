"""Pools: what the sample company's leads, people and delays are drawn from. All names are invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from alignkit.history.attributes import Attributes

ZONE = "Europe/Amsterdam"
AS_OF = datetime(2026, 6, 19, 15, 0, tzinfo=ZoneInfo(ZONE))
"""A Friday afternoon, eleven days before the quarter ends."""
OPENED = date(2025, 6, 23)
"""The first day of the year of facts, which holds both clock changes."""
FAIR_DAYS = tuple(date(2025, 9, day) for day in (23, 24, 25)) + tuple(date(2026, 3, day) for day in (25, 26, 27))
WEBINAR_DAYS = (
    *(date(2025, 7, 10), date(2025, 8, 28), date(2025, 10, 9), date(2025, 11, 13), date(2025, 12, 11)),
    *(date(2026, 1, 15), date(2026, 2, 12), date(2026, 3, 12), date(2026, 4, 16), date(2026, 5, 21), date(2026, 6, 19)),
)
"""They are given at two in the afternoon, the last one on the day on which somebody looks."""
CLOCK_CHANGES = (
    # the repeated hour: 02:30 twice; the skipped one: 01:59:59 and, a second later, 03:00
    *(datetime(2025, 10, 26, hour, 30, tzinfo=UTC) for hour in (0, 1)),
    *(datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC)),
)

REPS = ("noor", "daan", "lotte", "mehmet", "jonas")
ILL, ILL_SINCE = "daan", datetime(2026, 6, 11, 7, tzinfo=UTC)
"""One of them has been ill for a week, and nobody looks after the leads that came to that one since."""
MARKETERS = ("iris", "sven", "amira")

COUNTRIES = (("NL", 40), ("DE", 22), ("BE", 14), ("FR", 9), ("GB", 7), ("US", 5), ("DK", 3))
INDUSTRIES = (
    *(("food", 24), ("pharma", 20), ("water", 18), ("chemicals", 14), ("semiconductors", 8)),
    *(("education", 9), ("retail", 7)),
)
ROLES = (
    *(("process engineer", 26), ("lab manager", 24), ("buyer", 20), ("technician", 14), ("director", 8)),
    *(("student", 8),),
)
SOURCES = (
    *(("organic", 30), ("paid search", 22), ("webinar", 14), ("trade fair", 12), ("referral", 12)),
    *(("partner", 6), ("list", 4)),
)
CAMPAIGNS = ("always on", "clean water week", "spring fair 2026", "autumn fair 2025", "new sensor")

EMPLOYEES = (1, 9, 40, 85, 140, 220, 350, 600, 1_100, 3_200, 24_000)
"""Deciles of a company's size."""
HOURS = (0.2, 8.2, 9.2, 10.1, 10.9, 12.2, 13.6, 14.6, 15.8, 18.4, 23.9)
"""Deciles of the local hour at which people visit, mail and ask."""

STEMS = (
    "Alder Berg Delta Eems Fjord Gaast Haven Kade Linde Maas Noord Oever Polder Rijn Schelde Terp Vecht Zand".split()
)
KINDS = "Analytics Chemie Foods Labs Pharma Process Systems Water Works Zuivel".split()
FIRST_NAMES = "anna ben carla dirk elif femke guus hanna ivo julia koen lena milan nina otto petra ruben sara".split()
LAST_NAMES = "bakker claes dietz evers fischer groen huber jansen kramer lemaire meyer peters smit vos weber".split()

PRICING = Attributes({"page": "pricing"})
_PAGES = (*(Attributes({"page": page}) for page in ("home", "product", "product", "case study")), PRICING)
ENGAGEMENTS: dict[str, tuple[Attributes, ...]] = {
    "page_visit": _PAGES,
    "webinar": tuple(Attributes({"title": title}) for title in ("Clean water in 30 minutes", "Sensors that last")),
    "content_download": tuple(Attributes({"asset": asset}) for asset in ("buyer's guide", "white paper", "data sheet")),
    "demo_request": tuple(Attributes({"product": product}) for product in ("BW-100", "BW-200", "BW-400")),
    "booth_visit": tuple(Attributes({"fair": fair}) for fair in ("hall 4", "hall 7")),
}
"""What leads do, with the attributes of each time."""
INTERESTS: dict[str, tuple[tuple[str, float], ...]] = {
    "organic": (("page_visit", 52), ("content_download", 20), ("demo_request", 16), ("webinar", 12)),
    "paid search": (("page_visit", 55), ("content_download", 22), ("demo_request", 17), ("webinar", 6)),
    "webinar": (("webinar", 60), ("page_visit", 22), ("content_download", 12), ("demo_request", 6)),
    "trade fair": (("booth_visit", 45), ("page_visit", 28), ("demo_request", 17), ("content_download", 10)),
    "referral": (("page_visit", 38), ("demo_request", 36), ("content_download", 18), ("webinar", 8)),
    "partner": (("page_visit", 40), ("demo_request", 32), ("content_download", 18), ("webinar", 10)),
    "list": (("page_visit", 75), ("content_download", 20), ("webinar", 5)),
}
"""How often a lead does what, by its source."""

# Deciles of work minutes
TOUCH_DELAYS = (2, 8, 18, 34, 54, 78, 106, 140, 180, 250, 1_300)
HOT_DELAYS = (1, 4, 8, 13, 18, 24, 31, 40, 52, 100, 400)
ANSWER_DELAYS = (4, 15, 45, 90, 150, 220, 300, 400, 520, 690, 1_600)
CALL_GAPS = (60, 150, 260, 370, 440, 500, 570, 680, 850, 1_150, 2_400)
NURTURE_DELAYS = (20, 80, 150, 230, 330, 440, 560, 700, 880, 1_150, 2_400)
QUALIFYING = (120, 400, 700, 1_000, 1_400, 1_900, 2_500, 3_200, 4_200, 5_600, 9_000)
# Deciles of days
ENGAGEMENT_GAPS = (0.01, 0.05, 0.3, 0.9, 1.8, 3, 4.8, 7, 11, 19, 50)
CYCLES = (7, 14, 20, 26, 32, 39, 47, 57, 71, 93, 150)
# Deciles of amounts in EUR: most deals are small, a few are large
AMOUNTS = (6_000, 14_000, 19_500, 25_000, 31_000, 38_000, 46_500, 58_000, 75_000, 108_000, 320_000)

REJECTED_FOR = (
    *(("no project", 26), ("no budget", 20), ("cannot be reached", 18), ("wrong person", 14)),
    *(("outside our market", 9), ("competitor", 5)),
    *(("not now", 4), (None, 4)),  # one that is no agreed reason, and none at all
)
SATISFACTION = (
    (date(2025, 9, 26), "8.2"),
    (date(2025, 12, 12), "8.1"),
    (date(2026, 3, 20), "8"),
    (date(2026, 6, 5), "7.8"),
)
"""What the customers' survey said, and when."""
