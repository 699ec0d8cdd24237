"""The keys that a learner can move, and whether a key that was chosen for one can be used."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from textual.keys import KEY_NAME_REPLACEMENTS

from tutor.words import N_, Words


class Key(NamedTuple):
    """What can be done with a key."""

    keys: str
    """The key by itself, as in the screen's binding; several are parted by commas."""
    name: str
    """What the footer calls it, an English message (`N_`); empty where it does not stand there."""
    does: str
    """The same in a line, the binding's tooltip."""

    def title(self, t: Words) -> str:
        """What it is called where there is room for one name."""
        return t(self.name or self.does)

    def line(self, t: Words) -> str:
        """What it is called and does."""
        return f"{t(self.name)}: {t(self.does)}" if not self.does.startswith(self.name) else t(self.does)


PLACES: dict[str, str] = {
    "app": N_("Everywhere"),
    "map": N_("Map"),
    "lesson": N_("Lessons and practice"),
    "play": N_("Playground"),
    "optimizers": N_("Optimizer lab"),
    "depth": N_("Depth lab"),
    "training": N_("Training"),
}
"""Where keys work: the first part of an id, and what it is called."""

KEYS: dict[str, Key] = {
    "app.help": Key("f1", N_("Help"), N_("How to answer, and all keys")),
    "app.quit": Key("ctrl+q", N_("Quit"), N_("Quit; every answer and your place are kept")),
    "map.practise": Key("p,ㅔ", N_("Practice"), N_("New numbers each time: what you need, or what you choose")),
    "map.review": Key("r,ㄱ", N_("Review"), N_("Practise what is due today")),
    "map.progress": Key("g,ㅎ", N_("Progress"), N_("What you have done so far")),
    "map.try_out": Key("t,ㅅ", N_("Try out"), N_("Go to the playground and the labs")),
    "map.settings": Key("s,ㄴ", N_("Settings"), N_("Language, colours, drawing, daily goal and keys")),
    "lesson.hint": Key("question_mark", N_("Hint"), N_("The next hint")),
    "lesson.solution": Key("exclamation_mark", N_("Solution"), N_("The worked solution")),
    "lesson.nudge": Key("f2", N_("Nudge"), N_("Prove a gradient: move a number and see what follows")),
    "lesson.replay": Key("f3", N_("Replay"), N_("See on the picture how the last numbers came to be")),
    "lesson.nodes": Key("f4", N_("Nodes"), N_("Go from node to node and see what each does")),
    "lesson.skip": Key("ctrl+n", N_("Skip"), N_("Skip this question")),
    "lesson.back": Key("ctrl+b", N_("Back"), N_("Back to the question before")),
    "play.nudge": Key("f2", N_("Nudge"), N_("Nudge an input by h, and see how the output moves")),
    "play.run": Key("f3", N_("Run"), N_("Watch the values flow forward and the gradients back")),
    "play.nodes": Key("f4", N_("Nodes"), N_("From node to node, with what each one does")),
    "play.ask": Key("f5", N_("Ask me"), N_("Questions on this expression")),
    "play.output": Key("f6", N_("Output"), N_("The gradients of another quantity")),
    "play.keep": Key("ctrl+s", N_("Keep"), N_("Keep the expression with its values")),
    "play.shelf": Key("ctrl+o", N_("Open"), N_("What you kept, and examples")),
    "optimizers.run": Key("space", N_("Run"), N_("Run fifty steps, or pause")),
    "optimizers.step": Key("n,ㅜ", N_("Step"), N_("Make one step")),
    "optimizers.back": Key("b,ㅠ", N_("Back"), N_("Undo the last step")),
    "optimizers.reset": Key("r,ㄱ", N_("Reset"), N_("All back to the start")),
    "optimizers.surface": Key("s,ㄴ", N_("Surface"), N_("The next loss surface")),
    "optimizers.own": Key("e,ㄷ", N_("Own"), N_("Type a loss of your own in x and y")),
    "optimizers.predict": Key("p,ㅔ", N_("Predict"), N_("Predict each next point of the chosen")),
    "optimizers.losses": Key("l,ㅣ", N_("Losses"), N_("Loss curves, or the map")),
    "optimizers.scale": Key("g,ㅎ", "", N_("Logarithmic or linear loss axis")),
    "depth.flow": Key("space", N_("Flow back"), N_("Let the gradient flow back again, layer by layer")),
    "depth.predict": Key("p,ㅔ", N_("Predict"), N_("Say what you expect before the bars are seen")),
    "depth.kind": Key("d,ㅇ", N_("dW or dH"), N_("Gradients at the weights, or at outputs")),
    "depth.again": Key("r,ㄱ", "", N_("Draw other random weights and inputs")),
    "depth.reset": Key("x,ㅌ", N_("Reset"), N_("All settings as they were at first")),
    "training.run": Key("space", N_("Run"), N_("Train two thousand steps, or pause")),
    "training.step": Key("n,ㅜ", N_("Step"), N_("Make one step")),
    "training.part": Key("full_stop", N_("Part"), N_("One part of a step: the next of the four")),
    "training.stop": Key("x,ㅌ", N_("Stop"), N_("Stop, and back to the start")),
    "training.again": Key("r,ㄱ", "", N_("Begin anew with other random weights")),
    "training.losses": Key("l,ㅣ", N_("Losses"), N_("The loss curve, or the plane")),
    "training.scale": Key("g,ㅎ", "", N_("Logarithmic or linear loss axis")),
}
"""By id. The id stands in the screen's binding and in the settings file; tests hold the three together."""

