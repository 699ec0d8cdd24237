"""Thoughts about the steps of optimizers: each number worked out by hand, where a thought applies and where not."""

from dataclasses import replace
from math import sqrt

import pytest

from tutor.core import OPTIMIZERS, parse
from tutor.core.expression import Limits
from tutor.numbers import show
from tutor.quiz import Question, grade
from tutor.quiz.mistakes import MISTAKES, same
from tutor.quiz.mistakes.descent import DESCENT
from tutor.quiz.unrolled import Descent, descent_question
from tutor.words import LANGUAGES, words

from ..situations import SHOP, SHOP_INPUTS, value
from .cases import Absent, Row

WIDE = Limits(characters=2000, tokens=500, digits=25, magnitude=1e300, power=1e6)
CONVENTIONS = {"pytorch-convention", "averaged-convention", "book-convention"}


def asked(descent: Descent, quantity: str, **numbers: float) -> Question:
    return descent_question(descent, numbers, quantity, code="test/d")


# w1 = 2 - 0.1 * 3
GIVEN = asked(Descent("sgd"), "w1", w0=2, lr=0.1, g1=3)
# g1 = 8, w1 = 4 - 0.2 * 8 = 2.4, g2 = 4.8
TWO = asked(Descent("sgd", 2, "w^2"), "w2", w0=4, lr=0.2)
FACTOR = asked(Descent("sgd", 1, "w^2", then="factor = w1 / w0"), "factor", w0=4, lr=0.2)
# gx = gy = 2 * (3 + 5) = 16
PAIR = asked(Descent("sgd", 1, "(x + y)^2", ("x", "y")), "y1", x0=3, y0=5, lr=0.1)

BALL = {"w0": 5, "v0": 0.7, "momentum": 0.8, "lr": 0.3, "g1": 4}
ONE_STEP = Descent("momentum", given=("v",))
BALL_W, BALL_V = (asked(ONE_STEP, quantity, **BALL) for quantity in ("w1", "v1"))
BALL_NEW = 0.8 * 0.7 - 0.3 * 4
# at rest: v1 = -0.3 * 4 = -1.2, v2 = 0.8 * -1.2 - 0.3 * 7 = -3.06
REST = {"w0": 5, "momentum": 0.8, "lr": 0.3, "g1": 4, "g2": 7}
REST_V, REST_W = (asked(Descent("momentum", 2), quantity, **REST) for quantity in ("v2", "w2"))

# ahead = 2 - 0.9 * 0.5 = 1.55, g = 3.1
SKI = {"w0": 2, "v0": -0.5, "momentum": 0.9, "lr": 0.2}
SKI_W = asked(Descent("nesterov", 1, "w^2", given=("v",)), "w1", **SKI)
SKI_G = asked(Descent("nesterov", 1, "w^2", given=("v",)), "g1", **SKI)

# h1 = 4, h2 = 4 + 9
ADA = {"w0": 1, "lr": 0.1, "g1": 2, "g2": 3}
ADA_STEP, ADA_W, ADA_H = (asked(Descent("adagrad", 2), quantity, **ADA) for quantity in ("step2", "w2", "h2"))
# h1 = 0.9 * 5 + 0.1 * 9 = 5.4
RMS = {"w0": 1, "lr": 0.1, "g1": 3, "h0": 5, "decay_rate": 0.9}
RMS_STEP, RMS_H = (asked(Descent("rmsprop", given=("h",)), quantity, **RMS) for quantity in ("step1", "h1"))

ADAM = {"w0": 1, "lr": 0.1, "g1": 2, "beta1": 0.8, "beta2": 0.99}
ADAM_ONE = asked(Descent("adam"), "step1", **ADAM)
ADAM_TWO = asked(Descent("adam", 2), "step2", **ADAM, g2=5)
M2, V2 = 0.8 * 0.4 + 0.2 * 5, 0.99 * 0.04 + 0.01 * 25

