"""Documents that the tests of agreements change: a small one, and one that holds every kind of clause."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

import pytest

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.document.read_agreement import from_document
from alignkit.errors import AlignkitError, Finding
from alignkit.worktime.calendar import WorkCalendar

SMALL = """
format = 1
name = "Inbound"
version = "2026.1"
zone = "Europe/Amsterdam"
currency = "EUR"
teams = ["marketing", "sales"]
recycles = [["sal", "lead"]]

[vocabulary.mql]
means = "Fits our ideal customer and has shown interest."
aliases = ["MQL"]

[fields]
employees = { type = "integer", unit = "people", from = "sales" }
country = { type = "text", one_of = ["NL", "BE", "DE", "FR"], from = "marketing" }
email = { type = "text", from = "marketing" }

[rules]
icp = { all = [{ field = "employees", at_least = 50 }, { field = "country", in = ["NL", "BE", "DE"] }] }
mql = { all = [{ rule = "icp" }, { score = "lead", at_least = 70 }] }

[scores.fit]
cap = 60
points = [{ add = 60, when = { rule = "icp" } }, { add = -40, when = { field = "email", ends_with = "@gmail.com" } }]

[scores.lead]
parts = ["fit"]
points = [{ add = 20, each = { did = "demo_request" }, half_life = "30 days", count_up_to = 2 }]
bands = { A = 90, B = 70 }

[[stages]]
id = "lead"
owner = "marketing"

[[stages]]
id = "mql"
owner = "marketing"
entry = { rule = "mql" }

[[stages]]
id = "sal"
owner = "sales"

[[stages]]
id = "won"
owner = "sales"
outcome = "won"

[[stages]]
id = "lost"
owner = "sales"
outcome = "lost"

[[boundaries]]
offered = "mql"
accepted = "sal"
rejected = "lead"
reasons = ["no budget", "wrong region"]

[calendars.office]
week = { mon-fri = ["09:00-12:30", "13:00-17:30"] }
holidays = [2026-04-06, 2026-04-27]

[slas.first_touch]
owner = "sales"
starts = { entered = "mql" }
stops = { did = "call" }
within = "4 work hours"
calendar = "office"

[slas.first_touch.tiers.hot]
when = { score = "lead", at_least = 90 }
within = "5 minutes"

[goals.mqls]
owner = "marketing"
metric = { count = { entered = "mql" } }
at_least = 400
weight = 0.5

[goals.touched]
owner = "sales"
metric = { met = "first_touch" }
at_least = 0.9
weight = 0.5
"""

FULL = """
format = 1
name = "Zuid – Ünïcode"
version = "2026.1"
mission = "Each good lead is called while it is warm."
effective = 2026-01-01
review_by = 2026-06-30
zone = "Europe/Amsterdam"
currency = "EUR"
teams = ["marketing", "sales"]
period = "2026-Q1"
funnel = "inbound funnel"
recycles = [["sal", "lead"], ["lost", "mql"]]

[systems]
stages = "HubSpot"
amounts = "the invoices"

[vocabulary.mql]
means = "Fits our ideal customer and has shown interest."
aliases = ["MQL", "marketingqualifiedlead"]
title = "Marketing-qualified lead"

[vocabulary."demo request"]
means = "A form in which somebody asks to be shown the product."

[fields]
employees = { type = "integer", unit = "people", from = "sales", title = "size" }
country = { type = "text", one_of = ["NL", "BE", "DE", "FR"], from = "marketing" }
email = { type = "text", from = "marketing" }
vip = { type = "boolean" }
signed_up = { type = "date" }
last_seen = { type = "instant" }
budget = { type = "money", unit = "EUR" }
fit_index = { type = "number" }

[rules.icp]
title = "ideal customer"
all = [{ field = "employees", between = [50, 5000] }, { field = "country", in = ["NL", "BE", "DE"] }]

[rules]
known = { any = [{ field = "vip", is_true = true }, { not = { field = "email", missing = true } }] }
fresh = { field = "last_seen", within = "14 days" }
rich = { field = "budget", at_least = 5000 }
early = { field = "signed_up", less_than = 2026-02-01 }
seen = { field = "last_seen", more_than = 2026-01-05T09:30:00+01:00 }
indexed = { field = "fit_index", more_than = { fraction = [1, 3] } }
two_of = { at_least = 2, of = [{ rule = "icp" }, { rule = "known" }, { rule = "fresh" }] }
big_demo.did = "demo_request"
big_demo.where = { name = "big", rule = { field = "seats", at_least = 10 } }
big_demo.within = "90 days"
mql = { all = [{ rule = "two_of" }, { score = "lead", at_least = 70 }] }

[scores.fit]
cap = 60
floor = -10
points = [{ add = 60, when = { rule = "icp" } }, { add = -40.5, when = { field = "email", ends_with = "@gmail.com" } }]

[scores.lead]
title = "lead score"
parts = ["fit"]
points = [{ add = 20, each = { did = "demo_request" }, half_life = "30 days", count_up_to = 2 }]
bands = { A = 90, B = 70 }

[[stages]]
id = "lead"
owner = "marketing"

[[stages]]
id = "mql"
owner = "marketing"
title = "MQL"
entry = { rule = "mql" }

[[stages]]
id = "sal"
owner = "sales"
entry = { field = "country", not_in = ["FR"] }

