"""The block `lab`: settings of a lab to be found, with a goal that the core verifies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.core import CoreError
from tutor.course.draft import Block, Draft
from tutor.course.schema import Key

if TYPE_CHECKING:
    from tutor.experiments.trial import Trial

KEYS = {
    "lab": Key("text", longest=40),
    "surface": Key("text", required=False, longest=40),
    "start": Key("numbers", required=False),
    "settings": Key("settings", required=False),
    "goal": Key("text", longest=40),
    "bound": Key("number", required=False),
    "way": Key("settings"),
    "hint": Key("text", required=False),
    "reply": Key("text"),
    "skill": Key("text", required=False),
}

SURFACE_KEYS = ("surface", "start")
"""Keys of optimizers alone."""


def lab(block: Block, values: dict[str, Any], draft: Draft) -> None:
    """Settings to be found. What the experiments need is imported here: few lessons have a lab."""
    from tutor.experiments.lab_question import LabQuestion
    from tutor.experiments.trials import GOALS

    if any(key not in values for key in ("lab", "goal", "way", "reply")):
        return
    line_of, room = draft.lines_of(block), values["lab"]
    if room not in GOALS:
        draft.complain("unknown-lab", line_of("lab"), name=room, known=tuple(GOALS))
        return
    if values["goal"] not in GOALS[room]:
        draft.complain("unknown-goal", line_of("goal"), name=values["goal"], known=tuple(GOALS[room]))
        return
    goal = GOALS[room][values["goal"]]
    trial = _trial(block, values, draft)
    if trial is None:
        return
    if goal.needs_bound != ("bound" in values):
        code = "missing-key" if goal.needs_bound else "bound-without-goal"
        draft.complain(code, line_of("bound"), key="bound", goal=values["goal"])
        return
    if not values["way"]:
        draft.complain("empty-text", line_of("way"), key="way")
        return
    try:
        trial.with_settings(values["way"])
    except CoreError as error:
        draft.complain("lab", line_of("way"), complaint=error)
        return
    question = LabQuestion(
        trial,
        values["goal"],
        values["way"],
        values["reply"],
        values.get("bound", 0.0),
        values.get("hint", ""),
        draft.lang,
        values.get("skill", ""),
        draft.code(block.id),
    )
    draft.end_step(block, question)


def _trial(block: Block, values: dict[str, Any], draft: Draft) -> Trial | None:
    """The lab as the lesson sets it; None and a complaint for what it can't be."""
    from tutor.experiments.surfaces import PARAMETERS
    from tutor.experiments.trials import TRIALS, DescentTrial

    line_of, settings = draft.lines_of(block), values.get("settings", {})
    made = TRIALS[values["lab"]]
    try:
        if made is not DescentTrial:
            stray = next((key for key in SURFACE_KEYS if key in values), None)
            if stray is not None:
                draft.complain("lab-without", line_of(stray), key=stray, name=values["lab"])
                return None
            return made.of(settings)
        if "surface" not in values:
            draft.complain("missing-key", line_of(""), key="surface")
            return None
        start = values.get("start")
        if start is not None and set(start) != set(PARAMETERS):
            draft.complain("bad-start", line_of("start"))
            return None
        at = None if start is None else (float(start["x"]), float(start["y"]))
        return DescentTrial.on(values["surface"], at, settings)
    except CoreError as error:
        key = "surface" if error.code == "unknown-surface" else "settings"
        draft.complain("lab", line_of(key), complaint=error)
        return None
