"""An experiment that a lesson sets: a lab with settings, of which some may be changed to reach a goal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from tutor.core import ExpressionError
from tutor.words import Words

Value = float | str
Settings = Mapping[str, Value]


class Goal(NamedTuple):
    """What is to be brought about."""

    text: str
    """An English message (`N_`); `{bound}` in it is the number of the lesson, `{steps}` that of the steps."""
    reached: Callable[[Trial, Settings, float], bool]
    """Takes the trial, all its settings and the bound."""
    needs_bound: bool = False


@dataclass(frozen=True)
class Trial(ABC):
    """A lab as a lesson sets it: where its settings stand at first. What may be changed, the question says."""

    room: ClassVar[str]
    """The lab where it can be tried out."""
    steps: ClassVar[int] = 0
    """How many steps it is tried out for, where it makes steps."""

    settings: Settings
    """All that there are, by name."""

    def with_settings(self, changed: Settings) -> Settings:
        """All settings, some of them changed. ExpressionError for one that is not there, or can't be that."""
        for name, value in changed.items():
            self.check(name, value)
        return {**self.settings, **changed}

    def check(self, name: str, value: Value) -> None:
        """ExpressionError where there is no such setting, or where it can't be that."""
        if name not in self.settings:
            raise ExpressionError("unknown-setting", name=name, known=tuple(self.settings))
        words = self.choices(name)
        if words:
            if value not in words:
                raise ExpressionError("setting-not-one-of", name=name, known=tuple(words))
            return
        if isinstance(value, str):
            raise ExpressionError("not-a-number", name=name)
        least, most = self.bounds(name)
        if not least <= value <= most:
            raise ExpressionError("setting-out-of-bounds", name=name, least=least, most=most)
        if self.is_whole(name) and value != int(value):
            raise ExpressionError("setting-not-whole", name=name)

    @classmethod
    @abstractmethod
    def of(cls, settings: Settings) -> Trial:
        """The trial with the lab's own settings where these have none. ExpressionError for what can't be."""

    @abstractmethod
    def choices(self, name: str) -> Sequence[str]:
        """The words that a setting may be; empty for a number."""

    @abstractmethod
    def bounds(self, name: str) -> tuple[float, float]:
        """The smallest and the largest that a number may be."""

    def is_whole(self, name: str) -> bool:
        """Whether it must be a whole number."""
        return False

    @property
    def facts(self) -> Mapping[str, object]:
        """What is given beside the settings."""
        return {}

    @abstractmethod
    def came_out(self, settings: Settings, t: Words) -> str:
        """What comes out with these settings, in a sentence or two."""

    @abstractmethod
    def lab(self, settings: Settings) -> object:
        """The state of the lab's screen with these settings."""

    @abstractmethod
    def settings_of(self, lab: object) -> Settings:
        """The settings of such a state, whatever was done to it since."""
