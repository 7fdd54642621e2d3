"""Figures: what each metric counts, beside what, and group by group."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from tests.funnel.build import END, HANDED, INBOUND, JANUARY, act, change, day, entry, followed
from tests.scorecard.build import FEBRUARY, grouped, measured, won

from alignkit.currency import money
from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.patterns import accepted, entered, left
from alignkit.funnel.replay import replay
from alignkit.handoff.slas import SLA
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.instants import days, hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.scorecard.figure import figure
from alignkit.scorecard.figures import Figures
from alignkit.scorecard.metrics import (
    Metric,
    conversion,
    count,
    external,
    median_time,
    met,
    period_conversion,
    share,
    total,
)
from alignkit.scorecard.rates import Rates

TOUCH = SLA("first touch", "sales", entered("mql"), did("call"), hours(4))


def call(at: float, lead: str = "L1") -> Event:
    """Make a human call of sales."""
    return Event(lead, day(at), "touch", "call", actor="ann", team="sales")


# counts


def test_a_lead_counts_once() -> None:
    """An MQL that was recycled and came again is one lead; outside the period nothing counts."""
    journeys = followed(
        entry("mql", 1),
        entry("sal", 2),
        entry("lead", 3),
        entry("mql", 4),
        entry("mql", 40, "L2"),
        entry("lead", 1, "L3"),
    )
    assert measured(count(entered("mql")), journeys).value == 1
    assert measured(count(entered("mql") | left("lead")), journeys).value == 1


def test_the_period_holds_its_first_instant_and_not_its_end() -> None:
    """An entry at midnight of the first of February is February's."""
    journeys = followed(entry("mql", 0, "first"), entry("mql", 31, "after"))
    assert measured(count(entered("mql")), journeys, END).value == 1


def test_a_skipped_stage_counts() -> None:
    """An inferred entry counts as entered."""
    assert measured(count(entered("sal")), followed(won(3))).value == 1


def test_a_condition_counts_yes_alone_and_shows_unknown() -> None:
    """Fields as known at that instant: what was learnt later changes nothing."""
    journeys = followed(
        *(entry("mql", 5, lead) for lead in ("big", "small", "blank", "grew")),
        change("employees", 900, 6, "grew"),
        leads={"big": {"employees": 90}, "small": {"employees": 9}, "blank": {}, "grew": {"employees": 5}},
    )
    found = measured(count(entered("mql"), where=field("employees") >= 50), journeys)
    assert (found.value, found.unknown, found.denominator) == (1, 1, None)
    assert found.note == "1 unknown"


def test_a_lead_counts_when_it_meets_the_condition_at_any_entry() -> None:
    """Small at the first entry, big at the second."""
    journeys = followed(
        entry("mql", 1), entry("lead", 2), change("employees", 90, 3), entry("mql", 4), leads={"L1": {"employees": 5}}
    )
    assert measured(count(entered("mql"), where=field("employees") >= 50), journeys).value == 1


def test_a_condition_may_ask_about_events() -> None:
    """Two webinars before the entry, none counted after it."""
    events = [
        act("webinar", 1),
        act("webinar", 2),
        entry("mql", 3),
        entry("mql", 3, "L2"),
        act("webinar", 4, lead="L2"),
    ]
    found = measured(count(entered("mql"), where=did("webinar", at_least=2)), followed(*events))
    assert (found.value, found.unknown) == (1, 0)


def test_nothing_after_as_of_counts() -> None:
    """As of the third, the entry of the fifth has not happened."""
    journeys = followed(entry("mql", 2), entry("mql", 5, "L2"))
    assert measured(count(entered("mql")), journeys, day(3)).value == 1


# shares


def test_a_share_is_taken_of_the_whole_alone() -> None:
    """Of the two MQLs of January one was accepted; a lead accepted without being one of them counts nowhere."""
    journeys = followed(
        entry("mql", 1, "a"),
        entry("sal", 2, "a"),
        entry("mql", 1, "b"),
        entry("mql", -9, "old"),
        entry("sal", 3, "old"),
    )
    found = measured(share(entered("sal"), among=entered("mql")), journeys)
    assert (found.value, found.numerator, found.denominator) == (Fraction(1, 2), 1, 2)
    assert (found.lowest, found.highest) == (Fraction(1, 2), Fraction(1, 2))