[[stages]]
id = "won"
owner = "sales"
outcome = "won"

[[stages]]
id = "lost"
owner = "sales"
outcome = "lost"

[[stages]]
id = "spam"
owner = "marketing"
outcome = "disqualified"

[[boundaries]]
offered = "mql"
accepted = "sal"
rejected = "lead"
reasons = ["no budget", "wrong region"]
recycle_limit = 2
recycle_to_another = true

[calendars.office]
week = { mon-fri = ["09:00-12:30", "13:00-17:30"] }
holidays = [2026-04-06, 2026-04-27]
exceptions = { 2026-12-24 = ["09:00-12:00"] }

[calendars."night shift"]
zone = "Europe/Paris"
week = { mon-sun = ["22:00-06:00"] }

[slas.first_touch]
title = "first touch"
owner = "sales"
starts = { entered = "mql" }
stops = { any = [{ did = "call" }, { did = "mail", where = { field = "length", more_than = 20 }, at_least = 2 }] }
cancels = { rejected = "no budget" }
within = "4 work hours"
calendar = "office"
warn_at = 0.75

[slas.first_touch.pauses.holiday]
starts = { did = "away" }
ends = { did = "back" }

[slas.first_touch.tiers.hot]
when = { score = "lead", at_least = 90 }
within = "5 minutes"

[slas.first_touch.tiers.known]
when = { rule = "known" }
within = "2 work hours"
calendar = "night shift"

[slas.answer]
owner = "sales"
starts = { entered = "mql" }
stops = { any = [{ accepted = true }, { rejected = true }, { left = "mql" }] }
within = "2 days"
any_actor = true

[slas.deepen]
owner = "sales"
starts = { accepted = "sal" }
stops = { did = "visit", at_least = 2 }
within = "10 days"

[goals.mqls]
title = "MQLs delivered"
owner = "marketing"
metric = { count = { entered = "mql" }, where = { rule = "icp" } }
at_least = 400
weight = 0.2

[goals.touched]
owner = "sales"
metric = { met = "first_touch" }
at_least = 0.9
weight = 0.1

[goals.fit]
owner = "marketing"
metric = { share = { where = { rule = "known" } }, among = { count = { entered = "mql" } } }
at_least = 0.6
worst = 0.2
weight = 0.1

[goals.accepted]
owner = ["marketing", "sales"]
metric = { share = { count = { accepted = true } }, among = { count = { entered = "mql" } } }
at_least = 0.5
weight = 0.1

[goals.revenue]
owner = ["marketing", "sales"]
metric = { total = "amount", at = { entered = "won" } }
at_least = 250000
weight = 0.1

[goals.seats]
owner = "sales"
metric = { total = "seats", at = { entered = "won" } }
at_least = { number = 1000 }
weight = 0.1

[goals.closed]
owner = "sales"
metric = { conversion = ["mql", "won"], within = "90 days" }
at_least = 0.05
weight = 0.1

[goals.flow]
owner = "sales"
metric = { period_conversion = ["sal", "won"] }
at_least = 0.2
weight = 0.05

[goals.speed]
owner = "sales"
metric = { median_time = ["mql", "won"] }
at_most = "30 days"
worst = "90 days"
weight = 0.05

[goals.liked]
owner = ["marketing", "sales"]
metric = { external = "satisfaction" }
at_least = 8.5
weight = 0.1

[sources.crm]
lead = "mql_id"
zone = "UTC"
fields = { employees = "headcount" }
stages = { mql = "first_contact_date", won = "won_date" }
missing = ["", "n/a"]
always = { team = "sales", automatic = false }

[[signoffs]]
team = "sales"
by = "Head of Sales"
on = 2025-12-18
digest = "0123"
"""


def document(text: str = SMALL) -> dict[str, Any]:
    """Return a document as a parser gives it, free to be changed."""
    return tomllib.loads(text, parse_float=Decimal)


def changed(path: str, value: Any, text: str = SMALL) -> dict[str, Any]:  # noqa: ANN401 - whatever is wrong on purpose
    """Return a document with one value set, or taken out where it is `...`. A path is words with dots."""
    whole = document(text)
    here: Any = whole
    *way, last = [int(word) if word.isdigit() else word for word in path.split(".")]
    for step in way:
        here = here[step] if isinstance(step, int) else here.setdefault(step, {})
    if value is ...:
        del here[last]
    else:
        here[last] = value
    return whole


def refused(whole: object, *codes: str) -> tuple[Finding, ...]:
    """Read a document that must be refused with exactly these codes, in this order."""
    with pytest.raises(AlignkitError) as caught:
        from_document(whole)
    assert [issue.code for issue in caught.value.issues] == list(codes)
    assert all(issue.message and len(issue.message) < 500 for issue in caught.value.issues)
    return caught.value.issues


def hours_of(whole: Agreement) -> WorkCalendar:
    """Return the first calendar of an agreement, which has hours of its own."""
    first = whole.calendars[0]
    assert isinstance(first, WorkCalendar)
    return first


def agreement(path: str = "name", value: Any = None, text: str = SMALL) -> Agreement:  # noqa: ANN401 - any part
    """Return the agreement of a document, with one value set."""
    return from_document(document(text) if value is None else changed(path, value, text))
