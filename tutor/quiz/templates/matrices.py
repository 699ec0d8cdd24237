"""Items on Affine layers: entries, biases, and how many numbers there are."""

from __future__ import annotations

from tutor.quiz.subjects import (
    BiasSums,
    Product,
    Rows,
    SharedBias,
    Sizes,
    rows,
)
from tutor.quiz.templates.template import Draw, Level, Source, Template
from tutor.words import N_

SMALL = Draw(1, 9)
SIGNED: Source = (-4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8)


def _weights(samples: int, inputs: int, outputs: int) -> Product:
    """dW of a layer with these sizes."""
    return Product(rows("x", samples, inputs), rows("dy", samples, outputs), rows("dw", inputs, outputs), "left")


def _inputs(samples: int, inputs: int, outputs: int) -> Product:
    """dX of a layer with these sizes."""
    return Product(rows("dy", samples, outputs), rows("w", inputs, outputs), rows("dx", samples, inputs), "right")


def _entries(product: Product) -> tuple[str, ...]:
    return tuple(name for row in product.entries for name in row)


def _graph(product: Product) -> str:
    """The two matrices row by row, and every entry as the sum of its products."""
    lines = _given(product.left, product.right)
    for r, row in enumerate(product.entries):
        for c, name in enumerate(row):
            lines.append(f"{name} = " + " + ".join(f"{one} * {other}" for one, other in product.terms(r, c)))
    return "\n".join(lines)


def _given(*matrices: Rows) -> list[str]:
    """Lines that name the entries of matrices in their order; what they are is drawn."""
    return [f"{name} = 1" for matrix in matrices for row in matrix for name in row]


def _drawn(source: Source, *matrices: Rows) -> dict[str, Source]:
    return {name: source for matrix in matrices for row in matrix for name in row}


def _matrix_level(product: Product, story: str, source: Source) -> Level:
    numbers = _drawn(source, product.left, product.right)
    return Level(numbers, _entries(product), _graph(product), story, product)


_AFFINE = (
    Template(
        "weights",
        "",
        "",
        {
            1: _matrix_level(
                _weights(2, 2, 2),
                N_(
                    "Affine layer Y = X W + b, a batch of 2 samples, a row each: X = [[{x11}, {x12}], [{x21}, "
                    "{x22}]]. Back comes dY = [[{dy11}, {dy12}], [{dy21}, {dy22}]]. Asked is one entry of dW; dw12 "
                    "means row 1, column 2."
                ),
                SMALL,
            ),
            2: _matrix_level(
                _weights(3, 2, 2),
                N_(
                    "Affine layer Y = X W + b, a batch of 3 samples, a row each: X = [[{x11}, {x12}], [{x21}, {x22}], "
                    "[{x31}, {x32}]]. Back comes dY = [[{dy11}, {dy12}], [{dy21}, {dy22}], [{dy31}, {dy32}]]. Asked "
                    "is one entry of dW; dw12 means row 1, column 2."
                ),
                SMALL,
            ),
            3: _matrix_level(
                _weights(3, 3, 2),
                N_(
                    "Affine layer Y = X W + b, a batch of 3 samples, a row each: X = [[{x11}, {x12}, {x13}], [{x21}, "
                    "{x22}, {x23}], [{x31}, {x32}, {x33}]]. Back comes dY = [[{dy11}, {dy12}], [{dy21}, {dy22}], "
                    "[{dy31}, {dy32}]]. Asked is one entry of dW; dw12 means row 1, column 2."
                ),
                SIGNED,
            ),
        },
    ),
    Template(
        "inputs",
        "",
        "",
        {
            1: _matrix_level(
                _inputs(2, 2, 2),
                N_(
                    "Affine layer Y = X W + b with W = [[{w11}, {w12}], [{w21}, {w22}]], a batch of 2 samples. Back "
                    "comes dY = [[{dy11}, {dy12}], [{dy21}, {dy22}]]. Asked is one entry of dX; dx12 means row 1, "
                    "column 2."
                ),
                SMALL,
            ),
            2: _matrix_level(
                _inputs(2, 2, 3),
                N_(
                    "Affine layer Y = X W + b with W = [[{w11}, {w12}, {w13}], [{w21}, {w22}, {w23}]], a batch of 2 "
                    "samples. Back comes dY = [[{dy11}, {dy12}, {dy13}], [{dy21}, {dy22}, {dy23}]]. Asked is one "
                    "entry of dX; dx12 means row 1, column 2."
                ),
                SMALL,
            ),
            3: _matrix_level(
                _inputs(2, 3, 3),
                N_(
                    "Affine layer Y = X W + b with W = [[{w11}, {w12}, {w13}], [{w21}, {w22}, {w23}], [{w31}, {w32}, "
                    "{w33}]], a batch of 2 samples. Back comes dY = [[{dy11}, {dy12}, {dy13}], [{dy21}, {dy22}, "
                    "{dy23}]]. Asked is one entry of dX; dx12 means row 1, column 2."
                ),
                SIGNED,
            ),
        },
    ),
)


