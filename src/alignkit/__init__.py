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
    from alignkit.adapters.documents import dump as dump, dumps as dumps, load as load, loads as loads
    from alignkit.adapters.exports import read_exports as read_exports
    from alignkit.adapters.holiday_dates import (
        Holiday as Holiday,
        HolidayDates as HolidayDates,
        PublicHolidays as PublicHolidays,
    )
    from alignkit.adapters.holidays import public_holidays as public_holidays
    from alignkit.adapters.hubspot import (
        link_deals as link_deals,
        read_contacts as read_contacts,
        read_deals as read_deals,
    )
    from alignkit.adapters.hubspot_merges import merge_contacts as merge_contacts
    from alignkit.adapters.ical import write_ics as write_ics
    from alignkit.adapters.ics_holidays import read_ics_holidays as read_ics_holidays
    from alignkit.adapters.logs import dump_log as dump_log, load_log as load_log
    from alignkit.adapters.write_csv import write_csv as write_csv
    from alignkit.adapters.write_holidays import write_holidays as write_holidays
    from alignkit.agreement.agreement import Agreement as Agreement
    from alignkit.agreement.amend import amend as amend
    from alignkit.agreement.backtest import backtest as backtest
    from alignkit.agreement.canonical import digest as digest
    from alignkit.agreement.changes import Change as Change, Changes as Changes
    from alignkit.agreement.check import check as check
    from alignkit.agreement.compare import compare as compare
    from alignkit.agreement.curves import Curve as Curve, CurvePoint as CurvePoint
    from alignkit.agreement.impacts import (
        ClockImpact as ClockImpact,
        GoalImpact as GoalImpact,
        Impact as Impact,
        LeadImpact as LeadImpact,
        SlaImpact as SlaImpact,
        StageImpact as StageImpact,
    )
    from alignkit.agreement.judge_by_versions import assess_versions as assess_versions
    from alignkit.agreement.judgements import (
        JudgedClock as JudgedClock,
        JudgedEntry as JudgedEntry,
        JudgedGoal as JudgedGoal,
        Judgement as Judgement,
        VersionedAnswer as VersionedAnswer,
    )
    from alignkit.agreement.read import read as read
    from alignkit.agreement.redline import redline as redline
    from alignkit.agreement.redlines import Redline as Redline
    from alignkit.agreement.sign import sign as sign
    from alignkit.agreement.signoffs import SignOff as SignOff
    from alignkit.agreement.threshold_curve import threshold_curve as threshold_curve
    from alignkit.agreement.versions import Tenure as Tenure, Versions as Versions
    from alignkit.agreement.vocabulary import Term as Term
    from alignkit.currency import Money as Money, money as money
    from alignkit.errors import (
        AlignkitError as AlignkitError,
        AlignkitWarning as AlignkitWarning,
        CalendarError as CalendarError,
        DataError as DataError,
        DocumentError as DocumentError,
        Finding as Finding,
        LimitError as LimitError,
        MissingExtraError as MissingExtraError,
        NoBusinessTimeError as NoBusinessTimeError,
        RuleError as RuleError,
        TimeError as TimeError,
    )
    from alignkit.funnel.conversions import Conversion as Conversion
    from alignkit.funnel.convert import cohort_conversion as cohort_conversion
    from alignkit.funnel.fire import fire as fire
    from alignkit.funnel.follow_score import score_series as score_series
    from alignkit.funnel.journeys import Journey as Journey, Journeys as Journeys
    from alignkit.funnel.owners import Ownership as Ownership
    from alignkit.funnel.patterns import (
        Pattern as Pattern,
        accepted as accepted,
        entered as entered,
        left as left,
        rejected as rejected,
    )
    from alignkit.funnel.replay import replay as replay
    from alignkit.funnel.series import ScoreSeries as ScoreSeries, ScoreStep as ScoreStep
    from alignkit.funnel.speed import time_in_stage as time_in_stage, time_to as time_to
    from alignkit.funnel.stages import Boundary as Boundary, Funnel as Funnel, Stage as Stage
    from alignkit.funnel.triggers import Firing as Firing, Firings as Firings, Trigger as Trigger
    from alignkit.funnel.verify import verify as verify
    from alignkit.funnel.visits import Visit as Visit
    from alignkit.handoff.acceptance import Handoff as Handoff, Handoffs as Handoffs
    from alignkit.handoff.clocks import Clock as Clock
    from alignkit.handoff.comparisons import ClockChange as ClockChange, WhatIf as WhatIf
    from alignkit.handoff.escalations import Escalation as Escalation, Told as Told
    from alignkit.handoff.measure import measure as measure
    from alignkit.handoff.monitor import Monitor as Monitor
    from alignkit.handoff.news import ClockNews as ClockNews
    from alignkit.handoff.ping_pong import ping_pong as ping_pong
    from alignkit.handoff.readings import Reading as Reading, Readings as Readings
    from alignkit.handoff.returns import PingPong as PingPong, Return as Return
    from alignkit.handoff.review import review as review
    from alignkit.handoff.slas import SLA as SLA, Pause as Pause, Tier as Tier
    from alignkit.handoff.what_if import what_if as what_if
    from alignkit.handoff.work_items import WorkItem as WorkItem, WorkList as WorkList
    from alignkit.handoff.work_list import open_work as open_work, work_list as work_list
    from alignkit.history.attributes import Attributes as Attributes
    from alignkit.history.declarations import FieldDeclaration as FieldDeclaration
    from alignkit.history.events import Event as Event
    from alignkit.history.facts import ExternalFigure as ExternalFigure, Facts as Facts
    from alignkit.history.sources import CsvSource as CsvSource
    from alignkit.history.united import Holding as Holding, Merge as Merge, United as United
    from alignkit.instants import days as days, hours as hours, minutes as minutes
    from alignkit.periods import (
        Period as Period,
        month as month,
        parse_period as parse_period,
        quarter as quarter,
        year as year,
        year_from as year_from,
    )
    from alignkit.plan.capacities import (
        Capacity as Capacity,
        Load as Load,
        MonthLoad as MonthLoad,
        Workload as Workload,
    )
    from alignkit.plan.doubled import DoubledTouch as DoubledTouch, DoubledTouches as DoubledTouches
    from alignkit.plan.doubt import (
        plan_doubts as plan_doubts,
        plan_state as plan_state,
        playbook_doubts as playbook_doubts,
    )
    from alignkit.plan.find_doubled import doubled_touches as doubled_touches
    from alignkit.plan.measure_steps import (
        DealValue as DealValue,
        measured_steps as measured_steps,
        measured_value as measured_value,
    )
    from alignkit.plan.plays import Play as Play, Playbook as Playbook
    from alignkit.plan.requirements import Arrival as Arrival, Need as Need, Requirements as Requirements
    from alignkit.plan.reverse import reverse_funnel as reverse_funnel
    from alignkit.plan.staff import capacity_needed as capacity_needed
    from alignkit.plan.steps import FlowStep as FlowStep
    from alignkit.plan.tasks import Task as Task
    from alignkit.plan.year_plan import PlanState as PlanState, YearPlan as YearPlan, YearTarget as YearTarget
    from alignkit.reports.agreement_page import agreement_page as agreement_page
    from alignkit.reports.answer_page import answer_page as answer_page
    from alignkit.reports.explain_lead import explain_lead as explain_lead
    from alignkit.reports.make_bridge import gap_bridge as gap_bridge
    from alignkit.reports.make_report import scorecard_report as scorecard_report
    from alignkit.reports.meeting_page import meeting_page as meeting_page
    from alignkit.reports.redline_page import redline_page as redline_page
    from alignkit.reports.scorecard_page import scorecard_page as scorecard_page
    from alignkit.reports.scorecard_report import ScorecardReport as ScorecardReport
    from alignkit.rules.ask import ask_for as ask_for
    from alignkit.rules.canonical import canonical as canonical
    from alignkit.rules.columns import RatingColumns as RatingColumns
    from alignkit.rules.decide import decide as decide
    from alignkit.rules.decide_all import decide_all as decide_all, decide_each as decide_each
    from alignkit.rules.describe import describe as describe
    from alignkit.rules.doubts import doubts as doubts
    from alignkit.rules.explain import explain as explain
    from alignkit.rules.field import Field as Field, field as field
    from alignkit.rules.grade import grade as grade
    from alignkit.rules.grids import Grade as Grade, Grid as Grid
    from alignkit.rules.predicates import (
        AllOf as AllOf,
        AnyOf as AnyOf,
        Not as Not,
        Rule as Rule,
        at_least as at_least,
        did as did,
    )
    from alignkit.rules.questions import Ask as Ask, Questions as Questions
    from alignkit.rules.rate import rate as rate
    from alignkit.rules.rate_all import rate_all as rate_all, rate_each as rate_each
    from alignkit.rules.rating import Rating as Rating
    from alignkit.rules.scores import Points as Points, Score as Score
    from alignkit.rules.spell import spell as spell
    from alignkit.rules.trace import Trace as Trace
    from alignkit.rules.verdict import Verdict as Verdict
    from alignkit.samples.company import SampleCompany as SampleCompany
    from alignkit.samples.generate import sample_company as sample_company
    from alignkit.samples.terms import sample_agreement as sample_agreement
    from alignkit.scorecard.amounts import (
        Average as Average,
        Percentile as Percentile,
        average as average,
        median as median,
        percentile as percentile,
    )
    from alignkit.scorecard.arithmetic import Arithmetic as Arithmetic
    from alignkit.scorecard.assess import assess as assess
    from alignkit.scorecard.assessment import Assessment as Assessment
    from alignkit.scorecard.bridge import bridge as bridge, bridge_between as bridge_between
    from alignkit.scorecard.bridges import Bridge as Bridge, BridgePart as BridgePart
    from alignkit.scorecard.commitments import Commitments as Commitments
    from alignkit.scorecard.compound import (
        Coverage as Coverage,
        SalesVelocity as SalesVelocity,
        coverage as coverage,
        sales_velocity as sales_velocity,
    )
    from alignkit.scorecard.contribute import contributions as contributions
    from alignkit.scorecard.contributions import (
        Contributions as Contributions,
        PersonCredit as PersonCredit,
        SharedWork as SharedWork,
    )
    from alignkit.scorecard.describe import describe_metric as describe_metric
    from alignkit.scorecard.factors import Factor as Factor, FlowPlan as FlowPlan, PlannedStage as PlannedStage
    from alignkit.scorecard.figure import figure as figure
    from alignkit.scorecard.figures import Figure as Figure, Figures as Figures
    from alignkit.scorecard.follow import follow_goals as follow_goals, progress as progress
    from alignkit.scorecard.goals import Goal as Goal
    from alignkit.scorecard.groups import GoalGroup as GoalGroup
    from alignkit.scorecard.measure_shape import shape_of as shape_of
    from alignkit.scorecard.metrics import (
        Metric as Metric,
        conversion as conversion,
        count as count,
        external as external,
        median_time as median_time,
        met as met,
        period_conversion as period_conversion,
        share as share,
        total as total,
    )
    from alignkit.scorecard.progress import GoalProgress as GoalProgress, Progress as Progress
    from alignkit.scorecard.rates import Converted as Converted, Rates as Rates
    from alignkit.scorecard.readings import GoalReading as GoalReading
    from alignkit.scorecard.rewards import Reward as Reward, Unlock as Unlock
    from alignkit.scorecard.scorecards import Scorecard as Scorecard
    from alignkit.scorecard.series import GoalSeries as GoalSeries, ScorecardSeries as ScorecardSeries
    from alignkit.scorecard.shapes import Shape as Shape
    from alignkit.scorecard.standings import (
        Pipeline as Pipeline,
        Standing as Standing,
        pipeline as pipeline,
        standing as standing,
    )
    from alignkit.scorecard.targets import TargetStep as TargetStep
    from alignkit.scorecard.times import (
        AverageTime as AverageTime,
        PercentileTime as PercentileTime,
        average_time as average_time,
        percentile_time as percentile_time,
    )
    from alignkit.scorecard.unlock import reward_doubts as reward_doubts, unlock as unlock
    from alignkit.together.activities import Activity as Activity, Participation as Participation
    from alignkit.together.agendas import Agenda as Agenda, CampaignReport as CampaignReport, Outcome as Outcome
    from alignkit.together.agree import kappa as kappa
    from alignkit.together.decisions import Action as Action, Decision as Decision
    from alignkit.together.directions import BothDirections as BothDirections, Commitment as Commitment
    from alignkit.together.doubt_log import log_doubts as log_doubts
    from alignkit.together.doubt_meetings import meeting_doubts as meeting_doubts
    from alignkit.together.feed_back import feedback as feedback
    from alignkit.together.feedbacks import (
        Feedback as Feedback,
        FeedbackGroup as FeedbackGroup,
        FeedbackTable as FeedbackTable,
    )
    from alignkit.together.health import health as health
    from alignkit.together.healths import Health as Health, HealthPart as HealthPart
    from alignkit.together.hold_both import both_directions as both_directions
    from alignkit.together.kappas import Kappa as Kappa
    from alignkit.together.log import Held as Held, Log as Log
    from alignkit.together.meet import (
        last_meeting as last_meeting,
        meetings_between as meetings_between,
        next_meeting as next_meeting,
    )
    from alignkit.together.meetings import Meeting as Meeting
    from alignkit.together.members import Member as Member
    from alignkit.together.prepare import agenda as agenda
    from alignkit.together.recognitions import Recognition as Recognition
    from alignkit.together.record_matches import (
        RecordDifference as RecordDifference,
        RecordMatch as RecordMatch,
        match_records as match_records,
    )
    from alignkit.together.requests import Answer as Answer, Request as Request
    from alignkit.together.rotate import pairs as pairs
    from alignkit.together.rotations import Rotation as Rotation, Round as Round
    from alignkit.together.take_part import participation as participation
    from alignkit.worktime.batches import due_all as due_all, elapsed_all as elapsed_all
    from alignkit.worktime.calendar import Calendar as Calendar, WorkCalendar as WorkCalendar
    from alignkit.worktime.combined import CombinedCalendar as CombinedCalendar
    from alignkit.worktime.count_days import (
        add_work_days as add_work_days,
        is_work_day as is_work_day,
        work_days_between as work_days_between,
    )
    from alignkit.worktime.due import due as due
    from alignkit.worktime.elapsed import elapsed as elapsed
    from alignkit.worktime.next_open import is_open as is_open, next_open as next_open
    from alignkit.worktime.open_intervals import (
        OpenInterval as OpenInterval,
        next_close as next_close,
        open_intervals as open_intervals,
    )
    from alignkit.worktime.recurring import recurring_dates as recurring_dates
    from alignkit.worktime.work_days import WorkDays as WorkDays, work_days as work_days
    from alignkit.worktime.work_time import WorkTime as WorkTime, work_hours as work_hours, work_minutes as work_minutes

