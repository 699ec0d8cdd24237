"""What items are made from: a story, and for each level what is asked and from where its numbers are drawn.

A `Template` asks for a number of a graph, a `ShapeTemplate` for a shape of Affine layers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tutor.quiz.question import Question


class Draw(NamedTuple):
    """A number from `low` to `high`, both possible, in steps of `step` counted from `low`."""

    low: float
    high: float
    step: float = 1


Source = Draw | tuple[float, ...]
"""Where an input's number comes from: a range, or a choice of numbers."""


@dataclass(frozen=True)
class Level:
    """What a template asks at one level of difficulty."""

    numbers: Mapping[str, Source]
    """By input of the graph, in the order in which they are drawn. What the graph's text gives may be left out."""
    ask: tuple[str, ...]
    """`price` for a value, `d price / d apple` for a gradient; one of these is drawn."""
    graph: str = ""
    """Another graph than the template's own, for this level."""
    story: str = ""
    """Another story than the template's own."""
    about: object | None = None
    """Another subject than the template's own."""
    together: tuple[Mapping[str, float], ...] = ()
    """Numbers that only fit together, such as those that make a root come out even: one entry is drawn, after
    `numbers`, whose inputs it does not name again."""


@dataclass(frozen=True)
class Template:
    """A kind of item. Its questions are made by the generator, which rejects those that would mislead."""

    name: str
    story: str
    """An English message (`N_`), with `{apple}` for the number of a quantity; what is asked is said in it too, or left
    to the formula under it."""
    graph: str
    levels: Mapping[int, Level]
    """By level, 1 to 3: rising difficulty."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """English messages (`N_`) for the quantities: `word: description`, as in lessons."""
    about: object | None = None
    """What the graph stands for (`Question.about`)."""
    fits: Callable[[Question], bool] | None = None
    """A further condition on an item."""


class ShapeLevel(NamedTuple):
    """What a template about shapes asks at one level of difficulty."""

    batch: Source
    widths: tuple[Source, ...]
    """Before the first layer and behind each: one more than there are layers."""
    ask: tuple[str, ...]
    """`dW`, `H1`; one of these is drawn."""
    story: str
    """An English message (`N_`), with `{batch}`, `{inputs}`, `{hidden1}`, `{outputs}` for the sizes."""


@dataclass(frozen=True)
class ShapeTemplate:
    """A kind of item that asks for a shape. All its sizes are different."""

    name: str
    levels: Mapping[int, ShapeLevel]
    states_shapes: bool = True
    """Whether the shapes of input and parameters are given, or only the sizes that they follow from."""


AnyTemplate = Template | ShapeTemplate
