"""Thoughts about depth, gradient checks, batches, matrices and training. Those on depth, batch sums and the rest of the
training loop are inferred; the factor of a batch's loss is from forum threads and bug reports."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from tutor.numbers import show
from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong
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
    TrainingTime,
    Updates,
)
from tutor.words import N_

# --- depth -------------------------------------------------------------------------------------------------


class _Layers:
    """A question about depth in numbers."""

    def __init__(self, s: Situation, about: Depth) -> None:
        v = s.question.values
        self.slope, self.count = v[about.slope], v[about.layers]
        self.weight = v[about.weight] if about.weight else 1.0
        self.upstream = v[about.upstream] if about.upstream else 1.0
        self.factor = self.slope * self.weight


def depth_linear(s: Situation) -> Iterator[Wrong]:
    """Multiplies by the number of layers where it must raise to a power."""
    if isinstance(s.question.about, Depth):
        d = _Layers(s, s.question.about)
        reply = N_(
            "{answer} takes {layers} times {factor}. Each layer multiplies once more: raise {factor} to the power "
            "{layers}."
        )
        yield Wrong(d.upstream * d.count * d.factor, reply, {"layers": d.count, "factor": d.factor})


def depth_off_by_one(s: Situation) -> Iterator[Wrong]:
    """One layer too few or too many."""
    if isinstance(s.question.about, Depth):
        d = _Layers(s, s.question.about)
        reply = N_(
            "{answer}: a power is right, but one layer is missing. There are {layers}: multiply by {factor} again."
        )
        yield Wrong(d.upstream * d.factor ** (d.count - 1), reply, {"layers": d.count, "factor": d.factor})
        reply = N_("{answer}: a power is right, but one layer is too many. There are {layers}.")
        yield Wrong(d.upstream * d.factor ** (d.count + 1), reply, {"layers": d.count})


def depth_no_weights(s: Situation) -> Iterator[Wrong]:
    """Leaves out the weights, or counts them once."""
    about = s.question.about
    if isinstance(about, Depth) and about.weight:
        d = _Layers(s, about)
        left = d.upstream * d.slope**d.count
        reply = N_("{answer}: the slopes are right. Each layer multiplies by its weight {weight} as well.")
        yield Wrong(left, reply, {"weight": show(d.weight)})
        reply = N_("{answer}: the slopes are right. The weight {weight} counts in every layer, not only in one.")
        yield Wrong(left * d.weight, reply, {"weight": show(d.weight)})


def depth_one_layer(s: Situation) -> Iterator[Wrong]:
    """Passes one layer only."""
    if isinstance(s.question.about, Depth):
        d = _Layers(s, s.question.about)
        reply = N_("{answer} is right for one layer. There are {layers}, and each multiplies by {factor}.")
        yield Wrong(d.upstream * d.factor, reply, {"layers": d.count, "factor": d.factor})


def depth_no_upstream(s: Situation) -> Iterator[Wrong]:
    """Leaves out the gradient that comes from above."""
    about = s.question.about
    if isinstance(about, Depth) and about.upstream:
        d = _Layers(s, about)
        reply = N_("{answer} is what the layers leave over, right so far. Multiply the gradient {upstream} by it.")
        yield Wrong(d.factor**d.count, reply, {"upstream": d.upstream})


def depth_output_as_slope(s: Situation) -> Iterator[Wrong]:
    """Takes the sigmoid's output for its slope."""
    about = s.question.about
    if isinstance(about, Depth) and about.activation:
        d, y = _Layers(s, about), s.question.values[about.activation]
        reply = N_("{answer}: {y} is the sigmoid's output, not its slope. The slope is y * (1 - y) = {slope}.")
        yield Wrong(d.upstream * (y * d.weight) ** d.count, reply, {"y": y, "slope": d.slope})


# --- gradient check ----------------------------------------------------------------------------------------


def _compared(s: Situation, about: CentralDifference, slope: float) -> float:
    """What is asked, if the slope were this."""
    if not about.compared:
        return slope
    gradient = s.question.values[about.gradient]
    return gradient - slope if about.compared == "difference" else gradient / slope


