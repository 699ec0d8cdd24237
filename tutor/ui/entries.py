"""The entries of the command palette, in the learner's language."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import SystemCommand
from textual.screen import Screen

from tutor.ui.app import TutorApp
from tutor.ui.rooms import ROOMS
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.map import PRACTICE_HELP
from tutor.words import LANGUAGES, words


def entries(app: TutorApp, screen: Screen[object]) -> Iterable[SystemCommand]:
    """What can be done on a screen: its name, what it does, and how it is done."""
    t = app.t
    for code, name in LANGUAGES.items():
        if code != t.lang:
            yield SystemCommand(name, words(code)("Speak this language"), lambda code=code: app.set_language(code))
    yield SystemCommand(t("Theme"), t("Choose the colours"), app.action_change_theme)
    yield SystemCommand(t("Practice"), t(PRACTICE_HELP), app.choose_practice)
    yield SystemCommand(t("Review"), t("Practise what is due today"), app.open_review)
    yield SystemCommand(t("Progress"), t("What you have done so far"), app.open_progress)
    for name, room in ROOMS.items():
        yield SystemCommand(t(room.title), t(room.help), lambda name=name: app.open_room(name))
    if app.animated:
        yield SystemCommand(
            t("Animation off"),
            t("Pictures stand still and show the end at once"),
            lambda: app.set_animation(False),
        )
    elif app.may_move:
        yield SystemCommand(t("Animation on"), t("Pictures move"), lambda: app.set_animation(True))
    if not app.draws_plainly:
        yield SystemCommand(
            t("Plain drawing"),
            t("Pictures in ASCII, for terminals where lines look broken"),
            lambda: app.set_drawing("ascii"),
        )
    else:
        yield SystemCommand(t("Fine drawing"), t("Pictures in box characters"), lambda: app.set_drawing("box"))
    if isinstance(screen, LessonScreen):
        if screen.session is None or screen.session.place_is_kept:
            yield SystemCommand(
                t("Begin afresh"), t("Begin this lesson anew; what you answered is kept"), screen.begin_afresh
            )
        yield SystemCommand(t("Map"), t("The map of lessons"), app.show_map)
    yield SystemCommand(t("Settings"), t("Language, colours, drawing, daily goal and keys"), app.open_settings)
    yield SystemCommand(t("Help"), t("How to answer, and all keys"), app.action_help)
    yield SystemCommand(t("Quit"), t("Quit; every answer and your place are kept"), app.action_quit)
