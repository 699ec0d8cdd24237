"""Graphs: values forward, gradients backward with branches summed, any size, every fault by name."""

import math
import time
import unicodedata
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.core import Graph, GraphError, Use, nudge, parse
from tutor.core.expression import GRAPH_LIMITS, Limits

SHOP = "subtotal = apple * count\nprice = subtotal * tax"
SHOP_INPUTS = {"apple": 100, "count": 2, "tax": 1.1}


def fault(text: str) -> tuple[str, int, int | None]:
    with pytest.raises(GraphError) as caught:
        Graph.parse(text)
    return caught.value.code, caught.value.line, caught.value.column


def run_fault(text: str, /, **inputs: object) -> tuple[str, object]:
    graph = Graph.parse(text)
    with pytest.raises(GraphError) as caught:
        graph.backward(graph.forward(inputs))
    return caught.value.code, caught.value.details.get("name")


def gradients(text: str, output: str | None = None, /, **inputs: object) -> dict[str, object]:
    graph = Graph.parse(text)
    return graph.backward(graph.forward(inputs), output)


class TestTheNotebook:
    def test_to_the_last_digit(self) -> None:
        graph = Graph.parse(SHOP)
        values = graph.forward(apple=100, count=2, tax=1.1)
        assert repr(values) == ("{'apple': 100, 'count': 2, 'subtotal': 200, 'tax': 1.1, 'price': 220.00000000000003}")
        found = graph.backward(values)
        assert {name: repr(gradient) for name, gradient in found.items()} == {
            "price": "1",
            "tax": "200",
            "subtotal": "1.1",
            "count": "110.00000000000001",
            "apple": "2.2",
        }
        assert next(iter(found)) == "price"

    def test_with_the_inputs_in_the_text(self) -> None:
        graph = Graph.parse("apple = 100  # price of a box\ncount = 2\ntax = 1.1\n\n" + SHOP + "  # to pay")
        assert graph.given == SHOP_INPUTS
        assert graph.forward() == Graph.parse(SHOP).forward(SHOP_INPUTS)
        assert graph.forward(count=3)["subtotal"] == 300
        assert graph.forward({"count": 3}, tax=1)["price"] == 300

    def test_a_second_backward_gives_the_same(self) -> None:
        graph = Graph.parse(SHOP)
        values = graph.forward(SHOP_INPUTS)
        kept = dict(values)
        assert graph.backward(values) == graph.backward(values)
        assert values == kept