TYPED_IN = ("lesson", "play")
"""Where a line is typed: characters belong to it, and the keys that edit a line."""
NOT_TYPED = {"lesson": ("question_mark", "exclamation_mark")}
"""Characters that its line leaves to the screen."""

_EDITING = {f"ctrl+{letter}" for letter in "acdefkuvwxyz"}
_FIXED = {
    *("escape", "enter", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *("backspace", "delete", "ctrl+c", "ctrl+p", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+z"),
    *(f"ctrl+{key}" for key in ("up", "down", "left", "right", "pageup", "pagedown")),
}
"""What works the same everywhere, and what a terminal can't tell from it."""
_FIXED_IN = {
    "play": {"shift+f6"},
    "optimizers": {"plus", "minus", "left_square_bracket", "right_square_bracket", *"1234"},
    "depth": {"plus", "minus", *"123456789"},
    "training": {"plus", "minus"},
}

_HANGUL = dict(zip("qwertyuiopasdfghjklzxcvbnm", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", strict=True))
"""What a letter's key types where Hangul is being typed."""

_SIGNS = {
    KEY_NAME_REPLACEMENTS.get(long, long): sign
    for sign in string.punctuation
    for long in [unicodedata.name(sign).lower().replace("-", "_").replace(" ", "_")]
}
"""What Textual calls the keys that are signs: `question_mark` is `?`."""
_NAMED = {"space", *(f"f{number}" for number in range(1, 25)), "insert"}

Code = Literal["no-action", "no-key", "fixed", "typed", "taken"]


class KeyFault(NamedTuple):
    """Why a key that was chosen is not used."""

    code: Code
    id: str
    key: str
    other: str = ""
    """The id of what has that key."""


FAULTS: dict[str, str] = {
    "no-action": N_("{id}: there is nothing of this id that a key does"),
    "no-key": N_("{id}: {key} is no key that can be used"),
    "fixed": N_("{id}: {key} has its own use there and can't be moved to"),
    "typed": N_("{id}: {key} is typed there; take a function key, or one with ctrl"),
    "taken": N_("{id}: {key} is the key of {other} already"),
}


def fault_line(fault: KeyFault, t: Words) -> str:
    """What is the matter with a key, in one line."""
    shown = fault.key if fault.code == "no-key" else pretty(fault.key)
    return t(FAULTS[fault.code], id=fault.id, key=shown, other=fault.other)


def pretty(key: str) -> str:
    """A key as it is shown: `F3`, `?`, `Ctrl+O`."""
    *modifiers, last = key.split(",")[0].split("+")
    if len(last) > 1:
        last = _SIGNS.get(last) or last.capitalize()
    elif modifiers:
        last = last.upper()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), last])


def named(key: str) -> str | None:
    """The key as Textual names it (`question_mark` for `?`, `ctrl+o` for `Ctrl+O`); None where it is none."""
    *modifiers, last = [part.strip() for part in key.strip().split("+")] if key.strip() != "+" else ["+"]
    lower = last.lower()
    if len(last) == 1 and last.isalnum():
        last = lower if modifiers else last
    elif len(last) == 1:
        last = next((name for name, sign in _SIGNS.items() if sign == last), "")
    else:
        last = lower
    modifiers = [modifier.lower() for modifier in modifiers]
    if not set(modifiers) <= {"ctrl", "shift", "alt"} or len(set(modifiers)) < len(modifiers):
        return None
    key = "+".join([*modifiers, last])
    is_key = last in _NAMED or key in _FIXED or (len(last) == 1 and last.isalnum())
    return key if is_key or (last in _SIGNS and not modifiers) else None


def usable(moved: Mapping[str, str]) -> tuple[dict[str, str], list[KeyFault]]:
    """Of the keys that were moved (by id) those that can be, as Textual's keymap; and what is wrong with the others."""
    found: dict[str, str] = {}
    faults: list[KeyFault] = []
    for id, key in moved.items():
        name = named(key)
        code = _fault(id, name)
        if code is not None:
            faults.append(KeyFault(code, id, key if name is None else name))
        elif name is not None and name not in KEYS[id].keys.split(","):
            found[id] = name
    while clash := next(_clashes(found), None):
        faults.append(clash)
        del found[clash.id]
    return {id: f"{key},{_HANGUL[key]}" if key in _HANGUL else key for id, key in found.items()}, faults


def _fault(id: str, name: str | None) -> Code | None:
    if id not in KEYS:
        return "no-action"
    if name is None:
        return "no-key"
    place = id.split(".")[0]
    if name in _FIXED or name in _FIXED_IN.get(place, ()):
        return "fixed"
    for each in TYPED_IN if place == "app" else (place,):
        is_character = "+" not in name and name not in _NAMED - {"space"}
        if each in TYPED_IN and name in _EDITING:
            return "fixed"
        if each in TYPED_IN and is_character and name not in NOT_TYPED.get(each, ()):
            return "typed"
    return None


def _clashes(moved: Mapping[str, str]) -> Iterator[KeyFault]:
    """Of two that would have one key in one place, the one that was moved there last."""
    for id, key in reversed(list(moved.items())):
        for other in KEYS:
            same_place = "app" in (id.split(".")[0], other.split(".")[0]) or id.split(".")[0] == other.split(".")[0]
            if other != id and same_place and key in moved.get(other, KEYS[other].keys).split(","):
                yield KeyFault("taken", id, key, other)
