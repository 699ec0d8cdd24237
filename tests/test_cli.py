"""The command line: every command, every way to call it wrongly, exit statuses; one line of complaint, no traceback."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tutor import __version__, cli
from tutor.commands import COMMANDS, faces
from tutor.commands.faces import why_plain
from tutor.course import load_course, load_titles
from tutor.learner.entry import Entry
from tutor.learner.settings import Settings
from tutor.learner.store import SqliteRecord
from tutor.ui.app import TutorApp
from tutor.words import LANGUAGES, words

PROGRAM = Path(sys.executable).parent / "bptutor"
PATIENCE = 20
APPLES = ("apple*count*tax", "apple=100", "count=2", "tax=1.1")


class Done(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An English-speaking learner without a record."""
    for name in ("LC_ALL", "LC_MESSAGES", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BPTUTOR_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def run(home: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """The command in this process."""

    def do(*arguments: str) -> Done:
        os.environ["LANGUAGE"] = ""  # the command sets it
        status = cli.main(arguments)
        return Done(status, *capfd.readouterr())

    return do


def started(home: Path, *arguments: str, feed: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """The installed command in a process of its own, which knows only this environment."""
    known = {"PATH": os.environ["PATH"], "HOME": str(home), "BPTUTOR_HOME": str(home / "data"), "LANG": "C.UTF-8"}
    return subprocess.run([PROGRAM, *arguments], env=known | env, input=feed, capture_output=True, timeout=PATIENCE)


def is_one_line(text: str) -> bool:
    return text.startswith("bptutor: ") and text.endswith("\n") and text[:-1].isprintable()


# --- called wrongly --------------------------------------------------------------------------------------


def _id(value: object) -> str | None:
    return " ".join(value)[:40] if isinstance(value, tuple) else ""


USAGE: list[tuple[tuple[str, ...], str]] = [
    (("learn", "apple-tx"), "did you mean apple-tax?"),
    (("learn", "Apple-Tax"), "did you mean apple-tax, apples-and-oranges?"),
    (("learn", "zzz"), "(there are: backpropagation, sensitivity, multiply-node, add-node, apple-tax, "),
    (("learn", ""), "there is no lesson"),
    (("learn", "x" * 5000), "there is no lesson xxx"),
    (("learn", "apple-tax", "again"), "again"),
    (("--lang", "xx"), "there is no language xx (there are: en, ko)"),
    (("--lang=",), "there is no language"),
    (("learn", "apple-tax", "--lang", "../en"), "there is no language ../en"),
    (("--lang",), "--lang: expected one argument"),
    (("progress", "--data"), "--data: expected one argument"),
    (("trace", "sgd", "x^2", "x=3", "--lr"), "--lr: expected one argument"),
    (("trace", "sgd", "x^2", "x=3", "--lr", "--steps", "2"), "--lr: expected one argument"),
    (("--nonsense",), "there is no option --nonsense"),
    (("--dat", "x", "progress"), "there is no option --dat"),
    (("grad", "x*y", "--jso"), "there is no option --jso"),
    (("-x",), "there is no option -x"),
    (("grad", "x*y", "--json=1"), "--json"),
    (("progress", "--check"), "--check"),
    (("--json",), "--json"),
    (
        ("frobnicate",),
        f"there is no command frobnicate (there are: {', '.join(COMMANDS)})",
    ),
    (("",), "there is no command"),
    (("progress", "extra"), "extra"),
    (("grad",), "EXPRESSION"),
    (("grad", ""), "nothing to work out"),
    (("grad", "   "), "nothing to work out"),
    (("grad", "5"), "an operation is missing"),
    (("grad", "x"), "an operation is missing"),
    (("grad", "x**", "x=2"), "a number is missing here (column 4 of x**)"),
    (("grad", "x*(y", "x=2", "y=1"), "this bracket is never closed (column 3 of x*(y)"),
    (("grad", "x*y)", "x=2", "y=1"), "this bracket was never opened (column 4 of x*y))"),
    (("grad", "2 x", "x=2"), "(column 3 of 2 x)"),
    (("grad", "x*$", "x=2"), "this character has no place here: $ (column 3 of x*$)"),
    (("grad", "__import__('os').system('x')"), "(column 12 of"),
    (("grad", "x*" * 300 + "x", "x=1", "--of", "nothing"), "there is no quantity nothing"),
    (("grad", "(" * 600 + "x" + ")" * 600, "x=1"), "levels deep"),
    (("grad", "x*" * 300, "x=1"), "a number is missing here (column 601 of x*x*x*"),
    (("grad", "x*" * 20000 + "x", "x=1"), "longer than 20000 characters"),
    (("grad", "x*y", "x=2", "y=3", "z=4"), "z is not an input of this graph (inputs: x, y)"),
    (("grad", "x*y", "x=2", "y=3", "x*y=4"), "x*y is not an input of this graph"),
    (("grad", "x*y", "x=2"), "a value is missing for: y (add y=1)"),
    (("grad", "x*y"), "a value is missing for: x, y (add x=1 y=1)"),
    (("grad", "x*y", "x", "y=3"), "x is not NAME=VALUE"),
    (("grad", "x*y", "=2", "y=3"), "=2 is not NAME=VALUE"),
    (("grad", "x*y", "x=", "y=3"), "the value of x can't be read: nothing is written"),
    (("grad", "x*y", "x=a", "y=3"), "the value of x can't be read: a is not known here"),
    (("grad", "x*y", "x=2=3", "y=3"), "the value of x can't be read"),
    (("grad", "x*y", "x=1e999", "y=3"), "the value of x can't be read: the number is too large"),
    (("grad", "x*y", "x=nan", "y=3"), "the value of x can't be read"),
    (("grad", "x*y", "x=1/0", "y=3"), "the value of x can't be read: division by zero"),
    (("grad", "x*y", "x=1", "x=2", "y=3"), "x is given twice"),
    (("grad", "x*y", "x=1", "y=3", "--of", "z"), "there is no quantity z (there are: x, y, x*y)"),
    (("grad", "a = x*y\nb = a*", "x=1", "y=3"), "a number is missing here"),
]

FAILURES: list[tuple[tuple[str, ...], str]] = [
    (("learn", "./none.md"), "none.md: there is no such file or folder"),
    (("learn", "none/such"), "there is no such file"),
    (("learn", "none.md"), "there is no such file"),
    (("learn", "{home}"), "not a plain file"),
    (("learn", "/dev/null"), "not a plain file"),
    (("learn", "/dev/zero"), "not a plain file"),
    (("learn", "{home}/binary.md"), "not UTF-8 text"),
    (("learn", "{home}/large.md"), "larger than 65536 bytes"),
    (("learn", "{home}/empty.md"), "a page begins with +++"),
    (("learn", "{home}/notes.md"), "a page begins with +++"),
    (("learn", "{home}/silent.md"), "the page asks no question"),
    (("learn", "{home}/link.md"), "not a plain file"),
    (("grad", "a/b", "a=1", "b=0"), "division by zero at a/b"),
    (("grad", "x^y", "x=10", "y=5000"), "no finite value"),
    (("grad", "+".join(f"a{i}" for i in range(300)), *(f"a{i}=1" for i in range(300))), "too large to be drawn"),
]


@pytest.fixture
def files(home: Path) -> Path:
    (home / "binary.md").write_bytes(bytes(range(256)))
    (home / "large.md").write_bytes(b"+++\n" * 70_000)
    (home / "empty.md").touch()
    (home / "notes.md").write_text("# Notes\n\nNot a lesson.\n")
    (home / "silent.md").write_text('+++\ntitle = "Silence"\n+++\n\nNothing is asked.\n')
    (home / "link.md").symlink_to(home / "notes.md")
    return home


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("arguments", "said"), USAGE, ids=_id)
def test_a_usage_error_is_one_line_and_2(run: Run, arguments: tuple[str, ...], said: str, lang: str) -> None:
    done = run("--lang", lang, *arguments) if "--lang" not in " ".join(arguments) else run(*arguments)
    assert done.status == 2
    assert done.out == ""
    assert is_one_line(done.err)
    if lang == "en":
        assert said in done.err
        assert len(done.err) < 1020


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("arguments", "said"), FAILURES, ids=_id)
def test_a_failure_is_one_line_and_1(run: Run, files: Path, arguments: tuple[str, ...], said: str, lang: str) -> None:
    done = run("--lang", lang, *(argument.format(home=files) for argument in arguments))
    assert (done.status, done.out) == (1, "")
    assert is_one_line(done.err)
    if lang == "en":
        assert said in done.err


@pytest.mark.parametrize("arguments", [("learn", "zzz"), ("frobnicate",), ("grad", "x**"), ("--nonsense",), ("grad",)])
def test_complaints_are_in_the_learners_language(run: Run, arguments: tuple[str, ...]) -> None:
    said = run(*arguments, "--lang", "ko").err
    assert said != run(*arguments).err
    assert any("가" <= char <= "힣" for char in said)


def test_what_is_quoted_gives_the_terminal_no_commands(run: Run) -> None:
    hostile = "\x1b]0;stolen\x07\x1b[2J\u202e\n\r"
    for arguments in [
        ("learn", hostile),
        ("learn", hostile + ".md"),
        (hostile,),
        ("--" + hostile,),
        ("--lang", hostile),
        ("grad", hostile),
        ("grad", "x*y", hostile),
        ("grad", "x*y", hostile + "=2"),
        ("grad", "x*y", "x=1", "y=2", "--of", hostile),
        ("progress", hostile),
        ("lint", hostile),
    ]:
        done = run(*arguments)
        assert done.status == (1 if arguments[0] == "lint" or arguments[1:] == (hostile + ".md",) else 2)
        assert not {char for char in done.out + done.err if not char.isprintable()} - {"\n"}, arguments
        assert "\u202e" not in done.out + done.err
        assert "Traceback" not in done.err


def test_an_argument_that_is_no_text(home: Path) -> None:
    for arguments in ([b"learn", b"\xff\xfe"], [b"grad", b"x*\xff"], [b"--data", b"/tmp/\xff\xff", b"progress"]):
        done = started(home, *arguments)  # type: ignore[arg-type]
        assert done.returncode in (0, 2)
        assert b"Traceback" not in done.stderr


# --- the order of things ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "en", "grad", "x*y", "x=2", "y=3", "--json"),
        ("grad", "--json", "x*y", "x=2", "y=3"),
        ("grad", "x*y", "--json", "x=2", "y=3"),
        ("grad", "x*y", "x=2", "--json", "y=3", "--lang=ko"),
        ("--json", "grad", "x*y", "x=2", "y=3"),
        ("grad", "x*y", "x=2", "y=3", "--of", "x*y", "--json"),
        ("grad", "--of", "x*y", "x*y", "--json", "x=2", "y=3"),
        ("grad", "--json", "--", "x*y", "x=2", "y=3"),
        ("--plain", "grad", "x*y", " x = 2 ", "y=6/2", "--json"),
    ],
)
def test_options_stand_anywhere(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["gradients"] == {"x*y": 1, "x": 3, "y": 2}


@pytest.mark.parametrize("arguments", [(), ("learn",), ("grad",), ("lint",), ("progress",)])
@pytest.mark.parametrize("option", ["--version", "--help", "-h"])
def test_help_and_version_are_options_of_all(run: Run, arguments: tuple[str, ...], option: str) -> None:
    for done in (run(*arguments, option), run(option, *arguments)):
        assert (done.status, done.err) == (0, "")
        if option == "--version":
            assert done.out == f"bptutor {__version__}\n"
        else:
            assert done.out.startswith(" ".join(["usage: bptutor", *arguments]))


def test_help_names_every_command_and_option(run: Run) -> None:
    said = run("--help").out
    for name in (*COMMANDS, "--lang", "--plain", "--no-animation", "--ascii", "--data", "--version", "--help"):
        assert name in said
    said = run("grad", "--help").out
    for name in ("EXPRESSION", "NAME=VALUE", "--of", "--check", "--json", "--lang", "--plain", "--data", "--version"):
        assert name in said


def test_ascii_is_an_option_of_all_that_draws(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not run("grad", *APPLES).out.isascii()
    assert run("grad", *APPLES, "--ascii").out.isascii()
    for arguments in (("learn", "apple-tax"), ("practice", "--item", "chain-rule.2:7")):
        monkeypatch.setattr(sys, "stdin", io.StringIO(":graph\n:quit\n"))
        assert "▶" in run(*arguments).out
        monkeypatch.setattr(sys, "stdin", io.StringIO(":graph\n:quit\n"))
        said = run(*arguments, "--ascii").out
        assert said.isascii() and ">+---+" in said
    Settings(home / "data" / "settings.toml").set("drawing", "ascii")
    monkeypatch.setattr(sys, "stdin", io.StringIO(":graph\n:quit\n"))
    assert run("learn", "apple-tax").out.isascii()


def test_help_speaks_korean(run: Run) -> None:
    t = words("ko")
    for arguments in [("--help",), ("grad", "--help")]:
        said = run("--lang", "ko", *arguments).out
        assert t("options of all commands") in said
        assert t("lines of text instead of screens") in said
        assert t("show this help message and exit") in said
        for english in ("usage:", "options:", "positional arguments", "show this", "the language"):
            assert english not in said


# --- languages -------------------------------------------------------------------------------------------


def speaks(said: str) -> str:
    """The language in which the progress is told."""
    return next(lang for lang in LANGUAGES if said.startswith(words(lang)("lesson")))


@pytest.mark.parametrize(
    ("locale", "remembered", "option", "lang"),
    [
        ("en_US.UTF-8", "", "", "en"),
        ("ko_KR.UTF-8", "", "", "ko"),
        ("de_DE.UTF-8", "", "", "en"),
        ("C", "", "", "en"),
        ("ko_KR.UTF-8", "en", "", "en"),
        ("en_US.UTF-8", "ko", "", "ko"),
        ("en_US.UTF-8", "xx", "", "en"),
        ("ko_KR.UTF-8", "ko", "en", "en"),
        ("en_US.UTF-8", "en", "ko", "ko"),
    ],
)
def test_option_before_choice_before_locale(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, locale: str, remembered: str, option: str, lang: str
) -> None:
    monkeypatch.setenv("LANG", locale)
    if remembered:
        Settings(home / "data" / "settings.toml").set("lang", remembered)
    more = ("--lang", option) if option else ()
    assert speaks(run("progress", *more).out) == lang
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    said = run("learn", "apple-tax", *more).out
    assert words(lang)("No terminal here: going on in plain lines.") in said
    assert load_titles(load_course(), lang)["apple-tax"] in said


# --- grad ------------------------------------------------------------------------------------------------


def test_grad_json_gives_numbers_whole(run: Run) -> None:
    done = run("grad", *APPLES, "--json")
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out) == {
        "values": {"apple": 100, "count": 2, "apple*count": 200, "tax": 1.1, "apple*count*tax": 220.00000000000003},
        "gradients": {
            "apple*count*tax": 1,
            "tax": 200,
            "apple*count": 1.1,
            "count": 110.00000000000001,
            "apple": 2.2,
        },
    }
    assert "220.00000000000003" in done.out and "110.00000000000001" in done.out


def test_grad_check_adds_central_differences(run: Run) -> None:
    found = json.loads(run("grad", *APPLES, "--json", "--check").out)
    assert list(found) == ["values", "gradients", "numeric"]
    assert found["numeric"] == pytest.approx(found["gradients"], rel=1e-6)


def test_grad_of_another_quantity(run: Run) -> None:
    found = json.loads(run("grad", "s = a*b; p = s*c", "a=2", "b=3", "c=4", "--of", "s", "--json").out)
    assert found["gradients"]["a"] == 3
    assert found["gradients"]["s"] == 1
    assert found["gradients"].get("c", 0) == 0


def test_grad_draws_the_graph(run: Run) -> None:
    done = run("grad", *APPLES)
    assert (done.status, done.err) == (0, "")
    rows = done.out.rstrip("\n").split("\n")
    for text in ("← 2.2", "← 110", "← 200", "← 1.1", "← 1", "220", "│ × │", "▶ apple*count*tax", "apple ─", "tax ─"):
        assert any(text in row for row in rows), text
    assert "220.00" not in done.out
    assert max(len(row) for row in rows) <= 100


def test_grad_draws_a_node_to_the_last_cell(run: Run) -> None:
    assert [row.rstrip() for row in run("grad", "x*y", "x=2", "y=3").out.split("\n")] == [
        "     2",
        "x ──────────╮",
        "   ← 3      ╰─▶╭───╮    6",
        "               │ × │────────────▶ x*y",
        "     3      ╭─▶╰───╯  ← 1",
        "y ──────────╯",
        "   ← 2",
        "",
    ]


def test_grad_check_prints_a_table_by_cells(run: Run) -> None:
    rows = run("grad", "사과*n", "사과=2", "n=3", "--check", "--lang", "ko").out.rstrip("\n").split("\n")[-6:-2]
    from wcwidth import wcswidth

    t = words("ko")
    assert rows[0].split("  ")[0].strip() == t("quantity")
    assert len({wcswidth(row) for row in rows}) == 1
    assert [row.split()[:3] for row in rows[1:]] == [["사과", "2", "3"], ["n", "3", "2"], ["사과*n", "6", "1"]]


@pytest.mark.parametrize(
    ("expression", "values", "output", "value"),
    [
        ("-x*y", ("x=2", "y=3"), "-x*y", -6),
        ("-(x*y)", ("x=2", "y=3"), "-(x*y)", -6),
        ("-x^2", ("x=3",), "-x^2", -9),
        ("x**2", ("x=3",), "x^2", 9),
        ("x×y", ("x=2", "y=３"), "x*y", 6),
        ("s = x*y\np = s + x", ("x=2", "y=3"), "p", 8),
        ("x = 2; x*y", ("y=3",), "x*y", 6),
        ("x = 2; x*y", ("x=5", "y=-3"), "x*y", -15),
    ],
)
def test_expressions(run: Run, expression: str, values: tuple[str, ...], output: str, value: float) -> None:
    done = run("grad", expression, *values, "--json")
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["values"][output] == value


def test_names_in_pieces_are_the_same_names(run: Run) -> None:
    """As a file system or a keyboard may send Hangul."""
    pieces = [unicodedata.normalize("NFD", text) for text in ("사과*개수", "사과=2", "개수=3", "사과*개수")]
    assert pieces[0] != "사과*개수"
    done = run("grad", *pieces[:3], "--of", pieces[3], "--json")
    assert json.loads(done.out)["gradients"] == {"사과*개수": 1, "사과": 3, "개수": 2}


# --- lint and progress -----------------------------------------------------------------------------------


def test_lint_of_our_own_lessons(run: Run) -> None:
    done = run("lint")
    assert (done.status, done.out) == (0, "")


def test_lint_reports_each_fault_with_its_place(run: Run, files: Path) -> None:
    pages = [str(files / name) for name in ("notes.md", "silent.md", "binary.md", "none.md")]
    done = run("lint", *pages)
    assert done.status == 1
    for page in pages:
        assert any(line.startswith(page + ":") for line in done.out.splitlines())
    assert done.err == f"{len(done.out.splitlines())} faults\n"


def test_progress_of_nobody_makes_no_file(run: Run, home: Path) -> None:
    found = json.loads(run("progress", "--json").out)
    assert found["attempts"] == []
    assert found["lessons"]["apple-tax"] == {"state": "new", "step": "", "done": False}
    assert list(found["lessons"]) == list(load_course().lessons)
    assert not (home / "data").exists()


def feed_plain(home: Path, *arguments: str, feed: str = "3\n220\n", **env: str) -> subprocess.CompletedProcess[bytes]:
    return started(home, "learn", "apple-tax", *arguments, feed=feed.encode(), **env)


def test_progress_tells_what_was_done(run: Run, home: Path) -> None:
    assert feed_plain(home).returncode == 0
    found = json.loads(run("progress", "--json").out)
    assert [(a["step"], a["answer"], a["outcome"], a["item"]) for a in found["attempts"]] == [
        ("pay", "3", "wrong", "apple-tax/pay"),
        ("pay", "220", "right", "apple-tax/pay"),
    ]
    assert found["lessons"]["apple-tax"] == {"state": "current", "step": "start", "done": False}
    row = next(line for line in run("progress").out.splitlines() if line.startswith("The apple-tax graph"))
    assert row.split()[-3:] == ["begun", "2", "1"]


def test_the_data_folder_can_be_chosen(run: Run, home: Path) -> None:
    elsewhere = home / "else where" / "사과"
    assert feed_plain(home, "--data", str(elsewhere)).returncode == 0
    assert (elsewhere / "record.sqlite3").is_file()
    assert not (home / "data").exists()
    assert len(json.loads(run("progress", "--json", "--data", str(elsewhere)).out)["attempts"]) == 2
    assert json.loads(run("progress", "--json").out)["attempts"] == []


@pytest.mark.parametrize("where", ["a-file", "below-a-file", "no-such-user", "too-long", "dev-null"])
def test_a_data_folder_that_can_not_be_used(home: Path, where: str) -> None:
    (home / "file").write_text("not a folder\n")
    folder = {
        "a-file": str(home / "file"),
        "below-a-file": str(home / "file" / "data"),
        "no-such-user": "~no-such-user/data",
        "too-long": "/" + "x" * 300,
        "dev-null": "/dev/null",
    }[where]
    done = subprocess.run(
        [PROGRAM, "learn", "apple-tax"],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "BPTUTOR_HOME": folder, "LANG": "C.UTF-8"},
        cwd=home,
        input=b"220\n",
        capture_output=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Right. 220 = 200 * 1.1" in done.stdout
    assert (b"kept only until you quit" in done.stdout) == (where != "no-such-user")
    assert (home / "file").read_text() == "not a folder\n"
    looked = started(home, "progress", "--json", BPTUTOR_HOME=folder)
    assert looked.returncode == 0
    assert b"Traceback" not in looked.stderr
    json.loads(looked.stdout)


def test_an_empty_home_in_the_environment_counts_as_none(home: Path) -> None:
    done = feed_plain(home, BPTUTOR_HOME="", XDG_DATA_HOME=str(home / "xdg"))
    assert done.returncode == 0
    assert (home / "xdg" / "bptutor" / "record.sqlite3").is_file()


# --- streams ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("--help",), ("grad", *APPLES), ("learn", "apple-tax")])
def test_a_reader_that_has_gone(home: Path, arguments: tuple[str, ...]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "wb") as gone:
        done = subprocess.run(
            [PROGRAM, *arguments],
            env={"PATH": os.environ["PATH"], "BPTUTOR_HOME": str(home / "data"), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=gone,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
        )
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [("--version",), ("progress",), ("learn", "apple-tax")])
def test_a_full_disk(home: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [PROGRAM, *arguments],
            env={"PATH": os.environ["PATH"], "BPTUTOR_HOME": str(home / "data"), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
        )
    assert done.returncode == 1
    assert is_one_line(done.stderr.decode())


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_stream_that_was_closed_before(home: Path, closed: int) -> None:
    shell = f'exec "$0" learn apple-tax {closed}{"<" if closed == 0 else ">"}&-'
    done = subprocess.run(
        ["/bin/sh", "-c", shell, PROGRAM],
        env={"PATH": os.environ["PATH"], "BPTUTOR_HOME": str(home / "data"), "LANG": "C.UTF-8"},
        input=b"220\n",
        capture_output=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (b"Right. 220" in done.stdout) == (closed == 2)
    assert (b"price = ?" in done.stdout) == (closed != 1)
    assert json.loads(started(home, "progress", "--json").stdout)["lessons"]["apple-tax"]["state"] == "current"


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
def test_a_terminal_of_ascii(home: Path, env: dict[str, str]) -> None:
    for arguments in [
        ("grad", "x*y", "x=2", "y=3"),
        ("progress",),
        ("--help",),
        ("learn", "apple-tax", "--lang", "ko"),
    ]:
        done = started(home, *arguments, feed=b"220\n?\n", **env)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout
    if "PYTHONUTF8" in env:
        drawn = started(home, "grad", "x*y", "x=2", "y=3", **env).stdout
        assert drawn.isascii()
        assert b"| * |" in drawn and b"<- 3" in drawn and b"?" not in drawn


def test_ctrl_c_in_plain_lines(home: Path) -> None:
    child = subprocess.Popen(
        [PROGRAM, "learn", "apple-tax"],
        env={"PATH": os.environ["PATH"], "BPTUTOR_HOME": str(home / "data"), "LANG": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )
    assert child.stdin and child.stdout
    child.stdin.write(b"3\n")
    said = b""
    while b"Wrong." not in said:
        chunk = child.stdout.read(4096)
        assert chunk, said
        said += chunk
    child.send_signal(signal.SIGINT)
    _, complaint = child.communicate(timeout=PATIENCE)
    assert child.returncode == 130
    assert complaint.strip() == b""
    assert [a["answer"] for a in json.loads(started(home, "progress", "--json").stdout)["attempts"]] == ["3"]


def test_as_a_module(home: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "tutor", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"bptutor {__version__}\n"


# --- a lesson from a file --------------------------------------------------------------------------------

PAGE = """+++
title = "Mine [/] `x`"
+++

Two times three.

```graph g
x = 2
y = 3
z = x * y
```

How much?

```predict p
ask = "z"
```
"""


def test_a_lesson_from_a_file(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "mine.md").write_text(PAGE)
    monkeypatch.chdir(home)
    for name in ("mine.md", "./mine.md", str(home / "mine.md")):
        monkeypatch.setattr(sys, "stdin", io.StringIO("7\n6\n"))
        done = run("learn", name)
        assert (done.status, done.err) == (0, "")
        assert "\nMine [/] `x`\n" in done.out
        assert "\nRight. 6 = 2 * 3\n" in done.out


def test_a_lesson_from_a_file_speaks_the_learners_language(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "mine.md").write_text(PAGE)
    monkeypatch.setattr(sys, "stdin", io.StringIO("5\n"))
    done = run("--lang", "ko", "learn", str(home / "mine.md"))
    assert "오답입니다. 5 = 2 + 3: 두 수는 맞" in done.out


def test_windows_has_screens_without_a_term(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.delenv("TERM", raising=False)
    assert why_plain(words("en"))
    monkeypatch.setattr(sys, "platform", "win32")
    assert not why_plain(words("en"))
    monkeypatch.setenv("TERM", "dumb")
    assert why_plain(words("en"))


def no_room(record: SqliteRecord) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_could_not_be_saved_to_the_end_is_said(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SqliteRecord, "_write", no_room)
    monkeypatch.setattr(sys, "stdin", io.StringIO("220\n"))
    done = run("learn", "apple-tax")
    assert "The disk is full: your last answers are not saved yet." in done.out
    assert done.err == f"bptutor: what you did last could not be saved ({home / 'data' / 'record.sqlite3'})\n"


def test_the_same_behind_the_screens(
    run: Run, home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def answers(app: TutorApp) -> None:
        app._the_record().append(Entry.now(session="s", outcome="right"))
        app._the_record().close()

    monkeypatch.setattr(TutorApp, "run", answers)
    monkeypatch.setattr(faces, "why_plain", lambda t: "")
    assert run("learn", "apple-tax") == Done(0, "", "")
    monkeypatch.setattr(SqliteRecord, "_write", no_room)
    done = run("learn", "apple-tax", "--lang", "ko")
    assert done.err.startswith("bptutor: 마지막") and is_one_line(done.err)
