"""What happened at each step of a lesson since it was begun: a state that follows the log, entry by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tutor.course.model import Lesson, Step
from tutor.learner.entry import Entry, Outcome
from tutor.quiz.question import FixedQuestion

Ending = Literal["", "right", "shown", "skipped"]

ANSWERED: tuple[Outcome, ...] = ("right", "wrong", "close", "convention")
"""Outcomes of an answer that could be read."""


@dataclass(frozen=True)
class Try:
    """An answer that was read, and what it was worth."""

    answer: str
    outcome: Outcome
    mistakes: tuple[str, ...] = ()
    sibling: int = 0
    """To which set of numbers."""


@dataclass
class StepState:
    """What happened at one step so far."""

    sibling: int = 0
    """Which set of numbers is asked about: 0 are the page's own, n the n-th after a solution."""
    tries: list[Try] = field(default_factory=list)
    """To the present numbers."""
    earlier: list[Try] = field(default_factory=list)
    """To the numbers before."""
    hints: int = 0
    """How many rungs of the ladder were seen for the present numbers."""
    helped: bool = False
    """Whether a hint or a solution was ever seen."""
    ending: Ending = ""
    last: Outcome = "go"
    """What happened here last."""

    @property
    def wrong(self) -> int:
        """Wrong answers to the present numbers."""
        return sum(attempt.outcome == "wrong" for attempt in self.tries)


@dataclass(frozen=True)
class Summary:
    """How a lesson went."""

    questions: int
    unaided: int
    """Right at the first answer, without help."""
    in_the_end: int
    """Right after wrong answers or with help."""
    skipped: int
    """Passed by, or only shown."""
    thoughts: tuple[tuple[str, int, str], ...]
    """Mistake ids (`""` where none was named), how often, and where first; the most frequent first."""


class Trail:
    """A learner's trail through a lesson."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.at = 0
        """The place of the present step, from 0."""
        self.finished = False
        self._states: dict[str, StepState] = {}

    @property
    def begun(self) -> bool:
        """Whether anything has happened since the lesson was begun."""
        return bool(self._states)

    def state(self, step: Step) -> StepState:
        """What happened at a step so far."""
        return self._states.get(step.id) or StepState()

    def follow(self, entry: Entry) -> None:
        """What an entry changes. Entries of steps that the lesson has no more change nothing."""
        if entry.outcome == "restart":
            self._states.clear()
            self.at, self.finished = 0, False
            return
        if entry.outcome == "done":
            self.finished = True
            return
        at = self.lesson.index(entry.step)
        if at is None:
            return
        state = self._states.setdefault(entry.step, StepState())
        state.last = entry.outcome if entry.outcome != "go" else state.last
        if entry.outcome == "go":
            self.at, self.finished = at, False
        elif entry.outcome in ANSWERED:
            state.tries.append(Try(entry.answer, entry.outcome, entry.mistakes, state.sibling))
            if entry.outcome == "right":
                state.ending = "right"
        elif entry.outcome == "hint":
            state.hints += 1
            state.helped = True
        elif entry.outcome == "solution":
            state.helped = True
            self._after_solution(self.lesson.steps[at], state)
        elif entry.outcome == "skip":
            state.ending = "skipped"

    def _after_solution(self, step: Step, state: StepState) -> None:
        if isinstance(step.question, FixedQuestion):
            state.ending = "shown"
            return
        state.earlier += state.tries
        state.tries = []
        state.hints = 0
        state.sibling += 1

    def is_touched(self, step: Step) -> bool:
        """Whether something was done at a step, more than arriving there."""
        state = self.state(step)
        return bool(state.ending or state.tries or state.helped)

    @property
    def summary(self) -> Summary:
        """How the lesson went, from what happened since it was begun."""
        return self.summary_of(self.lesson.steps)

    def summary_of(self, steps: Sequence[Step]) -> Summary:
        """How some of its steps went."""
        states = [self.state(step) for step in steps]
        unaided = sum(s.ending == "right" and not s.helped and not _wrong(s) for s in states)
        right = sum(s.ending == "right" for s in states)
        count: Counter[str] = Counter()
        first: dict[str, str] = {}
        for step, state in zip(steps, states, strict=True):
            for attempt in _wrong(state):
                asked = step.question
                thought = asked.thought if isinstance(asked, FixedQuestion) else " ".join(attempt.mistakes)
                count[thought] += 1
                first.setdefault(thought, step.id)
        thoughts = tuple((thought, times, first[thought]) for thought, times in count.most_common())
        return Summary(len(states), unaided, right - unaided, len(states) - right, thoughts)


def _wrong(state: StepState) -> list[Try]:
    return [attempt for attempt in (*state.earlier, *state.tries) if attempt.outcome == "wrong"]
