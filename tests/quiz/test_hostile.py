"""Answers that no one types in good faith: judged or refused at once, and nothing of them reaches the terminal."""

from __future__ import annotations

import importlib.util
import math
import sys
import time
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

from tutor.quiz import Option, Question, Verdict, grade
from tutor.quiz.question import ChoiceQuestion

from .situations import SHOP, SHOP_INPUTS, gradient, shop, value

TOOL = Path(__file__).parent.parent.parent / "tools" / "fuzz_answers.py"

HOSTILE = [
    "9" * 10_000_000,
    "9" * 200,
    "1" * 150 + "." + "1" * 40,
    "9**9**9",
    "9^9^9^9",
    "2^64^2",
    "((((((((((" * 20,
    "(" * 100 + ")" * 100,
    "-" * 199 + "1",
    "--" * 30 + "1",
    "1+" * 99 + "1",
    "1,000+" * 33,
    "1,0" * 66,
    "," * 200,
    "max(" * 50,
    "max(,)" * 33,
    "max(1,2,3)",
    "max(" * 39 + "1",
    "max(1," * 33,
    "max(" + "1," * 98,
    "max(1,2)," * 22,
    "max" * 66,
    "max" + " " * 190 + "(1,2)",
    "max(1,2" + ")" * 190,
    "=" * 200,
    "a=" * 100,
    "sqrt(" * 39 + "1",
    "exp(exp(exp(9)))",
    "log(0)",
    "0^-1",
    "(-8)^0.5",
    "1e-99",
    "1e-999999999",
    "1e" + "9" * 190,
    "1/1e-99",
    "\u0301" * 200,
    "a" + "\u0301" * 199,
    "가" * 200,
    "\ud800",
    "2.2\udcff",
    "\x00" * 200,
    "\u200b" * 200,
    "\U0010ffff" * 200,
    "__import__('os').system('true')",
    "().__class__.__bases__[0]",
    "lambda: 0",
    "'''",
    "{0.__class__}",
    "%s%s%s%n",
    "[/][@click=app.quit]x",
    "1 if 1 else 2",
    "a[0]",
    "𝟐.𝟐",
    "\t\n\r\v\f",
    " " * 200,
    "1\n2",
    "İ" * 200,
    "ß원" * 60,
    "{name}",
    # very long: a paste of ten megabytes
    "1" * 10_000_000,
    "1+" * 5_000_000,
    "(" * 10_000_000,
    "가" * 3_000_000,
    "a\u0301" * 3_000_000,
    "\u0301" * 5_000_000,
    "\n" * 10_000_000,
    "1," * 5_000_000,
    "\x00" * 10_000_000,
    # what makes a careless pattern slow
    " " * 198 + "x",
    "2" + " " * 198 + "x",
    ("2 x " * 50)[:199],
    ("2x" * 100)[:199] + "(",
    "0x" * 100,
    ") x " * 50,
    "천" * 200,
    "천 " * 100,
    "1천" * 100,
    "1천 " * 66 + "a",
    "조억만천백십" * 33,
    "1만 2천 3백 4십 5" * 12,
    "1,000만 " * 28,
    "9" * 150 + "조",
    "1 000" * 40,
    "1 000 " * 33,
    "1_000" + "_000" * 48,
    "1'" * 100,
    "1%" * 100,
    "1 %" * 66,
    "%" * 200,
    "1" + " " * 190 + "%",
    "√" * 200,
    "√(" * 100,
    "√√√4",
    "²" * 200,
    "2" + "²" * 199,
    "2²" * 100,
    "2⁻" * 100,
    "2⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹",
    "2⁻⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹",
    "2" + "원" * 199,
    "2원/" * 66,
    "2 won per " * 20,
    "2 won" + "/won" * 48,
    "2" + " won" * 49,
    "₩" * 200,
    "₩2*" * 66,
    ":" * 200,
    "a:" * 100,
    "a" * 199 + ":",
    "~" * 200,
    "약 " * 100,
    "2." * 100,
    "." * 200,
    "2" + " " * 197 + ".",
    "입니다" * 66,
    "=" + "약" * 199,
    "e" * 200,
    "1e" * 100,
    "1e1" * 66,
    "d d d / d d d" * 15 + "=1",
    "d" * 198 + "=1",
    "π" * 200,
    "𝟚" * 200,
    # directions, invisible signs, commands to a terminal
    "\u202e2.2\u202c",
    "\u20662.2\u2069",
    "2\u200f.2",
    "\ufeff2.2",
    "2\u00ad.2",
    "2.2\ufe0f",
    "\x1b]0;owned\x07",
    "\x1b[2J2.2",
    "\x9b2J",
    "2.2\u2028",
    "2.2\u2029",
    "2.2\x85",
    "\U000e0041" * 50,
    "👩\u200d👩\u200d👧" * 30,
    # words of other languages
    "${jndi:ldap://x}",
    "'; DROP TABLE attempts; --",
    "<script>alert(1)</script>",
    "`rm -rf ~`",
    "$(true)",
    "{count}",
    "{0}",
    "%(name)s",
    "\\N{DIGIT TWO}",
    "\\u0032",
    "os.system",
    "__class__",
    "count.__class__",
    "exec(2)",
    "sqrt.__globals__",
    "None",
    "True",
    "0b11",
    "0o7",
    "1j",
    "1_",
    "...",
]


