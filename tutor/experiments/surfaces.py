"""Loss surfaces over x and y for the optimizer lab: a table of them, one's own, and where their minima are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.core import ExpressionError, Graph, GraphError
from tutor.core.arrays import np
from tutor.core.expression import ANSWER_LIMITS, normalise
from tutor.words import N_

if TYPE_CHECKING:
    from tutor.core.program import Program

PARAMETERS = ("x", "y")

OWN = "own"
"""The id of a surface that was typed."""

_GRID = 45
"""So many points a side are looked at for minima."""
_SHIFT = 0.37
"""The points lie off the middle by this part of a step, so that no two of them are the same height by symmetry."""
_ROUNDS = 200
_MOST_MINIMA = 8


class Box(NamedTuple):
    """The part of the plane that is shown."""

    left: float
    right: float
    bottom: float
    top: float

    def zoomed(self, factor: float) -> Box:
        """The box `factor` times as wide and high, around the same middle."""
        x, y = (self.left + self.right) / 2, (self.bottom + self.top) / 2
        half_width, half_height = (self.right - self.left) / 2 * factor, (self.top - self.bottom) / 2 * factor
        return Box(x - half_width, x + half_width, y - half_height, y + half_height)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, eq=False)
class Surface:
    """A loss over x and y, and how it is shown at first."""

    id: str
    title: str
    """An English message (`N_`)."""
    text: str
    """The loss as an expression in x and y."""
    box: Box
    start: tuple[float, float]
    rates: Mapping[str, float] = field(default_factory=dict)
    """Learning rates to begin with, by the rules' keys; `RATES` has those of the other rules."""

    @cached_property
    def graph(self) -> Graph:
        """The loss as a graph with both x and y in it. GraphError where the text makes none."""
        return _graph(self.text)

    @cached_property
    def program(self) -> Program:
        """The graph made ready to be run many times."""
        return self.graph.compile()

    def at(self, x: float, y: float) -> float | None:
        """The loss at a point; None where it has no finite value."""
        try:
            return float(self.graph.forward({"x": x, "y": y})[self.graph.output])
        except GraphError:
            return None

    def heights(self, xs: Any, ys: Any) -> Any:
        """The loss at points (arrays of one shape), NaN where it has none."""
        graph = self.graph
        try:
            return graph.forward({"x": xs, "y": ys})[graph.output]
        except GraphError:  # not everywhere: each point by itself
            found = [self.at(float(x), float(y)) for x, y in zip(np.ravel(xs), np.ravel(ys), strict=True)]
            return np.array([np.nan if height is None else height for height in found]).reshape(np.shape(xs))

    @cached_property
    def minima(self) -> tuple[tuple[float, float], ...]:
        """The minima in and near the box, the lowest first; none where the ground is flat or falls for ever."""
        return _minima(self)


RATES = {
    "sgd": 0.1,
    "momentum": 0.02,
    "nesterov": 0.02,
    "adagrad": 0.5,
    "rmsprop": 0.05,
    "adam": 0.2,
    "pytorchmomentum": 0.02,
    "averagedmomentum": 0.1,
}
"""Learning rates to begin with where a surface says nothing else, by the rules' keys."""

_BOOK = {
    "sgd": 0.95,
    "momentum": 0.1,
    "nesterov": 0.1,
    "adagrad": 1.5,
    "rmsprop": 0.2,
    "adam": 0.3,
    "pytorchmomentum": 0.1,
    "averagedmomentum": 0.95,
}
"""Those of the book's figure of the long valley, and such as go as well there."""

_STEEP = {
    "sgd": 0.001,
    "momentum": 0.0005,
    "nesterov": 0.0005,
    "adagrad": 0.5,
    "rmsprop": 0.02,
    "adam": 0.1,
    "pytorchmomentum": 0.0005,
    "averagedmomentum": 0.002,
}

SURFACES = {
    surface.id: surface
    for surface in (
        Surface("valley", N_("Long valley"), "x^2 / 20 + y^2", Box(-10, 10, -4, 4), (-7.0, 2.0), _BOOK),
        Surface("bowl", N_("Bowl"), "(x^2 + y^2) / 2", Box(-3, 3, -2, 2), (-2.5, 1.5)),
        Surface("ridge", N_("Two valleys"), "x^4 / 4 - x^2 + 0.3*x + y^2 / 2", Box(-2.6, 2.6, -2, 2), (2.2, 1.4)),
        Surface("saddle", N_("Saddle"), "x^2 - y^2 + y^4 / 4", Box(-3, 3, -2.2, 2.2), (-2.5, 0.01)),
        Surface(
            "rosenbrock", N_("Rosenbrock"), "(1 - x)^2 + 100 * (y - x^2)^2", Box(-2, 2, -1, 3), (-1.5, 2.0), _STEEP
        ),
    )
}
"""In the order in which they follow each other."""


