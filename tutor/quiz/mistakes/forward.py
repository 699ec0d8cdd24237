"""Thoughts about values, on the way forward. They are our own."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.core.layers import NODES
from tutor.numbers import show
from tutor.quiz.formulas import number
from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong
from tutor.words import N_


def stops_early(s: Situation) -> Iterator[Wrong]:
    """Answers a quantity on the way."""
    if s.question.kind == "value" and s.node is not None and s.question.states_steps:
        for operand, value in zip(s.question.graph.operands(s.node.name), s.operands, strict=True):
            if operand.inputs:
                reply = N_("{answer} is right for {name}, on the way. One node is still to come.")
                parts = {"name": s.question.name(operand.name)}
                yield Wrong(value, reply, parts, node=operand.name, way=())


def adds_at_multiply(s: Situation) -> Iterator[Wrong]:
    """Adds what a multiply node multiplies."""
    if s.value_at("*"):
        x, y = s.operands
        reply = N_("{answer} = {x} + {y}: both numbers are right, but this is a multiply node: {x} * {y}.")
        yield Wrong(x + y, reply, {"x": x, "y": y}, working="{x} + {y}")


def multiplies_at_add(s: Situation) -> Iterator[Wrong]:
    """Multiplies what an add node adds."""
    if s.value_at("+"):
        x, y = s.operands
        reply = N_("{answer} = {x} * {y}: both numbers are right, but this is an add node: {x} + {y}.")
        yield Wrong(x * y, reply, {"x": x, "y": y}, working="{x} * {y}")


def swaps_operands(s: Situation) -> Iterator[Wrong]:
    """Takes the operands of a subtract, divide or power node the other way round."""
    if s.value_at("-", "/", "^") and s.node is not None:
        x, y = s.operands
        reply = N_("{answer}: both numbers are right, but the other way round. The upper edge comes first.")
        working = f"{{y}} {s.node.op} {{x}}"
        yield Wrong(NODES[s.node.op]().forward(y, x), reply, {"x": x, "y": y}, working=working)


def leaves_out(s: Situation) -> Iterator[Wrong]:
    """Goes past a node: uses one of its inputs as if it were its result."""
    q = s.question
    if not s.value_at("*", "+", "-", "/") or s.node is None:
        return
    for slot, operand in enumerate(q.graph.operands(s.node.name)):
        if operand.op not in ("*", "+"):
            continue
        for kept in (0, 1):
            instead = list(s.operands)
            instead[slot] = q.graph.operand_values(q.values, operand.name)[kept]
            missing = q.graph.operands(operand.name)[1 - kept]
            what = number(missing.number) if missing.op == "number" else q.name(missing.name)  # type: ignore[arg-type]
            reply = N_("{answer} leaves out {missing}. Every input has its part in the result.")
            x, y = instead
            working = f"{{x}} {s.node.op} {{y}}"
            parts = {"missing": what, "x": x, "y": y}
            yield Wrong(NODES[s.node.op]().forward(x, y), reply, parts, working=working)


def relu_keeps_negative(s: Situation) -> Iterator[Wrong]:
    """ReLU: lets a negative value through, or drops only its sign."""
    if s.value_at("relu") and s.operands[0] < 0:
        (x,) = s.operands
        reply = N_("{answer} flows in, but ReLU lets only positive numbers through: of a negative one it makes 0.")
        yield Wrong(x, reply, {"x": x})
        reply = N_("{answer} is {input} without its sign. ReLU makes 0 of any negative number.")
        yield Wrong(-x, reply, {"x": x, "input": show(x)}, working="(-1) * {x}")


def max_takes_smaller(s: Situation) -> Iterator[Wrong]:
    """Max: takes the smaller one."""
    if s.value_at("max"):
        x, y = s.operands
        reply = N_("{answer} is the smaller of {x} and {y}. A max node lets the larger one through.")
        yield Wrong(min(x, y), reply, {"x": show(x), "y": show(y)})


FORWARD: dict[str, Mistake] = {
    "stops-early": Mistake(N_("stopped before the last node"), stops_early),
    "adds-at-multiply": Mistake(N_("added at a multiply node"), adds_at_multiply),
    "multiplies-at-add": Mistake(N_("multiplied at an add node"), multiplies_at_add),
    "swaps-operands": Mistake(N_("took the operands the other way round"), swaps_operands),
    "leaves-out": Mistake(N_("left out an input"), leaves_out),
    "relu-keeps-negative": Mistake(N_("let a negative number through ReLU"), relu_keeps_negative),
    "max-takes-smaller": Mistake(N_("took the smaller input of a max node"), max_takes_smaller),
}
