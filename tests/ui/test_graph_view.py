"""The picture and its place: it fits, it is drawn again, it is told apart without colours, nothing covers anything."""

from __future__ import annotations

import pytest
from driving import COURSE, LARGE, SMALL, Learner
from textual.geometry import Region

from tutor.course.prose import plain_text
from tutor.practice import Wish
from tutor.quiz.question import ChoiceQuestion, Question
from tutor.ui.widgets.canvas import Canvas
from tutor.ui.widgets.reading import Reading


def regions(learner: Learner) -> dict[str, Region]:
    names = ("#title", "#graph", "#reading", "#answer", "Footer")
    found = {name: learner.app.screen.query_one(name) for name in names}
    return {name: each.region for name, each in found.items() if each.display and each.region.area}


def nothing_covers_anything(learner: Learner) -> None:
    screen, there = learner.app.screen.region, regions(learner)
    for name, region in there.items():
        assert region in screen, (name, region)
        for other, place in there.items():
            assert name == other or not region.overlaps(place), (name, region, other, place)


@pytest.mark.parametrize(
    ("lang", "size", "lessons"),
    [
        ("ko", SMALL, COURSE.lessons),
        ("en", LARGE, COURSE.lessons[-1:]),
        pytest.param("en", SMALL, COURSE.lessons, marks=pytest.mark.slow),
        pytest.param("en", LARGE, COURSE.lessons, marks=pytest.mark.slow),
        pytest.param("ko", LARGE, COURSE.lessons, marks=pytest.mark.slow),
    ],
)
async def test_every_step_of_every_lesson_fits(
    learn, lang: str, size: tuple[int, int], lessons: tuple[str, ...]
) -> None:
    width, height = size
    steps = shown_beside_options = 0
    async with learn(lang, lesson=lessons[0], size=size) as learner:
        for lesson in lessons:
            await learner.in_lesson()
            assert learner.session.lesson.id == lesson
            for step in learner.session.lesson.steps:
                assert learner.session.step.id == step.id
                session, question = learner.session, learner.session.question
                steps += 1
                there = regions(learner)
                nothing_covers_anything(learner)
                assert learner.display.split("\n")[0].rstrip().endswith(("●", "○"))  # all dots are there
                assert there["Footer"].bottom == height and there["Footer"].height == 1
                assert there["#answer"].height == 3 and there["#answer"].width >= width * 2 // 5
                assert there["#reading"].height >= (4 if size == SMALL else 1)
                assert learner.screen.query_one(Reading).max_scroll_y == 0, (lesson, step.id)
                prose = plain_text(session.step.prose).replace("\n", " ").strip()
                assert prose[:12] in learner.display
                if isinstance(question, ChoiceQuestion) and size == SMALL:
                    assert f"1. {question.options[0].text}"[:30] in learner.display
                if isinstance(question, ChoiceQuestion) and size == SMALL and "#graph" in there:
                    shown_beside_options += 1  # only where no option has to be looked for
                    for number, option in enumerate(question.options, start=1):
                        assert f"{number}. {option.text}"[:30] in learner.display
                picture = learner.view.picture
                if "#graph" in there and picture is not None:
                    lines = learner.picture.rstrip().split("\n")
                    assert len(lines) <= (11 if size == SMALL else there["#graph"].height)
                    assert picture.width <= learner.view.content_size.width
                    assert (learner.view.max_scroll_x, learner.view.max_scroll_y) == (0, 0)
                if isinstance(question, Question) and session.block is not None and "#graph" in there:
                    assert " ?" in learner.picture
                    graph = there["#graph"]
                    rows = learner.display.split("\n")[graph.y : graph.bottom]
                    for line in learner.picture.split("\n"):
                        assert any(line.strip() in row for row in rows), line
                    if size == LARGE:
                        assert graph.x >= there["#reading"].right
                    else:
                        assert graph.bottom <= there["#reading"].y
                session.skip()
                await learner.screen._show()
                await learner.settle()
            nothing_covers_anything(learner)
            await learner.press("enter")
    assert steps > 5 * len(lessons)
    assert size != SMALL or shown_beside_options > 5


