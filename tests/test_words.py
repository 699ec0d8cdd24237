"""The words of the program: which language, particles, and catalogs that hold every message."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message

from tutor import paths
from tutor.words import LANGUAGES, language_of, words

TOOL = Path(__file__).parent.parent / "tools" / "catalogs.py"


def load_tool() -> ModuleType:
    """tools/catalogs.py, which is a script and in no package."""
    spec = importlib.util.spec_from_file_location("catalogs", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


catalogs = load_tool()


# --- which language --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko"}, "ko"),
        ({"LANG": "ko-KR"}, "ko"),
        ({"LANG": "KO_KR.eucKR"}, "ko"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "kok_IN"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": ""}, "en"),
        ({"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LC_ALL": "ko_KR.UTF-8", "LANG": "en_US.UTF-8"}, "ko"),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ko_KR.UTF-8", "LANG": "en_US.UTF-8"}, "ko"),
        ({"LANGUAGE": "fr:ko:en", "LANG": "en_US.UTF-8"}, "ko"),
        ({"LANGUAGE": "en:ko", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LANGUAGE": "fr", "LANG": "ko_KR.UTF-8"}, "ko"),
    ],
)
def test_language_of_the_environment(environment: dict[str, str], lang: str) -> None:
    assert language_of(environment) == lang


def test_language_of_this_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "ko")
    assert language_of() == "ko"


@pytest.mark.parametrize("lang", ["", "xx", "../ko", "KO"])
def test_an_unknown_language_is_english(lang: str) -> None:
    t = words(lang)
    assert t.lang == "en"
    assert t("Right.") == "Right."
    assert t.n("{count} fault", "{count} faults", 1) == "1 fault"
    assert t.n("{count} fault", "{count} faults", 2) == "2 faults"


# --- particles -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "topic", "subject", "object_", "and_", "by"),
    [
        ("사과", "는", "가", "를", "와", "로"),
        ("소계", "는", "가", "를", "와", "로"),
        ("금액", "은", "이", "을", "과", "으로"),
        ("값", "은", "이", "을", "과", "으로"),
        ("길", "은", "이", "을", "과", "로"),  # ㄹ
        ("덧셈 노드", "는", "가", "를", "와", "로"),
        ("x", "는", "가", "를", "와", "로"),
        ("b", "는", "가", "를", "와", "로"),
        ("n", "은", "이", "을", "과", "으로"),
        ("M", "은", "이", "을", "과", "으로"),
        ("l", "은", "이", "을", "과", "로"),
        ("apple_tax", "는", "가", "를", "와", "로"),
        ("W1", "은", "이", "을", "과", "로"),  # 일
        ("W2", "는", "가", "를", "와", "로"),
        ("W3", "은", "이", "을", "과", "으로"),
        ("W4", "는", "가", "를", "와", "로"),
        ("W5", "는", "가", "를", "와", "로"),
        ("W6", "은", "이", "을", "과", "으로"),
        ("W7", "은", "이", "을", "과", "로"),  # 칠
        ("W8", "은", "이", "을", "과", "로"),  # 팔
        ("W9", "는", "가", "를", "와", "로"),
        ("W10", "은", "이", "을", "과", "으로"),  # 십
        ("(사과 * 개수)", "는", "가", "를", "와", "로"),
        ("(사과 + 값)", "은", "이", "을", "과", "으로"),
        ("(x / n)", "은", "이", "을", "과", "으로"),
        ("log(x)", "는", "가", "를", "와", "로"),
        ("d 금액 / d 사과", "는", "가", "를", "와", "로"),
        ("'값'", "은", "이", "을", "과", "으로"),
        ("", "는", "가", "를", "와", "로"),
        ("…", "는", "가", "를", "와", "로"),
        ("θ", "는", "가", "를", "와", "로"),
    ],
)
def test_particles(name: str, topic: str, subject: str, object_: str, and_: str, by: str) -> None:
    forms = "{name:은/는} {name:이/가} {name:을/를} {name:과/와} {name:으로/로}"
    expected = " ".join(name + particle for particle in (topic, subject, object_, and_, by))
    assert words("ko")(forms, name=name) == expected


def test_other_formats_are_pythons() -> None:
    assert words("en")("{x:.2f} {y!r} {z:>3}", x=2.345, y="a", z=7) == "2.35 'a'   7"
    with pytest.raises(ValueError):
        words("en")("{name:은/눈}", name="사과")


# --- filling in ------------------------------------------------------------------------------------------

TYPED = ["{name}", "{0}", "{", "}}", "{answer.__class__}", "%s %(x)d", "{name:은/는}"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", TYPED)
def test_what_a_learner_types_stays_as_it_is(lang: str, text: str) -> None:
    t = words(lang)
    assert text in t("Your last answer here: {answer}", answer=text)
    assert text in t("{name} is not known here", name=text)


def samples(key: str | tuple[str, str]) -> dict[str, object]:
    """A value for every name in a message of the code."""
    forms = (key,) if isinstance(key, str) else key
    return {name: "사과" for form in forms for name in catalogs.fields(form)}


def said(lang: str, key: str | tuple[str, str], count: int = 3) -> str:
    """The message in a language, filled in as the code does."""
    t, values = words(lang), samples(key)
    if isinstance(key, str):
        return t(key, **values)
    values.pop("count", None)
    return t.n(*key, count, **values)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_can_be_filled_in(lang: str) -> None:
    for key in {message.id for message in catalogs.messages()}:
        for count in (0, 1, 2, 5):
            assert said(lang, key, count), key


# --- the catalogs ----------------------------------------------------------------------------------------


def test_the_catalogs_are_whole_and_current() -> None:
    assert catalogs.faults() == []


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("Right.", "정답입니다."),
        ("Wrong.", "오답입니다."),
        ("Close.", "거의 맞았습니다."),
        ("Unreadable:", "해석할 수 없는 입력:"),
        ("Hint:", "힌트:"),
        ("Solution:", "풀이:"),
    ],
)
def test_the_fixed_words_of_plain_mode(english: str, korean: str) -> None:
    assert words("ko")(english) == korean


def korean() -> Iterator[str]:
    """Every Korean sentence."""
    for message in catalogs.read("ko"):
        if message.id:
            yield from (message.string,) if isinstance(message.string, str) else message.string


def test_korean_particles_fit_what_they_follow() -> None:
    fixed = re.compile(r"\}(?:은|는|이|가|을|를|과|와|으로|로)(?![가-힣])")
    assert [text for text in korean() if fixed.search(text)] == []


NUMBERS = {
    "answer", "column", "count", "d", "expect", "first", "less", "limit", "local", "n", "number", "other", "out", "own",
    "partner", "result", "second", "sum", "truth", "upstream", "value", "x", "y",
}  # fmt: skip
NAMES_TOO = {"first", "second", "other", "value"}
"""Names in one message, numbers in another."""


def test_no_korean_particle_stands_behind_a_number() -> None:
    wrong = re.compile(r"\{(\w+):[가-힣]+/[가-힣]+\}")
    for text in korean():
        assert not {name for name in wrong.findall(text) if name in NUMBERS - NAMES_TOO}, text


def test_korean_sentences_end_as_the_english_ones() -> None:
    ends = re.compile(r"[.?:…]$")
    for message in catalogs.read("ko"):
        if message.id and isinstance(message.id, str) and isinstance(message.string, str):
            english, said_ = ends.search(message.id), ends.search(message.string)
            # A clause without a full stop stays one.
            assert bool(english) == bool(said_) or message.id.endswith("?"), message.string


# --- the tool --------------------------------------------------------------------------------------------

CODE = """
t("plain"); self.t("of a screen"); N_("marked"); words(lang)("of a language")
t("in two " "pieces", name=t("inside"))
t("yes" if x else "no")
t.n("{count} fault", "{count} faults", 2)
t(TABLE[key]); forward(x, t); other("not a message"); x.n("no", "no", 1)
"""


def test_all_messages_of_a_module_are_found() -> None:
    found = {message.id for message in catalogs.messages_in(CODE, "a.py")}
    plain = {"plain", "of a screen", "marked", "of a language", "in two pieces", "inside", "yes", "no"}
    assert found == plain | {("{count} fault", "{count} faults")}


@pytest.mark.parametrize("code", ['t(f"for {name}")', 't("for %s" % name)', 'N_("for " + name)'])
def test_what_no_catalog_can_hold_is_refused(code: str) -> None:
    with pytest.raises(SystemExit, match=r"a\.py:1"):
        list(catalogs.messages_in(code, "a.py"))


@pytest.mark.parametrize(
    ("english", "korean", "fault"),
    [
        ("{name} is here", "{name:이/가} 있습니다", None),
        ("{name} is here", "여기 있습니다", "placeholders"),
        ("{name} is here", "{names} 있습니다", "placeholders"),
        ("{name} is here", "{name:은/눈} 있습니다", "placeholders"),
        ("{x:.2f}", "{x}", "placeholders"),
        ("{x:.2f}", "값 {x:.2f}", None),
        ("{a} and {b}", "{b}, {a}", None),
        ("{a} is {a}", "{a}", None),
        ("no option %s", "옵션 없음: %s", None),
        ("no option %s", "옵션 없음", "placeholders"),
        ("%(a)s: %(b)r", "%(b)r: %(a)s", None),
        ("%(a)s: %(b)r", "%(a)s: %(b)s", "placeholders"),
        ("10 % on top", "10 %를 더함", None),
        ("usage: ", "사용법:", "blanks"),
        ("such as { en }", "{ en } 같은", "braces"),
        ("such as {{ en }}", "{{ en }} 같은", None),
        (("{count} thing", "{count} things"), ("{count}개",), None),
        (("One thing", "{count} things"), ("{count}개",), None),
        (("{count} thing", "{count} things"), ("여러 개",), "placeholders"),
    ],
)
def test_faults_of_a_translation(english: str | tuple[str, str], korean: str, fault: str | None) -> None:
    found = list(catalogs.message_faults(Message(english, korean)))
    assert len(found) == (fault is not None)
    assert fault is None or fault in found[0]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The Korean catalog in a folder of its own, up to date with two messages of the code."""
    monkeypatch.setattr(catalogs, "LOCALE", tmp_path / "locale")
    shutil.copytree(paths.catalogs(), catalogs.LOCALE)
    found = [catalogs.Found(text, "tutor/a.py", i) for i, text in enumerate(["Right.", "Wrong."])]
    monkeypatch.setattr(catalogs, "messages", lambda: found)
    catalogs.update(prune=True)
    assert catalogs.faults() == []
    return Path(catalogs.catalog_file("ko"))