def in_order(verdict: Verdict) -> None:
    assert verdict.kind in ("unreadable", "ask", "wrong", "right", "close") and verdict.message
    assert len(verdict.message) < 500 and len(verdict.text) <= 200
    assert all(char.isprintable() or char == "\n" for char in verdict.message + (verdict.read_as or ""))
    assert verdict.value is None or math.isfinite(verdict.value)
    assert verdict.column is None or 0 <= verdict.column <= len(verdict.text)


def quickest(question: Question | ChoiceQuestion, text: str) -> tuple[float, Verdict]:
    """Seconds of the quickest of three gradings: the machine may be busy with something else."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        verdict = grade(question, text)
        times.append(time.perf_counter() - start)
    return min(times), verdict


QUESTIONS = (
    shop(),
    shop(lang="ko"),
    value(SHOP, SHOP_INPUTS, "price"),
    gradient("y = sigmoid(x * w)", {"x": 2, "w": 0.5}, "y", "x"),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: f"{question.formula}-{question.lang}")
def test_hostile_answers_are_read_or_refused_at_once(question: Question) -> None:
    question.mistakes, question.hints
    for text in HOSTILE:
        took, verdict = quickest(question, text)
        in_order(verdict)
        assert took < 0.010, text[:80]


def test_hostile_answers_to_a_choice() -> None:
    question = ChoiceQuestion((Option("A", True, "yes"), Option("B", False, "no")))
    for text in HOSTILE:
        took, verdict = quickest(question, text)
        in_order(verdict)
        assert took < 0.010


MEANT = frozenset("×\u0387·⋅∙∗✕✖╳＊÷∕／−–﹣－＋＾．０１２３４５６７８９십백천만억")
"""Signs beyond ASCII that join two digits to something that can be read."""


def joining(codes: Iterable[int]) -> set[str]:
    question, found = shop(), set()
    for char in map(chr, codes):
        verdict = grade(question, f"2{char}3")
        in_order(verdict)
        if verdict.kind not in ("unreadable", "ask") and not char.isascii():
            found.add(char)
    return found


def test_only_listed_signs_are_read() -> None:
    assert joining(map(ord, MEANT)) == MEANT
    assert joining(range(0x80, 0x10000, 13)) <= MEANT
    assert joining(range(0x10000, 0x110000, 499)) == set()


@pytest.mark.slow
def test_of_all_signs_only_the_listed_ones_are_read() -> None:
    assigned = (code for code in range(0x80, 0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs"))
    assert joining(assigned) == MEANT


def load_tool() -> ModuleType:
    """tools/fuzz_answers.py, which is a script and in no package."""
    spec = importlib.util.spec_from_file_location("fuzz_answers", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


fuzz = load_tool()


def test_fuzzed_answers_are_judged_at_once() -> None:
    found = fuzz.run(fuzz.questions(), 5000, seed=7)
    assert found.faults == [] and found.count == 5000
    assert {"right", "close", "wrong", "unreadable", "ask"} <= set(found.kinds)


@pytest.mark.slow
def test_many_fuzzed_answers_are_judged_at_once() -> None:
    assert fuzz.run(fuzz.questions(), 100_000, seed=11).faults == []


def test_the_fuzz_tells_what_is_out_of_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(question: Question, text: str) -> Verdict:
        if len(text) % 3 == 0:
            raise RecursionError
        return Verdict("wrong", "no", value=math.inf, column=9) if len(text) % 3 == 1 else grade(question, text)

    monkeypatch.setattr(fuzz, "grade", broken)
    found = fuzz.run(fuzz.questions(), 60, seed=1)
    assert any("RecursionError" in line for line in found.faults)
    assert any("not finite" in line for line in found.faults)
