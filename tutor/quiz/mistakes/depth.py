"""Thoughts about depth, and about gradient checks. Those on depth are inferred."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.numbers import show
from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong
from tutor.quiz.subjects import (
    CentralDifference,
    Depth,
)
from tutor.words import N_


class _Layers:
    """A question about depth in numbers."""

    def __init__(self, s: Situation, about: Depth) -> None:
        v = s.question.values
        self.slope, self.count = v[about.slope], v[about.layers]
        self.weight = v[about.weight] if about.weight else 1.0
        self.upstream = v[about.upstream] if about.upstream else 1.0
        self.factor = self.slope * self.weight


def depth_linear(s: Situation) -> Iterator[Wrong]:
    """Multiplies by the number of layers where it must raise to a power."""
    if isinstance(s.question.about, Depth):
        d = _Layers(s, s.question.about)
        reply = N_(
            "{answer} takes {layers} times {factor}. Each layer multiplies once more: raise {factor} to the power "
            "{layers}."
        )
        yield Wrong(d.upstream * d.count * d.factor, reply, {"layers": d.count, "factor": d.factor})


def depth_off_by_one(s: Situation) -> Iterator[Wrong]:
    """One layer too few or too many."""
    if isinstance(s.question.about, Depth):
        d = _Layers(s, s.question.about)
        reply = N_(
            "{answer}: a power is right, but one layer is missing. There are {layers}: multiply by {factor} again."
        )
        yield Wrong(d.upstream * d.factor ** (d.count - 1), reply, {"layers": d.count, "factor": d.factor})
        reply = N_("{answer}: a power is right, but one layer is too many. There are {layers}.")
        yield Wrong(d.upstream * d.factor ** (d.count + 1), reply, {"layers": d.count})


def depth_no_weights(s: Situation) -> Iterator[Wrong]:
    """Leaves out the weights, or counts them once."""
    about = s.question.about
    if isinstance(about, Depth) and about.weight:
        d = _Layers(s, about)
        left = d.upstream * d.slope**d.count
        reply = N_("{answer}: the slopes are right. Each layer multiplies by its weight {weight} as well.")
        yield Wrong(left, reply, {"weight": show(d.weight)})
        reply = N_("{answer}: the slopes are right. The weight {weight} counts in every layer, not only in one.")
        yield Wrong(left * d.weight, reply, {"weight": show(d.weight)})


def depth_one_layer(s: Situation) -> Iterator[Wrong]:
    """Passes one layer only."""
    if isinstance(s.question.about, Depth):
        d = _Layers(s, s.question.about)
        reply = N_("{answer} is right for one layer. There are {layers}, and each multiplies by {factor}.")
        yield Wrong(d.upstream * d.factor, reply, {"layers": d.count, "factor": d.factor})


def depth_no_upstream(s: Situation) -> Iterator[Wrong]:
    """Leaves out the gradient that comes from above."""
    about = s.question.about
    if isinstance(about, Depth) and about.upstream:
        d = _Layers(s, about)
        reply = N_("{answer} is what the layers leave over, right so far. Multiply the gradient {upstream} by it.")
        yield Wrong(d.factor**d.count, reply, {"upstream": d.upstream})


def depth_output_as_slope(s: Situation) -> Iterator[Wrong]:
    """Takes the sigmoid's output for its slope."""
    about = s.question.about
    if isinstance(about, Depth) and about.activation:
        d, y = _Layers(s, about), s.question.values[about.activation]
        reply = N_("{answer}: {y} is the sigmoid's output, not its slope. The slope is y * (1 - y) = {slope}.")
        yield Wrong(d.upstream * (y * d.weight) ** d.count, reply, {"y": y, "slope": d.slope})


def _compared(s: Situation, about: CentralDifference, slope: float) -> float:
    """What is asked, if the slope were this."""
    if not about.compared:
        return slope
    gradient = s.question.values[about.gradient]
    return gradient - slope if about.compared == "difference" else gradient / slope


