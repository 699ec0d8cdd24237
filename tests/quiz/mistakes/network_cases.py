"""Depth, gradient checks, batches, matrices and training: hand-picked questions."""

from dataclasses import replace

from tutor.core import Graph
from tutor.quiz import Question, gradient_question, value_question
from tutor.quiz.subjects import (
    BatchMean,
    BatchNeeded,
    BatchNoise,
    BiasSums,
    CentralDifference,
    Depth,
    Epochs,
    Product,
    Score,
    SharedBias,
    Sizes,
    SquaredErrors,
    Subject,
    TrainingTime,
    Updates,
    rows,
)

from ..situations import SHOP, SHOP_INPUTS, value
from .cases import Absent, Row


def asked(about: Subject, text: str, quantity: str, **inputs: float) -> Question:
    """A value of a subject."""
    return replace(value_question(Graph.parse(text), inputs, quantity, code="test/q"), about=about)


def slope_of(about: Subject, text: str, quantity: str, **inputs: float) -> Question:
    """A gradient of a subject's loss."""
    return replace(gradient_question(Graph.parse(text), inputs, "loss", quantity, code="test/q"), about=about)


# 4 layers with the slope 0.5 and the weight 3: 1.5^4; 8 comes in
DEPTH = asked(
    Depth("slope", "layers", "weight", "upstream"),
    "gradient = upstream * (slope * weight)^layers",
    "gradient",
    upstream=8,
    slope=0.5,
    weight=3,
    layers=4,
)
BARE_DEPTH = asked(Depth("slope", "layers"), "factor = slope^layers", "factor", slope=0.5, layers=3)
SIGMOIDS = asked(
    Depth("slope", "layers", activation="y"),
    "slope = y * (1 - y)\nfactor = slope^layers",
    "factor",
    y=0.8,
    layers=3,
)

# f(x) = x^3 between 1 and 5: 125 - 1, over 4
CENTRAL = "rise = above - below\nslope = rise / (2 * h)"
CUBE = asked(
    CentralDifference("above", "below", "h", "rise", "slope", "x"),
    f"above = (x + h)^3\nbelow = (x - h)^3\n{CENTRAL}",
    "slope",
    x=3,
    h=2,
)
FINE_CUBE = CUBE.with_values({"x": 3, "h": 0.1})
MEASURED = asked(
    CentralDifference("above", "below", "h", "rise", "slope"), CENTRAL, "slope", above=2.6, below=1.4, h=0.2
)
RATIO = asked(
    CentralDifference("above", "below", "h", "rise", "slope", gradient="gradient", compared="ratio"),
    f"{CENTRAL}\nratio = gradient / slope",
    "ratio",
    above=2.6,
    below=1.4,
    h=0.2,
    gradient=12,
)

# errors 3*4 - 10 = 2 and 3*5 - 10 = 5: (2*2*4 + 2*5*5) / 2 = 33
MODEL = slope_of(
    SquaredErrors(("e1", "e2"), ("x1", "x2"), weight="w"),
    "e1 = w * x1 - t1\ne2 = w * x2 - t2\nloss = (e1^2 + e2^2) / 2",
    "w",
    w=3,
    x1=4,
    t1=10,
    x2=5,
    t2=10,
)
MEAN = asked(BatchMean(("g1", "g2")), "gradient = (g1 + g2) / 2", "gradient", g1=6, g2=-1)
NOISE = asked(BatchNoise("std", "batch"), "noise = std / sqrt(batch)", "noise", std=12, batch=16)
NEEDED = asked(BatchNeeded("std", "wanted"), "batch = (std / wanted)^2", "batch", std=12, wanted=2)

