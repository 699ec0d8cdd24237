"""What the depth lab says to what is seen."""

from __future__ import annotations

from tutor.experiments.depth import DepthLab
from tutor.numbers import show
from tutor.words import N_, Words

MEANINGS = {
    "none": N_(
        "The scores are too large for a floating-point number: going forward, each layer makes them larger. "
        "So there is no loss, and no gradient."
    ),
    "zero": N_("A gradient of exactly 0: nothing gets through there, and these layers will never learn."),
    "one": N_("With one layer there is nothing to compare. Add more."),
    "vanishes": N_("It vanishes: layers next to the input hardly learn."),
    "shrinks": N_("It shrinks towards the input: layers there learn more slowly. What do more layers do to it?"),
    "level": N_("About equal: all layers learn."),
    "tiny": N_(
        "About equal, but all are tiny: with weights this small, what comes forward shrinks towards the output as much "
        "as what flows back shrinks towards the input, and dW is the product of both. Look at dH."
    ),
    "huge": N_(
        "About equal, but all are huge: with weights this large, what comes forward grows towards the output as much "
        "as what flows back grows towards the input, and dW is the product of both. Look at dH."
    ),
    "grows": N_("It grows towards the input: layers there get larger steps than the last ones."),
    "explodes": N_("It explodes: a learning rate that suits the last layer throws the first ones far away."),
}
"""By the lab's trend."""

RULES = {"xavier": "sqrt(1 / {width})", "he": "sqrt(2 / {width})"}
"""The core's standard deviations, as formulas."""


def told(lab: DepthLab, t: Words) -> list[str]:
    """Paragraphs: what the numbers are, and what they mean."""
    found = []
    ratio, factor, norms = lab.ratio, lab.factor_a_layer, lab.norms
    if ratio is not None and factor is not None:
        found.append(
            t(
                "Layer 1 over layer {last}: {first} / {end} = {ratio}. That is {factor} for each layer on the way.",
                last=len(norms),
                first=show(norms[0], 3),
                end=show(norms[-1], 3),
                ratio=show(ratio, 3),
                factor=show(factor, 3),
            )
        )
    found.append(t(MEANINGS[lab.trend]))
    deviation = show(lab.spread, 3)
    if lab.weights in RULES:
        rule = RULES[lab.weights].format(width=lab.width)
        found.append(
            t(
                "The weights' standard deviation is {factor} * {rule} = {deviation}.",
                factor=show(lab.factor),
                rule=rule,
                deviation=deviation,
            )
        )
    else:
        found.append(t("The weights' standard deviation is {deviation}.", deviation=deviation))
    return found


def told_on_the_way(lab: DepthLab, reached: int, t: Words) -> str:
    """What is said while the gradient has come down to layer `reached`, and goes on."""
    norms = lab.norms
    here = norms[reached - 1]
    if reached == lab.depth:
        return t("From the loss to layer {layer}: {here}.", layer=reached, here=show(here, 3))
    before = norms[reached]
    return t(
        "From layer {before} to layer {layer}: times {factor} gives {here}.",
        before=reached + 1,
        layer=reached,
        factor=show(here / before, 3) if before else "?",
        here=show(here, 3),
    )
