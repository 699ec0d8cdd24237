"""Lessons as lines of text on standard input and output: for screen readers, dumb terminals and pipes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO

from tutor import phrases
from tutor.cells import cells
from tutor.course import Course, Lesson, clean, load_lesson
from tutor.course.prose import plain_text
from tutor.drawing import ASCII, BOX, Glyphs, draw
from tutor.drawing.signs import plain
from tutor.experiments.nudge_lines import nudge_lines
from tutor.learner.record import Notice, Record
from tutor.proof import NO_GRAPH, PREDICT_FIRST, earned, has_graph, proof
from tutor.quiz.grading import Verdict
from tutor.quiz.hints import Hint
from tutor.quiz.question import ItemQuestion, ListQuestion
from tutor.session import LessonSession
from tutor.words import N_, Words, words

PROMPT = "> "

LONGEST_LINE = 1000
"""Of a longer line of input only so many characters are looked at: far more than an answer may have."""

HINT_WORDS = {"solution": N_("Solution:")}
"""The fixed word before a rung of the ladder; every other one is a hint."""


class Quit(Exception):
    """The learner leaves, or there is no more input."""


class Plain:
    """One conversation. Lines come from `source` and go to `sink`; with ASCII glyphs all signs are plain ones."""

    def __init__(
        self,
        record: Record,
        lang: str,
        source: TextIO | None = None,
        sink: TextIO | None = None,
        glyphs: Glyphs = BOX,
    ) -> None:
        self.record = record
        self.t: Words = words(lang)
        self.source = source or sys.stdin
        self.sink = sink or sys.stdout
        self.glyphs = glyphs
        self.echo = not self.source.isatty()
        self.session: LessonSession | None = None
        self._told: Notice | None = None

    def course(self, course: Course, first: str) -> int:
        """From lesson `first` on to the end of the course, as long as the learner goes on."""
        lesson: str | None = first
        try:
            while lesson is not None:
                self._through(LessonSession(load_lesson(course, lesson, self.t.lang), self.record))
                lesson = course.after(lesson)
                if lesson is not None:
                    title = load_lesson(course, lesson, self.t.lang).title
                    self.say("", self.t("Next: {title}. Enter goes on, :quit ends.", title=title))
                    self._command(self.ask())
        except Quit:
            self._goodbye()
        return 0

    def lesson(self, lesson: Lesson) -> int:
        """One lesson."""
        return self.run(LessonSession(lesson, self.record))

    def run(self, session: LessonSession) -> int:
        """One lesson or practice, from where its session stands."""
        try:
            self._through(session)
        except Quit:
            self._goodbye()
        return 0

    # --- talking -----------------------------------------------------------------------------------------

    def say(self, *lines: str) -> None:
        """Write lines. Whatever they hold, no terminal command gets through."""
        for line in lines:
            print(clean(line) if self.glyphs is not ASCII else plain(clean(line)), file=self.sink)

    def ask(self) -> str:
        """One line of input, without its end; Quit where there is no more."""
        print(PROMPT, end="", file=self.sink, flush=True)
        line = self.source.readline(LONGEST_LINE)
        if not line:
            print(file=self.sink)
            raise Quit
        rest = line
        while rest and not rest.endswith("\n"):  # what is longer can't be read anyhow: never hold it whole
            rest = self.source.readline(LONGEST_LINE)
        line = line.rstrip("\r\n")
        if self.echo:  # a pipe shows no typing: the transcript is to be readable
            self.say(line)
        return line

    def _goodbye(self) -> None:
        t, session = self.t, self.session
        if session is None or session.finished:
            return
        if session.place_is_kept:
            self.say(t("Your place is kept: {lesson}.", lesson=session.lesson.title))
        elif session.summary.questions:
            self._summary(session)

    # --- a lesson ----------------------------------------------------------------------------------------

    def _through(self, session: LessonSession) -> None:
        t, title = self.t, session.lesson.title
        self.session = session
        self._notice()
        self.say(title, "=" * max(1, cells(title)))
        if session.resumed:
            if session.answered:
                session.advance()
            place = t("Question {number} of {count}.", number=session.position + 1, count=session.count)
            self.say(t("You were here before.") + " " + place)
        self.say(t("? asks for a hint, ! for the solution. Also: :graph :nudge :skip :back :quit"))
        while not session.finished:
            self._step(session)
        if session.lesson.closing:
            self.say("", plain_text(session.lesson.closing))
        self._summary(session)

    def _summary(self, session: LessonSession) -> None:
        t = self.t
        self.say("", t("Summary"), *phrases.summary_lines(session.summary, session.lesson, t))

    def _step(self, session: LessonSession) -> None:
        """One step, until the learner is past it."""
        here = session.step.id
        self.say("")
        if session.item:
            self._heading(session)
        prose = phrases.prose(session)
        if prose:
            self.say(plain_text(prose), "")
        self._question(session)
        if session.state.tries:
            self._past_answer(session)
        offered: Verdict | None = None
        looking_back = session.answered
        if looking_back:
            self.say(self.t("You have done this one. Enter goes on."))
        while session.step.id == here and not session.finished:
            text = self.ask()
            if not text.strip() and offered is not None and len(offered.choices) == 1:
                text = offered.choices[0]
                self.say(text)
            offered = None
            command = self._command(text)
            if command is not None:
                command(session)
            elif text.strip():
                verdict = session.submit(text)
                self._verdict(session, verdict)
                offered = verdict if verdict.kind == "ask" else None
            if session.answered and session.step.id == here and (not looking_back or not text.strip()):
                session.advance()

    def _heading(self, session: LessonSession) -> None:
        """Which of how many, and by which code it can be handed on: nothing else tells one item from the next."""
        place = phrases.place_line(session, self.t)
        self.say(f"{place} ({phrases.item_line(session, self.t)})")

    def _question(self, session: LessonSession) -> None:
        question = session.question
        if isinstance(question, ItemQuestion) and phrases.tells_new_numbers(session):
            self.say(phrases.new_numbers_line(question, self.t))
        self.say(*phrases.quantity_lines(session))
        if isinstance(question, ListQuestion):
            self.say(*phrases.options_lines(question))
        self.say(phrases.ask_line(session, self.t))

    def _past_answer(self, session: LessonSession) -> None:
        last = session.state.tries[-1]
        self.say(self.t("Your last answer here: {answer}", answer=last.answer))
        if session.verdict is not None:
            self._verdict(session, session.verdict)

    def _verdict(self, session: LessonSession, verdict: Verdict) -> None:
        t = self.t
        if verdict.read_as:
            self.say(f"({verdict.read_as})")
        self.say(f"{verdict.word(t.lang)} {verdict.message}")
        if verdict.column is not None and verdict.text.strip():
            self.say(*phrases.caret(verdict.text, verdict.column))
        if verdict.kind == "ask" and len(verdict.choices) == 1:
            self.say(t("Enter takes it."))
        if verdict.kind == "wrong" and session.point_at_hints:
            self.say(t("A hint: ?"))
        self._notice()

    def _rung(self, session: LessonSession, hint: Hint | None) -> None:
        if hint is None:
            self.say(self.t("You have done this one. Enter goes on."))
            return
        word = self.t(HINT_WORDS.get(hint.kind, N_("Hint:")))
        self.say(*(f"{word} {line}" for line in hint.text.splitlines()))
        if hint.kind == "solution" and isinstance(session.question, ItemQuestion) and not session.answered:
            item = phrases.item_line(session, self.t)
            self.say("", phrases.new_numbers_line(session.question, self.t), *([f"({item})"] if item else []))
            self.say(phrases.ask_line(session, self.t))

    def _graph(self, session: LessonSession) -> None:
        block = session.block
        if block is None or not session.is_drawn:
            self.say(self.t("This question has no picture."))
        else:
            self.say(draw(block.graph, session.marks, labels=session.labels, width=78, glyphs=self.glyphs).text())

    def _nudge(self, session: LessonSession, arguments: list[str]) -> None:
        nudging = proof(session) or (earned(session) if arguments else None)
        if nudging is not None:
            self.say(*nudge_lines(nudging, arguments, self.t))
        else:
            self.say(self.t(PREDICT_FIRST if has_graph(session) else NO_GRAPH))

    def _notice(self) -> None:
        """Say what is the matter with the record, once for each matter."""
        notice = self.record.notice
        if notice is not None and notice != self._told:
            self.say(phrases.notice_line(notice, self.t))
        self._told = notice

    def _command(self, text: str) -> Callable[[LessonSession], None] | None:
        """What a line does that is no answer; None for an answer."""
        commands: dict[str, Callable[[LessonSession], None]] = {
            "?": lambda session: self._rung(session, session.hint()),
            "!": lambda session: self._rung(session, session.solve()),
            "？": lambda session: self._rung(session, session.hint()),
            "！": lambda session: self._rung(session, session.solve()),
            ":graph": self._graph,
            ":skip": lambda session: session.skip(),
            ":back": lambda session: self._back(session),
        }
        word = text.strip().lower()
        if word in (":quit", ":q"):
            raise Quit
        if word.split()[:1] == [":nudge"]:
            return lambda session: self._nudge(session, text.split()[1:])
        if word.startswith(":") and word not in commands:
            return lambda session: self.say(self.t("Commands: ? ! :graph :nudge :skip :back :quit"))
        return commands.get(word)

    def _back(self, session: LessonSession) -> None:
        if not session.back():
            self.say(self.t("This is the first question."))
