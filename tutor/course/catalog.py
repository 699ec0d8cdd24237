"""The list of a course: `course.toml` with its units, the order of lessons and the skills that each one teaches."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tutor import paths
from tutor.course import schema
from tutor.course.clean import clean, unsafe_rows
from tutor.course.faults import CourseError, Fault, UnknownLesson, serious
from tutor.course.files import MOST_FILES, read_text
from tutor.course.model import Course, Unit
from tutor.course.schema import Key, is_id
from tutor.words import DEFAULT

LIST = "course.toml"
COURSE_KEYS = {"languages": Key("texts"), "unit": Key("tables")}
UNIT_KEYS = {"id": Key("text"), "title": Key("table"), "lesson": Key("tables")}
LESSON_KEYS = {"id": Key("text"), "skills": Key("texts")}

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def load_course(folder: Path | None = None) -> Course:
    """The course in a folder (where not given, the program's own), from its list alone; CourseError without one."""
    course, faults = read_course(paths.lessons() if folder is None else Path(folder))
    if course is None or serious(faults):
        raise CourseError(serious(faults)[0], faults)
    return course


def load_titles(course: Course, lang: str) -> dict[str, str]:
    """The title of every lesson in a language, by id; the id itself where the page has no title that can be read.

    Only front matter is looked at, so that a map of lessons is there at once.
    """
    return {lesson: _title(course, lesson, page_language(course, lesson, lang)) for lesson in course.lessons}


def page_language(course: Course, lesson: str, lang: str) -> str:
    """The language in which a lesson will be read: the one wished for if it has such a page, else English.

    (In a course that has no English, its first language.)
    """
    if is_language(lang) and os.path.lexists(course.folder / lesson / f"{lang}.md"):
        return lang
    return DEFAULT if DEFAULT in course.languages else course.languages[0]


def is_language(text: str) -> bool:
    """Whether the text can be the code of a language, and so the name of a page."""
    return _LANGUAGE.fullmatch(text) is not None


def require(course: Course, lesson: str) -> None:
    """UnknownLesson, with ids that come close, where the course has no such lesson."""
    if lesson not in course.lessons:
        close = difflib.get_close_matches(lesson.strip().lower()[:80], course.lessons, n=3, cutoff=0.5)
        raise UnknownLesson(lesson, course.lessons, close)


def read_course(folder: Path) -> tuple[Course | None, list[Fault]]:
    """What of a folder's list makes a course, and all faults of the list; None where it can't be read at all."""
    path = str(folder / LIST)
    try:
        text = read_text(folder, LIST)
    except CourseError as error:
        return None, [Fault("no-course", str(folder)) if error.code == "not-found" else error.fault]
    reading = _Reading(clean(text), path)
    for line, characters in unsafe_rows(text):
        reading.complain("control-character", line, characters=characters)
    course = reading.course(folder)
    return course, reading.faults


class _Reading:
    """Collects what `course.toml` says, and its faults."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.faults: list[Fault] = []
        self.taken: dict[str, int] = {}

    def complain(self, code: str, line: int, **details: object) -> None:
        self.faults.append(Fault(code, self.path, line, details))

    def course(self, folder: Path) -> Course | None:
        table = schema.read_toml(self.text, self.complain)
        if table is None:
            return None
        top = schema.check(table, COURSE_KEYS, schema.lines_of(self.text, 0), self.complain)
        languages = tuple(dict.fromkeys(top.get("languages", ())))
        line = schema.lines_of(self.text, 0)("languages")
        if "languages" in top and not languages:
            self.complain("empty-text", line, key="languages")
        for lang in languages:
            if not is_language(lang):
                self.complain("bad-language", line, lang=lang)
        skills: dict[str, tuple[str, ...]] = {}
        unit_spans = _spans(self.text, "unit")
        lesson_spans = _spans(self.text, "unit.lesson")
        units: list[Unit] = []
        for table in top.get("unit", ()):
            start, end = next(unit_spans, (0, None))
            unit = schema.check(table, UNIT_KEYS, schema.lines_of(self.text, start, end), self.complain)
            lessons: list[str] = []
            for entry in unit.get("lesson", ()):
                self._lesson(entry, next(lesson_spans, (start, end)), lessons, skills)
            title_line = schema.lines_of(self.text, start, end)("title")
            titles = self._titles(unit.get("title", {}), languages if "title" in unit else (), title_line)
            if "id" in unit and self._take(unit["id"], "unit", start + 1):
                units.append(Unit(unit["id"], titles, tuple(lessons)))
        if not skills:
            self.complain("no-lessons", 0)
        if len(skills) > MOST_FILES:
            self.complain("too-many-lessons", 0, limit=MOST_FILES)
        lines = {lesson: self.taken[f"lesson {lesson}"] for lesson in skills}
        return Course(folder, languages, tuple(units), skills, lines)

    def _lesson(
        self, entry: Any, span: tuple[int, int | None], lessons: list[str], skills: dict[str, tuple[str, ...]]
    ) -> None:
        found = schema.check(entry, LESSON_KEYS, schema.lines_of(self.text, *span), self.complain)
        if "id" in found and self._take(found["id"], "lesson", span[0] + 1):
            lessons.append(found["id"])
            skills[found["id"]] = tuple(found.get("skills", ()))

    def _titles(self, table: dict[str, Any], languages: tuple[str, ...], line: int) -> dict[str, str]:
        for lang in languages:
            if lang not in table:
                self.complain("title-missing", line, lang=lang)
        keys = {lang: Key("text", longest=schema.LONGEST_TITLE) for lang in table}
        return schema.check(table, keys, lambda key: line, self.complain)

    def _take(self, id: str, what: str, line: int) -> bool:
        if not is_id(id):
            self.complain("bad-id", line, id=id)
            return False
        if f"{what} {id}" in self.taken:
            self.complain("id-twice", line, id=id, other=self.taken[f"{what} {id}"])
            return False
        self.taken[f"{what} {id}"] = line
        return True


def _spans(text: str, name: str) -> Iterator[tuple[int, int | None]]:
    """The lines under each `[[name]]`, up to the next heading of any kind."""
    for start, end in schema.headings(text, name):
        rows = text.split("\n")[start + 1 : end]
        inner = next((at for at, row in enumerate(rows) if row.lstrip().startswith("[")), len(rows))
        yield start, start + 1 + inner


def _title(course: Course, lesson: str, lang: str) -> str:
    try:
        found = schema.front_matter(clean(read_text(course.folder, lesson, f"{lang}.md")).split("\n"))
    except CourseError:
        return lesson
    if found is None or len(found[0].encode()) > schema.LARGEST_FRONT:
        return lesson
    title = (schema.read_toml(found[0], _silently) or {}).get("title")
    if not isinstance(title, str):
        return lesson
    return schema.check_text(title, "title", 0, schema.LONGEST_TITLE, _silently) or lesson


def _silently(code: str, line: int, **details: object) -> None:
    """A map of lessons has no place for faults; opening the lesson tells them."""
