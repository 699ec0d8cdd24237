"""Thoughts about one node and the path to it. Sources: courses, forum threads and bug reports on backpropagation."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.core.layers import NODES
from tutor.numbers import show
from tutor.quiz.mistakes.activations import NO_SIGMOID, RECIPROCAL, RELU_SHUT, is_reciprocal, max_reply
from tutor.quiz.mistakes.chain import NO_INNER
from tutor.quiz.mistakes.situation import Mistake, Situation, Step, Wrong
from tutor.words import N_

_IS_OUTPUT = N_("{answer} is the value of {output}. Asked is how much {output} grows for one more of {name}.")
_NO_MINUS = N_("{answer}: the size is right. More of what is subtracted makes less of the result: a minus is missing.")


def own_input(s: Situation) -> Iterator[Wrong]:
    """Multiply node: uses its own input, not the partner's."""
    if s.at("*"):
        reply = N_(
            "{answer} = {d} * {own}: the upstream {d} is right, but {own} is this edge's own input. Swap: take the other one."
        )
        if s.is_last:
            reply = N_("{answer} is this edge's own input. A multiply node swaps: take the other input.")
        yield Wrong(s.upstream * s.own, reply, {"d": s.upstream, "own": s.own}, working="{d} * {own}")


def no_upstream(s: Situation) -> Iterator[Wrong]:
    """Stops at the local gradient."""
    if s.on_edge:
        yield Wrong(
            s.local,
            N_("{answer} is the local gradient, right so far. The upstream gradient {d} is missing: multiply by it."),
            {"d": show(s.upstream)},
            way=(),
        )


def adds_upstream(s: Situation) -> Iterator[Wrong]:
    """Adds along the path where it must multiply."""
    if s.on_edge and not s.is_last and s.local:
        parts = {"d": s.upstream, "local": s.local}
        reply = N_(
            "{answer} = {local} + {d}: you added along the path; along a path gradients multiply: {local} * {d}."
        )
        yield Wrong(s.upstream + s.local, reply, parts, working="{local} + {d}")


def upstream_only(s: Situation) -> Iterator[Wrong]:
    """Passes the upstream gradient through unchanged, or stops one node before the asked edge."""
    if s.on_edge:
        yield Wrong(s.upstream, _passed_on(s), {})


def _passed_on(s: Situation) -> str:
    """What to say to the upstream gradient itself: in the words of the node's own thought where it has one."""
    if s.at("-") and s.slot == 1:
        return _NO_MINUS
    if s.at("relu"):
        return RELU_SHUT
    if s.at("max"):
        return max_reply(s)
    if s.composition is not None and s.local == s.composition.inner_slope:
        return NO_INNER
    if s.at("sigmoid"):
        return NO_SIGMOID
    if s.is_last:
        return N_("{answer} is where the backward pass starts. Now pass the node: multiply by its local gradient.")
    return N_(
        "{answer} is the upstream gradient, right so far. One node is still to pass: multiply by its local gradient."
    )


def uses_output(s: Situation) -> Iterator[Wrong]:
    """Multiplies by the node's output."""
    if s.at("*"):
        reply = N_("{answer} = {d} * {out}: {out} is the node's output. Multiply by the other input instead.")
        yield Wrong(s.upstream * s.made, reply, {"d": s.upstream, "out": s.made}, working="{d} * {out}")


def output_value(s: Situation) -> Iterator[Wrong]:
    """Answers the output's value."""
    q = s.question
    if q.kind == "gradient":
        parts = {"output": q.name(q.output), "name": q.name(q.quantity)}
        yield Wrong(q.values[q.output], _IS_OUTPUT, parts, node=q.output, way=())


def add_as_mul(s: Situation) -> Iterator[Wrong]:
    """Treats an add node as a multiply node."""
    if s.at("+"):
        reply = N_(
            "{answer} = {d} * {partner}: that is a multiply node's rule. An add node passes the upstream gradient on unchanged."
        )
        parts = {"d": s.upstream, "partner": s.partner}
        yield Wrong(s.upstream * s.partner, reply, parts, working="{d} * {partner}")


