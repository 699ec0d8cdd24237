"""What a learner has chosen (language, theme): one small TOML file beside the record."""

from __future__ import annotations

import json
import re
import stat
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tutor.learner.writing import write_whole

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LARGEST = 64 * 1024


class Settings:
    """Reads the file once and writes it at each change. A file that can't be read or written changes nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._values: dict[str, str | bool | int | float] = {}
        with suppress(OSError, ValueError, RecursionError):  # ValueError: not TOML, or not UTF-8
            found = path.stat()
            if stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST:  # reading a pipe would never end
                read: Mapping[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
                self._values = {k: v for k, v in read.items() if isinstance(v, str | bool | int | float)}

    def get(self, key: str) -> str:
        """A setting as text; "" where it was never chosen."""
        value = self._values.get(key, "")
        return value if isinstance(value, str) else ""

    def set(self, key: str, value: str) -> bool:
        """Keep a setting; False where it could not be saved and lasts only until the program ends."""
        if self._values.get(key) == value:
            return True
        self._values[key] = value
        try:
            self._write()
        except OSError:
            return False
        return True

    def _write(self) -> None:
        lines = [f"{_key(key)} = {_value(value)}\n" for key, value in self._values.items()]
        write_whole(self.path, "".join(lines))


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _value(value: str | bool | int | float) -> str:
    if isinstance(value, str):
        return _text(value)
    return str(value).lower()  # true, 3, 0.5, inf


def _text(text: str) -> str:
    # JSON's form is TOML's too, but for characters beyond 16 bits, which JSON may cut in two, and for DEL.
    storable = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(storable, ensure_ascii=False).replace("\x7f", "\\u007f")
