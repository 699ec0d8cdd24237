"""Question and answer to verdict: right, close, wrong with the thought behind it, unreadable, or a question back."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from tutor.complaints import complaint
from tutor.core import GraphError
from tutor.numbers import show
from tutor.quiz import formulas
from tutor.quiz.answer import Ask, Unreadable, read, read_choice, read_order, read_shape
from tutor.quiz.hints import first_hint
from tutor.quiz.mistakes import Found, Replay, same
from tutor.quiz.ordering import OrderQuestion
from tutor.quiz.question import AnyQuestion, ChoiceQuestion, FixedQuestion, JudgedQuestion, Question, short_name
from tutor.quiz.shapes import ShapeQuestion, why_shape
from tutor.words import N_, Words, words

VerdictKind = Literal["right", "close", "wrong", "unreadable", "ask", "convention"]

VERDICT_WORDS: dict[str, str] = {
    "right": N_("Right."),
    "close": N_("Close."),
    "wrong": N_("Wrong."),
    "unreadable": N_("Unreadable:"),
    "ask": N_("Not graded:"),
    "convention": N_("Another convention."),
}

ENOUGH_DIGITS = 3
"""A correct rounding of the truth to this many significant digits is right; to one less it is close."""


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth and what to say to it."""

    kind: VerdictKind
    message: str
    """In the question's language, without the verdict's own word."""
    mistakes: tuple[str, ...] = ()
    """Ids of the thoughts that give this number."""
    read_as: str | None = None
    """What was understood, where that is more than the number typed."""
    column: int | None = None
    """Where an unreadable answer goes wrong, from 0, in `text`."""
    text: str = ""
    """The answer as it was looked at."""
    value: float | None = None
    choices: tuple[str, ...] = ()
    """For "ask": what may be meant, the likeliest first; each can be given as an answer."""
    replay: Replay | None = None
    """How the likeliest of the thoughts goes over the graph."""
    own_word: str = ""
    """An English message in place of the kind's word."""

    def word(self, lang: str) -> str:
        """The verdict's own word: `Right.`, `정답입니다.`."""
        return words(lang)(self.own_word or VERDICT_WORDS[self.kind])


def grade(question: AnyQuestion, text: str) -> Verdict:
    """Judge an answer. It never raises for what a learner types."""
    t = words(question.lang)
    if isinstance(question, JudgedQuestion):
        return question.judge(text)
    if isinstance(question, FixedQuestion):
        return _grade_list(question, text, t)
    if isinstance(question, ShapeQuestion):
        return _grade_shape(question, text, t)
    names = question.usable
    reading = read(text, names, _hidden(question, names))
    if isinstance(reading, Unreadable):
        return _unreadable(reading, t)
    if isinstance(reading, Ask):
        if len(reading.choices) == 1:
            message = t("did you mean {choice}? A decimal point is written as a dot.", choice=reading.choices[0])
        else:
            message = t("did you mean {first} or {second}?", first=reading.choices[0], second=reading.choices[1])
        return Verdict("ask", message, text=text, choices=reading.choices)
    verdict = _judge(question, reading.value, t)
    message = verdict.message
    if reading.unit:
        message += " " + t("(The unit {unit} was left out of account.)", unit=reading.unit)
    read_as = t("read as {reading}", reading=reading.read_as) if reading.read_as else None
    return replace(verdict, message=message, read_as=read_as, text=text, value=reading.value)


def _hidden(question: Question, names: dict[str, float]) -> frozenset[str]:
    quantities = question.graph.quantities
    every = {*quantities, *(short_name(name, question.labels) for name in quantities)}
    return frozenset(every - set(names))


def _unreadable(reading: Unreadable, t: Words) -> Verdict:
    message = complaint(reading.error, t)
    return Verdict("unreadable", message, column=reading.column, text=reading.text)


def _judge(question: Question, answer: float, t: Words) -> Verdict:
    truth = question.truth
    if _is_truth(question, answer):
        return Verdict("right", _why(question, t))
    exact = [found for found in question.mistakes if _equal(answer, found.value)]
    if not exact and (abs(truth) > _ZERO or truth == 0):  # beside a tiny truth a tiny number is no noise
        exact = [found for found in question.mistakes if same(answer, found.value)]
    digits = matching_digits(answer, truth)
    rounded = [found for found in question.mistakes if matching_digits(answer, found.value) >= ENOUGH_DIGITS]
    if digits >= ENOUGH_DIGITS:
        if not rounded:
            return Verdict("right", t("Exactly: {truth}.", truth=show(truth)) + " " + _why(question, t))
        more = t("{answer} fits, but not only this thought rounds to it: one more digit.", answer=show(answer))
        return Verdict("close", more)
    named = exact or (rounded if digits < ENOUGH_DIGITS - 1 else [])
    if named:
        conventions = [found for found in named if found.convention]
        named = conventions or named  # what is right elsewhere is not held against anyone
        ids = tuple(dict.fromkeys(i for found in named for i in found.ids))
        return Verdict("convention" if conventions else "wrong", _replies(named, t), ids, replay=named[0].replay)
    if digits == ENOUGH_DIGITS - 1:
        return Verdict("close", t("{answer} is right as far as it goes: one more digit.", answer=show(answer)))
    return Verdict("wrong", _unnamed(question, answer, t))