def check_by_h(s: Situation) -> Iterator[Wrong]:
    """Divides by h instead of 2h."""
    about = s.question.about
    if isinstance(about, CentralDifference):
        v = s.question.values
        reply = N_("{answer}: the rise {rise} is right. From x - h to x + h it is 2h: divide by {run}.")
        parts = {"rise": show(v[about.rise]), "run": 2 * v[about.h]}
        yield Wrong(_compared(s, about, v[about.rise] / v[about.h]), reply, parts)


def check_not_divided(s: Situation) -> Iterator[Wrong]:
    """Does not divide at all."""
    about = s.question.about
    if isinstance(about, CentralDifference):
        v = s.question.values
        reply = N_("{answer}: the rise {rise} is right. A slope is the rise per step: divide by 2h = {run}.")
        parts = {"rise": show(v[about.rise]), "run": 2 * v[about.h]}
        yield Wrong(_compared(s, about, v[about.rise]), reply, parts)


def check_one_sided(s: Situation) -> Iterator[Wrong]:
    """Takes the forward difference, over h or over 2h."""
    about = s.question.about
    if isinstance(about, CentralDifference) and about.x:
        v, graph = s.question.values, s.question.graph
        # f(x) is f(place + h) at the place x - h.
        middle = graph.forward({**_inputs(s), about.x: v[about.x] - v[about.h]})[about.above]
        rise = v[about.above] - middle
        reply = N_(
            "{answer} is the forward difference. The central one goes h to both sides: (f(x + h) - f(x - h)) / (2h)."
        )
        yield Wrong(_compared(s, about, rise / v[about.h]), reply, {})
        reply = N_("{answer}: dividing by 2h is right, but you began at f(x). Take f(x + h) - f(x - h).")
        yield Wrong(_compared(s, about, rise / (2 * v[about.h])), reply, {})


def check_derivative(s: Situation) -> Iterator[Wrong]:
    """Gives the derivative itself, where that is another number."""
    about = s.question.about
    if isinstance(about, CentralDifference) and about.x:
        v, graph = s.question.values, s.question.graph
        there = graph.forward({**_inputs(s), about.x: v[about.x] - v[about.h]})
        exact = _compared(s, about, graph.backward(there, about.above)[about.x])
        if abs(exact - s.truth) > 0.03 * max(abs(exact), abs(s.truth)):
            reply = N_("{answer} is the exact derivative. Asked is what the central difference gives with h = {h}.")
            yield Wrong(exact, reply, {"h": v[about.h]})


def check_slope_only(s: Situation) -> Iterator[Wrong]:
    """Stops at the numerical slope, where it is to be compared."""
    about = s.question.about
    if isinstance(about, CentralDifference) and about.compared:
        v = s.question.values
        reply = N_("{answer} is the central difference, right so far. Now compare the gradient {gradient} with it.")
        yield Wrong(v[about.slope], reply, {"gradient": v[about.gradient]})
        if about.compared == "ratio":
            reply = N_(
                "{answer}: both numbers are right. Divide backpropagation's gradient by the slope, not the other way."
            )
            yield Wrong(v[about.slope] / v[about.gradient], reply, {})


def _inputs(s: Situation) -> dict[str, float]:
    return {name: s.question.values[name] for name in s.question.graph.inputs}


# --- batches -----------------------------------------------------------------------------------------------


def batch_loss_factor(s: Situation) -> Iterator[Wrong]:
    """Loses the 2 or the 1/n of the mean squared error."""
    if isinstance(s.question.about, SquaredErrors):
        count = len(s.question.about.errors)
        reply = N_("{answer} is half of it: the derivative of a square brings a factor 2.")
        yield Wrong(s.truth / 2, reply, {})
        reply = N_("{answer} is the sum over the batch. The loss is the mean: divide by {count}.")
        yield Wrong(s.truth * count, reply, {"count": count})
    if isinstance(s.question.about, BatchMean):
        count = len(s.question.about.samples)
        reply = N_("{answer} is the sum over the batch. The loss is the mean: divide by {count}.")
        yield Wrong(s.truth * count, reply, {"count": count})


