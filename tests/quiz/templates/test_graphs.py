"""Templates as they reach a learner: stories and labels that fit their graphs, in every language, at every level."""

import re
import string
from typing import NamedTuple

import pytest

from tutor.core import Graph
from tutor.core.expression import is_name
from tutor.quiz import Question, generate
from tutor.quiz.question import short_name
from tutor.quiz.templates import TEMPLATES, Draw, Level, Template, graphs, nodes, paths, values
from tutor.words import LANGUAGES, words

LEVELS = (1, 2, 3)
OURS = {**values.TEMPLATES, **graphs.TEMPLATES, **paths.TEMPLATES, **nodes.TEMPLATES}
PARTICLES = "은|는|이|가|을|를|과|와|으로|로"


class Case(NamedTuple):
    skill: str
    template: Template
    number: int

    @property
    def level(self) -> Level:
        return self.template.levels[self.number]

    @property
    def graph(self) -> Graph:
        return Graph.parse(self.level.graph or self.template.graph)

    @property
    def story(self) -> str:
        return self.level.story or self.template.story

    def labels(self, lang: str) -> dict[str, str]:
        position = self.graph.position
        return {name: words(lang)(label) for name, label in self.template.labels.items() if name in position}


CASES = [Case(skill, template, n) for skill, made in OURS.items() for template in made for n in template.levels]
by_skill = pytest.mark.parametrize("skill", OURS)
in_language = pytest.mark.parametrize("lang", LANGUAGES)


def cases_of(skill: str) -> list[Case]:
    return [case for case in CASES if case.skill == skill]


