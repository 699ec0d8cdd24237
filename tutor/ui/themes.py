"""Themes: two of our own for eyes that need more contrast, and the least contrast that a colour has in any theme."""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color
from textual.theme import Theme

THEMES = (
    Theme(
        "high-contrast",
        primary="#6cc7ff",
        secondary="#c8a8ff",
        warning="#ffc04d",
        error="#ff9c9c",
        success="#7dff9b",
        accent="#ffe14d",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1c1c1c",
        variables={
            "text": "#ffffff",
            "text-muted": "#d0d0d0",
            "text-disabled": "#a0a0a0",
            "foreground-muted": "#d0d0d0",
            "border-blurred": "#a0a0a0",
            "block-cursor-background": "#ffe14d",
            "block-cursor-foreground": "#000000",
            "block-cursor-blurred-background": "#5f5f5f",
            "block-cursor-blurred-foreground": "#ffffff",
            "block-hover-background": "#333333",
            "input-selection-background": "#ffffff",
            "input-selection-foreground": "#000000",
            "scrollbar": "#d0d0d0",
            "scrollbar-background": "#1c1c1c",
        },
    ),
    Theme(
        "high-contrast-light",
        primary="#003e82",
        secondary="#4b1d86",
        warning="#6b3e00",
        error="#900018",
        success="#00500f",
        accent="#6a0070",
        foreground="#000000",
        background="#ffffff",
        surface="#ffffff",
        panel="#ececec",
        dark=False,
        variables={
            "text": "#000000",
            "text-muted": "#3a3a3a",
            "text-disabled": "#606060",
            "foreground-muted": "#3a3a3a",
            "border-blurred": "#606060",
            "block-cursor-background": "#003e82",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-blurred-background": "#8f8f8f",
            "block-cursor-blurred-foreground": "#000000",
            "block-hover-background": "#dddddd",
            "input-selection-background": "#000000",
            "input-selection-foreground": "#ffffff",
            "scrollbar": "#3a3a3a",
            "scrollbar-background": "#ececec",
        },
    ),
)
"""Every text has at least 7:1 to what lies behind it, muted ones 4.5:1 (WCAG AAA and AA)."""

LEAST = 3.0
"""The least contrast of text and of lines that say something (WCAG AA for large text and for graphics)."""

_MUTED = 0.6
"""The opacity of muted text: the foreground is to be readable in that, too."""

_READABLE = (
    ("foreground", "background", _MUTED),
    ("primary", "background", 1.0),
    ("accent", "background", 1.0),
    ("success", "background", 1.0),
    ("warning", "background", 1.0),
    ("error", "background", 1.0),
    ("footer-foreground", "footer-background", 1.0),
    ("footer-description-foreground", "footer-background", 1.0),
    ("footer-key-foreground", "footer-background", 1.0),
    ("block-cursor-foreground", "block-cursor-background", 1.0),
)
"""A colour that text has, what lies behind it, and how opaque it is at least."""


def readable(variables: Mapping[str, str]) -> dict[str, str]:
    """A theme's variables, its text colours moved away from what lies behind them as far as `LEAST` asks for.

    A third of Textual's themes have one that can hardly be read, such as the orange of textual-light.
    """
    mended = dict(variables)
    screen = Color.parse(mended["background"])
    for name, behind, opacity in _READABLE:
        if mended[name].startswith("auto"):  # Textual's choice is readable
            continue
        back, color = screen + Color.parse(mended[behind]), Color.parse(mended[name])
        away = back.get_contrast_text(1.0)
        share = 0.0
        while share < 1 and contrast(back + color.blend(away, share).multiply_alpha(opacity), back) < LEAST:
            share += 0.05
        if share:
            mended[name] = color.blend(away, share).hex
    return mended


def contrast(one: Color, other: Color) -> float:
    """WCAG 2's contrast ratio, from 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
