"""A sheet of items on paper: which ones, and the sheet as Markdown that can be worked through without the screen."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutor.numbers import show
from tutor.quiz import formulas
from tutor.quiz.generator import ItemCode, ItemError, generate, shuffled
from tutor.quiz.question import ItemQuestion, Question, description
from tutor.quiz.shapes import ShapeQuestion
from tutor.quiz.skills import SKILLS
from tutor.quiz.templates import TEMPLATES
from tutor.words import Words

LARGEST_SEED = 999_999_999
MOST_ITEMS = 500
_NUMBERS = 100_000
"""Item numbers are drawn below this: short enough to be typed from paper."""
_TRIES = 50
"""Numbers tried for one item: one may have no fitting draw, or be on the sheet already."""


class TooFewItemsError(Exception):
    """A skill has not as many different items at a level as a sheet should have."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        super().__init__(str(wish))


class Wish(NamedTuple):
    """A skill to have items of, at one level or at rising ones."""

    skill: str
    level: int | None = None

    @classmethod
    def parse(cls, text: str) -> Wish:
        """Read `chain-rule` or `chain-rule.2`. ItemError where there is no such skill or level."""
        skill, point, _ = text.strip().lower().partition(".")
        if skill not in SKILLS:
            raise ItemError("item-skill", skill=skill, known=list(TEMPLATES))
        level = ItemCode.parse(f"{text.strip()}:1").level if point else None
        return cls(skill, level)

    @property
    def levels(self) -> list[int]:
        """The levels that its items may have, from easy to hard."""
        if self.level is not None:
            return [self.level]
        return sorted({level for template in TEMPLATES[self.skill] for level in template.levels})

    def __str__(self) -> str:
        return self.skill if self.level is None else f"{self.skill}.{self.level}"


def items(wishes: Sequence[Wish], count: int, seed: int, lang: str) -> list[ItemQuestion]:
    """`count` questions for a seed, easier ones first; without wishes a mix of all skills.

    TooFewItemsError where there are not that many different ones.
    """
    source = random.Random(f"worksheet {seed}")
    places = _of_skills(wishes, count) if wishes else _mixed(count, source)
    places.sort(key=lambda place: place[1])  # within a level the order stays: what builds on others comes later
    found: dict[str, ItemQuestion] = {}
    for skill, level in places:
        question = _another(skill, level, source, lang, found)
        found[question.text] = question
    return list(found.values())


