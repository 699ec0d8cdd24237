"""`bptutor trace`: the path of an optimizer, as a table or JSON."""

from __future__ import annotations

import inspect
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from tutor.commands.givens import graph_of, inputs_of, number_of, quantity_of, whole_of
from tutor.commands.telling import Failure, UsageError, print_table, safe
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse

    from tutor.core import Optimizer
    from tutor.core.descent import Step

HELP = N_("the path of an optimizer, step by step")

RULES = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "pytorchmomentum", "averagedmomentum")
"""The keys of the core's OPTIMIZERS, told here so that --help need not load the core."""

SETTINGS = {
    "lr": N_("the learning rate"),
    "momentum": N_("the share of the velocity that a step keeps"),
    "decay_rate": N_("RMSProp: the share of h that a step keeps"),
    "beta1": N_("Adam: the share of m that a step keeps"),
    "beta2": N_("Adam: the share of v that a step keeps"),
}
"""What the constructors of these rules take, and what it means."""

_WEIGHTS_OF_MEANS = ("decay_rate", "beta1", "beta2")
"""Outside 0 to 1 these make no mean, and Adam divides by 1 - beta."""

_DEFAULT_STEPS = 10
_MOST_STEPS = 100_000

_MOST_DIGITS = 6
_FEWEST_DIGITS = 4
"""Significant digits: as many between these two as the terminal has room for."""


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    parser.add_argument("optimizer", metavar="OPTIMIZER", help=", ".join(RULES))
    parser.add_argument("expression", metavar="EXPRESSION", help=t("the loss, for example: x^2/20 + y^2"))
    start = t("a parameter and where it starts; what the expression itself gives a value stays fixed")
    parser.add_argument("values", nargs="*", default=[], metavar="NAME=VALUE", help=start)
    for name, meaning in SETTINGS.items():
        parser.add_argument(_option(name), dest=name, metavar="X", help=t(meaning))
    steps = t("how many steps, at most {most} (else {default})", most=_MOST_STEPS, default=_DEFAULT_STEPS)
    parser.add_argument("--steps", metavar="N", help=steps)
    parser.add_argument("--of", metavar="NAME", help=t("the quantity that is the loss (else the last)"))
    parser.add_argument("--json", action="store_true", help=t("as JSON"))


def run(options: argparse.Namespace, t: Words) -> int:
    """Do it; returns the exit status."""
    from tutor.complaints import complaint
    from tutor.core import CoreError
    from tutor.core.descent import descend
    from tutor.numbers import show

    rule = _rule(options.optimizer, t)
    settings = _settings(options, rule, t)
    steps = _DEFAULT_STEPS if options.steps is None else whole_of("--steps", options.steps, 0, _MOST_STEPS, t)
    graph = graph_of(options.expression, t)
    output = quantity_of(options.of, graph, t)
    start = inputs_of(options.values, graph, t)
    if not start:
        raise UsageError(t("no parameter to move: give at least one as NAME=VALUE behind the expression"))
    path: list[Step] = []
    stop = ""
    try:
        path.extend(islice(descend(rule(**settings), graph, start, output), steps + 1))
    except CoreError as error:
        stop = complaint(error, t)
    if not path:
        raise Failure(stop)
    if options.json:
        found = {"optimizer": rule.__name__, "settings": settings, "steps": [_as_object(step) for step in path]}
        print(json.dumps(found, ensure_ascii=False, allow_nan=False))
    else:
        _print_path(path, rule, settings, t)
    if stop:
        sys.stdout.flush()  # the rows stand before the complaint
        raise Failure(
            t(
                "step {step}: {reason}; the learning rate is probably too large ({option} {lr})",
                step=len(path),
                reason=stop,
                option=_option("lr"),
                lr=show(settings["lr"]),
            )
        )
    return 0


# --- reading the command line ----------------------------------------------------------------------------


