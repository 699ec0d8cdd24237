"""Where an expression is typed, and a line under it for what is to be said, with a caret under the place meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from tutor.core.expression import TYPED_LIMITS
from tutor.course import clean
from tutor.experiments.playground import one_line
from tutor.ui.widgets.caret_line import CaretLine


class ExpressionInput(Input, inherit_bindings=False):
    """An input of one line that takes a program of several."""

    BINDINGS = Input.BINDINGS

    def _on_paste(self, event: events.Paste) -> None:
        # One character more than can be read: then it is said to be too long. 10 MB would freeze the box. Textual
        # calls the base class's handler after this one.
        event.text = clean(one_line(event.text[: TYPED_LIMITS.characters + 1]))


class ExpressionBox(Vertical):
    """The expression as it is being written. Posts `Changed` at each change and `Entered` at Enter."""

    @dataclass
    class Changed(Message):
        """It was changed by typing."""

        text: str

    class Entered(Message):
        """Enter was pressed."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._input = ExpressionInput(compact=True, select_on_focus=False)
        self._input.cursor_blink = False
        self._line = CaretLine(self._input)

    def compose(self) -> ComposeResult:
        """A line of input, and the line under it."""
        yield self._input
        yield self._line

    @property
    def text(self) -> str:
        """What is written."""
        return self._input.value

    @text.setter
    def text(self, value: str) -> None:
        if value != self._input.value:
            with self._input.prevent(Input.Changed):
                self._input.value = value
                self._input.cursor_position = len(value)

    def put(self, title: str, placeholder: str, keys: str) -> None:
        """Say what is to be written here."""
        self.border_title = Content(title)
        self.border_subtitle = Content(keys)
        self._input.placeholder = placeholder

    def say(self, text: str, tone: str = "note", column: int | None = None) -> None:
        """Say something of the expression; `column` is the character of it that is meant."""
        self._line.say(text, tone, column)

    def take_focus(self) -> None:
        """Write on."""
        self._input.focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered())
