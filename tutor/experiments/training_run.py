"""A run of many steps at a pace to be watched: what a worker does, and what a screen can see of it meanwhile."""

from __future__ import annotations

from threading import Event

from tutor.experiments.training import PHASES, Look, Training

PICTURES = 100
"""A run shows about so many pictures, once it is at full pace."""

_FIRST = 10
"""The pace grows: each picture is so many times fewer steps after the one before than were made already."""


class Run:
    """Trains until so many steps are made, until it diverges, or until it is stopped. It runs once.

    `go` belongs to one thread; all others may read `look` and `is_over`, set `cells`, and `stop` it.
    """

    def __init__(self, training: Training, goal: int, cells: tuple[int, int], pause: float, part_pause: float) -> None:
        """Pauses are seconds after each picture, and after each part of the very first step; 0 for none."""
        self.training = training
        self.goal = goal
        self.cells = cells
        """Columns and rows of the plane that the next look has."""
        self.look: Look | None = None
        """The last picture; none before the first."""
        self.is_over = False
        self._first = training.number
        self._pause, self._part_pause = pause, part_pause
        self._stop = Event()

    def go(self) -> None:
        """Train."""
        training = self.training
        if self._part_pause and not training.number and not training.phase:
            for _ in PHASES:
                if not self._stop.is_set():
                    training.part()
                    self._show(self._part_pause)
        while not (self._stop.is_set() or training.failed or training.number >= self.goal):
            training.advance(min(self._stride, self.goal - training.number), self._stop)
            self._show(self._pause)
        self.is_over = True

    def stop(self) -> None:
        """Stop it; when this returns, it makes no other step."""
        with self.training.lock:
            self._stop.set()

    @property
    def _stride(self) -> int:
        """Steps until the next picture."""
        made = self.training.number - self._first
        return max(1, min((self.goal - self._first) // PICTURES, made // _FIRST))

    def _show(self, pause: float) -> None:
        self.look = self.training.look(*self.cells)
        self._stop.wait(pause)
