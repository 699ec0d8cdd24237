"""Every fault that the core or the reading of an answer reports has its sentence, and no sentence is left over."""

import ast
import string
from pathlib import Path
from typing import NamedTuple

import pytest

import tutor
from tutor.complaints import SENTENCES, complaint
from tutor.core import CoreError, ExpressionError, Graph, GraphError, parse
from tutor.words import LANGUAGES, words

HOME = Path(tutor.__file__).parent
ERRORS = {"CoreError", "ExpressionError", "GraphError", "ItemError"}


class Raised(NamedTuple):
    """A place where a fault is made: its code and the details that are given with it."""

    code: str
    details: frozenset[str]
    where: str


def raised_in(path: Path) -> list[Raised]:
    found = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for call in ast.walk(tree):
        if not (
            isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ERRORS and call.args
        ):
            continue
        details = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
        around = [f for f in functions if f.lineno <= call.lineno <= (f.end_lineno or f.lineno)]
        for code in codes(call.args[0], around[-1:]):
            found.append(Raised(code, details, f"{path.name}:{call.lineno}"))
    return found


def codes(first: ast.expr, around: list[ast.FunctionDef]) -> list[str]:
    """The codes that an expression can stand for: a string, a choice of strings, or a name that holds such a choice."""
    if isinstance(first, ast.Constant):
        return [str(first.value)]
    if isinstance(first, ast.IfExp):
        return [*codes(first.body, around), *codes(first.orelse, around)]
    if isinstance(first, ast.Name):
        given = [
            node.value
            for function in around
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == first.id
        ]
        return [code for value in given for code in codes(value, [])]
    return []  # handed on from another error


SOURCES = [*sorted((HOME / "core").glob("*.py")), HOME / "quiz" / "answer.py", HOME / "quiz" / "generator.py"]
SOURCES += [HOME / "experiments" / name for name in ("trial.py", "trials.py", "lab_question.py")]
RAISED = [raised for path in SOURCES for raised in raised_in(path)]


def test_the_scan_sees_every_way_in_which_a_fault_is_made() -> None:
    seen = {raised.code for raised in RAISED}
    assert {"empty", "used-before", "name-twice", "divide-by-zero", "sides-differ", "no-gradient"} <= seen
    assert len(RAISED) > 40


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert {raised.code for raised in RAISED} == set(SENTENCES)


@pytest.mark.parametrize("raised", RAISED, ids=lambda raised: f"{raised.where} {raised.code}")
def test_a_sentence_says_no_more_than_it_is_told(raised: Raised) -> None:
    details = dict.fromkeys(raised.details, 3)
    for lang in LANGUAGES:
        said = complaint(CoreError(raised.code, **details), words(lang))
        assert said and "{" not in said
        assert not said.endswith(".")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", SENTENCES)
def test_the_languages_fill_in_the_same(code: str, lang: str) -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    sentence = SENTENCES[code]
    filled = words(lang)(sentence, **{name: f"<{name}>" for name in names(sentence)})
    assert all(f"<{name}>" in filled for name in names(sentence))


class TestSaid:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("1/0", "division by zero"),
            ("2 + ", "a number is missing here"),
            ("1e13", "the number is too large (the limit is 1e12)"),
            ("foo", "foo is not known here"),
            ("sqrt", "write sqrt with brackets: sqrt(…)"),
            ("1" * 201, "longer than 200 characters"),
        ],
    )
    def test_expressions(self, text: str, said: str) -> None:
        with pytest.raises(ExpressionError) as caught:
            parse(text).evaluate()
        assert complaint(caught.value, words("en")) == said

    def test_graphs(self) -> None:
        with pytest.raises(GraphError) as caught:
            Graph.parse("z = x / y").forward(x=1, y=0)
        assert complaint(caught.value, words("en")) == "division by zero at z"
        with pytest.raises(GraphError) as caught:
            Graph.parse("z = x * y").forward()
        assert complaint(caught.value, words("en")) == "a value is missing for: x, y"
        with pytest.raises(GraphError) as caught:
            Graph.parse("z = x * y").forward(x=1, y=2, w=3)
        assert complaint(caught.value, words("en")) == "w is not an input of this graph (inputs: x, y)"

    def test_an_unknown_code_is_said_as_it_is(self) -> None:
        assert "brand-new" in complaint(CoreError("brand-new", name="x"), words("en"))

    def test_nothing_quoted_reaches_the_terminal_as_a_command(self) -> None:
        said = complaint(CoreError("unknown-name", name="\x1b[2J\u202ex"), words("en"))
        assert all(char.isprintable() for char in said)
        assert "\x1b" not in complaint(CoreError("brand-new", name="\x1b[2J"), words("en"))
