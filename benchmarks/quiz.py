"""How long it takes to make an item and to grade an answer: the aims are 20 ms and 1 ms.

uv run benchmarks/quiz.py [SKILL ...]
"""

import gc
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from tutor.quiz import ShapeQuestion, generate, grade, skills
from tutor.quiz.generator import generate_counted
from tutor.quiz.question import ItemQuestion

LEVELS, ITEMS = (1, 2, 3), 40


def milliseconds(what: Callable[[], Any]) -> tuple[float, Any]:
    """Processor time, so that what else runs on the machine is not counted, and without a collection of garbage.

    A collection looks at all that is alive, here thousands of items, and would be counted to one of them by chance.
    """
    gc.disable()
    begin = time.process_time()
    result = what()
    taken = time.process_time() - begin
    gc.enable()
    return taken * 1000, result


def main(chosen: list[str]) -> None:
    grade(generate("chain-rule:1"), "1")  # what is loaded and compiled once is not counted
    gc.freeze()
    print(f"{'':26}{'make an item, ms':>22}{'grade, ms':>20}{'drawn again':>13}")
    print(f"{'':26}{'median':>11}{'slowest':>11}{'median':>10}{'slowest':>10}{'mean':>13}")
    for skill in chosen:
        for level in LEVELS:
            made, graded, again = [], [], 0
            for number in range(ITEMS):
                taken, item = milliseconds(lambda code=f"{skill}.{level}:{number}": generate_counted(code))
                made.append(taken)
                again += item.rejected
                question = item.question
                for answer in _answers(question):
                    taken, _ = milliseconds(lambda: grade(question, answer))  # noqa: B023
                    graded.append(taken)
            print(
                f"{f'{skill}.{level}':26}{median(made):11.2f}{max(made):11.2f}"
                f"{median(graded):10.3f}{max(graded):10.3f}{again / ITEMS:13.2f}"
            )


def _answers(question: ItemQuestion) -> list[str]:
    """The right one, whole and rounded, one that nobody thinks of, and that of every wrong thought."""
    wrong = [repr(found.value) for found in question.mistakes]
    if isinstance(question, ShapeQuestion):
        return [repr(question.truth), "9x9x9", *wrong]
    return [repr(question.truth), f"{question.truth:.3g}", "0.1234", *wrong]


if __name__ == "__main__":
    main(sys.argv[1:] or skills())
