"""Predictions: the truth is the core's next point, for every rule and after any number of steps."""

from __future__ import annotations

import pytest

from tutor.core import GraphError
from tutor.experiments.descents import Descents
from tutor.experiments.predicting import SKILLS, Prediction
from tutor.experiments.runner import RULES, Runner
from tutor.experiments.surfaces import own
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


def asked_at(rule: str, x: float, y: float) -> Prediction:
    lab = Descents()
    lab.runners[0] = Runner.of(rule, lab.surface.rates)
    assert lab.move_start(x, y)
    assert lab.runner.place is not None
    return Prediction(lab.runner, lab.runner.place, "en")


@pytest.mark.parametrize("rule", RULES)
def test_where_the_gradient_is_zero_the_coordinate_stays(rule: str) -> None:
    asked = asked_at(rule, 0, 0)
    assert (asked.parameter, asked.question.truth) == ("x", 0)
    assert asked.submit("0.1").kind == "wrong"
    assert asked.submit("0").kind == "right"


def test_where_the_terms_cancel_out_no_more_is_expected_than_the_givens_tell() -> None:
    """RMSProp's first step is lr / sqrt(1 - decay_rate) but for the core's 1e-7: from 2 it leads beside 0."""
    asked = asked_at("rmsprop", -7, 2)
    asked.advance()
    assert 0 < asked.question.truth < 1e-6
    for text, kind in (("0", "right"), ("2 - 2", "right"), ("1e-5", "right"), ("1e-3", "wrong"), ("4", "wrong")):
        assert asked.submit(text).kind == kind, text


def test_where_the_guard_counts_the_rule_has_it() -> None:
    """Beside the minimum the root is as small as 1e-7: the step is half of what the bare formula gives."""
    asked = asked_at("adagrad", -7, 5e-8)
    asked.advance()
    assert asked.submit(repr(5e-8 - 1.5)).kind == "wrong"
    assert asked.submit(repr(5e-8 - 1.5 * 1e-7 / 2e-7)).kind == "right"
    assert "1e-7" in [asked.hint(), asked.hint()][-1].text


def test_a_coordinate_beyond_all_numbers_is_not_asked_for() -> None:
    lab = Descents()
    lab.runner.settings["lr"] = 1e308
    assert lab.runner.place is not None
    asked = Prediction(lab.runner, lab.runner.place, "en")
    assert asked.parameter == "x"
    assert not asked.advance()
    lab.move_start(-10, 3)
    lab.runner.settings["lr"] = 1.79e308
    lab.surface = own("9 * x^2 + y^2")
    lab.reset()
    with pytest.raises(GraphError):
        Prediction(lab.runner, lab.runner.place, "en")


def test_every_rule_has_a_skill() -> None:
    assert tuple(SKILLS) == RULES
