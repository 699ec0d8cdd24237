"""Reading a JSON object piece by piece: of a file larger than the memory no more than one piece is held at once."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TextIO

LONGEST = 256 * 1024
"""Characters in one piece: a member of the object, or an element of a list in it."""

_CHUNK = 64 * 1024
_SPACE = " \t\r\n"
_HALF = re.compile(r"[-+.\w]{0,5}", re.ASCII)  # `fals` at the end was cut off, `nonsense` was not

Code = Literal["empty", "not-json", "not-an-object", "cut-off", "not-text", "no-number", "twice", "too-long"]


class Broken(Exception):
    """What is read is no JSON, or more than that; `line` from 1."""

    def __init__(self, code: Code, line: int, detail: str = "") -> None:
        super().__init__(f"line {line}: {code} {detail}".rstrip())
        self.code, self.line, self.detail = code, line, detail


class Piece(NamedTuple):
    """A member of the object, or where `element` (from 0) is named an element of a list that is a member."""

    key: str
    element: int | None
    line: int
    value: Any
    """Of a list: an empty one, before its elements."""


def pieces(file: TextIO) -> Iterator[Piece]:
    """The members of the one object in `file`, in their order. Raises Broken, OSError.

    Stricter than JSON is: a key stands once, a number is finite.
    """
    text = _Text(file)
    if text.next() != "{":
        raise Broken("not-an-object" if text.next() else "empty", text.line)
    text.step()
    keys: set[str] = set()
    while text.follows("}", first=not keys):
        key = text.value() if text.next() == '"' else text.fail()
        if key in keys:
            raise Broken("twice", text.line, key)
        keys.add(key)
        if text.next() != ":":
            text.fail()
        text.step()
        if text.next() != "[":
            line = text.line
            yield Piece(key, None, line, text.value())
            continue
        yield Piece(key, None, text.line, [])
        text.step()
        element = 0
        while text.follows("]", first=not element):
            text.next()
            line = text.line
            yield Piece(key, element, line, text.value())
            element += 1
    if text.next():
        text.fail()


class _Text:
    """The part of the file that is held, and a place in it."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._held = ""
        self._at = 0
        self._line = 1
        """That in which `_held` begins."""
        self._ended = False

    @property
    def line(self) -> int:
        """The line of the place."""
        return self._line + self._held.count("\n", 0, self._at)

    def next(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            while self._at < len(self._held):
                if self._held[self._at] not in _SPACE:
                    return self._held[self._at]
                self._at += 1
            if not self._more():
                return ""

    def step(self) -> None:
        """Go past the character that `next` has found."""
        self._at += 1

    def follows(self, end: str, *, first: bool) -> bool:
        """Whether another member or element follows here, and not the `end`; goes past the comma, or the end."""
        found = self.next()
        if found == end:
            self.step()
            return False
        if first:
            return True
        if found != ",":
            self.fail()
        self.step()
        if self.next() == end:
            self.fail()
        return True

    def value(self) -> Any:
        """The value that stands here."""
        self.next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                if not self._more():
                    cut = error.msg.startswith("Unterminated") or _HALF.fullmatch(self._held, error.pos)
                    line = self._line + self._held.count("\n", 0, error.pos)
                    raise Broken("cut-off" if cut else "not-json", line) from None
            except _Refused as error:
                raise Broken(error.code, self.line, error.detail) from None
            except RecursionError:
                raise Broken("too-long", self.line) from None
            else:
                if end < len(self._held) or not self._more():  # a number may go on
                    self._at = end
                    return value
            if len(self._held) - self._at > LONGEST:
                raise Broken("too-long", self.line)

    def fail(self) -> Any:
        """What stands here can't stand here."""
        raise Broken("not-json" if self.next() else "cut-off", self.line)

    def _more(self) -> bool:
        """Hold some more of the file; False where there is no more."""
        if self._ended:
            return False
        try:
            read = self._file.read(_CHUNK)
        except UnicodeDecodeError:
            raise Broken("not-text", self._line + self._held.count("\n")) from None
        if not read:
            self._ended = True
            return False
        self._line, self._held, self._at = self.line, self._held[self._at :] + read, 0
        return True


class _Refused(ValueError):
    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Refused("twice", next(key for key in keys if keys.count(key) > 1))
    return found


def _no_number(text: str) -> Any:
    raise _Refused("no-number", text[:20])


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _whole(text: str) -> int:
    return int(text) if len(text) <= 20 else _no_number(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_float=_finite, parse_int=_whole, parse_constant=_no_number, strict=True
)
