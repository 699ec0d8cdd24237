"""Sweeps, orders and optimizers on the lesson's screen."""

from pathlib import Path

import pytest
from driving import LARGE, SMALL

from tutor.course import load_page
from tutor.quiz.ordering import OrderQuestion
from tutor.words import words

PAGES = Path(__file__).parents[1] / "course" / "good"


@pytest.mark.parametrize(("lang", "size"), [("en", SMALL), ("ko", LARGE)])
async def test_a_page_with_all_of_them(learn, lang: str, size: tuple[int, int]) -> None:
    t = words(lang)
    async with learn(lang, page=load_page(PAGES / f"{lang}.md"), size=size) as learner:
        await learner.answer("220")
        await learner.press("enter")
        for answer, shown in (("1.1", "← 1.1"), ("200", "← 200"), ("2.2", "← 2.2"), ("110", "← 110")):
            await learner.answer(answer)
            assert learner.tones == ["right"] and shown in learner.picture
            await learner.press("enter")
        options = str(learner.screen.query_one("#options").render()).splitlines()
        assert [line[:3] for line in options] == ["1. ", "2. ", "3. ", "4. "]
        await learner.sees(t("In which order? Type their numbers."))
        await learner.answer("4 3 2")
        assert learner.tones[0] == "unreadable"
        await learner.press("backspace", "backspace", "backspace", "backspace", "backspace")
        question = learner.session.question
        assert isinstance(question, OrderQuestion)
        await learner.answer("".join(map(str, question.truth)))
        assert learner.tones == ["right"]
        await learner.press("enter")
        assert learner.view.scene is None
        assert not learner.screen.query_one("#options").display
        await learner.sees("L = w^2", t("{formula} = ?", formula="w2"))
        await learner.press("!")
        assert "solution" in learner.tones
        assert learner.session.state.sibling == 1
