"""The settings screen: what is chosen is in force and in the file at once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from conftest import Learning
from driving import LARGE, Learner

from tutor import paths
from tutor.learner.settings import Settings
from tutor.learner.store import open_record
from tutor.ui.screens.map import MapScreen
from tutor.ui.screens.settings import GOALS, SettingsScreen, goal_after
from tutor.ui.widgets.key_table import KeyTable
from tutor.ui.widgets.settings_panel import SettingsPanel


@pytest.fixture(autouse=True)
def record(tmp_path: Path) -> None:
    """So that the tutor begins with the map."""
    open_record(paths.record(tmp_path)).close()


def written(folder: Path) -> dict[str, object]:
    return tomllib.loads(paths.settings(folder).read_text(encoding="utf-8"))


async def to(learner: Learner, setting: str) -> None:
    """Mark a setting."""
    panel = learner.app.screen.query_one(SettingsPanel)
    for _ in range(6):
        if panel.setting == setting:
            return
        await learner.press("down")
    raise AssertionError(setting)


async def to_key(learner: Learner, id: str) -> None:
    """Mark a key."""
    table = learner.app.screen.query_one(KeyTable)
    table.focus()
    table.highlighted = table.get_option_index(id)
    await learner.settle()


async def test_what_is_chosen_is_in_force_and_written_down_at_once(learn: Learning, tmp_path: Path) -> None:
    async with learn(size=LARGE, animated=True) as learner:
        await learner.press("s")
        assert isinstance(learner.app.screen, SettingsScreen)
        await to(learner, "animation")
        await learner.press("right")
        assert not learner.app.animated
        await to(learner, "daily_goal")
        await learner.press("right", "right", "left")
        await to(learner, "drawing")
        await learner.press("right")
        assert learner.app.draws_plainly
        await to(learner, "theme")
        before = learner.app.theme
        await learner.press("right")
        assert learner.app.theme != before
        await to(learner, "lang")
        await learner.press("right")
        await learner.sees("설정", "하루 목표", "15문제")
        assert written(tmp_path) == {
            "animation": "off",
            "daily_goal": 15,
            "drawing": "ascii",
            "theme": learner.app.theme,
            "lang": "ko",
        }
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen)


async def test_a_key_is_moved_and_put_back(learn: Learning, tmp_path: Path) -> None:
    async with learn() as learner:
        await learner.press("s")
        await to_key(learner, "map.practise")
        await learner.press("enter")
        await learner.sees("Press the new key for: Practice")
        await learner.press("f9")
        assert written(tmp_path) == {"keys": {"map.practise": "f9"}}
        await learner.sees("F9", "(moved)")
        await learner.press("escape")
        assert learner.footer["f9"] == "Practice" and "p" not in learner.footer
        await learner.press("s")
        await to_key(learner, "map.practise")
        await learner.press("delete")
        assert written(tmp_path) == {"keys": {}}
        await learner.press("escape")
        assert learner.footer["p"] == "Practice"


async def test_a_key_that_is_taken_stays_where_it_is(learn: Learning, tmp_path: Path) -> None:
    async with learn() as learner:
        await learner.press("s")
        for key, said in (("t", "map.practise: t is the key of map.try_out already"), ("enter", "own use there")):
            await to_key(learner, "map.practise")
            await learner.press("enter", key)
            assert said in learner.notices[-1]
        await learner.press("enter", "escape")
        assert isinstance(learner.app.screen, SettingsScreen)
        assert not paths.settings(tmp_path).exists()


async def test_even_quit_can_be_moved_and_its_old_key_does_not_quit_while_asking(
    learn: Learning, tmp_path: Path
) -> None:
    async with learn() as learner:
        await learner.press("s")
        await to_key(learner, "app.quit")
        await learner.press("enter", "f10")
        assert written(tmp_path) == {"keys": {"app.quit": "f10"}}
        await learner.press("ctrl+q")
        assert learner.app.is_running and isinstance(learner.app.screen, SettingsScreen)
        await learner.press("f10")
        assert learner.app._exit


async def test_it_opens_from_the_palette_in_the_middle_of_a_lesson(learn: Learning) -> None:
    async with learn("ko", lesson="apple-tax") as learner:
        await learner.type("22")
        learner.app.open_settings()
        await learner.settle()
        await to(learner, "lang")
        await learner.press("right")
        await learner.press("escape")
        assert learner.box.text == "22" and learner.footer["?"] == "Hint"
        assert any(command.title == "Settings" for command in learner.app.get_system_commands(learner.app.screen))


async def test_what_can_not_be_saved_is_told(learn: Learning, tmp_path: Path) -> None:
    paths.settings(tmp_path).mkdir()
    async with learn() as learner:
        assert "can't be read" in learner.notices[0]
        await learner.press("s")
        await to(learner, "daily_goal")
        await learner.press("right")
        assert "It could not be saved" in learner.notices[-1]
        await learner.sees("15 questions")


async def test_a_file_that_makes_no_sense_is_told_and_kept(learn: Learning, tmp_path: Path) -> None:
    paths.settings(tmp_path).write_text("lang = \n")
    async with learn() as learner:
        assert "line 1" in learner.notices[0]
        await learner.press("s")
        await to(learner, "daily_goal")
        await learner.press("right")
        (kept,) = tmp_path.glob("settings.damaged-*.toml")
        assert str(kept) in learner.notices[-1] and kept.read_text() == "lang = \n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = "no-such"', "there is no theme no-such"),
        ('theme = "[/]"', "there is no theme [/]"),
        ("daily_goal = 1000", "daily_goal must be a whole number from 1 to 500, not 1000"),
        ('[keys]\n"lesson.hint" = "f2"', "lesson.hint: F2 is the key of lesson.nudge already"),
    ],
)
async def test_strange_values_are_told_once(learn: Learning, tmp_path: Path, text: str, said: str) -> None:
    paths.settings(tmp_path).write_text(text + "\n")
    async with learn() as learner:
        assert len(learner.notices) == 1 and said in learner.notices[0]
        assert learner.app.theme == "textual-dark"


async def test_a_learner_who_is_new_is_told_so(learn: Learning, tmp_path: Path) -> None:
    async with learn(folder=tmp_path / "learners" / "민지", learner="민지") as learner:
        assert learner.notices == ["A new learner begins: 민지."]
        await learner.press("escape")
        assert "· 민지" in learner.title
    async with learn(folder=tmp_path / "learners" / "민지", learner="민지") as learner:
        assert learner.notices == []


def test_goals_by_arrows() -> None:
    assert [goal_after(goal, 1) for goal in (1, 9, 10, 95, 450, 500, 11)] == [2, 10, 15, 100, 500, 500, 15]
    assert [goal_after(goal, -1) for goal in (1, 10, 15, 100, 500, 11, 499)] == [1, 9, 10, 95, 450, 10, 450]
    assert Settings(Path("/none")).daily_goal in GOALS
