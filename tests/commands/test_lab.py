"""`bptutor lab`: which room it opens, how, and what it says where there are no screens."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tutor import paths
from tutor.commands import lab
from tutor.drawing import ASCII, BOX
from tutor.learner.settings import Settings
from tutor.ui.app import TutorApp
from tutor.words import words

from .calling import Done, Run


@pytest.fixture
def run(bptutor: Run) -> Run:
    """`bptutor lab …` in this process."""
    return partial(bptutor, "lab")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[TutorApp]:
    """The apps that were started, each with the room that it opened: on a terminal, as far as the command sees."""
    apps: list[TutorApp] = []

    def begin(app: TutorApp) -> None:
        assert app._first is not None
        app._first(app)
        apps.append(app)

    monkeypatch.setattr(TutorApp, "run", begin)
    monkeypatch.setattr(TutorApp, "open_room", lambda app, name: setattr(app, "room", name))
    monkeypatch.setattr(lab, "why_plain", lambda t: "")
    return apps


@pytest.mark.parametrize("name", lab.LABS)
def test_it_opens_the_lab(run: Run, started: list[TutorApp], name: str) -> None:
    assert run(name) == Done(0, "", "")
    (app,) = started
    assert (app.room, app.t.lang, app.animated, app.glyphs) == (name, "en", True, BOX)


def test_options_reach_the_app(run: Run, started: list[TutorApp], tmp_path: Path) -> None:
    assert run("optimizers", "--no-animation", "--ascii", "--lang", "ko").status == 0
    (app,) = started
    assert (app.t.lang, app.animated, app.glyphs) == ("ko", False, ASCII)
    app.set_animation(True)
    assert not app.animated  # what the command line says holds for this run
    assert not paths.settings(tmp_path / "data").exists() or not Settings(paths.settings(tmp_path)).get("drawing")


def test_settings_reach_the_app(run: Run, started: list[TutorApp], tmp_path: Path) -> None:
    settings = Settings(paths.settings(tmp_path / "data"))
    for key, value in (("lang", "ko"), ("animation", "off"), ("drawing", "ascii")):
        settings.set(key, value)
    run("optimizers")
    (app,) = started
    assert (app.t.lang, app.animated, app.glyphs) == ("ko", False, ASCII)
    app.set_animation(True)
    app.set_drawing("box")
    run("optimizers")
    assert (started[-1].animated, started[-1].glyphs) == (True, BOX)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("plain", [["--plain"], []])
def test_without_screens_it_says_what_there_is_instead(run: Run, lang: str, plain: list[str]) -> None:
    done = run("optimizers", "--lang", lang, *plain)  # under pytest there is no terminal
    t = words(lang)
    sentence = t("labs need screens; as lines of text, bptutor trace prints the path of an optimizer")
    assert done == Done(2, "", f"bptutor: {sentence}\n")
    assert "bptutor trace" in sentence


@pytest.mark.parametrize("arguments", [(), ("play",), ("nonsense",), ("\x1b[2J",), ("",)])
def test_a_wrong_name_is_told_which_there_are(run: Run, started: list[TutorApp], arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.status, done.out, started) == (2, "", [])
    assert done.err.count("\n") == 1 and "\x1b" not in done.err
    assert all(name in done.err for name in lab.LABS)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_help_names_the_labs(run: Run, lang: str) -> None:
    done = run("--help", "--lang", lang)
    assert done.status == 0 and all(name in done.out for name in lab.LABS)
    assert words(lang)(lab.HELP) in done.out
