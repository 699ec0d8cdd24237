"""The kinds of blocks on a page: the keys of each and what becomes of it. A new kind is one entry in `BLOCKS`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tutor.core import CoreError, Graph, GraphError
from tutor.core.expression import Limits, is_name, normalise
from tutor.course import schema
from tutor.course.faults import Fault
from tutor.course.model import GraphBlock, Step
from tutor.course.schema import Key
from tutor.quiz.question import (
    AnyQuestion,
    ChoiceQuestion,
    Option,
    Question,
    gradient_question,
    short_name,
    value_question,
)

LARGEST_BLOCK = 8 * 1024
LARGEST_GRAPH = 60
"""Quantities; more can't be drawn or thought through."""
LONGEST_NAME = 24
LONGEST_LABEL = 80
MOST_OPTIONS = 9

_GRAPH_LIMITS = Limits(characters=LARGEST_BLOCK, tokens=200, depth=20)
_GRADIENT = re.compile(r"d\s+(\S+)\s*/\s*d\s+(\S+)")


@dataclass(frozen=True)
class Block:
    """A fenced block as it stands on the page."""

    kind: str
    id: str
    body: str
    line: int
    """Of the fence that opens it; the body's first line is the next."""


@dataclass
class Draft:
    """A page while it is being read: what is understood so far, and all its faults."""

    path: str
    lesson: str
    lang: str
    faults: list[Fault] = field(default_factory=list)
    graphs: dict[str, GraphBlock] = field(default_factory=dict)
    on_show: str | None = None
    steps: list[Step] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    """Pieces of Markdown since the last question."""
    asks: bool = False
    """Whether there is anything on the page that is meant as a question."""
    ids: dict[str, int] = field(default_factory=dict)
    """The line in which each id was taken, as `graph shop` or `question pay`."""

    def complain(self, code: str, line: int, **details: object) -> None:
        """Note a fault of the page."""
        self.faults.append(Fault(code, self.path, line, details))

    def complain_in(self, block: Block) -> schema.Complain:
        """The same with lines counted within a block's body; 0 is the block's own line."""
        return lambda code, line, **details: self.complain(code, block.line + line, **details)

    def take_prose(self) -> str:
        """The Markdown read since the last question."""
        text = "\n\n".join(piece for piece in self.prose if piece)
        self.prose.clear()
        return text

    def end_step(self, block: Block, question: AnyQuestion, expect: float | None = None) -> None:
        """Add the step that ends with this question."""
        self.steps.append(Step(block.id, block.kind, self.take_prose(), question, self.on_show, expect, block.line))


class BlockKind(NamedTuple):
    """A kind of block."""

    asks: bool
    """Whether it is a question: questions share their ids, so that a record can name one."""
    build: Callable[[Block, dict[str, Any], Draft], None]
    """Takes the block, the values of its keys, and adds what it makes to the draft or complains."""
    keys: Mapping[str, Key] | None
    """The keys of its TOML body; None where the body is something else."""


OPTION_KEYS = {"text": Key("text", longest=200), "right": Key("flag", required=False), "reply": Key("text")}


def build(block: Block, draft: Draft) -> None:
    """Read a block and add what it makes to the draft."""
    kind = BLOCKS[block.kind]
    if len(block.body.encode()) > LARGEST_BLOCK:
        draft.complain("block-too-large", block.line, limit=LARGEST_BLOCK)
        return
    values: dict[str, Any] = {}
    if kind.keys is not None:
        complain = draft.complain_in(block)
        table = schema.read_toml(block.body, complain)
        if table is None:
            return
        find = schema.lines_of(block.body, 0)
        values = schema.check(table, kind.keys, lambda key: find(key) if key in table else 0, complain)
    kind.build(block, values, draft)


def _graph(block: Block, values: dict[str, Any], draft: Draft) -> None:
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
    labels = _labels(block, graph, draft)
    _check_names(block, graph, labels, draft)
    draft.graphs[block.id] = GraphBlock(block.id, graph, graph.given, numbers, labels, block.line)


def _labels(block: Block, graph: Graph, draft: Draft) -> dict[str, str]:
    """The comments behind a line, by the quantity of that line; a comment on a line of its own is none."""
    labels: dict[str, str] = {}
    for number, row in enumerate(block.body.split("\n"), start=1):
        statement, _, comment = row.partition("#")
        label = " ".join(comment.split())
        if not label or not statement.strip():
            continue
        name = normalise(statement).partition("=")[0].strip() if "=" in normalise(statement) else graph.output
        if ";" in statement or name not in graph.quantities:
            draft.complain("label-unclear", block.line + number)
        elif len(label) > LONGEST_LABEL:
            draft.complain("label-too-long", block.line + number, limit=LONGEST_LABEL)
        else:
            labels[name] = label
    return labels


