"""What the core says when it can't go on: a code and details. The faces turn them into sentences."""

from __future__ import annotations


class CoreError(ValueError):
    """A fault in what the core was given.

    `code` is a fixed word (the tables in `tutor/complaints.py` have a sentence for each, in every
    language) and `details` fills that sentence. The core itself has no words for a learner.
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(code + (f" {details}" if details else ""))


class ExpressionError(CoreError):
    """An expression that can't be read or worked out; `column` counts from 0 in the normalised text."""

    def __init__(self, code: str, column: int = 0, **details: object) -> None:
        super().__init__(code, **details)
        self.column = column


class GraphError(CoreError):
    """A graph that can't be built or run; `line` counts from 1 in its text, 0 where no line is to blame.

    `column` counts from 0 within that line and is None where the whole line is meant.
    """

    def __init__(self, code: str, line: int = 0, column: int | None = None, **details: object) -> None:
        super().__init__(code, **details)
        self.line = line
        self.column = column
