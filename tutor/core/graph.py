"""A computational graph: named quantities, forward values, backward gradients with branches summed.

Nodes stand in the order in which they were made, operands first. A forward pass is a walk along that list and
a backward pass the walk back, so there is neither a sort nor a recursion.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.core.arrays import is_array, is_finite, is_floating, is_integer, np, quietly
from tutor.core.errors import ExpressionError, GraphError
from tutor.core.expression import (
    GRAPH_LIMITS,
    SPACES,
    Limits,
    Term,
    compose,
    is_name,
    normalise,
    parse,
)
from tutor.core.layers import EXACT_INTEGER, NODES, Value, backward_each, forward_each

if TYPE_CHECKING:
    from tutor.core.program import Program

_LONGEST_NAME = 40
"""An unnamed quantity is called by its expression up to this many characters, by a number above it."""


class Node(NamedTuple):
    """One quantity of a graph and the node that makes it."""

    name: str
    """Its name in the text, or its expression where it has none: `apple*count`."""
    op: str
    """"input", "number" (a constant) or a key of `NODES`."""
    inputs: tuple[int, ...] = ()
    """Positions in `Graph.nodes` of the operands, in input order."""
    number: float | int | None = None
    """The value of a constant; for an input the value that the text gives it, if it gives one."""
    named: bool = True
    """Whether the text gives it a name."""


class Use(NamedTuple):
    """A place where a quantity flows into a node: the node's position and which of its inputs it is."""

    node: int
    slot: int


