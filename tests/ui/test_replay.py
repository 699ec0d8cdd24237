"""A replay on the picture: opened, steered and ended with keys, the same with animation and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import LARGE, SMALL, Learner
from textual.events import MouseScrollDown, MouseScrollUp
from textual.widgets import Footer

from tutor.ui.widgets.answer_box import AnswerBox
from tutor.ui.widgets.play_graph import PlayGraph


def working(learner: Learner) -> str:
    """The working that stands on the picture, and which beat of how many it is."""
    shown = [span.text.strip() for row in learner.view.rows_now(learner.view.picture) for span in row]
    return " ".join(text for text in shown if "=" in text or "/" in text)


async def opened(learner: Learner) -> None:
    """Answer the first question of the shop, and open the replay of it."""
    await learner.answer("220")
    if learner.view.moving:
        await learner.until(lambda: not learner.view.moving)
    await learner.press("f3")
    assert learner.view.steered and learner.view.has_focus
    assert "1/3" in learner.display


@pytest.mark.parametrize("animated", [False, True])
async def test_the_same_keys_go_a_beat_with_animation_and_without(learn, animated: bool) -> None:
    async with learn(lesson="apple-tax", animated=animated) as learner:
        await opened(learner)
        assert learner.view.moving == animated
        await learner.press("home")
        assert not learner.view.moving, "who steers has it in hand"
        assert working(learner) == "100 * 2 = 200 1/3" and "200" not in learner.picture
        await learner.press("right")
        assert working(learner) == "200 * 1.1 = 220 2/3" and "200" in learner.picture and "220" not in learner.picture
        await learner.press("left")
        assert working(learner) == "100 * 2 = 200 1/3" and "200" not in learner.picture
        await learner.press("left")
        assert working(learner) == "100 * 2 = 200 1/3", "there is none before the first"
        await learner.press("enter", "enter")
        assert working(learner) == "3/3" and "220" in learner.picture
        await learner.press("right")
        assert learner.view.steered, "an arrow key does not leave"
        await learner.press("enter")
        assert not learner.view.playing and learner.app.focused is learner.box._input
        assert not learner.session.finished and learner.session.position == 0, "no Enter went to the lesson"
        await learner.press("enter")
        assert learner.session.position == 1


@pytest.mark.parametrize("key", ["escape", "f3"])
@pytest.mark.parametrize("animated", [False, True])
async def test_a_key_ends_it_and_gives_the_focus_back(learn, key: str, animated: bool) -> None:
    async with learn("ko", lesson="apple-tax", animated=animated) as learner:
        await learner.answer("220")
        await learner.until(lambda: not learner.view.moving)
        rest = learner.display
        await learner.press("f3", "right")
        assert learner.display != rest
        await learner.press(key)
        assert not learner.view.playing and not learner.view.moving
        assert learner.display == rest
        assert learner.app.focused is learner.box._input


async def test_what_runs_by_itself_ends_where_stepping_ends(learn, tmp_path: Path, monkeypatch) -> None:
    from tutor.ui.screens import lesson

    monkeypatch.setattr(lesson, "REPLAY_SECONDS", 0.3)
    ends = []
    for animated in (True, False):
        async with learn(lesson="apple-tax", animated=animated, folder=tmp_path / str(animated)) as learner:
            await learner.answer("220")
            await learner.press("enter")
            await learner.answer("1")
            await learner.press("enter")
            await learner.answer("1")  # the upstream gradient alone
            await learner.until(lambda: not learner.view.moving)
            await learner.press("f3")
            if animated:
                await learner.until(lambda: learner.view.steered and not learner.view.moving)
            else:
                assert not learner.view.moving
                await learner.press("end")
            ends.append((learner.picture, working(learner), learner.parts("wrong"), learner.parts("asked")))
    assert ends[0] == ends[1]
    assert ends[0][2] == ["~1~"] and ends[0][3] == ["?"]


async def test_space_lets_it_run_and_pauses_it(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await opened(learner)
        await learner.press("space")
        assert learner.view.moving
        await learner.press("space")
        assert not learner.view.moving and learner.view.steered
        await learner.press("end", "space")
        assert learner.view.moving and working(learner).endswith("1/3"), "from the end it begins again"


@pytest.mark.parametrize("animated", [False, True])
async def test_numbers_arrive_at_what_stands_there_without_animation(learn, animated: bool) -> None:
    async with learn(lesson="apple-tax", animated=animated) as learner:
        await learner.answer("220")
        assert learner.view.moving == animated and not learner.view.steered
        assert learner.app.focused is learner.box._input, "nobody has to wait"
        await learner.until(lambda: not learner.view.moving)
        assert learner.parts("landed") == ["220"] and learner.parts("asked") == []
        assert "200" in learner.picture
        assert not working(learner)


# --- it stops --------------------------------------------------------------------------------------------


async def test_what_is_typed_belongs_to_the_answer(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await learner.answer("220")
        await learner.press("enter", "f3")
        assert learner.view.steered
        await learner.type("1")
        assert not learner.view.playing and learner.box.text == "1"
        await learner.press("enter")
        assert learner.session.answered and not learner.view.playing


@pytest.mark.parametrize("animated", [False, True])
async def test_it_ends_with_language_size_drawing_and_question(learn, animated: bool) -> None:
    async def language(learner: Learner) -> None:
        await learner.app.set_language("ko")

    async def size(learner: Learner) -> None:
        await learner.pilot.resize_terminal(120, 36)

    async def drawing(learner: Learner) -> None:
        learner.app.set_drawing("ascii")

    async def following(learner: Learner) -> None:
        await learner.press("ctrl+n")

    async def hint(learner: Learner) -> None:
        await learner.press("question_mark")

    async with learn(lesson="apple-tax", animated=animated) as learner:
        await learner.answer("220")
        await learner.press("enter")
        for happens in (language, size, drawing, hint, following):
            await learner.until(lambda: not learner.view.moving)
            await learner.press("f3")
            assert learner.view.steered, happens
            await happens(learner)
            await learner.settle()
            assert not learner.view.playing and not learner.view.moving, happens
            assert learner.app.focused is learner.box._input, happens
            assert learner.picture == learner.view.layout_now.paint(learner.session.marks).text()


async def test_it_ends_where_the_picture_goes(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await opened(learner)
        await learner.pilot.resize_terminal(40, 10)
        await learner.settle()
        assert not learner.view.playing and learner.app.focused is learner.box._input
        for key in ("f3", "f4"):
            await learner.press(key)
            assert not learner.view.playing and learner.view.cursor is None
            assert "no room here" in learner.feedback
        await learner.pilot.resize_terminal(80, 24)
        await learner.settle()
        await learner.press("f4")
        assert learner.view.cursor is not None
        await learner.pilot.resize_terminal(40, 10)
        await learner.settle()
        assert learner.view.cursor is None and learner.app.focused is learner.box._input


async def test_before_anything_flowed_that_is_said(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await learner.press("f3")
        assert not learner.view.playing and "predict first" in learner.feedback


# --- beside the nodes ------------------------------------------------------------------------------------


async def test_nodes_and_replay_take_turns(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await opened(learner)
        await learner.press("f4")
        assert learner.view.cursor is not None and not learner.view.playing and learner.view.has_focus
        await learner.press("f3")
        assert learner.view.cursor is None and learner.view.steered and learner.view.has_focus
        await learner.press("escape")
        assert learner.app.focused is learner.box._input


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("lang", ["en", "ko"])
async def test_the_footer_has_the_keys_of_the_moment(learn, lang: str, size: tuple[int, int]) -> None:
    async with learn(lang, lesson="apple-tax", size=size) as learner:
        await opened(learner)
        shown = learner.footer
        assert "← →" in shown and "space" in shown
        footer = learner.app.screen.query_one(Footer)
        assert footer.max_scroll_x == 0 and footer.virtual_size.width <= size[0]
        await learner.press("escape")
        assert "← →" not in learner.footer


# --- the mouse -------------------------------------------------------------------------------------------


async def test_the_wheel_moves_a_picture_that_is_too_wide(learn) -> None:
    async with learn(room="play") as learner:
        await learner.type("sigmoid(w1*x1+w2*x2+b)*c/2")
        view = learner.app.screen.query_one(PlayGraph)
        assert view.max_scroll_x
        moved = view.scroll_x
        event = (view, 5, 3, 0, 1, 0, False, False, False)
        for kind, by in ((MouseScrollDown, 1), (MouseScrollUp, -1)):
            if view.max_scroll_y:
                break
            view.post_message(kind(*event))
            await learner.settle()
            assert (view.scroll_x - moved) * by > 0
            moved = view.scroll_x
        await learner.press("ctrl+pagedown")
        assert view.scroll_x > moved
        moved = view.scroll_offset
        await learner.pilot.mouse_down(view, offset=(40, 4))
        await learner.pilot.hover(view, offset=(45, 4))
        await learner.pilot.mouse_up(view, offset=(45, 4))
        await learner.settle()
        assert view.scroll_offset.x < moved.x and view.cursor is None, "dragged, not clicked"


async def test_a_click_on_a_node_looks_at_it(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        node = learner.view.picture.nodes["subtotal"]
        await learner.pilot.click("#graph Canvas", offset=(node.x + 2, node.y + 1))
        await learner.settle()
        assert learner.view.cursor == "subtotal" and learner.view.has_focus
        assert "multiply" in learner.display
        label = learner.view.picture.places["tax"]
        await learner.pilot.click("#graph Canvas", offset=(label.x + 1, label.y))
        await learner.settle()
        assert learner.view.cursor == "tax"
        await learner.pilot.click("#graph Canvas", offset=(0, 0))
        await learner.settle()
        assert learner.view.cursor is None and learner.app.focused is learner.box._input


async def test_a_click_during_a_replay_looks_at_the_node(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await opened(learner)
        node = learner.view.picture.nodes["price"]
        await learner.pilot.click("#graph Canvas", offset=(node.x + 2, node.y + 1))
        await learner.settle()
        assert learner.view.cursor == "price" and not learner.view.playing and learner.view.has_focus


async def test_a_click_on_the_answer_box_ends_a_replay(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        await opened(learner)
        await learner.pilot.click(AnswerBox, offset=(5, 1))
        await learner.settle()
        assert not learner.view.playing and learner.app.focused is learner.box._input