class TestReading:
    def test_names_and_places(self) -> None:
        graph = Graph.parse("y = (a*b + c) * d")
        assert graph.inputs == ("a", "b", "c", "d")
        assert graph.quantities == ("a", "b", "a*b", "c", "a*b+c", "d", "y")
        assert graph.output == "y"
        assert graph.given == {}
        assert [node.name for node in graph.operands("y")] == ["a*b+c", "d"]
        assert graph.node("a*b").named is False
        assert graph.node("y").named is True
        assert graph.ancestors("a*b+c") == {"a", "b", "a*b", "c"}
        assert graph.ancestors("a") == set()

    def test_a_last_line_without_a_name(self) -> None:
        graph = Graph.parse("s = a + b\ns * c")
        assert graph.output == "s*c"
        assert graph.forward(a=1, b=2, c=3)["s*c"] == 9

    def test_semicolons_blank_lines_and_comments(self) -> None:
        text = "# a shop\n\n a = 2 ; b = 3;;\r\n  # nothing = here ; or here\ny = a * b # = 6; z\n;\n"
        graph = Graph.parse(text)
        assert graph.quantities == ("a", "b", "y")
        assert graph.forward()["y"] == 6

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_names_in_any_script(self, form: str) -> None:
        text = "소계 = 사과 × 개수\n금액 = 소계 × 소비세\nλ = 금액 − été"
        graph = Graph.parse(unicodedata.normalize(form, text))
        assert graph.quantities == ("사과", "개수", "소계", "소비세", "금액", "été", "λ")
        typed = {
            unicodedata.normalize(form, k): v for k, v in {"사과": 100, "개수": 2, "소비세": 1.1, "été": 20}.items()
        }
        values = graph.forward(typed)
        assert values["λ"] == pytest.approx(200)
        found = graph.backward(values, unicodedata.normalize(form, "금액"))
        assert found["사과"] == 2.2
        assert graph.node(unicodedata.normalize(form, "소계")).op == "*"
        assert nudge(graph, values, unicodedata.normalize(form, "사과")) == pytest.approx(2.2)

    def test_names_that_python_would_trip_over(self) -> None:
        graph = Graph.parse("y = self * inputs + lambda * class")
        values = graph.forward(**{"self": 2, "inputs": 3, "lambda": 4, "class": 5})
        assert values["y"] == 26

    def test_the_output_is_worked_out_and_not_put_in(self) -> None:
        graph = Graph.parse("y = a * b\nspare = 3")
        assert graph.output == "y"
        assert graph.backward(graph.forward(a=2, b=5)) == {"spare": 0, "y": 1, "b": 2, "a": 5}

    def test_signs_of_inputs(self) -> None:
        assert Graph.parse("a = -3; b = +2; c = −1.5; y = a*b*c").given == {"a": -3, "b": 2, "c": -1.5}

    def test_constants_are_no_quantities(self) -> None:
        graph = Graph.parse("y = 2 * x + 2")
        assert graph.quantities == ("x", "2*x", "y")
        assert gradients("y = 2 * x + 2", x=5) == {"y": 1, "2*x": 1, "x": 2}
        assert Graph.parse("y = 3 * 4").forward() == {"y": 12}

    @pytest.mark.parametrize(
        ("text", "code", "line", "column"),
        [
            ("", "no-node", 0, None),
            ("# only a comment", "no-node", 0, None),
            ("a = 3", "no-node", 0, None),
            ("y = x", "nothing-to-work-out", 1, None),
            ("a = 1\ny = +a", "nothing-to-work-out", 2, None),
            ("x", "nothing-to-work-out", 1, None),
            ("5", "nothing-to-work-out", 1, None),
            ("y = a*b\ny = a+b", "name-twice", 2, None),
            ("a = 1\na = 2\ny = a*a", "name-twice", 2, None),
            ("y = a*b\ny = 3", "name-twice", 2, None),
            ("y = a*b\na = 3", "used-before", 2, None),
            ("y = a*b\na = c*d", "used-before", 2, None),
            ("\nabc = 2 * abc", "used-before", 2, 10),
            ("1x = a*b", "bad-name", 1, None),
            ("a b = a*b", "bad-name", 1, None),
            ("log = a*b", "bad-name", 1, None),
            ("= a*b", "bad-name", 1, None),
            ("a*b\nc*d", "only-last-unnamed", 1, None),
            ("s = a+b; a*b; c = 2*d", "only-last-unnamed", 1, None),
            ("y = ", "empty", 1, 3),
            ("y == a*b", "bad-character", 1, 3),
            ("y = a * $", "bad-character", 1, 8),
            ("a = 1; b = 2 $ 3", "bad-character", 1, 13),
            ("a = 1\n b = 2; y = (a", "not-closed", 2, 12),
            ("a = 1; a $", "bad-character", 1, 9),
            ("y = a * [/]", "bad-character", 1, 8),
            ("y = __import__('os')", "bad-character", 1, 15),
            ("y = 2 3", "operator-expected", 1, 6),
            ("y\x1c = a*b", "bad-name", 1, None),
            ("y = a\x1c*b", "bad-character", 1, 5),
            ("y = " + "9" * 50 + "*a", "number-too-long", 1, 4),
        ],
    )
    def test_faults(self, text: str, code: str, line: int, column: int | None) -> None:
        found = fault(text)
        assert found[:2] == (code, line)
        if column is not None:
            assert found[2] == column

    def test_limits(self) -> None:
        with pytest.raises(GraphError) as caught:
            Graph.parse("y = a*b", Limits(characters=5))
        assert caught.value.code == "too-long"
        with pytest.raises(GraphError) as caught:
            Graph.parse("s = a*b\ny = a*b*a*b", Limits(tokens=5))
        assert (caught.value.code, caught.value.line) == ("too-many-parts", 2)
        assert fault("x" * (GRAPH_LIMITS.characters + 1))[0] == "too-long"


class TestNamesOfUnnamedQuantities:
    @pytest.mark.parametrize(
        ("text", "labels"),
        [
            ("y = (a+b)*c - d", ["a+b", "(a+b)*c"]),
            ("y = a-(b-c) + 1", ["b-c", "a-(b-c)"]),
            ("y = -(a+b) * 2", ["a+b", "-(a+b)"]),
            ("y = (-a)^2 + 1", ["-a", "(-a)^2"]),
            ("y = (a^b)^c + 1", ["a^b", "(a^b)^c"]),
            ("y = sin(a*b) + 1", ["a*b", "sin(a*b)"]),
            ("y = (_x+b)*c + d", ["_x+b", "(_x+b)*c"]),
            ("s = a+b\ny = s*c + 1", ["s*c"]),
        ],
    )
    def test_expressions(self, text: str, labels: list[str]) -> None:
        graph = Graph.parse(text)
        assert [node.name for node in graph.nodes if not node.named and node.op not in ("number", "input")] == labels

    def test_the_same_expression_twice_is_two_quantities(self) -> None:
        graph = Graph.parse("y = a*b + a*b")
        assert len(graph.quantities) == len(set(graph.quantities)) == 5
        found = graph.backward(graph.forward(a=2, b=3))
        assert (found["a"], found["b"]) == (6, 4)

    def test_a_number_is_never_a_name_that_the_text_uses(self) -> None:
        for free in range(12):
            graph = Graph.parse(f"y = a*b + a*b\nz = _{free} * y\n")
            assert f"_{free}" in graph.inputs
            assert graph.forward({"a": 2, "b": 3, f"_{free}": 10})["z"] == 120
            graph = Graph.parse(f"y = a*b + a*b\n_{free} = 7\nz = _{free} * y\n")
            assert graph.forward(a=2, b=3)["z"] == 84

    def test_long_expressions_get_a_short_name(self) -> None:
        graph = Graph.parse("y = " + "+".join(f"quantity{i}" for i in range(20)))
        assert max(map(len, graph.quantities)) <= 40
        assert len(set(graph.quantities)) == 20 + 19


