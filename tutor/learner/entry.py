"""One line of the learner's log: what was asked, what was answered and what came of it."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast, get_args

from tutor import __version__

Outcome = Literal[
    "right",
    "wrong",
    "close",
    "convention",
    "hint",
    "solution",
    "skip",
    "go",  # the learner arrived at step `step` of `lesson`
    "done",  # the lesson is finished
    "restart",  # the lesson is begun afresh
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

LONGEST_ANSWER = 200  # characters
_LARGEST = 2**53  # what JSON readers still hold exactly, and well within SQLite's 64 bits

_last = datetime.min.replace(tzinfo=UTC)  # the moment of this program's last entry

_to_json = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the log; never changed once written.

    Text that cannot be stored as UTF-8 (half of a surrogate pair from a broken terminal) becomes `?`,
    an answer is cut to 200 characters, and numbers are brought into a storable range, so that no
    answer of a learner can make saving it fail. Raises TypeError where a field has the wrong type.
    """

    session: str  # id of this run of the program
    outcome: Outcome
    lesson: str = ""  # lesson id, "" in a practice
    step: str = ""  # question id within the lesson
    skill: str = ""
    item: str = ""  # code of the concrete question: "apple-tax/pay", its first sibling "apple-tax/pay~1"
    answer: str = ""  # the raw text, "" where nothing was answered
    mistakes: tuple[str, ...] = ()  # ids; stored as one text, parted by spaces
    hints: int = 0  # how many had been seen
    milliseconds: int = 0  # since the question was shown
    version: str = __version__  # of bptutor
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    at: str = ""  # UTC, ISO 8601 with milliseconds: 2026-11-24T22:31:05.123Z
    offset: int = 0  # minutes east of UTC of the learner's clock

    def __post_init__(self) -> None:
        for name in _TEXTS:
            text = getattr(self, name)
            if not isinstance(text, str):
                raise TypeError(f"{name} is to be text, not {type(text).__name__}")
            if not text.isascii():
                object.__setattr__(self, name, _storable(text))
        for name in _NUMBERS:
            number = getattr(self, name)
            if not isinstance(number, int):
                raise TypeError(f"{name} is to be a whole number, not {type(number).__name__}")
            if not -_LARGEST <= number <= _LARGEST:
                object.__setattr__(self, name, _LARGEST if number > 0 else -_LARGEST)
        if len(self.answer) > LONGEST_ANSWER:
            object.__setattr__(self, "answer", self.answer[:LONGEST_ANSWER])
        if self.mistakes:
            object.__setattr__(self, "mistakes", tuple(_storable(" ".join(self.mistakes)).split()))

    @classmethod
    def now(
        cls,
        *,
        session: str,
        outcome: Outcome,
        lesson: str = "",
        step: str = "",
        skill: str = "",
        item: str = "",
        answer: str = "",
        mistakes: tuple[str, ...] = (),
        hints: int = 0,
        milliseconds: int = 0,
    ) -> "Entry":
        """An entry of this moment: a new `id`, `at` and `offset` from the clock, the other fields as given."""
        now = _later(datetime.now().astimezone())
        east = now.utcoffset()
        return cls(
            session=session,
            outcome=outcome,
            lesson=lesson,
            step=step,
            skill=skill,
            item=item,
            answer=answer,
            mistakes=mistakes,
            hints=hints,
            milliseconds=milliseconds,
            at=now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            offset=round(east.total_seconds() / 60) if east else 0,
        )

    def order(self) -> tuple[str, str]:
        """By what the log is ordered: the same for all who hold the same entries, however they came by them."""
        return self.at, self.id

    def values(self) -> tuple[str | int, ...]:
        """What is stored, in the order of `COLUMNS`."""
        return tuple(" ".join(self.mistakes) if name == "mistakes" else getattr(self, name) for name in COLUMNS)

    @classmethod
    def from_values(cls, values: Sequence[object]) -> "Entry":
        """The entry that was stored as `values`. Raises TypeError for values of the wrong type."""
        what = cast(dict[str, Any], dict(zip(COLUMNS, values, strict=True)))
        if not isinstance(what["mistakes"], str):
            raise TypeError("mistakes are stored as text")
        return cls(**what | {"mistakes": tuple(what["mistakes"].split())})


def checksum(values: Sequence[object]) -> str:
    """16 hexadecimal digits over all stored values of a row. Raises TypeError for values that are no row.

    A flipped bit in the middle of a row leaves a perfectly valid database behind: SQLite's own check
    saw 75 of 400, this sees all. JSON, because plainly joined fields could swap text across a border;
    64 bits, because this guards against accidents, not against a forger.
    """
    return hashlib.sha256(_to_json(list(values)).encode()).hexdigest()[:16]


def _later(now: datetime) -> datetime:
    """A moment behind that of the entry before, at least where the clock lags less than a minute behind it.

    Two entries within a millisecond, or before and after a clock was put right, else had no order of their own. A
    clock that is off by more is believed when it was put right.
    """
    global _last
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    if timedelta(0) <= _last - now < timedelta(minutes=1):
        now = (_last + timedelta(milliseconds=1)).astimezone(now.tzinfo)
    _last = now
    return now


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


# The order in which a row is stored and checksummed. It is part of the file: never reorder.
COLUMNS = (
    "id",
    "at",
    "offset",
    "session",
    "lesson",
    "step",
    "skill",
    "item",
    "answer",
    "outcome",
    "mistakes",
    "hints",
    "milliseconds",
    "version",
)
_NUMBERS = ("offset", "hints", "milliseconds")
_TEXTS = tuple(name for name in COLUMNS if name not in (*_NUMBERS, "mistakes"))

assert {each.name for each in fields(Entry)} == set(COLUMNS)