class Graph:
    """Quantities and how they follow from each other. Make one with `Graph.parse`; it never changes."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self.nodes = nodes
        self.position = {node.name: i for i, node in enumerate(nodes) if node.op != "number"}
        uses: list[list[Use]] = [[] for _ in nodes]
        for i, node in enumerate(nodes):
            for slot, source in enumerate(node.inputs):
                uses[source].append(Use(i, slot))
        self.uses: tuple[tuple[Use, ...], ...] = tuple(tuple(row) for row in uses)
        """For each node the places where it is used: two or more are a fan-out."""

    @classmethod
    def parse(cls, text: str, limits: Limits = GRAPH_LIMITS) -> Graph:
        """Build a graph from assignments, one to a line (or parted by `;`); `#` starts a comment.

        `subtotal = apple * count` names a quantity; `apple = 100` gives an input its value; a last line
        without a name is allowed. Names never assigned are inputs. GraphError, with the line, for text that
        makes no graph.
        """
        if len(text) > limits.characters:
            raise GraphError("too-long", limit=limits.characters)
        text = normalise(text)
        builder = _Builder(limits, frozenset(re.findall("_[0-9]+", text)))
        for line, column, statement in _statements(text):
            builder.add(statement, line, column)
        return cls(builder.finish())

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the quantities that come from outside, in order of appearance."""
        return tuple(node.name for node in self.nodes if node.op == "input")

    @property
    def given(self) -> dict[str, float | int]:
        """The inputs to which the text itself gives a value."""
        return {n.name: n.number for n in self.nodes if n.op == "input" and n.number is not None}

    @property
    def quantities(self) -> tuple[str, ...]:
        """Names of all quantities, operands first; constants are none."""
        return tuple(self.position)

    @property
    def output(self) -> str:
        """The quantity worked out last."""
        return next(node.name for node in reversed(self.nodes) if node.inputs)

    def node(self, name: str) -> Node:
        """The node that makes quantity `name`; GraphError where there is none."""
        return self.nodes[self._at(name)]

    def operands(self, name: str) -> tuple[Node, ...]:
        """The nodes that flow into quantity `name`, in input order."""
        return tuple(self.nodes[i] for i in self.node(name).inputs)

    def ancestors(self, name: str) -> set[str]:
        """The quantities that `name` is worked out from, itself not among them."""
        seen: set[int] = set()
        todo = list(self.node(name).inputs)
        while todo:
            at = todo.pop()
            if at not in seen:
                seen.add(at)
                todo.extend(self.nodes[at].inputs)
        return {self.nodes[i].name for i in seen if self.nodes[i].op != "number"}

    def between(self, quantity: str, output: str) -> frozenset[str]:
        """The quantities through which a change of `quantity` reaches `output`, both ends too; none if it can't."""
        leads = {self._at(name) for name in self.ancestors(output)} | {self._at(output)}
        found: set[int] = set()
        todo = [self._at(quantity)]
        while todo:
            at = todo.pop()
            if at in leads and at not in found:
                found.add(at)
                todo.extend(use.node for use in self.uses[at])
        return frozenset(self.nodes[at].name for at in found)

    def paths(self, quantity: str, output: str, limit: int = 64) -> list[tuple[Use, ...]]:
        """Ways by which a change of `quantity` reaches `output`, each as the uses passed on the way.

        The quantity itself has one empty way. At most `limit` ways: their number can double with each branch.
        """
        goal = self._at(output)
        leads = {self._at(name) for name in self.between(quantity, output)}
        found: list[tuple[Use, ...]] = []
        # A way is a chain of (the way so far, the use added): copies would take the square of its length.
        todo: list[tuple[int, Any]] = [(self._at(quantity), None)]
        while todo and len(found) < limit:
            at, way = todo.pop()
            if at == goal:
                passed: list[Use] = []
                while way is not None:
                    way, use = way
                    passed.append(use)
                found.append(tuple(reversed(passed)))
                continue
            todo.extend((use.node, (way, use)) for use in reversed(self.uses[at]) if use.node in leads)
        return found

    def forward(self, inputs: Mapping[str, Value] | None = None, /, **named: Value) -> dict[str, Value]:
        """The value of every quantity, in the order in which they are worked out.

        Inputs are numbers or arrays that broadcast together; with arrays each element is a case of its own and
        every value an array of floats, none of them sharing memory with what was handed in.
        Whole numbers stay whole where they come out whole. GraphError where an input is missing or unknown,
        or where a quantity has no finite value (its name is in the details).
        """
        spread = self.checked({**(inputs or {}), **named})
        values = self._run(spread, {})
        shape = next((value.shape for value in spread.values() if is_array(value)), None)
        if shape is not None:  # what is made of constants alone has the shape of all
            values = [value if is_array(value) else np.full(shape, float(value)) for value in values]
        return self._named(values)

    def checked(self, inputs: Mapping[str, Value]) -> dict[str, Value]:
        """Every input in the order of `inputs`, with what the text gives where nothing is handed in.

        Plain numbers, or arrays of floats of one shape. GraphError where one is missing, unknown or no number.
        """
        given = {normalise(key): value for key, value in inputs.items()}
        for name in given:
            if name not in self.position or self.node(name).op != "input":
                raise GraphError("unknown-input", name=name, known=self.inputs)
        given = {**self.given, **given}
        missing = [name for name in self.inputs if name not in given]
        if missing:
            raise GraphError("missing-input", names=missing)
        return _spread({name: _number(name, given[name]) for name in self.inputs})

    def compile(self, output: str | None = None) -> Program:
        """A program for the value of `output` (the last quantity where not given) and its gradients, many times."""
        from tutor.core.program import Program

        return Program(self, output)

    def leading_to(self, output: str) -> Graph:
        """The graph without the nodes that `output` does not depend on. It keeps all inputs."""
        goal = self._at(output)
        needed = bytearray(len(self.nodes))
        needed[goal] = 1
        for at in range(goal, -1, -1):
            if needed[at]:
                for source in self.nodes[at].inputs:
                    needed[source] = 1
        place: dict[int, int] = {}
        kept: list[Node] = []
        for at, node in enumerate(self.nodes):
            if needed[at] or node.op == "input":
                place[at] = len(kept)
                kept.append(node._replace(inputs=tuple(place[i] for i in node.inputs)))
        return Graph(tuple(kept))

    def replay(self, values: Mapping[str, Value], changed: Mapping[str, Value]) -> dict[str, Value]:
        """Values as in `values` with the quantities in `changed` set by hand, and all that follows worked out anew.

        Any quantity can be changed, not only an input: this is how a gradient in the middle is nudged.
        """
        held = {self._at(name): _number(name, value) for name, value in changed.items()}
        return self._named(self._run({name: values[name] for name in self.inputs}, held))

    def backward(self, values: Mapping[str, Value], output: str | None = None, dout: Value = 1) -> dict[str, Value]:
        """The gradient of `output` (the last quantity where not given) for every quantity, output first.

        `values` are those that `forward` returned; `dout` is the gradient to start from. A quantity that is
        used several times gets the sum over its branches; one that the output does not depend on gets 0.
        With arrays each element is a case of its own. GraphError where a gradient has no finite value.
        """
        goal = self._at(output) if output is not None else self.position[self.output]
        gradients: list[Value] = [None] * len(self.nodes)
        nothing: Value = 0
        dout = _number(self.nodes[goal].name, dout)
        shape = _common_shape({"values": values[self.nodes[goal].name], "dout": dout})
        if shape:
            dout, nothing = np.array(np.broadcast_to(dout, shape), dtype=float), np.zeros(shape)
        gradients[goal] = _bounded(dout)
        with quietly():
            for i in range(goal, -1, -1):
                node, upstream = self.nodes[i], gradients[i]
                if upstream is None or not node.inputs:
                    continue
                for source, part in zip(node.inputs, self._local(i, values, upstream), strict=True):
                    if self.nodes[source].op != "number":
                        known = gradients[source]
                        gradients[source] = _bounded(part if known is None else known + part)
        found: dict[str, Value] = {}
        for i in range(len(self.nodes) - 1, -1, -1):
            node = self.nodes[i]
            if node.op == "number":
                continue
            gradient = nothing if gradients[i] is None else gradients[i]
            if not is_finite(gradient):
                raise GraphError("no-gradient", name=node.name)
            found[node.name] = gradient
        return found

    def local_gradients(self, values: Mapping[str, Value], name: str) -> tuple[Value, ...]:
        """The derivative of quantity `name` by each of its operands, in input order; () for an input."""
        node = self.node(name)
        with quietly():
            return self._local(self._at(name), values, 1) if node.inputs else ()

    def operand_values(self, values: Mapping[str, Value], name: str) -> tuple[Value, ...]:
        """The values that flow into quantity `name`, in input order."""
        return tuple(self._value(i, values) for i in self.node(name).inputs)

    def _at(self, name: str) -> int:
        at = self.position.get(name)
        if at is None:
            at = self.position.get(normalise(name))
        if at is None:
            raise GraphError("unknown-quantity", name=name, known=self.quantities)
        return at

    def _value(self, at: int, values: Mapping[str, Value]) -> Value:
        node = self.nodes[at]
        return node.number if node.op == "number" else values[node.name]

    def _named(self, values: list[Value]) -> dict[str, Value]:
        return {n.name: v for n, v in zip(self.nodes, values, strict=True) if n.op != "number"}

    def _run(self, inputs: Mapping[str, Value], held: Mapping[int, Value]) -> list[Value]:
        values: list[Value] = []
        with quietly():  # what is not finite is reported below, by name
            for i, node in enumerate(self.nodes):
                if i in held:
                    value = held[i]
                elif node.op == "input":
                    value = inputs[node.name]
                elif node.op == "number":
                    value = node.number
                else:
                    value = self._work_out(node, [values[source] for source in node.inputs])
                value = _bounded(value)
                if not is_finite(value):
                    raise GraphError("no-value", name=node.name)
                values.append(value)
        return values

    def _work_out(self, node: Node, operands: list[Value]) -> Value:
        try:
            value = forward_each(NODES[node.op](), *operands)
        except ZeroDivisionError:
            raise GraphError("divide-by-zero", name=node.name) from None
        except (OverflowError, ValueError):
            raise GraphError("no-value", name=node.name) from None
        if node.op == "/" and is_array(value) and np.any(operands[1] == 0):
            raise GraphError("divide-by-zero", name=node.name)
        return value

    def _local(self, at: int, values: Mapping[str, Value], upstream: Value) -> tuple[Value, ...]:
        node = self.nodes[at]
        layer = NODES[node.op]()
        try:
            forward_each(layer, *[self._value(source, values) for source in node.inputs])
            return backward_each(layer, upstream)
        except (ZeroDivisionError, OverflowError, ValueError):
            raise GraphError("no-gradient", name=node.name) from None


