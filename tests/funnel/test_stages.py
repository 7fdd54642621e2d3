"""Stages, boundaries and funnels: what is refused when they are built, and how."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import attrs
import pytest
from tests.funnel.build import EXITS, HANDED, HANDOFF, INBOUND, PATH

from alignkit.errors import DocumentError, LimitError
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.rules.field import field

LEAD, MQL, SAL, SQL, WON, LIVE = PATH
LOST, DISQUALIFIED = EXITS


def refused(*codes: str, **parts: object) -> DocumentError:
    """Build a funnel that must be refused with exactly these codes, in this order."""
    with pytest.raises(DocumentError) as caught:
        Funnel(**{"name": "inbound", "path": PATH, **parts})  # type: ignore[arg-type]  # wrong on purpose
    assert [issue.code for issue in caught.value.issues] == list(codes)
    return caught.value


@pytest.mark.parametrize("path", [[], [WON]])
def test_S01_too_few_stages(path: list[Stage]) -> None:
    """A path has at least two stages."""
    refused("too-few-stages", path=path)


def test_S02_duplicate_id() -> None:
    """Both places are named, on the path and among the exits."""
    other = Stage("mql", owner="sales")
    assert "path[1] and at path[2]" in str(refused("duplicate-id", path=[LEAD, MQL, MQL, WON]))
    assert "path[1] and at path[3]" in str(refused("duplicate-id", path=[LEAD, MQL, SAL, other, WON]))
    lost = Stage("mql", owner="sales", outcome="lost")
    assert "path[1] and at exits[0]" in str(refused("duplicate-id", path=[LEAD, MQL, WON], exits=[lost]))


def test_S03_confusable_id() -> None:
    """Ids that differ in case alone are refused; a trailing space is."""
    assert "'MQL' and 'mql'" in str(refused("confusable-id", path=[LEAD, MQL, Stage("MQL", "sales"), WON]))
    with pytest.raises(DocumentError, match="bad-id"):
        Stage("Won ", owner="sales")


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\x00b", "x" * 1_000_000])
def test_S04_bad_id(name: str) -> None:
    """A blank, unprintable or endless id is refused in a short message without control characters."""
    with pytest.raises(DocumentError) as caught:
        Stage(name, owner="sales")
    assert caught.value.code in {"bad-id", "too-long"}
    assert isinstance(caught.value, LimitError) is (len(name) > 1000)
    assert len(str(caught.value)) < 500
    assert str(caught.value).isprintable()


def test_S05_cycle() -> None:
    """A path that comes back to a stage is a cycle; the message shows it and how to declare the way back."""
    told = str(refused("cycle", path=[MQL, SAL, MQL, WON]))
    assert "mql → sal → mql" in told
    assert "recycles=[('sal', 'mql')]" in told


def test_S06_self_loop() -> None:
    """No stage leads to itself, by a recycle or over a boundary."""
    refused("self-loop", recycles=[("sal", "sal")])
    with pytest.raises(DocumentError, match="self-loop"):
        Boundary("mql", "sal", "mql")


def test_S07_unknown_stage() -> None:
    """A recycle and a boundary name stages of the funnel; the nearest one is offered."""
    assert "did you mean 'sql'?" in str(refused("unknown-stage", recycles=[("SLQ", "lead")]))
    fault = refused("unknown-stage", boundaries=[Boundary("mql", "sla", "lead")])
    assert fault.issues[0].path == "boundaries[0].accepted"
    with pytest.raises(DocumentError, match=r"did you mean 'sql'\?"):
        INBOUND.stage("slq")


def test_S08_end_stages() -> None:
    """No end stage, two of them, an end stage that leads on, an end on the path.

    The order of the path leaves no room for the other cases of the row: its first stage is the one entry stage, each
    other is reached from the one before it, and an exit from every stage.
    """
    assert "the last is 'sql'" in str(refused("no-end-stage", path=[LEAD, SQL]))
    assert "won, done" in str(refused("two-won-stages", path=[LEAD, WON, Stage("done", "sales", outcome="won")]))
    assert "'disqualified' is disqualified" in str(
        refused("end-stage-leads-on", exits=EXITS, recycles=[("disqualified", "lead")])
    )
    assert "'lost' stands on the path" in str(refused("wrong-outcome", path=[LEAD, LOST, WON]))
    assert "'sql' has None" in str(refused("wrong-outcome", path=[LEAD, WON], exits=[SQL]))


def test_S08_every_fault_at_once() -> None:
    """All faults of a funnel are told together, in the order of its parts."""
    refused(
        "duplicate-id",
        "wrong-outcome",
        "no-end-stage",
        "unknown-stage",
        "wrong-direction",
        path=[LEAD, MQL, Stage("lead", "sales")],
        exits=[Stage("gone", "sales")],
        recycles=[("mlq", "lead")],
        boundaries=[Boundary("mql", "lead", "gone")],
    )


@pytest.mark.parametrize("pair", [("lead", "mql"), ("sal", "lost"), ("lost", "disqualified")])
def test_a_recycle_leads_back(pair: tuple[str, str]) -> None:
    """From a later stage to an earlier one, or from a lost exit to the path; nothing else."""
    refused("wrong-direction", exits=EXITS, recycles=[pair])


@pytest.mark.parametrize(
    ("boundary", "code"),
    [
        (Boundary("sal", "mql", "lead"), "wrong-direction"),
        (Boundary("mql", "sal", "sql"), "wrong-direction"),
        (Boundary("mql", "lost", "lead"), "wrong-direction"),
    ],
)
def test_a_boundary_leads_on(boundary: Boundary, code: str) -> None:
    """A yes leads on along the path, a no back or to an exit."""
    refused(code, exits=EXITS, boundaries=[boundary])


def test_a_stage_is_offered_once() -> None:
    """Two boundaries at one stage would make an answer unclear."""
    refused("duplicate-boundary", boundaries=[HANDOFF, Boundary("mql", "sql", "lead")])


@pytest.mark.parametrize(
    ("parts", "where"),
    [
        ({"path": "lead"}, "path"),
        ({"path": ["lead", "won"]}, "path[0]"),
        ({"exits": [HANDOFF]}, "exits[0]"),
        ({"recycles": ["sal"]}, "recycles[0]"),
        ({"recycles": [("sal", "mql", "lead")]}, "recycles[0]"),
        ({"boundaries": [("mql", "sal", "lead")]}, "boundaries[0]"),
        ({"recycles": 3}, "recycles"),
    ],
)
def test_parts_of_another_kind(parts: dict[str, object], where: str) -> None:
    """Text is never split into letters, and what is no stage is found with its place."""
    with pytest.raises(DocumentError) as caught:
        Funnel(**{"name": "inbound", "path": PATH, **parts})  # type: ignore[arg-type]  # wrong on purpose
    assert caught.value.issues[0].path == where
    assert caught.value.code == "wrong-type"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"outcome": "lots"}, "unknown-outcome"),
        ({"owner": ""}, "bad-id"),
        ({"owner": None}, "wrong-type"),
        ({"title": 3}, "wrong-type"),
        ({"entry": field("employees")}, "not-a-rule"),
    ],
)
def test_a_stage_is_checked(parts: dict[str, object], code: str) -> None:
    """Outcome, owner, title and entry rule of a stage."""
    with pytest.raises(DocumentError) as caught:
        Stage(**{"id": "mql", "owner": "marketing", **parts})  # type: ignore[arg-type]  # wrong on purpose
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("reasons", "code"),
    [("budget", "wrong-type"), (["a", "a"], "duplicate-reason"), ([""], "bad-id"), (3, "wrong-type")],
)
def test_reasons_are_a_list(reasons: object, code: str) -> None:
    """Each reason stands once; one text is no list of letters."""
    with pytest.raises(DocumentError) as caught:
        Boundary("mql", "sal", "lead", reasons)  # type: ignore[arg-type]  # wrong on purpose
    assert caught.value.code == code


def test_a_funnel_tells_its_stages() -> None:
    """Stage order, positions, the sale and the labels."""
    assert [stage.id for stage in INBOUND.stages][-2:] == ["lost", "disqualified"]
    assert INBOUND.position("sal") == 2
    assert INBOUND.position("lost") is None
    assert INBOUND.won is WON
    assert Stage("mql", "marketing", title="MQL").label == "MQL"


def test_O04_O05_copies_and_changes() -> None:
    """A funnel is a value: equal, hashable, copied and pickled as equal; a change is checked like a new one."""
    assert pickle.loads(pickle.dumps(HANDED)) == HANDED
    assert copy.deepcopy(HANDED) == copy.copy(HANDED) == HANDED
    assert hash(Funnel("inbound", list(PATH))) == hash(Funnel("inbound", PATH))
    with pytest.raises(DocumentError, match="too-few-stages"):
        attrs.evolve(HANDED, path=[WON], recycles=[], boundaries=[])


@pytest.mark.parametrize(
    ("terms", "code", "path"),
    [
        ({"recycle_limit": -1}, "negative", "recycle_limit"),
        ({"recycle_limit": 1.5}, "wrong-type", "recycle_limit"),
        ({"recycle_limit": True}, "wrong-type", "recycle_limit"),
        ({"recycle_limit": "2"}, "wrong-type", "recycle_limit"),
        ({"recycle_limit": 1_001}, "too-large", "recycle_limit"),
        ({"recycle_to_another": 1}, "wrong-type", "recycle_to_another"),
        ({"recycle_to_another": None}, "wrong-type", "recycle_to_another"),
    ],
)
def test_terms_of_recycling_that_are_none(terms: dict[str, Any], code: str, path: str) -> None:
    """A whole number from 0 on, and yes or no."""
    with pytest.raises(DocumentError) as caught:
        Boundary("mql", "sal", "lead", **terms)
    assert (caught.value.code, caught.value.issues[0].path) == (code, path)
    assert Boundary("mql", "sal", "lead", recycle_limit=0).recycle_limit == 0
    assert Boundary("mql", "sal", "lead", recycle_limit=1_000).recycle_to_another is False
