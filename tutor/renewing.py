"""New numbers for an item: another item that asks the same in the same story."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from tutor.quiz import ItemCode, ItemError, Question, ShapeQuestion, generate
from tutor.quiz.question import ItemQuestion
from tutor.quiz.shapes import shape_sibling
from tutor.quiz.siblings import sibling

NUMBERS = 99_999
"""The numbers of items are drawn from 1 to this: few digits to hand on, and seldom the same twice."""

TRIES = 100
"""How many items are looked at for the same question with new numbers."""


def renewed(question: ItemQuestion, number: int) -> ItemQuestion:
    """An item's question with new numbers, the `number`-th from 1: another item that asks the same in the same story.

    So its numbers are such as the story has, and it has a code of its own. The same for every learner.
    """
    others = _others(question, number)
    if isinstance(question, ShapeQuestion):
        for other in others:
            if isinstance(other, ShapeQuestion) and _asks_the_same_shape(other, question):
                return other
        return shape_sibling(question, number)
    same_answer: Question | None = None
    for other in others:
        if isinstance(other, Question) and _asks_the_same(other, question) and other.values != question.values:
            other = replace(other, graph=question.graph)
            if other.truth != question.truth or question.truth in (0, 1, -1):  # those often stay, whatever the numbers
                return other
            same_answer = other
    return same_answer or sibling(question, number)


def _others(question: ItemQuestion, number: int) -> Iterator[ItemQuestion]:
    """Other items of the same skill and level, of whatever template."""
    item = ItemCode.parse(question.code)
    source = random.Random(f"{question.code}~{number}")
    for _ in range(TRIES):
        try:
            yield generate(item._replace(number=1 + int(source.random() * NUMBERS)), question.lang)
        except ItemError:
            continue


def _asks_the_same_shape(one: ShapeQuestion, other: ShapeQuestion) -> bool:
    """Whether it is the same question, with an answer that is another."""
    return (one.asked, one.story) == (other.asked, other.story) and one.truth != other.truth


def _asks_the_same(one: Question, other: Question) -> bool:
    return (one.kind, one.output, one.quantity, one.story, one.graph.nodes) == (
        other.kind,
        other.output,
        other.quantity,
        other.story,
        other.graph.nodes,
    )
