"""How long the pictures take to be drawn again at 120x36: the aim is 16 ms, a frame at 60 a second.

uv run benchmarks/pictures.py [TIMES]

layout: where everything stands, worked out once for a graph or a surface and a place of this size.
redraw: a number changes, and the picture's widget makes its cells and rows anew; median, and the slowest of twenty.
key: from a key to the whole screen as it would be written to the terminal, the numbers beside the picture included.
Processor time. A machine on which much else runs still takes longer for the same work: the last line, the time of a
million additions, says how quick it was meanwhile.
"""

import asyncio
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from textual import events
from textual.pilot import Pilot
from textual.widget import Widget

from tutor.core import Graph
from tutor.course import load_course
from tutor.drawing import BOX, Marks
from tutor.experiments.nudging import Nudging
from tutor.learner.settings import Settings
from tutor.ui.app import TutorApp
from tutor.ui.screens.depth import DepthScreen
from tutor.ui.screens.nudge import NudgeScreen
from tutor.ui.screens.optimizers import OptimizerScreen
from tutor.ui.screens.play import PlayScreen
from tutor.ui.screens.training import TrainingScreen
from tutor.ui.widgets.boundary import BoundaryView
from tutor.ui.widgets.graph_view import GraphView, Scene
from tutor.ui.widgets.norm_bars import NormBars
from tutor.ui.widgets.surface import SurfaceView

AIM, SIZE, TIMES = 16, (120, 36), 60

EXPRESSION = "u = w*x + b; y = 1 / (1 + exp(-u)); loss = -(t*log(y) + (1 - t)*log(1 - y)) + 0.01*w^2"
VALUES = {"w": 0.5, "x": 2.0, "b": 0.1, "t": 1.0}


class Case(NamedTuple):
    """A picture, and what is measured of it."""

    name: str
    view: Widget
    layout: Callable[[], object]
    again: Callable[[], object]
    """Draws it anew, with other numbers."""
    key: str
    """The same by a key; empty where the picture has no screen of its own here."""


