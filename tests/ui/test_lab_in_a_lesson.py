"""A lesson asks for settings: the lab opens on the question's beginning, and the learner comes back with an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import LARGE, SMALL

from tutor.course import load_page
from tutor.experiments.lab_question import LabQuestion
from tutor.ui.rooms import ROOMS
from tutor.ui.screens.lesson import LessonScreen
from tutor.words import words

PAGE = """+++
title = "Labs"
+++

```lab too-far
lab = "optimizers"
surface = "bowl"
settings = { rule = "sgd", lr = 1 }
goal = "grows"
way = { lr = 2.5 }
reply = "It jumps over the minimum."
```

```lab vanish
lab = "depth"
settings = { activation = "relu", weights = "he", depth = 20 }
goal = "vanishes"
way = { activation = "sigmoid" }
reply = "Each sigmoid makes it smaller."
```

```lab train
lab = "training"
settings = { lr = 0.01 }
goal = "learns"
bound = 0.05
way = { rule = "momentum" }
reply = "It builds up speed."
```
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "labs.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize(("lang", "size"), [("en", SMALL), ("ko", LARGE)])
async def test_from_the_question_to_the_lab_and_back(learn, page: Path, lang: str, size: tuple[int, int]) -> None:
    t = words(lang)
    async with learn(lang, page=load_page(page, lang), size=size) as learner:
        question = learner.session.question
        assert isinstance(question, LabQuestion)
        assert str(learner.box.border_title) == question.ask_line(t)
        await learner.until(lambda: learner.footer["f2"] == t("Lab"))
        await learner.press("f2")
        lab = learner.app.screen
        assert isinstance(lab, ROOMS["optimizers"].screen())
        await learner.until(lambda: learner.footer.get("esc") == t("Back"))
        await learner.sees(question.goal_text(t))
        assert (lab.lab.surface.id, lab.lab.runners[0].settings["lr"]) == ("bowl", 1)
        await learner.press("s", "p", "2")  # what is asked stays what it is
        assert (lab.lab.surface.id, lab.lab.chosen, lab.predictions.is_on) == ("bowl", 0, False)
        assert t("learning rate") in learner.display and f"< {t('yes')} >" not in learner.display
        await learner.press("space")
        assert lab.lab.number == 50
        await learner.press("right", "right")  # up the ladder of learning rates
        assert (lab.lab.runners[0].settings["lr"], lab.lab.number) == (5, 0)  # from the start with each new number
        await learner.press("escape")
        assert isinstance(learner.app.screen, LessonScreen)
        assert learner.box.text == "lr = 5"
        assert not learner.session.state.tries  # the learner sends it, not the lab
        await learner.press("enter")
        assert learner.tones == ["right"] and question.reply in learner.feedback
        assert [attempt.answer for attempt in learner.session.state.tries] == ["lr = 5"]

        await learner.press("enter", "f2")
        lab = learner.app.screen
        assert isinstance(lab, ROOMS["depth"].screen())
        assert (lab.lab.depth, lab.lab.activation) == (20, "relu")
        await learner.press("x")
        assert lab.lab.activation == "relu"  # afresh is where the question begins
        await learner.press("escape")
        assert learner.box.text == ""  # nothing was changed
        await learner.press("f2", "right", "escape", "enter")
        assert learner.tones == ["right"]


async def test_what_misses_the_goal_is_not_wrong_yet(learn, page: Path) -> None:
    async with learn(page=load_page(page)) as learner:
        await learner.answer("1.5")
        assert "Not yet." in learner.feedback and "the loss goes from 4.25" in learner.feedback
        await learner.type("?")
        assert "Hint:" in learner.feedback
        await learner.press("ctrl+n", "f3", "f4")  # there is no picture to play on
        assert learner.session.position == 1


async def test_a_lab_from_the_map_has_no_goal(learn) -> None:
    async with learn(room="depth") as learner:
        assert "Depth lab" in learner.title and "Goal" not in learner.display
        await learner.until(lambda: learner.footer.get("esc") == "Map")


async def test_a_network_is_trained_for_a_lesson(learn, page: Path) -> None:
    async with learn(page=load_page(page)) as learner:
        await learner.press("ctrl+n", "ctrl+n", "f2")
        view = learner.app.screen
        assert isinstance(view, ROOMS["training"].screen())
        await learner.sees("Goal: after 500 steps the loss on all points is below 0.05", "step 0 of 500")
        assert "hidden layers" not in learner.display  # only the rule may be changed
        await learner.press("r", "right")
        assert (view.training.rule, view.training.lr, view.training.seed) == ("momentum", 0.01, 0)
        await learner.press("space")
        await learner.until(lambda: view.run is None)
        assert view.training.number == 500
        await learner.press("escape")
        assert learner.box.text == "rule = momentum"
