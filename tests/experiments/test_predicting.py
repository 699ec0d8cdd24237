"""Predictions: the truth is the core's next point, for every rule and after any number of steps."""

from __future__ import annotations

import pytest

from tutor.core import GraphError
from tutor.experiments.descents import Descents
from tutor.experiments.predicting import SKILLS, Prediction
from tutor.experiments.runner import RULES, Runner
from tutor.quiz.skills import SKILLS as ALL_SKILLS
from tutor.words import words


@pytest.mark.parametrize("steps", [0, 7])
@pytest.mark.parametrize("rule", RULES)
def test_the_next_point_is_right(rule: str, steps: int) -> None:
    lab = Descents()
    lab.runners[0] = Runner.of(rule, lab.surface.rates)
    lab.reset()
    lab.run(steps)
    place = lab.runner.place
    assert place is not None
    asked = Prediction(lab.runner, place, "en")
    lab.step()
    assert lab.runner.place is not None
    for coordinate, number in zip("xy", lab.runner.place.point, strict=True):
        assert asked.parameter == coordinate
        assert asked.submit(repr(number)).kind == "right"
        assert asked.question.skill in ALL_SKILLS
        assert asked.advance() == (coordinate == "x")


def test_a_wrong_thought_is_named_and_help_leads_on() -> None:
    lab = Descents()
    assert lab.runner.place is not None
    asked = Prediction(lab.runner, lab.runner.place, "ko")
    assert asked.submit("-7 + 0.95 * -0.7").mistakes == ("ascent",)
    assert not asked.done
    assert [asked.hint().kind for _ in range(4)] == ["where", "rule", "example", "solution"]
    assert asked.done
    assert "step 1" in asked.ask_line(words("en"))


def test_a_coordinate_without_a_formula_is_not_asked_for() -> None:
    lab = Descents()
    lab.runners[0] = Runner.of("adagrad", lab.surface.rates)
    lab.move_start(-7, 0)
    assert lab.runner.place is not None
    asked = Prediction(lab.runner, lab.runner.place, "en")
    assert asked.parameter == "x"
    assert not asked.advance()
    lab.move_start(0, 0)
    with pytest.raises(GraphError):
        Prediction(lab.runner, lab.runner.place, "en")


def test_every_rule_has_a_skill() -> None:
    assert tuple(SKILLS) == RULES
