"""What the map says of skills: their state, what is due, the day's goal; and the review to which it leads."""

from __future__ import annotations

from pathlib import Path

import histories
import pytest
from driving import LARGE, SMALL, Learner, learning, make_app
from textual.widgets import OptionList

from tutor import paths
from tutor.course import load_titles
from tutor.learner.store import open_record
from tutor.practice import PracticeSession
from tutor.quiz.skills import SKILLS
from tutor.ui.rooms import ROOMS
from tutor.ui.screens.map import MapScreen
from tutor.ui.screens.recap import RecapScreen
from tutor.ui.widgets.skill_pane import SkillPane
from tutor.words import LANGUAGES, words


def seed(folder: Path) -> None:
    record = open_record(paths.record(folder))
    histories.weeks(record)
    record.close()


async def opened(learner: Learner) -> None:
    assert isinstance(learner.app.screen, MapScreen)
    await learner.until(lambda: learner.app.record is not None)


def point_at(learner: Learner, entry: str) -> None:
    lessons = learner.app.screen.query_one(OptionList)
    lessons.highlighted = lessons.get_option_index(entry)


def pane(learner: Learner) -> str:
    return str(learner.app.screen.query_one(SkillPane).render())


@pytest.mark.parametrize(("lang", "size"), [("en", SMALL), ("ko", SMALL), ("en", LARGE), ("ko", LARGE)])
async def test_lessons_and_their_skills(learn, tmp_path: Path, lang: str, size: tuple[int, int]) -> None:
    seed(tmp_path)
    t = words(lang)
    async with learn(lang, size=size) as learner:
        await opened(learner)
        titles = load_titles(learner.app.course, lang)
        await learner.sees(
            t.n("Due today: {count} skill.", "Due today: {count} skills.", 3),
            t("Right answers today: {count} of {goal}.", count=4, goal=10),
            f"{titles['multiply-node']}  {t('passed')}",
            f"{titles['add-node']}  {t('passed')}, {t('due today')}",
            f"{titles['backpropagation']}  {t('{count} of {all} passed', count=1, all=3)}",
            t("What this lesson teaches"),
        )
        assert learner.app.screen.query_one(OptionList).highlighted == 1  # nothing begun: the first lesson
        said = pane(learner)
        assert f"★ {t(SKILLS['forward-pass'].title)}" in said and f"· {t(SKILLS['graph-reading'].title)}" in said
        assert (t("not tried yet") in said) == (size == LARGE)  # else a row a skill
        point_at(learner, "sensitivity")
        await learner.settle()
        said = pane(learner)
        assert (
            f"  {t('faded')}: {t('passed, but long ago; one right answer brings it back')}" in said
            and t("due today") in said
        )
        point_at(learner, "apple-tax")
        await learner.settle()
        assert f"  {t('passed')}: {t('{count} in a row without help', count=3)}" in pane(learner)
        point_at(learner, "branches")
        await learner.settle()
        more = t.n("{count} more in a row without help", "{count} more in a row without help", 3)
        assert f"  {t('begun')}: {more}" in pane(learner)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_practice_and_rooms_are_told_too(learn, tmp_path: Path, lang: str) -> None:
    seed(tmp_path)
    t = words(lang)
    async with learn(lang) as learner:
        await opened(learner)
        point_at(learner, "*")
        await learner.settle()
        assert t(SKILLS["branches"].title) in pane(learner) and t(SKILLS["add-node"].title) in pane(learner)
        point_at(learner, "*play")
        await learner.settle()
        assert pane(learner) == t(ROOMS["play"].help)


async def test_a_new_learner_sees_nothing_of_it(learn, tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").touch()
    async with learn() as learner:
        await opened(learner)
        assert "Due today" not in learner.display and "Right answers today" not in learner.display
        assert "r" not in learner.footer and learner.footer["p"] == "Practice"
        await learner.press("r")
        assert isinstance(learner.app.screen, MapScreen)
        assert "· Read a computational graph  new" in pane(learner)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_all_keys_fit_into_the_footer(learn, tmp_path: Path, size: tuple[int, int]) -> None:
    seed(tmp_path)
    for lang in LANGUAGES:
        async with learn(lang, size=size) as learner:
            await opened(learner)
            t, last = words(lang), learner.display.splitlines()[-1]
            shown = ["Practice", "Review", "Progress", "Settings", "Quit", "Help", "palette"]
            shown += ["Open", "Try out"] if size == LARGE else []
            assert all(t(word) in last for word in shown), last


@pytest.mark.parametrize("key", ["r", "ㄱ"])
async def test_a_review_from_the_map_to_its_end(learn, tmp_path: Path, key: str) -> None:
    seed(tmp_path)
    async with learn() as learner:
        await opened(learner)
        assert learner.footer["r"] == "Review"
        await learner.press(key)
        await learner.in_lesson()
        session = learner.session
        assert isinstance(session, PracticeSession) and session.wish.review and session.count == 3
        assert learner.title.startswith("Review   Question 1 of 3")
        asked = set()
        while not session.finished:
            asked.add(session.question.skill)
            await learner.answer(repr(session.question.truth))
            await learner.press("enter")
        assert asked == {"branches", "sensitivity", "add-node"}
        assert isinstance(learner.app.screen, RecapScreen)
        await learner.press("escape")
        assert "Due today" not in learner.display and "r" not in learner.footer
        learner.app.open_review()
        await learner.until(lambda: learner.notices)
        assert learner.notices[-1].startswith("Nothing is due today. Next: ")
        assert isinstance(learner.app.screen, MapScreen)


async def test_a_review_at_the_very_start(learn, tmp_path: Path) -> None:
    seed(tmp_path)
    app = make_app(tmp_path)
    app._first = lambda app: app.open_review()
    async with learning(app) as learner:
        await learner.in_lesson()
        assert learner.session.count == 3
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen) and len(learner.app.screen_stack) == 2


async def test_an_answer_changes_the_map_at_once(learn, tmp_path: Path) -> None:
    seed(tmp_path)
    async with learn() as learner:
        await opened(learner)
        record = learner.app.record
        histories.passed(record, "sigmoid")
        await learner.press("p", "escape")
        await learner.sees("Right answers today: 7 of 10.")
        point_at(learner, "activations")
        await learner.settle()
        assert "✓ Sigmoid" in pane(learner)
