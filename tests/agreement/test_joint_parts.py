"""What the teams plan, win and do together is part of the agreement: read, written, checked, told and signed."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest
from tests.agreement.build import hours_of

from alignkit.adapters.documents import dumps, load, loads
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.check import check
from alignkit.agreement.compare import compare
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.read import read
from alignkit.agreement.sign import sign
from alignkit.currency import money
from alignkit.display.text import to_text
from alignkit.errors import DocumentError
from alignkit.plan.plays import Play, Playbook
from alignkit.reports.agreement_page import agreement_page
from alignkit.scorecard.rates import Rates
from alignkit.worktime.work_time import work_hours

JOINT = Path(__file__).with_name("joint.toml")


@pytest.fixture
def joint() -> Agreement:
    return load(JOINT)


def test_a_document_holds_what_the_teams_do_together(joint: Agreement) -> None:
    """Rates, a planned flow, rewards, the year's plan, plays and meetings."""
    assert joint.rates == Rates("EUR", {"USD": "0.92"}, on=date(2026, 1, 1), source="ECB")
    assert joint.flow is not None
    assert joint.flow.result == money(252_000, "EUR")
    assert joint.rewards[0].amounts == (("marketing", money(2_500, "EUR")), ("sales", money(2_500, "EUR")))
    assert joint.plan is not None
    assert joint.plan.tasks[0].accountable == "Bram"
    assert joint.playbook is not None
    assert joint.playbook.plays[0].by("sales") == "Calls"
    assert joint.meetings[0].sentence.startswith("joint: every week on Monday at 10:00")


@pytest.mark.parametrize("form", ["toml", "json"])
def test_D27_joint_parts_are_written_and_read_back(joint: Agreement, form: Literal["toml", "json"]) -> None:
    """Equal, and the same text again."""
    text = dumps(joint, form)
    again = loads(text, form)
    assert again == joint
    assert dumps(again, form) == text
    assert digest(again) == digest(joint)


def test_goals_are_measured_by_the_stated_rates(joint: Agreement) -> None:
    """The scorecard of an agreement carries them."""
    card = joint.scorecard_at(datetime(2026, 2, 1, tzinfo=UTC))
    assert card.rates is not None
    assert card.rates.convert(money(50, "USD")) == money(46, "EUR")


def test_to_tick_a_task_off_leaves_the_signatures_good(joint: Agreement) -> None:
    """Any other change of a task does not."""
    signed = sign(joint, team="sales", by="Head of Sales", on=date(2025, 12, 18))
    assert signed.plan is not None
    task = signed.plan.tasks[0]

    def with_task(**changes: Any) -> Agreement:  # noqa: ANN401 - parts of a task
        assert signed.plan is not None
        plan = attrs.evolve(signed.plan, tasks=[attrs.evolve(task, **changes)])
        return attrs.evolve(signed, plan=plan)

    done = with_task(done=date(2026, 3, 20))
    assert digest(done) == digest(signed)
    assert loads(dumps(done, "toml"), "toml") == done
    assert "changed-after-signing" not in [finding.code for finding in check(done)]
    assert digest(with_task(due=date(2026, 5, 1))) != digest(signed)


@pytest.mark.parametrize("part", ["rates", "flow", "rewards", "plan", "playbook", "meetings"])
def test_each_part_is_signed(joint: Agreement, part: str) -> None:
    """To leave it out changes the digest; an agreement without any of them has the digest that it always had."""
    nothing: Any = {part: () if part in {"rewards", "meetings"} else None}
    without = attrs.evolve(joint, **nothing)
    assert digest(without) != digest(joint)
    assert part not in dumps(without, "toml").replace("play", "") or part == "plan"


def test_the_signed_text_tells_each_part(joint: Agreement) -> None:
    """In sentences that heads of department can sign."""
    text = to_text(read(joint).blocks(), width=200)
    who = "from 2026-01-05 on. Who comes: Iris (marketing)."
    for sentence in (
        "1 USD counts as 0.92 EUR.",
        "Rates are those stated for 2026-01-01, by ECB.",
        "A deal is planned to be worth 6,000 EUR, told by its amount. That makes 252,000 EUR.",
        "What we win together",
        "Dinner: 5,000 EUR, once “mqls” is met; marketing gets 50 % and sales gets 50 % (marketing: 2,500 EUR; ",
        "Our plan for 2026",
        "Spring fair: Bram (sales) answers for it, due 2026-04-01; it serves “revenue”.",
        f"joint, a meeting of both teams: every week on Monday at 10:00 (Europe/Amsterdam), 60 minutes, {who}",
    ):
        assert sentence in text


