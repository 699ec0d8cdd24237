"""Unrolled steps: their numbers are those of the core's optimizers, and questions about them read well."""

import itertools
import random
import re

import pytest

from tutor.core import OPTIMIZERS, Graph, descend
from tutor.numbers import show
from tutor.quiz import grade
from tutor.quiz.question import value_question
from tutor.quiz.siblings import sibling
from tutor.quiz.unrolled import RULES, Descent, descent_question

SETTINGS = {
    "sgd": {"lr": 0.1},
    "momentum": {"lr": 0.1, "momentum": 0.8},
    "nesterov": {"lr": 0.1, "momentum": 0.8},
    "adagrad": {"lr": 0.3},
    "rmsprop": {"lr": 0.2, "decay_rate": 0.7},
    "adam": {"lr": 0.3, "beta1": 0.6, "beta2": 0.9},
    "pytorchmomentum": {"lr": 0.1, "momentum": 0.8},
    "averagedmomentum": {"lr": 0.1, "momentum": 0.8},
}
LOSSES = ["w^2", "(w - 3)^2", "2 * w^2", "w^4 / 4", "w^2 / 2", "w^3 / 3 - w"]
STEPS = 4
rules = pytest.mark.parametrize("rule", RULES)


def unrolled(descent: Descent, numbers: dict[str, float]) -> dict[str, float]:
    return dict(Graph.parse(descent.text).forward(numbers))


@pytest.fixture
def no_tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """The core without its guard against a division by zero, which the unrolled steps leave out."""
    monkeypatch.setattr("tutor.core.optimizers._TINY", 0.0)


@pytest.mark.usefixtures("no_tiny")
class TestAgainstTheCore:
    def test_every_rule_of_the_core_is_here(self) -> None:
        assert set(RULES) == set(OPTIMIZERS) == set(SETTINGS)

    @rules
    @pytest.mark.parametrize("loss", LOSSES)
    def test_a_path_down_a_loss_is_the_core_s(self, rule: str, loss: str) -> None:
        draw = random.Random(rule + loss)
        descent = Descent(rule, STEPS, loss)
        for _ in range(5):
            start = draw.choice((-1, 1)) * draw.uniform(0.5, 1.8)
            mine = unrolled(descent, {"w0": start, **SETTINGS[rule]})
            optimizer = OPTIMIZERS[rule](**SETTINGS[rule])
            path = itertools.islice(descend(optimizer, Graph.parse(f"L = {loss}"), {"w": start}), STEPS + 1)
            for step in path:
                at = step.params["w"]
                if rule == "nesterov":  # its parameter in the core is the place looked ahead to
                    at -= 0.8 * step.states["v"]["w"]
                assert mine[f"w{step.number}"] == pytest.approx(at, rel=1e-9, abs=1e-12)
                if step.number:
                    for state, values in step.states.items():
                        assert mine[f"{state}{step.number}"] == pytest.approx(values["w"], rel=1e-9, abs=1e-12)

    @pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "nesterov"])
    def test_given_gradients_and_a_given_start_of_the_state(self, rule: str) -> None:
        draw = random.Random(rule)
        optimizer = OPTIMIZERS[rule](**SETTINGS[rule])
        states = () if rule == "adam" else optimizer.states  # Adam's correction is for a start at zero
        start = {state: draw.uniform(1, 3) for state in states}
        for state, value in start.items():
            setattr(optimizer, state, {"w": value})
        params, gradients = {"w": 2.0}, [draw.uniform(-3, 3) for _ in range(STEPS)]
        numbers = {"w0": 2.0, **SETTINGS[rule], **{f"{state}0": value for state, value in start.items()}}
        numbers |= {f"g{step}": gradient for step, gradient in enumerate(gradients, start=1)}
        mine = unrolled(Descent(rule, STEPS, given=states), numbers)
        for step, gradient in enumerate(gradients, start=1):
            optimizer.update(params, {"w": gradient})
            assert mine[f"w{step}"] == pytest.approx(params["w"], rel=1e-12)

    @rules
    def test_several_parameters_move_at_once(self, rule: str) -> None:
        loss = "(x + 2 * y)^2 / 10 + x * y / 20"
        mine = unrolled(Descent(rule, STEPS, loss, ("x", "y")), {"x0": 2, "y0": 1, **SETTINGS[rule]})
        optimizer = OPTIMIZERS[rule](**SETTINGS[rule])
        steps = descend(optimizer, Graph.parse(f"L = {loss}"), {"x": 2, "y": 1})
        last = next(itertools.islice(steps, STEPS, None))
        for name, at in last.params.items():
            ahead = 0.8 * last.states["v"][name] if rule == "nesterov" else 0
            assert mine[f"{name}{STEPS}"] == pytest.approx(at - ahead, rel=1e-9)


