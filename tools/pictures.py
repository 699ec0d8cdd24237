"""Makes the README's pictures again: the running app, driven as a learner would, as SVG and (with Chromium) PNG.

uv run tools/pictures.py            all of them, into docs/
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from html import unescape
from itertools import zip_longest
from pathlib import Path

from rich.cells import cell_len

from tutor import paths
from tutor.course import load_course
from tutor.learner.settings import Settings
from tutor.ui.app import TutorApp
from tutor.ui.screens.lesson import LessonScreen

DOCS = Path(__file__).parent.parent / "docs"

# Chromium without a window and without reaching for anything outside.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--hide-scrollbars",
    "--no-first-run",
)

# File name, language, size, lesson or "room:" and its name, and what is typed: each entry is pressed as one answer; a
# key's name stands in <>, seconds to wait too.
PICTURES: tuple[tuple[str, str, tuple[int, int], str | None, Sequence[str]], ...] = (
    ("wrong-answer", "en", (112, 28), "apple-tax", ("220", "1", "1.1", "200", "3.1")),
    ("lesson-korean", "ko", (80, 24), "apple-tax", ("220", "1", "1.1", "200", "2.2", "개수*1.1")),
    ("hint", "en", (80, 24), "multiply-node", ("15", "<enter>", "<question_mark>", "<question_mark>")),
    ("nudge", "en", (100, 32), "apple-tax", ("220", "1", "1.1", "200", "2.2", "<f2>", "<right>", "<right>", "<right>")),
    ("optimizers", "en", (120, 36), "room:optimizers", ("<4>", "<up>", "<up>", "<right>", "<space>", "<space>")),
    ("training", "en", (120, 36), "room:training", ("<down>", "<right>", "<up>", "<space>", "<6s>")),
)


async def drive(lang: str, size: tuple[int, int], lesson: str | None, typed: Sequence[str], folder: Path) -> str:
    """The screen after all that is typed, as SVG."""
    settings = Settings(paths.settings(folder))

    def first(app: TutorApp) -> None:
        if lesson is not None and lesson.startswith("room:"):
            app.open_room(lesson.removeprefix("room:"))
        else:
            app.open_lesson(lesson)

    app = TutorApp(load_course(), paths.record(folder), settings, lang, first=first, animated=False)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        while isinstance(app.screen, LessonScreen) and app.screen.session is None:
            await pilot.pause(0.05)
        await pilot.pause(0.2)
        for text, following in zip_longest(typed, typed[1:]):
            if re.fullmatch(r"<\d+s>", text):
                await asyncio.sleep(int(text.strip("<>s")))
            elif text.startswith("<"):
                await pilot.press(text.strip("<>"))
            else:
                for char in text:
                    await pilot.press(*_key(char))
                await pilot.press("enter")
                await pilot.pause()
                session = app.screen.session if isinstance(app.screen, LessonScreen) else None
                if session is not None and session.answered and following and not following.startswith("<"):
                    await pilot.press("enter")
            await pilot.pause(0.2)
        svg = app.export_screenshot(title="bptutor")
    return by_cells(svg)


def _key(char: str) -> tuple[str, ...]:
    names = {".": "full_stop", "*": "asterisk", "/": "slash", "+": "plus", "-": "minus", "^": "circumflex_accent"}
    return (names.get(char, char),)


def by_cells(svg: str) -> str:
    """The SVG with each text as wide as its terminal cells: the exporter counts characters, so Hangul is squeezed."""
    width = re.search(r'textLength="([\d.]+)"[^>]*>([^<]+)<', svg)
    cell = float(width[1]) / len(unescape(width[2])) if width else 12.2

    def mend(found: re.Match[str]) -> str:
        return f'textLength="{cell * cell_len(unescape(found[3])):.1f}"{found[2]}>{found[3]}<'

    return re.sub(r'textLength="([\d.]+)"([^>]*)>([^<]+)<', mend, svg)


def to_png(svg: Path) -> bool:
    """The SVG as PNG beside it, where Chromium is there to do it."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        return False
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.read_text(encoding="utf-8"))
    assert box is not None
    width, height = (round(float(side)) for side in box.groups())
    page = svg.with_suffix(".html")
    fonts = "'DejaVu Sans Mono', 'NanumGothicCoding', monospace"
    size = f"svg{{width:{width}px;height:{height}px}}"
    style = f"<style>body{{margin:0}} {size} svg text{{font-family:{fonts}!important}}</style>"
    page.write_text(f"<meta charset=utf-8>{style}{svg.read_text(encoding='utf-8')}", encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        flags = [*FLAGS, f"--user-data-dir={profile}"]
        target = svg.with_suffix(".png")
        command = [browser, *flags, f"--window-size={width},{height}", f"--screenshot={target}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    page.unlink()
    return True


def main(names: Sequence[str]) -> None:
    """Make the pictures of these names, or all."""
    for name, lang, size, lesson, typed in PICTURES:
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            svg = asyncio.run(drive(lang, size, lesson, typed, Path(folder)))
        file = DOCS / f"{name}.svg"
        file.write_text(svg, encoding="utf-8")
        if to_png(file):
            file.unlink()
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
