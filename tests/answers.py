"""What a learner types who knows the answer, to a question of any kind."""

from tutor.experiments.lab_question import LabQuestion
from tutor.numbers import show
from tutor.quiz.ordering import OrderQuestion
from tutor.quiz.question import AnyQuestion, ChoiceQuestion, Question
from tutor.quiz.shapes import ShapeQuestion


def right(question: AnyQuestion) -> str:
    """The right answer."""
    if isinstance(question, ChoiceQuestion):
        return " ".join(map(str, sorted(question.truth)))
    if isinstance(question, OrderQuestion):
        return " ".join(map(str, question.truth))
    if isinstance(question, LabQuestion):
        return question.written(question.way)
    assert isinstance(question, Question | ShapeQuestion)
    return str(question.truth) if isinstance(question, ShapeQuestion) else show(question.truth)
