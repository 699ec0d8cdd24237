"""How the program behaves towards its terminal: it leaves it as it was, and nothing that is typed crashes it."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import unicodedata
from pathlib import Path

import pytest
from terminals import (
    CTRL_B,
    CTRL_N,
    CTRL_Q,
    ENTER,
    ENTER_SCREEN,
    HIDE_CURSOR,
    LEAVE_SCREEN,
    PATIENCE,
    PROGRAM,
    SHOW_CURSOR,
    Start,
    Terminal,
    environment,
)

from tutor.words import words

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
MOUSE_AND_PASTE = ("1000", "1003", "1006", "2004")
ONE_TOO_LONG = "longer than 200 characters"


def at_the_first_question(start: Start, *more: str, **settings: object) -> Terminal:
    terminal = start(*more, "learn", "apple-tax", **settings)
    terminal.see("Question 1 of")
    terminal.see("price = ?")
    return terminal


def is_alive(terminal: Terminal) -> None:
    """It still takes an answer, in place of what stands in the box."""
    terminal.type("\x15220" + ENTER)
    terminal.see("Right. 220 = 200 * 1.1")


def answers(home: Path) -> list[str]:
    done = subprocess.run(
        [PROGRAM, "progress", "--json"], env=environment(home), capture_output=True, text=True, timeout=PATIENCE
    )
    return [found["answer"] for found in json.loads(done.stdout)["attempts"]]


# --- the end ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "SIGINT", "ctrl+q"])
def test_it_ends_with_its_status_and_leaves_the_terminal_as_it_was(start: Start, home: Path, how: str) -> None:
    terminal = at_the_first_question(start)
    terminal.type("3" + ENTER)
    terminal.see("Wrong. No known mistake gives 3.")
    assert terminal._modes() != terminal.modes, "it never changed the terminal: this test would see nothing"
    if how == "ctrl+q":
        terminal.type(CTRL_Q)
    else:
        terminal.child.kill(signal.Signals[how])
    assert terminal.end() == (0 if how == "ctrl+q" else 128 + signal.Signals[how])
    assert terminal.modes_at_end == terminal.modes
    sent = terminal.written.decode("utf-8", "replace")
    assert sent.rfind(LEAVE_SCREEN) > sent.rfind(ENTER_SCREEN) > -1, "still on the second screen"
    assert sent.rfind(SHOW_CURSOR) > sent.rfind(HIDE_CURSOR) > -1, "the cursor stays hidden"
    for mode in MOUSE_AND_PASTE:
        assert sent.rfind(f"\x1b[?{mode}l") > sent.rfind(f"\x1b[?{mode}h"), f"mode {mode} stays on"
    assert "Traceback" not in sent
    assert answers(home) == ["3"]


def test_ctrl_c_does_not_end_it(start: Start) -> None:
    terminal = at_the_first_question(start)
    terminal.type("\x03")
    terminal.see("Ctrl+Q quits.")
    is_alive(terminal)


def test_it_ends_by_itself_when_its_terminal_goes_away(home: Path) -> None:
    terminal = Terminal(["learn", "apple-tax"], environment(home))
    terminal.see("Question 1 of")
    terminal.child.ptyproc.fileobj.close()  # the window is closed: the system sends SIGHUP
    terminal.child.closed = True
    assert os.waitstatus_to_exitcode(os.waitpid(terminal.child.pid, 0)[1]) == 128 + signal.SIGHUP


# --- where there can be no screens -----------------------------------------------------------------------


def test_a_dumb_terminal_gets_lines_and_is_told_why(start: Start) -> None:
    terminal = start("learn", "apple-tax", TERM="dumb")
    terminal.see("This terminal can't show screens (TERM=dumb)", "price = ?")
    terminal.type("220" + ENTER)
    terminal.see("Right. 220")
    terminal.type(":quit" + ENTER)
    assert terminal.end() == 0
    assert b"\x1b" not in terminal.written


def test_plain_lines_where_they_are_wished_for_need_no_reason(start: Start) -> None:
    terminal = start("--plain", "learn", "apple-tax")
    terminal.see("price = ?\n>")  # what is typed before the prompt stands would be echoed before it
    assert "terminal" not in terminal.text.lower()
    terminal.type("220" + ENTER)
    terminal.see("Right. 220")
    assert terminal.text.count("> 220") == 1, "what is typed is shown twice"
    terminal.type("\x03")
    assert terminal.end() == 130
    assert b"\x1b" not in terminal.written and b"Traceback" not in terminal.written


def test_end_of_input_at_a_terminal_ends_plain_lines(start: Start, home: Path) -> None:
    terminal = start("--plain", "learn", "apple-tax")
    terminal.see("price = ?")
    terminal.type("3" + ENTER)
    terminal.see("Wrong.")
    terminal.type("\x04")
    assert terminal.end() == 0
    assert answers(home) == ["3"]


@pytest.mark.parametrize("without", ["stdin", "stdout"])
def test_half_a_terminal_is_none(home: Path, without: str) -> None:
    ours, theirs = pty.openpty()
    streams: dict[str, int] = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    streams[without] = subprocess.DEVNULL if without == "stdin" else subprocess.PIPE
    child = subprocess.Popen([PROGRAM, "learn", "apple-tax"], env=environment(home), **streams)
    os.close(theirs)
    if without == "stdin":
        assert child.wait(PATIENCE) == 0
        said = os.read(ours, 100_000)
    else:
        os.write(ours, b":quit\n")
        said = child.communicate(timeout=PATIENCE)[0]
        assert child.returncode == 0
    os.close(ours)
    assert said.startswith(b"No terminal here: going on in plain lines.")
    assert b"\x1b" not in said


# --- sizes -----------------------------------------------------------------------------------------------


def test_a_tiny_window_does_not_crash_it(start: Start, home: Path) -> None:
    terminal = start("learn", "apple-tax", columns=1, rows=1)
    terminal.wait(lambda: ENTER_SCREEN.encode() in terminal.written, "the second screen")
    terminal.resize(80, 24)
    terminal.see("Question 1 of", "price = ?")
    for i, (columns, rows) in enumerate([(20, 5), (10, 3), (1, 1)], start=1):
        terminal.resize(columns, rows)
        terminal.type("3" + ENTER)
        terminal.wait(lambda i=i: answers(home) == ["3"] * i, f"the answer at {columns}x{rows} on the record")
    terminal.type("?!" + CTRL_N + CTRL_B)
    terminal.resize(80, 24)
    terminal.see("Question 1 of", "You skipped this question.")
    terminal.type(CTRL_Q)
    assert terminal.end() == 0


def test_the_size_may_change_while_it_runs(start: Start) -> None:
    terminal = at_the_first_question(start)
    for columns, rows in [(120, 36), (20, 5), (80, 24)]:
        terminal.resize(columns, rows)
        terminal.wait(lambda rows=rows: "? Hint" in terminal.text.split("\n")[rows - 1], f"{columns}x{rows}")
    terminal.see("Question 1 of", "price = ?")
    is_alive(terminal)


# --- what is typed ---------------------------------------------------------------------------------------


def test_keys_that_come_in_one_burst_keep_their_order(start: Start, home: Path) -> None:
    """As over a slow line, or on a slow machine."""
    terminal = at_the_first_question(start)
    terminal.type("223\x7f0" + "\x01" + "1*" + "\x05" + "/1" + ENTER)
    terminal.see("Right. 220 = 200 * 1.1")
    assert answers(home) == ["1*220/1"]


def test_a_megabyte_pasted_into_the_box(start: Start) -> None:
    terminal = at_the_first_question(start)
    paste = PASTE_BEGINS + "7" * 1_000_000 + PASTE_ENDS
    for i in range(0, len(paste), 1000):  # as a terminal sends it: as fast as it is taken
        terminal.type(paste[i : i + 1000])
        terminal.read(0)
    terminal.see("777777")
    terminal.type(ENTER)
    terminal.see("Unreadable:", ONE_TOO_LONG)
    is_alive(terminal)


def test_terminal_commands_pasted_into_the_box(start: Start) -> None:
    terminal = at_the_first_question(start)
    terminal.type(PASTE_BEGINS + "1\x1b]0;stolen\x07\x1b[2J\x1b]52;c;c3RvbGVu\x07\u202e2" + PASTE_ENDS + ENTER)
    terminal.see("Unreadable:")
    is_alive(terminal)
    assert b"\x1b]0;" not in terminal.written and b"\x1b]52" not in terminal.written
    assert b"\x1b[2J" not in terminal.written.split(b"Question 1")[-1]
    assert "\u202e".encode() not in terminal.written


def test_markup_is_only_text(start: Start) -> None:
    terminal = at_the_first_question(start)
    for text in ["[/]", "[red]2[/red]", "a[i]", "[@click=app.quit]x", "\\[bold]"]:
        terminal.type("\x15" + text + ENTER)
        # In the box, and again above the caret.
        terminal.wait(lambda text=text: terminal.text.count(text) >= 2, f"{text} twice")
        terminal.see("Unreadable:")
        row = next(i for i, row in enumerate(terminal.screen.display) if text in row and "│" not in row)
        terminal.wait(lambda row=row: "^" in terminal.screen.display[row + 1], "a caret")
        above, below = terminal.screen.display[row : row + 2]
        assert above[below.index("^")] in "[\\@"
    is_alive(terminal)


def test_hangul_in_pieces_is_a_name(start: Start) -> None:
    t = words("ko")
    terminal = start("--lang", "ko", "learn", "apple-tax")
    terminal.see("금액 = ?")
    terminal.type(unicodedata.normalize("NFD", "사과*개수*소비세") + ENTER)
    terminal.see(t("Right."), "사과*개수*소비세 = 220")


def test_a_caret_under_hangul_is_placed_by_cells(start: Start) -> None:
    terminal = start("--lang", "ko", "learn", "apple-tax")
    terminal.see("금액 = ?")
    terminal.type("개수*@@" + ENTER)
    terminal.see(words("ko")("Unreadable:"))

    def carets() -> list[int]:
        """Rows with a caret that stands for no key, as those of the footer do."""
        return [i for i, row in enumerate(terminal.screen.display) if "^" in row and "^q" not in row]

    terminal.wait(carets, "a caret")
    (row,) = carets()
    cells = terminal.screen.buffer
    column = next(x for x in range(80) if cells[row][x].data == "^")
    assert cells[row - 1][column].data == "@"
    assert cells[row - 1][column - 1].data == "*"