def test_unknown_stays_in_the_denominator() -> None:
    """Of three MQLs one fits and one may."""
    journeys = followed(
        *(entry("mql", 1, lead) for lead in "abc"), leads={"a": {"employees": 60}, "b": {"employees": 6}, "c": {}}
    )
    found = measured(share(field("employees") >= 50, among=entered("mql")), journeys)
    assert (found.value, found.unknown) == (Fraction(1, 3), 1)
    assert repr(found).startswith("share that entered mql where employees is at least 50")


def test_what_may_belong_to_the_whole_is_shown_beside_it() -> None:
    """A lead that is not known to belong to the whole is in neither count."""
    journeys = followed(
        *(entry("mql", 1, lead) for lead in "ab"), entry("sal", 2, "b"), leads={"a": {"employees": 60}, "b": {}}
    )
    found = measured(share(entered("sal"), among=count(entered("mql"), where=field("employees") >= 50)), journeys)
    assert (found.value, found.numerator, found.denominator, found.unknown) == (0, 0, 1, 1)


def test_G01_nothing_of_nothing() -> None:
    """0 of 0 is undefined: None, shown as "–"; not 0, not NaN."""
    for metric in (
        share(entered("sal"), among=entered("mql")),
        conversion("mql", "won"),
        period_conversion("mql", "won"),
        met(TOUCH),
        median_time("mql", "won"),
    ):
        found = measured(metric, followed())
        assert found.value is None
        assert found.text == "–"
        assert found.to_dict()["value"] is None


def test_G02_five_of_four() -> None:
    """More came out in the period than went in: no share is made of it, and both counts are shown."""
    journeys = followed(
        *(entry("mql", -5, lead) for lead in "abcde"),
        *(won(5, lead) for lead in "abcde"),
        *(entry("mql", 6, lead) for lead in "wxyz"),
    )
    found = measured(period_conversion("mql", "won"), journeys)
    assert (found.value, found.numerator, found.denominator) == (None, 5, 4)
    assert found.text == "–"
    assert found.note == "5 of 4"
    assert measured(share(entered("won"), among=entered("mql")), journeys).value == 0
    assert measured(conversion("mql", "won"), journeys).value == 0


# clocks


def test_a_clock_belongs_to_the_period_in_which_it_was_decided() -> None:
    """Met when it stopped, breached when it fell due, whenever it started and whatever was done later."""
    last = 30.9  # 21:36 on 31 January: due after midnight
    journeys = followed(
        *(entry("mql", 1, "met"), call(1.1, "met")),
        *(entry("mql", 1, "late"), call(2, "late")),
        entry("mql", 1, "never"),
        entry("mql", last, "due in February"),
        *(entry("mql", last, "met in time"), call(30.95, "met in time")),
    )
    found = measured(met(TOUCH), journeys, END)
    assert (found.numerator, found.denominator, found.pending) == (2, 4, 0)


def test_open_clocks_are_pending_while_the_period_lasts() -> None:
    """An hour after the entry, the clock may yet be met; the share knows between what it will come out."""
    journeys = followed(entry("mql", 1, "a"), call(1.1, "a"), entry("mql", 2, "b"))
    found = measured(met(TOUCH), journeys, day(2.05))
    assert (found.value, found.pending) == (1, 1)
    assert [found.lowest, found.highest] == [Fraction(1, 2), 1]
    assert measured(met(TOUCH), journeys, day(3)).value == Fraction(1, 2)


def test_a_cancelled_clock_counts_nowhere() -> None:
    """The lead was lost within the hour."""
    sla = SLA("first touch", "sales", entered("mql"), did("call"), hours(4), cancels=entered("lost"))
    found = measured(met(sla), followed(entry("mql", 1), entry("lost", 1.01)))
    assert (found.value, found.pending) == (None, 0)


# totals


def test_a_total_reads_the_matched_events() -> None:
    """Every sale of the period is added; one without an amount is unknown, and text is no number."""
    journeys = followed(
        won(1, "a", amount=money(100, "EUR")),
        won(2, "b", amount=money("0.50", "EUR")),
        won(3, "c"),
        won(4, "d", amount="12"),
        won(5, "e", amount=float("nan")),
        won(40, "f", amount=money(9, "EUR")),
    )
    found = measured(total("amount", at=entered("won")), journeys, END)
    assert (found.value, found.unknown) == (money("100.5", "EUR"), 3)
    assert found.text == "100.5 EUR"


def test_a_total_counts_each_time() -> None:
    """A lead that was won, lost and won again bought twice."""
    journeys = followed(won(1, seats=2), entry("lost", 5), won(9, seats=0.1))
    assert measured(total("seats", at=entered("won")), journeys).value == Fraction(21, 10)


