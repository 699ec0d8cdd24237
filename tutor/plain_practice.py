"""A practice as lines of text: at its end what went wrong, which thoughts come back, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from tutor.course import Course, load_titles
from tutor.drawing import BOX, Glyphs
from tutor.learner.record import Record
from tutor.plain import Plain
from tutor.practice import COUNT, MOST, PracticeSession, Wish
from tutor.recap import lesson_on, recap
from tutor.recap_lines import plain_lines
from tutor.session import LessonSession


class PlainPractice(Plain):
    """One conversation over a practice."""

    def __init__(
        self,
        course: Course,
        record: Record,
        lang: str,
        source: TextIO | None = None,
        sink: TextIO | None = None,
        glyphs: Glyphs = BOX,
    ) -> None:
        super().__init__(record, lang, source, sink, glyphs)
        self._course = course

    def _summary(self, session: LessonSession) -> None:
        assert isinstance(session, PracticeSession)
        t, found = self.t, recap(session)
        self.say("", t("Summary"), *plain_lines(found, t), "", t("What to do next"))
        lesson = lesson_on(found.weak, self._course.skills)
        if lesson:
            title = load_titles(self._course, t.lang)[lesson]
            self.say(t("The lesson on it, {title}: {command}", title=title, command=f"bptutor learn {lesson}"))
        self.say(t("Practise again: {command}", command=" ".join(["bptutor practice", *_options(session.again)])))


def _options(wish: Wish) -> Iterator[str]:
    """The options of `bptutor practice` that ask for this."""
    if wish.skills:
        yield f"--skill {','.join(wish.skills)}"
    if wish.level is not None:
        yield f"--level {wish.level}"
    if wish.minutes is not None:
        yield f"--minutes {wish.minutes}"
    if wish.count != (COUNT if wish.minutes is None else MOST):
        yield f"--count {wish.count}"
