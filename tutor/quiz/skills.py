"""The skills of the course, one table: what each is called and what it builds on."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.words import N_


@dataclass(frozen=True)
class Skill:
    """Something a learner can do, practised and remembered by its id."""

    title: str
    builds_on: tuple[str, ...] = ()


SKILLS: dict[str, Skill] = {
    "graph-reading": Skill(N_("Read a computational graph")),
    "training-steps": Skill(N_("The four steps of training")),
    "forward-pass": Skill(N_("Forward pass on a graph"), ("graph-reading",)),
    "multiply-node": Skill(N_("Gradient through a multiply node"), ("forward-pass",)),
    "add-node": Skill(N_("Gradient through an add node"), ("forward-pass",)),
    "chain-rule": Skill(N_("Chain rule along a path"), ("multiply-node", "add-node")),
}
"""Adding a skill is adding its entry here; a lesson names the ids it teaches in `lessons/course.toml`."""


def skills() -> list[str]:
    """The ids of all skills, each after those it builds on."""
    return list(SKILLS)
