"""A lab's settings as an answer: how they are read, what is said to them, and what lint looks at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.experiments.lab_question import NOT_YET, LabQuestion
from tutor.experiments.trials import DepthTrial, DescentTrial
from tutor.quiz import grade
from tutor.words import LANGUAGES, words

BOWL = DescentTrial.on("bowl", None, {"rule": "sgd", "lr": 0.1})
FAR = LabQuestion(BOWL, "grows", {"lr": 2.5}, "It jumps over.", hint="How far is a step?", code="x/far")
RIDGE = LabQuestion(
    DescentTrial.on("ridge", None, {"rule": "sgd", "lr": 0.1}), "below", {"rule": "momentum", "lr": 0.1}, "Over.", -1.0
)
LEVEL = LabQuestion(DepthTrial.of({"depth": 20}), "level", {"activation": "relu", "weights": "he"}, "Equal.")


@pytest.mark.parametrize(
    ("question", "text", "kind"),
    [
        (FAR, "2.5", "right"),
        (FAR, "lr = 2.5", "right"),
        (FAR, "LR=5/2", "right"),
        (FAR, "lr: 2.5", "right"),
        (FAR, "0.5", "wrong"),
        (FAR, "2,5", "ask"),
        (FAR, "", "unreadable"),
        (FAR, "lr", "unreadable"),
        (FAR, "lr = 2.5, lr = 3", "unreadable"),
        (FAR, "momentum = 0.9", "unreadable"),
        (FAR, "rule = momentum", "unreadable"),  # there is such a setting, but not in this question
        (FAR, "-1", "unreadable"),
        (FAR, "1e9", "unreadable"),
        (FAR, "1/0", "unreadable"),
        (FAR, "9" * 5000, "unreadable"),
        (RIDGE, "rule = momentum", "right"),
        (RIDGE, "rule=Momentum; lr=1/10", "right"),
        (RIDGE, "lr = 0,1, rule = momentum", "ask"),
        (RIDGE, "lr = 0.3", "wrong"),
        (RIDGE, "momentum", "unreadable"),
        (RIDGE, "rule = newton", "unreadable"),
        (LEVEL, "activation = relu, weights = he", "right"),
        (LEVEL, "weights = he", "wrong"),
    ],
)
def test_how_an_answer_is_read(question: LabQuestion, text: str, kind: str) -> None:
    verdict = grade(question, text)
    assert verdict.kind == kind, verdict
    assert verdict.message
    if kind == "ask":
        assert grade(question, verdict.choices[0]).kind in ("right", "wrong")


def test_a_fault_is_told_with_its_place() -> None:
    text = "lr = 0.3, rule = newton"
    verdict = grade(RIDGE, text)
    assert verdict.column == text.index("newton") and verdict.text == text
    assert grade(RIDGE, "lr = 0.3, rate = 2").column == len("lr = 0.3, ")
    assert grade(FAR, "lr = 2 3").column == len("lr = 2 ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_said_to_it(lang: str) -> None:
    t, question = words(lang), replace(FAR, lang=lang)
    missed, found = grade(question, "0.5"), grade(question, "2.5")
    assert missed.word(lang) == t(NOT_YET) and question.goal_text(t) in missed.message
    assert found.word(lang) == t("Right.") and question.reply in found.message
    for verdict, lr in ((missed, 0.5), (found, 2.5)):
        assert BOWL.came_out(BOWL.with_settings({"lr": lr}), t) in verdict.message
    assert "lr = ?" in question.ask_line(t) and question.goal_text(t) in question.ask_line(t)
    assert "lr = 0.1" in question.typed(t)
    assert [hint.kind for hint in question.hints] == ["where", "rule", "solution"]
    assert "lr = 2.5" in question.hints[-1].text and question.hint == question.hints[1].text


def test_a_setting_that_only_another_rule_has_may_be_asked_for() -> None:
    question = replace(RIDGE, way={"rule": "momentum", "momentum": 0.9})
    assert question.written(question.first()) == "rule = sgd, momentum = 0.9"
    assert question.typed(words("en")) and list(question.faults) == []
    assert grade(question, "rule = momentum").kind == "right"
    assert grade(question, "rule = momentum, momentum = 0.1").kind == "wrong"


def test_the_authors_slips_are_found() -> None:
    assert [list(question.faults) for question in (FAR, RIDGE, LEVEL)] == [[], [], []]
    assert [code for code, _ in replace(FAR, way={"lr": 0.2}).faults] == ["way-misses"]
    begun = replace(FAR, trial=DescentTrial.on("bowl", None, {"lr": 3}))
    assert [code for code, _ in begun.faults] == ["goal-at-start"]


def test_languages_are_compared_by_what_is_given() -> None:
    again = LabQuestion(DescentTrial.on("bowl", None, {"rule": "sgd", "lr": 0.1}), "grows", {"lr": 2.5}, "건너뜁니다.")
    assert again.facts == FAR.facts
    assert replace(again, trial=DescentTrial.on("bowl", (1, 1), {"lr": 0.1})).facts != FAR.facts


def test_what_a_learner_comes_back_with() -> None:
    lab = BOWL.lab(BOWL.settings)
    assert FAR.answer_of(lab) == ""
    lab.runners[0].settings["lr"] = 2.0
    assert FAR.answer_of(lab) == "lr = 2"
    lab.runners[0].rule = "adam"
    assert FAR.answer_of(lab) == "lr = 2"  # the rule is not to be changed here


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from("lr=:,; 0123456789.eruelmontu-+*/^()\n\t한"), max_size=40) | st.text(max_size=30))
def test_whatever_is_typed_is_judged(text: str) -> None:
    for question in (FAR, RIDGE):
        assert grade(question, text).kind in ("right", "wrong", "unreadable", "ask")
