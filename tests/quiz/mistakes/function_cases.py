"""Functions and functions of functions: hand-picked questions."""

import math

from tutor.quiz import Question

from ..situations import SHOP, SHOP_INPUTS, gradient, shop, value
from .cases import Absent, Row

E = math.e


def behind(function: str, x: float, w: float = 5, asked: str = "x") -> Question:
    """d z / d x of z = w * function, so that the upstream gradient is w."""
    others = {"y": 4.0} if "y" in function else {}
    return gradient(f"f = {function}\nz = f * w", {"x": x, "w": w, **others}, "z", asked)


# u = 3x + 1 = 7, v = u^2, z = 5v: d z / d x = 5 * 14 * 3 = 210
LINEAR_INSIDE = gradient("u = 3 * x + 1\nv = u^2\nz = v * w", {"x": 2, "w": 5}, "z", "x")
# u = x^2 = 9, z = sqrt(u) * 4 ... f'(u) = 1 / (2 * 3), g'(x) = 6
ROOT_OF_SQUARE = gradient("u = x^2\nv = sqrt(u)\nz = v * w", {"x": 3, "w": 4}, "z", "x")
EXP_OF_MINUS = gradient("u = -x\nv = exp(u)\nz = v * w", {"x": 1, "w": 5}, "z", "x")

CHAIN_APPLIES = [
    # f(x) = x^2 = 4, f'(x) = 4, g(x) = 7, g'(x) = 3
    Row("product-for-chain", LINEAR_INSIDE, 5 * (4 * 7 + 4 * 3)),
    Row("no-inner", LINEAR_INSIDE, 5 * 14),
    Row("derivative-of-derivative", LINEAR_INSIDE, 5 * (2 * 3)),
    Row("outer-at-x", LINEAR_INSIDE, 5 * 4 * 3),
    # f(x) = sqrt(3), f'(x) = 1 / (2 sqrt(3)), g(x) = 9, g'(x) = 6
    Row("product-for-chain", ROOT_OF_SQUARE, 4 * (9 / (2 * 3**0.5) + 3**0.5 * 6)),
    Row("no-inner", ROOT_OF_SQUARE, 4 / (2 * 3)),
    Row("derivative-of-derivative", ROOT_OF_SQUARE, 4 / (2 * 6**0.5)),
    Row("outer-at-x", ROOT_OF_SQUARE, 4 / (2 * 3**0.5) * 6),
    # f = f' = exp, g(x) = g'(x) = -1
    Row("product-for-chain", EXP_OF_MINUS, 5 * (E * -1 + E * -1)),
    Row("no-inner", EXP_OF_MINUS, 5 / E),
    Row("outer-at-x", EXP_OF_MINUS, 5 * E * -1),
]

SIGMOID = behind("sigmoid(x)", math.log(3), 4)  # s = 0.75: d z / d x = 4 * 0.75 * 0.25
TANH = behind("tanh(x)", math.log(2))  # (2 - 1/2) / (2 + 1/2) = 0.6: d z / d x = 5 * 0.64
OPEN, SHUT = behind("relu(x)", 3), behind("relu(x)", -3)
LARGER, SMALLER = behind("max(x, y)", 7), behind("max(x, y)", 2)

FUNCTIONS_APPLY = [
    Row("no-sigmoid-gradient", SIGMOID, 4),
    Row("no-sigmoid-gradient", gradient("z = sigmoid(x)", {"x": 2}, "z", "x"), 1),
    Row("sigmoid-sign", SIGMOID, -0.75),
    Row("sigmoid-twice", SIGMOID, 4 * math.exp(-0.75) / (1 + math.exp(-0.75)) ** 2),
    Row("sigmoid-input", SIGMOID, 4 * math.log(3) * (1 - math.log(3))),
    Row("tanh-slope", TANH, 5 * 0.4),
    Row("tanh-slope", TANH, 5 * 0.6 * 0.4),
    Row("reciprocal-sign", behind("1 / x", 2), 5 / 4),
    Row("reciprocal-sign", behind("x^-1", 2), 5 / 4),
    Row("relu-leaks", SHUT, 5),
    Row("relu-leaks", behind("relu(x)", 0), 5),
    Row("relu-blocks", OPEN, 0),
    Row("relu-blocks", OPEN, 5 * 3),
    Row("max-wrong-input", LARGER, 0),
    Row("max-wrong-input", SMALLER, 5),
    Row("max-wrong-input", behind("max(x, y)", 4), 5),
    Row("max-splits", LARGER, 5 / 2),
    Row("max-splits", SMALLER, 5 / 2),
    Row("log-slope", behind("log(x)", 4), 5 * 4),
    Row("log-slope", behind("ln(x)", 4), 5 * math.log(4)),
    Row("exp-as-power", behind("exp(x)", 3), 5 * 3 * math.exp(2)),
    Row("sqrt-slope", behind("sqrt(x)", 9), 5 / 3),
    Row("sqrt-slope", behind("sqrt(x)", 9), 5 / 18),
    Row("sine-sign", behind("sin(x)", 1), -5 * math.cos(1)),
    Row("sine-sign", behind("cos(x)", 1), 5 * math.sin(1)),
]

APPLIES = [*CHAIN_APPLIES, *FUNCTIONS_APPLY]

ABSENT = [
    *(
        Absent(name, question)
        for name in ("product-for-chain", "no-inner", "derivative-of-derivative", "outer-at-x")
        for question in (
            shop("apple"),
            SIGMOID,  # one function, nothing inside
            gradient("s = x * y\nz = s^2", {"x": 2, "y": 3}, "z", "x"),  # inside is no function of x alone
            gradient("u = x^2\nv = exp(u)\nz = u * v", {"x": 2}, "z", "x"),  # u goes two ways
        )
    ),
    Absent("no-sigmoid-gradient", TANH),
    Absent("sigmoid-sign", TANH),
    Absent("sigmoid-twice", value("z = sigmoid(x)", {"x": 2}, "z")),
    Absent("sigmoid-input", TANH),
    Absent("tanh-slope", SIGMOID),
    Absent("reciprocal-sign", behind("3 / x", 2)),
    Absent("reciprocal-sign", behind("x^-2", 2)),
    Absent("relu-leaks", OPEN),
    Absent("relu-blocks", SHUT),
    Absent("max-wrong-input", OPEN),
    Absent("max-wrong-input", gradient("m = max(x, x)\nz = m * w", {"x": 2, "w": 5}, "z", "x")),
    Absent("max-splits", behind("max(x, y)", 4)),  # equal inputs do share
    Absent("log-slope", behind("exp(x)", 3)),
    Absent("exp-as-power", behind("log(x)", 3)),
    Absent("sqrt-slope", behind("x^2", 3)),
    Absent("sine-sign", value(SHOP, SHOP_INPUTS, "price")),
]
