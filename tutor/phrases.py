"""Sentences that every face says alike: how a lesson went, what is the matter with the record, what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tutor.cells import cells
from tutor.course import clean, clean_line
from tutor.course.model import Lesson
from tutor.learner.record import Notice
from tutor.learner.settings import CHOICES, MOST_A_DAY, Fault
from tutor.numbers import show
from tutor.quiz.question import FixedQuestion, ItemQuestion, ListQuestion, Question, description
from tutor.quiz.shapes import SHAPE_MISTAKES, ShapeQuestion
from tutor.session import LessonSession
from tutor.trail import Summary
from tutor.words import N_, Words, words

NOTICES: dict[str, str] = {
    "read-only": N_("Your record can't be written ({path}). What you answer now is kept only until you quit."),
    "foreign-file": N_("{path} belongs to another program and is left alone. Answers are kept only until you quit."),
    "newer-version": N_("Your record was written by a newer bptutor ({path}). Answers are kept only until you quit."),
    "damaged-moved": N_("Your record was damaged. It is kept as {kept}; {count} entries of it were saved."),
    "damaged-rows": N_("{count} entries of your record are damaged and were left out ({path})."),
    "disk-full": N_("The disk is full: your last answers are not saved yet."),
    "disk-error": N_("Your record can't be written ({path}): your last answers are not saved yet."),
    "busy": N_("Another program holds your record: your last answers are not saved yet."),
    "not-a-folder": N_("A file stands where the folder ought to be ({path}). Answers are kept only until you quit."),
    "cannot-open": N_("Your record can't be opened ({path}). Answers are kept only until you quit."),
}


_LONGEST_SHOWN = 120  # characters of what stands in a file


def notice_line(notice: Notice, t: Words) -> str:
    """What the learner should know of the record, in one line."""
    # A folder may be called anything: nothing in its name reaches the terminal as a command.
    path, kept = clean_line(str(notice.path)), clean_line(str(notice.kept or ""))
    return t(NOTICES[notice.code], path=path, kept=kept, count=notice.count)


SETTING_FAULTS: dict[str, str] = {
    "unreadable": N_("{path} can't be read, so nothing is chosen: {detail}"),
    "unknown": N_("{path}: there is no setting {key}"),
    "not-one-of": N_("{path}: {key} is one of {known}, not {value}"),
    "not-text": N_("{path}: {key} must be a text in quotes, not {value}"),
    "not-a-goal": N_("{path}: {key} must be a whole number from 1 to {most}, not {value}"),
    "no-theme": N_("{path}: there is no theme {value}"),
    "not-a-table": N_("{path}: {key} must be a table, with [keys] on a line of its own"),
}


def setting_line(fault: Fault, path: Path, t: Words) -> str:
    """What can't be used in the settings, in one line."""
    known = ", ".join(CHOICES.get(fault.key, ()))
    shown = {name: clean_line(text)[:_LONGEST_SHOWN] for name, text in fault._asdict().items()}
    return t(SETTING_FAULTS[fault.code], **shown | {"path": clean_line(str(path)), "known": known, "most": MOST_A_DAY})


def new_learner_line(name: str, t: Words) -> str:
    """That a name was not there before: it may have been typed wrong."""
    return t("A new learner begins: {name}.", name=clean_line(name))


def prose(session: LessonSession) -> str:
    """What is read at the present step, as Markdown: the page's text, and what the question itself tells."""
    question = session.told
    told = [session.introduction] if session.introduction else []
    told += [] if isinstance(question, FixedQuestion) or not question.story else [question.prompt]
    if isinstance(question, ShapeQuestion):
        told += [question.givens, "\n".join(question.products)]
    elif isinstance(question, Question) and not session.is_drawn:
        told += [question.givens, *_statement(question)]
    return "\n\n".join(part for part in (session.step.prose, *map(_markdown, told)) if part)


def _statement(question: Question) -> list[str]:
    """What a question's subject states in place of its graph."""
    stated = getattr(question.about, "statement", None)
    return ["\n".join(stated(question, words(question.lang)))] if stated is not None else []


def _markdown(text: str) -> str:
    """The text as Markdown that shows just that. What stands between backticks is a formula in both."""
    return _MARKS.sub(lambda found: found[1] or "\\" + found[0], text).replace("\n", "\\\n")


_MARKS = re.compile(r"(`[^`\n]*`)|[\\*_\[\]<>&~|#]")
"""What Markdown would take for a mark."""


def tells_new_numbers(session: LessonSession) -> bool:
    """Whether it is to be said that the question stands again with new numbers: not where its story has them."""
    question = session.question
    if isinstance(question, FixedQuestion) or not session.state.sibling or session.answered:
        return False
    return session.solution is not None or not question.story