def test_an_update_changes_nothing_where_nothing_is_new(copy: Path) -> None:
    before = copy.read_bytes(), copy.with_suffix(".mo").read_bytes()
    catalogs.update()
    assert before == (copy.read_bytes(), copy.with_suffix(".mo").read_bytes())
    assert not re.search(rb"POT-Creation-Date|PO-Revision-Date|Generated-By|\.py:\d", before[0])


def test_a_new_message_waits_for_its_translation(copy: Path) -> None:
    catalogs.messages().append(catalogs.Found("Wrong!", "tutor/a.py", 9))
    assert any("missing: 'Wrong!'" in fault for fault in catalogs.faults())
    catalogs.update()
    assert catalogs.faults() == ["ko: not translated: 'Wrong!' (tutor/a.py:9)"]  # and not guessed from "Wrong."


def test_a_message_that_is_gone_is_kept_aside_until_pruned(copy: Path) -> None:
    gone = catalogs.messages().pop()
    assert "ko: obsolete: 'Wrong.'" in catalogs.faults()
    catalogs.update()
    assert catalogs.faults() == ["ko: obsolete: 'Wrong.'"]
    catalogs.messages().append(gone)
    catalogs.update()  # it came back, with its translation
    assert catalogs.faults() == []
    catalogs.messages().pop()
    catalogs.update(prune=True)
    assert catalogs.faults() == []
    assert "오답" not in copy.read_text("utf-8")


