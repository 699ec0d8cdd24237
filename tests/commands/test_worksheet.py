"""`bptutor worksheet`: which items, and a page that stands by itself once it is rendered."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tutor import cli
from tutor.numbers import show
from tutor.quiz.generator import ItemCode, ItemError, generate
from tutor.quiz.question import ItemQuestion, Question
from tutor.quiz.shapes import ShapeQuestion
from tutor.quiz.skills import SKILLS
from tutor.quiz.templates import TEMPLATES
from tutor.words import LANGUAGES, words
from tutor.worksheet import Wish, _plain, items


class Done(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        return re.findall(r"^<sub>`(.+)`</sub>$", self.out, re.MULTILINE)

    @property
    def command(self) -> list[str]:
        """The arguments of the command at the top, the one that makes the sheet again."""
        found = re.search(r"`bptutor (worksheet .*)`", self.out)
        assert found
        return shlex.split(found.group(1))


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """`bptutor …` in this process, in English where nothing else is asked for."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("BPTUTOR_HOME", str(tmp_path))

    def do(*arguments: str) -> Done:
        os.environ["LANGUAGE"] = ""  # the command sets it
        return Done(cli.main(arguments), *capfd.readouterr())

    return do


class TestWhichItems:
    def test_a_seed_is_a_sheet(self, run: Run) -> None:
        first, again, other = (run("worksheet", "--count", "4", "--seed", seed) for seed in ("3", "3", "4"))
        assert (first.status, first.err) == (0, "")
        assert first.out == again.out and len(first.codes) == 4
        assert not set(first.codes) & set(other.codes)

    def test_without_a_seed_the_sheet_says_how_it_is_made_again(self, run: Run) -> None:
        first, second = (run("worksheet", "--count", "3", "--skill", "chain-rule.2", "--answers") for _ in range(2))
        assert first.out != second.out
        assert run(*first.command).out == first.out

    def test_ten_items_where_nothing_is_said(self, run: Run) -> None:
        assert len(run("worksheet").codes) == 10

    def test_no_item_twice_and_easier_ones_first(self, run: Run) -> None:
        codes = run("worksheet", "--skill", "chain-rule", "--count", "12", "--seed", "1").codes
        assert len(set(codes)) == 12
        assert [code.split(":")[0] for code in codes] == [
            f"chain-rule.{level}" for level in (1, 2, 3) for _ in range(4)
        ]

    def test_one_level(self, run: Run) -> None:
        codes = run("worksheet", "--skill", "chain-rule.2", "--count", "3").codes
        assert [code.split(":")[0] for code in codes] == ["chain-rule.2"] * 3

    def test_several_skills_have_equal_shares(self, run: Run) -> None:
        wishes = list(TEMPLATES)[:2]
        if len(wishes) < 2:
            pytest.skip("one skill has items")
        codes = run("worksheet", "--skill", wishes[0], "--skill", f"{wishes[1]}.3", "--count", "7").codes
        assert sum(code.startswith(f"{wishes[0]}.") for code in codes) == 4
        assert sum(code.startswith(f"{wishes[1]}.3:") for code in codes) == 3

    def test_a_mix_has_every_skill_before_one_comes_again(self) -> None:
        for count in (len(TEMPLATES) // 2 + 1, len(TEMPLATES)):
            questions = items([], count, 1, "en")
            assert len({question.skill for question in questions}) == count
        levels = [int(re.findall(r"\.(\d)", question.code)[0]) for question in questions]
        assert levels == sorted(levels) and (len(levels) < 3 or {1, 2, 3} == set(levels))

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_languages_have_the_same_items(self, run: Run, lang: str) -> None:
        plain = run("worksheet", "--seed", "8", "--count", "3")
        done = run("worksheet", "--seed", "8", "--count", "3", "--lang", lang)
        assert done.codes == plain.codes
        assert done.out.startswith(f"# {words(lang)('Worksheet')}\n")

    def test_the_language_chosen_in_the_tutor(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "settings.toml").write_text('lang = "ko"\n')
        assert run("worksheet", "--count", "1").out.startswith("# 연습지\n")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--skill", "cooking"), "cooking"),
        (("--skill", "chain-rule.9"), "9"),
        (("--skill", "chain-rule.x"), "chain-rule.x"),
        (("--skill", ""), "chain-rule"),
        (("--count", "0"), "500"),
        (("--count", "501"), "501"),
        (("--count", "-3"), "-3"),
        (("--count", "2.5"), "2.5"),
        (("--count", "many"), "many"),
        (("--count", "９"), "９"),
        (("--count", "9" * 5000), "--count"),
        (("--seed", "x"), "--seed"),
        (("--seed", "-1"), "-1"),
        (("--seed",), "--seed"),
        (("chain-rule",), "chain-rule"),
        (("--skill", "a\x1b[2J\nb"), "a"),
    ],
)
def test_a_wrong_call_is_one_line(run: Run, arguments: tuple[str, ...], named: str, lang: str) -> None:
    done = run("worksheet", *arguments, "--lang", lang) if arguments[-1] != "--seed" else run("worksheet", *arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("bptutor: ") and done.err.count("\n") == 1 and named in done.err
    assert all(char.isprintable() for char in done.err.rstrip("\n")) and len(done.err) < 1100


def test_a_level_with_too_few_items_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    always = generate("chain-rule.1:1", "en")
    monkeypatch.setattr("tutor.worksheet.generate", lambda code, lang: always)
    assert run("worksheet", "--skill", "chain-rule.1", "--count", "1").status == 0
    done = run("worksheet", "--skill", "chain-rule.1", "--count", "2")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("bptutor: chain-rule.1 has not so many") and done.err.count("\n") == 1


def test_a_number_without_a_fitting_item_is_passed_over(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def unfit_at_first(code: ItemCode, lang: str) -> Question:
        tried.append(code)
        if len(tried) == 1:
            raise ItemError("item-unfit", item=str(code))
        return generate(code, lang)

    monkeypatch.setattr("tutor.worksheet.generate", unfit_at_first)
    assert run("worksheet", "--skill", "chain-rule", "--count", "1").codes == [str(tried[1])]


def rendered(markdown: str) -> list[Token]:
    return MarkdownIt("commonmark").parse(markdown)


def code_spans(tokens: list[Token]) -> list[str]:
    return [part.content for token in tokens for part in token.children or () if part.type == "code_inline"]


def text_of(token: Token) -> str:
    return "".join("\n" if part.type == "softbreak" else part.content for part in token.children or ())


def every_skill_and_level() -> list[str]:
    return [f"{skill}.{level}" for skill in TEMPLATES for level in Wish(skill).levels]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_item_says_all_that_its_question_needs(run: Run, lang: str) -> None:
    wishes = [part for skill in every_skill_and_level() for part in ("--skill", skill)]
    count = str(len(wishes) // 2)
    done = run("worksheet", *wishes, "--count", count, "--seed", "1", "--lang", lang)
    assert len(done.codes) == int(count)
    sections = re.split(r"^## \d+\. ", done.out, flags=re.MULTILINE)[1:]
    for section, code in zip(sections, done.codes, strict=True):
        question = generate(code, lang)
        tokens = rendered(section)
        spans = code_spans(tokens)
        assert words(lang)(SKILLS[question.skill].title) in section
        assert right_line(question) not in spans
        assert "{" not in section and question.code in spans
        assert not any(part.type == "em_open" for token in tokens for part in token.children or ())
        if isinstance(question, ShapeQuestion):
            assert {question.givens, *question.products, question.formula, f"{question.formula}.shape"} <= set(spans)
            assert question.prompt in [text_of(token) for token in tokens]
            continue
        for name in question.graph.inputs:
            assert f"{question.name(name)} = {show(question.values[name])}" in spans
        if not hasattr(question.about, "statement"):
            for name in question.steps:  # not told where that is what is asked
                assert (f"{question.name(name)} = {question.expression(name)}" in spans) == question.states_steps
        for line in question.text.splitlines():
            if line != question.givens and line != f"{question.formula} = ?":
                assert line in spans or line in section or _plain(line) in section
        assert question.formula in spans
        assert not question.prompt or question.prompt in [text_of(token) for token in tokens]


def right_line(question: ItemQuestion) -> str:
    """The answer as it stands at the end of a sheet."""
    if isinstance(question, ShapeQuestion):
        return f"{question.formula}.shape = {question.truth}"
    return f"{question.formula} = {show(question.truth)}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_shape_on_paper(run: Run, lang: str) -> None:
    done = run("worksheet", "--skill", "affine-shape", "--count", "18", "--seed", "3", "--answers", "--lang", lang)
    shapes = [q for q in (generate(code, lang) for code in done.codes) if isinstance(q, ShapeQuestion)]
    assert {question.states_shapes for question in shapes} == {True, False}
    sheet, answers = done.out.split("\n---\n")
    for question in shapes:
        assert f"**`{question.formula}.shape` =** ___" in sheet
        assert words(lang)("What is asked: the shape of {name}.", name=f"`{question.formula}`") in sheet
        assert f"`{right_line(question)}`\n\n    {question.hints[-1].text}\n" in answers


@pytest.mark.parametrize("lang", LANGUAGES)
def test_answers_are_worked_out_at_the_end(run: Run, lang: str) -> None:
    plain = run("worksheet", "--count", "5", "--seed", "2", "--lang", lang)
    done = run("worksheet", "--count", "5", "--seed", "2", "--answers", "--lang", lang)
    assert done.codes == plain.codes and run(*done.command).out == done.out
    sheet, answers = done.out.split(f"\n---\n\n## {words(lang)('Answers')}\n")
    assert sheet.replace(" --answers", "").strip() == plain.out.strip()
    tokens = rendered(answers)
    blocks = [token.content.strip() for token in tokens if token.type == "code_block"]
    questions = [generate(code, lang) for code in done.codes]
    assert blocks == [question.hints[-1].text for question in questions]
    assert code_spans(tokens) == [right_line(question) for question in questions]


@pytest.mark.parametrize(
    "text",
    [
        "w1 = w0 - lr*g and v*_v_*",
        "a_b_c and __init__",
        "[a](b) <b>c</b> `d` ~~e~~ x|y $2$",
        "# not a heading",
        "- no list\n+ none here",
        "3) nor here",
        "12. nor here",
        "> no quotation",
        "5 * 3 = 15",
        "back\\slash",
    ],
)
def test_a_story_is_no_markup(text: str) -> None:
    paragraph, body, *_ = rendered(_plain(text))
    assert paragraph.type == "paragraph_open" and text_of(body) == text
