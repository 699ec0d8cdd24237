"""What can be wrong with a course: a code and details for each fault, and one table of sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tutor.course.clean import clean_line
from tutor.words import N_, Words

SENTENCES: dict[str, str] = {
    # files
    "not-found": N_("there is no such file or folder"),
    "not-plain": N_("not a plain file; links, folders and devices are not read"),
    "not-a-folder": N_("not a folder of its own; links are not followed"),
    "unreadable": N_("can't be read: {reason}"),
    "file-too-large": N_("larger than {limit} bytes"),
    "pack-too-large": N_("all files together are larger than {limit} bytes"),
    "too-many-files": N_("more than {limit} files"),
    "not-utf8": N_("not UTF-8 text"),
    "control-character": N_("characters that do not belong in a text: {characters}"),
    "not-a-lesson": N_("not a lesson: neither a page (.md) nor a folder of pages nor a course"),
    # keys and values, wherever TOML stands
    "bad-toml": N_("not TOML: {reason}"),
    "unknown-key": N_("unknown key {key} (allowed: {allowed})"),
    "missing-key": N_("the key {key} is missing"),
    "wrong-type": N_("{key} must be {wanted}"),
    "empty-text": N_("{key} is empty"),
    "text-too-long": N_("{key} is longer than {limit} characters"),
    "bad-id": N_("{id} can't be an id: use small letters a to z, digits and hyphens"),
    # a page
    "no-front-matter": N_('a page begins with +++, title = "…" and +++, each on its own line'),
    "front-matter-not-closed": N_("the front matter is not closed with +++"),
    "front-matter-too-large": N_("front matter of more than {limit} bytes"),
    "too-many-tokens": N_("more than {limit} pieces of Markdown"),
    "unknown-block": N_("unknown block {kind} (blocks: {blocks}; program text: {programs})"),
    "block-without-id": N_("the block needs an id: {kind} NAME"),
    "block-words": N_("too many words: a block begins with its kind and its id"),
    "block-nested": N_("a block can't stand inside a list or a quotation"),
    "too-many-blocks": N_("more than {limit} blocks and questions"),
    "block-too-large": N_("a block of more than {limit} bytes"),
    "fence-not-closed": N_("this block is never closed"),
    "id-twice": N_("the id {id} is already taken in line {other}"),
    "no-question": N_("the page asks no question"),
    # graphs
    "graph": N_("graph {graph}: {complaint}"),
    "graph-too-large": N_("graph {graph} has more than {limit} quantities"),
    "graph-name-too-long": N_("graph {graph}: a name is longer than {limit} characters"),
    "label-unclear": N_("the label must stand behind exactly one quantity"),
    "label-too-long": N_("the label is longer than {limit} characters"),
    "name-unclear": N_("{name} would stand for both {first} and {second}"),
    "optimizer": N_("optimizer {optimizer}: {complaint}"),
    "optimizer-line": N_("a line of an optimizer is written like lr = 0.1"),
    "unknown-rule": N_("unknown rule {rule} (rules: {known})"),
    "unknown-setting": N_("{name} has no place with {rule} (allowed: {known})"),
    "missing-setting": N_("{rule} needs a line for each of: {names}"),
    "setting-twice": N_("{name} already stands in line {other}"),
    "no-loss": N_("a loss is missing, or the gradients g1, g2, ... of the steps"),
    "needs-loss": N_("{rule} takes its gradients at places it looks ahead to, so it needs a loss"),
    "loss-and-gradients": N_("{name} is given although there is a loss that gives the gradients"),
    "bad-loss": N_("the loss must be made of sums, products and whole powers, so that its derivative can be written"),
    "parameter-count": N_("the loss must have one or {limit} parameters; numbers stand in it as numbers"),
    "parameter-name": N_("the steps give a name like these parameters' to something else: {names}"),
    "optimizer-not-asked": N_("no question is about optimizer {optimizer}"),
    "graph-not-shown": N_("graph {graph} is replaced before anything is asked about it"),
    # questions
    "no-graph": N_("there is no graph before this question"),
    "unknown-graph": N_("there is no graph {graph} before this question (there are: {known})"),
    "unknown-optimizer": N_("there is no optimizer {optimizer} before this question (there are: {known})"),
    "graph-and-optimizer": N_("a question is about a graph or about an optimizer, not about both"),
    "bad-step-ask": N_("ask must be a quantity after a step, such as w after 2 (quantities: {known})"),
    "ask-beyond": N_("with optimizer {optimizer} the steps 1 to {limit} can be asked for"),
    "no-new-numbers": N_("after a solution there are no new numbers to ask with: choose other ones"),
    "not-in-sweep": N_("{name} is no gradient of the way back from {output} (there are: {known})"),
    "bad-ask": N_("ask must be a quantity, or a gradient such as d price / d apple"),
    "unknown-quantity": N_("graph {graph} has no quantity {name} (it has: {known})"),
    "asks-a-given": N_("{name} is given, so there is nothing to work out"),
    "no-options": N_("a choice needs at least one right and one wrong option"),
    "too-many-options": N_("a choice has at most {limit} options"),
    "option-twice": N_("option {number} says the same as option {other}"),
    "items-count": N_("an order has {least} to {limit} items"),
    "item-twice": N_("item {number} says the same as item {other}"),
    "unknown-lab": N_("there is no lab {name} (labs: {known})"),
    "unknown-goal": N_("this lab has no goal {name} (goals: {known})"),
    "lab": N_("the lab can't be set like this: {complaint}"),
    "lab-without": N_("{key} has no place with the lab {name}"),
    "bad-start": N_("start must be a place such as {{ x = 1, y = 2 }}"),
    "bound-without-goal": N_("the goal {goal} takes no bound"),
    "goal-at-start": N_("the goal is reached before anything is changed"),
    "way-misses": N_("way does not reach the goal: {outcome}"),
    "expect-differs": N_("expect is {expect}, but the answer is {truth}"),
    "mistake-is-right": N_("the mistake {mistake} gives the right number, {truth}: choose other numbers"),
    "unknown-skill": N_("unknown skill {skill} (skills: {known})"),
    # a course
    "no-course": N_("there is no course here: course.toml is missing"),
    "bad-language": N_("{lang} can't be a language: use a code such as en or ko"),
    "no-lessons": N_("the course has no lesson"),
    "too-many-lessons": N_("more than {limit} lessons"),
    "title-missing": N_("the title has no {lang}"),
    "lesson-without-folder": N_("lesson {lesson} has no folder"),
    "folder-without-lesson": N_("the folder is no lesson of course.toml"),
    "page-missing": N_("the page {page} is missing"),
    "page-unnamed": N_("the page must be called after its language, such as en.md"),
    "skill-not-listed": N_("skill {skill} is asked, but course.toml lists it neither here nor in an earlier lesson"),
    "skill-not-asked": N_("lesson {lesson} lists skill {skill} but has no question on it"),
    "skill-not-taught": N_("no lesson teaches skill {skill}"),
    # one lesson in two languages
    "block-missing": N_("{block} is missing here ({page} has it)"),
    "block-extra": N_("{block} is only here ({page} has none)"),
    "block-order": N_("{block} stands here where {page} has {other}"),
    "block-differs": N_("{block} is not the same as in {page}: {keys}"),
    # what a learner asked for
    "unknown-lesson": N_("there is no lesson {lesson} (there are: {known})"),
    "unknown-lesson-close": N_("there is no lesson {lesson}; did you mean {matches}?"),
}
"""Adding a fault is adding its sentence here; a test holds codes and sentences together."""

HARMLESS = frozenset({"control-character"})
"""Faults that are mended while reading: lint reports them, and a page that has them can still be learned."""

_LONGEST_DETAIL = 200


@dataclass(frozen=True)
class Fault:
    """One thing wrong, and where. `line` is 0 where the whole file is meant."""

    code: str
    path: str = ""
    line: int = 0
    details: Mapping[str, object] = field(default_factory=dict, hash=False)

    def sentence(self, t: Words) -> str:
        """What is wrong, as a clause without a full stop, in the language of `t`."""
        return t(SENTENCES[self.code], **{key: _readable(value, t) for key, value in self.details.items()})

    @property
    def place(self) -> str:
        """`path:line`, or only the path where no line is to blame; safe to show."""
        path = clean_line(self.path)
        return f"{path}:{self.line}" if self.line else path

    def report(self, t: Words) -> str:
        """`path:line: sentence`, as lint prints it."""
        return f"{self.place}: {self.sentence(t)}" if self.path else self.sentence(t)


def serious(faults: Iterable[Fault]) -> list[Fault]:
    """The faults that keep a page or a course from being used."""
    return [fault for fault in faults if fault.code not in HARMLESS]


class CourseError(Exception):
    """A course, a lesson or a page that can't be used: its first fault, and all of them in `faults`."""

    def __init__(self, fault: Fault, faults: Sequence[Fault] = ()) -> None:
        super().__init__(fault.code)
        self.fault = fault
        self.faults = tuple(faults) or (fault,)

    @property
    def code(self) -> str:
        """The fault's fixed word, a key of `SENTENCES`."""
        return self.fault.code

    @property
    def details(self) -> Mapping[str, object]:
        """What fills the sentence."""
        return self.fault.details

    @property
    def path(self) -> str:
        """The file, as it was named; "" where none is to blame."""
        return self.fault.path

    @property
    def line(self) -> int:
        """The line, from 1; 0 where none is to blame."""
        return self.fault.line

    def sentence(self, t: Words) -> str:
        """The first fault in one line, with file and line where known, without a full stop."""
        return self.fault.report(t)


