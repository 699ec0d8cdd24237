"""A practice on the screen: from the map, the palette and the command line; new numbers, large graphs."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import LARGE, SMALL, Learner
from textual.keys import _character_to_key

from tutor import phrases
from tutor.learner.store import open_record
from tutor.numbers import show
from tutor.practice import PracticeSession, Wish
from tutor.quiz import generate
from tutor.quiz.question import Question
from tutor.quiz.shapes import SHAPE_MISTAKES
from tutor.ui.rooms import ROOMS
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.map import MapScreen
from tutor.ui.screens.practice_menu import PracticeMenuScreen
from tutor.words import words

ITEM = "chain-rule.2:7"
SHAPE = "affine-shape.1:2"
WIDE = "chain-rule.3:2"


def asked(learner: Learner) -> Question:
    question = learner.session.question
    assert isinstance(question, Question)
    return question


def is_practice(learner: Learner) -> bool:
    return isinstance(learner.app.screen, LessonScreen) and isinstance(learner.app.screen.session, PracticeSession)


async def answer(learner: Learner) -> None:
    await learner.answer(repr(asked(learner).truth))


@pytest.mark.parametrize("lang", ["en", "ko"])
async def test_an_item_on_the_screen(learn, tmp_path: Path, lang: str) -> None:
    t, question = words(lang), generate(ITEM, lang)
    async with learn(lang, practice=Wish(item=ITEM)) as learner:
        assert t("Practice: {skill}", skill=t("Chain rule along a path")) in learner.title
        assert t("Question {number} of {count}", number=1, count=1) in learner.title
        assert str(learner.box.border_title) == t("{formula} = ?", formula=question.formula)
        assert str(learner.box.border_subtitle) == t("Item {code}", code="chain-rule.2:7@1")
        await learner.sees(question.prompt[:20], "chain-rule.2:7@1")
        assert learner.parts("asked") == ["?"]
        assert show(question.truth) not in learner.picture.split()
        named = next(found for found in question.mistakes if not found.convention)
        await learner.answer(repr(named.value))
        assert t("Wrong.") in learner.feedback and named.replies[0] in learner.feedback
        await answer(learner)
        assert t("Right.") in learner.feedback
        await learner.press("enter")
        assert learner.session.finished and t("Summary") in learner.feedback
        assert str(learner.box.border_title) == t("Enter: the map")
        await learner.press("enter")
        assert isinstance(learner.app.screen, MapScreen)
    record = open_record(tmp_path / "record.sqlite3")
    kept = [(entry.outcome, entry.item, entry.skill) for entry in record.entries() if entry.answer]
    record.close()
    assert kept == [(outcome, "chain-rule.2:7@1", "chain-rule") for outcome in ("wrong", "right")]


@pytest.mark.parametrize("lang", ["en", "ko"])
async def test_a_shape_on_the_screen(learn, lang: str) -> None:
    t, question = words(lang), generate(SHAPE, lang)
    async with learn(lang, practice=Wish(item=SHAPE)) as learner:
        assert not learner.view.display
        assert str(learner.box.border_title) == question.ask_line
        await learner.sees(question.givens, *question.products, t("a shape, as 20x30 or (30,)"))
        await learner.answer("3 rows")
        assert learner.box.text == "3 rows" and t("Unreadable:") in learner.feedback
        await learner.press("ctrl+u")
        wrong, *_ = question.mistakes
        await learner.answer(str(wrong.value))
        assert wrong.reply in learner.feedback
        await learner.press("question_mark")
        assert question.hints[0].text in learner.feedback
        await learner.press("exclamation_mark")
        assert question.hints[-1].text in learner.feedback
        new = learner.session.question
        assert phrases.new_numbers_line(new, t) in learner.feedback
        await learner.answer(str(new.truth))
        assert t("Right.") in learner.feedback
        await learner.press("enter")
        assert t(SHAPE_MISTAKES[wrong.id].thought) in learner.feedback


async def test_new_numbers_after_a_solution(learn) -> None:
    async with learn(practice=Wish(item=ITEM)) as learner:
        old = asked(learner)
        await learner.press("exclamation_mark")
        new = asked(learner)
        assert learner.page == old.prompt
        assert old.hints[-1].text in learner.feedback
        assert phrases.new_numbers_line(new, words("en")) in learner.feedback
        assert new.code in str(learner.box.border_subtitle)
        await learner.answer("123456")
        assert learner.page == new.prompt != old.prompt
        assert "new numbers" not in learner.feedback
        await answer(learner)
        assert "Right." in learner.feedback


async def test_from_the_map_by_key_and_by_its_entry(learn, tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").touch()
    async with learn() as learner:
        assert isinstance(learner.app.screen, MapScreen)
        assert learner.footer["p"] == "Practice"
        await learner.press("p", "enter")
        await learner.in_lesson()
        assert is_practice(learner) and learner.session.count == 10
        assert learner.title.startswith("Practice   Question 1 of 10")
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen)
        assert learner.app.places == {}
        await learner.press("end", *["up"] * len(ROOMS), "enter", "enter")
        await learner.in_lesson()
        assert is_practice(learner)
        await learner.press("escape")
        await learner.press(_character_to_key("ㅔ"), "enter")  # the same key where Hangul is typed
        await learner.until(lambda: is_practice(learner))


async def test_from_a_lesson_by_the_palette(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await learner.press("ctrl+p")
        await learner.type("practice")
        await learner.until(lambda: "New numbers each time" in learner.display)
        await learner.press("enter")
        await learner.until(lambda: isinstance(learner.app.screen, PracticeMenuScreen))
        await learner.press("enter")
        await learner.until(lambda: is_practice(learner))
        titles = [command.title for command in learner.app.get_system_commands(learner.app.screen)]
        assert "Begin afresh" not in titles and "Map" in titles
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen)


async def test_another_language_in_the_middle(learn) -> None:
    async with learn("en", practice=Wish(("chain-rule",), count=3)) as learner:
        await answer(learner)
        await learner.press("enter")
        before = asked(learner)
        await learner.answer("123456")
        await learner.type("2*")
        await learner.app.set_language("ko")
        await learner.settle()
        now = asked(learner)
        assert (now.lang, now.code, now.values) == ("ko", before.code, before.values)
        assert learner.page == now.prompt
        assert learner.box.text == "2*" and words("ko")("Wrong.") in learner.feedback
        assert words("ko")("Question {number} of {count}", number=2, count=3) in learner.title


async def test_back_skip_and_the_bar(learn) -> None:
    async with learn(practice=Wish(("chain-rule",), count=40)) as learner:
        first = asked(learner).code
        assert learner.title.endswith("○" * 10)
        await learner.press("ctrl+n", "ctrl+n", "ctrl+n", "ctrl+n")
        assert learner.title.endswith("●" + "○" * 9) and "Question 5 of 40" in learner.title
        await learner.press("ctrl+b", "ctrl+b", "ctrl+b", "ctrl+b")
        assert asked(learner).code == first and "You skipped this question." in learner.feedback


async def test_a_graph_too_wide_to_stand_beside_the_text_stands_above_it(learn) -> None:
    async with learn(practice=Wish(item=WIDE), size=LARGE) as learner:
        graph, reading, box = learner.view.region, learner.screen.query_one("#reading").region, learner.box.region
        assert graph.bottom <= reading.y and reading.bottom <= box.y
        assert learner.view.picture.width <= graph.width and learner.view.picture.height <= graph.height
        assert (learner.view.max_scroll_x, learner.view.max_scroll_y) == (0, 0)
        await learner.answer("123456")
        assert learner.view.region == graph
        await learner.pilot.resize_terminal(200, 50)
        await learner.settle()
        assert learner.view.region.x >= learner.screen.query_one("#reading").region.right


async def test_a_graph_too_large_for_the_window_is_moved(learn) -> None:
    async with learn(practice=Wish(item=WIDE), size=SMALL) as learner:
        view = learner.view
        assert view.max_scroll_x > 0 and view.max_scroll_y > 0
        assert " ?" in learner.display  # what is asked is in sight
        assert learner.screen.query_one("#reading").region.height >= 4
        await learner.press("ctrl+pagedown", "ctrl+down")
        assert view.scroll_x > 0 and view.scroll_y > 0
        await learner.press("ctrl+pageup", "ctrl+up")
        assert (view.scroll_x, view.scroll_y) == (0, 0)


async def test_a_question_whose_subject_states_it_has_no_picture(learn) -> None:
    async with learn(practice=Wish(item="affine-entry:1")) as learner:
        assert not learner.view.display
        question = asked(learner)
        assert question.givens in learner.page.replace("\\", "")
        await answer(learner)
        assert "Right." in learner.feedback
