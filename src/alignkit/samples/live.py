"""Live: all that happens to one lead, from its arrival on."""

from __future__ import annotations

from datetime import datetime, timedelta

from alignkit.rules.decide import decide
from alignkit.rules.verdict import Verdict
from alignkit.samples.diary import WORKFLOW, Author, Diary, at_work, days_later
from alignkit.samples.engage import engage
from alignkit.samples.hand_over import hand_over
from alignkit.samples.pools import AS_OF, MARKETERS
from alignkit.samples.terms import ICP, MQL


def live(diary: Diary, arrived: datetime) -> None:
    """Note all that happens to a lead; some of it may lie after `AS_OF`, and is then not known yet."""
    draws = diary.draws
    marketer = Author(draws.one_of(MARKETERS), "marketing")
    diary.note(arrived, "stage", "lead", by=WORKFLOW)
    qualified = engage(diary, arrived)
    if diary.fields.get("role") == "student" or diary.fields.get("industry") == "education":
        if draws.chance(0.4):
            out = at_work(arrived, draws.between(60, 1_500))
            diary.note(out, "stage", "disqualified", by=marketer)
            if draws.chance(0.03):  # the student has a laboratory
                hand_over(diary, at_work(out, draws.between(500, 3_000)), by=marketer)
            return
    elif draws.chance(0.012):
        _clear(diary, arrived, marketer)
        return
    by = WORKFLOW
    if qualified is None:
        seen = max(event.at for event in diary.events)
        if draws.chance(_promoted(diary, seen)):
            qualified, by = at_work(seen, draws.between(30, 700)), marketer
    for _ in range(3):
        if qualified is None or qualified > AS_OF:
            return
        came_back = hand_over(diary, qualified + timedelta(seconds=int(draws.between(5, 900))), by=by)
        by = WORKFLOW
        if came_back is None or came_back > AS_OF or not draws.chance(0.4):
            return
        qualified = engage(diary, days_later(came_back, draws.between(5, 45)))


def _promoted(diary: Diary, seen: datetime) -> float:
    """Return how often marketing hands over by hand what does not qualify: where nobody can tell, and after a fair."""
    # the fit alone first: it is quick to ask
    unsure = decide(ICP, diary.fields) is Verdict.UNKNOWN
    if unsure and decide(MQL, diary.fields, diary.events, as_of=seen) is Verdict.UNKNOWN:
        return 0.6
    return 0.05 if diary.fields["source"] in {"trade fair", "list"} else 0.015


def _clear(diary: Diary, arrived: datetime, marketer: Author) -> None:
    """Let somebody clear the stage by mistake, and mend it, or not."""
    cleared = at_work(arrived, diary.draws.between(30, 2_000))
    diary.note(cleared, "stage", None, by=marketer)
    if diary.draws.chance(0.6):
        diary.note(at_work(cleared, diary.draws.between(30, 3_000)), "stage", "lead", by=marketer)
