"""`bptutor grad`: the values and gradients of an expression, as a picture, a table or JSON."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

from tutor.commands.telling import Failure, UsageError, print_table, safe
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse

    from tutor.core import Graph
    from tutor.core.expression import Limits

HELP = N_("the values and gradients of an expression")

_LONGEST_QUOTE = 80


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    parser.add_argument("expression", metavar="EXPRESSION", help=t("for example: apple*count*tax"))
    parser.add_argument("values", nargs="*", default=[], metavar="NAME=VALUE")
    parser.add_argument("--of", metavar="NAME", help=t("the quantity whose gradients are taken (else the last)"))
    parser.add_argument("--check", action="store_true", help=t("compare with central differences"))
    parser.add_argument("--json", action="store_true", help=t("as JSON"))


def run(options: argparse.Namespace, t: Words) -> int:
    """Do it; returns the exit status."""
    from tutor.complaints import complaint
    from tutor.core import CoreError, Graph, numeric_gradients
    from tutor.core.expression import normalise

    try:
        graph = Graph.parse(options.expression, _limits())
        inputs: dict[str, float | int] = {}
        for text in options.values:
            name, value = _value_of(text, t)
            if name in inputs:
                raise CoreError("name-twice", name=name)
            inputs[name] = value
        output = normalise(options.of or graph.output).strip()
        graph.node(output)
    except CoreError as error:
        raise UsageError(_expression_complaint(error, options.expression, t)) from None
    try:
        missing = [name for name in graph.inputs if name not in inputs and name not in graph.given]
        if missing:
            example = " ".join(f"{name}=1" for name in missing)
            message = t("a value is missing for: {names} (add {example})", names=", ".join(missing), example=example)
            raise UsageError(message)
        values = graph.forward(inputs)
        gradients = graph.backward(values, output)
        numeric = numeric_gradients(graph, values, output) if options.check else None
    except CoreError as error:
        known = error.code in ("unknown-input", "not-a-number")
        raise (UsageError if known else Failure)(complaint(error, t)) from None
    if options.json:
        found = {"values": values, "gradients": gradients} | ({"numeric": numeric} if numeric is not None else {})
        print(json.dumps(found, ensure_ascii=False))
        return 0
    _print_gradients(graph, output, values, gradients, numeric, t)
    return 0


def _limits() -> Limits:
    from tutor.core.expression import Limits

    return Limits(characters=20_000, tokens=2_000, depth=500, digits=40, magnitude=1e300, power=1e6)


def _value_of(text: str, t: Words) -> tuple[str, float | int]:
    from tutor.complaints import complaint
    from tutor.core import ExpressionError, parse
    from tutor.core.expression import Limits, normalise

    name, equals, value = normalise(text).partition("=")
    name = name.strip()
    if not equals or not name:
        raise UsageError(t("{text} is not NAME=VALUE", text=safe(text)))
    try:
        limits = Limits(magnitude=1e300)
        expression = parse(value, limits)
        if expression.is_number and isinstance(expression.terms[0].value, int):
            whole = expression.terms[0].value
            return name, -whole if len(expression.terms) > 1 else whole
        return name, expression.evaluate({}, limits)
    except ExpressionError as error:
        reason = complaint(error, t)
        raise UsageError(t("the value of {name} can't be read: {reason}", name=safe(name), reason=reason)) from None


def _expression_complaint(error: Any, text: str, t: Words) -> str:
    from tutor.complaints import complaint

    sentence = complaint(error, t)
    column = getattr(error, "column", None)
    if column is None:
        return sentence
    text = safe(text)
    shown = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    return t("{sentence} (column {column} of {text})", sentence=sentence, column=column + 1, text=shown)


def _print_gradients(
    graph: Graph,
    output: str,
    values: dict[str, Any],
    gradients: dict[str, Any],
    numeric: dict[str, Any] | None,
    t: Words,
) -> None:
    from tutor.drawing import ASCII, BOX, Marks, TooLargeError, draw
    from tutor.numbers import show

    width = shutil.get_terminal_size((100, 24)).columns
    marks = Marks(values, gradients)
    try:
        picture = draw(graph, marks, width=width, glyphs=BOX if _can_draw() else ASCII)
    except TooLargeError:
        raise Failure(t("this graph is too large to be drawn; --json prints its numbers")) from None
    print(picture.text())
    if numeric is None:
        return
    print()
    heads = [t("quantity"), t("value"), t("gradient"), t("central difference")]
    rows = [
        [name, show(values[name]), show(gradients[name]), show(numeric[name])]
        for name in graph.quantities
        if name in gradients
    ]
    print_table([heads, *rows])


def _can_draw() -> bool:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return encoding.startswith("utf")