def _bias_level(samples: int, outputs: int, story: str, source: Source) -> Level:
    upstream = rows("dy", samples, outputs)
    sums = tuple(f"db{column}" for column in range(1, outputs + 1))
    columns = zip(sums, zip(*upstream, strict=True), strict=True)
    graph = "\n".join([*_given(upstream), *(f"{name} = {' + '.join(column)}" for name, column in columns)])
    return Level(_drawn(source, upstream), sums, graph, story, BiasSums(upstream, sums))


_BIAS = (
    Template(
        "columns",
        "",
        "",
        {
            1: _bias_level(
                2,
                2,
                N_(
                    "An Affine layer Y = X W + b gets back dY = [[{dy11}, {dy12}], [{dy21}, {dy22}]] for a batch of 2 "
                    "samples, a row each. Asked is one entry of the bias's gradient db; db2 is its second entry."
                ),
                SMALL,
            ),
            2: _bias_level(
                3,
                2,
                N_(
                    "An Affine layer Y = X W + b gets back dY = [[{dy11}, {dy12}], [{dy21}, {dy22}], [{dy31}, "
                    "{dy32}]] for a batch of 3 samples, a row each. Asked is one entry of the bias's gradient db; db2 "
                    "is its second entry."
                ),
                Draw(1, 12),
            ),
            3: _bias_level(
                3,
                3,
                N_(
                    "An Affine layer Y = X W + b gets back dY = [[{dy11}, {dy12}, {dy13}], [{dy21}, {dy22}, {dy23}], "
                    "[{dy31}, {dy32}, {dy33}]] for a batch of 3 samples, a row each. Asked is one entry of the bias's "
                    "gradient db; db2 is its second entry."
                ),
                (-0.6, -0.4, -0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8),
            ),
        },
    ),
    Template(
        "shared",
        N_(
            "Two samples of a batch arrive at a bias b = {b} as a1 = {a1} and a2 = {a2}. The loss weighs the two "
            "outputs with g1 = {g1} and g2 = {g2}. What is its gradient by b?"
        ),
        "out1 = a1 + b\nout2 = a2 + b\nloss = g1 * out1 + g2 * out2",
        {
            1: Level({"a1": SMALL, "a2": SMALL, "b": SMALL, "g1": Draw(2, 9), "g2": Draw(2, 9)}, ("d loss / d b",)),
            2: Level(
                {"a1": SIGNED, "a2": SIGNED, "b": SMALL},
                ("d loss / d b",),
                "out1 = a1 + b\nout2 = a2 + b\nloss = out1^2 + out2^2",
                N_(
                    "Two samples of a batch arrive at a bias b = {b} as a1 = {a1} and a2 = {a2}. The loss is the sum "
                    "of the squared outputs. What is its gradient by b?"
                ),
            ),
            3: Level(
                {"a1": SIGNED, "a2": SIGNED, "a3": SIGNED, "b": SMALL},
                ("d loss / d b",),
                "out1 = a1 + b\nout2 = a2 + b\nout3 = a3 + b\nloss = (out1^2 + out2^2 + out3^2) / 2",
                N_(
                    "Three samples of a batch arrive at a bias b = {b} as a1 = {a1}, a2 = {a2} and a3 = {a3}. The "
                    "loss is half the sum of the squared outputs. What is its gradient by b?"
                ),
                SharedBias("b", 3),
            ),
        },
        {
            "b": N_("b: the bias"),
            "out1": N_("out1: output for sample 1"),
            "out2": N_("out2: output for sample 2"),
            "loss": N_("loss"),
        },
        SharedBias("b", 2),
    ),
)

