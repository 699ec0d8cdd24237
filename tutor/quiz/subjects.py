"""What a question about networks stands for: which quantity of its graph plays which role, by name.

A wrong thought about a batch or a matrix needs more than nodes. It asks the question what it is about
(`Question.about`), and finds the quantities by the names that stand here, whatever their numbers are. Each subject
also says its own hints: where to look, the rule, and the rule at work on numbers that no item has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tutor.numbers import show
from tutor.quiz import formulas
from tutor.words import Words

if TYPE_CHECKING:
    from tutor.quiz.question import Question

Rows = tuple[tuple[str, ...], ...]
"""A matrix of names, row by row."""

Hints = tuple[str, str, str]
"""Where to look, the rule, an example."""


def rows(letter: str, count: int, columns: int) -> Rows:
    """The names of a matrix's entries: `x11`, `x12`, ... by row and column."""
    return tuple(tuple(f"{letter}{row}{column}" for column in range(1, columns + 1)) for row in range(1, count + 1))


@dataclass(frozen=True)
class Subject:
    """What a graph stands for."""

    @property
    def states_steps(self) -> bool:
        """Whether the question states how its quantities follow from each other: not where that is what is asked."""
        return False


@dataclass(frozen=True)
class Worked(Subject):
    """What is worked out line by line, in quantities with names."""

    def solution(self, question: Question) -> list[str]:
        """A line for each quantity on the way to the asked one: in names, in numbers, and what comes out."""
        needed = question.graph.ancestors(question.quantity) | {question.quantity}
        return [_line(question, name) for name in question.steps if name in needed]


def _line(question: Question, quantity: str) -> str:
    names = formulas.expression_text(question, quantity)
    numbers = formulas.expression_text(question, quantity, formulas.in_numbers(question))
    return f"{question.name(quantity)} = {names} = {numbers} = {show(question.values[quantity])}"


@dataclass(frozen=True)
class Depth(Worked):
    """What layers leave of a gradient: `(slope * weight)^layers`, and what comes from above times that."""

    slope: str
    layers: str
    weight: str = ""
    upstream: str = ""
    activation: str = ""
    """The output of the sigmoid, where the slope is worked out from it."""

    def hints(self, question: Question, t: Words) -> Hints:
        """What one layer does, then all of them."""
        where = t("Take one layer first: by what does it multiply the gradient on the way back?")
        if self.activation:
            where += " " + t("The slope of a sigmoid with the output y is y * (1 - y).")
        rule = t("Each layer multiplies the gradient by the slope of its activation and by its weight.")
        example = t("With other numbers: slope 0.3, weight 2, 2 layers: (0.3 * 2)^2 = 0.36.")
        return where, rule, example


@dataclass(frozen=True)
class CentralDifference(Worked):
    """A slope measured on both sides: `(above - below) / (2 * h)`, by itself or beside backpropagation's gradient."""

    above: str
    below: str
    h: str
    rise: str
    slope: str
    x: str = ""
    """Where the function is known: the place. Empty where only its two values are."""
    gradient: str = ""
    """The gradient that is checked."""
    compared: Literal["", "difference", "ratio"] = ""
    """What is asked: the slope itself, the gradient minus it, or the gradient divided by it."""

    def hints(self, question: Question, t: Words) -> Hints:
        """Two values, and how far apart they are."""
        where = t(
            "How far apart are the two places x + h and x - h, and how much does the function change between them?"
        )
        rule = t("Central difference: (f(x + h) - f(x - h)) / (2h).")
        if self.compared == "difference":
            rule += " " + t("Then take it from the gradient of backpropagation.")
        elif self.compared == "ratio":
            rule += " " + t("Then divide the gradient of backpropagation by it.")
        example = t("With other numbers: f(x + h) = 5, f(x - h) = 2, h = 0.3: (5 - 2) / 0.6 = 5.")
        return where, rule, example


@dataclass(frozen=True)
class SquaredErrors(Worked):
    """The gradient at a weight of the mean squared error of a batch: the mean of `2 * error * x`."""

    errors: tuple[str, ...]
    """The errors, prediction minus target, of each sample."""
    inputs: tuple[str, ...]
    """What each sample multiplies the weight by."""
    gradient: str = ""
    """The quantity that is the gradient, where it is worked out step by step; empty where backward gives it."""
    weight: str = ""
    """The weight, where backward gives its gradient."""

    @property
    def states_steps(self) -> bool:
        """A loss is stated, working is not."""
        return bool(self.weight)

    def solution(self, question: Question) -> list[str]:
        """The errors, and the mean of what they give."""
        if question.kind == "value":
            return super().solution(question)
        tell = formulas.in_numbers(question)
        pairs = [
            (question.graph.node(e), question.graph.node(x)) for e, x in zip(self.errors, self.inputs, strict=True)
        ]
        names = " + ".join(f"2 * {question.name(e.name)} * {question.name(x.name)}" for e, x in pairs)
        numbers = " + ".join(f"2 * {tell(e)} * {tell(x)}" for e, x in pairs)
        mean = f"({names}) / {len(pairs)} = ({numbers}) / {len(pairs)}"
        errors = [_line(question, name) for name in self.errors]
        return [*errors, f"{question.formula} = {mean} = {show(question.truth)}"]

    def hints(self, question: Question, t: Words) -> Hints:
        """One sample, then the mean."""
        return (
            t("Work out the gradient of each sample by itself first."),
            t(
                "The squared error of a sample gives 2 * error * x, with error = prediction - target. Then take the "
                "mean."
            ),
            t("With other numbers: x = 2 and 3, errors 1 and -3: (2*1*2 + 2*(-3)*3) / 2 = -7."),
        )


