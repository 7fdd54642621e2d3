"""The agenda of a meeting as a page: to print, or to look at together."""

from __future__ import annotations

from alignkit.display.blocks import Group, Heading, Paragraph, Table
from alignkit.display.html import page
from alignkit.errors import DocumentError, shown
from alignkit.together.agendas import Agenda
from alignkit.together.show_agenda import agenda_blocks

BLANK_ROWS = 5
"""The printed page has so many empty rows for what is decided in the meeting."""


def meeting_page(agenda: Agenda) -> str:
    """Return an agenda as an HTML page: no network, no script, readable on a phone and on paper.

    Below the points stands an empty table for what is decided in the meeting: what, who, by when, and which goal it is
    to move.

    Raises:
        DocumentError: `wrong-type`.
    """
    if not isinstance(agenda, Agenda):
        raise DocumentError.at("wrong-type", f"the page shows an Agenda, not {shown(agenda)}")
    title = f"{agenda.meeting.label}, {(agenda.starts or agenda.as_of).date().isoformat()}"
    columns = ("", "what we decide", "who answers for it", "by when", "which goal it is to move")
    # a number in each row keeps it as high as a written line
    blank = Table(columns, [(f"{row}.", "", "", "", "") for row in range(1, BLANK_ROWS + 1)])
    decided = Group([Heading("Decided today"), Paragraph("To be noted in the log."), blank])
    return page(title, Group([*agenda_blocks(agenda, 1).blocks, decided]))
