"""Thoughts about the steps of an optimizer. Each is the rule with another line, run on the same numbers.

Sources: courses and forum threads; and what two libraries call by one name, which is no mistake but another convention.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, Literal

from tutor.quiz.mistakes.situation import Mistake, Situation, Step, Wrong
from tutor.quiz.unrolled import RULES, Descent, Rule, Run, in_numbers, renamed
from tutor.words import N_, words

Changes = Mapping[str, Rule]
"""By rule, the lines that a thought has in the place of the right ones, and their order where it is another one."""

When = Literal["all", "later", "last"]

_VELOCITIES = ("momentum", "nesterov")
_BARE = ("pytorchmomentum", "averagedmomentum")
_ROOTED = ("adagrad", "rmsprop")
_SCALED = ("adagrad", "rmsprop", "adam")
_CONVENTIONS = ("momentum", "pytorchmomentum", "averagedmomentum")

_DIGITS = 6
"""In the working of a reply; the answer itself stands as it was typed."""


def ascent(s: Situation) -> Iterator[Wrong]:
    """Climbs."""
    rooted = _for(_SCALED, w="w + step")
    other = _for(_BARE, w="w + lr * v")
    reply = N_("{answer} goes uphill. The loss falls against the gradient: the step is subtracted. {name} = {should}")
    yield from _with(s, {"sgd": {"w": "w + lr * g"}, **rooted, **other}, reply)


def no_lr(s: Situation) -> Iterator[Wrong]:
    """Forgets the learning rate."""
    changes: Changes = {
        "sgd": {"w": "w - g"},
        **_for(_VELOCITIES, v="momentum * v - g"),
        **_for(_ROOTED, step="g / sqrt(h)"),
        "adam": {"step": "m_hat / sqrt(v_hat)"},
        **_for(_BARE, w="w - v"),
    }
    reply = N_("{answer} leaves out the learning rate, which scales every step. {name} = {should}")
    yield from _with(s, changes, reply)


def step_only(s: Situation) -> Iterator[Wrong]:
    """Gives the last step, with or without its sign, not the new parameter."""
    forward: Changes = {
        "sgd": {"w": "-lr * g"},
        **_for(_VELOCITIES, w="v"),
        **_for(_SCALED, w="-step"),
        **_for(_BARE, w="-lr * v"),
    }
    turned: Changes = {
        "sgd": {"w": "lr * g"},
        **_for(_VELOCITIES, w="-v"),
        **_for(_SCALED, w="step"),
        **_for(_BARE, w="lr * v"),
    }
    reply = N_("{answer} is the step alone, right so far. It still has to move the parameter: {name} = {should}")
    yield from _with(s, forward, reply, "last")
    yield from _with(s, turned, reply, "last")


def simultaneous(s: Situation) -> Iterator[Wrong]:
    """Uses a parameter that has already moved in this step."""
    reply = N_(
        "{answer} uses a parameter that has moved already. All gradients come first, at the old place: {name} = "
        "{should}"
    )
    d = _descent(s)
    if d is not None and len(d.parameters) > 1 and "ahead" not in RULES[d.rule]:  # which has all places before it moves
        yield from _run(s, d, _one_by_one(d), reply)


def velocity_sign(s: Situation) -> Iterator[Wrong]:
    """Plus in the velocity."""
    reply = N_(
        "{answer} adds the gradient to the velocity. The gradient points uphill, so it is subtracted: {name} = {should}"
    )
    yield from _with(s, _for(_VELOCITIES, v="momentum * v + lr * g"), reply)


def old_velocity(s: Situation) -> Iterator[Wrong]:
    """Moves by the velocity before its update."""
    early = {"w": "w + v", "v": "momentum * v - lr * g"}
    other = {"pytorchmomentum": {"w": "w - lr * v", "v": "momentum * v + g"}}
    reply = N_(
        "{answer} moves by the velocity before its update. First the new velocity, then the move: {name} = {should}"
    )
    yield from _with(s, {**_for(_VELOCITIES, **early), **other}, reply)


def velocity_reset(s: Situation) -> Iterator[Wrong]:
    """Forgets the velocity: plain gradient descent."""
    changes: Changes = {
        **_for(_VELOCITIES, v="-lr * g"),
        "pytorchmomentum": {"v": "g"},
        "averagedmomentum": {"v": "(1 - momentum) * g"},
    }
    reply = N_(
        "{answer} starts without the velocity so far, as plain gradient descent does. Keep its share: {name} = {should}"
    )
    yield from _with(s, changes, reply)


def no_decay(s: Situation) -> Iterator[Wrong]:
    """Forgets the momentum: keeps the whole velocity."""
    changes: Changes = {
        **_for(_VELOCITIES, v="v - lr * g"),
        "pytorchmomentum": {"v": "v + g"},
        "averagedmomentum": {"v": "v + (1 - momentum) * g"},
    }
    reply = N_("{answer} keeps the whole velocity. Only its share of {momentum} stays: {name} = {should}")
    yield from _with(s, changes, reply)


def lr_twice(s: Situation) -> Iterator[Wrong]:
    """Multiplies by the learning rate twice."""
    reply = N_("{answer} has the learning rate in it twice: the velocity holds it already. {name} = {should}")
    yield from _with(s, _for(_VELOCITIES, w="w + lr * v"), reply)
    yield from _with(s, {"pytorchmomentum": {"v": "momentum * v + lr * g"}}, reply)


def double_minus(s: Situation) -> Iterator[Wrong]:
    """Subtracts the new velocity."""
    reply = N_("{answer} subtracts the velocity, which has its minus inside already. It is added: {name} = {should}")
    yield from _with(s, _for(_VELOCITIES, w="w - v"), reply)


def gradient_at_start(s: Situation) -> Iterator[Wrong]:
    """A later step with the first step's gradient."""
    reply = N_(
        "{answer} uses the first gradient again. Each step takes its own, where the parameter is now: {name} = {should}"
    )
    yield from _with(s, _for(RULES, g="g"), reply, "later")


