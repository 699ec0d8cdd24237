"""How the program behaves towards its terminal: it leaves it as it was, and nothing that is typed or sent crashes it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import termios
import unicodedata
from pathlib import Path

import pytest
from conftest import (
    CTRL_B,
    CTRL_N,
    CTRL_Q,
    ENTER,
    ENTER_SCREEN,
    ESCAPE,
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


def modes(terminal: Terminal) -> list:
    """Echo, line mode and the like. Asked on the terminal's own side, which outlives the program."""
    return termios.tcgetattr(terminal.child.child_fd)[:4]


def in_a_shell(start: Start, *arguments: str, **env: str) -> Terminal:
    return start(*arguments, **env)


def is_left_as_it_was(terminal: Terminal, before: list) -> None:
    sent = terminal.written.decode("utf-8", "replace")
    assert sent.rfind(LEAVE_SCREEN) > sent.rfind(ENTER_SCREEN) > -1, "still on the second screen"
    assert sent.rfind(SHOW_CURSOR) > sent.rfind("\x1b[?25l"), "the cursor stays hidden"
    for mode in ("1000", "1003", "1006", "2004"):
        assert sent.rfind(f"\x1b[?{mode}l") > sent.rfind(f"\x1b[?{mode}h"), f"mode {mode} stays on"
    assert terminal.modes_at_end == before


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "ctrl+q"])
def test_it_ends_with_its_status_and_leaves_the_terminal_as_it_was(start: Start, how: str) -> None:
    terminal = start("learn", "apple-tax", modes_at_end=True)
    terminal.see("Question 1 of")
    terminal.type("22")
    terminal.see("│22")
    if how == "ctrl+q":
        terminal.type(CTRL_Q)
        status = 0
    else:
        terminal.child.kill(signal.Signals[how])
        status = 128 + signal.Signals[how]
    assert terminal.end() == status
