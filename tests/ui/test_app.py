"""The app: quitting, settings, the state of the record, pages from elsewhere, keys in a burst."""

from __future__ import annotations

import asyncio
import random
import shutil
import signal
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from driving import CHARACTERS, COURSE, LARGE, Learner, make_app
from textual import events
from textual.app import SystemCommand
from textual.command import CommandList, CommandPalette

from tutor import paths
from tutor.course import load_course, load_page
from tutor.drawing import BOX
from tutor.learner import store
from tutor.learner.record import MemoryRecord, Notice
from tutor.learner.settings import Settings
from tutor.phrases import notice_line
from tutor.ui.app import one_at_a_time
from tutor.ui.rooms import ROOMS
from tutor.ui.screens.help import HelpScreen
from tutor.ui.screens.map import MapScreen
from tutor.words import words

# --- quitting ---------------------------------------------------------------------------------------------


async def to_the_map(learner: Learner) -> None:
    await learner.press("escape")
    assert isinstance(learner.app.screen, MapScreen)


async def to_the_help(learner: Learner) -> None:
    await learner.press("f1")
    assert isinstance(learner.app.screen, HelpScreen)


async def to_the_palette(learner: Learner) -> None:
    await learner.press("ctrl+p")
    assert CommandPalette.is_open(learner.app)


async def to_the_themes(learner: Learner) -> None:
    learner.app.action_change_theme()
    await learner.settle()
    assert CommandPalette.is_open(learner.app)


async def to_the_lesson(learner: Learner) -> None:
    await learner.type("102.2")
    assert learner.screen.is_active


@pytest.mark.parametrize("way", [to_the_lesson, to_the_map, to_the_help, to_the_palette, to_the_themes])
async def test_ctrl_q_quits_from_everywhere_with_the_record_closed_and_ctrl_c_does_not(learn, tmp_path, way) -> None:
    async with learn(lesson="apple-tax") as learner:
        await learner.answer("220")
        await way(learner)
        await learner.press("ctrl+c")
        assert not learner.app._exit
        if way is to_the_lesson:
            assert any("Ctrl+Q" in notice for notice in learner.notices)
        learner.app.post_message(events.Key("ctrl+q", None))
        await asyncio.sleep(0)
        for _ in range(100):
            if learner.app._exit:
                break
            await asyncio.sleep(0.01)
        assert learner.app._exit and not learner.app.return_code
    record = learner.app._record
    with pytest.raises(ValueError, match="closed"):
        record.entries()
    with closing(sqlite3.connect(paths.record(tmp_path))) as connection:
        assert connection.execute("SELECT answer FROM attempts WHERE outcome = 'right'").fetchall() == [("220",)]


async def test_quitting_while_the_record_is_being_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may_open, opened = threading.Event(), threading.Event()
    real = store.open_record

    def slowly(path: Path) -> store.Record:
        may_open.wait(10)
        record = real(path)
        opened.set()
        return record

    monkeypatch.setattr(store, "open_record", slowly)
    app = make_app(tmp_path, lesson="apple-tax")
    async with app.run_test() as pilot:
        learner = Learner(app, pilot)
        await learner.settle()
        # Before the lesson is there, no key does harm, and what is typed waits for it.
        await learner.press("up", "ctrl+b", "ctrl+n", "ctrl+pagedown", "f1", "escape", "enter")
        await learner.type("2?!2")
        await learner.press("enter")
        assert learner.screen.session is None and learner.box.text == "22"
        await learner.press("escape")
        assert isinstance(app.screen, MapScreen)
        app.exit()
    may_open.set()
    while not opened.is_set():
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    assert app._exception is None
    if app._record is not None:
        app._record.close()


async def test_keys_in_a_burst(learn) -> None:
    """From a slow line keys come all at once: some are for a screen that the one before them has left."""
    source = random.Random(2)
    keys = [
        "ctrl+n",
        "ctrl+b",
        "escape",
        "enter",
        "enter",
        "enter",
        "f1",
        "ctrl+p",
        "?",
        "1",
        "2",
        "down",
        "ctrl+pageup",
    ]
    async with learn(lesson="multiply-node") as learner:
        for _ in range(6):
            for _ in range(10):
                key = source.choice(keys)
                if learner.app._exit:  # "Quit" was chosen in the palette
                    return
                learner.app.post_message(events.Key(key, CHARACTERS.get(key, key if len(key) == 1 else None)))
            await asyncio.sleep(source.random() * 0.05)
        if not learner.app._exit:
            await learner.settle()
            await asyncio.sleep(0.2)
            await learner.settle()
            assert isinstance(learner.app.screen_stack[1], MapScreen)
    assert learner.app._exception is None


