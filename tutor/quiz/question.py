"""What is asked, about which situation, and what is true there. No answer is stored: the core works each one out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

from tutor.core import Graph
from tutor.core.expression import is_name, normalise
from tutor.numbers import show
from tutor.quiz.shapes import ShapeQuestion
from tutor.words import Words, words

if TYPE_CHECKING:
    from tutor.quiz.grading import Verdict
    from tutor.quiz.hints import Hint
    from tutor.quiz.mistakes import Found, Search

Kind = Literal["value", "gradient"]


def short_name(quantity: str, labels: Mapping[str, str]) -> str:
    """What a quantity is called in formulas and pictures: its label where that is one word, else its own name.

    A label may be `word: a longer description`; the word is the short name then.
    """
    word = labels.get(quantity, "").partition(":")[0].strip()
    return word if is_name(word) else quantity


def description(quantity: str, labels: Mapping[str, str]) -> str:
    """What a quantity is, in the words of its label; its own name where it has none."""
    label = labels.get(quantity, "")
    _, colon, rest = label.partition(":")
    return (rest.strip() if colon and rest.strip() else label) or quantity


@dataclass(frozen=True)
class Question:
    """A number to predict: the value of a quantity, or the gradient of `output` by it."""

    kind: Kind
    graph: Graph
    values: Mapping[str, float]
    """The value of every quantity of the graph."""
    output: str
    quantity: str
    lang: str = "en"
    labels: Mapping[str, str] = field(default_factory=dict)
    """What each quantity is called on this page."""
    shown: frozenset[str] | None = None
    """Quantities whose values the learner has seen and may use by name; None: all that the question lets on."""
    skill: str = ""
    code: str = ""
    story: str = ""
    """An English message that tells the situation and asks, `{apple}` in it for a quantity's value; may be empty."""
    about: object | None = None
    """What the graph stands for, where thoughts of that subject apply: steps of an optimizer, a matrix product, ..."""
    noise: float = 0.0
    """By so much an answer may miss the truth: the givens are shown rounded, and the truth is small beside them."""

    @cached_property
    def gradients(self) -> Mapping[str, float]:
        """The gradient of the output by every quantity."""
        return self.graph.backward(self.values, self.output)

    @cached_property
    def truth(self) -> float:
        """The number asked for, as the core gives it."""
        return self.values[self.quantity] if self.kind == "value" else self.gradients[self.quantity]

    @cached_property
    def search(self) -> Search:
        """The wrong thoughts that apply here, as they are found: for whoever may need only the first ones."""
        from tutor.quiz.mistakes import Search

        return Search(self)

    @cached_property
    def mistakes(self) -> tuple[Found, ...]:
        """The wrong thoughts that apply here, each with the number it gives."""
        return self.search.all()

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        """The ladder: where to look; the rule; the rule with other numbers; the worked solution."""
        from tutor.quiz.hints import ladder

        return ladder(self)

    @property
    def usable(self) -> dict[str, float]:
        """The names that an answer may use, with their values: what is shown, never the number asked for."""
        hidden = {self.quantity} if self.kind == "value" else set()
        if self.kind == "value":
            for node in self.graph.nodes:  # what follows from the asked value would give it away
                if any(self.graph.nodes[at].name in hidden for at in node.inputs):
                    hidden.add(node.name)
            if self.shown is None:
                hidden |= {name for name in self.graph.quantities if self.graph.node(name).op != "input"}
        allowed = set(self.graph.quantities) if self.shown is None else set(self.shown)
        names = {name: self.values[name] for name in self.graph.quantities if name in allowed - hidden}
        by_label = {short_name(name, self.labels): value for name, value in names.items()}
        return {**by_label, **names}

    def name(self, quantity: str) -> str:
        """What a quantity is called in this question's formulas; one without a name is the expression it is."""
        short = short_name(quantity, self.labels)
        if is_name(short):
            return short
        return words(self.lang)("result") if quantity == self.output else f"({self.expression(quantity)})"

    @property
    def formula(self) -> str:
        """What is asked, as a formula: `price`, or `d price / d apple`."""
        if self.kind == "value":
            return self.name(self.quantity)
        return f"d {self.name(self.output)} / d {self.name(self.quantity)}"

    @property
    def givens(self) -> str:
        """The inputs with their values, in one line: `apple = 100, count = 2`."""
        return ", ".join(f"{self.name(name)} = {show(self.values[name])}" for name in self.graph.inputs)

    @property
    def prompt(self) -> str:
        """The story in the question's language, with its numbers; empty where it has none."""
        numbers = {name: show(value) for name, value in self.values.items() if is_name(name)}
        return words(self.lang)(self.story, **numbers) if self.story else ""

    @property
    def text(self) -> str:
        """The question in words that stand by themselves, its givens and its graph stated."""
        t = words(self.lang)
        lines = [
            *([self.prompt] if self.story else []),
            self.givens,
            *self._statement(t),
        ]
        return "\n".join([*lines, t("{formula} = ?", formula=self.formula)])

    def _statement(self, t: Words) -> list[str]:
        """How its quantities follow from each other, or what its subject states in place of that."""
        stated = getattr(self.about, "statement", None)
        if stated is not None:
            return list(stated(self, t))
        if not self.states_steps:
            return []
        return [f"{self.name(name)} = {self.expression(name)}" for name in self.steps]

    @property
    def states_steps(self) -> bool:
        """Whether it is stated or drawn how the quantities follow from each other: not where that is what is asked."""
        return getattr(self.about, "states_steps", True)

    @property
    def steps(self) -> tuple[str, ...]:
        """The quantities that are worked out and have a name, and the output, in order."""
        made = [node for node in self.graph.nodes if node.inputs]
        return tuple(node.name for node in made if node.named or node.name == self.output)

    def expression(self, quantity: str) -> str:
        """How a quantity follows from those with names, as a formula in this question's names."""
        from tutor.quiz.formulas import expression_text

        return expression_text(self, quantity)

    def with_values(self, inputs: Mapping[str, float]) -> Question:
        """The same question with other numbers; every value is shown anew."""
        return replace(self, values=self.graph.forward(inputs))


