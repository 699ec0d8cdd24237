"""The derivative of a loss as a formula that a person would write: `2 * (w - 3)` for `(w - 3)^2`.

For sums, products and whole powers, divided by what does not depend on the parameter: the losses of items and lessons.
The core's backward pass stays the judge; a test compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from tutor.core.expression import Term, compose, parse
from tutor.numbers import show

Text = tuple[str, str]
"""A formula and the node that makes it, as `compose` takes them."""


class SlopeError(ValueError):
    """A loss whose derivative can't be written so."""


class _Product(NamedTuple):
    """One summand of a derivative: a number, factors above and factors below."""

    number: Fraction
    above: tuple[Text, ...] = ()
    below: tuple[Text, ...] = ()


def slope(loss: str, parameter: str) -> str:
    """The derivative of `loss` by `parameter`; SlopeError where it is of another kind than these."""
    terms = parse(loss).terms
    texts: list[Text] = []
    sums: list[list[_Product]] = []  # the derivative of each term, empty where it is 0
    for term in terms:
        texts.append(_text(term, texts))
        sums.append(_derivative(term, terms, texts, sums, parameter))
    return _written(sums[-1])


def _text(term: Term, texts: Sequence[Text]) -> Text:
    if term.op == "number":
        return show(term.value), "number"
    if term.op == "name":
        return term.name, "name"
    return _node(term.op, *(texts[i] for i in term.args))


def _node(op: str, *operands: Text) -> Text:
    return compose(op, operands, "" if op == "^" else " "), op


def _derivative(
    term: Term, terms: Sequence[Term], texts: Sequence[Text], sums: Sequence[list[_Product]], parameter: str
) -> list[_Product]:
    if term.op == "name" and term.name == parameter:
        return [_Product(Fraction(1))]
    inner = [sums[i] for i in term.args]
    if not any(inner):
        return []
    if term.op == "neg":
        return _times(inner[0], Fraction(-1))
    if len(term.args) != 2:
        raise SlopeError(f"no derivative of {texts[-1][0]} is known here")
    x, y = term.args
    if term.op in ("+", "-"):
        return [*inner[0], *_times(inner[1], Fraction(1 if term.op == "+" else -1))]
    if term.op == "*":
        return [*_by(inner[0], terms[y], texts[y]), *_by(inner[1], terms[x], texts[x])]
    if term.op == "/" and not inner[1]:
        number = terms[y].value
        if number:
            return _times(inner[0], 1 / Fraction(str(number)))
        return [part._replace(below=(*part.below, texts[y])) for part in inner[0]]
    power = terms[y].value if term.op == "^" else None
    if power is None or power != int(power) or power < 2:
        raise SlopeError(f"no derivative of {texts[-1][0]} is known here")
    lower = texts[x] if power == 2 else _node("^", texts[x], (show(power - 1), "number"))
    return [part._replace(above=(*part.above, lower)) for part in _times(inner[0], Fraction(int(power)))]


def _times(parts: Sequence[_Product], number: Fraction) -> list[_Product]:
    return [part._replace(number=part.number * number) for part in parts]


def _by(parts: Sequence[_Product], term: Term, text: Text) -> list[_Product]:
    """The parts times another factor, which goes in front of those that are there."""
    if term.value is not None:
        return _times(parts, Fraction(str(term.value)))
    return [part._replace(above=(text, *part.above)) for part in parts]


def _written(parts: Sequence[_Product]) -> str:
    if not parts:
        return "0"
    whole = _one(parts[0])
    for part in parts[1:]:
        op = "-" if part.number < 0 else "+"
        whole = _node(op, whole, _one(part._replace(number=abs(part.number))))
    return whole[0]


def _one(part: _Product) -> Text:
    """One summand: the number in front, what it is divided by behind."""
    number, below = abs(part.number), list(part.below)
    if 10**6 % number.denominator:  # no end of decimals
        below.append((str(number.denominator), "number"))
        number = Fraction(number.numerator)
    above = [*([(show(float(number)), "number")] if number != 1 or not part.above else []), *part.above]
    whole = above[0]
    for factor in above[1:]:
        whole = _node("*", whole, factor)
    for divisor in below:
        whole = _node("/", whole, divisor)
    return _node("neg", whole) if part.number < 0 else whole
