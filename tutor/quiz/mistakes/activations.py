"""Thoughts about the slope of one function: sigmoid, tanh, ReLU, max, 1/x, logarithm, exponential, root, sine."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tutor.core.layers import NODES
from tutor.numbers import show
from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong
from tutor.words import N_

NO_SIGMOID = N_(
    "{answer} is the upstream gradient, right so far. Multiply by s * (1 - s), where s is the sigmoid node's output."
)
RECIPROCAL = N_("{answer}: the size is right. 1/x falls where x grows: its derivative is -1/x^2, a minus is missing.")
RELU_SHUT = N_("{answer} came back from the right. ReLU lets it through only where its input is positive: check it.")
_MAX_TIE = N_("{answer} came back from the right. Both inputs of the max node are equal: each gets half of it.")
_MAX_LOSER = N_(
    "{answer} came back from the right. A max node sends it to its larger input: is this edge the larger one?"
)


def no_sigmoid_gradient(s: Situation) -> Iterator[Wrong]:
    """Omits s(1-s)."""
    if s.at("sigmoid"):
        yield Wrong(s.upstream, NO_SIGMOID, {})


def sigmoid_sign(s: Situation) -> Iterator[Wrong]:
    """Keeps the sign of the exponential."""
    if s.at("sigmoid"):
        reply = N_("{answer}: the size is right, the sign is not. A sigmoid always rises: s * (1 - s) is positive.")
        parts = {"d": s.upstream, "s": s.made}
        yield Wrong(-s.truth, reply, parts, working="(-1) * {d} * {s} * (1 - {s})")


def sigmoid_twice(s: Situation) -> Iterator[Wrong]:
    """Applies the sigmoid to its own output."""
    if s.at("sigmoid"):
        twice = NODES["sigmoid"]().forward(s.made)
        reply = N_("{answer} sends the output {s} through the sigmoid once more. Take it as it is: {s} * (1 - {s}).")
        parts = {"d": s.upstream, "s": s.made}
        working = "{d} * sigmoid({s}) * (1 - sigmoid({s}))"
        yield Wrong(s.upstream * twice * (1 - twice), reply, parts, working=working)


def sigmoid_input(s: Situation) -> Iterator[Wrong]:
    """Takes x(1-x) of the input x for s(1-s) of the output s."""
    if s.at("sigmoid"):
        reply = N_("{answer} = {d} * {x} * (1 - {x}): the form is right, but {x} flows in. Take the node's output {s}.")
        parts = {"d": s.upstream, "x": s.own, "s": s.made}
        yield Wrong(s.upstream * s.own * (1 - s.own), reply, parts, working="{d} * {x} * (1 - {x})")


def tanh_slope(s: Situation) -> Iterator[Wrong]:
    """Forgets the square of the output, or takes the sigmoid's slope."""
    if s.at("tanh"):
        parts = {"d": s.upstream, "z": s.made}
        reply = N_("{answer} = {d} * (1 - {z}): a square is missing. The slope of tanh is 1 minus the output squared.")
        yield Wrong(s.upstream * (1 - s.made), reply, parts, working="{d} * (1 - {z})")
        reply = N_("{answer} = {d} * {z} * (1 - {z}): that is a sigmoid's slope. For tanh it is 1 - {z}^2.")
        yield Wrong(s.upstream * s.made * (1 - s.made), reply, parts, working="{d} * {z} * (1 - {z})")


def is_reciprocal(s: Situation) -> bool:
    """Whether the asked quantity is the x of a 1/x."""
    if s.at("/") and s.slot == 1:
        over = s.question.graph.operands(s.node.name)[0]  # type: ignore[union-attr]
        return over.op == "number" and over.number == 1
    return s.at("^") and s.slot == 0 and s.operands[1] == -1


def reciprocal_sign(s: Situation) -> Iterator[Wrong]:
    """Differentiates 1/x as +1/x^2."""
    if is_reciprocal(s):
        parts = {"d": s.upstream, "x": s.own}
        yield Wrong(s.upstream / (s.own * s.own), RECIPROCAL, parts, working="{d} / {x}^2")


def relu_leaks(s: Situation) -> Iterator[Wrong]:
    """ReLU: passes the gradient although the input is not positive."""
    if s.at("relu") and s.own <= 0:
        yield Wrong(s.upstream, RELU_SHUT, {})


def relu_blocks(s: Situation) -> Iterator[Wrong]:
    """ReLU: blocks the gradient although the input is positive, or multiplies by the input."""
    if s.at("relu") and s.own > 0:
        reply = N_(
            "{answer} would be right for a negative input. Here {x} is positive: ReLU passes all that comes back."
        )
        yield Wrong(0.0, reply, {"x": s.own})
        reply = N_("{answer} = {d} * {x}: ReLU passes the gradient as it is. Its slope is 1 here, not {x}.")
        yield Wrong(s.upstream * s.own, reply, {"d": s.upstream, "x": s.own}, working="{d} * {x}")


