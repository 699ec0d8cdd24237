"""`bptutor practice` in plain lines: which items, what is said to them, and what there is not."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import pytest

from tutor import cli
from tutor.numbers import show
from tutor.practice import practised
from tutor.quiz import generate
from tutor.quiz.skills import SKILLS
from tutor.words import words

from .calling import Run

ITEM = "chain-rule.2:7"
SHAPE = "affine-shape.1:2"


@pytest.fixture
def run(bptutor: Run) -> Run:
    """`bptutor …` in this process with lines typed, in English where nothing else is asked for."""
    return partial(bptutor, "practice")


def attempts(run: Run, capfd: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert cli.main(["progress", "--json"]) == 0
    return list(json.loads(capfd.readouterr().out)["attempts"])


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_progress_counts_questions_of_practices(run: Run, capfd: pytest.CaptureFixture[str], lang: str) -> None:
    def told() -> str:
        assert cli.main(["progress", "--lang", lang]) == 0
        lines = capfd.readouterr().out.splitlines()
        return next((found for found in lines if found.startswith(line[:3])), "")

    line = {
        "en": "Practice: {} answered, right at once, without help: {}.",
        "ko": "연습: 답한 문제 {}, 그중 도움 없이 한 번에 맞힌 문제 {}개.",
    }[lang]
    counted = {"en": ("1 question", "2 questions", "4 questions"), "ko": ("1개", "2개", "4개")}[lang]
    assert not told().startswith(line[:3])  # a table of lessons only
    right = show(generate(ITEM).truth)
    run("--plain", "--item", ITEM, typed=":skip\n")
    assert not told().startswith(line[:3])
    run("--plain", "--item", ITEM, typed=f"{right}\n")
    assert told() == line.format(counted[0], 1)
    run("--plain", "--item", ITEM, typed=f"123456\n{right}\n")
    assert told() == line.format(counted[1], 1)
    run("--plain", "--item", ITEM, typed=f"?\n{right}\n")
    run("--plain", "--item", SHAPE, typed=f"{generate(SHAPE).truth}\n")
    assert told() == line.format(counted[2], 2)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_shape_from_its_story_to_the_summary(run: Run, capfd: pytest.CaptureFixture[str], lang: str) -> None:
    question, t = generate(SHAPE, lang), words(lang)
    wrong, *_ = question.mistakes
    typed = "x".join(map(str, wrong.value))
    done = run("--plain", "--lang", lang, "--item", SHAPE, typed=f"3 rows\n{typed}\n?\n:graph\n!\n:quit\n")
    assert (done.status, done.err) == (0, "")
    assert all(part in done.out for part in (question.prompt, question.givens, *question.products))
    assert f"({t('read as {reading}', reading=wrong.value)})\n{t('Wrong.')} {wrong.reply}" in done.out
    assert f"{t('Hint:')} {question.hints[0].text}" in done.out
    assert f"{t('Solution:')} {question.hints[-1].text}" in done.out
    assert t("This question has no picture.") in done.out
    assert done.out.count(question.ask_line) == 2  # once more with new sizes
    assert [(found["item"], found["mistakes"]) for found in attempts(run, capfd)] == [(question.code, [wrong.id])]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_one_item_from_its_story_to_the_summary(run: Run, capfd: pytest.CaptureFixture[str], lang: str) -> None:
    question, t = generate(ITEM, lang), words(lang)
    named = next(found for found in question.mistakes if not found.convention)
    done = run("--plain", "--lang", lang, "--item", ITEM, typed=f"{named.value!r}\n?\n{show(question.truth)}\n")
    assert (done.status, done.err) == (0, "")
    said = done.out
    assert said.startswith(t("Practice: {skill}", skill=t("Chain rule along a path")) + "\n")
    assert t("Item {code}", code="chain-rule.2:7@1") in said
    assert question.prompt in said and f"{question.formula} = ?" in said
    assert f"{t('Wrong.')} {named.replies[0]}" in said
    assert f"{t('Hint:')} {question.hints[0].text}" in said
    assert t("Right.") in said
    assert f"\n{t('Summary')}\n" in said
    assert [(found["skill"], found["item"], found["outcome"]) for found in attempts(run, capfd)] == [
        ("chain-rule", "chain-rule.2:7@1", "wrong"),
        ("chain-rule", "chain-rule.2:7@1", "right"),
    ]


def test_after_a_solution_the_new_numbers_are_asked(run: Run) -> None:
    done = run("--plain", "--item", ITEM, typed="!\n?\n:back\n")
    codes = re.findall(r"\(Item (\S+)\)", done.out)
    assert len(codes) == 2 and codes[0] == "chain-rule.2:7@1" != codes[1]
    assert f"The same question with new numbers: {generate(codes[1]).givens}." in done.out


def test_left_in_the_middle_it_says_how_it_went_and_keeps_no_place(run: Run) -> None:
    done = run("--plain", "--skill", "chain-rule", typed="123456\n:quit\n")
    assert "Question 1 of 10" in done.out and "Question 2" not in done.out
    assert "Summary\n1 question." in done.out
    assert "Your place is kept" not in done.out
    assert "Summary" not in run("--plain", "--skill", "chain-rule", typed=":quit\n").out


def test_a_question_that_states_its_subject_in_place_of_a_graph(run: Run) -> None:
    done = run("--plain", "--item", "affine-entry:1", typed=":graph\n:quit\n")
    question = generate("affine-entry:1")
    assert question.givens in done.out and "This question has no picture." in done.out
    assert "▶" not in done.out


def test_how_many_and_of_what(run: Run) -> None:
    done = run("--plain", "--skill", "add-node", "--level", "2", "--count", "3", typed=":skip\n" * 3)
    assert re.findall(r"Question (\d) of 3 \(Item add-node\.2:\d+@1\)", done.out) == ["1", "2", "3"]
    done = run("--plain", "--skill", "add-node.3", "--count", "1", typed=":skip\n")
    assert "(Item add-node.3:" in done.out
    done = run("--plain", typed=":skip\n" * 10)
    skills = re.findall(r"\(Item ([a-z-]+)\.1:", done.out)
    assert len(skills) == 10 and set(skills) == {skill for skill in practised(1) if not SKILLS[skill].builds_on}


@pytest.mark.parametrize(
    "arguments",
    [("--skill", "add-node.2", "--skill", "chain-rule"), ("--skill", "add-node, chain-rule.2"), ("--level", "2")],
)
def test_several_skills_on_one_level(run: Run, arguments: tuple[str, ...]) -> None:
    named = arguments if "--skill" in arguments else ("--skill", "add-node,chain-rule", *arguments)
    done = run("--plain", *named, "--count", "6", typed=":skip\n" * 6)
    found = re.findall(r"\(Item ([a-z-]+)\.(\d):", done.out)
    assert len(found) == 6 and set(found) == {("add-node", "2"), ("chain-rule", "2")}


def test_minutes_in_place_of_a_number(run: Run) -> None:
    done = run("--plain", "--skill", "chain-rule", "--minutes", "5", typed=":skip\n" * 12 + ":quit\n")
    assert "Question 13, 0 of 5 minutes (Item chain-rule." in done.out
    done = run("--plain", "--skill", "chain-rule", "--minutes", "5", "--count", "2", typed=":skip\n" * 2)
    assert "Summary\n2 questions." in done.out


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_end_says_what_went_wrong_and_what_to_do(run: Run, lang: str) -> None:
    t, question = words(lang), generate(ITEM, lang)
    named = next(found for found in question.mistakes if not found.convention)
    truth = show(question.truth)
    done = run("--plain", "--lang", lang, "--item", ITEM, typed=f"{named.value!r}\n{truth}\n")
    end = done.out.partition(f"\n{t('Summary')}\n")[2]
    assert t("What went wrong") in end
    assert t("{number}. {formula} = {truth}", number=1, formula=question.formula, truth=truth) in end
    assert t("What to do next") in end and "bptutor learn apple-tax" in end and "bptutor practice" in end


def test_it_is_no_lesson_that_was_begun(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    run("--plain", "--item", ITEM, typed="123456\n:skip\n")
    assert cli.main(["progress", "--json"]) == 0
    lessons = json.loads(capfd.readouterr().out)["lessons"]
    assert {found["state"] for found in lessons.values()} == {"new"}
    assert "" not in lessons and "practice" not in lessons


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--skill", "chain-rul"), "there is no skill chain-rul; did you mean chain-rule?"),
        (("--skill", "xyzzy"), "graph-reading, forward-pass, sensitivity"),
        (("--skill", ""), "there is no skill"),
        (("--level", "4"), "--level must be 1, 2 or 3"),
        (("--skill", "chain-rule.4"), "--level must be 1, 2 or 3"),
        (("--skill", "chain-rule.2", "--level", "3"), "--skill names the level already"),
        (("--count", "0"), "--count takes a whole number from 1 to 1000, not 0"),
        (("--count", "1001"), "--count takes a whole number from 1 to 1000, not 1001"),
        (("--count", "2.5"), "--count takes a whole number from 1 to 1000, not 2.5"),
        (("--count", "ten"), "--count"),
        (("--item", "chain-rule"), "chain-rule is no item code"),
        (("--item", ""), "is no item code"),
        (("--item", "chian-rule:7"), "did you mean chain-rule?"),
        (("--item", "chain-rule.8:7"), "the skill chain-rule has no level 8"),
        (("--item", "chain-rule:7@99"), "version 99 of chain-rule is not known here"),
        (("--item", ITEM, "--count", "2"), "--item names one question"),
        (("--item", ITEM, "--minutes", "2"), "--item names one question"),
        (("--minutes", "0"), "--minutes takes a whole number from 1 to 600, not 0"),
        (("--minutes", "601"), "--minutes takes a whole number from 1 to 600, not 601"),
        (("--skill", "chain-rule.2", "--skill", "add-node.1"), "a practice has one level"),
        (("--skill", "chain-rule,"), "there is no skill"),
        (("--skill", "chain-rule,ad-node"), "did you mean add-node, "),
        (("--item", ITEM, "--skill", "chain-rule"), "--item names one question"),
    ],
)
def test_a_wrong_call_is_one_line_and_2(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    for lang in ("en", "ko"):
        done = run("--plain", "--lang", lang, *arguments)
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
        assert done.err.startswith("bptutor: ")
        if lang == "en":
            assert said in done.err
    assert not (tmp_path / "data").exists()