def test_every_deal_of_a_lead_is_added() -> None:
    """The second deal is won while its lead stands in won: no new entry of the lead, and its amount counts."""
    deals = [act("link", 0, "D1"), act("link", 0, "D2")]
    for lead_knows in ((), (won(3, "L1"),), (won(3, "L1", amount=999),)):
        events = [
            *deals,
            *(entry("sql", 1, "D1"), entry("sql", 2, "D2")),
            *lead_knows,
            *(won(4, "D1", amount=100), won(5, "D2", amount=20), won(6, "D2", amount=20)),
        ]
        found = measured(total("amount", at=entered("won")), followed(*events, leads={"L1": {}}))
        assert (found.value, found.unknown) == (120, 0)


def test_a_deal_that_is_told_again_is_no_sale() -> None:
    """The record of a deal that is long won is sent once more, after another deal moved their lead back."""
    deals = [act("link", 0, "D1"), act("link", 0, "D2")]
    again = [*deals, won(1, "D1", amount=20), entry("sql", 2, "D2"), won(3, "D1", amount=20)]
    found = measured(total("amount", at=entered("won")), followed(*again, leads={"L1": {}}))
    assert (found.value, found.unknown) == (20, 0)
    both = followed(*again, won(4, "D2", amount=5), leads={"L1": {}})
    assert measured(total("amount", at=entered("won")), both).value == 25


def test_an_answer_that_moves_nobody_makes_no_second_sale() -> None:
    """What is won is accepted late, and its record is sent once more: by the lead or by its deal."""
    for others, lead in (([], "L1"), ([act("link", 0, "D1")], "D1")):
        sent = [won(1, lead, amount=20), act("accept", 2, None, lead), won(3, lead, amount=20)]
        journeys = followed(*others, *sent, funnel=HANDED, leads={"L1": {}})
        metric = total("amount", at=entered("won"))
        assert measured(metric, journeys).value == 20
        assert grouped(metric, journeys, by="owner").whole.value == 20


def test_a_lead_that_was_rejected_enters_anew() -> None:
    """An answer moves the lead too: the stage that is named after it is an entry, with its own amount."""
    deals = [act("link", 0, "D1"), entry("mql", 0.5, "D1")]
    sent = [act("stage", 1, "mql", amount=3), act("reject", 2, "region"), act("stage", 3, "mql", amount=4)]
    for others in ([], deals):
        journeys = followed(*others, *sent, funnel=HANDED, leads={"L1": {}})
        assert measured(total("amount", at=entered("mql")), journeys).value == 7


def test_a_deal_without_an_amount_is_unknown() -> None:
    """Beside one with an amount; where none has one, the lead's own amount counts."""
    deals = [act("link", 0, "D1"), act("link", 0, "D2")]
    metric = total("amount", at=entered("won") | left("won"))
    both = [*deals, won(4, "D1"), won(5, "D2", amount=20)]
    found = measured(metric, followed(*both, leads={"L1": {}}))
    assert (found.value, found.unknown) == (20, 1)
    own = [*deals, won(4, "D1"), won(5, "L1", amount=7), entry("lost", 6)]
    found = measured(metric, followed(*own, leads={"L1": {}}))
    assert (found.value, found.unknown) == (7, 1)  # the loss is an event without an amount


def test_the_field_of_a_deal_is_its_amount() -> None:
    """An amount that changed before the sale counts as it was then."""
    events = [
        act("link", 0, "D1"),
        change("amount", money(5, "EUR"), 1, "D1"),
        change("amount", money(8, "EUR"), 2, "D1"),
        won(3, "D1"),
        change("amount", money(9, "EUR"), 4, "D1"),
    ]
    assert measured(total("amount", at=entered("won")), followed(*events, leads={"L1": {}})).value == money(8, "EUR")


def test_a_total_of_other_events() -> None:
    """Any event may carry what is added, and one passed without a record carries what implies it."""
    journeys = followed(act("order", 1, seats=3), act("order", 2, seats=4), entry("live", 3), won(2, "L2", seats=1))
    assert measured(total("seats", at=did("order")), journeys).value == 7
    found = measured(total("seats", at=entered("won")), journeys)
    assert (found.value, found.unknown) == (1, 1)


