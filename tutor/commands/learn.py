"""`bptutor` and `bptutor learn`: the tutor itself, on screens or in plain lines."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tutor.commands.faces import glyphs_of, is_plain, on_screen, recording
from tutor.commands.telling import raise_for
from tutor.commands.whose import Whose, whose
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse

    from tutor.course import Course, Lesson
    from tutor.drawing import Glyphs

HELP = N_("one lesson: by its id, or from a file")


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    parser.add_argument("lesson", nargs="?", metavar="LESSON")


def run(options: argparse.Namespace, t: Words) -> int:
    """One lesson, or without one the lesson at which the learner stopped; returns the exit status."""
    return _face(options, t, options.lesson, go_on=options.lesson is None)


def tutor(options: argparse.Namespace, t: Words) -> int:
    """The tutor: the first time lesson 1, later the map; returns the exit status."""
    return _face(options, t, None, go_on=False)


def _face(options: argparse.Namespace, t: Words, wish: str | None, *, go_on: bool) -> int:
    """The screens or the plain lines. `go_on`: straight to where the learner stopped, past the map."""
    from tutor.course import CourseError, load_course

    own = whose(options, t)
    t = own.t
    try:
        course = load_course()
        page = _page(course, wish, t)
    except CourseError as error:
        raise_for(error, t)
    if is_plain(options, own):
        return _plain(course, page or wish, own, glyphs_of(options, own.settings))
    wish_or_page = page or wish
    first = None if wish_or_page is None and not go_on else lambda app: app.open_lesson(wish_or_page)
    return on_screen(options, own, course, first)


def _page(course: Course, wish: str | None, t: Words) -> Lesson | None:
    """The page of a stranger where a file is named; None for a lesson of the course, which is known to exist."""
    if wish is None:
        return None
    from tutor.course import load_page
    from tutor.course.catalog import require

    if wish in course.lessons or not ("/" in wish or os.sep in wish or wish.endswith(".md")):
        require(course, wish)
        return None
    return load_page(wish, t.lang)


def _plain(course: Course, wish: Lesson | str | None, own: Whose, glyphs: Glyphs) -> int:
    from tutor.course import CourseError, load_lesson
    from tutor.learner.record import next_lesson
    from tutor.plain import Plain

    with recording(own) as record:
        try:
            talk = Plain(record, own.t.lang, glyphs=glyphs)
            if wish is not None:
                return talk.lesson(load_lesson(course, wish, own.t.lang) if isinstance(wish, str) else wish)
            return talk.course(course, next_lesson(course.lessons, record.places()))
        except CourseError as error:
            raise_for(error, own.t)
