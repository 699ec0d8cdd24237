"""Plain signs: an ASCII character in place of each that some terminals show two cells wide, or that some fonts lack."""

from __future__ import annotations

import unicodedata

SIGNS = {
    "×": "*",
    "÷": "/",
    "·": ".",
    "•": "*",
    "…": "_",
    "∞": "*",
    "∂": "d",
    "√": "v",
    "≈": "~",
    "≤": "<",
    "≥": ">",
    "−": "-",
    "←": "<",
    "→": ">",
    "↑": "^",
    "↓": "v",
    "▶": ">",
    "◀": "<",
    "▸": ">",
    "▲": "^",
    "▼": "v",
    "●": "*",
    "○": "o",
    "◇": "o",
    "◆": "*",
    "✓": "*",
    "★": "*",
    "☆": "*",
    "┆": ":",
    "┊": ":",
    "═": "=",
    "▀": '"',
    "▔": " ",
    "▁": "_",
    "▂": "_",
    "▃": "_",
    "▄": "=",
    "▅": "=",
    "▆": "=",
    "▇": "#",
    "█": "#",
    "▉": "#",
    "▊": "#",
    "▋": "|",
    "▌": "|",
    "▍": "|",
    "▎": "|",
    "▏": "|",
    "▐": "|",
    "▕": "|",
    "░": ".",
    "▒": ":",
    "▓": "%",
    "■": "#",
    "□": "o",
}
"""What stands for a sign, in one cell. Lines and letters with marks follow from their names (`plain`)."""


class _Table(dict[int, str]):
    """For `str.translate`: looks each character up once."""

    def __missing__(self, code: int) -> str:
        self[code] = made = _plain(chr(code))
        return made


def plain(text: str) -> str:
    """The text, as many cells wide, without characters of ambiguous width and without box drawing.

    Hangul and other letters that are wide everywhere stay, and so does braille, which is narrow everywhere.
    """
    return text if text.isascii() else text.translate(_TABLE)


def _plain(character: str) -> str:
    sign = SIGNS.get(character)
    if sign is not None:
        return sign
    if "\u2500" <= character <= "\u257f":
        return _line(unicodedata.name(character))
    if unicodedata.east_asian_width(character) != "A":
        return character
    base = unicodedata.normalize("NFKD", character)[:1]  # é is e, ² is 2
    return base if base.isascii() else "?"


def _line(name: str) -> str:
    """The ASCII character for a line of box drawing, by its Unicode name."""
    level = any(word in name for word in ("HORIZONTAL", "LEFT", "RIGHT"))
    upright = any(word in name for word in ("VERTICAL", "UP", "DOWN"))
    if "DIAGONAL" in name:
        return {"BOX DRAWINGS LIGHT DIAGONAL CROSS": "X"}.get(
            name, "/" if "UPPER RIGHT TO LOWER LEFT" in name else "\\"
        )
    return "+" if level and upright else "-" if level else "|"


_TABLE = _Table()
