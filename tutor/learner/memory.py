"""How well a skill is remembered: an FSRS card that counts in days of the learner's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from fsrs import Scheduler

DUE_BELOW = 0.9
"""Retrievability below which a skill is due."""
LONGEST = 180
"""Days until a review at most."""
DECAY = 0.1542
"""FSRS-6's exponent of forgetting, its parameter 20."""
LATEST = date(9000, 1, 1).toordinal()
"""The last day that is counted: a clock may say anything, and the day of the next review has to exist."""

Grade = Literal[0, 1, 2, 3]
"""None yet, and FSRS's Again, Hard and Good. Easy is never given."""

_FACTOR = DUE_BELOW ** (-1 / DECAY) - 1


class Memory(NamedTuple):
    """What is known of a memory after its last review."""

    stability: float = 0.0
    """Days in which retrievability falls from 1 to 0.9."""
    difficulty: float = 0.0
    """From 1 to 10."""
    day: int = 0
    """Ordinal of the last review's day; 0, as the others, where there was none."""

    @property
    def due(self) -> int:
        """Ordinal of the day from which a review is due."""
        return self.day + min(max(round(self.stability), 1), LONGEST)

    def retrievability(self, day: int) -> float:
        """How likely it is remembered on a day, from 0 to 1. A day before the last review counts as that day."""
        if not self.day:
            return 0.0
        return float((1 + _FACTOR * max(0, day - self.day) / self.stability) ** -DECAY)

    def reviewed(self, grade: Grade, day: int) -> Memory:
        """The memory after a review on a day, which is no earlier than that of the last."""
        from fsrs import Card, Rating, State  # 45 ms, and where no review is made none of it is needed

        card = Card(
            card_id=0,  # without one, making a card sleeps for a millisecond
            state=State.Review if self.day else State.Learning,
            stability=self.stability or None,
            difficulty=self.difficulty or None,
            due=_noon(day),
            last_review=_noon(self.day) if self.day else None,
        )
        card, _ = _scheduler().review_card(card, Rating(grade), _noon(day))
        assert card.stability is not None and card.difficulty is not None
        return Memory(card.stability, card.difficulty, day)


NO_MEMORY = Memory()


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=DUE_BELOW,
        learning_steps=(),
        relearning_steps=(),
        enable_fuzzing=False,
        maximum_interval=LONGEST,
    )


def _noon(day: int) -> datetime:
    # FSRS counts whole days; reviews on two days of the calendar are a day apart, whatever the hours and time zones.
    return datetime.combine(date.fromordinal(day), datetime.min.time().replace(hour=12), UTC)