_STARTS = ((-2.0, 2.0), (1.0, 1.0), (2.0, 2.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (0.5, 0.5), (0.0, 0.0))
"""Where a path on a surface of one's own may begin: at the first of these with a value."""


def own(text: str) -> Surface:
    """The surface that a learner typed. CoreError, with the column where one is to blame, for what is none."""
    _graph(text)
    surface = Surface(OWN, N_("Own surface"), text.strip(), Box(-3, 3, -3, 3), _STARTS[0])
    start = next((point for point in _STARTS if surface.at(*point) is not None), _STARTS[1])
    surface.graph.forward(dict(zip(PARAMETERS, start, strict=True)))  # says why, where there is no value anywhere
    return replace(surface, start=start)


def _graph(text: str) -> Graph:
    graph = Graph.parse(text, ANSWER_LIMITS)
    for name in graph.inputs:
        if name not in PARAMETERS or name in graph.given:
            words = re.finditer(r"[^\W\d]\w*", normalise(text))
            column = next((found.start() for found in words if found[0] == name), 0)
            raise ExpressionError("unknown-name", column, name=name)
    missing = [name for name in PARAMETERS if name not in graph.inputs]
    return Graph.parse(" + ".join([text, *(f"0 * {name}" for name in missing)])) if missing else graph


def _minima(surface: Surface) -> tuple[tuple[float, float], ...]:
    """Points lower than all around them on a grid, each walked down to where no point near it is lower."""
    box = surface.box
    dx, dy = (box.right - box.left) / _GRID, (box.top - box.bottom) / _GRID
    xs, ys = np.meshgrid(
        box.left + dx * (np.arange(_GRID + 1) - _SHIFT), box.bottom + dy * (np.arange(_GRID + 1) - _SHIFT)
    )
    heights = np.nan_to_num(surface.heights(xs, ys), nan=np.inf)
    middle = heights[1:-1, 1:-1]
    around = [
        heights[1 + down : heights.shape[0] - 1 + down, 1 + right : heights.shape[1] - 1 + right]
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
        if down or right
    ]
    rows, columns = np.nonzero(np.all([middle < other for other in around], axis=0))
    order = np.argsort(middle[rows, columns])[: _MOST_MINIMA * 4]
    found: list[tuple[float, float]] = []
    if order.size:
        for x, y in _settled(surface, xs[rows + 1, columns + 1][order], ys[rows + 1, columns + 1][order], dx, dy):
            is_new = all(abs(x - a) > dx / 4 or abs(y - b) > dy / 4 for a, b in found)
            if is_new and box.zoomed(1.5).holds(x, y) and _is_lowest(surface, x, y, dx / 20, dy / 20):
                found.append((x, y))
    found.sort(key=lambda point: surface.at(*point) or 0.0)
    return tuple(found[:_MOST_MINIMA])


def _is_lowest(surface: Surface, x: float, y: float, dx: float, dy: float) -> bool:
    """Whether all of a small ring around a point is higher: a walk may end on the ground of a bent valley, too."""
    angles = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    here, ring = surface.at(x, y), surface.heights(x + dx * np.cos(angles), y + dy * np.sin(angles))
    return here is not None and bool((ring > here).all())


def _settled(surface: Surface, xs: Any, ys: Any, dx: float, dy: float) -> list[tuple[float, float]]:
    """Points walked downhill, all at once: each to the lowest around it; where it is that itself, it looks nearer."""
    right, up = (each.ravel() for each in np.meshgrid(np.linspace(-1, 1, 5), np.linspace(-1, 1, 5)))
    size = np.ones(len(xs))
    every = np.arange(len(xs))
    for _ in range(_ROUNDS):
        around_x, around_y = xs[:, None] + np.outer(size, right * dx), ys[:, None] + np.outer(size, up * dy)
        heights = np.nan_to_num(surface.heights(around_x, around_y), nan=np.inf)
        lowest = heights.argmin(axis=1)
        stays = heights[every, lowest] >= heights[:, 12]  # the one in the middle
        xs, ys = np.where(stays, xs, around_x[every, lowest]), np.where(stays, ys, around_y[every, lowest])
        size = np.where(stays, size / 2, size)
        if (size < 1e-10).all():
            break
    # Beside a minimum all heights are the same to the last bit within about 1e-8: no more digits are known.
    return [(round(float(x), 6) + 0.0, round(float(y), 6) + 0.0) for x, y in zip(xs, ys, strict=True)]
