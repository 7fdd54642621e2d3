"""Documents of about a mebibyte, as unkind as can be."""

from __future__ import annotations

from collections.abc import Callable

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
GOAL = "g§ = { owner = 'sales', metric = { external = 'x' }, at_least = 1, weight = 1 }"
YES = '{ field = "a", is_true = true }'
WEEK = 'week = { mon = ["09:00-17:00"] }'


def many(line: str, count: int | None = None, joint: str = "\n") -> str:
    """Return a line many times, `§` numbered: as many as fit, or `count`."""
    number = count if count is not None else MEBIBYTE // (len(line) + 5)
    return joint.join(line.replace("§", str(i)) for i in range(number))


def table(name: str, line: str, count: int | None = None) -> str:
    """Return a document with one table of many entries."""
    return f"{BARE}[{name}]\n{many(line, count)}\n"


def whole_list(key: str, item: str, count: int | None = None) -> str:
    """Return a key with a long list."""
    return f"{key} = [{many(item, count, ',')}]"


def list_in(name: str, key: str, item: str, count: int | None = None) -> str:
    """Return a table that holds a long list."""
    return f"[{name}]\n{whole_list(key, item, count)}\n"


def chain(line: str, last: str) -> str:
    """Return 5,000 entries that each name the next one, `‡`."""
    return "\n".join(line.replace("§", str(i)).replace("‡", str(i + 1)) for i in range(5000)) + f"\n{last}\n"