def batch_one_sample(s: Situation) -> Iterator[Wrong]:
    """Uses one sample only."""
    about, v = s.question.about, s.question.values
    if isinstance(about, SquaredErrors):
        reply = N_("{answer} is the gradient of the first sample only. The others count too: take the mean.")
        yield Wrong(2 * v[about.errors[0]] * v[about.inputs[0]], reply, {})
    if isinstance(about, BatchMean):
        reply = N_("{answer} is the gradient of the first sample only. The others count too: take the mean.")
        yield Wrong(v[about.samples[0]], reply, {})


def batch_forgets_x(s: Situation) -> Iterator[Wrong]:
    """Leaves out the inputs that the errors are multiplied by."""
    about, v = s.question.about, s.question.values
    if isinstance(about, SquaredErrors):
        reply = N_("{answer}: the factor 2 and the mean are right. Each error is still to be multiplied by its x.")
        yield Wrong(2 * sum(v[error] for error in about.errors) / len(about.errors), reply, {})


def batch_sign(s: Situation) -> Iterator[Wrong]:
    """Takes target minus prediction."""
    if isinstance(s.question.about, SquaredErrors):
        reply = N_("{answer}: the size is right. The error is prediction minus target, so the sign is the other one.")
        yield Wrong(-s.truth, reply, {})


def noise_no_root(s: Situation) -> Iterator[Wrong]:
    """Divides by the number of samples, not by its root; or forgets the square, the other way round."""
    about, v = s.question.about, s.question.values
    if isinstance(about, BatchNoise):
        reply = N_("{answer}: dividing is right, but scatter falls with the root. Divide by sqrt({batch}).")
        yield Wrong(v[about.deviation] / v[about.batch], reply, {"batch": v[about.batch]})
    if isinstance(about, BatchNeeded):
        factor = v[about.deviation] / v[about.wanted]
        reply = N_("{answer}: the scatter must fall by this factor. It falls with the root of the size: square it.")
        yield Wrong(factor, reply, {})
        reply = N_("{answer}: the root is taken where a square is needed. The factor is {factor}: square it.")
        yield Wrong(sqrt(abs(factor)), reply, {"factor": factor})


def noise_unchanged(s: Situation) -> Iterator[Wrong]:
    """Thinks that a mean scatters as much as one sample."""
    about, v = s.question.about, s.question.values
    if isinstance(about, BatchNoise):
        reply = N_("{answer} would be unchanged. In a larger mean errors cancel: divide by sqrt({batch}).")
        yield Wrong(v[about.deviation], reply, {"batch": v[about.batch]})


def noise_grows(s: Situation) -> Iterator[Wrong]:
    """Multiplies by the root."""
    about, v = s.question.about, s.question.values
    if isinstance(about, BatchNoise):
        reply = N_("{answer}: the root is right, but a mean over more samples scatters less. Divide by it.")
        yield Wrong(v[about.deviation] * sqrt(v[about.batch]), reply, {})


def noise_root_only(s: Situation) -> Iterator[Wrong]:
    """Gives the root itself."""
    about, v = s.question.about, s.question.values
    if isinstance(about, BatchNoise):
        reply = N_("{answer} is sqrt({batch}), right so far. Divide {deviation} by it.")
        yield Wrong(sqrt(v[about.batch]), reply, {"batch": v[about.batch], "deviation": v[about.deviation]})


# --- matrices ----------------------------------------------------------------------------------------------


def _sum_of_products(s: Situation, terms: list[tuple[str, str]]) -> float:
    return sum(s.question.values[a] * s.question.values[b] for a, b in terms)


def _product(s: Situation) -> tuple[Product, int, int] | None:
    about = s.question.about
    place = about.place(s.question.quantity) if isinstance(about, Product) else None
    return (about, *place) if isinstance(about, Product) and place else None


def affine_not_transposed(s: Situation) -> Iterator[Wrong]:
    """Multiplies the matrices without transposing one."""
    found = _product(s)
    if found:
        about, row, column = found
        terms = about.untransposed(row, column)
        if terms and about.transposed == "left":
            reply = N_(
                "{answer} is an entry of X dY. Transpose X first: column {row} of X times column {column} of dY."
            )
            yield Wrong(_sum_of_products(s, terms), reply, {"row": row + 1, "column": column + 1})
        elif terms:
            reply = N_("{answer} is an entry of dY W. Transpose W first: row {row} of dY times row {column} of W.")
            yield Wrong(_sum_of_products(s, terms), reply, {"row": row + 1, "column": column + 1})