def graph_of(size: int) -> Graph:
    """A graph of so many nodes, a third of them inputs, the same at each call."""
    choose = random.Random(7)
    names = [f"a{number}" for number in range(size // 3)]
    lines = []
    for number in range(size - len(names)):
        left = names[number] if number < len(names) else choose.choice(names[-8:])  # every input is used
        right = choose.choice([name for name in names[-8:] if name != left])
        lines.append(f"q{number} = {left} {choose.choice('+-*')} {right}")
        names.append(f"q{number}")
    return Graph.parse("\n".join(lines))


def scenes(graph: Graph) -> Iterator[Scene]:
    """The graph with changing numbers, for ever."""
    room = None
    for step in cycle(range(10)):
        values = graph.forward({name: 1 + (at + step) % 10 / 10 for at, name in enumerate(graph.inputs)})
        marks = Marks(values, graph.backward(values))
        room = room or marks
        yield Scene(graph, marks, room, {}, BOX)


async def shown(app: TutorApp, pilot: Pilot[Any], view: type[Widget]) -> Any:
    """The widget of a class, once it is there."""
    for _ in range(20):
        await pilot.pause()
    return app.screen.query_one(view)


async def graph_case(app: TutorApp, pilot: Pilot[Any], size: int) -> Case:
    """A graph by itself in a nudge's place."""
    graph = graph_of(size)
    app.push_screen(NudgeScreen(Nudging(graph, dict.fromkeys(graph.inputs, 1.0))))
    view = await shown(app, pilot, GraphView)
    every = scenes(graph)
    first = next(every)
    return Case(
        f"graph, {size} nodes",
        view,
        lambda: first.layout(view.size.width, view.size.height),
        lambda: view.show(next(every)),
        "",
    )


async def nudge_case(app: TutorApp, pilot: Pilot[Any]) -> Case:
    """A nudge of an expression with a dozen quantities."""
    graph = Graph.parse(EXPRESSION)
    app.push_screen(NudgeScreen(Nudging(graph, VALUES)))
    view = await shown(app, pilot, GraphView)
    screen = app.screen
    assert isinstance(screen, NudgeScreen)
    return Case(
        "nudge",
        view,
        lambda: view.scene.layout(view.size.width, view.size.height),
        lambda: screen.action_move(1),
        "right",
    )


async def play_case(app: TutorApp, pilot: Pilot[Any]) -> Case:
    """The playground with the same expression, a value moved by an arrow."""
    app.push_screen(PlayScreen(EXPRESSION, VALUES))
    view = await shown(app, pilot, GraphView)
    screen = app.screen
    assert isinstance(screen, PlayScreen)
    app.post_message(events.Key("enter", "\r"))  # to the values
    await shown(app, pilot, GraphView)

    def again() -> None:
        screen.play.move(1)
        view.put(app.t, BOX)

    return Case("playground", view, lambda: view.scene.layout(view.size.width, view.size.height), again, "right")


async def surface_case(app: TutorApp, pilot: Pilot[Any]) -> Case:
    """The optimizer lab's map with four paths that grow."""
    app.push_screen(OptimizerScreen())
    view = await shown(app, pilot, SurfaceView)
    screen = app.screen
    assert isinstance(screen, OptimizerScreen)
    for runner in (2, 3):
        screen.lab.choose(runner)
        screen.lab.switch()
    screen.lab.run(50)

    def ground() -> None:
        view._ground = (None, None)
        view.show(screen.lab, BOX)

    def again() -> None:
        screen.lab.step()
        view.show(screen.lab, BOX)

    return Case("optimizer lab", view, ground, again, "n")


async def depth_case(app: TutorApp, pilot: Pilot[Any]) -> Case:
    """The depth lab's bars, thirty layers, each time of other weights; its layout is working the gradients out."""
    app.push_screen(DepthScreen())
    view = await shown(app, pilot, NormBars)
    screen = app.screen
    assert isinstance(screen, DepthScreen)
    lab = screen.lab
    lab.depth = 30
    for _ in range(TIMES):
        lab.adjust("seed", 1)
        _ = lab.norms  # known from here on

    def fresh() -> None:
        lab.adjust("seed", 1)
        _ = lab.norms

    def again() -> None:
        lab.adjust("seed", -1)
        view.show("", lab.norms, app.t, BOX)

    return Case("depth lab", view, fresh, again, "d")


async def training_case(app: TutorApp, pilot: Pilot[Any]) -> Case:
    """The plane of the training view, with two spirals; its layout is what the worker does for each picture."""
    app.push_screen(TrainingScreen())
    view = await shown(app, pilot, BoundaryView)
    screen = app.screen
    assert isinstance(screen, TrainingScreen)
    training = screen.training
    for setting, value in (("data", "spirals"), ("layers", 2), ("units", 16), ("rule", "adam")):
        training.choose(setting, value)
    training.advance(300)
    points, classes = training.x.tolist(), training.t.tolist()

    def again() -> None:
        training.step()
        look = training.look(*view.cells)
        view.show(look.shares, points, classes, look.wrong.tolist(), BOX)

    return Case("training", view, lambda: training.look(*view.cells), again, "n")


def milliseconds(what: Callable[[], object]) -> float:
    """Processor time of a call, without a collection of garbage, which would be counted to one of them by chance."""
    gc.disable()
    begin = time.process_time()
    what()
    taken = time.process_time() - begin
    gc.enable()
    return taken * 1000


def redrawn(case: Case) -> None:
    """Draw the picture anew, down to the rows of the terminal."""
    case.again()
    case.view.screen._compositor.render_strips()


async def key_pressed(app: TutorApp, pilot: Pilot[Any], key: str) -> float:
    """Processor time until all that follows from a key is done, in milliseconds."""
    begin = time.process_time()
    app.post_message(events.Key(key, None))
    await pilot.pause(0)
    await pilot.pause(0)
    return (time.process_time() - begin) * 1000


async def report(app: TutorApp, pilot: Pilot[Any], case: Case, times: int) -> None:
    """Measure, and print a row."""
    layout = median(milliseconds(case.layout) for _ in range(5))
    redraws = []
    for _ in range(times):
        redraws.append(milliseconds(lambda: redrawn(case)))
        await pilot.pause(0)
    keys = [await key_pressed(app, pilot, case.key) for _ in range(times if case.key else 0)]
    slow = quantiles(redraws, n=20)[-1]
    whole = f"{median(keys):10.1f}" if keys else f"{'':10}"
    print(f"{case.name:18}{layout:10.1f}{median(redraws):10.1f}{slow:10.1f}{AIM:8}{whole}")


@asynccontextmanager
async def running() -> Any:
    """The tutor without a terminal, on data of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        app = TutorApp(
            load_course(),
            path / "record.db",
            Settings(path / "settings.toml"),
            "en",
            first=lambda app: app.show_map(),
            animated=False,
        )
        async with app.run_test(size=SIZE) as pilot:
            yield app, pilot


async def main(times: int) -> None:
    print(f"{'ms':18}{'layout':>10}{'redraw':>10}{'slowest':>10}{'aim':>8}{'key':>10}")
    for make in (
        lambda app, pilot: graph_case(app, pilot, 12),
        lambda app, pilot: graph_case(app, pilot, 40),
        nudge_case,
        play_case,
        surface_case,
        depth_case,
        training_case,
    ):
        async with running() as (app, pilot):
            await report(app, pilot, await make(app, pilot), times)
    additions = median(milliseconds(lambda: sum(at for at in range(1_000_000))) for _ in range(9))
    print(f"{'a million additions':28}{additions:10.1f}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else TIMES))