class TestInputs:
    def test_unknown(self) -> None:
        with pytest.raises(GraphError) as caught:
            Graph.parse(SHOP).forward(SHOP_INPUTS, pear=3)
        assert caught.value.code == "unknown-input"
        assert caught.value.details == {"name": "pear", "known": ("apple", "count", "tax")}

    def test_a_worked_out_quantity_is_no_input(self) -> None:
        with pytest.raises(GraphError) as caught:
            Graph.parse(SHOP).forward(SHOP_INPUTS, subtotal=3)
        assert caught.value.code == "unknown-input"

    def test_missing_ones_all_at_once(self) -> None:
        with pytest.raises(GraphError) as caught:
            Graph.parse(SHOP).forward(count=2)
        assert caught.value.code == "missing-input"
        assert caught.value.details == {"names": ["apple", "tax"]}

    @pytest.mark.parametrize(
        "value",
        [
            "3",
            None,
            True,
            1j,
            np.complex128(1j),
            [1, 2],
            np.array(["a"]),
            np.array([True]),
            np.array([1j]),
            np.bool_(1),
        ],
    )
    def test_what_is_no_number(self, value: object) -> None:
        with pytest.raises(GraphError) as caught:
            Graph.parse("y = a*b").forward(a=1, b=value)
        assert (caught.value.code, caught.value.details["name"]) == ("not-a-number", "b")
        with pytest.raises(GraphError) as caught:
            graph = Graph.parse("y = a*b")
            graph.replay(graph.forward(a=1, b=2), {"b": value})
        assert caught.value.code == "not-a-number"

    @pytest.mark.parametrize(
        "value", [math.inf, -math.inf, math.nan, 10**400, np.array([1.0, math.nan]), np.float64("inf")]
    )
    def test_what_is_not_finite(self, value: object) -> None:
        assert run_fault("y = a*b", a=1, b=value) == ("no-value", "b")

    @pytest.mark.parametrize(
        "value", [np.int64(3), np.uint8(3), np.float32(3), np.float64(3), np.array(3), np.array(3.0)]
    )
    def test_numbers_of_numpy_become_pythons(self, value: object) -> None:
        graph = Graph.parse("y = a*b")
        values = graph.forward(a=value, b=2)
        assert values == {"a": 3, "b": 2, "y": 6}
        assert {type(v) for v in values.values()} <= {int, float}

    def test_shapes_that_differ(self) -> None:
        with pytest.raises(GraphError) as caught:
            Graph.parse("y = a*b").forward(a=np.ones(2), b=np.ones(3))
        assert caught.value.code == "shapes-differ"
        assert caught.value.details["shapes"] == {"a": (2,), "b": (3,)}

    def test_they_are_not_changed_and_not_shared(self) -> None:
        a, whole = np.array([1.0, 2.0]), np.array([3, 4])
        given_ = {"a": a, "b": whole}
        graph = Graph.parse("y = a*b")
        values = graph.forward(given_)
        found = graph.backward(values)
        for made in (*values.values(), *found.values()):
            assert not np.shares_memory(made, a)
            assert not np.shares_memory(made, whole)
        a += 100  # as an optimizer does: what was worked out before stays
        np.testing.assert_array_equal(values["a"], [1, 2])
        np.testing.assert_array_equal(whole, [3, 4])
        assert whole.dtype.kind == "i"


