"""What people type, in the signs that the parser knows: 2², 3천, 10 %, 2x1.1, 1 000, √4. Each sign keeps its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from typing import NamedTuple

from tutor.numbers import show

UNITS = (
    *("₩", "원", "won", "krw", "$", "usd", "dollar", "dollars", "달러", "€", "euro", "euros", "유로", "¥", "yen", "엔"),
    *("개", "박스", "상자", "봉지", "병", "잔", "장", "명", "권", "box", "boxes", "점", "배", "번", "회"),
    *("mm", "밀리미터", "cm", "센티미터", "dm", "m", "metre", "metres", "meter", "meters", "미터", "km", "킬로미터"),
    *("m²", "m^2", "㎡", "square metres", "square meters", "제곱미터", "m³", "m^3", "세제곱미터"),
    *("mg", "grams", "그램", "kg", "킬로그램", "ml", "litre", "litres", "liter", "liters", "리터"),
    *("sec", "second", "seconds", "초", "min", "minute", "minutes", "분", "hour", "hours", "시간", "일"),
    *("watt", "watts", "와트", "kwh", "킬로와트시", "°c", "℃", "도", "degrees"),
)
"""What may stand before or behind a number and says nothing about it. A name of the question is read as that name."""

_CURRENCIES = "₩$€¥"
_MORE_LOOK_ALIKES = str.maketrans("％：✖╳≈≒≃", "%:**===")
_TO_EXPONENT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_KOREAN = {"십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12}

# No possessive quantifiers: Pythons before 3.11.4 go wrong with them where there are groups.
_NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_UNIT = "|".join(re.escape(unit.replace("²", "^2").replace("³", "^3")) for unit in sorted(UNITS, key=len, reverse=True))
_UNITS = rf"(?:{_UNIT})(?:\s*(?:/|per\b|당)\s*(?:{_UNIT}|[sh]\b))*"
_ENDS = r"(?=\s*(?:[-+*/^),=]|$))"

_POLITE = re.compile(r"(?<=\S)\s*(?:입니다|이에요|예요|이다)\s*\.?\s*$")
_FULL_STOP = re.compile(r"(?<=[^\s.])\s*\.\s*$")
_ABOUT = re.compile(r"^\s*(?:~|약(?=[\s\d]))|(?<==)\s*(?:~|약(?=[\s\d]))")
_LABEL = re.compile(r"\s*[^\W\d][\w\s/∂()'’]*")
_SUPERSCRIPT = re.compile(r"(?<=[^\W⁰¹²³⁴⁵⁶⁷⁸⁹]|\))(?:[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?![⁺⁻\w.])")
_TIMES = re.compile(rf"(?<![\w.])(?!0[xX]){_NUMBER}(?:\s*[xX]\s*-?(?:{_NUMBER}|(?=\()))+|\)(?:\s*[xX]\s*-?{_NUMBER})+")
_TIMES_APART = re.compile(r"(?<=[\w.)])\s+[xX]\s+(?=[-\w.(])|(?<=\))\s*[xX]\s*(?=\()")
_COUNT = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_NUMERAL = re.compile(
    rf"(?<![\w.,])(?:{_COUNT}\s*)?[십백천만억조](?:\s*(?:{_COUNT}\s*)?[십백천만억조])*(?:\s*{_COUNT})?(?!\.\d)(?=\W|$|{_UNIT})"
)
_PART = re.compile(rf"({_COUNT})?\s*([십백천만억조])|({_COUNT})")
_GROUPED = re.compile(r"(?<![\w.,'’])\d{1,3}(?:([ \u2009\u202f_'’])\d{3})(?:\1\d{3})*(?![\d_'’])")
_PERCENT = re.compile(r"(?<![\w.,])((?:\d+(?:,\d+)*(?:\.\d*)?|\.\d+))\s*(?:%|percent\b|퍼센트(?!\w))")
_SUM = re.compile(r"[\w)%]\s*[-+]")
_ROOT = re.compile(rf"√\s*(?:(?=\()|({_NUMBER}|\w+))")
_BEHIND_A_NUMBER = re.compile(rf"(?<![\w.])({_NUMBER}\s*)({_UNITS}){_ENDS}", re.IGNORECASE)
_BEHIND_ALL = re.compile(rf"(?:(?<=[\w.])\s+|(?<=\))\s*)({_UNITS})\s*$", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:^|(?<=[-+*/^(,=]))\s*([{_CURRENCIES}])")


class Typed(NamedTuple):
    """A text in the parser's signs, and from which column of what was typed each sign comes, its end included."""

    text: str
    columns: tuple[int, ...]
    units: tuple[str, ...] = ()
    """What was left out of account, as it was typed."""


