"""The characters that a picture is made of, as box drawing or as plain ASCII."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
"""The sides of a cell to which a line runs; a cell's lines are the sum of its sides."""


@dataclass(frozen=True)
class Glyphs:
    """One style of drawing. Every character is one cell wide, except in `back`, `cut` and `operators`."""

    lines: str
    """For each sum of sides, 0 to 15, the character that runs to these sides."""
    corners: str
    """The corners of a node's box: top left, top right, bottom left, bottom right."""
    arrow: str
    """The head of an edge where it enters a node."""
    back: str
    """Stands before a gradient and says that it flows back."""
    cut: str
    """Stands for what was cut from a long label."""
    spark: str
    """What travels along an edge."""
    operators: Mapping[str, str]
    """What stands in the box of an operator; functions stand there by name."""


BOX = Glyphs(
    lines=" ───│╯╰┴│╮╭┬│┤├┼",
    corners="╭╮╰╯",
    arrow="▶",
    back="←",
    cut="…",
    spark="●",
    operators={"*": "×", "/": "÷", "-": "−", "neg": "−"},
)
"""Box drawing. Its × ─ ▶ ← … are two cells wide in a terminal that shows ambiguous characters wide: use ASCII there."""

ASCII = Glyphs(
    lines=" ---|+++|+++|+++",
    corners="++++",
    arrow=">",
    back="<-",
    cut="..",
    spark="@",
    operators={"neg": "-"},
)
"""Plain ASCII, for terminals and fonts without box drawing. Labels stay as they are."""
