"""A few screens as text, to see at a glance what a change does to them.

uv run tests/ui/snapshots.py            write them anew, after a change that is meant
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from driving import SMALL, Learner, learning, make_app

FOLDER = Path(__file__).parent / "snapshots"


class Shot(NamedTuple):
    """What is opened in which language, and what is done there."""

    lang: str
    opened: dict[str, Any]
    keys: Sequence[str]
    """Each is pressed where it is a key in <>, else typed and answered."""


WRONG = ("220", "<enter>", "1", "<enter>", "1.1", "<enter>", "200", "<enter>", "3.1")
LESSON = {"lesson": "apple-tax"}

SHOTS = {
    "wrong-answer-en": Shot("en", LESSON, WRONG),
    "wrong-answer-ko": Shot("ko", LESSON, WRONG),
    "wrong-answer-ascii": Shot("ko", LESSON | {"ascii_only": True}, WRONG),
    "help-en": Shot("en", LESSON, ("<f1>",)),
    "help-ko": Shot("ko", LESSON, ("<f1>", "<end>")),
    "depth-en": Shot("en", {"room": "depth"}, ("<right>", "<right>")),
    "depth-ascii": Shot("ko", {"room": "depth", "ascii_only": True}, ("<p>", "<1>")),
}


async def look(shot: Shot, folder: Path) -> str:
    """The screen, without the spaces at the end of its rows."""
    async with learning(make_app(folder, shot.lang, **shot.opened), SMALL) as learner:
        for key in shot.keys:
            if key.startswith("<"):
                await learner.press(key.strip("<>"))
            else:
                await learner.answer(key)
        return await _at_rest(learner)


async def _at_rest(learner: Learner) -> str:
    """The screen once it has stopped changing: scrolling follows a moment later."""
    before, display = "", learner.display
    while display != before:
        await asyncio.sleep(0.05)
        await learner.settle()
        before, display = display, learner.display
    return "\n".join(row.rstrip() for row in display.splitlines()) + "\n"


def main() -> None:
    """Write all of them."""
    for name, shot in SHOTS.items():
        with tempfile.TemporaryDirectory() as folder:
            text = asyncio.run(look(shot, Path(folder)))
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