__version__ = "0.1.0"

__all__ = [
    "SLA",
    "Action",
    "Activity",
    "Agenda",
    "Agreement",
    "AlignkitError",
    "AlignkitWarning",
    "AllOf",
    "Answer",
    "AnyOf",
    "Arithmetic",
    "Arrival",
    "Ask",
    "Assessment",
    "Attributes",
    "Average",
    "AverageTime",
    "BothDirections",
    "Boundary",
    "Bridge",
    "BridgePart",
    "Calendar",
    "CalendarError",
    "CampaignReport",
    "Capacity",
    "Change",
    "Changes",
    "Clock",
    "ClockChange",
    "ClockImpact",
    "ClockNews",
    "CombinedCalendar",
    "Commitment",
    "Commitments",
    "Contributions",
    "Conversion",
    "Converted",
    "Coverage",
    "CsvSource",
    "Curve",
    "CurvePoint",
    "DataError",
    "DealValue",
    "Decision",
    "DocumentError",
    "DoubledTouch",
    "DoubledTouches",
    "Escalation",
    "Event",
    "ExternalFigure",
    "Factor",
    "Facts",
    "Feedback",
    "FeedbackGroup",
    "FeedbackTable",
    "Field",
    "FieldDeclaration",
    "Figure",
    "Figures",
    "Finding",
    "Firing",
    "Firings",
    "FlowPlan",
    "FlowStep",
    "Funnel",
    "Goal",
    "GoalGroup",
    "GoalImpact",
    "GoalProgress",
    "GoalReading",
    "GoalSeries",
    "Grade",
    "Grid",
    "Handoff",
    "Handoffs",
    "Health",
    "HealthPart",
    "Held",
    "Holding",
    "Holiday",
    "HolidayDates",
    "Impact",
    "Journey",
    "Journeys",
    "JudgedClock",
    "JudgedEntry",
    "JudgedGoal",
    "Judgement",
    "Kappa",
    "LeadImpact",
    "LimitError",
    "Load",
    "Log",
    "Meeting",
    "Member",
    "Merge",
    "Metric",
    "MissingExtraError",
    "Money",
    "Monitor",
    "MonthLoad",
    "Need",
    "NoBusinessTimeError",
    "Not",
    "OpenInterval",
    "Outcome",
    "Ownership",
    "Participation",
    "Pattern",
    "Pause",
    "Percentile",
    "PercentileTime",
    "Period",
    "PersonCredit",
    "PingPong",
    "Pipeline",
    "PlanState",
    "PlannedStage",
    "Play",
    "Playbook",
    "Points",
    "Progress",
    "PublicHolidays",
    "Questions",
    "Rates",
    "Rating",
    "RatingColumns",
    "Reading",
    "Readings",
    "Recognition",
    "RecordDifference",
    "RecordMatch",
    "Redline",
    "Request",
    "Requirements",
    "Return",
    "Reward",
    "Rotation",
    "Round",
    "Rule",
    "RuleError",
    "SalesVelocity",
    "SampleCompany",
    "Score",
    "ScoreSeries",
    "ScoreStep",
    "Scorecard",
    "ScorecardReport",
    "ScorecardSeries",
    "Shape",
    "SharedWork",
    "SignOff",
    "SlaImpact",
    "Stage",
    "StageImpact",
    "Standing",
    "TargetStep",
    "Task",
    "Tenure",
    "Term",
    "Tier",
    "TimeError",
    "Told",
    "Trace",
    "Trigger",
    "United",
    "Unlock",
    "Verdict",
    "VersionedAnswer",
    "Versions",
    "Visit",
    "WhatIf",
    "WorkCalendar",
    "WorkDays",
    "WorkItem",
    "WorkList",
    "WorkTime",
    "Workload",
    "YearPlan",
    "YearTarget",
    "__version__",
    "accepted",
    "add_work_days",
    "agenda",
    "agreement_page",
    "amend",
    "answer_page",
    "ask_for",
    "assess",
    "assess_versions",
    "at_least",
    "average",
    "average_time",
    "backtest",
    "both_directions",
    "bridge",
    "bridge_between",
    "canonical",
    "capacity_needed",
    "check",
    "cohort_conversion",
    "compare",
    "contributions",
    "conversion",
    "count",
    "coverage",
    "days",
    "decide",
    "decide_all",
    "decide_each",
    "describe",
    "describe_metric",
    "did",
    "digest",
    "doubled_touches",
    "doubts",
    "due",
    "due_all",
    "dump",
    "dump_log",
    "dumps",
    "elapsed",
    "elapsed_all",
    "entered",
    "explain",
    "explain_lead",
    "external",
    "feedback",
    "field",
    "figure",
    "fire",
    "follow_goals",
    "gap_bridge",
    "grade",
    "health",
    "hours",
    "is_open",
    "is_work_day",
    "kappa",
    "last_meeting",
    "left",
    "link_deals",
    "load",
    "load_log",
    "loads",
    "log_doubts",
    "match_records",
    "measure",
    "measured_steps",
    "measured_value",
    "median",
    "median_time",
    "meeting_doubts",
    "meeting_page",
    "meetings_between",
    "merge_contacts",
    "met",
    "minutes",
    "money",
    "month",
    "next_close",
    "next_meeting",
    "next_open",
    "open_intervals",
    "open_work",
    "pairs",
    "parse_period",
    "participation",
    "percentile",
    "percentile_time",
    "period_conversion",
    "ping_pong",
    "pipeline",
    "plan_doubts",
    "plan_state",
    "playbook_doubts",
    "progress",
    "public_holidays",
    "quarter",
    "rate",
    "rate_all",
    "rate_each",
    "read",
    "read_contacts",
    "read_csv",
    "read_deals",
    "read_exports",
    "read_ics_holidays",
    "recurring_dates",
    "redline",
    "redline_page",
    "rejected",
    "replay",
    "reverse_funnel",
    "review",
    "reward_doubts",
    "sales_velocity",
    "sample_agreement",
    "sample_company",
    "score_series",
    "scorecard_page",
    "scorecard_report",
    "shape_of",
    "share",
    "sign",
    "spell",
    "standing",
    "threshold_curve",
    "time_in_stage",
    "time_to",
    "total",
    "unlock",
    "verify",
    "what_if",
    "work_days",
    "work_days_between",
    "work_hours",
    "work_list",
    "work_minutes",
    "write_csv",
    "write_holidays",
    "write_ics",
    "year",
    "year_from",
]

