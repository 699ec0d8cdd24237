"""Changes in the settings file that leave all else in it as it stands: notes, order, and what a newer version knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from tutor.words import N_, language_of, words

OPENING = (
    N_("Settings of bptutor. What is chosen in the tutor is written here; notes like this one stay."),
    N_("These are all there are, with examples. docs/settings.md explains them."),
)
EXAMPLES = (
    ('lang = "ko"', N_("the language: en or ko")),
    ('theme = "nord"', N_("the colours: the name of a theme")),
    ('animation = "off"', N_("whether pictures move: on or off")),
    ('drawing = "ascii"', N_("how pictures are drawn: box, or ascii for terminals where lines look broken")),
    ("daily_goal = 10", N_("how many questions you want to answer in a day")),
    ("[keys]", N_("other keys; they stand at the end, below this line")),
    ('"lesson.hint" = "f8"', N_("what the key does, and the key")),
)
_COLUMN = 24
"""Where what an example means begins."""


def fresh(lang: str) -> str:
    """A file in which nothing is chosen: notes that say what can be, in the language `lang` or the terminal's."""
    t = words(lang or language_of())
    lines = [t(line) for line in OPENING] + [f"{example:{_COLUMN}}{t(what)}" for example, what in EXAMPLES]
    return "".join(f"# {line}\n" for line in lines) + "#\n"


def changed(text: str, changes: Mapping[tuple[str, ...], str | int | None]) -> str:
    """The text of a settings file with some of its settings changed; None takes one out.

    A change is named by its key, or by a table and the key in it. Raises ValueError for what is no TOML.
    """
    document = tomlkit.parse(text)
    for (*tables, key), value in changes.items():
        place: Any = document
        for table in tables:
            if not isinstance(place.get(table), Table):
                _put(place, table, tomlkit.table())
            place = place[table]
        if value is not None:
            _put(place, key, value)
        elif key in place:
            del place[key]
    return tomlkit.dumps(document)


def _put(place: Any, key: str, value: Any) -> None:
    # In the place of a table the new value would stand below another table, and so in it.
    if isinstance(place.get(key), Table | AoT) or isinstance(value, Table):
        place.pop(key, None)
    if isinstance(value, str):
        value = value.encode("utf-8", "replace").decode("utf-8")  # half a character from a broken terminal
    place[key] = value
