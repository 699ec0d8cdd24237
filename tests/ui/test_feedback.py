"""What is said: the newest last and in sight, plain text, told apart by words and not by colour alone."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tutor.ui.widgets.feedback import TONES, Feedback, Line
from tutor.words import words


class OneFeedback(App[None]):
    """Nothing but a feedback."""

    def compose(self) -> ComposeResult:
        yield Feedback()


async def test_lines_are_shown_as_they_are() -> None:
    app = OneFeedback()
    async with app.run_test(size=(40, 12)) as pilot:
        feedback = app.query_one(Feedback)
        assert not feedback.display
        hostile = "[/] [bold]x[/bold] [@click=app.quit]y a[i] \\["
        lines = [Line(tone, f"{tone}:", hostile) for tone in TONES] + [Line("note", "", "[/]"), Line("wrong", "", "[x")]
        feedback.say(lines)
        await pilot.pause()
        assert feedback.display and feedback.lines == tuple(lines)
        shown = str(feedback.render())
        assert shown.count(hostile) == len(TONES)
        assert shown.split("\n") == [f"{line.word} {line.text}".strip() for line in lines]
        assert feedback.has_class("-right") and feedback.has_class("-wrong")
        feedback.say([Line("right", "Right.", "so")])
        assert feedback.has_class("-right") and not feedback.has_class("-wrong")
        feedback.say([])
        await pilot.pause()
        assert not feedback.display and not feedback.has_class("-right")


async def test_the_newest_line_is_in_sight_in_a_small_terminal(learn) -> None:
    async with learn("ko", lesson="apple-tax") as learner:
        t = words("ko")
        reading = learner.screen.query_one("#reading")
        first = learner.session.step.prose[:8]
        where = learner.display.index(first)
        await learner.answer("3")  # there is room for it: what is being read does not move
        await learner.sees(t("Wrong."))
        assert learner.display.index(first) == where and reading.scroll_y == 0

        async def last_in_sight() -> None:
            await learner.sees(learner.screen.query_one("#feedback").lines[-1].text.split()[-1])

        for wrong in ("3", "4", "5"):
            await learner.answer(wrong)
            await last_in_sight()
        assert t("Press {key} for a hint.", key="?") in learner.display
        for _ in range(4):
            await learner.type("?")
            await last_in_sight()
        await learner.answer("1..2")
        await learner.sees("1..2", "^")
