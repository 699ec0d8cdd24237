"""The skills of the course, one table: what each is called, what it builds on, and the version of its items."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.words import N_


@dataclass(frozen=True)
class Skill:
    """Something a learner can do, practised and remembered by its id. Its items come from `templates.TEMPLATES`."""

    title: str
    builds_on: tuple[str, ...] = ()
    version: int = 1
    """The newest version of its items: whatever changes what an item code means is a new one (CONTRIBUTING.md)."""
    in_lessons: bool = False
    """Whether a lesson teaches it, as `bptutor lint` then makes sure; the others are met in practice."""


SKILLS: dict[str, Skill] = {
    # values, and what a gradient says
    "graph-reading": Skill(N_("Read a computational graph"), in_lessons=True),
    "forward-pass": Skill(N_("Forward pass on a graph"), ("graph-reading",), in_lessons=True),
    "sensitivity": Skill(
        N_("What a gradient says: how much more for a little more"), ("forward-pass",), in_lessons=True
    ),
    # one node, and the path to it
    "local-gradient": Skill(N_("Local gradient of one node"), ("sensitivity",)),
    "multiply-node": Skill(N_("Gradient through a multiply node"), ("forward-pass",), in_lessons=True),
    "add-node": Skill(N_("Gradient through an add node"), ("forward-pass",), in_lessons=True),
    "upstream-times-local": Skill(N_("Upstream times local gradient"), ("local-gradient", "multiply-node")),
    "chain-rule": Skill(N_("Chain rule along a path"), ("multiply-node", "add-node"), in_lessons=True),
    "apple-tax": Skill(N_("Two multiply nodes in a row: price, number, factor"), ("chain-rule",)),
    "branches": Skill(N_("A value that is used more than once"), ("chain-rule",), in_lessons=True),
    "apples-and-oranges": Skill(N_("A graph with add and multiply nodes"), ("apple-tax",), in_lessons=True),
    # other nodes
    "subtract-divide": Skill(N_("Subtract and divide nodes"), ("chain-rule",), in_lessons=True),
    "power-node": Skill(N_("Power nodes"), ("chain-rule",), in_lessons=True),
    "exp-log": Skill(N_("Nodes exp and ln"), ("chain-rule",), in_lessons=True),
    "relu-max": Skill(N_("ReLU and max: gradient passes or stops"), ("chain-rule",), in_lessons=True),
    "sigmoid": Skill(N_("Sigmoid"), ("exp-log",), in_lessons=True),
    "tanh": Skill(N_("Tanh"), ("sigmoid",), in_lessons=True),
    "vanishing-gradients": Skill(N_("Vanishing gradients"), ("sigmoid", "tanh"), in_lessons=True),
    "gradient-check": Skill(
        N_("Gradient check by numerical differentiation"), ("sensitivity", "power-node"), in_lessons=True
    ),
    # optimizers
    "gradient-descent": Skill(N_("One step of gradient descent"), ("power-node",), in_lessons=True),
    "learning-rate": Skill(N_("Learning rate: too small, too large"), ("gradient-descent",), in_lessons=True),
    "momentum": Skill(N_("Momentum"), ("gradient-descent",), in_lessons=True),
    "nesterov": Skill(N_("Nesterov momentum"), ("momentum",), in_lessons=True),
    "adagrad": Skill(N_("AdaGrad"), ("learning-rate",), in_lessons=True),
    "rmsprop": Skill(N_("RMSProp"), ("adagrad",), in_lessons=True),
    "adam": Skill(N_("Adam"), ("momentum", "rmsprop"), in_lessons=True),
    "conventions": Skill(N_("One name, several conventions"), ("momentum",), in_lessons=True),
    # networks
    "mini-batch": Skill(N_("Mini-batches"), ("gradient-descent",), in_lessons=True),
    "batch-noise": Skill(N_("Noise of mini-batch gradients"), ("mini-batch",), in_lessons=True),
    "affine-entry": Skill(N_("One entry of an Affine layer"), ("branches",), in_lessons=True),
    "affine-bias": Skill(N_("Gradient of the bias over a batch"), ("affine-entry",), in_lessons=True),
    "affine-shape": Skill(N_("Shapes in an Affine layer"), ("affine-entry",), in_lessons=True),
    "softmax-cross-entropy": Skill(N_("Softmax with cross-entropy"), ("exp-log", "affine-entry"), in_lessons=True),
    # What lesson 1 asks of it needs nothing; its items walk through a whole step.
    "training-steps": Skill(N_("The four steps of training"), ("gradient-descent",), in_lessons=True),
    "training-loop": Skill(N_("The training loop"), ("training-steps",), in_lessons=True),
}
"""Adding a skill is adding its entry here and its templates; a lesson names the ids it teaches in
`lessons/course.toml`."""


def skills() -> list[str]:
    """The ids of all skills, each after those it builds on."""
    return list(SKILLS)


def ground(skill: str) -> Iterator[str]:
    """The skill and all that it builds on, the nearest first; only itself where it is unknown."""
    waiting, seen = deque([skill]), {skill}
    while waiting:
        yield (at := waiting.popleft())
        fresh = [below for below in (SKILLS[at].builds_on if at in SKILLS else ()) if below not in seen]
        seen.update(fresh)
        waiting += fresh
