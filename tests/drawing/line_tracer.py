"""Reads a picture back: follows its lines from cell to cell, knowing only what the characters look like."""

from __future__ import annotations

import re
from collections.abc import Container

from wcwidth import wcwidth

from tutor.drawing import Picture

LEFT, RIGHT, UP, DOWN = (0, -1), (0, 1), (-1, 0), (1, 0)
SIDES = {
    "─": {LEFT, RIGHT},
    "│": {UP, DOWN},
    "╭": {RIGHT, DOWN},
    "╮": {LEFT, DOWN},
    "╰": {RIGHT, UP},
    "╯": {LEFT, UP},
    "├": {UP, DOWN, RIGHT},
    "┤": {UP, DOWN, LEFT},
    "┬": {LEFT, RIGHT, DOWN},
    "┴": {LEFT, RIGHT, UP},
    "┼": {LEFT, RIGHT, UP, DOWN},
}
LINES = ("edge", "back", "path")


class Sheet:
    """A picture as a grid of cells."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.cells: dict[tuple[int, int], tuple[str, str]] = {}
        for y, row in enumerate(picture.rows):
            x = 0
            for span in row:
                for character in span.text:
                    width = wcwidth(character)
                    assert width in (1, 2), repr(character)
                    self.cells[y, x] = (character, span.style)
                    if width == 2:
                        self.cells[y, x + 1] = ("", span.style)
                    x += width
            assert x == picture.width, "every row is as wide as the picture"
        assert len(picture.rows) == picture.height

    def at(self, y: int, x: int) -> str:
        return self.cells[y, x][0]

    def text(self, y: int, x: int, width: int) -> str:
        return "".join(self.cells[y, x + i][0] for i in range(width))

    def runs(self, style: str) -> list[tuple[int, int, str]]:
        """(row, column, text) of each stretch in a style."""
        found = []
        for y, row in enumerate(self.picture.rows):
            x = 0
            for span in row:
                if span.style == style and span.text.strip():
                    lead = len(span.text) - len(span.text.lstrip())
                    found.append((y, x + lead, span.text.strip()))
                x += sum(map(wcwidth, span.text))
        return found

    def is_label(self, y: int, x: int) -> bool:
        return any(
            place.height == 1 and place.y == y and place.x - 1 <= x <= place.x + place.width
            for place in self.picture.places.values()
        )

    def is_stub(self, y: int, x: int) -> bool:
        return self.at(y, x) == "─" or self.is_label(y, x)

    def follow(self, y: int, x: int) -> tuple[set[tuple[int, int]], set[tuple[int, int, bool]]]:
        """The arrow heads that a line reaches which begins at (y, x) and runs to the right, and the cells it uses.

        A used cell is (row, column, whether it was passed upright). A line that ends anywhere but at an arrow fails.
        """
        heads: set[tuple[int, int]] = set()
        used: set[tuple[int, int, bool]] = set()
        todo = [((y, x), RIGHT)]
        while todo:
            (y, x), way = todo.pop()
            character, style = self.cells.get((y, x), (" ", ""))
            upright = way in (UP, DOWN)
            if (y, x, upright) in used:
                continue
            used.add((y, x, upright))
            if character == "▶":
                assert way == RIGHT
                heads.add((y, x))
                continue
            if style not in LINES:
                assert not upright and self.is_label(y, x), f"a line runs into {character!r} at row {y}, column {x}"
                todo.append(((y, x + way[1]), way))
                continue
            sides = SIDES[character]
            back = (-way[0], -way[1])
            if back in sides:
                for side in sides - {back}:
                    todo.append(((y + side[0], x + side[1]), side))
            else:
                assert character == "│", f"a line ends before {character!r} at row {y}, column {x}"
                todo.append(((y, x + way[1]), way))  # passes under an upright line
        return heads, used


def connections(picture: Picture, unused: Container[str] = ()) -> dict[str, list[str]]:
    """For each node's box what enters it, from top to bottom; fails if lines dangle, merge or lie on each other.

    Inputs and nodes are called by their quantity, constants by their number. `"▶"` stands for the ends. The line of an
    `unused` input ends nowhere.
    """
    sheet = Sheet(picture)
    starts = {}
    for name, rect in picture.nodes.items():
        starts[name] = (rect.y + 1, rect.x + rect.width) if rect.height == 3 else (rect.y, rect.x + rect.width + 1)
    numbers = [run for run in sheet.runs("") if re.fullmatch(r"[-0-9.e]+", run[2])]
    sources = list(starts.items())
    sources += [(text, (y, x + len(text) + 1)) for y, x, text in numbers]
    entered: dict[tuple[int, int], str] = {}
    seen: set[tuple[int, int, bool]] = set()
    for name, (y, x) in sources:
        if name in unused:
            stop = next(c for c in range(x, picture.width + 1) if c == picture.width or not sheet.is_stub(y, c))
            heads, used = set(), {(y, c, False) for c in range(x, stop)}
        else:
            heads, used = sheet.follow(y, x)
            assert heads, f"{name} goes nowhere"
        shared = {at for at in used & seen if sheet.at(*at[:2]) != " "}
        assert not shared, f"{name} shares cells with another edge: {shared}"
        seen |= used
        for head in heads:
            assert head not in entered
            entered[head] = name
    drawn = {at for at, (character, style) in sheet.cells.items() if style in LINES and character.strip()}
    assert drawn <= {(y, x) for y, x, _ in seen}, "lines that belong to nothing"
    found: dict[str, list[str]] = {}
    for (y, x), source in sorted(entered.items()):
        boxes = [n for n, r in picture.nodes.items() if r.height == 3 and r.x == x + 1 and r.y <= y < r.y + 3]
        if boxes:
            rect = picture.nodes[boxes[0]]
            found.setdefault(boxes[0], []).append(source)
            assert sheet.at(y, x + 1) == {0: "╭", 1: "│", 2: "╰"}[y - rect.y]
        else:
            found.setdefault("▶", []).append(source)
    return found
