"""A quantity that is used several times: hand-picked questions."""

from ..situations import SHOP, SHOP_INPUTS, delivery, gradient, shop, value
from .cases import Absent, Row

# x goes on by y = 3x and by itself: d z / d x = 5 * 3 + 5 * 1 = 20
FORK = gradient("y = x * 3\ns = y + x\nz = s * w", {"x": 4, "w": 5}, "z", "x")
SQUARE = gradient("z = x * x * w", {"x": 4, "w": 5}, "z", "x")  # 20 from each side
# three ways with 2, 5 and 11: d z / d x = 18
THREE = gradient("z = x * a + x * b + x * c", {"x": 3, "a": 2, "b": 5, "c": 11}, "z", "x")
# s = u * x is used twice, with 3 and with w = 5: d z / d x = (3 + 5) * 2 = 16
BEHIND = gradient("s = x * u\na = s * 3\nb = s * w\nz = a + b", {"x": 4, "u": 2, "w": 5}, "z", "x")
FAR_BEHIND = gradient(
    "r = x * u\ns = r + v\na = s * 3\nb = s * w\nz = a + b", {"x": 4, "u": 2, "v": 1, "w": 5}, "z", "x"
)
THREE_BEHIND = gradient("s = x * u\nz = s * a + s * b + s * c", {"x": 3, "u": 7, "a": 2, "b": 5, "c": 11}, "z", "x")

APPLIES = [
    Row("last-branch", FORK, 5 * 3),
    Row("last-branch", FORK, 5 * 1),
    Row("last-branch", SQUARE, 5 * 4),
    Row("last-branch", THREE, 2),
    Row("last-branch", THREE, 5),
    Row("last-branch", THREE, 11),
    Row("multiplies-branches", FORK, 15 * 5),
    Row("multiplies-branches", SQUARE, 20 * 20),
    Row("multiplies-branches", THREE, 2 * 5 * 11),
    Row("too-early", THREE, 2 + 5),
    Row("too-early", THREE, 2 + 11),
    Row("too-early", THREE, 5 + 11),
    Row("too-early", BEHIND, 3 * 2),
    Row("too-early", BEHIND, 5 * 2),
    Row("too-early", FAR_BEHIND, 3 * 1 * 2),
    Row("too-early", THREE_BEHIND, 2 * 7),
    Row("too-early", THREE_BEHIND, (2 + 5) * 7),
    Row("stale-gradient", SQUARE, 2 * 40),
    Row("stale-gradient", shop("apple"), 2 * 2.2),
]

ABSENT = [
    Absent("last-branch", shop("apple")),
    Absent("last-branch", BEHIND),
    Absent("last-branch", gradient("s = x * 3\nz = s + w\nother = x * w", {"x": 4, "w": 5}, "z", "x")),  # leads nowhere
    Absent("multiplies-branches", shop("apple")),
    Absent("multiplies-branches", value("z = x * x", {"x": 4}, "z")),
    Absent("too-early", FORK),
    Absent("too-early", delivery("apple")),
    Absent("too-early", value(SHOP, SHOP_INPUTS, "price")),
    Absent("stale-gradient", shop("price")),
    Absent("stale-gradient", value(SHOP, SHOP_INPUTS, "price")),
]