class FixedQuestion(ABC):
    """A question without new numbers: nothing is left to ask after its solution."""

    lang: str
    skill: str
    code: str
    thought: ClassVar[str]
    """What stands for the thoughts behind a wrong answer in a summary."""

    @property
    @abstractmethod
    def hints(self) -> tuple[Hint, ...]:
        """The ladder; its last rung is the solution."""

    @abstractmethod
    def ask_line(self, t: Words) -> str:
        """What is asked, in one line."""

    @abstractmethod
    def typed(self, t: Words) -> str:
        """What an answer may be, for the empty answer box."""


class ListQuestion(FixedQuestion):
    """Lines of text with numbers before them, which an answer names."""

    @property
    @abstractmethod
    def lines(self) -> Sequence[str]:
        """The texts as they are shown, numbered from 1."""


class JudgedQuestion(FixedQuestion):
    """A question that knows itself what an answer to it is worth."""

    @abstractmethod
    def judge(self, text: str) -> Verdict:
        """Judge an answer. It never raises for what a learner types."""

    @property
    @abstractmethod
    def facts(self) -> Mapping[str, object]:
        """What must be the same in all languages, under the words that say where to look."""

    @property
    @abstractmethod
    def faults(self) -> Iterable[tuple[str, dict[str, object]]]:
        """What an author did not mean, as codes and details for lint."""


@dataclass(frozen=True)
class Option:
    """One choice, whether it is right, and what is said to whoever chooses it."""

    text: str
    right: bool
    reply: str


@dataclass(frozen=True)
class ChoiceQuestion(ListQuestion):
    """Options to choose from, one or several of them right. An answer is their numbers, from 1."""

    options: tuple[Option, ...]
    lang: str = "en"
    skill: str = ""
    code: str = ""

    thought: ClassVar[str] = "choice"

    @property
    def lines(self) -> Sequence[str]:
        """The options in the order of the page."""
        return [option.text for option in self.options]

    @property
    def truth(self) -> frozenset[int]:
        """The numbers of the right options."""
        return frozenset(i for i, option in enumerate(self.options, start=1) if option.right)

    @property
    def several(self) -> bool:
        """Whether more than one option is right."""
        return len(self.truth) > 1

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        """Where to look, and the solution."""
        from tutor.quiz.hints import choice_ladder

        return choice_ladder(self)

    def ask_line(self, t: Words) -> str:
        """Which of them, or which ones where several are right."""
        if self.several:
            return t("Which ones? Type their numbers, as in: 1 3")
        return t("Which one? Type its number.")

    def typed(self, t: Words) -> str:
        """A number, or several."""
        return t("the numbers of options") if self.several else t("the number of an option")


ItemQuestion = Question | ShapeQuestion
"""What has numbers of its own: an item asks it, and it stands again with new ones after a solution."""

AnyQuestion = ItemQuestion | FixedQuestion


def gradient_question(
    graph: Graph,
    values: Mapping[str, float],
    output: str,
    quantity: str,
    *,
    lang: str = "en",
    labels: Mapping[str, str] | None = None,
    skill: str = "",
    code: str = "",
) -> Question:
    """Ask for d output / d quantity. `values` holds at least the inputs' values; GraphError where names are unknown."""
    # An unknown name is said here, not at the first answer; one in another Unicode form is that of the graph.
    output, quantity = graph.node(output).name, graph.node(quantity).name
    inputs = {name: value for name, value in values.items() if normalise(name) in graph.inputs}
    values = graph.forward(inputs)
    return Question("gradient", graph, values, output, quantity, lang, dict(labels or {}), None, skill, code)


def value_question(
    graph: Graph,
    values: Mapping[str, float],
    quantity: str,
    *,
    lang: str = "en",
    labels: Mapping[str, str] | None = None,
    skill: str = "",
    code: str = "",
) -> Question:
    """Ask for the value of `quantity`. `values` holds at least the inputs' values."""
    asked = gradient_question(graph, values, quantity, quantity, lang=lang, labels=labels, skill=skill, code=code)
    return replace(asked, kind="value")
