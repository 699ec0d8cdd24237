"""The labs in a real terminal: they open from the command line and lead to the map."""

from __future__ import annotations

import pytest
from terminals import CTRL_Q, ESCAPE, Start

from tutor.commands.lab import LABS
from tutor.ui.rooms import ROOMS
from tutor.words import words


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", LABS)
def test_a_lab_opens_and_leads_to_the_map(start: Start, name: str, lang: str) -> None:
    t = words(lang)
    terminal = start("lab", name, "--no-animation", "--lang", lang)
    terminal.see(t(ROOMS[name].title), t("Quit"))
    terminal.type(ESCAPE)
    terminal.see(t("Begin with the first lesson, or with any other."))
    terminal.type("t")
    terminal.see(t("Try things out"), t(ROOMS[name].help))
    terminal.type(CTRL_Q)
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.written
