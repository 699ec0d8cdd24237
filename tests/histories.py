"""Records with a past: what somebody has answered over some weeks, made of entries alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tutor.learner.entry import Entry, Outcome
from tutor.learner.record import Record


def answer(
    record: Record,
    skill: str,
    outcomes: str,
    days_ago: int = 0,
    *,
    number: int = 1,
    template: str = "one",
    mistakes: tuple[str, ...] = (),
    answer: str = "1",
    lesson: str = "",
) -> None:
    """One item: `w` is a wrong answer, `h` a hint, `s` the solution, `r` the right answer."""
    meant: dict[str, Outcome] = {"w": "wrong", "h": "hint", "s": "solution", "r": "right"}
    at = datetime.now(UTC).replace(hour=12, minute=0, second=0) - timedelta(days=days_ago)
    for place, letter in enumerate(outcomes):
        outcome = meant[letter]
        record.append(
            Entry(
                session=f"past-{days_ago}",
                outcome=outcome,
                lesson=lesson,
                step=f"{number} {template}",
                skill=skill,
                item=f"{skill}.1:{number}@1",
                answer=answer if outcome in ("wrong", "right") else "",
                mistakes=mistakes if outcome == "wrong" else (),
                at=(at + timedelta(seconds=number * 60 + place)).isoformat(timespec="milliseconds")[:23] + "Z",
            )
        )


def passed(record: Record, skill: str, days_ago: int = 0) -> None:
    """Three items in a row without help, from two templates."""
    for number, template in enumerate(("one", "two", "one"), start=1):
        answer(record, skill, "r", days_ago, number=number, template=template)


def weeks(record: Record) -> None:
    """Four weeks: passed, kept, due and begun skills, wrong thoughts among the answers."""
    passed(record, "forward-pass", 26)
    for ago in (23, 16, 2):
        answer(record, "forward-pass", "r", ago, number=9)
    passed(record, "sensitivity", 22)
    passed(record, "multiply-node", 20)
    answer(record, "multiply-node", "wr", 19, number=11, mistakes=("own-input",))
    answer(record, "multiply-node", "r", 5, number=12)
    passed(record, "add-node", 12)
    for ago, outcomes in ((9, "wr"), (8, "wwr"), (6, "r"), (4, "wr"), (3, "hr"), (1, "r")):
        answer(record, "chain-rule", outcomes, ago, number=21, mistakes=("adds-upstream",))
        answer(record, "chain-rule", "r", ago, number=22, template="two")
    for ago in (7, 2):
        answer(record, "branches", "wsr", ago, number=31, mistakes=("last-branch",))
    answer(record, "sigmoid", "r", 1, number=41)
    for number in range(1, 5):
        answer(record, "chain-rule", "r", 0, number=50 + number)
