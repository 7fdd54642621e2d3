from __future__ import annotations

import copy
import pickle
from datetime import timedelta

import pytest

from alignkit.errors import DocumentError, RuleError
from alignkit.rules.field import field
from alignkit.rules.predicates import Between, Compare, IsTrue, Missing, Named, OneOf, TextMatch, Within

employees = field("employees")


def test_the_builder_builds() -> None:
    """Each way to ask about a field makes one node."""
    assert (employees >= 50) == Compare("employees", ">=", 50)
    assert (employees > 50) == Compare("employees", ">", 50)
    assert (employees <= 50) == Compare("employees", "<=", 50)
    assert (employees < 50) == Compare("employees", "<", 50)
    assert (employees == 50) == Compare("employees", "==", 50)
    assert (employees != 50) == Compare("employees", "!=", 50)
    assert (50 <= employees) == Compare("employees", ">=", 50)  # noqa: SIM300 - Python turns it round
    assert employees.between(1, 9) == Between("employees", 1, 9)
    assert employees.is_missing() == Missing("employees")
    assert employees.is_true() == IsTrue("employees")
    assert employees.named("has staff") == Named("has staff", IsTrue("employees"))
    assert employees.named("has staff", title="Has staff").label == "Has staff"
    assert field("at").within(timedelta(days=30)) == Within("at", timedelta(days=30))
    assert field("email").contains("x") == TextMatch("email", "contains", "x")
    assert field("email").starts_with("x") == TextMatch("email", "starts_with", "x")
    assert field("email").ends_with("x", case_matters=True) == TextMatch("email", "ends_with", "x", case_matters=True)


def test_the_builder_keeps_its_unit() -> None:
    """Every comparison with a number counts in it, and the builder is written with it."""
    people = field("employees", unit="people")
    for op, rule in (
        (">=", people >= 50),
        (">", people > 50),
        ("<=", people <= 50),
        ("<", people < 50),
        ("==", people == 50),
        ("!=", people != 50),
    ):
        assert rule == Compare("employees", op, 50, "people")  # type: ignore[arg-type]  # an operator
    assert people.between(1, 9) == Between("employees", 1, 9, "people")
    assert people.is_in(1, 9) == OneOf("employees", (1, 9), "people")
    assert repr(people) == "field('employees', unit='people')"


def test_values_come_one_by_one_or_as_a_list() -> None:
    """`is_in("NL", "BE")` and `is_in(["NL", "BE"])` are the same; one text is one value."""
    country = field("country")
    assert country.is_in("NL", "BE") == country.is_in(["NL", "BE"]) == country.is_in({"BE", "NL"})
    assert country.is_in("NL") == OneOf("country", ("NL",))


def test_a_list_of_any_kind_holds_values() -> None:
    """The keys of a table, a range, a generator, an array: what has items is a list, and only text is one value."""
    country = field("country")
    assert country.is_in({"NL": 17, "BE": 11}.keys()) == country.is_in("NL", "BE")
    assert country.is_in(name.upper() for name in ("nl", "be")) == country.is_in("NL", "BE")
    assert field("size").any_item.is_in(range(3)) == field("size").any_item.is_in(0, 1, 2)
    with pytest.raises(DocumentError, match="cannot be compared with b'NL'"):
        country.is_in(b"NL")
    np = pytest.importorskip("numpy")
    assert country.is_in(np.array(["NL", "BE"])) == country.is_in("NL", "BE")
    assert field("size").is_in(np.array([1, 2])) == field("size").is_in(1, 2)
    with pytest.raises(DocumentError, match="come as a list"):
        country.is_in(np.array(5))


def test_numpy_compares_with_a_field_from_either_side() -> None:
    """`np.int64(60) <= field("size")` is a rule, as `field("size") >= np.int64(60)` is."""
    np = pytest.importorskip("numpy")
    assert (field("size") >= np.int64(60)) == (field("size") >= 60)
    assert (np.int64(60) <= field("size")) == (field("size") >= 60)
    assert field("size").between(np.int8(1), np.float32(2.5)) == field("size").between(1, 2.5)


def test_nothing_equals_none() -> None:
    """`== None` points to `is_missing`."""
    with pytest.raises(RuleError, match=r"field\('employees'\)\.is_missing\(\)"):
        employees == None  # noqa: B015, E711 - the mistake
    with pytest.raises(RuleError, match=r"~field\('employees'\)\.is_missing\(\)"):
        employees != None  # noqa: B015, E711 - the mistake


def test_a_field_is_no_truth_value_and_no_container() -> None:
    """`if field(...)` and `x in field(...)` show what to write."""
    with pytest.raises(RuleError, match="is_true"):
        bool(employees)
    with pytest.raises(RuleError, match="is_in"):
        5 in employees  # noqa: B015 - the mistake


def test_fields_of_one_name_are_one_key() -> None:
    """The builder hashes by name, and survives a copy."""
    assert hash(field("a")) == hash(field("a"))
    assert hash(field("a")) != hash(field("b"))
    for again in (copy.copy(employees), copy.deepcopy(employees), pickle.loads(pickle.dumps(employees))):
        assert again.name == "employees"
        assert repr(again) == "field('employees')"
