"""A learner's text as a number, or why it can't be read and where. Nothing that can't be read is ever graded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from tutor.core import Expression, ExpressionError, parse
from tutor.core.expression import ANSWER_LIMITS, CONSTANTS, normalise
from tutor.core.layers import FUNCTIONS
from tutor.numbers import show

LIMITS = replace(ANSWER_LIMITS, digits=25)
"""Digits enough for a number as Python prints it: 0.00030000000000000003 has twenty behind the point."""

_CONSTANTS = {**CONSTANTS, "π": CONSTANTS["pi"]}


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
    from tutor.quiz.typed import as_meant, without_units  # its patterns take a while: not before there is an answer

    if len(text) > LIMITS.characters:
        return _unreadable(ExpressionError("too-long", 0, limit=LIMITS.characters), "")
    text = normalise(text)
    for at, char in enumerate(text):
        if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs") and char not in "\t\n\r":
            return _unreadable(ExpressionError("bad-character", at, character=f"U+{ord(char):04X}"), text)
    taken = {*names, *hidden}
    typed = without_units(as_meant(text, taken), text, taken)
    try:
        body = _right_of_equals(typed.text, names, hidden)
        body = _operands_apart(body)
        ask = _commas(body) or _one_space(body)
        if ask is not None:
            return ask
        expression = _parse(body)
        value = expression.evaluate(_known(expression, names, hidden))
    except ExpressionError as error:
        return Unreadable(error, typed.columns[min(error.column, len(typed.text))], text)
    plain = expression.is_number and "=" not in typed.text and expression.text.strip() in text
    shown = None if plain else f"{' '.join(expression.text.split())} = {show(value)}"
    if shown is not None and expression.is_number:
        shown = show(value)
    return Reading(value, shown, ", ".join(dict.fromkeys(typed.units)) or None)


def _known(expression: Expression, names: Mapping[str, float], hidden: frozenset[str]) -> dict[str, float]:
    """What the names in an expression stand for; ExpressionError for one that is still to be predicted."""
    known = {**{name: value for name, value in _CONSTANTS.items() if name not in hidden}, **names}
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


_BETWEEN = " \t,;.>→-)번"
"""What may stand between the numbers of an order; `->` is two of them."""


def read_order(text: str, items: int) -> tuple[int, ...] | Unreadable:
    """Read in which order the numbers 1 to `items` (9 at most) come: `3 1 2`, `312`, `3,1,2`, `3 > 1 > 2`."""
    if len(text) > LIMITS.characters:
        return _unreadable(ExpressionError("too-long", 0, limit=LIMITS.characters), "")
    text = normalise(text)
    order: list[int] = []
    for column, character in enumerate(text):
        if character in _BETWEEN:
            continue
        if character not in "123456789" or int(character) > items:
            return _unreadable(ExpressionError("not-an-option", column, count=items), text)
        if int(character) in order:
            return _unreadable(ExpressionError("number-twice", column, number=int(character)), text)
        order.append(int(character))
    if not order:
        return _unreadable(ExpressionError("empty", 0), text)
    missing = [number for number in range(1, items + 1) if number not in order]
    if missing:
        end = len(text.rstrip())
        return _unreadable(ExpressionError("numbers-missing", end, numbers=", ".join(map(str, missing))), text)
    return tuple(order)


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


_ONE_SPACE = re.compile(r"(?<![\w.,])(\d{1,3}) +(\d{3})(?![\w,])")


def _one_space(text: str) -> Ask | None:
    """What a space between digits may mean: `2 100` is 2100, or a times sign is missing."""
    found = _ONE_SPACE.search(text)
    if found is None:
        return None
    whole, part = found.groups()
    head, tail = text[: found.start()].replace(_APART, ","), text[found.end() :].replace(_APART, ",")
    choices = tuple(f"{head}{whole}{sign}{part}{tail}".strip() for sign in ("", "*"))
    _parse(_ONE_SPACE.sub(r"\1\2", text))  # where that is no answer there is nothing to ask about
    return Ask(choices)


def _thousands(text: str) -> str:
    """Groups of three with commas as one number; its columns move, and it is read as a whole or not at all."""
    return _GROUPED.sub(lambda match: match.group().replace(",", "").rjust(len(match.group())), text)


Shape = tuple[int, ...]

LONGEST_AXIS = 999_999
"""No axis of a shape is longer."""

_SHAPE_LABEL = re.compile(r"^\s*[^\W\d]\w*\s*[:=]|^\s*[^\W\d]\w*(?:\.shape\s*=+)")
_SHAPE_PART = re.compile(
    r"(?P<number>\d+)|(?P<apart>[x*,]|by\b)|(?P<open>[(\[])|(?P<close>[)\]])|\s+|(?P<other>.)", re.IGNORECASE
)


def read_shape(text: str) -> Shape | Unreadable:
    """Read a shape: `3x4`, `3 × 4`, `(3, 4)`, `3,4`, `3 4`; `(4,)` or `4` for one axis. `dW =` before it is a label."""
    if len(text) > LIMITS.characters:
        return Unreadable(ExpressionError("too-long", 0, limit=LIMITS.characters), 0, "")
    text = normalise(text)
    label = _SHAPE_LABEL.match(text)
    start = label.end() if label else 0
    parts = [part for part in _SHAPE_PART.finditer(text, start) if part.lastgroup]
    if not parts:
        return Unreadable(ExpressionError("empty", start), min(start, len(text)), text)
    wrong = _misplaced_in_shape(parts)
    if wrong is not None:
        return Unreadable(ExpressionError("not-a-shape", wrong), wrong, text)
    return tuple(int(part.group()) for part in parts if part.lastgroup == "number")


def _misplaced_in_shape(parts: list[re.Match[str]]) -> int | None:
    """The column of the first part that has no place in a shape."""
    kinds = [part.lastgroup for part in parts]
    inside = list(zip(kinds, parts, strict=True))
    if kinds[0] == "open":
        if kinds[-1] != "close" or "([".index(parts[0].group()) != ")]".index(parts[-1].group()):
            return parts[-1].start() if kinds[-1] == "other" else parts[0].start()
        inside = inside[1:-1]
    if not inside:
        return parts[0].start()
    before: str | None = "apart"
    for kind, part in inside:
        too_long = kind == "number" and int(part.group()[:9]) > LONGEST_AXIS
        if kind not in ("number", "apart") or too_long or (kind == "apart" and before == "apart"):
            return part.start()
        before = kind
    last = inside[-1][1]
    return last.start() if before == "apart" and last.group() != "," else None
