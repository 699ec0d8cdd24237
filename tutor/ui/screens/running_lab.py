"""What the labs share that run by themselves."""

from __future__ import annotations

from typing import ClassVar

from textual.timer import Timer

from tutor.ui.screens.lab import Assignment, LabScreen
from tutor.ui.widgets.loss_plot import LossPlot


class RunningLab(LabScreen):
    """A lab that runs by itself, with loss curves beside its picture or, in a low window, in its place."""

    ROWS_WITH_LOSSES: ClassVar[int]
    """From so many rows the curves stand below the numbers; on a smaller screen a key shows them."""

    def __init__(self, assignment: Assignment | None = None) -> None:
        super().__init__(assignment)
        self._timer: Timer | None = None

    def show(self) -> None:
        """Show where the lab stands."""
        raise NotImplementedError

    def _tick(self) -> None:
        """A moment of a run has passed."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """There is more room, or less."""
        self.set_class(self.size.height >= self.ROWS_WITH_LOSSES, "-with-losses")
        self.call_after_refresh(self.show)

    def language_changed(self) -> None:
        """Say everything again."""
        super().language_changed()
        self.show()

    def drawing_changed(self) -> None:
        """Draw all again."""
        self.show()

    @property
    def runs(self) -> bool:
        """Whether it runs by itself now."""
        return self._timer is not None

    def _every(self, seconds: float) -> None:
        """Run: a tick every so many seconds, until `pause`."""
        self._timer = self.set_interval(seconds, self._tick)

    def pause(self) -> None:
        """Stand still."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def action_losses(self) -> None:
        """Show the curves in the picture's place, or the picture again."""
        self.toggle_class("-losses")
        self.call_after_refresh(self.show)

    def action_scale(self) -> None:
        """A logarithmic axis for the losses, or a linear one."""
        for plot in self.query(LossPlot):
            plot.is_log = not plot.is_log
        self.show()

    def action_leave(self) -> None:
        """Leave, and nothing goes on behind."""
        self.pause()
        super().action_leave()
