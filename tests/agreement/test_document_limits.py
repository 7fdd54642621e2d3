"""Documents of a mebibyte, as unkind as can be: accepted or refused, by a limit that is told, with bounded work.

Times are not asserted here, except for the two that the contract states, with much slack: see `seconds`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest
from tests.agreement.build import SMALL

from alignkit.adapters.document_text import Kind
from alignkit.adapters.documents import loads
from alignkit.agreement.agreement import Agreement
from alignkit.errors import AlignkitError, LimitError

MEBIBYTE = 2**20
BARE = """
name = "Inbound"
version = "1"
zone = "Europe/Amsterdam"

[[stages]]
id = "lead"
owner = "marketing"

[[stages]]
id = "won"
owner = "sales"
outcome = "won"
"""
YES = '{ field = "a", is_true = true }'


def repeated(line: str, *, around: str = "{}", size: int = MEBIBYTE, count: int | None = None) -> str:
    """Return a document with many numbered lines: as many as fit, or `count`."""
    many = count if count is not None else size // (len(line.format(i=100_000)) + 1)
    return BARE + around.format("\n".join(line.format(i=i) for i in range(many)))


def table(name: str, line: str, count: int | None = None) -> str:
    """Return a document with one table of many entries."""
    return repeated(line, around=f"[{name}]\n{{}}\n", count=count)


def listed(key: str, item: str, count: int | None = None, *, before: str = "", after: str = "") -> str:
    """Return a document with one long list, at its top or inside."""
    many = count if count is not None else MEBIBYTE // (len(item.format(i=100_000)) + 1)
    whole = f"{key} = [{','.join(item.format(i=i) for i in range(many))}]"
    return f"{whole}\n{BARE}" if not before else f"{BARE}{before}{whole}{after}"


CHAIN = "\n".join(f'r{i} = {{ rule = "r{i + 1}" }}' for i in range(5000))
KNOWN = {
    "a long text": f'mission = """{"x" * MEBIBYTE}"""{BARE}',
    "a long text of quotes": f"mission = '''{chr(39) * 2} {(chr(39) * 2 + 'x') * 300_000}'''{BARE}",
    "escapes": 'mission = "' + "\\n" * (MEBIBYTE // 2) + '"' + BARE,
    "nothing closes it": 'mission = "' + '\\"' * (MEBIBYTE // 2) + BARE,
    "nothing closes it at all": 'mission = """' + '\\"""' * (MEBIBYTE // 4) + BARE,
    "a long name": BARE.replace("Inbound", "x" * MEBIBYTE),
    "a long key": '"' + "k" * MEBIBYTE + '" = 1' + BARE,
    "a long key over many": '"' + "k" * (MEBIBYTE // 2) + '" = [' + "0," * (MEBIBYTE // 4) + "]" + BARE,
    "comments": "#\n" * (MEBIBYTE // 2) + BARE,
    "unknown keys": repeated("k{i} = 1", around="{}", size=1).replace(BARE, "\n".join(f"k{i}=1" for i in range(90_000)) + BARE),
    "unknown keys in a table": table("goals.g", "k{i} = 1"),
    "digits": "x = " + "1" * MEBIBYTE + BARE,
    "digits after a point": "x = 0." + "1" * MEBIBYTE + BARE,
    "hexadecimal digits": "format = 0x" + "1" * MEBIBYTE + BARE,
    "long numbers": listed("x", "1" * 4000, 250),
    "brackets": "x = " + "[" * 100_000 + "]" * 100_000 + BARE,
    "brackets alone": "x = " + "[" * MEBIBYTE,
    "inline tables": "x = " + "{ a = " * 100_000 + "1" + "}" * 100_000 + BARE,
    "a dotted key": "a" + ".a" * (MEBIBYTE // 2) + " = 1" + BARE,
    "a dotted header": BARE + "[a" + ".a" * (MEBIBYTE // 2) + "]",
    "headers": repeated("[h{i}]"),
    "lists of tables": repeated("[[h{i}]]"),
    "deep headers": repeated("[" + ".".join("abcdefgh" * 10) + ".h{i}]"),
    "stages without end": repeated('[[stages]]\nid="s{i}"\nowner="sales"'),
    "one stage again and again": repeated('[[stages]]\nid="s"\nowner="sales"'),
    "stages of unknown teams": repeated('[[stages]]\nid="s{i}"\nowner="t{i}"'),
    "recycles": listed("recycles", '["won","lead"]'),
    "recycles of unknown stages": listed("recycles", '["s{i}","t{i}"]'),
    "teams": listed("teams", '"t{i}"'),
    "teams and owners": listed("teams", '"t{i}"', 40_000) + listed("owner", '"t{i}"', 40_000, before="[goals.g]\n").replace(BARE, ""),
    "fields of no type": table("fields", 'f{i} = {{ type = "x" }}'),
    "a field of many values": listed("one_of", '"v{i}"', 40_000, before='[fields.a]\ntype = "text"\n')
    + listed("in", '"v{i}"', 40_000, before='[rules.a]\nfield = "a"\n').replace(BARE, "\n"),
    "a field of many values and others asked": listed("one_of", '"v{i}"', 20_000, before='[fields.a]\ntype = "text"\n')
    + "\n" + table("rules", 'r{i} = {{ field = "a", equals = "w{i}" }}', 10_000).replace(BARE, ""),
    "aliases": listed("aliases", '"a{i}"', before='[vocabulary.x]\nmeans = "x"\n'),
    "aliases twice": listed("aliases", '"a"', before='[vocabulary.x]\nmeans = "x"\n'),
    "holidays": listed("holidays", "2026-01-01", before='[calendars.x]\nweek.mon = ["09:00-17:00"]\n'),
    "holidays of no date": listed("holidays", "1", before='[calendars.x]\nweek.mon = ["09:00-17:00"]\n'),
    "hours": listed("mon", '"09:00-17:00"', before="[calendars.x.week]\n"),
    "unknown zones": table("calendars", 'c{i} = {{ zone = "Europe/Am{i}", week = {{ mon = ["09:00-17:00"] }} }}'),
    "unknown currencies": table("rules", 'r{i} = {{ field = "a", at_least = {{ amount = 1, currency = "EU{i}" }} }}'),
    "rules": table("rules", 'r{i} = {{ field = "f{i}", at_least = {i} }}'),
    "rules of unknown fields": '[fields]\nname = {{ type = "text" }}\n'.format() and (
        BARE + "[fields]\n" + "\n".join(f'field{i} = {{ type = "text" }}' for i in range(5000))
        + "\n[rules]\n" + "\n".join(f'r{i} = {{ field = "feild{i}", missing = true }}' for i in range(10_000))
    ),
    "unknown rules": table("rules", 'rabbit{i} = {{ rule = "rabit{i}" }}'),
    "unknown rules with long names": table("rules", "n" * 150 + '{i} = {{ rule = "' + "m" + "n" * 150 + '{i}" }}'),
    "a chain of rules": f"{BARE}[rules]\n{CHAIN}\nr5000 = {YES}\n",
    "a chain of rules upwards": table("rules", 'r{i} = {{ rule = "r{i}" }}', 0) + f"r0 = {YES}\n"
    + "\n".join(f'r{i + 1} = {{ not = {{ rule = "r{i}" }} }}' for i in range(5000)),
    "a chain of scores": BARE + "[scores]\n" + "\n".join(f's{i} = {{ parts = ["s{i + 1}"] }}' for i in range(5000)),
    "a circle of rules": f'{BARE}[rules]\n{CHAIN}\nr5000 = {{ rule = "r0" }}\n',
    "doubling": f"{BARE}[rules]\nr0 = {YES}\n"
    + "\n".join(f'r{i + 1} = {{ all = [{{ rule = "r{i}" }}, {{ rule = "r{i}" }}] }}' for i in range(5000)),
    "one large rule used often": listed("all", YES, 5000, before="[rules.big]\n")
    + "\n[rules]\n" + "\n".join(f'r{i} = {{ rule = "big" }}' for i in range(20_000)),
    "one large score used often": BARE + "[scores]\n" + "\n".join(f"p{i} = {{ points = [{{ add = 1, when = {YES} }}] }}" for i in range(6000))
    + "\nbig = { parts = [" + ",".join(f'"p{i}"' for i in range(6000)) + "] }\n"
    + "\n".join(f's{i} = {{ parts = ["big"] }}' for i in range(8000)),
    "faults": table("rules", "r{i} = 1"),
    "goals": table("goals", 'g{i} = {{ owner = "sales", metric = {{ external = "x" }}, at_least = 1, weight = 1 }}'),
    "weights of many digits": table(
        "goals",
        "g{i} = {{ owner = 'sales', metric = {{ external = 'x' }}, at_least = 1, weight = {{ fraction = [1, 1{i}" + "7" * 90 + "] }} }}",
        190,
    ),
    "sign-offs": repeated("[[signoffs]]\nteam='sales'\nby='me'\non=2026-01-01\ndigest='{i}'"),
    "sources": table("sources", "s{i} = {{ lead = 'x', zone = 'Mars{i}' }}"),
    "a key twice among many": '{{\n"x" = 1\n'.format() and "\n".join(f"k{i} = 1" for i in range(60_000)) + "\nk1 = 2\n" + BARE,
}  # fmt: skip
JSONS = {
    "brackets": "[" * 100_000 + "]" * 100_000,
    "brackets alone": "[" * MEBIBYTE,
    "zeros": '{"x": [' + "0," * (MEBIBYTE // 2) + "0]}",
    "a key twice": '{"x": {' + '"a": 1,' * 120_000 + '"a": 1}}',
    "long keys": '{"' + "k" * (MEBIBYTE // 2) + '": [' + '{"a":1},' * 60_000 + "0]}",
    "long keys twice": '{"' + "k" * (MEBIBYTE // 2) + '": [' + '{"a":1},' * 60_000 + '{"b":1, "b":2}]}',
    "quotes": '"' * MEBIBYTE,
    "a long text": '{"name": "' + "\\u00e9" * 150_000 + '"}',
    "colons": ":" * MEBIBYTE,
    "a long number": '{"x": ' + "9" * MEBIBYTE + "}",
    "a long exponent": '{"x": 1e' + "9" * 200 + "}",
}


def outcome(text: str, kind: Kind = "toml") -> tuple[str, ...]:
    """Return the codes of what is refused; whatever else is raised fails the test."""
    try:
        loads(text, kind)
    except AlignkitError as error:
        assert all(issue.message and len(issue.message) < 500 for issue in error.issues)
        return tuple(issue.code for issue in error.issues)
    return ()


@pytest.mark.parametrize("name", KNOWN)
def test_a_mebibyte_of_toml(name: str) -> None:
    """It is accepted or refused, in bounded work, and every message is short."""
    outcome(KNOWN[name])


@pytest.mark.parametrize("name", JSONS)
def test_a_mebibyte_of_json(name: str) -> None:
    """The same for JSON."""
    assert outcome(JSONS[name], "json")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("brackets", "too-deep"),
        ("brackets alone", "too-deep"),
        ("inline tables", "too-deep"),
        ("a dotted key", "too-deep"),
        ("a dotted header", "too-deep"),
        ("a chain of rules", "too-deep"),
        ("a chain of rules upwards", "too-deep"),
        ("doubling", "too-large"),
        ("one large rule used often", "too-many"),
        ("one large score used often", "too-many"),
        ("digits", "too-long"),
        ("digits after a point", "too-long"),
        ("a long key", "too-long"),
        ("a long name", "too-long"),
        ("goals", "too-many"),
    ],
)
def test_D15_limits(name: str, code: str) -> None:
    """A limit is told once, as a `LimitError`; what follows from it is not told at all."""
    with pytest.raises(LimitError) as caught:
        loads(KNOWN[name])
    assert {issue.code for issue in caught.value.issues} == {code}
    assert len(caught.value.issues) == 1


def test_nothing_recurses_deeper_for_a_deeper_document() -> None:
    """With little stack left a document is read all the same."""
    limit = sys.getrecursionlimit()
    depth = len(_frames())
    sys.setrecursionlimit(depth + 700)
    try:
        for name in ("a chain of rules", "a chain of scores", "a circle of rules", "inline tables"):
            assert outcome(KNOWN[name])
    finally:
        sys.setrecursionlimit(limit)


def _frames() -> list[object]:
    frame, found = sys._getframe(), []
    while frame is not None:
        found.append(frame)
        frame = frame.f_back  # type: ignore[assignment]  # the outermost has none
    return list(found)


def rules(count: int) -> str:
    """Return a valid document with that many rules."""
    line = 'r{0} = {{ all = [{{ field = "employees", at_least = {0} }}, {{ field = "country", in = ["NL"] }}] }}'
    return SMALL.replace("[rules]", "[rules]\n" + "\n".join(line.format(i) for i in range(count)))


def seconds(work: Callable[[], object]) -> float:
    """Return the best of three: what the work takes when nobody else is at work."""
    found = []
    for _ in range(3):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def test_D17_many_rules() -> None:
    """5,000 rules load, and 10,000 take less than 2.5 times as long."""
    made: list[Agreement] = []
    few, many = rules(5000), rules(10_000)
    assert 320 * 1024 < len(few) < MEBIBYTE
    short = seconds(lambda: made.append(loads(few)))
    assert len(made[0].rules) == 5002
    assert seconds(lambda: loads(many)) < 2.5 * short + 0.1


def test_law_4_no_unkind_document_takes_long() -> None:
    """The slowest of them stays far below what a document that squares its size would take: the limit is 2 s."""
    slowest = max((seconds_once(text), name) for name, text in KNOWN.items())
    assert slowest[0] < 8, slowest[1]


def seconds_once(text: str) -> float:
    """Return the time of one reading, in seconds of work."""
    start = time.process_time()
    outcome(text)
    return time.process_time() - start
