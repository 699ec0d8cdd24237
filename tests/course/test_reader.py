"""A page becomes a lesson; a faulty page becomes all its faults, each with its line."""

import re
from pathlib import Path

import pytest

from tutor.course import CourseError, load_page
from tutor.course.blocks import BLOCKS
from tutor.course.faults import SENTENCES, Fault
from tutor.course.reader import markdown, read_page
from tutor.quiz.question import ChoiceQuestion, Question
from tutor.words import LANGUAGES, words

ROOT = Path(__file__).parents[2]

PAGE = """+++
title = "사과와 소비세"
+++

Two boxes.

```graph shop
# for authors
apple = 100               # 사과: 한 상자의 값
count = 2                 # 개수
tax = 1.1                 # the factor for the tax
subtotal = apple * count
price = subtotal * tax    # 금액: 지불할 금액
```

How *much*?

```python
print("stays")
```

```predict pay
ask = "price"
skill = "forward-pass"
expect = 220
```

~~~choose way
skill = "graph-reading"
[[option]]
text = "left"
reply = "No."
[[option]]
text = "right"
right = true
reply = \"\"\"Yes,
indeed.\"\"\"
~~~

```graph other
a = 3
b = a ^ 2
```

Another graph.

```predict square
ask = "b"
```

```predict back
ask = "d price / d apple"
graph = "shop"
```

The end.
"""


def faults_of(text: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in read_page(text, "my.md", "my", "en")[1]]


def test_a_page_becomes_a_lesson() -> None:
    lesson, faults = read_page(PAGE, "ko.md", "apple-tax", "ko")
    assert faults == []
    assert (lesson.id, lesson.lang, lesson.title) == ("apple-tax", "ko", "사과와 소비세")
    assert [(step.kind, step.id) for step in lesson.steps] == [
        ("predict", "pay"),
        ("choose", "way"),
        ("predict", "square"),
        ("predict", "back"),
    ]
    assert lesson.closing == "The end."
    assert lesson.skills == ("forward-pass", "graph-reading")
    assert lesson.index("square") == 2
    assert lesson.index("gone") is None


def test_prose_around_a_graph_is_kept_and_so_is_program_text() -> None:
    lesson, _ = read_page(PAGE, "", "apple-tax", "ko")
    assert lesson.steps[0].prose == 'Two boxes.\n\nHow *much*?\n\n```python\nprint("stays")\n```'
    assert lesson.steps[1].prose == ""
    assert lesson.steps[2].prose == "Another graph."


def test_a_graph_stays_on_show_until_another_comes_or_an_earlier_one_is_named() -> None:
    lesson, _ = read_page(PAGE, "", "apple-tax", "ko")
    assert [step.graph for step in lesson.steps] == ["shop", "shop", "other", "shop"]
    shop = lesson.graph_of(lesson.steps[0])
    assert shop is lesson.graphs["shop"]
    assert shop.given == {"apple": 100, "count": 2, "tax": 1.1}
    assert shop.values["subtotal"] == 200
    assert shop.labels == {
        "apple": "사과: 한 상자의 값",
        "count": "개수",
        "tax": "the factor for the tax",
        "price": "금액: 지불할 금액",
    }


def test_questions_are_built_whole() -> None:
    lesson, _ = read_page(PAGE, "", "apple-tax", "ko")
    pay, way, _, back = (step.question for step in lesson.steps)
    assert isinstance(pay, Question) and isinstance(back, Question) and isinstance(way, ChoiceQuestion)
    assert (pay.code, pay.lang, pay.skill, pay.formula) == ("apple-tax/pay", "ko", "forward-pass", "금액")
    assert pay.truth == pytest.approx(220)
    assert (back.formula, back.truth) == ("d 금액 / d 사과", 2.2)
    assert (way.code, way.lang, way.truth) == ("apple-tax/way", "ko", {2})
    assert way.options[1].reply == "Yes, indeed."
    assert lesson.steps[0].expect == 220