class TestNoValue:
    @pytest.mark.parametrize(
        ("text", "inputs", "code", "name"),
        [
            ("r = a / b\ny = r * 2", {"a": 1, "b": 0}, "divide-by-zero", "r"),
            ("y = 2 * (a / b)", {"a": 1, "b": 0.0}, "divide-by-zero", "a/b"),
            ("r = a / b\ny = r * 2", {"a": np.array([1, 1]), "b": np.array([2, 0])}, "divide-by-zero", "r"),
            ("r = a / b\ny = r * 2", {"a": 0.0, "b": np.array([0.0])}, "divide-by-zero", "r"),
            ("l = log(a)\ny = l * 2", {"a": 0}, "no-value", "l"),
            ("l = log(a)\ny = l * 2", {"a": np.array([1.0, -1.0])}, "no-value", "l"),
            ("y = sqrt(a) * 2", {"a": -1}, "no-value", "sqrt(a)"),
            ("p = a ^ b\ny = p * 2", {"a": -8, "b": 1 / 3}, "no-value", "p"),
            ("p = a ^ b\ny = p * 2", {"a": 0, "b": -1}, "no-value", "p"),
            ("p = a ^ b\ny = p * 2", {"a": 9, "b": 9**9}, "no-value", "p"),
            ("x = exp(a)\ny = x * 2", {"a": 1000}, "no-value", "x"),
            ("x = exp(a)\ny = x * 2", {"a": np.array([1000.0])}, "no-value", "x"),
            ("x = a * a\ny = x * 2", {"a": 1e200}, "no-value", "x"),
        ],
    )
    def test_is_said_with_the_nodes_name(self, text: str, inputs: dict[str, object], code: str, name: str) -> None:
        graph = Graph.parse(text)
        with pytest.raises(GraphError) as caught:
            graph.forward(inputs)
        assert (caught.value.code, caught.value.details["name"]) == (code, name)

    @pytest.mark.parametrize(
        ("text", "inputs", "name"),
        [
            ("r = sqrt(a)\ny = r * 2", {"a": 0}, "r"),
            ("p = a ^ 0.5\ny = p * 2", {"a": 0}, "p"),
            ("n = 2\ny = a ^ n", {"a": -3}, "n"),
        ],
    )
    def test_no_gradient(self, text: str, inputs: dict[str, object], name: str) -> None:
        graph = Graph.parse(text)
        with pytest.raises(GraphError) as caught:
            graph.backward(graph.forward(inputs))
        assert (caught.value.code, caught.value.details["name"]) == ("no-gradient", name)

    def test_no_gradient_in_arrays(self) -> None:
        assert run_fault("r = sqrt(a)\ny = r * 2", a=np.array([1.0, 0.0])) == ("no-gradient", "a")

    def test_a_constant_exponent_needs_none(self) -> None:
        assert gradients("y = a ^ 2", a=-3) == {"y": 1, "a": -6}
        assert gradients("y = a ^ 0", a=0)["a"] == 0

    @pytest.mark.parametrize("name", ["q", "", "2", "[/]"])
    def test_unknown_quantities(self, name: str) -> None:
        graph = Graph.parse(SHOP)
        values = graph.forward(SHOP_INPUTS)
        for ask in (
            lambda: graph.backward(values, name),
            lambda: graph.node(name),
            lambda: graph.ancestors(name),
            lambda: graph.paths(name, "price"),
            lambda: graph.paths("apple", name),
            lambda: graph.replay(values, {name: 1}),
            lambda: graph.local_gradients(values, name),
            lambda: nudge(graph, values, name),
        ):
            with pytest.raises(GraphError) as caught:
                ask()
            assert caught.value.code == "unknown-quantity"
            assert caught.value.details["name"] == name


class TestBackward:
    @pytest.mark.parametrize(
        ("text", "inputs", "right"),
        [
            ("y = x + x", {"x": 3}, 2),
            ("y = x * x", {"x": 3}, 6),
            ("y = x - x", {"x": 3}, 0),
            ("y = x / x", {"x": 3}, 0),
            ("y = x ^ x", {"x": 2}, 4 * (1 + math.log(2))),
            ("y = x * x * x", {"x": 2}, 12),
            ("a = x * 2\nb = x * 3\ny = a * b", {"x": 5}, 60),
            ("a = x * x\nb = a + x\ny = a * b", {"x": 2}, 4 * 8 + 3 * 4),
            ("y = x * w + x", {"x": 2, "w": 4}, 5),
            ("y = relu(x) + x", {"x": -2}, 1),
            ("y = max(x, w) * x", {"x": 3, "w": 2}, 6),
            ("y = max(x, w) * x", {"x": 2, "w": 3}, 3),
            ("y = max(x, x) * 3", {"x": 2}, 3),
            ("y = -x * -x", {"x": 3}, 6),
        ],
    )
    def test_branches_are_summed(self, text: str, inputs: dict[str, float], right: float) -> None:
        assert gradients(text, **inputs)["x"] == pytest.approx(right)

    def test_fan_outs_are_known(self) -> None:
        graph = Graph.parse("a = x * x\ny = a + x")
        x, a, y = (graph.position[name] for name in ("x", "a", "y"))
        assert graph.uses[x] == (Use(a, 0), Use(a, 1), Use(y, 1))
        assert graph.uses[a] == (Use(y, 0),)
        assert graph.uses[y] == ()

    def test_of_a_quantity_in_the_middle(self) -> None:
        found = gradients(SHOP, "subtotal", **SHOP_INPUTS)
        assert found == {"price": 0, "tax": 0, "subtotal": 1, "count": 100, "apple": 2}

    def test_of_an_input(self) -> None:
        assert gradients(SHOP, "tax", **SHOP_INPUTS) == {"price": 0, "tax": 1, "subtotal": 0, "count": 0, "apple": 0}

    def test_what_the_output_does_not_depend_on_gets_nothing(self) -> None:
        assert gradients("u = a + b\ny = c * d", a=1, b=2, c=3, d=4) == {"y": 1, "d": 3, "c": 4, "u": 0, "b": 0, "a": 0}

    def test_from_another_upstream_gradient(self) -> None:
        graph = Graph.parse(SHOP)
        values = graph.forward(SHOP_INPUTS)
        once, thrice = graph.backward(values), graph.backward(values, dout=3)
        assert thrice == {name: pytest.approx(3 * gradient) for name, gradient in once.items()}
        assert set(graph.backward(values, dout=0).values()) == {0}

    def test_the_order_is_from_the_output_back(self) -> None:
        graph = Graph.parse("y = (a*b + c) * d")
        assert list(graph.backward(graph.forward(a=1, b=2, c=3, d=4))) == list(reversed(graph.quantities))


