"""The depth lab's screen: what each key does, what is shown is the state's, many layers scroll."""

from __future__ import annotations

import pytest
from conftest import Learning
from driving import LARGE, SMALL, Learner
from textual import events
from textual.widgets import Static

from tutor.experiments.depth import DepthLab
from tutor.numbers import show
from tutor.ui.screens.depth import COLUMNS_FOR_BOTH, DepthScreen
from tutor.ui.screens.map import MapScreen
from tutor.ui.widgets.norm_bars import NormBars
from tutor.ui.widgets.settings_panel import SettingsPanel


def lab(learner: Learner) -> DepthLab:
    assert isinstance(learner.app.screen, DepthScreen)
    return learner.app.screen.lab


def bars(learner: Learner) -> list[str]:
    """The rows of the bars as text."""
    widget = learner.app.screen.query_one("#depth-bars", NormBars)
    return [widget.render_line(y).text for y in range(widget.size.height)]


def said(learner: Learner) -> str:
    """What stands beside the bars."""
    return str(learner.app.screen.query_one("#depth-said", Static).render())


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("right right", {"depth": 7}),
        ("left", {"depth": 4}),
        ("plus minus", {"depth": 5}),
        ("down right", {"activation": "tanh"}),
        ("down enter enter", {"activation": "relu"}),
        ("down down left", {"weights": "deviation"}),
        ("down down left down right", {"weights": "deviation", "deviation": 0.02}),
        ("down down down right", {"factor": 1.1}),
        ("up up left", {"width": 20}),
        ("up right", {"seed": 1}),
        ("r", {"seed": 1}),
        ("ㄱ r", {"seed": 2}),
        ("d", {"kind": "dH"}),
        ("ㅇ d", {"kind": "dW"}),
        ("right r d x", {}),
        ("right ㅌ", {}),
    ],
)
async def test_keys(learn: Learning, keys: str, expected: dict[str, object]) -> None:
    async with learn(room="depth") as learner:
        await learner.press(*keys.split())
        assert vars(lab(learner)) == {**vars(DepthLab()), **expected}
        assert all(show(norm, 3) in learner.display for norm in lab(learner).norms)


async def test_all_that_is_said_follows(learn: Learning) -> None:
    async with learn(room="depth", size=LARGE) as learner:
        assert "It shrinks towards the input" in learner.display
        await learner.press(*["right"] * 5)
        assert "It vanishes" in learner.display
        await learner.press("down", "right")
        assert "About equal" in learner.display


async def test_many_layers_scroll(learn: Learning) -> None:
    async with learn(room="depth", size=SMALL) as learner:
        lab(learner).depth = 29
        await learner.press("right")
        numbers = lab(learner).norms
        assert show(numbers[0], 3) in bars(learner)[1]
        assert not any("from the loss" in row for row in bars(learner))
        await learner.press("pagedown", "pagedown", "pagedown")
        assert "from the loss" in bars(learner)[-3] and show(numbers[-1], 3) in bars(learner)[-4]
        await learner.press("pageup", "pageup", "pageup", "tab", "down")
        assert bars(learner)[1].startswith("  2 ")
        await learner.press("up", "up")
        assert bars(learner)[1].startswith("  1 ")


async def test_many_layers_scroll_by_mouse(learn: Learning) -> None:
    async with learn(room="depth", size=SMALL) as learner:
        lab(learner).depth = 30
        await learner.press("d")
        await learner.pilot._post_mouse_events([events.MouseScrollDown], "#depth-bars")
        await learner.settle()
        assert bars(learner)[1].startswith("  2 ")


async def test_settings_by_mouse(learn: Learning) -> None:
    async with learn(room="depth") as learner:
        panel = learner.app.screen.query_one(SettingsPanel)
        row = [panel.render_line(y).text for y in range(panel.size.height)][1]
        await learner.pilot.click(SettingsPanel, offset=(row.index(">"), 1))
        assert lab(learner).activation == "tanh"
        await learner.pilot.click(SettingsPanel, offset=(row.index("<"), 1))
        assert lab(learner).activation == "sigmoid"
        await learner.pilot.click(SettingsPanel, offset=(2, 4))
        assert (panel.setting, lab(learner).width) == ("width", 50)


async def test_both_gradients_where_there_is_room(learn: Learning) -> None:
    async with learn(room="depth", size=(COLUMNS_FOR_BOTH, 40)) as learner:
        both = [*lab(learner).norms_of("dW"), *lab(learner).norms_of("dH")]
        assert all(show(norm, 3) in learner.display for norm in both)
        await learner.pilot.resize_terminal(COLUMNS_FOR_BOTH - 1, 40)
        await learner.sees("dW")
        assert "dH, at" not in learner.display


