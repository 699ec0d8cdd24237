"""Values on the way forward: hand-picked questions."""

from ..situations import DELIVERY, DELIVERY_INPUTS, SHOP, SHOP_INPUTS, shop, value
from .cases import Absent, Row

XY = {"x": 6, "y": 2}
RELU = "z = relu(x)"
MAX = "z = max(x, y)"

APPLIES = [
    Row("stops-early", value(SHOP, SHOP_INPUTS, "price"), 200),
    Row("adds-at-multiply", value(SHOP, SHOP_INPUTS, "subtotal"), 100 + 2),
    Row("adds-at-multiply", value(SHOP, SHOP_INPUTS, "price"), 200 + 1.1),
    Row("multiplies-at-add", value(DELIVERY, DELIVERY_INPUTS, "subtotal"), 200 * 30),
    Row("swaps-operands", value("z = x / y", XY, "z"), 2 / 6),
    Row("swaps-operands", value("z = x - y", XY, "z"), 2 - 6),
    Row("swaps-operands", value("z = x ^ y", XY, "z"), 2**6),
    Row("leaves-out", value(SHOP, SHOP_INPUTS, "price"), 100 * 1.1),
    Row("leaves-out", value(SHOP, SHOP_INPUTS, "price"), 2 * 1.1),
    Row("leaves-out", value("z = (x + 3) * w", {"x": 6, "w": 5}, "z"), 6 * 5),
    Row("relu-keeps-negative", value(RELU, {"x": -3}, "z"), -3),
    Row("relu-keeps-negative", value(RELU, {"x": -3}, "z"), 3),
    Row("max-takes-smaller", value(MAX, XY, "z"), 2),
]

ABSENT = [
    Absent("stops-early", value(SHOP, SHOP_INPUTS, "subtotal")),
    Absent("stops-early", shop("apple")),
    Absent("adds-at-multiply", value(DELIVERY, DELIVERY_INPUTS, "subtotal")),
    Absent("multiplies-at-add", value(SHOP, SHOP_INPUTS, "price")),
    Absent("swaps-operands", value(SHOP, SHOP_INPUTS, "price")),
    Absent("leaves-out", value(SHOP, SHOP_INPUTS, "subtotal")),
    Absent("relu-keeps-negative", value(RELU, {"x": 3}, "z")),
    Absent("relu-keeps-negative", value("z = x - y", XY, "z")),
    Absent("max-takes-smaller", value(RELU, {"x": 3}, "z")),
]
