"""Lessons as lines: the whole apple-tax lesson through pipes in both languages, and the manners of the conversation."""

from __future__ import annotations

import io
import json
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from wcwidth import wcswidth

from tutor.course import Lesson, load_course, load_lesson
from tutor.learner.record import MemoryRecord, Notice
from tutor.numbers import show
from tutor.plain import PROMPT, Plain
from tutor.quiz import grade
from tutor.quiz.question import ChoiceQuestion, Question, short_name
from tutor.words import words

PROGRAM = Path(sys.executable).parent / "bptutor"
PATIENCE = 20
WORDS = ("Right.", "Wrong.", "Close.", "Unreadable:", "Not graded:", "Another convention.", "Hint:", "Solution:")


def environment(home: Path, **more: str) -> dict[str, str]:
    known = {"PATH": os.environ["PATH"], "HOME": str(home), "BPTUTOR_HOME": str(home / "data"), "LANG": "C.UTF-8"}
    return known | more


def apple_tax(lang: str) -> Lesson:
    return load_lesson(load_course(), "apple-tax", lang)


def right_answer(question: Question | ChoiceQuestion) -> str:
    if isinstance(question, ChoiceQuestion):
        return " ".join(str(number) for number in sorted(question.truth))
    return show(question.truth)


def without_marks(text: str) -> str:
    """Whether the marks of Markdown are shown does not matter here."""
    return re.sub("[`*]", "", text)