def affine_elementwise(s: Situation) -> Iterator[Wrong]:
    """Multiplies entry by entry."""
    found = _product(s)
    if found:
        about, row, column = found
        if (
            max(row, column) < len(about.right)
            and row < len(about.left)
            and column < min(len(about.left[0]), len(about.right[0]))
        ):
            one, other = about.left[row][column], about.right[row][column]
            v = s.question.values
            reply = N_(
                "{answer} = {one} * {other} multiplies entry by entry. A matrix product adds up several products."
            )
            yield Wrong(v[one] * v[other], reply, {"one": v[one], "other": v[other]})


def affine_first_only(s: Situation) -> Iterator[Wrong]:
    """Takes the first product of the sum only."""
    found = _product(s)
    if found:
        about, row, column = found
        terms = about.terms(row, column)
        reply = N_("{answer} is the first sample's part, right so far. Add those of the other samples.")
        if about.transposed == "right":
            reply = N_("{answer} is the part through the first output, right so far. Add those of the other outputs.")
        yield Wrong(_sum_of_products(s, terms[:1]), reply, {})


def affine_averaged(s: Situation) -> Iterator[Wrong]:
    """Averages over the batch where it must add up."""
    found = _product(s)
    if found and found[0].transposed == "left":
        reply = N_("{answer} is the mean over the samples. X^T dY adds them up; a mean would already be in dY.")
        yield Wrong(s.truth / len(found[0].left), reply, {})


def affine_indices_swapped(s: Situation) -> Iterator[Wrong]:
    """Gives the entry on the other side of the diagonal."""
    found = _product(s)
    if found:
        about, row, column = found
        terms = about.terms(column, row)
        if terms and row != column:
            reply = N_(
                "{answer} is the entry in row {column}, column {row}. Asked is row {row}, column {column}: row first."
            )
            yield Wrong(_sum_of_products(s, terms), reply, {"row": row + 1, "column": column + 1})


def bias_averaged(s: Situation) -> Iterator[Wrong]:
    """Averages over the batch where it must add up."""
    about = s.question.about
    if isinstance(about, BiasSums | SharedBias):
        count = len(about.upstream) if isinstance(about, BiasSums) else about.samples
        reply = N_("{answer} is the mean over the batch. The bias flows into every sample: the gradients add up.")
        yield Wrong(s.truth / count, reply, {})


def bias_row_sum(s: Situation) -> Iterator[Wrong]:
    """Adds along a row, or adds up everything."""
    about, v = s.question.about, s.question.values
    if isinstance(about, BiasSums) and s.question.quantity in about.sums:
        column = about.sums.index(s.question.quantity)
        if column < len(about.upstream):
            reply = N_(
                "{answer} is the sum of row {column}, one sample. A bias belongs to an output: add down column "
                "{column}."
            )
            yield Wrong(sum(v[name] for name in about.upstream[column]), reply, {"column": column + 1})
        reply = N_("{answer} adds up all of dY. Each bias belongs to one output: add down column {column} only.")
        yield Wrong(sum(v[name] for row in about.upstream for name in row), reply, {"column": column + 1})


def bias_first_only(s: Situation) -> Iterator[Wrong]:
    """Takes the first sample only."""
    about = s.question.about
    if isinstance(about, BiasSums) and s.question.quantity in about.sums:
        column = about.sums.index(s.question.quantity)
        reply = N_("{answer} is the first sample's part, right so far. Add those of the other samples.")
        yield Wrong(s.question.values[about.upstream[0][column]], reply, {})


