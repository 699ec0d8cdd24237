"""Progress: what the record's tables say of some weeks."""

from __future__ import annotations

from datetime import date, timedelta

import histories
import pytest

from tutor import progress_lines
from tutor.learner.record import MemoryRecord
from tutor.practice import PracticeSession, Wish
from tutor.progress import AHEAD, DAYS, progress_of
from tutor.quiz import Question
from tutor.words import LANGUAGES, words

TODAY = date.today()


def test_an_empty_record() -> None:
    found = progress_of(MemoryRecord(), 10, TODAY)
    assert found.is_empty and len(found.days) == DAYS and found.days[-1].on == TODAY
    assert (found.skills, found.mistakes, dict(found.due)) == ((), (), {})


def test_days_with_and_without_answers() -> None:
    record = MemoryRecord()
    for number in range(3):
        histories.answer(record, "chain-rule", "wr", 2, number=number)
    histories.answer(record, "chain-rule", "r", DAYS + 3, number=9)
    found = progress_of(record, 3, TODAY)
    assert [(day.right, day.wrong) for day in found.days[-3:]] == [(3, 3), (0, 0), (0, 0)]
    assert sum(day.right for day in found.days) == 3  # what is older is not shown
    assert (found.goal_days, found.right_today) == (1, 0)
    assert progress_of(record, 4, TODAY).goal_days == 0


def test_skills_and_mistakes_and_what_is_due() -> None:
    record = MemoryRecord()
    histories.weeks(record)
    histories.answer(record, "graph-reading", "wr", 1, mistakes=("option-2",), lesson="backpropagation")
    found = progress_of(record, 10, TODAY)
    assert [mastery.skill for mastery in found.skills][:3] == ["graph-reading", "forward-pass", "sensitivity"]
    assert found.mistakes[0] == ("adds-upstream", 4) and "option-2" not in dict(found.mistakes)
    masteries = record.masteries()
    for on, skills in found.due.items():
        assert TODAY <= on <= TODAY + timedelta(days=AHEAD)
        for skill in skills:
            assert masteries[skill].is_due(on) and (on == TODAY or not masteries[skill].is_due(on - timedelta(days=1)))
    assert list(found.due) == sorted(found.due)


def test_another_convention_is_no_mistake() -> None:
    record = MemoryRecord()
    session = PracticeSession(Wish(item="momentum:1"), record)
    assert isinstance(session.question, Question)
    other = next(found for found in session.question.mistakes if found.convention)
    assert session.submit(repr(other.value)).kind == "convention"
    assert progress_of(record, 10, TODAY).mistakes == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_words(lang: str) -> None:
    t, record = words(lang), MemoryRecord()
    histories.weeks(record)
    found = progress_of(record, 4, TODAY)
    assert t("Right answers today: {count} of {goal}.", count=4, goal=4) == progress_lines.day_lines(found, t)[0]
    assert t("Goal reached on {count} of them.", count=1) in progress_lines.day_lines(found, t)[1]
    assert t("added along a path instead of multiplying") in progress_lines.mistake_lines(found, t)[0]
    assert progress_lines.due_lines(found, t)[0].startswith(t("today") + " ")


def test_only_the_most_frequent_mistakes_are_told() -> None:
    from tutor.quiz.mistakes import MISTAKES

    record = MemoryRecord()
    for number, mistake in enumerate(list(MISTAKES)[:30]):
        histories.answer(record, "chain-rule", "wr", 1, number=number, mistakes=(mistake,))
    lines = progress_lines.mistake_lines(progress_of(record, 10, TODAY), words("en"))
    assert len(lines) == progress_lines.MOST_MISTAKES
