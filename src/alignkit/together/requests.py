"""Requests from one team to the other, and how each was answered; none is silently forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, TypeAlias, get_args

import attrs

from alignkit.errors import DocumentError, Finding, TimeError, raise_found, shown
from alignkit.instants import checked_instant
from alignkit.names import checked_id, did_you_mean
from alignkit.plan.checked import checked_day, checked_text, is_left_out, listed, of_kind, raise_faults, try_each

AnswerKind: TypeAlias = Literal["accepted", "parked", "declined", "done"]
ANSWER_KINDS: tuple[AnswerKind, ...] = get_args(AnswerKind)
RequestState: TypeAlias = Literal["waiting", "to review", "parked", "accepted", "declined", "done"]
OPEN_STATES: frozenset[RequestState] = frozenset({"waiting", "to review", "parked", "accepted"})
"""A request in one of these is not over: it stands on every agenda."""
MOST_ANSWERS = 1_000


@attrs.frozen(slots=True)
class Answer:
    """An answer to a request.

    Args:
        state: `accepted`, `parked`, `declined`, or `done` when what was accepted is done.
        on: when it was given.
        by: who gave it; may be blank.
        reason: why; needed to park and to decline.
        review_on: the day from which on a parked request waits again; needed to park.

    Raises:
        DocumentError: with every fault: `unknown-answer`, `no-reason`, `no-review`, `blank-text`, `wrong-order`.
        TimeError: `not-a-date`.

    >>> Answer("parked", date(2026, 1, 12), reason="after the fair", review_on=date(2026, 3, 2)).state
    'parked'
    """

    state: AnswerKind
    on: date
    by: str = attrs.field(default="", kw_only=True)
    reason: str = attrs.field(default="", kw_only=True)
    review_on: date | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults: list[Finding] = []
        if not isinstance(self.state, str) or self.state not in ANSWER_KINDS:
            told = f"a request is not {shown(self.state)}{did_you_mean(self.state, ANSWER_KINDS)}"
            faults.append(Finding("unknown-answer", told, "state"))
        if not is_left_out(self.by):
            faults += try_each(("by", checked_id, self.by, "person"))
        if not is_left_out(self.reason):
            faults += try_each(("reason", checked_text, self.reason, "the reason of an answer"))
        raise_faults(faults)
        given = [("on", self.on)] if self.review_on is None else [("on", self.on), ("review_on", self.review_on)]
        raise_found(TimeError, try_each(*((path, checked_day, day, path) for path, day in given)))
        if self.state in {"parked", "declined"} and not self.reason:
            faults.append(Finding("no-reason", f"a request is {self.state} with a reason", "reason"))
        if (self.state == "parked") != (self.review_on is not None):
            told = "a parked request, and it alone, has a day on which both look at it again"
            faults.append(Finding("no-review", told, "review_on"))
        elif self.review_on is not None and self.review_on <= self.on:
            told = f"a request that is parked on {self.on} is looked at again later, not on {self.review_on}"
            faults.append(Finding("wrong-order", told, "review_on"))
        raise_faults(faults)

    def to_dict(self) -> dict[str, object]:
        """Return the answer as plain data."""
        return {
            "state": self.state,
            "on": self.on.isoformat(),
            "by": self.by or None,
            "reason": self.reason or None,
            "review_on": None if self.review_on is None else self.review_on.isoformat(),
        }


def _answers(values: Iterable[Answer]) -> tuple[Answer, ...]:
    found = listed(values, "the answers to a request", path="answers")
    raise_faults(of_kind(found, Answer, "answers"))
    return found


@attrs.frozen(slots=True, repr=False)
class Request:
    """What one team asks of the other.

    Args:
        id: a short name or number, such as `R1`; unique in a log.
        text: what is asked for.
        from_team: who asks.
        to_team: who is asked.
        on: when it was asked.
        by: the person who asks; may be blank.
        answers: how it was answered, in time order; all are kept.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-type`, `blank-text`, `one-team`, `wrong-order`,
            `not-accepted` for one that is done and was not accepted before.
        LimitError: `too-long`; `too-many`, over 1,000 answers.
        TimeError: `not-a-date`.

    >>> from datetime import UTC
    >>> asked = Request("R1", "Case studies for hospitals", "sales", "marketing", date(2026, 1, 5))
    >>> parked = asked.answered(Answer("parked", date(2026, 1, 12), reason="fair first", review_on=date(2026, 3, 2)))
    >>> [parked.state(datetime(2026, *day, tzinfo=UTC)) for day in ((1, 6), (2, 2), (3, 2))]
    ['waiting', 'parked', 'to review']
    """

    id: str
    text: str
    from_team: str
    to_team: str
    on: date
    by: str = attrs.field(default="", kw_only=True)
    answers: tuple[Answer, ...] = attrs.field(default=(), converter=_answers, kw_only=True)

    def __repr__(self) -> str:
        said = f"{shown(self.text)}, {len(self.answers):,} answers"
        return f"<Request {self.id!r} of {self.from_team} to {self.to_team}: {said}>"

    def __attrs_post_init__(self) -> None:
        faults = try_each(
            ("id", checked_id, self.id, "request"),
            ("text", checked_text, self.text, "the text of a request"),
            ("from_team", checked_id, self.from_team, "team"),
            ("to_team", checked_id, self.to_team, "team"),
        )
        if not is_left_out(self.by):
            faults += try_each(("by", checked_id, self.by, "person"))
        if len(self.answers) > MOST_ANSWERS:
            told = f"a request has at most {MOST_ANSWERS:,} answers, not {len(self.answers):,}"
            faults.append(Finding("too-many", told, "answers"))
        raise_faults(faults)
        raise_found(TimeError, try_each(("on", checked_day, self.on, "on")))
        if self.from_team == self.to_team:
            told = f"a request goes from one team to the other, not from {shown(self.from_team)} to itself"
            faults.append(Finding("one-team", told, "to_team"))
        before, stood = self.on, ""
        for number, answer in enumerate(self.answers):
            if answer.on < before:
                told = f"the answer of {answer.on} stands after {before}: answers are told in time order"
                faults.append(Finding("wrong-order", told, f"answers[{number}].on"))
            if answer.state == "done" and stood != "accepted":
                told = f"what is done was accepted before, and {shown(self.id)} was {stood or 'not answered'}"
                faults.append(Finding("not-accepted", told, f"answers[{number}].state"))
            before, stood = max(before, answer.on), answer.state
        raise_faults(faults)

    def answered(self, answer: Answer) -> Request:
        """Return the request with one more answer.

        Raises:
            DocumentError: `wrong-type`, `wrong-order`, `not-accepted`.
        """
        if not isinstance(answer, Answer):
            raise DocumentError.at("wrong-type", f"a request is answered by an Answer, not {shown(answer)}")
        return attrs.evolve(self, answers=(*self.answers, answer))

    def latest(self, as_of: datetime) -> Answer | None:
        """Return the latest answer up to the day that `as_of` shows; None where there is none.

        Raises:
            TimeError: `naive`.
        """
        day = checked_instant(as_of, "as_of").date()
        return next((answer for answer in reversed(self.answers) if answer.on <= day), None)

    def state(self, as_of: datetime) -> RequestState:
        """Return how it stands on the day that `as_of` shows; a parked one is `to review` from its day on.

        Raises:
            TimeError: `naive`.
        """
        answer = self.latest(as_of)
        if answer is None:
            return "waiting"
        if answer.review_on is not None and answer.review_on <= as_of.date():
            return "to review"
        return answer.state

    def to_dict(self) -> dict[str, object]:
        """Return the request as plain data."""
        return {
            "id": self.id,
            "text": self.text,
            "from_team": self.from_team,
            "to_team": self.to_team,
            "on": self.on.isoformat(),
            "by": self.by or None,
            "answers": [answer.to_dict() for answer in self.answers],
        }
