"""Pages and packs from strangers who mean no good: refused or made harmless, quickly and with one sentence."""

import os
import socket
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.course import CourseError, load_course, load_lesson, load_page
from tutor.course.draft import LARGEST_BLOCK
from tutor.course.files import LARGEST_PAGE, read_text
from tutor.course.reader import DEEPEST, MOST_TOKENS, markdown, read_page
from tutor.words import words

FRONT = '+++\ntitle = "x"\n+++\n\n'
GRAPH = "```graph g\na = 3\nb = a * 2\n```\n\n"
ASK = '```predict q\nask = "b"\n```\n'
GOOD = FRONT + GRAPH + ASK


def codes(text: str) -> list[str]:
    return [fault.code for fault in read_page(text, "my.md", "my", "en")[1]]


def refused(path: Path) -> str:
    with pytest.raises(CourseError) as caught:
        load_page(path)
    assert caught.value.sentence(words("ko")).isprintable()
    return caught.value.code


def open_files() -> int:
    handles = Path("/proc/self/fd")
    return len(list(handles.iterdir())) if handles.exists() else 0


SLOWEST = {
    "sweep": "```graph g\na0 = 1.01\n"
    + "".join(f"a{at} = a{at - 1} * a0\n" for at in range(1, 60))
    + "```\n\n"
    + "".join(f"```sweep s{at}\n```\n\n" for at in range(1500)),
    "optimizer": "".join(
        f"```optimizer o{at}\nrule = adam\nlr = 0.1\nbeta1 = 0.9\nbeta2 = 0.9\nx = 1\ny = 2\nloss = (x - y)^2\n```\n\n"
        f'```predict q{at}\nask = "x after 10"\n```\n\n'
        for at in range(450)
    ),
}


@pytest.mark.parametrize("kind", SLOWEST)
def test_a_page_of_very_many_blocks_is_refused_before_they_take_long(kind: str) -> None:
    started = time.process_time()
    found = codes(FRONT + SLOWEST[kind])
    assert set(found) == {"too-many-blocks"}
    assert time.process_time() - started < 5


def test_the_page_that_the_others_are_made_from_is_good() -> None:
    assert codes(GOOD) == []


# --- files ------------------------------------------------------------------------------------------------


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.md") == "not-found"
    assert refused(tmp_path / ("x" * 300 + ".md")) == "not-found"
    assert refused(tmp_path / "a\x00b.md") == "not-found"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text(GOOD)
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    assert load_page(tmp_path / "real.md").title == "x"
    assert refused(tmp_path / "link.md") == "not-plain"


def test_a_folder_a_pipe_a_socket_and_a_device_are_no_pages(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    assert refused(tmp_path / "folder.md") == "not-plain"
    assert refused(tmp_path / "pipe.md") == "not-plain"  # and does not wait for somebody to write into it
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.md"))
        assert refused(tmp_path / "s.md") == "not-plain"
    assert refused(Path("/dev/zero")) == "not-plain"


def test_files_left_open_by_refusals_would_run_out(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    before = open_files()
    for _ in range(20):
        refused(tmp_path / "folder.md")
    after = open_files()
    assert after <= before


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tutor.course.files.os.open", refuse)
    assert refused(tmp_path / "my.md") == "unreadable"


def test_where_folders_cannot_be_opened_links_are_refused_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.course.files._BY_FOLDER", False)  # as on Windows
    (tmp_path / "real.md").write_text(GOOD)
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    assert load_page(tmp_path / "real.md").title == "x"
    assert refused(tmp_path / "link.md") == "not-plain"


def test_a_page_of_a_course_reached_through_a_link_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "en.md").write_text(GOOD)
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "one").symlink_to(outside)
    (pack / "course.toml").write_text(
        'languages = ["en"]\n[[unit]]\nid = "u"\ntitle = { en = "U" }\n[[unit.lesson]]\nid = "one"\nskills = []\n'
    )
    with pytest.raises(CourseError) as caught:
        load_lesson(load_course(pack), "one", "en")
    assert caught.value.code == "not-plain"


def test_a_page_is_read_up_to_its_limit_only(tmp_path: Path) -> None:
    page = tmp_path / "my.md"
    page.write_bytes(GOOD.encode().ljust(LARGEST_PAGE, b"\n"))
    assert load_page(page).title == "x"
    page.write_bytes(GOOD.encode().ljust(LARGEST_PAGE + 1, b"\n"))
    assert refused(page) == "file-too-large"


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    page = tmp_path / "my.md"
    page.write_bytes(b"+++\ntitle = 'x'\n+++\n\xff\xfe")
    with pytest.raises(CourseError) as caught:
        read_text(tmp_path, "my.md")
    assert (caught.value.code, caught.value.line) == ("not-utf8", 4)


# --- characters -------------------------------------------------------------------------------------------


def test_control_characters_are_reported_and_cleaned_and_the_page_can_still_be_learned(tmp_path: Path) -> None:
    page = tmp_path / "my.md"
    text = GOOD.replace("title = ", "# \x07\ntitle = ").replace(
        "```predict", "Read\x1b]0;mine\x07 &#x202e;this\u202e\n\n```predict"
    )
    page.write_text(text)
    assert codes(text) == ["control-character"] * 2
    assert load_page(page).steps[0].prose == "Read\ufffd]0;mine\ufffd \ufffdthis\ufffd"


