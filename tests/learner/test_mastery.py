"""What is passed, kept and due, as it follows from answers."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.learner.entry import Entry, Outcome
from tutor.learner.mastery import Lacking, Mastery, day_of, masteries_of, source_of

DAY = date(2026, 11, 2)


class Learner:
    """Writes a log: each item is a few letters, `r` for right, `w` wrong, `h` hint, `s` solution."""

    def __init__(self) -> None:
        self.log: list[Entry] = []
        self.now = datetime(2026, 11, 2, 9, tzinfo=UTC)
        self.items = 0

    def item(self, happened: str, source: str = "a", *, name: str = "", offset: int = 0) -> Learner:
        self.items += 1
        self.go_on(happened, name or f"chain-rule.1:{self.items}@1", source, offset)
        return self

    def go_on(self, happened: str, name: str, source: str = "a", offset: int = 0) -> None:
        outcomes: dict[str, Outcome] = {
            "r": "right", "w": "wrong", "h": "hint", "s": "solution", "c": "close", "v": "convention", "k": "skip",
        }  # fmt: skip
        for letter in happened:
            self.now += timedelta(seconds=1)
            at = self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            self.log.append(
                Entry(
                    session="s", outcome=outcomes[letter], step=f"{self.items} {source}", skill="chain-rule",
                    item=name, at=at, id=f"{len(self.log):06}", offset=offset,
                )
            )  # fmt: skip

    def items_of(self, *happened: str) -> Learner:
        """Several items, of two templates in turn."""
        for number, each in enumerate(happened):
            self.item(each, "ab"[number % 2])
        return self

    def later(self, days: int) -> Learner:
        self.now += timedelta(days=days)
        return self

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def mastery(self) -> Mastery:
        return masteries_of(self.log).get("chain-rule") or Mastery("chain-rule")


def passed() -> Learner:
    return Learner().items_of("r", "r", "r")


class TestPassing:
    def test_a_skill_never_tried_is_new(self) -> None:
        mastery = Learner().mastery
        assert mastery.standing(DAY) == "new" and mastery.lacking == Lacking(3, True)
        assert mastery.due_on is None and not mastery.is_due(DAY) and mastery.retrievability(DAY) == 0

    def test_three_unaided_in_a_row_from_two_templates(self) -> None:
        learner = Learner()
        for wanted, source in ((3, "a"), (2, "b"), (1, "a")):
            assert learner.mastery.lacking.rights == wanted and not learner.mastery.passed
            learner.item("r", source)
        assert learner.mastery.passed and learner.mastery.standing(DAY) == "passed"
        assert learner.mastery.lacking == Lacking(0, False)

    def test_one_template_alone_is_not_enough(self) -> None:
        learner = Learner()
        for _ in range(5):
            learner.item("r", "a")
        assert learner.mastery.standing(DAY) == "begun" and learner.mastery.lacking == Lacking(1, True)
        assert learner.item("r", "b").mastery.passed

    @pytest.mark.parametrize("slip", ["w", "s", "wr", "hwr", "hhhr", "hhh", "wwr"])
    def test_what_begins_the_row_anew(self, slip: str) -> None:
        learner = Learner().items_of("r", "r", slip, "r", "r")
        assert learner.mastery.streak == 2 and not learner.mastery.passed
        assert learner.mastery.unaided == 4 and learner.mastery.items == 5 - (slip == "hhh")
        assert learner.items_of("r").mastery.passed

    @pytest.mark.parametrize("helped", ["h", "hr", "hhr"])
    def test_hints_withhold_credit_and_take_none(self, helped: str) -> None:
        learner = Learner().items_of("r", "r", helped)
        assert learner.mastery.streak == 2 and not learner.mastery.passed
        assert learner.mastery.unaided == 2 and learner.items_of("r").mastery.passed

    @pytest.mark.parametrize("passing", ["cr", "vr", "vvccr", "k"])
    def test_what_is_no_attempt(self, passing: str) -> None:
        learner = Learner().items_of("r", passing, "r", "r")
        assert learner.mastery.passed and learner.mastery.items == 3 + (passing != "k")

    def test_an_item_counts_once(self) -> None:
        learner = Learner().item("r", name="x")
        for letters in ("r", "r", "wwr", "hs"):  # the lesson is begun anew in the same run
            learner.go_on(letters, "x", "b")
        assert (learner.mastery.items, learner.mastery.streak, learner.mastery.unaided) == (1, 1, 1)

    def test_a_wrong_answer_is_not_forgotten_over_another_item(self) -> None:
        learner = Learner().item("w", name="x").item("r", "b")
        learner.go_on("r", "x")
        assert (learner.mastery.streak, learner.mastery.unaided, learner.mastery.items) == (1, 1, 2)

    def test_numbers_after_a_solution_are_another_item(self) -> None:
        learner = Learner().item("s", name="x").item("r", name="x~1")
        assert (learner.mastery.items, learner.mastery.streak) == (2, 1)

    def test_each_skill_by_itself(self) -> None:
        one, other = Entry(session="s", outcome="right", skill="a"), Entry(session="s", outcome="wrong", skill="b")
        nothing = Entry(session="s", outcome="right"), Entry(session="s", outcome="go", skill="c")
        found = masteries_of([one, other, *nothing])
        assert {skill: found[skill].streak for skill in found} == {"a": 1, "b": 0}


class TestSources:
    @pytest.mark.parametrize(
        ("lesson", "step", "item", "source"),
        [
            ("apple-tax", "pay", "apple-tax/pay~1", "apple-tax/pay"),
            ("", "7 boxes", "chain-rule.2:7@1", "boxes"),
            ("", "7", "chain-rule.2:7@1", "chain-rule.2"),  # of earlier versions
        ],
    )
    def test_source(self, lesson: str, step: str, item: str, source: str) -> None:
        assert source_of(Entry(session="s", outcome="right", lesson=lesson, step=step, item=item)) == source


class TestMemory:
    @pytest.mark.parametrize(
        ("item", "rating"),
        [(item, 3) for item in ("r", "cr")]
        + [(item, 2) for item in ("wr", "hr", "hhr", "whhr")]
        + [(item, 1) for item in ("wwr", "hhhr", "s", "hhhs", "w", "ww")],
    )
    def test_ratings(self, item: str, rating: int) -> None:
        scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        card, _ = scheduler.review_card(Card(card_id=1), Rating(rating), datetime(2026, 11, 2, tzinfo=UTC))
        mastery = Learner().item(item).mastery
        assert (mastery.stability, mastery.difficulty) == (card.stability, card.difficulty)
        assert (mastery.reviews, mastery.last_review) == (1, DAY)

    @pytest.mark.parametrize("item", ["h", "hh", "c", "v", "k", ""])
    def test_no_review(self, item: str) -> None:
        assert Learner().item(item).mastery.reviews == 0

    def test_only_the_first_item_of_a_day(self) -> None:
        first = Learner().item("r").mastery
        learner = Learner().item("r").item("ww").item("s").item("r")
        assert learner.mastery.memory == first.memory and learner.mastery.reviews == 1
        assert learner.later(1).item("r").mastery.reviews == 2

    def test_a_day_is_the_learners_day(self) -> None:
        late = Learner()
        late.now = datetime(2026, 11, 2, 14, 50, tzinfo=UTC)  # ten to midnight in Seoul
        late.item("r", offset=540)
        late.now += timedelta(minutes=20)
        late.item("r", offset=540)
        assert late.mastery.reviews == 2 and late.mastery.last_review == date(2026, 11, 3)
        west = Learner()
        west.now = datetime(2026, 11, 2, 23, 50, tzinfo=UTC)
        west.item("r", offset=-600)
        west.now += timedelta(minutes=20)
        west.item("r", offset=-600)
        assert west.mastery.reviews == 1 and west.mastery.last_review == DAY

    def test_an_item_over_midnight_is_the_review_of_its_first_day(self) -> None:
        learner = Learner()
        learner.now = datetime(2026, 11, 2, 23, 59, 57, tzinfo=UTC)
        learner.item("w", name="x")
        assert learner.mastery.memory == Learner().item("w").mastery.memory
        learner.now += timedelta(minutes=1)
        learner.go_on("r", "x")
        assert learner.mastery.memory == Learner().item("wr").mastery.memory
        assert learner.item("r").mastery.reviews == 2

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.integers(1, 400), st.sampled_from([1, 2, 3])), min_size=1, max_size=12))
    def test_it_is_what_fsrs_says(self, reviews: list[tuple[int, int]]) -> None:
        scheduler = Scheduler(
            desired_retention=0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=180
        )
        card, learner = Card(card_id=1), Learner()
        for days, rating in reviews:
            learner.later(days).item({1: "ww", 2: "wr", 3: "r"}[rating])
            card, _ = scheduler.review_card(card, Rating(rating), learner.now)
            mastery = learner.mastery
            assert (mastery.stability, mastery.difficulty) == (card.stability, card.difficulty)
            assert mastery.due_on == card.due.date() and card.state is State.Review
            for later in (0, 1, 10, 500):
                expected = scheduler.get_card_retrievability(card, learner.now + timedelta(days=later))
                assert mastery.retrievability(learner.today + timedelta(days=later)) == pytest.approx(expected, 1e-12)

    def test_due_from_the_day_on_which_less_than_nine_in_ten_know_it(self) -> None:
        mastery = passed().mastery
        assert mastery.due_on == DAY + timedelta(days=2)
        assert [mastery.is_due(DAY + timedelta(days=days)) for days in range(4)] == [False, False, True, True]
        assert mastery.retrievability(DAY + timedelta(days=2)) == pytest.approx(0.9, abs=0.02)

    def test_a_clock_that_went_back(self) -> None:
        mastery = passed().mastery
        before = DAY - timedelta(days=400)
        assert mastery.retrievability(before) == 1 and not mastery.is_due(before)

    def test_never_longer_than_half_a_year(self) -> None:
        learner = Learner().items_of("r")
        for _ in range(12):
            learner.now = datetime.combine(learner.mastery.due_on or DAY, learner.now.timetz())
            learner.item("r")
        assert learner.mastery.stability > 180
        assert learner.mastery.due_on == learner.today + timedelta(days=180)


class TestKeepingAndForgetting:
    def kept(self) -> Learner:
        learner = passed()
        while learner.mastery.standing(learner.today) != "kept":
            assert learner.mastery.stability < 21
            learner.now = datetime.combine(learner.mastery.due_on or DAY, learner.now.timetz())
            learner.item("r")
        return learner

    def test_kept_from_a_stability_of_three_weeks(self) -> None:
        learner = self.kept()
        assert learner.mastery.stability >= 21 and learner.mastery.reviews <= 4

    def test_not_kept_without_having_passed(self) -> None:
        learner = Learner()
        for _ in range(6):
            learner.later(30).item("r", "only")
        assert learner.mastery.stability > 21 and learner.mastery.standing(learner.today) == "begun"

    def test_a_review_that_failed_takes_it(self) -> None:
        learner = passed().later(3).item("ww")
        assert learner.mastery.standing(learner.today) == "faded" and learner.mastery.lapses == 1
        learner.go_on("r", learner.log[-1].item)
        assert not learner.mastery.passed
        assert learner.items_of("r", "r").mastery.standing(learner.today) == "faded"
        assert learner.items_of("r").mastery.standing(learner.today) == "passed"

    def test_one_error_does_not_take_it_nor_what_comes_later_on_a_day(self) -> None:
        learner = passed().later(3).item("wr").item("ww").item("s")
        assert learner.mastery.passed and learner.mastery.lapses == 0 and learner.mastery.streak == 0

    def test_a_long_time_takes_the_word_but_not_what_builds_on_it(self) -> None:
        learner = passed()
        days = next(days for days in range(400) if learner.mastery.standing(DAY + timedelta(days)) == "faded")
        assert 15 < days < 30 and learner.mastery.passed
        assert learner.later(days).item("r").mastery.standing(learner.today) != "faded"


class TestTheFold:
    def shuffled(self, log: Iterable[Entry], seed: int) -> list[Entry]:
        entries = list(log)
        random.Random(seed).shuffle(entries)
        return entries

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from("rwhsck"), st.integers(0, 5), st.integers(0, 2)), max_size=40))
    def test_the_order_in_which_entries_come_does_not_matter(self, events: list[tuple[str, int, int]]) -> None:
        learner = Learner()
        for letter, item, days in events:
            learner.later(days).go_on(letter, str(item), "ab"[item % 2])
        assert masteries_of(self.shuffled(learner.log, len(events))) == masteries_of(learner.log)

    @pytest.mark.parametrize("at", ["", "yesterday", "2026-13-45T99:99", "2026-11-02", "9999-12-31T23:59:00.000Z"])
    def test_any_time_can_be_taken(self, at: str) -> None:
        entry = Entry(session="s", outcome="right", skill="a", at=at, offset=10**9)
        assert day_of(entry) >= 1
        mastery = masteries_of([entry])["a"]
        assert mastery.due_on is not None and mastery.standing(DAY) in ("begun", "faded")
