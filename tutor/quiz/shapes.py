"""Questions about shapes: what shape the core's Affine layers give a quantity, and the wrong thoughts about it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tutor.quiz.answer import Shape
from tutor.words import N_, Words, words

if TYPE_CHECKING:
    from tutor.quiz.hints import Hint


EXAMPLE_SIZES = frozenset({4, 7, 11, 13, 20, 30})
"""Sizes in the examples of hints and messages. No item has them, or an example could be its answer."""

SIBLING_SIZES = tuple(size for size in range(2, 40) if size not in EXAMPLE_SIZES)
"""Enough for new sizes, all of them different, also where there are many layers."""


@dataclass(frozen=True)
class ShapeQuestion:
    """The shape of a quantity of Affine layers, one behind the other, that a batch goes through and back.

    One layer has X, W, b and Y; several have X, W1, b1, H1, W2, b2, ..., Y. `dW` is the gradient at W.
    """

    batch: int
    widths: tuple[int, ...]
    """How many numbers a sample has before the first layer and behind each."""
    asked: str
    """`Y`, `H1`, `dW`, `db2`, `dX`: what a layer makes, or a gradient that it sends back."""
    lang: str = "en"
    skill: str = ""
    code: str = ""
    story: str = ""
    """An English message that tells the situation, with `{batch}`, `{inputs}`, `{hidden1}`, `{outputs}` for the sizes;
    may be empty."""
    states_shapes: bool = True
    """Whether the shapes of input and parameters are given, or only the sizes that they follow from."""

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The names that each layer's quantities have."""
        last = len(self.widths) - 1
        number = [str(at) if last > 1 else "" for at in range(1, last + 1)]
        between = ["X", *(f"H{at}" for at in range(1, last)), "Y"]
        return tuple(Layer(between[at], f"W{n}", f"b{n}", between[at + 1]) for at, n in enumerate(number))

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """The shape of every quantity and gradient, as the core's arrays have it."""
        from tutor.core import Affine  # no lesson needs it to begin

        affines = [Affine([[0.0] * n_out for _ in range(n_in)], [0.0] * n_out) for n_in, n_out in pairwise(self.widths)]
        flowing = affines[0].forward([[0.0] * self.widths[0] for _ in range(self.batch)])
        shapes: dict[str, Shape] = {"X": (self.batch, self.widths[0])}
        for affine, layer in zip(affines, self.layers, strict=True):
            if affine is not affines[0]:
                flowing = affine.forward(flowing)
            shapes |= {layer.weights: affine.W.shape, layer.bias: affine.b.shape, layer.output: flowing.shape}
        back = flowing
        shapes[f"d{self.layers[-1].output}"] = back.shape
        for affine, layer in zip(reversed(affines), reversed(self.layers), strict=True):
            back = affine.backward(back)
            assert affine.dW is not None and affine.db is not None
            shapes |= {f"d{layer.weights}": affine.dW.shape, f"d{layer.bias}": affine.db.shape}
            shapes[f"d{layer.input}"] = back.shape
        return shapes

    @property
    def truth(self) -> Shape:
        """The shape asked for."""
        return self.shapes[self.asked]

    @property
    def of(self) -> str:
        """The quantity that the asked gradient belongs to, or the asked quantity itself."""
        return self.asked.removeprefix("d")

    @cached_property
    def layer(self) -> Layer:
        """The layer that makes the asked quantity, or sends the asked gradient back."""
        if self.of == self.asked:
            return next(layer for layer in self.layers if layer.output == self.of)
        return next(layer for layer in self.layers if self.of in (layer.input, layer.weights, layer.bias))

    @property
    def formula(self) -> str:
        """What is asked: `dW`."""
        return self.asked

    @property
    def givens(self) -> str:
        """What is given, in one line: `X (5, 3), W (3, 4), b (4,)`, or only `batch 5, widths 3 -> 4`."""
        if not self.states_shapes:
            widths = " -> ".join(map(str, self.widths))
            return words(self.lang)("batch {batch}, widths {widths}", batch=self.batch, widths=widths)
        names = ["X", *(name for layer in self.layers for name in (layer.weights, layer.bias))]
        return ", ".join(f"{name} {self.shapes[name]}" for name in names if name != self.asked)

    @property
    def prompt(self) -> str:
        """The story in the question's language, with its sizes; empty where it has none."""
        first, *hidden, last = self.widths
        sizes = {f"hidden{at}": width for at, width in enumerate(hidden, start=1)}
        return words(self.lang)(self.story, batch=self.batch, inputs=first, outputs=last, **sizes) if self.story else ""

    @property
    def text(self) -> str:
        """The question in words that stand by themselves."""
        return "\n".join([*([self.prompt] if self.story else []), self.givens, *self.products, self.ask_line])

    @property
    def ask_line(self) -> str:
        """What is asked, in one line."""
        return words(self.lang)("shape of {formula} = ?", formula=self.formula)

    @property
    def tells_apart(self) -> bool:
        """Whether every size is another one, so that each wrong thought gives a shape of its own."""
        return len({self.batch, *self.widths}) == 1 + len(self.widths)

    @property
    def products(self) -> tuple[str, ...]:
        """What the layers compute."""
        return tuple(f"{layer.output} = {layer.input} {layer.weights} + {layer.bias}" for layer in self.layers)

    @cached_property
    def mistakes(self) -> tuple[WrongShape, ...]:
        """The wrong thoughts that apply here, each with the shape it gives; of those that agree, the first."""
        found: dict[Shape, WrongShape] = {}
        t = words(self.lang)
        for name, thought in SHAPE_MISTAKES.items():
            for shape, reply, parts in thought.shapes(self):
                if shape != self.truth and shape not in found:
                    found[shape] = WrongShape(name, shape, t(reply, answer=shape, **parts))
        return tuple(found.values())

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        """The ladder: where to look; the rule; the rule with other shapes; the worked solution."""
        from tutor.quiz.hints import Hint

        where, rule, example = _rungs(self, words(self.lang))
        solution = why_shape(self, words(self.lang))
        return Hint("where", where), Hint("rule", rule), Hint("example", example), Hint("solution", solution)