def place_line(session: LessonSession, t: Words) -> str:
    """Which question it is, of how many; where time ends it, how much of that has gone."""
    if session.finished:
        return t("Summary")
    number = session.position + 1
    if session.pace is None:
        return t("Question {number} of {count}", number=number, count=session.count)
    gone, minutes = session.pace
    return t("Question {number}, {gone} of {minutes} minutes", number=number, gone=gone, minutes=minutes)


def ask_line(session: LessonSession, t: Words) -> str:
    """What is asked now, in one line."""
    question = session.question
    if isinstance(question, Question):
        return t("{formula} = ?", formula=question.formula)
    if isinstance(question, ShapeQuestion):
        return question.ask_line
    return question.ask_line(t)


def new_numbers_line(question: ItemQuestion, t: Words) -> str:
    """The givens of a question that stands again with new numbers."""
    return t("The same question with new numbers: {givens}.", givens=question.givens)


def item_line(session: LessonSession, t: Words) -> str:
    """The code by which the present question can be handed on; empty where it has none."""
    return t("Item {code}", code=session.item) if session.item else ""


def options_lines(question: ListQuestion) -> list[str]:
    """The options of a choice or the items of an order, numbered from 1."""
    return [f"{number}. {line}" for number, line in enumerate(question.lines, start=1)]


def quantity_lines(session: LessonSession) -> list[str]:
    """The graph on show in formulas and numbers, for those who can't see its picture."""
    block = session.block
    if block is None or not session.is_drawn:
        return []
    marks = session.marks
    named = session.here
    if named is None:
        output = block.graph.output
        named = Question("value", block.graph, block.values, output, output, session.lesson.lang, block.labels)
    lines = []
    for name in block.graph.quantities:
        node = block.graph.node(name)
        if not node.named and name != named.output:
            continue
        line = named.name(name)
        if node.inputs:
            line += f" = {named.expression(name)}"
        if name in marks.values:
            line += f" = {show(marks.values[name])}"
        what = description(name, block.labels)
        if what not in (name, named.name(name)):
            line += f"   ({what})"
        lines.append(line)
    lines += [
        f"d {named.name(named.output)} / d {named.name(name)} = {show(gradient)}"
        for name, gradient in ((name, marks.gradients.get(name)) for name in reversed(block.graph.quantities))
        if gradient is not None and name != named.output
    ]
    return lines


def score_lines(summary: Summary, t: Words) -> list[str]:
    """How many were right, and with how much help."""
    lines = [
        t.n("{count} question.", "{count} questions.", summary.questions)
        + " "
        + t("Right at once, without help: {count}.", count=summary.unaided)
    ]
    if summary.in_the_end:
        lines.append(t("Right in the end: {count}.", count=summary.in_the_end))
    if summary.skipped:
        lines.append(t("Skipped or only shown: {count}.", count=summary.skipped))
    return lines


def summary_lines(summary: Summary, lesson: Lesson, t: Words) -> list[str]:
    """How a lesson went: what was right, what went wrong and why."""
    lines = score_lines(summary, t)
    for ids, times, step in summary.thoughts:
        at = lesson.index(step)
        question = lesson.steps[at].question if at is not None else None
        where = _where(question, at + 1, t) if at is not None and isinstance(question, ItemQuestion) else ""
        lines.append("- " + _thought_line(ids, times, where, t))
    if not summary.thoughts and summary.unaided + summary.in_the_end:
        lines.append(t("No wrong answer on the way."))
    return lines


def _where(question: ItemQuestion, number: int, t: Words) -> str:
    """Which question it was; in a practice the same formula may be asked for in many."""
    return (
        t("question {number}: {formula}", number=number, formula=question.formula)
        if question.story
        else question.formula
    )


def _thought_line(ids: str, times: int, where: str, t: Words) -> str:
    if ids == "choice":
        return t.n("{count} wrong choice", "{count} wrong choices", times)
    if ids == "order":
        return t.n("{count} wrong order", "{count} wrong orders", times)
    if ids == "lab":
        return t.n("{count} try that missed the goal", "{count} tries that missed the goal", times)
    from tutor.quiz.mistakes import MISTAKES  # all of them, those of subjects that no lesson needs before it ends

    known = [t(found.thought) for name in ids.split() if (found := MISTAKES.get(name) or SHAPE_MISTAKES.get(name))]
    if not known:
        return t.n(
            "{count} answer that no known thought gives, first at {where}",
            "{count} answers that no known thought gives, first at {where}",
            times,
            where=where,
        )
    thought = (" " + t("or") + " ").join(known[:2])  # the likeliest two, as in the reply
    return t.n(
        "{count} time: {thought}, first at {where}",
        "{count} times: {thought}, first at {where}",
        times,
        thought=thought,
        where=where,
    )


def caret(text: str, column: int) -> Iterator[str]:
    """The text, and a caret under the character at `column`, placed by terminal cells."""
    shown, before = (clean(part).replace("\n", " ").replace("\t", " ") for part in (text, text[:column]))
    yield shown
    yield " " * cells(before) + "^"
