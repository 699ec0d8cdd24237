"""The program's words in the learner's language: gettext catalogs, and Korean particles that fit what they follow."""

from __future__ import annotations

import gettext
import os
import string
from collections.abc import Mapping
from functools import cache
from typing import Any

from tutor import paths

LANGUAGES: dict[str, str] = {"en": "English", "ko": "한국어"}
"""Every language of the program, by code, in its own words. English is what the code itself says."""

DEFAULT = "en"


def N_(message: str) -> str:
    """Mark a message of a table, so that it reaches the catalogs; it is translated where it is shown."""
    return message


class Words:
    """Speaks one language. Call it with an English message and the values of its `{names}`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else DEFAULT
        self._catalog = gettext.translation("bptutor", paths.catalogs(), [self.lang], fallback=True)

    def __call__(self, message: str, /, **values: Any) -> str:
        """The message in this language, its `{names}` filled in (values are inserted as they are)."""
        return _FORMATTER.vformat(self._catalog.gettext(message), (), values)

    def n(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """The message for `count` things, `{count}` among its names."""
        return _FORMATTER.vformat(self._catalog.ngettext(one, many, count), (), {"count": count, **values})


@cache
def words(lang: str) -> Words:
    """The words of language `lang` (of English where there is no such language)."""
    return Words(lang)


def language_of(environment: Mapping[str, str] | None = None) -> str:
    """The language that the environment asks for, as gettext reads it; English where it asks for none of ours."""
    env = os.environ if environment is None else environment
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for wish in env.get(variable, "").split(":"):
            code = wish.replace("-", "_").split(".")[0].split("_")[0].lower()
            if code in LANGUAGES:
                return code
            if code in ("c", "posix") or (code and variable != "LANGUAGE"):
                return DEFAULT
    return DEFAULT


PARTICLES = frozenset({"은/는", "이/가", "을/를", "과/와", "으로/로"})
_CLOSED_DIGITS = "013678"  # read 영 일 삼 육 칠 팔: these end in a consonant
_CLOSED_LETTERS = "lmnr"
_RIEUL = 8


class _Formatter(string.Formatter):
    """`{name:을/를}` is the value and the particle that fits its last sound."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec not in PARTICLES:
            return str(super().format_field(value, format_spec))
        closed, opened = format_spec.split("/")
        text = str(value)
        return text + (closed if _ends_closed(text, closed == "으로") else opened)


def _ends_closed(text: str, after_rieul_open: bool) -> bool:
    """Whether the last sound is a consonant; before 으로/로 a final ㄹ counts as open."""
    last = next((char for char in reversed(text) if char.isalnum()), "")
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return final != 0 and not (after_rieul_open and final == _RIEUL)
    if last.isascii() and last.isdigit():
        return last in _CLOSED_DIGITS and not (after_rieul_open and last in "178")
    return _latin_ends_closed(text.lower().rstrip(" )]"), after_rieul_open)


def _latin_ends_closed(text: str, after_rieul_open: bool) -> bool:
    """A guess for Latin words by their last letters; a letter alone is read by its name (엘, 엠, 엔, 알)."""
    if not text or not text[-1].isascii() or not text[-1].isalpha():
        return False
    if text[-2:-1].isalpha() and text[-2:-1].isascii():  # a word: error ends open, apple and shipping closed
        if text.endswith("r"):
            return False
        if text.endswith("le"):
            return not after_rieul_open
        if text.endswith("ng"):
            return True
    return text[-1] in _CLOSED_LETTERS and not (after_rieul_open and text[-1] in "lr")


_FORMATTER = _Formatter()
