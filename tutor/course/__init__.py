"""Reading lessons: Markdown pages to lessons, with the quiz's questions in them. Text from strangers is data here.

`load_course` and `load_titles` need neither NumPy nor the Markdown parser; `load_lesson` and `load_page`,
which do, bring them when they are called.
"""

from __future__ import annotations

from pathlib import Path

from tutor.course.catalog import load_course, load_titles
from tutor.course.clean import clean, clean_line
from tutor.course.faults import CourseError, Fault, UnknownLesson
from tutor.course.model import Course, GraphBlock, Lesson, Step, Unit


def load_lesson(course: Course, lesson: str, lang: str) -> Lesson:
    """A lesson of a course in a language; in English where it has no page in that language.

    UnknownLesson where the course has none of that id, CourseError where its page can't be used.
    """
    from tutor.course import reader

    return reader.load_lesson(course, lesson, lang)


def load_page(path: str | Path, lang: str | None = None) -> Lesson:
    """A single page, as a stranger may have written it; see `tutor.course.reader.load_page`."""
    from tutor.course import reader

    return reader.load_page(path, lang)


__all__ = [
    "Course",
    "CourseError",
    "Fault",
    "GraphBlock",
    "Lesson",
    "Step",
    "Unit",
    "UnknownLesson",
    "clean",
    "clean_line",
    "load_course",
    "load_lesson",
    "load_page",
    "load_titles",
]