def shape_sibling(question: ShapeQuestion, number: int) -> ShapeQuestion:
    """Sibling `number` (from 0) of a question: other sizes, all of them different. The same for every learner."""
    source = random.Random(f"{question.code}~{number}")
    sizes = [size for size in SIBLING_SIZES if size not in (question.batch, *question.widths)]
    batch, *widths = (sizes.pop(int(source.random() * len(sizes))) for _ in range(1 + len(question.widths)))
    return replace(question, batch=batch, widths=tuple(widths), code=f"{question.code}~{number}")


class Layer(NamedTuple):
    """The names of a layer's quantities."""

    input: str
    weights: str
    bias: str
    output: str


@dataclass(frozen=True)
class WrongShape:
    """A wrong thought that applies to a question about a shape."""

    id: str
    value: Shape
    reply: str

    @property
    def ids(self) -> tuple[str, ...]:
        """All mistakes that this shape may come from."""
        return (self.id,)


class Thought(NamedTuple):
    """A shape that a thought gives, what to say to it, and the parts of that."""

    shape: Shape
    reply: str
    parts: Mapping[str, object]


def transposed(question: ShapeQuestion) -> Iterator[Thought]:
    """Takes rows for columns."""
    if len(question.truth) > 1:
        parts = {"name": question.of, "shape": question.shapes[question.of]}
        reply = N_("{answer}: the right numbers, but rows and columns are exchanged. {name} is {shape}.")
        if question.of == question.asked:
            reply = N_("{answer}: the right numbers, but rows and columns are exchanged. A row is a sample.")
        yield Thought(question.truth[::-1], reply, parts)


def of_another(question: ShapeQuestion) -> Iterator[Thought]:
    """Gives the shape of another quantity of the layer."""
    if question.of == question.asked:
        reply = N_("{answer} is the shape of {other}. {name} has a row for each sample and a column for each output.")
    else:
        reply = N_("{answer} is the shape of {other}. A gradient has the shape of what it belongs to, here {name}.")
    for other in question.layer:
        if other != question.of:
            yield Thought(question.shapes[other], reply, {"other": other, "name": question.of})