def _is_truth(question: Question, answer: float) -> bool:
    """Whether the answer is the truth but for the noise of floats.

    A small truth is judged like a large one: 0 is not 0.25^20. Only a truth of 0, or one that is nothing but
    noise (0.1 + 0.2 - 0.3), takes what is as good as 0, unless a wrong thought gives just that number.
    """
    truth = question.truth
    if _equal(answer, truth, getattr(question.about, "accuracy", _ACCURACY)):
        return True
    if abs(answer - truth) <= question.noise:
        return not any(abs(answer - found.value) < abs(answer - truth) for found in question.mistakes)
    if abs(answer) > _ZERO or not _is_zero(question):
        return False
    return not any(_equal(answer, found.value) for found in question.mistakes if found.value)


_ACCURACY = 1e-9
"""The noise of floats; a subject whose formulas leave out a tiny term (`accuracy`) takes more."""


def _equal(answer: float, number: float, accuracy: float = _ACCURACY) -> bool:
    return abs(answer - number) <= accuracy * abs(number)


_ZERO = 1e-9
"""What counts as 0 where 0 is right."""


def _is_zero(question: Question) -> bool:
    """Whether the truth is 0, or so small that the noise of the inputs alone makes as much."""
    truth = question.truth
    if abs(truth) > _ZERO:
        return False
    if truth == 0:
        return True
    nudged = {name: question.values[name] * (1 + 1e-12 * at) for at, name in enumerate(question.graph.inputs, 1)}
    try:
        return abs(question.with_values(nudged).truth - truth) > abs(truth)
    except GraphError:
        return False


def matching_digits(answer: float, truth: float) -> int:
    """To how many significant digits (at most 12) `answer` is a correct rounding of `truth`; 0 where it is none."""
    if abs(truth) < 1e-290 or not 0.4 < answer / truth < 1.6:  # further off than any rounding
        return 0
    magnitude = math.floor(math.log10(abs(truth)))
    for digits in range(12, 0, -1):
        unit = 10.0 ** (magnitude - digits + 1)
        steps = answer / unit
        is_rounded = abs(steps - round(steps)) <= 1e-6
        if is_rounded and abs(answer - truth) <= unit / 2 * (1 + 1e-9):
            return digits
    return 0


def _is_cut_off(answer: float, truth: float) -> bool:
    """Whether `answer` is the truth with digits left off, at least three of them kept (and no rounding of it)."""
    if abs(truth) < 1e-290 or not 0.9 < answer / truth < 1:
        return False
    magnitude = math.floor(math.log10(abs(truth)))
    for digits in range(ENOUGH_DIGITS, 10):
        unit = 10.0 ** (magnitude - digits + 1)
        steps = answer / unit
        if abs(steps - round(steps)) <= 1e-6 and abs(truth - answer) < unit * (1 - 1e-6):
            return True
    return False


def _replies(found: list[Found], t: Words) -> str:
    """What to say to a number that these thoughts give: the likeliest two, those that lead the table."""
    replies = list(dict.fromkeys(reply for mistake in found for reply in mistake.replies))[:2]
    return ("\n" + t("Or:") + " ").join(replies)


def _why(question: Question, t: Words) -> str:
    """One line that says why the right number is right."""
    if question.kind == "value":
        node = question.graph.node(question.quantity)
        if not node.inputs:
            return t("It is given: {name} = {value}.", name=question.formula, value=show(question.truth))
        numbers = formulas.operation(question, question.quantity, formulas.in_numbers(question))
        return f"{show(question.truth)} = {numbers}"
    if question.quantity == question.output:
        return t("The backward pass starts at the output: its gradient by itself is 1.")
    parts = formulas.sent_back(question, question.quantity)
    if not parts:
        return t("The output does not depend on {name}.", name=question.name(question.quantity))
    working = f"{show(question.truth)} = {' + '.join(parts)}"
    if len(parts) > 1:
        return t("{working}: the branches add up.", working=working)
    return t("{working}: upstream times local gradient.", working=working)