# --- settings ---------------------------------------------------------------------------------------------


async def test_a_theme_is_remembered_once_it_is_chosen_and_only_then(learn, tmp_path: Path) -> None:
    async with learn(lesson="apple-tax") as learner:
        usual = learner.app.theme
    assert not paths.settings(tmp_path).exists()
    async with learn(lesson="apple-tax") as learner:
        assert learner.app.theme == usual != "nord"
        await learner.press("ctrl+p")
        await learner.type("theme")
        await learner.until(lambda: "Choose the colours" in learner.display)
        await learner.press("down", "enter")
        await learner.until(lambda: CommandPalette.is_open(learner.app))
        await learner.type("nord")
        await learner.until(lambda: "nord" in learner.display.replace("nord", "", 1))
        await learner.press("down", "enter")
        await learner.until(lambda: learner.app.theme == "nord")
        await learner.until(lambda: learner.app.settings.get("theme") == "nord")
        assert learner.screen.is_active and learner.session.state.tries == []
    async with learn("ko", lesson="apple-tax") as learner:
        assert learner.app.theme == "nord"


async def test_a_theme_that_is_not_there_is_ignored(learn, tmp_path: Path) -> None:
    paths.settings(tmp_path).write_text('theme = "[/] no such theme"\nlang = "ko"\nother = 3\n', encoding="utf-8")
    async with learn(lesson="apple-tax") as learner:
        assert learner.app.theme in learner.app.available_themes
        assert "apple" in learner.display
    assert Settings(paths.settings(tmp_path)).get("lang") == "ko"  # left as it was


async def test_settings_that_can_not_be_written_last_until_the_end(learn, tmp_path: Path) -> None:
    paths.settings(tmp_path).mkdir()
    async with learn(lesson="apple-tax") as learner:
        await learner.app.set_language("ko")
        learner.app.theme = "nord"
        await learner.settle()
        assert learner.title.startswith("사과") and learner.app.theme == "nord"


def commands(learner: Learner) -> dict[str, SystemCommand]:
    """The palette's entries, by title."""
    return {command.title: command for command in learner.app.get_system_commands(learner.app.screen)}


async def test_pictures_move_or_stand_still_as_was_chosen(learn, tmp_path: Path) -> None:
    async with learn(lesson="apple-tax", animated=True) as learner:
        assert learner.app.animated and learner.screen.animated
        assert "Animation on" not in commands(learner)
        commands(learner)["Animation off"].callback()
        assert not learner.app.animated
        assert Settings(paths.settings(tmp_path)).get("animation") == "off"
    async with learn(lesson="apple-tax", animated=True) as learner:
        assert not learner.screen.animated and "Animation off" not in commands(learner)
        commands(learner)["Animation on"].callback()
        assert learner.screen.animated
    async with learn(lesson="apple-tax", animated=False) as learner:  # as the command line asked for: for this run
        assert not learner.screen.animated
        assert not {"Animation on", "Animation off"} & set(commands(learner))
    assert Settings(paths.settings(tmp_path)).get("animation") == "on"


async def test_settings_of_another_kind_are_ignored(learn, tmp_path: Path) -> None:
    paths.settings(tmp_path).write_text('animation = 3\ndrawing = "[/]"\nlang = true\ntheme = ["nord"]\n')
    async with learn(lesson="apple-tax", animated=True) as learner:
        assert learner.app.animated and learner.app.glyphs is BOX


@pytest.mark.parametrize("lang", ["en", "ko"])
async def test_every_room_is_in_the_palette(learn, lang: str) -> None:
    t = words(lang)
    async with learn(lang, lesson="apple-tax") as learner:
        for name, room in ROOMS.items():
            command = commands(learner)[t(room.title)]
            assert command.help == t(room.help)
            command.callback()
            await learner.until(lambda name=name: isinstance(learner.app.screen, ROOMS[name].screen()))
        assert isinstance(learner.app.screen_stack[-2], MapScreen)  # one room at a time, above the map


