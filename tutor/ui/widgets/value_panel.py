"""The values of a graph's inputs, and the field in which one is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from tutor.drawing import Glyphs
from tutor.drawing.marks import number
from tutor.experiments.playground import Playground
from tutor.ui.widgets.caret_line import CaretLine
from tutor.ui.widgets.value_list import Row, ValueList
from tutor.words import Words


class ValuePanel(Vertical):
    """A list, and below it a field while a value is being typed. Posts `Entered` at Enter in the field."""

    @dataclass
    class Entered(Message):
        """`3`, or `b = 3`. The field stays open until `close`."""

        text: str

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.list = ValueList(id="values")
        """The inputs."""
        self._field = Input(compact=True, select_on_focus=False)
        self._field.cursor_blink = False
        self._said = CaretLine(self._field, id="value-said")

    def compose(self) -> ComposeResult:
        """List, field, and what is said of what stands in it."""
        yield self.list
        yield self._field
        yield self._said

    def on_mount(self) -> None:
        """The field waits."""
        self._field.display = self._said.display = False

    def put(self, play: Playground, t: Words, glyphs: Glyphs, most_rows: int, *, framed: bool) -> None:
        """Show a playground's inputs; a panel with a frame has room below for what the keys do."""
        keys = t("↑↓ choose, ←→ change, or type")
        self.border_title = Content(t("Inputs") if framed else f"{t('Inputs')}: {keys}")
        self.border_subtitle = Content(keys if framed else "")
        self._field.placeholder = t("a value for {name}", name=play.chosen)
        gradients = {name: number(gradient, glyphs) for name, gradient in play.gradients.items()}
        rows = [Row(name, number(value, glyphs), gradients.get(name, "")) for name, value in play.inputs.items()]
        self.list.most_rows = most_rows
        self.list.show(rows, list(play.inputs).index(play.chosen), glyphs.back)

    def say(self, text: str, column: int | None) -> None:
        """Say why what was entered can't be read, and where."""
        self._said.say(text, "wrong", column)
        self._said.display = True

    @property
    def is_open(self) -> bool:
        """Whether a value is being typed."""
        return bool(self._field.display)

    @on(ValueList.Typed)
    def _typed(self, event: ValueList.Typed) -> None:
        """A character after another may come before the field has the focus."""
        event.stop()
        self._field.value = (self._field.value if self.is_open else "") + event.text
        self._field.cursor_position = len(self._field.value)
        self._field.display = True
        self._field.focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._said.display = False

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.post_message(self.Entered(event.value))
        else:
            self.close()

    def close(self) -> None:
        """Type no more: the keys change values again."""
        self._field.display = self._said.display = False
        self.list.focus()