PYTORCH = asked(Descent("pytorchmomentum", 2), "v2", **REST)
MEAN = asked(Descent("averagedmomentum", 2), "v2", **REST)

APPLIES = [
    Row("ascent", GIVEN, 2 + 0.1 * 3),
    Row("ascent", FACTOR, 1 + 2 * 0.2),
    Row("ascent", asked(Descent("adagrad"), "w1", w0=1, lr=0.3, g1=2), 1 + 0.3),
    Row("no-lr", GIVEN, 2 - 3),
    Row("no-lr", BALL_V, 0.8 * 0.7 - 4),
    Row("no-lr", ADA_STEP, 3 / sqrt(13)),
    Row("step-only", GIVEN, -0.1 * 3),
    Row("step-only", GIVEN, 0.1 * 3),
    Row("step-only", REST_W, -3.06),
    Row("simultaneous", PAIR, 5 - 0.1 * 2 * (3 - 1.6 + 5)),
    Row("velocity-sign", BALL_W, 5 + 0.8 * 0.7 + 0.3 * 4),
    Row("velocity-sign", REST_V, 0.8 * 1.2 + 0.3 * 7),
    Row("old-velocity", BALL_W, 5 + 0.7),
    Row("velocity-reset", BALL_W, 5 - 0.3 * 4),
    Row("velocity-reset", REST_V, -0.3 * 7),
    Row("no-decay", BALL_W, 5 + 0.7 - 0.3 * 4),
    Row("no-decay", REST_V, -1.2 - 0.3 * 7),
    Row("lr-twice", BALL_W, 5 + 0.3 * BALL_NEW),
    Row("double-minus", BALL_W, 5 - BALL_NEW),
    Row("gradient-at-start", TWO, 2.4 - 0.2 * 8),
    Row("gradient-at-start", REST_V, 0.8 * -1.2 - 0.3 * 4),
    Row("batch-factor", FACTOR, 1 - 0.2),
    Row("batch-factor", SKI_G, 1.55),
    Row("loss-for-gradient", asked(Descent("sgd", 1, "w^2"), "w1", w0=4, lr=0.2), 4 - 0.2 * 16),
    Row("parameter-for-gradient", GIVEN, 2 - 0.1 * 2),
    Row("one-step-short", TWO, 2.4),
    Row("one-step-short", ADA_H, 4),
    Row("other-quantity", BALL_V, 5 + BALL_NEW),
    Row("other-quantity", asked(Descent("pytorchmomentum"), "w1", w0=5, momentum=0.8, lr=0.3, g1=4), 4),
    Row("plain-momentum", SKI_W, 2 + 0.9 * -0.5 - 0.2 * 2 * 2),
    Row("plain-momentum", SKI_G, 4),
    Row("wrong-side", SKI_W, 2 + 0.9 * -0.5 - 0.2 * 2 * 2.45),
    Row("full-lookahead", SKI_W, 2 + 0.9 * -0.5 - 0.2 * 2 * 1.5),
    Row("from-lookahead", SKI_W, 1.55 + 0.9 * -0.5 - 0.2 * 3.1),
    Row("no-root", ADA_STEP, 0.1 * 3 / 13),
    Row("no-root", ADAM_ONE, 0.1 * 2 / 4),
    Row("forgets-history", ADA_H, 9),
    Row("forgets-history", RMS_STEP, 0.1 * 3 / sqrt(0.1 * 9)),
    Row("sum-not-squares", ADA_H, 2 + 3),
    Row("sum-not-squares", ADA_STEP, 0.1 * 3 / sqrt(5)),
    Row("sum-not-squares", ADA_STEP, 0.1 * 3 / 5),
    Row("sum-not-squares", RMS_H, 0.9 * 5 + 0.1 * 3),
    Row("not-scaled", ADA_STEP, 0.1 * 3),
    Row("not-scaled", ADAM_ONE, 0.1 * 2),
    Row("old-h", ADA_STEP, 0.1 * 3 / sqrt(4)),
    Row("old-h", RMS_STEP, 0.1 * 3 / sqrt(5)),
    Row("adagrad-sum", RMS_STEP, 0.1 * 3 / sqrt(5 + 9)),
    Row("swapped-shares", RMS_STEP, 0.1 * 3 / sqrt(0.1 * 5 + 0.9 * 9)),
    Row("swapped-shares", asked(Descent("adam"), "m1", **ADAM), 0.8 * 2),
    Row("no-bias-correction", ADAM_ONE, 0.1 * 0.4 / sqrt(0.04)),
    Row("no-bias-correction", ADAM_ONE, 0.1 * 0.4 / 2),
    Row("no-bias-correction", ADAM_ONE, 0.1 * 2 / sqrt(0.04)),
    Row("first-correction", ADAM_TWO, 0.1 * (M2 / 0.2) / sqrt(V2 / 0.01)),
    Row("no-mean", ADAM_TWO, 0.1 * 5 / sqrt(V2 / (1 - 0.99**2))),
    Row("pytorch-convention", BALL_V, 0.8 * 0.7 + 4),
    Row("pytorch-convention", REST_V, 0.8 * 4 + 7),
    Row("averaged-convention", REST_V, 0.8 * 0.2 * 4 + 0.2 * 7),
    Row("averaged-convention", REST_W, 5 - 0.3 * 0.8 - 0.3 * (0.8 * 0.8 + 0.2 * 7)),
    Row("book-convention", PYTORCH, -3.06),
    Row("book-convention", MEAN, -3.06),
    Row("pytorch-convention", MEAN, 0.8 * 4 + 7),
]