TOML: dict[str, Callable[[], str]] = {
    "a long text": lambda: f'mission = """{"x" * MEBIBYTE}"""{BARE}',
    "a long text of quotes": lambda: f"mission = '''{'’’x' * 100_000}{chr(39)}{chr(39)}x'''{BARE}",
    "escapes": lambda: 'mission = "' + "\\n" * (MEBIBYTE // 2) + '"' + BARE,
    "nothing closes the text": lambda: 'mission = "' + '\\"' * (MEBIBYTE // 2) + BARE,
    "nothing closes the lines": lambda: 'mission = """' + '\\"""' * (MEBIBYTE // 4) + BARE,
    "a long name": lambda: BARE.replace("Inbound", "x" * MEBIBYTE),
    "a long key": lambda: '"' + "k" * MEBIBYTE + '" = 1' + BARE,
    "a long key over many": lambda: '"' + "k" * (MEBIBYTE // 2) + '" = [' + "0," * (MEBIBYTE // 4) + "]" + BARE,
    "comments": lambda: "#\n" * (MEBIBYTE // 2) + BARE,
    "unknown keys": lambda: many("k§ = 1", 90_000) + BARE,
    "unknown keys in a table": lambda: table("goals.g", "k§ = 1", 90_000),
    "digits": lambda: "x = " + "1" * MEBIBYTE + BARE,
    "digits after a point": lambda: f"rules.x = {{ field = 'a', at_least = 0.{'1' * MEBIBYTE} }}" + BARE,
    "hexadecimal digits": lambda: "format = 0x" + "1" * MEBIBYTE + BARE,
    "long numbers": lambda: "x = [" + many("1" * 4000, 250, ",") + "]" + BARE,
    "brackets": lambda: "x = " + "[" * 100_000 + "]" * 100_000 + BARE,
    "brackets alone": lambda: "x = " + "[" * MEBIBYTE,
    "inline tables": lambda: "x = " + "{ a = " * 100_000 + "1" + "}" * 100_000 + BARE,
    "a dotted key": lambda: "a" + ".a" * (MEBIBYTE // 2) + " = 1" + BARE,
    "a dotted header": lambda: BARE + "[a" + ".a" * (MEBIBYTE // 2) + "]",
    "headers": lambda: BARE + many("[h§]"),
    "lists of tables": lambda: BARE + many("[[h§]]"),
    "deep headers": lambda: BARE + many("[" + ".".join("abcdefgh" * 10) + ".h§]"),
    "stages without end": lambda: BARE + many('[[stages]]\nid="s§"\nowner="sales"'),
    "one stage again and again": lambda: BARE + many('[[stages]]\nid="s"\nowner="sales"'),
    "stages of unknown teams": lambda: BARE + many('[[stages]]\nid="s§"\nowner="t§"'),
    "stages and what refers to them": lambda: whole_list("recycles", '["s§","lead"]', 14_000) + BARE
    + many('[[stages]]\nid="s§"\nowner="sales"', 14_000),
    "recycles of unknown stages": lambda: whole_list("recycles", '["s§","t§"]') + BARE,
    "teams": lambda: whole_list("teams", '"t§"') + BARE,
    "teams and owners": lambda: whole_list("teams", '"t§"', 45_000) + BARE
    + list_in("goals.g", "owner", '"t§"', 45_000),
    "fields of no type": lambda: table("fields", 'f§ = { type = "x" }'),
    "a field of many values": lambda: BARE + "[fields]\na.type = 'text'\n" + whole_list("a.one_of", '"v§"', 45_000)
    + "\n" + list_in("rules.a", "in", '"v§"', 45_000) + 'field = "a"\n',
    "a field of many values, and others asked": lambda: BARE + "[fields]\na.type = 'text'\n"
    + whole_list("a.one_of", '"v§"', 20_000) + "\n[rules]\n" + many("r§ = { field = 'a', equals = 'w§' }", 20_000),
    "aliases": lambda: BARE + list_in("vocabulary.x", "aliases", '"a§"') + 'means = "x"\n',
    "one alias again and again": lambda: BARE + list_in("vocabulary.x", "aliases", '"a"') + 'means = "x"\n',
    "holidays": lambda: BARE + list_in("calendars.x", "holidays", "2026-01-01") + WEEK,
    "holidays of no date": lambda: BARE + list_in("calendars.x", "holidays", "1") + WEEK,
    "hours": lambda: BARE + list_in("calendars.x.week", "mon", '"09:00-17:00"'),
    "unknown zones": lambda: table("calendars", 'c§ = { zone = "Europe/Am§", ' + WEEK + " }"),
    "unknown currencies": lambda: table("rules", 'r§ = { field = "a", at_least = { amount = 1, currency = "EU§" } }'),
    "rules": lambda: table("rules", 'r§ = { field = "f§", at_least = § }'),
    "rules of unknown fields": lambda: BARE + "[fields]\n" + many('field§ = { type = "text" }', 5000)
    + "\n[rules]\n" + many('r§ = { field = "feild§", missing = true }', 10_000),
    "unknown rules": lambda: table("rules", 'rabbit§ = { rule = "rabit§" }'),
    "unknown rules of long names": lambda: table("rules", "n" * 150 + '§ = { rule = "m' + "n" * 150 + '§" }'),
    "a chain of rules": lambda: f"{BARE}[rules]\n" + chain('r§ = { rule = "r‡" }', f"r5000 = {YES}"),
    "a chain of rules upwards": lambda: f"{BARE}[rules]\n" + chain('r‡ = { not = { rule = "r§" } }', f"r0 = {YES}"),
    "a chain of scores": lambda: f"{BARE}[scores]\n"
    + chain('s§ = { parts = ["s‡"] }', f"s5000 = {{ points = [{{ add = 1, when = {YES} }}] }}"),
    "a circle of rules": lambda: f"{BARE}[rules]\n" + chain('r§ = { rule = "r‡" }', 'r5000 = { rule = "r0" }'),
    "doubling": lambda: f"{BARE}[rules]\n" + chain('r‡ = { all = [{ rule = "r§" }, { rule = "r§" }] }', f"r0 = {YES}"),
    "one large rule used often": lambda: BARE + "[rules]\n" + many('r§ = { rule = "big" }', 20_000) + "\n"
    + list_in("rules.big", "all", YES, 5000),
    "one large score used often": lambda: BARE + "[scores]\n"
    + many(f"p§ = {{ points = [{{ add = 1, when = {YES} }}] }}", 6000)
    + "\n" + many('s§ = { parts = ["big"] }', 8000) + "\n" + list_in("scores.big", "parts", '"p§"', 6000),
    "faults": lambda: table("rules", "r§ = 1"),
    "goals": lambda: table("goals", GOAL),
    "weights of many digits": lambda: table(
        "goals", GOAL.replace("= 1 }", f"= {{ fraction = [1, 1§{'7' * 90}] }} }}"), 190),
    "sign-offs": lambda: BARE + many("[[signoffs]]\nteam='sales'\nby='me'\non=2026-01-01\ndigest='§'"),
    "sources of no zone": lambda: table("sources", "s§ = { lead = 'x', zone = 'Mars§' }"),
    "a key twice among many": lambda: many("k§ = 1", 60_000) + "\nk1 = 2\n" + BARE,
}  # fmt: skip
"""Named TOML documents."""

JSON: dict[str, Callable[[], str]] = {
    "brackets": lambda: "[" * 100_000 + "]" * 100_000,
    "brackets alone": lambda: "[" * MEBIBYTE,
    "zeros": lambda: '{"x": [' + "0," * (MEBIBYTE // 2) + "0]}",
    "a key twice": lambda: '{"x": {' + '"a": 1,' * 120_000 + '"a": 1}}',
    "a long key over many": lambda: '{"' + "k" * (MEBIBYTE // 2) + '": [' + '{"a":1},' * 60_000 + "0]}",
    "a long key over a double": lambda: '{"' + "k" * (MEBIBYTE // 2) + '": ['
    + '{"a":1},' * 60_000 + '{"b":1, "b":2}]}',
    "quotes": lambda: '"' * MEBIBYTE,
    "a long text": lambda: '{"name": "' + "\\u00e9" * 150_000 + '"}',
    "colons": lambda: ":" * MEBIBYTE,
    "a long number": lambda: '{"x": ' + "9" * MEBIBYTE + "}",
    "a long exponent": lambda: '{"x": 1e' + "9" * 200 + "}",
}  # fmt: skip
"""Named JSON documents."""
