"""The agreement between a marketing and a sales team, as values that a program can check.

>>> import alignkit as ak
>>> icp = (ak.field("employees") >= 50) & ak.field("country").is_in("NL", "BE", "DE")
>>> ak.decide(icp, {"employees": 80, "country": "NL"})
Verdict.YES

Every public name can be had from here; each is loaded when it is first asked for, so that importing alignkit costs
next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alignkit.adapters.csv import read_csv as read_csv
    from alignkit.adapters.documents import dump as dump
    from alignkit.adapters.documents import dumps as dumps
    from alignkit.adapters.documents import load as load
    from alignkit.adapters.documents import loads as loads
    from alignkit.adapters.hubspot import link_deals as link_deals
    from alignkit.adapters.hubspot import read_contacts as read_contacts
    from alignkit.adapters.hubspot import read_deals as read_deals
    from alignkit.adapters.write_csv import write_csv as write_csv
    from alignkit.agreement.agreement import Agreement as Agreement
    from alignkit.agreement.canonical import digest as digest
    from alignkit.agreement.check import check as check
    from alignkit.agreement.read import read as read
    from alignkit.agreement.sign import sign as sign
    from alignkit.agreement.signoffs import SignOff as SignOff
    from alignkit.agreement.vocabulary import Term as Term
    from alignkit.currency import Money as Money
    from alignkit.currency import money as money
    from alignkit.errors import AlignkitError as AlignkitError
    from alignkit.errors import AlignkitWarning as AlignkitWarning
    from alignkit.errors import CalendarError as CalendarError
    from alignkit.errors import DataError as DataError
    from alignkit.errors import DocumentError as DocumentError
    from alignkit.errors import Finding as Finding
    from alignkit.errors import LimitError as LimitError
    from alignkit.errors import MissingExtraError as MissingExtraError
    from alignkit.errors import NoBusinessTimeError as NoBusinessTimeError
    from alignkit.errors import RuleError as RuleError
    from alignkit.errors import TimeError as TimeError
    from alignkit.funnel.conversions import Conversion as Conversion
    from alignkit.funnel.convert import cohort_conversion as cohort_conversion
    from alignkit.funnel.journeys import Journey as Journey
    from alignkit.funnel.journeys import Journeys as Journeys
    from alignkit.funnel.journeys import Visit as Visit
    from alignkit.funnel.patterns import Pattern as Pattern
    from alignkit.funnel.patterns import accepted as accepted
    from alignkit.funnel.patterns import entered as entered
    from alignkit.funnel.patterns import left as left
    from alignkit.funnel.patterns import rejected as rejected
    from alignkit.funnel.replay import replay as replay
    from alignkit.funnel.speed import time_in_stage as time_in_stage
    from alignkit.funnel.speed import time_to as time_to
    from alignkit.funnel.stages import Boundary as Boundary
    from alignkit.funnel.stages import Funnel as Funnel
    from alignkit.funnel.stages import Stage as Stage
    from alignkit.funnel.verify import verify as verify
    from alignkit.handoff.acceptance import Handoff as Handoff
    from alignkit.handoff.acceptance import Handoffs as Handoffs
    from alignkit.handoff.clocks import Clock as Clock
    from alignkit.handoff.measure import measure as measure
    from alignkit.handoff.readings import Reading as Reading
    from alignkit.handoff.readings import Readings as Readings
    from alignkit.handoff.review import review as review
    from alignkit.handoff.slas import SLA as SLA
    from alignkit.handoff.slas import Pause as Pause
    from alignkit.handoff.slas import Tier as Tier
    from alignkit.handoff.work_items import WorkItem as WorkItem
    from alignkit.handoff.work_items import WorkList as WorkList
    from alignkit.handoff.work_list import open_work as open_work
    from alignkit.handoff.work_list import work_list as work_list
    from alignkit.history.attributes import Attributes as Attributes
    from alignkit.history.declarations import FieldDeclaration as FieldDeclaration
    from alignkit.history.events import Event as Event
    from alignkit.history.facts import ExternalFigure as ExternalFigure
    from alignkit.history.facts import Facts as Facts
    from alignkit.history.sources import CsvSource as CsvSource
    from alignkit.instants import days as days
    from alignkit.instants import hours as hours
    from alignkit.instants import minutes as minutes
    from alignkit.periods import Period as Period
    from alignkit.periods import month as month
    from alignkit.periods import parse_period as parse_period
    from alignkit.periods import quarter as quarter
    from alignkit.periods import year as year
    from alignkit.reports.agreement_page import agreement_page as agreement_page
    from alignkit.reports.scorecard_page import scorecard_page as scorecard_page
    from alignkit.rules.decide import decide as decide
    from alignkit.rules.describe import describe as describe
    from alignkit.rules.explain import explain as explain
    from alignkit.rules.field import Field as Field
    from alignkit.rules.field import field as field
    from alignkit.rules.predicates import Rule as Rule
    from alignkit.rules.predicates import at_least as at_least
    from alignkit.rules.predicates import did as did
    from alignkit.rules.rate import rate as rate
    from alignkit.rules.rating import Rating as Rating
    from alignkit.rules.scores import Points as Points
    from alignkit.rules.scores import Score as Score
    from alignkit.rules.trace import Trace as Trace
    from alignkit.rules.verdict import Verdict as Verdict
    from alignkit.samples.company import SampleCompany as SampleCompany
    from alignkit.samples.generate import sample_company as sample_company
    from alignkit.samples.terms import sample_agreement as sample_agreement
    from alignkit.scorecard.assess import assess as assess
    from alignkit.scorecard.assessment import Assessment as Assessment
    from alignkit.scorecard.assessment import GoalReading as GoalReading
    from alignkit.scorecard.describe import describe_metric as describe_metric
    from alignkit.scorecard.figure import figure as figure
    from alignkit.scorecard.figures import Figure as Figure
    from alignkit.scorecard.figures import Figures as Figures
    from alignkit.scorecard.goals import Goal as Goal
    from alignkit.scorecard.goals import Scorecard as Scorecard
    from alignkit.scorecard.metrics import Metric as Metric
    from alignkit.scorecard.metrics import conversion as conversion
    from alignkit.scorecard.metrics import count as count
    from alignkit.scorecard.metrics import external as external
    from alignkit.scorecard.metrics import median_time as median_time
    from alignkit.scorecard.metrics import met as met
    from alignkit.scorecard.metrics import period_conversion as period_conversion
    from alignkit.scorecard.metrics import share as share
    from alignkit.scorecard.metrics import total as total
    from alignkit.worktime.calendar import WorkCalendar as WorkCalendar
    from alignkit.worktime.due import due as due
    from alignkit.worktime.elapsed import elapsed as elapsed
    from alignkit.worktime.next_open import is_open as is_open
    from alignkit.worktime.next_open import next_open as next_open
    from alignkit.worktime.work_time import WorkTime as WorkTime
    from alignkit.worktime.work_time import work_hours as work_hours
    from alignkit.worktime.work_time import work_minutes as work_minutes

__version__ = "0.1.0"

__all__ = [
    "SLA",
    "Agreement",
    "AlignkitError",
    "AlignkitWarning",
    "Assessment",
    "Attributes",
    "Boundary",
    "CalendarError",
    "Clock",
    "Conversion",
    "CsvSource",
    "DataError",
    "DocumentError",
    "Event",
    "ExternalFigure",
    "Facts",
    "Field",
    "FieldDeclaration",
    "Figure",
    "Figures",
    "Finding",
    "Funnel",
    "Goal",
    "GoalReading",
    "Handoff",
    "Handoffs",
    "Journey",
    "Journeys",
    "LimitError",
    "Metric",
    "MissingExtraError",
    "Money",
    "NoBusinessTimeError",
    "Pattern",
    "Pause",
    "Period",
    "Points",
    "Rating",
    "Reading",
    "Readings",
    "Rule",
    "RuleError",
    "SampleCompany",
    "Score",
    "Scorecard",
    "SignOff",
    "Stage",
    "Term",
    "Tier",
    "TimeError",
    "Trace",
    "Verdict",
    "Visit",
    "WorkCalendar",
    "WorkItem",
    "WorkList",
    "WorkTime",
    "__version__",
    "accepted",
    "agreement_page",
    "assess",
    "at_least",
    "check",
    "cohort_conversion",
    "conversion",
    "count",
    "days",
    "decide",
    "describe",
    "describe_metric",
    "did",
    "digest",
    "due",
    "dump",
    "dumps",
    "elapsed",
    "entered",
    "explain",
    "external",
    "field",
    "figure",
    "hours",
    "is_open",
    "left",
    "link_deals",
    "load",
    "loads",
    "measure",
    "median_time",
    "met",
    "minutes",
    "money",
    "month",
    "next_open",
    "open_work",
    "parse_period",
    "period_conversion",
    "quarter",
    "rate",
    "read",
    "read_contacts",
    "read_csv",
    "read_deals",
    "rejected",
    "replay",
    "review",
    "sample_agreement",
    "sample_company",
    "scorecard_page",
    "share",
    "sign",
    "time_in_stage",
    "time_to",
    "total",
    "verify",
    "work_hours",
    "work_list",
    "work_minutes",
    "write_csv",
    "year",
]

_HOMES = {
    "Agreement": "alignkit.agreement.agreement",
    "AlignkitError": "alignkit.errors",
    "AlignkitWarning": "alignkit.errors",
    "Assessment": "alignkit.scorecard.assessment",
    "Attributes": "alignkit.history.attributes",
    "Boundary": "alignkit.funnel.stages",
    "CalendarError": "alignkit.errors",
    "Clock": "alignkit.handoff.clocks",
    "Conversion": "alignkit.funnel.conversions",
    "CsvSource": "alignkit.history.sources",
    "DataError": "alignkit.errors",
    "DocumentError": "alignkit.errors",
    "Event": "alignkit.history.events",
    "ExternalFigure": "alignkit.history.facts",
    "Facts": "alignkit.history.facts",
    "Field": "alignkit.rules.field",
    "FieldDeclaration": "alignkit.history.declarations",
    "Figure": "alignkit.scorecard.figures",
    "Figures": "alignkit.scorecard.figures",
    "Finding": "alignkit.errors",
    "Funnel": "alignkit.funnel.stages",
    "Goal": "alignkit.scorecard.goals",
    "GoalReading": "alignkit.scorecard.assessment",
    "Handoff": "alignkit.handoff.acceptance",
    "Handoffs": "alignkit.handoff.acceptance",
    "Journey": "alignkit.funnel.journeys",
    "Journeys": "alignkit.funnel.journeys",
    "LimitError": "alignkit.errors",
    "Metric": "alignkit.scorecard.metrics",
    "MissingExtraError": "alignkit.errors",
    "Money": "alignkit.currency",
    "NoBusinessTimeError": "alignkit.errors",
    "Pattern": "alignkit.funnel.patterns",
    "Pause": "alignkit.handoff.slas",
    "Period": "alignkit.periods",
    "Points": "alignkit.rules.scores",
    "Rating": "alignkit.rules.rating",
    "Reading": "alignkit.handoff.readings",
    "Readings": "alignkit.handoff.readings",
    "Rule": "alignkit.rules.predicates",
    "RuleError": "alignkit.errors",
    "SLA": "alignkit.handoff.slas",
    "SampleCompany": "alignkit.samples.company",
    "Score": "alignkit.rules.scores",
    "Scorecard": "alignkit.scorecard.goals",
    "SignOff": "alignkit.agreement.signoffs",
    "Stage": "alignkit.funnel.stages",
    "Term": "alignkit.agreement.vocabulary",
    "Tier": "alignkit.handoff.slas",
    "TimeError": "alignkit.errors",
    "Trace": "alignkit.rules.trace",
    "Verdict": "alignkit.rules.verdict",
    "Visit": "alignkit.funnel.journeys",
    "WorkCalendar": "alignkit.worktime.calendar",
    "WorkItem": "alignkit.handoff.work_items",
    "WorkList": "alignkit.handoff.work_items",
    "WorkTime": "alignkit.worktime.work_time",
    "accepted": "alignkit.funnel.patterns",
    "agreement_page": "alignkit.reports.agreement_page",
    "assess": "alignkit.scorecard.assess",
    "at_least": "alignkit.rules.predicates",
    "check": "alignkit.agreement.check",
    "cohort_conversion": "alignkit.funnel.convert",
    "conversion": "alignkit.scorecard.metrics",
    "count": "alignkit.scorecard.metrics",
    "days": "alignkit.instants",
    "decide": "alignkit.rules.decide",
    "describe": "alignkit.rules.describe",
    "describe_metric": "alignkit.scorecard.describe",
    "did": "alignkit.rules.predicates",
    "digest": "alignkit.agreement.canonical",
    "due": "alignkit.worktime.due",
    "dump": "alignkit.adapters.documents",
    "dumps": "alignkit.adapters.documents",
    "elapsed": "alignkit.worktime.elapsed",
    "entered": "alignkit.funnel.patterns",
    "explain": "alignkit.rules.explain",
    "external": "alignkit.scorecard.metrics",
    "field": "alignkit.rules.field",
    "figure": "alignkit.scorecard.figure",
    "hours": "alignkit.instants",
    "is_open": "alignkit.worktime.next_open",
    "left": "alignkit.funnel.patterns",
    "link_deals": "alignkit.adapters.hubspot",
    "load": "alignkit.adapters.documents",
    "loads": "alignkit.adapters.documents",
    "measure": "alignkit.handoff.measure",
    "median_time": "alignkit.scorecard.metrics",
    "met": "alignkit.scorecard.metrics",
    "minutes": "alignkit.instants",
    "money": "alignkit.currency",
    "month": "alignkit.periods",
    "next_open": "alignkit.worktime.next_open",
    "open_work": "alignkit.handoff.work_list",
    "parse_period": "alignkit.periods",
    "period_conversion": "alignkit.scorecard.metrics",
    "quarter": "alignkit.periods",
    "rate": "alignkit.rules.rate",
    "read": "alignkit.agreement.read",
    "read_contacts": "alignkit.adapters.hubspot",
    "read_csv": "alignkit.adapters.csv",
    "read_deals": "alignkit.adapters.hubspot",
    "rejected": "alignkit.funnel.patterns",
    "replay": "alignkit.funnel.replay",
    "review": "alignkit.handoff.review",
    "sample_agreement": "alignkit.samples.terms",
    "sample_company": "alignkit.samples.generate",
    "scorecard_page": "alignkit.reports.scorecard_page",
    "share": "alignkit.scorecard.metrics",
    "sign": "alignkit.agreement.sign",
    "time_in_stage": "alignkit.funnel.speed",
    "time_to": "alignkit.funnel.speed",
    "total": "alignkit.scorecard.metrics",
    "verify": "alignkit.funnel.verify",
    "work_hours": "alignkit.worktime.work_time",
    "work_list": "alignkit.handoff.work_list",
    "work_minutes": "alignkit.worktime.work_time",
    "write_csv": "alignkit.adapters.write_csv",
    "year": "alignkit.periods",
}
"""From a public name to the module that defines it."""


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        from alignkit.names import did_you_mean, nearest

        near = did_you_mean(name, __all__) if nearest(name, __all__) else ""
        raise AttributeError(f"module 'alignkit' has no attribute {name!r}{near}")
    from importlib import import_module

    found = getattr(import_module(home), name)
    globals()[name] = found  # the next time costs a dictionary look-up
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