@dataclass(frozen=True)
class BatchMean(Worked):
    """A mean over the samples of a batch, of which each is given."""

    samples: tuple[str, ...]

    def hints(self, question: Question, t: Words) -> Hints:
        """A mean."""
        return (
            t("The loss of a batch is the mean over its samples. What does that make of their gradients?"),
            t("The gradient of a mean is the mean of the gradients."),
            t("With other numbers: samples with the gradients 7, 1 and 1 have the mean 9 / 3 = 3."),
        )


@dataclass(frozen=True)
class BatchNoise(Worked):
    """How far a mean over a batch scatters: `deviation / sqrt(batch)`."""

    deviation: str
    batch: str
    """How many samples, or how many times as many."""

    def hints(self, question: Question, t: Words) -> Hints:
        """The root of the number of samples."""
        return (
            t("In a mean the samples' errors partly cancel. How fast does the scatter fall with their number?"),
            t("The standard deviation of a mean of n samples is that of one sample divided by sqrt(n)."),
            t("With other numbers: deviation 14, batch 49: 14 / sqrt(49) = 2."),
        )


@dataclass(frozen=True)
class BatchNeeded(Worked):
    """How large a batch must be for a scatter: `(deviation / wanted)^2`."""

    deviation: str
    wanted: str

    def hints(self, question: Question, t: Words) -> Hints:
        """The same root, the other way round."""
        return (
            t("By which factor must the scatter fall? And the number of samples, to bring that about?"),
            t("The standard deviation of a mean falls with sqrt(n): for one k-th of it n must be k^2."),
            t("With other numbers: from 21 down to 3 is a factor 7, so 7^2 = 49."),
        )


@dataclass(frozen=True)
class Product(Worked):
    """A gradient of Y = X W as a product of two matrices, one of them transposed: X^T dY, or dY W^T."""

    left: Rows
    right: Rows
    entries: Rows
    """The product; which of its entries is asked, the question says."""
    transposed: Literal["left", "right"]

    def place(self, quantity: str) -> tuple[int, int] | None:
        """Row and column of an entry, from 0."""
        found = ((r, c) for r, row in enumerate(self.entries) for c, name in enumerate(row) if name == quantity)
        return next(found, None)

    def terms(self, row: int, column: int) -> list[tuple[str, str]]:
        """The pairs of entries that the entry at this place adds up the products of; none where there is no place."""
        if not (row < len(self.entries) and column < len(self.entries[0])):
            return []
        if self.transposed == "left":
            return [(above[row], beside[column]) for above, beside in zip(self.left, self.right, strict=True)]
        return list(zip(self.left[row], self.right[column], strict=True))

    def untransposed(self, row: int, column: int) -> list[tuple[str, str]]:
        """The same without transposing; none where the shapes do not allow it."""
        if len(self.left[0]) != len(self.right) or row >= len(self.left) or column >= len(self.right[0]):
            return []
        return [(name, across[column]) for name, across in zip(self.left[row], self.right, strict=True)]

    def hints(self, question: Question, t: Words) -> Hints:
        """Which matrix is transposed, and what that does to rows and columns."""
        place = self.place(question.quantity)
        assert place is not None
        parts = {"row": place[0] + 1, "column": place[1] + 1}
        if self.transposed == "left":
            return (
                t(
                    "{name} belongs to input {row} and output {column}. Where do these two meet, sample by sample?",
                    name=question.formula,
                    **parts,
                ),
                t(
                    "dW = X^T dY. The entry in row {row}, column {column}: column {row} of X times column {column} of "
                    "dY, added over the samples.",
                    **parts,
                ),
                t("With other numbers: the columns (2, 0.5) and (1, 8) give 2*1 + 0.5*8 = 6."),
            )
        return (
            t(
                "{name} belongs to sample {row} and input {column}. Through which outputs does this input act?",
                name=question.formula,
                **parts,
            ),
            t(
                "dX = dY W^T. The entry in row {row}, column {column}: row {row} of dY times row {column} of W, "
                "added over the outputs.",
                **parts,
            ),
            t("With other numbers: the rows (2, 0.5) and (1, 8) give 2*1 + 0.5*8 = 6."),
        )