def _rule(name: str, t: Words) -> type[Optimizer]:
    from tutor.core import OPTIMIZERS

    rule = OPTIMIZERS.get(name.strip().lower().replace("-", "").replace("_", ""))
    if rule is None:
        raise UsageError(
            t("there is no optimizer {name} (there are: {known})", name=safe(name), known=", ".join(OPTIMIZERS))
        )
    return rule


def _settings(options: argparse.Namespace, rule: type[Optimizer], t: Words) -> dict[str, float]:
    """What the rule's constructor takes: its own defaults, and in their place what the options say."""
    settings = {name: float(each.default) for name, each in inspect.signature(rule).parameters.items()}
    for name in SETTINGS:
        text = getattr(options, name)
        if text is None:
            continue
        option = _option(name)
        if name not in settings:
            known = ", ".join(map(_option, settings))
            raise UsageError(
                t("{optimizer} has no {option} (it has: {known})", optimizer=rule.__name__, option=option, known=known)
            )
        settings[name] = float(number_of(option, text, t))
        if name in _WEIGHTS_OF_MEANS and not 0 <= settings[name] < 1:
            raise UsageError(t("{option} must be at least 0 and less than 1", option=option))
    return settings


def _option(setting: str) -> str:
    return "--" + setting.replace("_", "-")


# --- showing the path ------------------------------------------------------------------------------------


def _as_object(step: Step) -> dict[str, Any]:
    return {
        "step": step.number,
        "parameters": step.params,
        "gradient": step.grads,
        **step.states,
        "loss": step.loss,
    }


def _print_path(path: Sequence[Step], rule: type[Optimizer], settings: dict[str, float], t: Words) -> None:
    """A row a step where that fits, else a row a parameter."""
    from tutor.numbers import show

    width = shutil.get_terminal_size((80, 24)).columns
    table = _fitting(_row_a_step, path, width, t) or _fitting(_row_a_parameter, path, width, t)
    print(f"{rule.__name__}: " + ", ".join(f"{name} = {show(value)}" for name, value in settings.items()))
    print()
    print_table(table or _row_a_parameter(path, _FEWEST_DIGITS, t))


_Table = list[list[str]]


def _fitting(
    table_of: Callable[[Sequence[Step], int, Words], _Table], path: Sequence[Step], width: int, t: Words
) -> _Table | None:
    """The table with as many digits as fit; none where even the fewest are too wide."""
    for digits in range(_MOST_DIGITS, _FEWEST_DIGITS - 1, -1):
        table = table_of(path, digits, t)
        if _width(table) <= width:
            return table
    return None


def _row_a_step(path: Sequence[Step], digits: int, t: Words) -> _Table:
    from tutor.numbers import show

    names, states = list(path[0].params), list(path[0].states)
    kinds = [t("gradient"), *states]
    heads = [t("step"), *names, *(f"{kind} {name}" for kind in kinds for name in names), t("loss")]
    rows = []
    for step in path:
        columns = (step.params, step.grads, *step.states.values())
        numbers = [column[name] for column in columns for name in names]
        rows.append([str(step.number), *(show(number, digits) for number in (*numbers, step.loss))])
    return _numbered([heads, *rows])


def _row_a_parameter(path: Sequence[Step], digits: int, t: Words) -> _Table:
    from tutor.numbers import show

    rows = [[t("step"), t("parameter"), t("value"), t("gradient"), *path[0].states, t("loss")]]
    for step in path:
        number, loss = str(step.number), show(step.loss, digits)
        for name in step.params:
            columns = (step.params, step.grads, *step.states.values())
            rows.append([number, name, *(show(column[name], digits) for column in columns), loss])
            number = loss = ""  # once a step
    return _numbered(rows)


def _numbered(table: _Table) -> _Table:
    """The first column, numbers too, to the right."""
    from tutor.cells import cells

    width = max(cells(row[0]) for row in table)
    return [[" " * (width - cells(row[0])) + row[0], *row[1:]] for row in table]


def _width(table: _Table) -> int:
    from tutor.cells import cells

    return sum(max(map(cells, column)) + 2 for column in zip(*table, strict=True)) - 2
