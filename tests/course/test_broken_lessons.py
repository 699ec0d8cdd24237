"""One slip of an author in each lesson of `broken`, and what lint has to say about it, with the line."""

from pathlib import Path

import pytest

from tutor.course import CourseError, load_page
from tutor.course.faults import HARMLESS
from tutor.lint import lint
from tutor.words import LANGUAGES, words

FOLDER = Path(__file__).parent / "broken"

FOR_AUTHORS = {
    "expect-differs",
    "goal-at-start",
    "way-misses",
    "mistake-is-right",
    "optimizer-not-asked",
    "unknown-skill",
}
"""Faults that leave every question whole."""

REPORTS: dict[str, list[tuple[int, str]]] = {
    "ask-a-given": [(17, "asks-a-given")],
    "ask-half-a-gradient": [(17, "bad-ask")],
    "ask-missing": [(17, "missing-key")],
    "ask-not-text": [(18, "wrong-type")],
    "ask-unknown-quantity": [(17, "unknown-quantity")],
    "ask-without-quotes": [(18, "bad-toml")],
    "block-id-in-capitals": [(17, "bad-id")],
    "block-id-twice": [(70, "id-twice")],
    "block-in-a-list": [(17, "block-nested")],
    "block-never-closed": [(75, "bad-toml")],
    "block-two-words": [(17, "block-words")],
    "block-typed-wrong": [(17, "unknown-block")],
    "block-without-id": [(17, "block-without-id")],
    "choice-all-right": [(33, "no-options")],
    "choice-none-right": [(33, "no-options")],
    "choice-right-as-text": [(33, "no-options"), (40, "wrong-type")],
    "choice-twice-the-same": [(38, "option-twice")],
    "choice-without-reply": [(35, "missing-key")],
    "expect-text": [(20, "wrong-type")],
    "expect-wrong": [(17, "expect-differs")],
    "front-matter-gone": [(1, "no-front-matter")],
    "front-matter-open": [(0, "no-question"), (1, "front-matter-not-closed")],
    "front-matter-unknown": [(3, "unknown-key")],
    "graph-assigned-twice": [(9, "graph")],
    "graph-bracket-open": [(12, "graph")],
    "graph-code-in-it": [(10, "graph")],
    "graph-divides-by-zero": [(7, "graph")],
    "graph-empty": [(7, "graph")],
    "graph-name-typed-wrong": [(7, "graph")],
    "graph-named-wrong": [(17, "unknown-graph")],
    "graph-two-stars": [(11, "graph")],
    "graph-unknown-function": [(12, "graph")],
    "invisible-character": [(5, "control-character")],
    "key-twice": [(21, "bad-toml")],
    "key-unknown": [(20, "unknown-key")],
    "lab-bound-too-much": [(83, "bound-without-goal")],
    "lab-depth-with-surface": [(80, "lab-without")],
    "lab-goal-of-another": [(82, "unknown-goal")],
    "lab-goal-unknown": [(82, "unknown-goal")],
    "lab-goal-without-bound": [(79, "missing-key")],
    "lab-reached-at-once": [(78, "goal-at-start")],
    "lab-rule-unknown": [(81, "lab")],
    "lab-setting-too-large": [(83, "lab")],
    "lab-start-half": [(81, "bad-start")],
    "lab-surface-gone": [(79, "missing-key")],
    "lab-surface-unknown": [(80, "lab")],
    "lab-unknown": [(79, "unknown-lab")],
    "lab-way-empty": [(83, "empty-text")],
    "lab-way-gone": [(78, "missing-key")],
    "lab-way-misses": [(78, "way-misses")],
    "lab-way-unknown-setting": [(83, "lab")],
    "label-taken": [(7, "name-unclear")],
    "label-too-long": [(9, "label-too-long")],
    "mistake-gives-the-right-number": [
        (17, "expect-differs"),
        (17, "mistake-is-right"),
        (25, "expect-differs"),
        (25, "mistake-is-right"),
    ],
    "no-title": [(1, "missing-key")],
    "optimizer-loss-not-whole": [(64, "bad-loss")],
    "optimizer-never-asked": [(60, "optimizer-not-asked")],
    "optimizer-no-number": [(62, "optimizer")],
    "optimizer-other-name": [(70, "bad-step-ask")],
    "optimizer-setting-missing": [(60, "missing-setting")],
    "optimizer-setting-of-another": [(64, "unknown-setting")],
    "optimizer-setting-twice": [(63, "setting-twice")],
    "optimizer-step-far-away": [(70, "ask-beyond")],
    "optimizer-unknown-rule": [(61, "unknown-rule")],
    "optimizer-without-loss": [(60, "no-loss")],
    "optimizer-without-start": [(60, "missing-setting")],
    "order-of-one": [(46, "items-count")],
    "order-twice-the-same": [(55, "item-twice")],
    "order-without-reply": [(46, "missing-key")],
    "skill-unknown": [(17, "unknown-skill")],
    "sweep-empty": [(26, "empty-text")],
    "sweep-expects-wrong": [(25, "expect-differs")],
    "sweep-not-on-the-way": [(26, "not-in-sweep")],
    "sweep-of-a-given": [(26, "asks-a-given")],
    "title-empty": [(2, "empty-text")],
    "title-not-text": [(2, "wrong-type")],
    "title-without-quotes": [(2, "bad-toml")],
}


def test_the_lesson_without_the_slips_is_whole() -> None:
    assert lint([FOLDER.parent / "whole.md"]) == []


def test_every_broken_lesson_is_expected() -> None:
    assert {page.stem for page in FOLDER.glob("*")} == set(REPORTS)


@pytest.mark.parametrize("name", REPORTS)
def test_the_slip_is_found_in_its_line(name: str) -> None:
    page = FOLDER / f"{name}.md"
    faults = lint([page])
    assert [(fault.line, fault.code) for fault in faults] == REPORTS[name]
    for lang in LANGUAGES:
        for fault in faults:
            place, _, said = fault.report(words(lang)).partition(": ")
            assert place == (f"{page}:{fault.line}" if fault.line else str(page))
            assert said and "\n" not in said


@pytest.mark.parametrize("name", REPORTS)
def test_a_lesson_that_can_not_be_read_whole_is_not_learned(name: str) -> None:
    page = FOLDER / f"{name}.md"
    if all(code in HARMLESS | FOR_AUTHORS for _, code in REPORTS[name]):
        assert load_page(page).steps
    else:
        with pytest.raises(CourseError):
            load_page(page)
