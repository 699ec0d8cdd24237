"""Where a replay is: which beat, how far what travels has come, whether it goes on by itself. No screen, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.drawing import Beat

TRAVEL = 0.7
"""The part of a beat in which what travels arrives; the rest is for reading."""


@dataclass
class Reel:
    """Beats, one of which is on show. Times are seconds of any clock that only goes forward."""

    beats: Sequence[Beat]
    """One or more."""
    seconds: float
    """How long each lasts."""
    running: bool
    """Whether it goes on by itself; otherwise what travels has arrived."""
    since: float
    """When the present beat began."""
    at: int = 0

    @property
    def beat(self) -> Beat:
        """The one on show."""
        return self.beats[self.at]

    @property
    def is_at_end(self) -> bool:
        """Whether no beat follows."""
        return self.at + 1 >= len(self.beats)

    def part(self, now: float) -> float:
        """How much of its way what travels has behind it, 0 to 1."""
        return min(1.0, (now - self.since) / (TRAVEL * self.seconds)) if self.running and self.seconds else 1.0

    def is_over(self, now: float) -> bool:
        """Whether the present beat has lasted its time."""
        return now - self.since >= self.seconds

    def turn(self, by: int, now: float) -> bool:
        """Go some beats on or back; False where that leads nowhere."""
        to = min(max(self.at + by, 0), len(self.beats) - 1)
        if to == self.at:
            return False
        self.at, self.since = to, now
        return True

    def go_on(self, now: float) -> None:
        """Run by itself from the present beat on; from the end, all over again."""
        self.at = 0 if self.is_at_end else self.at
        self.running, self.since = True, now
