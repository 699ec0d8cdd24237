"""Text from strangers made harmless: no terminal command, no invisible or reordering character comes through."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

REPLACEMENT = "\ufffd"
MOST_MARKS = 3
"""Combining marks on one character; real writing gets by with two, and a tower of them leaves its line."""

_KEPT = "\n\t"
_UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, format (bidi among them), half a pair, line separators
_ENTITY = re.compile(r"&(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{0,31});")


def clean(text: str) -> str:
    """The text as it may be shown: NFC, unsafe characters as U+FFFD, at most three combining marks in a row.

    Newlines and tabs stay; `\\r\\n` and `\\r` become newlines.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = {ord(char): REPLACEMENT for char in set(text) if is_unsafe(char)}
    # Marks before NFC too: putting a very long run of them into its canonical order is slow.
    return _few_marks(unicodedata.normalize("NFC", _few_marks(text.translate(bad))))


def clean_line(text: str) -> str:
    """The same, on one line: every run of white space is one blank."""
    return " ".join(clean(text).split())


def clean_markdown(text: str) -> str:
    """The same for Markdown, where an entity such as `&#x202e;` could bring an unsafe character back."""
    return _ENTITY.sub(
        lambda found: REPLACEMENT if unsafe_characters(html.unescape(found[0])) else found[0], clean(text)
    )


def is_unsafe(char: str) -> bool:
    """Whether a single character is one that `clean` replaces."""
    return unicodedata.category(char) in _UNSAFE and char not in _KEPT


def unsafe_characters(text: str) -> list[str]:
    """What `clean_markdown` would replace in the text, each once, in order of appearance, as `U+202E`."""
    spelt_out = _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text
    found = {char: None for char in spelt_out if is_unsafe(char)}
    return [f"U+{ord(char):04X}" for char in found]


def unsafe_rows(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lines, from 1, that have unsafe characters, and which."""
    for line, row in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        found = unsafe_characters(row)
        if found:
            yield line, tuple(found)


def _few_marks(text: str) -> str:
    marks = {char for char in set(text) if unicodedata.category(char) in ("Mn", "Me")}
    if not marks:
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if char in marks else 0
        if run <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)