@pytest.mark.parametrize("where", ["title", "text", "reply"])
def test_an_escape_in_toml_does_not_smuggle_a_control_character_in(where: str) -> None:
    values = {"title": "x", "text": "yes", "reply": "Yes."} | {where: r"a\u001b[2J\u202eb"}
    page = (
        '+++\ntitle = "{title}"\n+++\n```choose q\n[[option]]\ntext = "{text}"\nright = true\nreply = "{reply}"\n'
        '[[option]]\ntext = "no"\nreply = "No."\n```\n'
    ).format(**values)
    lesson, faults = read_page(page, "", "my", "en")
    assert [fault.code for fault in faults] == ["control-character"]
    question = lesson.steps[0].question
    shown = lesson.title + question.options[0].text + question.options[0].reply  # type: ignore[union-attr]
    assert "a\ufffd[2J\ufffdb" in shown
    assert shown.isprintable()


def test_markup_is_text() -> None:
    text = "[/] [bold]x[/bold] [@click=app.quit]x[/] <b>x</b> {price} %s"
    lesson, faults = read_page(FRONT.replace('"x"', f'"{text}"') + GRAPH + text + "\n\n" + ASK, "", "my", "en")
    assert faults == []
    assert lesson.title == text
    assert lesson.steps[0].prose == text


def test_the_parser_makes_neither_html_nor_images() -> None:
    tokens = markdown().parse("<b>x</b>\n\n<script>\nx\n</script>\n\n![a](b.png) <https://example.org>")
    kinds = {child.type for token in tokens for child in (token, *(token.children or ()))}
    assert not kinds & {"html_block", "html_inline", "image"}


# --- size and depth ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        ">" * 60_000,
        "- " * 30_000,
        "[" * 60_000,
        "*a" * 30_000,
        "`" * 60_000,
        "[a](<b" * 10_000,
        "\n".join(" " * 2 * i + "- a" for i in range(240)),
        "&" * 60_000,
        "\\" * 60_000,
    ],
)
def test_deep_and_tangled_markdown_is_read_without_harm(body: str) -> None:
    _, faults = read_page(FRONT + GRAPH + body + "\n\n" + ASK, "", "my", "en")
    assert {fault.code for fault in faults} <= {"fence-not-closed", "too-many-tokens", "no-question"}
    assert max(token.level for token in markdown().parse(body)) <= DEEPEST


def test_a_page_of_very_many_pieces_is_refused() -> None:
    assert codes(GOOD + "\n\n- x" * (MOST_TOKENS // 3)) == ["too-many-tokens"]
    table = "|a" * 100 + "\n" + "|-" * 100 + "\n" + "|\n" * 20_000  # each short row is filled up with cells
    assert codes(GOOD + "\n" + table) == ["too-many-tokens"]


@pytest.mark.parametrize(
    "toml",
    [
        "x = " + "[" * 4_000,
        "x = " + "1" * 6_000,
        ".".join("a" * 3_000) + " = 1",
        "x = 1979-05-27T07:32:00Z",
        'x = "',
        "\x00 = 1",
        "x = nan\nx = 1",
    ],
)
def test_toml_without_end_is_a_fault_like_another(toml: str) -> None:
    page = GOOD.replace('ask = "b"', toml)
    assert set(codes(page)) <= {"bad-toml", "unknown-key", "missing-key", "control-character"}
    assert codes(page)
    front = FRONT.replace('title = "x"', toml) + GRAPH + ASK
    assert set(codes(front)) <= {"bad-toml", "unknown-key", "missing-key", "control-character"}


def test_there_is_no_yaml() -> None:
    page = GOOD.replace("+++", "---").replace('title = "x"', 'a: &a ["lol"]\nb: &b [*a,*a,*a]')
    assert codes(page) == ["no-front-matter"]


def test_blocks_front_matter_and_graphs_have_their_limits() -> None:
    comment = "# " + "x" * LARGEST_BLOCK + "\n"
    assert codes(GOOD.replace("title =", comment + "title =")) == ["front-matter-too-large"]
    assert codes(GOOD.replace("ask =", comment + "ask =")) == ["block-too-large"]
    chain = "".join(f"x{i + 1} = x{i} * 2\n" for i in range(100))
    assert codes(GOOD.replace("b = a * 2\n", "x0 = a * 2\n" + chain + "b = x9 * 2\n")) == ["graph-too-large"]
    assert codes(GOOD.replace("b = a * 2", "b = a * 2 ^ 99999999999")) == ["graph"]
    assert codes(GOOD.replace("b = a * 2", "c = " + "(" * 500 + "a" + ")" * 500 + "\nb = c * 2")) == ["graph"]
    assert codes(GOOD.replace("b = a * 2", "b = a * 2\n" + "long" * 10 + " = a * 3\nc = b * 2")) == [
        "graph-name-too-long"
    ]


@given(st.text(alphabet='`~+#=[]".\n\t >-_ abdgoptix1\x1b\u202e&;', max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_makes_a_lesson_or_faults(text: str) -> None:
    for page in (text, FRONT + text, GOOD + text, GOOD.replace("a = 3", text), GOOD.replace('ask = "b"', text)):
        lesson, faults = read_page(page, "my.md", "my", "ko")
        assert faults or lesson.steps
        for fault in faults:
            assert fault.report(words("ko")).isprintable()
