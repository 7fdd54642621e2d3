"""Where a path stands in the text: line and column, however the text is laid out."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given, strategies as st
from tests.agreement.build import FULL, SMALL

from alignkit.adapters.document_text import Kind
from alignkit.adapters.documents import loads
from alignkit.adapters.locate import locate
from alignkit.adapters.scan_document import Everything, Scanner
from alignkit.agreement.document.paths import Step, joined, path_of, steps
from alignkit.errors import AlignkitError, Finding

TOML = '''\
# a [comment] = { with = "signs" }
name = "x"  # more
text = """
[not.a.table]
"quoted" = ""\\"""  """
literal = \'\'\'
x = 'y' ''\'\'\'
dates = [2026-01-05, 2026-01-05 09:00:00,  # a comment, with ]
  1_000.5, "a, ] b", { inner = [1, 2], \'odd key\' = true },
]
a.b . "c.d" = 1

[rules]
icp = { all = [{ field = "a", at_least = 50 }, { field = "b" }], title = "ICP" }
"ICP \\"fit\\" \\U0001F600" = { field = "c" }

[rules.mql]
at_leest = 70

  [[stages]]
  id = "lead"
[stages.entry]
rule = "x"
[[stages]]
id = "mql"
  [[stages.deep]]
  x = 1
  [[stages.deep]]
  y = 2

[ "a b" . c ]
last = 1'''


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ("name", 2, 1),
        ("text", 3, 1),
        ("dates", 8, 1),
        ("dates[1]", 8, 22),
        ("dates[2]", 9, 3),
        ("dates[3]", 9, 12),
        ("dates[4].inner[1]", 9, 36),
        ('dates[4]."odd key"', 9, 40),
        ('a.b."c.d"', 11, 1),
        ("rules", 13, 1),
        ("rules.icp", 14, 1),
        ("rules.icp.all[0].at_least", 14, 31),
        ("rules.icp.all[1].field", 14, 50),
        ("rules.icp.title", 14, 66),
        ('rules."ICP \\"fit\\" \U0001f600".field', 15, 30),
        ("rules.mql", 17, 1),
        ("rules.mql.at_leest", 18, 1),
        ("stages[0]", 20, 3),
        ("stages[0].id", 21, 3),
        ("stages[0].entry.rule", 23, 1),
        ("stages[1].id", 25, 1),
        ("stages[1].deep[1].y", 29, 3),
        ('"a b".c.last', 32, 1),
    ],
)
def test_places_in_toml(path: str, line: int, column: int) -> None:
    """Tables, inline tables, lists of tables, quoted and dotted keys, after texts and lists of many lines."""
    tomllib.loads(TOML)
    (found,) = locate([Finding("f", "m", path)], TOML, "toml")
    assert (found.line, found.column) == (line, column)


JSON = """{
  "a b": {"c": [1, {"d.e": true}, [2,
    3]], "x\\ty": "}"},
  "last": null
}"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ('"a b"', 2, 3), ('"a b".c', 2, 11), ('"a b".c[0]', 2, 17), ('"a b".c[1]', 2, 20), ('"a b".c[1]."d.e"', 2, 21),
        ('"a b".c[2][1]', 3, 5), ('"a b"."x\\ty"', 3, 10), ("last", 4, 3),
    ],
)  # fmt: skip
def test_places_in_json(path: str, line: int, column: int) -> None:
    """Keys and items, over lines."""
    (found,) = locate([Finding("f", "m", path)], JSON, "json")
    assert (found.line, found.column) == (line, column)


def test_what_is_missing_stands_at_its_table() -> None:
    """The nearest table around it; a fault of the whole document has no place, and one that has a place keeps it."""
    findings = [Finding("f", "m", "rules.mql.missing.deeper[3]"), Finding("f", "m"), Finding("f", "m", "nowhere.x")]
    found = locate([*findings, Finding("f", "m", "name", line=9, column=9)], TOML, "toml")
    assert [(one.line, one.column) for one in found] == [(17, 1), (None, None), (None, None), (9, 9)]


def test_a_siblings_line_is_no_place() -> None:
    """A table without a header of its own has no line to stand for what is missing in it."""
    text = "[rules.icp]\nfield = 'a'\n[slas.x.tiers.hot]\nwithin = 1\n[slas.x]\nowner = 'sales'\nmore.deep = 1\n"
    places = {"rules": 1, "rules.mql": None, "rules.icp.missing": 1, "slas.x.stops": 5, "slas.x.tiers.cold": None}
    places |= {"slas.x.more": 7, "slas.x.more.shallow": None, "slas.y": None}
    found = locate([Finding("f", "m", path) for path in places], text, "toml")
    assert {one.path: one.line for one in found} == places


def test_line_ends_of_windows() -> None:
    """A column counts signs, and CRLF is one end."""
    found = locate(
        [Finding("f", "m", path) for path in ("rules.mql.at_leest", "dates[4]")], TOML.replace("\n", "\r\n"), "toml"
    )
    assert [(one.line, one.column) for one in found] == [(18, 1), (9, 22)]


def test_broken_text_has_fewer_places() -> None:
    """Whatever the text is, locating it raises nothing."""
    for end in range(len(TOML)):
        locate([Finding("f", "m", "stages[1].deep[1].y")], TOML[:end], "toml")
    for end in range(len(JSON)):
        locate([Finding("f", "m", '"a b".c[2][1]')], JSON[:end], "json")


@given(st.text(st.sampled_from("[]{}\"'=.,:#\\ab1 \n"), max_size=60), st.sampled_from(["toml", "json"]))
def test_any_text(text: str, kind: Kind) -> None:
    """Nor for text that is no document at all."""
    locate([Finding("f", "m", "a.b[0]")], text, kind)


def places(value: object, here: tuple[Step, ...] = ()) -> list[tuple[Step, ...]]:
    """Return the steps to every value inside."""
    inner: list[tuple[Step, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [place for step, part in inner for place in ((*here, step), *places(part, (*here, step)))]


@pytest.mark.parametrize("text", [SMALL, FULL, TOML])
def test_every_place_is_found(text: str) -> None:
    """The scanner finds every value that the parser finds, and no other."""
    found = Scanner(text, "toml", Everything()).run()
    assert set(places(tomllib.loads(text))) <= set(found)
    assert set(found) - set(places(tomllib.loads(text))) == set()


keys = st.text(max_size=5) | st.sampled_from(["a.b", 'a"b', "a\\b", "", "true", "\n", "[0]"])
data = st.recursive(
    st.integers() | st.text(max_size=5) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(keys, data, max_size=3))
def test_every_place_is_found_in_any_json(value: dict[str, object]) -> None:
    """Whatever the keys are."""
    for indent in (None, 1):
        found = Scanner(json.dumps(value, indent=indent), "json", Everything()).run()
        assert set(found) == set(places(value))


@given(st.lists(keys | st.integers(0, 9), max_size=4).map(tuple))
def test_a_path_tells_its_steps(walked: tuple[Step, ...]) -> None:
    """Steps make a path on one line, and a path tells them again."""
    if walked and isinstance(walked[0], int):
        walked = ("x", *walked)
    assert steps(path_of(walked)) == walked
    assert path_of(walked).isprintable()


def test_paths_of_text_that_is_none() -> None:
    """What cannot be read ends a path."""
    assert steps("week.mon fri[0]") == ("week", "mon")
    assert joined("", "") == '""'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weight = 0.5", "wieght = 0.5"),
        ("at_least = 90 }", "at_leest = 90 }"),
        ('owner = "sales"\n\n[[boundaries', 'owner = "sales"\nnonsense = 1\n\n[[boundaries'),
        ('ends_with = "@gmail.com"', 'ends_wiht = "@gmail.com"'),
        ('reasons = ["no budget"', 'raesons = ["no budget"'),
        ("reasons = [", "reasons = [\n  5, "),
    ],
)
def test_findings_of_a_document_carry_their_places(old: str, new: str) -> None:
    """From the text to the finding: where the old and the new text part."""
    text = SMALL.replace('outcome = "lost"\n', "", 1).replace('id = "lost"', 'id = "lost"\noutcome = "lost"')
    wrong = text.replace(old, new, 1)
    assert wrong != text
    at = next(i for i, sign in enumerate(new) if sign != old[i : i + 1]) if "nonsense" in new or "5," in new else 0
    offset = wrong.index(new) + at
    offset += len(wrong[offset:]) - len(wrong[offset:].lstrip())
    with pytest.raises(AlignkitError) as caught:
        loads(wrong)
    line, column = wrong.count("\n", 0, offset) + 1, offset - wrong.rfind("\n", 0, offset)
    assert [(issue.line, issue.column) for issue in caught.value.issues] == [(line, column)]
