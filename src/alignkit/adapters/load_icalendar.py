"""The package that the extra `[ical]` brings, where something needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.errors import MissingExtraError

if TYPE_CHECKING:
    from types import ModuleType


def load_icalendar() -> ModuleType:
    """Return icalendar.

    Raises:
        MissingExtraError: where the extra is not installed.
    """
    try:
        import icalendar  # pyright: ignore[reportMissingImports, reportMissingModuleSource]  # the extra may be absent
    except ImportError as fault:
        raise MissingExtraError.of("ical") from fault
    return icalendar
