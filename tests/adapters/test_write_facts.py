"""Facts written as plain CSV, and read back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from alignkit.adapters.csv import read_csv
from alignkit.adapters.exports import read_exports
from alignkit.adapters.write_facts import write_events, write_figures, write_leads, write_plain
from alignkit.errors import DataError
from alignkit.history.events import Event
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.samples.generate import sample_company

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_a_year_of_facts_comes_back(tmp_path: Path) -> None:
    """Leads, events and figures of a company are equal after writing and reading; so is its agreement."""
    company = sample_company(leads=200)
    folder = tmp_path / "new" / "folder"
    agreement, leads, events, figures = write_plain(company.agreement, company.facts, folder)
    read = read_exports(company.agreement, leads=[leads], events=[events], figures=[figures])
    assert read.findings == ()
    assert read.facts.leads.keys() == company.facts.leads.keys()
    for lead, fields in company.facts.leads.items():
        assert dict(read.facts.leads[lead]) == {name: value for name, value in fields.items() if value is not None}
    assert read.facts.events == company.facts.events
    assert read.facts.figures == company.facts.figures
    assert agreement.name == "agreement.toml"
    with pytest.raises(FileExistsError, match="choose another folder"):
        write_plain(company.agreement, company.facts, folder)


def test_columns_in_which_nothing_is_known_are_left_out(tmp_path: Path) -> None:
    """A file has the columns that somebody needs."""
    facts = Facts({"L1": {"b": 1, "a": None}}, [Event("L1", AT, "touch", "call", attributes={"x": True})])
    assert write_leads(facts, tmp_path / "leads.csv") == 1
    assert write_events(facts, tmp_path / "events.csv") == 1
    assert write_figures(Facts(figures=[ExternalFigure("f", 1, AT)]), tmp_path / "figures.csv") == 1
    assert (tmp_path / "leads.csv").read_text(encoding="utf-8").splitlines() == ["lead,a,b", "L1,,1"]
    head = (tmp_path / "events.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head == "lead,at,kind,value,x"
    assert dict(read_csv(tmp_path / "events.csv").facts.events[0].attributes) == {"x": "true"}


def test_names_that_the_plain_format_takes(tmp_path: Path) -> None:
    """A field or an attribute that would be read as something else is refused."""
    with pytest.raises(DataError, match="confusable-column"):
        write_leads(Facts({"L1": {"lead": "x"}}), tmp_path / "leads.csv")
    with pytest.raises(DataError, match="confusable-column"):
        write_events(Facts(events=[Event("L1", AT, "x", attributes={"team": "y"})]), tmp_path / "events.csv")
