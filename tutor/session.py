"""A learner's way through a lesson. Pure state: no screen, no file; what happens is appended to the record it is given.

The state is what follows from the log. A step that the learner takes becomes an entry, the entry is saved, and
then the state follows it; taking up a lesson again is following the saved entries once more.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from tutor.course.model import GraphBlock, Lesson, Step
from tutor.drawing import Marks
from tutor.learner.entry import Entry, Outcome
from tutor.learner.record import Record, Saved
from tutor.quiz.grading import Verdict, grade
from tutor.quiz.hints import Hint
from tutor.quiz.question import AnyQuestion, Question, short_name
from tutor.quiz.siblings import sibling

Ending = Literal["", "right", "shown", "skipped"]

ANSWERED: tuple[Outcome, ...] = ("right", "wrong", "close", "convention")
"""Outcomes of an answer that could be read."""

POINT_AT_HINTS_AFTER = 2
"""After so many wrong answers to a question its hints are pointed out."""


@dataclass(frozen=True)
class Try:
    """An answer that was read, and what it was worth."""

    answer: str
    outcome: Outcome
    mistakes: tuple[str, ...] = ()


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


class LessonSession:
    """One lesson, from its first step to its summary."""

    def __init__(
        self,
        lesson: Lesson,
        record: Record,
        *,
        run: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lesson = lesson
        self._record = record
        self._run = run or uuid.uuid4().hex
        self._clock = clock
        self._shown_at = clock()
        self._states: dict[str, StepState] = {}
        self._at = 0
        self.finished = False
        self.solution: Hint | None = None
        """The worked solution just shown; the question is already the one with new numbers."""
        self.saved: Saved = Saved.DISK
        """Where the last thing that happened was saved."""
        self._asked: dict[tuple[str, int, frozenset[str]], Question] = {}
        """Questions as they are asked: by step, sibling and the quantities whose values are shown."""
        for entry in record.entries(lesson.id):
            self._follow(entry)
        self.resumed = bool(self._states)
        """Whether the learner has been here before."""
        if self.finished:
            self._happened("restart")
            self.resumed = False
        if not self._states:
            self._happened("go", lesson.steps[0])
        if self.state.last == "solution":  # left while reading it
            self.solution = self._solution_before()

    # --- where the learner is ----------------------------------------------------------------------------

    @property
    def position(self) -> int:
        """The present step's place, from 0."""
        return self._at

    @property
    def step(self) -> Step:
        """The present step."""
        return self.lesson.steps[self._at]

    @property
    def state(self) -> StepState:
        """What happened at the present step."""
        return self._states.setdefault(self.step.id, StepState())

    @property
    def answered(self) -> bool:
        """Whether the present question is done with, so that the way on is open."""
        return bool(self.state.ending)

    @property
    def question(self) -> AnyQuestion:
        """What is asked now: with the page's own numbers, or after a solution with new ones."""
        question = self.step.question
        if not isinstance(question, Question):
            return question
        if self.block is None or self.block.graph is not question.graph:
            return question
        key = (self.step.id, self.state.sibling, self._shown_values())
        if key not in self._asked:
            asked = sibling(question, key[1]) if key[1] else question
            self._asked[key] = replace(asked, shown=key[2])
        return self._asked[key]

    @property
    def block(self) -> GraphBlock | None:
        """The graph on show."""
        return self.lesson.graph_of(self.step)

    @property
    def verdict(self) -> Verdict | None:
        """What the last readable answer to the present numbers was worth, in the lesson's language."""
        if not self.state.tries:
            return None
        last, question = self.state.tries[-1], self.question
        verdict = grade(question, last.answer)
        if verdict.kind == "unreadable" and isinstance(question, Question):
            # Answered by names of the page's other language: the same number says the same.
            same = [found.value for found in question.mistakes if found.id in last.mistakes]
            numbers = [question.truth] if last.outcome == "right" else same
            verdict = grade(question, repr(numbers[0])) if numbers else verdict
        return verdict if verdict.kind == last.outcome else None

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The rungs seen for the present numbers."""
        ladder = self.question.hints
        return ladder[: min(self.state.hints, len(ladder) - 1)]

    @property
    def point_at_hints(self) -> bool:
        """Whether it is time to say that there are hints."""
        return not self.answered and self.state.wrong >= POINT_AT_HINTS_AFTER

    @property
    def marks(self) -> Marks:
        """What the picture shows now: what was given and answered, the asked place, a wrong answer struck out there."""
        block = self.block
        if block is None:
            return Marks()
        question = self.question
        here = question if isinstance(question, Question) and self.step.question.graph is block.graph else None  # type: ignore[union-attr]
        values = here.values if here else block.values
        output, gone_back_over = self._shown_gradients()
        known = here.gradients if here and here.output == output else {}
        if output is not None and not known:
            known = block.graph.backward(values, output)
        asked = (here.kind, here.quantity) if here else None
        last = self.state.tries[-1] if self.state.tries else None
        struck = last.answer if last and last.outcome == "wrong" and asked else None
        return Marks(
            values={name: values[name] for name in self._shown_values()},
            gradients={name: known[name] for name in gone_back_over},
            asked=None if self.answered else asked,
            wrong=None if self.answered else struck,
            landed=asked if self.state.ending == "right" else None,
            path=self._way(here) if here and self.state.hints else frozenset(),
        )

    @property
    def room(self) -> Marks:
        """All numbers that the picture may come to show, so that a face keeps room for them and nothing moves."""
        block, question = self.block, self.question
        if block is None:
            return Marks()
        if isinstance(question, Question) and question.graph is block.graph:
            return Marks(question.values, question.gradients)
        return Marks(block.values, block.graph.backward(block.values))

    @property
    def labels(self) -> dict[str, str]:
        """What each quantity of the graph on show is called on its picture."""
        block = self.block
        return {} if block is None else {name: short_name(name, block.labels) for name in block.graph.quantities}

    @property
    def summary(self) -> Summary:
        """How the lesson went, from what happened since it was begun."""
        states = [self._states.get(step.id, StepState()) for step in self.lesson.steps]
        unaided = sum(s.ending == "right" and not s.helped and not _wrong(s) for s in states)
        right = sum(s.ending == "right" for s in states)
        count: Counter[str] = Counter()
        first: dict[str, str] = {}
        for step, state in zip(self.lesson.steps, states, strict=True):
            for attempt in _wrong(state):
                thought = " ".join(attempt.mistakes) if isinstance(step.question, Question) else "choice"
                count[thought] += 1
                first.setdefault(thought, step.id)
        thoughts = tuple((thought, times, first[thought]) for thought, times in count.most_common())
        return Summary(len(states), unaided, right - unaided, len(states) - right, thoughts)

    # --- what the learner does ---------------------------------------------------------------------------

    def submit(self, text: str) -> Verdict:
        """Judge an answer. One that could be read is on the record when this returns."""
        verdict = grade(self.question, text)
        if verdict.kind in ANSWERED and not self.answered:
            self.solution = None
            self._happened(verdict.kind, answer=text, mistakes=verdict.mistakes)
        return verdict

    def hint(self) -> Hint | None:
        """The next rung of the ladder; the last one is the solution. None where the question is done with."""
        if self.answered:
            return None
        ladder = self.question.hints
        if self.state.hints >= len(ladder) - 1:
            return self.solve()
        rung = ladder[self.state.hints]
        self.solution = None
        self._happened("hint")
        return rung

    def solve(self) -> Hint | None:
        """The worked solution; then the same question stands with new numbers. None where it is done with."""
        if self.answered:
            return None
        solution = self.question.hints[-1]
        self._happened("solution")
        self.solution = solution
        return solution

    def skip(self) -> None:
        """Leave the question and go on."""
        if not self.answered:
            self._happened("skip")
        self.advance()

    def advance(self) -> bool:
        """Go to the next step, or to the summary after the last. False where an answer is still wanted."""
        if self.finished or not self.answered:
            return False
        self.solution = None
        if self._at + 1 < len(self.lesson.steps):
            self._happened("go", self.lesson.steps[self._at + 1])
        else:
            self._happened("done")
        return True

    def back(self) -> bool:
        """Go to the step before (from the summary to the last), as it was left. False at the first."""
        to = self._at if self.finished else self._at - 1
        if to < 0:
            return False
        self.solution = None
        self._happened("go", self.lesson.steps[to])
        return True

    def restart(self) -> None:
        """Begin the lesson afresh. What was answered stays on the record."""
        self.solution = None
        self._happened("restart")
        self._happened("go", self.lesson.steps[0])

    def speak(self, lesson: Lesson) -> None:
        """Go on in another language, at the same place: `lesson` is the same lesson's page in it."""
        had_solution = self.solution is not None
        here = self.step.id
        self.lesson = lesson
        self._asked.clear()
        self._at = lesson.index(here) or 0
        if had_solution:
            self.solution = self._solution_before()

    # --- how the state follows ---------------------------------------------------------------------------

    def _happened(
        self, outcome: Outcome, step: Step | None = None, *, answer: str = "", mistakes: tuple[str, ...] = ()
    ) -> None:
        where = step or self.step
        moved = outcome in ("go", "done", "restart")
        entry = Entry.now(
            session=self._run,
            outcome=outcome,
            lesson=self.lesson.id,
            step="" if outcome in ("done", "restart") else where.id,
            skill="" if moved else where.question.skill,
            item="" if moved else self.question.code,
            answer=answer,
            mistakes=mistakes,
            hints=0 if moved else self.state.hints,
            milliseconds=0 if moved else int((self._clock() - self._shown_at) * 1000),
        )
        self.saved = self._record.append(entry)
        self._follow(entry)

    def _follow(self, entry: Entry) -> None:
        """What an entry changes. Entries of steps that the lesson has no more change nothing."""
        if entry.outcome == "restart":
            self._states.clear()
            self._at, self.finished = 0, False
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
            self._at, self.finished = at, False
            self._shown_at = self._clock()
        elif entry.outcome in ANSWERED:
            state.tries.append(Try(entry.answer, entry.outcome, entry.mistakes))
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
        if not isinstance(step.question, Question):
            state.ending = "shown"
            return
        state.earlier += state.tries
        state.tries = []
        state.hints = 0
        state.sibling += 1
        self._shown_at = self._clock()

    def _solution_before(self) -> Hint:
        question = self.step.question
        if isinstance(question, Question) and self.state.sibling > 1:
            question = sibling(question, self.state.sibling - 1)
        return question.hints[-1]

    # --- what has been seen ------------------------------------------------------------------------------

    def _steps_here(self) -> list[tuple[int, Step, Question]]:
        """The steps of the lesson that ask about the graph on show, with their places."""
        graph = self.block.graph if self.block is not None else None
        return [
            (at, step, step.question)
            for at, step in enumerate(self.lesson.steps)
            if isinstance(step.question, Question) and step.question.graph is graph
        ]

    def _known(self) -> list[Question]:
        """The questions on the graph on show whose answers the learner has, up to the present step."""
        ends = {step.id: self._states.get(step.id, StepState()).ending for step in self.lesson.steps}
        return [
            asked for at, step, asked in self._steps_here() if at <= self._at and ends[step.id] in ("right", "shown")
        ]

    def _open(self, kind: str) -> list[Question]:
        """The questions on the graph on show that are still to be answered, wherever in the lesson they stand."""
        states = self._states
        return [
            asked
            for _, step, asked in self._steps_here()
            if asked.kind == kind and not states.get(step.id, StepState()).ending
        ]

    def _is_asked(self, kind: str, quantity: str) -> bool:
        """Whether this is what the present question asks for, and it is not answered yet."""
        asked = self.step.question
        return isinstance(asked, Question) and (asked.kind, asked.quantity) == (kind, quantity) and not self.answered

    def _shown_values(self) -> frozenset[str]:
        """The quantities whose values are shown: nothing that is still to be predicted, or that gives it away."""
        if self.block is None:
            return frozenset()
        graph = self.block.graph
        answered = {question.quantity for question in self._known() if question.kind == "value"}
        to_come = {question.quantity for question in self._open("value")} - answered
        asked = self.step.question
        backward = isinstance(asked, Question) and asked.kind == "gradient"
        if backward or not (to_come or isinstance(asked, Question)):
            seen = set(graph.quantities)
        else:
            seen = {*graph.inputs, *answered}.union(*(graph.ancestors(name) for name in answered))
        return frozenset(
            name
            for name in seen
            if name not in to_come
            and not self._is_asked("value", name)
            and (not to_come or name in answered or not to_come & graph.ancestors(name))
        )

    def _shown_gradients(self) -> tuple[str | None, frozenset[str]]:
        """Whose gradients are shown (of one output at a time), and by which quantities."""
        asked = self.step.question
        known = [question for question in self._known() if question.kind == "gradient"]
        backward = isinstance(asked, Question) and asked.kind == "gradient"
        if isinstance(asked, Question) and backward:
            output = asked.output
        elif known:
            output = known[-1].output
        else:
            return None, frozenset()
        answered = {question.quantity for question in known if question.output == output}
        to_come = {question.quantity for question in self._open("gradient") if question.output == output} - answered
        seen = {output, *answered}  # the backward pass starts at the output
        for question in known:
            if question.output == output:
                seen |= self._way(question)
        return output, frozenset(name for name in seen - to_come if not self._is_asked("gradient", name))

    @staticmethod
    def _way(question: Question) -> frozenset[str]:
        """The quantities from the asked one to the output."""
        graph = question.graph
        reach = graph.ancestors(question.output) | {question.output}
        return frozenset(
            name
            for name in graph.quantities
            if name in reach and (name == question.quantity or question.quantity in graph.ancestors(name))
        )


def _wrong(state: StepState) -> list[Try]:
    return [attempt for attempt in (*state.earlier, *state.tries) if attempt.outcome == "wrong"]
