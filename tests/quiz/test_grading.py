"""Right, close, wrong: the rounding rule, what is said, and that judging never fails."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tutor.core import Graph
from tutor.numbers import show
from tutor.quiz import Question, grade, gradient_question, value_question
from tutor.quiz.grading import VERDICT_WORDS, Verdict, matching_digits
from tutor.quiz.mistakes import same
from tutor.words import LANGUAGES

from .random_graphs import questions
from .situations import SHOP, SHOP_INPUTS, delivery, gradient, shop, value

QUIET = [HealthCheck.filter_too_much, HealthCheck.too_slow]


def thirds() -> Question:
    """d z / d x = 2/3, far from every wrong thought's number."""
    return gradient("s = x / n\nz = s * w", {"x": 5, "n": 3, "w": 2}, "z", "x")


class TestRounding:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("2/3", "right"),
            ("0.666666666667", "right"),
            ("0.66667", "right"),
            ("0.6667", "right"),
            ("0.667", "right"),
            ("0.67", "close"),
            ("0.7", "wrong"),
            ("0.666", "wrong"),
            ("0.6666", "wrong"),
            ("0.668", "wrong"),
            ("0.66", "wrong"),
            ("-0.667", "wrong"),
            ("66.7", "wrong"),
        ],
    )
    def test_two_thirds(self, text: str, kind: str) -> None:
        assert grade(thirds(), text).kind == kind

    def test_a_rounding_is_told_the_exact_number(self) -> None:
        assert "0.666666666667" in grade(thirds(), "0.667").message
        assert "one more digit" in grade(thirds(), "0.67").message
        assert "cut off" in grade(thirds(), "0.666").message

    def test_a_mistake_that_rounds_to_the_same_asks_for_one_more_digit(self) -> None:
        # d z / d x = 2.0041; the node's own input gives 2.0043
        asked = gradient("s = x * y\nz = s * w", {"x": 2.0043, "y": 2.0041, "w": 1}, "z", "x")
        for text in ("2", "2.00", "2.004"):
            verdict = grade(asked, text)
            assert (verdict.kind, verdict.mistakes) == ("close", ())
            assert "one more digit" in verdict.message
        assert grade(asked, "2.0041").kind == "right"
        assert "own-input" in grade(asked, "2.0043").mistakes

    @pytest.mark.parametrize(
        ("answer", "truth", "digits"),
        [
            (0.667, 2 / 3, 3),
            (0.67, 2 / 3, 2),
            (0.7, 2 / 3, 1),
            (0.666, 2 / 3, 0),
            (100, 99.96, 3),
            (100, 99.6, 2),
            (220, 220.4, 3),
            (221, 220.4, 0),
            (-0.667, -2 / 3, 3),
            (0.667, -2 / 3, 0),
            (2.345e-7, 2.3451e-7, 4),
            (0, 2, 0),
            (2, 0, 0),
            (0, 0, 0),
            (1e12, 1e-300, 0),
            (1e-99, 1e290, 0),
            (1, 5e-324, 0),
        ],
    )
    def test_matching_digits(self, answer: float, truth: float, digits: int) -> None:
        assert matching_digits(answer, truth) == digits

    @settings(max_examples=60, deadline=None)
    @given(st.floats(0.001, 1e6), st.booleans(), st.integers(3, 9))
    def test_every_correct_rounding_is_seen(self, size: float, negative: bool, digits: int) -> None:
        truth = -size if negative else size
        assert matching_digits(float(f"{truth:.{digits}g}"), truth) >= digits


class TestSmallNumbers:
    """A truth near 0 is judged like any other; only noise is 0."""

    DEEP = gradient("s = x * w\nz = s * v", {"x": 3, "w": 0.25**25, "v": 0.3}, "z", "x")  # 0.25^25 * 0.3

    @pytest.mark.parametrize("text", ["0.25^25*0.3", "2.66453525910e-16", "2.66e-16"])
    def test_a_small_truth_is_right(self, text: str) -> None:
        assert grade(self.DEEP, text).kind == "right"

    @pytest.mark.parametrize("text", ["0", "1e-9", "1e-13", "0.25^26*0.3", "-2.66453525910e-16", "0.25^25*0.3000003"])
    def test_what_is_only_small_too_is_wrong(self, text: str) -> None:
        assert grade(self.DEEP, text).kind != "right"

    def test_nothing_is_no_small_number_with_another_sign(self) -> None:
        assert "sign" not in grade(self.DEEP, "0").message
        assert grade(self.DEEP, "0").mistakes == ()

    def test_a_wrong_thought_is_named_at_any_size(self) -> None:
        assert grade(self.DEEP, "0.25^25").mistakes == ("no-upstream",)

    @pytest.mark.parametrize("text", ["0", "0.1+0.2-0.3", "1e-17", "0.0"])
    @pytest.mark.parametrize("c", [0.3, 0.1 + 0.2])
    def test_a_truth_of_0_but_for_noise_is_0(self, text: str, c: float) -> None:
        asked = value("s = a + b\nz = s - c", {"a": 0.1, "b": 0.2, "c": c}, "z")
        assert grade(asked, text).kind == "right"

    def test_beside_0_no_wrong_thought_passes(self) -> None:
        shut = gradient("r = relu(x)\nz = r * w", {"x": -2, "w": 1e-12}, "z", "x")
        assert grade(shut, "0").kind == "right"
        assert "relu-leaks" in grade(shut, "1e-12").mistakes

    def test_noise_of_large_numbers(self) -> None:
        assert (
            grade(gradient("s = a * b\nz = s * c", {"a": 1, "b": 200, "c": 1.1}, "z", "a"), "220.00000000000003").kind
            == "right"
        )


