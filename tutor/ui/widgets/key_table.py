"""A list of keys and what each does, by the places where they work: one is chosen, moved, or put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.cells import cells
from tutor.words import N_


class KeyRow(NamedTuple):
    """One row."""

    id: str
    """What the messages call it; empty for a heading."""
    key: str
    does: str
    is_moved: bool = False


class KeyTable(OptionList):
    """Shows keys and posts messages; what they do is the screen's affair."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "select", N_("Move"), tooltip=N_("Choose another key for this")),
        Binding("delete,backspace", "put_back", N_("Put back"), tooltip=N_("The key that it is by itself")),
    ]

    @dataclass
    class Chosen(Message):
        """Another key is to be chosen."""

        id: str

    @dataclass
    class PutBack(Message):
        """The key is to be the one that it is by itself."""

        id: str

    def show(self, rows: Sequence[KeyRow], moved: str) -> None:
        """Show these rows; a key that was moved is marked in words (`moved`). The cursor stays on its row."""
        at = self.highlighted_option.id if self.highlighted_option is not None else None
        widest = max((cells(row.key) for row in rows), default=0)
        self.clear_options()
        for row in rows:
            if not row.id:
                self.add_option(Option(Content.styled(row.does, "bold $text-primary"), disabled=True))
                continue
            room = " " * (widest - cells(row.key) + 2)
            mark = f"({moved}) " if row.is_moved else ""
            self.add_option(Option(Content.assemble("  ", (row.key, "bold"), room, mark, row.does), id=row.id))
        self.highlighted = (
            self.get_option_index(at)
            if at is not None
            else next((place for place, row in enumerate(rows) if row.id), None)
        )

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Chosen(event.option_id))

    def action_put_back(self) -> None:
        """Ask for the marked key to be put back."""
        option = self.highlighted_option
        if option is not None and option.id is not None:
            self.post_message(self.PutBack(option.id))
