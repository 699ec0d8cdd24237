"""Thoughts about a quantity that is used several times, and about gradients that add up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import prod

from tutor.quiz.formulas import number
from tutor.quiz.mistakes.situation import Branch, Mistake, Situation, Step, Wrong
from tutor.words import N_

_MANY = 4
"""With more branches than this no one adds up all but one."""


def last_branch(s: Situation) -> Iterator[Wrong]:
    """A quantity that is used several times: keeps only one branch's gradient."""
    if len(s.arriving) > 1:
        reply = N_("{answer} is what one of {count} branches sends back, right so far. Add what the others send.")
        for branch in s.arriving:
            parts = {"count": len(s.arriving), "d": branch.upstream, "local": branch.local}
            way = (Step(branch.node, branch.upstream),)
            yield Wrong(branch.gradient, reply, parts, working="{d} * {local}", node=s.question.quantity, way=way)


def multiplies_branches(s: Situation) -> Iterator[Wrong]:
    """Multiplies the branches instead of adding them."""
    if len(s.arriving) > 1:
        factors = [number(branch.gradient) for branch in s.arriving]
        parts = {"product": " * ".join(factors), "sum": " + ".join(factors)}
        reply = N_("{answer} = {product}: you multiplied the branches; where branches meet, gradients add up: {sum}.")
        value = prod(branch.gradient for branch in s.arriving)
        yield Wrong(value, reply, parts, working="{product}", node=s.question.quantity)


def too_early(s: Situation) -> Iterator[Wrong]:
    """Goes on before all branches have arrived: here, or at a fork further on."""
    name = s.question.quantity
    if 2 < len(s.arriving) <= _MANY:
        reply = N_("{answer} adds up {some} of {count} branches, right so far. Wait until all have arrived.")
        for some in _partial(s.arriving):
            parts = {"some": len(some), "count": len(s.arriving), "sum": _sum(some)}
            came = tuple(Step(branch.node, branch.upstream) for branch in some)
            value = sum(branch.gradient for branch in some)
            yield Wrong(value, reply, parts, working="{sum}", node=name, way=came)
    fork = s.place.end if s.question.kind == "gradient" else None
    if fork is None:
        return
    arriving = s.branches(fork)  # none at the output
    singles = [[branch] for branch in arriving]
    reply = N_("{answer} goes on from {fork} with {partial}, but {count} branches meet there. Add them all up first.")
    for some in [*singles, *(_partial(arriving) if 2 < len(arriving) <= _MANY else [])]:
        way = [Step(branch.node, branch.upstream) for branch in some]
        partial = value = sum(branch.gradient for branch in some)
        working = f"({_sum(some)})" if len(some) > 1 else _sum(some)
        way.append(Step(fork, value))
        for use in reversed(s.place.line):
            local = s.local_at(use)
            value *= local
            working += f" * {number(local)}"
            source = s.question.graph.nodes[s.question.graph.nodes[use.node].inputs[use.slot]].name
            if source != name:
                way.append(Step(source, value))
        parts = {"fork": s.question.name(fork), "partial": partial, "count": len(arriving), "way": working}
        yield Wrong(value, reply, parts, working="{way}", node=fork, way=tuple(way))


def stale_gradient(s: Situation) -> Iterator[Wrong]:
    """Runs backward twice without clearing."""
    if s.is_behind:
        reply = N_("{answer} is added up over two backward passes. Clear the old gradient first, then go back once.")
        yield Wrong(2 * s.truth, reply, {"once": s.truth}, working="{once} + {once}", node=s.question.quantity)


def _partial(branches: list[Branch]) -> list[list[Branch]]:
    """More than one branch, and not all."""
    return [list(some) for size in range(2, len(branches)) for some in combinations(branches, size)]


def _sum(branches: list[Branch]) -> str:
    return " + ".join(number(branch.gradient) for branch in branches)


BRANCHES: dict[str, Mistake] = {
    "last-branch": Mistake(N_("kept only one branch's gradient"), last_branch),
    "multiplies-branches": Mistake(N_("multiplied the branches instead of adding them"), multiplies_branches),
    "too-early": Mistake(N_("went on before all branches had arrived"), too_early),
    "stale-gradient": Mistake(N_("added up two backward passes"), stale_gradient),
}
