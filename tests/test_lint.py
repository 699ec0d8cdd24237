"""Lint finds nothing in our own lessons and every fault in broken ones, with its line."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tutor.course.faults import Fault
from tutor.course.files import LARGEST_PACK, MOST_FILES
from tutor.course.model import Lesson, Step
from tutor.lint import _compare, lint
from tutor.paths import lessons
from tutor.quiz import ShapeQuestion
from tutor.quiz.skills import SKILLS
from tutor.words import LANGUAGES, words

PAGES = Path(__file__).parent / "course" / "pages"

BROKEN: dict[str, list[tuple[int, str]]] = {
    "front.md": [(0, "no-question"), (1, "no-front-matter")],
    "keys.md": [
        (2, "wrong-type"),
        (3, "unknown-key"),
        (15, "unknown-key"),
        (18, "missing-key"),
        (24, "wrong-type"),
        (29, "bad-toml"),
        (38, "empty-text"),
        (42, "wrong-type"),
        (44, "unknown-key"),
        (46, "missing-key"),
        (51, "wrong-type"),
    ],
    "blocks.md": [
        (10, "unknown-block"),
        (13, "unknown-block"),
        (16, "block-without-id"),
        (20, "bad-id"),
        (24, "block-words"),
        (32, "id-twice"),
        (37, "block-nested"),
        (45, "fence-not-closed"),
    ],
    "graphs.md": [
        (7, "graph"),
        (14, "graph"),
        (19, "label-unclear"),
        (21, "label-too-long"),
        (24, "name-unclear"),
        (34, "graph"),
    ],
    "asks.md": [
        (5, "no-graph"),
        (21, "unknown-graph"),
        (26, "bad-ask"),
        (30, "unknown-quantity"),
        (34, "asks-a-given"),
    ],
    "numbers.md": [
        (5, "graph-not-shown"),
        (17, "expect-differs"),
        (22, "unknown-skill"),
        (22, "mistake-is-right"),
    ],
    "choices.md": [(5, "no-options"), (15, "no-options"), (28, "option-twice"), (33, "missing-key")],
    "sweeps.md": [
        (5, "no-graph"),
        (19, "id-twice"),
        (19, "expect-differs"),
        (20, "not-in-sweep"),
        (25, "unknown-quantity"),
        (30, "asks-a-given"),
        (34, "empty-text"),
        (38, "wrong-type"),
    ],
    "orders.md": [
        (5, "items-count"),
        (17, "item-twice"),
        (22, "missing-key"),
        (26, "missing-key"),
        (28, "unknown-key"),
    ],
    "optimizers.md": [
        (5, "missing-setting"),
        (7, "optimizer-line"),
        (9, "setting-twice"),
        (10, "unknown-setting"),
        (12, "optimizer"),
        (16, "unknown-rule"),
        (19, "missing-key"),
        (30, "needs-loss"),
        (38, "no-loss"),
        (48, "loss-and-gradients"),
        (55, "bad-loss"),
        (62, "parameter-count"),
        (69, "parameter-name"),
        (76, "optimizer"),
        (80, "missing-setting"),
        (96, "bad-step-ask"),
        (100, "ask-beyond"),
        (104, "asks-a-given"),
        (108, "expect-differs"),
        (113, "unknown-optimizer"),
        (118, "graph-and-optimizer"),
        (124, "unknown-graph"),
        (129, "no-graph"),
        (132, "id-twice"),
        (143, "optimizer"),
    ],
    "unasked.md": [(5, "optimizer-not-asked"), (17, "no-new-numbers")],
    "silent.md": [(0, "no-question")],
}


PACK: list[tuple[str, int, str]] = [
    ("course.toml", 2, "unknown-key"),
    ("course.toml", 6, "title-missing"),
    ("differs/ko.md", 0, "block-missing"),
    ("differs/ko.md", 5, "block-differs"),
    ("differs/ko.md", 11, "block-order"),
    ("differs/ko.md", 11, "block-differs"),
    ("differs/ko.md", 16, "block-differs"),
    ("differs/ko.md", 22, "block-differs"),
    ("differs/ko.md", 33, "block-extra"),
    ("lonely/my-notes-on-it.md", 0, "page-unnamed"),
    ("lonely", 0, "page-missing"),
    ("course.toml", 16, "lesson-without-folder"),
    ("unlisted", 0, "folder-without-lesson"),
    ("course.toml", 8, "skill-not-asked"),
    ("course.toml", 8, "unknown-skill"),
    ("differs/en.md", 16, "skill-not-listed"),
    ("differs/ko.md", 11, "skill-not-listed"),
    ("course.toml", 12, "skill-not-asked"),
]


def test_our_own_lessons_have_no_fault() -> None:
    assert [fault.report(words("en")) for fault in lint([lessons()])] == []


@pytest.mark.parametrize("lesson", ["backpropagation", "momentum", "affine", "apple-tax"])
def test_a_lesson_folder_or_a_page_can_be_looked_at_alone(lesson: str) -> None:
    folder = lessons() / lesson
    assert lint([folder, folder / "en.md", folder / "ko.md"]) == []


def test_every_broken_page_is_expected() -> None:
    assert {path.name for path in PAGES.glob("*.md")} == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_all_faults_of_a_page_are_found_each_with_its_line(name: str) -> None:
    found = lint([PAGES / name])
    assert [(fault.line, fault.code) for fault in found] == BROKEN[name]
    assert {fault.path for fault in found} == {str(PAGES / name)}


def test_all_faults_of_a_course_are_found() -> None:
    found = lint([PAGES / "pack"])
    untaught = [fault for fault in found if fault.code == "skill-not-taught"]
    units = tomllib.loads((PAGES / "pack" / "course.toml").read_text(encoding="utf-8"))["unit"]
    listed = {skill for unit in units for lesson in unit["lesson"] for skill in lesson["skills"]}
    wanted = {key for key, skill in SKILLS.items() if skill.in_lessons}
    assert {fault.details["skill"] for fault in untaught} == wanted - listed != set()
    assert {(Path(fault.path).name, fault.line) for fault in untaught} == {("course.toml", 0)}
    found = [fault for fault in found if fault not in untaught]
    assert [(str(Path(fault.path).relative_to(PAGES / "pack")), fault.line, fault.code) for fault in found] == PACK


FRONT = '+++\ntitle = "x"\n+++\n\n'
ROLL = "```optimizer roll\nrule = momentum\nlr = 0.1\nmomentum = 0.9\nloss = w^2\nw = 3\n```\n\n"
AFTER = '```predict two\nask = "w after 2"\n```\n\n'
ITEMS = [f'[[item]]\ntext = "{text}"\nreply = "r"\n' for text in "abc"]
ORDER = '```order way\nreply = "x"\n{}```\n'


@pytest.mark.parametrize(
    ("old", "new", "block"),
    [
        ("lr = 0.1", "lr = 0.2", "optimizer roll: numbers"),
        ("momentum\nlr", "nesterov\nlr", "optimizer roll: rule"),
        ("w^2", "2 * w^2", "optimizer roll: loss"),
        ("w after 2", "w after 1", "predict two: ask"),
        (ITEMS[2], "", "order way: item"),
    ],
)
def test_an_optimizer_and_an_order_have_to_be_the_same_in_all_languages(
    old: str, new: str, block: str, tmp_path: Path
) -> None:
    text = FRONT + ROLL + AFTER + ORDER.format("".join(ITEMS))
    (tmp_path / "en.md").write_text(text)
    (tmp_path / "ko.md").write_text(text)
    assert lint([tmp_path]) == []
    assert old in text
    (tmp_path / "ko.md").write_text(text.replace(old, new))
    said = [fault.sentence(words("en")) for fault in lint([tmp_path])]
    name, _, key = block.partition(": ")
    assert said == [f"{name} is not the same as in en.md: {key}"]


def test_a_question_about_a_shape_has_to_be_the_same_in_all_languages() -> None:
    def pages(**changes: Any) -> list[Fault]:
        english = ShapeQuestion(5, (3, 6), "dW", skill="affine-shape")
        both = (
            Lesson("shapes", q.lang, "", (Step("dw", "predict", "", q),))
            for q in (english, replace(english, **changes))
        )
        return list(_compare(*reversed(list(both))))

    assert pages(lang="ko") == []
    for changes in ({"asked": "dX"}, {"widths": (3, 8)}, {"batch": 6}, {"skill": "affine-bias"}):
        assert [fault.code for fault in pages(lang="ko", **changes)] == ["block-differs"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_report_is_one_line_that_begins_with_its_place(lang: str) -> None:
    for fault in lint([*PAGES.glob("*.md"), PAGES / "pack"]):
        report = fault.report(words(lang))
        assert report.startswith(f"{fault.path}:{fault.line}: " if fault.line else f"{fault.path}: ")
        assert report.isprintable()
        assert "{" not in report.replace("{ en", "").replace("{ apple", "")


def test_reports_name_what_is_allowed() -> None:
    said = {fault.code: fault.sentence(words("en")) for fault in lint([PAGES / "keys.md", PAGES / "blocks.md"])}
    assert "allowed: text, right, reply" in said["unknown-key"]
    assert "blocks: graph, optimizer, predict, sweep, choose, order" in said["unknown-block"]


def test_what_was_wanted_is_said_in_the_readers_language() -> None:
    wanted = {lang: {f.sentence(words(lang)) for f in lint([PAGES / "keys.md"])} for lang in LANGUAGES}
    assert "expect must be a number" in wanted["en"]
    assert not any("a number" in sentence or "true or false" in sentence for sentence in wanted["ko"])


def test_a_language_that_differs_is_named_by_block_and_key() -> None:
    said = [fault.sentence(words("en")) for fault in lint([PAGES / "pack" / "differs"])]
    assert "choose way is not the same as in en.md: right" in said
    assert "predict english is missing here (en.md has it)" in said
    assert "predict korean is only here (en.md has none)" in said


def test_what_is_no_lesson_at_all(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("x")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert [fault.code for fault in lint([tmp_path / "none", text, empty])] == [
        "not-found",
        "not-a-lesson",
        "not-a-lesson",
    ]


def test_files_that_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "big.md").write_bytes(b"\n" * 70_000)
    (tmp_path / "bad.md").write_bytes(b"+++\n\xff")
    (tmp_path / "link.md").symlink_to(lessons() / "apple-tax" / "en.md")
    (tmp_path / "dots.md").write_text((lessons() / "apple-tax" / "en.md").read_text().replace("pay?", "pay\x1b[2J?"))
    paths = [tmp_path / name for name in ("big.md", "bad.md", "link.md", "dots.md")]
    assert [(fault.line, fault.code) for fault in lint(paths)] == [
        (0, "file-too-large"),
        (2, "not-utf8"),
        (0, "not-plain"),
        (16, "control-character"),
    ]


def test_a_lesson_folder_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text(
        'languages = ["en"]\n[[unit]]\nid = "u"\ntitle = { en = "U" }\n[[unit.lesson]]\nid = "apple-tax"\nskills = []\n'
    )
    (tmp_path / "apple-tax").symlink_to(lessons() / "apple-tax")
    assert "not-a-folder" in [fault.code for fault in lint([tmp_path])]


def test_a_pack_has_its_limits(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text("")
    big = tmp_path / "big.bin"
    with big.open("wb") as file:
        file.truncate(LARGEST_PACK + 1)
    assert [fault.code for fault in lint([tmp_path])] == ["pack-too-large"]
    big.unlink()
    for number in range(MOST_FILES):
        (tmp_path / f"{number}.md").touch()
    assert [fault.code for fault in lint([tmp_path])] == ["too-many-files"]


def test_a_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert [(fault.path, fault.code) for fault in lint([tmp_path])] == [(str(tmp_path), "unreadable")]
