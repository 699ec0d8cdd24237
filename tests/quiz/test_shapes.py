"""Questions about shapes: the core's arrays as judge, reading a shape, and what is said to a wrong one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core import Affine
from tutor.quiz import generate, grade
from tutor.quiz.answer import Shape, Unreadable, read_shape
from tutor.quiz.shapes import EXAMPLE_SIZES, SHAPE_MISTAKES, ShapeQuestion, shape_sibling
from tutor.quiz.templates import shapes
from tutor.words import words

ONE = (3, 4)
TWO = (3, 6, 4)


def layer(asked: str, lang: str = "en") -> ShapeQuestion:
    return ShapeQuestion(5, ONE, asked, lang)


def network(asked: str, lang: str = "en") -> ShapeQuestion:
    return ShapeQuestion(5, TWO, asked, lang)


@pytest.mark.parametrize(
    ("question", "shape"),
    [
        (layer("Y"), (5, 4)),
        (layer("dW"), (3, 4)),
        (layer("db"), (4,)),
        (layer("dX"), (5, 3)),
        (network("H1"), (5, 6)),
        (network("Y"), (5, 4)),
        (network("dW1"), (3, 6)),
        (network("dW2"), (6, 4)),
        (network("db1"), (6,)),
        (network("db2"), (4,)),
        (network("dH1"), (5, 6)),
        (network("dX"), (5, 3)),
    ],
    ids=lambda value: getattr(value, "asked", None),
)
class TestTruth:
    def test_it_is_the_shape_of_the_cores_array(self, question: ShapeQuestion, shape: Shape) -> None:
        assert question.truth == shape
        assert grade(question, str(shape)).kind == "right"

    @pytest.mark.parametrize("lang", ["en", "ko"])
    def test_the_solution_ends_in_it_and_the_other_rungs_do_not_have_it(
        self, question: ShapeQuestion, shape: Shape, lang: str
    ) -> None:
        asked = ShapeQuestion(question.batch, question.widths, question.asked, lang)
        *rungs, solution = asked.hints
        assert [hint.kind for hint in asked.hints] == ["where", "rule", "example", "solution"]
        assert str(shape) in solution.text and solution.text.count("(") >= 2
        assert not any(str(shape) in hint.text or "{" in hint.text for hint in rungs)

    def test_every_wrong_shape_is_named_and_told_in_every_language(self, question: ShapeQuestion, shape: Shape) -> None:
        assert question.mistakes
        assert len({wrong.value for wrong in question.mistakes}) == len(question.mistakes)
        for lang in ("en", "ko"):
            asked = ShapeQuestion(question.batch, question.widths, question.asked, lang)
            for wrong in asked.mistakes:
                verdict = grade(asked, str(wrong.value))
                assert wrong.value != shape
                assert (verdict.kind, verdict.mistakes, verdict.message) == ("wrong", (wrong.id,), wrong.reply)
                assert str(wrong.value) in wrong.reply and "{" not in wrong.reply and len(wrong.reply.split()) <= 30


def test_the_shapes_are_those_of_arrays_with_other_sizes_too() -> None:
    affine = Affine([[1.0] * 2 for _ in range(7)], [0.0] * 2)
    out = affine.forward([[1.0] * 7] * 3)
    dx = affine.backward(out)
    assert affine.dW is not None and affine.db is not None
    shapes = ShapeQuestion(3, (7, 2), "dW").shapes
    assert (shapes["Y"], shapes["dX"], shapes["dW"]) == (out.shape, dx.shape, affine.dW.shape)
    assert shapes["db"] == affine.db.shape


class TestReading:
    @pytest.mark.parametrize(
        "text",
        [
            *("3x4", "3 x 4", "3×4", "3X4", "3*4", "(3, 4)", "(3,4)", "[3, 4]", "3,4", "3 4", "3 by 4", "３×４"),
            *("dW = (3, 4)", "dW: 3x4", "dW.shape == (3, 4)", " 3x4 ", "(3, 4,)"),
        ],
    )
    def test_two_axes_are_read_as_meant(self, text: str) -> None:
        assert read_shape(text) == (3, 4)

    @pytest.mark.parametrize("text", ["(4,)", "4", "(4)", "4,", "[4]", "db = (4,)"])
    def test_one_axis_is_read_as_meant(self, text: str) -> None:
        assert read_shape(text) == (4,)

    @pytest.mark.parametrize(
        ("text", "column"),
        [
            *(("3.5x4", 1), ("3x", 1), ("x4", 0), ("3xx4", 2), ("(3, 4", 0), ("3, 4)", 4), ("[3, 4)", 0)),
            *(("3-4", 1), ("three", 0), ("()", 0), ("3x4 rows", 4), ("-3x4", 0), ("3x99999999999999999999", 2)),
        ],
    )
    def test_what_cannot_be_read_is_said_with_its_place(self, text: str, column: int) -> None:
        reading = read_shape(text)
        assert isinstance(reading, Unreadable)
        assert reading.column == column

    @pytest.mark.parametrize("lang", ["en", "ko"])
    def test_it_is_no_attempt_and_says_how_a_shape_is_written(self, lang: str) -> None:
        verdict = grade(layer("dW", lang), "3 rows")
        assert (verdict.kind, verdict.column) == ("unreadable", 2)
        assert "(3, 4)" in verdict.message
        assert grade(layer("dW", lang), "   ").kind == "unreadable"

    def test_what_was_read_is_echoed_where_it_is_not_as_typed(self) -> None:
        assert grade(layer("dW"), "3x4").read_as == "read as (3, 4)"
        assert grade(layer("dW"), "(3, 4)").read_as is None

    @given(st.text(max_size=30))
    def test_no_text_breaks_it(self, text: str) -> None:
        assert grade(layer("dW"), text).kind in ("right", "wrong", "unreadable")

    @given(st.lists(st.integers(0, 999_999), min_size=1, max_size=4))
    def test_any_shape_as_python_writes_it_is_read_back(self, axes: list[int]) -> None:
        assert read_shape(str(tuple(axes))) == tuple(axes)


class TestThoughts:
    @pytest.mark.parametrize(
        ("question", "answer", "thought"),
        [
            (layer("dW"), "4x3", "shape-transposed"),
            (layer("dW"), "5x3", "shape-of-another"),
            (layer("dW"), "5x4", "shape-of-another"),
            (layer("dX"), "3x4", "shape-of-another"),
            (layer("Y"), "3x3", "shape-inner-kept"),
            (layer("db"), "1x4", "shape-bias-axis"),
            (layer("db"), "5", "shape-bias-axis"),
            (layer("db"), "5x4", "shape-of-another"),
            (network("dH1"), "6x4", "shape-of-another"),
        ],
        ids=lambda value: getattr(value, "asked", value),
    )
    def test_it_is_named(self, question: ShapeQuestion, answer: str, thought: str) -> None:
        assert grade(question, answer).mistakes == (thought,)

    def test_a_number_too_few_or_too_many_is_just_wrong(self) -> None:
        verdict = grade(layer("dW"), "9x9x9")
        assert (verdict.kind, verdict.mistakes) == ("wrong", ())
        assert "(9, 9, 9)" in verdict.message

    def test_where_sizes_are_equal_no_thought_is_right(self) -> None:
        square = ShapeQuestion(4, (4, 4), "dW")
        assert all(wrong.value != square.truth for wrong in square.mistakes)

    @pytest.mark.parametrize("name", SHAPE_MISTAKES)
    def test_it_has_a_name_in_each_language(self, name: str) -> None:
        said = SHAPE_MISTAKES[name].thought
        assert words("ko")(said) != said


def test_its_text_states_the_shapes_and_the_layers() -> None:
    assert layer("dW").text == "X (5, 3), W (3, 4), b (4,)\nY = X W + b\nshape of dW = ?"
    assert network("dH1").products == ("H1 = X W1 + b1", "Y = H1 W2 + b2")


def test_where_only_sizes_are_given_no_shape_is_stated() -> None:
    asked = ShapeQuestion(5, TWO, "dH1", states_shapes=False)
    assert asked.text == "batch 5, widths 3 -> 6 -> 4\nH1 = X W1 + b1\nY = H1 W2 + b2\nshape of dH1 = ?"
    assert ShapeQuestion(5, TWO, "dH1", "ko", states_shapes=False).givens == "배치 5, 폭 3 -> 6 -> 4"


class TestItems:
    """Items of the skill that ask for a shape."""

    def items(self, level: int, lang: str = "en") -> list[ShapeQuestion]:
        found = [generate(f"affine-shape.{level}:{number}", lang) for number in range(60)]
        return [question for question in found if isinstance(question, ShapeQuestion)]

    @pytest.mark.parametrize(("level", "layers"), [(1, 1), (2, 2), (3, 3)])
    def test_they_rise_from_one_layer_to_those_in_the_middle(self, level: int, layers: int) -> None:
        items = self.items(level)
        assert {len(question.layers) for question in items} == {layers}
        for template in shapes.TEMPLATES:
            story = template.levels[level].story
            assert {q.asked for q in items if q.story == story} <= set(template.levels[level].ask)
        assert {question.asked for question in items} == set(shapes.TEMPLATES[0].levels[level].ask)
        if level == 3:
            assert not {question.asked for question in items} & {"X", "dX", "dW1", "dW3", "Y"}

    @pytest.mark.parametrize("lang", ["en", "ko"])
    def test_a_story_tells_every_size_that_is_not_given_as_a_shape(self, lang: str) -> None:
        for level in (1, 2, 3):
            for question in self.items(level, lang):
                told = question.prompt if not question.states_shapes else question.givens
                sizes = [question.batch, *question.widths]
                assert all(str(size) in told for size in sizes) and "{" not in question.prompt
                assert str(question.truth) not in question.prompt

    @pytest.mark.parametrize("lang", ["en", "ko"])
    def test_every_reply_is_in_its_language(self, lang: str) -> None:
        for level in (1, 2, 3):
            for question in self.items(level, lang):
                said = [question.text, *(wrong.reply for wrong in question.mistakes), grade(question, "1x1x1").message]
                assert len(question.prompt) < 420 and all("{" not in text for text in said)
                assert all((lang == "ko") == any("가" <= char <= "힣" for char in text) for text in said)

    def test_no_example_of_a_hint_or_of_the_box_can_be_the_answer(self) -> None:
        for level in (1, 2, 3):
            for question in self.items(level):
                for asked in (question, shape_sibling(question, 1)):
                    assert not EXAMPLE_SIZES & {asked.batch, *asked.widths}


class TestSiblings:
    def test_all_sizes_are_new_and_different(self) -> None:
        for widths in (ONE, TWO, (3, 6, 4, 8, 2, 9)):
            asked = ShapeQuestion(5, widths, "dX", code="a-lesson/shape")
            for number in (1, 2, 3):
                other = shape_sibling(asked, number)
                assert other.tells_apart and other.code == f"a-lesson/shape~{number}"
                assert not {other.batch, *other.widths} & {asked.batch, *asked.widths}
                assert (other.asked, len(other.widths)) == (asked.asked, len(asked.widths))

    def test_they_are_the_same_for_everybody_and_not_each_other(self) -> None:
        asked = ShapeQuestion(5, ONE, "dW", code="a-lesson/shape")
        assert shape_sibling(asked, 1) == shape_sibling(asked, 1) != shape_sibling(asked, 2)
