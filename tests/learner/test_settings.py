"""Settings: kept from one run to the next, and nothing in or around the file can stop the program."""

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.learner.settings import DAILY_GOAL, KNOWN, Fault, Settings
from tutor.learner.settings_file import EXAMPLES, changed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.toml"


def test_looking_makes_no_file(path: Path) -> None:
    assert Settings(path).get("lang") == ""
    assert not path.parent.exists()


def test_a_setting_is_there_the_next_time(path: Path) -> None:
    assert Settings(path).set("lang", "ko")
    assert Settings(path).get("lang") == "ko"
    assert Settings(path).set("theme", "nord")
    again = Settings(path)
    assert (again.get("lang"), again.get("theme")) == ("ko", "nord")
    assert tomllib.loads(path.read_text()) == {"lang": "ko", "theme": "nord"}


def test_a_changed_setting_replaces_the_old_one(path: Path) -> None:
    kept = Settings(path)
    for lang in ("ko", "en", "ko"):
        kept.set("lang", lang)
    assert [line for line in path.read_text().splitlines() if not line.startswith("#")] == ['lang = "ko"']


def test_setting_what_is_set_writes_nothing(path: Path) -> None:
    kept = Settings(path)
    kept.set("lang", "ko")
    path.unlink()
    assert kept.set("lang", "ko")
    assert not path.exists()