def size_of_another(s: Situation) -> Iterator[Wrong]:
    """Counts the numbers of another matrix of the layer."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Sizes) and about.asked != "parameters":
        batch, (inputs, outputs) = v[about.batch], (v[name] for name in about.layers[-1])
        if about.asked == "weights":
            reply = N_(
                "{answer} = {rows} * {columns} is the size of the layer's input. Asked is the gradient at its weights."
            )
            yield Wrong(batch * inputs, reply, {"rows": batch, "columns": inputs})
        else:
            reply = N_(
                "{answer} = {rows} * {columns} is the number of weights. Asked is the gradient at the layer's input."
            )
            yield Wrong(inputs * outputs, reply, {"rows": inputs, "columns": outputs})
        reply = N_("{answer} = {rows} * {columns} is the size of dY. A gradient has the shape of what it belongs to.")
        yield Wrong(batch * outputs, reply, {"rows": batch, "columns": outputs})


def size_per_sample(s: Situation) -> Iterator[Wrong]:
    """Counts a gradient for each sample, or one sample only."""
    about = s.question.about
    if isinstance(about, Sizes):
        batch = s.question.values[about.batch]
        if about.asked == "inputs":
            reply = N_("{answer} is right for one sample. The batch has {batch}, a row each.")
            yield Wrong(s.truth / batch, reply, {"batch": batch})
        else:
            reply = N_("{answer} counts a gradient for each of {batch} samples. They are added up into one.")
            yield Wrong(s.truth * batch, reply, {"batch": batch})


def size_of_biases(s: Situation) -> Iterator[Wrong]:
    """Leaves the biases out, or counts them for each sample."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Sizes) and about.asked == "parameters":
        weights = sum(v[inputs] * v[outputs] for inputs, outputs in about.layers)
        biases = sum(v[outputs] for _, outputs in about.layers)
        reply = N_("{answer}: the weights are right. The biases are missing, one for each output: {biases} more.")
        yield Wrong(weights, reply, {"biases": biases})
        reply = N_("{answer}: the weights are right. The biases are shared by all samples: {biases} in all.")
        yield Wrong(weights + v[about.batch] * biases, reply, {"biases": biases})


# --- softmax with cross-entropy ----------------------------------------------------------------------------


class _Score:
    """A question about a score in numbers: probability, target, batch size."""

    def __init__(self, s: Situation, about: Score) -> None:
        v = s.question.values
        self.y = v[about.y]
        self.t = v[about.target] if isinstance(about.target, str) else about.target
        self.batch = v[about.batch] if about.batch else 1.0


def softmax_sign(s: Situation) -> Iterator[Wrong]:
    """Takes target minus probability."""
    if isinstance(s.question.about, Score):
        n = _Score(s, s.question.about)
        reply = N_("{answer}: the size is right, the sign is not. It is probability minus target: {y} - {t}.")
        yield Wrong((n.t - n.y) / n.batch, reply, {"y": n.y, "t": n.t})


def softmax_left_out(s: Situation) -> Iterator[Wrong]:
    """Stops at the cross-entropy: -t / y."""
    if isinstance(s.question.about, Score):
        n = _Score(s, s.question.about)
        reply = N_(
            "{answer} is the gradient at the probability, -t / y. Behind the softmax, at the score, it is y - t."
        )
        yield Wrong(-n.t / n.y / n.batch, reply, {})


def softmax_as_sigmoid(s: Situation) -> Iterator[Wrong]:
    """Gives the slope y * (1 - y)."""
    if isinstance(s.question.about, Score):
        n = _Score(s, s.question.about)
        reply = N_(
            "{answer} is the slope y * (1 - y) of the softmax alone. Together with the cross-entropy y - t is left."
        )
        yield Wrong(n.y * (1 - n.y) / n.batch, reply, {})


def softmax_no_target(s: Situation) -> Iterator[Wrong]:
    """Leaves out the target."""
    if isinstance(s.question.about, Score):
        n = _Score(s, s.question.about)
        reply = N_("{answer}: the probability is right. The target is still to be taken off: {t}.")
        yield Wrong(n.y / n.batch, reply, {"t": n.t})


def softmax_not_averaged(s: Situation) -> Iterator[Wrong]:
    """Does not divide by the batch size, or multiplies by it."""
    about = s.question.about
    if isinstance(about, Score) and about.batch:
        n = _Score(s, about)
        reply = N_("{answer}: y - t is right. The loss is the mean over the batch: divide by {batch}.")
        yield Wrong(n.y - n.t, reply, {"batch": n.batch})
        reply = N_("{answer}: y - t is right, but a mean over the batch divides by {batch}; it does not multiply.")
        yield Wrong((n.y - n.t) * n.batch, reply, {"batch": n.batch})


