"""Items on the steps of optimizers: a parameter, a velocity or what else a rule keeps, after one step or several."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

from tutor.quiz.question import Question
from tutor.quiz.templates.template import Draw, Level, Source, Template
from tutor.quiz.unrolled import Descent
from tutor.words import N_

LABELS: dict[str, str] = {
    "lr": N_("lr: learning rate"),
    "momentum": N_("momentum: share of the velocity that a step keeps"),
    "decay_rate": N_("decay_rate: share of h that a step keeps"),
    "beta1": N_("beta1: share of m that a step keeps"),
    "beta2": N_("beta2: share of v that a step keeps"),
    "w0": N_("w0: the parameter at the start"),
    "v0": N_("v0: the velocity at the start"),
    "h0": N_("h0: sum of the squares so far"),
    "g1": N_("g1: the gradient of the first step"),
    "g2": N_("g2: the gradient of the second step"),
    "g3": N_("g3: the gradient of the third step"),
}
"""The words before the colon are names in formulas, the same in every language."""
_RMSPROP_LABELS = {**LABELS, "h0": N_("h0: mean of the squares so far")}

_LR = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3)
_SLOPES = (-8, -7, -6, -5, -4, -3, 3, 4, 5, 6, 7, 8)
_MOMENTUM = (0.5, 0.6, 0.7, 0.8, 0.9)


def _level(
    descent: Descent,
    numbers: Mapping[str, Source],
    ask: tuple[str, ...],
    story: str,
    together: tuple[Mapping[str, float], ...] = (),
) -> Level:
    return Level(numbers, ask, descent.text, story, descent, together)


def _template(name: str, one: Level, two: Level, three: Level, labels: Mapping[str, str] = LABELS) -> Template:
    return Template(name, one.story, one.graph, {1: one, 2: two, 3: three}, labels, one.about, _is_no_given)


def _is_no_given(question: Question) -> bool:
    """Whether the answer has to be worked out: none of the numbers that are told is the same."""
    return not any(math.isclose(question.truth, question.values[name]) for name in question.graph.inputs)


_GRADIENT_DESCENT = (
    _template(
        "given-gradient",
        _level(
            Descent("sgd"),
            {"w0": Draw(2, 9), "lr": _LR, "g1": _SLOPES},
            ("w1",),
            N_(
                "A parameter is {w0}, and the gradient of the loss there {g1}. Gradient descent takes one step with "
                "the learning rate {lr}. Where does it lead?"
            ),
        ),
        _level(
            Descent("sgd", 2),
            {"w0": Draw(2, 9), "lr": _LR, "g1": _SLOPES, "g2": _SLOPES},
            ("w2",),
            N_(
                "A parameter starts at {w0}. Gradient descent with the learning rate {lr} takes two steps; on the way "
                "the gradient is {g1}, then {g2}. Where does it end?"
            ),
        ),
        _level(
            Descent("sgd", 2, "(w - c)^2"),
            {"w0": Draw(1, 9), "lr": (0.1, 0.2, 0.3, 0.4), "c": Draw(2, 9)},
            ("w2",),
            N_(
                "The loss is L = (w - {c})^2. Gradient descent starts at w = {w0} with the learning rate {lr}. Where "
                "is w after two steps?"
            ),
        ),
    ),
    _template(
        "valley",
        _level(
            Descent("sgd", 1, "w^2"),
            {"w0": Draw(2, 9, 0.5), "lr": (0.05, 0.1, 0.15, 0.2, 0.3)},
            ("w1",),
            N_(
                "A hiker in fog feels only the slope under the feet. The valley is L = w^2, the hiker stands at w = "
                "{w0} and takes one step of gradient descent, learning rate {lr}. Where is the hiker now?"
            ),
        ),
        _level(
            Descent("sgd", 1, "a * w^2"),
            {"w0": Draw(2, 9), "lr": (0.01, 0.02, 0.05, 0.1), "a": Draw(2, 6)},
            ("w1",),
            N_(
                "A valley has the shape L = {a} * w^2. A hiker in fog stands at w = {w0} and takes one step of "
                "gradient descent, learning rate {lr}. Where is the hiker now?"
            ),
        ),
        _level(
            Descent("sgd", 1, "(x + a * y)^2", ("x", "y")),
            {"x0": Draw(1, 6), "y0": Draw(1, 6), "lr": (0.01, 0.02, 0.05, 0.1), "a": Draw(2, 4)},
            ("y1",),
            N_(
                "Two parameters share the loss L = (x + {a} * y)^2. They stand at x = {x0} and y = {y0}; gradient "
                "descent moves both in one step, learning rate {lr}. What is y then?"
            ),
        ),
    ),
)

_RATES = (0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2)
_FACTOR = "factor = w1 / w0"

_LEARNING_RATE = (
    _template(
        "how-far",
        _level(
            Descent("sgd", 1, "w^2"),
            {"w0": Draw(2, 8), "lr": _RATES},
            ("w1",),
            N_(
                "The loss is L = w^2, the parameter starts at {w0}. With the learning rate {lr}, where does the first "
                "step of gradient descent lead? Look whether it comes nearer to 0."
            ),
        ),
        _level(
            Descent("sgd", 2, "w^2"),
            {"w0": Draw(2, 8), "lr": _RATES},
            ("w2",),
            N_(
                "The loss is L = w^2, the parameter starts at {w0}. Where is it after two steps of gradient descent "
                "with the learning rate {lr}? Look whether it comes nearer to 0."
            ),
        ),
        _level(
            Descent("sgd", 3, "a * w^2"),
            {"w0": Draw(1, 5), "lr": (0.1, 0.2, 0.3, 0.4), "a": (0.5, 2, 3)},
            ("w3",),
            N_(
                "The loss is L = {a} * w^2, the parameter starts at {w0}. Where is it after three steps of gradient "
                "descent with the learning rate {lr}? Look whether it comes nearer to 0."
            ),
        ),
    ),
    _template(
        "factor",
        _level(
            Descent("sgd", 1, "w^2", then=_FACTOR),
            {"w0": Draw(2, 8), "lr": _RATES},
            ("factor",),
            N_(
                "The loss is L = w^2, the learning rate {lr}. By which factor does a step of gradient descent multiply "
                "w, here from w = {w0}?"
            ),
        ),
        _level(
            Descent("sgd", 1, "a * w^2", then=_FACTOR),
            {"w0": Draw(2, 8), "lr": (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4), "a": Draw(2, 4)},
            ("factor",),
            N_(
                "The loss is L = {a} * w^2, the learning rate {lr}. By which factor does a step of gradient descent "
                "multiply w, here from w = {w0}?"
            ),
        ),
        _level(
            Descent("sgd", 2, "a * w^2", then="factor = w2 / w0"),
            {"w0": Draw(2, 8), "lr": (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4), "a": Draw(2, 4)},
            ("factor",),
            N_(
                "The loss is L = {a} * w^2, the learning rate {lr}. By which factor do two steps of gradient descent "
                "together multiply w, here from w = {w0}?"
            ),
        ),
    ),
)

_MOMENTUM_ITEMS = (
    _template(
        "ball",
        _level(
            Descent("momentum", given=("v",)),
            {
                "w0": Draw(2, 9),
                "v0": (-0.9, -0.8, -0.6, -0.5, 0.5, 0.6, 0.8),
                "momentum": _MOMENTUM,
                "lr": _LR,
                "g1": _SLOPES,
            },
            ("v1", "w1"),
            N_(
                "A ball rolls through a valley. It is at w = {w0} with the velocity v = {v0}; the gradient there is "
                "{g1}. Momentum {momentum}, learning rate {lr}, v = momentum * v - lr * g: take one step."
            ),
        ),
        _level(
            Descent("momentum", 2),
            {"w0": Draw(2, 9), "momentum": _MOMENTUM, "lr": _LR, "g1": _SLOPES, "g2": _SLOPES},
            ("v2", "w2"),
            N_(
                "A ball at w = {w0} is at rest, v = 0. In its first step the gradient is {g1}, in the second {g2}. "
                "Momentum {momentum}, learning rate {lr}: follow it for two steps."
            ),
        ),
        _level(
            Descent("momentum", 2, "(w - c)^2"),
            {"w0": Draw(1, 9), "momentum": _MOMENTUM, "lr": (0.1, 0.2, 0.3), "c": Draw(2, 9)},
            ("v2", "w2"),
            N_(
                "A ball starts at rest, v = 0, at w = {w0} in the valley L = (w - {c})^2. Momentum {momentum}, "
                "learning rate {lr}: follow it for two steps."
            ),
        ),
    ),
    _template(
        "sledge",
        _level(
            Descent("momentum", 1, "w^2", given=("v",)),
            {"w0": Draw(2, 9), "v0": (-2, -1.5, -1, 1, 1.5, 2), "momentum": _MOMENTUM, "lr": (0.01, 0.02, 0.05, 0.1)},
            ("v1", "w1"),
            N_(
                "A sledge slides on L = w^2, at w = {w0} with the velocity v = {v0}. Momentum {momentum}, learning "
                "rate {lr}, v = momentum * v - lr * g: take one step."
            ),
        ),
        _level(
            Descent("momentum", 3),
            {
                "w0": Draw(2, 9),
                "momentum": (0.5, 0.8, 0.9),
                "lr": (0.01, 0.1),
                "g1": _SLOPES,
                "g2": _SLOPES,
                "g3": _SLOPES,
            },
            ("v3", "w3"),
            N_(
                "A sledge at w = {w0} starts at rest, v = 0. The gradients of its three steps are {g1}, {g2} and {g3}. "
                "Momentum {momentum}, learning rate {lr}: follow it for three steps."
            ),
        ),
        _level(
            Descent("momentum", 2, "w^2"),
            {"w0": Draw(2, 9), "momentum": _MOMENTUM, "lr": (0.1, 0.2, 0.3)},
            ("v2", "w2"),
            N_(
                "A sledge starts at rest, v = 0, at w = {w0} on L = w^2. Momentum {momentum}, learning rate {lr}: "
                "follow it for two steps."
            ),
        ),
    ),
)

_NESTEROV = (
    _template(
        "look-ahead",
        _level(
            Descent("nesterov", 1, "w^2", given=("v",)),
            {"w0": Draw(2, 9), "v0": (-4, -3, -2, 2, 3, 4), "momentum": _MOMENTUM, "lr": (0.1, 0.2, 0.3)},
            ("g1", "v1"),
            N_(
                "The loss is L = w^2. A parameter at w = {w0} has the velocity v = {v0}. Nesterov looks ahead to w + "
                "momentum * v and takes the gradient there. Momentum {momentum}, learning rate {lr}: take one step."
            ),
        ),
        _level(
            Descent("nesterov", 2, "w^2"),
            {"w0": Draw(2, 9), "momentum": _MOMENTUM, "lr": (0.1, 0.2, 0.3)},
            ("v2", "w2"),
            N_(
                "The loss is L = w^2. A parameter starts at w = {w0} with v = 0. Momentum {momentum}, learning rate "
                "{lr}: take two steps of Nesterov, each with its look ahead to w + momentum * v."
            ),
        ),
        _level(
            Descent("nesterov", 2, "(w - c)^2"),
            {"w0": Draw(1, 9), "momentum": _MOMENTUM, "lr": (0.1, 0.2, 0.3), "c": Draw(2, 9)},
            ("v2", "w2"),
            N_(
                "The loss is L = (w - {c})^2. A parameter starts at w = {w0} with v = 0. Momentum {momentum}, learning "
                "rate {lr}: take two steps of Nesterov."
            ),
        ),
    ),
    _template(
        "skier",
        _level(
            Descent("nesterov", 1, "w^2", given=("v",)),
            {"w0": Draw(2, 9), "v0": (-4, -3, -2, 2, 3, 4), "momentum": _MOMENTUM, "lr": (0.1, 0.2, 0.3)},
            ("v1", "w1"),
            N_(
                "A skier on L = w^2 looks ahead before the turn: at w = {w0} with the velocity v = {v0}, the gradient "
                "is taken at w + momentum * v. Momentum {momentum}, learning rate {lr}: take one step of Nesterov."
            ),
        ),
        _level(
            Descent("nesterov", 1, "a * w^2", given=("v",)),
            {"w0": Draw(2, 9), "v0": (-4, -3, -2, 2, 3, 4), "momentum": _MOMENTUM, "lr": (0.05, 0.1), "a": Draw(2, 4)},
            ("v1", "w1"),
            N_(
                "A skier on L = {a} * w^2 looks ahead before the turn, at w = {w0} with the velocity v = {v0}. "
                "Momentum {momentum}, learning rate {lr}: take one step of Nesterov."
            ),
        ),
        _level(
            Descent("nesterov", 2, "a * w^2", given=("v",)),
            {
                "w0": Draw(2, 9),
                "v0": (-4, -3, -2, 2, 3, 4),
                "momentum": (0.5, 0.8, 0.9),
                "lr": (0.05, 0.1),
                "a": (0.5, 2, 3),
            },
            ("v2", "w2"),
            N_(
                "A skier on L = {a} * w^2 starts at w = {w0} with the velocity v = {v0}. Momentum {momentum}, learning "
                "rate {lr}: take two steps of Nesterov."
            ),
        ),
    ),
)

# At levels 1 and 2 the roots come out even, so that a step can be worked out by hand; level 3 takes three digits.

_SIGNS = (1, -1)
_EVEN_SUMS = tuple(
    {"h0": root**2 - g**2, "g1": sign * g}
    for root, gradients in ((4, (3,)), (5, (3, 4)), (8, (3, 4, 5, 6, 7)), (10, (3, 4, 5, 6, 7, 8, 9)))
    for g, sign in itertools.product(gradients, _SIGNS)
)
"""A sum so far and a gradient: h0 + g1^2 is the square of 4, 5, 8 or 10."""
_EVEN_SQUARES = tuple(
    {"g1": sign * g, "g2": other_sign * other}
    for pair in ((3, 4), (6, 8), (9, 12), (12, 16), (7, 24), (1.5, 2))
    for g, other in (pair, pair[::-1])
    for sign, other_sign in itertools.product(_SIGNS, _SIGNS)
)
"""Two gradients: g1^2 + g2^2 is a square, as in a right triangle."""

_ADAGRAD = (
    _template(
        "tired-steps",
        _level(
            Descent("adagrad", given=("h",)),
            {"lr": (0.01, 0.05, 0.1, 0.5), "w0": Draw(2, 9)},
            ("h1", "step1"),
            N_(
                "AdaGrad has collected the squares h = {h0}. Now the gradient is {g1}, the learning rate {lr}, the "
                "parameter {w0}. Take one step: h first, then the step lr * g / sqrt(h)."
            ),
            _EVEN_SUMS,
        ),
        _level(
            Descent("adagrad", 2),
            {"lr": (0.01, 0.05, 0.1, 0.5), "w0": Draw(2, 9)},
            ("h2", "step2"),
            N_(
                "AdaGrad starts with h = 0 at w = {w0}, learning rate {lr}. The gradient is {g1} in the first step and "
                "{g2} in the second. Follow it for two steps."
            ),
            _EVEN_SQUARES,
        ),
        _level(
            Descent("adagrad", 3),
            {"lr": (0.01, 0.05, 0.1, 0.5), "g1": _SLOPES, "g2": _SLOPES, "g3": _SLOPES, "w0": Draw(2, 9)},
            ("h3", "step3"),
            N_(
                "AdaGrad starts with h = 0 at w = {w0}, learning rate {lr}. The gradients of three steps are {g1}, "
                "{g2} and {g3}. Follow it for three steps."
            ),
        ),
    ),
    _template(
        "rare-word",
        _level(
            Descent("adagrad", given=("h",)),
            {"lr": (0.4, 0.5, 1.5, 2), "w0": Draw(1, 5)},
            ("w1",),
            N_(
                "The weight of a rare word is {w0}; AdaGrad has collected h = {h0} for it. Now it gets the gradient "
                "{g1}, learning rate {lr}. What is the weight after this step?"
            ),
            _EVEN_SUMS,
        ),
        _level(
            Descent("adagrad", 2),
            {"lr": (0.4, 0.5, 1.5, 2), "w0": Draw(1, 5)},
            ("w2",),
            N_(
                "The weight of a rare word starts at {w0}, AdaGrad at h = 0. It gets the gradients {g1} and then {g2}, "
                "learning rate {lr}. What is the weight after two steps?"
            ),
            _EVEN_SQUARES,
        ),
        _level(
            Descent("adagrad", 2, "w^2"),
            {"lr": (0.2, 0.3, 0.4, 0.5), "w0": Draw(0.4, 1.6, 0.1)},
            ("w2",),
            N_(
                "The loss is L = w^2. AdaGrad starts at w = {w0} with h = 0, learning rate {lr}. What is w after two "
                "steps?"
            ),
        ),
    ),
)

_DECAY = (0.6, 0.7, 0.8, 0.9)
_EVEN_MEANS = tuple(
    {"decay_rate": decay_rate, "h0": h, "g1": sign * g}
    for decay_rate, pairs in (
        (0.5, ((7, 5), (14, 6), (23, 3), (34, 4), (41, 3), (28, 10), (46, 2))),
        (0.6, ((6, 9), (9, 7), (10, 5), (24, 2), (31, 4), (40, 10), (54, 3))),
        (0.75, ((3, 4), (5, 7), (12, 8), (13, 5), (17, 7), (21, 9), (28, 4), (45, 3))),
        (0.8, ((4, 8), (9, 12), (11, 6), (11, 9), (19, 7), (29, 3), (44, 12), (55, 10))),
        (0.9, ((6, 6), (15, 5), (24, 12), (26, 4), (31, 9), (39, 3), (60, 10))),
    )
    for (h, g), sign in itertools.product(pairs, _SIGNS)
)
"""A mean so far and a gradient that make the new mean a square."""
_EVEN_TWICE = tuple(
    {"decay_rate": decay_rate, "h0": h, "g1": sign * g, "g2": other_sign * other}
    for decay_rate, triples in (
        (0.5, ((7, 1, 14), (23, 3, 28), (28, 2, 28), (31, 1, 28))),
        (0.6, ((6, 9, 14), (24, 18, 28), (54, 3, 14))),
        (0.8, ((1, 4, 8), (1, 11, 20), (4, 8, 16), (9, 12, 24), (11, 6, 16), (11, 9, 20), (19, 2, 16), (29, 3, 20))),
        (0.9, ((1, 9, 13), (4, 18, 26), (6, 6, 27), (15, 15, 26), (24, 12, 26), (31, 9, 26), (39, 3, 26))),
    )
    for (h, g, other), sign, other_sign in itertools.product(triples, _SIGNS, _SIGNS)
)
"""A mean so far and two gradients that make the mean a square after each of them."""

_RMSPROP = (
    _template(
        "forgetting",
        _level(
            Descent("rmsprop", given=("h",)),
            {"lr": (0.01, 0.05, 0.1, 0.5), "w0": Draw(2, 9)},
            ("h1", "step1"),
            N_(
                "RMSProp keeps a mean of the squared gradients, h = {h0} so far. Now the gradient is {g1}; decay_rate "
                "{decay_rate}, learning rate {lr}, parameter {w0}. Take one step: h first, then the step lr * g / "
                "sqrt(h)."
            ),
            _EVEN_MEANS,
        ),
        _level(
            Descent("rmsprop", 2, given=("h",)),
            {"lr": (0.01, 0.05, 0.1, 0.5), "w0": Draw(2, 9)},
            ("h2", "step2"),
            N_(
                "RMSProp is at w = {w0} with h = {h0}; decay_rate {decay_rate}, learning rate {lr}. The gradient is "
                "{g1} in the first step and {g2} in the second. Follow it for two steps."
            ),
            _EVEN_TWICE,
        ),
        _level(
            Descent("rmsprop", 3),
            {
                "decay_rate": (0.5, 0.8, 0.9),
                "lr": (0.01, 0.05, 0.1, 0.5),
                "g1": _SLOPES,
                "g2": _SLOPES,
                "g3": _SLOPES,
                "w0": Draw(2, 9),
            },
            ("h3", "step3"),
            N_(
                "RMSProp starts with h = 0 at w = {w0}; decay_rate {decay_rate}, learning rate {lr}. The gradients of "
                "three steps are {g1}, {g2} and {g3}. Follow it for three steps."
            ),
        ),
        _RMSPROP_LABELS,
    ),
    _template(
        "new-terrain",
        _level(
            Descent("rmsprop", given=("h",)),
            {"lr": (0.4, 0.5, 1.5, 2), "w0": Draw(1, 5)},
            ("w1",),
            N_(
                "The terrain changes: RMSProp comes to w = {w0} with h = {h0}, and the gradient is {g1} now. "
                "decay_rate {decay_rate}, learning rate {lr}: what is w after this step?"
            ),
            _EVEN_MEANS,
        ),
        _level(
            Descent("rmsprop", 2, given=("h",)),
            {"lr": (0.1, 0.2, 0.4, 0.5), "w0": Draw(1, 5)},
            ("w2",),
            N_(
                "RMSProp comes to w = {w0} with h = {h0} and meets the gradients {g1} and then {g2}. decay_rate "
                "{decay_rate}, learning rate {lr}: what is w after two steps?"
            ),
            _EVEN_TWICE,
        ),
        _level(
            Descent("rmsprop", 2, "w^2"),
            {"decay_rate": _DECAY, "lr": (0.1, 0.2, 0.3, 0.4), "w0": Draw(0.4, 1.6, 0.1)},
            ("w2",),
            N_(
                "The loss is L = w^2. RMSProp starts at w = {w0} with h = 0; decay_rate {decay_rate}, learning rate "
                "{lr}. What is w after two steps?"
            ),
        ),
        _RMSPROP_LABELS,
    ),
)

_BETA1, _BETA2 = (0.5, 0.6, 0.7, 0.8, 0.9), (0.9, 0.95, 0.99, 0.999)

_ADAM = (
    _template(
        "two-memories",
        _level(
            Descent("adam"),
            {"beta1": _BETA1, "beta2": _BETA2, "lr": (0.001, 0.01, 0.1), "g1": _SLOPES, "w0": Draw(1, 5)},
            ("m1", "v1"),
            N_(
                "Adam takes its first step from m = 0 and v = 0 at w = {w0}. The gradient is {g1}; beta1 {beta1}, "
                "beta2 {beta2}, learning rate {lr}. What do the means m and v hold then, before they are corrected?"
            ),
        ),
        _level(
            Descent("adam", 2),
            {
                "beta1": _BETA1,
                "beta2": (0.9, 0.95, 0.99),
                "lr": (0.001, 0.01, 0.1),
                "g1": _SLOPES,
                "g2": _SLOPES,
                "w0": Draw(1, 5),
            },
            ("m2", "v2"),
            N_(
                "Adam starts with m = 0 and v = 0 at w = {w0}; beta1 {beta1}, beta2 {beta2}, learning rate {lr}. The "
                "gradient is {g1} in the first step and {g2} in the second. What do the means m and v hold then, "
                "before they are corrected?"
            ),
        ),
        _level(
            Descent("adam", 2),
            {
                "beta1": (0.5, 0.8, 0.9),
                "beta2": _BETA2,
                "lr": (0.001, 0.01, 0.1),
                "g1": _SLOPES,
                "g2": _SLOPES,
                "w0": Draw(1, 5),
            },
            ("step2",),
            N_(
                "Adam starts with m = 0 and v = 0 at w = {w0}; beta1 {beta1}, beta2 {beta2}, learning rate {lr}. The "
                "gradient is {g1} in the first step and {g2} in the second. How large is the second step, lr * m_hat / "
                "sqrt(v_hat)?"
            ),
        ),
    ),
    _template(
        "first-steps",
        _level(
            Descent("adam"),
            {"beta1": _BETA1, "beta2": _BETA2, "lr": (0.1, 0.2, 0.3, 0.5), "g1": _SLOPES, "w0": Draw(0.1, 0.9, 0.1)},
            ("w1",),
            N_(
                "A network is trained with Adam for the first time. A weight is {w0}, its gradient {g1}; beta1 "
                "{beta1}, beta2 {beta2}, learning rate {lr}. What is the weight after the first step?"
            ),
        ),
        _level(
            Descent("adam", 2, "a * w"),
            {
                "beta1": (0.5, 0.8, 0.9),
                "beta2": _BETA2,
                "lr": (0.05, 0.1, 0.15, 0.2, 0.25, 0.3),
                "a": _SLOPES,
                "w0": Draw(0.1, 0.9, 0.1),
            },
            ("w2",),
            N_(
                "The loss is L = {a} * w, a straight slope. Adam starts at w = {w0} with m = 0 and v = 0; beta1 "
                "{beta1}, beta2 {beta2}, learning rate {lr}. What is w after two steps?"
            ),
        ),
        _level(
            Descent("adam", 2, "w^2"),
            {"beta1": (0.5, 0.8, 0.9), "beta2": _BETA2, "lr": (0.1, 0.2, 0.3, 0.4), "w0": Draw(0.2, 0.9, 0.1)},
            ("w2",),
            N_(
                "The loss is L = w^2. Adam starts at w = {w0} with m = 0 and v = 0; beta1 {beta1}, beta2 {beta2}, "
                "learning rate {lr}. What is w after two steps?"
            ),
        ),
    ),
)

_CONVENTIONS = (
    _template(
        "pytorch",
        _level(
            Descent("pytorchmomentum", given=("v",)),
            {"w0": Draw(2, 9), "v0": _SLOPES, "momentum": _MOMENTUM, "lr": _LR, "g1": _SLOPES},
            ("v1",),
            N_(
                "PyTorch writes momentum as v = momentum * v + g and w = w - lr * v. At w = {w0} the velocity there is "
                "{v0} and the gradient {g1}; momentum {momentum}, learning rate {lr}. What is v after one step?"
            ),
        ),
        _level(
            Descent("pytorchmomentum", 2),
            {"w0": Draw(2, 9), "momentum": _MOMENTUM, "lr": _LR, "g1": _SLOPES, "g2": _SLOPES},
            ("v2",),
            N_(
                "PyTorch writes momentum as v = momentum * v + g and w = w - lr * v. It starts at w = {w0} with v = 0; "
                "the gradients are {g1} and then {g2}; momentum {momentum}, learning rate {lr}. What is v after two "
                "steps?"
            ),
        ),
        _level(
            Descent("pytorchmomentum", 2, "w^2"),
            {"w0": Draw(2, 9), "momentum": _MOMENTUM, "lr": (0.05, 0.1, 0.2, 0.3)},
            ("v2", "w2"),
            N_(
                "PyTorch writes momentum as v = momentum * v + g and w = w - lr * v. The loss is L = w^2, the start w "
                "= {w0} with v = 0; momentum {momentum}, learning rate {lr}. Take two steps."
            ),
        ),
    ),
    _template(
        "running-mean",
        _level(
            Descent("averagedmomentum", given=("v",)),
            {"w0": Draw(2, 9), "v0": _SLOPES, "momentum": _MOMENTUM, "lr": _LR, "g1": _SLOPES},
            ("v1",),
            N_(
                "Some courses let the velocity be a mean: v = momentum * v + (1 - momentum) * g, and w = w - lr * v. "
                "At w = {w0} the velocity is {v0} and the gradient {g1}; momentum {momentum}, learning rate {lr}. What "
                "is v after one step?"
            ),
        ),
        _level(
            Descent("averagedmomentum", 2),
            {"w0": Draw(2, 9), "momentum": _MOMENTUM, "lr": _LR, "g1": _SLOPES, "g2": _SLOPES},
            ("v2", "w2"),
            N_(
                "Some courses let the velocity be a mean: v = momentum * v + (1 - momentum) * g, and w = w - lr * v. "
                "It starts at w = {w0} with v = 0; the gradients are {g1} and then {g2}; momentum {momentum}, learning "
                "rate {lr}. Take two steps."
            ),
        ),
        _level(
            Descent("averagedmomentum", 2, "w^2"),
            {"w0": Draw(2, 9), "momentum": _MOMENTUM, "lr": (0.2, 0.3, 0.5)},
            ("v2", "w2"),
            N_(
                "Some courses let the velocity be a mean: v = momentum * v + (1 - momentum) * g, and w = w - lr * v. "
                "The loss is L = w^2, the start w = {w0} with v = 0; momentum {momentum}, learning rate {lr}. Take two "
                "steps."
            ),
        ),
    ),
)

TEMPLATES: dict[str, tuple[Template, ...]] = {
    "gradient-descent": _GRADIENT_DESCENT,
    "learning-rate": _LEARNING_RATE,
    "momentum": _MOMENTUM_ITEMS,
    "nesterov": _NESTEROV,
    "adagrad": _ADAGRAD,
    "rmsprop": _RMSPROP,
    "adam": _ADAM,
    "conventions": _CONVENTIONS,
}
