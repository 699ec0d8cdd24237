"""A learner's text as a number, or why it can't be read and where. Nothing that can't be read is ever graded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import replace
from typing import NamedTuple

from tutor.core import Expression, ExpressionError, parse
from tutor.core.expression import ANSWER_LIMITS, CONSTANTS, is_name, normalise
from tutor.core.layers import FUNCTIONS
from tutor.numbers import show

UNITS = (
    *("₩", "원", "천원", "천 원", "만원", "만 원", "won", "krw", "$", "€", "¥", "엔", "달러"),
    *("개", "박스", "상자", "box", "boxes", "점"),
    *("m", "metres", "meters", "미터", "km", "킬로미터"),
    *("m²", "m^2", "㎡", "square metres", "square meters", "제곱미터"),
)
"""What may stand before or behind a number and says nothing about it. A name of the question is read as that name."""


LIMITS = replace(ANSWER_LIMITS, digits=25)
"""Digits enough for a number as Python prints it: 0.00030000000000000003 has twenty behind the point."""


class Reading(NamedTuple):
    """A number, and how it was read."""

    value: float
    read_as: str | None = None
    """What was understood, where that is more than the plain number typed: `2*1.1 = 2.2`."""
    unit: str | None = None
    """A unit that was left out of account."""


class Ask(NamedTuple):
    """A text that can mean more than one number: the learner says which."""

    choices: tuple[str, ...]


class Unreadable(NamedTuple):
    """A text that is no number; `column` counts from 0 in `text`, the text as it was looked at."""

    error: ExpressionError
    column: int
    text: str


def read(text: str, names: Mapping[str, float], hidden: frozenset[str] = frozenset()) -> Reading | Ask | Unreadable:
    """Read an answer: an expression over numbers and `names`; `hidden` names exist but may not be used yet."""
    if len(text) > LIMITS.characters:
        return _unreadable(ExpressionError("too-long", 0, limit=LIMITS.characters), "")
    text = normalise(text)
    for at, char in enumerate(text):
        if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs") and char not in "\t\n\r":
            return _unreadable(ExpressionError("bad-character", at, character=f"U+{ord(char):04X}"), text)
    body = text.translate({ord("\n"): " ", ord("\r"): " ", ord("\t"): " "})
    try:
        body = _right_of_equals(body, names, hidden)
        body, unit = _without_unit(body, {*names, *hidden})
        body = _operands_apart(body)
        ask = _commas(body)
        if ask is not None:
            return ask
        expression = _parse(body)
        value = expression.evaluate(_known(expression, names, hidden))
    except ExpressionError as error:
        return _unreadable(error, text)
    plain = expression.is_number and "=" not in text and "," not in body
    shown = None if plain else f"{' '.join(expression.text.split())} = {show(value)}"
    if shown is not None and expression.is_number:
        shown = show(value)
    return Reading(value, shown, unit)


def _known(expression: Expression, names: Mapping[str, float], hidden: frozenset[str]) -> dict[str, float]:
    """What the names in an expression stand for; ExpressionError for one that is still to be predicted."""
    known = {**{name: value for name, value in CONSTANTS.items() if name not in hidden}, **names}
    folded: dict[str, set[float]] = {}
    for name, value in names.items():
        folded.setdefault(name.casefold(), set()).add(value)
    unseen = {name.casefold() for name in hidden}
    for term in expression.terms:
        if term.op != "name" or term.name in known:
            continue
        meant = folded.get(term.name.casefold(), set())
        if term.name not in hidden and len(meant) == 1:
            known[term.name] = meant.pop()  # typed in another case, and only one name fits
        elif term.name.casefold() in unseen:
            raise ExpressionError("not-shown-yet", term.column, name=term.name)
    return known


def read_choice(text: str, options: int) -> frozenset[int] | Unreadable:
    """The numbers of options, from 1, apart by spaces or commas: `2`, `1 3`, `1,3`. Letters a, b, … are read too."""
    if len(text) > LIMITS.characters:
        return _unreadable(ExpressionError("too-long", 0, limit=LIMITS.characters), "")
    text = normalise(text)
    chosen = set()
    parts = re.finditer(r"[^\s,]+", text)
    for part in parts:
        word = part.group().lstrip("(").rstrip(".)번").lower()
        number = ord(word) - ord("a") + 1 if len(word) == 1 and "a" <= word <= "z" else None
        if number is None and word.isascii() and word.isdigit() and len(word) < 4:
            number = int(word)
        if number is None or not 1 <= number <= options:
            return _unreadable(ExpressionError("not-an-option", part.start(), count=options), text)
        chosen.add(number)
    if not chosen:
        return _unreadable(ExpressionError("empty", 0), text)
    return frozenset(chosen)


def _unreadable(error: ExpressionError, text: str) -> Unreadable:
    return Unreadable(error, min(error.column, len(text)), text)


def _right_of_equals(text: str, names: Mapping[str, float], hidden: frozenset[str]) -> str:
    """What stands right of `=`; the left side becomes spaces, so that columns stay true.

    `dx = 2.2` and `d price / d apple = 2.2` are labels. A left side that is a sum of its own (`2*1.1 = 2.2`)
    must agree with the right one.
    """
    left, equals, right = text.partition("=")
    if not equals:
        return text
    if "=" in right:
        raise ExpressionError("two-equals", len(left) + 1 + right.index("="))
    if not right.strip():
        raise ExpressionError("number-expected", len(text.rstrip()), found="")
    if not left.strip():
        return " " * (len(left) + 1) + right
    try:
        expression = _parse(_operands_apart(left))
        claim = expression.evaluate(_known(expression, names, hidden))
    except ExpressionError:
        # No number: the left side is a label if it is made of words and d, ∂, /, brackets.
        if not re.fullmatch(r"[\w\s/∂()'’^.,*-]*", left) or re.fullmatch(r"[\s\d.,*/+^()-]*", left):
            raise ExpressionError("left-of-equals", 0) from None
        return " " * (len(left) + 1) + right
    try:
        expression = _parse(_operands_apart(right))
        meant = expression.evaluate(_known(expression, names, hidden))
    except ExpressionError:
        meant = claim  # what is wrong with the right side is said when that is read
    if abs(claim - meant) > 1e-9 * max(1.0, abs(meant)):
        raise ExpressionError("sides-differ", len(left), left=claim, right=meant)
    return " " * (len(left) + 1) + right


def _without_unit(text: str, names: Set[str]) -> tuple[str, str | None]:
    stripped = text.rstrip()
    last = re.search(r"\w*$", stripped)
    if last and last.group() in names:  # `사과2개` may be a quantity
        return text, None
    for unit in sorted(UNITS, key=len, reverse=True):
        if stripped.lower().endswith(unit):
            before = stripped[: len(stripped) - len(unit)]
            end = before.rstrip()[-1:]
            # `2 won`, `220원`, `count*tax won`: behind letters without a space it is part of a name.
            if end.isdigit() or end in (")", ".") or (end and before.endswith(" ") and is_name("a" + end)):
                return before.ljust(len(text)), unit
        lead = len(text) - len(text.lstrip())
        if not unit[0].isalpha() and text[lead:].startswith(unit):
            return text[:lead] + " " * len(unit) + text[lead + len(unit) :], unit
    return text, None


_BRACKETS = re.compile(r"(\w*)\s*\(|[),]")
_APART = "\x1f"
"""Stands for a comma that parts operands: no text holds it, since control characters are refused first."""


def _operands_apart(text: str) -> str:
    """Text with each comma that parts the operands of a function, as in `max(2,3)`, marked as one that does."""
    chars = list(text)
    parts: list[bool] = []  # for each open bracket, whether a comma in it parts operands
    for found in _BRACKETS.finditer(text):
        if found.group() == ",":
            if parts and parts[-1]:
                chars[found.start()] = _APART
        elif found.group() == ")":
            del parts[-1:]
        else:
            function = FUNCTIONS.get(found.group(1))
            parts.append(function is not None and function.arity > 1)
    return "".join(chars)


def _parse(text: str) -> Expression:
    """An expression in which groups of three digits are numbers and operands are marked as being apart."""
    return parse(_thousands(text).replace(_APART, ","), LIMITS)


_ONE_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d,]|\.\d)")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")


def _commas(text: str) -> Ask | None:
    """What a comma may mean: `2,2` is 2.2 in much of the world, `1,000` may be either. `1,234,567` is clear."""
    found = _ONE_COMMA.search(text)
    if found is None:
        return None
    whole, part = found.groups()
    _parse(_ONE_COMMA.sub(r"\1.\2", text))  # where that is no answer there is nothing to ask about
    head, tail = text[: found.start()].replace(_APART, ","), text[found.end() :].replace(_APART, ",")
    decimal = f"{head}{whole}.{part}{tail}".strip()
    if len(part) == 3 and len(whole) <= 3 and whole.lstrip("0"):
        return Ask((f"{head}{whole}{part}{tail}".strip(), decimal))
    return Ask((decimal,))


def _thousands(text: str) -> str:
    """Groups of three with commas as one number; its columns move, and it is read as a whole or not at all."""
    return _GROUPED.sub(lambda match: match.group().replace(",", "").rjust(len(match.group())), text)
