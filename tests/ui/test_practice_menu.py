"""Choosing what to practise: Enter alone begins, and skills, number, minutes and level are a choice."""

from __future__ import annotations

from pathlib import Path

import histories
import pytest
from driving import LARGE, SMALL, Learner
from textual.widgets import OptionList

from tutor import paths
from tutor.learner.store import open_record
from tutor.practice import MOST, PracticeSession, Wish
from tutor.quiz.skills import SKILLS
from tutor.ui.screens.map import MapScreen
from tutor.ui.screens.practice_menu import PracticeMenuScreen
from tutor.words import words


def seed(folder: Path) -> None:
    record = open_record(paths.record(folder))
    histories.weeks(record)
    record.close()


async def open_menu(learner: Learner) -> PracticeMenuScreen:
    await learner.until(lambda: learner.app.record is not None)
    await learner.press("p")
    screen = learner.app.screen
    assert isinstance(screen, PracticeMenuScreen)
    return screen


def point_at(learner: Learner, skill: str) -> None:
    options = learner.app.screen.query_one(OptionList)
    options.highlighted = options.get_option_index(skill)


async def begun(learner: Learner) -> Wish:
    await learner.in_lesson()
    session = learner.session
    assert isinstance(session, PracticeSession)
    return session.wish


@pytest.mark.parametrize(("lang", "size"), [("en", SMALL), ("ko", LARGE)])
async def test_what_there_is_to_choose(learn, tmp_path: Path, lang: str, size: tuple[int, int]) -> None:
    seed(tmp_path)
    t = words(lang)
    async with learn(lang, size=size) as learner:
        await open_menu(learner)
        await learner.sees(
            t("What I need now"), t(SKILLS["chain-rule"].title), t("Questions"), t("Minutes"), t("Level")
        )
        options = learner.app.screen.query_one(OptionList)
        assert options.highlighted == 0
        said = {option.id: str(option.prompt) for option in options.options if option.id}
        assert (
            t.n("{count} skill is due, then what comes next", "{count} skills are due, then what comes next", 3)
            in said["*needed"]
        )
        assert f"✓ {t(SKILLS['add-node'].title)}  {t('{state}, due today', state=t('passed'))}" in said["add-node"]
        assert f"· {t(SKILLS['adam'].title)}  {t('new')}" in said["adam"]
        assert set(said) - {"*needed"} == set(SKILLS)
        assert learner.footer["⏎"] == t("Begin")
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen)


async def test_p_and_enter_begin(learn, tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").touch()
    async with learn() as learner:
        await open_menu(learner)
        await learner.press("enter")
        assert await begun(learner) == Wish()
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen) and len(learner.app.screen_stack) == 2


async def test_the_skill_under_the_cursor(learn, tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").touch()
    async with learn() as learner:
        await open_menu(learner)
        await learner.press("down", "down", "enter")
        assert (await begun(learner)).skills == (list(SKILLS)[1],)


async def test_several_skills_are_marked(learn, tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").touch()
    async with learn() as learner:
        await open_menu(learner)
        for skill in ("momentum", "add-node", "tanh"):
            point_at(learner, skill)
            await learner.press("space")
        await learner.press("space")  # the last one no more
        await learner.sees("[ ] · Tanh")
        point_at(learner, "momentum")
        await learner.sees("[x] · Momentum")
        await learner.press("home", "space")  # nothing to mark there
        await learner.press("enter")
        assert set((await begun(learner)).skills) == {"momentum", "add-node"}


async def test_how_many_how_long_and_how_hard(learn, tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").touch()
    async with learn() as learner:
        screen = await open_menu(learner)
        await learner.press("tab", "right")
        assert screen.wish == Wish(count=15)
        await learner.press("down", "right")
        assert screen.wish == Wish(count=MOST, minutes=5)  # time in place of a number
        await learner.sees("Questions  < no limit >")
        await learner.press("left")
        assert screen.wish == Wish()
        await learner.press("right", "right", "down", "right", "right")
        assert screen.wish == Wish(level=2, count=MOST, minutes=10)
        await learner.press("enter")
        assert await begun(learner) == Wish(level=2, count=MOST, minutes=10)
        assert "Question 1, 0 of 10 minutes" in learner.title


async def test_another_language_keeps_what_was_chosen(learn, tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").touch()
    async with learn() as learner:
        screen = await open_menu(learner)
        point_at(learner, "tanh")
        await learner.press("space", "tab", "right")
        wish = screen.wish
        await learner.app.set_language("ko")
        await learner.settle()
        assert screen.wish == wish == Wish(("tanh",), count=15)
        await learner.sees(words("ko")("Questions"), f"[x] · {words('ko')('Tanh')}")


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (200, 50)])
async def test_in_a_window_of_any_size(learn, tmp_path: Path, size: tuple[int, int]) -> None:
    seed(tmp_path)
    async with learn("ko", size=size) as learner:
        await open_menu(learner)
        await learner.press("down", "space", "tab", "right", "end")
        await learner.pilot.resize_terminal(*SMALL)
        await learner.settle()


async def test_the_record_may_open_in_the_moment_before_it_stands(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        learner.app.push_screen(PracticeMenuScreen())
        assert isinstance(learner.app.screen, PracticeMenuScreen) and not learner.app.screen.is_mounted
        learner.app._record_opened()
        await learner.settle()
        await learner.sees("What I need now")
