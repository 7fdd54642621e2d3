"""How the reference reads this house's source: values take their fields as parameters, and examples are code."""

from __future__ import annotations

from typing import Any

import griffe

VALUES = {"attrs.frozen", "attrs.define"}


class HouseExtension(griffe.Extension):
    """Give attrs classes and named tuples the `__init__` that they have at run time, and fence bare examples."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:  # noqa: ANN401 - griffe's own form
        """Go over all that a package holds."""
        _prepare(pkg)


def _prepare(holder: griffe.Module | griffe.Class) -> None:
    for member in list(holder.members.values()):
        if member.is_alias:
            continue
        if isinstance(member, griffe.Object) and member.docstring is not None:
            member.docstring.value = fenced(member.docstring.value)
        if isinstance(member, griffe.Class) and _is_value(member):
            _give_init(member)
        if isinstance(member, griffe.Module | griffe.Class):
            _prepare(member)


def fenced(text: str) -> str:
    """Put each run of examples of a docstring between fences, since `>>>` is a quotation in Markdown."""
    lines: list[str] = []
    open_ = False
    for line in text.splitlines():
        starts = line.lstrip().startswith(">>>")
        if starts and not open_:
            lines.append("```pycon")
        if open_ and not line.strip():
            lines.append("```")
        open_ = starts or (open_ and bool(line.strip()))
        lines.append("" if line.strip() == "<BLANKLINE>" else line)
    return "\n".join([*lines, "```"] if open_ else lines)


def _is_value(class_: griffe.Class) -> bool:
    if "__init__" in class_.members:
        return False
    return any(decorator.callable_path in VALUES for decorator in class_.decorators) or any(
        str(base) == "NamedTuple" for base in class_.bases
    )


def _give_init(class_: griffe.Class) -> None:
    parameters = [griffe.Parameter("self", kind=griffe.ParameterKind.positional_or_keyword)]
    keyword_only: list[griffe.Parameter] = []
    for name, member in class_.members.items():
        if (
            not isinstance(member, griffe.Attribute)
            or member.annotation is None
            or "property" in member.labels
        ):
            continue
        given = _arguments(member.value)
        if given.get("init") == "False":
            continue
        kind = griffe.ParameterKind.positional_or_keyword
        home = parameters
        if given.get("kw_only") == "True":
            kind, home = griffe.ParameterKind.keyword_only, keyword_only
        default = given.get(
            "default", f"{given['factory']}()" if "factory" in given else None
        )
        if not _is_field(member.value):
            default = member.value
        annotation = _accepted(class_, given.get("converter")) or member.annotation
        home.append(
            griffe.Parameter(
                name.lstrip("_"), annotation=annotation, kind=kind, default=default
            )
        )
    init = griffe.Function(
        "__init__", parameters=griffe.Parameters(*parameters, *keyword_only), parent=class_
    )
    class_.set_member("__init__", init)


def _accepted(class_: griffe.Class, converter: object) -> str | griffe.Expr | None:
    """Return what a converter of the same file accepts, if it says more than that it looks for itself."""
    found = class_.module.members.get(str(converter))
    if not isinstance(found, griffe.Function) or not len(found.parameters):
        return None
    accepted = found.parameters[0].annotation
    return None if str(accepted) == "object" else accepted


def _is_field(value: object) -> bool:
    return isinstance(value, griffe.ExprCall) and value.canonical_path == "attrs.field"


def _arguments(value: object) -> dict[str, Any]:
    if not _is_field(value):
        return {}
    arguments = value.arguments  # type: ignore[attr-defined]  # a call, looked at above
    return {
        argument.name: _plain(argument.value)
        for argument in arguments
        if hasattr(argument, "name")
    }


def _plain(value: object) -> object:
    return value if isinstance(value, griffe.Expr) else str(value)
