"""What can be opened in a playground: kept expressions and examples; and keeping one more, with what is said to it."""

from __future__ import annotations

from textual.notifications import SeverityLevel

from tutor.experiments.playground import EXAMPLES, Example, Playground
from tutor.learner.kept import Kept, Shelf
from tutor.ui.widgets.example_list import Part
from tutor.words import Words


def to_open(shelf: Shelf, t: Words) -> list[Part]:
    """All that can be opened: what was kept, then the examples."""
    kept = [("", Example(*entry)) for entry in shelf.entries()]
    examples = [(t(what), example) for what, example in EXAMPLES.items()]
    return [Part(t("Kept"), kept, removable=True), Part(t("Examples"), examples)]


def keep(play: Playground, shelf: Shelf, t: Words, key: str) -> tuple[str, SeverityLevel]:
    """Keep a playground's expression with its values and output; what is to be said of it, and how gravely.

    `key` opens what was kept."""
    if play.graph is None or play.error is not None:
        return t("Only an expression without a fault can be kept."), "warning"
    kept = play.kept
    if not shelf.keep(Kept(kept.text, kept.values, kept.output)):
        return t("It could not be saved ({path}).", path=shelf.path), "error"
    if shelf.moved is not None:
        return t("Kept. The file before could not be read; it is now {path}.", path=shelf.moved), "warning"
    return t("Kept. {key} opens it again.", key=key), "information"