class _Builder:
    """Collects nodes from statements, in order."""

    def __init__(self, limits: Limits, reserved: frozenset[str]) -> None:
        self.limits = limits
        self.reserved = reserved
        """Names of the form `_12` that the text uses itself: never given to an unnamed quantity."""
        self.numbered = 0
        self.nodes: list[Node] = []
        self.position: dict[str, int] = {}
        self.unnamed_line = 0

    def add(self, statement: str, line: int, column: int) -> None:
        if self.unnamed_line:
            raise GraphError("only-last-unnamed", self.unnamed_line)
        before, equals, after = statement.partition("=")
        name = before.strip(SPACES) if equals else None
        if name is not None and not is_name(name):
            raise GraphError("bad-name", line, name=name)
        offset = column + (len(before) + 1 if equals else 0)
        try:
            expression = parse(after if equals else before, self.limits)
        except ExpressionError as error:
            raise GraphError(error.code, line, error.column + offset, **error.details) from None
        if name is None:
            self.unnamed_line = line
        elif name in self.position:
            code = "used-before" if self.nodes[self.position[name]].number is None else "name-twice"
            code = code if self.nodes[self.position[name]].op == "input" else "name-twice"
            raise GraphError(code, line, name=name)
        if name is not None and expression.is_number:
            sign = -1 if expression.terms[-1].op == "neg" else 1
            number = expression.terms[0].value
            assert number is not None
            self._append(Node(name, "input", number=sign * number))
            return
        self._grow(expression.terms, name, line, offset)

    def finish(self) -> tuple[Node, ...]:
        if not any(node.inputs for node in self.nodes):
            raise GraphError("no-node")
        return tuple(self.nodes)

    def _grow(self, terms: tuple[Term, ...], name: str | None, line: int, offset: int) -> None:
        made: list[int] = []
        if len(terms) == 1:
            raise GraphError("nothing-to-work-out", line, name=name or "")
        for at, term in enumerate(terms):
            if term.op == "number":
                made.append(self._append(Node(str(term.value), "number", number=term.value)))
            elif term.op == "neg" and terms[term.args[0]].op == "number":
                made.append(self._negative(made[term.args[0]]))
            elif term.op == "name":
                if term.name == name:
                    raise GraphError("used-before", line, term.column + offset, name=term.name)
                known = self.position.get(term.name)
                made.append(self._append(Node(term.name, "input")) if known is None else known)
            else:
                inputs = tuple(made[i] for i in term.args)
                last = at == len(terms) - 1
                named = last and name is not None
                label = name if last and name is not None else self._label(term.op, inputs)
                made.append(self._append(Node(label, term.op, inputs, named=named)))

    def _negative(self, at: int) -> int:
        """Make the constant just appended a negative one: the minus of `x^-2` is no node, it belongs to the number."""
        number = -(self.nodes[at].number or 0)
        self.nodes[at] = Node(str(number), "number", number=number)
        return at

    def _append(self, node: Node) -> int:
        if node.op != "number":
            self.position[node.name] = len(self.nodes)
        self.nodes.append(node)
        return len(self.nodes) - 1

    def _label(self, op: str, inputs: tuple[int, ...]) -> str:
        label = compose(op, [self._text(i) for i in inputs])
        if len(label) > _LONGEST_NAME or label in self.position:
            self.numbered = max(self.numbered + 1, len(self.nodes))
            while f"_{self.numbered}" in self.reserved:
                self.numbered += 1
            label = f"_{self.numbered}"
        return label

    def _text(self, at: int) -> tuple[str, str]:
        """A quantity as it stands in the name of another, and the op that decides on brackets."""
        node = self.nodes[at]
        if node.op == "number":
            return node.name, "neg" if node.name.startswith("-") else "number"
        return node.name, "name" if node.named or is_name(node.name) else node.op