def batch_factor(s: Situation) -> Iterator[Wrong]:
    """Loses the 2 of the stated loss."""
    d = _descent(s)
    if d is not None and all(text.startswith("2 * ") for text in d.slopes.values()) and d.slopes:
        at = "ahead" if d.rule == "nesterov" else "w"
        reply = N_("{answer} has lost the 2 that comes down from the square. {name} = {should}")
        yield from _with(s, {d.rule: {"g": f"slope({at}) / 2"}}, reply)


def loss_for_gradient(s: Situation) -> Iterator[Wrong]:
    """Takes the value of the loss where its derivative belongs."""
    d = _descent(s)
    if d is not None and d.loss and len(d.parameters) == 1:
        at = "ahead" if d.rule == "nesterov" else "w"
        reply = N_("{answer} takes the value of the loss for its gradient. Derive it first: {name} = {should}")
        yield from _with(s, {d.rule: {"g": renamed(d.loss, {d.parameters[0]: at})}}, reply)


def parameter_for_gradient(s: Situation) -> Iterator[Wrong]:
    """Takes the parameter where the given gradient belongs."""
    d = _descent(s)
    if d is not None and not d.loss:
        reply = N_("{answer} multiplies the parameter where the gradient belongs. {name} = {should}")
        yield from _with(s, {"sgd": {"w": "w - lr * w"}}, reply)


def one_step_short(s: Situation) -> Iterator[Wrong]:
    """Stops one step early."""
    d = _descent(s)
    place = d.place(s.question.quantity) if d is not None else None
    if d is not None and place is not None and place[1] > 1:
        kind, step, parameter = place
        early = d.name(kind, step - 1, parameter)
        reply = N_("{answer} is right for step {done}. One more step: {name} = {should}")
        value = s.question.values.get(early)
        if value is not None:
            yield Wrong(value, reply, {}, tell=lambda: {"parts": {"done": step - 1, **_right(s, d)}})


def other_quantity(s: Situation) -> Iterator[Wrong]:
    """Gives another result of the same step: the parameter for the velocity, a corrected mean for the mean itself."""
    d = _descent(s)
    if d is None:
        return
    kind, step, parameter = d.place(s.question.quantity) or ("", d.steps, "")
    reply = N_("{answer} is {what}, and right as that. Asked is {asked}: {name} = {should}")
    for other in _OTHERS.get((d.rule, kind), () if kind in ("w", "g") else ("w",)):
        instead = d.name(other, step, parameter)
        yield Wrong(s.question.values[instead], reply, {}, tell=partial(_instead, s, d, instead))


def _instead(s: Situation, d: Descent, name: str) -> dict[str, Any]:
    what = d.meaning(name, words(s.question.lang))
    return {"parts": {"what": what, "asked": s.question.name(s.question.quantity), **_right(s, d)}}


_OTHERS: dict[tuple[str, str], tuple[str, ...]] = {
    ("pytorchmomentum", "w"): ("v",),
    ("averagedmomentum", "w"): ("v",),
    ("adam", "m"): ("m_hat", "w"),
    ("adam", "v"): ("v_hat", "w"),
}
"""What may be given in the place of a quantity of a rule; for the others, but the parameter itself, the parameter."""


