"""Lines to put in order: how they are shown, what their right order is, and what is said about it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NamedTuple

from tutor.quiz.hints import Hint
from tutor.quiz.question import ListQuestion
from tutor.words import Words, words


class Item(NamedTuple):
    """One line, and why it comes where it comes."""

    text: str
    reply: str


@dataclass(frozen=True)
class OrderQuestion(ListQuestion):
    """Items to put in order. They are shown in another one, and an answer is the numbers that they have there."""

    items: tuple[Item, ...]
    """In their right order; two or more."""
    reply: str
    """What is said to the right order."""
    lang: str = "en"
    skill: str = ""
    code: str = ""

    thought: ClassVar[str] = "order"

    @cached_property
    def shown(self) -> tuple[int, ...]:
        """The places (from 0) of the items as they are shown: fixed by the code, in every language, never in order."""
        source = random.Random(self.code)
        places = list(range(len(self.items)))
        mixed = places
        while mixed == places:
            mixed = sorted(places, key=lambda _: source.random())  # `shuffle` may differ from one Python to another
        return tuple(mixed)

    @property
    def truth(self) -> tuple[int, ...]:
        """The numbers, from 1, in the right order."""
        return tuple(self.shown.index(place) + 1 for place in range(len(self.items)))

    @property
    def lines(self) -> Sequence[str]:
        """The items as they are shown."""
        return [self.items[place].text for place in self.shown]

    def line(self, number: int) -> str:
        """An item with its number before it."""
        return f"{number}. {self.lines[number - 1]}"

    def why(self, number: int) -> str:
        """Why the item with this number comes where it comes."""
        return self.items[self.shown[number - 1]].reply

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        """The first item; the first half; the order. What would leave no choice is left out."""
        t = words(self.lang)
        first, *_ = self.truth
        half = len(self.items) // 2
        rungs = []
        if len(self.items) > 2:
            rungs.append(Hint("where", t("First comes: {item}", item=self.line(first)) + "\n" + self.why(first)))
        if half > 1:
            rungs.append(Hint("rule", t("It begins like this: {numbers}", numbers=self._numbers(half))))
        solution = [t("The order: {numbers}", numbers=self._numbers())]
        solution += [f"{self.line(number)}\n{self.why(number)}" for number in self.truth]
        return (*rungs, Hint("solution", "\n".join(solution)))

    def _numbers(self, count: int | None = None) -> str:
        return " ".join(map(str, self.truth[:count]))

    def in_place(self, order: Sequence[int]) -> int:
        """How many items from the start on stand where they belong."""
        pairs = zip(order, self.truth, strict=True)
        return next((at for at, (given, right) in enumerate(pairs) if given != right), len(order))

    def ask_line(self, t: Words) -> str:
        """In which order."""
        return t("In which order? Type their numbers.")

    def typed(self, t: Words) -> str:
        """All numbers."""
        return t("all the numbers, in their order")
