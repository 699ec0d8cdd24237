"""Settings: kept from one run to the next, and nothing in or around the file can stop the program."""

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.learner.settings import Settings


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
    assert path.read_text() == 'lang = "ko"\n'


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

    monkeypatch.setattr(Path, "replace", full)
    assert Settings(path).set("lang", "en") is False
    assert path.read_text() == 'lang = "ko"\n'
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_half_a_character_is_no_reason_to_fail(path: Path) -> None:
    assert Settings(path).set("theme", "x\ud800")
    assert Settings(path).get("theme") == "x?"


@settings(max_examples=40, deadline=None)
@given(key=st.text(min_size=1, max_size=20), value=st.text(max_size=40))
@example(key="0", value='\U00010000\x7f"\\')
def test_any_text_is_kept(tmp_path_factory: pytest.TempPathFactory, key: str, value: str) -> None:
    path = tmp_path_factory.mktemp("s") / "settings.toml"
    kept = Settings(path)
    assert kept.set(key, value)
    assert Settings(path).get(key) == value
