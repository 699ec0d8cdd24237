"""The file that travels: what is written can be read, by its schema too, and what is no such file is refused."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tutor.learner.entry import COLUMNS, OUTCOMES, Entry
from tutor.learner.json_stream import LONGEST, Broken, pieces
from tutor.learner.kept import Kept
from tutor.learner.portable import Goal, Unfit, lines, parts

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "record.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

ENTRY = Entry(
    session="s",
    outcome="wrong",
    lesson="apple-tax",
    step="pay",
    answer="3,1원 🍎\0",
    mistakes=("added",),
    id="a",
    hints=2,
)
ENTRY = replace(ENTRY, at="2026-11-24T22:31:05.123Z")
KEPT = Kept("x*y", {"x": 1.5, "y": -2}, "x*y")


def written(entries=(), kept=(), goal=None) -> str:
    return "".join(lines(entries, kept, goal))


def read(text: str) -> list:
    return list(parts(io.StringIO(text)))


def changed(**what) -> str:
    """A file with one entry, in which some fields are other ones; None takes a field out."""
    file = json.loads(written([ENTRY, replace(ENTRY, id="b")]))
    entry = file["entries"][1] | what
    file["entries"][1] = {key: value for key, value in entry.items() if value is not None}
    return json.dumps(file)


# --- there and back ------------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8"), max_size=20)
named = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
whole = st.integers(-(2**53), 2**53)
times = st.datetimes().map(lambda time: time.isoformat(timespec="milliseconds") + "Z")
entries = st.builds(
    Entry,
    session=named,
    outcome=st.sampled_from(OUTCOMES),
    lesson=texts,
    step=texts,
    skill=texts,
    item=texts,
    answer=texts,
    mistakes=st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True), max_size=3).map(tuple),
    hints=whole,
    milliseconds=whole,
    id=named,
    at=times,
    offset=whole,
)
numbers = st.floats(-1e300, 1e300) | st.integers(-(10**15), 10**15)
plain = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20)
shelves = st.builds(Kept, plain, st.dictionaries(plain, numbers, max_size=3), plain)


@settings(max_examples=60, deadline=None)
@given(st.lists(entries, max_size=5), st.lists(shelves, max_size=3), st.none() | st.integers(1, 500))
def test_what_is_written_is_read_and_fits_the_schema(log, kept, goal) -> None:
    text = written(log, kept, goal)
    VALIDATOR.validate(json.loads(text))
    expected = [*([] if goal is None else [Goal(goal)]), *log, *kept]
    assert read(text) == expected
    assert read(json.dumps(dict(sorted(json.loads(text).items())), indent=3)) is not None


def test_entries_are_written_as_they_come() -> None:
    asked = []

    def log():
        for number in range(3):
            asked.append(number)
            yield replace(ENTRY, id=str(number))

    text = lines(log(), [], None)
    before = [len(asked) for part in text if part.lstrip(",\n").startswith('{"id"')]
    assert before == [1, 2, 3]


def test_the_order_of_keys_has_no_meaning() -> None:
    file = json.loads(written([ENTRY], [KEPT], 7))
    turned = json.dumps(dict(reversed(file.items())), indent=2)
    assert {type(part) for part in read(turned)} == {Entry, Kept, Goal}


def test_a_byte_order_mark_and_windows_lines_do_no_harm() -> None:
    text = written([ENTRY], [KEPT]).replace("\n", "\r\n")
    file = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + text.encode()), encoding="utf-8-sig")
    assert list(parts(file)) == [ENTRY, KEPT]


def test_pieces_at_the_edge_of_what_is_held() -> None:
    """Each element is found, wherever the reading of the file is interrupted."""

    class Slow(io.StringIO):
        def read(self, size=-1):
            return super().read(7)

    text = json.dumps({"a": [1, 22, 333.5, 'x\\"y', {"b": [None, True]}, [], 4], "c": 12345678, "d": {}})
    found = [(piece.key, piece.value) for piece in pieces(Slow(text))]
    assert found == [
        *(("a", value) for value in [[], 1, 22, 333.5, 'x\\"y', {"b": [None, True]}, [], 4]),
        ("c", 12345678),
        ("d", {}),
    ]


def test_a_whole_number_may_be_written_with_a_point() -> None:
    (_, entry) = read(changed(hints=3.0))
    assert entry.hints == 3 and type(entry.hints) is int


def test_a_strangers_expression_can_not_steer_the_terminal() -> None:
    kept = Kept("x\x1b[2J\u202e*y\n", {"x\x07": 1}, "\x9b1m")
    (found,) = read(written([], [kept]))
    assert found == Kept("x\ufffd[2J\ufffd*y\n", {"x\ufffd": 1}, "\ufffd1m")


# --- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", 1),
        (" \n\n", "empty", 3),
        ("hello", "not-an-object", 1),
        ("[1]", "not-an-object", 1),
        ("{", "cut-off", 1),
        ('{"a": 1,\n"b": [1,', "cut-off", 2),
        ('{"a": 1,\n"b": "tex', "cut-off", 2),
        ('{"a": 1}\nand more', "not-json", 2),
        ('{"a": 1,}', "not-json", 1),
        ('{"a": [1,]}', "not-json", 1),
        ('{"a": [1 2]}', "not-json", 1),
        ('{"a" 1}', "not-json", 1),
        ("{a: 1}", "not-json", 1),
        ('{"a":\n nonsense, "and": "more"}', "not-json", 2),
        ('{"a": 1,\n"a": 2}', "twice", 2),
        ('{"a": {"b": 1,\n"b": 2}}', "twice", 1),
        ('{"a": NaN}', "no-number", 1),
        ('{"a": [1,\n-Infinity]}', "no-number", 2),
        ('{"a": 1e999}', "no-number", 1),
        ('{"a": ' + "9" * 5000 + "}", "no-number", 1),
        ('{"a": "' + "x" * (LONGEST + 100_000) + '"}', "too-long", 1),
        ('{"a": ' + "[" * 100_000, "too-long", 1),
        ('{"a": ' + '{"a":' * 100_000, "too-long", 1),
        ('{"a": "a\nb"}', "not-json", 1),
    ],
)
def test_what_is_no_json(text: str, code: str, line: int) -> None:
    with pytest.raises(Broken) as broken:
        list(pieces(io.StringIO(text)))
    assert (broken.value.code, broken.value.line) == (code, line)


def test_what_is_no_text() -> None:
    file = io.TextIOWrapper(io.BytesIO(b'{"a":\n"\xff"}'), encoding="utf-8")
    with pytest.raises(Broken) as broken:
        list(pieces(file))
    assert broken.value.code == "not-text"


def test_a_file_that_was_cut_off_anywhere_is_refused() -> None:
    text = written([ENTRY, replace(ENTRY, id="b")], [KEPT], 7).rstrip()
    for end in range(len(text)):
        with pytest.raises((Broken, Unfit)):
            read(text[:end])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{}", "foreign"),
        ('{"name": "x", "dependencies": {"y": [1, 2]}}', "foreign"),
        ('{"bptutor": "worksheet", "schema": 1}', "foreign"),
        ('{"bptutor": ["record"], "schema": 1}', "foreign"),
        ('{"bptutor": "record", "entries": []}', "foreign"),
        ('{"bptutor": "record", "schema": true, "entries": []}', "foreign"),
        ('{"bptutor": "record", "schema": 0, "entries": []}', "foreign"),
        ('{"bptutor": "record", "schema": 2, "entries": [{"new": "form"}]}', "newer"),
        ('{"entries": [{"new": "form"}], "bptutor": "record", "schema": 2}', "newer"),
        ('{"bptutor": "record", "schema": 1}', "missing"),
        ('{"bptutor": "record", "schema": 1, "entries": {}}', "list"),
        ('{"bptutor": "record", "schema": 1, "entries": [], "kept": 3}', "list"),
        ('{"bptutor": "record", "schema": 1, "entries": [], "more": 3}', "unknown"),
        ('{"bptutor": "record", "schema": 1, "entries": [], "more": [3]}', "unknown"),
        ('{"bptutor": "record", "schema": 1, "entries": [], "daily_goal": 0}', "number"),
        ('{"bptutor": "record", "schema": 1, "entries": [], "daily_goal": true}', "number"),
        ('{"bptutor": "record", "schema": 1, "entries": [], "made": 3}', "text"),
        ('{"bptutor": "record", "schema": 1, "entries": [3]}', "no-object"),
    ],
)
def test_what_is_another_file(text: str, code: str) -> None:
    with pytest.raises(Unfit) as unfit:
        read(text)
    assert unfit.value.code == code


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("id", 3, "text"),
        ("id", "", "text"),
        ("session", "", "text"),
        ("lesson", ["x"], "text"),
        ("lesson", "x" * 1001, "long"),
        ("answer", "x" * 201, "long"),
        ("hints", "3", "number"),
        ("hints", True, "number"),
        ("hints", 1.5, "number"),
        ("milliseconds", 2**53 + 1, "number"),
        ("outcome", "fine", "outcome"),
        ("at", "yesterday", "time"),
        ("at", "2026-02-30T00:00:00Z", "time"),
        ("at", "２026-02-20T00:00:00Z", "time"),
        ("mistakes", "added", "list"),
        ("mistakes", ["a b"], "text"),
        ("mistakes", [""], "text"),
        ("mistakes", [3], "text"),
        ("mistakes", ["a"] * 51, "list"),
        ("checksum", "0", "unknown"),
        *((name, None, "missing") for name in COLUMNS),
    ],
)
def test_an_entry_that_is_wrong_is_named(field: str, value: object, code: str) -> None:
    text = changed(**{field: value})
    with pytest.raises(Unfit) as unfit:
        read(text)
    assert (unfit.value.code, unfit.value.part, unfit.value.number, unfit.value.key) == (code, "entries", 2, field)
    if code != "time" or value == "yesterday":  # a schema knows no calendar
        assert field == "at" or not VALIDATOR.is_valid(json.loads(text))


@pytest.mark.parametrize(
    "kept",
    [
        {"text": 3},
        {"text": "x" * 20_001},
        {"values": [1]},
        {"values": {"x": "1"}},
        {"values": {"x": True}},
        {"values": {"x": 1e301}},
        {"output": None},
        {"more": 1},
    ],
)
def test_a_kept_expression_that_is_wrong_is_named(kept: dict) -> None:
    file = json.loads(written([ENTRY], [KEPT]))
    file["kept"][0] |= kept
    with pytest.raises(Unfit) as unfit:
        read(json.dumps(file))
    assert (unfit.value.part, unfit.value.number) == ("kept", 1)
    assert not VALIDATOR.is_valid(file)


def test_the_schema_knows_every_outcome_and_field() -> None:
    entry = SCHEMA["$defs"]["entry"]
    assert entry["properties"]["outcome"]["enum"] == list(OUTCOMES)
    assert entry["required"] == list(entry["properties"]) == list(COLUMNS)
