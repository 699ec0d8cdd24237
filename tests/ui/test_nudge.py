"""The nudge's screen: what each key does, what is on the screen, and that a ripple ends where stillness does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from driving import LARGE, SMALL, Learner, learning, make_app
from textual.widgets import Static

from tutor.core import Graph
from tutor.experiments.nudging import Nudging
from tutor.ui.screens.nudge import NudgeScreen
from tutor.ui.widgets.nudge_choices import NudgeChoices
from tutor.words import words

WIDE = (200, 50)


def tax(**more: object) -> Nudging:
    graph = Graph.parse("subtotal = apple * count\nprice = subtotal * tax")
    labels = {"apple": "사과", "price": "금액"} if more.pop("korean", False) else {}
    return Nudging(graph, {"apple": 100, "count": 2, "tax": 1.1}, chosen="apple", labels=labels, **more)


def wide() -> Nudging:
    """More quantities than fit in a line, and a picture larger than its place."""
    text = "\n".join(f"q{i} = tanh(q{i - 1} * w{i})" if i else "q0 = x * w0" for i in range(10))
    return Nudging(Graph.parse(text), {"x": 0.5, **{f"w{i}": 1 + i / 10 for i in range(10)}})


@asynccontextmanager
async def nudge(
    folder: Path, nudging: Nudging, lang: str = "en", size: tuple[int, int] = SMALL, *, animated: bool = False
) -> AsyncIterator[Learner]:
    """A learner before the screen."""
    async with learning(make_app(folder, lang, animated=animated), size) as learner:
        await learner.app.push_screen(NudgeScreen(nudging))
        await learner.settle()
        yield learner


def picture(learner: Learner) -> str:
    view = learner.app.screen.query_one("#nudge-graph")
    return view.picture.text()


def said(learner: Learner, name: str) -> str:
    return str(learner.app.screen.query_one(f"#{name}", Static).render())


KEYS = [
    ("right", "apple", 1, 0.1),
    ("left left", "apple", -2, 0.1),
    ("right 0", "apple", 0, 0.1),
    ("right home", "apple", 0, 0.1),
    ("down", "count", 0, 0.1),
    ("tab tab", "tax", 0, 0.1),
    ("up", "subtotal", 0, 0.1),
    ("right down shift+tab", "apple", 0, 0.1),
    ("left_square_bracket", "apple", 0, 0.01),
    ("right pagedown pagedown", "apple", 1, 0.001),
    ("right_square_bracket right_square_bracket", "apple", 0, 10),
    ("pageup", "apple", 0, 1),
]


async def test_what_each_key_does(tmp_path: Path) -> None:
    async with learning(make_app(tmp_path), SMALL) as learner:
        for keys, chosen, steps, h in KEYS:
            nudging = tax()
            await learner.app.push_screen(NudgeScreen(nudging))
            await learner.press(*keys.split())
            assert (nudging.chosen, nudging.steps, nudging.h) == (chosen, steps, h), keys
            assert said(learner, "moved").startswith(f"h = {h:g}")
            assert f"d price / d {chosen}" in learner.title
            await learner.press("escape")


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("size", [SMALL, LARGE, WIDE])
async def test_the_measured_numbers_stand_beside_backprops_and_the_learners(
    tmp_path: Path, lang: str, size: tuple[int, int]
) -> None:
    t = words(lang)
    async with nudge(tmp_path, tax(answer=3.1, korean=lang == "ko"), lang, size) as learner:
        await learner.press("right")
        display = learner.display
        for text in ("100 +0.1", "200 +0.2", "220 +0.22", "+0.22 / +0.1", "(220.22 - 219.78) / 0.2"):
            assert text in display
        for text in ("Your move", "Central", "Backprop", "Your number", "does not agree"):
            assert t(text) in display
        assert display.count("2.2 ") >= 3 and "3.1" in display
        assert ("1e-15" in display) == (size != SMALL), "the error over h is drawn where there is room"
        footer = learner.footer
        assert set(footer) >= {"←", "→", "↑↓", "[", "]", "0", "esc", "f1", "^q"}
        assert footer["esc"] == t("Back") and footer["0"] == t("Start")
        last = display.split("\n")[-1]
        assert t("Help") in last and t("Quit") in last, "the footer is cut"


async def test_what_is_not_earned_is_not_shown(tmp_path: Path) -> None:
    async with nudge(tmp_path, tax(answer=3.1, hidden=frozenset({"apple"}))) as learner:
        await learner.press("right")
        assert "?" in said(learner, "slopes") and "shown once you have answered" in learner.display
        assert "← 2.2" not in picture(learner)


async def test_escape_goes_back_to_what_lies_below(tmp_path: Path) -> None:
    async with nudge(tmp_path, tax()) as learner:
        await learner.press("escape", "escape", "right")
        assert not any(isinstance(screen, NudgeScreen) for screen in learner.app.screen_stack)


async def test_a_ripple_ends_where_stillness_does(tmp_path: Path) -> None:
    async with nudge(tmp_path / "still", tax()) as learner:
        await learner.press("right", "right", "left", "right")
        still = picture(learner)
    async with nudge(tmp_path / "moving", tax(), animated=True) as learner:
        await learner.press("right", "right", "left")
        await learner.press("right")
        assert said(learner, "slopes").count("2.2") >= 3, "the numbers wait for no ripple"
        await learner.until(lambda: picture(learner) == still)
        assert "100 +0.2" in still and "220 +0.44" in still


async def test_a_ripple_runs_from_node_to_node(tmp_path: Path) -> None:
    async with nudge(tmp_path, tax(), animated=True) as learner:
        screen = learner.app.screen
        frames: list[str] = []
        view = screen.query_one("#nudge-graph")
        show = view.show
        view.show = lambda scene: (show(scene), frames.append(view.picture.text()))
        await learner.press("right")
        await learner.until(lambda: len(frames) >= 3 and "220 +0.22" in frames[-1])
        moved = [sum(text in frame for text in ("100 +0.1", "200 +0.2", "220 +0.22")) for frame in frames]
        assert moved == sorted(moved) and {1, 2, 3} <= set(moved)


async def test_leaving_in_the_middle_of_a_ripple(tmp_path: Path) -> None:
    async with nudge(tmp_path, wide(), animated=True) as learner:
        await learner.press("right", "escape")
        await learner.pilot.pause(0.2)
        assert not isinstance(learner.app.screen, NudgeScreen)


async def test_held_keys_and_other_sizes_in_between(tmp_path: Path) -> None:
    nudging = wide()
    async with nudge(tmp_path, nudging, animated=True) as learner:
        for size in ((20, 5), (1, 1), (120, 36)):
            await learner.pilot.resize_terminal(*size)
            await learner.press("right", "right", "left_square_bracket", "down", "ctrl+right", "ctrl+down")
        assert nudging.steps == 0 and nudging.h == pytest.approx(1e-4)


async def test_a_click_chooses_also_among_names_that_do_not_all_fit(tmp_path: Path) -> None:
    nudging = wide()
    async with nudge(tmp_path, nudging) as learner:
        choices = learner.app.screen.query_one(NudgeChoices)
        for _ in range(3):
            place, start, _ = choices._ends[-1]
            assert await learner.pilot.click(NudgeChoices, offset=(start + 2, 0))
            await learner.settle()
            assert nudging.chosen == nudging.choices[place]
            assert nudging.chosen in str(choices.render())
            assert choices._ends[-1][2] <= choices.size.width
        await learner.press("down")
        assert f"▸ {nudging.chosen}" in str(choices.render()) or "▸ (" in str(choices.render())


async def test_the_chosen_quantity_is_brought_into_sight(tmp_path: Path) -> None:
    nudging = wide()
    async with nudge(tmp_path, nudging) as learner:
        view = learner.app.screen.query_one("#nudge-graph")
        assert view.scroll_offset.x == 0
        while nudging.chosen != "q7":
            nudging.turn(1)
        nudging.turn(-1)
        await learner.press("down")
        await learner.until(lambda: view.scroll_offset.x > 0)
        place = view.picture.places["q7"]
        assert view.scroll_offset.x <= place.x < view.scroll_offset.x + view.size.width


async def test_a_move_out_of_the_domain_is_said_and_can_be_taken_back(tmp_path: Path) -> None:
    async with nudge(tmp_path, Nudging(Graph.parse("y = log(x)"), {"x": 0.25})) as learner:
        await learner.press("left", "left", "left")
        assert "x can't be moved by -0.3" in " ".join(learner.display.split())
        await learner.press("right")
        assert "can't be moved" not in learner.display and "0.25 -0.2" in picture(learner)


async def test_another_language_theme_and_drawing_in_the_middle(tmp_path: Path) -> None:
    async with nudge(tmp_path, tax(answer=2.2), size=LARGE) as learner:
        await learner.press("right")
        await learner.app.set_language("ko")
        learner.app.theme = "textual-light"
        learner.app.set_drawing("ascii")
        await learner.settle()
        t = words("ko")
        assert all(t(text) in learner.display for text in ("Your move", "Backprop", "agrees", "Choose"))
        assert "100 -> 100.1" in learner.display and "▶" not in picture(learner)


async def test_names_from_strangers_are_no_markup(tmp_path: Path) -> None:
    nudging = Nudging(Graph.parse("y = x * 2"), {"x": 1}, labels={"x": "[red]a[/]", "y": "[/]"})
    async with nudge(tmp_path, nudging) as learner:
        await learner.press("right")
        assert "1 +0.1" in picture(learner)
