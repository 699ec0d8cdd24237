"""Questions, answers, mistakes and verdicts: the public interface of the quiz.

Which skills there are, each after those that it builds on, and an item of one:

>>> from tutor.quiz import generate, grade, gradient_question, skills, value_question
>>> "chain-rule" in skills()
True
>>> question = generate("chain-rule.2:48151")
>>> question.code, question.skill, question.kind
('chain-rule.2:48151@1', 'chain-rule', 'gradient')
>>> generate("chain-rule.2:48151", lang="ko").truth == question.truth
True

`question.text` states it with all its numbers. Most items are a `Question`, which asks for a number; an item of
`affine-shape` may be a `ShapeQuestion`. A code that can't be read, or names what there is not, is an
`ItemError`, which `tutor.complaints.complaint` says in a sentence.

Any graph makes questions, too:

>>> from tutor.core import Graph
>>> graph = Graph.parse("subtotal = apple * count\\nprice = subtotal * tax")
>>> shop = {"apple": 100, "count": 2, "tax": 1.1}
>>> question = gradient_question(graph, shop, output="price", quantity="apple")
>>> question.formula, question.truth
('d price / d apple', 2.2)
>>> value_question(graph, shop, quantity="subtotal").truth
200

The wrong thoughts that apply, each with the number that it gives, and the hints:

>>> [(found.id, found.value) for found in question.mistakes][:2]
[('own-input', 110.00000000000001), ('no-upstream', 2)]
>>> [hint.kind for hint in question.hints]
['where', 'rule', 'example', 'solution']

An answer is text; its verdict names the thought behind a wrong number. Nothing that a learner types raises an error.

>>> grade(question, "2.20").kind
'right'
>>> grade(question, "count * tax").read_as
'read as count * tax = 2.2'
>>> verdict = grade(question, "2 + 1.1")
>>> verdict.kind, verdict.mistakes
('wrong', ('adds-upstream',))
>>> verdict.message
'3.1 = 2 + 1.1: you added along the path; along a path gradients multiply: 2 * 1.1.'
>>> grade(question, "2,2").kind
'ask'
>>> verdict = grade(question, "2 * * 3")
>>> verdict.kind, verdict.column
('unreadable', 4)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tutor.quiz.skills import skills

if TYPE_CHECKING:
    from tutor.quiz.generator import ItemCode, ItemError, generate
    from tutor.quiz.grading import Verdict, grade
    from tutor.quiz.question import ChoiceQuestion, Option, Question, gradient_question, value_question
    from tutor.quiz.shapes import ShapeQuestion

__all__ = [
    "ChoiceQuestion",
    "ItemCode",
    "ItemError",
    "Option",
    "Question",
    "ShapeQuestion",
    "Verdict",
    "generate",
    "grade",
    "gradient_question",
    "skills",
    "value_question",
]


_HOMES = {
    **dict.fromkeys(("ItemCode", "ItemError", "generate"), "generator"),
    **dict.fromkeys(("Verdict", "grade"), "grading"),
    **dict.fromkeys(("ChoiceQuestion", "Option", "Question", "gradient_question", "value_question"), "question"),
    "ShapeQuestion": "shapes",
}
"""The modules of what is loaded when it is asked for: a map of skills needs no questions, a lesson no templates."""


def __getattr__(name: str) -> Any:
    """What stands in `_HOMES`."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
