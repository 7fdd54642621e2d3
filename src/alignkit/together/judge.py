"""Judge: hold what the agreed rule said of offered leads against the answers that they got."""

from __future__ import annotations

from collections.abc import Iterable

from alignkit.handoff.acceptance import Handoff
from alignkit.rules.verdict import Verdict
from alignkit.together.agree import kappa
from alignkit.together.healths import Record
from alignkit.together.kappas import Kappa

WORDS = ("qualified and accepted", "not")


def judged(verdicts: Iterable[tuple[Handoff, Verdict | None]]) -> tuple[Kappa, list[Record]]:
    """Measure how far the agreed rule and the answers agree, with a record for each lead that both judged.

    A lead counts that was accepted or rejected, and of which enough was known at the offer to tell YES from NO. What
    was given back later was accepted all the same: that was the judgement on the lead as it was offered.

    Args:
        verdicts: each handoff with what the rule said at its offer; None where there is no rule.
    """
    counts = [[0, 0], [0, 0]]
    records: list[Record] = []
    for handoff, verdict in verdicts:
        if handoff.state not in {"accepted", "rejected"} or verdict not in {Verdict.YES, Verdict.NO}:
            continue
        qualified, accepted = verdict is Verdict.YES, handoff.state == "accepted"
        counts[not qualified][not accepted] += 1
        rule = "met the agreed rule" if qualified else "did not meet the agreed rule"
        reason = f" ({handoff.reason})" if handoff.reason and not accepted else ""
        records.append(Record(handoff.lead, qualified == accepted, f"{rule}, and was {handoff.state}{reason}"))
    return kappa(counts, words=WORDS), records
