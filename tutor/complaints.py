"""A sentence, in every language, for each fault that the core reports by its code."""

from __future__ import annotations

from tutor.core import CoreError
from tutor.numbers import show
from tutor.words import N_, Words

SENTENCES: dict[str, str] = {
    # reading an expression
    "empty": N_("nothing is written"),
    "too-long": N_("longer than {limit} characters"),
    "too-many-parts": N_("more than {limit} parts"),
    "too-deep": N_("more than {limit} levels deep"),
    "number-too-long": N_("a number with more than {limit} digits"),
    "bad-character": N_("this character has no place here: {character}"),
    "number-expected": N_("a number is missing here"),
    "operator-expected": N_("+ - * / or ^ is missing before {found}"),
    "function-needs-brackets": N_("write {name} with brackets: {name}(…)"),
    "stray-comma": N_("a comma has its place only between the numbers of a function, as in max(2, 3)"),
    "too-few-operands": N_("too few numbers for {name}: it takes {count}, with a comma between them"),
    "too-many-operands": N_("too many numbers for {name}: it takes {count}"),
    "not-closed": N_("this bracket is never closed"),
    "not-opened": N_("this bracket was never opened"),
    # working an expression out
    "unknown-name": N_("{name} is not known here"),
    "too-large": N_("the number is too large (the limit is {limit})"),
    "power-too-large": N_("the exponent is too large (the limit is {limit})"),
    "divide-by-zero": N_("division by zero"),
    "no-real-value": N_("there is no real number for this"),
    # reading an answer
    "not-shown-yet": N_("{name} is not shown yet: use numbers and names that are"),
    "two-equals": N_("only one = can be read"),
    "left-of-equals": N_("what stands left of = can't be read"),
    "sides-differ": N_("the two sides of = differ: {left} and {right}"),
    "not-an-option": N_("choose by number, from 1 to {count}"),
    "number-twice": N_("{number} stands twice"),
    "numbers-missing": N_("numbers are missing: {numbers}"),
    "not-a-shape": N_("a shape is written like 3x4 or (3, 4), with one axis like (4,)"),
    # settings of a lab
    "unknown-setting": N_("there is no setting {name} here (there are: {known})"),
    "setting-without-name": N_("write which setting it is, as in {example}"),
    "setting-not-one-of": N_("{name} must be one of: {known}"),
    "setting-out-of-bounds": N_("{name} must be between {least} and {most}"),
    "setting-not-whole": N_("{name} must be a whole number"),
    "unknown-surface": N_("there is no surface {name} (there are: {known})"),
    # building and running a graph
    "only-last-unnamed": N_("only the last line may go without a name"),
    "bad-name": N_("{name} can't be a name: use letters, digits and _"),
    "used-before": N_("{name} is used before it is worked out"),
    "name-twice": N_("{name} is given twice"),
    "no-node": N_("there is nothing to work out"),
    "nothing-to-work-out": N_("nothing is worked out here: an operation is missing"),
    "unknown-input": N_("{name} is not an input of this graph (inputs: {known})"),
    "unknown-quantity": N_("there is no quantity {name} (there are: {known})"),
    "missing-input": N_("a value is missing for: {names}"),
    "not-a-number": N_("{name} must be a number"),
    "shapes-differ": N_("the inputs' shapes do not fit together"),
    "no-value": N_("{name} has no finite value with these numbers"),
    "no-gradient": N_("there is no finite gradient at {name} with these numbers"),
    # item codes
    "item-form": N_("{item} is no item code: it is written like chain-rule:7 or chain-rule.2:7"),
    "item-skill": N_("there is no skill {skill}; it is one of: {known}"),
    "item-level": N_("the skill {skill} has no level {level} (levels: {known})"),
    "item-version": N_("version {version} of {skill} is not known here; the newest is {newest}"),
    "item-unfit": N_("no numbers that fit were found for {item}: take another number"),
}
"""Adding a code to the core is adding its sentence here; a test holds the two together."""


def complaint(error: CoreError, t: Words) -> str:
    """The error as a clause without a full stop, in the language of `t`."""
    sentence = SENTENCES.get(error.code)
    if sentence is None:
        return str(error)
    details = {key: _readable(value) for key, value in error.details.items()}
    if error.code == "divide-by-zero" and "name" in details:
        return t("division by zero at {name}", **details)
    return t(sentence, **details)


def _readable(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_readable(part) for part in value)
    if isinstance(value, (int, float)):
        return show(value)
    # What is quoted comes from strangers: nothing in it reaches the terminal as a command.
    return "".join(char if char.isprintable() else "\ufffd" for char in str(value))
