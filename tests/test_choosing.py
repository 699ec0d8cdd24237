"""What comes next: reviews and new skills in turn, never what has to wait, harder after right answers."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tutor.choosing import OPEN, REST, Chooser, due, level_for, opened
from tutor.learner.mastery import Mastery
from tutor.learner.memory import Memory

TODAY = date(2026, 11, 27)
TABLE = {
    "graph": (),
    "forward": ("graph",),
    "add": ("forward",),
    "multiply": ("forward",),
    "power": ("forward",),
    "divide": ("forward",),
    "chain": ("add", "multiply"),
}


def known(skill: str, *, ago: int = 0, stability: float = 10.0, passed: bool = True, streak: int = 3) -> Mastery:
    """A skill whose last review was so many days ago."""
    memory = Memory(stability, 5.0, TODAY.toordinal() - ago)
    return Mastery(skill, 4, 3, streak, ("a", "b") if passed else (), passed, passed, memory=memory)


def states(*masteries: Mastery) -> dict[str, Mastery]:
    return {mastery.skill: mastery for mastery in masteries}


def chosen(masteries: dict[str, Mastery], count: int, **what: object) -> list[str]:
    chooser = Chooser(TABLE, random.Random(4), **what)  # type: ignore[arg-type]
    return [chooser.choose(masteries, TODAY).skill for _ in range(count)]


class TestWhatIsOpen:
    def test_what_builds_on_nothing_at_first(self) -> None:
        assert opened(TABLE, {}) == ["graph"]

    def test_the_first_few_whose_ground_is_passed(self) -> None:
        masteries = states(known("graph"), known("forward"))
        assert opened(TABLE, masteries) == ["add", "multiply", "power"] and OPEN == 3
        assert opened(TABLE, masteries, without=["add"]) == ["multiply", "power", "divide"]
        assert "chain" not in opened(TABLE, masteries | states(known("add")))
        assert "chain" in opened(TABLE, masteries | states(known("add"), known("multiply")))

    def test_begun_is_not_passed(self) -> None:
        assert opened(TABLE, states(known("graph", passed=False, streak=0))) == ["graph"]

    def test_what_went_right_the_last_time_opens_what_builds_on_it(self) -> None:
        right = known("graph", passed=False, streak=1)
        assert opened(TABLE, states(right)) == ["graph", "forward"]
        passed = states(*(known(skill) for skill in ("graph", "forward", "power", "divide")))
        one, other = replace(right, skill="add"), replace(right, skill="multiply")
        assert opened(TABLE, passed | states(one, other)) == ["add", "multiply", "chain"]
        assert opened(TABLE, passed | states(one, replace(other, streak=0))) == ["add", "multiply"]

    def test_what_was_forgotten_locks_nothing_and_comes_back_when_it_is_due(self) -> None:
        lost = replace(known("graph", ago=1, stability=0.2, streak=0), passed=False)
        masteries = states(lost)
        assert opened(TABLE, masteries) == ["forward"] and due(TABLE, masteries, TODAY) == ["graph"]


class TestTurns:
    def test_due_and_open_alternate_the_least_remembered_first(self) -> None:
        masteries = states(known("graph", ago=30), known("forward", ago=80), known("add", ago=12))
        found = chosen(masteries, 6)
        assert found[::2] == ["forward", "graph", "add"]
        assert set(found[1::2]) <= {"multiply", "power", "divide"}

    def test_due_comes_once_in_a_practice(self) -> None:
        masteries = states(known("graph", ago=30))
        assert chosen(masteries, REST + 1) == ["graph", *["forward"] * REST]

    def test_the_ground_of_what_is_learned_comes_before_what_is_due(self) -> None:
        masteries = states(known("graph", ago=80), known("forward", ago=2))
        assert due(TABLE, masteries, TODAY) == ["graph"]
        assert chosen(masteries, 4)[::2] == ["forward", "graph"]

    def test_of_the_ground_what_has_rested_longest(self) -> None:
        passed = states(*(known(skill, ago=3) for skill in TABLE if skill != "chain"))
        for first, second in (("add", "multiply"), ("multiply", "add")):
            masteries = {skill: replace(each, last=("2026-11-24T12", "")) for skill, each in passed.items()}
            masteries[first] = replace(passed[first], last=("2026-11-24T11", ""))
            assert chosen(masteries, 4) == [first, "chain", second, "chain"]

    def test_the_ground_that_was_practised_today_is_there(self) -> None:
        masteries = states(known("graph"), known("forward"))
        assert {"graph", "forward"}.isdisjoint(chosen(masteries, 3 * REST))

    def test_where_nothing_is_needed_the_time_goes_into_what_is_learned(self) -> None:
        masteries = states(known("graph", ago=5), known("forward"))
        assert set(chosen(masteries, 6)) == {"add", "multiply", "power"}

    def test_what_is_learned_comes_back_after_the_others(self) -> None:
        found = chosen(states(known("graph"), known("forward")), 3 * REST)
        assert all(len({*found[at : at + OPEN]}) == OPEN for at in range(len(found) - OPEN))

    def test_between_reviews_too(self) -> None:
        long_ago = [known(skill, ago=60) for skill in ("graph", "forward")]
        table = TABLE | {f"old {number}": () for number in range(6)}
        chooser = Chooser(table, random.Random(4))
        masteries = states(*long_ago, *(known(skill, ago=60) for skill in table if skill.startswith("old")))
        found = [chooser.choose(masteries, TODAY).skill for _ in range(12)]
        assert found[1::2] == ["add", "multiply", "power"] * 2

    def test_where_nothing_is_learned_what_has_rested_longest(self) -> None:
        passed = [known(skill, ago=3) for skill in TABLE]
        order = ["power", "chain", "graph", "add", "divide", "forward", "multiply"]
        masteries = states(*(replace(each, last=(f"{order.index(each.skill)}", "")) for each in passed))
        assert chosen(masteries, len(order)) == order

    def test_no_skill_twice_in_a_row_where_there_is_another(self) -> None:
        masteries = states(known("graph", ago=30), known("forward"), known("add", passed=False))
        found = chosen(masteries, 3 * REST)
        assert all(one != other for one, other in itertools.pairwise(found))

    def test_a_skill_makes_room_for_others(self) -> None:
        found = Counter(chosen(states(known("graph"), known("forward")), 4 * REST - 1))
        assert set(found) == {"add", "multiply", "power", "divide"} and max(found.values()) == REST

    def test_where_all_rests_the_least_practised_comes(self) -> None:
        found = chosen(states(known("graph")), REST + 4)
        assert found == ["forward"] * REST + ["graph", "forward"] * 2

    def test_a_beginner_goes_on_with_the_only_skill_there_is(self) -> None:
        assert chosen({}, 3 * REST) == ["graph"] * 3 * REST

    def test_where_all_is_passed_and_fresh_the_least_practised_comes(self) -> None:
        masteries = states(*(known(skill) for skill in TABLE))
        assert sorted(chosen(masteries, len(TABLE))) == sorted(TABLE)

    def test_a_skill_of_another_table_is_left_alone(self) -> None:
        masteries = states(known("of a later version", ago=400))
        assert set(chosen(masteries, 20)) == {"graph"}

    def test_the_same_chance_the_same_choice(self) -> None:
        masteries = states(known("graph", ago=30), known("forward"))
        assert chosen(masteries, 20) == chosen(masteries, 20)


class TestNamedSkills:
    def test_each_in_its_turn_whatever_it_builds_on(self) -> None:
        found = chosen({}, 9, only=("chain", "power", "add"))
        assert all(sorted(found[at : at + 3]) == ["add", "chain", "power"] for at in (0, 3, 6))

    def test_one_alone(self) -> None:
        assert chosen({}, 4, only=("chain",)) == ["chain"] * 4


class TestLevels:
    @pytest.mark.parametrize(("streak", "level"), [(0, 1), (1, 2), (2, 3), (9, 3)])
    def test_harder_with_each_in_a_row(self, streak: int, level: int) -> None:
        masteries = states(known("graph", passed=False, streak=streak))
        assert level_for(masteries["graph"]) == level
        choice = Chooser(TABLE, random.Random(1)).choose(masteries, TODAY)
        assert (choice.skill, choice.level) == ("graph", level)

    def test_the_named_one(self) -> None:
        masteries = states(known("graph", passed=False, streak=9))
        assert Chooser(TABLE, random.Random(1), level=2).choose(masteries, TODAY).level == 2

    def test_templates_that_do_not_help_any_more_are_named(self) -> None:
        one_kind = replace(known("graph", passed=False, streak=4), sources=("boxes",))
        assert Chooser(TABLE, random.Random(1)).choose(states(one_kind), TODAY).had == ("boxes",)
        both = replace(one_kind, sources=("boxes", "pens"), streak=2)
        assert Chooser(TABLE, random.Random(1)).choose(states(both), TODAY).had == ()


def test_due_is_only_what_was_reviewed_long_enough_ago() -> None:
    masteries = states(known("graph", ago=9), known("forward", ago=10), known("add", ago=40))
    assert due(TABLE, masteries, TODAY) == ["add", "forward"]
    assert due(TABLE, masteries, TODAY + timedelta(days=1)) == ["add", "forward", "graph"]
    assert due(["forward"], masteries, TODAY) == ["forward"]