# --- the training loop -------------------------------------------------------------------------------------


def loop_batch(s: Situation) -> Iterator[Wrong]:
    """Takes the batch size for the number of updates."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Updates):
        epochs = v[about.epochs] if about.epochs else 1.0
        reply = N_(
            "{answer} counts the items of one mini-batch. Asked are updates: how many such batches make an epoch?"
        )
        yield Wrong(v[about.batch] * epochs, reply, {})


def loop_items(s: Situation) -> Iterator[Wrong]:
    """Takes each item for an update."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Updates | TrainingTime):
        left_out = v[about.held] if isinstance(about, Updates) and about.held else 0.0
        items = v[about.items] - left_out
        epochs = v[about.epochs] if about.epochs else 1.0
        reply = N_("{answer} makes every item an update. An update takes a mini-batch of {batch} items.")
        each = v[about.seconds] / 60 if isinstance(about, TrainingTime) else 1.0
        yield Wrong(items * epochs * each, reply, {"batch": v[about.batch]})


def loop_one(s: Situation) -> Iterator[Wrong]:
    """Thinks that an epoch is one update."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Updates | TrainingTime):
        epochs = v[about.epochs] if about.epochs else 1.0
        reply = N_("{answer} makes an epoch one update. An epoch has as many updates as there are mini-batches.")
        each = v[about.seconds] / 60 if isinstance(about, TrainingTime) else 1.0
        yield Wrong(epochs * each, reply, {})
    if isinstance(about, Epochs):
        reply = N_("{answer} makes every update an epoch. An update sees only {batch} items.")
        if not about.items:
            reply = N_("{answer} is the number of updates. Each of them sees {batch} items.")
        yield Wrong(v[about.updates], reply, {"batch": v[about.batch]})


def loop_one_epoch(s: Situation) -> Iterator[Wrong]:
    """Forgets the number of epochs."""
    about = s.question.about
    if isinstance(about, Updates | TrainingTime) and about.epochs:
        epochs = s.question.values[about.epochs]
        reply = N_("{answer} is right for one epoch. There are {epochs}.")
        yield Wrong(s.truth / epochs, reply, {"epochs": epochs})


def loop_all_items(s: Situation) -> Iterator[Wrong]:
    """Trains on the items that are kept for testing as well."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Updates) and about.held:
        epochs = v[about.epochs] if about.epochs else 1.0
        reply = N_("{answer} trains on all {items} items. {held} of them are kept for testing: take them off first.")
        parts = {"items": v[about.items], "held": v[about.held]}
        yield Wrong(v[about.items] / v[about.batch] * epochs, reply, parts)


def loop_items_seen(s: Situation) -> Iterator[Wrong]:
    """Gives the items seen, not the epochs."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Epochs) and about.items:
        reply = N_("{answer} is the number of items seen, right so far. An epoch is {items} of them.")
        yield Wrong(v[about.updates] * v[about.batch], reply, {"items": v[about.items]})


def loop_no_batch(s: Situation) -> Iterator[Wrong]:
    """Takes an update for one item seen."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Epochs) and about.items:
        reply = N_("{answer} counts one item an update. An update sees {batch} items.")
        yield Wrong(v[about.updates] / v[about.items], reply, {"batch": v[about.batch]})
    if isinstance(about, Epochs) and not about.items:
        reply = N_("{answer} is the size of one mini-batch. There were {updates} updates, a mini-batch each.")
        yield Wrong(v[about.batch], reply, {"updates": v[about.updates]})


def loop_seconds(s: Situation) -> Iterator[Wrong]:
    """Gives seconds for minutes, or the number of updates."""
    about = s.question.about
    if isinstance(about, TrainingTime):
        seconds = s.question.values[about.seconds]
        reply = N_("{answer} is right in seconds. Asked are minutes: divide by 60.")
        yield Wrong(s.truth * 60, reply, {})
        reply = N_(
            "{answer} is the number of updates, right so far. Each takes {seconds} s; then turn seconds into minutes."
        )
        yield Wrong(s.truth * 60 / seconds, reply, {"seconds": seconds})


