"""What a learner has chosen (language, theme, keys): one small TOML file beside the record; see docs/settings.md."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from tutor.learner.writing import aside, write_whole
from tutor.words import LANGUAGES

CHOICES: dict[str, tuple[str, ...]] = {
    "lang": tuple(LANGUAGES),
    "animation": ("on", "off"),
    "drawing": ("box", "ascii"),
}
"""Settings that are one of a few texts."""

DAILY_GOAL = 10
"""Questions a day, where the learner has set no goal."""
MOST_A_DAY = 500
"""The highest daily goal."""

KEYS = "keys"
"""The table of keys that the learner has moved: the id of what a key does, and the key."""

KNOWN = (*CHOICES, "theme", "daily_goal", KEYS)
"""All settings there are."""

_LARGEST = 64 * 1024

Value = str | int


class Fault(NamedTuple):
    """Something in the file that can't be used, so that the default counts; the faces have the words for it."""

    code: Literal["unreadable", "unknown", "not-one-of", "not-text", "not-a-goal", "not-a-table", "no-theme"]
    key: str = ""
    value: str = ""
    detail: str = ""
    """Of an unreadable file: what the parser said, in English."""


class Settings:
    """Reads the file once and writes it at each change. A file that can't be read or written changes nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        """What can't be used, in the order of the file; it stays in there until the learner chooses something else."""
        self.moved: Path | None = None
        """Where a file that could not be read is now: it was moved aside before the next one was written."""
        self._values: dict[str, object] = {}
        self._keys: dict[str, str] = {}
        self._unsaved: dict[tuple[str, ...], Value | None] = {}
        if not os.path.lexists(path):  # nor where the folder is none: of that the record speaks
            return
        try:
            self._read(tomllib.loads(_text(path)))
        except OSError as error:
            self.faults = [Fault("unreadable", detail=error.strerror or str(error))]
        except (ValueError, RecursionError) as error:  # ValueError: not TOML, or not UTF-8
            self.faults = [Fault("unreadable", detail=str(error))]

    def get(self, key: str) -> str:
        """A setting as text; "" where it was never chosen."""
        value = self._values.get(key, "")
        return value if isinstance(value, str) else ""

    @property
    def daily_goal(self) -> int:
        """How many questions the learner wants to answer in a day, 1 to `MOST_A_DAY`."""
        value = self._values.get("daily_goal", DAILY_GOAL)
        return value if isinstance(value, int) else DAILY_GOAL

    @property
    def has_daily_goal(self) -> bool:
        """Whether the learner has chosen one."""
        return "daily_goal" in self._values

    @property
    def is_unsaved(self) -> bool:
        """Whether something that was chosen could not be saved."""
        return bool(self._unsaved)

    @property
    def keys(self) -> Mapping[str, str]:
        """The keys that the learner has moved: the id of what a key does (`lesson.hint`), and the key (`f8`)."""
        return self._keys

    def set(self, key: str, value: Value) -> bool:
        """Keep a setting; False where it could not be saved and lasts only until the program ends."""
        if self._values.get(key) == value:
            return True
        self._values[key] = value
        return self._save((key,), value)

    def set_key(self, name: str, key: str | None) -> bool:
        """Move a key; without `key` back to the one that it is by itself. False as with `set`."""
        if self._keys.get(name) == key:
            return True
        self._keys = {each: other for each, other in self._keys.items() if each != name}
        if key is not None:
            self._keys[name] = key
        return self._save((KEYS, name), key)

    def _read(self, found: Mapping[str, object]) -> None:
        for key, value in found.items():
            fault = _fault(key, value)
            if fault is not None:
                self.faults.append(fault)
            elif key == "animation" and isinstance(value, bool):
                self._values[key] = "on" if value else "off"
            elif key != KEYS:
                self._values[key] = value
            elif isinstance(value, dict):
                self._keys = {name: moved for name, moved in value.items() if isinstance(moved, str)}
                self.faults += [
                    Fault("not-text", f"{KEYS}.{name}", str(moved))
                    for name, moved in value.items()
                    if not isinstance(moved, str)
                ]

    def _save(self, where: tuple[str, ...], value: Value | None) -> bool:
        from tutor.learner.settings_file import changed, fresh  # only where something is written

        self._unsaved[where] = value
        try:
            try:
                # Read again: another window may have written, and notes of the learner's are kept.
                text = changed(_text(self.path), self._unsaved)
            except FileNotFoundError:
                text = changed(fresh(self.get("lang")), self._unsaved)
            except (OSError, ValueError, RecursionError):
                if self.path.is_file():
                    self.moved = self.path.rename(aside(self.path))
                text = changed(fresh(self.get("lang")), self._unsaved)
            write_whole(self.path, text)
        except OSError:
            return False
        self._unsaved.clear()
        return True


def _text(path: Path) -> str:
    """What is in the file. Raises OSError or ValueError."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):  # reading a pipe would never end
        raise ValueError("not a plain file")
    if found.st_size > _LARGEST:
        raise ValueError(f"larger than {_LARGEST} bytes")
    return path.read_text(encoding="utf-8")


def _fault(key: str, value: object) -> Fault | None:
    """What is wrong with a setting as it stands in the file."""
    if key not in KNOWN:
        return Fault("unknown", key)
    if key in CHOICES:
        fine = value in CHOICES[key] or (key == "animation" and isinstance(value, bool))
        return None if fine else Fault("not-one-of", key, str(value))
    if key == "theme":
        return None if isinstance(value, str) else Fault("not-text", key, str(value))
    if key == KEYS:
        return None if isinstance(value, dict) else Fault("not-a-table", key, str(value))
    fine = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_A_DAY
    return None if fine else Fault("not-a-goal", key, str(value))
