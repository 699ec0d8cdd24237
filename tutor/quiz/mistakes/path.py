"""Thoughts about one node and the path to it. Sources: courses, forum threads and bug reports on backpropagation."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.core.layers import NODES
from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong
from tutor.words import N_

_IS_OUTPUT = N_("{answer} is the value of {output}. Asked is how much {output} grows for one more of {name}.")


def own_input(s: Situation) -> Iterator[Wrong]:
    """Multiply node: uses its own input, not the partner's."""
    if s.at("*"):
        reply = N_(
            "{answer} = {d} * {own}: the upstream {d} is right, but {own} is this edge's own input. Swap: take the other one."
        )
        if s.is_last:
            reply = N_("{answer} is this edge's own input. A multiply node swaps: take the other input.")
        yield Wrong(s.upstream * s.own, reply, {"d": s.upstream, "own": s.own})


def no_upstream(s: Situation) -> Iterator[Wrong]:
    """Stops at the local gradient."""
    if s.on_edge:
        yield Wrong(
            s.local,
            N_("{answer} is the local gradient, right so far. The upstream gradient {d} is missing: multiply by it."),
            {"d": s.upstream},
        )


def adds_upstream(s: Situation) -> Iterator[Wrong]:
    """Adds along the path where it must multiply."""
    if s.on_edge and not s.is_last:
        parts = {"d": s.upstream, "local": s.local}
        reply = N_(
            "{answer} = {local} + {d}: you added along the path; along a path gradients multiply: {local} * {d}."
        )
        yield Wrong(s.upstream + s.local, reply, parts)


def upstream_only(s: Situation) -> Iterator[Wrong]:
    """Passes the upstream gradient through unchanged, or stops one node before the asked edge."""
    if s.on_edge:
        reply = N_(
            "{answer} is the upstream gradient, right so far. One node is still to pass: multiply by its local gradient."
        )
        if s.is_last:
            reply = N_("{answer} is where the backward pass starts. Now pass the node: multiply by its local gradient.")
        yield Wrong(s.upstream, reply, {})


def uses_output(s: Situation) -> Iterator[Wrong]:
    """Multiplies by the node's output."""
    if s.at("*") and s.node is not None:
        out = s.question.values[s.node.name]
        reply = N_("{answer} = {d} * {out}: {out} is the node's output. Multiply by the other input instead.")
        yield Wrong(s.upstream * out, reply, {"d": s.upstream, "out": out})


def output_value(s: Situation) -> Iterator[Wrong]:
    """Answers the output's value."""
    q = s.question
    if q.kind == "gradient":
        parts = {"output": q.name(q.output), "name": q.name(q.quantity)}
        yield Wrong(q.values[q.output], _IS_OUTPUT, parts)


def add_as_mul(s: Situation) -> Iterator[Wrong]:
    """Treats an add node as a multiply node."""
    if s.at("+"):
        reply = N_(
            "{answer} = {d} * {partner}: that is a multiply node's rule. An add node passes the upstream gradient on unchanged."
        )
        yield Wrong(s.upstream * s.partner, reply, {"d": s.upstream, "partner": s.partner})


def add_splits(s: Situation) -> Iterator[Wrong]:
    """Shares the upstream gradient between the two inputs of an add node."""
    if s.at("+"):
        reply = N_("{answer} = {d} / 2: an add node does not share the gradient out. Each input gets all of it.")
        yield Wrong(s.upstream / 2, reply, {"d": s.upstream})


def seed_is_output(s: Situation) -> Iterator[Wrong]:
    """Starts the backward pass from the output's value, not from 1."""
    q = s.question
    if q.kind == "gradient" and q.quantity != q.output:
        reply = N_("{answer} is {output} times too much: the backward pass starts from 1, not from the output's value.")
        yield Wrong(q.values[q.output] * s.truth, reply, {"output": q.values[q.output]})
    elif q.kind == "gradient":
        yield Wrong(q.values[q.output], _IS_OUTPUT, {"output": q.name(q.output), "name": q.name(q.quantity)})


def forward_value(s: Situation) -> Iterator[Wrong]:
    """Answers the value that flows forward on the edge."""
    q = s.question
    if q.kind == "gradient" and q.quantity != q.output:
        reply = N_("{answer} is the value that flows forward on this edge. Asked is the gradient that flows back.")
        yield Wrong(q.values[q.quantity], reply, {})
    elif q.kind == "gradient":
        yield Wrong(q.values[q.output], _IS_OUTPUT, {"output": q.name(q.output), "name": q.name(q.quantity)})


def sign_sub(s: Situation) -> Iterator[Wrong]:
    """Subtract node: forgets the minus for what is subtracted."""
    if s.at("-") and s.slot == 1:
        reply = N_(
            "{answer}: the size is right. More of what is subtracted makes less of the result: a minus is missing."
        )
        yield Wrong(s.upstream, reply, {})


def div_sign(s: Situation) -> Iterator[Wrong]:
    """Divide node: forgets the minus for the divisor, or its square."""
    if s.at("/") and s.slot == 1:
        x, y = s.operands
        reply = N_("{answer}: the size is right. A larger divisor makes the result smaller: a minus is missing.")
        yield Wrong(s.upstream * x / (y * y), reply, {})
        reply = N_("{answer}: the minus is right. The divisor counts squared: divide by {y} once more.")
        yield Wrong(-s.upstream * x / y, reply, {"y": y})


def pow_exponent(s: Situation) -> Iterator[Wrong]:
    """Power node: keeps the exponent, or drops the factor that comes down."""
    if s.at("^") and s.slot == 0:
        x, n = s.operands
        power = NODES["^"]
        reply = N_("{answer}: the factor {n} is right. The exponent falls by one, from {n} to {less}.")
        yield Wrong(s.upstream * n * power().forward(x, n), reply, {"n": n, "less": n - 1})
        reply = N_("{answer}: the power is right. The exponent {n} comes down as a factor: multiply by it.")
        yield Wrong(s.upstream * power().forward(x, n - 1), reply, {"n": n})


PATH: dict[str, Mistake] = {
    "own-input": Mistake(N_("took the edge's own input at a multiply node"), own_input),
    "no-upstream": Mistake(N_("stopped at the local gradient"), no_upstream),
    "adds-upstream": Mistake(N_("added along a path instead of multiplying"), adds_upstream),
    "upstream-only": Mistake(N_("passed the upstream gradient on without the local one"), upstream_only),
    "uses-output": Mistake(N_("multiplied by the node's output"), uses_output),
    "output-value": Mistake(N_("gave the output's value"), output_value),
    "add-as-mul": Mistake(N_("treated an add node as a multiply node"), add_as_mul),
    "add-splits": Mistake(N_("shared the gradient out at an add node"), add_splits),
    "seed-is-output": Mistake(N_("started the backward pass from the output's value"), seed_is_output),
    "forward-value": Mistake(N_("gave the value that flows forward"), forward_value),
    "sign-sub": Mistake(N_("forgot the minus at a subtract node"), sign_sub),
    "div-sign": Mistake(N_("forgot the minus or the square at a divide node"), div_sign),
    "pow-exponent": Mistake(N_("kept the exponent or lost the factor at a power node"), pow_exponent),
}
