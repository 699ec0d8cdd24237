"""The lab's predictions on the screen: the question, the answer box, what is said to it, and the record."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Input, Static

from tutor import phrases
from tutor.core import GraphError
from tutor.experiments.predicting import Prediction
from tutor.learner.entry import Entry, Outcome
from tutor.quiz.grading import Verdict
from tutor.trail import ANSWERED
from tutor.ui.widgets.answer_box import AnswerBox
from tutor.ui.widgets.feedback import Feedback, Line
from tutor.ui.widgets.reading import Reading
from tutor.ui.widgets.settings_panel import SettingsPanel

if TYPE_CHECKING:
    from tutor.ui.screens.optimizers import OptimizerScreen


class Predictions:
    """While they are on, each step of the chosen runner is asked for before it is made."""

    def __init__(self, screen: OptimizerScreen) -> None:
        self._screen = screen
        self.prediction: Prediction | None = None
        """What is asked now; none while predictions are off."""
        self._run = uuid.uuid4().hex
        self._shown_at = 0.0
        self._waits = False
        """Whether predictions begin as soon as the record is there."""

    @property
    def is_on(self) -> bool:
        """Whether a next point is being asked for."""
        return self.prediction is not None

    def begin(self) -> None:
        """Ask for the chosen runner's next point, once there is a record that an answer can be written into."""
        self._waits = self._screen.tutor.record is None  # a moment after the start it is not open yet
        if self._waits:
            return
        if not self._ask():
            self._screen.notify(self._screen.t("The chosen optimizer is off or has stopped."), markup=False)
            return
        self._screen.query_one("#answer").display = True
        self._screen.add_class("-predicting")
        self._screen.query_one("#answer Input", Input).focus()
        self._screen.call_after_refresh(self._screen.show)

    def record_opened(self) -> None:
        """Predictions may have waited for it."""
        if self._waits:
            self.begin()

    def end(self) -> None:
        """Ask no more."""
        self.prediction = None
        screen = self._screen
        screen.query_one("#answer", AnswerBox).text = ""
        screen.query_one("#answer").display = False
        screen.query_one("#feedback", Feedback).say([])
        screen.remove_class("-predicting")
        screen.query_one(SettingsPanel).focus()
        screen.call_after_refresh(screen.show)

    def speak(self) -> None:
        """Go on in another language."""
        if self.prediction is not None:
            self.prediction.speak(self._screen.t.lang)

    def answer(self, text: str) -> None:
        """Judge an answer, or go on after a right one."""
        prediction = self.prediction
        if prediction is None:
            return
        if prediction.done:
            self._go_on()
            if text.strip():  # typed ahead
                self._screen.query_one("#answer", AnswerBox).give_back(text)
        elif text.strip():
            verdict = prediction.submit(text)
            box = self._screen.query_one("#answer", AnswerBox)
            if verdict.kind == "ask":
                box.give_back(verdict.choices[0])
            elif verdict.kind not in ANSWERED:
                box.give_back(text)
            else:
                self._note(verdict.kind, text, verdict)
        self._screen.show()

    def help(self, character: str) -> None:
        """The next hint for `?`, the solution for `!`."""
        if self.prediction is None or self.prediction.done:
            return
        rung = self.prediction.hint() if character == "?" else self.prediction.solve()
        self._note("solution" if rung.kind == "solution" else "hint")
        self._screen.show()

    def show(self) -> None:
        """Show the question and what was said."""
        prediction, screen = self.prediction, self._screen
        if prediction is None:
            return
        t = screen.t
        stated = [t("{givens}.", givens=prediction.givens), *([prediction.rule] if prediction.rule else [])]
        screen.query_one("#said", Static).update(Content("\n".join(stated)))
        feedback = screen.query_one("#feedback", Feedback)
        feedback.say(self._lines(prediction))
        box = screen.query_one("#answer", AnswerBox)
        if prediction.done:
            box.put(t("Enter: go on"), open_=False, note=t("Esc: end"))
        else:
            box.put(prediction.ask_line(t), t("a number or an expression"), note=t("? hint   ! solution   Esc: end"))
        screen.query_one("#lab-said", Reading).show(end=feedback.display)

    def _lines(self, prediction: Prediction) -> list[Line]:
        t = self._screen.t
        lines = [Line("hint", t("Hint:"), hint.text) for hint in prediction.hints]
        if prediction.solution is not None:
            lines.append(Line("solution", t("Solution:"), prediction.solution.text))
        verdict = prediction.verdict
        if verdict is not None:
            lines += phrases_of(verdict, t.lang)
        return lines

    def _go_on(self) -> None:
        """To the other coordinate; after it the step is made, and the next one asked for."""
        assert self.prediction is not None
        if self.prediction.advance():
            self._shown_at = time.monotonic()
            return
        self._screen.lab.step()
        if not self._ask():
            self.end()

    def _ask(self) -> bool:
        """Ask for the next point of the chosen runner. False where there is none."""
        lab = self._screen.lab
        runner, place = lab.runner, lab.runner.place
        if not runner.on or place is None or not lab.goes_on(runner):
            return False
        try:
            self.prediction = Prediction(runner, place, self._screen.t.lang)
        except GraphError:
            return False
        self._shown_at = time.monotonic()
        return True

    def _note(self, outcome: Outcome, answer: str = "", verdict: Verdict | None = None) -> None:
        """Write down what happened, before it is shown."""
        record, prediction = self._screen.tutor.record, self.prediction
        assert record is not None and prediction is not None
        record.append(
            Entry.now(
                session=self._run,
                outcome=outcome,
                skill=prediction.question.skill,
                step=prediction.parameter,
                answer=answer,
                mistakes=verdict.mistakes if verdict is not None else (),
                hints=prediction.hints_seen,
                milliseconds=int((time.monotonic() - self._shown_at) * 1000),
            )
        )


def phrases_of(verdict: Verdict, lang: str) -> list[Line]:
    """What is said to an answer, with a caret where it can't be read."""
    lines = [Line("note", "", verdict.read_as)] if verdict.read_as else []
    lines.append(Line(verdict.kind, verdict.word(lang), verdict.message))
    if verdict.column is not None and verdict.text.strip():
        lines.append(Line("note", "", "\n".join(phrases.caret(verdict.text, verdict.column))))
    return lines
