"""The log in a file of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alignkit.adapters.logs import dump_log, load_log
from alignkit.errors import DocumentError, LimitError
from alignkit.together.activities import Activity
from alignkit.together.decisions import Action, Decision
from alignkit.together.log import Held, Log
from alignkit.together.members import Member
from alignkit.together.recognitions import Recognition
from alignkit.together.requests import Answer, Request

IRIS, NOOR = Member("Iris", "marketing", "iris@example.com"), Member("Noor Ünal", "sales")
DAY = date(2026, 2, 2)
LOG = Log(
    decisions=[
        Decision("D1", "Call within an hour", "Noor", "sales", DAY, serves="touched", review_on=date(2026, 3, 2)),
        Decision("D2", 'Say "why"', "Iris", "marketing", DAY, closed=DAY, became="Done."),
    ],
    actions=[
        Action("A1", "Write", "Iris", "marketing", DAY, DAY, serves="mqls", decision="D1", done=DAY),
        Action("A2", "Ask", "Iris", "marketing", DAY, DAY, dropped=DAY, reason="no time"),
    ],
    requests=[
        Request("R1", "Stories", "sales", "marketing", DAY, by="Noor", answers=[
            Answer("parked", DAY, by="Iris", reason="fair first", review_on=date(2026, 3, 2)),
            Answer("accepted", date(2026, 3, 3)),
        ]),
    ],
    thanks=[Recognition(NOOR, IRIS, "the story", DAY)],
    activities=[Activity("Fair", "trade show", DAY, [IRIS, NOOR])],
    held=[Held("joint", DAY, attended=[IRIS], instead_of=date(2026, 2, 1)), Held("joint", date(2026, 2, 9))],
)  # fmt: skip


@pytest.mark.parametrize("name", ["log.toml", "log.json"])
def test_D27_a_log_is_read_back_as_it_was_written(tmp_path: Path, name: str) -> None:
    """And written again it gives the same bytes."""
    path = tmp_path / name
    dump_log(LOG, path)
    assert load_log(path) == LOG
    before = path.read_bytes()
    dump_log(load_log(str(path)), path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["log.toml", "log.json"])
def test_an_empty_log(tmp_path: Path, name: str) -> None:
    """Before the first meeting there is nothing to tell."""
    path = tmp_path / name
    dump_log(Log(), path)
    assert load_log(path) == Log()
    path.write_text("", encoding="utf-8")
    assert load_log(path) == load_log({}) == Log()


def test_D13_every_fault_at_once_with_its_line(tmp_path: Path) -> None:
    """In the order of the document."""
    path = tmp_path / "log.toml"
    path.write_text(
        """
[[decisions]]
id = "D1"
text = "Call"
owner = "Noor"
taem = "sales"
on = 2026-02-02

[[requests]]
id = "R1"
text = "Stories"
from = "sales"
to = "marketing"
on = 2026-02-02
answers = [{ state = "declined", on = 2026-02-03 }]

[[actions]]
id = 5
text = "Ask"
owner = "Iris"
team = "marketing"
on = "yesterday"
due = 2026-02-03
""",
        encoding="utf-8",
    )
    with pytest.raises(DocumentError) as caught:
        load_log(path)
    assert [(issue.code, issue.path, issue.line) for issue in caught.value.issues] == [
        ("unknown-field", "decisions[0].taem", 6),
        ("no-reason", "requests[0].answers[0].reason", 15),
        ("wrong-type", "actions[0].id", 18),
        ("unreadable-date", "actions[0].on", 22),
    ]


def test_what_is_no_log(tmp_path: Path) -> None:
    """A list, another suffix, another format."""
    with pytest.raises(DocumentError, match="not-a-table"):
        load_log(["R1"])  # type: ignore[arg-type]  # what is refused
    with pytest.raises(DocumentError, match="upgrade"):
        load_log({"format": 99})
    with pytest.raises(DocumentError, match="unknown-suffix"):
        dump_log(LOG, tmp_path / "log.txt")
    with pytest.raises(DocumentError, match="a log is a Log"):
        dump_log({}, tmp_path / "log.toml")  # type: ignore[arg-type]  # what is refused
    with pytest.raises(DocumentError, match="bad-path"):
        load_log("a\0.toml")
    with pytest.raises(FileNotFoundError):
        load_log(tmp_path / "none.toml")
    with pytest.raises(DocumentError, match="duplicate-id"):
        load_log({"held": [{"meeting": "joint", "on": "2026-02-02", "attended": [{"name": "Iris", "team": "a"}] * 2}]})
    many = {"held": [{"meeting": "joint"}] * 400}
    with pytest.raises(DocumentError) as caught:
        load_log(many)
    assert "too-many-faults" in {issue.code for issue in caught.value.issues}


def test_a_log_that_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """Half a character, which JSON can hold, is refused when it is read; and a path that is none is told."""
    path = tmp_path / "log.json"
    entry = '{"id": "R1", "text": "\\ud800", "from": "sales", "to": "marketing", "on": "2026-02-02"}'
    path.write_text(f'{{"requests": [{entry}]}}', encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_log(path)
    assert [(issue.code, issue.path, issue.line) for issue in caught.value.issues] == [
        ("bad-text", "requests[0].text", 1)
    ]
    before = path.read_bytes()
    many = [Request(f"R{number}", "x" * 2000, "sales", "marketing", DAY) for number in range(2100)]
    with pytest.raises(LimitError, match="too-large"):
        dump_log(Log(requests=many), path)
    assert path.read_bytes() == before
    for wrong in (None, b"log.toml", 5):
        with pytest.raises(DocumentError, match="wrong-type"):
            dump_log(LOG, wrong)  # type: ignore[arg-type]  # what is refused
    with pytest.raises(DocumentError, match=r"bad-path|unknown-suffix"):
        dump_log(LOG, "\ud800.toml")
