"""The hint ladder: where to look, the rule, the rule with other numbers, the worked solution. All from the graph."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from tutor.core import Use
from tutor.core.layers import NODES, backward_each
from tutor.numbers import show
from tutor.quiz import formulas
from tutor.words import N_, Words, words

if TYPE_CHECKING:
    from tutor.quiz.question import ChoiceQuestion, Question


class Hint(NamedTuple):
    """One rung of the ladder."""

    kind: str
    """"where", "rule", "example" or "solution"."""
    text: str


NODE_NAMES: dict[str, str] = {
    "+": N_("add node"),
    "-": N_("subtract node"),
    "*": N_("multiply node"),
    "/": N_("divide node"),
    "^": N_("power node"),
    "neg": N_("minus node"),
}

RULES: dict[str, str] = {
    "+": N_("An add node passes the upstream gradient on unchanged."),
    "-": N_("A subtract node passes the upstream gradient on; for what is subtracted it changes the sign."),
    "*": N_("A multiply node swaps its inputs: each gets the upstream gradient times the other one's value."),
    "/": N_("A divide node: what is divided gets 1 over the divisor; the divisor gets minus, over its square."),
    "^": N_("A power node: the exponent comes down as a factor, and the power falls by one."),
    "neg": N_("A minus in front changes the sign of the gradient."),
    "exp": N_("The derivative of exp is exp itself: the node's output."),
    "log": N_("The derivative of ln x is 1 over x."),
    "ln": N_("The derivative of ln x is 1 over x."),
    "sqrt": N_("The derivative of a square root is 1 over twice the root."),
    "sin": N_("The derivative of sin is cos."),
    "cos": N_("The derivative of cos is minus sin."),
    "tanh": N_("The derivative of tanh is 1 minus the output squared."),
    "sigmoid": N_("The derivative of sigmoid is the output times one minus the output."),
    "relu": N_("ReLU passes the gradient where its input is positive, and nothing elsewhere."),
    "max": N_("A max node passes the gradient to its larger input only; equal inputs get half of it each."),
}

_EXAMPLES = ((4, 5, 3), (6, 5, 2), (3, 7, 4), (5, 2, 6))  # x, y, upstream: the first that is not the question's own


def ladder(question: Question) -> tuple[Hint, ...]:
    """Four rungs for a value or a gradient: those of the question's subject, or else the graph's."""
    rungs = getattr(question.about, "hints", None) or (_value_rungs if question.kind == "value" else _gradient_rungs)
    where, rule, example = rungs(question, words(question.lang))
    return (
        Hint("where", where),
        Hint("rule", rule),
        Hint("example", example),
        Hint("solution", "\n".join(solution(question))),
    )


def first_hint(question: Question) -> str:
    """The first rung alone. A subject that works out steps for the others says it without them (`first_hint`)."""
    told = getattr(question.about, "first_hint", None)
    return told(question, words(question.lang)) if told is not None else question.hints[0].text


def choice_ladder(question: ChoiceQuestion) -> tuple[Hint, ...]:
    """Where to look, and which options are right and why."""
    t = words(question.lang)
    count = len(question.truth)
    where = t.n("One of the options is right.", "{count} of the options are right.", count)
    wrong = next((option for option in question.options if not option.right), None)
    if wrong is not None and len(question.options) > count + 1:  # of two options it would leave the answer
        where += " " + t("One that is not: {option}", option=wrong.text)
    right = [
        f"{number}. {option.text}\n{option.reply}"
        for number, option in enumerate(question.options, start=1)
        if option.right
    ]
    return (Hint("where", where), Hint("solution", "\n".join(right)))


def solution(question: Question) -> list[str]:
    """The worked solution, a line a step, its last number the answer."""
    told = getattr(question.about, "solution", None)
    if told is not None:
        return list(told(question))
    return _value_solution(question) if question.kind == "value" else _gradient_solution(question)


def node_name(op: str, t: Words) -> str:
    """What a node is called: "multiply node", "sigmoid node"."""
    return t(NODE_NAMES[op]) if op in NODE_NAMES else t("{function} node", function=op)


# --- gradients -------------------------------------------------------------------------------------------


def _gradient_rungs(question: Question, t: Words) -> tuple[str, str, str]:
    name = question.name(question.quantity)
    places = formulas.uses(question)
    if not places:
        if question.quantity == question.output:
            return (
                t("The backward pass starts here, at the output itself."),
                t("When {name} grows by 1, {name} grows by 1.", name=name),
                t("The same holds for any quantity: d x / d x = 1."),
            )
        return (
            t("Follow {name} to the right: does it reach {output}?", name=name, output=question.name(question.output)),
            t("What the output does not depend on has the gradient 0."),
            t("In z = x * y a quantity w that is nowhere used gets d z / d w = 0."),
        )
    if len(places) > 1:
        first, second = (4, 7) if question.truth in (2, 3, 5) else (2, 3)
        return (
            t("{name} is used {count} times. Follow each of its branches.", name=name, count=len(places)),
            t("Each use sends a gradient back; at the fork they add up."),
            t(
                "If two branches send back {first} and {second}, the gradient is {first} + {second} = {sum}.",
                first=first,
                second=second,
                sum=first + second,
            ),
        )
    use = places[0]
    node = question.graph.nodes[use.node]
    where = t(
        "Find the {node} that {name} flows into. Which gradient comes back to it from the right?",
        node=node_name(node.op, t),
        name=name,
    )
    names = [formulas.in_names(question, operand) for operand in question.graph.operands(node.name)]
    local = formulas.local_gradient(node.op, use.slot, names, formulas.in_names(question, node))
    upstream = formulas.derivative(question, node.name)
    rule = f"{t(RULES[node.op])}\n{question.formula} = ({upstream}) * {local}"
    return where, rule, _example(question, use, t)


def _example(question: Question, use: Use, t: Words) -> str:
    """The node's rule at work on numbers that are not the question's."""
    node = question.graph.nodes[use.node]
    operands = question.graph.operands(node.name)
    own = question.graph.operand_values(question.values, node.name)
    trials = []
    for *free, upstream in _EXAMPLES:
        # A constant belongs to the rule (the 3 of x^3) and stays.
        numbers = [o.number if o.op == "number" else number for o, number in zip(operands, free, strict=False)]
        layer = NODES[node.op]()
        output = layer.forward(*numbers)
        trials.append((numbers, upstream, output, backward_each(layer, upstream)[use.slot]))
    numbers, upstream, output, gradient = next(
        (trial for trial in trials if tuple(trial[0]) != own and show(trial[3], 6) != show(question.truth, 6)),
        trials[0],
    )
    texts = [formulas.number(number) for number in numbers if number is not None]
    local = formulas.local_gradient(node.op, use.slot, texts, formulas.number(output))
    z = formulas.in_names(question, node)
    givens = ", ".join(
        f"{formulas.in_names(question, operand)} = {text}"
        for operand, text in zip(operands, texts, strict=True)
        if operand.op != "number"
    )
    return t(
        "With other numbers: {givens}, and {upstream} coming back into {z}: {upstream} * {local} = {result}",
        givens=givens,
        upstream=upstream,
        z=z,
        local=local,
        result=show(gradient, 6),
    )


def _gradient_solution(question: Question) -> list[str]:
    graph = question.graph
    on_way = graph.between(question.quantity, question.output)
    if not on_way:
        return [f"{question.formula} = 0"]
    lines = [f"{formulas.derivative(question, question.output)} = 1"]
    for name in reversed(graph.quantities):
        if name in on_way and name != question.output:
            sent_back = " + ".join(formulas.sent_back(question, name))
            lines.append(f"{formulas.derivative(question, name)} = {sent_back} = {show(question.gradients[name])}")
    return [*_chain(question), *lines]


def _chain(question: Question) -> list[str]:
    """The chain rule written out, where there is one way and more than one node on it."""
    ways = question.graph.paths(question.quantity, question.output, limit=2)
    if len(ways) != 1 or len(ways[0]) < 2:
        return []
    names = [question.quantity, *(question.graph.nodes[use.node].name for use in ways[0])]
    links = [f"({formulas.derivative(question, inner, outer)})" for inner, outer in itertools.pairwise(names)]
    return [f"{question.formula} = {' * '.join(reversed(links))}"]


# --- values ----------------------------------------------------------------------------------------------


def _value_rungs(question: Question, t: Words) -> tuple[str, str, str]:
    graph = question.graph
    node = graph.node(question.quantity)
    name = question.name(question.quantity)
    if not node.inputs:
        given = f"{name} = {show(question.values[question.quantity])}"
        return t("It is one of the inputs on the left."), t("An input has the value that is given."), given
    where = t(
        "Start at the left and go node by node: {name} comes out of the {node} on its edge.",
        name=name,
        node=node_name(node.op, t),
    )
    rule = "\n".join(
        f"{question.name(made)} = {formulas.operation(question, made)}"
        if graph.node(made).named
        else f"{formulas.in_names(question, graph.node(made))}"
        for made in _worked_out(question)
    )
    from tutor.quiz.siblings import sibling

    other = sibling(question, 0)
    example = t("With other numbers: {givens}.", givens=other.givens) + "\n" + "\n".join(_value_solution(other))
    return where, rule, example


def _value_solution(question: Question) -> list[str]:
    tell = formulas.in_numbers(question)
    lines = []
    for made in _worked_out(question):
        names, numbers = formulas.operation(question, made), formulas.operation(question, made, tell)
        node = question.graph.node(made)
        head = f"{question.name(made)} = " if node.named or made == question.quantity else ""
        lines.append(f"{head}{names} = {numbers} = {show(question.values[made])}")
    return lines or [f"{question.formula} = {show(question.truth)}"]


def _worked_out(question: Question) -> list[str]:
    """The quantities that have to be worked out on the way to the asked one, and that one, in order."""
    needed = question.graph.ancestors(question.quantity) | {question.quantity}
    return [node.name for node in question.graph.nodes if node.inputs and node.name in needed]