# --- Nesterov --------------------------------------------------------------------------------------------


def plain_momentum(s: Situation) -> Iterator[Wrong]:
    """Takes the gradient where the parameter is."""
    reply = N_(
        "{answer} is plain momentum: the gradient was taken at the parameter. Look ahead first: {name} = {should}"
    )
    yield from _with(s, {"nesterov": {"ahead": "w"}}, reply)


def wrong_side(s: Situation) -> Iterator[Wrong]:
    """Looks back in place of ahead."""
    reply = N_("{answer} looks back. The velocity leads forward, so its share is added: {name} = {should}")
    yield from _with(s, {"nesterov": {"ahead": "w - momentum * v"}}, reply)


def full_lookahead(s: Situation) -> Iterator[Wrong]:
    """Looks ahead by the whole velocity."""
    reply = N_("{answer} looks ahead by the whole velocity. Only its share of {momentum} leads on: {name} = {should}")
    yield from _with(s, {"nesterov": {"ahead": "w + v"}}, reply)


def from_lookahead(s: Situation) -> Iterator[Wrong]:
    """Moves on from the place looked ahead to."""
    reply = N_(
        "{answer} moves on from the place looked ahead to. The gradient is taken there, the move starts at w: {name}"
        " = {should}"
    )
    yield from _with(s, {"nesterov": {"w": "ahead + v"}}, reply)


# --- AdaGrad, RMSProp, Adam ------------------------------------------------------------------------------


def no_root(s: Situation) -> Iterator[Wrong]:
    """Divides by the squares, not by their root."""
    reply = N_("{answer} divides by the squares themselves. Their root is still missing: {name} = {should}")
    changes: Changes = {
        **_for(_ROOTED, step="lr * g / h"),
        "adam": {"step": "lr * m_hat / v_hat"},
    }
    yield from _with(s, changes, reply)


def forgets_history(s: Situation) -> Iterator[Wrong]:
    """Begins anew at each step."""
    reply = N_("{answer} begins anew. What was collected in the steps before counts too: {name} = {should}")
    changes: Changes = {
        "adagrad": {"h": "g^2"},
        "rmsprop": {"h": "(1 - decay_rate) * g^2"},
        "adam": {"m": "(1 - beta1) * g", "v": "(1 - beta2) * g^2"},
    }
    yield from _with(s, changes, reply)


def sum_not_squares(s: Situation) -> Iterator[Wrong]:
    """Collects the gradients, not their squares."""
    reply = N_("{answer} collects the gradients as they are. They are squared first: {name} = {should}")
    changes: Changes = {
        "adagrad": {"h": "h + g"},
        "rmsprop": {"h": "decay_rate * h + (1 - decay_rate) * g"},
        "adam": {"v": "beta2 * v + (1 - beta2) * g"},
    }
    yield from _with(s, changes, reply)
    yield from _with(s, {"adagrad": {"h": "h + g", "step": "lr * g / h"}}, reply)


def not_scaled(s: Situation) -> Iterator[Wrong]:
    """Leaves out the division by the root."""
    reply = N_("{answer} leaves the step as it is. It is divided by the root of the squares: {name} = {should}")
    changes: Changes = {**_for(_ROOTED, step="lr * g"), "adam": {"step": "lr * m_hat"}}
    yield from _with(s, changes, reply)


def old_h(s: Situation) -> Iterator[Wrong]:
    """Divides by the root before the update."""
    reply = N_("{answer} divides by the squares before their update. Collect the new gradient first: {name} = {should}")
    early = {rule: {"step": "lr * g / sqrt(h)", "h": RULES[rule]["h"]} for rule in _ROOTED}
    yield from _with(s, early, reply, "last")


def adagrad_sum(s: Situation) -> Iterator[Wrong]:
    """RMSProp: adds up as AdaGrad does."""
    reply = N_("{answer} adds up all squares, as AdaGrad does. RMSProp takes a share of old and new: {name} = {should}")
    yield from _with(s, {"rmsprop": {"h": "h + g^2"}}, reply)


def swapped_shares(s: Situation) -> Iterator[Wrong]:
    """Gives the new gradient the share of the old ones."""
    reply = N_(
        "{answer} has the shares the wrong way round. The first share belongs to the old mean: {name} = {should}"
    )
    mean, square = "(1 - beta1) * m + beta1 * g", "(1 - beta2) * v + beta2 * g^2"
    yield from _with(s, {"rmsprop": {"h": "(1 - decay_rate) * h + decay_rate * g^2"}}, reply)
    yield from _with(s, {"adam": {"m": mean, "v": square}}, reply)