def test_G08_mixed_currencies() -> None:
    """EUR and USD with no rate: refused, naming both and where each came from; so is an amount without a currency."""
    metric = total("amount", at=entered("won"))
    euros = won(1, "a", amount=money(100, "EUR"))
    dollars = Event("b", day(2), "stage", "won", attributes={"amount": money(50, "USD")}, id="e7", source="crm")
    with pytest.raises(DataError) as caught:
        measured(metric, followed(euros, dollars))
    assert caught.value.code == "mixed-currencies"
    for part in ("100 EUR", "50 USD", "'a'", "'b'", "'e7'", "'crm'"):
        assert part in str(caught.value)
    with pytest.raises(DataError, match="50 without a currency"):
        measured(metric, followed(euros, won(2, "b", amount=50)))


def test_an_amount_beyond_measure_is_refused() -> None:
    """1e300 leads, said plainly."""
    with pytest.raises(DataError) as caught:
        measured(total("amount", at=entered("won")), followed(won(1, amount=1e300)))
    assert caught.value.code == "too-large"
    assert caught.value.issues[0].path == "L1"


# cohorts


def test_a_cohort_keeps_pending_apart() -> None:
    """Within 10 days: one came, one did not, one has time left; and one came early."""
    journeys = followed(
        *(entry("mql", 1, "came"), won(5, "came")),
        *(entry("mql", 1, "late"), won(15, "late")),
        entry("mql", 25, "open"),
        *(entry("mql", 25, "early"), won(26, "early")),
    )
    found = measured(conversion("mql", "won", within=days(10)), journeys)
    assert (found.value, found.numerator, found.denominator, found.pending) == (Fraction(1, 2), 1, 2, 2)
    assert (found.lowest, found.highest) == (Fraction(1, 2), Fraction(3, 4))


def test_a_cohort_that_nobody_can_judge_yet() -> None:
    """Early in a period no window has closed: 0 of 0 would say less."""
    young = followed(entry("mql", 25, "a"), entry("mql", 26, "b"))
    assert measured(conversion("mql", "won", within=days(10)), young).note == "none of 2 is decided yet"
    alone = followed(entry("mql", 25, "a"))
    assert measured(conversion("mql", "won", within=days(10)), alone).note == "the only one is not decided yet"


def test_the_median_time_counts_those_on_the_way() -> None:
    """Two of three came, after 2 and 4 days."""
    journeys = followed(
        *(entry("mql", 1, "a"), won(3, "a")), *(entry("mql", 1, "b"), won(5, "b")), entry("mql", 1, "c")
    )
    found = measured(median_time("mql", "won"), journeys)
    assert (found.value, found.numerator, found.denominator, found.pending) == (days(4), 2, 3, 1)
    assert found.note == "2 of 3 came, 1 pending"


def test_an_acceptance_counts() -> None:
    """The explicit yes at a handoff."""
    journeys = followed(entry("mql", 1), act("accept", 2), funnel=HANDED)
    assert measured(count(accepted("sal")), journeys).value == 1


# external figures


def test_an_external_figure_is_the_latest_of_the_period() -> None:
    """Up to `as_of`, with its date and source; other names and other periods do not count."""
    figures = [
        ExternalFigure("satisfaction", 4.1, day(3), "survey"),
        ExternalFigure("satisfaction", 4.2, day(20), "survey"),
        ExternalFigure("satisfaction", 4.9, day(40), "survey"),
        ExternalFigure("share", 0.2, day(25)),
    ]
    journeys = followed()
    for given in permutations(figures):
        found = figure(external("satisfaction"), journeys, period=JANUARY, as_of=FEBRUARY, figures=given)
        assert found.value == Fraction(21, 5)
        assert found.note == "measured 2026-01-21 by survey"
    early = figure(external("satisfaction"), journeys, period=JANUARY, as_of=day(10), figures=figures)
    assert early.value == Fraction(41, 10)
    assert figure(external("satisfaction"), journeys, period=JANUARY, as_of=day(2), figures=figures).value is None


def test_two_external_figures_of_one_instant_must_agree() -> None:
    """Which of two is right cannot be guessed."""
    figures = [ExternalFigure("nps", 40, day(3), "a"), ExternalFigure("nps", 41, day(3), "b")]
    with pytest.raises(DataError) as caught:
        figure(external("nps"), followed(), period=JANUARY, as_of=FEBRUARY, figures=figures)
    assert caught.value.code == "conflicting-figure"
    same = [ExternalFigure("nps", 40, day(3), "b"), ExternalFigure("nps", 40, day(3), "a")]
    found = figure(external("nps"), followed(), period=JANUARY, as_of=FEBRUARY, figures=same)
    assert found.measured is not None
    assert found.measured.source == "a"


# group by group


