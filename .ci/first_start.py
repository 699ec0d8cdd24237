"""Runs a shell command in a terminal of its own, waits for a lesson's question, and quits with Ctrl+Q."""

import os
import pty
import select
import signal
import sys
import time

PATIENCE = 300  # seconds: the command installs all it needs first
QUESTION = b"Question "


def main() -> str | int:
    """0, or what went wrong."""
    start = time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ |= {"COLUMNS": "80", "LINES": "24"}
        os.execv("/bin/sh", ["sh", "-c", sys.argv[1]])
    seen = b""
    asked_to_quit = False
    while time.monotonic() - start < PATIENCE:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            more = os.read(terminal, 65536)
        except OSError:  # the terminal is closed: the command has ended
            break
        if not more:
            break
        seen += more
        if QUESTION in seen and not asked_to_quit:
            print(f"the question after {time.monotonic() - start:.1f} s, with all installing")
            os.write(terminal, b"\x11")
            asked_to_quit = True
    else:
        os.killpg(pid, signal.SIGKILL)  # what the shell has started too
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if not asked_to_quit:
        return f"no question came; last output: {seen[-1500:]!r}"
    return status and f"exit status {status}"


if __name__ == "__main__":
    sys.exit(main())
