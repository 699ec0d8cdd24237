"""What is said of a skill, in each of its states."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import histories
import pytest

from tutor import skill_lines
from tutor.learner.mastery import Mastery, Memory
from tutor.learner.record import MemoryRecord
from tutor.quiz.skills import SKILLS
from tutor.words import LANGUAGES, words

TODAY = date.today()
EN = words("en")


def after(outcomes: str, days_ago: int = 0) -> Mastery:
    """A skill after items of one letter each, each of another template."""
    record = MemoryRecord()
    for number, letter in enumerate(outcomes, start=1):
        histories.answer(record, "chain-rule", letter, days_ago, number=number, template=str(number))
    return skill_lines.of("chain-rule", record.masteries())


def test_a_skill_never_tried() -> None:
    mastery = skill_lines.of("chain-rule", {})
    assert skill_lines.why(mastery, TODAY, EN) == "not tried yet"
    assert skill_lines.due_line(mastery, TODAY, EN) == "" and skill_lines.due_day(mastery, TODAY, EN) == "-"


def test_on_the_way() -> None:
    assert skill_lines.why(after("r"), TODAY, EN) == "2 more in a row without help, one of another kind"
    assert skill_lines.why(after("rr"), TODAY, EN) == "1 more in a row without help"
    assert skill_lines.why(after("rrw"), TODAY, EN) == "3 more in a row without help"


def test_passed_and_kept_and_faded() -> None:
    passed = after("rrr")
    assert passed.standing(TODAY) == "passed"
    assert skill_lines.why(passed, TODAY, EN) == "3 in a row without help"
    kept = replace(passed, memory=Memory(40.4, 5.0, TODAY.toordinal()))
    assert skill_lines.why(kept, TODAY, EN) == "passed, and likely to last 40 days"
    later = TODAY + timedelta(days=400)
    assert passed.standing(later) == "faded"
    assert skill_lines.why(passed, later, EN) == "passed, but long ago; one right answer brings it back"
    lost = replace(passed, passed=False, streak=0, sources=())
    assert skill_lines.why(lost, TODAY, EN) == "passed once, then forgotten: 3 more in a row without help"


def test_when_it_is_due() -> None:
    mastery = after("rrr")
    assert mastery.due_on is not None
    left = (mastery.due_on - TODAY).days
    assert skill_lines.due_line(mastery, TODAY, EN) == f"due in {left} days"
    assert skill_lines.due_line(mastery, mastery.due_on - timedelta(days=1), EN) == "due tomorrow"
    assert skill_lines.due_line(mastery, mastery.due_on, EN) == "due today"
    assert skill_lines.due_day(mastery, TODAY, EN) == mastery.due_on.isoformat()
    assert skill_lines.due_day(mastery, mastery.due_on, EN) == "today"


def test_what_is_due_next() -> None:
    record = MemoryRecord()
    histories.passed(record, "chain-rule", 20)
    histories.passed(record, "tanh")
    masteries = record.masteries()
    coming = skill_lines.next_due(masteries, TODAY)
    assert coming is not None and coming.skill == "tanh"


def test_a_skill_that_there_is_no_more_is_never_next() -> None:
    record = MemoryRecord()
    histories.passed(record, "no-such-skill")
    assert skill_lines.next_due(record.masteries(), TODAY) is None
    assert skill_lines.title("no-such-skill", EN) == "no-such-skill"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_due_says_when_something_is(lang: str) -> None:
    t, record = words(lang), MemoryRecord()
    assert len(skill_lines.nothing_due_lines({}, TODAY, t)) == 2
    histories.passed(record, "chain-rule")
    said = skill_lines.nothing_due_lines(record.masteries(), TODAY, t)
    on = record.masteries()["chain-rule"].due_on
    assert t("Nothing is due today.") == said[0]
    assert str(on) in said[1] and t(SKILLS["chain-rule"].title) in said[1]