_SIZE_LABELS = {
    "batch": N_("batch: samples in the batch"),
    "inputs": N_("inputs: inputs of a layer"),
    "hidden": N_("hidden: outputs of the first layer"),
    "outputs": N_("outputs: outputs of the last layer"),
    "size": N_("size: how many numbers"),
}
_BATCH_SIZE: Source = (4, 5, 6, 8, 10, 12, 16, 20)
_WIDTH: Source = (2, 3, 4, 5, 6, 8, 9, 10)

_SHAPE = (
    Template(
        "layer",
        N_(
            "A batch of {batch} samples goes through an Affine layer Y = X W + b with {inputs} inputs and {outputs} "
            "outputs. How many numbers are there in dW?"
        ),
        "batch = 1\nsize = inputs * outputs",
        {
            1: Level({"batch": _BATCH_SIZE, "inputs": _WIDTH, "outputs": _WIDTH}, ("size",)),
            2: Level(
                {"batch": _BATCH_SIZE, "inputs": _WIDTH, "outputs": _WIDTH},
                ("size",),
                "batch = 1\ninputs = 1\noutputs = 1\nsize = batch * inputs",
                N_(
                    "A batch of {batch} samples goes through an Affine layer Y = X W + b with {inputs} inputs and "
                    "{outputs} outputs. How many numbers are there in dX?"
                ),
                Sizes("batch", (("inputs", "outputs"),), "inputs"),
            ),
            3: Level(
                {"batch": _BATCH_SIZE, "inputs": _WIDTH, "outputs": _WIDTH},
                ("size",),
                "batch = 1\nsize = inputs * outputs + outputs",
                N_(
                    "A batch of {batch} samples goes through an Affine layer Y = X W + b with {inputs} inputs and "
                    "{outputs} outputs. How many numbers are there in dW and db together?"
                ),
                Sizes("batch", (("inputs", "outputs"),), "parameters"),
            ),
        },
        _SIZE_LABELS,
        Sizes("batch", (("inputs", "outputs"),), "weights"),
    ),
    Template(
        "network",
        N_(
            "A batch of {batch} samples goes through two Affine layers, from {inputs} inputs to {hidden} and on to "
            "{outputs} outputs. How many numbers are there in dW2, the gradient at the second layer's weights?"
        ),
        "batch = 1\ninputs = 1\nsize = hidden * outputs",
        {
            1: Level({"batch": _BATCH_SIZE, "inputs": _WIDTH, "hidden": _WIDTH, "outputs": _WIDTH}, ("size",)),
            2: Level(
                {"batch": _BATCH_SIZE, "inputs": _WIDTH, "hidden": _WIDTH, "outputs": _WIDTH},
                ("size",),
                "batch = 1\ninputs = 1\nhidden = 1\noutputs = 1\nsize = batch * hidden",
                N_(
                    "A batch of {batch} samples goes through two Affine layers, from {inputs} inputs to {hidden} and "
                    "on to {outputs} outputs. How many numbers are there in the gradient at the second layer's input?"
                ),
                Sizes("batch", (("hidden", "outputs"),), "inputs"),
            ),
            3: Level(
                {"batch": _BATCH_SIZE, "inputs": _WIDTH, "hidden": _WIDTH, "outputs": _WIDTH},
                ("size",),
                "batch = 1\nsize = inputs * hidden + hidden + hidden * outputs + outputs",
                N_(
                    "A batch of {batch} samples goes through two Affine layers, from {inputs} inputs to {hidden} and "
                    "on to {outputs} outputs, each with a bias. How many numbers are there in the gradients of all "
                    "parameters?"
                ),
                Sizes("batch", (("inputs", "hidden"), ("hidden", "outputs")), "parameters"),
            ),
        },
        _SIZE_LABELS,
        Sizes("batch", (("hidden", "outputs"),), "weights"),
    ),
)


TEMPLATES: dict[str, tuple[Template, ...]] = {
    "affine-entry": _AFFINE,
    "affine-bias": _BIAS,
    "affine-shape": _SHAPE,
}
