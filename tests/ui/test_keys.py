"""Keys that a learner moves: what can be used, what is said of the rest, and that table and screens agree."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from conftest import Learning
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding
from textual.keys import _character_to_key

from tutor import paths
from tutor.ui.app import TutorApp
from tutor.ui.keys import FAULTS, KEYS, PLACES, KeyFault, fault_line, named, pretty, usable
from tutor.ui.rooms import ROOMS
from tutor.ui.screens.help import EVERYWHERE, LESSON, MOVABLE
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.map import MapScreen
from tutor.words import words

NEVER_MOVED = {"open", "leave", "close"}
"""What Enter and Escape do."""


def bindings() -> Iterator[tuple[str, Binding]]:
    """Each place's bindings, as they stand in the class of its screen."""
    yield from (("app", binding) for binding in TutorApp.BINDINGS if isinstance(binding, Binding))
    screens = {"map": MapScreen, "lesson": LessonScreen}
    for name, room in ROOMS.items():
        module, _, home = room.home.partition(":")
        screens[name] = getattr(import_module(module), home)
    for place, screen in screens.items():
        yield from ((place, binding) for binding in vars(screen)["BINDINGS"])


def test_the_table_says_what_the_screens_do() -> None:
    found = {binding.id: (binding.key, binding.description, binding.tooltip) for _, binding in bindings() if binding.id}
    assert found.keys() == KEYS.keys()
    for id, (key, name, does) in KEYS.items():
        assert found[id][::2] == (key, does) and (found[id][1] == name or not name)


def test_what_stands_in_a_footer_can_be_moved() -> None:
    fixed = [binding for _, binding in bindings() if binding.show and binding.description and not binding.id]
    assert {binding.action for binding in fixed} <= NEVER_MOVED


def test_an_id_begins_with_its_place() -> None:
    assert all(binding.id is None or binding.id.startswith(place + ".") for place, binding in bindings())
    assert {id.split(".")[0] for id in KEYS} == set(PLACES)


def test_the_keys_by_themselves_do_not_clash() -> None:
    for id, key in KEYS.items():
        first = key.keys.split(",")[0]
        assert named(pretty(first)) == first
        assert usable({id: first}) == ({}, [])
        # Moved away and back in one go, it is still free.
        assert usable({id: "ctrl+t" if id != "play.run" else "f9"})[1] == []


def test_the_help_names_the_keys_that_can_be_moved() -> None:
    shown = {key for key, _ in (*LESSON, *EVERYWHERE)}
    assert set(MOVABLE) <= shown
    assert all(pretty(KEYS[id].keys) == key for key, id in MOVABLE.items())


@pytest.mark.parametrize("sign", string.punctuation)
def test_signs_are_named_as_textual_names_them(sign: str) -> None:
    name = named(sign)
    assert name == _character_to_key(sign) and pretty(name) == sign


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("f8", "f8"),
        ("F12", "f12"),
        ("Ctrl+O", "ctrl+o"),
        (" ctrl+o ", "ctrl+o"),
        ("x", "x"),
        ("X", "X"),
        ("ㅌ", "ㅌ"),
        ("space", "space"),
        ("question_mark", "question_mark"),
        ("shift+f6", "shift+f6"),
        *((key, None) for key in ("", " ", "f25", "hello", "ctrl+", "hyper+x", "ctrl+ctrl+x", "x,y", "\x1b", "🍎")),
    ],
)
def test_what_is_a_key(key: str, expected: str | None) -> None:
    assert named(key) == expected


