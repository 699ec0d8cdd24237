"""Items on optimizers: their stories say all that is needed, and they grow harder from level to level."""

import math
import re

import pytest

from tutor.core import OPTIMIZERS
from tutor.numbers import show
from tutor.quiz import Question, generate, grade
from tutor.quiz.generator import ItemCode, generate_counted
from tutor.quiz.mistakes.descent import DESCENT
from tutor.quiz.templates import TEMPLATES, optimizers
from tutor.quiz.templates.template import Template
from tutor.quiz.unrolled import Descent

SKILLS = ("gradient-descent", "learning-rate", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "conventions")
LEVELS = (1, 2, 3)
ALL = [(skill, template) for skill, templates in optimizers.TEMPLATES.items() for template in templates]
each_template = pytest.mark.parametrize(("skill", "template"), ALL, ids=lambda p: p if isinstance(p, str) else p.name)
cells = pytest.mark.parametrize(("skill", "level"), [(skill, level) for skill in SKILLS for level in LEVELS])


def descent_of(question: Question) -> Descent:
    assert isinstance(question.about, Descent)
    return question.about


def test_every_skill_has_two_templates_with_all_levels() -> None:
    assert set(optimizers.TEMPLATES) == set(SKILLS)
    for skill, templates in optimizers.TEMPLATES.items():
        assert len(templates) >= 2
        assert all(set(template.levels) == set(LEVELS) for template in templates)
        assert TEMPLATES[skill] == templates


@each_template
class TestEachTemplate:
    def test_it_finds_its_numbers_soon(self, skill: str, template: Template, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(TEMPLATES, skill, (template,))
        for level in LEVELS:
            rejected = [generate_counted(ItemCode(skill, level, number, 1)).rejected for number in range(6)]
            assert max(rejected) < 80  # of 100, where the skill has two templates

    @pytest.mark.parametrize("lang", ["en", "ko"])
    def test_its_story_tells_every_number(
        self, skill: str, template: Template, lang: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(TEMPLATES, skill, (template,))
        for level in LEVELS:
            question = generate(ItemCode(skill, level, 1, 1), lang)
            told = re.findall(r"-?[0-9]+(?:\.[0-9]+)?", question.prompt)
            assert {show(question.values[name]) for name in question.graph.inputs} <= set(told)
            assert "{" not in question.text
            assert lang == "en" or re.search("[가-힣]", question.prompt)
            assert question.text.endswith(f"{question.formula} = ?")

    def test_it_grows_harder(self, skill: str, template: Template) -> None:
        def work(level: int) -> int:
            entry = template.levels[level]
            about = entry.about
            assert isinstance(about, Descent) and entry.graph == about.text
            return len(about.run.lines) + 3 * bool(about.loss)

        assert work(1) <= work(2) <= work(3)
        stories = {template.levels[level].story for level in LEVELS}
        assert len(stories) == len(LEVELS)


@cells
def test_answers_are_judged(skill: str, level: int) -> None:
    for number in range(4):
        question = generate(ItemCode(skill, level, number, 1))
        assert grade(question, repr(question.truth)).kind == "right"
        assert len(question.mistakes) >= 3
        assert {found.id for found in question.mistakes} <= set(DESCENT)
        solution = question.hints[-1].text.split("\n")
        assert float(solution[-1].split("= ")[-1]) == pytest.approx(question.truth, rel=1e-11)


@cells
def test_no_answer_is_one_of_the_numbers_told(skill: str, level: int) -> None:
    for number in range(12):
        question = generate(ItemCode(skill, level, number, 1))
        assert not any(math.isclose(question.truth, question.values[name]) for name in question.graph.inputs)


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("skill", ["adagrad", "rmsprop"])
def test_roots_come_out_even_at_first(skill: str, level: int) -> None:
    for template in optimizers.TEMPLATES[skill]:
        entry = template.levels[level]
        about = entry.about
        assert isinstance(about, Descent)
        settings = {"lr": 0.1, "w0": 2}
        for numbers in entry.together:
            for step in range(1, about.steps + 1):
                h = about.run.values({**settings, **numbers}, f"h{step}")[f"h{step}"]
                assert math.sqrt(h) == pytest.approx(round(math.sqrt(h), 1))
    for number in range(20):
        assert len(show(generate(ItemCode(skill, level, number, 1)).truth).lstrip("-")) <= 6


@pytest.mark.parametrize("level", LEVELS)
def test_conventions_are_those_of_the_core(level: int) -> None:
    for number in range(12):
        question = generate(ItemCode("conventions", level, number, 1))
        descent, values = descent_of(question), question.values
        optimizer = OPTIMIZERS[descent.rule](**{"lr": values["lr"], "momentum": values["momentum"]})
        vars(optimizer)["v"] = {"w": values.get("v0", 0)}
        params = {"w": float(values["w0"])}
        for step in range(1, descent.steps + 1):
            optimizer.update(params, {"w": 2 * params["w"] if descent.loss else values[f"g{step}"]})
        asked = params["w"] if question.quantity.startswith("w") else vars(optimizer)["v"]["w"]
        assert question.truth == pytest.approx(asked), question.code


def test_the_book_s_velocity_is_another_convention_there() -> None:
    question = next(q for q in (generate(f"conventions.2:{n}") for n in range(20)) if q.quantity == "v2")
    book = next(found for found in question.mistakes if "book-convention" in found.ids)
    verdict = grade(question, repr(book.value))
    assert verdict.kind == "convention"
    assert "v = momentum * v - lr * g" in verdict.message
