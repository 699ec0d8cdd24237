"""What a command line gives to a graph: the expression, and numbers such as `x=2` or `--lr 1/10`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.commands.telling import UsageError, safe
from tutor.words import Words

if TYPE_CHECKING:
    from tutor.core import CoreError, Graph

_LONGEST_QUOTE = 80


def graph_of(text: str, t: Words) -> Graph:
    """The graph that the text describes."""
    from tutor.core import CoreError, Graph
    from tutor.core.expression import TYPED_LIMITS

    try:
        return Graph.parse(text, TYPED_LIMITS)
    except CoreError as error:
        raise UsageError(_with_place(error, text, t)) from None


def inputs_of(texts: Sequence[str], graph: Graph, t: Words, *, every: bool = True) -> dict[str, float | int]:
    """The numbers of all `NAME=VALUE`. Where `every` is wanted, each input has one, from there or the graph's text."""
    from tutor.complaints import complaint
    from tutor.core import CoreError

    inputs: dict[str, float | int] = {}
    try:
        for text in texts:
            name, value = _input_of(text, t)
            if name in inputs:
                raise CoreError("name-twice", name=name)
            if name not in graph.inputs:
                raise CoreError("unknown-input", name=name, known=graph.inputs)
            inputs[name] = value
    except CoreError as error:
        raise UsageError(complaint(error, t)) from None
    missing = [name for name in graph.inputs if name not in inputs and name not in graph.given]
    if missing and every:
        example = " ".join(f"{name}=1" for name in missing)
        message = t("a value is missing for: {names} (add {example})", names=", ".join(missing), example=example)
        raise UsageError(message)
    return inputs


def quantity_of(name: str | None, graph: Graph, t: Words) -> str:
    """The quantity of that name; the graph's last one where none is given."""
    from tutor.complaints import complaint
    from tutor.core import CoreError
    from tutor.core.expression import normalise

    try:
        return graph.node(normalise(name or graph.output).strip()).name
    except CoreError as error:
        raise UsageError(complaint(error, t)) from None


def number_of(name: str, text: str, t: Words) -> float | int:
    """The number that the text writes, as `0.1`, `1/10` or `sqrt(2)`; a whole number stays whole."""
    from tutor.complaints import complaint
    from tutor.core import ExpressionError, parse
    from tutor.core.expression import NUMBER_LIMITS

    try:
        return parse(text, NUMBER_LIMITS).number()
    except ExpressionError as error:
        reason = complaint(error, t)
        raise UsageError(t("the value of {name} can't be read: {reason}", name=safe(name), reason=reason)) from None


def whole_of(option: str, text: str, least: int, most: int, t: Words) -> int:
    """The whole number of an option; UsageError where it is none, or out of bounds."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most):
        message = t(
            "{option} takes a whole number from {least} to {most}, not {value}",
            option=option,
            least=least,
            most=most,
            value=safe(text),
        )
        raise UsageError(message)
    return int(text)


def _input_of(text: str, t: Words) -> tuple[str, float | int]:
    from tutor.core.expression import normalise

    name, equals, value = normalise(text).partition("=")
    name = name.strip()
    if not equals or not name:
        raise UsageError(t("{text} is not NAME=VALUE", text=safe(text)))
    return name, number_of(name, value, t)


def _with_place(error: CoreError, text: str, t: Words) -> str:
    from tutor.complaints import complaint

    sentence = complaint(error, t)
    column = getattr(error, "column", None)
    if column is None:
        return sentence
    text = safe(text)
    shown = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    return t("{sentence} (column {column} of {text})", sentence=sentence, column=column + 1, text=shown)