def _of_skills(wishes: Sequence[Wish], count: int) -> list[tuple[str, int]]:
    """Skill and level of each item: the wishes in turn, each rising from its lowest level to its highest."""
    places = []
    for at, wish in enumerate(wishes):
        share = len(range(at, count, len(wishes)))
        places += [(wish.skill, wish.levels[i * len(wish.levels) // share]) for i in range(share)]
    return places


def _mixed(count: int, source: random.Random) -> list[tuple[str, int]]:
    """Skill and level of each item of a mix: no skill again before all had their turn, and levels that rise."""
    skills = [skill for skill in SKILLS if skill in TEMPLATES]
    drawn: list[str] = []
    while len(drawn) < count:
        drawn += itertools.islice(shuffled(skills, source), count - len(drawn))
    places = []
    for at, skill in enumerate(drawn):
        levels = Wish(skill).levels
        places.append((skill, levels[at * len(levels) // count]))
    return sorted(places, key=lambda place: skills.index(place[0]))


def _another(skill: str, level: int, source: random.Random, lang: str, found: dict[str, ItemQuestion]) -> ItemQuestion:
    for _ in range(_TRIES):
        code = ItemCode(skill, level, int(source.random() * _NUMBERS), SKILLS[skill].version)
        try:
            question = generate(code, lang)
        except ItemError:
            continue
        if question.text not in found:
            return question
    raise TooFewItemsError(Wish(skill, level))


def markdown(questions: Sequence[ItemQuestion], command: str, t: Words, answers: bool = False) -> str:
    """The sheet, with `command` at its top, the one that makes it again; with `answers` the worked solutions below."""
    parts = [
        f"# {t('Worksheet')}",
        f"{t('Name')}: ________________",
        t(
            "`d y / d x` is the gradient of y with respect to x: by how much y grows for each unit that x grows. "
            "`*` is times, `^` is to the power of. Three significant "
            "digits are enough; for roots, exp and ln you may need a calculator."
        ),
        t("The same sheet again: {command}", command=f"`{command}`"),
    ]
    for number, question in enumerate(questions, start=1):
        parts += _item(number, question, t)
    if answers:
        parts += ["---", f"## {t('Answers')}"]
        for number, question in enumerate(questions, start=1):
            parts += _answer(number, question)
    return "\n\n".join(parts) + "\n"


def _item(number: int, question: ItemQuestion, t: Words) -> Iterator[str]:
    yield f"## {number}. {_plain(t(SKILLS[question.skill].title))}"
    if question.prompt:
        yield _plain(question.prompt)
    yield from _shape(question, t) if isinstance(question, ShapeQuestion) else _number(question, t)
    yield "<br><br><br>"
    yield f"<sub>`{question.code}`</sub>"


def _shape(question: ShapeQuestion, t: Words) -> Iterator[str]:
    """What a question about a shape gives and asks."""
    stated = (question.givens, *question.products)
    yield "\n".join([t("Given:"), "", *(f"- `{line}`" for line in stated)])
    yield t("What is asked: the shape of {name}.", name=f"`{question.formula}`")
    yield f"**`{question.formula}.shape` =** ________________"


def _number(question: Question, t: Words) -> Iterator[str]:
    """What a question about a number gives and asks."""
    inputs = [(name, show(question.values[name])) for name in question.graph.inputs]
    state = getattr(question.about, "statement", None)
    stated = state(question, t) if state is not None else []
    lines = [f"- {_plain(line) if line.endswith('.') else f'`{line}`'}" for line in stated]
    yield "\n".join([t("Given:"), "", *_quantities(question, inputs), *lines])
    if state is None and question.states_steps:
        made = [(name, question.expression(name)) for name in question.steps]
        yield "\n".join([t("The graph:"), "", *_quantities(question, made)])
    yield _asked(question, t)
    yield f"**`{question.formula}` =** ________________"


def _quantities(question: Question, quantities: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A line for each, with what it is called; inputs that are called nothing more share one."""
    bare = [
        f"`{question.name(name)} = {text}`"
        for name, text in quantities
        if name in question.graph.inputs and not _told(question, name)
    ]
    if bare:
        yield f"- {', '.join(bare)}"
    for name, text in quantities:
        told = _told(question, name)
        if told or name not in question.graph.inputs:
            yield f"- `{question.name(name)} = {text}`{told}"


def _told(question: Question, quantity: str) -> str:
    """What a quantity is, in brackets; empty where its name says it all."""
    told = description(quantity, question.labels)
    return "" if told in (quantity, question.name(quantity)) else f" ({_plain(told)})"


def _asked(question: Question, t: Words) -> str:
    """What is asked, in words."""
    name = f"`{question.name(question.quantity)}`{_told(question, question.quantity)}"
    if question.kind == "value":
        return t("What is asked: the value of {name}.", name=name)
    output = f"`{question.name(question.output)}`{_told(question, question.output)}"
    return t("What is asked: the gradient of {output} with respect to {name}.", output=output, name=name)


def _answer(number: int, question: ItemQuestion) -> Iterator[str]:
    if isinstance(question, ShapeQuestion):
        right = f"{question.formula}.shape = {question.truth}"
    else:
        right = f"{question.formula} = {formulas.number(question.truth).strip('()')}"
    yield f"**{number}.** `{right}`"
    yield "\n".join(f"    {line}" for line in question.hints[-1].text.splitlines())


_MARKUP = re.compile(r"[\\`*_\[\]<>|~$]|^[-+#>](?=\s)|(?<=^\d)[.)]|(?<=^\d\d)[.)]")


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "\n".join(_MARKUP.sub(lambda found: "\\" + found.group(), line) for line in text.split("\n"))
