"""A practice: generated items as the steps of a lesson that grows while the learner goes through it.

Each item is made when its turn comes, so that what is practised next may follow from what was answered, and a
practice of a thousand items begins at once.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tutor import countering
from tutor.core import Graph
from tutor.course.model import GraphBlock, Lesson, Step
from tutor.learner.entry import Entry
from tutor.learner.record import Record
from tutor.quiz import ItemCode, ItemError, Question, ShapeQuestion, generate
from tutor.quiz.question import ItemQuestion
from tutor.quiz.shapes import shape_sibling
from tutor.quiz.siblings import sibling
from tutor.quiz.skills import SKILLS, skills
from tutor.quiz.templates import TEMPLATES
from tutor.session import LessonSession
from tutor.trail import StepState, Summary
from tutor.words import words

LESSON = ""
"""The lesson that entries of a practice name: none, so that no place in the course follows from them."""

COUNT, MOST = 10, 1000
"""How many items a practice has where nobody says, and at most."""

LONGEST = 600
"""How many minutes a practice may be given at most."""

NUMBERS = 99_999
"""The numbers of items are drawn from 1 to this: few digits to hand on, and seldom the same twice."""

TRIES = 100
"""How many items are looked at for one that was not asked yet, or for the same question with new numbers."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to practise."""

    skills: tuple[str, ...] = ()
    """Where none is named, all that have items."""
    level: int = 1
    count: int = COUNT
    minutes: int | None = None
    """After so many the practice ends with the item at hand, if not before."""
    item: str | None = None
    """The code of the one item that is wanted; the rest does not matter then."""


def practised(level: int) -> list[str]:
    """The skills that have items of a level, in the order of the skills' table."""
    return [skill for skill in skills() if any(level in template.levels for template in TEMPLATES.get(skill, ()))]


def check(wish: Wish) -> None:
    """ItemError for what there is not."""
    if wish.item is not None:
        generate(wish.item)
    known = tuple(skill for skill in skills() if skill in TEMPLATES)
    for skill in wish.skills:
        if skill not in known:
            raise ItemError("item-skill", skill=skill, known=known)
        ItemCode(skill, wish.level, 1, SKILLS[skill].version).edition()


def choose(wish: Wish, source: random.Random) -> Iterator[ItemCode]:
    """The items of a practice, one after the other without end.

    This is the place where another choice of what comes next can be put.
    """
    if wish.item is not None:
        yield from itertools.repeat(ItemCode.parse(wish.item))
    choice = list(wish.skills) or practised(wish.level)
    while True:
        for skill in source.sample(choice, len(choice)):  # each once, then each once more
            yield ItemCode(skill, wish.level, source.randint(1, NUMBERS), SKILLS[skill].version)


class Item(NamedTuple):
    """An item of a practice, and why it came."""

    code: ItemCode
    against: str = ""
    """The id of the thought against which it is put, where it is a counter-exercise."""


