"""What a table of cases holds: where a thought applies, with its number worked out by hand, and where it does not."""

from typing import NamedTuple

from tutor.quiz import Question


class Row(NamedTuple):
    """A mistake, a question where it applies, and the number that its formula gives there, written out."""

    id: str
    question: Question
    number: float


class Absent(NamedTuple):
    """A mistake, and a question where its thought would change nothing or has no such node."""

    id: str
    question: Question