class Talk:
    """The program with a pipe at either end."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.child = subprocess.Popen(
            [PROGRAM, *arguments],
            env=environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.first = self._answer()

    def say(self, text: str) -> str:
        """Type a line; what is said to it, up to the next prompt."""
        self.child.stdin.write(text.encode() + b"\n")
        self.child.stdin.flush()
        said = self._answer()
        assert said.startswith(text + "\n"), "the transcript does not show what was typed"
        return said.removeprefix(text + "\n")

    def end(self) -> str:
        """No more input; what is said at the end."""
        self.child.stdin.close()
        rest = self.child.stdout.read().decode()
        assert self.child.wait(PATIENCE) == 0
        self.child.stdout.close()
        return rest

    def _answer(self) -> str:
        end, said = time.monotonic() + PATIENCE, b""
        while not said.endswith(f"\n{PROMPT}".encode()):
            ready, _, _ = select.select([self.child.stdout], [], [], max(0, end - time.monotonic()))
            assert ready, f"no prompt after {said.decode()!r}"
            chunk = os.read(self.child.stdout.fileno(), 65536)
            if not chunk:
                break
            said += chunk
        return said.decode().removesuffix(PROMPT)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[object]:
    made: list[Talk] = []

    def begin(*arguments: str) -> Talk:
        made.append(Talk(tmp_path, *arguments))
        return made[-1]

    yield begin
    for each in made:
        each.child.kill()
        each.child.wait()
        each.child.stdin.close()
        each.child.stdout.close()


def attempts(home: Path) -> list[tuple[str, str, str]]:
    done = subprocess.run(
        [PROGRAM, "progress", "--json"], env=environment(home), capture_output=True, text=True, timeout=PATIENCE
    )
    return [(found["step"], found["answer"], found["outcome"]) for found in json.loads(done.stdout)["attempts"]]


def truth_of_new_numbers(said: str, question: Question, lang: str) -> str:
    """Work the sibling out from the givens that the learner is told, and nothing else."""
    frame = words(lang)("The same question with new numbers: {givens}.", givens="\0")
    pattern = re.escape(frame).replace("\0", "(.+)")
    givens = re.search(f"^{pattern}$", said, re.MULTILINE)
    assert givens, said
    names = {short_name(name, question.labels): name for name in question.graph.inputs}
    inputs = {}
    for part in givens.group(1).split(", "):
        name, number = part.split(" = ")
        inputs[names[name]] = float(number)
    assert set(inputs) == set(question.graph.inputs)
    assert all(inputs[name] != question.values[name] for name in inputs)
    values = question.graph.forward(inputs)
    return show(question.graph.backward(values, question.output)[question.quantity])


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_whole_lesson_through_pipes(talk: object, tmp_path: Path, lang: str) -> None:
    t, lesson = words(lang), apple_tax(lang)
    conversation = talk("--lang", lang, "learn", "apple-tax")
    assert conversation.first.startswith(t("No terminal here: going on in plain lines.") + "\n" + lesson.title + "\n")
    submitted = []

    def answer(text: str, outcome: str) -> str:
        said = conversation.say(text)
        submitted.append((step.id, text, outcome))
        return said

    said = conversation.first
    for step in lesson.steps[:6]:
        question = step.question
        assert said.rstrip().endswith(t("{formula} = ?", formula=question.formula))
        assert without_marks(step.prose.strip().splitlines()[0]) in without_marks(said)
        if step.id != "apple-gradient":
            said = answer(right_answer(question), "right")
            assert said.startswith(t("Right.") + " ")
            continue
        said = answer("3.1", "wrong")
        assert said.startswith(f"{t('Wrong.')} 3.1 = 2 + 1.1:")
        assert said.startswith(f"{t('Wrong.')} {grade(question, '3.1').message}")
        said = conversation.say("?")
        assert said == f"{t('Hint:')} {question.hints[0].text}\n"
        said = conversation.say("!")
        assert said.startswith(t("Solution:") + " ")
        assert "= 1.1 * 2 = 2.2" in said
        assert said.rstrip().endswith(t("{formula} = ?", formula=question.formula))
        new_truth = truth_of_new_numbers(said, question, lang)
        said = answer(new_truth, "right")
        assert said.startswith(f"{t('Right.')} {new_truth} = ")

    here = lesson.steps[6]
    assert here.question.options[0].text in said
    assert said.rstrip().endswith(t("Which one? Type its number."))
    said = conversation.say(":skip")
    assert lesson.steps[7].question.options[0].text in said
    said = conversation.say(":back")
    assert here.question.options[0].text in said
    said = conversation.say(":quit")
    assert said.strip() == t("Your place is kept: {lesson}.", lesson=lesson.title)
    assert conversation.child.wait(PATIENCE) == 0
    assert attempts(tmp_path) == submitted

    conversation = talk("--lang", lang, "learn", "apple-tax")
    place = t("Question {number} of {count}.", number=8, count=len(lesson.steps))
    assert t("You were here before.") + " " + place in conversation.first
    said = conversation.first
    for step in lesson.steps[7:-1]:
        wrong = isinstance(step.question, ChoiceQuestion)
        if wrong:
            option = next(i for i, option in enumerate(step.question.options, start=1) if not option.right)
            said = answer(str(option), "wrong")
            assert said == f"{t('Wrong.')} {step.question.options[option - 1].reply}\n"
        said = answer(right_answer(step.question), "right")
        assert said.startswith(t("Right.") + " ")
    step = lesson.steps[-1]
    assert t("Your place is kept: {lesson}.", lesson=lesson.title) in conversation.end()
    assert attempts(tmp_path) == submitted

    conversation = talk("--lang", lang, "--plain", "learn", "apple-tax")
    assert t("No terminal here: going on in plain lines.") not in conversation.first
    place = t("Question {number} of {count}.", number=len(lesson.steps), count=len(lesson.steps))
    assert place in conversation.first
    said = answer(right_answer(step.question), "right")
    assert said.startswith(t("Right.") + " ")
    assert without_marks(lesson.closing.splitlines()[0]) in without_marks(said)
    summary = said[said.index("\n" + t("Summary") + "\n") :]
    assert t("Right at once, without help: {count}.", count=len(lesson.steps) - 3) in summary
    assert t("Right in the end: {count}.", count=2) in summary
    assert t("Skipped or only shown: {count}.", count=1) in summary
    assert t("added along a path instead of multiplying") in summary
    assert conversation.child.wait(PATIENCE) == 0
    assert attempts(tmp_path) == submitted


def test_korean_is_korean(talk: object) -> None:
    """The test above speaks through the catalog; here it is seen that there is one."""
    conversation = talk("--lang", "ko", "learn", "apple-tax")
    assert not re.search(r"^[A-Z][a-z]+ ", conversation.first, re.MULTILINE)
    for text in ("220", "7", "?", "!", "2..3"):
        assert not conversation.say(text).startswith(WORDS)


def test_a_killed_conversation_keeps_every_answer(talk: object, tmp_path: Path) -> None:
    conversation = talk("learn", "apple-tax")
    conversation.say("3")
    conversation.say("220")
    conversation.child.kill()
    conversation.child.wait()
    assert attempts(tmp_path) == [("pay", "3", "wrong"), ("pay", "220", "right")]
    assert "Question 2 of 12." in talk("learn", "apple-tax").first


def test_from_lesson_to_lesson(talk: object) -> None:
    """Without a command: the first lesson, at its end an offer of the next."""
    course = load_course()
    conversation = talk()
    first, second = (load_lesson(course, lesson, "en") for lesson in course.lessons[:2])
    assert first.title in conversation.first
    said = ""
    for _ in first.steps:
        said = conversation.say(":skip")
    assert f"Next: {second.title}. Enter goes on, :quit ends." in said
    assert conversation.say("").lstrip("\n").startswith(second.title)
    assert "Your place is kept" in conversation.end()
    assert second.title in talk().first


# --- hostile input ---------------------------------------------------------------------------------------


def fed(home: Path, data: bytes, *arguments: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [PROGRAM, *(arguments or ("learn", "apple-tax"))],
        env=environment(home, **env),
        input=data,
        capture_output=True,
        timeout=60,
    )


@pytest.mark.parametrize("encoding", ["", "utf-8:strict", "latin-1"])
def test_bytes_that_are_no_text(tmp_path: Path, encoding: str) -> None:
    done = fed(tmp_path, bytes(range(256)) * 8 + b"\n\xff\xfe\x80\n220\n", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Unreadable: " in done.stdout
    assert b"Right. 220 = 200 * 1.1" in done.stdout
    said = done.stdout.decode("utf-8", "replace") if encoding != "latin-1" else done.stdout.decode("latin-1")
    assert {char for char in said if not char.isprintable()} <= {"\n", "\t", "\xa0"}


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    done = fed(tmp_path, b"7" * 10_000_000 + b"\n220\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\nUnreadable: longer than 200 characters\n" in done.stdout
    assert b"\nRight. 220 = 200 * 1.1\n" in done.stdout
    assert len(done.stdout) < 20_000


def test_a_last_line_without_an_end(tmp_path: Path) -> None:
    done = fed(tmp_path, b"3\r\n220")
    assert b"> 3\nWrong." in done.stdout
    assert b"> 220\nRight." in done.stdout
    assert done.returncode == 0


def test_terminal_commands_do_not_come_back(tmp_path: Path) -> None:
    done = fed(tmp_path, "\x1b]0;stolen\x07\x1b[2J\u202e1\n2\x1b[31m\n".encode())
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout and b"\x07" not in done.stdout
    assert "\u202e".encode() not in done.stdout


# --- the conversation itself, without a process ----------------------------------------------------------


def conversation(*lines: str, lang: str = "en", record: object = None) -> list[str]:
    sink = io.StringIO()
    source = io.StringIO("".join(line + "\n" for line in lines))
    assert Plain(record or MemoryRecord(), lang, source, sink).lesson(apple_tax(lang)) == 0
    return sink.getvalue().split("\n")


def replies(*lines: str, lang: str = "en") -> list[list[str]]:
    """What is said to each of the lines."""
    parts = "\n".join(conversation(*lines, lang=lang)).split(f"\n{PROMPT}")
    return [part.split("\n")[1:] for part in parts[1:-1]]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("220", "Right."),
        ("3", "Wrong."),
        ("22e1", "Right."),
        ("2.2e2", "Right."),
        ("22", "Wrong."),
        ("220,0", "Not graded:"),
        ("2..3", "Unreadable:"),
        ("price", "Unreadable:"),
        ("?", "Hint:"),
        ("!", "Solution:"),
        ("？", "Hint:"),
        ("！", "Solution:"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_feedback_begins_with_its_fixed_word(typed: str, word: str, lang: str) -> None:
    said = [line for line in replies(typed, lang=lang)[0] if not line.startswith("(")]
    assert said[0].startswith(words(lang)(word) + " ")


def test_what_was_read_stands_in_brackets_before_the_verdict() -> None:
    assert replies("apple*count*tax")[0][:2] == ["(read as apple*count*tax = 220)", "Right. 220 = 200 * 1.1"]


def test_what_can_not_be_read_is_no_attempt() -> None:
    record = MemoryRecord()
    conversation("2..3", "", "   ", "2,2", ":nonsense", "price", record=record)
    assert [entry.outcome for entry in record.entries()] == ["go"]


def test_enter_takes_what_was_probably_meant() -> None:
    asked, taken = replies("220,0", "")
    assert asked[:2] == ["Not graded: did you mean 220.0? A decimal point is written as a dot.", "Enter takes it."]
    assert taken[:2] == ["220.0", "Right. 220 = 200 * 1.1"]


def test_enter_takes_nothing_where_two_things_may_be_meant() -> None:
    asked, taken = replies("1,000", "")
    assert asked == ["Not graded: did you mean 1000 or 1.000?"]
    assert taken == []


def test_a_hint_is_pointed_out_after_the_second_wrong_answer() -> None:
    first, second = replies("3", "4")
    assert "A hint: ?" not in first
    assert second[-1] == "A hint: ?"


def test_hints_go_up_to_the_solution_and_then_new_numbers() -> None:
    *hints, last = replies(*["?"] * len(apple_tax("en").steps[0].question.hints))
    assert all(hint[0].startswith("Hint: ") for hint in hints)
    assert last[0].startswith("Solution: ")
    assert last[-1] == "price = ?"


def test_every_line_of_a_solution_begins_with_the_word() -> None:
    said = replies("220", "1", "1.1", "200", "!")[-1]
    lines = said[: said.index("")]
    assert len(lines) > 2
    assert all(line.startswith("Solution: ") for line in lines)


def test_commands_that_do_not_exist_are_told_those_that_do() -> None:
    assert replies(":help", ":", ":Skip")[:2] == [["Commands: ? ! :graph :nudge :skip :back :quit"]] * 2
    assert "d price / d price = ?" in replies(":SKIP")[0]


def test_the_graph_is_drawn_when_asked_for() -> None:
    drawn = replies(":graph")[0]
    assert any("│ × │" in line for line in drawn)
    assert any(line.rstrip().endswith("price") for line in drawn)
    assert max(wcswidth(line) for line in drawn) <= 78


def test_a_number_is_nudged_after_it_was_predicted() -> None:
    first = "Predict first: then nudging proves your number."
    said = replies(
        "220", ":nudge", "1", ":nudge", "3.1", ":nudge", ":Nudge subtotal 0.01", "1.1", ":nudge subtotal", ":nudge tax"
    )
    assert said[1] == said[3] == [first]
    assert said[5][0] == "Nudge: d price / d subtotal" and "Backprop: ? (shown once you have answered)" in said[5]
    assert "h = 0.1: one side 1.1, central difference 1.1" in said[5]
    assert "Your number: 3.1 (does not agree)" in said[5]
    assert any("+0.011 / +0.01 = 1.1" in line for line in said[6])
    assert "Backprop: 1.1" in said[8], "what is earned can be nudged while the next is asked"
    assert said[9] == ["tax can't be nudged now; these can: subtotal"]


def test_a_nudge_speaks_korean_and_takes_the_pages_names() -> None:
    said = replies("220", "1", ":nudge", "3.1", ":nudge 소계 0.1", lang="ko")
    assert said[2] == [words("ko")("Predict first: then nudging proves your number.")]
    assert said[4][0] == "조금 움직여 보기: d 금액 / d 소계" and any("+0.11 / +0.1 = 1.1" in line for line in said[4])


def test_a_nudge_is_no_attempt() -> None:
    record = MemoryRecord()
    conversation("220", "1", "3.1", ":nudge", ":nudge subtotal 1e-9", ":nudge x y z", record=record)
    assert [entry.answer for entry in record.entries("apple-tax") if entry.answer] == ["220", "1", "3.1"]


def test_there_is_no_way_back_before_the_first() -> None:
    assert replies(":back")[0] == ["This is the first question."]


def test_looking_back_shows_the_answer_and_enter_goes_on() -> None:
    *_, back, hint, again, on = replies("220", ":back", "?", "7", "")
    assert "Your last answer here: 220" in back
    assert "Right. 220 = 200 * 1.1" in back
    assert back[-1] == "You have done this one. Enter goes on."
    assert hint == ["You have done this one. Enter goes on."]
    assert again[0].startswith("Wrong.")
    assert on[-1] == "d price / d price = ?"


def test_looking_back_changes_nothing_on_the_record() -> None:
    record = MemoryRecord()
    conversation("220", ":back", "?", "!", "7", "", record=record)
    assert [(e.step, e.outcome) for e in record.entries()] == [
        ("pay", "go"),
        ("pay", "right"),
        ("start", "go"),
        ("pay", "go"),
        ("start", "go"),
    ]


def test_the_quantities_stand_in_the_order_of_the_passes() -> None:
    """Forward for the values, backward for the gradients; the same in every run."""
    said = replies("220", "1", "1.1", "200")[-1]
    names = [line.split(" = ")[0] for line in said[said.index(next(x for x in said if x.startswith("apple = "))) :]]
    assert names[:5] == ["apple", "count", "tax", "subtotal", "price"]
    assert names[5:] == ["d price / d subtotal", "d price / d tax", "d price / d apple"]


def test_a_value_that_is_asked_for_is_not_shown() -> None:
    first = conversation()
    assert "price = subtotal * tax   (what you pay)" in first
    assert not any("220" in line or "= 200" in line for line in first)


def test_a_notice_is_said_once(tmp_path: Path) -> None:
    notice = Notice("read-only", tmp_path / "record.sqlite3")
    said = conversation("3", "4", "220", record=MemoryRecord(notice))
    assert sum("can't be written" in line for line in said) == 1
    assert any(str(tmp_path) in line for line in said)


def test_what_is_typed_at_a_terminal_is_not_said_again() -> None:
    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    sink = io.StringIO()
    Plain(MemoryRecord(), "en", Keyboard("12345\n"), sink).lesson(apple_tax("en"))
    assert "\n> Wrong. " in sink.getvalue()
    assert "> 12345" not in sink.getvalue()
