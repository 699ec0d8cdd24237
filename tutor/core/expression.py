"""Text to expression, safely: one parser for graphs and for learners' answers. Nothing is ever evaluated as code.

The result is a flat list of terms, operands before the terms that use them, made with two explicit stacks
(operator precedence; no recursion, so depth is a matter of policy and not of the interpreter's stack).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tutor.core.errors import ExpressionError
from tutor.core.layers import EXACT_INTEGER, FUNCTIONS, NODES


@dataclass(frozen=True, slots=True)
class Limits:
    """How much text, structure and magnitude an expression may have."""

    characters: int = 200
    tokens: int = 64
    depth: int = 16
    digits: int = 20
    """Digits on either side of the decimal point."""
    magnitude: float = 1e12
    power: float = 64


ANSWER_LIMITS = Limits()
"""For what a learner types as an answer."""

GRAPH_LIMITS = Limits(characters=8_000_000, tokens=2_000_000, depth=2_000_000, digits=40, magnitude=1e300, power=1e6)
"""For graphs: wide enough for 100,000 nodes, still bounded."""

TYPED_LIMITS = Limits(characters=20_000, tokens=2_000, depth=500, digits=40, magnitude=1e300, power=1e6)
"""For a graph that somebody types, on a command line or in the playground."""

NUMBER_LIMITS = Limits(magnitude=1e300)
"""For the value that somebody gives to an input."""

CONSTANTS: dict[str, float] = {"e": math.e, "pi": math.pi}
"""What an answer may use by name besides the quantities of its question."""

# Typed as meant: one character for one, so that columns stay true. Deliberately a list: Unicode's
# own compatibility mapping (NFKC) would turn 2² into 22.
_READ_AS = str.maketrans(
    "×·⋅∙∗✕＊÷∕／−–﹣－＋＝＾（）．，　\u00a0０１２３４５６７８９",
    "*******///----+=^().,  0123456789",
)

# Unicode's space separators and the ends of lines; other control characters are no spaces.
SPACES = " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

_MARKS = 30
"""Combining marks in a row in real text at most (Unicode's stream-safe format, UAX #15)."""

_NUMBER = re.compile(r"([0-9]*)(\.([0-9]*))?([eE][+-]?[0-9]+)?")
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "^": 4}


class Term(NamedTuple):
    """One part of an expression: a number, a name or a node over earlier terms."""

    op: str
    """"number", "name", or a key of `NODES`."""
    args: tuple[int, ...] = ()
    """Positions of the operands in the expression."""
    value: float | int | None = None
    name: str = ""
    column: int = 0


class Token(NamedTuple):
    """A piece of text with its place."""

    kind: str
    """"number", "name", "operator", "(", ")" or ","."""
    text: str
    column: int
    value: float | int | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression: terms in the order in which they can be worked out, the last one its value."""

    text: str
    terms: tuple[Term, ...]

    @property
    def is_number(self) -> bool:
        """Whether it is one number, with or without a sign, and nothing to work out."""
        ops = [term.op for term in self.terms]
        return ops in (["number"], ["number", "neg"])

    def number(self, limits: Limits = NUMBER_LIMITS) -> float | int:
        """Its value where no name stands in it; a whole number that is nothing else stays whole."""
        first = self.terms[0].value
        if self.is_number and isinstance(first, int):
            return first if len(self.terms) == 1 else -first
        return self.evaluate({}, limits)

    def evaluate(self, names: Mapping[str, float] | None = None, limits: Limits = ANSWER_LIMITS) -> float:
        """Its value, all arithmetic in floats. ExpressionError for an unknown name or where no number comes out."""
        known = names or {}
        values: list[float] = []
        for term in self.terms:
            if term.op == "number":
                assert term.value is not None
                value = float(term.value)
            elif term.op == "name":
                if term.name not in known:
                    raise ExpressionError("unknown-name", term.column, name=term.name)
                value = float(known[term.name])
            else:
                value = _apply(term, [values[i] for i in term.args], limits)
            if not abs(value) <= limits.magnitude:
                raise ExpressionError("too-large", term.column, limit=limits.magnitude)
            values.append(value)
        return values[-1]


def normalise(text: str) -> str:
    """Composed Hangul (NFC) and the listed look-alikes of digits and operators read as meant."""
    return _composed(text).translate(_READ_AS)


def _composed(text: str) -> str:
    if text.isascii():
        return text
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > _MARKS:  # no language writes so, and sorting the marks takes the square of their number
            return text
    return unicodedata.normalize("NFC", text)


def parse(text: str, limits: Limits = ANSWER_LIMITS) -> Expression:
    """Read `text` as one expression over numbers and names.

    `**` is `^`, which binds tighter than a minus in front (-2^2 is -4) and groups to the right. A comma parts the
    operands of a function that takes several.
    ExpressionError with a column where it can't be read.
    """
    if len(text) > limits.characters:
        raise ExpressionError("too-long", limits.characters, limit=limits.characters)
    text = normalise(text)
    return Expression(text, _Parser(tokenize(text, limits), len(text.rstrip(SPACES)), limits).parse())


def tokenize(text: str, limits: Limits = ANSWER_LIMITS) -> list[Token]:
    """Cut normalised text into tokens; ExpressionError at the first character that belongs to none."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char in SPACES:
            at += 1
            continue
        if len(tokens) >= limits.tokens:
            raise ExpressionError("too-many-parts", at, limit=limits.tokens)
        if char in "0123456789" or (char == "." and text[at + 1 : at + 2] in set("0123456789")):
            token, end = _read_number(text, at, limits)
        elif _starts_name(char):
            end = at + 1
            while end < len(text) and _continues_name(text[end]):
                end += 1
            token = Token("name", text[at:end], at)
        elif text.startswith("**", at):
            token, end = Token("operator", "^", at), at + 2
        elif char in "+-*/^":
            token, end = Token("operator", char, at), at + 1
        elif char in "(),":
            token, end = Token(char, char, at), at + 1
        else:
            raise ExpressionError("bad-character", at, character=char)
        tokens.append(token)
        at = end
    return tokens


