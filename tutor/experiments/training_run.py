"""A run of many steps at a pace to be watched: what a worker does, and what a screen can see of it meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

from tutor.experiments.training import PHASES, Look, Training

PICTURES = 100
"""A run shows about so many pictures, once it is at full pace."""

_FIRST = 10
"""The pace grows: each picture is so many times fewer steps after the one before than were made already."""

QUICK = 0.1
"""Seconds from picture to picture where there are no pauses."""

_BREATH = 1e-4
"""Seconds between two steps. Python's threads take turns only every 5 ms by themselves, and a key needs many turns."""


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
        if self._part_pause and not self.training.number and not self.training.phase:
            for _ in PHASES:
                self._do(self.training.part)
                self._show(self._part_pause)
        while self._is_going:
            steps, until = self._stride, time.monotonic() + QUICK
            while self._is_going and (steps > 0 if self._pause else time.monotonic() < until):
                self._do(self.training.step)
                steps -= 1
                time.sleep(_BREATH)
            self._show(self._pause)
        self.is_over = True

    @property
    def _is_going(self) -> bool:
        return not (self._stop.is_set() or self.training.failed or self.training.number >= self.goal)

    def _do(self, part: Callable[[], None]) -> None:
        """Train on, if it was not stopped meanwhile."""
        with self.training.lock:
            if not self._stop.is_set():
                part()

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