class TestArrays:
    TEXT = "s = a * b + exp(c)\nk = 2 * 3\nu = max(a, 1)^2\ny = s / (c + 4) + relu(a) * sigmoid(b) - k * max(u, b)"

    def test_one_sweep_is_case_by_case(self) -> None:
        rng = np.random.default_rng(7)
        graph = Graph.parse(self.TEXT)
        inputs = {name: rng.uniform(-2, 2, (4, 5)) for name in "abc"}
        values = graph.forward(inputs)
        found = graph.backward(values)
        dout = rng.normal(size=(4, 5))
        weighted = graph.backward(values, "s", dout)
        for sweep in (values, found, weighted):
            assert {name: np.shape(array) for name, array in sweep.items()} == dict.fromkeys(sweep, (4, 5))
            assert {array.dtype for array in sweep.values()} == {np.dtype(float)}
        for at in np.ndindex(4, 5):
            one = graph.forward({name: float(array[at]) for name, array in inputs.items()})
            assert {n: v[at] for n, v in values.items()} == pytest.approx(one, rel=1e-12, abs=1e-12)
            assert {n: v[at] for n, v in found.items()} == pytest.approx(graph.backward(one), rel=1e-12, abs=1e-12)
            right = graph.backward(one, "s", float(dout[at]))
            assert {n: v[at] for n, v in weighted.items()} == pytest.approx(right, rel=1e-12, abs=1e-12)

    def test_sums_alone_have_the_shape_of_their_inputs(self) -> None:
        found = gradients("y = a + b", a=np.zeros(3), b=1)
        assert {name: gradient.tolist() for name, gradient in found.items()} == {key: [1.0, 1.0, 1.0] for key in "yba"}

    def test_numbers_stand_beside_arrays(self) -> None:
        graph = Graph.parse(SHOP)
        values = graph.forward(apple=np.array([100, 200]), count=2, tax=1.1)
        assert values["count"].tolist() == [2, 2]
        assert graph.backward(values)["tax"].tolist() == [200, 400]
        values = graph.forward(apple=np.array([[1.0], [2.0]]), count=np.array([1.0, 2.0, 3.0]), tax=1.0)
        assert values["price"].tolist() == [[1, 2, 3], [2, 4, 6]]

    def test_what_is_sent_to_a_constant_is_no_sum_over_the_cases(self) -> None:
        graph = Graph.parse("y = x * 3\nz = x^2\nw = max(x, 2)")
        values = graph.forward(x=np.array([1.0, 2.0, 3.0]))
        assert graph.local_gradients(values, "y")[1].tolist() == [1, 2, 3]
        assert graph.local_gradients(values, "z")[0].tolist() == [2, 4, 6]
        assert [part.tolist() for part in graph.local_gradients(values, "w")] == [[0, 0.5, 1], [1, 0.5, 0]]

    def test_numbers_and_arrays_after_a_replay(self) -> None:
        graph = Graph.parse("c = 2 * 3\ny = c * x + b")
        values = graph.replay(graph.forward(x=np.array([1.0, 2.0]), b=0), {"b": 5})
        found = graph.backward(values)
        assert (found["c"].tolist(), found["b"].tolist()) == ([1, 2], [1, 1])

    def test_whole_numbers_do_not_wrap_around(self) -> None:
        for dtype in (np.int8, np.uint8, np.int64):
            inputs = {name: np.array([100, 3], dtype=dtype) for name in "abcdefghij"}
            graph = Graph.parse("y = (a*b*c*d*e*f*g*h*i - 2 * j) / -j")
            floats = {name: array.astype(float) for name, array in inputs.items()}
            whole, right = graph.forward(inputs), graph.forward(floats)
            assert whole["y"].tolist() == right["y"].tolist()
            for name, gradient in graph.backward(right).items():
                assert graph.backward(whole)[name].tolist() == gradient.tolist()

    def test_many_inputs(self) -> None:
        names = [f"x{i}" for i in range(150)]
        found = gradients("y = " + " + ".join(names), **{name: np.arange(3) for name in names})
        assert found["x77"].tolist() == [1, 1, 1]

    def test_an_empty_sweep(self) -> None:
        assert gradients("y = a * b", a=np.zeros(0), b=2)["a"].shape == (0,)


