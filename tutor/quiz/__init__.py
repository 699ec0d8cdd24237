"""Questions, answers, mistakes and verdicts: the public interface of the quiz.

graph = Graph.parse("subtotal = apple * count\\nprice = subtotal * tax")
question = gradient_question(graph, {"apple": 100, "count": 2, "tax": 1.1}, "price", "apple")
question.truth                      # 2.2
[m.id for m in question.mistakes]   # what a wrong number may come from
grade(question, "2+1.1").mistakes   # ("adds-upstream",)
grade(question, "count*tax").kind   # "right"
"""

from tutor.quiz.grading import Verdict, grade
from tutor.quiz.question import ChoiceQuestion, Option, Question, gradient_question, value_question
from tutor.quiz.skills import skills

__all__ = [
    "ChoiceQuestion",
    "Option",
    "Question",
    "Verdict",
    "grade",
    "gradient_question",
    "skills",
    "value_question",
]
