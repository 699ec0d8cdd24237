"""The wrong thoughts: one function each, one table. Each says to which questions it applies, by giving numbers or none.

Sources: courses, forum threads and bug reports on backpropagation; the thoughts about values are our own.
A thought's number always comes from the same core quantities that the truth comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tutor.core import GraphError, Node
from tutor.core.layers import NODES
from tutor.quiz.formulas import number, uses
from tutor.quiz.question import Question
from tutor.words import N_, words


class Wrong(NamedTuple):
    """A number that a thought gives, and what to say to it."""

    value: float
    reply: str
    """An English message; `{answer}` and the parts are filled in."""
    parts: Mapping[str, object]


@dataclass(frozen=True)
class Found:
    """A mistake that applies to a question."""

    id: str
    value: float
    replies: tuple[str, ...]
    """What to say, in the question's language; several where thoughts that can't be told apart give this number."""
    also: tuple[str, ...] = ()
    """Ids of other mistakes that always give the same number here."""

    @property
    def ids(self) -> tuple[str, ...]:
        """All mistakes that this number may come from."""
        return (self.id, *self.also)


class Situation:
    """A question as the mistakes look at it: the node behind the asked edge, what flows there and what comes back."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.truth = question.truth

    @cached_property
    def node(self) -> Node | None:
        """The node that matters: for a gradient the only one that the edge flows into, for a value the one it leaves."""
        graph = self.question.graph
        if self.question.kind == "value":
            node = graph.node(self.question.quantity)
            return node if node.inputs else None
        places = uses(self.question)
        return graph.nodes[places[0].node] if len(places) == 1 else None

    @cached_property
    def slot(self) -> int:
        """Which input of the node the asked edge is."""
        return uses(self.question)[0].slot

    @cached_property
    def operands(self) -> tuple[float, ...]:
        """The values that flow into the node."""
        assert self.node is not None
        return self.question.graph.operand_values(self.question.values, self.node.name)

    @property
    def own(self) -> float:
        """The value on the asked edge."""
        return self.operands[self.slot]

    @property
    def partner(self) -> float:
        """The value on the node's other edge."""
        return self.operands[1 - self.slot]

    @cached_property
    def upstream(self) -> float:
        """The gradient that comes back into the node."""
        assert self.node is not None
        return self.question.gradients[self.node.name]

    @cached_property
    def local(self) -> float:
        """The node's local gradient by the asked edge."""
        assert self.node is not None
        return self.question.graph.local_gradients(self.question.values, self.node.name)[self.slot]  # type: ignore[no-any-return]

    @property
    def is_last(self) -> bool:
        """Whether the node makes the output."""
        return self.node is not None and self.node.name == self.question.output

    def at(self, *ops: str) -> bool:
        """Whether a gradient is asked for on an edge that flows into just one node, one of these."""
        return self.question.kind == "gradient" and self.node is not None and self.node.op in ops

    @property
    def on_edge(self) -> bool:
        """Whether a gradient is asked for on an edge that flows into just one node."""
        return self.question.kind == "gradient" and self.node is not None

    def value_at(self, *ops: str) -> bool:
        """Whether a value is asked for that one of these nodes makes."""
        return self.question.kind == "value" and self.node is not None and self.node.op in ops


_IS_OUTPUT = N_("{answer} is the value of {output}. Asked is how much {output} grows for one more of {name}.")


# --- one node and the path -------------------------------------------------------------------------------


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


# --- values, on the way forward --------------------------------------------------------------------------


def stops_early(s: Situation) -> Iterator[Wrong]:
    """Answers a quantity on the way."""
    if s.question.kind == "value" and s.node is not None:
        for operand, value in zip(s.question.graph.operands(s.node.name), s.operands, strict=True):
            if operand.inputs:
                reply = N_("{answer} is right for {name}, on the way. One node is still to come.")
                yield Wrong(value, reply, {"name": s.question.name(operand.name)})


def adds_at_multiply(s: Situation) -> Iterator[Wrong]:
    """Adds what a multiply node multiplies."""
    if s.value_at("*"):
        x, y = s.operands
        reply = N_("{answer} = {x} + {y}: both numbers are right, but this is a multiply node: {x} * {y}.")
        yield Wrong(x + y, reply, {"x": x, "y": y})


