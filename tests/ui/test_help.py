"""Help: it opens from everywhere, tells all keys, and leaves no trace."""

from __future__ import annotations

from driving import LARGE

from tutor.ui.screens.help import KEYS, TEXTS, HelpScreen
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.map import MapScreen
from tutor.words import words


async def test_help_and_back_keeps_what_is_typed(learn) -> None:
    t = words("ko")
    async with learn("ko", lesson="apple-tax", size=LARGE) as learner:
        await learner.type("100*2*")
        for close in ("escape", "f1", "enter"):
            await learner.press("f1")
            assert isinstance(learner.app.screen, HelpScreen)
            assert learner.title == t("Help")
            source = str(learner.app.screen.query_one("#page").source)
            assert all(t(text) in source for text in TEXTS)
            assert all(f"`{key}`  {t(does)}" in source for key, does in KEYS)
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
        reading = learner.app.screen.query_one("#reading")
        assert reading.max_scroll_y > 0
        await learner.press("end")
        await learner.until(lambda: reading.scroll_y == reading.max_scroll_y)
        assert words("en")(KEYS[-1][1]) in learner.display
        await learner.app.set_language("ko")
        await learner.settle()
        t = words("ko")
        assert learner.title == t("Help") and t(TEXTS[0]) in str(learner.app.screen.query_one("#page").source)
        assert learner.footer["^q"] == t("Quit")
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen) and t("Open") in learner.footer.values()


def test_every_key_of_a_lesson_is_told() -> None:
    told = " ".join(key for key, _ in KEYS).lower()
    names = {"question_mark": "?", "exclamation_mark": "!", "escape": "esc", "up": "↑", "down": "↓"}
    names |= {"ctrl+pageup": "ctrl+pgup", "ctrl+pagedown": "pgdn", "pageup": "pgup", "pagedown": "pgdn"}
    names |= {"ctrl+up": "ctrl+↑", "ctrl+down": "↓"}
    for binding in LessonScreen.BINDINGS:
        assert names.get(binding.key, binding.key) in told
