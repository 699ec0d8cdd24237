"""Items on depth, gradient checks, batches, matrices and the training loop."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.quiz.question import Question
from tutor.quiz.subjects import (
    BatchMean,
    BatchNeeded,
    BatchNoise,
    BiasSums,
    CentralDifference,
    Depth,
    Epochs,
    Product,
    Rows,
    Score,
    SharedBias,
    Sizes,
    SquaredErrors,
    TrainingTime,
    Updates,
    rows,
)
from tutor.quiz.templates.template import Draw, Level, Source, Template
from tutor.words import N_

SMALL = Draw(1, 9)
SIGNED: Source = (-4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8)


def _whole(question: Question) -> bool:
    """Whether everything that is counted is a whole number: no half update, no half mini-batch."""
    counted = (
        question.values[name] for name in question.graph.quantities if name not in ("update_time", "training_time")
    )
    return all(value == int(value) for value in counted)


def _descends(question: Question) -> bool:
    """Whether x - h is positive, so that both values are on the same side of 0."""
    return question.values["x"] > question.values["h"]


def _distinct_errors(question: Question) -> bool:
    """Whether no error is 0, and none is as large as another."""
    errors = [value for name, value in question.values.items() if name in ("e1", "e2", "e3", "e4")]
    return all(errors) and len({abs(error) for error in errors}) == len(errors)


def _is_above(question: Question) -> bool:
    """Whether the gradient is the larger one, where the story asks by how much it is above the central difference."""
    return question.quantity != "off" or question.truth > 0


# --- depth -------------------------------------------------------------------------------------------------

_DEPTH_LABELS = {
    "slope": N_("slope: slope of each layer's activation"),
    "weight": N_("weight: weight of each layer"),
    "layers": N_("layers: how many layers"),
    "upstream": N_("upstream: gradient that arrives at the last layer"),
    "y": N_("y: output of each sigmoid"),
    "factor": N_("factor: by what the layers multiply the gradient"),
    "gradient": N_("gradient: what reaches the first layer"),
}

_DEPTH = (
    Template(
        "layers",
        N_(
            "Each of {layers} layers has an activation with the slope {slope} and the weight {weight}. "
            "By what factor do they multiply a gradient on its way back?"
        ),
        "factor = (slope * weight)^layers",
        {
            1: Level(
                {"slope": (0.1, 0.2, 0.25, 0.4, 0.5), "layers": Draw(3, 5)},
                ("factor",),
                "factor = slope^layers",
                N_(
                    "Each of {layers} layers has an activation with the slope {slope}; all weights are 1. "
                    "By what factor do they multiply a gradient on its way back?"
                ),
                Depth("slope", "layers"),
            ),
            2: Level(
                {
                    "slope": (0.1, 0.2, 0.25, 0.4, 0.5),
                    "weight": (0.5, 1.5, 2, 3, 4, 5, 6),
                    "layers": Draw(3, 4),
                },
                ("factor",),
            ),
            3: Level(
                {
                    "upstream": (0.5, 2, 3, 4, 5, 8, 10, 20),
                    "slope": (0.1, 0.2, 0.25, 0.4, 0.5),
                    "weight": (0.5, 1.5, 2, 3, 4, 5, 6, -2, -3),
                    "layers": Draw(3, 4),
                },
                ("gradient",),
                "gradient = upstream * (slope * weight)^layers",
                N_(
                    "The gradient {upstream} arrives at the last of {layers} layers. Each has an activation with the "
                    "slope {slope} and the weight {weight}. What gradient leaves the first of them?"
                ),
                Depth("slope", "layers", "weight", "upstream"),
            ),
        },
        _DEPTH_LABELS,
        Depth("slope", "layers", "weight"),
    ),
    Template(
        "sigmoids",
        N_(
            "Each of {layers} sigmoid layers gives the output {y} and has the weight {weight}. "
            "By what factor do they multiply a gradient on its way back?"
        ),
        "slope = y * (1 - y)\nfactor = (slope * weight)^layers",
        {
            1: Level(
                {"y": (0.1, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9), "layers": Draw(3, 4)},
                ("factor",),
                "slope = y * (1 - y)\nfactor = slope^layers",
                N_(
                    "Each of {layers} sigmoid layers gives the output {y}; all weights are 1. "
                    "By what factor do they multiply a gradient on its way back?"
                ),
                Depth("slope", "layers", activation="y"),
            ),
            2: Level(
                {"y": (0.1, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9), "weight": (2, 3, 5, 10), "layers": Draw(3, 4)}, ("factor",)
            ),
            3: Level(
                {
                    "upstream": (0.5, 2, 3, 4, 5, 10),
                    "y": (0.1, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9),
                    "weight": (2, 3, 5, 10, -2, -5),
                    "layers": Draw(3, 4),
                },
                ("gradient",),
                "slope = y * (1 - y)\ngradient = upstream * (slope * weight)^layers",
                N_(
                    "The gradient {upstream} arrives at the last of {layers} sigmoid layers. Each gives the output "
                    "{y} and has the weight {weight}. What gradient leaves the first of them?"
                ),
                Depth("slope", "layers", "weight", "upstream", "y"),
            ),
        },
        _DEPTH_LABELS,
        Depth("slope", "layers", "weight", activation="y"),
    ),
)

# --- gradient check ----------------------------------------------------------------------------------------

_CHECK_LABELS = {
    "above": N_("above: value at x + h"),
    "below": N_("below: value at x - h"),
    "rise": N_("rise: how much higher the first value is than the second"),
    "slope": N_("slope: central difference"),
    "gradient": N_("gradient: from backpropagation"),
    "off": N_("off: gradient minus central difference"),
    "ratio": N_("ratio: gradient divided by central difference"),
}
_CENTRAL = "rise = above - below\nslope = rise / (2 * h)"
_OVER_X = CentralDifference("above", "below", "h", "rise", "slope", "x")
_MEASURED: Mapping[str, Source] = {
    "above": Draw(2.1, 2.98, 0.02),
    "below": Draw(1.1, 1.98, 0.02),
    "h": (0.01, 0.02, 0.05, 0.1, 0.2),
}

_CHECK = (
    Template(
        "function",
        N_(
            "To check the derivative of f(x) = x^3 at x = {x}, you take the central difference with h = {h}. "
            "What slope does it give?"
        ),
        f"above = (x + h)^3\nbelow = (x - h)^3\n{_CENTRAL}",
        {
            1: Level({"x": Draw(3, 6), "h": (2, 3, 4)}, ("slope",)),
            2: Level({"x": (1, 2, 3, 4, 5, 10), "h": (0.1, 0.2, 0.4)}, ("slope",)),
            3: Level(
                {"x": (0.3, 0.5, 0.6, 0.9, 1.5, 3, 5, 6, 9), "h": (0.1, 0.2, 0.3, 2, 3)},
                ("slope",),
                f"above = 1 / (x + h)\nbelow = 1 / (x - h)\n{_CENTRAL}",
                N_(
                    "To check the derivative of f(x) = 1 / x at x = {x}, you take the central difference with h = {h}. "
                    "What slope does it give?"
                ),
            ),
        },
        _CHECK_LABELS,
        _OVER_X,
        _descends,
    ),
    Template(
        "measured",
        N_(
            "A weight is moved by h = {h}: the loss is {above} when it is larger and {below} when it is smaller. "
            "What gradient does the central difference give?"
        ),
        _CENTRAL,
        {
            1: Level(_MEASURED, ("slope",)),
            2: Level(
                {**_MEASURED, "gradient": Draw(2.5, 30.5, 0.5)},
                ("off",),
                f"{_CENTRAL}\noff = gradient - slope",
                N_(
                    "A weight is moved by h = {h}: the loss is {above} when it is larger and {below} when it is "
                    "smaller. Backpropagation gives the gradient {gradient}. By how much is that above the central "
                    "difference?"
                ),
                CentralDifference("above", "below", "h", "rise", "slope", gradient="gradient", compared="difference"),
            ),
            3: Level(
                {**_MEASURED, "gradient": Draw(2, 60)},
                ("ratio",),
                f"{_CENTRAL}\nratio = gradient / slope",
                N_(
                    "A weight is moved by h = {h}: the loss is {above} when it is larger and {below} when it is "
                    "smaller. Backpropagation gives the gradient {gradient}. How many times the central difference is "
                    "that?"
                ),
                CentralDifference("above", "below", "h", "rise", "slope", gradient="gradient", compared="ratio"),
            ),
        },
        _CHECK_LABELS,
        CentralDifference("above", "below", "h", "rise", "slope"),
        _is_above,
    ),
)

# --- batches -----------------------------------------------------------------------------------------------

_BATCH_LABELS = {
    "e1": N_("e1: error of sample 1, prediction minus target"),
    "e2": N_("e2: error of sample 2, prediction minus target"),
    "gradient": N_("gradient: of the batch's loss by the weight"),
    "loss": N_("loss: mean squared error of the batch"),
}

_MINI_BATCH = (
    Template(
        "model",
        N_(
            "The model w * x, now with w = {w}, is trained on a mini-batch of two samples: x1 = {x1} with the target "
            "t1 = {t1}, and x2 = {x2} with t2 = {t2}. The loss is the mean of the squared errors. What is its "
            "gradient by the weight?"
        ),
        "e1 = w * x1 - t1\ne2 = w * x2 - t2\nloss = (e1^2 + e2^2) / 2",
        {
            1: Level(
                {"w": Draw(2, 4), "x1": Draw(1, 5), "t1": Draw(1, 15), "x2": Draw(2, 6), "t2": Draw(1, 15)},
                ("d loss / d w",),
            ),
            2: Level(
                {
                    "w": Draw(2, 4),
                    "b": Draw(1, 4),
                    "x1": Draw(1, 5),
                    "t1": Draw(1, 15),
                    "x2": Draw(2, 6),
                    "t2": Draw(1, 15),
                },
                ("d loss / d w",),
                "e1 = w * x1 + b - t1\ne2 = w * x2 + b - t2\nloss = (e1^2 + e2^2) / 2",
                N_(
                    "The model w * x + b, now with w = {w} and b = {b}, is trained on a mini-batch of two samples: x1 "
                    "= {x1} with the target t1 = {t1}, and x2 = {x2} with t2 = {t2}. The loss is the mean of the "
                    "squared errors. What is its gradient by the weight?"
                ),
            ),
            3: Level(
                {
                    "w": Draw(2, 4),
                    "x1": Draw(1, 6),
                    "t1": Draw(1, 20),
                    "x2": Draw(1, 6),
                    "t2": Draw(1, 20),
                    "x3": Draw(1, 6),
                    "t3": Draw(1, 20),
                    "x4": Draw(1, 6),
                    "t4": Draw(1, 20),
                },
                ("d loss / d w",),
                "e1 = w * x1 - t1\ne2 = w * x2 - t2\ne3 = w * x3 - t3\ne4 = w * x4 - t4\n"
                "loss = (e1^2 + e2^2 + e3^2 + e4^2) / 4",
                N_(
                    "The model w * x, now with w = {w}, is trained on a mini-batch of four samples: x is {x1}, {x2}, "
                    "{x3} and {x4}, with the targets {t1}, {t2}, {t3} and {t4}. The loss is the mean of the squared "
                    "errors. What is its gradient by the weight?"
                ),
                SquaredErrors(("e1", "e2", "e3", "e4"), ("x1", "x2", "x3", "x4"), weight="w"),
            ),
        },
        _BATCH_LABELS,
        SquaredErrors(("e1", "e2"), ("x1", "x2"), weight="w"),
        _distinct_errors,
    ),
    Template(
        "samples",
        N_(
            "A model w * x is trained on a mini-batch of two samples: x1 = {x1} with the error {e1} and x2 = {x2} "
            "with the error {e2} (prediction minus target). What is the gradient of the mean squared error by w?"
        ),
        "g1 = 2 * e1 * x1\ng2 = 2 * e2 * x2\ngradient = (g1 + g2) / 2",
        {
            1: Level(
                {"g1": SIGNED, "g2": SIGNED, "g3": SIGNED, "g4": SIGNED},
                ("gradient",),
                "gradient = (g1 + g2 + g3 + g4) / 4",
                N_(
                    "The four samples of a mini-batch give the gradients {g1}, {g2}, {g3} and {g4}. The loss of the "
                    "mini-batch is the mean of theirs. What is its gradient?"
                ),
                BatchMean(("g1", "g2", "g3", "g4")),
            ),
            2: Level({"x1": SMALL, "e1": SIGNED, "x2": SMALL, "e2": SIGNED}, ("gradient",)),
            3: Level(
                {"x1": SMALL, "y1": Draw(2, 15), "t1": Draw(2, 15), "x2": SMALL, "y2": Draw(2, 15), "t2": Draw(2, 15)},
                ("gradient",),
                "e1 = y1 - t1\ne2 = y2 - t2\ng1 = 2 * e1 * x1\ng2 = 2 * e2 * x2\ngradient = (g1 + g2) / 2",
                N_(
                    "For the inputs {x1} and {x2} a model w * x + b predicts {y1} and {y2}; the targets are {t1} and "
                    "{t2}. What is the gradient of the mean squared error by w?"
                ),
            ),
        },
        _BATCH_LABELS,
        SquaredErrors(("e1", "e2"), ("x1", "x2"), "gradient"),
        _distinct_errors,
    ),
)

_NOISE_LABELS = {
    "std": N_("std: standard deviation of one sample's gradient"),
    "batch": N_("batch: samples in a mini-batch"),
    "noise": N_("noise: standard deviation of the mini-batch's gradient"),
    "wanted": N_("wanted: standard deviation that is wanted"),
    "before": N_("before: standard deviation with small mini-batches"),
    "small": N_("small: size of the small mini-batches"),
    "large": N_("large: size of the large mini-batches"),
    "times": N_("times: how many times as large"),
}

_NOISE = (
    Template(
        "samples",
        N_(
            "The gradients of single samples have the standard deviation {std}. What standard deviation does the mean "
            "gradient of a mini-batch of {batch} independent samples have?"
        ),
        "noise = std / sqrt(batch)",
        {
            1: Level({"std": Draw(2, 30, 2), "batch": (4, 9, 16, 25)}, ("noise",)),
            2: Level({"std": Draw(0.4, 6, 0.2), "batch": (64, 100, 144, 256, 400)}, ("noise",)),
            3: Level(
                {"std": Draw(1.5, 12, 0.5), "wanted": (0.1, 0.2, 0.25, 0.5)},
                ("batch",),
                "batch = (std / wanted)^2",
                N_(
                    "The gradients of single samples have the standard deviation {std}. How many independent samples "
                    "must a mini-batch have so that its mean gradient has the standard deviation {wanted}?"
                ),
                BatchNeeded("std", "wanted"),
            ),
        },
        _NOISE_LABELS,
        BatchNoise("std", "batch"),
    ),
    Template(
        "larger",
        N_(
            "The gradient of a mini-batch has the standard deviation {before}. The mini-batches are now made {times} "
            "times as large. What is the standard deviation then?"
        ),
        "noise = before / sqrt(times)",
        {
            1: Level({"before": Draw(0.6, 6, 0.2), "times": (4, 9, 16, 25)}, ("noise",)),
            2: Level(
                {
                    "before": Draw(0.6, 6, 0.2),
                    "small": (8, 16, 20, 25, 32),
                    "large": (72, 128, 180, 225, 288, 400, 512),
                },
                ("noise",),
                "times = large / small\nnoise = before / sqrt(times)",
                N_(
                    "With mini-batches of {small} samples the gradient has the standard deviation {before}. "
                    "What is it with {large} samples?"
                ),
            ),
            3: Level(
                {"before": Draw(0.6, 6, 0.2), "wanted": (0.1, 0.2, 0.3, 0.5)},
                ("times",),
                "times = (before / wanted)^2",
                N_(
                    "The gradient of a mini-batch has the standard deviation {before}. How many times as large must "
                    "the mini-batch be made to bring it down to {wanted}?"
                ),
                BatchNeeded("before", "wanted"),
            ),
        },
        _NOISE_LABELS,
        BatchNoise("before", "times"),
        lambda question: question.values["times"] in (4, 9, 16, 25, 36, 49) or "wanted" in question.values,
    ),
)

# --- matrices ----------------------------------------------------------------------------------------------


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

# --- softmax with cross-entropy ----------------------------------------------------------------------------

_EXPS: Mapping[str, Source] = {"e1": Draw(1, 12), "e2": Draw(1, 12), "e3": Draw(1, 12)}
_BATCH_SIZES: Source = (2, 4, 5, 8, 10)
_SOFTMAX_LABELS = {
    "total": N_("total: sum of the exponentials"),
    "d1": N_("d1: gradient of the loss by the first score"),
    "d2": N_("d2: gradient of the loss by the second score"),
    "d": N_("d: gradient of the loss by the score"),
    "batch": N_("batch: samples in the batch"),
}

_SOFTMAX = (
    Template(
        "exponentials",
        N_(
            "Softmax with cross-entropy, the mean over a batch of {batch}. For one sample the exponentials of its "
            "three scores are {e1}, {e2} and {e3}; the second class is right. What is the gradient of the loss by the "
            "second score?"
        ),
        "total = e1 + e2 + e3\ny2 = e2 / total\nd2 = (y2 - 1) / batch",
        {
            1: Level(
                _EXPS,
                ("d2",),
                "total = e1 + e2 + e3\ny2 = e2 / total\nd2 = y2 - 1",
                N_(
                    "Softmax with cross-entropy for one sample: the exponentials of its three scores are {e1}, {e2} "
                    "and {e3}; the second class is right. What is the gradient of the loss by the second score?"
                ),
                Score("y2", 1.0, exps=("e1", "e2", "e3")),
            ),
            2: Level(
                {**_EXPS, "batch": _BATCH_SIZES},
                ("d1",),
                "total = e1 + e2 + e3\ny1 = e1 / total\nd1 = (y1 - 0) / batch",
                N_(
                    "Softmax with cross-entropy, the mean over a batch of {batch}. For one sample the exponentials of "
                    "its three scores are {e1}, {e2} and {e3}; the second class is right. What is the gradient of the "
                    "loss by the first score?"
                ),
                Score("y1", 0.0, "batch", ("e1", "e2", "e3")),
            ),
            3: Level({**_EXPS, "batch": _BATCH_SIZES}, ("d2",)),
        },
        _SOFTMAX_LABELS,
        Score("y2", 1.0, "batch", ("e1", "e2", "e3")),
    ),
    Template(
        "probability",
        N_(
            "Softmax with cross-entropy, the mean over a batch of {batch}: for one sample the right class gets the "
            "probability {y}. What is the gradient of the loss by its score?"
        ),
        "d = (y - 1) / batch",
        {
            1: Level(
                {"y": Draw(0.05, 0.95, 0.05)},
                ("d",),
                "d = y - 1",
                N_(
                    "Softmax with cross-entropy gives the right class of a sample the probability {y}. "
                    "What is the gradient of the loss by its score?"
                ),
                Score("y", 1.0),
            ),
            2: Level({"y": Draw(0.04, 0.96, 0.04), "batch": _BATCH_SIZES}, ("d",)),
            3: Level(
                {"y": Draw(0.04, 0.8, 0.04), "t": (0.85, 0.9, 0.95, 0.1, 0.05), "batch": _BATCH_SIZES},
                ("d",),
                "d = (y - t) / batch",
                N_(
                    "Softmax with cross-entropy, the mean over a batch of {batch}, with smoothed labels: one class "
                    "has the target {t} and gets the probability {y}. What is the gradient of the loss by its score?"
                ),
                Score("y", "t", "batch"),
            ),
        },
        _SOFTMAX_LABELS,
        Score("y", 1.0, "batch"),
    ),
)

# --- the training loop -------------------------------------------------------------------------------------

_LOOP_LABELS = {
    "items": N_("items: training items"),
    "held": N_("held: items kept for testing"),
    "batch": N_("batch: items in a mini-batch"),
    "epochs": N_("epochs: how often every item is seen"),
    "steps": N_("steps: updates an epoch"),
    "updates": N_("updates: updates in all"),
    "seen": N_("seen: items seen, repeats counted"),
    "update_time": N_("update_time: what an update takes, in s"),
    "training_time": N_("training_time: in minutes"),
}
_ITEMS: Source = (600, 800, 900, 1000, 1200, 1500, 2000, 2400, 3000, 5000, 6000)
_BATCHES: Source = (20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200)

_LOOP = (
    Template(
        "updates",
        N_(
            "{items} items are trained on in mini-batches of {batch}, for {epochs} epochs. "
            "How many times are the parameters updated?"
        ),
        "steps = items / batch\nupdates = epochs * steps",
        {
            1: Level(
                {"items": _ITEMS, "batch": _BATCHES},
                ("steps",),
                "steps = items / batch",
                N_(
                    "{items} items are trained on in mini-batches of {batch}. "
                    "How many times are the parameters updated in one epoch?"
                ),
                Updates("items", "batch"),
            ),
            2: Level({"items": _ITEMS, "batch": _BATCHES, "epochs": Draw(3, 12)}, ("updates",)),
            3: Level(
                {"items": _ITEMS, "held": (100, 150, 200, 300, 400), "batch": _BATCHES, "epochs": Draw(3, 12)},
                ("updates",),
                "steps = (items - held) / batch\nupdates = epochs * steps",
                N_(
                    "Of {items} items {held} are kept for testing, the others are trained on in mini-batches of "
                    "{batch}, for {epochs} epochs. How many times are the parameters updated?"
                ),
                Updates("items", "batch", "epochs", "held"),
            ),
        },
        _LOOP_LABELS,
        Updates("items", "batch", "epochs"),
        _whole,
    ),
    Template(
        "progress",
        N_(
            "There are {items} items to train on. The parameters have been updated {updates} times, with mini-batches "
            "of {batch}. How many epochs is that?"
        ),
        "seen = updates * batch\nepochs = seen / items",
        {
            1: Level(
                {"updates": Draw(30, 400, 10), "batch": _BATCHES},
                ("seen",),
                "seen = updates * batch",
                N_(
                    "The parameters have been updated {updates} times, with mini-batches of {batch}. "
                    "How many items has the training seen, repeats counted?"
                ),
                Epochs("updates", "batch"),
            ),
            2: Level({"updates": Draw(60, 600, 20), "batch": _BATCHES, "items": _ITEMS}, ("epochs",)),
            3: Level(
                {"items": _ITEMS, "batch": _BATCHES, "epochs": Draw(3, 20), "update_time": (0.5, 1.5, 2, 3, 4)},
                ("training_time",),
                "steps = items / batch\nupdates = epochs * steps\ntraining_time = updates * update_time / 60",
                N_(
                    "{items} items are trained on in mini-batches of {batch}, for {epochs} epochs. An update takes "
                    "{update_time} s. How many minutes does the training take?"
                ),
                TrainingTime("items", "batch", "epochs", "update_time"),
            ),
        },
        _LOOP_LABELS,
        Epochs("updates", "batch", "items"),
        _whole,
    ),
)

TEMPLATES: dict[str, tuple[Template, ...]] = {
    "vanishing-gradients": _DEPTH,
    "gradient-check": _CHECK,
    "mini-batch": _MINI_BATCH,
    "batch-noise": _NOISE,
    "affine-entry": _AFFINE,
    "affine-bias": _BIAS,
    "affine-shape": _SHAPE,
    "softmax-cross-entropy": _SOFTMAX,
    "training-loop": _LOOP,
}
