"""Every thought about graphs: its number, where it applies and where not, its reply and its replay."""

from dataclasses import replace

import pytest

from tutor.core import parse
from tutor.core.expression import Limits
from tutor.numbers import show
from tutor.quiz import Question, grade
from tutor.quiz.mistakes import MISTAKES, same
from tutor.quiz.mistakes.activations import ACTIVATIONS
from tutor.quiz.mistakes.branches import BRANCHES
from tutor.quiz.mistakes.chain import CHAIN
from tutor.quiz.mistakes.forward import FORWARD
from tutor.quiz.mistakes.path import PATH
from tutor.words import LANGUAGES, words

from . import branch_cases, forward_cases, function_cases, path_cases
from .cases import Absent, Row

CASES = (path_cases, branch_cases, function_cases, forward_cases)
APPLIES = [row for cases in CASES for row in cases.APPLIES]
ABSENT = [row for cases in CASES for row in cases.ABSENT]

# The rows of the list of known mistakes that are about graphs.
KNOWN = {
    *("own-input", "no-upstream", "adds-upstream", "upstream-only", "uses-output", "output-value", "add-as-mul"),
    *("add-splits", "seed-is-output", "forward-value", "sign-sub", "div-sign", "pow-exponent"),
    *("last-branch", "multiplies-branches", "too-early", "stale-gradient"),
    *("product-for-chain", "no-inner", "derivative-of-derivative", "outer-at-x"),
    *("no-sigmoid-gradient", "sigmoid-sign", "sigmoid-twice", "reciprocal-sign", "relu-leaks", "relu-blocks"),
}
WIDE = Limits(characters=2000, tokens=500, digits=25, magnitude=1e300, power=1e6)


def name_of(row: Row) -> str:
    return f"{row.id}:{row.question.formula}={row.number:g}"


def ids_of(question: Question) -> set[str]:
    return {name for found in question.mistakes for name in found.ids}


def test_every_mistake_has_a_question_where_it_applies_and_one_where_not() -> None:
    ours = {*PATH, *BRANCHES, *CHAIN, *ACTIVATIONS, *FORWARD}
    assert ours == {row.id for row in APPLIES} == {row.id for row in ABSENT}
    assert ours >= KNOWN
    assert set(MISTAKES) >= ours


@pytest.mark.parametrize("row", APPLIES, ids=name_of)
class TestWhereItApplies:
    def test_its_formula_gives_its_number(self, row: Row) -> None:
        assert any(row.id in found.ids and same(found.value, row.number) for found in row.question.mistakes)
        assert not same(row.number, row.question.truth)

    def test_it_is_named_and_the_reply_has_the_number(self, row: Row) -> None:
        for lang in LANGUAGES:
            verdict = grade(replace(row.question, lang=lang), show(row.number))
            assert verdict.kind == "wrong"
            assert row.id in verdict.mistakes
            for reply in verdict.message.split("\n" + words(lang)("Or:") + " "):
                assert show(row.number) in reply
                assert "{" not in reply and (reply[-1] in ".:?" or reply[-1].isdigit())
                assert len(reply.split()) <= 30
                assert lang == "en" or any("가" <= letter <= "힣" for letter in reply)

    def test_it_can_be_replayed(self, row: Row) -> None:
        found = next(f for f in row.question.mistakes if row.id in f.ids and same(f.value, row.number))
        replay, graph = found.replay, row.question.graph
        names = {replay.node, replay.edge, *(step.quantity for step in replay.steps)}
        assert names <= set(graph.quantities)
        assert replay.edge == replay.steps[-1].quantity == row.question.quantity
        assert replay.steps[-1].number == found.value
        assert parse(replay.working, WIDE).evaluate(limits=WIDE) == pytest.approx(found.value, rel=1e-9)


@pytest.mark.parametrize("row", ABSENT, ids=lambda row: f"{row.id}:{row.question.formula}")
def test_where_it_does_not_apply_it_is_absent(row: Absent) -> None:
    assert row.id not in ids_of(row.question)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_thought_has_a_name(lang: str) -> None:
    for name, mistake in MISTAKES.items():
        thought = words(lang)(mistake.thought)
        assert thought and "{" not in thought and not thought.endswith("."), name