def test_missing_is_a_group_of_its_own() -> None:
    """Blank, "unknown" and no value are three things; what has no value comes last."""
    leads: dict[str, dict[str, Value]] = {
        "a": {"origin": "unknown"},
        "b": {"origin": None},
        "c": {"origin": ""},
        "d": {},
        "e": {"origin": "paid"},
    }
    found = grouped(count(entered("mql")), followed(*(entry("mql", 1, lead) for lead in leads), leads=leads), "origin")
    assert [(name, part.value) for name, part in found] == [("", 1), ("paid", 1), ("unknown", 1), (None, 2)]
    assert found.whole.value == 5
    assert found.of(None).value == 2
    text = repr(found)
    assert "(missing)" in text
    assert "unknown" in text
    assert "“”" in text


def test_a_group_is_what_the_lead_was_then() -> None:
    """The owner at the entry is credited, not the one of today; and the field as known then."""
    journeys = followed(
        act("owner", 0, "ann"),
        entry("mql", 1),
        act("owner", 2, "bob"),
        entry("mql", 3, "L2"),
        leads={"L1": {}, "L2": {}},
    )
    assert [(name, part.value) for name, part in grouped(count(entered("mql")), journeys, "owner")] == [
        ("ann", 1),
        (None, 1),
    ]


def test_one_and_true_are_two_groups() -> None:
    """1 and 1.0 are one number; True and "1" are other things."""
    leads: dict[str, dict[str, Value]] = {
        "a": {"x": 1},
        "b": {"x": 1.0},
        "c": {"x": True},
        "d": {"x": "1"},
        "e": {"x": money(1, "EUR")},
    }
    more: dict[str, dict[str, Value]] = {
        "f": {"x": ("p", "q")},
        "g": {"x": day(1)},
        "h": {"x": day(1).date()},
        "i": {"x": float("nan")},
    }
    journeys = followed(*(entry("mql", 1, lead) for lead in [*leads, *more]), leads={**leads, **more})
    found = grouped(count(entered("mql")), journeys, "x")
    assert [part.value for _, part in found] == [1, 1, 1, 1, 2, 1, 1, 1]
    assert found.of(1).value == 2
    assert found.of(True).value == 1
    assert json.loads(json.dumps(found.to_dict()))["groups"][-1]["group"] is None


def test_every_metric_can_be_grouped() -> None:
    """Numerators and denominators add up to the whole."""
    journeys = followed(
        *(entry("mql", 1, "a"), call(1.1, "a"), won(3, "a", amount=money(10, "EUR"))),
        *(entry("mql", 1, "b"), entry("mql", 20, "c"), won(4, "d")),
        leads={"a": {"origin": "paid"}, "b": {"origin": "paid"}, "c": {"origin": "free"}, "d": {}},
    )
    for metric in (
        share(entered("won"), among=entered("mql")),
        met(TOUCH),
        conversion("mql", "won"),
        period_conversion("mql", "won"),
        median_time("mql", "won"),
    ):
        found = grouped(metric, journeys, "origin")
        assert sum(part.numerator or 0 for _, part in found) == found.whole.numerator
        assert sum(part.denominator or 0 for _, part in found) == found.whole.denominator
        assert sum(part.pending for _, part in found) == found.whole.pending
    amounts = grouped(total("amount", at=entered("won")), journeys, "origin")
    assert [(name, part.value, part.unknown) for name, part in amounts] == [
        ("paid", money(10, "EUR"), 0),
        (None, money(0, "EUR"), 1),
    ]


def test_G08_constants_are_told_in_the_agreed_currency_in_each_group() -> None:
    """4 USD at a half are 2 EUR: on top of what was won, and where nothing was won."""
    journeys = followed(
        *(entry("mql", 1, "a"), won(3, "a", amount=money(10, "EUR")), entry("mql", 1, "b")),
        leads={"a": {"origin": "paid"}, "b": {"origin": "free"}},
    )
    worth = total("amount", at=entered("won"))
    rates = Rates("EUR", {"USD": "0.5"}, on=day(0).date())

    def told(metric: Metric) -> tuple[Any, list[Any]]:
        found = figure(metric, journeys, period=JANUARY, as_of=FEBRUARY, by="origin", rates=rates)
        return found.whole.value, [(name, part.value, part.parts[0].metric) for name, part in found]

    less = worth - money(4, "USD")
    assert told(less) == (money(8, "EUR"), [("paid", money(8, "EUR"), worth)])
    more = worth + money(4, "USD")
    assert told(more / count(entered("mql"))) == (
        money(6, "EUR"),
        [("free", money(2, "EUR"), more), ("paid", money(12, "EUR"), more)],
    )