# --- the record -------------------------------------------------------------------------------------------


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE tunes (name TEXT)")
        other.execute("PRAGMA application_id = 1196444487")
        other.commit()


def damaged(path: Path) -> None:
    path.write_bytes(b"[/] no database at all " * 400)


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "code"), [(foreign, "foreign-file"), (damaged, "damaged-moved"), (a_folder, "cannot-open")]
)
async def test_a_record_that_can_not_be_used_is_said_once_and_the_lesson_goes_on(
    learn, tmp_path: Path, spoil, code: str
) -> None:
    spoil(paths.record(tmp_path))
    before = paths.record(tmp_path).read_bytes() if spoil is foreign else b""
    async with learn("ko", lesson="multiply-node") as learner:
        notice = learner.app.notice
        assert notice is not None and notice.code == code
        sentence = notice_line(notice, words("ko"))
        assert learner.notices == [sentence]
        await learner.to_the_summary()
        await learner.press("enter")  # the next lesson
        await learner.in_lesson()
        assert learner.session.lesson.id == "add-node"
        await learner.press("escape")
        assert "✓" in learner.display
        assert learner.notices == [sentence]  # once, not at every lesson
    if spoil is foreign:
        assert paths.record(tmp_path).read_bytes() == before
    if spoil is damaged:
        assert notice.kept is not None and notice.kept.read_bytes().startswith(b"[/] no database")


