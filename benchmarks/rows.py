"""The lines of the tables in docs/benchmarks.md: what each says, in which order, and the bar that was agreed for it."""

from __future__ import annotations

from typing import NamedTuple

HAND = "a function written by hand"


class Line(NamedTuple):
    """A line that tells how long alignkit takes.

    Args:
        title: what is measured.
        against: what it is held against.
        at_most: the bar, where one was agreed.
    """

    title: str
    against: str = HAND
    at_most: float | None = None


class Library(NamedTuple):
    """A line that tells how many times as long another library takes.

    Args:
        name: its name in a package index.
        title: what it is asked for.
        at_least: the bar, where one was agreed.
        against: what of alignkit it is held against.
    """

    name: str
    title: str
    at_least: float | None = None
    against: str = "`rate`"


LINES = {
    "rating": Line("`rate`: one lead, 24 rules, a result object", at_most=1.3),
    "rating read": Line("… and its points and band are read"),
    "rating 5 events": Line("`rate`: 24 rules and 8 clauses over 5 events", at_most=1.3),
    "rating 20 events": Line("… over 20 events", at_most=1.3),
    "capture": Line("what a rating captures, to be explained", "the generated function without", 1.15),
    "decode": Line("`rate`, and what each clause gave is read", "`rate`", 1.6),
    "columns": Line("`rate_all`: 200,000 leads to columns of points and bands", "a loop written by hand", 1.1),
    "columns explained": Line("… with a column of explanations", "the same loop, which explains nothing"),
    "columns explained alike": Line("… with a column of explanations", "a loop by hand that explains, too", 1.25),
    "building": Line("building 24 rules, and a first rating", "one rating", 1_500),
    "building 5,000": Line("building 5,000 rules, and a first rating", "ten times 500 rules", 1.5),
    "elapsed": Line("`elapsed`: the work time between two instants", "a table of half hours by hand", 1.25),
    "due": Line("`due`: when an amount of work time has passed", "a table of half hours by hand", 1.25),
    "elapsed_all": Line("`elapsed_all`: a thousand pairs in lists", "such a table, in one loop by hand", 1.15),
    "due_all": Line("`due_all`: a thousand starts in a list", "such a table, in one loop by hand", 1.15),
    "elapsed arrays": Line(
        "`elapsed_all`: a million pairs in arrays of numpy", "gathers from such a table by hand", 1.3
    ),
    "due arrays": Line("`due_all`: a million starts in an array of numpy", "gathers from such a table by hand", 1.3),
    "replay": Line("`replay`: 120,000 events into 20,000 journeys", "a loop written by hand"),
    "replay/gather": Line("… its first part: doubles, deals, order", "the whole loop"),
    "replay/follow": Line("… its second part: visits and journeys", "the whole loop"),
    "measure": Line("`measure`: three SLAs over the journeys of 100,000 leads", "a loop over them, written by hand", 2),
    "measure/read": Line("… and every reading is looked at", "the same loop"),
    "assess": Line("`assess`: 20 goals over the journeys of 100,000 leads", "a loop over them, written by hand", 2),
    "assess/facts": Line("… from facts, which are replayed first", "the same replay, and the loop", 2),
    "import": Line("`import alignkit`", "`import attrs`", 1.7),
    "import and decide": Line("`import alignkit` and a first `decide`", "`import attrs`", 2.5),
}
"""How many times as long alignkit takes as something else."""

POINTS = "points of leads made ready"
VERDICTS = "points and verdicts of leads as they are"
BETWEEN = "work time between two instants, up to 90 days apart"
SOON = "the same, up to two weeks apart"
AFTER = "when up to 39 work hours have passed"
LIBRARIES = {
    # the three fastest have no bar: a function written by hand is not 4, 8 and 20 times as fast as they are either
    "datalogic-py": Library("datalogic-py", POINTS),
    "datalogic-py verdicts": Library("datalogic-py", VERDICTS),
    "zen-engine": Library("zen-engine", POINTS),
    "zen-engine verdicts": Library("zen-engine", VERDICTS),
    "CEL": Library("common-expression-language", POINTS),
    "CEL verdicts": Library("common-expression-language", VERDICTS),
    "json-logic": Library("json-logic-qubit", POINTS, 20),
    "business-rules": Library("business-rules", POINTS, 20),
    "rule-engine": Library("rule-engine", POINTS, 20),
    "cel-python": Library("cel-python", POINTS, 20),
    "django-bizcal elapsed": Library("django-bizcal", BETWEEN, 100, "`elapsed`"),
    "business-duration elapsed": Library("business-duration", BETWEEN, 100, "`elapsed`"),
    "businesstimedelta elapsed": Library("businesstimedelta", BETWEEN, 100, "`elapsed`"),
    # these go day by day, so that their time grows with what lies between; over few days they have no bar
    "django-bizcal elapsed soon": Library("django-bizcal", SOON, against="`elapsed`"),
    "business-duration elapsed soon": Library("business-duration", SOON, against="`elapsed`"),
    "django-bizcal due": Library("django-bizcal", AFTER, 40, "`due`"),
    "pandas due": Library("pandas", f"{AFTER}, by CustomBusinessHour", 40, "`due`"),
    "businesstimedelta due": Library("businesstimedelta", AFTER, 40, "`due`"),
    # no bar: a function written by hand is not 40 times as fast as it is on days that it has kept, either
    "django-bizcal due in zone": Library("django-bizcal", f"{AFTER}, from instants in its zone", against="`due`"),
}
"""How many times as long other libraries take as alignkit: for 24 rules, or for one question about work time."""

MILLISECONDS = {
    "nearest": Line("`explain(rule, lead).nearest`: 24 rules, the next band", "one rating", 5),
    "nearest sample": Line("… the sample company's own rule for an MQL", "one rating", 5),
    "first year": Line("a new work calendar, asked about a year", "half hours laid out by hand", 10),
    "first ten years": Line("… about ten years with 500 holidays", "half hours laid out by hand", 80),
    "20 years": Line("… 100,000 due times in 20 years with 5,000 holidays", "half hours laid out by hand", 10_000),
    "bridge": Line("a gap bridge of 7 factors, with its sentences", "the parts alone, over all subsets by hand", 10),
}
"""How many milliseconds a call takes: the median over leads of the sample company, a hundred bridges, new calendars."""
