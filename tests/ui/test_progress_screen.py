"""The screen of progress: bars, skills, mistakes and what is due, in any window and language."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import histories
import pytest
from driving import LARGE, SMALL, Learner

from tutor import paths
from tutor.learner.store import open_record
from tutor.quiz.skills import SKILLS
from tutor.ui.screens.map import MapScreen
from tutor.ui.screens.progress import ProgressScreen
from tutor.words import words


def seed(folder: Path) -> None:
    record = open_record(paths.record(folder))
    histories.weeks(record)
    record.close()


async def look(learner: Learner) -> None:
    await learner.until(lambda: learner.app.record is not None)
    await learner.press("g")
    assert isinstance(learner.app.screen, ProgressScreen)


def whole(learner: Learner) -> str:
    return str(learner.app.screen.query_one("#progress-text").render())


@pytest.mark.parametrize(("lang", "size"), [("en", SMALL), ("en", LARGE), ("ko", SMALL), ("ko", LARGE)])
async def test_all_that_is_shown(learn, tmp_path: Path, lang: str, size: tuple[int, int]) -> None:
    seed(tmp_path)
    t = words(lang)
    async with learn(lang, size=size) as learner:
        await look(learner)
        await learner.sees(t("Right answers by day"), (date.today() - timedelta(days=27)).isoformat(), "█")
        said = whole(learner)
        assert t("Right answers today: {count} of {goal}.", count=4, goal=10) in said
        assert (
            t.n(
                "{count} time: {thought}",
                "{count} times: {thought}",
                4,
                thought=t("added along a path instead of multiplying"),
            )
            in said
        )
        assert t("{right} of {count}", right=12, count=16) in said
        assert f"★ {t('kept')}" in said
        assert t(SKILLS["add-node"].title) in said
        rows = learner.display.splitlines()
        await learner.press("end")
        await learner.until(lambda: learner.display.splitlines() != rows or size == LARGE)
        await learner.sees(t("Skills: right at once, without help"), t("Sigmoid"))
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen)


async def test_an_empty_record_says_what_to_do(learn, tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").touch()
    async with learn() as learner:
        await look(learner)
        await learner.sees("Nothing is answered yet. Do a lesson, or practise")
        assert "Due" not in learner.display


async def test_language_and_drawing_change_at_once(learn, tmp_path: Path) -> None:
    seed(tmp_path)
    async with learn() as learner:
        await look(learner)
        await learner.app.set_language("ko")
        await learner.settle()
        await learner.sees(words("ko")("Right answers by day"))
        learner.app.set_drawing("ascii")
        await learner.settle()
        assert "#" in whole(learner) and "█" not in whole(learner) and "░" not in whole(learner)


async def test_the_goal_is_the_learners(learn, tmp_path: Path) -> None:
    seed(tmp_path)
    paths.settings(tmp_path).write_text("daily_goal = 4\n", encoding="utf-8")
    async with learn() as learner:
        await learner.until(lambda: "Right answers today: 4 of 4." in learner.display)  # on the map, too
        await look(learner)
        await learner.sees("Right answers today: 4 of 4.", "Goal reached on")


async def test_from_the_palette(learn, tmp_path: Path) -> None:
    seed(tmp_path)
    async with learn(lesson="apple-tax") as learner:
        commands = {command.title: command for command in learner.app.get_system_commands(learner.app.screen)}
        commands["Progress"].callback()
        await learner.settle()
        await learner.sees("Right answers by day")


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (200, 50)])
async def test_in_a_window_of_any_size(learn, tmp_path: Path, size: tuple[int, int]) -> None:
    seed(tmp_path)
    async with learn("ko", size=size) as learner:
        await look(learner)
        await learner.press("end")
        await learner.pilot.resize_terminal(*SMALL)
        await learner.settle()
        await learner.press("end")
        await learner.sees(words("ko")("Skills: right at once, without help")[:6])
