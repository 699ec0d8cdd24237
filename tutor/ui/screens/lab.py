"""What the labs share: they are opened from the map, or by a question of a lesson that wants something found there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from textual.binding import Binding

from tutor.experiments.lab_question import LabQuestion
from tutor.ui.screens.base import TutorScreen
from tutor.words import N_


class Assignment(NamedTuple):
    """What a lesson wants of a lab."""

    question: LabQuestion
    done: Callable[[str], None]
    """Takes the settings that the learner comes back with, as an answer is written."""


class LabScreen(TutorScreen):
    """A lab. With an assignment it begins where the question does, says the goal, and leads back to the lesson."""

    BINDINGS = [Binding("escape", "leave", N_("Map"), tooltip=N_("The map of lessons"))]  # noqa: RUF012

    def __init__(self, assignment: Assignment | None = None) -> None:
        super().__init__()
        self.assignment = assignment

    def state(self) -> object:
        """The lab's state as the learner has it now."""
        raise NotImplementedError

    @property
    def asked_for(self) -> tuple[str, ...]:
        """The settings that the lesson asks for; none where there is no assignment."""
        return () if self.assignment is None else self.assignment.question.free

    def titled(self, title: str) -> str:
        """The goal in place of a title, where there is an assignment."""
        if self.assignment is None:
            return title
        return self.t("Goal: {goal}", goal=self.assignment.question.goal_text(self.t))

    def described(self, binding: Binding) -> Binding:
        """The way out leads to where the learner came from."""
        if self.assignment is None or binding.action != "leave":
            return binding
        return replace(
            binding, description=N_("Back"), tooltip=N_("Back to the lesson, with these settings as the answer")
        )

    def action_leave(self) -> None:
        """Go to the map, or back to the lesson with the settings."""
        if not self.is_active:
            return
        if self.assignment is None:
            self.tutor.show_map()
            return
        question, done = self.assignment
        self.app.pop_screen()
        done(question.answer_of(self.state()))
