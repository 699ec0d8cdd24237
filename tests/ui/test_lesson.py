"""A lesson on the screen: the whole way in both languages, resuming, languages, what is never shown too early."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from driving import COURSE, LARGE, SMALL, Learner
from rich.cells import cell_len

from tutor import paths, phrases
from tutor.course import load_lesson, load_titles
from tutor.learner.record import MemoryRecord, Notice, Saved
from tutor.learner.store import open_record
from tutor.numbers import show
from tutor.quiz import grade
from tutor.quiz.question import ChoiceQuestion, Question
from tutor.ui.screens.map import MapScreen
from tutor.ui.widgets.feedback import Feedback
from tutor.words import words

NUMBER = re.compile(r"(?<![\w.~])\d+(?:\.\d+)?(?![\w.~])")


def numbers(learner: Learner) -> list[str]:
    """The numbers in the picture, struck-out ones left out."""
    assert learner.view.picture is not None
    rows = learner.view.picture.rows
    return NUMBER.findall("\n".join("".join(span.text for span in row if span.style != "wrong") for row in rows))


def at_asked(learner: Learner, question: Question) -> str:
    """What stands in the picture at the asked quantity, cut out by terminal cells."""
    picture = learner.view.picture
    assert picture is not None
    place = picture.places[question.quantity]
    rows = picture.text().split("\n")[place.y : place.y + place.height]
    return "\n".join(_cut(row, place.x, place.x + place.width) for row in rows)


def _cut(row: str, start: int, end: int) -> str:
    at, kept = 0, ""
    for character in row:
        if start <= at < end:
            kept += character
        at += cell_len(character)
    return kept


# --- the whole way ----------------------------------------------------------------------------------------


async def answer_number(learner: Learner, question: Question, thoughts: int) -> None:
    """Give wrong answers and then the right one; everything that is to be seen of them is looked at."""
    t = words(question.lang)
    session, truth = learner.session, show(question.truth)
    before = numbers(learner)
    assert learner.parts("asked") == ["?"] and "?" in at_asked(learner, question)
    assert truth not in at_asked(learner, question).split()
    assert learner.parts("landed") == learner.parts("wrong") == []
    for found in question.mistakes[:thoughts]:
        typed = show(found.value)
        await learner.answer(typed)
        assert learner.tones[-1] in ("wrong", "note") and t("Wrong.") in learner.feedback
        assert set(found.ids) <= set(session.state.tries[-1].mistakes)
        assert grade(question, typed).message in learner.feedback
        assert learner.parts("wrong") in ([f"~{typed}~"], [typed])  # without its marks where there is no room
        assert learner.box.text == "" and learner.session.question is not None and not session.answered
        assert numbers(learner) == before
    hint_offered = t("Press {key} for a hint.", key="?") in learner.feedback
    assert hint_offered == (session.state.wrong >= 2)
    await learner.answer(truth)
    assert learner.tones == ["right"] and t("Right.") in learner.feedback
    assert learner.parts("wrong") == learner.parts("asked") == []
    assert learner.parts("landed") == [truth] and truth in at_asked(learner, question).split()
    assert numbers(learner).count(truth) > before.count(truth)


async def answer_choice(learner: Learner, question: ChoiceQuestion) -> None:
    """Choose every wrong option, then the right one."""
    for number, option in enumerate(question.options, start=1):
        assert f"{number}. {option.text}" in str(learner.screen.query_one("#options").render())
        if not option.right:
            await learner.answer(str(number))
            assert option.reply in learner.feedback and "wrong" in learner.tones
    (right,) = question.truth
    await learner.answer(str(right))
    assert question.options[right - 1].reply in learner.feedback and learner.tones == ["right"]


@pytest.mark.parametrize(("lang", "size", "thoughts"), [("en", SMALL, 9), ("ko", LARGE, 1)])
async def test_the_whole_lesson(learn, tmp_path: Path, lang: str, size: tuple[int, int], thoughts: int) -> None:
    t, lesson = words(lang), load_lesson(COURSE, "apple-tax", lang)
    named: set[str] = set()
    answers = 0
    async with learn(lang, lesson="apple-tax", size=size) as learner:
        for number, step in enumerate(lesson.steps, start=1):
            session, question = learner.session, learner.session.question
            assert session.step.id == step.id and learner.page == step.prose
            assert lesson.title in learner.title
            assert t("Question {number} of {count}", number=number, count=len(lesson.steps)) in learner.title
            assert learner.feedback == "" and learner.box.text == ""
            assert str(learner.box.border_title) == phrases.ask_line(session, t)
            if isinstance(question, Question):
                assert question.formula in str(learner.box.border_title)
                await answer_number(learner, question, thoughts)
                named |= {name for each in session.state.tries for name in each.mistakes}
            else:
                await answer_choice(learner, question)
            assert str(learner.box.border_title) == t("Enter: go on")
            answers += len(session.state.tries)
            await learner.press("enter")
        session = learner.session
        assert session.finished and t("Summary") in learner.title
        assert learner.page == lesson.closing
        for line in phrases.summary_lines(session.summary, lesson, t):
            assert line in learner.feedback
        assert session.summary.questions == session.summary.in_the_end + session.summary.unaided == len(lesson.steps)
        assert named and all(
            name in {i for ids, _, _ in session.summary.thoughts for i in ids.split()} for name in named
        )
        following = load_titles(COURSE, lang)[COURSE.after("apple-tax")]
        assert str(learner.box.border_title) == t("Enter: next lesson, {title}", title=following)
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen)
        assert f"✓ {lesson.title}" in learner.display and t("done") in learner.display
    record = open_record(paths.record(tmp_path))
    entries = record.entries("apple-tax")
    record.close()
    assert sum(entry.outcome in ("right", "wrong") for entry in entries) == answers
    assert entries[-1].outcome == "done"


async def test_the_last_lesson_leads_to_the_map(learn) -> None:
    async with learn(lesson=COURSE.lessons[-1]) as learner:
        await learner.to_the_summary()
        assert str(learner.box.border_title) == words("en")("Enter: the map")
        await learner.press("enter")
        assert isinstance(learner.app.screen, MapScreen)


async def test_no_number_is_shown_before_it_was_answered(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        assert sorted(numbers(learner)) == ["1.1", "100", "2"]  # neither 220 nor the 200 on the way there
        assert "200" not in learner.display and "220" not in learner.display
        await learner.press("ctrl+n")
        known = ["1.1", "100", "2", "200", "220"]  # a gradient is asked for: the forward pass is over
        assert sorted(numbers(learner)) == known
        await learner.press("ctrl+n", "ctrl+n", "ctrl+n")
        assert learner.session.question.formula == "d price / d apple"
        # The gradients that were skipped stay hidden; only where the backward pass starts is shown.
        assert sorted(numbers(learner)) == sorted(["1", *known])
        await learner.answer("2.2")
        assert sorted(numbers(learner)) == sorted(["1", "1.1", "2.2", *known])  # the way to it is known with it


# --- resuming ---------------------------------------------------------------------------------------------


def what_is_seen(learner: Learner) -> tuple[object, ...]:
    session = learner.session
    question = session.question
    givens = question.givens if isinstance(question, Question) else ""
    state = session.state
    return (
        session.step.id,
        givens,
        tuple(state.tries),
        state.hints,
        state.sibling,
        session.answered,
        learner.title,
        learner.page,
        learner.picture,
        str(learner.box.border_title),
    )


async def test_killed_at_any_moment_the_lesson_goes_on_where_it_was(learn, tmp_path: Path) -> None:
    """What lies on disk while the app still runs is what SIGKILL would leave behind."""
    moments: list[tuple[Path, tuple[object, ...], str]] = []

    async def killed_here(learner: Learner) -> None:
        copy = tmp_path / f"killed-{len(moments)}"
        shutil.copytree(tmp_path / "home", copy)
        moments.append((copy, what_is_seen(learner), learner.feedback))

    async with learn("ko", lesson="apple-tax", folder=tmp_path / "home") as learner:
        await killed_here(learner)
        await learner.answer("102.2")
        await killed_here(learner)
        await learner.type("?")
        await killed_here(learner)
        await learner.type("!")
        await learner.answer("1")
        assert learner.session.state.sibling == 1
        await killed_here(learner)
        await learner.answer(show(learner.session.question.truth))
        await killed_here(learner)
        await learner.press("enter")
        await learner.type("7")  # not submitted: that alone is lost
        await killed_here(learner)
        await learner.press("ctrl+n", "ctrl+n")
        await learner.answer("100")
        await killed_here(learner)
    assert len({seen for _, seen, _ in moments}) == len(moments)
    for folder, seen, feedback in moments:
        async with learn("ko", lesson="apple-tax", folder=folder) as learner:
            assert what_is_seen(learner) == seen
            assert learner.feedback == feedback
            assert learner.box.text == ""


async def test_without_a_wish_the_first_run_begins_the_first_lesson_and_the_next_shows_the_map(learn) -> None:
    async with learn() as learner:
        await learner.in_lesson()
        assert learner.session.lesson.id == COURSE.lessons[0]
    async with learn() as learner:
        assert isinstance(learner.app.screen, MapScreen)


async def test_a_lesson_that_was_finished_begins_afresh_and_one_can_be_begun_afresh_in_the_middle(learn) -> None:
    async with learn(lesson="multiply-node") as learner:
        first = learner.session.step.id
        for _ in learner.session.lesson.steps:
            await learner.press("ctrl+n")
        assert learner.session.finished
    async with learn(lesson="multiply-node") as learner:
        assert learner.session.step.id == first and not learner.session.state.tries
        await learner.press("ctrl+n", "ctrl+n")
        await learner.type("12")
        await learner.screen.begin_afresh()
        await learner.settle()
        assert learner.session.step.id == first and not learner.session.answered
        assert learner.box.text == ""
        await learner.press("escape")
        assert "✓" in learner.display  # once done, done


async def test_back_and_forth(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await learner.press("ctrl+b")
        assert learner.session.position == 0
        offer = words("en")("Press {key} for a hint.", key="?")
        await learner.answer("102.2")
        assert offer not in learner.feedback
        await learner.answer("1..2")  # no attempt
        assert offer not in learner.feedback
        learner.box.text = ""
        await learner.answer("102.2")
        assert offer in learner.feedback
        await learner.answer("220")
        assert offer not in learner.feedback
        await learner.press("enter")
        await learner.type("1")
        await learner.press("ctrl+b")
        assert learner.session.position == 0 and learner.box.text == ""
        assert "Right." in learner.feedback and learner.parts("landed") == ["220"]
        await learner.type("?!")  # no hint where the answer is known
        assert learner.session.state.hints == 0 and "Solution" not in learner.feedback
        await learner.press("enter")
        assert learner.session.position == 1
        await learner.press("ctrl+n", "ctrl+b")
        assert words("en")("You skipped this question.") in learner.feedback
        assert learner.session.position == 1


# --- languages --------------------------------------------------------------------------------------------


def in_language(learner: Learner, lang: str) -> None:
    """All that is on the screen speaks this language."""
    t, lesson = words(lang), load_lesson(COURSE, "apple-tax", lang)
    assert learner.page == lesson.steps[learner.session.position].prose
    assert learner.title.startswith(lesson.title)
    assert learner.session.question.lang == lang
    assert str(learner.box.border_title) == phrases.ask_line(learner.session, t)
    assert learner.footer == {
        "?": t("Hint"),
        "!": t("Solution"),
        "f2": t("Nudge"),
        "f3": t("Replay"),
        "f4": t("Nodes"),
        "esc": t("Map"),
        "^q": t("Quit"),
        "f1": t("Help"),
    }
    assert all(
        name in learner.display.splitlines()[-1].replace("\0", "") for name in learner.footer.values()
    )  # not cut
    name = {"en": "price", "ko": "금액"}[lang]
    assert name in learner.picture


async def test_the_language_changes_in_the_middle_of_a_question(learn) -> None:
    async with learn("en", lesson="apple-tax") as learner:
        in_language(learner, "en")
        await learner.press("ctrl+n", "ctrl+n")
        await learner.answer(show(learner.session.question.mistakes[0].value))
        assert learner.session.state.tries[-1].mistakes
        await learner.type("?")
        await learner.type("1.1*")
        session = learner.session
        before = (session.step.id, list(session.state.tries), session.state.hints, learner.parts("wrong"))
        hint, said = session.hints[0].text, session.verdict.message
        assert hint in learner.feedback and said in learner.feedback

        await learner.press("ctrl+p")
        await learner.type("한국어")
        await learner.until(lambda: "한국어" in learner.display.replace(" ", ""))
        await learner.press("down", "enter")
        await learner.until(lambda: learner.app.t.lang == "ko")
        in_language(learner, "ko")
        assert (session.step.id, session.state.tries, session.state.hints, learner.parts("wrong")) == before
        assert learner.box.text == "1.1*"
        assert session.hints[0].text in learner.feedback and session.verdict.message in learner.feedback
        assert hint not in learner.feedback and said not in learner.feedback

        await learner.press("enter")  # what can't be read is said in the new language, and said again in the other one
        assert words("ko")("Unreadable:") in learner.feedback
        await learner.app.set_language("en")
        await learner.settle()
        in_language(learner, "en")
        assert "Unreadable: " in learner.feedback and words("ko")("Unreadable:") not in learner.feedback
        await learner.app.set_language("ko")

    async with learn("ko", lesson="apple-tax") as learner:
        assert learner.app.settings.get("lang") == "ko"
        in_language(learner, "ko")
        await learner.press("escape")
        assert load_titles(COURSE, "ko")["apple-tax"] in learner.display


async def test_the_solution_and_the_summary_are_said_in_the_new_language_too(learn) -> None:
    async with learn("en", lesson="multiply-node") as learner:
        at = [isinstance(step.question, Question) for step in learner.session.lesson.steps].index(True)
        await learner.press(*["ctrl+n"] * at)
        await learner.type("!")
        assert "Solution:" in learner.feedback
        numbers_before = learner.session.question.values
        await learner.app.set_language("ko")
        assert words("ko")("Solution:") in learner.feedback and "Solution:" not in learner.feedback
        assert learner.session.question.values == numbers_before
        await learner.to_the_summary()
        await learner.app.set_language("en")
        assert "Summary" in learner.title and "Skipped or only shown" in learner.feedback


# --- the record -------------------------------------------------------------------------------------------


async def test_an_answer_is_on_disk_before_its_feedback_is_shown(
    learn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []
    say = Feedback.say

    def watched(feedback: Feedback, lines: list) -> None:
        record = open_record(paths.record(tmp_path))  # what somebody else finds on disk at this moment
        answers = [entry.answer for entry in record.entries("apple-tax") if entry.answer]
        record.close()
        for line in lines:
            if line.tone in ("right", "wrong", "hint", "solution"):
                seen.append((line.tone, len(answers)))
        say(feedback, lines)

    async with learn(lesson="apple-tax") as learner:
        monkeypatch.setattr(Feedback, "say", watched)
        await learner.answer("102.2")
        await learner.answer("220")
    assert seen == [("wrong", 1), ("right", 2)]


class FullDisk(MemoryRecord):
    """A record whose disk is full until room is made."""

    def __init__(self) -> None:
        super().__init__()
        self.full = True

    @property
    def notice(self) -> Notice | None:
        return Notice("disk-full", Path("/home/me/record.sqlite3")) if self.full else None

    def append(self, entry) -> Saved:
        super().append(entry)
        return Saved.QUEUED if self.full else Saved.DISK


async def test_a_full_disk_is_said_and_the_lesson_goes_on(learn, monkeypatch: pytest.MonkeyPatch) -> None:
    record = FullDisk()
    monkeypatch.setattr("tutor.learner.store.open_record", lambda path: record)
    sentence = phrases.notice_line(record.notice, words("en"))
    async with learn(lesson="apple-tax") as learner:
        assert learner.notices == [sentence]
        await learner.answer("220")
        assert "Right." in learner.feedback and sentence in learner.feedback
        record.full = False
        await learner.press("enter")
        await learner.answer("1")
        assert "Right." in learner.feedback and sentence not in learner.feedback
        assert learner.notices == [sentence]  # once


# --- keys -------------------------------------------------------------------------------------------------


async def test_up_and_down_scroll_the_page_while_an_answer_is_typed(learn) -> None:
    async with learn(lesson="apple-tax", size=(50, 16)) as learner:
        reading = learner.screen.query_one("#reading")
        await learner.press("ctrl+n")
        await learner.type("12")
        assert reading.max_scroll_y > 0 and reading.scroll_y == 0
        await learner.press("down", "down")
        assert reading.scroll_y == 2
        await learner.press("up")
        assert reading.scroll_y == 1
        await learner.press("pagedown")
        assert reading.scroll_y == reading.max_scroll_y or reading.scroll_y > 1
        await learner.press("pageup")
        assert reading.scroll_y < reading.max_scroll_y
        await learner.press("pageup", "pageup")
        assert reading.scroll_y == 0
        assert learner.box.text == "12" and learner.screen.focused is not None
        # What is said last is what the learner sees.
        await learner.press("ctrl+n", "ctrl+n")
        for _ in "???":
            await learner.type("?")
            await learner.until(lambda: reading.scroll_y == reading.max_scroll_y > 0)
            await learner.sees(learner.session.hints[-1].text.split()[-1])


async def test_a_wide_picture_can_be_moved_and_the_asked_place_is_in_sight(learn) -> None:
    async with learn(lesson="apple-tax", size=(36, 24)) as learner:
        view = learner.view
        await learner.until(lambda: view.scroll_x > 0)
        assert " ? " in learner.display
        await learner.press(*["ctrl+pageup"] * 9)
        assert view.scroll_x == 0 and " ? " not in learner.display.partition("─ price")[0]
        await learner.press("ctrl+pagedown")
        assert view.scroll_x == min(8, view.max_scroll_x)
        await learner.press("ctrl+n")
        await learner.sees("← ?")


async def test_what_is_typed_ahead_of_the_next_question_is_kept(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await learner.answer("220")
        await learner.answer("1")  # before going on
        assert learner.session.position == 1 and not learner.session.answered
        assert learner.box.text == "1"
        await learner.press("enter")
        assert learner.session.answered
