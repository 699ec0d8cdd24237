"""From node to node over a picture: layer by layer, or in the direction of an arrow key."""

from __future__ import annotations

from tutor.drawing.canvas import Picture, Rect

ARROWS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
"""Directions as columns and rows."""

_ASIDE = 3
"""A cell aside of the direction counts as so many ahead: who goes right stays on the row."""

_ROW = 2
"""A row is as high as so many cells are wide."""


def after(picture: Picture, quantity: str | None, by: int) -> str:
    """The quantity `by` places further, layer by layer and round again; the first or last where none is chosen."""
    order = list(picture.nodes)
    if quantity is None or quantity not in picture.nodes:
        return order[0 if by > 0 else -1]
    return order[(order.index(quantity) + by) % len(order)]


def towards(picture: Picture, quantity: str, arrow: str) -> str:
    """The nearest quantity in the direction of an arrow key; the same one where there is none."""
    across, down = ARROWS[arrow]
    x, y = _middle(picture.nodes[quantity])

    def away(name: str) -> float:
        to_x, to_y = _middle(picture.nodes[name])
        ahead = (to_x - x) * across + (to_y - y) * down
        return ahead + _ASIDE * abs((to_x - x) * down + (to_y - y) * across) if ahead > 0 else float("inf")

    nearest = min(picture.nodes, key=away)
    return nearest if away(nearest) < float("inf") else quantity


def _middle(rect: Rect) -> tuple[float, float]:
    return rect.x + rect.width / 2, _ROW * (rect.y + rect.height / 2)
