"""Each node's rule as a line of Python, from which fast code for a whole graph is made (`program.py`).

The layers say the same at length, one object a node; this is the form for graphs that are run many times.
A test holds the two together, node by node.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from tutor.core.arrays import np
from tutor.core.layers import power, power_slope_of_exponent, sigmoid_array, sigmoid_scalar


class Rule(NamedTuple):
    """A node z over inputs x and y; g is the gradient that comes back to z. Lines for plain floats."""

    value: str
    gradients: tuple[str, ...]
    """What goes back to each input, in input order; "g * ..." where it is a product."""
    hides: bool = False
    """Whether z can be finite although an input is not, as 1 / inf is: such inputs have to be looked at."""
    array_value: str = ""
    """The line for arrays, where it is not the same."""
    array_gradients: tuple[str, ...] = ()


RULES: dict[str, Rule] = {
    "+": Rule("x + y", ("g", "g")),
    "-": Rule("x - y", ("g", "-g")),
    "*": Rule("x * y", ("g * y", "g * x")),
    "/": Rule("x / y", ("g / y", "-(g / y) * z"), hides=True),
    "^": Rule(
        "power(x, y)",
        ("g * 0.0 if y == 0.0 else g * y * power(x, y - 1.0)", "g * power_slope(x, z)"),
        hides=True,
        array_gradients=("g * y * power(x, where(y == 0.0, 1.0, y - 1.0))", "g * power_slope(x, z)"),
    ),
    "neg": Rule("-x", ("-g",)),
    "exp": Rule("exp(x)", ("g * z",), hides=True),
    "log": Rule("log(x)", ("g * (1.0 / x)",)),
    "sqrt": Rule("sqrt(x)", ("g * (1.0 / (2.0 * z))",)),
    "sin": Rule("sin(x)", ("g * cos(x)",)),
    "cos": Rule("cos(x)", ("g * -sin(x)",)),
    "tanh": Rule("tanh(x)", ("g * (1.0 - z * z)",), hides=True),
    "sigmoid": Rule("sigmoid(x)", ("g * (z * (1.0 - z))",), hides=True),
    "relu": Rule(
        "x if x > 0.0 else 0.0",
        ("g if x > 0.0 else 0.0",),
        hides=True,
        array_value="maximum(x, 0.0)",
        array_gradients=("g * (x > 0.0)",),
    ),
    "max": Rule(
        "x if x > y else y",
        ("g * ((x > y) + (x == y) / 2.0)", "g * ((x < y) + (x == y) / 2.0)"),
        hides=True,
        array_value="maximum(x, y)",
    ),
}
RULES["ln"] = RULES["log"]

SCALAR: dict[str, Any] = {
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "sigmoid": sigmoid_scalar,
    "power": math.pow,
    "power_slope": power_slope_of_exponent,
}
"""What the lines for floats call. What has no value raises ValueError, OverflowError or ZeroDivisionError."""


def array_functions() -> dict[str, Any]:
    """What the lines for arrays call. What has no value is nan or inf there."""
    names = ("exp", "log", "sqrt", "sin", "cos", "tanh", "maximum", "where")
    return {name: getattr(np, name) for name in names} | {
        "sigmoid": sigmoid_array,
        "power": power,
        "power_slope": power_slope_of_exponent,
    }


def for_arrays(rule: Rule) -> Rule:
    """The same rule with its lines for arrays."""
    return Rule(rule.array_value or rule.value, rule.array_gradients or rule.gradients, rule.hides)


class Functions(NamedTuple):
    """A rule to be called: `value(x, y)`, and `gradients(g, x, y, z)` with both for two inputs.

    A function of one input takes no notice of y and sends None back to it, so that all have one form.
    """

    value: Callable[[Any, Any], Any]
    gradients: Callable[[Any, Any, Any, Any], tuple[Any, Any]]


@cache
def scalar_rules() -> dict[str, Functions]:
    """Every rule as functions of floats."""
    return _functions(RULES, SCALAR)


@cache
def array_rules() -> dict[str, Functions]:
    """Every rule as functions of arrays."""
    return _functions({op: for_arrays(rule) for op, rule in RULES.items()}, array_functions())


def _functions(rules: Mapping[str, Rule], names: Mapping[str, Any]) -> dict[str, Functions]:
    made: dict[str, Functions] = {}
    for op, rule in rules.items():
        first, second = (*rule.gradients, "None")[:2]
        # The text is the table above and nothing else: no learner's name or number is in it.
        made[op] = Functions(
            eval(f"lambda x, y: {rule.value}", dict(names)),  # noqa: S307
            eval(f"lambda g, x, y, z: ({first}, {second})", dict(names)),  # noqa: S307
        )
    return made
