"""A moving picture as beats: what is on show at a moment, what is on its way, and the working that goes with it."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.drawing.marks import Marks
from tutor.drawing.ways import Way


@dataclass(frozen=True)
class Beat:
    """One moment. What travels arrives with the beat that follows."""

    marks: Marks
    """What is on show while it lasts."""
    ways: tuple[Way, ...] = ()
    """The edges along which something travels."""
    back: bool = False
    """Whether it travels from right to left."""
    text: str = ""
    """The working: `1.1 * 2 = 2.2`."""
    at: str = ""
    """The quantity to which the working belongs."""
    wrong: bool = False
    """Whether the working is a wrong thought's."""