X, DY, W = rows("x", 2, 2), rows("dy", 2, 2), rows("w", 2, 2)
# X = [[1, 2], [3, 4]], dY = [[5, 6], [7, 9]]: dW[1, 2] = 1*6 + 3*9
DW = asked(
    Product(X, DY, rows("dw", 2, 2), "left"),
    "x12 = 1\nx22 = 1\ndy11 = 1\ndy21 = 1\ndw12 = x11 * dy12 + x21 * dy22",
    "dw12",
    **{"x11": 1, "x12": 2, "x21": 3, "x22": 4, "dy11": 5, "dy12": 6, "dy21": 7, "dy22": 9},
)
# W = [[1, 2], [3, 4]]: dX[1, 2] = 5*3 + 6*4
DX = asked(
    Product(DY, W, rows("dx", 2, 2), "right"),
    "w11 = 1\nw12 = 1\ndy21 = 1\ndy22 = 1\ndx12 = dy11 * w21 + dy12 * w22",
    "dx12",
    **{"w11": 1, "w12": 2, "w21": 3, "w22": 4, "dy11": 5, "dy12": 6, "dy21": 7, "dy22": 9},
)
THREE_BY_TWO = asked(
    Product(rows("x", 3, 2), rows("dy", 3, 2), (("dw11", "dw12"), ("dw21", "dw22")), "left"),
    "dw11 = x11 * dy11 + x21 * dy21 + x31 * dy31",
    "dw11",
    **{"x11": 1, "x21": 3, "x31": 5, "dy11": 5, "dy21": 7, "dy31": 2},
)
DB = asked(
    BiasSums(DY, ("db1", "db2")),
    "db1 = dy11 + dy21\ndb2 = dy12 + dy22",
    "db2",
    **{"dy11": 5, "dy12": 6, "dy21": 7, "dy22": 9},
)
SHARED = slope_of(
    SharedBias("b", 2),
    "out1 = a1 + b\nout2 = a2 + b\nloss = g1 * out1 + g2 * out2",
    "b",
    **{"a1": 1, "a2": 2, "b": 4, "g1": 3, "g2": 7},
)
PARAMETERS = asked(
    Sizes("batch", (("inputs", "outputs"),), "parameters"),
    "batch = 1\nsize = inputs * outputs + outputs",
    "size",
    batch=5,
    inputs=4,
    outputs=3,
)
WEIGHTS = asked(
    Sizes("batch", (("inputs", "outputs"),), "weights"),
    "batch = 1\nsize = inputs * outputs",
    "size",
    batch=5,
    inputs=4,
    outputs=3,
)
INPUTS = asked(
    Sizes("batch", (("inputs", "outputs"),), "inputs"),
    "outputs = 1\nsize = batch * inputs",
    "size",
    batch=5,
    inputs=4,
    outputs=3,
)

SCORE = asked(Score("y", 1.0, "batch"), "d = (y - 1) / batch", "d", y=0.2, batch=4)
ONE_SCORE = asked(Score("y", 1.0), "d = y - 1", "d", y=0.2)
WRONG_CLASS = asked(Score("y", 0.0, "batch"), "d = (y - 0) / batch", "d", y=0.2, batch=4)

EPOCH = asked(Updates("items", "batch"), "steps = items / batch", "steps", items=1000, batch=50)
TRAINING = asked(
    Updates("items", "batch", "epochs", "held"),
    "steps = (items - held) / batch\nupdates = epochs * steps",
    "updates",
    items=1000,
    held=200,
    batch=50,
    epochs=3,
)
SEEN = asked(Epochs("updates", "batch"), "seen = updates * batch", "seen", updates=30, batch=50)
PASSED = asked(
    Epochs("updates", "batch", "items"),
    "seen = updates * batch\nepochs = seen / items",
    "epochs",
    updates=60,
    batch=50,
    items=1000,
)
TIME = asked(
    TrainingTime("items", "batch", "epochs", "each"),
    "steps = items / batch\nupdates = epochs * steps\ntime = updates * each / 60",
    "time",
    items=1000,
    batch=50,
    epochs=3,
    each=2,
)

PRICE = value(SHOP, SHOP_INPUTS, "price")