def no_bias_correction(s: Situation) -> Iterator[Wrong]:
    """Adam: does not make up for the start at zero, in both means or in one."""
    reply = N_(
        "{answer} leaves out the correction for the start at 0. Divide each mean by its 1 - beta^k: {name} = {should}"
    )
    yield from _with(s, {"adam": {"m_hat": "m", "v_hat": "v"}}, reply)
    yield from _with(s, {"adam": {"m_hat": "m"}}, reply)
    yield from _with(s, {"adam": {"v_hat": "v"}}, reply)


def first_correction(s: Situation) -> Iterator[Wrong]:
    """Adam: corrects later steps as the first one."""
    reply = N_("{answer} corrects as in the first step. The power counts the steps: {name} = {should}")
    yield from _with(s, {"adam": {"m_hat": "m / (1 - beta1)", "v_hat": "v / (1 - beta2)"}}, reply, "later")


def no_mean(s: Situation) -> Iterator[Wrong]:
    """Adam: moves by the gradient itself."""
    reply = N_("{answer} moves by the last gradient alone. Adam moves by the corrected mean: {name} = {should}")
    yield from _with(s, {"adam": {"step": "lr * g / sqrt(v_hat)"}}, reply)


# --- conventions -----------------------------------------------------------------------------------------


def pytorch_convention(s: Situation) -> Iterator[Wrong]:
    """The velocity keeps the bare gradients."""
    reply = N_("{answer} is right in PyTorch's convention: {theirs}. Here it is {ours}. Once more with that.")
    yield from _convention(s, "pytorchmomentum", reply)


def averaged_convention(s: Situation) -> Iterator[Wrong]:
    """The velocity is a mean of the gradients."""
    reply = N_("{answer} is right where the velocity is a mean: {theirs}. Here it is {ours}. Once more with that.")
    yield from _convention(s, "averagedmomentum", reply)


def book_convention(s: Situation) -> Iterator[Wrong]:
    """The velocity is the step itself, as in the book, where the question has it otherwise."""
    reply = N_("{answer} is right in the book's convention: {theirs}. Here it is {ours}. Once more with that.")
    yield from _convention(s, "momentum", reply)


def _convention(s: Situation, rule: str, reply: str) -> Iterator[Wrong]:
    d = _descent(s)
    if d is not None and d.rule in _CONVENTIONS and d.rule != rule:
        parts = {"theirs": f"v = {RULES[rule]['v']}", "ours": f"v = {RULES[d.rule]['v']}"}
        yield from _run(s, d, _unrolled(d, tuple(RULES[rule].items())), reply, parts)


# --- running a rule --------------------------------------------------------------------------------------


def _descent(s: Situation) -> Descent | None:
    """The steps that a value is asked of."""
    about = s.question.about
    return about if isinstance(about, Descent) and s.question.kind == "value" else None


def _with(s: Situation, changes: Changes, reply: str, when: When = "all") -> Iterator[Wrong]:
    """The asked number where the lines of a rule are others, in all steps, in those after the first, or in the last."""
    d = _descent(s)
    if d is not None and d.rule in changes:
        yield from _run(s, d, _unrolled(d, tuple(changes[d.rule].items()), when), reply)


@lru_cache(maxsize=4096)
def _unrolled(d: Descent, change: tuple[tuple[str, str], ...], when: When = "all") -> Run:
    right, wrong = RULES[d.rule], _changed(RULES[d.rule], dict(change))
    steps = {"all": range(1, d.steps + 1), "later": range(2, d.steps + 1), "last": range(d.steps, d.steps + 1)}[when]
    return d.unroll(lambda step: wrong if step in steps else right)


@lru_cache(maxsize=64)
def _one_by_one(d: Descent) -> Run:
    return d.unroll(lambda step: RULES[d.rule], one_by_one=True)


def _for(rules: Iterable[str], **lines: str) -> Changes:
    """The same lines for several rules."""
    return dict.fromkeys(rules, lines)


def _changed(rule: Rule, change: Rule) -> Rule:
    """A rule with other lines; those of a change that has several stand in its order."""
    if len(change) == 1:
        return {**rule, **change}
    rest = iter(change)
    order = [next(rest) if kind in change else kind for kind in rule]
    return {kind: change.get(kind, rule[kind]) for kind in order}


def _run(
    s: Situation, d: Descent, run: Run, reply: str, convention: Mapping[str, str] | None = None
) -> Iterator[Wrong]:
    """The asked number of a run, if it is not the right one anyway; with the parts of a convention it is in that."""
    value = run.beside(d.run, s.question.values, s.question.quantity)
    if value is not None:
        tell = partial(_told, s, d, run, convention)
        yield Wrong(value, reply, {}, convention is not None, tell=tell)


