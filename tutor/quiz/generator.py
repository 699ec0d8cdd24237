"""Item code -> question: the same on every machine and in every language, and none that misleads.

A code is `skill[.level]:number[@version]`. Its numbers are drawn from the code alone; a draw in which a known
mistake comes near the truth, or two mistakes give one number, is thrown away and drawn again.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeVar

from tutor.core import CoreError, Graph, GraphError
from tutor.quiz.formulas import graph_of
from tutor.quiz.question import ItemQuestion, Question
from tutor.quiz.shapes import ShapeQuestion
from tutor.quiz.siblings import misleads
from tutor.quiz.skills import SKILLS
from tutor.quiz.templates import EARLIER, TEMPLATES, AnyTemplate, Draw, Edition, ShapeTemplate, Source, Template
from tutor.words import words

TRIES = 200
"""Draws for one item at most, shared out evenly over the templates of its skill."""
LARGEST_NUMBER = 999_999_999
LONGEST_CODE = 60
"""Characters of an unreadable code that are repeated."""
DIGITS = 6
"""Significant digits with which a truth can be typed exactly, where it is no transcendental number."""
SMALLEST, LARGEST = 1e-6, 1e6
"""Between these is the size of a truth that is not 0."""
FARTHEST = 1e9
"""No value, gradient or mistake of an item is larger than this."""
INEXACT = frozenset({"exp", "log", "ln", "sqrt", "sin", "cos", "tanh", "sigmoid"})
"""Nodes whose values have no end of digits: their items are answered with three digits."""


class ItemError(CoreError):
    """An item code that can't be read, or names what there is not."""


class ItemCode(NamedTuple):
    """An item: everything that its question is made from."""

    skill: str
    level: int
    number: int
    version: int

    @classmethod
    def parse(cls, text: str) -> ItemCode:
        """Read `skill[.level]:number[@version]`; level 1 and the newest version where they are not given."""
        found = _CODE.fullmatch(text.strip().lower())
        if found is None:
            raise ItemError("item-form", item=text[:LONGEST_CODE])
        skill, level, number, version = found.groups()
        if skill not in SKILLS:
            raise ItemError("item-skill", skill=skill, known=tuple(SKILLS))
        code = cls(skill, int(level or 1), int(number), int(version or SKILLS[skill].version))
        code.edition()
        return code

    def __str__(self) -> str:
        return f"{self.skill}.{self.level}:{self.number}@{self.version}"

    def edition(self) -> Edition:
        """What the item is made from; ItemError where the code names a version or level that there is not."""
        newest = SKILLS[self.skill].version
        if self.version == newest:
            edition = Edition(TEMPLATES.get(self.skill, ()))
        else:
            known = EARLIER.get((self.skill, self.version))
            if known is None:
                raise ItemError("item-version", skill=self.skill, version=self.version, newest=newest)
            edition = known
        if not any(self.level in template.levels for template in edition.templates):
            levels = sorted({level for template in edition.templates for level in template.levels})
            raise ItemError("item-level", skill=self.skill, level=self.level, known=levels)
        return edition


_CODE = re.compile(r"([a-z][a-z-]*)(?:\.([0-9]{1,3}))?:([0-9]{1,9})(?:@([0-9]{1,4}))?")


class Item(NamedTuple):
    """A question and how it came about."""

    question: ItemQuestion
    template: str
    rejected: int
    """How many draws were thrown away before this one."""


def generate(code: str | ItemCode, lang: str = "en") -> ItemQuestion:
    """The question of an item code. ItemError where the code can't be read or names what there is not."""
    return generate_counted(code, lang).question


