"""A question whose answer is a lab's settings: the core tries them out, and the goal is reached or it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from tutor.complaints import complaint
from tutor.core import ExpressionError
from tutor.core.expression import normalise
from tutor.experiments.trials import GOALS, STEPS, Goal, Settings, Trial, Value
from tutor.numbers import show
from tutor.quiz.answer import LIMITS, Ask, Unreadable, read
from tutor.quiz.grading import Verdict
from tutor.quiz.hints import Hint
from tutor.quiz.question import JudgedQuestion
from tutor.words import N_, Words, words

NOT_YET = N_("Not yet.")

_BETWEEN = re.compile(r"[,;\n]\s*(?=[^\W\d]\w*\s*[=:])")
"""Between two settings; a comma within a number stands before no name."""

_SETTING = re.compile(r"\s*([^\W\d]\w*)\s*[=:](?!=)")


class _Asks(Exception):
    """A number that may mean two things."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        super().__init__(choices)
        self.choices = choices


@dataclass(frozen=True)
class LabQuestion(JudgedQuestion):
    """Find settings of a lab that reach a goal."""

    trial: Trial
    goal_id: str
    """A key of `GOALS` for the trial's lab."""
    way: Settings
    """Settings that reach it: its names are those that may be changed."""
    reply: str
    """What is said to whoever reaches it."""
    bound: float = 0.0
    """The number in the goal, where it has one."""
    hint: str = ""
    """The author's; may be empty."""
    lang: str = "en"
    skill: str = ""
    code: str = ""

    thought: ClassVar[str] = "lab"

    @property
    def goal(self) -> Goal:
        """What is to be brought about."""
        return GOALS[self.trial.room][self.goal_id]

    def goal_text(self, t: Words) -> str:
        """The goal as a clause."""
        return t(self.goal.text, steps=STEPS, bound=show(self.bound))

    @property
    def free(self) -> tuple[str, ...]:
        """The settings that may be changed."""
        return tuple(self.way)

    def written(self, changed: Settings) -> str:
        """Settings as an answer gives them: `lr = 0.1, momentum = 0.9`."""
        return ", ".join(f"{name} = {_text(value)}" for name, value in changed.items())

    def first(self) -> Settings:
        """What may be changed, as it stands at first."""
        return {name: self.trial.settings[name] for name in self.free}

    def reaches(self, changed: Settings) -> bool:
        """Whether the goal is reached with these settings. ExpressionError for one that can't be that."""
        return self.goal.reached(self.trial, self.trial.with_settings(changed), self.bound)

    @property
    def facts(self) -> Mapping[str, object]:
        """All that the page says in numbers and names."""
        given = {"lab": self.trial.room, "settings": dict(self.trial.settings), **self.trial.facts}
        return {**given, "goal": (self.goal_id, self.bound), "way": dict(self.way)}

    @property
    def faults(self) -> Iterator[tuple[str, dict[str, object]]]:
        """A goal that is reached before anything is done, or that the author's own way does not reach."""
        if self.reaches({}):
            yield "goal-at-start", {}
        if not self.reaches(self.way):
            settings = self.trial.with_settings(self.way)
            yield "way-misses", {"outcome": self.trial.came_out(settings, words(self.lang))}

    # --- what is asked -----------------------------------------------------------------------------------

    def ask_line(self, t: Words) -> str:
        """The names and the goal."""
        return t("{names} = ?   Goal: {goal}", names=", ".join(self.free), goal=self.goal_text(t))

    def typed(self, t: Words) -> str:
        """The settings as they stand at first."""
        return t("settings; now {settings}", settings=self.written(self.first()))

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        """What comes out as it stands; the author's hint; a way, and what comes out with it."""
        t = words(self.lang)
        rungs = [Hint("where", self._came_out(self.first(), t))]
        if self.hint:
            rungs.append(Hint("rule", self.hint))
        return (*rungs, Hint("solution", f"{self._came_out(self.way, t)}\n{self.reply}"))

    def answer_of(self, lab: object) -> str:
        """The settings of the lab as the learner left it, as an answer; empty where nothing was changed."""
        found = self.trial.settings_of(lab)
        changed = {name: found[name] for name in self.free}
        return "" if changed == self.first() else self.written(changed)

    # --- what it is worth --------------------------------------------------------------------------------

    def judge(self, text: str) -> Verdict:
        """Try the settings out."""
        t = words(self.lang)
        text = normalise(text[: LIMITS.characters + 1])
        try:
            changed = self._read(text)
            settings = self.trial.with_settings(changed)
        except _Asks as asks:
            message = t("did you mean {choice}? A decimal point is written as a dot.", choice=asks.choices[0])
            return Verdict("ask", message, text=text, choices=asks.choices)
        except ExpressionError as error:
            return Verdict("unreadable", complaint(error, t), column=error.column, text=text)
        read_as = (
            None if text.strip() == self.written(changed) else t("read as {reading}", reading=self.written(changed))
        )
        said = self._came_out(changed, t)
        if self.goal.reached(self.trial, settings, self.bound):
            return Verdict("right", f"{said}\n{self.reply}", read_as=read_as, text=text)
        goal = t("The goal: {goal}.", goal=self.goal_text(t))
        return Verdict("wrong", f"{said}\n{goal}", read_as=read_as, text=text, own_word=NOT_YET)

    def _came_out(self, changed: Settings, t: Words) -> str:
        settings = self.trial.with_settings(changed)
        return f"{self.written(changed)}: {self.trial.came_out(settings, t)}"

    def _read(self, text: str) -> dict[str, Value]:
        """The settings that were typed; those that were not stay as they are. ExpressionError for what is none."""
        if len(text) > LIMITS.characters:
            raise ExpressionError("too-long", 0, limit=LIMITS.characters)
        found: dict[str, Value] = {}
        for part, start in _parts(text):
            head = _SETTING.match(part)
            if head is None and len(self.free) > 1:
                raise ExpressionError("setting-without-name", start, example=self.written(self.first()))
            name = self._name(head[1], start + head.start(1)) if head else self.free[0]
            if name in found:
                raise ExpressionError("name-twice", start, name=name)
            found[name] = self._value(name, part, start, head.end() if head else 0)
        return {**self.first(), **found}

    def _name(self, typed: str, column: int) -> str:
        for name in self.free:
            if typed.casefold() == name.casefold():
                return name
        raise ExpressionError("unknown-setting", column, name=typed, known=self.free)

    def _value(self, name: str, part: str, start: int, end: int) -> Value:
        text = part[end:]
        column = start + end + len(text) - len(text.lstrip())
        named = self.trial.choices(name)
        if named:
            value = next((each for each in named if each.casefold() == text.strip().casefold()), None)
            if value is None:
                raise ExpressionError("setting-not-one-of", column, name=name, known=named)
            return value
        reading = read(text, {})
        if isinstance(reading, Ask):
            raise _Asks(tuple(f"{name} = {choice}" for choice in reading.choices))
        if isinstance(reading, Unreadable):
            raise ExpressionError(reading.error.code, start + end + reading.column, **reading.error.details)
        try:
            self.trial.check(name, reading.value)
        except ExpressionError as error:
            raise ExpressionError(error.code, column, **error.details) from None
        return reading.value


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """The text of each setting, and where it begins."""
    start = 0
    for found in _BETWEEN.finditer(text):
        yield text[start : found.start()], start
        start = found.end()
    yield text[start:], start


def _text(value: Value) -> str:
    return value if isinstance(value, str) else show(value)
