"""All faults of a course, not the first: each page, each lesson across its languages, the course as a whole."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from tutor.course.catalog import LIST, is_language, read_course
from tutor.course.faults import Fault, serious
from tutor.course.files import LARGEST_PACK, MOST_FILES
from tutor.course.model import Course, GraphBlock, Lesson, OptimizerBlock, Step
from tutor.course.reader import read_page_file
from tutor.quiz.mistakes import same
from tutor.quiz.ordering import OrderQuestion
from tutor.quiz.question import AnyQuestion, ChoiceQuestion, JudgedQuestion, ListQuestion, Question
from tutor.quiz.shapes import ShapeQuestion
from tutor.quiz.siblings import sibling
from tutor.quiz.skills import SKILLS
from tutor.words import DEFAULT, LANGUAGES

AnyBlock = GraphBlock | OptimizerBlock | Step

PAGE = ".md"
_NO_PAGE = "README.md"


def lint(paths: Iterable[str | Path]) -> list[Fault]:
    """Every fault of the courses, lesson folders and pages at these paths, in the order of the paths and of the lines.

    A path is a folder with a `course.toml` (all its lessons are looked at), a folder with pages, or one page.
    """
    faults: list[Fault] = []
    for path in map(Path, paths):
        try:
            faults += _lint(path)
        except OSError as error:  # a folder that may not be listed
            name = str(error.filename or path)
            faults.append(Fault("unreadable", name, details={"reason": error.strerror or str(error)}))
    return faults


def _lint(path: Path) -> list[Fault]:
    if not os.path.lexists(path):
        return [Fault("not-found", str(path))]
    if path.is_dir():
        if os.path.lexists(path / LIST):
            return _pack(path)
        if any(file.suffix == PAGE and file.name != _NO_PAGE for file in path.iterdir()):
            return _folder(path, None)[1]
        return [Fault("not-a-lesson", str(path))]
    if path.suffix != PAGE:
        return [Fault("not-a-lesson", str(path))]
    return _page(path, path.stem if path.stem in LANGUAGES else DEFAULT)[1]


# --- a course --------------------------------------------------------------------------------------------


def _pack(folder: Path) -> list[Fault]:
    """The list of the course, then its lessons in order, then what is left over."""
    too_much = _too_much(folder)
    if too_much is not None:
        return [too_much]
    course, faults = read_course(folder)
    if course is None:
        return faults
    pages: dict[str, list[Lesson]] = {}
    for lesson in course.lessons:
        if os.path.lexists(folder / lesson):
            pages[lesson], found = _folder(folder / lesson, course)
            faults += found
        else:
            faults.append(Fault("lesson-without-folder", str(folder / LIST), course.lines[lesson], {"lesson": lesson}))
    for place in sorted(folder.iterdir()):
        if place.is_dir() and place.name not in course.lessons and not place.name.startswith((".", "_")):
            faults.append(Fault("folder-without-lesson", str(place)))
    return [*faults, *_skills(course, pages)]


def _too_much(folder: Path) -> Fault | None:
    """Whether a pack has more files or bytes than it may; what links lead to is not looked at."""
    files = size = 0
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
        for name in names:
            files += 1
            size += Path(place, name).lstat().st_size
            if files > MOST_FILES:
                return Fault("too-many-files", str(folder), details={"limit": MOST_FILES})
            if size > LARGEST_PACK:
                return Fault("pack-too-large", str(folder), details={"limit": LARGEST_PACK})
    return None


def _skills(course: Course, pages: dict[str, list[Lesson]]) -> Iterator[Fault]:
    """Skills that are listed without a question, asked before they are taught, or taught nowhere."""
    path = str(course.folder / LIST)
    taught: set[str] = set()
    for lesson in course.lessons:
        listed = course.skills[lesson]
        taught.update(listed)
        for skill in listed:
            if skill not in SKILLS:
                yield Fault("unknown-skill", path, course.lines[lesson], {"skill": skill, "known": tuple(SKILLS)})
            elif pages.get(lesson) and all(skill not in page.skills for page in pages[lesson]):
                yield Fault("skill-not-asked", path, course.lines[lesson], {"lesson": lesson, "skill": skill})
        for page in pages.get(lesson, ()):
            for step in page.steps:
                skill = step.question.skill
                if skill in SKILLS and skill not in taught:
                    yield Fault("skill-not-listed", page.path, step.line, {"skill": skill})
    for skill, entry in SKILLS.items():
        if entry.in_lessons and skill not in taught:
            yield Fault("skill-not-taught", path, details={"skill": skill})


# --- a lesson in its languages ---------------------------------------------------------------------------


def _folder(folder: Path, course: Course | None) -> tuple[list[Lesson], list[Fault]]:
    """The pages of one lesson folder that could be read whole, and the faults of each and of all beside one another."""
    if not folder.is_dir() or (course and folder.is_symlink()):
        return [], [Fault("not-a-folder", str(folder))]
    faults: list[Fault] = []
    languages: list[str] = []
    for file in sorted(folder.iterdir()):
        if file.suffix != PAGE or file.name == _NO_PAGE:
            continue
        if is_language(file.stem):
            languages.append(file.stem)
        else:
            faults.append(Fault("page-unnamed", str(file)))
    for lang in course.languages if course else ():
        if lang not in languages:
            faults.append(Fault("page-missing", str(folder), details={"page": lang + PAGE}))
    languages.sort(key=lambda lang: (lang != DEFAULT, lang))  # the others are compared with English
    pages: list[Lesson] = []
    for lang in languages:
        page, found = _page(folder / (lang + PAGE), lang)
        faults += found
        if page is not None:
            pages.append(page)
    for page in pages[1:]:
        faults += sorted(_compare(page, pages[0]), key=lambda fault: fault.line)
    return pages, faults


def _compare(page: Lesson, model: Lesson) -> Iterator[Fault]:
    """Where a page has other blocks, ids or numbers than the page of another language."""
    ours, theirs = _blocks(page), _blocks(model)
    there = f"{model.lang}{PAGE}"
    for key in theirs:
        if key not in ours:
            yield Fault("block-missing", page.path, details={"block": key, "page": there})
    for key, block in ours.items():
        if key not in theirs:
            yield Fault("block-extra", page.path, block.line, {"block": key, "page": there})
    both = [key for key in ours if key in theirs]
    for key, other in zip(both, [key for key in theirs if key in ours], strict=True):
        if key != other:
            yield Fault("block-order", page.path, ours[key].line, {"block": key, "page": there, "other": other})
            break  # one block out of place moves all that follow
    for key in both:
        mine, other_facts = _facts(ours[key]), _facts(theirs[key])
        keys = tuple(name for name in mine if mine[name] != other_facts.get(name))
        if keys:
            yield Fault("block-differs", page.path, ours[key].line, {"block": key, "page": there, "keys": keys})


def _blocks(page: Lesson) -> dict[str, AnyBlock]:
    """The blocks of a page as `graph shop`, `optimizer roll`, `predict pay`, in order."""
    named: dict[str, AnyBlock] = {
        **{f"graph {name}": block for name, block in page.graphs.items()},
        **{f"optimizer {name}": block for name, block in page.optimizers.items()},
        **{f"{step.kind} {step.id}": step for step in page.steps},
    }
    return dict(sorted(named.items(), key=lambda entry: entry[1].line))


def _facts(block: AnyBlock) -> dict[str, object]:
    """What must be the same in all languages, under the words that say where to look."""
    if isinstance(block, GraphBlock):
        return {"graph": block.graph.nodes}
    if isinstance(block, OptimizerBlock):
        return {"rule": block.rule, "loss": block.loss, "numbers": dict(block.numbers)}
    question = block.question
    if isinstance(question, ListQuestion):
        return _list_facts(question)
    if isinstance(question, ShapeQuestion):
        return {"ask": question.asked, "skill": question.skill, "shape": question.shapes}
    if isinstance(question, JudgedQuestion):
        return {"skill": question.skill, **question.facts}
    assert isinstance(question, Question)
    ask = (question.kind, question.output, question.quantity)
    return {"ask": ask, "skill": question.skill, "expect": block.expect, "graph": block.graph}


def _list_facts(question: ListQuestion) -> dict[str, object]:
    facts: dict[str, object] = {"skill": question.skill}
    if isinstance(question, ChoiceQuestion):
        facts |= {"option": len(question.options), "right": question.truth}
    elif isinstance(question, OrderQuestion):
        facts |= {"item": len(question.items)}
    return facts


# --- a page ----------------------------------------------------------------------------------------------


def _page(path: Path, lang: str) -> tuple[Lesson | None, list[Fault]]:
    """A page if it could be read whole, and its faults, also those that only the core and the quiz can tell."""
    page, faults = read_page_file(path.parent, path.name, lesson=path.parent.name, lang=lang)
    whole = not serious(faults)
    if whole:
        faults += (*_graphs(page), *_optimizers(page))
    for step in page.steps:
        more = (*_skill(step), *_numbers(step.question, step.expect))
        faults += (Fault(code, page.path, step.line, details) for code, details in more)
    return page if whole else None, sorted(faults, key=lambda fault: fault.line)


def _graphs(page: Lesson) -> Iterator[Fault]:
    """Graphs that nobody gets to see; one after the last question is for the closing words."""
    shown = {step.graph for step in page.steps}
    last = list(page.graphs)[-1:]
    for name, block in page.graphs.items():
        if name not in shown and ([name] != last or block.line < page.steps[-1].line):
            yield Fault("graph-not-shown", page.path, block.line, {"graph": name})


def _optimizers(page: Lesson) -> Iterator[Fault]:
    """Optimizers that no question is about: nothing else shows one."""
    asked = {step.graph for step in page.steps if isinstance(step.question, Question)}
    for name, block in page.optimizers.items():
        if name not in asked:
            yield Fault("optimizer-not-asked", page.path, block.line, {"optimizer": name})


def _skill(step: Step) -> Iterator[tuple[str, dict[str, object]]]:
    skill = step.question.skill
    if skill and skill not in SKILLS:
        yield "unknown-skill", {"skill": skill, "known": tuple(SKILLS)}


def _numbers(question: AnyQuestion, expect: float | None) -> Iterator[tuple[str, dict[str, object]]]:
    """Whether the core confirms what the author expects, and whether a wrong thought would pass for right."""
    if isinstance(question, JudgedQuestion):
        yield from question.faults
    if not isinstance(question, Question):  # a list has no number, and no wrong shape is the right one
        return
    truth = float(question.truth)
    if expect is not None and not same(expect, truth):
        yield "expect-differs", {"expect": float(expect), "truth": truth}
    for found in question.mistakes:
        if same(found.value, truth):
            yield "mistake-is-right", {"mistake": found.id, "truth": truth}
    if sibling(question, 1).code == question.code:
        yield "no-new-numbers", {}
