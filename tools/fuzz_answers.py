"""Throws made-up answers at the grading of several questions: every one must be judged, and at once.

    uv run tools/fuzz_answers.py                    a million answers, seed 1
    uv run tools/fuzz_answers.py 50000 --seed 2     fewer, and others

Exit status 1 where an answer raised, was judged out of order, or took longer than 10 ms of processor time each of
three times.
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tutor.core import Graph
from tutor.quiz import Question, Verdict, grade, gradient_question, value_question

SLOW = 0.010
"""Seconds of processor time that judging one answer may take."""
_SHOWN = 5
"""How many of the slowest answers are shown."""

SHOP = Graph.parse("subtotal = apple * count\nprice = subtotal * tax")
LABELS = {"apple": "사과: 한 상자의 값", "count": "개수", "tax": "소비세: 배율", "subtotal": "소계", "price": "가격"}
BOUGHT = {"apple": 100, "count": 2, "tax": 1.1}


def questions() -> list[Question]:
    """Gradients and values, in both languages, with names that are units, constants and signs elsewhere."""
    found = [
        gradient_question(SHOP, BOUGHT, "price", "apple"),
        gradient_question(SHOP, BOUGHT, "price", "tax", lang="ko", labels=LABELS),
        value_question(SHOP, BOUGHT, "price"),
        value_question(SHOP, BOUGHT, "subtotal", lang="ko", labels=LABELS),
        gradient_question(Graph.parse("y = sigmoid(w * x + b)"), {"w": 2, "x": 0.5, "b": -1}, "y", "w"),
        gradient_question(Graph.parse("y = x^2 + 3*x"), {"x": -2}, "y", "x", lang="ko"),
        value_question(Graph.parse("e = m * h\n천 = e / 개"), {"m": 3, "h": 1e-4, "개": 7}, "천", lang="ko"),
        gradient_question(Graph.parse("a = relu(x)\ny = max(a, z) * z"), {"x": -1, "z": 0}, "y", "x"),
    ]
    for question in found:
        assert question.mistakes is not None and question.hints  # worked out once, not within the first answer
    return found


# --- answers that are made up ----------------------------------------------------------------------------

Maker = Callable[[random.Random, Question], str]

VALID = (
    *(
        "2.2",
        "2.20",
        "11/5",
        "2*1.1",
        "count*tax",
        "개수*소비세",
        "1e2",
        "2^3",
        "(1+1)*1.1",
        "dx = 2.2",
        "2,2",
        "1,000",
    ),
    *(
        "1,234,567",
        "3천 원",
        "1만 2천원",
        "2.2원/상자",
        "220%",
        "2x1.1",
        "2²",
        "10⁻²",
        "√4.84",
        "１．１*2",
        "−2",
        "$2.2",
    ),
    *(
        "d price / d apple = 2*1.1 = 2.2",
        "max(2.2, 1)",
        "sigmoid(0)*(1-sigmoid(0))",
        "answer: 2.2.",
        "약 2.2입니다",
        "1 000",
    ),
    *("1'000", "≈ 2.2 won per box", "0.00030000000000000003", "-2^2", "log(e)*π"),
)
FUNCTIONS = ("sqrt", "exp", "log", "ln", "sin", "cos", "tanh", "sigmoid", "relu", "max", "√")
OPERATORS = ("+", "-", "*", "/", "^", "**", "×", "·", "÷", "−", " x ", "x", " ", "=", ",", "²", "⁻¹")
UNITS = (
    "원",
    " won",
    "₩",
    "$",
    "개",
    " m²",
    "%",
    " 퍼센트",
    "천",
    "만 ",
    "억",
    "조",
    "원/개",
    " won/box",
    "입니다",
    ".",
    "?",
)
SIGNS = "".join((*OPERATORS, *UNITS)) + "0123456789" * 4 + "().,=eE_'’:~≈\t\n\x00\u200b\u202e\u0301½가[]{}\\\"`<>;%"


def _number(source: random.Random) -> str:
    digits = "".join(source.choice("0123456789") for _ in range(source.choice((1, 1, 2, 3, 4, 30))))
    kind = source.randrange(9)
    if kind < 4:
        return digits
    tail = "".join(source.choice("0123456789") for _ in range(source.choice((0, 1, 2, 3, 25))))
    return digits + (".", ".", ",", " ", "e")[kind - 4] + tail


def _grammatical(source: random.Random, question: Question, depth: int = 0) -> str:
    """An expression by the grammar, and now and then not quite."""
    kind = source.randrange(12 if depth < 6 else 5)
    if kind < 3:
        return _number(source)
    if kind < 5:
        names = tuple(question.usable) if source.random() < 0.95 else (*question.graph.quantities, "foo")
        return source.choice(names)
    inner = _grammatical(source, question, depth + 1)
    if kind == 5:
        return inner + (source.choice(UNITS) if depth == 0 or source.random() < 0.1 else "")
    if kind == 6:
        return f"{source.choice(FUNCTIONS)}({inner})"
    if kind == 7 and (depth == 0 or source.random() < 0.2):
        return source.choice(("({})", "-{}", "+{}", "dx = {}", "정답: {}", "max({},2)", "({}", "{})", "{} 원")).format(
            inner
        )
    operator = source.choice(OPERATORS[:5] if source.random() < 0.8 else OPERATORS)
    return inner + operator + _grammatical(source, question, depth + 1)


def _near(source: random.Random, question: Question) -> str:
    """A number at or near the right one, or one that a known mistake gives, with more or fewer digits."""
    value = source.choice((question.truth, *(found.value for found in question.mistakes)))
    value *= source.choice((1, 1, 1, -1, 10, 0.1, 1 + source.uniform(-1, 1) * 10.0 ** -source.randrange(1, 16)))
    return source.choice((repr(value), f"{value:.{source.randrange(1, 18)}g}", f"{value:.{source.randrange(6)}f}"))


def _mutated(source: random.Random, _question: Question) -> str:
    """A valid answer with some signs put in, taken out, doubled or exchanged."""
    text = list(source.choice(VALID))
    for _ in range(source.randrange(1, 5)):
        at = source.randrange(len(text) + 1)
        kind = source.randrange(4)
        if kind == 0:
            text.insert(at, source.choice(SIGNS))
        elif kind == 1:
            del text[at : at + 1]
        elif kind == 2:
            text[at:at] = text[at : at + 3] * source.randrange(1, 9)
        else:
            text[at : at + 1] = source.choice(SIGNS)
    return "".join(text)


def _signs(source: random.Random, _question: Question) -> str:
    return "".join(source.choice(SIGNS) for _ in range(source.randrange(1, 60)))


def _repeated(source: random.Random, _question: Question) -> str:
    """A short piece many times: what makes a careless pattern slow."""
    piece = "".join(source.choice(SIGNS) for _ in range(source.randrange(1, 5)))
    piece = source.choice((piece, source.choice(VALID), source.choice((*UNITS, *OPERATORS, *FUNCTIONS, "count"))))
    return (source.choice(VALID) * source.randrange(2) + piece * (220 // len(piece)))[: source.randrange(150, 202)]


def _bytes(source: random.Random, _question: Question) -> str:
    """Bytes as a terminal hands them over: what is no UTF-8 comes as lone surrogates."""
    return source.randbytes(source.randrange(1, 100)).decode("utf-8", "surrogateescape")


def _unicode(source: random.Random, _question: Question) -> str:
    """Signs of every plane of Unicode."""
    planes = (0x300, 0x3000, 0x10000, 0x110000)
    return "".join(chr(source.randrange(source.choice(planes))) for _ in range(source.randrange(1, 40)))


MAKERS: dict[Maker, int] = {
    _grammatical: 5,
    _near: 3,
    _mutated: 3,
    _signs: 1,
    _repeated: 1,
    _bytes: 1,
    _unicode: 1,
}
"""How often each comes, relative to the others."""


def answers(asked: Sequence[Question], seed: int) -> Iterator[tuple[Question, str]]:
    """Questions in turn and an answer to each, without end, the same for a seed."""
    source = random.Random(seed)
    makers = [maker for maker, share in MAKERS.items() for _ in range(share)]
    for question in itertools.cycle(asked):
        yield question, source.choice(makers)(source, question)


# --- what is found ---------------------------------------------------------------------------------------


@dataclass
class Findings:
    """What came of it."""

    count: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)


def fault(verdict: Verdict) -> str | None:
    """What is out of order in a verdict."""
    if verdict.kind not in ("right", "close", "wrong", "unreadable", "ask", "convention") or not verdict.message:
        return f"no verdict: {verdict}"
    if (verdict.value is None) != (verdict.kind in ("unreadable", "ask")):
        return f"a value only where one is read: {verdict}"
    if verdict.value is not None and not math.isfinite(verdict.value):
        return f"not finite: {verdict}"
    if verdict.column is not None and not 0 <= verdict.column <= len(verdict.text):
        return f"the caret is outside: {verdict}"
    if not all(char.isprintable() or char == "\n" for char in verdict.message + (verdict.read_as or "")):
        return f"not printable: {verdict}"
    if len(verdict.message) > 600:
        return f"long: {verdict}"
    return None


def run(asked: Sequence[Question], count: int, seed: int) -> Findings:
    """Judge `count` answers, each to one of the questions."""
    found = Findings()
    for question, text in itertools.islice(answers(asked, seed), count):
        start = time.process_time()
        try:
            verdict = grade(question, text)
        except Exception as error:
            found.faults.append(f"{text!r} to {question.formula}: {error!r}")
            continue
        took = time.process_time() - start
        if took > SLOW or len(found.slowest) < _SHOWN or took > found.slowest[-1][0]:
            for _ in range(2):  # the machine may have been busy with something else
                start = time.process_time()
                grade(question, text)
                took = min(took, time.process_time() - start)
        found.count += 1
        found.kinds[verdict.kind] += 1
        if wrong := fault(verdict):
            found.faults.append(f"{text!r} to {question.formula}: {wrong}")
        if took > SLOW:
            found.faults.append(f"{text!r} to {question.formula}: {took * 1000:.1f} ms")
        found.slowest = sorted([*found.slowest, (took, text)], reverse=True)[:_SHOWN]
    return found


def main(arguments: Sequence[str]) -> int:
    """Do it and say what was found."""
    parser = argparse.ArgumentParser(description="made-up answers to the grading")
    parser.add_argument("count", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    found = run(questions(), options.count, options.seed)
    seconds = time.perf_counter() - start
    print(f"{found.count} answers in {seconds:.0f} s, seed {options.seed}")
    print("  ".join(f"{kind} {number}" for kind, number in found.kinds.most_common()))
    for took, text in found.slowest:
        print(f"slowest: {took * 1000:.2f} ms  {text!r}")
    print(f"{len(found.faults)} faults")
    for line in found.faults[:50]:
        print(line)
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