@pytest.mark.slow
class TestLargeGraphs:
    COUNT = 100_000

    def test_a_long_chain(self) -> None:
        graph = Graph.parse("y0 = x + x\n" + "\n".join(f"y{i + 1} = -y{i}" for i in range(self.COUNT)))
        values = graph.forward(x=3)
        assert values[graph.output] == 6
        assert graph.backward(values)["x"] == 2
        assert len(graph.ancestors(graph.output)) == self.COUNT + 1
        ways = graph.paths("x", graph.output)
        assert [len(way) for way in ways] == [self.COUNT + 1] * 2
        assert nudge(graph, values, "x") == pytest.approx(2)

    def test_deep_nesting(self) -> None:
        deep = self.COUNT // 2
        graph = Graph.parse("y = " + "(x+" * deep + "1" + ")" * deep)
        values = graph.forward(x=np.array([1.0, 2.0]))
        assert values["y"].tolist() == [deep + 1, 2 * deep + 1]
        assert graph.backward(values)["x"].tolist() == [deep, deep]

    def test_a_wide_fan_out(self) -> None:
        graph = Graph.parse("y = " + "+".join(["x*x"] * 10_000))
        assert graph.backward(graph.forward(x=3))["x"] == 60_000

    def test_branches_that_double_at_each_step(self) -> None:
        graph = Graph.parse("y0 = x + x\n" + "\n".join(f"y{i + 1} = y{i} + y{i}" for i in range(40)))
        assert graph.backward(graph.forward(x=1))["x"] == 2**41
        ways = graph.paths("x", graph.output)
        assert len(ways) == len(set(ways)) == 64
        assert len(graph.paths("x", graph.output, limit=3)) == 3

    def test_branches_that_lead_elsewhere_are_not_walked(self) -> None:
        graph = Graph.parse(
            "y = x * 2\ny0 = x + x\n" + "\n".join(f"y{i + 1} = y{i} + y{i}" for i in range(40)) + "\nz = y * 3"
        )
        assert len(graph.paths("x", "z")) == 1

    @pytest.mark.parametrize("text", ["y{i} * y{i}", "y{i} ^ y{i}", "y{i} ^ 9", "y{i} * y{i} * y{i} - 1"])
    def test_growing_whole_numbers_end_as_an_error(self, text: str) -> None:
        lines = "\n".join(f"y{i + 1} = " + text.format(i=i) for i in range(5000))
        graph = Graph.parse("y0 = x * x\n" + lines)
        begin = time.perf_counter()
        with pytest.raises(GraphError) as caught:
            graph.forward(x=3)
        assert caught.value.code == "no-value"
        assert time.perf_counter() - begin < 1

    def test_growing_whole_gradients_end_as_an_error(self) -> None:
        # Every value is 0, yet the gradient of z is a power of x that no memory could hold.
        graph = Graph.parse("y0 = z * x\n" + "\n".join(f"y{i + 1} = y{i} * x" for i in range(20_000)))
        values = graph.forward(z=0, x=2**50)
        begin = time.perf_counter()
        with pytest.raises(GraphError) as caught:
            graph.backward(values)
        assert caught.value.code == "no-gradient"
        assert time.perf_counter() - begin < 2

    def test_large_whole_numbers_are_carried_as_floats(self) -> None:
        graph = Graph.parse("y = a * b")
        values = graph.forward(a=2**53, b=4)
        assert repr(values["y"]) == repr(float(2**55))
        assert repr(graph.forward(a=2**26, b=2**26)["y"]) == str(2**52)
        assert repr(graph.forward(a=2**60, b=1)["a"]) == repr(float(2**60))
        assert repr(graph.backward(values, dout=2**53)["a"]) == repr(float(2**55))

    def test_many_names_that_look_like_ours(self) -> None:
        count = 4000  # each unnamed quantity must not search through all the names again
        taken = "\n".join(f"_{i} = 1" for i in range(count, 4 * count))
        begin = time.perf_counter()
        Graph.parse(taken + "\ny = " + "+".join(["a*b"] * count))
        assert time.perf_counter() - begin < 2

    def test_a_graph_of_combining_marks(self) -> None:
        begin = time.perf_counter()
        Graph.parse("y = a" + "\u0301\u0327" * 100_000 + " * b")
        assert time.perf_counter() - begin < 2


class TestReplay:
    def test_a_changed_quantity_in_the_middle(self) -> None:
        graph = Graph.parse(SHOP)
        values = graph.forward(SHOP_INPUTS)
        again = graph.replay(values, {"subtotal": 201})
        assert again == {**values, "subtotal": 201, "price": 201 * 1.1}
        assert graph.replay(values, {}) == values
        assert values["subtotal"] == 200

    def test_several_at_once_also_inputs_and_the_output(self) -> None:
        graph = Graph.parse(SHOP)
        values = graph.forward(SHOP_INPUTS)
        again = graph.replay(values, {"apple": 10, "tax": 2})
        assert (again["subtotal"], again["price"]) == (20, 40)
        assert graph.replay(values, {"price": 5, "apple": 1})["price"] == 5

    def test_a_sweep_over_one_quantity(self) -> None:
        graph = Graph.parse(SHOP)
        again = graph.replay(graph.forward(SHOP_INPUTS), {"subtotal": np.array([100, 300])})
        assert again["price"] == pytest.approx([110, 330])

    def test_a_change_that_leads_nowhere(self) -> None:
        graph = Graph.parse("r = a / b\ny = r + 1")
        values = graph.forward(a=1, b=2)
        with pytest.raises(GraphError) as caught:
            graph.replay(values, {"b": 0})
        assert (caught.value.code, caught.value.details["name"]) == ("divide-by-zero", "r")


