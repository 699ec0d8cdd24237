"""The thoughts about depth, batches, matrices and training: their numbers, where they apply, and what they reply."""

from dataclasses import replace

import pytest

from tutor.numbers import show
from tutor.quiz import Question, grade
from tutor.quiz.mistakes import same
from tutor.quiz.mistakes.forward import FORWARD
from tutor.quiz.mistakes.networks import NETWORKS
from tutor.words import LANGUAGES, words

from .cases import Absent, Row
from .network_cases import ABSENT, APPLIES, CUBE, MODEL, NOISE


def ids_of(question: Question) -> set[str]:
    return {name for found in question.mistakes for name in found.ids}


def test_every_thought_has_a_question_where_it_applies_and_one_where_not() -> None:
    assert set(NETWORKS) == {row.id for row in APPLIES} == {row.id for row in ABSENT}


@pytest.mark.parametrize("row", APPLIES, ids=lambda row: f"{row.id}={row.number:g}")
class TestWhereItApplies:
    def test_its_formula_gives_its_number(self, row: Row) -> None:
        assert any(row.id in found.ids and same(found.value, row.number) for found in row.question.mistakes)
        assert not same(row.number, row.question.truth)

    def test_it_is_named_and_the_reply_is_short_and_has_the_number(self, row: Row) -> None:
        for lang in LANGUAGES:
            verdict = grade(replace(row.question, lang=lang), repr(row.number))
            assert verdict.kind == "wrong" and row.id in verdict.mistakes
            for reply in verdict.message.split("\n" + words(lang)("Or:") + " "):
                assert show(row.number) in reply
                assert "{" not in reply and len(reply.split()) <= 30
                assert lang == "en" or any("가" <= letter <= "힣" for letter in reply)


@pytest.mark.parametrize("row", ABSENT, ids=lambda row: row.id)
def test_where_it_does_not_apply_it_is_absent(row: Absent) -> None:
    assert row.id not in ids_of(row.question)


class TestWithoutAGraph:
    """Where the steps are what is asked, no graph is stated, and nothing is said of its nodes."""

    def test_the_text_does_not_state_the_steps(self) -> None:
        assert "rise = above - below" not in CUBE.text
        assert CUBE.text == "x = 3, h = 2\nslope = ?"
        assert "loss = (e1 ^ 2 + e2 ^ 2) / 2" in MODEL.text

    def test_thoughts_about_nodes_stay_away(self) -> None:
        assert not ids_of(NOISE) & set(FORWARD)

    def test_an_unknown_number_is_answered_with_the_subjects_own_hint(self) -> None:
        assert CUBE.hints[0].text in grade(CUBE, "77").message

    def test_the_solution_has_a_line_for_each_quantity(self) -> None:
        assert CUBE.hints[-1].text.splitlines() == [
            "above = (x + h) ^ 3 = (3 + 2) ^ 3 = 125",
            "below = (x - h) ^ 3 = (3 - 2) ^ 3 = 1",
            "rise = above - below = 125 - 1 = 124",
            "slope = rise / (2 * h) = 124 / (2 * 2) = 31",
        ]
