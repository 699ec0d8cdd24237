"""Plain drawing: with it no screen has a character of ambiguous width, Textual's own parts among them."""

from __future__ import annotations

import unicodedata
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from driving import LARGE, SMALL, Learner, a_nudge
from textual.command import CommandPalette

from tutor import paths
from tutor.learner.settings import Settings
from tutor.practice import Wish
from tutor.ui.rooms import ROOMS
from tutor.ui.screens.map import MapScreen


@pytest.fixture
def drawn_plainly(tmp_path: Path) -> None:
    """The setting of somebody who chose it earlier."""
    Settings(paths.settings(tmp_path)).set("drawing", "ascii")


def ambiguous(learner: Learner) -> set[str]:
    return {character for character in learner.display if unicodedata.east_asian_width(character) == "A"}


async def a_wrong_answer(learner: Learner) -> None:
    await learner.answer("3")
    await learner.press("?", "f1", "escape")


async def the_map(learner: Learner) -> None:
    await learner.press("escape")
    assert isinstance(learner.app.screen, MapScreen)


async def the_help(learner: Learner) -> None:
    await learner.press("f1")


async def the_palette(learner: Learner) -> None:
    await learner.press("ctrl+p")
    await learner.until(lambda: "Begin" in learner.display or "처음" in learner.display)
    assert CommandPalette.is_open(learner.app)


async def a_notice(learner: Learner) -> None:
    await learner.press("ctrl+c")
    await learner.sees("Ctrl+Q")


@pytest.mark.usefixtures("drawn_plainly")
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("way", [a_wrong_answer, the_map, the_help, the_palette, a_notice, a_nudge])
async def test_no_character_of_ambiguous_width(learn, lang: str, way: Callable[[Learner], Awaitable[None]]) -> None:
    async with learn(lang, lesson="apple-tax", size=LARGE) as learner:
        await way(learner)
        assert not ambiguous(learner)


@pytest.mark.usefixtures("drawn_plainly")
async def test_no_character_of_ambiguous_width_in_a_practice(learn) -> None:
    async with learn(practice=Wish(("branches",), 2, 3), size=SMALL) as learner:
        assert not ambiguous(learner)


@pytest.mark.usefixtures("drawn_plainly")
@pytest.mark.parametrize("room", ROOMS)
async def test_no_character_of_ambiguous_width_in_a_room(learn, room: str) -> None:
    async with learn(room=room, size=LARGE) as learner:
        assert not ambiguous(learner)


async def test_it_is_chosen_in_the_palette_at_once_and_for_good(learn, tmp_path: Path) -> None:
    async with learn(lesson="apple-tax") as learner:
        assert {"●", "○"} & ambiguous(learner)
        await learner.press("ctrl+p")
        await learner.type("plain")
        await learner.until(lambda: "Pictures in ASCII" in learner.display)
        await learner.press("down", "enter")
        await learner.until(lambda: not ambiguous(learner))
        assert Settings(paths.settings(tmp_path)).get("drawing") == "ascii"
    async with learn(lesson="apple-tax") as learner:
        assert not ambiguous(learner)
        learner.app.set_drawing("box")
        await learner.until(lambda: ambiguous(learner))
        assert "─" in learner.display


async def test_for_one_run_only(learn, tmp_path: Path) -> None:
    async with learn(lesson="apple-tax", ascii_only=True) as learner:
        assert not ambiguous(learner)
    assert Settings(paths.settings(tmp_path)).get("drawing") == ""
    async with learn(lesson="apple-tax") as learner:
        assert ambiguous(learner)


@pytest.mark.usefixtures("drawn_plainly")
async def test_a_line_is_as_wide_as_before(learn) -> None:
    async with learn("ko", lesson="apple-tax") as learner:
        plain = learner.app.screen._compositor.render_strips()
        learner.app.set_drawing("box")
        await learner.settle()
        fine = learner.app.screen._compositor.render_strips()
        assert [strip.cell_length for strip in plain] == [strip.cell_length for strip in fine]
