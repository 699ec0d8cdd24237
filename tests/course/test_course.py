"""The list of the course, and its lessons as they come with the program."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tutor.course import CourseError, UnknownLesson, load_course, load_lesson, load_titles
from tutor.course.catalog import read_course
from tutor.quiz.question import ChoiceQuestion, Question
from tutor.quiz.siblings import APART
from tutor.words import words

LIST = """languages = ["en", "ko"]

[[unit]]
id = "graph"
title = { en = "The graph", ko = "계산 그래프" }

[[unit.lesson]]
id = "one"
skills = ["forward-pass"]

[[unit.lesson]]
id = "two"
skills = []

[[unit]]
id = "depth"
title = { en = "Depth", ko = "깊이" }

[[unit.lesson]]
id = "three"
skills = []
"""
PAGE = """+++
title = "{title}"
+++

```graph g
a = 3
b = a * 2
```

```predict q
ask = "b"
```
"""

COURSE = load_course()
PAGES = [(lesson, lang) for lesson in COURSE.lessons for lang in COURSE.languages]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "course.toml").write_text(LIST, encoding="utf-8")
    for lesson in ("one", "two", "three"):
        (tmp_path / lesson).mkdir()
        (tmp_path / lesson / "en.md").write_text(PAGE.format(title=f"Lesson {lesson}"), encoding="utf-8")
    (tmp_path / "one" / "ko.md").write_text(PAGE.format(title="첫 레슨"), encoding="utf-8")
    return tmp_path


def test_units_lessons_and_their_order(pack: Path) -> None:
    course = load_course(pack)
    assert course.lessons == ("one", "two", "three")
    assert [unit.title("ko") for unit in course.units] == ["계산 그래프", "깊이"]
    assert course.units[0].title("fr") == "The graph"
    assert course.unit_of("three").id == "depth"
    assert [course.after(lesson) for lesson in (*course.lessons, "gone")] == ["two", "three", None, None]
    assert course.skills["one"] == ("forward-pass",)


def test_a_lesson_without_a_page_in_the_language_is_read_in_english(pack: Path) -> None:
    course = load_course(pack)
    assert (load_lesson(course, "one", "ko").title, load_lesson(course, "one", "ko").lang) == ("첫 레슨", "ko")
    assert (load_lesson(course, "two", "ko").title, load_lesson(course, "two", "ko").lang) == ("Lesson two", "en")
    assert load_lesson(course, "one", "../one/ko").lang == "en"
    assert load_titles(course, "ko") == {"one": "첫 레슨", "two": "Lesson two", "three": "Lesson three"}


def test_a_course_without_english_falls_back_on_its_first_language(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text(
        'languages = ["ko"]\n[[unit]]\nid = "u"\ntitle = { ko = "U" }\n[[unit.lesson]]\nid = "one"\nskills = []\n'
    )
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "ko.md").write_text(PAGE.format(title="첫 레슨"), encoding="utf-8")
    assert load_lesson(load_course(tmp_path), "one", "en").title == "첫 레슨"


def test_the_map_has_a_title_for_a_lesson_that_cannot_be_read(pack: Path) -> None:
    (pack / "two" / "en.md").write_text("no front matter")
    (pack / "three" / "en.md").unlink()
    assert load_titles(load_course(pack), "en") == {"one": "Lesson one", "two": "two", "three": "three"}


def test_an_unknown_lesson_is_answered_with_ids_that_come_close(pack: Path) -> None:
    with pytest.raises(UnknownLesson) as caught:
        load_lesson(COURSE, "appel-tax", "en")
    assert caught.value.matches == ("apple-tax",)
    assert caught.value.sentence(words("en")) == "there is no lesson appel-tax; did you mean apple-tax?"
    with pytest.raises(UnknownLesson) as caught:
        load_lesson(load_course(pack), "../../etc/passwd", "en")
    assert caught.value.matches == ()
    assert "one, two, three" in caught.value.sentence(words("en"))


def test_a_folder_without_a_course(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(CourseError) as caught:
            load_course(folder)
        assert caught.value.code == "no-course"


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ('["en", "ko"]', '"en"', 1, "wrong-type"),
        ('["en", "ko"]', '["en", "../ko"]', 1, "bad-language"),
        ('languages = ["en", "ko"]', "languages = []", 1, "empty-text"),
        ('id = "depth"\n', "", 15, "missing-key"),
        ('id = "depth"', 'id = "Depth one"', 15, "bad-id"),
        ('id = "depth"', 'id = "graph"', 15, "id-twice"),
        ('id = "three"', 'id = "one"', 19, "id-twice"),
        ('id = "three"', 'id = "../three"', 19, "bad-id"),
        ('id = "three"', 'id = "three"\ncolour = "red"', 21, "unknown-key"),
        ('id = "two"\nskills = []', 'id = "two"\nskills = "add-node"', 13, "wrong-type"),
        ('ko = "깊이"', 'fr = "x"', 17, "title-missing"),
        ('title = { en = "Depth"', "title = { en = 7", 17, "wrong-type"),
        ("[[unit.lesson]]", "[[unit.lesson]", 7, "bad-toml"),
    ],
)
def test_faults_of_the_list_have_their_line(tmp_path: Path, old: str, new: str, line: int, code: str) -> None:
    assert old in LIST
    (tmp_path / "course.toml").write_text(LIST.replace(old, new), encoding="utf-8")
    found = [(fault.line, fault.code) for fault in read_course(tmp_path)[1]]
    assert [fault for fault in found if fault[1] != "title-missing" or code == "title-missing"] == [(line, code)]
    with pytest.raises(CourseError) as caught:
        load_course(tmp_path)
    assert (caught.value.code, caught.value.line) == (code, line)


def test_control_characters_in_the_list_are_reported_and_cleaned(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text(LIST.replace("Depth", "De\u202epth"), encoding="utf-8")
    assert [(fault.line, fault.code) for fault in read_course(tmp_path)[1]] == [(17, "control-character")]
    assert load_course(tmp_path).units[1].title("en") == "De\ufffdpth"


def test_the_list_comes_without_numpy_and_without_the_parser() -> None:
    code = (
        "import sys; from tutor.course import load_course, load_titles\n"
        "load_titles(load_course(), 'ko')\n"
        "print([m for m in ('numpy', 'markdown_it', 'textual') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- the course that comes with the program ---------------------------------------------------------------


def test_the_course_begins_with_single_nodes_and_then_the_notebooks_graph() -> None:
    first = ("backpropagation", "sensitivity", "multiply-node", "add-node", "apple-tax")
    assert COURSE.lessons[: len(first)] == first
    assert COURSE.languages == ("en", "ko")


@pytest.mark.parametrize("lang", COURSE.languages)
def test_the_apple_tax_numbers_are_the_notebooks(lang: str) -> None:
    lesson = load_lesson(COURSE, "apple-tax", lang)
    truths = {step.id: step.question.truth for step in lesson.steps}
    assert truths["pay"] == pytest.approx(220, abs=1e-9)
    assert truths["subtotal-gradient"] == pytest.approx(1.1, abs=1e-12)
    assert truths["tax-gradient"] == 200
    assert truths["apple-gradient"] == pytest.approx(2.2, abs=1e-12)
    assert truths["count-gradient"] == pytest.approx(110, abs=1e-9)
    names = {"en": "d price / d apple", "ko": "d 금액 / d 사과"}
    step = lesson.steps[lesson.index("apple-gradient") or 0]
    assert isinstance(step.question, Question)
    assert step.question.formula == names[lang]


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_a_lesson_has_its_size_and_its_first_question_on_the_first_screen(name: str, lang: str) -> None:
    lesson = load_lesson(COURSE, name, lang)
    assert lesson.lang == lang
    asked = [step for step in lesson.steps if step.kind not in ("lab", "sweep")]  # the others are for doing
    assert len(asked) <= 12 and len(lesson.steps) >= 10
    assert len(lesson.steps[0].prose.splitlines()) <= 8
    for step in lesson.steps:
        assert len(re.sub("(?s)```.*?```", "", step.prose).splitlines()) <= 12, step.id
        assert step.prose, step.id
    assert lesson.closing


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_every_number_keeps_its_distance_from_every_mistake(name: str, lang: str) -> None:
    for step in load_lesson(COURSE, name, lang).steps:
        if isinstance(step.question, Question):
            truth = step.question.truth
            assert step.expect == pytest.approx(truth, rel=1e-12), step.id
            for found in step.question.mistakes:
                assert abs(found.value - truth) > APART * max(abs(found.value), abs(truth)), (step.id, found.id)


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_replies_are_short(name: str, lang: str) -> None:
    for step in load_lesson(COURSE, name, lang).steps:
        if isinstance(step.question, ChoiceQuestion):
            for option in step.question.options:
                assert len(option.text) <= 72, step.id
                if lang == "ko":
                    assert len(option.reply) <= 60, option.reply
                else:
                    assert len(option.reply.split()) <= 25, option.reply


@pytest.mark.parametrize("name", COURSE.lessons[1:])
def test_a_lesson_ends_with_something_from_an_earlier_one(name: str) -> None:
    lesson = load_lesson(COURSE, name, "en")
    assert lesson.steps[-1].question.skill not in COURSE.skills[name]


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_no_mark_of_emphasis_is_left_in_the_text(name: str, lang: str) -> None:
    lesson = load_lesson(COURSE, name, lang)
    for prose in (*(step.prose for step in lesson.steps), lesson.closing):
        for block in MarkdownIt().parse(prose):
            for piece in block.children or ():
                if piece.type == "text":
                    assert not re.search(r"(?<!\S)[*_]+\w", piece.content), piece.content


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_the_prose_before_a_question_does_not_say_the_number(name: str, lang: str) -> None:
    for step in load_lesson(COURSE, name, lang).steps:
        if isinstance(step.question, Question) and step.id not in TOLD:
            said = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", step.prose)}
            assert round(step.question.truth, 9) not in said, step.id


TOLD = {"area-gradient", "earlier-speed", "order-coffee", "start"}
"""Questions whose answer is also one of the numbers that the prose has to give."""