def check_by_h(s: Situation) -> Iterator[Wrong]:
    """Divides by h instead of 2h."""
    about = s.question.about
    if isinstance(about, CentralDifference):
        v = s.question.values
        reply = N_("{answer}: the rise {rise} is right. From x - h to x + h it is 2h: divide by {run}.")
        parts = {"rise": show(v[about.rise]), "run": 2 * v[about.h]}
        yield Wrong(_compared(s, about, v[about.rise] / v[about.h]), reply, parts)


def check_not_divided(s: Situation) -> Iterator[Wrong]:
    """Does not divide at all."""
    about = s.question.about
    if isinstance(about, CentralDifference):
        v = s.question.values
        reply = N_("{answer}: the rise {rise} is right. A slope is the rise per step: divide by 2h = {run}.")
        parts = {"rise": show(v[about.rise]), "run": 2 * v[about.h]}
        yield Wrong(_compared(s, about, v[about.rise]), reply, parts)


def check_one_sided(s: Situation) -> Iterator[Wrong]:
    """Takes the forward difference, over h or over 2h."""
    about = s.question.about
    if isinstance(about, CentralDifference) and about.x:
        v, graph = s.question.values, s.question.graph
        # f(x) is f(place + h) at the place x - h.
        middle = graph.forward({**_inputs(s), about.x: v[about.x] - v[about.h]})[about.above]
        rise = v[about.above] - middle
        reply = N_(
            "{answer} is the forward difference. The central one goes h to both sides: (f(x + h) - f(x - h)) / (2h)."
        )
        yield Wrong(_compared(s, about, rise / v[about.h]), reply, {})
        reply = N_("{answer}: dividing by 2h is right, but you began at f(x). Take f(x + h) - f(x - h).")
        yield Wrong(_compared(s, about, rise / (2 * v[about.h])), reply, {})


def check_derivative(s: Situation) -> Iterator[Wrong]:
    """Gives the derivative itself, where that is another number."""
    about = s.question.about
    if isinstance(about, CentralDifference) and about.x:
        v, graph = s.question.values, s.question.graph
        there = graph.forward({**_inputs(s), about.x: v[about.x] - v[about.h]})
        exact = _compared(s, about, graph.backward(there, about.above)[about.x])
        if abs(exact - s.truth) > 0.03 * max(abs(exact), abs(s.truth)):
            reply = N_("{answer} is the exact derivative. Asked is what the central difference gives with h = {h}.")
            yield Wrong(exact, reply, {"h": v[about.h]})


def check_slope_only(s: Situation) -> Iterator[Wrong]:
    """Stops at the numerical slope, where it is to be compared."""
    about = s.question.about
    if isinstance(about, CentralDifference) and about.compared:
        v = s.question.values
        reply = N_("{answer} is the central difference, right so far. Now compare the gradient {gradient} with it.")
        yield Wrong(v[about.slope], reply, {"gradient": v[about.gradient]})
        if about.compared == "ratio":
            reply = N_(
                "{answer}: both numbers are right. Divide backpropagation's gradient by the slope, not the other way."
            )
            yield Wrong(v[about.slope] / v[about.gradient], reply, {})


def _inputs(s: Situation) -> dict[str, float]:
    return {name: s.question.values[name] for name in s.question.graph.inputs}


DEPTH: dict[str, Mistake] = {
    "depth-linear": Mistake(N_("multiplied by the number of layers"), depth_linear),
    "depth-off-by-one": Mistake(N_("counted one layer too few or too many"), depth_off_by_one),
    "depth-no-weights": Mistake(N_("left out the layers' weights"), depth_no_weights),
    "depth-one-layer": Mistake(N_("passed one layer only"), depth_one_layer),
    "depth-no-upstream": Mistake(N_("left out the gradient from above"), depth_no_upstream),
    "depth-output-as-slope": Mistake(N_("took the sigmoid's output for its slope"), depth_output_as_slope),
    "check-by-h": Mistake(N_("divided by h, not by 2h"), check_by_h),
    "check-not-divided": Mistake(N_("did not divide by 2h"), check_not_divided),
    "check-one-sided": Mistake(N_("took the difference to one side"), check_one_sided),
    "check-derivative": Mistake(N_("gave the exact derivative"), check_derivative),
    "check-slope-only": Mistake(N_("stopped before the comparison"), check_slope_only),
}
