"""Sell: from an accepted lead over calls, needs and offers to an order, or to none."""

from __future__ import annotations

from datetime import datetime, timedelta

from alignkit.currency import Money, money
from alignkit.samples.diary import WORKFLOW, Author, Diary, at_work, days_later
from alignkit.samples.pools import AMOUNTS, AS_OF, CALL_GAPS, CYCLES, QUALIFYING


def work(diary: Diary, accepted: datetime, rep: Author) -> datetime | None:
    """Note what sales does with a lead that it accepted.

    Returns:
        When the lead went back to marketing; None where it did not.
    """
    draws = diary.draws
    at = accepted
    for _ in range(draws.weighted(((1, 25), (2, 25), (3, 34), (4, 16)))):
        at = at_work(at, draws.curve(CALL_GAPS))
        diary.note(at, "touch", "call", by=rep.by_telephone)
    at += timedelta(minutes=10)
    outcome = draws.weighted((("sql", 38), ("opportunity", 3), ("lead", 24), ("disqualified", 12), (None, 23)))
    if outcome is None:
        # it came to nothing, until somebody tidies up
        at = at_work(at, draws.between(3_000, 16_000))
        diary.note(at, "stage", "lead", by=WORKFLOW)
        return at
    if outcome != "opportunity":  # which has a deal of its own, and passes over the stage before it
        diary.note(at, "stage", outcome, by=rep)
    if outcome == "sql":
        at = at_work(at, draws.curve(QUALIFYING))
        outcome = draws.weighted((("opportunity", 44), ("lost", 24), ("lead", 14), (None, 18)))
        if outcome is not None and outcome != "opportunity":
            diary.note(at, "stage", outcome, by=rep)
    if outcome == "opportunity":
        return _deals(diary, at, rep)
    return at if outcome == "lead" else None


def _deals(diary: Diary, at: datetime, rep: Author) -> datetime | None:
    draws = diary.draws
    if draws.chance(0.1):  # a second instrument, offered apart
        _offer(diary, days_later(at, draws.between(0.5, 5)), rep)
    came_back, won = _offer(diary, at, rep)
    if won is None:
        return came_back
    onboarded = at_work(days_later(won, draws.between(4, 24)), draws.between(0, 300))
    if draws.chance(0.85):
        diary.note(onboarded, "stage", "onboarded", by=rep)
    if draws.chance(0.2):  # the customer buys again
        _offer(diary, at_work(days_later(onboarded, draws.between(20, 80)), draws.between(0, 300)), rep)
    return None


def _offer(diary: Diary, at: datetime, rep: Author) -> tuple[datetime | None, datetime | None]:
    """Note a deal, and return when the lead went back to marketing and when the deal was won; None where not so."""
    draws = diary.draws
    if at > AS_OF:
        return None, None
    deal = diary.new_deal()
    amount = _amount(draws.curve(AMOUNTS))
    diary.note(at, "link", deal, by=rep)
    diary.note(at, "field", amount, field="amount", record=deal, by=rep)
    diary.note(at, "stage", "opportunity", record=deal, by=rep)
    if draws.chance(0.3):
        # the CRM moves the contact too
        diary.note(at, "stage", "opportunity", by=WORKFLOW)
    cycle = draws.curve(CYCLES)
    closed = at_work(days_later(at, cycle), draws.between(0, 400))
    if draws.chance(0.4):
        revised = _amount(float(amount.amount) * draws.between(0.75, 1.1))
        diary.note(days_later(at, cycle / 2), "field", revised, field="amount", record=deal, by=rep)
    if draws.chance(0.07):  # back to asking what is needed: nobody agreed on that way
        diary.note(days_later(at, cycle / 3), "stage", "sql", record=deal, by=rep)
        diary.note(days_later(at, cycle / 2), "stage", "opportunity", record=deal, by=rep)
    outcome = draws.weighted((("won", 26), ("lost", 60), (None, 14)))
    if outcome is None:
        return None, None
    diary.note(closed, "stage", outcome, record=deal, by=rep)
    if outcome == "won":
        return None, closed
    return _after_loss(diary, closed, deal, rep)


def _after_loss(diary: Diary, closed: datetime, deal: str, rep: Author) -> tuple[datetime | None, datetime | None]:
    draws = diary.draws
    later = at_work(days_later(closed, draws.between(15, 60)), draws.between(0, 300))
    if draws.chance(0.2):
        diary.note(later, "stage", "lead", by=WORKFLOW)
        return later, None
    if draws.chance(0.1):  # the same deal again: followed, and flagged
        diary.note(later, "stage", "opportunity", record=deal, by=rep)
        again = at_work(days_later(later, draws.curve(CYCLES) / 2), draws.between(0, 300))
        won = draws.chance(0.5)
        diary.note(again, "stage", "won" if won else "lost", record=deal, by=rep)
        return None, again if won else None
    return None, None


def _amount(euros: float) -> Money:
    """Return an amount in whole hundreds."""
    return money(int(euros / 100 + 0.5) * 100, "EUR")