APPLIES = [
    Row("depth-linear", DEPTH, 8 * 4 * 1.5),
    Row("depth-linear", BARE_DEPTH, 3 * 0.5),
    Row("depth-off-by-one", DEPTH, 8 * 1.5**3),
    Row("depth-off-by-one", DEPTH, 8 * 1.5**5),
    Row("depth-no-weights", DEPTH, 8 * 0.5**4),
    Row("depth-no-weights", DEPTH, 8 * 0.5**4 * 3),
    Row("depth-one-layer", DEPTH, 8 * 1.5),
    Row("depth-no-upstream", DEPTH, 1.5**4),
    Row("depth-output-as-slope", SIGMOIDS, 0.8**3),
    Row("check-by-h", CUBE, 124 / 2),
    Row("check-by-h", RATIO, 12 / (1.2 / 0.2)),
    Row("check-not-divided", CUBE, 124),
    Row("check-one-sided", CUBE, (125 - 27) / 2),
    Row("check-one-sided", CUBE, (125 - 27) / 4),
    Row("check-derivative", CUBE, 27),
    Row("check-slope-only", RATIO, 1.2 / 0.4),
    Row("check-slope-only", RATIO, 1.2 / 0.4 / 12),
    Row("batch-loss-factor", MODEL, 33 / 2),
    Row("batch-loss-factor", MODEL, 33 * 2),
    Row("batch-loss-factor", MEAN, 5),
    Row("batch-one-sample", MODEL, 16),
    Row("batch-one-sample", MEAN, 6),
    Row("batch-forgets-x", MODEL, (2 * 2 + 2 * 5) / 2),
    Row("batch-sign", MODEL, -33),
    Row("noise-no-root", NOISE, 12 / 16),
    Row("noise-no-root", NEEDED, 6),
    Row("noise-no-root", NEEDED, 6**0.5),
    Row("noise-unchanged", NOISE, 12),
    Row("noise-grows", NOISE, 48),
    Row("noise-root-only", NOISE, 4),
    Row("affine-not-transposed", DW, 1 * 6 + 2 * 9),
    Row("affine-not-transposed", DX, 5 * 2 + 6 * 4),
    Row("affine-elementwise", DW, 2 * 6),
    Row("affine-elementwise", DX, 6 * 2),
    Row("affine-first-only", DW, 1 * 6),
    Row("affine-first-only", DX, 5 * 3),
    Row("affine-averaged", DW, 33 / 2),
    Row("affine-indices-swapped", DW, 2 * 5 + 4 * 7),
    Row("affine-indices-swapped", DX, 7 * 1 + 9 * 2),
    Row("bias-averaged", DB, 15 / 2),
    Row("bias-averaged", SHARED, 10 / 2),
    Row("bias-row-sum", DB, 7 + 9),
    Row("bias-row-sum", DB, 5 + 6 + 7 + 9),
    Row("bias-first-only", DB, 6),
    Row("size-of-another", WEIGHTS, 5 * 4),
    Row("size-of-another", WEIGHTS, 5 * 3),
    Row("size-of-another", INPUTS, 4 * 3),
    Row("size-per-sample", WEIGHTS, 5 * 4 * 3),
    Row("size-per-sample", INPUTS, 4),
    Row("size-of-biases", PARAMETERS, 4 * 3),
    Row("size-of-biases", PARAMETERS, 4 * 3 + 5 * 3),
    Row("softmax-sign", SCORE, 0.8 / 4),
    Row("softmax-left-out", SCORE, -1 / 0.2 / 4),
    Row("softmax-left-out", WRONG_CLASS, 0),
    Row("softmax-as-sigmoid", SCORE, 0.2 * 0.8 / 4),
    Row("softmax-no-target", SCORE, 0.2 / 4),
    Row("softmax-not-averaged", SCORE, -0.8),
    Row("softmax-not-averaged", SCORE, -0.8 * 4),
    Row("loop-batch", EPOCH, 50),
    Row("loop-batch", TRAINING, 150),
    Row("loop-items", EPOCH, 1000),
    Row("loop-items", TRAINING, 2400),
    Row("loop-items", TIME, 3000 * 2 / 60),
    Row("loop-one", EPOCH, 1),
    Row("loop-one", SEEN, 30),
    Row("loop-one", PASSED, 60),
    Row("loop-one-epoch", TRAINING, 16),
    Row("loop-all-items", TRAINING, 60),
    Row("loop-items-seen", PASSED, 3000),
    Row("loop-no-batch", PASSED, 0.06),
    Row("loop-no-batch", SEEN, 50),
    Row("loop-seconds", TIME, 120),
    Row("loop-seconds", TIME, 60),
]

ABSENT = [
    Absent("depth-linear", PRICE),
    Absent("depth-off-by-one", PRICE),
    Absent("depth-no-weights", BARE_DEPTH),
    Absent("depth-one-layer", PRICE),
    Absent("depth-no-upstream", BARE_DEPTH),
    Absent("depth-output-as-slope", DEPTH),
    Absent("check-by-h", PRICE),
    Absent("check-not-divided", PRICE),
    Absent("check-one-sided", MEASURED),
    Absent("check-derivative", FINE_CUBE),
    Absent("check-derivative", MEASURED),
    Absent("check-slope-only", CUBE),
    Absent("batch-loss-factor", PRICE),
    Absent("batch-one-sample", PRICE),
    Absent("batch-forgets-x", MEAN),
    Absent("batch-sign", MEAN),
    Absent("noise-no-root", PRICE),
    Absent("noise-unchanged", NEEDED),
    Absent("noise-grows", NEEDED),
    Absent("noise-root-only", NEEDED),
    Absent("affine-not-transposed", THREE_BY_TWO),
    Absent("affine-elementwise", DB),
    Absent("affine-first-only", DB),
    Absent("affine-averaged", DX),
    Absent("affine-indices-swapped", THREE_BY_TWO),
    Absent("bias-averaged", DW),
    Absent("bias-row-sum", SHARED),
    Absent("bias-first-only", SHARED),
    Absent("size-of-another", PARAMETERS),
    Absent("size-per-sample", PRICE),
    Absent("size-of-biases", WEIGHTS),
    Absent("softmax-sign", PRICE),
    Absent("softmax-left-out", PRICE),
    Absent("softmax-as-sigmoid", PRICE),
    Absent("softmax-no-target", WRONG_CLASS),
    Absent("softmax-not-averaged", ONE_SCORE),
    Absent("loop-batch", PASSED),
    Absent("loop-items", PASSED),
    Absent("loop-one", PRICE),
    Absent("loop-one-epoch", EPOCH),
    Absent("loop-all-items", EPOCH),
    Absent("loop-items-seen", SEEN),
    Absent("loop-no-batch", EPOCH),
    Absent("loop-seconds", TRAINING),
]
