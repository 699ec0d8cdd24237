"""The derivative of a loss as a formula: how it is written, and that it is what backpropagation gives."""

import random

import pytest

from tutor.core import Graph, parse
from tutor.quiz.slopes import SlopeError, slope

WRITTEN = {
    "w^2": "2 * w",
    "(w - 3)^2": "2 * (w - 3)",
    "(3 - w)^2": "-(2 * (3 - w))",
    "a * w^2": "2 * a * w",
    "w^4 / 4": "w^3",
    "w^2 / 3": "2 * w / 3",
    "w^3 / c": "3 * w^2 / c",
    "w^2 / 20 + w": "0.1 * w + 1",
    "w^4 - 2 * w^2": "4 * w^3 - 4 * w",
    "(2 * w - 1)^2": "4 * (2 * w - 1)",
    "w * w": "w + w",
    "-(w^2)": "-(2 * w)",
    "a + w": "1",
    "5 * a": "0",
}
LOSSES = [*WRITTEN, "(w - a)^2 * (w + 1)^2", "a * (w - c)^3 - w / c", "(w^2 - a)^2 / (2 * c)", "w - (a - w^2)"]


@pytest.mark.parametrize(("loss", "formula"), WRITTEN.items())
def test_it_is_written_as_a_person_would(loss: str, formula: str) -> None:
    assert slope(loss, "w") == formula


@pytest.mark.parametrize("loss", [loss for loss in LOSSES if loss != "5 * a"])
def test_it_is_what_backpropagation_gives(loss: str) -> None:
    draw = random.Random(loss)
    graph = Graph.parse(f"L = {loss}")
    for _ in range(20):
        at = {name: draw.uniform(-3, 3) for name in ("w", "a", "c")}
        values = graph.forward({name: at[name] for name in graph.inputs})
        expected = graph.backward(values, "L")["w"]
        assert parse(slope(loss, "w")).evaluate(at) == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_each_of_several_parameters_has_its_own() -> None:
    assert slope("x * y", "x") == "y"
    assert slope("(x + 2 * y)^2", "y") == "4 * (x + 2 * y)"


@pytest.mark.parametrize("loss", ["exp(w)", "2^w", "1 / w", "w^0.5", "max(w, 0)"])
def test_what_it_does_not_know_is_refused(loss: str) -> None:
    with pytest.raises(SlopeError):
        slope(loss, "w")
