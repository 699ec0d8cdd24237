"""The real program in a real terminal: a pty, and a model of the screen that it draws on."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

PROGRAM = Path(sys.executable).parent / "bptutor"
PATIENCE = 20
"""Seconds until something that is waited for counts as missing: machines are noisy."""

HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
ENTER_SCREEN, LEAVE_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
CTRL_Q, CTRL_N, CTRL_B, ENTER, ESCAPE = "\x11", "\x0e", "\x02", "\r", "\x1b"


def environment(home: Path, **more: str) -> dict[str, str]:
    """What the program gets to know of the machine: nothing but this."""
    known = {"PATH": os.environ["PATH"], "HOME": str(home), "BPTUTOR_HOME": str(home / "data"), "LANG": "C.UTF-8"}
    return known | {"TERM": "xterm-256color"} | more


def squeezed(text: str) -> str:
    """Without spaces, frames and scrollbars, so that text is found again however it was wrapped."""
    return re.sub(r"[^\w=+*.;:,/-]", "", text)


class Terminal:
    """A terminal with the program in it."""

    def __init__(self, arguments: list[str], env: dict[str, str], columns: int = 80, rows: int = 24) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        """All that the program sent."""
        self.child = pexpect.spawn(str(PROGRAM), arguments, env=env, dimensions=(rows, columns), timeout=PATIENCE)
        self.child.delaybeforesend = None
        self.child.delayafterclose = self.child.delayafterterminate = 0
        self.child.ptyproc.delayafterclose = self.child.ptyproc.delayafterterminate = 0.02
        self.modes = self._modes()
        """How the terminal treats keys (echo, lines, signals) before the program gets to change it."""
        self.modes_at_end: list[object] = []

    @property
    def text(self) -> str:
        """What stands on the screen."""
        # Cell by cell: pyte's own `display` fails where one half of a wide character was written over.
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        return "\n".join("".join(row[x].data for x in range(self.screen.columns)) for row in rows)

    def _modes(self) -> list[object]:
        return termios.tcgetattr(self.child.child_fd)[:4]  # on our side, which outlives the program

    def type(self, text: str) -> None:
        """Press keys."""
        self.child.send(text)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; what was on it is drawn anew by the program."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what the program sends within that time; False once it has ended."""
        try:
            sent = self.child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.written += sent
        # What pyte does not know: it would print the rest of such a sequence.
        self._stream.feed(re.sub(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b_[^\x1b]*\x1b\\", b"", sent))
        return True

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Until the condition holds, or a failure that shows the screen."""
        end = time.monotonic() + PATIENCE
        while not condition():
            alive = self.read()
            if condition():
                return
            assert alive and time.monotonic() < end, f"never saw {what!r}; the screen:\n{self.text}"

    def see(self, *texts: str) -> None:
        """Until all these texts stand on the screen, however they are wrapped."""
        for text in texts:
            self.wait(lambda text=text: squeezed(text) in squeezed(self.text), text)  # type: ignore[misc]

    def see_gone(self, text: str) -> None:
        """Until the text stands on the screen no more."""
        self.wait(lambda: squeezed(text) not in squeezed(self.text), f"{text} go away")

    def end(self) -> int:
        """Until the program has ended: its exit status, 128 + n where signal n ended it."""
        end = time.monotonic() + PATIENCE
        while self.read():
            assert time.monotonic() < end, f"it never ended; the screen:\n{self.text}"
        self.modes_at_end = self._modes()
        self.child.close()
        return self.child.exitstatus if self.child.signalstatus is None else 128 + self.child.signalstatus

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        self.child.kill(signal.SIGKILL)
        assert self.end() == 128 + signal.SIGKILL


Start = Callable[..., Terminal]