class TestPaths:
    def test_ways_of_a_fan_out(self) -> None:
        graph = Graph.parse("a = x * 2\nb = x * 3\ny = a * b")
        at = graph.position
        assert graph.paths("x", "y") == [
            (Use(at["a"], 0), Use(at["y"], 0)),
            (Use(at["b"], 0), Use(at["y"], 1)),
        ]

    def test_both_operands_of_one_node(self) -> None:
        graph = Graph.parse("y = x * x")
        assert graph.paths("x", "y") == [(Use(1, 0),), (Use(1, 1),)]

    def test_itself_and_none(self) -> None:
        graph = Graph.parse("u = a + b\ny = u * c\nz = u * 2")
        assert graph.paths("u", "u") == [()]
        assert graph.paths("c", "z") == []
        assert graph.paths("y", "u") == []
        assert len(graph.paths("a", "z")) == 1

    def test_local_gradients(self) -> None:
        graph = Graph.parse("q = a / b\ny = q - c * 2")
        values = graph.forward(a=6, b=3, c=5)
        assert graph.local_gradients(values, "q") == pytest.approx((1 / 3, -6 / 9))
        assert graph.local_gradients(values, "y") == (1, -1)
        assert graph.local_gradients(values, "c*2") == (2, 5)
        assert graph.local_gradients(values, "a") == ()
        assert Graph.parse("y = max(a, b)").local_gradients({"a": 2, "b": 2}, "y") == (0.5, 0.5)
        assert graph.operand_values(values, "c*2") == (5, 2)
        assert graph.operand_values(values, "a") == ()

    def test_local_gradients_without_a_value_are_an_error_or_not_finite_but_no_warning(self) -> None:
        graph = Graph.parse("y = sqrt(a)")
        with pytest.raises(GraphError) as caught:
            graph.local_gradients(graph.forward(a=0), "y")
        assert caught.value.code == "no-gradient"
        assert graph.local_gradients(graph.forward(a=np.array([0.0, 1.0])), "y")[0].tolist() == [math.inf, 0.5]


# Random graphs: text and, worked out beside it by plain Python, the value of all that has a name.

UNARY = {
    "-{}": lambda x: -x,
    "sin({})": math.sin,
    "cos({})": math.cos,
    "tanh({})": math.tanh,
    "sigmoid({})": lambda x: 1 / (1 + math.exp(-x)),
    "exp({})": math.exp,
    "log({})": math.log,
    "ln({})": math.log,
    "sqrt({})": math.sqrt,
    "relu({})": lambda x: max(x, 0.0),
}
NEEDS_POSITIVE = {"log({})", "ln({})", "sqrt({})"}


@dataclass
class Drawn:
    lines: list[str] = field(default_factory=list)
    inputs: dict[str, float] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@st.composite
def graphs(draw: st.DrawFn, steps: int = 10) -> Drawn:
    """A graph whose values and slopes are all of moderate size, so that a central difference can judge it."""
    drawn = Drawn()
    number = st.floats(-3, 3).map(lambda x: round(x, 3)).filter(lambda x: abs(x) > 0.05)
    for name in ("a", "b", "_c", "가격"):
        drawn.inputs[name] = draw(number)
    pool: list[tuple[str, float]] = list(drawn.inputs.items())
    drawn.values.update(drawn.inputs)
    for step in range(draw(st.integers(1, steps))):
        text, value = draw(st.sampled_from(pool))
        kind = draw(st.sampled_from(["*", "*", "+", "-", "/", "^", "max", "unary", "unary"]))
        if kind == "unary":
            form = draw(st.sampled_from(sorted(UNARY)))
            if form in NEEDS_POSITIVE and value < 0.2:
                continue
            if (form == "exp({})" and value > 2) or (form == "relu({})" and abs(value) < 0.01):
                continue
            made, result = form.format(f"({text})"), UNARY[form](value)
        else:
            if draw(st.booleans()):
                other, by = draw(st.sampled_from(pool))
            else:
                by = draw(st.sampled_from([1, 2, 3, 0.5, 1.25]))
                other = str(by)
            if (kind == "/" and abs(by) < 0.2) or (kind == "^" and (value < 0.2 or abs(by) > 3)):
                continue
            if kind == "max" and abs(value - by) < 0.01:
                continue
            made = f"max({text}, {other})" if kind == "max" else f"({text}) {kind} ({other})"
            result = {
                "*": lambda x, y: x * y,
                "+": lambda x, y: x + y,
                "-": lambda x, y: x - y,
                "/": lambda x, y: x / y,
                "^": math.pow,
                "max": max,
            }[kind](value, by)
        if abs(result) > 100:
            continue
        if draw(st.booleans()):
            name = f"q{step}"
            drawn.lines.append(f"{name} = {made}")
            drawn.values[name] = result
            pool.append((name, result))
        else:
            pool.append((made, result))
    text, value = pool[-1]
    drawn.lines.append(f"y = ({text}) * 1")
    drawn.values["y"] = value
    used = Graph.parse(drawn.text).inputs
    drawn.inputs = {name: drawn.inputs[name] for name in used}
    drawn.values = {name: value for name, value in drawn.values.items() if name not in "ab_c가격" or name in used}
    return drawn