class PracticeSession(LessonSession):
    """A learner's way through a practice. It begins anew each time; what is answered is on the record."""

    place_is_kept = False

    def __init__(
        self,
        wish: Wish,
        record: Record,
        lang: str = "en",
        *,
        source: random.Random | None = None,
        run: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin. ItemError for what there is not."""
        check(wish)
        self.wish = wish
        self._source = source or random.Random()
        self._coming = choose(wish, self._source)
        self._had: set[str] = set()
        """What was asked so far, whatever its code."""
        self.lately = countering.lately(record)
        """How often each thought came in the days before."""
        self._items = [Item(self._next_code())]
        self._begun_at = clock()
        super().__init__(self.in_language(lang), record, run=run, clock=clock)

    @property
    def count(self) -> int:
        """How many items there will be, where time does not end it before."""
        return 1 if self.wish.item is not None else self.wish.count

    @property
    def pace(self) -> tuple[int, int] | None:
        """Minutes gone and minutes in all, where time ends it."""
        if self.wish.minutes is None:
            return None
        gone = int((self._clock() - self._begun_at) / 60)
        return min(gone, self.wish.minutes), self.wish.minutes

    @property
    def is_over(self) -> bool:
        """Whether no item comes after the one at hand."""
        timed_out = self.pace is not None and self.pace[0] == self.pace[1]
        return timed_out or len(self._items) >= self.count

    @property
    def item(self) -> str:
        """The whole code of the item with the present numbers."""
        return self.question.code

    @property
    def against(self) -> str:
        """The id of the thought against which the present item is put; empty where it is no counter-exercise."""
        return self._items[self._trail.at].against

    @property
    def introduction(self) -> str:
        """What is said before a counter-exercise."""
        question = self.step.question
        if not self.against or not isinstance(question, ItemQuestion):
            return ""
        return countering.introduction(self.against, question, words(self.lesson.lang))

    @property
    def summary(self) -> Summary:
        """How it went, as far as the learner came."""
        return self._trail.summary_of(self.touched)

    @property
    def touched(self) -> list[Step]:
        """The steps at which something was done."""
        return [step for step in self.lesson.steps if self._trail.is_touched(step)]

    def state_of(self, step: Step) -> StepState:
        """What happened at a step."""
        return self._trail.state(step)

    def asked(self, step: Step, sibling: int) -> ItemQuestion:
        """The question of a step, with its numbers after so many solutions."""
        assert isinstance(step.question, ItemQuestion)
        return renewed(step.question, sibling) if sibling else step.question

    def in_language(self, lang: str) -> Lesson:
        """The practice as far as it has grown, as a lesson in a language."""
        t = words(lang)
        title = t("Practice")
        if self.wish.item is not None or len(self.wish.skills) == 1:
            title = t("Practice: {skill}", skill=t(SKILLS[self._items[0].code.skill].title))
        return _grown(Lesson(LESSON, lang, title, ()), *(generate(item.code, lang) for item in self._items))

    def _past(self) -> Sequence[Entry]:
        return ()

    def _following(self) -> Step | None:
        if self._trail.at + 1 == len(self.lesson.steps) and not self.is_over:
            self._items.append(self._counter() or Item(self._next_code()))
            self.lesson = self._trail.lesson = _grown(self.lesson, generate(self._items[-1].code, self.lesson.lang))
        return super()._following()

    def _renewed(self, question: ItemQuestion, number: int) -> ItemQuestion:
        return renewed(question, number)

    def _counter(self) -> Item | None:
        """A counter-exercise, where a thought behind a wrong answer to the present item had come before.

        After two in a row against the same thought there is none: what helps then is its lesson, not a third.
        """
        before = [countering.thoughts_in(self.state_of(step)) for step in self.lesson.steps[: self._trail.at]]
        worn = {self.against} if self._trail.at and self._items[self._trail.at - 1].against == self.against else set()
        for mistake in countering.thoughts_in(self.state):
            if mistake in worn or not (self.lately[mistake] or any(mistake in had for had in before)):
                continue
            item = self._items[self._trail.at].code
            found = countering.against(mistake, item, self._source, self._had)
            if found is not None:
                self._had.add(generate(found).text)
                return Item(found, mistake)
        return None

    def _next_code(self) -> ItemCode:
        """The next item that was not asked in this practice yet, as far as there is one."""
        fits: ItemCode | None = None
        for code in itertools.islice(self._coming, TRIES):
            try:
                question = generate(code)
            except ItemError:  # the one code in many for which no numbers fit
                continue
            fits = code
            if question.text not in self._had:
                self._had.add(question.text)
                break
        if fits is None:
            raise ItemError("item-unfit", item=str(code))
        return fits


def renewed(question: ItemQuestion, number: int) -> ItemQuestion:
    """An item's question with new numbers, the `number`-th from 1: another item that asks the same in the same story.

    So its numbers are such as the story has, and it has a code of its own. The same for every learner.
    """
    others = _others(question, number)
    if isinstance(question, ShapeQuestion):
        for other in others:
            if isinstance(other, ShapeQuestion) and _asks_the_same_shape(other, question):
                return other
        return shape_sibling(question, number)
    same_answer: Question | None = None
    for other in others:
        if isinstance(other, Question) and _asks_the_same(other, question) and other.values != question.values:
            other = replace(other, graph=question.graph)
            if other.truth != question.truth or question.truth in (0, 1, -1):  # those often stay, whatever the numbers
                return other
            same_answer = other
    return same_answer or sibling(question, number)


def _others(question: ItemQuestion, number: int) -> Iterator[ItemQuestion]:
    """Other items of the same skill and level, of whatever template."""
    item = ItemCode.parse(question.code)
    source = random.Random(f"{question.code}~{number}")
    for _ in range(TRIES):
        try:
            yield generate(item._replace(number=1 + int(source.random() * NUMBERS)), question.lang)
        except ItemError:
            continue


def _asks_the_same_shape(one: ShapeQuestion, other: ShapeQuestion) -> bool:
    """Whether it is the same question, with an answer that is another."""
    return (one.asked, one.story) == (other.asked, other.story) and one.truth != other.truth


def _asks_the_same(one: Question, other: Question) -> bool:
    return (one.kind, one.output, one.quantity, one.story, one.graph.nodes) == (
        other.kind,
        other.output,
        other.quantity,
        other.story,
        other.graph.nodes,
    )


def _grown(lesson: Lesson, *questions: ItemQuestion) -> Lesson:
    """The lesson with a step more for each question."""
    steps, graphs = list(lesson.steps), dict(lesson.graphs)
    for question in questions:
        name = str(len(steps) + 1)
        if isinstance(question, ShapeQuestion):
            steps.append(Step(name, "predict", "", question))
            continue
        # A graph of its own, also where items share one: what was seen of a graph is known by it.
        question = replace(question, graph=Graph(question.graph.nodes))
        given = {quantity: question.values[quantity] for quantity in question.graph.inputs}
        graphs[name] = GraphBlock(name, question.graph, given, question.values, question.labels)
        steps.append(Step(name, "predict", "", question, name))
    return replace(lesson, steps=tuple(steps), graphs=graphs)
