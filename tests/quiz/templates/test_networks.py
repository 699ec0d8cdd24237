"""Items about networks: what the core's layers say to them, and how they read in every language."""

import math
import re
from collections.abc import Iterator

import pytest

from tutor.core import Affine, Graph, Sigmoid, SoftmaxWithLoss
from tutor.quiz import Question, generate
from tutor.quiz.subjects import Depth, Product, Score, SharedBias, Sizes, SquaredErrors
from tutor.quiz.templates.networks import TEMPLATES
from tutor.words import LANGUAGES, words

from ..checking_items import check

LEVELS = (1, 2, 3)
NUMBERS = range(1, 9)


def items(skill: str, numbers: range = NUMBERS, lang: str = "en") -> Iterator[Question]:
    """Those that ask for a number; shapes have tests of their own."""
    made = (generate(f"{skill}.{level}:{number}", lang) for level in LEVELS for number in numbers)
    return (question for question in made if isinstance(question, Question))


def graph_text(question: Question) -> str:
    """The text that the item's graph is made from."""
    for template in TEMPLATES[question.skill]:
        for level in template.levels.values():
            text = level.graph or template.graph
            if Graph.parse(text).nodes == question.graph.nodes:
                return text
    raise AssertionError(question.code)


@pytest.mark.parametrize("skill", TEMPLATES)
class TestEveryItem:
    def test_two_templates_have_three_levels(self, skill: str) -> None:
        assert len({template.name for template in TEMPLATES[skill]}) == len(TEMPLATES[skill]) >= 2
        assert all(tuple(template.levels) == LEVELS for template in TEMPLATES[skill])

    def test_truth_and_mistakes_stand_apart_and_are_told_apart(self, skill: str) -> None:
        for question in items(skill, range(1, 4)):
            check(question, graph_text(question))

    @pytest.mark.slow
    def test_so_it_is_in_many_items(self, skill: str) -> None:
        for question in items(skill, range(100, 400)):
            check(question, graph_text(question))

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_story_tells_every_number(self, skill: str, lang: str) -> None:
        for template in TEMPLATES[skill]:
            for level in template.levels.values():
                story = level.story or template.story
                said = words(lang)(story, **{name: f"<{name}>" for name in level.numbers})
                assert set(re.findall(r"<(\w+)>", said)) == set(level.numbers)
                assert lang == "en" or any("가" <= letter <= "힣" for letter in said)

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_it_reads_as_a_paragraph_with_hints_and_a_solution(self, skill: str, lang: str) -> None:
        for question in items(skill, range(5, 9), lang):
            assert len(question.prompt) < 420
            assert [hint.kind for hint in question.hints] == ["where", "rule", "example", "solution"]
            for text in (question.text, *(hint.text for hint in question.hints)):
                assert text and "{" not in text
            solution = question.hints[-1].text
            assert float(solution.rpartition("= ")[2]) == pytest.approx(question.truth, rel=1e-9)