def _told(s: Situation, d: Descent, run: Run, convention: Mapping[str, str] | None) -> dict[str, Any]:
    """The numbers on the way of a run, and where it first goes another way than the right one."""
    inputs = {name: s.question.values[name] for name in s.question.graph.inputs}
    values = run.values(inputs, s.question.quantity)
    needed = {s.question.quantity, *s.question.graph.ancestors(s.question.quantity)}
    lines = [line.name for line in d.run.lines if line.name in needed]
    found = {name: values[name] for name in lines if name in values}
    parting = next((name for name in lines if _apart(found.get(name), s.question.values[name])), lines[-1])
    return {
        "parts": convention or _parts(s, d, parting),
        "working": in_numbers(run.text(s.question.quantity), values),
        "node": parting,
        "way": tuple(Step(name, value) for name, value in found.items() if name != s.question.quantity),
    }


def _parts(s: Situation, d: Descent, name: str) -> dict[str, object]:
    """The settings, and how the quantity `name` is rightly worked out, in numbers."""
    settings = {key: s.question.values[key] for key in s.question.graph.inputs if d.place(key) is None}
    should = in_numbers(d.run.text(name), s.question.values, _DIGITS)
    return {**settings, "name": s.question.name(name), "should": should}


def _right(s: Situation, d: Descent) -> dict[str, object]:
    return _parts(s, d, s.question.quantity)


def _apart(a: float | None, b: float) -> bool:
    return a is not None and abs(a - b) > 1e-9 * max(abs(a), abs(b))


DESCENT: dict[str, Mistake] = {
    "ascent": Mistake(N_("moved uphill"), ascent),
    "no-lr": Mistake(N_("left out the learning rate"), no_lr),
    "step-only": Mistake(N_("gave the step, not the new parameter"), step_only),
    "simultaneous": Mistake(N_("used a parameter that had already moved"), simultaneous),
    "velocity-sign": Mistake(N_("added the gradient to the velocity"), velocity_sign),
    "old-velocity": Mistake(N_("moved by the velocity before its update"), old_velocity),
    "velocity-reset": Mistake(N_("forgot the velocity"), velocity_reset),
    "no-decay": Mistake(N_("kept the whole velocity"), no_decay),
    "lr-twice": Mistake(N_("multiplied by the learning rate twice"), lr_twice),
    "double-minus": Mistake(N_("subtracted the velocity"), double_minus),
    "gradient-at-start": Mistake(N_("used the first gradient again"), gradient_at_start),
    "batch-factor": Mistake(N_("lost the 2 of the loss"), batch_factor),
    "loss-for-gradient": Mistake(N_("took the loss for its gradient"), loss_for_gradient),
    "parameter-for-gradient": Mistake(N_("took the parameter for the gradient"), parameter_for_gradient),
    "one-step-short": Mistake(N_("stopped one step early"), one_step_short),
    "other-quantity": Mistake(N_("gave another number of the step"), other_quantity),
    "plain-momentum": Mistake(N_("took the gradient without looking ahead"), plain_momentum),
    "wrong-side": Mistake(N_("looked back in place of ahead"), wrong_side),
    "full-lookahead": Mistake(N_("looked ahead by the whole velocity"), full_lookahead),
    "from-lookahead": Mistake(N_("moved on from the place looked ahead to"), from_lookahead),
    "no-root": Mistake(N_("divided without the root"), no_root),
    "forgets-history": Mistake(N_("forgot the steps before"), forgets_history),
    "sum-not-squares": Mistake(N_("collected gradients without squaring them"), sum_not_squares),
    "not-scaled": Mistake(N_("left out the division by the root"), not_scaled),
    "old-h": Mistake(N_("divided by the squares before their update"), old_h),
    "adagrad-sum": Mistake(N_("added up the squares as AdaGrad does"), adagrad_sum),
    "swapped-shares": Mistake(N_("swapped the shares of old and new"), swapped_shares),
    "no-bias-correction": Mistake(N_("left out the correction for the start at 0"), no_bias_correction),
    "first-correction": Mistake(N_("corrected a later step as the first"), first_correction),
    "no-mean": Mistake(N_("moved by the last gradient alone"), no_mean),
    "pytorch-convention": Mistake(N_("used PyTorch's convention"), pytorch_convention),
    "averaged-convention": Mistake(N_("used the convention of a mean"), averaged_convention),
    "book-convention": Mistake(N_("used the book's convention"), book_convention),
}