class TestTheText:
    def test_it_has_a_name_for_every_number_of_a_step(self) -> None:
        assert Descent("momentum", 2, "w^2").text.split("\n") == [
            "g1 = 2 * w0",
            "v1 = momentum * 0 - lr * g1",
            "w1 = w0 + v1",
            "g2 = 2 * w1",
            "v2 = momentum * v1 - lr * g2",
            "w2 = w1 + v2",
        ]

    def test_a_state_that_is_given_is_an_input(self) -> None:
        assert Graph.parse(Descent("momentum", given=("v",)).text).inputs == ("momentum", "v0", "lr", "g1", "w0")

    def test_a_gradient_with_nothing_to_work_out_gets_no_line(self) -> None:
        assert Descent("sgd", 1, "w^2 / 2").text == "w1 = w0 - lr * w0"
        assert Descent("sgd", 1, "3 * w").text == "w1 = w0 - lr * 3"

    def test_a_last_line_may_follow(self) -> None:
        values = unrolled(Descent("sgd", 2, "w^2", then="factor = w2 / w0"), {"w0": 5, "lr": 0.3})
        assert values["factor"] == pytest.approx(0.4**2)

    @pytest.mark.parametrize(
        "arguments", [{"rule": "newton"}, {"rule": "nesterov"}, {"rule": "sgd", "steps": 0}], ids=lambda a: str(a)
    )
    def test_what_makes_no_descent_is_refused(self, arguments: dict[str, object]) -> None:
        with pytest.raises(ValueError):
            Descent(**arguments)  # type: ignore[arg-type]

    def test_quantities_are_found_by_name(self) -> None:
        descent = Descent("adam", 2, "x * y", ("x", "y"))
        assert descent.place("my2") == ("m", 2, "y")
        assert descent.place("y0") == ("w", 0, "y")
        assert descent.place("lr") is None


class TestBesideTheRightRun:
    @rules
    def test_what_differs_is_worked_out_from_there(self, rule: str) -> None:
        descent, inputs = Descent(rule, 2, "(w - 3)^2"), {"w0": 1.0, **SETTINGS[rule]}
        right = unrolled(descent, inputs)
        for kind, text in RULES[rule].items():
            changed = {**RULES[rule], kind: f"2 * ({text})"}
            late = descent.unroll(lambda step, changed=changed: changed if step > 1 else RULES[rule])
            assert late.beside(descent.run, right, "w1") is None
            found = late.beside(descent.run, right, "w2")
            assert found == pytest.approx(late.values(inputs, "w2")["w2"], rel=1e-12) and found != right["w2"]

    def test_a_name_for_another_quantity(self) -> None:
        descent, inputs = Descent("momentum", 1, given=("v",)), {"w0": 5, "v0": 2, "g1": 4, **SETTINGS["momentum"]}
        only_the_step = descent.unroll(lambda step: {**RULES["momentum"], "w": "v"})
        right = unrolled(descent, inputs)
        assert only_the_step.beside(descent.run, right, "w1") == right["v1"]
        assert descent.run.beside(descent.run, right, "w1") is None


TWO = Descent("momentum", 2, "(w - c)^2")
NUMBERS = {"w0": 1, "c": 4, "lr": 0.1, "momentum": 0.9}