def add_own_input(s: Situation) -> Iterator[Wrong]:
    """Multiplies by the edge's own input at an add node."""
    if s.at("+"):
        reply = N_("{answer} = {d} * {own}: an add node multiplies by nothing. It passes the upstream gradient on.")
        yield Wrong(s.upstream * s.own, reply, {"d": s.upstream, "own": s.own}, working="{d} * {own}")


def add_splits(s: Situation) -> Iterator[Wrong]:
    """Shares the upstream gradient between the two inputs of an add node."""
    if s.at("+"):
        reply = N_("{answer} = {d} / 2: an add node does not share the gradient out. Each input gets all of it.")
        yield Wrong(s.upstream / 2, reply, {"d": s.upstream}, working="{d} / 2")


def seed_is_output(s: Situation) -> Iterator[Wrong]:
    """Starts the backward pass from the output's value, not from 1."""
    q = s.question
    if q.kind == "gradient" and q.quantity != q.output:
        reply = N_("{answer} is {output} times too much: the backward pass starts from 1, not from the output's value.")
        seed = q.values[q.output]
        way = tuple(
            Step(name, seed * gradient)
            for name, gradient in q.gradients.items()
            if name in s.place.on_way and name != q.quantity
        )
        parts = {"output": show(seed), "right": s.truth}
        yield Wrong(seed * s.truth, reply, parts, working="{output} * {right}", node=q.output, way=way)
    elif q.kind == "gradient":
        yield Wrong(q.values[q.output], _IS_OUTPUT, {"output": q.name(q.output), "name": q.name(q.quantity)})


def forward_value(s: Situation) -> Iterator[Wrong]:
    """Answers the value that flows forward on the edge."""
    q = s.question
    if q.kind == "gradient" and q.quantity != q.output:
        reply = N_("{answer} is the value that flows forward on this edge. Asked is the gradient that flows back.")
        yield Wrong(q.values[q.quantity], reply, {}, node=q.quantity, way=())
    elif q.kind == "gradient":
        yield Wrong(q.values[q.output], _IS_OUTPUT, {"output": q.name(q.output), "name": q.name(q.quantity)})


def sign_sub(s: Situation) -> Iterator[Wrong]:
    """Subtract node: forgets the minus for what is subtracted."""
    if s.at("-") and s.slot == 1:
        yield Wrong(s.upstream, _NO_MINUS, {})


def div_sign(s: Situation) -> Iterator[Wrong]:
    """Divide node: forgets the minus for the divisor, or its square."""
    if s.at("/") and s.slot == 1:
        x, y = s.operands
        parts = {"d": s.upstream, "x": x, "y": y}
        reply = N_("{answer}: the size is right. A larger divisor makes the result smaller: a minus is missing.")
        reply = RECIPROCAL if is_reciprocal(s) else reply
        yield Wrong(s.upstream * x / (y * y), reply, parts, working="{d} * {x} / {y}^2")
        reply = N_("{answer}: the minus is right. The divisor counts squared: divide by {y} once more.")
        yield Wrong(-s.upstream * x / y, reply, parts, working="(-1) * {d} * {x} / {y}")


def div_as_mul(s: Situation) -> Iterator[Wrong]:
    """Treats a divide node as a multiply node."""
    if s.at("/") and not is_reciprocal(s):
        reply = N_(
            "{answer} = {d} * {partner}: that is a multiply node's rule. A divide node divides: what is divided gets 1 / {y}."
        )
        if s.slot == 1:
            reply = N_("{answer} = {d} * {partner}: that is a multiply node's rule. The divisor gets -{x} / {y}^2.")
        x, y = s.operands
        parts = {"d": s.upstream, "partner": s.partner, "x": x, "y": y}
        yield Wrong(s.upstream * s.partner, reply, parts, working="{d} * {partner}")


