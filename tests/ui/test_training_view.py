"""The training view: what each key does, keys while a worker trains, stillness and motion end alike."""

from __future__ import annotations

import time

import pytest
from conftest import Learning
from driving import LARGE, SMALL, Learner

from tutor.drawing.regions import SIGNS
from tutor.experiments.training import Training
from tutor.numbers import show
from tutor.ui.screens.map import MapScreen
from tutor.ui.screens.training import RUN_STEPS, TrainingScreen
from tutor.ui.widgets.boundary import BoundaryView
from tutor.ui.widgets.loss_plot import LossPlot
from tutor.ui.widgets.norm_bars import NormBars


@pytest.fixture(autouse=True)
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of steps that a test can wait for."""
    monkeypatch.setattr("tutor.ui.screens.training.RUN_STEPS", 60)


STEPS = 60
assert RUN_STEPS > STEPS


def view(learner: Learner) -> TrainingScreen:
    assert isinstance(learner.app.screen, TrainingScreen)
    return learner.app.screen


def state(learner: Learner) -> tuple[int, str, int]:
    training = view(learner).training
    return training.number, training.phase, training.seed


def plane(learner: Learner) -> list[str]:
    """The rows of the plane as text."""
    widget = learner.app.screen.query_one(BoundaryView)
    return [widget.render_line(y).text for y in range(widget.size.height)]


async def over(learner: Learner) -> None:
    await learner.until(lambda: view(learner).run is None)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("n n", (2, "update", 0)),
        ("ㅜ", (1, "update", 0)),
        ("full_stop", (0, "predict", 0)),
        ("full_stop full_stop full_stop", (0, "gradient", 0)),
        ("full_stop full_stop n", (1, "update", 0)),
        ("n x", (0, "", 0)),
        ("n ㅌ", (0, "", 0)),
        ("n r", (0, "", 1)),
        ("ㄱ r n", (1, "update", 2)),
    ],
)
async def test_keys(learn: Learning, keys: str, expected: tuple[int, str, int]) -> None:
    async with learn(room="training") as learner:
        await learner.press(*keys.split())
        assert state(learner) == expected
        assert f"step {expected[0]} of" in learner.display


@pytest.mark.parametrize(
    ("keys", "setting", "value"),
    [
        ("right", "data", "spirals"),
        ("down right", "layers", 2),
        ("down down left", "units", 4),
        ("down down down right", "activation", "relu"),
        ("up up up right", "rule", "momentum"),
        ("up up minus", "lr", 0.05),
        ("up plus", "batch", 50),
    ],
)
async def test_settings_by_arrows(learn: Learning, keys: str, setting: str, value: object) -> None:
    async with learn(room="training") as learner:
        await learner.press(*keys.split())
        assert getattr(view(learner).training, setting) == value


@pytest.mark.parametrize("animated", [True, False])
async def test_motion_ends_where_stillness_does(
    learn: Learning, monkeypatch: pytest.MonkeyPatch, animated: bool
) -> None:
    for name in ("SECONDS_A_PICTURE", "SECONDS_A_PART"):
        monkeypatch.setattr(f"tutor.ui.screens.training.{name}", 0.002)
    async with learn(room="training", animated=animated) as learner:
        await learner.press("space")
        await learner.until(lambda: view(learner).training.number == STEPS)
        await over(learner)
        other = Training()
        other.advance(STEPS)
        assert view(learner).training.losses == other.losses
        look = other.look(1, 1)
        assert look.whole is not None
        await learner.sees(f"step {STEPS} of {STEPS}", show(look.whole, 4), *(show(norm, 3) for norm in look.norms))
        await learner.press("space")
        await learner.until(lambda: view(learner).training.number == 2 * STEPS)
        await over(learner)


async def test_a_run_is_watched_paused_and_goes_on(learn: Learning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.ui.screens.training.SECONDS_A_PART", 0.5)
    async with learn(room="training", animated=True) as learner:
        await learner.press("space")
        await learner.sees("Predict: 20 points")
        await learner.until(lambda: view(learner).training.number > 3)
        await learner.press("space")
        number = view(learner).training.number
        assert view(learner).run is None and number < STEPS
        assert f"step {number} of" in learner.display
        time.sleep(0.2)
        assert view(learner).training.number == number
        await learner.press("space")
        await learner.until(lambda: view(learner).training.number > number)


async def test_keys_are_answered_while_a_worker_trains(learn: Learning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.ui.screens.training.RUN_STEPS", 10**6)
    async with learn(room="training") as learner:
        await learner.press("down", "right", "down", "right", "right", "space")
        await learner.until(lambda: view(learner).training.number > 50)
        run = view(learner).run
        number = view(learner).training.number
        await learner.press("down", "down", "down", "left", "l", "l")
        assert view(learner).training.lr == 0.05
        assert view(learner).run is run and view(learner).training.number > number
        await learner.press("down", "down", "right")  # other data: it begins anew, and stands still
        assert view(learner).run is None and state(learner)[0] == 0
        assert view(learner).training.data == "spirals"


@pytest.mark.parametrize("animated", [True, False])
@pytest.mark.parametrize("way", ["escape", "quit"])
async def test_leaving_stops_the_worker(
    learn: Learning, monkeypatch: pytest.MonkeyPatch, way: str, animated: bool
) -> None:
    monkeypatch.setattr("tutor.ui.screens.training.RUN_STEPS", 10**6)
    async with learn(room="training", animated=animated) as learner:
        await learner.press("space")
        run = view(learner).run
        assert run is not None
        await learner.until(lambda: run.look is not None)
        if way == "escape":
            await learner.press("escape")
            assert isinstance(learner.app.screen, MapScreen)
            await learner.until(lambda: run.is_over)
    assert run._stop.is_set()
    for _ in range(500):
        if run.is_over:
            break
        time.sleep(0.01)
    assert run.is_over


async def test_the_plane_has_all_points_and_marks_what_is_wrong(learn: Learning) -> None:
    async with learn(room="training", size=(200, 50)) as learner:
        rows = "".join(plane(learner)[:-1])
        assert abs(rows.count(SIGNS[0]) - rows.count(SIGNS[1])) < 20 and rows.count(SIGNS[0]) > 45
        widget = learner.app.screen.query_one(BoundaryView)
        looks = {
            (segment.style.bgcolor.triplet, segment.text)
            for y in range(widget.size.height - 1)
            for segment in widget.render_line(y)
            if segment.style is not None and segment.style.bgcolor is not None and segment.text in SIGNS
        }
        grounds = {ground for ground, _ in looks}
        assert len(grounds) > 2  # both classes' colours, and the reverse of what is wrong


async def test_without_colours_the_classes_are_told_by_signs(learn: Learning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with learn(room="training", size=LARGE) as learner:
        view(learner).training.advance(1500)
        await learner.press("n")
        rows = "".join(plane(learner)[:-1])
        assert rows.count("#") > 300 and rows.count(" ") > 300


async def test_the_curve_takes_the_planes_place(learn: Learning) -> None:
    async with learn(room="training", size=SMALL) as learner:
        await learner.press("n", "n", "l")
        await learner.settle()
        plot = learner.app.screen.query_one("#training-curve", LossPlot)
        assert plot.display and not learner.app.screen.query_one(BoundaryView).display
        assert not learner.app.screen.query_one("#training-losses").display
        assert plot.is_log
        await learner.press("g")
        assert not plot.is_log
        await learner.press("ㅣ")
        assert learner.app.screen.query_one(BoundaryView).display
        await learner.pilot.resize_terminal(*LARGE)
        await learner.sees("loss of the batches")


async def test_all_layers_have_their_bar(learn: Learning) -> None:
    async with learn(room="training", size=SMALL) as learner:
        await learner.press("down", "right", "right", "right", "n")
        bars = learner.app.screen.query_one(NormBars)
        look = view(learner).training.look(1, 1)
        assert len(look.norms) == 5
        assert all(show(norm, 3) in learner.display for norm in look.norms)
        assert bars.region.bottom <= learner.app.screen.query_one("Footer").region.y


async def test_divergence_is_said(learn: Learning) -> None:
    async with learn(room="training", animated=True) as learner:
        training = view(learner).training
        training.choose("activation", "relu")
        training.choose("lr", 1e200)
        await learner.press("n", "n", "n", "n", "space")
        await over(learner)
        assert training.failed
        await learner.sees("Diverged after step")


@pytest.mark.parametrize("lang", ["en", "ko"])
async def test_the_footer_fits(learn: Learning, lang: str) -> None:
    async with learn(lang, room="training", size=SMALL) as learner:
        row = learner.display.splitlines()[-1]
        assert ("Help" if lang == "en" else "도움말") in row


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (40, 10), (200, 50)])
async def test_any_size_language_theme_and_drawing(learn: Learning, size: tuple[int, int]) -> None:
    async with learn(room="training", size=size) as learner:
        await learner.app.set_language("ko")
        learner.app.theme = "ansi-dark"
        learner.app.set_drawing("ascii")
        await learner.press("space", "l")
        await over(learner)
        await learner.press("l")
        await learner.pilot.resize_terminal(*SMALL)
        await learner.sees("학습 지켜보기", f"스텝 {STEPS}/{STEPS}", "####")
        await learner.app.set_language("en")
        learner.app.set_drawing("box")
        learner.app.theme = "textual-light"
        await learner.sees(f"step {STEPS} of {STEPS}")


async def test_escape_leads_to_the_map(learn: Learning) -> None:
    async with learn(room="training") as learner:
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen)
