"""Passes over a graph as beats: forward left to right, backward edge by edge, and the way of a wrong thought.

A pass reveals numbers that its end shows, one after the other, and no other number; a working is told only where all
the numbers in it are on show at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from tutor.drawing import Beat, Marks, Way
from tutor.numbers import show
from tutor.quiz import formulas
from tutor.quiz.mistakes import Replay
from tutor.quiz.question import Question

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def layers_of(question: Question) -> list[list[str]]:
    """The quantities by how many nodes lie behind them at most: inputs first, then what can be worked out together."""
    graph = question.graph
    depth: dict[str, int] = {}
    for name in graph.quantities:
        before = [depth[operand.name] for operand in graph.operands(name) if operand.op != "number"]
        depth[name] = 1 + max(before, default=0) if graph.node(name).inputs else 0
    layers: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for name, at in depth.items():
        layers[at].append(name)
    return layers


def forward(question: Question, end: Marks, fresh: Iterable[str] | None = None) -> list[Beat]:
    """The values in `fresh` (all worked-out ones where not given) as they come to be, those of `end` among them.

    The last beat shows just `end`. Empty where no value comes to be.
    """
    graph = question.graph
    wanted = set(end.values if fresh is None else fresh) & set(end.values)
    order = [name for layer in layers_of(question) for name in layer if name in wanted and graph.node(name).inputs]
    known = {name: value for name, value in end.values.items() if name not in order}
    beats = []
    for name in order:
        operands = [operand.name for operand in graph.operands(name) if operand.op != "number"]
        told = set(operands) <= set(end.values)
        working = f"{formulas.operation(question, name, formulas.in_numbers(question))} = {show(question.values[name])}"
        ways = tuple(Way(operand, name) for operand in dict.fromkeys(operands))
        beats.append(Beat(_at_work(end, values=dict(known)), ways, text=working if told else "", at=name))
        known[name] = end.values[name]
    return [*beats, Beat(end)] if beats else []


def backward(question: Question, end: Marks, fresh: Iterable[str] | None = None) -> list[Beat]:
    """The gradients in `fresh` (all but the output's where not given) as they come back, those of `end` among them.

    Edge by edge from right to left; where an edge splits, what each branch sends back and then their sum. The last
    beat shows just `end`. Empty where no gradient comes back.
    """
    graph, output = question.graph, question.output
    wanted = (set(end.gradients if fresh is None else fresh) & set(end.gradients)) - {output}
    order = [name for name in reversed(graph.quantities) if name in wanted and formulas.uses(question, name)]
    known = {name: gradient for name, gradient in end.gradients.items() if name not in order}
    beats: list[Beat] = []
    for name in order:
        beats += _sent_back(question, name, _at_work(end, gradients=dict(known)), end)
        known[name] = end.gradients[name]
    return [*beats, Beat(end)] if beats else []


def _sent_back(question: Question, name: str, now: Marks, end: Marks) -> list[Beat]:
    """A gradient on its way to a quantity: a beat for each node it comes from, and one for the sum."""
    graph = question.graph
    products: dict[str, list[str]] = {}
    for use, product in zip(formulas.uses(question, name), formulas.sent_back(question, name), strict=True):
        products.setdefault(graph.nodes[use.node].name, []).append(product)
    parts = _parts(question, name)
    told = all(_is_told(question, node, end) for node in products)
    beats = []
    for node, sent in products.items():
        working = f"{' + '.join(sent)} = {show(sum(parts[node]))}" if told else ""
        beats.append(Beat(now, (Way(name, node),), back=True, text=working, at=name))
    if len(beats) > 1 and told:
        total = " + ".join(formulas.number(sum(each)) for each in parts.values())
        beats.append(Beat(now, text=f"{total} = {show(question.gradients[name])}", at=name))
    return beats


def _parts(question: Question, name: str) -> dict[str, list[float]]:
    """What the nodes that use a quantity send back to it, once for each use."""
    graph, parts = question.graph, dict[str, list[float]]()
    for use in formulas.uses(question, name):
        node = graph.nodes[use.node].name
        local = graph.local_gradients(question.values, node)[use.slot]
        parts.setdefault(node, []).append(question.gradients[node] * local)
    return parts


def _is_told(question: Question, node: str, end: Marks) -> bool:
    """Whether all that a node's gradients are worked out from is on show: what comes back, what it takes and makes."""
    around = {node, *(operand.name for operand in question.graph.operands(node) if operand.op != "number")}
    return node in end.gradients and around <= set(end.values)


def _at_work(end: Marks, **known: Mapping[str, object]) -> Marks:
    """The end without what has not arrived yet."""
    return replace(end, landed=None, **known)  # type: ignore[arg-type]


def solution(question: Question, seen: Iterable[str]) -> list[Beat]:
    """The worked solution on the picture: the pass that gives the answer, up to the asked number."""
    graph = question.graph
    if question.kind == "value":
        needed = graph.ancestors(question.quantity) | {question.quantity}
        values = {name: question.values[name] for name in graph.quantities if name in {*graph.inputs, *needed}}
        return forward(question, Marks(values, landed=("value", question.quantity)), needed)
    on_way = graph.between(question.quantity, question.output) | {question.output}
    values = {name: question.values[name] for name in graph.quantities if name in {*seen, *graph.inputs}}
    gradients = {name: question.gradients[name] for name in on_way}
    return backward(question, Marks(values, gradients, landed=("gradient", question.quantity)))


def autopsy(question: Question, replay: Replay, now: Marks) -> list[Beat]:
    """A wrong thought's way over the graph, ending with its number at the asked place.

    What it rightly used on its way is shown only where `now` shows it: the rest stays to be found.
    """
    kind, truth = question.kind, question.values if question.kind == "value" else question.gradients
    earned = now.values if kind == "value" else now.gradients
    *way, answer = replay.steps
    hidden = {step.quantity for step in way if step.quantity not in earned and step.number == truth[step.quantity]}
    working = "" if _numbers(replay.working) & _secrets(question, now, answer.number) else replay.working
    wrong = {
        step.quantity: show(step.number)
        for step in way
        if step.quantity not in hidden and step.number != truth[step.quantity]
    }
    start = replace(now, wrong=None, landed=None, path=frozenset(step.quantity for step in replay.steps))
    beats: list[Beat] = []
    doubted: dict[str, str] = {}
    for step in way:
        if step.quantity in wrong:
            ways = _into(question, step.quantity)
            beats.append(Beat(replace(start, doubted=dict(doubted)), ways, kind == "gradient", at=step.quantity))
            doubted[step.quantity] = wrong[step.quantity]
    said = f"{working} = {show(answer.number)}" if working and working != show(answer.number) else show(answer.number)
    told = Beat(replace(start, doubted=dict(doubted)), (), kind == "gradient", said, answer.quantity, wrong=True)
    arriving = replace(told, ways=_into(question, answer.quantity))
    return [*beats, arriving, replace(told, marks=replace(told.marks, wrong=show(answer.number)))]


def _secrets(question: Question, now: Marks, answer: float) -> set[str]:
    """The numbers of the graph, the asked one too, that are nowhere on show yet; without their signs."""
    shown = [*now.values.values(), *now.gradients.values(), answer]
    shown += [node.number for node in question.graph.nodes if node.op == "number"]
    all_numbers = [*question.values.values(), *(question.gradients.values() if question.kind == "gradient" else ())]
    return {show(abs(each)) for each in all_numbers} - {show(abs(each)) for each in shown}


def _numbers(text: str) -> set[str]:
    """The numbers in a text, without their signs."""
    return set(_NUMBER.findall(text))


def _into(question: Question, quantity: str) -> tuple[Way, ...]:
    """The edges over which a number comes to a quantity: from its operands, or for a gradient from its users."""
    graph = question.graph
    if question.kind == "gradient":
        users = (graph.nodes[use.node].name for use in formulas.uses(question, quantity))
        return tuple(Way(quantity, user) for user in dict.fromkeys(users)) or (Way(quantity, ""),)
    operands = (operand.name for operand in graph.operands(quantity) if operand.op != "number")
    return tuple(Way(operand, quantity) for operand in dict.fromkeys(operands))