random_graphs = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


@random_graphs
@given(graphs())
def test_values_are_what_python_works_out(drawn: Drawn) -> None:
    values = Graph.parse(drawn.text).forward(drawn.inputs)
    assert {name: values[name] for name in drawn.values} == pytest.approx(drawn.values, rel=1e-12, abs=1e-12)


@random_graphs
@given(graphs())
def test_gradients_are_the_central_differences(drawn: Drawn) -> None:
    graph = Graph.parse(drawn.text)
    values = graph.forward(drawn.inputs)
    found = graph.backward(values)
    scale = max(1.0, *(abs(gradient) for gradient in found.values()))
    for name, gradient in found.items():
        # Not nudge(): a judge of its own, over replay alone.
        h = 1e-6 * max(1.0, abs(values[name]))
        above = graph.replay(values, {name: values[name] + h})["y"]
        below = graph.replay(values, {name: values[name] - h})["y"]
        assert gradient == pytest.approx((above - below) / (2 * h), rel=1e-4, abs=1e-5 * scale)


@random_graphs
@given(graphs())
def test_the_sum_over_all_ways_of_the_products_along_them_is_the_gradient(drawn: Drawn) -> None:
    graph = Graph.parse(drawn.text)
    values = graph.forward(drawn.inputs)
    found = graph.backward(values)
    for name, gradient in found.items():
        total, size = 0.0, 1.0
        for way in graph.paths(name, "y", limit=10_000):
            product = 1.0
            for use in way:
                product *= graph.local_gradients(values, graph.nodes[use.node].name)[use.slot]
            total += product
            size += abs(product)
        assert gradient == pytest.approx(total, rel=1e-9, abs=1e-12 * size)


@random_graphs
@given(graphs())
def test_names_of_unnamed_quantities_are_read_back_as_their_values(drawn: Drawn) -> None:
    graph = Graph.parse(drawn.text)
    values = graph.forward(drawn.inputs)
    for node in graph.nodes:
        if node.op not in ("number", "input") and not node.named and not node.name.isidentifier():
            assert parse(node.name, GRAPH_LIMITS).evaluate(values, GRAPH_LIMITS) == values[node.name]


@random_graphs
@given(graphs())
def test_the_tables_of_a_graph_agree(drawn: Drawn) -> None:
    graph = Graph.parse(drawn.text)
    assert len(set(graph.quantities)) == len(graph.quantities)
    for at, node in enumerate(graph.nodes):
        assert all(source < at for source in node.inputs)
        for slot, source in enumerate(node.inputs):
            assert Use(at, slot) in graph.uses[source]
        if node.op != "number":
            assert graph.position[node.name] == at
    assert sum(map(len, graph.uses)) == sum(len(node.inputs) for node in graph.nodes)


@random_graphs
@given(st.text(alphabet="ab y=+-*/^()#;\n12._$가", max_size=40))
def test_any_text_is_a_graph_or_a_graph_error(text: str) -> None:
    try:
        graph = Graph.parse(text)
        values = graph.forward({name: 1.5 for name in graph.inputs if name not in graph.given})
        graph.backward(values)
    except GraphError as error:
        assert error.line <= text.count("\n") + 1
        if error.column is not None and error.line:
            assert 0 <= error.column <= len(text.split("\n")[error.line - 1])


@pytest.mark.parametrize(
    ("text", "quantities", "value"),
    [
        ("x^-2", ("x", "x^(-2)"), 0.25),
        ("-3*x", ("x", "-3*x"), -6),
        ("3--x*-1", ("x", "-x", "-x*-1", "3--x*-1"), 1),
        ("-2^x", ("x", "2^x", "-2^x"), -4),
        ("(-2)^x", ("x", "(-2)^x"), 4),
    ],
)
def test_the_minus_of_a_number_belongs_to_the_number(text: str, quantities: tuple[str, ...], value: float) -> None:
    graph = Graph.parse(text)
    assert graph.quantities == quantities
    assert graph.forward(x=2)[graph.output] == value
    again = Graph.parse(graph.output)
    assert again.forward(x=2)[again.output] == value


def test_between_are_both_ends_and_every_way() -> None:
    graph = Graph.parse("s = a * b\nt = s + a\nu = s * c\np = t * u\nq = p + b")
    assert graph.between("a", "p") == {"a", "s", "t", "u", "p"}
    assert graph.between("c", "p") == {"c", "u", "p"}
    assert graph.between("p", "p") == {"p"}
    assert graph.between("q", "p") == graph.between("c", "t") == frozenset()
