"""What a nudge shows, in words and aligned columns: the same rows and sentences on the screen and in plain text."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tutor.cells import cells
from tutor.complaints import complaint
from tutor.core import CoreError, GraphError, Trial
from tutor.experiments.nudging import Nudging, Verdict
from tutor.numbers import DIGITS as SCREEN
from tutor.numbers import show
from tutor.quiz.question import Question, short_name
from tutor.words import N_, Words

DIGITS = 9
"""Of measured slopes: enough to see where they part from the gradient."""

_ALL_DIGITS = 17
"""So many tell any two floats apart."""

Tone = Literal["", "right", "wrong", "note"]

SENTENCES: dict[str, str] = {
    "none": N_("{output} does not depend on {name}: it does not move, and the gradient is 0."),
    "no-gradient": N_("Backpropagation finds no gradient: {why}."),
    "edge": N_("On one side of {name} = {x} there is no value ({why}), however small h is."),
    "outside": N_("h = {h} is too large: a step ends where there is no value ({why}). Make h smaller."),
    "kink": N_(
        "A kink: the slope is {left} on the left and {right} on the right. No h mends that. "
        "There is no single slope here; backpropagation takes one by its rule."
    ),
    "lost": N_("h = {h} is too small: {x} + {h} has more digits than a float can hold. Make h larger."),
    "too-small": N_("h = {h} is too small: the two outputs differ in their last digits only, and rounding eats those."),
    "too-large": N_("h = {h} is too large: within the step the curve bends. Make h smaller to come nearer."),
    "straight": N_("{output} is a straight line in {name}: any h measures the same, until rounding eats the digits."),
    "good": N_("h = {h} is good: small enough for the curve, large enough for the digits."),
}
"""What is said of h, by the kind of the verdict."""

BENDS = N_("A step to one side only is off by the curve: with h ten times smaller it is about ten times nearer.")
"""Said where the two-sided difference is good and the learner's own move is not."""


class Row(NamedTuple):
    """A measured or claimed slope."""

    what: str
    working: str
    number: str
    remark: str
    tone: Tone = ""


class Change(NamedTuple):
    """A quantity before and after the move."""

    name: str
    before: str
    after: str
    by: str


def title(nudging: Nudging, t: Words) -> str:
    """What is proved: `d price / d apple`."""
    return t("Nudge: {formula}", formula=_named(nudging, t).formula)


def name(nudging: Nudging, quantity: str, t: Words) -> str:
    """What a quantity is called."""
    return _named(nudging, t).name(quantity)


def short(nudging: Nudging, quantity: str) -> str:
    """What it is called on the picture."""
    return short_name(quantity, nudging.labels)


def changes(nudging: Nudging, t: Words) -> list[Change]:
    """The chosen quantity and the output, before and after the move; after a move that can't be made, none."""
    move = nudging.moved
    if isinstance(move, GraphError):
        return []
    rows = []
    for quantity, by in ((nudging.chosen, move.by), (nudging.output, move.rise)):
        before, after = apart(nudging.base[quantity], move.values[quantity])
        rows.append(Change(name(nudging, quantity, t), before, after, signed(by)))
    return rows


def rows(nudging: Nudging, t: Words) -> list[Row]:
    """The slopes side by side: the learner's move, the central difference, backprop's gradient, the answer."""
    found = [_move(nudging, t), _central(nudging, t), _backprop(nudging, t)]
    answer = nudging.own_answer
    if answer is not None:
        remark = t("agrees") if nudging.agrees else t("does not agree")
        found.append(Row(t("Your number"), "", show(answer, DIGITS), remark, "right" if nudging.agrees else "wrong"))
    return found


def sentences(nudging: Nudging, t: Words) -> list[str]:
    """What is to be learned from it: of a move that fails, of the present h, and of a one-sided step."""
    said, verdict, move = [], nudging.verdict, nudging.moved
    chosen = name(nudging, nudging.chosen, t)
    if isinstance(move, GraphError) and verdict.kind not in ("outside", "edge"):  # else it is said of h
        by = signed(nudging.steps * nudging.h)
        said.append(t("{name} can't be moved by {by}: {why}.", name=chosen, by=by, why=complaint(move, t)))
    said.append(_sentence(nudging, verdict, t))
    if verdict.kind == "good" and nudging.bends:
        said.append(t(BENDS))
    return said


