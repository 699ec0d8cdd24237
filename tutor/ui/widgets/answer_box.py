"""Where the learner types: what is asked stands on its frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from tutor.core.expression import ANSWER_LIMITS
from tutor.course import clean

NOT_FOR_ANSWERS = "?!？！"
"""Characters that no answer has: they are keys of the screen, also while an answer is being typed."""

_KEYS = {"？": "?", "！": "!"}


class AnswerInput(Input, inherit_bindings=False):
    """An input that leaves `?` and `!` to the screen, and the keys that scroll: one line has nothing to scroll."""

    BINDINGS = Input.BINDINGS

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether the key is text of an answer."""
        return super().check_consume_key(key, character) and (character or "") not in tuple(NOT_FOR_ANSWERS)

    async def _on_key(self, event: events.Key) -> None:
        if event.character and event.character in NOT_FOR_ANSWERS:
            event.stop()
            event.prevent_default()
            self.post_message(AnswerBox.Called(_KEYS.get(event.character, event.character)))
            return
        bound = self._bindings.key_to_bindings.get(event.key)
        # At once: by way of the app, backspace and Enter would come after what is typed behind them.
        if bound and await self.app.run_action(bound[0].action, self):
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        # One character more than can be read: then the grader says that it is too long. 10 MB would freeze the box.
        # Control characters would reach the terminal. Textual calls the base class's handler after this one.
        event.text = clean(event.text[: ANSWER_LIMITS.characters + 1])

    async def action_submit(self) -> None:
        """Hand the text over, and be empty for what is typed behind Enter."""
        await super().action_submit()
        self.value = ""


class AnswerBox(Vertical):
    """The answer being typed. Posts `Answered` at Enter and `Called` for a key that is no answer."""

    @dataclass
    class Answered(Message):
        """Enter was pressed. The box is empty now."""

        text: str

    @dataclass
    class Called(Message):
        """A character that is no part of an answer was typed."""

        character: str

    @dataclass
    class Typing(Message):
        """What stands in the box has changed."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._input = AnswerInput(compact=True, select_on_focus=False)
        self._input.cursor_blink = False

    def compose(self) -> ComposeResult:
        """One line of input."""
        yield self._input

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self._input.value

    @text.setter
    def text(self, value: str) -> None:
        self._input.value = value
        self._input.cursor_position = len(value)

    def give_back(self, text: str) -> None:
        """Put a text that was handed over into the box again, before what was typed since."""
        self.text = text + self.text

    def put(self, asked: str, placeholder: str = "", *, open_: bool = True, note: str = "") -> None:
        """Say what is asked, what may be typed, and quietly a note; a closed box waits only for Enter."""
        self.border_title = Content(asked)
        self.border_subtitle = Content(note)
        self._input.placeholder = placeholder
        self.set_class(not open_, "-closed")

    def take_focus(self) -> None:
        """Go on typing here."""
        self._input.focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value:
            self.post_message(self.Typing())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Answered(event.value))
