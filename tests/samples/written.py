"""Write the facts of a sample company as text, and digest it: run as a script, it prints the digest."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from datetime import UTC

from alignkit.history.facts import Facts
from alignkit.samples.generate import sample_company


def lines(facts: Facts) -> Iterator[str]:
    """Yield a line for each lead, event and figure, in the order in which they are given."""
    for lead, fields in facts.leads.items():
        yield f"{lead} {sorted((name, str(value)) for name, value in fields.items())}"
    for event in facts.events:
        told = event.recorded_at.astimezone(UTC).isoformat() if event.recorded_at else ""
        words = (event.lead, event.kind, event.value, event.field, event.id, event.actor, event.team, event.source)
        extra = sorted((name, str(value)) for name, value in event.attributes.items())
        yield f"{event.at.astimezone(UTC).isoformat()} {told} {[str(word) for word in words]} {event.automatic} {extra}"
    for figure in facts.figures:
        yield f"{figure.name} {figure.value} {figure.at.astimezone(UTC).isoformat()} {figure.source}"


def facts_digest(seed: int, leads: int) -> str:
    """Return the digest of the facts of a sample company."""
    written = "\n".join(lines(sample_company(seed, leads=leads).facts))
    return hashlib.sha256(written.encode()).hexdigest()


if __name__ == "__main__":
    print(facts_digest(int(sys.argv[1]), int(sys.argv[2])))  # noqa: T201 - what the test reads