PLAIN = value(SHOP, SHOP_INPUTS, "price")
ABSENT = [
    *(Absent(name, PLAIN) for name in DESCENT),
    Absent("ascent", BALL_W),
    Absent("step-only", BALL_V),
    Absent("simultaneous", TWO),
    Absent(
        "simultaneous",  # Nesterov has looked ahead with both before one moves
        asked(Descent("nesterov", 1, "(x + y)^2", ("x", "y")), "y1", x0=3, y0=5, lr=0.1, momentum=0.9),
    ),
    Absent("simultaneous", asked(Descent("sgd", 1, "(x + y)^2", ("x", "y")), "x1", x0=3, y0=5, lr=0.1)),  # moves first
    Absent("velocity-reset", asked(Descent("momentum"), "v1", w0=5, momentum=0.8, lr=0.3, g1=4)),
    Absent("no-decay", asked(Descent("momentum"), "w1", w0=5, momentum=0.8, lr=0.3, g1=4)),
    Absent("old-velocity", BALL_V),
    Absent("lr-twice", BALL_V),
    Absent("gradient-at-start", BALL_W),
    Absent("batch-factor", GIVEN),
    Absent("batch-factor", asked(Descent("sgd", 1, "w^3"), "w1", w0=2, lr=0.1)),
    Absent("one-step-short", GIVEN),
    Absent("parameter-for-gradient", TWO),
    Absent("other-quantity", TWO),
    Absent("plain-momentum", asked(Descent("nesterov", 1, "w^2"), "w1", w0=2, momentum=0.9, lr=0.2)),  # v is 0
    Absent("from-lookahead", SKI_G),
    Absent("forgets-history", asked(Descent("adagrad"), "h1", w0=1, lr=0.1, g1=2)),
    Absent("old-h", asked(Descent("adagrad"), "step1", w0=1, lr=0.1, g1=2)),  # nothing to divide by yet
    Absent("no-root", ADA_H),
    Absent("no-bias-correction", asked(Descent("adam"), "m1", **ADAM)),
    Absent("first-correction", ADAM_ONE),
    Absent("no-mean", ADAM_ONE),
    Absent("pytorch-convention", REST_W),  # the same path
    Absent("pytorch-convention", PYTORCH),
    Absent("averaged-convention", MEAN),
    Absent("book-convention", BALL_V),
    Absent("book-convention", asked(Descent("pytorchmomentum", 2), "w2", **REST)),
]


