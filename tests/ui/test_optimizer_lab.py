"""The optimizer lab's screen: what each key does, stillness and motion end alike, predictions go on the record."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from conftest import Learning
from contrast import texts
from driving import LARGE, SMALL, Learner
from textual import events
from textual.widgets import Static

from tutor.learner import store
from tutor.learner.record import Record
from tutor.ui.screens.optimizers import RUN_STEPS, OptimizerScreen
from tutor.ui.themes import LEAST
from tutor.ui.widgets.answer_box import AnswerBox
from tutor.ui.widgets.expression_box import ExpressionBox
from tutor.ui.widgets.loss_plot import LossPlot
from tutor.ui.widgets.surface import SurfaceView


def lab(learner: Learner) -> OptimizerScreen:
    assert isinstance(learner.app.screen, OptimizerScreen)
    return learner.app.screen


@pytest.mark.parametrize(
    ("keys", "number", "chosen", "surface"),
    [
        ("n n", 2, 0, "valley"),
        ("ㅜ n b", 1, 0, "valley"),
        ("n ㅠ", 0, 0, "valley"),
        ("space", RUN_STEPS, 0, "valley"),
        ("space r", 0, 0, "valley"),
        ("2 n", 1, 1, "valley"),
        ("s", 0, 0, "bowl"),
        ("n s s s s s", 0, 0, "valley"),
    ],
)
async def test_keys(learn: Learning, keys: str, number: int, chosen: int, surface: str) -> None:
    async with learn(room="optimizers") as learner:
        await learner.press(*keys.split())
        state = lab(learner).lab
        assert (state.number, state.chosen, state.surface.id) == (number, chosen, surface)
        assert f"step {number}" in learner.display


async def test_settings_by_arrows(learn: Learning) -> None:
    async with learn(room="optimizers") as learner:
        state = lab(learner).lab
        await learner.press("right")
        assert state.runner.settings["lr"] == 1
        await learner.press("minus", "minus")
        assert state.runner.settings["lr"] == 0.2
        await learner.press("up", "right")
        assert state.runner.title == "Momentum"
        await learner.press("up", "enter")
        assert not state.runner.on


async def test_the_start_moves_on_the_map_by_key_and_mouse(learn: Learning) -> None:
    async with learn(room="optimizers", size=LARGE) as learner:
        state = lab(learner).lab
        await learner.press("n", "shift+tab", "right", "up")
        x, y = state.start
        assert x > -7 and y > 2 and state.number == 0
        await learner.pilot.click(SurfaceView, offset=(40, 20))
        await learner.settle()
        assert state.start != (x, y)


async def test_motion_ends_where_stillness_does(learn: Learning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.ui.screens.optimizers.SECONDS_A_STEP", 0.001)
    ends = []
    for animated in (True, False):
        async with learn(room="optimizers", animated=animated) as learner:
            await learner.press("space")
            await learner.until(lambda: lab(learner).lab.number == RUN_STEPS)
            ends.append([place.point for runner in lab(learner).lab.runners for place in runner.places])
    assert ends[0] == ends[1]


async def test_a_run_is_paused(learn: Learning) -> None:
    async with learn(room="optimizers", animated=True) as learner:
        await learner.press("space", "space")
        assert lab(learner)._timer is None
        assert lab(learner).lab.number < RUN_STEPS


async def test_own_expression(learn: Learning) -> None:
    async with learn(room="optimizers") as learner:
        await learner.press("e")
        await learner.type("x^2 + z*y")
        assert "z is not known here" in learner.display
        await learner.press("enter")
        assert lab(learner).query_one(ExpressionBox).text == "x^2 + z*y"
        await learner.press(*["backspace"] * 3)
        await learner.type("y^2")
        await learner.press("enter")
        assert lab(learner).lab.surface.text == "x^2 + y^2"
        await learner.press("e", "escape", "escape")
        assert not isinstance(learner.app.screen, OptimizerScreen)


async def test_predict(learn: Learning) -> None:
    async with learn(room="optimizers") as learner:
        await learner.press("p")
        await learner.until(lambda: lab(learner).predictions.is_on)
        await learner.answer("-7 + 0.95 * -0.7")
        assert "Wrong." in learner.display
        await learner.answer("x +")
        assert lab(learner).query_one("#answer", AnswerBox).text == "x +"
        await learner.press(*["backspace"] * 3)
        await learner.answer("-6.335")
        assert "Right." in learner.display
        await learner.press("enter")
        assert lab(learner).lab.number == 0
        await learner.type("?")
        assert "Hint:" in learner.display
        await learner.answer("2 - 0.95*4")
        await learner.press("enter")
        assert lab(learner).lab.number == 1
        assert learner.app.record is not None
        entries = learner.app.record.entries("")
        assert [entry.outcome for entry in entries] == ["wrong", "right", "hint", "right"]
        assert {entry.skill for entry in entries} == {"gradient-descent"}
        await learner.press("escape")
        assert not lab(learner).predictions.is_on


async def test_no_answer_is_taken_before_it_can_be_written_down(
    learn: Learning, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    real = store.open_record

    def slow(path: Path) -> Record:
        go_on.wait(10)
        return real(path)

    monkeypatch.setattr(store, "open_record", slow)
    async with learn(room="optimizers") as learner:
        try:
            await learner.press("p")
            assert not lab(learner).query_one(AnswerBox).display
        finally:
            go_on.set()
        await learner.until(lambda: lab(learner).predictions.is_on)
        await learner.answer("-6.335")
        assert "Right." in learner.display
        assert learner.app.record is not None
        assert [entry.outcome for entry in learner.app.record.entries("")] == ["right"]


async def test_losses_take_the_maps_place(learn: Learning) -> None:
    async with learn(room="optimizers", size=SMALL) as learner:
        await learner.press("n", "l", "g")
        assert not lab(learner).query_one(SurfaceView).display
        await learner.press("l")
        assert lab(learner).query_one(SurfaceView).display


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (200, 50)])
async def test_any_size_language_theme_and_drawing(learn: Learning, size: tuple[int, int]) -> None:
    async with learn(room="optimizers", size=size) as learner:
        await learner.press("space")
        await learner.app.set_language("ko")
        learner.app.theme = "ansi-dark"
        learner.app.set_drawing("ascii")
        await learner.press("p")
        await learner.pilot.resize_terminal(100, 30)
        await learner.settle()
        assert "후의 x" in learner.display
        await learner.app.set_language("en")
        await learner.settle()
        assert "after step" in learner.display


async def test_paths_and_curves_are_seen_in_every_theme(learn: Learning) -> None:
    async with learn(room="optimizers", size=LARGE) as learner:
        await learner.press("3", "up", "up", "enter", "4", "enter", "space")
        for theme in ("textual-light", "nord", "high-contrast", "solarized-light", "textual-dark"):
            learner.app.theme = theme
            await learner.settle()
            least = 4.5 if theme.startswith("high-contrast") else LEAST
            ways = [
                (each.text, found) for each, found in texts(learner.app.screen) if "\u2800" <= each.text[0] <= "\u28ff"
            ]
            assert ways
            assert all(found >= least for _, found in ways), theme


async def test_plain_drawing_has_only_ascii(learn: Learning) -> None:
    async with learn(room="optimizers", size=LARGE, ascii_only=True) as learner:
        await learner.press("space")
        assert learner.display.isascii()
        assert "11111" in learner.display  # a curve


async def test_curves_stay_below_a_question_where_there_is_room(learn: Learning) -> None:
    for size, stay in ((LARGE, True), (SMALL, False)):
        async with learn(room="optimizers", size=size) as learner:
            await learner.press("p")
            await learner.until(lambda: lab(learner).predictions.is_on)
            assert lab(learner).query_one(LossPlot).display is stay


async def test_a_run_that_leaves_is_told(learn: Learning) -> None:
    async with learn(room="optimizers") as learner:
        lab(learner).lab.runner.settings["lr"] = 10.0
        await learner.press("space")
        assert "far outside" in str(lab(learner).query_one("#said", Static).render())


async def test_a_huge_paste_is_cut(learn: Learning) -> None:
    async with learn(room="optimizers") as learner:
        await learner.press("e")
        lab(learner).query_one("#own Input").post_message(events.Paste("x*" * 5_000_000))
        await learner.settle()
        assert "longer than" in learner.display


async def test_all_settings_are_seen_where_the_minima_take_much_room(learn) -> None:
    async with learn(room="optimizers") as learner:
        await learner.press("s", "s", "4")  # two valleys, and the rule with the most settings
        await learner.sees("+ minimum", "beta1", "beta2")
        assert learner.app.screen.lab.surface.id == "ridge"
