"""The answer box: what lands in it and what does not, and what Enter does."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events

from tutor.core.expression import ANSWER_LIMITS
from tutor.words import words


async def test_hint_and_solution_keys_never_land_in_the_text(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await learner.type("10")
        for number, key in enumerate("?？", start=1):
            await learner.type(key)
            assert learner.session.state.hints == number
            assert learner.feedback.count("Hint:") == number
        await learner.type("0")
        assert learner.box.text == "100"
        await learner.type("！")
        assert learner.session.state.sibling == 1 and "Solution:" in learner.feedback
        await learner.type("!")
        assert learner.session.state.sibling == 2
        assert learner.box.text == "100"
        # In the middle of a text too, and where the terminal names the key.
        await learner.press("left")
        learner.app.post_message(events.Key("question_mark", "?"))
        await learner.settle()
        learner.app.post_message(events.Key("exclamation_mark", "!"))
        await learner.settle()
        assert learner.box.text == "100" and learner.session.state.sibling == 3


async def test_at_the_end_of_the_ladder_comes_the_solution(learn) -> None:
    async with learn("ko", lesson="apple-tax") as learner:
        for _ in learner.session.question.hints:
            await learner.type("?")
        assert learner.session.state.sibling == 1
        assert words("ko")("Solution:") in learner.feedback
        assert learner.session.question.givens in learner.feedback


async def test_enter_on_nothing_does_nothing(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        before = learner.display
        await learner.press("enter", "enter")
        await learner.type("   ")
        await learner.press("enter")
        learner.box.text = ""
        await learner.settle()
        assert learner.display == before
        assert not learner.session.state.tries and learner.session.position == 0


async def test_a_comma_is_asked_about_and_enter_takes_the_likelier_reading(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await learner.press("ctrl+n", "ctrl+n", "ctrl+n", "ctrl+n")
        assert learner.session.question.formula == "d price / d apple"
        await learner.answer("2,2")
        assert learner.tones[0] == "ask" and "2.2" in learner.feedback
        assert learner.box.text == "2.2" and not learner.session.state.tries
        assert words("en")("Enter takes what stands in the box.") in learner.feedback
        await learner.press("enter")
        assert learner.session.answered and learner.tones == ["right"]
        assert [each.answer for each in learner.session.state.tries] == ["2.2"]
        await learner.press("enter")
        await learner.answer("1,000")
        assert "1000" in learner.feedback and "1.000" in learner.feedback
        assert learner.box.text == "1000"


UNREADABLE = {"1..2": None, "사과 * 3)": 8, "(사과 + 개수": None, "소비세 $ 2": 7, "[/]": 0}
"""What can't be read, and in which cell the caret is to stand: each Hangul takes two."""


async def test_what_can_not_be_read_stays_in_the_box_with_a_caret_under_the_column(learn) -> None:
    async with learn("ko", lesson="apple-tax") as learner:
        for typed, column in UNREADABLE.items():
            await learner.answer(typed)
            assert learner.tones == ["unreadable", "note"]
            assert learner.box.text == typed and not learner.session.state.tries
            text, caret = learner.screen.query_one("#feedback").lines[-1].text.split("\n")
            assert text == typed and caret.strip() == "^"
            assert column is None or len(caret) - 1 == column
            rows = learner.display.split("\n")
            at = next(i for i, row in enumerate(rows) if row.strip(" ▌") == "^")
            start = cell_len(rows[at - 1].partition(typed)[0])
            assert cell_len(rows[at].partition("^")[0]) - start == len(caret) - 1
            # The text can be mended where it stands.
            await learner.press("end", "backspace")
            assert learner.box.text == typed[:-1]
            learner.box.text = ""


async def test_what_was_understood_is_said(learn) -> None:
    async with learn("ko", lesson="apple-tax") as learner:
        await learner.answer("사과*개수*소비세")
        assert "220" in learner.feedback.split("\n")[0] and learner.tones == ["note", "right"]


async def test_foreign_text_is_shown_as_it_is(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        for typed in ("[bold]220[/bold]", "[@click=app.quit]x[/]", "\\[x", "${x}", "{0}", "<b>2</b>"):
            learner.box.text = ""
            await learner.answer(typed)
            assert learner.tones[0] == "unreadable" and learner.box.text == typed
            assert typed in learner.feedback
        learner.app.post_message(events.Paste("22\x1b]0;title\x07\u202e0\n3"))
        await learner.settle()
        await learner.press("enter")
        assert not learner.session.answered
        for bad in "\x1b\x07\u202e":
            assert bad not in learner.display and bad not in learner.feedback


async def test_a_huge_paste_is_cut_and_said_to_be_too_long(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        learner.app.post_message(events.Paste("1+" * 500_000))
        await learner.settle()
        assert len(learner.box.text) == ANSWER_LIMITS.characters + 1
        await learner.press("enter")
        assert learner.tones[0] == "unreadable" and str(ANSWER_LIMITS.characters) in learner.feedback


async def test_keys_come_in_the_order_in_which_they_were_pressed(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        for key, character in [("2", "2"), ("backspace", None), ("2", "2"), ("3", "3"), ("left", None), ("4", "4")]:
            learner.app.post_message(events.Key(key, character))
        await learner.settle()
        assert learner.box.text == "243"
        learner.box.text = ""
        for key, character in [("2", "2"), ("2", "2"), ("0", "0"), ("enter", "\r"), ("enter", "\r"), ("7", "7")]:
            learner.app.post_message(events.Key(key, character))
        await learner.settle()
        assert learner.session.position == 1 and learner.box.text == "7"