def aligned(found: list[Row], width: int) -> list[tuple[str, str, str]]:
    """Rows as aligned text in three parts: what and its working, the number, the remark.

    Numbers stand with their points below each other. Workings are left out where `width` cells don't hold them.
    """
    whats = max(cells(row.what) for row in found)
    workings = max(len(row.working) for row in found)
    before = max(_point(row.number) for row in found)
    numbers = before + max(len(row.number) - _point(row.number) for row in found)
    remarks = max(cells(row.remark) for row in found)
    if whats + 2 + workings + 3 + numbers + 2 + remarks > width:
        workings = 0
    parts = []
    for row in found:
        what = row.what + " " * (whats - cells(row.what) + 2)
        if workings:
            what += row.working.ljust(workings) + (" = " if row.working else "   ")
        number = " " * (before - _point(row.number)) + row.number
        parts.append((what, number.ljust(numbers) + "  ", row.remark))
    return parts


def apart(a: float, b: float) -> tuple[str, str]:
    """Two numbers with the digits that it takes to tell them apart, and two more where that is not down to noise."""
    digits = next((d for d in range(4, _ALL_DIGITS) if a == b or show(a, d) != show(b, d)), _ALL_DIGITS)
    digits = digits + 2 if digits + 2 <= SCREEN else digits
    return show(a, digits), show(b, digits)


def signed(change: float, digits: int = 6) -> str:
    """A change with its sign."""
    return show(change, digits) if change <= 0 else "+" + show(change, digits)


# --- the rows --------------------------------------------------------------------------------------------


def _move(nudging: Nudging, t: Words) -> Row:
    move = nudging.moved
    if isinstance(move, GraphError):
        return Row(t("Your move"), "", "-", t("no value there"), "note")
    if move.ratio is None:
        return Row(t("Your move"), "", "-", t("move it with the arrow keys"), "note")
    working = f"{signed(move.rise)} / {signed(move.by)}"
    return Row(t("Your move"), working, show(move.ratio, DIGITS), _off(nudging, move.ratio, t))


def _central(nudging: Nudging, t: Words) -> Row:
    trial, ends = nudging.central, nudging.ends
    if not isinstance(trial, Trial) or trial.slope is None or ends is None:
        return Row(t("Central"), "", "-", t("no value there"), "note")
    up, down = apart(*ends)
    working = f"({up} - {down}) / {show(2 * nudging.h)}"
    return Row(t("Central"), working, show(trial.slope, DIGITS), _off(nudging, trial.slope, t))


def _backprop(nudging: Nudging, t: Words) -> Row:
    gradient = nudging.gradient
    if gradient is None:
        return Row(t("Backprop"), "", "?", t("shown once you have answered"), "note")
    if isinstance(gradient, CoreError):
        return Row(t("Backprop"), "", "-", t("no gradient"), "note")
    return Row(t("Backprop"), "", show(gradient, DIGITS), "")


def _off(nudging: Nudging, slope: float, t: Words) -> str:
    """How far a measured slope is from backprop's gradient, where that is on show."""
    gradient = nudging.gradient
    if not isinstance(gradient, (int, float)):
        return ""
    error = abs(slope - gradient)
    return t("off by {error}", error=show(error, 2)) if error else t("exact")


def _sentence(nudging: Nudging, verdict: Verdict, t: Words) -> str:
    left, right = (show(slope, 4) for slope in verdict.slopes)
    return t(
        SENTENCES[verdict.kind],
        name=name(nudging, nudging.chosen, t),
        output=name(nudging, nudging.output, t),
        h=show(nudging.h),
        x=show(nudging.base[nudging.chosen]),
        why=complaint(verdict.error, t) if verdict.error is not None else "",
        left=left,
        right=right,
    )


def _named(nudging: Nudging, t: Words) -> Question:
    """The question that the nudge answers: it knows what quantities are called."""
    values = nudging.base
    return Question("gradient", nudging.graph, values, nudging.output, nudging.chosen, t.lang, nudging.labels)


def _point(number: str) -> int:
    """Where the digits before the point end."""
    return next((at for at, character in enumerate(number) if character in ".e"), len(number))