class TestTheCoreSaysTheSame:
    def test_an_entry_of_a_matrix_gradient_is_that_of_affine(self) -> None:
        for question in items("affine-entry"):
            about, v = question.about, question.values
            assert isinstance(about, Product)
            left, right = ([[v[name] for name in row] for row in names] for names in (about.left, about.right))
            place = about.place(question.quantity)
            assert place is not None
            if about.transposed == "left":
                layer = Affine([[1.0] * len(right[0]) for _ in left[0]], [0.0] * len(right[0]))
                layer.forward(left)
                layer.backward(right)
                found = layer.dW
            else:
                layer = Affine(right, [0.0] * len(right[0]))
                layer.forward([[1.0] * len(right) for _ in left])
                found = layer.backward(left)
            assert found is not None
            assert question.truth == pytest.approx(found[place])

    def test_a_bias_gets_what_affine_gives_it(self) -> None:
        for question in items("affine-bias"):
            if question.kind == "value":
                upstream = [[question.values[name] for name in row] for row in question.about.upstream]  # type: ignore[union-attr]
                layer = Affine([[1.0] * len(upstream[0])], [0.0] * len(upstream[0]))
                layer.forward([[1.0] for _ in upstream])
                layer.backward(upstream)
                assert layer.db is not None
                assert question.truth == pytest.approx(layer.db[int(question.quantity[-1]) - 1])

    def test_both_kinds_of_bias_items_come_up(self) -> None:
        kinds = {type(question.about) for question in items("affine-bias")}
        assert len(kinds) == 2 and SharedBias in kinds

    def test_sizes_are_those_of_affines_arrays(self) -> None:
        for question in items("affine-shape"):
            about, v = question.about, question.values
            assert isinstance(about, Sizes)
            counted = 0
            for inputs, outputs in about.layers:
                layer = Affine([[0.0] * int(v[outputs]) for _ in range(int(v[inputs]))], [0.0] * int(v[outputs]))
                out = layer.forward([[0.0] * int(v[inputs]) for _ in range(int(v[about.batch]))])
                dx = layer.backward(out)
                assert layer.dW is not None and layer.db is not None
                sizes = {"weights": layer.dW.size, "inputs": dx.size, "parameters": layer.dW.size + layer.db.size}
                counted += sizes[about.asked]
            assert question.truth == counted

    def test_a_score_gets_what_softmax_with_loss_gives_it(self) -> None:
        for question in items("softmax-cross-entropy"):
            about, v = question.about, question.values
            assert isinstance(about, Score)
            target = v[about.target] if isinstance(about.target, str) else about.target
            batch = int(v[about.batch]) if about.batch else 1
            if about.exps:
                scores = [math.log(v[name]) for name in about.exps]
                at = about.exps.index(about.y.replace("y", "e"))
                targets = [0.0, 1.0, 0.0]
            else:
                scores, at = [math.log(v[about.y]), math.log(1 - v[about.y])], 0
                targets = [target, 1 - target]
            layer = SoftmaxWithLoss()
            layer.forward([scores] * batch, [targets] * batch)
            assert targets[at] == target
            assert question.truth == pytest.approx(layer.backward()[0][at])

    def test_the_gradient_of_a_batch_is_the_slope_of_its_mean_squared_error(self) -> None:
        for question in items("mini-batch"):
            about, v = question.about, question.values
            if isinstance(about, SquaredErrors):
                pairs = [(v[error], v[x]) for error, x in zip(about.errors, about.inputs, strict=True)]

                def loss(moved: float, pairs: list[tuple[float, float]] = pairs) -> float:
                    return sum((error + moved * x) ** 2 for error, x in pairs) / len(pairs)

                assert question.truth == pytest.approx((loss(0.001) - loss(-0.001)) / 0.002)

    def test_depth_is_a_chain_of_layers(self) -> None:
        for question in items("vanishing-gradients"):
            about, v = question.about, question.values
            assert isinstance(about, Depth)
            gradient = v[about.upstream] if about.upstream else 1.0
            for _ in range(int(v[about.layers])):
                if about.activation:
                    layer, y = Sigmoid(), v[about.activation]
                    layer.forward(math.log(y / (1 - y)))
                    gradient = layer.backward(gradient)
                else:
                    gradient *= v[about.slope]
                gradient *= v[about.weight] if about.weight else 1.0
            assert question.truth == pytest.approx(gradient)

    def test_a_numerical_slope_lies_near_the_derivative_or_says_so(self) -> None:
        for question in items("gradient-check"):
            x, h = (question.values.get(name, 0.0) for name in ("x", "h"))
            if x:
                cube = question.values["above"] == pytest.approx((x + h) ** 3)
                exact = 3 * x * x if cube else -1 / (x * x)
                assert question.truth == pytest.approx(exact + h * h if cube else -1 / (x * x - h * h))
                near = abs(question.truth - exact) <= 0.03 * max(abs(question.truth), abs(exact))
                assert near != any("check-derivative" in found.ids for found in question.mistakes)

    def test_what_is_counted_is_whole(self) -> None:
        for question in items("training-loop"):
            if question.quantity != "training_time":
                assert question.truth == int(question.truth) > 0


def test_how_far_a_gradient_is_above_is_no_negative_number() -> None:
    asked = [q for q in items("gradient-check", range(40)) if q.quantity == "off"]
    assert asked and all(question.truth > 0 for question in asked)