def bias_axis(question: ShapeQuestion) -> Iterator[Thought]:
    """Keeps an axis for the batch in the bias, or sums along the other axis."""
    if question.of == question.layer.bias:
        (outputs,) = question.truth
        reply = N_(
            "{answer}: the numbers are right. The sum over the batch leaves no axis for it: b has one axis only."
        )
        yield Thought((1, outputs), reply, {})
        yield Thought((outputs, 1), reply, {})
        reply = N_("{answer} would be one number a sample. The sum goes over the batch: one number an output is left.")
        yield Thought((question.batch,), reply, {})


def inner_kept(question: ShapeQuestion) -> Iterator[Thought]:
    """Gives the two axes that a product sums over, or one of each matrix that do not belong together."""
    if question.asked == question.layer.output:
        inputs = question.shapes[question.layer.weights][0]
        reply = N_("{answer} keeps the axis that the product sums over. The outer two remain: samples and outputs.")
        yield Thought((inputs, inputs), reply, {})


@dataclass(frozen=True)
class ShapeMistake:
    """A wrong thought about shapes: what it is called in a summary, and the shapes it gives for a question."""

    thought: str
    shapes: Callable[[ShapeQuestion], Iterator[Thought]] = field(repr=False)


SHAPE_MISTAKES: dict[str, ShapeMistake] = {
    "shape-transposed": ShapeMistake(N_("exchanged rows and columns"), transposed),
    "shape-of-another": ShapeMistake(N_("gave another quantity's shape"), of_another),
    "shape-bias-axis": ShapeMistake(N_("summed the bias's gradient along the wrong axis, or kept one"), bias_axis),
    "shape-inner-kept": ShapeMistake(N_("kept the axis that is summed over"), inner_kept),
}


def _rungs(question: ShapeQuestion, t: Words) -> tuple[str, str, str]:
    layer = question.layer
    if question.of == question.asked:
        return (
            t("Every sample gives a row. How many numbers does {name} have for each?", name=question.asked),
            t("A product of (a, b) and (b, c) has the shape (a, c): the inner two are equal and go."),
            t("With other shapes: (7, 11) times (11, 13) gives (7, 13)."),
        )
    where = t("Which quantity does {formula} belong to? Look at its shape.", formula=question.asked)
    if question.of == layer.bias:
        return (
            where,
            t(
                "{formula} is the sum of the rows of d{output}: a gradient has the shape of what it belongs to.",
                formula=question.asked,
                output=layer.output,
            ),
            t("With other shapes: dY of (7, 13) added over its 7 rows leaves (13,)."),
        )
    if question.of == layer.weights:
        return (
            where,
            t(
                "{formula} = {input}^T d{output}: a gradient has the shape of what it belongs to.",
                formula=question.asked,
                input=layer.input,
                output=layer.output,
            ),
            t("With other shapes: X of (7, 11) and dY of (7, 13) give (11, 7) times (7, 13), so (11, 13)."),
        )
    return (
        where,
        t(
            "{formula} = d{output} {weights}^T: a gradient has the shape of what it belongs to.",
            formula=question.asked,
            output=layer.output,
            weights=layer.weights,
        ),
        t("With other shapes: dY of (7, 13) and W of (11, 13) give (7, 13) times (13, 11), so (7, 11)."),
    )


def why_shape(question: ShapeQuestion, t: Words) -> str:
    """One line that says why the right shape is right."""
    layer, shapes = question.layer, question.shapes
    if question.of == question.asked:
        inner, weights = shapes[layer.input], shapes[layer.weights]
        return f"{question.asked} = {layer.input} {layer.weights} + {layer.bias}: {inner} {weights} -> {question.truth}"
    back = shapes[f"d{layer.output}"]
    if question.of == layer.weights:
        turned = shapes[layer.input][::-1]
        return f"{question.asked} = {layer.input}^T d{layer.output}: {turned} {back} -> {question.truth}"
    if question.of == layer.input:
        turned = shapes[layer.weights][::-1]
        return f"{question.asked} = d{layer.output} {layer.weights}^T: {back} {turned} -> {question.truth}"
    return t(
        "{formula}: d{output} of {shape}, added over its rows, leaves {truth}.",
        formula=question.asked,
        output=layer.output,
        shape=back,
        truth=question.truth,
    )