@dataclass(frozen=True)
class BiasSums(Worked):
    """The gradient at a bias: each column of dY added over the batch."""

    upstream: Rows
    sums: tuple[str, ...]

    def hints(self, question: Question, t: Words) -> Hints:
        """A branch to every sample."""
        return (
            t(
                "Output {column} of every sample uses the same bias. How many branches is that?",
                column=self.sums.index(question.quantity) + 1,
            ),
            t("The bias flows into every row of Y, so its gradient is the sum over the batch: down the column of dY."),
            t("With other numbers: the column (2.5, 4, -1) gives 2.5 + 4 - 1 = 5.5."),
        )


@dataclass(frozen=True)
class Sizes(Worked):
    """How many numbers gradients of Affine layers have, which says their shapes."""

    batch: str
    layers: tuple[tuple[str, str], ...]
    """Inputs and outputs of each layer."""
    asked: Literal["weights", "inputs", "parameters"]
    """At the last layer's weights, at its inputs, or at the weights and biases of all layers."""

    def hints(self, question: Question, t: Words) -> Hints:
        """A gradient has the shape of what it belongs to."""
        where = t("A gradient has the shape of what it belongs to. Which shape is that?")
        if self.asked == "inputs":
            return (
                where,
                t("What goes into a layer has a row for each sample and a column for each input."),
                t("With other numbers: 7 samples with 11 inputs each are 7 * 11 = 77 numbers."),
            )
        if self.asked == "weights":
            return (
                where,
                t("W has a row for each input and a column for each output; the samples are added up."),
                t("With other numbers: 11 inputs and 13 outputs are 11 * 13 = 143 weights."),
            )
        return (
            where,
            t("A layer has inputs * outputs weights, and a bias for each output; the samples are added up."),
            t("With other numbers: 11 inputs and 13 outputs are 11 * 13 weights and 13 biases, 156 numbers."),
        )


@dataclass(frozen=True)
class SharedBias(Subject):
    """A bias that is added to every sample of a batch; backward gives its gradient."""

    bias: str
    samples: int

    @property
    def states_steps(self) -> bool:
        """The loss is stated."""
        return True

    def hints(self, question: Question, t: Words) -> Hints:
        """A branch to every sample."""
        return (
            t("The bias flows into every sample. Follow each of these branches."),
            t("At a fork the gradients of the branches add up: the bias gets the sum over the batch."),
            t("With other numbers: branches that send back 2.5, 4 and -1 give 5.5."),
        )


@dataclass(frozen=True)
class Score(Worked):
    """The gradient at one score of softmax with cross-entropy: `(y - t) / batch`."""

    y: str
    target: str | float
    """What t is: a quantity, or 1 for the right class and 0 for another."""
    batch: str = ""
    exps: tuple[str, ...] = ()
    """The exponentials of all scores, where y is worked out from them."""

    def hints(self, question: Question, t: Words) -> Hints:
        """Probability minus target."""
        where = t("Softmax and cross-entropy together have a short gradient. Which two numbers does it compare?")
        if self.exps:
            where += " " + t("First the probability y: its exponential divided by the sum of all.")
        rule = t(
            "The gradient at a score is (y - t) / N: probability minus target (1 for the right class, 0 for the "
            "others), divided by the batch size N."
        )
        return where, rule, t("With other numbers: y = 0.36, t = 1, N = 8: (0.36 - 1) / 8 = -0.08.")


@dataclass(frozen=True)
class Updates(Worked):
    """How many updates a training takes: `items / batch` an epoch."""

    items: str
    batch: str
    epochs: str = ""
    held: str = ""
    """Items that are kept for testing."""

    def hints(self, question: Question, t: Words) -> Hints:
        """One epoch first."""
        rule = t("An epoch sees every item once, one mini-batch an update: items / batch updates an epoch.")
        if self.held:
            rule += " " + t("Items kept for testing are not trained on.")
        return (
            t("How many mini-batches does it take to see every item once?"),
            rule,
            t("With other numbers: 420 items in batches of 70 are 6 updates an epoch, 18 in 3 epochs."),
        )


@dataclass(frozen=True)
class Epochs(Worked):
    """How far a training has come: `updates * batch` items seen, in epochs divided by `items`, or in seconds."""

    updates: str
    batch: str
    items: str = ""

    def hints(self, question: Question, t: Words) -> Hints:
        """Items first."""
        rule = t("Each update sees one mini-batch: updates * batch items in all.")
        if self.items:
            rule += " " + t("An epoch is as many as there are items.")
        return (
            t("How many items does one update see, and how many do all of them?"),
            rule,
            t("With other numbers: 18 updates with batches of 70 see 1260 items; of 420 items that is 3 epochs."),
        )


@dataclass(frozen=True)
class TrainingTime(Worked):
    """How long a training takes: `epochs * (items / batch) * seconds / 60` minutes."""

    items: str
    batch: str
    epochs: str
    seconds: str

    def hints(self, question: Question, t: Words) -> Hints:
        """Updates first."""
        return (
            t("How many updates are there in all?"),
            t("Updates = epochs * items / batch. Each takes its seconds; 60 of them are a minute."),
            t("With other numbers: 3 epochs of 420 items in batches of 70 at 2 s: 3 * 6 * 2 / 60 = 0.6 minutes."),
        )