def multiplies_at_add(s: Situation) -> Iterator[Wrong]:
    """Multiplies what an add node adds."""
    if s.value_at("+"):
        x, y = s.operands
        reply = N_("{answer} = {x} * {y}: both numbers are right, but this is an add node: {x} + {y}.")
        yield Wrong(x * y, reply, {"x": x, "y": y})


def swaps_operands(s: Situation) -> Iterator[Wrong]:
    """Takes the operands of a subtract, divide or power node the other way round."""
    if s.value_at("-", "/", "^"):
        x, y = s.operands
        reply = N_("{answer}: both numbers are right, but the other way round. The upper edge comes first.")
        yield Wrong(NODES[s.node.op]().forward(y, x), reply, {})  # type: ignore[union-attr]


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
            yield Wrong(NODES[s.node.op]().forward(*instead), reply, {"missing": what})


@dataclass(frozen=True)
class Mistake:
    """A wrong thought: what it is called in a summary, and the numbers it gives for a question."""

    thought: str
    numbers: Callable[[Situation], Iterator[Wrong]] = field(repr=False)


MISTAKES: dict[str, Mistake] = {
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
    "stops-early": Mistake(N_("stopped before the last node"), stops_early),
    "adds-at-multiply": Mistake(N_("added at a multiply node"), adds_at_multiply),
    "multiplies-at-add": Mistake(N_("multiplied at an add node"), multiplies_at_add),
    "swaps-operands": Mistake(N_("took the operands the other way round"), swaps_operands),
    "leaves-out": Mistake(N_("left out an input"), leaves_out),
}
"""Adding a mistake is adding its function and its entry here, and a test. Where thoughts agree, the earlier one leads."""


def same(a: float, b: float) -> bool:
    """Whether two numbers are one but for the noise of floats."""
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def find(question: Question) -> tuple[Found, ...]:
    """The mistakes that apply to a question, in the order of the table.

    A thought that gives the truth whatever the numbers are is none here, and thoughts that always agree are
    one: both are seen by asking the same question with other inputs.
    """
    runs = [_numbers(question), *_elsewhere(question)]
    truths = [run.pop("", None) for run in runs]

    def agree(one: Callable[[int], float | None], other: Callable[[int], float | None]) -> bool:
        pairs = [(one(i), other(i)) for i in range(len(runs))]
        return all(a is not None and b is not None and same(a, b) for a, b in pairs)

    def of(key: str) -> Callable[[int], float | None]:
        return lambda i: runs[i][key].value if key in runs[i] else None

    def truth(i: int) -> float | None:
        found = truths[i]
        return None if found is None else found.value

    t = words(question.lang)
    kept: dict[str, Found] = {}
    for key, wrong in runs[0].items():
        if agree(of(key), truth):
            continue
        parts = {name: number(p) if isinstance(p, (int, float)) else p for name, p in wrong.parts.items()}
        reply = t(wrong.reply, answer=number(wrong.value).strip("()"), **parts)
        name = key.split("#")[0]
        twin = next((other for other in kept if agree(of(key), of(other))), None)
        if twin is None:
            kept[key] = Found(name, wrong.value, (reply,))
        elif name not in kept[twin].ids:
            old = kept[twin]
            replies = old.replies if reply in old.replies else (*old.replies, reply)
            kept[twin] = Found(old.id, old.value, replies, (*old.also, name))
    return tuple(kept.values())


def _numbers(question: Question) -> dict[str, Wrong]:
    """Every thought's numbers for a question, by id (and `#n` for a thought's further numbers); the truth under ""."""
    situation = Situation(question)
    found: dict[str, Wrong] = {"": Wrong(situation.truth, "", {})}
    for name, mistake in MISTAKES.items():
        try:
            for i, wrong in enumerate(mistake.numbers(situation)):
                if abs(wrong.value) < float("inf"):
                    found[f"{name}#{i}" if i else name] = wrong
        except (ArithmeticError, ValueError):
            continue  # this thought has no number here
    return found


def _elsewhere(question: Question) -> Iterator[dict[str, Wrong]]:
    """The thoughts' numbers at two other points: what agrees there too agrees by its form and not by chance."""
    for factor, shift in ((1.137, 0.061), (0.871, 0.0437)):
        inputs = {
            name: question.values[name] * (factor + 0.013 * i) + shift for i, name in enumerate(question.graph.inputs)
        }
        try:
            yield _numbers(question.with_values(inputs))
        except GraphError:
            continue
