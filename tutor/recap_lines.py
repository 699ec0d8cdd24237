"""The end of a practice in sentences, for every face."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tutor import countering, phrases, skill_lines
from tutor.course import clean_line
from tutor.numbers import show
from tutor.quiz.question import Question
from tutor.recap import Missed, Recap, Thought
from tutor.words import Words


class Section(NamedTuple):
    """Lines under a heading."""

    title: str
    lines: tuple[str, ...]


def sections(recap: Recap, t: Words) -> tuple[Section, ...]:
    """All that there is to say of a practice; what there is nothing to say of is left out."""
    found = (
        Section(t("How it went"), tuple(phrases.score_lines(recap.summary, t))),
        Section(t("Skills"), tuple(_skill_lines(recap, t))),
        Section(t("What went wrong"), tuple(_missed_line(missed, t) for missed in recap.missed)),
        Section(t("Thoughts that come back"), tuple(_thought_line(thought, t) for thought in recap.thoughts)),
    )
    return tuple(section for section in found if section.lines)


def plain_lines(recap: Recap, t: Words) -> Iterator[str]:
    """The same as lines of text."""
    for number, section in enumerate(sections(recap, t)):
        if number:
            yield ""
            yield section.title
        yield from section.lines


def _skill_lines(recap: Recap, t: Words) -> Iterator[str]:
    for skill in recap.passed:
        yield t("Passed: {skill}", skill=skill_lines.title(skill, t))
    for skill in recap.lost:
        yield t("To be passed anew: {skill}", skill=skill_lines.title(skill, t))


def _missed_line(missed: Missed, t: Words) -> str:
    question = missed.question
    truth = show(question.truth) if isinstance(question, Question) else str(question.truth)
    right = t("{number}. {formula} = {truth}", number=missed.number, formula=question.formula, truth=truth)
    if not missed.answer:
        return right + " " + (t("(skipped)") if missed.skipped else t("(solution shown)"))
    answer = clean_line(missed.answer)
    known = [countering.thought(name, t) for name in missed.mistakes if countering.is_thought(name)]
    if not known:
        return right + " " + t("(your answer: {answer})", answer=answer)
    thought = (" " + t("or") + " ").join(known[:2])  # the likeliest two, as in the reply
    return right + " " + t("(your answer: {answer}; you {thought})", answer=answer, thought=thought)


def _thought_line(thought: Thought, t: Words) -> str:
    here = t.n("{count} time in this practice", "{count} times in this practice", thought.here)
    name = countering.thought(thought.mistake, t)
    if not thought.before:
        return t("{thought}: {here}", thought=name, here=here)
    days = countering.RECENT_DAYS
    before = t.n(
        "{count} time in the {days} days before", "{count} times in the {days} days before", thought.before, days=days
    )
    return t("{thought}: {here}, {before}", thought=name, here=here, before=before)