def test_a_compiled_catalog_that_lags_behind_is_a_fault(copy: Path) -> None:
    copy.write_text(copy.read_text("utf-8").replace("정답입니다.", "맞습니다."), "utf-8")
    assert catalogs.faults() == ["ko: bptutor.mo is not compiled from the present bptutor.po"]
    copy.with_suffix(".mo").unlink()
    assert catalogs.faults() == ["ko: bptutor.mo is not compiled from the present bptutor.po"]
    catalogs.update()
    assert catalogs.faults() == []


def test_a_fuzzy_translation_is_a_fault(copy: Path) -> None:
    text = copy.read_text("utf-8").replace('msgid "Right."', '#, fuzzy\nmsgid "Right."')
    copy.write_text(text, "utf-8")
    catalogs.update()
    assert catalogs.faults() == ["ko: fuzzy: 'Right.'"]


def test_a_language_is_a_folder_and_an_entry(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (catalogs.LOCALE / "fr" / "LC_MESSAGES").mkdir(parents=True)
    catalogs.update()
    assert catalogs.catalog_file("fr").exists()
    assert "fr: a folder in tutor/locale, but not in LANGUAGES" in catalogs.faults()
    monkeypatch.setitem(LANGUAGES, "fr", "français")
    monkeypatch.setitem(LANGUAGES, "ja", "日本語")
    found = catalogs.faults()
    assert "ja: in LANGUAGES, but without a folder in tutor/locale" in found
    assert sum("fr: not translated" in fault for fault in found) == 2


@pytest.mark.parametrize("option", [[], ["--prune"]])
def test_the_command(
    option: list[str], copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogs.messages().append(catalogs.Found("new", "tutor/a.py", 9))
    monkeypatch.setattr(sys, "argv", ["catalogs.py", "--check"])
    before = copy.read_bytes()
    assert catalogs.main() == 1
    assert copy.read_bytes() == before
    assert "missing: 'new'" in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["catalogs.py", *option])
    assert catalogs.main() == 0
    assert "not translated: 'new'" in capsys.readouterr().out
