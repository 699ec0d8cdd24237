"""What questions are about: the `graph` block, its labels, and which graph or optimizer a question means."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tutor.core import Graph, GraphError
from tutor.core.expression import Limits, normalise
from tutor.course.draft import LARGEST_BLOCK, Block, Draft
from tutor.course.model import GraphBlock, OptimizerBlock
from tutor.quiz.question import short_name

LARGEST_GRAPH = 60
"""Quantities; more can't be drawn or thought through."""
LONGEST_NAME = 24
LONGEST_LABEL = 80

_GRAPH_LIMITS = Limits(characters=LARGEST_BLOCK, tokens=200, depth=20)


def graph(block: Block, values: dict[str, Any], draft: Draft) -> None:
    """A graph with its numbers and labels, on show from here on."""
    draft.on_show = block.id  # also where it is faulty: its questions are not to blame
    try:
        graph = Graph.parse(block.body, _GRAPH_LIMITS)
        numbers = graph.forward()
    except GraphError as error:
        draft.complain("graph", block.line + error.line, graph=block.id, complaint=error)
        return
    if len(graph.quantities) > LARGEST_GRAPH:
        draft.complain("graph-too-large", block.line, graph=block.id, limit=LARGEST_GRAPH)
        return
    if any(len(node.name) > LONGEST_NAME for node in graph.nodes if node.named):
        draft.complain("graph-name-too-long", block.line, graph=block.id, limit=LONGEST_NAME)
        return
    labels = read_labels(block, graph.quantities, draft, unnamed=graph.output)
    check_names(block, graph.quantities, labels, draft)
    draft.graphs[block.id] = GraphBlock(block.id, graph, graph.given, numbers, labels, block.line)


def read_labels(block: Block, names: Collection[str], draft: Draft, unnamed: str = "") -> dict[str, str]:
    """The comments behind a line, by the name that gets something there (`unnamed` where the line names nothing).

    A comment on a line of its own is none.
    """
    labels: dict[str, str] = {}
    for number, row in enumerate(block.body.split("\n"), start=1):
        statement, _, comment = row.partition("#")
        label = " ".join(comment.split())
        if not label or not statement.strip():
            continue
        name = normalise(statement).partition("=")[0].strip() if "=" in normalise(statement) else unnamed
        if ";" in statement or name not in names:
            draft.complain("label-unclear", block.line + number)
        elif len(label) > LONGEST_LABEL:
            draft.complain("label-too-long", block.line + number, limit=LONGEST_LABEL)
        else:
            labels[name] = label
    return labels


def check_names(block: Block, quantities: Collection[str], labels: dict[str, str], draft: Draft) -> None:
    """A name in an answer or in the picture must mean one quantity."""
    taken = {name: name for name in quantities}
    for name in labels:
        word = short_name(name, labels)
        if taken.setdefault(word, name) != name:
            draft.complain("name-unclear", block.line, name=word, first=taken[word], second=name)


def subject_of(block: Block, values: dict[str, Any], draft: Draft) -> GraphBlock | OptimizerBlock | None:
    """The graph or the optimizer that a question names, else the one on show; None after a complaint about it."""
    if "graph" in values and "optimizer" in values:
        draft.complain("graph-and-optimizer", block.line)
        return None
    if "graph" in values:
        return graph_of(block, values["graph"], draft)
    name = values.get("optimizer", draft.on_show)
    if name is None:
        draft.complain("no-graph", block.line)
    elif name in draft.optimizers:
        return draft.optimizers[name]
    elif "optimizer" in values and (name in draft.graphs or not _is_faulty(name, draft)):
        draft.complain("unknown-optimizer", block.line, optimizer=name, known=tuple(draft.optimizers))
    else:
        return draft.graphs.get(name)
    return None


def graph_of(block: Block, wanted: str | None, draft: Draft) -> GraphBlock | None:
    """The graph that a question names, else the one on show; None after a complaint about it."""
    name = wanted if wanted is not None else draft.on_show
    if name is None or (wanted is None and name in draft.optimizers):
        draft.complain("no-graph", block.line)
    elif name not in draft.graphs and (name in draft.optimizers or not _is_faulty(name, draft)):
        draft.complain("unknown-graph", block.line, graph=name, known=tuple(draft.graphs))
    else:
        return draft.graphs.get(name)
    return None


def _is_faulty(name: str, draft: Draft) -> bool:
    """Whether it stands on the page but could not be understood: what is wrong with it has been said."""
    return f"subject {name}" in draft.ids and name not in draft.graphs and name not in draft.optimizers
