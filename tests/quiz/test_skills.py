"""The table of skills: what each builds on, and that each can be practised."""

import pytest

from tutor.course import load_course
from tutor.quiz import skills
from tutor.quiz.skills import SKILLS
from tutor.quiz.templates import TEMPLATES
from tutor.words import LANGUAGES, words

by_skill = pytest.mark.parametrize("skill", SKILLS)


def test_there_are_enough_for_a_course() -> None:
    assert len(skills()) >= 25


def test_ids_in_records_and_lessons_stay() -> None:
    kept = {"graph-reading", "training-steps", "forward-pass", "multiply-node", "add-node", "chain-rule"}
    assert kept <= set(skills())


@by_skill
def test_a_skill_builds_on_earlier_ones(skill: str) -> None:
    ids = skills()
    earlier = ids[: ids.index(skill)]
    below = SKILLS[skill].builds_on
    assert len(set(below)) == len(below) and set(below) <= set(earlier)


def test_only_reading_starts_from_nothing() -> None:
    assert [skill for skill, entry in SKILLS.items() if not entry.builds_on] == ["graph-reading"]


@by_skill
def test_titles_are_short_and_in_every_language(skill: str) -> None:
    titles = [words(lang)(SKILLS[skill].title) for lang in LANGUAGES]
    assert all(0 < len(title) <= 60 and not title.endswith(".") for title in titles)
    assert any("가" <= char <= "힣" for char in titles[1]) or titles[0] in ("Tanh", "AdaGrad", "RMSProp", "Adam")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_have_the_same_title(lang: str) -> None:
    assert len({words(lang)(entry.title) for entry in SKILLS.values()}) == len(SKILLS)


def test_every_skill_has_items_and_every_item_a_skill() -> None:
    assert set(TEMPLATES) == set(SKILLS)


def test_lessons_teach_what_is_said_to_be_in_lessons() -> None:
    course = load_course()
    taught = {skill for lesson in course.lessons for skill in course.skills[lesson]}
    assert {skill for skill, entry in SKILLS.items() if entry.in_lessons} == taught
