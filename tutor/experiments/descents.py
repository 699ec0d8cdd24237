"""Several optimizers side by side on one loss surface: the state of the optimizer lab."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tutor.experiments.runner import RULES, Place, Runner, ladder
from tutor.experiments.surfaces import RATES, SURFACES, Box, Surface

COUNT = 4
"""So many optimizers can run at once."""

AT_FIRST = (("sgd", True), ("momentum", True), ("adagrad", False), ("adam", False))

MOST_STEPS = 2000
"""Where a run ends by itself."""


class Descents:
    """A surface, four runners from the same start, and how many steps were made.

    A setting that is changed counts from the next step on; the path so far stays. `step` then `back` leaves everything
    as it was. A runner that is switched on later makes up for the steps that the others have made.
    """

    def __init__(self, surface: Surface | None = None) -> None:
        self.runners = [Runner.of(rule, RATES, on=on) for rule, on in AT_FIRST]
        self.chosen = 0
        self.number = 0
        """How many steps were made."""
        self.use(surface or next(iter(SURFACES.values())))

    def use(self, surface: Surface) -> None:
        """Go to another surface, with learning rates that suit it; rules and other settings stay."""
        self.surface = surface
        self.box: Box = surface.box
        self.start = surface.start
        for runner in self.runners:
            runner.settings["lr"] = self._rate(runner.rule)
        self.reset()

    # --- the run -----------------------------------------------------------------------------------------

    @property
    def active(self) -> list[tuple[int, Runner]]:
        """The runners that are on and have a place, each with its index."""
        return [(at, runner) for at, runner in enumerate(self.runners) if runner.on and runner.places]

    @property
    def drawn(self) -> list[tuple[int, Runner]]:
        """The same, the chosen one last: its curve and its marker lie over the others'."""
        return sorted(self.active, key=lambda each: each[0] == self.chosen)

    @property
    def is_over(self) -> bool:
        """Whether no runner can go on."""
        return self.number >= MOST_STEPS or not any(self.goes_on(runner) for _, runner in self.active)

    def goes_on(self, runner: Runner) -> bool:
        """Whether a runner can make another step."""
        return bool(runner.places) and runner.failure is None and not runner.has_left(self.surface.box)

    def step(self) -> bool:
        """Let each runner make a step. False where none can."""
        if self.is_over:
            return False
        for _, runner in self.active:
            self._advance(runner)
        self.number += 1
        return True

    def run(self, steps: int) -> None:
        """Make so many steps, or as many as there are."""
        for _ in range(steps):
            if not self.step():
                break

    def back(self) -> bool:
        """Undo the last step. False at the start."""
        if self.number == 0:
            return False
        self.number -= 1
        for _, runner in self.active:
            runner.cut(self.number)
        return True

    def reset(self) -> None:
        """All runners back to the start."""
        self.number = 0
        for runner in self.runners:
            self._begin(runner)

    def stopped_at(self, runner: Runner) -> Place | None:
        """The last place of a runner that can't go on; none where it can."""
        return None if self.goes_on(runner) else runner.place

    # --- what is chosen ----------------------------------------------------------------------------------

    @property
    def runner(self) -> Runner:
        """The chosen one."""
        return self.runners[self.chosen]

    def choose(self, index: int) -> None:
        """Choose a runner, by its index."""
        self.chosen = index % COUNT

    def switch(self) -> None:
        """Switch the chosen runner on or off."""
        self.runner.on = not self.runner.on
        self._catch_up(self.runner)

    def turn_rule(self, by: int) -> None:
        """Give the chosen runner the next rule, with a learning rate that suits it; it goes on from where it is."""
        runner = self.runner
        rule = RULES[(RULES.index(runner.rule) + by) % len(RULES)]
        fresh = Runner.of(rule, {rule: self._rate(rule)})
        runner.rule, runner.settings = rule, fresh.settings
        if self.number == 0:
            self._begin(runner)

    def adjust(self, setting: str, by: int) -> None:
        """Make a setting of the chosen runner larger (1) or smaller (-1)."""
        value, numbers = self.runner.settings[setting], ladder(setting)
        at = bisect_right(numbers, value * (1 + 1e-9)) if by > 0 else bisect_left(numbers, value * (1 - 1e-9)) - 1
        self.runner.settings[setting] = numbers[min(max(at, 0), len(numbers) - 1)]
        if self.number == 0:
            self._begin(self.runner)

    def move_start(self, x: float, y: float) -> bool:
        """Begin anew from another start. False, and nothing changes, where the surface has no value there."""
        if self.surface.at(x, y) is None:
            return False
        self.start = (x, y)
        self.reset()
        return True

    def zoom(self, factor: float) -> None:
        """Show more of the surface, or less."""
        box, usual = self.box.zoomed(factor), self.surface.box
        if 0.01 < (box.right - box.left) / (usual.right - usual.left) < 100:
            self.box = box

    # --- how it follows ----------------------------------------------------------------------------------

    def _rate(self, rule: str) -> float:
        return self.surface.rates.get(rule, RATES[rule])

    def _begin(self, runner: Runner) -> None:
        runner.begin(self.surface.program, self.start)

    def _advance(self, runner: Runner) -> None:
        if self.goes_on(runner):
            runner.advance(self.surface.program, self.surface.box)

    def _catch_up(self, runner: Runner) -> None:
        self._begin(runner)
        for _ in range(self.number):
            self._advance(runner)