def pow_exponent(s: Situation) -> Iterator[Wrong]:
    """Power node: keeps the exponent, or drops the factor that comes down."""
    if s.at("^") and s.slot == 0:
        x, n = s.operands
        power = NODES["^"]
        parts = {"d": s.upstream, "x": x, "n": n, "less": n - 1}
        reply = N_("{answer}: the factor {n} is right. The exponent falls by one, from {n} to {less}.")
        yield Wrong(s.upstream * n * power().forward(x, n), reply, parts, working="{d} * {n} * {x}^{n}")
        reply = N_("{answer}: the power is right. The exponent {n} comes down as a factor: multiply by it.")
        yield Wrong(s.upstream * power().forward(x, n - 1), reply, parts, working="{d} * {x}^{less}")


def power_as_times(s: Situation) -> Iterator[Wrong]:
    """Reads ^2 as times 2: on the way back the slope is 2, on the way forward the double."""
    if s.at("^") and s.slot == 0:
        x, n = s.operands
        reply = N_("{answer} = {d} * {n}: that is the slope of {n} * x. Here x is raised to the power of {n}.")
        yield Wrong(s.upstream * n, reply, {"d": s.upstream, "n": n}, working="{d} * {n}")
    elif s.value_at("^"):
        x, n = s.operands
        reply = N_("{answer} = {x} * {n}: here {x} is raised to the power of {n}, not multiplied by it.")
        yield Wrong(x * n, reply, {"x": x, "n": n}, working="{x} * {n}")


def new_value(s: Situation) -> Iterator[Wrong]:
    """Asked by how much the output grows, answers what it is then."""
    q = s.question
    if s.is_behind and s.place.is_arithmetic and q.about is None:
        reply = N_(
            "{answer} is what {output} comes to after the change. Asked is the change alone: compare with {before}."
        )
        parts = {"output": q.name(q.output), "before": show(q.values[q.output])}
        yield Wrong(s.after_one_more, reply, parts, node=q.output, way=())


def whole_step(s: Situation) -> Iterator[Wrong]:
    """Takes the change over a whole step of 1 for the rate at the point, where the output does not grow evenly."""
    q = s.question
    if s.is_behind and s.place.is_arithmetic and q.about is None:
        before = q.values[q.output]
        reply = N_(
            "{answer} = {after} - {before}: the change over a whole step of 1. A gradient is the rate right here."
        )
        parts = {"after": s.after_one_more, "before": before}
        yield Wrong(s.after_one_more - before, reply, parts, working="{after} - {before}", node=q.output, way=())


PATH: dict[str, Mistake] = {
    "own-input": Mistake(N_("took the edge's own input at a multiply node"), own_input),
    "no-upstream": Mistake(N_("stopped at the local gradient"), no_upstream),
    "adds-upstream": Mistake(N_("added along a path instead of multiplying"), adds_upstream),
    "upstream-only": Mistake(N_("passed the upstream gradient on without the local one"), upstream_only),
    "uses-output": Mistake(N_("multiplied by the node's output"), uses_output),
    "output-value": Mistake(N_("gave the output's value"), output_value),
    "add-as-mul": Mistake(N_("treated an add node as a multiply node"), add_as_mul),
    "add-own-input": Mistake(N_("multiplied by the edge's own input at an add node"), add_own_input),
    "add-splits": Mistake(N_("shared the gradient out at an add node"), add_splits),
    "seed-is-output": Mistake(N_("started the backward pass from the output's value"), seed_is_output),
    "forward-value": Mistake(N_("gave the value that flows forward"), forward_value),
    "sign-sub": Mistake(N_("forgot the minus at a subtract node"), sign_sub),
    "div-sign": Mistake(N_("forgot the minus or the square at a divide node"), div_sign),
    "div-as-mul": Mistake(N_("treated a divide node as a multiply node"), div_as_mul),
    "pow-exponent": Mistake(N_("kept the exponent or lost the factor at a power node"), pow_exponent),
    "power-as-times": Mistake(N_("read a power as a multiplication"), power_as_times),
    "new-value": Mistake(N_("gave the new value instead of the change"), new_value),
    "whole-step": Mistake(N_("took a whole step for the gradient"), whole_step),
}
