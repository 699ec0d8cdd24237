"""The templates of all skills, and those of earlier versions, which old item codes still mean."""

from __future__ import annotations

from typing import NamedTuple

from tutor.quiz.templates import graphs, networks, nodes, optimizers, paths, shapes, values
from tutor.quiz.templates.template import AnyTemplate, Draw, Level, ShapeLevel, ShapeTemplate, Source, Template

TEMPLATES: dict[str, tuple[AnyTemplate, ...]] = {
    **values.TEMPLATES,
    **graphs.TEMPLATES,
    **paths.TEMPLATES,
    **nodes.TEMPLATES,
    **optimizers.TEMPLATES,
    **networks.TEMPLATES,
    "affine-shape": (*shapes.TEMPLATES, *networks.TEMPLATES["affine-shape"]),
}
"""By skill. A template that is added, taken away or changed changes what the item codes of its skill mean: that is a
new version of the skill (CONTRIBUTING.md says how)."""


class Edition(NamedTuple):
    """What the items of one version of a skill are made from."""

    templates: tuple[AnyTemplate, ...]
    without: frozenset[str] = frozenset()
    """Ids of mistakes that came later: they reject no draw of this version."""


EARLIER: dict[tuple[str, int], Edition] = {}
"""Earlier versions, by skill and version. A version that is not kept is refused by name, never given other numbers."""

__all__ = [
    "EARLIER",
    "TEMPLATES",
    "AnyTemplate",
    "Draw",
    "Edition",
    "Level",
    "ShapeLevel",
    "ShapeTemplate",
    "Source",
    "Template",
]
