"""Thoughts about the chain rule: a function g of the asked quantity x that goes into a function f."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.numbers import show
from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong
from tutor.words import N_

NO_INNER = N_("{answer} is the outer derivative, right so far. The inner derivative is missing: multiply by it.")


def product_for_chain(s: Situation) -> Iterator[Wrong]:
    """Applies the product rule to a composition."""
    c = s.composition
    if c is not None:
        d, slope, f = c.upstream, c.outer_slope(c.x), c.outer(c.x)
        value = d * (slope * c.inner + f * c.inner_slope)
        reply = N_(
            "{answer} comes from the product rule, which is for f(x) * g(x). Here g goes into f: f'(g(x)) * g'(x)."
        )
        working = "{d} * ({slope} * {g} + {f} * {inner})"
        parts = {"d": d, "slope": slope, "g": c.inner, "f": f, "inner": c.inner_slope}
        yield Wrong(value, reply, parts, working=working, node=c.node.name)


def no_inner(s: Situation) -> Iterator[Wrong]:
    """Omits the inner derivative."""
    c = s.composition
    if c is not None:
        slope = c.outer_slope(c.inner)
        parts = {"d": c.upstream, "slope": slope}
        yield Wrong(c.upstream * slope, NO_INNER, parts, working="{d} * {slope}", node=c.node.name)


def derivative_of_derivative(s: Situation) -> Iterator[Wrong]:
    """Nests the derivatives: takes the outer one at the inner derivative."""
    c = s.composition
    if c is not None:
        reply = N_(
            "{answer} takes the outer derivative at {inner}, the inner derivative. "
            "Take it at the inner value {g}, then multiply by {inner}."
        )
        slope = c.outer_slope(c.inner_slope)
        parts = {"d": c.upstream, "slope": slope, "inner": show(c.inner_slope), "g": show(c.inner)}
        value = c.upstream * slope
        yield Wrong(value, reply, parts, working="{d} * {slope}", node=c.node.name)


def outer_at_x(s: Situation) -> Iterator[Wrong]:
    """Evaluates the outer derivative at x."""
    c = s.composition
    if c is not None:
        reply = N_(
            "{answer}: the inner derivative is right. The outer one is taken at {x}, but {g} flows into that node: take it there."
        )
        slope = c.outer_slope(c.x)
        parts = {"d": c.upstream, "slope": slope, "inner": c.inner_slope, "x": show(c.x), "g": show(c.inner)}
        value = c.upstream * slope * c.inner_slope
        yield Wrong(value, reply, parts, working="{d} * {slope} * {inner}", node=c.node.name)


CHAIN: dict[str, Mistake] = {
    "product-for-chain": Mistake(N_("applied the product rule to a composition"), product_for_chain),
    "no-inner": Mistake(N_("left out the inner derivative"), no_inner),
    "derivative-of-derivative": Mistake(N_("nested the derivatives"), derivative_of_derivative),
    "outer-at-x": Mistake(N_("took the outer derivative at the wrong place"), outer_at_x),
}
