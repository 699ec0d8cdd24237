"""A practice: generated items as the steps of a lesson that grows while the learner goes through it.

Each item is made when its turn comes, so that what is practised next may follow from what was answered, and a
practice of a thousand items begins at once.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tutor import countering
from tutor.choosing import EASIEST, Choice, Chooser, due, level_for
from tutor.core import Graph
from tutor.course.model import GraphBlock, Lesson, Step
from tutor.learner.entry import Entry
from tutor.learner.mastery import Mastery
from tutor.learner.record import Record
from tutor.quiz import ItemCode, ItemError, ShapeQuestion, generate
from tutor.quiz.generator import Item as Generated
from tutor.quiz.generator import generate_counted
from tutor.quiz.question import ItemQuestion
from tutor.quiz.skills import SKILLS, skills
from tutor.quiz.templates import TEMPLATES
from tutor.renewing import NUMBERS, renewed
from tutor.session import LessonSession
from tutor.trail import StepState, Summary
from tutor.words import words

LESSON = ""
"""The lesson that entries of a practice name: none, so that no place in the course follows from them."""

COUNT, MOST = 10, 1000
"""How many items a practice has where nobody says, and at most."""

LONGEST = 600
"""How many minutes a practice may be given at most."""

TRIES = 100
"""How many items are looked at for one that was not asked yet."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to practise."""

    skills: tuple[str, ...] = ()
    """Where none is named, what this learner needs."""
    level: int | None = None
    """Where none is named, the one that fits: harder after right answers, easier after wrong ones."""
    count: int = COUNT
    minutes: int | None = None
    """After so many the practice ends with the item at hand, if not before."""
    item: str | None = None
    """The code of the one item that is wanted; the rest does not matter then."""
    review: bool = False
    """Whether only what is due is wanted, once each; `count` does not matter then."""


def practised(level: int | None = None) -> list[str]:
    """The skills that have items of a level, or of any, in the order of the skills' table."""
    levels = {
        skill: {level for template in TEMPLATES.get(skill, ()) for level in template.levels} for skill in skills()
    }
    return [skill for skill, found in levels.items() if (found if level is None else level in found)]


def check(wish: Wish) -> None:
    """ItemError for what there is not."""
    if wish.item is not None:
        generate(wish.item)
    known = tuple(skill for skill in skills() if skill in TEMPLATES)
    for skill in wish.skills:
        if skill not in known:
            raise ItemError("item-skill", skill=skill, known=known)
        ItemCode(skill, wish.level or EASIEST, 1, SKILLS[skill].version).edition()


def due_today(record: Record, today: date | None = None) -> list[str]:
    """The skills that are due, the least remembered first: what a practice with `Wish(review=True)` consists of."""
    return due(practised(), record.masteries(), today or date.today())


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
        today: Callable[[], date] = date.today,
    ) -> None:
        """Begin. ItemError for what there is not; ValueError for a review where nothing is due (see `due_today`)."""
        check(wish)
        self.wish = wish
        self._record = record
        self._source = source or random.Random()
        self._today = today
        self._left = due_today(record, today()) if wish.review else []
        """Of a review, what is still to come."""
        if wish.review and not self._left:
            raise ValueError("nothing is due")
        self._chooser = Chooser(_table(wish.level), self._source, only=wish.skills, level=wish.level)
        self._had: set[str] = set()
        """What was asked so far, whatever its code."""
        self.lately = countering.lately(record, today())
        """How often each thought came in the days before."""
        self.before = record.masteries()
        """How it stood with each skill when the practice began."""
        self._items = [Item(self._next_code())]
        self._begun_at = clock()
        super().__init__(self.in_language(lang), record, run=run, clock=clock)

    @property
    def count(self) -> int:
        """How many items there will be, where time does not end it before."""
        if self.wish.review:
            return len(self._items) + len(self._left)
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
    def masteries(self) -> Mapping[str, Mastery]:
        """How it stands with each skill by now."""
        return self._record.masteries()

    @property
    def again(self) -> Wish:
        """What to practise next, where it is to go on like this: after one item more of its kind, after a review what
        is needed then."""
        if self.wish.review:
            return Wish()
        if self.wish.item is None:
            return self.wish
        code = self._items[0].code
        return Wish((code.skill,), code.level)

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
        title = t("Review") if self.wish.review else t("Practice")
        if self.wish.item is not None or len(self.wish.skills) == 1:
            title = t("Practice: {skill}", skill=t(SKILLS[self._items[0].code.skill].title))
        return _grown(Lesson(LESSON, lang, title, ()), *(generate_counted(item.code, lang) for item in self._items))

    def _past(self) -> Sequence[Entry]:
        return ()

    def _following(self) -> Step | None:
        if self._trail.at + 1 == len(self.lesson.steps) and not self.is_over:
            self._items.append(self._counter() or Item(self._next_code()))
            grown = _grown(self.lesson, generate_counted(self._items[-1].code, self.lesson.lang))
            self.lesson = self._trail.lesson = grown
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
        """The next item: one that was not asked in this practice yet and helps to pass, as far as there is one."""
        if self.wish.item is not None:
            return ItemCode.parse(self.wish.item)
        choice = self._next_choice()
        fits: list[tuple[bool, bool, ItemCode, str]] = []
        for _ in range(TRIES):
            number = self._source.randint(1, NUMBERS)
            code = ItemCode(choice.skill, choice.level, number, SKILLS[choice.skill].version)
            try:
                item = generate_counted(code)
            except ItemError:  # the one code in many for which no numbers fit
                continue
            text = item.question.text
            fits.append((text not in self._had, item.template not in choice.had, code, text))
            if all(fits[-1][:2]):
                break
        if not fits:
            raise ItemError("item-unfit", item=str(code))
        *_, code, text = max(fits)
        self._had.add(text)
        return code

    def _next_choice(self) -> Choice:
        masteries = self._record.masteries()
        if not self.wish.review:
            return self._chooser.choose(masteries, self._today())
        skill = self._left.pop(0)
        return Choice(skill, self.wish.level or level_for(masteries[skill]))


def _table(level: int | None) -> dict[str, tuple[str, ...]]:
    """The skills that can be practised on a level, each with those of them that it builds on."""
    there = practised(level)
    return {skill: tuple(before for before in SKILLS[skill].builds_on if before in there) for skill in there}


def _grown(lesson: Lesson, *items: Generated) -> Lesson:
    """The lesson with a step more for each item. Its id ends with the template's name, by which the record knows that
    items are of two kinds."""
    steps, graphs = list(lesson.steps), dict(lesson.graphs)
    for item in items:
        question, number = item.question, len(steps) + 1
        name = f"{number} {item.template}"
        if isinstance(question, ShapeQuestion):
            steps.append(Step(name, "predict", "", question))
            continue
        # A graph of its own, also where items share one: what was seen of a graph is known by it.
        question = replace(question, graph=Graph(question.graph.nodes))
        given = {quantity: question.values[quantity] for quantity in question.graph.inputs}
        graphs[name] = GraphBlock(name, question.graph, given, question.values, question.labels)
        steps.append(Step(name, "predict", "", question, name))
    return replace(lesson, steps=tuple(steps), graphs=graphs)
