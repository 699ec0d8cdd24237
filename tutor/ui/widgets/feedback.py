"""What is said to an answer: verdict, hints, solution. Shown as plain text; colour only repeats the word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from textual.content import Content
from textual.widgets import Static

TONES = {
    "right": "bold $text-success",
    "close": "bold $text-warning",
    "wrong": "bold $text-error",
    "unreadable": "bold $text-warning",
    "ask": "bold $text-warning",
    "convention": "bold $text-warning",
    "hint": "bold $text-accent",
    "solution": "bold $text-accent",
    "note": "$foreground 70%",
}


class Line(NamedTuple):
    """One thing said."""

    tone: str
    """A key of `TONES`."""
    word: str
    """The word that says what it is; may be empty."""
    text: str


class Feedback(Static):
    """Shows lines, the newest last; nothing where there are none."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(markup=False, **keywords)
        self.lines: tuple[Line, ...] = ()
        """What is being said."""
        self.display = False

    def say(self, lines: Sequence[Line]) -> None:
        """Say these lines instead of what was said."""
        self.lines = tuple(lines)
        self.display = bool(lines)
        self.set_class(any(line.tone == "right" for line in lines), "-right")
        self.set_class(any(line.tone == "wrong" for line in lines), "-wrong")
        self.update(Content("\n").join(_content(line) for line in lines))


def _content(line: Line) -> Content:
    if not line.word:
        return Content.styled(line.text, TONES[line.tone]) if line.tone == "note" else Content(line.text)
    return Content.assemble((line.word, TONES[line.tone]), " ", line.text)
