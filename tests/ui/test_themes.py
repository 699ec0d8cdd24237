"""Themes: all of Textual's can be read, the high-contrast ones better still, and without colours nothing is lost."""

from __future__ import annotations

from itertools import product

import pytest
from contrast import texts
from driving import LARGE, Learner, a_nudge
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from tutor.ui.rooms import ROOMS
from tutor.ui.themes import LEAST, THEMES, contrast, readable

PALE = " ▏▀"
"""Textual draws the line before the palette's key so faint; it says nothing. On a map halves of a cell are ground."""

HARD = ("textual-light", "solarized-light", "solarized-dark", "catppuccin-latte", "flexoki", "ansi-light")
"""Themes with the least contrast, and one of the terminal's own colours."""


async def to_a_wrong_answer(learner: Learner) -> None:
    for answer in ("220", "1", "1.1", "200"):
        await learner.answer(answer)
        await learner.press("enter")
    await learner.answer("3.1")
    assert learner.parts("wrong")


async def to_the_map(learner: Learner) -> None:
    await learner.press("escape")


async def to_the_help(learner: Learner) -> None:
    await learner.press("f1")


async def faint(learner: Learner, theme: str, least: float) -> list[str]:
    """What can hardly be read."""
    learner.app.theme = theme
    await learner.settle()
    return [each.text for each, found in texts(learner.app.screen) if found < least and each.text.strip(PALE)]


@pytest.mark.parametrize("way", [to_a_wrong_answer, to_the_map, to_the_help, a_nudge])
async def test_all_that_is_on_the_screen_can_be_read_in_every_theme(learn, way) -> None:
    async with learn(lesson="apple-tax", size=LARGE) as learner:
        await way(learner)
        assert len(learner.app.available_themes) == len(BUILTIN_THEMES) + len(THEMES)
        for theme in learner.app.available_themes:
            assert not await faint(learner, theme, 4.5 if theme.startswith("high-contrast") else LEAST), theme


@pytest.mark.parametrize("room", ROOMS)
async def test_rooms_can_be_read_in_every_theme(learn, room: str) -> None:
    async with learn(room=room, size=LARGE) as learner:
        for theme in (*HARD, *(own.name for own in THEMES)):
            assert not await faint(learner, theme, 4.5 if theme.startswith("high-contrast") else LEAST), theme


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_of_the_high_contrast_themes(theme) -> None:
    colours = theme.to_color_system().generate() | theme.variables
    assert readable(colours) == colours  # nothing to be mended
    tones = ("primary", "secondary", "accent", "success", "warning", "error")
    full = ("foreground", "text", *tones, *(f"text-{tone}" for tone in tones))
    for (names, least), behind in product(
        [(full, 7), (("text-muted", "foreground-muted", "text-disabled", "border", "border-blurred"), 4.5)],
        ("background", "surface", "panel"),
    ):
        for name in names:
            assert contrast(Color.parse(colours[name]), Color.parse(colours[behind])) >= least, (name, behind)
    for name, least in (
        ("block-cursor", 7),
        ("block-cursor-blurred", 4.5),
        ("input-selection", 7),
        ("input-cursor", 7),
    ):
        one, other = (Color.parse(colours[f"{name}-{part}"]) for part in ("foreground", "background"))
        assert contrast(one, other) >= least, name
        assert contrast(other, Color.parse(colours["background"])) >= LEAST, name  # the bar itself is seen


def test_a_colour_that_can_be_read_stays_and_another_goes_only_as_far_as_it_must() -> None:
    dark = BUILTIN_THEMES["textual-dark"].to_color_system().generate()
    assert readable(dark) == dark
    light = BUILTIN_THEMES["textual-light"].to_color_system().generate()
    mended = readable(light)
    background, orange = Color.parse(light["background"]), Color.parse(light["accent"])
    assert contrast(orange, background) < LEAST <= contrast(Color.parse(mended["accent"]), background) < LEAST + 0.5
    assert abs(Color.parse(mended["accent"]).hsl.h - orange.hsl.h) < 0.05  # still an orange
    assert mended["primary"] == light["primary"]


def test_the_contrast_of_known_colours() -> None:
    """The ratios that the WCAG's own pages give."""
    black, white = Color.parse("#000000"), Color.parse("#ffffff")
    assert contrast(black, white) == pytest.approx(21) == contrast(white, black)
    assert contrast(white, white) == 1
    assert contrast(Color.parse("#767676"), white) == pytest.approx(4.54, abs=0.005)


# --- without colours --------------------------------------------------------------------------------------


async def test_no_color_shows_no_colour_and_loses_nothing(learn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with learn(lesson="apple-tax") as learner:
        assert in_reverse(learner)[0] == "?"  # what is asked, on the picture
        await to_a_wrong_answer(learner)
        styles = dict(looks(learner))
        assert styles["~3.1~"].strike and styles["Wrong."].bold
        await learner.press("escape")
        assert "The apple-tax graph" in " ".join(in_reverse(learner))
        await learner.press("down")
        assert "Apples and oranges" in " ".join(in_reverse(learner))
        await learner.press("ctrl+p")
        await learner.type("optimizer lab")
        await learner.until(lambda: "Optimizer lab" in learner.display)
        await learner.press("down")
        await learner.until(lambda: "loss surface" in " ".join(in_reverse(learner)))


def in_reverse(learner: Learner) -> list[str]:
    return [text for text, style in looks(learner) if style.reverse]


def looks(learner: Learner) -> list[tuple[str, Style]]:
    """Each text on the screen with its style, which has no colour."""
    found = []
    for strip in learner.app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style is not None:
                assert segment.style.color is None or segment.style.color.is_default
                assert segment.style.bgcolor is None or segment.style.bgcolor.is_default
                if segment.text.strip():
                    found.append((segment.text.strip(), segment.style))
    return found