class TestTheQuestion:
    def test_its_truth_is_the_number_of_the_steps(self) -> None:
        v1 = 0.1 * 6
        w1 = 1 + v1
        v2 = 0.9 * v1 - 0.1 * 2 * (w1 - 4)
        assert descent_question(TWO, NUMBERS, "v2").truth == pytest.approx(v2)
        assert descent_question(TWO, NUMBERS, "w2").truth == pytest.approx(w1 + v2)

    def test_it_states_the_loss_and_keeps_the_steps_to_itself(self) -> None:
        text = descent_question(TWO, NUMBERS, "w2").text
        assert "L = (w - c)^2" in text and "w2 is the parameter after step 2." in text
        assert "g1" not in text and "v1" not in text

    def test_what_is_asked_of_a_step_itself(self) -> None:
        asked = descent_question(Descent("adagrad"), {"w0": 1, "lr": 0.1, "g1": 3}, "step1")
        assert "step1 is the move of step 1." in asked.text

    @pytest.mark.parametrize("lang", ["en", "ko"])
    @rules
    def test_hints_and_solution(self, rule: str, lang: str) -> None:
        descent = Descent(rule, 2, "(w - 3)^2")
        asked = descent_question(descent, {"w0": 1, **SETTINGS[rule]}, "w2", lang=lang, code="test/d")
        where, law, example, solution = asked.hints
        first = descent.run.lines[0]
        assert f"{first.name} = {first.text}" in where.text
        assert "w = w" in law.text and "d L / d w = 2 * (w - 3)" in law.text
        lines = solution.text.split("\n")
        assert len(lines) == len(descent.run.lines)
        assert lines[-1].startswith("w2 = w1") and float(lines[-1].split("= ")[-1]) == pytest.approx(asked.truth)
        givens, *worked = example.text.split("\n")
        assert len(worked) == len(lines) and worked != lines
        own = {f"{name} = {show(asked.values[name])}" for name in asked.graph.inputs}
        assert not own & set(re.split(r": |, |\.$", givens))

    def test_the_rule_of_several_parameters_names_them(self) -> None:
        descent = Descent("momentum", 1, "x * y", ("x", "y"))
        asked = descent_question(descent, {"x0": 2, "y0": 3, **SETTINGS["momentum"]}, "y1")
        assert asked.hints[1].text.split("\n") == [
            "L = x * y",
            "gx = d L / d x = y",
            "vx = momentum * vx - lr * gx",
            "x = x + vx",
            "gy = d L / d y = x",
            "vy = momentum * vy - lr * gy",
            "y = y + vy",
        ]

    def test_what_is_given_is_not_asked(self) -> None:
        with pytest.raises(ValueError):
            descent_question(TWO, NUMBERS, "w0")

    def test_every_line_of_a_solution_is_true(self) -> None:
        asked = descent_question(Descent("adam", 2, "w^2"), {"w0": 0.8, **SETTINGS["adam"]}, "w2")
        for line in asked.hints[-1].text.split("\n"):
            *_, working, number = line.split(" = ")
            values = Graph.parse(f"z = {working}").forward()
            assert values["z"] == pytest.approx(float(number), rel=1e-10)

    def test_hints_of_other_names(self) -> None:
        labels = {"lr": "학습률: 한 걸음의 크기"}
        asked = descent_question(TWO, NUMBERS, "w2", lang="ko", labels=labels)
        assert "학습률 * g1" in asked.hints[-1].text

    def test_a_start_at_zero_stays_one_in_a_sibling(self) -> None:
        asked = descent_question(TWO, NUMBERS, "v2", code="test/d")
        assert all("v0" not in sibling(asked, n).values for n in range(3))

    @pytest.mark.parametrize("rule", ["adagrad", "rmsprop", "adam"])
    def test_the_core_s_own_number_is_right_too(self, rule: str) -> None:
        asked = descent_question(Descent(rule, 2, "w^2"), {"w0": 1.0, **SETTINGS[rule]}, "w2")
        path = descend(OPTIMIZERS[rule](**SETTINGS[rule]), Graph.parse("L = w^2"), {"w": 1.0})
        number = next(itertools.islice(path, 2, None)).params["w"]
        assert number != asked.truth
        assert number == pytest.approx(asked.truth, rel=1e-6)
        assert grade(asked, repr(number)).kind == "right"
        assert grade(asked, repr(number * (1 + 1e-5))).kind != "right"

    def test_it_is_an_ordinary_question_over_its_graph(self) -> None:
        asked = descent_question(TWO, NUMBERS, "w2")
        plain = value_question(asked.graph, NUMBERS, "w2")
        assert asked.truth == plain.truth
        assert asked.usable == NUMBERS
