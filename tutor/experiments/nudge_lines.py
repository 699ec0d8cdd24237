"""A nudge as lines of text: what `:nudge`, `:nudge NAME` and `:nudge NAME H` say."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.core import GraphError, Trial
from tutor.experiments.nudge_report import DIGITS, Row, changes, name, rows, sentences, title
from tutor.experiments.nudging import Nudging
from tutor.numbers import show
from tutor.words import Words

STEPS = (1e-1, 1e-3, 1e-5, 1e-8, 1e-11, 1e-14)
"""The steps of a study: from too large over good to too small."""

TELLING = 1e-5
"""The one of them by which it is judged."""


def nudge_lines(nudging: Nudging, arguments: Sequence[str], t: Words) -> list[str]:
    """What is said to `:nudge` with these arguments: a study over several h, or one step of the h that is given."""
    names = {name(nudging, choice, t): choice for choice in nudging.choices} | {n: n for n in nudging.choices}
    rest = list(arguments)
    if rest and (rest[0] in names or _step(rest[0]) is None):
        if rest[0] not in names:
            known = ", ".join(name(nudging, choice, t) for choice in nudging.choices)
            return [t("{name} can't be nudged now; these can: {known}", name=rest[0], known=known)]
        nudging.choose(names[rest.pop(0)])
    if not rest:
        return _study(nudging, t)
    h = _step(rest[0])
    if h is None or len(rest) > 1:
        return [t("Write :nudge NAME H, for example :nudge {name} 0.001", name=name(nudging, nudging.chosen, t))]
    nudging.h, nudging.steps = h, 1
    return _one_step(nudging, t)


def _step(text: str) -> float | None:
    try:
        h = float(text)
    except ValueError:
        return None
    return h if 0 < h < math.inf else None


def _study(nudging: Nudging, t: Words) -> list[str]:
    """The measured slopes for several h, what they are held beside, and what a good h is."""
    said = [title(nudging, t)]
    for nudging.h in STEPS:
        nudging.steps = 1
        move, central = nudging.moved, nudging.central
        ratio = None if isinstance(move, GraphError) else move.ratio
        slope = central.slope if isinstance(central, Trial) else None
        one, both = (t("no value there") if number is None else show(number, DIGITS) for number in (ratio, slope))
        said.append(t("h = {h}: one side {one}, central difference {both}", h=show(nudging.h), one=one, both=both))
    nudging.h, nudging.steps = TELLING, 0
    found = rows(nudging, t)[2:]
    return [*said, *(_line(row) for row in found), *sentences(nudging, t)]


def _one_step(nudging: Nudging, t: Words) -> list[str]:
    said = [title(nudging, t), f"h = {show(nudging.h)}"]
    said += [f"{change.name}: {change.before} -> {change.after} ({change.by})" for change in changes(nudging, t)]
    return [*said, *(_line(row) for row in rows(nudging, t)), *sentences(nudging, t)]


def _line(row: Row) -> str:
    working = f"{row.working} = " if row.working else ""
    remark = f" ({row.remark})" if row.remark else ""
    return f"{row.what}: {working}{row.number}{remark}"