def max_wrong_input(s: Situation) -> Iterator[Wrong]:
    """Max node: sends the gradient to the wrong input."""
    if not s.at("max"):
        return
    if s.own > s.partner:
        reply = N_(
            "{answer} would be right for the smaller input. {own} is the larger one: it gets all that comes back."
        )
        yield Wrong(0.0, reply, {"own": show(s.own)})
    else:
        yield Wrong(s.upstream, max_reply(s), {})


def max_reply(s: Situation) -> str:
    """What to say to all of the upstream gradient at a max node's edge that gets half of it, or nothing."""
    return _MAX_TIE if s.own == s.partner else _MAX_LOSER


def max_splits(s: Situation) -> Iterator[Wrong]:
    """Max node: shares the gradient between its inputs, or gives it to both."""
    if s.at("max") and s.own != s.partner:
        reply = N_("{answer} = {d} / 2: a max node shares only between equal inputs. Here the larger one gets all.")
        yield Wrong(s.upstream / 2, reply, {"d": s.upstream}, working="{d} / 2")


def log_slope(s: Situation) -> Iterator[Wrong]:
    """Logarithm: multiplies by the input instead of dividing by it, or takes the logarithm for its own slope."""
    if s.at("log", "ln"):
        parts = {"d": s.upstream, "x": s.own, "z": s.made}
        reply = N_("{answer} = {d} * {x}: the derivative of ln x is 1 over x. Divide by {x} instead.")
        yield Wrong(s.upstream * s.own, reply, parts, working="{d} * {x}")
        reply = N_("{answer} = {d} * {z}: only exp is its own derivative. That of ln x is 1 over x, here 1 / {x}.")
        yield Wrong(s.upstream * s.made, reply, parts, working="{d} * {z}")


def exp_as_power(s: Situation) -> Iterator[Wrong]:
    """Exponential: brings the exponent down as if it were a power of x."""
    if s.at("exp"):
        reply = N_(
            "{answer} brings the exponent {exponent} down: that is the rule for x^n. exp(x) is its own derivative."
        )
        parts = {"d": s.upstream, "x": s.own, "exponent": show(s.own), "less": s.own - 1}
        yield Wrong(s.upstream * s.own * math.exp(s.own - 1), reply, parts, working="{d} * {x} * exp({less})")


def sqrt_slope(s: Situation) -> Iterator[Wrong]:
    """Root: forgets the 2, or puts the input where the root belongs."""
    if s.at("sqrt"):
        parts = {"d": s.upstream, "x": s.own, "z": s.made}
        reply = N_("{answer} = {d} / {z}: a 2 is missing. The derivative of a root is 1 over twice the root.")
        yield Wrong(s.upstream / s.made, reply, parts, working="{d} / {z}")
        reply = N_("{answer} = {d} / (2 * {x}): the 2 is right. Below stands the root {z}, not what is under it.")
        yield Wrong(s.upstream / (2 * s.own), reply, parts, working="{d} / (2 * {x})")


def sine_sign(s: Situation) -> Iterator[Wrong]:
    """Sine and cosine: the sign of the derivative."""
    if s.at("sin", "cos"):
        reply = N_("{answer}: the size is right, the sign is not. The derivative of sin is cos, that of cos is -sin.")
        parts = {"d": s.upstream, "slope": -s.local}
        yield Wrong(-s.truth, reply, parts, working="{d} * {slope}")


ACTIVATIONS: dict[str, Mistake] = {
    "no-sigmoid-gradient": Mistake(N_("left out the sigmoid's own gradient"), no_sigmoid_gradient),
    "sigmoid-sign": Mistake(N_("kept the minus of the exponential at a sigmoid"), sigmoid_sign),
    "sigmoid-twice": Mistake(N_("applied the sigmoid to its own output"), sigmoid_twice),
    "sigmoid-input": Mistake(N_("took a sigmoid's input for its output"), sigmoid_input),
    "tanh-slope": Mistake(N_("forgot the square at tanh or took the sigmoid's slope"), tanh_slope),
    "reciprocal-sign": Mistake(N_("forgot the minus in the derivative of 1/x"), reciprocal_sign),
    "relu-leaks": Mistake(N_("let the gradient through a closed ReLU"), relu_leaks),
    "relu-blocks": Mistake(N_("changed the gradient at an open ReLU"), relu_blocks),
    "max-wrong-input": Mistake(N_("sent the gradient to the wrong input of a max node"), max_wrong_input),
    "max-splits": Mistake(N_("shared the gradient out at a max node"), max_splits),
    "log-slope": Mistake(N_("took a wrong slope for the logarithm"), log_slope),
    "exp-as-power": Mistake(N_("treated exp as a power"), exp_as_power),
    "sqrt-slope": Mistake(N_("forgot the 2 or the root in the slope of a root"), sqrt_slope),
    "sine-sign": Mistake(N_("mixed up the signs of sine and cosine"), sine_sign),
}