def name_of(row: Row) -> str:
    return f"{row.id}:{row.question.formula}={row.number:g}"


def test_every_thought_applies_somewhere_and_somewhere_not() -> None:
    assert set(DESCENT) == {row.id for row in APPLIES} == {row.id for row in ABSENT}
    assert set(DESCENT) <= set(MISTAKES)
    assert all(MISTAKES[name] is DESCENT[name] for name in DESCENT)  # no other module uses its id


@pytest.mark.parametrize("row", APPLIES, ids=name_of)
class TestWhereItApplies:
    def test_its_rule_gives_its_number(self, row: Row) -> None:
        assert any(row.id in found.ids and same(found.value, row.number) for found in row.question.mistakes)
        assert not same(row.number, row.question.truth)

    def test_it_is_named_with_the_learner_s_number(self, row: Row) -> None:
        for lang in LANGUAGES:
            verdict = grade(replace(row.question, lang=lang), repr(row.number))
            assert verdict.kind == ("convention" if row.id in CONVENTIONS else "wrong")
            assert row.id in verdict.mistakes
            for reply in verdict.message.split("\n" + words(lang)("Or:") + " "):
                assert show(row.number) in reply
                assert "{" not in reply
                assert lang == "en" or any("가" <= letter <= "힣" for letter in reply)

    def test_it_can_be_replayed(self, row: Row) -> None:
        found = next(f for f in row.question.mistakes if row.id in f.ids and same(f.value, row.number))
        replay, graph = found.replay, row.question.graph
        assert {replay.node, replay.edge, *(step.quantity for step in replay.steps)} <= set(graph.quantities)
        assert replay.steps[-1] == (row.question.quantity, found.value)
        assert parse(replay.working, WIDE).evaluate(limits=WIDE) == pytest.approx(found.value, rel=1e-9)


@pytest.mark.parametrize("row", ABSENT, ids=lambda row: f"{row.id}:{row.question.formula}")
def test_where_it_does_not_apply_it_is_absent(row: Absent) -> None:
    assert row.id not in {name for found in row.question.mistakes for name in found.ids}


class TestReplies:
    def test_they_show_where_the_way_parts_from_the_right_one(self) -> None:
        assert grade(REST_W, repr(5 - 1.2 - 0.3 * 7)).message.endswith("v2 = 0.8 * (-1.2) - 0.3 * 7")
        assert grade(TWO, repr(2.4 - 0.2 * 8)).message.endswith("g2 = 2 * 2.4")

    @pytest.mark.parametrize("lang", ["en", "ko"])
    @pytest.mark.parametrize(("question", "rule"), [(REST_V, "momentum"), (PYTORCH, "pytorchmomentum")])
    def test_a_convention_is_named_and_asked_again_in_ours(self, question: Question, rule: str, lang: str) -> None:
        verdict = grade(replace(question, lang=lang), "10.2" if rule == "momentum" else "-3.06")
        assert verdict.kind == "convention"
        assert "v = momentum * v + g" in verdict.message
        assert "v = momentum * v - lr * g" in verdict.message

    def test_thoughts_about_graphs_keep_out(self) -> None:
        every = {name for q in (GIVEN, TWO, BALL_W, ADA_STEP, ADAM_TWO) for found in q.mistakes for name in found.ids}
        assert every <= set(DESCENT)


@pytest.mark.parametrize(("rule", "mistake"), [("pytorchmomentum", "pytorch"), ("averagedmomentum", "averaged")])
def test_a_convention_s_number_is_that_of_the_core_in_it(rule: str, mistake: str) -> None:
    optimizer, params = OPTIMIZERS[rule](**{"lr": 0.3, "momentum": 0.8}), {"w": 5.0}
    for gradient in (4, 7):
        optimizer.update(params, {"w": gradient})
    found = next(found for found in REST_V.mistakes if found.id == f"{mistake}-convention")
    assert found.convention
    assert found.value == pytest.approx(vars(optimizer)["v"]["w"])
