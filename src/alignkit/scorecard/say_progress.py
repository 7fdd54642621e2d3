"""Say progress: one plain sentence for how a goal, or all of them, moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.instants import told_in, zone_of
from alignkit.scorecard.metrics import scale_of
from alignkit.scorecard.quantities import like, magnitude, points_text, quantity_text, share_text

if TYPE_CHECKING:
    from datetime import datetime

    from alignkit.periods import Period
    from alignkit.scorecard.progress import GoalProgress, Progress

_MORE = {"count": "more", "amount": "more", "span": "longer"}
_LESS = {"count": "fewer", "amount": "less", "span": "shorter"}


def when(at: datetime, period: Period) -> str:
    """Write an instant for people, by the clocks of a period: the day, and the time unless it is midnight."""
    told = told_in(at, zone_of(period.zone)).isoformat(" ", "minutes")[:16]
    return told.removesuffix(" 00:00")


def progress_sentence(found: GoalProgress) -> str:
    """Say what a goal came to, how far that is from before, and how its status turned."""
    now = found.now
    label = now.goal.label
    if now.is_pending or now.actual is None:
        return now.sentence
    then = when(found.before.figure.as_of, now.figure.period)
    text = f"{label}: {now.figure.text}, {_moved(found, then)}"
    if found.before.status == now.status:
        return f"{text}; still {now.status}" if now.status not in {"met", "missed"} else f"{text}; {now.status}"
    was = "" if found.before.status == "pending" else f", was {found.before.status}"
    return f"{text}; {now.status}{was}"


def _moved(found: GoalProgress, then: str) -> str:
    difference = found.difference
    if difference is None:
        return f"not known on {then}"
    more = magnitude(difference)
    if more == 0:
        return f"as on {then}"
    scale = scale_of(found.now.goal.metric)
    if scale == "share":
        return f"{points_text(more)} {'more' if more > 0 else 'less'} than on {then}"
    words = _MORE if more > 0 else _LESS
    return f"{quantity_text(like(difference, abs(more)), scale)} {words[scale]} than on {then}"


def whole_sentence(found: Progress) -> str:
    """Say what all goals together attain, and how far that is from before."""
    now = found.now.whole.attainment
    if now is None:
        return "No goal is measured yet"
    then = when(found.before.as_of, found.now.scorecard.period)
    head = f"All goals together attain {share_text(now)}"
    difference = found.difference
    if difference is None:
        return f"{head}; on {then} none was measured"
    if difference == 0:
        return f"{head}, as on {then}"
    return f"{head}, {points_text(difference)} {'more' if difference > 0 else 'less'} than on {then}"