async def test_a_read_only_record_is_said_and_answers_are_kept_until_the_end(
    learn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = MemoryRecord(Notice("read-only", tmp_path / "[bold]record"))
    monkeypatch.setattr(store, "open_record", lambda path: record)
    async with learn(lesson="apple-tax") as learner:
        assert len(learner.notices) == 1 and "[bold]record" in learner.notices[0]
        assert "[bold]" in learner.display  # not read as markup
        (toast,) = learner.app.screen.query("Toast")
        await learner.until(lambda: toast.region.area)
        assert not toast.region.overlaps(learner.box.region)
        await learner.answer("102.2")
        await learner.answer("220")
        assert learner.tones == ["right"]  # said once is enough: the rows are few
        await learner.press("escape", "enter")
        await learner.in_lesson()
        assert [each.answer for each in learner.session.state.tries] == ["102.2", "220"]
        assert len(learner.notices) == 1


# --- pages from elsewhere ---------------------------------------------------------------------------------

STRANGER = """+++
title = "[/] [bold]my[/bold] <b>page</b>"
+++

Raw <b>HTML</b>, [a link](https://example.org), [@click=app.quit]quit[/], ![a picture](x.png) and `a[i]`.

<script>alert(1)</script>

| in | out |
|----|-----|
| 3  | 12  |

```graph g
x = 3          # [/]: [red]the input
y = 4          # a[i]
z = x * y      # [@click=app.quit]out
```

What is `z`?

```predict q
ask = "z"
```

```choose c
[[option]]
text = "[/] one"
reply = "[@click=app.quit]no"

[[option]]
text = "[bold]two"
right = true
reply = "yes [/]"
```

The [/] end.
"""


async def test_a_strangers_page(learn, tmp_path: Path) -> None:
    lang, other = "ko", "en"
    t = words(lang)
    file = tmp_path / "my[1].md"
    file.write_text(STRANGER, encoding="utf-8")
    async with learn(lang, page=load_page(file), folder=tmp_path / "home", size=LARGE) as learner:
        assert learner.title.startswith("[/] [bold]my[/bold] <b>page</b>")
        assert t("Question {number} of {count}", number=1, count=2) in learner.title
        for shown in ("<b>HTML</b>", "[@click=app.quit]quit[/]", "a[i]", "<script>alert(1)</script>"):
            assert shown in learner.display
        assert "| in | out |" not in learner.display and "in" in learner.display  # a table, not its source
        await learner.answer("[/]")
        assert "unreadable" in learner.tones and learner.box.text == "[/]"
        learner.box.text = ""
        await learner.answer("[@click=app.quit]x")
        assert "[@click=app.quit]x" in learner.feedback and "[@click=app.quit]x" in learner.display
        learner.box.text = ""
        await learner.answer("7")
        assert learner.parts("wrong") == ["~7~"]
        await learner.answer("12")
        await learner.press("enter")
        assert "1. [/] one" in learner.display and "2. [bold]two" in learner.display
        await learner.answer("1")
        assert "[@click=app.quit]no" in learner.display
        # The page has one language only; what the program says changes all the same.
        await learner.app.set_language(other)
        await learner.settle()
        assert words(other)("Question {number} of {count}", number=2, count=2) in learner.title
        await learner.answer("2")
        await learner.press("enter")
        assert "The [/] end." in learner.display
        assert str(learner.box.border_title) == words(other)("Enter: the map")
        await learner.press("enter")
        assert isinstance(learner.app.screen, MapScreen) and not learner.app._exit
        # A lesson of the course opened from there follows the language again.
        await learner.press("enter")
        await learner.in_lesson()
        await learner.app.set_language(lang)
        assert learner.session.lesson.lang == lang


async def test_a_lesson_that_can_not_be_read_is_said_and_leads_back_to_the_map(learn, tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    shutil.copytree(COURSE.folder, folder)
    (folder / "multiply-node" / "en.md").write_text('+++\ntitle = "[/] x"\n+++\n\n```[bold]nonsense q\n```\n')
    (folder / "add-node" / "en.md").unlink()
    course = load_course(folder)
    async with learn(course=course, folder=tmp_path / "home") as learner:
        await learner.in_lesson()
        await learner.press("escape")
        for number, lesson in enumerate(("multiply-node", "add-node"), start=1):
            learner.app.open_lesson(lesson)
            await learner.until(lambda number=number: len(learner.notices) == number)
            assert isinstance(learner.app.screen, MapScreen)
            assert lesson in learner.notices[-1]
        await learner.press("enter")
        await learner.in_lesson()


async def test_a_data_folder_that_no_file_system_takes(learn, tmp_path: Path) -> None:
    async with learn(folder=tmp_path / ("a" * 300)) as learner:
        assert learner.session.lesson.id == COURSE.lessons[0]
        assert any("Answers are kept only until you quit" in notice for notice in learner.notices)


async def test_commands_that_are_found_when_the_palette_is_going(learn) -> None:
    """Its list is taken down before it: what is still being searched for then has no place to stand."""
    async with learn(lesson="apple-tax") as learner:
        await learner.press("ctrl+p")
        palette = learner.app.screen
        assert isinstance(palette, CommandPalette)
        commands = palette.query_one(CommandList)
        await learner.until(lambda: commands.option_count)
        await palette.remove_children()
        palette._refresh_command_list(commands, [], True)
        learner.app.pop_screen()
        await learner.settle()


# --- signals ----------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(signal, "SIGWINCH"), reason="no such signal here")
async def test_a_second_change_of_size_waits_until_the_first_is_handled() -> None:
    """Else the older of two sizes was sent last, and the app kept it."""
    did: list[str] = []

    def handle(number: int, frame: object) -> None:
        first = not did
        did.append("begins")
        if first:
            signal.raise_signal(signal.SIGWINCH)
        did.append("ends")

    loop = asyncio.get_running_loop()
    before = signal.signal(signal.SIGWINCH, handle)
    try:
        one_at_a_time(loop, "SIGWINCH")
        signal.raise_signal(signal.SIGWINCH)
        while len(did) < 4:
            await asyncio.sleep(0.01)
    finally:
        loop.remove_signal_handler(signal.SIGWINCH)
        signal.signal(signal.SIGWINCH, before)
    assert did == ["begins", "ends"] * 2


def test_a_signal_that_this_machine_lacks_or_nobody_handles_is_left_alone() -> None:
    with asyncio.Runner() as runner:
        one_at_a_time(runner.get_loop(), "SIGNOSUCH")
        before = signal.signal(signal.SIGUSR1, signal.SIG_DFL)
        one_at_a_time(runner.get_loop(), "SIGUSR1")
        assert signal.signal(signal.SIGUSR1, before) is signal.SIG_DFL
