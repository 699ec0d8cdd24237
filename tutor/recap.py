"""What came of a practice: what was right, what went wrong and by which thoughts, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tutor import countering
from tutor.course import Step
from tutor.practice import PracticeSession
from tutor.quiz.question import ItemQuestion
from tutor.quiz.skills import SKILLS, ground
from tutor.trail import Summary, Try

WEAK = 2
"""So many items of one skill that went wrong make its lesson the first thing to do next."""


@dataclass(frozen=True)
class Missed:
    """An item that was not right by the learner's own means."""

    number: int
    """Which one of the practice, from 1."""
    question: ItemQuestion
    """With the numbers to which `answer` was given."""
    answer: str = ""
    """The first wrong answer; empty where there was none."""
    mistakes: tuple[str, ...] = ()
    """The thoughts that give it."""
    skipped: bool = False


@dataclass(frozen=True)
class Thought:
    """A thought that keeps coming back."""

    mistake: str
    here: int
    """To how many items of this practice it was given."""
    before: int
    """How often in the days before."""


@dataclass(frozen=True)
class Recap:
    """What came of a practice."""

    summary: Summary
    missed: tuple[Missed, ...]
    thoughts: tuple[Thought, ...]
    """Those of this practice that came more than once, here or in the days before."""
    passed: tuple[str, ...] = ()
    """Skills that were passed in it."""
    lost: tuple[str, ...] = ()
    """Skills that were passed before it and are not now."""
    weak: str = ""
    """The skill that went wrong most; empty where none did."""
    is_weak: bool = False
    """Whether that was more than once."""

    @property
    def right(self) -> int:
        """How many items were answered right."""
        return self.summary.unaided + self.summary.in_the_end


def recap(session: PracticeSession) -> Recap:
    """What came of a practice so far."""
    missed = tuple(found for step in session.touched if (found := _missed(session, step)) is not None)
    weak = Counter(found.question.skill for found in missed).most_common(1)
    skill, times = weak[0] if weak else ("", 0)
    passed, lost = _turned(session)
    return Recap(session.summary, missed, _coming_back(session), passed, lost, skill, times >= WEAK)


def lesson_on(skill: str, taught: Mapping[str, Sequence[str]]) -> str:
    """The lesson that teaches a skill, or the nearest one that it builds on; empty where no lesson does.

    `taught` has the skills of each lesson.
    """
    for near in ground(skill):
        for lesson, skills in taught.items():
            if near in skills:
                return lesson
    return ""


def _missed(session: PracticeSession, step: Step) -> Missed | None:
    state, number = session.state_of(step), session.lesson.steps.index(step) + 1
    wrong: Try | None = next((each for each in (*state.earlier, *state.tries) if each.outcome == "wrong"), None)
    if wrong is not None:
        return Missed(number, session.asked(step, wrong.sibling), wrong.answer, wrong.mistakes)
    if state.sibling or state.ending != "right":
        return Missed(number, session.asked(step, 0), skipped=state.ending == "skipped")
    return None


def _turned(session: PracticeSession) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The skills that were passed in the practice, and those that were lost."""
    now, before = session.masteries, session.before
    was = {skill for skill, mastery in before.items() if mastery.passed}
    is_now = {skill for skill, mastery in now.items() if mastery.passed}
    return tuple(skill for skill in SKILLS if skill in is_now - was), tuple(s for s in SKILLS if s in was - is_now)


def _coming_back(session: PracticeSession) -> tuple[Thought, ...]:
    count: Counter[str] = Counter()
    for step in session.touched:
        count.update(countering.thoughts_in(session.state_of(step)))
    found = (Thought(mistake, here, session.lately[mistake]) for mistake, here in count.most_common())
    return tuple(each for each in found if each.here + each.before > 1)
