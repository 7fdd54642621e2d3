"""Hand over: from marketing's offer over the first touch to sales' answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from alignkit.rules.decide import decide
from alignkit.rules.verdict import Verdict
from alignkit.samples.diary import AUTORESPONDER, WORKFLOW, Author, Diary, at_work
from alignkit.samples.pools import (
    ANSWER_DELAYS,
    HOT_DELAYS,
    ILL,
    ILL_SINCE,
    MARKETERS,
    NURTURE_DELAYS,
    REJECTED_FOR,
    REPS,
    TOUCH_DELAYS,
)
from alignkit.samples.sell import work
from alignkit.samples.terms import HOT

_ACCEPTED = {"referral": 0.72, "partner": 0.7, "paid search": 0.54, "list": 0.3}
_USUALLY_ACCEPTED = 0.6


def hand_over(diary: Diary, at: datetime, *, by: Author = WORKFLOW) -> datetime | None:
    """Note how a lead becomes an MQL and what sales makes of it.

    Returns:
        When the lead came back to marketing; None where it did not.
    """
    draws = diary.draws
    rep = Author(draws.one_of(REPS), "sales")
    diary.note(at, "owner", rep.actor, by=WORKFLOW)
    diary.note(at, "stage", "mql", by=by)
    if draws.chance(0.7):
        diary.note(at + timedelta(seconds=50), "touch", "email", by=AUTORESPONDER)
    touched = _touch(diary, at, rep)
    if touched is not None and draws.chance(0.05):
        rep = Author(draws.one_of(REPS), "sales")
        diary.note(touched + timedelta(minutes=20), "owner", rep.actor, by=rep)
    return _answer(diary, at, touched, rep)


def _touch(diary: Diary, at: datetime, rep: Author) -> datetime | None:
    """Note the first touch of a human, and return when it was; None where there was none."""
    draws = diary.draws
    if draws.chance(0.03) or (rep.actor == ILL and at >= ILL_SINCE):
        return None
    start = at
    if draws.chance(0.06):
        asked = at_work(at, draws.between(1, 40))
        start = at_work(asked, draws.between(400, 2_200))
        diary.note(asked, "on_hold", by=rep)
        diary.note(start, "off_hold", by=WORKFLOW)
    hot = decide(HOT, diary.fields, diary.events, as_of=at) is Verdict.YES
    touched = at_work(start, draws.curve(HOT_DELAYS if hot else TOUCH_DELAYS))
    if draws.chance(0.65):
        diary.note(touched, "touch", "call", by=rep.by_telephone)
    else:
        diary.note(touched, "touch", "email", by=rep)
    return touched


def _answer(diary: Diary, at: datetime, touched: datetime | None, rep: Author) -> datetime | None:
    draws = diary.draws
    forgotten = touched is None or draws.chance(0.03)
    if forgotten:  # until somebody tidies up
        answered = at_work(at, draws.between(300, 9_000))
    else:
        answered = at_work(touched or at, draws.curve(ANSWER_DELAYS))
    if not forgotten and draws.chance(_ACCEPTED.get(str(diary.fields["source"]), _USUALLY_ACCEPTED)):
        diary.note(answered, "accept", by=rep)
        if draws.chance(0.2):
            # the CRM sets the stage by itself, at the same instant
            diary.note(answered, "stage", "sal", by=WORKFLOW)
        return work(diary, answered, rep)
    marketer = Author(draws.one_of(MARKETERS), "marketing")
    diary.note(answered, "owner", marketer.actor, by=WORKFLOW)
    diary.note(answered, "reject", "cannot be reached" if forgotten else draws.weighted(REJECTED_FOR), by=rep)
    diary.note(at_work(answered, draws.curve(NURTURE_DELAYS)), "touch", "nurture_mail", by=marketer)
    return answered
