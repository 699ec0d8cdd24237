"""Thoughts about matrices and biases. Those on batch sums are inferred."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong
from tutor.quiz.subjects import (
    BiasSums,
    Product,
    SharedBias,
    Sizes,
)
from tutor.words import N_


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


MATRICES: dict[str, Mistake] = {
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
}
