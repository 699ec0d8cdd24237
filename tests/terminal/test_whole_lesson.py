"""The apple-tax lesson in the installed program in a real terminal: a wrong thought named, a kill, and on again."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
import unicodedata
from pathlib import Path

import pytest
from terminals import CTRL_Q, ENTER, PATIENCE, PROGRAM, Start, Terminal, environment, squeezed

from tutor.course import Lesson, load_course, load_lesson
from tutor.numbers import show
from tutor.quiz import grade
from tutor.quiz.question import ChoiceQuestion, Question
from tutor.words import words

KILLED_AT = "apple-gradient"
IN_NAMES = "count-gradient"
KNOWN = {
    "pay": 220,
    "start": 1,
    "subtotal-gradient": 1.1,
    "tax-gradient": 200,
    "apple-gradient": 2.2,
    "count-gradient": 110,
}
NAMES = {"en": ("apple", "tax", "price"), "ko": ("사과", "소비세", "금액")}


def apple_tax(lang: str) -> Lesson:
    return load_lesson(load_course(), "apple-tax", lang)


def right_answer(question: Question | ChoiceQuestion) -> str:
    """What the core says."""
    if isinstance(question, ChoiceQuestion):
        return " ".join(str(number) for number in sorted(question.truth))
    return show(question.truth)


def progress(home: Path, lang: str) -> dict:
    done = subprocess.run(
        [PROGRAM, "progress", "--json"], env=environment(home), capture_output=True, text=True, timeout=PATIENCE
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def answers(home: Path, lang: str) -> list[tuple[str, str, str]]:
    return [(found["step"], found["answer"], found["outcome"]) for found in progress(home, lang)["attempts"]]


def picture(text: str) -> list[str]:
    """The rows that the graph's picture takes: those with lines of it, and those between them."""
    rows = [re.sub(r"^[╭╰]─.*?[╮╯]", "", row) for row in text.split("\n")]  # without the answer box
    drawn = [i for i, row in enumerate(rows) if any(part in row for part in ("──╮", "──▶", "──╯", "│ × │", "│ + │"))]
    return rows[drawn[0] - 1 : drawn[-1] + 2] if drawn else []


def asked_place(terminal: Terminal, question: Question) -> bool:
    """Whether the picture marks the asked place: `?` above the edge for a value, `← ?` below it for a gradient."""
    mark = r"← \?" if question.kind == "gradient" else r"(?<!←) \?(?!\S)"
    return any(re.search(mark, row) for row in picture(terminal.text))


def on_its_edge(terminal: Terminal, question: Question, number: str) -> bool:
    """Whether the number stands where it belongs: on the line above the asked quantity's name, or below it."""
    rows = picture(terminal.text)
    name = question.name(question.quantity)
    if question.kind == "gradient":
        return any(f"← {number}" in row for row in rows)
    at = next((i for i, row in enumerate(rows) if row.rstrip().endswith(name) and "▶" in row), 0)
    return at > 0 and rows[at - 1].split()[-1] == number


def struck(terminal: Terminal, number: str) -> bool:
    """Whether the picture shows a wrong number struck out."""
    return any(f"← ~{number}~" in row for row in picture(terminal.text))


def said(terminal: Terminal, message: str) -> str:
    """As much of a message as is never wrapped where the picture stands beside it."""
    return message[:16] if isinstance(terminal, Tmux) else message


def walk(terminal: Terminal, lesson: Lesson, first: str, last: str, wrong: str = "") -> list[tuple[str, str, str]]:
    """Answer rightly from step to step, looking at what the screen makes of it; returns what was submitted.

    `wrong`: the wrong number that stands at the first of these steps.
    """
    t = words(lesson.lang)
    submitted = []
    begin, end = lesson.index(first), lesson.index(last)
    for number, step in enumerate(lesson.steps[begin : end + 1], start=begin + 1):
        question = step.question
        terminal.see(t("Question {number} of {count}", number=number, count=len(lesson.steps)))
        answer = right_answer(question)
        if isinstance(question, Question):
            assert KNOWN.get(step.id) in (None, pytest.approx(question.truth))
            terminal.see(t("{formula} = ?", formula=question.formula))
            mark = asked_place if step.id != first or not wrong else lambda terminal, _: struck(terminal, wrong)
            terminal.wait(lambda q=question, mark=mark: mark(terminal, q), f"the asked place marked at {step.id}")
            assert not on_its_edge(terminal, question, answer)
        else:
            terminal.see(*(said(terminal, option.text) for option in question.options))
        typed = answer
        if step.id == IN_NAMES:
            # By the names on the page, as a keyboard that sends Hangul in pieces types them.
            typed = unicodedata.normalize("NFD", "*".join(NAMES[lesson.lang][:2]))
        terminal.type(typed + ENTER)
        terminal.see(t("Right."), said(terminal, grade(question, typed).message))
        terminal.see(t("Enter: go on"))
        if isinstance(question, Question):
            terminal.wait(lambda q=question, a=answer: on_its_edge(terminal, q, a), f"{answer} on its edge")
            terminal.wait(lambda q=question: not asked_place(terminal, q), "the mark at the asked place go away")
        if step.id == IN_NAMES:
            terminal.see("*".join(NAMES[lesson.lang][:2]) + " = 110")
        submitted.append((step.id, typed, "right"))
        terminal.type(ENTER)
    return submitted


