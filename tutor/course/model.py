"""A course as the rest of the program sees it: units, lessons, steps, each step ending with its question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a course is listed before NumPy is there
    from tutor.core import Graph
    from tutor.quiz.question import AnyQuestion


@dataclass(frozen=True)
class Unit:
    """A part of the course."""

    id: str
    titles: Mapping[str, str]
    """By language."""
    lessons: tuple[str, ...]
    """Ids, in order."""

    def title(self, lang: str) -> str:
        """Its title in the language, else in English, else its id."""
        return self.titles.get(lang) or self.titles.get("en") or self.id


@dataclass(frozen=True)
class Course:
    """Units and lessons in order, as `course.toml` lists them; the pages themselves are read one by one."""

    folder: Path
    languages: tuple[str, ...]
    """Those in which every lesson has a page."""
    units: tuple[Unit, ...]
    skills: Mapping[str, tuple[str, ...]]
    """By lesson id: the skills that the lesson teaches."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """By lesson id: the line in which the list names it; only lint looks at it."""

    @property
    def lessons(self) -> tuple[str, ...]:
        """The ids of all lessons, in order."""
        return tuple(lesson for unit in self.units for lesson in unit.lessons)

    def unit_of(self, lesson: str) -> Unit:
        """The unit that the lesson belongs to."""
        return next(unit for unit in self.units if lesson in unit.lessons)

    def after(self, lesson: str) -> str | None:
        """The lesson that comes next; None after the last, and for a lesson that is not of this course."""
        ids = self.lessons
        at = ids.index(lesson) + 1 if lesson in ids else len(ids)
        return ids[at] if at < len(ids) else None


@dataclass(frozen=True)
class GraphBlock:
    """A graph on a page."""

    name: str
    graph: Graph
    given: Mapping[str, float]
    """The inputs' values."""
    values: Mapping[str, float]
    """The value of every quantity."""
    labels: Mapping[str, str]
    """By quantity, in the page's language: `word`, `word: description`, or a description."""
    line: int = 0


@dataclass(frozen=True)
class OptimizerBlock:
    """An optimizer on a page: what is needed to follow its steps."""

    name: str
    rule: str
    """A key of the quiz's `RULES`."""
    loss: str
    """As text; empty where the gradients are given."""
    parameters: tuple[str, ...]
    given: tuple[str, ...]
    """The states that start from a number other than 0."""
    steps: int
    """How many steps can be asked for."""
    numbers: Mapping[str, float]
    """The settings, the start and the gradients, as the steps call them: `lr`, `w0`, `g1`."""
    labels: Mapping[str, str]
    """As a graph's."""
    line: int = 0


@dataclass(frozen=True)
class Step:
    """What is read, then what is asked."""

    id: str
    """The question's id, one of its kind within the lesson and the same in every language."""
    kind: str
    """The question's kind of block: "predict", "sweep", "choose", "order"."""
    prose: str
    """Markdown, without the blocks; may be empty."""
    question: AnyQuestion
    graph: str | None = None
    """The name of the graph on show while this is read and asked, or of the optimizer; None before the first."""
    expect: float | None = None
    """The answer that the author expects; only lint looks at it."""
    line: int = 0


@dataclass(frozen=True)
class Lesson:
    """One lesson in one language."""

    id: str
    lang: str
    """The language of the page, which is English where the wished one has none."""
    title: str
    steps: tuple[Step, ...]
    closing: str = ""
    """Markdown after the last question; may be empty."""
    graphs: Mapping[str, GraphBlock] = field(default_factory=dict)
    """By name, in the order of the page."""
    path: str = ""
    optimizers: Mapping[str, OptimizerBlock] = field(default_factory=dict)
    """By name, in the order of the page."""

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills that its questions ask for, each once."""
        return tuple(dict.fromkeys(step.question.skill for step in self.steps if step.question.skill))

    def graph_of(self, step: Step) -> GraphBlock | None:
        """The graph on show in a step; None where there is none yet, or an optimizer in its place."""
        return self.graphs.get(step.graph) if step.graph is not None else None

    def index(self, step_id: str) -> int | None:
        """The place of the step with that id, from 0; None where the lesson has none (any more)."""
        return next((i for i, step in enumerate(self.steps) if step.id == step_id), None)
