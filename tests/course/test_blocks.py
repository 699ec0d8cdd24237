"""Sweeps, orders and optimizers: what the blocks of a page become."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core import Graph
from tutor.course.asking import backward_order
from tutor.course.model import Lesson
from tutor.course.reader import read_page
from tutor.quiz import Question
from tutor.quiz.mistakes import same
from tutor.quiz.ordering import OrderQuestion
from tutor.quiz.siblings import sibling
from tutor.quiz.stated import RULE_NAMES, StatedDescent
from tutor.quiz.unrolled import RULES

FRONT = '+++\ntitle = "x"\n+++\n\n'
SHOP = "```graph shop\napple = 100\ncount = 2\nsubtotal = apple * count\nprice = subtotal * 1.1 # 금액\n```\n\n"
SETTINGS = {"lr": 0.1, "momentum": 0.9, "decay_rate": 0.9, "beta1": 0.9, "beta2": 0.999}


def lesson_of(text: str, lang: str = "en") -> Lesson:
    lesson, faults = read_page(FRONT + text, "p.md", "p", lang)
    assert [(fault.line, fault.code) for fault in faults] == []
    return lesson


def questions(lesson: Lesson) -> list[Question]:
    found = [step.question for step in lesson.steps if isinstance(step.question, Question)]
    assert len(found) == len(lesson.steps)
    return found


def optimizer(rule: str, lines: str, *asks: str) -> str:
    settings = StatedDescent(rule, 1, "w^2").settings
    body = "".join(f"{name} = {SETTINGS[name]}\n" for name in settings)
    block = f"```optimizer o\nrule = {rule}\n{body}{lines}\n```\n\n"
    return block + "".join(f'```predict q{at}\nask = "{ask}"\n```\n\n' for at, ask in enumerate(asks))


# --- sweep -----------------------------------------------------------------------------------------------


def test_a_sweep_asks_for_every_gradient_on_the_way_back() -> None:
    lesson = lesson_of(SHOP + 'Go back.\n\n```sweep back\nskill = "chain-rule"\nexpect = { apple = 2.2 }\n```\n')
    assert [(step.kind, step.id) for step in lesson.steps] == [
        ("sweep", "back-subtotal"),
        ("sweep", "back-apple"),
        ("sweep", "back-count"),
    ]
    assert [question.truth for question in questions(lesson)] == pytest.approx([1.1, 2.2, 110])
    assert {(question.kind, question.skill) for question in questions(lesson)} == {("gradient", "chain-rule")}
    assert [question.code for question in questions(lesson)] == ["p/back-subtotal", "p/back-apple", "p/back-count"]
    assert [step.expect for step in lesson.steps] == [None, 2.2, None]
    assert {step.graph for step in lesson.steps} == {"shop"}


def test_only_the_first_question_of_a_sweep_has_the_pages_prose_and_the_others_name_their_edge() -> None:
    for lang, said in (("en", "The next edge: `d 금액 / d apple`."), ("ko", "다음 에지: `d 금액 / d apple`.")):
        steps = lesson_of(SHOP + "Go back.\n\n```sweep back\n```\n", lang).steps
        assert [step.prose for step in steps[:2]] == ["Go back.", said]


def test_a_part_of_a_sweep_keeps_its_order_and_may_begin_at_the_output() -> None:
    lesson = lesson_of(SHOP + '```sweep back\nonly = ["apple", "price", "subtotal"]\n```\n')
    assert [step.id for step in lesson.steps] == ["back-price", "back-subtotal", "back-apple"]
    assert questions(lesson)[0].truth == 1


def test_a_sweep_may_begin_at_an_inner_quantity_of_an_earlier_graph() -> None:
    other = '```graph other\na = 3\nb = a * 2\n```\n\n```predict b\nask = "b"\n```\n\n'
    lesson = lesson_of(SHOP + other + '```sweep back\ngraph = "shop"\nof = "subtotal"\n```\n')
    assert [(step.id, step.graph) for step in lesson.steps[1:]] == [("back-apple", "shop"), ("back-count", "shop")]


def test_steps_of_quantities_without_a_name_are_called_after_their_place() -> None:
    lesson = lesson_of("```graph g\na = 2\nb = 3\nz = a * b + a^2\n```\n\n```sweep back\n```\n")
    assert [step.id for step in lesson.steps] == ["back-2", "back-3", "back-a", "back-b"]


@st.composite
def graphs(draw: Any) -> Graph:
    """Nodes over earlier quantities, some used often and some never, with and without a name."""
    names, lines = ["a", "b"], []
    for at in range(draw(st.integers(1, 8))):
        left, right, third = (draw(st.sampled_from(names)) for _ in range(3))
        lines.append(f"n{at} = {left} * {right}" + draw(st.sampled_from(["", f" + {third}", f" + {third} * 2"])))
        names.append(f"n{at}")
    return Graph.parse("\n".join(lines))


@given(graphs())
def test_each_gradient_comes_after_all_that_it_needs(graph: Graph) -> None:
    order = backward_order(graph, graph.output)
    assert set(order) == graph.ancestors(graph.output) and len(order) == len(set(order))
    done = {graph.output}
    for name in order:
        uses = {graph.nodes[use.node].name for use in graph.uses[graph.position[name]]}
        on_way = uses & {*graph.ancestors(graph.output), graph.output}
        assert on_way <= done
        done.add(name)


# --- order -----------------------------------------------------------------------------------------------


def test_an_order_keeps_its_items_and_what_is_said_to_them() -> None:
    items = "".join(f'[[item]]\ntext = "{text}"\nreply = "{text} comes here."\n' for text in ("one", "two", "three"))
    lesson = lesson_of(f'Sort.\n\n```order way\nskill = "chain-rule"\nreply = "In a row."\n{items}```\n')
    (step,) = lesson.steps
    question = step.question
    assert isinstance(question, OrderQuestion)
    assert (step.kind, step.id, step.prose) == ("order", "way", "Sort.")
    assert [item.text for item in question.items] == ["one", "two", "three"]
    assert question.items[1].reply == "two comes here."
    assert (question.reply, question.skill, question.code) == ("In a row.", "chain-rule", "p/way")


# --- optimizer -------------------------------------------------------------------------------------------


def test_a_question_follows_the_steps_of_an_optimizer() -> None:
    text = optimizer("momentum", "loss = w^2\nw = 3 # w0: start", "w after 2", "v after 1", "g after 2")
    lesson = lesson_of(text, "ko")
    assert [question.truth for question in questions(lesson)] == pytest.approx([1.38, -0.6, 4.8])
    assert [question.formula for question in questions(lesson)] == ["w2", "v1", "g2"]
    assert [step.graph for step in lesson.steps] == ["o"] * 3
    assert lesson.graph_of(lesson.steps[0]) is None
    assert lesson.optimizers["o"].numbers == {"lr": 0.1, "momentum": 0.9, "w0": 3}
    assert "모멘텀, 시작할 때 v = 0" in questions(lesson)[0].text.splitlines()


def test_gradients_may_be_given_and_memories_may_start_from_a_number() -> None:
    lesson = lesson_of(optimizer("momentum", "w = 3\nv = 2\ng1 = 6\ng2 = -7", "v after 1", "w after 2"))
    assert [question.truth for question in questions(lesson)] == pytest.approx([1.2, 3 + 1.2 + 0.9 * 1.2 + 0.7])
    assert "v0 = 2" in questions(lesson)[0].givens and "g2" not in questions(lesson)[0].givens
    assert "Momentum" in questions(lesson)[0].text.splitlines()
    zero = lesson_of(optimizer("momentum", "w = 3\nv = 0\ng1 = 6", "v after 1"))
    assert "v0" not in questions(zero)[0].givens


def test_an_earlier_optimizer_is_named_and_a_graph_takes_its_place() -> None:
    named = '```predict again\nask = "w after 1"\noptimizer = "o"\n```\n'
    first = optimizer("sgd", "loss = w^2\nw = 3", "w after 1")
    lesson = lesson_of(first + SHOP + '```predict pay\nask = "price"\n```\n\n' + named)
    assert [step.graph for step in lesson.steps] == ["o", "shop", "o"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("loss", "start", "asks"),
    [("w^2", "w = 3", ["w after 2"]), ("x^2 / 20 + y^2", "x = -7\ny = 2", ["x after 1", "y after 3"])],
)
def test_every_rule_can_be_asked_and_asked_again_with_new_numbers(
    rule: str, loss: str, start: str, asks: list[str]
) -> None:
    for question in questions(lesson_of(optimizer(rule, f"loss = {loss}\n{start}", *asks))):
        again = sibling(question, 1)
        assert again.code != question.code and again.givens != question.givens
        for asked in (question, again):
            assert not any(same(found.value, asked.truth) for found in asked.mistakes)


def test_every_rule_has_its_name() -> None:
    assert RULE_NAMES.keys() == RULES.keys()


@given(st.text(st.sampled_from("abgvwxyklr0129 =+-*/^()#;.,\n\u0000가"), max_size=200))
def test_no_optimizer_breaks_the_reader(body: str) -> None:
    text = FRONT + f'```optimizer o\nrule = momentum\n{body}\n```\n\n```predict q\nask = "w after 3"\n```\n'
    lesson, faults = read_page(text, "p.md", "p", "en")
    assert faults or len(lesson.steps) == 1
