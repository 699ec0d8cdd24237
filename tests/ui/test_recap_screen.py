"""The end of a practice on the screen: what is said, and where it leads."""

from __future__ import annotations

import pytest
from driving import LARGE, SMALL, Learner
from textual.widgets import OptionList

from tutor.course import load_titles
from tutor.practice import PracticeSession, Wish
from tutor.quiz.question import Question
from tutor.ui.screens.map import MapScreen
from tutor.ui.screens.recap import RecapScreen
from tutor.words import words

SKILL = Wish(("chain-rule",), 1, 3)


def asked(learner: Learner) -> Question:
    question = learner.session.question
    assert isinstance(question, Question)
    return question


async def right(learner: Learner) -> None:
    await learner.answer(repr(asked(learner).truth))
    await learner.press("enter")


async def wrong(learner: Learner, mistake: str = "own-input") -> None:
    found = next(found for found in asked(learner).mistakes if mistake in found.ids)
    await learner.answer(repr(found.value))
    await right(learner)


async def skip_all(learner: Learner) -> None:
    while not learner.session.finished:
        await learner.press("ctrl+n")


def options(learner: Learner) -> list[str]:
    return [str(option.prompt) for option in learner.app.screen.query_one(OptionList).options]


@pytest.mark.parametrize(("lang", "size"), [("en", SMALL), ("ko", LARGE)])
async def test_what_went_wrong_and_the_lesson_on_it(learn, lang: str, size: tuple[int, int]) -> None:
    t = words(lang)
    async with learn(lang, practice=SKILL, size=size) as learner:
        await wrong(learner)
        first = learner.session.lesson.steps[0].question
        await wrong(learner)
        await learner.press("ctrl+n")
        assert isinstance(learner.app.screen, RecapScreen)
        await learner.sees(t("How it went"), t("What went wrong"), first.formula, t("What to do next"))
        assert t("took the edge's own input at a multiply node")[:12] in learner.display
        assert t("Summary") in learner.title
        title = load_titles(learner.app.course, lang)["apple-tax"]
        assert options(learner)[0].startswith(t("Lesson: {title}", title=title))
        assert options(learner)[1:] == [t("Practise again"), t("The map")]
        assert learner.app.screen.query_one(OptionList).highlighted == 0  # it went wrong more than once
        await learner.press("enter")
        await learner.in_lesson()
        assert learner.session.lesson.id == "apple-tax"
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen) and len(learner.app.screen_stack) == 2


async def test_all_right_leads_to_the_map(learn) -> None:
    async with learn(practice=Wish(("chain-rule",), 1, 1)) as learner:
        await right(learner)
        assert options(learner) == ["Practise again", "The map"]
        await learner.press("enter")
        assert isinstance(learner.app.screen, MapScreen)


async def test_again_is_the_same_wish(learn) -> None:
    async with learn(practice=SKILL) as learner:
        await skip_all(learner)
        learner.app.screen.query_one(OptionList).highlighted = 1
        await learner.press("enter")
        await learner.in_lesson()
        session = learner.session
        assert isinstance(session, PracticeSession) and session.wish == SKILL and not session.finished


async def test_after_one_item_more_of_its_kind(learn) -> None:
    async with learn(practice=Wish(item="chain-rule.2:7")) as learner:
        await right(learner)
        await learner.press("up", "enter")
        await learner.in_lesson()
        assert learner.session.wish == Wish(("chain-rule",), 2)


async def test_back_to_the_last_question(learn) -> None:
    async with learn(practice=Wish(("chain-rule",), 1, 1)) as learner:
        code = asked(learner).code
        await right(learner)
        await learner.press("ctrl+b")
        assert learner.app.screen is learner.screen and asked(learner).code == code and not learner.session.finished
        await learner.press("enter")
        assert isinstance(learner.app.screen, RecapScreen)
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen)


async def test_another_language_at_the_end(learn) -> None:
    async with learn(practice=SKILL) as learner:
        await wrong(learner)
        await learner.press("ctrl+n", "ctrl+n")
        await learner.app.set_language("ko")
        await learner.settle()
        t = words("ko")
        assert isinstance(learner.app.screen, RecapScreen)
        await learner.sees(t("What went wrong"), t("(skipped)"))
        assert sum(isinstance(screen, RecapScreen) for screen in learner.app.screen_stack) == 1


async def test_a_long_recap_scrolls_by_keys(learn) -> None:
    async with learn(practice=Wish(("chain-rule",), 1, 30), size=SMALL) as learner:
        await skip_all(learner)
        assert "30. d " not in learner.display
        await learner.press(*["pagedown"] * 4)
        await learner.sees("30. d ")
        await learner.press(*["pageup"] * 4)
        await learner.sees("How it went")


async def test_markup_in_a_wrong_answer_is_text(learn) -> None:
    async with learn(practice=Wish(("chain-rule",), 1, 1)) as learner:
        session = learner.session
        session.submit("123456789*1")
        await right(learner)
        await learner.sees("123456789*1")


@pytest.mark.parametrize(("lang", "size"), [("en", SMALL), ("ko", LARGE)])
async def test_a_thought_that_comes_back_is_put_to_the_test(learn, lang: str, size: tuple[int, int]) -> None:
    async with learn(lang, practice=Wish(("chain-rule",), 1, 4), size=size) as learner:
        await wrong(learner)
        await wrong(learner)
        session = learner.session
        assert isinstance(session, PracticeSession) and session.against == "own-input"
        before = {"en": "That thought came before:", "ko": "앞에서도 나온 생각입니다:"}[lang]
        await learner.sees(before)
        assert session.item in str(learner.box.border_subtitle)
        await right(learner)
        assert before not in learner.display


async def test_minutes_in_the_title(learn) -> None:
    async with learn(practice=Wish(("chain-rule",), 1, 1000, minutes=10)) as learner:
        assert "Question 1, 0 of 10 minutes" in learner.title and learner.title.endswith("○" * 10)
        now = learner.session._clock()
        learner.session._clock = lambda: now + 5 * 60
        await right(learner)
        assert "Question 2, 5 of 10 minutes" in learner.title and learner.title.endswith("●" * 5 + "○" * 5)
        learner.session._clock = lambda: now + 11 * 60
        await right(learner)
        assert isinstance(learner.app.screen, RecapScreen)
