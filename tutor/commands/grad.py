"""`bptutor grad`: the values and gradients of an expression, as a picture, a table or JSON."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

from tutor.commands.givens import graph_of, inputs_of, quantity_of
from tutor.commands.telling import FAILED, Failure, print_table
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from tutor.core import Check, Difference, Graph

HELP = N_("the values and gradients of an expression")

_ERROR = 2
"""Digits of a relative error: its size is what counts."""
_SLOPE = 6
"""Digits of a slope at one side, which is right to about h."""


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
    from tutor.core import CoreError, differences, expected_noise, gradient_check

    graph = graph_of(options.expression, t)
    output = quantity_of(options.of, graph, t)
    inputs = inputs_of(options.values, graph, t)
    try:
        values = graph.forward(inputs)
        gradients = graph.backward(values, output)
        numeric = differences(graph, values, output) if options.check else {}
    except CoreError as error:
        raise Failure(complaint(error, t)) from None
    slopes = {name: found.slope for name, found in numeric.items()}
    if options.json:
        found = {"values": values, "gradients": gradients} | ({"numeric": slopes} if options.check else {})
        print(json.dumps(found, ensure_ascii=False))
    else:
        fine = _can_draw() and not options.ascii
        _print_graph(graph, values, gradients, t, fine=fine, checked=options.check)
    if not options.check:
        return 0
    check = gradient_check(gradients, slopes, noise=expected_noise(values, gradients, numeric))
    if not options.json:
        _print_check(graph, values, gradients, numeric, check, t)
        print(*_findings(graph, output, values, gradients, numeric, check, t), sep="\n")
    return 0 if check.passed else FAILED


def _print_graph(
    graph: Graph, values: dict[str, Any], gradients: dict[str, Any], t: Words, *, fine: bool, checked: bool
) -> None:
    from tutor.drawing import ASCII, BOX, Marks, TooLargeError, draw

    width = shutil.get_terminal_size((100, 24)).columns
    marks = Marks(values, gradients)
    try:
        picture = draw(graph, marks, width=width, glyphs=BOX if fine else ASCII)
    except TooLargeError:
        if not checked:
            raise Failure(t("this graph is too large to be drawn; --json prints its numbers")) from None
        return  # the table says it all
    print(picture.text())
    if checked:
        print()


def _print_check(
    graph: Graph,
    values: dict[str, Any],
    gradients: dict[str, Any],
    numeric: dict[str, Difference],
    check: Check,
    t: Words,
) -> None:
    """Each gradient beside its central difference, and how far they are apart."""
    from tutor.numbers import show

    errors = _errors(gradients, numeric, check)
    heads = [t("quantity"), t("value"), t("gradient"), t("central difference"), t("relative error")]
    rows = [
        [name, show(values[name]), show(gradients[name]), show(numeric[name].slope), show(errors[name], _ERROR)]
        for name in graph.quantities
    ]
    print_table([heads, *rows])
    print()


def _findings(
    graph: Graph,
    output: str,
    values: dict[str, Any],
    gradients: dict[str, Any],
    numeric: dict[str, Difference],
    check: Check,
    t: Words,
) -> Iterator[str]:
    """What is to be said of the check: what differs and why, what it can't tell, and how well the others agree."""
    from tutor.core import relative_error, sides
    from tutor.core.checking import KINK
    from tutor.numbers import show

    errors, differing = _errors(gradients, numeric, check), set(check.differing)
    agreeing: list[float] = []
    for name in graph.quantities:
        if name in differing:
            yield t(
                "{name} differs: the gradient is {gradient}, the central difference {difference}.",
                name=name,
                gradient=show(gradients[name]),
                difference=show(numeric[name].slope),
            )
            below, above = sides(graph, values, name, output, numeric[name].h)
            if relative_error(below, above) > KINK:
                yield t(
                    "There is a kink: the slope is {below} below this value and {above} above it, "
                    "so there is no single gradient.",
                    below=show(below, _SLOPE),
                    above=show(above, _SLOPE),
                )
        elif errors[name] > check.tolerance:
            yield t("{name}: the central difference is lost in rounding and can't tell.", name=name)
        else:
            agreeing.append(errors[name])
    if len(agreeing) == len(errors):
        yield t("All agree: the largest relative error is {error}.", error=show(max(agreeing), _ERROR))
    elif agreeing:
        yield t("All others agree: the largest relative error is {error}.", error=show(max(agreeing), _ERROR))


def _errors(gradients: dict[str, Any], numeric: dict[str, Difference], check: Check) -> dict[str, float]:
    """The relative errors as they are; but a gradient of 0 has no size of its own, there the noise makes the scale."""
    from tutor.core import relative_error

    return {
        name: relative_error(gradient, numeric[name].slope) if gradient else check.errors[name]
        for name, gradient in gradients.items()
    }


def _can_draw() -> bool:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return encoding.startswith("utf")
