"""Items on gradient descent, its learning rate, Momentum, Nesterov, and conventions that differ."""

from __future__ import annotations

from tutor.quiz.templates.steps import LR, MOMENTUM, SLOPES, level, template
from tutor.quiz.templates.template import Draw, Template
from tutor.quiz.unrolled import Descent
from tutor.words import N_

_GRADIENT_DESCENT = (
    template(
        "given-gradient",
        level(
            Descent("sgd"),
            {"w0": Draw(2, 9), "lr": LR, "g1": SLOPES},
            ("w1",),
            N_(
                "A parameter is {w0}, and the gradient of the loss there {g1}. Gradient descent takes one step with "
                "the learning rate {lr}. Where does it lead?"
            ),
        ),
        level(
            Descent("sgd", 2),
            {"w0": Draw(2, 9), "lr": LR, "g1": SLOPES, "g2": SLOPES},
            ("w2",),
            N_(
                "A parameter starts at {w0}. Gradient descent with the learning rate {lr} takes two steps; on the way "
                "the gradient is {g1}, then {g2}. Where does it end?"
            ),
        ),
        level(
            Descent("sgd", 2, "(w - c)^2"),
            {"w0": Draw(1, 9), "lr": (0.1, 0.2, 0.3, 0.4), "c": Draw(2, 9)},
            ("w2",),
            N_(
                "The loss is L = (w - {c})^2. Gradient descent starts at w = {w0} with the learning rate {lr}. Where "
                "is w after two steps?"
            ),
        ),
    ),
    template(
        "valley",
        level(
            Descent("sgd", 1, "w^2"),
            {"w0": Draw(2, 9, 0.5), "lr": (0.05, 0.1, 0.15, 0.2, 0.3)},
            ("w1",),
            N_(
                "A hiker in fog feels only the slope under the feet. The valley is L = w^2, the hiker stands at w = "
                "{w0} and takes one step of gradient descent, learning rate {lr}. Where is the hiker now?"
            ),
        ),
        level(
            Descent("sgd", 1, "a * w^2"),
            {"w0": Draw(2, 9), "lr": (0.01, 0.02, 0.05, 0.1), "a": Draw(2, 6)},
            ("w1",),
            N_(
                "A valley has the shape L = {a} * w^2. A hiker in fog stands at w = {w0} and takes one step of "
                "gradient descent, learning rate {lr}. Where is the hiker now?"
            ),
        ),
        level(
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
    template(
        "how-far",
        level(
            Descent("sgd", 1, "w^2"),
            {"w0": Draw(2, 8), "lr": _RATES},
            ("w1",),
            N_(
                "The loss is L = w^2, the parameter starts at {w0}. With the learning rate {lr}, where does the first "
                "step of gradient descent lead? Look whether it comes nearer to 0."
            ),
        ),
        level(
            Descent("sgd", 2, "w^2"),
            {"w0": Draw(2, 8), "lr": _RATES},
            ("w2",),
            N_(
                "The loss is L = w^2, the parameter starts at {w0}. Where is it after two steps of gradient descent "
                "with the learning rate {lr}? Look whether it comes nearer to 0."
            ),
        ),
        level(
            Descent("sgd", 3, "a * w^2"),
            {"w0": Draw(1, 5), "lr": (0.1, 0.2, 0.3, 0.4), "a": (0.5, 2, 3)},
            ("w3",),
            N_(
                "The loss is L = {a} * w^2, the parameter starts at {w0}. Where is it after three steps of gradient "
                "descent with the learning rate {lr}? Look whether it comes nearer to 0."
            ),
        ),
    ),
    template(
        "factor",
        level(
            Descent("sgd", 1, "w^2", then=_FACTOR),
            {"w0": Draw(2, 8), "lr": _RATES},
            ("factor",),
            N_(
                "The loss is L = w^2, the learning rate {lr}. By which factor does a step of gradient descent multiply "
                "w, here from w = {w0}?"
            ),
        ),
        level(
            Descent("sgd", 1, "a * w^2", then=_FACTOR),
            {"w0": Draw(2, 8), "lr": (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4), "a": Draw(2, 4)},
            ("factor",),
            N_(
                "The loss is L = {a} * w^2, the learning rate {lr}. By which factor does a step of gradient descent "
                "multiply w, here from w = {w0}?"
            ),
        ),
        level(
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
    template(
        "ball",
        level(
            Descent("momentum", given=("v",)),
            {
                "w0": Draw(2, 9),
                "v0": (-0.9, -0.8, -0.6, -0.5, 0.5, 0.6, 0.8),
                "momentum": MOMENTUM,
                "lr": LR,
                "g1": SLOPES,
            },
            ("v1", "w1"),
            N_(
                "A ball rolls through a valley. It is at w = {w0} with the velocity v = {v0}; the gradient there is "
                "{g1}. Momentum {momentum}, learning rate {lr}, v = momentum * v - lr * g: take one step."
            ),
        ),
        level(
            Descent("momentum", 2),
            {"w0": Draw(2, 9), "momentum": MOMENTUM, "lr": LR, "g1": SLOPES, "g2": SLOPES},
            ("v2", "w2"),
            N_(
                "A ball at w = {w0} is at rest, v = 0. In its first step the gradient is {g1}, in the second {g2}. "
                "Momentum {momentum}, learning rate {lr}: follow it for two steps."
            ),
        ),
        level(
            Descent("momentum", 2, "(w - c)^2"),
            {"w0": Draw(1, 9), "momentum": MOMENTUM, "lr": (0.1, 0.2, 0.3), "c": Draw(2, 9)},
            ("v2", "w2"),
            N_(
                "A ball starts at rest, v = 0, at w = {w0} in the valley L = (w - {c})^2. Momentum {momentum}, "
                "learning rate {lr}: follow it for two steps."
            ),
        ),
    ),
    template(
        "sledge",
        level(
            Descent("momentum", 1, "w^2", given=("v",)),
            {"w0": Draw(2, 9), "v0": (-2, -1.5, -1, 1, 1.5, 2), "momentum": MOMENTUM, "lr": (0.01, 0.02, 0.05, 0.1)},
            ("v1", "w1"),
            N_(
                "A sledge slides on L = w^2, at w = {w0} with the velocity v = {v0}. Momentum {momentum}, learning "
                "rate {lr}, v = momentum * v - lr * g: take one step."
            ),
        ),
        level(
            Descent("momentum", 3),
            {
                "w0": Draw(2, 9),
                "momentum": (0.5, 0.8, 0.9),
                "lr": (0.01, 0.1),
                "g1": SLOPES,
                "g2": SLOPES,
                "g3": SLOPES,
            },
            ("v3", "w3"),
            N_(
                "A sledge at w = {w0} starts at rest, v = 0. The gradients of its three steps are {g1}, {g2} and {g3}. "
                "Momentum {momentum}, learning rate {lr}: follow it for three steps."
            ),
        ),
        level(
            Descent("momentum", 2, "w^2"),
            {"w0": Draw(2, 9), "momentum": MOMENTUM, "lr": (0.1, 0.2, 0.3)},
            ("v2", "w2"),
            N_(
                "A sledge starts at rest, v = 0, at w = {w0} on L = w^2. Momentum {momentum}, learning rate {lr}: "
                "follow it for two steps."
            ),
        ),
    ),
)

_NESTEROV = (
    template(
        "look-ahead",
        level(
            Descent("nesterov", 1, "w^2", given=("v",)),
            {"w0": Draw(2, 9), "v0": (-4, -3, -2, 2, 3, 4), "momentum": MOMENTUM, "lr": (0.1, 0.2, 0.3)},
            ("g1", "v1"),
            N_(
                "The loss is L = w^2. A parameter at w = {w0} has the velocity v = {v0}. Nesterov looks ahead to w + "
                "momentum * v and takes the gradient there. Momentum {momentum}, learning rate {lr}: take one step."
            ),
        ),
        level(
            Descent("nesterov", 2, "w^2"),
            {"w0": Draw(2, 9), "momentum": MOMENTUM, "lr": (0.1, 0.2, 0.3)},
            ("v2", "w2"),
            N_(
                "The loss is L = w^2. A parameter starts at w = {w0} with v = 0. Momentum {momentum}, learning rate "
                "{lr}: take two steps of Nesterov, each with its look ahead to w + momentum * v."
            ),
        ),
        level(
            Descent("nesterov", 2, "(w - c)^2"),
            {"w0": Draw(1, 9), "momentum": MOMENTUM, "lr": (0.1, 0.2, 0.3), "c": Draw(2, 9)},
            ("v2", "w2"),
            N_(
                "The loss is L = (w - {c})^2. A parameter starts at w = {w0} with v = 0. Momentum {momentum}, learning "
                "rate {lr}: take two steps of Nesterov."
            ),
        ),
    ),
    template(
        "skier",
        level(
            Descent("nesterov", 1, "w^2", given=("v",)),
            {"w0": Draw(2, 9), "v0": (-4, -3, -2, 2, 3, 4), "momentum": MOMENTUM, "lr": (0.1, 0.2, 0.3)},
            ("v1", "w1"),
            N_(
                "A skier on L = w^2 looks ahead before the turn: at w = {w0} with the velocity v = {v0}, the gradient "
                "is taken at w + momentum * v. Momentum {momentum}, learning rate {lr}: take one step of Nesterov."
            ),
        ),
        level(
            Descent("nesterov", 1, "a * w^2", given=("v",)),
            {"w0": Draw(2, 9), "v0": (-4, -3, -2, 2, 3, 4), "momentum": MOMENTUM, "lr": (0.05, 0.1), "a": Draw(2, 4)},
            ("v1", "w1"),
            N_(
                "A skier on L = {a} * w^2 looks ahead before the turn, at w = {w0} with the velocity v = {v0}. "
                "Momentum {momentum}, learning rate {lr}: take one step of Nesterov."
            ),
        ),
        level(
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

_CONVENTIONS = (
    template(
        "pytorch",
        level(
            Descent("pytorchmomentum", given=("v",)),
            {"w0": Draw(2, 9), "v0": SLOPES, "momentum": MOMENTUM, "lr": LR, "g1": SLOPES},
            ("v1",),
            N_(
                "PyTorch writes momentum as v = momentum * v + g and w = w - lr * v. At w = {w0} the velocity there is "
                "{v0} and the gradient {g1}; momentum {momentum}, learning rate {lr}. What is v after one step?"
            ),
        ),
        level(
            Descent("pytorchmomentum", 2),
            {"w0": Draw(2, 9), "momentum": MOMENTUM, "lr": LR, "g1": SLOPES, "g2": SLOPES},
            ("v2",),
            N_(
                "PyTorch writes momentum as v = momentum * v + g and w = w - lr * v. It starts at w = {w0} with v = 0; "
                "the gradients are {g1} and then {g2}; momentum {momentum}, learning rate {lr}. What is v after two "
                "steps?"
            ),
        ),
        level(
            Descent("pytorchmomentum", 2, "w^2"),
            {"w0": Draw(2, 9), "momentum": MOMENTUM, "lr": (0.05, 0.1, 0.2, 0.3)},
            ("v2", "w2"),
            N_(
                "PyTorch writes momentum as v = momentum * v + g and w = w - lr * v. The loss is L = w^2, the start w "
                "= {w0} with v = 0; momentum {momentum}, learning rate {lr}. Take two steps."
            ),
        ),
    ),
    template(
        "running-mean",
        level(
            Descent("averagedmomentum", given=("v",)),
            {"w0": Draw(2, 9), "v0": SLOPES, "momentum": MOMENTUM, "lr": LR, "g1": SLOPES},
            ("v1",),
            N_(
                "Some courses let the velocity be a mean: v = momentum * v + (1 - momentum) * g, and w = w - lr * v. "
                "At w = {w0} the velocity is {v0} and the gradient {g1}; momentum {momentum}, learning rate {lr}. What "
                "is v after one step?"
            ),
        ),
        level(
            Descent("averagedmomentum", 2),
            {"w0": Draw(2, 9), "momentum": MOMENTUM, "lr": LR, "g1": SLOPES, "g2": SLOPES},
            ("v2", "w2"),
            N_(
                "Some courses let the velocity be a mean: v = momentum * v + (1 - momentum) * g, and w = w - lr * v. "
                "It starts at w = {w0} with v = 0; the gradients are {g1} and then {g2}; momentum {momentum}, learning "
                "rate {lr}. Take two steps."
            ),
        ),
        level(
            Descent("averagedmomentum", 2, "w^2"),
            {"w0": Draw(2, 9), "momentum": MOMENTUM, "lr": (0.2, 0.3, 0.5)},
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
    "conventions": _CONVENTIONS,
}
