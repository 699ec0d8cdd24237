"""Driving the app as a learner would: typing, reading what is on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from tutor import paths
from tutor.core import Graph
from tutor.course import Course, Lesson, load_course
from tutor.experiments.nudging import Nudging
from tutor.learner.settings import Settings
from tutor.practice import Wish
from tutor.session import LessonSession
from tutor.ui.app import TutorApp
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.nudge import NudgeScreen
from tutor.ui.widgets.answer_box import AnswerBox
from tutor.ui.widgets.feedback import Feedback
from tutor.ui.widgets.graph_view import GraphView

SMALL, LARGE = (80, 24), (120, 36)
CHARACTERS = {"enter": "\r", "escape": "\x1b", "tab": "\t"}
COURSE = load_course()


def make_app(
    folder: Path,
    lang: str = "en",
    *,
    lesson: str | None = None,
    page: Lesson | None = None,
    practice: Wish | None = None,
    room: str | None = None,
    course: Course = COURSE,
    learner: str = "",
    animated: bool = False,
    ascii_only: bool = False,
) -> TutorApp:
    """The app on the data in `folder`, with a lesson, a page, a practice or a room; nothing moves."""

    def first(app: TutorApp) -> None:
        if practice is not None:
            app.open_practice(practice)
        elif room is not None:
            app.open_room(room)
        else:
            app.open_lesson(page or lesson)

    settings = Settings(paths.settings(folder))
    named = any(wish is not None for wish in (lesson, page, practice, room))
    choices = {"learner": learner, "animated": animated, "ascii_only": ascii_only}
    return TutorApp(course, paths.record(folder), settings, lang, first=first if named else None, **choices)


class Learner:
    """Somebody before the running app."""

    def __init__(self, app: TutorApp, pilot: Pilot[object]) -> None:
        self.app, self.pilot = app, pilot

    # --- doing ---------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and after each wait until all that follows from it is on the screen."""
        for key in keys:
            self.app.post_message(events.Key(key, CHARACTERS.get(key)))
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text, character by character, as the terminal sends it."""
        for character in text:
            self.app.post_message(events.Key("unknown", character))
        await self.settle()

    async def settle(self) -> None:
        """Until every widget has done what it was told: a key leads to a message, and that to another."""
        for _ in range(4):
            await self.pilot.pause(0)
        if self.app._exception is not None:
            raise self.app._exception

    async def answer(self, text: str) -> None:
        """Type an answer and press Enter."""
        await self.type(text)
        await self.press("enter")

    async def until(self, true: Callable[[], object], seconds: float = 10) -> None:
        """Wait for something that a worker brings about."""
        for _ in range(int(seconds / 0.01)):
            if true():
                break
            await asyncio.sleep(0.01)
        assert true()
        await self.settle()

    async def to_the_summary(self) -> None:
        """Skip all that is left of the lesson."""
        for _ in self.session.lesson.steps[self.session.position :]:
            assert not self.session.finished
            await self.press("ctrl+n")
        assert self.session.finished

    async def sees(self, *texts: str) -> None:
        """Wait until texts are on the screen; scrolling and layout follow a moment later."""
        await self.until(lambda: all(text in self.display for text in texts), 3)

    async def in_lesson(self) -> None:
        """Wait until a lesson is open and its question is there."""
        await self.until(lambda: isinstance(self.app.screen, LessonScreen) and self.app.screen.session is not None)

    # --- looking -------------------------------------------------------------------------------------------

    @property
    def screen(self) -> LessonScreen:
        """The lesson's screen, below whatever lies on it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, LessonScreen))

    @property
    def session(self) -> LessonSession:
        """The lesson's session."""
        assert self.screen.session is not None
        return self.screen.session

    @property
    def box(self) -> AnswerBox:
        """The answer box."""
        return self.screen.query_one(AnswerBox)

    @property
    def feedback(self) -> str:
        """All that is said, one line a thing."""
        return "\n".join(f"{line.word} {line.text}".strip() for line in self.screen.query_one(Feedback).lines)

    @property
    def tones(self) -> list[str]:
        """Of what kind is what is said."""
        return [line.tone for line in self.screen.query_one(Feedback).lines]

    @property
    def view(self) -> GraphView:
        """The picture's place."""
        return self.screen.query_one(GraphView)

    @property
    def picture(self) -> str:
        """The picture as text."""
        assert self.view.picture is not None
        return self.view.picture.text()

    def parts(self, style: str) -> list[str]:
        """The texts in the picture that look like this."""
        assert self.view.picture is not None
        return [span.text.strip() for row in self.view.picture.rows for span in row if span.style == style]

    @property
    def title(self) -> str:
        """The line at the top."""
        return str(self.app.screen.query_one("#title").render())

    @property
    def page(self) -> str:
        """The Markdown of the page."""
        return str(self.screen.query_one("#page").source)

    @property
    def footer(self) -> dict[str, str]:
        """Keys and what they are said to do, as they stand in the footer."""
        return {key.key_display: str(key.description) for key in self.app.screen.query_one(Footer).query(FooterKey)}

    @property
    def display(self) -> str:
        """The whole screen as text."""
        return "\n".join("".join(each.text for each in strip) for strip in self.app.screen._compositor.render_strips())

    @property
    def notices(self) -> list[str]:
        """The notices that were shown and are not gone yet."""
        return [notification.message for notification in self.app._notifications]


async def a_nudge(learner: Learner) -> None:
    """Open a nudge above what is there, and move."""
    graph = Graph.parse("subtotal = apple * count\nprice = subtotal * tax")
    learner.app.push_screen(NudgeScreen(Nudging(graph, {"apple": 100, "count": 2, "tax": 1.1}, answer=2.2)))
    await learner.settle()
    await learner.press("right", "right")


@asynccontextmanager
async def learning(app: TutorApp, size: tuple[int, int] = SMALL) -> AsyncIterator[Learner]:
    """Run the app; where it starts with a lesson, until that is there."""
    async with app.run_test(size=size, notifications=True) as pilot:
        learner = Learner(app, pilot)
        await learner.settle()
        if any(isinstance(screen, LessonScreen) for screen in app.screen_stack):
            await learner.in_lesson()
        yield learner