def test_what_cannot_be_grouped() -> None:
    """A misspelt field is an error and not one large group; an external figure has no parts; a group has a name."""
    journeys = followed(entry("mql", 1), leads={"L1": {"origin": "paid"}})
    with pytest.raises(DataError, match="did you mean 'origin'"):
        grouped(count(entered("mql")), journeys, "orign")
    with pytest.raises(DocumentError) as caught:
        grouped(external("nps"), journeys, "origin")
    assert caught.value.code == "no-groups"
    with pytest.raises(DocumentError):
        grouped(count(entered("mql")), journeys, " ")
    with pytest.raises(DataError, match="did you mean 'paid'"):
        grouped(count(entered("mql")), journeys, "origin").of("paud")


def test_E06_no_leads_give_an_empty_answer() -> None:
    """No events at all: counts 0, shares undefined, tables with all their columns."""
    found = grouped(count(entered("mql")), followed(), "origin")
    assert isinstance(found, Figures)
    assert (len(found), found.whole.value) == (0, 0)
    assert "origin" in repr(found)
    assert measured(total("amount", at=entered("won")), followed()).value == 0


# the question itself


def test_the_question_must_make_sense() -> None:
    """A stage that does not exist, an instant without a zone or after the replay, what is no metric."""
    journeys = followed(entry("mql", 1))
    with pytest.raises(DocumentError, match="did you mean 'mql'"):
        measured(count(entered("mqll")), journeys)
    with pytest.raises(DataError) as caught:
        measured(count(entered("mql")), journeys, day(91))
    assert caught.value.code == "later-than-replay"
    with pytest.raises(TimeError):
        measured(count(entered("mql")), journeys, datetime(2026, 2, 1))  # noqa: DTZ001 - the point
    with pytest.raises(DocumentError) as refused:
        figure("mqls", journeys, period=JANUARY, as_of=FEBRUARY)  # type: ignore[call-overload]  # the point
    assert refused.value.code == "not-a-metric"
    wrong: list[tuple[Any, Any]] = [(journeys[0], JANUARY), (journeys, "January")]
    for source, period in wrong:
        with pytest.raises(DocumentError, match="figure takes Journeys and a Period"):
            figure(count(entered("mql")), source, period=period, as_of=FEBRUARY)


def test_a_figure_says_itself_as_data() -> None:
    """Exact, versioned, ready for JSON."""
    journeys = followed(entry("mql", 1, "a"), entry("sal", 2, "a"), entry("mql", 1, "b"), entry("mql", 1, "c"))
    found = measured(share(entered("sal"), among=entered("mql")), journeys)
    assert json.loads(json.dumps(found.to_dict())) == {
        "alignkit": 1,
        "kind": "figure",
        "metric": "share(count(entered('sal')), among=count(entered('mql')))",
        "period": "2026-01",
        "as_of": "2026-02-01T00:00:00+00:00",
        "value": 0.333333333333,
        "text": "33.3 %",
        "numerator": 1,
        "denominator": 3,
        "unknown": 0,
        "pending": 0,
    }


def test_the_zone_of_the_period_tells_its_days() -> None:
    """23:30 UTC on 31 December is January in Amsterdam."""
    from alignkit.periods import month

    eve = Event("L1", datetime(2025, 12, 31, 23, 30, tzinfo=UTC), "stage", "mql")
    journeys = replay(INBOUND, Facts(events=[eve]), as_of=END)
    amsterdam = month(2026, 1, zone="Europe/Amsterdam")
    assert figure(count(entered("mql")), journeys, period=amsterdam, as_of=END).value == 1
    assert figure(count(entered("mql")), journeys, period=JANUARY, as_of=END).value == 0


def test_a_group_is_found_by_what_makes_it_one() -> None:
    """0.1 is one tenth, however it was written; a truth value is no number, and a list is no group here."""
    leads: dict[str, Any] = {"a": {"size": Decimal("0.1")}, "b": {"size": 1}, "c": {"size": True}}
    found = grouped(count(entered("mql")), followed(*(entry("mql", 1, lead) for lead in leads), leads=leads), "size")
    assert [found.of(size).value for size in (0.1, Fraction(1, 10), 1, True)] == [1, 1, 1, 1]
    with pytest.raises(DataError, match="unknown-group"):
        found.of([])  # type: ignore[arg-type]  # the point