def _statements(text: str) -> Iterator[tuple[int, int, str]]:
    """Each statement with its line and the column at which it begins."""
    for number, line in enumerate(text.split("\n"), start=1):
        code = line.split("#", 1)[0]
        column = 0
        for statement in code.split(";"):
            if statement.strip(SPACES):
                yield number, column, statement
            column += len(statement) + 1


def _number(name: str, value: Value) -> Value:
    """A value that was handed in, as a Python number or an array of floats."""
    if is_array(value) and value.ndim == 0:
        value = value[()]
    if is_array(value) and value.dtype.kind in "iuf":
        with quietly():
            return value.astype(float)
    if is_integer(value):
        return int(value)
    if is_floating(value):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise GraphError("not-a-number", name=name)
    return value


def _bounded(value: Value) -> Value:
    """Whole numbers above EXACT_INTEGER as floats: they could grow with every node."""
    if type(value) is int and not -EXACT_INTEGER <= value <= EXACT_INTEGER:
        try:
            return float(value)
        except OverflowError:
            return math.inf
    return value


def _spread(given: Mapping[str, Value]) -> dict[str, Value]:
    """Inputs of one shape: where any is an array, all become arrays, each element a case of its own."""
    if not any(is_array(value) for value in given.values()):
        return dict(given)
    shape = _common_shape(given)
    return {
        name: value if np.shape(value) == shape else np.array(np.broadcast_to(_bounded(value), shape), dtype=float)
        for name, value in given.items()
    }


def _common_shape(given: Mapping[str, Value]) -> tuple[int, ...]:
    if not any(is_array(value) for value in given.values()):
        return ()
    shapes = {name: np.shape(value) for name, value in given.items()}
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        raise GraphError("shapes-differ", shapes=shapes) from None
