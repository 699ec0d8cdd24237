"""An item looked at from outside: what the same graph gives in plain Python, and what each answer to it is worth."""

import itertools
import math
import re

from tutor.core import Graph
from tutor.quiz import ItemCode, Question, grade
from tutor.quiz.grading import ENOUGH_DIGITS, matching_digits
from tutor.quiz.mistakes import same
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


def check(question: Question, text: str) -> None:
    check_truth(question, text)
    check_apart(question)
    check_mistakes(question)
    check_right(question)
