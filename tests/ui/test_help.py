"""Help: it opens from everywhere, tells all keys, and leaves no trace."""

from __future__ import annotations

import pytest
from driving import LARGE, Learner

from tutor.ui.rooms import ROOMS
from tutor.ui.screens.help import ANSWERING, CHOICES, EVERYWHERE, LESSON, HelpScreen
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.map import MapScreen
from tutor.words import words

HERE = "Keys here"


def sections(learner: Learner) -> dict[str, list[tuple[str, str]]]:
    """The keys and what they do, under their headings."""
    told: dict[str, list[tuple[str, str]]] = {}
    for grid in learner.app.screen.query(".keys"):
        siblings = list(grid.parent.children)
        heading = str(siblings[siblings.index(grid) - 1].render())
        texts = [str(cell.render()) for cell in grid.children]
        told[heading] = list(zip(texts[::2], texts[1::2], strict=True))
    return told


def pages(learner: Learner) -> str:
    return "\n\n".join(page.source for page in learner.app.screen.query("Page"))


async def test_help_and_back_keeps_what_is_typed(learn) -> None:
    t = words("ko")
    async with learn("ko", lesson="apple-tax", size=LARGE) as learner:
        await learner.type("100*2*")
        for close in ("escape", "f1", "enter"):
            await learner.press("f1")
            assert isinstance(learner.app.screen, HelpScreen)
            assert learner.title == t("Help")
            assert all(t(text) in pages(learner) for text in (*ANSWERING, *CHOICES))
            told = sections(learner)
            assert told[t("Keys in lessons and practice")] == [(key, t(does)) for key, does in LESSON]
            assert told[t("Keys everywhere")] == [(key, t(does)) for key, does in EVERYWHERE]
            assert t(HERE) not in told  # they are a lesson's keys
            keys = {"esc": t("Close"), "^q": t("Quit"), "^p": t("palette")}
            await learner.until(lambda: learner.footer == keys)  # noqa: B023
            await learner.press(close)
            assert isinstance(learner.app.screen, LessonScreen)
            assert learner.box.text == "100*2*" and not learner.session.state.tries
        await learner.type("tax")
        assert learner.box.text == "100*2*tax"  # the box has the focus again, at the end of the text


async def test_the_help_changes_its_language_and_scrolls(learn) -> None:
    async with learn("en", lesson="apple-tax") as learner:
        await learner.press("escape", "f1")
        reading = learner.app.screen.query_one("#help")
        await learner.until(lambda: reading.max_scroll_y > 0)
        await learner.press("end")
        await learner.sees("for screen readers too")
        await learner.app.set_language("ko")
        await learner.settle()
        t = words("ko")
        assert learner.title == t("Help") and t(ANSWERING[0]) in pages(learner)
        assert learner.footer["^q"] == t("Quit")
        assert sections(learner)[t(HERE)][1] == ("p", t("New numbers each time: what you need, or what you choose"))
        await learner.press("end")
        await learner.until(lambda: learner.app.screen.query_one("#help").scroll_y > 0)  # it has the focus again
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen) and t("Practice") in learner.footer.values()


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("room", ROOMS)
async def test_in_a_room_it_tells_the_keys_of_that_room_first(learn, room: str, lang: str) -> None:
    t = words(lang)
    async with learn(lang, room=room, size=LARGE) as learner:
        footer = {key: does for key, does in learner.footer.items() if key not in ("^q", "^p", "f1")}
        await learner.press("f1")
        told = sections(learner)
        assert next(iter(told)) == t(HERE)
        here = dict(told[t(HERE)])
        assert set(footer) <= set(here)
        assert all(here.values())
        await learner.press("escape")
        assert isinstance(learner.app.screen, ROOMS[room].screen())


def test_every_key_of_a_lesson_is_told() -> None:
    told = " ".join(key for key, _ in (*LESSON, *EVERYWHERE)).lower()
    names = {"question_mark": "?", "exclamation_mark": "!", "escape": "esc", "up": "↑", "down": "↓"}
    names |= {"ctrl+pageup": "ctrl+pgup", "ctrl+pagedown": "pgdn", "pageup": "pgup", "pagedown": "pgdn"}
    names |= {"ctrl+up": "ctrl+↑", "ctrl+down": "↓"}
    for binding in LessonScreen.BINDINGS:
        assert names.get(binding.key, binding.key) in told
