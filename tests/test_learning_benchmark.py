"""The simulation of learners: it runs with every order, and the same learner fares the same."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "learning.py"


@pytest.fixture(scope="module")
def learning() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmarks_learning", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclasses look for it
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("order", ["random", "fixed", "fixed, streaks", "graph, Leitner", "graph, FSRS"])
def test_three_learners(learning: ModuleType, order: str) -> None:
    table = learning.table_of(6)
    courses = [learning.simulate(learning.ORDERS[order], table, seed, items=140) for seed in range(3)]
    for course in courses:
        assert set(course.scores) == {70, 140} and all(0 < score < 1 for score in course.scores.values())
        assert course.scores[70] < course.scores[140]
        assert course.passed_all is None or 18 <= course.passed_all <= 140
    assert courses == [learning.simulate(learning.ORDERS[order], table, seed, items=140) for seed in range(3)]
    assert len({course.scores[140] for course in courses}) == 3


def test_what_is_spaced_is_kept_longer_than_what_is_massed(learning: ModuleType) -> None:
    def score(times: list[float]) -> float:
        mind = learning.Mind(learning.MODELS[0], {"skill": ()}, learning.random.Random(1))
        for mind.now in times:
            mind.practise("skill")
        mind.now = 5000.0
        return float(mind.score())

    spaced, massed = [1.0, 1200.0, 2400.0, 3600.0], [3600.0, 3610.0, 3620.0, 3630.0]
    assert score([]) == learning.UNMET < score(spaced[:1]) < score(massed) < score(spaced)


def test_a_mean_with_its_interval(learning: ModuleType) -> None:
    assert learning.interval([0.5] * 20) == "0.500 [0.500, 0.500]"
    low, high = learning.interval([0.0, 1.0] * 50).split("[")[1].rstrip("]").split(", ")
    assert 0.35 < float(low) < 0.45 < 0.55 < float(high) < 0.65
