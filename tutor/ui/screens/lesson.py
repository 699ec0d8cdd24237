"""A lesson: the page, the graph, the answer box, what is said to an answer."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.widgets import Static

from tutor import phrases
from tutor.course import Lesson
from tutor.drawing import Marks
from tutor.learner.record import Saved
from tutor.quiz.grading import Verdict, grade
from tutor.quiz.question import FixedQuestion, ItemQuestion, JudgedQuestion, ListQuestion
from tutor.quiz.shapes import ShapeQuestion
from tutor.session import LessonSession
from tutor.ui.screens.lesson_room import NOTE_ROWS, room_for, rows_of_text
from tutor.ui.screens.picture import PictureScreen
from tutor.ui.widgets.answer_box import AnswerBox
from tutor.ui.widgets.feedback import Feedback, Line
from tutor.ui.widgets.graph_view import GraphView
from tutor.ui.widgets.key_bar import KeyBar
from tutor.ui.widgets.page import Page
from tutor.ui.widgets.reading import Reading
from tutor.ui.widgets.scene import Scene
from tutor.words import N_

ARRIVAL_SECONDS, MOST_ARRIVAL_SECONDS = 0.5, 1.4
"""How long a number that was answered right is on its way from one node to the next, and in all at most."""

REPLAY_SECONDS = 1.2
"""The same, from node to node, where the learner asks to see it."""

NO_ROOM = N_("The picture has no room here: it needs a larger window.")

MOST_DOTS = 10
"""The bar has a dot for each question up to so many; beyond, each stands for several."""


class LessonScreen(PictureScreen):
    """One lesson, from where the learner is to its summary. Empty until `begin` hands it a session."""

    BINDINGS = [  # noqa: RUF012
        Binding("question_mark", "hint", N_("Hint"), key_display="?", tooltip=N_("The next hint"), id="lesson.hint"),
        Binding(
            "exclamation_mark",
            "solve",
            N_("Solution"),
            key_display="!",
            tooltip=N_("The worked solution"),
            id="lesson.solution",
        ),
        Binding(
            "f2",
            "nudge",
            N_("Nudge"),
            tooltip=N_("Prove a gradient: move a number and see what follows"),
            id="lesson.nudge",
        ),
        Binding(
            "f3",
            "replay",
            N_("Replay"),
            tooltip=N_("See on the picture how the last numbers came to be"),
            id="lesson.replay",
        ),
        Binding(
            "f4", "nodes", N_("Nodes"), tooltip=N_("Go from node to node and see what each does"), id="lesson.nodes"
        ),
        Binding("ctrl+n", "skip", N_("Skip"), tooltip=N_("Skip this question"), show=False, id="lesson.skip"),
        Binding("ctrl+b", "back", N_("Back"), tooltip=N_("Back to the question before"), show=False, id="lesson.back"),
        Binding("escape", "leave", N_("Map"), tooltip=N_("The map of lessons")),
        Binding("up", "read('up')", show=False),
        Binding("down", "read('down')", show=False),
        Binding("pageup", "read('page_up')", show=False),
        Binding("pagedown", "read('page_down')", show=False),
    ]

    SPARED_AT_THE_PICTURE = ("hint", "solve", "nudge", "app.quit", "quit")

    def __init__(self) -> None:
        super().__init__()
        self.session: LessonSession | None = None
        self._verdict: Verdict | None = None
        """What was said last, where it left no trace in the session: an answer that could not be read."""
        self._said = ""
        """What was said last to a key that does nothing now; gone with the next thing that happens."""
        self._room_made_for: object = None

    def described(self, binding: Binding) -> Binding:
        """Where a lab's settings are asked for, its key opens that."""
        asks = self.session is not None and isinstance(self.session.question, JudgedQuestion)
        if binding.action != "nudge" or not asks:
            return binding
        return replace(binding, description=N_("Lab"), tooltip=N_("Open the lab, and come back with its settings"))

    def compose(self) -> ComposeResult:
        """Reading and answering on one side, the graph on the other."""
        yield Static(id="title", markup=False)
        with Container(id="lesson"):
            yield GraphView(id="graph", classes="-empty")
            with Vertical(id="talk"):
                with Reading(id="reading"):
                    yield Page(id="page")
                    options = Static(id="options", markup=False)
                    options.display = False
                    yield options
                    yield Feedback(id="feedback")
                yield AnswerBox(id="answer")
        yield KeyBar(show_command_palette=False)

    async def begin(self, session: LessonSession) -> None:
        """Take up a lesson where its session stands."""
        self.session = session
        if session.resumed and session.answered and not session.state.tries:
            session.advance()
        await self._show()

    async def speak(self, lesson: Lesson) -> None:
        """Go on in another language; what is typed stays."""
        session = self.session
        if session is None:
            return
        session.speak(lesson)
        if self._verdict is not None:
            said = grade(session.question, self._verdict.text or self.query_one(AnswerBox).text)
            self._verdict = said if said.kind in ("unreadable", "ask") else None
        await self._show()

    def language_changed(self) -> None:
        """Say what the program itself says again, also on a page that has only one language."""
        super().language_changed()
        if self.session is not None:
            self._show_state()

    def drawing_changed(self) -> None:
        """Draw the picture again."""
        if self.session is not None:
            self._show_graph(self.session)

    # --- showing -----------------------------------------------------------------------------------------

    async def _show(self) -> None:
        """Show the step that the session is at, with all that happened at it."""
        session = self.session
        if session is None:
            return
        self._said = ""
        text = session.lesson.closing if session.finished else phrases.prose(session)
        try:
            page = self.query_one(Page)
            if page.source != text:
                await page.update(text)
            self._show_state()
        except NoMatches:
            if self.app.is_running and self in self.app.screen_stack:
                raise
            # The learner has left meanwhile, and the screen is being taken down.

    def _show_state(self) -> None:
        session, t = self.session, self.t
        assert session is not None
        done, count = session.pace or (session.position, session.count)
        dots = min(count, MOST_DOTS)
        full = dots if session.finished else done * dots // count
        bar = "●" * full + "○" * (dots - full)
        place = phrases.place_line(session, t)
        self.query_one("#title", Static).update(Content(f"{session.lesson.title}   {place}   {bar}"))
        self._show_options(session)
        self._show_graph(session)
        self.refresh_bindings()
        feedback = self.query_one(Feedback)
        feedback.say(self._lines(session))
        self._show_answer_box(session)
        self.query_one(Reading).show(end=feedback.display)  # what was said last stands at the end

    def _show_options(self, session: LessonSession) -> None:
        options = self.query_one("#options", Static)
        question = session.question
        options.display = isinstance(question, ListQuestion) and not session.finished
        if isinstance(question, ListQuestion):
            options.update(Content("\n".join(phrases.options_lines(question))))

    def _show_graph(self, session: LessonSession) -> None:
        view = self.view
        block = session.block
        if block is None or session.finished or not session.is_drawn:
            view.show(None)
            return
        scene = Scene(block.graph, session.marks, session.room, session.labels, self.glyphs)
        self._make_room(scene)
        view.show(scene)
        if view.cursor is not None:
            self._explain(view)

    def _make_room(self, scene: Scene) -> None:
        """Give the graph its place and its rows."""
        view, session = self.view, self.session
        assert session is not None
        text_rows = None
        if isinstance(session.question, ListQuestion):
            options = len(phrases.options_lines(session.question))
            text_rows = rows_of_text(phrases.prose(session), options, self.size.width - 3)
        made_for = (scene.graph, scene.labels, scene.room, scene.glyphs, self.size, view.note_rows, text_rows)
        if made_for == self._room_made_for:
            return
        self._room_made_for = made_for
        room = room_for(scene, self.size, view.note_rows, text_rows)
        self.query_one("#lesson").set_class(room.above, "-above").set_class(room.hidden, "-choosing")
        view.spare = room.spare
        view.styles.height = room.rows
        view.styles.max_height = None if room.rows is None else "100%"

    def on_resize(self) -> None:
        """There is more room, or less."""
        if self.session is not None:
            self._show_graph(self.session)
            self.call_after_refresh(self._explain, self.view)

    def _show_answer_box(self, session: LessonSession) -> None:
        box, t = self.query_one(AnswerBox), self.t
        if session.finished:
            following = self.tutor.lesson_after(session.lesson.id)
            box.put(
                t("Enter: next lesson, {title}", title=following[1]) if following else t("Enter: the map"), open_=False
            )
        elif session.answered:
            box.put(t("Enter: go on"), open_=False, note=phrases.item_line(session, t))
        else:
            box.put(phrases.ask_line(session, t), self._typed(session), open_=True, note=phrases.item_line(session, t))

    def _typed(self, session: LessonSession) -> str:
        """What an answer may be: it stands in the box while that is empty."""
        t = self.t
        if isinstance(session.question, FixedQuestion):
            return session.question.typed(t)
        if isinstance(session.question, ShapeQuestion):
            return t("a shape, as 20x30 or (30,)")
        return t("a number or an expression")

    def _lines(self, session: LessonSession) -> list[Line]:
        """All that is to be said at the present step, the newest last."""
        t = self.t
        if session.finished:
            report = phrases.summary_lines(session.summary, session.lesson, t)
            return [Line("right", t("Summary"), ""), *(Line("note", "", line) for line in report)]
        lines = [Line("hint", t("Hint:"), hint.text) for hint in session.hints]
        if session.solution is not None:
            lines.append(Line("solution", t("Solution:"), session.solution.text))
        if isinstance(session.question, ItemQuestion) and phrases.tells_new_numbers(session):
            lines.append(Line("note", "", phrases.new_numbers_line(session.question, t)))
        verdict = self._verdict or session.verdict
        if verdict is not None:
            said = self._verdict_lines(verdict, session)
            lines = [*said, *lines] if session.state.last == "hint" and self._verdict is None else [*lines, *said]
        elif session.state.ending == "skipped":
            lines.append(Line("note", "", t("You skipped this question.")))
        if self._said:
            lines.append(Line("note", "", t(self._said)))
        notice = self.tutor.notice
        if notice is not None and session.saved is Saved.QUEUED:  # what is only in memory was said when it began
            lines.append(Line("unreadable", "!", phrases.notice_line(notice, t)))
        return lines

    def _verdict_lines(self, verdict: Verdict, session: LessonSession) -> list[Line]:
        t = self.t
        lines = []
        if verdict.read_as:
            lines.append(Line("note", "", verdict.read_as))
        lines.append(Line(verdict.kind, verdict.word(t.lang), verdict.message))
        if verdict.column is not None and verdict.text.strip():
            lines.append(Line("note", "", "\n".join(phrases.caret(verdict.text, verdict.column))))
        if verdict.kind == "ask":
            lines.append(Line("note", "", t("Enter takes what stands in the box.")))
        if verdict.kind == "wrong" and verdict.replay is not None and session.here is not None:
            key = self.tutor.key_of("lesson.replay")
            lines.append(Line("note", "", t("{key} shows on the picture where this goes wrong.", key=key)))
        if session.point_at_hints and verdict.kind == "wrong":
            lines.append(Line("note", "", t("Press {key} for a hint.", key=self.tutor.key_of("lesson.hint"))))
        return lines

    # --- what the learner does ---------------------------------------------------------------------------

    @property
    def _live(self) -> LessonSession | None:
        """The session while the learner is here: in a burst of keys some come after the one that left."""
        return self.session if self in self.app.screen_stack else None

    @property
    def _open(self) -> LessonSession | None:
        """The same, until the summary is reached."""
        session = self._live
        return None if session is None or session.finished else session

    @on(AnswerBox.Answered)
    async def _answered(self, event: AnswerBox.Answered) -> None:
        event.stop()
        session = self._live
        if session is None:  # not there yet
            for box in self.query(AnswerBox):
                box.give_back(event.text)
            return
        if session.finished:
            self.tutor.lesson_over(session.lesson.id)
        elif session.answered:
            await self._go_on()
            if event.text.strip():  # typed ahead, for the next question
                self.query_one(AnswerBox).give_back(event.text)
        elif event.text.strip():
            await self._judge(session, event.text)

    async def _judge(self, session: LessonSession, text: str) -> None:
        box, before = self.query_one(AnswerBox), session.marks
        verdict = session.submit(text)
        left_trace = verdict.kind not in ("unreadable", "ask")
        self._verdict = None if left_trace else verdict
        if verdict.kind == "ask":
            box.give_back(verdict.choices[0])  # Enter takes the likelier reading
        elif not left_trace:
            box.give_back(text)
        await self._show()
        if verdict.kind == "right" and self.animated:
            self._play_arrival(session, before)

    def _play_arrival(self, session: LessonSession, before: Marks) -> None:
        """Let the numbers just answered run to their places. All keys go on as if they stood there already."""
        from tutor import motion

        beats = motion.arrival(session, before)
        if beats:
            seconds = min(ARRIVAL_SECONDS, MOST_ARRIVAL_SECONDS / len(beats))
            self.view.play(beats, seconds)

    @on(AnswerBox.Typing)
    def _typing(self, event: AnswerBox.Typing) -> None:
        """Who types is done with looking: the picture shows the question again."""
        event.stop()
        for view in self.query(GraphView):
            if not view.moving:
                view.stop()

    async def _go_on(self) -> None:
        assert self.session is not None
        self._verdict = None
        self.session.advance()
        await self._show()

    @on(AnswerBox.Called)
    async def _called(self, event: AnswerBox.Called) -> None:
        event.stop()
        key = "question_mark" if event.character == "?" else "exclamation_mark"
        active = self.active_bindings.get(key)  # the learner may have moved keys
        if active is not None and active.enabled:
            await self.app.run_action(active.binding.action, active.node)

    async def action_hint(self) -> None:
        """Show the next hint."""
        session = self._open
        if session is not None and session.hint() is not None:
            self._verdict = None
            await self._show()

    async def action_solve(self) -> None:
        """Show the worked solution."""
        session = self._open
        if session is not None and session.solve() is not None:
            self._verdict = None
            await self._show()

    async def action_skip(self) -> None:
        """Leave the question and go on."""
        session = self._open
        if session is not None:
            self._verdict = None
            self.query_one(AnswerBox).text = ""
            session.skip()
            await self._show()

    async def action_back(self) -> None:
        """Go to the question before."""
        session = self._live
        if session is not None and session.back():
            self._verdict = None
            self.query_one(AnswerBox).text = ""
            await self._show()

    async def begin_afresh(self) -> None:
        """Begin the lesson anew."""
        session = self._live
        if session is not None:
            self._verdict = None
            self.query_one(AnswerBox).text = ""
            session.restart()
            await self._show()

    def action_nudge(self) -> None:
        """Prove a gradient by moving a number; predicting comes first."""
        session = self._live
        if session is None:
            return
        if isinstance(session.question, JudgedQuestion):
            self._try_out()
            return
        from tutor.proof import NO_GRAPH, PREDICT_FIRST, has_graph, proof

        nudging = proof(session)
        if nudging is None:
            self._remark(PREDICT_FIRST if has_graph(session) else NO_GRAPH)
            return
        from tutor.ui.screens.nudge import NudgeScreen

        self.app.push_screen(NudgeScreen(nudging))

    def _try_out(self) -> None:
        """Open the lab in which the settings that are asked for can be found."""
        from tutor.experiments.lab_question import LabQuestion
        from tutor.ui.rooms import ROOMS
        from tutor.ui.screens.lab import Assignment

        question = self.session.question if self.session is not None else None
        if isinstance(question, LabQuestion):
            self.app.push_screen(ROOMS[question.trial.room].screen()(Assignment(question, self._found)))

    def _found(self, answer: str) -> None:
        """Put what the learner comes back with from a lab into the answer box, to be looked at and sent."""
        session = self.session
        if answer and session is not None and not session.answered:
            self.query_one(AnswerBox).text = answer

    def action_replay(self) -> None:
        """Play the last numbers' way on the picture, for the learner to steer; again: be done with it."""
        session, view = self._live, self.view
        if session is None:
            return
        if view.steered:
            view.stop()
            return
        from tutor import motion

        beats = motion.replay(session)
        if not beats:
            self._remark(motion.NOTHING_YET)
        elif self._has_picture(view):
            view.replay(beats, REPLAY_SECONDS, runs=self.animated)

    def _has_picture(self, view: GraphView) -> bool:
        """Whether the picture is to be seen; if there is one without room, that is said."""
        if view.scene is not None and not view.is_in_sight:
            self._remark(NO_ROOM)
        return view.is_in_sight

    def action_nodes(self) -> None:
        """Look at the graph node by node, or be done with it."""
        view = self.view
        asked = view.scene.marks.asked if view.scene is not None else None
        if view.cursor is not None:
            view.look_at(None)
        elif not self._has_picture(view):
            return
        elif asked is not None and view.picture is not None and asked[1] in view.picture.nodes:
            view.look_at(asked[1])
        else:
            view.action_turn(1)

    @on(GraphView.Picked)
    def _picked(self, event: GraphView.Picked) -> None:
        event.stop()
        self._explain(event.view)
        if self.session is not None and event.view.scene is not None:
            self._make_room(event.view.scene)

    def _explain(self, view: GraphView) -> None:
        """Say below the picture what happens at the node that is looked at."""
        if view.cursor is None or self.session is None:
            view.say(())
            return
        from tutor import motion

        said = motion.explained(self.session, view.cursor, view.size.width - 2)  # the note has a cell at each side
        said += [""] * (NOTE_ROWS - len(said))  # the picture stays where it is from node to node
        view.say([Content.styled(said[0], "bold"), *map(Content, said[1:])])

    def _remark(self, message: str) -> None:
        """Say something that is no answer's verdict."""
        self._said = message
        self._show_state()

    def action_leave(self) -> None:
        """Go to the map."""
        if self.is_active:
            self.tutor.show_map()

    def action_read(self, way: str) -> None:
        """Scroll the page while the answer box has the focus."""
        for reading in self.query(Reading):
            getattr(reading, f"scroll_{way}")(animate=False)