class UnknownLesson(CourseError):
    """There is no lesson of that id. `matches` are ids that come close."""

    def __init__(self, lesson: str, known: Sequence[str], matches: Sequence[str]) -> None:
        self.matches = tuple(matches)
        if matches:
            fault = Fault("unknown-lesson-close", details={"lesson": lesson, "matches": tuple(matches)})
        else:
            fault = Fault("unknown-lesson", details={"lesson": lesson, "known": tuple(known)})
        super().__init__(fault)


def _readable(value: object, t: Words) -> str:
    if isinstance(value, (list, tuple)):
        text = ", ".join(_readable(part, t) for part in value)
    elif isinstance(value, Wording):  # before str, which it is too
        text = t(value)
    elif isinstance(value, str):
        text = clean_line(value)
    elif isinstance(value, float):
        from tutor.numbers import show  # brings NumPy, which the map of lessons can do without

        text = show(value)
    elif isinstance(value, Exception):
        from tutor.complaints import complaint

        text = clean_line(complaint(value, t))  # type: ignore[arg-type]
    else:
        text = str(value)
    return text if len(text) <= _LONGEST_DETAIL else text[: _LONGEST_DETAIL - 1] + "…"


class Wording(str):
    """A detail that is itself a message to translate; marked with `N_` where it is written."""