@pytest.mark.parametrize(
    ("moved", "keymap", "faults"),
    [
        ({"lesson.hint": "f8"}, {"lesson.hint": "f8"}, []),
        ({"lesson.hint": "f2", "lesson.nudge": "?"}, {"lesson.hint": "f2", "lesson.nudge": "question_mark"}, []),
        ({"map.practise": "x"}, {"map.practise": "x,ㅌ"}, []),
        ({"map.practise": "p"}, {}, []),
        ({"lesson.hint": "f2"}, {}, [KeyFault("taken", "lesson.hint", "f2", "lesson.nudge")]),
        ({"lesson.hint": "f1"}, {}, [KeyFault("taken", "lesson.hint", "f1", "app.help")]),
        ({"app.help": "f5"}, {}, [KeyFault("taken", "app.help", "f5", "play.ask")]),
        ({"app.help": "?"}, {}, [KeyFault("typed", "app.help", "question_mark")]),
        ({"lesson.hint": "h"}, {}, [KeyFault("typed", "lesson.hint", "h")]),
        ({"lesson.hint": "space"}, {}, [KeyFault("typed", "lesson.hint", "space")]),
        ({"lesson.hint": "ctrl+a"}, {}, [KeyFault("fixed", "lesson.hint", "ctrl+a")]),
        ({"map.practise": "enter"}, {}, [KeyFault("fixed", "map.practise", "enter")]),
        ({"optimizers.run": "1"}, {}, [KeyFault("fixed", "optimizers.run", "1")]),
        ({"lesson.hint": "hyper+x"}, {}, [KeyFault("no-key", "lesson.hint", "hyper+x")]),
        ({"lesson.hnit": "f8"}, {}, [KeyFault("no-action", "lesson.hnit", "f8")]),
        (
            {"lesson.hint": "f8", "lesson.skip": "f8"},
            {"lesson.hint": "f8"},
            [KeyFault("taken", "lesson.skip", "f8", "lesson.hint")],
        ),
        ({"map.practise": "t", "map.try_out": "ㅔ"}, {"map.practise": "t,ㅅ", "map.try_out": "ㅔ"}, []),
    ],
)
def test_which_keys_can_be_used(moved: dict[str, str], keymap: dict[str, str], faults: list[KeyFault]) -> None:
    assert usable(moved) == (keymap, faults)


@given(
    st.dictionaries(st.sampled_from([*KEYS, "no.such"]), st.sampled_from(["f2", "f8", "?", "x", "p", "ctrl+b", "1"]))
)
def test_whatever_is_moved_no_key_does_two_things(moved: dict[str, str]) -> None:
    keymap, faults = usable(moved)
    now = {id: set(keymap.get(id, key.keys).split(",")) for id, key in KEYS.items()}
    for id, keys in now.items():
        for other, others in now.items():
            if id < other and ("app" in (id[:3], other[:3]) or id.split(".")[0] == other.split(".")[0]):
                assert keys.isdisjoint(others)
    assert {fault.id for fault in faults}.isdisjoint(keymap)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("code", FAULTS)
def test_every_fault_is_said_in_one_line(code: str, lang: str) -> None:
    line = fault_line(KeyFault(code, "lesson.hint", "f2", "lesson.nudge"), words(lang))  # type: ignore[arg-type]
    assert "lesson.hint" in line and "\n" not in line


async def test_a_moved_key_works_and_stands_in_the_footer(learn: Learning, tmp_path: Path) -> None:
    paths.settings(tmp_path).write_text('[keys]\n"lesson.hint" = "f8"\n"lesson.nudge" = "hello"\n')
    async with learn(lesson="apple-tax") as learner:
        assert learner.notices == ["lesson.nudge: hello is no key that can be used"]
        assert learner.footer["f8"] == "Hint" and "?" not in learner.footer and learner.footer["f2"] == "Nudge"
        await learner.press("f8")
        assert learner.session.state.hints == 1
        await learner.type("?")
        assert learner.session.state.hints == 1
        await learner.press("f1")
        await learner.sees("F8", "F2")


def test_the_documentation_has_them_all() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    t = words("en")
    rows = [f"| `{id}` | `{pretty(key.keys)}` | {key.line(t)} |" for id, key in KEYS.items()]
    assert page.endswith("\n".join(rows) + "\n")
    example = page.split("```toml\n")[1].split("```")[0]
    assert usable(tomllib.loads(example)["keys"])[1] == []