def as_meant(text: str, names: Set[str]) -> Typed:
    """`text` with what people write instead of the parser's signs replaced; `names` are the question's own."""
    flat = text.translate(_MORE_LOOK_ALIKES)
    for silent in (_POLITE, _FULL_STOP, _ABOUT):
        flat = silent.sub(lambda found: " " * len(found.group()), flat)
    typed = Typed(_label_apart(flat), tuple(range(len(text) + 1)))
    typed = _replaced(typed, _SUPERSCRIPT, lambda found: _exponent(found.group()))
    if not any(name.casefold().startswith("x") for name in names):
        for times in (_TIMES, _TIMES_APART):
            typed = _replaced(typed, times, lambda found: found.group().replace("x", "*").replace("X", "*"))
    typed = _replaced(typed, _NUMERAL, lambda found: _numeral(found, names))
    typed = _replaced(typed, _GROUPED, _without_gaps)
    if not _SUM.search(re.sub(_NUMBER, "0", typed.text.rpartition("=")[2])):  # 200 + 10 % may be 220 or 200.1
        typed = _replaced(typed, _PERCENT, lambda found: f"({found.group(1)}/100)")
    return _replaced(typed, _ROOT, lambda found: f"sqrt({found.group(1)})" if found.group(1) else "sqrt")


def without_units(typed: Typed, original: str, names: Set[str]) -> Typed:
    """The units that stand at numbers, and one behind the whole, as spaces; `original` is what was typed."""
    text, units = typed.text, list(typed.units)

    def blank(found: re.Match[str], group: int) -> str:
        at, (start, end) = found.start(), found.span(group)
        unit = found.group(group)
        behind_space = found.string[start - 1 : start].isspace()
        # `2개` is a count even where 개 is a quantity; `2m` may be 2 times m.
        if any(part in names and (behind_space or part.isascii()) for part in (unit, *re.findall(r"\w+", unit))):
            return found.group()
        units.append(" ".join(original[typed.columns[start] : typed.columns[end]].split()))
        return found.group()[: start - at] + " " * (end - start) + found.group()[end - at :]

    text = _BEFORE.sub(lambda found: blank(found, 1), text)
    text = _BEHIND_A_NUMBER.sub(lambda found: blank(found, 2), text)
    text = _BEHIND_ALL.sub(lambda found: blank(found, 1), text)
    return typed._replace(text=text, units=tuple(units))


def _label_apart(text: str) -> str:
    """`answer: 2.2` as `answer= 2.2`."""
    label, colon, rest = text.partition(":")
    if colon and "=" not in text and _LABEL.fullmatch(label):
        return f"{label}={rest}"
    return text


def _replaced(typed: Typed, pattern: re.Pattern[str], meant: Callable[[re.Match[str]], str]) -> Typed:
    """What `pattern` finds, written as `meant` says."""
    text, columns, at = "", list[int](), 0
    for found in pattern.finditer(typed.text):
        start, end = found.span()
        new = meant(found)
        text += typed.text[at:start] + new
        columns += typed.columns[at:start]
        columns += (typed.columns[min(start + i, end - 1)] for i in range(len(new)))
        at = end
    return typed._replace(text=text + typed.text[at:], columns=(*columns, *typed.columns[at:]))


def _exponent(superscript: str) -> str:
    digits = superscript.translate(_TO_EXPONENT)
    return f"^({digits})" if digits.startswith("-") else f"^{digits.lstrip('+')}"


def _numeral(found: re.Match[str], names: Set[str]) -> str:
    """`1만 2천` as 12000. What is no number of this kind stays as it is, and can't be read."""
    text = found.group()
    word = re.match(r"\w*", found.string[found.start() :])
    if (word and word.group() in names) or not (
        re.search(r"\d", text) or re.match(r"\s*원", found.string[found.end() :])
    ):
        return text
    total, section = 0.0, 0.0
    small, large = 10**4, 10**16  # each unit is smaller than the one before it
    for part in _PART.finditer(text):
        count = float((part.group(1) or part.group(3) or "1").replace(",", ""))
        unit = _KOREAN[part.group(2)] if part.group(2) else 1
        if unit >= 10**4:
            section = section + count if part.group(1) or not section else section
            if unit >= large:
                return text
            total, section, small, large = total + section * unit, 0.0, 10**4, unit
        else:
            if unit >= small or count >= (small if part.group(3) else large):
                return text
            section, small = section + count * unit, unit
    return show(total + section, 15) if total + section < 1e15 else text


def _without_gaps(found: re.Match[str]) -> str:
    """`1 000` as 1000; where one space may stand for a missing sign, as in `2 100`, it stays."""
    groups = found.group().split(found.group(1))
    if found.group(1) == " " and len(groups) == 2 and not groups[1].startswith("0"):
        return found.group()
    return "".join(groups)