def _starts_name(char: str) -> bool:
    return char.isidentifier()


def _continues_name(char: str) -> bool:
    return ("a" + char).isidentifier()


def compose(op: str, operands: Sequence[tuple[str, str]], space: str = "") -> str:
    """The text of a node over operands, each given as its text and its own op; brackets only where they matter.

    `space` stands around operators that take two operands, and behind a comma. `parse` reads the result back as
    the same nodes.
    """
    if op not in _PRECEDENCE:
        return f"{op}({f',{space}'.join(text for text, _ in operands)})"
    texts = [_bracketed(op, slot, *operand) for slot, operand in enumerate(operands)]
    return "-" + texts[0] if op == "neg" else f"{space}{op}{space}".join(texts)


def _bracketed(op: str, slot: int, text: str, inner: str) -> str:
    strength = _PRECEDENCE.get(inner)
    if strength is None:
        return text
    outer = _PRECEDENCE[op]
    # Equal strength needs brackets on the side to which the operator does not group.
    loose = strength < outer or (strength == outer and slot == (0 if op == "^" else 1))
    return f"({text})" if loose else text


def is_name(text: str) -> bool:
    """Whether `text` can stand as the name of a quantity: letters of any script, digits and _, not a function."""
    return (
        bool(text) and _starts_name(text[0]) and all(_continues_name(char) for char in text) and text not in FUNCTIONS
    )


def _read_number(text: str, at: int, limits: Limits) -> tuple[Token, int]:
    found = _NUMBER.match(text, at)
    assert found is not None
    whole, point, fraction, exponent = found.groups()
    # Length first: int() of a very long run of digits is slow, and refused by newer Pythons.
    if len(whole) > limits.digits or len(fraction or "") > limits.digits:
        raise ExpressionError("number-too-long", at, limit=limits.digits)
    if exponent and len(exponent.lstrip("eE+-")) > 2:
        raise ExpressionError("too-large", at, limit=limits.magnitude)
    end = found.end()
    value: float | int = float(found.group()) if point or exponent else int(whole)
    if isinstance(value, int) and value > EXACT_INTEGER:
        value = float(value)
    return Token("number", found.group(), at, value), end


