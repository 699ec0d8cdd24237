"""Item codes: what they mean, for ever, and that no item misleads."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.complaints import complaint
from tutor.quiz import ItemCode, ItemError, Question, generate, templates
from tutor.quiz import generator as module
from tutor.quiz.generator import LARGEST_NUMBER, TRIES, Item, generate_counted
from tutor.quiz.mistakes import MISTAKES
from tutor.quiz.skills import SKILLS, Skill
from tutor.quiz.templates import TEMPLATES, Draw, Edition, Level, ShapeLevel, ShapeTemplate, Template, optimizers
from tutor.words import LANGUAGES, words

from .checking_items import check
from .counting import calls
from .items import LEVELS, digest, digests, key, versions, written_down
from .processes import printed

CELLS = [(skill, level) for skill in TEMPLATES for level in LEVELS]
FEW, MANY, MANY_STEPS = 11, 1170, 320  # an item of several steps takes longer to look at
cells = pytest.mark.parametrize(("skill", "level"), CELLS, ids=lambda part: str(part))


def text_of(item: Item) -> str:
    """The graph of an item, as its template has it; empty where it asks for a shape."""
    code = ItemCode.parse(item.question.code)
    template = next(t for t in TEMPLATES[code.skill] if t.name == item.template)
    if isinstance(template, ShapeTemplate):
        return ""
    return template.levels[code.level].graph or template.graph


def look_at(skill: str, level: int, numbers: range) -> list[Item]:
    items = []
    for number in numbers:
        item = generate_counted(ItemCode(skill, level, number, SKILLS[skill].version))
        assert item.rejected < TRIES
        check(item.question, text_of(item))
        items.append(item)
    return items


@cells
def test_items_are_true_and_do_not_mislead(skill: str, level: int) -> None:
    items = look_at(skill, level, range(FEW))
    assert len({item.question.text for item in items}) > FEW / 2
    assert {item.template for item in items} == {t.name for t in TEMPLATES[skill]}


@pytest.mark.slow
@cells
def test_a_hundred_thousand_items(skill: str, level: int) -> None:
    look_at(skill, level, range(FEW, FEW + many(skill)))


def many(skill: str) -> int:
    return MANY_STEPS if skill in optimizers.TEMPLATES else MANY


def test_the_bulk_is_a_hundred_thousand() -> None:
    assert sum(many(skill) for skill, _ in CELLS) >= 100_000
    assert {skill for skill, _ in CELLS} == set(SKILLS)


class TestCode:
    @pytest.mark.parametrize(
        ("text", "whole"),
        [
            ("chain-rule:7", "chain-rule.1:7@1"),
            ("chain-rule.2:48151@1", "chain-rule.2:48151@1"),
            (" Chain-Rule.3:007 ", "chain-rule.3:7@1"),
            ("chain-rule:0", "chain-rule.1:0@1"),
            (f"chain-rule:{LARGEST_NUMBER}", f"chain-rule.1:{LARGEST_NUMBER}@1"),
        ],
    )
    def test_it_is_read_and_printed_whole(self, text: str, whole: str) -> None:
        assert str(ItemCode.parse(text)) == whole
        assert generate(text).code == whole

    @given(st.sampled_from(CELLS), st.integers(0, LARGEST_NUMBER))
    def test_what_is_printed_is_read_as_the_same(self, cell: tuple[str, int], number: int) -> None:
        code = ItemCode(*cell, number, SKILLS[cell[0]].version)
        assert ItemCode.parse(str(code)) == code

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "item-form"),
            ("chain-rule", "item-form"),
            ("chain-rule:", "item-form"),
            ("chain-rule:-1", "item-form"),
            ("chain-rule:1.5", "item-form"),
            ("chain-rule:٣", "item-form"),
            ("chain-rule.:1", "item-form"),
            ("chain-rule:1@", "item-form"),
            ("chain-rule:1000000000", "item-form"),
            ("chain-rule:1 2", "item-form"),
            ("\x1b[2J:1", "item-form"),
            ("x" * 100_000, "item-form"),
            ("chain-rules:1", "item-skill"),
            ("chain-rule.0:1", "item-level"),
            ("chain-rule.4:1", "item-level"),
            ("chain-rule:1@0", "item-version"),
            ("chain-rule:1@2", "item-version"),
        ],
    )
    def test_what_is_no_code_is_said_in_every_language(self, text: str, code: str) -> None:
        with pytest.raises(ItemError) as caught:
            generate(text)
        assert caught.value.code == code
        said = {complaint(caught.value, words(lang)) for lang in LANGUAGES}
        assert len(said) == len(LANGUAGES) and all(text.isprintable() for text in said)


class TestMeaning:
    def test_the_same_code_is_the_same_question(self) -> None:
        for skill, level in CELLS:
            one, other = generate(f"{skill}.{level}:5"), generate(f"{skill}.{level}:5")
            assert digest(one) == digest(other) and one.text == other.text
            assert (one.skill, one.code) == (skill, f"{skill}.{level}:5@{SKILLS[skill].version}")

    def test_both_languages_ask_the_same(self) -> None:
        for skill, level in CELLS:
            one, other = (generate(f"{skill}.{level}:3", lang) for lang in ("en", "ko"))
            assert digest(one) == digest(other) and one.truth == other.truth
            assert [(m.id, m.value) for m in one.mistakes] == [(m.id, m.value) for m in other.mistakes]
            assert one.text != other.text

    def test_another_process_with_another_hash_seed_asks_the_same(self) -> None:
        program = (
            "from quiz.test_generator import CELLS, generate\n"
            "print([generate(f'{skill}.{level}:11', lang).text for skill, level in CELLS for lang in ('en', 'ko')])"
        )
        here = [generate(f"{skill}.{level}:11", lang).text for skill, level in CELLS for lang in ("en", "ko")]
        assert printed(program) == [repr(here)] * 2

    @pytest.mark.parametrize(("skill", "version"), versions())
    def test_codes_mean_what_they_meant(self, skill: str, version: int) -> None:
        """Records, worksheets and answer sheets hold them."""
        for level in LEVELS:
            known = written_down().get(key(skill, level, version))
            assert known is not None, "write it down: uv run tests/quiz/items.py"
            assert digests(skill, level, version) == known, (
                f"the items of {skill}.{level} are others than before: raise the version of {skill} in "
                "tutor/quiz/skills.py and keep the old one in EARLIER (CONTRIBUTING.md, Item codes)"
            )


class TestVersions:
    """A made-up skill that goes through a change."""

    OLD = Template("old", "", "z = x * y", {1: Level({"x": Draw(11, 49), "y": Draw(2.5, 9.5, 0.5)}, ("d z / d x",))})
    NEW = Template("new", "", "z = x / y", {1: Level({"x": Draw(11, 49), "y": (4, 5, 8)}, ("d z / d x",))})

    @pytest.fixture(autouse=True)
    def made_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(SKILLS, "made-up", Skill("Made up", version=1))
        monkeypatch.setitem(TEMPLATES, "made-up", (self.OLD,))

    def test_a_kept_version_goes_on_to_mean_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = [digest(generate(f"made-up:{number}")) for number in range(20)]
        monkeypatch.setitem(SKILLS, "made-up", Skill("Made up", version=2))
        monkeypatch.setitem(TEMPLATES, "made-up", (self.NEW,))
        with pytest.raises(ItemError, match="item-version"):
            generate("made-up:0@1")
        monkeypatch.setitem(templates.EARLIER, ("made-up", 1), Edition((self.OLD,)))
        assert [digest(generate(f"made-up:{number}@1")) for number in range(20)] == before
        assert generate("made-up:0").code == "made-up.1:0@2"
        assert digest(generate("made-up:0")) != before[0]

    def test_a_mistake_that_came_later_rejects_nothing_of_an_earlier_version(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wide = Template("old", "", "z = x * y", {1: Level({"x": Draw(2, 9), "y": Draw(2.1, 9.1)}, ("d z / d x",))})
        monkeypatch.setitem(TEMPLATES, "made-up", (wide,))
        after = [digest(generate(f"made-up:{number}")) for number in range(60)]
        monkeypatch.setitem(SKILLS, "made-up", Skill("Made up", version=2))
        monkeypatch.setitem(templates.EARLIER, ("made-up", 1), Edition((wide,), frozenset(MISTAKES)))
        items = [generate_counted(f"made-up:{number}@1") for number in range(60)]
        assert not any(item.rejected for item in items)
        assert [digest(item.question) for item in items] != after


class TestRejection:
    """Which draws are thrown away, and that it comes to an end."""

    def items(self, monkeypatch: pytest.MonkeyPatch, *made: Template) -> list[Item]:
        monkeypatch.setitem(SKILLS, "made-up", Skill("Made up"))
        monkeypatch.setitem(TEMPLATES, "made-up", made)
        return [generate_counted(f"made-up:{number}") for number in range(60)]

    def questions(self, monkeypatch: pytest.MonkeyPatch, *made: Template) -> list[Question]:
        return [item.question for item in self.items(monkeypatch, *made)]

    def test_a_mistake_near_the_truth(self, monkeypatch: pytest.MonkeyPatch) -> None:
        near = Template("near", "", "z = x * y", {1: Level({"x": Draw(98, 104), "y": Draw(100, 102)}, ("d z / d x",))})
        far = self.items(monkeypatch, near)
        assert sum(item.rejected for item in far) > 60
        for item in far:
            x, y = item.question.values["x"], item.question.values["y"]
            assert abs(x - y) > 0.03 * max(x, y)

    def test_a_truth_that_nobody_can_type(self, monkeypatch: pytest.MonkeyPatch) -> None:
        thirds = Template("thirds", "", "z = x / y", {1: Level({"x": Draw(11, 49), "y": Draw(2, 9)}, ("z",))})
        for question in self.questions(monkeypatch, thirds):
            assert float(f"{question.truth:.6g}") == pytest.approx(question.truth, rel=1e-12)
        roots = Template("roots", "", "z = sqrt(x) * y", {1: Level({"x": (2, 3, 5), "y": Draw(7, 40)}, ("z",))})
        assert any(
            float(f"{q.truth:.6g}") != pytest.approx(q.truth, rel=1e-9) for q in self.questions(monkeypatch, roots)
        )

    def test_a_number_out_of_size(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sizes = Template("sizes", "", "z = x * y", {1: Level({"x": (3, 3e5, 3e-9), "y": Draw(11, 49)}, ("z",))})
        assert {question.values["x"] for question in self.questions(monkeypatch, sizes)} == {3}

    def test_a_value_that_there_is_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        none = Template("none", "", "z = y / x", {1: Level({"x": (0, 4), "y": Draw(11, 49)}, ("z",))})
        assert {question.values["x"] for question in self.questions(monkeypatch, none)} == {4}

    @pytest.mark.parametrize("graph", ["z = relu(x) * y", "z = max(x, 0) * y"])
    def test_a_kink(self, monkeypatch: pytest.MonkeyPatch, graph: str) -> None:
        kink = Template("kink", "", graph, {1: Level({"x": (-3, 0, 5), "y": Draw(11, 49)}, ("d z / d x",))})
        assert {question.values["x"] for question in self.questions(monkeypatch, kink)} == {-3, 5}

    def test_two_inputs_that_are_one_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        numbers = {"x": (3, 7), "y": (3, 7, 20), "aside": (3, 7, 20)}
        twins = Template("twins", "", "z = x * y\nother = aside * 2", {1: Level(numbers, ("d z / d x", "d z / d y"))})
        found = [question.values for question in self.questions(monkeypatch, twins)]
        assert all(values["x"] != values["y"] for values in found)
        assert any(values["aside"] in (values["x"], values["y"]) for values in found)  # it does not lead to z

    def test_what_the_template_does_not_want(self, monkeypatch: pytest.MonkeyPatch) -> None:
        level = Level({"x": Draw(11, 49), "y": Draw(2.5, 9.5, 0.5)}, ("z",))
        even = Template("even", "", "z = x * y", {1: level}, fits=lambda question: question.values["x"] % 2 == 0)
        assert all(question.values["x"] % 2 == 0 for question in self.questions(monkeypatch, even))

    def test_sizes_that_are_equal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        level = ShapeLevel((2, 3), ((2, 3, 5), (3, 5)), ("dW", "Y"), "")
        items = self.items(monkeypatch, ShapeTemplate("shape", {1: level}))
        assert sum(item.rejected for item in items) > 30
        assert {(item.question.batch, *item.question.widths) for item in items} == {*((2, 3, 5), (2, 5, 3), (3, 2, 5))}
        assert {item.question.asked for item in items} == {"dW", "Y"}

    def test_where_one_template_never_fits_another_does(self, monkeypatch: pytest.MonkeyPatch) -> None:
        level = Level({"x": Draw(11, 49), "y": Draw(2.5, 9.5, 0.5)}, ("z",))
        never = Template("never", "", "z = x * y", {1: level}, fits=lambda _: False)
        always = Template("always", "", "z = x * y", {1: level})
        assert {item.template for item in self.items(monkeypatch, never, always)} == {"always"}

    def test_it_gives_up_after_a_bounded_number_of_draws(self, monkeypatch: pytest.MonkeyPatch) -> None:
        looked = 0

        def never(_: Question) -> bool:
            nonlocal looked
            looked += 1
            return False

        level = Level({"x": Draw(11, 49), "y": Draw(2.5, 9.5, 0.5)}, ("z",))
        with pytest.raises(ItemError, match="item-unfit"):
            self.items(monkeypatch, *(Template(name, "", "z = x * y", {1: level}, fits=never) for name in "ab"))
        assert looked == TRIES


class TestWork:
    def test_a_draw_that_is_thrown_away_costs_little(self) -> None:
        """With the texts of all mistakes, each asked at three points, it would be 7000 calls a draw."""
        code = "adam.2:171@1"
        assert generate_counted(code).rejected == 40
        assert calls(lambda: generate(code)) < 41 * 2000


class TestDraws:
    def test_numbers_that_belong_together_stay_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(SKILLS, "made-up", Skill("Made up"))
        level = Level({"y": Draw(11, 49)}, ("z",), together=({"a": 3, "b": 4}, {"a": 5, "b": 7.5}))
        monkeypatch.setitem(TEMPLATES, "made-up", (Template("pairs", "", "z = a * b + y", {1: level}),))
        values = [generate(f"made-up:{number}").values for number in range(40)]
        assert {(found["a"], found["b"]) for found in values} == {(3, 4), (5, 7.5)}

    @pytest.mark.parametrize(
        ("source", "numbers"),
        [
            (Draw(2, 5), [2, 3, 4, 5]),
            (Draw(0.1, 0.4, 0.1), [0.1, 0.2, 0.3, 0.4]),
            (Draw(-1, 1, 0.5), [-1, -0.5, 0, 0.5, 1]),
            (Draw(10, 35, 10), [10, 20, 30]),
            ((3, 0.25, -7), [-7, 0.25, 3]),
        ],
    )
    def test_every_number_and_no_other(self, source: module.Source, numbers: list[float]) -> None:
        seeded = random.Random("draws")
        drawn = {module._number(source, seeded) for _ in range(200)}
        assert sorted(drawn) == numbers
        assert all(isinstance(number, int) == (number == int(number)) for number in drawn)