class TestWhatIsSaid:
    def test_right_says_why(self) -> None:
        assert grade(shop("apple"), "2.2").message == "2.2 = 1.1 * 2: upstream times local gradient."
        assert grade(value(SHOP, SHOP_INPUTS, "price"), "220").message == "220 = 200 * 1.1"
        assert "by itself is 1" in grade(shop("price"), "1").message
        fork = gradient("y = x * 3\nz = y + x", {"x": 4}, "z", "x")
        assert grade(fork, "4").message.endswith("the branches add up.")
        apart = gradient("s = a * b\nz = c * b", {"a": 1, "b": 2, "c": 3}, "z", "a")
        assert "does not depend on a" in grade(apart, "0").message

    @pytest.mark.parametrize(
        ("text", "piece"),
        [
            ("-2.2", "sign is not right"),
            ("22", "decimal point is elsewhere"),
            ("0.0022", "decimal point is elsewhere"),
            ("200", "belongs to another edge. Asked is d price / d apple"),
            ("57", "times the node's local gradient"),
        ],
    )
    def test_a_number_that_no_thought_gives(self, text: str, piece: str) -> None:
        verdict = grade(shop("apple"), text)
        assert (verdict.kind, verdict.mistakes) == ("wrong", ())
        assert piece in verdict.message and text in verdict.message

    def test_an_edge_is_named_only_on_the_way_to_the_asked_one(self) -> None:
        asked = gradient(
            "a = x * y\nb = a * u\nc = b * v\nz = c * w", {"x": 2, "y": 3, "u": 5, "v": 7, "w": 11}, "z", "x"
        )
        on_way = grade(asked, "77")  # d z / d b; one node before comes d z / d a
        assert "d z / d b" in on_way.message and not on_way.mistakes
        aside = grade(asked, "462")  # d z / d u may be asked for next
        assert aside.message == "462 belongs to another edge. Asked is d z / d x."

    def test_nearly_right_is_no_matter_of_the_decimal_point(self) -> None:
        assert "decimal" not in grade(shop("apple"), "2.2000000045").message

    @pytest.mark.parametrize("asked", [shop("apple"), shop("price"), delivery("shipping"), thirds()])
    @pytest.mark.parametrize("text", ["2.2", "1", "57", "-1", "0", "22", "0.667", "0.67", "", "2,2", "1,000", "price"])
    def test_the_word_never_stands_alone_and_no_reply_is_long(self, asked: Question, text: str) -> None:
        verdict = grade(asked, text)
        for reply in verdict.message.split("\nOr: "):
            assert 2 <= len(reply.split()) <= 30

    def test_a_unit_is_left_out_with_a_note(self) -> None:
        assert "won" in grade(shop("apple"), "2.2 won").message

    def test_a_verdict_has_a_word_in_every_language(self) -> None:
        for kind in VERDICT_WORDS:
            for lang in LANGUAGES:
                assert Verdict(kind, "").word(lang)  # type: ignore[arg-type]

    def test_the_languages_judge_alike(self) -> None:
        for text in ("2.2", "3.1", "110", "57", "2,2", "x", "0.5원"):
            english, korean = grade(shop("apple"), text), grade(shop("apple", "ko"), text)
            assert (english.kind, english.mistakes, english.column) == (korean.kind, korean.mistakes, korean.column)


class TestAnyQuestion:
    @settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
    @given(questions())
    def test_the_truth_is_right_as_shown_and_as_python_prints_it(self, question: Question) -> None:
        for text in (show(question.truth), repr(question.truth), str(question.truth)):
            assert grade(question, text).kind == "right", (question.text, text)

    @settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
    @given(questions())
    def test_three_digits_are_right_and_two_are_close(self, question: Question) -> None:
        truth = question.truth
        assume(truth)
        mistakes = [found.value for found in question.mistakes]
        three, two = float(f"{truth:.3g}"), float(f"{truth:.2g}")
        if not same(three, truth):
            doubtful = any(matching_digits(three, value) >= 3 for value in mistakes)
            assert grade(question, repr(three)).kind == ("close" if doubtful else "right")
        if matching_digits(two, truth) == 2:
            named = any(same(two, value) for value in mistakes)
            assert grade(question, repr(two)).kind == ("wrong" if named else "close")

    @settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
    @given(questions(), st.floats(-1e6, 1e6).map(lambda number: float(show(number, 6))))
    def test_what_is_further_off_than_a_rounding_is_never_right(self, question: Question, answer: float) -> None:
        verdict = grade(question, repr(answer))
        if verdict.kind == "right":
            assert abs(answer - question.truth) <= max(1e-9, 0.005 * abs(question.truth) * 1.001)
        assert verdict.kind in ("right", "wrong", "close", "unreadable")

    @pytest.mark.parametrize("quantity", ["x", "y", "w"])
    @pytest.mark.parametrize(
        "inputs",
        [
            {"x": 1e-300, "y": 1e-20, "w": 1},
            {"x": 1e290, "y": 1e9, "w": 1.5},
            {"x": 1e-160, "y": 1e-160, "w": -3},
            {"x": 0, "y": 0, "w": 0},
            {"x": -1e12, "y": 1e12, "w": 1e12},
        ],
    )
    def test_numbers_of_any_size(self, inputs: dict[str, float], quantity: str) -> None:
        graph = Graph.parse("z = x * y * w")
        for asked in (gradient_question(graph, inputs, "z", quantity), value_question(graph, inputs, "z")):
            for text in ("0", "1e12", "-1e12", "1e-99", "2", "-2.5", "1e-9"):
                assert grade(asked, text).message
            assert all(hint.text for hint in asked.hints)