def _unnamed(question: Question, answer: float, t: Words) -> str:
    """For a wrong number that no known thought gives: what can be said of it, and where to look."""
    if question.truth and _equal(answer, -question.truth):
        return t("{answer} has the right size; the sign is not right.", answer=show(answer))
    ratio = answer / question.truth if question.truth else 0.0
    places = math.log10(ratio) if 0 < ratio < math.inf else 0.0
    if round(places) and same(places, round(places)):
        return t("{answer} has the right digits; the decimal point is elsewhere.", answer=show(answer))
    if _is_cut_off(answer, question.truth):
        return t("{answer} is cut off where it had to be rounded up: look at the digit after it.", answer=show(answer))
    edge = _another_edge(question, answer, t)
    if edge:
        return edge
    unknown = t("No known mistake gives {answer}.", answer=show(answer))
    if not question.states_steps:  # no graph is shown to go through
        return unknown + " " + first_hint(question)
    if question.kind == "value":
        return unknown + " " + t("Go from left to right, one node at a time.")
    if question.quantity == question.output:
        return unknown + " " + t("The backward pass starts here, at the output itself.")
    return unknown + " " + t("Take the gradient that comes back into the node, times the node's local gradient.")


def _another_edge(question: Question, answer: float, t: Words) -> str:
    """What to say to another edge's gradient; nothing to 0 and 1, which are too common to say something.

    The edge is named only where it lies on the way to the asked one. Any other one may be asked for next, and its
    number would be confirmed.
    """
    if question.kind != "gradient" or answer in (0, 1):
        return ""
    edges = [name for name, gradient in question.gradients.items() if _equal(answer, gradient)]
    if not edges:
        return ""
    on_way = question.graph.between(question.quantity, question.output)
    named = next((name for name in edges if name in on_way), None)
    if named is None:
        return t("{answer} belongs to another edge. Asked is {here}.", answer=show(answer), here=question.formula)
    return t(
        "{answer} belongs to another edge: {there}. Asked is {here}.",
        answer=show(answer),
        there=formulas.derivative(question, named),
        here=question.formula,
    )


def _grade_list(question: FixedQuestion, text: str, t: Words) -> Verdict:
    if isinstance(question, OrderQuestion):
        return _grade_order(question, text, t)
    assert isinstance(question, ChoiceQuestion)
    return _grade_choice(question, text, t)


def _grade_choice(question: ChoiceQuestion, text: str, t: Words) -> Verdict:
    chosen = read_choice(text, len(question.options))
    if isinstance(chosen, Unreadable):
        return _unreadable(chosen, t)
    replies = [question.options[i - 1].reply for i in sorted(chosen)]
    if chosen == question.truth:
        return Verdict("right", "\n".join(replies), text=text)
    wrong = sorted(chosen - question.truth)
    if wrong:
        said = "\n".join(question.options[i - 1].reply for i in wrong)
        return Verdict("wrong", said, tuple(f"option-{i}" for i in wrong), text=text)
    missing = len(question.truth - chosen)
    message = t.n(
        "What is chosen is right, but {count} more is too.",
        "What is chosen is right, but {count} more are too.",
        missing,
    )
    return Verdict("wrong", message, text=text)


def _grade_order(question: OrderQuestion, text: str, t: Words) -> Verdict:
    order = read_order(text, len(question.items))
    if isinstance(order, Unreadable):
        return _unreadable(order, t)
    right = question.in_place(order)
    if right == len(order):
        return Verdict("right", question.reply, text=text)
    if right:
        so_far = t.n("The first one stands where it belongs.", "The first {count} stand where they belong.", right)
    else:
        so_far = t("The first one is not right yet.")
    return Verdict("wrong", f"{so_far}\n{question.line(order[right])}\n{question.why(order[right])}", text=text)


def _grade_shape(question: ShapeQuestion, text: str, t: Words) -> Verdict:
    shape = read_shape(text)
    if isinstance(shape, Unreadable):
        return _unreadable(shape, t)
    read_as = None if text.strip() == str(shape) else t("read as {reading}", reading=shape)
    if shape == question.truth:
        return Verdict("right", why_shape(question, t), read_as=read_as, text=text)
    found = next((wrong for wrong in question.mistakes if wrong.value == shape), None)
    if found is not None:
        return Verdict("wrong", found.reply, found.ids, read_as, text=text)
    message = t("No known mistake gives the shape {answer}.", answer=shape) + " " + question.hints[0].text
    return Verdict("wrong", message, read_as=read_as, text=text)
