"""A learner's way through a lesson. Pure state: no screen, no file; what happens is appended to the record it is given.

The state is what follows from the log. A step that the learner takes becomes an entry, the entry is saved, and
then the state follows it; taking up a lesson again is following the saved entries once more.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from tutor.course.clean import clean_line
from tutor.course.model import GraphBlock, Lesson, Step
from tutor.drawing import Marks
from tutor.learner.entry import Entry, Outcome
from tutor.learner.record import Record, Saved
from tutor.quiz.grading import Verdict, grade
from tutor.quiz.hints import Hint
from tutor.quiz.question import AnyQuestion, FixedQuestion, ItemQuestion, JudgedQuestion, Question, short_name
from tutor.quiz.shapes import ShapeQuestion, shape_sibling
from tutor.quiz.siblings import sibling
from tutor.seen import Seen
from tutor.trail import ANSWERED, StepState, Summary, Trail
from tutor.words import words

Q = TypeVar("Q", bound=ItemQuestion)

POINT_AT_HINTS_AFTER = 2
"""After so many wrong answers to a question its hints are pointed out."""


class LessonSession:
    """One lesson, from its first step to its summary."""

    place_is_kept = True
    """Whether it is taken up again where the learner left it."""

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
        self._trail = Trail(lesson)
        self.solution: Hint | None = None
        """The worked solution just shown; the question is already the one with new numbers."""
        self.saved: Saved = Saved.DISK
        """Where the last thing that happened was saved."""
        self._asked: dict[tuple[str, int, frozenset[str]], Question] = {}
        """Questions as they are asked: by step, sibling and the quantities whose values are shown."""
        self._new_numbers: dict[tuple[str, int], ItemQuestion] = {}
        """Questions with new numbers, by step and sibling."""
        for entry in self._past():
            self._trail.follow(entry)
        self.resumed = self._trail.begun
        """Whether the learner has been here before."""
        if self.finished:
            self._happened("restart")
            self.resumed = False
        if not self._trail.begun:
            self._begin(lesson.steps[0])
        if self.state.last == "solution":  # left while reading it
            self.solution = self._solution_before()

    # --- where the learner is ----------------------------------------------------------------------------

    @property
    def position(self) -> int:
        """The present step's place, from 0."""
        return self._trail.at

    @property
    def count(self) -> int:
        """How many questions there are."""
        return len(self.lesson.steps)

    @property
    def finished(self) -> bool:
        """Whether the summary is reached."""
        return self._trail.finished

    @property
    def step(self) -> Step:
        """The present step."""
        return self.lesson.steps[self._trail.at]

    @property
    def state(self) -> StepState:
        """What happened at the present step."""
        return self._trail.state(self.step)

    @property
    def answered(self) -> bool:
        """Whether the present question is done with, so that the way on is open."""
        return bool(self.state.ending)

    @property
    def question(self) -> AnyQuestion:
        """What is asked now: with the page's own numbers, or after a solution with new ones."""
        question = self.step.question
        if isinstance(question, FixedQuestion):
            return question
        if isinstance(question, ShapeQuestion):
            return self._numbered(question, self.state.sibling)
        if not self.is_drawn:
            seen = frozenset(question.graph.inputs)
        elif self.block is not None and self.block.graph is question.graph:
            seen = Seen(self._trail, question.graph).values()
        else:
            return question
        key = (self.step.id, self.state.sibling, seen)
        if key not in self._asked:
            self._asked[key] = replace(self._numbered(question, key[1]), shown=key[2])
        return self._asked[key]

    @property
    def told(self) -> AnyQuestion:
        """The question whose story is told: the present one; while a solution is read, the one that was solved."""
        return self.question if self.solution is None else self._question_before()

    @property
    def item(self) -> str:
        """The code by which the present question can be handed on; empty where it stands in a lesson."""
        return ""

    @property
    def pace(self) -> tuple[int, int] | None:
        """Minutes gone and minutes in all, where it is time that ends it."""
        return None

    @property
    def introduction(self) -> str:
        """What is said before the present question, beside its page; empty where nothing is."""
        return ""

    @property
    def block(self) -> GraphBlock | None:
        """The graph on show."""
        return self.lesson.graph_of(self.step)

    @property
    def is_drawn(self) -> bool:
        """Whether the graph is shown: not where the question's subject states something else in its place."""
        question = self.step.question
        if isinstance(question, ShapeQuestion | JudgedQuestion):
            return False
        if isinstance(question, FixedQuestion):
            return True
        return question.states_steps and getattr(question.about, "statement", None) is None

    @property
    def here(self) -> Question | None:
        """The present question where it asks about the graph on show."""
        question, block = self.question, self.block
        on_show = isinstance(question, Question) and block is not None and question.graph is block.graph
        return question if on_show and isinstance(question, Question) else None

    @property
    def verdict(self) -> Verdict | None:
        """What the last readable answer to the present numbers was worth, in the lesson's language."""
        if not self.state.tries:
            return None
        last, question = self.state.tries[-1], self.question
        verdict = self._grade(last.answer)
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
        here = self.here
        values = here.values if here else block.values
        seen = Seen(self._trail, block.graph)
        output, gone_back_over = seen.gradients()
        known = here.gradients if here and here.output == output else {}
        if output is not None and not known:
            known = block.graph.backward(values, output)
        asked = (here.kind, here.quantity) if here else None
        last = self.state.tries[-1] if self.state.tries else None
        struck = clean_line(last.answer) if last and last.outcome == "wrong" and asked else None
        return Marks(
            values={name: values[name] for name in seen.values()},
            gradients={name: known[name] for name in gone_back_over},
            asked=None if self.answered else asked,
            wrong=None if self.answered else struck,
            landed=asked if self.state.ending == "right" else None,
            path=block.graph.between(here.quantity, here.output) if here and self.state.hints else frozenset(),
        )

    @property
    def output(self) -> str | None:
        """The output whose gradients the picture shows; None where no gradient was asked for yet."""
        return None if self.block is None else Seen(self._trail, self.block.graph).gradients()[0]

    @property
    def room(self) -> Marks:
        """All numbers that the picture may come to show, so that a face keeps room for them and nothing moves."""
        block, here = self.block, self.here
        if block is None:
            return Marks()
        questions = [step.question for step in self.lesson.steps if step.graph == block.name]
        if all(isinstance(question, Question) and question.kind == "value" for question in questions):
            return Marks(here.values if here else block.values)  # no gradient of it is ever asked for
        if here is not None:
            return Marks(here.values, here.gradients)
        return Marks(block.values, block.graph.backward(block.values))

    @property
    def labels(self) -> dict[str, str]:
        """What each quantity of the graph on show is called on its picture."""
        block = self.block
        return {} if block is None else {name: short_name(name, block.labels) for name in block.graph.quantities}

    @property
    def summary(self) -> Summary:
        """How the lesson went, from what happened since it was begun."""
        return self._trail.summary

    # --- what the learner does ---------------------------------------------------------------------------

    def submit(self, text: str) -> Verdict:
        """Judge an answer. One that could be read is on the record when this returns."""
        verdict = self._grade(text)
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
        following = self._following()
        if following is not None:
            self._happened("go", following)
        else:
            self._happened("done")
        return True

    def back(self) -> bool:
        """Go to the step before (from the summary to the last), as it was left. False at the first."""
        to = self._trail.at if self.finished else self._trail.at - 1
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
        self.lesson = self._trail.lesson = lesson
        self._asked.clear()
        self._new_numbers.clear()
        self._trail.at = lesson.index(here) or 0
        if had_solution:
            self.solution = self._solution_before()

    # --- how the state follows ---------------------------------------------------------------------------

    def _past(self) -> Sequence[Entry]:
        """What happened here in earlier runs of the program."""
        return self._record.entries(self.lesson.id)

    def _following(self) -> Step | None:
        """The step after the present one; None after the last."""
        return next(iter(self.lesson.steps[self._trail.at + 1 :]), None)

    def _renewed(self, question: ItemQuestion, number: int) -> ItemQuestion:
        """A step's question with new numbers: the `number`-th, from 1."""
        return shape_sibling(question, number) if isinstance(question, ShapeQuestion) else sibling(question, number)

    def _numbered(self, question: Q, number: int) -> Q:
        """The present step's question with its numbers after so many solutions."""
        if not number:
            return question
        key = (self.step.id, number)
        if key not in self._new_numbers:
            self._new_numbers[key] = self._renewed(question, number)
        numbered = self._new_numbers[key]
        assert isinstance(numbered, type(question))
        return numbered

    def _begin(self, first: Step) -> None:
        """Arrive at the first step. Where the record could not be read just now, the learner may be further: that
        arrival is not written, or it would take the place back once the record is free again."""
        notice = self._record.notice
        if notice is not None and notice.code == "busy":
            self._trail.follow(self._entry("go", first))
        else:
            self._happened("go", first)

    def _happened(
        self, outcome: Outcome, step: Step | None = None, *, answer: str = "", mistakes: tuple[str, ...] = ()
    ) -> None:
        entry = self._entry(outcome, step, answer=answer, mistakes=mistakes)
        self.saved = self._record.append(entry)
        self._trail.follow(entry)
        if outcome in ("go", "solution"):  # a question is shown from now on
            self._shown_at = self._clock()

    def _entry(
        self, outcome: Outcome, step: Step | None = None, *, answer: str = "", mistakes: tuple[str, ...] = ()
    ) -> Entry:
        where = step or self.step
        moved = outcome in ("go", "done", "restart")
        return Entry.now(
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

    def _grade(self, text: str) -> Verdict:
        """The verdict on an answer; one that only fits the numbers before the solution is told so."""
        question = self.question
        verdict = grade(question, text)
        if isinstance(question, FixedQuestion) or not self.state.sibling:
            return verdict
        if verdict.kind != "wrong" or verdict.mistakes:
            return verdict
        if grade(self._question_before(), text).kind != "right":
            return verdict
        t = words(question.lang)
        message = t("That fits the numbers before. Now they are: {givens}.", givens=question.givens)
        return replace(verdict, message=message)

    def _question_before(self) -> AnyQuestion:
        """The question whose solution was shown last: with the page's numbers, or those of an earlier sibling."""
        question = self.step.question
        if self.state.sibling and not isinstance(question, FixedQuestion):
            return self._numbered(question, self.state.sibling - 1)
        return question

    def _solution_before(self) -> Hint:
        return self._question_before().hints[-1]
