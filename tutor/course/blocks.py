"""The kinds of blocks on a page: the keys of each and what becomes of it. A new kind is one entry in `BLOCKS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tutor.course import asking, descents, labs, listing, schema, subjects
from tutor.course.draft import LARGEST_BLOCK, Block, Draft
from tutor.course.schema import Key

MOST_IDS = 300
"""Of blocks and questions on a page."""


class BlockKind(NamedTuple):
    """A kind of block."""

    asks: bool
    """Whether it is a question: questions share their ids, so that a record can name one, and so do the others."""
    build: Callable[[Block, dict[str, Any], Draft], None]
    """Takes the block, the values of its keys, and adds what it makes to the draft or complains."""
    keys: Mapping[str, Key] | None
    """The keys of its TOML body; None where the body is something else."""


def build(block: Block, draft: Draft) -> None:
    """Read a block and add what it makes to the draft."""
    kind = BLOCKS[block.kind]
    if len(draft.ids) > MOST_IDS:  # working them out takes its time
        draft.complain("too-many-blocks", block.line, limit=MOST_IDS)
        return
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


_SKILL = {"skill": Key("text", required=False)}

BLOCKS: dict[str, BlockKind] = {
    "graph": BlockKind(False, subjects.graph, None),
    "optimizer": BlockKind(False, descents.optimizer, None),
    "predict": BlockKind(
        True,
        asking.predict,
        {
            "ask": Key("text", longest=100),
            **_SKILL,
            "expect": Key("number", required=False),
            "graph": Key("text", required=False),
            "optimizer": Key("text", required=False),
        },
    ),
    "sweep": BlockKind(
        True,
        asking.sweep,
        {
            "of": Key("text", required=False, longest=100),
            "only": Key("texts", required=False),
            **_SKILL,
            "expect": Key("numbers", required=False),
            "graph": Key("text", required=False),
        },
    ),
    "choose": BlockKind(True, listing.choose, {**_SKILL, "option": Key("tables")}),
    "order": BlockKind(True, listing.order, {**_SKILL, "reply": Key("text"), "item": Key("tables")}),
    "lab": BlockKind(True, labs.lab, labs.KEYS),
}