def before(lesson: Lesson, step: str) -> str:
    return lesson.steps[lesson.index(step) - 1].id


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_whole_lesson_with_a_kill_in_the_middle(start: Start, home: Path, lang: str) -> None:
    lesson, t = apple_tax(lang), words(lang)
    terminal = start("--lang", lang, "learn", "apple-tax")
    submitted = walk(terminal, lesson, "pay", before(lesson, KILLED_AT))

    here = lesson.steps[lesson.index(KILLED_AT)]
    place = t("Question {number} of {count}", number=lesson.index(KILLED_AT) + 1, count=len(lesson.steps))
    thought = grade(here.question, "3.1")
    assert thought.mistakes == ("adds-upstream",)
    terminal.see(place)
    terminal.type("3.1" + ENTER)
    terminal.see(t("Wrong."), "3.1 = 2 + 1.1:", thought.message)
    terminal.wait(lambda: struck(terminal, "3.1"), "the wrong number struck out on its edge")
    submitted.append((KILLED_AT, "3.1", "wrong"))
    terminal.kill()
    assert answers(home, lang) == submitted
    assert progress(home, lang)["lessons"]["apple-tax"] == {"state": "current", "step": KILLED_AT, "done": False}

    terminal = start("--lang", lang, "learn", "apple-tax")
    terminal.see(place, thought.message)
    assert on_its_edge(terminal, lesson.steps[lesson.index("tax-gradient")].question, "200")
    submitted += walk(terminal, lesson, KILLED_AT, lesson.steps[-1].id, wrong="3.1")

    terminal.see(
        t("Summary"),
        t.n("{count} question.", "{count} questions.", len(lesson.steps)),
        t("Right at once, without help: {count}.", count=len(lesson.steps) - 1),
        t("Right in the end: {count}.", count=1),
    )
    terminal.type(CTRL_Q)
    assert terminal.end() == 0
    assert answers(home, lang) == submitted
    assert progress(home, lang)["lessons"]["apple-tax"]["done"] is True


@pytest.mark.slow
def test_without_a_command_it_goes_on_where_it_was_killed(start: Start) -> None:
    lesson, t = apple_tax("en"), words("en")
    terminal = start("learn", "apple-tax")
    walk(terminal, lesson, "pay", "start")
    terminal.see("Question 3 of")
    terminal.kill()
    terminal = start()
    terminal.see(t("Continue: {title}", title=lesson.title))
    terminal.type(ENTER)
    terminal.see("Question 3 of")


class Tmux(Terminal):
    """The same in tmux, whose own idea of the screen is asked for."""

    def __init__(self, arguments: list[str], env: dict[str, str], columns: int, rows: int, socket: Path) -> None:
        self._socket = socket
        self._env = env
        self._tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), "-s", "s", str(PROGRAM), *arguments)

    def _tmux(self, *arguments: str) -> str:
        return subprocess.run(
            ["tmux", "-S", str(self._socket), "-f", "/dev/null", *arguments],
            env=self._env,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        ).stdout

    @property
    def text(self) -> str:
        return self._tmux("capture-pane", "-p", "-t", "s")

    @property
    def pid(self) -> int:
        return int(self._tmux("display-message", "-p", "-t", "s", "#{pane_pid}"))

    def type(self, text: str) -> None:
        keys = text.removesuffix(ENTER)
        if keys:
            self._tmux("send-keys", "-t", "s", "-l", keys)
        if text.endswith(ENTER):
            self._tmux("send-keys", "-t", "s", "Enter")

    def read(self, seconds: float = 0.1) -> bool:
        time.sleep(seconds)  # between two looks at the screen
        return True


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_whole_lesson_in_tmux(home: Path, tmp_path_factory: pytest.TempPathFactory, lang: str) -> None:
    lesson, t = apple_tax(lang), words(lang)
    env = environment(home)
    folder = tmp_path_factory.mktemp("t")
    first = Tmux(["--lang", lang, "learn", "apple-tax"], env, 120, 36, folder / "1")
    submitted = walk(first, lesson, "pay", before(lesson, KILLED_AT))
    first.see(t("Question {number} of {count}", number=lesson.index(KILLED_AT) + 1, count=len(lesson.steps)))
    first.type("3.1" + ENTER)
    first.see(t("Wrong."))
    # Beside the picture at this width, so wrapped text is not in one piece: its beginning is.
    first.see("3.1 = 2 + 1.1:")
    submitted.append((KILLED_AT, "3.1", "wrong"))
    os.kill(first.pid, signal.SIGKILL)
    second = Tmux(["--lang", lang, "learn", "apple-tax"], env, 120, 36, folder / "2")
    try:
        submitted += walk(second, lesson, KILLED_AT, lesson.steps[-1].id, wrong="3.1")
        second.see(t("Summary"), t("Right in the end: {count}.", count=1))
        assert squeezed(lesson.title) in squeezed(second.text)
        assert answers(home, lang) == submitted
    finally:
        second._tmux("kill-server")