async def test_any_size_and_changes_of_it(learn) -> None:
    async with learn("ko", lesson="apple-tax") as learner:
        await learner.answer("102.2")
        await learner.type("10+")
        for width, height in ((20, 5), (200, 50), (1, 1), (99, 24), (100, 24), (40, 12), (80, 24)):
            await learner.pilot.resize_terminal(width, height)
            await learner.settle()
            rows = learner.display.split("\n")
            assert len(rows) == height
            assert learner.box.text == "10+" and learner.parts("wrong")
            graph, reading = (learner.screen.query_one(name).region for name in ("#graph", "#reading"))
            if width >= 80 and height >= 24:
                nothing_covers_anything(learner)
                assert (graph.x >= reading.right) == (width >= 100)
                assert "~102.2~ ?" in learner.display
                assert learner.view.picture.height <= graph.height and learner.view.picture.width <= graph.width
            if height >= 12 and width >= 40:
                assert "금액 = ?" in learner.display
        # The same on the other screens.
        for key in ("f1", "escape", "escape"):
            await learner.press(key)
            for size in ((20, 5), (1, 1), (200, 50)):
                await learner.pilot.resize_terminal(*size)
                await learner.settle()
                assert len(learner.display.split("\n")) == size[1]


def attributes(learner: Learner, text: str) -> set[str]:
    """How a text on the screen is set, colours left out."""
    strips = learner.app.screen._compositor.render_strips()
    graph = learner.view.region
    for strip in strips[graph.y : graph.bottom]:
        for segment in strip.crop(graph.x, graph.right):
            if segment.text.strip() == text and segment.style is not None:
                style = segment.style
                return {name for name in ("reverse", "strike", "underline", "bold") if getattr(style, name)}
    raise AssertionError(f"{text} is not on the screen")


async def test_every_theme_and_asked_wrong_and_landed_without_colour(learn) -> None:
    async with learn(lesson="apple-tax") as learner:
        themes = sorted(learner.app.available_themes)
        assert len(themes) > 10
        await learner.answer("102.2")
        for theme in themes[::2]:
            learner.app.theme = theme
            await learner.settle()
            assert "~102.2~ ?" in learner.display and "Wrong." in learner.display
            assert "reverse" in attributes(learner, "?") and "strike" in attributes(learner, "~102.2~")
        await learner.answer("220")
        for theme in themes[1::2]:
            learner.app.theme = theme
            await learner.settle()
            assert "Right." in learner.display and "Wrong." not in learner.display and "~" not in learner.picture
            assert "underline" in attributes(learner, "220")
            assert "underline" not in attributes(learner, "1.1")
        await learner.press("escape")
        for theme in themes[::5]:
            learner.app.theme = theme
            await learner.settle()
            assert "▸ The apple-tax graph" in learner.display


@pytest.mark.parametrize("lang", ["en", "ko"])
async def test_a_wide_graph_above_the_text_takes_rows_that_are_free(learn, lang: str) -> None:
    async with learn(lang, practice=Wish(item="branches.3:4"), size=LARGE) as learner:
        assert learner.screen.query_one("#lesson").has_class("-above")
        layout = learner.view.layout_now
        assert layout is not None and not layout.labels_on_lines
        assert layout.height <= learner.view.size.height and layout.width <= learner.view.size.width
        nothing_covers_anything(learner)
        assert "d " in learner.display and learner.box.region.bottom < LARGE[1]


@pytest.mark.parametrize("size", [SMALL, LARGE, (200, 50)])
async def test_the_note_of_a_node_stands_right_below_the_picture(learn, size: tuple[int, int]) -> None:
    async with learn(lesson="apple-tax", size=size) as learner:
        await learner.press("f4", "right")
        view = learner.screen.query_one("#graph")
        picture, note = view.query_one(Canvas).region, view.query_one(".note").region
        assert 0 <= note.y - picture.bottom <= 1
        assert note.x == picture.x or note.right == view.content_region.right
        assert note in view.content_region