_HOMES = {
    "alignkit.adapters.csv": "read_csv",
    "alignkit.adapters.documents": "dump dumps load loads",
    "alignkit.adapters.exports": "read_exports",
    "alignkit.adapters.holiday_dates": "Holiday HolidayDates PublicHolidays",
    "alignkit.adapters.holidays": "public_holidays",
    "alignkit.adapters.hubspot": "link_deals read_contacts read_deals",
    "alignkit.adapters.hubspot_merges": "merge_contacts",
    "alignkit.adapters.ical": "write_ics",
    "alignkit.adapters.ics_holidays": "read_ics_holidays",
    "alignkit.adapters.logs": "dump_log load_log",
    "alignkit.adapters.write_csv": "write_csv",
    "alignkit.adapters.write_holidays": "write_holidays",
    "alignkit.agreement.agreement": "Agreement",
    "alignkit.agreement.amend": "amend",
    "alignkit.agreement.backtest": "backtest",
    "alignkit.agreement.canonical": "digest",
    "alignkit.agreement.changes": "Change Changes",
    "alignkit.agreement.check": "check",
    "alignkit.agreement.compare": "compare",
    "alignkit.agreement.curves": "Curve CurvePoint",
    "alignkit.agreement.impacts": "ClockImpact GoalImpact Impact LeadImpact SlaImpact StageImpact",
    "alignkit.agreement.judge_by_versions": "assess_versions",
    "alignkit.agreement.judgements": "JudgedClock JudgedEntry JudgedGoal Judgement VersionedAnswer",
    "alignkit.agreement.read": "read",
    "alignkit.agreement.redline": "redline",
    "alignkit.agreement.redlines": "Redline",
    "alignkit.agreement.sign": "sign",
    "alignkit.agreement.signoffs": "SignOff",
    "alignkit.agreement.threshold_curve": "threshold_curve",
    "alignkit.agreement.versions": "Tenure Versions",
    "alignkit.agreement.vocabulary": "Term",
    "alignkit.currency": "Money money",
    "alignkit.errors": (
        "AlignkitError AlignkitWarning CalendarError DataError DocumentError "
        "Finding LimitError MissingExtraError NoBusinessTimeError RuleError TimeError"
    ),
    "alignkit.funnel.conversions": "Conversion",
    "alignkit.funnel.convert": "cohort_conversion",
    "alignkit.funnel.fire": "fire",
    "alignkit.funnel.follow_score": "score_series",
    "alignkit.funnel.journeys": "Journey Journeys",
    "alignkit.funnel.owners": "Ownership",
    "alignkit.funnel.patterns": "Pattern accepted entered left rejected",
    "alignkit.funnel.replay": "replay",
    "alignkit.funnel.series": "ScoreSeries ScoreStep",
    "alignkit.funnel.speed": "time_in_stage time_to",
    "alignkit.funnel.stages": "Boundary Funnel Stage",
    "alignkit.funnel.triggers": "Firing Firings Trigger",
    "alignkit.funnel.verify": "verify",
    "alignkit.funnel.visits": "Visit",
    "alignkit.handoff.acceptance": "Handoff Handoffs",
    "alignkit.handoff.clocks": "Clock",
    "alignkit.handoff.comparisons": "ClockChange WhatIf",
    "alignkit.handoff.escalations": "Escalation Told",
    "alignkit.handoff.measure": "measure",
    "alignkit.handoff.monitor": "Monitor",
    "alignkit.handoff.news": "ClockNews",
    "alignkit.handoff.ping_pong": "ping_pong",
    "alignkit.handoff.readings": "Reading Readings",
    "alignkit.handoff.returns": "PingPong Return",
    "alignkit.handoff.review": "review",
    "alignkit.handoff.slas": "Pause SLA Tier",
    "alignkit.handoff.what_if": "what_if",
    "alignkit.handoff.work_items": "WorkItem WorkList",
    "alignkit.handoff.work_list": "open_work work_list",
    "alignkit.history.attributes": "Attributes",
    "alignkit.history.declarations": "FieldDeclaration",
    "alignkit.history.events": "Event",
    "alignkit.history.facts": "ExternalFigure Facts",
    "alignkit.history.sources": "CsvSource",
    "alignkit.history.united": "Holding Merge United",
    "alignkit.instants": "days hours minutes",
    "alignkit.periods": "Period month parse_period quarter year year_from",
    "alignkit.plan.capacities": "Capacity Load MonthLoad Workload",
    "alignkit.plan.doubled": "DoubledTouch DoubledTouches",
    "alignkit.plan.doubt": "plan_doubts plan_state playbook_doubts",
    "alignkit.plan.find_doubled": "doubled_touches",
    "alignkit.plan.measure_steps": "DealValue measured_steps measured_value",
    "alignkit.plan.plays": "Play Playbook",
    "alignkit.plan.requirements": "Arrival Need Requirements",
    "alignkit.plan.reverse": "reverse_funnel",
    "alignkit.plan.staff": "capacity_needed",
    "alignkit.plan.steps": "FlowStep",
    "alignkit.plan.tasks": "Task",
    "alignkit.plan.year_plan": "PlanState YearPlan YearTarget",
    "alignkit.reports.agreement_page": "agreement_page",
    "alignkit.reports.answer_page": "answer_page",
    "alignkit.reports.explain_lead": "explain_lead",
    "alignkit.reports.make_bridge": "gap_bridge",
    "alignkit.reports.make_report": "scorecard_report",
    "alignkit.reports.meeting_page": "meeting_page",
    "alignkit.reports.redline_page": "redline_page",
    "alignkit.reports.scorecard_page": "scorecard_page",
    "alignkit.reports.scorecard_report": "ScorecardReport",
    "alignkit.rules.ask": "ask_for",
    "alignkit.rules.canonical": "canonical",
    "alignkit.rules.columns": "RatingColumns",
    "alignkit.rules.decide": "decide",
    "alignkit.rules.decide_all": "decide_all decide_each",
    "alignkit.rules.describe": "describe",
    "alignkit.rules.doubts": "doubts",
    "alignkit.rules.explain": "explain",
    "alignkit.rules.field": "Field field",
    "alignkit.rules.grade": "grade",
    "alignkit.rules.grids": "Grade Grid",
    "alignkit.rules.predicates": "AllOf AnyOf Not Rule at_least did",
    "alignkit.rules.questions": "Ask Questions",
    "alignkit.rules.rate": "rate",
    "alignkit.rules.rate_all": "rate_all rate_each",
    "alignkit.rules.rating": "Rating",
    "alignkit.rules.scores": "Points Score",
    "alignkit.rules.spell": "spell",
    "alignkit.rules.trace": "Trace",
    "alignkit.rules.verdict": "Verdict",
    "alignkit.samples.company": "SampleCompany",
    "alignkit.samples.generate": "sample_company",
    "alignkit.samples.terms": "sample_agreement",
    "alignkit.scorecard.amounts": "Average Percentile average median percentile",
    "alignkit.scorecard.arithmetic": "Arithmetic",
    "alignkit.scorecard.assess": "assess",
    "alignkit.scorecard.assessment": "Assessment",
    "alignkit.scorecard.bridge": "bridge bridge_between",
    "alignkit.scorecard.bridges": "Bridge BridgePart",
    "alignkit.scorecard.commitments": "Commitments",
    "alignkit.scorecard.compound": "Coverage SalesVelocity coverage sales_velocity",
    "alignkit.scorecard.contribute": "contributions",
    "alignkit.scorecard.contributions": "Contributions PersonCredit SharedWork",
    "alignkit.scorecard.describe": "describe_metric",
    "alignkit.scorecard.factors": "Factor FlowPlan PlannedStage",
    "alignkit.scorecard.figure": "figure",
    "alignkit.scorecard.figures": "Figure Figures",
    "alignkit.scorecard.follow": "follow_goals progress",
    "alignkit.scorecard.goals": "Goal",
    "alignkit.scorecard.groups": "GoalGroup",
    "alignkit.scorecard.measure_shape": "shape_of",
    "alignkit.scorecard.metrics": "Metric conversion count external median_time met period_conversion share total",
    "alignkit.scorecard.progress": "GoalProgress Progress",
    "alignkit.scorecard.rates": "Converted Rates",
    "alignkit.scorecard.readings": "GoalReading",
    "alignkit.scorecard.rewards": "Reward Unlock",
    "alignkit.scorecard.scorecards": "Scorecard",
    "alignkit.scorecard.series": "GoalSeries ScorecardSeries",
    "alignkit.scorecard.shapes": "Shape",
    "alignkit.scorecard.standings": "Pipeline Standing pipeline standing",
    "alignkit.scorecard.targets": "TargetStep",
    "alignkit.scorecard.times": "AverageTime PercentileTime average_time percentile_time",
    "alignkit.scorecard.unlock": "reward_doubts unlock",
    "alignkit.together.activities": "Activity Participation",
    "alignkit.together.agendas": "Agenda CampaignReport Outcome",
    "alignkit.together.agree": "kappa",
    "alignkit.together.decisions": "Action Decision",
    "alignkit.together.directions": "BothDirections Commitment",
    "alignkit.together.doubt_log": "log_doubts",
    "alignkit.together.doubt_meetings": "meeting_doubts",
    "alignkit.together.feed_back": "feedback",
    "alignkit.together.feedbacks": "Feedback FeedbackGroup FeedbackTable",
    "alignkit.together.health": "health",
    "alignkit.together.healths": "Health HealthPart",
    "alignkit.together.hold_both": "both_directions",
    "alignkit.together.kappas": "Kappa",
    "alignkit.together.log": "Held Log",
    "alignkit.together.meet": "last_meeting meetings_between next_meeting",
    "alignkit.together.meetings": "Meeting",
    "alignkit.together.members": "Member",
    "alignkit.together.prepare": "agenda",
    "alignkit.together.recognitions": "Recognition",
    "alignkit.together.record_matches": "RecordDifference RecordMatch match_records",
    "alignkit.together.requests": "Answer Request",
    "alignkit.together.rotate": "pairs",
    "alignkit.together.rotations": "Rotation Round",
    "alignkit.together.take_part": "participation",
    "alignkit.worktime.batches": "due_all elapsed_all",
    "alignkit.worktime.calendar": "Calendar WorkCalendar",
    "alignkit.worktime.combined": "CombinedCalendar",
    "alignkit.worktime.count_days": "add_work_days is_work_day work_days_between",
    "alignkit.worktime.due": "due",
    "alignkit.worktime.elapsed": "elapsed",
    "alignkit.worktime.next_open": "is_open next_open",
    "alignkit.worktime.open_intervals": "OpenInterval next_close open_intervals",
    "alignkit.worktime.recurring": "recurring_dates",
    "alignkit.worktime.work_days": "WorkDays work_days",
    "alignkit.worktime.work_time": "WorkTime work_hours work_minutes",
}
"""From a module to the public names that it defines."""
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
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
