"""Expressions to open: those that were kept, and examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.cells import cells, cut
from tutor.experiments.playground import Example
from tutor.words import N_

_LONGEST = 60


class Part(NamedTuple):
    """Expressions under a heading."""

    title: str
    lines: Sequence[tuple[str, Example]]
    """What each one is, which may be empty, and the expression."""
    removable: bool = False


class ExampleList(OptionList):
    """Expressions under headings. Posts `Opened` and `Removed`."""

    BINDINGS = [  # noqa: RUF012
        Binding("delete", "remove", N_("Remove"), tooltip=N_("Remove what is kept under the cursor")),
    ]

    @dataclass
    class Opened(Message):
        """An expression was chosen."""

        example: Example

    @dataclass
    class Removed(Message):
        """An expression is to be removed."""

        example: Example

    def __init__(self, **keywords: Any) -> None:
        super().__init__(markup=False, **keywords)
        self._examples: dict[str, tuple[Example, bool]] = {}
        """By the id of its option: what it opens, and whether it can be removed."""

    def put(self, parts: Sequence[Part]) -> None:
        """Show these, with the cursor where it was."""
        at = self.highlighted
        self.clear_options()
        self._examples = {}
        for part in parts:
            if part.lines:
                self.add_option(Option(Content.styled(part.title, "bold $text-primary"), disabled=True))
            widest = max((cells(what) for what, _ in part.lines), default=0)
            for what, example in part.lines:
                id = f"example-{len(self._examples)}"
                self._examples[id] = (example, part.removable)
                before = f"  {what}{' ' * (widest - cells(what) + 2)}" if widest else "  "
                self.add_option(Option(Content.assemble(before, (cut(example.text, _LONGEST, ".."), "bold")), id=id))
        self.highlighted = min(max(at or 1, 1), self.option_count - 1)

    @property
    def _pointed_at(self) -> tuple[Example, bool] | None:
        option = self.highlighted_option
        return self._examples.get(option.id or "") if option is not None else None

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        pointed = self._pointed_at
        if pointed is not None:
            self.post_message(self.Opened(pointed[0]))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what was kept can be removed."""
        return action != "remove" or (self._pointed_at is not None and self._pointed_at[1])

    def action_remove(self) -> None:
        """Remove what is under the cursor."""
        pointed = self._pointed_at
        if pointed is not None:
            self.post_message(self.Removed(pointed[0]))
