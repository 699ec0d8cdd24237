"""The blocks whose lines are tables: `choose` with its options, `order` with its items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tutor.course import schema
from tutor.course.draft import Block, Draft
from tutor.course.schema import Key
from tutor.quiz.ordering import Item, OrderQuestion
from tutor.quiz.question import ChoiceQuestion, Option

MOST_LINES = 9
"""Options or items: each is named by one digit."""
FEWEST_ITEMS = 2

OPTION_KEYS = {"text": Key("text", longest=200), "right": Key("flag", required=False), "reply": Key("text")}
ITEM_KEYS = {"text": Key("text", longest=200), "reply": Key("text")}


def choose(block: Block, values: dict[str, Any], draft: Draft) -> None:
    """Options, one or several of them right."""
    options = [
        Option(keys.get("text", ""), keys.get("right", False), keys.get("reply", ""))
        for keys in _tables(block, "option", OPTION_KEYS, "option-twice", values, draft)
    ]
    if "option" not in values:
        return
    if len(options) > MOST_LINES:
        draft.complain("too-many-options", block.line, limit=MOST_LINES)
        return
    if len({option.right for option in options}) < 2:
        draft.complain("no-options", block.line)
        return
    code = draft.code(block.id)
    draft.end_step(block, ChoiceQuestion(tuple(options), draft.lang, values.get("skill", ""), code))


def order(block: Block, values: dict[str, Any], draft: Draft) -> None:
    """Items in their right order, to be put into it."""
    items = [
        Item(keys.get("text", ""), keys.get("reply", ""))
        for keys in _tables(block, "item", ITEM_KEYS, "item-twice", values, draft)
    ]
    if "item" not in values:
        return
    if not FEWEST_ITEMS <= len(items) <= MOST_LINES:
        draft.complain("items-count", block.line, least=FEWEST_ITEMS, limit=MOST_LINES)
        return
    skill, code = values.get("skill", ""), draft.code(block.id)
    draft.end_step(block, OrderQuestion(tuple(items), values.get("reply", ""), draft.lang, skill, code))


def _tables(
    block: Block, name: str, keys: Mapping[str, Key], twice: str, values: dict[str, Any], draft: Draft
) -> Iterator[dict[str, Any]]:
    """What is right of each `[[name]]`; no two may say the same, or the fault `twice` is complained about."""
    complain = draft.complain_in(block)
    spans = list(schema.headings(block.body, name))
    first: dict[str, int] = {}
    for number, table in enumerate(values.get(name, ()), start=1):
        start, end = spans[number - 1] if number <= len(spans) else (-1, 0)
        found = schema.check(table, keys, schema.lines_of(block.body, start, end), complain)
        text = found.get("text", "")
        other = first.setdefault(text, number)
        if text and other != number:
            complain(twice, start + 1, number=number, other=other)
        yield found