async def test_the_gradient_flows_back_layer_by_layer(learn: Learning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.ui.screens.depth.SECONDS_A_LAYER", 0.15)
    async with learn(room="depth", animated=True) as learner:
        await learner.press("space")
        first, *_, last = (show(norm, 3) for norm in lab(learner).norms)
        screen = learner.app.screen
        assert isinstance(screen, DepthScreen) and screen.reached >= 4
        shown = "".join(bars(learner))
        assert last in shown and first not in shown
        assert "From the loss to layer 5" in learner.display or "From layer 5 to layer 4" in learner.display
        await learner.until(lambda: screen.reached == 1)
        assert first in "".join(bars(learner)) and "It shrinks" in learner.display
        await learner.press("space", "right")  # a key on the way: all is seen at once
        assert screen.reached == 1 and show(lab(learner).norms[0], 3) in "".join(bars(learner))


async def test_a_flow_through_many_layers_is_followed(learn: Learning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.ui.screens.depth.MOST_SECONDS", 3000)
    monkeypatch.setattr("tutor.ui.screens.depth.SECONDS_A_LAYER", 3000)
    async with learn(room="depth", animated=True) as learner:
        screen = learner.app.screen
        assert isinstance(screen, DepthScreen)
        lab(learner).depth = 30
        await learner.press("space")
        for layer in range(30, 0, -1):
            assert screen.reached == layer
            (row,) = [row for row in bars(learner) if row.startswith(f"{layer:>3} ")]
            assert show(lab(learner).norms[layer - 1], 3) in row
            screen._flow_on()
            await learner.settle()
        assert bars(learner)[1].startswith("  1 ")


async def test_without_animation_the_gradient_is_there_at_once(learn: Learning) -> None:
    async with learn(room="depth") as learner:
        before = bars(learner)
        await learner.press("space")
        assert bars(learner) == before


async def test_predictions(learn: Learning) -> None:
    async with learn(room="depth") as learner:
        await learner.press("1")  # nothing is asked yet
        assert "You said" not in learner.display
        await learner.press("p")
        assert "Before you see it" in learner.display and "0.517" not in learner.display
        await learner.press("right", "space")
        assert "beside that of layer 6" in learner.display
        assert not any(show(norm, 3) in learner.display for norm in lab(learner).norms)
        await learner.press("1")
        assert "Right. You said: less than a tenth" in learner.display
        assert all(show(norm, 3) in learner.display for norm in lab(learner).norms)
        await learner.press("3")  # answered once
        assert "(1 of 1 right" in learner.display
        await learner.press("down", "right", "3")
        assert said(learner).startswith("Wrong. You said: more than ten times as large. (1 of 2 right so far.)")
        await learner.press("right", "ㅔ")
        assert "You said" not in learner.display and "Before you see" not in learner.display
        await learner.press("p", "escape")
        assert isinstance(learner.app.screen, DepthScreen) and "Before you see" not in learner.display


async def test_nothing_is_asked_where_there_is_nothing_to_compare(learn: Learning) -> None:
    async with learn(room="depth") as learner:
        lab(learner).depth = 2
        await learner.press("p", "left")
        assert "nothing to compare" in said(learner)


async def test_what_is_asked_can_not_be_read_off_the_axis(learn: Learning) -> None:
    async with learn(room="depth") as learner:
        await learner.press("p")
        axis = bars(learner)[-5:]
        await learner.press("down", "right", "d")
        assert bars(learner)[-5:] == axis and "1e-3" in "".join(axis)
        await learner.press("2")
        assert bars(learner)[-5:] != axis


async def test_no_gradient_is_said_and_nothing_is_drawn(learn: Learning) -> None:
    async with learn(room="depth") as learner:
        state = lab(learner)
        state.weights, state.deviation, state.activation = "deviation", 1e200, "relu"
        await learner.press("d")
        assert "no gradient" in learner.display
        assert "".join(bars(learner)).strip() == ""


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (40, 10), (200, 50)])
async def test_any_size_language_theme_and_drawing(learn: Learning, size: tuple[int, int]) -> None:
    async with learn(room="depth", size=size) as learner:
        await learner.app.set_language("ko")
        learner.app.theme = "ansi-dark"
        learner.app.set_drawing("ascii")
        await learner.press("right")
        await learner.pilot.resize_terminal(*SMALL)
        await learner.sees("깊이 실험실", "계층 수", "####", "계층 1 나누기 계층 6")
        await learner.app.set_language("en")
        learner.app.set_drawing("box")
        learner.app.theme = "textual-light"
        await learner.sees("Layer 1 over layer 6")
        assert "#" not in "".join(bars(learner))


async def test_escape_leads_to_the_map(learn: Learning) -> None:
    async with learn(room="depth") as learner:
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen)