def test_a_page_with_windows_newlines_and_a_byte_order_mark_is_the_same_page(tmp_path: Path) -> None:
    page = tmp_path / "my.md"
    page.write_bytes(b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode())
    lesson = load_page(page)
    assert [step.prose for step in lesson.steps] == [step.prose for step in read_page(PAGE, "", "", "en")[0].steps]


def test_a_strangers_page_has_an_id_that_no_lesson_of_the_course_can_have(tmp_path: Path) -> None:
    page = tmp_path / "apple-tax.md"
    page.write_text(PAGE, encoding="utf-8")
    assert load_page(page).id == "apple-tax.md"
    assert load_page(page, "ko").lang == "ko"
    folder = tmp_path / "my lesson"
    folder.mkdir()
    (folder / "ko.md").write_text(PAGE, encoding="utf-8")
    lesson = load_page(folder / "ko.md", "en")
    assert (lesson.id, lesson.lang) == ("my-lesson.md", "ko")
    assert lesson.steps[0].question.code == "my-lesson.md/pay"


def test_a_page_that_cannot_be_used_is_refused_with_file_line_and_all_faults(tmp_path: Path) -> None:
    page = tmp_path / "my.md"
    page.write_text(PAGE.replace('ask = "price"', 'ask = "prize"').replace("a ^ 2", "a ^ ^ 2"), encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        load_page(page)
    error = caught.value
    assert (error.code, error.path, error.line) == ("unknown-quantity", str(page), 22)
    assert [fault.line for fault in error.faults] == [22, 42]
    sentence = error.sentence(words("en"))
    assert sentence.startswith(f"{page}:22: graph shop has no quantity prize")
    assert "\n" not in sentence


def test_a_faulty_graph_is_not_blamed_on_its_questions() -> None:
    assert faults_of(PAGE.replace("subtotal * tax", "subtotal *")) == [(13, "graph")]


def test_the_guides_page_is_a_lesson_and_the_guide_knows_every_key() -> None:
    guide = (ROOT / "lessons" / "README.md").read_text(encoding="utf-8")
    found = re.search(r"~~~markdown\n(.*?)\n~~~", guide, re.DOTALL)
    assert found is not None
    lesson, faults = read_page(found[1], "", "guide", "en")
    assert faults == []
    assert len(lesson.steps) == 2
    for kind, block in BLOCKS.items():
        section = re.search(rf"### `{kind} (.*?)\n#", guide, re.DOTALL)
        assert section is not None, kind
        for key in block.keys or ():
            assert f"`{key}`" in section[1] or f"`[[{key}]]`" in section[1], (kind, key)


def test_every_fault_has_a_sentence_that_its_details_fill() -> None:
    for path in (ROOT / "tutor" / "course").glob("*.py"):
        for code in re.findall(r'(?:complain|Fault)\(\s*"([a-z0-9-]+)"', path.read_text(encoding="utf-8")):
            assert code in SENTENCES, (path.name, code)
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tutor").rglob("*.py"))
    for code in SENTENCES:
        assert source.count(f'"{code}"') > 1, f"{code} is never reported"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_shows_a_strangers_words_cleaned_and_short(lang: str) -> None:
    fault = Fault("unknown-graph", "my\x1b.md", 3, {"graph": "x\x1b[2J\n" + "y" * 1000, "known": ("a", "b\u202e")})
    report = fault.report(words(lang))
    assert report.startswith("my\ufffd.md:3: ")
    assert report.isprintable()
    assert len(report) < 400
    assert "{" not in report


def test_the_parser_is_ready_before_two_threads_use_it() -> None:
    """Rules compiled at first use would be seen half compiled by the other thread, which then finds no blocks."""
    parser = markdown.__wrapped__()
    rulers = (parser.core.ruler, parser.block.ruler, parser.inline.ruler, parser.inline.ruler2)
    assert all(ruler.__cache__ is not None for ruler in rulers)
