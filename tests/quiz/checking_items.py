"""An item looked at from outside: what plain Python or NumPy gives there, and what each answer to it is worth."""

import itertools
import math
import re

import numpy as np

from tutor.core import Graph
from tutor.quiz import ItemCode, Question, ShapeQuestion, grade
from tutor.quiz.grading import ENOUGH_DIGITS, matching_digits
from tutor.quiz.mistakes import same
from tutor.quiz.question import ItemQuestion
from tutor.quiz.siblings import APART

FUNCTIONS = {
    "exp": math.exp,
    "ln": math.log,
    "log": math.log,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "relu": lambda x: x if x > 0 else 0,
    "max": max,
}


def statements(text: str) -> list[tuple[str, str]]:
    """Name and expression of each line, as Python."""
    lines = (line.partition("#")[0] for line in re.split("[\n;]", text))
    pairs = (line.partition("=") for line in lines if "=" in line)
    return [(name.strip(), expression.strip().replace("^", "**")) for name, _, expression in pairs]


def in_python(text: str, inputs: dict[str, float], moved: str = "", by: float = 0.0) -> dict[str, float]:
    """Every named quantity, worked out by Python itself; one of them moved by hand."""
    found = {name: value + by if name == moved else value for name, value in inputs.items()}
    for name, expression in statements(text):
        if name not in inputs:
            found[name] = eval(expression, {"__builtins__": {}}, {**FUNCTIONS, **found})  # noqa: S307
            if name == moved:
                found[name] += by
    return found


def check_truth(question: Question, text: str) -> None:
    """The truth is what plain Python says: the value, or the central difference of values."""
    inputs = {name: question.values[name] for name in question.graph.inputs}
    assert Graph.parse(text).nodes == question.graph.nodes
    plain = in_python(text, inputs)
    if question.kind == "value":
        assert math.isclose(question.truth, plain[question.quantity], rel_tol=1e-12, abs_tol=1e-12), question.code
        return
    at, size = plain[question.quantity], abs(plain[question.output])
    h = 1e-4 * max(abs(at), 1e-2)
    up, down = (in_python(text, inputs, question.quantity, step)[question.output] for step in (h, -h))
    measured = (up - down) / (2 * h)
    noise = 1e-14 * size / h
    assert abs(measured - question.truth) <= 1e-5 * abs(question.truth) + noise, question.code


def check_apart(question: Question) -> None:
    """No mistake near the truth, no two alike."""
    truth, wrong = question.truth, [found.value for found in question.mistakes]
    assert wrong, question.code
    assert all(abs(m - truth) > APART * max(abs(m), abs(truth)) for m in wrong), question.code
    assert not any(same(a, b) for a, b in itertools.combinations(wrong, 2)), question.code


def check_mistakes(question: Question) -> None:
    """Every mistake, typed in, is not right, and is named: it and no other."""
    for found in question.mistakes:
        verdict = grade(question, repr(found.value))
        assert verdict.kind == ("convention" if found.convention else "wrong"), (question.code, found.id, verdict)
        assert verdict.mistakes == found.ids, (question.code, found.id, verdict.mistakes)


def right_answers(question: Question) -> list[str]:
    """The truth as learners may write it: whole, in one of several ways, rounded where no mistake rounds to that."""
    truth = question.truth
    ways = (
        f"{truth:.12g}",
        f"2 * ({truth / 2!r})",
        f"({truth - 1!r}) + 1",
        f"{question.formula} = {truth!r}",
        f"{truth:.{ENOUGH_DIGITS + 1}g}",
    )
    answers = [repr(truth), ways[ItemCode.parse(question.code).number % len(ways)]]
    rounded = float(f"{truth:.{ENOUGH_DIGITS}g}")
    if not any(matching_digits(rounded, found.value) >= ENOUGH_DIGITS for found in question.mistakes):
        answers.append(repr(rounded))
    return answers


def check_right(question: Question) -> None:
    for answer in right_answers(question):
        assert grade(question, answer).kind == "right", (question.code, answer)


def shapes_in_numpy(batch: int, widths: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """The shape of every quantity and gradient of Affine layers, from the book's formulas on NumPy arrays."""
    layers = len(widths) - 1
    number = [str(at) if layers > 1 else "" for at in range(1, layers + 1)]
    flowing = ["X", *(f"H{at}" for at in range(1, layers)), "Y"]
    found = {"X": np.ones((batch, widths[0]))}
    for at, n in enumerate(number):
        found[f"W{n}"], found[f"b{n}"] = np.ones(widths[at : at + 2]), np.ones(widths[at + 1])
        found[flowing[at + 1]] = found[flowing[at]] @ found[f"W{n}"] + found[f"b{n}"]
    found["dY"] = np.ones_like(found["Y"])
    for at, n in reversed(list(enumerate(number))):
        upstream = found[f"d{flowing[at + 1]}"]
        found[f"dW{n}"], found[f"db{n}"] = found[flowing[at]].T @ upstream, upstream.sum(axis=0)
        found[f"d{flowing[at]}"] = upstream @ found[f"W{n}"].T
    return {name: array.shape for name, array in found.items()}


def check_shape(question: ShapeQuestion) -> None:
    """The truth is NumPy's, every way to write it is right; each wrong shape is another one, wrong and named."""
    truth = question.truth
    assert truth == shapes_in_numpy(question.batch, question.widths)[question.asked], question.code
    for answer in shape_answers(question):
        assert grade(question, answer).kind == "right", (question.code, answer)
    wrong = [found.value for found in question.mistakes]
    assert wrong and truth not in wrong and len(set(wrong)) == len(wrong), question.code
    for found in question.mistakes:
        verdict = grade(question, " x ".join(map(str, found.value)))
        assert (verdict.kind, verdict.mistakes) == ("wrong", found.ids), (question.code, found)
    *rungs, solution = question.hints
    assert str(truth) in solution.text, question.code
    assert not any(str(truth) in rung.text for rung in rungs), question.code


def shape_answers(question: ShapeQuestion) -> list[str]:
    """The truth as learners may write it."""
    sizes = list(map(str, question.truth))
    joined = [sign.join(sizes) for sign in ("x", " ", ", ", "×")]
    return [str(question.truth), f"({', '.join(sizes)})", f"{question.asked} = {question.truth}", *joined]


def check(question: ItemQuestion, text: str) -> None:
    if isinstance(question, ShapeQuestion):
        check_shape(question)
        return
    check_truth(question, text)
    check_apart(question)
    check_mistakes(question)
    check_right(question)
