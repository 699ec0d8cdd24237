"""The public interface: questions, what they know, what may be used in an answer, and what importing them loads."""

import subprocess
import sys

import pytest

import tutor.quiz
from tutor.core import Graph, GraphError
from tutor.quiz import Question, grade, gradient_question, skills, value_question
from tutor.quiz.question import description, short_name
from tutor.quiz.skills import SKILLS
from tutor.words import words

from .situations import DELIVERY, SHOP, SHOP_INPUTS, SHOP_LABELS, gradient, shop, value


class TestTheInterface:
    def test_a_gradient_question(self) -> None:
        graph = Graph.parse(SHOP)
        asked = gradient_question(graph, SHOP_INPUTS, "price", "apple")
        assert isinstance(asked, Question)
        assert asked.lang == "en"
        assert repr(asked.truth) == "2.2"
        assert {(found.id, round(found.value, 9)) for found in asked.mistakes} >= {
            ("own-input", 110),
            ("adds-upstream", 3.1),
        }
        assert [hint.kind for hint in asked.hints] == ["where", "rule", "example", "solution"]
        verdict = grade(asked, "2+1.1")
        assert (verdict.kind, verdict.mistakes) == ("wrong", ("adds-upstream",))
        assert (verdict.read_as, verdict.column) == ("read as 2+1.1 = 3.1", None)

    def test_all_values_may_be_given(self) -> None:
        graph = Graph.parse(SHOP)
        values = graph.forward(SHOP_INPUTS)
        assert gradient_question(graph, values, "price", "count").truth == 110.00000000000001
        assert gradient_question(graph, values, "subtotal", "apple").truth == 2
        assert value_question(graph, values, "price").truth == 220.00000000000003

    def test_values_in_the_text_of_the_graph(self) -> None:
        graph = Graph.parse("apple = 100; count = 2; tax = 1.1\n" + SHOP)
        assert gradient_question(graph, {}, "price", "apple").truth == 2.2
        assert gradient_question(graph, {"count": 3}, "price", "tax").truth == 300

    def test_unknown_names_and_missing_values_are_said_at_once(self) -> None:
        graph = Graph.parse(SHOP)
        for output, quantity in (("nope", "apple"), ("price", "nope")):
            with pytest.raises(GraphError, match="unknown-quantity"):
                gradient_question(graph, SHOP_INPUTS, output, quantity)
        with pytest.raises(GraphError, match="missing-input"):
            gradient_question(graph, {"apple": 1}, "price", "apple")
        with pytest.raises(GraphError, match="divide-by-zero"):
            value_question(Graph.parse("z = x / y"), {"x": 1, "y": 0}, "z")

    def test_an_unknown_language_is_english(self) -> None:
        asked = gradient_question(Graph.parse(SHOP), SHOP_INPUTS, "price", "apple", lang="xx")
        assert grade(asked, "3.1").message == grade(shop("apple"), "3.1").message

    def test_numpy_numbers(self) -> None:
        import numpy as np

        inputs = {name: np.float64(number) for name, number in SHOP_INPUTS.items()}
        asked = gradient_question(Graph.parse(SHOP), inputs, "price", "apple")
        assert grade(asked, "2.2").kind == "right" and "numpy" not in repr(asked.truth)

    def test_what_is_public(self) -> None:
        for name in ("skills", "gradient_question", "grade", "Question", "Verdict"):
            assert name in tutor.quiz.__all__ and hasattr(tutor.quiz, name)

    def test_skills_stand_after_what_they_build_on(self) -> None:
        ids = skills()
        assert ids == list(SKILLS) and "chain-rule" in ids
        for at, name in enumerate(ids):
            assert all(ids.index(below) < at for below in SKILLS[name].builds_on)
            assert words("ko")(SKILLS[name].title)


class TestNames:
    def test_a_label_that_is_one_word_is_a_name(self) -> None:
        assert short_name("count", SHOP_LABELS) == "개수"
        assert short_name("apple", SHOP_LABELS) == "사과"
        assert short_name("apple", {"apple": "price of a box"}) == "apple"
        assert short_name("apple", {}) == "apple"
        assert short_name("apple", {"apple": "exp: a function"}) == "apple"

    def test_descriptions(self) -> None:
        assert description("apple", SHOP_LABELS) == "한 상자의 값"
        assert description("count", SHOP_LABELS) == "개수"
        assert description("apple", {"apple": "price of a box"}) == "price of a box"
        assert description("apple", {}) == "apple"

    def test_formulas(self) -> None:
        assert shop("apple").formula == "d price / d apple"
        assert shop("apple", "ko").formula == "d 가격 / d 사과"
        assert value(SHOP, SHOP_INPUTS, "price").formula == "price"
        nameless = gradient("a * b + c", {"a": 1, "b": 2, "c": 3}, "a*b+c", "a*b")
        assert nameless.formula == "d result / d (a * b)"

    def test_givens_and_text_stand_by_themselves(self) -> None:
        assert shop("apple").givens == "apple = 100, count = 2, tax = 1.1"
        assert shop("apple", "ko").givens == "사과 = 100, 개수 = 2, 소비세 = 1.1"
        assert shop("apple").text.splitlines() == [
            "apple = 100, count = 2, tax = 1.1",
            "subtotal = apple * count",
            "price = subtotal * tax",
            "d price / d apple = ?",
        ]


class TestWhatMayBeUsed:
    def test_for_a_gradient_every_value(self) -> None:
        assert set(shop("apple").usable) == {"apple", "count", "tax", "subtotal", "price"}
        assert {"사과", "가격", "apple", "price"} <= set(shop("apple", "ko").usable)

    def test_for_a_value_the_inputs(self) -> None:
        assert set(value(SHOP, SHOP_INPUTS, "price").usable) == {"apple", "count", "tax"}

    def test_what_was_shown_but_never_the_number_asked_for(self) -> None:
        asked = value(DELIVERY, {"apple": 1, "count": 2, "shipping": 3, "tax": 4}, "subtotal")
        from dataclasses import replace

        shown = replace(asked, shown=frozenset({"apple", "boxes", "subtotal", "price"}))
        assert set(shown.usable) == {"apple", "boxes"}

    def test_other_numbers(self) -> None:
        other = shop("apple").with_values({"apple": 1, "count": 3, "tax": 2})
        assert (other.truth, other.values["price"]) == (6, 6)
        assert shop("apple").truth == 2.2


def test_importing_the_quiz_loads_no_screen_and_no_file() -> None:
    program = "import sys, tutor.quiz; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "tutor" in loaded
    assert loaded.isdisjoint({"textual", "rich", "markdown_it", "sqlite3", "wcwidth", "tomllib"})
    within = {name for name in done.stdout.split() if name.startswith("tutor.")}
    assert not [n for n in within if n.startswith(("tutor.ui", "tutor.course", "tutor.learner", "tutor.drawing"))]
