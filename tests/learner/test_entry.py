from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor import __version__
from tutor.learner import entry as module
from tutor.learner.entry import COLUMNS, OUTCOMES, Entry, checksum

anything = st.text(st.characters())  # with lone surrogates and NUL
entries = st.builds(
    Entry,
    session=anything,
    outcome=st.sampled_from(OUTCOMES),
    lesson=anything,
    answer=anything,
    mistakes=st.lists(st.from_regex(r"[a-z-]{1,8}", fullmatch=True)).map(tuple),
    hints=st.integers(),
    milliseconds=st.integers(),
    offset=st.integers(-720, 840),
)


def test_now_fills_id_time_and_offset():
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    one, two = (Entry.now(session="s", outcome="right") for _ in range(2))
    assert len(one.id) == 32 and one.id != two.id
    assert one.at.endswith("Z") and len(one.at) == len("2026-11-24T22:31:05.123Z")
    assert before <= datetime.fromisoformat(one.at) <= datetime.now(UTC)
    local = datetime.now().astimezone().utcoffset()
    assert local is not None and timedelta(minutes=one.offset) == local
    assert one.version == __version__


def test_an_entry_does_not_change():
    with pytest.raises(FrozenInstanceError):
        Entry.now(session="s", outcome="right").answer = "2"  # type: ignore[misc]


def test_a_long_answer_is_cut_at_200_characters():
    assert Entry(session="s", outcome="wrong", answer="가" * 300).answer == "가" * 200


def test_a_broken_surrogate_is_replaced_since_it_can_not_be_stored():
    assert Entry(session="s", outcome="wrong", answer="2\udc80원").answer == "2?원"


@pytest.mark.parametrize("what", [{"answer": 2.2}, {"hints": "1"}, {"milliseconds": 1.5}, {"lesson": None}])
def test_a_wrong_type_is_refused(what):
    with pytest.raises(TypeError):
        Entry(session="s", outcome="right", **what)


@given(entries)
def test_what_is_stored_gives_the_same_entry(entry):
    values = entry.values()
    assert Entry.from_values(values) == entry
    assert checksum(values) == checksum(Entry.from_values(values).values())
    assert all(abs(value) < 2**63 for value in values if isinstance(value, int))


@pytest.mark.parametrize("name", COLUMNS)
def test_the_checksum_covers_every_field(name):
    entry = Entry.now(session="s", outcome="right", mistakes=("a",), hints=2)
    value = getattr(entry, name)
    other = {tuple: ("b",), int: 7, str: f"{value}x"}[type(value)]
    assert checksum(replace(entry, **{name: other}).values()) != checksum(entry.values())


def test_text_that_moves_over_a_border_between_fields_changes_the_checksum():
    one = Entry.now(session="s", outcome="right", lesson="ab", item="c")
    assert checksum(replace(one, lesson="a", item="bc").values()) != checksum(one.values())


def test_the_checksum_is_what_it_always_was():
    # Every file ever written depends on it.
    entry = Entry(
        id="1f", at="2026-11-24T22:31:05.123Z", offset=540, session="s", lesson="apple-tax", step="pay", skill="",
        item="apple-tax/pay~1", answer="2,2원", outcome="wrong", mistakes=("added-along-path", "x"), hints=1,
        milliseconds=4200, version="0.1.0",
    )  # fmt: skip
    assert checksum(entry.values()) == "b5e39359f4e28925"


def test_entries_of_one_program_stand_in_the_order_in_which_they_were_made():
    made = [Entry.now(session="s", outcome="go", step=str(number)) for number in range(200)]
    assert [entry.step for entry in sorted(made, key=Entry.order)] == [str(number) for number in range(200)]


@pytest.mark.parametrize(
    ("seconds", "kept"), [(0, True), (-30, True), (-3600, False), (-(10**8), False), (1, False), (10**8, False)]
)
def test_a_clock_that_is_put_right_by_a_little_changes_no_order(monkeypatch, seconds, kept):
    before = datetime(2026, 11, 24, 12, tzinfo=UTC)
    monkeypatch.setattr(module, "_last", before)
    moment = module._later(before + timedelta(seconds=seconds))
    assert moment == (before + timedelta(milliseconds=1) if kept else before + timedelta(seconds=seconds))
