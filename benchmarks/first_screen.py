"""First full screen in a pty, ours beside a plain Textual app, in turn: medians and the ratio.

    uv run benchmarks/first_screen.py [--runs N] [--json FILE]

A screen counts as full when the text that stands last on it has been written: the last key of the footer and,
for a lesson, the answer box with its question. Aim: at most 1.3 times the plain app.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

PLAIN = """
from textual.app import App
from textual.widgets import Footer, Header, Input, Markdown

class Plain(App):
    def compose(self):
        yield Header()
        yield Markdown("# Title\\n\\nA paragraph of *text* with `code`.\\n\\n- one\\n- two\\n\\nThe end of the page.")
        yield Input(placeholder="a number or an expression")
        yield Footer()

Plain().run()
"""

AIM = 1.3
PATIENCE = 30  # seconds


def first_screen(command: list[str], marks: list[bytes], environment: dict[str, str]) -> float:
    """Seconds from the start of `command` until all of `marks` have been written to its terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(command[0], command, environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    start = time.perf_counter()
    seen = b""
    try:
        while not all(mark in seen for mark in marks):
            if time.perf_counter() - start > PATIENCE:
                raise SystemExit(f"no full screen within {PATIENCE} s: {command}\n{seen[-2000:]!r}")
            if select.select([terminal], [], [], 0.05)[0]:
                seen += os.read(terminal, 65536)
        return time.perf_counter() - start
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.py"
        plain.write_text(PLAIN)
        known = Path(folder) / "known"
        ours = str(Path(sys.executable).parent / "bptutor")
        base = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        begun = {**base, "BPTUTOR_HOME": str(known)}
        # A record with one answer, so that the map has something to show.
        os.system(f"printf '220\\n' | BPTUTOR_HOME={known} {ours} --lang en learn apple-tax --plain >/dev/null")
        lesson = (ours, "--lang", "en", "learn", "apple-tax")
        cases = {
            "plain app (Header, Markdown, Input, Footer)": (
                [sys.executable, str(plain)],
                [b"end of the page", b"palette"],
                base,
            ),
            "map, with a record": ([ours, "--lang", "en"], [b"Continue", b"palette"], begun),
            "lesson, first paint": ([*lesson], [b"Help"], begun),
            "lesson, with page, graph and question": ([*lesson], [b"d price", b"Help"], begun),
        }
        times: dict[str, list[float]] = {name: [] for name in cases}
        for run in range(options.runs + 1):
            for name, (command, marks, environment) in cases.items():
                took = first_screen(command, marks, environment)
                if run:  # the first round warms the file cache
                    times[name].append(took)
    medians = {name: statistics.median(found) for name, found in times.items()}
    reference = next(iter(medians.values()))
    print(f"{'':46} {'median s':>9} {'ratio':>6} {'aim':>5}")
    for i, (name, median) in enumerate(medians.items()):
        print(f"{name:46} {median:9.3f} {median / reference:6.2f} {AIM if i else '':>5}")
    if options.json:
        options.json.write_text(json.dumps({"seconds": times, "median": medians, "aim": AIM}, indent=1))


if __name__ == "__main__":
    main()