def test_only_the_learner_may_look_into_the_folder(path: Path) -> None:
    Settings(path).set("lang", "ko")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_is_left_beside_the_file(path: Path) -> None:
    kept = Settings(path)
    for i in range(5):
        kept.set("theme", str(i))
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_what_others_wrote_stays(path: Path) -> None:
    """Settings of a newer version, say."""
    path.parent.mkdir()
    path.write_text('future = true\n"odd key" = 3\nspeed = inf\nsize = 1e-7\nlang = "en"\n')
    Settings(path).set("lang", "ko")
    expected = {"future": True, "odd key": 3, "speed": float("inf"), "size": 1e-7, "lang": "ko"}
    assert tomllib.loads(path.read_text()) == expected


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"lang = ", b"lang = ko", b"[lang]\nx = 1\n", b"lang = 3\n", b"= = =", b"a." * 30_000],
)
def test_a_file_that_makes_no_sense_counts_as_none(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    kept = Settings(path)
    assert kept.get("lang") == ""
    assert kept.set("lang", "ko")
    assert Settings(path).get("lang") == "ko"


def test_a_file_that_is_far_too_large_is_not_read(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('lang = "ko"\n' + "#" * 70_000)
    assert Settings(path).get("lang") == ""


@pytest.mark.parametrize("nested", ["[" * 5000, "{a=" * 5000])
def test_a_file_that_nests_without_end(path: Path, nested: str) -> None:
    path.parent.mkdir()
    path.write_text("lang = " + nested)
    assert Settings(path).get("lang") == ""


def test_where_it_can_not_be_saved_it_lasts_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = Settings(tmp_path / "file" / "settings.toml")
    assert kept.set("lang", "ko") is False
    assert kept.get("lang") == "ko"
    assert (tmp_path / "file").read_bytes() == b""


def test_a_folder_in_its_place(path: Path) -> None:
    path.mkdir(parents=True)
    kept = Settings(path)
    assert kept.set("lang", "ko") is False
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_a_pipe_in_its_place_does_not_hang(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    assert Settings(path).get("lang") == ""


def test_a_crash_while_writing_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Settings(path).set("lang", "ko")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    before = path.read_text()
    monkeypatch.setattr(Path, "replace", full)
    assert Settings(path).set("lang", "en") is False
    assert path.read_text() == before
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_half_a_character_is_no_reason_to_fail(path: Path) -> None:
    assert Settings(path).set("theme", "x\ud800")
    assert Settings(path).get("theme") == "x?"


@settings(max_examples=40, deadline=None)
@given(value=st.text(max_size=40))
@example(value='\U00010000\x7f"\\')
@example(value="\r\n\t\x00")
def test_any_text_is_kept(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    path = tmp_path_factory.mktemp("s") / "settings.toml"
    kept = Settings(path)
    assert kept.set("theme", value)
    assert Settings(path).get("theme") == value


@settings(max_examples=60, deadline=None)
@given(name=st.text(min_size=1, max_size=20), key=st.text(min_size=1, max_size=20))
@example(name="lesson.hint", key="f8")
@example(name='a"b', key="x")
def test_any_key_is_kept_and_taken_back(tmp_path_factory: pytest.TempPathFactory, name: str, key: str) -> None:
    path = tmp_path_factory.mktemp("s") / "settings.toml"
    kept = Settings(path)
    assert kept.set_key(name, key) and kept.set("daily_goal", 7)
    assert (Settings(path).keys, Settings(path).daily_goal) == ({name: key}, 7)
    assert kept.set_key(name, None)
    assert (Settings(path).keys, Settings(path).daily_goal) == ({}, 7)


NOTED = """# mine
theme = "nord"  # dark

# at work
[keys]
"lesson.hint" = "f8"  # since F8 is free

[future]
x = 1
"""


def test_notes_and_order_stay(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(NOTED)
    kept = Settings(path)
    assert kept.set("lang", "ko") and kept.set("theme", "dracula") and kept.set_key("map.practise", "f9")
    text = path.read_text()
    assert text.startswith('# mine\ntheme = "dracula"  # dark\n')
    assert "# at work\n" in text and '[keys]\n"lesson.hint" = "f8"  # since F8 is free\n' in text
    assert tomllib.loads(text) == {
        "theme": "dracula",
        "lang": "ko",
        "keys": {"lesson.hint": "f8", "map.practise": "f9"},
        "future": {"x": 1},
    }


def test_a_file_made_by_the_tutor_says_what_can_be_chosen(path: Path) -> None:
    Settings(path).set("lang", "ko")
    text = path.read_text()
    assert "언어" in text and "[keys]" in text
    assert tomllib.loads(text) == {"lang": "ko"}


@pytest.mark.parametrize("example", [example for example, _ in EXAMPLES if example != "[keys]"])
def test_the_examples_in_the_file_can_be_used(path: Path, example: str) -> None:
    path.parent.mkdir()
    path.write_text(("[keys]\n" if example.startswith('"') else "") + example + "\n")
    assert not Settings(path).faults


def test_every_setting_has_its_example() -> None:
    shown = "\n".join(example for example, _ in EXAMPLES)
    assert set(tomllib.loads(shown)) == set(KNOWN)


def test_the_daily_goal(path: Path) -> None:
    kept = Settings(path)
    assert kept.daily_goal == DAILY_GOAL == 10 and not kept.has_daily_goal
    assert kept.set("daily_goal", 25)
    again = Settings(path)
    assert again.daily_goal == 25 and again.has_daily_goal


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("daily_goal = 0", Fault("not-a-goal", "daily_goal", "0")),
        ("daily_goal = 501", Fault("not-a-goal", "daily_goal", "501")),
        ("daily_goal = true", Fault("not-a-goal", "daily_goal", "True")),
        ("daily_goal = nan", Fault("not-a-goal", "daily_goal", "nan")),
        ('daily_goal = "10"', Fault("not-a-goal", "daily_goal", "10")),
        ('lang = "de"', Fault("not-one-of", "lang", "de")),
        ("animation = 1", Fault("not-one-of", "animation", "1")),
        ("theme = 3", Fault("not-text", "theme", "3")),
        ("keys = 3", Fault("not-a-table", "keys", "3")),
        ("[keys]\nx = 3", Fault("not-text", "keys.x", "3")),
        ("thema = 3", Fault("unknown", "thema")),
    ],
)
def test_what_can_not_be_used_is_told_and_the_default_counts(path: Path, line: str, fault: Fault) -> None:
    path.parent.mkdir()
    path.write_text(line + "\n")
    kept = Settings(path)
    assert kept.faults == [fault]
    assert (kept.daily_goal, kept.get("lang"), kept.get("animation"), kept.get("theme"), kept.keys) == (
        *(DAILY_GOAL, "", "", ""),
        {},
    )
    assert path.read_text() == line + "\n"


def test_on_and_off_may_be_said_in_tomls_own_words(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("animation = false\n")
    kept = Settings(path)
    assert kept.get("animation") == "off" and not kept.faults


def test_a_file_that_can_not_be_read_is_kept_aside_when_something_is_chosen(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('lang = "ko\ntheme = "nord"\n')
    kept = Settings(path)
    assert [fault.code for fault in kept.faults] == ["unreadable"] and "line 1" in kept.faults[0].detail
    assert kept.set("theme", "dracula")
    assert kept.moved is not None and kept.moved.read_text() == 'lang = "ko\ntheme = "nord"\n'
    assert Settings(path).get("theme") == "dracula"


def test_what_another_window_chose_stays(path: Path) -> None:
    here, there = Settings(path), Settings(path)
    assert here.set("lang", "ko") and there.set("theme", "nord")
    assert (Settings(path).get("lang"), Settings(path).get("theme")) == ("ko", "nord")


def test_what_could_not_be_saved_is_saved_with_the_next(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Settings(path)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        assert not kept.set("lang", "ko")
    assert kept.set("theme", "nord")
    assert Settings(path).get("lang") == "ko"


LINES = st.sampled_from(
    ["# a note", "", 'lang = "ko"', 'theme = "nord" # dark', "daily_goal = 3", "future = 1", "a.b = 2"]
)
TABLES = st.sampled_from(['[keys]\n"lesson.hint" = "f8"', "[other]\nx = 1", "[[list]]\ny = 2"])


@settings(max_examples=100, deadline=None)
@given(
    before=st.lists(LINES, unique=True, max_size=6),
    tables=st.lists(TABLES, unique=True, max_size=3),
    key=st.sampled_from(["lang", "theme", "other", "list"]),
)
def test_a_change_changes_nothing_else(before: list[str], tables: list[str], key: str) -> None:
    text = "\n".join([*before, *tables, ""])
    after = changed(text, {(key,): "new", ("keys", "map.practise"): "f9"})
    expected = tomllib.loads(text) | {key: "new"}
    expected["keys"] = expected.get("keys", {}) | {"map.practise": "f9"}
    assert tomllib.loads(after) == expected
    assert all(line in after.splitlines() for line in before if line.startswith("#"))