def test_check_advises_both_teams(joint: Agreement) -> None:
    """Each doubt has its place and says what to do."""
    found = {finding.code: finding for finding in check(joint)}
    assert found["one-team-reward"].path == "rewards.dinner.requires"
    assert found["team-missing"].message == "nobody of sales comes to 'joint'"
    assert found["team-without-task"].path == "tasks"
    assert found["stage-without-play"].level == "warning"
    assert "overdue" not in found
    later = {finding.code: finding.path for finding in check(joint, on=date(2026, 4, 2))}
    assert later["overdue"] == "tasks[0].due"
    assert "when-closed" not in later
    closed = attrs.evolve(hours_of(joint), holidays=[date(2026, 4, 6)])
    assert "when-closed" in [
        finding.code for finding in check(attrs.evolve(joint, calendars=[closed]), on=date(2026, 4, 2))
    ]


def test_a_promise_that_nobody_can_keep_at_night(joint: Agreement) -> None:
    """By the wall clock it is over before anybody is at work; in work time, or given enough of it, it can be kept."""
    doubt = next(finding for finding in check(joint) if finding.code == "calendar-cannot-keep")
    assert doubt.path == "slas.first_touch.within"
    assert "nobody is at work for 2 days 16 hours from Friday 17:00 on (office)" in doubt.message
    sla = joint.slas[0]
    for kept in (
        attrs.evolve(sla, within=work_hours(1), calendar=joint.calendars[0]),
        attrs.evolve(sla, within=timedelta(days=3)),
        attrs.evolve(sla, any_actor=True),
    ):
        codes = [finding.code for finding in check(attrs.evolve(joint, slas=[kept]))]
        assert "calendar-cannot-keep" not in codes
    assert "calendar-cannot-keep" not in [finding.code for finding in check(attrs.evolve(joint, calendars=()))]


def test_a_second_office_keeps_what_the_first_cannot(joint: Agreement) -> None:
    """Where one is closed the other may be open: nobody is at work only while both are closed."""
    office = hours_of(joint)
    weekend = attrs.evolve(office, name="weekend", week={"sat-sun": ["08:00-20:00"]})
    both = check(attrs.evolve(joint, calendars=[office, weekend]))
    doubt = next(finding for finding in both if finding.code == "calendar-cannot-keep")
    assert "for 16 hours from Monday 17:00 on (office and weekend)" in doubt.message
    night = attrs.evolve(office, name="night", week={"mon-sun": ["00:00-24:00"]})
    assert "calendar-cannot-keep" not in [
        finding.code for finding in check(attrs.evolve(joint, calendars=[office, night]))
    ]


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"rewards": {"dinner": {"requires": ["mql"]}}}, "unknown-goal", "rewards.dinner.requires[0]"),
        ({"flow": {"stages": [{"stage": "mqls", "planned": 4}]}}, "unknown-stage", "flow.stages[0].stage"),
        ({"currency": "USD"}, "own-currency", "rates.worth.USD"),
    ],
)
def test_what_joint_parts_name_must_exist(change: dict[str, Any], code: str, path: str) -> None:
    """A fault with its path, as any other of a document."""
    document = tomllib.loads(JOINT.read_text("utf-8"))
    for key, part in change.items():
        if isinstance(part, dict):
            inner = document[key] if key == "flow" else document[key]["dinner"]
            inner.update(part if key == "flow" else part["dinner"])
        else:
            document[key] = part
    with pytest.raises(DocumentError) as caught:
        from_document(document)
    assert (code, path) in [(issue.code, issue.path) for issue in caught.value.issues]


def test_what_joint_parts_name_must_exist_in_python_too(joint: Agreement) -> None:
    """The same faults from a constructor, all at once."""
    rate = Rates("CHF", {"USD": Fraction(9, 10)}, on=date(2026, 1, 1))
    reward = attrs.evolve(joint.rewards[0], requires=["nothing"], shares={"marketing": 1})
    wrong = attrs.evolve(joint.meetings[0], attendees=[attrs.evolve(joint.meetings[0].attendees[0], team="support")])
    with pytest.raises(DocumentError) as caught:
        attrs.evolve(joint, rates=rate, rewards=[reward, reward], meetings=[wrong])
    assert {issue.code for issue in caught.value.issues} == {
        "mixed-currencies",
        "duplicate-id",
        "unknown-goal",
        "unknown-team",
    }
    with pytest.raises(DocumentError, match="must be a YearPlan"):
        attrs.evolve(joint, plan=2026)  # type: ignore[arg-type]  # the mistake


def test_O01_what_somebody_typed_is_no_markup(joint: Agreement) -> None:
    """In a title, a task, a play, a reward, a name: escaped on the page, and marked as text in Markdown."""
    odd = "<script>alert(1)</script>"
    assert joint.plan is not None
    task = attrs.evolve(joint.plan.tasks[0], name=odd, accountable=odd)
    made = attrs.evolve(
        joint,
        rewards=[attrs.evolve(joint.rewards[0], title=odd)],
        plan=attrs.evolve(joint.plan, tasks=[task], aim=odd),
        playbook=Playbook([Play("mql", {"sales": odd})]),
        meetings=[attrs.evolve(joint.meetings[0], title=odd)],
    )
    page = agreement_page(made)
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 6
    assert "<script" not in read(made).to_markdown()
    assert "<script" not in compare(joint, made)._repr_html_()
