"""One node and the path: hand-picked questions."""

from ..situations import SHOP, SHOP_INPUTS, delivery, gradient, shop, value
from .cases import Absent, Row

SUB = "z = (x - y) * w"
DIV = "q = x / y\nz = q * w"
POW = "p = x^3\nz = p * w"
SQUARE = "p = x^2\nz = p * w"
XYW = {"x": 6, "y": 2, "w": 5}
XW = {"x": 6, "w": 5}

APPLIES = [
    # d is 1.1, x is 100, y is 2
    Row("own-input", shop("apple"), 1.1 * 100),
    Row("own-input", shop("tax"), 1.1),
    Row("own-input", gradient("y = 3 * x\nz = y * w", {"x": 4, "w": 5}, "z", "x"), 5 * 4),
    Row("no-upstream", shop("apple"), 2),
    Row("no-upstream", delivery("shipping"), 1),
    Row("no-upstream", gradient(SUB, XYW, "z", "y"), -1),
    Row("adds-upstream", shop("apple"), 1.1 + 2),
    Row("adds-upstream", delivery("shipping"), 1.1 + 1),
    Row("upstream-only", shop("apple"), 1.1),
    Row("upstream-only", shop("tax"), 1),
    Row("upstream-only", gradient(DIV, XYW, "z", "x"), 5),
    Row("uses-output", delivery("apple"), 1.1 * 200),
    Row("uses-output", shop("tax"), 220),
    Row("output-value", delivery("apple"), 253),
    Row("output-value", shop("price"), 220),
    Row("output-value", gradient("z = x * x", {"x": 3}, "z", "x"), 9),
    Row("add-as-mul", delivery("shipping"), 1.1 * 200),
    Row("add-as-mul", delivery("boxes"), 1.1 * 30),
    Row("add-own-input", delivery("shipping"), 1.1 * 30),
    Row("add-own-input", delivery("boxes"), 1.1 * 200),
    Row("add-splits", delivery("shipping"), 1.1 / 2),
    Row("add-splits", gradient("z = x + y", {"x": 3, "y": 4}, "z", "x"), 1 / 2),
    Row("seed-is-output", shop("apple"), 220 * 2.2),
    Row("seed-is-output", shop("price"), 220),
    Row("seed-is-output", gradient("z = x * x", {"x": 3}, "z", "x"), 9 * 6),
    Row("forward-value", shop("apple"), 100),
    Row("forward-value", gradient("z = x * x", {"x": 5}, "z", "x"), 5),
    Row("sign-sub", gradient(SUB, XYW, "z", "y"), 5),
    Row("div-sign", gradient(DIV, XYW, "z", "y"), 5 * 6 / 2**2),
    Row("div-sign", gradient(DIV, XYW, "z", "y"), -5 * 6 / 2),
    Row("div-as-mul", gradient(DIV, XYW, "z", "x"), 5 * 2),
    Row("div-as-mul", gradient(DIV, XYW, "z", "y"), 5 * 6),
    Row("pow-exponent", gradient(POW, XW, "z", "x"), 5 * 3 * 6**3),
    Row("pow-exponent", gradient(POW, XW, "z", "x"), 5 * 6**2),
    Row("power-as-times", gradient(SQUARE, XW, "z", "x"), 5 * 2),
    Row("power-as-times", gradient(POW, XW, "z", "x"), 5 * 3),
    Row("power-as-times", value(SQUARE, XW, "p"), 6 * 2),
    # (101 * 2) * 1.1, and 200 * 2.1
    Row("new-value", shop("apple"), 222.2),
    Row("new-value", shop("tax"), 420),
    Row("new-value", gradient("z = x * x", {"x": 3}, "z", "x"), 16),
    # 7^2 * 5 - 6^2 * 5
    Row("whole-step", gradient(SQUARE, XW, "z", "x"), 65),
    Row("whole-step", gradient("z = x * x", {"x": 3}, "z", "x"), 16 - 9),
    Row("whole-step", gradient("z = w / x", {"x": 1, "w": 12}, "z", "x"), 6 - 12),
]

ABSENT = [
    Absent("own-input", delivery("shipping")),
    Absent("own-input", gradient(SUB, XYW, "z", "y")),
    Absent("own-input", gradient("z = x * x", {"x": 3}, "z", "x")),
    Absent("no-upstream", shop("tax")),
    Absent("no-upstream", shop("subtotal")),
    Absent("no-upstream", shop("price")),
    Absent("no-upstream", gradient("s = x * y\nz = s + w", XYW, "z", "x")),  # an add node behind it: d is always 1
    Absent("adds-upstream", shop("tax")),
    Absent("adds-upstream", shop("price")),
    Absent("adds-upstream", gradient("r = relu(x)\nz = r * w", {"x": -2, "w": 5}, "z", "x")),  # 0 + d is d
    Absent("upstream-only", delivery("shipping")),  # at an add node it is the right number
    Absent("upstream-only", shop("price")),
    Absent("uses-output", delivery("shipping")),
    Absent("add-as-mul", shop("apple")),
    Absent("add-own-input", shop("apple")),
    Absent("add-splits", shop("apple")),
    Absent("seed-is-output", value(SHOP, SHOP_INPUTS, "price")),
    Absent("forward-value", value(SHOP, SHOP_INPUTS, "price")),
    Absent("output-value", value(SHOP, SHOP_INPUTS, "price")),
    Absent("sign-sub", gradient(SUB, XYW, "z", "x")),
    Absent("div-sign", gradient(DIV, XYW, "z", "x")),
    Absent("div-as-mul", gradient("r = 1 / x\nz = r * w", XW, "z", "x")),  # d * 1: it only passes d on
    Absent("pow-exponent", gradient("z = w ^ x", {"w": 2, "x": 3}, "z", "x")),
    Absent("pow-exponent", shop("apple")),
    Absent("power-as-times", gradient("z = w ^ x", {"w": 2, "x": 3}, "z", "x")),
    Absent("power-as-times", shop("apple")),
    Absent("new-value", value(SHOP, SHOP_INPUTS, "price")),
    Absent("new-value", shop("price")),
    Absent("new-value", gradient("s = sigmoid(x)\nz = s * w", XW, "z", "x")),  # a step of 1 is no thought there
    Absent("new-value", gradient(f"{SHOP}\nother = apple * fee", SHOP_INPUTS | {"fee": 3}, "price", "fee")),
    Absent("whole-step", shop("apple")),  # the output grows evenly: the change is the gradient
    Absent("whole-step", delivery("shipping")),
    Absent("whole-step", gradient("s = exp(x)\nz = s * w", {"x": 1, "w": 5}, "z", "x")),
]
