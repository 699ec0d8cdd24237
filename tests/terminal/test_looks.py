"""What reaches a real terminal where colours, movement or box drawing are not wanted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest
from terminals import CTRL_Q, ENTER, ESCAPE, Start, Terminal

from tutor.words import words

pytestmark = pytest.mark.slow


def colours(terminal: Terminal) -> Iterator[str]:
    """The colours that the program asked for: parameters of SGR sequences; 39 and 49 are the terminal's own."""
    for sequence in re.findall(rb"\x1b\[([0-9;:]*)m", terminal.written):
        left = iter(sequence.decode().replace(":", ";").split(";"))
        for parameter in left:
            if parameter in ("38", "48", "58"):
                yield parameter
                for _ in range(1 if next(left) == "5" else 3):
                    next(left)
            elif re.fullmatch(r"[349][0-7]|10[0-7]", parameter):
                yield parameter


def at_a_wrong_answer(terminal: Terminal) -> None:
    terminal.see("Question 1 of", "price = ?")
    terminal.type("102.2" + ENTER)
    terminal.see("Wrong.", "~102.2~")


def marked(terminal: Terminal, attribute: str) -> str:
    """What stands in cells with an attribute."""
    cells = (terminal.screen.buffer[y][x] for y in range(24) for x in range(80))
    return "".join(cell.data for cell in cells if getattr(cell, attribute))


@pytest.mark.parametrize("term", ["xterm-256color", "xterm", "linux"])
def test_no_color(start: Start, term: str) -> None:
    terminal = start("learn", "apple-tax", NO_COLOR="1", TERM=term)
    terminal.see("Question 1 of", "price = ?")
    terminal.wait(lambda: "?" in marked(terminal, "reverse"), "what is asked in reverse")
    at_a_wrong_answer(terminal)
    terminal.wait(lambda: "Wrong." in marked(terminal, "bold"), "the word in bold")
    terminal.wait(lambda: "102.2" in marked(terminal, "strikethrough"), "the wrong number struck out")
    terminal.type(ESCAPE)
    terminal.see("Continue: The apple-tax graph")
    terminal.wait(lambda: "The apple-tax graph" in marked(terminal, "reverse"), "the cursor's bar")
    terminal.type(CTRL_Q)
    assert terminal.end() == 0
    assert not list(colours(terminal))


def test_the_test_above_sees_colours_where_there_are_some(start: Start) -> None:
    terminal = start("learn", "apple-tax")
    terminal.see("Question 1 of", "price = ?")
    assert {"38", "48"} <= set(colours(terminal))


def test_without_animation_a_lesson_is_the_same(start: Start) -> None:
    terminal = start("--no-animation", "learn", "apple-tax")
    at_a_wrong_answer(terminal)
    terminal.type("220" + ENTER)
    terminal.see("Right. 220 = 200 * 1.1")
    terminal.type(CTRL_Q)
    assert terminal.end() == 0


def test_ascii_sends_no_character_of_ambiguous_width(start: Start) -> None:
    t = words("ko")
    terminal = start("--ascii", "--lang", "ko", "learn", "apple-tax")
    terminal.see("금액 = ?")
    terminal.type("3" + ENTER)
    terminal.see(t("Wrong."))
    terminal.type(ESCAPE)
    terminal.see(t("Practice"))
    terminal.type(CTRL_Q)
    assert terminal.end() == 0
    sent = terminal.written.decode("utf-8")
    assert "금액" in sent
    assert not [character for character in sent if unicodedata.east_asian_width(character) == "A"]


@pytest.mark.parametrize("term", ["linux", "xterm-256color"])
def test_with_few_colours_no_text_has_the_colour_of_what_lies_behind(start: Start, term: str) -> None:
    terminal = start("learn", "apple-tax", TERM=term)
    at_a_wrong_answer(terminal)
    cells = [terminal.screen.buffer[y][x] for y in range(24) for x in range(80)]
    written = [cell for cell in cells if cell.data.strip() and cell.data != "▏"]  # that line says nothing
    assert len({cell.fg for cell in written}) > 3
    assert not [cell.data for cell in written if cell.fg == cell.bg]
