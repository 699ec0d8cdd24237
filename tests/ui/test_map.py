"""The map: which lessons there are, what is done, where to go on."""

from __future__ import annotations

import pytest
from driving import COURSE, LARGE, SMALL
from textual.widgets import OptionList

from tutor.cells import cells
from tutor.course import load_titles
from tutor.ui.rooms import ROOMS
from tutor.ui.screens.map import MapScreen
from tutor.words import LANGUAGES, words

TO_THE_LAST_LESSON = ("end", *["up"] * (len(ROOMS) + 1))
"""Below it stand practice and the rooms."""


async def test_what_is_done_begun_and_new(learn) -> None:
    lang, other, size = "ko", "en", LARGE
    t, titles = words(lang), load_titles(COURSE, lang)
    async with learn(lang, lesson="multiply-node", size=size) as learner:
        await learner.to_the_summary()
        following = titles[COURSE.after("multiply-node")]
        assert str(learner.box.border_title) == t("Enter: next lesson, {title}", title=following)
        await learner.press("enter")
        await learner.in_lesson()
        assert learner.session.lesson.id == COURSE.after("multiply-node")
        await learner.press("ctrl+n", "escape")

    async with learn(lang, size=size) as learner:
        await learner.until(lambda: learner.app.places)
        assert isinstance(learner.app.screen, MapScreen)
        display = learner.display
        assert all(title in display for title in titles.values())
        assert all(unit.title(lang) in display for unit in COURSE.units)
        assert f"✓ {titles['multiply-node']}  {t('done')}" in display
        assert f"▸ {titles['add-node']}  {t('begun')}" in display
        assert f"· {titles['apple-tax']}" in display and f"· {titles['backpropagation']}" in display
        assert t("Continue: {title}", title=titles["add-node"]) in display
        assert learner.footer == {
            "⏎": t("Open"),
            "p": t("Practice"),
            "g": t("Progress"),
            "t": t("Try out"),
            "s": t("Settings"),
            "^q": t("Quit"),
            "f1": t("Help"),
            "^p": t("palette"),
        }
        lessons = learner.app.screen.query_one(OptionList)
        assert lessons.highlighted == lessons.get_option_index("add-node")
        await learner.press("enter")  # goes on where the learner was
        await learner.in_lesson()
        assert (learner.session.lesson.id, learner.session.position) == ("add-node", 1)
        await learner.press("escape")
        # Nothing is locked: the last lesson too can be opened.
        await learner.press(*TO_THE_LAST_LESSON, "enter")
        await learner.in_lesson()
        assert learner.session.lesson.id == COURSE.lessons[-1]
        await learner.press("escape", "home", "enter")
        await learner.in_lesson()
        assert learner.session.lesson.id == COURSE.lessons[0]

        await learner.press("escape")
        await learner.app.set_language(other)
        await learner.settle()
        assert all(title in learner.display for title in load_titles(COURSE, other).values())
        assert words(other)("Quit") in learner.footer.values()


async def test_a_lesson_under_the_pointer(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await learner.press("escape")
        await learner.pilot.click(OptionList, offset=(8, 3))
        await learner.in_lesson()
        assert learner.session.lesson.id == COURSE.lessons[1]


async def test_a_cursor_that_was_moved_stays_where_it_is(learn) -> None:
    async with learn("en", lesson="multiply-node") as learner:
        await learner.press("ctrl+n")

    async with learn("en") as learner:
        await learner.until(lambda: learner.app.places)
        lessons = learner.app.screen.query_one(OptionList)
        assert lessons.highlighted == lessons.get_option_index("multiply-node")
        await learner.press(*TO_THE_LAST_LESSON)
        learner.app.screen.record_opened()  # late, on a slow disk
        assert lessons.highlighted == lessons.get_option_index(COURSE.lessons[-1])
        await learner.app.set_language("ko")
        await learner.press("enter")
        await learner.in_lesson()
        assert learner.session.lesson.id == COURSE.lessons[-1]


@pytest.mark.slow
async def test_all_done(learn) -> None:
    async with learn("en", lesson=COURSE.lessons[0], size=(80, 50)) as learner:
        for lesson in COURSE.lessons:
            await learner.in_lesson()
            assert learner.session.lesson.id == lesson
            for _ in learner.session.lesson.steps:
                learner.session.skip()
            await learner.screen._show()
            await learner.press("enter")
        said = words("en")("All {count} lessons are done. Any of them can be done again.", count=len(COURSE.lessons))
        assert said in learner.display
        assert learner.display.count("✓") == len(COURSE.lessons)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_rooms_stand_in_two_columns_and_a_line_each(learn, lang: str) -> None:
    t = words(lang)
    async with learn(lang, lesson="apple-tax", size=SMALL) as learner:
        await learner.press("escape", "end")
        rows = learner.display.splitlines()
        columns = set()
        for room in ROOMS.values():
            (row,) = [row for row in rows if t(room.title) + "  " in row]
            before, found, _ = row.partition(t(room.help))
            assert found, "cut: too long for 80 columns"
            columns.add(cells(before))
        assert len(columns) == 1


@pytest.mark.parametrize("key", ["t", "ㅅ"])
async def test_a_key_leads_to_the_rooms(learn, key: str) -> None:
    async with learn(lesson="apple-tax", size=(80, 12)) as learner:
        await learner.press("escape")
        assert "Playground" not in learner.display  # too few rows
        await learner.press(key)
        lessons = learner.app.screen.query_one(OptionList)
        assert lessons.highlighted == lessons.get_option_index("*play")
        await learner.sees(*(room.title for room in ROOMS.values()))


@pytest.mark.parametrize("number", range(len(ROOMS)))
async def test_a_room_opens_from_the_map_and_leads_back(learn, number: int) -> None:
    name = list(ROOMS)[number]
    async with learn(lesson="apple-tax") as learner:
        await learner.press("escape", "end", *["up"] * (len(ROOMS) - 1 - number), "enter")
        await learner.until(lambda: isinstance(learner.app.screen, ROOMS[name].screen()))
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen)


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (200, 50)])
async def test_map_and_help_in_a_window_of_any_size(learn, size: tuple[int, int]) -> None:
    async with learn("ko", lesson="apple-tax", size=size) as learner:
        await learner.press("escape", "t", "f1", "end", "escape", "home")
        await learner.app.set_language("en")
        await learner.pilot.resize_terminal(*SMALL)
        await learner.press("t")
        await learner.sees("Try things out", "Practice")
