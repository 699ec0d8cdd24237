"""Items on optimizers that give each parameter a step of its own: AdaGrad, RMSProp and Adam."""

from __future__ import annotations

import itertools

from tutor.quiz.templates.steps import LABELS, SLOPES, level, template
from tutor.quiz.templates.template import Draw, Template
from tutor.quiz.unrolled import Descent
from tutor.words import N_

_RMSPROP_LABELS = {**LABELS, "h0": N_("h0: mean of the squares so far")}

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
    template(
        "tired-steps",
        level(
            Descent("adagrad", given=("h",)),
            {"lr": (0.01, 0.05, 0.1, 0.5), "w0": Draw(2, 9)},
            ("h1", "step1"),
            N_(
                "AdaGrad has collected the squares h = {h0}. Now the gradient is {g1}, the learning rate {lr}, the "
                "parameter {w0}. Take one step: h first, then the step lr * g / sqrt(h)."
            ),
            _EVEN_SUMS,
        ),
        level(
            Descent("adagrad", 2),
            {"lr": (0.01, 0.05, 0.1, 0.5), "w0": Draw(2, 9)},
            ("h2", "step2"),
            N_(
                "AdaGrad starts with h = 0 at w = {w0}, learning rate {lr}. The gradient is {g1} in the first step and "
                "{g2} in the second. Follow it for two steps."
            ),
            _EVEN_SQUARES,
        ),
        level(
            Descent("adagrad", 3),
            {"lr": (0.01, 0.05, 0.1, 0.5), "g1": SLOPES, "g2": SLOPES, "g3": SLOPES, "w0": Draw(2, 9)},
            ("h3", "step3"),
            N_(
                "AdaGrad starts with h = 0 at w = {w0}, learning rate {lr}. The gradients of three steps are {g1}, "
                "{g2} and {g3}. Follow it for three steps."
            ),
        ),
    ),
    template(
        "rare-word",
        level(
            Descent("adagrad", given=("h",)),
            {"lr": (0.4, 0.5, 1.5, 2), "w0": Draw(1, 5)},
            ("w1",),
            N_(
                "The weight of a rare word is {w0}; AdaGrad has collected h = {h0} for it. Now it gets the gradient "
                "{g1}, learning rate {lr}. What is the weight after this step?"
            ),
            _EVEN_SUMS,
        ),
        level(
            Descent("adagrad", 2),
            {"lr": (0.4, 0.5, 1.5, 2), "w0": Draw(1, 5)},
            ("w2",),
            N_(
                "The weight of a rare word starts at {w0}, AdaGrad at h = 0. It gets the gradients {g1} and then {g2}, "
                "learning rate {lr}. What is the weight after two steps?"
            ),
            _EVEN_SQUARES,
        ),
        level(
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
    template(
        "forgetting",
        level(
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
        level(
            Descent("rmsprop", 2, given=("h",)),
            {"lr": (0.01, 0.05, 0.1, 0.5), "w0": Draw(2, 9)},
            ("h2", "step2"),
            N_(
                "RMSProp is at w = {w0} with h = {h0}; decay_rate {decay_rate}, learning rate {lr}. The gradient is "
                "{g1} in the first step and {g2} in the second. Follow it for two steps."
            ),
            _EVEN_TWICE,
        ),
        level(
            Descent("rmsprop", 3),
            {
                "decay_rate": (0.5, 0.8, 0.9),
                "lr": (0.01, 0.05, 0.1, 0.5),
                "g1": SLOPES,
                "g2": SLOPES,
                "g3": SLOPES,
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
    template(
        "new-terrain",
        level(
            Descent("rmsprop", given=("h",)),
            {"lr": (0.4, 0.5, 1.5, 2), "w0": Draw(1, 5)},
            ("w1",),
            N_(
                "The terrain changes: RMSProp comes to w = {w0} with h = {h0}, and the gradient is {g1} now. "
                "decay_rate {decay_rate}, learning rate {lr}: what is w after this step?"
            ),
            _EVEN_MEANS,
        ),
        level(
            Descent("rmsprop", 2, given=("h",)),
            {"lr": (0.1, 0.2, 0.4, 0.5), "w0": Draw(1, 5)},
            ("w2",),
            N_(
                "RMSProp comes to w = {w0} with h = {h0} and meets the gradients {g1} and then {g2}. decay_rate "
                "{decay_rate}, learning rate {lr}: what is w after two steps?"
            ),
            _EVEN_TWICE,
        ),
        level(
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
    template(
        "two-memories",
        level(
            Descent("adam"),
            {"beta1": _BETA1, "beta2": _BETA2, "lr": (0.001, 0.01, 0.1), "g1": SLOPES, "w0": Draw(1, 5)},
            ("m1", "v1"),
            N_(
                "Adam takes its first step from m = 0 and v = 0 at w = {w0}. The gradient is {g1}; beta1 {beta1}, "
                "beta2 {beta2}, learning rate {lr}. What do the means m and v hold then, before they are corrected?"
            ),
        ),
        level(
            Descent("adam", 2),
            {
                "beta1": _BETA1,
                "beta2": (0.9, 0.95, 0.99),
                "lr": (0.001, 0.01, 0.1),
                "g1": SLOPES,
                "g2": SLOPES,
                "w0": Draw(1, 5),
            },
            ("m2", "v2"),
            N_(
                "Adam starts with m = 0 and v = 0 at w = {w0}; beta1 {beta1}, beta2 {beta2}, learning rate {lr}. The "
                "gradient is {g1} in the first step and {g2} in the second. What do the means m and v hold then, "
                "before they are corrected?"
            ),
        ),
        level(
            Descent("adam", 2),
            {
                "beta1": (0.5, 0.8, 0.9),
                "beta2": _BETA2,
                "lr": (0.001, 0.01, 0.1),
                "g1": SLOPES,
                "g2": SLOPES,
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
    template(
        "first-steps",
        level(
            Descent("adam"),
            {"beta1": _BETA1, "beta2": _BETA2, "lr": (0.1, 0.2, 0.3, 0.5), "g1": SLOPES, "w0": Draw(0.1, 0.9, 0.1)},
            ("w1",),
            N_(
                "A network is trained with Adam for the first time. A weight is {w0}, its gradient {g1}; beta1 "
                "{beta1}, beta2 {beta2}, learning rate {lr}. What is the weight after the first step?"
            ),
        ),
        level(
            Descent("adam", 2, "a * w"),
            {
                "beta1": (0.5, 0.8, 0.9),
                "beta2": _BETA2,
                "lr": (0.05, 0.1, 0.15, 0.2, 0.25, 0.3),
                "a": SLOPES,
                "w0": Draw(0.1, 0.9, 0.1),
            },
            ("w2",),
            N_(
                "The loss is L = {a} * w, a straight slope. Adam starts at w = {w0} with m = 0 and v = 0; beta1 "
                "{beta1}, beta2 {beta2}, learning rate {lr}. What is w after two steps?"
            ),
        ),
        level(
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

TEMPLATES: dict[str, tuple[Template, ...]] = {
    "adagrad": _ADAGRAD,
    "rmsprop": _RMSPROP,
    "adam": _ADAM,
}
