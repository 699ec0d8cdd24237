"""A Markdown page to a lesson: the front matter, the prose, and the blocks between it. All faults, not the first."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.course import schema
from tutor.course.blocks import BLOCKS, build
from tutor.course.clean import clean, clean_markdown, unsafe_rows
from tutor.course.draft import Block, Draft
from tutor.course.faults import CourseError, Fault, serious
from tutor.course.files import read_text
from tutor.course.model import Course, Lesson
from tutor.course.schema import Key, is_id
from tutor.words import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MOST_TOKENS = 4_000
DEEPEST = 20
FRONT_KEYS = {"title": Key("text", longest=schema.LONGEST_TITLE)}
CODE = ("", "python", "text", "console")
"""What a fence may hold that is prose to us: program text for the learner to read."""


@cache
def markdown() -> MarkdownIt:
    """The parser for text from strangers: no HTML, no images, no bare links, bounded depth. For the faces too."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
    parser.enable("table").disable(["html_block", "html_inline", "image", "autolink", "entity"])
    # Rules are compiled at their first use, and half compiled they read a page as something else: two threads
    # parse here, the one that reads lessons and the one that shows them.
    for ruler in (parser.core.ruler, parser.block.ruler, parser.inline.ruler, parser.inline.ruler2):
        ruler.getRules("")
    return parser


def read_page(text: str, path: str, lesson: str, lang: str) -> tuple[Lesson, list[Fault]]:
    """What of a page's text makes a lesson, and all its faults; where none is `serious` that is all of it.

    `path` is what the faults call the page, `lesson` its id, `lang` the language it is written in.
    """
    draft = Draft(path, lesson, lang)
    for line, characters in unsafe_rows(text):
        draft.complain("control-character", line, characters=characters)
    rows = clean(text).split("\n")
    title, start = _front_matter(rows, draft)
    _body(rows, start, draft)
    closing = draft.take_prose()
    if not draft.asks:
        draft.complain("no-question", 0)
    draft.faults.sort(key=lambda fault: fault.line or math.inf)  # what the whole page lacks comes last
    return Lesson(lesson, lang, title, tuple(draft.steps), closing, draft.graphs, path, draft.optimizers), draft.faults


def read_page_file(folder: Path, *parts: str, lesson: str, lang: str) -> tuple[Lesson, list[Fault]]:
    """The same for the file `parts` below a folder; a file that can't be read is its only fault."""
    path = str(folder.joinpath(*parts))
    try:
        text = read_text(folder, *parts)
    except CourseError as error:
        return Lesson(lesson, lang, "", (), path=path), [error.fault]
    return read_page(text, path, lesson, lang)


def load_lesson(course: Course, lesson: str, lang: str) -> Lesson:
    """A lesson of a course in a language; in English where it has no page in that language.

    UnknownLesson where the course has none of that id, CourseError where its page can't be used.
    """
    from tutor.course.catalog import page_language, require

    require(course, lesson)
    lang = page_language(course, lesson, lang)
    return _whole(*read_page_file(course.folder, lesson, f"{lang}.md", lesson=lesson, lang=lang))


def load_page(path: str | Path, lang: str | None = None) -> Lesson:
    """A single page, as a stranger may have written it. CourseError where it can't be used.

    Its language is the one that its name says (`ko.md`), else `lang`, else English. Its id is its file name
    (with a folder's name for `ko.md`), which no lesson of a course can have: their records stay apart.
    """
    path = Path(path)
    named = path.stem if path.stem in LANGUAGES else None
    stem = path.resolve().parent.name if named else path.stem
    lesson = re.sub(r"[^\w-]+", "-", clean(stem))[:40] + ".md"
    found = read_page_file(path.parent, path.name, lesson=lesson, lang=named or lang or DEFAULT)
    return _whole(*found)


def _whole(lesson: Lesson, faults: list[Fault]) -> Lesson:
    bad = serious(faults)
    if bad:
        raise CourseError(bad[0], faults)
    return lesson


def _front_matter(rows: list[str], draft: Draft) -> tuple[str, int]:
    """The title and the row (from 0) at which the body begins."""
    found = schema.front_matter(rows)
    if found is None:
        draft.complain("no-front-matter", 1)
        return "", 0
    text, start = found
    if start > len(rows):
        draft.complain("front-matter-not-closed", 1)
        return "", len(rows)
    if len(text.encode()) > schema.LARGEST_FRONT:
        draft.complain("front-matter-too-large", 1, limit=schema.LARGEST_FRONT)
        return "", start

    def complain(code: str, line: int, **details: object) -> None:
        draft.complain(code, line + 1, **details)

    table = schema.read_toml(text, complain)
    if table is None:
        return "", start
    find = schema.lines_of(text, 0)
    values = schema.check(table, FRONT_KEYS, lambda key: find(key) if key in table else 0, complain)
    return values.get("title", ""), start


def _body(rows: list[str], start: int, draft: Draft) -> None:
    """Walk the body: prose is gathered, each block is built, each question ends a step."""
    # The rows before the body are blanked, not cut, so that the parser's lines are the page's.
    tokens = markdown().parse("\n" * start + "\n".join(rows[start:]))
    if sum(1 + len(token.children or ()) for token in tokens) > MOST_TOKENS:
        draft.complain("too-many-tokens", 0, limit=MOST_TOKENS)
        draft.asks = True  # nobody has looked
        return
    at = start
    for token in tokens:
        if token.type != "fence" or token.map is None:
            continue
        first, after = token.map
        if not _closed(rows, token, first, after):
            draft.complain("fence-not-closed", first + 1)
        words = token.info.split()
        if len(words) < 2 and "".join(words) in CODE:
            continue
        if token.level:
            draft.complain("block-nested", first + 1)
            continue
        draft.prose.append(_prose(rows[at:first]))
        at = after
        block = _block(words, token.content, first + 1, draft)
        if block is not None:
            build(block, draft)
    draft.prose.append(_prose(rows[at:]))


def _closed(rows: list[str], token: Token, first: int, after: int) -> bool:
    last = rows[after - 1].lstrip(" >\t").rstrip()
    return after - 1 > first and len(last) >= len(token.markup) and set(last) == {token.markup[0]}


def _block(words: list[str], body: str, line: int, draft: Draft) -> Block | None:
    kind = words[0]
    draft.asks |= kind not in BLOCKS or BLOCKS[kind].asks
    if kind not in BLOCKS:
        draft.complain("unknown-block", line, kind=kind, blocks=tuple(BLOCKS), programs=CODE[1:])
    elif len(words) == 1:
        draft.complain("block-without-id", line, kind=kind)
    elif len(words) > 2:
        draft.complain("block-words", line)
    elif not is_id(words[1]):
        draft.complain("bad-id", line, id=words[1])
    else:
        if draft.take_id("question" if BLOCKS[kind].asks else "subject", words[1], line):
            return Block(kind, words[1], body, line)
    return None


def _prose(rows: list[str]) -> str:
    return clean_markdown("\n".join(rows)).strip("\n")