def placeholders(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


def said(message: str, lang: str) -> str:
    """A message in a language, its placeholders kept."""
    return words(lang)(message, **{name: f"{{{name}}}" for name in placeholders(message)})


@pytest.mark.parametrize("skill", TEMPLATES)
def test_every_skill_has_two_templates_with_three_levels(skill: str) -> None:
    made = TEMPLATES[skill]
    assert len({template.name for template in made}) == len(made) >= 2
    assert all(tuple(template.levels) == LEVELS for template in made)


@by_skill
def test_every_input_is_drawn_from_more_than_one_number(skill: str) -> None:
    for case in cases_of(skill):
        assert set(case.level.numbers) | set(case.graph.given) == set(case.graph.inputs)
        for source in case.level.numbers.values():
            assert source.high > source.low if isinstance(source, Draw) else len(set(source)) > 1


@by_skill
@in_language
def test_the_story_tells_every_number_that_is_needed_and_no_answer(skill: str, lang: str) -> None:
    for case in cases_of(skill):
        told = placeholders(said(case.story, lang))
        assert set(told) == set(placeholders(case.story))
        given = set(case.graph.inputs)
        asked = {ask for ask in case.level.ask if "/" not in ask}
        assert set(told) <= set(case.graph.position) - asked
        if skill != "upstream-times-local" or case.template.name != "given":  # abstract: x and y stand under it
            assert given <= set(told) | {"length", "width"}


@by_skill
def test_a_korean_number_takes_no_particle(skill: str) -> None:
    for case in cases_of(skill):
        korean = said(case.story, "ko")
        assert korean != case.story
        assert not re.search(rf"\{{\w+\}}({PARTICLES})(?=[\s,.])", korean)


@by_skill
@in_language
def test_every_quantity_has_a_word_of_its_own(skill: str, lang: str) -> None:
    for case in cases_of(skill):
        labels = case.labels(lang)
        named = [node.name for node in case.graph.nodes if node.op != "number" and node.named]
        shorts = [short_name(name, labels) for name in named]
        assert len(set(shorts)) == len(shorts) and all(map(is_name, shorts))
        for name in set(labels) & set(named):
            word, colon, rest = labels[name].partition(":")
            assert colon and is_name(word) and rest.strip()
            assert lang == "ko" or word == name


@by_skill
def test_no_label_is_left_over(skill: str) -> None:
    for template in OURS[skill]:
        used = {name for number in LEVELS for name in Case(skill, template, number).graph.position}
        assert set(template.labels) <= used


@by_skill
@in_language
def test_an_item_stands_by_itself(skill: str, lang: str) -> None:
    """Everything that is needed is in its text, which is no longer than a paragraph and a few lines."""
    for case in cases_of(skill):
        question = item_of(case, lang)
        assert "{" not in question.text and len(question.prompt) < 420
        for name in question.graph.inputs:
            assert f"{question.name(name)} = " in question.givens
        assert question.text.endswith(f"{question.formula} = ?")
        assert [hint.kind for hint in question.hints] == ["where", "rule", "example", "solution"]


def item_of(case: Case, lang: str = "en") -> Question:
    asks = set(case.level.ask)
    for number in range(60):
        question = generate(f"{case.skill}.{case.number}:{number}", lang)
        ask = question.quantity if question.kind == "value" else f"d {question.output} / d {question.quantity}"
        if question.story == case.story and ask in asks and set(question.graph.inputs) == set(case.graph.inputs):
            return question
    raise AssertionError("this template never has its turn")


def way(case: Case) -> int:
    """The nodes that the longest of a level's questions leads through."""
    lengths = []
    for ask in case.level.ask:
        output, _, quantity = ask.removeprefix("d ").partition(" / d ")
        graph = case.graph
        if quantity:
            lengths.append(len(graph.between(quantity, output)) - 1)
        else:
            lengths.append(sum(1 for name in {*graph.ancestors(output), output} if graph.node(name).inputs))
    return max(lengths)


@pytest.mark.parametrize("case", CASES[::3], ids=lambda case: f"{case.skill}-{case.template.name}")
def test_levels_do_not_become_shorter(case: Case) -> None:
    assert way(case) <= max(way(case._replace(number=3)), way(case._replace(number=2)))


class TestByHand:
    """One item of each skill, worked out on paper."""

    @pytest.mark.parametrize(
        ("skill", "name", "level", "inputs", "ask", "answer"),
        [
            ("graph-reading", "picnic", 2, {"apple": 50, "apples": 6, "bread": 120}, "food", 420),
            ("training-steps", "one-weight", 3, {"input": 2, "weight": 3, "target": 1, "rate": 0.01}, "updated", 2.8),
            ("forward-pass", "shop", 2, {"apple": 100, "count": 2, "shipping": 30, "tax": 1.1}, "price", 253),
            ("sensitivity", "taxi", 2, {"km": 10, "rate": 20, "base": 50, "more": 1.5}, "rise", 30),
            ("local-gradient", "pool", 3, {"flow": 20, "minutes": 30, "surface": 10}, "d level / d surface", -6),
            ("multiply-node", "printing", 2, {"sheets": 5, "copies": 30, "sheet": 0.4}, "d cost / d copies", 2),
            ("add-node", "parcel", 1, {"book": 100, "shipping": 30, "tax": 1.2}, "d price / d shipping", 1.2),
            ("upstream-times-local", "given", 2, {"x": 6, "y": 2, "upstream": -4}, "d loss / d y", 6),
            ("chain-rule", "museum", 1, {"ticket": 50, "pupils": 20, "group": 0.8}, "d total / d ticket", 16),
            ("apple-tax", "apples", 2, {"apple": 100, "count": 2, "tax": 1.1}, "d price / d apple", 2.2),
            ("branches", "sandpit", 1, {"side": 3, "sand": 20}, "d cost / d side", 120),
            (
                "apples-and-oranges",
                "basket",
                2,
                {"apple": 100, "apples": 2, "orange": 150, "oranges": 3, "tax": 1.1},
                "d price / d orange",
                3.3,
            ),
            ("subtract-divide", "savings", 3, {"savings": 500, "spent": 100, "people": 4}, "d share / d people", -25),
            ("power-node", "tiles", 1, {"side": 4, "tile": 15}, "d cost / d side", 120),
            ("exp-log", "surprise", 1, {"p": 0.25, "factor": -3}, "d surprise / d p", -12),
            ("relu-max", "overtime", 2, {"hours": 35, "limit": 40, "wage": 20}, "d pay / d hours", 0),
            ("relu-max", "overtime", 2, {"hours": 45, "limit": 40, "wage": 20}, "d pay / d limit", -20),
            ("sigmoid", "odds", 1, {"odds": 3, "prize": 160}, "d gain / d score", 30),
            ("tanh", "state", 1, {"ratio": 4, "weight": 5}, "d output / d x", 3.2),
        ],
    )
    def test_answer(self, skill: str, name: str, level: int, inputs: dict[str, float], ask: str, answer: float) -> None:
        case = next(c for c in CASES if (c.skill, c.template.name, c.number) == (skill, name, level))
        assert ask in case.level.ask
        graph = case.graph
        full = {**dict.fromkeys(graph.inputs, 1), **inputs}
        output, _, quantity = ask.removeprefix("d ").partition(" / d ")
        found = graph.forward(full)
        assert (graph.backward(found, output)[quantity] if quantity else found[output]) == pytest.approx(answer)