class _Parser:
    """Operator precedence over a token list, with a stack of waiting operators and one of finished operands."""

    def __init__(self, tokens: list[Token], end: int, limits: Limits) -> None:
        self.tokens = tokens
        self.end = end
        self.limits = limits
        self.terms: list[Term] = []
        self.operands: list[int] = []
        self.waiting: list[Token] = []
        self.commas: list[int] = []
        """How many there were so far in each open bracket."""

    def parse(self) -> tuple[Term, ...]:
        if not self.tokens:
            raise ExpressionError("empty", 0)
        want_operand = True
        for position, token in enumerate(self.tokens):
            want_operand = self._operand(token, position) if want_operand else self._operator(token)
        if want_operand:
            raise ExpressionError("number-expected", self.end, found="")
        while self.waiting:
            if self.waiting[-1].kind != "operator":
                raise ExpressionError("not-closed", self.waiting[-1].column)
            self._reduce()
        return tuple(self.terms)

    def _operand(self, token: Token, position: int) -> bool:
        """Take a token where an operand is wanted; True where one is still wanted after it."""
        if token.kind == "number":
            self._push(Term("number", value=token.value, column=token.column))
            return False
        if token.kind == "name":
            opens = position + 1 < len(self.tokens) and self.tokens[position + 1].kind == "("
            if token.text in FUNCTIONS:
                if not opens:
                    raise ExpressionError("function-needs-brackets", token.column, name=token.text)
                self._wait(Token("function", token.text, token.column))
                return True
            self._push(Term("name", name=token.text, column=token.column))
            return False
        if token.kind == "(":
            self._wait(token)
            self.commas.append(0)
            return True
        if token.text == "-":
            self._wait(Token("operator", "neg", token.column))
            return True
        if token.text == "+":  # a plus in front changes nothing
            return True
        raise ExpressionError("number-expected", token.column, found=token.text)

    def _operator(self, token: Token) -> bool:
        """Take a token where an operator is wanted; True where an operand is wanted after it."""
        if token.kind == ")":
            self._close(token)
            return False
        if token.kind == ",":
            self._part(token)
            return True
        if token.kind != "operator":
            raise ExpressionError("operator-expected", token.column, found=token.text)
        strength = _PRECEDENCE[token.text]
        while self.waiting and self.waiting[-1].kind == "operator":
            top = _PRECEDENCE[self.waiting[-1].text]
            if top < strength or (top == strength and token.text == "^"):
                break
            self._reduce()
        self._wait(token)
        return True

    def _close(self, bracket: Token) -> None:
        """A bracket closes; where a function stood before it, its operands are complete."""
        self._reduce_to_bracket()
        if not self.waiting:
            raise ExpressionError("not-opened", bracket.column)
        self.waiting.pop()
        count = self.commas.pop() + 1
        if self.waiting and self.waiting[-1].kind == "function":
            function = self.waiting.pop()
            arity = FUNCTIONS[function.text].arity
            if count < arity:
                raise ExpressionError("too-few-operands", bracket.column, name=function.text, count=arity)
            args = tuple(self.operands[-arity:])
            del self.operands[-arity:]
            self._push(Term(function.text, args, column=function.column))

    def _part(self, comma: Token) -> None:
        """A comma ends an operand of the function whose bracket is open."""
        self._reduce_to_bracket()
        function = self.waiting[-2] if len(self.waiting) > 1 else None
        if function is None or function.kind != "function":
            raise ExpressionError("stray-comma", comma.column)
        self.commas[-1] += 1
        arity = FUNCTIONS[function.text].arity
        if self.commas[-1] >= arity:
            raise ExpressionError("too-many-operands", comma.column, name=function.text, count=arity)

    def _reduce_to_bracket(self) -> None:
        while self.waiting and self.waiting[-1].kind == "operator":
            self._reduce()

    def _wait(self, token: Token) -> None:
        if len(self.waiting) >= self.limits.depth:
            raise ExpressionError("too-deep", token.column, limit=self.limits.depth)
        self.waiting.append(token)

    def _push(self, term: Term) -> None:
        self.operands.append(len(self.terms))
        self.terms.append(term)

    def _reduce(self) -> None:
        operator = self.waiting.pop()
        if operator.text == "neg":
            args: tuple[int, ...] = (self.operands.pop(),)
        else:
            right = self.operands.pop()
            args = (self.operands.pop(), right)
        self._push(Term(operator.text, args, column=operator.column))


def _apply(term: Term, operands: list[float], limits: Limits) -> float:
    if term.op == "^" and abs(operands[1]) > limits.power:
        raise ExpressionError("power-too-large", term.column, limit=limits.power)
    try:
        return float(NODES[term.op]().forward(*operands))
    except ZeroDivisionError:
        raise ExpressionError("divide-by-zero", term.column) from None
    except OverflowError:
        raise ExpressionError("too-large", term.column, limit=limits.magnitude) from None
    except ValueError:
        raise ExpressionError("no-real-value", term.column) from None
