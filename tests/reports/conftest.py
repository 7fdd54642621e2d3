"""A report of the sample company, one of a company with hostile names, and a parser that says what a page holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.vocabulary import Term
from alignkit.errors import Finding
from alignkit.funnel.patterns import accepted, entered, rejected
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.handoff.slas import SLA
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import hours
from alignkit.reports.make_report import scorecard_report
from alignkit.reports.scorecard_report import ScorecardReport
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.samples.company import SampleCompany
from alignkit.samples.generate import sample_company
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import count, met


class Page(HTMLParser):
    """What a browser would find."""

    void = frozenset({"meta", "br"})

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; the ones without an end do not stay open."""
        self.elements.append(tag)
        self.attributes += attrs
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element of SVG that closes itself."""
        self.elements.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        """Insist that what closes is what is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text that people read."""
        if "style" not in self.open:
            self.text += data

    def stands_alone(self) -> None:
        """Insist on a whole page that loads nothing and runs nothing, fit for a phone."""
        assert not self.open
        assert self.elements.count("h1") == 1
        assert "script" not in self.elements
        assert not {"link", "iframe", "img", "object", "embed", "form"} & set(self.elements)
        assert not {key for key, _ in self.attributes if key.startswith("on")}
        assert not [value for key, value in self.attributes if key in {"src", "href", "action", "style"} and value]
        assert ("name", "viewport") in self.attributes
        assert ("content", "width=device-width, initial-scale=1") in self.attributes


def _hostile(name: str) -> tuple[Agreement, Facts]:
    """Return a company in which everything that people name has one hostile name."""
    mine, theirs = f"{name} us", f"{name} them"
    stages = [
        Stage(f"{name} lead", mine),
        Stage(f"{name} mql", mine, entry=(field(name) >= 5).named(name), title=f"{name} MQL"),
        Stage(f"{name} sal", theirs),
        Stage(f"{name} won", theirs, outcome="won"),
    ]
    lead, mql, sal, won = (stage.id for stage in stages)
    promise = SLA(f"{name} sla", theirs, entered(mql), did(name) | accepted(), hours(1), title=name)
    agreement = Agreement(
        name,
        version=name,
        zone="UTC",
        mission=name,
        funnel=Funnel(name, stages, recycles=[(mql, lead)], boundaries=[Boundary(mql, sal, lead, [name])]),
        teams=(mine, theirs),
        vocabulary=[Term(mql, name, [f"{name} alias"])],
        fields=[FieldDeclaration(name, "integer", unit=name, team=mine)],
        slas=[promise],
        goals=[
            Goal(f"{name} a", owner=mine, metric=count(entered(mql)), at_least=5, weight=0.25, title=name),
            Goal(f"{name} b", owner=theirs, metric=met(promise), at_least=0.9, weight=0.25),
            Goal(f"{name} c", owner=(mine, theirs), metric=count(entered(won)), at_least=2, weight=0.25),
            Goal(f"{name} d", owner=mine, metric=count(rejected(name)), at_most=2, weight=0.25),
        ],
        systems={name: name},
    )
    at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    events = [
        Event(name, at, "stage", mql),
        Event(name, at.replace(hour=12), "reject", name),
        Event(f"{name} 2", at, "stage", mql),
        Event(f"{name} 2", at, "owner", name),
        Event(f"{name} 3", at, "reject", f"{name} other"),
    ]
    return agreement, Facts({name: {name: 7}, f"{name} 2": {}}, events)


@pytest.fixture(scope="session")
def hostile() -> Callable[[str], tuple[Agreement, Facts, ScorecardReport]]:
    """Return what makes a company of a hostile name, and the report on it."""

    def made(name: str) -> tuple[Agreement, Facts, ScorecardReport]:
        agreement, facts = _hostile(name)
        found = [Finding("unreadable-cell", name, name)]
        noon = datetime(2026, 1, 6, tzinfo=UTC)
        return agreement, facts, scorecard_report(agreement, facts, as_of=noon, findings=found)

    return made


@pytest.fixture(scope="session")
def company() -> SampleCompany:
    """Return a small sample company."""
    return sample_company(leads=300)


@pytest.fixture(scope="session")
def report(company: SampleCompany) -> ScorecardReport:
    """Return the report on it."""
    return scorecard_report(company.agreement, company.facts, as_of=company.as_of)


@pytest.fixture(scope="session")
def page() -> Callable[[str], Page]:
    """Return the parser, which leaves style sheets out."""
    return Page