def _check_names(block: Block, graph: Graph, labels: dict[str, str], draft: Draft) -> None:
    """A name in an answer or in the picture must mean one quantity."""
    taken = {name: name for name in graph.quantities}
    for name in labels:
        word = short_name(name, labels)
        if taken.setdefault(word, name) != name:
            draft.complain("name-unclear", block.line, name=word, first=taken[word], second=name)


def _predict(block: Block, values: dict[str, Any], draft: Draft) -> None:
    shown = _graph_for(block, values.get("graph"), draft)
    if shown is None or "ask" not in values:
        return
    draft.on_show = shown.name
    try:
        question = _question(values["ask"], shown, block, values, draft)
    except CoreError as error:  # no finite gradient with these numbers
        draft.complain("graph", block.line, graph=shown.name, complaint=error)
        return
    if question is not None:
        draft.end_step(block, question, values.get("expect"))


def _graph_for(block: Block, wanted: str | None, draft: Draft) -> GraphBlock | None:
    name = wanted if wanted is not None else draft.on_show
    if name is None:
        draft.complain("no-graph", block.line)
    elif name not in draft.graphs and f"graph {name}" in draft.ids:
        return None  # what is wrong with that graph has been said
    elif name not in draft.graphs:
        draft.complain("unknown-graph", block.line, graph=name, known=tuple(draft.graphs))
    else:
        return draft.graphs[name]
    return None


def _question(ask: str, shown: GraphBlock, block: Block, values: dict[str, Any], draft: Draft) -> Question | None:
    ask = normalise(ask)
    gradient = _GRADIENT.fullmatch(ask)
    names = gradient.groups() if gradient else (ask,)
    if not gradient and ask not in shown.graph.quantities and not is_name(ask):
        draft.complain("bad-ask", block.line)
        return None
    for name in names:
        if name not in shown.graph.quantities:
            known = shown.graph.quantities
            draft.complain("unknown-quantity", block.line, graph=shown.name, name=name, known=known)
            return None
    if not gradient and shown.graph.node(ask).op == "input":
        draft.complain("asks-a-given", block.line, name=ask)
        return None
    about = {
        "lang": draft.lang,
        "labels": shown.labels,
        "skill": values.get("skill", ""),
        "code": f"{draft.lesson}/{block.id}",
    }
    if gradient:
        question = gradient_question(shown.graph, shown.given, names[0], names[1], **about)
    else:
        question = value_question(shown.graph, shown.given, ask, **about)
    _ = question.truth  # an impossible gradient is said now, not at the first answer
    return question


def _choose(block: Block, values: dict[str, Any], draft: Draft) -> None:
    options: list[Option] = []
    complain = draft.complain_in(block)
    spans = list(schema.headings(block.body, "option"))
    for number, table in enumerate(values.get("option", ())):
        start, end = spans[number] if number < len(spans) else (-1, 0)
        keys = schema.check(table, OPTION_KEYS, schema.lines_of(block.body, start, end), complain)
        text = keys.get("text", "")
        for other, option in enumerate(options, start=1):
            if option.text == text != "":
                complain("option-twice", start + 1, number=number + 1, other=other)
        options.append(Option(text, keys.get("right", False), keys.get("reply", "")))
    if "option" not in values:
        return
    if len(options) > MOST_OPTIONS:
        draft.complain("too-many-options", block.line, limit=MOST_OPTIONS)
        return
    if len({option.right for option in options}) < 2:
        draft.complain("no-options", block.line)
        return
    code = f"{draft.lesson}/{block.id}"
    draft.end_step(block, ChoiceQuestion(tuple(options), draft.lang, values.get("skill", ""), code))


BLOCKS: dict[str, BlockKind] = {
    "graph": BlockKind(False, _graph, None),
    "predict": BlockKind(
        True,
        _predict,
        {
            "ask": Key("text", longest=100),
            "skill": Key("text", required=False),
            "expect": Key("number", required=False),
            "graph": Key("text", required=False),
        },
    ),
    "choose": BlockKind(True, _choose, {"skill": Key("text", required=False), "option": Key("tables")}),
}
