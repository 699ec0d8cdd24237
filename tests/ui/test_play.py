"""The playground's screen: what each key does, what is on the screen, and that nothing typed is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Learning
from driving import LARGE, SMALL, Learner
from textual import events

from tutor.core import Graph
from tutor.drawing import Marks
from tutor.ui.screens.asked import AskedScreen
from tutor.ui.screens.map import MapScreen
from tutor.ui.screens.nudge import NudgeScreen
from tutor.ui.screens.play import PlayScreen
from tutor.ui.widgets.example_list import ExampleList
from tutor.ui.widgets.expression_box import ExpressionInput
from tutor.ui.widgets.play_graph import PlayGraph
from tutor.ui.widgets.scene import Scene
from tutor.ui.widgets.value_list import ValueList

WIDE = (200, 50)
EXPRESSION = "(a*b + c) * d"


def screen(learner: Learner) -> PlayScreen:
    return next(each for each in learner.app.screen_stack if isinstance(each, PlayScreen))


def graph(learner: Learner) -> PlayGraph:
    return screen(learner).query_one(PlayGraph)


def inputs(learner: Learner) -> dict[str, float]:
    return screen(learner).play.inputs


# --- typing an expression --------------------------------------------------------------------------------


async def test_the_graph_is_there_while_it_is_typed(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type("a*b")
        assert "result = 6" in learner.title
        assert "← 3" in graph(learner).picture.text()
        await learner.type("+c")
        assert "result = 10" in learner.title


async def test_a_number_that_grows_longer_and_shorter_again_moves_nothing(learn: Learning) -> None:
    async with learn(room="play", size=LARGE) as learner:
        await learner.type("(a + b) * c")
        await learner.press("enter")
        places = []
        for text in ("2", "2.34567", "7", "1.5"):
            await learner.answer(text)
            assert inputs(learner)["a"] == float(text)
            places.append(graph(learner).picture.places)
        assert places[1] == places[2] == places[3] != places[0]


async def test_what_was_longer_once_pushes_nothing_out_of_sight(learn: Learning) -> None:
    parsed = Graph.parse("u = a * b; v = u * c; w = v * d; x = w * e")
    long = [Marks(dict.fromkeys(parsed.quantities, "1") | dict.fromkeys(names, "1" * 14)) for names in "uw"]
    async with learn(room="play", size=SMALL) as learner:
        await learner.type("a*b")
        view = graph(learner)
        for marks in long * 2:
            view.show(Scene(parsed, marks, marks, {}))
            await learner.settle()
            assert view.picture is not None and view.picture.width <= view.size.width
            assert view.max_scroll_x == 0


@pytest.mark.parametrize(("lang", "said"), [("en", "a number is missing here"), ("ko", "여기에 수가 빠져 있습니다")])
async def test_an_error_stands_under_the_expression_with_a_caret(learn: Learning, lang: str, said: str) -> None:
    async with learn(lang, room="play") as learner:
        await learner.type("가격*b+")
        rows = learner.display.splitlines()
        at = next(i for i, row in enumerate(rows) if "가" in row and "*b+" in row)
        assert said in rows[at + 1]
        assert rows[at + 1].index("^") == len("│ 가격*b+") + 2  # two wide letters
        assert graph(learner).has_class("-stale")
        assert "가격" in graph(learner).picture.text()  # the last good one
        await learner.press("backspace")
        assert not graph(learner).has_class("-stale")


async def test_a_caret_far_to_the_right_is_in_sight(learn: Learning) -> None:
    async with learn(room="play") as learner:
        learner.app.screen.focused.post_message(events.Paste("+".join(["abcdef"] * 20) + "+"))
        await learner.sees("a number is missing here ^")


async def test_outside_the_domain_a_sentence_says_so(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type("log(0-x)")
        await learner.press("enter")
        await learner.type("1")
        await learner.press("enter")
        await learner.sees("has no finite value with these numbers")
        assert "x ─" in graph(learner).picture.text()


async def test_a_program_that_is_pasted_becomes_one_line(learn: Learning) -> None:
    async with learn(room="play") as learner:
        learner.app.screen.focused.post_message(events.Paste("a = 2  # two\nb = 3\n\nc = a*b\n"))
        await learner.settle()
        assert screen(learner).play.text == "a = 2; b = 3; c = a*b"
        assert "c = 6" in learner.title


async def test_ten_megabytes_pasted_are_told_to_be_too_long(learn: Learning) -> None:
    async with learn(room="play") as learner:
        learner.app.screen.focused.post_message(events.Paste("a+\x1b[31m" * 1_500_000))
        await learner.sees("longer than 20000 characters")
        assert "\x1b" not in learner.display


async def test_markup_in_an_expression_is_text(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type("[/]a")
        await learner.sees("[/]a", "this character has no place here: [")


# --- values ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("into", ["enter", "down", "tab"])
async def test_keys_lead_from_the_expression_to_the_values_and_back(learn: Learning, into: str) -> None:
    async with learn(room="play") as learner:
        await learner.type(EXPRESSION)
        await learner.press(into)
        assert isinstance(learner.app.focused, ValueList)
        await learner.press("up")
        assert isinstance(learner.app.focused, ExpressionInput)


@pytest.mark.parametrize(
    ("keys", "name", "value"),
    [
        ("right", "a", 3),
        ("left left left", "a", -1),
        ("down right", "b", 4),
        ("down down up right", "b", 4),
        ("shift+right", "a", 12),
        ("shift+left", "a", -8),
    ],
)
async def test_arrows_choose_and_change(learn: Learning, keys: str, name: str, value: float) -> None:
    async with learn(room="play") as learner:
        await learner.type(EXPRESSION)
        await learner.press("enter", *keys.split())
        assert inputs(learner)[name] == value
        assert screen(learner).play.chosen == name
        assert f"d result / d {name} = " in learner.title


@pytest.mark.parametrize(("typed", "name", "value"), [("7", "a", 7), ("-1/4", "a", -0.25), ("c = 2.5", "c", 2.5)])
async def test_a_value_is_typed(learn: Learning, typed: str, name: str, value: float) -> None:
    async with learn(room="play") as learner:
        await learner.type(EXPRESSION)
        await learner.press("enter")
        await learner.type(typed)
        await learner.press("enter")
        assert inputs(learner)[name] == value
        assert isinstance(learner.app.focused, ValueList)


async def test_a_value_that_can_not_be_read_stays_to_be_mended(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type(EXPRESSION)
        await learner.press("enter")
        await learner.type("7+")
        await learner.press("enter")
        await learner.sees("7+", "^ a number is missing here")
        await learner.type("1")
        assert "missing" not in learner.display
        await learner.press("enter")
        assert inputs(learner)["a"] == 8


async def test_escape_leaves_a_value_as_it_was(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type(EXPRESSION)
        await learner.press("enter")
        await learner.type("99")
        await learner.press("escape")
        assert inputs(learner)["a"] == 2
        assert isinstance(learner.app.focused, ValueList)


async def test_where_the_text_gives_a_value_arrows_change_the_text(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type("a = 3; a*b")
        await learner.press("enter", "right")
        assert screen(learner).query_one(ExpressionInput).value == "a = 4; a*b"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_mouse_chooses_and_changes(learn: Learning, size: tuple[int, int]) -> None:
    async with learn(room="play", size=size) as learner:
        await learner.type(EXPRESSION)
        values = screen(learner).query_one(ValueList)
        await learner.pilot.click(values, offset=(2, 2))
        assert screen(learner).play.chosen == "c"
        for sign, value in (("▶", 5), ("◀", 4)):
            row = str(values.render()).splitlines()[2]
            await learner.pilot.click(values, offset=(row.index(sign), 2))
            assert inputs(learner)["c"] == value


async def test_many_inputs_stand_in_columns_with_the_chosen_one_in_sight(learn: Learning) -> None:
    async with learn(room="play") as learner:
        learner.app.screen.focused.post_message(events.Paste("+".join(f"input{i}" for i in range(20))))
        await learner.settle()
        await learner.press("enter", *["down"] * 19)
        assert screen(learner).play.chosen == "input19"
        await learner.sees("▸ input19")


# --- the picture -----------------------------------------------------------------------------------------


async def test_another_output_has_its_own_gradients(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type("s = x + y; s*x")
        assert "result = 10" in learner.title
        await learner.press("f6")
        assert "s = 5" in learner.title
        assert "d s / d x = 1" in learner.title
        await learner.press("shift+f6")
        assert "result = 10" in learner.title


@pytest.mark.parametrize("animated", [True, False])
async def test_a_run_ends_in_the_picture_it_began_with(learn: Learning, animated: bool) -> None:
    async with learn(room="play", animated=animated) as learner:
        await learner.type("a*b")
        before = graph(learner).picture.text()
        await learner.press("f3")
        assert graph(learner).steered and graph(learner).moving == animated
        assert graph(learner).picture.text() != before
        await learner.press("f3")
        assert not graph(learner).playing and graph(learner).picture.text() == before
        await learner.press("f3", "end")
        assert graph(learner).steered and not graph(learner).moving
        assert graph(learner).picture.text() == before
        await learner.press("enter")
        assert not graph(learner).playing and graph(learner).picture.text() == before


async def test_a_run_gives_the_keys_back_to_what_had_them(learn: Learning) -> None:
    async with learn(room="play", animated=True) as learner:
        await learner.type("a*b")
        await learner.press("f3", "escape")
        await learner.type("+1")
        assert "result = 7" in learner.title and not graph(learner).playing
        await learner.press("enter", "f3", "escape", "right")
        assert not graph(learner).playing
        assert "result = 10" in learner.title


async def test_who_writes_is_done_with_a_run(learn: Learning) -> None:
    async with learn(room="play", animated=True) as learner:
        await learner.type("a*b")
        await learner.press("f3")
        await learner.type("+1")
        assert not graph(learner).playing and "result = 7" in learner.title


async def test_nodes_are_explained(learn: Learning) -> None:
    async with learn(room="play", size=LARGE) as learner:
        await learner.type("s = x + y; s*x")
        await learner.press("enter", "f4", "right")
        await learner.sees("s = x + y = 2 + 3 = 5")
        await learner.press("escape")
        assert graph(learner).cursor is None
        assert isinstance(learner.app.focused, ValueList)
        assert "2 + 3" not in learner.display


async def test_the_working_stands_beside_the_graph(learn: Learning) -> None:
    async with learn(room="play", size=LARGE) as learner:
        await learner.press("enter", "enter")
        await learner.sees("d price / d apple = 1.1 * 2 = 2.2")


@pytest.mark.parametrize("size", [LARGE, WIDE])
async def test_a_graph_too_wide_for_that_has_the_values_below(learn: Learning, size: tuple[int, int]) -> None:
    async with learn(room="play", size=size) as learner:
        await learner.type("sigmoid(w1*x1 + w2*x2 + b)")
        await learner.press("enter")
        place = screen(learner).query_one("#play")
        assert place.has_class("-below") == (size == LARGE)
        assert graph(learner).picture.width <= graph(learner).size.width


async def test_a_graph_of_too_many_nodes_is_said_to_be_too_large(learn: Learning) -> None:
    async with learn(room="play") as learner:
        learner.app.screen.focused.post_message(events.Paste("+".join(f"a{i}" for i in range(150))))
        await learner.sees("Too large to be drawn: 299 quantities.")


async def test_a_large_one_is_drawn_when_the_keys_rest(learn: Learning) -> None:
    async with learn(room="play") as learner:
        learner.app.screen.focused.post_message(events.Paste("+".join(f"a{i}" for i in range(35))))
        await learner.until(lambda: graph(learner).picture is not None and "a34" in graph(learner).picture.text())


# --- opening and keeping ---------------------------------------------------------------------------------


async def test_an_example_is_opened_with_the_arrow_keys(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.sees("Apples with tax")
        await learner.press("down", "down", "enter")
        assert screen(learner).play.text == "(a * b + c) * d"
        assert isinstance(learner.app.focused, ValueList)
        assert "result = 20" in learner.title


async def test_what_is_kept_opens_as_it_was_also_the_next_time(learn: Learning, tmp_path: Path) -> None:
    async with learn(room="play") as learner:
        await learner.type("s = x + y; s*x")
        await learner.press("enter", "right", "f6", "ctrl+s")
        assert "Kept" in learner.notices[0]
    assert json.loads((tmp_path / "playground.json").read_text())["kept"][0]["output"] == "s"
    async with learn(room="play") as learner:
        await learner.press("down", "enter")
        play = screen(learner).play
        assert (play.text, play.output, play.inputs) == ("s = x + y; s*x", "s", {"x": 3, "y": 3})


async def test_ctrl_o_opens_the_list_and_closes_it_again(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type("a*b")
        for key in ("ctrl+o", "escape"):
            await learner.press("ctrl+o")
            assert isinstance(learner.app.focused, ExampleList)
            await learner.press(key)
            assert isinstance(learner.app.focused, ExpressionInput)
            assert "← 3" in learner.display
        assert screen(learner).play.text == "a*b"


async def test_delete_removes_only_what_is_kept(learn: Learning, tmp_path: Path) -> None:
    async with learn(room="play") as learner:
        await learner.type("a*b")
        await learner.press("ctrl+s", "ctrl+o")
        await learner.until(lambda: "del" in learner.footer)
        await learner.press("delete")
        assert json.loads((tmp_path / "playground.json").read_text()) == {"kept": []}
        await learner.until(lambda: "del" not in learner.footer)
        await learner.press("delete")
        await learner.sees("Apples with tax")


async def test_an_expression_with_a_fault_is_not_kept(learn: Learning, tmp_path: Path) -> None:
    async with learn(room="play") as learner:
        await learner.type("a*b+")
        await learner.press("ctrl+s")
        assert not (tmp_path / "playground.json").exists()
        assert "without a fault" in learner.notices[0]


async def test_a_file_that_can_not_be_read_is_told_and_kept(learn: Learning, tmp_path: Path) -> None:
    (tmp_path / "playground.json").write_text("nonsense")
    async with learn(room="play") as learner:
        await learner.type("a*b")
        await learner.press("ctrl+s")
        assert "could not be read" in learner.notices[0]
    assert [each.read_text() for each in tmp_path.glob("playground.damaged*")] == ["nonsense"]


# --- questions and nudges --------------------------------------------------------------------------------


async def test_questions_lead_there_and_back(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type("a*b")
        await learner.press("enter", "right", "f5")
        await learner.until(lambda: isinstance(learner.app.screen, AskedScreen))
        await learner.in_lesson()
        await learner.answer("9")
        assert "right" in learner.tones
        for answer in ("", "3", "", "3", ""):
            await learner.answer(answer)
        assert learner.session.finished
        assert "playground" in learner.display
        await learner.press("enter")
        assert isinstance(learner.app.screen, PlayScreen)
        assert inputs(learner) == {"a": 3, "b": 3}
        assert screen(learner).play.text == "a*b"


async def test_escape_leads_from_the_questions_back(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type("a*b")
        await learner.press("f5")
        await learner.until(lambda: isinstance(learner.app.screen, AskedScreen))
        await learner.in_lesson()
        await learner.press("escape")
        assert isinstance(learner.app.screen, PlayScreen)
        await learner.type("*c")
        assert "result = 24" in learner.title


async def test_questions_change_their_language_too(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type("a*b")
        await learner.press("f5")
        await learner.until(lambda: isinstance(learner.app.screen, AskedScreen))
        await learner.in_lesson()
        await learner.app.set_language("ko")
        await learner.until(lambda: "순전파" in learner.page)
        assert learner.session.lesson.lang == "ko"


async def test_the_answer_is_on_disk(learn: Learning, tmp_path: Path) -> None:
    from tutor.learner.store import open_record

    async with learn(room="play") as learner:
        await learner.type("a*b")
        await learner.press("f5")
        await learner.until(lambda: isinstance(learner.app.screen, AskedScreen))
        await learner.in_lesson()
        await learner.answer("7")
        record = open_record(tmp_path / "record.sqlite3")
        last = record.entries()[-1]
        record.close()
        assert (last.answer, last.outcome, last.item) == ("7", "wrong", "play/a*b: a*b (a = 2, b = 3)")


@pytest.mark.parametrize("key", ["f5", "f2", "f3"])
async def test_with_a_fault_there_are_none_and_it_is_said_why(learn: Learning, key: str) -> None:
    async with learn(room="play") as learner:
        await learner.type("a*b+")
        await learner.press(key)
        assert isinstance(learner.app.screen, PlayScreen)
        assert learner.notices == ["a number is missing here"]


async def test_too_large_a_graph_is_not_asked_about(learn: Learning) -> None:
    async with learn(room="play") as learner:
        learner.app.screen.focused.post_message(events.Paste("+".join(f"a{i}" for i in range(21))))
        await learner.settle()
        await learner.press("f5")
        assert isinstance(learner.app.screen, PlayScreen)
        assert "too many" in learner.notices[0]


async def test_a_nudge_begins_at_the_chosen_input_and_comes_back(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type("a*b")
        await learner.press("enter", "down", "f2")
        nudge = learner.app.screen
        assert isinstance(nudge, NudgeScreen)
        assert nudge.nudging.chosen == "b"
        await learner.press("escape")
        assert isinstance(learner.app.screen, PlayScreen)


# --- the whole -------------------------------------------------------------------------------------------


async def test_escape_leads_to_the_map(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.press("escape")
        assert isinstance(learner.app.screen, MapScreen)


async def test_without_an_expression_only_what_works_is_in_the_footer(learn: Learning) -> None:
    async with learn(room="play") as learner:
        assert set(learner.footer.values()) == {"Map", "Quit", "Help"}
        await learner.press("f5", "f6", "f3", "f4", "ctrl+s")
        assert learner.notices == []


@pytest.mark.parametrize("lang", ["en", "ko"])
async def test_the_footer_fits_a_narrow_window(learn: Learning, lang: str) -> None:
    async with learn(lang, room="play") as learner:
        await learner.type("a*b")
        for keys in ((), ("enter",), ("f4",)):
            await learner.press(*keys)
            help_ = {"en": "Help", "ko": "도움말"}[lang]
            await learner.until(lambda help_=help_: help_ in learner.display.splitlines()[-1])


async def test_language_and_drawing_change_in_the_middle(learn: Learning) -> None:
    async with learn(room="play", size=LARGE) as learner:
        await learner.type("a*b+")
        await learner.app.set_language("ko")
        await learner.sees("수식", "여기에 수가 빠져 있습니다", "결과 = 6")
        learner.app.set_drawing("ascii")
        await learner.sees("-->")
        learner.app.theme = "textual-light"
        await learner.settle()


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (40, 10), (300, 8)])
async def test_any_window_will_do(learn: Learning, size: tuple[int, int]) -> None:
    async with learn(room="play", size=size) as learner:
        await learner.type(EXPRESSION)
        await learner.press("enter", "right", "f3", "f4", "f4", "ctrl+o", "ctrl+o")
        await learner.pilot.resize_terminal(120, 36)
        await learner.sees("Inputs")
        assert inputs(learner)["a"] == 3


async def test_keys_held_down_arrive_all(learn: Learning) -> None:
    async with learn(room="play") as learner:
        await learner.type("a*b")
        await learner.press("enter")
        for _ in range(60):
            learner.app.post_message(events.Key("right", None))
        await learner.until(lambda: inputs(learner)["a"] == 62)