def generate_counted(code: str | ItemCode, lang: str = "en") -> Item:
    """The same, with the template that it was made from and the number of draws that were thrown away."""
    item = ItemCode.parse(code) if isinstance(code, str) else code
    edition = item.edition()
    templates = list(shuffled([t for t in edition.templates if item.level in t.levels], random.Random(str(item))))
    share = TRIES // len(templates)
    for at in range(share * len(templates)):
        template = templates[at // share]
        question = _drawn(template, item, random.Random(f"{item}#{at}"), lang, edition.without)
        if question is not None:
            return Item(question, template.name, at)
    raise ItemError("item-unfit", item=str(item))


T = TypeVar("T")


def _pick(choices: Sequence[T], source: random.Random) -> T:
    return choices[int(source.random() * len(choices))]  # other methods of Random may change between Pythons


def shuffled(choices: Iterable[T], source: random.Random) -> Iterator[T]:
    """Each of the choices once, in an order that is drawn as they are asked for."""
    left = list(choices)
    while left:
        yield left.pop(int(source.random() * len(left)))


def _drawn(
    template: AnyTemplate, item: ItemCode, source: random.Random, lang: str, without: frozenset[str]
) -> ItemQuestion | None:
    """One draw from a template; None where it has to be thrown away."""
    if isinstance(template, ShapeTemplate):
        shape = _draw_shape(template, item, source, lang)
        return shape if shape.tells_apart else None
    question = _draw(template, item, source, lang)
    return question if question is not None and _fits(question, template, without) else None


def _draw_shape(template: ShapeTemplate, item: ItemCode, source: random.Random, lang: str) -> ShapeQuestion:
    level = template.levels[item.level]
    return ShapeQuestion(
        asked=_pick(level.ask, source),
        batch=int(_number(level.batch, source)),
        widths=tuple(int(_number(width, source)) for width in level.widths),
        lang=lang,
        skill=item.skill,
        code=str(item),
        story=level.story,
        states_shapes=template.states_shapes,
    )


def _draw(template: Template, item: ItemCode, source: random.Random, lang: str) -> Question | None:
    """One draw from a template; None where the graph has no value with it."""
    level = template.levels[item.level]
    ask = _pick(level.ask, source)
    inputs = {name: _number(drawn, source) for name, drawn in level.numbers.items()}
    if level.together:
        inputs |= _pick(level.together, source)
    graph = graph_of(level.graph or template.graph)
    output, quantity = _asked(ask, graph)
    t = words(lang)
    try:
        return Question(
            kind="gradient" if "/" in ask else "value",
            graph=graph,
            values=graph.forward(inputs),
            output=output,
            quantity=quantity,
            lang=lang,
            labels={name: t(label) for name, label in template.labels.items() if name in graph.position},
            skill=item.skill,
            code=str(item),
            story=level.story or template.story,
            about=template.about if level.about is None else level.about,
        )
    except GraphError:
        return None


def _asked(ask: str, graph: Graph) -> tuple[str, str]:
    """Output and quantity of `price` or `d price / d apple`."""
    found = re.fullmatch(r"d (\S+) / d (\S+)", ask)
    output, quantity = found.groups() if found else (ask, ask)
    return graph.node(output).name, graph.node(quantity).name


def _number(drawn: Source, source: random.Random) -> float | int:
    if not isinstance(drawn, Draw):
        return _pick(drawn, source)
    low, step, count = _steps(drawn)
    value = low + step * int(source.random() * count)
    return int(value) if value == value.to_integral_value() else float(value)


@lru_cache(maxsize=1024)
def _steps(drawn: Draw) -> tuple[Decimal, Decimal, int]:
    """The smallest number, the distance from one to the next, and how many there are."""
    low, high, step = (Decimal(str(bound)) for bound in drawn)
    return low, step, int((high - low) / step) + 1


def _fits(question: Question, template: Template, without: frozenset[str]) -> bool:
    """Whether an item can be asked: numbers of a size for people, and no mistake that would pass for the truth."""
    truth = question.truth
    if truth and not SMALLEST <= abs(truth) <= LARGEST:
        return False
    if any(abs(value) > FARTHEST for value in question.values.values()):
        return False
    if not _is_short(truth) and not _is_inexact(question):
        return False
    if _is_on_a_kink(question) or _has_twins(question):
        return False
    if template.fits is not None and not template.fits(question):
        return False
    if misleads(question, without):
        return False
    return all(abs(found.value) <= FARTHEST or without.issuperset(found.ids) for found in question.mistakes)


def _is_short(truth: float) -> bool:
    return math.isclose(float(f"{truth:.{DIGITS}g}"), truth, rel_tol=1e-9, abs_tol=1e-12)


def _is_on_a_kink(question: Question) -> bool:
    """Whether a relu or max node stands just where it has two slopes: which one counts is a matter of taste."""
    for node in question.graph.nodes:
        if node.op in ("relu", "max"):
            operands = question.graph.operand_values(question.values, node.name)
            if operands[0] == (0 if node.op == "relu" else operands[1]):
                return True
    return False


def _has_twins(question: Question) -> bool:
    """Whether two inputs of a plain graph are one number: nobody could say which of them an answer took."""
    if question.about is not None:
        return False
    needed = question.graph.ancestors(question.output)
    numbers = [question.values[name] for name in question.graph.inputs if name in needed]
    return len(set(numbers)) < len(numbers)


def _is_inexact(question: Question) -> bool:
    graph, needed = question.graph, question.graph.ancestors(question.output) | {question.output}
    return any(node.op in INEXACT for node in graph.nodes if node.name in needed)
