"""The blocks that ask for numbers: `predict` for one, `sweep` for every gradient of a graph."""

from __future__ import annotations

import re
from typing import Any

from tutor.core import CoreError, Graph
from tutor.core.expression import is_name, normalise
from tutor.course.descents import descent_asked
from tutor.course.draft import Block, Draft
from tutor.course.model import GraphBlock
from tutor.course.subjects import graph_of, subject_of
from tutor.quiz.question import Question, gradient_question, value_question
from tutor.words import words

_GRADIENT = re.compile(r"d\s+(\S+)\s*/\s*d\s+(\S+)")


def predict(block: Block, values: dict[str, Any], draft: Draft) -> None:
    """A value or a gradient of a graph, or what an optimizer has made after some steps."""
    subject = subject_of(block, values, draft)
    if subject is None or "ask" not in values:
        return
    draft.on_show = subject.name
    ask = normalise(values["ask"])
    if not isinstance(subject, GraphBlock):
        question = descent_asked(ask, subject, block, values, draft)
    else:
        question = _graph_asked(ask, subject, block, values, draft)
    if question is not None:
        draft.end_step(block, question, values.get("expect"))


def _graph_asked(ask: str, shown: GraphBlock, block: Block, values: dict[str, Any], draft: Draft) -> Question | None:
    gradient = _GRADIENT.fullmatch(ask)
    names = gradient.groups() if gradient else (ask,)
    if not gradient and ask not in shown.graph.quantities and not is_name(ask):
        draft.complain("bad-ask", block.line)
        return None
    for name in names:
        if not _is_known(name, shown, block.line, draft):
            return None
    if not gradient and shown.graph.node(ask).op == "input":
        draft.complain("asks-a-given", block.line, name=ask)
        return None
    output, quantity = (names[0], names[1]) if gradient else ("", ask)
    return _question(shown, output, quantity, block.id, block, values, draft)


def _is_known(name: str, shown: GraphBlock, line: int, draft: Draft) -> bool:
    known = shown.graph.quantities
    if name not in known:
        draft.complain("unknown-quantity", line, graph=shown.name, name=name, known=known)
    return name in known


def _question(
    shown: GraphBlock, output: str, quantity: str, id: str, block: Block, values: dict[str, Any], draft: Draft
) -> Question | None:
    """The question for a gradient of `output`, or where that is empty for the value of `quantity`."""
    about: dict[str, Any] = {
        "lang": draft.lang,
        "labels": shown.labels,
        "skill": values.get("skill", ""),
        "code": draft.code(id),
    }
    try:
        if output:
            question = gradient_question(shown.graph, shown.given, output, quantity, **about)
        else:
            question = value_question(shown.graph, shown.given, quantity, **about)
        _ = question.truth  # an impossible gradient is said now, not at the first answer
    except CoreError as error:  # no finite gradient with these numbers
        draft.complain("graph", block.line, graph=shown.name, complaint=error)
        return None
    return question


# --- sweep -----------------------------------------------------------------------------------------------


def sweep(block: Block, values: dict[str, Any], draft: Draft) -> None:
    """The gradients of a graph, one step each, every one after those that it needs."""
    shown = graph_of(block, values.get("graph"), draft)
    if shown is None:
        return
    draft.on_show = shown.name
    output = normalise(values.get("of", shown.graph.output))
    line_of = draft.lines_of(block)
    if not _is_known(output, shown, line_of("of"), draft):
        return
    order = backward_order(shown.graph, output)
    if not order:
        draft.complain("asks-a-given", line_of("of"), name=output)
        return
    asked = _asked(order, output, block, values, draft)
    expect = {normalise(name): number for name, number in values.get("expect", {}).items()}
    for name in expect:
        if name not in asked:
            draft.complain("not-in-sweep", line_of("expect"), name=name, output=output, known=tuple(asked))
    for name in asked:
        id = f"{block.id}-{name if is_name(name) else shown.graph.quantities.index(name)}"
        question = _question(shown, output, name, id, block, values, draft)
        if question is None:
            return
        if draft.take_id("question", id, block.line):
            if name != asked[0]:
                draft.prose.append(words(draft.lang)("The next edge: `{formula}`.", formula=question.formula))
            draft.end_step(block, question, expect.get(name), id)


def _asked(order: list[str], output: str, block: Block, values: dict[str, Any], draft: Draft) -> list[str]:
    """All of the sweep, or what `only` names of it, in the sweep's order; all where `only` itself is at fault."""
    if "only" not in values:
        return order
    every = [output, *order]
    only = {normalise(name) for name in values["only"]}
    unknown, line = sorted(only - set(every)), draft.lines_of(block)("only")
    for name in unknown:
        draft.complain("not-in-sweep", line, name=name, output=output, known=tuple(every))
    if not only:
        draft.complain("empty-text", line, key="only")
    return every if unknown or not only else [name for name in every if name in only]


def backward_order(graph: Graph, output: str) -> list[str]:
    """The quantities that lead to `output`, as the backward pass comes to them: each after all that it flows into.

    The output itself is left out: its gradient, 1, is where the pass begins.
    """
    on_way = graph.ancestors(output)
    open_uses = dict.fromkeys(on_way, 0)
    nodes = [node for node in reversed(graph.nodes) if node.name in on_way or node.name == output]
    operands = {node.name: [each.name for each in graph.operands(node.name) if each.op != "number"] for node in nodes}
    for names in operands.values():
        for name in names:
            open_uses[name] += 1
    order = []
    for node in nodes:
        for name in operands[node.name]:
            open_uses[name] -= 1
            if not open_uses[name]:
                order.append(name)
    return order