NETWORKS: dict[str, Mistake] = {
    "depth-linear": Mistake(N_("multiplied by the number of layers"), depth_linear),
    "depth-off-by-one": Mistake(N_("counted one layer too few or too many"), depth_off_by_one),
    "depth-no-weights": Mistake(N_("left out the layers' weights"), depth_no_weights),
    "depth-one-layer": Mistake(N_("passed one layer only"), depth_one_layer),
    "depth-no-upstream": Mistake(N_("left out the gradient from above"), depth_no_upstream),
    "depth-output-as-slope": Mistake(N_("took the sigmoid's output for its slope"), depth_output_as_slope),
    "check-by-h": Mistake(N_("divided by h, not by 2h"), check_by_h),
    "check-not-divided": Mistake(N_("did not divide by 2h"), check_not_divided),
    "check-one-sided": Mistake(N_("took the difference to one side"), check_one_sided),
    "check-derivative": Mistake(N_("gave the exact derivative"), check_derivative),
    "check-slope-only": Mistake(N_("stopped before the comparison"), check_slope_only),
    "batch-loss-factor": Mistake(N_("lost the 2 or the 1/n of the loss"), batch_loss_factor),
    "batch-one-sample": Mistake(N_("used one sample only"), batch_one_sample),
    "batch-forgets-x": Mistake(N_("left out the inputs x"), batch_forgets_x),
    "batch-sign": Mistake(N_("took target minus prediction"), batch_sign),
    "noise-no-root": Mistake(N_("forgot the square root"), noise_no_root),
    "noise-unchanged": Mistake(N_("took the scatter of one sample"), noise_unchanged),
    "noise-grows": Mistake(N_("multiplied by the square root"), noise_grows),
    "noise-root-only": Mistake(N_("stopped at the square root"), noise_root_only),
    "affine-not-transposed": Mistake(N_("did not transpose"), affine_not_transposed),
    "affine-elementwise": Mistake(N_("multiplied entry by entry"), affine_elementwise),
    "affine-first-only": Mistake(N_("took the first product only"), affine_first_only),
    "affine-averaged": Mistake(N_("averaged over the batch"), affine_averaged),
    "affine-indices-swapped": Mistake(N_("mixed up row and column"), affine_indices_swapped),
    "bias-averaged": Mistake(N_("averaged the bias's gradient over the batch"), bias_averaged),
    "bias-row-sum": Mistake(N_("added along a row, or everything"), bias_row_sum),
    "bias-first-only": Mistake(N_("took the first sample only"), bias_first_only),
    "size-of-another": Mistake(N_("counted another matrix"), size_of_another),
    "size-per-sample": Mistake(N_("counted a gradient for each sample, or for one only"), size_per_sample),
    "size-of-biases": Mistake(N_("left out the biases, or counted them for each sample"), size_of_biases),
    "softmax-sign": Mistake(N_("took target minus probability"), softmax_sign),
    "softmax-left-out": Mistake(N_("stopped at the cross-entropy"), softmax_left_out),
    "softmax-as-sigmoid": Mistake(N_("took the slope y * (1 - y)"), softmax_as_sigmoid),
    "softmax-no-target": Mistake(N_("left out the target"), softmax_no_target),
    "softmax-not-averaged": Mistake(N_("did not divide by the batch size"), softmax_not_averaged),
    "loop-batch": Mistake(N_("took the batch size for the number of updates"), loop_batch),
    "loop-items": Mistake(N_("made every item an update"), loop_items),
    "loop-one": Mistake(N_("mixed up update and epoch"), loop_one),
    "loop-one-epoch": Mistake(N_("counted one epoch only"), loop_one_epoch),
    "loop-all-items": Mistake(N_("trained on the test items too"), loop_all_items),
    "loop-items-seen": Mistake(N_("gave items seen, not epochs"), loop_items_seen),
    "loop-no-batch": Mistake(N_("left out the batch size or the updates"), loop_no_batch),
    "loop-seconds": Mistake(N_("stopped at seconds or updates"), loop_seconds),
}
